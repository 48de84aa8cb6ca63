/** What tests of scripts share: folders of their own, scripts as processes, and refusals in one sentence. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";
import { ImportError } from "../../ledger/import-error.ts";
import { messageOf } from "../../scripts/lib/cli.ts";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** A folder for one suite of tests. */
export interface TestFolder {
  readonly path: string;
  /** A new folder in it. */
  fresh(name: string): string;
  /** Writes a file of a new folder; answers its path. */
  file(name: string, content: string | Uint8Array): string;
  remove(): void;
}

export function createTestFolder(name: string): TestFolder {
  const path = mkdtempSync(join(tmpdir(), `cdpo-${name}-`));
  const fresh = (inside: string): string => mkdtempSync(join(path, `${inside}-`));
  return {
    path,
    fresh,
    file(file, content) {
      const written = join(fresh("file"), file);
      writeFileSync(written, content);
      return written;
    },
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** Runs a script of the suite as users do. */
export function runScript(
  script: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", TSX, join(ROOT, "scripts", script), ...args],
    { encoding: "utf8", cwd: ROOT, env: { ...process.env, NODE_OPTIONS: "", CI: "true", ...env } },
  );
  return { status, stdout, stderr };
}

/**
 * Runs the command of a script in this process, as {@link runScript} does in one of its own: what it says on stdout, or the
 * sentence with which it fails on stderr.
 */
export async function runHere(
  run: (args: readonly string[], say: (text: string) => void) => Promise<void>,
  args: readonly string[],
): Promise<ReturnType<typeof runScript>> {
  let stdout = "";
  try {
    await run(args, (text) => (stdout += `${text}\n`));
    return { status: 0, stdout, stderr: "" };
  } catch (error) {
    return { status: 1, stdout, stderr: `error: ${messageOf(error)}\n` };
  }
}

/** The message of the {@link ImportError} that a promise is rejected with. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => expect.fail("was not refused"),
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(ImportError);
  return (error as ImportError).message;
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
