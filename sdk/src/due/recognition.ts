/** What is due of contributions, epochs and proposals. */
import * as epochs from "../calls/nouns/epochs.ts";
import * as proposals from "../calls/nouns/proposals.ts";
import * as recognition from "../calls/nouns/recognition.ts";
import { contractsAt } from "../state/contracts.ts";
import { askPart, listOf, mapped, one } from "../state/parts.ts";
import { read } from "../state/read.ts";
import type { Address } from "../types.ts";
import { candidate, type Candidate, type Kind } from "./candidate.ts";
import { eventsOf } from "./events.ts";

export const decide: Kind = ({ state }) =>
  state.contributions
    .filter(({ status }) => status === "Submitted")
    .map(({ id }) =>
      candidate(
        `decide contribution ${id}`,
        recognition.decide({ organisation: state.organisation.addresses, id }),
      ),
    );

export const activate: Kind = ({ state }) => {
  const { addresses: organisation } = state.organisation;
  return state.epochs.flatMap(({ id: epoch, status }) => {
    const of = { organisation, epoch };
    if (status === "Proposed") return [candidate(`activate epoch ${epoch}`, epochs.activate(of))];
    if (status === "Active") return [candidate(`open claims of epoch ${epoch}`, epochs.open(of))];
    if (status !== "Open") return [];
    const words = `expire epoch ${epoch}, whose unclaimed rest goes to the treasury`;
    return [candidate(words, epochs.expire(of))];
  });
};

export const settle: Kind = ({ state }) => [
  candidate(
    "pay the batches whose windows are over",
    recognition.settleBatch({ organisation: state.organisation.addresses }),
    { ifPositive: true },
  ),
];

/** Everyone's part of accepted contributions: producers by contribution, reviewers by account. */
export const pay: Kind = async (tended) => {
  const { rpc, state } = tended;
  const { addresses: organisation } = state.organisation;
  const { registry } = contractsAt(organisation);
  const accepted = new Set(
    state.contributions.filter(({ status }) => status === "Accepted").map(({ id }) => id),
  );
  if (accepted.size === 0) return [];
  const candidates: Candidate[] = [];
  for (const { id, shares } of await eventsOf(tended, "registry", "ContributionSubmitted")) {
    if (!accepted.has(id)) continue;
    const parts = shares.map(({ account, bps }) => ({ account, bps: Number(bps) }));
    candidates.push(
      candidate(
        `pay those who made contribution ${id}`,
        recognition.settle({ organisation, id, shares: parts }),
      ),
    );
  }
  const reviews = (await eventsOf(tended, "registry", "ContributionReviewed")).filter(({ id }) =>
    accepted.has(id),
  );
  const rewards = await askPart(
    rpc,
    listOf(
      reviews.map(({ id, curator }) =>
        mapped(one(read({ ...registry, functionName: "reviewRewardOf", args: [id, curator] })), (due) => ({
          ...{ id, curator, due },
        })),
      ),
    ),
  );
  const byReviewer = new Map<Address, bigint[]>();
  for (const { id, curator, due } of rewards) {
    if (due > 0n) byReviewer.set(curator, [...(byReviewer.get(curator) ?? []), id]);
  }
  for (const [reviewer, ids] of byReviewer) {
    candidates.push(
      candidate(
        `pay ${reviewer} for reviews`,
        recognition.collectReviewRewards({ organisation, reviewer, ids }),
      ),
    );
  }
  return candidates;
};

export const hand: Kind = async (tended) => {
  const { rpc, state } = tended;
  const { addresses: organisation } = state.organisation;
  if (state.proposals.length === 0) return [];
  const { proposals: contract } = contractsAt(organisation);
  const byId = new Map(state.proposals.map((each) => [each.id, each]));
  const delivered = state.proposals.map(({ proposal }) => proposal.contributionId).filter((id) => id > 0n);
  const dues = await askPart(
    rpc,
    listOf(delivered.map((id) => one(read({ ...contract, functionName: "depositDue", args: [id] })))),
  );
  const depositDue = new Map(delivered.map((id, at) => [id, dues[at] ?? 0n]));
  const backed = await eventsOf(tended, "proposals", "ProposalBacked");
  const candidates: Candidate[] = [];
  for (const { id, terms } of await eventsOf(tended, "proposals", "ProposalOpened")) {
    const known = byId.get(id);
    if (known === undefined) continue;
    const { contributionId: contribution } = known.proposal;
    if ((depositDue.get(contribution) ?? 0n) > 0n) {
      const words = `return the deposit of the delivery of proposal ${id}`;
      candidates.push(candidate(words, proposals.returnDeposit({ organisation, contribution })));
    }
    const deliverers = terms.deliverers.map(({ account, bps }) => ({ account, bps: Number(bps) }));
    if (known.state === "Accepted") {
      const words = `hand over what backs proposal ${id}`;
      candidates.push(candidate(words, proposals.complete({ organisation, id, deliverers })));
    }
    if (known.state !== "Accepted" && known.state !== "Completed") continue;
    const backers = [...new Set(backed.filter((event) => event.id === id).map((event) => event.backer))];
    const claimable = await askPart(
      rpc,
      listOf(
        backers.map((backer) => one(read({ ...contract, functionName: "claimable", args: [id, backer] }))),
      ),
    );
    for (const [at, backer] of backers.entries()) {
      if (claimable[at] === 0n) continue;
      candidates.push(
        candidate(`pay ${backer} for backing proposal ${id}`, proposals.claim({ organisation, id, backer })),
      );
    }
  }
  return candidates;
};
