/**
 * Writes docs/reference from the documentation in the Solidity sources, one page per contract and an index, and the schema
 * of the files in deployments/.
 */
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { z } from "zod";
import { addressBook } from "../lib/address-book.ts";
import { readPages } from "./natspec.ts";
import { renderReference } from "./reference.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const FOLDER = join(ROOT, "docs", "reference");

/** Formats a text as its file is, and writes it. */
async function write(file: string, text: string): Promise<void> {
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

const files = renderReference(await readPages(ROOT));
await mkdir(FOLDER, { recursive: true });
// The reference of the sdk is a folder in it.
for (const old of await readdir(FOLDER, { withFileTypes: true })) {
  if (old.isFile() && !files.has(old.name)) await rm(join(FOLDER, old.name));
}
for (const [name, text] of files) await write(join(FOLDER, name), text);
const schema = { title: "A file in deployments/", ...z.toJSONSchema(addressBook, { io: "input" }) };
await write(join(ROOT, "docs", "deployments.schema.json"), JSON.stringify(schema));
console.log(`Wrote ${files.size} pages to docs/reference, and docs/deployments.schema.json.`);
