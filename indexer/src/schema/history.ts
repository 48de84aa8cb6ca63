/** Everything that happened, as it was said. */
import { index, onchainTable, primaryKey, relations } from "ponder";

/** One event of a contract. */
export const event = onchainTable(
  "event",
  (t) => ({
    /** Of a later event it is a larger text. */
    id: t.text().primaryKey(),
    /** null of what concerns none in particular. */
    organisation: t.integer(),
    contract: t.hex().notNull(),
    /** The contract's name in the suite, and the event's. */
    source: t.text().notNull(),
    name: t.text().notNull(),
    /** What it said, by name: whole numbers are texts. */
    args: t.json().notNull(),
    block: t.bigint().notNull(),
    time: t.bigint().notNull(),
    transaction: t.hex().notNull(),
    logIndex: t.integer().notNull(),
  }),
  (table) => ({
    organisation: index().on(table.organisation, table.id),
    name: index().on(table.organisation, table.name, table.id),
    contract: index().on(table.contract, table.id),
  }),
);

/** An account that an event names; it repeats what the event's pages are filtered by. */
export const accountEvent = onchainTable(
  "account_event",
  (t) => ({
    account: t.hex().notNull(),
    eventId: t.text().notNull(),
    organisation: t.integer(),
    source: t.text().notNull(),
    name: t.text().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.account, table.eventId] }),
    organisation: index().on(table.organisation, table.account, table.eventId),
  }),
);

/** What a contract said before the factory said whose it is: nothing, once the launch is over. */
export const early = onchainTable("early", (t) => ({
  contract: t.hex().primaryKey(),
  events: t
    .json()
    .$type<readonly { readonly id: string; readonly accounts: readonly `0x${string}`[] }[]>()
    .notNull(),
}));

export const accountEventRelations = relations(accountEvent, ({ one }) => ({
  event: one(event, { fields: [accountEvent.eventId], references: [event.id] }),
}));
