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

const NOTHING = { contributed: 0n, resourceTokens: 0n, claimed: false, offeredTo: null, passedOnTo: null };
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
    await changePartner(db, { presale: event.log.address, account }, () => ({
      ...NOTHING,
      passedOnTo: recipient,
    }));
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

type CustodyContext = Context<"custody:ResourceAccepted">;

async function saleOf({ client }: CustodyContext, custody: Hex): Promise<Hex> {
  return client.readContract({
    ...{ address: custody, abi: resourceCustodyAbi, functionName: "presale", cache: "immutable" },
  });
}

async function credit(
  context: CustodyContext,
  { custody, holder, tokens }: { readonly custody: Hex; readonly holder: Hex; readonly tokens: bigint },
): Promise<void> {
  const key = { presale: await saleOf(context, custody), account: holder };
  await changePartner(context.db, key, (row) => ({ resourceTokens: row.resourceTokens + tokens }));
}

/** Takes the credit of an accepted resource back, from whoever has the position by now. */
async function uncredit(
  context: CustodyContext,
  { custody, holder: first, tokens }: typeof resource.$inferSelect,
): Promise<void> {
  if (first === null || tokens === null) return;
  const sale = await saleOf(context, custody);
  let holder = first;
  for (let next: Hex | null = holder; next !== null;) {
    holder = next;
    next = (await context.db.find(partner, { presale: sale, account: holder }))?.passedOnTo ?? null;
  }
  await credit(context, { custody, holder, tokens: -tokens });
}

/** Whether a sale is over without a release: its credits become no tokens, and none is taken back. */
function hasFailed(sale: typeof presale.$inferSelect, time: bigint): boolean {
  if (sale.releasedAt !== null) return false;
  const isShort = time >= sale.releaseBy || sale.given - sale.refunded < sale.minimum;
  return sale.dissolvedAt !== null || (time >= sale.closes && isShort);
}

export const custodyHandlers: Handlers<"custody"> = {
  ResourceOffered: ({ event, context: { db } }) =>
    db.insert(resource).values({
      ...{ custody: event.log.address, ...event.args, state: "Offered" },
      offeredAt: event.block.timestamp,
    }),
  ResourceAccepted: async ({ event, context }) => {
    const { id, holder, tokens } = event.args;
    const custody = event.log.address;
    await context.db.update(resource, { custody, id }).set({ state: "Accepted", tokens, holder });
    await credit(context, { custody, holder, tokens });
  },
  ResourceReturned: async ({ event, context }) => {
    const key = { custody: event.log.address, id: event.args.id };
    const row = await context.db.find(resource, key);
    if (row?.state === "Accepted") await uncredit(context, row);
    await context.db.update(resource, key).set({ state: "Returned" });
  },
  ResourceWithdrawn: async ({ event, context }) => {
    const key = { custody: event.log.address, id: event.args.id };
    const row = await context.db.find(resource, key);
    if (row?.state === "Accepted") {
      const sale = await context.db.find(presale, { presale: await saleOf(context, key.custody) });
      if (sale === null || !hasFailed(sale, event.block.timestamp)) await uncredit(context, row);
    }
    await context.db.update(resource, key).set({ state: "Withdrawn" });
  },
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
