/** When a standing gift pays next, as contracts/periphery/StandingGifts.sol; seconds. */
import { greater } from "./curve/integers.ts";
import type { Int } from "./presale.ts";

/** What of {IStandingGifts-StandingGift} this needs; the decoded struct fits. */
export interface StandingGiftTimes {
  readonly startedAt: Int;
  readonly interval: Int;
  /** The number of the interval that was paid last, from 0. */
  readonly lastInterval: Int;
}

/** The next payment of a running standing gift. */
export interface NextPayment {
  /** From when on anyone may have it paid. */
  readonly from: bigint;
  readonly due: boolean;
  /** Payments between the last one and now that nobody called; they have lapsed. */
  readonly lapsed: bigint;
}

/** When a running gift pays next, as of `time`. */
export function nextPayment(
  { startedAt, interval, lastInterval }: StandingGiftTimes,
  time: bigint,
): NextPayment {
  const [start, length, last] = [BigInt(startedAt), BigInt(interval), BigInt(lastInterval)];
  const from = start + (last + 1n) * length;
  return { from, due: time >= from, lapsed: greater((time - start) / length - last - 1n, 0n) };
}
