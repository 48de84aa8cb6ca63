/** Who a contributor is on chain: an account from a file, or a demo account for simulations. */
import { readFile } from "node:fs/promises";
import { Wallet, id } from "ethers";
import { z } from "zod";
import { parseAddress, parseJson } from "../sdk/src/config/index.ts";
import { messageOf } from "../sdk/src/text.ts";
import { ImportError } from "./import-error.ts";
import { identityOf, type Person } from "./history/commits.ts";
import { keccak256Of } from "./keccak.ts";

/** Accounts by identity: an email in lower case, or a name as it is written. */
export type AccountMap = ReadonlyMap<string, string>;

/** A person of the history with the account that their awards go to. */
export interface Contributor {
  readonly account: string;
  readonly name: string;
  /** The email in lower case, or the name of who has none. Not part of the published ledger. */
  readonly identity: string;
  /** Whether the account is `demoWallet(identity)`. */
  readonly demo: boolean;
}

/** Whether the text is an address with its EIP-55 checksum; one without the checksum may hide a typing error. */
export function isChecksummed(text: string): boolean {
  if (!/^0x[0-9a-fA-F]{40}$/.test(text)) return false;
  const digits = text.slice(2).toLowerCase();
  const hash = keccak256Of(digits);
  for (let at = 0; at < digits.length; at++) {
    const nibble = ((hash[at >> 1] ?? 0) >> (at % 2 === 0 ? 4 : 0)) & 0xf;
    const digit = digits[at] ?? "";
    if (text[at + 2] !== (nibble >= 8 ? digit.toUpperCase() : digit)) return false;
  }
  return true;
}

/**
 * The wallet of a contributor without an account, so that simulations can sign for them: its private key is
 * keccak256 of "cdpo-demo:" and the email in lower case.
 *
 * Warning: demo keys are public knowledge. Whoever reads a history can compute them; never send value to them.
 */
export function demoWallet(email: string): Wallet {
  return new Wallet(id(`cdpo-demo:${email.trim().toLowerCase()}`));
}

const accountFile = z.record(
  z.string().trim(),
  z.string("is not an address").transform((written, context) => {
    try {
      return parseAddress(written);
    } catch (thrown) {
      context.addIssue(messageOf(thrown));
      return z.NEVER;
    }
  }),
);

/**
 * Reads a JSON file `{"email or name": "0x… address with checksum"}`. What contains an `@` is an email, and its
 * case does not matter; everything else is a name as `.mailmap` gives it.
 */
export async function readAccounts(file: string): Promise<AccountMap> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new ImportError(
      code === "ENOENT"
        ? `The accounts file ${file} does not exist.`
        : `The accounts file ${file} cannot be read (${code}).`,
    );
  });
  let content: unknown;
  try {
    content = parseJson(text);
  } catch (error) {
    throw new ImportError(`The accounts file ${file} ${messageOf(error)}.`);
  }
  const parsed = accountFile.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const key = issue?.path[0];
    if (key === undefined) {
      throw new ImportError(`The accounts file ${file} is not an object of emails or names and addresses.`);
    }
    throw new ImportError(`In the accounts file ${file}, the entry "${String(key)}": ${issue?.message}.`);
  }
  const accounts = new Map<string, string>();
  for (const [key, address] of Object.entries(parsed.data)) {
    const identity = key.includes("@") ? key.toLowerCase() : key;
    if (identity === "") throw new ImportError(`In the accounts file ${file}, an email or a name is empty.`);
    if (accounts.has(identity)) throw new ImportError(`The accounts file ${file} names "${identity}" twice.`);
    accounts.set(identity, address);
  }
  return accounts;
}

/** Finds each person's contributor and remembers them. */
export interface Directory {
  contributorOf(person: Person): Contributor;
  /** Everyone asked for, in the order of the first time. */
  everyone(): Contributor[];
  /** How many entries of the account map nobody matched. */
  unused(): number;
}

/** A person's account is looked up by email first, then by name, else it is their demo account. */
export function createDirectory(accounts: AccountMap): Directory {
  const known = new Map<string, Contributor>();
  const used = new Set<string>();
  return {
    contributorOf(person) {
      const identity = identityOf(person);
      const before = known.get(identity);
      if (before !== undefined) return before;
      const key = [identity, person.name].find((candidate) => accounts.has(candidate));
      if (key !== undefined) used.add(key);
      const account = key === undefined ? undefined : accounts.get(key);
      const contributor: Contributor = {
        account: account ?? demoWallet(identity).address,
        name: person.name,
        identity,
        demo: account === undefined,
      };
      known.set(identity, contributor);
      return contributor;
    },
    everyone: () => [...known.values()],
    unused: () => accounts.size - used.size,
  };
}
