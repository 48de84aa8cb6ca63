import { expect } from "chai";
import fc from "fast-check";
import { network } from "hardhat";
import {
  MarketError,
  curveBuy,
  curveCost,
  curveSell,
  curveSpotPrice,
  giftCreditOf,
  type CurvePoint,
} from "../../sdk/src/market/index.ts";
import { log2, sqrt } from "../../sdk/src/market/curve/integers.ts";
import { exp2, log2Of } from "../../sdk/src/market/curve/power.ts";
import { QUICK_BITS, QUICK_ERROR_BITS, quickPower } from "../../sdk/src/market/curve/quick-power.ts";
import type { CurveHarness } from "../../typechain-types/index.ts";

/* The curve of the sdk beside the contract's own library, to the wei and to the error. */

const { ethers } = await network.create();

const POINTS = 5_000; // of each kind of quote
const SEED = 20_261_130;
const MAX = 2n ** 112n - 1n;
const BATCH = 500; // that fit an eth_call

interface Point extends CurvePoint {
  readonly amount: bigint;
}

/** Every length of number is as likely as any other, up to and beyond what the contracts keep. */
const magnitudes = (most = MAX): fc.Arbitrary<bigint> =>
  fc.oneof(
    {
      weight: 8,
      arbitrary: fc.integer({ min: 0, max: 112 }).chain((bits) => fc.bigInt(0n, 2n ** BigInt(bits))),
    },
    { weight: 1, arbitrary: fc.constantFrom(0n, 1n, 2n, most - 1n, most, most + 1n) },
    { weight: 1, arbitrary: fc.bigInt(0n, most) },
  );
const ratios = fc.oneof(
  fc.constantFrom(10_000n, 8_000n, 7_500n, 6_000n, 5_000n, 4_000n, 2_500n, 2_000n, 1_250n, 1_000n, 100n),
  fc.bigInt(100n, 10_000n),
  fc.constantFrom(0n, 99n, 10_001n),
);
const anywhere: fc.Arbitrary<Point> = fc.record({
  supply: magnitudes(),
  reserve: magnitudes(),
  ratioBps: ratios,
  amount: magnitudes(),
});
/** Amounts within twenty times of what they are traded against, as on a market. */
const usual: fc.Arbitrary<Point> = fc
  .tuple(
    fc.bigInt(10n ** 15n, 10n ** 30n),
    fc.bigInt(10n ** 3n, 10n ** 30n),
    ratios,
    fc.bigInt(1n, 10n ** 9n),
  )
  .map(([supply, reserve, ratioBps, part]) => ({
    supply,
    reserve,
    ratioBps,
    amount: (supply * part) / 10n ** 9n,
  }));
/** (n/d)^x is a fraction again, so that the quote is an integer or next to one. */
const ties: fc.Arbitrary<Point> = fc
  .tuple(
    fc.bigInt(2n, 60n),
    fc.bigInt(1n, 59n),
    fc.constantFrom(10_000n, 5_000n, 2_500n, 2_000n, 1_000n, 7_500n, 4_000n),
    fc.bigInt(1n, 10n ** 12n),
    fc.bigInt(-1n, 1n),
  )
  .filter(([n, d]) => n > d)
  .map(([n, d, ratioBps, unit, off]) => {
    // x = w = p/q in lowest terms: reserve d^q → n^q makes S·(n/d)^p; and the same numbers serve sells and costs.
    const [p, q] = (
      {
        10000: [1, 1],
        5000: [1, 2],
        2500: [1, 4],
        2000: [1, 5],
        1000: [1, 10],
        7500: [3, 4],
        4000: [2, 5],
      } as const
    )[Number(ratioBps) as 10000];
    const grown = (n ** BigInt(q) - d ** BigInt(q)) * ((unit % 1_000n) + 1n);
    return {
      supply: d ** BigInt(p) * unit,
      reserve: d ** BigInt(q) * ((unit % 1_000n) + 1n),
      ratioBps,
      amount: grown + off < 0n ? 0n : grown + off,
    };
  });
const points = fc.oneof(anywhere, usual, ties);

const show = (point: Point): string =>
  JSON.stringify(point, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));

describe("sdk/market: integers", () => {
  it("have logarithms and roots rounded down, next to powers and squares, too", () => {
    expect(log2(0n)).to.equal(0n);
    for (let bits = 0n; bits < 1_023n; bits++) {
      const power = 2n ** bits;
      expect([log2(power), log2(2n * power - 1n), log2(power + power / 2n)]).to.deep.equal([
        bits,
        bits,
        bits,
      ]);
      if (bits > 500n) continue;
      const square = power * power;
      expect([sqrt(square), sqrt(square - 1n), sqrt(square + 1n)]).to.deep.equal([
        ...[power, power - 1n, power === 1n ? 1n : power],
      ]);
    }
  });
});

