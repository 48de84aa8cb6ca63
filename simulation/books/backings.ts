/** What backers put on proposals for production, and what they got for it; kept from events alone. */
import type { Result } from "ethers";
import { amountOf, textOf, type RecordedEvent } from "../world/events.ts";

/** One proposal, as its events tell it; amounts in token wei. */
export interface ProposalRecord {
  readonly id: bigint;
  readonly uri: string;
  readonly goal: bigint;
  readonly reward: bigint;
  readonly backersBps: number;
  /** Seconds. */
  readonly deliverBy: number;
  /** What each backer put on it and did not take back; stays when the deliverers have it. */
  readonly backings: Map<string, bigint>;
  /** What each backer was sent of what was issued. */
  readonly claims: Map<string, bigint>;
  contributionId: bigint;
  /** Paid to its producers, of it to its backers. */
  paid: bigint;
  minted: bigint;
  claimed: bigint;
  reclaimed: bigint;
  /** How many times something was paid for it. */
  parts: number;
  /** When, in seconds; 0 for what did not happen. */
  fundedAt: number;
  deliveredAt: number;
  completedAt: number;
}

export class BackingBooks {
  readonly proposals = new Map<bigint, ProposalRecord>();
  /** The contract, which is itself among those that contributions reward. */
  readonly #account: string;

  constructor(account: string) {
    this.#account = account;
  }

  /** Tokens put on proposals that their deliverers do not have yet. */
  get backed(): bigint {
    let backed = 0n;
    for (const { backings, completedAt } of this.proposals.values()) {
      if (completedAt === 0) for (const backing of backings.values()) backed += backing;
    }
    return backed;
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

  /** Enters an event of ProductionProposals. */
  enter(event: RecordedEvent): void {
    if (event.name === "ProposalOpened") this.#open(event);
    else if (event.args.toObject()["id"] !== undefined) this.#change(this.#proposal(event), event);
  }

  /** Enters what the registry paid for a contribution in one transaction, which may be the delivery of a proposal. */
  pay(id: bigint, payments: readonly RecordedEvent[]): void {
    const proposal = [...this.proposals.values()].find(({ contributionId }) => contributionId === id);
    if (proposal === undefined) return;
    for (const payment of payments) {
      const amount = amountOf(payment, "amount");
      proposal.paid += amount;
      if (textOf(payment, "producer") === this.#account) proposal.minted += amount;
    }
    proposal.parts++;
  }

  #open(event: RecordedEvent): void {
    const [id, terms] = [amountOf(event, "id"), event.args.getValue("terms") as Result];
    this.proposals.set(id, {
      ...{ id, uri: terms.getValue("uri") as string, goal: terms.getValue("goal") as bigint },
      ...{ reward: terms.getValue("reward") as bigint, backersBps: Number(terms.getValue("backersBps")) },
      ...{ deliverBy: Number(terms.getValue("deliverBy")), backings: new Map(), claims: new Map() },
      ...{ contributionId: 0n, paid: 0n, minted: 0n, claimed: 0n, reclaimed: 0n, parts: 0 },
      ...{ fundedAt: 0, deliveredAt: 0, completedAt: 0 },
    });
  }

  #change(proposal: ProposalRecord, event: RecordedEvent): void {
    switch (event.name) {
      case "ProposalBacked":
        add(proposal.backings, textOf(event, "backer"), amountOf(event, "amount"));
        break;
      case "BackingWithdrawn":
        add(proposal.backings, textOf(event, "backer"), -amountOf(event, "amount"));
        break;
      case "BackingReclaimed":
        add(proposal.backings, textOf(event, "backer"), -amountOf(event, "amount"));
        proposal.reclaimed += amountOf(event, "amount");
        break;
      case "ProposalFunded":
        proposal.fundedAt = event.time;
        break;
      case "ProposalDelivered":
        proposal.contributionId = amountOf(event, "contributionId");
        proposal.deliveredAt = event.time;
        break;
      case "ProposalCompleted":
        proposal.completedAt = event.time;
        break;
      case "BackerRewardClaimed":
        add(proposal.claims, textOf(event, "backer"), amountOf(event, "amount"));
        proposal.claimed += amountOf(event, "amount");
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
