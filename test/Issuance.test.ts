import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { network } from "hardhat";
import type { IIssuance } from "../typechain-types/Issuance.ts";
import { cloneOf, everyoneBut, executeAs } from "./lib/contributions.ts";
import {
  DAY,
  DEAD_SUPPLY,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  signerOf,
  type Overrides,
  type Scenario,
} from "./lib/fixtures.ts";
import { creditOf } from "./lib/market-model.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = <T>(fixture: () => Promise<T>): Promise<T> => networkHelpers.loadFixture(fixture);

const BPS = 10_000n;
// The terms of the organisations in the fixtures.
const PERIOD = 30n * DAY;
const BASE = 1_000n * WHOLE;
const CLOSED_BPS = 1_000n;
const OPEN_BPS = 200n;
const GIFT_BPS = 1_000n;
/** The whole supply, in credit. */
const ALL = 10n ** 18n;
const NEVER = 2n ** 256n - 1n;
const GRACE = 14n * DAY; // a pause

interface Issuers {
  readonly issuer: HardhatEthersSigner;
  readonly secondIssuer: HardhatEthersSigner;
  /** The reserve, to mint what was "bought" and burn what was "sold" in round numbers. */
  readonly market: HardhatEthersSigner;
}

async function withIssuers<T extends Scenario>(scenario: T): Promise<T & Issuers> {
  const { issuance, owner, actors, addresses } = scenario;
  const [issuer, secondIssuer] = [actors.deployer, actors.trustee];
  await issuance.connect(owner).setIssuer(issuer, true);
  await issuance.connect(owner).setIssuer(secondIssuer, true);
  return { ...scenario, issuer, secondIssuer, market: await signerOf(connection, addresses.reserve) };
}

/** A closed market without tokens, in its first window. */
async function growing() {
  const scenario = await withIssuers(await launchGrowing(connection));
  return { ...scenario, launchedAt: await scenario.issuance.launchedAt() };
}

/** A market just opened with 1,500.001 tokens and R = 3,000. */
async function open() {
  return opened();
}

async function opened(overrides: Overrides = {}) {
  const scenario = await withIssuers(await launchOpenMarket(connection, overrides));
  return { ...scenario, openedAt: await scenario.reserve.opening(), supply: 1_500n * WHOLE + DEAD_SUPPLY };
}

/** A sale that sold 20,000 tokens, and 4,000 more to founders; it has ended and waits for the trustee. */
async function soldOut() {
  const scenario = await unsold();
  const { presale, config, actors, unit } = scenario;
  await time.increaseTo(config.presale.opens);
  await presale.connect(actors.partners[0]).contribute(6_000n * unit, []);
  await presale.connect(actors.partners[1]).contribute(4_000n * unit, []);
  return scenario;
}

/** A sale nobody wanted. */
async function unsold() {
  const scenario = await withIssuers(await launchPresale(connection));
  return { ...scenario, launchedAt: await scenario.issuance.launchedAt() };
}

/** Enters an award; returns its number. */
async function enter({ issuance }: Scenario, issuer: HardhatEthersSigner, amount: bigint): Promise<bigint> {
  await issuance.connect(issuer).enter(amount);
  return issuance.awardCount();
}

/** What batches have paid of each award. */
async function paid({ issuance }: Scenario, ...awards: readonly bigint[]): Promise<bigint[]> {
  return Promise.all(awards.map(async (award) => (await issuance.paidOf(award)).paid));
}

/** To the end of the running window. */
async function toEnd({ issuance }: Scenario): Promise<void> {
  await time.increaseTo((await issuance.runningBatch()).end);
}

async function bare() {
  const { implementation, clone } = await cloneOf(connection, "Issuance");
  const [, token, reserve, owner, issuer] = (await ethers.getSigners()).map(({ address }) => address) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const terms: IIssuance.TermsStruct = {
    period: 30n * DAY,
    baseAmount: BASE,
    closedGrowthBps: CLOSED_BPS,
    openGrowthBps: OPEN_BPS,
    giftIssuanceBps: GIFT_BPS,
  };
  return {
    implementation: await ethers.getContractAt("Issuance", implementation),
    issuance: await ethers.getContractAt("Issuance", clone),
    token,
    reserve,
    owner,
    issuer,
    terms,
  };
}

async function now(): Promise<bigint> {
  return BigInt(await time.latest());
}

const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

/** What `bps` of `amount` are, rounded down. */
function partOf(amount: bigint, bps: bigint): bigint {
  return (amount * bps) / BPS;
}

