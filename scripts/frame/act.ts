/** Carrying a plan out: rehearsed, and then sent, only told, or written for a Safe. */
import { writeFile } from "node:fs/promises";
import { safeForms } from "../../sdk/src/safe.ts";
import type { Rehearsal } from "../../sdk/src/rehearsal/index.ts";
import type { Address, Call, Hex } from "../../sdk/src/types.ts";
import { ChainError } from "../lib/chain.ts";
import type { ByPermit, Context, Plan } from "./command.ts";
import { unsigned, usablePermit } from "./permits.ts";
import { send, type How, type Sent } from "./send.ts";
import {
  changesIn,
  changesInWords,
  meaningOf,
  speech,
  tryOut,
  type NamedChange,
  type Watched,
} from "./trying.ts";
import { counted, sumInWords } from "./words.ts";

/** What was done, for `--json`. */
export interface Done {
  readonly transactions: readonly Sent[];
  readonly changes: readonly NamedChange[];
  readonly calls?: readonly TriedCall[];
  readonly dryRun?: true;
  readonly safe?: string;
  readonly [fact: string]: unknown;
}

/** A call that was not sent. */
interface TriedCall {
  readonly to: Address;
  readonly value: string;
  /** Missing where a permit is signed only when it is sent. */
  readonly data?: Hex;
  readonly means: string;
}

/** Carries a plan out, and those that follow it. */
export async function carryOut(context: Context, plan: Plan, how: How): Promise<Done> {
  const rehearsal = plan.apart === undefined ? await tryOut(context, plan) : undefined;
  const changes = rehearsal === undefined ? [] : changesIn(context, rehearsal);
  if (how.safe !== undefined) return writeSafe(context, plan, how.safe, changes);
  const permit = await usablePermit(context, plan.byPermit);
  if (how.dryRun) return tellOnly(context, { ...plan, byPermit: permit }, rehearsal, changes);
  const transactions: Sent[] = [];
  let facts: Readonly<Record<string, unknown>> = {};
  let sent = 0;
  let next: Plan | undefined = { ...plan, byPermit: permit };
  for (let tried = rehearsal; next !== undefined; tried = undefined) {
    const { told, done }: Awaited<ReturnType<typeof send>> = await send(context, next, tried, how);
    transactions.push(...done);
    sent += done.length;
    const words = typeof told === "string" ? told : told.words;
    if (words !== "") context.say(words);
    if (typeof told !== "string") facts = { ...facts, ...told.data };
    next = await next.next?.(sent);
  }
  return { ...facts, transactions, changes };
}

// ---------------------------------------------------------------- instead of sending

function tellOnly(
  context: Context,
  { calls, words, byPermit }: Plan,
  rehearsal: Rehearsal<Watched> | undefined,
  changes: readonly NamedChange[],
): Done {
  const wouldBe = byPermit?.calls(unsigned(context, byPermit)) ?? calls;
  const meaning = meaningOf(context, wouldBe);
  const permit =
    byPermit === undefined ? "" : `, with a permit for ${sumInWords(context, byPermit)} that is signed then`;
  context.say(`Dry run: ${words}. ${counted(wouldBe.length, "call")} of ${context.sender}${permit}:`);
  meaning.forEach((each, at) => {
    context.say(`${at + 1}. ${each}`);
  });
  if (rehearsal?.watched !== undefined) context.say(changesInWords(context, changes));
  context.say("Nothing was sent.");
  const told = inJson(wouldBe, meaning).map(({ data, ...call }, at) =>
    byPermit !== undefined && at === 0 ? call : { ...call, data },
  );
  return { dryRun: true, transactions: [], changes, calls: told, ...permitInJson(byPermit) };
}

function permitInJson(byPermit: ByPermit | undefined) {
  if (byPermit === undefined) return {};
  const { token, spender, amount, deadline } = byPermit;
  return { permit: { token, spender, amount: String(amount), deadline: String(deadline) } };
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
