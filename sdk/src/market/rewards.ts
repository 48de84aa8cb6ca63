/** How what issuance pays for a contribution is divided, equal to the contracts. Tokens have 18 decimals. */
import { WHOLE_BPS } from "./curve/integers.ts";
import type { Int } from "./presale.ts";

/** A part of what producers have. */
export interface ProducerShare {
  readonly account: string;
  readonly bps: Int;
}

/**
 * What of `paid` producers and reviewers have together: reviewers' reward came on top of the producers' and is rounded
 * down. `reviewerBps` is 0 for what the owner overruled.
 */
export function divideReward({ paid, reviewerBps }: { readonly paid: bigint; readonly reviewerBps: Int }): {
  readonly producers: bigint;
  readonly reviewers: bigint;
} {
  const bps = BigInt(reviewerBps);
  const reviewers = (paid * bps) / (WHOLE_BPS + bps);
  return { producers: paid - reviewers, reviewers };
}

/**
 * What an account has of what producers have, rounded down; once that is final, the last one listed has what all parts leave.
 * 0 for who is not listed.
 */
export function producerPart({
  producers,
  shares,
  account,
  isFinal,
}: {
  readonly producers: bigint;
  readonly shares: readonly ProducerShare[];
  readonly account: string;
  readonly isFinal: boolean;
}): bigint {
  const at = shares.findIndex((share) => share.account.toLowerCase() === account.toLowerCase());
  const parts = shares.map(({ bps }) => (producers * BigInt(bps)) / WHOLE_BPS);
  const rest =
    isFinal && at === shares.length - 1 ? producers - parts.reduce((sum, part) => sum + part, 0n) : 0n;
  return at < 0 ? 0n : (parts[at] ?? 0n) + rest;
}

/** What each of `count` reviewers has of what all have, rounded down. */
export function reviewerPart({
  reviewers,
  count,
}: {
  readonly reviewers: bigint;
  readonly count: Int;
}): bigint {
  return BigInt(count) === 0n ? 0n : reviewers / BigInt(count);
}
