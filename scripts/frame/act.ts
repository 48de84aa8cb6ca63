/** Carrying a plan out: rehearsed, and then sent, only told, or written for a Safe. */
import { writeFile } from "node:fs/promises";
import type { TransactionReceipt } from "ethers";
import { erc20Abi } from "../../sdk/src/abi/Erc20.ts";
import { decodeCall, describeCalls, type DescribeOptions } from "../../sdk/src/calls/index.ts";
import { publicNetworkOf } from "../../sdk/src/config/networks.ts";
import {
  allowanceOf,
  balanceOf,
  rehearse,
  type Change,
  type Rehearsal,
  type Watch,
} from "../../sdk/src/rehearsal/index.ts";
import { safeForms } from "../../sdk/src/safe.ts";
import { encodeRead, isRefusal, read } from "../../sdk/src/state/index.ts";
import { stakeAbi } from "../../sdk/src/abi/Stake.ts";
import type { Address, Call, Hex } from "../../sdk/src/types.ts";
import { formatAmount } from "../../sdk/src/units.ts";
import { ChainError, isRefusedCall, type Chain } from "../lib/chain.ts";
import { confirmationsOf, confirmCost, type Terminal } from "../lib/sending.ts";
import type { Context, Io, Plan, Told } from "./command.ts";
import { outcomeOf } from "./outcome.ts";
import { coins, counted, money, tokens } from "./words.ts";

/** A call was refused when it was tried: nothing was sent. */
export class RefusedCallError extends Error {
  /** What the contract answers, "0x" when it says nothing. */
  readonly data: Hex;
  /** What was asked, in the form in which errors of ethers have it. */
  readonly transaction: Call;

  constructor({ call, data, means }: { readonly call: Call; readonly data: Hex; readonly means: string }) {
    super(
      `the contracts refuse without a reason: ${means.replace(/\.$/, "")} (${data === "0x" ? "no answer" : data})`,
    );
    this.name = "RefusedCallError";
    this.data = data;
    this.transaction = call;
  }
}

/** How a plan is carried out. */
export interface How {
  readonly io: Io;
  readonly dryRun: boolean;
  /** The file for a Safe that is written instead of sending. */
  readonly safe: string | undefined;
  readonly yes: boolean;
  readonly confirmations: number | undefined;
}

/** A transaction that was sent. */
interface Sent {
  readonly hash: string;
  readonly block: number;
  readonly gas: string;
  readonly to: Address;
  readonly means: string;
  readonly link?: string;
}

/** What was done, for `--json`. */
export interface Done {
  readonly transactions: readonly Sent[];
  readonly changes: readonly NamedChange[];
  readonly calls?: readonly {
    readonly to: Address;
    readonly value: string;
    readonly data: Hex;
    readonly means: string;
  }[];
  readonly dryRun?: true;
  readonly safe?: string;
  readonly [fact: string]: unknown;
}

/** An amount that changes for the sender, in smallest units. */
interface NamedChange {
  readonly what: string;
  readonly symbol: string;
  readonly before: string;
  readonly after: string;
}

/** Carries a plan out, and those that follow it. */
export async function carryOut(context: Context, plan: Plan, how: How): Promise<Done> {
  const rehearsal = plan.apart === undefined ? await tryOut(context, plan) : undefined;
  const changes = rehearsal === undefined ? [] : changesIn(context, rehearsal);
  if (how.dryRun) return tellOnly(context, plan, rehearsal, changes);
  if (how.safe !== undefined) return writeSafe(context, plan, how.safe, changes);
  const transactions: Sent[] = [];
  let facts: Readonly<Record<string, unknown>> = {};
  let sent = 0;
  for (let next: Plan | undefined = plan, tried = rehearsal; next !== undefined; tried = undefined) {
    const { told, done } = await send(context, next, tried, how);
    transactions.push(...done);
    sent += done.length;
    const words = typeof told === "string" ? told : told.words;
    if (words !== "") context.say(words);
    if (typeof told !== "string") facts = { ...facts, ...told.data };
    next = await next.next?.(sent);
  }
  return { ...facts, transactions, changes };
}

