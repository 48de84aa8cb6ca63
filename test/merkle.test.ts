import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { getAddress } from "ethers";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { buildTree } from "../ledger/builder/merkle.ts";
import { rootOf, type Leaf } from "../sdk/src/ledger.ts";

const TYPES = ["uint256", "address", "uint256"];

/** Draws leaves of all sizes that a contract takes. */
function createDrawer(seed: number) {
  const generator = xoroshiro128plus(seed);
  const bits = (count: number): bigint => {
    let value = 0n;
    for (let at = 0; at < count; at += 32) value = (value << 32n) | BigInt(generator.next() >>> 0);
    return value & ((1n << BigInt(count)) - 1n);
  };
  const leaf = (index: number): Leaf => ({
    index,
    account: getAddress(`0x${bits(160).toString(16).padStart(40, "0")}`),
    amount: bits(1 + Number(bits(32) % 256n)),
  });
  return { bits, leaf };
}

const theirs = (leaves: readonly Leaf[]) =>
  StandardMerkleTree.of(
    leaves.map(({ index, account, amount }) => [index, account, amount]),
    TYPES,
  );

describe("Merkle tree", () => {
  it("gives the roots and the proofs of OpenZeppelin's library for 250 random trees", () => {
    const { bits, leaf } = createDrawer(20_270_301);
    for (let tree = 0; tree < 250; tree++) {
      const count = 1 + Number(bits(32) % (tree % 10 === 0 ? 130n : 17n));
      const leaves = Array.from({ length: count }, (_, at) => leaf(at * (1 + (tree % 3))));
      const reference = theirs(leaves);
      const ours = buildTree({ leaves, count });
      expect(ours.root, `tree ${tree}`).to.equal(reference.root);
      expect(ours.size).to.equal(count);
      for (const [at, own] of leaves.entries()) {
        const proof = ours.proofOf(at);
        expect(proof, `tree ${tree}, leaf ${at}`).to.deep.equal(reference.getProof(at));
        expect(rootOf(own, proof)).to.equal(reference.root);
      }
    }
  });

  it("puts equal leaves beside each other, as OpenZeppelin's library does", () => {
    const { leaf } = createDrawer(7);
    const [a, b] = [leaf(1), leaf(2)];
    const leaves = [a, b, a, a, b];
    const ours = buildTree({ leaves, count: 5 });
    expect(ours.root).to.equal(theirs(leaves).root);
    leaves.forEach((each, at) => expect(rootOf(each, ours.proofOf(at))).to.equal(ours.root));
  });

  it("sorts hashes whose first bits agree by the rest", () => {
    // Found by search: both hashes begin with the same 40 bits.
    const account = "0x00000000000000000000000000000000000000aD";
    const twins = [526_411, 1_410_062].map((index): Leaf => ({ index, account, amount: 1n }));
    for (const leaves of [twins, twins.toReversed()]) {
      for (const more of [[], [{ index: 7, account, amount: 1n }]]) {
        const all = [...leaves, ...more];
        const tree = buildTree({ leaves: all, count: all.length });
        expect(tree.root).to.equal(theirs(all).root);
        all.forEach((leaf, at) => expect(rootOf(leaf, tree.proofOf(at))).to.equal(tree.root));
        const reference = theirs(all);
        all.forEach((leaf, at) => {
          const value = [leaf.index, leaf.account, leaf.amount];
          expect(tree.proofOf(at)).to.deep.equal(reference.getProof(value));
        });
      }
    }
  });

  it("proves nothing for another index, account or amount, nor with a changed proof", () => {
    const { leaf } = createDrawer(3);
    const leaves = Array.from({ length: 9 }, (_, at) => leaf(at));
    const tree = buildTree({ leaves, count: 9 });
    const [first, second] = leaves;
    if (first === undefined || second === undefined) throw new Error("no leaves");
    const proof = tree.proofOf(0);
    expect(rootOf(first, proof)).to.equal(tree.root);
    for (const changed of [
      { ...first, index: 1 },
      { ...first, account: second.account },
      { ...first, amount: first.amount + 1n },
    ]) {
      expect(rootOf(changed, proof)).to.not.equal(tree.root);
    }
    expect(rootOf(first, proof.toReversed())).to.not.equal(tree.root);
    expect(rootOf(first, proof.slice(1))).to.not.equal(tree.root);
  });

  it("reads addresses in any case, and tells how far it is", () => {
    const { leaf } = createDrawer(5);
    const leaves = Array.from({ length: 5_000 }, (_, at) => leaf(at));
    const small = leaves.map((each) => ({ ...each, account: each.account.toLowerCase() }));
    const seen: [number, number][] = [];
    const tree = buildTree({ leaves: small, count: 5_000, onProgress: (...at) => seen.push(at) });
    expect(tree.root).to.equal(buildTree({ leaves, count: 5_000 }).root);
    expect(seen).to.deep.equal([
      [4_096, 9_999],
      [8_192, 9_999],
    ]);
  });

  it("refuses what is no tree", () => {
    const { leaf } = createDrawer(1);
    const leaves = [leaf(0), leaf(1)];
    expect(() => buildTree({ leaves: [], count: 0 })).to.throw("a tree has 1 to 16777216 leaves, not 0");
    expect(() => buildTree({ leaves, count: 2 ** 24 + 1 })).to.throw(
      "a tree has 1 to 16777216 leaves, not 16777217",
    );
    expect(() => buildTree({ leaves, count: 1 })).to.throw("there are more leaves than 1");
    expect(() => buildTree({ leaves, count: 3 })).to.throw("there are 2 leaves, not 3");
    expect(() => buildTree({ leaves: [{ index: 0, account: "0x12", amount: 1n }], count: 1 })).to.throw(
      "0x12 is not an address",
    );
    expect(() => buildTree({ leaves, count: 2 }).proofOf(2)).to.throw("there is no leaf 2");
  });
});
