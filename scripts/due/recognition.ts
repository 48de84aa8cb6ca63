/** What is due of contributions, epochs and proposals. */
import { epochs, proposals, recognition } from "../../sdk/src/calls/index.ts";
import { eventsOf } from "../frame/history.ts";
import { candidate, type Candidate, type Kind } from "./candidate.ts";

// Members of enums in the contracts' interfaces.
const SUBMITTED = 1n;
const ACCEPTED = 2n;
const EPOCH_PROPOSED = 1n;
const EPOCH_ACTIVE = 5n;
const EPOCH_OPEN = 6n;
const PROPOSAL_ACCEPTED = 6n;
const PROPOSAL_COMPLETED = 7n;

export const decide: Kind = async ({ contracts: { registry }, addresses: organisation }) => {
  const candidates: Candidate[] = [];
  const count = await registry.contributionCount();
  for (let id = 1n; id <= count; ++id) {
    const { status } = await registry.contribution(id);
    if (status === SUBMITTED) {
      candidates.push(candidate(`decide contribution ${id}`, recognition.decide({ organisation, id })));
    }
  }
  return candidates;
};

export const activate: Kind = async ({ contracts, addresses: organisation }) => {
  const candidates: Candidate[] = [];
  const count = await contracts.epochs.epochCount();
  for (let epoch = 1n; epoch <= count; ++epoch) {
    const { status } = await contracts.epochs.epochAt(epoch);
    if (status === EPOCH_PROPOSED)
      candidates.push(candidate(`activate epoch ${epoch}`, epochs.activate({ organisation, epoch })));
    if (status === EPOCH_ACTIVE)
      candidates.push(candidate(`open claims of epoch ${epoch}`, epochs.open({ organisation, epoch })));
    if (status === EPOCH_OPEN) {
      const words = `expire epoch ${epoch}, whose unclaimed rest goes to the treasury`;
      candidates.push(candidate(words, epochs.expire({ organisation, epoch })));
    }
  }
  return candidates;
};

export const settle: Kind = ({ addresses: organisation }) => [
  candidate("pay the batches whose windows are over", recognition.settleBatch({ organisation }), {
    ifPositive: true,
  }),
];

/** Everyone's part of accepted contributions: producers by contribution, reviewers by account. */
export const pay: Kind = async (context) => {
  const { contracts, addresses: organisation } = context;
  const { registry } = contracts;
  const accepted = new Set<bigint>();
  const candidates: Candidate[] = [];
  for (const { id, shares } of await eventsOf(context, "registry", "ContributionSubmitted")) {
    const { status } = await registry.contribution(id);
    if (status !== ACCEPTED) continue;
    accepted.add(id);
    const parts = shares.map(({ account, bps }) => ({ account, bps: Number(bps) }));
    candidates.push(
      candidate(
        `pay those who made contribution ${id}`,
        recognition.settle({ organisation, id, shares: parts }),
      ),
    );
  }
  const reviews = await eventsOf(context, "registry", "ContributionReviewed");
  const byReviewer = Map.groupBy(
    reviews.filter(({ id }) => accepted.has(id)),
    ({ curator }) => curator,
  );
  for (const [reviewer, own] of byReviewer) {
    const ids: bigint[] = [];
    for (const { id } of own) if ((await registry.reviewRewardOf(id, reviewer)) > 0n) ids.push(id);
    if (ids.length === 0) continue;
    candidates.push(
      candidate(
        `pay ${reviewer} for reviews`,
        recognition.collectReviewRewards({ organisation, reviewer, ids }),
      ),
    );
  }
  return candidates;
};

export const hand: Kind = async (context) => {
  const { contracts, addresses: organisation } = context;
  const contract = contracts.proposals;
  const backed = await eventsOf(context, "proposals", "ProposalBacked");
  const candidates: Candidate[] = [];
  for (const { id, terms } of await eventsOf(context, "proposals", "ProposalOpened")) {
    const state = await contract.state(id);
    const { contributionId: contribution } = await contract.proposal(id);
    if (contribution > 0n && (await contract.depositDue(contribution)) > 0n) {
      const words = `return the deposit of the delivery of proposal ${id}`;
      candidates.push(candidate(words, proposals.returnDeposit({ organisation, contribution })));
    }
    const deliverers = terms.deliverers.map(({ account, bps }) => ({ account, bps: Number(bps) }));
    if (state === PROPOSAL_ACCEPTED) {
      const words = `hand over what backs proposal ${id}`;
      candidates.push(candidate(words, proposals.complete({ organisation, id, deliverers })));
    }
    if (state !== PROPOSAL_ACCEPTED && state !== PROPOSAL_COMPLETED) continue;
    const backers = new Set(backed.filter((event) => event.id === id).map((event) => event.backer));
    for (const backer of backers) {
      if ((await contract.claimable(id, backer)) === 0n) continue;
      candidates.push(
        candidate(`pay ${backer} for backing proposal ${id}`, proposals.claim({ organisation, id, backer })),
      );
    }
  }
  return candidates;
};
