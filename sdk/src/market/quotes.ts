/**
 * Quotes of an organisation's market, equal to the contracts to the wei: curve, one-block rule, dripping gifts and tribute
 * together, as contracts/libraries/Market.sol and MarketLens. Asset amounts in asset units, tokens with 18 decimals, ratios and
 * tributes in bps, times in seconds. Everything that gives is rounded down, everything that costs is rounded up.
 */
import { curveBuy, curveCost, curveSell, curveSpotPrice } from "./curve/curve.ts";
import { drippingAt, dripCreditAt, dripRhoAt, type Drip, type GiftCredit } from "./drip.ts";
import { MAX_AMOUNT, WHOLE, WHOLE_BPS, ceilDiv, greater, lesser, tributeOn } from "./curve/integers.ts";
import { MarketError } from "./curve/market-error.ts";
import { buyLimit, costLimit, sellLimit, type FirstPrice } from "./one-block.ts";

/** In the order of the contracts' numbers, from 0, under the names of `cdpo-sdk/abi`. */
export const MARKET_STATES = ["Closed", "Open", "Dissolved"] as const;
/** See ILiquidityReserve.MarketState. */
export type MarketState = (typeof MARKET_STATES)[number];

/** The books of a market, as they were written last: with a time they say all that the contract would say then. */
export interface Market {
  readonly state: MarketState;
  /** w. */
  readonly ratioBps: bigint;
  readonly entryTributeBps: bigint;
  readonly exitTributeBps: bigint;
  readonly dripPeriod: bigint;
  /** S. */
  readonly supply: bigint;
  /** R + P. */
  readonly total: bigint;
  readonly drip: Drip;
  /** When the last trade (or the opening) was, and the price that the first one at that timestamp found. */
  readonly first: FirstPrice & { readonly time: bigint };
}

/** What a trade of `amountIn` would bring. */
export interface Quote {
  /** Asset units of a buy, tribute included; tokens of a sell. */
  readonly amountIn: bigint;
  /** Tokens of a buy; asset units of a sell, after tribute. */
  readonly amountOut: bigint;
  /** Asset units that go to the treasury. */
  readonly tribute: bigint;
}

/** A quote, and what the trade does to the price. */
export interface Preview extends Quote {
  /** Asset units per whole token, rounded down. */
  readonly spotPriceBefore: bigint;
  /** Rounded down; 0 after a sale of all. */
  readonly spotPriceAfter: bigint;
  /** By how much the average price, tribute apart, is worse than the one before, in bps of that, rounded down. */
  readonly impactBps: bigint;
}

/** P at `time`: all that was given while the market is closed, nothing once it is dissolved; rounded up. */
export function pendingAt({ state, total, drip }: Market, time: bigint): bigint {
  if (state === "Open") return drippingAt(drip, time);
  return state === "Closed" ? total : 0n;
}

/** R at `time`. */
export const reserveAt = (market: Market, time: bigint): bigint => market.total - pendingAt(market, time);

/** Credit of issuance that gifts carry, at `time`; of a dissolved market all has dripped. */
export function giftCreditAt({ state, drip }: Market, time: bigint): GiftCredit {
  return dripCreditAt(state === "Dissolved" ? { ...drip, end: 0n } : drip, time);
}

/** ρ of an open market at `time`. */
export function rhoAt(market: Market, time: bigint): bigint {
  return dripRhoAt(market.drip, { reserve: reserveAt(market, time), period: market.dripPeriod, time });
}

/** Asset units per whole token at the margin, R·1e18/(w·S), rounded down; 0 unless open. */
export function spotPriceAt(market: Market, time: bigint): bigint {
  if (market.state !== "Open") return 0n;
  return curveSpotPrice({ ...market, reserve: reserveAt(market, time) });
}

/** Asset units behind each whole token, R·1e18/S, rounded down; while closed of what was given; 0 without a supply. */
export function backingAt(market: Market, time: bigint): bigint {
  if (market.supply === 0n) return 0n;
  const reserve = market.state === "Open" ? reserveAt(market, time) : market.total;
  return (reserve * WHOLE) / market.supply;
}

/** A market, an amount, and when the trade happens: later than the market's last trade for a quote of the next block. */
export interface QuoteRequest {
  readonly market: Market;
  readonly amount: bigint;
  readonly time: bigint;
}

/** What `amount` asset units, tribute included, buy. Throws {@link MarketError}. */
export function quoteBuy({ market, amount, time }: QuoteRequest): Quote {
  const { supply, total, ratioBps } = opened(market);
  requireSome(amount);
  const tribute = tributeOn(amount, market.entryTributeBps);
  const net = amount - tribute;
  const curve = curveBuy({ supply, reserve: total, ratioBps }, net);
  const price = limitAt(market, time);
  const amountOut = price === undefined ? curve : lesser(curve, buyLimit(price, ratioBps, net));
  if (amountOut === 0n) throw new MarketError("TradeTooSmall", amount);
  return { amountIn: amount, amountOut, tribute };
}

/** What exactly `amount` tokens cost, tribute included. Throws {@link MarketError}. */
export function quoteBuyExact({ market, amount, time }: QuoteRequest): Quote {
  const { supply, total, ratioBps } = opened(market);
  requireSome(amount);
  const curve = curveCost({ supply, reserve: total, ratioBps }, amount);
  const price = limitAt(market, time);
  const net = price === undefined ? curve : greater(curve, costLimit(price, ratioBps, amount));
  const amountIn = ceilDiv(net * WHOLE_BPS, WHOLE_BPS - market.entryTributeBps);
  return { amountIn, amountOut: amount, tribute: amountIn - net };
}

