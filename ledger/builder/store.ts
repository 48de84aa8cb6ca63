/** What was gathered, on disk: sorted, and told what counts already, by DuckDB with a limit on its memory. */
import { DuckDBInstance, type DuckDBAppender, type DuckDBConnection } from "@duckdb/node-api";
import { join } from "node:path";
import type { Row } from "./format.ts";
import type { Gathered, Undoing } from "./gather.ts";

/** What the database may hold in memory; what is more goes to disk. */
const MEMORY = "512MB";
/** Rows that are appended at once. */
const BATCH = 100_000;

/** Why a row is not valued; null when it is. */
export type Reason = "taken back" | "already recognised" | "the same work again" | null;

export interface Store {
  push(row: Gathered): void;
  /** A row of an earlier ledger: it is not recognised again, nor is the same work. */
  recognise(row: Row): void;
  /** All rows by date, source and id, each with what it says of itself, and why it does not count. Once. */
  sorted(undoings: readonly Undoing[]): AsyncGenerator<Stored, void, void>;
  close(): void;
}

export interface Stored {
  /** JSON of the row. */
  readonly text: string;
  readonly row: Gathered;
  readonly reason: Reason;
}

const TABLES = `
  CREATE TABLE rows (source VARCHAR, id VARCHAR, date BIGINT, entered BIGINT, patch VARCHAR, text VARCHAR);
  CREATE TABLE earlier (source VARCHAR, id VARCHAR, date BIGINT, patch VARCHAR);
  CREATE TABLE void (source VARCHAR, id VARCHAR);`;

/** Of the activities with one patch, the one that entered first stands for the work; those taken back do not. */
const SORTED = `
  WITH firsts AS (
    SELECT patch, min({ 'entered': entered, 'date': date, 'source': source, 'id': id }) AS first
    FROM rows ANTI JOIN void USING (source, id) WHERE patch IS NOT NULL GROUP BY patch
  ),
  patches AS (SELECT DISTINCT patch FROM earlier WHERE patch IS NOT NULL),
  deeds AS (SELECT DISTINCT source, id, date FROM earlier)
  SELECT
    text,
    CASE
      WHEN void.id IS NOT NULL THEN 'taken back'
      WHEN patches.patch IS NOT NULL OR deeds.id IS NOT NULL THEN 'already recognised'
      WHEN first IS NOT NULL AND (first.source <> rows.source OR first.id <> rows.id) THEN 'the same work again'
    END AS reason
  FROM rows
  LEFT JOIN void ON void.source = rows.source AND void.id = rows.id
  LEFT JOIN firsts ON firsts.patch = rows.patch
  LEFT JOIN patches ON patches.patch = rows.patch
  LEFT JOIN deeds ON deeds.source = rows.source AND deeds.id = rows.id AND deeds.date = rows.date
  ORDER BY rows.date, rows.source, rows.id, text`;

/** Opens an empty store in a folder, which holds its file and what does not fit in memory. */
export async function openStore(folder: string): Promise<Store> {
  const database = await DuckDBInstance.create(join(folder, "rows.duckdb"), {
    memory_limit: MEMORY,
    temp_directory: join(folder, "spilled"),
    threads: "2",
  });
  const connection = await database.connect();
  await connection.run(TABLES);
  const rows = await createTable(connection, "rows");
  const earlier = await createTable(connection, "earlier");
  return {
    push(row) {
      const { source, id, date, entered, patch } = row;
      rows.append([source, id, BigInt(date), BigInt(entered), patch, JSON.stringify(row)]);
    },
    recognise({ source, id, date, patch }) {
      earlier.append([source, id, BigInt(date), patch]);
    },
    async *sorted(undoings) {
      rows.close();
      earlier.close();
      const taken = await createTable(connection, "void");
      for (const [source, id] of takenBack(undoings)) taken.append([source, id]);
      taken.close();
      const result = await connection.stream(SORTED);
      for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
        if (chunk.rowCount === 0) return;
        const reasons = chunk.getColumnValues(1);
        for (const [at, text] of chunk.getColumnValues(0).entries()) {
          // Written above by `push`, and by the query.
          yield {
            text: text as string,
            row: JSON.parse(text as string) as Gathered,
            reason: reasons[at] as Reason,
          };
        }
      }
    },
    close() {
      connection.closeSync();
      database.closeSync();
    },
  };
}

interface Table {
  append(cells: readonly (string | bigint | null)[]): void;
  close(): void;
}

async function createTable(connection: DuckDBConnection, name: string): Promise<Table> {
  const appender: DuckDBAppender = await connection.createAppender(name);
  let pending = 0;
  return {
    append(cells) {
      for (const cell of cells) {
        if (cell === null) appender.appendNull();
        else if (typeof cell === "bigint") appender.appendBigInt(cell);
        else appender.appendVarchar(cell);
      }
      appender.endRow();
      if (++pending % BATCH === 0) appender.flushSync();
    },
    close() {
      appender.closeSync();
    },
  };
}

/**
 * Source and id of all that does not stand: what was taken back, unless what took it back was taken back itself, and whatever
 * takes something back. An activity takes back only what was there before it.
 */
export function takenBack(undoings: readonly Undoing[]): [source: string, id: string][] {
  const keyOf = (source: string, id: string): string => JSON.stringify([source, id]);
  const undoingOf = new Map<string, Undoing>();
  for (const undoing of undoings) undoingOf.set(keyOf(undoing.source, undoing.id), undoing);
  const later = (a: Undoing, b: Undoing): number => b.entered - a.entered || b.date - a.date;
  const undone = new Set<string>();
  const all = new Map<string, [string, string]>();
  // The last first: nothing after it takes it back.
  for (const undoing of [...undoingOf.values()].sort(later)) {
    const { source, id, undoes } = undoing;
    all.set(keyOf(source, id), [source, id]);
    if (undone.has(keyOf(source, id)) || undoes === id) continue;
    const target = undoingOf.get(keyOf(source, undoes));
    if (target !== undefined && later(undoing, target) > 0) continue;
    undone.add(keyOf(source, undoes));
    all.set(keyOf(source, undoes), [source, undoes]);
  }
  return [...all.values()];
}
