/** Trying a plan before anything is sent: what is refused and why, and what changes for the sender. */
import { stakeAbi } from "../../sdk/src/abi/Stake.ts";
import { describeCalls, type DescribeOptions } from "../../sdk/src/calls/index.ts";
import {
  balanceOf,
  rehearse,
  type Change,
  type Rehearsal,
  type Watch,
} from "../../sdk/src/rehearsal/index.ts";
import { encodeRead, read } from "../../sdk/src/state/index.ts";
import type { Call, Hex } from "../../sdk/src/types.ts";
import type { Context, Plan } from "./command.ts";
import { coins, money, tokens } from "./words.ts";

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

/** An amount that changes for the sender, in smallest units. */
export interface NamedChange {
  readonly what: string;
  readonly symbol: string;
  readonly before: string;
  readonly after: string;
}

/** What is watched while calls are tried. */
export type Watched = "asset" | "tokens" | "stake";

/** Tries a plan's calls. Throws {@link RefusedCallError} for the first that is refused. */
export async function tryOut(context: Context, { calls }: Plan): Promise<Rehearsal<Watched>> {
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

function watchesOf({ addresses, organisation, sender }: Context): Readonly<Record<Watched, Watch>> {
  const { token, stake: address } = addresses;
  const stake = read({ address, abi: stakeAbi, functionName: "getVotes", args: [sender] });
  return {
    asset: balanceOf(organisation.asset.address, sender),
    tokens: balanceOf(token, sender),
    stake: { to: address, data: encodeRead(stake) },
  };
}

/** What changes, of what is watched. */
export function changesIn(context: Context, { watched, coins: native }: Rehearsal<Watched>): NamedChange[] {
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
export function changesInWords(context: Context, changes: readonly NamedChange[]): string {
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

/** In what calls are described. */
export function speech({ organisation, chain, now }: Context): DescribeOptions {
  const { addresses, suite, symbol, asset } = organisation;
  return { organisation: { addresses, suite, symbol, asset, coin: chain.coin }, now };
}

/** What each call does, in words. */
export function meaningOf(context: Context, calls: readonly Call[]): string[] {
  return describeCalls({ calls, ...speech(context) });
}
