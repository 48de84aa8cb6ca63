/** The terms of an organisation in words, as a launch shows them before it happens. */
import { ZeroAddress } from "ethers";
import type { LaunchConfig, ReserveAsset, Vesting } from "./config.ts";
import { formatAmount, formatBps, formatDuration } from "./fields.ts";

/** What the first sellers would take in a run on the bank. */
export interface RunRisk {
  /** Part of all tokens that is sold, from 0 to 1. */
  readonly sold: number;
  /** Part of the reserve that these sellers get, from 0 to 1. */
  readonly taken: number;
}

/** What the first 10 % and 20 % of the tokens sold would take of the reserve: 1 − (1 − sold)^(1/w). */
export function runRisksOf(reserveRatioBps: bigint): readonly RunRisk[] {
  const w = Number(reserveRatioBps) / 10_000;
  return [0.1, 0.2].map((sold) => ({ sold, taken: 1 - (1 - sold) ** (1 / w) }));
}

/** The risk of a run in one sentence, to be shown wherever w is chosen. */
export function describeRunRisk(reserveRatioBps: bigint): string {
  const [first, second] = runRisksOf(reserveRatioBps).map(
    ({ sold, taken }) =>
      `the first ${sold * 100} % of the tokens take ${(taken * 100).toFixed(1)} % of the reserve`,
  );
  return `If everyone sells at once, ${first ?? ""}, ${second ?? ""}.`;
}

/** From this ratio on, votes that are bought on the market cost so little that only the veto protects. */
const CHEAP_VOTES_BPS = 8_000n;

/**
 * What must have circulated before anything is decided (18 decimals): the tokens of the presale's minimum, without a
 * presale the base amount.
 */
export function floorOf({ withPresale, presale, issuance }: LaunchConfig): bigint {
  return withPresale ? (presale.minimum * 10n ** 18n) / presale.price : issuance.baseAmount;
}

/** Until when founders decide, in one sentence. */
export function describeFloor(config: LaunchConfig): string {
  const { withPresale, issuance, registry, symbol } = config;
  const tokens = (units: bigint) => `${formatAmount(units, 18)} ${symbol}`;
  const { maxProduction, maxUse, maxMaintenance } = registry;
  const largest = [maxProduction, maxUse, maxMaintenance].reduce((most, next) => (next > most ? next : most));
  const contributions = (floor: bigint): string => {
    if (largest === 0n) return "by epochs";
    const count = (floor + largest - 1n) / largest;
    return `at least ${count} ${count === 1n ? "contribution" : "contributions"}`;
  };
  if (!withPresale) {
    const floor = floorOf(config);
    return `Until ${tokens(floor)} exist (${contributions(floor)}) there is no market and no vote; founders decide.`;
  }
  return (
    `Until ${tokens(floorOf(config))} exist (what the presale's minimum buys; after a failed sale ` +
    `${tokens(issuance.baseAmount)}, ${contributions(issuance.baseAmount)}) there is no market and no vote; founders decide.`
  );
}

/** What is allowed, and will be regretted by who does not know it: one sentence each. */
export function warningsOf({
  config,
  trusteeHasCode,
}: {
  readonly config: LaunchConfig;
  /** Whether the trustee of the presale is a contract, such as a Safe. */
  readonly trusteeHasCode: boolean;
}): string[] {
  const { reserve, registry, issuance, withPresale, presale } = config;
  const tokens = (units: bigint) => `${formatAmount(units, 18)} ${config.symbol}`;
  const warnings: string[] = [];
  if (reserve.reserveRatioBps >= CHEAP_VOTES_BPS) {
    warnings.push(
      `reserve.ratio ${formatBps(reserve.reserveRatioBps)}: at such a ratio votes can be bought on the market and sold ` +
        "again for little (at 100 % for nothing). What protects the treasury there is the veto, not the price.",
    );
  }
  const needed = registry.quorum + 2n;
  if (BigInt(registry.curators.length) < needed) {
    warnings.push(
      `registry.curators lists ${registry.curators.length}, the quorum is ${registry.quorum}: who is named in a ` +
        `contribution cannot approve it, so that joint work of two curators could never be accepted. Name ${needed} or more.`,
    );
  }
  for (const [field, reward] of [
    ["production", registry.maxProduction],
    ["use", registry.maxUse],
    ["maintenance", registry.maxMaintenance],
  ] as const) {
    if (reward <= 3n * issuance.baseAmount) continue;
    warnings.push(
      `registry.maxReward.${field} ${tokens(reward)} is more than three windows of a young organisation issue ` +
        `(${tokens(3n * issuance.baseAmount)}): what is above that is void when a contribution is accepted.`,
    );
  }
  if (withPresale && !trusteeHasCode) {
    warnings.push(
      `presale.trustee ${presale.trustee} is an account without code: if its key is lost, what it holds goes back to the ` +
        "partners. A Safe, whose signers can change, is safer; such a change is one that nobody sees here.",
    );
  }
  return warnings;
}

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
    ...(governance.guardian === ZeroAddress
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
