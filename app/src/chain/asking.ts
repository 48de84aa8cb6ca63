/** Views that an organisation's state leaves out, as of its newest block. */
import { askPart, type Part } from "cdpo-sdk/state";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useChain } from "./context.tsx";
import { useBlock } from "./queries.ts";

/** Asks a part; `key` names what is asked. Undefined: nothing is asked. */
export function useAsk<T>(key: readonly unknown[], part: Part<T> | undefined): UseQueryResult<T> {
  const { rpc, chain } = useChain();
  const { data: block } = useBlock();
  return useQuery({
    queryKey: [chain.chainId, "ask", ...key.map(String), String(block?.number)],
    queryFn: () => {
      if (rpc === undefined || part === undefined) throw new Error("there is nothing to ask");
      return askPart(rpc, part, { block: block?.number });
    },
    enabled: rpc !== undefined && part !== undefined && block !== undefined,
    placeholderData: (previous) => previous,
    structuralSharing: false,
    gcTime: 30_000,
  });
}
