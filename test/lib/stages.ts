/** Organisations in which every call of the permission matrix makes sense for somebody. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ZeroHash, type BigNumberish } from "ethers";
import type { TestDeed } from "../../typechain-types/index.ts";
import type { IProductionProposals } from "../../typechain-types/production/ProductionProposals.ts";
import { accepted, paidOut, sharesOf, submitted, WHOLE_BPS, type Share } from "./contributions.ts";
import { activated, challengeEnd, ledgerOf, opened, paidFor, proposed, type Ledger } from "./epochs.ts";
import {
  DAY,
  WHOLE,
  launchGrowing,
  launchOpenMarket,
  launchPresale,
  type Connection,
  type Overrides,
  type Scenario,
} from "./fixtures.ts";
import { actionOf, hashedOf, idOf, propose, toEnd, toVoting, Vote, type Proposal } from "./votes.ts";
import { back, contributionShares, decide } from "./proposals.ts";
import { endow } from "./stakes.ts";
import { purchase } from "./third-parties.ts";

const NEVER = 2n ** 256n - 1n;

/** People beside those of every scenario. */
export interface People {
  readonly verifier: HardhatEthersSigner;
  readonly licensee: HardhatEthersSigner;
}

/** A scenario with what the calls refer to. */
export interface Stage extends Scenario, People {
  /** Who has 1,000 tokens and has approved every contract that takes some. */
  readonly holder: HardhatEthersSigner;
}

/** An open market with something of everything under way. */
export interface Busy extends Stage {
  readonly ids: {
    /** Its review is over. */
    readonly undecided: bigint;
    /** Paid by issuance, to nobody yet. */
    readonly accepted: bigint;
    /** Its producers are paid, its reviewers not. */
    readonly settled: bigint;
    readonly rejected: bigint;
    /** The donor vetoed it, which rejected nothing. */
    readonly doubted: bigint;
    readonly fresh: bigint;
    readonly openEpoch: bigint;
    /** Its award is paid. */
    readonly activeEpoch: bigint;
    readonly rejectedEpoch: bigint;
    readonly dueEpoch: bigint;
    readonly freshEpoch: bigint;
  };
  readonly proposalIds: {
    readonly open: bigint;
    readonly funded: bigint;
    readonly delivered: bigint;
    /** Settled, not completed. */
    readonly accepted: bigint;
  };
  /** Who delivers the proposals: the donor. */
  readonly deliverers: Share[];
  readonly ledger: Ledger;
  /** The operations that wait in the timelock. */
  readonly operations: {
    readonly due: TimelockCall;
    readonly pending: string;
    readonly batch: TimelockBatch;
  };
}

export type TimelockCall = readonly [string, bigint, string, string, string];
export type TimelockBatch = readonly [string[], bigint[], string[], string, string];

async function peopleOf({ ethers }: Connection): Promise<People> {
  const [verifier, licensee] = (await ethers.getSigners()).slice(16);
  if (verifier === undefined || licensee === undefined) throw new Error("the chain has too few accounts");
  return { verifier, licensee };
}

async function asStage(connection: Connection, scenario: Scenario): Promise<Stage> {
  const [holder] = scenario.actors.producers;
  const people = await peopleOf(connection);
  const { addresses, asset, token, actors, unit } = scenario;
  for (const spender of Object.values<string | undefined>(addresses)) {
    if (spender === undefined) continue;
    await token.connect(holder).approve(spender, NEVER);
    for (const payer of [holder, actors.donor, actors.stranger, actors.partners[0], people.licensee]) {
      await asset.connect(payer).approve(spender, NEVER);
    }
  }
  await asset.mint(people.licensee, 1_000n * unit);
  return { ...scenario, ...people, holder };
}

/** What all organisations of the matrix have. */
const TERMS: Overrides = {
  issuance: { period: 7n * DAY, openGrowthBps: 230n },
  registry: { reviewerRewardBps: 500n },
  governance: { governorProposes: true },
};

