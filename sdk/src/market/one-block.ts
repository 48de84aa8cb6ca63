/**
 * The one-block rule: trades of one timestamp are limited by the price before its first trade, kept as a fraction m/2^e of at
 * most 104 bits, as contracts/libraries/OneBlock.sol packs it.
 */
import { WHOLE_BPS, ceilDiv, log2 } from "./curve/integers.ts";

/** R0/S0 as m/2^e, rounded down. */
export interface FirstPrice {
  readonly mantissa: bigint;
  readonly exponent: bigint;
}

const MANTISSA_BITS = 104n;
const MAX_EXPONENT = 143n;

/** The price that the first trade of a timestamp finds. */
export function firstPriceOf(reserve: bigint, supply: bigint): FirstPrice {
  const quotient = (reserve << MAX_EXPONENT) / supply;
  const excess = log2(quotient) - (MANTISSA_BITS - 1n);
  const shift = excess > 0n ? excess : 0n;
  return { mantissa: quotient >> shift, exponent: MAX_EXPONENT - shift };
}

/** A price as it lies in the reserve's storage. */
export function unpackFirstPrice(packed: bigint): FirstPrice {
  return { mantissa: packed & ((1n << MANTISSA_BITS) - 1n), exponent: packed >> MANTISSA_BITS };
}

/** Most that a sell of `tokens` pays: ⌊k·R0/(w·S0)⌋. */
export function sellLimit({ mantissa, exponent }: FirstPrice, ratioBps: bigint, tokens: bigint): bigint {
  return (tokens * WHOLE_BPS * mantissa) / (ratioBps << exponent);
}

/** Most that a buy for `assets` gives: ⌊d·w·S0/R0⌋. */
export function buyLimit({ mantissa, exponent }: FirstPrice, ratioBps: bigint, assets: bigint): bigint {
  return ((assets * ratioBps) << exponent) / ((mantissa + 1n) * WHOLE_BPS);
}

/** Least that `tokens` cost: ⌈t·R0/(w·S0)⌉. */
export function costLimit({ mantissa, exponent }: FirstPrice, ratioBps: bigint, tokens: bigint): bigint {
  return ceilDiv(tokens * WHOLE_BPS * (mantissa + 1n), ratioBps << exponent);
}
