/** Organisations, who holds and stakes their tokens. Amounts of tokens have 18 decimals, moments are seconds. */
import { index, onchainTable, primaryKey } from "ponder";

/** An organisation that the factory launched, and where its contracts are; other tables name the contract they tell of. */
export const organisation = onchainTable("organisation", (t) => ({
  /** Its number in the factory's directory. */
  id: t.integer().primaryKey(),
  launcher: t.hex().notNull(),
  name: t.text().notNull(),
  symbol: t.text().notNull(),
  block: t.bigint().notNull(),
  time: t.bigint().notNull(),
  transaction: t.hex().notNull(),
  token: t.hex().notNull(),
  issuance: t.hex().notNull(),
  registry: t.hex().notNull(),
  epochs: t.hex().notNull(),
  stake: t.hex().notNull(),
  proposals: t.hex().notNull(),
  reserve: t.hex().notNull(),
  /** null in an organisation that grows its liquidity, as the next two. */
  presale: t.hex(),
  custody: t.hex(),
  budget: t.hex(),
  pledgeBook: t.hex().notNull(),
  licenceOffice: t.hex().notNull(),
  partnerAcceptance: t.hex().notNull(),
  timelock: t.hex().notNull(),
  governor: t.hex().notNull(),
}));

/** Which organisation a contract belongs to, and as which of its contracts. */
export const contract = onchainTable("contract", (t) => ({
  address: t.hex().primaryKey(),
  organisation: t.integer().notNull(),
  name: t.text().notNull(),
}));

/** Until when a contract is paused, or was; a pause ends by itself. */
export const pause = onchainTable("pause", (t) => ({
  contract: t.hex().primaryKey(),
  since: t.bigint().notNull(),
  until: t.bigint().notNull(),
}));

/** The supply of a token. */
export const token = onchainTable("token", (t) => ({
  address: t.hex().primaryKey(),
  supply: t.bigint().notNull(),
}));

/** How much of a token an account holds. */
export const holder = onchainTable(
  "holder",
  (t) => ({ token: t.hex().notNull(), account: t.hex().notNull(), balance: t.bigint().notNull() }),
  (table) => ({
    key: primaryKey({ columns: [table.token, table.account] }),
    account: index().on(table.account),
    balance: index().on(table.token, table.balance),
  }),
);

/** How much an account has staked; of a founder's, what is to be forfeited counts until it is taken out. */
export const staker = onchainTable(
  "staker",
  (t) => ({ stake: t.hex().notNull(), account: t.hex().notNull(), amount: t.bigint().notNull() }),
  (table) => ({
    key: primaryKey({ columns: [table.stake, table.account] }),
    account: index().on(table.account),
    amount: index().on(table.stake, table.amount),
  }),
);

/** What holds an account's stake: its votes, backings and vetoes that are not over. */
export const hold = onchainTable(
  "hold",
  (t) => ({
    stake: t.hex().notNull(),
    account: t.hex().notNull(),
    /** The contract and the matter in it. */
    forum: t.hex().notNull(),
    matter: t.bigint().notNull(),
    /** What was done; 255 is a veto. */
    tag: t.integer().notNull(),
    /** null: all of it. */
    amount: t.bigint(),
    /** Until when at most (seconds); null: until it is closed. */
    atMost: t.bigint(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.stake, table.forum, table.matter, table.tag, table.account] }),
    account: index().on(table.account),
  }),
);
