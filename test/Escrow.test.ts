import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { network } from "hardhat";
import {
  DAY,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchPresale,
  type Overrides,
  type PresaleScenario,
} from "./lib/fixtures.ts";
import type { TestDeed } from "../typechain-types/index.ts";
import { cloneOf } from "./lib/contributions.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

enum Sale {
  Upcoming,
  Open,
  Ended,
  Released,
  Refunding,
}
enum Resource {
  None,
  Offered,
  Challenged,
  Rejected,
  Confirmed,
  Returned,
  Withdrawn,
  Delivered,
}
enum Milestone {
  Planned,
  Approved,
  Refused,
  Paid,
  Failed,
}

const WINDOW = 5n * DAY;
const GRACE = 30n * DAY;
const NOTICE = 14n * DAY;
const UNPAID = 90n * DAY;
const DEED = ethers.id("deed");
const NONE: readonly [string, bigint] = [ZERO_ADDRESS, 0n];

type Scene = PresaleScenario & { readonly deed: TestDeed };

async function upcoming(overrides: Overrides = {}): Promise<Scene> {
  const scenario = await launchPresale(connection, overrides);
  const deed = await ethers.deployContract("TestDeed");
  for (const holder of [scenario.actors.stranger, ...scenario.actors.partners]) {
    await deed.connect(holder).setApprovalForAll(scenario.escrow, true);
  }
  return { ...scenario, deed };
}
const launched = (): Promise<Scene> => upcoming();

/** Partners gave 3,000, 1,500 and 500 at 0.50; the sale is open. */
async function opened(overrides: Overrides = {}): Promise<Scene> {
  const scene = await upcoming(overrides);
  const { presale, actors, unit } = scene;
  await time.increaseTo((await presale.terms()).opens);
  for (const [at, partner] of actors.partners.entries()) {
    await presale.connect(partner).contribute(GIVEN(at) * unit, []);
  }
  return scene;
}
const open = (): Promise<Scene> => opened();

async function close({ presale }: Scene): Promise<void> {
  await time.increaseTo((await presale.terms()).closes);
}

/** Released, without founders' tokens: R0 = 0.5·0.5·10,000.001, the budget 2,499.99975. */
async function releasedWith(overrides: Overrides = {}): Promise<Scene> {
  const scene = await opened({
    ...overrides,
    presale: {
      founderBps: 0n,
      founders: [],
      founderVesting: { cliff: 0n, duration: 0n },
      ...overrides.presale,
    },
  });
  await close(scene);
  await scene.presale.connect(scene.actors.trustee).release();
  return scene;
}
const released = (): Promise<Scene> => releasedWith();
const BUDGET = (unit: bigint): bigint => 2_500n * unit - unit / 4_000n;

/** The stranger offered a resource worth `value`, with deed `id` in custody when one is given. */
async function offer(scene: Scene, value: bigint, id?: bigint): Promise<bigint> {
  const { escrow, deed, actors } = scene;
  if (id !== undefined) await deed.mint(actors.stranger, id);
  const custody = id === undefined ? NONE : ([await deed.getAddress(), id] as const);
  await escrow.connect(actors.stranger).offerResource(value, DEED, "ipfs://deed", ...custody);
  return escrow.resourceCount();
}

async function accepted(scene: Scene, value: bigint, id?: bigint): Promise<bigint> {
  const resource = await offer(scene, value, id);
  await scene.escrow.connect(scene.actors.trustee).acceptResource(resource);
  return resource;
}

async function confirmed(scene: Scene, value: bigint, id?: bigint): Promise<bigint> {
  const resource = await accepted(scene, value, id);
  await time.increase(WINDOW);
  await scene.escrow.confirmResource(resource);
  return resource;
}

/** What each of the three partners gave, in whole units. */
const GIVEN = (at: number): bigint => [3_000n, 1_500n, 500n][at] ?? 0n;

async function timeOf(sent: { getBlock(): Promise<{ timestamp: number } | null> }): Promise<bigint> {
  return BigInt((await sent.getBlock())?.timestamp ?? 0);
}

const stateOf = async ({ escrow }: Scene, id: bigint): Promise<bigint> => (await escrow.resourceOf(id)).state;
const milestoneState = async ({ escrow }: Scene, index: number): Promise<bigint> =>
  (await escrow.milestoneOf(index)).state;
const everyoneBut = ({ actors, owner }: Scene, but: HardhatEthersSigner): HardhatEthersSigner[] =>
  [
    actors.trustee,
    actors.founders[0],
    actors.partners[0],
    actors.guardian,
    actors.stranger,
    actors.deployer,
    owner,
  ].filter(({ address }) => address !== but.address);

