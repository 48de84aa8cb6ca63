/** The fields of configurations that people write: what each accepts, what it means, and how it says what is wrong. */
import * as z from "zod";
import type { Address, Hex } from "../types.ts";
import {
  formatAmount,
  formatBps,
  formatDuration,
  parseAmount,
  parseBps,
  parseDuration,
  parseTime,
} from "../units.ts";
import { AddressError, looksLikeAddress, parseAddress } from "./address.ts";

const MAX_AMOUNT = 2n ** 112n - 1n;
const MAX_ACCOUNTS = 64;

/** The account that stands for account number `index` of the node, undefined when there is none. */
export type ResolveAccount = (index: number) => string | undefined;

// ---------------------------------------------------------------- fields

/** Thrown by a field's parser; the message says what is expected. */
class Refusal extends Error {}

/** Refuses what a user wrote, shown on one line and cut when long. */
function refuse(expected: string, written: string): never {
  const shown = JSON.stringify(written.length > 60 ? `${written.slice(0, 60)}…` : written);
  throw new Refusal(`expected ${expected}, not ${shown}`);
}

/** A field that is written as a text and read by `read`, which throws {@link Refusal}. */
function field<T>({ expected, read }: { readonly expected: string; readonly read: (text: string) => T }) {
  return z
    .string({ error: ({ input }) => `${input === undefined ? "is missing, " : ""}expected ${expected}` })
    .transform((written, context): T => {
      try {
        return read(written.trim());
      } catch (thrown) {
        if (!(thrown instanceof Refusal)) throw thrown;
        context.addIssue({ code: "custom", message: thrown.message, input: written });
        return z.NEVER;
      }
    });
}

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/u;

/** A text without control characters. */
export function text(expected: string, { empty = false }: { readonly empty?: boolean } = {}) {
  return field({
    expected,
    read: (written) => {
      if (written === "" && !empty) throw new Refusal(`is empty, expected ${expected}`);
      if (CONTROL.test(written)) throw new Refusal(`has control characters, expected ${expected}`);
      return written;
    },
  });
}

/** An amount in whole units of `decimals` decimals; in the smallest units from `min` to 2^112 − 1. */
export function amount({ decimals, min }: { readonly decimals: number; readonly min: bigint }) {
  const expected = `an amount in quotes such as "250" or "0.25", with at most ${decimals} decimals`;
  return field({
    expected,
    read: (written) => {
      const units = parseAmount(written, decimals) ?? refuse(expected, written);
      if (units < min) {
        throw new Refusal(min === 1n ? "must be above 0" : `must be ${formatAmount(min, decimals)} at least`);
      }
      if (units > MAX_AMOUNT) throw new Refusal(`must be ${formatAmount(MAX_AMOUNT, decimals)} at most`);
      return units;
    },
  });
}

/** A length of time, in seconds. */
export function duration({ min = 0n, max }: { readonly min?: bigint; readonly max: bigint }) {
  const expected = 'a duration such as "30 days", "72 hours", "1 year" (365 days) or "0"';
  return field({
    expected,
    read: (written) => {
      const seconds = parseDuration(written) ?? refuse(expected, written);
      if (seconds < min || seconds > max) {
        throw new Refusal(`must be ${formatDuration(min)} to ${formatDuration(max)}, not ${written}`);
      }
      return seconds;
    },
  });
}

/** A moment, in seconds since 1970. */
export function time(now: bigint) {
  const expected = 'a time such as "2027-03-01", "2027-03-01T12:00:00Z" or "+7 days" (from now)';
  return field({
    expected,
    read: (written) => parseTime(written, now) ?? refuse(expected, written),
  });
}

/** A part of a whole, in bps. `amountsNow` says what is meant where an amount stood in older configurations. */
export function percentage({
  min = 0n,
  max,
  amountsNow,
}: {
  readonly min?: bigint;
  readonly max: bigint;
  readonly amountsNow?: string;
}) {
  const expected = 'a percentage such as "50 %" or "2.25 %", or "225 bps"';
  return field({
    expected,
    read: (written) => {
      if (amountsNow !== undefined && /^\d+(?:\.\d+)?$/.test(written)) {
        throw new Refusal(`${amountsNow}, no longer an amount such as "${written}"`);
      }
      const value = parseBps(written) ?? refuse(expected, written);
      if (value < min || value > max) {
        throw new Refusal(`must be ${formatBps(min)} to ${formatBps(max)}, not ${written}`);
      }
      return value;
    },
  });
}