// ---------------------------------------------------------------- rehearsal

/** Tries a plan's calls. Throws {@link RefusedCallError} for the first that is refused. */
async function tryOut(context: Context, { calls }: Plan): Promise<Rehearsal<Watched>> {
  const { rpc, sender: from, addresses } = context;
  const isTreasury = from === addresses.timelock;
  // The Governor takes changes of its own terms only from what was decided.
  const tried = isTreasury ? calls.filter(({ to }) => to !== addresses.governor) : calls;
  if (tried.length < calls.length) {
    context.say("What changes the Governor itself cannot be tried before it is decided.");
  }
  const watch = watchesOf(context);
  const rehearsal = await rehearse({ rpc, from, calls: tried, watch, ownCode: isTreasury });
  const { refused, inOrder, made } = rehearsal;
  const call = refused && tried[refused.at];
  if (refused !== undefined && call !== undefined) {
    const [means = ""] = meaningOf(context, [call]);
    throw new RefusedCallError({ call, data: refused.data, means });
  }
  if (!inOrder && !isTreasury && made.length < calls.length) {
    context.say(
      `The node of network "${context.chain.network}" cannot try calls together: ${made.length} of ${calls.length} were tried.`,
    );
  }
  return rehearsal;
}

type Watched = "asset" | "tokens" | "stake";

function watchesOf({ addresses, organisation, sender }: Context): Readonly<Record<Watched, Watch>> {
  const { token, stake: address } = addresses;
  const stake = read({ address, abi: stakeAbi, functionName: "getVotes", args: [sender] });
  return {
    asset: balanceOf(organisation.asset.address, sender),
    tokens: balanceOf(token, sender),
    stake: { to: address, data: encodeRead(stake) },
  };
}

function changesIn(context: Context, { watched, coins: native }: Rehearsal<Watched>): NamedChange[] {
  if (watched === undefined || native === undefined) return [];
  const { organisation, chain } = context;
  const all: readonly (readonly [what: string, symbol: string, change: Change])[] = [
    ["asset", organisation.asset.symbol, watched.asset],
    ["tokens", organisation.symbol, watched.tokens],
    ["stake", organisation.symbol, watched.stake],
    ["coins", chain.coin, native],
  ];
  return all
    .filter(([, , { before, after }]) => before !== after)
    .map(([what, symbol, { before, after }]) => ({
      ...{ what, symbol, before: String(before), after: String(after) },
    }));
}

/** "You give 100 EURT and get 93.12 CAR; your stake grows by 5 CAR." */
function changesInWords(context: Context, changes: readonly NamedChange[]): string {
  const say = { asset: money, tokens, stake: tokens, coins } as const;
  const amountOf = ({ what, before, after }: NamedChange): string => {
    const change = BigInt(after) - BigInt(before);
    return say[what as keyof typeof say](context, change < 0n ? -change : change);
  };
  const isLess = ({ before, after }: NamedChange): boolean => BigInt(after) < BigInt(before);
  const held = changes.filter(({ what }) => what !== "stake");
  const given = held.filter(isLess).map(amountOf);
  const got = held.filter((change) => !isLess(change)).map(amountOf);
  const parts = [
    ...(given.length > 0 ? [`give ${given.join(" and ")}`] : []),
    ...(got.length > 0 ? [`get ${got.join(" and ")}`] : []),
  ];
  const stake = changes.find(({ what }) => what === "stake");
  const stakeWords = stake && `your stake ${isLess(stake) ? "shrinks" : "grows"} by ${amountOf(stake)}`;
  const sentence = [parts.length > 0 ? `you ${parts.join(" and ")}` : undefined, stakeWords]
    .filter((each) => each !== undefined)
    .join("; ");
  return sentence === "" ? "Nothing that you hold changes." : `${sentence.replace(/^y/, "Y")}.`;
}

// ---------------------------------------------------------------- instead of sending

