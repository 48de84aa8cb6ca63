/** Several flows on one chain: what happened on the chain of each happens again, in the order of time. */
import type { World } from "../world/world.ts";
import type { Sent } from "./record.ts";

/** Enough for each; a fixed limit saves an estimate. */
const GAS_LIMIT = "0x989680"; // 10,000,000

/**
 * Sends the transactions of flows that began alike, so that what they began with is on the chain already. Addresses do not
 * change: those of organisations follow from who launches them and their names, and accounts have a number of transactions of
 * their own. Throws what the chain refuses.
 */
export async function replay({
  world,
  histories,
  onProgress = () => undefined,
}: {
  readonly world: World;
  readonly histories: readonly (readonly Sent[])[];
  readonly onProgress?: (done: number, of: number) => void;
}): Promise<void> {
  const { provider } = world.chain.ethers;
  const all = merged(histories);
  const known = new Set<string>();
  for (const [done, { time, from, to, data }] of all.entries()) {
    if (!known.has(from)) {
      await provider.send("hardhat_impersonateAccount", [from]);
      known.add(from);
    }
    await provider.send("evm_setNextBlockTimestamp", [time]);
    const place = to === null ? {} : { to };
    await provider.send("eth_sendTransaction", [{ from, ...place, data, gas: GAS_LIMIT, gasPrice: "0x0" }]);
    if (done % 500 === 0) onProgress(done, all.length);
  }
  onProgress(all.length, all.length);
}

/** What comes after the beginning that all share, in the order of time. */
export function merged(histories: readonly (readonly Sent[])[]): Sent[] {
  const [first = [], ...others] = histories;
  const isShared = (sent: Sent, at: number): boolean =>
    others.every((other) => JSON.stringify(other[at]) === JSON.stringify(sent));
  const differs = first.findIndex((sent, at) => !isShared(sent, at));
  const begun = differs < 0 ? first.length : differs;
  return histories.flatMap((history) => history.slice(begun)).sort((a, b) => a.time - b.time);
}
