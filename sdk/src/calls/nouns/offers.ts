/** Partners' offers and their vouchers. Prices in tokens with 18 decimals, times in seconds, parts in bps. */
import { partnerAcceptanceAbi } from "../../abi/PartnerAcceptance.ts";
import type { Address, Call, Hex } from "../../types.ts";
import { spending, type Allowing } from "../allowing.ts";
import { callsTo, type For } from "../call-of.ts";

const call = /* @__PURE__ */ callsTo(partnerAcceptanceAbi, "partnerAcceptance");

/** What an offer says. */
export interface OfferTerms {
  readonly name: string;
  readonly uri: string;
  readonly price: bigint;
  readonly stock: bigint;
  readonly periodQuota: bigint;
  readonly period: bigint | number;
  readonly opens: bigint;
  readonly closes: bigint;
  readonly validUntil: bigint;
  readonly treasuryBps: bigint | number;
  /** What becomes of the tokens of redeemed vouchers. */
  readonly settlement: "Keep" | "Burn" | "Share" | bigint | number;
  readonly perAccount: bigint;
  readonly feeBps: bigint | number;
  readonly bound: boolean;
}

/** A holder's signed consent, as `redemptionOf` of `cdpo-sdk/vouchers` makes it of a code. */
export interface Redemption {
  readonly holder: Address;
  readonly offer: bigint;
  readonly signed: bigint;
  readonly quantity: bigint;
  readonly nonce: bigint;
  readonly deadline: bigint;
  readonly signature: Hex;
}

/** Publishes an offer, whose partner the caller becomes. */
export const publish = ({ organisation, terms }: For<{ terms: OfferTerms }>): Call[] => [
  call(organisation, "publish", terms),
];

/** Ends an offer for good. Only its partner. */
export const withdraw = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  call(organisation, "withdrawOffer", id),
];

/** Lets an account redeem vouchers of the caller's offers, or no longer. */
export const setGate = ({
  organisation,
  gate,
  allowed,
}: For<{ gate: Address; allowed: boolean }>): Call[] => [call(organisation, "setGate", gate, allowed)];

/** Tells readers what an offer's data says now; anyone may. */
export const refreshURI = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  call(organisation, "refreshURI", id),
];

/** Buys vouchers for `cost` (the price times the quantity), of the offer whose terms have `termsHash`: `offerTermsHash` of what was read. */
export const purchase = ({
  organisation,
  id,
  quantity,
  cost,
  termsHash,
  recipient,
  ...allowing
}: For<
  Allowing & { id: bigint; quantity: bigint; cost: bigint; termsHash: Hex; recipient: Address }
>): Call[] =>
  spending({
    ...allowing,
    token: organisation.token,
    spender: organisation.partnerAcceptance,
    amount: cost,
    call: call(organisation, "purchase", id, quantity, termsHash, recipient),
    withPermit: ({ deadline, v, r, s }) =>
      call(organisation, "purchaseWithPermit", id, quantity, termsHash, recipient, deadline, v, r, s),
  });

/** Redeems vouchers of the caller. */
export const redeem = ({ organisation, id, quantity }: For<{ id: bigint; quantity: bigint }>): Call[] => [
  call(organisation, "redeemVoucher", id, quantity),
];

/** Redeems vouchers by their holders' codes; of several, one that is refused leaves the others. Only partner and gates. */
export const redeemCodes = ({ organisation, codes }: For<{ codes: readonly Redemption[] }>): Call[] => {
  const [only] = codes;
  return codes.length === 1 && only !== undefined
    ? [call(organisation, "redeemFor", only)]
    : [call(organisation, "redeemMany", codes)];
};

/** Returns vouchers of the caller after the offer was withdrawn or they expired. */
export const returnVoucher = ({
  organisation,
  id,
  quantity,
  recipient,
}: For<{ id: bigint; quantity: bigint; recipient: Address }>): Call[] => [
  call(organisation, "returnVoucher", id, quantity, recipient),
];

/** Makes codes worthless that the caller signed; one call for each word of 256 nonces. */
export const cancelNonces = ({ organisation, nonces }: For<{ nonces: readonly bigint[] }>): Call[] => {
  const masks = new Map<bigint, bigint>();
  for (const nonce of nonces) {
    const word = nonce >> 8n;
    masks.set(word, (masks.get(word) ?? 0n) | (1n << (nonce & 255n)));
  }
  return [...masks].map(([word, mask]) => call(organisation, "cancelNonces", word, mask));
};

/** Passes vouchers on, where their offer lets that be. */
export const transfer = ({
  organisation,
  from,
  to,
  vouchers,
  data = "0x",
}: For<{
  from: Address;
  to: Address;
  vouchers: readonly { readonly id: bigint; readonly quantity: bigint }[];
  data?: Hex;
}>): Call[] => {
  const [only] = vouchers;
  if (vouchers.length === 1 && only !== undefined) {
    return [call(organisation, "safeTransferFrom", from, to, only.id, only.quantity, data)];
  }
  const [ids, quantities] = [vouchers.map(({ id }) => id), vouchers.map(({ quantity }) => quantity)];
  return [call(organisation, "safeBatchTransferFrom", from, to, ids, quantities, data)];
};

/** Lets `operator` pass on all vouchers of the caller, or no longer. */
export const setApprovalForAll = ({
  organisation,
  operator,
  approved,
}: For<{ operator: Address; approved: boolean }>): Call[] => [
  call(organisation, "setApprovalForAll", operator, approved),
];

/** Says under what name the organisation knows a partner; empty: it does not. Only the owner: through the timelock. */
export const setVerified = ({
  organisation,
  partner,
  name,
}: For<{ partner: Address; name: string }>): Call[] => [call(organisation, "setVerified", partner, name)];
