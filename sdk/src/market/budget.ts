/** What of a production budget milestones bring, and what partners may fetch, equal to the contracts; asset units and seconds. */
import { greater } from "./curve/integers.ts";
import type { Int } from "./presale.ts";

/** What an open milestone of `bps` brings now, when `left` is unsettled and open milestones sum to `openBps`; rounded down. */
export function milestoneAmount({
  left,
  bps,
  openBps,
}: {
  readonly left: bigint;
  readonly bps: Int;
  readonly openBps: Int;
}): bigint {
  return BigInt(openBps) === 0n ? 0n : (left * BigInt(bps)) / BigInt(openBps);
}

/** What a partner who gave `given` of `raised` may still fetch of what is `owed` to all partners; rounded down, never below 0. */
export function fetchableOf({
  owed,
  given,
  raised,
  fetched,
}: {
  readonly owed: bigint;
  readonly given: bigint;
  /** What was raised when the sale was released. */
  readonly raised: bigint;
  readonly fetched: bigint;
}): bigint {
  return raised === 0n ? 0n : greater((owed * given) / raised - fetched, 0n);
}

/** When the milestone whose turn it is fails: grace after the later of its date and the settlement before; see {IProductionBudget}. */
export function milestoneDeadline({
  releasedAt,
  dueAfter,
  turnSince,
  gracePeriod,
  noticeEnds = 0n,
}: {
  readonly releasedAt: Int;
  readonly dueAfter: Int;
  /** When its turn came: 14 days after the release, or when the one before was settled. */
  readonly turnSince: Int;
  readonly gracePeriod: Int;
  /** End of a dissolution notice's term, 0 without one. */
  readonly noticeEnds?: Int;
}): bigint {
  const time = greater(BigInt(releasedAt) + BigInt(dueAfter), BigInt(turnSince)) + BigInt(gracePeriod);
  return BigInt(noticeEnds) === 0n ? time : greater(time, BigInt(noticeEnds) + REST_AFTER_NOTICE);
}

const REST_AFTER_NOTICE = 14n * 86_400n;
