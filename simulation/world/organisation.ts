/** One organisation of a simulated world: its contracts, its books, and its state over time. */
import type { CdpoContracts, ImplementationName } from "../../launch/index.ts";
import { Books } from "../books/books.ts";
import type { Origin } from "../books/records.ts";
import type { Source } from "../books/gifts.ts";
import type { Call } from "./chain.ts";

/** The state of an organisation at one time. */
export interface Sample {
  readonly time: number;
  /** Asset units per whole token; 0 while the market is closed. */
  readonly price: bigint;
  readonly backing: bigint;
  readonly reserve: bigint;
  readonly supply: bigint;
  readonly minted: Readonly<Record<Origin, bigint>>;
  readonly burned: bigint;
  readonly raised: bigint;
  /** Token wei that are staked. */
  readonly staked: bigint;
  /** Of partners' money, what the presale holds. */
  readonly held: bigint;
  /** Asset units of gifts by source, of what buyers paid, and of what sellers took. */
  readonly given: Readonly<Record<Source, bigint>>;
  readonly paidIn: bigint;
  readonly paidOut: bigint;
}

/** The batch that runs, as it was last seen: what it could pay, and what it would with room for all; token wei. */
export interface BatchSample {
  readonly room: bigint;
  readonly missing: bigint;
  /** When its window ends (seconds). */
  readonly end: number;
}

/** One organisation of the world. */
export class Organisation {
  readonly label: string;
  readonly contracts: CdpoContracts;
  readonly books: Books;
  readonly samples: Sample[] = [];
  /** By their number. */
  readonly batches = new Map<bigint, BatchSample>();

  constructor(label: string, contracts: CdpoContracts) {
    this.label = label;
    this.contracts = contracts;
    this.books = new Books(contracts.addresses);
  }

  /** A call of one of its contracts, to be sent or read. */
  call(contract: ImplementationName, name: string, args: readonly unknown[] = []): Call {
    const target = this.contracts[contract];
    const address = this.contracts.addresses[contract];
    if (target === undefined || address === undefined) throw new Error(`${this.label} has no ${contract}`);
    return { contract: target, address, name, args };
  }

  address(contract: ImplementationName): string {
    return this.call(contract, "").address;
  }
}
