import { expect } from "chai";
import { network } from "hardhat";
import { ZeroHash, concat, encodeBytes32String, id as hashOf, toBeHex } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { CdpoGovernor } from "../typechain-types/index.ts";
import { cloneOf, everyoneBut, executeAs, inOneBlock } from "./lib/contributions.ts";
import { DAY, WHOLE, ZERO_ADDRESS, launchGrowing, type Scenario } from "./lib/fixtures.ts";
import { FLOOR, LOOSE, STAKED, STAKES, counting, endow, settled as settledWith } from "./lib/stakes.ts";
import {
  State,
  Tag,
  Vote,
  actionOf,
  callsOf,
  decided,
  due,
  hashedOf,
  idOf,
  operationOf,
  propose,
  queued,
  saltOf,
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
/** 10 % of what circulates: 1,400 tokens, of which 1,000 are staked. */
const QUORUM = (STAKED + LOOSE) / 10n;
/** 1 % of it. */
const THRESHOLD = (STAKED + LOOSE) / 100n;
const NEVER = 2n ** 256n - 1n;
const TERMS = {
  votingDelay: DAY,
  votingPeriod: 5n * DAY,
  proposalThresholdBps: 100n,
  quorumBps: 1_000n,
} as const;

const now = async (): Promise<bigint> => BigInt(await time.latest());
const settled = (): Promise<Scenario> => settledWith(connection);
type Signer = HardhatEthersSigner;

/** Names a curator. */
async function naming({ registry, actors }: Scenario, description = "Name"): Promise<Proposal> {
  return { actions: [await actionOf(registry, "setCurator", actors.stranger.address, true)], description };
}

/** Whether what {@link naming} proposes was done. */
async function isNamed({ registry, actors }: Scenario): Promise<boolean> {
  return (await registry.curatorSince(actors.stranger)) > 0n;
}

/** Proposed by the third producer, in the first second of its vote. */
async function votingOn(scenario: Scenario, description = "Name") {
  const proposal = await naming(scenario, description);
  const id = await propose(scenario.governor, scenario.actors.producers[2], proposal);
  await toVoting(connection, scenario.governor, id);
  return { ...scenario, proposal, id };
}
const voting = async () => votingOn(await settled());

/** `account` keeps exactly `left` of its stake. */
async function keep({ stake }: Scenario, account: Signer, left: bigint): Promise<void> {
  await stake.connect(account).unstake((await stake.getVotes(account)) - left, account);
}

const bitmap = (...states: readonly bigint[]): string =>
  toBeHex(
    states.reduce((bits, state) => bits | (1n << state), 0n),
    32,
  );

describe("CdpoGovernor", () => {
  describe("initialize", () => {
    const bare = async (): Promise<CdpoGovernor> =>
      ethers.getContractAt("CdpoGovernor", (await cloneOf(connection, "CdpoGovernor")).clone);

    it("sets what it was told", async () => {
      const { governor, addresses } = await loadFixture(settled);
      expect(await governor.name()).to.equal("Shared car governor");
      expect(await governor.version()).to.equal("1");
      const domain = await governor.eip712Domain();
      expect([domain.name, domain.version]).to.deep.equal(["Shared car governor", "1"]);
      expect(domain.verifyingContract).to.equal(await governor.getAddress());
      expect(await governor.token()).to.equal(addresses.stake);
      expect(await governor.timelock()).to.equal(addresses.timelock);
      expect(await governor.votingDelay()).to.equal(DAY);
      expect(await governor.votingPeriod()).to.equal(5n * DAY);
      expect(await governor.proposalThresholdBps()).to.equal(100n);
      expect(await governor.proposalThreshold()).to.equal(THRESHOLD);
      expect(await governor.quorumBps()).to.equal(1_000n);
      expect(await governor.lateQuorumVoteExtension()).to.equal(2n * DAY);
      expect(await governor.COUNTING_MODE()).to.equal("support=bravo&quorum=for");
      expect(await governor.proposalNeedsQueuing(0n)).to.equal(true);
      expect(await governor.lastDecisionOf(ZERO_ADDRESS)).to.equal(0n);
    });

    it("has the clock of Stake", async () => {
      const { governor, stake } = await loadFixture(settled);
      expect(await governor.CLOCK_MODE()).to.equal("mode=timestamp");
      await time.increaseTo((await now()) + 1_234n);
      expect(await governor.clock()).to.equal(await now());
      expect(await stake.clock()).to.equal(await now());
    });

    it("refuses a missing token, stake or timelock", async () => {
      const { addresses } = await loadFixture(settled);
      const governor = await bare();
      const parties = [addresses.token, addresses.stake, addresses.timelock] as const;
      for (const at of [0, 1, 2]) {
        const [token, stake, timelock] = parties.map((each, index) => (index === at ? ZERO_ADDRESS : each));
        await expect(
          governor.initialize(token ?? "", stake ?? "", timelock ?? "", TERMS),
        ).to.be.revertedWithCustomError(governor, "ZeroAddress");
      }
    });

    for (const [field, error, values] of [
      ["votingDelay", "VotingDelayOutOfRange", [0n, DAY - 1n, 30n * DAY + 1n, 2n ** 48n - 1n]],
      ["votingPeriod", "VotingPeriodOutOfRange", [0n, 3n * DAY - 1n, 30n * DAY + 1n, 2n ** 32n - 1n]],
      ["proposalThresholdBps", "ProposalThresholdOutOfRange", [0n, 49n, 201n, 65_535n]],
      ["quorumBps", "QuorumOutOfRange", [0n, 99n, 2_001n, 65_535n]],
    ] as const) {
      it(`refuses a ${field} out of bounds`, async () => {
        const { addresses } = await loadFixture(settled);
        const governor = await bare();
        for (const value of values) {
          const terms = { ...TERMS, [field]: value };
          await expect(governor.initialize(addresses.token, addresses.stake, addresses.timelock, terms))
            .to.be.revertedWithCustomError(governor, error)
            .withArgs(value);
        }
      });
    }

    it("accepts each bound itself", async () => {
      for (const governance of [
        { votingDelay: DAY, votingPeriod: 3n * DAY, proposalThresholdBps: 50n, quorumBps: 100n },
        { votingDelay: 30n * DAY, votingPeriod: 30n * DAY, proposalThresholdBps: 200n, quorumBps: 2_000n },
      ]) {
        const { governor } = await launchGrowing(connection, { governance });
        expect(await governor.votingDelay()).to.equal(governance.votingDelay);
        expect(await governor.votingPeriod()).to.equal(governance.votingPeriod);
        expect(await governor.proposalThresholdBps()).to.equal(governance.proposalThresholdBps);
        expect(await governor.quorumBps()).to.equal(governance.quorumBps);
      }
    });

    it("works once, and never on the implementation", async () => {
      const { governor, addresses } = await loadFixture(settled);
      const { implementation } = await cloneOf(connection, "CdpoGovernor");
      for (const at of [governor, await ethers.getContractAt("CdpoGovernor", implementation)]) {
        await expect(
          at.initialize(addresses.token, addresses.stake, addresses.timelock, TERMS),
        ).to.be.revertedWithCustomError(at, "InvalidInitialization");
      }
    });
  });

  describe("for a reader of Governors who knows the standards only", () => {
    const GOVERNOR = [
      "event ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)",
      "event VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason)",
      "event ProposalQueued(uint256 proposalId, uint256 etaSeconds)",
      "event ProposalExecuted(uint256 proposalId)",
      "event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline)",
      "function supportsInterface(bytes4) view returns (bool)",
      "function name() view returns (string)",
      "function version() view returns (string)",
      "function token() view returns (address)",
      "function timelock() view returns (address)",
      "function clock() view returns (uint48)",
      "function CLOCK_MODE() view returns (string)",
      "function COUNTING_MODE() pure returns (string)",
      "function votingDelay() view returns (uint256)",
      "function votingPeriod() view returns (uint256)",
      "function proposalThreshold() view returns (uint256)",
      "function quorum(uint256) view returns (uint256)",
      "function state(uint256) view returns (uint8)",
      "function proposalSnapshot(uint256) view returns (uint256)",
      "function proposalDeadline(uint256) view returns (uint256)",
      "function proposalProposer(uint256) view returns (address)",
      "function proposalEta(uint256) view returns (uint256)",
      "function proposalNeedsQueuing(uint256) view returns (bool)",
      "function proposalVotes(uint256) view returns (uint256 against, uint256 inFavour, uint256 abstained)",
      "function hashProposal(address[], uint256[], bytes[], bytes32) view returns (uint256)",
      "function getVotes(address, uint256) view returns (uint256)",
      "function hasVoted(uint256, address) view returns (bool)",
    ];
    const VOTES = [
      "event DelegateVotesChanged(address indexed delegate, uint256 previousVotes, uint256 newVotes)",
      "function clock() view returns (uint48)",
      "function CLOCK_MODE() view returns (string)",
      "function getVotes(address) view returns (uint256)",
      "function getPastVotes(address, uint256) view returns (uint256)",
      "function getPastTotalSupply(uint256) view returns (uint256)",
      "function delegates(address) view returns (address)",
    ];
    const TIMELOCK = [
      "event CallScheduled(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data, bytes32 predecessor, uint256 delay)",
      "function getMinDelay() view returns (uint256)",
      "function isOperationPending(bytes32) view returns (bool)",
    ];
    /** What Tally and Agora index, by nothing but the standards. */
    const reader = (address: string) => {
      const governor = new ethers.Contract(address, GOVERNOR, ethers.provider);
      const read = async (name: string, ...args: readonly unknown[]): Promise<unknown> =>
        (await governor.getFunction(name)(...args)) as unknown;
      const eventsOf = async (name: string): Promise<unknown[][]> =>
        (await governor.queryFilter(name)).map((log) =>
          "args" in log ? (log.args.toArray() as unknown[]) : [],
        );
      return { read, eventsOf };
    };
    const idOfInterface = (...functions: readonly string[]): string =>
      toBeHex(
        functions.reduce((sum, each) => sum ^ BigInt(hashOf(each).slice(0, 10)), 0n),
        4,
      );

    it("is an OpenZeppelin Governor from its interface ids to the last event", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors, addresses } = scenario;
      const [first, second, third] = actors.producers;
      const { read, eventsOf } = reader(addresses.governor);
      // ERC-165: IERC165 itself, IGovernor as OpenZeppelin 5 answers it, ERC-1155's receiver; not nonsense.
      for (const [interfaceId, answer] of [
        ["0x01ffc9a7", true],
        ["0x65455a86", true],
        [
          idOfInterface(
            "onERC1155Received(address,address,uint256,uint256,bytes)",
            "onERC1155BatchReceived(address,address,uint256[],uint256[],bytes)",
          ),
          true,
        ],
        ["0xffffffff", false],
      ] as const) {
        expect([interfaceId, await read("supportsInterface", interfaceId)]).to.deep.equal([
          interfaceId,
          answer,
        ]);
      }
      expect(await read("CLOCK_MODE")).to.equal("mode=timestamp");
      expect(await read("COUNTING_MODE")).to.equal("support=bravo&quorum=for");
      expect(await read("clock")).to.equal(await now());
      expect([await read("votingDelay"), await read("votingPeriod")]).to.deep.equal([DAY, 5n * DAY]);
      const votes = new ethers.Contract((await read("token")) as string, VOTES, ethers.provider);
      expect((await votes.getFunction("CLOCK_MODE")()) as string).to.equal("mode=timestamp");
      expect((await votes.getFunction("clock")()) as bigint).to.equal(await now());

      const proposal = await naming(scenario);
      const proposedAt = (await now()) + 10n;
      await time.setNextBlockTimestamp(proposedAt);
      await propose(governor, third, proposal);
      await toVoting(connection, governor, idOf(proposal));
      await governor.connect(first).castVoteWithReason(idOf(proposal), Vote.For, "welcome");
      await governor.connect(second).castVote(idOf(proposal), Vote.Against);
      await governor.connect(third).castVote(idOf(proposal), Vote.Abstain);
      await toEnd(connection, governor, idOf(proposal));
      await governor.queue(...hashedOf(proposal));
      const queuedAt = await now();
      await time.increase(2n * DAY);
      await governor.execute(...hashedOf(proposal));

      const [created] = await eventsOf("ProposalCreated");
      const [id, proposer, targets, values, signatures, calls, start, end, description] = created as [
        bigint,
        string,
        string[],
        bigint[],
        string[],
        string[],
        bigint,
        bigint,
        string,
      ];
      expect(proposer).to.equal(third.address);
      expect([start, end]).to.deep.equal([proposedAt + DAY, proposedAt + 6n * DAY]);
      expect([...signatures]).to.deep.equal([""]);
      expect(await read("hashProposal", [...targets], [...values], [...calls], hashOf(description))).to.equal(
        id,
      );
      expect(await read("proposalProposer", id)).to.equal(third.address);
      expect([await read("proposalSnapshot", id), await read("proposalDeadline", id)]).to.deep.equal([
        start,
        end,
      ]);
      expect(await read("quorum", start)).to.equal(QUORUM);
      expect(await read("proposalThreshold")).to.equal(THRESHOLD);
      // What was cast is the sum of the events, which is the tally; each weight is the token's at the snapshot.
      const cast = await eventsOf("VoteCast");
      expect(cast).to.deep.equal([
        [first.address, id, Vote.For, STAKES[0], "welcome"],
        [second.address, id, Vote.Against, STAKES[1], ""],
        [third.address, id, Vote.Abstain, STAKES[2], ""],
      ]);
      for (const [voter, , , weight] of cast) {
        expect((await votes.getFunction("getPastVotes")(voter, start)) as bigint).to.equal(weight);
        expect(await read("getVotes", voter, start)).to.equal(weight);
        expect(await read("hasVoted", id, voter)).to.equal(true);
      }
      const tally = (await read("proposalVotes", id)) as { toArray(): bigint[] };
      expect(tally.toArray()).to.deep.equal([STAKES[1], STAKES[0], STAKES[2]]);
      expect(await eventsOf("ProposalQueued")).to.deep.equal([[id, queuedAt + 2n * DAY]]);
      expect(await eventsOf("ProposalExecuted")).to.deep.equal([[id]]);
      expect(await eventsOf("ProposalExtended")).to.deep.equal([]);
      expect(await read("state", id)).to.equal(State.Executed);
      expect(await read("proposalEta", id)).to.equal(queuedAt + 2n * DAY);
      // The timelock's events tell the same calls.
      const timelock = new ethers.Contract((await read("timelock")) as string, TIMELOCK, ethers.provider);
      const [scheduled] = await timelock.queryFilter("CallScheduled");
      if (scheduled === undefined || !("args" in scheduled)) throw new Error("nothing was scheduled");
      const [operation, , target, value, data] = scheduled.args.toArray() as [
        string,
        bigint,
        string,
        bigint,
        string,
      ];
      expect([target, value, data]).to.deep.equal([targets[0], values[0], calls[0]]);
      expect(operation).to.equal(operationOf(addresses.governor, proposal));
    });

    it("knows each state by `state` alone", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors, addresses } = scenario;
      const { read } = reader(addresses.governor);
      const [first, , third] = actors.producers;
      const proposal = await naming(scenario);
      const id = await propose(governor, third, proposal);
      const stateAt = async (at: bigint): Promise<unknown> => {
        await time.increaseTo(at);
        return read("state", id);
      };
      const snapshot = await governor.proposalSnapshot(id);
      const deadline = await governor.proposalDeadline(id);
      expect(await stateAt(snapshot)).to.equal(State.Pending);
      expect(await stateAt(snapshot + 1n)).to.equal(State.Active);
      await governor.connect(first).castVote(id, Vote.For);
      expect(await stateAt(deadline)).to.equal(State.Active);
      expect(await stateAt(deadline + 1n)).to.equal(State.Succeeded);
      await governor.queue(...hashedOf(proposal));
      const eta = (await read("proposalEta", id)) as bigint;
      expect(await stateAt(eta + 14n * DAY - 1n)).to.equal(State.Queued);
      expect(await stateAt(eta + 14n * DAY)).to.equal(State.Expired);
    });
  });

  describe("a decision", () => {
    it("changes a parameter: proposed, voted, queued, executed", async () => {
      const { governor, stake, registry, timelock, actors, addresses } = await loadFixture(settled);
      const [first, second, third] = actors.producers;
      const proposal: Proposal = {
        actions: [await actionOf(registry, "setKind", 0n, "production", 700n * WHOLE, true)],
        description: "Raise what a production may earn",
      };
      const id = idOf(proposal);
      const { description } = proposal;
      expect(await governor.hashProposal(...hashedOf(proposal))).to.equal(id);
      const proposedAt = (await now()) + 1_234n;
      await time.setNextBlockTimestamp(proposedAt);
      const snapshot = proposedAt + DAY;
      const deadline = snapshot + 5n * DAY;
      const [targets, values, calls] = callsOf(proposal);
      const sent = governor.connect(third).propose(targets, values, calls, description);
      await expect(sent)
        .to.emit(governor, "ProposalCreated")
        .withArgs(id, third.address, targets, values, [""], calls, snapshot, deadline, description);
      await expect(sent)
        .to.emit(stake, "HoldBegun")
        .withArgs(third.address, addresses.governor, id, Tag.Proposed, NEVER, proposedAt + 150n * DAY);
      expect(await governor.proposalProposer(id)).to.equal(third.address);
      expect(await governor.lastDecisionOf(third)).to.equal(id);
      expect(await governor.decisionOf(id)).to.deep.equal([QUORUM, proposedAt, 0n, false, ZeroHash]);

      const votedAt = snapshot + 100n;
      await time.setNextBlockTimestamp(votedAt);
      await expect(governor.connect(second).castVoteWithReason(id, Vote.Against, "too much"))
        .to.emit(governor, "VoteCast")
        .withArgs(second.address, id, Vote.Against, STAKES[1], "too much")
        .and.to.emit(stake, "HoldBegun")
        .withArgs(second.address, addresses.governor, id, Tag.Against, NEVER, votedAt + 150n * DAY);
      await governor.connect(first).castVote(id, Vote.For);
      await governor.connect(third).castVote(id, Vote.Abstain);
      expect(await governor.proposalVotes(id)).to.deep.equal([STAKES[1], STAKES[0], STAKES[2]]);

      await time.increaseTo(deadline + 1n);
      const queuedAt = deadline + 77n;
      await time.setNextBlockTimestamp(queuedAt);
      const operation = await timelock.hashOperationBatch(
        targets,
        values,
        calls,
        ZeroHash,
        saltOf(addresses.governor, proposal),
      );
      expect(operation).to.equal(operationOf(addresses.governor, proposal));
      await expect(governor.connect(actors.stranger).queue(...hashedOf(proposal)))
        .to.emit(governor, "ProposalQueued")
        .withArgs(id, queuedAt + 2n * DAY)
        .and.to.emit(timelock, "CallScheduled")
        .withArgs(operation, 0n, addresses.registry, 0n, calls[0], ZeroHash, 2n * DAY);
      expect(await timelock.isDecision(operation)).to.equal(true);
      expect(await governor.decisionBehind(operation)).to.deep.equal([id, proposedAt]);
      expect(await governor.decisionBehind(ZeroHash)).to.deep.equal([0n, 0n]);

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
      expect(await governor.decisionOf(id)).to.deep.equal([
        QUORUM,
        proposedAt,
        queuedAt + 2n * DAY,
        false,
        operation,
      ]);
      await expect(governor.execute(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Executed, bitmap(State.Queued));
    });

    it("pays asset, tokens and native currency from the treasury, in one", async () => {
      const scenario = await loadFixture(settled);
      const { governor, token, asset, timelock, actors, addresses, unit } = scenario;
      const receiver = ethers.getAddress(toBeHex(0xbeef, 20));
      await asset.mint(addresses.timelock, 100n * unit);
      await token.connect(actors.partners[0]).transfer(addresses.timelock, 40n * WHOLE);
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
      const scenario = await loadFixture(settled);
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
      const scenario = await loadFixture(settled);
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
      expect((await governor.decisionOf(id)).executedAt).to.equal(0n);
      await asset.mint(addresses.timelock, unit);
      await governor.execute(...hashedOf(proposal));
      expect(await isNamed(scenario)).to.equal(true);
    });

    it("needs calls, is proposed once, and is unknown before", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      const [first, second] = actors.producers;
      const empty = { actions: [], description: "Nothing" };
      await expect(propose(governor, first, empty))
        .to.be.revertedWithCustomError(governor, "GovernorInvalidProposalLength")
        .withArgs(0n, 0n, 0n);
      const proposal = await naming(scenario);
      await expect(governor.state(idOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal")
        .withArgs(idOf(proposal));
      const id = await propose(governor, first, proposal);
      await expect(propose(governor, second, proposal))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Pending, ZeroHash);
      await propose(governor, second, await naming(scenario, "Name, in other words"));
    });

    it("can be reserved to its proposer by its description", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      const [first, second] = actors.producers;
      const proposal = await naming(scenario, `Name #proposer=${second.address}`);
      await expect(propose(governor, first, proposal))
        .to.be.revertedWithCustomError(governor, "GovernorRestrictedProposer")
        .withArgs(first.address);
      await propose(governor, second, proposal);
    });
  });

  describe("proposing", () => {
    it("takes a part of what circulates, one second before and now, to the wei", async () => {
      const scenario = await loadFixture(settled);
      const { governor, stake, actors } = scenario;
      const [, , third] = actors.producers;
      const proposal = await naming(scenario);
      await keep(scenario, third, THRESHOLD - 1n);
      await time.increase(1n);
      await expect(propose(governor, third, proposal))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(third.address, THRESHOLD - 1n, THRESHOLD);
      const at = (await now()) + 10n;
      const snapshot = await networkHelpers.takeSnapshot();
      // In the second in which it is staked it does not count yet,
      const [, refused] = await inOneBlock(
        connection,
        [
          () => stake.connect(third).stake(1n),
          () =>
            governor
              .connect(third)
              .propose(...callsOf(proposal), proposal.description, { gasLimit: 1_000_000n }),
        ],
        at,
      );
      await expect(refused)
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(third.address, THRESHOLD - 1n, THRESHOLD);
      // a second later it does,
      await time.setNextBlockTimestamp(at + 1n);
      await propose(governor, third, proposal);
      await snapshot.restore();
      // and what left in this second does not any more.
      await stake.connect(third).stake(1n);
      const [, left] = await inOneBlock(connection, [
        () => stake.connect(third).unstake(1n, third),
        () =>
          governor
            .connect(third)
            .propose(...callsOf(proposal), proposal.description, { gasLimit: 1_000_000n }),
      ]);
      await expect(left)
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(third.address, THRESHOLD - 1n, THRESHOLD);
    });

    it("takes a part of the floor at least, rounded up", async () => {
      const scenario = await loadFixture(settled);
      const { governor, token, actors } = scenario;
      await endow(connection, scenario, [actors.donor, 1n]);
      expect(await governor.proposalThreshold()).to.equal(THRESHOLD + 1n);
      for (const partner of actors.partners.slice(0, 2)) await token.connect(partner).burn(LOOSE / 2n);
      await keep(scenario, actors.producers[1], 1n);
      await token.connect(actors.producers[1]).burn(STAKES[1] - 1n);
      expect(await governor.proposalThreshold()).to.equal(FLOOR / 100n);
    });

    it("is for who has no live decision: one account, one at a time", async () => {
      const scenario = await loadFixture(settled);
      const { governor, stake, actors, addresses } = scenario;
      const [first, second, third] = actors.producers;
      const proposal = await naming(scenario);
      const next = await naming(scenario, "Next");
      const id = await propose(governor, third, proposal);
      const refused = async (state: bigint): Promise<void> => {
        expect(await governor.state(id)).to.equal(state);
        await expect(propose(governor, third, next))
          .to.be.revertedWithCustomError(governor, "DecisionLive")
          .withArgs(third.address, id);
      };
      const allowed = async (state: bigint): Promise<void> => {
        expect(await governor.state(id)).to.equal(state);
        const snapshot = await networkHelpers.takeSnapshot();
        await propose(governor, third, next);
        expect(await governor.lastDecisionOf(third)).to.equal(idOf(next));
        await snapshot.restore();
      };
      await refused(State.Pending);
      const pending = await networkHelpers.takeSnapshot();
      await governor.connect(third).cancel(...hashedOf(proposal));
      await allowed(State.Canceled);
      await pending.restore();
      await propose(governor, second, await naming(scenario, "Of another"));
      await toVoting(connection, governor, id);
      await refused(State.Active);
      const active = await networkHelpers.takeSnapshot();
      await toEnd(connection, governor, id);
      await allowed(State.Defeated);
      await active.restore();
      await governor.connect(first).castVote(id, Vote.For);
      await toEnd(connection, governor, id);
      await refused(State.Succeeded);
      const succeeded = await networkHelpers.takeSnapshot();
      await time.increaseTo((await governor.proposalDeadline(id)) + 7n * DAY + 1n);
      await allowed(State.Expired);
      await succeeded.restore();
      await governor.queue(...hashedOf(proposal));
      await refused(State.Queued);
      const waiting = await networkHelpers.takeSnapshot();
      await stake.connect(third).vetoDecision(operationOf(addresses.governor, proposal));
      await allowed(State.Canceled);
      await waiting.restore();
      await time.increase(2n * DAY);
      await governor.execute(...hashedOf(proposal));
      await allowed(State.Executed);
    });

    it("is undone by the proposer alone, until voting begins", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      const [, , third] = actors.producers;
      const proposal = await naming(scenario);
      const id = await propose(governor, third, proposal);
      for (const signer of [actors.producers[0], actors.founders[0], scenario.owner, actors.stranger]) {
        await expect(governor.connect(signer).cancel(...hashedOf(proposal)))
          .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
          .withArgs(id, signer.address);
      }
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(await governor.proposalSnapshot(id));
      await expect(governor.connect(third).cancel(...hashedOf(proposal)))
        .to.emit(governor, "ProposalCanceled")
        .withArgs(id);
      await time.increase(10n * DAY);
      await expect(governor.queue(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Canceled, bitmap(State.Succeeded));
      await snapshot.restore();
      await toVoting(connection, governor, id);
      await expect(governor.connect(third).cancel(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(id, third.address);
    });
  });

  describe("a vote", () => {
    it("counts once, only while it lasts, and only for, against or abstaining", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      const [first, second, third] = actors.producers;
      const id = await propose(governor, third, await naming(scenario));
      const refused = async (state: bigint): Promise<void> => {
        await expect(governor.connect(first).castVote(id, Vote.For))
          .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
          .withArgs(id, state, bitmap(State.Active));
      };
      const snapshot = await governor.proposalSnapshot(id);
      await time.setNextBlockTimestamp(snapshot);
      await refused(State.Pending);
      await time.setNextBlockTimestamp(snapshot + 1n);
      await governor.connect(second).castVote(id, Vote.Abstain);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, 0n, STAKES[1]]);
      await expect(governor.connect(second).castVote(id, Vote.For))
        .to.be.revertedWithCustomError(governor, "GovernorAlreadyCastVote")
        .withArgs(second.address);
      await expect(governor.connect(first).castVote(id, 3n)).to.be.revertedWithCustomError(
        governor,
        "GovernorInvalidVoteType",
      );
      const deadline = await governor.proposalDeadline(id);
      await time.setNextBlockTimestamp(deadline);
      await governor.connect(third).castVote(id, Vote.For);
      await time.setNextBlockTimestamp(deadline + 1n);
      await refused(State.Defeated);
      expect(await governor.proposalVotes(id)).to.deep.equal([0n, STAKES[2], STAKES[1]]);
    });

    it("weighs the lesser of the stake at the snapshot and now", async () => {
      const scenario = await loadFixture(settled);
      const { governor, stake, actors } = scenario;
      const [first, second, third] = actors.producers;
      const [partner, other] = actors.partners;
      const id = await propose(governor, third, await naming(scenario));
      const snapshot = await governor.proposalSnapshot(id);
      await time.setNextBlockTimestamp(snapshot);
      await stake.connect(partner).stake(50n * WHOLE); // in the snapshot's second: counts
      await time.setNextBlockTimestamp(snapshot + 1n);
      await stake.connect(other).stake(60n * WHOLE); // after it
      await stake.connect(other).stakeFor(second, 5n);
      await keep(scenario, first, 590n * WHOLE);
      await expect(governor.connect(other).castVote(id, Vote.For))
        .to.be.revertedWithCustomError(governor, "NothingToVoteWith")
        .withArgs(id, other.address);
      for (const [voter, weight] of [
        [first, 590n * WHOLE],
        [second, STAKES[1]],
        [partner, 50n * WHOLE],
      ] as const) {
        expect(await governor.getVotes(voter, snapshot)).to.equal(weight);
        await expect(governor.connect(voter).castVote(id, Vote.For))
          .to.emit(governor, "VoteCast")
          .withArgs(voter.address, id, Vote.For, weight, "");
      }
    });

    it("of nothing is refused, so that it holds and disqualifies nobody", async () => {
      const { governor, stake, actors, addresses, id } = await loadFixture(voting);
      const { stranger } = actors;
      await expect(governor.connect(stranger).castVote(id, Vote.Against))
        .to.be.revertedWithCustomError(governor, "NothingToVoteWith")
        .withArgs(id, stranger.address);
      expect(await governor.hasVoted(id, stranger)).to.equal(false);
      expect(await stake.holdOf(addresses.governor, id, Tag.Against, stranger)).to.equal(0n);
    });

    it("of a stake that was passed on counts once", async () => {
      const { governor, stake, actors, id } = await loadFixture(voting);
      const [first] = actors.producers;
      await stake.connect(first).unstake(STAKES[0], actors.stranger);
      const token = await ethers.getContractAt("CdpoToken", await stake.token());
      await token.connect(actors.stranger).approve(stake, NEVER);
      await stake.connect(actors.stranger).stake(STAKES[0]);
      for (const account of [first, actors.stranger]) {
        await expect(governor.connect(account).castVote(id, Vote.For))
          .to.be.revertedWithCustomError(governor, "NothingToVoteWith")
          .withArgs(id, account.address);
      }
    });

    it("with a loan of one transaction does not exist: neither voting nor proposing", async () => {
      const scenario = await loadFixture(voting);
      const { governor, stake, token, actors, id } = scenario;
      const [partner] = actors.partners;
      const flash = await ethers.deployContract("FlashVoter");
      await token.connect(partner).approve(flash, NEVER);
      const borrow = async (data: string) =>
        flash.borrowAndCall(token, stake, partner, LOOSE / 2n, await governor.getAddress(), data);
      await borrow(governor.interface.encodeFunctionData("clock"));
      expect(await flash.votesHeld()).to.equal(LOOSE / 2n);
      await expect(borrow(governor.interface.encodeFunctionData("castVote", [id, Vote.For])))
        .to.be.revertedWithCustomError(governor, "NothingToVoteWith")
        .withArgs(id, await flash.getAddress());
      const proposal = await counting(scenario);
      const data = governor.interface.encodeFunctionData("propose", [
        ...callsOf(proposal),
        proposal.description,
      ]);
      await expect(borrow(data))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(await flash.getAddress(), 0n, THRESHOLD);
      expect(await token.balanceOf(partner)).to.equal(LOOSE / 2n);
    });
  });

  describe("what decides", () => {
    /** Gives the first producer `votes` exactly; a decision of the third in its vote. */
    const withVotes = async (votes: bigint) => {
      const scenario = await loadFixture(settled);
      await keep(scenario, scenario.actors.producers[0], votes);
      await time.increase(1n);
      return votingOn(scenario);
    };

    it("is a quorum to the wei: one below it, a decision is defeated", async () => {
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

    it("is a quorum of votes for alone: abstaining and being against fill nothing", async () => {
      for (const support of [Vote.Abstain, Vote.Against]) {
        const { governor, actors, id } = await withVotes(QUORUM - 1n);
        await governor.connect(actors.producers[0]).castVote(id, Vote.For);
        await governor.connect(actors.producers[2]).castVote(id, support);
        await toEnd(connection, governor, id);
        expect(await governor.state(id)).to.equal(State.Defeated);
      }
    });

    it("is a majority to the wei: a tie is defeated", async () => {
      // The second and third together have 400.
      for (const [votes, state] of [
        [400n * WHOLE - 1n, State.Defeated],
        [400n * WHOLE, State.Defeated],
        [400n * WHOLE + 1n, State.Succeeded],
      ] as const) {
        const { governor, actors, id } = await withVotes(votes);
        const [first, second, third] = actors.producers;
        await governor.connect(first).castVote(id, Vote.For);
        for (const voter of [second, third]) await governor.connect(voter).castVote(id, Vote.Against);
        await toEnd(connection, governor, id);
        expect(await governor.proposalVotes(id)).to.deep.equal([400n * WHOLE, votes, 0n]);
        expect(await governor.state(id)).to.equal(state);
      }
    });
  });

  describe("the quorum", () => {
    it("is recorded when a decision is proposed, of what circulates then, rounded up", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      await endow(connection, scenario, [actors.donor, 1n]);
      const id = await propose(governor, actors.producers[2], await naming(scenario));
      const snapshot = await governor.proposalSnapshot(id);
      expect((await governor.decisionOf(id)).quorum).to.equal(QUORUM + 1n);
      await endow(connection, scenario, [actors.donor, 5_000n * WHOLE]);
      // For tools: of the snapshot's decision; for any other second what a decision proposed now would need.
      expect(await governor.quorum(snapshot)).to.equal(QUORUM + 1n);
      for (const timepoint of [0n, snapshot - 1n, snapshot + 1n, await now()]) {
        expect(await governor.quorum(timepoint)).to.equal(QUORUM + 500n * WHOLE + 1n);
      }
      await toVoting(connection, governor, id);
      expect(await governor.quorum(snapshot)).to.equal(QUORUM + 1n);
    });

    it("is of the floor at least", async () => {
      const scenario = await loadFixture(settled);
      const { governor, stake, token, actors } = scenario;
      await stake.mature();
      for (const partner of actors.partners.slice(0, 2)) await token.connect(partner).burn(LOOSE / 2n);
      await keep(scenario, actors.producers[0], 200n * WHOLE);
      await token.connect(actors.producers[0]).burn(400n * WHOLE);
      const id = await propose(governor, actors.producers[2], await naming(scenario));
      expect((await governor.decisionOf(id)).quorum).to.equal(FLOOR / 10n);
    });

    it("is lowered by anyone to the present figure until voting starts, and never raised", async () => {
      const scenario = await loadFixture(settled);
      const { governor, token, actors } = scenario;
      const anyone = governor.connect(actors.stranger);
      const id = await propose(governor, actors.producers[2], await naming(scenario));
      const snapshot = await governor.proposalSnapshot(id);
      await expect(anyone.lowerQuorum(id))
        .to.be.revertedWithCustomError(governor, "QuorumNotLower")
        .withArgs(id, QUORUM, QUORUM);
      await expect(anyone.lowerQuorum(7n))
        .to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal")
        .withArgs(7n);
      await token.connect(actors.partners[0]).burn(10n);
      expect(await anyone.lowerQuorum.staticCall(id)).to.equal(QUORUM - 1n);
      await expect(anyone.lowerQuorum(id))
        .to.emit(governor, "QuorumLowered")
        .withArgs(id, QUORUM - 1n);
      expect(await governor.quorum(snapshot)).to.equal(QUORUM - 1n);
      await endow(connection, scenario, [actors.donor, 100n * WHOLE]);
      await expect(anyone.lowerQuorum(id))
        .to.be.revertedWithCustomError(governor, "QuorumNotLower")
        .withArgs(id, QUORUM - 1n, QUORUM + 10n * WHOLE - 1n);
      await token.connect(actors.donor).burn(100n * WHOLE);
      await token.connect(actors.partners[1]).burn(100n * WHOLE);
      await time.setNextBlockTimestamp(snapshot);
      await anyone.lowerQuorum(id);
      expect((await governor.decisionOf(id)).quorum).to.equal(QUORUM - 10n * WHOLE - 1n);
      await time.setNextBlockTimestamp(snapshot + 1n);
      await token.connect(actors.partners[1]).burn(100n * WHOLE);
      await expect(anyone.lowerQuorum.staticCall(id))
        .to.be.revertedWithCustomError(governor, "QuorumFixed")
        .withArgs(id, snapshot);
    });

    it("that was lowered is what decides", async () => {
      const scenario = await loadFixture(settled);
      const { governor, token, actors } = scenario;
      await keep(scenario, actors.producers[0], 130n * WHOLE);
      await time.increase(1n);
      const id = await propose(governor, actors.producers[2], await naming(scenario));
      await token.connect(actors.partners[0]).burn(100n * WHOLE);
      for (const [lowered, state] of [
        [false, State.Defeated],
        [true, State.Succeeded],
      ] as const) {
        const snapshot = await networkHelpers.takeSnapshot();
        if (lowered) await governor.lowerQuorum(id);
        await toVoting(connection, governor, id);
        await governor.connect(actors.producers[0]).castVote(id, Vote.For);
        await toEnd(connection, governor, id);
        expect(await governor.state(id)).to.equal(state);
        await snapshot.restore();
      }
    });

    it("of several decisions of one second is told of the last", async () => {
      const scenario = await loadFixture(settled);
      const { governor, token, actors } = scenario;
      const [first, second] = actors.producers;
      const proposals = [await naming(scenario, "one"), await naming(scenario, "two")] as const;
      await inOneBlock(connection, [
        () => governor.connect(first).propose(...callsOf(proposals[0]), "one"),
        () => token.connect(actors.partners[0]).burn(100n * WHOLE),
        () => governor.connect(second).propose(...callsOf(proposals[1]), "two"),
      ]);
      const snapshot = await governor.proposalSnapshot(idOf(proposals[0]));
      expect(await governor.proposalSnapshot(idOf(proposals[1]))).to.equal(snapshot);
      expect((await governor.decisionOf(idOf(proposals[0]))).quorum).to.equal(QUORUM);
      expect(await governor.quorum(snapshot)).to.equal(QUORUM - 10n * WHOLE);
    });

    it("that is reached late leaves the others two days to answer", async () => {
      const { governor, actors, id } = await loadFixture(voting);
      const [first, second] = actors.producers;
      const deadline = await governor.proposalDeadline(id);
      await time.setNextBlockTimestamp(deadline);
      await expect(governor.connect(second).castVote(id, Vote.For))
        .to.emit(governor, "ProposalExtended")
        .withArgs(id, deadline + 2n * DAY);
      await time.setNextBlockTimestamp(deadline + 2n * DAY);
      await governor.connect(first).castVote(id, Vote.Against);
      await time.increaseTo(deadline + 2n * DAY + 1n);
      expect(await governor.state(id)).to.equal(State.Defeated);
    });

    it("that is reached two days before the end extends nothing", async () => {
      const { governor, actors, id } = await loadFixture(voting);
      const deadline = await governor.proposalDeadline(id);
      await time.setNextBlockTimestamp(deadline - 2n * DAY);
      await expect(governor.connect(actors.producers[0]).castVote(id, Vote.For)).not.to.emit(
        governor,
        "ProposalExtended",
      );
      expect(await governor.proposalDeadline(id)).to.equal(deadline);
    });
  });

  describe("a poll", () => {
    const polling = () => settledWith(connection, { governance: { governorProposes: false } });
    const grant = async (scenario: Scenario): Promise<void> => {
      const { timelock, actors, addresses } = scenario;
      const data = timelock.interface.encodeFunctionData("grantRole", [PROPOSER, addresses.governor]);
      await executeAs(connection, scenario, actors.stranger, { to: addresses.timelock, data });
    };

    it("is what was proposed before the Governor was a proposer: it can never be queued", async () => {
      const scenario = await loadFixture(polling);
      const { governor, actors } = scenario;
      const proposal = await naming(scenario);
      const id = await propose(governor, actors.producers[0], proposal);
      expect((await governor.decisionOf(id)).poll).to.equal(true);
      await grant(scenario); // while voting on it goes on
      await governor.connect(actors.producers[0]).castVote(id, Vote.For);
      await toEnd(connection, governor, id);
      expect(await governor.state(id)).to.equal(State.Succeeded);
      await expect(governor.queue(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "PollOnly")
        .withArgs(id);
      await expect(governor.execute(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Succeeded, bitmap(State.Queued));
      await time.increase(7n * DAY);
      expect(await governor.state(id)).to.equal(State.Expired);
      // The same, proposed again, is a decision.
      const again = { ...proposal, description: "Name, and mean it" };
      await due(connection, scenario, again, [actors.producers[0]]);
      await governor.execute(...hashedOf(again));
      expect(await isNamed(scenario)).to.equal(true);
    });

    it("becomes no decision by the Governor's losing and getting the role; a decision stays one", async () => {
      const scenario = await loadFixture(settled);
      const { governor, timelock, actors, addresses } = scenario;
      const proposal = await naming(scenario);
      const id = await decided(connection, scenario, proposal, [actors.producers[0]]);
      await timelock.connect(scenario.owner).revokeRole(PROPOSER, addresses.governor);
      await expect(governor.queue(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(addresses.governor, PROPOSER);
      await timelock.connect(scenario.owner).grantRole(PROPOSER, addresses.governor);
      await governor.queue(...hashedOf(proposal));
      expect(await governor.state(id)).to.equal(State.Queued);
    });
  });

  describe("expiry", () => {
    it("comes 7 days after a success that nobody queued", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      const proposal = await naming(scenario);
      const id = await decided(connection, scenario, proposal, [actors.producers[0]]);
      const last = (await governor.proposalDeadline(id)) + 7n * DAY;
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(last + 1n);
      await expect(governor.queue(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Expired, bitmap(State.Succeeded));
      await snapshot.restore();
      await time.setNextBlockTimestamp(last);
      await governor.queue(...hashedOf(proposal));
    });

    it("comes 14 days after a decision was ready, and nobody can queue or carry it out again", async () => {
      const scenario = await loadFixture(settled);
      const { governor, timelock, actors, addresses } = scenario;
      const proposal = await naming(scenario);
      const id = await queued(connection, scenario, proposal, [actors.producers[0]]);
      const expires = (await governor.proposalEta(id)) + 14n * DAY;
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(expires);
      await expect(governor.execute(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Expired, bitmap(State.Queued));
      await expect(governor.queue(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnexpectedProposalState")
        .withArgs(id, State.Expired, bitmap(State.Succeeded));
      await time.increaseTo(expires);
      expect(await timelock.isOperation(operationOf(addresses.governor, proposal))).to.equal(false);
      await snapshot.restore();
      await time.setNextBlockTimestamp(expires - 1n);
      await governor.execute(...hashedOf(proposal));
      expect(await isNamed(scenario)).to.equal(true);
      await time.increase(100n * DAY);
      expect(await governor.state(id)).to.equal(State.Executed);
    });

    it("is not what a veto does: that cancels for ever", async () => {
      const scenario = await loadFixture(settled);
      const { governor, stake, actors, addresses } = scenario;
      const proposal = await naming(scenario);
      const id = await queued(connection, scenario, proposal, [actors.producers[0]]);
      await stake.connect(actors.producers[1]).vetoDecision(operationOf(addresses.governor, proposal));
      for (const days of [0n, 2n, 15n, 100n]) {
        await time.increase(days * DAY + 1n);
        expect(await governor.state(id)).to.equal(State.Canceled);
      }
    });
  });

  describe("its operations", () => {
    it("run through the Governor only", async () => {
      const scenario = await loadFixture(settled);
      const { governor, timelock, actors, addresses } = scenario;
      const proposal = await naming(scenario);
      const id = await due(connection, scenario, proposal, actors.producers);
      const salt = saltOf(addresses.governor, proposal);
      for (const signer of [actors.stranger, actors.founders[0], scenario.owner]) {
        await expect(timelock.connect(signer).executeBatch(...callsOf(proposal), ZeroHash, salt))
          .to.be.revertedWithCustomError(timelock, "ReservedSalt")
          .withArgs(salt);
      }
      await governor.connect(actors.stranger).execute(...hashedOf(proposal));
      expect((await governor.decisionOf(id)).executedAt).to.equal(await now());
    });

    it("have ids that nobody else can occupy", async () => {
      const scenario = await loadFixture(settled);
      const { governor, timelock, actors, addresses } = scenario;
      const [founder] = actors.founders;
      const proposal = await naming(scenario);
      const id = await decided(connection, scenario, proposal, [actors.producers[0]]);
      const salt = saltOf(addresses.governor, proposal);
      await expect(timelock.connect(founder).scheduleBatch(...callsOf(proposal), ZeroHash, salt, 30n * DAY))
        .to.be.revertedWithCustomError(timelock, "ReservedSalt")
        .withArgs(salt);
      // As a single operation it has another id.
      const [action] = proposal.actions;
      await timelock
        .connect(founder)
        .schedule(action?.to ?? "", 0n, action?.data ?? "", ZeroHash, salt, 30n * DAY);
      await governor.queue(...hashedOf(proposal));
      expect(await governor.state(id)).to.equal(State.Queued);
    });

    it("are cancelled by nobody but the veto", async () => {
      const scenario = await loadFixture(settled);
      const { governor, timelock, actors, addresses, owner } = scenario;
      const proposal = await naming(scenario);
      const id = await queued(connection, scenario, proposal, [actors.producers[0]]);
      const operation = operationOf(addresses.governor, proposal);
      await timelock.connect(owner).grantRole(CANCELLER, addresses.governor);
      for (const { signer } of await everyoneBut(connection, scenario)) {
        await expect(timelock.connect(signer).cancel(operation))
          .to.be.revertedWithCustomError(timelock, "CancelledByVetoOnly")
          .withArgs(operation);
      }
      await expect(governor.connect(actors.producers[0]).cancel(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "GovernorUnableToCancel")
        .withArgs(id, actors.producers[0].address);
    });
  });

  describe("closed ways", () => {
    it("are relay and another timelock, for everyone and by a decision, too", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors, owner, addresses } = scenario;
      for (const signer of [actors.stranger, actors.founders[0], owner]) {
        await expect(governor.connect(signer).relay(addresses.token, 0n, "0x")).to.be.revertedWithCustomError(
          governor,
          "TimelockFixed",
        );
        await expect(governor.connect(signer).updateTimelock(actors.stranger)).to.be.revertedWithCustomError(
          governor,
          "TimelockFixed",
        );
      }
      const actions = [await actionOf(governor, "updateTimelock", actors.stranger.address)];
      const proposal = { actions, description: "Away" };
      await due(connection, scenario, proposal, actors.producers);
      await expect(governor.execute(...hashedOf(proposal))).to.be.revertedWithCustomError(
        governor,
        "TimelockFixed",
      );
      expect(await governor.timelock()).to.equal(addresses.timelock);
    });

    it("are deposits: nothing can be sent here", async () => {
      const { governor, actors } = await loadFixture(settled);
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
    });
  });

  describe("signed ballots", () => {
    interface Ballot {
      readonly id: bigint;
      readonly support: bigint;
      readonly nonce?: bigint;
      readonly signer?: Signer;
    }
    /** Keyed nonces: the lower 192 bits of the decision's id are the key, in the upper 192 bits of the nonce. */
    const nonceOf = (id: bigint, count = 0n): bigint => ((id & (2n ** 192n - 1n)) << 64n) | count;
    const domainOf = async (governor: CdpoGovernor) => {
      const { name, version, chainId, verifyingContract } = await governor.eip712Domain();
      return { name, version, chainId, verifyingContract };
    };
    const typesOf = (fields: Readonly<Record<string, string>>) =>
      Object.entries(fields).map(([name, type]) => ({ name, type }));
    const BALLOT = { proposalId: "uint256", support: "uint8", voter: "address", nonce: "uint256" };
    const sign = async (governor: CdpoGovernor, voter: Signer, ballot: Ballot): Promise<string> =>
      (ballot.signer ?? voter).signTypedData(
        await domainOf(governor),
        { Ballot: typesOf(BALLOT) },
        {
          proposalId: ballot.id,
          support: ballot.support,
          voter: voter.address,
          nonce: ballot.nonce ?? nonceOf(ballot.id),
        },
      );
    const signExtended = async (
      governor: CdpoGovernor,
      voter: Signer,
      { id, support, reason, params }: Ballot & { readonly reason: string; readonly params: string },
    ): Promise<string> =>
      voter.signTypedData(
        await domainOf(governor),
        { ExtendedBallot: typesOf({ ...BALLOT, reason: "string", params: "bytes" }) },
        { proposalId: id, support, voter: voter.address, nonce: nonceOf(id), reason, params },
      );

    it("count for who signed, whoever sends them, once, and for what they say", async () => {
      const { governor, actors, id } = await loadFixture(voting);
      const [voter] = actors.producers;
      const relay = governor.connect(actors.stranger);
      const signature = await sign(governor, voter, { id, support: Vote.For });
      const refused = async (support: bigint, of: Signer, by = signature): Promise<void> => {
        await expect(relay.castVoteBySig(id, support, of, by))
          .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
          .withArgs(of.address);
      };
      await refused(Vote.Against, voter);
      await refused(Vote.For, actors.producers[1]);
      await refused(Vote.For, voter, "0x");
      await refused(Vote.For, voter, await sign(governor, voter, { id, support: Vote.For, nonce: 0n }));
      await refused(
        Vote.For,
        voter,
        await sign(governor, voter, { id, support: Vote.For, nonce: nonceOf(id, 1n) }),
      );
      await refused(
        Vote.For,
        voter,
        await sign(governor, voter, { id, support: Vote.For, signer: actors.stranger }),
      );
      await expect(relay.castVoteBySig(id, Vote.For, voter, signature))
        .to.emit(governor, "VoteCast")
        .withArgs(voter.address, id, Vote.For, STAKES[0], "");
      expect(await governor["nonces(address,uint192)"](voter, id & (2n ** 192n - 1n))).to.equal(
        nonceOf(id, 1n),
      );
      await refused(Vote.For, voter);
      expect((await governor.proposalVotes(id)).forVotes).to.equal(STAKES[0]);
    });

    it("on several decisions hold in whatever order they are sent", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      const [voter, second, third] = actors.producers;
      const ids = [
        await propose(governor, second, await naming(scenario, "one")),
        await propose(governor, third, await naming(scenario, "two")),
      ] as const;
      await toVoting(connection, governor, ids[1]);
      const ballots = await Promise.all(
        ids.map(async (id) => [id, await sign(governor, voter, { id, support: Vote.For })] as const),
      );
      for (const [id, signature] of ballots.reverse()) {
        await governor.connect(actors.stranger).castVoteBySig(id, Vote.For, voter, signature);
        expect(await governor.hasVoted(id, voter)).to.equal(true);
      }
      expect(await governor["nonces(address)"](voter)).to.equal(0n);
    });

    it("with a reason and parameters count for these alone", async () => {
      const { governor, actors, id } = await loadFixture(voting);
      const [voter] = actors.producers;
      const relay = governor.connect(actors.stranger);
      const ballot = { id, support: Vote.Against, reason: "too early", params: "0x1234" };
      const signature = await signExtended(governor, voter, ballot);
      for (const changes of [{ support: Vote.For }, { reason: "" }, { params: "0x" }]) {
        const { support, reason, params } = { ...ballot, ...changes };
        await expect(relay.castVoteWithReasonAndParamsBySig(id, support, voter, reason, params, signature))
          .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
          .withArgs(voter.address);
      }
      await expect(
        relay.castVoteWithReasonAndParamsBySig(id, Vote.Against, voter, "too early", "0x1234", signature),
      )
        .to.emit(governor, "VoteCastWithParams")
        .withArgs(voter.address, id, Vote.Against, STAKES[0], "too early", "0x1234");
      await expect(
        relay.castVoteWithReasonAndParamsBySig(id, Vote.Against, voter, "too early", "0x1234", signature),
      )
        .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
        .withArgs(voter.address);
    });

    it("of a contract are what its code says (ERC-1271)", async () => {
      const scenario = await loadFixture(settled);
      const { governor, stake, actors } = scenario;
      const wallet = await ethers.deployContract("TestWallet", [actors.donor.address]);
      await stake.connect(actors.partners[0]).stakeFor(wallet, 100n * WHOLE);
      const { id } = await votingOn(scenario);
      const address = await wallet.getAddress();
      const signed = async (signer: Signer): Promise<string> =>
        signer.signTypedData(
          await domainOf(governor),
          { Ballot: typesOf(BALLOT) },
          { proposalId: id, support: Vote.For, voter: address, nonce: nonceOf(id) },
        );
      await expect(governor.castVoteBySig(id, Vote.For, wallet, await signed(actors.stranger)))
        .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
        .withArgs(address);
      await expect(governor.castVoteBySig(id, Vote.For, wallet, await signed(actors.donor)))
        .to.emit(governor, "VoteCast")
        .withArgs(address, id, Vote.For, 100n * WHOLE, "");
    });

    /** Makes `account` delegate its code, as a type-4 transaction does (EIP-7702). */
    const delegateCode = (account: Signer, to: string): Promise<void> =>
      networkHelpers.setCode(account.address, concat(["0xef0100", to]));

    it("of an account whose code answers no ERC-1271 (EIP-7702) are its own key's", async () => {
      const { governor, actors, id } = await loadFixture(voting);
      const [voter, second] = actors.producers;
      const deaf = await ethers.deployContract("TestCondition");
      await delegateCode(voter, await deaf.getAddress());
      expect(await ethers.provider.getCode(voter)).to.equal(
        concat(["0xef0100", await deaf.getAddress()]).toLowerCase(),
      );
      const relay = governor.connect(actors.stranger);
      await expect(
        relay.castVoteBySig(
          id,
          Vote.For,
          voter,
          await sign(governor, voter, { id, support: Vote.For, signer: second }),
        ),
      )
        .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
        .withArgs(voter.address);
      await expect(
        relay.castVoteBySig(id, Vote.For, voter, await sign(governor, voter, { id, support: Vote.For })),
      )
        .to.emit(governor, "VoteCast")
        .withArgs(voter.address, id, Vote.For, STAKES[0], "");
      // And with a reason.
      await delegateCode(second, await deaf.getAddress());
      const ballot = { id, support: Vote.Against, reason: "no", params: "0x" };
      const signature = await signExtended(governor, second, ballot);
      await relay.castVoteWithReasonAndParamsBySig(id, Vote.Against, second, "no", "0x", signature);
      expect(await governor.hasVoted(id, second)).to.equal(true);
    });

    it("of an account whose code answers ERC-1271 (EIP-7702) are what that says", async () => {
      const { governor, actors, id } = await loadFixture(voting);
      const [voter] = actors.producers;
      const wallet = await ethers.deployContract("TestWallet", [actors.donor.address]);
      await delegateCode(voter, await wallet.getAddress());
      await expect(
        governor.castVoteBySig(id, Vote.For, voter, await sign(governor, voter, { id, support: Vote.For })),
      )
        .to.be.revertedWithCustomError(governor, "GovernorInvalidSignature")
        .withArgs(voter.address);
      await expect(
        governor.castVoteBySig(
          id,
          Vote.For,
          voter,
          await sign(governor, voter, { id, support: Vote.For, signer: actors.donor }),
        ),
      )
        .to.emit(governor, "VoteCast")
        .withArgs(voter.address, id, Vote.For, STAKES[0], "");
    });

    it("of an account with delegated code are not needed: it votes like any other", async () => {
      const { governor, stake, actors, id } = await loadFixture(voting);
      const [voter] = actors.producers;
      await delegateCode(voter, await (await ethers.deployContract("TestCondition")).getAddress());
      await governor.connect(voter).castVote(id, Vote.For);
      expect(await stake.unstakable(voter)).to.equal(0n);
    });
  });

  describe("its settings", () => {
    const SETTINGS = [
      ["setVotingDelay", 2n * DAY, "VotingDelaySet", [DAY, 2n * DAY], (g: CdpoGovernor) => g.votingDelay()],
      [
        "setVotingPeriod",
        3n * DAY,
        "VotingPeriodSet",
        [5n * DAY, 3n * DAY],
        (g: CdpoGovernor) => g.votingPeriod(),
      ],
      [
        "setProposalThreshold",
        200n,
        "ProposalThresholdSet",
        [100n, 200n],
        (g: CdpoGovernor) => g.proposalThresholdBps(),
      ],
      ["setQuorumBps", 2_000n, "QuorumBpsSet", [2_000n], (g: CdpoGovernor) => g.quorumBps()],
      [
        "setLateQuorumVoteExtension",
        DAY,
        "LateQuorumVoteExtensionSet",
        [2n * DAY, DAY],
        (g: CdpoGovernor) => g.lateQuorumVoteExtension(),
      ],
    ] as const;

    it("change by a decision, each", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      const actions = await Promise.all(SETTINGS.map(([name, value]) => actionOf(governor, name, value)));
      const proposal = { actions, description: "Anew" };
      await due(connection, scenario, proposal, actors.producers);
      const execution = governor.execute(...hashedOf(proposal));
      for (const [, , event, args] of SETTINGS) {
        await expect(execution)
          .to.emit(governor, event)
          .withArgs(...args);
      }
      for (const [, value, , , read] of SETTINGS) expect(await read(governor)).to.equal(value);
      expect(await governor.proposalThreshold()).to.equal(2n * THRESHOLD);
      expect(await governor.quorum(0n)).to.equal(2n * QUORUM);
    });

    it("keep to their bounds, also by a decision", async () => {
      for (const [name, refused, error, allowed] of [
        ["setVotingDelay", [DAY - 1n, 30n * DAY + 1n], "VotingDelayOutOfRange", [DAY, 30n * DAY]],
        [
          "setVotingPeriod",
          [0n, 3n * DAY - 1n, 30n * DAY + 1n],
          "VotingPeriodOutOfRange",
          [3n * DAY, 30n * DAY],
        ],
        ["setProposalThreshold", [0n, 49n, 201n, 2n ** 200n], "ProposalThresholdOutOfRange", [50n, 200n]],
        ["setQuorumBps", [0n, 99n, 2_001n], "QuorumOutOfRange", [100n, 2_000n]],
        [
          "setLateQuorumVoteExtension",
          [0n, DAY - 1n, 7n * DAY + 1n],
          "VoteExtensionOutOfRange",
          [DAY, 5n * DAY], // not longer than voting itself
        ],
      ] as const) {
        const scenario = await loadFixture(settled);
        const { governor, actors } = scenario;
        const calls = [...refused, ...allowed];
        for (const value of calls) {
          const snapshot = await networkHelpers.takeSnapshot();
          const proposal = { actions: [await actionOf(governor, name, value)], description: name };
          await due(connection, scenario, proposal, [actors.producers[0]]);
          if (refused.some((each) => each === value)) {
            await expect(governor.execute(...hashedOf(proposal)))
              .to.be.revertedWithCustomError(governor, error)
              .withArgs(value);
          } else await governor.execute(...hashedOf(proposal));
          await snapshot.restore();
        }
      }
    });

    it("are nobody's: not the founders', nor the timelock's without a decision here", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors, owner } = scenario;
      for (const [name, value] of SETTINGS) {
        const action = await actionOf(governor, name, value);
        for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
          await expect(signer.sendTransaction({ to: action.to, data: action.data ?? "0x" }))
            .to.be.revertedWithCustomError(governor, "GovernorOnlyExecutor")
            .withArgs(signer.address);
        }
        // No decision of the Governor is being executed: its queue of own calls is empty.
        await expect(
          owner.sendTransaction({ to: action.to, data: action.data ?? "0x" }),
        ).to.be.revertedWithPanic(0x31);
      }
      const data = governor.interface.encodeFunctionData("setVotingPeriod", [3n * DAY]);
      await expect(
        executeAs(connection, scenario, actors.stranger, { to: await governor.getAddress(), data }),
      ).to.be.revertedWithPanic(0x31);
      expect(await governor.votingPeriod()).to.equal(5n * DAY);
    });

    it("leave what was proposed before as it was", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      const [, , third] = actors.producers;
      const proposal = {
        actions: [
          await actionOf(governor, "setQuorumBps", 2_000n),
          await actionOf(governor, "setVotingPeriod", 3n * DAY),
        ],
        description: "Stricter",
      };
      await due(connection, scenario, proposal, [actors.producers[0]]);
      const id = await propose(governor, third, await naming(scenario));
      const snapshot = await governor.proposalSnapshot(id);
      await governor.execute(...hashedOf(proposal));
      expect(await governor.quorum(snapshot)).to.equal(QUORUM);
      expect(await governor.proposalDeadline(id)).to.equal(snapshot + 5n * DAY);
      expect(await governor.quorum(0n)).to.equal(2n * QUORUM);
    });
  });

  describe("handover", () => {
    const refusedAsProposer = async ({ timelock, addresses }: Scenario, account: Signer): Promise<void> => {
      const operation = [addresses.token, 0n, "0x", ZeroHash, encodeBytes32String("x")] as const;
      await expect(timelock.connect(account).schedule(...operation, 2n * DAY))
        .to.be.revertedWithCustomError(timelock, "AccessControlUnauthorizedAccount")
        .withArgs(account.address, PROPOSER);
    };
    const governs = async (scenario: Scenario, description: string): Promise<void> => {
      const { governor, actors } = scenario;
      const proposal = await naming(scenario, description);
      await due(connection, scenario, proposal, [actors.producers[0]]);
      await governor.execute(...hashedOf(proposal));
      expect(await isNamed(scenario)).to.equal(true);
    };

    it("by founders who renounce leaves the Governor alone", async () => {
      const scenario = await loadFixture(settled);
      const { timelock, actors } = scenario;
      for (const founder of actors.founders) {
        await timelock.connect(founder).renounceRole(PROPOSER, founder);
        await timelock.connect(founder).renounceRole(CANCELLER, founder);
      }
      for (const founder of actors.founders) await refusedAsProposer(scenario, founder);
      await governs(scenario, "Alone");
    });

    it("by a decision that revokes leaves the Governor alone, and makes nobody else a proposer", async () => {
      const scenario = await loadFixture(settled);
      const { governor, timelock, actors } = scenario;
      const revoke = (role: string) =>
        Promise.all(actors.founders.map(({ address }) => actionOf(timelock, "revokeRole", role, address)));
      const proposal = {
        actions: [...(await revoke(PROPOSER)), ...(await revoke(CANCELLER))],
        description: "Thank the founders",
      };
      await due(connection, scenario, proposal, [actors.producers[0]]);
      await governor.execute(...hashedOf(proposal));
      for (const { signer } of await everyoneBut(connection, scenario, "governor")) {
        await refusedAsProposer(scenario, signer);
      }
      expect(await timelock.foundersPropose()).to.equal(false);
      await time.increase(7n * DAY);
      await governs(scenario, "Alone");
    });
  });

  describe("the guardian", () => {
    it("gets the right anew by a decision after it was used", async () => {
      const scenario = await loadFixture(settled);
      const { governor, timelock, reserve, actors, addresses } = scenario;
      await timelock.connect(actors.guardian).pause([addresses.reserve]);
      expect(await timelock.hasRole(GUARDIAN, actors.guardian)).to.equal(false);
      const proposal = {
        actions: [await actionOf(timelock, "grantRole", GUARDIAN, actors.guardian.address)],
        description: "Arm",
      };
      await due(connection, scenario, proposal, [actors.producers[0]]);
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

  describe("as a forum of Stake", () => {
    it("says of no decision until when it holds", async () => {
      const { governor } = await loadFixture(settled);
      await expect(governor.heldUntil(7n, Tag.For))
        .to.be.revertedWithCustomError(governor, "GovernorNonexistentProposal")
        .withArgs(7n);
    });
  });
});
