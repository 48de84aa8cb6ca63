/** Stakes: where a holder becomes a voice. Tokens with 18 decimals. */
import { stakeAbi } from "../../abi/Stake.ts";
import type { Address, Call, Hex } from "../../types.ts";
import { spending, type Allowing } from "../allowing.ts";
import { callsTo, type For } from "../call-of.ts";

const call = /* @__PURE__ */ callsTo(stakeAbi, "stake");

/** Stakes tokens of the caller. */
export const stake = ({ organisation, amount, ...allowing }: For<Allowing & { amount: bigint }>): Call[] =>
  spending({
    ...allowing,
    token: organisation.token,
    spender: organisation.stake,
    amount,
    call: call(organisation, "stake", amount),
    withPermit: ({ deadline, v, r, s }) => call(organisation, "stakeWithPermit", amount, deadline, v, r, s),
  });

/** Stakes tokens of the caller in the name of `account`, whose they are from then on. */
export const stakeFor = ({
  organisation,
  account,
  amount,
  ...allowing
}: For<Allowing & { account: Address; amount: bigint }>): Call[] =>
  spending({
    ...allowing,
    token: organisation.token,
    spender: organisation.stake,
    amount,
    call: call(organisation, "stakeFor", account, amount),
  });

/** Takes out of the caller's stake what nothing holds. */
export const unstake = ({
  organisation,
  amount,
  recipient,
}: For<{ amount: bigint; recipient: Address }>): Call[] => [call(organisation, "unstake", amount, recipient)];

/** What holds a stake: matter `id` of the contract `forum`, under the forum's `tag` (255: a veto). */
export interface Hold {
  readonly forum: Address;
  readonly id: bigint;
  readonly tag: number;
  readonly account: Address;
}

/** Ends a hold whose matter is over; anyone may. */
export const close = ({ organisation, forum, id, tag, account }: For<Hold>): Call[] => [
  call(organisation, "close", forum, id, tag, account),
];

/** Vetoes an operation that waits in the timelock, with the caller's stake. */
export const vetoDecision = ({ organisation, operation }: For<{ operation: Hex }>): Call[] => [
  call(organisation, "vetoDecision", operation),
];

/** Takes the caller's veto back: at once below the threshold, otherwise a week later. */
export const takeBackVeto = ({ organisation, forum, id }: For<{ forum: Address; id: bigint }>): Call[] => [
  call(organisation, "takeBackVeto", forum, id),
];

/** Consents with the caller's stake to dissolve the organisation. */
export const consentToDissolve = ({ organisation }: For<unknown>): Call[] => [
  call(organisation, "consentToDissolve"),
];

/** Takes that back before the notice. */
export const takeBackConsent = ({ organisation }: For<unknown>): Call[] => [
  call(organisation, "takeBackConsent"),
];

/** Lowers what consent is measured by to what circulates now; anyone may. */
export const lowerDissolution = ({ organisation }: For<unknown>): Call[] => [
  call(organisation, "lowerDissolution"),
];

/** Ends the hold of a consent whose round is over; anyone may. */
export const closeConsent = ({
  organisation,
  round,
  account,
}: For<{ round: bigint; account: Address }>): Call[] => [call(organisation, "closeConsent", round, account)];

/** Sends what came here past the functions to the treasury; anyone may. */
export const sweep = ({ organisation }: For<unknown>): Call[] => [call(organisation, "sweep")];

/** Takes out of a founder's stake what it lost; anyone may. */
export const forfeit = ({ organisation, account }: For<{ account: Address }>): Call[] => [
  call(organisation, "forfeit", account),
];

/** Records that enough circulates to decide; anyone may. */
export const mature = ({ organisation }: For<unknown>): Call[] => [call(organisation, "mature")];
