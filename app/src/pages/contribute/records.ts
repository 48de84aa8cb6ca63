/** What only events tell of contributions and epochs: who made what, where it is, what kinds are called. */
import { useLingui } from "@lingui/react/macro";
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
    events: ["ContributionSubmitted", "ContributionReviewed", "KindSet"],
  });
  const submissions = new Map<bigint, Submission>();
  const reviews = new Map<bigint, Review[]>();
  const names = new Map<bigint, string>();
  for (const { event, args } of data ?? []) {
    if (event === "ContributionSubmitted") submissions.set(args.id, args);
    if (event === "ContributionReviewed") reviews.set(args.id, [...(reviews.get(args.id) ?? []), args]);
    if (event === "KindSet") names.set(args.kind, args.name);
  }
  return { submissions, reviews, names };
}

/** As registries call them at first. */
const USUAL = ["production", "use", "maintenance"];

/** What kinds of contribution are called. */
export function useKindNames(organisation: Organisation): (kind: bigint) => string {
  const { t } = useLingui();
  const { names } = useSubmissions(organisation);
  const usual = [t`production`, t`use`, t`maintenance`];
  return (kind) => {
    const name = names.get(kind);
    const number = String(kind);
    const known = usual[Number(kind)];
    const isTold = name !== undefined && name !== "" && name !== USUAL[Number(kind)];
    if (known !== undefined) return isTold ? `${known} (${name})` : known;
    return isTold ? name : t`kind ${number}`;
  };
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
