/** A ledger's header and leaves, and the file that they make with its rows. */
import { createReadStream, createWriteStream } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Leaf } from "../../sdk/src/ledger.ts";
import type { Valuation } from "../formulas/rules.ts";
import { ImportError } from "../import-error.ts";
import type { EpochConfig } from "./config.ts";
import { headerLine, leafLine, MAX_TOTAL, type Header } from "./format.ts";
import type { Gathering } from "./gather.ts";

export interface Indices {
  readonly of: ReadonlyMap<string, number>;
  readonly next: number;
  readonly previous: string | null;
  /** Content hashes of all earlier epochs that were read. */
  readonly earlier: readonly string[];
}

/** The header and the leaves, when all rows are valued. */
export function summarise({
  config,
  gathering,
  rowsOf,
  valuation,
  indices,
}: {
  readonly config: EpochConfig;
  readonly gathering: Gathering;
  readonly rowsOf: ReadonlyMap<string, number>;
  readonly valuation: Valuation;
  readonly indices: Indices;
}): { readonly header: Header; readonly leaves: readonly Leaf[] } {
  let next = indices.next;
  let total = 0n;
  const leaves = valuation.amounts().map(({ account, amount }): Leaf => {
    total += amount;
    return { index: indices.of.get(account) ?? next++, account, amount };
  });
  const sources = config.sources.map(({ name, type }) => ({
    name,
    type,
    rows: rowsOf.get(name) ?? 0,
    leftOut: Object.fromEntries(gathering.leftOut.get(name) ?? []),
  }));
  if (leaves.length === 0) {
    const reasons = sources.flatMap(({ name, rows, leftOut }) =>
      [
        ...Object.entries(leftOut),
        ...(rows > 0 ? [["worth 0 by the rules, such as those of size 0", rows]] : []),
      ].map(([reason, count]) => `${name}: ${count} ${reason}`),
    );
    throw new ImportError(
      [
        `Nothing is awarded to anyone (${reasons.join(", ") || "the sources are empty"}): look at period, sources and rules.`,
        ...gathering.warnings,
      ].join(" "),
    );
  }
  if (total > MAX_TOTAL) {
    throw new ImportError(
      `The total of ${total} token wei is above 2^96 − 1, what a contract can hold: lower the rules' amounts.`,
    );
  }
  const { name, since, until, rules } = config;
  const rows = sources.reduce((sum, source) => sum + source.rows, 0);
  const { previous, earlier } = indices;
  return {
    header: {
      name,
      since,
      until,
      sources,
      rules,
      rows,
      leaves: leaves.length,
      total,
      previous,
      earlier,
      nextIndex: next,
    },
    leaves,
  };
}

/** The header goes first, and is known last. */
export async function joinParts({
  file,
  header,
  rowsFile,
  leaves,
}: {
  readonly file: string;
  readonly header: Header;
  readonly rowsFile: string;
  readonly leaves: readonly Leaf[];
}): Promise<void> {
  await writeFile(file, headerLine(header));
  await pipeline(createReadStream(rowsFile), createWriteStream(file, { flags: "a" }));
  function* lines(): Generator<string, void, void> {
    for (const leaf of leaves) yield leafLine(leaf);
  }
  await pipeline(Readable.from(batches(lines())), createWriteStream(file, { flags: "a" }));
  const handle = await open(file, "r+");
  await handle.sync().finally(() => handle.close());
}

/** Joins short texts, since a stream pays for each piece. */
function* batches(texts: Iterable<string>): Generator<string, void, void> {
  let batch = "";
  for (const text of texts) {
    batch += text;
    if (batch.length >= 1 << 16) {
      yield batch;
      batch = "";
    }
  }
  if (batch !== "") yield batch;
}
