/** ERC-2612 permits as a wallet signs them. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { Signature, type AddressLike } from "ethers";
import type { TestAsset } from "../../typechain-types/index.ts";

/** The token as far as a permit needs it. */
export type Permitting = Pick<TestAsset, "eip712Domain" | "nonces">;

/** Signs that `spender` may take `value` of `owner` until `deadline`, with the next nonce of `owner`. */
export async function signPermit(
  token: Permitting,
  {
    owner,
    spender,
    value,
    deadline,
  }: {
    readonly owner: HardhatEthersSigner;
    readonly spender: AddressLike;
    readonly value: bigint;
    readonly deadline: bigint;
  },
): Promise<Signature> {
  const { name, version, chainId, verifyingContract } = await token.eip712Domain();
  const fields = [
    ["owner", "address"],
    ["spender", "address"],
    ["value", "uint256"],
    ["nonce", "uint256"],
    ["deadline", "uint256"],
  ] as const;
  return Signature.from(
    await owner.signTypedData(
      { name, version, chainId, verifyingContract },
      { Permit: fields.map(([field, type]) => ({ name: field, type })) },
      { owner: owner.address, spender, value, nonce: await token.nonces(owner), deadline },
    ),
  );
}
