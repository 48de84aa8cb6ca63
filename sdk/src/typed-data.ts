/** Messages that wallets sign (EIP-712), for any library. */
import * as Secp256k1 from "ox/Secp256k1";
import * as Signature from "ox/Signature";
import * as TypedData from "ox/TypedData";
import type { Address, Hex, Rpc } from "./types.ts";

/**
 * What is signed. Of ethers: `signer.signTypedData(typed.domain, typed.types, typed.message)`; of viem:
 * `client.signTypedData({ account, ...typed })`.
 */
export interface TypedDataToSign {
  readonly domain: {
    readonly name: string;
    readonly version: string;
    readonly chainId: bigint;
    readonly verifyingContract: Address;
  };
  readonly types: Record<string, { name: string; type: string }[]>;
  readonly primaryType: string;
  readonly message: Record<string, string | bigint>;
}

/** Has an account sign. */
export type Sign = (typed: TypedDataToSign) => Promise<string>;

/** Has a wallet (EIP-1193) sign with `account`, by `eth_signTypedData_v4`. */
export function signByWallet(rpc: Rpc, account: Address): Sign {
  return async (typed) =>
    (await rpc.request({
      method: "eth_signTypedData_v4",
      params: [account, TypedData.serialize(typed)],
    })) as string;
}

/** What a signature is of (EIP-712). */
export function hashTypedData(typed: TypedDataToSign): Hex {
  return TypedData.getSignPayload(typed);
}

/** A key's signature in the three parts that contracts take; of 65 bytes, or of 64 (EIP-2098). Throws an Error otherwise. */
export function splitSignature(signature: string): { readonly v: number; readonly r: Hex; readonly s: Hex } {
  const digits = signature.slice(2);
  if (!/^0x(?:[0-9a-fA-F]{128}|[0-9a-fA-F]{130})$/.test(signature)) {
    throw new Error(
      "the wallet's answer is no signature of a key: contracts sign by ERC-1271, without permits",
    );
  }
  const r: Hex = `0x${digits.slice(0, 64)}`;
  const last = BigInt(`0x${digits.slice(64, 128)}`);
  if (digits.length === 128) {
    const s = last & (2n ** 255n - 1n);
    return { v: last === s ? 27 : 28, r, s: `0x${s.toString(16).padStart(64, "0")}` };
  }
  const v = Number(`0x${digits.slice(128)}`);
  return { v: v < 27 ? v + 27 : v, r, s: `0x${digits.slice(64, 128)}` };
}

/** Whose key signed, or undefined: as contracts recover it, with 65 bytes, v of 27 or 28 and the lower s. */
export function recoverSigner(typed: TypedDataToSign, signature: string): Address | undefined {
  if (!/^0x[0-9a-fA-F]{128}(?:1b|1c|1B|1C)$/.test(signature)) return undefined;
  const parsed = Signature.fromHex(signature as Hex);
  if (BigInt(parsed.s) > HIGHEST_S) return undefined;
  try {
    return Secp256k1.recoverAddress({ payload: hashTypedData(typed), signature: parsed });
  } catch {
    return undefined; // no point of the curve
  }
}

const HIGHEST_S = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;
