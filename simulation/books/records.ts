/** What the books say of one contribution and one epoch, and where tokens come from. */

/** Where tokens come from; what batches paid and nobody fetched yet is of `batches`. */
export const ORIGINS = [
  "partners",
  "founders",
  "production",
  "use",
  "maintenance",
  "epochs",
  "batches",
  "market",
  "opening",
] as const;
export type Origin = (typeof ORIGINS)[number];

/** One contribution, as its events tell it; amounts in token wei. */
export interface ContributionRecord {
  readonly id: bigint;
  readonly kind: Origin;
  readonly reward: bigint;
  /** Number of its award, 0 before it is accepted. */
  award: bigint;
  /** Sent to its producers, and to its reviewers. */
  paid: bigint;
  paidToReviewers: bigint;
  /** How many times its producers were paid. */
  parts: number;
  status: "submitted" | "accepted" | "rejected";
  /** When the curators' approval lets it be decided, in seconds; 0 while only its window ends it. */
  decidedFrom: number;
}

/** One epoch, as its events tell it; amounts in token wei. */
export interface EpochRecord {
  readonly id: bigint;
  readonly total: bigint;
  /** Number of its award, 0 before it is activated. */
  award: bigint;
  /** What batches paid for it, once it is open. */
  paid: bigint;
  claimed: bigint;
  claims: number;
  status: "proposed" | "active" | "open";
}
