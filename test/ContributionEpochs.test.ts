import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { AbiCoder, ZeroHash, concat, keccak256 } from "ethers";
import { network } from "hardhat";
import { launchCdpo } from "../scripts/lib/deployment.ts";
import { cloneOf, everyoneBut, inOneBlock } from "./lib/contributions.ts";
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
const PERIOD = 30n * DAY;
const GAS = { gasLimit: 700_000n };

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

/** Curators by 500 tokens of stake beside the named ones; 10,000 tokens with three stakeholders. */
async function staked() {
  const scenario = await launchGrowing(connection, {
    issuance: { baseAmount: 1_000_000n * WHOLE },
    registry: { curationStake: 500n * WHOLE },
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
  const [, token, issuance, registry, stakeLock, owner] = (await ethers.getSigners()).map(
    ({ address }) => address,
  ) as [string, string, string, string, string, string];
  return {
    implementation: await ethers.getContractAt("ContributionEpochs", implementation),
    epochs: await ethers.getContractAt("ContributionEpochs", clone),
    neighbours: [token, issuance, registry, stakeLock] as const,
    owner,
    terms: { challengeWindow: HOUR, objectionQuorum: 1n, claimPeriod: 180n * DAY },
  };
}

async function now(): Promise<bigint> {
  return BigInt(await time.latest());
}

/** Uses up the budget but for `room`. */
async function leave({ issuance, owner, actors }: Scenario, room: bigint): Promise<void> {
  await issuance.connect(owner).setIssuer(actors.deployer, true);
  await issuance.connect(actors.deployer).issue(actors.partners[2], (await issuance.available()) - room);
  await issuance.connect(owner).setIssuer(actors.deployer, false);
}

async function nextWindow({ issuance }: Scenario): Promise<void> {
  await time.increaseTo((await issuance.currentWindow()).end);
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
      for (let missing = 0; missing < 4; missing++) {
        const [a, b, c, d] = neighbours.map((address, at) => (at === missing ? ZERO_ADDRESS : address)) as [
          string,
          string,
          string,
          string,
        ];
        await expect(epochs.initialize(a, b, c, d, owner, terms)).to.be.revertedWithCustomError(
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
      const { root, total, funded, count, status, objections, proposer } = stored;
      const { objectionQuorum, challengeWindow, claimPeriod, expiresAt } = stored;
      expect({ root, total, funded, count, status, objections, proposer }).to.deep.equal({
        root: ledger.root,
        total: ledger.total,
        funded: 0n,
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

    it("takes a curator by stake, and holds the stake until the challenge ends", async () => {
      const scenario = await loadFixture(staked);
      const { epochs, stakeLock, actors } = scenario;
      const [holder] = actors.producers;
      const ledger = ledgerOf(actors.producers);
      await stakeLock.connect(holder).lock(500n * WHOLE - 1n);
      await expect(propose(scenario, ledger, holder))
        .to.be.revertedWithCustomError(epochs, "NotCurator")
        .withArgs(1n, holder.address);
      await stakeLock.connect(holder).lock(1n);
      await propose(scenario, ledger, holder);
      const until = await challengeEnd(scenario, 1n);
      expect((await stakeLock.stakeOf(holder)).heldUntil).to.equal(until);
      await expect(stakeLock.connect(holder).unlock(1n))
        .to.be.revertedWithCustomError(stakeLock, "StakeHeld")
        .withArgs(holder.address, until);
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

    it("takes a stake locked before the proposal, holds it, and none locked after it", async () => {
      const scenario = await loadFixture(staked);
      const { epochs, stakeLock, actors } = scenario;
      const [early, late] = actors.producers;
      await stakeLock.connect(early).lock(500n * WHOLE);
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      await stakeLock.connect(late).lock(500n * WHOLE);
      await expect(epochs.connect(late).object(epoch, ""))
        .to.be.revertedWithCustomError(epochs, "NotCurator")
        .withArgs(epoch, late.address);
      await epochs.connect(early).object(epoch, "");
      expect((await stakeLock.stakeOf(early)).heldUntil).to.equal(await challengeEnd(scenario, epoch));
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

  describe("veto", () => {
    it("rejects at the share of the circulating supply, and holds stakes for a whole window", async () => {
      const scenario = await loadFixture(staked);
      const { epochs, stakeLock, actors, addresses } = scenario;
      const [first, , third] = actors.producers;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      await stakeLock.connect(third).lock(999n * WHOLE);
      await stakeLock.connect(first).lock(WHOLE);
      const at = (await now()) + HOUR;
      await time.setNextBlockTimestamp(at);
      await expect(epochs.connect(third).veto(epoch))
        .to.emit(stakeLock, "VetoCast")
        .withArgs(addresses.epochs, epoch, third.address, 999n * WHOLE, 999n * WHOLE, 1_000n * WHOLE)
        .and.not.to.emit(epochs, "EpochRejected");
      expect((await stakeLock.stakeOf(third)).heldUntil).to.equal(at + WINDOW);
      expect(await epochs.connect(first).veto.staticCall(epoch)).to.equal(true);
      await expect(epochs.connect(first).veto(epoch)).to.emit(epochs, "EpochRejected").withArgs(epoch);
      expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Rejected);
    });

    it("reverts without a stake, after the window, and in another status", async () => {
      const scenario = await loadFixture(staked);
      const { epochs, stakeLock, actors } = scenario;
      const [first] = actors.producers;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      await expect(epochs.connect(first).veto(epoch))
        .to.be.revertedWithCustomError(stakeLock, "NothingToVetoWith")
        .withArgs(first.address);
      await stakeLock.connect(first).lock(5_000n * WHOLE);
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
    it("is for the proposer, before activation", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      for (const { signer } of await everyoneBut(connection, scenario, "curator")) {
        await expect(epochs.connect(signer).withdraw(epoch))
          .to.be.revertedWithCustomError(epochs, "NotProposer")
          .withArgs(epoch, signer.address);
      }
      await expect(epochs.connect(actors.curators[0]).withdraw(epoch))
        .to.emit(epochs, "EpochRejected")
        .withArgs(epoch);
      await expect(epochs.connect(actors.curators[0]).withdraw(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Rejected);
      const active = await activated(connection, scenario, ledgerOf(actors.producers));
      await expect(epochs.connect(actors.curators[0]).withdraw(active))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(active, EpochStatus.Active);
    });
  });

  describe("activate", () => {
    it("reverts in the window's last second and works in the next, by anyone, once", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const epoch = await proposed(scenario, ledgerOf(actors.producers));
      const until = await challengeEnd(scenario, epoch);
      await time.setNextBlockTimestamp(until - 1n);
      await expect(epochs.activate(epoch))
        .to.be.revertedWithCustomError(epochs, "ChallengeOngoing")
        .withArgs(epoch, until);
      await time.setNextBlockTimestamp(until);
      await expect(epochs.connect(actors.stranger).activate(epoch))
        .to.emit(epochs, "EpochActivated")
        .withArgs(epoch, until + CLAIM_PERIOD);
      expect((await epochs.epochAt(epoch)).expiresAt).to.equal(until + CLAIM_PERIOD);
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
  });

  describe("fund", () => {
    it("mints the whole total at once when there is room, and opens claims", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, issuance, token, actors, addresses } = scenario;
      const ledger = ledgerOf(actors.producers);
      const epoch = await activated(connection, scenario, ledger);
      expect(await epochs.leftOf(epoch)).to.equal(0n);
      const at = (await now()) + 50n;
      await time.setNextBlockTimestamp(at);
      const funding = epochs.connect(actors.stranger).fund(epoch);
      await expect(funding)
        .to.emit(epochs, "EpochFunded")
        .withArgs(epoch, ledger.total, ledger.total)
        .and.to.emit(epochs, "EpochOpened")
        .withArgs(epoch, at + CLAIM_PERIOD)
        .and.to.emit(issuance, "Issued")
        .withArgs(addresses.epochs, addresses.epochs, ledger.total);
      await expect(funding).to.changeTokenBalances(
        ethers,
        token,
        [epochs, actors.stranger],
        [ledger.total, 0n],
      );
      expect(await token.totalSupply()).to.equal(ledger.total);
      expect(await epochs.leftOf(epoch)).to.equal(ledger.total);
      const { status, funded, expiresAt } = await epochs.epochAt(epoch);
      expect({ status, funded, expiresAt }).to.deep.equal({
        status: EpochStatus.Open,
        funded: ledger.total,
        expiresAt: at + CLAIM_PERIOD,
      });
      await expect(epochs.fund(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Open);
    });

    it("mints in parts over several windows, and pays nobody before the total is whole", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, token, actors } = scenario;
      const [first] = actors.producers;
      const ledger = new Ledger([
        { index: 0n, account: first.address, amount: 1_500n * WHOLE + 7n },
        { index: 1n, account: actors.donor.address, amount: 700n * WHOLE },
      ]);
      const epoch = await activated(connection, scenario, ledger);
      await leave(scenario, 300n * WHOLE + 1n);
      let funded = 0n;
      for (const room of [300n * WHOLE + 1n, BASE, ledger.total - BASE - 300n * WHOLE - 1n]) {
        funded += room;
        expect(await epochs.fund.staticCall(epoch)).to.equal(room);
        const supply = await token.totalSupply();
        await expect(epochs.fund(epoch)).to.emit(epochs, "EpochFunded").withArgs(epoch, room, funded);
        expect(await token.totalSupply()).to.equal(supply + room);
        if (funded === ledger.total) break;
        const { index, account, amount, proof } = ledger.leaf(0);
        await expect(epochs.claim(epoch, index, account, amount, proof))
          .to.be.revertedWithCustomError(epochs, "InvalidProof")
          .withArgs(epoch, index);
        expect(await epochs.isAwarded(epoch, index, account, amount, proof)).to.equal(false);
        await expect(epochs.fund(epoch))
          .to.be.revertedWithCustomError(epochs, "BudgetExceeded")
          .withArgs(ledger.total - funded, 0n);
        await nextWindow(scenario);
      }
      expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Open);
      const { index, account, amount, proof } = ledger.leaf(0);
      await epochs.claim(epoch, index, account, amount, proof);
      expect(await token.balanceOf(first)).to.equal(amount);
      expect(await epochs.leftOf(epoch)).to.equal(700n * WHOLE);
    });

    it("mints exactly the room, to the wei, when it is the total or 1 wei less", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const ledger = ledgerOf(actors.producers);
      const epoch = await activated(connection, scenario, ledger);
      const snapshot = await networkHelpers.takeSnapshot();
      await leave(scenario, ledger.total);
      await epochs.fund(epoch);
      expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Open);
      await snapshot.restore();
      await leave(scenario, ledger.total - 1n);
      await epochs.fund(epoch);
      const { status, funded } = await epochs.epochAt(epoch);
      expect({ status, funded }).to.deep.equal({ status: EpochStatus.Active, funded: ledger.total - 1n });
    });

    it("reverts before activation, and before a presale's release", async () => {
      const scenario = await loadFixture(launched);
      const epoch = await proposed(scenario, ledgerOf(scenario.actors.producers));
      for (const [id, status] of [
        [epoch, EpochStatus.Proposed],
        [0n, EpochStatus.None],
      ] as const) {
        await expect(scenario.epochs.fund(id))
          .to.be.revertedWithCustomError(scenario.epochs, "WrongEpochStatus")
          .withArgs(id, status);
      }
      const bootstrapped = await launchPresale(connection);
      const ledger = ledgerOf(bootstrapped.actors.producers);
      const waiting = await activated(connection, bootstrapped, ledger);
      await expect(bootstrapped.epochs.fund(waiting))
        .to.be.revertedWithCustomError(bootstrapped.epochs, "BudgetExceeded")
        .withArgs(ledger.total, 0n);
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
      for (const epoch of numbers) {
        await epochs.activate(epoch);
        await epochs.fund(epoch);
      }
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
        expect(await epochs.isAwarded(number, leaf.index, leaf.account, leaf.amount, leaf.proof)).to.equal(
          false,
        );
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
      const supply = await token.totalSupply();
      await epochs.fund(epoch);
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
    it("burns what nobody claimed, at the second of expiry and not before, by anyone", async () => {
      const { epochs, token, actors, ledger, epoch } = await loadFixture(open);
      const { index, account, amount, proof } = ledger.leaf(3);
      await epochs.claim(epoch, index, account, amount, proof);
      const { expiresAt } = await epochs.epochAt(epoch);
      await time.setNextBlockTimestamp(expiresAt - 1n);
      await expect(epochs.expire(epoch))
        .to.be.revertedWithCustomError(epochs, "NotExpired")
        .withArgs(epoch, expiresAt);
      await time.setNextBlockTimestamp(expiresAt);
      const rest = ledger.total - amount;
      const supply = await token.totalSupply();
      await expect(epochs.connect(actors.stranger).expire(epoch))
        .to.emit(epochs, "EpochExpired")
        .withArgs(epoch, rest)
        .and.to.emit(token, "Transfer")
        .withArgs(await epochs.getAddress(), ZERO_ADDRESS, rest);
      expect(await token.totalSupply()).to.equal(supply - rest);
      expect(await token.balanceOf(epochs)).to.equal(0n);
      expect(await epochs.leftOf(epoch)).to.equal(0n);
      expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Expired);
      const other = ledger.leaf(0);
      expect(await epochs.isAwarded(epoch, 0n, other.account, other.amount, other.proof)).to.equal(true);
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
    });

    it("burns what an epoch got that the budget never filled, and no other epoch's tokens", async () => {
      const scenario = await loadFixture(open);
      const { epochs, token, actors, ledger } = scenario;
      const big = new Ledger([{ index: 0n, account: actors.donor.address, amount: 5_000n * WHOLE }]);
      const epoch = await activated(connection, scenario, big);
      await epochs.fund(epoch);
      const { funded, expiresAt } = await epochs.epochAt(epoch);
      expect(funded).to.equal(BASE - ledger.total);
      await time.increaseTo(expiresAt - 2n);
      await expect(epochs.expire(epoch))
        .to.be.revertedWithCustomError(epochs, "NotExpired")
        .withArgs(epoch, expiresAt);
      await time.increaseTo(expiresAt);
      await expect(epochs.expire(epoch)).to.emit(epochs, "EpochExpired").withArgs(epoch, funded);
      expect(await token.balanceOf(epochs)).to.equal(ledger.total);
      expect(await epochs.isAwarded(epoch, 0n, actors.donor, 5_000n * WHOLE, [])).to.equal(false);
      await expect(epochs.fund(epoch))
        .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
        .withArgs(epoch, EpochStatus.Expired);
    });

    it("reverts in every other status", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, actors } = scenario;
      const waiting = await proposed(scenario, ledgerOf(actors.producers));
      const rejected = await proposed(scenario, ledgerOf(actors.producers));
      await epochs.connect(actors.curators[0]).withdraw(rejected);
      await time.increase(3_650n * DAY);
      for (const [epoch, status] of [
        [0n, EpochStatus.None],
        [waiting, EpochStatus.Proposed],
        [rejected, EpochStatus.Rejected],
      ] as const) {
        await expect(epochs.expire(epoch))
          .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
          .withArgs(epoch, status);
      }
    });
  });

  describe("budget", () => {
    it("is shared with the registry: both together stay within a window's room", async () => {
      const scenario = await loadFixture(open);
      const { epochs, issuance, token, actors } = scenario;
      const big = new Ledger([{ index: 0n, account: actors.donor.address, amount: 5_000n * WHOLE }]);
      const epoch = await activated(connection, scenario, big);
      await leave(scenario, 1n);
      await epochs.fund(epoch);
      expect((await issuance.currentWindow()).issued).to.equal(BASE);
      expect(await token.totalSupply()).to.equal(BASE);
      expect((await issuance.currentWindow()).end - (await issuance.currentWindow()).start).to.equal(PERIOD);
    });

    it("reverts while the epochs are no issuer, and goes on later", async () => {
      const scenario = await loadFixture(launched);
      const { epochs, issuance, owner, actors, addresses } = scenario;
      const epoch = await activated(connection, scenario, ledgerOf(actors.producers));
      await issuance.connect(owner).setIssuer(addresses.epochs, false);
      await expect(epochs.fund(epoch))
        .to.be.revertedWithCustomError(issuance, "NotIssuer")
        .withArgs(addresses.epochs);
      await issuance.connect(owner).setIssuer(addresses.epochs, true);
      await epochs.fund(epoch);
      expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Open);
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
      for (const { epoch } of found) {
        await epochs.activate(epoch);
        await epochs.fund(epoch);
      }
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
      expect(ten).to.be.at.most(gasCeiling(70_500n));
      expect(twenty).to.be.at.most(gasCeiling(78_500n));
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
      expect((await deep(10)).alone).to.be.at.most(gasCeiling(71_500n));
    });
  });
});
