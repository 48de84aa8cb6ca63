/** What the tests of votes, curation and vetoes share: stakeholders with tokens, staked or not. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { signerOf, type Connection, type Scenario } from "./fixtures.ts";

/** Who gets how many tokens. */
export type Endowment = readonly [holder: HardhatEthersSigner, amount: bigint];

/**
 * Gives tokens to holders who have approved Stake for all of them, as if they had been recognised long ago: minted past
 * the budget, so that no window has to pass.
 */
export async function endow(
  connection: Connection,
  { token, addresses }: Scenario,
  ...holders: readonly Endowment[]
): Promise<void> {
  const minter = token.connect(await signerOf(connection, addresses.issuance));
  for (const [holder, amount] of holders) {
    await minter.mint(holder, amount);
    await token.connect(holder).approve(addresses.stake, 2n ** 256n - 1n);
  }
}

/** As {@link endow}; all of it is staked a second before this returns, so that it counts from now on. */
export async function endowStaked(
  connection: Connection,
  scenario: Scenario,
  ...holders: readonly Endowment[]
): Promise<void> {
  await endow(connection, scenario, ...holders);
  for (const [holder, amount] of holders) await scenario.stake.connect(holder).stake(amount);
  await connection.networkHelpers.mine();
}

/** `bps` of a base (18 decimals), rounded up: what a veto needs. */
export function vetoNeeded(base: bigint, bps: bigint): bigint {
  const needed = (base * bps + 9_999n) / 10_000n;
  return needed === 0n ? 1n : needed;
}
