/** What pages read: by React Query, again with each new block; money always from the chain. */
import {
  openOrganisation,
  readAccount,
  readOrganisation,
  listOrganisations,
  blockOf,
  type AccountState,
  type Address,
  type Organisation,
  type OrganisationState,
} from "cdpo-sdk/state";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useChain } from "./context.tsx";

/** How often the newest block is asked for (ms). */
const POLLING = 4_000;
const POLLING_LOCALLY = 1_000;
/** Of long lists so many are read. */
const NEWEST = 200n;

/** The newest block. */
export function useBlock(): UseQueryResult<{ readonly number: bigint; readonly time: bigint }> {
  const { rpc, chain } = useChain();
  return useQuery({
    queryKey: [chain.chainId, "block"],
    queryFn: () => blockOf(need(rpc)),
    enabled: rpc !== undefined,
    refetchInterval: chain.testWallet ? POLLING_LOCALLY : POLLING,
    structuralSharing: false,
  });
}

/** An organisation by what the address names it: number, symbol, name or token. */
export function useOrganisation(which: string): UseQueryResult<Organisation> {
  const { rpc, chain } = useChain();
  return useQuery({
    queryKey: [chain.chainId, "organisation", which],
    queryFn: () => openOrganisation({ rpc: need(rpc), book: chain.book, which }),
    enabled: rpc !== undefined,
    staleTime: Infinity,
    structuralSharing: false,
  });
}

/** Everything about an organisation, as of the newest block. */
export function useOrganisationState(
  organisation: Organisation | undefined,
  account?: Address,
): UseQueryResult<OrganisationState> {
  const { rpc, chain } = useChain();
  const { data: block } = useBlock();
  return useQuery({
    queryKey: [chain.chainId, "state", organisation?.index, account, String(block?.number)],
    queryFn: ({ signal }) => {
      if (organisation === undefined) throw new Error("no organisation");
      return readOrganisation({
        rpc: need(rpc),
        organisation,
        block: block?.number,
        newest: NEWEST,
        account,
        signal,
      });
    },
    enabled: rpc !== undefined && organisation !== undefined && block !== undefined,
    placeholderData: (previous) =>
      previous?.organisation.index === organisation?.index ? previous : undefined,
    structuralSharing: false,
  });
}

/** Everything about an account in an organisation, as of the block of the organisation's state. */
export function useAccountState(
  state: OrganisationState | undefined,
  account: Address | undefined,
): UseQueryResult<AccountState> {
  const { rpc, chain } = useChain();
  return useQuery({
    queryKey: [chain.chainId, "account", state?.organisation.index, account, String(state?.block)],
    queryFn: ({ signal }) => {
      if (state === undefined || account === undefined) throw new Error("no account");
      const { organisation, block, contracts } = state;
      return readAccount({ rpc: need(rpc), organisation, account, block, contracts, signal });
    },
    enabled: rpc !== undefined && state !== undefined && account !== undefined,
    placeholderData: (previous) => (previous?.account === account ? previous : undefined),
    structuralSharing: false,
  });
}

/** The organisations of the factory's directory. */
export function useDirectory() {
  const { rpc, chain } = useChain();
  const { factory } = chain.book;
  return useQuery({
    queryKey: [chain.chainId, "directory"],
    queryFn: () => {
      if (factory === null) throw new Error("no factory");
      return listOrganisations({ rpc: need(rpc), factory, from: 0, count: 100 });
    },
    enabled: rpc !== undefined && factory !== null,
    structuralSharing: false,
  });
}

function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("there is no node to ask");
  return value;
}
