/** What is due of decisions, operations and stakes. */
import { decisions as deciding, stake } from "../../sdk/src/calls/index.ts";
import { consentOpen } from "../frame/checks.ts";
import {
  eventsOf,
  executionOf,
  holdInWords,
  openHolds,
  readProposed,
  readScheduled,
  writeAll,
} from "../frame/history.ts";
import { candidate, type Candidate, type Kind } from "./candidate.ts";

// Members of OpenZeppelin's ProposalState.
const PENDING = 0n;
const SUCCEEDED = 4n;
const QUEUED = 5n;

export const decisions: Kind = async (context) => {
  const { contracts, addresses: organisation } = context;
  const { governor, timelock } = contracts;
  const candidates: Candidate[] = [];
  for (const { id, calls, description } of await readProposed(context)) {
    const state = await governor.state(id);
    const decision = { organisation, calls, description };
    const what = writeAll(context, calls);
    if (state === PENDING) {
      const words = `lower the quorum of decision ${id}`;
      candidates.push(candidate(words, deciding.lowerQuorum({ organisation, id })));
    }
    if (state === SUCCEEDED)
      candidates.push(candidate(`queue decision ${id}: ${what}`, deciding.queue(decision)));
    if (state === QUEUED)
      candidates.push(candidate(`carry out decision ${id}: ${what}`, deciding.execute(decision)));
  }
  for (const operation of await readScheduled(context)) {
    const { id, calls } = operation;
    if (!(await timelock.isOperationReady(id)) || (await timelock.isDecision(id))) continue;
    const words = `run what founders scheduled: ${writeAll(context, calls)}`;
    candidates.push(candidate(words, await executionOf(context, operation)));
  }
  const recorded = await eventsOf(context, "stake", "Matured");
  if (recorded.length === 0) {
    candidates.push(candidate("record that enough circulates to decide", stake.mature({ organisation })));
  }
  return candidates;
};

export const close: Kind = async (context) => {
  const { addresses: organisation } = context;
  return (await openHolds(context)).map((hold) =>
    candidate(
      `free the stake of ${hold.account} from ${holdInWords(organisation, hold)}`,
      stake.close({ organisation, ...hold, tag: Number(hold.tag) }),
    ),
  );
};

export const stakes: Kind = async (context) => {
  const { contracts, addresses: organisation } = context;
  const { presale: sale } = contracts;
  const candidates = [
    candidate("send what was sent to the stake by mistake to the treasury", stake.sweep({ organisation })),
  ];
  if (sale !== undefined) {
    for (const { account } of (await sale.terms()).founders) {
      const founder = (await sale.holderOf(account)) as `0x${string}`;
      const words = `take out of the stake of ${founder} what they lost as a founder`;
      const calls = stake.forfeit({ organisation, account: founder });
      candidates.push(candidate(words, calls, { ifPositive: true }));
    }
  }
  const rounds = await contracts.stake.roundCount();
  if (rounds === 0n) return candidates;
  const seen = new Set<string>();
  for (const { account, round } of await eventsOf(context, "stake", "DissolutionConsented")) {
    const key = `${account}${round}`;
    if (seen.has(key) || (await contracts.stake.consentOf(round, account)) === 0n) continue;
    seen.add(key);
    const words = `free the stake of ${account} from the consent to dissolve`;
    candidates.push(candidate(words, stake.closeConsent({ organisation, round, account })));
  }
  const open = await consentOpen(context);
  if (open !== undefined && (await contracts.stake.circulating()) < open.circulating) {
    const words = "measure the consent to dissolve by what circulates now";
    candidates.push(candidate(words, stake.lowerDissolution({ organisation })));
  }
  return candidates;
};
