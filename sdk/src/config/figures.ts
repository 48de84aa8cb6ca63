/**
 * What a launch configuration leads to, in figures: shares as numbers from 0, exact to what people read (they are powers, and
 * shown with one decimal); money and tokens in smallest units, exact.
 */
import { moneyPathOf, mostResourceTokens, type MoneyPath } from "../market/presale.ts";
import { WHOLE_BPS, WHOLE_TOKEN, YEAR } from "../units.ts";
import type { LaunchConfig } from "./types.ts";

/** 1/w. */
const exponentOf = (reserveRatioBps: bigint): number => 10_000 / Number(reserveRatioBps);

/** What the first sellers would take in a run on the bank. */
export interface RunRisk {
  /** Part of all tokens that is sold, from 0 to 1. */
  readonly sold: number;
  /** Part of the reserve that these sellers get, from 0 to 1. */
  readonly taken: number;
}

/** What the first 10 % and 20 % of the tokens sold would take of the reserve: 1 − (1 − sold)^(1/w). */
export function runRisksOf(reserveRatioBps: bigint): readonly RunRisk[] {
  return [0.1, 0.2].map((sold) => ({ sold, taken: 1 - (1 - sold) ** exponentOf(reserveRatioBps) }));
}

/**
 * What of the reserve the founders could take, once all of their tokens have vested, if nobody had traded before:
 * 1 − (1/(1 + f))^(1/w).
 */
export function foundersExitOf({
  founderBps,
  reserveRatioBps,
}: {
  readonly founderBps: bigint;
  readonly reserveRatioBps: bigint;
}): number {
  return 1 - (10_000 / (10_000 + Number(founderBps))) ** exponentOf(reserveRatioBps);
}

/**
 * By how much a share of the supply shrinks in a year (365 days) of an open market, when every window issues all it may:
 * 1 − (1 + openGrowth)^(−year/period).
 */
export function yearlyDilutionOf({
  period,
  openGrowthBps,
}: Pick<LaunchConfig["issuance"], "period" | "openGrowthBps">): number {
  return 1 - (1 + Number(openGrowthBps) / 10_000) ** -(Number(YEAR) / Number(period));
}

/** What buying votes on the market costs, in multiples of the reserve R. */
export interface VoteCost {
  /** To buy as much as voted against: (1 + turnout)^(1/w) − 1. */
  readonly paid: number;
  /** What is lost of it when everybody else sells first: (1 + turnout)^(1/w) − 1 − turnout^(1/w); at w = 50 % 2·turnout. */
  readonly lostIfAllLeave: number;
  /** When only those who voted do: (1 + turnout)^(1/w) + (1 − turnout)^(1/w) − 2. */
  readonly lostIfVotersLeave: number;
}

/** `turnout`: votes against, as a part of the supply, from 0 to 1. */
export function voteCostOf({
  reserveRatioBps,
  turnout,
}: {
  readonly reserveRatioBps: bigint;
  readonly turnout: number;
}): VoteCost {
  const exponent = exponentOf(reserveRatioBps);
  const grown = (1 + turnout) ** exponent;
  return {
    paid: grown - 1,
    lostIfAllLeave: grown - 1 - turnout ** exponent,
    lostIfVotersLeave: grown + (1 - turnout) ** exponent - 2,
  };
}

/** Grants match this much of the reserve in a drip period, all together. */
export const GRANT_BPS = 200n;

/** The least that the reserve holds when the market opens, asset units. */
export function leastReserveOf(config: LaunchConfig): bigint {
  return config.withPresale ? (moneyPathsOf(config)[0]?.reserve ?? 0n) : config.reserve.minimumReserve;
}

/** What all grants together can match in a drip period of a market that has just opened, asset units, rounded down. */
export function mostMatchedOf(config: LaunchConfig): bigint {
  return (leastReserveOf(config) * GRANT_BPS) / WHOLE_BPS;
}

/**
 * Where the money of the presale goes: at the minimum, at the maximum, and at the maximum with as many tokens for resources
 * as may be (the last only where resources are taken). Empty without a presale.
 */
export function moneyPathsOf({ withPresale, presale, reserve, budget }: LaunchConfig): readonly MoneyPath[] {
  if (!withPresale) return [];
  const path = (raised: bigint, resourceTokens = 0n): MoneyPath =>
    moneyPathOf({
      price: presale.price,
      founderBps: presale.founderBps,
      ratioBps: reserve.reserveRatioBps,
      raised,
      resourceTokens,
      milestoneBps: budget.milestones.map(({ bps }) => bps),
    });
  const { minimum, maximum, maxResourceBps } = presale;
  return [
    path(minimum),
    path(maximum),
    ...(maxResourceBps === 0n ? [] : [path(maximum, mostResourceTokens(presale, maximum))]),
  ];
}

/**
 * What must have circulated before anything is decided (18 decimals): the tokens of the presale's minimum, without a
 * presale the base amount.
 */
export function floorOf({ withPresale, presale, issuance }: LaunchConfig): bigint {
  return withPresale ? (presale.minimum * WHOLE_TOKEN) / presale.price : issuance.baseAmount;
}

/** How many contributions it takes at least to issue so much; undefined where single contributions earn nothing. */
export function leastContributionsOf({ registry }: LaunchConfig, tokens: bigint): bigint | undefined {
  const { maxProduction, maxUse, maxMaintenance } = registry;
  const largest = [maxProduction, maxUse, maxMaintenance].reduce((most, next) => (next > most ? next : most));
  return largest === 0n ? undefined : (tokens + largest - 1n) / largest;
}
