/** Organisations at a stage of their life, for tests of commands. */
import { expect } from "chai";
import type { BigNumberish } from "ethers";
import type { LaunchConfig } from "../../sdk/src/config/index.ts";
import type { Address } from "../../sdk/src/types.ts";
import type { Presale, ProductionBudget, ResourceCustody } from "../../typechain-types/index.ts";
import type { CommandNode, Launched } from "./commands.ts";
import { request } from "./nodes.ts";

export const DAY = 86_400;
/** One whole unit of the test asset, which has 6 decimals. */
export const UNIT = 10n ** 6n;
/** One token. */
export const TOKEN = 10n ** 18n;
/** Accounts of the node by their role; founders are 1 and 2, the trustee 3, the curators 1, 2, 4 and 5. */
export const ROLES = { founder: 1, trustee: 3, curator: 4, partner: 6, second: 7, third: 8 } as const;

export interface LaunchedSale extends Launched {
  readonly presale: Presale;
  readonly custody: ResourceCustody;
  readonly budget: ProductionBudget;
}

/** What organisations of one test differ in. */
export interface Named {
  readonly name: string;
  readonly symbol: string;
  readonly asset?: Address;
  readonly change?: (config: LaunchConfig) => void;
}

/**
 * The shared car's presale, open: 2.50 a token, 40,000 to 120,000, as much as one likes of one partner, and no vesting of
 * theirs; refunds are open for 7 days after a resource was accepted, and partners may object for 7 days.
 */
export async function launchSale(node: CommandNode, { change, ...named }: Named): Promise<LaunchedSale> {
  const launched = await node.launch({
    ...{ example: "bootstrapped", ...named },
    change: (config) => {
      config.presale.perPartnerMaximum = config.presale.maximum;
      config.presale.partnerVesting = { cliff: 0n, duration: 0n };
      change?.(config);
    },
  });
  const { presale, custody, budget } = launched.cdpo;
  if (presale === undefined || custody === undefined || budget === undefined)
    throw new Error("the example has a presale");
  await waitUntil(node, (await presale.terms()).opens);
  return { ...launched, presale, custody, budget };
}

/** An account gives to the presale, in whole units. */
export async function give(
  node: CommandNode,
  { asset, presale }: LaunchedSale,
  [partner, amount]: readonly [partner: number, amount: bigint],
): Promise<void> {
  const signer = node.signer(partner);
  await asset.mint(signer, amount * UNIT);
  await asset.connect(signer).approve(presale, amount * UNIT);
  await presale.connect(signer).contribute(amount * UNIT, []);
}

/** The trustee releases once the sale has closed: partners have their tokens when they claim them. */
export async function release(node: CommandNode, { presale }: LaunchedSale): Promise<void> {
  await waitUntil(node, (await presale.terms()).closes);
  await presale.connect(node.signer(ROLES.trustee)).release();
}

/**
 * A market of tokens at 2.50: the partner and the second partner of {@link ROLES} gave 30,000 and 10,000, and have claimed
 * 12,000 and 4,000 tokens.
 */
export async function launchMarket(node: CommandNode, named: Named): Promise<LaunchedSale> {
  const launched = await launchSale(node, named);
  await give(node, launched, [ROLES.partner, 30_000n]);
  await give(node, launched, [ROLES.second, 10_000n]);
  await release(node, launched);
  for (const partner of [ROLES.partner, ROLES.second])
    await launched.presale.connect(node.signer(partner)).claim(node.signer(partner));
  return launched;
}

/** An account stakes of what it holds, in whole tokens. */
export async function stakes(
  node: CommandNode,
  { cdpo: { token, stake } }: Launched,
  [account, amount]: readonly [account: number, amount: bigint],
): Promise<void> {
  const signer = node.signer(account);
  await token.connect(signer).approve(stake, amount * TOKEN);
  await stake.connect(signer).stake(amount * TOKEN);
}

/** Lets founders schedule what only the treasury may do, and runs it after its delay. */
export async function asTreasury(
  node: CommandNode,
  name: string,
  ...args: readonly string[]
): Promise<string> {
  const founder = ["--from", String(ROLES.founder)];
  const why = `${name} ${args.join(" ")}`;
  const { operation, delay } = await node.json(name, ...args, ...founder, "--schedule", why);
  await node.wait(Number(delay));
  const organisation = args.indexOf("--organisation");
  const which = organisation < 0 ? [] : args.slice(organisation, organisation + 2);
  return node.succeeds("run", String(operation), ...which, ...founder);
}

/** The chain's time (seconds). */
export async function timeOf(node: CommandNode): Promise<bigint> {
  return BigInt((await node.ethers.provider.getBlock("latest"))?.timestamp ?? 0);
}

/** Lets the chain reach a moment. */
export async function waitUntil(node: CommandNode, moment: BigNumberish): Promise<void> {
  await request(node.url, "evm_setNextBlockTimestamp", [Number(moment)]);
  await request(node.url, "evm_mine", []);
  expect(await timeOf(node)).to.equal(BigInt(moment));
}

/** A moment as commands say it. */
export function said(seconds: BigNumberish): string {
  return new Date(Number(seconds) * 1_000).toISOString().replace(".000Z", "Z");
}
