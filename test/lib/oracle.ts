import { Decimal } from "decimal.js";

/**
 * Independent oracle of the bonding curve: the formulas in decimal arithmetic, never the contract's own maths.
 * Amounts are bigints in smallest units, ratios bps; results are exact to at least 60 significant digits.
 */

/** A market on the curve, before the trade. */
export interface Market {
  supply: bigint;
  reserve: bigint;
  ratioBps: bigint;
}

// 80 digits: totals have at most 35 digits before the point, so 40 and more remain behind it. `pow` works with extra
// digits and rounds correctly but for the last; a bigger library-wide precision would only be slower.
const Exact = Decimal.clone({
  precision: 80,
  rounding: Decimal.ROUND_HALF_EVEN,
  toExpNeg: -200,
  toExpPos: 200,
});

const BPS = 10_000n;

function decimal(value: bigint): Decimal {
  return new Exact(value.toString());
}

/** Powers are the slow part, and markets of many sizes have the same ones. */
const powers = new Map<string, Decimal>();

/** (n/d)^(num/den); exact square roots, squares and the like stay exact to the precision. */
function power(n: bigint, d: bigint, num: bigint, den: bigint): Decimal {
  const common = divisorOf(n, d);
  const key = `${n / common}/${d / common}^${num}/${den}`;
  const known = powers.get(key);
  if (known !== undefined) return known;
  const found = decimal(n)
    .div(decimal(d))
    .pow(decimal(num).div(decimal(den)));
  powers.set(key, found);
  return found;
}

/** The greatest common divisor. */
function divisorOf(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisorOf(b, a % b);
}

/** Tokens for `assetIn`: S·((1 + d/R)^w − 1). */
export function exactBuy({ supply, reserve, ratioBps, assetIn }: Market & { assetIn: bigint }): Decimal {
  return decimal(supply).mul(power(reserve + assetIn, reserve, ratioBps, BPS).minus(1));
}

/** Asset units for `tokensIn`: R·(1 − (1 − k/S)^(1/w)). */
export function exactSell({ supply, reserve, ratioBps, tokensIn }: Market & { tokensIn: bigint }): Decimal {
  if (tokensIn === supply) return decimal(reserve);
  return decimal(reserve).mul(new Exact(1).minus(power(supply - tokensIn, supply, BPS, ratioBps)));
}

/** Asset units that buy `tokensOut`: R·((1 + t/S)^(1/w) − 1). */
export function exactCost({ supply, reserve, ratioBps, tokensOut }: Market & { tokensOut: bigint }): Decimal {
  return decimal(reserve).mul(power(supply + tokensOut, supply, BPS, ratioBps).minus(1));
}

/** Asset units per whole token of 18 decimals: R·1e18/(w·S). */
export function exactSpotPrice({ supply, reserve, ratioBps }: Market): Decimal {
  return decimal(reserve * 10n ** 18n * BPS).div(decimal(ratioBps * supply));
}

/** Nearer than this to an integer counts as that integer: true ties come out within about 1e-44. */
const TIE = new Exact("1e-20");

/** The integer `value` stands for when it is a tie, else undefined. */
function tieOf(value: Decimal): bigint | undefined {
  const nearest = value.toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN);
  return value.minus(nearest).abs().lte(TIE) ? BigInt(nearest.toFixed(0)) : undefined;
}

/** Largest integer not above `value`; ties within 1e-20 are that integer. */
export function floorOf(value: Decimal): bigint {
  return tieOf(value) ?? BigInt(value.toFixed(0, Decimal.ROUND_FLOOR));
}

/** Smallest integer not below `value`; ties within 1e-20 are that integer. */
export function ceilOf(value: Decimal): bigint {
  return tieOf(value) ?? BigInt(value.toFixed(0, Decimal.ROUND_CEIL));
}

/** How far `value` is from the nearest integer, 0 to 0.5. */
export function distanceToInteger(value: Decimal): number {
  return value.minus(value.toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN)).abs().toNumber();
}

/** Sign of amount·(n/d)^(num/den) − total, in integers alone: amount^den·n^num against total^den·d^num. */
function signOfPower(amount: bigint, n: bigint, d: bigint, num: bigint, den: bigint, total: bigint): number {
  const common = divisorOf(num, den);
  const [x, y] = [num / common, den / common];
  const difference = amount ** y * n ** x - total ** y * d ** x;
  return difference > 0n ? 1 : difference < 0n ? -1 : 0;
}

/*
 * The integers below may be given the exact value when the caller has it already: powers are the slow part.
 */

/** Tokens for `assetIn`, rounded down; what looks like a tie is decided in integers. */
export function floorBuy(trade: Market & { assetIn: bigint }, exact: Decimal = exactBuy(trade)): bigint {
  const { supply, reserve, ratioBps, assetIn } = trade;
  const tie = tieOf(exact);
  if (tie === undefined) return floorOf(exact);
  const sign = signOfPower(supply, reserve + assetIn, reserve, ratioBps, BPS, supply + tie);
  return sign < 0 ? tie - 1n : tie;
}

/** Asset units for `tokensIn`, rounded down; what looks like a tie is decided in integers. */
export function floorSell(trade: Market & { tokensIn: bigint }, exact: Decimal = exactSell(trade)): bigint {
  const { supply, reserve, ratioBps, tokensIn } = trade;
  const tie = tieOf(exact);
  if (tie === undefined || tokensIn === supply) return floorOf(exact);
  const sign = signOfPower(reserve, supply - tokensIn, supply, BPS, ratioBps, reserve - tie);
  return sign > 0 ? tie - 1n : tie;
}

/** Asset units that buy `tokensOut`, rounded up; what looks like a tie is decided in integers. */
export function ceilCost(trade: Market & { tokensOut: bigint }, exact: Decimal = exactCost(trade)): bigint {
  const { supply, reserve, ratioBps, tokensOut } = trade;
  const tie = tieOf(exact);
  if (tie === undefined) return ceilOf(exact);
  const sign = signOfPower(reserve, supply + tokensOut, supply, BPS, ratioBps, reserve + tie);
  return sign > 0 ? tie + 1n : tie;
}
