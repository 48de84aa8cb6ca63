import type { Context, Event } from "ponder:registry";
import { enums } from "../../../sdk/src/abi/enums.ts";
import type { Handlers } from "../handling.ts";
import { donor, gift, giftSource, pledge, standingGift } from "../schema/gifts.ts";
import { contract } from "../schema/organisation.ts";

type Hex = `0x${string}`;
type Given = Pick<typeof gift.$inferInsert, "source" | "giver" | "payer" | "amount" | "note">;

async function record(
  { db }: Context,
  event: Pick<Event<"reserve:Donated">, "id" | "block" | "log" | "transaction">,
  given: Given,
): Promise<void> {
  const reserve = event.log.address;
  const { amount, source } = given;
  await db.insert(gift).values({
    ...{ id: event.id, reserve, ...given },
    block: event.block.number,
    time: event.block.timestamp,
    transaction: event.transaction.hash,
  });
  await db
    .insert(giftSource)
    .values({ reserve, source, gifts: 1, amount })
    .onConflictDoUpdate((row) => ({ gifts: row.gifts + 1, amount: row.amount + amount }));
}

export const givenHandlers: Handlers<"reserve"> = {
  Donated: async ({ event, context }) => {
    const { donor: account, payer, amount, note } = event.args;
    const reserve = event.log.address;
    await record(context, event, { source: "donation", giver: account, payer, amount, note });
    await context.db
      .insert(donor)
      .values({ reserve, account, donated: amount })
      .onConflictDoUpdate(({ donated }) => ({ donated: donated + amount }));
  },
  GiftReceived: async ({ event, context }) => {
    const { giver, amount } = event.args;
    const known = await context.db.find(contract, { address: giver });
    await record(context, event, { source: known?.name ?? "account", giver, payer: giver, amount, note: "" });
  },
  Absorbed: ({ event, context }) => {
    const { caller, amount } = event.args;
    return record(context, event, { source: "absorbed", giver: caller, payer: caller, amount, note: "" });
  },
};

function at(event: { readonly log: { readonly address: Hex }; readonly args: { readonly id: bigint } }) {
  return { pledgeBook: event.log.address, id: event.args.id };
}

export const pledgeBookHandlers: Handlers<"pledgeBook"> = {
  Pledged: ({ event, context: { db } }) => {
    const { form, ...said } = event.args;
    return db.insert(pledge).values({
      ...{ pledgeBook: event.log.address, ...said, form: enums["IPledgeBook.Form"][form] ?? "None" },
      pledgedAt: event.block.timestamp,
      ...{ met: false, declined: false, passedOn: 0n, returned: false },
    });
  },
  PledgeMet: ({ event, context: { db } }) => db.update(pledge, at(event)).set({ met: true }),
  PledgeDeclined: ({ event, context: { db } }) =>
    db.update(pledge, at(event)).set({ declined: true, deadline: event.block.timestamp }),
  PledgePassedOn: ({ event, context: { db } }) =>
    db.update(pledge, at(event)).set({ passedOn: event.args.passedOn }),
  PledgeReturned: ({ event, context: { db } }) => db.update(pledge, at(event)).set({ returned: true }),
};

export const standingGiftsHandlers: Handlers<"standingGifts"> = {
  StandingGiftStarted: ({ event, context: { db } }) => {
    const { interval, ...said } = event.args;
    return db.insert(standingGift).values({
      ...{ ...said, interval: BigInt(interval), startedAt: event.block.timestamp },
      ...{ paid: 0n, payments: 0, cancelled: false },
    });
  },
  StandingGiftPaid: ({ event, context: { db } }) => {
    const { id, amount, interval } = event.args;
    return db.update(standingGift, { id }).set((row) => ({
      paid: row.paid + amount,
      payments: row.payments + 1,
      lastInterval: interval,
    }));
  },
  StandingGiftCancelled: ({ event, context: { db } }) =>
    db.update(standingGift, { id: event.args.id }).set({ cancelled: true }),
};
