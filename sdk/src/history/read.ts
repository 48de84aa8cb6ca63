/** What happened, in pieces that nodes answer. */
import * as Value from "ox/Hex";
import type { Address, Hex, Rpc } from "../types.ts";
import { decoderOf, type Contracts, type Decoder, type EventOf, type Log } from "./decode.ts";

/** The blocks asked for at once at first, and at most. */
const FIRST_CHUNK = 2_000n;
const LARGEST_CHUNK = 100_000n;

/** A piece of history. */
export interface Piece<Event> {
  readonly from: bigint;
  readonly to: bigint;
  /** In the order in which they happened. */
  readonly events: readonly Event[];
}

/** An account as events have it where it is indexed, to filter by. */
export function topicOfAccount(account: Address): Hex {
  return Value.padLeft(account.toLowerCase() as Hex, 32);
}

/**
 * The events from block `from` to block `to`, both included, piece by piece. A node that refuses a piece, as it has too
 * many blocks or events, is asked for half of it, and for more again once it answers. `events` names those that are meant,
 * all when it is left out; `topics` are further filters as nodes take them, of indexed arguments.
 *
 * Throws what the node throws when it does not even answer for one block; the reason of `signal` when that aborts.
 */
export async function* readHistory<const C extends Contracts>({
  rpc,
  contracts,
  events,
  topics = [],
  from,
  to,
  chunk = FIRST_CHUNK,
  signal,
}: {
  readonly rpc: Rpc;
  readonly contracts: C;
  readonly events?: readonly string[] | undefined;
  readonly topics?: readonly (Hex | readonly Hex[] | null)[] | undefined;
  readonly from: bigint;
  readonly to: bigint;
  /** Blocks to ask for at once at first. */
  readonly chunk?: bigint | undefined;
  readonly signal?: AbortSignal | undefined;
}): AsyncGenerator<Piece<EventOf<C>>, void, undefined> {
  const decoder = decoderOf({ contracts, events });
  const filter = [...(decoder.topics ?? (topics.length > 0 ? [null] : [])), ...topics];
  let size = chunk > 0n ? chunk : 1n;
  for (let at = from; at <= to;) {
    signal?.throwIfAborted();
    const end = at + size - 1n < to ? at + size - 1n : to;
    let logs: readonly Log[];
    try {
      logs = await logsOf({
        rpc,
        decoder,
        topics: filter,
        range: { fromBlock: Value.fromNumber(at), toBlock: Value.fromNumber(end) },
      });
    } catch (thrown) {
      signal?.throwIfAborted();
      if (end === at) throw thrown;
      size = (end - at + 1n) / 2n;
      continue;
    }
    signal?.throwIfAborted();
    yield { from: at, to: end, events: decoded(decoder, logs) };
    at = end + 1n;
    size = size * 2n < LARGEST_CHUNK ? size * 2n : size > LARGEST_CHUNK ? size : LARGEST_CHUNK;
  }
}

/** All events at once; see {@link readHistory}. */
export async function readEvents<const C extends Contracts>(
  options: Parameters<typeof readHistory<C>>[0],
): Promise<EventOf<C>[]> {
  const all: EventOf<C>[] = [];
  for await (const { events } of readHistory(options)) all.push(...events);
  return all;
}

// ---------------------------------------------------------------- internals

/** The logs of a range of blocks, or of the block with a hash. */
export async function logsOf<C extends Contracts>({
  rpc,
  decoder: { addresses },
  topics,
  range,
}: {
  readonly rpc: Rpc;
  readonly decoder: Decoder<C>;
  readonly topics: readonly unknown[];
  readonly range: { readonly fromBlock: Hex; readonly toBlock: Hex } | { readonly blockHash: Hex };
}): Promise<readonly Log[]> {
  // Without an address a node answers for all contracts.
  if (addresses.length === 0) return [];
  const filter = { ...range, address: addresses, ...(topics.length > 0 && { topics }) };
  return (await rpc.request({ method: "eth_getLogs", params: [filter] })) as readonly Log[];
}

/** The events of logs, in order. */
export function decoded<C extends Contracts>(decoder: Decoder<C>, logs: readonly Log[]): EventOf<C>[] {
  const inOrder = [...logs].sort(
    (a, b) =>
      Number(BigInt(a.blockNumber) - BigInt(b.blockNumber)) || Number(a.logIndex) - Number(b.logIndex),
  );
  return inOrder.flatMap((log) => decoder.decode(log));
}
