/**
 * Logarithm and power in fixed point, step by step as contracts/libraries/BondingCurve.sol computes them, where the error
 * bounds are proven. Names end in the number of fractional bits, as there.
 */
import { log2 } from "./integers.ts";

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
/** ln 2. */
export const LN_2_127 = 0x58b90bfbe8e7bcd5e4f1d9cc01f97b58n;
/** 2/ln 2. */
export const TWO_LOG2_E_126 = 0xb8aa3b295c17f0bbbe87fed0691d3e89n;
/** Where the nearest power of 2^(1/4) changes. */
const BORDERS_142 = [10_905n, 12_968n, 15_422n, 18_340n].map((border) => (border * ONE_142) / 10_000n);
/** By so much a logarithm may be off. */
export const LOG2_ERROR_192 = 1n << 64n;
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

/** log2(n/d) with 192 fractional bits, within 2^-128, for 0 < d ≤ n < 2^113. */
export function log2Of(n: bigint, d: bigint): bigint {
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
export function exp2(y: bigint): { readonly power: bigint; readonly exponent: bigint } {
  const quarters = (y + (1n << 189n)) >> 190n;
  const a = ((y - (quarters << 190n)) >> 62n) * LN_2_127;
  const u = ((a >> 129n) * (a >> 129n)) >> 128n;
  let c = 0n;
  for (const term of EXP2_TERMS) c = term + ((c * u) >> 128n);
  const factor = ONE_128 + (a >> 2n) / (c - (a >> 131n));
  const root = ROOTS_127[Number(quarters & 3n)] ?? ONE_127;
  return { power: (factor * root) >> 127n, exponent: quarters >> 2n };
}
