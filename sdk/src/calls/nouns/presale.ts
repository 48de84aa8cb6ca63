/** What partners, founders, trustee and owner do in a presale. Amounts in asset units, times in seconds. */
import { presaleAbi } from "../../abi/Presale.ts";
import type { Address, Call, Hex } from "../../types.ts";
import { spending, type Allowing } from "../allowing.ts";
import { addressIn, callsTo, type For } from "../call-of.ts";

const call = /* @__PURE__ */ callsTo(presaleAbi, "presale");

interface Money extends Allowing {
  /** What the sale takes: the reserve's asset. */
  readonly asset: Address;
  readonly amount: bigint;
  /** Of the allowlist; empty where everybody may give. */
  readonly proof?: readonly Hex[] | undefined;
  /**
   * Whether the sale may have less room than `amount`, as it may where others give at the same time (the default): then what is
   * left of the approval is taken back by a call of its own.
   */
  readonly atMost?: boolean | undefined;
}

/** Gives up to `amount` to the sale: less, where it has less room. */
export const contribute = ({
  organisation,
  asset,
  amount,
  proof = [],
  atMost = true,
  ...allowing
}: For<Money>): Call[] =>
  spending({
    ...allowing,
    token: asset,
    spender: addressIn(organisation, "presale"),
    amount,
    call: call(organisation, "contribute", amount, proof),
    withPermit: ({ value, deadline, v, r, s }) =>
      call(organisation, "contributeWithPermit", value, proof, deadline, v, r, s),
    atMost,
  });

/** The same in the name of `account`, whose place in the sale it becomes. */
export const contributeFor = ({
  organisation,
  account,
  asset,
  amount,
  proof = [],
  atMost = true,
  ...allowing
}: For<Money & { account: Address }>): Call[] =>
  spending({
    ...allowing,
    token: asset,
    spender: addressIn(organisation, "presale"),
    amount,
    call: call(organisation, "contributeFor", account, amount, proof),
    atMost,
  });

/** Takes the caller's tokens after the release, once: what has vested goes to `recipient`, the rest is staked for the caller. */
export const claim = ({ organisation, recipient }: For<{ recipient: Address }>): Call[] => [
  call(organisation, "claim", recipient),
];

/** Takes the caller's money back while that is open. */
export const refund = ({ organisation, recipient }: For<{ recipient: Address }>): Call[] => [
  call(organisation, "refund", recipient),
];

/** Takes the money of `account` back, whose operator the caller is. */
export const refundFrom = ({
  organisation,
  account,
  recipient,
}: For<{ account: Address; recipient: Address }>): Call[] => [
  call(organisation, "refundFrom", account, recipient),
];

/** Lets `operator` have the caller refunded, or no longer. */
export const setOperator = ({
  organisation,
  operator,
  allowed,
}: For<{ operator: Address; allowed: boolean }>): Call[] => [
  call(organisation, "setOperator", operator, allowed),
];

/** Offers the caller's place in the sale, whole. */
export const offerPosition = ({ organisation, recipient }: For<{ recipient: Address }>): Call[] => [
  call(organisation, "offerPosition", recipient),
];

/** Takes a place that was offered to the caller. */
export const takePosition = ({
  organisation,
  account,
  proof = [],
}: For<{ account: Address; proof?: readonly Hex[] }>): Call[] => [
  call(organisation, "takePosition", account, proof),
];

/** Releases the money: the market opens, the rest becomes the production budget. Only the trustee. */
export const release = ({ organisation }: For<unknown>): Call[] => [call(organisation, "release")];

/** Announces another trustee: refunds are open for 14 days. Only the owner: through the timelock. */
export const announceTrustee = ({ organisation, candidate }: For<{ candidate: Address }>): Call[] => [
  call(organisation, "announceTrustee", candidate),
];

/** Takes the announcement back. Only the owner: through the timelock. */
export const cancelTrustee = ({ organisation }: For<unknown>): Call[] => [
  call(organisation, "cancelTrustee"),
];

/** Makes the announced candidate the trustee once refunds are closed; anyone may. */
export const completeTrustee = ({ organisation }: For<unknown>): Call[] => [
  call(organisation, "completeTrustee"),
];

/** Sends what came here past the functions to the treasury; anyone may. */
export const sweep = ({ organisation, token }: For<{ token: Address }>): Call[] => [
  call(organisation, "sweep", token),
];
