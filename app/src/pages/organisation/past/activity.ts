/** What happened, the newest first: from the indexer where there is one, otherwise from the chain in pieces backwards. */
import { standingGiftsAbi } from "cdpo-sdk/abi";
import { readEvents } from "cdpo-sdk/history";
import { contractsAt, type Address, type Hex, type OrganisationState, type Rpc } from "cdpo-sdk/state";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useChain } from "../../../chain/context.tsx";
import { isSame } from "../../../parts/money/money.tsx";
import { LEFT_OUT } from "./event-words.ts";
import { afterOf, askIndexer, blockIn, withChecksums, type Rows } from "../../../chain/indexer.ts";

/** One event. */
export interface Happened {
  /** The same whoever tells it. */
  readonly key: string;
  /** The contract's name in the suite, and the event's. */
  readonly source: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly block: bigint;
  /** Seconds. */
  readonly time: bigint | undefined;
  readonly hash: Hex;
}

/** What is asked for. */
export interface Wanted {
  /** Contracts' names; all when empty. */
  readonly sources: readonly string[];
  readonly account: Address | undefined;
}

interface Page {
  readonly events: readonly Happened[];
  readonly by: "indexer" | "chain";
  /** As of which block, and since which. */
  readonly asOf: bigint | undefined;
  readonly since: bigint | undefined;
  /** Where to go on; undefined at the beginning of everything. */
  readonly next: Cursor | undefined;
}

/** In the indexer's list, of which all was told but what is in block `down` or older; or in blocks up to `to`. */
type Cursor =
  | { readonly by: "indexer"; readonly after: string; readonly down: bigint }
  | { readonly by: "chain"; readonly to: bigint; readonly size: bigint };

/** Of the indexer a page is so long; of the chain a page ends when it has so many, or after so many pieces. */
const PAGE = 100;
const ENOUGH = 60;
const MOST_PIECES = 10;
const FIRST_PIECE = 300n;
const LARGEST_PIECE = 100_000n;

/** Pages of what happened. */
export function useActivity(state: OrganisationState, wanted: Wanted) {
  const { rpc, chain } = useChain();
  const { organisation } = state;
  return useInfiniteQuery({
    queryKey: [chain.chainId, "activity", organisation.index, wanted.sources.join(), wanted.account],
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      if (rpc === undefined) throw new Error("no node");
      if (chain.indexer !== undefined && pageParam?.by !== "chain") {
        try {
          return await fromIndexer({
            url: chain.indexer,
            chainId: chain.chainId,
            state,
            wanted,
            cursor: pageParam,
            signal,
          });
        } catch (thrown) {
          // Then the chain tells; what the indexer told of the same block is told twice, under the same keys.
          if (signal.aborted) throw thrown;
        }
      }
      const cursor =
        pageParam?.by === "chain"
          ? pageParam
          : { by: "chain" as const, to: pageParam?.down ?? state.block, size: FIRST_PIECE };
      return fromChain({ rpc, state, wanted, cursor, signal });
    },
    initialPageParam: undefined as Cursor | undefined,
    getNextPageParam: ({ next }) => next,
    enabled: rpc !== undefined,
    staleTime: Infinity,
    retry: 1,
  });
}

// ---------------------------------------------------------------- internals

interface Asked<C> {
  readonly state: OrganisationState;
  readonly wanted: Wanted;
  readonly cursor: C;
  readonly signal: AbortSignal;
}

async function fromChain({
  rpc,
  state: { organisation, block, standingGifts },
  wanted,
  cursor,
  signal,
}: Asked<Extract<Cursor, { by: "chain" }>> & { readonly rpc: Rpc }): Promise<Page> {
  const { suite, addresses } = organisation;
  const first = organisation.block;
  const all = {
    ...contractsAt(addresses),
    standingGifts: suite && { address: suite.standingGifts, abi: standingGiftsAbi },
  };
  const contracts = Object.fromEntries(
    Object.entries(all).filter(([name]) =>
      wanted.sources.length === 0 ? name !== "token" : wanted.sources.includes(name),
    ),
  ) as typeof all;
  const gifts = new Set<unknown>(standingGifts.map(({ id }) => id));
  const found: Happened[] = [];
  let { to, size } = cursor;
  for (let pieces = 0; pieces < MOST_PIECES && found.length < ENOUGH && to >= first; ++pieces) {
    const from = to - size + 1n > first ? to - size + 1n : first;
    const events = await readEvents({ rpc, contracts, from, to, signal });
    for (const { contract, event, args, blockNumber, logIndex, transactionHash } of events.toReversed()) {
      const told = args as Readonly<Record<string, unknown>>;
      if (LEFT_OUT.has(event) || !concerns(told, wanted.account)) continue;
      // The contract of standing gifts is that of all organisations.
      if (contract === "standingGifts" && !gifts.has(told["id"])) continue;
      found.push({
        ...{ key: `${blockNumber}-${logIndex}`, source: contract, name: event, args: told },
        ...{ block: blockNumber, time: undefined, hash: transactionHash },
      });
    }
    to = from - 1n;
    size = size * 2n < LARGEST_PIECE ? size * 2n : LARGEST_PIECE;
  }
  return {
    events: await withTimes(rpc, found, signal),
    ...{ by: "chain", asOf: block, since: to + 1n },
    next: to >= first ? { by: "chain", to, size } : undefined,
  };
}

