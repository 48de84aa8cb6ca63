/** Organisations of one directory to which nearly everything has happened that contracts tell of. */
import { ZeroHash } from "ethers";
import { deploySuite } from "../../launch/index.ts";
import { reviewEnd, sharesOf, submitted, WHOLE_BPS } from "./contributions.ts";
import { entryOf } from "./epochs.ts";
import { DAY, WHOLE, type Connection } from "./fixtures.ts";
import { scheduled } from "./stakes.ts";
import {
  busy,
  challenged,
  deposited,
  failed,
  governed,
  inDays,
  proposalTerms,
  selling,
  type Busy,
  type Deposited,
  type Governed,
  type Stage,
} from "./stages.ts";
import { purchase } from "./third-parties.ts";
import { hashedOf, idOf, propose, Vote } from "./votes.ts";

const NEVER = 2n ** 256n - 1n;
const VETO = 255n;

/** Lives all of them, one after the other; answers where each has come to. */
export async function liveAll(connection: Connection): Promise<readonly Stage[]> {
  const own: Connection = { ...connection, oneDirectory: true };
  const traded = await busy(own);
  await recognise(traded);
  await award(traded);
  await produce(own, traded);
  await meetPartners(traded);
  await give(own, traded);
  await govern(traded);
  const decided = await governed(own);
  await decide(own, decided);
  const released = await challenged(own);
  await build(own, released);
  const sold = await selling(own);
  await changePartners(own, sold);
  const unsold = await failed(own);
  await unsold.presale?.connect(unsold.actors.partners[0]).refund(unsold.actors.partners[0]);
  const missed = await deposited(own);
  await miss(own, missed);
  await growOld(own, traded);
  await dissolve(own, decided);
  await lapse(released, missed);
  return [traded, decided, released, sold, unsold, missed];
}

/** Gifts of every source. */
async function give(connection: Connection, stage: Busy): Promise<void> {
  const { reserve, pledgeBook, actors, unit, verifier, asset, owner, addresses, token, holder } = stage;
  const { donor, stranger } = actors;
  await reserve.connect(holder).sell(WHOLE, 0n, stranger, NEVER);
  await reserve.connect(stranger).donateFor(donor, unit, "from another");
  await reserve.connect(stranger).receiveGift(unit);
  await asset.connect(donor).transfer(reserve, unit);
  await reserve.absorb();
  await reserve.collectTribute();
  await pledgeBook.connect(stranger).donateMatched(3n, unit / 4n, stranger);
  await pledgeBook.connect(verifier).confirm(1n);
  await pledgeBook.fulfil(2n, "0x");
  const until = await inDays(connection, 300n);
  await pledgeBook.connect(donor).pledge(unit, verifier, until, "ipfs://why");
  await pledgeBook.connect(verifier).decline(4n);
  await pledgeBook.connect(donor).reclaim(4n, donor);
  await pledgeBook.connect(donor).pledgeOnDonations(unit, 1_000_000n * unit, until, "");
  const { addresses: suite } = await deploySuite({ ethers: connection.ethers });
  const gifts = await connection.ethers.getContractAt("StandingGifts", suite.periphery.standingGifts);
  await asset.connect(donor).approve(gifts, NEVER);
  for (const note of ["each week", "each week, too"])
    await gifts.connect(donor).start(addresses.token, unit, 7n * DAY, note);
  await connection.networkHelpers.time.increase(7n * DAY);
  await gifts.pay(1n);
  await gifts.connect(donor).cancel(2n);
  await token.connect(holder).transfer(stranger, 20n * WHOLE);
  await reserve.connect(owner).setTributes(50n, 25n);
}