describe("Escrow", () => {
  describe("initialize", () => {
    it("keeps the terms as launched", async () => {
      const { escrow, addresses, actors, config } = await loadFixture(launched);
      const terms = await escrow.terms();
      expect([terms.maxResourceBps, terms.challengeWindow, terms.gracePeriod]).to.deep.equal([
        2_000n,
        WINDOW,
        GRACE,
      ]);
      expect(terms.milestones.map((m) => [m.bps, m.dueAfter, m.descriptionHash])).to.deep.equal(
        config.escrow.milestones.map((m) => [m.bps, m.dueAfter, m.descriptionHash]),
      );
      expect(await escrow.maxResourceBps()).to.equal(2_000n);
      expect(await escrow.challengeWindow()).to.equal(WINDOW);
      expect(await escrow.gracePeriod()).to.equal(GRACE);
      expect(await escrow.milestoneCount()).to.equal(3n);
      expect(await escrow.trustee()).to.equal(actors.trustee.address);
      expect(await escrow.owner()).to.equal(addresses.timelock);
      expect(await escrow.presale()).to.equal(addresses.presale);
      expect(await escrow.reserve()).to.equal(addresses.reserve);
      expect([...(await escrow.milestoneOf(1))]).to.deep.equal([
        3_000n,
        BigInt(Milestone.Planned),
        0n,
        0n,
        0n,
        ethers.id("cars on the road"),
        0n,
      ]);
    });

    it("is locked on the implementation, works once on a clone, and refuses zero addresses", async () => {
      const { escrow, addresses, actors, config, factory } = await loadFixture(launched);
      const { presale = "", reserve, timelock } = addresses;
      const { escrow: implementation } = await factory.implementations();
      const trustee = actors.trustee.address;
      for (const target of [escrow, escrow.attach(implementation) as typeof escrow]) {
        await expect(
          target.initialize(presale, reserve, timelock, trustee, config.escrow),
        ).to.be.revertedWithCustomError(escrow, "InvalidInitialization");
      }
      for (const [p, r, o] of [
        [ZERO_ADDRESS, reserve, timelock],
        [presale, ZERO_ADDRESS, timelock],
        [presale, reserve, ZERO_ADDRESS],
      ] as const) {
        const fresh = escrow.attach((await cloneOf(connection, "Escrow")).clone) as typeof escrow;
        await expect(fresh.initialize(p, r, o, trustee, config.escrow)).to.be.revertedWithCustomError(
          escrow,
          "ZeroAddress",
        );
      }
    });

    const m = (bps: bigint, dueAfter: bigint) => ({ bps, dueAfter, descriptionHash: DEED });
    const years = 3_650n * DAY;
    for (const [title, change, error, args] of [
      ["resources above half", { maxResourceBps: 5_001n }, "ResourceShareOutOfRange", [5_001n]],
      ["a window below a day", { challengeWindow: DAY - 1n }, "EscrowWindowOutOfRange", [DAY - 1n]],
      [
        "a window above 30 days",
        { challengeWindow: 30n * DAY + 1n },
        "EscrowWindowOutOfRange",
        [30n * DAY + 1n],
      ],
      ["a grace below a day", { gracePeriod: DAY - 1n }, "GracePeriodOutOfRange", [DAY - 1n]],
      ["a grace above a year", { gracePeriod: 365n * DAY + 1n }, "GracePeriodOutOfRange", [365n * DAY + 1n]],
      [
        "no milestones",
        { milestones: [] as { bps: bigint; dueAfter: bigint; descriptionHash: string }[] },
        "MilestoneCountOutOfRange",
        [0n, 32n],
      ],
      [
        "33 milestones",
        { milestones: Array.from({ length: 33 }, () => m(300n, 0n)) },
        "MilestoneCountOutOfRange",
        [33n, 32n],
      ],
      ["a milestone of nothing", { milestones: [m(10_000n, 0n), m(0n, 1n)] }, "InvalidMilestone", [1n]],
      [
        "a milestone before the last",
        { milestones: [m(5_000n, 9n), m(5_000n, 8n)] },
        "InvalidMilestone",
        [1n],
      ],
      ["a milestone after ten years", { milestones: [m(10_000n, years + 1n)] }, "InvalidMilestone", [0n]],
      ["less than the budget", { milestones: [m(9_999n, 0n)] }, "MilestonesNotWhole", [9_999n]],
      ["more than the budget", { milestones: [m(9_999n, 0n), m(2n, 0n)] }, "MilestonesNotWhole", [10_001n]],
    ] as const) {
      it(`refuses ${title}`, async () => {
        const { factory, config, escrow } = await loadFixture(launched);
        await expect(
          factory.launch({
            ...config,
            name: "Next",
            escrow: { ...config.escrow, ...(change as Partial<typeof config.escrow>) },
          }),
        )
          .to.be.revertedWithCustomError(escrow, error)
          .withArgs(...args);
      });
    }

    it("accepts each bound itself", async () => {
      const { factory, config } = await loadFixture(launched);
      const parts = [...Array.from({ length: 31 }, () => m(312n, years)), m(328n, years)];
      for (const [name, escrow] of [
        ["a", { maxResourceBps: 0n, challengeWindow: DAY, gracePeriod: DAY, milestones: [m(10_000n, 0n)] }],
        [
          "b",
          {
            maxResourceBps: 5_000n,
            challengeWindow: 30n * DAY - 1n,
            gracePeriod: 365n * DAY,
            milestones: parts,
          },
        ],
      ] as const) {
        const reserve = { ...config.reserve, reserveRatioBps: 1_000n };
        await expect(
          factory.launch({
            ...config,
            name,
            reserve,
            escrow: { ...escrow, milestones: [...escrow.milestones] },
          }),
        ).to.emit(factory, "CdpoLaunched");
      }
    });

    it("refuses a challenge that could outlast the time for the release", async () => {
      const { factory, config, presale } = await loadFixture(launched);
      const escrow = { ...config.escrow, challengeWindow: 30n * DAY };
      const { closes } = config.presale;
      for (const late of [30n * DAY, 30n * DAY - 1n]) {
        const releaseBy = BigInt(closes) + late;
        await expect(
          factory.launch({ ...config, name: "Next", escrow, presale: { ...config.presale, releaseBy } }),
        )
          .to.be.revertedWithCustomError(presale, "ReleaseTooEarly")
          .withArgs(closes, 30n * DAY, releaseBy);
      }
      const releaseBy = BigInt(closes) + 30n * DAY + 1n;
      await expect(
        factory.launch({ ...config, name: "Next", escrow, presale: { ...config.presale, releaseBy } }),
      ).to.emit(factory, "CdpoLaunched");
    });

    it("refuses a ratio at which money with the most resources does not pay for the reserve", async () => {
      const { factory, config, presale, unit } = await loadFixture(launched);
      // w·(1 + f)/(1 − m) = 0.6667·1.2/0.8 = 1.00005 of 1,000, and 0.6667·0.5·0.001 for the dead address.
      const attempt = (reserveRatioBps: bigint) =>
        factory.launch({ ...config, name: "Next", reserve: { ...config.reserve, reserveRatioBps } });
      await expect(attempt(6_667n))
        .to.be.revertedWithCustomError(presale, "ReserveUnderfunded")
        .withArgs(1_000n * unit + unit / 20n + (unit * 33_335n) / 100_000_000n, 1_000n * unit);
      await expect(attempt(6_666n)).to.emit(factory, "CdpoLaunched");
    });

    it("does not exist in a growing organisation", async () => {
      expect((await launchGrowing(connection)).escrow).to.equal(undefined);
    });
  });

  describe("offerResource", () => {
    it("keeps the offer, and takes a deed into custody", async () => {
      const scene = await loadFixture(launched);
      const { escrow, deed, actors, unit } = scene;
      await deed.mint(actors.stranger, 7n);
      const nft = await deed.getAddress();
      await expect(escrow.connect(actors.stranger).offerResource(100n * unit, DEED, "ipfs://car", nft, 7n))
        .to.emit(escrow, "ResourceOffered")
        .withArgs(1n, actors.stranger.address, 100n * unit, DEED, "ipfs://car", nft, 7n);
      expect(await deed.ownerOf(7n)).to.equal(await escrow.getAddress());
      expect([...(await escrow.resourceOf(1n))]).to.deep.equal([
        actors.stranger.address,
        BigInt(Resource.Offered),
        0n,
        100n * unit,
        0n,
        0n,
        nft,
        7n,
      ]);
      expect(await offer(scene, unit)).to.equal(2n);
      expect(await stateOf(scene, 3n)).to.equal(Resource.None);
    });

    it("refuses what buys no token, what does not arrive, and another's deed", async () => {
      const { escrow, deed, actors, presale } = await loadFixture(launched);
      const stranger = escrow.connect(actors.stranger);
      await expect(stranger.offerResource(0n, DEED, "", ...NONE))
        .to.be.revertedWithCustomError(presale, "ContributionTooSmall")
        .withArgs(0n, await presale.terms().then(({ price }) => price));
      const nft = await deed.getAddress();
      await deed.mint(actors.partners[0], 8n);
      await expect(stranger.offerResource(1n, DEED, "", nft, 8n)).to.be.revertedWithCustomError(
        deed,
        "ERC721IncorrectOwner",
      );
      await deed.mint(actors.stranger, 7n);
      await deed.setPretends(true);
      await expect(stranger.offerResource(1n, DEED, "", nft, 7n))
        .to.be.revertedWithCustomError(escrow, "NotInCustody")
        .withArgs(nft, 7n);
    });

    it("takes no asset as a deed", async () => {
      const { escrow, asset, actors } = await loadFixture(launched);
      await asset.connect(actors.stranger).approve(escrow, 5n);
      await expect(escrow.connect(actors.stranger).offerResource(1n, DEED, "", asset, 5n)).to.revert(ethers);
    });

    it("cannot be re-entered by a deed", async () => {
      const { escrow, deed, actors } = await loadFixture(launched);
      await deed.mint(actors.stranger, 7n);
      for (const [call, data] of [
        ["withdrawResource", [1n, actors.stranger.address]],
        ["confirmResource", [1n]],
        ["deliverResource", [1n]],
        ["payMilestone", [0n]],
        ["failMilestone", [0n]],
        ["offerResource", [1n, DEED, "", ZERO_ADDRESS, 0n]],
      ] as const) {
        const snapshot = await networkHelpers.takeSnapshot();
        const encoded = escrow.interface.encodeFunctionData(
          call as "payMilestone",
          data as unknown as [bigint],
        );
        await deed.setHook(escrow, encoded);
        await escrow.connect(actors.stranger).offerResource(1n, DEED, "", deed, 7n);
        expect(await deed.hookSucceeded(), call).to.equal(false);
        expect(await deed.hookResult(), call).to.equal(
          escrow.interface.encodeErrorResult("ReentrancyGuardReentrantCall"),
        );
        await snapshot.restore();
      }
    });
  });

  describe("acceptResource", () => {
    it("begins a challenge, until the sale closes", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, unit, presale } = scene;
      const id = await offer(scene, 100n * unit);
      const { closes } = await presale.terms();
      await time.setNextBlockTimestamp(closes - 1n);
      await expect(escrow.connect(actors.trustee).acceptResource(id))
        .to.emit(escrow, "ResourceAccepted")
        .withArgs(id, closes - 1n + WINDOW);
      expect(await stateOf(scene, id)).to.equal(Resource.Challenged);
      expect((await escrow.resourceOf(id)).challengeEnds).to.equal(closes - 1n + WINDOW);
      expect(await escrow.undecidedResources()).to.equal(1n);
    });

    it("is over when the sale closes", async () => {
      const scene = await loadFixture(open);
      const id = await offer(scene, scene.unit);
      const { closes } = await scene.presale.terms();
      await time.setNextBlockTimestamp(closes);
      await expect(scene.escrow.connect(scene.actors.trustee).acceptResource(id))
        .to.be.revertedWithCustomError(scene.escrow, "AcceptanceOver")
        .withArgs(closes);
    });

    it("goes on in a sale that ended early, which takes no offers", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, unit, presale } = scene;
      const id = await offer(scene, unit);
      await presale.connect(actors.partners[1]).contribute(4_500n * unit, []);
      await presale.connect(actors.partners[2]).contribute(500n * unit, []);
      expect(await presale.state()).to.equal(Sale.Ended);
      await expect(escrow.connect(actors.stranger).offerResource(unit, DEED, "", ...NONE))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(Sale.Ended, Sale.Open);
      await escrow.connect(actors.trustee).acceptResource(id);
      expect(await stateOf(scene, id)).to.equal(Resource.Challenged);
    });
  });

  describe("rejectResource", () => {
    it("needs partners with more than half of the money, each counted once", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, unit, presale } = scene;
      const [first, second, third] = actors.partners;
      const id = await accepted(scene, 100n * unit, 1n);
      await expect(escrow.connect(second).rejectResource(id))
        .to.emit(escrow, "ResourceObjected")
        .withArgs(id, second.address, 1_500n * unit, 1_500n * unit);
      await escrow.connect(third).rejectResource(id);
      await expect(escrow.connect(third).rejectResource(id))
        .to.be.revertedWithCustomError(escrow, "NothingToObjectWith")
        .withArgs(third.address);
      // 2,000 + 500 of 5,500: 2,750 are half.
      await presale.connect(third).contribute(500n * unit, []);
      await expect(escrow.connect(third).rejectResource(id))
        .to.emit(escrow, "ResourceObjected")
        .withArgs(id, third.address, 1_000n * unit, 2_500n * unit);
      await presale.connect(second).contribute(500n * unit, []); // 3,000 of 6,000 is not more than half
      await escrow.connect(second).rejectResource(id);
      expect(await stateOf(scene, id)).to.equal(Resource.Challenged);
      expect((await escrow.resourceOf(id)).rejecting).to.equal(3_000n * unit);
      await presale.connect(second).contribute(2n, []);
      await expect(escrow.connect(second).rejectResource(id))
        .to.emit(escrow, "ResourceRejected")
        .withArgs(id);
      expect(await stateOf(scene, id)).to.equal(Resource.Rejected);
      expect(await escrow.undecidedResources()).to.equal(0n);
      await expect(escrow.connect(first).rejectResource(id))
        .to.be.revertedWithCustomError(escrow, "WrongResourceState")
        .withArgs(id, Resource.Rejected);
    });

    it("is measured by the minimum while less came in", async () => {
      const scene = await loadFixture(launched);
      const { escrow, actors, unit, presale } = scene;
      await time.increaseTo((await presale.terms()).opens);
      const id = await accepted(scene, unit);
      const partner = actors.partners[0];
      await presale.connect(partner).contribute(500n * unit, []);
      await escrow.connect(partner).rejectResource(id);
      expect(await stateOf(scene, id)).to.equal(Resource.Challenged);
      await presale.connect(partner).contribute(1n, []);
      await expect(escrow.connect(partner).rejectResource(id)).to.emit(escrow, "ResourceRejected");
    });

    it("ends with the window, and is for partners", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, unit } = scene;
      const id = await accepted(scene, unit);
      const { challengeEnds } = await escrow.resourceOf(id);
      await expect(escrow.connect(actors.stranger).rejectResource(id))
        .to.be.revertedWithCustomError(escrow, "NothingToObjectWith")
        .withArgs(actors.stranger.address);
      await time.setNextBlockTimestamp(challengeEnds - 1n);
      await escrow.connect(actors.partners[1]).rejectResource(id);
      await time.setNextBlockTimestamp(challengeEnds);
      await expect(escrow.connect(actors.partners[0]).rejectResource(id))
        .to.be.revertedWithCustomError(escrow, "ObjectionsClosed")
        .withArgs(challengeEnds);
    });
  });

  describe("confirmResource", () => {
    it("credits the offerer at the presale's price, without adding money", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, unit, presale } = scene;
      const id = await accepted(scene, 100n * unit + 1n);
      const { challengeEnds } = await escrow.resourceOf(id);
      await time.setNextBlockTimestamp(challengeEnds - 1n);
      await expect(escrow.confirmResource(id))
        .to.be.revertedWithCustomError(escrow, "ObjectionsOpen")
        .withArgs(challengeEnds);
      await time.setNextBlockTimestamp(challengeEnds);
      await expect(escrow.confirmResource(id))
        .to.emit(escrow, "ResourceConfirmed")
        .withArgs(id, actors.stranger.address, 200n * WHOLE + 2n);
      expect(await presale.raised()).to.equal(5_000n * unit);
      expect(await presale.resourceTokens()).to.equal(200n * WHOLE + 2n);
      expect((await presale.positionOf(actors.stranger)).resourceTokens).to.equal(200n * WHOLE + 2n);
      expect((await presale.tokensForSale()).soldTokens).to.equal(10_200n * WHOLE + 2n);
      await close(scene);
      await presale.connect(actors.trustee).release();
      expect(await presale.vestedOf(actors.stranger)).to.equal(200n * WHOLE + 2n);
      await presale.connect(actors.stranger).claim(actors.stranger);
      expect(await scene.token.balanceOf(actors.stranger)).to.equal(200n * WHOLE + 2n);
    });

    it("rounds the tokens down, and does not count for the minimum", async () => {
      const scene = await upcoming({ decimals: 6, presale: { price: 333_333n, minimum: 1_000_000n } });
      const { presale, actors } = scene;
      const id = await accepted(scene, 1_234_567n);
      await time.increase(WINDOW);
      await scene.escrow.confirmResource(id);
      expect((await presale.positionOf(actors.stranger)).resourceTokens).to.equal(
        (1_234_567n * WHOLE) / 333_333n,
      );
      await close(scene);
      expect(await presale.state()).to.equal(Sale.Refunding);
    });

    it("opens the market at the presale's price with resources, and vests their tokens as partners'", async () => {
      const scene = await opened({ presale: { partnerVesting: { cliff: 10n * DAY, duration: 100n * DAY } } });
      const { presale, actors, unit, reserve } = scene;
      await confirmed(scene, 1_250n * unit); // 2,500 of 12,500 tokens: exactly 20 %
      await close(scene);
      await presale.connect(actors.trustee).release();
      // 0.5·0.5·(12,500·1.2 + 0.001)
      expect(await reserve.reserveBalance()).to.equal(3_750n * unit + unit / 4_000n);
      expect(await reserve.spotPrice()).to.equal(unit / 2n);
      const start = await presale.releasedAt();
      await time.increaseTo(start + 25n * DAY);
      expect(await presale.vestedOf(actors.stranger)).to.equal(625n * WHOLE);
      expect(await presale.previewClaim(actors.stranger)).to.deep.equal([625n * WHOLE, 1_875n * WHOLE]);
      await time.setNextBlockTimestamp(start + 50n * DAY);
      await presale.connect(actors.stranger).claim(actors.stranger);
      expect(await scene.token.balanceOf(actors.stranger)).to.equal(1_250n * WHOLE);
      expect(await scene.stake.getVotes(actors.stranger)).to.equal(1_250n * WHOLE);
    });
  });

  describe("release with resources", () => {
    it("waits for those under challenge, and refuses too many until the trustee returns some", async () => {
      const scene = await loadFixture(open);
      const { escrow, presale, actors, unit } = scene;
      const trustee = presale.connect(actors.trustee);
      await confirmed(scene, 1_250n * unit);
      const more = await confirmed(scene, 1n);
      const open_ = await offer(scene, unit);
      await time.setNextBlockTimestamp((await presale.terms()).closes - 1n);
      await escrow.connect(actors.trustee).acceptResource(open_);
      await close(scene);
      await expect(trustee.release())
        .to.be.revertedWithCustomError(presale, "ResourcesAboveLimit")
        .withArgs(2_500n * WHOLE + 2n, 2_500n * WHOLE);
      await expect(escrow.connect(actors.trustee).returnResource(more))
        .to.emit(escrow, "ResourceReturned")
        .withArgs(more);
      expect(await presale.resourceTokens()).to.equal(2_500n * WHOLE);
      await expect(trustee.release())
        .to.be.revertedWithCustomError(escrow, "ResourcesUndecided")
        .withArgs(1n);
      await escrow.connect(actors.trustee).returnResource(open_);
      await expect(trustee.release()).to.emit(presale, "Released");
      expect((await presale.positionOf(actors.stranger)).resourceTokens).to.equal(2_500n * WHOLE);
    });
  });

  describe("withdrawResource and deliverResource", () => {
    it("gives custody to the treasury after a release, by anyone's call", async () => {
      const scene = await loadFixture(open);
      const { escrow, deed, presale, actors, unit, addresses } = scene;
      const id = await confirmed(scene, unit, 5n);
      const bare = await confirmed(scene, unit);
      await expect(escrow.deliverResource(id))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(Sale.Open, Sale.Released);
      const declined = await offer(scene, unit, 6n);
      await close(scene);
      await presale.connect(actors.trustee).release();
      await expect(escrow.connect(actors.stranger).withdrawResource(id, actors.stranger))
        .to.be.revertedWithCustomError(escrow, "WrongResourceState")
        .withArgs(id, Resource.Confirmed);
      await expect(escrow.connect(actors.partners[2]).deliverResource(id))
        .to.emit(escrow, "ResourceDelivered")
        .withArgs(id, addresses.timelock);
      expect(await deed.ownerOf(5n)).to.equal(addresses.timelock);
      await expect(escrow.deliverResource(id))
        .to.be.revertedWithCustomError(escrow, "WrongResourceState")
        .withArgs(id, Resource.Delivered);
      await expect(escrow.deliverResource(bare))
        .to.be.revertedWithCustomError(escrow, "NotInCustody")
        .withArgs(ZERO_ADDRESS, 0n);
      // What was never accepted goes back, years later too.
      await time.increase(3_650n * DAY);
      await escrow.connect(actors.stranger).withdrawResource(declined, actors.donor);
      expect(await deed.ownerOf(6n)).to.equal(actors.donor.address);
    });

    for (const [state, reach] of [
      ["Offered", async (scene: Scene) => offer(scene, scene.unit, 5n)],
      ["Challenged", async (scene: Scene) => accepted(scene, scene.unit, 5n)],
      [
        "Rejected",
        async (scene: Scene) => {
          const id = await accepted(scene, scene.unit, 5n);
          await scene.escrow.connect(scene.actors.partners[0]).rejectResource(id);
          return id;
        },
      ],
      [
        "Returned",
        async (scene: Scene) => {
          const id = await offer(scene, scene.unit, 5n);
          await scene.escrow.connect(scene.actors.trustee).returnResource(id);
          return id;
        },
      ],
    ] as const) {
      it(`gives back what is ${state}, to whom the offerer says, once`, async () => {
        const scene = await loadFixture(open);
        const { escrow, deed, actors } = scene;
        const id = await reach(scene);
        expect(await stateOf(scene, id)).to.equal(Resource[state]);
        for (const other of everyoneBut(scene, actors.stranger)) {
          await expect(escrow.connect(other).withdrawResource(id, other))
            .to.be.revertedWithCustomError(escrow, "NotOfferer")
            .withArgs(id, other.address);
        }
        const stranger = escrow.connect(actors.stranger);
        for (const recipient of [ZERO_ADDRESS, await escrow.getAddress()]) {
          await expect(stranger.withdrawResource(id, recipient))
            .to.be.revertedWithCustomError(escrow, "InvalidRecipient")
            .withArgs(recipient);
        }
        await expect(stranger.withdrawResource(id, actors.donor))
          .to.emit(escrow, "ResourceWithdrawn")
          .withArgs(id, actors.donor.address);
        expect(await deed.ownerOf(5n)).to.equal(actors.donor.address);
        expect(await escrow.undecidedResources()).to.equal(0n);
        await expect(stranger.withdrawResource(id, actors.donor))
          .to.be.revertedWithCustomError(escrow, "WrongResourceState")
          .withArgs(id, Resource.Withdrawn);
      });
    }

    it("gives back what was confirmed when the sale fails or the organisation is dissolved", async () => {
      const scene = await loadFixture(open);
      const { escrow, deed, actors, unit, presale, reserve, owner } = scene;
      const id = await confirmed(scene, unit, 5n);
      const stranger = escrow.connect(actors.stranger);
      await expect(stranger.withdrawResource(id, actors.stranger))
        .to.be.revertedWithCustomError(escrow, "WrongResourceState")
        .withArgs(id, Resource.Confirmed);
      const snapshot = await networkHelpers.takeSnapshot();
      await time.increaseTo((await presale.terms()).releaseBy);
      await stranger.withdrawResource(id, actors.stranger);
      expect(await deed.ownerOf(5n)).to.equal(actors.stranger.address);
      await snapshot.restore();
      await reserve.connect(owner).dissolve();
      await stranger.withdrawResource(id, actors.stranger);
      expect(await deed.ownerOf(5n)).to.equal(actors.stranger.address);
    });
  });

  describe("milestones", () => {
    it("are paid one by one after the trustee's approval and the challenge, and sum to the budget", async () => {
      const scene = await loadFixture(released);
      const { escrow, actors, unit, asset, addresses, presale } = scene;
      const budget = BUDGET(unit);
      expect(await escrow.budgetLeft()).to.equal(budget);
      expect(await asset.balanceOf(escrow)).to.equal(budget);
      const start = await presale.releasedAt();
      expect((await escrow.milestoneOf(1)).dueAt).to.equal(start + 90n * DAY);
      const half = budget / 2n;
      const second = ((budget - half) * 3_000n) / 5_000n;
      const parts = [half, second, budget - half - second];
      for (const [index, part] of parts.entries()) {
        const approval = await escrow.connect(actors.trustee).approveMilestone(index);
        const ends = (await timeOf(approval)) + WINDOW;
        await expect(approval).to.emit(escrow, "MilestoneApproved").withArgs(index, ends);
        expect((await escrow.milestoneOf(index)).amount).to.equal(part);
        await time.setNextBlockTimestamp(ends - 1n);
        await expect(escrow.payMilestone(index))
          .to.be.revertedWithCustomError(escrow, "ObjectionsOpen")
          .withArgs(ends);
        await time.setNextBlockTimestamp(ends);
        const paid = escrow.connect(actors.stranger).payMilestone(index);
        await expect(paid).to.emit(escrow, "MilestonePaid").withArgs(index, part);
        await expect(paid).to.changeTokenBalances(ethers, asset, [escrow, addresses.timelock], [-part, part]);
        expect(await milestoneState(scene, index)).to.equal(Milestone.Paid);
        expect((await escrow.milestoneOf(index)).amount).to.equal(0n);
      }
      expect(await escrow.budgetLeft()).to.equal(0n);
      expect(await asset.balanceOf(escrow)).to.equal(0n);
    });

    it("fail by anyone's call when nobody approved them in time, into the reserve as a gift", async () => {
      const scene = await loadFixture(released);
      const { escrow, actors, unit, asset, reserve, presale } = scene;
      const from = (await presale.releasedAt()) + GRACE;
      await time.setNextBlockTimestamp(from - 1n);
      await expect(escrow.failMilestone(0))
        .to.be.revertedWithCustomError(escrow, "NotFailedYet")
        .withArgs(from);
      await time.setNextBlockTimestamp(from);
      await expect(escrow.connect(actors.trustee).approveMilestone(0))
        .to.be.revertedWithCustomError(escrow, "ApprovalOver")
        .withArgs(from);
      const part = BUDGET(unit) / 2n;
      const failed = escrow.connect(actors.stranger).failMilestone(0);
      await expect(failed).to.emit(escrow, "MilestoneFailed").withArgs(0n, part);
      await expect(failed)
        .to.emit(reserve, "GiftReceived")
        .withArgs(await escrow.getAddress(), part);
      await expect(failed).to.changeTokenBalances(ethers, asset, [escrow, reserve], [-part, part]);
      expect((await reserve.pendingGifts()).pending).to.equal(part);
      expect(await asset.allowance(escrow, reserve)).to.equal(0n);
      await expect(escrow.failMilestone(0))
        .to.be.revertedWithCustomError(escrow, "WrongMilestoneState")
        .withArgs(0n, Milestone.Failed);
    });

    it("can be approved in the last second of the grace", async () => {
      const { escrow, actors, presale } = await loadFixture(released);
      await time.setNextBlockTimestamp((await presale.releasedAt()) + GRACE - 1n);
      await expect(escrow.connect(actors.trustee).approveMilestone(0)).to.emit(escrow, "MilestoneApproved");
    });

    it("fail at once when the trustee refuses them, also after their approval", async () => {
      const scene = await loadFixture(released);
      const { escrow, actors, asset, reserve, unit } = scene;
      const trustee = escrow.connect(actors.trustee);
      await expect(trustee.refuseMilestone(2)).to.emit(escrow, "MilestoneRefused").withArgs(2n);
      await expect(trustee.refuseMilestone(2))
        .to.be.revertedWithCustomError(escrow, "WrongMilestoneState")
        .withArgs(2n, Milestone.Refused);
      await trustee.approveMilestone(0);
      await trustee.refuseMilestone(0);
      await time.increase(WINDOW);
      await expect(escrow.payMilestone(0))
        .to.be.revertedWithCustomError(escrow, "WrongMilestoneState")
        .withArgs(0n, Milestone.Refused);
      const fifth = BUDGET(unit) / 5n;
      await expect(escrow.failMilestone(2)).to.changeTokenBalances(
        ethers,
        asset,
        [escrow, reserve],
        [-fifth, fifth],
      );
      await escrow.failMilestone(0);
      expect(await escrow.budgetLeft()).to.equal(
        BUDGET(unit) - fifth - ((BUDGET(unit) - fifth) * 5_000n) / 8_000n,
      );
      await expect(trustee.refuseMilestone(0))
        .to.be.revertedWithCustomError(escrow, "WrongMilestoneState")
        .withArgs(0n, Milestone.Failed);
    });

    it("are stopped by partners with more than half of the money, within the window", async () => {
      const scene = await loadFixture(released);
      const { escrow, actors, unit } = scene;
      const [first, second, third] = actors.partners;
      await escrow.connect(actors.trustee).approveMilestone(0);
      await expect(escrow.connect(second).stopMilestone(0))
        .to.emit(escrow, "MilestoneObjected")
        .withArgs(0n, second.address, 1_500n * unit, 1_500n * unit);
      await escrow.connect(third).stopMilestone(0);
      await expect(escrow.connect(third).stopMilestone(0))
        .to.be.revertedWithCustomError(escrow, "NothingToObjectWith")
        .withArgs(third.address);
      await expect(escrow.connect(actors.stranger).stopMilestone(0))
        .to.be.revertedWithCustomError(escrow, "NothingToObjectWith")
        .withArgs(actors.stranger.address);
      expect((await escrow.milestoneOf(0)).stopping).to.equal(2_000n * unit);
      const { challengeEnds } = await escrow.milestoneOf(0);
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(challengeEnds);
      await expect(escrow.connect(first).stopMilestone(0))
        .to.be.revertedWithCustomError(escrow, "ObjectionsClosed")
        .withArgs(challengeEnds);
      await snapshot.restore();
      await time.setNextBlockTimestamp(challengeEnds - 1n);
      await expect(escrow.connect(first).stopMilestone(0)).to.emit(escrow, "MilestoneRefused").withArgs(0n);
      await expect(escrow.failMilestone(0)).to.emit(escrow, "MilestoneFailed");
    });

    it("are counted one by one", async () => {
      const { escrow, actors, unit } = await loadFixture(released);
      const trustee = escrow.connect(actors.trustee);
      await trustee.approveMilestone(0);
      await trustee.approveMilestone(1);
      const second = escrow.connect(actors.partners[1]);
      await second.stopMilestone(0);
      await second.stopMilestone(1);
      expect((await escrow.milestoneOf(1)).stopping).to.equal(1_500n * unit);
    });

    it("exactly half of the money stops nothing", async () => {
      const scene = await loadFixture(launched);
      const { escrow, presale, actors, unit } = scene;
      await time.increaseTo((await presale.terms()).opens);
      for (const partner of actors.partners.slice(0, 2)) {
        await presale.connect(partner).contribute(1_000n * unit, []);
      }
      await close(scene);
      await presale.connect(actors.trustee).release();
      await escrow.connect(actors.trustee).approveMilestone(0);
      await escrow.connect(actors.partners[0]).stopMilestone(0);
      expect(await milestoneState(scene, 0)).to.equal(Milestone.Approved);
    });

    it("approved and not paid for 90 days after the window go to the reserve", async () => {
      const scene = await loadFixture(released);
      const { escrow, actors } = scene;
      await escrow.connect(actors.trustee).approveMilestone(0);
      const from = (await escrow.milestoneOf(0)).challengeEnds + UNPAID;
      await time.setNextBlockTimestamp(from - 1n);
      await expect(escrow.failMilestone(0))
        .to.be.revertedWithCustomError(escrow, "NotFailedYet")
        .withArgs(from);
      await time.setNextBlockTimestamp(from);
      await expect(escrow.failMilestone(0)).to.emit(escrow, "MilestoneFailed");
    });

    it("refuse an index that does not exist", async () => {
      const { escrow, actors } = await loadFixture(released);
      for (const call of [
        () => escrow.connect(actors.trustee).approveMilestone(3),
        () => escrow.connect(actors.trustee).refuseMilestone(3),
        () => escrow.stopMilestone(3),
        () => escrow.payMilestone(3),
        () => escrow.failMilestone(3),
        () => escrow.milestoneOf(3),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(escrow, "UnknownMilestone").withArgs(3n, 3n);
      }
    });

    it("settle to nothing when nothing is left for them", async () => {
      // w = 66.66 % with founders 20 % and no resources still leaves money; at the least part of 1 bps of 1 unit none.
      const scene = await releasedWith({
        decimals: 6,
        presale: { price: 1n, minimum: 1n, maximum: 10n ** 10n, perPartnerMaximum: 10n ** 10n },
        reserve: { reserveRatioBps: 5_000n },
        escrow: {
          milestones: [
            { bps: 1n, dueAfter: 0n, descriptionHash: DEED },
            { bps: 9_999n, dueAfter: 0n, descriptionHash: DEED },
          ],
        },
      });
      const { escrow, actors } = scene;
      const trustee = escrow.connect(actors.trustee);
      await trustee.approveMilestone(1);
      await time.increase(WINDOW);
      await escrow.payMilestone(1);
      const left = await escrow.budgetLeft();
      await trustee.refuseMilestone(0);
      expect(await escrow.failMilestone.staticCall(0)).to.equal(left);
    });
  });

  describe("dissolution", () => {
    it("sends what is left to the reserve, where it does not count", async () => {
      const scene = await loadFixture(released);
      const { escrow, actors, unit, asset, reserve, owner, presale } = scene;
      await escrow.connect(actors.trustee).approveMilestone(0);
      await time.increase(WINDOW);
      await escrow.payMilestone(0);
      const left = BUDGET(unit) - BUDGET(unit) / 2n;
      const held = await asset.balanceOf(reserve);
      const dissolved = reserve.connect(owner).dissolve();
      await expect(dissolved).to.emit(escrow, "BudgetReturned").withArgs(left);
      await expect(dissolved).to.changeTokenBalances(ethers, asset, [escrow, reserve], [-left, left]);
      expect(await reserve.reserveBalance()).to.equal(held);
      expect(await escrow.budgetLeft()).to.equal(0n);
      const since = await presale.dissolvedAt();
      for (const call of [
        () => escrow.connect(actors.trustee).approveMilestone(1),
        () => escrow.connect(actors.trustee).refuseMilestone(1),
        () => escrow.stopMilestone(1),
        () => escrow.payMilestone(1),
        () => escrow.failMilestone(1),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(escrow, "AlreadyDissolved").withArgs(since);
      }
    });

    it("is the presale's alone, and so is the budget", async () => {
      const scene = await loadFixture(released);
      for (const sender of everyoneBut(scene, scene.actors.donor)) {
        for (const call of [
          () => scene.escrow.connect(sender).dissolve(),
          () => scene.escrow.connect(sender).receiveBudget(1n),
        ]) {
          await expect(call())
            .to.be.revertedWithCustomError(scene.reserve, "NotPresale")
            .withArgs(sender.address);
        }
        for (const call of [
          () => scene.presale.connect(sender).setTrusteeChanging(true),
          () => scene.presale.connect(sender).creditResource(sender, 1n),
          () => scene.presale.connect(sender).uncreditResource(sender, 1n),
        ]) {
          await expect(call())
            .to.be.revertedWithCustomError(scene.presale, "NotEscrow")
            .withArgs(sender.address);
        }
      }
    });
  });

  describe("another trustee before the release", () => {
    it("takes over after a notice of 14 days, by anyone's call", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, owner, presale, unit } = scene;
      const announced = await escrow.connect(owner).announceTrustee(actors.donor);
      const since = await timeOf(announced);
      await expect(announced)
        .to.emit(escrow, "TrusteeAnnounced")
        .withArgs(actors.donor.address, since + NOTICE);
      expect([...(await escrow.pendingChange())]).to.deep.equal([actors.donor.address, since + NOTICE]);
      await expect(presale.connect(actors.partners[0]).contribute(unit, []))
        .to.be.revertedWithCustomError(escrow, "ChangePending")
        .withArgs(actors.donor.address);
      await time.setNextBlockTimestamp(since + NOTICE - 1n);
      await expect(escrow.completeTrustee())
        .to.be.revertedWithCustomError(escrow, "NoticeOngoing")
        .withArgs(since + NOTICE);
      await time.setNextBlockTimestamp(since + NOTICE);
      await expect(escrow.connect(actors.stranger).completeTrustee())
        .to.emit(escrow, "TrusteeSet")
        .withArgs(actors.donor.address);
      expect(await escrow.trustee()).to.equal(actors.donor.address);
      expect((await escrow.pendingChange()).candidate).to.equal(ZERO_ADDRESS);
      await presale.connect(actors.partners[0]).contribute(unit, []);
      await expect(presale.connect(actors.partners[0]).refund(actors.partners[0]))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(Sale.Open, Sale.Refunding);
      await close(scene);
      await expect(presale.connect(actors.trustee).release())
        .to.be.revertedWithCustomError(presale, "NotTrustee")
        .withArgs(actors.trustee.address);
      await expect(presale.connect(actors.donor).release()).to.emit(presale, "Released");
    });

    it("lets each partner have their money back meanwhile, which is then not raised", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, owner, presale, unit, asset } = scene;
      const [first, second] = actors.partners;
      await escrow.connect(owner).announceTrustee(actors.donor);
      const sum = 3_000n * unit;
      await expect(presale.connect(first).refund(actors.stranger)).to.changeTokenBalances(
        ethers,
        asset,
        [presale, actors.stranger],
        [-sum, sum],
      );
      expect(await presale.raised()).to.equal(2_000n * unit);
      await expect(presale.connect(first).refund(first))
        .to.be.revertedWithCustomError(presale, "NothingToTake")
        .withArgs(first.address);
      await escrow.connect(owner).cancelTrustee();
      await expect(presale.connect(second).refund(second))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(Sale.Open, Sale.Refunding);
      await close(scene);
      await presale.connect(actors.trustee).release();
      expect(await presale.tokensForSale()).to.deep.equal([4_000n * WHOLE, 800n * WHOLE]);
    });

    it("sends a sale that keeps less than the minimum to refunding, where all is refunded", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, owner, presale, asset, unit } = scene;
      await close(scene);
      await escrow.connect(owner).announceTrustee(actors.donor);
      await presale.connect(actors.partners[0]).refund(actors.partners[0]);
      expect(await presale.state()).to.equal(Sale.Ended);
      await presale.connect(actors.partners[1]).refund(actors.partners[1]);
      expect(await presale.state()).to.equal(Sale.Refunding);
      expect(await presale.raised()).to.equal(500n * unit);
      await escrow.connect(owner).cancelTrustee();
      expect(await presale.state()).to.equal(Sale.Refunding);
      await presale.connect(actors.partners[2]).refund(actors.partners[2]);
      expect(await asset.balanceOf(presale)).to.equal(0n);
    });

    it("never opens a sale again that ended early", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, owner, presale, unit } = scene;
      await presale.connect(actors.partners[1]).contribute(4_500n * unit, []);
      await presale.connect(actors.partners[2]).contribute(500n * unit, []);
      await escrow.connect(owner).announceTrustee(actors.donor);
      await presale.connect(actors.partners[1]).refund(actors.partners[1]);
      expect(await presale.state()).to.equal(Sale.Ended);
      await escrow.connect(owner).cancelTrustee();
      await expect(presale.connect(actors.partners[1]).contribute(unit, []))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(Sale.Ended, Sale.Open);
    });

    it("undoes acceptances that were not confirmed, and allows none meanwhile", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, owner, unit } = scene;
      const kept = await confirmed(scene, unit, 1n);
      const id = await accepted(scene, unit, 2n);
      await escrow.connect(actors.partners[1]).rejectResource(id);
      await escrow.connect(owner).announceTrustee(actors.donor);
      expect(await stateOf(scene, kept)).to.equal(Resource.Confirmed);
      expect(await stateOf(scene, id)).to.equal(Resource.Offered);
      expect(await escrow.undecidedResources()).to.equal(0n);
      await expect(escrow.connect(actors.trustee).acceptResource(id))
        .to.be.revertedWithCustomError(escrow, "ChangePending")
        .withArgs(actors.donor.address);
      await expect(escrow.connect(actors.partners[0]).rejectResource(id))
        .to.be.revertedWithCustomError(escrow, "WrongResourceState")
        .withArgs(id, Resource.Offered);
      await time.increase(NOTICE);
      await expect(escrow.confirmResource(id))
        .to.be.revertedWithCustomError(escrow, "WrongResourceState")
        .withArgs(id, Resource.Offered);
      await escrow.completeTrustee();
      await escrow.connect(actors.donor).acceptResource(id);
      expect((await escrow.resourceOf(id)).rejecting).to.equal(0n);
      await escrow.connect(actors.partners[1]).rejectResource(id);
      expect((await escrow.resourceOf(id)).rejecting).to.equal(1_500n * unit);
    });

    it("is void at a release by the trustee there was", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, owner, presale } = scene;
      await close(scene);
      await escrow.connect(owner).announceTrustee(actors.donor);
      await presale.connect(actors.trustee).release();
      await time.increase(NOTICE);
      await expect(escrow.completeTrustee()).to.be.revertedWithCustomError(escrow, "NoChangePending");
      await expect(presale.connect(actors.partners[0]).refund(actors.partners[0]))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(Sale.Released, Sale.Refunding);
      expect(await escrow.trustee()).to.equal(actors.trustee.address);
    });

    it("is over with the release: nobody can announce, cancel or complete a change any more", async () => {
      const scene = await loadFixture(released);
      const { escrow, actors, owner, presale, reserve } = scene;
      const none = async (): Promise<void> => {
        await expect(escrow.connect(owner).announceTrustee(actors.donor))
          .to.be.revertedWithCustomError(presale, "WrongState")
          .withArgs(Sale.Released, Sale.Ended);
        for (const call of [
          () => escrow.connect(owner).cancelTrustee(),
          () => escrow.connect(actors.stranger).completeTrustee(),
        ]) {
          await expect(call()).to.be.revertedWithCustomError(escrow, "NoChangePending");
        }
      };
      await none();
      await time.increase(400n * DAY);
      await none();
      await reserve.connect(owner).dissolve();
      await none();
      expect(await escrow.trustee()).to.equal(actors.trustee.address);
    });

    it("refuses candidates who are not independent, two at once, and a sale that failed", async () => {
      const scene = await loadFixture(open);
      const { escrow, actors, owner, presale, addresses } = scene;
      const byOwner = escrow.connect(owner);
      await expect(byOwner.announceTrustee(ZERO_ADDRESS)).to.be.revertedWithCustomError(
        escrow,
        "ZeroAddress",
      );
      for (const candidate of [addresses.timelock, actors.founders[0].address, actors.founders[1].address]) {
        await expect(byOwner.announceTrustee(candidate))
          .to.be.revertedWithCustomError(presale, "TrusteeNotIndependent")
          .withArgs(candidate);
      }
      const role = await scene.timelock.PROPOSER_ROLE();
      await scene.timelock.connect(owner).grantRole(role, actors.deployer);
      await expect(byOwner.announceTrustee(actors.deployer))
        .to.be.revertedWithCustomError(presale, "TrusteeNotIndependent")
        .withArgs(actors.deployer.address);
      await expect(byOwner.cancelTrustee()).to.be.revertedWithCustomError(escrow, "NoChangePending");
      await byOwner.announceTrustee(actors.donor);
      await expect(byOwner.announceTrustee(actors.stranger))
        .to.be.revertedWithCustomError(escrow, "ChangePending")
        .withArgs(actors.donor.address);
      await expect(byOwner.cancelTrustee())
        .to.emit(escrow, "TrusteeCancelled")
        .withArgs(actors.donor.address);
      await time.increaseTo((await presale.terms()).releaseBy);
      await expect(byOwner.announceTrustee(actors.donor))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(Sale.Refunding, Sale.Ended);
    });
  });

  describe("a founder who buys the majority and changes the trustee", () => {
    it("gets out no more than they put in, when the others are refunded", async () => {
      const scene = await opened();
      const { escrow, presale, reserve, actors, unit, owner, asset, addresses } = scene;
      const [founder, second, third] = actors.partners;
      const before = await asset.balanceOf(founder);
      await close(scene);
      await escrow.connect(owner).announceTrustee(actors.donor);
      for (const partner of [second, third]) await presale.connect(partner).refund(partner);
      await time.increase(NOTICE);
      await escrow.completeTrustee();
      await presale.connect(actors.donor).release();
      for (const index of [0, 1, 2]) await escrow.connect(actors.donor).approveMilestone(index);
      await time.increase(WINDOW);
      for (const index of [0, 1, 2]) await escrow.payMilestone(index);
      await presale.connect(founder).claim(founder);
      await reserve.connect(founder).sell(6_000n * WHOLE, 0n, founder, 2n ** 64n);
      const out = (await asset.balanceOf(founder)) - before + (await asset.balanceOf(addresses.timelock));
      expect(out <= 3_000n * unit).to.equal(true);
    });
  });

  describe("a trustee who is gone, hostile, or a contract", () => {
    it("gone before the release: all money and custody go back", async () => {
      const scene = await loadFixture(open);
      const { presale, escrow, actors, asset, deed, unit } = scene;
      const id = await offer(scene, unit, 1n);
      await time.increaseTo((await presale.terms()).releaseBy);
      for (const partner of actors.partners) await presale.connect(partner).refund(partner);
      expect(await asset.balanceOf(presale)).to.equal(0n);
      await escrow.connect(actors.stranger).withdrawResource(id, actors.stranger);
      expect(await deed.ownerOf(1n)).to.equal(actors.stranger.address);
    });

    it("gone after the release: the whole budget reaches the reserve by time alone", async () => {
      const scene = await loadFixture(released);
      const { escrow, reserve, actors, asset, unit } = scene;
      const before = await asset.balanceOf(reserve);
      await escrow.connect(actors.trustee).approveMilestone(0); // and nobody can pay it
      await time.increase(400n * DAY);
      for (const index of [2, 0, 1]) await escrow.connect(actors.stranger).failMilestone(index);
      expect(await asset.balanceOf(escrow)).to.equal(0n);
      expect(await asset.balanceOf(reserve)).to.equal(before + BUDGET(unit));
    });

    it("hostile, with a friend's inflated resource and early approvals: partners stop both", async () => {
      const scene = await loadFixture(open);
      const { escrow, presale, reserve, actors, asset, unit, addresses } = scene;
      const id = await accepted(scene, 1_250n * unit);
      await escrow.connect(actors.partners[0]).rejectResource(id);
      await close(scene);
      await presale.connect(actors.trustee).release();
      const budget = await escrow.budgetLeft();
      const before = await asset.balanceOf(reserve);
      for (const index of [0, 1, 2]) {
        await escrow.connect(actors.trustee).approveMilestone(index);
        await escrow.connect(actors.partners[0]).stopMilestone(index);
        await escrow.failMilestone(index);
      }
      expect(await asset.balanceOf(reserve)).to.equal(before + budget);
      for (const thief of [actors.trustee.address, actors.stranger.address, addresses.timelock]) {
        expect(await presale.vestedOf(thief)).to.equal(0n);
      }
      expect(await asset.balanceOf(addresses.timelock)).to.equal(0n);
      expect(await asset.balanceOf(actors.trustee)).to.equal(0n);
    });

    it("hostile, and the founders too, who announce trustees without end: partners lose nothing", async () => {
      const scene = await loadFixture(open);
      const { escrow, presale, actors, owner, asset, unit } = scene;
      for (let again = 0; again < 3; again++) {
        await escrow.connect(owner).announceTrustee(actors.donor);
        await time.increase(NOTICE);
        await escrow.connect(owner).cancelTrustee();
      }
      await time.increaseTo((await presale.terms()).releaseBy);
      for (const [at, partner] of actors.partners.entries()) {
        const sum = GIVEN(at) * unit;
        await expect(presale.connect(partner).refund(partner)).to.changeTokenBalances(
          ethers,
          asset,
          [presale, partner],
          [-sum, sum],
        );
      }
    });

    it("is a contract, and so are partner and offerer: nothing assumes an account with a key", async () => {
      const asset = await ethers.deployContract("TestAsset", ["Test euro", "EURT", 18]);
      const contracts = await Promise.all(
        [0, 1].map(() => ethers.deployContract("HostileOrganisation", [asset.getAddress()])),
      );
      const [trustee, partner] = contracts as [(typeof contracts)[0], (typeof contracts)[0]];
      const scene = await upcoming({
        asset: await asset.getAddress(),
        presale: { trustee: await trustee.getAddress() },
      });
      const { escrow, presale, deed, unit, addresses, actors } = scene;
      const act = (who: typeof trustee, to: string, data: string) => who.act(to, data);
      const onPresale = presale.interface;
      const onEscrow = escrow.interface;
      const [sale_, held] = [addresses.presale ?? "", addresses.escrow ?? ""];
      await asset.mint(partner, 2_000n * unit);
      await deed.mint(partner, 1n);
      await time.increaseTo((await presale.terms()).opens);
      const approve = (spender: string, sum: bigint) =>
        asset.interface.encodeFunctionData("approve", [spender, sum]);
      await act(partner, await asset.getAddress(), approve(sale_, 2_000n * unit));
      await act(partner, sale_, onPresale.encodeFunctionData("contribute", [2_000n * unit, []]));
      await act(partner, await deed.getAddress(), deed.interface.encodeFunctionData("approve", [held, 1n]));
      const nft = await deed.getAddress();
      await act(partner, held, onEscrow.encodeFunctionData("offerResource", [unit, DEED, "", nft, 1n]));
      await act(trustee, held, onEscrow.encodeFunctionData("acceptResource", [1n]));
      await act(trustee, held, onEscrow.encodeFunctionData("returnResource", [1n]));
      await partner.setRefuses(true); // takes no native currency, and has no hook for deeds
      await act(
        partner,
        held,
        onEscrow.encodeFunctionData("withdrawResource", [1n, await partner.getAddress()]),
      );
      expect(await deed.ownerOf(1n)).to.equal(await partner.getAddress());
      await close(scene);
      await act(trustee, sale_, onPresale.encodeFunctionData("release"));
      await act(partner, sale_, onPresale.encodeFunctionData("claim", [await partner.getAddress()]));
      expect(await scene.token.balanceOf(partner)).to.equal(4_000n * WHOLE);
      await act(trustee, held, onEscrow.encodeFunctionData("approveMilestone", [0n]));
      await time.increase(WINDOW);
      await expect(escrow.connect(actors.stranger).payMilestone(0)).to.emit(escrow, "MilestonePaid");
    });
  });

  describe("an asset that blocks accounts, or stops for a while", () => {
    async function hostile() {
      const asset = await ethers.deployContract("HostileAsset", [18]);
      const scene = await upcoming({
        asset: await asset.getAddress(),
        presale: { founderBps: 0n, founders: [], founderVesting: { cliff: 0n, duration: 0n } },
      });
      const { presale, actors, unit } = scene;
      for (const partner of actors.partners) {
        await asset.mint(partner, 10_000n * unit);
        await asset.connect(partner).approve(presale, ethers.MaxUint256);
      }
      await time.increaseTo((await presale.terms()).opens);
      for (const [at, partner] of actors.partners.entries()) {
        await presale.connect(partner).contribute(GIVEN(at) * unit, []);
      }
      await close(scene);
      return { ...scene, hostile: asset };
    }

    it("blocks the treasury: an approved milestone goes to the reserve in the end", async () => {
      const scene = await hostile();
      const { escrow, presale, actors, addresses, hostile: asset, reserve, unit } = scene;
      await presale.connect(actors.trustee).release();
      await escrow.connect(actors.trustee).approveMilestone(0);
      await asset.setBlocked(addresses.timelock, true);
      await time.increase(WINDOW);
      await expect(escrow.payMilestone(0))
        .to.be.revertedWithCustomError(asset, "Blocked")
        .withArgs(addresses.timelock);
      await time.increase(UNPAID);
      const part = BUDGET(unit) / 2n;
      await expect(escrow.failMilestone(0)).to.changeTokenBalances(
        ethers,
        asset,
        [escrow, reserve],
        [-part, part],
      );
    });

    it("blocks the escrow for a while: everything goes on after it, and nothing is lost", async () => {
      const scene = await hostile();
      const { escrow, presale, actors, hostile: asset, reserve, owner, unit } = scene;
      const held = await escrow.getAddress();
      await asset.setBlocked(held, true);
      await expect(presale.connect(actors.trustee).release())
        .to.be.revertedWithCustomError(asset, "Blocked")
        .withArgs(held);
      await asset.setBlocked(held, false);
      await presale.connect(actors.trustee).release();
      await asset.setBlocked(held, true);
      await escrow.connect(actors.trustee).approveMilestone(0);
      await escrow.connect(actors.trustee).refuseMilestone(1);
      await time.increase(WINDOW);
      for (const call of [
        () => escrow.payMilestone(0),
        () => escrow.failMilestone(1),
        () => reserve.connect(owner).dissolve(),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(asset, "Blocked").withArgs(held);
      }
      expect(await escrow.budgetLeft()).to.equal(BUDGET(unit));
      await asset.setBlocked(held, false);
      await escrow.payMilestone(0);
      await escrow.failMilestone(1);
      await reserve.connect(owner).dissolve();
      expect(await asset.balanceOf(escrow)).to.equal(0n);
    });

    it("starts to take a fee: the release is refused", async () => {
      const scene = await hostile();
      const { presale, actors, hostile: asset, reserve } = scene;
      await asset.setFee(1);
      await expect(presale.connect(actors.trustee).release()).to.be.revertedWithCustomError(
        reserve,
        "UnsupportedAsset",
      );
    });

    it("calls back while a milestone is paid or failed, and in a dissolution: refused", async () => {
      const scene = await hostile();
      const { escrow, presale, actors, hostile: asset, owner, reserve } = scene;
      await presale.connect(actors.trustee).release();
      const guard = escrow.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
      await escrow.connect(actors.trustee).approveMilestone(0);
      await escrow.connect(actors.trustee).refuseMilestone(1);
      await time.increase(WINDOW);
      await asset.setHook(escrow, escrow.interface.encodeFunctionData("failMilestone", [1n]));
      await escrow.payMilestone(0);
      expect(await asset.hookResult()).to.equal(guard);
      await asset.setHook(escrow, escrow.interface.encodeFunctionData("payMilestone", [0n]));
      await escrow.failMilestone(1);
      expect(await asset.hookResult()).to.equal(guard);
      await asset.setHook(reserve, reserve.interface.encodeFunctionData("absorb"));
      await reserve.connect(owner).dissolve();
      expect(await asset.hookResult()).to.equal(guard);
    });
  });

  // State of the sale × call × role: what the interface's tables declare, and nothing else.
  describe("calls in each state of the sale", () => {
    /** Resource 1 was offered, 2 was accepted and can be confirmed, 3 was confirmed with a deed in custody. */
    async function early(): Promise<Scene> {
      const now = BigInt(await time.latest());
      const scene = await upcoming({
        presale: { opens: now + 20n * DAY, closes: now + 50n * DAY, releaseBy: now + 80n * DAY },
      });
      const { escrow, actors, unit } = scene;
      await offer(scene, unit);
      await accepted(scene, unit);
      await confirmed(scene, unit, 3n);
      await offer(scene, unit);
      await escrow.connect(actors.trustee).acceptResource(4n);
      await escrow.connect(actors.trustee).returnResource(4n);
      return scene;
    }
    async function givenTo(scene: Scene): Promise<Scene> {
      await time.increaseTo((await scene.presale.terms()).opens);
      const { presale, actors, unit } = scene;
      await presale.connect(actors.partners[0]).contribute(2_000n * unit, []);
      return scene;
    }
    const reach: Record<keyof typeof Sale, () => Promise<Scene>> = {
      Upcoming: early,
      Open: async () => givenTo(await early()),
      Ended: async () => {
        const scene = await givenTo(await early());
        await close(scene);
        return scene;
      },
      Released: async () => {
        const scene = await givenTo(await early());
        const { escrow, presale, actors } = scene;
        await close(scene);
        await escrow.connect(actors.trustee).returnResource(2n);
        await presale.connect(actors.trustee).release();
        return scene;
      },
      Refunding: async () => {
        const scene = await early();
        await close(scene);
        return scene;
      },
    };
    type Role = "trustee" | "owner" | "anyone" | "offerer" | "partner";
    type Outcome = "done" | readonly [error: string, ...args: unknown[]];
    interface Row {
      readonly call: string;
      readonly role: Role;
      readonly run: (as: Scene["escrow"], scene: Scene) => Promise<unknown>;
      /** In Upcoming, Open, Ended, Released, Refunding. */
      readonly outcomes: readonly [Outcome, Outcome, Outcome, Outcome, Outcome];
    }
    const wrong = (actual: Sale, needed: Sale): Outcome => ["WrongState", BigInt(actual), BigInt(needed)];
    const before = (needed: Sale): Row["outcomes"] => [
      "done",
      "done",
      "done",
      wrong(Sale.Released, needed),
      wrong(Sale.Refunding, needed),
    ];
    const after = (last: Outcome): Row["outcomes"] => [
      wrong(Sale.Upcoming, Sale.Released),
      wrong(Sale.Open, Sale.Released),
      wrong(Sale.Ended, Sale.Released),
      last,
      wrong(Sale.Refunding, Sale.Released),
    ];
    const at = (outcomes: Row["outcomes"], state: Sale, outcome: Outcome): Row["outcomes"] =>
      outcomes.map((one, index) =>
        index === (state as number) ? outcome : one,
      ) as unknown as Row["outcomes"];
    const table: readonly Row[] = [
      {
        call: "offerResource",
        role: "anyone",
        run: (as, { unit }) => as.offerResource.staticCall(unit, DEED, "", ...NONE),
        outcomes: at(before(Sale.Open), Sale.Ended, wrong(Sale.Ended, Sale.Open)),
      },
      {
        call: "acceptResource",
        role: "trustee",
        run: (as) => as.acceptResource.staticCall(1n),
        outcomes: at(before(Sale.Ended), Sale.Ended, ["AcceptanceOver"]),
      },
      {
        call: "returnResource",
        role: "trustee",
        run: (as) => as.returnResource.staticCall(3n),
        outcomes: before(Sale.Ended),
      },
      {
        call: "confirmResource",
        role: "anyone",
        run: (as) => as.confirmResource.staticCall(2n),
        outcomes: at(before(Sale.Ended), Sale.Released, [
          "WrongResourceState",
          2n,
          BigInt(Resource.Returned),
        ]),
      },
      {
        call: "deliverResource",
        role: "anyone",
        run: (as) => as.deliverResource.staticCall(3n),
        outcomes: after("done"),
      },
      {
        call: "withdrawResource, not accepted",
        role: "offerer",
        run: (as, { actors }) => as.withdrawResource.staticCall(1n, actors.stranger),
        outcomes: ["done", "done", "done", "done", "done"],
      },
      {
        call: "withdrawResource, returned",
        role: "offerer",
        run: (as, { actors }) => as.withdrawResource.staticCall(4n, actors.stranger),
        outcomes: ["done", "done", "done", "done", "done"],
      },
      {
        call: "withdrawResource, confirmed",
        role: "offerer",
        run: (as, { actors }) => as.withdrawResource.staticCall(3n, actors.stranger),
        outcomes: [
          ["WrongResourceState", 3n, BigInt(Resource.Confirmed)],
          ["WrongResourceState", 3n, BigInt(Resource.Confirmed)],
          ["WrongResourceState", 3n, BigInt(Resource.Confirmed)],
          ["WrongResourceState", 3n, BigInt(Resource.Confirmed)],
          "done",
        ],
      },
      {
        call: "approveMilestone",
        role: "trustee",
        run: (as) => as.approveMilestone.staticCall(0),
        outcomes: after("done"),
      },
      {
        call: "refuseMilestone",
        role: "trustee",
        run: (as) => as.refuseMilestone.staticCall(0),
        outcomes: after("done"),
      },
      {
        call: "stopMilestone",
        role: "partner",
        run: (as) => as.stopMilestone.staticCall(0),
        outcomes: after(["WrongMilestoneState", 0n, BigInt(Milestone.Planned)]),
      },
      {
        call: "payMilestone",
        role: "anyone",
        run: (as) => as.payMilestone.staticCall(0),
        outcomes: after(["WrongMilestoneState", 0n, BigInt(Milestone.Planned)]),
      },
      {
        call: "failMilestone",
        role: "anyone",
        run: (as) => as.failMilestone.staticCall(0),
        outcomes: after(["NotFailedYet"]),
      },
      {
        call: "announceTrustee",
        role: "owner",
        run: (as, { actors }) => as.announceTrustee.staticCall(actors.donor),
        outcomes: before(Sale.Ended),
      },
      {
        call: "cancelTrustee",
        role: "owner",
        run: (as) => as.cancelTrustee.staticCall(),
        outcomes: Array<Outcome>(5).fill(["NoChangePending"]) as unknown as Row["outcomes"],
      },
      {
        call: "completeTrustee",
        role: "anyone",
        run: (as) => as.completeTrustee.staticCall(),
        outcomes: Array<Outcome>(5).fill(["NoChangePending"]) as unknown as Row["outcomes"],
      },
    ];
    for (const [index, name] of (["Upcoming", "Open", "Ended", "Released", "Refunding"] as const).entries()) {
      it(`come out as declared when ${name}`, async () => {
        const scene = await reach[name]();
        const { escrow, presale, actors, owner } = scene;
        expect(await presale.state()).to.equal(Sale[name]);
        const senders: Record<Role, HardhatEthersSigner> = {
          trustee: actors.trustee,
          owner,
          anyone: actors.producers[0],
          offerer: actors.stranger,
          partner: actors.partners[0],
        };
        for (const { call, role, run, outcomes } of table) {
          const outcome = outcomes[index];
          if (outcome === undefined) throw new Error(`${call} has no outcome`);
          const attempt = () => run(escrow.connect(senders[role]), scene);
          if (outcome === "done") await attempt();
          else {
            const [error, ...args] = outcome;
            const from = error === "WrongState" ? presale : escrow;
            const refusal = expect(attempt(), call).to.be.revertedWithCustomError(from, error);
            await (args.length === 0 ? refusal : refusal.withArgs(...args));
          }
          // Whoever else, in any state.
          for (const other of Object.values(senders)) {
            if (other.address === senders[role].address) continue;
            const tried = expect(run(escrow.connect(other), scene), `${call} by another`);
            if (role === "trustee") {
              await tried.to.be.revertedWithCustomError(presale, "NotTrustee").withArgs(other.address);
            } else if (role === "owner") {
              await tried.to.be
                .revertedWithCustomError(escrow, "OwnableUnauthorizedAccount")
                .withArgs(other.address);
            } else if (role === "offerer") {
              const id = call.endsWith("confirmed") ? 3n : call.endsWith("returned") ? 4n : 1n;
              await tried.to.be.revertedWithCustomError(escrow, "NotOfferer").withArgs(id, other.address);
            } else if (outcome === "done") await tried.not.to.revert(ethers);
            else
              await tried.to.be.revertedWithCustomError(
                outcome[0] === "WrongState" ? presale : escrow,
                outcome[0],
              );
          }
        }
      });
    }
  });

  // Whoever may not.
  describe("roles", () => {
    it("are of who calls, not of who sent the transaction", async () => {
      const scene = await loadFixture(open);
      const { escrow, presale, actors, unit, asset } = scene;
      const id = await offer(scene, unit);
      const lure = await ethers.deployContract("HostileOrganisation", [await asset.getAddress()]);
      const data = escrow.interface.encodeFunctionData("acceptResource", [id]);
      await expect(lure.connect(actors.trustee).act(escrow, data))
        .to.be.revertedWithCustomError(presale, "NotTrustee")
        .withArgs(await lure.getAddress());
    });

    it("are the trustee's and the owner's alone", async () => {
      const scene = await loadFixture(open);
      const { escrow, presale, actors, owner, unit } = scene;
      const id = await offer(scene, unit);
      for (const sender of everyoneBut(scene, actors.trustee)) {
        for (const call of [
          () => escrow.connect(sender).acceptResource(id),
          () => escrow.connect(sender).returnResource(id),
          () => escrow.connect(sender).approveMilestone(0),
          () => escrow.connect(sender).refuseMilestone(0),
        ]) {
          await expect(call()).to.be.revertedWithCustomError(presale, "NotTrustee").withArgs(sender.address);
        }
      }
      for (const sender of everyoneBut(scene, owner)) {
        for (const call of [
          () => escrow.connect(sender).announceTrustee(actors.donor),
          () => escrow.connect(sender).cancelTrustee(),
        ]) {
          await expect(call())
            .to.be.revertedWithCustomError(escrow, "OwnableUnauthorizedAccount")
            .withArgs(sender.address);
        }
      }
    });
  });
});
