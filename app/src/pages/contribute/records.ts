/** What only events tell of contributions and epochs: who made what, where it is. */
import type { EventOf } from "cdpo-sdk/history";
import { contractsAt, type Organisation, type OrganisationContracts } from "cdpo-sdk/state";
import { useEvents } from "../../chain/events.ts";

type Of<Name extends "registry" | "epochs"> = EventOf<Pick<OrganisationContracts, Name>>;
/** A submission as it was made. */
export type Submission = Extract<Of<"registry">, { readonly event: "ContributionSubmitted" }>["args"];
/** An epoch as it was proposed. */
export type ProposedEpoch = Extract<Of<"epochs">, { readonly event: "EpochProposed" }>["args"];
/** A review. */
export type Review = Extract<Of<"registry">, { readonly event: "ContributionReviewed" }>["args"];

/** Submissions and reviews by contribution. */
export function useSubmissions(organisation: Organisation) {
  const { registry } = contractsAt(organisation.addresses);
  const { data } = useEvents({
    organisation,
    contracts: { registry },
    events: ["ContributionSubmitted", "ContributionReviewed"],
  });
  const submissions = new Map<bigint, Submission>();
  const reviews = new Map<bigint, Review[]>();
  for (const { event, args } of data ?? []) {
    if (event === "ContributionSubmitted") submissions.set(args.id, args);
    if (event === "ContributionReviewed") reviews.set(args.id, [...(reviews.get(args.id) ?? []), args]);
  }
  return { submissions, reviews };
}

/** Epochs as they were proposed, by number. */
export function useProposedEpochs(organisation: Organisation): ReadonlyMap<bigint, ProposedEpoch> {
  const { epochs } = contractsAt(organisation.addresses);
  const { data } = useEvents({ organisation, contracts: { epochs }, events: ["EpochProposed"] });
  return new Map(
    (data ?? []).flatMap(({ event, args }) =>
      event === "EpochProposed" ? [[args.epoch, args] as const] : [],
    ),
  );
}
