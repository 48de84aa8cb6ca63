// Runs before the indexer's commands: installs what is locked for it when it is missing or older than the lock. It is no part
// of the main install: it is large, and pins versions that others need not share.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
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

// Ponder 0.16.10 asks a node for the logs of each event alone, as it takes "any topic" for a topic that is filtered by: six
// times as many requests as it means to send (its pull request 2366).
const file = join(here, "node_modules", "ponder", "dist", "esm", "sync-historical", "index.js");
const text = readFileSync(file, "utf8");
const mended = text.replace(/(const hasTopic[123] = filter\.topic[123]) !== undefined;/g, "$1 != null;");
if (mended !== text) writeFileSync(file, mended);
else if (!text.includes("const hasTopic1 = filter.topic1 != null;")) {
  console.error(
    "error: Ponder's requests are no longer what indexer/ensure-install.mjs mends: see whether that is still needed.",
  );
  process.exit(1);
}