/** See {@link Busy}. */
export async function busy(connection: Connection): Promise<Busy> {
  const { networkHelpers } = connection;
  const stage = await asStage(connection, await launchOpenMarket(connection, TERMS));
  const { actors, registry, epochs, holder, reserve, asset, unit, stake, pledgeBook, owner } = stage;
  const { timelock, addresses, verifier, licensee, licenceOffice, partnerAcceptance, token } = stage;
  const [producer] = actors.producers;
  const [first, second, third] = actors.curators;

  await reserve.connect(owner).setTributes(100n, 100n);
  await reserve.connect(actors.donor).buy(10_000n * unit, 0n, producer, NEVER);
  await token.connect(holder).transfer(actors.donor, 10n * WHOLE);
  await token.connect(actors.donor).approve(stake, NEVER);
  await stake.connect(holder).stake(10n * WHOLE);
  await stake.connect(actors.donor).stake(5n * WHOLE);
  await networkHelpers.time.increase(31n * DAY);
  await token.connect(actors.donor).approve(actors.stranger, NEVER);

  await pledgeBook.connect(actors.donor).pledge(unit, verifier, await inDays(connection, 300n), "");
  const condition = await connection.ethers.deployContract("TestCondition");
  await condition.behave(1n);
  await pledgeBook.connect(actors.donor).pledgeOn(unit, condition, "0x", await inDays(connection, 300n), "");
  await pledgeBook.connect(actors.donor).pledgeMatching(unit, await inDays(connection, 300n), "");
  await reserve.connect(actors.stranger).donate(unit, "for all");

  await licenceOffice.connect(owner).addTier(tier(unit));
  await licenceOffice.connect(licensee).buy(1n, licensee, NEVER);

  // The donor is a partner, too, and the verifier their gate; their second offer is withdrawn.
  const partner = partnerAcceptance.connect(actors.donor);
  await partner.setGate(verifier, true);
  for (const id of [1n, 2n]) {
    await partner.publish(offer(await inDays(connection, 0n)));
    await purchase(partnerAcceptance.connect(holder), id, 2n, holder);
  }
  await partner.withdrawOffer(2n);

  // A veto of the donor is over with the contribution that it doubted.
  const rejected = await submitted(stage);
  await registry.connect(actors.donor).veto(rejected);
  for (const curator of [first, second]) await registry.connect(curator).review(rejected, false, "");
  const openEpoch = await opened(connection, stage, ledgerOf(actors.producers));
  const activeEpoch = await activated(connection, stage, ledgerOf(actors.producers, 8, 1n));
  const settled = await accepted(connection, stage, { reward: WHOLE });
  const one = await accepted(connection, stage, { reward: WHOLE });
  const { ids: proposalIds, deliverers, delivery } = await backedProposals(connection, stage);
  await paidFor(connection, stage, activeEpoch);
  for (const id of [settled, one, delivery]) await paidOut(connection, stage, id);
  await registry.settle(settled, sharesOf([producer, WHOLE_BPS]));
  await registry.settle(delivery, contributionShares(addresses.proposals, 1_000n, deliverers));
  await registry.decide(rejected);

  const undecided = await submitted(stage);
  const rejectedEpoch = await proposed(stage, ledgerOf(actors.producers, 8, 4n));
  for (const curator of [second, third]) await epochs.connect(curator).object(rejectedEpoch, "");
  const dueEpoch = await proposed(stage, ledgerOf(actors.producers, 8, 2n));
  await asset.connect(actors.donor).transfer(reserve, unit);
  await token.connect(holder).transfer(stake, WHOLE);
  await stake.connect(actors.donor).consentToDissolve();

  const call = registry.interface.encodeFunctionData("setCurator", [actors.stranger.address, true]);
  const due: TimelockCall = [addresses.registry, 0n, call, ZeroHash, ZeroHash];
  const batch: TimelockBatch = [[addresses.registry], [0n], [call], ZeroHash, ZeroHash];
  const founder = timelock.connect(actors.founders[0]);
  await founder.schedule(...due, 2n * DAY);
  await founder.scheduleBatch(...batch, 2n * DAY);
  await networkHelpers.time.increaseTo(await challengeEnd(stage, dueEpoch));
  const salt = `0x${"0".repeat(40)}${"11".repeat(12)}`;
  await founder.schedule(addresses.registry, 0n, call, ZeroHash, salt, 2n * DAY);
  const pending = await timelock.hashOperation(addresses.registry, 0n, call, ZeroHash, salt);

  await stage.proposals.connect(actors.donor).deliver(proposalIds.delivered, deliverers, ZeroHash, "");
  const fresh = await submitted(stage);
  const doubted = await submitted(stage);
  await registry.connect(actors.donor).veto(doubted);
  const freshEpoch = await proposed(stage, ledgerOf(actors.producers, 8, 3n));
  await networkHelpers.mine();
  return {
    ...stage,
    ledger: ledgerOf(actors.producers),
    proposalIds,
    deliverers,
    ids: {
      undecided,
      accepted: one,
      settled,
      rejected,
      doubted,
      fresh,
      openEpoch,
      activeEpoch,
      rejectedEpoch,
      dueEpoch,
      freshEpoch,
    },
    operations: { due, pending, batch },
  };
}

