import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash, id as hashOf } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { Status, inOneBlock, submissionOf, submit, submitted } from "./lib/contributions.ts";
import { EpochStatus, ledgerOf, proposed } from "./lib/epochs.ts";
import { DAY, WHOLE, type Scenario } from "./lib/fixtures.ts";
import {
  FLOOR,
  LOOSE,
  STAKED,
  STAKES,
  counting,
  endow,
  endowStaked,
  expectFree,
  scheduled,
  settled as settledWith,
  vetoNeeded,
} from "./lib/stakes.ts";
import { State, Tag, actionOf, hashedOf, operationOf, queued, type Proposal } from "./lib/votes.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const settled = (): Promise<Scenario> => settledWith(connection);
const now = async (): Promise<bigint> => BigInt(await time.latest());
type Signer = HardhatEthersSigner;
const WEEK = 7n * DAY;

/** `account` keeps exactly `left` of its stake. */
async function keep({ stake }: Scenario, account: Signer, left: bigint): Promise<void> {
  await stake.connect(account).unstake((await stake.getVotes(account)) - left, account);
}

/** A contribution under review, submitted at `at`, or as it comes. */
async function reviewing(scenario: Scenario, at?: bigint): Promise<{ id: bigint; submittedAt: bigint }> {
  if (at !== undefined) await time.setNextBlockTimestamp(at);
  const id = await submitted(scenario);
  return { id, submittedAt: (await scenario.registry.contribution(id)).submittedAt };
}

