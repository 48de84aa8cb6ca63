import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash, id } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { everyoneBut } from "./lib/contributions.ts";
import {
  DAY,
  WHOLE,
  ZERO_ADDRESS,
  issue,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  signerOf,
  type Scenario,
} from "./lib/fixtures.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const NEVER = 2n ** 256n - 1n;
const LENGTH = 14n * DAY;
const REST = 14n * DAY;

const open = (): Promise<Scenario> => launchOpenMarket(connection);
const now = async (): Promise<bigint> => BigInt(await time.latest());

/** What can be paused: the reserve and the budget of issuance here, the presale in its own tests. */
const targets = ({ reserve, issuance }: Scenario) => [reserve, issuance] as const;

describe("pause", () => {
  it("is the owner's, ends by itself, and cannot follow on another", async () => {
    const scenario = await loadFixture(open);
    const { owner } = scenario;
    for (const target of targets(scenario)) {
      expect(await target.pausedUntil()).to.equal(0n);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        for (const call of [() => target.connect(signer).pause(), () => target.connect(signer).unpause()]) {
          await expect(call())
            .to.be.revertedWithCustomError(target, "OwnableUnauthorizedAccount")
            .withArgs(signer.address);
        }
      }
      const start = (await now()) + 100n;
      await time.setNextBlockTimestamp(start);
      await expect(target.connect(owner).pause())
        .to.emit(target, "PausedUntilSet")
        .withArgs(start + LENGTH);
      expect(await target.pausedUntil()).to.equal(start + LENGTH);
      for (const later of [start + 1n, start + LENGTH, start + LENGTH + REST - 1n]) {
        await time.setNextBlockTimestamp(later);
        await expect(target.connect(owner).pause())
          .to.be.revertedWithCustomError(target, "PauseTooSoon")
          .withArgs(start + LENGTH + REST);
      }
      await time.setNextBlockTimestamp(start + LENGTH + REST);
      await target.connect(owner).pause();
      expect(await target.pausedUntil()).to.equal(start + 2n * LENGTH + REST);
    }
  });

  it("can be ended early, and the rest counts from then; without one nothing happens", async () => {
    const scenario = await loadFixture(open);
    const { owner } = scenario;
    for (const target of targets(scenario)) {
      await expect(target.connect(owner).unpause()).not.to.emit(target, "PausedUntilSet");
      await target.connect(owner).pause();
      const end = (await now()) + DAY;
      await time.setNextBlockTimestamp(end);
      await expect(target.connect(owner).unpause()).to.emit(target, "PausedUntilSet").withArgs(end);
      expect(await target.pausedUntil()).to.equal(end);
      await expect(target.connect(owner).pause())
        .to.be.revertedWithCustomError(target, "PauseTooSoon")
        .withArgs(end + REST);
    }
  });

  it("stops buying and donating until its last second, and no exit", async () => {
    const scenario = await loadFixture(open);
    const { reserve, owner, actors, unit } = scenario;
    const [holder] = actors.producers;
    const [buyer] = actors.partners;
    await reserve.connect(owner).pause();
    const until = await reserve.pausedUntil();
    await time.setNextBlockTimestamp(until - 10n);
    for (const call of [
      () => reserve.connect(buyer).buy(unit, 0n, buyer, NEVER),
      () => reserve.connect(buyer).buyExact(WHOLE, NEVER, buyer, NEVER),
      () => reserve.connect(buyer).buyWithPermit(unit, 0n, buyer, NEVER, 27, ZeroHash, ZeroHash),
      () => reserve.connect(actors.donor).donate(unit, ""),
      () => reserve.quoteBuy(unit),
      () => reserve.quoteBuyExact(unit),
    ]) {
      await expect(call()).to.be.revertedWithCustomError(reserve, "Paused").withArgs(until);
    }
    await expect(reserve.connect(holder).sell(WHOLE, 0n, holder, NEVER)).to.emit(reserve, "Sold");
    await expect(reserve.connect(actors.donor).receiveGift(unit)).to.emit(reserve, "GiftReceived");
    await time.setNextBlockTimestamp(until);
    await expect(reserve.connect(buyer).buy(unit, 0n, buyer, NEVER)).to.emit(reserve, "Bought");
    await expect(reserve.connect(actors.donor).donate(unit, "")).to.emit(reserve, "Donated");
  });

  it("does not stop dissolution and redemption", async () => {
    const { reserve, owner, actors } = await loadFixture(open);
    const [holder] = actors.producers;
    await reserve.connect(owner).pause();
    await expect(reserve.connect(owner).dissolve()).to.emit(reserve, "Dissolved");
    await expect(reserve.connect(holder).redeem(WHOLE, holder)).to.emit(reserve, "Redeemed");
  });

  it("does not stop a market from opening", async () => {
    const scenario = await launchGrowing(connection);
    const { reserve, owner, actors, unit } = scenario;
    await issue(connection, scenario, [actors.producers[0], 1_000n * WHOLE]);
    await reserve.connect(actors.donor).donate(1_000n * unit, "");
    await reserve.connect(owner).pause();
    await expect(reserve.open()).to.emit(reserve, "MarketOpened");
  });

  it("stops what is issued: a batch whose window ends in it goes on, and nothing is lost", async () => {
    const scenario = await launchGrowing(connection);
    const { issuance, owner, actors, token } = scenario;
    const issuer = issuance.connect(actors.deployer);
    await issuance.connect(owner).setIssuer(actors.deployer, true);
    await issuer.enter(100n * WHOLE);
    const { end } = await issuance.runningBatch();
    await time.increaseTo(end - DAY);
    await issuance.connect(owner).pause();
    await time.increaseTo(end + DAY);
    await expect(issuance.settle()).not.to.emit(issuance, "BatchPaid");
    await expect(issuer.take(1n, actors.producers[0])).not.to.emit(token, "Transfer");
    const { end: next, barred } = await issuance.runningBatch();
    expect([next, barred]).to.deep.equal([end + 30n * DAY, true]);
    await time.increaseTo(next);
    await issuer.take(1n, actors.producers[0]);
    expect(await token.balanceOf(actors.producers[0])).to.equal(100n * WHOLE);
  });

  describe("the guardian", () => {
    const pauseAll = async (scenario: Scenario, sender: HardhatEthersSigner) => {
      const { timelock, addresses } = scenario;
      return timelock.connect(sender).pause([addresses.reserve, addresses.issuance]);
    };

    it("pauses entrances once, without delay, and has no right after it", async () => {
      const scenario = await loadFixture(open);
      const { timelock, reserve, issuance, actors, addresses } = scenario;
      const role = id("GUARDIAN_ROLE");
      expect(await timelock.GUARDIAN_ROLE()).to.equal(role);
      expect(await timelock.hasRole(role, actors.guardian)).to.equal(true);
      await expect(pauseAll(scenario, actors.guardian))
        .to.emit(timelock, "GuardianPaused")
        .withArgs(actors.guardian.address, [addresses.reserve, addresses.issuance])
        .and.to.emit(timelock, "RoleRevoked")
        .withArgs(role, actors.guardian.address, actors.guardian.address);
      const until = (await now()) + LENGTH;
      expect(await reserve.pausedUntil()).to.equal(until);
      expect(await issuance.pausedUntil()).to.equal(until);
      await time.increase(100n * DAY);
      await expect(pauseAll(scenario, actors.guardian))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(actors.guardian.address, role);
    });

    it("is nobody else, the owner's proposers neither", async () => {
      const scenario = await loadFixture(open);
      const { timelock, actors } = scenario;
      for (const sender of [actors.founders[0], actors.trustee, actors.curators[0], actors.stranger]) {
        await expect(pauseAll(scenario, sender))
          .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
          .withArgs(sender.address, id("GUARDIAN_ROLE"));
      }
    });

    it("keeps the right when a pause is refused, and is armed again by a proposal", async () => {
      const scenario = await loadFixture(open);
      const { timelock, reserve, actors, owner } = scenario;
      await reserve.connect(owner).pause();
      const until = await reserve.pausedUntil();
      await expect(pauseAll(scenario, actors.guardian))
        .to.be.revertedWithCustomError(reserve, "PauseTooSoon")
        .withArgs(until + REST);
      await time.increaseTo(until + REST);
      await pauseAll(scenario, actors.guardian);
      await timelock.connect(owner).grantRole(id("GUARDIAN_ROLE"), actors.guardian);
      await time.increase(LENGTH + REST);
      await expect(pauseAll(scenario, actors.guardian)).to.emit(timelock, "GuardianPaused");
    });

    it("pauses a presale's contributions, and neither refund nor release", async () => {
      const { timelock, presale, addresses, actors, unit } = await launchPresale(connection);
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(2_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes - DAY);
      await timelock.connect(actors.guardian).pause([addresses.presale ?? ZERO_ADDRESS]);
      await expect(presale.connect(actors.partners[0]).contribute(unit, [])).to.be.revertedWithCustomError(
        presale,
        "Paused",
      );
      await time.increaseTo((await presale.terms()).closes);
      await expect(presale.connect(actors.trustee).release()).to.emit(presale, "Released");
    });

    it("need not be named", async () => {
      const scenario = await launchGrowing(connection, { governance: { guardian: ZERO_ADDRESS } });
      expect(await scenario.timelock.hasRole(id("GUARDIAN_ROLE"), ZERO_ADDRESS)).to.equal(false);
      await expect(pauseAll(scenario, scenario.actors.guardian)).to.be.revertedWithCustomError(
        scenario.timelock,
        "AccessControlUnauthorizedAccount",
      );
    });

    it("cannot make the timelock call anything but a pause", async () => {
      const { timelock, token, actors, addresses } = await loadFixture(open);
      // The token has no pause: the call fails as a whole.
      await expect(timelock.connect(actors.guardian).pause([addresses.token])).to.be.revertedWithoutReason(
        connection.ethers,
      );
      expect(await token.owner()).to.equal(addresses.timelock);
      await signerOf(connection, addresses.timelock);
    });
  });
});
