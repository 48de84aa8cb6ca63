/** Who has staked what, what holds it, and who vetoed; kept from events alone. */
import { amountOf, textOf, type RecordedEvent } from "../world/events.ts";

/** What somebody did and what that holds of their stake. */
export interface HoldRecord {
  readonly account: string;
  /** Address of where it was done. */
  readonly forum: string;
  readonly id: bigint;
  readonly tag: bigint;
  /** When it ends at the latest, in seconds. */
  readonly atMost: bigint;
}

/** `type(uint256).max`: at no time that is known beforehand. */
export const OPEN = 2n ** 256n - 1n;

/** The tag of vetoes. */
export const VETO = 255n;

/** One veto: token wei, seconds. */
export interface VetoRecord {
  readonly account: string;
  readonly forum: string;
  readonly id: bigint;
  readonly weight: bigint;
  readonly total: bigint;
  readonly threshold: bigint;
  readonly time: number;
}

export class StakeBooks {
  /** Token wei by account. */
  readonly stakes = new Map<string, bigint>();
  readonly #holds = new Map<string, HoldRecord>();
  readonly #reached = new Map<string, number>();
  readonly vetoes: VetoRecord[] = [];
  /** Token wei staked by all. */
  total = 0n;
  /** Token wei that founders lost and that nobody has a voice by; they wait to be burned. */
  forfeited = 0n;
  /** The most that was ever staked. */
  greatest = 0n;
  /** How many holds there were. */
  begun = 0;

  /** What holds stakes now. */
  get holds(): readonly HoldRecord[] {
    return [...this.#holds.values()];
  }

  stakeOf(account: string): bigint {
    return this.stakes.get(account) ?? 0n;
  }

  /** How many accounts have a stake. */
  get holders(): number {
    return [...this.stakes.values()].filter((stake) => stake > 0n).length;
  }

  /** When vetoes of a matter reached what rejects it, in seconds; 0 if they did not. */
  reachedAt(hold: HoldRecord): number {
    return this.#reached.get(matterOf(hold)) ?? 0;
  }

  enter(event: RecordedEvent): void {
    switch (event.name) {
      case "Staked":
        this.#change(event, amountOf(event, "amount"));
        break;
      case "Unstaked":
        this.#change(event, -amountOf(event, "amount"));
        break;
      case "StakeForfeited": {
        const [account, amount] = [textOf(event, "account"), amountOf(event, "amount")];
        this.stakes.set(account, this.stakeOf(account) - amount);
        this.total -= amount;
        this.forfeited += amount;
        break;
      }
      case "HoldBegun":
        this.#hold({ ...holdOf(event, amountOf(event, "tag")), atMost: amountOf(event, "atMost") });
        break;
      case "HoldClosed":
        this.#holds.delete(keyOf(holdOf(event, amountOf(event, "tag"))));
        break;
      case "VetoCast":
        this.#hold(holdOf(event, VETO));
        if (amountOf(event, "total") >= amountOf(event, "threshold")) {
          this.#reached.set(matterOf(holdOf(event, VETO)), event.time);
        }
        this.vetoes.push({
          ...{ account: textOf(event, "account"), forum: textOf(event, "forum"), id: amountOf(event, "id") },
          ...{ weight: amountOf(event, "weight"), total: amountOf(event, "total") },
          ...{ threshold: amountOf(event, "threshold"), time: event.time },
        });
    }
  }

  #hold(hold: HoldRecord): void {
    if (!this.#holds.has(keyOf(hold))) this.begun++;
    this.#holds.set(keyOf(hold), hold);
  }

  #change(event: RecordedEvent, amount: bigint): void {
    const account = textOf(event, "account");
    const stake = this.stakeOf(account) + amount;
    const told = amountOf(event, "stake");
    if (told !== stake) {
      throw new Error(
        `${event.name}: ${account} is said to have staked ${told} token wei, but by the books ${stake}`,
      );
    }
    this.stakes.set(account, stake);
    this.total += amount;
    if (this.total > this.greatest) this.greatest = this.total;
  }
}

function holdOf(event: RecordedEvent, tag: bigint): HoldRecord {
  return {
    ...{ account: textOf(event, "account"), forum: textOf(event, "forum") },
    ...{ id: amountOf(event, "id"), tag, atMost: OPEN },
  };
}

function matterOf({ forum, id }: HoldRecord): string {
  return [forum, id].join();
}

function keyOf({ account, forum, id, tag }: HoldRecord): string {
  return [account, forum, id, tag].join();
}
