/** ERC-2612 permits as a wallet signs them. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { AddressLike, Signature } from "ethers";
import { signPermit as sign } from "../../scripts/lib/permit.ts";
import type { TestAsset } from "../../typechain-types/index.ts";

/** The token as far as a permit needs it. */
export type Permitting = Pick<TestAsset, "eip712Domain" | "nonces">;

/** Signs that `spender` may take `value` of `owner` until `deadline`, with the next nonce of `owner`. */
export async function signPermit(
  token: Permitting,
  permit: {
    readonly owner: HardhatEthersSigner;
    readonly spender: AddressLike;
    readonly value: bigint;
    readonly deadline: bigint;
  },
): Promise<Signature> {
  return sign({ token, ...permit });
}
