import { readFile } from "node:fs/promises";
import hre, { artifacts } from "hardhat";

/** A gas ceiling to assert; out of reach while coverage is measured, as its counters cost gas themselves. */
export function gasCeiling(limit: bigint): bigint {
  return hre.globalOptions.coverage ? 2n ** 64n : limit;
}

/** Whether what is tested was compiled with the production profile: through the IR. */
export async function isProduction(): Promise<boolean> {
  const { sourceName, contractName } = await artifacts.readArtifact("CdpoFactory");
  const id = await artifacts.getBuildInfoId(`${sourceName}:${contractName}`);
  const file = id === undefined ? undefined : await artifacts.getBuildInfoPath(id);
  if (file === undefined) throw new Error("the artifacts have no build info");
  const { input } = JSON.parse(await readFile(file, "utf8")) as {
    readonly input: { readonly settings: { readonly viaIR?: boolean } };
  };
  return input.settings.viaIR === true;
}
