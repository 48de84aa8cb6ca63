/** Proposals of production, decisions, the treasury's operations, and roles. Amounts are tokens (18 decimals). */
import { index, onchainTable, primaryKey, relations } from "ponder";

/** A call for production. */
export const proposal = onchainTable(
  "proposal",
  (t) => ({
    proposals: t.hex().notNull(),
    id: t.bigint().notNull(),
    proposer: t.hex().notNull(),
    goal: t.bigint().notNull(),
    reward: t.bigint().notNull(),
    deadline: t.bigint().notNull(),
    deliverBy: t.bigint().notNull(),
    backersBps: t.integer().notNull(),
    kind: t.integer().notNull(),
    deliverers: t.json().notNull(),
    contentHash: t.hex().notNull(),
    uri: t.text().notNull(),
    termsHash: t.hex().notNull(),
    openedAt: t.bigint().notNull(),
    raised: t.bigint().notNull(),
    fundedAt: t.bigint(),
    /** The contribution that delivered it last; null before. */
    contribution: t.bigint(),
    declinedBps: t.integer().notNull(),
    completed: t.boolean().notNull(),
    released: t.boolean().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.proposals, table.id] }) }),
);

/** What an account put on a proposal and did not take back, and what it was sent for it. */
export const backing = onchainTable(
  "backing",
  (t) => ({
    proposals: t.hex().notNull(),
    proposal: t.bigint().notNull(),
    backer: t.hex().notNull(),
    amount: t.bigint().notNull(),
    claimed: t.bigint().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.proposals, table.proposal, table.backer] }),
    backer: index().on(table.backer),
  }),
);

/** What is put to the vote. */
export const decision = onchainTable(
  "decision",
  (t) => ({
    governor: t.hex().notNull(),
    id: t.bigint().notNull(),
    proposer: t.hex().notNull(),
    targets: t.hex().array().notNull(),
    values: t.bigint().array().notNull(),
    calldatas: t.hex().array().notNull(),
    description: t.text().notNull(),
    proposedAt: t.bigint().notNull(),
    voteStart: t.bigint().notNull(),
    /** The last second of the vote; later ones extend it. */
    voteEnd: t.bigint().notNull(),
    votesFor: t.bigint().notNull(),
    votesAgainst: t.bigint().notNull(),
    votesAbstain: t.bigint().notNull(),
    /** When it can be carried out, once it is queued. */
    readyAt: t.bigint(),
    executedAt: t.bigint(),
    cancelledAt: t.bigint(),
    /** Only if it was lowered. */
    loweredQuorum: t.bigint(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.governor, table.id] }) }),
);

export const vote = onchainTable(
  "vote",
  (t) => ({
    governor: t.hex().notNull(),
    decision: t.bigint().notNull(),
    voter: t.hex().notNull(),
    /** 0 against, 1 for, 2 abstains. */
    support: t.integer().notNull(),
    weight: t.bigint().notNull(),
    reason: t.text().notNull(),
    time: t.bigint().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.governor, table.decision, table.voter] }),
    voter: index().on(table.voter),
  }),
);

/** With what an account vetoes a matter. */
export const veto = onchainTable(
  "veto",
  (t) => ({
    stake: t.hex().notNull(),
    /** The contract and the matter in it: a contribution, an epoch, an operation of the treasury. */
    forum: t.hex().notNull(),
    matter: t.bigint().notNull(),
    account: t.hex().notNull(),
    weight: t.bigint().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.stake, table.forum, table.matter, table.account] }),
    account: index().on(table.account),
  }),
);

/** A round of consent to dissolve. */
export const dissolutionRound = onchainTable(
  "dissolution_round",
  (t) => ({
    stake: t.hex().notNull(),
    /** From 1. */
    round: t.bigint().notNull(),
    openedAt: t.bigint().notNull(),
    consented: t.bigint().notNull(),
    /** More than this was needed at the last consent; less is when less circulates. */
    needed: t.bigint().notNull(),
    /** When enough consented, and from when until when the organisation can be dissolved; null before. */
    noticedAt: t.bigint(),
    from: t.bigint(),
    until: t.bigint(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.stake, table.round] }) }),
);

/** With what an account consents in a round. */
export const dissolutionConsent = onchainTable(
  "dissolution_consent",
  (t) => ({
    stake: t.hex().notNull(),
    round: t.bigint().notNull(),
    account: t.hex().notNull(),
    weight: t.bigint().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.stake, table.round, table.account] }),
    account: index().on(table.account),
  }),
);

/** What waits to be done by the treasury, or was. */
export const operation = onchainTable(
  "operation",
  (t) => ({
    timelock: t.hex().notNull(),
    id: t.hex().notNull(),
    scheduledAt: t.bigint().notNull(),
    readyAt: t.bigint().notNull(),
    predecessor: t.hex().notNull(),
    executedAt: t.bigint(),
    cancelledAt: t.bigint(),
    vetoed: t.boolean().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.timelock, table.id] }) }),
);

export const operationCall = onchainTable(
  "operation_call",
  (t) => ({
    timelock: t.hex().notNull(),
    /** The operation. */
    scheduled: t.hex().notNull(),
    index: t.bigint().notNull(),
    target: t.hex().notNull(),
    value: t.bigint().notNull(),
    data: t.hex().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.timelock, table.scheduled, table.index] }) }),
);

/** Who may do what: roles of the treasury, curators, issuers, gates, verified partners, owners. */
export const role = onchainTable(
  "role",
  (t) => ({
    contract: t.hex().notNull(),
    role: t.text().notNull(),
    account: t.hex().notNull(),
    /** For whom it acts, of a gate; else empty. */
    of: t.text().notNull(),
    since: t.bigint().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.contract, table.role, table.account, table.of] }),
    account: index().on(table.account),
  }),
);

export const proposalRelations = relations(proposal, ({ many }) => ({ backings: many(backing) }));

export const backingRelations = relations(backing, ({ one }) => ({
  of: one(proposal, {
    fields: [backing.proposals, backing.proposal],
    references: [proposal.proposals, proposal.id],
  }),
}));

export const decisionRelations = relations(decision, ({ many }) => ({ votes: many(vote) }));

export const voteRelations = relations(vote, ({ one }) => ({
  of: one(decision, { fields: [vote.governor, vote.decision], references: [decision.governor, decision.id] }),
}));

export const operationRelations = relations(operation, ({ many }) => ({ calls: many(operationCall) }));

export const operationCallRelations = relations(operationCall, ({ one }) => ({
  of: one(operation, {
    fields: [operationCall.timelock, operationCall.scheduled],
    references: [operation.timelock, operation.id],
  }),
}));

export const dissolutionRoundRelations = relations(dissolutionRound, ({ many }) => ({
  consents: many(dissolutionConsent),
}));

export const dissolutionConsentRelations = relations(dissolutionConsent, ({ one }) => ({
  of: one(dissolutionRound, {
    fields: [dissolutionConsent.stake, dissolutionConsent.round],
    references: [dissolutionRound.stake, dissolutionRound.round],
  }),
}));