function tellOnly(
  context: Context,
  { calls, words }: Plan,
  rehearsal: Rehearsal<Watched> | undefined,
  changes: readonly NamedChange[],
): Done {
  const meaning = meaningOf(context, calls);
  context.say(`Dry run: ${words}. ${counted(calls.length, "call")} of ${context.sender}:`);
  meaning.forEach((each, at) => {
    context.say(`${at + 1}. ${each}`);
  });
  if (rehearsal?.watched !== undefined) context.say(changesInWords(context, changes));
  context.say("Nothing was sent.");
  return { dryRun: true, transactions: [], changes, calls: inJson(calls, meaning) };
}

async function writeSafe(
  context: Context,
  { calls, words }: Plan,
  file: string,
  changes: readonly NamedChange[],
): Promise<Done> {
  const { chain, sender: from } = context;
  const { batch, meaning } = safeForms({
    calls,
    chainId: chain.chainId,
    from,
    name: words,
    ...speech(context),
  });
  await writeFile(file, `${JSON.stringify(batch, null, 2)}\n`).catch(() => {
    throw new ChainError(`${file} cannot be written: check the path after --safe`);
  });
  context.say(`For the Safe ${from}: ${words}.`);
  meaning.forEach((each, at) => {
    context.say(`${at + 1}. ${each}`);
  });
  context.say(`Nothing was sent. Written: ${file}, for the Transaction Builder of the Safe.`);
  return { safe: file, transactions: [], changes, calls: inJson(calls, meaning) };
}

const inJson = (calls: readonly Call[], meaning: readonly string[]) =>
  calls.map(({ to, value, data }, at) => ({ to, value: String(value), data, means: meaning[at] ?? "" }));

function speech({ organisation, chain, now }: Context): DescribeOptions {
  const { addresses, suite, symbol, asset } = organisation;
  return { organisation: { addresses, suite, symbol, asset, coin: chain.coin }, now };
}

function meaningOf(context: Context, calls: readonly Call[]): string[] {
  return describeCalls({ calls, ...speech(context) });
}

// ---------------------------------------------------------------- sending

/** What a transaction costs besides its call: as such, and for its data. */
const BASE_GAS = 21_000n + 4_000n;

/** Sends the calls of a plan, and tells what came of it. */
async function send(
  context: Context,
  plan: Plan,
  rehearsal: Rehearsal<Watched> | undefined,
  how: How,
): Promise<{ readonly told: Told; readonly done: readonly Sent[] }> {
  const { signer } = context;
  if (signer === undefined) throw new Error("there is nobody to send");
  const chain: Chain = { ...context.chain, signer, signers: [] };
  const gas = rehearsal?.made.reduce((sum, { gas: used }) => sum + (used * 12n) / 10n + BASE_GAS, 0n);
  if (gas !== undefined && plan.calls.length > 0)
    await confirmCost({ chain, gas, yes: how.yes, terminal: terminalOf(how.io) });
  const receipts: TransactionReceipt[] = [];
  const done: Sent[] = [];
  const allowed: (Approval & { readonly before: bigint })[] = [];
  const meaning = meaningOf(context, plan.calls);
  for (const [at, call] of plan.calls.entries()) {
    const approval = approvalIn(call);
    const before = approval && (await allowanceNow(context, approval));
    if (approval?.amount === 0n && before === 0n) continue;
    try {
      const receipt = await sendOne(context, call, how, gas === undefined);
      receipts.push(receipt);
      done.push(sentAs({ context, call, receipt, means: meaning[at] ?? "" }));
    } catch (thrown) {
      // Somebody else was faster, or it changed meanwhile.
      if (plan.apart !== undefined && isRefusedCall(thrown)) continue;
      for (const given of allowed) await takeBack(context, given, how);
      throw thrown;
    }
    const words = plan.apart?.[at];
    if (words !== undefined) context.say(words);
    // An approval that something follows; alone it is what was asked for.
    if (approval !== undefined && at < plan.calls.length - 1) {
      const known = allowed.some(
        ({ token, spender }) => token === approval.token && spender === approval.spender,
      );
      if (before !== undefined && !known) allowed.push({ ...approval, before });
      if (approval.amount > 0n) context.say(`Approved ${amountOf(context, approval)}.`);
    }
  }
  const told = plan.tell === undefined ? `${plan.words}.` : await plan.tell(outcomeOf(context, receipts));
  return { told, done };
}

