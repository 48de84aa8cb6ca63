/** What a design consists of: its fields by sections, in words. */
import { useLingui } from "@lingui/react/macro";
import type { Path } from "./design/draft.ts";

/** One field of the file. */
export interface FieldOf {
  readonly path: Path;
  readonly label: string;
  readonly hint?: string | undefined;
  /** What it is when nothing is written; such fields stand behind "More". */
  readonly ifEmpty?: string | undefined;
  readonly kind?: "text" | "number" | "yes or no" | "account" | undefined;
}

/** The fields of the organisation itself, and of who decides. */
export function useGovernanceFields() {
  const { t } = useLingui();
  const organisation: readonly FieldOf[] = [
    { path: ["name"], label: t({ message: "Name", context: "launch" }) },
    { path: ["symbol"], label: t`Symbol of the token` },
    {
      path: ["contractURI"],
      label: t`Where the token is described`,
      hint: t`A link to data of the form ERC-7572.`,
      ifEmpty: "",
    },
    {
      path: ["daoURI"],
      label: t`Where the organisation is described`,
      hint: t`A link to data of the form ERC-4824.`,
      ifEmpty: "",
    },
  ];
  const governance: readonly FieldOf[] = [
    {
      path: ["governance", "governorProposes"],
      label: t`Stakeholders’ votes are carried out from the beginning`,
      kind: "yes or no",
    },
    {
      path: ["governance", "timelockDelay"],
      label: t`Delay of everything decided`,
      hint: t`Time to leave before it happens: 2 to 30 days.`,
      ifEmpty: "2 days",
    },
    {
      path: ["governance", "veto"],
      label: t`Stake that stops a decision`,
      hint: t`1 to 20 % of the stake.`,
      ifEmpty: "10 %",
    },
    {
      path: ["governance", "quorum"],
      label: t`Quorum`,
      hint: t`Votes for that a decision needs, of what circulates: 1 to 20 %.`,
      ifEmpty: "10 %",
    },
    {
      path: ["governance", "proposalThreshold"],
      label: t`Stake needed to propose`,
      hint: t`0.5 to 2 % of what circulates.`,
      ifEmpty: "1 %",
    },
    {
      path: ["governance", "votingDelay"],
      label: t`Voting begins after`,
      hint: t`1 to 30 days.`,
      ifEmpty: "1 day",
    },
    {
      path: ["governance", "votingPeriod"],
      label: t`Voting lasts`,
      hint: t`3 to 30 days.`,
      ifEmpty: "5 days",
    },
    {
      path: ["governance", "guardian"],
      label: t`Guardian`,
      hint: t`Can pause what brings value in, 14 days at most, and never an exit. Empty: nobody.`,
      ifEmpty: "",
      kind: "account",
    },
  ];
  return { organisation, governance };
}

/** The fields of reserve and issuance. */
export function useMoneyFields() {
  const { t } = useLingui();
  const reserve: readonly FieldOf[] = [
    {
      path: ["reserve", "ratio"],
      label: t`Reserve ratio`,
      hint: t`What part of the market value the reserve holds: 1 to 100 %. Fixed for ever.`,
    },
    {
      path: ["reserve", "minimumReserve"],
      label: t`Least reserve to open the market`,
      hint: t`Without a presale, or after one that failed.`,
    },
    {
      path: ["reserve", "entryTribute"],
      label: t`Tribute on buys`,
      hint: t`To the treasury, 10 % at most.`,
      ifEmpty: "0 %",
    },
    {
      path: ["reserve", "exitTribute"],
      label: t`Tribute on sells`,
      hint: t`To the treasury, 10 % at most.`,
      ifEmpty: "0 %",
    },
    {
      path: ["reserve", "dripPeriod"],
      label: t`Gifts drip in over`,
      hint: t`So that nobody buys just before a gift: 1 to 90 days.`,
      ifEmpty: "7 days",
    },
    {
      path: ["reserve", "dissolveShare"],
      label: t`Stakes that can dissolve it`,
      hint: t`50 to 95 % of what circulates.`,
      ifEmpty: "66.67 %",
    },
  ];
  const issuance: readonly FieldOf[] = [
    {
      path: ["issuance", "baseAmount"],
      label: t`Tokens of a period, while young`,
      hint: t`What may be issued in each period while there is no market.`,
    },
    {
      path: ["issuance", "period"],
      label: t`Length of a period`,
      hint: t`7 to 90 days.`,
      ifEmpty: "7 days",
    },
    {
      path: ["issuance", "closedGrowth"],
      label: t`Growth of the supply in a period without a market`,
      ifEmpty: "2 %",
    },
    {
      path: ["issuance", "openGrowth"],
      label: t`Growth of the supply in a period with an open market`,
      hint: t`At most 10 % in 30 days, and as much in proportion.`,
      ifEmpty: "0.5 %",
    },
    {
      path: ["issuance", "giftIssuance"],
      label: t`Of what gifts add, paid to contributors`,
      ifEmpty: "10 %",
    },
  ];
  return { reserve, issuance };
}

/** The fields of recognition. */
export function useRecognitionFields() {
  const { t } = useLingui();
  const registry: readonly FieldOf[] = [
    {
      path: ["registry", "quorum"],
      label: t`Approvals that a contribution needs`,
      kind: "number",
    },
    {
      path: ["registry", "maxReward", "production"],
      label: t`Most for one production`,
      hint: t`In tokens.`,
    },
    { path: ["registry", "maxReward", "use"], label: t`Most for one use`, hint: t`In tokens.` },
    {
      path: ["registry", "maxReward", "maintenance"],
      label: t`Most for one maintenance`,
      hint: t`In tokens.`,
    },
    { path: ["registry", "reviewWindow"], label: t`Time for review`, ifEmpty: "9 days" },
    {
      path: ["registry", "curationStake"],
      label: t`Stake with which anyone can review`,
      hint: t`In tokens; 0: only named curators review.`,
      ifEmpty: "0",
    },
    {
      path: ["registry", "deposit"],
      label: t`Deposit of who submits`,
      hint: t`In tokens; only with a presale.`,
      ifEmpty: "0",
    },
    {
      path: ["registry", "reviewerReward"],
      label: t`Reviewers’ reward, on top`,
      ifEmpty: "2 %",
    },
  ];
  const epochs: readonly FieldOf[] = [
    { path: ["epochs", "challengeWindow"], label: t`Time to object to an epoch`, ifEmpty: "3 days" },
    {
      path: ["epochs", "objectionQuorum"],
      label: t`Objections that stop an epoch`,
      ifEmpty: "2",
      kind: "number",
    },
    { path: ["epochs", "claimPeriod"], label: t`Time to claim an award`, ifEmpty: "730 days" },
  ];
  return { registry, epochs };
}
