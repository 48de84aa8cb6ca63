/** What backers staked on proposals for production, and what they got for it; kept from events alone. */
import type { Result } from "ethers";
import { amountOf, textOf, type RecordedEvent } from "./events.ts";

/** One proposal, as its events tell it; amounts in token wei. */
export interface ProposalRecord {
  readonly id: bigint;
  readonly uri: string;
  readonly goal: bigint;
  readonly reward: bigint;
  readonly backersBps: number;
  /** Seconds. */
  readonly deliverBy: number;
  /** What each backer staked and did not take back; stays when the deliverers have it. */
  readonly stakes: Map<string, bigint>;
  /** What each backer was sent of what was issued. */
  readonly claims: Map<string, bigint>;
  contributionId: bigint;
  /** Of the proposal, and to its backers. */
  settled: bigint;
  minted: bigint;
  claimed: bigint;
  reclaimed: bigint;
  /** How many times something was issued for it. */
  parts: number;
  /** When, in seconds; 0 for what did not happen. */
  fundedAt: number;
  deliveredAt: number;
  completedAt: number;
}

export class StakeBooks {
  readonly proposals = new Map<bigint, ProposalRecord>();
  /** The contract, which is itself among those that contributions reward. */
  #account = "";

  /** Tokens staked on proposals that their deliverers do not have yet. */
  get staked(): bigint {
    let staked = 0n;
    for (const { stakes, completedAt } of this.proposals.values()) {
      if (completedAt === 0) for (const stake of stakes.values()) staked += stake;
    }
    return staked;
  }

  /** Tokens issued to backers that they did not claim yet. */
  get unclaimed(): bigint {
    let unclaimed = 0n;
    for (const { minted, claimed } of this.proposals.values()) unclaimed += minted - claimed;
    return unclaimed;
  }

  /** Tokens issued to backers in all. */
  get minted(): bigint {
    let minted = 0n;
    for (const proposal of this.proposals.values()) minted += proposal.minted;
    return minted;
  }

  /** Enters an event of ProductionProposals, or a settlement of the registry; `all` are those of its transaction. */
  enter(event: RecordedEvent, all: readonly RecordedEvent[]): void {
    if (event.name === "ProposalOpened") this.#open(event);
    else if (event.name === "ContributionSettled") this.#settle(event, all);
    else if (event.contract === "proposals" && event.args.toObject()["id"] !== undefined)
      this.#change(this.#proposal(event), event, all);
  }

  #open(event: RecordedEvent): void {
    const [id, terms] = [amountOf(event, "id"), event.args.getValue("terms") as Result];
    this.proposals.set(id, {
      ...{ id, uri: terms.getValue("uri") as string, goal: terms.getValue("goal") as bigint },
      ...{ reward: terms.getValue("reward") as bigint, backersBps: Number(terms.getValue("backersBps")) },
      ...{ deliverBy: Number(terms.getValue("deliverBy")), stakes: new Map(), claims: new Map() },
      ...{ contributionId: 0n, settled: 0n, minted: 0n, claimed: 0n, reclaimed: 0n, parts: 0 },
      ...{ fundedAt: 0, deliveredAt: 0, completedAt: 0 },
    });
  }

  #change(proposal: ProposalRecord, event: RecordedEvent, all: readonly RecordedEvent[]): void {
    switch (event.name) {
      case "ProposalBacked":
        add(proposal.stakes, textOf(event, "backer"), amountOf(event, "amount"));
        break;
      case "BackingWithdrawn":
        add(proposal.stakes, textOf(event, "backer"), -amountOf(event, "amount"));
        break;
      case "BackingReclaimed":
        add(proposal.stakes, textOf(event, "backer"), -amountOf(event, "amount"));
        proposal.reclaimed += amountOf(event, "amount");
        break;
      case "ProposalFunded":
        proposal.fundedAt = event.time;
        break;
      case "ProposalDelivered": {
        proposal.contributionId = amountOf(event, "contributionId");
        proposal.deliveredAt = event.time;
        const submitted = all.find(({ name }) => name === "ContributionSubmitted");
        if (submitted === undefined) throw new Error("a delivery submitted no contribution");
        this.#account = textOf(submitted, "submitter");
        break;
      }
      case "ProposalCompleted":
        proposal.completedAt = event.time;
        break;
      case "BackerRewardClaimed":
        add(proposal.claims, textOf(event, "backer"), amountOf(event, "amount"));
        proposal.claimed += amountOf(event, "amount");
    }
  }

  #settle(event: RecordedEvent, all: readonly RecordedEvent[]): void {
    const id = amountOf(event, "id");
    const proposal = [...this.proposals.values()].find(({ contributionId }) => contributionId === id);
    if (proposal === undefined) return;
    proposal.settled = amountOf(event, "settled");
    proposal.parts++;
    for (const issued of all) {
      if (issued.name !== "Issued" || textOf(issued, "to") !== this.#account) continue;
      proposal.minted += amountOf(issued, "amount");
    }
  }

  #proposal(event: RecordedEvent): ProposalRecord {
    const proposal = this.proposals.get(amountOf(event, "id"));
    if (proposal === undefined) throw new Error(`${event.name} is of a proposal that was never opened`);
    return proposal;
  }
}

function add(to: Map<string, bigint>, key: string, amount: bigint): void {
  to.set(key, (to.get(key) ?? 0n) + amount);
}
