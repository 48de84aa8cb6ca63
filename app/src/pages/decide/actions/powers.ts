/** Terms of decisions, roles, pauses and ownership. */
import { useLingui } from "@lingui/react/macro";
import {
  decisions,
  treasury,
  type TreasuryOwned,
  type TreasuryPausable,
  type TreasuryRole,
} from "cdpo-sdk/calls";
import { formatBps, formatDuration } from "cdpo-sdk/units";
import { useLanguage } from "../../../frame/language.tsx";
import type { ActionContext, ActionGroup } from "./action.ts";
import { useContractNames, useRoleNames } from "../names.ts";

const { PAUSABLE, OWNED } = treasury;

/** How decisions are made. */
export function useDecisionTermsActions({ organisation, state }: ActionContext): ActionGroup {
  const { t } = useLingui();
  const { language } = useLanguage();
  const { addresses } = organisation;
  const { governor } = state.contracts;
  const span = (seconds: bigint): string => formatDuration(seconds, language);
  return {
    title: t`Terms of decisions`,
    actions: [
      {
        key: "quorum",
        title: t`Set the quorum of decisions to come`,
        note: t`1 % to 20 % of what circulates.`,
        byDecisionOnly: true,
        fields: [
          { name: "part", label: t`Part`, kind: "share", now: formatBps(governor.quorumBps, language) },
        ],
        calls: (v) => decisions.setQuorumBps({ organisation: addresses, bps: v.small("part") }),
      },
      {
        key: "threshold",
        title: t`Set what proposing takes`,
        note: t`0.5 % to 2 % of what circulates.`,
        byDecisionOnly: true,
        fields: [
          {
            name: "part",
            label: t`Part`,
            kind: "share",
            now: formatBps(governor.proposalThresholdBps, language),
          },
        ],
        calls: (v) => decisions.setProposalThreshold({ organisation: addresses, bps: v.small("part") }),
      },
      {
        key: "voting-delay",
        title: t`Set the time between proposing and voting`,
        note: t`1 to 30 days.`,
        byDecisionOnly: true,
        fields: [{ name: "span", label: t`How long`, kind: "span", now: span(governor.votingDelay) }],
        calls: (v) => decisions.setVotingDelay({ organisation: addresses, delay: v.small("span") }),
      },
      {
        key: "voting-period",
        title: t`Set how long is voted`,
        note: t`3 to 30 days.`,
        byDecisionOnly: true,
        fields: [{ name: "span", label: t`How long`, kind: "span", now: span(governor.votingPeriod) }],
        calls: (v) => decisions.setVotingPeriod({ organisation: addresses, period: v.small("span") }),
      },
      {
        key: "late-quorum",
        title: t`Set by how much a quorum reached late extends the vote`,
        note: t`1 to 7 days.`,
        byDecisionOnly: true,
        fields: [
          { name: "span", label: t`How long`, kind: "span", now: span(governor.lateQuorumVoteExtension) },
        ],
        calls: (v) =>
          decisions.setLateQuorumVoteExtension({ organisation: addresses, extension: v.small("span") }),
      },
      {
        key: "delay",
        title: t`Set how long what is decided waits before it is carried out`,
        note: t`2 to 30 days.`,
        fields: [
          { name: "span", label: t`How long`, kind: "span", now: span(state.contracts.timelock.getMinDelay) },
        ],
        calls: (v) => treasury.updateDelay({ organisation: addresses, delay: v.number("span") }),
      },
    ],
  };
}

/** Who may do what. */
export function usePowerActions({ organisation }: ActionContext): ActionGroup {
  const { t } = useLingui();
  const { addresses } = organisation;
  const roles = useRoleNames();
  const names = useContractNames();
  const role = { name: "role", label: t`Which right`, kind: "choice", among: Object.entries(roles) } as const;
  const pausable = PAUSABLE.filter((name) => addresses[name] !== undefined);
  const among = (list: readonly (keyof typeof names)[]) => list.map((name) => [name, names[name]] as const);
  return {
    title: t`Rights, pauses and ownership`,
    actions: [
      {
        key: "grant",
        title: t`Give somebody a right`,
        fields: [role, { name: "who", label: t`Whom`, kind: "address" }],
        calls: (v) =>
          treasury.grantRole({
            organisation: addresses,
            role: v.text("role") as TreasuryRole,
            account: v.account("who"),
          }),
      },
      {
        key: "revoke",
        title: t`Take a right from somebody`,
        fields: [role, { name: "who", label: t`From whom`, kind: "address" }],
        calls: (v) =>
          treasury.revokeRole({
            organisation: addresses,
            role: v.text("role") as TreasuryRole,
            account: v.account("who"),
          }),
      },
      {
        key: "pause",
        title: t`Pause a contract's entrances for 14 days`,
        note: t`Exits are never paused: selling, refunds, claims, unstaking, vetoes.`,
        fields: [{ name: "contract", label: t`Which`, kind: "choice", among: among(pausable) }],
        calls: (v) =>
          treasury.pauseOne({ organisation: addresses, contract: v.text("contract") as TreasuryPausable }),
      },
      {
        key: "unpause",
        title: t`End a pause early`,
        fields: [{ name: "contract", label: t`Which`, kind: "choice", among: among(pausable) }],
        calls: (v) =>
          treasury.unpause({ organisation: addresses, contract: v.text("contract") as TreasuryPausable }),
      },
      {
        key: "transfer-ownership",
        title: t`Give a contract another owner`,
        note: t`The treasury can then no longer change its terms.`,
        fields: [
          { name: "contract", label: t`Which`, kind: "choice", among: among(OWNED) },
          { name: "owner", label: t`To whom`, kind: "address" },
        ],
        calls: (v) =>
          treasury.transferOwnership({
            organisation: addresses,
            contract: v.text("contract") as TreasuryOwned,
            owner: v.account("owner"),
          }),
      },
      {
        key: "renounce-ownership",
        title: t`Fix a contract's terms for ever`,
        note: t`Nobody can ever change them again, nor undo this.`,
        fields: [{ name: "contract", label: t`Which`, kind: "choice", among: among(OWNED) }],
        calls: (v) =>
          treasury.renounceOwnership({
            organisation: addresses,
            contract: v.text("contract") as TreasuryOwned,
          }),
      },
    ],
  };
}
