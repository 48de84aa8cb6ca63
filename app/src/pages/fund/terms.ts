/** What a proposal was opened with: only its event tells, and the chain's hash says whether it is true. */
import { proposalTermsHash } from "cdpo-sdk/calls";
import type { EventOf } from "cdpo-sdk/history";
import { contractsAt, type Organisation, type OrganisationContracts, type Proposal } from "cdpo-sdk/state";
import { useEvents } from "../../chain/events.ts";

type Event = EventOf<Pick<OrganisationContracts, "proposals">>;
/** Terms and who opened it. */
export type Opened = Extract<Event, { readonly event: "ProposalOpened" }>["args"];

/** By number; those whose terms are not what the chain has the hash of are left out. */
export function useOpened(
  organisation: Organisation,
  proposals: readonly Proposal[],
): ReadonlyMap<bigint, Opened> {
  const { proposals: contract } = contractsAt(organisation.addresses);
  const { data } = useEvents({
    organisation,
    contracts: { proposals: contract },
    events: ["ProposalOpened"],
  });
  const opened = new Map<bigint, Opened>();
  for (const { event, args } of data ?? []) {
    if (event !== "ProposalOpened") continue;
    const known = proposals.find(({ id }) => id === args.id);
    if (known === undefined || proposalTermsHash(args.terms) !== known.proposal.termsHash) continue;
    opened.set(args.id, args);
  }
  return opened;
}

/** Deliverers as calls name them. */
export const deliverersOf = ({ terms }: Opened) =>
  terms.deliverers.map(({ account, bps }) => ({ account, bps: Number(bps) }));
