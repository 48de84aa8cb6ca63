/** Licences, offers and vouchers. Prices of licences are asset units, those of vouchers tokens (18 decimals). */
import { index, onchainEnum, onchainTable, primaryKey, relations } from "ponder";

export const licenceTier = onchainTable(
  "licence_tier",
  (t) => ({
    licenceOffice: t.hex().notNull(),
    tier: t.bigint().notNull(),
    name: t.text().notNull(),
    /** seconds */
    duration: t.bigint().notNull(),
    termsHash: t.hex().notNull(),
    termsUri: t.text().notNull(),
    price: t.bigint().notNull(),
    commonsMinimum: t.bigint().notNull(),
    makersBps: t.integer().notNull(),
    active: t.boolean().notNull(),
  }),
  (table) => ({ key: primaryKey({ columns: [table.licenceOffice, table.tier] }) }),
);

export const licence = onchainTable(
  "licence",
  (t) => ({
    licenceOffice: t.hex().notNull(),
    id: t.bigint().notNull(),
    tier: t.bigint().notNull(),
    licensee: t.hex().notNull(),
    /** When it was bought, renewed or claimed last. */
    since: t.bigint().notNull(),
    /** The first second in which it is no longer valid. */
    expires: t.bigint().notNull(),
    /** Paid for it in all. */
    paid: t.bigint().notNull(),
    /** Whose contributions it is free for; null if it was bought last. */
    contributor: t.hex(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.licenceOffice, table.id] }),
    licensee: index().on(table.licensee),
  }),
);

export const settlement = onchainEnum("settlement", ["Keep", "Burn", "Share"]);

export const offer = onchainTable(
  "offer",
  (t) => ({
    partnerAcceptance: t.hex().notNull(),
    id: t.bigint().notNull(),
    partner: t.hex().notNull(),
    name: t.text().notNull(),
    uri: t.text().notNull(),
    price: t.bigint().notNull(),
    stock: t.bigint().notNull(),
    periodQuota: t.bigint().notNull(),
    period: t.bigint().notNull(),
    opens: t.bigint().notNull(),
    closes: t.bigint().notNull(),
    validUntil: t.bigint().notNull(),
    treasuryBps: t.integer().notNull(),
    settlement: settlement().notNull(),
    perAccount: t.bigint().notNull(),
    feeBps: t.integer().notNull(),
    bound: t.boolean().notNull(),
    withdrawn: t.boolean().notNull(),
    /** Vouchers; tokens that they cost, brought, and left. */
    sold: t.bigint().notNull(),
    redeemed: t.bigint().notNull(),
    returned: t.bigint().notNull(),
    cost: t.bigint().notNull(),
    toPartner: t.bigint().notNull(),
    toTreasury: t.bigint().notNull(),
    burned: t.bigint().notNull(),
    fees: t.bigint().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.partnerAcceptance, table.id] }),
    partner: index().on(table.partner),
  }),
);

/** How many vouchers of an offer an account has. */
export const voucher = onchainTable(
  "voucher",
  (t) => ({
    partnerAcceptance: t.hex().notNull(),
    offer: t.bigint().notNull(),
    account: t.hex().notNull(),
    quantity: t.bigint().notNull(),
  }),
  (table) => ({
    key: primaryKey({ columns: [table.partnerAcceptance, table.offer, table.account] }),
    account: index().on(table.account),
  }),
);

export const offerRelations = relations(offer, ({ many }) => ({ vouchers: many(voucher) }));

export const voucherRelations = relations(voucher, ({ one }) => ({
  of: one(offer, {
    fields: [voucher.partnerAcceptance, voucher.offer],
    references: [offer.partnerAcceptance, offer.id],
  }),
}));
