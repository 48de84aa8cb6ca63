/** Where the commands run from: a clone, with sources and a compiler, or the published package, with what they compile to. */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { PUBLIC_NETWORKS } from "../../sdk/src/config/networks.ts";

/** The folder of package.json: two above this file, in the package as in a clone (see scripts/packaged/bundle.ts). */
export const ROOT = join(import.meta.dirname, "../..");

const OWN_CONFIG = join(ROOT, "hardhat.config.ts");

/** Whether this is a clone: the package has no configuration of Hardhat for its sources, as it compiles nothing. */
export const HAS_SOURCES = existsSync(OWN_CONFIG);

/** How a command of `cdpo` that is an npm script of its own is typed here. */
export function typed(command: "deploy"): string {
  return HAS_SOURCES ? `npm run ${command} --` : `npx cdpo ${command}`;
}

/** What only a clone can do. */
export function fromAClone(why: string): string {
  return `${why}, which this package has no compiler for: do it in a clone of the repository`;
}

/** How a command of Hardhat is typed here. */
export function typedHardhat(command: string): string {
  const config = process.env["HARDHAT_CONFIG"];
  if (HAS_SOURCES || config === undefined) return `npx hardhat ${command}`;
  return `npx hardhat --config ${relative("", config)} ${command}`;
}

/** Which networks there are, for help. */
export const NETWORKS = HAS_SOURCES
  ? "a network of hardhat.config.ts"
  : `localhost (LOCALHOST_RPC_URL), ${Object.keys(PUBLIC_NETWORKS).join(", ")}`;
