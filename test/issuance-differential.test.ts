import { expect } from "chai";
import { Decimal } from "decimal.js";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { network } from "hardhat";
import { uniformBigInt } from "pure-rand/distribution/uniformBigInt";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { DAY, DEAD_SUPPLY, HOUR, WHOLE, launchOpenMarket, type Scenario } from "./lib/fixtures.ts";
import { enter, settle, type BudgetModel } from "./lib/issuance-model.ts";
import {
  TradeTooSmallError,
  buy,
  creditAt,
  creditOf,
  give,
  noDrip,
  pendingAt,
  renew,
  reserveAt,
  sell,
  type MarketModel,
} from "./lib/market-model.ts";

/*
 * Invariant 48: whatever is given, traded and issued from gift credit, R/S^(1/w) is never below what it was before the gifts.
 * First on chain, beside the models of market and budget to the wei; then on the models alone, many more times; and the
 * variant that charges (1 + g/(R + P))^w − 1 for a gift must fail the same check.
 */

const connection = await network.create();
const { networkHelpers } = connection;

const ON_CHAIN = 6; // organisations
const ACTIONS = 40; // in each
const ON_PAPER = 150; // organisations
const PERIOD = 7n * DAY;
const ALL = 10n ** 18n;
const BPS = 10_000n;
const NEVER = 2n ** 256n - 1n;
const GAS = { gasLimit: 2_000_000n };

const Exact = Decimal.clone({ precision: 70 });

const rng = xoroshiro128plus(20_261_130);
const upTo = (max: bigint): bigint => uniformBigInt(rng, 0n, max);
const oneOf = <T>(values: readonly [T, ...T[]]): T =>
  values[uniformInt(rng, 0, values.length - 1)] ?? values[0];

/** 1 to `max`: one in three of any length, so that single units are as common as fortunes. */
function amountUpTo(max: bigint): bigint {
  const length = uniformInt(rng, 1, max.toString().length);
  const most = oneOf([false, false, true]) ? 10n ** BigInt(length) : max;
  return 1n + upTo((most < max ? most : max) - 1n);
}

/** ln of R/S^(1/w). */
function lnConstant(reserve: bigint, supply: bigint, ratioBps: bigint): Decimal {
  const [r, s] = [new Exact(reserve.toString()).ln(), new Exact(supply.toString()).ln()];
  return r.minus(s.mul(BPS.toString()).div(ratioBps.toString()));
}

type Kind = "gift" | "buy" | "sell" | "award" | "settle" | "renew";

interface Step {
  readonly kind: Kind;
  readonly time: bigint;
  /** Given, paid, sold or asked for. */
  readonly amount: bigint;
}

/** Market and budget side by side, without growth but by gifts. */
class Paper {
  market: MarketModel;
  budget: BudgetModel;
  awards = 0n;
  issued = 0n;
  private readonly creditOfGift: typeof creditOf;
  private readonly start: Decimal;

  constructor(market: MarketModel, budget: BudgetModel, creditOfGift: typeof creditOf = creditOf) {
    [this.market, this.budget, this.creditOfGift] = [market, budget, creditOfGift];
    this.start = lnConstant(market.total, market.supply, market.ratioBps);
  }

  /** Something that can be done at `time`. */
  plan(time: bigint, held: bigint): Step {
    const kinds = ["gift", "gift", "buy", "sell", "award", "award", "settle", "renew"] as const;
    const kind = oneOf(kinds);
    const { market } = this;
    const most: Record<Kind, bigint> = {
      gift: reserveAt(market, time) * oneOf([1n, 1n, 8n]),
      buy: market.total * 2n,
      sell: held === 0n ? 1n : held,
      award: market.supply,
      settle: 1n,
      renew: 1n,
    };
    return { kind, time, amount: amountUpTo(most[kind]) };
  }

  /** Does it here; false where it is refused or would give nothing. */
  do({ kind, time, amount }: Step): boolean {
    const { market } = this;
    try {
      if (kind === "gift") {
        const credit = this.creditOfGift(market.total, amount, market.ratioBps, market.giftIssuanceBps);
        this.market = give(market, amount, time, credit);
      } else if (kind === "buy") this.market = buy(market, amount, time).after;
      else if (kind === "sell") this.market = sell(market, amount, time).after;
      else if (kind === "renew") {
        if (time < market.drip.renewedAt + market.dripPeriod) return false;
        this.market = renew(market, time);
      } else this.settle(time);
    } catch (error) {
      if (error instanceof TradeTooSmallError) return false;
      throw error;
    }
    if (kind === "award") {
      const { dripped, pending } = creditAt(this.market, time);
      const { budget } = enter(this.budget, amount, { supply: this.market.supply, dripped, pending });
      [this.budget, this.awards] = [budget, this.awards + 1n];
    }
    return true;
  }

