import type { Context, Event } from "ponder:registry";
import { presaleAbi } from "../../../sdk/src/abi/Presale.ts";
import { productionBudgetAbi } from "../../../sdk/src/abi/ProductionBudget.ts";
import { resourceCustodyAbi } from "../../../sdk/src/abi/ResourceCustody.ts";
import type { Handlers } from "../handling.ts";
import { budget, milestone, partner, presale, resource } from "../schema/bootstrap.ts";

type Hex = `0x${string}`;
type Db = Context["db"];

/** The row of a presale; its terms were fixed at the launch, and no event tells them. */
async function opened(context: Context<"presale:Contributed">, address: Hex): Promise<void> {
  const { client, db } = context;
  if ((await db.find(presale, { presale: address })) !== null) return;
  const terms = await client.readContract({
    address,
    abi: presaleAbi,
    functionName: "terms",
    cache: "immutable",
  });
  const { price, minimum, maximum, opens, closes, releaseBy } = terms;
  await db.insert(presale).values({
    ...{ presale: address, price, minimum, maximum, opens, closes, releaseBy },
    ...{ trustee: terms.trustee, given: 0n, refunded: 0n },
  });
}

async function changePresale(
  context: Context<"presale:Contributed">,
  address: Hex,
  how: (row: typeof presale.$inferSelect) => Partial<typeof presale.$inferInsert>,
): Promise<void> {
  await opened(context, address);
  await context.db.update(presale, { presale: address }).set(how);
}

const NOTHING = { contributed: 0n, resourceTokens: 0n, claimed: false, offeredTo: null };
type Position = Omit<typeof partner.$inferSelect, "presale" | "account">;

async function changePartner(
  db: Db,
  key: { readonly presale: Hex; readonly account: Hex },
  how: (row: Position) => Partial<Position>,
): Promise<void> {
  await db
    .insert(partner)
    .values({ ...key, ...NOTHING, ...how(NOTHING) })
    .onConflictDoUpdate(how);
}

export const presaleHandlers: Handlers<"presale"> = {
  // The first event of every presale.
  Initialized: ({ event, context }) => opened(context, event.log.address),
  Contributed: async ({ event, context }) => {
    const { address } = event.log;
    const { partner: account, amount } = event.args;
    await changePresale(context, address, ({ given }) => ({ given: given + amount }));
    await changePartner(context.db, { presale: address, account }, ({ contributed }) => ({
      contributed: contributed + amount,
    }));
  },
  Refunded: async ({ event, context }) => {
    const { address } = event.log;
    const { partner: account, amount } = event.args;
    await changePresale(context, address, ({ refunded }) => ({ refunded: refunded + amount }));
    await changePartner(context.db, { presale: address, account }, ({ contributed }) => ({
      contributed: contributed - amount,
    }));
  },
  Released: ({ event, context }) =>
    changePresale(context, event.log.address, () => ({
      ...event.args,
      releasedAt: event.block.timestamp,
    })),
  Claimed: ({ event, context }) =>
    changePartner(context.db, { presale: event.log.address, account: event.args.account }, () => ({
      claimed: true,
    })),
  PositionOffered: ({ event, context }) =>
    changePartner(context.db, { presale: event.log.address, account: event.args.account }, () => ({
      offeredTo: BigInt(event.args.recipient) === 0n ? null : event.args.recipient,
    })),
  PositionMoved: async ({ event, context: { db } }) => {
    const { account, recipient } = event.args;
    const row = await db.find(partner, { presale: event.log.address, account });
    const { contributed, resourceTokens, claimed } = row ?? NOTHING;
    await changePartner(db, { presale: event.log.address, account }, () => NOTHING);
    await changePartner(db, { presale: event.log.address, account: recipient }, () => ({
      ...{ contributed, resourceTokens, claimed },
      offeredTo: null,
    }));
  },
  RefundsOpened: ({ event, context }) =>
    changePresale(context, event.log.address, () => ({
      refundRound: event.args.round,
      refundsFrom: event.block.timestamp,
      refundsUntil: event.args.until,
    })),
  SaleDissolved: ({ event, context }) =>
    changePresale(context, event.log.address, () => ({ dissolvedAt: event.block.timestamp })),
  TrusteeAnnounced: ({ event, context }) =>
    changePresale(context, event.log.address, () => ({ candidate: event.args.candidate })),
  TrusteeCancelled: ({ event, context }) =>
    changePresale(context, event.log.address, () => ({ candidate: null })),
  TrusteeSet: ({ event, context }) =>
    changePresale(context, event.log.address, () => ({ trustee: event.args.trustee, candidate: null })),
};

