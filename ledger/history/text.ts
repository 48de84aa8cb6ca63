/** The ledger as texts: the canonical one, its hashes, and a table. */
import { keccak256 } from "ethers";
import { csvLine } from "../csv.ts";
import type { Header, Ledger, Row } from "./model.ts";

/** The keys in their canonical order, and money as decimal strings. */
function plainHeader(header: Header): unknown {
  const { base, unit, lineCap, maxAward, ignored, maintenance } = header.parameters;
  return {
    source: header.source,
    head: header.head,
    formula: header.formula,
    parameters: {
      base: base.toString(),
      unit: unit.toString(),
      lineCap,
      maxAward: maxAward.toString(),
      ignored,
      maintenance,
    },
    since: header.since,
    until: header.until,
    commits: header.commits,
    mergesSkipped: header.mergesSkipped,
    outsideWindow: header.outsideWindow,
    contributors: header.contributors,
    totalAward: header.totalAward.toString(),
    warnings: header.warnings,
  };
}

/** As {@link plainHeader}; without the index, which depends on what else was imported. */
function plainContribution(row: Row): Record<string, unknown> {
  return {
    id: row.id,
    account: row.account,
    author: row.author,
    coAuthors: row.coAuthors,
    kind: row.kind,
    date: row.date,
    subject: row.subject,
    files: row.files,
    linesAdded: row.linesAdded,
    linesRemoved: row.linesRemoved,
    award: row.award.toString(),
    shares: row.shares.map(({ account, bps }) => ({ account, bps })),
  };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * The `contentHash` of the contribution on chain: keccak256 of the row's JSON without `index` and without
 * spaces, in UTF-8. A later import with more commits gives the same contribution the same hash.
 */
export function contentHash(row: Row): string {
  return keccak256(bytesOf(JSON.stringify(plainContribution(row))));
}

/** The canonical text in pieces, for ledgers larger than one string may be. */
export function* ledgerJsonChunks(ledger: Ledger): Generator<string, void, void> {
  yield `{"header":${JSON.stringify(plainHeader(ledger.header), null, 2)},\n"rows":[`;
  for (const [at, row] of ledger.rows.entries()) {
    yield `${at === 0 ? "\n" : ",\n"}${JSON.stringify({ index: row.index, ...plainContribution(row) })}`;
  }
  yield "\n]}\n";
}

/** The canonical text: fixed order of keys, one row a line, money as decimal strings of token wei. */
export function ledgerToJson(ledger: Ledger): string {
  return [...ledgerJsonChunks(ledger)].join("");
}

/** keccak256 of the canonical text in UTF-8: what an epoch of many contributions publishes as its content hash. */
export function ledgerHash(ledger: Ledger): string {
  return keccak256(bytesOf(ledgerToJson(ledger)));
}

const COLUMNS = [
  ...["index", "id", "date", "kind", "account", "author", "coAuthors", "shares", "subject"],
  ...["files", "linesAdded", "linesRemoved", "awardWei"],
];

/** The table in pieces, a line each. */
export function* ledgerCsvChunks(ledger: Ledger): Generator<string, void, void> {
  yield csvLine(COLUMNS);
  for (const row of ledger.rows) {
    const cells = [
      row.index.toString(),
      row.id,
      new Date(row.date * 1_000).toISOString(),
      row.kind,
      row.account,
      row.author,
      row.coAuthors.join("; "),
      row.shares.map(({ account, bps }) => `${account}:${bps}`).join(" "),
      row.subject,
      row.files.toString(),
      row.linesAdded.toString(),
      row.linesRemoved.toString(),
      row.award.toString(),
    ];
    yield csvLine(cells);
  }
}

/** The rows as RFC 4180 text with line feeds, in UTF-8; awards in token wei, dates in UTC. */
export function ledgerToCsv(ledger: Ledger): string {
  return [...ledgerCsvChunks(ledger)].join("");
}
