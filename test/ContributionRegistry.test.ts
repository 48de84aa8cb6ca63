import { expect } from "chai";
import { ZeroHash, keccak256, toUtf8Bytes } from "ethers";
import { network } from "hardhat";
import type { IContributionRegistry } from "../typechain-types/contribution/ContributionRegistry.ts";
import {
  Standing,
  Status,
  WHOLE_BPS,
  accepted,
  awardFor,
  cloneOf,
  divided,
  everyoneBut,
  executeAs,
  hashOf,
  inOneBlock,
  manyShares,
  paidOut,
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
  type Scenario,
} from "./lib/fixtures.ts";
import { gasCeiling } from "./lib/gas.ts";
import { endow, endowStaked } from "./lib/stakes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = <T>(fixture: () => Promise<T>): Promise<T> => networkHelpers.loadFixture(fixture);

// The terms of the organisations in the fixtures.
const WINDOW = 3n * DAY;
const QUORUM = 2n;
const MAX_PRODUCTION = 600n * WHOLE;
const BASE = 1_000n * WHOLE;
const THIRD = WINDOW / 3n;
const FOREVER = 2n ** 256n - 1n;
/** Enough for any call here, for transactions that wait in a block together. */
const GAS = { gasLimit: 500_000n };

async function launched(): Promise<Scenario> {
  return launchGrowing(connection);
}

async function presold(): Promise<Scenario> {
  return launchPresale(connection);
}

/** Rewards of any size, for three producers. */
async function generous() {
  const scenario = await launchGrowing(connection, { registry: { maxProduction: 2n ** 112n - 1n } });
  const [first, second, third] = scenario.actors.producers;
  const shares = sharesOf([first, 5_000n], [second, 3_333n], [third, 1_667n]);
  return { ...scenario, shares };
}

/** Nine curators, for every outcome of a vote; founders submit and produce. */
async function crowded() {
  const signers = await ethers.getSigners();
  const curators = signers.slice(11);
  const scenario = await launchGrowing(connection, {
    registry: { curators: curators.map(({ address }) => address) },
  });
  return { ...scenario, curators };
}

const STAKE = 500n * WHOLE;

