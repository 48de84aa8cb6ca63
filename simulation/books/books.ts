/** The books of one organisation, kept from its events alone, to be compared with what the contracts say. */
import { ZeroAddress } from "ethers";
import { BackingBooks } from "./backings.ts";
import { BudgetBooks } from "./budget.ts";
import { amountOf, textOf, type RecordedEvent } from "../world/events.ts";
import { GiftBooks } from "./gifts.ts";
import { IssuanceBooks } from "./issuance.ts";
import { ORIGINS, type ContributionRecord, type EpochRecord, type Origin } from "./records.ts";
import { ResourceBooks } from "./resources.ts";
import { StakeBooks } from "./stakes.ts";
import { VoucherBooks } from "./vouchers.ts";

const KINDS: readonly Origin[] = ["production", "use", "maintenance"];

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
  readonly resources = new ResourceBooks();
  readonly budget = new BudgetBooks();
  readonly vouchers = new VoucherBooks();
  readonly issuance = new IssuanceBooks();
  readonly stakes = new StakeBooks();
  readonly backings: BackingBooks;
  paidByBuyers = 0n;
  paidToSellers = 0n;
  buys = 0;
  sells = 0;
  /** Asset units that partners gave and did not take back. */
  readonly contributed = new Map<string, bigint>();
  /** Asset units that partners gave, and of those what they took back. */
  raised = 0n;
  refunded = 0n;
  /** Of the refundable money, what still waits in the presale. */
  heldByPresale = 0n;
  readonly contributions = new Map<bigint, ContributionRecord>();
  readonly epochs = new Map<bigint, EpochRecord>();
  /** Tokens that accounts received for what they did; of epochs, what they claimed. */
  readonly recognised = new Map<string, bigint>();
  /** Token wei that the registry sent to producers and reviewers. */
  paidByRegistry = 0n;
  /** Token wei that issuance sent to the registry. */
  #takenByRegistry = 0n;
  /** What each award is for. */
  readonly #origins = new Map<bigint, Origin>();
  readonly #issuance: string;

  /** `issuance` and `proposals` are addresses of the organisation's. */
  constructor({ issuance, proposals }: { readonly issuance: string; readonly proposals: string }) {
    this.#issuance = issuance;
    this.backings = new BackingBooks(proposals);
    this.minted = Object.fromEntries(ORIGINS.map((origin) => [origin, 0n])) as Record<Origin, bigint>;
  }

  /** Tokens there are, by the books. */
  get supply(): bigint {
    return ORIGINS.reduce((sum, origin) => sum + this.minted[origin], -this.burned);
  }

  /** Asset units that partners gave and did not take back. */
  get given(): bigint {
    return this.raised - this.refunded;
  }

  /** Tokens that the registry fetched and nobody was sent yet: reviewers' rewards and what rounding left. */
  get inRegistry(): bigint {
    return this.#takenByRegistry - this.paidByRegistry;
  }

  /** Tokens that were paid for epochs and wait to be claimed. */
  get unclaimed(): bigint {
    let unclaimed = 0n;
    for (const { paid, claimed } of this.epochs.values()) unclaimed += paid - claimed;
    return unclaimed;
  }

  /** Tokens that wait in contracts for whoever claims, redeems or takes them back; no stakes. */
  get waiting(): bigint {
    const { issuance, vouchers, backings } = this;
    const forContributions = issuance.waiting + this.inRegistry + this.unclaimed;
    return forContributions + vouchers.waiting + backings.backed + backings.unclaimed;
  }

  /** What an account has at hand. */
  balanceOf(account: string): bigint {
    return this.balances.get(account) ?? 0n;
  }

  /** What an account has at hand and staked. */
  holdingOf(account: string): bigint {
    return this.balanceOf(account) + this.stakes.stakeOf(account);
  }

  /** Enters the events of one transaction. */
  enter(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      const key = `${event.contract}.${event.name}`;
      if (key === "token.Transfer") this.#transfer(event, events);
      else if (event.contract === "registry") this.#recognise(event);
      else if (event.contract === "epochs") this.#recogniseMany(event);
      else if (event.contract === "presale") this.#presale(event);
      else if (event.contract === "custody") this.resources.enter(event);
      else if (event.contract === "budget") this.budget.enter(event);
      else if (event.contract === "reserve") this.#reserve(event, events);
      else if (event.contract === "pledgeBook" || event.contract === "licenceOffice")
        this.gifts.enter(event, events);
      else if (event.contract === "partnerAcceptance") this.vouchers.enter(event);
      else if (event.contract === "proposals") this.backings.enter(event);
      else if (event.contract === "stake") this.stakes.enter(event);
      else if (event.contract === "issuance") this.#issue(event, events);
    }
    this.#pay(events);
  }

  #transfer(event: RecordedEvent, all: readonly RecordedEvent[]): void {
    const [from, to, value] = [textOf(event, "from"), textOf(event, "to"), amountOf(event, "value")];
    if (from !== ZeroAddress) add(this.balances, from, -value);
    if (to !== ZeroAddress) add(this.balances, to, value);
    else this.burned += value;
    if (from === ZeroAddress) this.#mint(to, value, all);
  }

  /** Says where newly minted tokens come from, by what else happened in the transaction. */
  #mint(to: string, value: bigint, all: readonly RecordedEvent[]): void {
    const find = (name: string): RecordedEvent | undefined => all.find((event) => event.name === name);
    const released = find("Released");
    if (to === this.#issuance) {
      this.minted.batches += value;
    } else if (
      released !== undefined &&
      amountOf(released, "soldTokens") + amountOf(released, "founderTokens") === value
    ) {
      this.minted.partners += amountOf(released, "soldTokens");
      this.minted.founders += amountOf(released, "founderTokens");
    } else if (find("MarketOpened") !== undefined) {
      this.minted.opening += value;
    } else if (find("Bought") !== undefined) {
      this.minted.market += value;
    } else {
      throw new Error(`${value} token wei were minted by none of the ways that the suite has`);
    }
  }

  /** Awards, and what was fetched of them: from then on it is known what the tokens are for. */
  #issue(event: RecordedEvent, all: readonly RecordedEvent[]): void {
    this.issuance.enter(event);
    if (event.name === "AwardEntered") {
      const award = amountOf(event, "award");
      const user = all.find(
        ({ name, args }) =>
          (name === "ContributionAwarded" || name === "EpochActivated") && args.getValue("award") === award,
      );
      if (user === undefined) throw new Error(`award ${award} was entered for nothing that is known`);
      const isEpoch = user.name === "EpochActivated";
      this.#origins.set(award, isEpoch ? "epochs" : this.#record(amountOf(user, "id")).kind);
    } else if (event.name === "AwardTaken") {
      const [award, amount] = [amountOf(event, "award"), amountOf(event, "amount")];
      const origin = this.#origins.get(award);
      if (origin === undefined) throw new Error(`award ${award} is of nothing that is known`);
      this.minted.batches -= amount;
      this.minted[origin] += amount;
      if (origin !== "epochs") this.#takenByRegistry += amount;
    }
  }

  #recognise(event: RecordedEvent): void {
    if (event.name === "ContributionSubmitted") {
      const id = amountOf(event, "id");
      const kind = KINDS[Number(amountOf(event, "kind"))];
      if (kind === undefined) throw new Error(`contribution ${id} is of no kind that the simulation knows`);
      const reward = amountOf(event, "reward");
      this.contributions.set(id, {
        ...{ id, kind, reward, award: 0n, paid: 0n, paidToReviewers: 0n, parts: 0 },
        ...{ status: "submitted", decidedFrom: 0 },
      });
    } else if (event.name === "ReviewEndSet") {
      this.#record(amountOf(event, "id")).decidedFrom = Number(amountOf(event, "until"));
    } else if (event.name === "ContributionDecided") {
      const accepted = event.args.getValue("accepted") === true;
      this.#record(amountOf(event, "id")).status = accepted ? "accepted" : "rejected";
    } else if (event.name === "ContributionAwarded") {
      this.#record(amountOf(event, "id")).award = amountOf(event, "award");
    } else if (event.name === "ContributionPaid") {
      this.#record(amountOf(event, "id")).paid += amountOf(event, "amount");
      this.#reward(textOf(event, "producer"), amountOf(event, "amount"));
    } else if (event.name === "ReviewRewardPaid") {
      this.#record(amountOf(event, "id")).paidToReviewers += amountOf(event, "amount");
      this.#reward(textOf(event, "reviewer"), amountOf(event, "amount"));
    }
  }

  #reward(account: string, amount: bigint): void {
    add(this.recognised, account, amount);
    this.paidByRegistry += amount;
  }

  /** Counts what a transaction paid to producers of contributions. */
  #pay(all: readonly RecordedEvent[]): void {
    const payments = all.filter(({ name }) => name === "ContributionPaid");
    for (const [id, own] of Map.groupBy(payments, (event) => amountOf(event, "id"))) {
      this.#record(id).parts++;
      this.backings.pay(id, own);
    }
  }

  #recogniseMany(event: RecordedEvent): void {
    switch (event.name) {
      case "EpochProposed": {
        const [id, total] = [amountOf(event, "epoch"), amountOf(event, "total")];
        this.epochs.set(id, {
          ...{ id, total, award: 0n, paid: 0n, claimed: 0n, claims: 0, status: "proposed" },
        });
        break;
      }
      case "EpochActivated": {
        const record = this.#epoch(event);
        record.status = "active";
        record.award = amountOf(event, "award");
        break;
      }
      case "EpochOpened": {
        const record = this.#epoch(event);
        record.status = "open";
        record.paid = amountOf(event, "paid");
        break;
      }
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
      this.heldByPresale -= amountOf(event, "toReserve") + amountOf(event, "toBudget");
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
