/** Builds of the suite for the benchmarks, apart from those that tests and scripts use. */
import { createRequire } from "node:module";
import { join } from "node:path";
import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import type { NetworkHelpers } from "@nomicfoundation/hardhat-network-helpers/types";
import type { MultiVersionBuildProfileUserConfig } from "hardhat/types/config";
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

interface Compiler {
  readonly version: string;
  readonly path: string;
  readonly settings: CompilerSettings;
}

/** What the root's hardhat.config.ts says of a profile: files of its own settings besides. */
interface BuildProfile {
  readonly compilers: readonly [Compiler];
  readonly overrides: Readonly<Record<string, Compiler>>;
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
  const [{ version, settings }] = buildOf(profile).compilers;
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
      solidity: { profiles: profiles() },
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
function profiles(): Record<Profile, MultiVersionBuildProfileUserConfig> {
  const unisolated = (profile: Profile): MultiVersionBuildProfileUserConfig => {
    const { compilers, overrides } = buildOf(profile);
    return { compilers: [...compilers], overrides: { ...overrides }, isolated: false };
  };
  return { default: unisolated("default"), production: unisolated("production") };
}

/** A profile as the root has it, which may write a single compiler without a list. */
function buildOf(profile: Profile): BuildProfile {
  const { solidity } = rootConfig as { solidity: { profiles: Record<Profile, BuildProfile | Compiler> } };
  const build = solidity.profiles[profile];
  return "compilers" in build ? build : { compilers: [build], overrides: {} };
}
