/** Events of an organisation, read once and then only those of new blocks. */
import { readEvents, type Contracts, type EventOf } from "cdpo-sdk/history";
import type { Organisation } from "cdpo-sdk/state";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useChain } from "./context.tsx";
import { useBlock } from "./queries.ts";

/** Blocks that may still be replaced are read again. */
const UNSETTLED = 20n;

interface Known {
  readonly events: readonly { readonly blockNumber: bigint }[];
  readonly to: bigint;
}
const known = new Map<string, Known>();

/** All events of these names, the oldest first, as of the newest block; while `isWanted` is false nothing is read. */
export function useEvents<const C extends Contracts>({
  organisation,
  contracts,
  events,
  isWanted = true,
}: {
  readonly organisation: Organisation;
  readonly contracts: C;
  readonly events: readonly string[];
  readonly isWanted?: boolean;
}): UseQueryResult<readonly EventOf<C>[]> {
  const { rpc, chain } = useChain();
  const { data: block } = useBlock();
  const key = [chain.chainId, organisation.addresses.token, ...events].join();
  return useQuery({
    queryKey: [chain.chainId, "events", key, String(block?.number)],
    queryFn: async ({ signal }): Promise<readonly EventOf<C>[]> => {
      if (rpc === undefined || block === undefined) throw new Error("there is no node to ask");
      const before = known.get(key);
      const from =
        before === undefined || before.to > block.number
          ? organisation.block
          : before.to - UNSETTLED > organisation.block
            ? before.to - UNSETTLED
            : organisation.block;
      const kept = (before?.events ?? []).filter(({ blockNumber }) => blockNumber < from) as EventOf<C>[];
      const found = await readEvents({ rpc, contracts, events, from, to: block.number, signal });
      const all = [...kept, ...found];
      known.set(key, { events: all, to: block.number });
      return all;
    },
    enabled: isWanted && rpc !== undefined && block !== undefined,
    placeholderData: (previous) => previous,
    structuralSharing: false,
    gcTime: 30_000,
  });
}
