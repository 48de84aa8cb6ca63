/** What a page asks the chain besides the organisation's state, as of the same block. */
import { askPart, type OrganisationState, type Part } from "cdpo-sdk/state";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useChain } from "../chain/context.tsx";

/** The state of a part; `name` and `about` tell it from others. Nothing is asked while it is undefined. */
export function usePart<State>(
  { organisation, block }: Pick<OrganisationState, "organisation" | "block">,
  name: string,
  part: Part<State> | undefined,
  about = "",
): UseQueryResult<State> {
  const { rpc, chain } = useChain();
  return useQuery({
    queryKey: [chain.chainId, "part", organisation.index, name, about, String(block)],
    queryFn: () => {
      if (rpc === undefined || part === undefined) throw new Error("there is nothing to ask");
      return askPart(rpc, part, { block });
    },
    enabled: rpc !== undefined && part !== undefined,
    placeholderData: (previous, query) =>
      query?.queryKey[3] === name && query.queryKey[4] === about ? previous : undefined,
    structuralSharing: false,
  });
}
