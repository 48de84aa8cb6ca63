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
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useChain } from "../../../chain/context.tsx";
import { isSame } from "../../../parts/money/money.tsx";
import { askIndexer } from "./indexer.ts";

/** Accounts that are listed, the largest first. */
const MOST = 200;
const STALE_AFTER = 60_000;

/** Holders with balances that the chain tells. */
export interface TokenHolders {
  readonly holders: readonly { readonly account: Address; readonly balance: bigint }[];
  /** Accounts that ever had tokens; undefined where only the largest are known. */
  readonly count: number | undefined;
  readonly by: "indexer" | "chain";
}

/** Blocks read so far, of all. */
export interface Reading {
  readonly done: bigint;
  readonly of: bigint;
}

/** Holders of the token. */
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
  const found = useQuery({
    queryKey: key,
    queryFn: async ({ signal }): Promise<TokenHolders> => {
      if (rpc === undefined) throw new Error("no node");
      if (chain.indexer !== undefined) {
        try {
          const accounts = await indexedHolders(chain.indexer, organisation.addresses.token, signal);
          return { ...(await balances(rpc, state, accounts)), count: undefined, by: "indexer" };
        } catch {
          // then the chain tells
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
      const largest = had.sort(([, a], [, b]) => (a > b ? -1 : 1)).slice(0, MOST);
      const accounts = largest.map(([account]) => account);
      return { ...(await balances(rpc, state, accounts)), count: had.length, by: "chain" };
    },
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

async function indexedHolders(url: string, token: Address, signal: AbortSignal): Promise<readonly Address[]> {
  const { holders } = await askIndexer<{
    readonly holders: { readonly items: readonly { readonly account: Address }[] };
  }>(
    url,
    `query ($token: String!, $limit: Int!) {
      holders(where: { token: $token }, orderBy: "balance", orderDirection: "desc", limit: $limit) {
        items { account }
      }
    }`,
    { token: token.toLowerCase(), limit: MOST },
    signal,
  );
  return holders.items.map(({ account }) => account);
}

async function balances(
  rpc: Rpc,
  { organisation, block }: OrganisationState,
  accounts: readonly Address[],
): Promise<Pick<TokenHolders, "holders">> {
  const { token } = contractsAt(organisation.addresses);
  const told = await askPart(
    rpc,
    listOf(accounts.map((each) => one(read({ ...token, functionName: "balanceOf", args: [each] })))),
    { block },
  );
  const holders = accounts
    .map((account, at) => ({ account, balance: told[at] ?? 0n }))
    .filter(({ balance }) => balance > 0n)
    .sort((a, b) => (a.balance > b.balance ? -1 : 1));
  return { holders };
}
