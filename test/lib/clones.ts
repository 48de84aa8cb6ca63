/** Clones as the factory makes them, made without it: EIP-1167 code with values behind it. */
import { concat, dataLength, toBeHex } from "ethers";
import type { Connection } from "./fixtures.ts";

const HEAD = "0x363d3d373d3d3d363d73";
const TAIL = "0x5af43d82803e903d91602b57fd5bf3";

/** The code of a clone of `implementation` with `values` behind it. */
export function cloneCodeOf(implementation: string, values: readonly string[] = []): string {
  return concat([HEAD, implementation, TAIL, ...values]);
}

/** Deploys a contract and a clone of it with `values` (hexadecimal) behind its code. */
export async function cloneWith(
  { ethers }: Connection,
  contract: string,
  values: readonly string[] = [],
): Promise<{ implementation: string; clone: string }> {
  const implementation = await (await (await ethers.getContractFactory(contract)).deploy()).getAddress();
  const code = cloneCodeOf(implementation, values);
  const data = concat(["0x61", toBeHex(dataLength(code), 2), "0x3d81600a3d39f3", code]);
  const [deployer] = await ethers.getSigners();
  const clone = (await (await deployer?.sendTransaction({ data }))?.wait())?.contractAddress;
  if (clone == null) throw new Error("the clone was not deployed");
  return { implementation, clone };
}
