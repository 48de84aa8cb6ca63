/** The market, its trades and prices. Amounts of the asset are in its smallest units, those of tokens have 18 decimals. */
import { index, onchainEnum, onchainTable, primaryKey } from "ponder";

export const marketState = onchainEnum("market_state", ["Closed", "Open", "Dissolved"]);
export const tradeKind = onchainEnum("trade_kind", ["Buy", "Sell"]);

/** The market of a reserve. */
export const market = onchainTable("market", (t) => ({
  reserve: t.hex().primaryKey(),
  state: marketState().notNull(),
  /** bps */
  entryTribute: t.integer().notNull(),
  exitTribute: t.integer().notNull(),
  openedAt: t.bigint(),
  dissolvedAt: t.bigint(),
  /** What was paid by buyers and to sellers in all, without tributes. */
  bought: t.bigint().notNull(),
  sold: t.bigint().notNull(),
  trades: t.integer().notNull(),
  /** Paid for tokens after the dissolution. */
  redeemed: t.bigint().notNull(),
  tributesCollected: t.bigint().notNull(),
  /** Asset units a second, times 2^24, that pending gifts drip with, and until when (seconds). */
  dripRate: t.bigint().notNull(),
  dripEnds: t.bigint().notNull(),
}));

/** A purchase or a sale. */
export const trade = onchainTable(
  "trade",
  (t) => ({
    id: t.text().primaryKey(),
    reserve: t.hex().notNull(),
    kind: tradeKind().notNull(),
    account: t.hex().notNull(),
    recipient: t.hex().notNull(),
    /** What the buyer paid, with the tribute, or the seller got, without it. */
    asset: t.bigint().notNull(),
    tokens: t.bigint().notNull(),
    tribute: t.bigint().notNull(),
    /** Asset units for one token, tribute apart, rounded down. */
    price: t.bigint().notNull(),
    block: t.bigint().notNull(),
    time: t.bigint().notNull(),
    transaction: t.hex().notNull(),
  }),
  (table) => ({ reserve: index().on(table.reserve, table.time), account: index().on(table.account) }),
);

/** The prices of a day (UTC): asset units for one token, tributes apart; `asset` is what buyers paid and sellers got. */
export const priceDay = onchainTable(
  "price_day",
  (t) => ({
    reserve: t.hex().notNull(),
    /** Its first second. */
    day: t.bigint().notNull(),
    first: t.bigint().notNull(),
    highest: t.bigint().notNull(),
    lowest: t.bigint().notNull(),
    last: t.bigint().notNull(),
    trades: t.integer().notNull(),
    asset: t.bigint().notNull(),
    tokens: t.bigint().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.reserve, table.day] }) }),
);
