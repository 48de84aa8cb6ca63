/** What donors wrote about their pledges: only events have it. */
import { readEvents } from "cdpo-sdk/history";
import { contractsAt, type Hex, type OrganisationState } from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";

/** What a pledge is for, and what its condition is asked with. */
export interface PledgeNote {
  readonly uri: string;
  readonly data: Hex;
}

/** By the pledge's number; read again when there is another pledge. */
export function usePledgeNotes({
  organisation,
  contracts,
  block,
}: OrganisationState): ReadonlyMap<bigint, PledgeNote> {
  const { rpc, chain } = useChain();
  const count = contracts.pledgeBook.pledgeCount;
  const { data } = useQuery({
    queryKey: [chain.chainId, "pledge notes", organisation.index, String(count)],
    queryFn: async ({ signal }) => {
      if (rpc === undefined) throw new Error("no node");
      const { pledgeBook } = contractsAt(organisation.addresses);
      const pledged = await readEvents({
        ...{ rpc, contracts: { pledgeBook }, events: ["Pledged"], from: organisation.block, to: block },
        signal,
      });
      return new Map(
        pledged.flatMap(({ event, args }) =>
          event === "Pledged" ? [[args.id, { uri: args.uri, data: args.data }] as const] : [],
        ),
      );
    },
    enabled: rpc !== undefined && count > 0n,
    placeholderData: (previous) => previous,
    staleTime: Infinity,
    structuralSharing: false,
  });
  return data ?? new Map();
}
