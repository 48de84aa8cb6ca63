import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { Decimal as BaseDecimal } from "decimal.js";
import type { Addressable } from "ethers";
import { network } from "hardhat";
import type { Presale } from "../typechain-types/index.ts";
import {
  DAY,
  DEAD_ADDRESS,
  DEAD_SUPPLY,
  HOUR,
  WHOLE,
  ZERO_ADDRESS,
  issue,
  launchGrowing,
  launchPresale,
  signerOf,
  type Overrides,
  type PresaleScenario,
} from "./lib/fixtures.ts";
import { gasCeiling } from "./lib/gas.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

enum State {
  Upcoming,
  Open,
  Ended,
  Released,
  Refunding,
}

/** As the contract counts them. */
const Standing = { Unclaimed: 0n, Claimed: 1n, Staked: 2n } as const;

const Decimal = BaseDecimal.clone({ precision: 60 });
const RATIO = new Decimal("0.5");
const PRICE = new Decimal("0.5");

/** What of the tokens of `account` still bars unstaking. */
async function barredOf(presale: Presale, account: Addressable | string): Promise<bigint> {
  const { vesting, founderVesting } = await presale.tokensOf(account);
  return vesting + founderVesting;
}

/** What of `total` has vested `elapsed` seconds after the release of founders' tokens, rounded down. */
function linear(total: bigint, elapsed: bigint): bigint {
  if (elapsed < 90n * DAY) return 0n;
  const part = new Decimal(total.toString()).mul(elapsed.toString()).div((360n * DAY).toString());
  return elapsed >= 360n * DAY ? total : BigInt(part.floor().toFixed(0));
}

const launched = (): Promise<PresaleScenario> => launchPresale(connection);

async function opened(): Promise<PresaleScenario> {
  const scenario = await launched();
  await time.increaseTo((await scenario.presale.terms()).opens);
  return scenario;
}

/** Two partners gave 3,000 and 1,500 of the 1,000 needed; the sale has closed. */
async function ended(overrides: Overrides = {}): Promise<PresaleScenario> {
  const scenario = await launchPresale(connection, overrides);
  const { presale, actors, unit } = scenario;
  await time.increaseTo((await presale.terms()).opens);
  await presale.connect(actors.partners[0]).contribute(3_000n * unit, []);
  await presale.connect(actors.partners[1]).contribute(1_500n * unit, []);
  await time.increaseTo((await presale.terms()).closes);
  return scenario;
}
const endedDefault = (): Promise<PresaleScenario> => ended();

async function released(): Promise<PresaleScenario> {
  const scenario = await ended();
  await scenario.presale.connect(scenario.actors.trustee).release();
  return scenario;
}

/** The first partner gave 999.999… of the 1,000 needed, one asset unit too little. */
async function failed(): Promise<PresaleScenario> {
  const scenario = await opened();
  const { presale, actors, unit } = scenario;
  await presale.connect(actors.partners[0]).contribute(900n * unit, []);
  await presale.connect(actors.partners[1]).contribute(100n * unit - 1n, []);
  await time.increaseTo((await presale.terms()).closes);
  return scenario;
}

