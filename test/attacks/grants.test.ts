/**
 * Finding 9 of the market: matching and challenge grants were paid to whoever was largest for a moment. What farming a
 * grant gave in version 0.1 is the formula; what it gives now is done on chain, and expected from formulas in decimals.
 */
import { expect } from "chai";
import { Decimal } from "decimal.js";
import { network } from "hardhat";
import { tableOf } from "../lib/docs.ts";
import { DAY, WHOLE, launchOpenMarket } from "../lib/fixtures.ts";
import { withPledgeBook, type PledgeScenario } from "../lib/third-parties.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const NEVER = 2n ** 256n - 1n;
const PERIOD = 7n * DAY;
/** R of each market, and the grant. */
const RESERVE = 3_000;
const GRANT = 100_000;
/** w in %, and what the farmer pays for tokens first. */
const CASES = [
  [5, 9_000],
  [20, 9_000],
  [50, 9_000],
  [100, 9_000],
  [5, 27_000],
  [20, 27_000],
  [50, 27_000],
  [100, 27_000],
] as const;

const market = async (reserveRatioBps: bigint): Promise<PledgeScenario> => {
  const scenario = await launchOpenMarket(connection, { reserve: { reserveRatioBps } });
  await scenario.asset.mint(scenario.actors.donor, BigInt(GRANT) * WHOLE);
  await scenario.asset.mint(scenario.actors.stranger, BigInt(GRANT) * WHOLE);
  return withPledgeBook(connection, scenario);
};
const MARKETS: Readonly<Record<number, () => Promise<PledgeScenario>>> = {
  5: () => market(500n),
  20: () => market(2_000n),
  50: () => market(5_000n),
  100: () => market(10_000n),
};
const marketOf = (percent: number): Promise<PledgeScenario> => {
  const made = MARKETS[percent];
  if (made === undefined) throw new Error(`no market at ${percent} %`);
  return loadFixture(made);
};

interface Profit {
  readonly alone: Decimal;
  readonly othersFirst: Decimal;
}

/** What who pays b, donates d, has it matched, and sells when all has arrived gains: if the others stay, and if they sell first. */
function profitOf(percent: number, paid: number, donation: Decimal.Value): Profit {
  const d = new Decimal(donation);
  const held = shareOf(percent, paid);
  const g = new Decimal(paid).div(RESERVE + paid);
  const rest = new Decimal(RESERVE + paid).plus(d.mul(2)).mul(held.pow(new Decimal(100).div(percent)));
  return { alone: g.mul(d.mul(2)).minus(d), othersFirst: rest.minus(paid).minus(d) };
}

/** Part of the supply that b buys. */
function shareOf(percent: number, paid: number): Decimal {
  return new Decimal(1).minus(
    new Decimal(paid)
      .div(RESERVE)
      .plus(1)
      .pow(-percent / 100),
  );
}

const inWhole = (units: bigint): Decimal => new Decimal(units.toString()).div(WHOLE.toString());