function concerns(args: Readonly<Record<string, unknown>>, account: Address | undefined): boolean {
  if (account === undefined) return true;
  const names = (value: unknown): boolean =>
    typeof value === "string"
      ? isSame(value, account)
      : typeof value === "object" && value !== null && Object.values(value).some(names);
  return names(args);
}

const AT_ONCE = 20;

/** Events have no time: each block is asked for its own, once. */
async function withTimes(
  rpc: Rpc,
  events: readonly Happened[],
  signal: AbortSignal,
): Promise<readonly Happened[]> {
  const blocks = [...new Set(events.map(({ block }) => block))];
  const times = new Map<bigint, bigint>();
  for (let at = 0; at < blocks.length; at += AT_ONCE) {
    signal.throwIfAborted();
    await Promise.all(
      blocks.slice(at, at + AT_ONCE).map(async (block) => {
        const params = [`0x${block.toString(16)}`, false];
        const header = (await rpc.request({ method: "eth_getBlockByNumber", params })) as {
          readonly timestamp: Hex;
        } | null;
        if (header !== null) times.set(block, BigInt(header.timestamp));
      }),
    );
  }
  return events.map((event) => ({ ...event, time: times.get(event.block) }));
}

interface Row {
  readonly source: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly block: string;
  readonly time: string;
  readonly transaction: Hex;
  readonly logIndex: number;
}

/** What is no contract of an organisation, and what is told only when it is asked for. */
const NOT_BY_ITSELF = ["factory", "token"];
const FIELDS = "source name args block time transaction logIndex";
const BY_ORGANISATION = `query ($where: eventFilter!, $limit: Int!, $after: String) {
  found: events(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit, after: $after) {
    items { ${FIELDS} }
    pageInfo { hasNextPage endCursor }
  }
  _meta { status }
}`;
const BY_ACCOUNT = `query ($where: accountEventFilter!, $limit: Int!, $after: String) {
  found: accountEvents(where: $where, orderBy: "eventId", orderDirection: "desc", limit: $limit, after: $after) {
    items { event { ${FIELDS} } }
    pageInfo { hasNextPage endCursor }
  }
  _meta { status }
}`;

async function fromIndexer({
  url,
  chainId,
  state: { organisation, block },
  wanted: { account, sources },
  cursor,
  signal,
}: Asked<Cursor | undefined> & { readonly url: string; readonly chainId: number }): Promise<Page> {
  const where = {
    organisation: organisation.index,
    name_not_in: [...LEFT_OUT],
    ...(sources.length === 0 ? { source_not_in: NOT_BY_ITSELF } : { source_in: sources }),
    ...(account && { account: account.toLowerCase() }),
  };
  const { found, _meta } = await askIndexer<{
    readonly found: Rows<Row | { readonly event: Row }>;
    readonly _meta: { readonly status: unknown } | null;
  }>(
    url,
    account === undefined ? BY_ORGANISATION : BY_ACCOUNT,
    { where, limit: PAGE, after: cursor?.by === "indexer" ? cursor.after : undefined },
    signal,
  );
  const events = found.items
    .map((item) => ("event" in item ? item.event : item))
    .map(({ source, name, args, block: at, time, transaction, logIndex }) => ({
      ...{ key: `${at}-${logIndex}`, source, name, block: BigInt(at), time: BigInt(time), hash: transaction },
      args: withChecksums(args),
    }));
  const after = afterOf(found);
  const down = events.at(-1)?.block ?? organisation.block;
  return {
    ...{ events, by: "indexer", asOf: blockIn(_meta?.status, chainId) ?? block },
    since: after === undefined ? organisation.block : down,
    next: after === undefined ? undefined : { by: "indexer", after, down },
  };
}
