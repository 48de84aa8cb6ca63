/** Checks an epoch from its ledger alone: every row is valued again, and every leaf, total and hash computed from that. */
import { stat } from "node:fs/promises";
import type { ImportError } from "../import-error.ts";
import { buildTree } from "../builder/merkle.ts";
import type { Leaf, MerkleTree } from "../../sdk/src/ledger.ts";
import { malformed } from "../sources/activity.ts";
import { readLines } from "../sources/input.ts";
import { createContentHasher, type ContentNames } from "../builder/content.ts";
import {
  compareRows,
  MAX_TOTAL,
  readHeader,
  readLeaf,
  readRow,
  type Header,
  type Place,
  type Row,
} from "../builder/format.ts";
import { createIds } from "../builder/ids.ts";
import { createValuation, type Valuation } from "../formulas/rules.ts";

/** A ledger that does not contradict itself. */
export interface Checked extends ContentNames {
  readonly header: Header;
  /** By address. */
  readonly leaves: readonly Leaf[];
  readonly valuation: Valuation;
  readonly bytes: number;
}

/**
 * Reads a ledger and checks all that it says of itself. Throws {@link ImportError} with the line of the first thing that
 * is not as its own rows and rules make it.
 */
export async function checkLedger({
  file,
  onRow,
  onProgress,
}: {
  readonly file: string;
  readonly onRow?: ((row: Row) => void) | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}): Promise<Checked> {
  const hasher = createContentHasher();
  let place: Place = { file, text: "", line: 0 };
  const lines = readLines(file);
  let bytes = 0;
  const next = async (what: string): Promise<Place> => {
    const { value, done } = await lines.next();
    if (done === true) throw malformed(file, place.line + 1, `the file ends where ${what} is expected`);
    place = { file, ...value };
    const written = `${value.text}\n`;
    hasher.update(written);
    bytes += Buffer.byteLength(written);
    return place;
  };
  const wrong = (reason: string): ImportError => malformed(file, place.line, reason);

  const header = readHeader(await next("a header"));
  const valuation = createValuation(header.rules);
  const rowsOf = new Map(header.sources.map(({ name }) => [name, 0]));
  const ids = createIds();
  const patches = createIds();
  let before: Row | null = null;
  for (let at = 0; at < header.rows; at++) {
    const row = readRow(await next("a row"));
    if (before !== null && compareRows(before, row) >= 0) {
      throw wrong("the row is not after the one before it, by date, source and id");
    }
    if (!ids.add(row.source, row.id)) {
      throw wrong(`the id ${JSON.stringify(row.id)} is in the source twice`);
    }
    checkRow(row);
    onRow?.(row);
    before = row;
    onProgress?.(at, header.rows);
  }
  for (const { name, rows } of header.sources) {
    if (rowsOf.get(name) !== rows) {
      throw malformed(file, 1, `the source "${name}" has ${rowsOf.get(name) ?? 0} rows, not ${rows}`);
    }
  }

  const leaves: Leaf[] = [];
  const indices = new Set<number>();
  let total = 0n;
  const amounts = valuation.amounts();
  if (amounts.length !== header.leaves) {
    throw malformed(file, 1, `${amounts.length} accounts get something, not ${header.leaves}`);
  }
  for (const { account, amount } of amounts) {
    const leaf = readLeaf(await next("a leaf"));
    if (leaf.account !== account) throw wrong(`the account is not ${account}, the next by address`);
    if (leaf.amount !== amount) throw wrong(`the amount is not ${amount}, what the rows add up to`);
    if (header.previous === null && leaf.index !== leaves.length)
      throw wrong(`the index is not ${leaves.length}`);
    if (leaf.index >= header.nextIndex) throw wrong("the index is not below the header's nextIndex");
    if (indices.has(leaf.index)) throw wrong(`the index ${leaf.index} is in the ledger twice`);
    indices.add(leaf.index);
    // The same text as the valuation's, once in memory.
    leaves.push({ index: leaf.index, account, amount });
    total += amount;
  }
  if (leaves.length === 0) throw malformed(file, 1, "the ledger awards nothing to anyone");
  if (header.previous === null && header.nextIndex !== leaves.length) {
    throw malformed(file, 1, `nextIndex is not ${leaves.length}`);
  }
  if (total !== header.total) throw malformed(file, 1, `the total is not ${total}, the sum of the leaves`);
  if (total > MAX_TOTAL) throw malformed(file, 1, "the total is above 2^96 − 1, what a contract can hold");
  if ((await lines.next()).done !== true)
    throw malformed(file, place.line + 1, "the ledger should end before");
  // Lines were read without their ends: returns, a byte order mark or a missing line feed show in the size.
  if (!file.endsWith(".gz") && (await stat(file)).size !== bytes) {
    throw malformed(file, place.line, "the lines do not end in single line feeds, as the canonical ones do");
  }
  return { header, leaves, valuation, bytes, ...hasher.names() };

  function checkRow(row: Row): void {
    const count = rowsOf.get(row.source);
    if (count === undefined) throw wrong(`the header has no source "${row.source}"`);
    rowsOf.set(row.source, count + 1);
    if (row.entered < header.since || row.entered > header.until) {
      throw wrong("it did not enter in the period");
    }
    if (row.patch !== null && !patches.add("", row.patch)) throw wrong("the same work is in a row before");
    const valued = valuation.value({ ...row, shares: row.parts });
    if (valued?.rule.name !== row.rule) {
      throw wrong(`the rule is not "${valued?.rule.name ?? "none"}", the first that fits`);
    }
    valued.parts.forEach(({ account, value }, at) => {
      if (row.parts[at]?.value !== value) throw wrong(`the value of ${account} is not ${value}`);
    });
  }
}

/** The tree over the leaves of a ledger that was checked. */
export function treeOf(
  { leaves }: Pick<Checked, "leaves">,
  onProgress?: (done: number, total: number) => void,
): MerkleTree {
  return buildTree({ leaves, count: leaves.length, onProgress });
}
