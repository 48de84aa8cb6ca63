/**
 * The maths of a presale, equal to the contracts: what money buys, what a release mints, and where the money goes. Asset amounts
 * in asset units, tokens with 18 decimals, the price in asset units per whole token, parts in bps, times in seconds.
 */
import { MAX_AMOUNT, WHOLE, WHOLE_BPS, ceilDiv, lesser } from "./curve/integers.ts";
import { DEAD_SUPPLY } from "./trades.ts";

/** A number as any library decodes it. */
export type Int = bigint | number;

/** What of {IPresale-Terms} these sums need; the decoded struct fits. */
export interface SaleTerms {
  readonly price: Int;
  readonly minimum: Int;
  readonly maximum: Int;
  readonly perPartnerMaximum: Int;
  readonly founderBps: Int;
  readonly maxResourceBps: Int;
  readonly opens: Int;
  readonly closes: Int;
  readonly releaseBy: Int;
}

/** Tokens that `amount` asset units buy, rounded down. */
export const tokensFor = (price: Int, amount: bigint): bigint => (amount * WHOLE) / BigInt(price);

/** Asset units that `tokens` cost, rounded up. */
export const valueOf = (price: Int, tokens: bigint): bigint => ceilDiv(tokens * BigInt(price), WHOLE);

/** Tokens that a release would mint for money and resources, and the founders' on top of them; rounded down. */
export function tokensToMint({
  price,
  founderBps,
  raised,
  resourceTokens = 0n,
}: {
  readonly price: Int;
  readonly founderBps: Int;
  readonly raised: bigint;
  readonly resourceTokens?: bigint;
}): { readonly sold: bigint; readonly founders: bigint } {
  const sold = tokensFor(price, raised) + resourceTokens;
  return { sold, founders: (sold * BigInt(founderBps)) / WHOLE_BPS };
}

/** The most tokens for resources with which a sale of `raised` can be released. */
export function mostResourceTokens({ price, maxResourceBps }: SaleTerms, raised: bigint): bigint {
  const money = tokensFor(price, raised);
  const part = BigInt(maxResourceBps);
  // r ≤ ⌊(money + r)·part⌋: nearly money·part/(1 − part).
  let tokens = (money * part) / (WHOLE_BPS - part);
  while (tokens + 1n <= ((money + tokens + 1n) * part) / WHOLE_BPS) ++tokens;
  return tokens;
}

/** R0 = ⌈w · price · supply⌉, asset units. */
export function openingReserve(price: Int, supply: bigint, ratioBps: Int): bigint {
  return ceilDiv(BigInt(price) * BigInt(ratioBps) * supply, WHOLE * WHOLE_BPS);
}

/** Where the money of a presale goes when it is released. */
export interface MoneyPath {
  /** Asset units that partners gave. */
  readonly raised: bigint;
  /** What of it the reserve gets; the market opens with it at the presale's price. */
  readonly reserve: bigint;
  /** The rest, for production, by milestones. */
  readonly production: bigint;
  /** The parts of the milestones, in order, when each is paid; they sum to `production`. */
  readonly milestones: readonly bigint[];
  /** What the resources take from production: with them the reserve must back more tokens. */
  readonly takenByResources: bigint;
  /** Tokens for money and resources. */
  readonly sold: bigint;
  /** Founders' tokens. */
  readonly founders: bigint;
  /** S at the opening, the dead address's included. */
  readonly supply: bigint;
}

/** "Of {raised}: {reserve} reserve, {production} production, {milestones[0]} first milestone", as the release divides it. */
export function moneyPathOf({
  price,
  founderBps,
  ratioBps,
  raised,
  resourceTokens = 0n,
  milestoneBps,
}: {
  readonly price: Int;
  readonly founderBps: Int;
  /** The reserve ratio w. */
  readonly ratioBps: Int;
  readonly raised: bigint;
  readonly resourceTokens?: bigint;
  readonly milestoneBps: readonly Int[];
}): MoneyPath {
  const reserveOf = (tokens: bigint): bigint => {
    const { sold, founders } = tokensToMint({ price, founderBps, raised, resourceTokens: tokens });
    return openingReserve(price, sold + founders + DEAD_SUPPLY, ratioBps);
  };
  const { sold, founders } = tokensToMint({ price, founderBps, raised, resourceTokens });
  const reserve = reserveOf(resourceTokens);
  if (reserve > raised) {
    throw new RangeError(`the reserve would need ${reserve} of ${raised}: these terms cannot be released`);
  }
  const production = raised - reserve;
  return {
    raised,
    reserve,
    production,
    milestones: milestoneParts(production, milestoneBps),
    takenByResources: reserve - reserveOf(0n),
    sold,
    founders,
    supply: sold + founders + DEAD_SUPPLY,
  };
}

