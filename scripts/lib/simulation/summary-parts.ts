/** What the `summary.json` of both flows have in common. */
import type { Json } from "../report/json.ts";
import { ORIGINS } from "./books.ts";
import type { EveryoneSold } from "./everyone-sells.ts";
import type { RealWork } from "./history.ts";
import type { Organisation } from "./world.ts";

/** An organisation's figures for `summary.json`. */
export function summaryOf({ books }: Organisation): { [key: string]: Json } {
  const minted: { [key: string]: Json } = {};
  for (const origin of ORIGINS) minted[origin] = books.minted[origin];
  const all = [...books.contributions.values()];
  return {
    supplyWei: books.supply,
    mintedWei: minted,
    burnedWei: books.burned,
    reserveUnits: books.reserve,
    tributeOwedUnits: books.tribute,
    giftsUnits: books.gifts.total,
    giftsBySourceUnits: books.gifts.given,
    raisedUnits: books.raised,
    refundedUnits: books.refunded,
    buys: books.buys,
    sells: books.sells,
    paidByBuyersUnits: books.paidByBuyers,
    paidToSellersUnits: books.paidToSellers,
    contributions: {
      submitted: all.length,
      rejected: all.filter(({ status }) => status === "rejected").length,
      settled: all.filter(({ status }) => status === "settled").length,
      paidInParts: all.filter(({ parts }) => parts > 1).length,
      owedWei: books.owed,
    },
  };
}

/** The test of the reserve for `summary.json`. */
export function summaryOfSale(sold: EveryoneSold): { [key: string]: Json } {
  return {
    sellers: sold.sellers,
    tooSmall: sold.tooSmall,
    paidUnits: sold.paid,
    tributeUnits: sold.tribute,
    waitingWei: sold.waiting,
    waitingWorthUnits: sold.waitingWorth,
    reserveLeftUnits: sold.reserveLeft,
    supplyLeftWei: sold.supplyLeft,
  };
}

/** Where the input came from, for `summary.json`. */
export function summaryOfInput(real: RealWork): { [key: string]: Json } {
  return {
    commits: real.commits,
    contributions: real.works.length,
    head: real.head,
    formula: real.formula,
    producers: real.producers.length,
    awardWei: real.total,
    notes: real.notes,
  };
}
