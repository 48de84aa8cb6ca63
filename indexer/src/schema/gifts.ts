/** What was given to all holders, by source. Amounts are asset units, moments seconds. */
import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

/** A gift that reached the reserve. */
export const gift = onchainTable(
  "gift",
  (t) => ({
    id: t.text().primaryKey(),
    reserve: t.hex().notNull(),
    /** "donation"; "absorbed"; of other gifts the contract of the suite that gave, or "account". */
    source: t.text().notNull(),
    giver: t.hex().notNull(),
    payer: t.hex().notNull(),
    amount: t.bigint().notNull(),
    note: t.text().notNull(),
    block: t.bigint().notNull(),
    time: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({ reserve: index().on(table.reserve, table.time), giver: index().on(table.giver) }),
);

/** All gifts of a source. */
export const giftSource = onchainTable(
  "gift_source",
  (t) => ({
    reserve: t.hex().notNull(),
    source: t.text().notNull(),
    gifts: t.integer().notNull(),
    amount: t.bigint().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.reserve, table.source] }) }),
);

/** What an account donated, ever. */
export const donor = onchainTable(
  "donor",
  (t) => ({ reserve: t.hex().notNull(), account: t.hex().notNull(), donated: t.bigint().notNull() }),
  (table) => ({
    key: primaryKey({ columns: [table.reserve, table.account] }),
    account: index().on(table.account),
  }),
);

export const pledgeForm = onchainEnum("pledge_form", ["None", "Verified", "Conditional", "Goal", "Matching"]);

export const pledge = onchainTable(
  "pledge",
  (t) => ({
    pledgeBook: t.hex().notNull(),
    id: t.bigint().notNull(),
    donor: t.hex().notNull(),
    form: pledgeForm().notNull(),
    /** The verifier or the condition; the zero address for other forms. */
    arbiter: t.hex().notNull(),
    data: t.hex().notNull(),
    uri: t.text().notNull(),
    amount: t.bigint().notNull(),
    /** The first second in which nothing can meet it any more. */
    deadline: t.bigint().notNull(),
    pledgedAt: t.bigint().notNull(),
    met: t.boolean().notNull(),
    declined: t.boolean().notNull(),
    passedOn: t.bigint().notNull(),
    returned: t.boolean().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.pledgeBook, table.id] }),
    donor: index().on(table.donor),
  }),
);

export const standingGift = onchainTable(
  "standing_gift",
  (t) => ({
    id: t.bigint().primaryKey(),
    /** The token of the organisation that it is for. */
    token: t.hex().notNull(),
    donor: t.hex().notNull(),
    amount: t.bigint().notNull(),
    /** seconds */
    interval: t.bigint().notNull(),
    note: t.text().notNull(),
    startedAt: t.bigint().notNull(),
    paid: t.bigint().notNull(),
    payments: t.integer().notNull(),
    lastInterval: t.bigint(),
    cancelled: t.boolean().notNull(),
  }),
  (table) => ({ token: index().on(table.token), donor: index().on(table.donor) }),
);
