/**
 * The bonding curve in integers, the same algorithm as contracts/libraries/BondingCurve.sol, and equal to it to the wei in all
 * its domain, ties included: S supply, R reserve, w reserve ratio.
 *
 *     buy d    tokens = ⌊S·((1 + d/R)^w − 1)⌋
 *     sell k   paid   = ⌊R·(1 − (1 − k/S)^(1/w))⌋
 *     cost t   asset  = ⌈R·((1 + t/S)^(1/w) − 1)⌉
 *
 * Amounts are in smallest units, below 2^112, ratios in bps. An approximation with a proven error bound answers when both ends
 * of its interval agree; otherwise {@link signOfPower} decides.
 */
import { MAX_AMOUNT, WHOLE, WHOLE_BPS, ceilDiv, greater, sqrt } from "./integers.ts";
import { MarketError } from "./market-error.ts";
import { exp2, LN_2_127, LOG2_ERROR_192, log2Of } from "./power.ts";
import { signOfPower } from "./powers.ts";
import { QUICK_BITS, QUICK_ERROR_BITS, quickPower } from "./quick-power.ts";

/** A market on the curve, before a trade. */
export interface CurvePoint {
  /** S, 18 decimals. */
  readonly supply: bigint;
  /** R, asset units. */
  readonly reserve: bigint;
  /** w, bps. */
  readonly ratioBps: bigint;
}

const MIN_RATIO = 100n;
const HALF = 5_000n;

/** Tokens for `amount` asset units, rounded down. Throws {@link MarketError}. */
export function curveBuy({ supply, reserve, ratioBps }: CurvePoint, amount: bigint): bigint {
  validate(supply, reserve, ratioBps, amount);
  if (reserve === 0n) throw new MarketError("ReserveEmpty");
  if (amount === 0n) return 0n;
  const after = reserve + amount;
  let tokens: bigint;
  if (ratioBps === WHOLE_BPS) tokens = (supply * amount) / reserve;
  else if (ratioBps === HALF && after >> 32n < reserve)
    tokens = sqrt((supply * supply * after) / reserve) - supply;
  else tokens = scale(supply, after, reserve, ratioBps, WHOLE_BPS, false) - supply;
  if (tokens > MAX_AMOUNT) throw new MarketError("AmountTooLarge", tokens, MAX_AMOUNT);
  return tokens;
}

/** Asset units for `amount` tokens, rounded down; the whole supply is paid the whole reserve. Throws {@link MarketError}. */
export function curveSell({ supply, reserve, ratioBps }: CurvePoint, amount: bigint): bigint {
  validate(supply, reserve, ratioBps, amount);
  if (amount > supply) throw new MarketError("AmountAboveSupply", amount, supply);
  if (amount === 0n || reserve === 0n) return 0n;
  if (amount === supply) return reserve;
  const left = supply - amount;
  if (ratioBps === WHOLE_BPS) return (reserve * amount) / supply;
  if (ratioBps === HALF) return reserve - ceilDiv(reserve * left * left, supply * supply);
  return reserve - scale(reserve, supply, left, -WHOLE_BPS, ratioBps, true);
}

/** Asset units that `amount` tokens cost, rounded up. Throws {@link MarketError}. */
export function curveCost({ supply, reserve, ratioBps }: CurvePoint, amount: bigint): bigint {
  validate(supply, reserve, ratioBps, amount);
  if (reserve === 0n) throw new MarketError("ReserveEmpty");
  if (amount === 0n) return 0n;
  const after = supply + amount;
  let assets: bigint;
  if (ratioBps === WHOLE_BPS) assets = ceilDiv(reserve * amount, supply);
  else if (ratioBps === HALF && after >> 64n < supply)
    assets = ceilDiv(reserve * after * after, supply * supply) - reserve;
  else assets = scale(reserve, after, supply, WHOLE_BPS, ratioBps, true) - reserve;
  if (assets > MAX_AMOUNT) throw new MarketError("AmountTooLarge", assets, MAX_AMOUNT);
  return assets;
}