describe("vetoes", () => {
  describe("their weight", () => {
    it("is the lesser of the stake now and one second before the matter was proposed", async () => {
      const scenario = await loadFixture(settled);
      const { stake, registry, actors, addresses } = scenario;
      const [, second, third] = actors.producers;
      const [partner] = actors.partners;
      await keep(scenario, third, 40n * WHOLE);
      await keep(scenario, second, 30n * WHOLE);
      const { id } = await reviewing(scenario);
      // More now: what was there before counts. Less now: that counts.
      await stake.connect(partner).stakeFor(third, 5n * WHOLE);
      await keep(scenario, second, 10n * WHOLE);
      const threshold = vetoNeeded(FLOOR, 1_000n);
      await expect(registry.connect(third).veto(id))
        .to.emit(stake, "VetoCast")
        .withArgs(addresses.registry, id, third.address, 40n * WHOLE, 40n * WHOLE, threshold);
      await expect(registry.connect(second).veto(id))
        .to.emit(stake, "VetoCast")
        .withArgs(addresses.registry, id, second.address, 10n * WHOLE, 50n * WHOLE, threshold);
      expect(await stake.vetoOf(addresses.registry, id, third)).to.equal(40n * WHOLE);
      expect(await stake.vetoTally(addresses.registry, id)).to.deep.equal([
        50n * WHOLE,
        await stake.circulating(),
        0n,
      ]);
    });

    it("needs the stake a whole second before", async () => {
      const scenario = await loadFixture(settled);
      const { stake, registry, actors, addresses } = scenario;
      const [partner, other] = actors.partners;
      const at = (await now()) + 100n;
      await time.setNextBlockTimestamp(at - 1n);
      await stake.connect(partner).stake(60n * WHOLE);
      await inOneBlock(
        connection,
        [() => stake.connect(other).stake(60n * WHOLE), () => submit(registry, submissionOf(scenario))],
        at,
      );
      const id = await registry.contributionCount();
      await expect(registry.connect(other).veto(id))
        .to.be.revertedWithCustomError(stake, "NothingToVetoWith")
        .withArgs(other.address);
      await expect(registry.connect(actors.stranger).veto(id))
        .to.be.revertedWithCustomError(stake, "NothingToVetoWith")
        .withArgs(actors.stranger.address);
      await registry.connect(partner).veto(id);
      expect(await stake.vetoOf(addresses.registry, id, partner)).to.equal(60n * WHOLE);
    });

    it("counts once, however often it is cast", async () => {
      const scenario = await loadFixture(settled);
      const { stake, registry, actors, addresses } = scenario;
      const [, , third] = actors.producers;
      await keep(scenario, third, 99n * WHOLE);
      const { id } = await reviewing(scenario);
      for (let times = 0; times < 3; ++times)
        expect(await registry.connect(third).veto.staticCall(id)).to.equal(false);
      await registry.connect(third).veto(id);
      await registry.connect(third).veto(id);
      expect((await stake.vetoTally(addresses.registry, id)).total).to.equal(99n * WHOLE);
      expect((await stake.accountOf(third)).wholeHolds).to.equal(1n);
      await stake.connect(third).takeBackVeto(addresses.registry, id);
      await expectFree(stake, third, 99n * WHOLE);
    });
  });

  describe("their threshold", () => {
    it("is a part of what is staked, reached to the wei", async () => {
      const scenario = await loadFixture(settled);
      const { stake, registry, actors, addresses } = scenario;
      const [first, second, third] = actors.producers;
      await endowStaked(connection, scenario, [actors.donor, 1_000n * WHOLE + 1n]);
      await time.increase(30n * DAY);
      // Of 2,000 tokens and 1 wei 10 %, rounded up.
      const needed = 200n * WHOLE + 1n;
      const { id, submittedAt } = await reviewing(scenario);
      expect(await stake.vetoThreshold(addresses.registry, id, submittedAt, 0n, 0n)).to.equal(needed);
      expect(await stake.vetoThreshold(addresses.registry, id, submittedAt, 2_000n, 0n)).to.equal(
        2n * needed - 1n,
      );
      expect(await stake.vetoThreshold(addresses.registry, id, submittedAt, 0n, needed + 5n)).to.equal(
        needed + 5n,
      );
      await keep(scenario, second, 100n * WHOLE);
      await registry.connect(second).veto(id);
      await registry.connect(third).veto(id);
      expect((await registry.contribution(id)).status).to.equal(Status.Submitted);
      await keep(scenario, first, 1n);
      const at = (await now()) + 10n;
      await time.setNextBlockTimestamp(at);
      await expect(registry.connect(first).veto(id))
        .to.emit(stake, "VetoCast")
        .withArgs(addresses.registry, id, first.address, 1n, needed, needed);
      expect((await registry.contribution(id)).status).to.equal(Status.Rejected);
      expect((await stake.vetoTally(addresses.registry, id)).reachedAt).to.equal(at);
    });

    it("is of the lesser of the total one second and 30 days before", async () => {
      const scenario = await loadFixture(settled);
      const { stake, actors, addresses } = scenario;
      const [first] = actors.producers;
      await endow(connection, scenario, [actors.donor, 5_000n * WHOLE]);
      await stake.connect(actors.donor).stake(5_000n * WHOLE);
      const staked = await now();
      const thresholdAt = async (proposedAt: bigint): Promise<bigint> =>
        stake.vetoThreshold(addresses.registry, 1n, proposedAt, 0n, 0n);
      await time.increaseTo(staked + 40n * DAY);
      // 6,400 circulate, a fifth of which is 1,280.
      expect(await thresholdAt(staked + 30n * DAY - 1n)).to.equal(vetoNeeded(1_280n * WHOLE, 1_000n));
      expect(await thresholdAt(staked + 30n * DAY)).to.equal(vetoNeeded(6_000n * WHOLE, 1_000n));
      await stake.connect(first).unstake(STAKES[0], first);
      const left = await now();
      await time.increase(10n);
      expect(await thresholdAt(left)).to.equal(vetoNeeded(6_000n * WHOLE, 1_000n));
      expect(await thresholdAt(left + 1n)).to.equal(vetoNeeded(5_400n * WHOLE, 1_000n));
    });

    it("is never of less than the floor", async () => {
      const scenario = await loadFixture(settled);
      const { stake, actors, addresses } = scenario;
      await keep(scenario, actors.producers[0], 0n);
      await time.increase(40n * DAY);
      expect(await stake.getPastTotalSupply((await now()) - 31n * DAY)).to.equal(400n * WHOLE);
      expect(await stake.vetoThreshold(addresses.registry, 1n, await now(), 0n, 0n)).to.equal(
        vetoNeeded(FLOOR, 1_000n),
      );
    });

    it("is never of less than a fifth of the least that circulated since the first veto", async () => {
      const scenario = await loadFixture(settled);
      const { stake, registry, token, actors, addresses } = scenario;
      const [, , third] = actors.producers;
      await endow(connection, scenario, [actors.donor, 6_000n * WHOLE]);
      const { id, submittedAt } = await reviewing(scenario);
      const threshold = async (): Promise<bigint> =>
        stake.vetoThreshold(addresses.registry, id, submittedAt, 0n, 0n);
      expect(await threshold()).to.equal(vetoNeeded(1_480n * WHOLE, 1_000n));
      await registry.connect(third).veto(id);
      // More supply raises nothing any more,
      await endow(connection, scenario, [actors.donor, 9_000n * WHOLE]);
      expect(await threshold()).to.equal(vetoNeeded(1_480n * WHOLE, 1_000n));
      // less lowers it, for as long as somebody counts it.
      await token.connect(actors.donor).burn(9_000n * WHOLE + 500n * WHOLE);
      expect(await threshold()).to.equal(vetoNeeded(1_380n * WHOLE, 1_000n));
      await registry.connect(third).veto(id);
      await endow(connection, scenario, [actors.donor, 500n * WHOLE]);
      expect(await threshold()).to.equal(vetoNeeded(1_380n * WHOLE, 1_000n));
      // A veto cast again compares anew: 100 of 1,000.
      await token.connect(actors.donor).burn(6_000n * WHOLE);
      await expect(registry.connect(third).veto(id))
        .to.emit(stake, "VetoCast")
        .withArgs(addresses.registry, id, third.address, STAKES[2], STAKES[2], vetoNeeded(FLOOR, 1_000n));
      expect((await registry.contribution(id)).status).to.equal(Status.Rejected);
    });
  });

  describe("below the threshold", () => {
    const begun = async () => {
      const scenario = await settled();
      const [, , third] = scenario.actors.producers;
      await keep(scenario, third, 99n * WHOLE);
      const { id } = await reviewing(scenario);
      await scenario.registry.connect(third).veto(id);
      return { ...scenario, id, third };
    };

    it("hold the whole account, until it takes them back, at once", async () => {
      const { stake, id, third, addresses, actors } = await loadFixture(begun);
      await expectFree(stake, third, 0n);
      await stake.connect(actors.partners[0]).stakeFor(third, WHOLE);
      await expectFree(stake, third, 0n);
      const sent = stake.connect(third).takeBackVeto(addresses.registry, id);
      await expect(sent).to.emit(stake, "VetoTakenBack").withArgs(addresses.registry, id, third.address, 0n);
      await expect(sent)
        .to.emit(stake, "HoldClosed")
        .withArgs(third.address, addresses.registry, id, Tag.Veto);
      await expectFree(stake, third, 100n * WHOLE);
      expect((await stake.vetoTally(addresses.registry, id)).total).to.equal(0n);
      await expect(stake.connect(third).takeBackVeto(addresses.registry, id))
        .to.be.revertedWithCustomError(stake, "NothingHeld")
        .withArgs(third.address, addresses.registry, id, Tag.Veto);
    });

    it("leave what others veto with", async () => {
      const { stake, registry, id, third, addresses, actors } = await loadFixture(begun);
      await stake.connect(actors.producers[1]).unstake(STAKES[1] - 1n, actors.producers[1]);
      await registry.connect(actors.producers[1]).veto(id);
      await expect(stake.connect(third).takeBackVeto(addresses.registry, id))
        .to.emit(stake, "VetoTakenBack")
        .withArgs(addresses.registry, id, third.address, 1n);
      await expect(stake.connect(actors.producers[0]).takeBackVeto(addresses.registry, id))
        .to.be.revertedWithCustomError(stake, "NothingHeld")
        .withArgs(actors.producers[0].address, addresses.registry, id, Tag.Veto);
    });

    it("are closed by others only when the matter is over", async () => {
      const { stake, registry, id, third, addresses, actors } = await loadFixture(begun);
      const close = () => stake.connect(actors.stranger).close(addresses.registry, id, Tag.Veto, third);
      await expect(close())
        .to.be.revertedWithCustomError(stake, "StillHeld")
        .withArgs(third.address, 2n ** 256n - 1n);
      await time.increase(10n * DAY);
      await expect(close()).to.be.revertedWithCustomError(stake, "StillHeld");
      await registry.decide(id);
      await expect(close())
        .to.emit(stake, "HoldClosed")
        .withArgs(third.address, addresses.registry, id, Tag.Veto);
      await expectFree(stake, third, 99n * WHOLE);
      // What no longer holds no longer counts.
      expect((await stake.vetoTally(addresses.registry, id)).total).to.equal(0n);
      expect(await stake.vetoOf(addresses.registry, id, third)).to.equal(0n);
      await expect(close())
        .to.be.revertedWithCustomError(stake, "NothingHeld")
        .withArgs(third.address, addresses.registry, id, Tag.Veto);
    });
  });

  describe("that succeeded", () => {
    it("hold for a week, each of them", async () => {
      const scenario = await loadFixture(settled);
      const { stake, registry, actors, addresses } = scenario;
      const [first, second, third] = actors.producers;
      await keep(scenario, third, 99n * WHOLE);
      await keep(scenario, second, WHOLE);
      const { id } = await reviewing(scenario);
      await registry.connect(third).veto(id);
      const reachedAt = (await now()) + 10n;
      await time.setNextBlockTimestamp(reachedAt);
      await registry.connect(second).veto(id);
      const calls = (account: Signer) => [
        () => stake.connect(account).takeBackVeto(addresses.registry, id),
        () => stake.connect(first).close(addresses.registry, id, Tag.Veto, account),
      ];
      await time.increaseTo(reachedAt + WEEK - 2n);
      for (const account of [second, third]) {
        await expectFree(stake, account, 0n);
        for (const call of calls(account)) {
          await time.setNextBlockTimestamp(reachedAt + WEEK - 1n);
          await expect(call())
            .to.be.revertedWithCustomError(stake, "StillHeld")
            .withArgs(account.address, reachedAt + WEEK);
        }
      }
      await inOneBlock(
        connection,
        [
          () => stake.connect(second).takeBackVeto(addresses.registry, id, { gasLimit: 300_000n }),
          () => stake.connect(first).close(addresses.registry, id, Tag.Veto, third, { gasLimit: 300_000n }),
        ],
        reachedAt + WEEK,
      );
      await expectFree(stake, second, WHOLE);
      await expectFree(stake, third, 99n * WHOLE);
    });
  });

  describe("of epochs", () => {
    it("reject like those of contributions", async () => {
      const scenario = await loadFixture(settled);
      const { stake, epochs, actors, addresses } = scenario;
      const [, , third] = actors.producers;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      await keep(scenario, third, 100n * WHOLE - 1n);
      expect(await epochs.connect(third).veto.staticCall(epoch)).to.equal(false);
      await stake.connect(third).stake(1n);
      await expect(epochs.connect(third).veto(epoch))
        .to.emit(stake, "VetoCast")
        .withArgs(addresses.epochs, epoch, third.address, STAKES[2], STAKES[2], vetoNeeded(FLOOR, 1_000n));
      expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Rejected);
      await expectFree(stake, third, 0n);
    });
  });

  describe("of founders' operations", () => {
    it("cancel what founders scheduled, with nobody's role, up to the second it is carried out", async () => {
      const scenario = await loadFixture(settled);
      const { stake, timelock, actors, addresses } = scenario;
      const [, , third] = actors.producers;
      const operation = await scheduled(scenario);
      const matter = await timelock.matterOf(operation);
      expect(await timelock.isDecision(operation)).to.equal(false);
      await time.increase(15n * DAY); // ready for 13 of the 14 days
      const sent = stake.connect(third).vetoDecision(operation);
      await expect(sent)
        .to.emit(stake, "VetoCast")
        .withArgs(addresses.timelock, matter, third.address, STAKES[2], STAKES[2], vetoNeeded(FLOOR, 1_000n));
      await expect(sent).to.emit(timelock, "OperationVetoed").withArgs(operation, vetoNeeded(FLOOR, 1_000n));
      await expect(sent).to.emit(timelock, "Cancelled").withArgs(operation);
      expect(await timelock.isOperation(operation)).to.equal(false);
      await expect(stake.connect(actors.producers[0]).vetoDecision(operation))
        .to.be.revertedWithCustomError(timelock, "OperationNotPending")
        .withArgs(operation);
      await expect(stake.connect(third).vetoDecision(ZeroHash))
        .to.be.revertedWithCustomError(timelock, "OperationNotPending")
        .withArgs(ZeroHash);
    });

    it("count for the operation as it is scheduled, and not when it comes again", async () => {
      const scenario = await loadFixture(settled);
      const { stake, timelock, actors, addresses } = scenario;
      const [, second, third] = actors.producers;
      await keep(scenario, third, 60n * WHOLE);
      await keep(scenario, second, 60n * WHOLE);
      const operation = await scheduled(scenario);
      const matter = await timelock.matterOf(operation);
      await stake.connect(third).vetoDecision(operation);
      await expect(stake.close(addresses.timelock, matter, Tag.Veto, third)).to.be.revertedWithCustomError(
        stake,
        "StillHeld",
      );
      await timelock.connect(actors.founders[1]).cancel(operation);
      await scheduled(scenario);
      const next = await timelock.matterOf(operation);
      expect(next).not.to.equal(matter);
      await stake.connect(second).vetoDecision(operation);
      expect(await timelock.isOperationPending(operation)).to.equal(true);
      expect((await stake.vetoTally(addresses.timelock, next)).total).to.equal(60n * WHOLE);
      // The first matter is over: anyone frees who vetoed it.
      await stake.close(addresses.timelock, matter, Tag.Veto, third);
      await expectFree(stake, third, 60n * WHOLE);
      await stake.connect(third).vetoDecision(operation);
      expect(await timelock.isOperation(operation)).to.equal(false);
    });

    it("weigh what was staked before it was scheduled, not before it was thought of", async () => {
      const scenario = await loadFixture(settled);
      const { stake, actors } = scenario;
      const [partner] = actors.partners;
      const operation = await scheduled(scenario);
      await stake.connect(partner).stake(200n * WHOLE);
      await expect(stake.connect(partner).vetoDecision(operation))
        .to.be.revertedWithCustomError(stake, "NothingToVetoWith")
        .withArgs(partner.address);
    });

    it("end with what expired or was carried out", async () => {
      for (const expires of [true, false]) {
        const scenario = await loadFixture(settled);
        const { stake, timelock, actors, addresses } = scenario;
        const [, , third] = actors.producers;
        await keep(scenario, third, 99n * WHOLE);
        const operation = await scheduled(scenario);
        const matter = await timelock.matterOf(operation);
        await stake.connect(third).vetoDecision(operation);
        const eta = await timelock.getTimestamp(operation);
        await time.increaseTo(eta + 14n * DAY - 2n);
        const close = () => stake.close(addresses.timelock, matter, Tag.Veto, third);
        await expect(close()).to.be.revertedWithCustomError(stake, "StillHeld");
        if (expires) await time.increaseTo(eta + 14n * DAY);
        else await timelock.execute(addresses.token, 0n, "0x18160ddd", ZeroHash, ZeroHash);
        await close();
        await expectFree(stake, third, 99n * WHOLE);
      }
    });
  });

  describe("of decisions", () => {
    const naming = async ({ registry, actors }: Scenario, description: string): Promise<Proposal> => ({
      actions: [await actionOf(registry, "setCurator", actors.stranger.address, true)],
      description,
    });
    /** Decided by the first producer alone; its operation waits. */
    const waiting = async (
      scenario: Scenario,
      proposal: Proposal,
    ): Promise<{ id: bigint; operation: string }> => {
      const id = await queued(connection, scenario, proposal, [scenario.actors.producers[0]]);
      return { id, operation: operationOf(scenario.addresses.governor, proposal) };
    };
    const vetoed = async (scenario: Scenario, description: string): Promise<void> => {
      const { operation } = await waiting(scenario, await naming(scenario, description));
      await scenario.stake.connect(scenario.actors.producers[2]).vetoDecision(operation);
    };

    it("cancel what waits, once, and for good", async () => {
      const scenario = await loadFixture(settled);
      const { stake, governor, timelock, actors, addresses } = scenario;
      const proposal = await naming(scenario, "Name");
      const { id, operation } = await waiting(scenario, proposal);
      const [, , third] = actors.producers;
      const matter = await timelock.matterOf(operation);
      await expect(stake.connect(third).vetoDecision(operation))
        .to.emit(stake, "VetoCast")
        .withArgs(addresses.timelock, matter, third.address, STAKES[2], STAKES[2], vetoNeeded(FLOOR, 1_000n));
      expect(await governor.state(id)).to.equal(State.Canceled);
      for (const call of ["queue", "execute"] as const) {
        await expect(governor[call](...hashedOf(proposal))).to.be.revertedWithCustomError(
          governor,
          "GovernorUnexpectedProposalState",
        );
      }
      expect(await stake.unstakable(third)).to.equal(0n);
    });

    it("weigh what was staked before the decision was proposed", async () => {
      const scenario = await loadFixture(settled);
      const { stake, timelock, governor, actors, addresses } = scenario;
      const [partner, other] = actors.partners;
      await stake.connect(partner).stake(200n * WHOLE);
      const proposal = await naming(scenario, "Name");
      await time.increase(1n);
      const proposedAt = (await now()) + 1n;
      await inOneBlock(
        connection,
        [
          () => stake.connect(other).stake(200n * WHOLE),
          () =>
            governor.connect(actors.producers[0]).propose(
              proposal.actions.map(({ to }) => to),
              [0n],
              proposal.actions.map(({ data }) => data ?? "0x"),
              proposal.description,
            ),
        ],
        proposedAt,
      );
      const operation = operationOf(addresses.governor, proposal);
      const id = await governor.lastDecisionOf(actors.producers[0]);
      await time.increaseTo((await governor.proposalSnapshot(id)) + 1n);
      await governor.connect(actors.producers[0]).castVote(id, 1n);
      await time.increaseTo((await governor.proposalDeadline(id)) + 1n);
      await governor.queue(...hashedOf(proposal));
      expect(await timelock.vetoTerms(operation)).to.deep.equal([
        await timelock.matterOf(operation),
        proposedAt,
        0n,
        0n,
      ]);
      await expect(stake.connect(other).vetoDecision(operation))
        .to.be.revertedWithCustomError(stake, "NothingToVetoWith")
        .withArgs(other.address);
      await stake.connect(partner).vetoDecision(operation);
      expect(await governor.state(id)).to.equal(State.Canceled);
    });

    it("need double when the same is proposed again, at least what the first one took, at most a third", async () => {
      const scenario = await loadFixture(settled);
      const { stake, timelock, governor, actors } = scenario;
      const [, second, third] = actors.producers;
      await vetoed(scenario, "Name");
      await time.increase(WEEK);
      const { id, operation } = await waiting(scenario, await naming(scenario, "Name, again"));
      const terms = await timelock.vetoTerms(operation);
      expect([terms.bps, terms.minimum]).to.deep.equal([2_000n, vetoNeeded(FLOOR, 1_000n)]);
      await stake.connect(third).vetoDecision(operation);
      expect(await governor.state(id)).to.equal(State.Queued);
      await stake.connect(second).vetoDecision(operation);
      expect(await governor.state(id)).to.equal(State.Canceled);
    });

    it("need at least what the first one took, also where less is staked by then", async () => {
      const scenario = await loadFixture(settled);
      const { stake, timelock, actors } = scenario;
      const { token, addresses } = scenario;
      // 3,000 more are staked for long: 400 of 4,000 are needed.
      await endowStaked(connection, scenario, [actors.donor, 3_000n * WHOLE]);
      await time.increase(31n * DAY);
      const { operation } = await waiting(scenario, await naming(scenario, "Name"));
      await stake.connect(actors.donor).vetoDecision(operation);
      await time.increase(WEEK);
      await stake.close(addresses.timelock, await timelock.matterOf(operation), Tag.Veto, actors.donor);
      await stake.connect(actors.donor).unstake(3_000n * WHOLE, actors.donor);
      await token.connect(actors.donor).burn(3_000n * WHOLE);
      await time.increase(31n * DAY);
      const again = await waiting(scenario, await naming(scenario, "Name, again"));
      const terms = await timelock.vetoTerms(again.operation);
      expect([terms.bps, terms.minimum]).to.deep.equal([2_000n, 400n * WHOLE]);
      const threshold = await stake.vetoThreshold(
        addresses.timelock,
        terms.matter,
        terms.proposedAt,
        terms.bps,
        terms.minimum,
      );
      expect(threshold).to.equal(400n * WHOLE);
    });

    it("need a third at most", async () => {
      const scenario = await settledWith(connection, { governance: { vetoBps: 2_000n } });
      const { stake, timelock, governor, actors } = scenario;
      const [, second] = actors.producers;
      const { operation } = await waiting(scenario, await naming(scenario, "Name"));
      await stake.connect(second).vetoDecision(operation);
      await time.increase(WEEK);
      const again = await waiting(scenario, await naming(scenario, "Name, again"));
      const terms = await timelock.vetoTerms(again.operation);
      expect([terms.bps, terms.minimum]).to.deep.equal([3_333n, 200n * WHOLE]);
      await stake.connect(second).vetoDecision(again.operation); // 300 of 333.3
      expect(await governor.state(again.id)).to.equal(State.Queued);
      await stake.connect(actors.producers[2]).vetoDecision(again.operation);
      expect(await governor.state(again.id)).to.equal(State.Canceled);
    });

    it("remember the first threshold for 180 days after the last veto, and then forget it", async () => {
      const scenario = await loadFixture(settled);
      const { stake, timelock, governor, actors } = scenario;
      const [first, second] = actors.producers;
      await vetoed(scenario, "Name");
      const vetoedAt = await now();
      for (const [proposedAt, bps, minimum] of [
        [vetoedAt + 180n * DAY, 2_000n, vetoNeeded(FLOOR, 1_000n)],
        [vetoedAt + 180n * DAY + 1n, 0n, 0n],
      ] as const) {
        const snapshot = await networkHelpers.takeSnapshot();
        await time.increaseTo(proposedAt - 1n);
        const { operation } = await waiting(scenario, await naming(scenario, "Name, again"));
        expect((await timelock.vetoTerms(operation)).proposedAt).to.equal(proposedAt);
        const terms = await timelock.vetoTerms(operation);
        expect([terms.bps, terms.minimum]).to.deep.equal([bps, minimum]);
        await snapshot.restore();
      }
      // A second veto within that time goes on from there, with the first threshold.
      await time.increase(100n * DAY);
      const again = await waiting(scenario, await naming(scenario, "Name, again"));
      await stake.connect(second).vetoDecision(again.operation);
      expect(await governor.state(again.id)).to.equal(State.Canceled);
      await time.increase(150n * DAY);
      const last = await waiting(scenario, await naming(scenario, "Name, a third time"));
      const terms = await timelock.vetoTerms(last.operation);
      expect([terms.bps, terms.minimum]).to.deep.equal([2_000n, vetoNeeded(FLOOR, 1_000n)]);
      expect(await stake.unstakable(first)).to.equal(0n);
    });

    it("double nothing for what was proposed before the veto, nor for other operations", async () => {
      const scenario = await loadFixture(settled);
      const { stake, timelock, governor, actors } = scenario;
      const [first, second, third] = actors.producers;
      const twins = [
        await naming(scenario, "Name"),
        await naming(scenario, "Name, at the same time"),
      ] as const;
      const other = { ...(await counting(scenario)), description: "Count" };
      for (const [proposer, proposal] of [
        [first, twins[0]],
        [second, twins[1]],
        [third, other],
      ] as const) {
        const calls = proposal.actions.map(({ data }) => data ?? "0x");
        const targets = proposal.actions.map(({ to }) => to);
        await governor.connect(proposer).propose(targets, [0n], calls, proposal.description);
      }
      const ids = await Promise.all([first, second, third].map((each) => governor.lastDecisionOf(each)));
      await time.increase(2n * DAY);
      for (const id of ids) await governor.connect(first).castVote(id, 1n);
      await time.increase(6n * DAY);
      for (const proposal of [...twins, other]) await governor.queue(...hashedOf(proposal));
      const operations = [...twins, other].map((each) => operationOf(scenario.addresses.governor, each));
      await stake.connect(third).vetoDecision(operations[0] ?? "");
      for (const operation of operations.slice(1)) {
        const terms = await timelock.vetoTerms(operation);
        expect([terms.bps, terms.minimum]).to.deep.equal([0n, 0n]);
      }
    });

    it("start doubled for a decision that only overrules, whatever it overrules, and not for one that does more", async () => {
      const scenario = await loadFixture(settled);
      const { timelock, registry, epochs } = scenario;
      const overrule = [
        await actionOf(registry, "overrule", 1n),
        await actionOf(epochs, "overrule", 1n),
      ] as const;
      const count = (await counting(scenario)).actions;
      for (const [description, actions, bps] of [
        ["one", [overrule[0]], 2_000n],
        ["two", [...overrule, overrule[0]], 2_000n],
        ["epochs", [overrule[1]], 2_000n],
        ["more", [...overrule, ...count], 0n],
        ["elsewhere", [{ ...overrule[0], to: await timelock.getAddress() }], 0n],
        ["short", [{ to: overrule[0].to, data: overrule[0].data?.slice(0, 8) ?? "" }], 0n],
        ["another call", [await actionOf(registry, "withdraw", 1n)], 0n],
      ] as const) {
        const snapshot = await networkHelpers.takeSnapshot();
        const { operation } = await waiting(scenario, { actions, description });
        const terms = await timelock.vetoTerms(operation);
        expect([description, terms.bps, terms.minimum]).to.deep.equal([description, bps, 0n]);
        await snapshot.restore();
      }
    });

    it("of what expired are free, and it cannot be vetoed any more", async () => {
      const scenario = await loadFixture(settled);
      const { stake, timelock, governor, actors, addresses } = scenario;
      const [, , third] = actors.producers;
      await keep(scenario, third, 50n * WHOLE);
      const { id, operation } = await waiting(scenario, await naming(scenario, "Name"));
      await stake.connect(third).vetoDecision(operation);
      const matter = await timelock.matterOf(operation);
      await time.increaseTo((await governor.proposalEta(id)) + 14n * DAY);
      await expect(stake.connect(actors.producers[1]).vetoDecision(operation))
        .to.be.revertedWithCustomError(timelock, "OperationNotPending")
        .withArgs(operation);
      await stake.close(addresses.timelock, matter, Tag.Veto, third);
      await expectFree(stake, third, 50n * WHOLE);
    });

    it("are told to the timelock by Stake only", async () => {
      const scenario = await loadFixture(settled);
      const { timelock, actors } = scenario;
      const { operation } = await waiting(scenario, await naming(scenario, hashOf("x")));
      for (const caller of [actors.founders[0], actors.stranger, scenario.owner]) {
        await expect(timelock.connect(caller).onVetoed(operation, 1n))
          .to.be.revertedWithCustomError(timelock, "NotStake")
          .withArgs(caller.address);
      }
    });
  });

  it("of what is staked and what circulates have the same base wherever they are cast", async () => {
    const scenario = await loadFixture(settled);
    const { stake, addresses } = scenario;
    expect(await stake.circulating()).to.equal(STAKED + LOOSE);
    for (const forum of [addresses.registry, addresses.epochs, addresses.timelock]) {
      expect(await stake.vetoThreshold(forum, 9n, await now(), 0n, 0n)).to.equal(vetoNeeded(STAKED, 1_000n));
    }
  });
});
