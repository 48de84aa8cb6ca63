#!/usr/bin/env node
// `cdpo`, for `npx cdpo`: in a clone the sources, run by the Node that is installed with the other dependencies; in the
// published package the bundle, with a configuration of Hardhat of its own.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const OLDEST = [22, 13];
const root = join(dirname(fileURLToPath(import.meta.url)), "..");

if (existsSync(join(root, "hardhat.config.ts"))) {
  const { HARDHAT_CONFIG = join(root, "hardhat.config.ts") } = process.env;
  const run = (stdio, node, ...args) =>
    spawnSync(node, args, { stdio, env: { ...process.env, HARDHAT_CONFIG } }).status ?? 1;
  const modules = join(root, "node_modules");
  // What it tells is no answer of the command.
  const failed = run(
    ["inherit", 2, "inherit"],
    process.execPath,
    join(root, "scripts", "ensure-install.mjs"),
  );
  if (failed !== 0) process.exit(failed);
  const tsx = pathToFileURL(join(modules, "tsx", "dist", "loader.mjs")).href;
  const cdpo = join(root, "scripts", "cdpo.ts");
  process.exit(
    run("inherit", join(modules, "node", "bin", "node"), "--import", tsx, cdpo, ...process.argv.slice(2)),
  );
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  console.error(`error: cdpo needs Node ${OLDEST.join(".")} or newer, and this is ${process.versions.node}`);
  process.exit(1);
}
process.env.HARDHAT_CONFIG = join(root, "dist", "cdpo", "hardhat.config.js");
await import("../dist/cdpo/cdpo.js");
