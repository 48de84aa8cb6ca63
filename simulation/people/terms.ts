/** The launch configurations of the simulations. */
import { keccak256, toUtf8Bytes, ZeroAddress, ZeroHash } from "ethers";
import type { ICdpoFactory, IContributionEpochs } from "../../typechain-types/CdpoFactory.ts";
import type { IPresale } from "../../typechain-types/bootstrap/Presale.ts";
import type { Agent } from "../world/agents.ts";
import { DAY } from "../world/chain.ts";
import type { Plan } from "./plan.ts";
import { QUORUM, REVIEW_WINDOW } from "./recognition.ts";

export const TOKEN = 10n ** 18n;
/** One whole unit of the asset, which has 6 decimals. */
export const EURO = 1_000_000n;
export const WHOLE_BPS = 10_000n;
export const RESERVE_RATIO_BPS = 5_000n;
export const TIMELOCK_DELAY = 2 * DAY;
export const VETO_BPS = 1_000n;
const CLAIM_PERIOD = 2 * 365 * DAY;
/** What stakeholders vote for. */
export const LONGER_CLAIM_PERIOD = BigInt(3 * 365 * DAY);
/** Length of a window of issuance: so often awards are paid. */
export const ISSUANCE_PERIOD = 14 * DAY;
export const DRIP_PERIOD = 7 * DAY;
const DISSOLVE_BPS = 6_667n;
/** Before and of a vote, in seconds. */
const VOTING_DELAY = DAY;
const VOTING_PERIOD = 5 * DAY;
/** Of the larger of floor and what circulates: for a decision, and to propose one. */
const VOTE_QUORUM_BPS = 1_000n;
const PROPOSAL_THRESHOLD_BPS = 50n;
/** On top of what producers get. */
export const REVIEWER_REWARD_BPS = 200n;
const GIFT_ISSUANCE_BPS = 1_000n;
/** Refunds are open for so long after a resource was accepted. */
export const CHALLENGE_WINDOW = 5 * DAY;
/** Partners can object to a milestone for so long. */
export const OBJECTION_WINDOW = 7 * DAY;
export const MILESTONE_GRACE = 30 * DAY;

/** The next multiple of `step`. */
export function upTo(step: bigint, amount: bigint): bigint {
  return ((amount + step - 1n) / step) * step;
}

/** The multiple of `step` before, but not zero. */
export function downTo(amount: bigint, step: bigint): bigint {
  const whole = (amount / step) * step;
  return whole > step ? whole : step;
}

/** The smallest of some amounts. */
export function least(...amounts: readonly bigint[]): bigint {
  return amounts.reduce((smallest, amount) => (amount < smallest ? amount : smallest));
}

/** The presale's part of a launch; without it the fields are void. */
export interface PresalePlan {
  readonly trustee: Agent;
  readonly price: bigint;
  readonly minimum: bigint;
  readonly maximum: bigint;
  readonly perPartnerMaximum: bigint;
  readonly opens: number;
  readonly closes: number;
  readonly releaseBy: number;
  readonly founderBps: bigint;
  readonly founderCliff: number;
  readonly founderVesting: number;
  readonly partnerCliff: number;
  readonly partnerVesting: number;
  readonly maxResourceBps: bigint;
  readonly resourceVesting: number;
  /** Parts of the production budget in bps, due days from the release. */
  readonly milestones: readonly { readonly name: string; readonly bps: bigint; readonly due: number }[];
}

const NO_PRESALE: IPresale.TermsStruct = {
  trustee: ZeroAddress,
  price: 0n,
  minimum: 0n,
  maximum: 0n,
  perPartnerMaximum: 0n,
  opens: 0n,
  closes: 0n,
  releaseBy: 0n,
  founderBps: 0n,
  foundersVestWithBudget: false,
  founders: [],
  founderVesting: { cliff: 0n, duration: 0n },
  partnerVesting: { cliff: 0n, duration: 0n },
  maxResourceBps: 0n,
  challengeWindow: 0n,
  resourceVesting: { cliff: 0n, duration: 0n },
  allowlistRoot: ZeroHash,
};

/** Equal parts of the founders that sum to 10,000 bps. */
function founderShares(founders: readonly Agent[]): { account: string; bps: bigint }[] {
  const part = WHOLE_BPS / BigInt(founders.length);
  const first = WHOLE_BPS - part * BigInt(founders.length - 1);
  return founders.map(({ address }, at) => ({ account: address, bps: at === 0 ? first : part }));
}

