/** Named curators: known from events, checked with the registry. */
import { readEvents } from "cdpo-sdk/history";
import {
  askPart,
  contractsAt,
  listOf,
  mapped,
  one,
  read,
  type Address,
  type OrganisationState,
} from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";

const STALE_AFTER = 60_000;

/** Those who are curators by name now. */
export function useCurators({ organisation, block }: OrganisationState) {
  const { rpc, chain } = useChain();
  return useQuery({
    queryKey: [chain.chainId, "curators", organisation.index],
    queryFn: async ({ signal }): Promise<readonly Address[]> => {
      if (rpc === undefined) throw new Error("no node");
      const { registry } = contractsAt(organisation.addresses);
      const set = await readEvents({
        ...{ rpc, contracts: { registry }, events: ["CuratorSet"], from: organisation.block, to: block },
        signal,
      });
      const ever = [
        ...new Set(set.flatMap(({ event, args }) => (event === "CuratorSet" ? [args.curator] : []))),
      ];
      const since = listOf(
        ever.map((account) =>
          mapped(one(read({ ...registry, functionName: "curatorSince", args: [account] })), (at) => ({
            account,
            at,
          })),
        ),
      );
      return (await askPart(rpc, since)).filter(({ at }) => at > 0n).map(({ account }) => account);
    },
    enabled: rpc !== undefined,
    staleTime: STALE_AFTER,
  });
}
