/** What pages read: by React Query, again with each new block; money always from the chain. */
import {
  openOrganisation,
  readAccount,
  readOrganisation,
  listOrganisations,
  blockOf,
  type AccountState,
  type Address,
  type ListedCdpo,
  type Lists,
  type Organisation,
  type OrganisationState,
} from "cdpo-sdk/state";
import { shownText } from "cdpo-sdk/units";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useEffect } from "react";
import { useChain } from "./context.tsx";
import { useOlder } from "./older.tsx";

/** Lists that may be longer than what is read at once. */
const LONG = [
  "contributions",
  "epochs",
  "proposals",
  "milestones",
  "resources",
  "pledges",
  "tiers",
  "offers",
  "standingGifts",
] as const satisfies readonly (keyof Lists)[];
/** Organisations of the directory that are asked for at once. */
const PAGE = 100;
/** How old the directory may be (ms), as many places ask for it. */
const DIRECTORY_AGE = 10_000;

/** The newest block. */
export function useBlock(): UseQueryResult<{ readonly number: bigint; readonly time: bigint }> {
  const { rpc, chain } = useChain();
  return useQuery({
    queryKey: [chain.chainId, "block"],
    queryFn: () => blockOf(need(rpc)),
    enabled: rpc !== undefined,
    refetchInterval: chain.every,
    structuralSharing: false,
  });
}

/** Whether the node did not answer when it was asked last; also while it is asked again. */
export function useIsSilent(): boolean {
  const { data, isError, errorUpdateCount } = useBlock();
  // Before the first answer each question makes an error a waiting again.
  return isError || (data === undefined && errorUpdateCount > 0);
}

/** An organisation by what the address names it: number, symbol, name or token. */
export function useOrganisation(which: string): UseQueryResult<Organisation> {
  const { rpc, chain } = useChain();
  return useQuery({
    queryKey: [chain.chainId, "organisation", which],
    queryFn: async () => shown(await openOrganisation({ rpc: need(rpc), book: chain.book, which })),
    enabled: rpc !== undefined,
    staleTime: Infinity,
    structuralSharing: false,
  });
}

/** Everything about an organisation, as of the newest block that could be read. */
export function useOrganisationState(
  organisation: Organisation | undefined,
  account?: Address,
): UseQueryResult<OrganisationState> {
  const { rpc, chain } = useChain();
  const { lengthOf } = useOlder();
  const { data: block } = useBlock();
  const newest = Object.fromEntries(LONG.map((list) => [list, lengthOf(list)]));
  return useFollowing({
    key: [chain.chainId, "state", organisation?.index, account, Object.values(newest).join()],
    newest: block?.number,
    read:
      rpc && organisation && ((signal) => readOrganisation({ rpc, organisation, newest, account, signal })),
    isOfSame: (previous) => previous.organisation.index === organisation?.index,
  });
}

/** Everything about an account in an organisation, as of the block of the organisation's state. */
export function useAccountState(
  state: OrganisationState | undefined,
  account: Address | undefined,
): UseQueryResult<AccountState> {
  const { rpc, chain } = useChain();
  return useFollowing({
    key: [chain.chainId, "account", state?.organisation.index, account],
    newest: state?.block,
    read:
      rpc &&
      state &&
      account &&
      ((signal) => {
        const { organisation, block, contracts } = state;
        return readAccount({ rpc, organisation, account, block, contracts, signal });
      }),
    isOfSame: (previous) => previous.account === account,
  });
}

/**
 * Reads again with each block, one reading at a time: a slow one is finished, and not begun again. What was read last stays
 * while nothing newer can be read.
 */
function useFollowing<T extends { readonly block: bigint }>({
  key,
  newest,
  read,
  isOfSame,
}: {
  readonly key: readonly unknown[];
  readonly newest: bigint | undefined;
  readonly read: ((signal: AbortSignal) => Promise<T>) | undefined;
  /** Whether what was read under another key may be shown until this is read. */
  readonly isOfSame: (previous: T) => boolean;
}): UseQueryResult<T> {
  const query = useQuery<T>({
    queryKey: key,
    queryFn: ({ signal }) => {
      if (read === undefined) throw new Error("there is nothing to read");
      return read(signal);
    },
    enabled: read !== undefined,
    // The library's type says of what is generic that it may be a function.
    placeholderData: ((previous: T | undefined) =>
      previous !== undefined && isOfSame(previous) ? previous : undefined) as never,
    staleTime: Infinity,
    structuralSharing: false,
  });
  const { data, isFetching, isPlaceholderData, refetch } = query;
  const isBehind = data !== undefined && newest !== undefined && data.block < newest;
  useEffect(() => {
    if (isBehind && !isFetching && !isPlaceholderData) void refetch();
  }, [isBehind, isFetching, isPlaceholderData, newest, refetch]);
  return query;
}

/** The organisations of the factory's directory. */
export function useDirectory() {
  const { rpc, chain } = useChain();
  const { factory } = chain.book;
  return useQuery({
    queryKey: [chain.chainId, "directory"],
    queryFn: async () => {
      if (factory === null) throw new Error("no factory");
      for (const all: ListedCdpo[] = []; ;) {
        const from = all.length;
        all.push(...(await listOrganisations({ rpc: need(rpc), factory, from, count: PAGE })));
        if (all.length < from + PAGE) return all.map(shown);
      }
    },
    enabled: rpc !== undefined && factory !== null,
    staleTime: DIRECTORY_AGE,
    structuralSharing: false,
  });
}

/** Names on chain are others': signs that end a line or turn its direction would hide or forge what is told beside them. */
function shown<T extends { readonly name: string; readonly symbol: string }>(named: T): T {
  return { ...named, name: shownText(named.name), symbol: shownText(named.symbol) };
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there is no node to ask");
  return value;
}
