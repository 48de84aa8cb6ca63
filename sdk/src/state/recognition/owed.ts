/** What recognition owes to an account, in types. Amounts are tokens of 18 decimals, rounded as the contracts do. */

/** Everything that recognition owes to an account. */
export interface OwedRecognition {
  /** Its parts of accepted contributions that were not taken whole, or of which more may be paid. */
  readonly awards: readonly OwedAward[];
  /** The same for what it reviewed. */
  readonly reviewRewards: readonly OwedReward[];
  /**
   * Epochs that may have an award for it. Whether one has, and how much, stands in the epoch's ledger and not on the chain:
   * with the leaf from there, {@link leafReads} tells what is due.
   */
  readonly epochs: readonly OwedEpoch[];
  /** Deposits of what it submitted, or delivered for a proposal. */
  readonly deposits: readonly OwedDeposit[];
}

/** An award in issuance, which batches pay. */
interface PaidByBatches {
  /** Its number in issuance. */
  readonly award: bigint;
  /** The batch that it was entered in, which pays it first; what is missing then is paid by the next two. */
  readonly batch: bigint;
  /**
   * When the next of these is paid (seconds): the end of the running batch, unless the market opens before, or nothing may be
   * issued then, when the batch goes on; undefined once no more will come.
   */
  readonly nextPayment: bigint | undefined;
}

/** What an account has of an accepted contribution. */
export interface OwedReward extends PaidByBatches {
  readonly contribution: bigint;
  /** What it has when all that was entered is paid. */
  readonly entered: bigint;
  /** What it has of what batches paid by now, taken or not. */
  readonly paid: bigint;
  /** What was sent to it. */
  readonly taken: bigint;
  /** What anyone can have sent to it now: `recognition.claimFor`, `recognition.collectReviewRewards`. */
  readonly due: bigint;
  /** What it would have of all payments if the running batch were paid now; others may still enter. */
  readonly expected: bigint;
}

/** What an account has as one of those who made a contribution. */
export interface OwedAward extends OwedReward {
  /** Its share of what they have, in bps. */
  readonly bps: bigint;
}

/** An epoch that was activated and whose claims are not over. */
export interface OwedEpoch extends PaidByBatches {
  readonly epoch: bigint;
  /** Anyone opens an active one once no more will be paid for it; claims begin then. */
  readonly status: "Active" | "Open";
  /** The sum of everyone's awards. */
  readonly total: bigint;
  /** What of it batches paid by now: everyone has the same part of their award. */
  readonly paid: bigint;
  /** What of it would be paid in all if the running batch were paid now; others may still enter. */
  readonly expected: bigint;
  /** Until when it can be claimed for sure (seconds); undefined before it is open. */
  readonly claimsUntil: bigint | undefined;
  /** What this account has claimed of it. */
  readonly claimed: bigint;
}

/** A deposit that was not given back. */
export interface OwedDeposit {
  readonly contribution: bigint;
  readonly amount: bigint;
  /**
   * It is held until the review ends, and then goes back by itself. That of a delivery goes to the proposals and is due then:
   * anyone can have it sent on, by `proposals.returnDeposit`.
   */
  readonly state: "held" | "due";
  /** Whether it would go to the treasury, as reviews stand: a quorum objects, and more object than approve. */
  readonly isAtRisk: boolean;
}
