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
import { MAX_AMOUNT, WHOLE, WHOLE_BPS, ceilDiv, greater, log2, sqrt } from "./integers.ts";
import { MarketError } from "./market-error.ts";
import { signOfPower } from "./powers.ts";

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
  const ln = ((log > LOG2_ERROR_192 ? log - LOG2_ERROR_192 : 0n) >> 72n) * LN_2_FLOOR_127;
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

// Names end in the number of fractional bits, as in the contract, where the error bounds are proven.
const ONE_126 = 1n << 126n;
const ONE_127 = 1n << 127n;
const ONE_128 = 1n << 128n;
const ONE_142 = 1n << 142n;
const ROOTS_142 = [
  ONE_142,
  0x4c1bf828c6dc54b7a356918c17217b7b2f0an, // 2^(1/4)
  0x5a827999fcef32422cbec4d9baa55f4f8eb8n, // 2^(2/4)
  0x6ba27e656b4eb57a1cd345dcc8169fef0eban, // 2^(3/4)
  2n * ONE_142,
] as const;
const ROOTS_127 = [ONE_127, ...ROOTS_142.slice(1, 4).map((root) => (root + (1n << 14n)) >> 15n)];
const LN_2_127 = 0x58b90bfbe8e7bcd5e4f1d9cc01f97b58n;
const LN_2_FLOOR_127 = LN_2_127 - 1n;
const TWO_LOG2_E_126 = 0xb8aa3b295c17f0bbbe87fed0691d3e89n;
/** Where the nearest power of 2^(1/4) changes. */
const BORDERS_142 = [10_905n, 12_968n, 15_422n, 18_340n].map((border) => (border * ONE_142) / 10_000n);
const LOG2_ERROR_192 = 1n << 64n;
/** The power is exact to a factor 1 ± 2^-121. */
const ERROR_BITS = 121n;
/** Of the series of artanh, from the last term on. */
const LOG2_TERMS = [27n, 25n, 23n, 21n, 19n, 17n, 15n, 13n, 11n, 9n, 7n, 5n, 3n, 1n].map(
  (odd) => TWO_LOG2_E_126 / odd,
);
/** Of a·coth(a/2), from the last term on. */
const EXP2_TERMS = [
  (ONE_126 * -174_611n) / 401_428_831_349_145_600_000n,
  (ONE_126 * 43_867n) / 2_554_547_108_585_472_000n,
  (ONE_126 * -3_617n) / 5_335_311_421_440_000n,
  ONE_126 / 37_362_124_800n,
  (ONE_126 * -691n) / 653_837_184_000n,
  ONE_126 / 23_950_080n,
  ONE_126 / -604_800n,
  ONE_126 / 15_120n,
  ONE_126 / -360n,
  ONE_126 / 6n,
  2n * ONE_126,
];

/** `amount·(n/d)^(num/den)`, exact floor or ceiling, for 0 < amount < 2^112, 0 < d < n < 2^113, |num/den| ≤ 100. */
function scale(amount: bigint, n: bigint, d: bigint, num: bigint, den: bigint, up: boolean): bigint {
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

/** log2(n/d) with 192 fractional bits, within 2^-128, for 0 < d ≤ n < 2^113. */
function log2Of(n: bigint, d: bigint): bigint {
  const quotient = (n << 142n) / d;
  const e = log2(quotient >> 142n);
  const m = quotient >> e;
  const nearest = BORDERS_142.findIndex((border) => m < border);
  const quarter = nearest < 0 ? 4 : nearest;
  const c = ROOTS_142[quarter] ?? ONE_142;
  const z = ((m - c) << 115n) / ((m + c) >> 16n);
  const u = (z * z) >> 125n;
  let sum = 0n;
  for (const term of LOG2_TERMS) sum = term + ((sum * u) >> 137n);
  return (((e << 2n) + BigInt(quarter)) << 190n) + ((z * sum) >> 65n);
}

/** 2^y as power·2^(exponent − 128), within a factor 1 ± 3.4·2^-128. y has 192 fractional bits. */
function exp2(y: bigint): { readonly power: bigint; readonly exponent: bigint } {
  const quarters = (y + (1n << 189n)) >> 190n;
  const a = ((y - (quarters << 190n)) >> 62n) * LN_2_127;
  const u = ((a >> 129n) * (a >> 129n)) >> 128n;
  let c = 0n;
  for (const term of EXP2_TERMS) c = term + ((c * u) >> 128n);
  const factor = ONE_128 + (a >> 2n) / (c - (a >> 131n));
  const root = ROOTS_127[Number(quarters & 3n)] ?? ONE_127;
  return { power: (factor * root) >> 127n, exponent: quarters >> 2n };
}
