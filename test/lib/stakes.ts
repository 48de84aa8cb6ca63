/** What the tests of votes, curation and vetoes share: stakeholders with tokens, staked or not. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import { ZeroHash } from "ethers";
import type { Stake } from "../../typechain-types/index.ts";
import {
  DAY,
  WHOLE,
  launchGrowing,
  signerOf,
  type Connection,
  type Overrides,
  type Scenario,
} from "./fixtures.ts";
import { actionOf, type Proposal } from "./votes.ts";

/** What the three producers of {@link settled} have staked. */
export const STAKES = [600n * WHOLE, 300n * WHOLE, 100n * WHOLE] as const;
export const STAKED = 1_000n * WHOLE;
/** What its first two partners have together, staked by nobody. */
export const LOOSE = 400n * WHOLE;
/** What makes a curator there. */
export const CURATION_STAKE = 50n * WHOLE;
/** The launch's base amount, from which on there are decisions. */
export const FLOOR = 1_000n * WHOLE;

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

/** 1,000 tokens are staked for 40 days, 400 are not; 1,400 circulate. The Governor proposes, beside founders. */
export async function settled(connection: Connection, overrides: Overrides = {}): Promise<Scenario> {
  const scenario = await launchGrowing(connection, {
    ...overrides,
    governance: { governorProposes: true, ...overrides.governance },
    registry: { curationStake: CURATION_STAKE, ...overrides.registry },
  });
  const { producers, partners } = scenario.actors;
  await endowStaked(connection, scenario, ...producers.map((each, at) => [each, STAKES[at] ?? 0n] as const));
  await endow(connection, scenario, [partners[0], LOOSE / 2n], [partners[1], LOOSE / 2n]);
  await connection.networkHelpers.time.increase(40n * DAY);
  return scenario;
}

/** `account` cannot unstake more than `free`, and can unstake that. */
export async function expectFree(stake: Stake, account: HardhatEthersSigner, free: bigint): Promise<void> {
  expect(await stake.unstakable(account)).to.equal(free);
  await expect(stake.connect(account).unstake.staticCall(free + 1n, account))
    .to.be.revertedWithCustomError(stake, "StakeHeld")
    .withArgs(account.address, free + 1n, free);
  if (free > 0n) await stake.connect(account).unstake.staticCall(free, account);
}

/** A decision that does nothing. */
export async function counting({ asset }: Scenario, description = "Count"): Promise<Proposal> {
  return { actions: [await actionOf(asset, "totalSupply")], description };
}

/** Has the first founder schedule a call that does nothing; returns the operation's id. */
export async function scheduled(
  { timelock, addresses, actors }: Scenario,
  salt = ZeroHash,
  delay = 2n * DAY,
): Promise<string> {
  const call = [addresses.token, 0n, "0x18160ddd", ZeroHash, salt] as const; // totalSupply()
  await timelock.connect(actors.founders[0]).schedule(...call, delay);
  return timelock.hashOperation(...call);
}
