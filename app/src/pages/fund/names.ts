/** States of proposals as people call them. */
import { useLingui } from "@lingui/react/macro";
import type { Proposal } from "cdpo-sdk/state";

/** How far a proposal is. */
export function useStateNames(): Readonly<Record<Proposal["state"], string>> {
  const { t } = useLingui();
  return {
    None: "–",
    Open: t`looks for backing`,
    Lapsed: t`did not find its backing`,
    Funded: t`backed, to be delivered`,
    Delivered: t`delivered, under review`,
    Failed: t`failed`,
    Accepted: t`accepted`,
    Completed: t`completed`,
  };
}
