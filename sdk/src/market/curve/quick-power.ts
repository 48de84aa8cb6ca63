/**
 * A power that is less exact than the contract's and twice as quick: what it leaves open, {@link exp2} decides. Two tables leave
 * so little of an argument that of each series only the first terms need many bits; the sum of the others is so small that a
 * number with its 53 bits is enough.
 */
import { log2 } from "./integers.ts";
import { exp2, LN_2_127, log2Of, TWO_LOG2_E_126 } from "./power.ts";

/** Fractional bits of everything here. */
export const QUICK_BITS = 120n;
/** The power is exact to a factor 1 ± 2^-103. */
export const QUICK_ERROR_BITS = 103n;

const ONE = 1n << QUICK_BITS;
const TWO = 2n * ONE;
const SCALE = 2 ** 120;
const LN_2 = LN_2_127 >> 7n;
const TWO_LOG2_E = TWO_LOG2_E_126 >> 6n;
/** Places of a table, and the bits that choose one of them. */
const PLACES = 256;
const PLACE_SHIFT = QUICK_BITS - 8n;
const HALF_PLACE = 1n << (PLACE_SHIFT - 1n);

/** Middles of the places from 1 to 2 with their logarithms, and powers of 2 from the beginnings of the places from 0 to 1. */
interface Tables {
  readonly middles: readonly bigint[];
  readonly logs: readonly bigint[];
  readonly powers: readonly bigint[];
}

let tables: Tables | undefined;

/** Computed as the contract does it, with the first quote: that takes some milliseconds. */
function tablesOf(): Tables {
  const places = Array.from({ length: PLACES }, (_, at) => BigInt(at));
  const middles = places.map((at) => ONE + (at << PLACE_SHIFT) + HALF_PLACE);
  return {
    middles,
    logs: middles.map((middle) => log2Of(middle, ONE) >> (192n - QUICK_BITS)),
    powers: places.map((at) => {
      const { power, exponent } = exp2(at << 184n);
      return power >> (8n - exponent);
    }),
  };
}

/** (n/d)^(num/den) as power·2^(exponent − 120), for 0 < d < n < 2^113 and |num/den| ≤ 100. */
export function quickPower(
  n: bigint,
  d: bigint,
  num: bigint,
  den: bigint,
): { readonly power: bigint; readonly exponent: number } {
  tables ??= tablesOf();
  const { middles, logs, powers } = tables;

  // log2(n/d) = e + log2(middle) + 2/ln 2 · artanh z, where |z| ≤ 2^-10: within 2^-115, and y within 2^-108.
  const quotient = (n << QUICK_BITS) / d;
  const e = quotient < TWO ? 0n : log2(quotient) - QUICK_BITS;
  const m = e === 0n ? quotient : quotient >> e;
  const place = Number(m >> PLACE_SHIFT) - PLACES;
  const middle = middles[place] ?? ONE;
  const z = ((m - middle) << QUICK_BITS) / (m + middle);
  const zz = (z * z) >> QUICK_BITS;
  const u = Number(zz) / SCALE;
  const small = BigInt(Math.round(u * u * u * (1 / 7 + u * (1 / 9 + u / 11)) * SCALE));
  const series = zz / 3n + ((zz * zz) >> QUICK_BITS) / 5n + small;
  const artanh = z + ((z * series) >> QUICK_BITS);
  const log = (e << QUICK_BITS) + (logs[place] ?? 0n) + ((artanh * TWO_LOG2_E) >> QUICK_BITS);

  // 2^y = 2^(steps/256) · e^r, where |r| < 2^-9.5: the tail's 53 bits leave 2^-104.4.
  const y = (log * num) / den;
  const steps = (y + HALF_PLACE) >> PLACE_SHIFT;
  const r = ((y - (steps << PLACE_SHIFT)) * LN_2) >> QUICK_BITS;
  const rr = (r * r) >> QUICK_BITS;
  const x = Number(r) / SCALE;
  const tail = 1 + (x / 6) * (1 + (x / 7) * (1 + (x / 8) * (1 + x / 9)));
  const rest = BigInt(Math.round(((x * x * x * x * x) / 120) * tail * SCALE));
  const cube = ((rr * r) >> QUICK_BITS) / 6n;
  const factor = ONE + r + (rr >> 1n) + cube + ((rr * rr) >> QUICK_BITS) / 24n + rest;
  const step = Number(steps);
  return { power: ((powers[step & (PLACES - 1)] ?? ONE) * factor) >> QUICK_BITS, exponent: step >> 8 };
}
