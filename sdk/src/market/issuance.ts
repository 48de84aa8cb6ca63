/**
 * The budget of issuance, equal to the contracts: the room of a batch, what it pays, and what an award has of it. Tokens have 18
 * decimals, credit is in parts of the supply (1e18 = all), growth in bps.
 */
import { MAX_AMOUNT, WHOLE, WHOLE_BPS, ceilDiv, greater, lesser } from "./curve/integers.ts";
import type { Int } from "./presale.ts";

/** Batches that pay an award: its own and the next two. */
export const BATCHES_OF_AWARD = 3;
/** Gift credit beyond 20 % of the supply lapses. */
export const MOST_GIFT_CREDIT = WHOLE / 5n;

/** What of {IIssuance-Terms} a window's room depends on; the decoded struct fits. */
export interface GrowthTerms {
  readonly baseAmount: bigint;
  readonly closedGrowthBps: Int;
  readonly openGrowthBps: Int;
}

/** What the market says about issuance. */
export interface IssuanceMoment {
  readonly open: boolean;
  /** S. */
  readonly supply: bigint;
  /** Gift credit that has dripped and is not used; 0 while closed. */
  readonly giftCredit: bigint;
}

/** Credit that a window of an open market adds, rounded down. */
export const windowCredit = ({ openGrowthBps }: GrowthTerms): bigint =>
  (WHOLE * BigInt(openGrowthBps)) / WHOLE_BPS;

/** Gift credit that may be used, when `unused` was left and `dripped` has dripped since. */
export const usableGiftCredit = (unused: bigint, dripped: bigint): bigint =>
  lesser(unused + dripped, MOST_GIFT_CREDIT);

/** What the running batch can pay, rounded down. */
export function roomOf(terms: GrowthTerms, { open, supply, giftCredit }: IssuanceMoment): bigint {
  if (open) return (supply * (windowCredit(terms) + giftCredit)) / WHOLE;
  return greater(terms.baseAmount, (supply * BigInt(terms.closedGrowthBps)) / WHOLE_BPS);
}

/** The most that an award may enter with: three windows and all gift credit, `pending` included. More is void at once. */
export function mostToEnter(
  terms: GrowthTerms,
  moment: IssuanceMoment & { readonly pending: bigint },
): bigint {
  const windows = BigInt(BATCHES_OF_AWARD);
  const { open, supply, giftCredit, pending } = moment;
  const most = open
    ? (supply * (windows * windowCredit(terms) + giftCredit + pending)) / WHOLE
    : windows * roomOf(terms, moment);
  return lesser(most, MAX_AMOUNT);
}

/** The awards of one batch together. */
export interface Cohort {
  readonly entered: bigint;
  readonly paid: bigint;
}

/** A batch that was paid. */
export interface PaidBatch {
  /** The cohorts as they are now, in the same order. */
  readonly cohorts: readonly Cohort[];
  readonly minted: bigint;
  /** Gift credit that is left. */
  readonly giftCredit: bigint;
}

/** Pays a batch: its own cohort and those of the two before it (oldest first), each in proportion and rounded down. */
export function payBatch(terms: GrowthTerms, moment: IssuanceMoment, cohorts: readonly Cohort[]): PaidBatch {
  const missing = cohorts.reduce((sum, { entered, paid }) => sum + entered - paid, 0n);
  const { open, supply, giftCredit } = moment;
  const most = lesser(missing, lesser(roomOf(terms, moment), MAX_AMOUNT - supply));
  let minted = 0n;
  const after = cohorts.map(({ entered, paid }) => {
    const part = missing === 0n ? 0n : ((entered - paid) * most) / missing;
    minted += part;
    return { entered, paid: paid + part };
  });
  const used = open ? ceilDiv(minted * WHOLE, supply) : 0n;
  return { cohorts: after, minted, giftCredit: giftCredit - greater(used - windowCredit(terms), 0n) };
}

/** What an award of `entered` has of its cohort, rounded down. */
export function awardShare(entered: bigint, cohort: Cohort): bigint {
  return cohort.paid === 0n ? 0n : (entered * cohort.paid) / cohort.entered;
}