/** What the proposals of the matrix are opened with: 300 days to back, 300 more to deliver, by the donor. */
export async function proposalTerms(
  connection: Connection,
  { actors }: Stage,
): Promise<IProductionProposals.TermsStruct> {
  return {
    goal: WHOLE,
    reward: WHOLE,
    deadline: await inDays(connection, 300n),
    deliverBy: await inDays(connection, 600n),
    backersBps: 1_000n,
    kind: 0n,
    deliverers: sharesOf([actors.donor, WHOLE_BPS - 1_000n]),
    contentHash: ZeroHash,
    uri: "",
  };
}

/** Four proposals that the holder backs; all but the first reach their goal, and the last one is accepted. */
async function backedProposals(
  connection: Connection,
  stage: Stage,
): Promise<Pick<Busy, "deliverers"> & { readonly ids: Busy["proposalIds"]; readonly delivery: bigint }> {
  const { proposals, holder, actors } = stage;
  for (const backing of [WHOLE / 2n, WHOLE, WHOLE, WHOLE]) {
    await proposals.open(await proposalTerms(connection, stage));
    await back(proposals.connect(holder), await proposals.proposalCount(), backing);
  }
  const [open, funded, delivered, last] = [1n, 2n, 3n, 4n] as const;
  const deliverers = sharesOf([actors.donor, WHOLE_BPS - 1_000n]);
  await proposals.connect(actors.donor).deliver(last, deliverers, ZeroHash, "");
  const { contributionId: delivery } = await proposals.proposal(last);
  await decide(connection, stage, delivery, true);
  return { ids: { open, funded, delivered, accepted: last }, deliverers, delivery };
}

/** A released presale with a delivery that was accepted; its deposit has come back to the proposals. */
export interface Deposited extends Stage {
  readonly delivery: bigint;
}

/** See {@link Deposited}. */
export async function deposited(connection: Connection): Promise<Deposited> {
  const stage = await released(connection);
  const { presale, proposals, registry, owner, token, addresses, actors } = stage;
  const [partner] = actors.partners;
  await presale?.connect(partner).claim(partner);
  await token.connect(partner).approve(addresses.proposals, NEVER);
  await token.connect(partner).transfer(actors.donor, WHOLE);
  await token.connect(actors.donor).approve(addresses.proposals, NEVER);
  await proposals.open(await proposalTerms(connection, stage));
  await back(proposals.connect(partner), 1n, WHOLE);
  await registry.connect(owner).setIncentives(WHOLE, 500n);
  await proposals
    .connect(actors.donor)
    .deliver(1n, sharesOf([actors.donor, WHOLE_BPS - 1_000n]), ZeroHash, "");
  const { contributionId: delivery } = await proposals.proposal(1n);
  await decide(connection, stage, delivery, true);
  await connection.networkHelpers.mine();
  return { ...stage, delivery };
}

/** Two years and a half later: what was not claimed has expired, pledges go back. */
export async function late(connection: Connection): Promise<Busy> {
  const stage = await busy(connection);
  await connection.networkHelpers.time.increase(900n * DAY);
  await connection.networkHelpers.mine();
  return stage;
}

/** An open market with a decision in each state that somebody can do something about. */
export interface Governed extends Stage {
  /** Pending is the stranger's, the others are each of another stakeholder. */
  readonly ballots: {
    readonly pending: Proposal;
    readonly active: Proposal;
    readonly succeeded: Proposal;
    readonly due: Proposal;
  };
}

