/** What someone accepts at worst, and until when. */
import { WHOLE_BPS, ceilDiv } from "./curve/integers.ts";

/** The least of a quoted `amount` that is accepted when it may fall by `slippageBps`, rounded down. */
export function minimumOf(amount: bigint, slippageBps: bigint): bigint {
  checkSlippage(slippageBps);
  return (amount * (WHOLE_BPS - slippageBps)) / WHOLE_BPS;
}

/** The most that is paid for a quoted `amount` when it may rise by `slippageBps`, rounded up. */
export function maximumOf(amount: bigint, slippageBps: bigint): bigint {
  checkSlippage(slippageBps);
  return ceilDiv(amount * (WHOLE_BPS + slippageBps), WHOLE_BPS);
}

/** A deadline `seconds` after `now`; both are seconds since 1970. */
export function deadlineIn(seconds: bigint, now: bigint = BigInt(Math.floor(Date.now() / 1_000))): bigint {
  if (seconds <= 0n) throw new RangeError("a deadline lies in the future: give it some seconds");
  return now + seconds;
}

function checkSlippage(bps: bigint): void {
  if (bps < 0n || bps > WHOLE_BPS) throw new RangeError(`slippage is from 0 to ${WHOLE_BPS} bps, not ${bps}`);
}
