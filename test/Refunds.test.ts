import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { network } from "hardhat";
import { DAY, WHOLE, ZERO_ADDRESS, launchPresale, signerOf, type PresaleScenario } from "./lib/fixtures.ts";

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

const CHALLENGE = 5n * DAY;
/** The standing of who passed a position on. */
const PASSED_ON = 3n;
const now = async (): Promise<bigint> => BigInt(await time.latest());

async function selling(): Promise<PresaleScenario> {
  const scenario = await launchPresale(connection);
  await time.increaseTo((await scenario.presale.terms()).opens);
  return scenario;
}

/** The partners gave 3,000, 2,000 and 1,000. */
async function given(): Promise<PresaleScenario> {
  const scenario = await selling();
  const { presale, actors, unit } = scenario;
  for (const [at, partner] of actors.partners.entries()) {
    await presale.connect(partner).contribute(([3_000n, 2_000n, 1_000n][at] ?? 0n) * unit, []);
  }
  return scenario;
}

/** The stranger offers what is worth `value` units, and the trustee accepts it. */
async function accept({ custody, actors, unit }: PresaleScenario, value = 100n): Promise<bigint> {
  await custody.connect(actors.stranger).offerResource(value * unit, ethers.id("deed"), "", ZERO_ADDRESS, 0n);
  const id = await custody.resourceCount();
  await custody.connect(actors.trustee).acceptResource(id);
  return id;
}

async function challenged(): Promise<PresaleScenario> {
  const scenario = await given();
  await accept(scenario);
  return scenario;
}

async function announced(): Promise<PresaleScenario> {
  const scenario = await given();
  await scenario.presale.connect(scenario.owner).announceTrustee(scenario.actors.donor);
  return scenario;
}

