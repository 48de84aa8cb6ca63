/** What documents say, for tests that hold them to it. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** The rows of a table in docs/economics.md, by its name there. */
export async function tableOf(name: string): Promise<string[][]> {
  const file = fileURLToPath(new URL("../../docs/economics.md", import.meta.url));
  const [, table = ""] =
    new RegExp(`<!-- ${name}: begin -->([^]*)<!-- ${name}: end -->`).exec(await readFile(file, "utf8")) ?? [];
  const rows = table.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
