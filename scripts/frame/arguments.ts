/** The arguments that commands share: fields of the sdk's configurations, with the organisation's decimals and accounts. */
import { readFile } from "node:fs/promises";
import { keccak256, ZeroHash } from "ethers";
import { z } from "zod";
import { account, amount, percentage, text, time, wholeNumber } from "../../sdk/src/config/index.ts";
import type { Address, Hex } from "../../sdk/src/types.ts";
import { ChainError } from "../lib/chain.ts";
import type { ReadingContext } from "./command.ts";
import { TOKEN_DECIMALS } from "./words.ts";

export const WHOLE_BPS = 10_000n;

/** Asset units, in whole units on the command line. */
export function assetAmount({ organisation }: Pick<ReadingContext, "organisation">, min = 1n) {
  return amount({ decimals: organisation.asset.decimals, min });
}

/** Tokens; `min` in smallest units. */
export function tokenAmount(min = 1n) {
  return amount({ decimals: TOKEN_DECIMALS, min });
}

/** Wei of the chain's coin. */
export const coinAmount = tokenAmount;

/** An account, or on a local chain "signer:1". */
export function accountArgument({ accounts }: Pick<ReadingContext, "accounts">) {
  return account((index) => accounts[index]);
}

/** Number of a contribution, a proposal …; `what` is "the number of a proposal". */
export function numberArgument(what: string) {
  return z
    .string({ error: `is missing, expected ${what}` })
    .regex(/^(\d{1,78}|0x[0-9a-fA-F]{1,64})$/, `expected ${what}`)
    .transform(BigInt);
}

/** Several numbers of the same, as 3,4,5. */
export function numbersArgument(what: string) {
  return z
    .string({ error: `is missing, expected ${what}` })
    .regex(/^\d{1,28}(,\d{1,28})*$/, `expected ${what}, or several as 3,4,5`)
    .transform((written) => written.split(",").map(BigInt));
}

/** A small number. */
export function countArgument({ min, max }: { readonly min: number; readonly max: number }) {
  return z.coerce.number().pipe(wholeNumber({ min, max }));
}

/** A text that may be empty. */
export function note() {
  return text("a text", { empty: true }).default("");
}

/** One of some words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  const list = words.length < 2 ? words[0] : `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}`;
  return z.enum(words, { error: `expected ${list}` });
}

/** A part in per cent, in bps. */
export function part({ min = 0n, max = WHOLE_BPS }: { readonly min?: bigint; readonly max?: bigint } = {}) {
  return percentage({ min, max });
}

/** A moment: "2027-03-01", or "+7 days" from the chain's time on. */
export function momentArgument({ now }: Pick<ReadingContext, "now">) {
  return time(now);
}

/** 32 bytes. */
export function hashArgument(what: string) {
  return z
    .string({ error: `is missing, expected ${what}` })
    .regex(/^0x[0-9a-fA-F]{64}$/, `expected ${what}: "0x" and 64 hexadecimal digits`)
    .transform((written) => written.toLowerCase() as Hex);
}

/** How much less than the quote is accepted. */
export function slippage() {
  return percentage({ max: WHOLE_BPS }).default(100n);
}

/** What is accepted of a quote at least. */
export function atLeast(quoted: bigint, allowed: bigint): bigint {
  return (quoted * (WHOLE_BPS - allowed)) / WHOLE_BPS;
}

/** Whose part of something it is. */
export interface ShareOf {
  readonly account: Address;
  readonly bps: number;
}

/** An account and its part, such as `0x…=60%`. */
export function shareArgument(context: Pick<ReadingContext, "accounts">) {
  const expected = "an account and its part, such as 0x5FbDB2315678afecb367f032d93F642f64180aa3=60%";
  return text(expected).transform((written, issue): ShareOf => {
    const [who = "", bps = ""] = written.split("=");
    const parsed = accountArgument(context).safeParse(who);
    const share = percentage({ min: 1n, max: WHOLE_BPS }).safeParse(bps.replace(/%$/, " %"));
    if (parsed.success && share.success) return { account: parsed.data, bps: Number(share.data) };
    const message = parsed.error?.issues[0]?.message ?? share.error?.issues[0]?.message ?? expected;
    issue.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}

/** The hash of a file's content, zero without a file. Throws {@link ChainError} when it cannot be read. */
export async function hashOfFile(file: string | undefined, option: string): Promise<Hex> {
  return file === undefined ? (ZeroHash as Hex) : (keccak256(await readContent(file, option)) as Hex);
}

/** What a file has. Throws {@link ChainError} when it cannot be read. */
export async function readContent(file: string, option: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new ChainError(`${file} cannot be read: check the path after --${option}`);
  }
}