/** See {@link Governed}. The holder has voted on what is over, the donor can propose and vote. */
export async function governed(connection: Connection): Promise<Governed> {
  const { networkHelpers } = connection;
  const stage = await asStage(connection, await launchOpenMarket(connection, TERMS));
  const { governor, token, registry, stake, reserve, actors, holder, unit } = stage;
  const [, second, third] = actors.producers;
  const [partner] = actors.partners;
  await token.connect(holder).transfer(third, 100n * WHOLE);
  for (const buyer of [actors.stranger, actors.donor]) {
    await reserve.connect(buyer).buy(500n * unit, 0n, buyer, NEVER);
  }
  for (const [staker, amount] of [
    [holder, 500n * WHOLE],
    [second, 200n * WHOLE],
    [third, 100n * WHOLE],
    [actors.stranger, 50n * WHOLE],
    [actors.donor, 50n * WHOLE],
  ] as const) {
    await token.connect(staker).approve(stake, NEVER);
    await stake.connect(staker).stake(amount);
  }
  // Circulation falls after the last decision was proposed, so that its quorum can be lowered.
  await token.connect(second).transfer(partner, 200n * WHOLE);
  const actions = [await actionOf(registry, "setCurator", actors.stranger.address, true)];
  const ballots = {
    due: { actions, description: "due" },
    succeeded: { actions, description: "succeeded" },
    active: { actions, description: "active" },
    pending: { actions, description: "pending" },
  };
  const { due, succeeded, active, pending } = ballots;
  await propose(governor, holder, due);
  await propose(governor, second, succeeded);
  await toVoting(connection, governor, idOf(succeeded));
  for (const proposal of [due, succeeded]) await governor.connect(second).castVote(idOf(proposal), Vote.For);
  await governor.connect(holder).castVote(idOf(due), Vote.For);
  await toEnd(connection, governor, idOf(succeeded));
  await governor.queue(...hashedOf(due));
  await propose(governor, third, active);
  await networkHelpers.time.increaseTo(await governor.proposalEta(idOf(due)));
  await propose(governor, actors.stranger, pending);
  await token.connect(partner).burn(200n * WHOLE);
  await networkHelpers.mine();
  return { ...stage, ballots };
}

/** Dissolved a moment ago. */
export async function dissolved(connection: Connection): Promise<Stage> {
  const stage = await asStage(connection, await launchOpenMarket(connection, TERMS));
  await stage.reserve.connect(stage.owner).dissolve();
  await stage.token.connect(stage.holder).transfer(stage.timelock, WHOLE);
  await connection.networkHelpers.mine();
  return stage;
}

/** A growing organisation whose market can be opened. */
export async function ready(connection: Connection): Promise<Stage> {
  const stage = await asStage(connection, await launchGrowing(connection, TERMS));
  await endow(connection, stage, [stage.holder, 1_000n * WHOLE]);
  await stage.reserve.connect(stage.actors.donor).donate(1_000n * stage.unit, "");
  return stage;
}

/** A presale that takes money. */
export async function selling(connection: Connection): Promise<Stage> {
  const { networkHelpers } = connection;
  const scenario = await launchPresale(connection, TERMS);
  const stage = await asStage(connection, scenario);
  const { presale, actors, unit } = scenario;
  await networkHelpers.time.increaseTo((await presale.terms()).opens);
  for (const partner of actors.partners) await presale.connect(partner).contribute(1_000n * unit, []);
  await offerResources(connection, stage, await connection.ethers.deployContract("TestDeed"));
  return stage;
}

/** Of the stranger: 1 only offered, 2 and 3 accepted, each with a deed; 3 was accepted later, so that refunds are open for 2. */
async function offerResources({ networkHelpers }: Connection, stage: Stage, deed: TestDeed): Promise<void> {
  const { custody, actors, unit } = stage;
  if (custody === undefined) throw new Error("the organisation has no presale");
  await deed.connect(actors.stranger).setApprovalForAll(custody, true);
  for (const id of [1n, 2n, 3n]) {
    await deed.mint(actors.stranger, id);
    await custody.connect(actors.stranger).offerResource(unit, ZeroHash, "ipfs://deed", deed, id);
  }
  await custody.connect(actors.trustee).acceptResource(2n);
  await networkHelpers.time.increase(6n * DAY);
  await custody.connect(actors.trustee).acceptResource(3n);
  await networkHelpers.mine();
}

