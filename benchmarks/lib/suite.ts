/** Builds of the suite for the benchmarks, apart from those that tests and scripts use. */
import { createRequire } from "node:module";
import { join } from "node:path";
import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { HardhatPlugin } from "hardhat/types/plugins";
import rootConfig from "../../hardhat.config.ts";

export const ROOT = join(import.meta.dirname, "..", "..");
export const BENCHMARKS = join(import.meta.dirname, "..");
/** Never committed, and gone with the installed peers. */
export const BUILDS = join(BENCHMARKS, "node_modules", ".cache", "cdpo-suite");

/** The build profiles of the root's hardhat.config.ts that are measured. */
export const PROFILES = ["default", "production"] as const;
export type Profile = (typeof PROFILES)[number];

/** The rules that the embedded chain runs by. */
export const HARDFORK = "osaka";
const NETWORK = "benchmark";
/** Where the embedded chain's time begins, so that a run gives the same figures on any day. */
const BEGINNING = "2027-01-01T00:00:00Z";

/** What the root's hardhat.config.ts says of a profile. */
interface BuildProfile {
  readonly version: string;
  readonly path: string;
  readonly settings: CompilerSettings;
}

/** What the embedded chain offers to the measures. */
export interface Chain {
  readonly profile: Profile;
  readonly ethers: HardhatEthers;
  readonly networkHelpers: NetworkHelpers;
  close(): Promise<void>;
}

/** Compiler version and settings of a profile, as the root's hardhat.config.ts has them. */
export function compilerOf(profile: Profile): {
  readonly version: string;
  readonly settings: CompilerSettings;
} {
  const { version, settings } = profilesOf(rootConfig)[profile];
  return { version, settings };
}

export interface CompilerSettings {
  readonly evmVersion?: string;
  readonly optimizer?: { readonly enabled?: boolean; readonly runs?: number };
  readonly viaIR?: boolean;
}

/** Version of a package of the main install. */
export function versionOf(name: string): string {
  const require = createRequire(join(ROOT, "package.json"));
  return (require(`${name}/package.json`) as { version: string }).version;
}

/** Compiles the suite in a profile of the root, when anything changed, and starts an embedded chain that runs it. */
export async function openChain(profile: Profile): Promise<Chain> {
  const hre = await environmentOf(profile);
  await hre.tasks.getTask("build").run({ noTests: true, quiet: true });
  return connect(hre, profile);
}

/** An embedded chain for contracts that are compiled elsewhere. */
export async function openEmptyChain(): Promise<Chain> {
  return connect(await environmentOf("default"), "default");
}

// ---------------------------------------------------------------- internals

async function environmentOf(profile: Profile): Promise<HardhatRuntimeEnvironment> {
  return createHardhatRuntimeEnvironment(
    {
      plugins: [...rootPlugins(), hardhatEthers, hardhatNetworkHelpers],
      solidity: { profiles: profilesOf(rootConfig) },
      paths: {
        sources: "contracts",
        artifacts: join(BUILDS, profile, "artifacts"),
        cache: join(BUILDS, profile, "cache"),
      },
      networks: {
        [NETWORK]: { type: "edr-simulated", hardfork: HARDFORK, initialDate: BEGINNING },
      },
    },
    { buildProfile: profile },
    ROOT,
  );
}

/** The root's own plugin, which keeps compiler warnings about dependencies away. */
function rootPlugins(): HardhatPlugin[] {
  return (rootConfig.plugins ?? []).filter(({ id }) => id === "build-output");
}

async function connect(hre: HardhatRuntimeEnvironment, profile: Profile): Promise<Chain> {
  const connection = await hre.network.create(NETWORK);
  const { ethers, networkHelpers } = connection;
  return { profile, ethers, networkHelpers, close: () => connection.close() };
}

/**
 * The root's profiles, with all files in one compilation: file by file, as Hardhat does for production, takes longer for
 * the same code, and its embedded chain cannot read the output of files that have no contract.
 */
function profilesOf({
  solidity,
}: typeof rootConfig): Record<Profile, BuildProfile & { readonly isolated: boolean }> {
  const { profiles } = solidity as { profiles: Record<Profile, BuildProfile> };
  return {
    default: { ...profiles.default, isolated: false },
    production: { ...profiles.production, isolated: false },
  };
}
