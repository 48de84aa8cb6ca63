import { expect } from "chai";
import { Decimal } from "decimal.js";
import { network } from "hardhat";
import { inOneBlock } from "./lib/contributions.ts";
import { DAY, DEAD_SUPPLY, WHOLE, launchGrowing, launchOpenMarket, launchPresale } from "./lib/fixtures.ts";
import { creditOf } from "./lib/market-model.ts";
import { ceilCost, exactSell, floorBuy, floorOf, floorSell } from "./lib/oracle.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const NEVER = 2n ** 256n - 1n;
const RATIO = 3_000n;

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
const spot = (supply: bigint, reserve: bigint): bigint => (reserve * WHOLE * 10_000n) / (RATIO * supply);

/** 6 decimals, w = 30 %, tributes of 2 % and 5 %, and half of a gift still pending. */
async function market() {
  const scenario = await launchOpenMarket(connection, {
    decimals: 6,
    reserve: { reserveRatioBps: RATIO, entryTributeBps: 200n, exitTributeBps: 500n, dripPeriod: 10n * DAY },
  });
  const lens = await ethers.deployContract("MarketLens");
  await scenario.reserve.connect(scenario.actors.donor).donate(600n * scenario.unit, "");
  const given = BigInt(await time.latest());
  await time.increaseTo(given + 5n * DAY);
  return { ...scenario, lens, given };
}

