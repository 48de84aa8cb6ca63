/** The calls of an organisation's contracts that are due and open to anyone. */
import { market } from "../../sdk/src/calls/index.ts";
import type { Context } from "../frame/command.ts";
import { moment } from "../frame/words.ts";
import { candidate, isDue, type Candidate, type Kind } from "./candidate.ts";
import { close, decisions, stakes } from "./governance.ts";
import { budget, licences, pledges, presale, reserve, standing } from "./money.ts";
import { activate, decide, hand, pay, settle } from "./recognition.ts";

/** All kinds, in the order in which they make each other due. */
const KINDS: readonly Kind[] = [
  ...[decide, activate, settle, pay, hand, decisions, close, stakes, reserve, pledges, standing],
  ...[licences, presale, budget],
];
const DISSOLVED = 2n;

/** What is due now, in an order in which it can be made. */
export async function dueNow(context: Context): Promise<Candidate[]> {
  const due: Candidate[] = [];
  for (const kind of KINDS) {
    for (const each of await kind(context)) if (await isDue(context, each)) due.push(each);
  }
  return due;
}

/** What anyone could do as well, and somebody should mean to; each as a sentence without its dot. */
export async function readChoices(context: Context): Promise<string[]> {
  const { contracts, addresses: organisation } = context;
  const choices: string[] = [];
  if (await isDue(context, candidate("", market.open({ organisation })))) {
    choices.push('the market can be opened: "cdpo open"');
  }
  const dissolved = (await contracts.reserve.marketState()) === DISSOLVED;
  if (!dissolved && (await contracts.stake.dissolutionDue())) {
    const { noticeAt } = await contracts.stake.roundOf(await contracts.stake.roundCount());
    choices.push(
      `stakeholders consented to dissolve (notice of ${moment(noticeAt)}): "cdpo dissolve" ends the market for ever`,
    );
  }
  return choices;
}
