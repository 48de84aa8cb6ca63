/** Writes a report's files into a folder of their own. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toCsv } from "../../ledger/csv.ts";
import { toJson, type Json } from "./json.ts";
import type { Report } from "./model.ts";
import { toPage } from "./page.ts";
import { alone, draw, SIZES, type Drawing } from "./render.ts";

/** What else goes beside the page. */
export interface Data {
  readonly events: { readonly columns: readonly string[]; readonly rows: Iterable<readonly string[]> };
  readonly summary: Json;
  /** Published ledgers, by the names under which the page speaks of them. */
  readonly ledgers?: readonly { readonly name: string; readonly content: Uint8Array }[];
}

/** Draws and writes everything; files of an earlier report in the folder are replaced, others stay. */
export async function writeReport({
  folder,
  report,
  data,
}: {
  readonly folder: string;
  readonly report: Report;
  readonly data: Data;
}): Promise<void> {
  const drawings = new Map<string, readonly Drawing[]>();
  for (const chart of report.charts) {
    const sizes: Drawing[] = [];
    for (const size of SIZES) sizes.push(await draw(chart, size));
    drawings.set(chart.id, sizes);
  }
  await mkdir(folder, { recursive: true });
  for (const [id, sizes] of drawings) {
    const wide = sizes.find(({ size }) => size === "wide");
    if (wide !== undefined) await writeFile(join(folder, `${id}.svg`), alone(wide));
  }
  await writeFile(join(folder, "events.csv"), toCsv(data.events.columns, data.events.rows));
  for (const { name, content } of data.ledgers ?? []) await writeFile(join(folder, name), content);
  await writeFile(join(folder, "summary.json"), toJson(data.summary));
  await writeFile(join(folder, "index.html"), toPage(report, drawings));
}
