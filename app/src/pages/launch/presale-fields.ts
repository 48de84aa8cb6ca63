/** The fields of a presale and its production budget, in words. */
import { useLingui } from "@lingui/react/macro";
import type { FieldOf } from "./organisation-fields.ts";

export function usePresaleFields() {
  const { t } = useLingui();
  const vesting = (key: string, cliff: string, duration: string): readonly FieldOf[] => [
    { path: ["presale", key, "duration"], label: duration, ifEmpty: "0" },
    { path: ["presale", key, "cliff"], label: cliff, ifEmpty: "0" },
  ];
  const presale: readonly FieldOf[] = [
    {
      path: ["presale", "trustee"],
      label: t`Trustee`,
      hint: t`An independent third party, best a Safe: no founder.`,
      kind: "account",
    },
    { path: ["presale", "price"], label: t`Price of a token` },
    {
      path: ["presale", "minimum"],
      label: t`Minimum`,
      hint: t`Below it everybody gets all of their money back.`,
    },
    { path: ["presale", "maximum"], label: t`Maximum` },
    {
      path: ["presale", "perPartnerMaximum"],
      label: t`Most of one partner`,
      hint: t`Empty: the maximum.`,
      ifEmpty: "",
    },
    {
      path: ["presale", "closes"],
      label: t({ message: "Closes", context: "launch" }),
      hint: t`A date such as 2027-03-01, or +45 days from now.`,
    },
    {
      path: ["presale", "releaseBy"],
      label: t`Released until`,
      hint: t`At least the time of refunds and 14 days after it closes; then everybody is refunded.`,
    },
    { path: ["presale", "opens"], label: t({ message: "Opens", context: "launch" }), ifEmpty: "+0 days" },
    ...vesting("partnerVesting", t`Nothing of it before`, t`Partners’ tokens vest over`),
    {
      path: ["presale", "maxResources"],
      label: t`Resources, of the tokens sold at most`,
      hint: t`Things given instead of money: up to 50 %.`,
      ifEmpty: "0 %",
    },
    {
      path: ["presale", "challengeWindow"],
      label: t`Refunds after a resource was accepted`,
      hint: t`3 to 30 days.`,
      ifEmpty: "5 days",
    },
    ...vesting("resourceVesting", t`Nothing of these before`, t`Tokens for resources vest over`),
    {
      path: ["presale", "allowlistRoot"],
      label: t`List of who may contribute`,
      hint: t`The root of its Merkle tree. Empty: everybody.`,
      ifEmpty: "",
    },
  ];
  const founders: readonly FieldOf[] = [
    {
      path: ["presale", "founderShare"],
      label: t`Founders’ tokens, on top of those sold`,
      hint: t`For work before the presale, at its price: up to 50 %.`,
    },
    {
      path: ["presale", "founderVesting", "duration"],
      label: t`Founders’ tokens vest over`,
      hint: t`180 days at least.`,
    },
    { path: ["presale", "founderVesting", "cliff"], label: t`Nothing of them before` },
  ];
  const budget: readonly FieldOf[] = [
    {
      path: ["budget", "objectionWindow"],
      label: t`Partners can object for`,
      hint: t`7 to 30 days.`,
      ifEmpty: "7 days",
    },
    {
      path: ["budget", "gracePeriod"],
      label: t`A milestone may be late by`,
      hint: t`14 days to a year.`,
      ifEmpty: "90 days",
    },
  ];
  return { presale, founders, budget };
}
