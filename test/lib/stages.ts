/** Organisations in which every call of the permission matrix makes sense for somebody. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ZeroHash, type BigNumberish } from "ethers";
import type { TestDeed } from "../../typechain-types/index.ts";
import type { IProductionProposals } from "../../typechain-types/production/ProductionProposals.ts";
import { accepted, sharesOf, submitted, WHOLE_BPS, type Share } from "./contributions.ts";
import { activated, ledgerOf, opened, proposed, type Ledger } from "./epochs.ts";
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
import { contributionShares, decide } from "./proposals.ts";
import { endow } from "./stakes.ts";

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
    readonly undecided: bigint;
    readonly accepted: bigint;
    readonly settled: bigint;
    readonly fresh: bigint;
    readonly openEpoch: bigint;
    readonly activeEpoch: bigint;
    readonly dueEpoch: bigint;
    readonly freshEpoch: bigint;
  };
  readonly proposalIds: {
    readonly open: bigint;
    readonly funded: bigint;
    readonly delivered: bigint;
    /** Settled, not completed. */
    readonly accepted: bigint;
    /** The contribution that delivered it; its deposit has come back to the proposals. */
    readonly acceptedDelivery: bigint;
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
  registry: { reviewerRewardBps: 500n },
  governance: { governorProposes: true },
};

/** See {@link Busy}. */
export async function busy(connection: Connection): Promise<Busy> {
  const { networkHelpers } = connection;
  const stage = await asStage(connection, await launchOpenMarket(connection, TERMS));
  const { actors, registry, holder, reserve, asset, unit, stakeLock, pledgeBook, owner } = stage;
  const { timelock, addresses, verifier, licensee, licenceOffice, partnerAcceptance, token } = stage;
  const [producer] = actors.producers;

  await reserve.connect(owner).setTributes(100n, 100n);
  await reserve.connect(actors.donor).buy(10_000n * unit, 0n, producer, NEVER);
  await networkHelpers.time.increase(31n * DAY);
  await reserve.connect(holder).lockToDissolve(10n * WHOLE);
  await stakeLock.connect(holder).lock(10n * WHOLE);
  await token.connect(actors.donor).approve(actors.stranger, NEVER);

  await pledgeBook.connect(actors.donor).pledge(unit, verifier, await inDays(connection, 300n), "");
  const condition = await connection.ethers.deployContract("TestCondition");
  await condition.behave(1n);
  await pledgeBook.connect(actors.donor).pledgeOn(unit, condition, "0x", await inDays(connection, 300n), "");
  await pledgeBook.connect(actors.donor).pledgeMatching(unit, await inDays(connection, 300n), "");
  await reserve.connect(actors.stranger).donate(unit, "to be matched");

  await licenceOffice.connect(owner).addTier(tier(unit));
  await licenceOffice.connect(licensee).buy(1n, licensee, NEVER);

  // The donor is a partner, too, and the verifier his gate; his second offer is withdrawn.
  const partner = partnerAcceptance.connect(actors.donor);
  await partner.setGate(verifier, true);
  for (const id of [1n, 2n]) {
    await partner.publish(offer(await inDays(connection, 0n)));
    await partnerAcceptance.connect(holder).purchase(id, 2n, NEVER, holder);
  }
  await partner.withdrawOffer(2n);

  const undecided = await submitted(stage);
  const openEpoch = await opened(connection, stage, ledgerOf(actors.producers));
  const activeEpoch = await activated(connection, stage, ledgerOf(actors.producers, 8, 1n));
  const one = await accepted(connection, stage, { reward: WHOLE });
  const settled = await accepted(connection, stage, { reward: WHOLE });
  await registry.settle(settled, sharesOf([producer, WHOLE_BPS]));
  const { ids: proposalIds, deliverers } = await backedProposals(connection, stage);
  const dueEpoch = await proposed(stage, ledgerOf(actors.producers, 8, 2n));
  await asset.connect(actors.donor).transfer(reserve, unit);

  const call = registry.interface.encodeFunctionData("setCurator", [actors.stranger.address, true]);
  const due: TimelockCall = [addresses.registry, 0n, call, ZeroHash, ZeroHash];
  const batch: TimelockBatch = [[addresses.registry], [0n], [call], ZeroHash, ZeroHash];
  const founder = timelock.connect(actors.founders[0]);
  await founder.schedule(...due, 2n * DAY);
  await founder.scheduleBatch(...batch, 2n * DAY);
  await networkHelpers.time.increase(4n * DAY);
  const salt = `0x${"11".repeat(32)}`;
  await founder.schedule(addresses.registry, 0n, call, ZeroHash, salt, 2n * DAY);
  const pending = await timelock.hashOperation(addresses.registry, 0n, call, ZeroHash, salt);

  await stage.proposals.connect(actors.donor).deliver(proposalIds.delivered, deliverers, ZeroHash, "");
  const fresh = await submitted(stage);
  const freshEpoch = await proposed(stage, ledgerOf(actors.producers, 8, 3n));
  await networkHelpers.mine();
  return {
    ...stage,
    ledger: ledgerOf(actors.producers),
    proposalIds,
    deliverers,
    ids: { undecided, accepted: one, settled, fresh, openEpoch, activeEpoch, dueEpoch, freshEpoch },
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
    deliverers: sharesOf([actors.donor, WHOLE_BPS]),
    contentHash: ZeroHash,
    uri: "",
  };
}

