/** The books of one organisation, kept from its events alone, to be compared with what the contracts say. */
import { ZeroAddress } from "ethers";
import { EscrowBooks } from "./escrow-books.ts";
import { amountOf, textOf, type RecordedEvent } from "./events.ts";
import { GiftBooks } from "./gift-books.ts";
import { StakeBooks } from "./stake-books.ts";
import { VoucherBooks } from "./voucher-books.ts";

/** Where tokens come from. */
export const ORIGINS = [
  "partners",
  "founders",
  "production",
  "use",
  "maintenance",
  "epochs",
  "market",
  "opening",
] as const;
export type Origin = (typeof ORIGINS)[number];

const KINDS: readonly Origin[] = ["production", "use", "maintenance"];

/** One contribution, as its events tell it. */
export interface ContributionRecord {
  readonly id: bigint;
  readonly kind: Origin;
  readonly reward: bigint;
  settled: bigint;
  /** How many times something was minted for it. */
  parts: number;
  status: "submitted" | "accepted" | "rejected" | "settled";
}

/** One epoch, as its events tell it; amounts in token wei. */
export interface EpochRecord {
  readonly id: bigint;
  readonly total: bigint;
  funded: bigint;
  claimed: bigint;
  /** How many times something was minted for it, and paid from it. */
  parts: number;
  claims: number;
  status: "proposed" | "active" | "open";
}

export class Books {
  /** Tokens by account. */
  readonly balances = new Map<string, bigint>();
  readonly minted: Record<Origin, bigint>;
  burned = 0n;
  /** Asset units in the reserve. */
  reserve = 0n;
  tribute = 0n;
  /** Tribute that went to the treasury. */
  tributeCollected = 0n;
  /** What came into the reserve without a mint. */
  readonly gifts = new GiftBooks();
  readonly escrow = new EscrowBooks();
  readonly vouchers = new VoucherBooks();
  readonly stakes = new StakeBooks();
  paidByBuyers = 0n;
  paidToSellers = 0n;
  buys = 0;
  sells = 0;
  /** Asset units that partners gave and did not take back. */
  readonly contributed = new Map<string, bigint>();
  raised = 0n;
  refunded = 0n;
  /** Of the refundable money, what still waits in the presale. */
  heldByPresale = 0n;
  readonly contributions = new Map<bigint, ContributionRecord>();
  readonly epochs = new Map<bigint, EpochRecord>();
  /** Tokens that accounts received for what they did; of epochs, what they claimed. */
  readonly recognised = new Map<string, bigint>();

  constructor() {
    this.minted = {
      partners: 0n,
      founders: 0n,
      production: 0n,
      use: 0n,
      maintenance: 0n,
      epochs: 0n,
      market: 0n,
      opening: 0n,
    };
  }

  /** Tokens there are, by the books. */
  get supply(): bigint {
    return ORIGINS.reduce((sum, origin) => sum + this.minted[origin], -this.burned);
  }

  /** Tokens of accepted contributions that are not minted yet. */
  get owed(): bigint {
    let owed = 0n;
    for (const { status, reward, settled } of this.contributions.values()) {
      if (status === "accepted") owed += reward - settled;
    }
    return owed;
  }

  /** Tokens of active epochs that are not minted yet. */
  get unfunded(): bigint {
    let unfunded = 0n;
    for (const { status, total, funded } of this.epochs.values()) {
      if (status === "active") unfunded += total - funded;
    }
    return unfunded;
  }

  /** Tokens that were minted for epochs and wait to be claimed. */
  get unclaimed(): bigint {
    let unclaimed = 0n;
    for (const { funded, claimed } of this.epochs.values()) unclaimed += funded - claimed;
    return unclaimed;
  }

  /** Tokens that wait in contracts for whoever claims, redeems or takes them back. */
  get waiting(): bigint {
    return this.unclaimed + this.vouchers.waiting + this.stakes.staked + this.stakes.unclaimed;
  }

  balanceOf(account: string): bigint {
    return this.balances.get(account) ?? 0n;
  }

