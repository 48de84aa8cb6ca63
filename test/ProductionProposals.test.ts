import { expect } from "chai";
import { network } from "hardhat";
import type { ContractTransactionResponse } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { IProductionProposals } from "../typechain-types/production/ProductionProposals.ts";
import {
  Standing,
  Status,
  cloneOf,
  everyoneBut,
  hashOf,
  manyShares,
  reviewEnd,
  sharesOf,
  submitted,
  sumOf,
  tuplesOf,
} from "./lib/contributions.ts";
import { DAY, HOUR, WHOLE, ZERO_ADDRESS, launchPresale } from "./lib/fixtures.ts";
import { signPermit } from "./lib/permits.ts";
import {
  BACKERS_BPS,
  CALL_HASH,
  GOAL,
  REWARD,
  STAKES,
  State,
  WORK_HASH,
  acceptedProposal,
  backersOf,
  contributionShares,
  decide,
  deliver,
  funded,
  launchWithStakeholders,
  now,
  opened,
  stakeParts,
  termsOf,
  type ProposalScenario,
} from "./lib/proposals.ts";
import { PAUSE, REST } from "./lib/third-parties.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = networkHelpers.loadFixture.bind(networkHelpers);

const MAX_FUNDING = 366n * DAY;
const MAX_DELIVERY = 1_825n * DAY;
const DISSOLVED = 2n;
const DEPOSIT = 5n * WHOLE;

const launched = (): Promise<ProposalScenario> => launchWithStakeholders(connection);

/** Submissions deposit 5 tokens, as they may where there is a presale; the second deliverer has some too. */
async function withDeposit(): Promise<ProposalScenario> {
  const scenario = await launchWithStakeholders(
    connection,
    { registry: { deposit: DEPOSIT } },
    launchPresale,
  );
  const { token, actors } = scenario;
  await token.connect(actors.producers[0]).transfer(actors.producers[1], 20n * WHOLE);
  return scenario;
}

/** Makes dissolution possible, and dissolves. */
async function dissolve({ reserve, owner }: ProposalScenario): Promise<void> {
  await reserve.connect(owner).dissolve();
}

/** Pays what issuance has paid for a proposal by now, as the next batch ends when that is nothing. */
async function settle(scenario: ProposalScenario, id: bigint): Promise<void> {
  const { registry, proposals, deliverers } = scenario;
  const { contributionId, backersBps } = await proposals.proposal(id);
  const shares = contributionShares(await proposals.getAddress(), backersBps, deliverers);
  const due = await registry.settle.staticCall(contributionId, shares).catch(() => 0n);
  if (due === 0n) await nextWindow(scenario);
  await registry.settle(contributionId, shares);
}

/** To the end of the running batch. */
async function nextWindow({ issuance }: ProposalScenario): Promise<void> {
  await time.increaseTo((await issuance.runningBatch()).end);
}

/** A proposal in each state, with all stakes that the state allows. */
const INTO: Readonly<Record<keyof typeof State, (scenario: ProposalScenario) => Promise<bigint>>> = {
  None: () => Promise.resolve(1n),
  Open: async (scenario) => {
    const id = await opened(connection, scenario);
    await scenario.proposals.connect(scenario.actors.partners[0]).back(id, STAKES[0]);
    return id;
  },
  Lapsed: async (scenario) => {
    const id = await INTO.Open(scenario);
    await time.increaseTo((await scenario.proposals.proposal(id)).deadline);
    return id;
  },
  Funded: (scenario) => funded(connection, scenario),
  Delivered: async (scenario) => {
    const id = await funded(connection, scenario);
    await deliver(scenario, id);
    return id;
  },
  Failed: async (scenario) => {
    const id = await funded(connection, scenario);
    await time.increaseTo((await scenario.proposals.proposal(id)).deliverBy);
    return id;
  },
  Accepted: async (scenario) => (await acceptedProposal(connection, scenario)).id,
  Completed: async (scenario) => {
    const { id } = await acceptedProposal(connection, scenario);
    await scenario.proposals.complete(id, [...scenario.deliverers]);
    return id;
  },
};

