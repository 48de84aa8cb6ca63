/** What was traded, the newest first, and the prices of each day: from the indexer where there is one, otherwise from the chain. */
import { readEvents } from "cdpo-sdk/history";
import { blockOf, contractsAt, type Address, type Organisation, type Rpc } from "cdpo-sdk/state";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";
import { afterOf, askIndexer, blockIn, withChecksums, type Rows } from "../../chain/indexer.ts";

/** So many are told at once. */
const AT_ONCE = 300;
/** Blocks that are looked through at once, from the newest on. */
const PIECE = 20_000n;
const WHOLE = 10n ** 18n;
/** How often newer ones are looked for while what is shown is behind the chain (ms). */
const BEHIND = 2_000;
/** As many days as an indexer tells at once. */
const DAYS = 1_000;

/** A trade. */
export interface Traded {
  readonly key: string;
  readonly isBuy: boolean;
  readonly who: string;
  /** Asset units that a buyer paid or a seller got. */
  readonly money: bigint;
  readonly tokens: bigint;
  /** Asset units for a whole token, tribute apart. */
  readonly price: bigint;
  /** Seconds. */
  readonly time: bigint;
  readonly block: bigint;
}

/** The prices of a day (UTC), asset units for a whole token, tributes apart. */
export interface PriceDay {
  /** Its first second. */
  readonly day: bigint;
  readonly first: bigint;
  readonly highest: bigint;
  readonly lowest: bigint;
  readonly last: bigint;
  readonly trades: number;
}

interface Page {
  /** The newest first. */
  readonly trades: readonly Traded[];
  readonly by: "indexer" | "chain";
  readonly asOf: bigint;
  /** Of the chain: the newest block that was read. */
  readonly from: bigint | undefined;
  readonly next: Cursor | undefined;
}

/** In the indexer's list, of which all was told but what is in block `down` or older; or in blocks up to `to`. */
type Cursor =
  | { readonly by: "indexer"; readonly after: string; readonly down: bigint }
  | { readonly by: "chain"; readonly to: bigint };

/** What pages tell, each trade once: where the chain goes on after an indexer it tells its first block whole. */
export function tradesOf(pages: readonly Page[]): readonly Traded[] {
  const seam = pages.find(({ by }) => by === "chain")?.from;
  return pages.flatMap(({ trades, by }) =>
    by === "indexer" && seam !== undefined ? trades.filter(({ block }) => block > seam) : trades,
  );
}

/** Trades in pages; the newest are looked for again when the chain has moved on. */
export function useTrades(organisation: Organisation, block: bigint) {
  const { rpc, chain } = useChain();
  return useInfiniteQuery({
    queryKey: [chain.chainId, "trades", organisation.index],
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      if (rpc === undefined) throw new Error("there is no node to ask");
      if (chain.indexer !== undefined && pageParam?.by !== "chain") {
        try {
          return await fromIndexer({
            ...{ url: chain.indexer, chainId: chain.chainId, organisation, block, signal },
            after: pageParam?.after,
          });
        } catch (thrown) {
          // Where it does not answer the chain goes on.
          if (signal.aborted) throw thrown;
        }
      }
      return fromChain({
        rpc,
        organisation,
        block,
        to: pageParam === undefined ? block : pageParam.by === "chain" ? pageParam.to : pageParam.down,
        signal,
      });
    },
    initialPageParam: undefined as Cursor | undefined,
    getNextPageParam: ({ next }) => next,
    enabled: rpc !== undefined,
    refetchInterval: ({ state: { data } }) => {
      const asOf = data?.pages[0]?.asOf;
      return asOf !== undefined && asOf < block ? BEHIND : false;
    },
    staleTime: Infinity,
    retry: 1,
    structuralSharing: false,
  });
}

/** The prices of all days with trades, the oldest first; undefined without an indexer that answers. `asOf`: asked again when it changes. */
export function usePriceDays(organisation: Organisation, asOf: bigint | undefined) {
  const { chain } = useChain();
  const { indexer } = chain;
  return useQuery({
    queryKey: [chain.chainId, "price days", organisation.index, String(asOf)],
    queryFn: async ({ signal }): Promise<readonly PriceDay[]> => {
      const all: PriceDay[] = [];
      let after: string | undefined;
      do {
        const { found } = await askIndexer<{ readonly found: Rows<Texts<PriceDay, "trades">> }>(
          indexer ?? "",
          `query ($reserve: String!, $limit: Int!, $after: String) {
            found: priceDays(where: { reserve: $reserve }, orderBy: "day", limit: $limit, after: $after) {
              items { day first highest lowest last trades }
              pageInfo { hasNextPage endCursor }
            }
          }`,
          { reserve: organisation.addresses.reserve.toLowerCase(), limit: DAYS, after },
          signal,
        );
        for (const { day, first, highest, lowest, last, trades } of found.items) {
          all.push({
            ...{ day: BigInt(day), first: BigInt(first), highest: BigInt(highest), lowest: BigInt(lowest) },
            ...{ last: BigInt(last), trades },
          });
        }
        after = afterOf(found);
      } while (after !== undefined);
      return all;
    },
    enabled: indexer !== undefined && asOf !== undefined,
    placeholderData: (previous) => previous,
    structuralSharing: false,
    staleTime: Infinity,
    retry: false,
  }).data;
}