describe("attacks on grants", () => {
  it("9: one grant of 100,000 paid an outsider 50,000 with 6.7 % of the supply at w = 5 %, and 80,000 at w = 100 % even if all others sold first (0.1)", () => {
    expect(shareOf(5, 9_000).mul(100).toFixed(1)).to.equal("6.7");
    expect(profitOf(5, 9_000, GRANT).alone.toFixed(0)).to.equal("50000");
    expect(profitOf(100, 27_000, GRANT).alone.toFixed(0)).to.equal("80000");
    expect(profitOf(100, 27_000, GRANT).othersFirst.toFixed(0)).to.equal("80000");
  });

  for (const [percent, paid] of CASES) {
    it(`9: w = ${percent} %, ${paid} paid first: now a period brings no more than 2 % of ρ matched`, async () => {
      const scenario = await marketOf(percent);
      const { book, reserve, token, asset, actors } = scenario;
      const farmer = actors.stranger;
      await book
        .connect(actors.donor)
        .pledgeMatching(BigInt(GRANT) * WHOLE, BigInt(await time.latest()) + 300n * DAY, "");
      const start = await asset.balanceOf(farmer);
      await reserve.connect(farmer).buy(BigInt(paid) * WHOLE, 0n, farmer, NEVER);
      const donation = await book.matchable(1n);
      expect(inWhole(donation).toNumber()).to.be.within(60, 60.1);
      await book.connect(farmer).donateMatched(1n, donation, farmer);
      await time.increase(PERIOD + 60n);
      expect((await reserve.pendingGifts()).pending).to.equal(0n);
      const sell = async (): Promise<Decimal> => {
        await reserve.connect(farmer).sell(await token.balanceOf(farmer), 0n, farmer, NEVER);
        return inWhole((await asset.balanceOf(farmer)) - start);
      };
      const waiting = await networkHelpers.takeSnapshot();
      const expected = profitOf(percent, paid, inWhole(donation));
      const alone = await sell();
      expect(alone.minus(expected.alone).abs().toNumber()).to.be.below(1e-9);
      // Of what the farmer put in, a fraction of a percent; before, several times as much.
      expect(alone.div(paid).toNumber()).to.be.below(0.005);
      await waiting.restore();
      for (const producer of actors.producers.slice(0, 2)) {
        await reserve.connect(producer).sell(await token.balanceOf(producer), 0n, producer, NEVER);
      }
      const left = expected.othersFirst.plus(paid).plus(inWhole(donation));
      if (left.lt("1e-15")) {
        // The others took all but what a unit of the asset can tell.
        await expect(sell()).to.be.revertedWithCustomError(reserve, "TradeTooSmall");
        return;
      }
      // The dead thousandth of a token stays where it is.
      expect((await sell()).minus(expected.othersFirst).abs().toNumber()).to.be.below(0.2);
    });
  }

  it("9: who farms for ten periods at w = 100 % gains less than 2 % of their capital in each", async () => {
    const scenario = await marketOf(100);
    const { book, reserve, token, asset, actors } = scenario;
    const farmer = actors.stranger;
    await book
      .connect(actors.donor)
      .pledgeMatching(BigInt(GRANT) * WHOLE, BigInt(await time.latest()) + 300n * DAY, "");
    const start = await asset.balanceOf(farmer);
    await reserve.connect(farmer).buy(27_000n * WHOLE, 0n, farmer, NEVER);
    for (let period = 0; period < 10; ++period) {
      const donation = await book.matchable(1n);
      const { rho } = await reserve.drip();
      expect(donation).to.be.at.most(rho / 50n);
      await book.connect(farmer).donateMatched(1n, donation, farmer);
      await time.increase(PERIOD);
      await reserve.renewDrip();
    }
    await time.increase(2n * PERIOD);
    await reserve.connect(farmer).sell(await token.balanceOf(farmer), 0n, farmer, NEVER);
    const gain = inWhole((await asset.balanceOf(farmer)) - start).div(27_000);
    expect(gain.toNumber()).to.be.within(0.05, 0.2);
  });

  it("9: a challenge that released 100,000 for donations of 10,000 paid an outsider 44,999 (0.1); now a goal is no less than the pledge", async () => {
    const { book, actors } = await marketOf(50);
    const deadline = BigInt(await time.latest()) + 30n * DAY;
    await expect(
      book.connect(actors.donor).pledgeOnDonations(100_000n * WHOLE, 10_000n * WHOLE, deadline, ""),
    )
      .to.be.revertedWithCustomError(book, "GoalBelowPledge")
      .withArgs(10_000n * WHOLE, 100_000n * WHOLE);
  });

  it("9: docs/economics.md has the table that the formulas give", async () => {
    const rows = CASES.map(([percent, paid]) => {
      const [before, now] = [profitOf(percent, paid, GRANT), profitOf(percent, paid, 60)];
      return [
        `${percent} %`,
        String(paid),
        `${shareOf(percent, paid).mul(100).toFixed(1)} %`,
        before.alone.toFixed(0),
        before.othersFirst.toFixed(0),
        now.alone.toFixed(0),
        now.othersFirst.toFixed(0),
      ];
    });
    expect(await tableOf("grants")).to.deep.equal(rows);
  });
});
