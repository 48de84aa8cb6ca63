/** Contributions, their reviews, epochs, and what issuance pays for both. Amounts are tokens (18 decimals), moments seconds. */
import { index, onchainEnum, onchainTable, primaryKey, relations } from "ponder";

/** Under which terms a registry takes contributions from now on, and an organisation's epochs are proposed. */
export const recognitionTerm = onchainTable("recognition_term", (t) => ({
  /** The registry, or the contract of epochs. */
  contract: t.hex().primaryKey(),
  /** How long a review, or a challenge, lasts (seconds). */
  window: t.bigint().notNull(),
  quorum: t.integer().notNull(),
  claimPeriod: t.bigint(),
  deposit: t.bigint().notNull(),
  reviewerRewardBps: t.integer().notNull(),
  curationStake: t.bigint().notNull(),
}));

export const kind = onchainTable(
  "kind",
  (t) => ({
    registry: t.hex().notNull(),
    kind: t.integer().notNull(),
    name: t.text().notNull(),
    maxReward: t.bigint().notNull(),
    active: t.boolean().notNull(),
    version: t.bigint().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.registry, table.kind] }) }),
);

export const contributionStatus = onchainEnum("contribution_status", [
  "Submitted",
  "Accepted",
  "Rejected",
  "Withdrawn",
]);

export const contribution = onchainTable(
  "contribution",
  (t) => ({
    registry: t.hex().notNull(),
    id: t.bigint().notNull(),
    submitter: t.hex().notNull(),
    kind: t.integer().notNull(),
    kindVersion: t.bigint().notNull(),
    /** Asked for. */
    reward: t.bigint().notNull(),
    shares: t.json().notNull(),
    contentHash: t.hex().notNull(),
    uri: t.text().notNull(),
    status: contributionStatus().notNull(),
    submittedAt: t.bigint().notNull(),
    /** The first second in which it can be decided, as things stand. */
    reviewEnd: t.bigint().notNull(),
    deposit: t.bigint().notNull(),
    /** Whether the deposit was returned or forfeited; null while it is kept, and without one. */
    depositReturned: t.boolean(),
    approvals: t.integer().notNull(),
    objections: t.integer().notNull(),
    decidedAt: t.bigint(),
    overruled: t.boolean().notNull(),
    /** Its award in issuance, and what of its reward could be entered. */
    award: t.bigint(),
    entered: t.bigint(),
    /** Sent to producers, and to reviewers. */
    paid: t.bigint().notNull(),
    paidToReviewers: t.bigint().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.registry, table.id] }),
    submitter: index().on(table.submitter),
  }),
);

export const review = onchainTable(
  "review",
  (t) => ({
    registry: t.hex().notNull(),
    contribution: t.bigint().notNull(),
    curator: t.hex().notNull(),
    approve: t.boolean().notNull(),
    note: t.text().notNull(),
    time: t.bigint().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.registry, table.contribution, table.curator] }),
    curator: index().on(table.curator),
  }),
);

export const epochStatus = onchainEnum("epoch_status", [
  "Proposed",
  "Rejected",
  "Withdrawn",
  "Void",
  "Active",
  "Open",
  "Expired",
]);

export const epoch = onchainTable(
  "epoch",
  (t) => ({
    epochs: t.hex().notNull(),
    id: t.bigint().notNull(),
    proposer: t.hex().notNull(),
    root: t.hex().notNull(),
    total: t.bigint().notNull(),
    count: t.bigint().notNull(),
    contentHash: t.hex().notNull(),
    uri: t.text().notNull(),
    formula: t.text().notNull(),
    status: epochStatus().notNull(),
    proposedAt: t.bigint().notNull(),
    /** The first second in which it can be activated, if nothing rejects it. */
    challengeEnd: t.bigint().notNull(),
    objections: t.integer().notNull(),
    award: t.bigint(),
    entered: t.bigint(),
    paid: t.bigint(),
    openedAt: t.bigint(),
    expiresAt: t.bigint(),
    claimed: t.bigint().notNull(),
    unclaimed: t.bigint(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.epochs, table.id] }) }),
);

export const epochObjection = onchainTable(
  "epoch_objection",
  (t) => ({
    epochs: t.hex().notNull(),
    epoch: t.bigint().notNull(),
    curator: t.hex().notNull(),
    note: t.text().notNull(),
    time: t.bigint().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.epochs, table.epoch, table.curator] }) }),
);

export const epochClaim = onchainTable(
  "epoch_claim",
  (t) => ({
    epochs: t.hex().notNull(),
    epoch: t.bigint().notNull(),
    index: t.bigint().notNull(),
    account: t.hex().notNull(),
    amount: t.bigint().notNull(),
    time: t.bigint().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.epochs, table.epoch, table.index] }),
    account: index().on(table.account),
  }),
);

/** What was recognised and is paid in one batch. */
export const award = onchainTable(
  "award",
  (t) => ({
    issuance: t.hex().notNull(),
    id: t.bigint().notNull(),
    /** The registry, or the contract of epochs. */
    issuer: t.hex().notNull(),
    batch: t.bigint().notNull(),
    asked: t.bigint().notNull(),
    entered: t.bigint().notNull(),
    taken: t.bigint().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.issuance, table.id] }) }),
);

/** What a batch of awards was paid so far. */
export const paidBatch = onchainTable(
  "paid_batch",
  (t) => ({ issuance: t.hex().notNull(), id: t.bigint().notNull(), paid: t.bigint().notNull() }),
  (table) => ({ key: primaryKey({ columns: [table.issuance, table.id] }) }),
);

export const contributionRelations = relations(contribution, ({ many }) => ({ reviews: many(review) }));

export const reviewRelations = relations(review, ({ one }) => ({
  of: one(contribution, {
    fields: [review.registry, review.contribution],
    references: [contribution.registry, contribution.id],
  }),
}));

export const epochRelations = relations(epoch, ({ many }) => ({
  objected: many(epochObjection),
  claims: many(epochClaim),
}));

export const epochObjectionRelations = relations(epochObjection, ({ one }) => ({
  of: one(epoch, {
    fields: [epochObjection.epochs, epochObjection.epoch],
    references: [epoch.epochs, epoch.id],
  }),
}));

export const epochClaimRelations = relations(epochClaim, ({ one }) => ({
  of: one(epoch, { fields: [epochClaim.epochs, epochClaim.epoch], references: [epoch.epochs, epoch.id] }),
}));
