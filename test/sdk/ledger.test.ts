import { createHash } from "node:crypto";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { expect } from "chai";
import { getAddress } from "ethers";
import fc from "fast-check";
import { network } from "hardhat";
import {
  isProven,
  leafHash,
  LedgerError,
  payoutOf,
  rootOf,
  treeOf,
  verifyLedger,
  type EpochFacts,
  type Leaf,
} from "../../sdk/src/ledger.ts";
import { buildTree } from "../../ledger/builder/merkle.ts";
import { ledgerOf, opened, payoutOf as payoutOnChain } from "../lib/epochs.ts";
import { launchGrowing } from "../lib/fixtures.ts";

const connection = await network.create();

const leaf: fc.Arbitrary<Leaf> = fc.record({
  index: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  account: fc
    .bigInt(1n, 2n ** 160n - 1n)
    .map((number) => getAddress(`0x${number.toString(16).padStart(40, "0")}`)),
  amount: fc.bigInt(0n, 2n ** 256n - 1n),
});

const ACCOUNTS = Array.from({ length: 5 }, (_, at) =>
  getAddress(`0x${`${at + 1}`.repeat(40)}`),
) as `0x${string}`[];

/** A ledger of three entries, two of which have a part in the first row. */
function published() {
  const [a = "0x", b = "0x", c = "0x"] = ACCOUNTS;
  const rows = [
    {
      source: "git",
      id: "1",
      parts: [
        { account: a, bps: 5_000, value: "1" },
        { account: b, bps: 5_000, value: "1" },
      ],
    },
    // Named in a note only.
    {
      source: "git",
      id: "2",
      note: `for ${JSON.stringify(a)}`,
      parts: [{ account: c, bps: 10_000, value: "2" }],
    },
  ];
  const leaves: Leaf[] = [
    { index: 7, account: a, amount: 10n ** 18n },
    { index: 8, account: b, amount: 2n * 10n ** 18n },
    { index: 9, account: c, amount: 3n },
  ];
  const header = { format: "cdpo-epoch/2", name: "March", rows: rows.length, leaves: leaves.length };
  const lines = [header, ...rows, ...leaves.map((each) => ({ ...each, amount: each.amount.toString() }))];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  return { rows, leaves, text };
}

function factsOf(text: string, leaves: readonly Leaf[]): EpochFacts {
  return {
    root: StandardMerkleTree.of(
      leaves.map(({ index, account, amount }) => [index, account, amount]),
      ["uint256", "address", "uint256"],
    ).root,
    total: leaves.reduce((sum, { amount }) => sum + amount, 0n),
    count: leaves.length,
    contentHash: `0x${createHash("sha256").update(text).digest("hex")}`,
  };
}

