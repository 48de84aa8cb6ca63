/**
 * The formulas that value what people did: small pure functions, each with a name and a version. Another rule is another
 * version; a published one never changes, because ledgers name it.
 */
import { z } from "zod";
import { sqrtDown } from "../history/formula.ts";

/** What a formula sees: one row, and what its account did before under the same rule. */
export interface Deed {
  /** In the source's unit: lines, bytes, views. */
  readonly size: number;
  /** Rows of the account that came before on the same day, UTC. */
  readonly before: number;
  /** Rows of the account that came before in the epoch. */
  readonly beforeInEpoch: number;
}

/** How parameters are written: for people in a config, in token wei in a ledger. */
export interface Fields {
  /** An amount of tokens, from 0, read as token wei. */
  readonly tokens: z.ZodType<bigint>;
  /** A whole number from 1. */
  readonly whole: z.ZodType<number>;
}

type Parameters = Readonly<Record<string, bigint | number>>;

/** A formula whose parameters are read and its own. */
export interface Formula {
  /** With its version. */
  readonly name: string;
  readonly parameters: Parameters;
  /** Whether people who did something together share its value; else each gets it. */
  readonly shared: boolean;
  /** Token wei, or when its rule has a pool, points. */
  valueOf(deed: Deed): bigint;
}

/** Reads the parameters of a formula, in both ways of writing them. */
type Kind = (fields: Fields) => z.ZodType<Formula>;

const smaller = (a: number, b: number): bigint => BigInt(Math.min(a, b));

function kind<T extends Parameters>({
  name,
  shared,
  shape,
  valueOf,
}: {
  readonly name: string;
  readonly shared: boolean;
  readonly shape: (fields: Fields) => z.ZodType<T>;
  readonly valueOf: (deed: Deed, parameters: T) => bigint;
}): Kind {
  return (fields) =>
    shape(fields).transform((parameters) => ({
      name,
      parameters,
      shared,
      valueOf: (deed) => valueOf(deed, parameters),
    }));
}

/** By name and version. */
export const FORMULAS: Readonly<Record<string, Kind>> = {
  /** each, for at most maxPerDay rows of an account on a day. */
  "per-row/1": kind({
    name: "per-row/1",
    shared: true,
    shape: ({ tokens, whole }) => z.strictObject({ each: tokens, maxPerDay: whole }),
    valueOf: ({ before }, { each, maxPerDay }) => (before < maxPerDay ? each : 0n),
  }),
  /** min(max, base + unit·√min(size, sizeCap)), rounded down. */
  "square-root/1": kind({
    name: "square-root/1",
    shared: true,
    shape: ({ tokens, whole }) => z.strictObject({ base: tokens, unit: tokens, sizeCap: whole, max: tokens }),
    valueOf: ({ size }, { base, unit, sizeCap, max }) => {
      const value = base + sqrtDown(unit * unit * smaller(size, sizeCap));
      return value < max ? value : max;
    },
  }),
  /** each·min(size, sizeCap). */
  "per-size/1": kind({
    name: "per-size/1",
    shared: true,
    shape: ({ tokens, whole }) => z.strictObject({ each: tokens, sizeCap: whole }),
    valueOf: ({ size }, { each, sizeCap }) => each * smaller(size, sizeCap),
  }),
  /** each, for each day on which an account did something: with its first row of the day. */
  "active-day/1": kind({
    name: "active-day/1",
    shared: false,
    shape: ({ tokens }) => z.strictObject({ each: tokens }),
    valueOf: ({ before }, { each }) => (before === 0 ? each : 0n),
  }),
  /** each, once for an account that is active: with the row by which it has minRows. With a pool, equal shares of it. */
  "once-active/1": kind({
    name: "once-active/1",
    shared: false,
    shape: ({ tokens, whole }) => z.strictObject({ each: tokens, minRows: whole }),
    valueOf: ({ beforeInEpoch }, { each, minRows }) => (beforeInEpoch === minRows - 1 ? each : 0n),
  }),
};

/** The names and versions that a config may say. */
export const FORMULA_NAMES = Object.keys(FORMULAS);
