import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { Decimal as BaseDecimal } from "decimal.js";
import { network } from "hardhat";
import {
  DAY,
  DEAD_ADDRESS,
  DEAD_SUPPLY,
  HOUR,
  WHOLE,
  ZERO_ADDRESS,
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

const Decimal = BaseDecimal.clone({ precision: 60 });
const RATIO = new Decimal("0.5");
const PRICE = new Decimal("0.5");

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
      expect([...(await presale.positionOf(actors.founders[1]))]).to.deep.equal([0n, 0n, 2_500n, 0n, 0n]);
      expect(await presale.raised()).to.equal(0n);
      expect(await presale.releasedAt()).to.equal(0n);
      expect(addresses.presale).to.equal(await presale.getAddress());
    });

    it("is locked on the implementation and works once on a clone", async () => {
      const { presale, factory, addresses, config } = await loadFixture(launched);
      const { presale: implementation } = await factory.implementations();
      for (const target of [presale, presale.attach(implementation) as typeof presale]) {
        await expect(
          target.initialize(
            addresses.token,
            addresses.reserve,
            addresses.timelock,
            addresses.escrow ?? "",
            config.presale,
          ),
        ).to.be.revertedWithCustomError(presale, "InvalidInitialization");
      }
    });

    it("refuses zero addresses", async () => {
      const { presale, addresses, config, factory } = await loadFixture(launched);
      const clone = async (): Promise<typeof presale> => {
        const { presale: implementation } = await factory.implementations();
        const code = `0x3d602d80600a3d3981f3363d3d373d3d3d363d73${implementation.slice(2)}5af43d82803e903d91602b57fd5bf3`;
        const transaction = await (await ethers.getSigners())[0]?.sendTransaction({ data: code });
        return presale.attach((await transaction?.wait())?.contractAddress ?? "") as typeof presale;
      };
      const { token, reserve, timelock, escrow = "" } = addresses;
      for (const [t, r, o, e] of [
        [ZERO_ADDRESS, reserve, timelock, escrow],
        [token, ZERO_ADDRESS, timelock, escrow],
        [token, reserve, ZERO_ADDRESS, escrow],
        [token, reserve, timelock, ZERO_ADDRESS],
      ] as const) {
        await expect((await clone()).initialize(t, r, o, e, config.presale)).to.be.revertedWithCustomError(
          presale,
          "ZeroAddress",
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
      };
      await expect(factory.launch({ ...config, presale })).to.emit(factory, "CdpoLaunched");
      const closing = { ...presale, opens: now, closes: now + 2n, releaseBy: now + 3n + 5n * DAY };
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
      expect(await presale.tokensForSale()).to.deep.equal([2_000n * WHOLE, 0n]);
      expect(await token.totalSupply()).to.equal(2_000n * WHOLE + DEAD_SUPPLY);
      // 0.5 · 0.50 · 2,000.001
      expect(await reserve.reserveBalance()).to.equal(500n * unit + unit / 4_000n);
      expect(await presale.vestedOf(actors.founders[0])).to.equal(0n);
    });

    it("refuses a minimum that cannot pay for the opening reserve, and accepts one unit more", async () => {
      const { factory, config, presale, unit } = await loadFixture(launched);
      // w = 80 %, founders 20 %: w·(1 + f) = 96 %, so the reserve needs 0.96·m + 0.8·0.5·0.001 ≤ m, m ≥ 0.01.
      const attempt = (minimum: bigint) =>
        factory.launch({
          ...config,
          reserve: { ...config.reserve, reserveRatioBps: 8_000n },
          presale: { ...config.presale, minimum },
          escrow: { ...config.escrow, maxResourceBps: 0n },
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
          escrow: { ...config.escrow, maxResourceBps: 0n },
        }),
      )
        .to.be.revertedWithCustomError(presale, "ReserveUnderfunded")
        .withArgs(BigInt(required.toFixed(0)), 1_000n * unit);
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
        const { presale, actors, unit } = await loadFixture(reach[name]);
        expect(await presale.state()).to.equal(State[name]);
        const partner = presale.connect(actors.partners[0]);
        const calls = [
          [State.Open, () => partner.contribute.staticCall(unit, [])],
          [State.Ended, () => presale.connect(actors.trustee).release.staticCall()],
          [State.Released, () => partner.claim.staticCall(actors.partners[0])],
          [State.Refunding, () => partner.refund.staticCall(actors.partners[0])],
        ] as const;
        for (const [needed, call] of calls) {
          if (needed === State[name]) await call();
          else {
            await expect(call())
              .to.be.revertedWithCustomError(presale, "WrongState")
              .withArgs(BigInt(State[name]), BigInt(needed));
          }
        }
      });
    }
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
      expect(await presale.claimableOf(partner)).to.equal(0n);
    });

    it("does not take what exceeds a partner's maximum, then refuses him", async () => {
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
      const { presale, actors, unit } = await launchPresale(connection, {
        presale: { price, minimum: 10n ** 31n, maximum: 10n ** 32n, perPartnerMaximum: 10n ** 32n },
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
    it("opens the market at exactly the presale price and pays the rest into the escrow", async () => {
      const { presale, actors, asset, unit, token, reserve, addresses } = await loadFixture(endedDefault);
      const sold = 9_000n * WHOLE; // 4,500 at 0.50
      const founders = 1_800n * WHOLE;
      const supply = sold + founders + DEAD_SUPPLY;
      const opening = RATIO.mul(PRICE).mul(supply.toString()).ceil();
      const toReserve = BigInt(opening.toFixed(0));
      const toEscrow = 4_500n * unit - toReserve;
      const release = presale.connect(actors.trustee).release();
      await expect(release).to.emit(presale, "Released").withArgs(sold, founders, toReserve, toEscrow);
      await expect(release).to.emit(reserve, "MarketOpened").withArgs(toReserve, supply);
      await expect(release).to.changeTokenBalances(
        ethers,
        asset,
        [presale, reserve, addresses.escrow ?? ""],
        [-4_500n * unit, toReserve, toEscrow],
      );
      await expect(release).to.changeTokenBalances(
        ethers,
        token,
        [presale, DEAD_ADDRESS, actors.trustee],
        [sold + founders, DEAD_SUPPLY, 0n],
      );
      expect(await token.totalSupply()).to.equal(supply);
      expect(await presale.tokensForSale()).to.deep.equal([sold, founders]);
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
      expect(await presale.tokensForSale()).to.deep.equal([sold, founders]);
      const exact = new Decimal("0.3333")
        .mul(price.toString())
        .mul((sold + founders + DEAD_SUPPLY).toString())
        .div("1e18");
      expect(await reserve.reserveBalance()).to.equal(BigInt(exact.ceil().toFixed(0)));
      expect(await asset.balanceOf(addresses.escrow ?? "")).to.equal(
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
      expect(await asset.balanceOf(addresses.escrow ?? "")).to.equal(799_999_750n);
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
      const { presale, actors, token } = await loadFixture(released);
      const [partner] = actors.partners;
      expect(await presale.claimableOf(partner)).to.equal(6_000n * WHOLE);
      const claim = presale.connect(partner).claim(actors.stranger);
      await expect(claim)
        .to.emit(presale, "Claimed")
        .withArgs(partner.address, actors.stranger.address, 6_000n * WHOLE);
      await expect(claim).to.changeTokenBalances(
        ethers,
        token,
        [presale, partner, actors.stranger],
        [-6_000n * WHOLE, 0n, 6_000n * WHOLE],
      );
      expect((await presale.positionOf(partner)).claimed).to.equal(6_000n * WHOLE);
      await expect(presale.connect(partner).claim(partner))
        .to.be.revertedWithCustomError(presale, "NothingToTake")
        .withArgs(partner.address);
    });

    it("vests founders' tokens: nothing before the cliff, linear after it, all at the end", async () => {
      const { presale, actors, token } = await loadFixture(released);
      const [founder, second] = actors.founders;
      const total = (1_800n * WHOLE * 7_500n) / 10_000n;
      const start = await presale.releasedAt();
      await time.increaseTo(start + 90n * DAY - 1n);
      expect(await presale.vestedOf(founder)).to.equal(0n);
      await time.setNextBlockTimestamp(start + 90n * DAY);
      await presale.connect(founder).claim(founder);
      expect(await token.balanceOf(founder)).to.equal(total / 4n);
      await time.setNextBlockTimestamp(start + 100n * DAY + 1n);
      await presale.connect(founder).claim(founder);
      const vested = (total * (100n * DAY + 1n)) / (360n * DAY);
      expect(await token.balanceOf(founder)).to.equal(vested);
      await time.increaseTo(start + 360n * DAY - 1n);
      expect(await presale.vestedOf(founder)).to.equal((total * (360n * DAY - 1n)) / (360n * DAY));
      await time.increaseTo(start + 360n * DAY);
      expect(await presale.vestedOf(founder)).to.equal(total);
      await time.increaseTo(start + 720n * DAY);
      expect(await presale.claimableOf(founder)).to.equal(total - vested);
      await presale.connect(founder).claim(founder);
      await presale.connect(second).claim(second);
      expect(await token.balanceOf(founder)).to.equal(total);
      expect(await token.balanceOf(second)).to.equal(450n * WHOLE);
    });

    it("adds up what one account has as partner, vested too, and as founder", async () => {
      const { presale, actors, unit, token, asset } = await launchPresale(connection, {
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
      expect(await presale.vestedOf(founder)).to.equal(0n);
      await time.increaseTo(start + 10n * DAY);
      expect(await presale.vestedOf(founder)).to.equal(asPartner / 10n);
      await time.setNextBlockTimestamp(start + 90n * DAY);
      await presale.connect(founder).claim(founder);
      const first = (asPartner * 9n) / 10n + asFounder / 4n;
      expect(await token.balanceOf(founder)).to.equal(first);
      await time.setNextBlockTimestamp(start + 360n * DAY);
      await presale.connect(founder).claim(founder);
      expect(await token.balanceOf(founder)).to.equal(asPartner + asFounder);
    });

    it("tells what of a partner's tokens vests after a time, and what founders still wait for", async () => {
      const { presale, actors, unit } = await launchPresale(connection, {
        presale: { partnerVesting: { cliff: 10n * DAY, duration: 70n * DAY } },
      });
      const [partner, other] = actors.partners;
      const [founder] = actors.founders;
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(partner).contribute(1_000n * unit + 1n, []);
      await presale.connect(other).contribute(3_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      const early = (await presale.terms()).closes;
      expect(await presale.vestingOf(partner, early)).to.equal(0n);
      expect(await presale.founderTokensVesting()).to.equal(0n);
      await presale.connect(actors.trustee).release();
      const start = await presale.releasedAt();
      const mine = 2_000n * WHOLE + 2n;
      const founders = (8_000n * WHOLE + 2n) / 5n;
      for (const [after, vested] of [
        [-1n, 0n],
        [10n * DAY - 1n, 0n],
        [10n * DAY, mine / 7n],
        [70n * DAY - 1n, (mine * (70n * DAY - 1n)) / (70n * DAY)],
        [70n * DAY, mine],
      ] as const) {
        expect(await presale.vestingOf(partner, start + after)).to.equal(mine - vested);
      }
      expect(await presale.vestingOf(founder, start)).to.equal(0n); // founders' tokens are not a partner's
      expect(await presale.founderTokensVesting()).to.equal(founders);
      await time.increaseTo(start + 100n * DAY + 1n);
      const due = (founders * (100n * DAY + 1n)) / (360n * DAY);
      expect(await presale.founderTokensVesting()).to.equal(founders - due);
      await presale.connect(partner).claim(partner);
      expect(await presale.vestingOf(partner, start + 20n * DAY)).to.equal(mine - (mine * 2n) / 7n);
      await time.increaseTo(start + 360n * DAY);
      expect(await presale.founderTokensVesting()).to.equal(0n);
    });

    it("tells what of all tokens vests after a time, and no longer what a dissolution burned", async () => {
      const { presale, actors, unit, reserve, owner } = await launchPresale(connection, {
        presale: { partnerVesting: { cliff: 10n * DAY, duration: 70n * DAY } },
      });
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(1_000n * unit + 1n, []);
      await presale.connect(actors.partners[1]).contribute(3_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      expect(await presale.tokensVestingAt((await presale.terms()).closes)).to.equal(0n);
      await presale.connect(actors.trustee).release();
      const start = await presale.releasedAt();
      const sold = 8_000n * WHOLE + 2n;
      const founders = sold / 5n;
      const at = (after: bigint): bigint => {
        const asPartners = after < 10n * DAY ? 0n : after >= 70n * DAY ? sold : (sold * after) / (70n * DAY);
        const asFounders =
          after < 90n * DAY ? 0n : after >= 360n * DAY ? founders : (founders * after) / (360n * DAY);
        return sold - asPartners + founders - asFounders;
      };
      const moments = [-1n, 0n, 10n * DAY - 1n, 10n * DAY, 33n * DAY + 7n, 70n * DAY - 1n, 70n * DAY];
      for (const after of [
        ...moments,
        90n * DAY - 1n,
        90n * DAY,
        101n * DAY + 1n,
        360n * DAY - 1n,
        360n * DAY,
      ]) {
        expect(await presale.tokensVestingAt(start + after), String(after)).to.equal(at(after));
      }
      await time.setNextBlockTimestamp(start + 40n * DAY);
      await reserve.connect(owner).dissolve();
      expect(await presale.tokensVestingAt(start + 40n * DAY - 1n)).to.equal(at(40n * DAY - 1n));
      expect(await presale.tokensVestingAt(start + 40n * DAY)).to.equal(at(40n * DAY) - founders);
      expect(await presale.tokensVestingAt(start + 80n * DAY)).to.equal(0n);
    });

    it("refuses recipients at which value would be lost", async () => {
      const { presale, actors, addresses } = await loadFixture(released);
      for (const recipient of [ZERO_ADDRESS, await presale.getAddress(), addresses.token]) {
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
      const { presale, actors, reserve, token, asset } = await loadFixture(released);
      const start = await presale.releasedAt();
      const [first, second] = actors.founders;
      const wallets = [actors.producers[0], actors.producers[1]] as const;
      for (const early of [start + DAY, start + 90n * DAY - 1n]) {
        await time.setNextBlockTimestamp(early);
        await expect(presale.connect(first).claim(wallets[0]))
          .to.be.revertedWithCustomError(presale, "NothingToTake")
          .withArgs(first.address);
      }
      // After the cliff a quarter has vested: 450 of 1,800 tokens, whoever sells them.
      await time.setNextBlockTimestamp(start + 90n * DAY);
      await presale.connect(first).claim(wallets[0]);
      await time.setNextBlockTimestamp(start + 90n * DAY + 1n);
      await presale.connect(second).claim(wallets[1]);
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
      for (const founder of actors.founders) await presale.connect(founder).claim(wallets[0]);
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
      expect(await presale.raised()).to.equal(1_000n * unit - 1n);
      expect(await presale.state()).to.equal(State.Refunding);
      await expect(presale.connect(first).refund(first))
        .to.be.revertedWithCustomError(presale, "NothingToTake")
        .withArgs(first.address);
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
        expect(await presale.dissolvedAt()).to.equal(now);
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

    it("burns what of the founders' tokens has not vested, and stops their vesting there", async () => {
      const scenario = await loadFixture(released);
      const { presale, actors, token } = scenario;
      const start = await presale.releasedAt();
      const [founder, second] = actors.founders;
      await time.setNextBlockTimestamp(start + 100n * DAY);
      await presale.connect(founder).claim(founder);
      const at = start + 120n * DAY + 7n;
      await time.setNextBlockTimestamp(at);
      const founders = 1_800n * WHOLE;
      const burned = founders - (founders * (120n * DAY + 7n)) / (360n * DAY);
      const dissolved = (await dissolver(scenario)).dissolve();
      await expect(dissolved).to.emit(presale, "SaleDissolved").withArgs(burned);
      await expect(dissolved).to.changeTokenBalances(ethers, token, [presale], [-burned]);
      expect(await token.totalSupply()).to.equal(10_800n * WHOLE + DEAD_SUPPLY - burned);
      expect(await presale.state()).to.equal(State.Released);
      await time.increase(3_650n * DAY);
      const of = (bps: bigint): bigint => (((founders * bps) / 10_000n) * (120n * DAY + 7n)) / (360n * DAY);
      expect(await presale.vestedOf(founder)).to.equal(of(7_500n));
      expect(await presale.vestedOf(second)).to.equal(of(2_500n));
      await presale.connect(founder).claim(founder);
      await presale.connect(second).claim(second);
      expect(await token.balanceOf(founder)).to.equal(of(7_500n));
      expect(await token.balanceOf(second)).to.equal(of(2_500n));
      for (const partner of actors.partners.slice(0, 2)) await presale.connect(partner).claim(partner);
      // What is left is the founders' rounding, below one wei each.
      expect(await token.balanceOf(presale)).to.be.below(2n);
    });

    it("burns all founders' tokens before their cliff, and none when all have vested", async () => {
      const scenario = await loadFixture(released);
      const { presale } = scenario;
      const snapshot = await networkHelpers.takeSnapshot();
      await expect((await dissolver(scenario)).dissolve())
        .to.emit(presale, "SaleDissolved")
        .withArgs(1_800n * WHOLE);
      await snapshot.restore();
      await time.increaseTo((await presale.releasedAt()) + 360n * DAY);
      await expect((await dissolver(scenario)).dissolve())
        .to.emit(presale, "SaleDissolved")
        .withArgs(0n);
    });

    it("lets partners' tokens vest on", async () => {
      const scenario = await ended({ presale: { partnerVesting: { cliff: 0n, duration: 100n * DAY } } });
      const { presale, actors, token } = scenario;
      await presale.connect(actors.trustee).release();
      const start = await presale.releasedAt();
      await time.setNextBlockTimestamp(start + 10n * DAY);
      await (await dissolver(scenario)).dissolve();
      const [partner] = actors.partners;
      await time.increaseTo(start + 50n * DAY);
      expect(await presale.vestedOf(partner)).to.equal(3_000n * WHOLE);
      await time.increaseTo(start + 100n * DAY);
      await presale.connect(partner).claim(partner);
      expect(await token.balanceOf(partner)).to.equal(6_000n * WHOLE);
    });

    it("happens once", async () => {
      const scenario = await loadFixture(released);
      const byReserve = await dissolver(scenario);
      await byReserve.dissolve();
      const at = await scenario.presale.dissolvedAt();
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
    it("goes on as a growing one, so that its gifts are never stranded", async () => {
      const { presale, actors, reserve, issuance, owner, unit } = await loadFixture(opened);
      await presale.connect(actors.partners[0]).contribute(10n * unit, []);
      await reserve.connect(actors.donor).donate(unit, "early");
      await expect(reserve.open())
        .to.be.revertedWithCustomError(reserve, "PresalePending")
        .withArgs(await presale.getAddress());
      expect(await reserve.awaitsPresale()).to.equal(true);
      expect(await issuance.available()).to.equal(0n);

      await time.increaseTo((await presale.terms()).closes);
      expect(await reserve.awaitsPresale()).to.equal(false);
      await issuance.connect(owner).setIssuer(actors.deployer, true);
      await issuance.connect(actors.deployer).issue(actors.producers[0], 1_000n * WHOLE);
      await reserve.connect(actors.donor).donate(999n * unit, "all the same");
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