// ---------------------------------------------------------------- internals

/** A row as the indexer gives it: whole numbers are texts, but for small ones. */
type Texts<Row, Small extends keyof Row> = {
  readonly [Name in keyof Row]: Name extends Small ? Row[Name] : string;
};

interface TradeRow {
  readonly id: string;
  readonly kind: "Buy" | "Sell";
  readonly account: Address;
  readonly asset: string;
  readonly tokens: string;
  readonly price: string;
  readonly time: string;
  readonly block: string;
}

async function fromIndexer({
  url,
  chainId,
  organisation,
  block,
  after,
  signal,
}: {
  readonly url: string;
  readonly chainId: number;
  readonly organisation: Organisation;
  readonly block: bigint;
  readonly after: string | undefined;
  readonly signal: AbortSignal;
}): Promise<Page> {
  const { found, _meta } = await askIndexer<{
    readonly found: Rows<TradeRow>;
    readonly _meta: { readonly status: unknown } | null;
  }>(
    url,
    `query ($reserve: String!, $limit: Int!, $after: String) {
      found: trades(where: { reserve: $reserve }, orderBy: "time", orderDirection: "desc", limit: $limit, after: $after) {
        items { id kind account asset tokens price time block }
        pageInfo { hasNextPage endCursor }
      }
      _meta { status }
    }`,
    { reserve: organisation.addresses.reserve.toLowerCase(), limit: AT_ONCE, after },
    signal,
  );
  const trades = found.items.map(({ id, kind, account, asset, tokens, price, time, block: at }) => ({
    ...{
      key: id,
      isBuy: kind === "Buy",
      who: withChecksums(account),
      money: BigInt(asset),
      tokens: BigInt(tokens),
    },
    ...{ price: BigInt(price), time: BigInt(time), block: BigInt(at) },
  }));
  const further = afterOf(found);
  return {
    ...{ trades, by: "indexer", asOf: blockIn(_meta?.status, chainId) ?? block, from: undefined },
    next:
      further === undefined
        ? undefined
        : { by: "indexer", after: further, down: trades.at(-1)?.block ?? block },
  };
}

async function fromChain({
  rpc,
  organisation,
  block,
  to: newest,
  signal,
}: {
  readonly rpc: Rpc;
  readonly organisation: Organisation;
  readonly block: bigint;
  readonly to: bigint;
  readonly signal: AbortSignal;
}): Promise<Page> {
  const { reserve } = contractsAt(organisation.addresses);
  const found = [];
  let to = newest;
  for (; to >= organisation.block && found.length < AT_ONCE; to -= PIECE) {
    const from = to - PIECE + 1n > organisation.block ? to - PIECE + 1n : organisation.block;
    const events = await readEvents({
      ...{ rpc, contracts: { reserve }, events: ["Bought", "Sold"], from, to },
      signal,
    });
    found.push(...events.toReversed());
  }
  const numbers = [...new Set(found.map(({ blockNumber }) => blockNumber))];
  const times = new Map(
    await Promise.all(numbers.map(async (number) => [number, (await blockOf(rpc, number)).time] as const)),
  );
  const trades = found.flatMap((each): Traded[] => {
    const key = `${each.blockNumber}-${each.logIndex}`;
    const { blockNumber: at } = each;
    const time = times.get(at) ?? 0n;
    if (each.event === "Bought") {
      const { assetIn, tokensOut, tribute, buyer } = each.args;
      const price = ((assetIn - tribute) * WHOLE) / tokensOut;
      return [{ key, time, block: at, isBuy: true, who: buyer, money: assetIn, tokens: tokensOut, price }];
    }
    if (each.event !== "Sold") return [];
    const { assetOut, tokensIn, tribute, seller } = each.args;
    const price = ((assetOut + tribute) * WHOLE) / tokensIn;
    return [{ key, time, block: at, isBuy: false, who: seller, money: assetOut, tokens: tokensIn, price }];
  });
  const next = to >= organisation.block ? ({ by: "chain", to } as const) : undefined;
  return { trades, by: "chain", asOf: block, from: newest, next };
}
