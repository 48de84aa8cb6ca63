/**
 * The code that a holder's telephone shows at a partner's gate: their signed consent to redeem vouchers, as one line for a QR
 * code.
 *
 *     CDPO-VOUCHER:1:<chain id>:<contract>:<offer>:<quantity>:<holder>:<nonce>:<deadline>:<signature>
 *
 * The 1 is the format's version. Numbers are decimal without leading zeros; contract, holder and signature are hexadecimal
 * without "0x". Written in capitals, all of it is in the alphanumeric mode of QR codes (5.5 bits a character): about 270
 * characters with a key's signature. Readers accept small letters, too. The signature covers all the rest (EIP-712).
 */
import * as OxAddress from "ox/Address";
import type { TypedDataToSign } from "../typed-data.ts";
import type { Redemption as SignedRedemption } from "../calls/nouns/offers.ts";
import type { Address, Hex } from "../types.ts";

const SCHEME = "CDPO-VOUCHER";
const VERSION = "1";
const FIELDS = [
  "chainId",
  "contract",
  "offer",
  "quantity",
  "holder",
  "nonce",
  "deadline",
  "signature",
] as const;
const MAX_SIGNATURE = 1_024; // bytes, more than any contract's signature needs
const MAX_LENGTH = 2 * MAX_SIGNATURE + 512; // characters

/** What a holder consents to: that vouchers of theirs are redeemed at their partner's gate. */
export interface Redemption {
  readonly chainId: bigint;
  /** The organisation's PartnerAcceptance. */
  readonly contract: string;
  readonly offer: bigint;
  readonly quantity: bigint;
  readonly holder: string;
  /** Any number that the holder has not used at this contract. */
  readonly nonce: bigint;
  /** The last second in which the code is good. */
  readonly deadline: bigint;
}

/** A redemption with its holder's signature: of a key, or of a contract (ERC-1271). */
export interface VoucherCode extends Redemption {
  /** Hexadecimal, with "0x". */
  readonly signature: string;
}

/** A text is no voucher code; the message says why, as the end of a sentence about the code. */
export class VoucherCodeError extends Error {
  override readonly name = "VoucherCodeError";
}

