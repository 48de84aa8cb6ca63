/** Presale, resources and production budget. Amounts are asset units, of tokens 18 decimals; moments are seconds. */
import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

export const presale = onchainTable("presale", (t) => ({
  presale: t.hex().primaryKey(),
  trustee: t.hex(),
  candidate: t.hex(),
  price: t.bigint().notNull(),
  minimum: t.bigint().notNull(),
  maximum: t.bigint().notNull(),
  opens: t.bigint().notNull(),
  closes: t.bigint().notNull(),
  releaseBy: t.bigint().notNull(),
  /** Given in all, whatever was refunded. */
  given: t.bigint().notNull(),
  refunded: t.bigint().notNull(),
  /** The newest refunds; null before the first. */
  refundRound: t.bigint(),
  refundsFrom: t.bigint(),
  refundsUntil: t.bigint(),
  releasedAt: t.bigint(),
  soldTokens: t.bigint(),
  founderTokens: t.bigint(),
  toReserve: t.bigint(),
  toBudget: t.bigint(),
  dissolvedAt: t.bigint(),
}));

/** What an account's position is made of; of one that was passed on, its recipient's. */
export const partner = onchainTable(
  "partner",
  (t) => ({
    presale: t.hex().notNull(),
    account: t.hex().notNull(),
    /** Given and not refunded. */
    contributed: t.bigint().notNull(),
    resourceTokens: t.bigint().notNull(),
    claimed: t.boolean().notNull(),
    /** To whom it is offered. */
    offeredTo: t.hex(),
    /** Who was passed on what the account had. */
    passedOnTo: t.hex(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.presale, table.account] }),
    account: index().on(table.account),
  }),
);

export const resourceState = onchainEnum("resource_state", [
  "Offered",
  "Accepted",
  "Returned",
  "Withdrawn",
  "Delivered",
]);

export const resource = onchainTable(
  "resource",
  (t) => ({
    custody: t.hex().notNull(),
    id: t.bigint().notNull(),
    offerer: t.hex().notNull(),
    state: resourceState().notNull(),
    value: t.bigint().notNull(),
    deedHash: t.hex().notNull(),
    uri: t.text().notNull(),
    nftContract: t.hex().notNull(),
    nftId: t.bigint().notNull(),
    /** What it was accepted for, and as part of whose position; null before. */
    tokens: t.bigint(),
    holder: t.hex(),
    offeredAt: t.bigint().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.custody, table.id] }) }),
);

/** The production budget: received = paid + owed + what no milestone has settled. */
export const budget = onchainTable("budget", (t) => ({
  budget: t.hex().primaryKey(),
  received: t.bigint().notNull(),
  receivedAt: t.bigint().notNull(),
  /** How long after a milestone's date it can still be approved (seconds). */
  gracePeriod: t.bigint().notNull(),
  paid: t.bigint().notNull(),
  /** To the partners, fetched or not. */
  owed: t.bigint().notNull(),
  fetched: t.bigint().notNull(),
}));

export const milestoneState = onchainEnum("milestone_state", [
  "Planned",
  "Approved",
  "Paid",
  "Refused",
  "Missed",
]);

export const milestone = onchainTable(
  "milestone",
  (t) => ({
    budget: t.hex().notNull(),
    /** From 0. */
    index: t.bigint().notNull(),
    bps: t.integer().notNull(),
    descriptionHash: t.hex().notNull(),
    state: milestoneState().notNull(),
    dueAt: t.bigint().notNull(),
    /** Its last approval, and the end of that one's window; null and 0 without one. */
    approvedAt: t.bigint(),
    objectionsEnd: t.bigint().notNull(),
    /** Asset units that object to its last approval. */
    objecting: t.bigint().notNull(),
    /** What it brought the treasury or is owed to the partners, once settled. */
    amount: t.bigint(),
    settledAt: t.bigint(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.budget, table.index] }) }),
);
