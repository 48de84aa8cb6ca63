import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { AbiCoder, ZeroHash, concat, keccak256 } from "ethers";
import { network } from "hardhat";
import { launchCdpo } from "../launch/index.ts";
import { accepted, cloneOf, everyoneBut, executeAs, inOneBlock } from "./lib/contributions.ts";
import {
  CONTENT_HASH,
  EpochStatus,
  FORMULA,
  LEDGER_URI,
  Ledger,
  activated,
  challengeEnd,
  entryOf,
  ledgerOf,
  madeUp,
  opened,
  paidFor,
  payoutOf,
  propose,
  proposed,
  type Leaf,
} from "./lib/epochs.ts";
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
import { endow } from "./lib/stakes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = <T>(fixture: () => Promise<T>): Promise<T> => networkHelpers.loadFixture(fixture);

// The terms of the organisations in the fixtures.
const WINDOW = 3n * DAY;
const QUORUM = 2n;
const CLAIM_PERIOD = 730n * DAY;
const BASE = 1_000n * WHOLE;
const FOREVER = 2n ** 256n - 1n;
const GAS = { gasLimit: 700_000n };

const STAKE = 500n * WHOLE;

async function launched(): Promise<Scenario> {
  return launchGrowing(connection);
}

/** A small epoch that is open: awards of 1 token and more to three producers, the donor, and others. */
async function open() {
  const scenario = await launchGrowing(connection);
  const { actors } = scenario;
  const ledger = ledgerOf([...actors.producers, actors.donor]);
  const epoch = await opened(connection, scenario, ledger);
  return { ...scenario, ledger, epoch };
}

