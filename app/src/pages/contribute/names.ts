/** States as people call them. */
import { useLingui } from "@lingui/react/macro";
import type { Contribution, Epoch } from "cdpo-sdk/state";

/** How far a contribution is. */
export function useStatusNames(): Readonly<Record<Contribution["status"], string>> {
  const { t } = useLingui();
  return {
    None: "–",
    Submitted: t`under review`,
    Accepted: t`accepted`,
    Rejected: t`rejected`,
    Withdrawn: t`taken back`,
  };
}

/** How far an epoch is. */
export function useEpochNames(): Readonly<Record<Epoch["status"], string>> {
  const { t } = useLingui();
  return {
    None: "–",
    Proposed: t`can be challenged`,
    Rejected: t`was rejected`,
    Withdrawn: t`was taken back`,
    Void: t`came to nothing`,
    Active: t`waits to be paid`,
    Open: t`can be claimed`,
    Expired: t`is over`,
  };
}
