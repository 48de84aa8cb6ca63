/** Contributions, their review and award, and the budget of issuance. Tokens with 18 decimals, parts in bps, times in seconds. */
import { contributionRegistryAbi } from "../../abi/ContributionRegistry.ts";
import { issuanceAbi } from "../../abi/Issuance.ts";
import type { Address, Call, Hex } from "../../types.ts";
import { spending, type Allowing } from "../allowing.ts";
import { callsTo, type For } from "../call-of.ts";

const call = /* @__PURE__ */ callsTo(contributionRegistryAbi, "registry");
const issuanceCall = /* @__PURE__ */ callsTo(issuanceAbi, "issuance");

/** Whose part of an award it is. */
export interface Share {
  readonly account: Address;
  readonly bps: number;
}

/** What kinds of contribution are called; owners may rename them. */
export const KINDS = { production: 0, use: 1, maintenance: 2 } as const;

interface Submission extends Allowing {
  /** By its name, or the number of a kind that the organisation added. */
  readonly kind: keyof typeof KINDS | number;
  readonly reward: bigint;
  readonly shares: readonly Share[];
  readonly contentHash: Hex;
  readonly uri: string;
  /** What the registry asks for now (`incentives`); 0 where it takes none. */
  readonly deposit?: bigint | undefined;
}

/** Submits a contribution for review. */
export const submit = ({
  organisation,
  kind,
  reward,
  shares,
  contentHash,
  uri,
  deposit = 0n,
  ...allowing
}: For<Submission>): Call[] =>
  spending({
    ...allowing,
    token: organisation.token,
    spender: organisation.registry,
    amount: deposit,
    call: call(
      organisation,
      "submit",
      typeof kind === "number" ? kind : KINDS[kind],
      reward,
      shares,
      contentHash,
      uri,
    ),
  });

/** Takes a contribution back before it is decided on. Only who submitted it. */
export const withdraw = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  call(organisation, "withdraw", id),
];

/** Reviews a contribution, or several alike. Only curators and those whose stake makes them one. */
export const review = ({
  organisation,
  ids,
  approve,
  note = "",
}: For<{ ids: readonly bigint[]; approve: boolean; note?: string }>): Call[] => {
  const [only] = ids;
  return ids.length === 1 && only !== undefined
    ? [call(organisation, "review", only, approve, note)]
    : [call(organisation, "reviewMany", ids, approve, note)];
};

/** Vetoes a contribution with the caller's stake. */
export const veto = ({ organisation, id }: For<{ id: bigint }>): Call[] => [call(organisation, "veto", id)];

/** Decides on a contribution whose review is over; anyone may. */
export const decide = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  call(organisation, "decide", id),
];

/** Sends all parts of an award that was paid; anyone may, with the shares as submitted. */
export const settle = ({
  organisation,
  id,
  shares,
}: For<{ id: bigint; shares: readonly Share[] }>): Call[] => [call(organisation, "settle", id, shares)];

/** Sends one account its part of what was paid by now; anyone may. */
export const claimFor = ({
  organisation,
  id,
  shares,
  account,
}: For<{ id: bigint; shares: readonly Share[]; account: Address }>): Call[] => [
  call(organisation, "claimFor", id, shares, account),
];

/** Sends a reviewer their rewards of contributions; anyone may. */
export const collectReviewRewards = ({
  organisation,
  reviewer,
  ids,
}: For<{ reviewer: Address; ids: readonly bigint[] }>): Call[] => [
  call(organisation, "collectReviewRewards", reviewer, ids),
];

/** Pays the batches whose windows are over; anyone may. */
export const settleBatch = ({ organisation }: For<unknown>): Call[] => [issuanceCall(organisation, "settle")];

/** Enters an award into the running batch. Only who was named an issuer. */
export const enterAward = ({ organisation, amount }: For<{ amount: bigint }>): Call[] => [
  issuanceCall(organisation, "enter", amount),
];

/** Sends what an award was paid. Only its issuer. */
export const takeAward = ({ organisation, award, to }: For<{ award: bigint; to: Address }>): Call[] => [
  issuanceCall(organisation, "take", award, to),
];

// Only the owner: through the timelock.

/** Accepts a contribution that was vetoed or rejected, once. */
export const overrule = ({ organisation, id }: For<{ id: bigint }>): Call[] => [
  call(organisation, "overrule", id),
];

/** Names a curator, or no longer. */
export const setCurator = ({
  organisation,
  curator,
  allowed,
}: For<{ curator: Address; allowed: boolean }>): Call[] => [
  call(organisation, "setCurator", curator, allowed),
];

/** Sets the stake that makes a curator; 0: only who is named. */
export const setCurationStake = ({ organisation, amount }: For<{ amount: bigint }>): Call[] => [
  call(organisation, "setCurationStake", amount),
];

/** Sets the deposit of a submission and the reviewers' part. */
export const setIncentives = ({
  organisation,
  deposit,
  reviewerRewardBps,
}: For<{ deposit: bigint; reviewerRewardBps: number }>): Call[] => [
  call(organisation, "setIncentives", deposit, reviewerRewardBps),
];

/** Names a kind of contribution, and sets the most that it earns. */
export const setKind = ({
  organisation,
  kind,
  name,
  maxReward,
  active,
}: For<{ kind: number; name: string; maxReward: bigint; active: boolean }>): Call[] => [
  call(organisation, "setKind", kind, name, maxReward, active),
];

/** Sets how long is reviewed, and how many approvals it takes. */
export const setReviewTerms = ({
  organisation,
  window,
  quorum,
}: For<{ window: number; quorum: number }>): Call[] => [call(organisation, "setReviewTerms", window, quorum)];

/** Sets by how much the supply may grow in a window, and what of gifts may be issued, bps. */
export const setGrowth = ({
  organisation,
  closedBps,
  openBps,
  giftBps,
}: For<{ closedBps: number; openBps: number; giftBps: number }>): Call[] => [
  issuanceCall(organisation, "setGrowth", closedBps, openBps, giftBps),
];

/** Names an issuer, or no longer. */
export const setIssuer = ({
  organisation,
  issuer,
  allowed,
}: For<{ issuer: Address; allowed: boolean }>): Call[] => [
  issuanceCall(organisation, "setIssuer", issuer, allowed),
];
