import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash, encodeBytes32String, id as hashOf, toBeHex } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { CdpoGovernor } from "../typechain-types/index.ts";
import { cloneOf, everyoneBut, executeAs } from "./lib/contributions.ts";
import {
  DAY,
  DEAD_SUPPLY,
  HOUR,
  WHOLE,
  ZERO_ADDRESS,
  issueBase,
  launchGrowing,
  launchPresale,
  type Overrides,
  type PresaleScenario,
  type Scenario,
} from "./lib/fixtures.ts";
import {
  State,
  Vote,
  actionOf,
  callsOf,
  decided,
  due,
  hashedOf,
  idOf,
  propose,
  toEnd,
  toVoting,
  type Proposal,
} from "./lib/votes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const PROPOSER = hashOf("PROPOSER_ROLE");
const CANCELLER = hashOf("CANCELLER_ROLE");
const GUARDIAN = hashOf("GUARDIAN_ROLE");
const SUPPLY = 1_500n * WHOLE;
/** 10 % of it. */
const QUORUM = 150n * WHOLE;
const VOTES = [900n * WHOLE, 500n * WHOLE, 100n * WHOLE] as const;

const now = async (): Promise<bigint> => BigInt(await time.latest());
const hourOf = (timestamp: bigint): bigint => (timestamp / HOUR) * HOUR;
/** To a second `after` the next turn of the hour; returns the hour's start. */
async function nextHour(after = 10n): Promise<bigint> {
  const hour = hourOf(await now()) + HOUR;
  await time.increaseTo(hour + after);
  return hour;
}

const TERMS = { votingDelay: DAY, votingPeriod: 5n * DAY, proposalThreshold: 0n, quorumBps: 1_000n } as const;

/** Nobody has votes yet: 900, 500 and 100 tokens of 1,500 belong to the three producers. */
async function undelegatedWith(governance: Overrides["governance"]): Promise<Scenario> {
  const scenario = await launchGrowing(connection, { governance: { governorProposes: true, ...governance } });
  await issueBase(connection, scenario);
  const [first, , third] = scenario.actors.producers;
  await scenario.token.connect(first).transfer(third, VOTES[2]);
  return scenario;
}
const undelegated = (): Promise<Scenario> => undelegatedWith({});

/** The producers have had their votes for an hour. */
async function readyWith(governance: Overrides["governance"]): Promise<Scenario> {
  const scenario = await undelegatedWith(governance);
  for (const holder of scenario.actors.producers) await scenario.token.connect(holder).delegate(holder);
  await nextHour();
  return scenario;
}
const ready = (): Promise<Scenario> => readyWith({});

/** Names a curator. */
async function naming({ registry, actors }: Scenario, description = "Name"): Promise<Proposal> {
  return { actions: [await actionOf(registry, "setCurator", actors.stranger.address, true)], description };
}

/** Whether what {@link naming} proposes was done. */
async function isNamed({ registry, actors }: Scenario): Promise<boolean> {
  return (await registry.curatorSince(actors.stranger)) > 0n;
}

/** Proposed by a stranger, in the first second of its vote. */
async function voting() {
  const scenario = await ready();
  const proposal = await naming(scenario);
  const id = await propose(scenario.governor, scenario.actors.stranger, proposal);
  await toVoting(connection, scenario.governor, id);
  return { ...scenario, proposal, id };
}

const bitmap = (...states: readonly bigint[]): string =>
  toBeHex(
    states.reduce((bits, state) => bits | (1n << state), 0n),
    32,
  );

