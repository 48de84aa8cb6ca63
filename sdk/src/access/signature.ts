/** Whose signature it is: of plain accounts, of contracts (ERC-1271), of accounts with code (EIP-7702) or not yet built (ERC-6492). */
import * as AbiParameters from "ox/AbiParameters";
import * as OxAddress from "ox/Address";
import * as OxHex from "ox/Hex";
import * as Secp256k1 from "ox/Secp256k1";
import * as Signature from "ox/Signature";
import { SignatureErc6492 } from "ox/erc6492";
import { isRefusal } from "../state/rpc.ts";
import type { Address, Hex, Rpc } from "../types.ts";

/** `isValidSignature(bytes32,bytes)`, and what it answers for a good one. */
const ERC_1271: Hex = "0x1626ba7e";
const LATEST = "latest";

/**
 * Whether `account` signed `hash`. What an account's code answers by ERC-1271 counts; where it answers no such thing, its own
 * key's signature does, as in the contracts. Throws what the node throws when it does not answer.
 */
export async function isSignedBy({
  rpc,
  account,
  hash,
  signature,
}: {
  readonly rpc: Rpc;
  readonly account: Address;
  readonly hash: Hex;
  readonly signature: Hex;
}): Promise<boolean> {
  if (SignatureErc6492.validate(signature)) {
    const call = AbiParameters.encode(AbiParameters.from("address, bytes32, bytes"), [
      account,
      hash,
      signature,
    ]);
    const data = OxHex.concat(SignatureErc6492.universalSignatureValidatorBytecode, call);
    const answer = await answerOf(rpc, { data });
    return answer !== undefined && OxHex.size(answer) > 0 && BigInt(answer) === 1n;
  }
  const code = (await rpc.request({ method: "eth_getCode", params: [account, LATEST] })) as Hex;
  if (code !== "0x") {
    const call = AbiParameters.encode(AbiParameters.from("bytes32, bytes"), [hash, signature]);
    const answer = await answerOf(rpc, { to: account, data: OxHex.concat(ERC_1271, call) });
    if (answer !== undefined && OxHex.size(answer) >= 32) {
      return answer.slice(0, 66) === OxHex.padRight(ERC_1271, 32);
    }
  }
  return isSignedByKey({ account, hash, signature });
}

function isSignedByKey({
  account,
  hash,
  signature,
}: {
  readonly account: Address;
  readonly hash: Hex;
  readonly signature: Hex;
}): boolean {
  try {
    const signer = Secp256k1.recoverAddress({ payload: hash, signature: Signature.fromHex(signature) });
    return OxAddress.isEqual(signer, account);
  } catch {
    return false;
  }
}

/** What a call answers; undefined when it is refused. */
async function answerOf(
  rpc: Rpc,
  call: { readonly to?: Address; readonly data: Hex },
): Promise<Hex | undefined> {
  try {
    return (await rpc.request({ method: "eth_call", params: [call, LATEST] })) as Hex;
  } catch (thrown) {
    if (isRefusal(thrown) === undefined) throw thrown;
    return undefined;
  }
}