/** The terms of epochs at launch. */
export function epochTerms(): IContributionEpochs.TermsStruct {
  return {
    challengeWindow: BigInt(REVIEW_WINDOW),
    objectionQuorum: BigInt(QUORUM),
    claimPeriod: BigInt(CLAIM_PERIOD),
  };
}

/** A launch configuration as the factory takes it. */
export function launchConfig({
  name,
  symbol,
  asset,
  founders,
  curators,
  plan,
  minimumReserve,
  baseAmount,
  closedGrowthBps,
  openGrowthBps,
  curationStake,
  presale,
}: {
  readonly name: string;
  readonly symbol: string;
  readonly asset: string;
  readonly founders: readonly Agent[];
  readonly curators: readonly Agent[];
  readonly plan: Plan;
  readonly minimumReserve: bigint;
  readonly baseAmount: bigint;
  readonly closedGrowthBps: bigint;
  readonly openGrowthBps: bigint;
  /** Token wei that make a curator of whoever stakes them. */
  readonly curationStake: bigint;
  readonly presale?: PresalePlan;
}): ICdpoFactory.LaunchConfigStruct {
  return {
    name,
    symbol,
    contractURI: "",
    daoURI: "",
    governance: {
      timelockDelay: BigInt(TIMELOCK_DELAY),
      founders: founders.map(({ address }) => address),
      guardian: ZeroAddress,
      vetoBps: VETO_BPS,
      votingDelay: BigInt(VOTING_DELAY),
      votingPeriod: BigInt(VOTING_PERIOD),
      proposalThresholdBps: PROPOSAL_THRESHOLD_BPS,
      quorumBps: VOTE_QUORUM_BPS,
      governorProposes: true,
    },
    reserve: {
      asset,
      reserveRatioBps: RESERVE_RATIO_BPS,
      minimumReserve,
      entryTributeBps: 0n,
      exitTributeBps: 0n,
      dripPeriod: BigInt(DRIP_PERIOD),
      dissolveBps: DISSOLVE_BPS,
    },
    issuance: {
      period: BigInt(ISSUANCE_PERIOD),
      baseAmount,
      closedGrowthBps,
      openGrowthBps,
      giftIssuanceBps: GIFT_ISSUANCE_BPS,
    },
    registry: {
      reviewWindow: BigInt(REVIEW_WINDOW),
      quorum: BigInt(QUORUM),
      maxProduction: plan.greatest.production,
      maxUse: plan.greatest.use,
      maxMaintenance: plan.greatest.maintenance,
      curationStake,
      deposit: 0n,
      reviewerRewardBps: REVIEWER_REWARD_BPS,
      curators: curators.map(({ address }) => address),
    },
    epochs: epochTerms(),
    withPresale: presale !== undefined,
    presale: presale === undefined ? NO_PRESALE : presaleTerms(presale, founders),
    budget: {
      objectionWindow: BigInt(OBJECTION_WINDOW),
      gracePeriod: BigInt(MILESTONE_GRACE),
      milestones: (presale?.milestones ?? []).map(({ name, bps, due }) => ({
        ...{ bps, dueAfter: BigInt(due * DAY), descriptionHash: keccak256(toUtf8Bytes(name)) },
      })),
    },
  };
}

function presaleTerms(presale: PresalePlan, founders: readonly Agent[]): IPresale.TermsStruct {
  return {
    trustee: presale.trustee.address,
    price: presale.price,
    minimum: presale.minimum,
    maximum: presale.maximum,
    perPartnerMaximum: presale.perPartnerMaximum,
    opens: BigInt(presale.opens),
    closes: BigInt(presale.closes),
    releaseBy: BigInt(presale.releaseBy),
    founderBps: presale.founderBps,
    foundersVestWithBudget: true,
    founders: founderShares(founders),
    founderVesting: { cliff: BigInt(presale.founderCliff), duration: BigInt(presale.founderVesting) },
    partnerVesting: { cliff: BigInt(presale.partnerCliff), duration: BigInt(presale.partnerVesting) },
    maxResourceBps: presale.maxResourceBps,
    challengeWindow: BigInt(CHALLENGE_WINDOW),
    resourceVesting: { cliff: BigInt(presale.partnerCliff), duration: BigInt(presale.resourceVesting) },
    allowlistRoot: ZeroHash,
  };
}