/** Contributions in every state. */
async function recognise(stage: Busy): Promise<void> {
  const { registry, actors, ids, owner, stake, addresses } = stage;
  const [producer] = actors.producers;
  const [first, second] = actors.curators;
  await registry.decide(ids.undecided);
  await registry.settle(ids.accepted, sharesOf([producer, WHOLE_BPS]));
  for (const curator of [first, second])
    await registry.collectReviewRewards(curator, [ids.accepted, ids.settled]);
  await stake.connect(actors.donor).takeBackVeto(addresses.registry, ids.doubted);
  await stake.close(addresses.registry, ids.rejected, VETO, actors.donor);
  await registry.connect(owner).overrule(ids.rejected);
  await registry.connect(owner).setKind(9n, "other", WHOLE, true);
  await registry.connect(owner).setIncentives(0n, 400n);
  const [good, bad, withdrawn] = [await submitted(stage), await submitted(stage), await submitted(stage)];
  await registry.connect(actors.stranger).withdraw(withdrawn);
  for (const curator of [first, second]) {
    await registry.connect(curator).reviewMany([good], true, "well made");
    await registry.connect(curator).review(bad, false, "not ours");
  }
}

/** Epochs in every state but those that need years. */
async function award(stage: Busy): Promise<void> {
  const { epochs, ids, ledger, actors, owner } = stage;
  const [, second] = actors.curators;
  const { index, account, amount, proof } = ledger.leaf(0);
  await epochs.claim(ids.openEpoch, index, account, amount, proof);
  await epochs.claimMany(ledger.leaf(1).account, [entryOf(ids.openEpoch, ledger.leaf(1))]);
  await epochs.connect(second).object(ids.freshEpoch, "too much");
  await epochs.connect(actors.curators[0]).withdraw(ids.freshEpoch);
  await epochs.activate(ids.dueEpoch);
  await epochs.open(ids.activeEpoch);
  await epochs.connect(owner).overrule(ids.rejectedEpoch);
  const terms = { challengeWindow: 2n * DAY, objectionQuorum: 1n, claimPeriod: 365n * DAY };
  await epochs.connect(owner).setTerms(terms);
}

/** Proposals in every state. */
async function produce(connection: Connection, stage: Busy): Promise<void> {
  const { proposals, proposalIds, deliverers, holder, actors } = stage;
  const { donor } = actors;
  await proposals.connect(holder).withdraw(proposalIds.open, WHOLE / 4n);
  await proposals.connect(donor).withdrawDelivery(proposalIds.delivered, deliverers);
  await proposals.complete(proposalIds.accepted, deliverers);
  await proposals.claim(proposalIds.accepted, holder);
  const terms = await proposalTerms(connection, stage);
  await proposals.open(terms);
  const declined = await proposals.proposalCount();
  const { termsHash } = await proposals.proposal(declined);
  await proposals.connect(holder).back(declined, WHOLE, termsHash);
  await proposals.connect(donor).decline(declined, deliverers);
  await proposals.connect(holder).reclaim(declined);
}

/** Licences, offers and vouchers. */
async function meetPartners(stage: Busy): Promise<void> {
  const { licenceOffice, partnerAcceptance, licensee, holder, owner, actors, unit, addresses, verifier } =
    stage;
  const { stranger, donor } = actors;
  await licenceOffice.connect(licensee).buy(1n, licensee, NEVER);
  await licenceOffice.connect(stranger).buy(1n, stranger, NEVER);
  await licenceOffice.connect(holder).claimCommons(1n, holder, []);
  await licenceOffice.connect(owner).setTierOffer(1n, 2n * unit, WHOLE, 1_000n, true);
  await licenceOffice.connect(stranger).collectMakersPart(addresses.timelock);
  await partnerAcceptance.connect(owner).setVerified(donor, "Donor");
  await purchase(partnerAcceptance.connect(holder), 1n, 5n, holder);
  await partnerAcceptance.connect(holder).redeemVoucher(1n, 1n);
  await partnerAcceptance.connect(holder).safeTransferFrom(holder, stranger, 1n, 1n, "0x");
  await partnerAcceptance.connect(holder).safeBatchTransferFrom(holder, donor, [1n, 2n], [1n, 1n], "0x");
  await partnerAcceptance.connect(holder).returnVoucher(2n, 1n, holder);
  await partnerAcceptance.connect(donor).setGate(verifier, false);
  await partnerAcceptance.connect(donor).setGate(stranger, true);
}

