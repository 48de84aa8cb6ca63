/** What the examples begin with: an organisation on a chain of its own in memory, launched from `examples/growing.json`. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ZeroHash } from "ethers";
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { readAsset } from "../lib/asset.ts";
import { refreshTypes } from "../lib/build.ts";
import { openChain, type Chain } from "../lib/chain.ts";
import { assetOf, parseLaunchConfig } from "../../sdk/src/config/index.ts";
import { committedCode, deploySuite, launchCdpo, type CdpoContracts } from "../../launch/index.ts";
import type { Address } from "../../sdk/src/types.ts";
import { TestAsset__factory, type TestAsset } from "../../typechain-types/index.ts";

const CONFIG = join(import.meta.dirname, "..", "..", "examples", "growing.json");

/** One whole token, project token or asset: both have 18 decimals here. */
export const WHOLE = 10n ** 18n;
export const DAY = 86_400n;

export interface Example {
  readonly chain: Chain;
  readonly cdpo: CdpoContracts;
  /** The money in the reserve; anyone may mint it. */
  readonly asset: TestAsset;
  /** The configuration's first founder, who may propose to the timelock. */
  readonly founder: HardhatEthersSigner;
  /** Two curators. */
  readonly curators: readonly [HardhatEthersSigner, HardhatEthersSigner];
  /** Accounts that have no part in the organisation yet. */
  readonly people: readonly [HardhatEthersSigner, HardhatEthersSigner, HardhatEthersSigner];
}

/** Launches the organisation of `examples/growing.json`. */
export async function launchExample(): Promise<Example> {
  await refreshTypes();
  const chain = await openChain("default");
  const { ethers, signers } = chain;
  const json: unknown = JSON.parse(await readFile(CONFIG, "utf8"));
  const choice = await readAsset({ chain, choice: assetOf(json) });
  const config = parseLaunchConfig({
    json,
    assetDecimals: choice.decimals,
    now: chain.now,
    resolveAccount: (index) => signers[index]?.address,
  });
  const { factory } = await deploySuite({ ethers, codeOf: committedCode });
  const { name, symbol, decimals } = choice;
  const asset = await new TestAsset__factory(chain.signer).deploy(name, symbol, decimals);
  const address = (await asset.getAddress()) as Address;
  const cdpo = await launchCdpo({
    ethers,
    factory,
    config: { ...config, reserve: { ...config.reserve, asset: address } },
  });
  const [founder, first, second, a, b, c] = [1, 4, 5, 10, 11, 12].map((index) => signers[index]);
  if (!founder || !first || !second || !a || !b || !c) throw new Error("the chain has too few accounts");
  return {
    chain,
    cdpo,
    asset,
    founder,
    curators: [first, second],
    people: [a, b, c],
  };
}

/** Lets time pass, which only a chain for tests can. */
export async function wait({ chain }: Example, seconds: bigint): Promise<void> {
  await chain.ethers.provider.send("evm_increaseTime", [Number(seconds)]);
  await chain.ethers.provider.send("evm_mine");
}

/** Lets time pass until a moment (seconds). */
export async function waitUntil(example: Example, moment: bigint): Promise<void> {
  const latest = await example.chain.ethers.provider.getBlock("latest");
  const now = BigInt(latest?.timestamp ?? 0);
  if (moment > now) await wait(example, moment - now);
}

/** Who produced a contribution, as it was submitted. */
export type Shares = readonly { readonly account: string; readonly bps: bigint }[];

/**
 * Two curators approve a contribution. A third of the review window later it is decided, and enters the batch of the running
 * window of issuance; when that is over, everyone is paid. All but the reviews anyone may do: `npm run cdpo -- tend` does.
 */
export async function recognise(example: Example, contribution: bigint, shares: Shares): Promise<void> {
  const { registry, issuance } = example.cdpo;
  for (const curator of example.curators)
    await registry.connect(curator).review(contribution, true, "well made");
  const { reviewEnd } = await registry.contribution(contribution);
  await waitUntil(example, reviewEnd);
  await registry.decide(contribution);
  const { end } = await issuance.runningBatch();
  await waitUntil(example, end);
  // Also settles the batch, if nobody has before.
  await registry.settle(contribution, [...shares]);
}

/** Has the organisation call `to`: proposed by a founder, executed by anyone once the timelock's delay is over. */
export async function callAsOwner(example: Example, to: string, data: string): Promise<void> {
  const { timelock } = example.cdpo;
  const delay = await timelock.getMinDelay();
  await timelock.connect(example.founder).schedule(to, 0n, data, ZeroHash, ZeroHash, delay);
  await wait(example, delay);
  await timelock.execute(to, 0n, data, ZeroHash, ZeroHash);
}
