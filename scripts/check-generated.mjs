// Compiles everything afresh and fails when the compiler warns about a source of this project, or when the committed
// TypeChain types, ABIs of the sdk, references or schema of deployments are not what the sources give, or when something that
// the sdk exports has no documentation.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const run = (command, args) => spawnSync(command, args, { cwd: root, encoding: "utf8" });
const fail = (message) => {
  console.error(`error: ${message}`);
  process.exit(1);
};

rmSync(join(root, "typechain-types"), { recursive: true, force: true });
const build = run("hardhat", ["build", "--force"]);
const output = build.stdout + build.stderr;
if (build.status !== 0) fail(`the contracts do not compile:\n${output}`);

// hardhat.config.ts shows diagnostics about this project's own sources only.
const warnings = output.split("\n").filter((line) => /^\s*--> /u.test(line));
if (warnings.length > 0) fail(`the compiler warns about ${warnings.length} places:\n${output}`);

const GENERATED = ["typechain-types", "sdk/src/abi", "docs/reference", "docs/deployments.schema.json"];
const packaged = run("tsx", ["scripts/package.ts"]);
if (packaged.status !== 0) fail(`the ABIs cannot be written:\n${packaged.stderr}`);
const documented = run("tsx", ["scripts/docs/write-reference.ts"]);
if (documented.status !== 0) fail(`the contract reference cannot be made:\n${documented.stderr}`);
const typed = run("tsx", ["scripts/docs/write-sdk-reference.ts"]);
if (typed.status !== 0) fail(`the reference of the sdk cannot be made:\n${typed.stderr}`);
const stale = run("git", ["status", "--porcelain", ...GENERATED]).stdout.trim();
if (stale !== "") fail(`generated files were stale and are fresh now, commit them:\n${stale}`);
console.log("Generated files are fresh; the compiler has no warning.");
