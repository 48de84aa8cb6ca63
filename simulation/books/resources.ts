/** What partners offered beside money and what became of it, kept from the custody's events alone. */
import { amountOf, textOf, type RecordedEvent } from "../world/events.ts";

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
  status: "offered" | "accepted" | "returned" | "withdrawn" | "delivered";
}

export class ResourceBooks {
  readonly resources = new Map<bigint, ResourceRecord>();

  /** Asset units that accepted resources are worth. */
  get value(): bigint {
    let value = 0n;
    for (const one of this.resources.values()) {
      if (one.status === "accepted" || one.status === "delivered") value += one.value;
    }
    return value;
  }

  enter(event: RecordedEvent): void {
    const { name } = event;
    if (name === "ResourceOffered") {
      const id = amountOf(event, "id");
      this.resources.set(id, {
        ...{ id, offerer: textOf(event, "offerer"), value: amountOf(event, "value") },
        ...{ custody: BigInt(textOf(event, "nftContract")) !== 0n, tokens: 0n, status: "offered" },
      });
    } else if (name === "ResourceAccepted") {
      const resource = this.#resource(event);
      resource.status = "accepted";
      resource.tokens = amountOf(event, "tokens");
    } else if (name === "ResourceDelivered") this.#resource(event).status = "delivered";
    else if (name === "ResourceReturned" || name === "ResourceWithdrawn") {
      const resource = this.#resource(event);
      resource.status = name === "ResourceReturned" ? "returned" : "withdrawn";
      resource.tokens = 0n;
    }
  }

  #resource(event: RecordedEvent): ResourceRecord {
    const resource = this.resources.get(amountOf(event, "id"));
    if (resource === undefined) throw new Error(`${event.name} is of a resource that was never offered`);
    return resource;
  }
}
