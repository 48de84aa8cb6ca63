import { expect } from "chai";
import { network } from "hardhat";
import type { ContractTransactionResponse } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { IProductionProposals } from "../typechain-types/production/ProductionProposals.ts";
import {
  Standing,
  Status,
  cloneOf,
  cloneWith,
  everyoneBut,
  hashOf,
  manyShares,
  reviewEnd,
  sharesOf,
  submitted,
  sumOf,
  tuplesOf,
} from "./lib/contributions.ts";
import { proposalTermsHash } from "../sdk/src/calls/terms-hash.ts";
import { DAY, HOUR, WHOLE, ZERO_ADDRESS, launchPresale } from "./lib/fixtures.ts";
import { signPermit } from "./lib/permits.ts";
import {
  BACKERS_BPS,
  CALL_HASH,
  GOAL,
  REWARD,
  BACKINGS,
  State,
  WORK_HASH,
  acceptedProposal,
  back,
  backersOf,
  contributionShares,
  decide,
  deliver,
  funded,
  launchWithStakeholders,
  now,
  opened,
  backingParts,
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
    await back(scenario.proposals.connect(scenario.actors.partners[0]), id, BACKINGS[0]);
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
        await expect(target.initialize(addresses.timelock)).to.be.revertedWithCustomError(
          proposals,
          "InvalidInitialization",
        );
      }
      expect(await proposals.owner()).to.equal(addresses.timelock);
      expect(await proposals.proposalCount()).to.equal(0n);
      expect(await proposals.pausedUntil()).to.equal(0n);
    });

    it("refuses to be without token, registry, reserve or owner", async () => {
      const { proposals, addresses } = await loadFixture(launched);
      const { token, registry, reserve, timelock } = addresses;
      const { implementation } = await cloneOf(connection, "ProductionProposals");
      const bare = async (...args: string[]) =>
        proposals.attach(await cloneWith(connection, implementation, args)) as typeof proposals;
      for (const args of [
        [ZERO_ADDRESS, registry, reserve],
        [token, ZERO_ADDRESS, reserve],
        [token, registry, ZERO_ADDRESS],
      ]) {
        await expect((await bare(...args)).initialize(timelock)).to.be.revertedWithCustomError(
          proposals,
          "ZeroAddress",
        );
      }
      await expect((await bare(token, registry, reserve)).initialize(ZERO_ADDRESS))
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
        .withArgs(
          2n,
          actors.donor.address,
          [
            GOAL,
            REWARD,
            terms.deadline,
            terms.deliverBy,
            BACKERS_BPS,
            0n,
            tuplesOf(deliverers),
            CALL_HASH,
            "ipfs://call",
          ],
          proposalTermsHash(terms),
        );
      expect([...(await proposals.proposal(2n))]).to.deep.equal([
        GOAL,
        0n,
        BACKERS_BPS,
        0n,
        false,
        false,
        REWARD,
        terms.deadline,
        terms.deliverBy,
        0n,
        0n,
        hashOf(deliverers),
        proposalTermsHash(terms),
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
      () => [0n, 63n],
    );
    refuses(
      "64 deliverers, as the backers are one more",
      () => ({ deliverers: manyShares(64, 10_000n - BACKERS_BPS) }),
      "ShareCountOutOfRange",
      () => [64n, 63n],
    );
    refuses(
      "a deliverer named twice",
      (s) => ({
        deliverers: sharesOf([producer(s, 0), 3_000n], [producer(s, 1), 667n], [producer(s, 0), 3_001n]),
      }),
      "InvalidShare",
      (s) => [producer(s, 0).address, 3_001n],
    );
    refuses(
      "itself as a deliverer",
      (s) => ({ deliverers: sharesOf([s.addresses.proposals, 2_666n], [producer(s, 0), 4_001n]) }),
      "InvalidShare",
      (s) => [s.addresses.proposals, 2_666n],
    );
    refuses(
      "the zero address as a deliverer",
      () => ({ deliverers: sharesOf([ZERO_ADDRESS, 6_667n]) }),
      "ZeroAddress",
      () => [],
    );
    refuses(
      "a part of nothing",
      (s) => ({ deliverers: sharesOf([producer(s, 0), 6_667n], [producer(s, 1), 0n]) }),
      "InvalidShare",
      (s) => [producer(s, 1).address, 0n],
    );
    for (const bps of [6_666n, 6_668n, 10_000n]) {
      refuses(
        `parts of ${bps} beside the backers'`,
        (s) => ({ deliverers: sharesOf([producer(s, 0), bps]) }),
        "SharesNotWhole",
        () => [bps + BACKERS_BPS],
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
        { backersBps: 1n, deliverers: sharesOf([actors.donor, 9_999n]) },
        { deliverers: manyShares(63, 10_000n - BACKERS_BPS) },
        { backersBps: 5_000n, deliverers: sharesOf([actors.donor, 1n], [actors.stranger, 4_999n]) },
        { backersBps: 1n, deliverers: sharesOf([actors.donor, 9_998n], [actors.stranger, 1n]) },
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
      await back(proposals.connect(first), id, 1n);
      const backed = back(proposals.connect(first), id, 200n * WHOLE);
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
      const { termsHash } = await proposals.proposal(id);
      expect(await proposals.connect(second).back.staticCall(id, 250n * WHOLE, termsHash)).to.equal(
        200n * WHOLE + 6n,
      );
      expect(await proposals.state(id)).to.equal(State.Open);
      const last = back(proposals.connect(second), id, 2n ** 256n - 1n);
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
      expect(await proposals.backingOf(id, first)).to.equal(200n * WHOLE + 1n);
      expect(await proposals.backingOf(id, second)).to.equal(200n * WHOLE + 6n);
      expect(await proposals.backingOf(other, first)).to.equal(0n);
      expect((await proposals.proposal(other)).raised).to.equal(0n);
      expect(await proposals.state(id)).to.equal(State.Funded);
      expect(await proposals.state(other)).to.equal(State.Open);
    });

    it("is funded by the last wei", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      const id = await opened(connection, scenario);
      await back(proposals.connect(actors.partners[0]), id, 200n * WHOLE);
      await back(proposals.connect(actors.partners[1]), id, 200n * WHOLE + 6n);
      expect(await proposals.state(id)).to.equal(State.Open);
      await back(proposals.connect(actors.partners[2]), id, 1n);
      expect(await proposals.state(id)).to.equal(State.Funded);
    });

    it("is of what the backer means, whatever stands under that number", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      const terms = await termsOf(connection, scenario);
      await proposals.open(terms);
      const actual = proposalTermsHash(terms);
      const [first, second, third] = actors.producers;
      const others = (
        [
          { goal: GOAL + 1n },
          { reward: REWARD + 1n },
          { deadline: BigInt(terms.deadline) + 1n },
          { deliverBy: BigInt(terms.deliverBy) + 1n },
          { backersBps: BACKERS_BPS + 1n },
          { kind: 1n },
          { deliverers: sharesOf([first, 3_334n], [third, 2_001n], [second, 1_332n]) },
          { contentHash: WORK_HASH },
          { uri: "ipfs://other" },
        ] as const
      ).map((change) => proposalTermsHash({ ...terms, ...change }));
      expect(new Set([actual, ...others]).size).to.equal(others.length + 1);
      for (const meant of others) {
        await expect(proposals.connect(actors.partners[0]).back(1n, 1n, meant))
          .to.be.revertedWithCustomError(proposals, "ProposalTermsMismatch")
          .withArgs(1n, actual, meant);
      }
    });

    it("refuses nothing, and what the backer does not have", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, token, actors, addresses } = scenario;
      const id = await opened(connection, scenario);
      await expect(back(proposals.connect(actors.partners[0]), id, 0n)).to.be.revertedWithCustomError(
        proposals,
        "ZeroAmount",
      );
      await expect(back(proposals.connect(actors.partners[0]), id, 300n * WHOLE + 1n))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
        .withArgs(actors.partners[0].address, 300n * WHOLE, 300n * WHOLE + 1n);
      await expect(back(proposals.connect(actors.stranger), id, 1n))
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
      await expect(back(proposals.connect(actors.partners[0]), id, 1n)).to.emit(proposals, "ProposalBacked");
      await snapshot.restore();
      await time.setNextBlockTimestamp(deadline);
      await expect(back(proposals.connect(actors.partners[0]), id, 1n))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Lapsed);
    });

    it("works with a permit, used before or not", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, token, actors, addresses } = scenario;
      const [first, second] = actors.partners;
      const id = await opened(connection, scenario);
      const deadline = (await now(connection)) + HOUR;
      const { termsHash } = await proposals.proposal(id);
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
          await proposals.connect(backer).backWithPermit.staticCall(id, value, termsHash, deadline, v, r, s),
        ).to.equal(value);
        const sent = proposals.connect(backer).backWithPermit(id, value, termsHash, deadline, v, r, s);
        await expect(sent).to.changeTokenBalances(ethers, token, [backer, proposals], [-value, value]);
        expect(await proposals.backingOf(id, backer)).to.equal(value);
      }
      const { v, r, s } = await signPermit(token, {
        owner: first,
        spender: addresses.proposals,
        value: 1n,
        deadline: 1n,
      });
      await expect(proposals.connect(first).backWithPermit(id, 1n, termsHash, 1n, v, r, s))
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
        () => back(proposals.connect(backer), id, 1n),
        () =>
          proposals
            .connect(backer)
            .backWithPermit(id, 1n, ethers.ZeroHash, 0n, 0n, ethers.ZeroHash, ethers.ZeroHash),
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
        call: ({ proposals, actors }, id) => back(proposals.connect(actors.partners[0]), id, 1n),
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
      vetoDelivery: {
        call: ({ proposals, actors }, id) => proposals.connect(actors.partners[0]).vetoDelivery(id),
        in: ["Delivered"],
        event: "DeliveryVetoed",
      },
      decline: {
        call: ({ proposals, actors, deliverers }, id) =>
          proposals.connect(actors.producers[1]).decline(id, [...deliverers]),
        in: ["Open", "Funded"],
        event: "DelivererDeclined",
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
          [proposals.connect(signer).decline(waiting, [...deliverers]), waiting],
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
        sharesOf([first, 3_333n], [second, 2_002n], [third, 1_332n]),
        sharesOf([second, 2_001n], [first, 3_334n], [third, 1_332n]),
        sharesOf([first, 3_334n], [second, 2_001n], [actors.stranger, 1_332n]),
      ]) {
        for (const [call, id] of [
          [proposals.connect(first).deliver(waiting, other, WORK_HASH, ""), waiting],
          [proposals.connect(first).withdrawDelivery(delivered, other), delivered],
          [proposals.connect(first).decline(waiting, other), waiting],
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
      await back(proposals.connect(first), id, 100n * WHOLE);
      await back(proposals.connect(second), id, 50n * WHOLE);
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
      expect(await proposals.backingOf(id, first)).to.equal(60n * WHOLE);
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
      expect(await proposals.backingOf(id, first)).to.equal(0n);
      expect((await proposals.proposal(id)).raised).to.equal(0n);
      expect(await proposals.state(id)).to.equal(State.Lapsed);
    });

    it("makes room for others", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      const [first, second, third] = actors.partners;
      const id = await opened(connection, scenario);
      await back(proposals.connect(first), id, 250n * WHOLE);
      await proposals.connect(first).withdraw(id, 249n * WHOLE);
      await back(proposals.connect(second), id, 250n * WHOLE);
      await back(proposals.connect(third), id, 250n * WHOLE);
      expect(await proposals.backingOf(id, third)).to.equal(149n * WHOLE + 7n);
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
        [backer, BACKINGS[0] + 1n, BACKINGS[0]],
        [backer, 2n ** 256n - 1n, BACKINGS[0]],
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
        [actors.producers[1], 2_001n],
        [actors.producers[2], 1_332n],
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
      const promised = manyShares(63, 10_000n - BACKERS_BPS);
      const many = promised.map((share, i) =>
        i === 0 ? { ...share, account: actors.producers[0].address } : share,
      );
      const list = { ...scenario, deliverers: many };
      expect(sumOf(many.map(({ bps }) => bps)) + BACKERS_BPS).to.equal(10_000n);
      const { id } = await acceptedProposal(connection, list, { reward: 500n * WHOLE });
      const parts = backingParts(GOAL, many);
      await proposals.complete(id, many);
      await settle(list, id);
      const shares = contributionShares(scenario.addresses.proposals, BACKERS_BPS, many);
      for (const [i, { account }] of many.entries()) {
        if (i === 0) continue; // who delivered had tokens before
        const bps = shares[i + 1]?.bps ?? 0n;
        expect(bps).to.equal(promised[i]?.bps);
        const part = (500n * WHOLE * bps) / 10_000n;
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
        BACKINGS[0],
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
      await back(proposals.connect(curator), other, WHOLE);
      const id = await opened(connection, scenario, { goal: 10n * WHOLE });
      await back(proposals.connect(curator), id, 5n * WHOLE);
      await proposals.connect(curator).withdraw(id, 5n * WHOLE);
      await back(proposals.connect(actors.partners[0]), id, 10n * WHOLE);
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
        const parts = backingParts(GOAL, deliverers);
        expect(parts).to.deep.equal([
          (GOAL * 3_334n) / 6_667n,
          (GOAL * 2_001n) / 6_667n,
          GOAL - (GOAL * 3_334n) / 6_667n - (GOAL * 2_001n) / 6_667n,
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
          expect(await proposals.backingOf(id, backer)).to.equal(BACKINGS[i]);
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
          BACKINGS[i] ?? 0n,
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
          const due = (minted * (BACKINGS[i] ?? 0n)) / GOAL - (claimed[i] ?? 0n);
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
      expect(claimed).to.deep.equal(BACKINGS.map((backing) => (minted * backing) / GOAL));
      const dust = minted - sumOf(claimed);
      expect(dust >= 0n && dust < BigInt(backers.length)).to.equal(true);
      expect(await token.balanceOf(proposals)).to.equal(GOAL + dust);
      expect(await token.balanceOf(actors.partners[0])).to.equal(
        300n * WHOLE - BACKINGS[0] + (claimed[0] ?? 0n),
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
      expect(await proposals.backingOf(small.id, backer)).to.equal(WHOLE);
      // What is left here is the other proposal's stake.
      expect(await token.balanceOf(proposals)).to.equal(BACKINGS[0]);
      expect((await proposals.overview(small.id, backer)).claimed).to.equal(minted);
      await time.increaseTo((await proposals.proposal(open)).deadline);
      await proposals.connect(backer).withdraw(open, BACKINGS[0]);
      expect(await token.balanceOf(proposals)).to.equal(0n);
    });
  });

  describe("vetoDelivery", () => {
    it("rejects with more than half of the goal, and frees nothing by itself", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, token, actors } = scenario;
      const [first, second, third] = actors.partners;
      // The first two have half of the goal to the wei, and another one the wei more.
      const id = await opened(connection, scenario, { goal: 200n * WHOLE });
      await back(proposals.connect(first), id, 60n * WHOLE);
      await back(proposals.connect(second), id, 40n * WHOLE);
      await back(proposals.connect(third), id, 100n * WHOLE - 1n);
      await back(proposals.connect(actors.curators[2]), id, 1n);
      const contributionId = await deliver(scenario, id);
      await expect(proposals.connect(first).vetoDelivery(id))
        .to.emit(proposals, "DeliveryVetoed")
        .withArgs(id, contributionId, first.address, 60n * WHOLE, 60n * WHOLE);
      await expect(proposals.connect(first).vetoDelivery(id))
        .to.be.revertedWithCustomError(proposals, "AlreadyVetoed")
        .withArgs(contributionId, first.address);
      await expect(proposals.connect(second).vetoDelivery(id)).to.not.emit(registry, "ContributionDecided");
      expect(await proposals.state(id)).to.equal(State.Delivered);
      expect(await proposals.vetoesOf(contributionId)).to.equal(100n * WHOLE);
      expect(await proposals.hasVetoed(contributionId, second)).to.equal(true);
      expect(await proposals.hasVetoed(contributionId, third)).to.equal(false);
      expect(await proposals.connect(third).vetoDelivery.staticCall(id)).to.equal(true);
      const last = proposals.connect(actors.curators[2]).vetoDelivery(id);
      await expect(last).to.emit(registry, "ContributionDecided").withArgs(contributionId, false, 0n, 0n);
      await expect(last).to.changeTokenBalances(
        ethers,
        token,
        [first, second, third, proposals],
        [0n, 0n, 0n, 0n],
      );
      // The deliverers may deliver again, and the veto begins anew.
      expect(await proposals.state(id)).to.equal(State.Funded);
      const again = await deliver(scenario, id);
      expect(await proposals.vetoesOf(again)).to.equal(0n);
      await expect(proposals.connect(first).vetoDelivery(id)).to.emit(proposals, "DeliveryVetoed");
      await decide(connection, scenario, again, true);
      expect(await proposals.state(id)).to.equal(State.Accepted);
    });

    it("is the backers' alone, while the delivery is reviewed", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, actors } = scenario;
      const id = await INTO.Delivered(scenario);
      const { contributionId } = await proposals.proposal(id);
      for (const { role, signer } of await everyoneBut(connection, scenario, "partner")) {
        await expect(proposals.connect(signer).vetoDelivery(id), role)
          .to.be.revertedWithCustomError(proposals, "NotBacker")
          .withArgs(id, signer.address);
      }
      await expect(registry.connect(actors.partners[0]).rejectDelivery(contributionId))
        .to.be.revertedWithCustomError(registry, "NotProposals")
        .withArgs(actors.partners[0].address);
      const end = await reviewEnd(registry, contributionId);
      await proposals.connect(actors.partners[0]).vetoDelivery(id);
      await time.setNextBlockTimestamp(end);
      await expect(proposals.connect(actors.partners[1]).vetoDelivery(id))
        .to.be.revertedWithCustomError(registry, "ReviewOver")
        .withArgs(contributionId, end);
    });

    it("may be overruled by the owner for 30 days, in which the backing waits", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, owner, token, actors, deliverers } = scenario;
      const id = await INTO.Delivered(scenario);
      const { contributionId, deliverBy } = await proposals.proposal(id);
      const backers = actors.partners.slice(0, 2);
      for (const backer of backers) await proposals.connect(backer).vetoDelivery(id);
      const until = await registry.overrulableUntil(contributionId);
      expect(until).to.equal((await now(connection)) + 30n * DAY);
      const snapshot = await networkHelpers.takeSnapshot();
      await registry.connect(owner).overrule(contributionId);
      expect(await proposals.state(id)).to.equal(State.Accepted);
      const parts = backingParts(GOAL, deliverers);
      await expect(proposals.complete(id, [...deliverers])).to.changeTokenBalances(
        ethers,
        token,
        [...actors.producers, proposals],
        [...parts, -GOAL],
      );
      await snapshot.restore();
      // Vetoed in the last second of its review, which goes on beyond deliverBy, it waits 30 days beyond that.
      await time.increaseTo(deliverBy - 2n);
      const late = await deliver(scenario, id);
      await time.increaseTo((await reviewEnd(registry, late)) - 5n);
      for (const backer of backers) await proposals.connect(backer).vetoDelivery(id);
      const free = (await now(connection)) + 30n * DAY;
      await time.setNextBlockTimestamp(free - 1n);
      await expect(proposals.connect(backers[0] ?? actors.donor).reclaim(id))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Delivered);
      await time.setNextBlockTimestamp(free);
      await expect(registry.connect(owner).overrule(late)).to.be.revertedWithCustomError(
        registry,
        "OverruleOver",
      );
      await expect(proposals.connect(backers[0] ?? actors.donor).reclaim(id)).to.changeTokenBalances(
        ethers,
        token,
        [backers[0] ?? actors.donor, proposals],
        [BACKINGS[0], -BACKINGS[0]],
      );
    });

    it("gives the deposit back to who delivered", async () => {
      const scenario = await loadFixture(withDeposit);
      const { proposals, token, actors } = scenario;
      const id = await funded(connection, scenario);
      const contributionId = await deliver(scenario, id, actors.producers[1]);
      await proposals.connect(actors.partners[0]).vetoDelivery(id);
      const last = proposals.connect(actors.partners[1]).vetoDelivery(id);
      await expect(last)
        .to.emit(proposals, "DeliveryDepositReturned")
        .withArgs(contributionId, actors.producers[1].address, DEPOSIT);
      await expect(last).to.changeTokenBalances(
        ethers,
        token,
        [actors.producers[1], proposals],
        [DEPOSIT, 0n],
      );
    });
  });

  describe("decline", () => {
    it("frees the backing once more than half of the parts are declined and nothing was delivered", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, token, actors } = scenario;
      const [first, second, third] = actors.producers;
      // 3,333 and 3,334 of 6,667: half and more than half.
      const deliverers = sharesOf([first, 3_333n], [second, 3_333n], [third, 1n]);
      const list = { ...scenario, deliverers };
      const id = await funded(connection, list);
      await expect(proposals.connect(first).decline(id, deliverers))
        .to.emit(proposals, "DelivererDeclined")
        .withArgs(id, first.address, 3_333n, 3_333n);
      await expect(proposals.connect(first).decline(id, deliverers))
        .to.be.revertedWithCustomError(proposals, "AlreadyDeclined")
        .withArgs(id, first.address);
      expect(await proposals.hasDeclined(id, first)).to.equal(true);
      expect(await proposals.hasDeclined(id, second)).to.equal(false);
      expect(await proposals.state(id)).to.equal(State.Funded);
      await expect(proposals.connect(third).decline(id, deliverers))
        .to.emit(proposals, "DelivererDeclined")
        .withArgs(id, third.address, 1n, 3_334n)
        .and.to.emit(proposals, "ProposalReleased")
        .withArgs(id);
      expect(await proposals.state(id)).to.equal(State.Failed);
      for (const [i, backer] of backersOf(scenario).entries()) {
        await expect(proposals.connect(backer).reclaim(id)).to.changeTokenBalance(
          ethers,
          token,
          backer,
          BACKINGS[i] ?? 0n,
        );
      }
      await expect(proposals.connect(second).deliver(id, deliverers, WORK_HASH, ""))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Failed);
    });

    it("half of the parts to the bps is not more than half", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      const [first, second] = actors.producers;
      const deliverers = sharesOf([first, 3_000n], [second, 3_000n]);
      const list = { ...scenario, deliverers };
      const id = await funded(connection, list, { backersBps: 4_000n });
      await proposals.connect(first).decline(id, deliverers);
      expect(await proposals.state(id)).to.equal(State.Funded);
      await proposals.connect(second).decline(id, deliverers);
      expect(await proposals.state(id)).to.equal(State.Failed);
    });

    it("ends the funding, too", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, token, actors, deliverers } = scenario;
      const id = await INTO.Open(scenario);
      await proposals.connect(actors.producers[0]).decline(id, [...deliverers]);
      expect(await proposals.state(id)).to.equal(State.Lapsed);
      const [backer] = actors.partners;
      await expect(back(proposals.connect(backer), id, 1n))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Lapsed);
      await expect(proposals.connect(backer).withdraw(id, BACKINGS[0])).to.changeTokenBalance(
        ethers,
        token,
        backer,
        BACKINGS[0],
      );
    });

    it("needs all deliverers once something was delivered, and then nothing can be overruled", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, registry, owner, actors, deliverers } = scenario;
      const [first, second, third] = actors.producers;
      const id = await INTO.Delivered(scenario);
      const { contributionId } = await proposals.proposal(id);
      await decide(connection, scenario, contributionId, false);
      for (const producer of [first, second]) {
        await proposals.connect(producer).decline(id, [...deliverers]);
        expect(await proposals.state(id)).to.equal(State.Funded);
      }
      expect(await proposals.isLastDelivery(contributionId)).to.equal(true);
      await proposals.connect(third).decline(id, [...deliverers]);
      expect(await proposals.state(id)).to.equal(State.Failed);
      // Otherwise the deliverers would be paid with others' tokens.
      expect(await proposals.isLastDelivery(contributionId)).to.equal(false);
      await expect(registry.connect(owner).overrule(contributionId))
        .to.be.revertedWithCustomError(registry, "DeliveryReplaced")
        .withArgs(contributionId);
      await expect(proposals.connect(actors.partners[0]).reclaim(id)).to.emit(proposals, "BackingReclaimed");
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
        (minted * BACKINGS[0]) / GOAL,
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
        const stake = BACKINGS[i] ?? 0n;
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
      const parts = backingParts(GOAL, deliverers);
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
      await expect(back(proposals.connect(backer), id, 1n))
        .to.be.revertedWithCustomError(proposals, "WrongProposalState")
        .withArgs(id, State.Lapsed);
      await expect(proposals.connect(backer).withdraw(id, BACKINGS[0])).to.changeTokenBalance(
        ethers,
        token,
        backer,
        BACKINGS[0],
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
      const due = (minted * BACKINGS[1]) / GOAL;
      const stored = await proposals.proposal(id);
      const before = await proposals.overview(id, actors.partners[1]);
      expect([...before]).to.deep.equal([id, State.Accepted, stored, minted, 0n, BACKINGS[1], 0n, due]);
      await proposals.claim(id, actors.partners[1]);
      const after = await proposals.overview(id, actors.partners[1]);
      expect([after.claimed, after.claimable]).to.deep.equal([due, 0n]);
    });

    it("pages", async () => {
      const scenario = await loadFixture(launched);
      const { proposals, actors } = scenario;
      for (let i = 0; i < 5; i++) await opened(connection, scenario);
      const [backer] = actors.partners;
      await back(proposals.connect(backer), 4n, 9n);
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
      expect(page[0]?.backing).to.equal(9n);
      expect([...(page[0] ?? [])]).to.deep.equal([...(await proposals.overview(4n, backer))]);
    });

    it("of what does not exist is empty", async () => {
      const { proposals, actors } = await loadFixture(launched);
      const { id, state, minted, backing, claimed, claimable } = await proposals.overview(7n, actors.donor);
      expect([id, state, minted, backing, claimed, claimable]).to.deep.equal([
        7n,
        State.None,
        0n,
        0n,
        0n,
        0n,
      ]);
      expect(await proposals.claimable(7n, actors.donor)).to.equal(0n);
    });
  });
});
