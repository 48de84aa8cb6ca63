/**
 * The calls of an organisation's contracts that are due and open to anyone: the design lives on somebody making them.
 *
 * @module
 */
import * as market from "../calls/nouns/market.ts";
import { contractsAt } from "../state/contracts.ts";
import { askPart, one } from "../state/parts.ts";
import { read } from "../state/read.ts";
import type { Address, Call } from "../types.ts";
import { candidate, isDue, type Candidate, type Kind, type Tended } from "./candidate.ts";
import { close, decisions, stakes } from "./governance.ts";
import { budget, licences, pledges, presale, reserve, standing } from "./money.ts";
import { activate, decide, hand, pay, settle } from "./recognition.ts";

export type { Candidate as DueCall, Tended } from "./candidate.ts";
export { executionOf } from "./governance.ts";
export { holdInWords } from "./holds.ts";

/** All kinds, in the order in which they make each other due. */
const KINDS: readonly Kind[] = [
  ...[decide, activate, settle, pay, hand, decisions, close, stakes, reserve, pledges, standing],
  ...[licences, presale, budget],
];
/** Calls that are tried at once. */
const AT_ONCE = 12;

/** What is due now, in an order in which it can be made; tried as calls of `from`, of nobody if it is not given. */
export async function readDue({
  from,
  ...tended
}: Tended & { readonly from?: Address | undefined }): Promise<Candidate[]> {
  const { rpc, signal } = tended;
  const due: Candidate[] = [];
  for (const kind of KINDS) {
    const candidates = await kind(tended);
    for (let at = 0; at < candidates.length; at += AT_ONCE) {
      signal?.throwIfAborted();
      const some = candidates.slice(at, at + AT_ONCE);
      const are = await Promise.all(some.map((each) => isDue({ rpc, from, candidate: each })));
      due.push(...some.filter((_, index) => are[index]));
    }
  }
  return due;
}

/** What anyone could do as well, and somebody should mean to: it changes everything for everybody. */
export type DueChoice =
  | { readonly choice: "open"; readonly calls: readonly Call[] }
  | {
      readonly choice: "dissolve";
      readonly calls: readonly Call[];
      /** When stakeholders' consent was enough (seconds). */
      readonly noticeAt: bigint;
    };

/** Those choices that are open now. */
export async function readDueChoices({
  rpc,
  state: { organisation: of, contracts },
  from,
}: Tended & { readonly from?: Address | undefined }): Promise<DueChoice[]> {
  const { addresses: organisation } = of;
  const choices: DueChoice[] = [];
  const open = market.open({ organisation });
  if (await isDue({ rpc, from, candidate: candidate("", open) }))
    choices.push({ choice: "open", calls: open });
  if (contracts.reserve.marketState !== "Dissolved" && contracts.stake.dissolutionDue) {
    const { stake } = contractsAt(organisation);
    const args = [contracts.stake.roundCount] as const;
    const { noticeAt } = await askPart(rpc, one(read({ ...stake, functionName: "roundOf", args })));
    choices.push({ choice: "dissolve", calls: market.dissolve({ organisation }), noticeAt });
  }
  return choices;
}
