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
  type Language,
} from "../units.ts";
import { AddressError, looksLikeAddress, parseAddress } from "./address.ts";
import { problemsIn } from "./sentences/problems.ts";

const MAX_AMOUNT = 2n ** 112n - 1n;
const MAX_ACCOUNTS = 64;
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/u;

/** The account that stands for account number `index` of the node, undefined when there is none. */
export type ResolveAccount = (index: number) => string | undefined;

/** Thrown by a field's parser; the message says what is expected. */
class Refusal extends Error {}

/** The fields, which say what is wrong in one language. */
export type Fields = ReturnType<typeof fieldsIn>;

/** The fields that say what is wrong in `language`; those of this module's own names say it in English. */
export function fieldsIn(language: Language) {
  const say = problemsIn(language);
  const isMissing = (expected: string): string => say("missing", { expected });
  const isExpected = (expected: string): string => say("expected", { expected });

  /** Refuses what a user wrote, shown on one line and cut when long. */
  function refuse(expected: string, written: string): never {
    const shown = JSON.stringify(written.length > 60 ? `${written.slice(0, 60)}…` : written);
    throw new Refusal(say("expectedNot", { expected, written: shown }));
  }

  /** A field that is written as a text and read by `read`, which throws {@link Refusal}. */
  function field<T>({ expected, read }: { readonly expected: string; readonly read: (text: string) => T }) {
    return z
      .string({ error: ({ input }) => (input === undefined ? isMissing(expected) : isExpected(expected)) })
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

  function text(expected: string, { empty = false }: { readonly empty?: boolean } = {}) {
    return field({
      expected,
      read: (written) => {
        if (written === "" && !empty) throw new Refusal(say("empty", { expected }));
        if (CONTROL.test(written)) throw new Refusal(say("control", { expected }));
        return written;
      },
    });
  }

  function amount({ decimals, min }: { readonly decimals: number; readonly min: bigint }) {
    const expected = say("amount", { decimals });
    const told = (units: bigint): string => formatAmount(units, decimals);
    return field({
      expected,
      read: (written) => {
        const units = parseAmount(written, decimals) ?? refuse(expected, written);
        if (units < min)
          throw new Refusal(min === 1n ? say("aboveZero") : say("atLeast", { least: told(min) }));
        if (units > MAX_AMOUNT) throw new Refusal(say("atMost", { most: told(MAX_AMOUNT) }));
        return units;
      },
    });
  }

  function duration({ min = 0n, max }: { readonly min?: bigint; readonly max: bigint }) {
    const expected = say("duration");
    const told = (seconds: bigint): string => formatDuration(seconds, language);
    return field({
      expected,
      read: (written) => {
        const seconds = parseDuration(written) ?? refuse(expected, written);
        if (seconds >= min && seconds <= max) return seconds;
        throw new Refusal(say("range", { min: told(min), max: told(max), written }));
      },
    });
  }

  function time(now: bigint) {
    const expected = say("time");
    return field({ expected, read: (written) => parseTime(written, now) ?? refuse(expected, written) });
  }

  function percentage({
    min = 0n,
    max,
    amountsNow: meaning,
  }: {
    readonly min?: bigint;
    readonly max: bigint;
    readonly amountsNow?: string;
  }) {
    const expected = say("percentage");
    return field({
      expected,
      read: (written) => {
        if (meaning !== undefined && /^\d+(?:\.\d+)?$/.test(written)) {
          throw new Refusal(say("noAmountNow", { meaning, written }));
        }
        const value = parseBps(written) ?? refuse(expected, written);
        if (value >= min && value <= max) return value;
        throw new Refusal(say("range", { min: formatBps(min), max: formatBps(max), written }));
      },
    });
  }

  function wholeNumber({ min, max }: { readonly min: number; readonly max: number }) {
    const expected = say("wholeNumber", { min, max });
    const error = isExpected(expected);
    return z
      .int({ error: ({ input }) => (input === undefined ? isMissing(expected) : error) })
      .min(min, { error, abort: true })
      .max(max, { error, abort: true })
      .transform(BigInt);
  }

  function yesOrNo() {
    return z.boolean({ error: isExpected(say("yesOrNo")) });
  }

  function address() {
    const expected = say("address");
    return field({ expected, read: (written) => readAddress({ written, expected }) });
  }

  function account(resolve: ResolveAccount) {
    const expected = say("account");
    return field({
      expected,
      read: (written) => {
        const [, index] = /^signer:(\d{1,4})$/.exec(written) ?? [];
        if (index === undefined) return readAddress({ written, expected });
        const resolved = resolve(Number(index));
        if (resolved === undefined) throw new Refusal(say("noSigner", { written }));
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
      return parseAddress(written, language);
    } catch (thrown) {
      if (!(thrown instanceof AddressError)) throw thrown;
      if (!looksLikeAddress(written)) refuse(expected, written);
      throw new Refusal(thrown.message);
    }
  }

  function hash() {
    const expected = say("root");
    return field({
      expected,
      read: (written): Hex => {
        if (!/^0x[0-9a-fA-F]{64}$/.test(written)) refuse(expected, written);
        return written.toLowerCase() as Hex;
      },
    });
  }

  function listOf<T extends z.ZodType>(
    entry: T,
    { all, min = 0 }: { readonly all: string; readonly min?: number },
  ) {
    const most = MAX_ACCOUNTS;
    const expected =
      min === 0 ? say("listUpTo", { most, each: all }) : say("listFrom", { min, most, each: all });
    const error = isExpected(expected);
    return z
      .array(entry, { error: ({ input }) => (input === undefined ? isMissing(expected) : error) })
      .min(min, error)
      .max(most, error);
  }

  function object<T extends z.ZodRawShape>(shape: T) {
    return z.strictObject({ ...shape, $comment: z.unknown().optional() }, objectError(Object.keys(shape)));
  }

  /** What an object says that is none, or has other keys. */
  function objectError(keys: readonly string[]) {
    const names = keys.join(", ");
    return {
      error: ({ code, input }: { readonly code?: string | undefined; readonly input?: unknown }) => {
        if (code === "unrecognized_keys") return say("noField", { names });
        const expected = say("object", { names });
        return input === undefined ? isMissing(expected) : isExpected(expected);
      },
    };
  }

  return {
    ...{ text, amount, duration, time, percentage, wholeNumber, yesOrNo },
    ...{ address, account, hash, listOf, object, objectError },
  };
}

// ---------------------------------------------------------------- in English

const english = fieldsIn("en");

/** A text without control characters; `expected` says what it is. */
export const text = english.text;

/** An amount in whole units of `decimals` decimals; in the smallest units from `min` to 2^112 − 1. */
export const amount = english.amount;

/** A length of time, in seconds. */
export const duration = english.duration;

/** A moment, in seconds since 1970; "+7 days" counts from `now`. */
export const time = english.time;

/** A part of a whole, in bps. `amountsNow` says what is meant where an amount stood in older configurations. */
export const percentage = english.percentage;

/** A number without quotes, as a bigint. */
export const wholeNumber = english.wholeNumber;

/** true or false, without quotes. */
export const yesOrNo = english.yesOrNo;

/** An address with its checksum. */
export const address = english.address;

/** An address with its checksum, or an account of the node. */
export const account = english.account;

/** A Merkle root. */
export const hash = english.hash;

/** An object of exactly these fields and, if one likes, a comment. */
export const object = english.object;

/** At most 64 of the same; `each` is what one is called. */
export function list<T extends z.ZodType>(
  entry: T,
  { each, min = 0 }: { readonly each: string; readonly min?: number },
) {
  return english.listOf(entry, { all: `${each}s`, min });
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
export function lineOf(problem: Problem): string {
  return lineIn("en", problem);
}

/** Everything that zod found with fields of a language, a line each. */
export function linesOf(error: z.ZodError, language: Language): string[] {
  return problemsOf(error).map((problem) => lineIn(language, problem));
}

function lineIn(language: Language, { path, message }: Problem): string {
  const where = path.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  return `${where.replace(/^\./, "") || problemsIn(language)("configuration")}: ${message}`;
}
