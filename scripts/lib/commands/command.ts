/** What the commands of scripts/cdpo.ts are made of. */
import type { ContractTransaction, TransactionReceipt } from "ethers";
import type { HardhatEthers } from "@nomicfoundation/hardhat-ethers/types";
import { z } from "zod";
import { ChainError, type Chain } from "../chain.ts";
import type { CdpoContracts } from "../../../launch/index.ts";
import { account, amount, percentage, text, wholeNumber } from "../../../sdk/src/config/index.ts";
import { formatAmount } from "../../../sdk/src/units.ts";
import type { FoundOrganisation } from "../organisation.ts";
import { confirmationsOf, confirmCost, type SendingOptions } from "../sending.ts";

const TOKEN_DECIMALS = 18;

/** The organisation that a command works on, and how it sends. */
export interface Context {
  readonly chain: Chain;
  readonly organisation: FoundOrganisation;
  readonly cdpo: CdpoContracts;
  readonly sending: SendingOptions;
}

/** One command. */
export interface Command<Schema extends z.ZodType = z.ZodType> {
  readonly summary: string;
  /** What stands on the command line after the name, in order; those in brackets may be left out. */
  readonly positionals: readonly string[];
  /** Names of the options of its own, and what each takes. */
  readonly options: Readonly<Record<string, string>>;
  /** Options that may stand there several times; they are read as lists. */
  readonly repeated?: readonly string[];
  /** What the arguments must be; the organisation's decimals are known here. */
  schema(context: Context): Schema;
  /** Does it; returns what to tell the user. */
  run(context: Context, args: z.output<Schema>): Promise<string>;
}

/** Keeps the types of schema and arguments together. */
export function command<Schema extends z.ZodType>(definition: Command<Schema>): Command {
  return definition;
}

// ---------------------------------------------------------------- arguments

/** Asset units, in whole units on the command line. */
export function assetAmount({ organisation }: Context) {
  return amount({ decimals: organisation.asset.decimals, min: 1n });
}

/** Tokens. */
export function tokenAmount() {
  return amount({ decimals: TOKEN_DECIMALS, min: 1n });
}

/** An account, or on a local chain "signer:1". */
export function accountArgument({ chain }: Context) {
  return account((index) => (chain.local ? chain.signers[index]?.address : undefined));
}

/** Number of a contribution, a proposal … */
export function numberArgument(what: string) {
  return z
    .string({ error: `is missing, expected ${what}` })
    .regex(/^(\d{1,78}|0x[0-9a-fA-F]{1,64})$/, `expected ${what}`)
    .transform(BigInt);
}

/** A small number. */
export function countArgument({ min, max }: { readonly min: number; readonly max: number }) {
  return z.coerce.number().pipe(wholeNumber({ min, max }));
}

/** A text that may be empty. */
export function note() {
  return text("a text", { empty: true }).default("");
}

/** How much less than the quote is accepted. */
export function slippage() {
  return percentage({ max: 10_000n }).default(100n);
}

// ---------------------------------------------------------------- words

/** Asset units in words. */
export function money({ organisation }: Context, units: bigint): string {
  return `${formatAmount(units, organisation.asset.decimals)} ${organisation.asset.symbol}`;
}

/** Tokens in words. */
export function tokens({ organisation }: Context, units: bigint): string {
  return `${formatAmount(units, TOKEN_DECIMALS)} ${organisation.symbol}`;
}

/** Seconds since 1970 in words. */
export function moment(seconds: bigint): string {
  return new Date(Number(seconds) * 1_000).toISOString().replace(".000Z", "Z");
}

// ---------------------------------------------------------------- sending

/** Sends a transaction as the user wants it sent, and waits for it. */
export async function send(
  { chain, sending }: Pick<Context, "chain" | "sending">,
  transaction: Promise<ContractTransaction>,
): Promise<TransactionReceipt> {
  const prepared = await transaction;
  const gas = await chain.signer.estimateGas(prepared);
  await confirmCost({ chain, gas, yes: sending.yes });
  // Time passes until it is in a block, and with it the cost of what depends on time.
  const sent = await chain.signer.sendTransaction({ ...prepared, gasLimit: (gas * 12n) / 10n });
  const receipt = await sent.wait(confirmationsOf({ chain, confirmations: sending.confirmations }));
  if (receipt === null) throw new ChainError(`transaction ${sent.hash} has no receipt: ask the node for it`);
  return receipt;
}

/** Lets a contract take asset units of the sender, exactly as many. */
export async function approve(context: Context, spender: string, units: bigint): Promise<void> {
  const { chain, organisation } = context;
  const asset = await chain.ethers.getContractAt("TestAsset", organisation.asset.address, chain.signer);
  const balance = await asset.balanceOf(chain.signer.address);
  if (balance < units) {
    throw new ChainError(
      `${chain.signer.address} has ${money(context, balance)}, not ${money(context, units)}: get more of it, or take less`,
    );
  }
  if ((await asset.allowance(chain.signer.address, spender)) >= units) return;
  await send(context, asset.approve.populateTransaction(spender, units));
  console.log(`Approved ${money(context, units)}.`);
}

/** The arguments of the first event that a query finds in the transaction. */
export async function eventOf<Event extends { readonly transactionHash: string; readonly args: unknown }>(
  { hash, blockNumber }: TransactionReceipt,
  query: (block: number) => Promise<readonly Event[]>,
): Promise<Event["args"]> {
  const events = await query(blockNumber);
  const event = events.find(({ transactionHash }) => transactionHash === hash);
  if (event === undefined) {
    throw new ChainError(`transaction ${hash} has not the event that it should: look at it with an explorer`);
  }
  return event.args;
}

/** The blocks that are searched for events at once where a node refuses all at once. */
const MIN_RANGE = 1_000;

/** The events of a filter since a block; in pieces where the node refuses the whole. */
export async function eventsSince<Event>({
  ethers,
  from: first,
  query,
  to,
}: {
  readonly ethers: HardhatEthers;
  readonly from: number | bigint;
  readonly query: (from: number, to: number) => Promise<Event[]>;
  readonly to?: number;
}): Promise<Event[]> {
  const from = Number(first);
  const end = to ?? (await ethers.provider.getBlockNumber());
  try {
    return await query(from, end);
  } catch (thrown) {
    if (end - from < MIN_RANGE) throw thrown;
    const middle = Math.floor((from + end) / 2);
    return [
      ...(await eventsSince({ ethers, from, query, to: middle })),
      ...(await eventsSince({ ethers, from: middle + 1, query, to: end })),
    ];
  }
}
