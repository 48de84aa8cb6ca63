/** What is due of decisions, operations and stakes. */
import { cdpoTimelockAbi } from "../abi/CdpoTimelock.ts";
import { writeAction } from "../calls/actions.ts";
import { callOf } from "../calls/call-of.ts";
import * as deciding from "../calls/nouns/decisions.ts";
import * as stake from "../calls/nouns/stake.ts";
import * as treasury from "../calls/nouns/treasury.ts";
import { contractsAt } from "../state/contracts.ts";
import type { PendingCall, PendingOperation } from "../state/governance.ts";
import { readHolds } from "../state/holds.ts";
import { askPart, listOf, one, together } from "../state/parts.ts";
import { read } from "../state/read.ts";
import type { Call, OrganisationAddresses, Rpc } from "../types.ts";
import { DAY } from "../units.ts";
import { candidate, type Candidate, type Kind } from "./candidate.ts";
import { eventsOf } from "./events.ts";
import { holdInWords } from "./holds.ts";

/** Seconds for which a round collects consent to dissolve. */
const COLLECTING = 14n * DAY;

export const decisions: Kind = async (tended) => {
  const { rpc, state } = tended;
  const { addresses: organisation } = state.organisation;
  const { timelock } = contractsAt(organisation);
  const candidates: Candidate[] = [];
  for (const { id, state: its, calls: pending, description } of state.decisions) {
    const calls = pending.map(callOfPending);
    const decision = { organisation, calls, description };
    const what = writeAll(organisation, calls);
    if (its === "Pending") {
      const words = `lower the quorum of decision ${id}`;
      candidates.push(candidate(words, deciding.lowerQuorum({ organisation, id })));
    }
    if (its === "Succeeded")
      candidates.push(candidate(`queue decision ${id}: ${what}`, deciding.queue(decision)));
    if (its === "Queued")
      candidates.push(candidate(`carry out decision ${id}: ${what}`, deciding.execute(decision)));
  }
  const ready = state.operations.filter(({ from }) => from <= state.time);
  const byDecision = await askPart(
    rpc,
    listOf(ready.map(({ id }) => one(read({ ...timelock, functionName: "isDecision", args: [id] })))),
  );
  for (const [at, operation] of ready.entries()) {
    if (byDecision[at] === true) continue;
    const words = `run what founders scheduled: ${writeAll(organisation, operation.calls.map(callOfPending))}`;
    candidates.push(candidate(words, await executionOf({ rpc, organisation, operation })));
  }
  const recorded = await eventsOf(tended, "stake", "Matured");
  if (recorded.length === 0) {
    candidates.push(candidate("record that enough circulates to decide", stake.mature({ organisation })));
  }
  return candidates;
};

export const close: Kind = async ({ rpc, state, signal }) => {
  const { organisation, block } = state;
  const { addresses } = organisation;
  return (await readHolds({ rpc, organisation, block, signal })).map((hold) =>
    candidate(
      `free the stake of ${hold.account} from ${holdInWords(addresses, hold)}`,
      stake.close({ organisation: addresses, ...hold, tag: Number(hold.tag) }),
    ),
  );
};

export const stakes: Kind = async (tended) => {
  const { rpc, state } = tended;
  const { contracts, time } = state;
  const { addresses: organisation } = state.organisation;
  const { presale: sale, stake: at } = contractsAt(organisation);
  const candidates = [
    candidate("send what was sent to the stake by mistake to the treasury", stake.sweep({ organisation })),
  ];
  if (sale !== undefined && contracts.presale !== undefined) {
    const founders = await askPart(
      rpc,
      listOf(
        contracts.presale.terms.founders.map(({ account }) =>
          one(read({ ...sale, functionName: "holderOf", args: [account] })),
        ),
      ),
    );
    for (const founder of founders) {
      const words = `take out of the stake of ${founder} what they lost as a founder`;
      const calls = stake.forfeit({ organisation, account: founder });
      candidates.push(candidate(words, calls, { ifPositive: true }));
    }
  }
  const rounds = contracts.stake.roundCount;
  if (rounds === 0n) return candidates;
  const consented = await eventsOf(tended, "stake", "DissolutionConsented");
  const pairs = [...new Map(consented.map((each) => [`${each.account}${each.round}`, each])).values()];
  const { held, round } = await askPart(
    rpc,
    together({
      held: listOf(
        pairs.map(({ account, round: number }) =>
          one(read({ ...at, functionName: "consentOf", args: [number, account] })),
        ),
      ),
      round: one(read({ ...at, functionName: "roundOf", args: [rounds] })),
    }),
  );
  for (const [index, { account, round: number }] of pairs.entries()) {
    if (held[index] === 0n) continue;
    const words = `free the stake of ${account} from the consent to dissolve`;
    candidates.push(candidate(words, stake.closeConsent({ organisation, round: number, account })));
  }
  const collects = round.openedAt > 0n && round.noticeAt === 0n && time < round.openedAt + COLLECTING;
  if (collects && contracts.stake.circulating < round.circulating) {
    const words = "measure the consent to dissolve by what circulates now";
    candidates.push(candidate(words, stake.lowerDissolution({ organisation })));
  }
  return candidates;
};

/** The calls that run an operation of founders, scheduled as one call or as several. */
export async function executionOf({
  rpc,
  organisation,
  operation: { id, calls: pending, predecessor, salt },
}: {
  readonly rpc: Rpc;
  readonly organisation: OrganisationAddresses;
  readonly operation: Pick<PendingOperation, "id" | "calls" | "predecessor" | "salt">;
}): Promise<Call[]> {
  const calls = pending.map(callOfPending);
  const [only] = calls;
  const asOne = treasury.execute({ organisation, calls, predecessor, salt });
  if (calls.length !== 1 || only === undefined) return asOne;
  const { to, value, data } = only;
  const { timelock } = contractsAt(organisation);
  const args = [to, value, data, predecessor, salt] as const;
  const hash = await askPart(rpc, one(read({ ...timelock, functionName: "hashOperation", args })));
  if (hash === id) return asOne;
  return [
    callOf({
      ...{ abi: cdpoTimelockAbi, address: organisation.timelock, functionName: "executeBatch" },
      args: [[to], [value], [data], predecessor, salt],
    }),
  ];
}

// ---------------------------------------------------------------- internals

const callOfPending = ({ target: to, value, data }: PendingCall): Call => ({ to, value, data });

/** What is to be done, as people write it for decisions. */
const writeAll = (addresses: OrganisationAddresses, calls: readonly Call[]): string =>
  calls.map((call) => writeAction({ call, addresses })).join("; ");