/** A number without quotes, as a bigint. */
export function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z
    .int({ error: ({ input }) => (input === undefined ? `is missing, ${expected}` : expected) })
    .min(min, { error: expected, abort: true })
    .max(max, { error: expected, abort: true })
    .transform(BigInt);
}

/** true or false, without quotes. */
export function yesOrNo() {
  return z.boolean({ error: "expected true or false, without quotes" });
}

/** An address with its checksum. */
export function address() {
  const expected = 'an address with its checksum such as "0x5FbDB2315678afecb367f032d93F642f64180aa3"';
  return field({ expected, read: (written) => readAddress({ written, expected }) });
}

/** An address with its checksum, or an account of the node. */
export function account(resolve: ResolveAccount) {
  const expected =
    'an address with its checksum, or on a local chain "signer:0" for the node\'s first account';
  return field({
    expected,
    read: (written) => {
      const [, index] = /^signer:(\d{1,4})$/.exec(written) ?? [];
      if (index === undefined) return readAddress({ written, expected });
      const resolved = resolve(Number(index));
      if (resolved === undefined) {
        throw new Refusal(`there is no account "${written}" here: write an address with its checksum`);
      }
      return parseAddress(resolved);
    },
  });
}

function readAddress({
  written,
  expected,
}: {
  readonly written: string;
  readonly expected: string;
}): Address {
  try {
    return parseAddress(written);
  } catch (thrown) {
    if (!(thrown instanceof AddressError)) throw thrown;
    if (!looksLikeAddress(written)) refuse(expected, written);
    throw new Refusal(thrown.message);
  }
}

/** A Merkle root. */
export function hash() {
  const expected = `the root of a Merkle tree of addresses: "0x" and 64 hexadecimal digits`;
  return field({
    expected,
    read: (written): Hex => {
      if (!/^0x[0-9a-fA-F]{64}$/.test(written)) refuse(expected, written);
      return written.toLowerCase() as Hex;
    },
  });
}

/** At most 64 of the same; `each` is what one is called. */
export function list<T extends z.ZodType>(
  entry: T,
  { each, min = 0 }: { readonly each: string; readonly min?: number },
) {
  const expected = `expected a list of ${min === 0 ? "at most" : `${min} to`} ${MAX_ACCOUNTS} ${each}s`;
  return z
    .array(entry, { error: ({ input }) => (input === undefined ? `is missing, ${expected}` : expected) })
    .min(min, expected)
    .max(MAX_ACCOUNTS, expected);
}

/** An object of exactly these fields and, if one likes, a comment. */
export function object<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject({ ...shape, $comment: z.unknown().optional() }, objectError(Object.keys(shape)));
}

/** What an object says that is none, or has other keys. */
export function objectError(keys: readonly string[]) {
  return {
    error: ({ code, input }: { readonly code?: string | undefined; readonly input?: unknown }) => {
      const names = keys.join(", ");
      if (code === "unrecognized_keys") return `is no field here, expected ${names}`;
      return `${input === undefined ? "is missing, " : ""}expected an object with ${names}`;
    },
  };
}

// ---------------------------------------------------------------- words

/** Where something is wrong, and what. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Everything that zod found, one problem per field. */
export function problemsOf(error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue) => {
    const { path, message } = issue;
    if (issue.code !== "unrecognized_keys") return [{ path, message }];
    return issue.keys.map((key) => ({ path: [...path, key], message }));
  });
}

/** A problem in one line: `presale.founders[0].share: is missing, expected …`. */
export function lineOf({ path, message }: Problem): string {
  const where = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return `${where.replace(/^\./, "") || "the configuration"}: ${message}`;
}
