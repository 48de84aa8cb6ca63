import { expect } from "chai";
import { Decimal } from "decimal.js";
import { network } from "hardhat";
import { inOneBlock } from "./lib/contributions.ts";
import {
  DAY,
  DEAD_SUPPLY,
  HOUR,
  WHOLE,
  issue,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  type Scenario,
} from "./lib/fixtures.ts";
import { creditOf } from "./lib/market-model.ts";
import { exactBuy, exactSell, floorBuy, floorOf } from "./lib/oracle.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const NEVER = 2n ** 256n - 1n;
const PERIOD = 7n * DAY;
/** Rates and what is pending carry 24 fractional bits. */
const FRACTION = 2n ** 24n;
const GAS = { gasLimit: 500_000n }; // no estimate: the pending block is not there yet

/** R = 3,000, so that ρ/4 = 750 units may drip in a period. */
const open = (): Promise<Scenario> => launchOpenMarket(connection);
const closed = (): Promise<Scenario> => launchGrowing(connection);
const now = async (): Promise<bigint> => BigInt(await time.latest());

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

/** The rate at which all of `amount` is out after `period`. */
const rateOf = (amount: bigint, period = PERIOD): bigint => ceilDiv(amount * FRACTION, period);

/** What is left of `amount`, `elapsed` seconds later, at `rate`; rounded up. */
const left = (amount: bigint, elapsed: bigint, rate = rateOf(amount)): bigint => {
  const rest = amount * FRACTION - rate * elapsed;
  return rest <= 0n ? 0n : ceilDiv(rest, FRACTION);
};

/** Seconds until all of `amount` is out at `rate`. */
const lasts = (amount: bigint, rate: bigint): bigint => ceilDiv(amount * FRACTION, rate);

