/**
 * Compiling before deploying: public chains get the code that the production profile builds. Simulations take the code that is
 * committed with the types, and compile only where sources differ from what it was made of.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { artifacts, config } from "hardhat";
import { ChainError } from "./chain.ts";
import { HAS_SOURCES, ROOT } from "./place.ts";
import { PUBLIC_NETWORKS } from "../../sdk/src/config/networks.ts";

/** The profile to deploy to a network with: on public ones that of the verified, optimised code. */
export function profileFor(network: string): string {
  return network in PUBLIC_NETWORKS ? "production" : "default";
}

/**
 * Compiles what has changed, or is compiled with another profile; the published package is compiled already. Throws
 * {@link ChainError} when it fails.
 */
export async function buildContracts(
  profile: string,
  say: (sentence: string) => void = console.log,
): Promise<void> {
  if (!HAS_SOURCES) return;
  if (config.solidity.profiles[profile] === undefined) {
    const known = Object.keys(config.solidity.profiles).join(", ");
    throw new ChainError(`there is no build profile "${profile}" in hardhat.config.ts, only ${known}`);
  }
  if (profile === "production") {
    say("Compiling for production where needed; the first time this takes some minutes …");
  }
  // The types in typechain-types/ carry bytecode of the default profile.
  compile(["--no-typechain", "--build-profile", profile]);
  await artifacts.clearCache();
}

const CONTRACTS = join(ROOT, "contracts");
const RECORD = join(ROOT, "typechain-types", "sources.json");
/** Packages whose versions decide what sources compile to. */
const PACKAGES = ["solc", "@openzeppelin/contracts", "@openzeppelin/contracts-upgradeable"];

/** Makes the types, and the code they carry, from the sources, unless that is what they were made of. */
export async function refreshTypes(): Promise<void> {
  if (!HAS_SOURCES) return;
  const recorded = await readFile(RECORD, "utf8").catch(() => "");
  if (recorded === (await describeSources())) return;
  compile([]);
  await recordSources();
}

/** Records beside the types what they were made of. */
export async function recordSources(): Promise<void> {
  await replaceFile(RECORD, await describeSources());
}

/** Writes a file unless it is so already; whoever reads it meanwhile reads the old content or the new, never a part. */
export async function replaceFile(file: string, content: string): Promise<void> {
  if ((await readFile(file, "utf8").catch(() => undefined)) === content) return;
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
}

/** What decides the types, as one hash: sources, the compiler's settings, versions of what is compiled with them. */
export async function describeSources(contracts = CONTRACTS): Promise<string> {
  const hash = createHash("sha256");
  const files = (await readdir(contracts, { recursive: true })).filter((file) => file.endsWith(".sol"));
  for (const file of files.sort()) {
    hash.update(`${file.replaceAll("\\", "/")}\0`).update(await readFile(join(contracts, file)));
  }
  const { compilers, overrides } = config.solidity.profiles["default"] ?? {};
  // Tests are compiled by settings of their own.
  const own = Object.entries(overrides ?? {}).filter(([file]) => file.startsWith("contracts/"));
  const settings = [...(compilers ?? []), ...own].map((compiler) =>
    JSON.stringify(compiler, (key, value: unknown) => (key === "path" ? undefined : value)),
  );
  const lock = JSON.parse(await readFile(join(ROOT, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly version?: string }>>;
  };
  const versions = PACKAGES.map((name) => `${name} ${lock.packages[`node_modules/${name}`]?.version ?? ""}`);
  hash.update(JSON.stringify([settings, versions]));
  return `${JSON.stringify({ sha256: hash.digest("hex") }, null, 2)}\n`;
}

/** Throws {@link ChainError} when the contracts do not compile. */
function compile(options: readonly string[]): void {
  const cli = join(
    dirname(createRequire(import.meta.url).resolve("hardhat/package.json")),
    "dist/src/cli.js",
  );
  const args = [cli, "build", "--quiet", "--no-tests", ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  if (status === 0) return;
  throw new ChainError(`the contracts do not compile: run "npx hardhat build" to see why`, {
    cause: new Error(stdout + stderr),
  });
}
