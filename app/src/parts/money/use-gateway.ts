/** The chain's coin, for organisations whose asset is its wrapped form. */
import { nativeGatewayAbi } from "cdpo-sdk/abi";
import { one, read, type Address, type Organisation } from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";
import { useBlock } from "../../chain/queries.ts";
import { usePart } from "./use-part.ts";

/** The gateway through which coins go in and out of this organisation; undefined where there is none. */
export function useGateway({ suite, asset }: Organisation): Address | undefined {
  const address = suite?.gateway;
  const { data: wrapped } = usePart(
    address && one(read({ address, abi: nativeGatewayAbi, functionName: "wrapped" })),
  );
  return wrapped?.toLowerCase() === asset.address.toLowerCase() ? address : undefined;
}

/** What the actor has of the chain's coin (wei). */
export function useCoins(): bigint | undefined {
  const { rpc, chain, actor } = useChain();
  const { data: block } = useBlock();
  const { data } = useQuery({
    queryKey: [chain.chainId, "coins", actor?.address, String(block?.number)],
    queryFn: async () => {
      const params = [actor?.address, "latest"];
      return BigInt((await rpc?.request({ method: "eth_getBalance", params })) as string);
    },
    enabled: rpc !== undefined && actor !== undefined,
    structuralSharing: false,
    gcTime: 30_000,
  });
  return data;
}
