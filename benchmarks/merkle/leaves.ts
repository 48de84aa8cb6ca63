/** The leaves that both libraries build their trees of: made-up accounts and amounts, the same on every run. */
import type { Leaf } from "../../sdk/src/ledger.ts";

const MASK = (1n << 160n) - 1n;
/** An odd number: multiples of it are all different. */
const STEP = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c834_1082_276bn;
const TOKEN = 10n ** 18n;

export function* leavesOf(count: number): Generator<Leaf, void, void> {
  for (let index = 0; index < count; index++) {
    const account = `0x${((BigInt(index + 1) * STEP) & MASK).toString(16).padStart(40, "0")}`;
    yield { index, account, amount: TOKEN + BigInt(index) };
  }
}