  /** Enters the events of one transaction. */
  enter(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const key = `${event.contract}.${event.name}`;
      if (key === "token.Transfer") this.#transfer(event, events);
      else if (event.contract === "registry") this.#recognise(event, events);
      else if (event.contract === "epochs") this.#recogniseMany(event);
      else if (event.contract === "presale") this.#presale(event);
      else if (event.contract === "escrow") this.escrow.enter(event);
      else if (event.contract === "reserve") this.#reserve(event, events);
      else if (event.contract === "pledgeBook" || event.contract === "licenceOffice")
        this.gifts.enter(event, events);
      else if (event.contract === "partnerAcceptance") this.vouchers.enter(event);
      else if (event.contract === "proposals") this.stakes.enter(event, events);
      else if (key === "issuance.Issued" && !events.some(({ name }) => name === "EpochFunded"))
        add(this.recognised, textOf(event, "to"), amountOf(event, "amount"));
    }
  }

  #transfer(event: RecordedEvent, all: readonly RecordedEvent[]): void {
    const [from, to, value] = [textOf(event, "from"), textOf(event, "to"), amountOf(event, "value")];
    if (from !== ZeroAddress) add(this.balances, from, -value);
    if (to !== ZeroAddress) add(this.balances, to, value);
    else this.burned += value;
    if (from === ZeroAddress) this.#mint(value, all);
  }

  /** Says where newly minted tokens come from, by what else happened in the transaction. */
  #mint(value: bigint, all: readonly RecordedEvent[]): void {
    const find = (name: string): RecordedEvent | undefined => all.find((event) => event.name === name);
    const released = find("Released");
    const settled = find("ContributionSettled");
    if (
      released !== undefined &&
      amountOf(released, "soldTokens") + amountOf(released, "founderTokens") === value
    ) {
      this.minted.partners += amountOf(released, "soldTokens");
      this.minted.founders += amountOf(released, "founderTokens");
    } else if (find("MarketOpened") !== undefined) {
      this.minted.opening += value;
    } else if (settled !== undefined) {
      this.minted[this.#record(amountOf(settled, "id")).kind] += value;
    } else if (find("EpochFunded") !== undefined) {
      this.minted.epochs += value;
    } else if (find("Bought") !== undefined) {
      this.minted.market += value;
    } else {
      throw new Error(`${value} token wei were minted by none of the ways that the suite has`);
    }
  }

  #recognise(event: RecordedEvent, all: readonly RecordedEvent[]): void {
    if (event.name === "ContributionSubmitted") {
      const id = amountOf(event, "id");
      const kind = KINDS[Number(amountOf(event, "kind"))];
      if (kind === undefined) throw new Error(`contribution ${id} is of no kind that the simulation knows`);
      const reward = amountOf(event, "reward");
      this.contributions.set(id, { id, kind, reward, settled: 0n, parts: 0, status: "submitted" });
    } else if (event.name === "ContributionDecided") {
      const accepted = event.args.getValue("accepted") === true;
      this.#record(amountOf(event, "id")).status = accepted ? "accepted" : "rejected";
    } else if (event.name === "ContributionSettled") {
      const record = this.#record(amountOf(event, "id"));
      record.settled = amountOf(event, "settled");
      record.parts++;
      if (record.settled === record.reward) record.status = "settled";
      this.stakes.enter(event, all);
    }
  }

  #recogniseMany(event: RecordedEvent): void {
    switch (event.name) {
      case "EpochProposed": {
        const [id, total] = [amountOf(event, "epoch"), amountOf(event, "total")];
        this.epochs.set(id, { id, total, funded: 0n, claimed: 0n, parts: 0, claims: 0, status: "proposed" });
        break;
      }
      case "EpochActivated":
        this.#epoch(event).status = "active";
        break;
      case "EpochFunded": {
        const record = this.#epoch(event);
        record.funded += amountOf(event, "amount");
        record.parts++;
        break;
      }
      case "EpochOpened":
        this.#epoch(event).status = "open";
        break;
      case "AwardClaimed": {
        const record = this.#epoch(event);
        const amount = amountOf(event, "amount");
        add(this.recognised, textOf(event, "account"), amount);
        record.claimed += amount;
        record.claims++;
      }
    }
  }

  #presale(event: RecordedEvent): void {
    if (event.name === "Contributed") {
      const amount = amountOf(event, "amount");
      add(this.contributed, textOf(event, "partner"), amount);
      this.raised += amount;
      this.heldByPresale += amount;
    } else if (event.name === "Refunded") {
      const amount = amountOf(event, "amount");
      add(this.contributed, textOf(event, "partner"), -amount);
      this.refunded += amount;
      this.heldByPresale -= amount;
    } else if (event.name === "Released") {
      this.heldByPresale -= amountOf(event, "toReserve") + amountOf(event, "toEscrow");
    }
  }

  #reserve(event: RecordedEvent, all: readonly RecordedEvent[]): void {
    if (event.name === "MarketOpened") {
      this.reserve = amountOf(event, "reserve");
    } else if (event.name === "Bought") {
      const [paid, tribute] = [amountOf(event, "assetIn"), amountOf(event, "tribute")];
      this.reserve += paid - tribute;
      this.tribute += tribute;
      this.paidByBuyers += paid;
      this.buys++;
    } else if (event.name === "Sold") {
      const [paid, tribute] = [amountOf(event, "assetOut"), amountOf(event, "tribute")];
      this.reserve -= paid + tribute;
      this.tribute += tribute;
      this.paidToSellers += paid;
      this.sells++;
    } else if (event.name === "TributeCollected") {
      this.tribute -= amountOf(event, "amount");
      this.tributeCollected += amountOf(event, "amount");
    } else {
      this.reserve += this.gifts.enter(event, all);
    }
  }

  #epoch(event: RecordedEvent): EpochRecord {
    const record = this.epochs.get(amountOf(event, "epoch"));
    if (record === undefined) throw new Error(`${event.name} is of an epoch that was never proposed`);
    return record;
  }

  #record(id: bigint): ContributionRecord {
    const record = this.contributions.get(id);
    if (record === undefined) throw new Error(`contribution ${id} was never submitted`);
    return record;
  }
}

function add(to: Map<string, bigint>, key: string, amount: bigint): void {
  to.set(key, (to.get(key) ?? 0n) + amount);
}