/** What `amount` tokens bring, after tribute. Throws {@link MarketError}. */
export function quoteSell({ market, amount, time }: QuoteRequest): Quote {
  const { supply, ratioBps } = opened(market);
  requireSome(amount);
  const curve = curveSell({ supply, reserve: reserveAt(market, time), ratioBps }, amount);
  const price = limitAt(market, time);
  const gross = price === undefined ? curve : lesser(curve, sellLimit(price, ratioBps, amount));
  const tribute = tributeOn(gross, market.exitTributeBps);
  if (gross === tribute) throw new MarketError("TradeTooSmall", amount);
  return { amountIn: amount, amountOut: gross - tribute, tribute };
}

/**
 * The fewest tokens whose sale brings at least `amount` asset units after tribute. Throws {@link MarketError}, AmountAboveSupply
 * when not even the whole supply brings them.
 */
export function quoteSellExact({ market, amount, time }: QuoteRequest): Quote {
  requireSome(amount);
  const outOf = (tokens: bigint): bigint => {
    try {
      return quoteSell({ market, amount: tokens, time }).amountOut;
    } catch (error) {
      if (error instanceof MarketError && error.error === "TradeTooSmall") return 0n;
      throw error;
    }
  };
  let [low, high] = [0n, opened(market).supply]; // what is sold brings more, the more it is
  if (outOf(high) < amount) throw new MarketError("AmountAboveSupply", amount, high);
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (outOf(middle) >= amount) high = middle;
    else low = middle;
  }
  return quoteSell({ market, amount: high, time });
}

/** What `amount` tokens get in a dissolved organisation, pro rata, rounded down. Throws {@link MarketError}. */
export function quoteRedeem({ market, amount }: Pick<QuoteRequest, "market" | "amount">): bigint {
  requireState(market, "Dissolved");
  requireSome(amount);
  if (amount > market.supply) throw new MarketError("AmountAboveSupply", amount, market.supply);
  const assets = (market.total * amount) / market.supply;
  if (assets === 0n) throw new MarketError("TradeTooSmall", amount);
  return assets;
}

/** {@link quoteBuy} with what it does to the price, as {MarketLens-previewBuy}. */
export function previewBuy(request: QuoteRequest): Preview {
  return previewOfBuy(request, quoteBuy(request));
}

/** {@link quoteBuyExact} with what it does to the price, as {MarketLens-previewBuyExact}. */
export function previewBuyExact(request: QuoteRequest): Preview {
  return previewOfBuy(request, quoteBuyExact(request));
}

/** {@link quoteSell} with what it does to the price, as {MarketLens-previewSell}. */
export function previewSell(request: QuoteRequest): Preview {
  const { market, time, amount } = request;
  const quote = quoteSell(request);
  const { supply, ratioBps } = market;
  const gross = quote.amountOut + quote.tribute;
  const reserve = reserveAt(market, time);
  const left = supply - amount;
  const spotPriceAfter =
    left === 0n ? 0n : curveSpotPrice({ supply: left, reserve: reserve - gross, ratioBps });
  const atSpot = (amount * WHOLE_BPS * reserve) / (ratioBps * supply);
  const impactBps = atSpot > gross ? ((atSpot - gross) * WHOLE_BPS) / atSpot : 0n;
  return { ...quote, spotPriceBefore: spotPriceAt(market, time), spotPriceAfter, impactBps };
}

/** What the first `soldBps` of the supply sold would take of a reserve at ratio w: a fraction of 1e18, rounded down. */
export function runRisk(ratioBps: bigint, soldBps: bigint): bigint {
  return curveSell({ supply: WHOLE, reserve: WHOLE, ratioBps }, (soldBps * WHOLE) / WHOLE_BPS);
}

function previewOfBuy({ market, time }: QuoteRequest, quote: Quote): Preview {
  const { supply, ratioBps, total } = market;
  const net = quote.amountIn - quote.tribute;
  if (total + net > MAX_AMOUNT) throw new MarketError("AmountTooLarge", total + net, MAX_AMOUNT);
  const after = supply + quote.amountOut;
  if (after > MAX_AMOUNT) throw new MarketError("SupplyCapExceeded", after, MAX_AMOUNT);
  const reserve = reserveAt(market, time);
  const spotPriceAfter = curveSpotPrice({ supply: after, reserve: reserve + net, ratioBps });
  const atSpot = (quote.amountOut * WHOLE_BPS * reserve) / (ratioBps * supply);
  const impactBps = net > atSpot && atSpot > 0n ? ((net - atSpot) * WHOLE_BPS) / atSpot : 0n;
  return { ...quote, spotPriceBefore: spotPriceAt(market, time), spotPriceAfter, impactBps };
}

/** Refuses a market that is not as `needed`. */
export function requireState(market: Market, needed: MarketState): Market {
  if (market.state === needed) return market;
  const [actual, wanted] = [market.state, needed].map((state) => BigInt(MARKET_STATES.indexOf(state)));
  throw new MarketError("WrongMarketState", actual ?? 0n, wanted ?? 0n);
}

const opened = (market: Market): Market => requireState(market, "Open");

function requireSome(amount: bigint): void {
  if (amount <= 0n) throw new MarketError("ZeroAmount");
}

/** The price that limits a trade: none for the first at its timestamp. */
function limitAt({ first }: Market, time: bigint): FirstPrice | undefined {
  return first.time === time ? first : undefined;
}