/** Four proposals that the holder backs; all but the first reach their goal, and the last one is accepted and settled. */
async function backedProposals(
  connection: Connection,
  stage: Stage,
): Promise<Pick<Busy, "deliverers"> & { readonly ids: Busy["proposalIds"] }> {
  const { proposals, registry, owner, holder, actors, token, addresses } = stage;
  for (const stake of [WHOLE / 2n, WHOLE, WHOLE, WHOLE]) {
    await proposals.open(await proposalTerms(connection, stage));
    await proposals.connect(holder).back(await proposals.proposalCount(), stake);
  }
  const [open, funded, delivered, last] = [1n, 2n, 3n, 4n] as const;
  const deliverers = sharesOf([actors.donor, WHOLE_BPS]);
  await token.connect(holder).transfer(actors.donor, WHOLE);
  await token.connect(actors.donor).approve(proposals, NEVER);
  await registry.connect(owner).setIncentives(WHOLE, 500n);
  await proposals.connect(actors.donor).deliver(last, deliverers, ZeroHash, "");
  await registry.connect(owner).setIncentives(0n, 500n);
  const { contributionId: acceptedDelivery } = await proposals.proposal(last);
  await decide(connection, stage, acceptedDelivery, true);
  await registry.settle(acceptedDelivery, contributionShares(addresses.proposals, 1_000n, deliverers));
  return { ids: { open, funded, delivered, accepted: last, acceptedDelivery }, deliverers };
}

/** Two years and a half later: what was not claimed has expired, pledges go back. */
export async function late(connection: Connection): Promise<Busy> {
  const stage = await busy(connection);
  await connection.networkHelpers.time.increase(900n * DAY);
  await connection.networkHelpers.mine();
  return stage;
}

/** An open market with a proposal in each state that somebody can do something about. */
export interface Governed extends Stage {
  readonly ballots: {
    readonly pending: Proposal;
    readonly active: Proposal;
    readonly succeeded: Proposal;
    readonly due: Proposal;
  };
}

