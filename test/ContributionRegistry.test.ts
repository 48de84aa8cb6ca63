import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { ZeroHash, keccak256, toUtf8Bytes } from "ethers";
import { network } from "hardhat";
import type { IContributionRegistry } from "../typechain-types/contribution/ContributionRegistry.ts";
import {
  Standing,
  Status,
  WHOLE_BPS,
  accepted,
  cloneOf,
  everyoneBut,
  executeAs,
  hashOf,
  inOneBlock,
  least,
  manyShares,
  rejected,
  reviewEnd,
  runningTotals,
  sharesOf,
  submissionOf,
  submit,
  submitted,
  sumOf,
  tuplesOf,
  type Share,
  type Submission,
} from "./lib/contributions.ts";
import {
  DAY,
  HOUR,
  WHOLE,
  ZERO_ADDRESS,
  launchGrowing,
  launchPresale,
  signerOf,
  type Scenario,
} from "./lib/fixtures.ts";

import { gasCeiling } from "./lib/gas.ts";
import { endow } from "./lib/stakes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = <T>(fixture: () => Promise<T>): Promise<T> => networkHelpers.loadFixture(fixture);

// The terms of the organisations in the fixtures.
const WINDOW = 3n * DAY;
const QUORUM = 2n;
const MAX_PRODUCTION = 600n * WHOLE;
const BASE = 1_000n * WHOLE;
const PERIOD = 30n * DAY;
/** Enough for any call here, for transactions that wait in a block together. */
const GAS = { gasLimit: 500_000n };

async function launched(): Promise<Scenario> {
  return launchGrowing(connection);
}

/** Rewards of any size, and an account that can use up the budget to the wei. */
async function generous() {
  const scenario = await launchGrowing(connection, { registry: { maxProduction: 2n ** 112n - 1n } });
  const { issuance, owner, actors } = scenario;
  const issuer = actors.deployer;
  await issuance.connect(owner).setIssuer(issuer, true);
  const leave = async (room: bigint): Promise<void> => {
    await issuance.connect(issuer).issue(actors.donor, (await issuance.available()) - room);
  };
  const nextWindow = async (): Promise<void> => {
    const { end } = await issuance.currentWindow();
    await time.increaseTo(end);
  };
  const [first, second, third] = actors.producers;
  const shares = sharesOf([first, 5_000n], [second, 3_333n], [third, 1_667n]);
  return { ...scenario, leave, nextWindow, shares };
}

/** Seven curators, for every outcome of a vote. */
async function crowded() {
  const signers = await ethers.getSigners();
  const curators = signers.slice(13);
  const scenario = await launchGrowing(connection, {
    registry: { curators: curators.map(({ address }) => address) },
  });
  return { ...scenario, curators };
}

const STAKE = 500n * WHOLE;

/** Curators by 500 tokens of stake beside the named ones; 10,000 tokens with three stakeholders. */
async function staked(): Promise<Scenario> {
  const scenario = await launchGrowing(connection, {
    issuance: { baseAmount: 1_000_000n * WHOLE },
    registry: { curationStake: STAKE },
  });
  const [first, second, third] = scenario.actors.producers;
  await endow(
    connection,
    scenario,
    [first, 6_000n * WHOLE],
    [second, 3_000n * WHOLE],
    [third, 1_000n * WHOLE],
  );
  return scenario;
}

/** The donor's work, so that stakeholders are not involved. */
function byPartner(scenario: Scenario): Submission {
  const { partners, donor } = scenario.actors;
  return submissionOf(scenario, { submitter: partners[0], shares: sharesOf([donor, WHOLE_BPS]) });
}

async function bare() {
  const { implementation, clone } = await cloneOf(connection, "ContributionRegistry");
  const [, token, issuance, stakeLock, proposals, owner, first, second] = (await ethers.getSigners()).map(
    ({ address }) => address,
  ) as [string, string, string, string, string, string, string, string];
  const terms: IContributionRegistry.TermsStruct = {
    reviewWindow: 2n * DAY,
    quorum: 3n,
    maxProduction: 11n,
    maxUse: 22n,
    maxMaintenance: 33n,
    curationStake: 44n,
    deposit: 55n,
    reviewerRewardBps: 66n,
    curators: [first, second],
  };
  return {
    implementation: await ethers.getContractAt("ContributionRegistry", implementation),
    registry: await ethers.getContractAt("ContributionRegistry", clone),
    token,
    issuance,
    stakeLock,
    proposals,
    owner,
    first,
    second,
    terms,
  };
}

async function now(): Promise<bigint> {
  return BigInt(await time.latest());
}

/** A contribution's fields by name. */
function fieldsOf(contribution: IContributionRegistry.ContributionStructOutput) {
  const { reward, settled, kind, status, quorum, backed, sharesHash } = contribution;
  const { submitter, submittedAt, reviewWindow, approvals, objections } = contribution;
  const { deposit, reviewerRewardBps } = contribution;
  return {
    ...{ reward, settled, kind, status, quorum, backed, sharesHash, deposit, reviewerRewardBps },
    ...{ submitter, submittedAt, reviewWindow, approvals, objections },
  };
}

/** Minted to each producer so far, and the contribution's running total, as they should be. */
async function expectSettled(
  { registry, token }: Scenario,
  { id, shares, settled, status }: { id: bigint; shares: readonly Share[]; settled: bigint; status: bigint },
): Promise<void> {
  const contribution = await registry.contribution(id);
  expect(contribution.settled).to.equal(settled);
  expect(contribution.status).to.equal(status);
  const totals = runningTotals(contribution.reward, settled, shares);
  for (const [i, { account }] of shares.entries()) {
    expect(await registry.recognisedOf(account)).to.equal(totals[i]);
    expect(await token.balanceOf(account)).to.equal(totals[i]);
  }
}

