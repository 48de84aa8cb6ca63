/** Who holds tokens and where they came from: from the indexer where there is one, otherwise from events in pieces. */
import { readHistory } from "cdpo-sdk/history";
import {
  askPart,
  contractsAt,
  listOf,
  one,
  read,
  type Address,
  type OrganisationState,
  type Rpc,
} from "cdpo-sdk/state";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useChain } from "../../../chain/context.tsx";
import { isSame } from "../../../parts/money/money.tsx";
import { afterOf, askIndexer, withChecksums, type Rows } from "../../../chain/indexer.ts";

/** Accounts that are told at once, the largest first. */
const AT_ONCE = 200;
const STALE_AFTER = 60_000;

/** An account and what the chain says that it has. */
export interface Holder {
  readonly account: Address;
  readonly balance: bigint;
}

interface Page {
  readonly holders: readonly Holder[];
  /** Accounts that ever had tokens. */
  readonly count: number;
  readonly by: "indexer" | "chain";
  readonly next: Cursor | undefined;
}

/** In the indexer's list, after those who were told; or who comes next by the transfers that were read. */
type Cursor =
  | { readonly by: "indexer"; readonly after: string; readonly told: readonly Address[] }
  | { readonly by: "chain"; readonly accounts: readonly Address[]; readonly count: number };

/** Blocks read so far, of all. */
export interface Reading {
  readonly done: bigint;
  readonly of: bigint;
}

/** Holders of the token, in pages. */
export function useHolders(state: OrganisationState) {
  const { rpc, chain } = useChain();
  const queries = useQueryClient();
  const { organisation } = state;
  const key = [chain.chainId, "holders", organisation.index];
  const progress = useQuery<Reading | null>({
    queryKey: [...key, "progress"],
    queryFn: () => null,
    enabled: false,
  });
  const found = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      if (rpc === undefined) throw new Error("no node");
      const nextOf = async (accounts: readonly Address[], count: number): Promise<Page> => ({
        holders: await balances(rpc, state, accounts.slice(0, AT_ONCE)),
        ...{ count, by: "chain" },
        next:
          accounts.length > AT_ONCE ? { by: "chain", accounts: accounts.slice(AT_ONCE), count } : undefined,
      });
      if (pageParam?.by === "chain") return nextOf(pageParam.accounts, pageParam.count);
      if (chain.indexer !== undefined) {
        try {
          const { token } = organisation.addresses;
          const { found: rows, all } = await indexedHolders(chain.indexer, token, pageParam?.after, signal);
          const accounts = rows.items.map(({ account }) => withChecksums(account));
          const after = afterOf(rows);
          return {
            holders: await balances(rpc, state, accounts),
            ...{ count: all.totalCount, by: "indexer" },
            next:
              after === undefined
                ? undefined
                : { by: "indexer", after, told: [...(pageParam?.told ?? []), ...accounts] },
          };
        } catch (thrown) {
          // Where it does not answer the chain goes on, with those who were not told.
          if (signal.aborted) throw thrown;
        }
      }
      const { token } = contractsAt(organisation.addresses);
      const { block: from } = organisation;
      const sums = new Map<Address, bigint>();
      const range = { from, to: state.block };
      for await (const piece of readHistory({
        ...{ rpc, contracts: { token }, events: ["Transfer"], ...range },
        signal,
      })) {
        for (const { event, args } of piece.events) {
          if (event !== "Transfer") continue;
          sums.set(args.from, (sums.get(args.from) ?? 0n) - args.value);
          sums.set(args.to, (sums.get(args.to) ?? 0n) + args.value);
        }
        queries.setQueryData([...key, "progress"], {
          done: piece.to - range.from,
          of: range.to - range.from,
        });
      }
      const had = [...sums].filter(([account]) => BigInt(account) !== 0n);
      const told = new Set(pageParam?.told);
      const have = had
        .map(([account, balance]) => ({ account, balance }))
        .filter(({ account, balance }) => balance > 0n && !told.has(account));
      return nextOf(
        have.sort(largestFirst).map(({ account }) => account),
        had.length,
      );
    },
    initialPageParam: undefined as Cursor | undefined,
    getNextPageParam: ({ next }) => next,
    enabled: rpc !== undefined,
    staleTime: STALE_AFTER,
    retry: 1,
    structuralSharing: false,
  });
  return { ...found, progress: progress.data ?? undefined };
}

