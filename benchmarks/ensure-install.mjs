// Runs before the benchmark commands: installs the locked peers when they are missing or older than the lock. They are
// no part of the main install, and need no Node of their own: none has native code or install scripts.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const lock = join(here, "package-lock.json");
const installed = join(here, "node_modules", ".package-lock.json");

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.log("Installing the locked peers of the benchmarks (once, 70 MB) …");
  // The Node of the project first, whatever runs this.
  const path = [join(here, "..", "node_modules", ".bin"), process.env.PATH].join(delimiter);
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: here,
    env: { ...process.env, PATH: path },
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error(
      "error: npm ci failed; check that the npm registry is reachable and run the command again.",
    );
    process.exit(1);
  }
}
