// Runs before the commands that only need the contracts' interfaces: compiles when nothing is compiled yet. What is
// compiled for production stays.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
if (!existsSync(join(root, "artifacts", "contracts", "CdpoFactory.sol", "CdpoFactory.json"))) {
  const { status } = spawnSync("hardhat", ["build", "--no-tests"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(1);
}
