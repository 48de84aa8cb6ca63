/** Reads together with what is made of their answers, which can be put together to larger ones. */
import type { Rpc } from "../types.ts";
import { readAll, resultOfRead, type Outcome, type Read } from "./read.ts";
import type { AbiFunction, ResultOf } from "./values.ts";

/**
 * Reads and what their answers mean. viem's `multicall({ contracts: part.reads })` and wagmi's `readContracts` give what
 * {@link Part.decode} takes; {@link askPart} does both.
 */
export interface Part<State> {
  readonly reads: readonly Read[];
  /** The state, from the answers in the order of the reads. Throws what a contract refused with. */
  decode(outcomes: readonly Outcome[]): State;
}

/** What a part is decoded to. */
export type StateOf<P> = P extends Part<infer State> ? State : undefined;

/** The state of a part as of one block, the latest if none is given. */
export async function askPart<State>(
  rpc: Rpc,
  part: Part<State>,
  options: Parameters<typeof readAll>[2] = {},
): Promise<State> {
  return part.decode(await readAll(rpc, part.reads, options));
}

/** One answer. */
export function one<F extends AbiFunction>(read: Read<F>): Part<ResultOf<F>> {
  return { reads: [read], decode: ([outcome]) => answerOf(read, outcome) };
}

/** One answer, undefined where the contract refuses. */
export function oneIfAny<F extends AbiFunction>(read: Read<F>): Part<ResultOf<F> | undefined> {
  return {
    reads: [read],
    decode: ([outcome]) => (outcome?.status === "failure" ? undefined : answerOf(read, outcome)),
  };
}

/** What is made of a part's state. */
export function mapped<From, To>(part: Part<From>, map: (state: From) => To): Part<To> {
  return { reads: part.reads, decode: (outcomes) => map(part.decode(outcomes)) };
}

/** A list of parts of one kind. */
export function listOf<State>(parts: readonly Part<State>[]): Part<readonly State[]> {
  return {
    reads: parts.flatMap(({ reads }) => reads),
    decode(outcomes) {
      let at = 0;
      return parts.map((part) => part.decode(outcomes.slice(at, (at += part.reads.length))));
    },
  };
}

/** Parts by name; what is undefined stays so. */
export function together<Parts extends Readonly<Record<string, Part<unknown> | undefined>>>(
  parts: Parts,
): Part<{ readonly [Name in keyof Parts]: StateOf<Parts[Name]> }> {
  const entries = Object.entries(parts);
  return {
    reads: entries.flatMap(([, part]) => part?.reads ?? []),
    decode(outcomes) {
      let at = 0;
      const states = entries.map(([name, part]) => {
        const state = part?.decode(outcomes.slice(at, at + part.reads.length));
        at += part?.reads.length ?? 0;
        return [name, state] as const;
      });
      return Object.fromEntries(states) as { readonly [Name in keyof Parts]: StateOf<Parts[Name]> };
    },
  };
}

function answerOf<F extends AbiFunction>(read: Read<F>, outcome: Outcome | undefined): ResultOf<F> {
  if (outcome === undefined) throw new Error(`${read.functionName} of ${read.address} was not answered`);
  if (outcome.status === "failure") throw outcome.error;
  return resultOfRead(read, outcome.result);
}
