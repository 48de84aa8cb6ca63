import { expect } from "chai";
import { network } from "hardhat";
import { everyoneBut, inOneBlock, submitted } from "./lib/contributions.ts";
import {
  DAY,
  DEAD_ADDRESS,
  DEAD_SUPPLY,
  WHOLE,
  ZERO_ADDRESS,
  issueBase,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  signerOf,
  type Scenario,
} from "./lib/fixtures.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const CLOSED = 0n;
const OPEN = 1n;
const DISSOLVED = 2n;
const NEVER = 2n ** 256n - 1n;
const NOTICE = 14n * DAY;

const now = async (): Promise<bigint> => BigInt(await time.latest());

/** An open market whose first two producers, who hold 1,000 and 500 of the tokens, approved the reserve. */
async function open(): Promise<Scenario> {
  const scenario = await launchOpenMarket(connection);
  const { token, reserve, actors } = scenario;
  for (const holder of actors.producers) await token.connect(holder).approve(reserve, NEVER);
  return scenario;
}

async function dissolved(): Promise<Scenario> {
  const scenario = await open();
  await scenario.reserve.connect(scenario.owner).dissolve();
  return scenario;
}

describe("dissolution", () => {
  describe("by the owner", () => {
    it("ends the market and counts at once what is pending", async () => {
      const { reserve, owner, actors, unit, token, issuance, asset } = await loadFixture(open);
      await reserve.connect(actors.donor).donate(300_000n * unit, "a hundred times the reserve");
      await time.increase(DAY);
      const supply = 1_500n * WHOLE + DEAD_SUPPLY;
      const dissolve = reserve.connect(owner).dissolve();
      await expect(dissolve)
        .to.emit(reserve, "Dissolved")
        .withArgs(owner.address, 303_000n * unit, supply);
      await expect(dissolve).to.changeTokenBalances(ethers, asset, [reserve, owner], [0n, 0n]);
      expect(await reserve.marketState()).to.equal(DISSOLVED);
      expect(await reserve.reserveBalance()).to.equal(303_000n * unit);
      expect(await reserve.pendingGifts()).to.deep.equal([0n, 0n]);
      expect(await reserve.spotPrice()).to.equal(0n);
      expect(await reserve.backing()).to.equal((303_000n * unit * WHOLE) / supply);
      expect(await token.totalSupply()).to.equal(supply);
      expect(await issuance.available()).to.equal(0n);
      expect(await reserve.awaitsPresale()).to.equal(false);
    });

    it("counts what was sent past the functions, and never tribute", async () => {
      const scenario = await launchOpenMarket(connection, { reserve: { entryTributeBps: 1_000n } });
      const { reserve, owner, actors, unit, asset, token } = scenario;
      await reserve.connect(actors.partners[0]).buy(100n * unit, 0n, actors.partners[0], NEVER);
      await asset.connect(actors.stranger).transfer(reserve, 50_000n * unit);
      await expect(reserve.connect(owner).dissolve())
        .to.emit(reserve, "Dissolved")
        .withArgs(owner.address, 53_090n * unit, await token.totalSupply());
      expect(await reserve.reserveBalance()).to.equal(53_090n * unit);
      expect(await reserve.tributeOwed()).to.equal(10n * unit);
    });

    it("is the owner's alone while holders lock too little", async () => {
      const scenario = await loadFixture(open);
      const needed = ((1_500n * WHOLE + DEAD_SUPPLY) * 6_000n) / 10_000n;
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(scenario.reserve.connect(signer).dissolve())
          .to.be.revertedWithCustomError(scenario.reserve, "TooFewLocked")
          .withArgs(0n, needed);
      }
    });

    it("is possible from a closed market: what was given goes to those who hold", async () => {
      const scenario = await launchGrowing(connection);
      const { reserve, owner, actors, unit, asset } = scenario;
      await issueBase(connection, scenario);
      await reserve.connect(actors.donor).donate(750n * unit, "");
      await expect(reserve.connect(owner).dissolve())
        .to.emit(reserve, "Dissolved")
        .withArgs(owner.address, 750n * unit, 1_500n * WHOLE);
      await expect(
        reserve.connect(actors.producers[0]).redeem(1_000n * WHOLE, actors.producers[0]),
      ).to.changeTokenBalance(ethers, asset, actors.producers[0], 500n * unit);
      await expect(reserve.open())
        .to.be.revertedWithCustomError(reserve, "WrongMarketState")
        .withArgs(DISSOLVED, CLOSED);
    });

    it("is refused when nobody could redeem what was given", async () => {
      const { reserve, owner, actors, unit } = await launchGrowing(connection);
      await reserve.connect(actors.donor).donate(unit, "");
      await expect(reserve.connect(owner).dissolve())
        .to.be.revertedWithCustomError(reserve, "NobodyToRedeem")
        .withArgs(unit);
      expect(await reserve.marketState()).to.equal(CLOSED);
    });

    it("is possible when there is neither a token nor money", async () => {
      const { reserve, owner } = await launchGrowing(connection);
      await expect(reserve.connect(owner).dissolve())
        .to.emit(reserve, "Dissolved")
        .withArgs(owner.address, 0n, 0n);
    });

    it("happens once", async () => {
      const { reserve, owner, actors } = await loadFixture(dissolved);
      const since = await now();
      for (const sender of [owner, actors.stranger]) {
        await expect(reserve.connect(sender).dissolve())
          .to.be.revertedWithCustomError(reserve, "AlreadyDissolved")
          .withArgs(since);
      }
    });
  });

  describe("by holders", () => {
    const lock = async (scenario: Scenario, holder: number, amount: bigint) =>
      scenario.reserve
        .connect(scenario.actors.producers[holder] ?? scenario.actors.stranger)
        .lockToDissolve(amount);

    it("is theirs two weeks after more than the part of the supply was locked", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors, token } = scenario;
      const [first, second] = actors.producers;
      const needed = ((1_500n * WHOLE + DEAD_SUPPLY) * 6_000n) / 10_000n;
      const half = reserve.connect(first).lockToDissolve(500n * WHOLE);
      await expect(half)
        .to.emit(reserve, "LockedToDissolve")
        .withArgs(first.address, 500n * WHOLE, 500n * WHOLE);
      await expect(half).to.changeTokenBalances(
        ethers,
        token,
        [first, reserve],
        [-500n * WHOLE, 500n * WHOLE],
      );
      await lock(scenario, 1, needed - 500n * WHOLE);
      expect(await reserve.locked()).to.deep.equal([needed, needed, 0n]);
      await expect(reserve.dissolve())
        .to.be.revertedWithCustomError(reserve, "TooFewLocked")
        .withArgs(needed, needed);
      await lock(scenario, 1, 1n);
      const from = (await now()) + NOTICE;
      expect(await reserve.locked()).to.deep.equal([needed + 1n, needed, from]);
      expect(await reserve.lockedOf(second)).to.equal(needed - 500n * WHOLE + 1n);
      // Locking more does not begin the notice anew.
      await lock(scenario, 0, 1n);
      expect((await reserve.locked()).dissolvableAt).to.equal(from);
      await time.setNextBlockTimestamp(from - 1n);
      await expect(reserve.connect(actors.stranger).dissolve())
        .to.be.revertedWithCustomError(reserve, "OutsideNotice")
        .withArgs(from);
      await time.setNextBlockTimestamp(from);
      await expect(reserve.connect(actors.stranger).dissolve())
        .to.emit(reserve, "Dissolved")
        .withArgs(actors.stranger.address, 3_000n * scenario.unit, 1_500n * WHOLE + DEAD_SUPPLY);
    });

    it("begins the notice anew once they were too few", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors } = scenario;
      const [first] = actors.producers;
      await lock(scenario, 0, 1_000n * WHOLE);
      await time.increase(13n * DAY);
      const unlock = reserve.connect(first).unlock(200n * WHOLE);
      await expect(unlock)
        .to.emit(reserve, "Unlocked")
        .withArgs(first.address, 200n * WHOLE, 800n * WHOLE);
      await expect(unlock).to.changeTokenBalances(
        ethers,
        scenario.token,
        [first, reserve],
        [200n * WHOLE, -200n * WHOLE],
      );
      expect((await reserve.locked()).dissolvableAt).to.equal(0n);
      await lock(scenario, 0, 200n * WHOLE);
      const from = (await now()) + NOTICE;
      await time.increase(13n * DAY);
      await expect(reserve.dissolve()).to.be.revertedWithCustomError(reserve, "OutsideNotice").withArgs(from);
    });

    it("lasts two weeks: one given years ago is no notice", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors, unit } = scenario;
      await lock(scenario, 0, 1_000n * WHOLE);
      const from = (await now()) + NOTICE;
      expect((await reserve.locked()).dissolvableAt).to.equal(from);
      await time.setNextBlockTimestamp(from + NOTICE);
      await expect(reserve.dissolve()).to.be.revertedWithCustomError(reserve, "OutsideNotice").withArgs(from);
      await time.increaseTo(from + NOTICE);
      expect((await reserve.locked()).dissolvableAt).to.equal(0n);
      // Dilution ends no notice by itself, but whoever is enough again later has to give a new one.
      await time.increase(900n * DAY);
      await reserve.connect(actors.partners[0]).buy(3_000n * unit, 0n, actors.partners[0], NEVER);
      await lock(scenario, 1, 500n * WHOLE);
      const again = (await now()) + NOTICE;
      expect((await reserve.locked()).dissolvableAt).to.equal(again);
      await time.setNextBlockTimestamp(again - 1n);
      await expect(reserve.dissolve())
        .to.be.revertedWithCustomError(reserve, "OutsideNotice")
        .withArgs(again);
      await time.setNextBlockTimestamp(again + NOTICE - 1n);
      await expect(reserve.dissolve()).to.emit(reserve, "Dissolved");
    });

    it("cannot be ended by somebody who buys, locks and unlocks", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors, unit, token } = scenario;
      const [opponent] = actors.partners;
      await lock(scenario, 0, 1_000n * WHOLE);
      const { dissolvableAt } = await reserve.locked();
      await time.increase(13n * DAY);
      await token.connect(opponent).approve(reserve, NEVER);
      await reserve.connect(opponent).buy(3_000n * unit, 0n, opponent, NEVER);
      // Bought for a moment the supply is so large that a thousand are too few.
      expect((await reserve.locked()).dissolvableAt).to.equal(0n);
      await reserve.connect(opponent).lockToDissolve(1n);
      await expect(reserve.connect(opponent).unlock(1n)).not.to.emit(reserve, "DissolutionNotice");
      await reserve.connect(opponent).sell(await token.balanceOf(opponent), 0n, opponent, NEVER);
      expect((await reserve.locked()).dissolvableAt).to.equal(dissolvableAt);
      await time.setNextBlockTimestamp(dissolvableAt);
      await expect(reserve.dissolve()).to.emit(reserve, "Dissolved");
    });

    it("ends when exactly what was needed stays locked", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors } = scenario;
      const needed = ((1_500n * WHOLE + DEAD_SUPPLY) * 6_000n) / 10_000n;
      const given = (await now()) + 60n;
      await time.setNextBlockTimestamp(given);
      await expect(lock(scenario, 0, 1_000n * WHOLE))
        .to.emit(reserve, "DissolutionNotice")
        .withArgs(given + NOTICE);
      await reserve.connect(actors.producers[0]).unlock(1_000n * WHOLE - needed - 1n);
      expect((await reserve.locked()).dissolvableAt).to.be.above(0n);
      await expect(reserve.connect(actors.producers[0]).unlock(1n))
        .to.emit(reserve, "DissolutionNotice")
        .withArgs(0n);
      expect(await reserve.locked()).to.deep.equal([needed, needed, 0n]);
    });

    it("keeps the notice when so much stays locked that they are enough", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors } = scenario;
      await lock(scenario, 0, 1_000n * WHOLE);
      const { dissolvableAt } = await reserve.locked();
      await reserve.connect(actors.producers[0]).unlock(50n * WHOLE);
      expect((await reserve.locked()).dissolvableAt).to.equal(dissolvableAt);
    });

    it("needs enough also on the day: who disagrees buys, and the part locked shrinks", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors, unit, token } = scenario;
      await lock(scenario, 0, 1_000n * WHOLE);
      await time.increase(NOTICE);
      await reserve.connect(actors.partners[0]).buy(3_000n * unit, 0n, actors.partners[0], NEVER);
      const needed = ((await token.totalSupply()) * 6_000n) / 10_000n;
      await expect(reserve.dissolve())
        .to.be.revertedWithCustomError(reserve, "TooFewLocked")
        .withArgs(1_000n * WHOLE, needed);
    });

    it("needs a notice also when sells alone made the part locked large enough", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors } = scenario;
      await lock(scenario, 0, 700n * WHOLE);
      await reserve.connect(actors.producers[1]).sell(500n * WHOLE, 0n, actors.producers[1], NEVER);
      await expect(reserve.dissolve()).to.be.revertedWithCustomError(reserve, "OutsideNotice").withArgs(0n);
      await lock(scenario, 0, 1n);
      expect((await reserve.locked()).dissolvableAt).to.equal((await now()) + NOTICE);
    });

    it("gives locked tokens back at any time, to their holder alone", async () => {
      const scenario = await loadFixture(open);
      const { reserve, owner, actors, token } = scenario;
      const [first, second] = actors.producers;
      await lock(scenario, 0, 1_000n * WHOLE);
      await expect(reserve.connect(second).unlock(1n))
        .to.be.revertedWithCustomError(reserve, "AmountAboveLocked")
        .withArgs(second.address, 1n, 0n);
      await expect(reserve.connect(first).unlock(1_000n * WHOLE + 1n))
        .to.be.revertedWithCustomError(reserve, "AmountAboveLocked")
        .withArgs(first.address, 1_000n * WHOLE + 1n, 1_000n * WHOLE);
      await expect(reserve.connect(first).unlock(0n)).to.be.revertedWithCustomError(reserve, "ZeroAmount");
      await expect(reserve.connect(first).lockToDissolve(0n)).to.be.revertedWithCustomError(
        reserve,
        "ZeroAmount",
      );
      await reserve.connect(owner).dissolve();
      const since = await now();
      await expect(reserve.connect(second).lockToDissolve(1n))
        .to.be.revertedWithCustomError(reserve, "AlreadyDissolved")
        .withArgs(since);
      await expect(reserve.connect(first).unlock(1_000n * WHOLE)).to.changeTokenBalances(
        ethers,
        token,
        [reserve, first],
        [-1_000n * WHOLE, 1_000n * WHOLE],
      );
      await expect(reserve.connect(first).redeem(1_000n * WHOLE, first)).to.emit(reserve, "Redeemed");
    });

    it("refuses to lock what was not approved or is not there", async () => {
      const { reserve, actors, token } = await loadFixture(open);
      const [, second, third] = actors.producers;
      await token.connect(second).approve(reserve, WHOLE - 1n);
      await expect(reserve.connect(second).lockToDissolve(WHOLE))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await reserve.getAddress(), WHOLE - 1n, WHOLE);
      await expect(reserve.connect(third).lockToDissolve(1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(third.address, 0n, 1n);
    });

    it("cannot be rushed with borrowed money: tokens bought, locked and sold in a block change nothing", async () => {
      const scenario = await loadFixture(open);
      const { reserve, actors, unit, token } = scenario;
      const [borrower] = actors.partners;
      await token.connect(borrower).approve(reserve, NEVER);
      await reserve.connect(borrower).buy(100_000n * unit, 0n, borrower, NEVER);
      await reserve.connect(borrower).lockToDissolve(await token.balanceOf(borrower));
      await expect(reserve.connect(borrower).dissolve()).to.be.revertedWithCustomError(
        reserve,
        "OutsideNotice",
      );
    });
  });

  describe("redeem", () => {
    it("pays R·k/S, rounded down, in any order and to any recipient", async () => {
      const scenario = await loadFixture(dissolved);
      const { reserve, actors, token, asset, unit } = scenario;
      const holdings = [
        [actors.producers[0], 1_000n * WHOLE],
        [actors.producers[1], 500n * WHOLE],
      ] as const;
      for (const order of [holdings, [...holdings].reverse()]) {
        const snapshot = await networkHelpers.takeSnapshot();
        let [r, s] = [3_000n * unit, 1_500n * WHOLE + DEAD_SUPPLY];
        for (const [holder, amount] of order) {
          for (const part of [1n, 7n * WHOLE + 3n, amount - 7n * WHOLE - 4n]) {
            const assetOut = (r * part) / s;
            const redeem = reserve.connect(holder).redeem(part, actors.stranger);
            await expect(redeem)
              .to.emit(reserve, "Redeemed")
              .withArgs(holder.address, actors.stranger.address, part, assetOut);
            await expect(redeem).to.changeTokenBalances(ethers, token, [holder], [-part]);
            await expect(redeem).to.changeTokenBalances(
              ethers,
              asset,
              [reserve, actors.stranger, holder],
              [-assetOut, assetOut, 0n],
            );
            [r, s] = [r - assetOut, s - part];
          }
          expect(await reserve.reserveBalance()).to.equal(r);
        }
        // What is left is the part of the dead tokens, and of rounding at most a unit a call.
        expect(await token.totalSupply()).to.equal(DEAD_SUPPLY);
        expect(r - (3_000n * unit * DEAD_SUPPLY) / (1_500n * WHOLE + DEAD_SUPPLY)).to.be.within(0n, 6n);
        await snapshot.restore();
      }
    });

    it("takes no tribute", async () => {
      const scenario = await launchOpenMarket(connection, {
        reserve: { entryTributeBps: 1_000n, exitTributeBps: 1_000n },
      });
      const { reserve, owner, actors, unit } = scenario;
      await reserve.connect(actors.partners[0]).buy(100n * unit, 0n, actors.partners[0], NEVER);
      await reserve.connect(owner).dissolve();
      const [r, s] = [await reserve.reserveBalance(), await scenario.token.totalSupply()];
      await expect(
        reserve.connect(actors.producers[0]).redeem(WHOLE, actors.producers[0]),
      ).to.changeTokenBalance(ethers, scenario.asset, actors.producers[0], (r * WHOLE) / s);
      // Tribute from before is still the treasury's.
      await expect(reserve.collectTribute())
        .to.emit(reserve, "TributeCollected")
        .withArgs(owner.address, 10n * unit);
    });

    it("refuses zero, what is worth nothing, what the holder does not have, and lost recipients", async () => {
      const scenario = await launchOpenMarket(connection, { decimals: 6 });
      const { reserve, owner, actors, token, addresses } = scenario;
      const [holder, , other] = actors.producers;
      await expect(reserve.connect(holder).redeem(1n, holder))
        .to.be.revertedWithCustomError(reserve, "WrongMarketState")
        .withArgs(OPEN, DISSOLVED);
      await reserve.connect(owner).dissolve();
      await expect(reserve.connect(holder).redeem(0n, holder)).to.be.revertedWithCustomError(
        reserve,
        "ZeroAmount",
      );
      await expect(reserve.connect(holder).redeem(1n, holder))
        .to.be.revertedWithCustomError(reserve, "TradeTooSmall")
        .withArgs(1n);
      await expect(reserve.connect(other).redeem(WHOLE, other))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(other.address, 0n, WHOLE);
      const supply = await token.totalSupply();
      await expect(reserve.connect(holder).redeem(supply + 1n, holder))
        .to.be.revertedWithCustomError(reserve, "AmountAboveSupply")
        .withArgs(supply + 1n, supply);
      for (const recipient of [ZERO_ADDRESS, addresses.reserve, addresses.token]) {
        await expect(reserve.connect(holder).redeem(WHOLE, recipient))
          .to.be.revertedWithCustomError(reserve, "InvalidRecipient")
          .withArgs(recipient);
      }
    });

    it("waits for the second after the dissolution, so that no block holds both a buy and a redemption", async () => {
      const scenario = await loadFixture(open);
      const { reserve, owner, actors } = scenario;
      const [holder] = actors.producers;
      const timestamp = (await now()) + 60n;
      const [, redeem] = await inOneBlock(
        connection,
        [
          () => reserve.connect(owner).dissolve(),
          () => reserve.connect(holder).redeem(WHOLE, holder, { gasLimit: 500_000n }),
        ],
        timestamp,
      );
      await expect(redeem).to.be.revertedWithCustomError(reserve, "DissolvedThisSecond").withArgs(timestamp);
      await expect(reserve.connect(holder).redeem(WHOLE, holder)).to.emit(reserve, "Redeemed");
    });
  });

  describe("afterwards", () => {
    it("refuses trades and gifts, and nothing is issued", async () => {
      const scenario = await loadFixture(dissolved);
      const { reserve, actors, unit, asset, issuance } = scenario;
      const since = await now();
      const [holder] = actors.producers;
      for (const call of [
        () => reserve.connect(actors.partners[0]).buy(unit, 0n, actors.partners[0], NEVER),
        () => reserve.connect(actors.partners[0]).buyExact(unit, NEVER, actors.partners[0], NEVER),
        () => reserve.connect(holder).sell(WHOLE, 0n, holder, NEVER),
        () => reserve.quoteBuy(unit),
        () => reserve.quoteBuyExact(unit),
        () => reserve.quoteSell(WHOLE),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(reserve, "WrongMarketState")
          .withArgs(DISSOLVED, OPEN);
      }
      await asset.connect(actors.stranger).transfer(reserve, unit);
      for (const call of [
        () => reserve.connect(actors.donor).donate(unit, ""),
        () => reserve.connect(actors.donor).receiveGift(unit),
        () => reserve.absorb(),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(reserve, "AlreadyDissolved").withArgs(since);
      }
      const issuer = await signerOf(connection, scenario.addresses.registry);
      await expect(issuance.connect(issuer).issue(holder, 1n))
        .to.be.revertedWithCustomError(issuance, "BudgetExceeded")
        .withArgs(1n, 0n);
      // Work can still be recognised, but there is nothing to issue.
      await submitted(scenario);
    });

    it("burns founders' unvested tokens, and partners claim and redeem what vests later", async () => {
      const scenario = await launchPresale(connection, {
        presale: { partnerVesting: { cliff: 0n, duration: 100n * DAY } },
      });
      const { presale, reserve, owner, actors, token, asset, unit, issuance } = scenario;
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(3_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      const released = await now();
      expect(await issuance.available()).to.be.above(0n);
      await time.setNextBlockTimestamp(released + 180n * DAY - 90n * DAY);
      await reserve.connect(owner).dissolve();
      // 6,000 sold and 1,200 of founders, of which a quarter had vested after 90 of 360 days.
      const supply = 6_300n * WHOLE + DEAD_SUPPLY;
      expect(await token.totalSupply()).to.equal(supply);
      const total = await reserve.reserveBalance();
      // The opening reserve, and the production budget that was not paid yet: all that was raised.
      expect(total).to.equal(3_000n * unit);
      // Nine tenths of the partner's tokens have vested; the last tenth ten days later.
      const [partner] = actors.partners;
      await time.setNextBlockTimestamp(released + 95n * DAY);
      await presale.connect(partner).claim(partner);
      expect(await token.balanceOf(partner)).to.equal(5_700n * WHOLE);
      await reserve.connect(partner).redeem(5_700n * WHOLE, partner);
      await time.setNextBlockTimestamp(released + 1_000n * DAY);
      await presale.connect(partner).claim(partner);
      expect(await token.balanceOf(partner)).to.equal(300n * WHOLE);
      const before = await asset.balanceOf(partner);
      const left = total - (total * 5_700n * WHOLE) / supply;
      await reserve.connect(partner).redeem(300n * WHOLE, partner);
      expect((await asset.balanceOf(partner)) - before).to.equal(
        (left * 300n * WHOLE) / (600n * WHOLE + DEAD_SUPPLY),
      );
      // The founders keep the quarter, in parts of 3 to 1.
      await presale.connect(actors.founders[0]).claim(actors.founders[0]);
      expect(await token.balanceOf(actors.founders[0])).to.equal(225n * WHOLE);
      expect(await token.balanceOf(DEAD_ADDRESS)).to.equal(DEAD_SUPPLY);
    });

    it("turns a presale that was not released to refunding", async () => {
      const { presale, reserve, owner, actors, unit, asset } = await launchPresale(connection);
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(3_000n * unit, []);
      await reserve.connect(owner).dissolve();
      await time.increaseTo((await presale.terms()).closes);
      await expect(presale.connect(actors.trustee).release()).to.be.revertedWithCustomError(
        presale,
        "WrongState",
      );
      await expect(presale.connect(actors.partners[0]).refund(actors.stranger)).to.changeTokenBalance(
        ethers,
        asset,
        actors.stranger,
        3_000n * unit,
      );
    });
  });
});
