/** What the tests of curation by stake and of vetoes share: stakeholders with tokens, locked or not. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { HOUR, type Connection, type Scenario } from "./fixtures.ts";

/**
 * Issues tokens by an issuer that the owner names for it, approves the stake lock for all of them, and waits for the
 * hour to end, so that they count in the supply of the past. Needs a budget that is large enough.
 */
export async function endow(
  { networkHelpers }: Connection,
  { issuance, token, owner, addresses, actors }: Scenario,
  ...holders: readonly (readonly [HardhatEthersSigner, bigint])[]
): Promise<void> {
  const issuer = actors.deployer;
  await issuance.connect(owner).setIssuer(issuer, true);
  for (const [holder, amount] of holders) {
    await issuance.connect(issuer).issue(holder, amount);
    await token.connect(holder).approve(addresses.stakeLock, 2n ** 256n - 1n);
  }
  await issuance.connect(owner).setIssuer(issuer, false);
  await networkHelpers.time.increase(HOUR);
}

/** `bps` of a supply, rounded up: what a veto needs. */
export function vetoNeeded(circulating: bigint, bps: bigint): bigint {
  const needed = (circulating * bps + 9_999n) / 10_000n;
  return needed === 0n ? 1n : needed;
}
