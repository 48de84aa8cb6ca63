/** The points at which quotes are compared, and the exact answers to them. */
import { Decimal } from "decimal.js";
import { exactBuy, exactCost, exactSell } from "../../test/lib/oracle.ts";

/** In the order of the enumeration in contracts/Curves.sol. */
export const KINDS = ["buy", "sell", "cost"] as const;
export type Kind = (typeof KINDS)[number];

/** One quote to ask for. */
export interface Point {
  readonly supply: bigint;
  readonly reserve: bigint;
  readonly ratioBps: bigint;
  /** What goes in for buys and sells, what comes out for costs. */
  readonly amount: bigint;
}

/** A point and what the formula says, in 60 digits and as the integer that favours nobody but the reserve. */
export interface Question extends Point {
  readonly exact: Decimal;
  readonly rounded: bigint;
}

const WHOLE = 10n ** 18n;
const LIMIT = 2n ** 112n;

/** Tokens with 18 decimals, round numbers and others. */
const SUPPLIES = [
  1_000n * WHOLE,
  1_234_567_890_123_456_789_012_345n,
  21_000_000n * WHOLE,
  987_654_321_012_345_678_901_234_567n,
  10n ** 12n * WHOLE,
];

/** Money with 6 and with 18 decimals. */
const RESERVES = [
  2_500n * 10n ** 6n,
  345_678_901_234n,
  1_000n * WHOLE,
  654_321_098_765_432_109_876_543n,
  10n ** 9n * WHOLE,
];

const RATIOS = [500n, 1_000n, 2_000n, 2_500n, 3_333n, 5_000n, 6_667n, 8_000n, 9_000n, 10_000n];

/** Sizes of a trade in billionths of the reserve (buys) or of the supply (sells and costs). */
const UNIT = 1_000_000_000n;
const SMALL = [
  1n,
  1_000n,
  31_415n,
  100_000n,
  1_000_000n,
  2_718_281n,
  10_000_000n,
  50_000_000n,
  100_000_000n,
  123_456_789n,
  250_000_000n,
  500_000_000n,
];
const SIZES: Record<Kind, readonly bigint[]> = {
  buy: [...SMALL, UNIT, (314_159n * UNIT) / 100_000n, 10n * UNIT, 100n * UNIT, 1_000n * UNIT],
  sell: [...SMALL, 750_000_000n, 900_000_000n, 987_000_000n, 990_000_000n, 999_000_000n],
  cost: [...SMALL, UNIT, (314_159n * UNIT) / 100_000n, 10n * UNIT],
};

/** All points of a kind whose exact answer is at least one unit and below 2^112, which is what the suite's curve takes. */
export function questionsOf(kind: Kind): Question[] {
  const questions: Question[] = [];
  for (const supply of SUPPLIES) {
    for (const reserve of RESERVES) {
      for (const ratioBps of RATIOS) {
        for (const size of SIZES[kind]) {
          const amount = ((kind === "buy" ? reserve : supply) * size) / UNIT;
          if (amount === 0n || amount >= LIMIT) continue;
          const point = { supply, reserve, ratioBps, amount };
          const exact = answerTo(kind, point);
          const rounded = roundAgainstTrader({ kind, reserve, exact });
          if (rounded >= 1n && rounded < LIMIT) questions.push({ ...point, exact, rounded });
        }
      }
    }
  }
  return questions;
}

/** Nearer than this to an integer is that integer: the oracle's last digits are around 1e-44 for amounts below 2^112. */
const TIE = new Decimal("1e-40");

function roundAgainstTrader({
  kind,
  reserve,
  exact,
}: {
  readonly kind: Kind;
  readonly reserve: bigint;
  readonly exact: Decimal;
}): bigint {
  const nearest = exact.toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN);
  const direction = kind === "cost" ? Decimal.ROUND_CEIL : Decimal.ROUND_FLOOR;
  const tie = exact.minus(nearest).abs().lte(TIE);
  const rounded = BigInt(tie ? nearest.toFixed(0) : exact.toFixed(0, direction));
  // A part of the supply never takes the whole reserve, however many nines the oracle's digits are.
  return kind === "sell" && rounded === reserve ? reserve - 1n : rounded;
}

function answerTo(kind: Kind, { amount, ...market }: Point): Decimal {
  switch (kind) {
    case "buy":
      return exactBuy({ ...market, assetIn: amount });
    case "sell":
      return exactSell({ ...market, tokensIn: amount });
    case "cost":
      return exactCost({ ...market, tokensOut: amount });
  }
}
