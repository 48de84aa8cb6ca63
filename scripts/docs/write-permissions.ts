/** Writes the table of permissions into docs/security.md. Run after changing scripts/docs/permissions.ts. */
import { readFile, writeFile } from "node:fs/promises";
import { format, resolveConfig } from "prettier";
import { SUITE_CONTRACTS } from "../../launch/index.ts";
import { permissionTable } from "./permissions.ts";

const FILE = "docs/security.md";
const BEGIN = "<!-- permissions: begin -->";
const END = "<!-- permissions: end -->";

const text = await readFile(FILE, "utf8");
const [before, rest] = text.split(BEGIN);
const after = rest?.split(END)[1];
if (before === undefined || after === undefined) {
  console.error(`error: ${FILE} has no place for the table: put ${BEGIN} and ${END} where it belongs`);
  process.exit(1);
}
const whole = `${before}${BEGIN}\n\n${permissionTable(SUITE_CONTRACTS)}\n\n${END}${after}`;
const config = await resolveConfig(FILE);
await writeFile(FILE, await format(whole, { ...config, filepath: FILE }));
console.log(`Wrote the table of permissions into ${FILE}.`);
