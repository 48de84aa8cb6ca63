/** Tokens: the project's, the asset, the chain's coin in its wrapped form. Amounts in smallest units. */
import { cdpoTokenAbi } from "../../abi/CdpoToken.ts";
import { erc20Abi } from "../../abi/Erc20.ts";
import { iWrappedNativeAbi } from "../../abi/IWrappedNative.ts";
import type { Address, Call } from "../../types.ts";
import { approval, permitCall, type SignedPermit } from "../allowing.ts";
import { callOf, callsTo, type For } from "../call-of.ts";

const call = /* @__PURE__ */ callsTo(cdpoTokenAbi, "token");

interface Of {
  readonly token: Address;
}

/** Lets `spender` take exactly `amount` of the caller's tokens; 0 takes an approval back. */
export const approve = ({
  token,
  spender,
  amount,
}: Of & { readonly spender: Address; readonly amount: bigint }): Call[] => [approval(token, spender, amount)];

/** Brings a signed permit to its token; anyone may. */
export const permit = ({
  token,
  spender,
  permit: signed,
}: Of & { readonly spender: Address; readonly permit: SignedPermit }): Call[] => [
  permitCall(token, spender, signed),
];

/** Sends tokens of the caller. */
export const transfer = ({
  token,
  to,
  amount,
}: Of & { readonly to: Address; readonly amount: bigint }): Call[] => [
  callOf({ abi: erc20Abi, address: token, functionName: "transfer", args: [to, amount] }),
];

/** Sends tokens that their holder allowed the caller to take. */
export const transferFrom = ({
  token,
  from,
  to,
  amount,
}: Of & { readonly from: Address; readonly to: Address; readonly amount: bigint }): Call[] => [
  callOf({ abi: erc20Abi, address: token, functionName: "transferFrom", args: [from, to, amount] }),
];

/** Burns project tokens of the caller: a gift to all other holders. */
export const burn = ({ organisation, amount }: For<{ amount: bigint }>): Call[] => [
  call(organisation, "burn", amount),
];

/** Burns project tokens that their holder allowed the caller to take. */
export const burnFrom = ({
  organisation,
  account,
  amount,
}: For<{ account: Address; amount: bigint }>): Call[] => [call(organisation, "burnFrom", account, amount)];

/** Says where the token's page of data is (ERC-7572). Only the owner: through the timelock. */
export const setContractURI = ({ organisation, uri }: For<{ uri: string }>): Call[] => [
  call(organisation, "setContractURI", uri),
];

/** Wraps the chain's coin. */
export const wrap = ({ wrapped, amount }: { readonly wrapped: Address; readonly amount: bigint }): Call[] => [
  callOf({ abi: iWrappedNativeAbi, address: wrapped, functionName: "deposit", args: [], value: amount }),
];

/** Unwraps it again. */
export const unwrap = ({
  wrapped,
  amount,
}: {
  readonly wrapped: Address;
  readonly amount: bigint;
}): Call[] => [
  callOf({ abi: iWrappedNativeAbi, address: wrapped, functionName: "withdraw", args: [amount] }),
];
