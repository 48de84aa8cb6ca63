/** Compiling before deploying: public chains get the code that the production profile builds. */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { artifacts, config } from "hardhat";
import { ChainError } from "./chain.ts";
import { PUBLIC_NETWORKS } from "../../sdk/src/config/networks.ts";

/** The profile to deploy to a network with: on public ones that of the verified, optimised code. */
export function profileFor(network: string): string {
  return network in PUBLIC_NETWORKS ? "production" : "default";
}

/** Compiles what has changed, or is compiled with another profile. Throws {@link ChainError} when it fails. */
export async function buildContracts(
  profile: string,
  say: (sentence: string) => void = console.log,
): Promise<void> {
  if (config.solidity.profiles[profile] === undefined) {
    const known = Object.keys(config.solidity.profiles).join(", ");
    throw new ChainError(`there is no build profile "${profile}" in hardhat.config.ts, only ${known}`);
  }
  if (profile === "production") {
    say("Compiling for production where needed; the first time this takes some minutes …");
  }
  const cli = join(
    dirname(createRequire(import.meta.url).resolve("hardhat/package.json")),
    "dist/src/cli.js",
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    // The types in typechain-types/ carry bytecode of the default profile.
    [cli, "build", "--quiet", "--no-tests", "--no-typechain", "--build-profile", profile],
    { encoding: "utf8" },
  );
  if (status !== 0) {
    throw new ChainError(`the contracts do not compile: run "npx hardhat build" to see why`, {
      cause: new Error(stdout + stderr),
    });
  }
  await artifacts.clearCache();
}
