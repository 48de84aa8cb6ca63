/**
 * How gifts drip into the reserve, all at one rate, with the credit of issuance that they carry: as contracts/libraries/Drip.sol.
 * Amounts in asset units, times and periods in seconds, credit in parts of the supply (1e18 = all). Amounts and rates called
 * Q24 have 24 fractional bits.
 */
import { ceilDiv, greater, lesser } from "./curve/integers.ts";

const FRACTION_BITS = 24n;
const FRACTION_MASK = (1n << FRACTION_BITS) - 1n;
/** All is out so many periods after the last gift that asked for it. */
const MAX_PERIODS = 52n;
/** ρ/4 arrives in a period. */
const RHO_PARTS = 4n;

/** What drips, as it was written at `since`. */
export interface Drip {
  /** P then, Q24. */
  readonly pending: bigint;
  /** What moves into R a second, Q24. */
  readonly rate: bigint;
  /** The largest P/52T of the gifts since something drips, Q24. */
  readonly baseRate: bigint;
  readonly since: bigint;
  /** When all will have dripped. */
  readonly end: bigint;
  /** What the reserve cannot be inflated beyond for a moment, as of `renewedAt`. */
  readonly rho: bigint;
  /** When the market opened, or the rate was renewed last. */
  readonly renewedAt: bigint;
  /** Credit that had dripped until `since`, ever. */
  readonly drippedCredit: bigint;
  /** Credit that had not. */
  readonly pendingCredit: bigint;
}

/** Credit of issuance that gifts carry. */
export interface GiftCredit {
  readonly dripped: bigint;
  readonly pending: bigint;
}

/** The drip of a market that opened at `time` with R = `reserve`: nothing drips yet. */
export function noDrip(reserve: bigint, time: bigint): Drip {
  const nothing = { pending: 0n, rate: 0n, baseRate: 0n, drippedCredit: 0n, pendingCredit: 0n };
  return { ...nothing, since: 0n, end: 0n, rho: reserve, renewedAt: time };
}

/** P at `time`, asset units, rounded up: nothing drips too soon. */
export function drippingAt(drip: Drip, time: bigint): bigint {
  return time >= drip.end ? 0n : unitsOf(leftAt(drip, time));
}

/** Credit at `time`: in the proportion in which whole units have moved from P to R; what has dripped is rounded down. */
export function dripCreditAt(drip: Drip, time: bigint): GiftCredit {
  const all = drip.pendingCredit;
  const pending = time >= drip.end ? 0n : ceilDiv(all * unitsOf(leftAt(drip, time)), unitsOf(drip.pending));
  return { dripped: drip.drippedCredit + all - pending, pending };
}

/** ρ as a gift or a renewal at `time` finds it, when R is `reserve`; rounded down. */
export function dripRhoAt(
  drip: Drip,
  { reserve, period, time }: { readonly reserve: bigint; readonly period: bigint; readonly time: bigint },
): bigint {
  return lesser(reserve, drip.rho + (drip.rho * (time - drip.renewedAt)) / period);
}

/** What a gift or a renewal finds: R (asset units), the drip period and the time (seconds). */
export interface DripMoment {
  readonly reserve: bigint;
  readonly period: bigint;
  readonly time: bigint;
}

/** Adds `gift` asset units, which carry `credit`, to what drips. */
export function joinDrip(
  drip: Drip,
  { gift, credit, ...moment }: DripMoment & { readonly gift: bigint; readonly credit: bigint },
): Drip {
  const { period, time } = moment;
  const before = advance(drip, time);
  const added = gift << FRACTION_BITS;
  const pending = before.pending + added;
  const baseRate = greater(before.baseRate, ceilDiv(pending, MAX_PERIODS * period));
  const wanted = lesser(ceilDiv(pending, period), before.rate + ceilDiv(added, period));
  const most = greater(rateOf(dripRhoAt(drip, moment), period), baseRate);
  const rate = greater(before.rate, lesser(wanted, most));
  const pendingCredit = before.pendingCredit + credit;
  return { ...before, pending, rate, baseRate, pendingCredit, end: time + ceilDiv(pending, rate) };
}

/** Brings ρ up to date and the rate in line with it. */
export function renewedDrip(drip: Drip, moment: DripMoment): Drip {
  const { period, time } = moment;
  const rho = dripRhoAt(drip, moment);
  const before = { ...advance(drip, time), rho, renewedAt: time };
  // The contract leaves what it does not need as it was.
  if (before.pending === 0n) {
    const { pending, rate, baseRate } = drip;
    return { ...before, pending, rate, baseRate, end: time };
  }
  const most = greater(rateOf(rho, period), before.baseRate);
  const rate = lesser(greater(before.rate, ceilDiv(before.pending, period)), most);
  return { ...before, rate, end: time + ceilDiv(before.pending, rate) };
}

/** The drip counted until `time`; nothing once all has dripped. */
function advance(drip: Drip, time: bigint): Drip {
  const { dripped, pending } = dripCreditAt(drip, time);
  const credits = { drippedCredit: dripped, pendingCredit: pending, since: time };
  if (time >= drip.end) return { ...drip, ...credits, pending: 0n, rate: 0n, baseRate: 0n, end: time };
  return { ...drip, ...credits, pending: leftAt(drip, time) };
}

/** Q24, before the end. */
const leftAt = (drip: Drip, time: bigint): bigint => drip.pending - drip.rate * (time - drip.since);

const rateOf = (rho: bigint, period: bigint): bigint => ceilDiv(rho << FRACTION_BITS, RHO_PARTS * period);

/** Rounded up. */
const unitsOf = (pending: bigint): bigint => (pending + FRACTION_MASK) >> FRACTION_BITS;
