/** Multicall3 at its address, which test chains begin without. */
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { join, dirname } from "node:path";
import { MULTICALL3 } from "../../sdk/src/state/index.ts";
import type { Connection } from "./fixtures.ts";

const viem = dirname(createRequire(import.meta.url).resolve("viem/package.json"));

/** Puts Multicall3 where public chains have it. */
export async function installMulticall({ ethers, networkHelpers }: Connection): Promise<void> {
  // The code that viem deploys where there is none.
  const constants = pathToFileURL(join(viem, "_esm", "constants", "contracts.js")).href;
  const { multicall3Bytecode } = (await import(constants)) as { readonly multicall3Bytecode: string };
  const [signer] = await ethers.getSigners();
  const sent = await signer?.sendTransaction({ data: multicall3Bytecode });
  const address = (await sent?.wait())?.contractAddress;
  if (!address) throw new Error("Multicall3 was not deployed");
  await networkHelpers.setCode(MULTICALL3, await ethers.provider.getCode(address));
}
