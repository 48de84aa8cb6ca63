import { expect } from "chai";
import { network } from "hardhat";
import { cloneOf, everyoneBut, inOneBlock, submitted } from "./lib/contributions.ts";
import {
  DAY,
  DEAD_ADDRESS,
  HOUR,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchPresale,
  signerOf,
  type Scenario,
} from "./lib/fixtures.ts";
import { gasCeiling } from "./lib/gas.ts";
import { endow, vetoNeeded } from "./lib/stakes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = <T>(fixture: () => Promise<T>): Promise<T> => networkHelpers.loadFixture(fixture);

const GAS = { gasLimit: 500_000n };

/** 10,000 tokens: 6,000, 3,000 and 1,000. */
async function staked(): Promise<Scenario> {
  const scenario = await launchGrowing(connection, { issuance: { baseAmount: 1_000_000n * WHOLE } });
  const [first, second, third] = scenario.actors.producers;
  await endow(
    connection,
    scenario,
    [first, 6_000n * WHOLE],
    [second, 3_000n * WHOLE],
    [third, 1_000n * WHOLE],
  );
  return scenario;
}

/** A presale released: partner 0 has 6,000 tokens, vesting over 100 days, the founders 1,200 over a year. */
async function vesting() {
  const scenario = await launchPresale(connection, {
    presale: { partnerVesting: { cliff: 0n, duration: 100n * DAY } },
  });
  const { presale, actors, unit, token, addresses } = scenario;
  await time.increaseTo((await presale.terms()).opens);
  await presale.connect(actors.partners[0]).contribute(3_000n * unit, []);
  await time.increaseTo((await presale.terms()).closes);
  await presale.connect(actors.trustee).release();
  await token.connect(actors.partners[0]).approve(addresses.stakeLock, 2n ** 256n - 1n);
  await time.increase(HOUR);
  return scenario;
}

async function now(): Promise<bigint> {
  return BigInt(await time.latest());
}

