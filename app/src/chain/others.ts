/** Other organisations of the chain, whom a treasury may give to. */
import type { OtherOrganisation } from "cdpo-sdk/calls";
import { contractsAt, latestBlock, read, readAll, type OrganisationAddresses } from "cdpo-sdk/state";
import type { Organisation } from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "./context.tsx";
import { useDirectory } from "./queries.ts";

/** One of them. */
export interface Other extends OtherOrganisation {
  readonly index: number;
  readonly addresses: OrganisationAddresses;
}

const NONE: readonly Other[] = [];

/** Those of the directory whose reserve holds the same asset; none until they are read. */
export function useOthers(organisation: Organisation | undefined): readonly Other[] {
  const { rpc, chain } = useChain();
  const { data: directory } = useDirectory();
  const own = organisation?.index;
  const { data } = useQuery({
    queryKey: [chain.chainId, "others", own, directory?.length],
    queryFn: async () => {
      if (rpc === undefined || directory === undefined || organisation === undefined)
        throw new Error("there is nothing to ask");
      const { asset } = organisation;
      const assets = await readAll(
        rpc,
        directory.map(({ addresses }) => read({ ...contractsAt(addresses).reserve, functionName: "asset" })),
        { block: await latestBlock(rpc) },
      );
      return directory.flatMap(({ index, name, symbol, addresses }, at): Other[] => {
        const held = assets[at];
        const isSame =
          held?.status === "success" && held.result.toLowerCase() === asset.address.toLowerCase();
        return isSame && index !== own ? [{ index, name, symbol, addresses, asset }] : [];
      });
    },
    enabled: rpc !== undefined && directory !== undefined && organisation !== undefined,
    staleTime: Infinity,
    structuralSharing: false,
  });
  return data ?? NONE;
}
