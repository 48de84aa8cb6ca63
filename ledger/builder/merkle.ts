/**
 * Merkle trees of awards: the same trees as OpenZeppelin's `StandardMerkleTree` of `(uint256, address, uint256)`, leaves
 * hashed twice and sorted, parents of sorted pairs; kept in flat arrays, so that a million leaves fit.
 */
import type { Leaf, MerkleTree } from "../../sdk/src/ledger.ts";
import type { Hex } from "../../sdk/src/types.ts";
import { keccak256Of } from "../keccak.ts";

/** The place of a leaf among all is sorted with the first bits of its hash in 64 bits: so many are left for it. */
const PLACE_BITS = 24n;
/** Leaves at most, 16,777,216. */
export const MAX_LEAVES = 1 << Number(PLACE_BITS);
const HASH = 32;
const WORD = 0xffff_ffff_ffff_ffffn;

// The ABI encoding of a leaf: three words, of which the second and the third are filled from the right.
const encoded = Buffer.alloc(3 * HASH);

function hashLeaf({ index, account, amount }: Leaf): Uint8Array {
  encoded.writeBigUInt64BE(BigInt(index), HASH - 8);
  if (encoded.write(account.slice(2), 2 * HASH - 20, 20, "hex") !== 20) {
    throw new Error(`${account} is not an address`);
  }
  for (let word = 0n; word < 4n; word++) {
    encoded.writeBigUInt64BE((amount >> (64n * (3n - word))) & WORD, 2 * HASH + 8 * Number(word));
  }
  return keccak256Of(keccak256Of(encoded));
}

/** Builds the tree; `count` is how many leaves there are, one at least. */
export function buildTree({
  leaves,
  count,
  onProgress,
}: {
  readonly leaves: Iterable<Leaf>;
  readonly count: number;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}): MerkleTree {
  if (count < 1 || count > MAX_LEAVES) throw new Error(`a tree has 1 to ${MAX_LEAVES} leaves, not ${count}`);
  const nodes = 2 * count - 1;
  const progress = (done: number): void => {
    if ((done & 0xfff) === 0) onProgress?.(done, nodes);
  };

  const hashes = Buffer.alloc(count * HASH);
  const keys = new BigUint64Array(count);
  let read = 0;
  for (const leaf of leaves) {
    if (read === count) throw new Error(`there are more leaves than ${count}`);
    hashes.set(hashLeaf(leaf), read * HASH);
    keys[read] = ((hashes.readBigUInt64BE(read * HASH) >> PLACE_BITS) << PLACE_BITS) | BigInt(read);
    progress(++read);
  }
  if (read !== count) throw new Error(`there are ${read} leaves, not ${count}`);

  // Children of node n are 2n + 1 and 2n + 2, the root is node 0, and the smallest leaf the last node.
  const tree = Buffer.alloc(nodes * HASH);
  const nodeOf = new Uint32Array(count);
  for (const [rank, place] of sortedPlaces(keys, hashes).entries()) {
    const node = nodes - 1 - rank;
    hashes.copy(tree, node * HASH, place * HASH, (place + 1) * HASH);
    nodeOf[place] = node;
  }
  const pair = Buffer.alloc(2 * HASH);
  for (let node = count - 2; node >= 0; node--) {
    const left = (2 * node + 1) * HASH;
    const [middle, end] = [left + HASH, left + 2 * HASH];
    const ordered = tree.compare(tree, middle, end, left, middle) <= 0;
    tree.copy(pair, ordered ? 0 : HASH, left, middle);
    tree.copy(pair, ordered ? HASH : 0, middle, end);
    tree.set(keccak256Of(pair), node * HASH);
    progress(nodes - node);
  }

  const nodeHash = (node: number): Hex => `0x${tree.toString("hex", node * HASH, (node + 1) * HASH)}`;
  return {
    root: nodeHash(0),
    size: count,
    proofOf(leaf) {
      const proof: Hex[] = [];
      let node = nodeOf[leaf];
      if (node === undefined) throw new Error(`there is no leaf ${leaf}`);
      for (; node > 0; node = (node - 1) >> 1) {
        proof.push(nodeHash(node % 2 === 1 ? node + 1 : node - 1));
      }
      return proof;
    },
  };
}

/** The places of the leaves by their hashes, the smallest first. */
function sortedPlaces(keys: BigUint64Array, hashes: Buffer): Uint32Array {
  keys.sort();
  const mask = (1n << PLACE_BITS) - 1n;
  const places = Uint32Array.from(keys, (key) => Number(key & mask));
  const compare = (a: number, b: number): number =>
    hashes.compare(hashes, b * HASH, (b + 1) * HASH, a * HASH, (a + 1) * HASH);
  // Where the first 40 bits are equal, the rest decides.
  for (let from = 0, to; from < keys.length; from = to) {
    const prefix = (keys[from] ?? 0n) >> PLACE_BITS;
    for (to = from + 1; to < keys.length && (keys[to] ?? 0n) >> PLACE_BITS === prefix;) to++;
    if (to > from + 1) places.subarray(from, to).sort(compare);
  }
  return places;
}
