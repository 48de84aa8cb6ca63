/** What a gate or a telephone asks the chain about codes. */
import * as AbiParameters from "ox/AbiParameters";
import { partnerAcceptanceAbi } from "../abi/PartnerAcceptance.ts";
import { ask, hasCode } from "../reading.ts";
import { isRefusal } from "../state/rpc.ts";
import { hashTypedData, recoverSigner } from "../typed-data.ts";
import type { Address, Hex, Rpc } from "../types.ts";
import { typedDataOf, type VoucherCode } from "./code.ts";

/** isValidSignature(bytes32,bytes) of ERC-1271, which answers with its own selector. */
const IS_VALID = "0x1626ba7e";

/**
 * Whether the holder signed a code, as the contract sees it: the code of an account decides (ERC-1271); where there is none, or
 * it does not answer, the account's own key. Throws what the node throws when it cannot be asked.
 */
export async function isSignedByHolder(rpc: Rpc, code: VoucherCode): Promise<boolean> {
  const typed = typedDataOf(code);
  if (await hasCode(rpc, code.holder as Address)) {
    const answer = await answerOf(rpc, code.holder as Address, hashTypedData(typed), code.signature as Hex);
    if (answer !== undefined) return answer.slice(0, 66) === `${IS_VALID}${"0".repeat(56)}`;
  }
  return recoverSigner(typed, code.signature)?.toLowerCase() === code.holder.toLowerCase();
}

/** A number that the holder has not used yet, from `from` on: counting up is cheapest. */
export async function unusedNonce({
  rpc,
  contract,
  holder,
  from = 0n,
}: {
  readonly rpc: Rpc;
  /** The organisation's PartnerAcceptance. */
  readonly contract: Address;
  readonly holder: Address;
  readonly from?: bigint;
}): Promise<bigint> {
  for (let nonce = from; ; ++nonce) {
    const args = [holder, nonce];
    const [used] = await ask({
      rpc,
      abi: partnerAcceptanceAbi,
      address: contract,
      functionName: "isNonceUsed",
      args,
    });
    if (used === false) return nonce;
  }
}

/** A word or more that the account's code answers; undefined when it reverts or answers less. */
async function answerOf(rpc: Rpc, account: Address, hash: Hex, signature: Hex): Promise<Hex | undefined> {
  const args = AbiParameters.encode([{ type: "bytes32" }, { type: "bytes" }], [hash, signature]);
  const call = { to: account, data: `${IS_VALID}${args.slice(2)}` };
  try {
    const answer = (await rpc.request({ method: "eth_call", params: [call, "latest"] })) as Hex;
    return answer.length >= 66 ? answer : undefined;
  } catch (thrown) {
    // A node that cannot be reached must not pass for a contract that refuses.
    if (isRefusal(thrown)) return undefined;
    throw thrown;
  }
}
