import { expect } from "chai";
import type { Decimal } from "decimal.js";
import hre, { network } from "hardhat";
import { uniformBigInt } from "pure-rand/distribution/uniformBigInt";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { CurveHarness } from "../typechain-types/index.ts";
import { gasCeiling } from "./lib/gas.ts";
import { creditOf } from "./lib/market-model.ts";
import {
  ceilCost,
  distanceToInteger,
  exactBuy,
  exactCost,
  exactSell,
  exactSpotPrice,
  floorBuy,
  floorOf,
  floorSell,
} from "./lib/oracle.ts";

const { ethers } = await network.create();

const MAX_AMOUNT = 2n ** 112n - 1n;
const MAX_UINT = 2n ** 256n - 1n;
const TOKEN = 10n ** 18n;

/**
 * Gas ceilings of a quote, maths only. `normal` is nearly every quote, `decision` the rare choice between two
 * neighbouring integers. Production is compiled via IR; tests usually run without it.
 */
const GAS =
  hre.globalOptions.buildProfile === "production"
    ? { mean: gasCeiling(1_900n), normal: gasCeiling(2_000n), decision: gasCeiling(14_000n) }
    : { mean: gasCeiling(2_450n), normal: gasCeiling(2_550n), decision: gasCeiling(17_500n) };

/** Farther than this from an integer no quote may need the decision: twice the widest error interval. */
const UNDECIDED = 2 ** -7;

/** Reserve ratios with ties (all but 66.66 %), from the config's limits inwards. */
const RATIOS = [
  10_000, 8_000, 7_500, 6_666, 6_000, 5_000, 4_000, 2_500, 2_000, 1_250, 1_000, 500, 200, 100,
].map(BigInt);

/** A quote to compare: `amount` goes in for buys and sells, comes out for costs. */
interface Point {
  supply: bigint;
  reserve: bigint;
  ratioBps: bigint;
  amount: bigint;
}

interface Kind {
  name: "quoteBuy" | "quoteSell" | "quoteCost";
  index: bigint;
  exact(point: Point): Decimal;
  rounded(point: Point, exact?: Decimal): bigint;
}

const BUY: Kind = {
  name: "quoteBuy",
  index: 0n,
  exact: (point) => exactBuy({ ...point, assetIn: point.amount }),
  rounded: (point, exact) => floorBuy({ ...point, assetIn: point.amount }, exact),
};
const SELL: Kind = {
  name: "quoteSell",
  index: 1n,
  exact: (point) => exactSell({ ...point, tokensIn: point.amount }),
  rounded: (point, exact) => floorSell({ ...point, tokensIn: point.amount }, exact),
};
const COST: Kind = {
  name: "quoteCost",
  index: 2n,
  exact: (point) => exactCost({ ...point, tokensOut: point.amount }),
  rounded: (point, exact) => ceilCost({ ...point, tokensOut: point.amount }, exact),
};

/** Gas and accuracy over a set of points. */
interface Summary {
  normal: bigint[];
  decisions: bigint[];
  worstDeviation: number;
}

const largest = (values: bigint[]): bigint =>
  values.reduce((most, value) => (value > most ? value : most), 0n);
const mean = (values: bigint[]): bigint =>
  values.reduce((sum, value) => sum + value, 0n) / BigInt(values.length);

