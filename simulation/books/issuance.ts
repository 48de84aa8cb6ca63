/** Awards, the batches that pay them, and what issuers fetched of it; kept from events alone. */
import { amountOf, type RecordedEvent } from "../world/events.ts";

/** Batches that pay a cohort: its own and the next ones. */
const LIVES = 3n;

/** One award, as its events tell it; amounts in token wei. */
export interface AwardRecord {
  /** Number of the batch in which it was entered. */
  readonly batch: bigint;
  readonly asked: bigint;
  readonly entered: bigint;
  taken: bigint;
}

/** A batch that was paid: seconds, token wei. */
export interface BatchRecord {
  readonly number: bigint;
  readonly time: number;
  /** What it would have paid with room for all. */
  readonly missing: bigint;
  readonly paid: bigint;
}

interface Cohort {
  readonly number: bigint;
  entered: bigint;
  paid: bigint;
}

export class IssuanceBooks {
  readonly awards = new Map<bigint, AwardRecord>();
  readonly batches: BatchRecord[] = [];
  readonly #cohorts = new Map<bigint, Cohort>();
  /** Token wei that batches minted, and that issuers fetched. */
  paid = 0n;
  taken = 0n;

  /** Token wei that batches paid and no issuer fetched. */
  get waiting(): bigint {
    return this.paid - this.taken;
  }

  /** Number of the batch that runs. */
  get running(): bigint {
    return (this.batches.at(-1)?.number ?? 0n) + 1n;
  }

  /** Token wei of awards that a batch may still pay. */
  get open(): bigint {
    return this.living().reduce((sum, { entered, paid }) => sum + entered - paid, 0n);
  }

  /** Token wei of awards that three batches did not pay. */
  get lapsed(): bigint {
    let lapsed = 0n;
    for (const cohort of this.#cohorts.values()) {
      if (cohort.number + LIVES <= this.running) lapsed += cohort.entered - cohort.paid;
    }
    return lapsed;
  }

  /** Token wei that were void at once, as three windows could not have paid them. */
  get void(): bigint {
    let sum = 0n;
    for (const { asked, entered } of this.awards.values()) sum += asked - entered;
    return sum;
  }

  /** The cohorts that the running batch pays, the oldest first. */
  living(): readonly Cohort[] {
    const numbers = [this.running - 2n, this.running - 1n, this.running];
    return numbers.filter((number) => number > 0n).map((number) => this.#cohort(number));
  }

  /** What batches paid for an award so far, rounded down. */
  paidOf(award: bigint): bigint {
    const { batch, entered } = this.#award(award);
    const cohort = this.#cohort(batch);
    return cohort.paid === 0n ? 0n : (entered * cohort.paid) / cohort.entered;
  }

  /** Whether nothing more will be paid for an award. */
  isFinal(award: bigint): boolean {
    const { batch } = this.#award(award);
    const { entered, paid } = this.#cohort(batch);
    return (paid > 0n && paid === entered) || this.running >= batch + LIVES;
  }

  enter(event: RecordedEvent): void {
    if (event.name === "AwardEntered") {
      const [batch, entered] = [amountOf(event, "batch"), amountOf(event, "entered")];
      if (batch !== this.running) throw new Error(`an award entered batch ${batch}, not ${this.running}`);
      this.awards.set(amountOf(event, "award"), {
        ...{ batch, entered, asked: amountOf(event, "amount"), taken: 0n },
      });
      this.#cohort(batch).entered += entered;
    } else if (event.name === "BatchPaid") this.#pay(event);
    else if (event.name === "AwardTaken") {
      const [number, amount] = [amountOf(event, "award"), amountOf(event, "amount")];
      const award = this.#award(number);
      const due = this.paidOf(number) - award.taken;
      if (amount !== due) throw new Error(`award ${number} was paid ${amount} token wei instead of ${due}`);
      award.taken += amount;
      this.taken += amount;
    }
  }

  /** Divides what a batch paid among its cohorts: each the same part of what it misses, rounded down. */
  #pay(event: RecordedEvent): void {
    const [number, missing, paid] = [
      amountOf(event, "batch"),
      amountOf(event, "missing"),
      amountOf(event, "paid"),
    ];
    const cohorts = this.living();
    if (number !== this.running || missing !== this.open) {
      throw new Error(
        `batch ${number} misses ${missing} token wei, but by the books ${this.running} does ${this.open}`,
      );
    }
    // Rounding leaves less than a unit of each cohort of the room that was shared out.
    const parts = [0n, 1n, 2n, 3n]
      .map((more) => cohorts.map((one) => partOf(one.entered - one.paid, paid + more, missing)))
      .find((shared) => shared.reduce((sum, part) => sum + part, 0n) === paid);
    if (parts === undefined) throw new Error(`batch ${number} did not pay its cohorts alike`);
    for (const [at, cohort] of cohorts.entries()) cohort.paid += parts[at] ?? 0n;
    this.batches.push({ number, time: event.time, missing, paid });
    this.paid += paid;
  }

  #award(number: bigint): AwardRecord {
    const award = this.awards.get(number);
    if (award === undefined) throw new Error(`award ${number} was never entered`);
    return award;
  }

  #cohort(number: bigint): Cohort {
    const cohort = this.#cohorts.get(number) ?? { number, entered: 0n, paid: 0n };
    this.#cohorts.set(number, cohort);
    return cohort;
  }
}

function partOf(missing: bigint, room: bigint, all: bigint): bigint {
  return all === 0n ? 0n : (missing * (room < all ? room : all)) / all;
}
