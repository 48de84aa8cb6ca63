/**
 * A market after a trade, a gift or a renewal: pure, equal to the contracts to the wei. For simulations, for planning several
 * steps, and for showing what an order does before it is signed.
 */
import { giftCreditOf } from "./curve/curve.ts";
import { joinDrip, noDrip, renewedDrip } from "./drip.ts";
import { MAX_AMOUNT } from "./curve/integers.ts";
import { MarketError } from "./curve/market-error.ts";
import { firstPriceOf } from "./one-block.ts";
import {
  quoteBuy,
  quoteBuyExact,
  quoteRedeem,
  quoteSell,
  requireState,
  reserveAt,
  type Market,
  type Quote,
  type QuoteRequest,
} from "./quotes.ts";

/** What a trade brought, and the market that it left. */
export interface Trade {
  readonly quote: Quote;
  readonly market: Market;
}

/** Tokens that the opening mints to a dead address, so that the supply never reaches 0: 0.001. */
export const DEAD_SUPPLY = 10n ** 15n;

/** Buys for `amount` asset units. Throws {@link MarketError}. */
export const buy = (request: QuoteRequest): Trade => bought(request, quoteBuy(request));

/** Buys exactly `amount` tokens. Throws {@link MarketError}. */
export const buyExact = (request: QuoteRequest): Trade => bought(request, quoteBuyExact(request));

/** Sells `amount` tokens. Throws {@link MarketError}. */
export function sell(request: QuoteRequest): Trade {
  const { market, time } = request;
  const quote = quoteSell(request);
  const supply = market.supply - quote.amountIn;
  const total = market.total - quote.amountOut - quote.tribute;
  return { quote, market: { ...market, supply, total, first: firstAt(market, time) } };
}

/** Redeems `amount` tokens of a dissolved organisation. Throws {@link MarketError}. */
export function redeem({ market, amount }: Pick<QuoteRequest, "market" | "amount">): {
  readonly assets: bigint;
  readonly market: Market;
} {
  const assets = quoteRedeem({ market, amount });
  return { assets, market: { ...market, supply: market.supply - amount, total: market.total - assets } };
}

/**
 * Gives `amount` asset units: in an open market they drip, with their credit of issuance, otherwise they gather.
 * `partBps` is the organisation's `giftIssuanceBps`. Throws {@link MarketError}.
 */
export function give({ market, amount, time, partBps }: QuoteRequest & { readonly partBps: bigint }): Market {
  if (amount <= 0n) throw new MarketError("ZeroAmount");
  const total = totalOf(market.total + amount);
  if (market.state !== "Open") return { ...market, total };
  const credit = giftCreditOf({ total: market.total, gift: amount, ratioBps: market.ratioBps, partBps });
  const moment = { reserve: reserveAt(market, time), period: market.dripPeriod, time };
  return { ...market, total, drip: joinDrip(market.drip, { ...moment, gift: amount, credit }) };
}

/** From when on anyone may renew the rate of what drips (seconds). */
export const renewableFrom = ({ drip, dripPeriod }: Market): bigint => drip.renewedAt + dripPeriod;

/** Brings the rate of what drips in line with the reserve. Throws {@link MarketError}. */
export function renewDrip(market: Market, time: bigint): Market {
  requireState(market, "Open");
  if (time < renewableFrom(market)) throw new MarketError("RenewedTooSoon", renewableFrom(market));
  const moment = { reserve: reserveAt(market, time), period: market.dripPeriod, time };
  return { ...market, drip: renewedDrip(market.drip, moment) };
}

/** Opens a closed market at `time` with R = `reserve` behind `supply` tokens, to which the dead address's are added. */
export function openMarket(
  market: Market,
  { reserve, supply, time }: { readonly reserve: bigint; readonly supply: bigint; readonly time: bigint },
): Market {
  requireState(market, "Closed");
  const all = supply + DEAD_SUPPLY;
  const first = { ...firstPriceOf(reserve, all), time };
  return { ...market, state: "Open", supply: all, total: reserve, drip: noDrip(reserve, time), first };
}

function bought({ market, time }: QuoteRequest, quote: Quote): Trade {
  const total = totalOf(market.total + quote.amountIn - quote.tribute);
  const supply = market.supply + quote.amountOut;
  if (supply > MAX_AMOUNT) throw new MarketError("SupplyCapExceeded", supply, MAX_AMOUNT);
  return { quote, market: { ...market, supply, total, first: firstAt(market, time) } };
}

function totalOf(total: bigint): bigint {
  if (total > MAX_AMOUNT) throw new MarketError("AmountTooLarge", total, MAX_AMOUNT);
  return total;
}

function firstAt(market: Market, time: bigint): Market["first"] {
  if (market.first.time === time) return market.first;
  return { ...firstPriceOf(reserveAt(market, time), market.supply), time };
}
