/** Calls tried before anything is sent: all of them in their order, in one `eth_call` in which the sender's account has code. */
import * as OxHex from "ox/Hex";
import { erc20Abi } from "../abi/Erc20.ts";
import { callOf, encodeCall, functionIn } from "../calls/call-of.ts";
import { explainError } from "../errors/index.ts";
import { isRefusal } from "../state/rpc.ts";
import type { Address, Call, Hex, Rpc } from "../types.ts";
import { EXECUTOR } from "./executor.ts";

/** A call that was made in a rehearsal. */
export interface Made {
  /** What the function returned, encoded. */
  readonly returned: Hex;
  /** What it used, without the costs of a transaction of its own; 0 where that is not known. */
  readonly gas: bigint;
}

/** An amount before and after. */
export interface Change {
  readonly before: bigint;
  readonly after: bigint;
}

/** How calls would end. */
export interface Rehearsal<Name extends string = string> {
  /**
   * Whether all calls were made one after the other. Otherwise the node knows no overrides of state: each was tried alone, and
   * of those that need an earlier one it is not known how they end.
   */
  readonly inOrder: boolean;
  /** The calls that succeeded, up to the first that did not; tried alone, those that are known to succeed. */
  readonly made: readonly Made[];
  /** The first call that is refused, by its place, with what the contract answers; undefined when none is. */
  readonly refused: { readonly at: number; readonly data: Hex } | undefined;
  /** What was watched; undefined when a call is refused, or not all were made in order. */
  readonly watched: { readonly [N in Name]: Change } | undefined;
  /** The sender's balance of the chain's coin, without what gas costs; undefined as above. */
  readonly coins: Change | undefined;
}

/** A question whose answer is one number, asked before and after. */
export interface Watch {
  readonly to: Address;
  readonly data: Hex;
}

/** Watches the balance of a token. */
export function balanceOf(token: Address, account: Address): Watch {
  const data = encodeCall(functionIn(erc20Abi, "balanceOf", 1), [account]);
  return { to: token, data };
}

/** Watches what `spender` may take of `owner`. */
export function allowanceOf(token: Address, owner: Address, spender: Address): Watch {
  const data = encodeCall(functionIn(erc20Abi, "allowance", 2), [owner, spender]);
  return { to: token, data };
}

/**
 * Tries `calls` as `from` would send them, at the present; nothing is sent, and no key is needed. Throws what the node throws
 * when it does not answer.
 *
 * While calls are tried in order, the code of `from` is another. `ownCode`: `from` is a contract that its calls may call, as a
 * timelock is; what is refused in order is then tried alone, with its own code, and counts only when it is refused again.
 */
export async function rehearse<const Name extends string = never>({
  rpc,
  from,
  calls,
  watch = {} as Readonly<Record<Name, Watch>>,
  ownCode = false,
}: {
  readonly rpc: Rpc;
  readonly from: Address;
  readonly calls: readonly Call[];
  readonly watch?: Readonly<Record<Name, Watch>> | undefined;
  readonly ownCode?: boolean | undefined;
}): Promise<Rehearsal<Name>> {
  const names = Object.keys(watch) as Name[];
  const questions = names.map((name): Call => ({ ...watch[name], value: 0n }));
  const all = [...questions, ...calls, ...questions];
  const answer = await execute({ rpc, from, calls: all });
  if (answer === undefined) return tryEach({ rpc, from, calls, ownCode });
  const { before, results } = answer;
  const made = results.slice(questions.length, questions.length + calls.length);
  const failed = results.findIndex(({ success }) => !success);
  if (failed >= 0 && ownCode) return tryEach({ rpc, from, calls, ownCode });
  if (failed >= 0) {
    const { returned: data = "0x" } = results[failed] ?? {};
    const at = failed - questions.length;
    if (at < 0 || at >= calls.length)
      throw new Error(
        `${names[failed] ?? names[at - calls.length] ?? ""} cannot be watched: ask what there is`,
      );
    return { ...NOTHING_KNOWN, inOrder: true, made: made.slice(0, at), refused: { at, data } };
  }
  const numberAt = (at: number): bigint => OxHex.toBigInt(results[at]?.returned ?? "0x0");
  const later = questions.length + calls.length;
  const watched = Object.fromEntries(
    names.map((name, at) => [name, { before: numberAt(at), after: numberAt(later + at) }]),
  ) as Record<Name, Change>;
  const coins = { before, after: results.at(-1)?.balance ?? before };
  return { inOrder: true, made, refused: undefined, watched, coins };
}

// ---------------------------------------------------------------- internals

const NOTHING_KNOWN = { refused: undefined, watched: undefined, coins: undefined } as const;
const WORD = 32;

