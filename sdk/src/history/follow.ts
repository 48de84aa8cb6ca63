/** What happens from now on, also when the chain reorganises. */
import * as Value from "ox/Hex";
import type { Hex, Rpc } from "../types.ts";
import { decoderOf, type Contracts, type EventOf } from "./decode.ts";
import { decoded, logsOf, readHistory } from "./read.ts";

/** Blocks below the head that a reorganisation may reach, and time between looks at it (milliseconds). */
const DEPTH = 64;
const INTERVAL = 4_000;
/** Looks that may fail one after the other. */
const MOST_FAILURES = 10;

/** The chain changed: first what was no longer there is to be forgotten, then what is new to be added. */
export interface Change<Event> {
  /** What was reported and is in no block any more, the latest first. */
  readonly removed: readonly Event[];
  /** In the order in which they happened. */
  readonly added: readonly Event[];
  /** All blocks up to this one are reported. */
  readonly head: { readonly number: bigint; readonly hash: Hex };
}

/** A reorganisation reached further back than what is remembered. */
export class DeepReorganisationError extends Error {
  /** The first block of which nothing is known any more. */
  readonly from: bigint;

  constructor(from: bigint) {
    super(`the chain was reorganised below block ${from}: read the history again, from an earlier block`);
    this.name = "DeepReorganisationError";
    this.from = from;
  }
}

/**
 * The events from block `from` on, without an end: first the history, then each change of the head. The latest `depth`
 * blocks are remembered by their hashes and read by them, so that what a reorganisation takes away is reported as removed.
 * Failures of the node are survived, ten looks in a row; ends when `signal` aborts.
 *
 * Throws {@link DeepReorganisationError} when more than `depth` blocks are replaced.
 */
export async function* followHistory<const C extends Contracts>({
  rpc,
  contracts,
  events,
  from,
  depth = DEPTH,
  interval = INTERVAL,
  signal,
}: {
  readonly rpc: Rpc;
  readonly contracts: C;
  readonly events?: readonly string[] | undefined;
  readonly from: bigint;
  readonly depth?: number | undefined;
  readonly interval?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}): AsyncGenerator<Change<EventOf<C>>, void, undefined> {
  const decoder = decoderOf({ contracts, events });
  const topics = decoder.topics ?? [];
  /** The latest blocks, oldest first; each follows the one before. */
  let blocks: Block<EventOf<C>>[] = [];
  let next = from;
  let failures = 0;

  while (signal?.aborted !== true) {
    try {
      const head = await headerOf(rpc, "latest");
      const final = head.number - BigInt(depth);
      if (blocks.length === 0 && next <= final) {
        for await (const piece of readHistory({ rpc, contracts, events, from: next, to: final, signal })) {
          const last = await headerOf(rpc, Value.fromNumber(piece.to));
          next = piece.to + 1n;
          if (piece.to === final) blocks = [{ ...last, events: [] }];
          yield { removed: [], added: piece.events, head: { number: piece.to, hash: last.hash } };
        }
      }
      if (blocks.at(-1)?.hash !== head.hash) {
        const { fresh, fork } = await pathTo({ rpc, head, blocks, from });
        const added = await Promise.all(
          fresh.map(async (header) => ({
            ...header,
            events: decoded(
              decoder,
              await logsOf({ rpc, decoder, topics, range: { blockHash: header.hash } }),
            ),
          })),
        );
        const kept = blocks.filter(({ number }) => number <= fork);
        const removed = blocks.slice(kept.length).flatMap((block) => block.events);
        const isNews = blocks.length > kept.length || added.length > 0;
        blocks = [...kept, ...added].slice(-depth);
        if (isNews) {
          yield { removed: removed.reverse(), added: added.flatMap((block) => block.events), head };
        }
      }
      failures = 0;
    } catch (thrown) {
      if (isAborted(signal)) return;
      if (thrown instanceof DeepReorganisationError || ++failures === MOST_FAILURES) throw thrown;
    }
    await pause(interval * 2 ** Math.min(failures, 3), signal);
  }
}

// ---------------------------------------------------------------- internals

interface Header {
  readonly number: bigint;
  readonly hash: Hex;
  readonly parentHash: Hex;
}

interface Block<Event> extends Header {
  readonly events: readonly Event[];
}

/** The blocks up to the head that are not known, and the number of the known one that they follow. */
async function pathTo({
  rpc,
  head,
  blocks,
  from,
}: {
  readonly rpc: Rpc;
  readonly head: Header;
  readonly blocks: readonly Header[];
  readonly from: bigint;
}): Promise<{ readonly fresh: readonly Header[]; readonly fork: bigint }> {
  const known = new Map(blocks.map(({ number, hash }) => [number, hash]));
  const oldest = blocks[0]?.number ?? from;
  const fresh: Header[] = [];
  for (let header = head; ; header = await headerOf(rpc, header.parentHash)) {
    if (header.number < from || known.get(header.number) === header.hash) {
      return { fresh: fresh.reverse(), fork: header.number };
    }
    if (header.number < oldest) throw new DeepReorganisationError(oldest);
    fresh.push(header);
    if (header.number === 0n) return { fresh: fresh.reverse(), fork: -1n };
  }
}

async function headerOf(rpc: Rpc, which: Hex | "latest"): Promise<Header> {
  const method = which.length === 66 ? "eth_getBlockByHash" : "eth_getBlockByNumber";
  const found = (await rpc.request({ method, params: [which, false] })) as {
    readonly number: Hex;
    readonly hash: Hex;
    readonly parentHash: Hex;
  } | null;
  if (found === null) throw new Error(`the node has no block ${which}`);
  return { number: BigInt(found.number), hash: found.hash, parentHash: found.parentHash };
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** Waits, or less when `signal` aborts. */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal?.addEventListener("abort", done);
  });
}
