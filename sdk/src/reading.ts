/** One question to a contract, as signing and checking signatures need it; `cdpo-sdk/state` reads whole organisations. */
import * as AbiParameters from "ox/AbiParameters";
import { encodeCall, functionsOf, type Abi, type Parameter } from "./calls/call-of.ts";
import type { Address, Hex, Rpc } from "./types.ts";

/** What a view answers, one value or a list; throws what the node throws, and an Error when it does not answer as it should. */
export async function ask({
  rpc,
  abi,
  address,
  functionName,
  args = [],
  from,
}: {
  readonly rpc: Rpc;
  readonly abi: Abi;
  readonly address: Address;
  readonly functionName: string;
  readonly args?: readonly unknown[];
  readonly from?: Address | undefined;
}): Promise<readonly unknown[]> {
  const fragment = functionsOf(abi).find(
    ({ name, inputs }) => name === functionName && inputs.length === args.length,
  );
  if (fragment === undefined)
    throw new Error(`there is no function ${functionName} with ${args.length} arguments`);
  const call = { to: address, data: encodeCall(fragment, args), ...(from === undefined ? {} : { from }) };
  const answer = (await rpc.request({ method: "eth_call", params: [call, "latest"] })) as Hex;
  const { outputs } = fragment as unknown as { readonly outputs: readonly Parameter[] };
  if (answer === "0x" && outputs.length > 0) {
    throw new Error(`${address} does not answer to ${functionName}: is it the right contract and chain?`);
  }
  return AbiParameters.decode(outputs as never, answer);
}

/** Whether an account has code, and so no key that everyone knows it by. */
export async function hasCode(rpc: Rpc, account: Address): Promise<boolean> {
  return ((await rpc.request({ method: "eth_getCode", params: [account, "latest"] })) as Hex).length > 2;
}

/** The chain that a node or wallet is on. */
export async function chainIdOf(rpc: Rpc): Promise<bigint> {
  return BigInt((await rpc.request({ method: "eth_chainId" })) as Hex);
}
