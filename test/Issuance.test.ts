import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { MaxUint256 } from "ethers";
import { network } from "hardhat";
import type { IIssuance } from "../typechain-types/Issuance.ts";
import { cloneOf, everyoneBut, executeAs, inOneBlock, least, type Role } from "./lib/contributions.ts";
import {
  DAY,
  DEAD_SUPPLY,
  HOUR,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  signerOf,
  type PresaleScenario,
  type Scenario,
} from "./lib/fixtures.ts";

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

/** Waits for this minute of the next hour, as it matters where in its hour a window starts. */
async function enterHour(minute: bigint): Promise<void> {
  const timestamp = await now();
  await time.increaseTo(timestamp - (timestamp % HOUR) + HOUR + minute * 60n);
}

/** A closed market without tokens, in its first window. */
async function growing() {
  await enterHour(45n);
  const scenario = await withIssuers(await launchGrowing(connection));
  return { ...scenario, launchedAt: await scenario.issuance.launchedAt() };
}

/** A closed market with 20,000 tokens from the first day on, at the second window's turn minus a day. */
async function grown() {
  const scenario = await growing();
  const { token, market, actors, launchedAt } = scenario;
  await time.increaseTo(launchedAt + DAY);
  await token.connect(market).mint(actors.producers[0], 20_000n * WHOLE);
  const start = launchedAt + PERIOD;
  await time.increaseTo(start - DAY);
  return { ...scenario, start };
}

/** A market just opened with 1,500.001 tokens. */
async function open() {
  await enterHour(45n);
  const scenario = await withIssuers(await launchOpenMarket(connection));
  const { openedAt } = await scenario.reserve.opening();
  return { ...scenario, openedAt, supplyAtOpening: 1_500n * WHOLE + DEAD_SUPPLY };
}

/** A sale that sold 20,000 tokens, and 4,000 more to founders; it has ended and waits for the trustee. */
async function soldOut() {
  const scenario = await withIssuers(await launchPresale(connection));
  const { presale, config, actors, unit } = scenario;
  await time.increaseTo(config.presale.opens);
  await presale.connect(actors.partners[0]).contribute(6_000n * unit, []);
  await presale.connect(actors.partners[1]).contribute(4_000n * unit, []);
  return scenario;
}