/** Where tokens came from (18 decimals). */
export interface Origins {
  readonly contributions: bigint;
  readonly epochs: bigint;
  readonly presale: bigint;
  readonly founders: bigint;
  readonly market: bigint;
}

/** What was minted, by what for. */
export function useOrigins({ organisation, block }: OrganisationState) {
  const { rpc, chain } = useChain();
  return useQuery({
    queryKey: [chain.chainId, "origins", organisation.index],
    queryFn: async ({ signal }): Promise<Origins> => {
      if (rpc === undefined) throw new Error("no node");
      const { reserve, presale, issuance } = contractsAt(organisation.addresses);
      const sums = { contributions: 0n, epochs: 0n, presale: 0n, founders: 0n, market: 0n };
      const awards: { readonly award: bigint; readonly isEpoch: boolean }[] = [];
      for await (const { events } of readHistory({
        ...{ rpc, contracts: { reserve, presale, issuance }, from: organisation.block, to: block },
        events: ["Bought", "Released", "AwardEntered"],
        signal,
      })) {
        for (const { event, args } of events) {
          if (event === "Bought") sums.market += args.tokensOut;
          if (event === "Released") {
            sums.presale += args.soldTokens;
            sums.founders += args.founderTokens;
          }
          if (event === "AwardEntered") {
            awards.push({ award: args.award, isEpoch: isSame(args.issuer, organisation.addresses.epochs) });
          }
        }
      }
      const unique = [...new Map(awards.map((each) => [each.award, each])).values()];
      const paid = await askPart(
        rpc,
        listOf(unique.map(({ award }) => one(read({ ...issuance, functionName: "paidOf", args: [award] })))),
      );
      for (const [at, { isEpoch }] of unique.entries()) {
        sums[isEpoch ? "epochs" : "contributions"] += paid[at]?.paid ?? 0n;
      }
      return sums;
    },
    enabled: rpc !== undefined,
    staleTime: STALE_AFTER,
    retry: 1,
    structuralSharing: false,
  });
}

// ---------------------------------------------------------------- internals

interface Found {
  readonly found: Rows<{ readonly account: Address }>;
  readonly all: { readonly totalCount: number };
}

function indexedHolders(
  url: string,
  token: Address,
  after: string | undefined,
  signal: AbortSignal,
): Promise<Found> {
  return askIndexer<Found>(
    url,
    `query ($token: String!, $limit: Int!, $after: String) {
      found: holders(
        where: { token: $token, balance_gt: "0" }, orderBy: "balance", orderDirection: "desc", limit: $limit, after: $after
      ) {
        items { account }
        pageInfo { hasNextPage endCursor }
      }
      all: holders(where: { token: $token }, limit: 1) { totalCount }
    }`,
    { token: token.toLowerCase(), limit: AT_ONCE, after },
    signal,
  );
}

async function balances(
  rpc: Rpc,
  { organisation, block }: OrganisationState,
  accounts: readonly Address[],
): Promise<readonly Holder[]> {
  const { token } = contractsAt(organisation.addresses);
  const told = await askPart(
    rpc,
    listOf(accounts.map((each) => one(read({ ...token, functionName: "balanceOf", args: [each] })))),
    { block },
  );
  return accounts
    .map((account, at) => ({ account, balance: told[at] ?? 0n }))
    .filter(({ balance }) => balance > 0n)
    .sort(largestFirst);
}

/** As an indexer has them: of those who have as much, the larger address first. */
function largestFirst(one: Holder, other: Holder): number {
  if (one.balance !== other.balance) return one.balance > other.balance ? -1 : 1;
  return one.account.toLowerCase() > other.account.toLowerCase() ? -1 : 1;
}
