/**
 * What was found when the governance of version 0.1 was attacked, tried again on these contracts. Each test says what the
 * attack gave then; what it gives now is expected from formulas in decimals, never from the contracts' own maths.
 */
import { expect } from "chai";
import { Decimal } from "decimal.js";
import { network } from "hardhat";
import { ZeroHash, concat, id as hashOf } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { inOneBlock, submitted } from "../lib/contributions.ts";
import {
  DAY,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  type Scenario,
} from "../lib/fixtures.ts";
import { ceilCost, floorBuy, floorSell } from "../lib/oracle.ts";
import {
  CURATION_STAKE,
  LOOSE,
  STAKES,
  counting,
  endowStaked,
  expectFree,
  scheduled,
  settled as settledWith,
} from "../lib/stakes.ts";
import {
  State,
  Tag,
  Vote,
  actionOf,
  callsOf,
  decided,
  hashedOf,
  operationOf,
  propose,
  toEnd,
  toVoting,
  type Proposal,
} from "../lib/votes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const NEVER = 2n ** 256n - 1n;
const WEEK = 7n * DAY;
const PROPOSER = hashOf("PROPOSER_ROLE");
/** R and S of each market here; 0.001 token more is dead. */
const RESERVE = 3_000n * WHOLE;
const SUPPLY = 1_500n * WHOLE;
const DEAD = 10n ** 15n;
/** What the treasury has. */
const TREASURY = 5_000n * WHOLE;
/** The contracts pay a wei less than the formula, or take one more. */
const DUST = 8n;

const now = async (): Promise<bigint> => BigInt(await time.latest());
type Signer = HardhatEthersSigner;
const settled = (): Promise<Scenario> => settledWith(connection);

/** R = 3,000 and 1,500 tokens with two holders; no founders, the Governor proposes. */
async function market(reserveRatioBps: bigint): Promise<Scenario> {
  const scenario = await launchOpenMarket(connection, {
    governance: { founders: [], governorProposes: true, quorumBps: 500n },
    reserve: { reserveRatioBps },
    issuance: { openGrowthBps: 0n },
  });
  const { token, stake, asset, actors, addresses } = scenario;
  await asset.mint(addresses.timelock, TREASURY);
  await asset.mint(actors.stranger, 10n ** 29n);
  for (const holder of [actors.producers[0], actors.stranger])
    await token.connect(holder).approve(stake, NEVER);
  return scenario;
}

/** The first producer has `voters` tokens, staked for 31 days; the second the rest, staked by nobody. */
async function gather({ token, stake, actors }: Scenario, voters: bigint): Promise<void> {
  const [first, second] = actors.producers;
  await token.connect(first).transfer(second, 1_000n * WHOLE);
  await token.connect(second).transfer(first, voters);
  await stake.connect(first).stake(voters);
  await time.increase(31n * DAY);
}

async function usual(): Promise<Scenario> {
  const scenario = await market(5_000n);
  await gather(scenario, SUPPLY);
  return scenario;
}

/** All of the treasury to the attacker. */
async function grab({ asset, actors }: Scenario): Promise<Proposal> {
  return {
    actions: [await actionOf(asset, "transfer", actors.stranger.address, TREASURY)],
    description: "Support the project",
  };
}

/** Sells all that `account` has, and returns what it gets. */
async function sellAll({ reserve, token, asset }: Scenario, account: Signer): Promise<bigint> {
  const before = await asset.balanceOf(account);
  await reserve.connect(account).sell(await token.balanceOf(account), 0n, account, NEVER);
  return (await asset.balanceOf(account)) - before;
}

/** Closes the holds of `account` in decision `id` under `tags`, unstakes and sells all; returns what it gets. */
async function leave(
  scenario: Scenario,
  account: Signer,
  id: bigint,
  tags: readonly bigint[],
): Promise<bigint> {
  const { stake, addresses } = scenario;
  for (const tag of tags) await stake.close(addresses.governor, id, tag, account);
  await stake.connect(account).unstake(await stake.getVotes(account), account);
  return sellAll(scenario, account);
}

