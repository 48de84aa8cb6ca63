import type { Context, Event } from "ponder:registry";
import { enums } from "../../../sdk/src/abi/enums.ts";
import { NOBODY, type Handlers } from "../handling.ts";
import { licence, licenceTier, offer, voucher } from "../schema/access.ts";

type Hex = `0x${string}`;
type Bought = Pick<
  Event<"licenceOffice:LicenceBought" | "licenceOffice:LicenceRenewed">,
  "log" | "args" | "block"
>;

async function buy(
  { db }: Context,
  { log: { address: licenceOffice }, block: { timestamp: since }, args }: Bought,
): Promise<void> {
  const { id, tier, licensee, expires, price } = args;
  await db
    .insert(licence)
    .values({ licenceOffice, id, tier, licensee, since, expires, paid: price, contributor: null })
    .onConflictDoUpdate((row) => ({ since, expires, licensee, paid: row.paid + price, contributor: null }));
}

export const licenceOfficeHandlers: Handlers<"licenceOffice"> = {
  TierAdded: ({ event, context: { db } }) => {
    const { termsURI: termsUri, ...said } = event.args;
    return db.insert(licenceTier).values({
      ...{ licenceOffice: event.log.address, ...said, termsUri },
      ...{ price: 0n, commonsMinimum: 0n, makersBps: 0, active: false },
    });
  },
  TierOfferSet: ({ event, context: { db } }) => {
    const { tier, ...offered } = event.args;
    return db.update(licenceTier, { licenceOffice: event.log.address, tier }).set(offered);
  },
  LicenceBought: ({ event, context }) => buy(context, event),
  LicenceRenewed: ({ event, context }) => buy(context, event),
  CommonsLicenceClaimed: ({ event, context: { db } }) => {
    const { id, tier, licensee, contributor, expires } = event.args;
    const said = { licensee, contributor, since: event.block.timestamp, expires };
    return db
      .insert(licence)
      .values({ licenceOffice: event.log.address, id, tier, ...said, paid: 0n })
      .onConflictDoUpdate(said);
  },
  // Also when a contributor names another licensee, which ends the licence of the one before.
  SubscriptionUpdate: async ({ event, context: { db } }) => {
    const { tokenId: id, expiration: expires } = event.args;
    const key = { licenceOffice: event.log.address, id };
    if ((await db.find(licence, key)) !== null) await db.update(licence, key).set({ expires });
  },
};

async function move(
  { db }: Context,
  key: { readonly partnerAcceptance: Hex; readonly offer: bigint },
  { from, to, quantity }: { readonly from: Hex; readonly to: Hex; readonly quantity: bigint },
): Promise<void> {
  const add = async (account: Hex, amount: bigint): Promise<void> => {
    if (account === NOBODY) return;
    await db
      .insert(voucher)
      .values({ ...key, account, quantity: amount })
      .onConflictDoUpdate((row) => ({ quantity: row.quantity + amount }));
  };
  await add(from, -quantity);
  await add(to, quantity);
}

function at(event: { readonly log: { readonly address: Hex }; readonly args: { readonly id: bigint } }) {
  return { partnerAcceptance: event.log.address, id: event.args.id };
}

export const partnerAcceptanceHandlers: Handlers<"partnerAcceptance"> = {
  OfferPublished: ({ event, context: { db } }) => {
    const { partner, terms } = event.args;
    return db.insert(offer).values({
      ...{ ...at(event), partner, ...terms, period: BigInt(terms.period) },
      settlement: enums["IPartnerAcceptance.Settlement"][terms.settlement] ?? "Keep",
      ...{ withdrawn: false, sold: 0n, redeemed: 0n, returned: 0n, cost: 0n },
      ...{ toPartner: 0n, toTreasury: 0n, burned: 0n, fees: 0n },
    });
  },
  OfferWithdrawn: ({ event, context: { db } }) => db.update(offer, at(event)).set({ withdrawn: true }),
  VouchersBought: ({ event, context: { db } }) => {
    const { quantity, cost } = event.args;
    return db.update(offer, at(event)).set((row) => ({ sold: row.sold + quantity, cost: row.cost + cost }));
  },
  VouchersRedeemed: ({ event, context: { db } }) => {
    const { quantity, toPartner, toTreasury, burned } = event.args;
    return db.update(offer, at(event)).set((row) => ({
      redeemed: row.redeemed + quantity,
      toPartner: row.toPartner + toPartner,
      toTreasury: row.toTreasury + toTreasury,
      burned: row.burned + burned,
    }));
  },
  VouchersReturned: ({ event, context: { db } }) => {
    const { quantity, fee } = event.args;
    return db
      .update(offer, at(event))
      .set((row) => ({ returned: row.returned + quantity, fees: row.fees + fee }));
  },
  TransferSingle: ({ event, context }) => {
    const { from, to, id, value: quantity } = event.args;
    return move(context, { partnerAcceptance: event.log.address, offer: id }, { from, to, quantity });
  },
  TransferBatch: async ({ event, context }) => {
    const { from, to, ids, values } = event.args;
    for (const [i, id] of ids.entries()) {
      const quantity = values[i] ?? 0n;
      await move(context, { partnerAcceptance: event.log.address, offer: id }, { from, to, quantity });
    }
  },
};