describe("ContributionRegistry", () => {
  describe("initialize", () => {
    it("is locked on the implementation", async () => {
      const { implementation, token, issuance, stakeLock, proposals, owner, terms } = await loadFixture(bare);
      await expect(
        implementation.initialize(token, issuance, stakeLock, proposals, owner, terms),
      ).to.be.revertedWithCustomError(implementation, "InvalidInitialization");
    });

    it("sets up a clone with three kinds and the first curators", async () => {
      const { registry, token, issuance, stakeLock, proposals, owner, first, second, terms } =
        await loadFixture(bare);
      const timestamp = (await now()) + 5n;
      await time.setNextBlockTimestamp(timestamp);
      await expect(registry.initialize(token, issuance, stakeLock, proposals, owner, terms))
        .to.emit(registry, "OwnershipTransferred")
        .withArgs(ZERO_ADDRESS, owner)
        .and.to.emit(registry, "ReviewTermsSet")
        .withArgs(2n * DAY, 3n)
        .and.to.emit(registry, "CurationStakeSet")
        .withArgs(44n)
        .and.to.emit(registry, "IncentivesSet")
        .withArgs(55n, 66n)
        .and.to.emit(registry, "KindSet")
        .withArgs(0n, "production", 11n, true, 1n)
        .and.to.emit(registry, "KindSet")
        .withArgs(1n, "use", 22n, true, 1n)
        .and.to.emit(registry, "KindSet")
        .withArgs(2n, "maintenance", 33n, true, 1n)
        .and.to.emit(registry, "CuratorSet")
        .withArgs(first, true)
        .and.to.emit(registry, "CuratorSet")
        .withArgs(second, true)
        .and.to.emit(registry, "Initialized")
        .withArgs(1);
      expect(await registry.owner()).to.equal(owner);
      expect(await registry.reviewTerms()).to.deep.equal([2n * DAY, 3n]);
      expect(await registry.incentives()).to.deep.equal([44n, 55n, 66n]);
      expect(await registry.kindOf(0n)).to.deep.equal([11n, true, 1n]);
      expect(await registry.kindOf(1n)).to.deep.equal([22n, true, 1n]);
      expect(await registry.kindOf(2n)).to.deep.equal([33n, true, 1n]);
      expect(await registry.kindOf(3n)).to.deep.equal([0n, false, 0n]);
      expect(await registry.curatorSince(first)).to.equal(timestamp);
      expect(await registry.curatorSince(second)).to.equal(timestamp);
      expect(await registry.curatorSince(owner)).to.equal(0n);
      expect(await registry.contributionCount()).to.equal(0n);
    });

    it("works once on a clone", async () => {
      const { registry, token, issuance, stakeLock, proposals, owner, terms } = await loadFixture(bare);
      await registry.initialize(token, issuance, stakeLock, proposals, owner, terms);
      await expect(
        registry.initialize(token, issuance, stakeLock, proposals, owner, terms),
      ).to.be.revertedWithCustomError(registry, "InvalidInitialization");
    });

    it("reverts on a launched organisation, whoever calls", async () => {
      const scenario = await loadFixture(launched);
      const { registry, config } = scenario;
      for (const { signer } of await everyoneBut(connection, scenario)) {
        await expect(
          registry.connect(signer).initialize(signer, signer, signer, signer, signer, config.registry),
        ).to.be.revertedWithCustomError(registry, "InvalidInitialization");
      }
    });

    it("reverts without token, issuance, stake lock, proposals or owner", async () => {
      const { registry, token, issuance, stakeLock, proposals, owner, terms } = await loadFixture(bare);
      for (const [token_, issuance_, stakeLock_, proposals_] of [
        [ZERO_ADDRESS, issuance, stakeLock, proposals],
        [token, ZERO_ADDRESS, stakeLock, proposals],
        [token, issuance, ZERO_ADDRESS, proposals],
        [token, issuance, stakeLock, ZERO_ADDRESS],
      ] as const) {
        await expect(
          registry.initialize(token_, issuance_, stakeLock_, proposals_, owner, terms),
        ).to.be.revertedWithCustomError(registry, "ZeroAddress");
      }
      await expect(registry.initialize(token, issuance, stakeLock, proposals, ZERO_ADDRESS, terms))
        .to.be.revertedWithCustomError(registry, "OwnableInvalidOwner")
        .withArgs(ZERO_ADDRESS);
    });

    it("reverts with a curator named twice or the zero address", async () => {
      const { registry, token, issuance, stakeLock, proposals, owner, first, second, terms } =
        await loadFixture(bare);
      await expect(
        registry.initialize(token, issuance, stakeLock, proposals, owner, {
          ...terms,
          curators: [first, second, first],
        }),
      )
        .to.be.revertedWithCustomError(registry, "CuratorUnchanged")
        .withArgs(first);
      await expect(
        registry.initialize(token, issuance, stakeLock, proposals, owner, {
          ...terms,
          curators: [first, ZERO_ADDRESS],
        }),
      ).to.be.revertedWithCustomError(registry, "ZeroAddress");
    });

    it("reverts with review terms out of range", async () => {
      const { registry, token, issuance, stakeLock, proposals, owner, terms } = await loadFixture(bare);
      for (const reviewWindow of [HOUR - 1n, 90n * DAY + 1n]) {
        await expect(
          registry.initialize(token, issuance, stakeLock, proposals, owner, { ...terms, reviewWindow }),
        )
          .to.be.revertedWithCustomError(registry, "ReviewWindowOutOfRange")
          .withArgs(reviewWindow);
      }
      await expect(
        registry.initialize(token, issuance, stakeLock, proposals, owner, { ...terms, quorum: 0n }),
      ).to.be.revertedWithCustomError(registry, "ZeroQuorum");
    });

    it("takes no curators at all", async () => {
      const { registry, token, issuance, stakeLock, proposals, owner, terms } = await loadFixture(bare);
      await registry.initialize(token, issuance, stakeLock, proposals, owner, { ...terms, curators: [] });
      expect(await registry.owner()).to.equal(owner);
    });
  });

  describe("setKind", () => {
    it("names, changes and ends a kind for the owner", async () => {
      const { registry, owner } = await loadFixture(launched);
      const kinds = registry.connect(owner);
      await expect(kinds.setKind(255n, "design", 7n, true))
        .to.emit(registry, "KindSet")
        .withArgs(255n, "design", 7n, true, 1n);
      expect(await registry.kindOf(255n)).to.deep.equal([7n, true, 1n]);
      await kinds.setKind(255n, "design", 2n ** 112n - 1n, true);
      expect(await registry.kindOf(255n)).to.deep.equal([2n ** 112n - 1n, true, 2n]);
      await expect(kinds.setKind(255n, "none", 0n, false))
        .to.emit(registry, "KindSet")
        .withArgs(255n, "none", 0n, false, 3n);
      expect(await registry.kindOf(255n)).to.deep.equal([0n, false, 3n]);
      expect(await registry.kindOf(0n)).to.deep.equal([MAX_PRODUCTION, true, 1n]);
    });

    it("reverts for everyone else", async () => {
      const scenario = await loadFixture(launched);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(scenario.registry.connect(signer).setKind(0n, "production", 1n, true))
          .to.be.revertedWithCustomError(scenario.registry, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
    });
  });

  describe("setCurator", () => {
    it("names and removes curators for the owner", async () => {
      const { registry, owner, actors } = await loadFixture(launched);
      const timestamp = (await now()) + 100n;
      await time.setNextBlockTimestamp(timestamp);
      await expect(registry.connect(owner).setCurator(actors.donor, true))
        .to.emit(registry, "CuratorSet")
        .withArgs(actors.donor.address, true);
      expect(await registry.curatorSince(actors.donor)).to.equal(timestamp);
      await expect(registry.connect(owner).setCurator(actors.donor, false))
        .to.emit(registry, "CuratorSet")
        .withArgs(actors.donor.address, false);
      expect(await registry.curatorSince(actors.donor)).to.equal(0n);
    });

    it("reverts when nothing would change", async () => {
      const { registry, owner, actors } = await loadFixture(launched);
      const since = await registry.curatorSince(actors.curators[0]);
      await expect(registry.connect(owner).setCurator(actors.curators[0], true))
        .to.be.revertedWithCustomError(registry, "CuratorUnchanged")
        .withArgs(actors.curators[0].address);
      expect(await registry.curatorSince(actors.curators[0])).to.equal(since);
      await expect(registry.connect(owner).setCurator(actors.donor, false))
        .to.be.revertedWithCustomError(registry, "CuratorUnchanged")
        .withArgs(actors.donor.address);
    });

    it("reverts for the zero address", async () => {
      const { registry, owner } = await loadFixture(launched);
      await expect(registry.connect(owner).setCurator(ZERO_ADDRESS, true)).to.be.revertedWithCustomError(
        registry,
        "ZeroAddress",
      );
    });

    it("reverts for everyone else, curators too", async () => {
      const scenario = await loadFixture(launched);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(scenario.registry.connect(signer).setCurator(signer, true))
          .to.be.revertedWithCustomError(scenario.registry, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
    });
  });

  describe("setReviewTerms", () => {
    it("sets window and quorum within their bounds for the owner", async () => {
      const { registry, owner } = await loadFixture(launched);
      expect(await registry.reviewTerms()).to.deep.equal([WINDOW, QUORUM]);
      for (const [window, quorum] of [
        [HOUR, 1n],
        [90n * DAY, 255n],
      ] as const) {
        await expect(registry.connect(owner).setReviewTerms(window, quorum))
          .to.emit(registry, "ReviewTermsSet")
          .withArgs(window, quorum);
        expect(await registry.reviewTerms()).to.deep.equal([window, quorum]);
      }
    });

    it("reverts 1 s outside the bounds and without quorum", async () => {
      const { registry, owner } = await loadFixture(launched);
      for (const window of [0n, HOUR - 1n, 90n * DAY + 1n, 2n ** 24n - 1n]) {
        await expect(registry.connect(owner).setReviewTerms(window, QUORUM))
          .to.be.revertedWithCustomError(registry, "ReviewWindowOutOfRange")
          .withArgs(window);
      }
      await expect(registry.connect(owner).setReviewTerms(WINDOW, 0n)).to.be.revertedWithCustomError(
        registry,
        "ZeroQuorum",
      );
      expect(await registry.reviewTerms()).to.deep.equal([WINDOW, QUORUM]);
    });

    it("reverts for everyone else", async () => {
      const scenario = await loadFixture(launched);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(scenario.registry.connect(signer).setReviewTerms(HOUR, 1n))
          .to.be.revertedWithCustomError(scenario.registry, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
    });
  });

  describe("submit", () => {
    it("stores what settling needs and says the rest", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const shares = sharesOf([actors.producers[0], 2_500n], [actors.producers[1], 7_500n]);
      const submission = submissionOf(scenario, {
        submitter: actors.donor,
        kind: 2n,
        reward: 199n * WHOLE,
        shares,
        contentHash: keccak256(toUtf8Bytes("a repaired wing")),
        uri: "ipfs://wing",
      });
      const submittedAt = (await now()) + 1_000n;
      await time.setNextBlockTimestamp(submittedAt);
      await expect(submit(registry, submission))
        .to.emit(registry, "ContributionSubmitted")
        .withArgs(
          1n,
          actors.donor.address,
          2n,
          199n * WHOLE,
          tuplesOf(shares),
          submission.contentHash,
          "ipfs://wing",
          1n,
        );
      expect(fieldsOf(await registry.contribution(1n))).to.deep.equal({
        reward: 199n * WHOLE,
        settled: 0n,
        kind: 2n,
        status: Status.Submitted,
        quorum: QUORUM,
        backed: false,
        sharesHash: hashOf(shares),
        submitter: actors.donor.address,
        submittedAt,
        reviewWindow: WINDOW,
        approvals: 0n,
        objections: 0n,
        deposit: 0n,
        reviewerRewardBps: 0n,
      });
    });

    it("numbers contributions from 1 and returns the number", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const { kind, reward, contentHash, uri, shares } = submissionOf(scenario);
      for (let id = 1n; id <= 3n; id++) {
        expect(
          await registry
            .connect(actors.stranger)
            .submit.staticCall(kind, reward, [...shares], contentHash, uri),
        ).to.equal(id);
        await submit(registry, submissionOf(scenario, { reward: id }));
        expect(await registry.contributionCount()).to.equal(id);
      }
      expect((await registry.contribution(2n)).reward).to.equal(2n);
      for (const none of [0n, 4n]) {
        const { status, sharesHash, submittedAt } = await registry.contribution(none);
        expect({ status, sharesHash, submittedAt }).to.deep.equal({
          status: Status.None,
          sharesHash: ZeroHash,
          submittedAt: 0n,
        });
      }
    });

    it("lets anyone submit", async () => {
      const scenario = await loadFixture(launched);
      for (const { signer } of await everyoneBut(connection, scenario)) {
        const id = await submitted(scenario, { submitter: signer });
        expect((await scenario.registry.contribution(id)).submitter).to.equal(signer.address);
      }
    });

    it("involves submitter and producers, and nobody else", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [first, second, third] = actors.producers;
      const shares = sharesOf([first, 9_999n], [second, 1n]);
      const id = await submitted(scenario, { submitter: actors.donor, shares });
      for (const account of [first, second, actors.donor]) {
        expect(await registry.standingOf(id, account)).to.equal(Standing.Involved);
      }
      for (const account of [third, actors.stranger, actors.curators[0]]) {
        expect(await registry.standingOf(id, account)).to.equal(Standing.None);
      }
      expect(await registry.standingOf(id + 1n, first)).to.equal(Standing.None);
    });

    it("takes the caller for the submitter, not the transaction's origin", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors, addresses } = scenario;
      const { kind, reward, shares, contentHash, uri } = submissionOf(scenario);
      const data = registry.interface.encodeFunctionData("submit", [
        kind,
        reward,
        [...shares],
        contentHash,
        uri,
      ]);
      await expect(executeAs(connection, scenario, actors.donor, { to: addresses.registry, data }))
        .to.emit(registry, "ContributionSubmitted")
        .withArgs(1n, addresses.timelock, kind, reward, tuplesOf(shares), contentHash, uri, 1n);
      expect((await registry.contribution(1n)).submitter).to.equal(addresses.timelock);
      expect(await registry.standingOf(1n, addresses.timelock)).to.equal(Standing.Involved);
      expect(await registry.standingOf(1n, actors.donor)).to.equal(Standing.None);
    });

    it("takes a submitter who is a producer, first or last", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [first, second] = actors.producers;
      const shares = sharesOf([first, 5_000n], [second, 5_000n]);
      for (const submitter of [first, second]) {
        const id = await submitted(scenario, { submitter, shares });
        expect(await registry.standingOf(id, submitter)).to.equal(Standing.Involved);
      }
    });

    it("reverts for a kind that does not exist or has ended", async () => {
      const scenario = await loadFixture(launched);
      const { registry, owner } = scenario;
      await expect(submit(registry, submissionOf(scenario, { kind: 3n })))
        .to.be.revertedWithCustomError(registry, "KindNotActive")
        .withArgs(3n);
      await registry.connect(owner).setKind(1n, "use", 10n * WHOLE, false);
      await expect(submit(registry, submissionOf(scenario, { kind: 1n, reward: 1n })))
        .to.be.revertedWithCustomError(registry, "KindNotActive")
        .withArgs(1n);
      await registry.connect(owner).setKind(1n, "use", 10n * WHOLE, true);
      await submit(registry, submissionOf(scenario, { kind: 1n, reward: 1n }));
    });

    it("takes a reward up to its kind's limit, and reverts for 1 wei more and for nothing", async () => {
      const scenario = await loadFixture(launched);
      const { registry } = scenario;
      for (const [kind, max] of [
        [0n, 600n * WHOLE],
        [1n, 10n * WHOLE],
        [2n, 200n * WHOLE],
      ] as const) {
        for (const reward of [0n, max + 1n, 2n ** 112n - 1n]) {
          await expect(submit(registry, submissionOf(scenario, { kind, reward })))
            .to.be.revertedWithCustomError(registry, "RewardOutOfRange")
            .withArgs(reward, max);
        }
        for (const reward of [1n, max]) await submit(registry, submissionOf(scenario, { kind, reward }));
      }
    });

    it("reverts with no shares or more than 64", async () => {
      const scenario = await loadFixture(launched);
      const { registry } = scenario;
      for (const count of [0, 65]) {
        await expect(submit(registry, submissionOf(scenario, { shares: manyShares(count) })))
          .to.be.revertedWithCustomError(registry, "ShareCountOutOfRange")
          .withArgs(count, 64n);
      }
      await submit(registry, submissionOf(scenario, { shares: manyShares(64) }));
    });

    it("reverts with a producer who is the zero address", async () => {
      const scenario = await loadFixture(launched);
      const shares = sharesOf([scenario.actors.producers[0], 5_000n], [ZERO_ADDRESS, 5_000n]);
      await expect(
        submit(scenario.registry, submissionOf(scenario, { shares })),
      ).to.be.revertedWithCustomError(scenario.registry, "ZeroAddress");
    });

    it("reverts with a share of zero", async () => {
      const scenario = await loadFixture(launched);
      const [first, second] = scenario.actors.producers;
      const shares = sharesOf([first, 10_000n], [second, 0n]);
      await expect(submit(scenario.registry, submissionOf(scenario, { shares })))
        .to.be.revertedWithCustomError(scenario.registry, "InvalidShare")
        .withArgs(second.address, 0n);
    });

    it("reverts with shares 1 bps off the whole, and far above it", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [first, second] = actors.producers;
      for (const [shares, sum] of [
        [sharesOf([first, 5_000n], [second, 4_999n]), 9_999n],
        [sharesOf([first, 5_000n], [second, 5_001n]), 10_001n],
        [sharesOf([first, 10_001n]), 10_001n],
        [sharesOf([first, 65_535n], [second, 10_001n]), 75_536n], // 10,000 in 16 bits
      ] as const) {
        await expect(submit(registry, submissionOf(scenario, { shares })))
          .to.be.revertedWithCustomError(registry, "SharesNotWhole")
          .withArgs(sum);
      }
    });

    it("reverts with a producer named twice, side by side or apart", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [first, second] = actors.producers;
      for (const [shares, double] of [
        [sharesOf([first, 6_000n], [first, 4_000n]), [first.address, 4_000n]],
        [sharesOf([first, 6_000n], [second, 3_000n], [first, 1_000n]), [first.address, 1_000n]],
      ] as const) {
        await expect(submit(registry, submissionOf(scenario, { shares })))
          .to.be.revertedWithCustomError(registry, "InvalidShare")
          .withArgs(...double);
      }
    });
  });

  describe("review", () => {
    it("counts approvals and objections of curators", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [first, second, third] = actors.curators;
      const id = await submitted(scenario);
      await expect(registry.connect(first).review(id, true, "well made"))
        .to.emit(registry, "ContributionReviewed")
        .withArgs(id, first.address, true, "well made");
      await expect(registry.connect(second).review(id, false, "unfinished"))
        .to.emit(registry, "ContributionReviewed")
        .withArgs(id, second.address, false, "unfinished");
      await registry.connect(third).review(id, true, "");
      const { approvals, objections, status } = await registry.contribution(id);
      expect({ approvals, objections, status }).to.deep.equal({
        approvals: 2n,
        objections: 1n,
        status: Status.Submitted,
      });
      expect(await registry.standingOf(id, first)).to.equal(Standing.Reviewed);
      expect(await registry.standingOf(id, second)).to.equal(Standing.Reviewed);
      expect(await registry.standingOf(id, actors.stranger)).to.equal(Standing.Involved);
    });

    it("counts each contribution by itself", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [first, second] = [await submitted(scenario), await submitted(scenario)];
      await registry.connect(actors.curators[0]).review(first, true, "");
      await registry.connect(actors.curators[0]).review(second, false, "");
      const [one, two] = [await registry.contribution(first), await registry.contribution(second)];
      expect([one.approvals, one.objections]).to.deep.equal([1n, 0n]);
      expect([two.approvals, two.objections]).to.deep.equal([0n, 1n]);
    });

    it("reverts for everyone who is no curator", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const id = await submitted(scenario, {
        submitter: actors.partners[1],
        shares: sharesOf([actors.producers[1], WHOLE_BPS]),
      });
      const others = await everyoneBut(connection, scenario, "curator");
      expect(others.map(({ role }) => role)).to.include.members(["owner", "founder", "trustee", "producer"]);
      for (const { signer } of [...others, { signer: actors.partners[1] }, { signer: actors.producers[1] }]) {
        await expect(registry.connect(signer).review(id, true, ""))
          .to.be.revertedWithCustomError(registry, "NotCurator")
          .withArgs(id, signer.address);
      }
    });

    it("judges the caller, not the transaction's origin", async () => {
      const scenario = await loadFixture(launched);
      const { registry, owner, actors, addresses } = scenario;
      const [curator] = actors.curators;
      await registry.connect(owner).setReviewTerms(9n * DAY, QUORUM);
      const id = await submitted(scenario);
      const data = registry.interface.encodeFunctionData("review", [id, true, ""]);
      const call = { to: addresses.registry, data };
      const snapshot = await networkHelpers.takeSnapshot();
      await expect(executeAs(connection, scenario, curator, call))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(id, addresses.timelock);
      await snapshot.restore();
      await registry.connect(owner).setCurator(addresses.timelock, true);
      const later = await submitted(scenario);
      const second = registry.interface.encodeFunctionData("review", [later, true, ""]);
      await expect(executeAs(connection, scenario, curator, { to: addresses.registry, data: second }))
        .to.emit(registry, "ContributionReviewed")
        .withArgs(later, addresses.timelock, true, "");
      expect(await registry.standingOf(later, addresses.timelock)).to.equal(Standing.Reviewed);
      expect(await registry.standingOf(later, curator)).to.equal(Standing.None);
      const again = registry.interface.encodeFunctionData("review", [later, false, ""]);
      await expect(executeAs(connection, scenario, curator, { to: addresses.registry, data: again }))
        .to.be.revertedWithCustomError(registry, "AlreadyReviewed")
        .withArgs(later, addresses.timelock);
      const own = await submitted(scenario, { shares: sharesOf([addresses.timelock, WHOLE_BPS]) });
      const third = registry.interface.encodeFunctionData("review", [own, true, ""]);
      await expect(executeAs(connection, scenario, curator, { to: addresses.registry, data: third }))
        .to.be.revertedWithCustomError(registry, "ReviewerInvolved")
        .withArgs(own, addresses.timelock);
    });

    it("9: reverts for a curator with a share", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const shares = sharesOf([actors.producers[0], 9_999n], [actors.curators[1], 1n]);
      const id = await submitted(scenario, { shares });
      for (const approve of [true, false]) {
        await expect(registry.connect(actors.curators[1]).review(id, approve, ""))
          .to.be.revertedWithCustomError(registry, "ReviewerInvolved")
          .withArgs(id, actors.curators[1].address);
      }
      await registry.connect(actors.curators[0]).review(id, true, "");
    });

    it("9: reverts for a curator who submitted it, without a share too", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [curator] = actors.curators;
      const own = await submitted(scenario, {
        submitter: curator,
        shares: sharesOf([curator, WHOLE_BPS]),
      });
      const others = await submitted(scenario, { submitter: curator });
      for (const id of [own, others]) {
        await expect(registry.connect(curator).review(id, true, ""))
          .to.be.revertedWithCustomError(registry, "ReviewerInvolved")
          .withArgs(id, curator.address);
      }
      const foreign = await submitted(scenario);
      await registry.connect(curator).review(foreign, true, "");
    });

    it("9: reverts for a second review, whichever way", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [first, second] = actors.curators;
      const id = await submitted(scenario);
      await registry.connect(first).review(id, true, "");
      await registry.connect(second).review(id, false, "");
      for (const curator of [first, second]) {
        for (const approve of [true, false]) {
          await expect(registry.connect(curator).review(id, approve, ""))
            .to.be.revertedWithCustomError(registry, "AlreadyReviewed")
            .withArgs(id, curator.address);
        }
      }
      const { approvals, objections } = await registry.contribution(id);
      expect([approvals, objections]).to.deep.equal([1n, 1n]);
    });

    it("11: takes a curator named one second before the submission, and not in its second", async () => {
      const scenario = await loadFixture(launched);
      const { registry, owner, actors } = scenario;
      const [before, same] = [actors.donor, actors.partners[0]];
      const { submitter, kind, reward, shares, contentHash, uri } = submissionOf(scenario);
      const submittedAt = (await now()) + 60n;
      await time.setNextBlockTimestamp(submittedAt - 1n);
      await registry.connect(owner).setCurator(before, true);
      await inOneBlock(
        connection,
        [
          () => registry.connect(owner).setCurator(same, true, GAS),
          () => registry.connect(submitter).submit(kind, reward, [...shares], contentHash, uri, GAS),
        ],
        submittedAt,
      );
      expect((await registry.contribution(1n)).submittedAt).to.equal(submittedAt);
      expect(await registry.curatorSince(before)).to.equal(submittedAt - 1n);
      expect(await registry.curatorSince(same)).to.equal(submittedAt);
      await expect(registry.connect(same).review(1n, true, ""))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(1n, same.address);
      await registry.connect(before).review(1n, true, "");
      const later = await submitted(scenario);
      await registry.connect(same).review(later, true, "");
    });

    it("11: reverts for a curator named during the review", async () => {
      const scenario = await loadFixture(launched);
      const { registry, owner, actors } = scenario;
      const id = await submitted(scenario);
      await registry.connect(owner).setCurator(actors.donor, true);
      await expect(registry.connect(actors.donor).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(id, actors.donor.address);
    });

    it("11: reverts for a curator removed during the review, also when named again", async () => {
      const scenario = await loadFixture(launched);
      const { registry, owner, actors } = scenario;
      const [curator, reviewed] = actors.curators;
      const id = await submitted(scenario);
      await registry.connect(reviewed).review(id, true, "");
      await registry.connect(owner).setCurator(curator, false);
      await registry.connect(owner).setCurator(reviewed, false);
      for (let round = 0; round < 2; round++) {
        for (const account of [curator, reviewed]) {
          await expect(registry.connect(account).review(id, true, ""))
            .to.be.revertedWithCustomError(registry, "NotCurator")
            .withArgs(id, account.address);
        }
        if (round === 1) break;
        await registry.connect(owner).setCurator(curator, true);
        await registry.connect(owner).setCurator(reviewed, true);
      }
      expect((await registry.contribution(id)).approvals).to.equal(1n); // given while a curator, it stays
      const later = await submitted(scenario);
      await registry.connect(curator).review(later, true, "");
    });

    it("works in the window's last second and reverts in the next", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [first, second] = actors.curators;
      const id = await submitted(scenario);
      const until = (await now()) + WINDOW;
      await time.setNextBlockTimestamp(until - 1n);
      await registry.connect(first).review(id, true, "");
      await time.setNextBlockTimestamp(until);
      await expect(registry.connect(second).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "ReviewOver")
        .withArgs(id, until);
    });

    it("reverts in every status but submitted", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const curator = actors.curators[2];
      const settled = await accepted(connection, scenario);
      await registry.settle(settled, sharesOf([actors.producers[0], WHOLE_BPS]));
      for (const [id, status] of [
        [0n, Status.None],
        [99n, Status.None],
        [await accepted(connection, scenario), Status.Accepted],
        [await rejected(connection, scenario), Status.Rejected],
        [settled, Status.Settled],
      ] as const) {
        await expect(registry.connect(curator).review(id, true, ""))
          .to.be.revertedWithCustomError(registry, "WrongStatus")
          .withArgs(id, status);
      }
    });
  });

  describe("decide", () => {
    for (const [quorum, approvals, objections, expected] of [
      [1n, 0, 0, false],
      [1n, 1, 0, true],
      [1n, 0, 1, false],
      [1n, 1, 1, false],
      [1n, 2, 1, true],
      [2n, 0, 0, false],
      [2n, 1, 0, false],
      [2n, 2, 0, true],
      [2n, 2, 1, true],
      [2n, 2, 2, false],
      [2n, 2, 3, false],
      [2n, 3, 2, true],
      [2n, 0, 3, false],
      [5n, 4, 0, false],
      [5n, 5, 0, true],
      [7n, 7, 0, true],
      [255n, 7, 0, false],
    ] as const) {
      const verb = expected ? "accepts" : "rejects";
      it(`${verb} with ${approvals} for and ${objections} against, quorum ${quorum.toString()}`, async () => {
        const scenario = await loadFixture(crowded);
        const { registry, owner, curators, actors } = scenario;
        await registry.connect(owner).setReviewTerms(WINDOW, quorum);
        const id = await submitted(scenario, {
          submitter: actors.founders[0],
          shares: sharesOf([actors.founders[1], WHOLE_BPS]),
        });
        for (const [i, curator] of curators.slice(0, approvals + objections).entries()) {
          await registry.connect(curator).review(id, i < approvals, "");
        }
        await time.increaseTo(await reviewEnd(registry, id));
        expect(await registry.connect(actors.donor).decide.staticCall(id)).to.equal(expected);
        await expect(registry.connect(actors.donor).decide(id))
          .to.emit(registry, "ContributionDecided")
          .withArgs(id, expected, approvals, objections);
        expect((await registry.contribution(id)).status).to.equal(
          expected ? Status.Accepted : Status.Rejected,
        );
      });
    }

    it("reverts in the window's last second and works in the next", async () => {
      const scenario = await loadFixture(launched);
      const { registry } = scenario;
      const id = await submitted(scenario);
      const until = (await now()) + WINDOW;
      await expect(registry.decide(id))
        .to.be.revertedWithCustomError(registry, "ReviewOngoing")
        .withArgs(id, until);
      await time.setNextBlockTimestamp(until - 1n);
      await expect(registry.decide(id))
        .to.be.revertedWithCustomError(registry, "ReviewOngoing")
        .withArgs(id, until);
      await time.setNextBlockTimestamp(until);
      await registry.decide(id);
      expect((await registry.contribution(id)).status).to.equal(Status.Rejected);
    });

    it("reverts when all is approved but the window runs", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const id = await submitted(scenario);
      for (const curator of actors.curators) await registry.connect(curator).review(id, true, "");
      await expect(registry.decide(id))
        .to.be.revertedWithCustomError(registry, "ReviewOngoing")
        .withArgs(id, await reviewEnd(registry, id));
    });

    it("10: reverts in every status but submitted", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const settled = await accepted(connection, scenario);
      await registry.settle(settled, sharesOf([actors.producers[0], WHOLE_BPS]));
      for (const [id, status] of [
        [0n, Status.None],
        [99n, Status.None],
        [await accepted(connection, scenario), Status.Accepted],
        [await rejected(connection, scenario), Status.Rejected],
        [settled, Status.Settled],
      ] as const) {
        await expect(registry.decide(id))
          .to.be.revertedWithCustomError(registry, "WrongStatus")
          .withArgs(id, status);
      }
    });

    it("keeps the window and the quorum of the submission", async () => {
      const scenario = await loadFixture(launched);
      const { registry, owner, actors } = scenario;
      const [first, second] = [await submitted(scenario), await submitted(scenario)];
      const until = await reviewEnd(registry, first);
      await registry.connect(owner).setReviewTerms(HOUR, 1n);
      await registry.connect(actors.curators[0]).review(first, true, "");
      for (const curator of actors.curators.slice(0, 2)) {
        await registry.connect(curator).review(second, true, "");
      }
      await registry.connect(owner).setReviewTerms(90n * DAY, 255n);
      await time.setNextBlockTimestamp(until - 1n);
      await expect(registry.decide(first))
        .to.be.revertedWithCustomError(registry, "ReviewOngoing")
        .withArgs(first, until);
      await time.increaseTo(until + 1n);
      await registry.decide(first);
      await registry.decide(second);
      expect((await registry.contribution(first)).status).to.equal(Status.Rejected);
      expect((await registry.contribution(second)).status).to.equal(Status.Accepted);
      const later = await submitted(scenario);
      const { reviewWindow, quorum } = await registry.contribution(later);
      expect({ reviewWindow, quorum }).to.deep.equal({ reviewWindow: 90n * DAY, quorum: 255n });
    });

    it("keeps the kind's limit of the submission, and the kind", async () => {
      const scenario = await loadFixture(launched);
      const { registry, owner, actors, token } = scenario;
      const [producer] = actors.producers;
      const id = await submitted(scenario, { reward: MAX_PRODUCTION });
      await registry.connect(owner).setKind(0n, "production", 1n, false);
      for (const curator of actors.curators) await registry.connect(curator).review(id, true, "");
      await time.increaseTo(await reviewEnd(registry, id));
      await registry.decide(id);
      await registry.settle(id, sharesOf([producer, WHOLE_BPS]));
      expect(await token.balanceOf(producer)).to.equal(MAX_PRODUCTION);
    });
  });

  describe("settle", () => {
    it("mints the whole reward to one producer", async () => {
      const scenario = await loadFixture(launched);
      const { registry, issuance, token, actors, addresses } = scenario;
      const [producer] = actors.producers;
      const id = await accepted(connection, scenario);
      const shares = sharesOf([producer, WHOLE_BPS]);
      expect(await registry.settle.staticCall(id, shares)).to.equal(100n * WHOLE);
      const transaction = registry.connect(actors.donor).settle(id, shares);
      await expect(transaction)
        .to.emit(registry, "ContributionSettled")
        .withArgs(id, 100n * WHOLE, 100n * WHOLE)
        .and.to.emit(issuance, "Issued")
        .withArgs(addresses.registry, producer.address, 100n * WHOLE);
      await expect(transaction).to.changeTokenBalances(
        ethers,
        token,
        [producer, actors.donor, actors.stranger, registry, issuance],
        [100n * WHOLE, 0n, 0n, 0n, 0n],
      );
      expect(await token.totalSupply()).to.equal(100n * WHOLE);
      expect(await registry.recognisedOf(actors.stranger)).to.equal(0n);
      expect(await issuance.available()).to.equal(BASE - 100n * WHOLE);
      await expectSettled(scenario, { id, shares, settled: 100n * WHOLE, status: Status.Settled });
    });

    it("splits among producers, rounded down, and gives the rest to the last", async () => {
      const scenario = await loadFixture(launched);
      const { registry, token, actors } = scenario;
      const [first, second, third] = actors.producers;
      for (const [reward, bps, expected] of [
        [10n, [3_333n, 3_333n, 3_334n], [3n, 3n, 4n]],
        [11n, [5_000n, 4_999n, 1n], [5n, 5n, 1n]],
        [10_001n, [1n, 9_998n, 1n], [1n, 9_998n, 2n]],
        [1n, [5_000n, 4_999n, 1n], [0n, 0n, 1n]],
        [2n, [5_000n, 1n, 4_999n], [1n, 0n, 1n]],
      ] as const) {
        const shares = sharesOf([first, bps[0]], [second, bps[1]], [third, bps[2]]);
        const id = await accepted(connection, scenario, { reward, shares });
        const transaction = registry.settle(id, shares);
        await expect(transaction).to.emit(registry, "ContributionSettled").withArgs(id, reward, reward);
        await expect(transaction).to.changeTokenBalances(
          ethers,
          token,
          [first, second, third],
          [...expected],
        );
        expect(runningTotals(reward, reward, shares)).to.deep.equal(expected);
        expect(sumOf(expected)).to.equal(reward);
      }
    });

    it("sums in recognisedOf what an account got over several contributions", async () => {
      const scenario = await loadFixture(launched);
      const { registry, token, actors } = scenario;
      const [first, second] = actors.producers;
      const alone = sharesOf([first, WHOLE_BPS]);
      const both = sharesOf([second, 2_000n], [first, 8_000n]);
      await registry.settle(await accepted(connection, scenario, { shares: alone }), alone);
      await registry.settle(await accepted(connection, scenario, { shares: both }), both);
      expect(await registry.recognisedOf(first)).to.equal(180n * WHOLE);
      expect(await registry.recognisedOf(second)).to.equal(20n * WHOLE);
      expect(await registry.totalRecognised()).to.equal(200n * WHOLE);
      await token.connect(first).transfer(actors.donor, 180n * WHOLE);
      expect(await registry.recognisedOf(first)).to.equal(180n * WHOLE);
      expect(await registry.recognisedOf(actors.donor)).to.equal(0n);
    });

    it("8: pays in parts over several windows, exactly in the end", async () => {
      const scenario = await loadFixture(generous);
      const { registry, issuance, token, shares, leave, nextWindow } = scenario;
      const reward = 2_345n * WHOLE + 678_901n;
      const id = await accepted(connection, scenario, { reward, shares });
      const accounts = shares.map(({ account }) => account);
      let settled = 0n;
      let before = shares.map(() => 0n);
      for (const room of [777n * WHOLE + 7n, 3n, 1_000n * WHOLE, 123_456_789n, BASE, BASE]) {
        if (room < BASE) await leave(room);
        expect(await issuance.available()).to.equal(room);
        settled = least(reward, sumOf(before) + room);
        const after = runningTotals(reward, settled, shares);
        const parts = after.map((total, i) => total - (before[i] ?? 0n));
        const amount = sumOf(parts);
        expect(amount <= room).to.be.true;
        expect(await registry.settle.staticCall(id, [...shares])).to.equal(amount);
        const transaction = registry.settle(id, [...shares]);
        await expect(transaction).to.emit(registry, "ContributionSettled").withArgs(id, amount, settled);
        await expect(transaction).to.changeTokenBalances(ethers, token, accounts, parts);
        const status = settled === reward ? Status.Settled : Status.Accepted;
        await expectSettled(scenario, { id, shares, settled, status });
        before = after;
        if (status === Status.Settled) break;
        await nextWindow();
      }
      expect(settled).to.equal(reward);
      expect(sumOf(before)).to.equal(reward);
    });

    it("8: pays exactly when the room is the reward, and later when it is 1 wei less", async () => {
      const scenario = await loadFixture(generous);
      const { registry, shares, leave, nextWindow } = scenario;
      const reward = 300n * WHOLE;
      const exact = await accepted(connection, scenario, { reward, shares });
      await leave(reward);
      const snapshot = await networkHelpers.takeSnapshot();
      await registry.settle(exact, [...shares]);
      await expectSettled(scenario, { id: exact, shares, settled: reward, status: Status.Settled });
      await snapshot.restore();
      await leave(reward - 1n);
      await registry.settle(exact, [...shares]);
      await expectSettled(scenario, { id: exact, shares, settled: reward - 1n, status: Status.Accepted });
      await nextWindow();
      await registry.settle(exact, [...shares]);
      await expectSettled(scenario, { id: exact, shares, settled: reward, status: Status.Settled });
    });

    it("8: covers 1 wei of room for several producers without minting, once", async () => {
      const scenario = await loadFixture(generous);
      const { registry, token, actors, leave, nextWindow } = scenario;
      const [first, second] = actors.producers;
      const shares = sharesOf([first, 5_000n], [second, 5_000n]);
      const reward = 100n * WHOLE + 1n;
      const id = await accepted(connection, scenario, { reward, shares });
      await leave(1n);
      const transaction = registry.settle(id, shares);
      await expect(transaction).to.emit(registry, "ContributionSettled").withArgs(id, 0n, 1n);
      await expect(transaction).to.changeTokenBalances(ethers, token, [first, second], [0n, 0n]);
      await expectSettled(scenario, { id, shares, settled: 1n, status: Status.Accepted });
      await expect(registry.settle(id, shares))
        .to.be.revertedWithCustomError(registry, "BudgetExceeded")
        .withArgs(reward, 1n); // nothing is minted yet
      await nextWindow();
      await leave(2n);
      await registry.settle(id, shares);
      await expectSettled(scenario, { id, shares, settled: 2n, status: Status.Accepted });
      expect(await token.balanceOf(first)).to.equal(1n);
      await nextWindow();
      await registry.settle(id, shares);
      await expectSettled(scenario, { id, shares, settled: reward, status: Status.Settled });
      expect(await token.balanceOf(first)).to.equal(50n * WHOLE);
      expect(await token.balanceOf(second)).to.equal(50n * WHOLE + 1n);
    });

    it("8: gives 1 wei of room to a single producer", async () => {
      const scenario = await loadFixture(generous);
      const { registry, actors, leave } = scenario;
      const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
      const id = await accepted(connection, scenario, { shares });
      await leave(1n);
      await expect(registry.settle(id, shares)).to.emit(registry, "ContributionSettled").withArgs(id, 1n, 1n);
      await expectSettled(scenario, { id, shares, settled: 1n, status: Status.Accepted });
    });

    it("8: mints what rounding held back within the room, not beyond it", async () => {
      const scenario = await loadFixture(generous);
      const { registry, issuance, shares, leave, nextWindow } = scenario;
      const reward = 10n;
      const id = await accepted(connection, scenario, { reward, shares });
      await leave(9n);
      await registry.settle(id, [...shares]); // 4 + 2 + 1
      await expectSettled(scenario, { id, shares, settled: 9n, status: Status.Accepted });
      expect(await issuance.available()).to.equal(2n);
      await expect(registry.settle(id, [...shares]))
        .to.be.revertedWithCustomError(registry, "BudgetExceeded")
        .withArgs(3n, 2n); // 10 − 7 minted so far
      await nextWindow();
      await leave(3n);
      await expect(registry.settle(id, [...shares]))
        .to.emit(registry, "ContributionSettled")
        .withArgs(id, 3n, 10n);
      await expectSettled(scenario, { id, shares, settled: 10n, status: Status.Settled });
      expect(await issuance.available()).to.equal(0n);
    });

    it("8: pays the greatest reward there can be in parts", async () => {
      const scenario = await loadFixture(generous);
      const { registry, shares, nextWindow } = scenario;
      const reward = 2n ** 112n - 1n;
      const id = await accepted(connection, scenario, { reward, shares });
      await registry.settle(id, [...shares]);
      await expectSettled(scenario, { id, shares, settled: BASE, status: Status.Accepted });
      await nextWindow();
      await registry.settle(id, [...shares]);
      await expectSettled(scenario, { id, shares, settled: 2n * BASE, status: Status.Accepted });
      expect((await registry.contribution(id)).reward).to.equal(reward);
    });

    it("8: pays the greatest reward there can be at once", async () => {
      const greatest = 2n ** 112n - 1n;
      const scenario = await launchGrowing(connection, {
        registry: { maxProduction: greatest },
        issuance: { baseAmount: greatest },
      });
      const { registry, token, actors } = scenario;
      const shares = sharesOf([actors.producers[0], 3_333n], [actors.producers[1], 6_667n]);
      const id = await accepted(connection, scenario, { reward: greatest, shares });
      await registry.settle(id, shares);
      await expectSettled(scenario, { id, shares, settled: greatest, status: Status.Settled });
      expect(await token.totalSupply()).to.equal(greatest);
    });

    it("reverts without room and loses nothing", async () => {
      const scenario = await loadFixture(generous);
      const { registry, actors, leave, nextWindow } = scenario;
      const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
      const id = await accepted(connection, scenario, { shares });
      const other = await accepted(connection, scenario, { shares, reward: 40n * WHOLE });
      await leave(40n * WHOLE);
      await registry.settle(other, shares);
      await expect(registry.settle(id, shares))
        .to.be.revertedWithCustomError(registry, "BudgetExceeded")
        .withArgs(100n * WHOLE, 0n);
      await nextWindow();
      await leave(30n * WHOLE);
      await registry.settle(id, shares);
      await expect(registry.settle(id, shares))
        .to.be.revertedWithCustomError(registry, "BudgetExceeded")
        .withArgs(70n * WHOLE, 0n);
      await nextWindow();
      await registry.settle(id, shares);
      expect((await registry.contribution(id)).status).to.equal(Status.Settled);
      expect(await registry.recognisedOf(actors.producers[0])).to.equal(140n * WHOLE);
    });

    it("reverts before a presale's release", async () => {
      const scenario = await launchPresale(connection);
      const { registry, actors } = scenario;
      const id = await accepted(connection, scenario);
      await expect(registry.settle(id, sharesOf([actors.producers[0], WHOLE_BPS])))
        .to.be.revertedWithCustomError(registry, "BudgetExceeded")
        .withArgs(100n * WHOLE, 0n);
    });

    it("reverts while the registry is no issuer, and works again later", async () => {
      const scenario = await loadFixture(launched);
      const { registry, issuance, owner, actors, addresses } = scenario;
      const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
      const id = await accepted(connection, scenario);
      await issuance.connect(owner).setIssuer(addresses.registry, false);
      await expect(registry.settle(id, shares))
        .to.be.revertedWithCustomError(issuance, "NotIssuer")
        .withArgs(addresses.registry);
      await issuance.connect(owner).setIssuer(addresses.registry, true);
      await registry.settle(id, shares);
      await expectSettled(scenario, { id, shares, settled: 100n * WHOLE, status: Status.Settled });
    });

    it("reverts with other shares than those submitted", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [first, second, third] = actors.producers;
      const shares = sharesOf([first, 6_000n], [second, 4_000n]);
      const id = await accepted(connection, scenario, { shares });
      for (const wrong of [
        sharesOf([second, 4_000n], [first, 6_000n]),
        sharesOf([first, 5_999n], [second, 4_001n]),
        sharesOf([first, 6_000n], [third, 4_000n]),
        sharesOf([first, 6_000n]),
        sharesOf([first, 6_000n], [second, 4_000n], [third, 1n]),
        [],
      ]) {
        await expect(registry.settle(id, wrong))
          .to.be.revertedWithCustomError(registry, "SharesMismatch")
          .withArgs(id, hashOf(shares), hashOf(wrong));
      }
      await registry.settle(id, shares);
    });

    it("10: reverts in every status but accepted", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
      const settled = await accepted(connection, scenario);
      await registry.settle(settled, shares);
      for (const [id, status] of [
        [0n, Status.None],
        [99n, Status.None],
        [await rejected(connection, scenario), Status.Rejected],
        [settled, Status.Settled],
        [await submitted(scenario), Status.Submitted],
      ] as const) {
        await expect(registry.settle(id, shares))
          .to.be.revertedWithCustomError(registry, "WrongStatus")
          .withArgs(id, status);
      }
      expect(await registry.recognisedOf(actors.producers[0])).to.equal(100n * WHOLE);
    });

    it("8: pays two contributions out of one room, in parts and in turn", async () => {
      const scenario = await loadFixture(generous);
      const { registry, issuance, token, shares, leave, nextWindow } = scenario;
      const rewards = [900n * WHOLE + 1n, 800n * WHOLE + 3n];
      const ids: bigint[] = [];
      for (const reward of rewards) ids.push(await accepted(connection, scenario, { reward, shares }));
      const [first = 0n, second = 0n] = ids;
      await registry.settle(first, [...shares]);
      await registry.settle(second, [...shares]);
      expect((await registry.contribution(first)).status).to.equal(Status.Settled);
      expect((await registry.contribution(second)).settled).to.equal(100n * WHOLE - 1n);
      expect(await token.totalSupply()).to.be.at.most(BASE);
      await nextWindow();
      await leave(5n);
      await registry.settle(second, [...shares]);
      await nextWindow();
      await registry.settle(second, [...shares]);
      let recognised = 0n;
      for (const { account } of shares) recognised += await registry.recognisedOf(account);
      expect(recognised).to.equal(sumOf(rewards));
      expect(await registry.totalRecognised()).to.equal(recognised);
      expect((await issuance.currentWindow()).start - (await issuance.launchedAt())).to.equal(2n * PERIOD);
    });

    it("settles from what the submission's event says", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [first, second, third] = actors.producers;
      const shares = sharesOf([third, 1n], [first, 3_333n], [second, 6_666n]);
      const id = await accepted(connection, scenario, { shares });
      const [event] = await registry.queryFilter(registry.filters.ContributionSubmitted(id));
      expect(event?.args.submitter).to.equal(actors.stranger.address);
      const rebuilt = (event?.args.shares ?? []).map(({ account, bps }) => ({ account, bps }));
      expect(rebuilt).to.deep.equal(shares);
      expect(hashOf(rebuilt)).to.equal((await registry.contribution(id)).sharesHash);
      await registry.connect(actors.donor).settle(id, rebuilt);
      await expectSettled(scenario, { id, shares, settled: 100n * WHOLE, status: Status.Settled });
    });

    it("settles 64 shares within one transaction's gas, in the dearest case", async () => {
      const scenario = await loadFixture(generous);
      const { registry, token, leave, nextWindow } = scenario;
      // Every producer new to the token, and delegated to itself, so that each mint writes most.
      const accounts: HardhatEthersSigner[] = [];
      for (const { account } of manyShares(64)) {
        const signer = await signerOf(connection, account);
        await token.connect(signer).delegate(signer);
        accounts.push(signer);
      }
      const shares = manyShares(64);
      const reward = 100n * WHOLE + 77n;
      const id = await accepted(connection, scenario, { shares, reward });
      await leave(33n * WHOLE + 5n);
      const first = await (await registry.settle(id, shares)).wait();
      await expectSettled(scenario, { id, shares, settled: 33n * WHOLE + 5n, status: Status.Accepted });
      await nextWindow();
      await registry.settle(id, shares);
      await expectSettled(scenario, { id, shares, settled: reward, status: Status.Settled });
      expect(await token.getVotes(accounts[0] as HardhatEthersSigner)).to.equal((reward * 156n) / WHOLE_BPS);
      expect(first?.gasUsed).to.be.below(2n ** 24n); // EIP-7825's cap
    });
  });

  describe("setCurationStake and setIncentives", () => {
    it("set them within their bounds for the owner", async () => {
      const { registry, owner } = await loadFixture(launched);
      await expect(registry.connect(owner).setCurationStake(7n))
        .to.emit(registry, "CurationStakeSet")
        .withArgs(7n);
      for (const [deposit, bps] of [
        [2n ** 112n - 1n, 2_000n],
        [0n, 0n],
      ] as const) {
        await expect(registry.connect(owner).setIncentives(deposit, bps))
          .to.emit(registry, "IncentivesSet")
          .withArgs(deposit, bps);
        expect(await registry.incentives()).to.deep.equal([7n, deposit, bps]);
      }
      await expect(registry.connect(owner).setIncentives(0n, 2_001n))
        .to.be.revertedWithCustomError(registry, "ReviewerRewardOutOfRange")
        .withArgs(2_001n);
    });

    it("revert for everyone else", async () => {
      const scenario = await loadFixture(launched);
      const { registry } = scenario;
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(registry.connect(signer).setCurationStake(1n))
          .to.be.revertedWithCustomError(registry, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
        await expect(registry.connect(signer).setIncentives(1n, 1n))
          .to.be.revertedWithCustomError(registry, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
    });
  });

  describe("curation by stake", () => {
    it("11: counts a stake of the amount, locked one second before the submission", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, actors } = scenario;
      const [first, second] = actors.producers;
      const { submitter, kind, reward, shares, contentHash, uri } = byPartner(scenario);
      const submittedAt = (await now()) + 60n;
      await time.setNextBlockTimestamp(submittedAt - 1n);
      await stakeLock.connect(first).lock(STAKE);
      await inOneBlock(
        connection,
        [
          () => stakeLock.connect(second).lock(STAKE, GAS),
          () => registry.connect(submitter).submit(kind, reward, [...shares], contentHash, uri, GAS),
        ],
        submittedAt,
      );
      const id = await registry.contributionCount();
      expect(await registry.isCurator(first, submittedAt)).to.deep.equal([true, true]);
      expect(await registry.isCurator(second, submittedAt)).to.deep.equal([false, false]);
      expect(await registry.isCurator(actors.curators[0], submittedAt)).to.deep.equal([true, false]);
      await expect(registry.connect(second).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(id, second.address);
      await expect(registry.connect(first).review(id, true, "good"))
        .to.emit(registry, "ContributionReviewed")
        .withArgs(id, first.address, true, "good")
        .and.to.emit(stakeLock, "HoldExtended")
        .withArgs(first.address, submittedAt + WINDOW);
      await expect(stakeLock.connect(first).unlock(1n))
        .to.be.revertedWithCustomError(stakeLock, "StakeHeld")
        .withArgs(first.address, submittedAt + WINDOW);
    });

    it("11: reverts with 1 wei too little, and while curation by stake is off", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, owner, actors } = scenario;
      const [first, second] = actors.producers;
      await stakeLock.connect(first).lock(STAKE - 1n);
      await stakeLock.connect(second).lock(STAKE);
      const id = await submitted(scenario, byPartner(scenario));
      await expect(registry.connect(first).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(id, first.address);
      await registry.connect(owner).setCurationStake(0n);
      const off = await submitted(scenario, byPartner(scenario));
      await expect(registry.connect(second).review(off, true, ""))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(off, second.address);
    });

    it("11: a stake set after the submission makes nobody its curator, lower or higher", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, owner, actors } = scenario;
      const [first] = actors.producers;
      await stakeLock.connect(first).lock(STAKE);
      const id = await submitted(scenario, byPartner(scenario));
      await registry.connect(owner).setCurationStake(1n);
      await expect(registry.connect(first).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(id, first.address);
      await registry.connect(first).review(await submitted(scenario, byPartner(scenario)), true, "");
    });

    it("holds no stake of a named curator, nor of who may not review", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, token, actors, addresses } = scenario;
      const [curator] = actors.curators;
      await token.connect(actors.producers[0]).transfer(curator, WHOLE);
      await token.connect(curator).approve(addresses.stakeLock, WHOLE);
      await stakeLock.connect(curator).lock(WHOLE);
      const id = await submitted(scenario, byPartner(scenario));
      await registry.connect(curator).review(id, true, "");
      await stakeLock.connect(curator).unlock(WHOLE);
    });
  });

  describe("veto", () => {
    it("rejects at its share of the circulating supply, at once, and not 1 wei below", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, actors, addresses } = scenario;
      const [first, second] = actors.producers;
      const id = await submitted(scenario, byPartner(scenario));
      for (const curator of actors.curators) await registry.connect(curator).review(id, true, "");
      await stakeLock.connect(first).lock(1_000n * WHOLE - 1n);
      await stakeLock.connect(second).lock(1n);
      const at = (await now()) + HOUR;
      await time.setNextBlockTimestamp(at);
      await expect(registry.connect(first).veto(id)).to.not.emit(registry, "ContributionDecided");
      expect((await stakeLock.stakeOf(first)).heldUntil).to.equal(at + WINDOW);
      expect(await registry.connect(second).veto.staticCall(id)).to.equal(true);
      await expect(registry.connect(second).veto(id))
        .to.emit(stakeLock, "VetoCast")
        .withArgs(addresses.registry, id, second.address, 1n, 1_000n * WHOLE, 1_000n * WHOLE)
        .and.to.emit(registry, "ContributionDecided")
        .withArgs(id, false, 3n, 0n);
      expect((await registry.contribution(id)).status).to.equal(Status.Rejected);
    });

    it("below its share changes nothing", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, actors } = scenario;
      const [first] = actors.producers;
      await stakeLock.connect(first).lock(1_000n * WHOLE - 1n);
      const id = await submitted(scenario, byPartner(scenario));
      await registry.connect(first).veto(id);
      await registry.connect(first).veto(id); // the same again counts once
      for (const curator of actors.curators) await registry.connect(curator).review(id, true, "");
      await time.increaseTo(await reviewEnd(registry, id));
      await registry.decide(id);
      expect((await registry.contribution(id)).status).to.equal(Status.Accepted);
    });

    it("counts a partner's tokens that still vest in the presale", async () => {
      const scenario = await launchPresale(connection, {
        presale: { partnerVesting: { cliff: 0n, duration: 100n * DAY } },
      });
      const { registry, stakeLock, presale, actors, unit, addresses } = scenario;
      const [partner] = actors.partners;
      await time.increaseTo((await presale.terms()).opens);
      await presale.connect(partner).contribute(3_000n * unit, []);
      await time.increaseTo((await presale.terms()).closes);
      await presale.connect(actors.trustee).release();
      const released = await presale.releasedAt();
      await time.increase(HOUR);
      const id = await submitted(scenario);
      const at = (await now()) + 10n;
      await time.setNextBlockTimestamp(at);
      const weight = 6_000n * WHOLE - (6_000n * WHOLE * (at + WINDOW - released)) / (100n * DAY);
      await expect(registry.connect(partner).veto(id))
        .to.emit(stakeLock, "VetoCast")
        .withArgs(addresses.registry, id, partner.address, weight, weight, 600n * WHOLE)
        .and.to.emit(registry, "ContributionDecided")
        .withArgs(id, false, 0n, 0n);
    });

    it("reverts without a stake, after the window, and in every other status", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, actors } = scenario;
      const [first] = actors.producers;
      const id = await submitted(scenario, byPartner(scenario));
      await expect(registry.connect(first).veto(id))
        .to.be.revertedWithCustomError(stakeLock, "NothingToVetoWith")
        .withArgs(first.address);
      await stakeLock.connect(first).lock(5_000n * WHOLE);
      const until = await reviewEnd(registry, id);
      await time.setNextBlockTimestamp(until);
      await expect(registry.connect(first).veto(id))
        .to.be.revertedWithCustomError(registry, "ReviewOver")
        .withArgs(id, until);
      for (const [other, status] of [
        [0n, Status.None],
        [await accepted(connection, scenario, byPartner(scenario)), Status.Accepted],
        [await rejected(connection, scenario), Status.Rejected],
      ] as const) {
        await expect(registry.connect(first).veto(other))
          .to.be.revertedWithCustomError(registry, "WrongStatus")
          .withArgs(other, status);
      }
    });
  });

  describe("withdraw", () => {
    it("ends a contribution for its submitter, also after the window", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const id = await submitted(scenario);
      const late = await submitted(scenario);
      await expect(registry.connect(actors.stranger).withdraw(id))
        .to.emit(registry, "ContributionWithdrawn")
        .withArgs(id);
      expect((await registry.contribution(id)).status).to.equal(Status.Withdrawn);
      await time.increase(WINDOW);
      await registry.connect(actors.stranger).withdraw(late);
      for (const call of [
        () => registry.connect(actors.stranger).withdraw(id),
        () => registry.decide(id),
        () => registry.connect(actors.curators[0]).review(id, true, ""),
        () => registry.settle(id, sharesOf([actors.producers[0], WHOLE_BPS])),
      ]) {
        await expect(call())
          .to.be.revertedWithCustomError(registry, "WrongStatus")
          .withArgs(id, Status.Withdrawn);
      }
    });

    it("reverts for everyone else, producers too", async () => {
      const scenario = await loadFixture(launched);
      const { registry } = scenario;
      const id = await submitted(scenario);
      for (const { signer } of await everyoneBut(connection, scenario, "stranger")) {
        await expect(registry.connect(signer).withdraw(id))
          .to.be.revertedWithCustomError(registry, "NotSubmitter")
          .withArgs(id, signer.address);
      }
    });

    it("10: reverts in every status but submitted", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      for (const [id, status] of [
        [0n, Status.None],
        [await accepted(connection, scenario), Status.Accepted],
        [await rejected(connection, scenario), Status.Rejected],
      ] as const) {
        await expect(registry.connect(actors.stranger).withdraw(id))
          .to.be.revertedWithCustomError(registry, "WrongStatus")
          .withArgs(id, status);
      }
    });
  });

  describe("deposit", () => {
    const DEPOSIT = 20n * WHOLE;

    async function deposited() {
      const scenario = await staked();
      const { registry, token, owner, actors, addresses } = scenario;
      await registry.connect(owner).setIncentives(DEPOSIT, 0n);
      const [submitter] = actors.producers;
      await token.connect(submitter).approve(addresses.registry, 2n ** 256n - 1n);
      const shares = sharesOf([actors.donor, WHOLE_BPS]);
      return { ...scenario, submission: { submitter, shares } };
    }

    /** Submitted, reviewed so, and at the end of its window. */
    async function reviewed(scenario: Awaited<ReturnType<typeof deposited>>, ...votes: boolean[]) {
      const { registry, actors, submission } = scenario;
      const id = await submitted(scenario, submission);
      for (const [at, vote] of votes.entries()) {
        await registry.connect(actors.curators[at]).review(id, vote, "");
      }
      await time.increaseTo(await reviewEnd(registry, id));
      return id;
    }

    it("is taken at the submission, and what was asked then stays", async () => {
      const scenario = await loadFixture(deposited);
      const { registry, token, owner, submission } = scenario;
      const transaction = submit(registry, submissionOf(scenario, submission));
      await expect(transaction).to.changeTokenBalances(
        ethers,
        token,
        [submission.submitter, registry],
        [-DEPOSIT, DEPOSIT],
      );
      const id = await registry.contributionCount();
      expect((await registry.contribution(id)).deposit).to.equal(DEPOSIT);
      await registry.connect(owner).setIncentives(1n, 0n);
      expect((await registry.contribution(id)).deposit).to.equal(DEPOSIT);
      await expect(registry.connect(submission.submitter).withdraw(id)).to.changeTokenBalances(
        ethers,
        token,
        [submission.submitter, registry],
        [DEPOSIT, -DEPOSIT],
      );
    });

    it("reverts for a submitter who has not approved it", async () => {
      const scenario = await loadFixture(deposited);
      const { registry, token, addresses, actors } = scenario;
      await expect(submit(registry, submissionOf(scenario, { submitter: actors.producers[1] })))
        .to.be.revertedWithCustomError(token, "ERC20InsufficientAllowance")
        .withArgs(addresses.registry, 0n, DEPOSIT);
      expect(await registry.contributionCount()).to.equal(0n);
    });

    for (const [what, votes] of [
      ["accepted", [true, true]],
      ["not reviewed", []],
      ["rejected for want of approvals", [true]],
      ["rejected by fewer objections than the quorum", [false]],
    ] as const) {
      it(`goes back when a contribution is ${what}`, async () => {
        const scenario = await loadFixture(deposited);
        const { registry, token, actors, submission } = scenario;
        const id = await reviewed(scenario, ...votes);
        const deciding = registry.connect(actors.partners[0]).decide(id);
        await expect(deciding)
          .to.emit(registry, "DepositReturned")
          .withArgs(id, submission.submitter.address, DEPOSIT)
          .and.not.to.emit(registry, "DepositForfeited");
        await expect(deciding).to.changeTokenBalances(
          ethers,
          token,
          [submission.submitter, registry],
          [DEPOSIT, -DEPOSIT],
        );
        for (const curator of actors.curators) {
          expect(await registry.reviewRewardOf(id, curator)).to.equal(0n);
        }
      });
    }

    it("goes to the reviewers, each alike, when their objections are a quorum", async () => {
      const scenario = await loadFixture(deposited);
      const { registry, token, actors } = scenario;
      const [first, second, third] = actors.curators;
      const id = await reviewed(scenario, false, true, false);
      expect(await registry.reviewRewardOf(id, first)).to.equal(0n); // not decided yet
      const deciding = registry.decide(id);
      await expect(deciding)
        .to.emit(registry, "DepositForfeited")
        .withArgs(id, DEPOSIT)
        .and.not.to.emit(registry, "DepositReturned");
      await expect(deciding).to.changeTokenBalances(ethers, token, [registry], [0n]);
      const each = DEPOSIT / 3n;
      const total = await registry.totalRecognised();
      for (const reviewer of [first, second, third]) {
        expect(await registry.reviewRewardOf(id, reviewer)).to.equal(each);
        const paying = registry.connect(actors.partners[0]).collectReviewRewards(reviewer, [id]);
        await expect(paying).to.emit(registry, "ReviewRewardPaid").withArgs(id, reviewer.address, each);
        await expect(paying).to.changeTokenBalances(ethers, token, [reviewer, registry], [each, -each]);
        expect(await registry.recognisedOf(reviewer)).to.equal(0n); // nothing was minted for it
      }
      expect(await registry.totalRecognised()).to.equal(total);
      expect(await token.balanceOf(registry)).to.equal(DEPOSIT - 3n * each);
    });

    it("goes to the reviewers also when the submitter withdraws before they are counted", async () => {
      const scenario = await loadFixture(deposited);
      const { registry, token, actors, submission } = scenario;
      const id = await submitted(scenario, submission);
      for (const curator of actors.curators.slice(0, 2))
        await registry.connect(curator).review(id, false, "");
      await expect(registry.connect(submission.submitter).withdraw(id))
        .to.emit(registry, "DepositForfeited")
        .withArgs(id, DEPOSIT);
      await registry.collectReviewRewards(actors.curators[1], [id]);
      expect(await token.balanceOf(actors.curators[1])).to.equal(DEPOSIT / 2n);
    });

    it("goes back when stakeholders veto", async () => {
      const scenario = await loadFixture(deposited);
      const { registry, token, stakeLock, actors, submission } = scenario;
      await stakeLock.connect(actors.producers[1]).lock(1_000n * WHOLE);
      const id = await submitted(scenario, submission);
      await expect(registry.connect(actors.producers[1]).veto(id)).to.changeTokenBalances(
        ethers,
        token,
        [submission.submitter, registry],
        [DEPOSIT, -DEPOSIT],
      );
    });
  });

  describe("reviewers' reward", () => {
    const REWARD_BPS = 500n;

    async function rewarded() {
      const scenario = await launchGrowing(connection, {
        registry: { maxProduction: 2n ** 112n - 1n, reviewerRewardBps: REWARD_BPS },
      });
      const { issuance, owner, actors } = scenario;
      const issuer = actors.deployer;
      await issuance.connect(owner).setIssuer(issuer, true);
      const leave = async (room: bigint): Promise<void> => {
        await issuance.connect(issuer).issue(actors.donor, (await issuance.available()) - room);
      };
      const nextWindow = async (): Promise<void> => {
        await time.increaseTo((await issuance.currentWindow()).end);
      };
      return { ...scenario, leave, nextWindow };
    }

    it("8: is minted on top, in proportion to what is settled, and shared alike", async () => {
      const scenario = await loadFixture(rewarded);
      const { registry, issuance, token, actors, addresses } = scenario;
      const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
      const id = await accepted(connection, scenario, { shares });
      expect((await registry.contribution(id)).reviewerRewardBps).to.equal(REWARD_BPS);
      const settling = registry.settle(id, shares);
      await expect(settling)
        .to.emit(registry, "ReviewRewardFunded")
        .withArgs(id, 5n * WHOLE)
        .and.to.emit(registry, "ContributionSettled")
        .withArgs(id, 100n * WHOLE, 100n * WHOLE)
        .and.to.emit(issuance, "Issued")
        .withArgs(addresses.registry, addresses.registry, 5n * WHOLE);
      await expect(settling).to.changeTokenBalances(
        ethers,
        token,
        [actors.producers[0], registry],
        [100n * WHOLE, 5n * WHOLE],
      );
      expect(await registry.totalRecognised()).to.equal(100n * WHOLE);
      const [first, second, third] = actors.curators;
      await registry.collectReviewRewards(first, [id, id]);
      expect(await token.balanceOf(first)).to.equal((5n * WHOLE) / 2n);
      expect(await registry.recognisedOf(first)).to.equal((5n * WHOLE) / 2n);
      for (const none of [first, third, actors.stranger]) {
        await expect(registry.collectReviewRewards(none, [id]))
          .to.be.revertedWithCustomError(registry, "NoReviewReward")
          .withArgs(none.address);
      }
      await expect(registry.collectReviewRewards(second, []))
        .to.be.revertedWithCustomError(registry, "NoReviewReward")
        .withArgs(second.address);
      expect(await registry.totalRecognised()).to.equal(100n * WHOLE + (5n * WHOLE) / 2n);
      await registry.collectReviewRewards(second, [id]);
      expect(await registry.totalRecognised()).to.equal(105n * WHOLE);
      expect(await token.balanceOf(registry)).to.equal(0n);
    });

    it("8: comes in parts with the settlement, both within the room, whole in the end", async () => {
      const scenario = await loadFixture(rewarded);
      const { registry, issuance, token, actors, leave, nextWindow } = scenario;
      const [first, second] = actors.producers;
      const [reviewer] = actors.curators;
      const shares = sharesOf([first, 3_333n], [second, 6_667n]);
      const reward = 1_000n * WHOLE + 1n;
      const id = await accepted(connection, scenario, { reward, shares });
      const pot = (settled: bigint) => (settled * REWARD_BPS) / WHOLE_BPS;
      let settled = 0n;
      let minted = 0n;
      for (const room of [99n, 210n * WHOLE + 3n, 500n * WHOLE, BASE]) {
        if (room < BASE) await leave(room);
        const whole = reward + pot(reward);
        settled = minted + room >= whole ? reward : ((minted + room) * WHOLE_BPS) / (WHOLE_BPS + REWARD_BPS);
        await registry.settle(id, shares);
        const now_ = sumOf(runningTotals(reward, settled, shares)) + pot(settled);
        expect((await registry.contribution(id)).settled).to.equal(settled);
        expect(now_ - minted <= room).to.equal(true);
        expect(await issuance.available()).to.equal(room - (now_ - minted));
        minted = now_;
        expect(await registry.reviewRewardOf(id, reviewer)).to.equal(pot(settled) / 2n);
        if (settled === reward) break;
        await nextWindow();
      }
      expect(settled).to.equal(reward);
      expect(minted).to.equal(reward + pot(reward));
      expect(await token.balanceOf(registry)).to.equal(pot(reward));
    });

    it("8: is whole when the room is, and the settlement waits for 1 wei when it lacks that", async () => {
      const scenario = await loadFixture(rewarded);
      const { registry, actors, leave, nextWindow } = scenario;
      const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
      const id = await accepted(connection, scenario, { reward: 200n, shares });
      const snapshot = await networkHelpers.takeSnapshot();
      await leave(210n);
      await registry.settle(id, shares);
      expect((await registry.contribution(id)).status).to.equal(Status.Settled);
      await snapshot.restore();
      await leave(209n);
      await registry.settle(id, shares); // ⌊209 · 10,000 / 10,500⌋ = 199, and ⌊9.95⌋ on top
      expect((await registry.contribution(id)).settled).to.equal(199n);
      await expect(registry.settle(id, shares))
        .to.be.revertedWithCustomError(registry, "BudgetExceeded")
        .withArgs(2n, 1n);
      await nextWindow();
      await registry.settle(id, shares);
      expect((await registry.contribution(id)).status).to.equal(Status.Settled);
    });

    it("keeps the rate of the submission, and pays a reviewer several contributions at once", async () => {
      const scenario = await loadFixture(rewarded);
      const { registry, owner, token, actors } = scenario;
      const [reviewer] = actors.curators;
      const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
      const first = await accepted(connection, scenario, { shares });
      const pending = await submitted(scenario, { shares });
      await registry.connect(owner).setIncentives(0n, 1_000n);
      const second = await accepted(connection, scenario, { shares });
      await registry.settle(first, shares);
      await registry.settle(second, shares);
      await registry.collectReviewRewards(reviewer, [first, pending, second, 77n]);
      expect(await token.balanceOf(reviewer)).to.equal((25n * WHOLE) / 10n + 5n * WHOLE);
    });
  });

  describe("attacks", () => {
    it("review ring: who accept one another's works are stopped by stakeholders, and earn nothing", async () => {
      const scenario = await loadFixture(staked);
      const { registry, owner, stakeLock, token, actors } = scenario;
      await registry.connect(owner).setIncentives(0n, 2_000n);
      const ring = actors.curators;
      await stakeLock.connect(actors.producers[0]).lock(1_000n * WHOLE);
      for (const [at, member] of ring.entries()) {
        const shares = sharesOf([member, WHOLE_BPS]);
        const id = await submitted(scenario, { submitter: member, shares });
        for (const [other, reviewer] of ring.entries()) {
          const reviewing = registry.connect(reviewer).review(id, true, "");
          if (other !== at) await reviewing;
          else await expect(reviewing).to.be.revertedWithCustomError(registry, "ReviewerInvolved");
        }
        await registry.connect(actors.producers[0]).veto(id);
        expect((await registry.contribution(id)).status).to.equal(Status.Rejected);
        for (const reviewer of ring) expect(await registry.reviewRewardOf(id, reviewer)).to.equal(0n);
        await expect(registry.settle(id, shares))
          .to.be.revertedWithCustomError(registry, "WrongStatus")
          .withArgs(id, Status.Rejected);
      }
      for (const member of ring) expect(await token.balanceOf(member)).to.equal(0n);
    });

    it("self-review through a share: a share of 1 bps bars a curator by stake, too", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, actors } = scenario;
      const [holder] = actors.producers;
      await stakeLock.connect(holder).lock(STAKE);
      const shares = sharesOf([actors.donor, 9_999n], [holder, 1n]);
      const id = await submitted(scenario, { submitter: actors.partners[0], shares });
      await expect(registry.connect(holder).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "ReviewerInvolved")
        .withArgs(id, holder.address);
      expect((await stakeLock.stakeOf(holder)).heldUntil).to.equal(0n);
    });

    it("sybil reviewers: one stake makes one curator, however it is moved or split", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, token, actors, addresses } = scenario;
      const [whale] = actors.producers;
      const [second, half] = actors.partners;
      await stakeLock.connect(whale).lock(STAKE);
      await token.connect(whale).transfer(half, STAKE - 1n);
      await token.connect(half).approve(addresses.stakeLock, STAKE);
      await stakeLock.connect(half).lock(STAKE - 1n);
      const id = await submitted(scenario, {
        submitter: actors.stranger,
        shares: sharesOf([actors.donor, WHOLE_BPS]),
      });
      // Before its review the stake is free: it may move, but then it is younger than the submission.
      await stakeLock.connect(whale).unlock(STAKE);
      await token.connect(whale).transfer(second, STAKE);
      await token.connect(second).approve(addresses.stakeLock, STAKE);
      await stakeLock.connect(second).lock(STAKE);
      for (const account of [whale, second, half]) {
        await expect(registry.connect(account).review(id, true, ""))
          .to.be.revertedWithCustomError(registry, "NotCurator")
          .withArgs(id, account.address);
      }
    });

    it("rented tokens, locked after the submission: no review", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, actors } = scenario;
      const id = await submitted(scenario, byPartner(scenario));
      await stakeLock.connect(actors.producers[0]).lock(STAKE);
      await expect(registry.connect(actors.producers[0]).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(id, actors.producers[0].address);
    });

    it("rented tokens, for a block: what reviews or vetoes cannot be given back in it", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, actors } = scenario;
      const [renter, vetoer] = actors.producers;
      await stakeLock.connect(renter).lock(STAKE);
      const id = await submitted(scenario, byPartner(scenario));
      const until = await reviewEnd(registry, id);
      await inOneBlock(
        connection,
        [
          () => registry.connect(renter).review(id, true, "", GAS),
          () => stakeLock.connect(renter).unlock(STAKE, GAS),
          () => stakeLock.connect(vetoer).lock(WHOLE, GAS),
          () => registry.connect(vetoer).veto(id, GAS),
          () => stakeLock.connect(vetoer).unlock(WHOLE, GAS),
        ],
        until - 1n,
      );
      const [rented, vetoing] = [await stakeLock.stakeOf(renter), await stakeLock.stakeOf(vetoer)];
      expect([rented.amount, rented.heldUntil]).to.deep.equal([STAKE, until]);
      expect([vetoing.amount, vetoing.heldUntil]).to.deep.equal([WHOLE, until - 1n + WINDOW]);
    });

    it("rented tokens, for an hour: a review holds them to the window's end, a veto beyond it", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, actors } = scenario;
      const [renter, vetoer] = actors.producers;
      await stakeLock.connect(renter).lock(STAKE);
      const id = await submitted(scenario, byPartner(scenario));
      const until = await reviewEnd(registry, id);
      await registry.connect(renter).review(id, true, "");
      await time.increase(HOUR);
      await expect(stakeLock.connect(renter).unlock(STAKE))
        .to.be.revertedWithCustomError(stakeLock, "StakeHeld")
        .withArgs(renter.address, until);
      await stakeLock.connect(vetoer).lock(WHOLE);
      const cast = until - 1n;
      await time.setNextBlockTimestamp(cast);
      await registry.connect(vetoer).veto(id);
      await time.setNextBlockTimestamp(cast + HOUR);
      await expect(stakeLock.connect(vetoer).unlock(WHOLE))
        .to.be.revertedWithCustomError(stakeLock, "StakeHeld")
        .withArgs(vetoer.address, cast + WINDOW);
      await stakeLock.connect(renter).unlock(STAKE);
      await time.setNextBlockTimestamp(cast + WINDOW);
      await stakeLock.connect(vetoer).unlock(WHOLE);
    });

    it("veto after the decision: too late, and before it the decision cannot come early", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, actors } = scenario;
      const [holder] = actors.producers;
      await stakeLock.connect(holder).lock(5_000n * WHOLE);
      const id = await accepted(connection, scenario, byPartner(scenario));
      await expect(registry.connect(holder).veto(id))
        .to.be.revertedWithCustomError(registry, "WrongStatus")
        .withArgs(id, Status.Accepted);
      await registry.settle(id, [...byPartner(scenario).shares]);
      await expect(registry.connect(holder).veto(id))
        .to.be.revertedWithCustomError(registry, "WrongStatus")
        .withArgs(id, Status.Settled);
    });

    it("settling twice: nothing more, reviewers' reward neither", async () => {
      const scenario = await loadFixture(staked);
      const { registry, owner, token, actors } = scenario;
      await registry.connect(owner).setIncentives(0n, 1_000n);
      const { shares } = byPartner(scenario);
      const id = await accepted(connection, scenario, byPartner(scenario));
      await registry.settle(id, [...shares]);
      const supply = await token.totalSupply();
      await expect(registry.settle(id, [...shares]))
        .to.be.revertedWithCustomError(registry, "WrongStatus")
        .withArgs(id, Status.Settled);
      await registry.collectReviewRewards(actors.curators[0], [id]);
      await expect(registry.collectReviewRewards(actors.curators[0], [id]))
        .to.be.revertedWithCustomError(registry, "NoReviewReward")
        .withArgs(actors.curators[0].address);
      expect(await token.totalSupply()).to.equal(supply);
    });

    it("changed shares on settle: refused, whoever gains", async () => {
      const scenario = await loadFixture(staked);
      const { registry, actors } = scenario;
      const { shares } = byPartner(scenario);
      const id = await accepted(connection, scenario, byPartner(scenario));
      const changed = sharesOf([actors.partners[0], WHOLE_BPS]);
      await expect(registry.settle(id, changed))
        .to.be.revertedWithCustomError(registry, "SharesMismatch")
        .withArgs(id, hashOf(shares), hashOf(changed));
    });

    it("kind changed during review: limit and version of the submission stay on record", async () => {
      const scenario = await loadFixture(staked);
      const { registry, owner, actors } = scenario;
      const id = await submitted(scenario, { ...byPartner(scenario), reward: MAX_PRODUCTION });
      await registry.connect(owner).setKind(0n, "production by lines/2", 2n ** 112n - 1n, true);
      const raised = await submitted(scenario, { ...byPartner(scenario), reward: MAX_PRODUCTION + 1n });
      const [before] = await registry.queryFilter(registry.filters.ContributionSubmitted(id));
      const [after] = await registry.queryFilter(registry.filters.ContributionSubmitted(raised));
      expect([before?.args.kindVersion, after?.args.kindVersion]).to.deep.equal([1n, 2n]);
      expect((await registry.contribution(id)).reward).to.equal(MAX_PRODUCTION);
      for (const curator of actors.curators) await registry.connect(curator).review(id, true, "");
      await registry.connect(owner).setKind(0n, "production", 0n, false);
      await time.increaseTo(await reviewEnd(registry, id));
      await registry.decide(id);
      expect((await registry.contribution(id)).kind).to.equal(0n);
      await registry.settle(id, [...byPartner(scenario).shares]);
      expect((await registry.contribution(id)).settled).to.equal(MAX_PRODUCTION);
    });

    it("spam: each submission costs its deposit once a quorum objects", async () => {
      const scenario = await loadFixture(staked);
      const { registry, owner, token, actors, addresses } = scenario;
      const [spammer] = actors.producers;
      await registry.connect(owner).setIncentives(10n * WHOLE, 0n);
      await token.connect(spammer).approve(addresses.registry, 2n ** 256n - 1n);
      const before = await token.balanceOf(spammer);
      const ids: bigint[] = [];
      for (let count = 0; count < 5; count++) {
        const id = await submitted(scenario, { submitter: spammer, shares: sharesOf([spammer, WHOLE_BPS]) });
        for (const curator of actors.curators.slice(0, 2)) {
          await registry.connect(curator).review(id, false, "spam");
        }
        ids.push(id);
      }
      await time.increase(WINDOW);
      for (const id of ids) await registry.decide(id);
      expect(await token.balanceOf(spammer)).to.equal(before - 50n * WHOLE);
      for (const curator of actors.curators.slice(0, 2)) {
        await registry.collectReviewRewards(curator, ids);
        expect(await token.balanceOf(curator)).to.equal(25n * WHOLE);
      }
      expect(await token.balanceOf(registry)).to.equal(0n);
    });
  });

  describe("explanation", () => {
    it("tells from the chain alone who made what, by which rules, and who approved", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const contentHash = keccak256(toUtf8Bytes("a bridge"));
      const shares = sharesOf([actors.producers[0], 4_000n], [actors.producers[1], 6_000n]);
      const id = await accepted(connection, scenario, { shares, contentHash, uri: "ipfs://bridge" });
      await registry.settle(id, shares);
      const { filters } = registry;
      const [submission] = await registry.queryFilter(filters.ContributionSubmitted(id));
      const kinds = await registry.queryFilter(filters.KindSet(submission?.args.kind));
      const rule = kinds.find(({ args }) => args.version === submission?.args.kindVersion);
      expect(rule?.args.name).to.equal("production");
      expect([submission?.args.contentHash, submission?.args.uri]).to.deep.equal([
        contentHash,
        "ipfs://bridge",
      ]);
      const reviews = await registry.queryFilter(filters.ContributionReviewed(id));
      expect(reviews.map(({ args }) => args.curator)).to.deep.equal(
        actors.curators.slice(0, 2).map(({ address }) => address),
      );
      const [settlement] = await registry.queryFilter(filters.ContributionSettled(id));
      expect(settlement?.args.amount).to.equal(100n * WHOLE);
    });
  });

  describe("gas", () => {
    it("submits, reviews, decides and settles within its ceilings", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stakeLock, actors } = scenario;
      const [holder] = actors.producers;
      await stakeLock.connect(holder).lock(STAKE);
      await submitted(scenario, byPartner(scenario));
      const { submitter, kind, reward, shares, contentHash, uri } = byPartner(scenario);
      const used = async (sent: Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>): Promise<bigint> =>
        (await (await sent).wait())?.gasUsed ?? 0n;
      const submission = used(
        registry.connect(submitter).submit(kind, reward, [...shares], contentHash, uri),
      );
      expect(await submission).to.be.at.most(gasCeiling(200_000n));
      const id = await registry.contributionCount();
      const named = await used(registry.connect(actors.curators[0]).review(id, true, ""));
      const staking = await used(registry.connect(holder).review(id, true, ""));
      expect(named).to.be.at.most(gasCeiling(70_000n));
      expect(staking).to.be.at.most(gasCeiling(90_000n));
      await time.increaseTo(await reviewEnd(registry, id));
      expect(await used(registry.decide(id))).to.be.at.most(gasCeiling(50_000n));
      // The first settlement of all.
      expect(await used(registry.settle(id, [...shares]))).to.be.at.most(gasCeiling(214_000n));
    });
  });
});