describe("refunds before the release", () => {
  describe("because a resource was accepted", () => {
    it("are open for the challenge, to the second, for what was given before", async () => {
      const scenario = await loadFixture(given);
      const { presale, actors, asset, unit } = scenario;
      const [first, second] = actors.partners;
      await expect(presale.connect(first).refund(first))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(State.Open, State.Refunding);
      expect(await presale.refundableOf(first)).to.equal(0n);
      await accept(scenario);
      const until = (await now()) + CHALLENGE;
      expect(await presale.refunds()).to.deep.equal([true, until, 1n, ZERO_ADDRESS]);
      expect(await presale.refundableOf(first)).to.equal(3_000n * unit);
      await presale.connect(first).contribute(500n * unit, []);
      expect(await presale.refundableOf(first)).to.equal(3_000n * unit);
      const refund = presale.connect(first).refund(actors.donor);
      await expect(refund)
        .to.emit(presale, "Refunded")
        .withArgs(first.address, actors.donor.address, 3_000n * unit);
      await expect(refund).to.changeTokenBalances(
        ethers,
        asset,
        [presale, first, actors.donor],
        [-3_000n * unit, 0n, 3_000n * unit],
      );
      expect(await presale.raised()).to.equal(3_500n * unit);
      expect((await presale.positionOf(first)).contributed).to.equal(500n * unit);
      // What was given after the acceptance was given knowing it.
      await expect(presale.connect(first).refund(first))
        .to.be.revertedWithCustomError(presale, "NothingToTake")
        .withArgs(first.address);
      // 3,000 of 6,000 that were raised extended nothing: more than three days are left.
      await time.setNextBlockTimestamp(until - 1n);
      await presale.connect(second).refund(second);
      // The last second, a third of what was left: three days more.
      expect(await presale.refunds()).to.deep.equal([true, until - 1n + 3n * DAY, 1n, ZERO_ADDRESS]);
      await time.increaseTo(until - 1n + 3n * DAY);
      await expect(presale.connect(actors.partners[2]).refund(first))
        .to.be.revertedWithCustomError(presale, "WrongState")
        .withArgs(State.Open, State.Refunding);
      expect((await presale.refunds()).open).to.equal(false);
    });

    it("widen with each acceptance: what was given before the newest one", async () => {
      const scenario = await loadFixture(challenged);
      const { presale, actors, unit } = scenario;
      const [, , third] = actors.partners;
      await presale.connect(third).contribute(400n * unit, []);
      expect(await presale.refundableOf(third)).to.equal(1_000n * unit);
      await accept(scenario);
      expect(await presale.refundableOf(third)).to.equal(1_400n * unit);
      await presale.connect(third).contribute(7n * unit, []);
      expect(await presale.refundableOf(third)).to.equal(1_400n * unit);
      await presale.connect(third).refund(third);
      expect(await presale.positionOf(third)).to.deep.equal([...[7n * unit, 7n * unit, 2n, 0n, 0n, 0n]]);
    });

    it("turn no circle: what is given and taken back again needs another acceptance each time", async () => {
      const { presale, actors, unit } = await loadFixture(challenged);
      const [first] = actors.partners;
      await presale.connect(first).refund(first);
      const { until } = await presale.refunds();
      await presale.connect(first).contribute(6_000n * unit, []);
      await expect(presale.connect(first).refund(first))
        .to.be.revertedWithCustomError(presale, "NothingToTake")
        .withArgs(first.address);
      expect((await presale.refunds()).until).to.equal(until);
    });

    it("hold up the release until they are closed, and the returned resource with them", async () => {
      const scenario = await loadFixture(given);
      const { presale, custody, actors } = scenario;
      const { closes } = await presale.terms();
      await time.setNextBlockTimestamp(closes - 2n);
      await custody.connect(actors.stranger).offerResource(WHOLE, ethers.id("deed"), "", ZERO_ADDRESS, 0n);
      await time.setNextBlockTimestamp(closes - 1n);
      await custody.connect(actors.trustee).acceptResource(1n);
      await custody.connect(actors.trustee).returnResource(1n);
      const until = closes - 1n + CHALLENGE;
      await time.setNextBlockTimestamp(until - 1n);
      await expect(presale.connect(actors.trustee).release())
        .to.be.revertedWithCustomError(presale, "RefundsOpen")
        .withArgs(until);
      await time.setNextBlockTimestamp(until);
      await expect(presale.connect(actors.trustee).release()).to.emit(presale, "Released");
      expect((await presale.refunds()).open).to.equal(false);
    });
  });

  describe("their extension", () => {
    it("comes with each tenth of what was raised when they were opened or last extended, for three days", async () => {
      const scenario = await loadFixture(selling);
      const { presale, actors, unit } = scenario;
      const [first, second, third] = actors.partners;
      await presale.connect(first).contribute(599n * unit, []);
      await presale.connect(second).contribute(1n * unit, []);
      await presale.connect(third).contribute(5_400n * unit, []);
      await accept(scenario);
      const { until } = await presale.refunds();
      await time.setNextBlockTimestamp(until - 2n);
      await presale.connect(first).refund(first); // 599 of 6,000: one unit less than a tenth
      expect((await presale.refunds()).until).to.equal(until);
      await time.setNextBlockTimestamp(until - 1n);
      await expect(presale.connect(second).refund(second))
        .to.emit(presale, "RefundsOpened")
        .withArgs(1n, until - 1n + 3n * DAY);
      // From now on a tenth of the 5,400 that are left counts, in the same window.
      await time.setNextBlockTimestamp(until - 2n + 3n * DAY);
      await presale.connect(third).refund(third);
      expect((await presale.refunds()).until).to.equal(until - 2n + 6n * DAY);
    });

    it("shortens nothing while more than three days are left", async () => {
      const { presale, actors } = await loadFixture(challenged);
      const { until } = await presale.refunds();
      await expect(presale.connect(actors.partners[0]).refund(actors.partners[0])).not.to.emit(
        presale,
        "RefundsOpened",
      );
      expect((await presale.refunds()).until).to.equal(until);
    });

    it("leaves the trustee the last seven days before `releaseBy`", async () => {
      const { presale, actors, unit } = await loadFixture(announced);
      const { closes, releaseBy } = await presale.terms();
      // A change announced 22 days before `releaseBy`, which a tenth extends to 7 days before it and no further.
      await presale.connect(await signerOf(connection, await presale.owner())).cancelTrustee();
      await time.increaseTo(closes);
      await time.setNextBlockTimestamp(releaseBy - 22n * DAY);
      await presale.connect(await signerOf(connection, await presale.owner())).announceTrustee(actors.donor);
      const until = releaseBy - 8n * DAY;
      expect((await presale.refunds()).until).to.equal(until);
      await time.setNextBlockTimestamp(until - 5n);
      await expect(presale.connect(actors.partners[2]).refund(actors.partners[2]))
        .to.emit(presale, "RefundsOpened")
        .withArgs(2n, releaseBy - 7n * DAY);
      await time.setNextBlockTimestamp(releaseBy - 7n * DAY - 1n);
      await presale.connect(actors.partners[1]).refund(actors.partners[1]);
      expect((await presale.refunds()).until).to.equal(releaseBy - 7n * DAY);
      await time.setNextBlockTimestamp(releaseBy - 7n * DAY);
      await presale.completeTrustee();
      expect(await presale.raised()).to.equal(3_000n * unit);
      await expect(presale.connect(actors.donor).release()).to.emit(presale, "Released");
    });

    it("counts a resource that leaves like money", async () => {
      const scenario = await loadFixture(given);
      const { presale, custody, actors } = scenario;
      const first = await accept(scenario, 600n);
      await accept(scenario, 1n);
      const { until } = await presale.refunds();
      await time.setNextBlockTimestamp(until - 1n);
      await expect(custody.connect(actors.stranger).withdrawResource(first, actors.stranger))
        .to.emit(presale, "RefundsOpened")
        .withArgs(2n, until - 1n + 3n * DAY);
      const second = await accept(scenario, 1_000n);
      await accept(scenario, 1n);
      // What the trustee returns is no leaving.
      const { until: later } = await presale.refunds();
      await time.setNextBlockTimestamp(later - 1n);
      await custody.connect(actors.trustee).returnResource(second);
      expect((await presale.refunds()).until).to.equal(later);
    });
  });

  describe("and the state of the sale", () => {
    it("a full sale that falls below its maximum is open again before it closes", async () => {
      const scenario = await loadFixture(given);
      const { presale, actors, unit } = scenario;
      const [first, second] = actors.partners;
      await presale.connect(second).contribute(4_000n * unit, []);
      expect(await presale.state()).to.equal(State.Ended);
      await presale.connect(await signerOf(connection, await presale.owner())).announceTrustee(actors.donor);
      await presale.connect(actors.partners[2]).refund(first);
      expect(await presale.state()).to.equal(State.Open);
      await time.increase(14n * DAY);
      await presale.completeTrustee();
      await presale.connect(first).contribute(1_000n * unit, []);
      expect(await presale.state()).to.equal(State.Ended);
      await expect(presale.connect(actors.donor).release()).to.emit(presale, "Released");
    });

    it("a full sale whose minimum is its maximum is not ended for good by one unit that leaves", async () => {
      const scenario = await launchPresale(connection, {
        presale: { minimum: 2_000n * WHOLE, maximum: 2_000n * WHOLE, perPartnerMaximum: 2_000n * WHOLE },
      });
      const { presale, owner, actors } = scenario;
      const [first, second] = actors.partners;
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(first).contribute(2_000n * WHOLE - 1n, []);
      await presale.connect(second).contribute(1n, []);
      await presale.connect(owner).announceTrustee(actors.donor);
      await presale.connect(second).refund(second);
      await time.increase(14n * DAY);
      await presale.completeTrustee();
      expect(await presale.state()).to.equal(State.Open);
      await presale.connect(actors.partners[2]).contribute(1n, []);
      expect(await presale.state()).to.equal(State.Ended);
    });

    it("after it closed, less than the minimum means money back for all, for good", async () => {
      const scenario = await loadFixture(given);
      const { presale, owner, actors, asset, unit } = scenario;
      const { closes } = await presale.terms();
      await time.increaseTo(closes);
      await presale.connect(owner).announceTrustee(actors.donor);
      const [first, second, third] = actors.partners;
      await presale.connect(first).refund(first);
      await presale.connect(second).refund(second);
      expect(await presale.state()).to.equal(State.Ended); // the 1,000 of the minimum are left
      expect(await presale.failedAt()).to.equal(0n);
      const at = (await now()) + 100n;
      await time.setNextBlockTimestamp(at);
      await presale.connect(third).refund(third);
      expect(await presale.state()).to.equal(State.Refunding);
      expect(await presale.failedAt()).to.equal(at);
      expect(await asset.balanceOf(presale)).to.equal(0n);
      expect(await presale.raised()).to.equal(0n);
      await time.increase(100n * DAY);
      expect(await presale.failedAt()).to.equal(at);
      expect(unit).to.equal(WHOLE);
    });
  });
});

