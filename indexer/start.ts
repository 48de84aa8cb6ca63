/** Starts the indexer as its settings say; it ends when it is told to, as Ponder does. */
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { mendPonder } from "./mend-ponder.ts";
import { readSettings, SettingsError, type Settings } from "./settings.ts";

function exit(sentence: string): never {
  console.error(`error: ${sentence}`);
  process.exit(1);
}

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (thrown) {
    if (thrown instanceof SettingsError) return exit(thrown.message);
    throw thrown;
  }
}

/** Ponder's command, mended. */
function ponderOrExit(): string {
  // dist/esm/index.js is what the package exports.
  const esm = dirname(fileURLToPath(import.meta.resolve("ponder")));
  try {
    mendPonder(join(esm, "sync-historical", "index.js"));
  } catch (thrown) {
    return exit((thrown as Error).message);
  }
  return join(esm, "bin", "ponder.js");
}

const { hostname, port, schema, viewsSchema } = settingsOrExit();
const binary = ponderOrExit();
const args = ["start", "--schema", schema, "--views-schema", viewsSchema];
const child = spawn(
  process.execPath,
  [binary, "--root", import.meta.dirname, ...args, "--hostname", hostname, "--port", String(port)],
  { cwd: import.meta.dirname, stdio: "inherit", env: { ...process.env, PONDER_TELEMETRY_DISABLED: "true" } },
);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
child.on("close", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" || signal === "SIGTERM" ? 0 : 1);
});
