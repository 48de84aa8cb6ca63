/** ERC-2612 permits as a wallet signs them. */
import {
  Signature,
  type Addressable,
  type AddressLike,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";
import type { CdpoToken } from "../../typechain-types/index.ts";

/** An account that can sign. */
export interface Signing extends Addressable {
  signTypedData(
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    value: Record<string, unknown>,
  ): Promise<string>;
}

/** Signs that `spender` may take `value` of `owner` until `deadline` (seconds), with the next nonce of `owner`. */
export async function signPermit({
  token,
  owner,
  spender,
  value,
  deadline,
}: {
  readonly token: Pick<CdpoToken, "eip712Domain" | "nonces">;
  readonly owner: Signing;
  readonly spender: AddressLike;
  readonly value: bigint;
  readonly deadline: bigint;
}): Promise<Signature> {
  const { name, version, chainId, verifyingContract } = await token.eip712Domain();
  const fields = [
    ["owner", "address"],
    ["spender", "address"],
    ["value", "uint256"],
    ["nonce", "uint256"],
    ["deadline", "uint256"],
  ] as const;
  const account = await owner.getAddress();
  return Signature.from(
    await owner.signTypedData(
      { name, version, chainId, verifyingContract },
      { Permit: fields.map(([field, type]) => ({ name: field, type })) },
      { owner: account, spender, value, nonce: await token.nonces(account), deadline },
    ),
  );
}
