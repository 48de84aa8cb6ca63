/** Reading what recognition owes to an account. */
import { divideReward, producerPart, reviewerPart } from "../../market/rewards.ts";
import type { Address, Rpc } from "../../types.ts";
import { contractsAt } from "../contracts.ts";
import type { Contribution, Epoch } from "../lists.ts";
import type { Organisation } from "../open.ts";
import type { ContractViews } from "../organisation.ts";
import { askPart, listOf, mapped, one, together, type Part } from "../parts.ts";
import { read } from "../read.ts";
import { readInvolvement, type Involvement } from "./involvement.ts";
import type { OwedAward, OwedDeposit, OwedEpoch, OwedRecognition, OwedReward } from "./owed.ts";

type Addresses = Pick<Organisation, "addresses">;

/** What recognition owes to an account as of `block`; `contracts` are the organisation's views then. */
export async function readOwed({
  rpc,
  organisation,
  account,
  block,
  contracts,
  signal,
}: {
  readonly rpc: Rpc;
  readonly organisation: Pick<Organisation, "addresses" | "block">;
  readonly account: Address;
  readonly block: bigint;
  readonly contracts: ContractViews;
  readonly signal?: AbortSignal | undefined;
}): Promise<OwedRecognition> {
  const involvement = await readInvolvement({ rpc, organisation, account, block, signal });
  const { shares, submitted, delivered, reviewed, claimed } = involvement;
  const ids = new Set([...shares.keys(), ...submitted, ...delivered, ...reviewed]);
  const { contributions, epochs } = await askPart(
    rpc,
    together({
      contributions: contributionReads(
        organisation,
        [...ids].sort((a, b) => (a < b ? -1 : 1)),
      ),
      epochs: epochReads(organisation, contracts.epochs.epochCount),
    }),
    { block },
  );
  signal?.throwIfAborted();
  const accepted = contributions.filter(({ status, award }) => status === "Accepted" && award > 0n);
  const running = contracts.issuance.runningBatch;
  const { payments, live, due } = await askPart(
    rpc,
    together({
      payments: listOf(
        accepted.map((contribution) => paymentReads({ organisation, contribution, account, running })),
      ),
      live: listOf(epochs.map((epoch) => epochPart({ organisation, epoch, claimed, running }))),
      due: dueDeposits(organisation, [...delivered]),
    }),
    { block },
  );
  const parts = payments.map((payment) => partsOf({ payment, account, involvement }));
  return {
    awards: parts.flatMap(({ award }) => award ?? []).filter(isOwed),
    reviewRewards: parts.flatMap(({ reward }) => reward ?? []).filter(isOwed),
    epochs: live,
    deposits: [...heldDeposits(contributions, involvement), ...due],
  };
}

/** A leaf of an epoch's ledger. */
export interface EpochLeaf {
  readonly epoch: bigint;
  readonly index: bigint;
  readonly amount: bigint;
}

/** What is paid for leaves of epochs' ledgers, and whether it was; nothing is due before an epoch opens. */
export function leafReads({
  organisation,
  leaves,
}: {
  readonly organisation: Addresses;
  readonly leaves: readonly EpochLeaf[];
}): Part<readonly (EpochLeaf & { readonly isClaimed: boolean; readonly due: bigint })[]> {
  const { epochs } = contractsAt(organisation.addresses);
  return listOf(
    leaves.map((leaf) =>
      mapped(
        together({
          isClaimed: one(read({ ...epochs, functionName: "isClaimed", args: [leaf.epoch, leaf.index] })),
          payout: one(read({ ...epochs, functionName: "payoutOf", args: [leaf.epoch, leaf.amount] })),
        }),
        ({ isClaimed, payout }) => ({ ...leaf, isClaimed, due: isClaimed ? 0n : payout }),
      ),
    ),
  );
}

// ---------------------------------------------------------------- awards

type RunningBatch = ContractViews["issuance"]["runningBatch"];

/** An award in issuance. */
interface Payment {
  readonly award: bigint;
  readonly batch: bigint;
  readonly entered: bigint;
  /** By now, and if the running batch were paid now. */
  readonly paid: bigint;
  readonly expected: bigint;
  readonly isFinal: boolean;
  /** Whether nothing would be paid after the running batch. */
  readonly isLast: boolean;
  readonly nextPayment: bigint | undefined;
}

function awardReads({
  organisation,
  award,
  running,
}: {
  readonly organisation: Addresses;
  readonly award: bigint;
  readonly running: RunningBatch;
}): Part<Payment> {
  const { issuance } = contractsAt(organisation.addresses);
  return mapped(
    together({
      stored: one(read({ ...issuance, functionName: "awardOf", args: [award] })),
      now: one(read({ ...issuance, functionName: "paidOf", args: [award] })),
      expected: one(read({ ...issuance, functionName: "previewPaid", args: [award] })),
    }),
    ({ stored: { batch, entered }, now: { paid, isFinal }, expected }) => ({
      ...{ award, batch, entered, paid, expected, isFinal },
      isLast: isFinal || expected === entered || running.number >= batch + 2n,
      nextPayment: isFinal ? undefined : running.end,
    }),
  );
}

/** What was paid for a contribution, and sent to an account of it. */
interface ContributionPayment extends Payment {
  readonly contribution: Contribution;
  readonly sent: bigint;
  /** As reviewer. */
  readonly reward: bigint;
}

