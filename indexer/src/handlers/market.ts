import type { Context, Event } from "ponder:registry";
import type { Handlers } from "../handling.ts";
import { market, priceDay, trade } from "../schema/market.ts";

const DAY = 86_400n;
const TOKEN = 10n ** 18n;

const UNOPENED = {
  state: "Closed" as const,
  entryTribute: 0,
  exitTribute: 0,
  bought: 0n,
  sold: 0n,
  trades: 0,
  redeemed: 0n,
  tributesCollected: 0n,
  dripRate: 0n,
  dripEnds: 0n,
};

type Row = typeof market.$inferSelect;
type ReserveContext = Context<"reserve:Bought">;
type ReserveEvent = Pick<Event<"reserve:Bought">, "id" | "block" | "log" | "transaction">;

/** Changes what is known of a market; a reserve says things before the factory says that it is one. */
async function change(
  { db }: ReserveContext,
  { log: { address } }: Pick<ReserveEvent, "log">,
  how: (row: Pick<Row, keyof typeof UNOPENED>) => Partial<Row>,
): Promise<void> {
  await db
    .insert(market)
    .values({ reserve: address, ...UNOPENED, ...how(UNOPENED) })
    .onConflictDoUpdate(how);
}

async function record(
  context: ReserveContext,
  event: ReserveEvent,
  traded: Pick<typeof trade.$inferInsert, "kind" | "account" | "recipient" | "asset" | "tokens" | "tribute">,
): Promise<void> {
  const { db } = context;
  const { number: block, timestamp: time } = event.block;
  const { asset, tokens, kind, tribute } = traded;
  const reserve = event.log.address;
  const withoutTribute = kind === "Buy" ? asset - tribute : asset + tribute;
  const price = tokens === 0n ? 0n : (withoutTribute * TOKEN) / tokens;
  await db
    .insert(trade)
    .values({ id: event.id, reserve, ...traded, price, block, time, transaction: event.transaction.hash });
  await db
    .insert(priceDay)
    .values({
      ...{ reserve, day: time - (time % DAY), trades: 1, asset, tokens },
      ...{ first: price, highest: price, lowest: price, last: price },
    })
    .onConflictDoUpdate((row) => ({
      highest: price > row.highest ? price : row.highest,
      lowest: price < row.lowest ? price : row.lowest,
      last: price,
      trades: row.trades + 1,
      asset: row.asset + asset,
      tokens: row.tokens + tokens,
    }));
  await change(context, event, (row) => ({
    trades: row.trades + 1,
    ...(kind === "Buy" ? { bought: row.bought + withoutTribute } : { sold: row.sold + withoutTribute }),
  }));
}

export const reserveHandlers: Handlers<"reserve"> = {
  MarketOpened: ({ event, context }) =>
    change(context, event, () => ({ state: "Open", openedAt: event.block.timestamp })),
  Bought: ({ event, context }) => {
    const { buyer: account, recipient, assetIn: asset, tokensOut: tokens, tribute } = event.args;
    return record(context, event, { kind: "Buy", account, recipient, asset, tokens, tribute });
  },
  Sold: ({ event, context }) => {
    const { seller: account, recipient, assetOut: asset, tokensIn: tokens, tribute } = event.args;
    return record(context, event, { kind: "Sell", account, recipient, asset, tokens, tribute });
  },
  DripRateSet: ({ event, context }) =>
    change(context, event, () => ({ dripRate: event.args.rate, dripEnds: event.args.end })),
  TributesSet: ({ event, context }) =>
    change(context, event, () => ({
      entryTribute: event.args.entryTributeBps,
      exitTribute: event.args.exitTributeBps,
    })),
  TributeCollected: ({ event, context }) =>
    change(context, event, (row) => ({ tributesCollected: row.tributesCollected + event.args.amount })),
  Redeemed: ({ event, context }) =>
    change(context, event, (row) => ({ redeemed: row.redeemed + event.args.assetOut })),
  Dissolved: ({ event, context }) =>
    change(context, event, () => ({ state: "Dissolved", dissolvedAt: event.block.timestamp })),
};