describe("attacks on governance", () => {
  describe("1: votes for two seconds, at no cost", () => {
    it("gave 2,653 votes and the treasury for 20,000 lent for two seconds; now they weigh nothing", async () => {
      const scenario = await loadFixture(usual);
      const { governor, reserve, stake, token, asset, actors, addresses } = scenario;
      const [holder] = actors.producers;
      const attacker = actors.stranger;
      // Somebody with a little stake proposes; the attacker needs none for that.
      await stake.connect(holder).unstake(20n * WHOLE, actors.donor);
      await token.connect(actors.donor).approve(stake, NEVER);
      await stake.connect(actors.donor).stake(20n * WHOLE);
      await time.increase(1n);
      const id = await propose(governor, actors.donor, await grab(scenario));
      const snapshot = await governor.proposalSnapshot(id);
      const paid = 20_000n * WHOLE;
      await time.setNextBlockTimestamp(snapshot - 1n);
      await reserve.connect(attacker).buy(paid, 0n, attacker, NEVER);
      const bought = await token.balanceOf(attacker);
      const expected = floorBuy({ supply: SUPPLY + DEAD, reserve: RESERVE, ratioBps: 5_000n, assetIn: paid });
      expect(expected - bought).to.be.within(0n, 1n);
      expect(bought / WHOLE).to.equal(2_653n);
      await time.setNextBlockTimestamp(snapshot);
      await stake.connect(attacker).stake(bought);
      const staked = await networkHelpers.takeSnapshot();
      // Gone a second later, as then: there is nothing to vote with.
      await inOneBlock(
        connection,
        [
          () => stake.connect(attacker).unstake(bought, attacker),
          () => reserve.connect(attacker).sell(bought, 0n, attacker, NEVER, { gasLimit: 500_000n }),
        ],
        snapshot + 1n,
      );
      expect(await stake.getPastVotes(attacker, snapshot)).to.equal(bought);
      await expect(governor.connect(attacker).castVote(id, Vote.For))
        .to.be.revertedWithCustomError(governor, "NothingToVoteWith")
        .withArgs(id, attacker.address);
      await staked.restore();
      // Voted with, it stays: until voting ends at least, and a week after it was carried out if it wins.
      await time.setNextBlockTimestamp(snapshot + 1n);
      await governor.connect(attacker).castVote(id, Vote.For);
      await governor.connect(holder).castVote(id, Vote.Against);
      await expectFree(stake, attacker, 0n);
      expect(await asset.balanceOf(addresses.timelock)).to.equal(TREASURY);
      await time.increaseTo(await governor.proposalDeadline(id));
      await expect(stake.close(addresses.governor, id, Tag.For, attacker)).to.be.revertedWithCustomError(
        stake,
        "StillHeld",
      );
    });

    it("cost nothing; now it costs 2 R to outvote everyone, and the treasury where they veto", async () => {
      const scenario = await loadFixture(usual);
      const { stake, governor, asset, actors, addresses } = scenario;
      const [holder] = actors.producers;
      const { id, cost } = await buyVotes(scenario, SUPPLY);
      const vetoes = await networkHelpers.takeSnapshot();
      // The others leave while it waits, into what the attacker paid.
      expect(await leave(scenario, holder, id, [Tag.Against])).to.be.closeTo(9_000n * WHOLE, WHOLE / 10n);
      const proceeds = await carryOutAndLeave(scenario, id);
      expect(cost - proceeds).to.be.closeTo(2n * RESERVE, WHOLE / 10n);
      expect(await asset.balanceOf(addresses.timelock)).to.equal(0n);
      await vetoes.restore();
      // Or a tenth of what is staked vetoes: nobody gets anything.
      await stake.connect(holder).vetoDecision(operationOf(addresses.governor, await grab(scenario)));
      expect(await governor.state(id)).to.equal(State.Canceled);
      expect(await asset.balanceOf(addresses.timelock)).to.equal(TREASURY);
    });
  });

  /** The attacker buys one wei more than `voters`, stakes it, proposes, and wins against all who have staked. */
  async function buyVotes(
    scenario: Scenario,
    voters: bigint,
  ): Promise<{ id: bigint; cost: bigint; bought: bigint }> {
    const { governor, reserve, stake, asset, actors } = scenario;
    const attacker = actors.stranger;
    const before = await asset.balanceOf(attacker);
    const bought = voters + 1n;
    await reserve.connect(attacker).buyExact(bought, NEVER, attacker, NEVER);
    const cost = before - (await asset.balanceOf(attacker));
    await stake.connect(attacker).stake(bought);
    await time.increase(1n);
    const proposal = await grab(scenario);
    const id = await propose(governor, attacker, proposal);
    await toVoting(connection, governor, id);
    await governor.connect(actors.producers[0]).castVote(id, Vote.Against);
    await governor.connect(attacker).castVote(id, Vote.For);
    await toEnd(connection, governor, id);
    await governor.queue(...hashedOf(proposal));
    return { id, cost, bought };
  }

  /** The attacker gets the treasury, waits for a week, leaves; returns what the tokens bring. */
  async function carryOutAndLeave(scenario: Scenario, id: bigint): Promise<bigint> {
    const { governor, asset, actors } = scenario;
    const before = await asset.balanceOf(actors.stranger);
    await time.increaseTo(await governor.proposalEta(id));
    await governor.execute(...hashedOf(await grab(scenario)));
    expect((await asset.balanceOf(actors.stranger)) - before).to.equal(TREASURY);
    const executedAt = await now();
    await time.setNextBlockTimestamp(executedAt + WEEK - 1n);
    await expect(
      scenario.stake.close(await governor.getAddress(), id, Tag.For, actors.stranger),
    ).to.be.revertedWithCustomError(scenario.stake, "StillHeld");
    await time.increaseTo(executedAt + WEEK);
    return leave(scenario, actors.stranger, id, [Tag.For, Tag.Proposed]);
  }

  describe("buying votes on the curve, against a turnout that votes as one", () => {
    const TURNOUTS = [10, 25, 50, 75, 100] as const;
    /**
     * What an attacker loses, in multiples of R, by turnout: when all others sell while the decision waits, when only those
     * who voted sell. Where a tenth vetoes, the attacker loses nothing and gets nothing.
     */
    const TABLE: readonly (readonly [w: bigint, all: readonly string[], voters: readonly string[]])[] = [
      [500n, ["5.727", "85.74", "3324", "72570", "1049000"], ["4.849", "84.74", "3323", "72570", "1049000"]],
      [2_000n, ["0.6105", "2.051", "6.563", "15.18", "30"], ["0.2010", "1.289", "5.625", "14.41", "30"]],
      [5_000n, ["0.2", "0.5", "1", "1.5", "2"], ["0.02", "0.125", "0.5", "1.125", "2"]],
      [
        8_000n,
        ["0.07029", "0.1449", "0.2396", "0.3148", "0.3784"],
        ["0.003128", "0.01967", "0.08047", "0.1896", "0.3784"],
      ],
      [10_000n, ["0", "0", "0", "0", "0"], ["0", "0", "0", "0", "0"]],
    ];
    /** As it stands in the table, to four digits. */
    const expectLoss = (loss: bigint, figure: string | undefined): void => {
      if (figure === undefined) throw new Error("the table is too short");
      const multiple = new Decimal(loss.toString()).div(RESERVE.toString());
      const off = multiple.minus(figure).abs();
      expect(off.lte(new Decimal(figure).mul("0.0005").plus("1e-15")), `${multiple.toFixed()} R`).to.equal(
        true,
      );
    };

    for (const [ratioBps, all, voters] of TABLE) {
      it(`costs at w = ${ratioBps / 100n} % of R, all leaving ${all.join(" · ")}, voters leaving ${voters.join(" · ")}`, async () => {
        const scenario = await market(ratioBps);
        for (const [at, turnout] of TURNOUTS.entries()) {
          const launched = await networkHelpers.takeSnapshot();
          const n = (SUPPLY * BigInt(turnout)) / 100n;
          await gather(scenario, n);
          const { stake, governor, asset, token, actors, addresses } = scenario;
          const [holder, other] = actors.producers;
          const { id, cost, bought } = await buyVotes(scenario, n);
          let [supply, reserve] = [SUPPLY + DEAD, RESERVE];
          const expectedCost = ceilCost({ supply, reserve, ratioBps, tokensOut: bought });
          expect(cost - expectedCost).to.be.within(0n, DUST);
          const sold = (tokensIn: bigint): bigint => {
            if (tokensIn === 0n) return 0n;
            const out = floorSell({ supply, reserve, ratioBps, tokensIn });
            [supply, reserve] = [supply - tokensIn, reserve - out];
            return out;
          };
          const queuedState = await networkHelpers.takeSnapshot();
          for (const [figures, everyone] of [
            [all, true],
            [voters, false],
          ] as const) {
            [supply, reserve] = [SUPPLY + DEAD + bought, RESERVE + cost];
            expect(await leave(scenario, holder, id, [Tag.Against])).to.be.closeTo(sold(n), DUST);
            if (everyone && (await token.balanceOf(other)) > 0n) {
              expect(await sellAll(scenario, other)).to.be.closeTo(sold(SUPPLY - n), DUST);
            }
            const proceeds = await carryOutAndLeave(scenario, id);
            expect(proceeds).to.be.closeTo(sold(bought), DUST);
            expectLoss(cost - proceeds, figures[at]);
            await queuedState.restore();
          }
          // They veto instead: the decision is gone, and the attacker sells at the price it was bought for.
          await stake.connect(holder).vetoDecision(operationOf(addresses.governor, await grab(scenario)));
          expect(await governor.state(id)).to.equal(State.Canceled);
          expect(await asset.balanceOf(addresses.timelock)).to.equal(TREASURY);
          const back = await leave(scenario, actors.stranger, id, [Tag.For, Tag.Proposed]);
          expect(cost - back).to.be.within(0n, DUST);
          await launched.restore();
        }
      });
    }
  });

  describe("2: no floor of the quorum", () => {
    it("let 2 of 24,002 tokens decide while the others vested; now what vests votes, and the floor counts", async () => {
      const scenario = await launchPresale(connection, {
        governance: { governorProposes: true },
        presale: { partnerVesting: { cliff: 180n * DAY, duration: 360n * DAY } },
      });
      const { presale, reserve, governor, stake, token, actors, unit } = scenario;
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(actors.partners[0]).contribute(6_000n * unit, []);
      await presale.connect(actors.partners[1]).contribute(4_000n * unit, []);
      await presale.connect(actors.trustee).release();
      const attacker = actors.stranger;
      await reserve.connect(attacker).buy(unit, 0n, attacker, NEVER);
      const bought = await token.balanceOf(attacker);
      expect(bought).to.be.within((19n * WHOLE) / 10n, 2n * WHOLE);
      await token.connect(attacker).approve(stake, NEVER);
      await stake.connect(attacker).stake(bought);
      await time.increase(1n);
      // 20,000 sold, 4,000 of founders, and the attacker's: 1 % to propose, 10 % to decide.
      const electorate = 24_000n * WHOLE + bought;
      const proposal = await counting(scenario);
      expect(await governor.quorum(0n)).to.equal((electorate + 9n) / 10n);
      await expect(propose(governor, attacker, proposal))
        .to.be.revertedWithCustomError(governor, "GovernorInsufficientProposerVotes")
        .withArgs(attacker.address, bought, (electorate + 99n) / 100n);
      // Who waits for vesting votes from the claim on.
      await presale.connect(actors.partners[1]).claim(actors.partners[1]);
      await time.increase(1n);
      await propose(governor, actors.partners[1], proposal);
      expect(await stake.getVotes(actors.partners[1])).to.equal(8_000n * WHOLE);
    });

    it("let who got the first token ever issued name itself issuer; now nothing is decided below the floor", async () => {
      const scenario = await launchGrowing(connection, { governance: { governorProposes: true } });
      const { governor, stake, issuance, actors } = scenario;
      await endowStaked(connection, scenario, [actors.stranger, 100n * WHOLE]);
      const proposal = {
        actions: [await actionOf(issuance, "setIssuer", actors.stranger.address, true)],
        description: "Me",
      };
      await expect(propose(governor, actors.stranger, proposal))
        .to.be.revertedWithCustomError(stake, "NotMatured")
        .withArgs(100n * WHOLE, 1_000n * WHOLE);
    });
  });

  describe("3: polls that wake", () => {
    it("were executed a year later with the tokens given away; now they can never be queued", async () => {
      const scenario = await settledWith(connection, { governance: { governorProposes: false } });
      const { governor, timelock, asset, actors, addresses, owner, unit } = scenario;
      await asset.mint(addresses.timelock, 50_000n * unit);
      const proposal = {
        actions: [await actionOf(asset, "approve", actors.stranger.address, 50_000n * unit)],
        description: "Only asking",
      };
      const id = await decided(connection, scenario, proposal, [actors.producers[0]]);
      await timelock.connect(owner).grantRole(PROPOSER, addresses.governor);
      await expect(governor.queue(...hashedOf(proposal)))
        .to.be.revertedWithCustomError(governor, "PollOnly")
        .withArgs(id);
      await time.increase(365n * DAY);
      await expect(governor.queue(...hashedOf(proposal))).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
      expect(await asset.allowance(addresses.timelock, actors.stranger)).to.equal(0n);
    });

    it("like queued decisions whose execution fails stayed executable for ever; now for 14 days", async () => {
      const scenario = await loadFixture(settled);
      const { governor, asset, actors, addresses, unit } = scenario;
      const proposal = {
        actions: [await actionOf(asset, "transfer", actors.stranger.address, unit)],
        description: "Pay when there is money",
      };
      const id = await decided(connection, scenario, proposal, [actors.producers[0]]);
      await governor.queue(...hashedOf(proposal));
      await time.increaseTo(await governor.proposalEta(id));
      await expect(governor.execute(...hashedOf(proposal))).to.be.revertedWithCustomError(
        asset,
        "ERC20InsufficientBalance",
      );
      await time.increaseTo((await governor.proposalEta(id)) + 14n * DAY);
      await asset.mint(addresses.timelock, unit);
      await expect(governor.execute(...hashedOf(proposal))).to.be.revertedWithCustomError(
        governor,
        "GovernorUnexpectedProposalState",
      );
      expect(await governor.state(id)).to.equal(State.Expired);
    });
  });

  describe("4: operations that outlive their founders", () => {
    it("ran three years after both had renounced; now they wait 30 days at most and expire 14 days later", async () => {
      const scenario = await loadFixture(settled);
      const { timelock, actors, addresses } = scenario;
      const [founder] = actors.founders;
      const data = timelock.interface.encodeFunctionData("grantRole", [PROPOSER, founder.address]);
      const call = [addresses.timelock, 0n, data, ZeroHash, ZeroHash] as const;
      await expect(timelock.connect(founder).schedule(...call, 3n * 365n * DAY))
        .to.be.revertedWithCustomError(timelock, "TimelockDelayOutOfRange")
        .withArgs(3n * 365n * DAY);
      await timelock.connect(founder).schedule(...call, 30n * DAY);
      for (const each of actors.founders) await timelock.connect(each).renounceRole(PROPOSER, each);
      // In time it fails, as the handover is final,
      await time.increase(30n * DAY);
      await expect(timelock.execute(...call))
        .to.be.revertedWithCustomError(timelock, "OnlyGovernorProposes")
        .withArgs(founder.address);
      // and later there is nothing to execute.
      await time.increase(14n * DAY);
      const operation = await timelock.hashOperation(...call);
      await expect(timelock.execute(...call)).to.be.revertedWithCustomError(
        timelock,
        "TimelockUnexpectedOperationState",
      );
      expect(await timelock.isOperation(operation)).to.equal(false);
    });

    it("can be vetoed as long as they wait, whoever has which role", async () => {
      const scenario = await loadFixture(settled);
      const { timelock, stake, actors } = scenario;
      const operation = await scheduled(scenario, ZeroHash, 30n * DAY);
      for (const each of actors.founders) await timelock.connect(each).renounceRole(PROPOSER, each);
      await time.increase(43n * DAY);
      await stake.connect(actors.producers[2]).vetoDecision(operation);
      expect(await timelock.isOperation(operation)).to.equal(false);
    });
  });

  describe("5: a founder who occupies the Governor's operation", () => {
    it("kept it from being queued for ever; now its ids are its own", async () => {
      const scenario = await loadFixture(settled);
      const { governor, timelock, actors, addresses } = scenario;
      const proposal = await counting(scenario);
      const id = await decided(connection, scenario, proposal, [actors.producers[0]]);
      const salt = ethers.toBeHex(
        BigInt(hashOf(proposal.description)) ^ (BigInt(addresses.governor) << 96n),
        32,
      );
      for (const delay of [2n * DAY, 30n * DAY]) {
        await expect(
          timelock.connect(actors.founders[0]).scheduleBatch(...callsOf(proposal), ZeroHash, salt, delay),
        )
          .to.be.revertedWithCustomError(timelock, "ReservedSalt")
          .withArgs(salt);
      }
      await governor.queue(...hashedOf(proposal));
      expect(await governor.state(id)).to.equal(State.Queued);
    });
  });

  describe("6: a clock that broke ERC-6372", () => {
    it("said mode=timestamp&step=3600; now Governor and Stake say what the standard wants, and count seconds", async () => {
      const { governor, stake } = await loadFixture(settled);
      for (const clock of [governor, stake]) {
        expect(await clock.CLOCK_MODE()).to.equal("mode=timestamp");
        expect(await clock.clock()).to.equal(await now());
      }
    });
  });

  describe("7: who could not vote, and who could not answer", () => {
    it("needed a transaction to delegate; now staking is having a vote", async () => {
      const scenario = await loadFixture(settled);
      const { stake, actors } = scenario;
      expect(await stake.getVotes(actors.partners[0])).to.equal(0n);
      await stake.connect(actors.partners[0]).stake(LOOSE / 2n);
      expect(await stake.getVotes(actors.partners[0])).to.equal(LOOSE / 2n);
    });

    it("had no answer to a vote in the last second; now a late quorum leaves two days", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      const [first, second, third] = actors.producers;
      const id = await propose(governor, third, await counting(scenario));
      const deadline = await governor.proposalDeadline(id);
      await time.increaseTo(deadline - 1n);
      await time.setNextBlockTimestamp(deadline);
      await governor.connect(second).castVote(id, Vote.For);
      await time.increaseTo(deadline + 2n * DAY - 1n);
      await governor.connect(first).castVote(id, Vote.Against);
      await time.increaseTo(deadline + 2n * DAY + 1n);
      expect(await governor.state(id)).to.equal(State.Defeated);
    });

    it("had one nonce for all signed ballots; now each decision has its own", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      const [voter, second, third] = actors.producers;
      const ids = [
        await propose(governor, second, await counting(scenario, "one")),
        await propose(governor, third, await counting(scenario, "two")),
      ] as const;
      const signatures = await Promise.all(ids.map((id) => ballot(scenario, voter, id)));
      await toVoting(connection, governor, ids[1]);
      for (const at of [1, 0] as const) {
        await governor.castVoteBySig(ids[at], Vote.For, voter, signatures[at] ?? "0x");
      }
    });
  });

  /** A ballot for decision `id`, signed with its own nonce. */
  async function ballot({ governor }: Scenario, voter: Signer, id: bigint): Promise<string> {
    const { name, version, chainId, verifyingContract } = await governor.eip712Domain();
    const fields = { proposalId: "uint256", support: "uint8", voter: "address", nonce: "uint256" };
    return voter.signTypedData(
      { name, version, chainId, verifyingContract },
      { Ballot: Object.entries(fields).map(([field, type]) => ({ name: field, type })) },
      {
        proposalId: id,
        support: Vote.For,
        voter: voter.address,
        nonce: await governor["nonces(address,uint192)"](voter, id & (2n ** 192n - 1n)),
      },
    );
  }

  describe("8: an account with code but without ERC-1271 (EIP-7702)", () => {
    it("could not vote by signature; now its own key's counts", async () => {
      const scenario = await loadFixture(settled);
      const { governor, actors } = scenario;
      const [voter, , third] = actors.producers;
      const id = await propose(governor, third, await counting(scenario));
      await toVoting(connection, governor, id);
      const deaf = await (await ethers.deployContract("TestCondition")).getAddress();
      await networkHelpers.setCode(voter.address, concat(["0xef0100", deaf]));
      await governor
        .connect(actors.stranger)
        .castVoteBySig(id, Vote.For, voter, await ballot(scenario, voter, id));
      expect((await governor.proposalVotes(id)).forVotes).to.equal(STAKES[0]);
    });
  });

  describe("one stake that is passed from account to account", () => {
    /** Passes all that `from` can unstake to `to`, and has it staked there. */
    const pass = async ({ stake, token }: Scenario, from: Signer, to: Signer): Promise<void> => {
      await stake.connect(from).unstake(await stake.getVotes(from), to);
      await token.connect(to).approve(stake, NEVER);
      await stake.connect(to).stake(await token.balanceOf(to));
    };

    it("counts once in a vote, whatever it votes, and in a poll", async () => {
      for (const governorProposes of [true, false]) {
        for (const support of [Vote.Against, Vote.For, Vote.Abstain]) {
          const scenario = await settledWith(connection, { governance: { governorProposes } });
          const { governor, stake, actors } = scenario;
          const [first, , third] = actors.producers;
          const id = await propose(governor, third, await counting(scenario));
          await toVoting(connection, governor, id);
          const before = await networkHelpers.takeSnapshot();
          // Voted with, it stays;
          await governor.connect(first).castVote(id, support);
          await expect(stake.connect(first).unstake(1n, actors.donor)).to.be.revertedWithCustomError(
            stake,
            "StakeHeld",
          );
          await before.restore();
          // passed on, it weighs nothing anywhere, also when it comes back.
          for (const [from, to] of [
            [first, actors.donor],
            [actors.donor, actors.stranger],
          ] as const) {
            await pass(scenario, from, to);
            for (const account of [from, to]) {
              await expect(governor.connect(account).castVote(id, support))
                .to.be.revertedWithCustomError(governor, "NothingToVoteWith")
                .withArgs(id, account.address);
            }
          }
          await pass(scenario, actors.stranger, first);
          await governor.connect(first).castVote(id, support);
          const votes = await governor.proposalVotes(id);
          expect(votes.againstVotes + votes.forVotes + votes.abstainVotes).to.equal(STAKES[0]);
        }
      }
    });

    it("counts once in vetoes, of whatever it vetoes, in reviews, and in a consent", async () => {
      const scenario = await loadFixture(settled);
      const { stake, registry, actors, addresses } = scenario;
      const [, , third] = actors.producers;
      await stake.connect(third).unstake(1n, third); // below every threshold
      const id = await submitted(scenario);
      const operation = await scheduled(scenario);
      const acts = [
        async (account: Signer): Promise<unknown> => registry.connect(account).veto(id),
        async (account: Signer): Promise<unknown> => stake.connect(account).vetoDecision(operation),
        async (account: Signer): Promise<unknown> => stake.connect(account).consentToDissolve(),
      ] as const;
      for (const act of acts) {
        const before = await networkHelpers.takeSnapshot();
        await act(third);
        await expectFree(stake, third, 0n);
        await before.restore();
      }
      // Taken back it can be passed on, and weighs nothing there.
      await acts[0](third);
      await stake.connect(third).takeBackVeto(addresses.registry, id);
      await pass(scenario, third, actors.donor);
      for (const act of acts.slice(0, 2)) {
        await expect(act(actors.donor))
          .to.be.revertedWithCustomError(stake, "NothingToVetoWith")
          .withArgs(actors.donor.address);
      }
      await expect(acts[2](actors.donor))
        .to.be.revertedWithCustomError(stake, "NothingToConsentWith")
        .withArgs(actors.donor.address);
      await expect(registry.connect(actors.donor).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(id, actors.donor.address);
      expect((await stake.vetoTally(addresses.registry, id)).total).to.equal(0n);
    });
  });

  describe("nobody", () => {
    it("dusts or disqualifies another: what is added in whatever second takes nothing away", async () => {
      const scenario = await loadFixture(settled);
      const { stake, governor, registry, actors } = scenario;
      const [, , curator] = actors.producers;
      const [partner] = actors.partners;
      const proposal = await counting(scenario);
      await inOneBlock(connection, [
        () => stake.connect(partner).stakeFor(curator, 1n),
        () =>
          registry
            .connect(actors.stranger)
            .submit(0n, WHOLE, [{ account: actors.stranger.address, bps: 10_000n }], ZeroHash, ""),
        () => governor.connect(actors.producers[0]).propose(...callsOf(proposal), proposal.description),
        () => stake.connect(partner).stakeFor(curator, 1n),
      ]);
      await registry.connect(curator).review(1n, true, "");
      await expectFree(stake, curator, STAKES[2] + 2n - CURATION_STAKE);
      const id = await governor.lastDecisionOf(actors.producers[0]);
      await time.setNextBlockTimestamp(await governor.proposalSnapshot(id));
      await stake.connect(partner).stakeFor(curator, 1n);
      await governor.connect(curator).castVote(id, Vote.For);
      expect((await governor.proposalVotes(id)).forVotes).to.equal(STAKES[2] + 3n);
    });

    it("holds another, ends another's hold early, or takes another's veto back", async () => {
      const scenario = await loadFixture(settled);
      const { stake, governor, registry, actors, addresses, owner } = scenario;
      const [first, second, third] = actors.producers;
      const id = await propose(governor, third, await counting(scenario));
      await toVoting(connection, governor, id);
      await governor.connect(second).castVote(id, Vote.Against);
      const work = await submitted(scenario);
      await stake.connect(first).unstake(STAKES[0] - WHOLE, first);
      await registry.connect(first).veto(work);
      for (const attacker of [actors.stranger, actors.founders[0], actors.curators[0], owner]) {
        await expect(stake.connect(attacker).hold(1n, first, 0n, NEVER, NEVER))
          .to.be.revertedWithCustomError(stake, "NotForum")
          .withArgs(attacker.address);
        await expect(
          stake.connect(attacker).close(addresses.governor, id, Tag.Against, second),
        ).to.be.revertedWithCustomError(stake, "StillHeld");
        await expect(
          stake.connect(attacker).close(addresses.registry, work, Tag.Veto, first),
        ).to.be.revertedWithCustomError(stake, "StillHeld");
        await expect(stake.connect(attacker).takeBackVeto(addresses.registry, work))
          .to.be.revertedWithCustomError(stake, "NothingHeld")
          .withArgs(attacker.address, addresses.registry, work, Tag.Veto);
      }
      // A contract that says what it likes is no forum of anybody's hold.
      for (const forum of [ZERO_ADDRESS, addresses.token, actors.stranger.address]) {
        await expect(stake.close(forum, id, Tag.Against, second)).to.be.revertedWithCustomError(
          stake,
          "NothingHeld",
        );
      }
      await expectFree(stake, second, 0n);
    });
  });

  describe("a rented vote that stops something", () => {
    it("stays for a week: against a decision, and in a veto", async () => {
      const scenario = await loadFixture(settled);
      const { stake, governor, registry, actors, addresses } = scenario;
      const [lent, , third] = actors.producers;
      const id = await propose(governor, third, await counting(scenario));
      const deadline = await governor.proposalDeadline(id);
      await toVoting(connection, governor, id);
      const work = await submitted(scenario);
      await governor.connect(lent).castVote(id, Vote.Against);
      await time.increaseTo(deadline);
      // A day before voting ends it also vetoes something else.
      const late = await submitted(scenario);
      await registry.connect(lent).veto(late);
      const vetoedAt = await now();
      expect((await registry.contribution(work)).status).to.equal(1n);
      await time.increaseTo(deadline + WEEK - 1n);
      await expectFree(stake, lent, 0n);
      await time.setNextBlockTimestamp(vetoedAt + WEEK - 1n);
      await stake.close(addresses.governor, id, Tag.Against, lent);
      await expect(stake.close.staticCall(addresses.registry, late, Tag.Veto, lent))
        .to.be.revertedWithCustomError(stake, "StillHeld")
        .withArgs(lent.address, vetoedAt + WEEK);
      await expectFree(stake, lent, 0n);
      await time.increaseTo(vetoedAt + WEEK);
      await stake.close(addresses.registry, late, Tag.Veto, lent);
      await stake.connect(lent).unstake(STAKES[0], lent);
    });
  });

  describe("a founder's friends", () => {
    it("cannot close execution, nor leave the timelock without an admin, before they go", async () => {
      const scenario = await loadFixture(settled);
      const { timelock, owner, addresses } = scenario;
      await expect(
        timelock.connect(owner).revokeRole(hashOf("EXECUTOR_ROLE"), ZERO_ADDRESS),
      ).to.be.revertedWithCustomError(timelock, "EveryoneExecutes");
      await expect(timelock.connect(owner).revokeRole(ZeroHash, addresses.timelock))
        .to.be.revertedWithCustomError(timelock, "AdminIsTimelock")
        .withArgs(addresses.timelock);
    });

    it("cannot keep a veto from counting by scheduling the same again in the same second", async () => {
      const scenario = await loadFixture(settled);
      const { timelock, stake, actors, addresses } = scenario;
      const [, , third] = actors.producers;
      await stake.connect(third).unstake(1n, third);
      const call = [addresses.token, 0n, "0x18160ddd", ZeroHash, ZeroHash] as const;
      const founder = timelock.connect(actors.founders[0]);
      const operation = await timelock.hashOperation(...call);
      const gasLimit = 500_000n;
      // Vetoed, cancelled, closed and scheduled again in one block: the veto is counted once, as one that holds.
      await inOneBlock(connection, [
        () => founder.schedule(...call, 2n * DAY, { gasLimit }),
        () => stake.connect(third).vetoDecision(operation, { gasLimit }),
        () => founder.cancel(operation, { gasLimit }),
      ]);
      const matter = await timelock.matterOf(operation);
      await stake.close(addresses.timelock, matter, Tag.Veto, third);
      expect((await stake.vetoTally(addresses.timelock, matter)).total).to.equal(0n);
    });
  });
});