/** Asset units per whole token at the margin: ⌊R·1e18/(w·S)⌋. Throws {@link MarketError}. */
export function curveSpotPrice({ supply, reserve, ratioBps }: CurvePoint): bigint {
  validate(supply, reserve, ratioBps, 0n);
  return (reserve * WHOLE * WHOLE_BPS) / (ratioBps * supply);
}

/**
 * Credit of issuance that a gift of `gift` to `total` = R + P carries, in parts of the supply (1e18 = all):
 * `partBps`·w·ln(1 + gift/total), as the contract rounds it down. Throws {@link MarketError}.
 */
export function giftCreditOf({
  total,
  gift,
  ratioBps,
  partBps,
}: {
  readonly total: bigint;
  readonly gift: bigint;
  readonly ratioBps: bigint;
  readonly partBps: bigint;
}): bigint {
  validate(1n, total, ratioBps, gift);
  if (total === 0n) throw new MarketError("ReserveEmpty");
  const log = log2Of(total + gift, total);
  const ln = ((log > LOG2_ERROR_192 ? log - LOG2_ERROR_192 : 0n) >> 72n) * (LN_2_127 - 1n);
  return (((ln >> 120n) * ratioBps * partBps * WHOLE) >> 127n) / (WHOLE_BPS * WHOLE_BPS);
}

function validate(supply: bigint, reserve: bigint, ratioBps: bigint, amount: bigint): void {
  if (ratioBps < MIN_RATIO || ratioBps > WHOLE_BPS) {
    throw new MarketError("RatioOutOfRange", ratioBps, MIN_RATIO, WHOLE_BPS);
  }
  if (amount < 0n || supply < 0n || reserve < 0n)
    throw new RangeError("amounts of a market are never negative");
  if (supply > MAX_AMOUNT || reserve > MAX_AMOUNT || amount > MAX_AMOUNT) {
    throw new MarketError("AmountTooLarge", greater(amount, greater(supply, reserve)), MAX_AMOUNT);
  }
  if (supply === 0n) throw new MarketError("SupplyEmpty");
}

// ---------------------------------------------------------------- power

/** The power of {@link exp2} of a logarithm is exact to a factor 1 ± 2^-121. */
const ERROR_BITS = 121n;

/** `amount·(n/d)^(num/den)`, exact floor or ceiling, for 0 < amount < 2^112, 0 < d < n < 2^113, |num/den| ≤ 100. */
function scale(amount: bigint, n: bigint, d: bigint, num: bigint, den: bigint, up: boolean): bigint {
  const quick = quickPower(n, d, num, den);
  if (quick.exponent < Number(QUICK_BITS)) {
    const product = amount * quick.power;
    const margin = (product >> QUICK_ERROR_BITS) + 1n;
    const shift = QUICK_BITS - BigInt(quick.exponent);
    const low = (product - margin) >> shift;
    // Of more than the market keeps not even the contract's answer is exact.
    if (low === (product + margin) >> shift && low <= 2n * MAX_AMOUNT) return up ? low + 1n : low;
  }
  const { power, exponent } = exp2((log2Of(n, d) * num) / den);
  if (exponent > 113n) throw new MarketError("AmountTooLarge", 2n ** 256n - 1n, MAX_AMOUNT);
  const product = amount * power;
  const margin = (product >> ERROR_BITS) + 1n;
  const shift = 128n - exponent;
  const low = (product - margin) >> shift;
  const high = (product + margin) >> shift;
  if (low === high || low > 2n * MAX_AMOUNT) return up ? low + 1n : low;
  const sign = signOfPower({ amount, n, d, num, den, total: high, up });
  if (sign > 0) return up ? high + 1n : high;
  return sign < 0 && !up ? high - 1n : high;
}
