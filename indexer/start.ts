/** Starts the indexer as its settings say; it ends when it is told to, as Ponder does. */
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSettings, SettingsError, type Settings } from "./settings.ts";

function settingsOrExit(): Settings {
  try {
    return readSettings(process.env);
  } catch (thrown) {
    if (!(thrown instanceof SettingsError)) throw thrown;
    console.error(`error: ${thrown.message}`);
    process.exit(1);
  }
}

const { hostname, port, schema, viewsSchema } = settingsOrExit();
// dist/esm/index.js is what the package exports.
const binary = join(dirname(fileURLToPath(import.meta.resolve("ponder"))), "bin", "ponder.js");
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
