/** Gifts to the common reserve, pledges and grants, and gifts that repeat. Amounts in asset units, times in seconds. */
import { liquidityReserveAbi } from "../../abi/LiquidityReserve.ts";
import { pledgeBookAbi } from "../../abi/PledgeBook.ts";
import { standingGiftsAbi } from "../../abi/StandingGifts.ts";
import type { Address, Call, Hex } from "../../types.ts";
import { spending, type Allowing } from "../allowing.ts";
import { callOf, callsTo, type For } from "../call-of.ts";

const reserveCall = /* @__PURE__ */ callsTo(liquidityReserveAbi, "reserve");
const pledgeCall = /* @__PURE__ */ callsTo(pledgeBookAbi, "pledgeBook");

interface Gift extends Allowing {
  readonly asset: Address;
  readonly amount: bigint;
}

/** Takes exactly the gift's amount, for the reserve or the book of pledges. */
const given = (
  { organisation, asset, amount, allowance, permit }: For<Gift>,
  spender: "reserve" | "pledgeBook",
  call: Call,
  atMost = false,
): Call[] =>
  spending({ token: asset, amount, allowance, permit, spender: organisation[spender], call, atMost });

/** Donates, with a public note. */
export const donate = ({ note, ...gift }: For<Gift & { note: string }>): Call[] =>
  given(gift, "reserve", reserveCall(gift.organisation, "donate", gift.amount, note));

/** Donates in the name of `donor`. */
export const donateFor = ({ donor, note, ...gift }: For<Gift & { donor: Address; note: string }>): Call[] =>
  given(gift, "reserve", reserveCall(gift.organisation, "donateFor", donor, gift.amount, note));

/** Gives without a name, as revenue. */
export const giveRevenue = (gift: For<Gift>): Call[] =>
  given(gift, "reserve", reserveCall(gift.organisation, "receiveGift", gift.amount));

/** Locks a gift until `verifier` confirms what it is promised for, before `deadline`. */
export const pledge = ({
  verifier,
  deadline,
  uri,
  ...gift
}: For<Gift & { verifier: Address; deadline: bigint; uri: string }>): Call[] =>
  given(gift, "pledgeBook", pledgeCall(gift.organisation, "pledge", gift.amount, verifier, deadline, uri));

/** Locks a gift until the contract `condition` says that it is met. */
export const pledgeOn = ({
  condition,
  data = "0x",
  deadline,
  uri,
  ...gift
}: For<Gift & { condition: Address; data?: Hex; deadline: bigint; uri: string }>): Call[] =>
  given(
    gift,
    "pledgeBook",
    pledgeCall(gift.organisation, "pledgeOn", gift.amount, condition, data, deadline, uri),
  );

/** Locks a gift until others have donated `goal` more. */
export const pledgeOnDonations = ({
  goal,
  deadline,
  uri,
  ...gift
}: For<Gift & { goal: bigint; deadline: bigint; uri: string }>): Call[] =>
  given(
    gift,
    "pledgeBook",
    pledgeCall(gift.organisation, "pledgeOnDonations", gift.amount, goal, deadline, uri),
  );

/** Locks a grant that doubles gifts of donors who choose it. */
export const pledgeMatching = ({
  deadline,
  uri,
  ...gift
}: For<Gift & { deadline: bigint; uri: string }>): Call[] =>
  given(gift, "pledgeBook", pledgeCall(gift.organisation, "pledgeMatching", gift.amount, deadline, uri));

/** Donates in the name of `donor`, doubled by grant `id` as far as it can. */
export const donateMatched = ({ id, donor, ...gift }: For<Gift & { id: bigint; donor: Address }>): Call[] =>
  given(gift, "pledgeBook", pledgeCall(gift.organisation, "donateMatched", id, gift.amount, donor));

/** Says that what a pledge was promised for has come true. Only its verifier. */
export const confirm = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  pledgeCall(organisation, "confirm", id),
];

/** Says that it will not: the donor can take it back. Only its verifier. */
export const decline = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  pledgeCall(organisation, "decline", id),
];

/** Finds that the condition or goal of a pledge is met; anyone may. `data` is what its condition asks for. */
export const fulfil = ({ organisation, id, data = "0x" }: For<{ id: bigint; data?: Hex }>): Call[] => [
  pledgeCall(organisation, "fulfil", id, data),
];

/** Sends a pledge that is owed to the reserve; anyone may. */
export const passOn = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  pledgeCall(organisation, "passOn", id),
];

/** Takes back what is left of a pledge after its deadline or the dissolution. Only its donor. */
export const reclaim = ({ organisation, id, recipient }: For<{ id: bigint; recipient: Address }>): Call[] => [
  pledgeCall(organisation, "reclaim", id, recipient),
];

/** What approvals call unlimited. */
const MOST = 2n ** 256n - 1n;

interface Standing {
  /** The chain's StandingGifts, of its address book. */
  readonly standingGifts: Address;
}

/**
 * Gives `amount` now and once each `interval`, as long as what is approved lasts: for so many `payments`, with the first. It is
 * the one approval that is meant to stay, as anyone may have what is due paid from it. `allowance` is what standing gifts of
 * the caller may take already, for this organisation and for others: this one's payments come on top of it.
 */
export const startStanding = ({
  organisation,
  standingGifts,
  asset,
  amount,
  interval,
  payments,
  note,
  allowance = 0n,
}: For<
  Standing & {
    asset: Address;
    amount: bigint;
    interval: bigint;
    payments: bigint;
    note: string;
    allowance?: bigint | undefined;
  }
>): Call[] =>
  spending({
    token: asset,
    spender: standingGifts,
    allowance,
    amount: allowance + amount * payments < MOST ? allowance + amount * payments : MOST,
    call: callOf({
      abi: standingGiftsAbi,
      address: standingGifts,
      functionName: "start",
      args: [organisation.token, amount, interval, note],
    }),
  });

/** Ends a gift that repeats, at once. Only its donor. */
export const cancelStanding = ({ standingGifts, id }: Standing & { readonly id: bigint }): Call[] => [
  callOf({ abi: standingGiftsAbi, address: standingGifts, functionName: "cancel", args: [id] }),
];

/** Has a payment that is due made; anyone may. */
export const payStanding = ({ standingGifts, id }: Standing & { readonly id: bigint }): Call[] => [
  callOf({ abi: standingGiftsAbi, address: standingGifts, functionName: "pay", args: [id] }),
];
