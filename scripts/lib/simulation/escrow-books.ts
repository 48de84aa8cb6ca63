/** What a presale's escrow holds and where it went, kept from its events alone. */
import { amountOf, textOf, type RecordedEvent } from "./events.ts";

/** One resource, as its events tell it. */
export interface ResourceRecord {
  readonly id: bigint;
  readonly offerer: string;
  /** Asset units. */
  readonly value: bigint;
  /** Whether an ERC-721 was taken into custody. */
  readonly custody: boolean;
  /** Tokens credited (18 decimals). */
  tokens: bigint;
  status: "offered" | "accepted" | "rejected" | "confirmed" | "returned" | "withdrawn" | "delivered";
}

/** One milestone that is no longer open: asset units, seconds. */
export interface MilestoneRecord {
  readonly index: number;
  readonly amount: bigint;
  readonly time: number;
  readonly paid: boolean;
}

export class EscrowBooks {
  readonly resources = new Map<bigint, ResourceRecord>();
  readonly milestones: MilestoneRecord[] = [];
  /** Asset units that the release brought. */
  budget = 0n;

  /** Asset units that went to the treasury. */
  get paid(): bigint {
    return this.#sum(true);
  }

  /** Asset units that went to the reserve. */
  get failed(): bigint {
    return this.#sum(false);
  }

  /** Asset units that wait in the escrow. */
  get left(): bigint {
    return this.budget - this.paid - this.failed;
  }

  enter(event: RecordedEvent): void {
    const { name } = event;
    if (name === "BudgetReceived") this.budget += amountOf(event, "amount");
    else if (name === "MilestonePaid" || name === "MilestoneFailed") {
      this.milestones.push({
        index: Number(amountOf(event, "index")),
        amount: amountOf(event, "amount"),
        time: event.time,
        paid: name === "MilestonePaid",
      });
    } else if (name === "ResourceOffered") {
      const id = amountOf(event, "id");
      this.resources.set(id, {
        ...{ id, offerer: textOf(event, "offerer"), value: amountOf(event, "value") },
        ...{ custody: BigInt(textOf(event, "nftContract")) !== 0n, tokens: 0n, status: "offered" },
      });
    } else if (name === "ResourceAccepted") this.#resource(event).status = "accepted";
    else if (name === "ResourceRejected") this.#resource(event).status = "rejected";
    else if (name === "ResourceReturned") this.#resource(event).status = "returned";
    else if (name === "ResourceWithdrawn") this.#resource(event).status = "withdrawn";
    else if (name === "ResourceDelivered") this.#resource(event).status = "delivered";
    else if (name === "ResourceConfirmed") {
      const resource = this.#resource(event);
      resource.status = "confirmed";
      resource.tokens = amountOf(event, "tokens");
    }
  }

  #resource(event: RecordedEvent): ResourceRecord {
    const resource = this.resources.get(amountOf(event, "id"));
    if (resource === undefined) throw new Error(`${event.name} is of a resource that was never offered`);
    return resource;
  }

  #sum(paid: boolean): bigint {
    return this.milestones.reduce((sum, one) => (one.paid === paid ? sum + one.amount : sum), 0n);
  }
}
