/** What the `summary.json` of both flows have in common. */
import type { Json } from "./json.ts";
import { ORIGINS } from "../books/records.ts";
import type { EveryoneSold } from "../world/everyone-sells.ts";
import type { Outcome } from "../people/governance.ts";
import type { RealWork } from "../people/history.ts";
import type { Organisation } from "../world/organisation.ts";

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
      paidInParts: all.filter(({ parts }) => parts > 1).length,
    },
    awards: {
      askedWei: [...books.issuance.awards.values()].reduce((sum, { asked }) => sum + asked, 0n),
      voidWei: books.issuance.void,
      paidWei: books.issuance.paid,
      lapsedWei: books.issuance.lapsed,
      openWei: books.issuance.open,
      waitingWei: books.issuance.waiting,
      batches: books.issuance.batches.map(({ number, time, missing, paid }) => ({
        ...{ number, time, missingWei: missing, paidWei: paid },
      })),
    },
    stakes: {
      stakedWei: books.stakes.total,
      forfeitedWei: books.stakes.forfeited,
      greatestWei: books.stakes.greatest,
      stakeholders: books.stakes.holders,
      holds: books.stakes.begun,
      heldNow: books.stakes.holds.length,
    },
  };
}

/** A decision for `summary.json`. */
export function summaryOfDecision(outcome: Outcome): { [key: string]: Json } {
  return {
    number: outcome.id,
    executed: outcome.executed,
    voters: outcome.voters,
    inFavourWei: outcome.inFavour,
    againstWei: outcome.against,
    quorumWei: outcome.quorum,
    proposedAt: outcome.proposedAt,
    endedAt: outcome.endedAt,
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
    lostWei: sold.lost,
    paidMeanwhileWei: sold.paidMeanwhile,
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
