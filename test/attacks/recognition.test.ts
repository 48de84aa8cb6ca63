/**
 * Attacks on recognition that worked on version 0.1, one test for each finding, with the figures of then in its title, and
 * what happens now. All in organisations launched as everywhere; tokens are whole ones.
 */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { network } from "hardhat";
import {
  Status,
  WHOLE_BPS,
  accepted,
  paidOut,
  reviewEnd,
  sharesOf,
  submitted,
  type Share,
} from "../lib/contributions.ts";
import {
  EpochStatus,
  Ledger,
  activated,
  challengeEnd,
  entryOf,
  ledgerOf,
  paidFor,
  propose,
  proposed,
} from "../lib/epochs.ts";
import { DAY, WHOLE, launchGrowing, launchPresale, type Scenario } from "../lib/fixtures.ts";
import { back } from "../lib/proposals.ts";
import { endow, endowStaked } from "../lib/stakes.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;
const { time } = networkHelpers;
const loadFixture = <T>(fixture: () => Promise<T>): Promise<T> => networkHelpers.loadFixture(fixture);

const WINDOW = 3n * DAY;
const BASE = 1_000n * WHOLE;

/** Five curators: two who pull together, three who are honest. */
async function ring() {
  const signers = await ethers.getSigners();
  const curators = signers.slice(14, 19) as [
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
    HardhatEthersSigner,
  ];
  const scenario = await launchGrowing(connection, {
    registry: { curators: curators.map(({ address }) => address) },
  });
  const [one, two, ...honest] = curators;
  return { ...scenario, crooks: [one, two] as const, honest };
}

async function nextBatch({ issuance }: Scenario): Promise<void> {
  await time.increaseTo((await issuance.runningBatch()).end);
  await issuance.settle();
}

