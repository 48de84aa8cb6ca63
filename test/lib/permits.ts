/** ERC-2612 permits as a wallet signs them. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Addressable } from "ethers";
import { permitTypedData, splitSignature } from "../../sdk/src/permits.ts";
import type { Address, Hex } from "../../sdk/src/types.ts";
import type { TestAsset } from "../../typechain-types/index.ts";

/** The token as far as a permit needs it. */
export type Permitting = Pick<TestAsset, "eip712Domain" | "nonces">;

/** Signs that `spender` may take `value` of `owner` until `deadline`, with the next nonce of `owner`. */
export async function signPermit(
  token: Permitting,
  {
    owner,
    spender,
    ...permit
  }: {
    readonly owner: HardhatEthersSigner;
    readonly spender: string | Addressable;
    readonly value: bigint;
    readonly deadline: bigint;
  },
): Promise<{ readonly v: number; readonly r: Hex; readonly s: Hex }> {
  const { name, version, chainId, verifyingContract } = await token.eip712Domain();
  const domain = { name, version, chainId, verifyingContract: verifyingContract as Address };
  const accounts = {
    owner: owner.address as Address,
    spender: (typeof spender === "string" ? spender : await spender.getAddress()) as Address,
  };
  const nonce = await token.nonces(owner);
  const typed = permitTypedData(domain, { ...accounts, ...permit, nonce });
  return splitSignature(await owner.signTypedData(typed.domain, typed.types, typed.message));
}
