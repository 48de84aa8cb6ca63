/** Integer arithmetic as the contracts do it: the direction of each rounding is in the name. */

/** Bps of a whole: 100 %. */
export const WHOLE_BPS = 10_000n;
/** A whole token, and the whole supply where credit is counted in parts of it. */
export const WHOLE = 10n ** 18n;
/** The largest amount that the contracts keep: 2^112 − 1. */
export const MAX_AMOUNT = 2n ** 112n - 1n;

export const lesser = (a: bigint, b: bigint): bigint => (a < b ? a : b);
export const greater = (a: bigint, b: bigint): bigint => (a > b ? a : b);
export const ceilDiv = (a: bigint, b: bigint): bigint => (a === 0n ? 0n : (a - 1n) / b + 1n);

/** What `bps` of `amount` is, rounded up: a tribute never rounds to nothing. */
export const tributeOn = (amount: bigint, bps: bigint): bigint => ceilDiv(amount * bps, WHOLE_BPS);

/** ⌊log2(value)⌋ of a positive value below 2^1023, 0 of zero. */
export function log2(value: bigint): bigint {
  if (value < 1n) return 0n;
  const log = Math.log2(Number(value));
  const floor = BigInt(Math.floor(log));
  // A number has 53 bits and rounds: next to a power of two the integer tells.
  if (Math.abs(log - Math.round(log)) > 1e-9) return floor;
  const nearest = BigInt(Math.round(log));
  return 1n << nearest > value ? nearest - 1n : nearest;
}

/** ⌊√value⌋. */
export function sqrt(value: bigint): bigint {
  if (value < 2n) return value;
  // Newton from above: each step falls until the root is reached.
  let root = 1n << (log2(value) / 2n + 1n);
  if (value < 1n << 1000n)
    root = lesser(root, BigInt(Math.floor(Math.sqrt(Number(value)) * (1 + 1e-15))) + 1n);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

export function gcd(a: bigint, b: bigint): bigint {
  let [divisor, rest] = [a, b];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return divisor;
}
