/**
 * `deployments/<chainId>.json`: where the suite and the organisations launched with it are on one chain. Written after
 * each step, so that an interrupted run continues; scripts, SDK and page read it.
 */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getAddress } from "ethers";
import { z } from "zod";
import { JsonError, parseJson } from "../../sdk/src/config/index.ts";
import { withDrafts } from "../../ledger/drafts.ts";
import { fieldErrorOf } from "./cli.ts";
import {
  IMPLEMENTATION_NAMES,
  PERIPHERY_NAMES,
  PRESALE_NAMES,
  type CdpoAddresses,
  type ImplementationName,
  type PartialSuiteAddresses,
  type PeripheryName,
  type PresaleName,
  type SuiteName,
} from "../../launch/index.ts";

/** The folder of the books, beside package.json. */
export const DEPLOYMENTS = "deployments";

const address = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/, "is not an address")
  .transform((written) => getAddress(written.toLowerCase()));
const hash = z.string().regex(/^0x[0-9a-f]{64}$/, "is not a transaction hash");
const block = z.int().nonnegative();

const count = z.int().nonnegative();

/** A field for each of `names`. */
function fieldsOf<Name extends string, Field>(names: readonly Name[], field: Field): Record<Name, Field> {
  return Object.fromEntries(names.map((name) => [name, field])) as Record<Name, Field>;
}

const ALWAYS = IMPLEMENTATION_NAMES.filter(
  (name): name is Exclude<ImplementationName, PresaleName> =>
    !(PRESALE_NAMES as readonly ImplementationName[]).includes(name),
);

/** One organisation as the book lists it. */
const organisation = z.strictObject({
  /** Its number in the factory's directory. */
  index: count,
  name: z.string(),
  symbol: z.string(),
  /** Block and transaction of the launch. */
  block,
  transaction: hash,
  /** The token in the reserve. */
  asset: address,
  ...fieldsOf(ALWAYS, address),
  /** null in an organisation that grows its liquidity. */
  ...fieldsOf(PRESALE_NAMES, address.nullable()),
});

/** The format of a book; docs/deployments.schema.json is made from it. */
export const addressBook = z.strictObject({
  chainId: z.int().positive(),
  /** The block that the factory was deployed in: no organisation is older. null while the factory is missing. */
  block: block.nullable(),
  /** null while the deployment is not finished. */
  factory: address.nullable(),
  implementations: z.strictObject(fieldsOf(IMPLEMENTATION_NAMES, address.optional())),
  /** What all organisations share; absent in books of before. */
  periphery: z.strictObject(fieldsOf(PERIPHERY_NAMES, address.optional())).default({}),
  organisations: z.array(organisation),
  /** A contract that is being deployed and may be there already; absent when there is none. */
  pendingDeployment: z.strictObject({ contract: z.string(), address, block }).optional(),
  /** A launch that may have been sent, as transaction `nonce` of `from`; absent when there is none. */
  pendingLaunch: z
    .strictObject({ name: z.string(), symbol: z.string(), from: address, nonce: count, block })
    .optional(),
});

export type AddressBook = z.infer<typeof addressBook>;
export type Organisation = z.infer<typeof organisation>;

/** The book is unreadable; the message is one sentence that names the file. */
export class AddressBookError extends Error {}

/** The file of a chain's book. */
export function addressBookFile({
  folder,
  chainId,
}: {
  readonly folder: string;
  readonly chainId: number;
}): string {
  return join(folder, `${chainId}.json`);
}

export function emptyAddressBook(chainId: number): AddressBook {
  return { chainId, block: null, factory: null, implementations: {}, periphery: {}, organisations: [] };
}

/** The book of a chain, empty when there is no file. Throws {@link AddressBookError} when the file is no such book. */
export async function readAddressBook({
  folder,
  chainId,
}: {
  readonly folder: string;
  readonly chainId: number;
}): Promise<AddressBook> {
  const file = addressBookFile({ folder, chainId });
  let json: unknown;
  try {
    json = parseJson(await readFile(file, "utf8"));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return emptyAddressBook(chainId);
    const wrong = thrown instanceof JsonError ? thrown.message : "cannot be read";
    throw new AddressBookError(`${file} ${wrong}; repair it, or move it away to start anew`);
  }
  if (isOf01(json)) {
    throw new AddressBookError(
      `${file} lists contracts of version 0.1, where "stakeLock" stands for what is "stake" now: organisations of 0.1 do ` +
        "not upgrade, move the file away to start anew",
    );
  }
  const parsed = addressBook.safeParse(json);
  if (!parsed.success) {
    throw new AddressBookError(
      `${file} is no list of deployments (${fieldErrorOf(parsed.error)}): repair it, or move it away to start anew`,
    );
  }
  if (parsed.data.chainId !== chainId) {
    throw new AddressBookError(`${file} is for chain ${parsed.data.chainId}: give it the name of its chain`);
  }
  return parsed.data;
}

/** Whether a book is of version 0.1, whose implementations had no stake. */
function isOf01(json: unknown): boolean {
  const { implementations } = (json ?? {}) as { readonly implementations?: unknown };
  return typeof implementations === "object" && implementations !== null && "stakeLock" in implementations;
}

/** Writes the book at once or not at all: to a file beside it, which then takes its place. */
export async function writeAddressBook({
  folder,
  book,
}: {
  readonly folder: string;
  readonly book: AddressBook;
}): Promise<void> {
  const file = addressBookFile({ folder, chainId: book.chainId });
  const draft = `${file}.${process.pid}.tmp`;
  await mkdir(folder, { recursive: true });
  await withDrafts([draft], async () => {
    await writeFile(draft, `${JSON.stringify(book, null, 2)}\n`);
    await rename(draft, file);
  });
}

/** What the book knows of the suite, with the contract that was perhaps deployed when a run was interrupted. */
export function suiteAddressesOf(book: AddressBook): PartialSuiteAddresses {
  const pending = (names: readonly SuiteName[]): Record<string, string> => {
    const { contract, address: at } = book.pendingDeployment ?? {};
    return contract !== undefined && at !== undefined && (names as readonly string[]).includes(contract)
      ? { [contract]: at }
      : {};
  };
  return {
    factory: pending(["factory"])["factory"] ?? book.factory ?? undefined,
    implementations: { ...book.implementations, ...pending(IMPLEMENTATION_NAMES) },
    periphery: { ...book.periphery, ...pending(PERIPHERY_NAMES) },
  };
}

/** The contracts of an organisation in the book. */
export function cdpoAddressesOf(listed: Organisation): CdpoAddresses {
  const known = IMPLEMENTATION_NAMES.map((name) => [name, listed[name] ?? undefined] as const);
  return Object.fromEntries(known) as CdpoAddresses; // only a presale's contracts can be missing
}

/** An organisation's contracts as the book lists them. */
export function listedAddressesOf(addresses: CdpoAddresses): Pick<Organisation, ImplementationName> {
  const known = IMPLEMENTATION_NAMES.map((name) => [name, addresses[name] ?? null] as const);
  return Object.fromEntries(known) as Pick<Organisation, ImplementationName>; // null only where the book allows it
}

/** What is there of the periphery. */
export function peripheryOf(book: AddressBook): (readonly [name: PeripheryName, address: string])[] {
  return PERIPHERY_NAMES.flatMap((name) => {
    const at = book.periphery[name];
    return at === undefined ? [] : [[name, at] as const];
  });
}