describe("another trustee", () => {
  it("is announced by the owner: 14 days of refunds for all that was given, and no contribution", async () => {
    const { presale, custody, actors, owner, unit } = await loadFixture(given);
    const [first] = actors.partners;
    await custody.connect(actors.stranger).offerResource(unit, ethers.id("deed"), "", ZERO_ADDRESS, 0n);
    const at = (await now()) + 9n;
    await time.setNextBlockTimestamp(at);
    const announcement = presale.connect(owner).announceTrustee(actors.donor);
    await expect(announcement).to.emit(presale, "TrusteeAnnounced").withArgs(actors.donor.address);
    await expect(announcement)
      .to.emit(presale, "RefundsOpened")
      .withArgs(1n, at + 14n * DAY);
    expect(await presale.refunds()).to.deep.equal([true, at + 14n * DAY, 1n, actors.donor.address]);
    await expect(presale.connect(first).contribute(unit, []))
      .to.be.revertedWithCustomError(presale, "ChangePending")
      .withArgs(actors.donor.address);
    await expect(custody.connect(actors.trustee).acceptResource(1n))
      .to.be.revertedWithCustomError(presale, "ChangePending")
      .withArgs(actors.donor.address);
    await expect(presale.connect(owner).announceTrustee(actors.stranger))
      .to.be.revertedWithCustomError(presale, "ChangePending")
      .withArgs(actors.donor.address);
    expect(await presale.refundableOf(first)).to.equal(3_000n * unit);
    await time.setNextBlockTimestamp(at + 14n * DAY - 1n);
    await expect(presale.completeTrustee())
      .to.be.revertedWithCustomError(presale, "RefundsOpen")
      .withArgs(at + 14n * DAY);
    await time.setNextBlockTimestamp(at + 14n * DAY);
    await expect(presale.connect(actors.stranger).completeTrustee())
      .to.emit(presale, "TrusteeSet")
      .withArgs(actors.donor.address);
    expect(await presale.trustee()).to.equal(actors.donor.address);
    expect((await presale.terms()).trustee).to.equal(actors.trustee.address);
    expect(await presale.refunds()).to.deep.equal([false, at + 14n * DAY, 1n, ZERO_ADDRESS]);
    await expect(custody.connect(actors.trustee).acceptResource(1n))
      .to.be.revertedWithCustomError(presale, "NotTrustee")
      .withArgs(actors.trustee.address);
    await custody.connect(actors.donor).acceptResource(1n);
    await presale.connect(first).contribute(unit, []);
  });

  it("opens refunds also for what was given after an acceptance, and no shorter than they are open", async () => {
    const scenario = await launchPresale(connection, {
      presale: { challengeWindow: 15n * DAY },
    });
    const { presale, actors, owner, unit } = scenario;
    const [first, second] = actors.partners;
    await time.increaseTo((await presale.terms()).opens);
    await presale.connect(first).contribute(1_000n * unit, []);
    await accept(scenario);
    const { until } = await presale.refunds();
    await presale.connect(second).contribute(1_000n * unit, []);
    expect(await presale.refundableOf(second)).to.equal(0n);
    await presale.connect(owner).announceTrustee(actors.donor);
    expect((await presale.refunds()).until).to.equal(until);
    expect(await presale.refundableOf(second)).to.equal(1_000n * unit);
    await time.increaseTo(until);
    await presale.completeTrustee();
  });

  it("is given up by the owner, and refunds stay open all the same", async () => {
    const { presale, actors, owner, unit } = await loadFixture(announced);
    const { until } = await presale.refunds();
    await expect(presale.connect(owner).cancelTrustee())
      .to.emit(presale, "TrusteeCancelled")
      .withArgs(actors.donor.address);
    expect(await presale.refunds()).to.deep.equal([true, until, 1n, ZERO_ADDRESS]);
    const [first, second] = actors.partners;
    await presale.connect(first).refund(first);
    // Who gives now knows of it: late, like after an acceptance.
    await presale.connect(first).contribute(unit, []);
    expect(await presale.refundableOf(first)).to.equal(0n);
    await time.setNextBlockTimestamp(until - 1n);
    await presale.connect(second).refund(second);
    for (const call of [() => presale.connect(owner).cancelTrustee(), () => presale.completeTrustee()]) {
      await expect(call()).to.be.revertedWithCustomError(presale, "NoChangePending");
    }
  });

  it("takes the release from the old one until the change is complete", async () => {
    const { presale, actors } = await loadFixture(announced);
    const { closes } = await presale.terms();
    await time.increaseTo(closes);
    expect((await presale.refunds()).open).to.equal(false);
    await expect(presale.connect(actors.trustee).release())
      .to.be.revertedWithCustomError(presale, "ChangePending")
      .withArgs(actors.donor.address);
    await presale.completeTrustee();
    await expect(presale.connect(actors.trustee).release())
      .to.be.revertedWithCustomError(presale, "NotTrustee")
      .withArgs(actors.trustee.address);
    await expect(presale.connect(actors.donor).release()).to.emit(presale, "Released");
  });

  it("is neither the owner, nor a proposer, a founder, or nobody", async () => {
    const { presale, actors, owner, timelock } = await loadFixture(given);
    await expect(presale.connect(owner).announceTrustee(ZERO_ADDRESS)).to.be.revertedWithCustomError(
      presale,
      "ZeroAddress",
    );
    await timelock.connect(owner).grantRole(await timelock.PROPOSER_ROLE(), actors.curators[0]);
    for (const account of [await presale.owner(), actors.founders[0].address, actors.curators[0].address]) {
      await expect(presale.connect(owner).announceTrustee(account))
        .to.be.revertedWithCustomError(presale, "TrusteeNotIndependent")
        .withArgs(account);
    }
    // Founders' tokens alone bar, too.
    await timelock.connect(owner).revokeRole(await timelock.PROPOSER_ROLE(), actors.founders[1]);
    await expect(presale.connect(owner).announceTrustee(actors.founders[1]))
      .to.be.revertedWithCustomError(presale, "TrusteeNotIndependent")
      .withArgs(actors.founders[1].address);
  });

  it("comes before the release only", async () => {
    const { presale, actors, owner } = await loadFixture(given);
    await time.increaseTo((await presale.terms()).closes);
    await presale.connect(actors.trustee).release();
    await expect(presale.connect(owner).announceTrustee(actors.donor))
      .to.be.revertedWithCustomError(presale, "WrongState")
      .withArgs(State.Released, State.Ended);
  });

  it("announced in the last 14 days means money back", async () => {
    const { presale, actors, owner } = await loadFixture(given);
    const { releaseBy } = await presale.terms();
    await time.increaseTo(releaseBy - 14n * DAY);
    await presale.connect(owner).announceTrustee(actors.donor);
    await time.increaseTo(releaseBy - 1n);
    await expect(presale.completeTrustee()).to.be.revertedWithCustomError(presale, "RefundsOpen");
    await time.increaseTo(releaseBy);
    expect(await presale.state()).to.equal(State.Refunding);
    for (const partner of actors.partners) await presale.connect(partner).refund(partner);
    expect(await presale.failedAt()).to.equal(releaseBy);
  });
});