  /** By how much ln R/S^(1/w) is above what it was before all gifts. */
  gained(time: bigint): Decimal {
    const { market } = this;
    return lnConstant(reserveAt(market, time), market.supply, market.ratioBps).minus(this.start);
  }

  private settle(time: bigint): void {
    const { dripped } = creditAt(this.market, time);
    const { budget, minted } = settle(this.budget, { supply: this.market.supply, dripped, time });
    this.budget = budget;
    this.market = { ...this.market, supply: this.market.supply + minted };
    this.issued += minted;
  }
}

function papers(
  { ratioBps, part, unit }: { ratioBps: bigint; part: bigint; unit: bigint },
  openedAt: bigint,
  creditOfGift: typeof creditOf = creditOf,
): Paper {
  const supply = 1_500n * WHOLE + DEAD_SUPPLY;
  const total = 3_000n * unit;
  const market: MarketModel = {
    ratioBps,
    entryTributeBps: 0n,
    exitTributeBps: 0n,
    dripPeriod: PERIOD,
    supply,
    total,
    tributeOwed: 0n,
    drip: noDrip(total, openedAt),
    giftIssuanceBps: part,
    first: { time: openedAt, reserve: total, supply },
    oneBlockRule: true,
  };
  const budget: BudgetModel = {
    period: PERIOD,
    openGrowthBps: 0n,
    number: 1n,
    end: openedAt + PERIOD,
    cohorts: new Map(),
    credit: 0n,
    seen: 0n,
  };
  return new Paper(market, budget, creditOfGift);
}

/** What the refuted variant gives a gift: part·((1 + g/(R + P))^w − 1), which compounds in parts. */
function compounding(total: bigint, gift: bigint, ratioBps: bigint, part: bigint): bigint {
  const exponent = new Exact(ratioBps.toString()).div(BPS.toString());
  const growth = new Exact((total + gift).toString()).div(total.toString()).pow(exponent).minus(1);
  const credit = growth.mul(part.toString()).div(BPS.toString()).mul(ALL.toString());
  return BigInt(credit.toFixed(0, Decimal.ROUND_FLOOR));
}

const waits = [10n, HOUR, DAY, 4n * DAY, 10n * DAY] as const;

/** Random lives on paper; the least that ln R/S^(1/w) was above its start, and what was issued in all. */
function livesOnPaper(creditOfGift: typeof creditOf): { least: Decimal; issuing: number } {
  let least = new Exact(0);
  let issuing = 0;
  for (let i = 0; i < ON_PAPER; ++i) {
    const ratioBps = oneOf([100n, 1_000n, 2_000n, 5_000n, 10_000n]);
    const terms = { ratioBps, part: oneOf([BPS, BPS, 1_000n]), unit: oneOf([ALL, 1_000_000n]) };
    let time = 1_800_000_000n;
    const paper = papers(terms, time, creditOfGift);
    let held = 1_500n * WHOLE;
    for (let n = 0; n < ACTIONS; ++n) {
      time += 1n + upTo(oneOf(waits));
      const before = paper.market.supply;
      const step = paper.plan(time, held);
      if (!paper.do(step)) continue;
      if (step.kind === "buy" || step.kind === "sell") held += paper.market.supply - before;
      const gained = paper.gained(time);
      if (gained.lt(least)) least = gained;
    }
    if (paper.issued > 0n) ++issuing;
  }
  return { least, issuing };
}

/** Eight times R is given, and whatever its drip allows is issued each week; what ln R/S^(1/w) has become. */
function steadyLife(ratioBps: bigint, creditOfGift: typeof creditOf): Decimal {
  const start = 1_800_000_000n;
  const paper = papers({ ratioBps, part: BPS, unit: ALL }, start, creditOfGift);
  paper.do({ kind: "gift", time: start, amount: 24_000n * ALL });
  let time = start;
  while (pendingAt(paper.market, time) > 0n) {
    time += PERIOD;
    paper.do({ kind: "renew", time, amount: 1n });
    paper.do({ kind: "award", time, amount: paper.market.supply });
  }
  paper.do({ kind: "settle", time: time + PERIOD, amount: 1n });
  return paper.gained(time + PERIOD);
}

