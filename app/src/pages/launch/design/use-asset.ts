/** What the reserve is to hold: what is known of it on the chain, and what other organisations hold there. */
import { cdpoTokenAbi, erc20Abi, liquidityReserveAbi } from "cdpo-sdk/abi";
import type { AssetChoice, ReserveAsset } from "cdpo-sdk/config";
import { listOf, one, oneIfAny, read, together, type Address } from "cdpo-sdk/state";
import { useMemo } from "react";
import { useDirectory } from "../../../chain/queries.ts";
import { usePart } from "../../../parts/money/use-part.ts";

/** Organisations whose assets are offered. */
const MOST = 20;

const namesOf = (address: Address) =>
  together({
    name: oneIfAny(read({ address, abi: cdpoTokenAbi, functionName: "name" })),
    symbol: oneIfAny(read({ address, abi: erc20Abi, functionName: "symbol" })),
    decimals: oneIfAny(read({ address, abi: erc20Abi, functionName: "decimals" })),
  });

/** What became of looking an asset up. */
export interface Found {
  readonly asset: ReserveAsset | undefined;
  /** Whether there is no such token at the address. */
  readonly isMissing: boolean;
}

/** Looks it up; a test asset is known without. */
export function useAsset(choice: AssetChoice | undefined): Found {
  const address = choice !== undefined && "address" in choice ? choice.address : undefined;
  const { data, isError } = usePart(address && namesOf(address));
  // The same object until something in it changes, as more is made of it than of a key.
  return useMemo(() => {
    const none = { asset: undefined, isMissing: false };
    if (choice === undefined) return none;
    if ("test" in choice) return { asset: { address: undefined, ...choice.test }, isMissing: false };
    if (isError) return { asset: undefined, isMissing: true };
    if (data === undefined) return none;
    const { name, symbol, decimals } = data;
    if (name === undefined || symbol === undefined || decimals === undefined) {
      return { asset: undefined, isMissing: true };
    }
    return { asset: { address, name, symbol, decimals: Number(decimals) }, isMissing: false };
  }, [choice, address, data, isError]);
}

/** The assets of organisations on this chain, each once. */
export function useKnownAssets(): readonly ReserveAsset[] {
  const { data: directory = [] } = useDirectory();
  const reserves = directory.slice(-MOST).map(({ addresses }) => addresses.reserve);
  const { data: assets = [] } = usePart(
    reserves.length === 0
      ? undefined
      : listOf(
          reserves.map((address) => one(read({ address, abi: liquidityReserveAbi, functionName: "asset" }))),
        ),
  );
  const each = [...new Set(assets)];
  const { data: names = [] } = usePart(each.length === 0 ? undefined : listOf(each.map(namesOf)));
  return each.flatMap((address, place): ReserveAsset[] => {
    const { name, symbol, decimals } = names[place] ?? {};
    if (name === undefined || symbol === undefined || decimals === undefined) return [];
    return [{ address, name, symbol, decimals: Number(decimals) }];
  });
}