describe("gifts", () => {
  describe("the drip", () => {
    it("moves a gift of up to a quarter of R into the reserve within a period, linearly and in full", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const [before, gift] = [3_000n * unit, 749n * unit + 1n];
      const start = (await now()) + 60n;
      await time.setNextBlockTimestamp(start);
      await expect(reserve.connect(actors.donor).donate(gift, ""))
        .to.emit(reserve, "DripRateSet")
        .withArgs(rateOf(gift), start + PERIOD);
      for (const elapsed of [0n, 1n, 2n, HOUR, DAY + 1n, PERIOD - 1n, PERIOD, PERIOD + 1n, 100n * DAY]) {
        if (elapsed > 0n) await time.increaseTo(start + elapsed);
        const pending = left(gift, elapsed);
        expect(await reserve.pendingGifts(), `after ${elapsed} s`).to.deep.equal([
          pending,
          elapsed < PERIOD ? start + PERIOD : 0n,
        ]);
        expect(await reserve.reserveBalance()).to.equal(before + gift - pending);
      }
    });

    it("prices sells by R and buys by R + P", async () => {
      const { reserve, actors, unit, token } = await loadFixture(open);
      await reserve.connect(actors.donor).donate(300_000n * unit, "a hundred times the reserve");
      const start = await now();
      await time.increaseTo(start + DAY);
      // A quarter of R is 750 a period; for all to be out in 52 periods it takes more.
      const rate = rateOf(300_000n * unit, 52n * PERIOD);
      const pending = left(300_000n * unit, DAY, rate);
      const r = 303_000n * unit - pending;
      const supply = await token.totalSupply();
      const ratioBps = 5_000n;
      const buy = floorBuy({ supply, reserve: r + pending, ratioBps, assetIn: 1_000n * unit });
      const sell = floorOf(exactSell({ supply, reserve: r, ratioBps, tokensIn: 100n * WHOLE }));
      expect(await reserve.quoteBuy(1_000n * unit)).to.deep.equal([buy, 0n]);
      expect(await reserve.quoteSell(100n * WHOLE)).to.deep.equal([sell, 0n]);
      expect(await reserve.spotPrice()).to.equal((r * WHOLE * 10_000n) / (ratioBps * supply));
      expect(await reserve.backing()).to.equal((r * WHOLE) / supply);
      const [seller] = actors.producers;
      await time.setNextBlockTimestamp(start + DAY + 60n);
      const later = 303_000n * unit - left(300_000n * unit, DAY + 60n, rate);
      const paid = floorOf(exactSell({ supply, reserve: later, ratioBps, tokensIn: 100n * WHOLE }));
      await reserve.connect(seller).sell(100n * WHOLE, paid, seller, NEVER);
      // A trade changes R, and neither P nor its end.
      expect(await reserve.pendingGifts()).to.deep.equal([
        left(300_000n * unit, DAY + 60n, rate),
        start + lasts(300_000n * unit, rate),
      ]);
      expect(lasts(300_000n * unit, rate)).to.equal(52n * PERIOD);
      expect(await reserve.reserveBalance()).to.equal(later - paid);
    });

    it("is never slower after a gift, and no faster than the gift alone would drip", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const donor = reserve.connect(actors.donor);
      await donor.donate(700n * unit, "");
      const start = await now();
      const first = rateOf(700n * unit);
      // After three days 400 are pending at 100 a day. With 100 more 72 a day would do: the rate stays.
      await time.setNextBlockTimestamp(start + 3n * DAY);
      await donor.donate(100n * unit, "");
      expect(await reserve.pendingGifts()).to.deep.equal([500n * unit, start + 8n * DAY]);
      expect((await reserve.drip()).rate).to.equal(first);
      // A day later 400 are pending. 9,100 more cannot be out in a period: R is 3,400, and a quarter of it may drip.
      await time.setNextBlockTimestamp(start + 4n * DAY);
      await donor.donate(9_100n * unit, "");
      const r = 3_400n * unit;
      expect(await reserve.reserveBalance()).to.equal(r);
      const rate = ceilDiv(r * FRACTION, 4n * PERIOD);
      const renewable = (await reserve.opening()) + PERIOD;
      const end = start + 4n * DAY + lasts(9_500n * unit, rate);
      expect(await reserve.drip()).to.deep.equal([9_500n * unit, rate, r, end, renewable]);
      // Once all is out a gift starts anew.
      await time.increaseTo(end);
      expect(await reserve.drip()).to.deep.equal([0n, 0n, 12_900n * unit, 0n, renewable]);
      expect(await reserve.reserveBalance()).to.equal(12_900n * unit);
      await time.setNextBlockTimestamp(end + 20n * DAY);
      await donor.donate(unit, "");
      expect(await reserve.pendingGifts()).to.deep.equal([unit, end + 20n * DAY + lasts(unit, rateOf(unit))]);
    });

    it("adds the rates of gifts that come together", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const start = (await now()) + HOUR;
      await inOneBlock(
        connection,
        [
          () => reserve.connect(actors.donor).donate(3n * unit, "", GAS),
          () => reserve.connect(actors.stranger).donate(5n * unit, "", GAS),
        ],
        start,
      );
      expect(await reserve.pendingGifts()).to.deep.equal([8n * unit, start + PERIOD]);
      expect((await reserve.drip()).rate).to.be.within(rateOf(8n * unit), rateOf(8n * unit) + 1n);
    });

    it("is not changed by dust, however often: neither slower nor faster, nor longer", async () => {
      const scenario = await launchOpenMarket(connection, {
        decimals: 6,
        reserve: { dripPeriod: 90n * DAY },
      });
      const { reserve, actors } = scenario;
      const period = 90n * DAY;
      const donor = reserve.connect(actors.donor);
      // So little that less than a unit drips in a second, and too much for a period: the rate could be raised.
      const gift = 2_000_000_000n;
      await donor.donate(gift, "");
      const start = await now();
      const { rate, end } = await reserve.drip();
      expect(rate).to.equal(rateOf(750_000_000n, period));
      expect(rate).to.be.below(FRACTION * 100n);
      await time.increaseTo(start + 30n * DAY);
      const dust = 60n;
      for (let i = 0n; i < dust; ++i) await donor.receiveGift(1n);
      const after = await reserve.drip();
      const elapsed = (await now()) - start;
      // Each unit adds what it would drip at alone; together less than a millionth.
      expect(after.rate - rate).to.be.within(0n, dust * rateOf(1n, period));
      expect(after.rate - rate).to.be.below(rate / 1_000_000n);
      const expected = left(gift, elapsed, rate) + dust;
      expect(after.pending).to.be.within(expected - 1n, expected);
      expect(after.end).to.be.within(end - 1n, end + 1n);
    });

    it("lets no dust through too soon in the last seconds of a drip", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const donor = reserve.connect(actors.donor);
      await donor.donate(1_300_000n, "");
      const { end } = await reserve.pendingGifts();
      const gifts = [1_000n, 1_000n, 10n, 3n, 50_000n, 10n ** 9n, 10n ** 12n, 100_000n * unit];
      await inOneBlock(
        connection,
        gifts.map((gift) => () => donor.donate(gift, "", GAS)),
        end - 2n,
      );
      const { pending, end: later } = await reserve.pendingGifts();
      expect(pending).to.be.above(100_000n * unit);
      expect(later).to.be.within(end - 3n + 52n * PERIOD, end - 2n + 52n * PERIOD);
    });

    it("lets no more than a quarter of ρ in, which buying for a moment does not inflate", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const [buyer] = actors.partners;
      const openedAt = await reserve.opening();
      const start = openedAt + 2n * DAY;
      await inOneBlock(
        connection,
        [
          () => reserve.connect(buyer).buy(60_000n * unit, 0n, buyer, NEVER, GAS),
          () => reserve.connect(actors.donor).donate(10_000n * unit, "", GAS),
        ],
        start,
      );
      // R is 63,000, but two days after the opening ρ is at most nine sevenths of 3,000.
      const rho = 3_000n * unit + (3_000n * unit * 2n) / 7n;
      const { rate } = await reserve.drip();
      expect(rate).to.equal(ceilDiv(rho * FRACTION, 4n * PERIOD));
    });

    it("gives who buys before a gift no more than the part of what drips that they paid for", async () => {
      const { reserve, actors, unit, token, asset } = await loadFixture(open);
      const [sniper] = actors.partners;
      for (const paid of [100n * unit, 3_000n * unit, 100_000n * unit]) {
        const snapshot = await networkHelpers.takeSnapshot();
        const before = await asset.balanceOf(sniper);
        const start = (await now()) + HOUR;
        await inOneBlock(
          connection,
          [
            () => reserve.connect(sniper).buy(paid, 0n, sniper, NEVER, GAS),
            () => reserve.connect(actors.donor).donate(900_000n * unit, "", GAS),
          ],
          start,
        );
        const { rate } = await reserve.drip();
        // For all to be out in 52 periods it takes 17,308 a period, which is more than ρ/4.
        expect(rate).to.equal(rateOf(900_000n * unit, 52n * PERIOD));
        await time.setNextBlockTimestamp(start + DAY);
        const bought = await token.balanceOf(sniper);
        await reserve.connect(sniper).sell(bought, 0n, sniper, NEVER);
        const gained = (await asset.balanceOf(sniper)) - before;
        const dripped = 900_000n * unit - left(900_000n * unit, DAY, rate);
        // No more than their part of the reserve was: paid/(R + paid).
        expect(gained).to.be.at.most((dripped * paid) / (3_000n * unit + paid) + 1n);
        await snapshot.restore();
      }
    });
  });

  describe("renewDrip", () => {
    it("brings ten times R in within 11 periods, when somebody renews the rate", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      await reserve.connect(actors.donor).donate(30_000n * unit, "");
      const start = await now();
      const rate = rateOf(750n * unit);
      expect((await reserve.drip()).rate).to.equal(rate);
      // Alone it would last 40 periods.
      expect(await reserve.pendingGifts()).to.deep.equal([
        30_000n * unit,
        start + lasts(30_000n * unit, rate),
      ]);
      let renewals = 0;
      while ((await reserve.pendingGifts()).pending > 0n) {
        await time.increaseTo((await reserve.drip()).renewable);
        await reserve.connect(actors.stranger).renewDrip();
        renewals += 1;
        const { pending, rate: next, rho } = await reserve.drip();
        expect(rho).to.equal(await reserve.reserveBalance());
        if (pending > (rho + 3n) / 4n) expect(next).to.equal(ceilDiv(rho * FRACTION, 4n * PERIOD));
      }
      // R grows by a quarter a period: 1.25^11 is more than 11 times.
      expect(renewals).to.equal(11);
      expect(await reserve.reserveBalance()).to.equal(33_000n * unit);
    });

    it("sets the rate down when R has fallen, and for all to be out in 52 periods at least", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const [first, second] = actors.producers;
      await reserve.connect(actors.donor).donate(3_900n * unit, "");
      const { renewable } = await reserve.drip();
      await reserve.connect(first).sell(1_000n * WHOLE, 0n, first, NEVER);
      await time.increaseTo(renewable - 10n);
      await reserve.connect(second).sell(400n * WHOLE, 0n, second, NEVER);
      await time.setNextBlockTimestamp(renewable);
      await expect(reserve.renewDrip()).to.emit(reserve, "DripRateSet");
      const { rate, rho, pending, end } = await reserve.drip();
      const r = await reserve.reserveBalance();
      expect(rho).to.equal(r);
      const base = rateOf(3_900n * unit, 52n * PERIOD);
      // 75 units a period, where a quarter of R is less.
      expect(ceilDiv(r * FRACTION, 4n * PERIOD)).to.be.below(base);
      expect(rate).to.equal(base);
      expect(end - renewable).to.be.within(lasts(pending, base) - 1n, lasts(pending, base));
      expect(end).to.be.at.most(renewable + 52n * PERIOD);
    });

    it("is anyone's, once a period, while the market is open", async () => {
      const growing = await loadFixture(closed);
      await expect(growing.reserve.renewDrip())
        .to.be.revertedWithCustomError(growing.reserve, "WrongMarketState")
        .withArgs(0n, 1n);
      const { reserve, actors, owner } = await loadFixture(open);
      const openedAt = await reserve.opening();
      await time.setNextBlockTimestamp(openedAt + PERIOD - 1n);
      await expect(reserve.connect(actors.stranger).renewDrip())
        .to.be.revertedWithCustomError(reserve, "RenewedTooSoon")
        .withArgs(openedAt + PERIOD);
      await time.setNextBlockTimestamp(openedAt + PERIOD);
      // Nothing is pending: only ρ is brought up to date.
      await expect(reserve.connect(actors.stranger).renewDrip())
        .to.emit(reserve, "DripRateSet")
        .withArgs(0n, openedAt + PERIOD);
      await time.setNextBlockTimestamp(openedAt + 2n * PERIOD - 1n);
      await expect(reserve.connect(actors.stranger).renewDrip())
        .to.be.revertedWithCustomError(reserve, "RenewedTooSoon")
        .withArgs(openedAt + 2n * PERIOD);
      await reserve.connect(owner).dissolve();
      await expect(reserve.renewDrip())
        .to.be.revertedWithCustomError(reserve, "WrongMarketState")
        .withArgs(2n, 1n);
    });

    it("lets ρ double in a period at most, whoever inflates R", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const [buyer] = actors.partners;
      const openedAt = await reserve.opening();
      await reserve.connect(buyer).buy(60_000n * unit, 0n, buyer, NEVER);
      await time.increaseTo(openedAt + PERIOD / 2n);
      expect((await reserve.drip()).rho).to.equal(4_500n * unit);
      await time.setNextBlockTimestamp(openedAt + PERIOD);
      await reserve.renewDrip();
      expect((await reserve.drip()).rho).to.equal(6_000n * unit);
      await time.increaseTo(openedAt + 3n * PERIOD);
      expect((await reserve.drip()).rho).to.equal(18_000n * unit);
    });

    it("costs who sells for a moment to slow it P·(1/f − 1), where R falls to f·R", async () => {
      const { reserve, actors, unit, token, asset } = await loadFixture(open);
      const [griefer] = actors.producers;
      await reserve.connect(actors.donor).donate(3_000n * unit, "");
      const { renewable } = await reserve.drip();
      await time.increaseTo(renewable - 10n);
      const before = await asset.balanceOf(griefer);
      await asset.connect(griefer).approve(reserve, NEVER);
      const supply = await token.totalSupply();
      const sold = (supply * 3n) / 10n;
      await time.setNextBlockTimestamp(renewable);
      await reserve.connect(griefer).sell(sold, 0n, griefer, NEVER);
      await time.setNextBlockTimestamp(renewable + 1n);
      await reserve.renewDrip();
      await time.setNextBlockTimestamp(renewable + 2n);
      await reserve.connect(griefer).buyExact(sold, NEVER, griefer, NEVER);
      const { pending } = await reserve.pendingGifts();
      // At w = 50 % R falls to 0.7² of itself: half the rate for a period costs what is pending once more.
      const cost = before - (await asset.balanceOf(griefer));
      const formula = new Decimal(pending.toString()).mul(new Decimal(1).div(0.49).minus(1));
      expect(Number(cost) / formula.toNumber()).to.be.within(0.999, 1.001);
      expect(pending).to.be.within(2_249n * unit, 2_251n * unit);
      expect(cost).to.be.within(2_340n * unit, 2_343n * unit);
    });
  });

  describe("before the market opens", () => {
    it("count at opening as a whole, and none of them drips", async () => {
      const scenario = await loadFixture(closed);
      const { reserve, actors, unit } = scenario;
      await reserve.connect(actors.donor).donate(5_000n * unit, "");
      await issue(connection, scenario, [actors.producers[0], 1_000n * WHOLE]);
      expect(await reserve.pendingGifts()).to.deep.equal([5_000n * unit, 0n]);
      expect(await reserve.reserveBalance()).to.equal(0n);
      expect(await reserve.backing()).to.equal(5n * unit);
      await reserve.open();
      expect(await reserve.pendingGifts()).to.deep.equal([0n, 0n]);
      expect(await reserve.reserveBalance()).to.equal(5_000n * unit);
      expect(await reserve.giftCredit()).to.deep.equal([0n, 0n]);
    });

    it("are refused while a presale may still be released: there might never be a token behind them", async () => {
      const { reserve, presale, actors, unit, asset, addresses } = await launchPresale(connection);
      await asset.connect(actors.donor).transfer(reserve, 400n * unit);
      const terms = await presale.terms();
      const expectRefused = async (): Promise<void> => {
        for (const call of [
          () => reserve.connect(actors.donor).donate(unit, "early"),
          () => reserve.connect(actors.donor).donateFor(actors.stranger, unit, "early"),
          () => reserve.connect(actors.donor).receiveGift(unit),
          () => reserve.absorb(),
        ]) {
          await expect(call())
            .to.be.revertedWithCustomError(reserve, "PresalePending")
            .withArgs(addresses.presale);
        }
      };
      await expectRefused();
      await time.increaseTo(terms.opens);
      await presale.connect(actors.partners[0]).contribute(2_000n * unit, []);
      await expectRefused();
      await time.increaseTo(terms.closes);
      await expectRefused();
      expect(await reserve.backing()).to.equal(0n);
      const failing = await networkHelpers.takeSnapshot();

      await presale.connect(actors.trustee).release();
      // w·price·S with 4,000 tokens sold, 800 for founders and 0.001 for nobody, at 0.50: a quarter of the tokens.
      const opening = (4_800n * WHOLE + DEAD_SUPPLY) / 4n;
      expect(await reserve.reserveBalance()).to.equal(opening);
      expect(await reserve.spotPrice()).to.equal(unit / 2n);
      // What was sent past the functions drips from when somebody counts it on. A quarter of 1,200 may in a period.
      await reserve.absorb();
      const start = await now();
      const rate = ceilDiv(opening * FRACTION, 4n * PERIOD);
      const end = start + lasts(400n * unit, rate);
      expect(await reserve.pendingGifts()).to.deep.equal([400n * unit, end]);
      expect(await asset.balanceOf(reserve)).to.equal(opening + 400n * unit);

      await failing.restore();
      await time.increaseTo(terms.releaseBy);
      expect(await presale.failed()).to.equal(true);
      await reserve.connect(actors.donor).donate(unit, "for another start");
      await reserve.absorb();
      expect(await reserve.pendingGifts()).to.deep.equal([401n * unit, 0n]);
      expect(await reserve.giftCredit()).to.deep.equal([0n, 0n]);
    });
  });

  describe("receiveGift", () => {
    it("takes what is no donation, also during a pause", async () => {
      const { reserve, actors, unit, asset, owner } = await loadFixture(open);
      await reserve.connect(owner).pause();
      const gift = reserve.connect(actors.donor).receiveGift(10n * unit);
      await expect(gift)
        .to.emit(reserve, "GiftReceived")
        .withArgs(actors.donor.address, 10n * unit);
      await expect(gift).to.changeTokenBalances(
        ethers,
        asset,
        [actors.donor, reserve],
        [-10n * unit, 10n * unit],
      );
      expect(await reserve.giftsReceived()).to.equal(3_010n * unit);
      expect(await reserve.donationsReceived()).to.equal(3_000n * unit);
      expect(await reserve.donatedBy(actors.donor)).to.equal(3_000n * unit);
      expect((await reserve.pendingGifts()).pending).to.equal(10n * unit);
      await expect(reserve.connect(actors.donor).receiveGift(0n)).to.be.revertedWithCustomError(
        reserve,
        "ZeroAmount",
      );
    });
  });

  describe("absorb", () => {
    it("counts what was sent past the functions as a gift, and never tribute that is owed", async () => {
      const { reserve, actors, unit, asset } = await launchOpenMarket(connection, {
        reserve: { entryTributeBps: 1_000n },
      });
      await reserve.connect(actors.partners[0]).buy(100n * unit, 0n, actors.partners[0], NEVER);
      await expect(reserve.absorb()).to.be.revertedWithCustomError(reserve, "ZeroAmount");
      await asset.connect(actors.stranger).transfer(reserve, 7n * unit);
      const absorb = reserve.connect(actors.donor).absorb();
      await expect(absorb)
        .to.emit(reserve, "Absorbed")
        .withArgs(actors.donor.address, 7n * unit);
      await expect(absorb).to.changeTokenBalances(ethers, asset, [actors.donor, reserve], [0n, 0n]);
      expect((await reserve.pendingGifts()).pending).to.equal(7n * unit);
      expect(await reserve.tributeOwed()).to.equal(10n * unit);
      expect(await reserve.giftsReceived()).to.equal(3_007n * unit);
      expect(await reserve.donationsReceived()).to.equal(3_000n * unit);
      expect(await reserve.donatedBy(actors.donor)).to.equal(3_000n * unit);
      await expect(reserve.absorb()).to.be.revertedWithCustomError(reserve, "ZeroAmount");
    });

    it("counts while the market is closed, too", async () => {
      const { reserve, actors, unit, asset } = await loadFixture(closed);
      await asset.connect(actors.stranger).transfer(reserve, 1_000n * unit);
      await reserve.absorb();
      expect(await reserve.pendingGifts()).to.deep.equal([1_000n * unit, 0n]);
    });
  });

  describe("the credit of issuance", () => {
    const [RATIO, PART] = [5_000n, 1_000n]; // as in the fixtures

    it("is part·w·ln(1 + g/(R + P)), and drips in the proportion of the gift", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const gift = 600n * unit;
      await reserve.connect(actors.donor).donate(gift, "");
      const start = await now();
      // 10 % of half of ln 1.2.
      const credit = creditOf(3_000n * unit, gift, RATIO, PART);
      expect(credit).to.equal(9_116_077_839_697_731n);
      expect(await reserve.giftCredit()).to.deep.equal([0n, credit]);
      for (const elapsed of [1n, HOUR, 3n * DAY + 1n, PERIOD - 1n]) {
        await time.increaseTo(start + elapsed);
        const pending = ceilDiv(credit * left(gift, elapsed), gift);
        expect(await reserve.giftCredit(), `after ${elapsed} s`).to.deep.equal([credit - pending, pending]);
      }
      await time.increaseTo(start + PERIOD);
      expect(await reserve.giftCredit()).to.deep.equal([credit, 0n]);
      await time.increase(900n * DAY);
      expect(await reserve.giftCredit()).to.deep.equal([credit, 0n]);
    });

    it("is of all that is in the reserve, pending or not, when the gift comes; and joins what drips", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const donor = reserve.connect(actors.donor);
      await donor.donate(700n * unit, "");
      const start = await now();
      const first = creditOf(3_000n * unit, 700n * unit, RATIO, PART);
      await time.setNextBlockTimestamp(start + 2n * DAY);
      await donor.donate(140n * unit, "");
      const second = creditOf(3_700n * unit, 140n * unit, RATIO, PART);
      // Two sevenths of the first have dripped.
      const rest = ceilDiv(first * left(700n * unit, 2n * DAY), 700n * unit);
      expect(await reserve.giftCredit()).to.deep.equal([first - rest, rest + second]);
      // 640 pend at 100 a day: a quarter of them, and of all credit that pends, in 1.6 days.
      await time.increaseTo(start + 2n * DAY + 138_240n);
      const pending = ceilDiv((rest + second) * 480n, 640n);
      const [dripped, toDrip] = await reserve.giftCredit();
      expect(toDrip).to.be.within(pending - 1n, pending + 1n);
      expect(dripped + toDrip).to.equal(first + second);
      await time.increaseTo((await reserve.pendingGifts()).end);
      expect(await reserve.giftCredit()).to.deep.equal([first + second, 0n]);
    });

    it("is no larger for a gift in parts", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      for (let part = 0; part < 20; ++part) await reserve.connect(actors.donor).receiveGift(900n * unit);
      const whole = creditOf(3_000n * unit, 18_000n * unit, RATIO, PART);
      const [dripped, pending] = await reserve.giftCredit();
      expect(dripped + pending).to.be.within(whole - 20n, whole);
    });

    it("7: is changed by no trade, neither what has dripped nor what will", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const [seller] = actors.producers;
      const [buyer] = actors.partners;
      await reserve.connect(actors.donor).donate(600n * unit, "");
      const start = await now();
      const credit = creditOf(3_000n * unit, 600n * unit, RATIO, PART);
      for (let day = 1n; day < 7n; ++day) {
        await time.setNextBlockTimestamp(start + day * DAY);
        if (day % 2n === 0n) await reserve.connect(seller).sell(300n * WHOLE, 0n, seller, NEVER);
        else await reserve.connect(buyer).buy(40_000n * unit, 0n, buyer, NEVER);
        const pending = ceilDiv(credit * left(600n * unit, day * DAY), 600n * unit);
        expect(await reserve.giftCredit()).to.deep.equal([credit - pending, pending]);
      }
    });

    it("is as the bps are when a gift comes, and nothing at 0", async () => {
      const { reserve, issuance, owner, actors, unit } = await loadFixture(open);
      await issuance.connect(owner).setGrowth(0n, 0n, 0n);
      await reserve.connect(actors.donor).donate(300n * unit, "");
      expect(await reserve.giftCredit()).to.deep.equal([0n, 0n]);
      await issuance.connect(owner).setGrowth(0n, 0n, 10_000n);
      await reserve.connect(actors.donor).donate(300n * unit, "");
      const credit = creditOf(3_300n * unit, 300n * unit, RATIO, 10_000n);
      expect(await reserve.giftCredit()).to.deep.equal([0n, credit]);
    });

    it("is bounded by the logarithm however little was in the reserve", async () => {
      const { reserve, actors, unit } = await launchOpenMarket(connection, {
        reserve: { reserveRatioBps: 100n },
        issuance: { giftIssuanceBps: 10_000n },
      });
      const [seller] = actors.producers;
      await reserve.connect(seller).sell(1_000n * WHOLE, 0n, seller, NEVER);
      expect(await reserve.reserveBalance()).to.equal(1n);
      await reserve.connect(actors.donor).donate(unit, "");
      // 1 % of ln(1e18 + 1): 41 % of the supply at a quintillion to one.
      expect(await reserve.giftCredit()).to.deep.equal([0n, creditOf(1n, unit, 100n, 10_000n)]);
      expect(creditOf(1n, unit, 100n, 10_000n)).to.equal(414_465_316_738_928_223n);
    });

    it("all counts as dripped once dissolved, and nothing is issued any more", async () => {
      const { reserve, owner, actors, unit } = await loadFixture(open);
      await reserve.connect(actors.donor).donate(600n * unit, "");
      await time.increase(DAY);
      await reserve.connect(owner).dissolve();
      expect(await reserve.giftCredit()).to.deep.equal([
        creditOf(3_000n * unit, 600n * unit, RATIO, PART),
        0n,
      ]);
      expect(await reserve.drip()).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
    });
  });

  it("are bought at the price after them even when the reserve had run dry of buyers' money", async () => {
    const { reserve, actors, unit, token } = await launchOpenMarket(connection, {
      reserve: { reserveRatioBps: 100n },
    });
    const [first, second] = actors.producers;
    await reserve.connect(first).sell(1_000n * WHOLE, 0n, first, NEVER);
    expect(await reserve.reserveBalance()).to.equal(1n);
    await reserve.connect(actors.donor).donate(100n * unit, "");
    const supply = await token.totalSupply();
    const tokensOut = floorOf(exactBuy({ supply, reserve: 100n * unit + 1n, ratioBps: 100n, assetIn: unit }));
    expect(await reserve.quoteBuy(unit)).to.deep.equal([tokensOut, 0n]);
    await reserve.connect(actors.partners[0]).buy(unit, tokensOut, actors.partners[0], NEVER);
    expect(await token.balanceOf(actors.partners[0])).to.equal(tokensOut);
    expect(await token.balanceOf(second)).to.equal(500n * WHOLE);
  });
});
