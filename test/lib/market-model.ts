/**
 * Independent model of the market: the words of ILiquidityReserve in exact arithmetic on the oracle of the curve, never the
 * contracts' own maths. Pure: each action takes a market and gives the next one. Amounts are bigints in smallest units,
 * times seconds, ratios bps.
 */
import { ceilCost, floorBuy, floorSell } from "./oracle.ts";

const BPS = 10_000n;

/** An open market. `total` is R + P; `pending` of it at `since`, none at `end`, linear between. */
export interface MarketModel {
  readonly ratioBps: bigint;
  readonly entryTributeBps: bigint;
  readonly exitTributeBps: bigint;
  readonly dripPeriod: bigint;
  readonly supply: bigint;
  readonly total: bigint;
  readonly tributeOwed: bigint;
  readonly gifts: { readonly pending: bigint; readonly since: bigint; readonly end: bigint };
  /** R0, S0: what the first trade at `time` found. */
  readonly first: { readonly time: bigint; readonly reserve: bigint; readonly supply: bigint };
  /** Whether the one-block rule holds: false makes it a plain curve. */
  readonly oneBlockRule: boolean;
}

/** A trade done: what came out, its tribute, and the market after it. */
export interface Trade {
  readonly assets: bigint;
  readonly tokens: bigint;
  readonly tribute: bigint;
  readonly after: MarketModel;
}

/** The market would give nothing for what goes in. */
export class TradeTooSmallError extends Error {}

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const greater = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const tributeOn = (amount: bigint, bps: bigint): bigint => ceilDiv(amount * bps, BPS);

/** P at `time`, rounded up: nothing drips too soon. */
export function pendingAt({ gifts }: MarketModel, time: bigint): bigint {
  if (time >= gifts.end) return 0n;
  return ceilDiv(gifts.pending * (gifts.end - time), gifts.end - gifts.since);
}

/** R at `time`. */
export function reserveAt(market: MarketModel, time: bigint): bigint {
  return market.total - pendingAt(market, time);
}

/** The fraction m/2^e nearest below R0/S0 with m of at most 104 bits and e of at most 143. */
export function packedPrice(reserve: bigint, supply: bigint): { m: bigint; e: bigint } {
  let e = 143n;
  let m = (reserve << e) / supply;
  while (m >= 1n << 104n) [m, e] = [m >> 1n, e - 1n];
  return { m, e };
}

/** Buys for `assetIn`, tribute included. */
export function buy(market: MarketModel, assetIn: bigint, time: bigint): Trade {
  const tribute = tributeOn(assetIn, market.entryTributeBps);
  const net = assetIn - tribute;
  const { supply, total, ratioBps } = market;
  let tokens = floorBuy({ supply, reserve: total, ratioBps, assetIn: net });
  const price = limitingPrice(market, time);
  if (price) tokens = lesser(tokens, (net * ratioBps * 2n ** price.e) / ((price.m + 1n) * BPS));
  if (tokens === 0n) throw new TradeTooSmallError();
  return bought(market, { assets: assetIn, tokens, tribute, time });
}

/** Buys exactly `tokens`. */
export function buyExact(market: MarketModel, tokens: bigint, time: bigint): Trade {
  const { supply, total, ratioBps, entryTributeBps } = market;
  let net = ceilCost({ supply, reserve: total, ratioBps, tokensOut: tokens });
  const price = limitingPrice(market, time);
  if (price) net = greater(net, ceilDiv(tokens * BPS * (price.m + 1n), ratioBps * 2n ** price.e));
  const assets = ceilDiv(net * BPS, BPS - entryTributeBps);
  return bought(market, { assets, tokens, tribute: assets - net, time });
}

/** Sells `tokens`; `assets` are after tribute. */
export function sell(market: MarketModel, tokens: bigint, time: bigint): Trade {
  const { supply, ratioBps } = market;
  let gross = floorSell({ supply, reserve: reserveAt(market, time), ratioBps, tokensIn: tokens });
  const price = limitingPrice(market, time);
  if (price) gross = lesser(gross, (tokens * BPS * price.m) / (ratioBps * 2n ** price.e));
  const tribute = tributeOn(gross, market.exitTributeBps);
  if (gross === tribute) throw new TradeTooSmallError();
  const after = {
    ...market,
    supply: supply - tokens,
    total: market.total - gross,
    tributeOwed: market.tributeOwed + tribute,
    first: firstOf(market, time),
  };
  return { assets: gross - tribute, tokens, tribute, after };
}

/** Gives `amount`: it joins what is pending, over the whole period unless that would slow the drip. */
export function give(market: MarketModel, amount: bigint, time: bigint): MarketModel {
  const left = pendingAt(market, time);
  const pending = left + amount;
  let end = time + market.dripPeriod;
  // The first whole second at which pending/(end − time) ≤ left/(end before − time).
  if (left > 0n) end = lesser(end, time + ceilDiv(pending * (market.gifts.end - time), left));
  return { ...market, total: market.total + amount, gifts: { pending, since: time, end } };
}

function bought(
  market: MarketModel,
  { assets, tokens, tribute, time }: { assets: bigint; tokens: bigint; tribute: bigint; time: bigint },
): Trade {
  const after = {
    ...market,
    supply: market.supply + tokens,
    total: market.total + assets - tribute,
    tributeOwed: market.tributeOwed + tribute,
    first: firstOf(market, time),
  };
  return { assets, tokens, tribute, after };
}

function firstOf(market: MarketModel, time: bigint): MarketModel["first"] {
  if (market.first.time === time) return market.first;
  return { time, reserve: reserveAt(market, time), supply: market.supply };
}

/** The price that limits a trade: none for the first at its timestamp, nor where there is no rule. */
function limitingPrice(market: MarketModel, time: bigint): { m: bigint; e: bigint } | undefined {
  if (!market.oneBlockRule || market.first.time !== time) return undefined;
  return packedPrice(market.first.reserve, market.first.supply);
}