describe("issuance from gifts", () => {
  for (let index = 0; index < ON_CHAIN; ++index) {
    it(`48: agrees with its model to the wei, and R/S^(1/w) never falls (organisation ${String(index + 1)})`, async () => {
      const ratioBps = [5_000n, 2_000n, 100n, 10_000n][index] ?? 100n + upTo(9_900n);
      const part = [BPS, BPS, 1_000n][index % 3] ?? BPS;
      const decimals = index % 2 === 0 ? 18 : 6;
      const scenario = await launchOpenMarket(connection, {
        decimals,
        reserve: { reserveRatioBps: ratioBps },
        issuance: { period: PERIOD, openGrowthBps: 0n, giftIssuanceBps: part },
      });
      const { reserve, issuance, token, actors, unit, owner } = scenario;
      await issuance.connect(owner).setIssuer(actors.deployer, true);
      for (const holder of [actors.donor, actors.partners[0]]) await scenario.asset.mint(holder, 10n ** 32n);
      const paper = papers({ ratioBps, part, unit }, await reserve.opening());
      const offset = (await issuance.runningBatch()).number - 1n;
      const awardsBefore = await issuance.awardCount();
      const trader = actors.producers[0];
      await scenario.asset.connect(trader).approve(reserve, NEVER);
      await scenario.asset.mint(trader, 10n ** 32n);
      for (let n = 0; n < ACTIONS; ++n) {
        const time = BigInt(await networkHelpers.time.latest()) + 1n + upTo(oneOf(waits));
        const step = paper.plan(time, await token.balanceOf(trader));
        if (!paper.do(step)) continue;
        await networkHelpers.time.setNextBlockTimestamp(time);
        await send(scenario, trader, step);
        // To the wei.
        const { market, budget } = paper;
        expect(await token.totalSupply(), `S after ${step.kind}`).to.equal(market.supply);
        expect(await reserve.reserveBalance(), `R after ${step.kind}`).to.equal(reserveAt(market, time));
        expect((await reserve.pendingGifts()).pending).to.equal(pendingAt(market, time));
        const { dripped, pending } = creditAt(market, time);
        expect(await reserve.giftCredit()).to.deep.equal([dripped, pending]);
        expect(await issuance.awardCount()).to.equal(awardsBefore + paper.awards);
        const settled = settle(budget, { supply: market.supply, dripped, time }).budget;
        const usable = settled.credit + dripped - settled.seen;
        const batch = await issuance.runningBatch();
        expect([batch.number, batch.end]).to.deep.equal([settled.number + offset, settled.end]);
        expect(batch.giftCredit).to.equal(usable < ALL / 5n ? usable : ALL / 5n);
        for (const [number, { entered, paid }] of settled.cohorts) {
          expect(await issuance.cohortOf(number + offset)).to.deep.equal([entered, paid]);
        }
        expect(paper.gained(time).gte(0), `ln R/S^(1/w) after ${step.kind}`).to.equal(true);
      }
    });
  }

  it("48: never lowers R/S^(1/w), over many random lives on paper", () => {
    const { least, issuing } = livesOnPaper(creditOf);
    expect(issuing).to.be.above(ON_PAPER / 2);
    // Not by one unit: what is left is the rounding of the logarithms here.
    expect(least.toNumber()).to.be.above(-1e-60);
  });

  it("48: would be broken by a credit of (1 + g/(R + P))^w − 1: in such lives, and the more the longer it is issued", () => {
    expect(livesOnPaper(compounding).least.toNumber()).to.be.below(-0.001);
    for (const [ratioBps, fall] of [
      [2_000n, -0.2],
      [5_000n, -0.4],
    ] as const) {
      expect(steadyLife(ratioBps, creditOf).toNumber(), `ln, w = ${ratioBps} bps`).to.be.above(0);
      expect(steadyLife(ratioBps, compounding).toNumber(), `the variant, w = ${ratioBps} bps`).to.be.below(
        fall,
      );
    }
  });
});

async function send(
  { reserve, issuance, actors }: Scenario,
  trader: HardhatEthersSigner,
  { kind, amount }: Step,
): Promise<void> {
  if (kind === "gift") await reserve.connect(actors.donor).receiveGift(amount, GAS);
  else if (kind === "buy") await reserve.connect(trader).buy(amount, 0n, trader, NEVER, GAS);
  else if (kind === "sell") await reserve.connect(trader).sell(amount, 0n, trader, NEVER, GAS);
  else if (kind === "renew") await reserve.renewDrip(GAS);
  else if (kind === "award") await issuance.connect(actors.deployer).enter(amount, GAS);
  else await issuance.settle(GAS);
}