export const custodyHandlers: Handlers<"custody"> = {
  ResourceOffered: ({ event, context: { db } }) =>
    db.insert(resource).values({
      ...{ custody: event.log.address, ...event.args, state: "Offered" },
      offeredAt: event.block.timestamp,
    }),
  ResourceAccepted: async ({ event, context: { db, client } }) => {
    const { address } = event.log;
    const { id, holder: account, tokens } = event.args;
    await db.update(resource, { custody: address, id }).set({ state: "Accepted", tokens });
    const sale = await client.readContract({
      ...{ address, abi: resourceCustodyAbi, functionName: "presale", cache: "immutable" },
    });
    await changePartner(db, { presale: sale, account }, (row) => ({
      resourceTokens: row.resourceTokens + tokens,
    }));
  },
  ResourceReturned: ({ event, context: { db } }) =>
    db.update(resource, { custody: event.log.address, id: event.args.id }).set({ state: "Returned" }),
  ResourceWithdrawn: ({ event, context: { db } }) =>
    db.update(resource, { custody: event.log.address, id: event.args.id }).set({ state: "Withdrawn" }),
  ResourceDelivered: ({ event, context: { db } }) =>
    db.update(resource, { custody: event.log.address, id: event.args.id }).set({ state: "Delivered" }),
};

type Settled = Pick<Event<"budget:MilestonePaid">, "log" | "block" | "args">;

async function settle(
  { event: { log, block, args }, context: { db } }: { readonly event: Settled; readonly context: Context },
  state: "Paid" | "Refused" | "Missed",
): Promise<void> {
  const { index, amount } = args;
  await db
    .update(milestone, { budget: log.address, index })
    .set({ state, amount, settledAt: block.timestamp });
  await db
    .update(budget, { budget: log.address })
    .set((row) => (state === "Paid" ? { paid: row.paid + amount } : { owed: row.owed + amount }));
}

export const budgetHandlers: Handlers<"budget"> = {
  BudgetReceived: async ({ event, context: { db, client } }) => {
    const { address } = event.log;
    const receivedAt = event.block.timestamp;
    const { milestones, gracePeriod } = await client.readContract({
      ...{ address, abi: productionBudgetAbi, functionName: "terms", cache: "immutable" },
    });
    const nothing = { paid: 0n, owed: 0n, fetched: 0n };
    await db
      .insert(budget)
      .values({ budget: address, received: event.args.amount, receivedAt, gracePeriod, ...nothing });
    for (const [at, { bps, dueAfter, descriptionHash }] of milestones.entries()) {
      await db.insert(milestone).values({
        ...{ budget: address, index: BigInt(at), bps, descriptionHash, state: "Planned" },
        ...{ dueAt: receivedAt + dueAfter, objectionsEnd: 0n, objecting: 0n },
      });
    }
  },
  MilestoneApproved: ({ event, context: { db } }) =>
    db.update(milestone, { budget: event.log.address, index: event.args.index }).set({
      ...{ state: "Approved", approvedAt: event.block.timestamp },
      ...{ objectionsEnd: event.args.objectionsEnd, objecting: 0n },
    }),
  MilestoneObjected: ({ event, context: { db } }) =>
    db
      .update(milestone, { budget: event.log.address, index: event.args.index })
      .set({ objecting: event.args.objecting }),
  MilestoneReturned: ({ event, context: { db } }) =>
    db.update(milestone, { budget: event.log.address, index: event.args.index }).set({ state: "Planned" }),
  MilestonePaid: (args) => settle(args, "Paid"),
  MilestoneRefused: (args) => settle(args, "Refused"),
  MilestoneMissed: (args) => settle(args, "Missed"),
  PlanEnded: async ({ event, context: { db } }) => {
    const { address } = event.log;
    const { index: from, amount } = event.args;
    await db.update(budget, { budget: address }).set((row) => ({ owed: row.owed + amount }));
    for (let index = from; (await db.find(milestone, { budget: address, index })) !== null; ++index)
      await db
        .update(milestone, { budget: address, index })
        .set({ state: "Missed", settledAt: event.block.timestamp });
  },
  Fetched: ({ event, context: { db } }) =>
    db
      .update(budget, { budget: event.log.address })
      .set((row) => ({ fetched: row.fetched + event.args.amount })),
};
