/** What the tests of epochs share: ledgers as OpenZeppelin's tree, proposals, claims. */
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { getAddress, keccak256, toUtf8Bytes, type ContractTransactionResponse } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import type { IContributionEpochs } from "../../typechain-types/contribution/ContributionEpochs.ts";
import type { Connection, Scenario } from "./fixtures.ts";

/** As IContributionEpochs.Status. */
export const EpochStatus = {
  None: 0n,
  Proposed: 1n,
  Rejected: 2n,
  Withdrawn: 3n,
  Void: 4n,
  Active: 5n,
  Open: 6n,
  Expired: 7n,
} as const;

export const CONTENT_HASH = keccak256(toUtf8Bytes("the canonical ledger"));
export const LEDGER_URI = "ipfs://ledger";
export const FORMULA = "edits-capped/3";

export interface Award {
  readonly index: bigint;
  readonly account: string;
  readonly amount: bigint;
}

export interface Leaf extends Award {
  readonly proof: string[];
}

/** A published ledger: its tree is OpenZeppelin's, never our own. */
export class Ledger {
  readonly awards: readonly Award[];
  readonly root: string;
  readonly total: bigint;
  readonly #tree: StandardMerkleTree<[bigint, string, bigint]>;

  constructor(awards: readonly Award[]) {
    this.awards = awards;
    this.#tree = StandardMerkleTree.of(
      awards.map(({ index, account, amount }): [bigint, string, bigint] => [index, account, amount]),
      ["uint256", "address", "uint256"],
    );
    this.root = this.#tree.root;
    this.total = awards.reduce((sum, { amount }) => sum + amount, 0n);
  }

  /** The award in place `at` of the list, with its proof. */
  leaf(at: number): Leaf {
    const award = this.awards[at];
    if (award === undefined) throw new Error(`the ledger has no award ${at}`);
    return { ...award, proof: this.#tree.getProof([award.index, award.account, award.amount]) };
  }
}

/** An account that nobody has. */
export function madeUp(number: number): string {
  return getAddress(`0x${(0xacc0000000n + BigInt(number)).toString(16).padStart(40, "0")}`);
}

/** A ledger of `count` awards; the first ones go to `accounts`. */
export function ledgerOf(accounts: readonly { readonly address: string }[], count = 8, seed = 0n): Ledger {
  return new Ledger(
    Array.from({ length: count }, (_, at) => ({
      index: BigInt(at),
      account: accounts[at]?.address ?? madeUp(at),
      amount: 10n ** 18n + BigInt(at) * 10n ** 15n + seed,
    })),
  );
}

/** Proposes a ledger as the first curator, unless told otherwise. */
export async function propose(
  { epochs, actors }: Scenario,
  ledger: { readonly root: string; readonly total: bigint; readonly awards: readonly Award[] },
  by: HardhatEthersSigner = actors.curators[0],
): Promise<ContractTransactionResponse> {
  return epochs
    .connect(by)
    .propose(ledger.root, ledger.total, ledger.awards.length, CONTENT_HASH, LEDGER_URI, FORMULA);
}

export async function proposed(scenario: Scenario, ledger: Ledger): Promise<bigint> {
  await propose(scenario, ledger);
  return scenario.epochs.epochCount();
}

/** The first second in which an epoch can be activated. */
export async function challengeEnd({ epochs }: Scenario, epoch: bigint): Promise<bigint> {
  const { proposedAt, challengeWindow } = await epochs.epochAt(epoch);
  return proposedAt + challengeWindow;
}

export async function activated(connection: Connection, scenario: Scenario, ledger: Ledger): Promise<bigint> {
  const epoch = await proposed(scenario, ledger);
  await connection.networkHelpers.time.increaseTo(await challengeEnd(scenario, epoch));
  await scenario.epochs.activate(epoch);
  return epoch;
}

/** Waits until the award of an active epoch is final: three windows at most. */
export async function paidFor(connection: Connection, scenario: Scenario, epoch: bigint): Promise<void> {
  const { networkHelpers } = connection;
  const { award } = await scenario.epochs.epochAt(epoch);
  while (!(await scenario.issuance.paidOf(award)).isFinal) {
    await networkHelpers.time.increaseTo((await scenario.issuance.runningBatch()).end);
    await networkHelpers.mine();
  }
}

/** Proposed, unchallenged, activated, paid as the budget allows, and open for claims. */
export async function opened(connection: Connection, scenario: Scenario, ledger: Ledger): Promise<bigint> {
  const epoch = await activated(connection, scenario, ledger);
  await paidFor(connection, scenario, epoch);
  await scenario.epochs.open(epoch);
  return epoch;
}

const ONE = 2n ** 159n;

/** What a leaf of `amount` gets when issuance paid `paid` of `total`: by a ratio of 159 bits, each step rounded down. */
export function payoutOf(amount: bigint, paid: bigint, total: bigint): bigint {
  return (amount * ((paid * ONE) / total)) / ONE;
}

/** A leaf as an entry of `claimMany`. */
export function entryOf(epoch: bigint, { index, amount, proof }: Leaf): IContributionEpochs.ClaimStruct {
  return { epoch, index, amount, proof };
}
