/** What was given to a reserve, by where it came from, and what is promised to it; kept from events alone. */
import { amountOf, textOf, type RecordedEvent } from "../world/events.ts";

/** Where a reserve's gifts come from. */
export const SOURCES = ["donations", "matching", "conditions", "verified", "licences", "absorbed"] as const;
export type Source = (typeof SOURCES)[number];

/** Sources of the contract's forms of a pledge; 0 is none. */
const FORMS: readonly (Source | undefined)[] = [
  undefined,
  "verified",
  "conditions",
  "conditions",
  "matching",
];

/** One pledge, as its events tell it; amounts in asset units. */
export interface PledgeRecord {
  readonly id: bigint;
  readonly donor: string;
  readonly source: Source;
  readonly amount: bigint;
  /** Seconds. */
  readonly deadline: number;
  passedOn: bigint;
  returned: bigint;
  /** When the last of it went on or back, in seconds; 0 while it waits. */
  endedAt: number;
}

export class GiftBooks {
  /** Asset units by source. */
  readonly given: Record<Source, bigint> = {
    donations: 0n,
    matching: 0n,
    conditions: 0n,
    verified: 0n,
    licences: 0n,
    absorbed: 0n,
  };
  /** How many times each source gave. */
  readonly times: Record<Source, number> = {
    donations: 0,
    matching: 0,
    conditions: 0,
    verified: 0,
    licences: 0,
    absorbed: 0,
  };
  readonly pledges = new Map<bigint, PledgeRecord>();
  /** Asset units of licences that are their makers', the treasury's, and what of them it has. */
  toMakers = 0n;
  collected = 0n;
  licencesBought = 0;
  licencesRenewed = 0;
  commonsClaimed = 0;

  /** Asset units that were given in all. */
  get total(): bigint {
    return SOURCES.reduce((sum, source) => sum + this.given[source], 0n);
  }

  /** Asset units that wait in pledges. */
  get pledged(): bigint {
    let pledged = 0n;
    for (const { amount, passedOn, returned } of this.pledges.values()) {
      pledged += amount - passedOn - returned;
    }
    return pledged;
  }

  /** Enters one event; `all` are those of its transaction. Returns the asset units that it brought the reserve. */
  enter(event: RecordedEvent, all: readonly RecordedEvent[]): bigint {
    switch (`${event.contract}.${event.name}`) {
      case "reserve.Donated":
        return this.#give("donations", event);
      case "reserve.Absorbed":
        return this.#give("absorbed", event);
      case "reserve.GiftReceived":
        return this.#give(this.#sourceOf(event, all), event);
      case "pledgeBook.Pledged":
        this.#pledge(event);
        break;
      case "pledgeBook.PledgePassedOn":
      case "pledgeBook.PledgeReturned": {
        const pledge = this.#pledgeOf(event);
        if (event.name === "PledgeReturned") pledge.returned += amountOf(event, "amount");
        else pledge.passedOn = amountOf(event, "passedOn");
        if (pledge.passedOn + pledge.returned === pledge.amount) pledge.endedAt = event.time;
        break;
      }
      case "licenceOffice.LicenceBought":
        this.toMakers += amountOf(event, "toMakers");
        this.licencesBought++;
        break;
      case "licenceOffice.LicenceRenewed":
        this.toMakers += amountOf(event, "toMakers");
        this.licencesRenewed++;
        break;
      case "licenceOffice.MakersPartCollected":
        this.collected += amountOf(event, "amount");
        break;
      case "licenceOffice.CommonsLicenceClaimed":
        this.commonsClaimed++;
    }
    return 0n;
  }

  #give(source: Source, event: RecordedEvent): bigint {
    const amount = amountOf(event, "amount");
    this.given[source] += amount;
    this.times[source]++;
    return amount;
  }

  /** Says what a gift that is no donation was for, by what else happened in the transaction. */
  #sourceOf(gift: RecordedEvent, all: readonly RecordedEvent[]): Source {
    const amount = amountOf(gift, "amount");
    for (const event of all) {
      if (event.name === "PledgePassedOn" && amountOf(event, "amount") === amount) {
        return this.#pledgeOf(event).source;
      }
      if (event.name !== "LicenceBought" && event.name !== "LicenceRenewed") continue;
      if (amountOf(event, "price") - amountOf(event, "toMakers") === amount) return "licences";
    }
    throw new Error(`${amount} asset units were given in none of the ways that the suite has`);
  }

  #pledge(event: RecordedEvent): void {
    const [id, form] = [amountOf(event, "id"), amountOf(event, "form")];
    const source = FORMS[Number(form)];
    if (source === undefined) throw new Error(`pledge ${id} has no form that the simulation knows`);
    this.pledges.set(id, {
      ...{ id, source, donor: textOf(event, "donor"), amount: amountOf(event, "amount") },
      ...{ deadline: Number(amountOf(event, "deadline")), passedOn: 0n, returned: 0n, endedAt: 0 },
    });
  }

  #pledgeOf(event: RecordedEvent): PledgeRecord {
    const pledge = this.pledges.get(amountOf(event, "id"));
    if (pledge === undefined) throw new Error(`${event.name} is of a pledge that was never made`);
    return pledge;
  }
}
