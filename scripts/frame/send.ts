/** Sending the calls of a plan, one after the other, and telling what came of it. */
import type { TransactionReceipt } from "ethers";
import { publicNetworkOf } from "../../sdk/src/config/networks.ts";
import type { Rehearsal } from "../../sdk/src/rehearsal/index.ts";
import type { Address, Call } from "../../sdk/src/types.ts";
import { isRefusedCall } from "../lib/causes.ts";
import { ChainError, type Chain } from "../lib/chain.ts";
import { explain } from "../lib/explain.ts";
import { confirmationsOf, confirmCost, type Terminal } from "../lib/sending.ts";
import { allowanceNow, approvalIn, takeBack, type Given } from "./approvals.ts";
import type { Context, Io, Plan, Told } from "./command.ts";
import { outcomeOf } from "./outcome.ts";
import { signedFor } from "./permits.ts";
import { meaningOf, type Watched } from "./trying.ts";
import { sumInWords } from "./words.ts";

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
export interface Sent {
  readonly hash: string;
  readonly block: number;
  readonly gas: string;
  readonly to: Address;
  readonly means: string;
  readonly link?: string;
}

/** What a transaction costs besides its call: as such, and for its data. */
const BASE_GAS = 21_000n + 4_000n;

/** Sends the calls of a plan, and tells what came of it. */
export async function send(
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
  const sendOne = (call: Call): Promise<TransactionReceipt> => sendNow(context, call, how, gas === undefined);
  const permitted = await signedFor(context, plan);
  const calls = permitted?.calls ?? plan.calls;
  const receipts: TransactionReceipt[] = [];
  const done: Sent[] = [];
  const allowed: Given[] = [];
  const meaning = meaningOf(context, calls);
  for (const [at, call] of calls.entries()) {
    const approval = approvalIn(call);
    const before = approval && (await allowanceNow(context, approval));
    if (approval?.amount === 0n && before === 0n) continue;
    try {
      const receipt = await sendOne(call);
      receipts.push(receipt);
      done.push(sentAs({ context, call, receipt, means: meaning[at] ?? "" }));
    } catch (thrown) {
      // Somebody else was faster, or it changed meanwhile.
      if (plan.apart !== undefined && isRefusedCall(thrown)) continue;
      try {
        await permitted?.undo(sendOne);
        for (const given of allowed) await takeBack(context, given, sendOne);
      } catch (undone) {
        const { network } = context.chain;
        const why = await explain({ thrown: undone, network, chain: context.chain });
        context.say(`What was allowed for it could not be taken back: ${why}.`);
      }
      throw thrown;
    }
    const words = plan.apart?.[at];
    if (words !== undefined) context.say(words);
    // An approval that something follows; alone it is what was asked for.
    if (approval !== undefined && at < calls.length - 1) {
      const known = allowed.some(
        ({ token, spender }) => token === approval.token && spender === approval.spender,
      );
      if (before !== undefined && !known) allowed.push({ ...approval, before });
      if (approval.amount > 0n) context.say(`Approved ${sumInWords(context, approval)}.`);
    }
  }
  const told = plan.tell === undefined ? `${plan.words}.` : await plan.tell(outcomeOf(context, receipts));
  return { told, done };
}

async function sendNow(context: Context, call: Call, how: How, asks: boolean): Promise<TransactionReceipt> {
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
