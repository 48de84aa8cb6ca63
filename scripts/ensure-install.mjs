// Runs before every npm command of this project, on whatever Node the user has: installs the locked dependencies when
// they are missing or older than the lock. They include the Node version that everything else runs on.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..");
const lock = join(root, "package-lock.json");
const installed = join(root, "node_modules", ".package-lock.json");
const nodeBinary = join(root, "node_modules", "node", "bin", "node");

const isCurrent =
  existsSync(installed) && existsSync(nodeBinary) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs;

if (!isCurrent) {
  const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  console.log("Installing the locked dependencies (once, about a minute) …");
  // npm leaves out native packages that the Node it runs on is too old for: install under the Node of the project.
  const { status } = spawnSync(
    "npx",
    ["--yes", `--package=node@${devDependencies.node}`, "--call", "npm ci --no-audit --no-fund"],
    { cwd: root, stdio: "inherit", shell: process.platform === "win32" },
  );
  if (status !== 0) {
    console.error(
      "error: npm ci failed; check that the npm registry is reachable and run the command again.",
    );
    process.exit(1);
  }
}
