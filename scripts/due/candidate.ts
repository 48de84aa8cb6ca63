/** Calls that may be due: what they do, and whether they would do something now. */
import { isRefusal } from "../../sdk/src/state/index.ts";
import type { Call, Hex } from "../../sdk/src/types.ts";
import type { Context } from "../frame/command.ts";

/** A call that may be due. */
export interface Candidate {
  /** What it does, as a sentence without its dot. */
  readonly words: string;
  readonly call: Call;
  /** Due only when the number that it returns is positive. */
  readonly ifPositive: boolean;
}

/** One kind of calls. Those of later kinds may become due by earlier ones. */
export type Kind = (context: Context) => Promise<readonly Candidate[]> | readonly Candidate[];

/** A candidate of the only call that a builder makes. */
export function candidate(
  words: string,
  [call]: readonly Call[],
  { ifPositive = false }: { readonly ifPositive?: boolean } = {},
): Candidate {
  if (call === undefined) throw new Error(`nothing to call: ${words}`);
  return { words, call, ifPositive };
}

/** Whether a candidate would do something now; a refusal means no. */
export async function isDue(
  { rpc, sender: from }: Context,
  { call, ifPositive }: Candidate,
): Promise<boolean> {
  const { to, data } = call;
  for (const block of ["pending", "latest"]) {
    try {
      const answer = (await rpc.request({ method: "eth_call", params: [{ from, to, data }, block] })) as Hex;
      return !ifPositive || (answer !== "0x" && BigInt(answer) > 0n);
    } catch (thrown) {
      if (isRefusal(thrown) !== undefined) return false;
      // Not every node has a pending block.
      if (block === "latest") throw thrown;
    }
  }
  return false;
}