/** What a wallet is asked to sign. */
export function typedDataOf({
  chainId,
  contract,
  offer,
  quantity,
  holder,
  nonce,
  deadline,
}: Redemption): TypedDataToSign {
  return {
    domain: { name: "PartnerAcceptance", version: "1", chainId, verifyingContract: contract as Address },
    types: {
      Redemption: [
        { name: "holder", type: "address" },
        { name: "offer", type: "uint256" },
        { name: "quantity", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    primaryType: "Redemption",
    message: { holder, offer, quantity, nonce, deadline },
  };
}

/** What signs as ethers' signers do; what `cdpo-sdk/permits` calls `Sign` is for other libraries. */
export interface VoucherSigner {
  /** Signs typed data (EIP-712). */
  signTypedData(
    domain: TypedDataToSign["domain"],
    types: TypedDataToSign["types"],
    value: TypedDataToSign["message"],
  ): Promise<string>;
}

/** Has the holder's key, or the key of the contract that is the holder, sign. */
export async function signRedemption(signer: VoucherSigner, redemption: Redemption): Promise<VoucherCode> {
  const { domain, types, message } = typedDataOf(redemption);
  return { ...redemption, signature: await signer.signTypedData(domain, types, message) };
}

/** What `redeemFor` and `redeemMany` take: the code, and how many of the vouchers it was signed for are redeemed. */
export function redemptionOf(code: VoucherCode, quantity: bigint = code.quantity): SignedRedemption {
  const { offer, nonce, deadline } = code;
  const [holder, signature] = [code.holder as Address, code.signature as Hex];
  return { holder, offer, signed: code.quantity, quantity, nonce, deadline, signature };
}

/** The text to show as a QR code. */
export function encodeVoucherCode(code: VoucherCode): string {
  const { chainId, contract, offer, quantity, holder, nonce, deadline, signature } = code;
  const hex = (bytes: string): string => bytes.slice(2).toUpperCase();
  return [
    SCHEME,
    VERSION,
    chainId,
    hex(contract),
    offer,
    quantity,
    hex(holder),
    nonce,
    deadline,
    hex(signature),
  ].join(":");
}

/** Reads the text of a QR code. Throws {@link VoucherCodeError}. */
export function parseVoucherCode(text: string): VoucherCode {
  const written = text.trim();
  if (written.length > MAX_LENGTH) {
    throw new VoucherCodeError(`is too long: ${written.length} characters instead of ${MAX_LENGTH} at most`);
  }
  const [scheme = "", version = "", ...parts] = written.toUpperCase().split(":");
  if (scheme !== SCHEME) throw new VoucherCodeError(`does not begin with "${SCHEME}:"`);
  if (version !== VERSION) {
    throw new VoucherCodeError(
      `has the version ${JSON.stringify(version)}, and only ${VERSION} is understood here`,
    );
  }
  if (parts.length !== FIELDS.length) {
    throw new VoucherCodeError(
      `has ${parts.length} fields after its version instead of ${FIELDS.length}: ${FIELDS.join(", ")}`,
    );
  }
  const [chainId, contract, offer, quantity, holder, nonce, deadline, signature] = parts as Parts;
  return {
    chainId: number("chainId", chainId, { min: 1n, bits: 53 }),
    contract: address("contract", contract),
    offer: number("offer", offer, { min: 1n, bits: 256 }),
    quantity: number("quantity", quantity, { min: 1n, bits: 64 }),
    holder: address("holder", holder),
    nonce: number("nonce", nonce, { min: 0n, bits: 256 }),
    deadline: number("deadline", deadline, { min: 0n, bits: 64 }),
    signature: bytes("signature", signature),
  };
}

/** Why a gate refuses a code: for pages that say it in their own words. */
export type CodeRefusal = "OtherChain" | "OtherContract" | "OtherOffer" | "Ended";

interface Looked {
  readonly code: VoucherCode;
  /** The chain and the contract that the gate works with, and the offers it delivers. */
  readonly chainId: bigint;
  readonly contract: string;
  readonly offers: readonly bigint[];
  /** Seconds. */
  readonly now: bigint;
}

/** What a gate sees without asking the chain: why it refuses the code by name, or undefined when it does not. */
export function refusalNameOf({ code, chainId, contract, offers, now }: Looked): CodeRefusal | undefined {
  if (code.chainId !== chainId) return "OtherChain";
  if (code.contract.toLowerCase() !== contract.toLowerCase()) return "OtherContract";
  if (!offers.includes(code.offer)) return "OtherOffer";
  return now > code.deadline ? "Ended" : undefined;
}

/** The same as the end of a sentence. */
export function refusalOf(looked: Looked): string | undefined {
  const { code, chainId, contract, now } = looked;
  switch (refusalNameOf(looked)) {
    case "OtherChain":
      return `the code is for chain ${code.chainId}, not for ${chainId}`;
    case "OtherContract":
      return `the code is for the contract ${code.contract}, not for ${contract}`;
    case "OtherOffer":
      return `offer ${code.offer} is not delivered here`;
    case "Ended":
      return `the code was good until ${code.deadline}, and it is ${now}`;
    case undefined:
      return undefined;
  }
}

// ---------------------------------------------------------------- internals

type Parts = [string, string, string, string, string, string, string, string];

const wrong = (field: string, why: string): never => {
  throw new VoucherCodeError(`is wrong in ${field}: ${why}`);
};

function number(
  field: string,
  written: string,
  { min, bits }: { readonly min: bigint; readonly bits: number },
): bigint {
  const isNumber = /^(?:0|[1-9]\d{0,77})$/.test(written);
  const value = isNumber ? BigInt(written) : -1n;
  if (value >= min && value < 1n << BigInt(bits)) return value;
  return wrong(field, `expected a whole number from ${min} to 2^${bits} − 1 without leading zeros`);
}

function address(field: string, digits: string): Address {
  if (!/^[0-9A-F]{40}$/.test(digits)) return wrong(field, "expected 40 hexadecimal digits");
  if (/^0+$/.test(digits)) return wrong(field, "must not be the zero address");
  return OxAddress.checksum(`0x${digits.toLowerCase()}`);
}

function bytes(field: string, digits: string): Hex {
  if (!/^(?:[0-9A-F]{2})+$/.test(digits)) {
    return wrong(field, "expected an even number of hexadecimal digits");
  }
  if (digits.length > 2 * MAX_SIGNATURE) return wrong(field, `must be ${MAX_SIGNATURE} bytes at most`);
  return `0x${digits.toLowerCase()}`;
}