describe("a position that moves", () => {
  it("takes along all that belongs to it, and leaves an account that has none again", async () => {
    const { presale, custody, actors, unit, asset } = await loadFixture(given);
    const [first] = actors.partners;
    const to = actors.producers[0];
    await custody.connect(first).offerResource(200n * unit, ethers.id("deed"), "", ZERO_ADDRESS, 0n);
    await custody.connect(actors.trustee).acceptResource(1n);
    await presale.connect(first).contribute(5n * unit, []);
    await expect(presale.connect(to).takePosition(first, []))
      .to.be.revertedWithCustomError(presale, "PositionNotOffered")
      .withArgs(first.address, to.address);
    await expect(presale.connect(first).offerPosition(to))
      .to.emit(presale, "PositionOffered")
      .withArgs(first.address, to.address);
    const before = await presale.positionOf(first);
    await expect(presale.connect(to).takePosition(first, []))
      .to.emit(presale, "PositionMoved")
      .withArgs(first.address, to.address, first.address);
    expect(await presale.positionOf(to)).to.deep.equal(before);
    expect(before.late).to.equal(5n * unit);
    expect(await presale.positionOf(first)).to.deep.equal([0n, 0n, 0n, PASSED_ON, 0n, 0n]);
    expect(await presale.givenBy(to)).to.deep.equal([first.address, 3_005n * unit]);
    expect(await presale.holderOf(first)).to.equal(to.address);
    // What was given late is late for the next holder, too.
    expect(await presale.refundableOf(to)).to.equal(3_000n * unit);
    // The resource is theirs: the trustee returns it, they take it.
    await custody.connect(actors.trustee).returnResource(1n);
    expect((await presale.positionOf(to)).resourceTokens).to.equal(0n);
    await expect(custody.connect(first).withdrawResource(1n, first))
      .to.be.revertedWithCustomError(custody, "NotOfferer")
      .withArgs(1n, first.address);
    await custody.connect(to).withdrawResource(1n, to);
    await expect(presale.connect(to).refund(to)).to.changeTokenBalance(ethers, asset, to, 3_000n * unit);
    // The account that passed it on gives and offers no more, and takes none.
    await expect(presale.connect(first).contribute(unit, []))
      .to.be.revertedWithCustomError(presale, "PositionPassedOn")
      .withArgs(first.address);
    await expect(custody.connect(first).offerResource(unit, ethers.id("deed"), "", ZERO_ADDRESS, 0n))
      .to.be.revertedWithCustomError(presale, "PositionPassedOn")
      .withArgs(first.address);
    await presale.connect(to).offerPosition(first);
    await expect(presale.connect(first).takePosition(to, []))
      .to.be.revertedWithCustomError(presale, "CannotTakePosition")
      .withArgs(to.address, first.address);
  });

  it("moves on and on under one name", async () => {
    const { presale, actors, unit } = await loadFixture(given);
    const path = [actors.partners[0], actors.producers[0], actors.producers[1]] as const;
    for (const [at, from] of path.slice(0, 2).entries()) {
      const to = path[at + 1] as HardhatEthersSigner;
      await presale.connect(from).offerPosition(to);
      await presale.connect(to).takePosition(from, []);
      expect(await presale.givenBy(to)).to.deep.equal([path[0].address, 3_000n * unit]);
      expect(await presale.holderOf(path[0])).to.equal(to.address);
    }
    expect(await presale.givenBy(path[1])).to.deep.equal([path[1].address, 0n]);
  });

  it("goes to an account without one, on the list, and never to or from who watches, nor to the treasury", async () => {
    const { presale, actors, owner, unit } = await loadFixture(given);
    const [first, second] = actors.partners;
    const refused = async (from: HardhatEthersSigner, to: HardhatEthersSigner): Promise<void> => {
      await presale.connect(from).offerPosition(to);
      await expect(presale.connect(to).takePosition(from, []))
        .to.be.revertedWithCustomError(presale, "CannotTakePosition")
        .withArgs(from.address, to.address);
    };
    await refused(first, second);
    await refused(first, actors.founders[0]);
    await refused(first, actors.trustee);
    await refused(first, owner);
    await presale.connect(actors.stranger).contributeFor(actors.trustee, unit, []);
    await refused(actors.trustee, actors.producers[0]);
    await presale.connect(owner).announceTrustee(actors.donor);
    await refused(first, actors.donor);
    await expect(presale.connect(actors.stranger).offerPosition(actors.producers[0]))
      .to.be.revertedWithCustomError(presale, "NothingToTake")
      .withArgs(actors.stranger.address);
    // An offer is taken back, and replaced, by another.
    await presale.connect(first).offerPosition(actors.producers[0]);
    await presale.connect(first).offerPosition(ZERO_ADDRESS);
    await expect(presale.connect(actors.producers[0]).takePosition(first, []))
      .to.be.revertedWithCustomError(presale, "PositionNotOffered")
      .withArgs(first.address, actors.producers[0].address);

    const tree = StandardMerkleTree.of([[first.address], [second.address]], ["address"]);
    const listed = await launchPresale(connection, { presale: { allowlistRoot: tree.root } });
    await time.increaseTo((await listed.presale.terms()).opens);
    await listed.presale.connect(first).contribute(unit, tree.getProof([first.address]));
    await listed.presale.connect(first).offerPosition(actors.stranger);
    await expect(listed.presale.connect(actors.stranger).takePosition(first, tree.getProof([first.address])))
      .to.be.revertedWithCustomError(presale, "NotAllowed")
      .withArgs(actors.stranger.address);
    await listed.presale.connect(first).offerPosition(second);
    await listed.presale.connect(second).takePosition(first, tree.getProof([second.address]));
    expect((await listed.presale.positionOf(second)).contributed).to.equal(unit);
  });

  it("takes what vests of its stake along once claimed, and waits while something in the stake is held", async () => {
    const { presale, stake, registry, actors, token, owner } = await loadFixture(given);
    const [founder] = actors.founders;
    const to = actors.producers[0];
    const [partner] = actors.partners;
    await time.increaseTo((await presale.terms()).closes);
    await presale.connect(actors.trustee).release();
    const start = await presale.releasedAt();
    await presale.connect(partner).claim(founder);
    await presale.connect(founder).claim(founder);
    await token.connect(founder).approve(stake, ethers.MaxUint256);
    await stake.connect(founder).stake(11n * WHOLE);
    await time.increaseTo(start + 180n * DAY - 100n);
    await presale.connect(founder).offerPosition(to);
    // 75 % of 20 % of 12,000 tokens, half of which has vested by then.
    const total = 1_800n * WHOLE;
    await registry
      .connect(actors.stranger)
      .submit(0n, WHOLE, [{ account: actors.stranger, bps: 10_000n }], ethers.ZeroHash, "");
    const snapshot = await networkHelpers.takeSnapshot();
    const at = start + 180n * DAY;
    await time.setNextBlockTimestamp(at);
    const moved = presale.connect(to).takePosition(founder, []);
    await expect(moved)
      .to.emit(stake, "VestingMoved")
      .withArgs(founder.address, to.address, total / 2n);
    await expect(moved).to.changeTokenBalances(ethers, token, [stake, founder, to], [0n, 0n, 0n]);
    expect(await stake.getVotes(to)).to.equal(total / 2n);
    expect(await stake.getVotes(founder)).to.equal(total / 2n + 11n * WHOLE);
    expect(await stake.unstakable(founder)).to.equal(total / 2n + 11n * WHOLE);
    expect(await stake.unstakable(to)).to.equal(0n);
    await stake.connect(founder).unstake(total / 2n + 11n * WHOLE, founder);
    await time.setNextBlockTimestamp(start + 360n * DAY);
    await stake.connect(to).unstake(total / 2n, to);
    expect(await token.balanceOf(to)).to.equal(total / 2n);
    await expect(presale.connect(to).claim(to))
      .to.be.revertedWithCustomError(presale, "NothingToTake")
      .withArgs(to.address);
    await snapshot.restore();
    await registry.connect(owner).setCurator(founder, true);
    await stake.connect(founder).consentToDissolve();
    const barred = (await presale.tokensOf(founder)).founderVesting;
    expect(barred > 0n).to.equal(true);
    await time.setNextBlockTimestamp(at);
    await expect(presale.connect(to).takePosition(founder, []))
      .to.be.revertedWithCustomError(stake, "StakeHeld")
      .withArgs(founder.address, total / 2n, 0n);
    await stake.connect(founder).takeBackConsent();
    await presale.connect(to).takePosition(founder, []);
  });

  it("is burned where it is at a dissolution, and moves no more", async () => {
    const { presale, stake, reserve, owner, actors, token } = await loadFixture(given);
    const [founder] = actors.founders;
    const to = actors.producers[0];
    await time.increaseTo((await presale.terms()).closes);
    await presale.connect(actors.trustee).release();
    const start = await presale.releasedAt();
    await presale.connect(founder).claim(founder);
    await presale.connect(founder).offerPosition(to);
    await presale.connect(to).takePosition(founder, []);
    await presale.connect(to).offerPosition(founder);
    await time.setNextBlockTimestamp(start + 180n * DAY);
    await reserve.connect(owner).dissolve();
    expect(await stake.unstakable(to)).to.equal(900n * WHOLE);
    expect(await stake.unstakable(founder)).to.equal(0n);
    await stake.connect(to).unstake(900n * WHOLE, to);
    expect(await token.balanceOf(stake)).to.equal(0n);
    for (const call of [
      () => presale.connect(to).offerPosition(founder),
      () => presale.connect(founder).takePosition(to, []),
    ]) {
      await expect(call())
        .to.be.revertedWithCustomError(presale, "AlreadyDissolved")
        .withArgs(start + 180n * DAY);
    }
  });
});