/** A sale nobody wanted. */
async function unsold() {
  return withIssuers(await launchPresale(connection));
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

/** What `bps` of `amount` are, rounded down. */
function partOf(amount: bigint, bps: bigint): bigint {
  return (amount * bps) / BPS;
}

/** Asserts the whole window and what is left of it. */
async function expectWindow(
  { issuance }: Scenario,
  expected: {
    readonly start: bigint;
    readonly room: bigint;
    readonly issued: bigint;
    readonly left?: bigint;
  },
): Promise<void> {
  const { start, end, room, issued } = await issuance.currentWindow();
  expect({ start, end, room, issued }).to.deep.equal({
    start: expected.start,
    end: expected.start + PERIOD,
    room: expected.room,
    issued: expected.issued,
  });
  expect(await issuance.available()).to.equal(expected.left ?? expected.room - expected.issued);
}

/** Asserts that exactly `left` can be issued now, to the wei, and issues it. */
async function expectLeft({ issuance, issuer, actors }: Scenario & Issuers, left: bigint): Promise<void> {
  expect(await issuance.available()).to.equal(left);
  const to = actors.stranger;
  await expect(issuance.connect(issuer).issue(to, left + 1n))
    .to.be.revertedWithCustomError(issuance, "BudgetExceeded")
    .withArgs(left + 1n, left);
  if (left > 0n) await issuance.connect(issuer).issue(to, left);
  await expect(issuance.connect(issuer).issue(to, 1n))
    .to.be.revertedWithCustomError(issuance, "BudgetExceeded")
    .withArgs(1n, 0n);
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
      for (const [changes, bps, max] of [
        [{ closedGrowthBps: 5_001n }, 5_001n, 5_000n],
        [{ openGrowthBps: 1_001n }, 1_001n, 1_000n],
        [{ giftIssuanceBps: 5_001n }, 5_001n, 5_000n],
      ] as const) {
        await expect(issuance.initialize(token, reserve, owner, [issuer], { ...terms, ...changes }))
          .to.be.revertedWithCustomError(issuance, "GrowthOutOfRange")
          .withArgs(bps, max);
      }
      await issuance.initialize(token, reserve, owner, [issuer], {
        ...terms,
        closedGrowthBps: 5_000n,
        openGrowthBps: 1_000n,
        giftIssuanceBps: 5_000n,
      });
      expect(await issuance.terms()).to.deep.equal([30n * DAY, BASE, 5_000n, 1_000n, 5_000n]);
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
      await issuance.connect(donor).issue(donor, 1n);
      await expect(issuance.connect(owner).setIssuer(donor, false))
        .to.emit(issuance, "IssuerSet")
        .withArgs(donor.address, false);
      expect(await issuance.isIssuer(donor)).to.be.false;
      await expect(issuance.connect(donor).issue(donor, 1n))
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
    it("sets both limits for the owner and nothing else", async () => {
      const { issuance, owner } = await loadFixture(growing);
      await expect(issuance.connect(owner).setGrowth(5_000n, 1_000n, 1_000n))
        .to.emit(issuance, "GrowthSet")
        .withArgs(5_000n, 1_000n, 1_000n);
      expect(await issuance.terms()).to.deep.equal([PERIOD, BASE, 5_000n, 1_000n, 1_000n]);
      await expect(issuance.connect(owner).setGrowth(0n, 0n, 1_000n))
        .to.emit(issuance, "GrowthSet")
        .withArgs(0n, 0n, 1_000n);
      expect(await issuance.terms()).to.deep.equal([PERIOD, BASE, 0n, 0n, 1_000n]);
    });

    it("reverts 1 bps above a bound", async () => {
      const { issuance, owner } = await loadFixture(growing);
      await expect(issuance.connect(owner).setGrowth(5_001n, 0n, 1_000n))
        .to.be.revertedWithCustomError(issuance, "GrowthOutOfRange")
        .withArgs(5_001n, 5_000n);
      await expect(issuance.connect(owner).setGrowth(0n, 1_001n, 1_000n))
        .to.be.revertedWithCustomError(issuance, "GrowthOutOfRange")
        .withArgs(1_001n, 1_000n);
      await expect(issuance.connect(owner).setGrowth(0n, 0n, 5_001n))
        .to.be.revertedWithCustomError(issuance, "GrowthOutOfRange")
        .withArgs(5_001n, 5_000n);
      expect(await issuance.terms()).to.deep.equal([PERIOD, BASE, CLOSED_BPS, OPEN_BPS, GIFT_BPS]);
    });

    it("reverts for everyone else", async () => {
      const scenario = await loadFixture(growing);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(scenario.issuance.connect(signer).setGrowth(1n, 1n, 1_000n))
          .to.be.revertedWithCustomError(scenario.issuance, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
    });

    it("takes effect at once, closed", async () => {
      const scenario = await loadFixture(grown);
      const { issuance, owner, start } = scenario;
      await time.increaseTo(start);
      await expectWindow(scenario, { start, room: 2_000n * WHOLE, issued: 0n });
      await issuance.connect(owner).setGrowth(3_000n, OPEN_BPS, 1_000n);
      await expectWindow(scenario, { start, room: 6_000n * WHOLE, issued: 0n });
      await issuance.connect(owner).setGrowth(0n, 1_000n, 1_000n);
      await expectWindow(scenario, { start, room: BASE, issued: 0n });
    });

    it("takes effect at once, open", async () => {
      const scenario = await loadFixture(open);
      const { issuance, owner, openedAt, supplyAtOpening } = scenario;
      await issuance.connect(owner).setGrowth(5_000n, 1_000n, 1_000n);
      await expectWindow(scenario, { start: openedAt, room: partOf(supplyAtOpening, 1_000n), issued: 0n });
      await issuance.connect(owner).setGrowth(5_000n, 0n, 1_000n);
      await expectWindow(scenario, { start: openedAt, room: 0n, issued: 0n });
    });

    it("leaves nothing, without underflow, when lowered below what was issued", async () => {
      const scenario = await loadFixture(open);
      const { issuance, issuer, owner, actors, openedAt, supplyAtOpening } = scenario;
      await issuance.connect(issuer).issue(actors.producers[2], 20n * WHOLE);
      await issuance.connect(owner).setGrowth(CLOSED_BPS, 100n, 1_000n);
      const room = partOf(supplyAtOpening, 100n);
      expect(room < 20n * WHOLE).to.be.true;
      await expectWindow(scenario, { start: openedAt, room, issued: 20n * WHOLE, left: 0n });
      await expectLeft(scenario, 0n);
      await issuance.connect(owner).setGrowth(CLOSED_BPS, OPEN_BPS, 1_000n);
      await expectLeft(scenario, partOf(supplyAtOpening, OPEN_BPS) - 20n * WHOLE);
    });
  });

  describe("issue", () => {
    it("mints to the receiver and counts it", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, token, issuer, actors, launchedAt } = scenario;
      const receiver = actors.producers[0];
      const transaction = issuance.connect(issuer).issue(receiver, 300n * WHOLE);
      await expect(transaction)
        .to.emit(issuance, "Issued")
        .withArgs(issuer.address, receiver.address, 300n * WHOLE)
        .and.to.emit(token, "Transfer")
        .withArgs(ZERO_ADDRESS, receiver.address, 300n * WHOLE);
      await expect(transaction).to.changeTokenBalances(
        ethers,
        token,
        [receiver, issuer, issuance, actors.stranger],
        [300n * WHOLE, 0n, 0n, 0n],
      );
      expect(await token.totalSupply()).to.equal(300n * WHOLE);
      await expectWindow(scenario, { start: launchedAt, room: BASE, issued: 300n * WHOLE });
    });

    it("reverts for everyone who is no issuer", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, token } = scenario;
      const issuers: Role[] = ["deployer", "trustee", "registry", "epochs"];
      const others = await everyoneBut(connection, scenario, ...issuers);
      expect(others.map(({ role }) => role)).to.include.members(["owner", "issuance", "reserve", "token"]);
      for (const { signer } of others) {
        expect(await issuance.isIssuer(signer)).to.be.false;
        await expect(issuance.connect(signer).issue(signer, 1n))
          .to.be.revertedWithCustomError(issuance, "NotIssuer")
          .withArgs(signer.address);
      }
      expect(await token.totalSupply()).to.equal(0n);
    });

    it("judges the caller, not the transaction's origin", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, token, owner, addresses } = scenario;
      const data = issuance.interface.encodeFunctionData("issue", [issuer.address, 1n]);
      const call = { to: addresses.issuance, data };
      const snapshot = await networkHelpers.takeSnapshot();
      await expect(executeAs(connection, scenario, issuer, call))
        .to.be.revertedWithCustomError(issuance, "NotIssuer")
        .withArgs(addresses.timelock);
      await snapshot.restore();
      await issuance.connect(owner).setIssuer(addresses.timelock, true);
      const transaction = executeAs(connection, scenario, issuer, call);
      await expect(transaction).to.emit(issuance, "Issued").withArgs(addresses.timelock, issuer.address, 1n);
      await expect(transaction).to.changeTokenBalances(ethers, token, [issuer], [1n]);
    });

    it("is the registry's from launch on", async () => {
      const { issuance, token, addresses, actors } = await loadFixture(growing);
      expect(await issuance.isIssuer(addresses.registry)).to.be.true;
      const registry = await signerOf(connection, addresses.registry);
      await issuance.connect(registry).issue(actors.producers[0], 1n);
      expect(await token.balanceOf(actors.producers[0])).to.equal(1n);
    });

    it("reverts for nothing", async () => {
      const { issuance, issuer, actors } = await loadFixture(growing);
      await expect(issuance.connect(issuer).issue(actors.producers[0], 0n)).to.be.revertedWithCustomError(
        issuance,
        "ZeroAmount",
      );
    });

    it("reverts for the zero address and counts nothing", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, token, issuer, launchedAt } = scenario;
      await expect(issuance.connect(issuer).issue(ZERO_ADDRESS, 1n))
        .to.be.revertedWithCustomError(token, "ERC20InvalidReceiver")
        .withArgs(ZERO_ADDRESS);
      await expectWindow(scenario, { start: launchedAt, room: BASE, issued: 0n });
    });

    it("issues exactly the room and reverts with 1 wei more", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, actors, launchedAt } = scenario;
      for (const amount of [BASE + 1n, 2n ** 112n, MaxUint256]) {
        await expect(issuance.connect(issuer).issue(actors.stranger, amount))
          .to.be.revertedWithCustomError(issuance, "BudgetExceeded")
          .withArgs(amount, BASE);
      }
      await issuance.connect(issuer).issue(actors.stranger, BASE);
      await expectWindow(scenario, { start: launchedAt, room: BASE, issued: BASE });
      await expectLeft(scenario, 0n);
    });

    it("6: shares one room among all issuers", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, secondIssuer, token, actors, addresses, launchedAt } = scenario;
      const registry = await signerOf(connection, addresses.registry);
      await issuance.connect(issuer).issue(actors.producers[0], 400n * WHOLE);
      await issuance.connect(secondIssuer).issue(actors.producers[1], 350n * WHOLE);
      await issuance.connect(registry).issue(actors.producers[2], 50n * WHOLE);
      await expectWindow(scenario, { start: launchedAt, room: BASE, issued: 800n * WHOLE });
      for (const account of [registry, secondIssuer]) {
        await expect(issuance.connect(account).issue(actors.stranger, 200n * WHOLE + 1n))
          .to.be.revertedWithCustomError(issuance, "BudgetExceeded")
          .withArgs(200n * WHOLE + 1n, 200n * WHOLE);
      }
      await expectLeft(scenario, 200n * WHOLE);
      expect(await token.totalSupply()).to.equal(BASE);
    });

    it("issues up to what the token can hold", async () => {
      const cap = 2n ** 112n - 1n;
      const scenario = await withIssuers(await launchGrowing(connection, { issuance: { baseAmount: cap } }));
      const { issuance, issuer, actors, token } = scenario;
      await issuance.connect(issuer).issue(actors.stranger, cap - 1n);
      await expectLeft(scenario, 1n);
      expect(await token.totalSupply()).to.equal(cap);
      expect((await issuance.currentWindow()).issued).to.equal(cap);
    });
  });

  describe("currentWindow", () => {
    it("runs from launch, for a period, to the second", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, actors, launchedAt } = scenario;
      await time.setNextBlockTimestamp(launchedAt + PERIOD - 1n);
      await issuance.connect(issuer).issue(actors.stranger, 600n * WHOLE);
      await expectWindow(scenario, { start: launchedAt, room: BASE, issued: 600n * WHOLE });
      await time.increaseTo(launchedAt + PERIOD);
      await expectWindow(scenario, { start: launchedAt + PERIOD, room: BASE, issued: 0n });
      await time.increaseTo(launchedAt + 2n * PERIOD - 1n);
      await expectWindow(scenario, { start: launchedAt + PERIOD, room: BASE, issued: 0n });
      await time.increaseTo(launchedAt + 2n * PERIOD);
      await expectWindow(scenario, { start: launchedAt + 2n * PERIOD, room: BASE, issued: 0n });
    });

    it("6: takes no second room in its last second, and a new one in the next", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, actors, launchedAt } = scenario;
      await time.increaseTo(launchedAt + PERIOD - 2n);
      await issuance.connect(issuer).issue(actors.stranger, BASE);
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(launchedAt + PERIOD);
      await issuance.connect(issuer).issue(actors.stranger, BASE);
      await expectWindow(scenario, { start: launchedAt + PERIOD, room: BASE, issued: BASE });
      await snapshot.restore();
      // One second before that, which is this block's own: nothing is left.
      expect(await now()).to.equal(launchedAt + PERIOD - 1n);
      await expectWindow(scenario, { start: launchedAt, room: BASE, issued: BASE });
    });

    it("carries no room over from windows in which nothing was issued", async () => {
      const scenario = await loadFixture(growing);
      const { issuance, issuer, actors, launchedAt } = scenario;
      await issuance.connect(issuer).issue(actors.stranger, WHOLE);
      await time.increaseTo(launchedAt + 5n * PERIOD + 3n * DAY);
      await expectWindow(scenario, { start: launchedAt + 5n * PERIOD, room: BASE, issued: 0n });
      await expectLeft(scenario, BASE);
    });

    it("gives the base amount in the first window, whatever the supply", async () => {
      const scenario = await loadFixture(growing);
      const { token, market, actors, launchedAt } = scenario;
      await token.connect(market).mint(actors.stranger, 1_000_000n * WHOLE);
      await time.increaseTo(launchedAt + PERIOD - 1n);
      await expectWindow(scenario, { start: launchedAt, room: BASE, issued: 0n });
    });

    describe("while the market is closed", () => {
      it("gives growth on the supply at the start when it is more than the base amount", async () => {
        const scenario = await loadFixture(grown);
        const { token, market, actors, start } = scenario;
        await token.connect(market).mint(actors.producers[0], 7n);
        await time.increaseTo(start);
        const supply = 20_000n * WHOLE + 7n;
        await expectWindow(scenario, { start, room: partOf(supply, CLOSED_BPS), issued: 0n });
        await expectLeft(scenario, 2_000n * WHOLE);
      });

      it("gives the base amount up to a supply of which it is the growth, and the growth above", async () => {
        const scenario = await loadFixture(growing);
        const { token, market, actors, launchedAt } = scenario;
        await token.connect(market).mint(actors.stranger, 10_000n * WHOLE + 9n);
        await time.increaseTo(launchedAt + PERIOD);
        await expectWindow(scenario, { start: launchedAt + PERIOD, room: BASE, issued: 0n });
        await token.connect(market).mint(actors.stranger, 1n);
        await expectWindow(scenario, { start: launchedAt + PERIOD, room: BASE, issued: 0n });
        await time.increaseTo(launchedAt + 2n * PERIOD);
        await expectWindow(scenario, { start: launchedAt + 2n * PERIOD, room: BASE + 1n, issued: 0n });
      });

      it("compounds from window to window", async () => {
        const scenario = await loadFixture(grown);
        const { start } = scenario;
        let supply = 20_000n * WHOLE;
        for (let window = 0n; window < 4n; window++) {
          await time.increaseTo(start + window * PERIOD + 5n * DAY);
          const room = partOf(supply, CLOSED_BPS);
          await expectLeft(scenario, room);
          supply += room;
        }
      });

      it("counts no supply minted since the start", async () => {
        const scenario = await loadFixture(grown);
        const { token, market, actors, start } = scenario;
        await time.increaseTo(start);
        await token.connect(market).mint(actors.stranger, 1_000_000n * WHOLE);
        await expectWindow(scenario, { start, room: 2_000n * WHOLE, issued: 0n });
        await time.increaseTo(start + 20n * DAY);
        await expectWindow(scenario, { start, room: 2_000n * WHOLE, issued: 0n });
      });

      it("counts what was minted up to the last second of the hour before the start's", async () => {
        const scenario = await loadFixture(grown);
        const { token, market, actors, start } = scenario;
        const hour = start - (start % HOUR);
        await time.setNextBlockTimestamp(hour - 1n);
        await token.connect(market).mint(actors.stranger, 10_000n * WHOLE);
        await time.increaseTo(start);
        await expectWindow(scenario, { start, room: 3_000n * WHOLE, issued: 0n });
      });

      it("counts nothing of what was minted from the first second of the start's hour", async () => {
        const scenario = await loadFixture(grown);
        const { token, market, actors, start } = scenario;
        const hour = start - (start % HOUR);
        await time.setNextBlockTimestamp(hour);
        await token.connect(market).mint(actors.stranger, 10_000n * WHOLE);
        await time.increaseTo(start);
        await expectWindow(scenario, { start, room: 2_000n * WHOLE, issued: 0n });
        await time.increaseTo(start + DAY);
        await expectWindow(scenario, { start, room: 2_000n * WHOLE, issued: 0n });
      });

      it("counts what was minted in the last second before a start on the hour, and not in the start's", async () => {
        const { token, market, actors, addresses, config } = await loadFixture(grown);
        const { clone } = await cloneOf(connection, "Issuance");
        const issuance = await ethers.getContractAt("Issuance", clone);
        const hour = (await now()) - ((await now()) % HOUR) + HOUR;
        await time.setNextBlockTimestamp(hour);
        await issuance.initialize(addresses.token, addresses.reserve, clone, [clone], config.issuance);
        const start = hour + PERIOD;
        await time.setNextBlockTimestamp(start - 1n);
        await token.connect(market).mint(actors.stranger, 10_000n * WHOLE);
        await time.setNextBlockTimestamp(start);
        await token.connect(market).mint(actors.stranger, 50_000n * WHOLE);
        expect(await issuance.currentWindow()).to.deep.equal([start, start + PERIOD, 3_000n * WHOLE, 0n]);
      });

      it("shrinks with what is burned, and grows back no further than it was", async () => {
        const scenario = await loadFixture(grown);
        const { token, market, actors, start } = scenario;
        const holder = actors.producers[0];
        await time.increaseTo(start);
        await token.connect(holder).burn(5_000n * WHOLE);
        await expectWindow(scenario, { start, room: 1_500n * WHOLE, issued: 0n });
        await token.connect(market).redeemFrom(holder, 9_000n * WHOLE);
        await expectWindow(scenario, { start, room: BASE, issued: 0n });
        await token.connect(market).mint(holder, 13_999n * WHOLE);
        await expectWindow(scenario, { start, room: 19_999n * (WHOLE / 10n), issued: 0n });
        await token.connect(market).mint(holder, 2n * WHOLE);
        await expectWindow(scenario, { start, room: 2_000n * WHOLE, issued: 0n });
      });

      it("leaves nothing, without underflow, when burning brings the room below what was issued", async () => {
        const scenario = await loadFixture(grown);
        const { token, issuance, issuer, actors, start } = scenario;
        await time.increaseTo(start);
        await issuance.connect(issuer).issue(actors.stranger, 1_800n * WHOLE);
        await token.connect(actors.producers[0]).burn(20_000n * WHOLE);
        await expectWindow(scenario, { start, room: BASE, issued: 1_800n * WHOLE, left: 0n });
        await expectLeft(scenario, 0n);
      });
    });

    describe("when the market opens", () => {
      it("starts anew, with the supply at opening", async () => {
        const scenario = await loadFixture(open);
        const { openedAt, supplyAtOpening, token } = scenario;
        expect(await token.totalSupply()).to.equal(supplyAtOpening);
        await expectWindow(scenario, {
          start: openedAt,
          room: partOf(supplyAtOpening, OPEN_BPS), // 30.00002
          issued: 0n,
        });
        await expectLeft(scenario, 30_000_020_000_000_000_000n);
      });

      it("forgets what was issued in the window before", async () => {
        const scenario = await loadFixture(growing);
        const { issuance, reserve, issuer, actors, unit, launchedAt } = scenario;
        await issuance.connect(issuer).issue(actors.producers[0], BASE);
        await reserve.connect(actors.donor).donate(1_000n * unit, "");
        const openedAt = launchedAt + 9n * DAY;
        await time.increaseTo(openedAt - 1n);
        await expectWindow(scenario, { start: launchedAt, room: BASE, issued: BASE });
        await time.setNextBlockTimestamp(openedAt);
        await reserve.open();
        const room = partOf(BASE + DEAD_SUPPLY, OPEN_BPS);
        await expectWindow(scenario, { start: openedAt, room, issued: 0n });
        await expectLeft(scenario, room);
        await time.increaseTo(launchedAt + PERIOD);
        await expectWindow(scenario, { start: openedAt, room, issued: room });
        await time.increaseTo(openedAt + PERIOD - 1n);
        await expectWindow(scenario, { start: openedAt, room, issued: room });
      });

      it("counts what was issued in a window that started in the very second of the opening", async () => {
        const scenario = await loadFixture(growing);
        const { issuance, reserve, issuer, actors, unit, launchedAt } = scenario;
        await issuance.connect(issuer).issue(actors.producers[0], BASE);
        await reserve.connect(actors.donor).donate(1_000n * unit, "");
        const openedAt = launchedAt + PERIOD;
        await inOneBlock(
          connection,
          [
            () => issuance.connect(issuer).issue(actors.producers[0], 15n * WHOLE, { gasLimit: 500_000n }),
            () => reserve.open({ gasLimit: 500_000n }),
          ],
          openedAt,
        );
        const room = partOf(BASE + 15n * WHOLE + DEAD_SUPPLY, OPEN_BPS);
        await expectWindow(scenario, { start: openedAt, room, issued: 15n * WHOLE });
      });

      it("counts no supply minted since, and less when some was burned", async () => {
        const scenario = await loadFixture(open);
        const { token, market, actors, openedAt, supplyAtOpening } = scenario;
        await token.connect(market).mint(actors.stranger, 1_000_000n * WHOLE);
        await time.increaseTo(openedAt + 2n * DAY);
        const room = partOf(supplyAtOpening, OPEN_BPS);
        await expectWindow(scenario, { start: openedAt, room, issued: 0n });
        await token.connect(actors.stranger).burn(1_000_000n * WHOLE);
        await token.connect(actors.producers[1]).burn(499n * WHOLE);
        const less = partOf(supplyAtOpening - 499n * WHOLE, OPEN_BPS);
        await expectWindow(scenario, { start: openedAt, room: less, issued: 0n });
      });

      it("counts later windows from the opening, to the second, each with the supply at its start", async () => {
        const scenario = await loadFixture(open);
        const { token, market, actors, openedAt, supplyAtOpening } = scenario;
        await time.increaseTo(openedAt + PERIOD - 1n - HOUR);
        await token.connect(market).mint(actors.stranger, 5_000n * WHOLE);
        await time.increaseTo(openedAt + PERIOD - 1n);
        const first = partOf(supplyAtOpening, OPEN_BPS);
        await expectWindow(scenario, { start: openedAt, room: first, issued: 0n });
        await time.increaseTo(openedAt + PERIOD);
        const second = partOf(supplyAtOpening + 5_000n * WHOLE, OPEN_BPS);
        await expectWindow(scenario, { start: openedAt + PERIOD, room: second, issued: 0n });
        await expectLeft(scenario, second);
        await time.increaseTo(openedAt + 2n * PERIOD);
        const third = partOf(supplyAtOpening + 5_000n * WHOLE + second, OPEN_BPS);
        await expectWindow(scenario, { start: openedAt + 2n * PERIOD, room: third, issued: 0n });
      });

      it("gives no base amount any more, however small the growth", async () => {
        const scenario = await loadFixture(open);
        const { token, actors, openedAt } = scenario;
        await token.connect(actors.producers[0]).burn(1_000n * WHOLE);
        await token.connect(actors.producers[1]).burn(500n * WHOLE);
        const room = partOf(DEAD_SUPPLY, OPEN_BPS);
        await expectWindow(scenario, { start: openedAt, room, issued: 0n });
      });
    });

    describe("and trades", () => {
      async function buy({ reserve }: Scenario, buyer: HardhatEthersSigner, assetIn: bigint): Promise<void> {
        await reserve.connect(buyer).buy(assetIn, 0n, buyer, MaxUint256);
      }

      async function sell({ reserve }: Scenario, seller: HardhatEthersSigner, tokens: bigint): Promise<void> {
        await reserve.connect(seller).sell(tokens, 0n, seller, MaxUint256);
      }

      it("7: never rises by buying and selling, by little or by many times the supply", async () => {
        const scenario = await loadFixture(open);
        const { issuance, issuer, token, actors, unit, openedAt, supplyAtOpening } = scenario;
        const [whale, minnow] = actors.partners;
        const [producer] = actors.producers;
        await issuance.connect(issuer).issue(actors.stranger, 10n * WHOLE);
        const all = async (account: HardhatEthersSigner): Promise<bigint> => token.balanceOf(account);
        const trades: (() => Promise<void>)[] = [
          () => buy(scenario, minnow, 1_000n),
          () => buy(scenario, whale, 900_000n * unit),
          () => sell(scenario, producer, 999n * WHOLE),
          async () => sell(scenario, whale, (await all(whale)) - 1n),
          () => sell(scenario, actors.producers[1], 400n * WHOLE),
          () => buy(scenario, minnow, 10_000n * unit),
          () => buy(scenario, whale, 500_000n * unit),
          async () => sell(scenario, minnow, await all(minnow)),
          async () => sell(scenario, whale, await all(whale)),
          () => sell(scenario, producer, 1n * WHOLE),
          () => buy(scenario, producer, 3_000n * unit),
        ];
        const start = partOf(supplyAtOpening, OPEN_BPS);
        let fell = false;
        for (const [i, trade] of trades.entries()) {
          await trade();
          const room = partOf(least(await token.totalSupply(), supplyAtOpening), OPEN_BPS);
          const left = room > 10n * WHOLE ? room - 10n * WHOLE : 0n;
          await expectWindow(scenario, { start: openedAt, room, issued: 10n * WHOLE, left });
          expect(room <= start, `after trade ${i}`).to.be.true;
          fell ||= room < start;
        }
        expect(fell).to.be.true;
      });

      it("7: does not rise within one block with what is bought and sold there", async () => {
        const scenario = await loadFixture(open);
        const { issuance, issuer, reserve, actors, unit, supplyAtOpening } = scenario;
        const whale = actors.partners[0];
        const room = partOf(supplyAtOpening, OPEN_BPS);
        const [, over] = await inOneBlock(connection, [
          () => reserve.connect(whale).buy(900_000n * unit, 0n, whale, MaxUint256, { gasLimit: 500_000n }),
          () => issuance.connect(issuer).issue(whale, room + 1n, { gasLimit: 500_000n }),
          () => reserve.connect(whale).sell(20_000n * WHOLE, 0n, whale, MaxUint256, { gasLimit: 500_000n }),
        ]);
        await expect(over)
          .to.be.revertedWithCustomError(issuance, "BudgetExceeded")
          .withArgs(room + 1n, room);
        await expectLeft(scenario, room);
      });

      it("counts in a later window what was bought and held when it started", async () => {
        const scenario = await loadFixture(open);
        const { token, actors, unit, openedAt, supplyAtOpening } = scenario;
        const whale = actors.partners[0];
        const start = openedAt + PERIOD;
        await time.setNextBlockTimestamp(start - (start % HOUR) - 1n);
        await buy(scenario, whale, 9_000n * unit); // fourfold reserve: twice the supply at w = 50 %
        const bought = await token.balanceOf(whale);
        expect(bought > 1_500n * WHOLE - WHOLE && bought <= supplyAtOpening).to.be.true;
        await time.increaseTo(start);
        const room = partOf(supplyAtOpening + bought, OPEN_BPS);
        await expectWindow(scenario, { start, room, issued: 0n });
        await sell(scenario, whale, bought);
        await expectWindow(scenario, { start, room: partOf(supplyAtOpening, OPEN_BPS), issued: 0n });
      });

      it("counts nothing of what was bought in the start's hour, or for a moment before", async () => {
        const scenario = await loadFixture(open);
        const { token, actors, unit, openedAt, supplyAtOpening } = scenario;
        const [whale, other] = actors.partners;
        const start = openedAt + PERIOD;
        const hour = start - (start % HOUR);
        await time.setNextBlockTimestamp(hour - 10n);
        await buy(scenario, other, 500_000n * unit);
        await time.setNextBlockTimestamp(hour - 1n);
        await sell(scenario, other, await token.balanceOf(other));
        const supply = await token.totalSupply(); // an indivisible rest may stay, none of it the trader's
        expect(supply).to.equal(supplyAtOpening);
        await time.setNextBlockTimestamp(hour);
        await buy(scenario, whale, 900_000n * unit);
        await time.increaseTo(start);
        await expectWindow(scenario, { start, room: partOf(supplyAtOpening, OPEN_BPS), issued: 0n });
        await time.increaseTo(start + PERIOD - 1n);
        await expectWindow(scenario, { start, room: partOf(supplyAtOpening, OPEN_BPS), issued: 0n });
      });
    });

    describe("in a launch with presale", () => {
      it("gives nothing before and during the sale, and nothing while the trustee is awaited", async () => {
        const scenario = await loadFixture(soldOut);
        const { issuance, config, owner } = scenario;
        await expectLeft(scenario, 0n);
        await issuance.connect(owner).setGrowth(5_000n, 1_000n, 1_000n);
        await expectLeft(scenario, 0n);
        await time.increaseTo(config.presale.closes);
        await expectLeft(scenario, 0n);
        await time.increaseTo(BigInt(config.presale.releaseBy) - 3n);
        await expectLeft(scenario, 0n);
      });

      it("gives nothing before the sale opens, whatever the supply", async () => {
        const scenario = await loadFixture(unsold);
        const { issuance, token, market, actors } = scenario;
        const start = await issuance.launchedAt();
        await token.connect(market).mint(actors.stranger, 50_000n * WHOLE);
        await expectWindow(scenario, { start, room: 0n, issued: 0n });
        await expectLeft(scenario, 0n);
      });

      it("is a growing organisation's from the second in which a sale below its minimum closes", async () => {
        const scenario = await loadFixture(unsold);
        const { issuance, config } = scenario;
        const launchedAt = await issuance.launchedAt();
        const closes = BigInt(config.presale.closes);
        const start = launchedAt + ((closes - launchedAt) / PERIOD) * PERIOD;
        await time.increaseTo(closes - 1n);
        await expectWindow(scenario, { start, room: 0n, issued: 0n });
        await time.increaseTo(closes);
        await expectWindow(scenario, { start, room: BASE, issued: 0n });
        await expectLeft(scenario, BASE);
      });

      it("is a growing organisation's from the second in which the release is overdue", async () => {
        const scenario = await loadFixture(soldOut);
        const { config } = scenario;
        const releaseBy = BigInt(config.presale.releaseBy);
        await time.increaseTo(releaseBy - 1n);
        expect(await scenario.issuance.available()).to.equal(0n);
        await time.increaseTo(releaseBy);
        await expectLeft(scenario, BASE);
      });

      it("gives growth on the supply, then open growth, after a failed sale", async () => {
        const scenario = await loadFixture(unsold);
        const { issuance, reserve, config, token, market, actors, unit } = scenario;
        await token.connect(market).mint(actors.stranger, 30_000n * WHOLE);
        await time.increaseTo(config.presale.closes);
        await expectLeft(scenario, partOf(30_000n * WHOLE, CLOSED_BPS));
        await reserve.connect(actors.donor).donate(1_000n * unit, "");
        await reserve.open();
        const { openedAt } = await reserve.opening();
        const room = partOf(33_000n * WHOLE + DEAD_SUPPLY, OPEN_BPS);
        await expectWindow(scenario, { start: openedAt, room, issued: 0n });
        expect(await issuance.available()).to.equal(room);
      });

      it("gives open growth on sold, founders' and dead tokens after the release", async () => {
        const scenario: PresaleScenario & Issuers = await loadFixture(soldOut);
        const { presale, actors, config } = scenario;
        const releasedAt = BigInt(config.presale.releaseBy) - 1n;
        await time.setNextBlockTimestamp(releasedAt);
        await presale.connect(actors.trustee).release();
        const supply = 24_000n * WHOLE + DEAD_SUPPLY;
        const room = partOf(supply, OPEN_BPS);
        await expectWindow(scenario, { start: releasedAt, room, issued: 0n });
        await expectLeft(scenario, room);
        await time.increaseTo(releasedAt + PERIOD);
        const next = partOf(supply + room, OPEN_BPS);
        await expectWindow(scenario, { start: releasedAt + PERIOD, room: next, issued: 0n });
      });
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
