/** What lets a contract take tokens of the caller: exactly the amount, and nothing that stays behind. */
import { erc20Abi } from "../abi/Erc20.ts";
import type { Address, Call, Hex } from "../types.ts";
import { callOf } from "./call-of.ts";

/** A signed permit (ERC-2612). */
export interface SignedPermit {
  readonly owner: Address;
  readonly value: bigint;
  /** Seconds. */
  readonly deadline: bigint;
  readonly v: number;
  readonly r: Hex;
  readonly s: Hex;
}

/** How the tokens of an action are allowed; nothing: by an approval of the exact amount. */
export interface Allowing {
  /** What the contract may take already (its `allowance`): an approval that is not needed is not made. */
  readonly allowance?: bigint | undefined;
  /** A permit for the amount instead of an approval; it is sent with the action. */
  readonly permit?: SignedPermit | undefined;
}

interface Spending extends Allowing {
  /** The token that is taken, of the caller. */
  readonly token: Address;
  readonly spender: Address;
  /** The most that is taken. */
  readonly amount: bigint;
  /** What takes it. */
  readonly call: Call;
  /** What takes it with a permit in one call, where the contract has that. */
  readonly withPermit?: ((permit: SignedPermit) => Call) | undefined;
  /** Whether less than `amount` may be taken: then what is left of the approval is taken back at once. */
  readonly atMost?: boolean | undefined;
}

/** Calls that allow and then take. */
export function spending({ permit, ...spent }: Spending): Call[] {
  const { token, spender, amount, call, withPermit, allowance = 0n, atMost = false } = spent;
  const clear = atMost ? [approval(token, spender, 0n)] : [];
  if (permit !== undefined) {
    // The contracts take one amount for both; and of a larger permit something would stay behind.
    if (permit.value !== amount) throw new Error(`the permit is for ${permit.value}: sign it for ${amount}`);
    const calls =
      withPermit === undefined ? [permitCall(token, spender, permit), call] : [withPermit(permit)];
    return [...calls, ...clear];
  }
  if (allowance >= amount) return [call];
  // Some tokens (USDT) refuse to change an allowance that is not zero.
  const reset = allowance === 0n ? [] : [approval(token, spender, 0n)];
  return [...reset, approval(token, spender, amount), call, ...clear];
}

/** `spender` may take exactly `amount`, instead of what it could take before. */
export function approval(token: Address, spender: Address, amount: bigint): Call {
  return callOf({ abi: erc20Abi, address: token, functionName: "approve", args: [spender, amount] });
}

/** Brings a signed permit to its token; anyone may. */
export function permitCall(token: Address, spender: Address, permit: SignedPermit): Call {
  const { owner, value, deadline, v, r, s } = permit;
  return callOf({
    abi: erc20Abi,
    address: token,
    functionName: "permit",
    args: [owner, spender, value, deadline, v, r, s],
  });
}