describe("Presale", () => {
  describe("initialize", () => {
    it("keeps the terms as launched", async () => {
      const { presale, config, actors, addresses } = await loadFixture(launched);
      const terms = await presale.terms();
      const given = config.presale;
      for (const key of [
        "trustee",
        "price",
        "minimum",
        "maximum",
        "perPartnerMaximum",
        "opens",
        "closes",
        "releaseBy",
        "founderBps",
        "foundersVestWithBudget",
        "maxResourceBps",
        "challengeWindow",
        "allowlistRoot",
      ] as const) {
        expect(terms[key], key).to.equal(given[key]);
      }
      expect(terms.founders.map((share) => [share.account, share.bps])).to.deep.equal([
        [actors.founders[0].address, 7_500n],
        [actors.founders[1].address, 2_500n],
      ]);
      expect([...terms.founderVesting]).to.deep.equal([90n * DAY, 360n * DAY]);
      expect([...terms.partnerVesting]).to.deep.equal([0n, 0n]);
      expect([...terms.resourceVesting]).to.deep.equal([0n, 180n * DAY]);
      expect([...(await presale.positionOf(actors.founders[1]))]).to.deep.equal([
        ...[0n, 0n, 0n, Standing.Unclaimed, 0n, 2_500n],
      ]);
      expect(await presale.raised()).to.equal(0n);
      expect(await presale.releasedAt()).to.equal(0n);
      expect(addresses.presale).to.equal(await presale.getAddress());
      expect(await presale.trustee()).to.equal(actors.trustee.address);
      expect(await presale.owner()).to.equal(addresses.timelock);
      expect(await presale.custody()).to.equal(addresses.custody);
      expect(await presale.budget()).to.equal(addresses.budget);
      expect(await presale.refunds()).to.deep.equal([false, 0n, 0n, ZERO_ADDRESS]);
      expect(await presale.minimumTokens()).to.equal(2_000n * WHOLE); // 1,000 at 0.50
    });

    it("is locked on the implementation and works once on a clone", async () => {
      const { presale, factory, config } = await loadFixture(launched);
      const { presale: implementation } = await factory.implementations();
      for (const target of [presale, presale.attach(implementation) as typeof presale]) {
        await expect(target.initialize(config.presale)).to.be.revertedWithCustomError(
          presale,
          "InvalidInitialization",
        );
      }
    });

    const refuses = (
      title: string,
      change: (scenario: PresaleScenario, now: bigint) => Overrides["presale"],
      error: string,
      args: (scenario: PresaleScenario, now: bigint) => unknown[],
    ): void => {
      it(`refuses ${title}`, async () => {
        const scenario = await loadFixture(launched);
        const now = BigInt(await time.latest()) + 100n;
        const presale = { ...scenario.config.presale, ...change(scenario, now) };
        await time.setNextBlockTimestamp(now);
        const launch = expect(
          scenario.factory.launch({ ...scenario.config, presale }),
        ).to.be.revertedWithCustomError(scenario.presale, error);
        const expected = args(scenario, now);
        await (expected.length === 0 ? launch : launch.withArgs(...expected));
      });
    };
    const year = 366n * DAY;
    const half = 180n * DAY;
    refuses(
      "no trustee",
      () => ({ trustee: ZERO_ADDRESS }),
      "ZeroAddress",
      () => [],
    );
    refuses(
      "a price of zero",
      () => ({ price: 0n }),
      "ZeroPrice",
      () => [],
    );
    refuses(
      "a minimum of zero",
      () => ({ minimum: 0n }),
      "LimitsOutOfOrder",
      ({ unit }) => [0n, 10_000n * unit, 6_000n * unit],
    );
    refuses(
      "a minimum above the maximum",
      ({ unit }) => ({ minimum: 10_000n * unit + 1n }),
      "LimitsOutOfOrder",
      ({ unit }) => [10_000n * unit + 1n, 10_000n * unit, 6_000n * unit],
    );
    refuses(
      "a partner's maximum of zero",
      () => ({ perPartnerMaximum: 0n }),
      "LimitsOutOfOrder",
      ({ unit }) => [1_000n * unit, 10_000n * unit, 0n],
    );
    refuses(
      "a partner's maximum above the sale's",
      ({ unit }) => ({ perPartnerMaximum: 10_000n * unit + 1n }),
      "LimitsOutOfOrder",
      ({ unit }) => [1_000n * unit, 10_000n * unit, 10_000n * unit + 1n],
    );
    const times = (opens: bigint, closes: bigint, releaseBy: bigint) => ({
      change: (_: unknown, now: bigint) => ({
        opens: now + opens,
        closes: now + closes,
        releaseBy: now + releaseBy,
      }),
      args: (_: unknown, now: bigint) => [now + opens, now + closes, now + releaseBy],
    });
    for (const [title, t] of [
      ["closing now", times(-10n, 0n, 10n)],
      ["closing after a year", times(0n, year + 1n, year + 2n)],
      ["opening when it closes", times(10n, 10n, 20n)],
      ["a release no later than closing", times(0n, 10n, 10n)],
      ["a release half a year after closing", times(0n, 10n, 10n + half + 1n)],
    ] as const) {
      refuses(title, t.change, "TimesOutOfOrder", t.args);
    }
    const early = (window: bigint, releaseBy: bigint) => ({
      change: (_: unknown, now: bigint) => ({
        opens: now,
        closes: now + 10n,
        challengeWindow: window,
        releaseBy: now + 10n + releaseBy,
      }),
      args: (_: unknown, now: bigint) => [now + 10n, window, now + 10n + releaseBy],
    });
    for (const [title, { change, args }] of [
      ["a release before all challenges and 14 days", early(3n * DAY, 17n * DAY - 1n)],
      ["a release before a long challenge and 14 days", early(30n * DAY, 44n * DAY - 1n)],
    ] as const) {
      refuses(title, change, "ReleaseTooEarly", args);
    }
    for (const window of [3n * DAY - 1n, 30n * DAY + 1n]) {
      refuses(
        `a challenge of ${window} seconds`,
        () => ({ challengeWindow: window }),
        "ResourceWindowOutOfRange",
        () => [window],
      );
    }
    refuses(
      "resources above half of the sold tokens",
      () => ({ maxResourceBps: 5_001n }),
      "ResourceShareOutOfRange",
      () => [5_001n],
    );
    refuses(
      "tokens for resources that vest below half a year",
      () => ({ resourceVesting: { cliff: 0n, duration: half - 1n } }),
      "VestingOutOfRange",
      () => [0n, half - 1n],
    );
    refuses(
      "a partner's maximum that buys no token",
      () => ({ price: 4n * 10n ** 33n, maximum: 2n ** 111n, perPartnerMaximum: 4n * 10n ** 15n - 1n }),
      "ContributionTooSmall",
      () => [4n * 10n ** 15n - 1n, 4n * 10n ** 33n],
    );
    refuses(
      "founders' tokens above half of the sold",
      () => ({ founderBps: 5_001n }),
      "FounderShareOutOfRange",
      () => [5_001n, 2n],
    );
    refuses(
      "founders' tokens without founders",
      () => ({ founders: [] }),
      "FounderShareOutOfRange",
      () => [2_000n, 0n],
    );
    refuses(
      "founders without founders' tokens",
      () => ({ founderBps: 0n }),
      "FounderShareOutOfRange",
      () => [0n, 2n],
    );
    refuses(
      "founders' shares that are not whole",
      ({ actors }) => ({ founders: [{ account: actors.founders[0].address, bps: 9_999n }] }),
      "SharesNotWhole",
      () => [9_999n],
    );
    refuses(
      "a founder named twice",
      ({ actors }) => ({
        founders: [
          { account: actors.founders[0].address, bps: 4_000n },
          { account: actors.founders[0].address, bps: 6_000n },
        ],
      }),
      "InvalidShare",
      ({ actors }) => [actors.founders[0].address, 6_000n],
    );
    refuses(
      "a trustee among the founders' shares",
      ({ actors }) => ({ founders: [{ account: actors.trustee.address, bps: 10_000n }] }),
      "TrusteeNotIndependent",
      ({ actors }) => [actors.trustee.address],
    );
    refuses(
      "a cliff after the end",
      () => ({ partnerVesting: { cliff: 11n, duration: 10n } }),
      "VestingOutOfRange",
      () => [11n, 10n],
    );
    refuses(
      "founders' vesting below half a year",
      () => ({ founderVesting: { cliff: 0n, duration: half - 1n } }),
      "VestingOutOfRange",
      () => [0n, half - 1n],
    );
    refuses(
      "vesting above ten years",
      () => ({ partnerVesting: { cliff: 0n, duration: 3_650n * DAY + 1n } }),
      "VestingOutOfRange",
      () => [0n, 3_650n * DAY + 1n],
    );

    it("accepts each bound itself", async () => {
      const { factory, config } = await loadFixture(launched);
      const now = BigInt(await time.latest()) + 100n;
      await time.setNextBlockTimestamp(now);
      const presale = {
        ...config.presale,
        opens: now + year - 1n,
        closes: now + year,
        releaseBy: now + year + half,
        minimum: config.presale.maximum,
        perPartnerMaximum: config.presale.maximum,
        founderBps: 5_000n,
        founderVesting: { cliff: half, duration: half },
        partnerVesting: { cliff: 0n, duration: 3_650n * DAY },
        challengeWindow: 30n * DAY,
        resourceVesting: { cliff: half, duration: half },
      };
      await expect(factory.launch({ ...config, presale })).to.emit(factory, "CdpoLaunched");
      const closing = {
        ...presale,
        opens: now,
        closes: now + 2n,
        challengeWindow: 5n * DAY,
        releaseBy: now + 2n + 19n * DAY,
      };
      await time.setNextBlockTimestamp(now + 1n);
      await expect(factory.launch({ ...config, name: "Closing", presale: closing })).to.emit(
        factory,
        "CdpoLaunched",
      );
    });

    it("needs no founders", async () => {
      const { presale, actors, token, unit, reserve } = await launchPresale(connection, {
        presale: { founderBps: 0n, founders: [], founderVesting: { cliff: 0n, duration: 0n } },
      });
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(1_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      expect(await presale.tokensForSale()).to.deep.equal([2_000n * WHOLE, 0n, 0n]);
      expect(await token.totalSupply()).to.equal(2_000n * WHOLE + DEAD_SUPPLY);
      // 0.5 · 0.50 · 2,000.001
      expect(await reserve.reserveBalance()).to.equal(500n * unit + unit / 4_000n);
      expect((await presale.tokensOf(actors.founders[0])).vested).to.equal(0n);
    });

    it("refuses a minimum that cannot pay for the opening reserve, and accepts one unit more", async () => {
      const { factory, config, presale, unit } = await loadFixture(launched);
      // w = 80 %, founders 20 %: w·(1 + f) = 96 %, so the reserve needs 0.96·m + 0.8·0.5·0.001 ≤ m, m ≥ 0.01.
      const attempt = (minimum: bigint) =>
        factory.launch({
          ...config,
          reserve: { ...config.reserve, reserveRatioBps: 8_000n },
          presale: { ...config.presale, minimum, maxResourceBps: 0n },
        });
      const enough = unit / 100n;
      await expect(attempt(enough - 25n))
        .to.be.revertedWithCustomError(presale, "ReserveUnderfunded")
        .withArgs(enough - 24n, enough - 25n);
      await expect(attempt(enough)).to.emit(factory, "CdpoLaunched");
    });

    it("refuses a ratio at which no sum pays for sold and founders' tokens", async () => {
      const { factory, config, presale, unit } = await loadFixture(launched);
      // w·(1 + f) = 0.8334·1.2 = 100.008 %: ⌈1,000.08 + 0.8334·0.5·0.001⌉ of 1,000 units, exactly.
      const required = new Decimal("1000.08").plus("0.0004167").mul(unit.toString());
      await expect(
        factory.launch({
          ...config,
          reserve: { ...config.reserve, reserveRatioBps: 8_334n },
          presale: { ...config.presale, maxResourceBps: 0n },
        }),
      )
        .to.be.revertedWithCustomError(presale, "ReserveUnderfunded")
        .withArgs(BigInt(required.toFixed(0)), 1_000n * unit);
    });

    it("refuses a sale whose tokens would not fit under the supply's cap, to the asset unit", async () => {
      const { factory, config, presale } = await loadFixture(launched);
      // At a price of 500,000 asset units the cap of 2^112 − 1 stands against ⌈⌈maximum/(1 − 20 %)⌉·1.2⌉ + 0.001 tokens.
      const price = 500_000n;
      const cap = 2n ** 112n - 1n;
      const needs = (maximum: bigint): bigint => {
        const sold = new Decimal(maximum.toString()).mul("1e18").div(price.toString()).div("0.8").ceil();
        return BigInt(sold.mul("1.2").ceil().toFixed(0)) + DEAD_SUPPLY;
      };
      const attempt = (maximum: bigint) =>
        factory.launch({
          ...config,
          presale: { ...config.presale, price, maximum, perPartnerMaximum: maximum },
        });
      const most = BigInt(
        new Decimal((cap - DEAD_SUPPLY).toString())
          .div("1.2")
          .mul("0.8")
          .mul(price.toString())
          .div("1e18")
          .floor()
          .toFixed(0),
      );
      expect(needs(most) <= cap && needs(most + 1n) > cap).to.equal(true);
      await expect(attempt(most + 1n))
        .to.be.revertedWithCustomError(presale, "SaleAboveSupplyCap")
        .withArgs(needs(most + 1n), cap);
      await expect(attempt(most)).to.emit(factory, "CdpoLaunched");
    });
  });

  describe("state", () => {
    it("moves at each boundary to the second", async () => {
      const { presale, actors, unit } = await loadFixture(launched);
      const { opens, closes, releaseBy } = await presale.terms();
      const at = async (timestamp: bigint): Promise<bigint> => {
        await time.increaseTo(timestamp);
        return presale.state();
      };
      expect(await at(opens - 1n)).to.equal(State.Upcoming);
      expect(await at(opens)).to.equal(State.Open);
      await presale.connect(actors.partners[0]).contribute(1_000n * unit, []);
      expect(await at(closes - 1n)).to.equal(State.Open);
      expect(await presale.failed()).to.equal(false);
      expect(await at(closes)).to.equal(State.Ended);
      expect(await at(releaseBy - 1n)).to.equal(State.Ended);
      expect(await at(releaseBy)).to.equal(State.Refunding);
      expect(await presale.failed()).to.equal(true);
      expect(await at(releaseBy + 3_650n * DAY)).to.equal(State.Refunding);
    });

    it("turns to refunding at closing when one asset unit is missing", async () => {
      const { presale } = await loadFixture(failed);
      expect(await presale.state()).to.equal(State.Refunding);
      expect(await presale.failed()).to.equal(true);
    });

    it("ends early when the maximum is reached", async () => {
      const { presale, actors, unit } = await loadFixture(opened);
      await presale.connect(actors.partners[0]).contribute(6_000n * unit, []);
      await presale.connect(actors.partners[1]).contribute(4_000n * unit - 1n, []);
      expect(await presale.state()).to.equal(State.Open);
      await presale.connect(actors.partners[2]).contribute(2n, []);
      expect(await presale.state()).to.equal(State.Ended);
      await expect(presale.connect(actors.trustee).release()).to.emit(presale, "Released");
    });

    // State × call: what the interface's table declares, and nothing else.
    const reach: Record<keyof typeof State, () => Promise<PresaleScenario>> = {
      Upcoming: launched,
      Open: opened,
      Ended: endedDefault,
      Released: released,
      Refunding: failed,
    };
    for (const name of ["Upcoming", "Open", "Ended", "Released", "Refunding"] as const) {
      it(`allows only the declared calls when ${name}`, async () => {
        const { presale, actors, unit, addresses, owner, token } = await loadFixture(reach[name]);
        expect(await presale.state()).to.equal(State[name]);
        const partner = presale.connect(actors.partners[0]);
        const [founder] = actors.founders;
        const calls = [
          [State.Open, () => partner.contribute.staticCall(unit, [])],
          [State.Ended, () => presale.connect(actors.trustee).release.staticCall()],
          [State.Released, () => partner.claim.staticCall(actors.partners[0])],
          [State.Released, () => presale.connect(founder).claim.staticCall(founder)],
          [State.Refunding, () => partner.refund.staticCall(actors.partners[0])],
          [State.Refunding, () => partner.refundFrom.staticCall(actors.partners[0], actors.partners[0])],
        ] as const;
        for (const [needed, call] of calls) {
          if (needed === State[name]) await call();
          else {
            await expect(call())
              .to.be.revertedWithCustomError(presale, "WrongState")
              .withArgs(BigInt(State[name]), BigInt(needed));
          }
        }
        // In each state, and by nobody else: the owner's pauses, what the custody tells, and the reserve's dissolution.
        const custody = await signerOf(connection, addresses.custody ?? "");
        const reserve = await signerOf(connection, addresses.reserve);
        for (const sender of [
          owner,
          custody,
          reserve,
          actors.trustee,
          founder,
          actors.partners[0],
          actors.stranger,
        ]) {
          const as = presale.connect(sender);
          for (const [allowed, call, contract, error] of [
            [owner, () => as.pause.staticCall(), presale, "OwnableUnauthorizedAccount"],
            [owner, () => as.unpause.staticCall(), presale, "OwnableUnauthorizedAccount"],
            [custody, () => as.uncreditResource.staticCall(founder, 0n, false), presale, "NotCustody"],
            [reserve, () => as.dissolve.staticCall(), token, "NotReserve"],
          ] as const) {
            if (sender.address === allowed.address) await call();
            else {
              await expect(call()).to.be.revertedWithCustomError(contract, error).withArgs(sender.address);
            }
          }
        }
      });
    }

    it("tells since when a sale has failed", async () => {
      const closed = await loadFixture(failed);
      const { closes } = await closed.presale.terms();
      expect(await closed.presale.failedAt()).to.equal(closes);
      // Refunds and a later dissolution change nothing.
      await closed.presale.connect(closed.actors.partners[0]).refund(closed.actors.partners[0]);
      await closed.presale.connect(await signerOf(connection, closed.addresses.reserve)).dissolve();
      expect(await closed.presale.failedAt()).to.equal(closes);

      const never = await loadFixture(endedDefault);
      const { releaseBy } = await never.presale.terms();
      await time.increaseTo(releaseBy - 1n);
      expect(await never.presale.failedAt()).to.equal(0n);
      await time.increaseTo(releaseBy);
      expect(await never.presale.failedAt()).to.equal(releaseBy);
      await time.increase(400n * DAY);
      await never.presale.connect(await signerOf(connection, never.addresses.reserve)).dissolve();
      expect(await never.presale.failedAt()).to.equal(releaseBy);

      for (const [reach_, state] of [
        [launched, State.Upcoming],
        [opened, State.Open],
        [endedDefault, State.Ended],
      ] as const) {
        const { presale, addresses } = await loadFixture(reach_);
        expect(await presale.state()).to.equal(state);
        expect(await presale.failedAt()).to.equal(0n);
        const now = BigInt(await time.latest()) + 5n;
        const reserve = await signerOf(connection, addresses.reserve);
        await time.setNextBlockTimestamp(now);
        await presale.connect(reserve).dissolve();
        expect(await presale.failedAt()).to.equal(now);
        await time.increase(400n * DAY);
        expect(await presale.failedAt()).to.equal(now);
      }
      const { presale: good } = await loadFixture(released);
      expect(await good.failedAt()).to.equal(0n);
    });

    it("tells that it failed by the refund that left less than the minimum, after it had ended", async () => {
      const { presale, actors, owner, unit } = await loadFixture(opened);
      const [first, second, third] = actors.partners;
      await presale.connect(first).contribute(500n * unit, []);
      await presale.connect(second).contribute(500n * unit, []);
      await presale.connect(third).contribute(100n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(owner).announceTrustee(actors.donor);
      await presale.connect(third).refund(third);
      expect(await presale.failedAt()).to.equal(0n);
      const now = BigInt(await time.latest()) + 7n;
      await time.setNextBlockTimestamp(now);
      await presale.connect(second).refund(second);
      expect(await presale.state()).to.equal(State.Refunding);
      expect(await presale.failedAt()).to.equal(now);
      await presale.connect(first).refund(first);
      await time.increaseTo((await presale.terms()).releaseBy);
      expect(await presale.failedAt()).to.equal(now);
    });

    it("tells that an open sale fails when it closes, whenever its partners were refunded", async () => {
      const { presale, actors, owner, unit } = await loadFixture(opened);
      const [partner] = actors.partners;
      await presale.connect(partner).contribute(2_000n * unit, []);
      await presale.connect(owner).announceTrustee(actors.donor);
      await presale.connect(partner).refund(partner);
      expect(await presale.failedAt()).to.equal(0n);
      const { closes } = await presale.terms();
      await time.increaseTo(closes);
      expect(await presale.failedAt()).to.equal(closes);
    });
  });

  describe("contribute", () => {
    it("takes the money and credits the partner", async () => {
      const { presale, actors, asset, unit } = await loadFixture(opened);
      const [partner] = actors.partners;
      await expect(presale.connect(partner).contribute(300n * unit, []))
        .to.emit(presale, "Contributed")
        .withArgs(partner.address, 300n * unit, 300n * unit);
      const second = presale.connect(partner).contribute(200n * unit, []);
      await expect(second)
        .to.emit(presale, "Contributed")
        .withArgs(partner.address, 200n * unit, 500n * unit);
      await expect(second).to.changeTokenBalances(
        ethers,
        asset,
        [partner, presale],
        [-200n * unit, 200n * unit],
      );
      await expect(presale.connect(actors.partners[1]).contribute(7n, []))
        .to.emit(presale, "Contributed")
        .withArgs(actors.partners[1].address, 7n, 500n * unit + 7n);
      expect((await presale.positionOf(partner)).contributed).to.equal(500n * unit);
      expect(await presale.raised()).to.equal(500n * unit + 7n);
      expect(await presale.previewClaim(partner)).to.deep.equal([0n, 0n]);
    });

    it("does not take what exceeds a partner's maximum, then refuses them", async () => {
      const { presale, actors, asset, unit } = await loadFixture(opened);
      const [partner] = actors.partners;
      const greedy = presale.connect(partner);
      expect(await greedy.contribute.staticCall(7_000n * unit, [])).to.equal(6_000n * unit);
      await expect(greedy.contribute(7_000n * unit, [])).to.changeTokenBalances(
        ethers,
        asset,
        [partner, presale],
        [-6_000n * unit, 6_000n * unit],
      );
      await expect(greedy.contribute(1n, []))
        .to.be.revertedWithCustomError(presale, "PartnerMaximumReached")
        .withArgs(partner.address, 6_000n * unit);
    });

    it("does not take what exceeds the sale's maximum", async () => {
      const { presale, actors, asset, unit } = await loadFixture(opened);
      await presale.connect(actors.partners[0]).contribute(6_000n * unit, []);
      const late = presale.connect(actors.partners[1]);
      await expect(late.contribute(5_000n * unit, [])).to.changeTokenBalances(
        ethers,
        asset,
        [actors.partners[1], presale],
        [-4_000n * unit, 4_000n * unit],
      );
      expect(await presale.raised()).to.equal(10_000n * unit);
    });

    it("refuses zero", async () => {
      const { presale, actors } = await loadFixture(opened);
      await expect(presale.connect(actors.partners[0]).contribute(0n, [])).to.be.revertedWithCustomError(
        presale,
        "ZeroAmount",
      );
    });

    it("refuses what buys no token, and takes the least that does", async () => {
      const price = 5n * 10n ** 33n; // a token costs 5e15 whole units of the asset
      const { presale, actors, unit, token, asset, stake } = await launchPresale(connection, {
        presale: {
          ...{ price, minimum: 10n ** 31n, maximum: 10n ** 32n, perPartnerMaximum: 10n ** 32n },
          partnerVesting: { cliff: 0n, duration: 100n * DAY },
        },
      });
      expect(unit).to.equal(WHOLE);
      await time.increaseTo((await presale.terms()).opens);
      const partner = presale.connect(actors.partners[0]);
      const least = price / WHOLE; // buys 1 wei of a token
      await expect(partner.contribute(least - 1n, []))
        .to.be.revertedWithCustomError(presale, "ContributionTooSmall")
        .withArgs(least - 1n, price);
      await expect(partner.contribute(least, [])).to.emit(presale, "Contributed");
      await expect(partner.contribute(1n, [])).to.emit(presale, "Contributed");
      // A single wei can be claimed like any other sum, and vests like it.
      await asset.mint(actors.partners[1], 10n ** 31n);
      await presale.connect(actors.partners[1]).contribute(10n ** 31n, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      expect(await presale.previewClaim(actors.partners[0])).to.deep.equal([0n, 1n]);
      await expect(partner.claim(actors.partners[0])).to.changeTokenBalances(
        ethers,
        token,
        [presale, stake],
        [-1n, 1n],
      );
      expect(await barredOf(presale, actors.partners[0])).to.equal(1n);
      expect(await stake.unstakable(actors.partners[0])).to.equal(0n);
    });

    it("takes only accounts on the allowlist", async () => {
      const [, , , , , , , a, b] = await ethers.getSigners();
      const tree = StandardMerkleTree.of([[a?.address ?? ""], [b?.address ?? ""]], ["address"]);
      const { presale, actors, unit } = await launchPresale(connection, {
        presale: { allowlistRoot: tree.root },
      });
      await time.increaseTo((await presale.terms()).opens);
      const [listed, other, stranger] = actors.partners;
      const proof = tree.getProof([listed.address]);
      await expect(presale.connect(listed).contribute(unit, proof)).to.emit(presale, "Contributed");
      await expect(presale.connect(other).contribute(unit, tree.getProof([other.address]))).to.emit(
        presale,
        "Contributed",
      );
      for (const [sender, given] of [
        [stranger, proof],
        [stranger, []],
        [listed, []],
        [listed, [...proof, ethers.ZeroHash]],
      ] as const) {
        await expect(presale.connect(sender).contribute(unit, [...given]))
          .to.be.revertedWithCustomError(presale, "NotAllowed")
          .withArgs(sender.address);
      }
    });

    it("refuses an asset that takes a fee, and nothing is lost", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const { presale, actors, unit } = await launchPresale(connection, {
        asset: await hostile.getAddress(),
      });
      await time.increaseTo((await presale.terms()).opens);
      const [partner] = actors.partners;
      await hostile.mint(partner, 100n * unit);
      await hostile.connect(partner).approve(presale, 100n * unit);
      await hostile.setFee(100);
      await expect(presale.connect(partner).contribute(100n * unit, []))
        .to.be.revertedWithCustomError(presale, "UnsupportedAsset")
        .withArgs(await hostile.getAddress(), 100n * unit, 99n * unit);
      expect(await hostile.balanceOf(partner)).to.equal(100n * unit);
      expect(await presale.raised()).to.equal(0n);
    });

    it("cannot be re-entered by the asset", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const { presale, actors, unit } = await launchPresale(connection, {
        asset: await hostile.getAddress(),
      });
      await time.increaseTo((await presale.terms()).opens);
      const [partner] = actors.partners;
      await hostile.mint(partner, 100n * unit);
      await hostile.connect(partner).approve(presale, 100n * unit);
      const guard = presale.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
      for (const data of [
        presale.interface.encodeFunctionData("contribute", [1n, []]),
        presale.interface.encodeFunctionData("refund", [partner.address]),
        presale.interface.encodeFunctionData("refundFrom", [partner.address, partner.address]),
        presale.interface.encodeFunctionData("claim", [partner.address]),
      ]) {
        await hostile.setHook(presale, data);
        await presale.connect(partner).contribute(unit, []);
        expect(await hostile.hookSucceeded()).to.equal(false);
        expect(await hostile.hookResult()).to.equal(guard);
      }
    });
  });

  describe("contributeFor", () => {
    it("is paid by the caller and credited to the account, whose refund it is", async () => {
      const { presale, actors, asset, unit } = await loadFixture(opened);
      const [payer, partner] = actors.partners;
      const given = presale.connect(payer).contributeFor(partner, 7_000n * unit, []);
      await expect(given)
        .to.emit(presale, "Contributed")
        .withArgs(partner.address, 6_000n * unit, 6_000n * unit);
      await expect(given).to.changeTokenBalances(
        ethers,
        asset,
        [payer, partner, presale],
        [-6_000n * unit, 0n, 6_000n * unit],
      );
      expect((await presale.positionOf(partner)).contributed).to.equal(6_000n * unit);
      expect((await presale.positionOf(payer)).contributed).to.equal(0n);
      // The limit is the account's, not the payer's.
      await expect(presale.connect(payer).contributeFor(partner, 1n, []))
        .to.be.revertedWithCustomError(presale, "PartnerMaximumReached")
        .withArgs(partner.address, 6_000n * unit);
      expect(await presale.connect(payer).contributeFor.staticCall(payer, unit, [])).to.equal(unit);
      await time.increaseTo((await presale.terms()).releaseBy);
      await expect(presale.connect(payer).refund(payer))
        .to.be.revertedWithCustomError(presale, "NothingToTake")
        .withArgs(payer.address);
      await expect(presale.connect(partner).refund(partner)).to.changeTokenBalances(
        ethers,
        asset,
        [presale, partner],
        [-6_000n * unit, 6_000n * unit],
      );
    });

    it("asks the allowlist about the account", async () => {
      const [, , , , , , , listed] = await ethers.getSigners();
      const tree = StandardMerkleTree.of([[listed?.address ?? ""], [ZERO_ADDRESS]], ["address"]);
      const { presale, actors, unit } = await launchPresale(connection, {
        presale: { allowlistRoot: tree.root },
      });
      await time.increaseTo((await presale.terms()).opens);
      const proof = tree.getProof([actors.partners[0].address]);
      const payer = presale.connect(actors.stranger);
      await expect(payer.contributeFor(actors.partners[0], unit, proof)).to.emit(presale, "Contributed");
      await expect(payer.contributeFor(actors.stranger, unit, proof))
        .to.be.revertedWithCustomError(presale, "NotAllowed")
        .withArgs(actors.stranger.address);
    });

    it("refuses accounts that could take nothing back, zero, and a sale that is not open or paused", async () => {
      const { presale, actors, addresses, owner, unit } = await loadFixture(opened);
      const payer = presale.connect(actors.partners[0]);
      for (const account of [ZERO_ADDRESS, await presale.getAddress(), addresses.token]) {
        await expect(payer.contributeFor(account, unit, []))
          .to.be.revertedWithCustomError(presale, "InvalidRecipient")
          .withArgs(account);
      }
      await expect(payer.contributeFor(actors.stranger, 0n, [])).to.be.revertedWithCustomError(
        presale,
        "ZeroAmount",
      );
      await presale.connect(owner).pause();
      await expect(payer.contributeFor(actors.stranger, unit, []))
        .to.be.revertedWithCustomError(presale, "Paused")
        .withArgs(await presale.pausedUntil());
      await time.increaseTo((await presale.terms()).closes);
      await expect(payer.contributeFor(actors.stranger, unit, []))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(State.Refunding, State.Open);
    });
  });

  describe("contributeWithPermit", () => {
    const signed = async ({ asset, presale }: PresaleScenario, owner: HardhatEthersSigner, value: bigint) => {
      const deadline = BigInt(await time.latest()) + HOUR;
      const { name, version, chainId, verifyingContract } = await asset.eip712Domain();
      const signature = await owner.signTypedData(
        { name, version, chainId, verifyingContract },
        {
          Permit: [
            { name: "owner", type: "address" },
            { name: "spender", type: "address" },
            { name: "value", type: "uint256" },
            { name: "nonce", type: "uint256" },
            { name: "deadline", type: "uint256" },
          ],
        },
        {
          owner: owner.address,
          spender: await presale.getAddress(),
          value,
          nonce: await asset.nonces(owner),
          deadline,
        },
      );
      return { deadline, ...ethers.Signature.from(signature).toJSON() } as {
        deadline: bigint;
        v: number;
        r: string;
        s: string;
      };
    };

    it("takes the money with a signature instead of an approval", async () => {
      const scenario = await loadFixture(opened);
      const { presale, actors, asset, unit } = scenario;
      const [partner] = actors.partners;
      await asset.connect(partner).approve(presale, 0n);
      const { deadline, v, r, s } = await signed(scenario, partner, 5n * unit);
      await expect(
        presale.connect(partner).contributeWithPermit(5n * unit, [], deadline, v, r, s),
      ).to.changeTokenBalances(ethers, asset, [partner, presale], [-5n * unit, 5n * unit]);
      expect((await presale.positionOf(partner)).contributed).to.equal(5n * unit);
      expect(await asset.allowance(partner, presale)).to.equal(0n);
    });

    it("survives a permit that someone used before", async () => {
      const scenario = await loadFixture(opened);
      const { presale, actors, asset, unit } = scenario;
      const [partner] = actors.partners;
      await asset.connect(partner).approve(presale, 0n);
      const { deadline, v, r, s } = await signed(scenario, partner, 5n * unit);
      await asset.connect(actors.stranger).permit(partner, presale, 5n * unit, deadline, v, r, s);
      await expect(presale.connect(partner).contributeWithPermit(5n * unit, [], deadline, v, r, s))
        .to.emit(presale, "Contributed")
        .withArgs(partner.address, 5n * unit, 5n * unit);
    });

    it("credits nobody by another's signature", async () => {
      const scenario = await loadFixture(opened);
      const { presale, actors, asset, unit } = scenario;
      const [partner, thief] = actors.partners;
      for (const account of [partner, thief]) await asset.connect(account).approve(presale, 0n);
      const { deadline, v, r, s } = await signed(scenario, partner, 5n * unit);
      await expect(presale.connect(thief).contributeWithPermit(5n * unit, [], deadline, v, r, s))
        .to.be.revertedWithCustomError(asset, "ERC20InsufficientAllowance")
        .withArgs(await presale.getAddress(), 0n, 5n * unit);
    });

    it("cannot be re-entered, nor can a contribution for another", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const scenario = await launchPresale(connection, { asset: await hostile.getAddress() });
      const { presale, actors, unit } = scenario;
      const [partner] = actors.partners;
      await hostile.mint(partner, 10n * unit);
      await time.increaseTo((await presale.terms()).opens);
      const { deadline, v, r, s } = await signed({ ...scenario, asset: hostile }, partner, unit);
      await hostile.setHook(
        presale,
        presale.interface.encodeFunctionData("contributeFor", [partner.address, 1n, []]),
      );
      await presale.connect(partner).contributeWithPermit(unit, [], deadline, v, r, s);
      const guard = presale.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
      expect(await hostile.hookResult()).to.equal(guard);
      await hostile.connect(partner).approve(presale, unit);
      await hostile.setHook(
        presale,
        presale.interface.encodeFunctionData("contributeWithPermit", [1n, [], deadline, v, r, s]),
      );
      await presale.connect(partner).contributeFor(actors.stranger, unit, []);
      expect(await hostile.hookResult()).to.equal(guard);
    });
  });

  describe("release", () => {
    it("opens the market at exactly the presale price and the rest becomes the production budget", async () => {
      const { presale, actors, asset, unit, token, reserve, addresses } = await loadFixture(endedDefault);
      const sold = 9_000n * WHOLE; // 4,500 at 0.50
      const founders = 1_800n * WHOLE;
      const supply = sold + founders + DEAD_SUPPLY;
      const opening = RATIO.mul(PRICE).mul(supply.toString()).ceil();
      const toReserve = BigInt(opening.toFixed(0));
      const toBudget = 4_500n * unit - toReserve;
      const release = presale.connect(actors.trustee).release();
      await expect(release).to.emit(presale, "Released").withArgs(sold, founders, toReserve, toBudget);
      await expect(release).to.emit(reserve, "MarketOpened").withArgs(toReserve, supply);
      await expect(release).to.changeTokenBalances(
        ethers,
        asset,
        [presale, reserve, addresses.budget ?? ""],
        [-4_500n * unit, toReserve, toBudget],
      );
      await expect(release).to.changeTokenBalances(
        ethers,
        token,
        [presale, DEAD_ADDRESS, actors.trustee],
        [sold + founders, DEAD_SUPPLY, 0n],
      );
      expect(await token.totalSupply()).to.equal(supply);
      expect(await presale.tokensForSale()).to.deep.equal([sold, 0n, founders]);
      expect(await presale.releasedAt()).to.equal(BigInt(await time.latest()));
      // p = R / (w·S): the presale price up to one asset unit in R.
      const exact = RATIO.mul(PRICE).mul(supply.toString());
      const off = new Decimal((await reserve.reserveBalance()).toString()).minus(exact);
      expect(off.gte(0) && off.lt(1), off.toString()).to.equal(true);
      expect(await reserve.spotPrice()).to.equal(unit / 2n);
      expect(await asset.allowance(presale, reserve)).to.equal(0n);
    });

    it("rounds sold tokens, founders' tokens and the reserve as documented", async () => {
      const price = 333_333n; // of a 6-decimal asset: no round number of tokens
      const scenario = await launchPresale(connection, {
        decimals: 6,
        reserve: { reserveRatioBps: 3_333n },
        presale: { price, minimum: 1_000_000n, maximum: 10n ** 12n, perPartnerMaximum: 10n ** 12n },
      });
      const { presale, actors, token, reserve, addresses, asset } = scenario;
      await time.increaseTo((await presale.terms()).opens);
      const given = [1_234_567n, 7_654_321n, 1n] as const;
      for (const [at, partner] of actors.partners.entries()) {
        await presale.connect(partner).contribute(given[at] ?? 0n, []);
      }
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      const raised = given.reduce((sum: bigint, part) => sum + part, 0n);
      const sold = BigInt(
        new Decimal(raised.toString()).mul("1e18").div(price.toString()).floor().toFixed(0),
      );
      const founders = (sold * 2_000n) / 10_000n;
      expect(await presale.tokensForSale()).to.deep.equal([sold, 0n, founders]);
      const exact = new Decimal("0.3333")
        .mul(price.toString())
        .mul((sold + founders + DEAD_SUPPLY).toString())
        .div("1e18");
      expect(await reserve.reserveBalance()).to.equal(BigInt(exact.ceil().toFixed(0)));
      expect(await asset.balanceOf(addresses.budget ?? "")).to.equal(
        raised - BigInt(exact.ceil().toFixed(0)),
      );
      let claimed = 0n;
      for (const [at, partner] of actors.partners.entries()) {
        const tokens = ((given[at] ?? 0n) * WHOLE) / price;
        await presale.connect(partner).claim(partner);
        expect(await token.balanceOf(partner)).to.equal(tokens);
        claimed += tokens;
      }
      expect(claimed <= sold && sold - claimed < 3n).to.equal(true);
    });

    it("is the trustee's alone", async () => {
      const { presale, actors, owner } = await loadFixture(endedDefault);
      for (const sender of [
        actors.deployer,
        actors.founders[0],
        actors.partners[0],
        actors.curators[0],
        owner,
        actors.stranger,
      ]) {
        await expect(presale.connect(sender).release())
          .to.be.revertedWithCustomError(presale, "NotTrustee")
          .withArgs(sender.address);
      }
    });

    it("works in the last second and not after", async () => {
      const { presale, actors } = await loadFixture(endedDefault);
      const { releaseBy } = await presale.terms();
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(releaseBy - 1n);
      await expect(presale.connect(actors.trustee).release()).to.emit(presale, "Released");
      await snapshot.restore();
      await time.setNextBlockTimestamp(releaseBy);
      await expect(presale.connect(actors.trustee).release())
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(State.Refunding, State.Ended);
    });

    it("works with an asset that returns nothing from its transfers", async () => {
      const asset = await ethers.deployContract("NoReturnAsset");
      const { presale, actors, reserve, addresses } = await launchPresale(connection, {
        decimals: 6,
        asset: await asset.getAddress(),
      });
      const [partner] = actors.partners;
      await asset.mint(partner, 2_000_000_000n);
      await asset.connect(partner).approve(presale, 2_000_000_000n);
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(partner).contribute(2_000_000_000n, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      // R0 = 0.5 · 0.50 · (4,000 + 800 + 0.001)
      expect(await reserve.reserveBalance()).to.equal(1_200_000_250n);
      expect(await asset.balanceOf(reserve)).to.equal(1_200_000_250n);
      expect(await asset.balanceOf(addresses.budget ?? "")).to.equal(799_999_750n);
    });

    it("cannot be re-entered, and a fee that the asset starts to take sends the sale to refunding", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const { presale, actors, unit, reserve } = await launchPresale(connection, {
        asset: await hostile.getAddress(),
      });
      const [partner] = actors.partners;
      await hostile.mint(partner, 2_000n * unit);
      await hostile.connect(partner).approve(presale, 2_000n * unit);
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(partner).contribute(2_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await hostile.setFee(100);
      const needed = 1_200n * unit + unit / 4_000n;
      await expect(presale.connect(actors.trustee).release())
        .to.be.revertedWithCustomError(reserve, "UnsupportedAsset")
        .withArgs(await hostile.getAddress(), needed, needed - needed / 100n);
      await time.increaseTo((await presale.terms()).releaseBy);
      await hostile.setFee(0);
      await expect(presale.connect(partner).refund(partner)).to.changeTokenBalances(
        ethers,
        hostile,
        [presale, partner],
        [-2_000n * unit, 2_000n * unit],
      );
    });

    it("guards against re-entrance while it pays", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const { presale, actors, unit } = await launchPresale(connection, {
        asset: await hostile.getAddress(),
        presale: { trustee: await hostile.getAddress() },
      });
      const [partner] = actors.partners;
      await hostile.mint(partner, 2_000n * unit);
      await hostile.connect(partner).approve(presale, 2_000n * unit);
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(partner).contribute(2_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await networkHelpers.impersonateAccount(await hostile.getAddress());
      await networkHelpers.setBalance(await hostile.getAddress(), WHOLE);
      const trustee = await ethers.getSigner(await hostile.getAddress());
      await hostile.setHook(presale, presale.interface.encodeFunctionData("release"));
      await presale.connect(trustee).release();
      expect(await hostile.hookSucceeded()).to.equal(false);
      expect(await hostile.hookResult()).to.equal(
        presale.interface.encodeErrorResult("ReentrancyGuardReentrantCall"),
      );
    });
  });

  describe("claim", () => {
    it("gives partners all at once when there is no vesting", async () => {
      const { presale, actors, token, stake } = await loadFixture(released);
      const [partner] = actors.partners;
      expect(await presale.previewClaim(partner)).to.deep.equal([6_000n * WHOLE, 0n]);
      const claim = presale.connect(partner).claim(actors.stranger);
      await expect(claim)
        .to.emit(presale, "Claimed")
        .withArgs(partner.address, actors.stranger.address, 6_000n * WHOLE, 0n);
      await expect(claim).not.to.emit(stake, "Staked");
      await expect(claim).to.changeTokenBalances(
        ethers,
        token,
        [presale, partner, actors.stranger, stake],
        [-6_000n * WHOLE, 0n, 6_000n * WHOLE, 0n],
      );
      expect([...(await presale.positionOf(partner))]).to.deep.equal([
        ...[3_000n * WHOLE, 3_000n * WHOLE, 0n, Standing.Claimed, 0n, 0n],
      ]);
      expect((await presale.tokensOf(partner)).vested).to.equal(6_000n * WHOLE);
      expect(await barredOf(presale, partner)).to.equal(0n);
    });

    it("happens once: a second claim brings nothing, whatever has vested since", async () => {
      const { presale, actors } = await loadFixture(released);
      for (const account of [actors.partners[0], actors.founders[0]]) {
        await presale.connect(account).claim(account);
        for (const wait of [0n, 100n * DAY, 400n * DAY]) {
          await time.increase(wait + 1n);
          expect(await presale.previewClaim(account)).to.deep.equal([0n, 0n]);
          await expect(presale.connect(account).claim(account))
            .to.be.revertedWithCustomError(presale, "NothingToTake")
            .withArgs(account.address);
        }
      }
    });

    it("stakes what still vests in the claimer's name, wherever the rest goes", async () => {
      const { presale, actors, token, stake } = await loadFixture(released);
      const [founder] = actors.founders;
      const total = 1_350n * WHOLE; // 75 % of 20 % of 9,000
      await time.setNextBlockTimestamp((await presale.releasedAt()) + 90n * DAY);
      const claim = presale.connect(founder).claim(actors.stranger);
      await expect(claim)
        .to.emit(presale, "Claimed")
        .withArgs(founder.address, actors.stranger.address, total / 4n, (total * 3n) / 4n);
      await expect(claim)
        .to.emit(stake, "Staked")
        .withArgs(founder.address, await presale.getAddress(), (total * 3n) / 4n, (total * 3n) / 4n);
      await expect(claim).to.changeTokenBalances(
        ethers,
        token,
        [presale, founder, actors.stranger, stake],
        [-total, 0n, total / 4n, (total * 3n) / 4n],
      );
      expect(await token.allowance(presale, stake)).to.equal(0n);
      expect([...(await presale.positionOf(founder))]).to.deep.equal([
        ...[0n, 0n, 0n, Standing.Staked, 0n, 7_500n],
      ]);
      expect(await stake.getVotes(founder)).to.equal((total * 3n) / 4n);
      expect(await stake.getVotes(actors.stranger)).to.equal(0n);
    });

    it("lets unstake exactly what has vested, to the second and to the wei", async () => {
      const { presale, actors, token, stake } = await loadFixture(released);
      const [founder] = actors.founders;
      const total = 1_350n * WHOLE;
      const start = await presale.releasedAt();
      await time.setNextBlockTimestamp(start + 10n * DAY);
      await expect(presale.connect(founder).claim(founder))
        .to.emit(presale, "Claimed")
        .withArgs(founder.address, founder.address, 0n, total);
      let out = 0n;
      for (const [after, vested] of [
        [90n * DAY - 1n, 0n],
        [90n * DAY, total / 4n],
        [90n * DAY + 1n, linear(total, 90n * DAY + 1n)],
        [123n * DAY + 45_678n, linear(total, 123n * DAY + 45_678n)],
        [360n * DAY - 1n, linear(total, 360n * DAY - 1n)],
        [360n * DAY, total],
      ] as const) {
        const free = vested - out;
        await time.setNextBlockTimestamp(start + after);
        await expect(stake.connect(founder).unstake(free + 1n, founder))
          .to.be.revertedWithCustomError(stake, "StakeHeld")
          .withArgs(founder.address, free + 1n, free);
        if (free === 0n) await time.increaseTo(start + after);
        else {
          await expect(stake.connect(founder).unstake(free, founder)).to.changeTokenBalances(
            ethers,
            token,
            [stake, founder],
            [-free, free],
          );
        }
        out += free;
        expect(BigInt(await time.latest())).to.equal(start + after);
        expect((await presale.tokensOf(founder)).vested).to.equal(vested);
        expect(await barredOf(presale, founder)).to.equal(total - vested);
        expect((await presale.tokensOf(founder)).founderVesting).to.equal(total - vested);
        expect(await stake.unstakable(founder)).to.equal(0n);
        expect(await stake.getVotes(founder)).to.equal(total - out);
      }
      expect(await token.balanceOf(founder)).to.equal(total);
      expect(await stake.getVotes(founder)).to.equal(0n);
    });

    it("gives a founder's part of one bps, too", async () => {
      const [, first, second] = await ethers.getSigners();
      const founders = [
        { account: first?.address ?? "", bps: 9_999n },
        { account: second?.address ?? "", bps: 1n },
      ];
      const { presale, actors, stake, unit } = await launchPresale(connection, { presale: { founders } });
      expect(actors.founders[1].address).to.equal(second?.address);
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(5_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      await presale.connect(actors.founders[1]).claim(actors.founders[1]);
      // A 10,000th of 20 % of 10,000 tokens.
      expect(await stake.getVotes(actors.founders[1])).to.equal(WHOLE / 5n);
    });

    it("bars what an account staked besides no longer than what vests needs", async () => {
      const { presale, actors, token, stake } = await loadFixture(released);
      const [founder] = actors.founders;
      const [partner] = actors.partners;
      const total = 1_350n * WHOLE;
      await presale.connect(partner).claim(founder);
      await presale.connect(founder).claim(founder);
      await token.connect(founder).approve(stake, ethers.MaxUint256);
      await stake.connect(founder).stake(100n * WHOLE);
      expect(await stake.getVotes(founder)).to.equal(total + 100n * WHOLE);
      expect(await stake.unstakable(founder)).to.equal(100n * WHOLE);
      await stake.connect(founder).unstake(100n * WHOLE, founder);
      await expect(stake.connect(founder).unstake(1n, founder))
        .to.be.revertedWithCustomError(stake, "StakeHeld")
        .withArgs(founder.address, 1n, 0n);
    });

    it("bars nothing of an account that has not claimed, as nothing of its tokens is staked yet", async () => {
      const { presale, actors, token, stake } = await loadFixture(released);
      const [founder] = actors.founders;
      const [partner] = actors.partners;
      await presale.connect(partner).claim(founder);
      await token.connect(founder).approve(stake, ethers.MaxUint256);
      await stake.connect(founder).stake(100n * WHOLE);
      expect(await stake.unstakable(founder)).to.equal(100n * WHOLE);
      await stake.connect(founder).unstake(100n * WHOLE, founder);
    });

    it("adds up what one account has as partner, vested too, and as founder", async () => {
      const { presale, actors, unit, token, asset, stake } = await launchPresale(connection, {
        presale: { partnerVesting: { cliff: 10n * DAY, duration: 100n * DAY } },
      });
      const [founder] = actors.founders;
      await asset.mint(founder, 2_000n * unit);
      await asset.connect(founder).approve(presale, 2_000n * unit);
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(founder).contribute(2_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      const start = await presale.releasedAt();
      const asPartner = 4_000n * WHOLE;
      const asFounder = 600n * WHOLE; // 75 % of 20 % of 4,000
      await time.increaseTo(start + 10n * DAY - 1n);
      expect((await presale.tokensOf(founder)).vested).to.equal(0n);
      expect(await presale.previewClaim(founder)).to.deep.equal([0n, asPartner + asFounder]);
      await time.increaseTo(start + 10n * DAY);
      expect((await presale.tokensOf(founder)).vested).to.equal(asPartner / 10n);
      await time.setNextBlockTimestamp(start + 90n * DAY);
      await presale.connect(founder).claim(founder);
      const first = (asPartner * 9n) / 10n + asFounder / 4n;
      expect(await token.balanceOf(founder)).to.equal(first);
      expect(await stake.getVotes(founder)).to.equal(asPartner + asFounder - first);
      expect(await barredOf(presale, founder)).to.equal(asPartner + asFounder - first);
      expect((await presale.tokensOf(founder)).founderVesting).to.equal((asFounder * 3n) / 4n);
      await time.increaseTo(start + 100n * DAY);
      expect(await barredOf(presale, founder)).to.equal(asFounder - (asFounder * 100n) / 360n);
      await time.setNextBlockTimestamp(start + 360n * DAY);
      await stake.connect(founder).unstake(asPartner + asFounder - first, founder);
      expect(await token.balanceOf(founder)).to.equal(asPartner + asFounder);
    });

    it("rounds what has vested down and what is barred up, as partner and as founder alike", async () => {
      const { presale, actors, unit, stake, token, asset } = await launchPresale(connection, {
        presale: { partnerVesting: { cliff: 0n, duration: 70n * DAY } },
      });
      const [founder] = actors.founders;
      await asset.mint(founder, 2_000n * unit);
      await asset.connect(founder).approve(presale, 2_000n * unit);
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(founder).contribute(1_000n * unit + 3n, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      const start = await presale.releasedAt();
      const asPartner = 2_000n * WHOLE + 6n;
      const asFounder = (((asPartner * 2_000n) / 10_000n) * 7_500n) / 10_000n;
      const barredAt = (elapsed: bigint): [bigint, bigint] => {
        const part = (total: bigint, duration: bigint): bigint =>
          elapsed >= duration
            ? 0n
            : BigInt(
                new Decimal(total.toString())
                  .mul((duration - elapsed).toString())
                  .div(duration.toString())
                  .ceil()
                  .toFixed(0),
              );
        const founders = elapsed < 90n * DAY ? asFounder : part(asFounder, 360n * DAY);
        return [part(asPartner, 70n * DAY), founders];
      };
      const at = 31n * DAY + 12_347n;
      await time.setNextBlockTimestamp(start + at);
      await presale.connect(founder).claim(founder);
      const [p, f] = barredAt(at);
      expect(await stake.getVotes(founder)).to.equal(p + f);
      expect(await token.balanceOf(founder)).to.equal(asPartner + asFounder - p - f);
      for (const elapsed of [
        at + 1n,
        69n * DAY + 3n,
        70n * DAY - 1n,
        70n * DAY,
        91n * DAY + 7n,
        359n * DAY,
      ]) {
        await time.increaseTo(start + elapsed);
        const [partner, founders] = barredAt(elapsed);
        expect(await barredOf(presale, founder), String(elapsed)).to.equal(partner + founders);
        expect((await presale.tokensOf(founder)).founderVesting, String(elapsed)).to.equal(founders);
        expect((await presale.tokensOf(founder)).vested).to.equal(asPartner + asFounder - partner - founders);
      }
    });

    it("refuses recipients at which value would be lost", async () => {
      const { presale, actors, addresses } = await loadFixture(released);
      for (const recipient of [ZERO_ADDRESS, await presale.getAddress(), addresses.token, addresses.stake]) {
        await expect(presale.connect(actors.partners[0]).claim(recipient))
          .to.be.revertedWithCustomError(presale, "InvalidRecipient")
          .withArgs(recipient);
      }
    });

    it("gives nothing to who gave nothing", async () => {
      const { presale, actors } = await loadFixture(released);
      await expect(presale.connect(actors.stranger).claim(actors.stranger))
        .to.be.revertedWithCustomError(presale, "NothingToTake")
        .withArgs(actors.stranger.address);
    });
  });

  describe("founders who leave as soon as they can", () => {
    it("get no more than what has vested brings on the curve, by whatever wallets, together or apart", async () => {
      const { presale, actors, reserve, token, asset, stake } = await loadFixture(released);
      const start = await presale.releasedAt();
      const [first, second] = actors.founders;
      const wallets = [actors.producers[0], actors.producers[1]] as const;
      await presale.connect(first).claim(first);
      await presale.connect(second).claim(second);
      // After the cliff a quarter has vested: 450 of 1,800 tokens, whoever sells them.
      await time.setNextBlockTimestamp(start + 90n * DAY);
      await stake.connect(first).unstake((1_350n * WHOLE) / 4n, wallets[0]);
      await time.setNextBlockTimestamp(start + 90n * DAY + 1n);
      await stake.connect(second).unstake(linear(450n * WHOLE, 90n * DAY + 1n), wallets[1]);
      let vested = 0n;
      for (const wallet of wallets) vested += await token.balanceOf(wallet);
      const due = (1_350n * WHOLE) / 4n + (450n * WHOLE * (90n * DAY + 1n)) / (360n * DAY);
      expect(vested).to.equal(due);
      const [before, supply] = [await reserve.reserveBalance(), await token.totalSupply()];
      const kept = new Decimal(1).minus(new Decimal(due.toString()).div(supply.toString()));
      const most = new Decimal(before.toString()).mul(new Decimal(1).minus(kept.pow(2)));
      let out = 0n;
      for (const wallet of wallets) {
        const had = await asset.balanceOf(wallet);
        await reserve.connect(wallet).sell(await token.balanceOf(wallet), 0n, wallet, 2n ** 64n);
        out += (await asset.balanceOf(wallet)) - had;
      }
      expect(new Decimal(out.toString()).lte(most)).to.equal(true);
      expect(most.minus(out.toString()).lt(3)).to.equal(true);
      // All of it at the end: at most 1 − (1/(1 + f))^(1/w), here 1 − 1/1.44 of the reserve.
      await time.increaseTo(start + 360n * DAY);
      for (const founder of actors.founders) {
        await stake.connect(founder).unstake(await stake.getVotes(founder), wallets[0]);
      }
      await reserve.connect(wallets[0]).sell(await token.balanceOf(wallets[0]), 0n, wallets[0], 2n ** 64n);
      const taken = new Decimal(before.toString()).minus((await reserve.reserveBalance()).toString());
      const bound = new Decimal(before.toString()).mul(new Decimal(1).minus(new Decimal(1).div("1.44")));
      expect(taken.lte(bound)).to.equal(true);
      expect(taken.gt(bound.mul("0.999"))).to.equal(true);
    });
  });

  describe("refund", () => {
    it("gives each partner back all, alone and also to another address", async () => {
      const { presale, actors, asset, unit } = await loadFixture(failed);
      const [first, second, other] = actors.partners;
      await time.increase(3_650n * DAY);
      const refund = presale.connect(second).refund(other);
      await expect(refund)
        .to.emit(presale, "Refunded")
        .withArgs(second.address, other.address, 100n * unit - 1n);
      await expect(refund).to.changeTokenBalances(
        ethers,
        asset,
        [presale, second, other],
        [1n - 100n * unit, 0n, 100n * unit - 1n],
      );
      await expect(presale.connect(first).refund(first)).to.changeTokenBalances(
        ethers,
        asset,
        [presale, first],
        [-900n * unit, 900n * unit],
      );
      expect(await asset.balanceOf(presale)).to.equal(0n);
      expect(await presale.raised()).to.equal(0n);
      expect(await presale.state()).to.equal(State.Refunding);
      await expect(presale.connect(first).refund(first))
        .to.be.revertedWithCustomError(presale, "NothingToTake")
        .withArgs(first.address);
    });

    it("gives back a single unit, too", async () => {
      const { presale, actors, asset } = await loadFixture(opened);
      const [partner] = actors.partners;
      await presale.connect(partner).contribute(1n, []);
      await time.increaseTo((await presale.terms()).closes);
      await expect(presale.connect(partner).refund(partner)).to.changeTokenBalances(
        ethers,
        asset,
        [presale, partner],
        [-1n, 1n],
      );
    });

    it("gives it back when the trustee never releases", async () => {
      const { presale, actors, asset, unit, token } = await loadFixture(endedDefault);
      await time.increaseTo((await presale.terms()).releaseBy);
      for (const [at, amount] of [3_000n, 1_500n].entries()) {
        const partner = actors.partners[at as 0 | 1];
        await expect(presale.connect(partner).refund(partner)).to.changeTokenBalances(
          ethers,
          asset,
          [presale, partner],
          [-amount * unit, amount * unit],
        );
      }
      expect(await token.totalSupply()).to.equal(0n);
    });

    it("refuses recipients at which value would be lost", async () => {
      const { presale, actors, addresses } = await loadFixture(failed);
      for (const recipient of [ZERO_ADDRESS, await presale.getAddress(), addresses.token]) {
        await expect(presale.connect(actors.partners[0]).refund(recipient))
          .to.be.revertedWithCustomError(presale, "InvalidRecipient")
          .withArgs(recipient);
      }
    });

    it("lets a blocked partner name another recipient, and pays once under re-entrance", async () => {
      const hostile = await ethers.deployContract("HostileAsset", [18]);
      const { presale, actors, unit } = await launchPresale(connection, {
        asset: await hostile.getAddress(),
      });
      const [blocked, other] = actors.partners;
      for (const partner of [blocked, other]) {
        await hostile.mint(partner, 10n * unit);
        await hostile.connect(partner).approve(presale, 10n * unit);
      }
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(blocked).contribute(10n * unit, []);
      await presale.connect(other).contribute(10n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await hostile.setBlocked(blocked, true);
      await expect(presale.connect(blocked).refund(blocked))
        .to.be.revertedWithCustomError(hostile, "Blocked")
        .withArgs(blocked.address);
      await hostile.setHook(presale, presale.interface.encodeFunctionData("refund", [blocked.address]));
      await expect(presale.connect(blocked).refund(actors.stranger)).to.changeTokenBalances(
        ethers,
        hostile,
        [presale, actors.stranger],
        [-10n * unit, 10n * unit],
      );
      expect(await hostile.hookResult()).to.equal(
        presale.interface.encodeErrorResult("ReentrancyGuardReentrantCall"),
      );
      await expect(presale.connect(other).refund(other)).to.emit(presale, "Refunded");
    });
  });

  describe("refundFrom", () => {
    it("lets an operator have an account refunded, while it is allowed", async () => {
      const { presale, actors, asset, unit } = await loadFixture(failed);
      const [partner, other] = actors.partners;
      const operator = presale.connect(actors.stranger);
      await expect(operator.refundFrom(partner, actors.stranger))
        .to.be.revertedWithCustomError(presale, "NotOperator")
        .withArgs(partner.address, actors.stranger.address);
      expect(await presale.connect(partner).setOperator.staticCall(actors.stranger, true)).to.equal(true);
      await expect(presale.connect(partner).setOperator(actors.stranger, true))
        .to.emit(presale, "OperatorSet")
        .withArgs(partner.address, actors.stranger.address, true);
      expect(await presale.isOperator(partner, actors.stranger)).to.equal(true);
      expect(await presale.isOperator(actors.stranger, partner)).to.equal(false);
      await expect(operator.refundFrom(other, actors.stranger))
        .to.be.revertedWithCustomError(presale, "NotOperator")
        .withArgs(other.address, actors.stranger.address);
      await presale.connect(partner).setOperator(actors.stranger, false);
      await expect(operator.refundFrom(partner, actors.stranger))
        .to.be.revertedWithCustomError(presale, "NotOperator")
        .withArgs(partner.address, actors.stranger.address);
      await presale.connect(partner).setOperator(actors.stranger, true);
      const refund = operator.refundFrom(partner, actors.donor);
      await expect(refund)
        .to.emit(presale, "Refunded")
        .withArgs(partner.address, actors.donor.address, 900n * unit);
      await expect(refund).to.changeTokenBalances(
        ethers,
        asset,
        [presale, partner, actors.stranger, actors.donor],
        [-900n * unit, 0n, 0n, 900n * unit],
      );
      await expect(operator.refundFrom(partner, actors.donor))
        .to.be.revertedWithCustomError(presale, "NothingToTake")
        .withArgs(partner.address);
    });

    it("needs no operator for the account itself", async () => {
      const { presale, actors, unit } = await loadFixture(failed);
      const [partner] = actors.partners;
      await expect(presale.connect(partner).refundFrom(partner, actors.donor))
        .to.emit(presale, "Refunded")
        .withArgs(partner.address, actors.donor.address, 900n * unit);
    });

    it("refuses a sale that is not refunding, and recipients at which value would be lost", async () => {
      const good = await loadFixture(endedDefault);
      const [partner] = good.actors.partners;
      await expect(good.presale.connect(partner).refundFrom(partner, partner))
        .to.be.revertedWithCustomError(good.presale, "WrongState")
        .withArgs(State.Ended, State.Refunding);
      const { presale, addresses } = await loadFixture(failed);
      for (const recipient of [ZERO_ADDRESS, await presale.getAddress(), addresses.token]) {
        await expect(presale.connect(partner).refundFrom(partner, recipient))
          .to.be.revertedWithCustomError(presale, "InvalidRecipient")
          .withArgs(recipient);
      }
    });
  });

  describe("pause", () => {
    it("stops contributions alone, and ends by itself after 14 days", async () => {
      const { presale, actors, owner, unit } = await loadFixture(opened);
      const partner = presale.connect(actors.partners[0]);
      const now = BigInt(await time.latest()) + 10n;
      await time.setNextBlockTimestamp(now);
      await expect(presale.connect(owner).pause())
        .to.emit(presale, "PausedUntilSet")
        .withArgs(now + 14n * DAY);
      expect(await presale.pausedUntil()).to.equal(now + 14n * DAY);
      expect(await presale.state()).to.equal(State.Open);
      await time.setNextBlockTimestamp(now + 14n * DAY - 1n);
      await expect(partner.contribute(unit, []))
        .to.be.revertedWithCustomError(presale, "Paused")
        .withArgs(now + 14n * DAY);
      await time.setNextBlockTimestamp(now + 14n * DAY);
      await expect(partner.contribute(unit, [])).to.emit(presale, "Contributed");
    });

    it("never stops a release, a claim or a refund", async () => {
      const good = await ended();
      await good.presale.connect(good.owner).pause();
      await expect(good.presale.connect(good.actors.trustee).release()).to.emit(good.presale, "Released");
      await expect(good.presale.connect(good.actors.partners[0]).claim(good.actors.stranger)).to.emit(
        good.presale,
        "Claimed",
      );
      const bad = await failed();
      await bad.presale.connect(bad.owner).pause();
      await expect(bad.presale.connect(bad.actors.partners[0]).refund(bad.actors.partners[0])).to.emit(
        bad.presale,
        "Refunded",
      );
    });

    it("rests for 14 days after a pause ended, by itself or early", async () => {
      const { presale, owner } = await loadFixture(opened);
      const byOwner = presale.connect(owner);
      await byOwner.pause();
      const until = await presale.pausedUntil();
      for (const [at, notBefore] of [
        [until - DAY, until + 14n * DAY],
        [until + 14n * DAY - 1n, until + 14n * DAY],
      ] as const) {
        await time.setNextBlockTimestamp(at);
        await expect(byOwner.pause())
          .to.be.revertedWithCustomError(presale, "PauseTooSoon")
          .withArgs(notBefore);
      }
      const again = until + 14n * DAY;
      await time.setNextBlockTimestamp(again);
      await byOwner.pause();
      expect(await presale.pausedUntil()).to.equal(again + 14n * DAY);
      await time.setNextBlockTimestamp(again + DAY);
      await expect(byOwner.unpause())
        .to.emit(presale, "PausedUntilSet")
        .withArgs(again + DAY);
      expect(await presale.pausedUntil()).to.equal(again + DAY);
      await time.setNextBlockTimestamp(again + 15n * DAY - 1n);
      await expect(byOwner.pause())
        .to.be.revertedWithCustomError(presale, "PauseTooSoon")
        .withArgs(again + 15n * DAY);
      // Without a pause there is nothing to end, and the rest does not begin anew.
      await expect(byOwner.unpause()).not.to.emit(presale, "PausedUntilSet");
      expect(await presale.pausedUntil()).to.equal(again + DAY);
    });

    it("lets money in again once ended", async () => {
      const { presale, owner, actors, unit } = await loadFixture(opened);
      await presale.connect(owner).pause();
      await presale.connect(owner).unpause();
      await expect(presale.connect(actors.partners[0]).contribute(unit, [])).to.emit(presale, "Contributed");
    });

    it("is the owner's alone", async () => {
      const { presale, actors } = await loadFixture(opened);
      for (const sender of [actors.deployer, actors.founders[0], actors.trustee, actors.partners[0]]) {
        for (const call of ["pause", "unpause"] as const) {
          await expect(presale.connect(sender)[call]())
            .to.be.revertedWithCustomError(presale, "OwnableUnauthorizedAccount")
            .withArgs(sender.address);
        }
      }
    });
  });

  describe("dissolve", () => {
    const dissolver = async (scenario: PresaleScenario) =>
      scenario.presale.connect(await signerOf(connection, scenario.addresses.reserve));

    for (const [name, reach] of [
      ["Upcoming", launched],
      ["Open", opened],
      ["Ended", endedDefault],
      ["Refunding", failed],
    ] as const) {
      it(`turns a sale that is ${name} to refunding for ever`, async () => {
        const scenario = await loadFixture(reach);
        const { presale, actors, asset, token } = scenario;
        const now = BigInt(await time.latest()) + 5n;
        await time.setNextBlockTimestamp(now);
        await expect((await dissolver(scenario)).dissolve())
          .to.emit(presale, "SaleDissolved")
          .withArgs(0n);
        expect(await presale.state()).to.equal(State.Refunding);
        expect(await presale.failed()).to.equal(true);
        await time.increase(3_650n * DAY);
        expect(await presale.state()).to.equal(State.Refunding);
        for (const partner of actors.partners) {
          const { contributed } = await presale.positionOf(partner);
          if (contributed === 0n) continue;
          await expect(presale.connect(partner).refund(partner)).to.changeTokenBalances(
            ethers,
            asset,
            [presale, partner],
            [-contributed, contributed],
          );
        }
        expect(await asset.balanceOf(presale)).to.equal(0n);
        expect(await token.totalSupply()).to.equal(0n);
      });
    }

    for (const [name, claims] of [
      ["unclaimed", [false, false]],
      ["claimed", [true, true]],
      ["partly claimed", [true, false]],
    ] as const) {
      it(`burns what of the founders' ${name} tokens has not vested, and stops their vesting there`, async () => {
        const scenario = await loadFixture(released);
        const { presale, actors, token, stake, reserve, owner } = scenario;
        const start = await presale.releasedAt();
        const founders = actors.founders.map((founder, at) => ({
          founder,
          claims: claims[at] === true,
          tokens: at === 0 ? 1_350n * WHOLE : 450n * WHOLE,
        }));
        await time.increaseTo(start + 100n * DAY);
        for (const { founder, claims: now } of founders) {
          if (now) await presale.connect(founder).claim(founder);
        }
        const elapsed = 120n * DAY + 7n;
        await time.setNextBlockTimestamp(start + elapsed);
        const lost = (tokens: bigint): bigint => tokens - linear(tokens, elapsed);
        const sum = (of: readonly { tokens: bigint }[]): bigint =>
          of.reduce((all, { tokens }) => all + tokens, 0n);
        const inStake = lost(sum(founders.filter((each) => each.claims)));
        const waiting = lost(sum(founders.filter((each) => !each.claims)));
        const dissolved = reserve.connect(owner).dissolve();
        await expect(dissolved)
          .to.emit(presale, "SaleDissolved")
          .withArgs(waiting + inStake);
        await expect(dissolved).to.changeTokenBalances(ethers, token, [presale, stake], [-waiting, -inStake]);
        expect(await token.totalSupply()).to.equal(10_800n * WHOLE + DEAD_SUPPLY - waiting - inStake);
        expect(await presale.state()).to.equal(State.Released);
        await time.increase(3_650n * DAY);
        for (const { founder, claims: earlier, tokens } of founders) {
          expect((await presale.tokensOf(founder)).vested).to.equal(linear(tokens, elapsed));
          expect(await barredOf(presale, founder)).to.equal(0n);
          expect((await presale.tokensOf(founder)).founderVesting).to.equal(0n);
          expect((await presale.tokensOf(founder)).forfeited).to.equal(lost(tokens));
          if (earlier) {
            const free = await stake.unstakable(founder);
            await expect(stake.connect(founder).unstake(free + 1n, founder))
              .to.be.revertedWithCustomError(stake, "StakeHeld")
              .withArgs(founder.address, free + 1n, free);
            await stake.connect(founder).unstake(free, founder);
          } else {
            expect(await presale.previewClaim(founder)).to.deep.equal([linear(tokens, elapsed), 0n]);
            await presale.connect(founder).claim(founder);
            // Claimed afterwards it is in no stake, so that nothing of another stake of the account is taken.
            expect(await stake.unstakable(founder)).to.equal(0n);
          }
          expect(await token.balanceOf(founder)).to.equal(linear(tokens, elapsed));
          expect(await stake.getVotes(founder)).to.equal(0n);
          await expect(presale.connect(founder).claim(founder))
            .to.be.revertedWithCustomError(presale, "NothingToTake")
            .withArgs(founder.address);
          await expect(stake.connect(founder).unstake(1n, founder))
            .to.be.revertedWithCustomError(stake, "StakeHeld")
            .withArgs(founder.address, 1n, 0n);
        }
        for (const partner of actors.partners.slice(0, 2)) await presale.connect(partner).claim(partner);
        // What is left is the founders' rounding, below one wei each.
        expect((await token.balanceOf(presale)) + (await token.balanceOf(stake))).to.be.below(2n);
      });
    }

    it("burns all founders' tokens before their cliff, and none when all have vested", async () => {
      const scenario = await loadFixture(released);
      const { presale, actors, token, stake } = scenario;
      await presale.connect(actors.founders[0]).claim(actors.founders[0]);
      const snapshot = await networkHelpers.takeSnapshot();
      const dissolved = (await dissolver(scenario)).dissolve();
      await expect(dissolved)
        .to.emit(presale, "SaleDissolved")
        .withArgs(1_800n * WHOLE);
      await expect(dissolved).to.changeTokenBalances(
        ethers,
        token,
        [presale, stake],
        [-450n * WHOLE, -1_350n * WHOLE],
      );
      await expect(presale.connect(actors.founders[1]).claim(actors.founders[1]))
        .to.be.revertedWithCustomError(presale, "NothingToTake")
        .withArgs(actors.founders[1].address);
      await snapshot.restore();
      await time.increaseTo((await presale.releasedAt()) + 360n * DAY);
      await expect((await dissolver(scenario)).dissolve())
        .to.emit(presale, "SaleDissolved")
        .withArgs(0n);
      expect((await presale.tokensOf(actors.founders[0])).forfeited).to.equal(0n);
      expect(await token.balanceOf(stake)).to.equal(1_350n * WHOLE);
    });

    it("tells a founder who claims after the dissolution from one who claimed before it in the same second", async () => {
      const scenario = await loadFixture(released);
      const { presale, actors, token, stake } = scenario;
      const [first, second] = actors.founders;
      const byReserve = await dissolver(scenario);
      const at = (await presale.releasedAt()) + 180n * DAY;
      const gasLimit = 1_000_000n;
      await ethers.provider.send("evm_setAutomine", [false]);
      const calls = [
        await presale.connect(first).claim(first, { gasLimit, gasPrice: 9n * 10n ** 9n }),
        await byReserve.dissolve({ gasLimit, gasPrice: 8n * 10n ** 9n }),
        await presale.connect(second).claim(second, { gasLimit, gasPrice: 7n * 10n ** 9n }),
      ];
      await time.setNextBlockTimestamp(at);
      await networkHelpers.mine();
      await ethers.provider.send("evm_setAutomine", [true]);
      for (const call of calls) expect((await call.getBlock())?.timestamp).to.equal(Number(at));
      expect((await presale.tokensOf(first)).forfeited).to.equal(675n * WHOLE);
      expect((await presale.tokensOf(second)).forfeited).to.equal(225n * WHOLE);
      expect(await token.balanceOf(first)).to.equal(675n * WHOLE);
      expect(await token.balanceOf(second)).to.equal(225n * WHOLE);
      expect(await token.balanceOf(stake)).to.equal(0n);
    });

    it("frees all that partners have, claimed or not", async () => {
      const scenario = await ended({ presale: { partnerVesting: { cliff: 0n, duration: 100n * DAY } } });
      const { presale, actors, token, stake, reserve, owner } = scenario;
      await presale.connect(actors.trustee).release();
      const start = await presale.releasedAt();
      const [early, late] = actors.partners;
      await time.setNextBlockTimestamp(start + 5n * DAY);
      await presale.connect(early).claim(early);
      expect(await token.balanceOf(early)).to.equal(300n * WHOLE);
      await time.setNextBlockTimestamp(start + 10n * DAY);
      await reserve.connect(owner).dissolve();
      for (const [partner, tokens] of [
        [early, 6_000n * WHOLE],
        [late, 3_000n * WHOLE],
      ] as const) {
        expect((await presale.tokensOf(partner)).vested).to.equal(tokens);
        expect(await barredOf(presale, partner)).to.equal(0n);
        expect((await presale.tokensOf(partner)).forfeited).to.equal(0n);
      }
      await stake.connect(early).unstake(5_700n * WHOLE, early);
      expect(await presale.previewClaim(late)).to.deep.equal([3_000n * WHOLE, 0n]);
      await presale.connect(late).claim(late);
      expect(await token.balanceOf(early)).to.equal(6_000n * WHOLE);
      expect(await token.balanceOf(late)).to.equal(3_000n * WHOLE);
      expect(await token.balanceOf(stake)).to.equal(0n);
    });

    it("takes of a founder's stake nothing that was bought or sold to them", async () => {
      const scenario = await ended({ presale: { partnerVesting: { cliff: 0n, duration: 400n * DAY } } });
      const { presale, actors, token, stake, reserve, owner } = scenario;
      await presale.connect(actors.trustee).release();
      const start = await presale.releasedAt();
      const [founder] = actors.founders;
      const tokens = 1_350n * WHOLE;
      await presale.connect(founder).claim(founder);
      await time.setNextBlockTimestamp(start + 20n * DAY);
      await presale.connect(actors.partners[0]).claim(founder);
      await token.connect(founder).approve(stake, ethers.MaxUint256);
      await stake.connect(founder).stake(7n * WHOLE);
      await time.setNextBlockTimestamp(start + 180n * DAY);
      await reserve.connect(owner).dissolve();
      expect(await stake.unstakable(founder)).to.equal(tokens / 2n + 7n * WHOLE);
      await stake.connect(founder).unstake(tokens / 2n + 7n * WHOLE, founder);
      expect(await stake.getVotes(founder)).to.equal(0n);
      // What the partner staked is whole.
      const [partner] = actors.partners;
      expect(await stake.unstakable(partner)).to.equal(await stake.getVotes(partner));
      await stake.connect(partner).unstake(await stake.getVotes(partner), partner);
      expect(await token.balanceOf(stake)).to.equal(0n);
    });

    it("happens once", async () => {
      const scenario = await loadFixture(released);
      const byReserve = await dissolver(scenario);
      await byReserve.dissolve();
      const at = await time.latest();
      await expect(byReserve.dissolve())
        .to.be.revertedWithCustomError(scenario.presale, "AlreadyDissolved")
        .withArgs(at);
    });

    it("is the reserve's alone", async () => {
      const { presale, actors, owner, token } = await loadFixture(released);
      for (const sender of [owner, actors.trustee, actors.founders[0], actors.partners[0], actors.stranger]) {
        await expect(presale.connect(sender).dissolve())
          .to.be.revertedWithCustomError(token, "NotReserve")
          .withArgs(sender.address);
      }
    });
  });

  describe("an organisation whose presale failed", () => {
    it("goes on as a growing one, which takes gifts as soon as the sale has failed", async () => {
      const scenario = await loadFixture(opened);
      const { presale, actors, reserve, unit } = scenario;
      await presale.connect(actors.partners[0]).contribute(10n * unit, []);
      await expect(reserve.connect(actors.donor).donate(unit, "early"))
        .to.be.revertedWithCustomError(reserve, "PresalePending")
        .withArgs(await presale.getAddress());
      await expect(reserve.open())
        .to.be.revertedWithCustomError(reserve, "PresalePending")
        .withArgs(await presale.getAddress());
      expect(await reserve.awaitsPresale()).to.equal(true);
      await time.increaseTo((await presale.terms()).closes);
      expect(await reserve.awaitsPresale()).to.equal(false);
      expect(await issue(connection, scenario, [actors.producers[0], 1_000n * WHOLE])).to.deep.equal([
        1_000n * WHOLE,
      ]);
      await reserve.connect(actors.donor).donate(1_000n * unit, "all the same");
      await expect(reserve.open())
        .to.emit(reserve, "MarketOpened")
        .withArgs(1_000n * unit, anyValue);
      await expect(presale.connect(actors.partners[0]).refund(actors.partners[0])).to.emit(
        presale,
        "Refunded",
      );
    });
  });

  describe("gas", () => {
    it("stays below the ceilings of contribute and refund", async () => {
      const { presale, actors, unit } = await loadFixture(opened);
      const gas = async (sent: Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>): Promise<bigint> =>
        (await (await sent).wait())?.gasUsed ?? 0n;
      await presale.connect(actors.partners[2]).contribute(unit, []);
      await time.increase(HOUR);
      expect(await gas(presale.connect(actors.partners[0]).contribute(unit, []))).to.be.at.most(
        gasCeiling(90_000n),
      );
      expect(await gas(presale.connect(actors.partners[0]).contribute(unit, []))).to.be.at.most(
        gasCeiling(72_000n),
      );
      await time.increaseTo((await presale.terms()).closes);
      expect(await gas(presale.connect(actors.partners[0]).refund(actors.partners[0]))).to.be.at.most(
        gasCeiling(55_000n),
      );
    });
  });

  it("does not exist in a growing organisation", async () => {
    const { presale, addresses } = await launchGrowing(connection);
    expect(presale).to.equal(undefined);
    expect(addresses.presale).to.equal(undefined);
  });
});