describe("MarketLens", () => {
  it("tells the whole state of an open market", async () => {
    const { lens, reserve, unit, given, config } = await loadFixture(market);
    await time.increaseTo(given + 6n * DAY);
    const supply = 1_500n * WHOLE + DEAD_SUPPLY;
    const r = 3_360n * unit;
    const openedAt = await reserve.opening();
    const summary = await lens.summary(reserve);
    const expected = {
      state: 1n,
      awaitsPresale: false,
      openedAt,
      dissolvedAt: 0n,
      pausedUntil: 0n,
      supply,
      reserve: r,
      spotPrice: spot(supply, r),
      backing: (r * WHOLE) / supply,
      tributeOwed: 0n,
      giftsReceived: 3_600n * unit,
      donationsReceived: 3_600n * unit,
    } as const;
    for (const [key, value] of Object.entries(expected)) {
      expect(summary[key as keyof typeof expected], key).to.equal(value);
    }
    const rate = ceilDiv(600n * unit * 2n ** 24n, 10n * DAY);
    // ρ was R at the opening, and may have grown by half of it for five days and more.
    const rho = r;
    expect(summary.drip).to.deep.equal([240n * unit, rate, rho, given + 10n * DAY, openedAt + 10n * DAY]);
    const credit = creditOf(3_000n * unit, 600n * unit, RATIO, 1_000n);
    const toDrip = ceilDiv(credit * 240n, 600n);
    expect([summary.giftCreditDripped, summary.giftCreditPending]).to.deep.equal([credit - toDrip, toDrip]);
    expect(summary.terms).to.deep.equal([
      config.reserve.asset,
      RATIO,
      1_000n * unit,
      200n,
      500n,
      10n * DAY,
      6_000n,
    ]);
  });

  it("tells the state of a closed one, and of one that waits for a presale", async () => {
    const lens = await ethers.deployContract("MarketLens");
    const growing = await launchGrowing(connection);
    await growing.reserve.connect(growing.actors.donor).donate(5n, "");
    const summary = await lens.summary(growing.reserve);
    expect([summary.state, summary.reserve]).to.deep.equal([0n, 0n]);
    expect(summary.drip).to.deep.equal([5n, 0n, 0n, 0n, 0n]);
    expect([summary.spotPrice, summary.backing, summary.openedAt, summary.awaitsPresale]).to.deep.equal([
      0n,
      0n,
      0n,
      false,
    ]);
    const bootstrapped = await launchPresale(connection);
    expect((await lens.summary(bootstrapped.reserve)).awaitsPresale).to.equal(true);
  });

  it("previews trades of a later block, whatever has happened in this one", async () => {
    const { lens, reserve, unit, token, actors } = await loadFixture(market);
    const [holder] = actors.producers;
    const [buyer] = actors.partners;
    await inOneBlock(connection, [
      () => reserve.connect(buyer).buy(500n * unit, 0n, buyer, NEVER),
      () => reserve.connect(holder).sell(400n * WHOLE, 0n, holder, NEVER),
    ]);
    const supply = await token.totalSupply();
    const r = await reserve.reserveBalance();
    const { pending } = await reserve.pendingGifts();
    expect(pending).to.be.above(0n);

    const assetIn = 700n * unit + 1n;
    const tributeIn = ceilDiv(assetIn * 200n, 10_000n);
    const net = assetIn - tributeIn;
    const tokensOut = floorBuy({ supply, reserve: r + pending, ratioBps: RATIO, assetIn: net });
    const cost = new Decimal((tokensOut * r * 10_000n).toString()).div((supply * RATIO).toString()).floor();
    expect(await lens.previewBuy(reserve, assetIn)).to.deep.equal([
      assetIn,
      tokensOut,
      tributeIn,
      spot(supply, r),
      spot(supply + tokensOut, r + net),
      BigInt(new Decimal(net.toString()).minus(cost).times(10_000).div(cost).floor().toFixed(0)),
    ]);

    const wanted = 12n * WHOLE + 7n;
    const netCost = ceilCost({ supply, reserve: r + pending, ratioBps: RATIO, tokensOut: wanted });
    const gross = ceilDiv(netCost * 10_000n, 9_800n);
    const exact = await lens.previewBuyExact(reserve, wanted);
    expect([exact.amountIn, exact.amountOut, exact.tribute]).to.deep.equal([gross, wanted, gross - netCost]);
    expect(exact.spotPriceAfter).to.equal(spot(supply + wanted, r + netCost));

    const tokensIn = 345n * WHOLE + 1n;
    const out = floorOf(exactSell({ supply, reserve: r, ratioBps: RATIO, tokensIn }));
    const tributeOut = ceilDiv(out * 500n, 10_000n);
    const worth = new Decimal((tokensIn * r * 10_000n).toString()).div((supply * RATIO).toString()).floor();
    expect(await lens.previewSell(reserve, tokensIn)).to.deep.equal([
      tokensIn,
      out - tributeOut,
      tributeOut,
      spot(supply, r),
      spot(supply - tokensIn, r - out),
      BigInt(worth.minus(out.toString()).times(10_000).div(worth).floor().toFixed(0)),
    ]);
    // In this block both pay less: the first price limits them.
    expect((await reserve.quoteSell(tokensIn)).assetOut).to.be.at.most(out - tributeOut);
  });

  it("previews what is too small to have an impact", async () => {
    const { lens, reserve } = await loadFixture(market);
    expect((await lens.previewBuyExact(reserve, 1n)).impactBps).to.equal(0n);
  });

  it("refuses what a trade refuses", async () => {
    const { lens, reserve, token } = await loadFixture(market);
    await expect(lens.previewBuy(reserve, 1n))
      .to.be.revertedWithCustomError(reserve, "TradeTooSmall")
      .withArgs(1n);
    await expect(lens.previewSell(reserve, 1n))
      .to.be.revertedWithCustomError(reserve, "TradeTooSmall")
      .withArgs(1n);
    const supply = await token.totalSupply();
    await expect(lens.previewSell(reserve, supply + 1n))
      .to.be.revertedWithCustomError(reserve, "AmountAboveSupply")
      .withArgs(supply + 1n, supply);
    const closed = await launchGrowing(connection);
    for (const call of [
      () => lens.previewBuy(closed.reserve, WHOLE),
      () => lens.previewBuyExact(closed.reserve, WHOLE),
      () => lens.previewSell(closed.reserve, WHOLE),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(reserve, "WrongMarketState").withArgs(0n, 1n);
    }
  });

  it("refuses to preview buys in a pause, as the reserve refuses them, and previews a sale of all", async () => {
    const { lens, reserve, token, owner } = await loadFixture(market);
    await reserve.connect(owner).pause();
    const until = await reserve.pausedUntil();
    for (const call of [() => lens.previewBuy(reserve, WHOLE), () => lens.previewBuyExact(reserve, WHOLE)]) {
      await expect(call()).to.be.revertedWithCustomError(reserve, "Paused").withArgs(until);
    }
    const supply = await token.totalSupply();
    const { amountOut, tribute, spotPriceAfter } = await lens.previewSell(reserve, supply);
    expect([amountOut + tribute, spotPriceAfter]).to.deep.equal([await reserve.reserveBalance(), 0n]);
    await time.increaseTo(until);
    expect((await lens.previewBuy(reserve, WHOLE)).amountOut).to.be.above(0n);
  });

  it("refuses what would not fit in the books or under the token's cap, as the reserve does", async () => {
    const flat = await launchOpenMarket(connection, { reserve: { reserveRatioBps: 10_000n } });
    const { reserve, asset, token, unit, actors } = flat;
    const lens = await ethers.deployContract("MarketLens");
    const [buyer] = actors.partners;
    const most = 2n ** 112n - 1n;
    await asset.mint(buyer, most);
    await asset.connect(buyer).approve(reserve, NEVER);
    // At w = 100 % the price is 2: the books are full before the supply is.
    const tooMuch = most - 3_000n * unit + 1n;
    for (const call of [
      () => lens.previewBuy(reserve, tooMuch),
      () => reserve.connect(buyer).buy.staticCall(tooMuch, 0n, buyer, NEVER),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(reserve, "SafeCastOverflowedUintDowncast")
        .withArgs(112n, most + 1n);
    }
    expect((await lens.previewBuy(reserve, tooMuch - 1n)).amountOut).to.equal(
      await reserve.connect(buyer).buy.staticCall(tooMuch - 1n, 0n, buyer, NEVER),
    );
    // With 6 decimals tokens cost few units: the supply is full first.
    const cheap = await launchOpenMarket(connection, { decimals: 6, reserve: { reserveRatioBps: 10_000n } });
    const supply = await cheap.token.totalSupply();
    const left = most - supply;
    for (const call of [
      () => lens.previewBuyExact(cheap.reserve, left + 1n),
      () => cheap.reserve.connect(buyer).buyExact.staticCall(left + 1n, NEVER, buyer, NEVER),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(token, "SupplyCapExceeded")
        .withArgs(most + 1n, most);
    }
    expect((await lens.previewBuyExact(cheap.reserve, left)).amountOut).to.equal(left);
  });

  it("tells what the first sellers would take in a run", async () => {
    const { lens, reserve } = await loadFixture(market);
    for (const ratioBps of [100n, 500n, 2_500n, 5_000n, 7_777n, 10_000n]) {
      for (const supplyBps of [0n, 1n, 1_000n, 2_000n, 9_999n, 10_000n]) {
        const tokensIn = (supplyBps * WHOLE) / 10_000n;
        const taken = floorSell({ supply: WHOLE, reserve: WHOLE, ratioBps, tokensIn });
        expect(await lens.runRisk(ratioBps, supplyBps), `${supplyBps} at ${ratioBps}`).to.equal(taken);
      }
    }
    for (const bps of [10_001n, 2n ** 255n]) {
      await expect(lens.runRisk(5_000n, bps)).to.be.revertedWithCustomError(reserve, "AmountAboveSupply");
    }
    await expect(lens.runRisk(99n, 1_000n))
      .to.be.revertedWithCustomError(reserve, "RatioOutOfRange")
      .withArgs(99n, 100n, 10_000n);
  });
});