describe("StakeLock", () => {
  describe("initialize", () => {
    it("works once on a clone, never on the implementation, and not without its neighbours", async () => {
      const { implementation, clone } = await cloneOf(connection, "StakeLock");
      const [, token, presale, registry, epochs] = (await ethers.getSigners()).map(
        ({ address }) => address,
      ) as [string, string, string, string, string];
      const locked = await ethers.getContractAt("StakeLock", implementation);
      await expect(locked.initialize(token, presale, registry, epochs, 500n)).to.be.revertedWithCustomError(
        locked,
        "InvalidInitialization",
      );
      const stakeLock = await ethers.getContractAt("StakeLock", clone);
      for (const [token_, registry_, epochs_] of [
        [ZERO_ADDRESS, registry, epochs],
        [token, ZERO_ADDRESS, epochs],
        [token, registry, ZERO_ADDRESS],
      ] as const) {
        await expect(
          stakeLock.initialize(token_, presale, registry_, epochs_, 500n),
        ).to.be.revertedWithCustomError(stakeLock, "ZeroAddress");
      }
      for (const bps of [99n, 5_001n]) {
        await expect(stakeLock.initialize(token, presale, registry, epochs, bps))
          .to.be.revertedWithCustomError(stakeLock, "VetoShareOutOfRange")
          .withArgs(bps);
      }
      await stakeLock.initialize(token, presale, registry, epochs, 500n);
      expect(await stakeLock.vetoBps()).to.equal(500n);
      await expect(
        stakeLock.initialize(token, presale, registry, epochs, 500n),
      ).to.be.revertedWithCustomError(stakeLock, "InvalidInitialization");
    });
  });

  describe("lock and unlock", () => {
    it("takes tokens in and gives them back, to the wei", async () => {
      const { stakeLock, token, actors } = await loadFixture(staked);
      const [holder] = actors.producers;
      const first = (await now()) + 10n;
      await time.setNextBlockTimestamp(first);
      const locking = stakeLock.connect(holder).lock(100n);
      await expect(locking).to.emit(stakeLock, "StakeLocked").withArgs(holder.address, 100n, 100n);
      await expect(locking).to.changeTokenBalances(ethers, token, [holder, stakeLock], [-100n, 100n]);
      expect(await stakeLock.stakeOf(holder)).to.deep.equal([100n, first, 0n]);
      await time.setNextBlockTimestamp(first + 5n);
      await expect(stakeLock.connect(holder).lock(11n))
        .to.emit(stakeLock, "StakeLocked")
        .withArgs(holder.address, 11n, 111n);
      expect(await stakeLock.stakeOf(holder)).to.deep.equal([111n, first + 5n, 0n]);
      const unlocking = stakeLock.connect(holder).unlock(110n);
      await expect(unlocking).to.emit(stakeLock, "StakeUnlocked").withArgs(holder.address, 110n, 1n);
      await expect(unlocking).to.changeTokenBalances(ethers, token, [holder, stakeLock], [110n, -110n]);
      expect(await stakeLock.stakeOf(holder)).to.deep.equal([1n, first + 5n, 0n]);
    });

    it("reverts for nothing, for more than there is, and without approval", async () => {
      const { stakeLock, token, actors, addresses } = await loadFixture(staked);
      const [holder] = actors.producers;
      await expect(stakeLock.connect(holder).lock(0n)).to.be.revertedWithCustomError(stakeLock, "ZeroAmount");
      await expect(stakeLock.connect(holder).unlock(0n)).to.be.revertedWithCustomError(
        stakeLock,
        "ZeroAmount",
      );
      await expect(stakeLock.connect(holder).unlock(1n))
        .to.be.revertedWithCustomError(stakeLock, "StakeTooSmall")
        .withArgs(holder.address, 1n, 0n);
      await stakeLock.connect(holder).lock(7n);
      await expect(stakeLock.connect(holder).unlock(8n))
        .to.be.revertedWithCustomError(stakeLock, "StakeTooSmall")
        .withArgs(holder.address, 8n, 7n);
      await expect(stakeLock.connect(actors.producers[1]).unlock(1n))
        .to.be.revertedWithCustomError(stakeLock, "StakeTooSmall")
        .withArgs(actors.producers[1].address, 1n, 0n);
      await expect(stakeLock.connect(holder).lock(6_000n * WHOLE))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(holder.address, 6_000n * WHOLE - 7n, 6_000n * WHOLE);
      await expect(stakeLock.connect(actors.stranger).lock(1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(addresses.stakeLock, 0n, 1n);
    });
  });

  describe("hold and castVeto", () => {
    it("are for registry and epochs alone", async () => {
      const scenario = await loadFixture(staked);
      const { stakeLock } = scenario;
      const others = await everyoneBut(connection, scenario, "registry", "epochs");
      expect(others.map(({ role }) => role)).to.include.members(["owner", "founder", "curator", "issuance"]);
      for (const { signer } of others) {
        await expect(stakeLock.connect(signer).hold(signer, 1n))
          .to.be.revertedWithCustomError(stakeLock, "NotForum")
          .withArgs(signer.address);
        await expect(stakeLock.connect(signer).castVeto(1n, signer, 1n))
          .to.be.revertedWithCustomError(stakeLock, "NotForum")
          .withArgs(signer.address);
      }
    });

    it("hold the stake until the second given, and never shorten a hold", async () => {
      const { stakeLock, actors, addresses } = await loadFixture(staked);
      const [holder] = actors.producers;
      await stakeLock.connect(holder).lock(100n);
      const until = (await now()) + DAY;
      for (const forum of [addresses.registry, addresses.epochs]) {
        const caller = await signerOf(connection, forum);
        await stakeLock.connect(caller).hold(holder, until - 5n);
        if (forum === addresses.epochs) break;
        await expect(stakeLock.connect(caller).hold(holder, until))
          .to.emit(stakeLock, "HoldExtended")
          .withArgs(holder.address, until);
      }
      expect((await stakeLock.stakeOf(holder)).heldUntil).to.equal(until);
      await time.setNextBlockTimestamp(until - 1n);
      await expect(stakeLock.connect(holder).unlock(1n))
        .to.be.revertedWithCustomError(stakeLock, "StakeHeld")
        .withArgs(holder.address, until);
      await time.setNextBlockTimestamp(until);
      await stakeLock.connect(holder).unlock(100n);
      expect((await stakeLock.stakeOf(holder)).amount).to.equal(0n);
    });

    it("count each forum and each decision by itself, and what an account adds once", async () => {
      const { stakeLock, actors, addresses } = await loadFixture(staked);
      const [holder, other] = actors.producers;
      const registry = await signerOf(connection, addresses.registry);
      const epochs = await signerOf(connection, addresses.epochs);
      await stakeLock.connect(holder).lock(100n);
      const threshold = 1_000n * WHOLE;
      const until = (await now()) + DAY;
      await expect(stakeLock.connect(registry).castVeto(7n, holder, until))
        .to.emit(stakeLock, "VetoCast")
        .withArgs(addresses.registry, 7n, holder.address, 100n, 100n, threshold);
      await stakeLock.connect(holder).lock(50n);
      await expect(stakeLock.connect(registry).castVeto(7n, holder, until))
        .to.emit(stakeLock, "VetoCast")
        .withArgs(addresses.registry, 7n, holder.address, 150n, 150n, threshold);
      await stakeLock.connect(other).lock(9n);
      await expect(stakeLock.connect(registry).castVeto(7n, other, until))
        .to.emit(stakeLock, "VetoCast")
        .withArgs(addresses.registry, 7n, other.address, 9n, 159n, threshold);
      await stakeLock.connect(epochs).castVeto(7n, other, until);
      await stakeLock.connect(registry).castVeto(8n, holder, until);
      expect(await stakeLock.vetoTotalOf(addresses.registry, 7n)).to.equal(159n);
      expect(await stakeLock.vetoTotalOf(addresses.registry, 8n)).to.equal(150n);
      expect(await stakeLock.vetoTotalOf(addresses.epochs, 7n)).to.equal(9n);
      expect(await stakeLock.vetoTotalOf(addresses.epochs, 8n)).to.equal(0n);
      expect(await stakeLock.vetoOf(addresses.registry, 7n, holder)).to.equal(150n);
      expect(await stakeLock.vetoOf(addresses.registry, 7n, other)).to.equal(9n);
    });

    it("reject at the threshold to the wei, and not 1 wei below", async () => {
      const { stakeLock, actors, addresses } = await loadFixture(staked);
      const [holder] = actors.producers;
      const registry = await signerOf(connection, addresses.registry);
      const threshold = vetoNeeded(10_000n * WHOLE, 1_000n);
      expect(await stakeLock.vetoThreshold()).to.equal(threshold);
      const until = (await now()) + DAY;
      await stakeLock.connect(holder).lock(threshold - 1n);
      expect(await stakeLock.connect(registry).castVeto.staticCall(1n, holder, until)).to.equal(false);
      await stakeLock.connect(holder).lock(1n);
      expect(await stakeLock.connect(registry).castVeto.staticCall(1n, holder, until)).to.equal(true);
    });

    it("revert for who has nothing", async () => {
      const { stakeLock, actors, addresses } = await loadFixture(staked);
      const registry = await signerOf(connection, addresses.registry);
      await expect(stakeLock.connect(registry).castVeto(1n, actors.producers[0], 1n))
        .to.be.revertedWithCustomError(stakeLock, "NothingToVetoWith")
        .withArgs(actors.producers[0].address);
    });

    it("count a partner's tokens that still vest when the hold ends, once, and no founders' tokens", async () => {
      const { stakeLock, presale, token, actors, addresses } = await loadFixture(vesting);
      const [partner] = actors.partners;
      const registry = await signerOf(connection, addresses.registry);
      const total = 6_000n * WHOLE;
      const released = await presale.releasedAt();
      const vestedAt = (moment: bigint) => (total * (moment - released)) / (100n * DAY);
      const until = released + 13n * DAY;
      await time.setNextBlockTimestamp(released + 10n * DAY);
      await stakeLock.connect(registry).castVeto(1n, partner, until);
      const weight = total - vestedAt(until);
      expect(await stakeLock.vetoOf(addresses.registry, 1n, partner)).to.equal(weight);
      // What vested meanwhile and is locked counts beside it: no token twice, none left out.
      await time.setNextBlockTimestamp(until);
      await presale.connect(partner).claim(partner);
      const claimed = vestedAt(until);
      expect(await token.balanceOf(partner)).to.equal(claimed);
      await stakeLock.connect(partner).lock(claimed);
      await stakeLock.connect(registry).castVeto(1n, partner, until);
      expect(await stakeLock.vetoOf(addresses.registry, 1n, partner)).to.equal(total);
      // Later holds leave less to vest; what was counted stays counted.
      await stakeLock.connect(registry).castVeto(1n, partner, until + 10n * DAY);
      expect(await stakeLock.vetoTotalOf(addresses.registry, 1n)).to.equal(total);
      await expect(stakeLock.connect(registry).castVeto(1n, actors.founders[0], until))
        .to.be.revertedWithCustomError(stakeLock, "NothingToVetoWith")
        .withArgs(actors.founders[0].address);
    });
  });

  describe("circulatingSupply", () => {
    it("leaves out the dead address and what waits in the epochs", async () => {
      const { stakeLock, token, actors, addresses } = await loadFixture(staked);
      const [holder] = actors.producers;
      expect(await stakeLock.circulatingSupply()).to.equal(10_000n * WHOLE);
      await token.connect(holder).transfer(DEAD_ADDRESS, 1_000n * WHOLE);
      expect(await stakeLock.circulatingSupply()).to.equal(9_000n * WHOLE);
      await token.connect(holder).transfer(addresses.epochs, 500n * WHOLE);
      expect(await stakeLock.circulatingSupply()).to.equal(8_500n * WHOLE);
      await stakeLock.connect(holder).lock(100n * WHOLE);
      await token.connect(holder).transfer(addresses.timelock, 200n * WHOLE);
      expect(await stakeLock.circulatingSupply()).to.equal(8_500n * WHOLE);
      expect(await stakeLock.vetoThreshold()).to.equal(850n * WHOLE);
    });

    it("leaves out founders' tokens until they vest, and counts partners' from the release on", async () => {
      const { stakeLock, presale, token } = await loadFixture(vesting);
      const released = await presale.releasedAt();
      const dead = 10n ** 15n;
      const founders = 1_200n * WHOLE;
      expect(await presale.founderTokensVesting()).to.equal(founders);
      expect(await stakeLock.circulatingSupply()).to.equal(6_000n * WHOLE);
      await time.increaseTo(released + 180n * DAY);
      expect(await stakeLock.circulatingSupply()).to.equal(6_600n * WHOLE);
      await time.increaseTo(released + 360n * DAY);
      expect(await stakeLock.circulatingSupply()).to.equal(7_200n * WHOLE);
      expect(await token.balanceOf(DEAD_ADDRESS)).to.equal(dead);
    });

    it("is at least 1 wei of threshold before there are tokens", async () => {
      const { stakeLock } = await launchGrowing(connection);
      expect(await stakeLock.circulatingSupply()).to.equal(0n);
      expect(await stakeLock.vetoThreshold()).to.equal(1n);
    });

    it("takes the present supply in the first hour of tokens", async () => {
      const { stakeLock, issuance, owner, actors } = await launchGrowing(connection);
      await issuance.connect(owner).setIssuer(actors.deployer, true);
      await issuance.connect(actors.deployer).issue(actors.producers[0], 77n);
      expect(await stakeLock.circulatingSupply()).to.equal(77n);
    });
  });

  describe("attacks", () => {
    it("a supply bought for a moment raises no threshold", async () => {
      const { stakeLock, issuance, owner, actors } = await loadFixture(staked);
      await issuance.connect(owner).setIssuer(actors.deployer, true);
      const before = await stakeLock.vetoThreshold();
      await time.increaseTo(((await now()) / HOUR + 1n) * HOUR);
      await issuance.connect(actors.deployer).issue(actors.stranger, 100_000n * WHOLE);
      expect(await stakeLock.vetoThreshold()).to.equal(before);
      await time.increase(HOUR);
      expect(await stakeLock.vetoThreshold()).to.equal(11_000n * WHOLE);
    });

    it("a stake used cannot be unlocked in the same block, nor moved to a second account", async () => {
      const scenario = await loadFixture(staked);
      const { stakeLock, registry, token, actors } = scenario;
      const [holder, second] = actors.producers;
      const id = await submitted(scenario);
      await stakeLock.connect(holder).lock(500n * WHOLE);
      const [, failed] = await inOneBlock(connection, [
        () => registry.connect(holder).veto(id, GAS),
        () => stakeLock.connect(holder).unlock(500n * WHOLE, GAS),
      ]);
      expect((await ethers.provider.getTransactionReceipt(failed?.hash ?? ""))?.status).to.equal(0);
      expect((await stakeLock.stakeOf(holder)).amount).to.equal(500n * WHOLE);
      expect(await token.balanceOf(second)).to.equal(3_000n * WHOLE);
    });
  });

  describe("gas", () => {
    it("locks, unlocks and vetoes within their ceilings", async () => {
      const scenario = await loadFixture(staked);
      const { stakeLock, registry, actors } = scenario;
      const [holder, other] = actors.producers;
      const id = await submitted(scenario);
      await stakeLock.connect(other).lock(1n);
      const lock = await (await stakeLock.connect(holder).lock(10n * WHOLE)).wait();
      const unlock = await (await stakeLock.connect(holder).unlock(WHOLE)).wait();
      const veto = await (await registry.connect(holder).veto(id)).wait();
      expect(lock?.gasUsed).to.be.at.most(gasCeiling(90_000n));
      expect(unlock?.gasUsed).to.be.at.most(gasCeiling(60_000n));
      expect(veto?.gasUsed).to.be.at.most(gasCeiling(150_000n));
    });
  });
});
