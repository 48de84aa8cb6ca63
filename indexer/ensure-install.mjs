// Runs before the indexer's commands: installs what is locked for it when it is missing or older than the lock. It is no part
// of the main install: it is large, and pins versions that others need not share.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

const here = import.meta.dirname;
const lock = join(here, "package-lock.json");
const installed = join(here, "node_modules", ".package-lock.json");

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.error("Installing what the indexer needs (once, 260 MB) …");
  // The Node of the project first, whatever runs this. esbuild's binary comes as a package: it needs no script.
  const path = [join(here, "..", "node_modules", ".bin"), process.env.PATH].join(delimiter);
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: here,
    env: { ...process.env, PATH: path },
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error(
      "error: npm ci failed; check that the npm registry is reachable and run the command again.",
    );
    process.exit(1);
  }
}
