/** What pages ask besides the whole state, again with each block. */
import { askPart, type Part } from "cdpo-sdk/state";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";
import { useBlock } from "../../chain/queries.ts";

/** Asks what a part of `cdpo-sdk/state` asks; nothing while it is undefined. */
export function usePart<State>(part: Part<State> | undefined): UseQueryResult<State> {
  const { rpc, chain } = useChain();
  const { data: block } = useBlock();
  const asked = part?.reads.map(
    ({ address, functionName, args }) => `${address}.${functionName}(${String(args)})`,
  );
  return useQuery({
    queryKey: [chain.chainId, "part", asked?.join(), String(block?.number)],
    queryFn: () => {
      if (rpc === undefined || part === undefined) throw new Error("nothing to ask");
      return askPart(rpc, part, { block: block?.number });
    },
    enabled: rpc !== undefined && part !== undefined && block !== undefined,
    placeholderData: (previous, query) => (query?.queryKey[2] === asked?.join() ? previous : undefined),
    structuralSharing: false,
    gcTime: 30_000,
  });
}