describe("attacks on recognition", () => {
  it("1: naming honest curators as producers silences nobody (0.1: accepted, 599.82 of 600 minted)", async () => {
    const scenario = await loadFixture(ring);
    const { registry, token, actors, crooks, honest } = scenario;
    const shares: Share[] = sharesOf(
      [actors.founders[0], 9_997n],
      ...honest.map(({ address }): [string, bigint] => [address, 1n]),
    );
    const id = await submitted(scenario, { submitter: actors.founders[0], shares, reward: 600n * WHOLE });
    for (const crook of crooks) await registry.connect(crook).review(id, true, "fine");
    for (const curator of honest) {
      await expect(registry.connect(curator).review(id, true, ""))
        .to.be.revertedWithCustomError(registry, "InvolvedApproves")
        .withArgs(id, curator.address);
      await registry.connect(curator).review(id, false, "I had no part in it");
    }
    await time.increaseTo(await reviewEnd(registry, id));
    await registry.decide(id);
    expect((await registry.contribution(id)).status).to.equal(Status.Rejected);
    expect(await token.totalSupply()).to.equal(0n);
  });

  it("1: nor through a proposal (0.1: 699 tokens of backers for a reward of 1 wei)", async () => {
    const scenario = await loadFixture(ring);
    const { registry, proposals, token, actors, crooks, honest } = scenario;
    const [backer] = actors.partners;
    const crook = actors.founders[0];
    await endow(connection, scenario, [backer, 700n * WHOLE]);
    await token.connect(backer).approve(proposals, 700n * WHOLE);
    const deliverers = sharesOf(
      [crook, 9_969n],
      ...honest.map(({ address }): [string, bigint] => [address, 10n]),
    );
    const deadline = BigInt(await time.latest()) + 10n * DAY;
    await proposals.connect(crook).open({
      goal: 700n * WHOLE,
      reward: 1n,
      deadline,
      deliverBy: deadline + 10n * DAY,
      backersBps: 1n,
      kind: 0n,
      deliverers,
      contentHash: ethers.ZeroHash,
      uri: "",
    });
    await back(proposals.connect(backer), 1n, 700n * WHOLE);
    await proposals.connect(crook).deliver(1n, deliverers, ethers.ZeroHash, "");
    for (const one of crooks) await registry.connect(one).review(1n, true, "");
    for (const curator of honest) await registry.connect(curator).review(1n, false, "nothing was made");
    await time.increaseTo(await reviewEnd(registry, 1n));
    await registry.decide(1n);
    expect((await registry.contribution(1n)).status).to.equal(Status.Rejected);
    await time.increaseTo(deadline + 60n * DAY);
    await expect(proposals.connect(backer).reclaim(1n)).to.changeTokenBalance(
      ethers,
      token,
      backer,
      700n * WHOLE,
    );
  });

  it("2: who settles first gains nothing (0.1: after 12 windows 402 : 0 of two awards of 600)", async () => {
    const scenario = await launchGrowing(connection, { issuance: { baseAmount: 100n * WHOLE } });
    const { registry, token, actors } = scenario;
    const [bot, slow] = actors.producers;
    const ids: bigint[] = [];
    for (const producer of [bot, slow]) {
      const shares = sharesOf([producer, WHOLE_BPS]);
      ids.push(await accepted(connection, scenario, { reward: 600n * WHOLE, shares }));
    }
    const [first = 0n, second = 0n] = ids;
    for (let window = 0; window < 3; window++) {
      await nextBatch(scenario);
      await registry.connect(bot).settle(first, sharesOf([bot, WHOLE_BPS]));
    }
    await time.increase(365n * DAY);
    await registry.settle(second, sharesOf([slow, WHOLE_BPS]));
    expect(await token.balanceOf(bot)).to.equal(150n * WHOLE);
    expect(await token.balanceOf(slow)).to.equal(150n * WHOLE);
  });

  it("2: two epochs of 2,001 are paid alike, whoever calls (0.1: funding alternately burned 3,000)", async () => {
    const scenario = await launchGrowing(connection);
    const { epochs, token, actors } = scenario;
    const [first, second] = actors.producers;
    const ledgers = [first, second].map(
      ({ address }) => new Ledger([{ index: 0n, account: address, amount: 2_001n * WHOLE }]),
    );
    const numbers: bigint[] = [];
    for (const ledger of ledgers) numbers.push(await proposed(scenario, ledger));
    await time.increase(WINDOW);
    for (const epoch of numbers) await epochs.activate(epoch);
    for (const epoch of numbers) {
      await paidFor(connection, scenario, epoch);
      await epochs.open(epoch);
      expect((await epochs.epochAt(epoch)).paid).to.equal(1_500n * WHOLE);
      const { index, account, amount, proof } = (ledgers[Number(epoch) - 1] as Ledger).leaf(0);
      await epochs.claim(epoch, index, account, amount, proof);
    }
    // One leaf each: the ratio's rounding takes 1 wei at most.
    for (const { address } of [first, second]) {
      expect(await token.balanceOf(address)).to.equal(1_500n * WHOLE - 1n);
    }
  });

  it("3: a captured window takes three at most (0.1: 12,310 after 12 windows, an honest 200 had 0)", async () => {
    const scenario = await launchGrowing(connection, {
      registry: { curationStake: 10n * WHOLE, quorum: 2n },
    });
    const { registry, stake, token, actors, addresses } = scenario;
    const [crook, other] = actors.partners;
    const [honest] = actors.producers;
    await endowStaked(connection, scenario, [crook, 10n * WHOLE], [other, 10n * WHOLE]);
    const shares = sharesOf([actors.donor, WHOLE_BPS]);
    const ids: bigint[] = [];
    for (let count = 0; count < 30; count++)
      ids.push(await submitted(scenario, { shares, reward: 600n * WHOLE }));
    for (const one of [crook, other]) await registry.connect(one).reviewMany(ids, true, "");
    await time.increaseTo(await reviewEnd(registry, ids[29] ?? 0n));
    for (const id of ids) await registry.decide(id);
    // Their stakes stay as long as anything may still be paid for it.
    await expect(stake.connect(crook).unstake(10n * WHOLE, crook))
      .to.be.revertedWithCustomError(stake, "StakeHeld")
      .withArgs(crook.address, 10n * WHOLE, 0n);
    const inTheSame = await accepted(connection, scenario, {
      shares: sharesOf([honest, WHOLE_BPS]),
      reward: 200n * WHOLE,
    });
    for (let window = 0; window < 3; window++) await nextBatch(scenario);
    await registry.settle(inTheSame, sharesOf([honest, WHOLE_BPS]));
    // 3,000 for 18,200: each has its part.
    const paid = (200n * WHOLE * 3_000n) / 18_200n;
    expect(await token.balanceOf(honest)).to.be.within(paid - 3n, paid);
    const later = await accepted(connection, scenario, {
      shares: sharesOf([honest, WHOLE_BPS]),
      reward: 200n * WHOLE,
    });
    await nextBatch(scenario);
    const before = await token.balanceOf(honest);
    await registry.settle(later, sharesOf([honest, WHOLE_BPS]));
    expect((await token.balanceOf(honest)) - before).to.equal(200n * WHOLE);
    for (const id of ids) {
      expect(await registry.isFinal(id)).to.equal(true);
      await registry.settle(id, shares);
    }
    const taken = await token.balanceOf(actors.donor);
    expect(taken).to.be.within((17_800n * 3_000n * WHOLE) / 18_200n - 200n * WHOLE, 3_000n * WHOLE - paid);
    await time.increase(365n * DAY);
    await expect(registry.settle(ids[0] ?? 0n, shares)).to.be.revertedWithCustomError(registry, "NothingDue");
    await stake.close(addresses.registry, ids[0] ?? 0n, 0n, crook);
  });

  it("3: an epoch of 2^96 − 1 enters with three windows' room (0.1: it took 24 windows)", async () => {
    const scenario = await launchGrowing(connection);
    const { epochs, registry, issuance, actors } = scenario;
    const greatest = 2n ** 96n - 1n;
    const ledger = new Ledger([{ index: 0n, account: actors.donor.address, amount: greatest }]);
    const epoch = await proposed(scenario, ledger);
    const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
    const honest = await accepted(connection, scenario, { reward: 200n * WHOLE, shares });
    await time.increaseTo(await challengeEnd(scenario, epoch));
    await expect(epochs.activate(epoch))
      .to.emit(epochs, "EpochActivated")
      .withArgs(epoch, 2n, 3n * BASE);
    await nextBatch(scenario);
    // 1,000 for 3,200, in proportion.
    expect((await issuance.paidOf((await registry.contribution(honest)).award)).paid).to.equal(
      (200n * WHOLE * 1_000n) / 3_200n,
    );
  });

  it("4: a leaf above its epoch's total proves nothing (0.1: the free licence was given for 1 wei)", async () => {
    const scenario = await launchGrowing(connection);
    const { epochs, licenceOffice, owner, actors, unit } = scenario;
    const [crook] = actors.producers;
    await licenceOffice.connect(owner).addTier({
      name: "Print",
      termsURI: "ipfs://terms",
      termsHash: ethers.ZeroHash,
      price: unit,
      commonsMinimum: 1_000n * WHOLE,
      duration: 365n * DAY,
      makersBps: 0n,
      active: true,
    });
    const ledger = new Ledger([
      { index: 0n, account: crook.address, amount: 1_000_000n * WHOLE },
      { index: 0n, account: crook.address, amount: 1n }, // the same index, so that it seems claimed
      { index: 1n, account: crook.address, amount: 1n },
    ]);
    await propose(scenario, { root: ledger.root, total: 1n, awards: ledger.awards });
    await time.increaseTo(await challengeEnd(scenario, 1n));
    await epochs.activate(1n);
    await paidFor(connection, scenario, 1n);
    await epochs.open(1n);
    await expect(licenceOffice.connect(crook).claimCommons(1n, crook, [entryOf(1n, ledger.leaf(0))]))
      .to.be.revertedWithCustomError(licenceOffice, "AwardNotClaimed")
      .withArgs(crook.address, 1n, 0n);
    const { index, account, amount, proof } = ledger.leaf(1);
    await epochs.claim(1n, index, account, amount, proof);
    await expect(licenceOffice.connect(crook).claimCommons(1n, crook, [entryOf(1n, ledger.leaf(0))]))
      .to.be.revertedWithCustomError(licenceOffice, "NotEnoughRecognised")
      .withArgs(crook.address, 0n, 1_000n * WHOLE);
  });

  it("5: a dissolution ends what is unpaid of an epoch (0.1: 1,000 tokens redeemed 1,503 instead of 2,000)", async () => {
    const scenario = await launchGrowing(connection, { issuance: { baseAmount: 500n * WHOLE } });
    const { epochs, issuance, reserve, token, owner, asset, unit, actors } = scenario;
    const [holder] = actors.partners;
    await endow(connection, scenario, [holder, 1_000n * WHOLE]);
    const ledger = new Ledger([{ index: 0n, account: actors.donor.address, amount: 1_400n * WHOLE }]);
    const epoch = await activated(connection, scenario, ledger);
    await nextBatch(scenario);
    expect((await issuance.paidOf(1n)).paid).to.equal(500n * WHOLE);
    await reserve.connect(actors.donor).donate(3_000n * unit, "");
    await reserve.connect(owner).dissolve();
    // What it was paid is claimed and redeemed at once, like everybody's; nothing waits, and nothing more is issued.
    await epochs.open(epoch);
    const { index, account, amount, proof } = ledger.leaf(0);
    await epochs.claim(epoch, index, account, amount, proof);
    expect(await token.balanceOf(actors.donor)).to.be.within(500n * WHOLE - 1n, 500n * WHOLE);
    expect(await token.totalSupply()).to.equal(1_500n * WHOLE);
    await expect(reserve.connect(holder).redeem(1_000n * WHOLE, holder)).to.changeTokenBalance(
      ethers,
      asset,
      holder,
      2_000n * unit,
    );
  });

  it("6: a tenth that vetoes all is overruled (0.1: 60 of 600 tokens vetoed six unanimous approvals)", async () => {
    const scenario = await launchGrowing(connection, { issuance: { baseAmount: 600n * WHOLE } });
    const { registry, stake, token, owner, actors, addresses } = scenario;
    const [minority, majority] = actors.partners;
    await endowStaked(connection, scenario, [minority, 60n * WHOLE], [majority, 540n * WHOLE]);
    const shares = sharesOf([actors.producers[0], WHOLE_BPS]);
    const ids: bigint[] = [];
    for (let count = 0; count < 6; count++) {
      const id = await submitted(scenario, { shares });
      for (const curator of actors.curators) await registry.connect(curator).review(id, true, "");
      expect(await registry.connect(minority).veto.staticCall(id)).to.equal(true);
      await registry.connect(minority).veto(id);
      await registry.connect(owner).overrule(id);
      ids.push(id);
    }
    // And each veto that succeeded holds the stake for a week.
    await expect(stake.close(addresses.registry, ids[5] ?? 0n, 255n, minority)).to.be.revertedWithCustomError(
      stake,
      "StillHeld",
    );
    await paidOut(connection, scenario, ids[5] ?? 0n);
    for (const id of ids) await registry.settle(id, shares);
    expect(await token.balanceOf(actors.producers[0])).to.equal(600n * WHOLE);
  });

  it("6: two minimal stakes reject an epoch once, and the owner overrules (0.1: every honest epoch)", async () => {
    const scenario = await launchGrowing(connection, { registry: { curationStake: WHOLE } });
    const { epochs, owner, actors } = scenario;
    const [one, two] = actors.partners;
    await endowStaked(connection, scenario, [one, WHOLE], [two, WHOLE]);
    const epoch = await proposed(scenario, ledgerOf(actors.producers));
    for (const objector of [one, two]) await epochs.connect(objector).object(epoch, "no");
    expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Rejected);
    await epochs.connect(owner).overrule(epoch);
    await paidFor(connection, scenario, epoch);
    await epochs.open(epoch);
    expect((await epochs.epochAt(epoch)).status).to.equal(EpochStatus.Open);
  });

  it("7: who objects gets no deposit (0.1: two minimal stakes against one approval took five)", async () => {
    const scenario = await launchPresale(connection, {
      registry: { curationStake: WHOLE, deposit: 20n * WHOLE },
    });
    const { registry, token, actors, addresses } = scenario;
    const [one, two] = actors.partners;
    const [submitter] = actors.producers;
    await endowStaked(connection, scenario, [one, WHOLE], [two, WHOLE]);
    await endow(connection, scenario, [submitter, 100n * WHOLE]);
    await token.connect(submitter).approve(registry, 100n * WHOLE);
    for (let count = 0; count < 5; count++) {
      const id = await submitted(scenario, { submitter, shares: sharesOf([submitter, WHOLE_BPS]) });
      await registry.connect(actors.curators[0]).review(id, true, "good");
      for (const objector of [one, two]) await registry.connect(objector).review(id, false, "");
      await time.increaseTo(await reviewEnd(registry, id));
      await registry.decide(id);
    }
    for (const objector of [one, two]) expect(await token.balanceOf(objector)).to.equal(0n);
    expect(await token.balanceOf(addresses.timelock)).to.equal(100n * WHOLE);
  });

  it("7: ten stakes of 10 still share the reviewers' reward, of which 2 % leaves 10 (0.1: 100 of 120 at 20 %)", async () => {
    const signers = (await ethers.getSigners()).slice(8, 18);
    const scenario = await launchGrowing(connection, {
      registry: { curationStake: 10n * WHOLE, reviewerRewardBps: 200n },
    });
    const { registry, token, actors } = scenario;
    await endowStaked(connection, scenario, ...signers.map((s) => [s, 10n * WHOLE] as const));
    const shares = sharesOf([actors.founders[1], WHOLE_BPS]);
    const id = await submitted(scenario, { submitter: actors.founders[0], shares, reward: 600n * WHOLE });
    for (const curator of actors.curators.slice(0, 2)) await registry.connect(curator).review(id, true, "");
    let sybils = 0n;
    for (const one of signers) {
      if (actors.curators.some(({ address }) => address === one.address)) continue;
      await registry.connect(one).review(id, true, "");
      ++sybils;
    }
    await time.increaseTo(await reviewEnd(registry, id));
    await registry.decide(id);
    await paidOut(connection, scenario, id);
    for (const one of signers) {
      if ((await registry.reviewRewardOf(id, one)) > 0n) await registry.collectReviewRewards(one, [id]);
    }
    // A limit that stays: 100 tokens held until the award is final take this of 12.
    let taken = 0n;
    for (const one of signers) taken += await token.balanceOf(one);
    expect(taken).to.equal(((12n * WHOLE) / (2n + sybils)) * sybils);
    expect(taken).to.be.at.most(10n * WHOLE);
  });

  it("7: a removed curator's epoch does not activate, nor one after 1,500 days (0.1: both did)", async () => {
    const scenario = await launchGrowing(connection);
    const { epochs, registry, owner, actors } = scenario;
    const epoch = await proposed(scenario, ledgerOf(actors.producers));
    const snapshot = await networkHelpers.takeSnapshot();
    await registry.connect(owner).setCurator(actors.curators[0], false);
    await time.increaseTo(await challengeEnd(scenario, epoch));
    await expect(epochs.activate(epoch))
      .to.be.revertedWithCustomError(epochs, "NotCurator")
      .withArgs(epoch, actors.curators[0].address);
    await snapshot.restore();
    await time.increase(1_500n * DAY);
    await expect(epochs.activate(epoch))
      .to.be.revertedWithCustomError(epochs, "WrongEpochStatus")
      .withArgs(epoch, EpochStatus.Void);
  });

  it("8: what no batch has paid by a dissolution is void, as said where it is chosen (0.1: 58.8 instead of 857)", async () => {
    const scenario = await launchGrowing(connection, { issuance: { baseAmount: 30n * WHOLE } });
    const { registry, reserve, token, owner, asset, unit, actors } = scenario;
    const [producer] = actors.producers;
    await endow(connection, scenario, [actors.partners[0], 1_500n * WHOLE]);
    const shares = sharesOf([producer, WHOLE_BPS]);
    const id = await accepted(connection, scenario, { shares, reward: 600n * WHOLE });
    await nextBatch(scenario);
    await reserve.connect(actors.donor).donate(3_000n * unit, "");
    await reserve.connect(owner).dissolve();
    await registry.settle(id, shares);
    const paid = await token.balanceOf(producer);
    expect(paid).to.equal(150n * WHOLE); // 10 % of 1,500, one of its three windows
    await expect(reserve.connect(producer).redeem(paid, producer)).to.changeTokenBalance(
      ethers,
      asset,
      producer,
      (3_000n * unit * 150n) / 1_650n,
    );
    expect(await registry.isFinal(id)).to.equal(true);
  });
});