describe("sdk/market: the quick power", () => {
  const most = 2n ** 113n - 1n;
  /** Arguments whose logarithm or power is at the border of two places of a table, and any others. */
  const bases = fc.oneof(
    fc.tuple(magnitudes(most), magnitudes(most)).map(([a, b]) => (a > b ? [a, b] : [b, a])),
    fc
      .tuple(fc.bigInt(2n ** 40n, 2n ** 104n), fc.bigInt(0n, 512n), fc.bigInt(-2n, 2n))
      .map(([d, place, off]) => [(d * (512n + place)) / 512n + off, d] as [bigint, bigint]),
    fc
      .tuple(fc.bigInt(1n, 2n ** 112n), fc.bigInt(1n, 1_000n))
      .map(([d, off]) => [d + off, d] as [bigint, bigint]),
  );
  const exponents = fc.oneof(
    fc.bigInt(100n, 9_999n).map((ratio) => [ratio, 10_000n] as const),
    fc.bigInt(100n, 9_999n).map((ratio) => [10_000n, ratio] as const),
    fc.bigInt(100n, 9_999n).map((ratio) => [-10_000n, ratio] as const),
  );

  it("is the contract's to a factor 1 ± 2^-103, wherever it is asked", () => {
    let worst = 0n;
    fc.assert(
      fc.property(bases, exponents, ([n, d], [num, den]) => {
        fc.pre(d > 0n && n > d && n <= most);
        const quick = quickPower(n, d, num, den);
        const exact = exp2((log2Of(n, d) * num) / den);
        // Both with 256 fractional bits of the exact one's scale.
        const shift = BigInt(quick.exponent) - exact.exponent;
        const scaled = quick.power << (256n - QUICK_BITS);
        const found = shift < 0n ? scaled >> -shift : scaled << shift;
        const expected = exact.power << 128n;
        const distance = found > expected ? found - expected : expected - found;
        const bits = (distance << 128n) / expected;
        if (bits > worst) worst = bits;
        expect(distance <= expected >> QUICK_ERROR_BITS, `${n}/${d}^(${num}/${den})`).to.equal(true);
      }),
      { numRuns: 40_000, seed: SEED },
    );
    // The bound is no larger than it must be: some are off by more than a thousandth of it.
    expect(worst > 2n ** (128n - QUICK_ERROR_BITS) / 1_000n, `${worst}`).to.equal(true);
  });
});

describe("sdk/market: the curve", () => {
  let harness: CurveHarness;
  before(async () => {
    harness = await ethers.deployContract("CurveHarness");
  });

  /** What a quote is here, or the error that the contract throws for it. */
  function outcomeOf(quote: () => bigint): bigint | MarketError {
    try {
      return quote();
    } catch (error) {
      if (error instanceof MarketError) return error;
      throw error;
    }
  }

  /** What it is there. */
  async function errorOf(call: Promise<unknown>): Promise<readonly [string, readonly bigint[]] | undefined> {
    try {
      await call;
      return undefined;
    } catch (error) {
      const { data } = error as { readonly data: string };
      const parsed = harness.interface.parseError(data);
      return [parsed?.name ?? data, (parsed?.args.toArray() ?? []) as bigint[]];
    }
  }

  const kinds = [
    ["quoteBuy", 0n, curveBuy],
    ["quoteSell", 1n, curveSell],
    ["quoteCost", 2n, curveCost],
  ] as const;
  for (const [name, index, quote] of kinds) {
    it(`${name} equals the contract at ${String(POINTS)} points, and refuses what it refuses`, async () => {
      const sample = fc.sample(points, { numRuns: POINTS, seed: SEED });
      const good: (readonly [Point, bigint])[] = [];
      const refused = new Map<string, number>();
      for (const point of sample) {
        const outcome = outcomeOf(() => quote(point, point.amount));
        if (typeof outcome === "bigint") good.push([point, outcome]);
        else {
          const count = refused.get(outcome.error) ?? 0;
          refused.set(outcome.error, count + 1);
          if (count >= 25) continue; // one call each
          const { supply, reserve, ratioBps, amount } = point;
          const error = await errorOf(harness[name](supply, reserve, ratioBps, amount));
          expect(error, show(point)).to.deep.equal([outcome.error, outcome.args]);
        }
      }
      expect(good.length, "quotes").to.be.above(POINTS / 2);
      expect([...refused.keys()]).to.include.members(["AmountTooLarge", "RatioOutOfRange", "SupplyEmpty"]);
      for (let from = 0; from < good.length; from += BATCH) {
        const batch = good.slice(from, from + BATCH);
        const answers = await harness.quoteMany(
          index,
          batch.map(([point]) => point),
        );
        for (const [at, [point, here]] of batch.entries()) {
          if (answers[at]?.amount !== here) {
            expect.fail(`${name} ${show(point)}: ${here}, there ${answers[at]?.amount}`);
          }
        }
      }
    });
  }

  it("spot price and credit of gifts equal the contract", async () => {
    for (const { supply, reserve, ratioBps, amount } of fc.sample(points, { numRuns: 400, seed: SEED })) {
      const label = show({ supply, reserve, ratioBps, amount });
      const price = outcomeOf(() => curveSpotPrice({ supply, reserve, ratioBps }));
      const there = harness.spotPrice(supply, reserve, ratioBps);
      if (typeof price === "bigint") expect(await there, label).to.equal(price);
      else expect(await errorOf(there), label).to.deep.equal([price.error, price.args]);
      const partBps = amount % 10_001n;
      const credit = outcomeOf(() => giftCreditOf({ total: reserve, gift: amount, ratioBps, partBps }));
      const creditThere = harness.giftCredit(reserve, amount, ratioBps, partBps);
      if (typeof credit === "bigint") expect(await creditThere, label).to.equal(credit);
      else expect(await errorOf(creditThere), label).to.deep.equal([credit.error, credit.args]);
    }
  });
});
