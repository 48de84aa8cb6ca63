import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { Stake } from "../typechain-types/index.ts";
import { cloneOf, everyoneBut, inOneBlock, submitted } from "./lib/contributions.ts";
import {
  DAY,
  DEAD_ADDRESS,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchPresale,
  signerOf,
  type Scenario,
} from "./lib/fixtures.ts";
import { signPermit } from "./lib/permits.ts";
import {
  CURATION_STAKE,
  FLOOR,
  LOOSE,
  STAKED,
  STAKES,
  counting,
  endow,
  endowStaked,
  expectFree,
  settled as settledWith,
} from "./lib/stakes.ts";
import {
  State,
  Tag,
  Vote,
  hashedOf,
  operationOf,
  propose,
  toEnd,
  toVoting,
  type Proposal,
} from "./lib/votes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const NEVER = 2n ** 256n - 1n;
/** The longest that a vote can hold a stake. */
const LONGEST = 150n * DAY;

const now = async (): Promise<bigint> => BigInt(await time.latest());
type Signer = HardhatEthersSigner;
const settled = (): Promise<Scenario> => settledWith(connection);

describe("Stake", () => {
  describe("initialize", () => {
    const bare = async (): Promise<Stake> =>
      ethers.getContractAt("Stake", (await cloneOf(connection, "Stake")).clone);
    const partiesOf = ({ addresses }: Scenario) => ({
      token: addresses.token,
      timelock: addresses.timelock,
      governor: addresses.governor,
      registry: addresses.registry,
      epochs: addresses.epochs,
      issuance: addresses.issuance,
      reserve: addresses.reserve,
      presale: ZERO_ADDRESS,
      budget: ZERO_ADDRESS,
    });

    it("refuses a missing contract; only presale and budget may be", async () => {
      const parties = partiesOf(await loadFixture(settled));
      const stake = await bare();
      for (const name of Object.keys(parties).filter((each) => !["presale", "budget"].includes(each))) {
        await expect(
          stake.initialize({ ...parties, [name]: ZERO_ADDRESS }, 1_000n, FLOOR),
        ).to.be.revertedWithCustomError(stake, "ZeroAddress");
      }
      await stake.initialize(parties, 1_000n, FLOOR);
      expect(await stake.token()).to.equal(parties.token);
      expect(await stake.floor()).to.equal(FLOOR);
    });

    it("takes a veto of 1 to 20 %", async () => {
      const parties = partiesOf(await loadFixture(settled));
      for (const bps of [0n, 99n, 2_001n, 65_535n]) {
        const stake = await bare();
        await expect(stake.initialize(parties, bps, FLOOR))
          .to.be.revertedWithCustomError(stake, "VetoShareOutOfRange")
          .withArgs(bps);
      }
      for (const bps of [100n, 2_000n]) {
        const stake = await bare();
        await stake.initialize(parties, bps, FLOOR);
        expect(await stake.vetoBps()).to.equal(bps);
      }
    });

    it("works once, and never on the implementation", async () => {
      const scenario = await loadFixture(settled);
      const { implementation } = await cloneOf(connection, "Stake");
      for (const at of [scenario.stake, await ethers.getContractAt("Stake", implementation)]) {
        await expect(at.initialize(partiesOf(scenario), 1_000n, FLOOR)).to.be.revertedWithCustomError(
          at,
          "InvalidInitialization",
        );
      }
    });
  });

  describe("as a source of votes (ERC-5805) with a clock (ERC-6372)", () => {
    it("counts in seconds and says so exactly as the standard wants", async () => {
      const { stake } = await loadFixture(settled);
      expect(await stake.CLOCK_MODE()).to.equal("mode=timestamp");
      await time.increaseTo((await now()) + 12_345n);
      expect(await stake.clock()).to.equal(await now());
    });

    it("knows votes and their total at each past second", async () => {
      const { stake, actors } = await loadFixture(settled);
      const [first, second] = actors.producers;
      const start = (await now()) + 100n;
      await time.setNextBlockTimestamp(start);
      await stake.connect(first).unstake(500n * WHOLE, first);
      await time.setNextBlockTimestamp(start + 10n);
      await stake.connect(second).unstake(300n * WHOLE, second);
      await time.setNextBlockTimestamp(start + 20n);
      await stake.connect(first).stake(7n);
      await time.increaseTo(start + 30n);
      const history: readonly (readonly [second: bigint, first: bigint, second: bigint, total: bigint])[] = [
        [0n, 0n, 0n, 0n],
        [start - 1n, STAKES[0], STAKES[1], STAKED],
        [start, 100n * WHOLE, STAKES[1], STAKED - 500n * WHOLE],
        [start + 9n, 100n * WHOLE, STAKES[1], STAKED - 500n * WHOLE],
        [start + 10n, 100n * WHOLE, 0n, 200n * WHOLE],
        [start + 19n, 100n * WHOLE, 0n, 200n * WHOLE],
        [start + 20n, 100n * WHOLE + 7n, 0n, 200n * WHOLE + 7n],
      ];
      for (const [at, ofFirst, ofSecond, total] of history) {
        expect(await stake.getPastVotes(first, at)).to.equal(ofFirst);
        expect(await stake.getPastVotes(second, at)).to.equal(ofSecond);
        expect(await stake.getPastTotalSupply(at)).to.equal(total);
      }
      expect(await stake.getVotes(first)).to.equal(100n * WHOLE + 7n);
    });

    it("refuses to look at the present and the future", async () => {
      const { stake, actors } = await loadFixture(settled);
      const at = (await now()) + 5n;
      await time.increaseTo(at);
      for (const timepoint of [at, at + 1n, 2n ** 48n - 1n]) {
        await expect(stake.getPastVotes(actors.producers[0], timepoint))
          .to.be.revertedWithCustomError(stake, "ERC5805FutureLookup")
          .withArgs(timepoint, at);
        await expect(stake.getPastTotalSupply(timepoint))
          .to.be.revertedWithCustomError(stake, "ERC5805FutureLookup")
          .withArgs(timepoint, at);
      }
      expect(await stake.getPastVotes(actors.producers[0], at - 1n)).to.equal(STAKES[0]);
    });

    it("keeps one checkpoint of what changes within one second: the last", async () => {
      const { stake, actors } = await loadFixture(settled);
      const [first] = actors.producers;
      const at = (await now()) + 50n;
      await inOneBlock(
        connection,
        [
          () => stake.connect(first).unstake(100n, first),
          () => stake.connect(first).stake(30n),
          () => stake.connect(first).unstake(5n, first),
        ],
        at,
      );
      await time.increaseTo(at + 1n);
      expect(await stake.getPastVotes(first, at - 1n)).to.equal(STAKES[0]);
      expect(await stake.getPastVotes(first, at)).to.equal(STAKES[0] - 75n);
      expect(await stake.getPastTotalSupply(at)).to.equal(STAKED - 75n);
    });

    it("tells each change as OpenZeppelin's votes do, account and delegate being one", async () => {
      const { stake, actors } = await loadFixture(settled);
      const [first] = actors.producers;
      await expect(stake.connect(first).unstake(10n, first))
        .to.emit(stake, "DelegateVotesChanged")
        .withArgs(first.address, STAKES[0], STAKES[0] - 10n);
      await expect(stake.connect(first).stake(4n))
        .to.emit(stake, "DelegateVotesChanged")
        .withArgs(first.address, STAKES[0] - 10n, STAKES[0] - 6n);
    });

    it("has no delegation: who stakes votes", async () => {
      const { stake, actors } = await loadFixture(settled);
      const [first, second] = actors.producers;
      for (const account of [first, actors.stranger]) {
        expect(await stake.delegates(account)).to.equal(account.address);
        await expect(stake.connect(account).delegate(second)).to.be.revertedWithCustomError(
          stake,
          "DelegationUnsupported",
        );
      }
      await expect(
        stake.delegateBySig(second, 0n, NEVER, 27n, ZeroHash, ZeroHash),
      ).to.be.revertedWithCustomError(stake, "DelegationUnsupported");
      expect(await stake.getVotes(second)).to.equal(STAKES[1]);
    });
  });

  describe("staking", () => {
    it("takes approved tokens and gives votes", async () => {
      const { stake, token, actors } = await loadFixture(settled);
      const [partner] = actors.partners;
      const sent = stake.connect(partner).stake(70n * WHOLE);
      await expect(sent)
        .to.emit(stake, "Staked")
        .withArgs(partner.address, partner.address, 70n * WHOLE, 70n * WHOLE);
      await expect(sent).to.changeTokenBalances(ethers, token, [partner, stake], [-70n * WHOLE, 70n * WHOLE]);
      await expect(stake.connect(partner).stake(5n))
        .to.emit(stake, "Staked")
        .withArgs(partner.address, partner.address, 5n, 70n * WHOLE + 5n);
      expect(await stake.getVotes(partner)).to.equal(70n * WHOLE + 5n);
      expect(await stake.unstakable(partner)).to.equal(70n * WHOLE + 5n);
    });

    it("for another account is a gift: its votes and its tokens from then on", async () => {
      const { stake, token, actors } = await loadFixture(settled);
      const [partner] = actors.partners;
      const sent = stake.connect(partner).stakeFor(actors.stranger, 30n);
      await expect(sent)
        .to.emit(stake, "Staked")
        .withArgs(actors.stranger.address, partner.address, 30n, 30n);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [partner, stake, actors.stranger],
        [-30n, 30n, 0n],
      );
      expect(await stake.getVotes(partner)).to.equal(0n);
      await expectFree(stake, partner, 0n);
      await stake.connect(actors.stranger).unstake(30n, actors.stranger);
      expect(await token.balanceOf(actors.stranger)).to.equal(30n);
    });

    it("refuses nothing at all, and what was not approved", async () => {
      const { stake, token, actors } = await loadFixture(settled);
      const [partner] = actors.partners;
      await expect(stake.connect(partner).stake(0n)).to.be.revertedWithCustomError(stake, "ZeroAmount");
      await expect(stake.connect(partner).stakeFor(actors.donor, 0n)).to.be.revertedWithCustomError(
        stake,
        "ZeroAmount",
      );
      await token.connect(partner).approve(stake, 9n);
      await expect(stake.connect(partner).stake(10n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await stake.getAddress(), 9n, 10n);
      expect(await stake.getVotes(partner)).to.equal(0n);
    });

    it("is not for the treasury, nor for nobody, nor for Stake itself", async () => {
      const scenario = await loadFixture(settled);
      const { stake, token, owner, actors, addresses } = scenario;
      const [partner] = actors.partners;
      for (const account of [addresses.timelock, ZERO_ADDRESS, addresses.stake]) {
        await expect(stake.connect(partner).stakeFor(account, 1n))
          .to.be.revertedWithCustomError(stake, "CannotStake")
          .withArgs(account);
      }
      await token.connect(partner).transfer(owner, 10n);
      await token.connect(owner).approve(stake, NEVER);
      await expect(stake.connect(owner).stake(10n))
        .to.be.revertedWithCustomError(stake, "CannotStake")
        .withArgs(addresses.timelock);
    });

    const permitted = async ({ stake, token, actors }: Scenario, value: bigint, deadline: bigint) => {
      const [partner] = actors.partners;
      await token.connect(partner).approve(stake, 0n);
      const spender = await stake.getAddress();
      const signature = await signPermit(token, { owner: partner, spender, value, deadline });
      return { partner, args: [value, deadline, signature.v, signature.r, signature.s] as const };
    };

    it("takes a permit instead of an approval", async () => {
      const scenario = await loadFixture(settled);
      const { stake, token } = scenario;
      const { partner, args } = await permitted(scenario, 40n, NEVER);
      await stake.connect(partner).stakeWithPermit(...args);
      expect(await stake.getVotes(partner)).to.equal(40n);
      expect(await token.allowance(partner, stake)).to.equal(0n);
    });

    it("is not stopped by who sends the permit first", async () => {
      const scenario = await loadFixture(settled);
      const { stake, token, actors } = scenario;
      const { partner, args } = await permitted(scenario, 40n, NEVER);
      const [value, deadline, v, r, s] = args;
      await token.connect(actors.stranger).permit(partner, stake, value, deadline, v, r, s);
      await stake.connect(partner).stakeWithPermit(...args);
      expect(await stake.getVotes(partner)).to.equal(40n);
    });

    it("takes an approval where the permit is too late, and nothing without one", async () => {
      const scenario = await loadFixture(settled);
      const { stake, token } = scenario;
      const { partner, args } = await permitted(scenario, 40n, await now());
      await expect(stake.connect(partner).stakeWithPermit(...args))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await stake.getAddress(), 0n, 40n);
      await token.connect(partner).approve(stake, 40n);
      await stake.connect(partner).stakeWithPermit(...args);
      expect(await stake.getVotes(partner)).to.equal(40n);
    });

    it("takes no permit of somebody else", async () => {
      const scenario = await loadFixture(settled);
      const { stake, token, actors } = scenario;
      const { args } = await permitted(scenario, 40n, NEVER);
      await expect(stake.connect(actors.stranger).stakeWithPermit(...args))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(await stake.getAddress(), 0n, 40n);
    });

    it("goes on in a pause of everything that can be paused", async () => {
      const { stake, timelock, addresses, actors } = await loadFixture(settled);
      await timelock.connect(actors.guardian).pause([addresses.reserve, addresses.issuance]);
      const [partner] = actors.partners;
      await stake.connect(partner).stake(3n);
      await stake.connect(partner).unstake(3n, partner);
    });
  });

  describe("unstaking", () => {
    it("gives what is free at once, to any recipient", async () => {
      const { stake, token, actors } = await loadFixture(settled);
      const [first] = actors.producers;
      const sent = stake.connect(first).unstake(200n * WHOLE, actors.stranger);
      await expect(sent)
        .to.emit(stake, "Unstaked")
        .withArgs(first.address, actors.stranger.address, 200n * WHOLE, 400n * WHOLE);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [stake, first, actors.stranger],
        [-200n * WHOLE, 0n, 200n * WHOLE],
      );
      expect(await stake.getVotes(first)).to.equal(400n * WHOLE);
      await stake.connect(first).unstake(400n * WHOLE, first);
      await expectFree(stake, first, 0n);
    });

    it("refuses nothing, more than there is, and where it would be lost", async () => {
      const { stake, actors, addresses } = await loadFixture(settled);
      const [first] = actors.producers;
      await expect(stake.connect(first).unstake(0n, first)).to.be.revertedWithCustomError(
        stake,
        "ZeroAmount",
      );
      await expectFree(stake, first, STAKES[0]);
      for (const recipient of [ZERO_ADDRESS, addresses.stake, addresses.token]) {
        await expect(stake.connect(first).unstake(1n, recipient))
          .to.be.revertedWithCustomError(stake, "InvalidRecipient")
          .withArgs(recipient);
      }
    });
  });

  describe("what is sent past the functions", () => {
    it("goes to the treasury, by anyone, and gives nobody votes", async () => {
      const { stake, token, actors, addresses } = await loadFixture(settled);
      await expect(stake.sweep()).to.be.revertedWithCustomError(stake, "ZeroAmount");
      await token.connect(actors.partners[0]).transfer(stake, 11n);
      expect(await stake.getPastTotalSupply((await now()) - 1n)).to.equal(STAKED);
      expect(await stake.connect(actors.stranger).sweep.staticCall()).to.equal(11n);
      const sent = stake.connect(actors.stranger).sweep();
      await expect(sent).to.emit(stake, "Swept").withArgs(11n);
      await expect(sent).to.changeTokenBalances(ethers, token, [stake, addresses.timelock], [-11n, 11n]);
      await expect(stake.sweep()).to.be.revertedWithCustomError(stake, "ZeroAmount");
    });
  });

  describe("who may do what", () => {
    it("lets only forums hold", async () => {
      const scenario = await loadFixture(settled);
      const { stake, actors } = scenario;
      for (const { signer } of await everyoneBut(connection, scenario, "governor", "registry", "epochs")) {
        await expect(stake.connect(signer).hold(1n, actors.producers[0], 0n, NEVER, (await now()) + DAY))
          .to.be.revertedWithCustomError(stake, "NotForum")
          .withArgs(signer.address);
      }
    });

    it("lets only registry and epochs count vetoes of others: the timelock, which can be made to call anything, cannot", async () => {
      const scenario = await loadFixture(settled);
      const { stake, actors } = scenario;
      for (const { signer } of await everyoneBut(connection, scenario, "registry", "epochs")) {
        await expect(stake.connect(signer).castVeto(1n, actors.producers[0], await now(), 0n, 0n))
          .to.be.revertedWithCustomError(stake, "NotForum")
          .withArgs(signer.address);
      }
    });

    it("lets only the presale stake what vests and burn of it", async () => {
      const scenario = await launchPresale(connection);
      const { stake, actors } = scenario;
      for (const { signer } of await everyoneBut(connection, scenario, "presale")) {
        for (const call of [
          () => stake.connect(signer).stakeVesting(actors.producers[0], 1n),
          () => stake.connect(signer).burnVesting(1n),
        ]) {
          await expect(call()).to.be.revertedWithCustomError(stake, "NotPresale").withArgs(signer.address);
        }
      }
    });

    it("holds an act once", async () => {
      const { stake, actors, addresses } = await loadFixture(settled);
      const [first] = actors.producers;
      const forum = stake.connect(await signerOf(connection, addresses.governor));
      const until = (await now()) + DAY;
      await expect(forum.hold(7n, first, 1n, NEVER, until))
        .to.emit(stake, "HoldBegun")
        .withArgs(first.address, addresses.governor, 7n, 1n, NEVER, until);
      for (const amount of [NEVER, 1n]) {
        await expect(forum.hold(7n, first, 1n, amount, until + DAY))
          .to.be.revertedWithCustomError(stake, "AlreadyHeld")
          .withArgs(first.address, 7n, 1n);
      }
      expect(await stake.holdOf(addresses.governor, 7n, 1n, first)).to.equal(until);
      await forum.hold(7n, first, 0n, NEVER, until); // another act
      await forum.hold(7n, actors.producers[1], 1n, NEVER, until); // another account
      expect((await stake.accountOf(first)).wholeHolds).to.equal(2n);
    });
  });

  describe("the hold of a vote", () => {
    type Act = keyof typeof Tag;
    interface Voted extends Scenario {
      readonly proposal: Proposal;
      readonly id: bigint;
      readonly deadline: bigint;
      /** Who did what; the third producer proposes and does not vote. */
      readonly by: Readonly<Partial<Record<Act, Signer>>>;
    }

    /** 50 tokens of the donor beside those of {@link settled}: 1,450 circulate, a quorum is 145. */
    const withDonor = async (governorProposes: boolean): Promise<Scenario> => {
      const scenario = await settledWith(connection, { governance: { governorProposes } });
      await endowStaked(connection, scenario, [scenario.actors.donor, 50n * WHOLE]);
      return scenario;
    };
    const voted = async (scenario: Scenario, votes: Partial<Record<Act, Signer>>): Promise<Voted> => {
      const { governor, actors } = scenario;
      const proposal = await counting(scenario);
      const id = await propose(governor, actors.producers[2], proposal);
      await toVoting(connection, governor, id);
      for (const support of ["Against", "For", "Abstain"] as const) {
        const voter = votes[support];
        if (voter !== undefined) await governor.connect(voter).castVote(id, Vote[support]);
      }
      const deadline = await governor.proposalDeadline(id);
      return { ...scenario, proposal, id, deadline, by: { ...votes, Proposed: actors.producers[2] } };
    };
    /** 600 for, 300 against, 50 abstain. */
    const wonWith = async (governorProposes: boolean): Promise<Voted> => {
      const scenario = await withDonor(governorProposes);
      const [first, second] = scenario.actors.producers;
      return voted(scenario, { For: first, Against: second, Abstain: scenario.actors.donor });
    };
    /** 300 for, 600 against, 50 abstain. */
    const lostWith = async (governorProposes: boolean): Promise<Voted> => {
      const scenario = await withDonor(governorProposes);
      const [first, second] = scenario.actors.producers;
      return voted(scenario, { For: second, Against: first, Abstain: scenario.actors.donor });
    };
    const won = (): Promise<Voted> => wonWith(true);
    const lost = (): Promise<Voted> => lostWith(true);
    const poll = (): Promise<Voted> => wonWith(false);
    const lostPoll = (): Promise<Voted> => lostWith(false);
    /** 50 for and nobody against, too few. */
    const small = async (): Promise<Voted> => {
      const scenario = await withDonor(true);
      return voted(scenario, { For: scenario.actors.donor });
    };
    /** 100 for and 50 against: too few. */
    const short = async (): Promise<Voted> => {
      const scenario = await withDonor(true);
      const { producers, donor, partners } = scenario.actors;
      await scenario.stake.connect(partners[0]).stake(100n * WHOLE);
      await time.increase(1n);
      return voted(scenario, { For: partners[0], Against: donor, Abstain: producers[1] });
    };

    /** The holds of `acts` go on at `end` − 1, `until` says the error (without it: the latest end), and end at `end`. */
    const expectEnd = async (
      { stake, id, by, addresses, actors }: Voted,
      end: bigint,
      acts: readonly Act[],
      until?: bigint,
    ): Promise<void> => {
      const held = acts.map((act) => {
        const account = by[act];
        if (account === undefined) throw new Error(`nobody did ${act}`);
        return [Tag[act], account] as const;
      });
      const anyone = stake.connect(actors.stranger);
      if (end - 1n > (await now())) await time.increaseTo(end - 1n);
      for (const [tag, account] of held) {
        const atMost = await stake.holdOf(addresses.governor, id, tag, account);
        await expect(anyone.close.staticCall(addresses.governor, id, tag, account))
          .to.be.revertedWithCustomError(stake, "StillHeld")
          .withArgs(account.address, until ?? atMost);
        await expectFree(stake, account, 0n);
      }
      const closes = held.map(([tag, account]) => () => {
        return anyone.close(addresses.governor, id, tag, account, { gasLimit: 300_000n });
      });
      const sent = await inOneBlock(connection, closes, end);
      for (const [at, [tag, account]] of held.entries()) {
        await expect(sent[at])
          .to.emit(stake, "HoldClosed")
          .withArgs(account.address, addresses.governor, id, tag);
        await expectFree(stake, account, await stake.getVotes(account));
        expect((await stake.accountOf(account)).wholeHolds).to.equal(0n);
        await expect(anyone.close(addresses.governor, id, tag, account))
          .to.be.revertedWithCustomError(stake, "NothingHeld")
          .withArgs(account.address, addresses.governor, id, tag);
      }
    };

    it("begins with the vote: the whole account, what is staked later included", async () => {
      const { stake, id, by, addresses, actors } = await loadFixture(won);
      for (const act of ["For", "Against", "Abstain", "Proposed"] as const) {
        const account = by[act];
        if (account === undefined) throw new Error(act);
        await expectFree(stake, account, 0n);
        expect((await stake.accountOf(account)).wholeHolds).to.equal(1n);
        expect(await stake.holdOf(addresses.governor, id, Tag[act], account)).to.be.closeTo(
          (await now()) + LONGEST,
          2n * DAY,
        );
      }
      await stake.connect(actors.partners[0]).stakeFor(actors.donor, 5n * WHOLE);
      await expectFree(stake, actors.donor, 0n);
    });

    it("ends with the vote for all who lost it", async () => {
      const scene = await loadFixture(lost);
      await expectEnd(scene, scene.deadline + 1n, ["For", "Abstain", "Proposed"]);
    });

    it("ends a week later for who voted against and won", async () => {
      const scene = await loadFixture(lost);
      await expectEnd(scene, scene.deadline + 7n * DAY, ["Against"], scene.deadline + 7n * DAY);
    });

    it("ends with the vote for who voted for and found no quorum, a week later for who was against", async () => {
      for (const make of [small, short]) {
        const scene = await loadFixture(make);
        await expectEnd(scene, scene.deadline + 1n, ["For", "Proposed"]);
        expect(await scene.governor.state(scene.id)).to.equal(State.Defeated);
      }
      const scene = await loadFixture(short);
      await expectEnd(scene, scene.deadline + 7n * DAY, ["Against"], scene.deadline + 7n * DAY);
    });

    it("ends with the vote for who lost against it, or abstained", async () => {
      const scene = await loadFixture(won);
      await expectEnd(scene, scene.deadline + 1n, ["Against", "Abstain"]);
    });

    it("goes on with voting when that is extended", async () => {
      const scenario = await withDonor(true);
      const { governor, actors } = scenario;
      const [first, second, third] = actors.producers;
      const proposal = await counting(scenario);
      const id = await propose(governor, third, proposal);
      const deadline = await governor.proposalDeadline(id);
      await toVoting(connection, governor, id);
      await governor.connect(second).castVote(id, Vote.Against);
      await time.setNextBlockTimestamp(deadline);
      await governor.connect(first).castVote(id, Vote.For);
      expect(await governor.proposalDeadline(id)).to.equal(deadline + 2n * DAY);
      const scene = { ...scenario, proposal, id, deadline, by: { Against: second } };
      await expectEnd(scene, deadline + 2n * DAY + 1n, ["Against"]);
    });

    it("ends a week after a decision was carried out for who voted for it or proposed it", async () => {
      const scene = await loadFixture(won);
      const { governor, proposal, id } = scene;
      await toEnd(connection, governor, id);
      await governor.queue(...hashedOf(proposal));
      const executedAt = (await governor.proposalEta(id)) + 3n * DAY;
      await time.setNextBlockTimestamp(executedAt);
      await governor.execute(...hashedOf(proposal));
      await expectEnd(scene, executedAt + 7n * DAY, ["For", "Proposed"], executedAt + 7n * DAY);
    });

    it("ends when nobody queued what succeeded within 7 days", async () => {
      const scene = await loadFixture(won);
      await expectEnd(scene, scene.deadline + 7n * DAY + 1n, ["For", "Proposed"]);
      expect(await scene.governor.state(scene.id)).to.equal(State.Expired);
    });

    it("ends when nobody carried out what was ready within 14 days", async () => {
      const scene = await loadFixture(won);
      const { governor, proposal, id } = scene;
      await toEnd(connection, governor, id);
      await governor.queue(...hashedOf(proposal));
      await expectEnd(scene, (await governor.proposalEta(id)) + 14n * DAY, ["For", "Proposed"]);
      expect(await governor.state(id)).to.equal(State.Expired);
    });

    it("ends at once when the decision was vetoed", async () => {
      const scene = await loadFixture(won);
      const { stake, governor, proposal, id, actors, addresses } = scene;
      await toEnd(connection, governor, id);
      await governor.queue(...hashedOf(proposal));
      const operation = operationOf(addresses.governor, proposal);
      const vetoedAt = (await governor.proposalEta(id)) - 1n;
      await time.increaseTo(vetoedAt - 1n);
      const [first, second, third] = actors.producers;
      for (const [tag, account] of [
        [Tag.For, first],
        [Tag.Proposed, third],
      ] as const) {
        await expect(
          stake.close.staticCall(addresses.governor, id, tag, account),
        ).to.be.revertedWithCustomError(stake, "StillHeld");
      }
      await inOneBlock(
        connection,
        [
          () => stake.connect(second).vetoDecision(operation, { gasLimit: 500_000n }),
          () => stake.close(addresses.governor, id, Tag.For, first, { gasLimit: 300_000n }),
          () => stake.close(addresses.governor, id, Tag.Proposed, third, { gasLimit: 300_000n }),
        ],
        vetoedAt,
      );
      expect(await governor.state(id)).to.equal(State.Canceled);
      await expectFree(stake, first, STAKES[0]);
      await expectFree(stake, third, STAKES[2]);
    });

    it("ends with the vote when it was a poll, whoever won", async () => {
      for (const make of [poll, lostPoll]) {
        const scene = await loadFixture(make);
        await expectEnd(scene, scene.deadline + 1n, ["For", "Against", "Abstain", "Proposed"]);
      }
    });

    it("ends at once for a proposer who cancelled before voting", async () => {
      const scenario = await loadFixture(settled);
      const { governor, stake, actors, addresses } = scenario;
      const [, , third] = actors.producers;
      const proposal = await counting(scenario);
      const id = await propose(governor, third, proposal);
      await expect(stake.close(addresses.governor, id, Tag.Proposed, third)).to.be.revertedWithCustomError(
        stake,
        "StillHeld",
      );
      await governor.connect(third).cancel(...hashedOf(proposal));
      await stake.close(addresses.governor, id, Tag.Proposed, third);
      await expectFree(stake, third, STAKES[2]);
    });

    it("adds up over decisions: the account is free when the last one is over", async () => {
      const scenario = await loadFixture(settled);
      const { governor, stake, actors, addresses } = scenario;
      const [first, second, third] = actors.producers;
      const ids = [
        await propose(governor, second, await counting(scenario, "one")),
        await propose(governor, third, await counting(scenario, "two")),
      ] as const;
      await toVoting(connection, governor, ids[1]);
      for (const id of ids) await governor.connect(first).castVote(id, Vote.Against);
      expect((await stake.accountOf(first)).wholeHolds).to.equal(2n);
      await time.increaseTo((await governor.proposalDeadline(ids[1])) + 7n * DAY);
      await stake.close(addresses.governor, ids[0], Tag.Against, first);
      await expectFree(stake, first, 0n);
      await stake.close(addresses.governor, ids[1], Tag.Against, first);
      await expectFree(stake, first, STAKES[0]);
    });

    for (const [what, code, refused] of [
      ["fails", "0xfe", "StillHeld"],
      ["answers nothing", "0x00", undefined],
      ["is gone", "0x", undefined],
    ] as const) {
      it(`ends at its latest end when the forum ${what}`, async () => {
        const { stake, id, by, addresses, actors } = await loadFixture(won);
        const account = by.For;
        if (account === undefined) throw new Error("nobody voted for");
        const atMost = await stake.holdOf(addresses.governor, id, Tag.For, account);
        await networkHelpers.setCode(addresses.governor, code);
        await time.increaseTo(atMost - 1n);
        const close = (): Promise<unknown> =>
          stake
            .connect(actors.stranger)
            .close.staticCall(addresses.governor, id, Tag.For, account, { gasLimit: 10_000_000n });
        if (refused === undefined) await expect(close()).to.be.revertedWithoutReason(ethers);
        else {
          await expect(close())
            .to.be.revertedWithCustomError(stake, refused)
            .withArgs(account.address, atMost);
        }
        await time.setNextBlockTimestamp(atMost);
        await stake
          .connect(actors.stranger)
          .close(addresses.governor, id, Tag.For, account, { gasLimit: 300_000n });
        await expectFree(stake, account, STAKES[0]);
      });
    }

    it("is nobody else's: there is none where an account did nothing", async () => {
      const { stake, id, actors, addresses } = await loadFixture(won);
      for (const [forum, tag, account] of [
        [addresses.governor, Tag.Against, actors.producers[0]],
        [addresses.governor, Tag.For, actors.producers[1]],
        [addresses.governor, Tag.Veto, actors.producers[1]],
        [addresses.registry, Tag.For, actors.producers[0]],
        [actors.stranger.address, Tag.Veto, actors.producers[0]],
      ] as const) {
        await expect(stake.close(forum, id, tag, account))
          .to.be.revertedWithCustomError(stake, "NothingHeld")
          .withArgs(account.address, forum, id, tag);
      }
    });
  });

  describe("the hold of curation", () => {
    const reviewing = async () => {
      const scenario = await settled();
      const { actors } = scenario;
      const ids = [await submitted(scenario), await submitted(scenario)] as const;
      await time.increase(1n);
      return { ...scenario, ids, curator: actors.producers[2] };
    };

    it("takes the curation stake only, and once for reviews that overlap", async () => {
      const { registry, stake, curator, ids, actors, addresses } = await loadFixture(reviewing);
      await registry.connect(curator).review(ids[0], true, "");
      await expectFree(stake, curator, STAKES[2] - CURATION_STAKE);
      await registry.connect(curator).review(ids[1], false, "");
      await expectFree(stake, curator, STAKES[2] - CURATION_STAKE);
      expect(await stake.accountOf(curator)).to.deep.equal([0n, 2n, CURATION_STAKE, false]);
      // What is staked besides stays free.
      await stake.connect(actors.partners[0]).stakeFor(curator, 7n * WHOLE);
      await expectFree(stake, curator, STAKES[2] - CURATION_STAKE + 7n * WHOLE);
      await registry.connect(actors.stranger).withdraw(ids[0]);
      await stake.close(addresses.registry, ids[0], 0n, curator);
      await expectFree(stake, curator, STAKES[2] - CURATION_STAKE + 7n * WHOLE);
      await registry.connect(actors.stranger).withdraw(ids[1]);
      await stake.close(addresses.registry, ids[1], 0n, curator);
      await expectFree(stake, curator, STAKES[2] + 7n * WHOLE);
      expect(await stake.accountOf(curator)).to.deep.equal([0n, 0n, 0n, false]);
    });

    it("is the largest of those that run", async () => {
      const scenario = await loadFixture(reviewing);
      const { registry, stake, curator, ids, owner, addresses } = scenario;
      await registry.connect(owner).setCurationStake(80n * WHOLE);
      await time.increase(1n);
      const late = await submitted(scenario);
      await registry.connect(curator).review(late, true, "");
      await expectFree(stake, curator, STAKES[2] - 80n * WHOLE);
      await registry.connect(owner).setCurationStake(CURATION_STAKE);
      await time.increase(1n);
      const later = await submitted(scenario);
      await registry.connect(curator).review(later, true, "");
      await expectFree(stake, curator, STAKES[2] - 80n * WHOLE);
      expect(await stake.holdOf(addresses.registry, later, 0n, curator)).to.be.above(await now());
      expect(await stake.holdOf(addresses.registry, ids[0], 0n, curator)).to.equal(0n);
    });

    it("gives way to a hold of all, and comes back after it", async () => {
      const { registry, stake, curator, ids, addresses } = await loadFixture(reviewing);
      await registry.connect(curator).review(ids[0], true, "");
      await stake.connect(curator).unstake(1n, curator); // so that the veto stays below its threshold
      await registry.connect(curator).veto(ids[1]);
      await expectFree(stake, curator, 0n);
      await stake.connect(curator).takeBackVeto(addresses.registry, ids[1]);
      await expectFree(stake, curator, STAKES[2] - 1n - CURATION_STAKE);
    });

    it("of an approval lasts until the award is final", async () => {
      const { registry, issuance, stake, curator, ids, actors, addresses } = await loadFixture(reviewing);
      const [id] = ids;
      for (const each of [curator, ...actors.curators.slice(0, 2)]) {
        await registry.connect(each).review(id, true, "");
      }
      const atMost = await stake.holdOf(addresses.registry, id, 0n, curator);
      await time.increase(10n * DAY);
      await registry.decide(id);
      for (let windows = 0; !(await registry.isFinal(id)); ++windows) {
        if (windows > 3) throw new Error("the award is never final");
        await expect(stake.close(addresses.registry, id, 0n, curator))
          .to.be.revertedWithCustomError(stake, "StillHeld")
          .withArgs(curator.address, atMost);
        await time.increase(30n * DAY);
        await issuance.settle();
      }
      await stake.close(addresses.registry, id, 0n, curator);
      await expectFree(stake, curator, STAKES[2]);
    });

    it("ends when the contribution was rejected", async () => {
      const { registry, stake, curator, ids, addresses } = await loadFixture(reviewing);
      await registry.connect(curator).review(ids[0], false, "");
      await expect(stake.close(addresses.registry, ids[0], 0n, curator)).to.be.revertedWithCustomError(
        stake,
        "StillHeld",
      );
      await time.increase(10n * DAY);
      await registry.decide(ids[0]);
      await stake.close(addresses.registry, ids[0], 0n, curator);
      await expectFree(stake, curator, STAKES[2]);
    });
  });

  describe("what circulates, and the floor", () => {
    it("leaves out the dead address, what waits in epochs and Issuance, and the treasury's", async () => {
      const { stake, token, actors, addresses } = await loadFixture(settled);
      const [partner] = actors.partners;
      let expected = STAKED + LOOSE;
      expect(await stake.circulating()).to.equal(expected);
      for (const [at, place] of [
        DEAD_ADDRESS,
        addresses.epochs,
        addresses.issuance,
        addresses.timelock,
      ].entries()) {
        await token.connect(partner).transfer(place, BigInt(at + 1));
        expected -= BigInt(at + 1);
        expect(await stake.circulating()).to.equal(expected);
      }
      await token.connect(partner).burn(5n);
      expect(await stake.circulating()).to.equal(expected - 5n);
      // Where else tokens lie they circulate, here and in other contracts, too.
      for (const place of [addresses.stake, addresses.registry, addresses.reserve]) {
        await token.connect(partner).transfer(place, 1n);
      }
      expect(await stake.circulating()).to.equal(expected - 5n);
    });

    it("is the base amount without a presale, what its minimum buys with one, the base amount when it failed", async () => {
      expect(await (await loadFixture(settled)).stake.floor()).to.equal(FLOOR);
      const { stake, presale } = await launchPresale(connection, { issuance: { baseAmount: 777n * WHOLE } });
      expect(await stake.floor()).to.equal(2_000n * WHOLE); // 1,000 at 0.50
      await time.increaseTo((await presale.terms()).closes - 1n);
      expect(await stake.floor()).to.equal(2_000n * WHOLE);
      await time.increaseTo((await presale.terms()).closes);
      expect(await presale.failed()).to.equal(true);
      expect(await stake.floor()).to.equal(777n * WHOLE);
    });

    it("is what shares are at least of", async () => {
      const { stake, token, actors } = await loadFixture(settled);
      expect(await stake.electorate()).to.equal(STAKED + LOOSE);
      for (const partner of actors.partners.slice(0, 2)) await token.connect(partner).burn(LOOSE / 2n);
      expect(await stake.electorate()).to.equal(FLOOR);
      await stake.connect(actors.producers[2]).unstake(1n, actors.producers[2]);
      await token.connect(actors.producers[2]).burn(1n);
      expect(await stake.circulating()).to.equal(FLOOR - 1n);
      expect(await stake.electorate()).to.equal(FLOOR);
    });

    it("has to circulate once, to the wei, before anything is decided; then it has for ever", async () => {
      const scenario = await launchGrowing(connection, { governance: { governorProposes: true } });
      const { stake, token, governor, actors } = scenario;
      const [first] = actors.producers;
      await endowStaked(connection, scenario, [first, FLOOR - 1n]);
      const proposal = await counting(scenario);
      for (const call of [
        () => stake.mature(),
        () => propose(governor, first, proposal),
        () => stake.connect(first).consentToDissolve(),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(stake, "NotMatured")
          .withArgs(FLOOR - 1n, FLOOR);
      }
      expect(await stake.matured()).to.equal(false);
      await endow(connection, scenario, [actors.stranger, 1n]);
      expect(await stake.matured()).to.equal(true);
      const snapshot = await networkHelpers.takeSnapshot();
      await token.connect(actors.stranger).burn(1n); // nobody recorded it
      expect(await stake.matured()).to.equal(false);
      await snapshot.restore();
      await expect(stake.connect(actors.stranger).mature()).to.emit(stake, "Matured").withArgs(FLOOR);
      await token.connect(actors.stranger).burn(1n);
      expect(await stake.matured()).to.equal(true);
      await expect(stake.mature()).not.to.emit(stake, "Matured");
      await propose(governor, first, proposal);
    });

    it("is recorded by the first decision, too", async () => {
      const scenario = await loadFixture(settled);
      await expect(
        scenario.governor.connect(scenario.actors.producers[0]).propose([ZERO_ADDRESS], [0n], ["0x"], "one"),
      )
        .to.emit(scenario.stake, "Matured")
        .withArgs(STAKED + LOOSE);
    });
  });
});