/** Curators by 500 tokens of stake beside the named ones; 10,000 tokens, as many as decisions need, with three holders. */
async function staked(): Promise<Scenario> {
  const scenario = await launchGrowing(connection, {
    issuance: { baseAmount: 10_000n * WHOLE },
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
  const [, token, issuance, stake, proposals, owner, first, second] = (await ethers.getSigners()).map(
    ({ address }) => address,
  ) as [string, string, string, string, string, string, string, string];
  const terms: IContributionRegistry.TermsStruct = {
    reviewWindow: 2n * DAY,
    quorum: 2n,
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
    stake,
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
  const { reward, award, kind, status, quorum, backed, sharesHash } = contribution;
  const { submitter, submittedAt, reviewEnd: end, reviewWindow, approvals, objections } = contribution;
  const { deposit, decidedAt, reviewerRewardBps, isTurned, isOverruled } = contribution;
  return {
    ...{ reward, award, kind, status, quorum, backed, sharesHash, deposit, decidedAt, reviewerRewardBps },
    ...{ submitter, submittedAt, end, reviewWindow, approvals, objections, isTurned, isOverruled },
  };
}

/** Sent to each producer so far of what all have, as it should be; all had nothing before. */
async function expectPaid(
  { registry, token }: Scenario,
  { id, shares, producers }: { id: bigint; shares: readonly Share[]; producers: bigint },
): Promise<void> {
  const totals = runningTotals(producers, shares, await registry.isFinal(id));
  for (const [i, { account }] of shares.entries()) {
    expect(await registry.paidTo(id, account)).to.equal(totals[i]);
    expect(await registry.recognisedOf(account)).to.equal(totals[i]);
    expect(await token.balanceOf(account)).to.equal(totals[i]);
  }
}

describe("ContributionRegistry", () => {
  describe("initialize", () => {
    it("is locked on the implementation", async () => {
      const { implementation, token, issuance, stake, proposals, owner, terms } = await loadFixture(bare);
      await expect(
        implementation.initialize(token, issuance, stake, proposals, owner, true, terms),
      ).to.be.revertedWithCustomError(implementation, "InvalidInitialization");
    });

    it("sets up a clone with three kinds and the first curators", async () => {
      const { registry, token, issuance, stake, proposals, owner, first, second, terms } =
        await loadFixture(bare);
      const timestamp = (await now()) + 5n;
      await time.setNextBlockTimestamp(timestamp);
      await expect(registry.initialize(token, issuance, stake, proposals, owner, true, terms))
        .to.emit(registry, "OwnershipTransferred")
        .withArgs(ZERO_ADDRESS, owner)
        .and.to.emit(registry, "ReviewTermsSet")
        .withArgs(2n * DAY, 2n)
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
      expect(await registry.reviewTerms()).to.deep.equal([2n * DAY, 2n]);
      expect(await registry.incentives()).to.deep.equal([44n, 55n, 66n]);
      expect(await registry.kindOf(0n)).to.deep.equal([11n, true, 1n]);
      expect(await registry.kindOf(1n)).to.deep.equal([22n, true, 1n]);
      expect(await registry.kindOf(2n)).to.deep.equal([33n, true, 1n]);
      expect(await registry.kindOf(3n)).to.deep.equal([0n, false, 0n]);
      expect(await registry.curatorSince(first)).to.equal(timestamp);
      expect(await registry.curatorSince(second)).to.equal(timestamp);
      expect(await registry.curatorSince(owner)).to.equal(0n);
      expect(await registry.contributionCount()).to.equal(0n);
      expect(await registry.curationStake()).to.equal(44n);
      expect(await registry.takesDeposits()).to.equal(true);
    });

    it("works once on a clone", async () => {
      const { registry, token, issuance, stake, proposals, owner, terms } = await loadFixture(bare);
      await registry.initialize(token, issuance, stake, proposals, owner, true, terms);
      await expect(
        registry.initialize(token, issuance, stake, proposals, owner, true, terms),
      ).to.be.revertedWithCustomError(registry, "InvalidInitialization");
    });

    it("reverts on a launched organisation, whoever calls", async () => {
      const scenario = await loadFixture(launched);
      const { registry, config } = scenario;
      for (const { signer } of await everyoneBut(connection, scenario)) {
        await expect(
          registry.connect(signer).initialize(signer, signer, signer, signer, signer, true, config.registry),
        ).to.be.revertedWithCustomError(registry, "InvalidInitialization");
      }
    });

    it("reverts without token, issuance, stake, proposals or owner", async () => {
      const { registry, token, issuance, stake, proposals, owner, terms } = await loadFixture(bare);
      for (const [token_, issuance_, stake_, proposals_] of [
        [ZERO_ADDRESS, issuance, stake, proposals],
        [token, ZERO_ADDRESS, stake, proposals],
        [token, issuance, ZERO_ADDRESS, proposals],
        [token, issuance, stake, ZERO_ADDRESS],
      ] as const) {
        await expect(
          registry.initialize(token_, issuance_, stake_, proposals_, owner, true, terms),
        ).to.be.revertedWithCustomError(registry, "ZeroAddress");
      }
      await expect(registry.initialize(token, issuance, stake, proposals, ZERO_ADDRESS, true, terms))
        .to.be.revertedWithCustomError(registry, "OwnableInvalidOwner")
        .withArgs(ZERO_ADDRESS);
    });

    it("reverts with a curator named twice or the zero address", async () => {
      const { registry, token, issuance, stake, proposals, owner, first, second, terms } =
        await loadFixture(bare);
      await expect(
        registry.initialize(token, issuance, stake, proposals, owner, true, {
          ...terms,
          curators: [first, second, first],
        }),
      )
        .to.be.revertedWithCustomError(registry, "CuratorUnchanged")
        .withArgs(first);
      await expect(
        registry.initialize(token, issuance, stake, proposals, owner, true, {
          ...terms,
          curators: [first, ZERO_ADDRESS],
        }),
      ).to.be.revertedWithCustomError(registry, "ZeroAddress");
    });

    it("reverts with review terms out of range", async () => {
      const { registry, token, issuance, stake, proposals, owner, terms } = await loadFixture(bare);
      for (const reviewWindow of [HOUR - 1n, 90n * DAY + 1n]) {
        await expect(
          registry.initialize(token, issuance, stake, proposals, owner, true, { ...terms, reviewWindow }),
        )
          .to.be.revertedWithCustomError(registry, "ReviewWindowOutOfRange")
          .withArgs(reviewWindow);
      }
      await expect(
        registry.initialize(token, issuance, stake, proposals, owner, true, { ...terms, quorum: 0n }),
      ).to.be.revertedWithCustomError(registry, "ZeroQuorum");
    });

    it("reverts with fewer curators than the quorum, as nothing could ever be accepted", async () => {
      const { registry, token, issuance, stake, proposals, owner, first, terms } = await loadFixture(bare);
      for (const [curators, quorum] of [
        [[], 1n],
        [[first], 2n],
      ] as const) {
        await expect(
          registry.initialize(token, issuance, stake, proposals, owner, true, {
            ...terms,
            curators: [...curators],
            quorum,
          }),
        )
          .to.be.revertedWithCustomError(registry, "TooFewCurators")
          .withArgs(curators.length, quorum);
      }
      await registry.initialize(token, issuance, stake, proposals, owner, true, {
        ...terms,
        curators: [first],
        quorum: 1n,
      });
    });

    it("reverts with a deposit where none are taken", async () => {
      const { registry, token, issuance, stake, proposals, owner, terms } = await loadFixture(bare);
      await expect(registry.initialize(token, issuance, stake, proposals, owner, false, terms))
        .to.be.revertedWithCustomError(registry, "DepositsNotTaken")
        .withArgs(55n);
      await registry.initialize(token, issuance, stake, proposals, owner, false, { ...terms, deposit: 0n });
      expect(await registry.takesDeposits()).to.equal(false);
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
        award: 0n,
        kind: 2n,
        status: Status.Submitted,
        quorum: QUORUM,
        backed: false,
        sharesHash: hashOf(shares),
        submitter: actors.donor.address,
        submittedAt,
        end: submittedAt + WINDOW,
        reviewWindow: WINDOW,
        approvals: 0n,
        objections: 0n,
        deposit: 0n,
        decidedAt: 0n,
        reviewerRewardBps: 0n,
        isTurned: false,
        isOverruled: false,
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
        .to.be.revertedWithCustomError(registry, "InvolvedApproves")
        .withArgs(own, addresses.timelock);
    });

    it("9: lets a curator with a share object, not approve", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [other, named] = actors.curators;
      const shares = sharesOf([actors.producers[0], 9_999n], [named, 1n]);
      const id = await submitted(scenario, { shares });
      await expect(registry.connect(named).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "InvolvedApproves")
        .withArgs(id, named.address);
      await expect(registry.connect(named).review(id, false, "not mine"))
        .to.emit(registry, "ContributionReviewed")
        .withArgs(id, named.address, false, "not mine");
      expect(await registry.standingOf(id, named)).to.equal(Standing.InvolvedReviewed);
      for (const approve of [true, false]) {
        await expect(registry.connect(named).review(id, approve, ""))
          .to.be.revertedWithCustomError(registry, "AlreadyReviewed")
          .withArgs(id, named.address);
      }
      await registry.connect(other).review(id, true, "");
      const { approvals, objections } = await registry.contribution(id);
      expect([approvals, objections]).to.deep.equal([1n, 1n]);
    });

    it("9: lets a curator who submitted it object, not approve, with and without a share", async () => {
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
          .to.be.revertedWithCustomError(registry, "InvolvedApproves")
          .withArgs(id, curator.address);
        await registry.connect(curator).review(id, false, "");
        expect((await registry.contribution(id)).objections).to.equal(1n);
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
      for (const [id, status] of [
        [0n, Status.None],
        [99n, Status.None],
        [await accepted(connection, scenario), Status.Accepted],
        [await rejected(connection, scenario), Status.Rejected],
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
      const { registry } = scenario;
      for (const [id, status] of [
        [0n, Status.None],
        [99n, Status.None],
        [await accepted(connection, scenario), Status.Accepted],
        [await rejected(connection, scenario), Status.Rejected],
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
      await paidOut(connection, scenario, id);
      await registry.settle(id, sharesOf([producer, WHOLE_BPS]));
      expect(await token.balanceOf(producer)).to.equal(MAX_PRODUCTION);
    });
  });

  describe("end of a review", () => {
    /** A contribution of the crowd's organisation, with the quorum asked for. */
    async function underReview(quorum: bigint) {
      const scenario = await loadFixture(crowded);
      const { registry, owner, actors } = scenario;
      await registry.connect(owner).setReviewTerms(WINDOW, quorum);
      const submitter = actors.founders[0];
      const id = await submitted(scenario, { submitter, shares: sharesOf([actors.founders[1], WHOLE_BPS]) });
      const { submittedAt } = await registry.contribution(id);
      let next = 0;
      /** The next curator says yes or no, at `at` when that is given; the review ends then as is returned. */
      const say = async (approve: boolean, at?: bigint): Promise<bigint> => {
        if (at !== undefined) await time.setNextBlockTimestamp(at);
        const curator = scenario.curators[next++];
        if (curator === undefined) throw new Error("there are no more curators");
        await registry.connect(curator).review(id, approve, "");
        return reviewEnd(registry, id);
      };
      return { ...scenario, id, submittedAt, say };
    }

    it("comes a third of the window after the approval that completes the quorum", async () => {
      const { registry, actors, id, submittedAt, say } = await underReview(3n);
      expect(await say(true)).to.equal(submittedAt + WINDOW);
      expect(await say(true)).to.equal(submittedAt + WINDOW);
      const at = submittedAt + 1_000n;
      await time.setNextBlockTimestamp(at);
      const [, , curator] = (await ethers.getSigners()).slice(11);
      if (curator === undefined) throw new Error("there are no more curators");
      await expect(registry.connect(curator).review(id, true, ""))
        .to.emit(registry, "ReviewEndSet")
        .withArgs(id, at + THIRD);
      expect(await reviewEnd(registry, id)).to.equal(at + THIRD);
      expect((await registry.contribution(id)).isTurned).to.equal(true);
      await time.setNextBlockTimestamp(at + THIRD - 1n);
      await expect(registry.decide(id))
        .to.be.revertedWithCustomError(registry, "ReviewOngoing")
        .withArgs(id, at + THIRD);
      await time.setNextBlockTimestamp(at + THIRD);
      await registry.connect(actors.stranger).decide(id);
      const { status, decidedAt } = await registry.contribution(id);
      expect([status, decidedAt]).to.deep.equal([Status.Accepted, at + THIRD]);
    });

    it("comes after the window's end when the quorum is completed in its last second", async () => {
      const { id, submittedAt, say, registry, curators, actors } = await underReview(2n);
      await say(true);
      const last = submittedAt + WINDOW - 1n;
      const end = last + THIRD;
      expect(await say(true, last)).to.equal(end);
      // Objectors have that third, to its last second.
      await time.setNextBlockTimestamp(end - 1n);
      await registry.connect(curators[5] ?? actors.stranger).review(id, false, "late, and heard");
      await time.setNextBlockTimestamp(end);
      await expect(registry.connect(curators[6] ?? actors.stranger).review(id, false, ""))
        .to.be.revertedWithCustomError(registry, "ReviewOver")
        .withArgs(id, end);
    });

    it("stays when an approval turns nothing, as the quorum or the majority is missing, or both were there", async () => {
      const { submittedAt, say, id, registry } = await underReview(2n);
      const window = submittedAt + WINDOW;
      for (const approve of [false, true, false, true]) expect(await say(approve)).to.equal(window);
      expect((await registry.contribution(id)).isTurned).to.equal(false);
      const at = submittedAt + DAY;
      expect(await say(true, at)).to.equal(at + THIRD); // 3 : 2
      expect(await say(true)).to.equal(at + THIRD); // 4 : 2
    });

    it("is not brought forward by a later turn, nor moved by objections", async () => {
      const { submittedAt, say } = await underReview(1n);
      const first = submittedAt + WINDOW - 10n;
      expect(await say(true, first)).to.equal(first + THIRD);
      expect(await say(false, first + 20n)).to.equal(first + THIRD);
      expect(await say(true, first + 30n)).to.equal(first + 30n + THIRD);
    });

    it("leaves a third to answer each of four approvals that turn the outcome, wherever they come", async () => {
      const { submittedAt, say } = await underReview(1n);
      let end = await say(true, submittedAt + WINDOW - 1n);
      expect(end).to.equal(submittedAt + WINDOW - 1n + THIRD);
      for (let turn = 0; turn < 3; turn++) {
        expect(await say(false)).to.equal(end);
        expect(await say(true, end - 1n)).to.equal(end - 1n + THIRD);
        end += THIRD - 1n;
      }
      // The fifth finds no time beyond a window and four thirds of it.
      await say(false);
      expect(await say(true, end - 1n)).to.equal(submittedAt + WINDOW + 4n * THIRD);
    });

    it("cannot be used up in the first minutes by two who pull together", async () => {
      const { submittedAt, say } = await underReview(1n);
      for (let turn = 0n; turn < 4n; turn++) {
        const at = submittedAt + 60n + 2n * turn;
        expect(await say(true, at)).to.equal(at + THIRD);
        await say(false, at + 1n);
      }
      const at = submittedAt + THIRD + 60n;
      expect(await say(true, at)).to.equal(at + THIRD);
    });
  });

  describe("reviewMany", () => {
    it("reviews several contributions with one note", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [curator] = actors.curators;
      const ids = [await submitted(scenario), await submitted(scenario), await submitted(scenario)];
      const transaction = registry.connect(curator).reviewMany(ids, true, "all seen");
      for (const id of ids) {
        await expect(transaction)
          .to.emit(registry, "ContributionReviewed")
          .withArgs(id, curator.address, true, "all seen");
        expect((await registry.contribution(id)).approvals).to.equal(1n);
      }
      await registry.connect(actors.curators[1]).reviewMany(ids.slice(1), false, "");
      expect((await registry.contribution(ids[0] ?? 0n)).objections).to.equal(0n);
      expect((await registry.contribution(ids[2] ?? 0n)).objections).to.equal(1n);
    });

    it("reviews all or none", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [curator] = actors.curators;
      const [id, own] = [await submitted(scenario), await submitted(scenario, { submitter: curator })];
      await expect(registry.connect(curator).reviewMany([id, own], true, ""))
        .to.be.revertedWithCustomError(registry, "InvolvedApproves")
        .withArgs(own, curator.address);
      await expect(registry.connect(curator).reviewMany([id, id], true, ""))
        .to.be.revertedWithCustomError(registry, "AlreadyReviewed")
        .withArgs(id, curator.address);
      expect((await registry.contribution(id)).approvals).to.equal(0n);
    });
  });

  describe("awards", () => {
    it("enters an accepted contribution, with the reviewers' part on top, into the running batch", async () => {
      const scenario = await loadFixture(launched);
      const { registry, issuance, owner, actors, addresses } = scenario;
      await registry.connect(owner).setIncentives(0n, 333n);
      const reward = 77n * WHOLE + 1n;
      await submitted(scenario); // so that the numbers of contribution and award differ
      const id = await submitted(scenario, { reward });
      for (const curator of actors.curators) await registry.connect(curator).review(id, true, "");
      await time.increaseTo(await reviewEnd(registry, id));
      const amount = awardFor(reward, 333n);
      await expect(registry.decide(id))
        .to.emit(registry, "ContributionAwarded")
        .withArgs(id, 1n, amount, amount)
        .and.to.emit(issuance, "AwardEntered")
        .withArgs(1n, addresses.registry, 1n, amount, amount);
      expect((await registry.contribution(id)).award).to.equal(1n);
      expect(await registry.isFinal(id)).to.equal(false);
    });

    it("enters nothing that is rejected", async () => {
      const scenario = await loadFixture(launched);
      const { registry, issuance } = scenario;
      const id = await rejected(connection, scenario);
      expect(await issuance.awardCount()).to.equal(0n);
      expect((await registry.contribution(id)).award).to.equal(0n);
      expect(await registry.isFinal(id)).to.equal(false);
    });

    it("8: enters no more than three windows can pay: the rest of the greatest reward is void at once", async () => {
      const scenario = await loadFixture(generous);
      const { registry, shares } = scenario;
      const greatest = 2n ** 112n - 1n;
      const id = await submitted(scenario, { reward: greatest, shares });
      for (const curator of scenario.actors.curators) await registry.connect(curator).review(id, true, "");
      await time.increaseTo(await reviewEnd(registry, id));
      await expect(registry.decide(id))
        .to.emit(registry, "ContributionAwarded")
        .withArgs(id, 1n, greatest, 3n * BASE);
      await paidOut(connection, scenario, id);
      await registry.settle(id, [...shares]);
      await expectPaid(scenario, { id, shares, producers: 3n * BASE });
    });

    it("8: pays the greatest reward there can be at once, where the budget is as large", async () => {
      const greatest = 2n ** 112n - 1n;
      const scenario = await launchGrowing(connection, {
        registry: { maxProduction: greatest, reviewerRewardBps: 2_000n },
        issuance: { baseAmount: greatest },
      });
      const { registry, token, actors } = scenario;
      const shares = sharesOf([actors.producers[0], 3_333n], [actors.producers[1], 6_667n]);
      const id = await accepted(connection, scenario, { reward: greatest, shares });
      await paidOut(connection, scenario, id);
      await registry.settle(id, shares);
      const { producers, reviewers } = divided(greatest, 2_000n); // the token's cap bounds both
      await expectPaid(scenario, { id, shares, producers });
      for (const curator of actors.curators.slice(0, 2)) await registry.collectReviewRewards(curator, [id]);
      expect(await token.totalSupply()).to.equal(greatest);
      expect(await token.balanceOf(registry)).to.equal(reviewers - 2n * (reviewers / 2n));
    });

    it("enters in a pause of issuance and before a presale's release, and pays what is due in a pause", async () => {
      const scenario = await launchPresale(connection);
      const { registry, issuance, actors } = scenario;
      const id = await accepted(connection, scenario);
      expect((await registry.contribution(id)).award).to.equal(1n);
      await expect(registry.settle(id, sharesOf([actors.producers[0], WHOLE_BPS])))
        .to.be.revertedWithCustomError(registry, "NothingDue")
        .withArgs(id, ZERO_ADDRESS);

      const growing = await launchGrowing(connection);
      const shares = sharesOf([growing.actors.producers[0], WHOLE_BPS]);
      const before = await accepted(connection, growing, { shares });
      const waiting = await submitted(growing, { shares });
      for (const curator of actors.curators.slice(0, 2)) {
        await growing.registry.connect(curator).review(waiting, true, "");
      }
      await time.increaseTo((await growing.issuance.runningBatch()).end);
      await growing.issuance.connect(growing.owner).pause();
      expect((await growing.issuance.runningBatch()).barred).to.equal(true);
      await growing.registry.decide(waiting);
      expect((await growing.registry.contribution(waiting)).award).to.equal(2n);
      await growing.registry.settle(before, shares);
      await expectPaid(growing, { id: before, shares, producers: 100n * WHOLE });
      expect(await issuance.awardCount()).to.equal(1n);
    });

    it("ends a review after dissolution, so that nothing waits for it, without an award", async () => {
      const scenario = await loadFixture(generous);
      const { registry, issuance, reserve, owner, actors, shares } = scenario;
      await endow(connection, scenario, [actors.donor, 1_000n * WHOLE]);
      await reserve.connect(actors.donor).donate(3_000n * scenario.unit, "");
      await reserve.open();
      const id = await submitted(scenario, { shares });
      for (const curator of actors.curators) await registry.connect(curator).review(id, true, "");
      await reserve.connect(owner).dissolve();
      await time.increaseTo(await reviewEnd(registry, id));
      await expect(registry.decide(id)).to.not.emit(registry, "ContributionAwarded");
      const { status, award } = await registry.contribution(id);
      expect([status, award]).to.deep.equal([Status.Accepted, 0n]);
      expect(await registry.isFinal(id)).to.equal(true);
      expect(await issuance.awardCount()).to.equal(0n);
      await expect(registry.settle(id, [...shares]))
        .to.be.revertedWithCustomError(registry, "NothingDue")
        .withArgs(id, ZERO_ADDRESS);
      expect(await registry.heldUntil(id, 0n)).to.equal(0n);
    });

    it("reverts while the registry is no issuer, and works again later", async () => {
      const scenario = await loadFixture(launched);
      const { registry, issuance, owner, actors, addresses } = scenario;
      const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
      const early = await accepted(connection, scenario);
      const id = await submitted(scenario);
      for (const curator of actors.curators) await registry.connect(curator).review(id, true, "");
      await time.increaseTo(await reviewEnd(registry, id));
      await issuance.connect(owner).setIssuer(addresses.registry, false);
      await expect(registry.decide(id))
        .to.be.revertedWithCustomError(issuance, "NotIssuer")
        .withArgs(addresses.registry);
      expect((await registry.contribution(id)).status).to.equal(Status.Submitted);
      await paidOut(connection, scenario, early);
      await registry.settle(early, shares); // what was entered stays valid
      await issuance.connect(owner).setIssuer(addresses.registry, true);
      await registry.decide(id);
      await paidOut(connection, scenario, id);
      await registry.settle(id, shares);
      expect(await registry.recognisedOf(actors.producers[0])).to.equal(200n * WHOLE);
    });
  });

  describe("settle", () => {
    it("pays the whole reward to one producer once its batch was paid", async () => {
      const scenario = await loadFixture(launched);
      const { registry, issuance, token, actors, addresses } = scenario;
      const [producer] = actors.producers;
      const id = await accepted(connection, scenario);
      const shares = sharesOf([producer, WHOLE_BPS]);
      await expect(registry.settle(id, shares))
        .to.be.revertedWithCustomError(registry, "NothingDue")
        .withArgs(id, ZERO_ADDRESS);
      await time.increaseTo((await issuance.runningBatch()).end);
      expect(await registry.settle.staticCall(id, shares)).to.equal(100n * WHOLE);
      const transaction = registry.connect(actors.donor).settle(id, shares);
      await expect(transaction)
        .to.emit(registry, "ContributionPaid")
        .withArgs(id, producer.address, 100n * WHOLE)
        .and.to.emit(issuance, "AwardTaken")
        .withArgs(1n, addresses.registry, 100n * WHOLE);
      await expect(transaction).to.changeTokenBalances(
        ethers,
        token,
        [producer, actors.donor, actors.stranger, registry, issuance],
        [100n * WHOLE, 0n, 0n, 0n, 0n],
      );
      expect(await token.totalSupply()).to.equal(100n * WHOLE);
      expect(await registry.recognisedOf(actors.stranger)).to.equal(0n);
      expect(await registry.totalRecognised()).to.equal(100n * WHOLE);
      expect(await registry.isFinal(id)).to.equal(true);
      await expectPaid(scenario, { id, shares, producers: 100n * WHOLE });
      await expect(registry.settle(id, shares))
        .to.be.revertedWithCustomError(registry, "NothingDue")
        .withArgs(id, ZERO_ADDRESS);
    });

    for (const [reward, bps, expected] of [
      [10n, [3_333n, 3_333n, 3_334n], [3n, 3n, 4n]],
      [11n, [5_000n, 4_999n, 1n], [5n, 5n, 1n]],
      [10_001n, [1n, 9_998n, 1n], [1n, 9_998n, 2n]],
      [1n, [5_000n, 4_999n, 1n], [0n, 0n, 1n]],
      [2n, [5_000n, 1n, 4_999n], [1n, 0n, 1n]],
    ] as const) {
      it(`splits ${reward.toString()} wei as ${bps.join(" : ")}, rounded down, the rest to the last`, async () => {
        const scenario = await loadFixture(launched);
        const { registry, token, actors } = scenario;
        const [first, second, third] = actors.producers;
        const shares = sharesOf([first, bps[0]], [second, bps[1]], [third, bps[2]]);
        const id = await accepted(connection, scenario, { reward, shares });
        await paidOut(connection, scenario, id);
        await expect(registry.settle(id, shares)).to.changeTokenBalances(
          ethers,
          token,
          [first, second, third, registry],
          [...expected, 0n],
        );
        expect(runningTotals(reward, shares, true)).to.deep.equal(expected);
        expect(sumOf(expected)).to.equal(reward);
      });
    }

    it("sums in recognisedOf what an account got over several contributions", async () => {
      const scenario = await loadFixture(launched);
      const { registry, token, actors } = scenario;
      const [first, second] = actors.producers;
      const alone = sharesOf([first, WHOLE_BPS]);
      const both = sharesOf([second, 2_000n], [first, 8_000n]);
      const one = await accepted(connection, scenario, { shares: alone });
      const two = await accepted(connection, scenario, { shares: both });
      expect(await registry.totalRecognised()).to.equal(0n); // awarded, and not paid
      await paidOut(connection, scenario, two);
      await registry.settle(one, alone);
      await registry.settle(two, both);
      expect(await registry.recognisedOf(first)).to.equal(180n * WHOLE);
      expect(await registry.recognisedOf(second)).to.equal(20n * WHOLE);
      expect(await registry.paidTo(two, first)).to.equal(80n * WHOLE);
      expect(await registry.totalRecognised()).to.equal(200n * WHOLE);
      await token.connect(first).transfer(actors.donor, 180n * WHOLE);
      expect(await registry.recognisedOf(first)).to.equal(180n * WHOLE);
      expect(await registry.recognisedOf(actors.donor)).to.equal(0n);
    });

    it("8: pays in parts over three windows, exactly in the end", async () => {
      const scenario = await loadFixture(generous);
      const { registry, issuance, token, shares } = scenario;
      const reward = 2_345n * WHOLE + 678_901n;
      const id = await accepted(connection, scenario, { reward, shares });
      const accounts = shares.map(({ account }) => account);
      let before = shares.map(() => 0n);
      for (const paid of [BASE, 2n * BASE, reward]) {
        await time.increaseTo((await issuance.runningBatch()).end);
        const after = runningTotals(paid, shares, paid === reward);
        const parts = after.map((total, i) => total - (before[i] ?? 0n));
        expect(await registry.settle.staticCall(id, [...shares])).to.equal(sumOf(parts));
        await expect(registry.settle(id, [...shares])).to.changeTokenBalances(ethers, token, accounts, parts);
        expect(await registry.isFinal(id)).to.equal(paid === reward);
        await expectPaid(scenario, { id, shares, producers: paid });
        before = after;
      }
      expect(sumOf(before)).to.equal(reward);
      expect(await token.balanceOf(registry)).to.equal(0n);
    });

    it("8: pays two of one batch in proportion, and what three batches did not pay lapses", async () => {
      const scenario = await loadFixture(generous);
      const { registry, token, shares } = scenario;
      const large = await accepted(connection, scenario, { reward: 3_000n * WHOLE, shares });
      const small = await accepted(connection, scenario, { reward: 1_000n * WHOLE, shares });
      await paidOut(connection, scenario, small);
      // Three windows of 1,000 for 4,000: 250, then a third, then half of the rest, 750 in 1,000 each.
      await registry.settle(large, [...shares]);
      await registry.settle(small, [...shares]);
      const paid = async (id: bigint) =>
        sumOf(await Promise.all(shares.map(({ account }) => registry.paidTo(id, account))));
      expect([await paid(large), await paid(small)]).to.deep.equal([2_250n * WHOLE, 750n * WHOLE]);
      expect(await token.totalSupply()).to.equal(3n * BASE);
      await time.increase(365n * DAY);
      for (const id of [large, small]) {
        await expect(registry.settle(id, [...shares]))
          .to.be.revertedWithCustomError(registry, "NothingDue")
          .withArgs(id, ZERO_ADDRESS);
      }
    });

    it("ends with a dissolution, and pays what batches had paid by then", async () => {
      const scenario = await loadFixture(generous);
      const { registry, issuance, reserve, owner, actors, shares, token } = scenario;
      await endow(connection, scenario, [actors.donor, 1_000n * WHOLE]);
      const id = await accepted(connection, scenario, { reward: 3_000n * WHOLE, shares });
      await time.increaseTo((await issuance.runningBatch()).end);
      await issuance.settle();
      await reserve.connect(actors.donor).donate(3_000n * scenario.unit, "");
      await reserve.connect(owner).dissolve();
      expect(await registry.isFinal(id)).to.equal(true);
      await time.increase(365n * DAY);
      await registry.settle(id, [...shares]);
      await expectPaid(scenario, { id, shares, producers: BASE });
      expect(await token.totalSupply()).to.equal(2n * BASE);
    });

    it("reverts with other shares than those submitted", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const [first, second, third] = actors.producers;
      const shares = sharesOf([first, 6_000n], [second, 4_000n]);
      const id = await accepted(connection, scenario, { shares });
      await paidOut(connection, scenario, id);
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
        await expect(registry.claimFor(id, wrong, first))
          .to.be.revertedWithCustomError(registry, "SharesMismatch")
          .withArgs(id, hashOf(shares), hashOf(wrong));
      }
      await registry.settle(id, shares);
    });

    it("10: reverts in every status but accepted", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
      for (const [id, status] of [
        [0n, Status.None],
        [99n, Status.None],
        [await rejected(connection, scenario), Status.Rejected],
        [await submitted(scenario), Status.Submitted],
      ] as const) {
        for (const call of [registry.settle(id, shares), registry.claimFor(id, shares, actors.donor)]) {
          await expect(call).to.be.revertedWithCustomError(registry, "WrongStatus").withArgs(id, status);
        }
      }
      expect(await registry.recognisedOf(actors.producers[0])).to.equal(0n);
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
      await paidOut(connection, scenario, id);
      await registry.connect(actors.donor).settle(id, rebuilt);
      await expectPaid(scenario, { id, shares, producers: 100n * WHOLE });
    });

    it("settles 64 shares within one transaction's gas, in the dearest case", async () => {
      const scenario = await loadFixture(generous);
      const { registry } = scenario;
      const shares = manyShares(64);
      const reward = 100n * WHOLE + 77n;
      const id = await accepted(connection, scenario, { shares, reward });
      await paidOut(connection, scenario, id);
      const receipt = await (await registry.settle(id, shares)).wait();
      await expectPaid(scenario, { id, shares, producers: reward });
      expect(receipt?.gasUsed).to.be.below(2n ** 24n); // EIP-7825's cap
    });
  });

  describe("claimFor", () => {
    it("pays one producer, and nobody else, whoever calls", async () => {
      const scenario = await loadFixture(launched);
      const { registry, token, actors } = scenario;
      const [first, second] = actors.producers;
      const shares = sharesOf([first, 6_001n], [second, 3_999n]);
      const id = await accepted(connection, scenario, { shares });
      await expect(registry.claimFor(id, shares, first))
        .to.be.revertedWithCustomError(registry, "NothingDue")
        .withArgs(id, first.address);
      await paidOut(connection, scenario, id);
      const part = (100n * WHOLE * 6_001n) / WHOLE_BPS;
      expect(await registry.claimFor.staticCall(id, shares, first)).to.equal(part);
      await expect(registry.connect(actors.stranger).claimFor(id, shares, first)).to.changeTokenBalances(
        ethers,
        token,
        [first, second, actors.stranger, registry],
        [part, 0n, 0n, 100n * WHOLE - part],
      );
      expect(await registry.paidTo(id, first)).to.equal(part);
      for (const nothing of [first, actors.stranger]) {
        await expect(registry.claimFor(id, shares, nothing))
          .to.be.revertedWithCustomError(registry, "NothingDue")
          .withArgs(id, nothing.address);
      }
      await expect(registry.settle(id, shares)).to.changeTokenBalances(
        ethers,
        token,
        [first, second, registry],
        [0n, 100n * WHOLE - part, part - 100n * WHOLE],
      );
    });

    it("46: pays the same in whatever order people come, between batches and after", async () => {
      const scenario = await loadFixture(generous);
      const { registry, issuance, owner, actors, token, shares } = scenario;
      await registry.connect(owner).setIncentives(0n, 777n);
      const reward = 1_777n * WHOLE + 5n;
      const id = await accepted(connection, scenario, { reward, shares });
      const everyone = [
        ...shares.map(({ account }) => account),
        ...actors.curators.slice(0, 2).map((c) => c.address),
      ];
      const list = [...shares];
      const snapshot = await networkHelpers.takeSnapshot();
      const outcomes: bigint[][] = [];
      for (const order of [everyone, [...everyone].reverse(), everyone.slice(2)]) {
        for (const account of order.slice(0, 2)) {
          await time.increaseTo((await issuance.runningBatch()).end);
          await registry.claimFor(id, list, account);
        }
        await paidOut(connection, scenario, id);
        for (const account of [...order, ...everyone]) {
          if ((await registry.claimFor.staticCall(id, list, account).catch(() => 0n)) === 0n) continue;
          await registry.claimFor(id, list, account);
        }
        outcomes.push(await Promise.all(everyone.map((account) => token.balanceOf(account))));
        await snapshot.restore();
      }
      const { producers, reviewers } = divided(awardFor(reward, 777n), 777n);
      expect(producers).to.equal(reward);
      const expected = [...runningTotals(producers, shares, true), reviewers / 2n, reviewers / 2n];
      for (const outcome of outcomes) expect(outcome).to.deep.equal(expected);
    });

    it("pays who produced and objected for both", async () => {
      const scenario = await loadFixture(launched);
      const { registry, owner, token, actors } = scenario;
      await registry.connect(owner).setReviewTerms(WINDOW, 1n);
      await registry.connect(owner).setIncentives(0n, 1_000n);
      const [named, one, two] = actors.curators;
      const shares = sharesOf([actors.producers[0], 9_000n], [named, 1_000n]);
      const id = await submitted(scenario, { shares, reward: 300n });
      await registry.connect(named).review(id, false, "too much");
      for (const curator of [one, two]) await registry.connect(curator).review(id, true, "");
      await time.increaseTo(await reviewEnd(registry, id));
      await registry.decide(id);
      await paidOut(connection, scenario, id);
      await registry.claimFor(id, shares, named);
      expect(await token.balanceOf(named)).to.equal(30n + 10n);
      expect(await registry.paidTo(id, named)).to.equal(40n);
      await expect(registry.collectReviewRewards(named, [id]))
        .to.be.revertedWithCustomError(registry, "NoReviewReward")
        .withArgs(named.address);
    });
  });

  describe("overrule", () => {
    const shares = (scenario: Scenario): Share[] => sharesOf([scenario.actors.producers[0], WHOLE_BPS]);

    it("accepts what was rejected, within 30 days, without reward for reviewers", async () => {
      const scenario = await loadFixture(launched);
      const { registry, issuance, owner, actors, addresses, token } = scenario;
      await registry.connect(owner).setIncentives(0n, 1_000n);
      const id = await submitted(scenario);
      for (const curator of actors.curators.slice(0, 2))
        await registry.connect(curator).review(id, false, "");
      await time.increaseTo(await reviewEnd(registry, id));
      await registry.decide(id);
      const { decidedAt } = await registry.contribution(id);
      expect(await registry.overrulableUntil(id)).to.equal(decidedAt + 30n * DAY);
      await time.setNextBlockTimestamp(decidedAt + 30n * DAY - 1n);
      await expect(registry.connect(owner).overrule(id))
        .to.emit(registry, "ContributionOverruled")
        .withArgs(id)
        .and.to.emit(registry, "ContributionAwarded")
        .withArgs(id, 1n, 100n * WHOLE, 100n * WHOLE)
        .and.to.emit(issuance, "AwardEntered")
        .withArgs(1n, addresses.registry, 2n, 100n * WHOLE, 100n * WHOLE);
      const { status, isOverruled } = await registry.contribution(id);
      expect([status, isOverruled]).to.deep.equal([Status.Accepted, true]);
      expect(await registry.overrulableUntil(id)).to.equal(0n);
      await paidOut(connection, scenario, id);
      await registry.settle(id, shares(scenario));
      await expectPaid(scenario, { id, shares: shares(scenario), producers: 100n * WHOLE });
      for (const curator of actors.curators) expect(await registry.reviewRewardOf(id, curator)).to.equal(0n);
      expect(await token.balanceOf(registry)).to.equal(0n);
      await expect(registry.connect(owner).overrule(id))
        .to.be.revertedWithCustomError(registry, "WrongStatus")
        .withArgs(id, Status.Accepted);
    });

    it("accepts what was vetoed", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, owner, actors } = scenario;
      await stake.connect(actors.producers[0]).stake(1_000n * WHOLE);
      const id = await submitted(scenario, byPartner(scenario));
      await registry.connect(actors.producers[0]).veto(id);
      expect((await registry.contribution(id)).status).to.equal(Status.Rejected);
      await registry.connect(owner).overrule(id);
      expect((await registry.contribution(id)).status).to.equal(Status.Accepted);
    });

    it("reverts 30 days later, and in every other status", async () => {
      const scenario = await loadFixture(launched);
      const { registry, owner, actors } = scenario;
      const id = await rejected(connection, scenario);
      const until = (await registry.contribution(id)).decidedAt + 30n * DAY;
      const withdrawn = await submitted(scenario);
      await registry.connect(actors.stranger).withdraw(withdrawn);
      for (const [other, status] of [
        [0n, Status.None],
        [await submitted(scenario), Status.Submitted],
        [withdrawn, Status.Withdrawn],
        [await accepted(connection, scenario), Status.Accepted],
      ] as const) {
        await expect(registry.connect(owner).overrule(other))
          .to.be.revertedWithCustomError(registry, "WrongStatus")
          .withArgs(other, status);
        expect(await registry.overrulableUntil(other)).to.equal(0n);
      }
      await time.setNextBlockTimestamp(until);
      await expect(registry.connect(owner).overrule(id))
        .to.be.revertedWithCustomError(registry, "OverruleOver")
        .withArgs(id, until);
    });

    it("reverts after dissolution", async () => {
      const scenario = await loadFixture(launched);
      const { registry, issuance, reserve, owner, actors } = scenario;
      await endow(connection, scenario, [actors.donor, 1_000n * WHOLE]);
      const id = await rejected(connection, scenario);
      await reserve.connect(owner).dissolve();
      const since = await reserve.dissolvedAt();
      await expect(registry.connect(owner).overrule(id))
        .to.be.revertedWithCustomError(issuance, "AlreadyDissolved")
        .withArgs(since);
    });

    it("reverts for everyone else", async () => {
      const scenario = await loadFixture(launched);
      const { registry } = scenario;
      const id = await rejected(connection, scenario);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(registry.connect(signer).overrule(id))
          .to.be.revertedWithCustomError(registry, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
    });
  });

  describe("setCurationStake and setIncentives", () => {
    it("set them within their bounds for the owner", async () => {
      const { registry, owner } = await loadFixture(presold);
      await expect(registry.connect(owner).setCurationStake(7n))
        .to.emit(registry, "CurationStakeSet")
        .withArgs(7n);
      expect(await registry.curationStake()).to.equal(7n);
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

    it("take no deposit without a presale, where newcomers have no tokens", async () => {
      const { registry, owner } = await loadFixture(launched);
      expect(await registry.takesDeposits()).to.equal(false);
      await expect(registry.connect(owner).setIncentives(1n, 0n))
        .to.be.revertedWithCustomError(registry, "DepositsNotTaken")
        .withArgs(1n);
      await registry.connect(owner).setIncentives(0n, 1n);
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
    it("11: counts a stake that was there one second before the submission, and not in its second", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, actors, addresses } = scenario;
      const [first, second] = actors.producers;
      const { submitter, kind, reward, shares, contentHash, uri } = byPartner(scenario);
      const submittedAt = (await now()) + 60n;
      await time.setNextBlockTimestamp(submittedAt - 1n);
      await stake.connect(first).stake(STAKE);
      await inOneBlock(
        connection,
        [
          () => stake.connect(second).stake(STAKE, GAS),
          () => registry.connect(submitter).submit(kind, reward, [...shares], contentHash, uri, GAS),
        ],
        submittedAt,
      );
      await networkHelpers.mine();
      const id = await registry.contributionCount();
      expect(await registry.isCurator(first, submittedAt)).to.deep.equal([true, true]);
      expect(await registry.isCurator(second, submittedAt)).to.deep.equal([false, false]);
      expect(await registry.isCurator(second, submittedAt + 1n)).to.deep.equal([true, true]);
      expect(await registry.isCurator(actors.curators[0], submittedAt)).to.deep.equal([true, false]);
      await expect(registry.connect(second).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(id, second.address);
      // No later than the latest end of the review, and a year.
      const atMost = submittedAt + WINDOW + 4n * THIRD + 365n * DAY;
      await expect(registry.connect(first).review(id, true, "good"))
        .to.emit(registry, "ContributionReviewed")
        .withArgs(id, first.address, true, "good")
        .and.to.emit(stake, "HoldBegun")
        .withArgs(first.address, addresses.registry, id, 0n, STAKE, atMost);
      await expect(stake.connect(first).unstake(1n, first))
        .to.be.revertedWithCustomError(stake, "StakeHeld")
        .withArgs(first.address, 1n, 0n);
    });

    it("11: takes the lesser of before the submission and now; dust changes nothing", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, actors } = scenario;
      const [gone, grown, topped] = actors.producers;
      await stake.connect(gone).stake(STAKE);
      await stake.connect(grown).stake(STAKE - 1n);
      await stake.connect(topped).stake(STAKE);
      const id = await submitted(scenario, byPartner(scenario));
      await stake.connect(gone).unstake(1n, gone);
      await stake.connect(grown).stake(1n);
      await stake.connect(gone).stakeFor(topped, 1n);
      for (const account of [gone, grown]) {
        await expect(registry.connect(account).review(id, true, ""))
          .to.be.revertedWithCustomError(registry, "NotCurator")
          .withArgs(id, account.address);
      }
      await registry.connect(topped).review(id, true, "");
    });

    it("11: reverts while curation by stake is off", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, owner, actors } = scenario;
      const [, second] = actors.producers;
      await stake.connect(second).stake(STAKE);
      await registry.connect(owner).setCurationStake(0n);
      const off = await submitted(scenario, byPartner(scenario));
      expect(await registry.isCurator(second, await now())).to.deep.equal([false, false]);
      await expect(registry.connect(second).review(off, true, ""))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(off, second.address);
    });

    it("11: a stake set after the submission makes nobody its curator, lower or higher", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, owner, actors } = scenario;
      const [first] = actors.producers;
      await stake.connect(first).stake(STAKE);
      const id = await submitted(scenario, byPartner(scenario));
      await registry.connect(owner).setCurationStake(1n);
      await expect(registry.connect(first).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "NotCurator")
        .withArgs(id, first.address);
      await registry.connect(first).review(await submitted(scenario, byPartner(scenario)), true, "");
    });

    it("holds no stake of a named curator, nor of who may not approve", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, token, actors } = scenario;
      const [curator] = actors.curators;
      await token.connect(actors.producers[0]).approve(stake, FOREVER);
      await stake.connect(actors.producers[0]).stakeFor(curator, WHOLE);
      const id = await submitted(scenario, byPartner(scenario));
      await registry.connect(curator).review(id, true, "");
      await stake.connect(curator).unstake(WHOLE, curator);
    });

    it("45: holds what makes a curator, for approvals and objections alike, until the award is final", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, issuance, actors, addresses } = scenario;
      const [first, second] = actors.producers;
      for (const holder of [first, second]) await stake.connect(holder).stake(STAKE + 7n);
      const id = await submitted(scenario, byPartner(scenario));
      await registry.connect(first).review(id, true, "");
      await registry.connect(second).review(id, false, "");
      for (const curator of actors.curators.slice(0, 2)) await registry.connect(curator).review(id, true, "");
      const held = async (): Promise<void> => {
        for (const holder of [first, second]) {
          expect(await registry.heldUntil(id, 0n)).to.equal(FOREVER);
          await expect(stake.close(addresses.registry, id, 0n, holder))
            .to.be.revertedWithCustomError(stake, "StillHeld")
            .withArgs(
              holder.address,
              (await registry.contribution(id)).submittedAt + WINDOW + 4n * THIRD + 365n * DAY,
            );
          expect(await stake.unstakable(holder)).to.equal(7n);
        }
      };
      await held();
      await time.increaseTo(await reviewEnd(registry, id));
      await held();
      await registry.decide(id);
      await held();
      await time.increaseTo((await issuance.runningBatch()).end);
      await networkHelpers.mine();
      // Paid by now, claimed or not.
      expect(await registry.isFinal(id)).to.equal(true);
      expect(await registry.heldUntil(id, 0n)).to.equal(0n);
      for (const holder of [first, second]) {
        await stake.connect(actors.stranger).close(addresses.registry, id, 0n, holder);
        await stake.connect(holder).unstake(STAKE + 7n, holder);
      }
    });

    it("45: holds nobody for what was rejected, withdrawn, or overruled afterwards", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, owner, actors, addresses } = scenario;
      const [first] = actors.producers;
      await stake.connect(first).stake(STAKE);
      const [refused, withdrawn] = [
        await submitted(scenario, byPartner(scenario)),
        await submitted(scenario, byPartner(scenario)),
      ];
      await registry.connect(first).reviewMany([refused, withdrawn], false, "");
      await registry.connect(actors.curators[0]).review(refused, false, "");
      await registry.connect(actors.partners[0]).withdraw(withdrawn);
      await time.increaseTo(await reviewEnd(registry, refused));
      expect(await registry.heldUntil(refused, 0n)).to.equal(FOREVER); // it can still be decided
      await registry.decide(refused);
      for (const id of [refused, withdrawn]) expect(await registry.heldUntil(id, 0n)).to.equal(0n);
      await registry.connect(owner).overrule(refused);
      expect(await registry.heldUntil(refused, 0n)).to.equal(0n);
      for (const id of [refused, withdrawn]) await stake.close(addresses.registry, id, 0n, first);
      await stake.connect(first).unstake(STAKE, first);
    });
  });

  describe("veto", () => {
    it("rejects at its threshold, at once, and not 1 wei below", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, actors, addresses } = scenario;
      const [first, second] = actors.producers;
      await stake.connect(first).stake(1_000n * WHOLE - 1n);
      await stake.connect(second).stake(1n);
      const id = await submitted(scenario, byPartner(scenario));
      for (const curator of actors.curators) await registry.connect(curator).review(id, true, "");
      await expect(registry.connect(first).veto(id)).to.not.emit(registry, "ContributionDecided");
      expect(await registry.heldUntil(id, 255n)).to.equal(FOREVER);
      expect(await registry.connect(second).veto.staticCall(id)).to.equal(true);
      await expect(registry.connect(second).veto(id))
        .to.emit(stake, "VetoCast")
        .withArgs(addresses.registry, id, second.address, 1n, 1_000n * WHOLE, 1_000n * WHOLE)
        .and.to.emit(registry, "ContributionDecided")
        .withArgs(id, false, 3n, 0n);
      const { status, decidedAt } = await registry.contribution(id);
      expect([status, decidedAt]).to.deep.equal([Status.Rejected, await now()]);
      expect(await registry.heldUntil(id, 255n)).to.equal(0n);
    });

    it("below its threshold changes nothing, and can be taken back", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, actors, addresses } = scenario;
      const [first] = actors.producers;
      await stake.connect(first).stake(1_000n * WHOLE - 1n);
      const id = await submitted(scenario, byPartner(scenario));
      await registry.connect(first).veto(id);
      expect(await stake.unstakable(first)).to.equal(0n);
      await stake.connect(first).takeBackVeto(addresses.registry, id);
      await registry.connect(first).veto(id);
      for (const curator of actors.curators) await registry.connect(curator).review(id, true, "");
      await time.increaseTo(await reviewEnd(registry, id));
      await registry.decide(id);
      expect((await registry.contribution(id)).status).to.equal(Status.Accepted);
      expect(await registry.heldUntil(id, 255n)).to.equal(0n);
      await stake.close(addresses.registry, id, 255n, first);
      await stake.connect(first).unstake(1_000n * WHOLE - 1n, first);
    });

    it("weighs nothing that was staked in the second of the submission or later", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, actors } = scenario;
      const id = await submitted(scenario, byPartner(scenario));
      await stake.connect(actors.producers[0]).stake(6_000n * WHOLE);
      await expect(registry.connect(actors.producers[0]).veto(id))
        .to.be.revertedWithCustomError(stake, "NothingToVetoWith")
        .withArgs(actors.producers[0].address);
    });

    it("reverts without a stake, after the review, and in every other status", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, actors } = scenario;
      const [first] = actors.producers;
      await stake.connect(first).stake(5_000n * WHOLE);
      const id = await submitted(scenario, byPartner(scenario));
      await expect(registry.connect(actors.producers[1]).veto(id))
        .to.be.revertedWithCustomError(stake, "NothingToVetoWith")
        .withArgs(actors.producers[1].address);
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
        expect(await registry.heldUntil(other, 255n)).to.equal(0n);
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

    /** An organisation with a presale, as only those take deposits; the first producer has tokens. */
    async function deposited() {
      const scenario = await launchPresale(connection, { registry: { deposit: DEPOSIT } });
      const { token, actors, addresses } = scenario;
      const [submitter] = actors.producers;
      await endowStaked(connection, scenario, [actors.producers[1], 1_000n * WHOLE]);
      await endow(connection, scenario, [submitter, 1_000n * WHOLE]);
      await token.connect(submitter).approve(addresses.registry, FOREVER);
      const shares = sharesOf([actors.donor, WHOLE_BPS]);
      return { ...scenario, submission: { submitter, shares } };
    }

    /** Submitted, reviewed so, and at the end of its window. */
    async function reviewed(scenario: Awaited<ReturnType<typeof deposited>>, ...votes: boolean[]) {
      const { registry, actors, submission } = scenario;
      const id = await submitted(scenario, submission);
      for (const [at, vote] of votes.entries()) {
        await registry.connect(actors.curators[at] ?? actors.curators[0]).review(id, vote, "");
      }
      await time.increaseTo(await reviewEnd(registry, id));
      return id;
    }

    it("is taken at the submission, and what was asked then stays", async () => {
      const scenario = await loadFixture(deposited);
      const { registry, token, owner, submission } = scenario;
      expect(await registry.takesDeposits()).to.equal(true);
      const transaction = submit(registry, submissionOf(scenario, submission));
      await expect(transaction).to.changeTokenBalances(
        ethers,
        token,
        [submission.submitter, registry],
        [-DEPOSIT, DEPOSIT],
      );
      const id = await registry.contributionCount();
      expect((await registry.contribution(id)).deposit).to.equal(DEPOSIT);
      expect(await registry.isDepositReturned(id)).to.equal(false);
      await registry.connect(owner).setIncentives(1n, 0n);
      expect((await registry.contribution(id)).deposit).to.equal(DEPOSIT);
      await expect(registry.connect(submission.submitter).withdraw(id)).to.changeTokenBalances(
        ethers,
        token,
        [submission.submitter, registry],
        [DEPOSIT, -DEPOSIT],
      );
      expect(await registry.isDepositReturned(id)).to.equal(true);
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
      ["accepted against one objection", [true, true, false]],
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

    it("goes to the treasury, not to reviewers, when their objections are a quorum", async () => {
      const scenario = await loadFixture(deposited);
      const { registry, token, actors, addresses, submission } = scenario;
      const id = await reviewed(scenario, false, true, false);
      const deciding = registry.decide(id);
      await expect(deciding)
        .to.emit(registry, "DepositForfeited")
        .withArgs(id, DEPOSIT)
        .and.not.to.emit(registry, "DepositReturned");
      await expect(deciding).to.changeTokenBalances(
        ethers,
        token,
        [addresses.timelock, registry, submission.submitter, ...actors.curators],
        [DEPOSIT, -DEPOSIT, 0n, 0n, 0n, 0n],
      );
      for (const curator of actors.curators) {
        expect(await registry.reviewRewardOf(id, curator)).to.equal(0n);
        await expect(registry.collectReviewRewards(curator, [id]))
          .to.be.revertedWithCustomError(registry, "NoReviewReward")
          .withArgs(curator.address);
      }
      expect(await registry.isDepositReturned(id)).to.equal(false);
    });

    it("goes to the treasury fixed at launch, whoever owns the registry later", async () => {
      const scenario = await loadFixture(deposited);
      const { registry, token, owner, actors, addresses } = scenario;
      await registry.connect(owner).transferOwnership(actors.stranger);
      const id = await reviewed(scenario, false, false);
      await expect(registry.decide(id)).to.changeTokenBalances(
        ethers,
        token,
        [addresses.timelock, actors.stranger],
        [DEPOSIT, 0n],
      );
    });

    it("goes to the treasury also when the submitter withdraws before objections are counted", async () => {
      const scenario = await loadFixture(deposited);
      const { registry, token, actors, addresses, submission } = scenario;
      const id = await submitted(scenario, submission);
      for (const curator of actors.curators.slice(0, 2))
        await registry.connect(curator).review(id, false, "");
      await expect(registry.connect(submission.submitter).withdraw(id)).to.changeTokenBalances(
        ethers,
        token,
        [addresses.timelock, registry],
        [DEPOSIT, -DEPOSIT],
      );
    });

    it("goes back when stakeholders veto", async () => {
      const scenario = await loadFixture(deposited);
      const { registry, token, actors, submission } = scenario;
      const id = await submitted(scenario, submission);
      await expect(registry.connect(actors.producers[1]).veto(id)).to.changeTokenBalances(
        ethers,
        token,
        [submission.submitter, registry],
        [DEPOSIT, -DEPOSIT],
      );
    });

    it("stays forfeited when the owner overrules", async () => {
      const scenario = await loadFixture(deposited);
      const { registry, token, owner } = scenario;
      const id = await reviewed(scenario, false, false);
      await registry.decide(id);
      await expect(registry.connect(owner).overrule(id)).to.changeTokenBalances(
        ethers,
        token,
        [registry],
        [0n],
      );
      expect(await registry.isDepositReturned(id)).to.equal(false);
    });
  });

  describe("reviewers' reward", () => {
    const REWARD_BPS = 500n;

    async function rewarded(): Promise<Scenario> {
      return launchGrowing(connection, {
        registry: { maxProduction: 2n ** 112n - 1n, reviewerRewardBps: REWARD_BPS },
      });
    }

    it("8: comes on top, in proportion to what is paid, and is shared alike", async () => {
      const scenario = await loadFixture(rewarded);
      const { registry, token, actors } = scenario;
      const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
      const id = await accepted(connection, scenario, { shares });
      expect((await registry.contribution(id)).reviewerRewardBps).to.equal(REWARD_BPS);
      await paidOut(connection, scenario, id);
      const [first, second, third] = actors.curators;
      expect(await registry.reviewRewardOf(id, first)).to.equal((5n * WHOLE) / 2n);
      await expect(registry.settle(id, shares)).to.changeTokenBalances(
        ethers,
        token,
        [actors.producers[0], registry],
        [100n * WHOLE, 5n * WHOLE],
      );
      expect(await registry.totalRecognised()).to.equal(100n * WHOLE);
      await expect(registry.collectReviewRewards(first, [id, id]))
        .to.emit(registry, "ReviewRewardPaid")
        .withArgs(id, first.address, (5n * WHOLE) / 2n);
      expect(await token.balanceOf(first)).to.equal((5n * WHOLE) / 2n);
      expect(await registry.recognisedOf(first)).to.equal((5n * WHOLE) / 2n);
      for (const none of [first, third, actors.stranger]) {
        expect(await registry.reviewRewardOf(id, none)).to.equal(0n);
        await expect(registry.collectReviewRewards(none, [id]))
          .to.be.revertedWithCustomError(registry, "NoReviewReward")
          .withArgs(none.address);
      }
      await expect(registry.collectReviewRewards(second, []))
        .to.be.revertedWithCustomError(registry, "NoReviewReward")
        .withArgs(second.address);
      expect(await registry.totalRecognised()).to.equal(100n * WHOLE + (5n * WHOLE) / 2n);
      await registry.claimFor(id, shares, second);
      expect(await registry.totalRecognised()).to.equal(105n * WHOLE);
      expect(await token.balanceOf(registry)).to.equal(0n);
    });

    it("8: comes in parts with the producers', who get exactly the reward in the end", async () => {
      const scenario = await loadFixture(rewarded);
      const { registry, issuance, token, actors } = scenario;
      const [first, second] = actors.producers;
      const [reviewer, other] = actors.curators;
      const shares = sharesOf([first, 3_333n], [second, 6_667n]);
      const reward = 2_345n * WHOLE + 1n;
      const award = awardFor(reward, REWARD_BPS);
      const id = await accepted(connection, scenario, { reward, shares });
      for (const paid of [BASE, 2n * BASE, award]) {
        await time.increaseTo((await issuance.runningBatch()).end);
        await registry.settle(id, shares);
        const { producers, reviewers } = divided(paid, REWARD_BPS);
        expect(producers + reviewers).to.equal(paid);
        if (paid === award) expect(producers).to.equal(reward);
        await expectPaid(scenario, { id, shares, producers });
        await registry.collectReviewRewards(reviewer, [id]);
        expect(await registry.paidTo(id, reviewer)).to.equal(reviewers / 2n);
        expect(await registry.reviewRewardOf(id, other)).to.equal(reviewers / 2n);
      }
      await registry.collectReviewRewards(other, [id]);
      const { reviewers } = divided(award, REWARD_BPS);
      expect(await token.balanceOf(registry)).to.equal(reviewers % 2n);
    });

    it("keeps the rate of the submission, and pays a reviewer several contributions at once", async () => {
      const scenario = await loadFixture(rewarded);
      const { registry, owner, token, actors } = scenario;
      const [reviewer] = actors.curators;
      const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
      const first = await accepted(connection, scenario, { shares });
      const pending = await submitted(scenario, { shares });
      const refused = await rejected(connection, scenario);
      await registry.connect(owner).setIncentives(0n, 1_000n);
      const second = await accepted(connection, scenario, { shares });
      await paidOut(connection, scenario, second);
      await registry.collectReviewRewards(reviewer, [first, pending, refused, second, 77n]);
      expect(await token.balanceOf(reviewer)).to.equal((25n * WHOLE) / 10n + 5n * WHOLE);
    });
  });

  describe("attacks", () => {
    it("review ring: who accept one another's works are stopped by stakeholders, and earn nothing", async () => {
      const scenario = await loadFixture(staked);
      const { registry, owner, stake, token, actors } = scenario;
      await registry.connect(owner).setIncentives(0n, 2_000n);
      const ring = actors.curators;
      await stake.connect(actors.producers[0]).stake(1_000n * WHOLE);
      for (const [at, member] of ring.entries()) {
        const shares = sharesOf([member, WHOLE_BPS]);
        const id = await submitted(scenario, { submitter: member, shares });
        for (const [other, reviewer] of ring.entries()) {
          const reviewing = registry.connect(reviewer).review(id, true, "");
          if (other !== at) await reviewing;
          else await expect(reviewing).to.be.revertedWithCustomError(registry, "InvolvedApproves");
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
      const { registry, stake, actors } = scenario;
      const [holder] = actors.producers;
      await stake.connect(holder).stake(STAKE);
      const shares = sharesOf([actors.donor, 9_999n], [holder, 1n]);
      const id = await submitted(scenario, { submitter: actors.partners[0], shares });
      await expect(registry.connect(holder).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "InvolvedApproves")
        .withArgs(id, holder.address);
      expect(await stake.unstakable(holder)).to.equal(STAKE);
    });

    it("sybil reviewers: one stake makes one curator, however it is moved or split", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, token, actors, addresses } = scenario;
      const [whale] = actors.producers;
      const [second, half] = actors.partners;
      await stake.connect(whale).stake(STAKE);
      await stake.connect(whale).stakeFor(half, STAKE - 1n);
      const id = await submitted(scenario, {
        submitter: actors.stranger,
        shares: sharesOf([actors.donor, WHOLE_BPS]),
      });
      // Before its review the stake is free: it may move, but then it is younger than the submission.
      await stake.connect(whale).unstake(STAKE, second);
      await token.connect(second).approve(addresses.stake, STAKE);
      await stake.connect(second).stake(STAKE);
      for (const account of [whale, second, half]) {
        await expect(registry.connect(account).review(id, true, ""))
          .to.be.revertedWithCustomError(registry, "NotCurator")
          .withArgs(id, account.address);
      }
    });

    it("rented tokens: who reviews or vetoes with them cannot give them back in that block", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, actors } = scenario;
      const [renter, vetoer] = actors.producers;
      await stake.connect(renter).stake(STAKE);
      await stake.connect(vetoer).stake(WHOLE);
      const id = await submitted(scenario, byPartner(scenario));
      const until = await reviewEnd(registry, id);
      await inOneBlock(
        connection,
        [
          () => registry.connect(renter).review(id, true, "", GAS),
          () => stake.connect(renter).unstake(STAKE, renter, GAS),
          () => registry.connect(vetoer).veto(id, GAS),
          () => stake.connect(vetoer).unstake(WHOLE, vetoer, GAS),
        ],
        until - 1n,
      );
      expect(await stake.getVotes(renter)).to.equal(STAKE);
      expect(await stake.getVotes(vetoer)).to.equal(WHOLE);
    });

    it("veto after the decision: too late, and before it the decision cannot come early", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, actors } = scenario;
      const [holder] = actors.producers;
      await stake.connect(holder).stake(5_000n * WHOLE);
      const id = await accepted(connection, scenario, byPartner(scenario));
      await expect(registry.connect(holder).veto(id))
        .to.be.revertedWithCustomError(registry, "WrongStatus")
        .withArgs(id, Status.Accepted);
    });

    it("settling twice: nothing more, reviewers' reward neither", async () => {
      const scenario = await loadFixture(staked);
      const { registry, owner, token, actors } = scenario;
      await registry.connect(owner).setIncentives(0n, 1_000n);
      const { shares } = byPartner(scenario);
      const id = await accepted(connection, scenario, byPartner(scenario));
      await paidOut(connection, scenario, id);
      await registry.settle(id, [...shares]);
      const supply = await token.totalSupply();
      await expect(registry.settle(id, [...shares]))
        .to.be.revertedWithCustomError(registry, "NothingDue")
        .withArgs(id, ZERO_ADDRESS);
      await registry.collectReviewRewards(actors.curators[0], [id]);
      await expect(registry.collectReviewRewards(actors.curators[0], [id]))
        .to.be.revertedWithCustomError(registry, "NoReviewReward")
        .withArgs(actors.curators[0].address);
      expect(await token.totalSupply()).to.equal(supply);
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
      await paidOut(connection, scenario, id);
      await registry.settle(id, [...byPartner(scenario).shares]);
      expect(await registry.recognisedOf(actors.donor)).to.equal(MAX_PRODUCTION);
    });
  });

  describe("explanation", () => {
    it("tells from the chain alone who made what, by which rules, and who approved", async () => {
      const scenario = await loadFixture(launched);
      const { registry, actors } = scenario;
      const contentHash = keccak256(toUtf8Bytes("a bridge"));
      const shares = sharesOf([actors.producers[0], 4_000n], [actors.producers[1], 6_000n]);
      const id = await accepted(connection, scenario, { shares, contentHash, uri: "ipfs://bridge" });
      await paidOut(connection, scenario, id);
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
      const payments = await registry.queryFilter(filters.ContributionPaid(id));
      expect(payments.map(({ args }) => args.amount)).to.deep.equal([40n * WHOLE, 60n * WHOLE]);
    });
  });

  describe("gas", () => {
    it("submits, reviews, decides and settles within its ceilings", async () => {
      const scenario = await loadFixture(staked);
      const { registry, stake, actors } = scenario;
      const [holder] = actors.producers;
      await stake.connect(holder).stake(STAKE);
      await submitted(scenario, byPartner(scenario));
      const { submitter, kind, reward, shares, contentHash, uri } = byPartner(scenario);
      const used = async (sent: Promise<{ wait(): Promise<{ gasUsed: bigint } | null> }>): Promise<bigint> =>
        (await (await sent).wait())?.gasUsed ?? 0n;
      const submission = used(
        registry.connect(submitter).submit(kind, reward, [...shares], contentHash, uri),
      );
      expect(await submission).to.be.at.most(gasCeiling(205_000n));
      const id = await registry.contributionCount();
      const named = await used(registry.connect(actors.curators[0]).review(id, true, ""));
      const staking = await used(registry.connect(holder).review(id, true, ""));
      expect(named).to.be.at.most(gasCeiling(70_000n));
      expect(staking).to.be.at.most(gasCeiling(180_000n));
      await time.increaseTo(await reviewEnd(registry, id));
      expect(await used(registry.decide(id))).to.be.at.most(gasCeiling(180_000n));
      await paidOut(connection, scenario, id);
      // The first settlement of all.
      expect(await used(registry.settle(id, [...shares]))).to.be.at.most(gasCeiling(340_000n));
    });
  });
});
