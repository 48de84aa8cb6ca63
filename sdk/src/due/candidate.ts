/** Calls that may be due: what they do, and whether they would do something now. */
import { isRefusal } from "../state/rpc.ts";
import type { OrganisationState } from "../state/organisation.ts";
import type { Address, Call, Hex, Rpc } from "../types.ts";
import { formatAmount, TOKEN_DECIMALS } from "../units.ts";

/** A call that may be due. */
export interface Candidate {
  /** What it does, as an English sentence without its dot; `describeCall` of `cdpo-sdk/calls` tells it in other words. */
  readonly words: string;
  readonly call: Call;
  /** Due only when the number that it returns is positive. */
  readonly ifPositive: boolean;
}

/** What is looked at. */
export interface Tended {
  readonly rpc: Rpc;
  /** The whole state: what is not in its lists is not looked at. */
  readonly state: OrganisationState;
  readonly signal?: AbortSignal | undefined;
}

/** One kind of calls. Those of later kinds may become due by earlier ones. */
export type Kind = (tended: Tended) => Promise<readonly Candidate[]> | readonly Candidate[];

/** A candidate of the only call that a builder makes. */
export function candidate(
  words: string,
  [call]: readonly Call[],
  { ifPositive = false }: { readonly ifPositive?: boolean } = {},
): Candidate {
  if (call === undefined) throw new Error(`nothing to call: ${words}`);
  return { words, call, ifPositive };
}

/** Whether a candidate would do something now, sent by `from`; a refusal means no. */
export async function isDue({
  rpc,
  from,
  candidate: {
    call: { to, data },
    ifPositive,
  },
}: {
  readonly rpc: Rpc;
  readonly from?: Address | undefined;
  readonly candidate: Candidate;
}): Promise<boolean> {
  for (const block of ["pending", "latest"]) {
    try {
      const params = [{ ...(from && { from }), to, data }, block];
      const answer = (await rpc.request({ method: "eth_call", params })) as Hex;
      return !ifPositive || (answer !== "0x" && BigInt(answer) > 0n);
    } catch (thrown) {
      if (isRefusal(thrown) !== undefined) return false;
      // Not every node has a pending block.
      if (block === "latest") throw thrown;
    }
  }
  return false;
}

/** Asset units in words. */
export function money({ organisation: { asset } }: OrganisationState, units: bigint): string {
  return `${formatAmount(units, asset.decimals)} ${asset.symbol}`;
}

/** Tokens in words. */
export function tokens({ organisation: { symbol } }: OrganisationState, units: bigint): string {
  return `${formatAmount(units, TOKEN_DECIMALS)} ${symbol}`;
}