describe("what was sent to the presale past its functions", () => {
  it("goes to the treasury, and nothing that belongs to partners", async () => {
    const { presale, asset, token, actors, unit, addresses } = await loadFixture(given);
    const other = await ethers.deployContract("TestAsset", ["Other", "OTH", 18]);
    const presaleAddress = await presale.getAddress();
    const nothing = (erc20: { getAddress(): Promise<string> }) =>
      expect(presale.sweep(erc20)).to.be.revertedWithCustomError(presale, "ZeroAmount");
    for (const erc20 of [asset, token, other]) await nothing(erc20);
    await other.mint(presaleAddress, 5n);
    await asset.connect(actors.stranger).transfer(presale, 500n * unit);
    await expect(presale.connect(actors.stranger).sweep(asset))
      .to.emit(presale, "StraySwept")
      .withArgs(await asset.getAddress(), 500n * unit);
    await expect(presale.sweep(other)).to.changeTokenBalances(
      ethers,
      other,
      [presale, addresses.timelock],
      [-5n, 5n],
    );
    expect(await asset.balanceOf(addresses.timelock)).to.equal(500n * unit);
    expect(await asset.balanceOf(presale)).to.equal(6_000n * unit);
    await nothing(asset);
    await time.increaseTo((await presale.terms()).closes);
    await presale.connect(actors.trustee).release();
    await nothing(token);
    await presale.connect(actors.partners[0]).claim(actors.partners[0]);
    await token.connect(actors.partners[0]).transfer(presale, 7n * WHOLE);
    await asset.connect(actors.stranger).transfer(presale, 3n);
    await expect(presale.sweep(token)).to.changeTokenBalances(
      ethers,
      token,
      [presale, addresses.timelock],
      [-7n * WHOLE, 7n * WHOLE],
    );
    await expect(presale.sweep(asset)).to.changeTokenBalances(
      ethers,
      asset,
      [presale, addresses.timelock],
      [-3n, 3n],
    );
    for (const account of [actors.partners[1], actors.partners[2], ...actors.founders]) {
      await presale.connect(account).claim(account);
    }
    expect(await token.balanceOf(presale)).to.equal(0n);
  });

  it("does not touch what a failed sale owes while it is paid out", async () => {
    const { presale, asset, actors, unit, addresses } = await loadFixture(given);
    await time.increaseTo((await presale.terms()).releaseBy);
    await asset.connect(actors.stranger).transfer(presale, 9n * unit);
    await presale.connect(actors.partners[1]).refund(actors.partners[1]);
    await expect(presale.sweep(asset)).to.changeTokenBalances(
      ethers,
      asset,
      [presale, addresses.timelock],
      [-9n * unit, 9n * unit],
    );
    for (const at of [0, 2] as const) await presale.connect(actors.partners[at]).refund(actors.partners[at]);
    expect(await asset.balanceOf(presale)).to.equal(0n);
  });
});