/** The treasury's operations, vetoes, consents, a pause. */
async function govern(stage: Busy): Promise<void> {
  const { timelock, stake, operations, holder, actors, addresses, registry, owner, token } = stage;
  const [founder] = actors.founders;
  await timelock.connect(founder).execute(...operations.due);
  await stake.connect(holder).vetoDecision(operations.pending);
  await timelock
    .connect(founder)
    .schedule(
      ...(operations.due.slice(0, 3) as [string, bigint, string]),
      ZeroHash,
      `0x${"00".repeat(20)}${"33".repeat(12)}`,
      2n * DAY,
    );
  await stake.connect(holder).consentToDissolve();
  await stake.connect(actors.donor).takeBackConsent();
  await stake.connect(holder).stakeFor(actors.stranger, WHOLE);
  await stake.mature();
  await token.connect(holder).transfer(stake, 1n);
  await stake.sweep();
  await stake.connect(actors.donor).unstake(WHOLE, actors.donor);
  const { issuance, pledgeBook, reserve, proposals, licenceOffice, partnerAcceptance } = addresses;
  const all = [issuance, pledgeBook, reserve, proposals, licenceOffice, partnerAcceptance];
  await timelock.connect(actors.guardian).pause(all);
  await stage.issuance.connect(owner).unpause();
  await registry.connect(owner).transferOwnership(actors.stranger);
}

/** Votes of every kind on decisions in every state. */
async function decide(connection: Connection, stage: Governed): Promise<void> {
  const { governor, ballots, holder, actors } = stage;
  const [, second, third] = actors.producers;
  await governor.execute(...hashedOf(ballots.due));
  await governor.queue(...hashedOf(ballots.succeeded));
  await governor.connect(holder).castVoteWithReason(idOf(ballots.active), Vote.Against, "too early");
  await governor.connect(second).castVoteWithReasonAndParams(idOf(ballots.active), Vote.For, "now", "0x01");
  await governor.connect(third).castVote(idOf(ballots.active), Vote.Abstain);
  await governor.lowerQuorum(idOf(ballots.pending));
  await governor.connect(actors.stranger).cancel(...hashedOf(ballots.pending));
  const vetoed = await scheduled(stage);
  await stage.stake.connect(holder).vetoDecision(vetoed);
  const late = { actions: ballots.active.actions, description: "Late\nDecided in the last minute" };
  const id = await propose(governor, holder, late);
  await connection.networkHelpers.time.increaseTo((await governor.proposalDeadline(id)) - 60n);
  await governor.connect(holder).castVote(id, Vote.For);
}

/** Milestones, resources and positions of a presale that was released. */
async function build(connection: Connection, stage: Stage): Promise<void> {
  const { budget, custody, actors, presale, asset, unit } = stage;
  const [first, second, third] = actors.partners;
  if (budget === undefined || custody === undefined || presale === undefined)
    throw new Error("the organisation has no presale");
  for (const partner of [first, second]) await budget.connect(partner).objectToMilestone(1n);
  await budget.connect(actors.trustee).refuseMilestone(1n);
  await budget.connect(third).fetch(third);
  for (const contract of [presale, custody, budget]) {
    await asset.connect(actors.donor).transfer(contract, unit);
    await contract.sweep(asset);
  }
  await custody.deliverResource(2n);
  await presale.connect(actors.stranger).claim(actors.stranger);
  for (const founder of actors.founders) await presale.connect(founder).claim(founder);
  await connection.networkHelpers.time.increase(7n * DAY);
}

