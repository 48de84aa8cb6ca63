/** A contract that stands at the sender's address while calls are rehearsed. It is never deployed. */
import type { Hex } from "../types.ts";

/**
 * Called from outside, it reads a list of calls, makes them one by one, and stops at the first that is refused. Called by a
 * contract that sends the sender something, it agrees as an account does: hooks of ERC-721 and ERC-1155 want their own selector
 * back. It does not answer ERC-1271, so that contracts check the signature of the account's key.
 *
 * A call in the data: target (32 bytes), value (32), length (32), and its data. What is returned: the sender's balance before
 * (32 bytes), and of every call made: whether it succeeded (32), the gas it used (32), the sender's balance after it (32), the
 * length of what it returned (32), and that.
 *
 * The stack stands on the right, its top first; `out` is where the next result is written, `at` where the next call is read.
 */
const LISTING: readonly (readonly [code: string, stack: string])[] = [
  ["33 32 14", "caller == origin"],
  ["60 20 57", "jump to 0x20 if called from outside"],
  ["5f 35 60 e0 1c", "selector"],
  ["80 63 1626ba7e 14", "selector == isValidSignature, selector"],
  ["60 1e 57", "selector; jump to 0x1e"],
  ["60 e0 1b 5f 52", "memory: the selector"],
  ["60 20 5f f3", "return it"],
  ["5b 00", "0x1e: return nothing"],
  ["5b 47 5f 52", "0x20: memory: the balance before"],
  ["5f 60 20", "out, at"],
  ["5b 90", "0x27: at, out"],
  ["36 81 10 15 60 7a 57", "at, out; jump to 0x7a when all is read"],
  ["80 60 40 01 35", "length, at, out"],
  ["80 82 60 60 01 84 37", "length, at, out; memory from out on: the call's data"],
  ["5a", "gas, length, at, out"],
  ["5f 5f 83 86", "out, length, 0, 0, gas, length, at, out"],
  ["86 60 20 01 35", "value, out, length, 0, 0, gas, length, at, out"],
  ["87 35 5a f1", "success, gas, length, at, out"],
  ["90 5a 90 03", "used, success, length, at, out"],
  ["81 85 52", "used, success, length, at, out; memory: success"],
  ["84 60 20 01 52", "success, length, at, out; memory: gas used"],
  ["47 84 60 40 01 52", "success, length, at, out; memory: balance"],
  ["3d 84 60 60 01 52", "success, length, at, out; memory: length of what was returned"],
  ["3d 5f 85 60 80 01 3e", "success, length, at, out; memory: what was returned"],
  ["91 01 60 60 01", "next at, success, out"],
  ["91 60 80 01 3d 01", "next out, success, next at"],
  ["90 60 27 57", "next out, next at; jump to 0x27 if it succeeded"],
  ["5f f3", "return all results"],
  ["5b 90 5f f3", "0x7a: return all results"],
];

/** The code that is put at the sender's address. */
export const EXECUTOR: Hex = `0x${LISTING.map(([code]) => code.replaceAll(" ", "")).join("")}`;
