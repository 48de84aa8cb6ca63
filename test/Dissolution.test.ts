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

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;
const now = async (): Promise<bigint> => BigInt(await time.latest());

/** An open market whose first two producers hold 1,000 and 500 of the tokens. */
const open = (): Promise<Scenario> => launchOpenMarket(connection);

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
      expect((await issuance.runningBatch()).barred).to.equal(true);
      expect(await reserve.dissolvedAt()).to.equal(await now());
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

    it("is the owner's alone without the consent of stakes", async () => {
      const scenario = await loadFixture(open);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(scenario.reserve.connect(signer).dissolve()).to.be.revertedWithCustomError(
          scenario.reserve,
          "NotDissolvable",
        );
      }
    });

    it("is the treasury's, whoever owns the reserve: an owner of their choice ends no market", async () => {
      const { reserve, owner, actors } = await loadFixture(open);
      const start = await networkHelpers.takeSnapshot();
      await reserve.connect(owner).transferOwnership(actors.stranger);
      await expect(reserve.connect(actors.stranger).dissolve()).to.be.revertedWithCustomError(
        reserve,
        "NotDissolvable",
      );
      await expect(reserve.connect(owner).dissolve()).to.emit(reserve, "Dissolved");
      await start.restore();
      await reserve.connect(owner).renounceOwnership();
      await expect(reserve.connect(owner).dissolve()).to.emit(reserve, "Dissolved");
    });

    it("is refused while only the dead address holds tokens", async () => {
      const { reserve, owner, actors, token } = await loadFixture(open);
      const [first, second] = actors.producers;
      await reserve.connect(first).sell(1_000n * WHOLE, 0n, first, NEVER);
      await reserve.connect(second).sell(500n * WHOLE - 1n, 0n, second, NEVER);
      const snapshot = await networkHelpers.takeSnapshot();
      await expect(reserve.connect(owner).dissolve()).to.emit(reserve, "Dissolved");
      await snapshot.restore();
      await token.connect(second).burn(1n);
      const rest = await reserve.reserveBalance();
      expect(rest).to.be.above(0n);
      await expect(reserve.connect(owner).dissolve())
        .to.be.revertedWithCustomError(reserve, "NobodyToRedeem")
        .withArgs(rest);
    });

    it("is not stopped by a forced transfer of more than the books hold", async () => {
      const { reserve, owner, asset, token, actors } = await loadFixture(open);
      await asset.mint(reserve, 2n ** 200n);
      const most = 2n ** 112n - 1n;
      await expect(reserve.connect(owner).dissolve())
        .to.emit(reserve, "Dissolved")
        .withArgs(owner.address, most, await token.totalSupply());
      // What one redeems makes room to absorb more.
      const [first] = actors.producers;
      await expect(reserve.absorb()).to.be.revertedWithCustomError(reserve, "ZeroAmount");
      await reserve.connect(first).redeem(1_000n * WHOLE, first);
      await reserve.absorb();
      expect(await reserve.reserveBalance()).to.equal(most);
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

  describe("by consent", () => {
    /** The producers staked all, long enough for it to weigh, and the first consents: 1,000 of 1,500. */
    async function consented() {
      const scenario = await open();
      const { stake, token, actors } = scenario;
      const [first, second] = actors.producers;
      for (const holder of [first, second]) {
        const amount = await token.balanceOf(holder);
        await token.connect(holder).approve(stake, amount);
        await stake.connect(holder).stake(amount);
      }
      await time.increase(31n * DAY);
      await stake.connect(first).consentToDissolve();
      return { ...scenario, from: (await now()) + NOTICE };
    }

    it("is anyone's in the second two weeks after stakeholders consented, to the second", async () => {
      const { reserve, actors, from } = await loadFixture(consented);
      for (const [moment, due] of [
        [from - 1n, false],
        [from, true],
        [from + NOTICE - 1n, true],
        [from + NOTICE, false],
      ] as const) {
        const snapshot = await networkHelpers.takeSnapshot();
        await time.setNextBlockTimestamp(moment);
        const dissolve = reserve.connect(actors.stranger).dissolve();
        if (due) await expect(dissolve).to.emit(reserve, "Dissolved");
        else await expect(dissolve).to.be.revertedWithCustomError(reserve, "NotDissolvable");
        await snapshot.restore();
      }
    });

    it("is all that dissolves once founders have left: the owner alone cannot", async () => {
      const scenario = await launchOpenMarket(connection, { governance: { governorProposes: true } });
      const { reserve, timelock, owner, actors } = scenario;
      const role = await timelock.PROPOSER_ROLE();
      for (const founder of actors.founders) await timelock.connect(founder).renounceRole(role, founder);
      expect(await timelock.foundersPropose()).to.equal(false);
      await expect(reserve.connect(owner).dissolve()).to.be.revertedWithCustomError(reserve, "OnlyByConsent");
      await expect(reserve.connect(actors.stranger).dissolve()).to.be.revertedWithCustomError(
        reserve,
        "NotDissolvable",
      );
    });

    it("leaves stakes free to be unstaked and redeemed", async () => {
      const { reserve, stake, actors, from, unit, asset } = await loadFixture(consented);
      const [first] = actors.producers;
      await time.setNextBlockTimestamp(from);
      await reserve.dissolve();
      await stake.connect(first).unstake(1_000n * WHOLE, first);
      await expect(reserve.connect(first).redeem(1_000n * WHOLE, first)).to.changeTokenBalance(
        ethers,
        asset,
        first,
        (3_000n * unit * 1_000n * WHOLE) / (1_500n * WHOLE + DEAD_SUPPLY),
      );
    });
  });

  describe("the treasury's tokens", () => {
    it("are burned at dissolution, and later what reaches it then; it redeems nothing", async () => {
      const { reserve, owner, actors, token, asset, unit, addresses } = await loadFixture(open);
      const [first] = actors.producers;
      await token.connect(first).transfer(addresses.timelock, 400n * WHOLE);
      await expect(reserve.burnTreasury())
        .to.be.revertedWithCustomError(reserve, "WrongMarketState")
        .withArgs(OPEN, DISSOLVED);
      const supply = 1_100n * WHOLE + DEAD_SUPPLY;
      const dissolve = reserve.connect(owner).dissolve();
      await expect(dissolve)
        .to.emit(reserve, "Dissolved")
        .withArgs(owner.address, 3_000n * unit, supply);
      await expect(dissolve).to.changeTokenBalance(ethers, token, addresses.timelock, -400n * WHOLE);
      expect(await token.totalSupply()).to.equal(supply);
      await token.connect(first).transfer(addresses.timelock, 100n * WHOLE);
      await expect(reserve.connect(owner).redeem(WHOLE, owner))
        .to.be.revertedWithCustomError(reserve, "TreasuryCannotRedeem")
        .withArgs(addresses.timelock);
      expect(await reserve.burnTreasury.staticCall()).to.equal(100n * WHOLE);
      await expect(reserve.connect(actors.stranger).burnTreasury())
        .to.emit(reserve, "TreasuryBurned")
        .withArgs(100n * WHOLE);
      expect(await token.balanceOf(addresses.timelock)).to.equal(0n);
      await expect(reserve.burnTreasury()).to.emit(reserve, "TreasuryBurned").withArgs(0n);
      await expect(reserve.connect(first).redeem(500n * WHOLE, first)).to.changeTokenBalance(
        ethers,
        asset,
        first,
        (3_000n * unit * 500n * WHOLE) / (1_000n * WHOLE + DEAD_SUPPLY),
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
      ]) {
        await expect(call()).to.be.revertedWithCustomError(reserve, "AlreadyDissolved").withArgs(since);
      }
      const issuer = await signerOf(connection, scenario.addresses.registry);
      await expect(issuance.connect(issuer).enter(1n))
        .to.be.revertedWithCustomError(issuance, "AlreadyDissolved")
        .withArgs(since);
      // Work can still be recognised, but there is nothing to issue.
      await submitted(scenario);
    });

    it("shares what is sent later among those who have not redeemed, once somebody absorbs it", async () => {
      const { reserve, actors, unit, asset } = await loadFixture(dissolved);
      const [first, second] = actors.producers;
      const supply = 1_500n * WHOLE + DEAD_SUPPLY;
      await reserve.connect(first).redeem(1_000n * WHOLE, first);
      await asset.connect(actors.stranger).transfer(reserve, 90n * unit);
      await expect(reserve.connect(actors.stranger).absorb())
        .to.emit(reserve, "Absorbed")
        .withArgs(actors.stranger.address, 90n * unit);
      const rest = 3_000n * unit - (3_000n * unit * 1_000n * WHOLE) / supply + 90n * unit;
      expect(await reserve.reserveBalance()).to.equal(rest);
      expect(await reserve.giftsReceived()).to.equal(3_090n * unit);
      await expect(reserve.connect(second).redeem(500n * WHOLE, second)).to.changeTokenBalance(
        ethers,
        asset,
        second,
        (rest * 500n * WHOLE) / (500n * WHOLE + DEAD_SUPPLY),
      );
    });

    it("burns founders' unvested tokens, and bars partners from nothing that vests", async () => {
      const scenario = await launchPresale(connection, {
        presale: { partnerVesting: { cliff: 0n, duration: 100n * DAY } },
      });
      const { presale, reserve, owner, actors, token, asset, unit } = scenario;
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(3_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      const released = await now();
      await time.setNextBlockTimestamp(released + 180n * DAY - 90n * DAY);
      await reserve.connect(owner).dissolve();
      // 6,000 sold and 1,200 of founders, of which a quarter had vested after 90 of 360 days.
      const supply = 6_300n * WHOLE + DEAD_SUPPLY;
      expect(await token.totalSupply()).to.equal(supply);
      const total = await reserve.reserveBalance();
      // The opening reserve, w·price·S with 7,200.001 tokens at 0.50: the production budget is no part of it.
      expect(total).to.equal(ceilDiv((7_200n * WHOLE + DEAD_SUPPLY) * unit, 4n * WHOLE));
      // A tenth of the partner's tokens would still vest.
      const [partner] = actors.partners;
      await time.setNextBlockTimestamp(released + 91n * DAY);
      await presale.connect(partner).claim(partner);
      expect(await token.balanceOf(partner)).to.equal(6_000n * WHOLE);
      await expect(reserve.connect(partner).redeem(6_000n * WHOLE, partner)).to.changeTokenBalance(
        ethers,
        asset,
        partner,
        (total * 6_000n * WHOLE) / supply,
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
