/** Approvals among the calls of a plan: what they allow, what was allowed before, and how it is left so. */
import { erc20Abi } from "../../sdk/src/abi/Erc20.ts";
import { approval, decodeCall } from "../../sdk/src/calls/index.ts";
import { allowanceOf } from "../../sdk/src/rehearsal/index.ts";
import { isRefusal } from "../../sdk/src/state/index.ts";
import type { Address, Call, Hex } from "../../sdk/src/types.ts";
import type { Context, Sum } from "./command.ts";
import { sumInWords } from "./words.ts";

/** `spender` may take so much of a token. */
export interface Approval extends Sum {
  readonly spender: Address;
}

/** An approval, and what could be taken before it. */
export type Given = Approval & { readonly before: bigint };

/** What a call approves; undefined when it is another. */
export function approvalIn({ to: token, data }: Call): Approval | undefined {
  const decoded = decodeCall(erc20Abi, data);
  if (decoded?.fragment.name !== "approve") return undefined;
  const [spender, amount] = decoded.args as readonly [Address, bigint];
  return { token, spender, amount };
}

/** What may be taken now; undefined for a deed, whose approval is of one thing. */
export async function allowanceNow(
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

/** Has a call sent. */
export type SendOne = (call: Call) => Promise<unknown>;

/** An action that fails after its approval, as something changed meanwhile, leaves allowed what was before, and no more. */
export async function takeBack(
  context: Context,
  { before, ...given }: Given,
  sendOne: SendOne,
): Promise<void> {
  const left = await allowanceNow(context, given);
  if (left === undefined || left === before) return;
  // Assets such as USDT refuse to change what is allowed other than to nothing and from nothing.
  for (const amount of before === 0n ? [0n] : [0n, before]) {
    await sendOne(approval(given.token, given.spender, amount));
  }
  const rest = before === 0n ? "" : `; ${sumInWords(context, { ...given, amount: before })} stays approved`;
  context.say(`Took the approval back, as the action failed${rest}.`);
}
