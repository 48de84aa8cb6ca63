import { expect } from "chai";
import { network } from "hardhat";
import { inOneBlock, least } from "./lib/contributions.ts";
import {
  DAY,
  DEAD_SUPPLY,
  HOUR,
  WHOLE,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  signerOf,
  type Scenario,
} from "./lib/fixtures.ts";
import { exactBuy, exactSell, floorBuy, floorOf } from "./lib/oracle.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const NEVER = 2n ** 256n - 1n;
const PERIOD = 7n * DAY;
const ONE = 10n ** 18n;

const open = (): Promise<Scenario> => launchOpenMarket(connection);
const closed = (): Promise<Scenario> => launchGrowing(connection);
const now = async (): Promise<bigint> => BigInt(await time.latest());

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

/** P of a gift alone, `elapsed` seconds after it. */
const left = (gift: bigint, elapsed: bigint, period = PERIOD): bigint =>
  elapsed >= period ? 0n : ceilDiv(gift * (period - elapsed), period);

describe("gifts", () => {
  describe("the drip", () => {
    it("moves a gift into the reserve linearly and in full, to the second", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const [before, gift] = [3_000n * unit, 777n * unit + 1n];
      await reserve.connect(actors.donor).donate(gift, "");
      const start = await now();
      for (const elapsed of [0n, 1n, 2n, HOUR, DAY + 1n, PERIOD - 1n, PERIOD, PERIOD + 1n, 100n * DAY]) {
        if (elapsed > 0n) await time.increaseTo(start + elapsed);
        const pending = left(gift, elapsed);
        expect(await reserve.pendingGifts(), `after ${elapsed} s`).to.deep.equal([pending, start + PERIOD]);
        expect(await reserve.reserveBalance()).to.equal(before + gift - pending);
      }
    });

    it("prices sells by R and buys by R + P", async () => {
      const { reserve, actors, unit, token } = await loadFixture(open);
      await reserve.connect(actors.donor).donate(300_000n * unit, "a hundred times the reserve");
      const start = await now();
      await time.increaseTo(start + DAY);
      const pending = left(300_000n * unit, DAY);
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
      const later = 303_000n * unit - left(300_000n * unit, DAY + 60n);
      const paid = floorOf(exactSell({ supply, reserve: later, ratioBps, tokensIn: 100n * WHOLE }));
      await reserve.connect(seller).sell(100n * WHOLE, paid, seller, NEVER);
      // A trade changes R, and neither P nor its end.
      expect(await reserve.pendingGifts()).to.deep.equal([left(300_000n * unit, DAY + 60n), start + PERIOD]);
      expect(await reserve.reserveBalance()).to.equal(later - paid);
    });

    it("lets a gift join what is pending: a period later at most, and never slower than before", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const donor = reserve.connect(actors.donor);
      await donor.donate(700n * unit, "");
      const start = await now();
      // After three days 400 are pending at 100 a day; 100 more at that rate last one day longer.
      await time.setNextBlockTimestamp(start + 3n * DAY);
      await donor.donate(100n * unit, "");
      expect(await reserve.pendingGifts()).to.deep.equal([500n * unit, start + 8n * DAY]);
      // 9,500 at that rate would last 95 days: a period is enough.
      await time.setNextBlockTimestamp(start + 4n * DAY);
      await donor.donate(9_100n * unit, "");
      expect(await reserve.pendingGifts()).to.deep.equal([9_500n * unit, start + 11n * DAY]);
      await time.increaseTo(start + 5n * DAY);
      expect((await reserve.pendingGifts()).pending).to.equal(left(9_500n * unit, DAY));
      await time.increaseTo(start + 11n * DAY);
      expect(await reserve.pendingGifts()).to.deep.equal([0n, start + 11n * DAY]);
      expect(await reserve.reserveBalance()).to.equal(12_900n * unit);
      // Once all is out, a gift starts anew.
      await time.setNextBlockTimestamp(start + 20n * DAY);
      await donor.donate(unit, "");
      expect(await reserve.pendingGifts()).to.deep.equal([unit, start + 27n * DAY]);
    });

    it("cannot be made faster by gifts of dust in its last seconds", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const donor = reserve.connect(actors.donor);
      await donor.donate(1_300_000n, "");
      const { end } = await reserve.pendingGifts();
      const calls = [1_000n, 1_000n, 10n, 3n, 50_000n, 10n ** 9n, 10n ** 12n, 100_000n * unit].map(
        (gift) => () => donor.donate(gift, "", { gasLimit: 500_000n }),
      );
      await inOneBlock(connection, calls, end - 2n);
      const { pending, end: later } = await reserve.pendingGifts();
      expect(pending).to.be.above(100_000n * unit);
      expect(later).to.equal(end - 2n + PERIOD);
    });

    it("rounds an earlier end up to the second", async () => {
      const { reserve, actors } = await loadFixture(open);
      const donor = reserve.connect(actors.donor);
      await donor.donate(1_300_000n, "");
      const { end } = await reserve.pendingGifts();
      // Two seconds before the end 4.3 are pending, so 5; with 2 more they would last 2.8 seconds at the old rate, so 3.
      await time.setNextBlockTimestamp(end - 2n);
      await donor.donate(2n, "");
      expect(await reserve.pendingGifts()).to.deep.equal([7n, end + 1n]);
    });

    it("gathers gifts of one second", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const start = (await now()) + HOUR;
      await inOneBlock(
        connection,
        [
          () => reserve.connect(actors.donor).donate(3n * unit, ""),
          () => reserve.connect(actors.stranger).donate(5n * unit, ""),
        ],
        start,
      );
      expect(await reserve.pendingGifts()).to.deep.equal([8n * unit, start + PERIOD]);
      // The weights are 3 to 3,000 and 5 to 3,003.
      const weight = (3n * ONE) / 3_000n + (5n * ONE) / 3_003n;
      await time.increaseTo(start + PERIOD);
      expect(await reserve.drippedAt(start)).to.deep.equal([0n, 0n]);
      expect(await reserve.drippedAt(start + PERIOD)).to.deep.equal([8n * unit, weight]);
    });

    it("gives who buys before a gift no more than his part of what drips while he holds", async () => {
      const { reserve, actors, unit, token, asset } = await loadFixture(open);
      const [sniper] = actors.partners;
      const before = await asset.balanceOf(sniper);
      const start = (await now()) + HOUR;
      await inOneBlock(
        connection,
        [
          () => reserve.connect(sniper).buy(3_000n * unit, 0n, sniper, NEVER),
          () => reserve.connect(actors.donor).donate(3_000n * unit, ""),
        ],
        start,
      );
      const bought = await token.balanceOf(sniper);
      const supply = await token.totalSupply();
      const quoted = floorOf(
        exactSell({ supply, reserve: 6_000n * unit, ratioBps: 5_000n, tokensIn: bought }),
      );
      // In the next second all but a 604,800th of the gift is still to come.
      await time.setNextBlockTimestamp(start + 1n);
      await reserve.connect(sniper).sell(bought, 0n, sniper, NEVER);
      const gained = (await asset.balanceOf(sniper)) - before;
      const dripped = 3_000n * unit - left(3_000n * unit, 1n);
      expect(gained).to.equal(
        floorOf(exactSell({ supply, reserve: 6_000n * unit + dripped, ratioBps: 5_000n, tokensIn: bought })) -
          3_000n * unit,
      );
      expect(quoted).to.be.at.most(3_000n * unit);
      expect(gained).to.be.at.most(dripped);
    });
  });

  describe("before the market opens", () => {
    it("count at opening as a whole, and none of them drips", async () => {
      const { reserve, actors, unit, issuance, owner } = await loadFixture(closed);
      await reserve.connect(actors.donor).donate(5_000n * unit, "");
      await issuance.connect(owner).setIssuer(actors.deployer, true);
      await issuance.connect(actors.deployer).issue(actors.producers[0], 1_000n * WHOLE);
      await time.increase(3n * DAY);
      expect(await reserve.pendingGifts()).to.deep.equal([5_000n * unit, 0n]);
      expect(await reserve.reserveBalance()).to.equal(0n);
      expect(await reserve.backing()).to.equal(5n * unit);
      await reserve.open();
      expect(await reserve.pendingGifts()).to.deep.equal([0n, 0n]);
      expect(await reserve.reserveBalance()).to.equal(5_000n * unit);
      expect(await reserve.drippedAt(await now())).to.deep.equal([0n, 0n]);
    });

    it("wait apart until a presale's release and drip from then on", async () => {
      const { reserve, presale, actors, unit, asset } = await launchPresale(connection);
      await reserve.connect(actors.donor).donate(400n * unit, "early");
      const terms = await presale.terms();
      await time.increaseTo(terms.opens);
      await presale.connect(actors.partners[0]).contribute(2_000n * unit, []);
      await reserve.connect(actors.donor).donate(300n * unit, "while it runs");
      expect(await reserve.backing()).to.equal(0n);
      await time.increaseTo(terms.closes);
      await presale.connect(actors.trustee).release();
      const start = await now();
      // w·price·S with 4,000 tokens sold, 800 for founders and 0.001 for nobody, at 0.50: a quarter of the tokens.
      const opening = (4_800n * WHOLE + DEAD_SUPPLY) / 4n;
      expect(await reserve.reserveBalance()).to.equal(opening);
      expect(await reserve.pendingGifts()).to.deep.equal([700n * unit, start + PERIOD]);
      expect(await asset.balanceOf(reserve)).to.equal(opening + 700n * unit);
      expect(await reserve.spotPrice()).to.equal(unit / 2n);
      await time.increaseTo(start + PERIOD);
      expect(await reserve.reserveBalance()).to.equal(opening + 700n * unit);
      expect(await reserve.drippedAt(start + PERIOD)).to.deep.equal([
        700n * unit,
        (700n * unit * ONE) / opening,
      ]);
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

  describe("drippedAt", () => {
    it("tells amounts and weights of any past second", async () => {
      const { reserve, actors, unit } = await loadFixture(open);
      const donor = reserve.connect(actors.donor);
      const start = (await now()) + HOUR;
      await time.setNextBlockTimestamp(start);
      await donor.donate(1_000n * unit, "");
      await time.setNextBlockTimestamp(start + 2n * DAY);
      await donor.donate(6_000n * unit, "");
      await time.setNextBlockTimestamp(start + 30n * DAY);
      await donor.donate(70n * unit, "");
      await time.increaseTo(start + 31n * DAY);

      expect(await reserve.drippedAt(0n)).to.deep.equal([0n, 0n]);
      expect(await reserve.drippedAt(start - 1n)).to.deep.equal([0n, 0n]);
      const first = (1_000n * ONE) / 3_000n;
      const second = (6_000n * ONE) / 4_000n;
      const third = (70n * ONE) / 10_000n;
      expect(await reserve.drippedAt(start + DAY)).to.deep.equal([
        1_000n * unit - left(1_000n * unit, DAY),
        first - left(first, DAY),
      ]);
      // At the second gift 5/7 of the first were pending; all of it comes out within a period from then.
      const pending = left(1_000n * unit, 2n * DAY) + 6_000n * unit;
      const pendingWeight = left(first, 2n * DAY) + second;
      expect(await reserve.drippedAt(start + 3n * DAY)).to.deep.equal([
        7_000n * unit - left(pending, DAY),
        first + second - left(pendingWeight, DAY),
      ]);
      expect(await reserve.drippedAt(start + 9n * DAY)).to.deep.equal([7_000n * unit, first + second]);
      expect(await reserve.drippedAt(start + 30n * DAY)).to.deep.equal([7_000n * unit, first + second]);
      expect(await reserve.drippedAt(start + 31n * DAY)).to.deep.equal([
        7_070n * unit - left(70n * unit, DAY),
        first + second + third - left(third, DAY),
      ]);
    });
  });

  describe("room of issuance", () => {
    it("follows what dripped in the window, by the part of the reserve that it was", async () => {
      const scenario = await loadFixture(open);
      const { reserve, issuance, actors, unit, token } = scenario;
      const supply = await token.totalSupply();
      const base = (supply * 200n) / 10_000n;
      expect(await issuance.available()).to.equal(base);
      await reserve.connect(actors.donor).donate(1_000n * unit, "");
      const start = await now();
      expect(await issuance.available()).to.equal(base);
      await time.increaseTo(start + DAY);
      // A seventh has dripped; the gift's weight is a third. Of what a gift alone dripped both bounds say the same.
      const weight = ONE / 3n - left(ONE / 3n, DAY);
      const dripped = 1_000n * unit - left(1_000n * unit, DAY);
      const part = least((dripped * ONE) / (3_000n * unit + dripped), (weight * ONE) / (ONE + weight));
      expect(part).to.be.within(ONE / 22n - 2n, ONE / 22n);
      expect(await issuance.available()).to.equal(base + (supply * 1_000n * part) / (ONE * 10_000n));
      await time.increaseTo(start + PERIOD);
      const whole = ((ONE / 3n) * ONE) / (ONE + ONE / 3n);
      expect(whole).to.be.within(ONE / 4n - 1n, ONE / 4n);
      expect(await issuance.available()).to.equal(base + (supply * 1_000n * whole) / (ONE * 10_000n));
      // Issued up to it and no further, and R/S is above what it was before the gift.
      const issuer = await signerOf(connection, scenario.addresses.registry);
      const room = await issuance.available();
      await expect(issuance.connect(issuer).issue(actors.producers[2], room + 1n))
        .to.be.revertedWithCustomError(issuance, "BudgetExceeded")
        .withArgs(room + 1n, room);
      await issuance.connect(issuer).issue(actors.producers[2], room);
      expect(await token.balanceOf(actors.producers[2])).to.equal(room);
      expect(4_000n * unit * supply).to.be.above(3_000n * unit * (supply + room));
      // The next window knows nothing of it.
      await time.increase(30n * DAY);
      expect(await issuance.available()).to.equal(((await token.totalSupply()) * 200n) / 10_000n);
    });

    it("is no more than what dripped is of the reserve now, when buyers have come since", async () => {
      const { reserve, issuance, actors, unit, token } = await loadFixture(open);
      const supply = await token.totalSupply();
      await reserve.connect(actors.donor).donate(1_000n * unit, "");
      const start = await now();
      await reserve.connect(actors.partners[0]).buy(96_000n * unit, 0n, actors.partners[0], NEVER);
      await time.increaseTo(start + PERIOD);
      expect(await reserve.reserveBalance()).to.equal(100_000n * unit);
      // Buys do not raise S above what the window began with; the gift is a hundredth of the reserve now.
      const part = ONE / 100n;
      expect(await issuance.available()).to.equal(
        (supply * 200n) / 10_000n + (supply * 1_000n * part) / (ONE * 10_000n),
      );
    });

    it("is no larger for a gift in parts, and a sell cannot raise it", async () => {
      const { reserve, issuance, actors, unit, token } = await loadFixture(open);
      const supply = await token.totalSupply();
      let total = 3_000n * unit;
      let weight = 0n;
      for (let part = 0; part < 30; part++) {
        await reserve.connect(actors.donor).donate(900n * unit, "");
        weight += (900n * unit * ONE) / total;
        total += 900n * unit;
      }
      await time.increase(PERIOD);
      const base = (supply * 200n) / 10_000n;
      const x = (weight * ONE) / (ONE + weight);
      // In one part it would be nine tenths.
      expect(x).to.be.below((ONE * 9n) / 10n);
      const room = base + (supply * 1_000n * x) / (ONE * 10_000n);
      expect(await issuance.available()).to.equal(room);
      const [seller] = actors.producers;
      await reserve.connect(seller).sell(550n * WHOLE, 0n, seller, NEVER);
      const left = supply - 550n * WHOLE;
      expect(await issuance.available()).to.equal(
        (left * 200n) / 10_000n + (left * 1_000n * x) / (ONE * 10_000n),
      );
    });

    it("counts a gift to a nearly empty reserve as no more than doubling the supply's part", async () => {
      const { reserve, issuance, actors, unit, token } = await launchOpenMarket(connection, {
        reserve: { reserveRatioBps: 100n },
      });
      const [seller] = actors.producers;
      await reserve.connect(seller).sell(1_000n * WHOLE, 0n, seller, NEVER);
      expect(await reserve.reserveBalance()).to.equal(1n);
      await reserve.connect(actors.donor).donate(unit, "");
      await time.increase(PERIOD);
      // 1e18 to 1 is capped at 100,000 to 1.
      const weight = 10n ** 23n;
      expect((await reserve.drippedAt(await now())).weight).to.equal(weight);
      const supply = await token.totalSupply();
      const x = (weight * ONE) / (ONE + weight);
      expect(await issuance.available()).to.equal(
        (supply * 200n) / 10_000n + (supply * 1_000n * x) / (ONE * 10_000n),
      );
    });

    it("does not grow by trades: the weight of a gift is fixed when it comes", async () => {
      const { reserve, issuance, actors, unit, token } = await loadFixture(open);
      await reserve.connect(actors.donor).donate(1_000n * unit, "");
      const start = await now();
      await time.increaseTo(start + PERIOD);
      const room = await issuance.available();
      const [seller] = actors.producers;
      const supply = await token.totalSupply();
      for (const amount of [1n, 400n * WHOLE, 500n * WHOLE]) {
        await reserve.connect(seller).sell(amount === 1n ? WHOLE : amount, 0n, seller, NEVER);
        const shrunk = ((await token.totalSupply()) * room) / supply;
        expect(await issuance.available()).to.be.at.most(shrunk + 1n);
      }
      await reserve.connect(actors.partners[0]).buy(50_000n * unit, 0n, actors.partners[0], NEVER);
      expect(await issuance.available()).to.be.at.most(room);
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