/** See {@link Governed}; all proposed by the stranger. */
export async function governed(connection: Connection): Promise<Governed> {
  const { networkHelpers } = connection;
  const stage = await asStage(connection, await launchOpenMarket(connection, TERMS));
  const { governor, token, registry, holder, actors } = stage;
  const actions = [await actionOf(registry, "setCurator", actors.stranger.address, true)];
  const ballots = {
    due: { actions, description: "due" },
    succeeded: { actions, description: "succeeded" },
    active: { actions, description: "active" },
    pending: { actions, description: "pending" },
  };
  const { due, succeeded, active, pending } = ballots;
  await token.connect(holder).delegate(holder);
  for (const proposal of [due, succeeded]) await propose(governor, actors.stranger, proposal);
  await toVoting(connection, governor, idOf(succeeded));
  for (const proposal of [due, succeeded]) await governor.connect(holder).castVote(idOf(proposal), Vote.For);
  await toEnd(connection, governor, idOf(succeeded));
  await governor.queue(...hashedOf(due));
  await propose(governor, actors.stranger, active);
  await networkHelpers.time.increaseTo(await governor.proposalEta(idOf(due)));
  await propose(governor, actors.stranger, pending);
  await networkHelpers.mine();
  return { ...stage, ballots };
}

/** Dissolved a moment ago. */
export async function dissolved(connection: Connection): Promise<Stage> {
  const stage = await asStage(connection, await launchOpenMarket(connection, TERMS));
  await stage.reserve.connect(stage.owner).dissolve();
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

/** Of the stranger: 1 only offered, 2 and 3 accepted, each with a deed; the challenge of 2 is over. */
async function offerResources({ networkHelpers }: Connection, stage: Stage, deed: TestDeed): Promise<void> {
  const { escrow, actors, unit } = stage;
  if (escrow === undefined) throw new Error("the organisation has no presale");
  await deed.connect(actors.stranger).setApprovalForAll(escrow, true);
  for (const id of [1n, 2n, 3n]) {
    await deed.mint(actors.stranger, id);
    await escrow.connect(actors.stranger).offerResource(unit, ZeroHash, "ipfs://deed", deed, id);
  }
  await escrow.connect(actors.trustee).acceptResource(2n);
  await networkHelpers.time.increase(6n * DAY);
  await escrow.connect(actors.trustee).acceptResource(3n);
  await networkHelpers.mine();
}

/** A presale that has ended, and waits for its trustee. */
export async function ended(connection: Connection): Promise<Stage> {
  const stage = await selling(connection);
  await at(connection, (await stage.presale?.terms())?.closes);
  for (const id of [2n, 3n]) await stage.escrow?.confirmResource(id);
  await connection.networkHelpers.mine();
  return stage;
}

/** A presale that was released: of its milestones 0 is approved and unchallenged, 1 refused, 2 to come. */
export async function released(connection: Connection): Promise<Stage> {
  const stage = await ended(connection);
  const { presale, escrow, actors } = stage;
  await presale?.connect(actors.trustee).release();
  await escrow?.connect(actors.trustee).approveMilestone(0n);
  await escrow?.connect(actors.trustee).refuseMilestone(1n);
  await connection.networkHelpers.time.increase(6n * DAY);
  await connection.networkHelpers.mine();
  return stage;
}

/** As {@link released}, with milestone 2 approved just now, and another trustee announced with the consent of one partner. */
export async function consenting(connection: Connection): Promise<Stage> {
  const stage = await released(connection);
  const { presale, escrow, actors, owner, token } = stage;
  for (const partner of actors.partners) {
    await presale?.connect(partner).claim(partner);
    await token.connect(partner).approve(stage.addresses.escrow ?? "", NEVER);
  }
  await escrow?.connect(actors.trustee).approveMilestone(2n);
  await escrow?.connect(owner).announceTrustee(actors.donor);
  await escrow?.connect(actors.partners[1]).consent(1_000n * WHOLE);
  await connection.networkHelpers.mine();
  return stage;
}

/** As {@link consenting}, with the consent of most: the notice runs. */
export async function noticed(connection: Connection): Promise<Stage> {
  const stage = await consenting(connection);
  const { escrow, actors } = stage;
  await escrow?.connect(actors.partners[1]).consent(1_000n * WHOLE);
  await escrow?.connect(actors.partners[2]).consent(2_000n * WHOLE);
  await connection.networkHelpers.mine();
  return stage;
}

/** As {@link noticed}, with the notice over. */
export async function dueTrustee(connection: Connection): Promise<Stage> {
  const stage = await noticed(connection);
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