interface Result extends Made {
  readonly success: boolean;
  /** The sender's coins after it. */
  readonly balance: bigint;
}

interface Answer {
  readonly before: bigint;
  /** Up to the first that failed. */
  readonly results: readonly Result[];
}

/** Makes the calls with the executor in the sender's place; undefined where the node does not do that. */
async function execute({
  rpc,
  from,
  calls,
}: {
  readonly rpc: Rpc;
  readonly from: Address;
  readonly calls: readonly Call[];
}): Promise<Answer | undefined> {
  const data = OxHex.concat(
    ...calls.flatMap(({ to, value, data }) => [
      OxHex.padLeft(to, WORD),
      OxHex.fromNumber(value, { size: WORD }),
      OxHex.fromNumber(OxHex.size(data), { size: WORD }),
      data,
    ]),
  );
  // A pending block has the present time; not every node has one.
  for (const block of ["pending", "latest"]) {
    try {
      const params = [{ from, to: from, data }, block, { [from]: { code: EXECUTOR } }];
      const answer = (await rpc.request({ method: "eth_call", params })) as Hex;
      return resultsIn(answer, calls.length);
    } catch (thrown) {
      if (!isMisunderstood(thrown)) throw thrown;
    }
  }
  return undefined;
}

/** What the executor returned; undefined when it was somebody else. */
function resultsIn(answer: Hex, count: number): Answer | undefined {
  const end = OxHex.size(answer);
  const wordAt = (at: number): bigint => OxHex.toBigInt(OxHex.slice(answer, at, at + WORD));
  if (end < WORD) return undefined;
  const results: Result[] = [];
  let at = WORD;
  while (at < end) {
    const start = at + 4 * WORD;
    if (start > end) return undefined;
    const length = wordAt(at + 3 * WORD);
    if (BigInt(start) + length > BigInt(end)) return undefined;
    const next = start + Number(length);
    results.push({
      success: wordAt(at) === 1n,
      gas: wordAt(at + WORD),
      balance: wordAt(at + 2 * WORD),
      returned: next === start ? "0x" : OxHex.slice(answer, start, next),
    });
    at = next;
  }
  const isComplete = results.length === count || results.at(-1)?.success === false;
  return isComplete ? { before: wordAt(0), results } : undefined;
}

/** Whether a node does not know what it was asked, instead of failing at it. */
function isMisunderstood(thrown: unknown): boolean {
  for (let error = thrown, depth = 0; depth < 8 && typeof error === "object" && error !== null; ++depth) {
    const { code, message, cause } = error as Readonly<Record<string, unknown>>;
    if (code === -32_602 || code === -32_601 || code === -32_600) return true;
    if (/overrid|argument|param|pending|unsupported|not supported|\beoa\b/i.test(String(message)))
      return true;
    error = cause ?? (error as { readonly error?: unknown }).error;
  }
  return false;
}

/** Each call by itself. Of those after an approval, a refusal counts only when it is about something else than allowances. */
async function tryEach<Name extends string>({
  rpc,
  from,
  calls,
  ownCode,
}: {
  readonly rpc: Rpc;
  readonly from: Address;
  readonly calls: readonly Call[];
  /** Whether calls after one that is no approval are tried, too. */
  readonly ownCode: boolean;
}): Promise<Rehearsal<Name>> {
  const made: Made[] = [];
  let allowed = false;
  for (const [at, { to, value, data }] of calls.entries()) {
    const asked = { from, to, data, value: OxHex.fromNumber(value) };
    try {
      const returned = (await rpc.request({ method: "eth_call", params: [asked, "latest"] })) as Hex;
      if (made.length === at) made.push({ returned, gas: 0n });
    } catch (thrown) {
      const refusal = isRefusal(thrown);
      if (refusal === undefined) throw thrown;
      if (!allowed || isKnownWithout(refusal)) {
        return { ...NOTHING_KNOWN, inOrder: false, made, refused: { at, data: refusal } };
      }
    }
    // Only an approval changes nothing but what may be taken.
    if (isApproval(data)) allowed = true;
    else if (!ownCode) break;
  }
  return { ...NOTHING_KNOWN, inOrder: false, made };
}

/** Whether a refusal would be the same once the amount is allowed. */
function isKnownWithout(refusal: Hex): boolean {
  const name = explainError({ data: refusal })?.name;
  return name !== undefined && name !== "ERC20InsufficientAllowance" && !name.startsWith("SafeERC20");
}

const APPROVE = callOf({
  abi: erc20Abi,
  address: "0x0000000000000000000000000000000000000001",
  functionName: "approve",
  args: ["0x0000000000000000000000000000000000000001", 0n],
}).data.slice(0, 10);

function isApproval(data: Hex): boolean {
  return data.startsWith(APPROVE);
}
