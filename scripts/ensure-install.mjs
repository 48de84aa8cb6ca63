// Runs before every npm command of this project, on whatever Node the user has: installs the locked dependencies when
// they are missing or older than the lock. They include the Node version that everything else runs on. Folders that are named
// have locks of their own, as who does not use them need not wait for them.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const shell = process.platform === "win32";

if (!isCurrent(root) || !existsSync(join(root, "node_modules", "node", "bin", "node"))) {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  console.log("Installing the locked dependencies (once, about a minute) …");
  // npm leaves out native packages that the Node it runs on is too old for: install under the Node of the project.
  install(root, "npx", [
    "--yes",
    `--package=node@${devDependencies.node}`,
    "--call",
    "npm ci --no-audit --no-fund",
  ]);
}

for (const folder of process.argv.slice(2)) {
  if (isCurrent(join(root, folder))) continue;
  console.log(`Installing the locked dependencies of ${folder}/ (once) …`);
  install(join(root, folder), "npm", ["ci", "--no-audit", "--no-fund"]);
}

function isCurrent(folder) {
  const lock = join(folder, "package-lock.json");
  const installed = join(folder, "node_modules", ".package-lock.json");
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;
}

function install(cwd, command, args) {
  const PATH = [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  const { status } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, PATH },
    stdio: "inherit",
    shell,
  });
  if (status === 0) return;
  console.error("error: npm ci failed; check that the npm registry is reachable and run the command again.");
  process.exit(1);
}