describe("BondingCurve", () => {
  let curve: CurveHarness;

  before(async () => {
    curve = await ethers.deployContract("CurveHarness");
  });

  /** Quotes on chain, in batches that fit an eth_call. */
  async function quote(kind: Kind, points: Point[]): Promise<{ amount: bigint; gasUsed: bigint }[]> {
    const answers: { amount: bigint; gasUsed: bigint }[] = [];
    for (let from = 0; from < points.length; from += 500) {
      answers.push(...(await curve.quoteMany(kind.index, points.slice(from, from + 500))));
    }
    return answers;
  }

  /** Compares each quote with the oracle: equal to the rounded exact value, and cheap unless next to an integer. */
  async function compare(kind: Kind, points: Point[]): Promise<Summary> {
    const summary: Summary = { normal: [], decisions: [], worstDeviation: 0 };
    const answers = await quote(kind, points);
    for (const [i, point] of points.entries()) {
      const answer = answers[i];
      if (answer === undefined) throw new Error("a quote is missing");
      const exact = kind.exact(point);
      const label = `${kind.name}(${point.supply}, ${point.reserve}, ${point.ratioBps}, ${point.amount})`;
      // Plain comparisons: an assertion object for each of 6,000 points would take longer than the quotes.
      if (answer.amount !== kind.rounded(point, exact)) {
        expect.fail(`${label} is ${answer.amount}, exactly ${exact.toFixed(30)}`);
      }
      const needsDecision = distanceToInteger(exact) <= UNDECIDED;
      if (answer.gasUsed > GAS.normal && !needsDecision) expect.fail(`${label} takes ${answer.gasUsed} gas`);
      (answer.gasUsed > GAS.normal ? summary.decisions : summary.normal).push(answer.gasUsed);
      summary.worstDeviation = Math.max(
        summary.worstDeviation,
        exact.minus(answer.amount.toString()).abs().toNumber(),
      );
    }
    return summary;
  }

  /** Splits `points` into those with a result below 2^112 and the others. */
  function splitByResult(kind: Kind, points: Point[]): { within: Point[]; beyond: Point[] } {
    const within = points.filter((point) => {
      const exact = kind.exact(point);
      if (exact.minus(MAX_AMOUNT.toString()).abs().gt(2)) return exact.lt(MAX_AMOUNT.toString());
      return kind.rounded(point, exact) <= MAX_AMOUNT;
    });
    const kept = new Set(within);
    return { within, beyond: points.filter((point) => !kept.has(point)) };
  }

  describe("seeded points of the whole domain", () => {
    const rng = xoroshiro128plus(20_240_607);
    const summaries = new Map<string, Summary>();

    /** A real number in [low, high), logarithmically uniform. */
    function real(low: number, high: number): number {
      return Math.exp(Math.log(low) + uniformFloat64(rng) * (Math.log(high) - Math.log(low)));
    }

    /** An integer of 1 to 112 bits, every length equally likely. */
    function amount(): bigint {
      const bits = BigInt(uniformInt(rng, 0, 111));
      return uniformBigInt(rng, 1n << bits, (2n << bits) - 1n);
    }

    /** Any ratio in basis points, or as often a whole percentage, where ties are. */
    function ratio(): bigint {
      return BigInt(
        uniformInt(rng, 0, 1) === 0 ? uniformInt(rng, 100, 10_000) : uniformInt(rng, 1, 100) * 100,
      );
    }

    function market(): Point {
      return { supply: amount(), reserve: amount(), ratioBps: ratio(), amount: 0n };
    }

    /** `base` times a real factor, at least 1 and below 2^112. */
    function times(base: bigint, factor: number): bigint {
      const exponent = Math.floor(Math.log10(factor));
      const digits = BigInt(Math.round((factor / 10 ** exponent) * 1e15));
      const power = 10n ** BigInt(Math.abs(exponent - 15));
      const product = exponent >= 15 ? base * digits * power : (base * digits) / power;
      return product < 1n ? 1n : product > MAX_AMOUNT ? MAX_AMOUNT : product;
    }

    /** d/R from 1e-18 to 1e6. */
    function buyPoint(): Point {
      for (;;) {
        const point = market();
        point.amount = times(point.reserve, real(1e-18, 1e6));
        const growth = 1 + Number(point.amount) / Number(point.reserve);
        const tokens = Number(point.supply) * (growth ** (Number(point.ratioBps) / 1e4) - 1);
        if (tokens < Number(MAX_AMOUNT) * 0.999) return point;
      }
    }

    /** k/S from 1e-18 to 1; one in four leaves such a share instead of taking it. */
    function sellPoint(): Point {
      const point = market();
      const share = times(point.supply, real(1e-18, 1));
      point.amount = uniformInt(rng, 0, 3) === 0 ? point.supply - share : share;
      return point;
    }

    /** Costs from 1e-18 to 1e6 of the reserve. */
    function costPoint(): Point {
      for (;;) {
        const point = market();
        const w = Number(point.ratioBps) / 1e4;
        const share = Math.expm1(Math.log1p(real(1e-18, 1e6)) * w);
        point.amount = times(point.supply, share);
        const growth = (1 + Number(point.amount) / Number(point.supply)) ** (1 / w);
        if (Number(point.reserve) * growth < Number(MAX_AMOUNT) * 0.999) return point;
      }
    }

    for (const [kind, draw] of [
      [BUY, buyPoint],
      [SELL, sellPoint],
      [COST, costPoint],
    ] as const) {
      it(`${kind.name} equals the oracle at 2,000 points`, async () => {
        const summary = await compare(kind, Array.from({ length: 2_000 }, draw));
        summaries.set(kind.name, summary);
        expect(summary.worstDeviation).to.be.at.most(1);
      });

      it(`${kind.name} stays below its gas ceilings at these points`, () => {
        const summary = summaries.get(kind.name);
        if (summary === undefined) throw new Error("the comparison did not run");
        expect(largest(summary.normal)).to.be.at.most(GAS.normal);
        expect(mean([...summary.normal, ...summary.decisions])).to.be.at.most(GAS.mean);
        expect(largest(summary.decisions)).to.be.at.most(GAS.decision);
        // At random amounts the decision between neighbours is a rarity.
        expect(summary.decisions.length).to.be.at.most(20);
      });
    }
  });

  describe("corners", () => {
    const edges = [1n, 2n, 1_000_003n, TOKEN, 2n ** 111n, MAX_AMOUNT - 1n, MAX_AMOUNT];
    const ratios = [100n, 400n, 5_000n, 6_666n, 9_900n, 10_000n];
    const all = edges.flatMap((supply) =>
      edges.flatMap((reserve) =>
        ratios.flatMap((ratioBps) => edges.map((amount) => ({ supply, reserve, ratioBps, amount }))),
      ),
    );

    for (const kind of [BUY, COST]) {
      it(`${kind.name} is exact or refused as too large, from dust to 2^112`, async () => {
        const { within, beyond } = splitByResult(kind, all);
        await compare(kind, within);
        expect(beyond.length).to.be.above(100);
        for (const { supply, reserve, ratioBps, amount } of beyond) {
          await expect(curve[kind.name](supply, reserve, ratioBps, amount)).to.be.revertedWithCustomError(
            curve,
            "AmountTooLarge",
          );
        }
      });
    }

    it("quoteSell is exact from dust to 2^112", async () => {
      await compare(
        SELL,
        all.filter((point) => point.amount <= point.supply),
      );
    });

    it("quoteSell pays the whole reserve for the whole supply, and less for one unit less", async () => {
      for (const ratioBps of RATIOS) {
        expect(await curve.quoteSell(5n * TOKEN, 7n * TOKEN, ratioBps, 5n * TOKEN)).to.equal(7n * TOKEN);
        expect(await curve.quoteSell(5n * TOKEN, 7n * TOKEN, ratioBps, 5n * TOKEN - 1n)).to.be.below(
          7n * TOKEN,
        );
      }
    });

    it("quotes nothing for nothing without any power", async () => {
      for (const kind of [BUY, SELL, COST]) {
        const [answer] = await quote(kind, [{ supply: TOKEN, reserve: TOKEN, ratioBps: 3_333n, amount: 0n }]);
        expect(answer?.amount).to.equal(0n);
        expect(answer?.gasUsed).to.be.at.most(gasCeiling(500n));
      }
    });

    it("quotes nothing for nothing, and a sell nothing from an empty reserve", async () => {
      for (const ratioBps of RATIOS) {
        expect(await curve.quoteBuy(TOKEN, TOKEN, ratioBps, 0n)).to.equal(0n);
        expect(await curve.quoteSell(TOKEN, TOKEN, ratioBps, 0n)).to.equal(0n);
        expect(await curve.quoteCost(TOKEN, TOKEN, ratioBps, 0n)).to.equal(0n);
        expect(await curve.quoteSell(TOKEN, 0n, ratioBps, TOKEN)).to.equal(0n);
        expect(await curve.quoteSell(TOKEN, 0n, ratioBps, 1n)).to.equal(0n);
      }
    });
  });

  describe("ties, where the exact value is an integer", () => {
    it("pays 0.19 of the reserve for a tenth of the supply at 50 %", async () => {
      expect(await curve.quoteSell(1_000n * TOKEN, 500n * TOKEN, 5_000n, 100n * TOKEN)).to.equal(95n * TOKEN);
    });

    it("doubles the supply for three reserves at 50 %", async () => {
      expect(await curve.quoteBuy(777n, 1_000n * TOKEN, 5_000n, 3_000n * TOKEN)).to.equal(777n);
      expect(await curve.quoteCost(777n, 1_000n * TOKEN, 5_000n, 777n)).to.equal(3_000n * TOKEN);
    });

    it("doubles the supply for fifteen reserves at 25 %, and for 31 at 20 %", async () => {
      expect(await curve.quoteBuy(7n * TOKEN, TOKEN, 2_500n, 15n * TOKEN)).to.equal(7n * TOKEN);
      expect(await curve.quoteBuy(7n * TOKEN, TOKEN, 2_000n, 31n * TOKEN)).to.equal(7n * TOKEN);
    });

    // For w = a/b in lowest terms every tie is made of one fraction p/q: the supply grows by (p/q)^a, the reserve by
    // (p/q)^b. So the expected values are plain integers.
    const lowest = (ratioBps: bigint): [bigint, bigint] => {
      let [x, y] = [ratioBps, 10_000n];
      while (y !== 0n) [x, y] = [y, x % y];
      return [ratioBps / x, 10_000n / x];
    };
    const FRACTIONS: [bigint, bigint][] = [
      [2n, 1n],
      [3n, 2n],
      [4n, 3n],
      [11n, 10n],
      [10n, 9n],
      [101n, 100n],
      [1_000n, 1n],
      [65_537n, 65_536n],
    ];

    /** Every tie of every ratio that fits 2^112, at the smallest and the largest multiples. */
    function ties(): {
      ratioBps: bigint;
      small: Point;
      large: Point;
      supplyStep: bigint;
      reserveStep: bigint;
    }[] {
      return RATIOS.flatMap((ratioBps) => {
        const [a, b] = lowest(ratioBps);
        if (b > 112n) return [];
        return FRACTIONS.flatMap(([p, q]) => {
          const [supplyAfter, reserveAfter] = [p ** a, p ** b];
          if (reserveAfter > MAX_AMOUNT) return [];
          const multiples = [1n, 7n, MAX_AMOUNT / reserveAfter];
          return multiples.flatMap((multiple) => {
            if (multiple * reserveAfter > MAX_AMOUNT) return [];
            const j = multiple === multiples[2] ? MAX_AMOUNT / supplyAfter : multiple;
            return [
              {
                ratioBps,
                small: { supply: q ** a * j, reserve: q ** b * multiple, ratioBps, amount: 0n },
                large: { supply: supplyAfter * j, reserve: reserveAfter * multiple, ratioBps, amount: 0n },
                supplyStep: (supplyAfter - q ** a) * j,
                reserveStep: (reserveAfter - q ** b) * multiple,
              },
            ];
          });
        });
      });
    }

    it("equals the closed form for every ratio, fraction and multiple", async () => {
      const cases = ties();
      expect(new Set(cases.map(({ ratioBps }) => ratioBps)).size).to.equal(RATIOS.length - 1);
      expect(cases.length).to.be.above(150);
      const bought = await quote(
        BUY,
        cases.map(({ small, reserveStep }) => ({ ...small, amount: reserveStep })),
      );
      const sold = await quote(
        SELL,
        cases.map(({ large, supplyStep }) => ({ ...large, amount: supplyStep })),
      );
      const charged = await quote(
        COST,
        cases.map(({ small, supplyStep }) => ({ ...small, amount: supplyStep })),
      );
      expect(bought.map(({ amount }) => amount)).to.deep.equal(cases.map(({ supplyStep }) => supplyStep));
      expect(sold.map(({ amount }) => amount)).to.deep.equal(cases.map(({ reserveStep }) => reserveStep));
      expect(charged.map(({ amount }) => amount)).to.deep.equal(cases.map(({ reserveStep }) => reserveStep));
      const gas = [...bought, ...sold, ...charged].map(({ gasUsed }) => gasUsed);
      expect(largest(gas)).to.be.at.most(GAS.decision);
    });

    it("is exact one unit beside every tie", async () => {
      const shifts = [-1n, 1n];
      const near = (market: Point, step: bigint): Point[] =>
        shifts
          .map((shift) => ({ ...market, amount: step + shift }))
          .filter(({ amount }) => amount <= MAX_AMOUNT);
      const { within: buys } = splitByResult(
        BUY,
        ties().flatMap(({ small, reserveStep }) => near(small, reserveStep)),
      );
      const sells = ties()
        .flatMap(({ large, supplyStep }) => near(large, supplyStep))
        .filter(({ amount, supply }) => amount <= supply);
      const { within: costs } = splitByResult(
        COST,
        ties().flatMap(({ small, supplyStep }) => near(small, supplyStep)),
      );
      await compare(BUY, buys);
      await compare(SELL, sells);
      await compare(COST, costs);
    });

    it("is exact on a grid of round numbers", async () => {
      const sizes = [1n, 25n, 1_000_000n].flatMap((size) => [size * TOKEN, size * 10n ** 6n]);
      const markets = sizes.flatMap((supply) =>
        sizes.flatMap((reserve) => RATIOS.map((ratioBps) => ({ supply, reserve, ratioBps, amount: 0n }))),
      );
      const percent = (base: bigint, shares: bigint[]): bigint[] =>
        shares.map((share) => (base * share) / 100n);
      await compare(
        BUY,
        markets.flatMap((market) =>
          percent(market.reserve, [21n, 300n, 1_500n]).map((amount) => ({ ...market, amount })),
        ),
      );
      await compare(
        SELL,
        markets.flatMap((market) =>
          percent(market.supply, [10n, 50n, 99n]).map((amount) => ({ ...market, amount })),
        ),
      );
      await compare(
        COST,
        markets.flatMap((market) =>
          percent(market.supply, [10n, market.ratioBps < 1_000n ? 1n : 100n]).map((amount) => ({
            ...market,
            amount,
          })),
        ),
      );
    });
  });

  describe("near ties at 2^112", () => {
    /** The largest integer up to `most` whose product with `factor` is `rest` modulo `modulus`. */
    function withRest(factor: bigint, modulus: bigint, rest: bigint, most: bigint): bigint {
      let [r0, r1, t0, t1] = [modulus, factor % modulus, 0n, 1n];
      while (r1 !== 0n) [r0, r1, t0, t1] = [r1, r0 % r1, t1, t0 - (r0 / r1) * t1];
      if (r0 !== 1n) throw new Error("not coprime");
      const remainder = (value: bigint): bigint => ((value % modulus) + modulus) % modulus;
      const found = most - remainder(most - rest * t0);
      if (found <= 0n || remainder(found * factor) !== rest) throw new Error("no such integer");
      return found;
    }

    // w = 25 %: a growth of p/q in the supply is (p/q)^4 in the reserve, and the quoted side is free. It is chosen so
    // that the exact value is an integer plus or minus the smallest possible part, far inside the error interval.
    const FRACTIONS: [bigint, bigint][] = [
      [1_048_577n, 1_048_573n],
      [16_777_259n, 16_777_213n],
      [120_000_041n, 100_000_007n],
      [268_435_399n, 268_435_367n],
    ];

    it("quoteBuy rounds down what is 1/q beside an integer", async () => {
      for (const [p, q] of FRACTIONS) {
        for (const rest of [1n, q - 1n]) {
          const supply = withRest(p - q, q, rest, MAX_AMOUNT);
          const tokens = (supply * (p - q)) / q;
          expect(await curve.quoteBuy(supply, q ** 4n, 2_500n, p ** 4n - q ** 4n)).to.equal(tokens);
        }
      }
    });

    it("quoteSell rounds down what is 1/p^4 beside an integer", async () => {
      for (const [p, q] of FRACTIONS) {
        for (const rest of [1n, p ** 4n - 1n]) {
          const reserve = withRest(p ** 4n - q ** 4n, p ** 4n, rest, MAX_AMOUNT);
          const paid = (reserve * (p ** 4n - q ** 4n)) / p ** 4n;
          expect(await curve.quoteSell(p, reserve, 2_500n, p - q)).to.equal(paid);
        }
      }
    });

    it("quoteCost rounds up what is 1/q^4 beside an integer", async () => {
      for (const [p, q] of FRACTIONS) {
        for (const rest of [1n, q ** 4n - 1n]) {
          const most = (MAX_AMOUNT * q ** 4n) / p ** 4n;
          const reserve = withRest(p ** 4n - q ** 4n, q ** 4n, rest, most);
          const cost = (reserve * (p ** 4n - q ** 4n)) / q ** 4n + 1n;
          expect(await curve.quoteCost(q, reserve, 2_500n, p - q)).to.equal(cost);
        }
      }
    });

    // n/d is a convergent of the continued fraction of (total/amount)^4, found by search among 2e7 fractions, so that
    // (n/d)^(1/4) misses total/amount by a part of 2^-bits only.
    const CONVERGENTS = [
      {
        bits: 247,
        amount: 2_524_659_588_739_797_978_210_992_815_299_119n,
        total: 2_857_605_570_265_137_010_664_202_008_385_047n,
        n: 7_212_752_742_113_442_134_435_597_865_295_195n,
        d: 4_394_436_806_261_193_103_177_484_788_907_314n,
      },
      {
        bits: 246,
        amount: 2_082_466_532_389_126_396_155_901_138_007_414n,
        total: 2_148_038_782_220_113_500_340_896_176_190_869n,
        n: 2_303_485_011_033_622_251_979_401_135_188_933n,
        d: 2_034_834_255_078_486_366_225_604_587_661_255n,
      },
      {
        bits: 245,
        amount: 2_301_818_127_657_980_153_092_402_349_870_038n,
        total: 3_235_041_784_260_178_542_591_357_366_944_162n,
        n: 3_001_512_706_381_258_104_430_293_359_970_368n,
        d: 769_315_765_149_845_465_404_065_364_126_265n,
      },
      {
        bits: 251,
        amount: 2_509_598_769_025_305_607_195_799_917_559_342n,
        total: 2_703_736_640_016_523_268_634_609_630_639_877n,
        n: 4_497_402_206_963_488_044_157_530_624_989_269n,
        d: 3_338_269_184_092_490_782_696_358_887_273_260n,
      },
    ];

    it("is exact where the total misses an integer by a part of 2^-245", async () => {
      for (const { bits, amount, total, n, d } of CONVERGENTS) {
        const gap = n * amount ** 4n - d * total ** 4n;
        expect((d * total ** 4n) / (gap < 0n ? -gap : gap) >= 2n ** BigInt(bits)).to.equal(true);
        const tokens = total - amount - (gap < 0n ? 1n : 0n);
        expect(await curve.quoteBuy(amount, d, 2_500n, n - d)).to.equal(tokens);
        expect(await curve.quoteCost(amount, d, 2_500n, total - amount)).to.equal(
          n - d + (gap < 0n ? 1n : 0n),
        );
        if (bits > 250 || n > MAX_AMOUNT) continue;
        expect(await curve.quoteSell(total, n, 2_500n, total - amount)).to.equal(
          n - d - (gap < 0n ? 0n : 1n),
        );
      }
    });

    it("pays one unit less where a part of 2^-251 is too little to tell: the documented limit", async () => {
      const closest = CONVERGENTS.find(({ bits }) => bits > 250);
      if (closest === undefined) throw new Error("no such pair");
      const { amount, total, n, d } = closest;
      expect(n * amount ** 4n < d * total ** 4n).to.equal(true);
      expect(await curve.quoteSell(total, n, 2_500n, total - amount)).to.equal(n - d - 1n);
    });

    it("tells dust trades from the integers they nearly reach", async () => {
      // Linearly these trades would give whole units; the curve is less than 1e-20 units away from that.
      const points = [6_666n, 7_500n, 100n, 9_999n, 555n].flatMap((ratioBps) => [
        { supply: 2n ** 111n, reserve: 2n ** 111n, ratioBps, amount: 10_000n },
        { supply: MAX_AMOUNT, reserve: MAX_AMOUNT, ratioBps, amount: ratioBps },
      ]);
      await compare(BUY, points);
      await compare(SELL, points);
      await compare(COST, points);
    });
  });

  describe("errors", () => {
    const QUOTES = ["quoteBuy", "quoteSell", "quoteCost"] as const;

    for (const name of QUOTES) {
      it(`${name} refuses a ratio outside 1 % to 100 %`, async () => {
        for (const ratioBps of [0n, 99n, 10_001n, MAX_UINT]) {
          await expect(curve[name](TOKEN, TOKEN, ratioBps, 1n))
            .to.be.revertedWithCustomError(curve, "RatioOutOfRange")
            .withArgs(ratioBps, 100n, 10_000n);
        }
      });

      it(`${name} refuses amounts from 2^112 on, naming the largest`, async () => {
        for (const large of [MAX_AMOUNT + 1n, MAX_UINT]) {
          for (const trade of [
            [large, 1n, 1n],
            [1n, large, 1n],
            [1n, 1n, large],
            [large, large - 1n, large - 1n],
          ] as [bigint, bigint, bigint][]) {
            const [supply, reserve, amount] = trade;
            await expect(curve[name](supply, reserve, 5_000n, amount))
              .to.be.revertedWithCustomError(curve, "AmountTooLarge")
              .withArgs(large, MAX_AMOUNT);
          }
        }
      });

      it(`${name} refuses an empty supply`, async () => {
        for (const amount of [0n, 1n]) {
          await expect(curve[name](0n, TOKEN, 5_000n, amount)).to.be.revertedWithCustomError(
            curve,
            "SupplyEmpty",
          );
        }
      });
    }

    it("spotPrice refuses bad input alike", async () => {
      await expect(curve.spotPrice(1n, 1n, 99n))
        .to.be.revertedWithCustomError(curve, "RatioOutOfRange")
        .withArgs(99n, 100n, 10_000n);
      await expect(curve.spotPrice(1n, MAX_UINT, 100n))
        .to.be.revertedWithCustomError(curve, "AmountTooLarge")
        .withArgs(MAX_UINT, MAX_AMOUNT);
      await expect(curve.spotPrice(0n, 1n, 100n)).to.be.revertedWithCustomError(curve, "SupplyEmpty");
    });

    it("quoteBuy and quoteCost refuse an empty reserve", async () => {
      await expect(curve.quoteBuy(TOKEN, 0n, 5_000n, 0n)).to.be.revertedWithCustomError(
        curve,
        "ReserveEmpty",
      );
      await expect(curve.quoteCost(TOKEN, 0n, 5_000n, 1n)).to.be.revertedWithCustomError(
        curve,
        "ReserveEmpty",
      );
    });

    it("quoteSell refuses more than the supply", async () => {
      await expect(curve.quoteSell(TOKEN, TOKEN, 5_000n, TOKEN + 1n))
        .to.be.revertedWithCustomError(curve, "AmountAboveSupply")
        .withArgs(TOKEN + 1n, TOKEN);
    });

    it("results are accepted up to 2^112 - 1 and refused one unit above, with the result", async () => {
      // 100 %: R = 1, S = 2: two tokens a unit. 50 %: cost 3·R for S. 25 %: 15·R for S.
      const limit = (MAX_AMOUNT + 1n) / 2n;
      expect(await curve.quoteBuy(2n, 1n, 10_000n, limit - 1n)).to.equal(MAX_AMOUNT - 1n);
      await expect(curve.quoteBuy(2n, 1n, 10_000n, limit))
        .to.be.revertedWithCustomError(curve, "AmountTooLarge")
        .withArgs(MAX_AMOUNT + 1n, MAX_AMOUNT);
      for (const [ratioBps, factor] of [
        [10_000n, 1n],
        [5_000n, 3n],
        [2_500n, 15n],
      ] as const) {
        const most = MAX_AMOUNT / factor;
        expect(await curve.quoteCost(TOKEN, most, ratioBps, TOKEN)).to.equal(most * factor);
        if (factor === 1n) continue;
        await expect(curve.quoteCost(TOKEN, most + 1n, ratioBps, TOKEN))
          .to.be.revertedWithCustomError(curve, "AmountTooLarge")
          .withArgs((most + 1n) * factor, MAX_AMOUNT);
      }
    });

    it("names a result far beyond the limit only as the largest number", async () => {
      for (const ratioBps of [100n, 4_999n, 5_000n]) {
        await expect(curve.quoteCost(1n, 1n, ratioBps, MAX_AMOUNT))
          .to.be.revertedWithCustomError(curve, "AmountTooLarge")
          .withArgs(MAX_UINT, MAX_AMOUNT);
      }
      expect(await curve.quoteBuy(1n, 1n, 5_000n, MAX_AMOUNT)).to.equal(2n ** 56n - 1n);
      expect(await curve.quoteBuy(1n, 1n, 10_000n, MAX_AMOUNT)).to.equal(MAX_AMOUNT);
    });
  });

  describe("spotPrice", () => {
    it("equals the oracle, rounded down, also above 2^112", async () => {
      const edges = [1n, 3n, 10n ** 6n, 7n * TOKEN, 2n ** 111n, MAX_AMOUNT];
      for (const supply of edges) {
        for (const reserve of [0n, ...edges]) {
          for (const ratioBps of [100n, 3_333n, 5_000n, 10_000n]) {
            const expected = floorOf(exactSpotPrice({ supply, reserve, ratioBps }));
            expect(await curve.spotPrice(supply, reserve, ratioBps)).to.equal(expected);
          }
        }
      }
    });
  });

  describe("giftCredit", () => {
    const edges = [1n, 2n, 3n, 10n ** 6n, 7n * TOKEN, 2n ** 111n, MAX_AMOUNT];

    it("equals part·w·ln(1 + g/T) to 60 digits, rounded down, over the whole domain", async () => {
      const points: [bigint, bigint, bigint, bigint][] = [];
      for (const total of edges) {
        for (const gift of [0n, ...edges]) {
          for (const ratioBps of [100n, 3_333n, 10_000n]) points.push([total, gift, ratioBps, 10_000n]);
        }
      }
      const rng = xoroshiro128plus(20_261_129);
      for (let i = 0; i < 500; ++i) {
        const amount = (): bigint => uniformBigInt(rng, 1n, 2n ** BigInt(uniformInt(rng, 1, 112)) - 1n);
        const [ratioBps, part] = [uniformBigInt(rng, 100n, 10_000n), uniformBigInt(rng, 0n, 10_000n)];
        points.push([amount(), amount(), ratioBps, part]);
      }
      for (const [total, gift, ratioBps, part] of points) {
        const expected = creditOf(total, gift, ratioBps, part);
        const credit = await curve.giftCredit(total, gift, ratioBps, part);
        expect(credit, `${gift} to ${total}`).to.equal(expected);
      }
    });

    it("is nothing for nothing, and at most 77.7 times the supply", async () => {
      expect(await curve.giftCredit(1n, 0n, 10_000n, 10_000n)).to.equal(0n);
      expect(await curve.giftCredit(MAX_AMOUNT, 1n, 10_000n, 10_000n)).to.equal(0n);
      expect(await curve.giftCredit(1n, MAX_AMOUNT, 10_000n, 10_000n)).to.be.within(77n * TOKEN, 78n * TOKEN);
    });

    it("refuses what quotes refuse", async () => {
      await expect(curve.giftCredit(0n, 1n, 5_000n, 1n)).to.be.revertedWithCustomError(curve, "ReserveEmpty");
      await expect(curve.giftCredit(1n, 1n, 99n, 1n))
        .to.be.revertedWithCustomError(curve, "RatioOutOfRange")
        .withArgs(99n, 100n, 10_000n);
      for (const [total, gift] of [
        [MAX_AMOUNT + 1n, 1n],
        [1n, MAX_AMOUNT + 1n],
      ] as const) {
        await expect(curve.giftCredit(total, gift, 5_000n, 1n))
          .to.be.revertedWithCustomError(curve, "AmountTooLarge")
          .withArgs(MAX_AMOUNT + 1n, MAX_AMOUNT);
      }
    });
  });
});
