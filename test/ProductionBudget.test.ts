import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { Decimal as BaseDecimal } from "decimal.js";
import { network } from "hardhat";
import {
  DAY,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchPresale,
  signerOf,
  type Overrides,
  type PresaleScenario,
} from "./lib/fixtures.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);
const Decimal = BaseDecimal.clone({ precision: 60 });

enum State {
  Planned,
  Approved,
  Paid,
  Refused,
  Missed,
}

const WINDOW = 7n * DAY;
const GRACE = 30n * DAY;
const STAKING = 14n * DAY;
const GIVEN = [3_000n, 1_500n, 500n] as const;
/** 5,000 raised; R0 = 0.5 · 0.50 · (10,000 + 2,000 + 0.001) = 3,000.00025. */
const BUDGET = 2_000n * WHOLE - WHOLE / 4_000n;

const now = async (): Promise<bigint> => BigInt(await time.latest());
/** `total · part / whole`, rounded down, by an independent formula. */
const part = (total: bigint, of: bigint, whole: bigint): bigint =>
  BigInt(new Decimal(total.toString()).mul(of.toString()).div(whole.toString()).floor().toFixed(0));

type Scene = PresaleScenario & { readonly start: bigint };

/** Released a moment ago: 3,000, 1,500 and 500 were given, by each `odd` of the smallest units more. */
async function releasedWith(overrides: Overrides = {}, odd = 0n): Promise<Scene> {
  const scenario = await launchPresale(connection, overrides);
  const { presale, actors, unit } = scenario;
  await time.increaseTo((await presale.terms()).opens);
  for (const [at, partner] of actors.partners.entries()) {
    await presale.connect(partner).contribute((GIVEN[at] ?? 0n) * unit + odd, []);
  }
  await time.increaseTo((await presale.terms()).closes);
  await presale.connect(actors.trustee).release();
  return { ...scenario, start: await presale.releasedAt() };
}
const released = (): Promise<Scene> => releasedWith();

/** All partners staked all their tokens, and approvals can begin. */
async function staked(): Promise<Scene> {
  const scene = await released();
  await stakeAll(scene);
  await time.increaseTo(scene.start + STAKING);
  return scene;
}

async function stakeAll({ presale, token, stake, actors }: Scene): Promise<void> {
  for (const partner of actors.partners) {
    await presale.connect(partner).claim(partner);
    await token.connect(partner).approve(stake, ethers.MaxUint256);
    await stake.connect(partner).stake(await token.balanceOf(partner));
  }
}

async function approved(): Promise<Scene> {
  const scene = await staked();
  await scene.budget.connect(scene.actors.trustee).approveMilestone(0n);
  return scene;
}

async function toWindowEnd({ budget }: Scene, index: bigint): Promise<bigint> {
  const { objectionsEnd } = await budget.milestoneOf(index);
  await time.increaseTo(objectionsEnd);
  return objectionsEnd;
}

async function pay(scene: Scene, index: bigint): Promise<void> {
  await scene.budget.connect(scene.actors.trustee).approveMilestone(index);
  await toWindowEnd(scene, index);
  await scene.budget.payMilestone(index);
}

/** Founders who vest with the budget, over time from the release on. */
const withBudget = (): Promise<Scene> =>
  releasedWith({
    presale: { foundersVestWithBudget: true, founderVesting: { cliff: 0n, duration: 200n * DAY } },
  });

