/** The terms of an organisation in words, as a launch shows them before it happens. */
import { floorOf } from "./figures.ts";
import type { LaunchConfig, ReserveAsset, Vesting } from "./types.ts";
import { formatAmount, formatBps, formatDuration } from "../units.ts";

/** Name and value of each term. */
export function describeTerms({
  config,
  asset,
}: {
  readonly config: LaunchConfig;
  readonly asset: ReserveAsset;
}): [term: string, value: string][] {
  const { governance, reserve, issuance, registry, epochs } = config;
  const money = (units: bigint) => `${formatAmount(units, asset.decimals)} ${asset.symbol}`;
  const tokens = (units: bigint) => `${formatAmount(units, 18)} ${config.symbol}`;
  return [
    ["organisation", `${config.name} (${config.symbol})`],
    ["flow", config.withPresale ? "bootstrapped: presale first" : "growing: contributions first"],
    ...governance.founders.map((founder): [string, string] => ["founder", founder]),
    ...(BigInt(governance.guardian) === 0n
      ? []
      : [["guardian", governance.guardian] satisfies [string, string]]),
    ["timelock delay", formatDuration(governance.timelockDelay)],
    ["votes", describeVotes(governance)],
    ["quorum of a decision", `${formatBps(governance.quorumBps)} of what circulates, only votes for count`],
    ["needed to propose", `a stake of ${formatBps(governance.proposalThresholdBps)} of what circulates`],
    [
      "reserve asset",
      `${asset.symbol}, ${asset.decimals} decimals, ${asset.address ?? "deployed for the test"}`,
    ],
    ["reserve ratio", formatBps(reserve.reserveRatioBps)],
    ["minimum reserve", money(reserve.minimumReserve)],
    ["tribute in, out", `${formatBps(reserve.entryTributeBps)}, ${formatBps(reserve.exitTributeBps)}`],
    ["gifts drip over", formatDuration(reserve.dripPeriod)],
    ["dissolved by stakes of", `more than ${formatBps(reserve.dissolveBps)} of what circulates`],
    ["issuance period", formatDuration(issuance.period)],
    ["base amount", tokens(issuance.baseAmount)],
    ["floor of decisions", tokens(floorOf(config))],
    [
      "growth closed, open",
      `${formatBps(issuance.closedGrowthBps)}, ${formatBps(issuance.openGrowthBps)} of the supply a period`,
    ],
    ["growth by gifts", `${formatBps(issuance.giftIssuanceBps)} of what they add to the reserve`],
    ["veto", `${formatBps(governance.vetoBps)} of the stake`],
    ["review", `${formatDuration(registry.reviewWindow)}, quorum ${registry.quorum}`],
    ["curation by stake", registry.curationStake === 0n ? "none" : tokens(registry.curationStake)],
    ["deposit", registry.deposit === 0n ? "none" : tokens(registry.deposit)],
    ["reviewers' reward", `${formatBps(registry.reviewerRewardBps)} on top`],
    ["largest production", tokens(registry.maxProduction)],
    ["largest use", tokens(registry.maxUse)],
    ["largest maintenance", tokens(registry.maxMaintenance)],
    ...registry.curators.map((curator): [string, string] => ["curator", curator]),
    [
      "epochs",
      `${formatDuration(epochs.challengeWindow)} to challenge, ${epochs.objectionQuorum} objections, claims for ${formatDuration(epochs.claimPeriod)}`,
    ],
    ...(config.withPresale ? describePresale({ presale: config.presale, money }) : []),
    ...(config.withPresale ? describeBudget(config.budget) : []),
  ];
}

function describeVotes(governance: LaunchConfig["governance"]): string {
  const { votingDelay, votingPeriod, governorProposes } = governance;
  return (
    `begin after ${formatDuration(votingDelay)}, last ${formatDuration(votingPeriod)}, ` +
    (governorProposes
      ? "and are carried out by the timelock"
      : "and are polls until founders let them propose")
  );
}

function describePresale({
  presale,
  money,
}: {
  readonly presale: LaunchConfig["presale"];
  readonly money: (units: bigint) => string;
}): [term: string, value: string][] {
  const terms: [string, string][] = [
    ["trustee", presale.trustee],
    ["price of a token", money(presale.price)],
    ["minimum, maximum", `${money(presale.minimum)}, ${money(presale.maximum)}`],
    ["maximum per partner", money(presale.perPartnerMaximum)],
    ["opens", formatTime(presale.opens)],
    ["closes", formatTime(presale.closes)],
    ["release by", formatTime(presale.releaseBy)],
    ["partners' vesting", formatVesting(presale.partnerVesting)],
  ];
  if (presale.founderBps > 0n) {
    terms.push(
      ["founders' tokens", `${formatBps(presale.founderBps)} on top of what is sold`],
      ...presale.founders.map(({ account, bps }): [string, string] => [
        "of these",
        `${formatBps(bps)} to ${account}`,
      ]),
      [
        "founders' vesting",
        formatVesting(presale.founderVesting) +
          (presale.foundersVestWithBudget ? ", as the production budget is paid" : ""),
      ],
    );
  }
  if (presale.maxResourceBps > 0n) {
    terms.push(
      ["resources", `at most ${formatBps(presale.maxResourceBps)} of what is sold`],
      ["refunds after a resource was accepted", formatDuration(presale.challengeWindow)],
      ["vesting of tokens for resources", formatVesting(presale.resourceVesting)],
    );
  }
  if (BigInt(presale.allowlistRoot) !== 0n) terms.push(["allowlist root", presale.allowlistRoot]);
  return terms;
}

function describeBudget(budget: LaunchConfig["budget"]): [term: string, value: string][] {
  return [
    ["objections to a milestone", formatDuration(budget.objectionWindow)],
    ["grace after a milestone", formatDuration(budget.gracePeriod)],
    ...budget.milestones.map(({ bps, dueAfter }): [string, string] => [
      "milestone",
      `${formatBps(bps)} of the budget, due ${dueAfter === 0n ? "at" : `${formatDuration(dueAfter)} after`} release`,
    ]),
  ];
}

function formatTime(seconds: bigint): string {
  return new Date(Number(seconds) * 1_000).toISOString().replace(".000Z", "Z");
}

function formatVesting({ cliff, duration }: Vesting): string {
  if (duration === 0n) return "none";
  return `over ${formatDuration(duration)}${cliff === 0n ? "" : `, nothing before ${formatDuration(cliff)}`}`;
}
