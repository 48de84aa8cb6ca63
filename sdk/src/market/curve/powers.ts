/** Which of two powers is larger, where an approximation cannot tell: as contracts/libraries/BondingCurve.sol decides. */
import { gcd, log2 } from "./integers.ts";

/** A fraction above 1 to a power. */
interface Power {
  readonly n: bigint;
  readonly d: bigint;
  readonly e: bigint;
}

/**
 * Sign of `amount·(n/d)^(num/den) − total`. Neighbours are told apart down to 2^-124 units with 255-bit mantissas, ties are
 * proven in integers; what is nearer than that counts for the reserve, `up` or down.
 */
export function signOfPower({
  amount,
  n,
  d,
  num,
  den,
  total,
  up,
}: {
  readonly amount: bigint;
  readonly n: bigint;
  readonly d: bigint;
  readonly num: bigint;
  readonly den: bigint;
  readonly total: bigint;
  readonly up: boolean;
}): -1 | 0 | 1 {
  const inverse = num < 0n;
  const exponent = inverse ? -num : num;
  const common = gcd(exponent, den);
  const one = { n, d, e: exponent / common };
  const other = { n: inverse ? amount : total, d: inverse ? total : amount, e: den / common };
  const sign = compare(one, other);
  if (sign !== 0) return inverse ? (-sign as -1 | 1) : sign;
  if (areEqual(one, other)) return 0;
  return up ? 1 : -1;
}

/** Sign of the difference of two powers, 0 when too close to tell. */
function compare(one: Power, other: Power): -1 | 0 | 1 {
  const [found1, x1] = mantissaOf(one);
  const [found2, x2] = mantissaOf(other);
  if (x1 > x2 + 1n) return 1;
  if (x2 > x1 + 1n) return -1;
  // To one scale: the mantissa with the larger binary exponent counts double.
  const m1 = x1 <= x2 ? found1 >> 1n : found1;
  const m2 = x2 <= x1 ? found2 >> 1n : found2;
  const margin = 8n * (one.e + other.e);
  if (m1 > m2 && m1 - m2 > margin) return 1;
  if (m2 > m1 && m2 - m1 > margin) return -1;
  return 0;
}

/** (n/d)^e = mantissa·2^(exponent − 255), 2^255 ≤ mantissa < 2^256, by squaring. */
function mantissaOf({ n, d, e }: Power): [mantissa: bigint, exponent: bigint] {
  let baseExponent = log2(n) - log2(d);
  if (d << baseExponent > n) --baseExponent;
  const base = (n << 255n) / (d << baseExponent);
  let [mantissa, exponent] = [base, baseExponent];
  for (let bit = log2(e); bit > 0n;) {
    --bit;
    [mantissa, exponent] = multiply(mantissa, mantissa, exponent + exponent);
    if ((e >> bit) & 1n) [mantissa, exponent] = multiply(mantissa, base, exponent + baseExponent);
  }
  return [mantissa, exponent];
}

function multiply(a: bigint, b: bigint, exponent: bigint): [mantissa: bigint, exponent: bigint] {
  const high = (a * b) >> 256n;
  const carry = high >> 255n;
  return [high << (1n - carry), exponent + carry];
}

/** Whether two powers are exactly equal: in lowest terms numerators and denominators must agree. */
function areEqual(one: Power, other: Power): boolean {
  // With coprime exponents x^e = y^f makes x an f-th power, and a number below 2^114 is at most a 113th power.
  if (one.e > 113n || other.e > 113n) return false;
  const g1 = gcd(one.n, one.d);
  const g2 = gcd(other.n, other.d);
  return (
    (one.n / g1) ** one.e === (other.n / g2) ** other.e && (one.d / g1) ** one.e === (other.d / g2) ** other.e
  );
}