describe("ProductionBudget", () => {
  describe("initialize", () => {
    it("keeps the terms as launched, and knows its organisation", async () => {
      const { budget, config, addresses } = await loadFixture(released);
      const terms = await budget.terms();
      expect(terms.objectionWindow).to.equal(WINDOW);
      expect(terms.gracePeriod).to.equal(GRACE);
      expect(terms.milestones.map((one) => [...one])).to.deep.equal(
        config.budget.milestones.map(({ bps, dueAfter, descriptionHash }) => [
          bps,
          dueAfter,
          descriptionHash,
        ]),
      );
      expect(await budget.milestoneCount()).to.equal(3n);
      expect([
        await budget.presale(),
        await budget.asset(),
        await budget.stake(),
        await budget.treasury(),
      ]).to.deep.equal([addresses.presale, config.reserve.asset, addresses.stake, addresses.timelock]);
      expect((await launchGrowing(connection)).addresses.budget).to.equal(undefined);
    });

    it("is locked on the implementation and works once on a clone", async () => {
      const { budget, factory, config } = await loadFixture(released);
      const { budget: implementation } = await factory.implementations();
      for (const target of [budget, budget.attach(implementation) as typeof budget]) {
        await expect(target.initialize(config.budget)).to.be.revertedWithCustomError(
          budget,
          "InvalidInitialization",
        );
      }
    });

    it("refuses terms outside their bounds, and accepts each bound", async () => {
      const { budget, factory, config } = await loadFixture(released);
      const at = BigInt(await time.latest()) + 100n;
      const presale = { ...config.presale, opens: at, closes: at + 30n * DAY, releaseBy: at + 60n * DAY };
      const one = (bps: bigint, dueAfter = 0n) => ({ bps, dueAfter, descriptionHash: ethers.id("it") });
      let launches = 0;
      const attempt = (changes: Partial<typeof config.budget>) => {
        launches += 1;
        return expect(
          factory.launch({
            ...config,
            name: `Car ${launches}`,
            presale,
            budget: { ...config.budget, ...changes },
          }),
        );
      };
      for (const window of [7n * DAY - 1n, 30n * DAY + 1n]) {
        await attempt({ objectionWindow: window })
          .to.be.revertedWithCustomError(budget, "ObjectionWindowOutOfRange")
          .withArgs(window);
      }
      for (const grace of [14n * DAY - 1n, 365n * DAY + 1n]) {
        await attempt({ gracePeriod: grace })
          .to.be.revertedWithCustomError(budget, "GracePeriodOutOfRange")
          .withArgs(grace);
      }
      for (const [milestones, error, args] of [
        [[], "MilestoneCountOutOfRange", [0n, 32n]],
        [Array.from({ length: 33 }, () => one(1n)), "MilestoneCountOutOfRange", [33n, 32n]],
        [[one(9_999n)], "MilestonesNotWhole", [9_999n]],
        [[one(5_000n), one(5_001n)], "MilestonesNotWhole", [10_001n]],
        [[one(10_000n), one(0n)], "InvalidMilestone", [1n]],
        [[one(5_000n, 2n), one(5_000n, 1n)], "InvalidMilestone", [1n]],
        [[one(10_000n, 3_650n * DAY + 1n)], "InvalidMilestone", [0n]],
      ] as const) {
        await attempt({ milestones: [...milestones] })
          .to.be.revertedWithCustomError(budget, error)
          .withArgs(...args);
      }
      for (const bounds of [
        { objectionWindow: 7n * DAY, gracePeriod: 14n * DAY, milestones: [one(10_000n, 3_650n * DAY)] },
        { objectionWindow: 30n * DAY, gracePeriod: 365n * DAY },
        { milestones: Array.from({ length: 32 }, (_, at_) => one(at_ === 0 ? 10_000n - 31n : 1n)) },
      ]) {
        await attempt(bounds).to.emit(factory, "CdpoLaunched");
      }
    });
  });

  describe("what the release brings", () => {
    it("is what the reserve did not need, in its books", async () => {
      const { budget, asset, unit } = await loadFixture(released);
      expect(unit).to.equal(WHOLE);
      expect(await budget.account()).to.deep.equal([BUDGET, 0n, 0n, BUDGET, 0n]);
      expect(await budget.progress()).to.deep.equal([BUDGET, 0n, 0n]);
      expect(await asset.balanceOf(budget)).to.equal(BUDGET);
      expect(await budget.turn()).to.equal(0n);
      expect(
        (await budget.queryFilter(budget.filters.BudgetReceived())).map(({ args }) => args.amount),
      ).to.deep.equal([BUDGET]);
    });

    it("is taken from the presale alone, and ended by it alone", async () => {
      const { budget, actors, owner, reserve, addresses } = await loadFixture(released);
      const byReserve = await signerOf(connection, addresses.reserve);
      for (const person of [actors.trustee, actors.founders[0], actors.partners[0], owner, byReserve]) {
        for (const call of [
          () => budget.connect(person).receiveBudget(1n, 1n),
          () => budget.connect(person).dissolve(),
        ]) {
          await expect(call()).to.be.revertedWithCustomError(reserve, "NotPresale").withArgs(person.address);
        }
      }
    });
  });

  describe("approving and paying", () => {
    it("rounds each milestone down, and the last one takes the rest", async () => {
      const { budget, actors, start } = await releasedWith({}, 8n);
      const { received } = await budget.account();
      const first = part(received, 5_000n, 10_000n);
      const second = part(received - first, 3_000n, 5_000n);
      expect(received % 2n).to.equal(1n);
      await time.increaseTo(start + STAKING);
      for (const [index, amount] of [first, second, received - first - second].entries()) {
        await expect(budget.connect(actors.trustee).refuseMilestone(index))
          .to.emit(budget, "MilestoneRefused")
          .withArgs(index, amount);
      }
    });

    it("goes in order, after 14 days and each window, and sums to the budget", async () => {
      const scene = await loadFixture(staked);
      const { budget, actors, asset, addresses, start } = scene;
      const trustee = budget.connect(actors.trustee);
      const first = part(BUDGET, 1n, 2n);
      const second = part(BUDGET - first, 3_000n, 5_000n);
      const amounts = [first, second, BUDGET - first - second];
      let paid = 0n;
      for (const [at, amount] of amounts.entries()) {
        const index = BigInt(at);
        expect((await budget.milestoneOf(index)).amount).to.equal(amount);
        const when = (await now()) + 50n;
        await time.setNextBlockTimestamp(when);
        await expect(trustee.approveMilestone(index))
          .to.emit(budget, "MilestoneApproved")
          .withArgs(index, index + 1n, when + WINDOW);
        expect(await budget.approvalCount()).to.equal(index + 1n);
        await time.setNextBlockTimestamp(when + WINDOW - 1n);
        await expect(budget.payMilestone(index))
          .to.be.revertedWithCustomError(budget, "ObjectionsOpen")
          .withArgs(when + WINDOW);
        await time.setNextBlockTimestamp(when + WINDOW);
        const payment = budget.connect(actors.stranger).payMilestone(index);
        await expect(payment).to.emit(budget, "MilestonePaid").withArgs(index, amount);
        await expect(payment).to.changeTokenBalances(
          ethers,
          asset,
          [budget, addresses.timelock],
          [-amount, amount],
        );
        paid += amount;
        expect(await budget.account()).to.deep.equal([BUDGET, paid, 0n, BUDGET - paid, 0n]);
        expect(await budget.milestoneOf(index)).to.deep.equal([
          ...[
            [5_000n, 3_000n, 2_000n][at],
            BigInt(State.Paid),
            0n,
            start + ([0n, 90n * DAY, 180n * DAY][at] ?? 0n),
          ],
          ...[when + WINDOW, 0n, (await budget.terms()).milestones[at]?.descriptionHash, 0n],
        ]);
      }
      expect(paid).to.equal(BUDGET);
      expect(await asset.balanceOf(budget)).to.equal(0n);
      expect(await budget.turn()).to.equal(3n);
      expect(await budget.deadline()).to.equal(0n);
      await expect(trustee.approveMilestone(0n))
        .to.be.revertedWithCustomError(budget, "MilestoneOutOfTurn")
        .withArgs(0n, 3n);
    });

    it("begins no sooner than 14 days after the release, to the second", async () => {
      const { budget, actors, start } = await loadFixture(released);
      await time.setNextBlockTimestamp(start + STAKING - 1n);
      await expect(budget.connect(actors.trustee).approveMilestone(0n))
        .to.be.revertedWithCustomError(budget, "ApprovalTooEarly")
        .withArgs(start + STAKING);
      await time.setNextBlockTimestamp(start + STAKING);
      await budget.connect(actors.trustee).approveMilestone(0n);
    });

    it("ends for the first milestone a grace after those 14 days, when it was due at once", async () => {
      const { budget, actors, start } = await loadFixture(released);
      const deadline = start + STAKING + GRACE;
      expect(await budget.deadline()).to.equal(deadline);
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(deadline - 1n);
      await budget.connect(actors.trustee).approveMilestone(0n);
      await snapshot.restore();
      await time.setNextBlockTimestamp(deadline);
      await expect(budget.connect(actors.trustee).approveMilestone(0n))
        .to.be.revertedWithCustomError(budget, "ApprovalOver")
        .withArgs(deadline);
    });

    it("starts the next one's grace when its turn comes, or when it is due, whichever is later", async () => {
      const scene = await loadFixture(staked);
      const { budget, actors, start } = scene;
      await pay(scene, 0n);
      expect(await budget.deadline()).to.equal(start + 90n * DAY + GRACE);
      await time.setNextBlockTimestamp(start + 90n * DAY + GRACE - 1n);
      await budget.connect(actors.trustee).approveMilestone(1n);
      // The window of an approval within the grace ends later, and anyone may pay later still.
      await time.setNextBlockTimestamp(start + 200n * DAY);
      await budget.payMilestone(1n);
      expect(await budget.deadline()).to.equal(start + 200n * DAY + GRACE);
    });

    it("is over once refused, also after an approval: what it would bring is owed to the partners", async () => {
      const { budget, actors, asset, reserve } = await loadFixture(approved);
      const trustee = budget.connect(actors.trustee);
      const amount = part(BUDGET, 1n, 2n);
      const before = await asset.balanceOf(reserve);
      await expect(trustee.refuseMilestone(0n)).to.emit(budget, "MilestoneRefused").withArgs(0n, amount);
      expect(await budget.account()).to.deep.equal([BUDGET, 0n, amount, BUDGET - amount, 0n]);
      expect((await budget.milestoneOf(0n)).state).to.equal(BigInt(State.Refused));
      await trustee.refuseMilestone(1n);
      expect(await budget.turn()).to.equal(2n);
      expect(await asset.balanceOf(reserve)).to.equal(before);
    });
  });

  describe("objecting", () => {
    it("weighs the least of money given and stake just before the approval and now, and holds that stake", async () => {
      const scene = await loadFixture(released);
      const { budget, presale, token, stake, actors, start } = scene;
      const [first, second, third] = actors.partners;
      for (const partner of actors.partners) {
        await presale.connect(partner).claim(partner);
        await token.connect(partner).approve(stake, ethers.MaxUint256);
      }
      // The first stakes a third of their 6,000 tokens, the second all of 3,000, the third much more than their 1,000.
      await stake.connect(first).stake(2_000n * WHOLE);
      await stake.connect(second).stake(3_000n * WHOLE);
      await token.connect(first).transfer(third, 3_000n * WHOLE);
      await stake.connect(third).stake(4_000n * WHOLE);
      await time.setNextBlockTimestamp(start + STAKING);
      await budget.connect(actors.trustee).approveMilestone(0n);
      await stake.connect(first).stake(1_000n * WHOLE); // too late
      await stake.connect(second).unstake(2_999n * WHOLE + WHOLE / 2n, second); // gone since
      const until = start + STAKING + WINDOW;
      for (const [partner, weight, sum, kept] of [
        [first, 1_000n * WHOLE, 1_000n * WHOLE, 2_000n * WHOLE],
        [second, WHOLE / 4n, 1_000n * WHOLE + WHOLE / 4n, WHOLE / 2n],
        [third, 500n * WHOLE, 1_500n * WHOLE + WHOLE / 4n, 1_000n * WHOLE],
      ] as const) {
        expect(await budget.objectionWeightOf(partner)).to.equal(weight);
        const all = await stake.getVotes(partner);
        await expect(budget.connect(partner).objectToMilestone(0n))
          .to.emit(budget, "MilestoneObjected")
          .withArgs(0n, partner.address, weight, sum);
        expect(await budget.objectionOf(1n, partner)).to.equal(weight);
        expect(await stake.unstakable(partner)).to.equal(all - kept);
        await expect(stake.close(budget, 1n, 0n, partner))
          .to.be.revertedWithCustomError(stake, "StillHeld")
          .withArgs(partner.address, until);
        await expect(budget.connect(partner).objectToMilestone(0n))
          .to.be.revertedWithCustomError(budget, "PositionAlreadyObjected")
          .withArgs(1n, partner.address);
      }
      expect((await budget.milestoneOf(0n)).objecting).to.equal(1_500n * WHOLE + WHOLE / 4n);
      await time.increaseTo(until);
      for (const partner of actors.partners) {
        await stake.close(budget, 1n, 0n, partner);
        expect(await stake.unstakable(partner)).to.equal(await stake.getVotes(partner));
      }
      await budget.payMilestone(0n);
    });

    it("is for partners with a stake, within the window", async () => {
      const scene = await loadFixture(approved);
      const { budget, actors, token, stake } = scene;
      const [first] = actors.partners;
      for (const person of [actors.trustee, actors.stranger, actors.founders[0]]) {
        await expect(budget.connect(person).objectToMilestone(0n))
          .to.be.revertedWithCustomError(budget, "NothingToObjectWith")
          .withArgs(person.address);
      }
      // Money without a stake now, and a stake without money.
      await stake.connect(first).unstake(6_000n * WHOLE, first);
      await token.connect(first).approve(stake, ethers.MaxUint256);
      await expect(budget.connect(first).objectToMilestone(0n))
        .to.be.revertedWithCustomError(budget, "NothingToObjectWith")
        .withArgs(first.address);
      const end = await toWindowEnd(scene, 0n);
      await expect(budget.connect(actors.partners[1]).objectToMilestone(0n))
        .to.be.revertedWithCustomError(budget, "ObjectionsClosed")
        .withArgs(end);
      expect(await budget.objectionWeightOf(first)).to.equal(0n);
    });

    it("returns the milestone by more than half of all money given, and refuses it the second time", async () => {
      const { budget, actors, unit } = await loadFixture(approved);
      const [first, second] = actors.partners;
      const trustee = budget.connect(actors.trustee);
      await budget.connect(second).objectToMilestone(0n);
      await expect(budget.connect(first).objectToMilestone(0n))
        .to.emit(budget, "MilestoneReturned")
        .withArgs(0n);
      expect(await budget.milestoneOf(0n)).to.deep.include.members([
        BigInt(State.Planned),
        1n,
        4_500n * unit,
      ]);
      await expect(budget.payMilestone(0n))
        .to.be.revertedWithCustomError(budget, "WrongMilestoneState")
        .withArgs(0n, BigInt(State.Planned));
      await expect(budget.connect(actors.partners[2]).objectToMilestone(0n))
        .to.be.revertedWithCustomError(budget, "WrongMilestoneState")
        .withArgs(0n, BigInt(State.Planned));
      await trustee.approveMilestone(0n);
      expect((await budget.milestoneOf(0n)).objecting).to.equal(0n);
      await expect(budget.connect(first).objectToMilestone(0n))
        .to.emit(budget, "MilestoneRefused")
        .withArgs(0n, part(BUDGET, 1n, 2n));
      expect(await budget.turn()).to.equal(1n);
    });

    it("needs more than half: exactly half returns nothing", async () => {
      const scenario = await launchPresale(connection);
      const { presale, budget, actors, unit } = scenario;
      await time.increaseTo((await presale.terms()).opens);
      const [first, second, third] = actors.partners;
      await presale.connect(first).contribute(2_000n * unit, []);
      await presale.connect(second).contribute(2_000n * unit - 1n, []);
      await presale.connect(third).contribute(1n, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      const scene = { ...scenario, start: await presale.releasedAt() };
      await stakeAll(scene);
      await time.increaseTo(scene.start + STAKING);
      await budget.connect(actors.trustee).approveMilestone(0n);
      await expect(budget.connect(first).objectToMilestone(0n)).not.to.emit(budget, "MilestoneReturned");
      expect((await budget.milestoneOf(0n)).state).to.equal(BigInt(State.Approved));
      await expect(budget.connect(third).objectToMilestone(0n))
        .to.emit(budget, "MilestoneReturned")
        .withArgs(0n);
    });

    it("from the deadline on refuses the milestone alone, as it cannot be approved again", async () => {
      const scene = await loadFixture(staked);
      const { budget, actors, start } = scene;
      const deadline = start + STAKING + GRACE;
      await time.setNextBlockTimestamp(deadline - 1n);
      await budget.connect(actors.trustee).approveMilestone(0n);
      const objection = budget.connect(actors.partners[0]).objectToMilestone(0n);
      await expect(objection)
        .to.emit(budget, "MilestoneRefused")
        .withArgs(0n, part(BUDGET, 1n, 2n));
      await expect(objection).not.to.emit(budget, "MilestoneReturned");
      expect(await budget.turn()).to.equal(1n);
      await time.increaseTo(start + 90n * DAY);
      await budget.connect(actors.trustee).approveMilestone(1n);
    });
  });

  describe("failing", () => {
    it("by silence ends the whole plan: all of it is owed to the partners", async () => {
      const { budget, actors, start } = await loadFixture(staked);
      const deadline = start + STAKING + GRACE;
      await time.setNextBlockTimestamp(deadline - 1n);
      await expect(budget.failMilestone(0n))
        .to.be.revertedWithCustomError(budget, "NotFailedYet")
        .withArgs(deadline);
      await time.setNextBlockTimestamp(deadline);
      await expect(budget.connect(actors.stranger).failMilestone(0n))
        .to.emit(budget, "PlanEnded")
        .withArgs(0n, BUDGET);
      expect(await budget.account()).to.deep.equal([BUDGET, 0n, BUDGET, 0n, 0n]);
      for (const index of [0n, 1n, 2n]) {
        expect((await budget.milestoneOf(index)).state).to.equal(BigInt(State.Missed));
        expect((await budget.milestoneOf(index)).amount).to.equal(0n);
      }
      expect(await budget.turn()).to.equal(3n);
    });

    it("once returned is no silence: the milestone is missed alone", async () => {
      const { budget, actors, asset, start } = await loadFixture(approved);
      await budget.connect(actors.partners[0]).objectToMilestone(0n);
      const deadline = start + STAKING + GRACE;
      await time.setNextBlockTimestamp(deadline);
      await expect(budget.failMilestone(0n))
        .to.emit(budget, "MilestoneMissed")
        .withArgs(0n, part(BUDGET, 1n, 2n));
      expect(await budget.turn()).to.equal(1n);
      expect((await budget.milestoneOf(1n)).state).to.equal(BigInt(State.Planned));
      expect(await budget.deadline()).to.equal(start + 90n * DAY + GRACE);
      const missed = part(BUDGET, 1n, 2n);
      expect(await budget.account()).to.deep.equal([BUDGET, 0n, missed, BUDGET - missed, 0n]);
      for (const [at, partner] of actors.partners.entries()) {
        await expect(budget.connect(partner).fetch(actors.donor)).to.changeTokenBalances(
          ethers,
          asset,
          [budget, actors.donor],
          [-part(missed, GIVEN[at] ?? 0n, 5_000n), part(missed, GIVEN[at] ?? 0n, 5_000n)],
        );
      }
    });

    it("of what was approved and not paid for 90 days is a refusal", async () => {
      const scene = await loadFixture(approved);
      const { budget } = scene;
      const end = (await budget.milestoneOf(0n)).objectionsEnd;
      await time.setNextBlockTimestamp(end + 90n * DAY - 1n);
      await expect(budget.failMilestone(0n))
        .to.be.revertedWithCustomError(budget, "NotFailedYet")
        .withArgs(end + 90n * DAY);
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(end + 90n * DAY);
      await expect(budget.failMilestone(0n))
        .to.emit(budget, "MilestoneRefused")
        .withArgs(0n, part(BUDGET, 1n, 2n));
      expect(await budget.turn()).to.equal(1n);
      expect((await budget.account()).owed).to.equal(part(BUDGET, 1n, 2n));
      await snapshot.restore();
      await time.setNextBlockTimestamp(end + 90n * DAY);
      await budget.payMilestone(0n);
    });

    it("refuses an index that does not exist or is not in turn, and everything before the release", async () => {
      const { budget, actors } = await loadFixture(approved);
      const trustee = budget.connect(actors.trustee);
      const calls = (index: bigint) => [
        () => trustee.approveMilestone(index),
        () => trustee.refuseMilestone(index),
        () => budget.connect(actors.partners[0]).objectToMilestone(index),
        () => budget.payMilestone(index),
        () => budget.failMilestone(index),
      ];
      for (const call of calls(3n)) {
        await expect(call()).to.be.revertedWithCustomError(budget, "UnknownMilestone").withArgs(3n, 3n);
      }
      for (const call of calls(1n)) {
        await expect(call()).to.be.revertedWithCustomError(budget, "MilestoneOutOfTurn").withArgs(1n, 0n);
      }
      await expect(budget.milestoneOf(3n))
        .to.be.revertedWithCustomError(budget, "UnknownMilestone")
        .withArgs(3n, 3n);
      const early = await launchPresale(connection);
      const byTrustee = early.budget.connect(early.actors.trustee);
      for (const call of [
        () => byTrustee.approveMilestone(0n),
        () => byTrustee.refuseMilestone(0n),
        () => early.budget.objectToMilestone(0n),
        () => early.budget.payMilestone(0n),
        () => early.budget.failMilestone(0n),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(budget, "BudgetNotReceived");
      }
      expect(await early.budget.deadline()).to.equal(0n);
      expect((await early.budget.milestoneOf(0n)).dueAt).to.equal(0n);
      expect(await early.budget.fetchable(early.actors.partners[0])).to.equal(0n);
    });
  });

  describe("fetch", () => {
    it("gives each partner their part of what is owed, less what they fetched, whenever they like", async () => {
      const { budget, actors, asset, unit } = await loadFixture(staked);
      const trustee = budget.connect(actors.trustee);
      const [first, second, third] = actors.partners;
      await trustee.refuseMilestone(0n);
      const owed = part(BUDGET, 1n, 2n);
      const due = (given: bigint, of: bigint): bigint => part(of, given * unit, 5_000n * unit);
      expect(await budget.fetchable(first)).to.equal(due(3_000n, owed));
      const fetch = budget.connect(first).fetch(actors.donor);
      await expect(fetch)
        .to.emit(budget, "Fetched")
        .withArgs(first.address, actors.donor.address, due(3_000n, owed));
      await expect(fetch).to.changeTokenBalances(
        ethers,
        asset,
        [budget, first, actors.donor],
        [-due(3_000n, owed), 0n, due(3_000n, owed)],
      );
      await expect(budget.connect(first).fetch(first))
        .to.be.revertedWithCustomError(budget, "NothingToTake")
        .withArgs(first.address);
      await trustee.refuseMilestone(1n);
      await trustee.refuseMilestone(2n);
      await time.increase(3_650n * DAY);
      let sum = 0n;
      for (const [partner, given] of [
        [first, 3_000n],
        [second, 1_500n],
        [third, 500n],
      ] as const) {
        const before = partner === first ? due(3_000n, owed) : 0n;
        await expect(budget.connect(partner).fetch(partner)).to.changeTokenBalance(
          ethers,
          asset,
          partner,
          due(given, BUDGET) - before,
        );
        sum += due(given, BUDGET);
      }
      expect((await budget.account()).fetched).to.equal(sum);
      // Rounding leaves less than a unit a partner.
      expect(BUDGET - sum < 3n).to.equal(true);
      expect(await asset.balanceOf(budget)).to.equal(BUDGET - sum);
      for (const person of [actors.stranger, actors.founders[0], actors.trustee]) {
        await expect(budget.connect(person).fetch(person))
          .to.be.revertedWithCustomError(budget, "NothingToTake")
          .withArgs(person.address);
      }
    });

    it("rounds each part down, so that all of them are there", async () => {
      const { budget, actors, asset } = await releasedWith({}, 7n);
      const { received } = await budget.account();
      await time.increaseTo(await budget.deadline());
      await budget.failMilestone(0n);
      const given = GIVEN.map((amount) => amount * WHOLE + 7n);
      const whole = given.reduce((sum, amount) => sum + amount);
      const parts = given.map((amount) => part(received, amount, whole));
      const rest = received - parts.reduce((sum, amount) => sum + amount);
      expect(rest > 0n && rest < 3n).to.equal(true);
      for (const [at, partner] of actors.partners.entries()) {
        expect(await budget.fetchable(partner)).to.equal(parts[at]);
        await budget.connect(partner).fetch(partner);
      }
      expect(await asset.balanceOf(budget)).to.equal(rest);
    });

    it("refuses recipients at which value would be lost, and re-entrance", async () => {
      const { budget, presale, actors } = await loadFixture(staked);
      await budget.connect(actors.trustee).refuseMilestone(0n);
      for (const recipient of [ZERO_ADDRESS, await budget.getAddress(), await presale.getAddress()]) {
        await expect(budget.connect(actors.partners[0]).fetch(recipient))
          .to.be.revertedWithCustomError(budget, "InvalidRecipient")
          .withArgs(recipient);
      }
    });

    it("is the same for who sold all tokens, and whoever took a position fetches what was not fetched", async () => {
      const { budget, presale, reserve, actors, asset, token } = await loadFixture(released);
      const [first] = actors.partners;
      const to = actors.producers[0];
      await presale.connect(first).claim(first);
      await reserve.connect(first).sell(await token.balanceOf(first), 0n, first, 2n ** 60n);
      const trustee = budget.connect(actors.trustee);
      await trustee.refuseMilestone(0n);
      await budget.connect(first).fetch(first);
      await presale.connect(first).offerPosition(to);
      await presale.connect(to).takePosition(first, []);
      await trustee.refuseMilestone(1n);
      expect(await budget.fetchable(first)).to.equal(0n);
      const owed = (await budget.account()).owed;
      const before = part(part(BUDGET, 1n, 2n), 3n, 5n);
      await expect(budget.connect(to).fetch(to)).to.changeTokenBalance(
        ethers,
        asset,
        to,
        part(owed, 3n, 5n) - before,
      );
      await expect(budget.connect(first).fetch(first)).to.be.revertedWithCustomError(budget, "NothingToTake");
    });
  });

  describe("a dissolution", () => {
    it("makes what is left the partners' for ever, and none of it the reserve's", async () => {
      const scene = await loadFixture(staked);
      const { budget, reserve, owner, actors, asset } = scene;
      await pay(scene, 0n);
      await budget.connect(actors.trustee).approveMilestone(1n);
      const left = BUDGET - part(BUDGET, 1n, 2n);
      const held = await asset.balanceOf(reserve);
      const dissolution = reserve.connect(owner).dissolve();
      await expect(dissolution).to.emit(budget, "PlanEnded").withArgs(1n, left);
      await expect(dissolution).to.changeTokenBalances(ethers, asset, [budget, reserve], [0n, 0n]);
      expect(await reserve.reserveBalance()).to.equal(held);
      expect((await budget.milestoneOf(1n)).state).to.equal(BigInt(State.Missed));
      await time.increase(100n * DAY);
      await expect(budget.payMilestone(1n))
        .to.be.revertedWithCustomError(budget, "MilestoneOutOfTurn")
        .withArgs(1n, 3n);
      await expect(budget.connect(actors.partners[0]).fetch(actors.partners[0])).to.changeTokenBalance(
        ethers,
        asset,
        actors.partners[0],
        part(left, 3n, 5n),
      );
    });

    it("after all was settled changes nothing", async () => {
      const scene = await loadFixture(staked);
      for (const index of [0n, 1n, 2n]) await pay(scene, index);
      await expect(scene.reserve.connect(scene.owner).dissolve()).not.to.emit(scene.budget, "PlanEnded");
    });
  });

  describe("a dissolution notice", () => {
    /** Milestone 0 was approved; then partners with more than 60 % of what circulates consented. */
    async function noticed(): Promise<Scene & { readonly noticeAt: bigint }> {
      const scene = await released();
      await stakeAll(scene);
      await time.increaseTo(scene.start + 31n * DAY);
      await scene.budget.connect(scene.actors.trustee).approveMilestone(0n);
      for (const partner of scene.actors.partners) await scene.stake.connect(partner).consentToDissolve();
      const { noticeAt } = await scene.stake.roundOf(await scene.stake.roundCount());
      expect(noticeAt > 0n).to.equal(true);
      return { ...scene, noticeAt };
    }

    it("stops payments for its 28 days", async () => {
      const { budget, stake, noticeAt } = await loadFixture(noticed);
      const until = noticeAt + 28n * DAY;
      expect(await stake.noticeEnds()).to.equal(until);
      await time.setNextBlockTimestamp(until - 1n);
      await expect(budget.payMilestone(0n))
        .to.be.revertedWithCustomError(budget, "DissolutionNoticed")
        .withArgs(until);
      await time.setNextBlockTimestamp(until);
      await budget.payMilestone(0n);
    });

    it("lets nothing fail until 14 days after, in which the trustee can still approve", async () => {
      const { budget, actors, noticeAt } = await loadFixture(noticed);
      await budget.connect(actors.partners[0]).objectToMilestone(0n);
      const until = noticeAt + 42n * DAY;
      expect(await budget.deadline()).to.equal(until);
      await time.setNextBlockTimestamp(until - 2n);
      await expect(budget.failMilestone(0n))
        .to.be.revertedWithCustomError(budget, "NotFailedYet")
        .withArgs(until);
      await budget.connect(actors.trustee).approveMilestone(0n);
    });

    it("of an approved milestone moves its 90 days no further than that", async () => {
      const { budget, noticeAt } = await loadFixture(noticed);
      const { objectionsEnd } = await budget.milestoneOf(0n);
      expect(objectionsEnd + 90n * DAY > noticeAt + 42n * DAY).to.equal(true);
      await time.setNextBlockTimestamp(objectionsEnd + 90n * DAY - 1n);
      await expect(budget.failMilestone(0n))
        .to.be.revertedWithCustomError(budget, "NotFailedYet")
        .withArgs(objectionsEnd + 90n * DAY);
      await time.setNextBlockTimestamp(objectionsEnd + 90n * DAY);
      await budget.failMilestone(0n);
    });

    it("that became a dissolution owes all of it to the partners", async () => {
      const { budget, reserve, noticeAt, actors, asset } = await loadFixture(noticed);
      await time.increaseTo(noticeAt + 14n * DAY);
      await reserve.connect(actors.stranger).dissolve();
      expect((await budget.account()).owed).to.equal(BUDGET);
      await expect(budget.connect(actors.partners[1]).fetch(actors.partners[1])).to.changeTokenBalance(
        ethers,
        asset,
        actors.partners[1],
        part(BUDGET, 3n, 10n),
      );
    });
  });

  describe("founders who vest with it", () => {
    const FOUNDER = 1_500n * WHOLE; // 75 % of 20 % of 10,000
    const FOUNDERS = 2_000n * WHOLE;

    it("vest by the lesser of time and what was paid, and lose for ever what failed", async () => {
      const scene = await loadFixture(withBudget);
      const { budget, presale, stake, token, actors, start } = scene;
      const [founder] = actors.founders;
      await stakeAll(scene);
      await presale.connect(founder).claim(founder);
      expect(await token.balanceOf(founder)).to.equal(0n); // time alone would have brought some
      await time.increaseTo(start + STAKING);
      await pay(scene, 0n);
      const paid = part(BUDGET, 1n, 2n);
      // A quarter of the time for half of the budget.
      await time.increaseTo(start + 50n * DAY);
      expect(await presale.tokensOf(founder)).to.deep.equal([FOUNDER / 4n, 0n, FOUNDER - FOUNDER / 4n, 0n]);
      // Three quarters of the time for half of the budget.
      await time.increaseTo(start + 90n * DAY);
      await budget.connect(actors.trustee).approveMilestone(1n);
      await time.increaseTo(start + 150n * DAY);
      const byPaid = part(FOUNDER, paid, BUDGET);
      expect(await presale.tokensOf(founder)).to.deep.equal([byPaid, 0n, FOUNDER - byPaid, 0n]);
      await stake.connect(founder).unstake(byPaid, founder);
      // The second milestone is refused: 30 % of the budget, and so of the founders' tokens, are lost.
      await budget.connect(actors.trustee).refuseMilestone(1n);
      const { owed } = await budget.account();
      const lost = BigInt(
        new Decimal(FOUNDER.toString()).mul(owed.toString()).div(BUDGET.toString()).ceil().toFixed(0),
      );
      expect(await presale.tokensOf(founder)).to.deep.equal([byPaid, 0n, FOUNDER - byPaid - lost, lost]);
      const all = BigInt(
        new Decimal(FOUNDERS.toString()).mul(owed.toString()).div(BUDGET.toString()).ceil().toFixed(0),
      );
      expect(await presale.forfeitedTokens()).to.equal(all);
      // Its voice is gone at once, the stake and the total when anyone touches it; it does not circulate.
      expect(await stake.getVotes(founder)).to.equal(FOUNDER - byPaid - lost);
      expect(await stake.circulating()).to.equal(12_000n * WHOLE - all);
      await networkHelpers.mine();
      const total = await stake.getPastTotalSupply((await now()) - 1n);
      await expect(stake.connect(actors.stranger).forfeit(founder))
        .to.emit(stake, "StakeForfeited")
        .withArgs(founder.address, lost);
      await expect(stake.forfeit(founder)).not.to.emit(stake, "StakeForfeited");
      await networkHelpers.mine();
      expect(await stake.getPastTotalSupply((await now()) - 1n)).to.equal(total - lost);
      expect(await stake.getVotes(founder)).to.equal(FOUNDER - byPaid - lost);
      // The tokens wait where they are: nobody can take them, not the treasury either.
      await expect(stake.sweep()).to.be.revertedWithCustomError(stake, "ZeroAmount");
      await pay(scene, 2n);
      await time.increaseTo(start + 300n * DAY);
      const { paid: total_ } = await budget.account();
      const vested = part(FOUNDER, total_, BUDGET);
      expect(await presale.tokensOf(founder)).to.deep.equal([vested, 0n, 0n, lost]);
      expect(vested + lost).to.equal(FOUNDER);
      await stake.connect(founder).unstake(vested - byPaid, founder);
      expect(await token.balanceOf(founder)).to.equal(vested);
      expect(await stake.getVotes(founder)).to.equal(0n);
    });

    it("have it burned at a dissolution, claimed, taken out or neither", async () => {
      for (const [claims, touched] of [
        [true, true],
        [true, false],
        [false, false],
      ] as const) {
        const scene = await loadFixture(withBudget);
        const { budget, presale, reserve, stake, token, actors, owner, start } = scene;
        const [founder, second] = actors.founders;
        await stakeAll(scene);
        if (claims) {
          await presale.connect(founder).claim(founder);
          await presale.connect(second).claim(second);
        }
        await time.increaseTo(start + STAKING);
        await pay(scene, 0n);
        await budget.connect(actors.trustee).refuseMilestone(1n);
        if (touched) await stake.forfeit(founder);
        await time.setNextBlockTimestamp(start + 190n * DAY);
        const paid = part(BUDGET, 1n, 2n);
        const vested = part(FOUNDERS, paid, BUDGET);
        await expect(reserve.connect(owner).dissolve())
          .to.emit(presale, "SaleDissolved")
          .withArgs(FOUNDERS - vested);
        expect(await presale.forfeitedTokens()).to.equal(0n);
        expect(await token.totalSupply()).to.equal(10_000n * WHOLE + vested + WHOLE / 1_000n);
        if (claims) {
          for (const [account, tokens] of [
            [founder, FOUNDER],
            [second, FOUNDERS - FOUNDER],
          ] as const) {
            const free = part(tokens, paid, BUDGET);
            expect(await stake.unstakable(account)).to.equal(free);
            await stake.connect(account).unstake(free, account);
            expect(await stake.getVotes(account)).to.equal(0n);
          }
        } else {
          await presale.connect(founder).claim(founder);
          expect(await token.balanceOf(founder)).to.equal(part(FOUNDER, paid, BUDGET));
        }
        for (const partner of actors.partners) {
          expect(await stake.unstakable(partner)).to.equal(await stake.getVotes(partner));
          await stake.connect(partner).unstake(await stake.getVotes(partner), partner);
        }
        expect((await token.balanceOf(stake)) <= 2n).to.equal(true);
      }
    });

    it("leave what they lost behind when their position moves, and lose what fails later where it is then", async () => {
      const scene = await loadFixture(withBudget);
      const { budget, presale, reserve, stake, token, actors, owner } = scene;
      const [founder] = actors.founders;
      const to = actors.producers[0];
      await stakeAll(scene);
      await presale.connect(founder).claim(founder);
      await budget.connect(actors.trustee).refuseMilestone(0n);
      const lossOf = async (): Promise<bigint> => (await presale.tokensOf(to)).forfeited;
      await presale.connect(founder).offerPosition(to);
      const at = (await now()) + 10n;
      await time.setNextBlockTimestamp(at);
      await presale.connect(to).takePosition(founder, []);
      const first = await lossOf();
      expect(first > 0n).to.equal(true);
      // Nothing is paid, so nothing has vested: all that can still vest moved, and no token of what was lost is anybody's.
      expect(await stake.getVotes(to)).to.equal(FOUNDER - first);
      expect(await stake.getVotes(founder)).to.equal(0n);
      expect(await stake.unstakable(founder)).to.equal(0n);
      await budget.connect(actors.trustee).refuseMilestone(1n);
      expect(await stake.getVotes(to)).to.equal(FOUNDER - (await lossOf()));
      await reserve.connect(owner).dissolve();
      expect(await stake.unstakable(to)).to.equal(0n);
      for (const partner of actors.partners) {
        await stake.connect(partner).unstake(await stake.getVotes(partner), partner);
      }
      expect(await token.balanceOf(stake)).to.equal(0n);
    });

    it("vest by time alone where the release brings no budget", async () => {
      // w = 80 %, founders 24.99 %, 5 units raised: R0 = 0.8 · 1.2499 · 5 + 0.8 · 0.5 · 0.001 = 5, all that was raised.
      const scenario = await launchPresale(connection, {
        reserve: { reserveRatioBps: 8_000n },
        presale: {
          foundersVestWithBudget: true,
          founderBps: 2_499n,
          minimum: 5n * WHOLE,
          maxResourceBps: 0n,
          founderVesting: { cliff: 0n, duration: 200n * DAY },
        },
      });
      const { presale, budget, actors } = scenario;
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(5n * WHOLE, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      expect(await budget.account()).to.deep.equal([0n, 0n, 0n, 0n, 0n]);
      // 75 % of 24.99 % of 10 tokens; a milestone of nothing that fails takes nothing of them.
      const tokens = part(part(10n * WHOLE, 2_499n, 10_000n), 3n, 4n);
      await time.setNextBlockTimestamp((await presale.releasedAt()) + 100n * DAY);
      await budget.failMilestone(0n);
      expect(await presale.tokensOf(actors.founders[0])).to.deep.equal([
        tokens / 2n,
        0n,
        tokens - tokens / 2n,
        0n,
      ]);
      expect(await presale.forfeitedTokens()).to.equal(0n);
      expect(await budget.fetchable(actors.partners[0])).to.equal(0n);
    });

    it("lose the voice of what is lost in decisions and vetoes already under way", async () => {
      const scene = await loadFixture(withBudget);
      const { budget, presale, stake, actors, start } = scene;
      const [founder] = actors.founders;
      await presale.connect(founder).claim(founder);
      await stakeAll(scene);
      await time.increaseTo(start + STAKING);
      await networkHelpers.mine();
      const before = await now();
      await time.increase(10n);
      for (const index of [0n, 1n, 2n]) await budget.connect(actors.trustee).refuseMilestone(index);
      // Votes weigh the lesser of the snapshot and now.
      expect(await stake.getPastVotes(founder, before)).to.equal(FOUNDER);
      expect(await stake.getVotes(founder)).to.equal(0n);
      expect(await stake.unstakable(founder)).to.equal(0n);
    });
  });

  describe("what was sent here past the functions", () => {
    it("goes to the treasury, and nothing of left or owed", async () => {
      const { budget, asset, token, actors, unit, addresses } = await loadFixture(staked);
      const trustee = budget.connect(actors.trustee);
      await trustee.refuseMilestone(0n);
      await budget.connect(actors.partners[2]).fetch(actors.partners[2]);
      await expect(budget.sweep(asset)).to.be.revertedWithCustomError(budget, "ZeroAmount");
      await asset.connect(actors.stranger).transfer(budget, 5n * unit);
      await expect(budget.connect(actors.stranger).sweep(asset)).to.changeTokenBalances(
        ethers,
        asset,
        [budget, addresses.timelock],
        [-5n * unit, 5n * unit],
      );
      await expect(budget.sweep(token)).to.be.revertedWithCustomError(budget, "ZeroAmount");
      await expect(budget.sweep(asset)).to.be.revertedWithCustomError(budget, "ZeroAmount");
    });
  });

  describe("an asset that blocks accounts, calls back or stops for a while", () => {
    async function hostile() {
      const asset = await ethers.deployContract("HostileAsset", [18]);
      const scenario = await launchPresale(connection, { asset: await asset.getAddress() });
      const { presale, actors, unit } = scenario;
      await time.increaseTo((await presale.terms()).opens);
      for (const [at, partner] of actors.partners.entries()) {
        await asset.mint(partner, 10_000n * unit);
        await asset.connect(partner).approve(presale, ethers.MaxUint256);
        await presale.connect(partner).contribute((GIVEN[at] ?? 0n) * unit, []);
      }
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      const start = await presale.releasedAt();
      await time.increaseTo(start + STAKING);
      return { ...scenario, asset, start };
    }

    it("blocks the treasury: an approved milestone is the partners' in the end", async () => {
      const { budget, asset, addresses, actors } = await loadFixture(hostile);
      await asset.setBlocked(addresses.timelock, true);
      await budget.connect(actors.trustee).approveMilestone(0n);
      await time.increase(WINDOW);
      await expect(budget.payMilestone(0n))
        .to.be.revertedWithCustomError(asset, "Blocked")
        .withArgs(addresses.timelock);
      await time.increase(90n * DAY);
      await budget.failMilestone(0n);
      await asset.setBlocked(actors.partners[0], true);
      await expect(budget.connect(actors.partners[0]).fetch(actors.partners[0]))
        .to.be.revertedWithCustomError(asset, "Blocked")
        .withArgs(actors.partners[0].address);
      await expect(budget.connect(actors.partners[0]).fetch(actors.donor)).to.changeTokenBalance(
        ethers,
        asset,
        actors.donor,
        part(part(BUDGET, 1n, 2n), 3n, 5n),
      );
    });

    it("blocks the budget: settling and a dissolution go on, and nothing is lost", async () => {
      const { budget, asset, reserve, owner, actors, addresses } = await loadFixture(hostile);
      await asset.setBlocked(addresses.budget ?? "", true);
      await budget.connect(actors.trustee).refuseMilestone(0n);
      await expect(budget.connect(actors.partners[0]).fetch(actors.donor)).to.be.revertedWithCustomError(
        asset,
        "Blocked",
      );
      await reserve.connect(owner).dissolve();
      await asset.setBlocked(addresses.budget ?? "", false);
      let sum = 0n;
      for (const partner of actors.partners) {
        const before = await asset.balanceOf(actors.donor);
        await budget.connect(partner).fetch(actors.donor);
        sum += (await asset.balanceOf(actors.donor)) - before;
      }
      expect(BUDGET - sum < 3n).to.equal(true);
    });

    it("calls back while it pays or is fetched: refused", async () => {
      const { budget, asset, actors } = await loadFixture(hostile);
      const guard = budget.interface.encodeErrorResult("ReentrancyGuardReentrantCall");
      await budget.connect(actors.trustee).approveMilestone(0n);
      await time.increase(WINDOW);
      await asset.setHook(budget, budget.interface.encodeFunctionData("payMilestone", [0n]));
      await budget.payMilestone(0n);
      expect(await asset.hookResult()).to.equal(guard);
      await budget.connect(actors.trustee).refuseMilestone(1n);
      for (const data of [
        budget.interface.encodeFunctionData("fetch", [actors.donor.address]),
        budget.interface.encodeFunctionData("sweep", [await asset.getAddress()]),
      ]) {
        await asset.setHook(budget, data);
        const snapshot = await networkHelpers.takeSnapshot();
        await budget.connect(actors.partners[0]).fetch(actors.donor);
        expect(await asset.hookResult()).to.equal(guard);
        await snapshot.restore();
      }
    });
  });

  describe("state × call × role", () => {
    const states: Record<string, () => Promise<Scene>> = {
      Planned: staked,
      Approved: approved,
      "Approved, window over": async () => {
        const scene = await approved();
        await toWindowEnd(scene, 0n);
        return scene;
      },
      "Approved, unpaid for 90 days": async () => {
        const scene = await approved();
        await toWindowEnd(scene, 0n);
        await time.increase(90n * DAY);
        return scene;
      },
      "Planned, returned": async () => {
        const scene = await approved();
        await scene.budget.connect(scene.actors.partners[0]).objectToMilestone(0n);
        return scene;
      },
      "Planned, past its deadline": async () => {
        const scene = await staked();
        await time.increaseTo(await scene.budget.deadline());
        return scene;
      },
      Paid: async () => {
        const scene = await staked();
        await pay(scene, 0n);
        return scene;
      },
      Dissolved: async () => {
        const scene = await approved();
        await scene.reserve.connect(scene.owner).dissolve();
        return scene;
      },
    };
    /** Who may do what to milestone 0, by the interface's table: T the trustee, P partners with a stake, A anyone. */
    const allowed: Record<string, Partial<Record<string, string>>> = {
      Planned: { approve: "T", refuse: "T" },
      Approved: { refuse: "T", object: "P" },
      "Approved, window over": { refuse: "T", pay: "A" },
      "Approved, unpaid for 90 days": { refuse: "T", pay: "A", fail: "A" },
      "Planned, returned": { approve: "T", refuse: "T" },
      "Planned, past its deadline": { refuse: "T", fail: "A" },
      Paid: {},
      Dissolved: {},
    };
    for (const [name, reach] of Object.entries(states)) {
      it(`allows only the declared calls when ${name}`, async () => {
        const { budget, presale, actors, owner, addresses } = await loadFixture(reach);
        const people: readonly (readonly [HardhatEthersSigner, string])[] = [
          [actors.trustee, "T"],
          [actors.partners[0], "P"],
          [actors.founders[0], ""],
          [actors.stranger, ""],
          [owner, ""],
          [await signerOf(connection, addresses.reserve), ""],
        ];
        for (const [person, role] of people) {
          const as = budget.connect(person);
          for (const [call, attempt, onlyTrustee] of [
            ["approve", () => as.approveMilestone.staticCall(0n), true],
            ["refuse", () => as.refuseMilestone.staticCall(0n), true],
            ["object", () => as.objectToMilestone.staticCall(0n), false],
            ["pay", () => as.payMilestone.staticCall(0n), false],
            ["fail", () => as.failMilestone.staticCall(0n), false],
          ] as const) {
            const who = allowed[name]?.[call];
            if (who !== undefined && (who === "A" || who === role)) await attempt();
            else if (onlyTrustee && role !== "T") {
              await expect(attempt())
                .to.be.revertedWithCustomError(presale, "NotTrustee")
                .withArgs(person.address);
            } else await expect(attempt()).to.revert(ethers);
          }
        }
      });
    }
  });
});