describe("CdpoGovernor", () => {
  describe("initialize", () => {
    const bare = async (): Promise<CdpoGovernor> => {
      const { clone } = await cloneOf(connection, "CdpoGovernor");
      return ethers.getContractAt("CdpoGovernor", clone);
    };

    it("sets what it was told, and speaks for itself as OpenZeppelin's", async () => {
      const { governor, addresses } = await loadFixture(ready);
      expect(await governor.name()).to.equal("Shared car governor");
      expect(await governor.version()).to.equal("1");
      const domain = await governor.eip712Domain();
      expect([domain.name, domain.version]).to.deep.equal(["Shared car governor", "1"]);
      expect(domain.verifyingContract).to.equal(await governor.getAddress());
      expect(await governor.token()).to.equal(addresses.token);
      expect(await governor.timelock()).to.equal(addresses.timelock);
      expect(await governor.presale()).to.equal(ZERO_ADDRESS);
      expect(await governor.votingDelay()).to.equal(DAY);
      expect(await governor.votingPeriod()).to.equal(5n * DAY);
      expect(await governor.proposalThreshold()).to.equal(0n);
      expect(await governor["quorumNumerator()"]()).to.equal(1_000n);
      expect(await governor.quorumDenominator()).to.equal(10_000n);
      expect(await governor.COUNTING_MODE()).to.equal("support=bravo&quorum=for,abstain");
      expect(await governor.proposalNeedsQueuing(0n)).to.equal(true);
    });

    it("keeps a threshold and a presale", async () => {
      const { governor, addresses } = await launchPresale(connection, {
        governance: { proposalThreshold: 2n ** 112n - 1n },
      });
      expect(await governor.proposalThreshold()).to.equal(2n ** 112n - 1n);
      expect(await governor.presale()).to.equal(addresses.presale);
    });

    it("has the token's clock", async () => {
      const { governor, token } = await loadFixture(ready);
      expect(await governor.CLOCK_MODE()).to.equal("mode=timestamp&step=3600");
      expect(await token.CLOCK_MODE()).to.equal("mode=timestamp&step=3600");
      const hour = await nextHour(0n);
      for (const second of [hour, hour + 1n, hour + HOUR - 1n, hour + HOUR]) {
        if (second > hour) await time.increaseTo(second);
        expect(await governor.clock()).to.equal(hourOf(second));
        expect(await token.clock()).to.equal(hourOf(second));
      }
    });

    it("refuses a missing token or timelock", async () => {
      const { addresses } = await loadFixture(ready);
      const governor = await bare();
      for (const [token, timelock] of [
        [ZERO_ADDRESS, addresses.timelock],
        [addresses.token, ZERO_ADDRESS],
      ] as const) {
        await expect(governor.initialize(token, ZERO_ADDRESS, timelock, TERMS)).to.be.revertedWithCustomError(
          governor,
          "ZeroAddress",
        );
      }
    });

    const bounds = [
      ["votingDelay", "VotingDelayOutOfRange", [1n, HOUR - 1n, HOUR + 1n, 30n * DAY + HOUR, 2n ** 48n - 1n]],
      [
        "votingPeriod",
        "VotingPeriodOutOfRange",
        [0n, 1n, HOUR - 1n, HOUR + 1n, 30n * DAY - 1n, 30n * DAY + HOUR, 2n ** 32n - 1n],
      ],
      ["quorumBps", "QuorumOutOfRange", [0n, 99n, 5_001n, 10_000n, 65_535n]],
    ] as const;
    for (const [field, error, values] of bounds) {
      it(`refuses a ${field} out of bounds`, async () => {
        const { addresses } = await loadFixture(ready);
        const governor = await bare();
        for (const value of values) {
          const terms = { ...TERMS, [field]: value };
          await expect(governor.initialize(addresses.token, ZERO_ADDRESS, addresses.timelock, terms))
            .to.be.revertedWithCustomError(governor, error)
            .withArgs(value);
        }
      });
    }

    it("accepts each bound itself", async () => {
      for (const terms of [
        { votingDelay: 0n, votingPeriod: HOUR, quorumBps: 100n },
        { votingDelay: 30n * DAY, votingPeriod: 30n * DAY, quorumBps: 5_000n },
      ]) {
        const { governor } = await launchGrowing(connection, { governance: terms });
        expect(await governor.votingDelay()).to.equal(terms.votingDelay);
        expect(await governor.votingPeriod()).to.equal(terms.votingPeriod);
        expect(await governor["quorumNumerator()"]()).to.equal(terms.quorumBps);
      }
    });

    it("works once, and never on the implementation", async () => {
      const { governor, addresses } = await loadFixture(ready);
      const { implementation } = await cloneOf(connection, "CdpoGovernor");
      for (const at of [governor, await ethers.getContractAt("CdpoGovernor", implementation)]) {
        await expect(
          at.initialize(addresses.token, ZERO_ADDRESS, addresses.timelock, TERMS),
        ).to.be.revertedWithCustomError(at, "InvalidInitialization");
      }
    });
  });

  describe("a proposal", () => {
    it("changes a parameter: delegated, proposed, voted, queued, executed", async () => {
      const { governor, token, registry, timelock, actors, addresses } = await loadFixture(undelegated);
      const [first, second, third] = actors.producers;
      await token.connect(first).delegate(first);
      await token.connect(second).delegate(third);
      await token.connect(third).delegate(third);
      const proposal: Proposal = {
        actions: [await actionOf(registry, "setKind", 0n, "production", 700n * WHOLE, true)],
        description: "Raise what a production may earn",
      };
      const id = idOf(proposal);
      const description = proposal.description;
      expect(await governor.hashProposal(...hashedOf(proposal))).to.equal(id);
      const hour = await nextHour(1_234n);
      const snapshot = hour + DAY;
      const deadline = snapshot + 5n * DAY;
      const [targets, values, calls] = callsOf(proposal);
      await expect(governor.connect(actors.stranger).propose(targets, values, calls, description))
        .to.emit(governor, "ProposalCreated")
        .withArgs(id, actors.stranger.address, targets, values, [""], calls, snapshot, deadline, description);
      expect(await governor.proposalProposer(id)).to.equal(actors.stranger.address);
      expect(await governor.proposalSnapshot(id)).to.equal(snapshot);
      expect(await governor.proposalDeadline(id)).to.equal(deadline);

      await time.increaseTo(snapshot + HOUR - 1n);
      expect(await governor.state(id)).to.equal(State.Pending);
      await time.increaseTo(snapshot + HOUR);
      expect(await governor.state(id)).to.equal(State.Active);
      expect(await governor.quorum(snapshot)).to.equal(QUORUM);
      await expect(governor.connect(third).castVoteWithReason(id, Vote.Against, "too much"))
        .to.emit(governor, "VoteCast")
        .withArgs(third.address, id, Vote.Against, VOTES[1] + VOTES[2], "too much");
      expect(await governor.hasVoted(id, first)).to.equal(false);
      await expect(governor.connect(first).castVote(id, Vote.For))
        .to.emit(governor, "VoteCast")
        .withArgs(first.address, id, Vote.For, VOTES[0], "");
      await governor.connect(second).castVote(id, Vote.For); // who delegated to another has no votes
      expect(await governor.hasVoted(id, first)).to.equal(true);
      expect(await governor.proposalVotes(id)).to.deep.equal([VOTES[1] + VOTES[2], VOTES[0], 0n]);

      await time.increaseTo(deadline + HOUR - 1n);
      expect(await governor.state(id)).to.equal(State.Active);
      await time.increaseTo(deadline + HOUR);
      expect(await governor.state(id)).to.equal(State.Succeeded);
      const queuedAt = deadline + HOUR + 77n;
      await time.setNextBlockTimestamp(queuedAt);
      const salt = toBeHex(BigInt(hashOf(description)) ^ (BigInt(await governor.getAddress()) << 96n), 32);
      const operation = await timelock.hashOperationBatch(targets, values, calls, ZeroHash, salt);
      await expect(governor.connect(actors.stranger).queue(...hashedOf(proposal)))
        .to.emit(governor, "ProposalQueued")
        .withArgs(id, queuedAt + 2n * DAY)
        .and.to.emit(timelock, "CallScheduled")
        .withArgs(operation, 0n, addresses.registry, 0n, calls[0], ZeroHash, 2n * DAY);
      expect(await governor.state(id)).to.equal(State.Queued);
      expect(await governor.proposalEta(id)).to.equal(queuedAt + 2n * DAY);

      await time.setNextBlockTimestamp(queuedAt + 2n * DAY - 1n);
      await expect(governor.execute(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(timelock, "TimelockUnexpectedOperationState")
        .withArgs(operation, bitmap(2n)); // ready
      expect((await registry.kindOf(0n)).maxReward).to.equal(600n * WHOLE);
      await time.setNextBlockTimestamp(queuedAt + 2n * DAY);
      await expect(governor.connect(actors.donor).execute(...hashedOf(proposal)))
        .to.emit(governor, "ProposalExecuted")
        .withArgs(id);
      expect((await registry.kindOf(0n)).maxReward).to.equal(700n * WHOLE);
      expect(await governor.state(id)).to.equal(State.Executed);
      await expect(governor.execute(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Executed, bitmap(State.Queued));
    });

    it("pays asset, tokens and native currency from the treasury, in one", async () => {
      const scenario = await loadFixture(ready);
      const { governor, token, asset, timelock, actors, addresses, unit } = scenario;
      const receiver = ethers.getAddress(toBeHex(0xbeef, 20));
      await asset.mint(addresses.timelock, 100n * unit);
      await token.connect(actors.producers[1]).transfer(addresses.timelock, 40n * WHOLE);
      await actors.donor.sendTransaction({ to: addresses.timelock, value: 9n });
      const proposal: Proposal = {
        actions: [
          await actionOf(asset, "transfer", receiver, 60n * unit),
          await actionOf(token, "transfer", receiver, 30n * WHOLE),
          { to: receiver, value: 4n },
        ],
        description: "Pay the printer",
      };
      await due(connection, scenario, proposal, actors.producers);
      const ether = await ethers.provider.getBalance(timelock);
      await governor.connect(actors.stranger).execute(...hashedOf(proposal));
      expect(await asset.balanceOf(receiver)).to.equal(60n * unit);
      expect(await asset.balanceOf(timelock)).to.equal(40n * unit);
      expect(await token.balanceOf(receiver)).to.equal(30n * WHOLE);
      expect(await token.balanceOf(timelock)).to.equal(10n * WHOLE);
      expect(await ethers.provider.getBalance(receiver)).to.equal(4n);
      expect(await ethers.provider.getBalance(timelock)).to.equal(ether - 4n);
      expect(await ethers.provider.getBalance(governor)).to.equal(0n);
    });

    it("passes on to the timelock what the executor adds", async () => {
      const scenario = await loadFixture(ready);
      const { governor, actors } = scenario;
      const receiver = ethers.getAddress(toBeHex(0xbeef, 20));
      const proposal = { actions: [{ to: receiver, value: 5n }], description: "Forward" };
      await due(connection, scenario, proposal, actors.producers);
      const balance = await ethers.provider.getBalance(scenario.timelock);
      await governor.connect(actors.donor).execute(...hashedOf(proposal), { value: 5n });
      expect(await ethers.provider.getBalance(receiver)).to.equal(5n);
      expect(await ethers.provider.getBalance(scenario.timelock)).to.equal(balance);
    });

    it("does everything or nothing, and can be tried again", async () => {
      const scenario = await loadFixture(ready);
      const { governor, asset, actors, addresses, unit } = scenario;
      const proposal: Proposal = {
        actions: [
          ...(await naming(scenario)).actions,
          await actionOf(asset, "transfer", actors.donor.address, unit),
        ],
        description: "Name and pay",
      };
      const id = await due(connection, scenario, proposal, actors.producers);
      await expect(governor.execute(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(asset, "ERC20InsufficientBalance")
        .withArgs(addresses.timelock, 0n, unit);
      expect(await isNamed(scenario)).to.equal(false);
      expect(await governor.state(id)).to.equal(State.Queued);
      await asset.mint(addresses.timelock, unit);
      await expect(governor.execute(...hashedOf(proposal))).to.changeTokenBalances(
        ethers,
        asset,
        [addresses.timelock, actors.donor],
        [-unit, unit],
      );
      expect(await isNamed(scenario)).to.equal(true);
    });

    it("is executed when its operation is executed in the timelock directly", async () => {
      const scenario = await loadFixture(ready);
      const { governor, timelock, actors } = scenario;
      const proposal = await naming(scenario);
      const id = await due(connection, scenario, proposal, actors.producers);
      const salt = toBeHex(BigInt(hashOf("Name")) ^ (BigInt(await governor.getAddress()) << 96n), 32);
      await timelock.connect(actors.stranger).executeBatch(...callsOf(proposal), ZeroHash, salt);
      expect(await isNamed(scenario)).to.equal(true);
      expect(await governor.state(id)).to.equal(State.Executed);
    });

    it("needs calls, is proposed once, and is unknown before", async () => {
      const scenario = await loadFixture(ready);
      const { governor, actors } = scenario;
      const empty = { actions: [], description: "Nothing" };
      await expect(propose(governor, actors.stranger, empty))
        .to.be.revertedWithCustomError(governor, "GovernorInvalidProposalLength")
        .withArgs(0n, 0n, 0n);
      const proposal = await naming(scenario);
      await expect(governor.state(idOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal")
        .withArgs(idOf(proposal));
      const id = await propose(governor, actors.stranger, proposal);
      await expect(propose(governor, actors.donor, proposal))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Pending, ZeroHash);
      await propose(governor, actors.donor, await naming(scenario, "Name him"));
    });

    it("can be reserved to its proposer by its description", async () => {
      const scenario = await loadFixture(ready);
      const { governor, actors } = scenario;
      const proposal = await naming(scenario, `Name #proposer=${actors.donor.address}`);
      await expect(propose(governor, actors.stranger, proposal))
        .to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer")
        .withArgs(actors.stranger.address);
      await propose(governor, actors.donor, proposal);
    });
  });

  describe("a vote", () => {
    it("counts once, only while it lasts, and only for, against or abstaining", async () => {
      const scenario = await loadFixture(ready);
      const { governor, actors } = scenario;
      const [voter, other] = actors.producers;
      const proposal = await naming(scenario);
      const id = await propose(governor, actors.stranger, proposal);
      const refused = async (state: bigint) => {
        await expect(governor.connect(voter).castVote(id, Vote.For))
          .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
          .withArgs(id, state, bitmap(State.Active));
      };
      const snapshot = await governor.proposalSnapshot(id);
      await time.setNextBlockTimestamp(snapshot + HOUR - 1n);
      await refused(State.Pending);
      await time.setNextBlockTimestamp(snapshot + HOUR);
      await governor.connect(other).castVote(id, Vote.Abstain);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, 0n, VOTES[1]]);
      await expect(governor.connect(other).castVote(id, Vote.For))
        .to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote")
        .withArgs(other.address);
      await expect(governor.connect(voter).castVote(id, 3n)).to.be.revertedWithCustomError(
        governor,
        "GovernorInvalidVoteType",
      );
      const deadline = await governor.proposalDeadline(id);
      await time.setNextBlockTimestamp(deadline + HOUR - 1n);
      await governor.connect(actors.producers[2]).castVote(id, Vote.For);
      await time.setNextBlockTimestamp(deadline + HOUR);
      await refused(State.Succeeded);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, VOTES[2], VOTES[1]]);
    });

    it("lasts exactly one hour in the shortest of cases", async () => {
      const scenario = await readyWith({ votingDelay: 0n, votingPeriod: HOUR });
      const { governor, actors } = scenario;
      const proposal = await naming(scenario);
      const hour = await nextHour(HOUR - 2n);
      await time.setNextBlockTimestamp(hour + HOUR - 1n);
      const id = await propose(governor, actors.stranger, proposal);
      expect(await governor.proposalSnapshot(id)).to.equal(hour);
      expect(await governor.state(id)).to.equal(State.Pending);
      await time.setNextBlockTimestamp(hour + HOUR);
      await governor.connect(actors.producers[0]).castVote(id, Vote.For);
      await time.setNextBlockTimestamp(hour + 2n * HOUR - 1n);
      await governor.connect(actors.producers[1]).castVote(id, Vote.For);
      expect(await governor.state(id)).to.equal(State.Active);
      await time.increaseTo(hour + 2n * HOUR);
      expect(await governor.state(id)).to.equal(State.Succeeded);
    });

    const ballot = async (
      governor: CdpoGovernor,
      voter: HardhatEthersSigner,
      signed: { readonly proposalId: bigint; readonly support: bigint; readonly nonce: bigint },
    ): Promise<string> => {
      const { name, version, chainId, verifyingContract } = await governor.eip712Domain();
      const fields = { proposalId: "uint256", support: "uint8", voter: "address", nonce: "uint256" };
      return voter.signTypedData(
        { name, version, chainId, verifyingContract },
        { Ballot: Object.entries(fields).map(([field, type]) => ({ name: field, type })) },
        { ...signed, voter: voter.address },
      );
    };

    it("may be signed, for one who sends it; the signature works once, for what it says", async () => {
      const { governor, actors, id } = await loadFixture(voting);
      const [voter] = actors.producers;
      const relay = governor.connect(actors.stranger);
      const signature = await ballot(governor, voter, { proposalId: id, support: Vote.For, nonce: 0n });
      await expect(relay.castVoteBySig(id, Vote.Against, voter, signature))
        .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
        .withArgs(voter.address);
      await expect(relay.castVoteBySig(id, Vote.For, voter, signature))
        .to.emit(governor, "VoteCast")
        .withArgs(voter.address, id, Vote.For, VOTES[0], "");
      await expect(relay.castVoteBySig(id, Vote.For, voter, signature))
        .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
        .withArgs(voter.address);
    });

    it("is a matter of the snapshot: tokens moved since change nothing", async () => {
      const { governor, token, actors, id } = await loadFixture(voting);
      const [voter, other] = actors.producers;
      await token.connect(voter).transfer(actors.stranger, VOTES[0]);
      await token.connect(actors.stranger).delegate(other);
      await governor.connect(voter).castVote(id, Vote.For);
      await governor.connect(other).castVote(id, Vote.Against);
      expect(await governor.proposalVotes(id)).to.deep.equal([VOTES[1], VOTES[0], 0n]);
    });
  });

  describe("what decides", () => {
    /** Gives the first producer `votes` exactly, the rest to the second; returns a proposal of the stranger in its vote. */
    const withVotes = async (votes: bigint) => {
      const scenario = await loadFixture(ready);
      const { token, governor, actors } = scenario;
      const [first, second] = actors.producers;
      await token.connect(first).transfer(second, VOTES[0] - votes);
      await nextHour();
      const proposal = await naming(scenario);
      const id = await propose(governor, actors.stranger, proposal);
      await toVoting(connection, governor, id);
      return { ...scenario, proposal, id };
    };

    it("is a quorum to the wei: one below it, a proposal is defeated", async () => {
      for (const [votes, state] of [
        [QUORUM - 1n, State.Defeated],
        [QUORUM, State.Succeeded],
        [QUORUM + 1n, State.Succeeded],
      ] as const) {
        const { governor, actors, id, proposal } = await withVotes(votes);
        await governor.connect(actors.producers[0]).castVote(id, Vote.For);
        await toEnd(connection, governor, id);
        expect(await governor.proposalVotes(id)).to.deep.equal([0n, votes, 0n]);
        expect(await governor.state(id)).to.equal(state);
        if (state === State.Succeeded) continue;
        await expect(governor.queue(...hashedOf(proposal)))
          .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
          .withArgs(id, State.Defeated, bitmap(State.Succeeded));
        await expect(governor.execute(...hashedOf(proposal)))
          .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
          .withArgs(id, State.Defeated, bitmap(State.Queued));
      }
    });

    it("is a quorum of votes for and abstaining, not against", async () => {
      for (const [votes, state] of [
        [QUORUM - VOTES[2] - 1n, State.Defeated],
        [QUORUM - VOTES[2], State.Succeeded],
      ] as const) {
        const { governor, actors, id } = await withVotes(votes);
        await governor.connect(actors.producers[0]).castVote(id, Vote.For);
        await governor.connect(actors.producers[2]).castVote(id, Vote.Abstain);
        await toEnd(connection, governor, id);
        expect(await governor.state(id)).to.equal(state);
      }
      const { governor, actors, id } = await withVotes(QUORUM - 1n);
      await governor.connect(actors.producers[0]).castVote(id, Vote.For);
      await governor.connect(actors.producers[2]).castVote(id, Vote.Against);
      await toEnd(connection, governor, id);
      expect(await governor.state(id)).to.equal(State.Defeated);
    });

    it("is a majority to the wei: a tie is defeated", async () => {
      // 750 and 650 and 100: the second and third together have as much as the first.
      for (const [votes, state] of [
        [SUPPLY / 2n - 1n, State.Defeated],
        [SUPPLY / 2n, State.Defeated],
        [SUPPLY / 2n + 1n, State.Succeeded],
      ] as const) {
        const { governor, actors, id } = await withVotes(votes);
        const [first, second, third] = actors.producers;
        await governor.connect(first).castVote(id, Vote.For);
        await governor.connect(second).castVote(id, Vote.Against);
        await governor.connect(third).castVote(id, Vote.Against);
        await toEnd(connection, governor, id);
        expect(await governor.proposalVotes(id)).to.deep.equal([SUPPLY - votes, votes, 0n]);
        expect(await governor.state(id)).to.equal(state);
      }
    });

    it("is nothing when nobody has votes: without a supply no proposal succeeds", async () => {
      const scenario = await launchGrowing(connection);
      const { governor, actors } = scenario;
      const id = await decided(connection, scenario, await naming(scenario), [actors.stranger]);
      expect(await governor.quorum(await governor.proposalSnapshot(id))).to.equal(0n);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, 0n, 0n]);
      expect(await governor.state(id)).to.equal(State.Defeated);
    });
  });

  describe("cancelling", () => {
    it("is the proposer's, until voting begins", async () => {
      const scenario = await loadFixture(ready);
      const { governor, actors } = scenario;
      const proposal = await naming(scenario);
      const id = await propose(governor, actors.stranger, proposal);
      for (const { signer } of await everyoneBut(connection, scenario, "stranger")) {
        await expect(governor.connect(signer).cancel(...hashedOf(proposal)))
          .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
          .withArgs(id, signer.address);
      }
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp((await governor.proposalSnapshot(id)) + HOUR - 1n);
      await expect(governor.connect(actors.stranger).cancel(...hashedOf(proposal)))
        .to.emit(governor, "ProposalCanceled")
        .withArgs(id);
      expect(await governor.state(id)).to.equal(State.Canceled);
      await time.increase(10n * DAY);
      await expect(governor.queue(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Canceled, bitmap(State.Succeeded));
      await snapshot.restore();
      await toVoting(connection, governor, id);
      await expect(governor.connect(actors.stranger).cancel(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(id, actors.stranger.address);
    });

    it("of what is queued is for the timelock's cancellers", async () => {
      const scenario = await loadFixture(ready);
      const { governor, timelock, actors } = scenario;
      const proposal = await naming(scenario);
      const id = await due(connection, scenario, proposal, actors.producers);
      const salt = toBeHex(BigInt(hashOf("Name")) ^ (BigInt(await governor.getAddress()) << 96n), 32);
      const operation = await timelock.hashOperationBatch(...callsOf(proposal), ZeroHash, salt);
      await expect(timelock.connect(actors.stranger).cancel(operation))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(actors.stranger.address, CANCELLER);
      await timelock.connect(actors.founders[1]).cancel(operation);
      expect(await governor.state(id)).to.equal(State.Canceled);
      await expect(governor.execute(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Canceled, bitmap(State.Queued));
      expect(await isNamed(scenario)).to.equal(false);
    });
  });

  describe("votes that come and go", () => {
    /** A lender with all but 100 of the tokens, and somebody who may borrow them. */
    const lending = async (governance: Overrides["governance"] = {}) => {
      const scenario = await readyWith(governance);
      const { token, actors } = scenario;
      const lender = actors.producers[0];
      const flash = await ethers.deployContract("FlashVoter");
      await token.connect(lender).approve(flash, 2n ** 256n - 1n);
      const borrow = async (data: string) =>
        flash.borrowAndCall(token, lender, VOTES[0], await scenario.governor.getAddress(), data);
      return { ...scenario, lender, flash, borrow };
    };

    it("in one transaction do not count: neither in the snapshot's hour nor in the vote", async () => {
      const scenario = await lending();
      const { governor, flash, borrow, token, lender, actors } = scenario;
      const proposal = await naming(scenario);
      const id = await propose(governor, actors.stranger, proposal);
      await time.increaseTo((await governor.proposalSnapshot(id)) + HOUR - 100n);
      await borrow(governor.interface.encodeFunctionData("clock"));
      expect(await flash.votesHeld()).to.equal(VOTES[0]);
      expect(await token.balanceOf(lender)).to.equal(VOTES[0]);
      await toVoting(connection, governor, id);
      const vote = governor.interface.encodeFunctionData("castVote", [id, Vote.For]);
      await expect(borrow(vote))
        .to.emit(governor, "VoteCast")
        .withArgs(await flash.getAddress(), id, Vote.For, 0n, "");
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, 0n, 0n]);
      // The lender has his votes: he had them again at the hour's end.
      await governor.connect(lender).castVote(id, Vote.Against);
      expect(await governor.proposalVotes(id)).to.deep.equal([VOTES[0], 0n, 0n]);
    });

    it("do not help over the threshold", async () => {
      const scenario = await lending({ proposalThreshold: 1n });
      const { governor, token, lender, flash } = scenario;
      const proposal = await naming(scenario);
      const data = governor.interface.encodeFunctionData("propose", [
        ...callsOf(proposal),
        proposal.description,
      ]);
      await expect(flash.borrowAndCall(token, lender, VOTES[0], governor, data))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(await flash.getAddress(), 0n, 1n);
    });

    it("count when they are held at the end of the snapshot's hour, whenever they came", async () => {
      const scenario = await loadFixture(ready);
      const { governor, token, actors } = scenario;
      const [seller] = actors.producers;
      const buyer = actors.donor;
      const id = await propose(governor, actors.stranger, await naming(scenario));
      const snapshot = await governor.proposalSnapshot(id);
      await token.connect(buyer).delegate(buyer);
      await time.setNextBlockTimestamp(snapshot + HOUR - 1n);
      await token.connect(seller).transfer(buyer, VOTES[0]);
      await time.setNextBlockTimestamp(snapshot + HOUR);
      await token.connect(buyer).transfer(seller, VOTES[0]);
      await governor.connect(buyer).castVote(id, Vote.For);
      await governor.connect(seller).castVote(id, Vote.Against);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, VOTES[0], 0n]);
    });

    it("do not count when they are gone by the end of the snapshot's hour, or come after it", async () => {
      const scenario = await loadFixture(ready);
      const { governor, token, actors } = scenario;
      const [seller] = actors.producers;
      const buyer = actors.donor;
      const id = await propose(governor, actors.stranger, await naming(scenario));
      const snapshot = await governor.proposalSnapshot(id);
      await token.connect(buyer).delegate(buyer);
      await time.setNextBlockTimestamp(snapshot);
      await token.connect(seller).transfer(buyer, VOTES[0]);
      await time.setNextBlockTimestamp(snapshot + HOUR - 1n);
      await token.connect(buyer).transfer(seller, VOTES[0]);
      await time.setNextBlockTimestamp(snapshot + HOUR);
      await token.connect(seller).transfer(buyer, VOTES[0]);
      await governor.connect(buyer).castVote(id, Vote.For);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, 0n, 0n]);
      await governor.connect(seller).castVote(id, Vote.Against);
      expect(await governor.proposalVotes(id)).to.deep.equal([VOTES[0], 0n, 0n]);
    });
  });

  describe("the threshold", () => {
    it("is measured by the last hour that is over, to the wei", async () => {
      const scenario = await undelegatedWith({ proposalThreshold: VOTES[0] });
      const { governor, token, actors } = scenario;
      const [proposer] = actors.producers;
      const proposal = await naming(scenario);
      const hour = await nextHour();
      await token.connect(proposer).delegate(proposer);
      await time.setNextBlockTimestamp(hour + HOUR - 1n);
      await expect(propose(governor, proposer, proposal))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(proposer.address, 0n, VOTES[0]);
      await time.setNextBlockTimestamp(hour + HOUR);
      await propose(governor, proposer, proposal);
      // Less in this hour does not matter in it, and does in the next.
      await token.connect(proposer).transfer(actors.donor, 1n);
      await time.setNextBlockTimestamp(hour + 2n * HOUR - 1n);
      await propose(governor, proposer, await naming(scenario, "Again"));
      await time.setNextBlockTimestamp(hour + 2n * HOUR);
      await expect(propose(governor, proposer, await naming(scenario, "And again")))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(proposer.address, VOTES[0] - 1n, VOTES[0]);
    });
  });

  describe("quorum", () => {
    const ceilDiv = (a: bigint, b: bigint): bigint => (a + b - 1n) / b;

    it("is rounded up", async () => {
      const { governor, token, actors } = await loadFixture(ready);
      for (const burned of [1n, 9_998n, 9_999n, 10_000n]) {
        const snapshot = await networkHelpers.takeSnapshot();
        await token.connect(actors.producers[0]).burn(burned);
        const hour = hourOf(await now());
        await nextHour();
        expect(await governor.quorum(hour)).to.equal(ceilDiv((SUPPLY - burned) * 1_000n, 10_000n));
        await snapshot.restore();
      }
    });

    it("is told of hours that are over only", async () => {
      const { governor, token } = await loadFixture(ready);
      const hour = await nextHour();
      await expect(governor.quorum(hour))
        .to.be.revertedWithCustomError(token, "ERC5805FutureLookup")
        .withArgs(hour, hour);
      await nextHour();
      expect(await governor.quorum(hour)).to.equal(QUORUM);
    });

    // 6,000 tokens to a partner over 70 days, nothing before 10; founders 1,200 over 360 days, nothing before 90.
    const SOLD = 6_000n * WHOLE + 2n;
    const FOUNDERS = SOLD / 5n;
    const PARTNER_DAYS = 70n * DAY;
    const vested = (total: bigint, elapsed: bigint, cliff: bigint, duration: bigint): bigint => {
      if (elapsed < cliff) return 0n;
      return elapsed >= duration ? total : (total * elapsed) / duration;
    };

    const sold = async (overrides: Overrides = {}): Promise<PresaleScenario> => {
      const scenario = await launchPresale(connection, {
        presale: { partnerVesting: { cliff: 10n * DAY, duration: PARTNER_DAYS }, ...overrides.presale },
      });
      const { presale, actors, unit } = scenario;
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(3_000n * unit + 1n, []);
      await time.increaseTo((await presale.terms()).closes);
      return scenario;
    };
    const soldDefault = () => sold();

    it("leaves out what vests in the presale, as it is at the end of the hour", async () => {
      const { presale, governor, actors } = await loadFixture(soldDefault);
      const before = hourOf(await now());
      const start = (await nextHour(1_000n)) + 1_001n;
      await time.setNextBlockTimestamp(start);
      await presale.connect(actors.trustee).release();
      const supply = SOLD + FOUNDERS + DEAD_SUPPLY;
      const released = hourOf(start);
      await time.increaseTo(released + 800n * DAY);
      expect(await presale.tokensVestingAt(start)).to.equal(SOLD + FOUNDERS);
      expect(await governor.quorum(before)).to.equal(0n); // no supply, and nothing vests of it
      for (const after of [0n, 10n * DAY - HOUR, 10n * DAY, 33n * DAY, 70n * DAY, 90n * DAY, 360n * DAY]) {
        const hour = released + after;
        const elapsed = hour + HOUR - 1n - start;
        const vesting =
          SOLD -
          vested(SOLD, elapsed, 10n * DAY, PARTNER_DAYS) +
          FOUNDERS -
          vested(FOUNDERS, elapsed, 90n * DAY, 360n * DAY);
        const expected = ceilDiv((supply - vesting) * 1_000n, 10_000n);
        expect(await presale.tokensVestingAt(hour + HOUR - 1n)).to.equal(vesting);
        for (const second of [hour, hour + 1n, hour + HOUR - 1n]) {
          expect(await governor.quorum(second), `${after} + ${second - hour}`).to.equal(expected);
        }
      }
      expect(await governor.quorum(released)).to.equal(DEAD_SUPPLY / 10n);
      expect(await governor.quorum(released + 700n * DAY)).to.equal(ceilDiv(supply, 10n));
    });

    it("counts what was not claimed, and decides by it: partners who claimed, to the wei", async () => {
      const scenario = await loadFixture(soldDefault);
      const { presale, governor, token, actors } = scenario;
      const [partner] = actors.partners;
      await presale.connect(actors.trustee).release();
      const start = await presale.releasedAt();
      await time.increaseTo(start + 35n * DAY);
      await presale.connect(partner).claim(partner);
      const claimed = await token.balanceOf(partner);
      await token.connect(partner).delegate(partner);
      const proposal = await naming(scenario);
      for (const [missing, state] of [
        [1n, State.Defeated],
        [0n, State.Succeeded],
      ] as const) {
        const snapshot = await networkHelpers.takeSnapshot();
        const id = await propose(governor, actors.stranger, proposal);
        const hour = await governor.proposalSnapshot(id);
        const elapsed = hour + HOUR - 1n - start;
        const counted = vested(SOLD, elapsed, 10n * DAY, PARTNER_DAYS) + DEAD_SUPPLY;
        const quorum = ceilDiv(counted, 10n);
        await token.connect(partner).transfer(actors.donor, claimed - quorum + missing);
        await toVoting(connection, governor, id);
        expect(await governor.quorum(hour)).to.equal(quorum);
        await governor.connect(partner).castVote(id, Vote.For);
        await toEnd(connection, governor, id);
        expect(await governor.state(id)).to.equal(state);
        await snapshot.restore();
      }
    });

    it("is a plain fraction when the presale failed", async () => {
      const scenario = await loadFixture(soldDefault);
      const { presale, governor, issuance, owner, actors } = scenario;
      await time.increaseTo((await presale.terms()).releaseBy);
      await issuance.connect(owner).setIssuer(actors.deployer, true);
      await issuance.connect(actors.deployer).issue(actors.producers[0], 1_000n * WHOLE);
      const hour = hourOf(await now());
      await nextHour();
      expect(await presale.tokensVestingAt(hour)).to.equal(0n);
      expect(await governor.quorum(hour)).to.equal(100n * WHOLE);
    });

    it("knows what a dissolution burned", async () => {
      const { presale, reserve, governor, owner, actors } = await loadFixture(soldDefault);
      await presale.connect(actors.trustee).release();
      const start = await presale.releasedAt();
      const hour = hourOf(start + 180n * DAY) + HOUR;
      const dissolved = hour + 1_800n;
      await time.setNextBlockTimestamp(dissolved);
      await reserve.connect(owner).dissolve();
      await nextHour();
      await nextHour();
      // Partners' tokens have all vested, founders' until the dissolution; the rest is burned.
      const ownedThen = SOLD + vested(FOUNDERS, dissolved - start, 90n * DAY, 360n * DAY) + DEAD_SUPPLY;
      expect(await presale.tokensVestingAt(dissolved)).to.equal(0n);
      expect(await presale.tokensVestingAt(dissolved - 1n)).to.equal(
        FOUNDERS - vested(FOUNDERS, dissolved - 1n - start, 90n * DAY, 360n * DAY),
      );
      for (const after of [hour, hour + HOUR]) {
        expect(await governor.quorum(after)).to.equal(ceilDiv(ownedThen, 10n));
      }
      const before = SOLD + vested(FOUNDERS, hour - 1n - start, 90n * DAY, 360n * DAY) + DEAD_SUPPLY;
      expect(await governor.quorum(hour - HOUR)).to.equal(ceilDiv(before, 10n));
    });
  });

  describe("its settings", () => {
    const SETTINGS = [
      ["setVotingDelay", 2n * DAY, "VotingDelaySet", DAY, (g: CdpoGovernor) => g.votingDelay()],
      ["setVotingPeriod", 3n * DAY, "VotingPeriodSet", 5n * DAY, (g: CdpoGovernor) => g.votingPeriod()],
      ["setProposalThreshold", 7n, "ProposalThresholdSet", 0n, (g: CdpoGovernor) => g.proposalThreshold()],
      [
        "updateQuorumNumerator",
        2_000n,
        "QuorumNumeratorUpdated",
        1_000n,
        (g: CdpoGovernor) => g["quorumNumerator()"](),
      ],
    ] as const;

    it("change by a proposal, each", async () => {
      const scenario = await loadFixture(ready);
      const { governor, actors } = scenario;
      const actions = await Promise.all(SETTINGS.map(([name, value]) => actionOf(governor, name, value)));
      const proposal = { actions, description: "Anew" };
      await due(connection, scenario, proposal, actors.producers);
      const execution = governor.execute(...hashedOf(proposal));
      for (const [, value, event, before] of SETTINGS) {
        await expect(execution).to.emit(governor, event).withArgs(before, value);
      }
      for (const [, value, , , read] of SETTINGS) expect(await read(governor)).to.equal(value);
    });

    it("keep to their bounds, also by a proposal", async () => {
      for (const [name, value, error] of [
        ["setVotingDelay", HOUR + 1n, "VotingDelayOutOfRange"],
        ["setVotingDelay", 30n * DAY + HOUR, "VotingDelayOutOfRange"],
        ["setVotingPeriod", 0n, "VotingPeriodOutOfRange"],
        ["setVotingPeriod", 2n * HOUR - 1n, "VotingPeriodOutOfRange"],
        ["setVotingPeriod", 30n * DAY + HOUR, "VotingPeriodOutOfRange"],
        ["setProposalThreshold", 2n ** 112n, "ProposalThresholdOutOfRange"],
        ["updateQuorumNumerator", 99n, "QuorumOutOfRange"],
        ["updateQuorumNumerator", 5_001n, "QuorumOutOfRange"],
      ] as const) {
        const scenario = await loadFixture(ready);
        const { governor, actors } = scenario;
        const proposal = { actions: [await actionOf(governor, name, value)], description: name };
        await due(connection, scenario, proposal, actors.producers);
        await expect(governor.execute(...hashedOf(proposal)))
          .to.be.revertedWithCustomError(governor, error)
          .withArgs(value);
      }
    });

    it("are nobody's: not the founders', nor the timelock's without a proposal here", async () => {
      const scenario = await loadFixture(ready);
      const { governor, actors, owner, timelock } = scenario;
      const calls = [
        ...SETTINGS.map(([name, value]) => [name, [value]] as const),
        ["updateTimelock", [actors.stranger.address]] as const,
        ["relay", [actors.stranger.address, 0n, "0x"]] as const,
      ];
      for (const [name, args] of calls) {
        const action = await actionOf(governor, name, ...args);
        for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
          await expect(signer.sendTransaction({ to: action.to, data: action.data ?? "0x" }))
            .to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor")
            .withArgs(signer.address);
        }
        // No proposal of the Governor is being executed: its queue of own calls is empty.
        await expect(
          owner.sendTransaction({ to: action.to, data: action.data ?? "0x" }),
        ).to.be.revertedWithPanic(0x31);
      }
      const data = governor.interface.encodeFunctionData("setVotingPeriod", [HOUR]);
      await expect(
        executeAs(connection, scenario, actors.stranger, { to: await governor.getAddress(), data }),
      ).to.be.revertedWithPanic(0x31);
      expect(await governor.votingPeriod()).to.equal(5n * DAY);
      expect(await timelock.hasRole(PROPOSER, actors.founders[0])).to.equal(true);
    });

    it("leave what was proposed before as it was", async () => {
      const scenario = await loadFixture(ready);
      const { governor, actors } = scenario;
      const [, second] = actors.producers;
      const proposal = {
        actions: [
          await actionOf(governor, "updateQuorumNumerator", 5_000n),
          await actionOf(governor, "setVotingPeriod", HOUR),
        ],
        description: "Stricter",
      };
      await due(connection, scenario, proposal, actors.producers);
      const id = await propose(governor, actors.stranger, await naming(scenario));
      const snapshot = await governor.proposalSnapshot(id);
      await toVoting(connection, governor, id);
      await governor.execute(...hashedOf(proposal));
      expect(await governor.quorum(snapshot)).to.equal(QUORUM);
      expect(await governor.proposalDeadline(id)).to.equal(snapshot + 5n * DAY);
      await governor.connect(second).castVote(id, Vote.For); // a third of the supply
      await toEnd(connection, governor, id);
      expect(await governor.state(id)).to.equal(State.Succeeded);
      const later = hourOf(await now());
      await nextHour();
      expect(await governor.quorum(later)).to.equal(SUPPLY / 2n);
    });
  });

  describe("value", () => {
    it("is refused here, and what came anyway goes on by a proposal", async () => {
      const scenario = await loadFixture(ready);
      const { governor, asset, actors, addresses, unit } = scenario;
      await expect(actors.donor.sendTransaction({ to: governor, value: 1n })).to.be.revertedWithCustomError(
        governor,
        "GovernorDisabledDeposit",
      );
      for (const call of [
        () => governor.onERC721Received(ZERO_ADDRESS, ZERO_ADDRESS, 1n, "0x"),
        () => governor.onERC1155Received(ZERO_ADDRESS, ZERO_ADDRESS, 1n, 1n, "0x"),
        () => governor.onERC1155BatchReceived(ZERO_ADDRESS, ZERO_ADDRESS, [1n], [1n], "0x"),
      ]) {
        await expect(call()).to.be.revertedWithCustomError(governor, "GovernorDisabledDeposit");
      }
      await asset.mint(governor, 3n * unit);
      const transfer = asset.interface.encodeFunctionData("transfer", [addresses.timelock, 3n * unit]);
      const proposal = {
        actions: [await actionOf(governor, "relay", await asset.getAddress(), 0n, transfer)],
        description: "Recover",
      };
      await due(connection, scenario, proposal, actors.producers);
      await expect(governor.execute(...hashedOf(proposal))).to.changeTokenBalances(
        ethers,
        asset,
        [governor, addresses.timelock],
        [-3n * unit, 3n * unit],
      );
    });
  });

  describe("handover", () => {
    const refusedAsProposer = async (
      { timelock, addresses }: Scenario,
      account: HardhatEthersSigner,
    ): Promise<void> => {
      const operation = [addresses.token, 0n, "0x", ZeroHash, encodeBytes32String("x")] as const;
      await expect(timelock.connect(account).schedule(...operation, 2n * DAY))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(account.address, PROPOSER);
      await expect(timelock.connect(account).cancel(ZeroHash))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(account.address, CANCELLER);
    };
    const governs = async (scenario: Scenario, description: string): Promise<void> => {
      const { governor, actors } = scenario;
      const proposal = await naming(scenario, description);
      await due(connection, scenario, proposal, actors.producers);
      await governor.execute(...hashedOf(proposal));
      expect(await isNamed(scenario)).to.equal(true);
    };

    it("before it, votes are advice: what succeeded is queued once founders grant the role", async () => {
      const scenario = await readyWith({ governorProposes: false });
      const { governor, timelock, actors, addresses } = scenario;
      const proposal = await naming(scenario);
      const id = await decided(connection, scenario, proposal, actors.producers);
      await expect(governor.queue(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(await governor.getAddress(), PROPOSER);
      expect(await governor.state(id)).to.equal(State.Succeeded);
      const data = timelock.interface.encodeFunctionData("grantRole", [
        PROPOSER,
        await governor.getAddress(),
      ]);
      await executeAs(connection, scenario, actors.stranger, { to: addresses.timelock, data });
      await governor.queue(...hashedOf(proposal));
      await time.increase(2n * DAY);
      await governor.execute(...hashedOf(proposal));
      expect(await isNamed(scenario)).to.equal(true);
    });

    it("by founders who renounce leaves the Governor alone", async () => {
      const scenario = await loadFixture(ready);
      const { timelock, actors } = scenario;
      for (const founder of actors.founders) {
        await timelock.connect(founder).renounceRole(PROPOSER, founder);
        await timelock.connect(founder).renounceRole(CANCELLER, founder);
      }
      for (const founder of actors.founders) await refusedAsProposer(scenario, founder);
      await governs(scenario, "Alone");
    });

    it("by a proposal that revokes leaves the Governor alone, and makes nobody else a proposer", async () => {
      const scenario = await loadFixture(ready);
      const { governor, timelock, actors } = scenario;
      const revoke = (role: string) =>
        Promise.all(actors.founders.map(({ address }) => actionOf(timelock, "revokeRole", role, address)));
      const proposal = {
        actions: [...(await revoke(PROPOSER)), ...(await revoke(CANCELLER))],
        description: "Thank the founders",
      };
      await due(connection, scenario, proposal, actors.producers);
      await governor.execute(...hashedOf(proposal));
      for (const { signer } of await everyoneBut(connection, scenario, "governor")) {
        await refusedAsProposer(scenario, signer);
      }
      await governs(scenario, "Alone");
    });

    it("can be stopped by a founder as long as he is a canceller", async () => {
      const scenario = await loadFixture(ready);
      const { governor, timelock, actors } = scenario;
      const [founder] = actors.founders;
      const proposal = {
        actions: [await actionOf(timelock, "revokeRole", CANCELLER, founder.address)],
        description: "Away",
      };
      const id = await decided(connection, scenario, proposal, actors.producers);
      await governor.queue(...hashedOf(proposal));
      const salt = toBeHex(BigInt(hashOf("Away")) ^ (BigInt(await governor.getAddress()) << 96n), 32);
      const operation = await timelock.hashOperationBatch(...callsOf(proposal), ZeroHash, salt);
      await timelock.connect(founder).cancel(operation);
      expect(await governor.state(id)).to.equal(State.Canceled);
    });
  });

  describe("the guardian", () => {
    it("gets the right anew by a proposal after it was used", async () => {
      const scenario = await loadFixture(ready);
      const { governor, timelock, reserve, actors, addresses } = scenario;
      await timelock.connect(actors.guardian).pause([addresses.reserve]);
      expect(await timelock.hasRole(GUARDIAN, actors.guardian)).to.equal(false);
      const proposal = {
        actions: [await actionOf(timelock, "grantRole", GUARDIAN, actors.guardian.address)],
        description: "Arm",
      };
      await due(connection, scenario, proposal, actors.producers);
      await governor.execute(...hashedOf(proposal));
      await time.increase(28n * DAY);
      await expect(timelock.connect(actors.guardian).pause([addresses.reserve]))
        .to.emit(timelock, "GuardianPaused")
        .and.to.emit(reserve, "PausedUntilSet");
      await expect(timelock.connect(actors.guardian).pause([addresses.reserve]))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(actors.guardian.address, GUARDIAN);
    });
  });

  describe("size", () => {
    it("fits into a contract's", async () => {
      const { implementation } = await cloneOf(connection, "CdpoGovernor");
      const code = await ethers.provider.getCode(implementation);
      expect((code.length - 2) / 2).to.be.below(24_576);
    });
  });
});
