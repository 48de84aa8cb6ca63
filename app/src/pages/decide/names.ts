/** Rights, contracts and states as people call them. */
import { useLingui } from "@lingui/react/macro";
import type { TreasuryRole } from "cdpo-sdk/calls";
import type { Decision, OrganisationAddresses } from "cdpo-sdk/state";

/** Rights of the timelock. */
export function useRoleNames(): Readonly<Record<TreasuryRole, string>> {
  const { t } = useLingui();
  return {
    proposer: t`to schedule (proposer)`,
    executor: t`to carry out (executor)`,
    canceller: t`to take back (canceller)`,
    guardian: t`to pause once (guardian)`,
  };
}

/** Contracts. */
export function useContractNames(): Readonly<Record<keyof OrganisationAddresses, string>> {
  const { t } = useLingui();
  return {
    token: t`Token`,
    issuance: t`Issuance`,
    registry: t`Contributions`,
    epochs: t`Epochs`,
    stake: t`Stakes`,
    proposals: t`Proposals`,
    reserve: t`Reserve and market`,
    presale: t`Presale`,
    custody: t`Custody`,
    budget: t`Production budget`,
    pledgeBook: t`Pledges`,
    licenceOffice: t`Licences`,
    partnerAcceptance: t`Offers`,
    timelock: t`Timelock`,
    governor: t`Decisions`,
  };
}

/** How far a decision is. */
export function useStateNames(): Readonly<Record<Decision["state"], string>> {
  const { t } = useLingui();
  return {
    Pending: t`voting has not begun`,
    Active: t`voting`,
    Canceled: t`taken back or vetoed`,
    Defeated: t`not agreed on`,
    Succeeded: t`agreed on, to be queued`,
    Queued: t`waits to be carried out`,
    Expired: t`too late to be carried out`,
    Executed: t`carried out`,
  };
}
