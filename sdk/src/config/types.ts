import type { Address, Hex } from "../types.ts";

/** Seconds from release. */
export interface Vesting {
  cliff: bigint;
  duration: bigint;
}

/** The factory's `LaunchConfig`: amounts in smallest units, times and durations in seconds, shares in basis points. */
export interface LaunchConfig {
  name: string;
  symbol: string;
  contractURI: string;
  daoURI: string;
  governance: {
    timelockDelay: bigint;
    vetoBps: bigint;
    guardian: Address;
    founders: Address[];
    votingDelay: bigint;
    votingPeriod: bigint;
    proposalThresholdBps: bigint;
    quorumBps: bigint;
    governorProposes: boolean;
  };
  reserve: {
    asset: Address;
    reserveRatioBps: bigint;
    minimumReserve: bigint;
    entryTributeBps: bigint;
    exitTributeBps: bigint;
    dripPeriod: bigint;
    dissolveBps: bigint;
  };
  issuance: {
    period: bigint;
    baseAmount: bigint;
    closedGrowthBps: bigint;
    openGrowthBps: bigint;
    giftIssuanceBps: bigint;
  };
  registry: {
    reviewWindow: bigint;
    quorum: bigint;
    maxProduction: bigint;
    maxUse: bigint;
    maxMaintenance: bigint;
    curationStake: bigint;
    deposit: bigint;
    reviewerRewardBps: bigint;
    curators: Address[];
  };
  epochs: { challengeWindow: bigint; objectionQuorum: bigint; claimPeriod: bigint };
  withPresale: boolean;
  presale: {
    trustee: Address;
    price: bigint;
    minimum: bigint;
    maximum: bigint;
    perPartnerMaximum: bigint;
    opens: bigint;
    closes: bigint;
    releaseBy: bigint;
    founderBps: bigint;
    foundersVestWithBudget: boolean;
    founders: { account: Address; bps: bigint }[];
    founderVesting: Vesting;
    partnerVesting: Vesting;
    maxResourceBps: bigint;
    challengeWindow: bigint;
    resourceVesting: Vesting;
    allowlistRoot: Hex;
  };
  budget: {
    objectionWindow: bigint;
    gracePeriod: bigint;
    milestones: { bps: bigint; dueAfter: bigint; descriptionHash: Hex }[];
  };
}

/** What the reserve holds: a token that exists, or one to be made for a test. */
export type AssetChoice =
  | { readonly address: Address }
  | { readonly test: { readonly name: string; readonly symbol: string; readonly decimals: number } };

/** The token in the reserve, as far as it is known; a test asset has no address before it is deployed. */
export interface ReserveAsset {
  readonly address: Address | undefined;
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
}

/** A launch configuration is wrong; each of `problems` is one line, `field.path: what is expected`. */
export class LaunchConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "LaunchConfigError";
    this.problems = problems;
  }
}
