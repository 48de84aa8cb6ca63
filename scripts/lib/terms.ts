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
    ["quorum of a vote", `${formatBps(governance.quorumBps)} of the supply that does not vest`],
    [
      "needed to propose",
      governance.proposalThreshold === 0n ? "nothing" : tokens(governance.proposalThreshold),
    ],
    [
      "reserve asset",
      `${asset.symbol}, ${asset.decimals} decimals, ${asset.address ?? "deployed for the test"}`,
    ],
    ["reserve ratio", formatBps(reserve.reserveRatioBps)],
    ["minimum reserve", money(reserve.minimumReserve)],
    ["tribute in, out", `${formatBps(reserve.entryTributeBps)}, ${formatBps(reserve.exitTributeBps)}`],
    ["gifts drip over", formatDuration(reserve.dripPeriod)],
    ["dissolved by holders of", `more than ${formatBps(reserve.dissolveBps)} of the supply`],
    ["issuance period", formatDuration(issuance.period)],
    ["base amount", tokens(issuance.baseAmount)],
    [
      "growth closed, open",
      `${formatBps(issuance.closedGrowthBps)}, ${formatBps(issuance.openGrowthBps)} of the supply a period`,
    ],
    ["growth by gifts", `${formatBps(issuance.giftIssuanceBps)} of what they add to the reserve`],
    ["veto", `${formatBps(governance.vetoBps)} of the circulating supply`],
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
    ...(config.withPresale ? describeEscrow(config.escrow) : []),
  ];
}

function describeVotes(governance: LaunchConfig["governance"]): string {
  const { votingDelay, votingPeriod, governorProposes } = governance;
  const delay = votingDelay === 0n ? "the hour of the proposal" : formatDuration(votingDelay);
  return (
    `begin after ${delay}, last ${formatDuration(votingPeriod)}, ` +
    (governorProposes ? "and are executed by the timelock" : "and are advice until founders let them propose")
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
      ["founders' vesting", formatVesting(presale.founderVesting)],
    );
  }
  if (BigInt(presale.allowlistRoot) !== 0n) terms.push(["allowlist root", presale.allowlistRoot]);
  return terms;
}

function describeEscrow(escrow: LaunchConfig["escrow"]): [term: string, value: string][] {
  return [
    ["resources", `at most ${formatBps(escrow.maxResourceBps)} of what is sold`],
    ["challenge by partners", formatDuration(escrow.challengeWindow)],
    ["grace after a milestone", formatDuration(escrow.gracePeriod)],
    ...escrow.milestones.map(({ bps, dueAfter }): [string, string] => [
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
