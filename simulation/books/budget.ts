/** What the production budget received and where it went, kept from its events alone. */
import { amountOf, textOf, type RecordedEvent } from "../world/events.ts";

/** One milestone that is settled: asset units, seconds. */
export interface MilestoneRecord {
  readonly index: number;
  readonly amount: bigint;
  readonly time: number;
  readonly outcome: "paid" | "refused" | "missed";
}

const OUTCOMES: Readonly<Record<string, MilestoneRecord["outcome"]>> = {
  MilestonePaid: "paid",
  MilestoneRefused: "refused",
  MilestoneMissed: "missed",
};

export class BudgetBooks {
  readonly milestones: MilestoneRecord[] = [];
  /** Asset units that the release brought. */
  received = 0n;
  /** Asset units that went to the treasury. */
  paid = 0n;
  /** Asset units that are the partners' again, fetched or not. */
  owed = 0n;
  /** Of those, what partners fetched: by account, and in all. */
  readonly fetchedBy = new Map<string, bigint>();
  fetched = 0n;

  /** Asset units that no milestone has settled. */
  get left(): bigint {
    return this.received - this.paid - this.owed;
  }

  /** Asset units that partners may fetch and did not yet. */
  get toFetch(): bigint {
    return this.owed - this.fetched;
  }

  enter(event: RecordedEvent): void {
    const { name, time } = event;
    const outcome = OUTCOMES[name];
    if (name === "BudgetReceived") this.received += amountOf(event, "amount");
    else if (outcome !== undefined) {
      const [index, amount] = [Number(amountOf(event, "index")), amountOf(event, "amount")];
      this.milestones.push({ index, amount, time, outcome });
      if (outcome === "paid") this.paid += amount;
      else this.owed += amount;
    } else if (name === "PlanEnded") {
      // All from this one on are missed, and counted as it.
      const [index, amount] = [Number(amountOf(event, "index")), amountOf(event, "amount")];
      this.milestones.push({ index, amount, time, outcome: "missed" });
      this.owed += amount;
    } else if (name === "Fetched") {
      const [partner, amount] = [textOf(event, "partner"), amountOf(event, "amount")];
      this.fetchedBy.set(partner, (this.fetchedBy.get(partner) ?? 0n) + amount);
      this.fetched += amount;
    }
  }
}