describe("Issuance", () => {
  describe("initialize", () => {
    it("is locked on the implementation", async () => {
      const { implementation, token, reserve, owner, issuer, terms } = await loadFixture(bare);
      await expect(
        implementation.initialize(token, reserve, owner, [issuer], terms),
      ).to.be.revertedWithCustomError(implementation, "InvalidInitialization");
    });

    it("sets up a clone", async () => {
      const { issuance, token, reserve, owner, issuer, terms } = await loadFixture(bare);
      const timestamp = (await now()) + 7n;
      await time.setNextBlockTimestamp(timestamp);
      await expect(issuance.initialize(token, reserve, owner, [issuer], terms))
        .to.emit(issuance, "OwnershipTransferred")
        .withArgs(ZERO_ADDRESS, owner)
        .and.to.emit(issuance, "GrowthSet")
        .withArgs(CLOSED_BPS, OPEN_BPS, GIFT_BPS)
        .and.to.emit(issuance, "IssuerSet")
        .withArgs(issuer, true)
        .and.to.emit(issuance, "Initialized")
        .withArgs(1);
      expect(await issuance.launchedAt()).to.equal(timestamp);
      expect(await issuance.owner()).to.equal(owner);
      expect(await issuance.isIssuer(issuer)).to.be.true;
      expect(await issuance.isIssuer(owner)).to.be.false;
      expect(await issuance.terms()).to.deep.equal([30n * DAY, BASE, CLOSED_BPS, OPEN_BPS, GIFT_BPS]);
    });

    it("works once on a clone", async () => {
      const { issuance, token, reserve, owner, issuer, terms } = await loadFixture(bare);
      await issuance.initialize(token, reserve, owner, [issuer], terms);
      await expect(issuance.initialize(token, reserve, owner, [issuer], terms)).to.be.revertedWithCustomError(
        issuance,
        "InvalidInitialization",
      );
    });

    it("reverts on a launched organisation, whoever calls", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, config } = scenario;
      for (const { signer } of await everyoneBut(connection, scenario)) {
        await expect(
          issuance.connect(signer).initialize(signer, signer, signer, [signer], config.issuance),
        ).to.be.revertedWithCustomError(issuance, "InvalidInitialization");
      }
    });

    it("reverts without token, reserve, issuer or owner", async () => {
      const { issuance, token, reserve, owner, issuer, terms } = await loadFixture(bare);
      for (const [token_, reserve_, issuer_] of [
        [ZERO_ADDRESS, reserve, issuer],
        [token, ZERO_ADDRESS, issuer],
        [token, reserve, ZERO_ADDRESS],
      ] as const) {
        await expect(
          issuance.initialize(token_, reserve_, owner, [issuer_], terms),
        ).to.be.revertedWithCustomError(issuance, "ZeroAddress");
      }
      await expect(issuance.initialize(token, reserve, ZERO_ADDRESS, [issuer], terms))
        .to.be.revertedWithCustomError(issuance, "OwnableInvalidOwner")
        .withArgs(ZERO_ADDRESS);
    });

    it("reverts with a period of 1 s below 7 or above 90 days", async () => {
      const { issuance, token, reserve, owner, issuer, terms } = await loadFixture(bare);
      for (const period of [0n, 7n * DAY - 1n, 90n * DAY + 1n, 2n ** 64n - 1n]) {
        await expect(issuance.initialize(token, reserve, owner, [issuer], { ...terms, period }))
          .to.be.revertedWithCustomError(issuance, "PeriodOutOfRange")
          .withArgs(period);
      }
    });

    for (const days of [7n, 90n]) {
      it(`takes a period of ${days.toString()} days`, async () => {
        const { issuance, token, reserve, owner, issuer, terms } = await loadFixture(bare);
        await issuance.initialize(token, reserve, owner, [issuer], { ...terms, period: days * DAY });
        expect((await issuance.terms()).period).to.equal(days * DAY);
      });
    }

    it("takes a base amount of one whole token and reverts with 1 wei less", async () => {
      const { issuance, token, reserve, owner, issuer, terms } = await loadFixture(bare);
      for (const baseAmount of [0n, WHOLE - 1n]) {
        await expect(issuance.initialize(token, reserve, owner, [issuer], { ...terms, baseAmount }))
          .to.be.revertedWithCustomError(issuance, "BaseAmountTooSmall")
          .withArgs(baseAmount);
      }
      await issuance.initialize(token, reserve, owner, [issuer], { ...terms, baseAmount: WHOLE });
      expect((await issuance.terms()).baseAmount).to.equal(WHOLE);
    });

    it("takes growth up to its bounds and reverts 1 bps above", async () => {
      const { issuance, token, reserve, owner, issuer, terms } = await loadFixture(bare);
      // Open growth: at most 1,000 bps in 30 days, in proportion, rounded down.
      for (const [days, max] of [
        [7n, 233n],
        [30n, 1_000n],
        [90n, 3_000n],
      ] as const) {
        const tooFast = { ...terms, period: days * DAY, openGrowthBps: max + 1n };
        await expect(issuance.initialize(token, reserve, owner, [issuer], tooFast))
          .to.be.revertedWithCustomError(issuance, "GrowthOutOfRange")
          .withArgs(max + 1n, max);
      }
      for (const [changes, bps, max] of [
        [{ closedGrowthBps: 5_001n }, 5_001n, 5_000n],
        [{ giftIssuanceBps: 10_001n }, 10_001n, 10_000n],
      ] as const) {
        await expect(issuance.initialize(token, reserve, owner, [issuer], { ...terms, ...changes }))
          .to.be.revertedWithCustomError(issuance, "GrowthOutOfRange")
          .withArgs(bps, max);
      }
      await issuance.initialize(token, reserve, owner, [issuer], {
        ...terms,
        closedGrowthBps: 5_000n,
        openGrowthBps: 1_000n,
        giftIssuanceBps: 10_000n,
      });
      expect(await issuance.terms()).to.deep.equal([30n * DAY, BASE, 5_000n, 1_000n, 10_000n]);
      expect(await issuance.giftIssuanceBps()).to.equal(10_000n);
    });
  });

  describe("setIssuer", () => {
    it("names and removes issuers for the owner", async () => {
      const { issuance, owner, actors } = await loadFixture(growing);
      const { donor } = actors;
      await expect(issuance.connect(owner).setIssuer(donor, true))
        .to.emit(issuance, "IssuerSet")
        .withArgs(donor.address, true);
      expect(await issuance.isIssuer(donor)).to.be.true;
      await issuance.connect(donor).enter(1n);
      await expect(issuance.connect(owner).setIssuer(donor, false))
        .to.emit(issuance, "IssuerSet")
        .withArgs(donor.address, false);
      expect(await issuance.isIssuer(donor)).to.be.false;
      await expect(issuance.connect(donor).enter(1n))
        .to.be.revertedWithCustomError(issuance, "NotIssuer")
        .withArgs(donor.address);
    });

    it("reverts for the zero address", async () => {
      const { issuance, owner } = await loadFixture(growing);
      for (const allowed of [true, false]) {
        await expect(issuance.connect(owner).setIssuer(ZERO_ADDRESS, allowed)).to.be.revertedWithCustomError(
          issuance,
          "ZeroAddress",
        );
      }
    });

    it("reverts for everyone else, issuers too", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer } = scenario;
      const others = await everyoneBut(connection, scenario, "owner");
      expect(others.map(({ signer }) => signer.address)).to.include(issuer.address);
      for (const { signer } of others) {
        await expect(issuance.connect(signer).setIssuer(signer, true))
          .to.be.revertedWithCustomError(issuance, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
    });
  });

  describe("setGrowth", () => {
    it("sets the limits for the owner, from the running window on", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, owner, issuer, token, market, actors } = scenario;
      await token.connect(market).mint(actors.producers[0], 20_000n * WHOLE);
      const award = await enter(scenario, issuer, 6_000n * WHOLE);
      await toEnd(scenario);
      // The window that is over is paid with the growth it had.
      await expect(issuance.connect(owner).setGrowth(500n, 0n, 10_000n))
        .to.emit(issuance, "GrowthSet")
        .withArgs(500n, 0n, 10_000n)
        .and.to.emit(issuance, "BatchPaid")
        .withArgs(1n, 6_000n * WHOLE, 2_000n * WHOLE);
      expect(await issuance.terms()).to.deep.equal([PERIOD, BASE, 500n, 0n, 10_000n]);
      expect((await issuance.runningBatch()).room).to.equal(1_100n * WHOLE);
      await toEnd(scenario);
      expect(await paid(scenario, award)).to.deep.equal([3_100n * WHOLE]);
    });

    it("reverts 1 bps above a bound", async () => {
      const { issuance, owner } = await loadFixture(growing);
      for (const [closed, open, gift, max] of [
        [5_001n, 0n, 0n, 5_000n],
        [0n, 1_001n, 0n, 1_000n],
        [0n, 0n, 10_001n, 10_000n],
      ] as const) {
        await expect(issuance.connect(owner).setGrowth(closed, open, gift))
          .to.be.revertedWithCustomError(issuance, "GrowthOutOfRange")
          .withArgs(max + 1n, max);
      }
      await issuance.connect(owner).setGrowth(5_000n, 1_000n, 10_000n);
    });

    it("reverts for everyone else", async () => {
      const scenario = await loadFixture(growing);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(scenario.issuance.connect(signer).setGrowth(1n, 1n, 1n))
          .to.be.revertedWithCustomError(scenario.issuance, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
    });
  });

  describe("enter", () => {
    it("puts an award into the running batch, with what three windows could pay; the rest is void", async () => {
      const { issuance, issuer } = await loadFixture(growing);
      expect(await issuance.connect(issuer).enter.staticCall(100n)).to.deep.equal([1n, 100n]);
      await expect(issuance.connect(issuer).enter(3n * BASE + 1n))
        .to.emit(issuance, "AwardEntered")
        .withArgs(1n, issuer.address, 1n, 3n * BASE + 1n, 3n * BASE);
      // Each may have as much: they share the room when it is paid.
      await expect(issuance.connect(issuer).enter(3n * BASE))
        .to.emit(issuance, "AwardEntered")
        .withArgs(2n, issuer.address, 1n, 3n * BASE, 3n * BASE);
      expect(await issuance.awardCount()).to.equal(2n);
      expect(await issuance.awardOf(1n)).to.deep.equal([issuer.address, 1n, 3n * BASE, 0n]);
      expect(await issuance.awardOf(3n)).to.deep.equal([ZERO_ADDRESS, 0n, 0n, 0n]);
      expect(await issuance.cohortOf(1n)).to.deep.equal([6n * BASE, 0n]);
      expect(await issuance.paidOf(1n)).to.deep.equal([0n, false]);
    });

    it("counts closed growth once it is more than the base amount", async () => {
      const { issuance, issuer, token, market, actors } = await loadFixture(growing);
      await token.connect(market).mint(actors.producers[0], 10_000n * WHOLE + 10n);
      await issuance.connect(issuer).enter(NEVER);
      expect((await issuance.awardOf(1n)).entered).to.equal(3n * (BASE + 1n));
    });

    it("counts windows, and gift credit dripped and pending, while the market is open", async () => {
      const scenario = await loadFixture(open);
      const { issuance, issuer, reserve, actors, unit, supply } = scenario;
      await issuance.connect(issuer).enter(NEVER);
      const [windows] = [(3n * (OPEN_BPS * ALL)) / BPS];
      expect((await issuance.awardOf(await issuance.awardCount())).entered).to.equal(
        (supply * windows) / ALL,
      );
      await reserve.connect(actors.donor).donate(600n * unit, "");
      await time.increase(3n * DAY);
      const credit = creditOf(3_000n * unit, 600n * unit, 5_000n, GIFT_BPS);
      await issuance.connect(issuer).enter(NEVER);
      const { entered } = await issuance.awardOf(await issuance.awardCount());
      expect(entered).to.equal((supply * (windows + credit)) / ALL);
    });

    it("enters nothing where nothing could be paid", async () => {
      const scenario = await loadFixture(open);
      const { issuance, issuer, owner } = scenario;
      await issuance.connect(owner).setGrowth(0n, 0n, 0n);
      const award = await enter(scenario, issuer, WHOLE);
      expect((await issuance.awardOf(award)).entered).to.equal(0n);
      for (let i = 0; i < 3; ++i) {
        expect(await issuance.paidOf(award)).to.deep.equal([0n, false]);
        await toEnd(scenario);
      }
      expect(await issuance.paidOf(award)).to.deep.equal([0n, true]);
      await issuance.connect(issuer).take(award, issuer);
    });

    it("enters no more than a token can ever hold", async () => {
      const { issuance, issuer, owner, token, market, actors } = await loadFixture(growing);
      await token.connect(market).mint(actors.stranger, 2n ** 112n - 1n);
      await issuance.connect(owner).setGrowth(5_000n, 0n, 0n);
      await issuance.connect(issuer).enter(NEVER);
      expect((await issuance.awardOf(1n)).entered).to.equal(2n ** 112n - 1n);
    });

    it("works in a pause, and before a presale's release", async () => {
      const paused = await loadFixture(growing);
      await paused.issuance.connect(paused.owner).pause();
      await enter(paused, paused.issuer, WHOLE);
      const selling = await loadFixture(unsold);
      await enter(selling, selling.issuer, 3n * BASE + 1n);
      expect((await selling.issuance.awardOf(1n)).entered).to.equal(3n * BASE);
    });

    it("reverts for everyone who is no issuer, for nothing, and after a dissolution", async () => {
      const scenario = await loadFixture(open);
      const { issuance, issuer, owner, reserve } = scenario;
      for (const { signer } of await everyoneBut(connection, scenario, "registry", "epochs")) {
        if (await issuance.isIssuer(signer)) continue;
        await expect(issuance.connect(signer).enter(1n))
          .to.be.revertedWithCustomError(issuance, "NotIssuer")
          .withArgs(signer.address);
      }
      await expect(issuance.connect(issuer).enter(0n)).to.be.revertedWithCustomError(issuance, "ZeroAmount");
      await reserve.connect(owner).dissolve();
      const since = await now();
      await expect(issuance.connect(issuer).enter(1n))
        .to.be.revertedWithCustomError(issuance, "AlreadyDissolved")
        .withArgs(since);
    });

    it("judges the caller, not the transaction's origin", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, owner, addresses } = scenario;
      const to = addresses.issuance;
      const { timelock } = scenario;
      const data = (amount: bigint) => issuance.interface.encodeFunctionData("enter", [amount]);
      await expect(executeAs(connection, scenario, issuer, { to, data: data(1n) }))
        .to.be.revertedWithCustomError(issuance, "NotIssuer")
        .withArgs(addresses.timelock);
      await issuance.connect(owner).setIssuer(timelock, true);
      await executeAs(connection, scenario, scenario.actors.stranger, { to, data: data(2n) });
      expect((await issuance.awardOf(1n)).issuer).to.equal(addresses.timelock);
    });
  });

  describe("a batch", () => {
    it("pays all of it when there is room, from the second its window ends, and mints it here at once", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, token, launchedAt, addresses } = scenario;
      const award = await enter(scenario, issuer, 900n * WHOLE);
      await time.setNextBlockTimestamp(launchedAt + PERIOD - 1n);
      await expect(issuance.settle()).not.to.emit(issuance, "BatchPaid");
      expect(await issuance.paidOf(award)).to.deep.equal([0n, false]);
      await time.setNextBlockTimestamp(launchedAt + PERIOD);
      const settle = issuance.settle();
      await expect(settle)
        .to.emit(issuance, "BatchPaid")
        .withArgs(1n, 900n * WHOLE, 900n * WHOLE)
        .and.to.emit(token, "Transfer")
        .withArgs(ZERO_ADDRESS, addresses.issuance, 900n * WHOLE);
      await expect(settle).to.changeTokenBalance(ethers, token, issuance, 900n * WHOLE);
      expect(await issuance.paidOf(award)).to.deep.equal([900n * WHOLE, true]);
      expect(await issuance.cohortOf(1n)).to.deep.equal([900n * WHOLE, 900n * WHOLE]);
      // What it did not use has lapsed; the next window is a period later.
      expect(await issuance.runningBatch()).to.deep.equal([
        2n,
        launchedAt + 2n * PERIOD,
        false,
        0n,
        BASE,
        0n,
        0n,
        0n,
      ]);
      await expect(issuance.settle()).not.to.emit(issuance, "BatchPaid");
    });

    it("46: pays each in proportion, whoever calls and whoever takes first", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, secondIssuer, actors, token } = scenario;
      const [first, second] = actors.producers;
      const awards = [
        await enter(scenario, issuer, 600n * WHOLE),
        await enter(scenario, secondIssuer, 900n * WHOLE),
        await enter(scenario, issuer, 1_500n * WHOLE),
      ] as const;
      await toEnd(scenario);
      // 1,000 for 3,000.
      const thirds = [200n * WHOLE, 300n * WHOLE, 500n * WHOLE];
      expect(await paid(scenario, ...awards)).to.deep.equal(thirds);
      for (const order of [
        [0, 1, 2],
        [2, 1, 0],
        [1, 0, 2],
      ] as const) {
        const snapshot = await networkHelpers.takeSnapshot();
        for (const index of order) {
          const by = index === 1 ? secondIssuer : issuer;
          await issuance.connect(by).take(awards[index], index === 1 ? second : first);
        }
        expect(await token.balanceOf(first)).to.equal(700n * WHOLE);
        expect(await token.balanceOf(second)).to.equal(300n * WHOLE);
        expect(await token.balanceOf(issuance)).to.equal(0n);
        await snapshot.restore();
      }
    });

    it("pays what is missing from the next two, beside their own, and nothing after them", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer } = scenario;
      const old = await enter(scenario, issuer, 3n * BASE);
      await toEnd(scenario);
      const late = await enter(scenario, issuer, BASE);
      // The first was paid 1,000 of 3,000; 2,000 and 1,000 share the next 1,000.
      await toEnd(scenario);
      const second = (2_000n * WHOLE * BASE) / (3_000n * WHOLE);
      expect(await issuance.paidOf(old)).to.deep.equal([BASE + second, false]);
      const lateFirst = (BASE * BASE) / (3_000n * WHOLE);
      expect(await issuance.paidOf(late)).to.deep.equal([lateFirst, false]);
      await toEnd(scenario);
      const missing = 2n * BASE - second + BASE - lateFirst;
      const third = ((2n * BASE - second) * BASE) / missing;
      expect(await issuance.paidOf(old)).to.deep.equal([BASE + second + third, true]);
      const lateSecond = ((BASE - lateFirst) * BASE) / missing;
      expect(await issuance.paidOf(late)).to.deep.equal([lateFirst + lateSecond, false]);
      // Now the old one is out of it: a third of it has lapsed.
      await toEnd(scenario);
      expect(await issuance.paidOf(old)).to.deep.equal([BASE + second + third, true]);
      expect(await issuance.paidOf(late)).to.deep.equal([BASE, true]);
      const { number, missing: rest } = await issuance.runningBatch();
      expect([number, rest]).to.deep.equal([5n, 0n]);
    });

    it("starves nobody for long: junk that takes a whole window has lapsed after three", async () => {
      const scenario = await loadFixture(growing);
      const { issuer } = scenario;
      const junk: bigint[] = [];
      for (let i = 0; i < 30; ++i) junk.push(await enter(scenario, issuer, 600n * WHOLE));
      await toEnd(scenario);
      const honest = await enter(scenario, issuer, 200n * WHOLE);
      const paidAt: bigint[] = [];
      for (let i = 0; i < 3; ++i) {
        await toEnd(scenario);
        paidAt.push((await paid(scenario, honest))[0] ?? 0n);
      }
      // About a 86th of it, twice; then all the rest.
      expect(paidAt[0]).to.equal((200n * WHOLE * BASE) / (17_200n * WHOLE));
      expect(paidAt[1]).to.be.within(23n * WHOLE, 24n * WHOLE);
      expect(paidAt[2]).to.equal(200n * WHOLE);
    });

    it("rounds down: what is paid is minted, and each has its part but for a unit", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, actors, token } = scenario;
      const amounts = [1n, 2n, 3n * BASE, 7n * WHOLE + 3n, 3n * BASE - 11n];
      const awards: bigint[] = [];
      for (const amount of amounts) awards.push(await enter(scenario, issuer, amount));
      const sum = amounts.reduce((total, amount) => total + amount, 0n);
      for (let i = 0; i < 3; ++i) await toEnd(scenario);
      await issuance.settle();
      const [, all] = await issuance.cohortOf(1n);
      expect(all).to.be.within(3n * BASE - 3n, 3n * BASE);
      expect(await token.balanceOf(issuance)).to.equal(all);
      for (const [i, award] of awards.entries()) {
        await issuance.connect(issuer).take(award, actors.stranger);
        expect((await issuance.awardOf(award)).taken).to.equal(((amounts[i] ?? 0n) * all) / sum);
      }
      expect(await token.balanceOf(issuance)).to.be.within(0n, BigInt(amounts.length));
    });

    it("is paid with the supply as it is then", async () => {
      const scenario = await loadFixture(growing);
      const { issuer, token, market, actors } = scenario;
      await token.connect(market).mint(actors.producers[0], 20_000n * WHOLE);
      const award = await enter(scenario, issuer, 6_000n * WHOLE);
      await toEnd(scenario);
      expect(await paid(scenario, award)).to.deep.equal([2_000n * WHOLE]);
      await token.connect(market).mint(actors.producers[0], 10_000n * WHOLE);
      expect(await paid(scenario, award)).to.deep.equal([3_000n * WHOLE]);
      await token.connect(market).redeemFrom(actors.producers[0], 25_000n * WHOLE);
      expect(await paid(scenario, award)).to.deep.equal([BASE]);
    });

    it("is paid later when nobody called: oldest first, each with what was issued before", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, token, market, actors, launchedAt } = scenario;
      await token.connect(market).mint(actors.producers[0], 20_000n * WHOLE);
      const award = await enter(scenario, issuer, 6_000n * WHOLE);
      await time.increaseTo(launchedAt + 2n * PERIOD + DAY);
      expect(await issuance.paidOf(award)).to.deep.equal([4_200n * WHOLE, false]);
      await expect(issuance.settle())
        .to.emit(issuance, "BatchPaid")
        .withArgs(1n, 6_000n * WHOLE, 2_000n * WHOLE)
        .and.to.emit(issuance, "BatchPaid")
        .withArgs(2n, 4_000n * WHOLE, 2_200n * WHOLE);
      expect((await issuance.runningBatch()).end).to.equal(launchedAt + 3n * PERIOD);
    });

    it("jumps over windows after three overdue ones: nothing is left to pay", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, launchedAt } = scenario;
      for (let i = 0; i < 2; ++i) await enter(scenario, issuer, 3n * BASE);
      await time.increaseTo(launchedAt + 1_000n * PERIOD + 5n);
      const settle = issuance.settle();
      for (const [number, missing] of [
        [1n, 6n],
        [2n, 5n],
        [3n, 4n],
      ] as const) {
        await expect(settle)
          .to.emit(issuance, "BatchPaid")
          .withArgs(number, missing * BASE, BASE);
      }
      expect(await issuance.paidOf(1n)).to.deep.equal([(3n * BASE) / 2n, true]);
      const { number, end, missing } = await issuance.runningBatch();
      expect([number, end, missing]).to.deep.equal([4n, launchedAt + 1_001n * PERIOD, 0n]);
    });

    it("mints no more than a token can hold, and pays that in proportion", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, token, market, actors } = scenario;
      const [one, two] = [await enter(scenario, issuer, 600n), await enter(scenario, issuer, 300n)];
      await token.connect(market).mint(actors.stranger, 2n ** 112n - 1n - 300n);
      await toEnd(scenario);
      await issuance.settle();
      expect(await paid(scenario, one, two)).to.deep.equal([200n, 100n]);
      expect(await token.totalSupply()).to.equal(2n ** 112n - 1n);
      await toEnd(scenario);
      await issuance.settle();
      expect(await paid(scenario, one, two)).to.deep.equal([200n, 100n]);
    });
  });

  describe("take", () => {
    it("sends what was paid and not taken, batch by batch, and settles first what is overdue", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, token, actors } = scenario;
      const award = await enter(scenario, issuer, 3n * BASE);
      const taker = issuance.connect(issuer);
      expect(await taker.take.staticCall(award, actors.stranger)).to.equal(0n);
      await expect(taker.take(award, actors.stranger)).not.to.emit(issuance, "AwardTaken");
      for (let i = 1n; i <= 3n; ++i) {
        await toEnd(scenario);
        const take = taker.take(award, actors.stranger);
        await expect(take).to.emit(issuance, "AwardTaken").withArgs(award, actors.stranger.address, BASE);
        await expect(take).to.changeTokenBalances(ethers, token, [issuance, actors.stranger], [0n, BASE]);
        expect(await issuance.awardOf(award)).to.deep.equal([issuer.address, 1n, 3n * BASE, i * BASE]);
      }
      await expect(taker.take(award, actors.stranger)).not.to.emit(token, "Transfer");
    });

    it("is only theirs who entered it, also once they are no issuer", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, secondIssuer, owner, actors } = scenario;
      const award = await enter(scenario, issuer, WHOLE);
      await toEnd(scenario);
      for (const [by, number] of [
        [secondIssuer, award],
        [owner, award],
        [actors.stranger, award],
        [issuer, award + 1n],
        [issuer, 0n],
      ] as const) {
        await expect(issuance.connect(by).take(number, by))
          .to.be.revertedWithCustomError(issuance, "NotIssuerOfAward")
          .withArgs(number, by.address);
      }
      await issuance.connect(owner).setIssuer(issuer, false);
      await expect(issuance.connect(issuer).take(award, issuer))
        .to.emit(issuance, "AwardTaken")
        .withArgs(award, issuer.address, WHOLE);
    });

    it("goes on in a pause and after a dissolution, and to nobody's account never", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, owner, reserve, token } = scenario;
      const award = await enter(scenario, issuer, 2n * BASE);
      await toEnd(scenario);
      await issuance.settle();
      await expect(issuance.connect(issuer).take(award, ZERO_ADDRESS))
        .to.be.revertedWithCustomError(token, "ERC20InvalidReceiver")
        .withArgs(ZERO_ADDRESS);
      await issuance.connect(owner).pause();
      await issuance.connect(issuer).take(award, issuer);
      expect(await token.balanceOf(issuer)).to.equal(BASE);
      await toEnd(scenario);
      await time.increase(PERIOD);
      await reserve.connect(owner).dissolve();
      await issuance.connect(issuer).take(award, issuer);
      expect(await token.balanceOf(issuer)).to.equal(2n * BASE);
    });
  });

  describe("previewPaid", () => {
    it("tells what an award would have if its window ended now", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer } = scenario;
      const award = await enter(scenario, issuer, 600n * WHOLE);
      expect(await issuance.previewPaid(award)).to.equal(600n * WHOLE);
      const other = await enter(scenario, issuer, 1_400n * WHOLE);
      expect(await issuance.previewPaid(award)).to.equal(300n * WHOLE);
      expect(await issuance.previewPaid(other)).to.equal(700n * WHOLE);
      expect((await issuance.runningBatch()).missing).to.equal(2_000n * WHOLE);
      await toEnd(scenario);
      expect(await issuance.previewPaid(award)).to.equal(600n * WHOLE);
      expect(await paid(scenario, award)).to.deep.equal([300n * WHOLE]);
      await toEnd(scenario);
      await enter(scenario, issuer, 3n * BASE);
      expect(await issuance.previewPaid(award)).to.equal(600n * WHOLE);
      expect(await issuance.previewPaid(99n)).to.equal(0n);
    });

    it("tells it of the open market's credit, too, and nothing more after a dissolution", async () => {
      const scenario = await loadFixture(open);
      const { issuance, issuer, reserve, owner, supply } = scenario;
      const award = await enter(scenario, issuer, 60n * WHOLE);
      expect(await issuance.previewPaid(award)).to.equal(partOf(supply, OPEN_BPS));
      await reserve.connect(owner).dissolve();
      expect(await issuance.previewPaid(award)).to.equal(0n);
      expect(await issuance.paidOf(award)).to.deep.equal([0n, true]);
      const { room, missing, barred } = await issuance.runningBatch();
      expect([room, missing, barred]).to.deep.equal([0n, 0n, true]);
    });
  });

  describe("the opening of the market", () => {
    it("pays what is overdue and then the running batch, before the supply is read; windows start anew", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, reserve, actors, unit, token, launchedAt } = scenario;
      const first = await enter(scenario, issuer, 2n * BASE);
      await time.increaseTo(launchedAt + PERIOD - DAY);
      await reserve.connect(actors.donor).donate(3_000n * unit, "");
      const second = await (async () => {
        await time.increaseTo(launchedAt + PERIOD + DAY);
        return enter(scenario, issuer, 500n * WHOLE);
      })();
      const openedAt = launchedAt + PERIOD + 2n * DAY;
      await time.setNextBlockTimestamp(openedAt);
      // 1,000 in the first window; then 1,000 + 500 share the 1,000 of the second, three weeks early.
      await expect(reserve.open())
        .to.emit(issuance, "BatchPaid")
        .withArgs(2n, 1_500n * WHOLE, BASE - 1n)
        .and.to.emit(reserve, "MarketOpened")
        .withArgs(3_000n * unit, 2n * BASE - 1n + DEAD_SUPPLY);
      const third = BASE / 3n;
      expect(await paid(scenario, first, second)).to.deep.equal([BASE + 2n * third, third]);
      expect(await token.totalSupply()).to.equal(2n * BASE - 1n + DEAD_SUPPLY);
      const { number, end, windowCredit, missing } = await issuance.runningBatch();
      expect([number, end, windowCredit]).to.deep.equal([3n, openedAt + PERIOD, ALL / 50n]);
      expect(missing).to.equal(500n * WHOLE + 1n);
    });

    it("pays overdue windows from the closed room as well", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, reserve, actors, unit, launchedAt } = scenario;
      const award = await enter(scenario, issuer, 3n * BASE);
      await reserve.connect(actors.donor).donate(3_000n * unit, "");
      await time.increaseTo(launchedAt + 2n * PERIOD + 5n);
      await reserve.open();
      expect(await issuance.paidOf(award)).to.deep.equal([3n * BASE, true]);
      expect((await issuance.runningBatch()).number).to.equal(4n);
    });

    it("pays no batch in a pause: it goes on with the first window of the market", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, owner, reserve, actors, unit, launchedAt } = scenario;
      await enter(scenario, issuer, BASE);
      await time.increaseTo(launchedAt + PERIOD);
      await issuance.settle();
      const award = await enter(scenario, issuer, 500n * WHOLE);
      await issuance.connect(owner).pause();
      await reserve.connect(actors.donor).donate(3_000n * unit, "");
      await reserve.open();
      const openedAt = await now();
      const { number, end, missing, barred } = await issuance.runningBatch();
      expect([number, end, missing, barred]).to.deep.equal([2n, openedAt + PERIOD, 500n * WHOLE, true]);
      await time.increaseTo(openedAt + PERIOD);
      expect(await paid(scenario, award)).to.deep.equal([partOf(BASE + DEAD_SUPPLY, OPEN_BPS)]);
    });

    it("is told by the reserve alone", async () => {
      const scenario = await loadFixture(growing);
      for (const { signer } of await everyoneBut(connection, scenario, "reserve")) {
        await expect(scenario.issuance.connect(signer).onOpening())
          .to.be.revertedWithCustomError(scenario.issuance, "NotOpeningReserve")
          .withArgs(signer.address);
      }
    });
  });

  describe("while the market is open", () => {
    it("adds the growth of the supply as it is then, a window, and no base amount", async () => {
      const scenario = await loadFixture(open);
      const { issuance, issuer, reserve, actors, unit, token, openedAt, supply } = scenario;
      const award = await enter(scenario, issuer, 90n * WHOLE);
      await time.increaseTo(openedAt + PERIOD);
      await issuance.settle();
      const first = (supply * 2n) / 100n;
      expect(await paid(scenario, award)).to.deep.equal([first]);
      await reserve.connect(actors.partners[0]).buy(3_000n * unit, 0n, actors.partners[0], NEVER);
      const grown = await token.totalSupply();
      expect((await issuance.runningBatch()).room).to.equal((grown * 2n) / 100n);
      await time.increaseTo(openedAt + 2n * PERIOD);
      const second = (grown * 2n) / 100n;
      expect(await paid(scenario, award)).to.deep.equal([first + second]);
    });

    it("lets a window's credit lapse with it, used or not", async () => {
      const scenario = await loadFixture(open);
      const { issuance, issuer, openedAt, supply } = scenario;
      await time.increaseTo(openedAt + 2n * PERIOD + DAY);
      const award = await enter(scenario, issuer, 90n * WHOLE);
      await time.increaseTo(openedAt + 3n * PERIOD);
      expect(await paid(scenario, award)).to.deep.equal([(supply * 2n) / 100n]);
      expect((await issuance.runningBatch()).windowCredit).to.equal(ALL / 50n);
    });

    it("adds what dripped with gifts, which does not lapse, and uses the window's first", async () => {
      const scenario = await loadFixture(open);
      const { issuance, issuer, reserve, actors, unit, openedAt, supply } = scenario;
      await reserve.connect(actors.donor).donate(600n * unit, "");
      const credit = creditOf(3_000n * unit, 600n * unit, 5_000n, GIFT_BPS);
      const { giftCredit, pendingGiftCredit } = await issuance.runningBatch();
      expect([giftCredit, pendingGiftCredit]).to.deep.equal([0n, credit]);
      // The window pays all of this: the gift's credit stays.
      await enter(scenario, issuer, 25n * WHOLE);
      await time.increaseTo(openedAt + PERIOD);
      await issuance.settle();
      const grown = supply + 25n * WHOLE;
      const after = await issuance.runningBatch();
      expect([after.giftCredit, after.pendingGiftCredit]).to.deep.equal([credit, 0n]);
      expect(after.room).to.equal((grown * (ALL / 50n + credit)) / ALL);
      // Now half of what the gift allows is used beside all of the window's.
      const wanted = partOf(grown, OPEN_BPS) + (grown * credit) / ALL / 2n;
      const award = await enter(scenario, issuer, wanted);
      await time.increaseTo(openedAt + 2n * PERIOD);
      await issuance.settle();
      expect(await paid(scenario, award)).to.deep.equal([wanted]);
      const used = ceilDiv(wanted * ALL, grown) - ALL / 50n;
      expect((await issuance.runningBatch()).giftCredit).to.equal(credit - used);
      // The rest, a window later.
      const left = credit - used;
      const more = await enter(scenario, issuer, 90n * WHOLE);
      await time.increaseTo(openedAt + 3n * PERIOD);
      await issuance.settle();
      const supplyThen = grown + wanted;
      const room = (supplyThen * (ALL / 50n + left)) / ALL;
      expect(await paid(scenario, more)).to.deep.equal([room]);
      expect((await issuance.runningBatch()).giftCredit).to.be.within(0n, 1n);
    });

    it("counts a gift's credit only as far as it has dripped when the batch is paid", async () => {
      const scenario = await loadFixture(open);
      const { issuance, issuer, reserve, actors, unit, openedAt, supply } = scenario;
      await time.increaseTo(openedAt + PERIOD - 2n * DAY);
      await reserve.connect(actors.donor).donate(700n * unit, "");
      const award = await enter(scenario, issuer, 90n * WHOLE);
      await time.setNextBlockTimestamp(openedAt + PERIOD);
      await issuance.settle();
      const [dripped, pending] = await reserve.giftCredit();
      const credit = creditOf(3_000n * unit, 700n * unit, 5_000n, GIFT_BPS);
      expect(dripped + pending).to.equal(credit);
      expect((dripped * 7n) / credit).to.equal(1n);
      expect(await paid(scenario, award)).to.deep.equal([(supply * (ALL / 50n + dripped)) / ALL]);
    });

    it("keeps no more unused gift credit than a fifth of the supply", async () => {
      const scenario = await opened({ issuance: { giftIssuanceBps: 10_000n } });
      const { issuance, issuer, reserve, actors, unit, supply } = scenario;
      await reserve.connect(actors.donor).donate(9_000n * unit, "");
      const all = creditOf(3_000n * unit, 9_000n * unit, 5_000n, 10_000n);
      expect(all).to.be.above((ALL * 69n) / 100n);
      while ((await reserve.giftCredit()).pending > 0n) await time.increase(PERIOD);
      // Nobody looked meanwhile.
      expect((await issuance.runningBatch()).giftCredit).to.equal(ALL / 5n);
      const award = await enter(scenario, issuer, 900n * WHOLE);
      expect((await issuance.awardOf(award)).entered).to.equal((supply * 26n) / 100n);
      await toEnd(scenario);
      await issuance.settle();
      expect(await paid(scenario, award)).to.deep.equal([(supply * 22n) / 100n]);
      // What was cut is gone.
      expect((await issuance.runningBatch()).giftCredit).to.equal(0n);
      await toEnd(scenario);
      expect((await issuance.runningBatch()).giftCredit).to.equal(0n);
    });

    it("7: changes no credit by any trade, of little or of many times the supply", async () => {
      const scenario = await loadFixture(open);
      const { issuance, reserve, actors, unit, openedAt, token } = scenario;
      const [seller] = actors.producers;
      const [buyer] = actors.partners;
      await reserve.connect(actors.donor).donate(600n * unit, "");
      const moment = openedAt + 3n * DAY;
      const credits: unknown[] = [];
      for (const trade of [
        () => reserve.connect(buyer).buy(1n * unit, 0n, buyer, NEVER),
        () => reserve.connect(buyer).buy(900_000n * unit, 0n, buyer, NEVER),
        () => reserve.connect(seller).sell(999n * WHOLE, 0n, seller, NEVER),
        () => reserve.connect(seller).sell(1n * WHOLE, 0n, seller, NEVER),
      ]) {
        const snapshot = await networkHelpers.takeSnapshot();
        await time.setNextBlockTimestamp(moment - 1n);
        await trade();
        await time.increaseTo(moment);
        const { windowCredit, giftCredit, pendingGiftCredit, room } = await issuance.runningBatch();
        credits.push([windowCredit, giftCredit, pendingGiftCredit]);
        const supply = await token.totalSupply();
        expect(room).to.equal((supply * (windowCredit + giftCredit)) / ALL);
        await snapshot.restore();
      }
      for (const credit of credits) expect(credit).to.deep.equal(credits[0]);
    });
  });

  describe("windows that are not counted", () => {
    it("end in a pause, whose batch goes on", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, owner, launchedAt } = scenario;
      const award = await enter(scenario, issuer, 2n * BASE);
      await time.increaseTo(launchedAt + PERIOD - DAY);
      await issuance.connect(owner).pause();
      const until = await issuance.pausedUntil();
      await time.increaseTo(launchedAt + PERIOD);
      expect(await issuance.settle.staticCall()).to.equal(0n);
      expect(await issuance.paidOf(award)).to.deep.equal([0n, false]);
      let batch = await issuance.runningBatch();
      expect([batch.number, batch.end, batch.barred]).to.deep.equal([1n, launchedAt + 2n * PERIOD, true]);
      await time.increaseTo(until);
      expect((await issuance.runningBatch()).barred).to.equal(false);
      await time.increaseTo(launchedAt + 2n * PERIOD);
      expect(await issuance.paidOf(award)).to.deep.equal([BASE, false]);
      await time.increaseTo(launchedAt + 5n * PERIOD);
      await issuance.settle();
      expect(await issuance.paidOf(award)).to.deep.equal([2n * BASE, true]);
      batch = await issuance.runningBatch();
      expect([batch.number, batch.end]).to.deep.equal([4n, launchedAt + 6n * PERIOD]);
    });

    it("are told from others by their ends, also when nobody called, and to the second", async () => {
      for (const [start, unpaused, counted] of [
        [-1n, 0n, true], // ended by the owner in the very second
        [-1n, 1n, false],
        [0n, 5n, true], // what is overdue is paid before a pause
        [-GRACE, undefined, true],
        [1n - GRACE, undefined, false],
      ] as const) {
        const scenario = await loadFixture(growing);
        const { issuance, issuer, owner, launchedAt } = scenario;
        const award = await enter(scenario, issuer, BASE);
        const end = launchedAt + PERIOD;
        await time.setNextBlockTimestamp(end + start);
        await issuance.connect(owner).pause();
        if (unpaused !== undefined) {
          await time.setNextBlockTimestamp(end + unpaused);
          await issuance.connect(owner).unpause();
        }
        await time.increaseTo(end + PERIOD - 1n);
        const expected = counted ? [BASE, true] : [0n, false];
        expect(await issuance.paidOf(award), `from ${start} to ${unpaused ?? "its end"}`).to.deep.equal(
          expected,
        );
        await time.increaseTo(end + PERIOD);
        expect(await issuance.paidOf(award)).to.deep.equal([BASE, true]);
      }
    });

    it("are two in a pause with windows of a week, and those before and after count", async () => {
      const scenario = await withIssuers(await launchGrowing(connection, { issuance: { period: 7n * DAY } }));
      const { issuance, issuer, owner } = scenario;
      const launchedAt = await issuance.launchedAt();
      const award = await enter(scenario, issuer, 3n * BASE);
      await time.setNextBlockTimestamp(launchedAt + 10n * DAY);
      // The first is overdue and paid by this; those that end on days 14 and 21 are not counted.
      await expect(issuance.connect(owner).pause())
        .to.emit(issuance, "BatchPaid")
        .withArgs(1n, 3n * BASE, BASE);
      await time.increaseTo(launchedAt + 27n * DAY);
      expect(await issuance.paidOf(award)).to.deep.equal([BASE, false]);
      expect((await issuance.runningBatch()).end).to.equal(launchedAt + 28n * DAY);
      await time.increaseTo(launchedAt + 28n * DAY);
      expect(await issuance.paidOf(award)).to.deep.equal([2n * BASE, false]);
    });

    it("end before a presale is released: the award is paid by the open market's first", async () => {
      const scenario = await loadFixture(soldOut);
      const { issuance, issuer, presale, actors, config, launchedAt } = scenario;
      const award = await enter(scenario, issuer, 3n * BASE);
      await time.increaseTo(config.presale.closes);
      expect(launchedAt + PERIOD).to.be.below(await now());
      let batch = await issuance.runningBatch();
      expect([batch.number, batch.end, batch.barred]).to.deep.equal([1n, launchedAt + 2n * PERIOD, true]);
      expect(await issuance.settle.staticCall()).to.equal(0n);
      await presale.connect(actors.trustee).release();
      const openedAt = await now();
      const supply = 24_000n * WHOLE + DEAD_SUPPLY;
      batch = await issuance.runningBatch();
      expect([batch.number, batch.end, batch.barred]).to.deep.equal([1n, openedAt + PERIOD, false]);
      expect(await issuance.paidOf(award)).to.deep.equal([0n, false]);
      await time.increaseTo(openedAt + PERIOD);
      expect(await paid(scenario, award)).to.deep.equal([partOf(supply, OPEN_BPS)]);
    });

    it("end before a presale fails; those after count, as a growing organisation's", async () => {
      const scenario = await loadFixture(unsold);
      const { issuance, issuer, presale, config, launchedAt } = scenario;
      const award = await enter(scenario, issuer, 3n * BASE);
      const closes = BigInt(config.presale.closes);
      // A window ends a day before the sale closes below its minimum.
      expect(launchedAt + PERIOD).to.be.below(closes);
      await time.increaseTo(launchedAt + 3n * PERIOD - 1n);
      expect(await presale.failedAt()).to.equal(closes);
      expect(await issuance.paidOf(award)).to.deep.equal([BASE, false]);
      await time.increaseTo(launchedAt + 3n * PERIOD);
      await issuance.settle();
      expect(await issuance.paidOf(award)).to.deep.equal([2n * BASE, false]);
      expect((await issuance.runningBatch()).number).to.equal(3n);
    });

    it("end after a dissolution, which pays what is overdue and voids the rest", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, owner, reserve, token, launchedAt } = scenario;
      const award = await enter(scenario, issuer, 3n * BASE);
      await time.increaseTo(launchedAt + PERIOD + 5n);
      await expect(reserve.connect(owner).dissolve())
        .to.emit(issuance, "BatchPaid")
        .withArgs(1n, 3n * BASE, BASE)
        .and.to.emit(reserve, "Dissolved")
        .withArgs(owner.address, 0n, BASE);
      expect(await issuance.paidOf(award)).to.deep.equal([BASE, true]);
      await time.increase(10n * PERIOD);
      await issuance.settle();
      await issuance.connect(issuer).take(award, issuer);
      expect(await token.balanceOf(issuer)).to.equal(BASE);
      expect(await issuance.paidOf(award)).to.deep.equal([BASE, true]);
      expect(await token.totalSupply()).to.equal(BASE);
    });
  });

  describe("terms", () => {
    it("are the launch's", async () => {
      const { issuance, addresses } = await loadFixture(growing);
      expect(await issuance.terms()).to.deep.equal([PERIOD, BASE, CLOSED_BPS, OPEN_BPS, GIFT_BPS]);
      expect(await issuance.owner()).to.equal(addresses.timelock);
    });
  });
});