/** What each milestone brings when all are settled in order: parts of what is left, so that they sum to `amount` exactly. */
export function milestoneParts(amount: bigint, milestoneBps: readonly Int[]): bigint[] {
  let left = amount;
  let openBps = milestoneBps.reduce<bigint>((sum, bps) => sum + BigInt(bps), 0n);
  return milestoneBps.map((bps) => {
    const part = (left * BigInt(bps)) / openBps;
    left -= part;
    openBps -= BigInt(bps);
    return part;
  });
}

/** In the order of the contracts' numbers, from 0, under the names of `cdpo-sdk/abi`. */
export const SALE_STATES = ["Upcoming", "Open", "Ended", "Released", "Refunding"] as const;
/** See IPresale.State. */
export type SaleState = (typeof SALE_STATES)[number];

/** The books of a sale that say its state. */
export interface SaleBooks {
  readonly terms: SaleTerms;
  readonly raised: bigint;
  /** 0 before. */
  readonly releasedAt: Int;
  /** Whether its failure is written, as after a dissolution or a refund below the minimum. */
  readonly failed?: boolean;
}

/** The state of a sale at `time`. */
export function saleStateAt(
  { terms, raised, releasedAt, failed = false }: SaleBooks,
  time: bigint,
): SaleState {
  if (BigInt(releasedAt) !== 0n) return "Released";
  if (failed) return "Refunding";
  if (time < BigInt(terms.opens)) return "Upcoming";
  if (time < BigInt(terms.closes)) return raised < BigInt(terms.maximum) ? "Open" : "Ended";
  return time >= BigInt(terms.releaseBy) || raised < BigInt(terms.minimum) ? "Refunding" : "Ended";
}

/** What of `amount` an open sale takes from someone who gave `contributed` before; 0 where it takes nothing. */
export function contributionTaken({
  terms,
  raised,
  contributed,
  amount,
}: {
  readonly terms: SaleTerms;
  readonly raised: bigint;
  readonly contributed: bigint;
  readonly amount: bigint;
}): bigint {
  const room = lesser(BigInt(terms.perPartnerMaximum) - contributed, BigInt(terms.maximum) - raised);
  const taken = lesser(amount, room);
  return taken > 0n && tokensFor(terms.price, contributed + taken) > 0n ? taken : 0n;
}

/** What of {IPresale-Position} these sums need; the decoded struct fits. */
export interface Position {
  readonly contributed: bigint;
  readonly late: bigint;
  readonly round: Int;
  /** Its number, or its name; only who has not claimed gets something from a claim. */
  readonly standing: Int | "Unclaimed" | "Claimed" | "Staked" | "PassedOn";
  readonly resourceTokens: bigint;
  readonly founderBps: Int;
}

/** What a refund would send: all in a sale that failed; while refunds are open, what was given before they were opened. */
export function refundableOf(
  position: Pick<Position, "contributed" | "late" | "round">,
  {
    state,
    refundsOpen,
    round,
  }: { readonly state: SaleState; readonly refundsOpen: boolean; readonly round: Int },
): bigint {
  if (state === "Refunding") return position.contributed;
  if (!refundsOpen || state === "Released") return 0n;
  return position.contributed - (BigInt(position.round) === BigInt(round) ? position.late : 0n);
}

/** Whether a sale with these terms fits under the cap of the supply at its maximum, with full resources and founders. */
export function fitsSupply({ price, maximum, maxResourceBps, founderBps }: SaleTerms): boolean {
  const moneyBps = WHOLE_BPS - BigInt(maxResourceBps);
  const sold = ceilDiv(BigInt(maximum) * WHOLE * WHOLE_BPS, BigInt(price) * moneyBps);
  return ceilDiv(sold * (WHOLE_BPS + BigInt(founderBps)), WHOLE_BPS) + DEAD_SUPPLY <= MAX_AMOUNT;
}
