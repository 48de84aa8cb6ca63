/**
 * Awards of an epoch as the chain knows them: leaves, proofs, and the verification of a published ledger, in a browser, too.
 * Trees are those of OpenZeppelin's `StandardMerkleTree` of `(uint256, address, uint256)`: leaves hashed twice and sorted,
 * parents of sorted pairs. For millions of leaves use the ledger's own builder.
 *
 * @module
 */
import * as Hash from "ox/Hash";
import * as OxHex from "ox/Hex";
import type { Address, Hex } from "./types.ts";

/** An award in an epoch. The contract pays a leaf to its account, once per index. */
export interface Leaf {
  readonly index: number;
  /** With or without checksum. */
  readonly account: string;
  /** Token wei. */
  readonly amount: bigint;
}

/** Something published is not what the chain says; the message is a sentence. */
export class LedgerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "LedgerError";
  }
}

// ---------------------------------------------------------------- hashes and proofs

/** The hash of a leaf, as ContributionEpochs makes it. Throws {@link LedgerError} for what the contract cannot take. */
export function leafHash({ index, account, amount }: Leaf): Hex {
  if (!/^0x[0-9a-fA-F]{40}$/.test(account)) throw new LedgerError(`${account} is no address`);
  if (!Number.isSafeInteger(index) || index < 0) throw new LedgerError(`${index} is no index`);
  if (amount < 0n || amount >= 2n ** 256n) throw new LedgerError(`${amount} is no amount`);
  const word = (digits: string): string => digits.padStart(64, "0");
  const encoded: Hex = `0x${word(index.toString(16))}${word(account.slice(2))}${word(amount.toString(16))}`;
  return Hash.keccak256(Hash.keccak256(encoded));
}

function hashPair(one: Hex, other: Hex): Hex {
  return Hash.keccak256(one <= other ? OxHex.concat(one, other) : OxHex.concat(other, one));
}

/** The root that a leaf and its proof lead to. */
export function rootOf(leaf: Leaf, proof: readonly string[]): Hex {
  return proof.reduce<Hex>((node, sibling) => {
    if (!/^0x[0-9a-fA-F]{64}$/.test(sibling)) throw new LedgerError(`${sibling} is no hash of a proof`);
    return hashPair(node, sibling.toLowerCase() as Hex);
  }, leafHash(leaf));
}

/** Whether the leaf stands under the root: what the contract would answer. */
export function isProven({
  leaf,
  proof,
  root,
}: {
  readonly leaf: Leaf;
  readonly proof: readonly string[];
  readonly root: string;
}): boolean {
  try {
    return rootOf(leaf, proof) === root.toLowerCase();
  } catch (thrown) {
    if (thrown instanceof LedgerError) return false;
    throw thrown;
  }
}

/** A tree over leaves, which are counted from 0 in the order in which they were given. */
export interface MerkleTree {
  readonly root: Hex;
  readonly size: number;
  /** Hashes beside the way from a leaf to the root, from below. */
  proofOf(leaf: number): Hex[];
}

/** The tree of one leaf at least. */
export function treeOf(leaves: readonly Leaf[]): MerkleTree {
  if (leaves.length === 0) throw new LedgerError("a tree has one leaf at least");
  const hashes = leaves.map(leafHash);
  const sorted = hashes
    .map((hash, at) => ({ hash, at }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : a.at - b.at));
  // Children of node n are 2n + 1 and 2n + 2, the root is node 0, and the smallest leaf the last node.
  const nodes = new Array<Hex>(2 * leaves.length - 1).fill("0x");
  const nodeOf = new Array<number>(leaves.length).fill(0);
  sorted.forEach(({ hash, at }, rank) => {
    const node = nodes.length - 1 - rank;
    nodes[node] = hash;
    nodeOf[at] = node;
  });
  const nodeAt = (node: number): Hex => nodes[node] ?? "0x";
  for (let node = leaves.length - 2; node >= 0; node--) {
    nodes[node] = hashPair(nodeAt(2 * node + 1), nodeAt(2 * node + 2));
  }
  return {
    root: nodeAt(0),
    size: leaves.length,
    proofOf(leaf) {
      let node = nodeOf[leaf];
      if (node === undefined) throw new LedgerError(`there is no leaf ${leaf}`);
      const proof: Hex[] = [];
      for (; node > 0; node = (node - 1) >> 1) proof.push(nodeAt(node % 2 === 1 ? node + 1 : node - 1));
      return proof;
    },
  };
}

/** What is paid for a leaf when of the epoch's `total` only `paid` was issued: token wei, rounded down as by the contract. */
export function payoutOf({
  amount,
  paid,
  total,
}: {
  readonly amount: bigint;
  readonly paid: bigint;
  readonly total: bigint;
}): bigint {
  return (amount * ((paid << 159n) / total)) >> 159n;
}