describe("sdk ledger", () => {
  it("has the roots and proofs of OpenZeppelin's library, and of the fast builder", () => {
    fc.assert(
      fc.property(fc.array(leaf, { minLength: 1, maxLength: 40 }), (leaves) => {
        const ours = treeOf(leaves);
        const theirs = StandardMerkleTree.of(
          leaves.map(({ index, account, amount }) => [index, account, amount]),
          ["uint256", "address", "uint256"],
        );
        const fast = buildTree({ leaves, count: leaves.length });
        expect(ours.root).to.equal(theirs.root);
        expect(ours.root).to.equal(fast.root);
        leaves.forEach((each, at) => {
          const proof = ours.proofOf(at);
          expect(proof).to.deep.equal(fast.proofOf(at));
          expect(proof).to.deep.equal(theirs.getProof(at));
          expect(rootOf(each, proof)).to.equal(ours.root);
        });
      }),
    );
  });

  it("proves no leaf in which anything was changed", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(leaf, { minLength: 2, maxLength: 20, selector: ({ index }) => index }),
        leaf,
        (leaves, other) => {
          const tree = treeOf(leaves);
          const [first] = leaves;
          if (first === undefined) return;
          const proof = tree.proofOf(0);
          const { root } = tree;
          expect(isProven({ leaf: first, proof, root })).to.equal(true);
          expect(
            isProven({
              leaf: first,
              proof: proof.map((hash) => hash.toUpperCase().replace("0X", "0x")),
              root,
            }),
          ).to.equal(true);
          for (const changed of [
            { ...first, index: first.index === 0 ? 1 : first.index - 1 },
            { ...first, amount: first.amount ^ 1n },
            { ...first, account: other.account },
          ]) {
            if (leafHash(changed) === leafHash(first)) continue;
            expect(isProven({ leaf: changed, proof, root })).to.equal(false);
          }
          expect(isProven({ leaf: first, proof: proof.slice(1), root })).to.equal(false);
          expect(isProven({ leaf: first, proof: [...proof, "0x00"], root })).to.equal(false);
        },
      ),
    );
  });

  it("refuses what the contract could not take", () => {
    const [account = ""] = ACCOUNTS;
    for (const wrong of [
      { index: -1, account, amount: 1n },
      { index: 0.5, account, amount: 1n },
      { index: 0, account: "0x12", amount: 1n },
      { index: 0, account, amount: -1n },
      { index: 0, account, amount: 2n ** 256n },
    ]) {
      expect(() => leafHash(wrong)).to.throw(LedgerError);
    }
    expect(() => treeOf([])).to.throw(LedgerError, "a tree has one leaf at least");
    expect(() => treeOf([{ index: 0, account, amount: 1n }]).proofOf(1)).to.throw(
      LedgerError,
      "there is no leaf 1",
    );
  });

  it("pays in proportion as the contract does", () => {
    fc.assert(
      fc.property(
        fc.bigInt(1n, 2n ** 96n - 1n),
        fc.bigInt(0n, 2n ** 96n - 1n),
        fc.bigInt(0n, 2n ** 96n - 1n),
        (total, a, b) => {
          const [paid, amount] = [a % (total + 1n), b % (total + 1n)];
          expect(payoutOf({ amount, paid, total })).to.equal(payoutOnChain(amount, paid, total));
        },
      ),
    );
  });

  it("makes claims that the chain pays", async () => {
    const scenario = await launchGrowing(connection);
    const { epochs, token, actors } = scenario;
    const ledger = ledgerOf(actors.producers, 5);
    const epoch = await opened(connection, scenario, ledger);
    const leaves = ledger.awards.map(({ index, account, amount }): Leaf => ({
      index: Number(index),
      account,
      amount,
    }));
    const tree = treeOf(leaves);
    expect(tree.root).to.equal(ledger.root);
    for (const [at, { index, account, amount }] of leaves.entries()) {
      const before = await token.balanceOf(account);
      await epochs.claim(epoch, index, account, amount, tree.proofOf(at));
      const { paid, total } = await epochs.epochAt(epoch);
      expect((await token.balanceOf(account)) - before).to.equal(payoutOf({ amount, paid, total }));
    }
  });

  describe("verifyLedger", () => {
    it("gives each account its entry, proof and work", () => {
      const { text, leaves, rows } = published();
      const facts = factsOf(text, leaves);
      const ledger = verifyLedger({ bytes: new TextEncoder().encode(text), facts });
      expect(ledger.name).to.equal("March");
      const entry = ledger.entryOf(ACCOUNTS[0]?.toLowerCase() as `0x${string}`);
      expect(entry?.leaf).to.deep.equal(leaves[0]);
      expect(entry?.rows).to.deep.equal([rows[0]]);
      expect(
        isProven({ leaf: entry?.leaf ?? (leaves[1] as Leaf), proof: entry?.proof ?? [], root: facts.root }),
      ).to.equal(true);
      expect(ledger.entryOf(ACCOUNTS[4] ?? "0x")).to.equal(undefined);
    });

    it("says what is another than was proposed", () => {
      const { text, leaves } = published();
      const facts = factsOf(text, leaves);
      const refusal = (written: string, change: Partial<EpochFacts> = {}) => {
        const contentHash = factsOf(written, leaves).contentHash;
        return () =>
          verifyLedger({
            bytes: new TextEncoder().encode(written),
            facts: { ...facts, contentHash, ...change },
          });
      };
      expect(refusal(text.replace("March", "April"), { contentHash: facts.contentHash })).to.throw(
        LedgerError,
        /^the ledger is another than was proposed: its hash is 0x/,
      );
      expect(refusal(text, { total: 5n })).to.throw(
        LedgerError,
        "the entries sum to 3000000000000000003, and 5 was proposed",
      );
      expect(refusal(text, { count: 2 })).to.throw(
        LedgerError,
        "the ledger has 3 entries, and 2 were proposed",
      );
      expect(refusal(text, { root: `0x${"0".repeat(64)}` })).to.throw(
        LedgerError,
        /^the entries have the root 0x/,
      );
      expect(refusal(text.replace("cdpo-epoch/2", "cdpo-epoch/1"))).to.throw(
        LedgerError,
        "the ledger is not in the format cdpo-epoch/2",
      );
      expect(refusal(text.replace('"rows":2', '"rows":1'))).to.throw(
        LedgerError,
        "the ledger has 6 lines, other than its first line says",
      );
      expect(refusal(text.replace('{"index":8', '{"index":"8"'))).to.throw(
        LedgerError,
        "line 5 of the ledger is no entry",
      );
      expect(refusal(text.replace('{"index":8', '["index":8'))).to.throw(
        LedgerError,
        "line 5 of the ledger is no JSON object",
      );
    });
  });
});