/** Curators by 500 tokens of stake beside the named ones; 10,000 tokens, as many as decisions need, with three holders. */
async function staked() {
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

async function bare() {
  const { implementation, clone } = await cloneOf(connection, "ContributionEpochs");
  const [, issuance, registry, stake, owner] = (await ethers.getSigners()).map(({ address }) => address) as [
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    implementation: await ethers.getContractAt("ContributionEpochs", implementation),
    epochs: await ethers.getContractAt("ContributionEpochs", clone),
    neighbours: [issuance, registry, stake] as const,
    owner,
    terms: { challengeWindow: HOUR, objectionQuorum: 1n, claimPeriod: 180n * DAY },
  };
}

async function now(): Promise<bigint> {
  return BigInt(await time.latest());
}

/** An epoch of two large leaves that three windows of 1,000 pay in part: 3,000 of 4,567 and a little. */
async function short() {
  const scenario = await launchGrowing(connection);
  const { actors } = scenario;
  const ledger = new Ledger([
    { index: 0n, account: actors.producers[0].address, amount: 3_500n * WHOLE + 7n },
    { index: 1n, account: actors.donor.address, amount: 1_067n * WHOLE + 1n },
  ]);
  return { ...scenario, ledger };
}

describe("ContributionEpochs", () => {
  describe("initialize", () => {
    it("sets up a clone once, and never the implementation", async () => {
      const { implementation, epochs, neighbours, owner, terms } = await loadFixture(bare);
      await expect(implementation.initialize(...neighbours, owner, terms)).to.be.revertedWithCustomError(
        implementation,
        "InvalidInitialization",
      );
      await expect(epochs.initialize(...neighbours, owner, terms))
        .to.emit(epochs, "EpochTermsSet")
        .withArgs(HOUR, 1n, 180n * DAY)
        .and.to.emit(epochs, "OwnershipTransferred")
        .withArgs(ZERO_ADDRESS, owner);
      expect(await epochs.owner()).to.equal(owner);
      expect(await epochs.terms()).to.deep.equal([HOUR, 1n, 180n * DAY]);
      expect(await epochs.epochCount()).to.equal(0n);
      await expect(epochs.initialize(...neighbours, owner, terms)).to.be.revertedWithCustomError(
        epochs,
        "InvalidInitialization",
      );
    });

    it("reverts without one of its neighbours or an owner", async () => {
      const { epochs, neighbours, owner, terms } = await loadFixture(bare);
      for (let missing = 0; missing < 3; missing++) {
        const [a, b, c] = neighbours.map((address, at) => (at === missing ? ZERO_ADDRESS : address)) as [
          string,
          string,
          string,
        ];
        await expect(epochs.initialize(a, b, c, owner, terms)).to.be.revertedWithCustomError(
          epochs,
          "ZeroAddress",
        );
      }
      await expect(epochs.initialize(...neighbours, ZERO_ADDRESS, terms))
        .to.be.revertedWithCustomError(epochs, "OwnableInvalidOwner")
        .withArgs(ZERO_ADDRESS);
    });
  });

  describe("setTerms", () => {
    it("sets terms within their bounds, for later epochs, for the owner", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, owner, actors } = scenario;
      const ledger = ledgerOf(actors.producers);
      const before = await proposed(scenario, ledger);
      for (const [window, quorum, period] of [
        [HOUR, 1n, 180n * DAY],
        [90n * DAY, 255n, 3_650n * DAY],
      ] as const) {
        await expect(
          epochs
            .connect(owner)
            .setTerms({ challengeWindow: window, objectionQuorum: quorum, claimPeriod: period }),
        )
          .to.emit(epochs, "EpochTermsSet")
          .withArgs(window, quorum, period);
        expect(await epochs.terms()).to.deep.equal([window, quorum, period]);
      }
      const after = await proposed(scenario, ledger);
      const [old, fresh] = [await epochs.epochAt(before), await epochs.epochAt(after)];
      expect([old.challengeWindow, old.objectionQuorum, old.claimPeriod]).to.deep.equal([
        WINDOW,
        QUORUM,
        CLAIM_PERIOD,
      ]);
      expect([fresh.challengeWindow, fresh.objectionQuorum, fresh.claimPeriod]).to.deep.equal([
        90n * DAY,
        255n,
        3_650n * DAY,
      ]);
    });

    it("reverts 1 s outside the bounds and without a quorum", async () => {
      const { epochs, owner } = await loadFixture(launched);
      const terms = { challengeWindow: WINDOW, objectionQuorum: QUORUM, claimPeriod: CLAIM_PERIOD };
      const by = epochs.connect(owner);
      for (const challengeWindow of [HOUR - 1n, 90n * DAY + 1n]) {
        await expect(by.setTerms({ ...terms, challengeWindow }))
          .to.be.revertedWithCustomError(epochs, "ChallengeWindowOutOfRange")
          .withArgs(challengeWindow);
      }
      for (const claimPeriod of [180n * DAY - 1n, 3_650n * DAY + 1n]) {
        await expect(by.setTerms({ ...terms, claimPeriod }))
          .to.be.revertedWithCustomError(epochs, "ClaimPeriodOutOfRange")
          .withArgs(claimPeriod);
      }
      await expect(by.setTerms({ ...terms, objectionQuorum: 0n })).to.be.revertedWithCustomError(
        epochs,
        "ZeroObjectionQuorum",
      );
    });

    it("reverts for everyone else", async () => {
      const scenario = await loadFixture(launched);
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(
          scenario.epochs
            .connect(signer)
            .setTerms({ challengeWindow: HOUR, objectionQuorum: 1n, claimPeriod: 180n * DAY }),
        )
          .to.be.revertedWithCustomError(scenario.epochs, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
    });
  });

  describe("propose", () => {
    it("stores what claims need and says the rest", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const ledger = ledgerOf(actors.producers);
      const proposedAt = (await now()) + 100n;
      await time.setNextBlockTimestamp(proposedAt);
      await expect(propose(scenario, ledger))
        .to.emit(epochs, "EpochProposed")
        .withArgs(
          1n,
          actors.curators[0].address,
          ledger.root,
          ledger.total,
          8n,
          CONTENT_HASH,
          LEDGER_URI,
          FORMULA,
        );
      const stored = await epochs.epochAt(1n);
      const { root, total, paid, unclaimed, award, rejectedAt, count, status, objections, proposer } = stored;
      const { objectionQuorum, challengeWindow, claimPeriod, expiresAt } = stored;
      expect({ paid, unclaimed, award, rejectedAt }).to.deep.equal({
        paid: 0n,
        unclaimed: 0n,
        award: 0n,
        rejectedAt: 0n,
      });
      expect({ root, total, count, status, objections, proposer }).to.deep.equal({
        root: ledger.root,
        total: ledger.total,
        count: 8n,
        status: EpochStatus.Proposed,
        objections: 0n,
        proposer: actors.curators[0].address,
      });
      expect(stored.proposedAt).to.equal(proposedAt);
      expect({ objectionQuorum, challengeWindow, claimPeriod, expiresAt }).to.deep.equal({
        objectionQuorum: QUORUM,
        challengeWindow: WINDOW,
        claimPeriod: CLAIM_PERIOD,
        expiresAt: 0n,
      });
      expect(await epochs.epochCount()).to.equal(1n);
      for (const none of [0n, 2n]) expect((await epochs.epochAt(none)).status).to.equal(EpochStatus.None);
    });

    it("reverts without root, total or leaves", async () => {
      const { epochs, actors } = await loadFixture(launched);
      for (const [root, total, count] of [
        [ZeroHash, 1n, 1n],
        [CONTENT_HASH, 0n, 1n],
        [CONTENT_HASH, 1n, 0n],
      ] as const) {
        await expect(
          epochs.connect(actors.curators[0]).propose(root, total, count, CONTENT_HASH, "", FORMULA),
        )
          .to.be.revertedWithCustomError(epochs, "EmptyEpoch")
          .withArgs(root, total, count);
      }
    });

    it("reverts for everyone who is no curator", async () => {
      const scenario = await loadFixture(launched);
      const ledger = ledgerOf(scenario.actors.producers);
      for (const { signer } of await everyoneBut(connection, scenario, "curator")) {
        await expect(propose(scenario, ledger, signer))
          .to.be.revertedWithCustomError(scenario.epochs, "NotCurator")
          .withArgs(1n, signer.address);
      }
    });

    it("reverts in the second in which a curator is named", async () => {
      const scenario = await loadFixture(launched);
      const { registry, epochs, owner, actors } = scenario;
      const { root, total } = ledgerOf(actors.producers);
      const [, failed] = await inOneBlock(connection, [
        () => registry.connect(owner).setCurator(actors.donor, true, GAS),
        () => epochs.connect(actors.donor).propose(root, total, 8n, CONTENT_HASH, "", FORMULA, GAS),
      ]);
      expect((await ethers.provider.getTransactionReceipt(failed?.hash ?? ""))?.status).to.equal(0);
      await propose(scenario, ledgerOf(actors.producers), actors.donor);
    });

    it("takes a curator by stake since an earlier second", async () => {
      const scenario = await loadFixture(staked);
      const { epochs, stake, actors, addresses } = scenario;
      const [holder] = actors.producers;
      const ledger = ledgerOf(actors.producers);
      await stake.connect(holder).stake(STAKE - 1n);
      await expect(propose(scenario, ledger, holder))
        .to.be.revertedWithCustomError(epochs, "NotCurator")
        .withArgs(1n, holder.address);
      const { root, total } = ledger;
      await inOneBlock(connection, [
        () => stake.connect(holder).stake(1n, GAS),
        () => epochs.connect(holder).propose(root, total, 8n, CONTENT_HASH, "", FORMULA, GAS),
      ]);
      expect(await epochs.epochCount()).to.equal(0n);
      const at = (await now()) + 10n;
      await time.setNextBlockTimestamp(at);
      // No longer than the challenge, the time to activate, and a year.
      await expect(propose(scenario, ledger, holder))
        .to.emit(stake, "HoldBegun")
        .withArgs(holder.address, addresses.epochs, 1n, 1n, STAKE, at + WINDOW + 30n * DAY + 365n * DAY);
      await expect(stake.connect(holder).unstake(1n, holder))
        .to.be.revertedWithCustomError(stake, "StakeHeld")
        .withArgs(holder.address, 1n, 0n);
    });
  });

  describe("object", () => {
    it("rejects with the quorum's objection, and not before", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const [, second, third] = actors.curators;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      const first = epochs.connect(second).object(epoch, "row 7 is double");
      await expect(first)
        .to.emit(epochs, "EpochObjected")
        .withArgs(epoch, second.address, "row 7 is double")
        .and.not.to.emit(epochs, "EpochRejected");
      expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Proposed);
      expect((await epochs.epochAt(epoch)).objections).to.equal(1n);
      expect(await epochs.hasObjected(epoch, second)).to.equal(true);
      expect(await epochs.hasObjected(epoch, third)).to.equal(false);
      await expect(epochs.connect(third).object(epoch, "so it is"))
        .to.emit(epochs, "EpochRejected")
        .withArgs(epoch);
      expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Rejected);
      await time.increaseTo(await challengeEnd(scenario, epoch));
      await expect(epochs.activate(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Rejected);
    });

    it("reverts for the proposer, and for a second objection", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const [first, second] = actors.curators;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      await expect(epochs.connect(first).object(epoch, ""))
        .to.be.revertedWithCustomError(epochs, "ProposerObjects")
        .withArgs(epoch, first.address);
      await epochs.connect(second).object(epoch, "");
      await expect(epochs.connect(second).object(epoch, ""))
        .to.be.revertedWithCustomError(epochs, "AlreadyObjected")
        .withArgs(epoch, second.address);
    });

    it("reverts for everyone who is no curator since before the proposal", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, registry, owner, actors } = scenario;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      await registry.connect(owner).setCurator(actors.donor, true);
      for (const { signer } of await everyoneBut(connection, scenario, "curator")) {
        await expect(epochs.connect(signer).object(epoch, ""))
          .to.be.revertedWithCustomError(epochs, "NotCurator")
          .withArgs(epoch, signer.address);
      }
    });

    it("takes a stake from before the proposal, holds it, and none of later", async () => {
      const scenario = await loadFixture(staked);
      const { epochs, stake, actors, addresses } = scenario;
      const [early, late] = actors.producers;
      await stake.connect(early).stake(STAKE);
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      await stake.connect(late).stake(STAKE);
      await expect(epochs.connect(late).object(epoch, ""))
        .to.be.revertedWithCustomError(epochs, "NotCurator")
        .withArgs(epoch, late.address);
      const atMost = (await challengeEnd(scenario, epoch)) + 30n * DAY + 365n * DAY;
      await expect(epochs.connect(early).object(epoch, ""))
        .to.emit(stake, "HoldBegun")
        .withArgs(early.address, addresses.epochs, epoch, 0n, STAKE, atMost);
    });

    it("works in the window's last second and reverts in the next", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      const until = await challengeEnd(scenario, epoch);
      await time.setNextBlockTimestamp(until - 1n);
      await epochs.connect(actors.curators[1]).object(epoch, "");
      await time.setNextBlockTimestamp(until);
      await expect(epochs.connect(actors.curators[2]).object(epoch, ""))
        .to.be.revertedWithCustomError(epochs, "ChallengeOver")
        .withArgs(epoch, until);
    });
  });

  describe("who calls", () => {
    it("counts, not the transaction's origin: to propose, object, veto and withdraw", async () => {
      const scenario = await loadFixture(staked);
      const { epochs, registry, stake, owner, actors, addresses } = scenario;
      const [curator] = actors.curators;
      const { root, total } = ledgerOf(actors.producers);
      await registry.connect(owner).setCurator(addresses.timelock, true);
      await epochs.connect(owner).setTerms({
        challengeWindow: 30n * DAY,
        objectionQuorum: 1n,
        claimPeriod: CLAIM_PERIOD,
      });
      await stake.connect(actors.producers[0]).stake(1_000n * WHOLE);
      const asTimelock = (data: string) =>
        executeAs(connection, scenario, curator, { to: addresses.epochs, data });
      const { interface: calls } = epochs;
      await asTimelock(calls.encodeFunctionData("propose", [root, total, 8n, CONTENT_HASH, "", FORMULA]));
      expect((await epochs.epochAt(1n)).proposer).to.equal(addresses.timelock);
      await expect(epochs.connect(curator).withdraw(1n))
        .to.be.revertedWithCustomError(epochs, "NotProposer")
        .withArgs(1n, curator.address);
      await asTimelock(calls.encodeFunctionData("withdraw", [1n]));
      await propose(scenario, ledgerOf(actors.producers));
      await asTimelock(calls.encodeFunctionData("object", [2n, ""]));
      expect(await epochs.hasObjected(2n, addresses.timelock)).to.equal(true);
      expect(await epochs.hasObjected(2n, curator)).to.equal(false);
      await propose(scenario, ledgerOf(actors.producers));
      // The treasury has no stake, whoever sends its transaction.
      const veto = { to: addresses.epochs, data: calls.encodeFunctionData("veto", [3n]) };
      await expect(executeAs(connection, scenario, actors.producers[0], veto))
        .to.be.revertedWithCustomError(stake, "NothingToVetoWith")
        .withArgs(addresses.timelock);
    });
  });

  describe("holds", () => {
    /** Two curators by stake: the first proposed, the second objected. */
    async function acted() {
      const scenario = await staked();
      const { epochs, stake, actors } = scenario;
      const [proposer, objector] = actors.producers;
      for (const holder of [proposer, objector]) await stake.connect(holder).stake(STAKE);
      await propose(scenario, ledgerOf(actors.producers), proposer);
      await epochs.connect(objector).object(1n, "");
      return { ...scenario, proposer, objector };
    }

    it("45: go on until the award is final, for who proposed and who objected", async () => {
      const scenario = await loadFixture(acted);
      const { epochs, stake, addresses, proposer, objector } = scenario;
      const open_ = async (): Promise<void> => {
        expect([await epochs.heldUntil(1n, 1n), await epochs.heldUntil(1n, 0n)]).to.deep.equal([
          FOREVER,
          FOREVER,
        ]);
      };
      await open_();
      expect(await epochs.heldUntil(1n, 255n)).to.equal(FOREVER);
      await time.increaseTo(await challengeEnd(scenario, 1n));
      await open_();
      await epochs.activate(1n);
      await open_();
      expect(await epochs.heldUntil(1n, 255n)).to.equal(0n); // no veto any more
      await paidFor(connection, scenario, 1n);
      for (const [holder, tag] of [
        [proposer, 1n],
        [objector, 0n],
      ] as const) {
        expect(await epochs.heldUntil(1n, tag)).to.equal(0n);
        await stake.close(addresses.epochs, 1n, tag, holder);
        await stake.connect(holder).unstake(STAKE, holder);
      }
    });

    for (const [what, end] of [
      ["rejected", async ({ epochs, actors }: Scenario) => epochs.connect(actors.curators[0]).object(1n, "")],
      ["withdrawn", async ({ epochs, actors }: Scenario) => epochs.connect(actors.producers[0]).withdraw(1n)],
      ["void", async () => time.increase(WINDOW + 30n * DAY)],
    ] as const) {
      it(`45: end for an epoch that is ${what}`, async () => {
        const scenario = await loadFixture(acted);
        const { epochs, stake, addresses, proposer, objector } = scenario;
        await end(scenario);
        await networkHelpers.mine();
        for (const tag of [0n, 1n, 255n]) expect(await epochs.heldUntil(1n, tag)).to.equal(0n);
        await stake.close(addresses.epochs, 1n, 1n, proposer);
        await stake.close(addresses.epochs, 1n, 0n, objector);
      });
    }

    it("45: are over for an epoch that the owner overruled", async () => {
      const { epochs, owner, actors } = await loadFixture(acted);
      await epochs.connect(actors.curators[0]).object(1n, "");
      await epochs.connect(owner).overrule(1n);
      for (const tag of [0n, 1n, 255n]) expect(await epochs.heldUntil(1n, tag)).to.equal(0n);
    });
  });

  describe("veto", () => {
    it("rejects at the threshold, and not 1 wei below", async () => {
      const scenario = await loadFixture(staked);
      const { epochs, stake, actors, addresses } = scenario;
      const [first, , third] = actors.producers;
      await stake.connect(third).stake(1_000n * WHOLE - 1n);
      await stake.connect(first).stake(1n);
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      const almost = 1_000n * WHOLE - 1n;
      await expect(epochs.connect(third).veto(epoch))
        .to.emit(stake, "VetoCast")
        .withArgs(addresses.epochs, epoch, third.address, almost, almost, 1_000n * WHOLE)
        .and.not.to.emit(epochs, "EpochRejected");
      expect(await epochs.connect(first).veto.staticCall(epoch)).to.equal(true);
      await expect(epochs.connect(first).veto(epoch)).to.emit(epochs, "EpochRejected").withArgs(epoch);
      const { status, rejectedAt } = await epochs.epochAt(epoch);
      expect([status, rejectedAt]).to.deep.equal([EpochStatus.Rejected, await now()]);
    });

    it("reverts without a stake, after the window, and in another status", async () => {
      const scenario = await loadFixture(staked);
      const { epochs, stake, actors } = scenario;
      const [first, second] = actors.producers;
      await stake.connect(first).stake(5_000n * WHOLE);
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      await expect(epochs.connect(second).veto(epoch))
        .to.be.revertedWithCustomError(stake, "NothingToVetoWith")
        .withArgs(second.address);
      const until = await challengeEnd(scenario, epoch);
      await time.setNextBlockTimestamp(until);
      await expect(epochs.connect(first).veto(epoch))
        .to.be.revertedWithCustomError(epochs, "ChallengeOver")
        .withArgs(epoch, until);
      await epochs.activate(epoch);
      await expect(epochs.connect(first).veto(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Active);
      await expect(epochs.connect(first).veto(0n))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(0n, EpochStatus.None);
    });
  });

  describe("withdraw", () => {
    it("is for the proposer, before activation, and final", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, owner, actors } = scenario;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      for (const { signer } of await everyoneBut(connection, scenario, "curator")) {
        await expect(epochs.connect(signer).withdraw(epoch))
          .to.be.revertedWithCustomError(epochs, "NotProposer")
          .withArgs(epoch, signer.address);
      }
      await expect(epochs.connect(actors.curators[0]).withdraw(epoch))
        .to.emit(epochs, "EpochWithdrawn")
        .withArgs(epoch);
      await expect(epochs.connect(actors.curators[0]).withdraw(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Withdrawn);
      await expect(epochs.connect(owner).overrule(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Withdrawn);
      const active = await activated(connection, scenario, ledgerOf(actors.producers));
      await expect(epochs.connect(actors.curators[0]).withdraw(active))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(active, EpochStatus.Active);
    });
  });

  describe("activate", () => {
    it("reverts in the window's last second and works in the next, by anyone, once", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, issuance, actors, addresses } = scenario;
      const ledger = ledgerOf(actors.producers);
      const epoch = await proposed(scenario, ledger);
      const until = await challengeEnd(scenario, epoch);
      await time.setNextBlockTimestamp(until - 1n);
      await expect(epochs.activate(epoch))
        .to.be.revertedWithCustomError(epochs, "ChallengeOngoing")
        .withArgs(epoch, until);
      await time.setNextBlockTimestamp(until);
      await expect(epochs.connect(actors.stranger).activate(epoch))
        .to.emit(epochs, "EpochActivated")
        .withArgs(epoch, 1n, ledger.total)
        .and.to.emit(issuance, "AwardEntered")
        .withArgs(1n, addresses.epochs, 1n, ledger.total, ledger.total);
      const { award, expiresAt } = await epochs.epochAt(epoch);
      expect([award, expiresAt]).to.deep.equal([1n, 0n]);
      for (const [id, status] of [
        [epoch, EpochStatus.Active],
        [0n, EpochStatus.None],
        [9n, EpochStatus.None],
      ] as const) {
        await expect(epochs.activate(id))
          .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
          .withArgs(id, status);
      }
    });

    it("works in the thirtieth day's last second after the challenge, and is void from the next on", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      const until = (await challengeEnd(scenario, epoch)) + 30n * DAY;
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(until - 1n);
      await epochs.activate(epoch);
      await snapshot.restore();
      await time.setNextBlockTimestamp(until);
      await expect(epochs.activate(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Void);
      await networkHelpers.mine();
      expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Void);
      await expect(epochs.connect(actors.curators[0]).withdraw(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Void);
    });

    it("reverts for the epoch of a curator removed since, also when named again", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, registry, owner, actors } = scenario;
      const [curator] = actors.curators;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      await time.increaseTo(await challengeEnd(scenario, epoch));
      await registry.connect(owner).setCurator(curator, false);
      for (let round = 0; round < 2; round++) {
        await expect(epochs.activate(epoch))
          .to.be.revertedWithCustomError(epochs, "NotCurator")
          .withArgs(epoch, curator.address);
        if (round === 0) await registry.connect(owner).setCurator(curator, true);
      }
    });

    it("works in a pause of issuance and before a presale's release; reverts while the epochs are no issuer", async () => {
      const scenario = await launchPresale(connection);
      const { issuance, owner, actors, addresses } = scenario;
      const ledger = ledgerOf(actors.producers);
      const epoch = await proposed(scenario, ledger);
      await time.increaseTo(await challengeEnd(scenario, epoch));
      await issuance.connect(owner).pause();
      await issuance.connect(owner).setIssuer(addresses.epochs, false);
      await expect(scenario.epochs.activate(epoch))
        .to.be.revertedWithCustomError(issuance, "NotIssuer")
        .withArgs(addresses.epochs);
      await issuance.connect(owner).setIssuer(addresses.epochs, true);
      await scenario.epochs.activate(epoch);
      expect((await scenario.epochs.epochAt(epoch)).status).to.equal(EpochStatus.Active);
    });

    it("reverts after dissolution", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, issuance, reserve, owner, actors } = scenario;
      await endow(connection, scenario, [actors.donor, WHOLE]);
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      await time.increaseTo(await challengeEnd(scenario, epoch));
      await reserve.connect(owner).dissolve();
      await expect(epochs.activate(epoch))
        .to.be.revertedWithCustomError(issuance, "AlreadyDissolved")
        .withArgs(await reserve.dissolvedAt());
    });
  });

  describe("overrule", () => {
    it("activates a rejected epoch within 30 days, for the owner, whoever proposed it", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, registry, owner, actors } = scenario;
      const ledger = ledgerOf(actors.producers);
      const epoch = await proposed(scenario, ledger);
      for (const curator of actors.curators.slice(1)) await epochs.connect(curator).object(epoch, "");
      await registry.connect(owner).setCurator(actors.curators[0], false);
      const until = (await epochs.epochAt(epoch)).rejectedAt + 30n * DAY;
      for (const { signer } of await everyoneBut(connection, scenario, "owner")) {
        await expect(epochs.connect(signer).overrule(epoch))
          .to.be.revertedWithCustomError(epochs, "OwnableUnauthorizedAccount")
          .withArgs(signer.address);
      }
      const snapshot = await networkHelpers.takeSnapshot();
      await time.setNextBlockTimestamp(until - 1n);
      await expect(epochs.connect(owner).overrule(epoch))
        .to.emit(epochs, "EpochOverruled")
        .withArgs(epoch)
        .and.to.emit(epochs, "EpochActivated")
        .withArgs(epoch, 1n, ledger.total);
      await expect(epochs.connect(owner).overrule(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Active);
      await paidFor(connection, scenario, epoch);
      await epochs.open(epoch);
      await snapshot.restore();
      await time.setNextBlockTimestamp(until);
      await expect(epochs.connect(owner).overrule(epoch))
        .to.be.revertedWithCustomError(epochs, "EpochOverruleOver")
        .withArgs(epoch, until);
    });

    it("activates a vetoed epoch, and reverts in every other status", async () => {
      const scenario = await loadFixture(staked);
      const { epochs, stake, owner, actors } = scenario;
      await stake.connect(actors.producers[0]).stake(1_000n * WHOLE);
      const vetoed = await proposed(scenario, ledgerOf(actors.producers));
      const waiting = await proposed(scenario, ledgerOf(actors.producers));
      await epochs.connect(actors.producers[0]).veto(vetoed);
      await epochs.connect(owner).overrule(vetoed);
      for (const [epoch, status] of [
        [0n, EpochStatus.None],
        [waiting, EpochStatus.Proposed],
        [vetoed, EpochStatus.Active],
      ] as const) {
        await expect(epochs.connect(owner).overrule(epoch))
          .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
          .withArgs(epoch, status);
      }
    });
  });

  describe("open", () => {
    it("takes the whole total once its batch was paid, and opens claims", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, issuance, token, actors, addresses } = scenario;
      const ledger = ledgerOf(actors.producers);
      const epoch = await activated(connection, scenario, ledger);
      await expect(epochs.open(epoch)).to.be.revertedWithCustomError(epochs, "AwardNotFinal").withArgs(epoch);
      expect(await epochs.leftOf(epoch)).to.equal(0n);
      const at = (await issuance.runningBatch()).end;
      await time.setNextBlockTimestamp(at - 1n);
      await expect(epochs.open(epoch)).to.be.revertedWithCustomError(epochs, "AwardNotFinal").withArgs(epoch);
      await time.setNextBlockTimestamp(at);
      const opening = epochs.connect(actors.stranger).open(epoch);
      await expect(opening)
        .to.emit(epochs, "EpochOpened")
        .withArgs(epoch, ledger.total, at + CLAIM_PERIOD)
        .and.to.emit(issuance, "AwardTaken")
        .withArgs(1n, addresses.epochs, ledger.total);
      await expect(opening).to.changeTokenBalances(
        ethers,
        token,
        [epochs, issuance, actors.stranger],
        [ledger.total, 0n, 0n],
      );
      expect(await token.totalSupply()).to.equal(ledger.total);
      expect(await epochs.leftOf(epoch)).to.equal(ledger.total);
      expect(await epochs.claimedOf(epoch)).to.equal(0n);
      const { status, paid, expiresAt } = await epochs.epochAt(epoch);
      expect({ status, paid, expiresAt }).to.deep.equal({
        status: EpochStatus.Open,
        paid: ledger.total,
        expiresAt: at + CLAIM_PERIOD,
      });
      await expect(epochs.open(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Open);
    });

    it("pays nobody before the award is final, and then each leaf in proportion", async () => {
      const scenario = await loadFixture(short);
      const { epochs, issuance, token, ledger } = scenario;
      const epoch = await activated(connection, scenario, ledger);
      const { index, account, amount, proof } = ledger.leaf(0);
      for (let window = 0; window < 3; window++) {
        await expect(epochs.open(epoch))
          .to.be.revertedWithCustomError(epochs, "AwardNotFinal")
          .withArgs(epoch);
        await expect(epochs.claim(epoch, index, account, amount, proof))
          .to.be.revertedWithCustomError(epochs, "InvalidProof")
          .withArgs(epoch, index);
        expect(await epochs.payoutOf(epoch, amount)).to.equal(0n);
        await time.increaseTo((await issuance.runningBatch()).end);
        await networkHelpers.mine();
      }
      const paid = 3n * BASE;
      expect(await epochs.open.staticCall(epoch)).to.equal(paid);
      await epochs.open(epoch);
      let sum = 0n;
      for (const at of ledger.awards.keys()) {
        const leaf = ledger.leaf(at);
        const payout = payoutOf(leaf.amount, paid, ledger.total);
        expect(payout).to.equal((leaf.amount * paid) / ledger.total); // here the ratio's rounding takes nothing
        expect(await epochs.payoutOf(epoch, leaf.amount)).to.equal(payout);
        await expect(epochs.claim(epoch, leaf.index, leaf.account, leaf.amount, leaf.proof))
          .to.emit(epochs, "AwardClaimed")
          .withArgs(epoch, leaf.account, leaf.index, payout);
        expect(await token.balanceOf(leaf.account)).to.equal(payout);
        sum += payout;
        expect(await epochs.claimedOf(epoch)).to.equal(sum);
      }
      expect(await epochs.leftOf(epoch)).to.equal(paid - sum);
      expect(paid - sum).to.equal(1n); // two leaves, each rounded down
      expect(await epochs.payoutOf(epoch, ledger.total + 1n)).to.equal(0n);
    });

    it("is void when nothing was paid", async () => {
      const scenario = await loadFixture(short);
      const { epochs, issuance, owner, token, actors, ledger } = scenario;
      await endow(connection, scenario, [actors.stranger, 10n * BASE]);
      await scenario.reserve.connect(actors.donor).donate(3_000n * scenario.unit, "");
      await scenario.reserve.open();
      await issuance.connect(owner).setGrowth(0n, 0n, 0n);
      const epoch = await activated(connection, scenario, ledger);
      await paidFor(connection, scenario, epoch);
      const supply = await token.totalSupply();
      await expect(epochs.open(epoch)).to.emit(epochs, "EpochVoided").withArgs(epoch);
      expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Void);
      expect(await token.totalSupply()).to.equal(supply);
      const { index, account, amount, proof } = ledger.leaf(0);
      await expect(epochs.claim(epoch, index, account, amount, proof))
        .to.be.revertedWithCustomError(epochs, "InvalidProof")
        .withArgs(epoch, index);
      await expect(epochs.expire(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Void);
    });

    it("ends at once with a dissolution, with what batches had paid", async () => {
      const scenario = await loadFixture(short);
      const { epochs, issuance, reserve, token, owner, actors, ledger } = scenario;
      await endow(connection, scenario, [actors.stranger, BASE]);
      const epoch = await activated(connection, scenario, ledger);
      await time.increaseTo((await issuance.runningBatch()).end);
      await issuance.settle();
      await expect(epochs.open(epoch)).to.be.revertedWithCustomError(epochs, "AwardNotFinal").withArgs(epoch);
      await reserve.connect(owner).dissolve();
      await epochs.open(epoch);
      expect((await epochs.epochAt(epoch)).paid).to.equal(BASE);
      const { index, account, amount, proof } = ledger.leaf(1);
      await epochs.claim(epoch, index, account, amount, proof);
      expect(await token.balanceOf(account)).to.equal(payoutOf(amount, BASE, ledger.total));
      expect(await token.totalSupply()).to.equal(2n * BASE);
    });

    it("goes on in a pause of issuance", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, issuance, owner, token, actors } = scenario;
      const ledger = ledgerOf(actors.producers);
      const epoch = await activated(connection, scenario, ledger);
      await paidFor(connection, scenario, epoch);
      await issuance.connect(owner).pause();
      await epochs.open(epoch);
      const { index, account, amount, proof } = ledger.leaf(0);
      await epochs.claim(epoch, index, account, amount, proof);
      expect(await token.balanceOf(account)).to.equal(amount);
    });

    it("reverts before activation", async () => {
      const scenario = await loadFixture(launched);
      const epoch = await proposed(scenario, ledgerOf(scenario.actors.producers));
      for (const [id, status] of [
        [epoch, EpochStatus.Proposed],
        [0n, EpochStatus.None],
      ] as const) {
        await expect(scenario.epochs.open(id))
          .to.be.revertedWithCustomError(scenario.epochs, "WrongEpochStatus")
          .withArgs(id, status);
      }
    });

    it("takes the greatest total there can be", async () => {
      const greatest = 2n ** 96n - 1n;
      const scenario = await launchGrowing(connection, { issuance: { baseAmount: greatest } });
      const account = scenario.actors.producers[0].address;
      const ledger = new Ledger([{ index: 2n ** 256n - 1n, account, amount: greatest }]);
      const epoch = await opened(connection, scenario, ledger);
      await scenario.epochs.claim(epoch, 2n ** 256n - 1n, account, greatest, []);
      expect(await scenario.token.balanceOf(account)).to.equal(greatest);
      expect(await scenario.epochs.leftOf(epoch)).to.equal(0n);
    });

    it("enters of the greatest total no more than three windows can pay", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, token, actors } = scenario;
      const account = actors.producers[0].address;
      const greatest = 2n ** 96n - 1n;
      const epoch = await opened(
        connection,
        scenario,
        new Ledger([{ index: 0n, account, amount: greatest }]),
      );
      expect((await epochs.epochAt(epoch)).paid).to.equal(3n * BASE);
      const payout = payoutOf(greatest, 3n * BASE, greatest);
      expect(payout).to.equal(3n * BASE - 1n); // the ratio is rounded down, for 1 wei at most
      await epochs.claim(epoch, 0n, account, greatest, []);
      expect(await token.balanceOf(account)).to.equal(payout);
    });
  });

  describe("claim", () => {
    it("pays each leaf to its account, by anyone's call, and the pool ends at nothing", async () => {
      const { epochs, token, actors, ledger, epoch } = await loadFixture(open);
      let left = ledger.total;
      for (let at = 0; at < ledger.awards.length; at++) {
        const { index, account, amount, proof } = ledger.leaf(at);
        expect(await epochs.isClaimed(epoch, index)).to.equal(false);
        const claiming = epochs.connect(actors.stranger).claim(epoch, index, account, amount, proof);
        await expect(claiming)
          .to.emit(epochs, "AwardClaimed")
          .withArgs(epoch, account, index, amount)
          .and.to.emit(token, "Transfer")
          .withArgs(await epochs.getAddress(), account, amount);
        await expect(claiming).to.changeTokenBalances(
          ethers,
          token,
          [epochs, actors.stranger],
          [-amount, 0n],
        );
        expect(await token.balanceOf(account)).to.equal(amount);
        expect(await epochs.isClaimed(epoch, index)).to.equal(true);
        left -= amount;
        expect(await epochs.leftOf(epoch)).to.equal(left);
      }
      expect(left).to.equal(0n);
      expect(await token.balanceOf(epochs)).to.equal(0n);
    });

    it("13: pays an index once", async () => {
      const { epochs, ledger, epoch } = await loadFixture(open);
      const { index, account, amount, proof } = ledger.leaf(2);
      await epochs.claim(epoch, index, account, amount, proof);
      await expect(epochs.claim(epoch, index, account, amount, proof))
        .to.be.revertedWithCustomError(epochs, "AlreadyClaimed")
        .withArgs(epoch, index);
      await expect(epochs.claimMany(account, [entryOf(epoch, ledger.leaf(2))]))
        .to.be.revertedWithCustomError(epochs, "AlreadyClaimed")
        .withArgs(epoch, index);
    });

    it("13: keeps apart all indexes and epochs that share a word of the bitmap, or might", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const indexes = [0n, 1n, 15n, 16n, 17n, 255n, 256n, 2n ** 128n, 2n ** 252n, 2n ** 256n - 1n];
      const account = actors.producers[0].address;
      const ledger = new Ledger(indexes.map((index) => ({ index, account, amount: 3n })));
      const numbers: bigint[] = [];
      for (let count = 0; count < 17; count++) {
        numbers.push(await proposed(scenario, ledger));
      }
      await time.increase(WINDOW);
      for (const epoch of numbers) await epochs.activate(epoch);
      await paidFor(connection, scenario, 17n);
      for (const epoch of numbers) await epochs.open(epoch);
      const done = new Set<string>();
      for (const epoch of [1n, 15n, 16n, 17n]) {
        for (const at of indexes.keys()) {
          const { index, amount, proof } = ledger.leaf(at);
          await epochs.claim(epoch, index, account, amount, proof);
          done.add(`${epoch}/${index}`);
        }
        for (const other of numbers) {
          for (const index of indexes) {
            expect(await epochs.isClaimed(other, index)).to.equal(done.has(`${other}/${index}`));
          }
        }
      }
    });

    it("14: refuses any changed bit in proof, index, account, amount and epoch", async () => {
      const { epochs, ledger, epoch } = await loadFixture(open);
      const { index, account, amount, proof } = ledger.leaf(1);
      const refused = async (leaf: Leaf, number = epoch): Promise<void> => {
        await expect(epochs.claim(number, leaf.index, leaf.account, leaf.amount, leaf.proof))
          .to.be.revertedWithCustomError(epochs, "InvalidProof")
          .withArgs(number, leaf.index);
      };
      for (let bit = 0n; bit < 256n; bit += 17n) {
        const flip = 1n << bit;
        await refused({ index: index ^ flip, account, amount, proof });
        await refused({ index, account, amount: amount ^ flip, proof });
        await refused({ index, account, amount, proof }, epoch ^ flip);
        if (bit < 160n) {
          const changed = ethers.getAddress(ethers.toBeHex(BigInt(account) ^ flip, 20));
          await refused({ index, account: changed, amount, proof });
        }
        for (const at of proof.keys()) {
          const changed = proof.map((node, i) => (i === at ? ethers.toBeHex(BigInt(node) ^ flip, 32) : node));
          await refused({ index, account, amount, proof: changed });
        }
      }
      await refused({ index, account, amount, proof: proof.slice(1) });
      await refused({ index, account, amount, proof: proof.slice(0, -1) });
      await refused({ index, account, amount, proof: [...proof, proof[0] ?? ZeroHash] });
      await refused({ index, account, amount, proof: [] });
      await refused({ index, account, amount, proof: [...proof].reverse() });
      await epochs.claim(epoch, index, account, amount, proof);
    });

    it("14: refuses the same proof at another organisation, and an epoch of another root", async () => {
      const { epochs, factory, config, ledger, epoch, ...scenario } = await loadFixture(open);
      const { index, account, amount, proof } = ledger.leaf(0);
      const other = await launchCdpo({ ethers, factory, config: { ...config, name: "Other" } });
      await expect(other.epochs.claim(epoch, index, account, amount, proof))
        .to.be.revertedWithCustomError(other.epochs, "InvalidProof")
        .withArgs(epoch, index);
      const second = await opened(
        connection,
        { ...scenario, epochs, factory, config },
        ledgerOf(scenario.actors.producers, 8, 1n),
      );
      await expect(epochs.claim(second, index, account, amount, proof))
        .to.be.revertedWithCustomError(epochs, "InvalidProof")
        .withArgs(second, index);
    });

    it("14: refuses inner nodes as leaves", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const ledger = ledgerOf(actors.producers, 4);
      const epoch = await opened(connection, scenario, ledger);
      // The two children of the root, as 64 bytes, hash to the root itself: a leaf hashed once could be forged of them.
      const tree = StandardMerkleTree.of(
        ledger.awards.map(({ index, account, amount }): [bigint, string, bigint] => [index, account, amount]),
        ["uint256", "address", "uint256"],
      );
      const [left = "", right = ""] = [tree.dump().tree[1], tree.dump().tree[2]];
      const sorted = BigInt(left) < BigInt(right) ? [left, right] : [right, left];
      expect(keccak256(concat(sorted))).to.equal(ledger.root);
      for (const node of [left, right]) {
        await expect(epochs.claim(epoch, BigInt(node), madeUp(1), 1n, [node === left ? right : left]))
          .to.be.revertedWithCustomError(epochs, "InvalidProof")
          .withArgs(epoch, BigInt(node));
      }
    });

    it("reads leaves as they are documented, of trees of every small size", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, token, actors } = scenario;
      for (const count of [1, 2, 3, 5, 7, 9]) {
        const ledger = ledgerOf(actors.producers, count, BigInt(count));
        const epoch = await opened(connection, scenario, ledger);
        for (let at = 0; at < count; at++) {
          const { index, account, amount, proof } = ledger.leaf(at);
          let node = keccak256(
            keccak256(
              AbiCoder.defaultAbiCoder().encode(["uint256", "address", "uint256"], [index, account, amount]),
            ),
          );
          for (const other of proof) {
            node = keccak256(concat(BigInt(node) < BigInt(other) ? [node, other] : [other, node]));
          }
          expect(node).to.equal(ledger.root);
          const before = await token.balanceOf(account);
          await epochs.claim(epoch, index, account, amount, proof);
          expect(await token.balanceOf(account)).to.equal(before + amount);
        }
        expect(await epochs.leftOf(epoch)).to.equal(0n);
      }
    });

    it("12: leaves that sum to more than the total hurt their own epoch alone", async () => {
      const scenario = await loadFixture(open);
      const { epochs, token, actors, ledger: good, epoch: goodEpoch } = scenario;
      const [first, second, third] = actors.producers;
      const bad = new Ledger([
        { index: 0n, account: first.address, amount: 60n },
        { index: 1n, account: second.address, amount: 50n },
        { index: 2n, account: third.address, amount: 10n },
      ]);
      await propose(scenario, { root: bad.root, total: 100n, awards: bad.awards });
      const epoch = await epochs.epochCount();
      await time.increaseTo(await challengeEnd(scenario, epoch));
      await epochs.activate(epoch);
      await paidFor(connection, scenario, epoch);
      const supply = await token.totalSupply();
      await epochs.open(epoch);
      expect(await token.totalSupply()).to.equal(supply + 100n);
      const claim = async (at: number) => {
        const { index, account, amount, proof } = bad.leaf(at);
        return epochs.claim(epoch, index, account, amount, proof);
      };
      await claim(0);
      await expect(claim(1))
        .to.be.revertedWithCustomError(epochs, "EpochExhausted")
        .withArgs(epoch, 50n, 40n);
      expect(await epochs.isClaimed(epoch, 1n)).to.equal(false);
      await claim(2);
      expect(await epochs.leftOf(epoch)).to.equal(30n);
      expect(await token.balanceOf(epochs)).to.equal(good.total + 30n);
      for (let at = 0; at < good.awards.length; at++) {
        const { index, account, amount, proof } = good.leaf(at);
        await epochs.claim(goodEpoch, index, account, amount, proof);
      }
      expect(await token.balanceOf(epochs)).to.equal(30n);
    });

    it("12: refuses a leaf beyond 96 bits by name, as no total is as large", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const ledger = new Ledger([
        { index: 0n, account: actors.donor.address, amount: 2n ** 96n },
        { index: 1n, account: actors.donor.address, amount: 2n ** 256n - 1n },
      ]);
      await propose(scenario, { root: ledger.root, total: WHOLE, awards: ledger.awards });
      await time.increaseTo(await challengeEnd(scenario, 1n));
      await epochs.activate(1n);
      await paidFor(connection, scenario, 1n);
      await epochs.open(1n);
      for (const at of [0, 1]) {
        const { index, account, amount, proof } = ledger.leaf(at);
        await expect(epochs.claim(1n, index, account, amount, proof))
          .to.be.revertedWithCustomError(epochs, "EpochExhausted")
          .withArgs(1n, amount, WHOLE);
        expect(await epochs.isClaimedAward(1n, index, account, amount, proof)).to.equal(false);
        expect(await epochs.payoutOf(1n, amount)).to.equal(0n);
      }
    });

    it("says of a leaf whether it was claimed, and of no other", async () => {
      const { epochs, ledger, epoch } = await loadFixture(open);
      const { index, account, amount, proof } = ledger.leaf(1);
      expect(await epochs.isClaimedAward(epoch, index, account, amount, proof)).to.equal(false);
      await epochs.claim(epoch, index, account, amount, proof);
      expect(await epochs.isClaimedAward(epoch, index, account, amount, proof)).to.equal(true);
      expect(await epochs.isClaimedAward(epoch, index, account, amount + 1n, proof)).to.equal(false);
      expect(await epochs.isClaimedAward(epoch, index, madeUp(99), amount, proof)).to.equal(false);
      expect(await epochs.isClaimedAward(epoch, index, account, amount, proof.slice(1))).to.equal(false);
      expect(await epochs.isClaimedAward(epoch + 1n, index, account, amount, proof)).to.equal(false);
      expect(await epochs.isClaimedAward(epoch + 16n, index, account, amount, proof)).to.equal(false);
    });

    it("reverts for an epoch rejected, expired or never proposed", async () => {
      const scenario = await loadFixture(open);
      const { epochs, actors, ledger, epoch } = scenario;
      const { index, account, amount, proof } = ledger.leaf(0);
      const taken = await proposed(scenario, ledger);
      await epochs.connect(actors.curators[0]).withdraw(taken);
      await time.increase(CLAIM_PERIOD);
      await epochs.expire(epoch);
      for (const number of [taken, epoch, 0n, 99n]) {
        await expect(epochs.claim(number, index, account, amount, proof))
          .to.be.revertedWithCustomError(epochs, "InvalidProof")
          .withArgs(number, index);
      }
    });
  });

  describe("claimMany", () => {
    it("pays several epochs and indexes to one account in one transfer", async () => {
      const scenario = await loadFixture(open);
      const { epochs, token, actors, ledger, epoch } = scenario;
      const [first] = actors.producers;
      const second = new Ledger([
        { index: 5n, account: first.address, amount: 11n },
        { index: 6n, account: first.address, amount: 13n },
        { index: 7n, account: actors.donor.address, amount: 17n },
      ]);
      const other = await opened(connection, scenario, second);
      const award = ledger.leaf(0);
      const entries = [entryOf(epoch, award), entryOf(other, second.leaf(1)), entryOf(other, second.leaf(0))];
      const sum = award.amount + 24n;
      expect(await epochs.claimMany.staticCall(first, entries)).to.equal(sum);
      const claiming = await epochs.connect(actors.stranger).claimMany(first, entries);
      await expect(claiming)
        .to.emit(epochs, "AwardClaimed")
        .withArgs(epoch, first.address, 0n, award.amount)
        .and.to.emit(epochs, "AwardClaimed")
        .withArgs(other, first.address, 6n, 13n)
        .and.to.emit(epochs, "AwardClaimed")
        .withArgs(other, first.address, 5n, 11n);
      await expect(claiming).to.changeTokenBalances(ethers, token, [epochs, first], [-sum, sum]);
      const transfers = await token.queryFilter(token.filters.Transfer(), claiming.blockNumber ?? undefined);
      expect(transfers).to.have.lengthOf(1);
      expect(await epochs.leftOf(other)).to.equal(17n);
      expect(await epochs.leftOf(epoch)).to.equal(ledger.total - award.amount);
    });

    it("pays nothing when one of them fails, twice the same among them", async () => {
      const { epochs, token, actors, ledger, epoch } = await loadFixture(open);
      const [first, second] = actors.producers;
      const entry = entryOf(epoch, ledger.leaf(0));
      await expect(epochs.claimMany(first, [entry, entry]))
        .to.be.revertedWithCustomError(epochs, "AlreadyClaimed")
        .withArgs(epoch, 0n);
      await expect(epochs.claimMany(first, [entry, entryOf(epoch, ledger.leaf(1))]))
        .to.be.revertedWithCustomError(epochs, "InvalidProof")
        .withArgs(epoch, 1n);
      await expect(epochs.claimMany(second, [entry]))
        .to.be.revertedWithCustomError(epochs, "InvalidProof")
        .withArgs(epoch, 0n);
      await expect(epochs.claimMany(first, [])).to.be.revertedWithCustomError(epochs, "NoClaims");
      expect(await token.balanceOf(first)).to.equal(0n);
      expect(await epochs.isClaimed(epoch, 0n)).to.equal(false);
    });
  });

  describe("expire", () => {
    it("sends what nobody claimed to the treasury, at the second of expiry and not before, by anyone", async () => {
      const { epochs, token, actors, addresses, owner, ledger, epoch } = await loadFixture(open);
      const { index, account, amount, proof } = ledger.leaf(3);
      await epochs.claim(epoch, index, account, amount, proof);
      const { expiresAt } = await epochs.epochAt(epoch);
      await epochs.connect(owner).transferOwnership(actors.stranger); // the treasury stays what it was at launch
      await time.setNextBlockTimestamp(expiresAt - 1n);
      await expect(epochs.expire(epoch))
        .to.be.revertedWithCustomError(epochs, "NotExpired")
        .withArgs(epoch, expiresAt);
      await time.setNextBlockTimestamp(expiresAt);
      const rest = ledger.total - amount;
      const supply = await token.totalSupply();
      const expiring = epochs.connect(actors.stranger).expire(epoch);
      await expect(expiring).to.emit(epochs, "EpochExpired").withArgs(epoch, rest);
      await expect(expiring).to.changeTokenBalances(
        ethers,
        token,
        [epochs, addresses.timelock, actors.stranger],
        [-rest, rest, 0n],
      );
      expect(await token.totalSupply()).to.equal(supply);
      expect(await epochs.leftOf(epoch)).to.equal(0n);
      const { status, unclaimed, paid } = await epochs.epochAt(epoch);
      expect([status, unclaimed, paid]).to.deep.equal([EpochStatus.Expired, rest, ledger.total]);
      // What was claimed stays on record, what was not is nothing.
      expect(await epochs.claimedOf(epoch)).to.equal(amount);
      expect(await epochs.payoutOf(epoch, amount)).to.equal(amount);
      expect(await epochs.isClaimedAward(epoch, index, account, amount, proof)).to.equal(true);
      const other = ledger.leaf(0);
      expect(await epochs.isClaimedAward(epoch, 0n, other.account, other.amount, other.proof)).to.equal(
        false,
      );
      await expect(epochs.claim(epoch, 0n, other.account, other.amount, other.proof))
        .to.be.revertedWithCustomError(epochs, "InvalidProof")
        .withArgs(epoch, 0n);
      await expect(epochs.expire(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Expired);
    });

    it("leaves claims open until somebody calls", async () => {
      const { epochs, token, ledger, epoch } = await loadFixture(open);
      await time.increase(CLAIM_PERIOD + DAY);
      for (let at = 0; at < ledger.awards.length; at++) {
        const { index, account, amount, proof } = ledger.leaf(at);
        await epochs.claim(epoch, index, account, amount, proof);
      }
      const supply = await token.totalSupply();
      await expect(epochs.expire(epoch)).to.emit(epochs, "EpochExpired").withArgs(epoch, 0n);
      expect(await token.totalSupply()).to.equal(supply);
      expect(await epochs.claimedOf(epoch)).to.equal(ledger.total);
    });

    it("takes no other epoch's tokens", async () => {
      const scenario = await loadFixture(open);
      const { epochs, token, ledger, epoch, actors } = scenario;
      const later = await opened(connection, scenario, ledgerOf(actors.producers, 8, 5n));
      const { expiresAt } = await epochs.epochAt(epoch);
      await time.increaseTo(expiresAt);
      await epochs.expire(epoch);
      expect(await token.balanceOf(epochs)).to.equal(await epochs.leftOf(later));
      await expect(epochs.expire(later))
        .to.be.revertedWithCustomError(epochs, "NotExpired")
        .withArgs(later, (await epochs.epochAt(later)).expiresAt);
      expect(ledger.total).to.be.above(0n);
    });

    it("reverts in every other status", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const withdrawn = await proposed(scenario, ledgerOf(actors.producers));
      await epochs.connect(actors.curators[0]).withdraw(withdrawn);
      const active = await activated(connection, scenario, ledgerOf(actors.producers));
      const rejected = await proposed(scenario, ledgerOf(actors.producers));
      for (const curator of actors.curators.slice(1)) await epochs.connect(curator).object(rejected, "");
      const waiting = await proposed(scenario, ledgerOf(actors.producers));
      for (const [epoch, status] of [
        [0n, EpochStatus.None],
        [waiting, EpochStatus.Proposed],
        [rejected, EpochStatus.Rejected],
        [withdrawn, EpochStatus.Withdrawn],
        [active, EpochStatus.Active],
      ] as const) {
        await expect(epochs.expire(epoch))
          .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
          .withArgs(epoch, status);
      }
      await time.increase(3_650n * DAY);
      await expect(epochs.expire(waiting))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(waiting, EpochStatus.Void);
    });
  });

  describe("budget", () => {
    it("46: is shared with the registry, in proportion, whoever comes first", async () => {
      const scenario = await loadFixture(short);
      const { epochs, issuance, token, registry, actors, ledger } = scenario;
      const id = await accepted(connection, scenario, { reward: 600n * WHOLE });
      const epoch = await activated(connection, scenario, ledger);
      const entered = 3n * BASE;
      await time.increaseTo((await issuance.runningBatch()).end);
      await issuance.settle();
      const all = entered + 600n * WHOLE;
      expect(await token.totalSupply()).to.equal(BASE);
      const { award } = await registry.contribution(id);
      expect((await issuance.paidOf(award)).paid).to.equal((600n * WHOLE * BASE) / all);
      expect((await issuance.paidOf((await epochs.epochAt(epoch)).award)).paid).to.equal(
        (entered * BASE) / all,
      );
      expect(actors.producers).to.have.lengthOf(3);
    });
  });

  describe("gas", () => {
    /** Three epochs of 2^depth leaves; what lies beside a proof's path is made up, as a proof shows no more of it. */
    async function deep(depth: number) {
      const scenario = await launchGrowing(connection, { issuance: { baseAmount: 10n ** 9n * WHOLE } });
      const { epochs, actors } = scenario;
      const [holder, neighbour] = actors.producers;
      const leafOf = (index: bigint, account: string, amount: bigint): string =>
        keccak256(
          keccak256(
            AbiCoder.defaultAbiCoder().encode(["uint256", "address", "uint256"], [index, account, amount]),
          ),
        );
      const parent = (a: string, b: string): string =>
        keccak256(concat(BigInt(a) < BigInt(b) ? [a, b] : [b, a]));
      const found: { epoch: bigint; mine: Leaf; other: Leaf }[] = [];
      for (let number = 1n; number <= 3n; number++) {
        const mine = { index: 700_001n, account: holder.address, amount: WHOLE * number + 12_345n };
        const other = { index: 700_002n, account: neighbour.address, amount: 7n * WHOLE + number };
        const leaves = [mine, other].map((award) => leafOf(award.index, award.account, award.amount));
        const [first = "", second = ""] = leaves;
        const above = Array.from({ length: depth - 1 }, (_, at) => ethers.id(`${number}/${at}`));
        const root = above.reduce(parent, parent(first, second));
        await epochs
          .connect(actors.curators[0])
          .propose(root, 100n * WHOLE, 2n ** BigInt(depth), CONTENT_HASH, LEDGER_URI, FORMULA);
        found.push({
          epoch: number,
          mine: { ...mine, proof: [second, ...above] },
          other: { ...other, proof: [first, ...above] },
        });
      }
      await time.increase(WINDOW);
      for (const { epoch } of found) await epochs.activate(epoch);
      await paidFor(connection, scenario, 3n);
      for (const { epoch } of found) await epochs.open(epoch);
      const [a, b, c] = found;
      if (a === undefined || b === undefined || c === undefined) throw new Error("there are three epochs");
      const claim = async (epoch: bigint, { index, account, amount, proof }: Leaf): Promise<bigint> =>
        (await (await epochs.claim(epoch, index, account, amount, proof)).wait())?.gasUsed ?? 0n;
      await claim(a.epoch, a.mine); // a new holder, a fresh word
      await claim(a.epoch, a.other);
      const warm = await claim(b.epoch, b.mine);
      const receipt = await (await epochs.claimMany(holder, [entryOf(c.epoch, c.mine)])).wait();
      return { warm, alone: receipt?.gasUsed ?? 0n };
    }

    it("15: a claim costs at most one more hash for each doubling", async () => {
      const gas = new Map<number, bigint>();
      for (const depth of [10, 11, 20]) gas.set(depth, (await deep(depth)).warm);
      const [ten = 0n, eleven = 0n, twenty = 0n] = [10, 11, 20].map((depth) => gas.get(depth));
      expect(ten).to.be.at.most(gasCeiling(66_000n));
      expect(twenty).to.be.at.most(gasCeiling(74_500n));
      // A node costs 512 gas of calldata, and its hashing; zero bytes in it are cheaper by 12 each.
      expect(eleven - ten).to.be.at.most(gasCeiling(900n));
      expect(twenty - ten).to.be.at.most(gasCeiling(9_000n));
    });

    it("a further epoch in claimMany costs at most 18,000, with the index kept", async () => {
      const scenario = await launchGrowing(connection, { issuance: { baseAmount: 10n ** 9n * WHOLE } });
      const { epochs, actors } = scenario;
      const [holder] = actors.producers;
      const ledgers = [1n, 2n, 3n, 4n].map((seed) => ledgerOf([holder], 1_024, seed));
      for (const ledger of ledgers) await opened(connection, scenario, ledger);
      const leaf = (at: number): Leaf => (ledgers[at] as Ledger).leaf(0);
      const { index, account, amount, proof } = leaf(0);
      await epochs.claim(1n, index, account, amount, proof);
      const measure = async (...numbers: number[]): Promise<bigint> => {
        const snapshot = await networkHelpers.takeSnapshot();
        const claims = numbers.map((at) => entryOf(BigInt(at + 1), leaf(at)));
        const receipt = await (await epochs.claimMany(holder, claims)).wait();
        await snapshot.restore();
        return receipt?.gasUsed ?? 0n;
      };
      const [one, two, three] = [await measure(1), await measure(1, 2), await measure(1, 2, 3)];
      expect(two - one).to.be.at.most(gasCeiling(18_000n));
      expect(three - two).to.be.at.most(gasCeiling(18_000n));
      expect((await deep(10)).alone).to.be.at.most(gasCeiling(67_000n));
    });
  });
});