// ---------------------------------------------------------------- proofs in shards

/** Accounts of one shard on average, at most. */
const MAX_SHARD = 64;

/** How many hexadecimal digits of the address name its shard of `proofs/`. */
export function shardDigits(leaves: number): number {
  let digits = 1;
  while (leaves > MAX_SHARD * 16 ** digits) digits++;
  return digits;
}

/** The file of an account's shard, without its folder. */
export function shardOf(account: string, digits: number): string {
  return `${account.slice(2, 2 + digits).toLowerCase()}.json`;
}

// ---------------------------------------------------------------- published ledgers

/** What the chain says of an epoch: of {IContributionEpochs-epochAt} and the event EpochProposed. */
export interface EpochFacts {
  readonly root: string;
  /** Token wei of all leaves. */
  readonly total: bigint;
  /** Leaves. */
  readonly count: number;
  /** SHA-256 of the ledger's bytes. */
  readonly contentHash: string;
}

/** What one account has in a ledger. */
export interface LedgerEntry {
  readonly leaf: Leaf;
  readonly proof: readonly Hex[];
  /** The lines of the work that the account has a part of, as they were published. */
  readonly rows: readonly unknown[];
}

/** A ledger that is the one on the chain. */
export interface VerifiedLedger {
  readonly name: string;
  readonly leaves: readonly Leaf[];
  readonly tree: MerkleTree;
  /** Undefined for an account that earned nothing. */
  entryOf(account: Address): LedgerEntry | undefined;
}

const FORMAT = "cdpo-epoch/2";

/**
 * Checks that a published ledger is the one that was proposed on the chain: its bytes have the content hash, its leaves the
 * root, the count and the total. Throws {@link LedgerError} with what differs. Whether the formulas give these amounts is for
 * `cdpo ledger verify` to compute.
 */
export function verifyLedger({
  bytes,
  facts,
}: {
  readonly bytes: Uint8Array;
  readonly facts: EpochFacts;
}): VerifiedLedger {
  const hash = Hash.sha256(bytes, { as: "Hex" });
  if (hash !== facts.contentHash.toLowerCase()) {
    throw new LedgerError(
      `the ledger is another than was proposed: its hash is ${hash}, not ${facts.contentHash}`,
    );
  }
  const lines = new TextDecoder().decode(bytes).trimEnd().split("\n");
  const header = fieldsOf(lines[0] ?? "", 1);
  if (header["format"] !== FORMAT) throw new LedgerError(`the ledger is not in the format ${FORMAT}`);
  const { rows, leaves: count } = header;
  if (typeof rows !== "number" || typeof count !== "number" || lines.length !== 1 + rows + count) {
    throw new LedgerError(`the ledger has ${lines.length} lines, other than its first line says`);
  }
  const leaves = lines.slice(1 + rows).map((line, at) => leafOf(line, 2 + rows + at));
  if (leaves.length !== facts.count) {
    throw new LedgerError(`the ledger has ${leaves.length} entries, and ${facts.count} were proposed`);
  }
  const total = leaves.reduce((sum, { amount }) => sum + amount, 0n);
  if (total !== facts.total)
    throw new LedgerError(`the entries sum to ${total}, and ${facts.total} was proposed`);
  const tree = treeOf(leaves);
  if (tree.root !== facts.root.toLowerCase()) {
    throw new LedgerError(`the entries have the root ${tree.root}, and ${facts.root} was proposed`);
  }
  return {
    name: String(header["name"]),
    leaves,
    tree,
    entryOf(account) {
      const wanted = account.toLowerCase();
      const at = leaves.findIndex((leaf) => leaf.account.toLowerCase() === wanted);
      const leaf = leaves[at];
      if (leaf === undefined) return undefined;
      const quoted = JSON.stringify(leaf.account);
      const own = lines.slice(1, 1 + rows).flatMap((line, row) => {
        if (!line.includes(quoted)) return [];
        const fields = fieldsOf(line, 2 + row);
        const parts = (Array.isArray(fields["parts"]) ? fields["parts"] : []) as { account?: unknown }[];
        return parts.some((part) => part.account === leaf.account) ? [fields] : [];
      });
      return { leaf, proof: tree.proofOf(at), rows: own };
    },
  };
}

function fieldsOf(line: string, number: number): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // Said below, as for what is JSON but no object.
  }
  throw new LedgerError(`line ${number} of the ledger is no JSON object`);
}

function leafOf(line: string, number: number): Leaf {
  const { index, account, amount } = fieldsOf(line, number);
  if (typeof index !== "number" || typeof account !== "string" || !/^\d{1,78}$/.test(String(amount))) {
    throw new LedgerError(`line ${number} of the ledger is no entry`);
  }
  return { index, account, amount: BigInt(String(amount)) };
}
