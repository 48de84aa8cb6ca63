/** Terms of contributions, of their review and of issuance. */
import { useLingui } from "@lingui/react/macro";
import { epochs, recognition } from "cdpo-sdk/calls";
import { formatAmount, formatBps, formatDuration } from "cdpo-sdk/units";
import { useLanguage } from "../../../frame/language.tsx";
import type { ActionContext, ActionGroup } from "./action.ts";

/** What decides who is recognised, and how much. */
export function useRecognitionActions({ organisation, state }: ActionContext): ActionGroup {
  const { t } = useLingui();
  const { language } = useLanguage();
  const { addresses } = organisation;
  const { incentives, reviewTerms } = state.contracts.registry;
  const { terms: growth } = state.contracts.issuance;
  const { terms } = state.contracts.epochs;
  const tokens = (units: bigint): string => formatAmount(units, 18, { language });
  const bps = (each: bigint): string => formatBps(each, language);
  const span = (seconds: bigint): string => formatDuration(seconds, language);
  return {
    title: t`Contributions and recognition`,
    actions: [
      {
        key: "curator",
        title: t`Name a curator, or no longer`,
        fields: [
          { name: "who", label: t`Who`, kind: "address" },
          { name: "yes", label: t`They are a curator`, kind: "yes", now: "yes" },
        ],
        calls: (v) =>
          recognition.setCurator({
            organisation: addresses,
            curator: v.account("who"),
            allowed: v.yes("yes"),
          }),
      },
      {
        key: "curation-stake",
        title: t`Set the stake that makes a curator`,
        fields: [
          {
            name: "amount",
            label: t`How many tokens`,
            kind: "tokens",
            isOptional: true,
            now: tokens(incentives.curationStake),
            hint: t`0: only who is named.`,
          },
        ],
        calls: (v) => recognition.setCurationStake({ organisation: addresses, amount: v.number("amount") }),
      },
      {
        key: "incentives",
        title: t`Set the deposit of a submission and the reviewers' reward`,
        fields: [
          {
            name: "deposit",
            label: t`Deposit`,
            kind: "tokens",
            isOptional: true,
            now: tokens(incentives.deposit),
          },
          {
            name: "part",
            label: t`Reviewers' reward, on top of the makers'`,
            kind: "share",
            isOptional: true,
            now: bps(incentives.reviewerRewardBps),
          },
        ],
        calls: (v) =>
          recognition.setIncentives({
            organisation: addresses,
            deposit: v.number("deposit"),
            reviewerRewardBps: v.small("part"),
          }),
      },
      {
        key: "kind",
        title: t`Set a kind of contribution and the most that it earns`,
        note: t`0 is production, 1 use, 2 maintenance; other numbers are your own.`,
        fields: [
          { name: "kind", label: t`Its number`, kind: "count", isOptional: true },
          { name: "name", label: t`Its name and how it is valued`, kind: "text" },
          { name: "most", label: t`The most that it earns`, kind: "tokens", isOptional: true },
          { name: "active", label: t`It can be submitted`, kind: "yes", now: "yes" },
        ],
        calls: (v) =>
          recognition.setKind({
            organisation: addresses,
            kind: v.small("kind"),
            name: v.text("name"),
            maxReward: v.number("most"),
            active: v.yes("active"),
          }),
      },
      {
        key: "review-terms",
        title: t`Set how long is reviewed, and how many approvals it takes`,
        fields: [
          { name: "window", label: t`How long`, kind: "span", now: span(reviewTerms.reviewWindow) },
          { name: "quorum", label: t`Approvals`, kind: "count", now: String(reviewTerms.quorum) },
        ],
        calls: (v) =>
          recognition.setReviewTerms({
            organisation: addresses,
            window: v.small("window"),
            quorum: v.small("quorum"),
          }),
      },
      {
        key: "growth",
        title: t`Set by how much the supply may grow`,
        fields: [
          {
            name: "closed",
            label: t`In a window, before the market opens`,
            kind: "share",
            isOptional: true,
            now: bps(growth.closedGrowthBps),
          },
          {
            name: "open",
            label: t`In a window, once it is open`,
            kind: "share",
            isOptional: true,
            now: bps(growth.openGrowthBps),
          },
          {
            name: "gifts",
            label: t`Of what gifts allow`,
            kind: "share",
            isOptional: true,
            now: bps(growth.giftIssuanceBps),
          },
        ],
        calls: (v) =>
          recognition.setGrowth({
            organisation: addresses,
            closedBps: v.small("closed"),
            openBps: v.small("open"),
            giftBps: v.small("gifts"),
          }),
      },
      {
        key: "issuer",
        title: t`Name a contract that may enter awards, or no longer`,
        fields: [
          { name: "who", label: t`Which`, kind: "address" },
          { name: "yes", label: t`It may`, kind: "yes", now: "yes" },
        ],
        calls: (v) =>
          recognition.setIssuer({ organisation: addresses, issuer: v.account("who"), allowed: v.yes("yes") }),
      },
      {
        key: "epoch-terms",
        title: t`Set the terms of epochs`,
        fields: [
          {
            name: "window",
            label: t`How long they can be challenged`,
            kind: "span",
            now: span(terms.challengeWindow),
          },
          {
            name: "quorum",
            label: t`Objections that reject`,
            kind: "count",
            now: String(terms.objectionQuorum),
          },
          {
            name: "claims",
            label: t`How long they can be claimed`,
            kind: "span",
            now: span(terms.claimPeriod),
          },
        ],
        calls: (v) =>
          epochs.setTerms({
            organisation: addresses,
            challengeWindow: v.small("window"),
            objectionQuorum: v.small("quorum"),
            claimPeriod: v.small("claims"),
          }),
      },
      {
        key: "overrule",
        title: t`Accept a contribution that was rejected or vetoed`,
        note: t`Within 30 days, once; no reward is paid for its reviews.`,
        fields: [{ name: "id", label: t`Its number`, kind: "count" }],
        calls: (v) => recognition.overrule({ organisation: addresses, id: v.number("id") }),
      },
      {
        key: "overrule-epoch",
        title: t`Accept an epoch that was rejected or vetoed`,
        note: t`Within 30 days, once.`,
        fields: [{ name: "id", label: t`Its number`, kind: "count" }],
        calls: (v) => epochs.overrule({ organisation: addresses, epoch: v.number("id") }),
      },
    ],
  };
}
