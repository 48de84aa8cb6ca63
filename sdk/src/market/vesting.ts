/**
 * What of a presale's tokens has vested after the release, and what a claim brings, equal to the contracts. Tokens have 18
 * decimals, times are seconds; what has vested is rounded down, what is lost is rounded up.
 */
import { WHOLE_BPS, ceilDiv, lesser } from "./curve/integers.ts";
import { tokensFor, tokensToMint, type Int, type Position } from "./presale.ts";

/** Nothing before `cliff`, then linear since the release, all at `duration`; seconds from the release. */
export interface Vesting {
  readonly cliff: Int;
  readonly duration: Int;
}

/** What of {IPresale-Terms} vesting needs; the decoded struct fits. */
export interface VestingTerms {
  readonly price: Int;
  readonly founderBps: Int;
  readonly foundersVestWithBudget: boolean;
  readonly founderVesting: Vesting;
  readonly partnerVesting: Vesting;
  readonly resourceVesting: Vesting;
}

/** A released sale, and how far its budget came. */
export interface ReleasedSale {
  readonly terms: VestingTerms;
  /** Asset units, at the release. */
  readonly raised: bigint;
  /** Tokens for all resources. */
  readonly resourceTokens: bigint;
  /** 0 before. */
  readonly releasedAt: Int;
  /** When the organisation was dissolved, 0 while it lives. */
  readonly dissolvedAt: Int;
  /** {IProductionBudget-progress}. */
  readonly budget: { readonly received: bigint; readonly paid: bigint; readonly owed: bigint };
}

/** As {IPresale-Tokens}. */
export interface VestingTokens {
  readonly vested: bigint;
  /** Of money and resources: what has not. */
  readonly vesting: bigint;
  /** Of the founders' part: what has not, and still can. */
  readonly founderVesting: bigint;
  /** Of the founders' part: what never can. */
  readonly forfeited: bigint;
}

/** What of `total` tokens has vested `elapsed` seconds after the release, rounded down. */
export function vestedOf(total: bigint, elapsed: bigint, { cliff, duration }: Vesting): bigint {
  if (elapsed >= BigInt(duration)) return total;
  return elapsed < BigInt(cliff) ? 0n : (total * elapsed) / BigInt(duration);
}

/** The tokens of a position at `time`, as {IPresale-tokensOf}; zeros before the release. */
export function positionTokens(sale: ReleasedSale, position: Position, time: bigint): VestingTokens {
  if (BigInt(sale.releasedAt) === 0n) return { vested: 0n, vesting: 0n, founderVesting: 0n, forfeited: 0n };
  const { terms } = sale;
  const money = tokensFor(terms.price, position.contributed);
  const resources = position.resourceTokens;
  const elapsed = elapsedAt(sale, time);
  const vesting =
    BigInt(sale.dissolvedAt) === 0n
      ? money -
        vestedOf(money, elapsed, terms.partnerVesting) +
        resources -
        vestedOf(resources, elapsed, terms.resourceVesting)
      : 0n;
  const asFounder = founderTokensOf(sale, position.founderBps);
  const { vested, lost } = ofFounders(sale, asFounder, elapsed);
  return {
    vested: money + resources - vesting + vested,
    vesting,
    founderVesting: asFounder - vested - lost,
    forfeited: lost,
  };
}

/** What a claim at `time` sends and stakes, as {IPresale-previewClaim}; zeros once claimed. */
export function previewClaim(
  sale: ReleasedSale,
  position: Position,
  time: bigint,
): { readonly vested: bigint; readonly vesting: bigint } {
  if (position.standing !== "Unclaimed" && position.standing !== 0 && position.standing !== 0n)
    return { vested: 0n, vesting: 0n };
  const { vested, vesting, founderVesting, forfeited } = positionTokens(sale, position, time);
  return { vested, vesting: BigInt(sale.dissolvedAt) === 0n ? vesting + founderVesting + forfeited : 0n };
}

/** All founders' tokens that never can vest and are not burned yet, as {IPresale-forfeitedTokens}. */
export function forfeitedTokens(sale: ReleasedSale, time: bigint): bigint {
  if (BigInt(sale.releasedAt) === 0n || BigInt(sale.dissolvedAt) !== 0n) return 0n;
  return ofFounders(sale, allFounders(sale), elapsedAt(sale, time)).lost;
}

/** A position's part of the founders' tokens, rounded down. */
export function founderTokensOf(sale: ReleasedSale, founderBps: Int): bigint {
  return (allFounders(sale) * BigInt(founderBps)) / WHOLE_BPS;
}

function allFounders({ terms, raised, resourceTokens }: ReleasedSale): bigint {
  return tokensToMint({ ...terms, raised, resourceTokens }).founders;
}

function ofFounders(
  { terms, budget, dissolvedAt }: ReleasedSale,
  total: bigint,
  elapsed: bigint,
): { readonly vested: bigint; readonly lost: bigint } {
  let vested = vestedOf(total, elapsed, terms.founderVesting);
  let lost = 0n;
  if (terms.foundersVestWithBudget && budget.received > 0n) {
    vested = lesser(vested, (total * budget.paid) / budget.received);
    lost = ceilDiv(total * budget.owed, budget.received);
  }
  return { vested, lost: BigInt(dissolvedAt) === 0n ? lost : total - vested };
}

function elapsedAt({ releasedAt, dissolvedAt }: ReleasedSale, time: bigint): bigint {
  return (BigInt(dissolvedAt) === 0n ? time : BigInt(dissolvedAt)) - BigInt(releasedAt);
}