function paymentReads({
  organisation,
  contribution,
  account,
  running,
}: {
  readonly organisation: Addresses;
  readonly contribution: Contribution;
  readonly account: Address;
  readonly running: RunningBatch;
}): Part<ContributionPayment> {
  const { registry } = contractsAt(organisation.addresses);
  const { id, award } = contribution;
  return mapped(
    together({
      payment: awardReads({ organisation, award, running }),
      sent: one(read({ ...registry, functionName: "paidTo", args: [id, account] })),
      reward: one(read({ ...registry, functionName: "reviewRewardOf", args: [id, account] })),
    }),
    ({ payment, sent, reward }) => ({ ...payment, contribution, sent, reward }),
  );
}

/** What an account has of a contribution, as one of those who made it and as reviewer. */
function partsOf({
  payment,
  account,
  involvement,
}: {
  readonly payment: ContributionPayment;
  readonly account: Address;
  readonly involvement: Involvement;
}): { readonly award: OwedAward | undefined; readonly reward: OwedReward | undefined } {
  const { contribution, award, batch, nextPayment, paid, expected, entered, isFinal, isLast, sent } = payment;
  const { id, isOverruled, approvals, objections } = contribution;
  const shares = involvement.shares.get(id) ?? [];
  const share = shares.find((each) => each.account.toLowerCase() === account.toLowerCase());
  const of = (sum: bigint, final: boolean): { readonly made: bigint; readonly reviewed: bigint } => {
    const reviewerBps = isOverruled ? 0n : contribution.reviewerRewardBps;
    const { producers, reviewers } = divideReward({ paid: sum, reviewerBps });
    return {
      made: producerPart({ producers, shares, account, isFinal: final }),
      reviewed: involvement.reviewed.has(id)
        ? reviewerPart({ reviewers, count: approvals + objections })
        : 0n,
    };
  };
  const [now, soon, most] = [of(paid, isFinal), of(expected, isLast), of(entered, true)];
  const takenAsReviewer = now.reviewed - payment.reward;
  const reward = (key: "made" | "reviewed", taken: bigint): OwedReward => ({
    ...{ contribution: id, award, batch, nextPayment, taken, paid: now[key] },
    ...{ due: now[key] - taken, expected: soon[key], entered: most[key] },
  });
  return {
    award: share && { ...reward("made", sent - takenAsReviewer), bps: BigInt(share.bps) },
    reward: most.reviewed > 0n ? reward("reviewed", takenAsReviewer) : undefined,
  };
}

function isOwed({ due, nextPayment }: OwedReward): boolean {
  return due > 0n || nextPayment !== undefined;
}

// ---------------------------------------------------------------- the rest

function contributionReads({ addresses }: Addresses, ids: readonly bigint[]): Part<readonly Contribution[]> {
  const { registry } = contractsAt(addresses);
  return listOf(
    ids.map((id) =>
      mapped(one(read({ ...registry, functionName: "contribution", args: [id] })), (c) => ({ id, ...c })),
    ),
  );
}

type StoredEpoch = Omit<Epoch, "claimed">;

/** Those that are active or open. */
function epochReads({ addresses }: Addresses, count: bigint): Part<readonly StoredEpoch[]> {
  const { epochs } = contractsAt(addresses);
  const all = Array.from({ length: Number(count) }, (_, at) => {
    const id = BigInt(at) + 1n;
    return mapped(one(read({ ...epochs, functionName: "epochAt", args: [id] })), (epoch) => ({
      id,
      ...epoch,
    }));
  });
  return mapped(listOf(all), (each) => each.filter(({ status }) => status === "Active" || status === "Open"));
}

function epochPart({
  organisation,
  epoch: { id, status, award, total, paid, expiresAt },
  claimed,
  running,
}: {
  readonly organisation: Addresses;
  readonly epoch: StoredEpoch;
  readonly claimed: Involvement["claimed"];
  readonly running: RunningBatch;
}): Part<OwedEpoch> {
  return mapped(awardReads({ organisation, award, running }), (payment) => ({
    ...{ epoch: id, award, batch: payment.batch, total, claimed: claimed.get(id) ?? 0n },
    nextPayment: payment.nextPayment,
    ...(status === "Open"
      ? { status, paid, expected: paid, claimsUntil: expiresAt }
      : { status: "Active", paid: payment.paid, expected: payment.expected, claimsUntil: undefined }),
  }));
}

function heldDeposits(
  contributions: readonly Contribution[],
  { submitted, delivered }: Involvement,
): OwedDeposit[] {
  return contributions
    .filter(({ id, status, deposit }) => {
      const isOwn = submitted.has(id) || delivered.has(id);
      return isOwn && status === "Submitted" && deposit > 0n;
    })
    .map(({ id, deposit, quorum, approvals, objections }) => ({
      ...{ contribution: id, amount: deposit, state: "held" },
      isAtRisk: objections >= quorum && objections > approvals,
    }));
}

function dueDeposits({ addresses }: Addresses, delivered: readonly bigint[]): Part<readonly OwedDeposit[]> {
  const { proposals } = contractsAt(addresses);
  const reads = delivered.map((contribution) =>
    mapped(
      one(read({ ...proposals, functionName: "depositDue", args: [contribution] })),
      (amount): OwedDeposit => ({ contribution, amount, state: "due", isAtRisk: false }),
    ),
  );
  return mapped(listOf(reads), (deposits) => deposits.filter(({ amount }) => amount > 0n));
}