async function sendOne(context: Context, call: Call, how: How, asks: boolean): Promise<TransactionReceipt> {
  const { signer } = context;
  if (signer === undefined) throw new Error("there is nobody to send");
  const chain: Chain = { ...context.chain, signer, signers: [] };
  const gas = await signer.estimateGas({ ...call });
  if (asks) await confirmCost({ chain, gas, yes: how.yes, terminal: terminalOf(how.io) });
  // Time passes until it is in a block, and with it the cost of what depends on time.
  const sent = await signer.sendTransaction({ ...call, gasLimit: (gas * 12n) / 10n });
  const receipt = await sent.wait(confirmationsOf({ chain, confirmations: how.confirmations }));
  if (receipt === null) throw new ChainError(`transaction ${sent.hash} has no receipt: ask the node for it`);
  return receipt;
}

/** Whom to ask before sending on a public chain. */
export function terminalOf({ stdin, stdout, asks = stdout }: Io): Terminal {
  return { input: stdin ?? NOBODY, output: asks as NodeJS.WritableStream };
}

const NOBODY = { isTTY: false } as unknown as NodeJS.ReadableStream & { readonly isTTY: boolean };

function sentAs({
  context,
  call,
  receipt,
  means,
}: {
  readonly context: Context;
  readonly call: Call;
  readonly receipt: TransactionReceipt;
  readonly means: string;
}): Sent {
  const { hash, blockNumber: block, gasUsed } = receipt;
  const explorer = publicNetworkOf(context.chain.chainId)?.explorer;
  const link = explorer === undefined ? {} : { link: `${explorer}/tx/${hash}` };
  return { hash, block, gas: String(gasUsed), to: call.to, means, ...link };
}

// ---------------------------------------------------------------- approvals

interface Approval {
  readonly token: Address;
  readonly spender: Address;
  readonly amount: bigint;
}

function approvalIn({ to: token, data }: Call): Approval | undefined {
  const decoded = decodeCall(erc20Abi, data);
  if (decoded?.fragment.name !== "approve") return undefined;
  const [spender, amount] = decoded.args as readonly [Address, bigint];
  return { token, spender, amount };
}

/** What may be taken now; undefined for a deed, whose approval is of one thing. */
async function allowanceNow(
  { rpc, sender }: Context,
  { token, spender }: Approval,
): Promise<bigint | undefined> {
  const question = allowanceOf(token, sender, spender);
  try {
    return BigInt((await rpc.request({ method: "eth_call", params: [question, "latest"] })) as Hex);
  } catch (thrown) {
    if (isRefusal(thrown) === undefined) throw thrown;
    return undefined;
  }
}

function amountOf(context: Context, { token, amount }: Approval): string {
  const { organisation, addresses } = context;
  if (token === addresses.token) return tokens(context, amount);
  if (token === organisation.asset.address) return money(context, amount);
  return `${formatAmount(amount, 0)} of ${token}`;
}

/** An action that fails after its approval, as something changed meanwhile, leaves allowed what was before, and no more. */
async function takeBack(
  context: Context,
  { before, ...approval }: Approval & { readonly before: bigint },
  how: How,
): Promise<void> {
  const left = await allowanceNow(context, approval);
  if (left === undefined || left === before) return;
  const { token: to, spender } = approval;
  // Assets such as USDT refuse to change what is allowed other than to nothing and from nothing.
  for (const amount of before === 0n ? [0n] : [0n, before]) {
    await sendOne(context, { to, value: 0n, data: approve(spender, amount) }, how, false);
  }
  const rest = before === 0n ? "" : `; ${amountOf(context, { ...approval, amount: before })} stays approved`;
  context.say(`Took the approval back, as the action failed${rest}.`);
}

function approve(spender: Address, amount: bigint): Hex {
  return `0x095ea7b3${spender.slice(2).toLowerCase().padStart(64, "0")}${amount.toString(16).padStart(64, "0")}`;
}
