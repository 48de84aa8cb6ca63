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
import {
  getAddress,
  getBytes,
  hexlify,
  type Signer,
  type TypedDataDomain,
  type TypedDataField,
} from "ethers";
import { z } from "zod";
import { fieldErrorOf } from "./cli.ts";

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

/** What a wallet is asked to sign, as `signer.signTypedData(domain, types, value)` takes it. */
export function typedDataOf({ chainId, contract, offer, quantity, holder, nonce, deadline }: Redemption): {
  readonly domain: TypedDataDomain;
  readonly types: Record<string, TypedDataField[]>;
  readonly value: Readonly<Record<string, string | bigint>>;
} {
  return {
    domain: { name: "PartnerAcceptance", version: "1", chainId, verifyingContract: contract },
    types: {
      Redemption: [
        { name: "holder", type: "address" },
        { name: "offer", type: "uint256" },
        { name: "quantity", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    value: { holder, offer, quantity, nonce, deadline },
  };
}

/** Has the holder's key, or the key of the contract that is the holder, sign. */
export async function signRedemption(
  signer: Pick<Signer, "signTypedData">,
  redemption: Redemption,
): Promise<VoucherCode> {
  const { domain, types, value } = typedDataOf(redemption);
  return { ...redemption, signature: await signer.signTypedData(domain, types, value) };
}

/** What `redeemFor` and `redeemMany` take: the code, and how many of the vouchers it was signed for are redeemed. */
export function redemptionOf(code: VoucherCode, quantity: bigint = code.quantity) {
  const { holder, offer, nonce, deadline, signature } = code;
  return { holder, offer, signed: code.quantity, quantity, nonce, deadline, signature };
}

/** The text to show as a QR code. */
export function encodeVoucherCode(code: VoucherCode): string {
  const { chainId, contract, offer, quantity, holder, nonce, deadline, signature } = code;
  const hex = (bytes: string): string => hexlify(getBytes(bytes)).slice(2).toUpperCase();
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
  const parsed = fields.safeParse(Object.fromEntries(FIELDS.map((name, at) => [name, parts[at]])));
  if (!parsed.success) throw new VoucherCodeError(`is wrong in ${fieldErrorOf(parsed.error)}`);
  return parsed.data;
}

/** What a gate sees without asking the chain: why it refuses the code, or undefined when it does not. */
export function refusalOf({
  code,
  chainId,
  contract,
  offers,
  now,
}: {
  readonly code: VoucherCode;
  /** The chain and the contract that the gate works with, and the offers it delivers. */
  readonly chainId: bigint;
  readonly contract: string;
  readonly offers: readonly bigint[];
  /** Seconds. */
  readonly now: bigint;
}): string | undefined {
  if (code.chainId !== chainId) return `the code is for chain ${code.chainId}, not for ${chainId}`;
  if (getAddress(code.contract) !== getAddress(contract)) {
    return `the code is for the contract ${code.contract}, not for ${contract}`;
  }
  if (!offers.includes(code.offer)) return `offer ${code.offer} is not delivered here`;
  if (now > code.deadline) return `the code was good until ${code.deadline}, and it is ${now}`;
  return undefined;
}

// ---------------------------------------------------------------- internals

function number({ min, bits }: { readonly min: bigint; readonly bits: number }) {
  const expected = `expected a whole number from ${min} to 2^${bits} − 1 without leading zeros`;
  return z
    .string()
    .regex(/^(?:0|[1-9]\d{0,77})$/, { error: expected, abort: true })
    .transform(BigInt)
    .refine((value) => value >= min && value < 1n << BigInt(bits), { error: expected });
}

const address = z
  .string()
  .regex(/^[0-9A-F]{40}$/, { error: "expected 40 hexadecimal digits", abort: true })
  .refine((digits) => /[^0]/.test(digits), { error: "must not be the zero address" })
  .transform((digits) => getAddress(`0x${digits.toLowerCase()}`));

const fields = z.object({
  chainId: number({ min: 1n, bits: 53 }),
  contract: address,
  offer: number({ min: 1n, bits: 256 }),
  quantity: number({ min: 1n, bits: 64 }),
  holder: address,
  nonce: number({ min: 0n, bits: 256 }),
  deadline: number({ min: 0n, bits: 64 }),
  signature: z
    .string()
    .regex(/^(?:[0-9A-F]{2})+$/, { error: "expected an even number of hexadecimal digits", abort: true })
    .max(2 * MAX_SIGNATURE, { error: `must be ${MAX_SIGNATURE} bytes at most` })
    .transform((digits) => `0x${digits.toLowerCase()}`),
});