/** A presale that has ended, and waits for its trustee. */
export async function ended(connection: Connection): Promise<Stage> {
  const stage = await selling(connection);
  await at(connection, (await stage.presale?.terms())?.closes);
  await owe(connection, stage);
  await connection.networkHelpers.mine();
  return stage;
}

/** A pledge of the donor, confirmed before the reserve takes it. */
async function owe(connection: Connection, { pledgeBook, actors, unit, verifier }: Stage): Promise<void> {
  await pledgeBook.connect(actors.donor).pledge(unit, verifier, await inDays(connection, 300n), "");
  await pledgeBook.connect(verifier).confirm(1n);
}

/** A presale that was released: milestone 0 is approved and nobody objected, the window is over. */
export async function released(connection: Connection): Promise<Stage> {
  const stage = await ended(connection);
  const { presale, budget, actors } = stage;
  await presale?.connect(actors.trustee).release();
  await connection.networkHelpers.time.increase(14n * DAY);
  await budget?.connect(actors.trustee).approveMilestone(0n);
  await connection.networkHelpers.time.increase(8n * DAY);
  await connection.networkHelpers.mine();
  return stage;
}

/** As {@link released}, with milestone 0 paid, partners who staked their tokens, and milestone 1 approved just now. */
export async function challenged(connection: Connection): Promise<Stage> {
  const stage = await released(connection);
  const { presale, budget, token, stake, actors } = stage;
  for (const partner of actors.partners) {
    await presale?.connect(partner).claim(partner);
    await token.connect(partner).approve(stake, NEVER);
    await stake.connect(partner).stake(await token.balanceOf(partner));
  }
  await budget?.payMilestone(0n);
  await budget?.connect(actors.trustee).approveMilestone(1n);
  await connection.networkHelpers.mine();
  return stage;
}

/** A presale that takes no money while another trustee, the donor, is announced. */
export async function announced(connection: Connection): Promise<Stage> {
  const stage = await selling(connection);
  await stage.presale?.connect(stage.owner).announceTrustee(stage.actors.donor);
  await connection.networkHelpers.mine();
  return stage;
}

/** As {@link announced}, with refunds closed. */
export async function dueTrustee(connection: Connection): Promise<Stage> {
  const stage = await announced(connection);
  await connection.networkHelpers.time.increase(15n * DAY);
  await connection.networkHelpers.mine();
  return stage;
}

/** A presale that nobody released. */
export async function failed(connection: Connection): Promise<Stage> {
  const stage = await ended(connection);
  await at(connection, (await stage.presale?.terms())?.releaseBy);
  return stage;
}

/** A tier of licences at one asset unit a year, free from one recognised token on. */
export function tier(unit: bigint) {
  return {
    name: "Print",
    termsURI: "ipfs://terms",
    termsHash: `0x${"22".repeat(32)}`,
    price: unit,
    commonsMinimum: WHOLE / 10n,
    duration: 365n * DAY,
    makersBps: 4_000n,
    active: true,
  };
}

/** An offer at one token a voucher that opened `now`, for 300 days. */
export function offer(now: bigint) {
  return {
    name: "Ticket",
    uri: "ipfs://ticket",
    price: WHOLE,
    stock: 100n,
    periodQuota: 0n,
    period: 0n,
    opens: now,
    closes: now + 300n * DAY,
    validUntil: now + 300n * DAY,
    treasuryBps: 0n,
    settlement: 0n,
    perAccount: 0n,
    feeBps: 0n,
    bound: false,
  };
}

export async function inDays({ networkHelpers }: Connection, days: bigint): Promise<bigint> {
  return BigInt(await networkHelpers.time.latest()) + days * DAY;
}

async function at({ networkHelpers }: Connection, time: BigNumberish | undefined): Promise<void> {
  if (time === undefined) throw new Error("the organisation has no presale");
  await networkHelpers.time.increaseTo(time);
  await networkHelpers.mine();
}
