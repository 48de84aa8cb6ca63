/**
 * The launch configuration as people write it: a JSON file with amounts in whole units, durations and dates in words,
 * and percentages. Every key may stand beside a `"$comment"`; no other unknown key is accepted.
 */
import * as Hash from "ox/Hash";
import * as OxHex from "ox/Hex";
import * as z from "zod";
import type { Address, Hex } from "../types.ts";
import { DAY, type Language } from "../units.ts";
import { fieldsIn, linesOf, type ResolveAccount } from "./fields.ts";
import { asset, launchSchema } from "./schema.ts";
import { LaunchConfigError, type AssetChoice, type LaunchConfig, type Vesting } from "./types.ts";

const ZERO_ADDRESS: Address = `0x${"0".repeat(40)}`;
const ZERO_HASH: Hex = `0x${"0".repeat(64)}`;

/**
 * The configuration for the factory. A test asset stands in it as the zero address: put the real one there once it is
 * deployed. Throws {@link LaunchConfigError} with everything that is wrong.
 */
export function parseLaunchConfig({
  json,
  assetDecimals,
  now,
  resolveAccount,
  language = "en",
}: {
  readonly json: unknown;
  /** Decimals of the asset in the reserve; find out with {@link assetOf}. */
  readonly assetDecimals: number;
  /** The chain's time (seconds), from which "+7 days" counts. */
  readonly now: bigint;
  /** What "signer:0" stands for: on a local chain its node's accounts, elsewhere nothing. */
  readonly resolveAccount: ResolveAccount;
  /** What problems are said in; English if not given. */
  readonly language?: Language | undefined;
}): LaunchConfig {
  const parsed = launchSchema({ assetDecimals, now, resolveAccount, language }).safeParse(json);
  if (!parsed.success) throw new LaunchConfigError(linesOf(parsed.error, language));
  const { governance, reserve, issuance, registry, epochs, presale, budget, ...texts } = parsed.data;
  const { name, symbol, contractURI, daoURI } = texts;
  return {
    name,
    symbol,
    contractURI,
    daoURI,
    governance: {
      timelockDelay: governance.timelockDelay,
      founders: governance.founders,
      guardian: governance.guardian ?? ZERO_ADDRESS,
      vetoBps: governance.veto,
      votingDelay: governance.votingDelay,
      votingPeriod: governance.votingPeriod,
      proposalThresholdBps: governance.proposalThreshold,
      quorumBps: governance.quorum,
      governorProposes: governance.governorProposes,
    },
    reserve: {
      asset: "address" in reserve.asset ? reserve.asset.address : ZERO_ADDRESS,
      reserveRatioBps: reserve.ratio,
      minimumReserve: reserve.minimumReserve,
      entryTributeBps: reserve.entryTribute,
      exitTributeBps: reserve.exitTribute,
      dripPeriod: reserve.dripPeriod,
      dissolveBps: reserve.dissolveShare,
    },
    issuance: {
      period: issuance.period,
      baseAmount: issuance.baseAmount,
      closedGrowthBps: issuance.closedGrowth,
      openGrowthBps: issuance.openGrowth,
      giftIssuanceBps: issuance.giftIssuance,
    },
    registry: {
      reviewWindow: registry.reviewWindow,
      quorum: registry.quorum,
      maxProduction: registry.maxReward.production,
      maxUse: registry.maxReward.use,
      maxMaintenance: registry.maxReward.maintenance,
      curationStake: registry.curationStake,
      deposit: registry.deposit,
      reviewerRewardBps: registry.reviewerReward,
      curators: registry.curators,
    },
    epochs: {
      challengeWindow: epochs.challengeWindow,
      objectionQuorum: epochs.objectionQuorum,
      claimPeriod: epochs.claimPeriod,
    },
    withPresale: presale !== undefined,
    presale:
      presale === undefined
        ? noPresale()
        : {
            trustee: presale.trustee,
            price: presale.price,
            minimum: presale.minimum,
            maximum: presale.maximum,
            perPartnerMaximum: presale.perPartnerMaximum ?? presale.maximum,
            opens: presale.opens,
            closes: presale.closes,
            releaseBy: presale.releaseBy,
            founderBps: presale.founderShare,
            foundersVestWithBudget: presale.foundersVestWithBudget,
            founders: presale.founders.map(({ account, share }) => ({ account, bps: share })),
            founderVesting: vestingOf(presale.founderVesting),
            partnerVesting: vestingOf(presale.partnerVesting),
            maxResourceBps: presale.maxResources,
            challengeWindow: presale.challengeWindow,
            resourceVesting: vestingOf(
              presale.resourceVesting ?? defaultResourceVesting(presale.maxResources),
            ),
            allowlistRoot: presale.allowlistRoot,
          },
    budget: {
      objectionWindow: budget?.objectionWindow ?? 0n,
      gracePeriod: budget?.gracePeriod ?? 0n,
      milestones: (budget?.milestones ?? []).map(({ share, dueAfter, description }) => ({
        bps: share,
        dueAfter,
        descriptionHash: Hash.keccak256(OxHex.fromString(description)),
      })),
    },
  };
}

/**
 * What the configuration says that the reserve holds. Throws {@link LaunchConfigError}, in `language`, when that cannot be
 * told.
 */
export function assetOf(json: unknown, language: Language = "en"): AssetChoice {
  const { objectError } = fieldsIn(language);
  const parsed = z
    .looseObject(
      { reserve: z.looseObject({ asset: asset(language) }, objectError(["asset"])) },
      objectError(["reserve"]),
    )
    .safeParse(json);
  if (!parsed.success) throw new LaunchConfigError(linesOf(parsed.error, language));
  return parsed.data.reserve.asset;
}

// ---------------------------------------------------------------- defaults

function vestingOf(vesting: Vesting | undefined): Vesting {
  return { cliff: vesting?.cliff ?? 0n, duration: vesting?.duration ?? 0n };
}

/** Tokens for resources vest over 180 days at least. */
function defaultResourceVesting(maxResources: bigint): Vesting | undefined {
  return maxResources === 0n ? undefined : { cliff: 0n, duration: 180n * DAY };
}

/** What the factory ignores in a launch without a presale. */
function noPresale(): LaunchConfig["presale"] {
  return {
    trustee: ZERO_ADDRESS,
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
    founderVesting: vestingOf(undefined),
    partnerVesting: vestingOf(undefined),
    maxResourceBps: 0n,
    challengeWindow: 0n,
    resourceVesting: vestingOf(undefined),
    allowlistRoot: ZERO_HASH,
  };
}
