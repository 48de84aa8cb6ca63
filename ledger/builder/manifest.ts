/** What a build wrote, file by file with its hash: nothing else is ever replaced. */
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { z } from "zod";
import { parseJson } from "../../sdk/src/config/index.ts";
import { ImportError } from "../import-error.ts";
import { namesOf } from "./content.ts";

export const MANIFEST = "manifest.json";

const shape = z.strictObject({
  format: z.literal("cdpo-manifest/1"),
  /** SHA-256 by path from the folder, with slashes. */
  files: z.record(z.string(), z.string()),
});

/** Files below a folder, by path from it with slashes, in order; without the manifest. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => path !== MANIFEST)
    .sort();
}

/** Writes the manifest of all that is in a folder. */
export async function writeManifest(folder: string): Promise<void> {
  const files: Record<string, string> = {};
  for (const path of await filesIn(folder)) files[path] = (await namesOf(join(folder, path))).contentHash;
  const manifest: z.output<typeof shape> = { format: "cdpo-manifest/1", files };
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Throws {@link ImportError} unless a folder is empty or holds only files that a build wrote and nobody changed since: what
 * is somebody's work must not be replaced. Files that are missing are no reason.
 */
export async function checkReplaceable(folder: string): Promise<void> {
  const paths = await filesIn(folder);
  const text = await readFile(join(folder, MANIFEST), "utf8").catch(() => null);
  if (text === null && paths.length === 0) return;
  let written: Readonly<Record<string, string>>;
  try {
    written = shape.parse(parseJson(text ?? "")).files;
  } catch {
    throw new ImportError(`${folder} holds something else than an epoch: name another folder.`);
  }
  for (const path of paths) {
    const hash = Object.hasOwn(written, path) ? written[path] : undefined;
    if (hash === undefined) {
      throw new ImportError(
        `${join(folder, path)} was not written by a build, and would be lost: move it, or name another folder.`,
      );
    }
    if ((await namesOf(join(folder, path))).contentHash !== hash) {
      throw new ImportError(
        `${join(folder, path)} was changed since it was written, and would be lost: move it, or name another folder.`,
      );
    }
  }
}