/** A presale whose partners, resources and trustee change. */
async function changePartners(
  connection: Connection,
  { presale, custody, actors, owner, unit, timelock }: Stage,
): Promise<void> {
  if (presale === undefined || custody === undefined) throw new Error("the organisation has no presale");
  const [first, second, third] = actors.partners;
  await presale.connect(first).contribute(unit, []);
  await presale.connect(second).offerPosition(actors.donor);
  await presale.connect(actors.donor).takePosition(second, []);
  await presale.connect(third).offerPosition(actors.stranger);
  await presale.connect(third).offerPosition("0x0000000000000000000000000000000000000000");
  await presale.connect(owner).announceTrustee(actors.producers[0]);
  await presale.connect(owner).cancelTrustee();
  await presale.connect(owner).announceTrustee(actors.producers[1]);
  await presale.connect(third).setOperator(actors.donor, true);
  await presale.connect(third).refund(third);
  await custody.connect(actors.stranger).withdrawResource(1n, actors.stranger);
  await custody.connect(actors.trustee).returnResource(2n);
  await timelock.connect(actors.guardian).pause([presale]);
  await connection.networkHelpers.time.increase(15n * DAY);
  await presale.completeTrustee();
}

/** A delivery's deposit, one that is forfeited, and a milestone that will be missed. */
async function miss(connection: Connection, stage: Deposited): Promise<void> {
  const { budget, actors, proposals, delivery, token, registry, presale, stake } = stage;
  await proposals.returnDeposit(delivery);
  await token.connect(actors.partners[0]).transfer(actors.stranger, 10n * WHOLE);
  await token.connect(actors.stranger).approve(registry, NEVER);
  const id = await submitted(stage);
  for (const curator of actors.curators.slice(0, 2))
    await registry.connect(curator).review(id, false, "not ours");
  await connection.networkHelpers.time.increaseTo(await reviewEnd(registry, id));
  await registry.decide(id);
  for (const [at, partner] of actors.partners.entries()) {
    if (at > 0) await presale?.connect(partner).claim(partner);
    await token.connect(partner).approve(stake, NEVER);
    await stake.connect(partner).stake(await token.balanceOf(partner));
  }
  await budget?.payMilestone(0n);
  await budget?.connect(actors.trustee).approveMilestone(1n);
  for (const partner of actors.partners.slice(0, 2)) await budget?.connect(partner).objectToMilestone(1n);
}

/** What nobody did for years is over, and the second organisation is dissolved by its founders. */
async function lapse({ budget: silent }: Stage, { budget: late, reserve, owner }: Stage): Promise<void> {
  await silent?.failMilestone(2n);
  await late?.failMilestone(1n);
  await reserve.connect(owner).dissolve();
}

/** Two years and a half on: what was not claimed is over. */
async function growOld(connection: Connection, stage: Busy): Promise<void> {
  const { epochs, ids, proposals, proposalIds, holder, pledgeBook, actors, stake } = stage;
  await connection.networkHelpers.time.increase(900n * DAY);
  await epochs.expire(ids.openEpoch);
  await proposals.connect(holder).reclaim(proposalIds.funded);
  await pledgeBook.connect(actors.donor).reclaim(5n, actors.donor);
  await stake.closeConsent(1n, holder);
}

/** Stakeholders consent to dissolve, the notice runs, and the organisation is dissolved. */
async function dissolve(connection: Connection, stage: Governed): Promise<void> {
  const { stake, actors, reserve, token, holder, addresses } = stage;
  const [, second, third] = actors.producers;
  await token.connect(holder).approve(stake, NEVER);
  await stake.connect(holder).stake((await token.balanceOf(holder)) - 10n * WHOLE);
  await connection.networkHelpers.time.increase(31n * DAY);
  for (const account of [holder, second, third, actors.stranger, actors.donor])
    await stake.connect(account).consentToDissolve();
  await connection.networkHelpers.time.increase(14n * DAY);
  await reserve.connect(actors.donor).dissolve();
  await token.connect(holder).transfer(addresses.timelock, WHOLE);
  await reserve.burnTreasury();
  await reserve.connect(holder).redeem(WHOLE, holder);
}
