/** Who pays for what is deployed, and whether all of it is in a block. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Signer } from "ethers";
import type { ChainEthers } from "./compiled.ts";

/** The network's first account. */
export async function defaultSigner(ethers: ChainEthers): Promise<Signer> {
  const [signer] = await ethers.getSigners();
  if (signer === undefined) throw new Error("the network has no account to send transactions from");
  return signer;
}

/** Waits until all that an account has sent is in a block. False when it is not within `seconds`. */
export async function settleSent({
  ethers,
  from,
  seconds = 120,
}: {
  readonly ethers: ChainEthers;
  readonly from: string;
  readonly seconds?: number;
}): Promise<boolean> {
  for (let tries = 2 * seconds; tries > 0; --tries) {
    const sent = await ethers.provider.getTransactionCount(from, "pending");
    if (sent <= (await ethers.provider.getTransactionCount(from, "latest"))) return true;
    await sleep(500);
  }
  return false;
}
