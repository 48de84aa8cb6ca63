/** Everything that happened, as it was said. */
import { index, onchainTable, primaryKey } from "ponder";

/** One event of a contract. */
export const activity = onchainTable(
  "activity",
  (t) => ({
    /** Of a later event it is a larger text. */
    id: t.text().primaryKey(),
    contract: t.hex().notNull(),
    /** The contract's name in the suite, and the event's. */
    source: t.text().notNull(),
    event: t.text().notNull(),
    /** What it said, by name: whole numbers are texts. */
    args: t.json().notNull(),
    block: t.bigint().notNull(),
    time: t.bigint().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
  }),
  (table) => ({ contract: index().on(table.contract, table.id) }),
);

/** An account that an event names. */
export const activityAccount = onchainTable(
  "activity_account",
  (t) => ({ account: t.hex().notNull(), activity: t.text().notNull() }),
  (table) => ({ key: primaryKey({ columns: [table.account, table.activity] }) }),
);
