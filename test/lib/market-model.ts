/**
 * Independent model of the market: the words of ILiquidityReserve in exact arithmetic on the oracle of the curve, never the
 * contracts' own maths. Pure: each action takes a market and gives the next one. Amounts are bigints in smallest units,
 * times seconds, ratios bps.
 */
import { Decimal } from "decimal.js";
import { ceilCost, floorBuy, floorSell } from "./oracle.ts";

const BPS = 10_000n;
/** Pending amounts and rates have 24 fractional bits. */
const FRACTION = 1n << 24n;
const PERIODS = 52n;

const Exact = Decimal.clone({ precision: 80, toExpNeg: -200, toExpPos: 200 });

/** How gifts drip: one rate for all of them, and the credit of issuance that drips with them. */
export interface DripModel {
  /** Pending at `since` and per second, in units of 2^-24. */
  readonly pending: bigint;
  readonly rate: bigint;
  /** The largest P/52T of the gifts since something drips. */
  readonly base: bigint;
  readonly since: bigint;
  readonly end: bigint;
  readonly rho: bigint;
  readonly renewedAt: bigint;
  /** At `since`: what had dripped ever, and what had not. */
  readonly credit: { readonly dripped: bigint; readonly pending: bigint };
}

/** An open market. `total` is R + P. */
export interface MarketModel {
  readonly ratioBps: bigint;
  readonly entryTributeBps: bigint;
  readonly exitTributeBps: bigint;
  readonly dripPeriod: bigint;
  readonly supply: bigint;
  readonly total: bigint;
  readonly tributeOwed: bigint;
  readonly drip: DripModel;
  /** Part of a gift's credit that is given, in bps. */
  readonly giftIssuanceBps: bigint;
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

/** The drip of a market that opened at `time` with R = `reserve`. */
export function noDrip(reserve: bigint, time: bigint): DripModel {
  const credit = { dripped: 0n, pending: 0n };
  return { pending: 0n, rate: 0n, base: 0n, since: 0n, end: 0n, rho: reserve, renewedAt: time, credit };
}

/** P at `time`, rounded up: nothing drips too soon. */
export function pendingAt({ drip }: MarketModel, time: bigint): bigint {
  if (time >= drip.end) return 0n;
  return ceilDiv(drip.pending - drip.rate * (time - drip.since), FRACTION);
}

/** Credit at `time`: in the proportion in which whole units have moved from P to R, rounded down. */
export function creditAt(market: MarketModel, time: bigint): DripModel["credit"] {
  const { drip } = market;
  const all = drip.credit.pending;
  const left = pendingAt(market, time);
  const pending = left === 0n ? 0n : ceilDiv(all * left, ceilDiv(drip.pending, FRACTION));
  return { dripped: drip.credit.dripped + all - pending, pending };
}

/** The credit of a gift, by the formula: part·w·ln(1 + g/(R + P)), rounded down. */
export function creditOf(total: bigint, gift: bigint, ratioBps: bigint, part: bigint): bigint {
  const exact = new Exact((total + gift).toString())
    .div(total.toString())
    .ln()
    .mul((ratioBps * part).toString());
  return BigInt(exact.mul("1e10").toFixed(0, Decimal.ROUND_FLOOR));
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

/** Gives `amount`, which carries `credit`. */
export function give(
  market: MarketModel,
  amount: bigint,
  time: bigint,
  credit = creditOf(market.total, amount, market.ratioBps, market.giftIssuanceBps),
): MarketModel {
  const { dripPeriod } = market;
  const before = advance(market, time);
  const pending = before.pending + amount * FRACTION;
  const base = greater(before.base, ceilDiv(pending, PERIODS * dripPeriod));
  // As fast as a period allows, by no more than the gift alone would, and by what the reserve can take.
  const wanted = lesser(ceilDiv(pending, dripPeriod), before.rate + ceilDiv(amount * FRACTION, dripPeriod));
  const most = greater(quarterOf(rhoAt(market, time), dripPeriod), base);
  const rate = greater(before.rate, lesser(wanted, most));
  const credits = { ...before.credit, pending: before.credit.pending + credit };
  const end = time + ceilDiv(pending, rate);
  const drip = { ...before, pending, base, rate, credit: credits, end };
  return { ...market, total: market.total + amount, drip };
}

/** Brings the rate in line with ρ; only a period after the last time. */
export function renew(market: MarketModel, time: bigint): MarketModel {
  const { dripPeriod } = market;
  if (time < market.drip.renewedAt + dripPeriod) throw new Error("renewed too soon");
  const rho = rhoAt(market, time);
  const before = { ...advance(market, time), rho, renewedAt: time };
  if (before.pending === 0n)
    return { ...market, drip: { ...market.drip, rho, renewedAt: time, since: time, end: time } };
  const most = greater(quarterOf(rho, dripPeriod), before.base);
  const rate = lesser(greater(before.rate, ceilDiv(before.pending, dripPeriod)), most);
  return { ...market, drip: { ...before, rate, end: time + ceilDiv(before.pending, rate) } };
}

/** ρ as a gift or a renewal at `time` finds it. */
export function rhoAt(market: MarketModel, time: bigint): bigint {
  const { rho, renewedAt } = market.drip;
  return lesser(reserveAt(market, time), rho + (rho * (time - renewedAt)) / market.dripPeriod);
}

/** ρ/4 a period. */
const quarterOf = (rho: bigint, period: bigint): bigint => ceilDiv(rho * FRACTION, 4n * period);

/** The drip counted until `time`. */
function advance(market: MarketModel, time: bigint): DripModel {
  const { drip } = market;
  const credit = creditAt(market, time);
  if (time >= drip.end) return { ...drip, pending: 0n, rate: 0n, base: 0n, since: time, end: time, credit };
  return { ...drip, pending: drip.pending - drip.rate * (time - drip.since), since: time, credit };
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