describe("ProductionProposals", () => {
  describe("initialize", () => {
    it("is locked on the implementation and works once on a clone", async () => {
      const { proposals, addresses } = await loadFixture(launched);
      const { implementation } = await cloneOf(connection, "ProductionProposals");
      for (const target of [proposals, proposals.attach(implementation) as typeof proposals]) {
        await expect(
          target.initialize(addresses.token, addresses.registry, addresses.timelock),
        ).to.be.revertedWithCustomError(proposals, "InvalidInitialization");
      }
      expect(await proposals.owner()).to.equal(addresses.timelock);
      expect(await proposals.proposalCount()).to.equal(0n);
      expect(await proposals.pausedUntil()).to.equal(0n);
    });

    it("refuses to be without token, registry or owner", async () => {
      const { proposals, addresses } = await loadFixture(launched);
      const { token, registry, timelock } = addresses;
      const { clone } = await cloneOf(connection, "ProductionProposals");
      const bare = proposals.attach(clone) as typeof proposals;
      for (const [token_, registry_] of [
        [ZERO_ADDRESS, registry],
        [token, ZERO_ADDRESS],
      ] as const) {
        await expect(bare.initialize(token_, registry_, timelock)).to.be.revertedWithCustomError(
          proposals,
          "ZeroAddress",
        );
      }
      await expect(bare.initialize(token, registry, ZERO_ADDRESS))
        .to.be.revertedWithCustomError(proposals, "OwnableInvalidOwner")
        .withArgs(ZERO_ADDRESS);
    });
  });

  describe("open", () => {
    it("stores the terms and says them all, for anyone", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors, deliverers } = scenario;
      await opened(connection, scenario);
      const terms = await termsOf(connection, scenario);
      await expect(proposals.connect(actors.donor).open(terms))
        .to.emit(proposals, "ProposalOpened")
        .withArgs(2n, actors.donor.address, [
          GOAL,
          REWARD,
          terms.deadline,
          terms.deliverBy,
          BACKERS_BPS,
          0n,
          tuplesOf(deliverers),
          CALL_HASH,
          "ipfs://call",
        ]);
      expect([...(await proposals.proposal(2n))]).to.deep.equal([
        GOAL,
        0n,
        BACKERS_BPS,
        0n,
        false,
        REWARD,
        terms.deadline,
        terms.deliverBy,
        0n,
        hashOf(deliverers),
      ]);
      expect(await proposals.state(2n)).to.equal(State.Open);
      expect(await proposals.state(3n)).to.equal(State.None);
      expect(await proposals.proposalCount()).to.equal(2n);
    });

    const refuses = (
      title: string,
      changes: (scenario: ProposalScenario) => Partial<IProductionProposals.TermsStruct>,
      error: string,
      args: (scenario: ProposalScenario) => unknown[],
    ): void => {
      it(`refuses ${title}`, async () => {
        const scenario = await loadFixture(launched);
        const contract =
          error === "KindNotActive" || error === "RewardOutOfRange" ? scenario.registry : scenario.proposals;
        const refused = expect(
          scenario.proposals.open(await termsOf(connection, scenario, changes(scenario))),
        ).to.be.revertedWithCustomError(contract, error);
        if (args(scenario).length === 0) await refused;
        else await refused.withArgs(...args(scenario));
      });
    };
    const producer = ({ actors }: ProposalScenario, i: number): HardhatEthersSigner =>
      actors.producers[i] ?? actors.stranger;

    refuses(
      "no goal",
      () => ({ goal: 0n }),
      "ZeroAmount",
      () => [],
    );
    for (const bps of [0n, 5_001n, 65_535n]) {
      refuses(
        `a backers' part of ${bps}`,
        () => ({ backersBps: bps }),
        "BackersShareOutOfRange",
        () => [bps, 5_000n],
      );
    }
    refuses(
      "a kind that is none",
      () => ({ kind: 9n }),
      "KindNotActive",
      () => [9n],
    );
    refuses(
      "no reward",
      () => ({ reward: 0n }),
      "RewardOutOfRange",
      () => [0n, 5_000n * WHOLE],
    );
    refuses(
      "a reward above its kind's",
      () => ({ reward: 5_000n * WHOLE + 1n }),
      "RewardOutOfRange",
      () => [5_000n * WHOLE + 1n, 5_000n * WHOLE],
    );
    refuses(
      "no deliverers",
      () => ({ deliverers: [] }),
      "ShareCountOutOfRange",
      () => [0n, 64n],
    );
    refuses(
      "64 deliverers, as the backers are one more",
      () => ({ deliverers: manyShares(64) }),
      "ShareCountOutOfRange",
      () => [64n, 63n],
    );
    refuses(
      "a deliverer named twice",
      (s) => ({
        deliverers: sharesOf([producer(s, 0), 4_000n], [producer(s, 1), 2_000n], [producer(s, 0), 4_000n]),
      }),
      "InvalidShare",
      (s) => [producer(s, 0).address, 2_668n], // of 6,667 what 2,666 and 1,333 leave
    );
    refuses(
      "itself as a deliverer",
      (s) => ({ deliverers: sharesOf([s.addresses.proposals, 4_000n], [producer(s, 0), 6_000n]) }),
      "InvalidShare",
      (s) => [s.addresses.proposals, 2_666n],
    );
    refuses(
      "the zero address as a deliverer",
      () => ({ deliverers: sharesOf([ZERO_ADDRESS, 10_000n]) }),
      "ZeroAddress",
      () => [],
    );
    refuses(
      "a part of nothing",
      (s) => ({ deliverers: sharesOf([producer(s, 0), 10_000n], [producer(s, 1), 0n]) }),
      "InvalidShare",
      (s) => [producer(s, 1).address, 0n],
    );
    refuses(
      "a part that rounds to nothing beside the backers'",
      (s) => ({ backersBps: 1n, deliverers: sharesOf([producer(s, 0), 1n], [producer(s, 1), 9_999n]) }),
      "InvalidShare",
      (s) => [producer(s, 0).address, 0n],
    );
    for (const bps of [9_999n, 10_001n]) {
      refuses(
        `parts that sum to ${bps}`,
        (s) => ({ deliverers: sharesOf([producer(s, 0), bps]) }),
        "SharesNotWhole",
        () => [bps],
      );
    }

    it("refuses a kind that is not active", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, owner } = scenario;
      await registry.connect(owner).setKind(0n, "production", 5_000n * WHOLE, false);
      await expect(proposals.open(await termsOf(connection, scenario)))
        .to.be.revertedWithCustomError(registry, "KindNotActive")
        .withArgs(0n);
    });

    it("takes the last reward, part and list that fit", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      for (const changes of [
        { reward: 5_000n * WHOLE },
        { reward: 1n },
        { goal: 1n },
        { goal: 2n ** 112n - 1n },
        { backersBps: 1n },
        { backersBps: 5_000n },
        { deliverers: manyShares(63) },
        { backersBps: 5_000n, deliverers: sharesOf([actors.donor, 2n], [actors.stranger, 9_998n]) },
        { backersBps: 1n, deliverers: sharesOf([actors.donor, 9_999n], [actors.stranger, 1n]) },
      ]) {
        await expect(proposals.open(await termsOf(connection, scenario, changes))).to.emit(
          proposals,
          "ProposalOpened",
        );
      }
    });

    it("takes deadlines from the next second to 366 days, and deliveries up to 5 years later, no others", async () => {
      const scenario = await loadFixture(launched);
      const { proposals } = scenario;
      const at = (await now(connection)) + 1_000n;
      const last = at + MAX_FUNDING;
      for (const [deadline, deliverBy, wrong] of [
        [at, at + DAY, [at, at + 1n, last]],
        [at + 1n, at + 2n, undefined],
        [last, last + MAX_DELIVERY, undefined],
        [last + 1n, last + DAY, [last + 1n, at + 1n, last]],
        [2n ** 64n - 1n, 2n ** 64n - 1n, [2n ** 64n - 1n, at + 1n, last]],
        [at + DAY, at + DAY, [at + DAY, at + DAY + 1n, at + DAY + MAX_DELIVERY]],
        [
          at + DAY,
          at + DAY + MAX_DELIVERY + 1n,
          [at + DAY + MAX_DELIVERY + 1n, at + DAY + 1n, at + DAY + MAX_DELIVERY],
        ],
        [at + DAY, 2n ** 64n - 1n, [2n ** 64n - 1n, at + DAY + 1n, at + DAY + MAX_DELIVERY]],
      ] as const) {
        const snapshot = await networkHelpers.takeSnapshot();
        const terms = await termsOf(connection, scenario, { deadline, deliverBy });
        await time.setNextBlockTimestamp(at);
        const sent = proposals.open(terms);
        if (wrong === undefined) await expect(sent).to.emit(proposals, "ProposalOpened");
        else {
          await expect(sent)
            .to.be.revertedWithCustomError(proposals, "DeadlineOutOfRange")
            .withArgs(...wrong);
        }
        await snapshot.restore();
      }
    });

    it("is over after dissolution", async () => {
      const scenario = await loadFixture(launched);
      const terms = await termsOf(connection, scenario);
      await dissolve(scenario);
      await expect(scenario.proposals.open(terms))
        .to.be.revertedWithCustomError(scenario.reserve, "WrongMarketState")
        .withArgs(DISSOLVED, 1n);
    });
  });

  describe("back", () => {
    it("takes stakes until the goal, and no more", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, token, actors } = scenario;
      const [first, second] = actors.partners;
      const other = await opened(connection, scenario);
      const id = await opened(connection, scenario);
      await proposals.connect(first).back(id, 1n);
      const backed = proposals.connect(first).back(id, 200n * WHOLE);
      await expect(backed)
        .to.emit(proposals, "ProposalBacked")
        .withArgs(id, first.address, 200n * WHOLE, 200n * WHOLE + 1n)
        .and.not.to.emit(proposals, "ProposalFunded");
      await expect(backed).to.changeTokenBalances(
        ethers,
        token,
        [first, proposals],
        [-200n * WHOLE, 200n * WHOLE],
      );
      expect(await proposals.connect(second).back.staticCall(id, 250n * WHOLE)).to.equal(200n * WHOLE + 6n);
      expect(await proposals.state(id)).to.equal(State.Open);
      const last = proposals.connect(second).back(id, 2n ** 256n - 1n);
      await expect(last)
        .to.emit(proposals, "ProposalBacked")
        .withArgs(id, second.address, 200n * WHOLE + 6n, GOAL)
        .and.to.emit(proposals, "ProposalFunded")
        .withArgs(id);
      await expect(last).to.changeTokenBalances(
        ethers,
        token,
        [second, proposals],
        [-200n * WHOLE - 6n, 200n * WHOLE + 6n],
      );
      expect((await proposals.proposal(id)).raised).to.equal(GOAL);
      expect(await proposals.stakeOf(id, first)).to.equal(200n * WHOLE + 1n);
      expect(await proposals.stakeOf(id, second)).to.equal(200n * WHOLE + 6n);
      expect(await proposals.stakeOf(other, first)).to.equal(0n);
      expect((await proposals.proposal(other)).raised).to.equal(0n);
      expect(await proposals.state(id)).to.equal(State.Funded);
      expect(await proposals.state(other)).to.equal(State.Open);
    });

    it("is funded by the last wei", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      const id = await opened(connection, scenario);
      await proposals.connect(actors.partners[0]).back(id, 200n * WHOLE);
      await proposals.connect(actors.partners[1]).back(id, 200n * WHOLE + 6n);
      expect(await proposals.state(id)).to.equal(State.Open);
      await proposals.connect(actors.partners[2]).back(id, 1n);
      expect(await proposals.state(id)).to.equal(State.Funded);
    });

    it("refuses nothing, and what the backer does not have", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, token, actors, addresses } = scenario;
      const id = await opened(connection, scenario);
      await expect(proposals.connect(actors.partners[0]).back(id, 0n)).to.be.revertedWithCustomError(
        proposals,
        "ZeroAmount",
      );
      await expect(proposals.connect(actors.partners[0]).back(id, 300n * WHOLE + 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(actors.partners[0].address, 300n * WHOLE, 300n * WHOLE + 1n);
      await expect(proposals.connect(actors.stranger).back(id, 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(addresses.proposals, 0n, 1n);
    });

    it("works until the last second before the deadline", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      const id = await opened(connection, scenario);
      const { deadline } = await proposals.proposal(id);
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(deadline - 1n);
      await expect(proposals.connect(actors.partners[0]).back(id, 1n)).to.emit(proposals, "ProposalBacked");
      await snapshot.restore();
      await time.setNextBlockTimestamp(deadline);
      await expect(proposals.connect(actors.partners[0]).back(id, 1n))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Lapsed);
    });

    it("works with a permit, used before or not", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, token, actors, addresses } = scenario;
      const [first, second] = actors.partners;
      const id = await opened(connection, scenario);
      const deadline = (await now(connection)) + HOUR;
      for (const [backer, usedBefore] of [
        [first, false],
        [second, true],
      ] as const) {
        await token.connect(backer).approve(proposals, 0n);
        const value = 20n * WHOLE;
        const permit = { owner: backer, spender: addresses.proposals, value, deadline };
        const { v, r, s } = await signPermit(token, permit);
        if (usedBefore) await token.permit(backer, proposals, value, deadline, v, r, s);
        expect(
          await proposals.connect(backer).backWithPermit.staticCall(id, value, deadline, v, r, s),
        ).to.equal(value);
        const sent = proposals.connect(backer).backWithPermit(id, value, deadline, v, r, s);
        await expect(sent).to.changeTokenBalances(ethers, token, [backer, proposals], [-value, value]);
        expect(await proposals.stakeOf(id, backer)).to.equal(value);
      }
      const { v, r, s } = await signPermit(token, {
        owner: first,
        spender: addresses.proposals,
        value: 1n,
        deadline: 1n,
      });
      await expect(proposals.connect(first).backWithPermit(id, 1n, 1n, v, r, s))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(addresses.proposals, 0n, 1n);
    });
  });

  describe("pause", () => {
    it("stops new proposals and stakes, nothing else, until it ends by itself", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors, owner, deliverers } = scenario;
      const [backer] = actors.partners;
      const id = await INTO.Open(scenario);
      const ready = await funded(connection, scenario, { goal: 10n });
      const terms = await termsOf(connection, scenario);
      await proposals.connect(owner).pause();
      const until = (await now(connection)) + PAUSE;
      expect(await proposals.pausedUntil()).to.equal(until);
      const entrances = [
        () => proposals.open(terms),
        () => proposals.connect(backer).back(id, 1n),
        () => proposals.connect(backer).backWithPermit(id, 1n, 0n, 0n, ethers.ZeroHash, ethers.ZeroHash),
      ];
      for (const enter of entrances) {
        await expect(enter()).to.be.revertedWithCustomError(proposals, "Paused").withArgs(until);
      }
      await expect(proposals.connect(backer).withdraw(id, 1n)).to.emit(proposals, "BackingWithdrawn");
      const contributionId = await deliver(scenario, ready);
      await decide(connection, scenario, contributionId, true);
      await expect(proposals.complete(ready, [...deliverers])).to.emit(proposals, "ProposalCompleted");
      await time.setNextBlockTimestamp(until - 1n);
      await expect(entrances[1]?.()).to.be.revertedWithCustomError(proposals, "Paused").withArgs(until);
      await time.setNextBlockTimestamp(until);
      await expect(entrances[1]?.()).to.emit(proposals, "ProposalBacked");
      await expect(proposals.connect(owner).pause())
        .to.be.revertedWithCustomError(proposals, "PauseTooSoon")
        .withArgs(until + REST);
    });

    it("stops no delivery's withdrawal, no reclaim and no claim", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors, owner, deliverers } = scenario;
      const [backer] = actors.partners;
      const { id: accepted } = await acceptedProposal(connection, scenario, { goal: 4n });
      await settle(scenario, accepted);
      const delivered = await INTO.Delivered(scenario);
      await proposals.connect(owner).pause();
      await expect(proposals.claim(accepted, backer)).to.emit(proposals, "BackerRewardClaimed");
      await expect(
        proposals.connect(actors.producers[0]).withdrawDelivery(delivered, [...deliverers]),
      ).to.emit(proposals, "DeliveryWithdrawn");
      await time.increaseTo((await proposals.proposal(delivered)).deliverBy);
      await proposals.connect(owner).pause();
      await expect(proposals.connect(backer).reclaim(delivered)).to.emit(proposals, "BackingReclaimed");
    });

    it("is the owner's, who may end it early", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, owner } = scenario;
      for (const { role, signer } of await everyoneBut(connection, scenario, "owner")) {
        for (const call of [proposals.connect(signer).pause(), proposals.connect(signer).unpause()]) {
          await expect(call, role)
            .to.be.revertedWithCustomError(proposals, "OwnableUnauthorizedAccount")
            .withArgs(signer.address);
        }
      }
      await expect(proposals.connect(owner).unpause()).not.to.emit(proposals, "PausedUntilSet");
      await proposals.connect(owner).pause();
      const at = (await now(connection)) + 10n;
      await time.setNextBlockTimestamp(at);
      await expect(proposals.connect(owner).unpause()).to.emit(proposals, "PausedUntilSet").withArgs(at);
      await expect(proposals.open(await termsOf(connection, scenario))).to.emit(proposals, "ProposalOpened");
    });
  });

  describe("states", () => {
    type Call = (scenario: ProposalScenario, id: bigint) => Promise<ContractTransactionResponse>;
    const calls: Readonly<
      Record<string, { call: Call; in: readonly (keyof typeof State)[]; event: string }>
    > = {
      back: {
        call: ({ proposals, actors }, id) => proposals.connect(actors.partners[0]).back(id, 1n),
        in: ["Open"],
        event: "ProposalBacked",
      },
      withdraw: {
        call: ({ proposals, actors }, id) => proposals.connect(actors.partners[0]).withdraw(id, 1n),
        in: ["Open", "Lapsed"],
        event: "BackingWithdrawn",
      },
      reclaim: {
        call: ({ proposals, actors }, id) => proposals.connect(actors.partners[0]).reclaim(id),
        in: ["Failed"],
        event: "BackingReclaimed",
      },
      deliver: {
        call: ({ proposals, actors, deliverers }, id) =>
          proposals.connect(actors.producers[1]).deliver(id, [...deliverers], WORK_HASH, ""),
        in: ["Funded"],
        event: "ProposalDelivered",
      },
      withdrawDelivery: {
        call: ({ proposals, actors, deliverers }, id) =>
          proposals.connect(actors.producers[1]).withdrawDelivery(id, [...deliverers]),
        in: ["Delivered"],
        event: "DeliveryWithdrawn",
      },
      complete: {
        call: ({ proposals, actors, deliverers }, id) =>
          proposals.connect(actors.stranger).complete(id, [...deliverers]),
        in: ["Accepted"],
        event: "ProposalCompleted",
      },
    };
    for (const name of Object.keys(State) as (keyof typeof State)[]) {
      it(`allows what the table allows in ${name}, and nothing else`, async () => {
        const scenario = await loadFixture(launched);
        const { proposals } = scenario;
        const id = await INTO[name](scenario);
        expect(await proposals.state(id)).to.equal(State[name]);
        for (const [title, { call, in: allowed, event }] of Object.entries(calls)) {
          const snapshot = await networkHelpers.takeSnapshot();
          if (allowed.includes(name)) await expect(call(scenario, id), title).to.emit(proposals, event);
          else {
            await expect(call(scenario, id), title)
              .to.be.revertedWithCustomError(proposals, "WrongProposalState")
              .withArgs(id, State[name]);
          }
          await snapshot.restore();
        }
        if (name !== "Accepted" && name !== "Completed") {
          await expect(proposals.claim(id, scenario.actors.partners[0]))
            .to.be.revertedWithCustomError(proposals, "NothingToClaim")
            .withArgs(id, scenario.actors.partners[0].address);
        }
      });
    }

    it("leave deliveries to the deliverers alone", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors, deliverers } = scenario;
      const waiting = await funded(connection, scenario, { goal: 4n });
      const delivered = await INTO.Delivered(scenario);
      for (const { role, signer } of await everyoneBut(connection, scenario, "producer")) {
        for (const [call, id] of [
          [proposals.connect(signer).deliver(waiting, [...deliverers], WORK_HASH, ""), waiting],
          [proposals.connect(signer).withdrawDelivery(delivered, [...deliverers]), delivered],
        ] as const) {
          await expect(call, role)
            .to.be.revertedWithCustomError(proposals, "NotDeliverer")
            .withArgs(id, signer.address);
        }
      }
      for (const producer of actors.producers) {
        const snapshot = await networkHelpers.takeSnapshot();
        await deliver(scenario, waiting, producer);
        await proposals.connect(producer).withdrawDelivery(waiting, [...deliverers]);
        await snapshot.restore();
      }
    });

    it("know the deliverers by their hash", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors, deliverers } = scenario;
      const [first, second, third] = actors.producers;
      const waiting = await funded(connection, scenario, { goal: 4n });
      const delivered = await funded(connection, scenario, { goal: 4n });
      await deliver(scenario, delivered);
      const { id: accepted } = await acceptedProposal(connection, scenario, { goal: 4n });
      const expected = hashOf(deliverers);
      for (const other of [
        [],
        sharesOf([first, 10_000n]),
        sharesOf([first, 5_000n], [second, 3_002n], [third, 1_998n]),
        sharesOf([second, 3_001n], [first, 5_001n], [third, 1_998n]),
        sharesOf([first, 5_001n], [second, 3_001n], [actors.stranger, 1_998n]),
      ]) {
        for (const [call, id] of [
          [proposals.connect(first).deliver(waiting, other, WORK_HASH, ""), waiting],
          [proposals.connect(first).withdrawDelivery(delivered, other), delivered],
          [proposals.connect(first).complete(accepted, other), accepted],
        ] as const) {
          await expect(call)
            .to.be.revertedWithCustomError(proposals, "DeliverersMismatch")
            .withArgs(id, expected, hashOf(other));
        }
      }
    });
  });

  describe("withdraw", () => {
    it("gives back any part of a stake, before the deadline and for ever after it", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, token, actors } = scenario;
      const [first, second] = actors.partners;
      const id = await opened(connection, scenario);
      await proposals.connect(first).back(id, 100n * WHOLE);
      await proposals.connect(second).back(id, 50n * WHOLE);
      const sent = proposals.connect(first).withdraw(id, 40n * WHOLE);
      await expect(sent)
        .to.emit(proposals, "BackingWithdrawn")
        .withArgs(id, first.address, 40n * WHOLE, 110n * WHOLE);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [first, second, proposals],
        [40n * WHOLE, 0n, -40n * WHOLE],
      );
      expect(await proposals.stakeOf(id, first)).to.equal(60n * WHOLE);
      expect((await proposals.proposal(id)).raised).to.equal(110n * WHOLE);
      await time.increase(3_650n * DAY);
      await expect(proposals.connect(first).withdraw(id, 60n * WHOLE)).to.changeTokenBalances(
        ethers,
        token,
        [first, proposals],
        [60n * WHOLE, -60n * WHOLE],
      );
      await expect(proposals.connect(second).withdraw(id, 50n * WHOLE)).to.changeTokenBalances(
        ethers,
        token,
        [second, proposals],
        [50n * WHOLE, -50n * WHOLE],
      );
      expect(await proposals.stakeOf(id, first)).to.equal(0n);
      expect((await proposals.proposal(id)).raised).to.equal(0n);
      expect(await proposals.state(id)).to.equal(State.Lapsed);
    });

    it("makes room for others", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      const [first, second, third] = actors.partners;
      const id = await opened(connection, scenario);
      await proposals.connect(first).back(id, 250n * WHOLE);
      await proposals.connect(first).withdraw(id, 249n * WHOLE);
      await proposals.connect(second).back(id, 250n * WHOLE);
      await proposals.connect(third).back(id, 250n * WHOLE);
      expect(await proposals.stakeOf(id, third)).to.equal(149n * WHOLE + 7n);
      expect(await proposals.state(id)).to.equal(State.Funded);
    });

    it("refuses nothing, and more than the caller's stake", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      const id = await INTO.Open(scenario);
      const [backer, other] = actors.partners;
      await expect(proposals.connect(backer).withdraw(id, 0n)).to.be.revertedWithCustomError(
        proposals,
        "ZeroAmount",
      );
      for (const [account, amount, stake] of [
        [backer, STAKES[0] + 1n, STAKES[0]],
        [backer, 2n ** 256n - 1n, STAKES[0]],
        [other, 1n, 0n],
      ] as const) {
        await expect(proposals.connect(account).withdraw(id, amount))
          .to.be.revertedWithCustomError(proposals, "BackingTooSmall")
          .withArgs(id, account.address, amount, stake);
      }
    });
  });

  describe("deliver", () => {
    it("submits the contribution with the backers first and the deliverers' parts of the rest", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, actors, addresses, deliverers } = scenario;
      await submitted(scenario);
      const id = await funded(connection, scenario);
      const shares = sharesOf(
        [addresses.proposals, 3_333n],
        [actors.producers[0], 3_334n],
        [actors.producers[1], 2_000n],
        [actors.producers[2], 1_333n],
      );
      expect(contributionShares(addresses.proposals, BACKERS_BPS, deliverers)).to.deep.equal(shares);
      const by = proposals.connect(actors.producers[1]);
      expect(await by.deliver.staticCall(id, [...deliverers], WORK_HASH, "ipfs://bicycle")).to.equal(2n);
      await expect(by.deliver(id, [...deliverers], WORK_HASH, "ipfs://bicycle"))
        .to.emit(proposals, "ProposalDelivered")
        .withArgs(id, 2n, actors.producers[1].address, 0n)
        .and.to.emit(registry, "ContributionSubmitted")
        .withArgs(2n, addresses.proposals, 0n, REWARD, tuplesOf(shares), WORK_HASH, "ipfs://bicycle", 2n);
      expect((await proposals.proposal(id)).contributionId).to.equal(2n);
      const { backed, submitter, sharesHash } = await registry.contribution(2n);
      expect({ backed, submitter, sharesHash }).to.deep.equal({
        backed: true,
        submitter: addresses.proposals,
        sharesHash: hashOf(shares),
      });
      expect((await registry.contribution(1n)).backed).to.equal(false);
    });

    it("works until the last second before deliverBy", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors, deliverers } = scenario;
      const id = await funded(connection, scenario);
      const { deliverBy } = await proposals.proposal(id);
      const by = proposals.connect(actors.producers[0]);
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(deliverBy - 1n);
      await expect(by.deliver(id, [...deliverers], WORK_HASH, "")).to.emit(proposals, "ProposalDelivered");
      await time.increase(DAY);
      expect(await proposals.state(id)).to.equal(State.Delivered);
      await snapshot.restore();
      await time.setNextBlockTimestamp(deliverBy);
      await expect(by.deliver(id, [...deliverers], WORK_HASH, ""))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Failed);
    });

    it("works with 63 deliverers, and pays them all", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors, token } = scenario;
      const many = [{ account: actors.producers[0].address, bps: 158n }, ...manyShares(63).slice(1)];
      const list = { ...scenario, deliverers: many };
      expect(sumOf(many.map(({ bps }) => bps))).to.equal(10_000n);
      const { id } = await acceptedProposal(connection, list, { reward: 500n * WHOLE });
      const parts = stakeParts(GOAL, many);
      await proposals.complete(id, many);
      await settle(list, id);
      const shares = contributionShares(scenario.addresses.proposals, BACKERS_BPS, many);
      for (const [i, { account }] of many.entries()) {
        if (i === 0 || i === 62) continue;
        const part = (500n * WHOLE * (shares[i + 1]?.bps ?? 0n)) / 10_000n;
        expect(await token.balanceOf(account), account).to.equal((parts[i] ?? 0n) + part);
      }
      expect(await proposals.state(id)).to.equal(State.Completed);
    });

    it("may be done again after a rejection, until deliverBy", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, actors, deliverers } = scenario;
      const id = await funded(connection, scenario);
      const first = await deliver(scenario, id);
      await decide(connection, scenario, first, false);
      expect(await proposals.state(id)).to.equal(State.Funded);
      const second = await deliver(scenario, id, actors.producers[2]);
      expect(second).to.equal(first + 1n);
      await proposals.connect(actors.producers[0]).withdrawDelivery(id, [...deliverers]);
      expect((await registry.contribution(second)).status).to.equal(Status.Withdrawn);
      expect(await proposals.state(id)).to.equal(State.Funded);
      const third = await deliver(scenario, id);
      await time.increaseTo(await reviewEnd(registry, third));
      await registry.decide(third); // for want of approvals
      expect(await proposals.state(id)).to.equal(State.Funded);
      await time.increaseTo((await proposals.proposal(id)).deliverBy - 2n);
      const fourth = await deliver(scenario, id);
      expect(await proposals.state(id)).to.equal(State.Delivered);
      await decide(connection, scenario, fourth, true);
      expect(await proposals.state(id)).to.equal(State.Accepted);
      for (const one of [first, second, third]) {
        await expect(
          registry.settle(one, contributionShares(scenario.addresses.proposals, BACKERS_BPS, deliverers)),
        ).to.be.revertedWithCustomError(registry, "WrongStatus");
      }
    });

    it("fails with a kind that the owner ended meanwhile, and the stakes go back", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, owner, actors, deliverers, token } = scenario;
      const id = await funded(connection, scenario);
      await registry.connect(owner).setKind(0n, "production", 5_000n * WHOLE, false);
      const by = proposals.connect(actors.producers[0]);
      await expect(by.deliver(id, [...deliverers], WORK_HASH, ""))
        .to.be.revertedWithCustomError(registry, "KindNotActive")
        .withArgs(0n);
      await time.increaseTo((await proposals.proposal(id)).deliverBy);
      await expect(proposals.connect(actors.partners[0]).reclaim(id)).to.changeTokenBalance(
        ethers,
        token,
        actors.partners[0],
        STAKES[0],
      );
    });
  });

  describe("review", () => {
    it("can be an objection of its backers and deliverers, and no approval", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, owner, actors } = scenario;
      const [, , backer] = actors.curators;
      await registry.connect(owner).setCurator(actors.producers[2], true);
      await registry.connect(owner).setCurator(actors.donor, true);
      const id = await funded(connection, scenario);
      const contributionId = await deliver(scenario, id);
      expect(await proposals.isBacker(contributionId, backer)).to.equal(true);
      expect(await proposals.isBacker(contributionId, actors.donor)).to.equal(false);
      for (const curator of [backer, actors.producers[2]]) {
        await expect(registry.connect(curator).review(contributionId, true, ""))
          .to.be.revertedWithCustomError(registry, "InvolvedApproves")
          .withArgs(contributionId, curator.address);
      }
      for (const account of [scenario.addresses.proposals, ...actors.producers]) {
        expect(await registry.standingOf(contributionId, account)).to.equal(Standing.Involved);
      }
      for (const curator of [backer, actors.producers[2]]) {
        await registry.connect(curator).review(contributionId, false, "they may object");
      }
      expect((await registry.contribution(contributionId)).objections).to.equal(2n);
      await expect(registry.connect(actors.donor).review(contributionId, true, "")).to.emit(
        registry,
        "ContributionReviewed",
      );
      // A second review is what it is, whoever asks.
      await expect(registry.connect(actors.donor).review(contributionId, true, ""))
        .to.be.revertedWithCustomError(registry, "AlreadyReviewed")
        .withArgs(contributionId, actors.donor.address);
    });

    it("is for who backs something else, or took the stake back before", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, actors } = scenario;
      const [, , curator] = actors.curators;
      const other = await opened(connection, scenario);
      await proposals.connect(curator).back(other, WHOLE);
      const id = await opened(connection, scenario, { goal: 10n * WHOLE });
      await proposals.connect(curator).back(id, 5n * WHOLE);
      await proposals.connect(curator).withdraw(id, 5n * WHOLE);
      await proposals.connect(actors.partners[0]).back(id, 10n * WHOLE);
      const contributionId = await deliver(scenario, id);
      expect(await proposals.isBacker(contributionId, curator)).to.equal(false);
      await expect(registry.connect(curator).review(contributionId, false, "")).to.emit(
        registry,
        "ContributionReviewed",
      );
    });

    it("of other contributions asks for no backers", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, actors } = scenario;
      const [, , backer] = actors.curators;
      const id = await funded(connection, scenario);
      const delivered = await deliver(scenario, id);
      const plain = await submitted(scenario);
      expect(await proposals.isBacker(plain, backer)).to.equal(false);
      expect(await proposals.isBacker(id, actors.partners[0])).to.equal(id === delivered);
      expect(await proposals.isBacker(0n, backer)).to.equal(false);
      await expect(registry.connect(backer).review(plain, true, "")).to.emit(
        registry,
        "ContributionReviewed",
      );
    });

    it("can end by a veto, after which it is delivered anew", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, stake, actors } = scenario;
      const id = await funded(connection, scenario);
      await stake.connect(actors.partners[1]).stake(100n * WHOLE);
      const contributionId = await deliver(scenario, id);
      // What backs a proposal does not veto.
      await expect(registry.connect(actors.partners[0]).veto(contributionId))
        .to.be.revertedWithCustomError(stake, "NothingToVetoWith")
        .withArgs(actors.partners[0].address);
      await expect(registry.connect(actors.partners[1]).veto(contributionId))
        .to.emit(registry, "ContributionDecided")
        .withArgs(contributionId, false, 0n, 0n);
      expect(await proposals.state(id)).to.equal(State.Funded);
      await deliver(scenario, id);
      expect(await proposals.state(id)).to.equal(State.Delivered);
    });
  });

  describe("complete", () => {
    it("pays the stakes to the deliverers, to the wei, once, before or after settlement", async () => {
      for (const settledBefore of [false, true]) {
        const scenario = await loadFixture(launched);
        const { proposals, token, actors, deliverers } = scenario;
        const { id, contributionId } = await acceptedProposal(connection, scenario, {
          reward: 500n * WHOLE,
        });
        if (settledBefore) await settle(scenario, id);
        const parts = stakeParts(GOAL, deliverers);
        expect(parts).to.deep.equal([
          (GOAL * 5_001n) / 10_000n,
          (GOAL * 3_001n) / 10_000n,
          GOAL - (GOAL * 5_001n) / 10_000n - (GOAL * 3_001n) / 10_000n,
        ]);
        const sent = proposals.connect(actors.stranger).complete(id, [...deliverers]);
        await expect(sent).to.emit(proposals, "ProposalCompleted").withArgs(id, contributionId, GOAL);
        await expect(sent).to.changeTokenBalances(
          ethers,
          token,
          [...actors.producers, proposals, actors.stranger],
          [...parts, -GOAL, 0n],
        );
        expect((await proposals.proposal(id)).completed).to.equal(true);
        for (const [i, backer] of backersOf(scenario).entries()) {
          expect(await proposals.stakeOf(id, backer)).to.equal(STAKES[i]);
        }
        await expect(proposals.complete(id, [...deliverers]))
          .to.be.revertedWithCustomError(proposals, "WrongProposalState")
          .withArgs(id, State.Completed);
      }
    });

    it("pays a goal of one wei to the last deliverer", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, token, actors, deliverers } = scenario;
      const { id } = await acceptedProposal(connection, scenario, { goal: 1n });
      await expect(proposals.complete(id, [...deliverers])).to.changeTokenBalances(
        ethers,
        token,
        [...actors.producers, proposals],
        [0n, 0n, 1n, -1n],
      );
    });

    it("takes nothing but its own delivery", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, actors, addresses, deliverers, token } = scenario;
      const id = await funded(connection, scenario);
      const shares = contributionShares(addresses.proposals, BACKERS_BPS, deliverers);
      // The very same contribution, submitted by a deliverer past the proposal.
      await registry.connect(actors.producers[0]).submit(0n, REWARD, shares, WORK_HASH, "ipfs://bicycle");
      const foreign = await registry.contributionCount();
      expect((await registry.contribution(foreign)).backed).to.equal(false);
      await decide(connection, scenario, foreign, true);
      await nextWindow(scenario);
      await registry.settle(foreign, shares);
      expect(await proposals.state(id)).to.equal(State.Funded);
      await expect(proposals.complete(id, [...deliverers]))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Funded);
      expect(await proposals.claimable(id, actors.partners[0])).to.equal(0n);
      // Nor does the accepted delivery of another proposal help.
      const other = await acceptedProposal(connection, scenario, { goal: 4n });
      expect(other.contributionId).to.equal(foreign + 1n);
      await expect(proposals.complete(id, [...deliverers]))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Funded);
      await time.increaseTo((await proposals.proposal(id)).deliverBy);
      for (const [i, backer] of backersOf(scenario).entries()) {
        await expect(proposals.connect(backer).reclaim(id)).to.changeTokenBalance(
          ethers,
          token,
          backer,
          STAKES[i] ?? 0n,
        );
      }
    });
  });

  describe("claim", () => {
    it("pays each backer their part of what was issued, exact over batches in parts", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, token, actors, addresses } = scenario;
      const { id, contributionId } = await acceptedProposal(connection, scenario);
      const backers = backersOf(scenario);
      expect(await token.balanceOf(proposals)).to.equal(GOAL);
      const claimed = backers.map(() => 0n);
      let rounds = 0;
      for (const paid of [1_000n * WHOLE, 2_000n * WHOLE, REWARD]) {
        await settle(scenario, id);
        const minted = (paid * BACKERS_BPS) / 10_000n;
        expect(await registry.paidTo(contributionId, addresses.proposals)).to.equal(minted);
        expect((await proposals.overview(id, ZERO_ADDRESS)).minted).to.equal(minted);
        expect(await token.balanceOf(proposals)).to.equal(GOAL + minted - sumOf(claimed));
        for (const [i, backer] of backers.entries()) {
          if (i === rounds) continue; // each one misses another round, and loses nothing by it
          const due = (minted * (STAKES[i] ?? 0n)) / GOAL - (claimed[i] ?? 0n);
          expect(await proposals.claimable(id, backer)).to.equal(due);
          expect(await proposals.claim.staticCall(id, backer)).to.equal(due);
          const sent = proposals.connect(actors.stranger).claim(id, backer);
          await expect(sent).to.emit(proposals, "BackerRewardClaimed").withArgs(id, backer.address, due);
          await expect(sent).to.changeTokenBalances(ethers, token, [backer, proposals], [due, -due]);
          claimed[i] = (claimed[i] ?? 0n) + due;
          expect((await proposals.overview(id, backer)).claimed).to.equal(claimed[i]);
          await expect(proposals.claim(id, backer))
            .to.be.revertedWithCustomError(proposals, "NothingToClaim")
            .withArgs(id, backer.address);
        }
        ++rounds;
      }
      expect(rounds).to.be.greaterThan(2);
      for (const [i, backer] of backers.entries()) {
        if ((await proposals.claimable(id, backer)) > 0n) await proposals.claim(id, backer);
        claimed[i] = (await proposals.overview(id, backer)).claimed;
      }
      const minted = (REWARD * BACKERS_BPS) / 10_000n;
      expect(await registry.recognisedOf(addresses.proposals)).to.equal(minted);
      expect(claimed).to.deep.equal(STAKES.map((stake) => (minted * stake) / GOAL));
      const dust = minted - sumOf(claimed);
      expect(dust >= 0n && dust < BigInt(backers.length)).to.equal(true);
      expect(await token.balanceOf(proposals)).to.equal(GOAL + dust);
      expect(await token.balanceOf(actors.partners[0])).to.equal(
        300n * WHOLE - STAKES[0] + (claimed[0] ?? 0n),
      );
    });

    it("is nothing for who has no stake, and nothing before a settlement", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      const { id } = await acceptedProposal(connection, scenario, { reward: 100n * WHOLE });
      const nothing = async (account: HardhatEthersSigner): Promise<void> => {
        await expect(proposals.claim(id, account))
          .to.be.revertedWithCustomError(proposals, "NothingToClaim")
          .withArgs(id, account.address);
      };
      await nothing(actors.partners[0]);
      await nextWindow(scenario);
      await settle(scenario, id);
      await nothing(actors.stranger);
      await nothing(actors.producers[0]);
      await expect(proposals.claim(id, actors.partners[0])).to.emit(proposals, "BackerRewardClaimed");
    });

    it("keeps proposals apart", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors, token, deliverers } = scenario;
      const [backer] = actors.partners;
      const small = await acceptedProposal(connection, scenario, { goal: WHOLE, reward: 7n * WHOLE });
      const open = await INTO.Open(scenario);
      await nextWindow(scenario);
      await settle(scenario, small.id);
      await proposals.claim(small.id, backer);
      await proposals.complete(small.id, [...deliverers]);
      expect(await proposals.claimable(open, backer)).to.equal(0n);
      const minted = (7n * WHOLE * BACKERS_BPS) / 10_000n;
      expect(await proposals.stakeOf(small.id, backer)).to.equal(WHOLE);
      // What is left here is the other proposal's stake.
      expect(await token.balanceOf(proposals)).to.equal(STAKES[0]);
      expect((await proposals.overview(small.id, backer)).claimed).to.equal(minted);
      await time.increaseTo((await proposals.proposal(open)).deadline);
      await proposals.connect(backer).withdraw(open, STAKES[0]);
      expect(await token.balanceOf(proposals)).to.equal(0n);
    });
  });

  describe("a delivery that the owner accepts after all", () => {
    it("completes the proposal, after deliverBy, too, and pays the backers", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, owner, actors, token, deliverers } = scenario;
      const id = await funded(connection, scenario, { reward: 500n * WHOLE });
      await time.increaseTo((await proposals.proposal(id)).deliverBy - 2n);
      const contributionId = await deliver(scenario, id);
      await decide(connection, scenario, contributionId, false);
      expect(await proposals.state(id)).to.equal(State.Delivered);
      await registry.connect(owner).overrule(contributionId);
      expect(await proposals.state(id)).to.equal(State.Accepted);
      await proposals.complete(id, [...deliverers]);
      await settle(scenario, id);
      const minted = (500n * WHOLE * BACKERS_BPS) / 10_000n;
      await expect(proposals.claim(id, actors.partners[0])).to.changeTokenBalance(
        ethers,
        token,
        actors.partners[0],
        (minted * STAKES[0]) / GOAL,
      );
    });

    it("is the last one: after a further delivery nothing is issued twice", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, owner } = scenario;
      const id = await funded(connection, scenario);
      const first = await deliver(scenario, id);
      await decide(connection, scenario, first, false);
      expect(await proposals.isLastDelivery(first)).to.equal(true);
      const second = await deliver(scenario, id);
      for (const [contributionId, last] of [
        [first, false],
        [second, true],
        [0n, true], // of proposal 0, which has none
        [99n, false],
      ] as const) {
        expect(await proposals.isLastDelivery(contributionId)).to.equal(last);
      }
      await expect(registry.connect(owner).overrule(first))
        .to.be.revertedWithCustomError(registry, "DeliveryReplaced")
        .withArgs(first);
      await decide(connection, scenario, second, false);
      await registry.connect(owner).overrule(second);
      expect(await proposals.state(id)).to.equal(State.Accepted);
    });
  });

  describe("reclaim", () => {
    it("gives every backer the whole stake back, for ever", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, token } = scenario;
      const id = await INTO.Failed(scenario);
      await time.increase(3_650n * DAY);
      for (const [i, backer] of backersOf(scenario).entries()) {
        const stake = STAKES[i] ?? 0n;
        expect(await proposals.connect(backer).reclaim.staticCall(id)).to.equal(stake);
        const sent = proposals.connect(backer).reclaim(id);
        await expect(sent).to.emit(proposals, "BackingReclaimed").withArgs(id, backer.address, stake);
        await expect(sent).to.changeTokenBalances(ethers, token, [backer, proposals], [stake, -stake]);
        await expect(proposals.connect(backer).reclaim(id))
          .to.be.revertedWithCustomError(proposals, "NotBacker")
          .withArgs(id, backer.address);
      }
      expect(await token.balanceOf(proposals)).to.equal(0n);
      expect(await proposals.state(id)).to.equal(State.Failed);
    });

    it("is for backers alone", async () => {
      const scenario = await loadFixture(launched);
      const { proposals } = scenario;
      const id = await INTO.Failed(scenario);
      for (const { role, signer } of await everyoneBut(connection, scenario, "partner")) {
        await expect(proposals.connect(signer).reclaim(id), role)
          .to.be.revertedWithCustomError(proposals, "NotBacker")
          .withArgs(id, signer.address);
      }
    });

    it("waits for a review that began in time, and opens 30 days after its rejection", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, actors, deliverers } = scenario;
      const id = await funded(connection, scenario);
      const [backer] = actors.partners;
      await time.increaseTo((await proposals.proposal(id)).deliverBy - 2n);
      const contributionId = await deliver(scenario, id);
      await time.increaseTo(await reviewEnd(registry, contributionId));
      await registry.connect(actors.stranger).decide(contributionId);
      // As long as the owner may overrule, the deliverers may still be due what was staked.
      const until = await registry.overrulableUntil(contributionId);
      await time.setNextBlockTimestamp(until - 1n);
      await expect(proposals.connect(backer).reclaim(id))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Delivered);
      await expect(proposals.connect(actors.producers[0]).withdrawDelivery(id, [...deliverers]))
        .to.be.revertedWithCustomError(registry, "WrongStatus")
        .withArgs(contributionId, Status.Rejected);
      await time.setNextBlockTimestamp(until);
      await expect(proposals.connect(backer).reclaim(id)).to.emit(proposals, "BackingReclaimed");
      expect(await proposals.state(id)).to.equal(State.Failed);
      await expect(
        proposals.connect(actors.producers[0]).deliver(id, [...deliverers], WORK_HASH, ""),
      ).to.be.revertedWithCustomError(proposals, "WrongProposalState");
    });

    it("opens at once when the organisation is dissolved, as nothing can be overruled any more", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, actors } = scenario;
      const id = await funded(connection, scenario);
      await time.increaseTo((await proposals.proposal(id)).deliverBy - 2n);
      const contributionId = await deliver(scenario, id);
      await time.increaseTo(await reviewEnd(registry, contributionId));
      await registry.decide(contributionId);
      expect(await proposals.state(id)).to.equal(State.Delivered);
      await dissolve(scenario);
      await expect(proposals.connect(actors.partners[0]).reclaim(id)).to.emit(proposals, "BackingReclaimed");
    });

    it("opens when a delivery is taken back after deliverBy", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors, deliverers } = scenario;
      const id = await INTO.Delivered(scenario);
      await time.increaseTo((await proposals.proposal(id)).deliverBy);
      await proposals.connect(actors.producers[2]).withdrawDelivery(id, [...deliverers]);
      await expect(proposals.connect(actors.partners[1]).reclaim(id)).to.emit(proposals, "BackingReclaimed");
    });
  });

  describe("the registry's deposit", () => {
    it("is taken from who delivers, and given back to them with the acceptance", async () => {
      const scenario = await loadFixture(withDeposit);
      const { proposals, token, registry, actors, addresses, deliverers } = scenario;
      const [, second] = actors.producers;
      const id = await funded(connection, scenario);
      const sent = proposals.connect(second).deliver(id, [...deliverers], WORK_HASH, "");
      await expect(sent).to.emit(proposals, "ProposalDelivered").withArgs(id, 1n, second.address, DEPOSIT);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [second, proposals, registry],
        [-DEPOSIT, 0n, DEPOSIT],
      );
      expect(await token.allowance(proposals, registry)).to.equal(0n);
      expect(await proposals.depositDue(1n)).to.equal(0n);
      await expect(proposals.returnDeposit(1n))
        .to.be.revertedWithCustomError(proposals, "NoDepositDue")
        .withArgs(1n);
      await decide(connection, scenario, 1n, true);
      expect(await token.balanceOf(proposals)).to.equal(GOAL + DEPOSIT);
      expect(await proposals.depositDue(1n)).to.equal(DEPOSIT);
      const snapshot = await networkHelpers.takeSnapshot();
      expect(await proposals.returnDeposit.staticCall(1n)).to.equal(DEPOSIT);
      const returned = proposals.connect(actors.stranger).returnDeposit(1n);
      await expect(returned)
        .to.emit(proposals, "DeliveryDepositReturned")
        .withArgs(1n, second.address, DEPOSIT);
      await expect(returned).to.changeTokenBalances(ethers, token, [second, proposals], [DEPOSIT, -DEPOSIT]);
      await expect(proposals.returnDeposit(1n))
        .to.be.revertedWithCustomError(proposals, "NoDepositDue")
        .withArgs(1n);
      await expect(proposals.complete(id, [...deliverers])).not.to.emit(proposals, "DeliveryDepositReturned");
      expect(await token.balanceOf(addresses.proposals)).to.equal(0n);
      await snapshot.restore();
      const parts = stakeParts(GOAL, deliverers);
      const completed = proposals.complete(id, [...deliverers]);
      await expect(completed)
        .to.emit(proposals, "DeliveryDepositReturned")
        .withArgs(1n, second.address, DEPOSIT);
      await expect(completed).to.changeTokenBalances(
        ethers,
        token,
        [...actors.producers, proposals],
        [parts[0] ?? 0n, (parts[1] ?? 0n) + DEPOSIT, parts[2] ?? 0n, -GOAL - DEPOSIT],
      );
    });

    it("is lost with a rejection by quorum, and never paid from stakes", async () => {
      const scenario = await loadFixture(withDeposit);
      const { proposals, token, registry, actors } = scenario;
      const id = await funded(connection, scenario);
      const contributionId = await deliver(scenario, id);
      await decide(connection, scenario, contributionId, false);
      expect(await registry.isDepositReturned(contributionId)).to.equal(false);
      expect(await token.balanceOf(proposals)).to.equal(GOAL);
      expect(await proposals.depositDue(contributionId)).to.equal(0n);
      await expect(proposals.returnDeposit(contributionId))
        .to.be.revertedWithCustomError(proposals, "NoDepositDue")
        .withArgs(contributionId);
      // The next delivery, by another, has a deposit of its own.
      const next = await deliver(scenario, id, actors.producers[1]);
      await time.increaseTo(await reviewEnd(registry, next));
      await registry.decide(next); // for want of approvals: the deposit goes back
      expect(await registry.isDepositReturned(next)).to.equal(true);
      await expect(proposals.returnDeposit(next)).to.changeTokenBalances(
        ethers,
        token,
        [actors.producers[0], actors.producers[1], proposals],
        [0n, DEPOSIT, -DEPOSIT],
      );
      await time.increaseTo((await proposals.proposal(id)).deliverBy);
      for (const backer of backersOf(scenario)) await proposals.connect(backer).reclaim(id);
      expect(await token.balanceOf(proposals)).to.equal(0n);
    });

    it("comes back with a withdrawal, to who delivered", async () => {
      const scenario = await loadFixture(withDeposit);
      const { proposals, token, registry, actors, deliverers } = scenario;
      const id = await funded(connection, scenario);
      const contributionId = await deliver(scenario, id, actors.producers[1]);
      const sent = proposals.connect(actors.producers[2]).withdrawDelivery(id, [...deliverers]);
      await expect(sent)
        .to.emit(proposals, "DeliveryWithdrawn")
        .withArgs(id, contributionId, actors.producers[2].address)
        .and.to.emit(registry, "ContributionWithdrawn")
        .withArgs(contributionId);
      await expect(sent).to.changeTokenBalances(
        ethers,
        token,
        [actors.producers[1], actors.producers[2], proposals, registry],
        [DEPOSIT, 0n, 0n, -DEPOSIT],
      );
      expect(await proposals.depositDue(contributionId)).to.equal(0n);
    });

    it("stays with the objections of a quorum, even when withdrawn before the decision", async () => {
      const scenario = await loadFixture(withDeposit);
      const { proposals, token, registry, actors, deliverers } = scenario;
      const id = await funded(connection, scenario);
      const contributionId = await deliver(scenario, id);
      for (const curator of actors.curators.slice(0, 2)) {
        await registry.connect(curator).review(contributionId, false, "");
      }
      await expect(
        proposals.connect(actors.producers[0]).withdrawDelivery(id, [...deliverers]),
      ).to.changeTokenBalances(ethers, token, [actors.producers[0], proposals], [0n, 0n]);
      expect(await token.balanceOf(proposals)).to.equal(GOAL);
      await expect(proposals.returnDeposit(contributionId))
        .to.be.revertedWithCustomError(proposals, "NoDepositDue")
        .withArgs(contributionId);
    });

    it("of other contributions is not its business", async () => {
      const scenario = await loadFixture(withDeposit);
      const { proposals, token, registry, actors } = scenario;
      await funded(connection, scenario);
      await token.connect(actors.producers[0]).approve(registry, DEPOSIT);
      const plain = await submitted(scenario, { submitter: actors.producers[0] });
      await registry.connect(actors.producers[0]).withdraw(plain);
      expect(await registry.isDepositReturned(plain)).to.equal(true);
      for (const other of [plain, 0n, 99n]) {
        await expect(proposals.returnDeposit(other))
          .to.be.revertedWithCustomError(proposals, "NoDepositDue")
          .withArgs(other);
      }
      expect(await registry.isDepositReturned(99n)).to.equal(false);
    });

    it("cannot be avoided, and one without a deposit needs none returned", async () => {
      const scenario = await loadFixture(withDeposit);
      const { proposals, token, registry, owner, actors, addresses, deliverers } = scenario;
      const id = await funded(connection, scenario);
      await expect(proposals.connect(actors.producers[2]).deliver(id, [...deliverers], WORK_HASH, ""))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(addresses.proposals, 0n, DEPOSIT);
      expect((await proposals.overview(id, ZERO_ADDRESS)).deposit).to.equal(DEPOSIT);
      await registry.connect(owner).setIncentives(0n, 0n);
      expect((await proposals.overview(id, ZERO_ADDRESS)).deposit).to.equal(0n);
      const contributionId = await deliver(scenario, id, actors.producers[2]);
      await decide(connection, scenario, contributionId, true);
      expect(await proposals.depositDue(contributionId)).to.equal(0n);
    });
  });

  describe("dissolution", () => {
    it("lets backers take back what is not funded", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors, token } = scenario;
      const [backer] = actors.partners;
      const id = await INTO.Open(scenario);
      await dissolve(scenario);
      expect(await proposals.state(id)).to.equal(State.Lapsed);
      await expect(proposals.connect(backer).back(id, 1n))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Lapsed);
      await expect(proposals.connect(backer).withdraw(id, STAKES[0])).to.changeTokenBalance(
        ethers,
        token,
        backer,
        STAKES[0],
      );
    });

    it("returns the stakes of what is not delivered at once", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors, token, deliverers } = scenario;
      const id = await funded(connection, scenario);
      await dissolve(scenario);
      expect(await proposals.state(id)).to.equal(State.Failed);
      await expect(proposals.connect(actors.producers[0]).deliver(id, [...deliverers], WORK_HASH, ""))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Failed);
      for (const backer of backersOf(scenario)) await proposals.connect(backer).reclaim(id);
      expect(await token.balanceOf(proposals)).to.equal(0n);
    });

    for (const approve of [true, false]) {
      it(`waits for a review that is under way, which ${approve ? "accepts" : "rejects"}`, async () => {
        const scenario = await loadFixture(launched);
        const { proposals, actors, token, deliverers } = scenario;
        const id = await INTO.Delivered(scenario);
        const { contributionId } = await proposals.proposal(id);
        await dissolve(scenario);
        await expect(proposals.connect(actors.partners[0]).reclaim(id))
          .to.be.revertedWithCustomError(proposals, "WrongProposalState")
          .withArgs(id, State.Delivered);
        await decide(connection, scenario, contributionId, approve);
        if (approve) await proposals.complete(id, [...deliverers]);
        else for (const backer of backersOf(scenario)) await proposals.connect(backer).reclaim(id);
        expect(await token.balanceOf(proposals)).to.equal(0n);
      });
    }
  });

  describe("overview", () => {
    it("tells all of a proposal to an account in one call", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      const { id } = await acceptedProposal(connection, scenario, { reward: 100n * WHOLE });
      await nextWindow(scenario);
      await settle(scenario, id);
      const minted = (100n * WHOLE * BACKERS_BPS) / 10_000n;
      const due = (minted * STAKES[1]) / GOAL;
      const stored = await proposals.proposal(id);
      const before = await proposals.overview(id, actors.partners[1]);
      expect([...before]).to.deep.equal([id, State.Accepted, stored, minted, 0n, STAKES[1], 0n, due]);
      await proposals.claim(id, actors.partners[1]);
      const after = await proposals.overview(id, actors.partners[1]);
      expect([after.claimed, after.claimable]).to.deep.equal([due, 0n]);
    });

    it("pages", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      for (let i = 0; i < 5; i++) await opened(connection, scenario);
      const [backer] = actors.partners;
      await proposals.connect(backer).back(4n, 9n);
      const ids = async (first: bigint, count: bigint): Promise<bigint[]> =>
        (await proposals.overviews(first, count, backer)).map(({ id }) => id);
      expect(await ids(1n, 2n)).to.deep.equal([1n, 2n]);
      expect(await ids(3n, 9n)).to.deep.equal([3n, 4n, 5n]);
      expect(await ids(5n, 1n)).to.deep.equal([5n]);
      expect(await ids(6n, 5n)).to.deep.equal([]);
      expect(await ids(0n, 5n)).to.deep.equal([]);
      expect(await ids(1n, 0n)).to.deep.equal([]);
      expect(await ids(2n ** 256n - 1n, 2n ** 256n - 1n)).to.deep.equal([]);
      const page = await proposals.overviews(4n, 1n, backer);
      expect(page[0]?.stake).to.equal(9n);
      expect([...(page[0] ?? [])]).to.deep.equal([...(await proposals.overview(4n, backer))]);
    });

    it("of what does not exist is empty", async () => {
      const { proposals, actors } = await loadFixture(launched);
      const { id, state, minted, stake, claimed, claimable } = await proposals.overview(7n, actors.donor);
      expect([id, state, minted, stake, claimed, claimable]).to.deep.equal([7n, State.None, 0n, 0n, 0n, 0n]);
      expect(await proposals.claimable(7n, actors.donor)).to.equal(0n);
    });
  });
});
