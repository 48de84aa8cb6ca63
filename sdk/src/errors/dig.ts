/** Finds what a contract answered in what libraries, wallets and nodes throw about it. */
import type { Hex } from "../types.ts";

const HEX_DATA = /^0x(?:[0-9a-fA-F]{2}){4,}$/;
const IN_TEXT = /0x[0-9a-fA-F]{8,}/g;
/** What is not an answer but what was asked. */
const ASKED = new Set(["transaction", "request", "args", "params", "payload", "receipt", "abi", "stack"]);
const MOST = 400;

/**
 * Everything in something thrown that may be a contract's answer, the likeliest first. ethers keeps it in `data`, in
 * `info.error.data` or as text; viem in `cause…raw`; wallets (EIP-1193) in `data.data` or `data.originalError.data`; Hardhat
 * in `data` or in its message.
 */
export function answersIn(thrown: unknown): Hex[] {
  const data: Hex[] = [];
  const texts: string[] = [];
  const seen = new Set<object>();
  const queue: unknown[] = [thrown];
  for (
    let next = queue.shift();
    seen.size < MOST && (next !== undefined || queue.length > 0);
    next = queue.shift()
  ) {
    if (typeof next === "string") take(next);
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    // Errors keep message and cause where Object.entries does not see them.
    for (const key of new Set(["data", "raw", "cause", "error", "errors", "message", ...Object.keys(next)])) {
      if (ASKED.has(key)) continue;
      const value: unknown = Reflect.get(next, key);
      if (value !== undefined && value !== null) queue.push(value);
    }
  }
  function take(text: string): void {
    if (HEX_DATA.test(text)) data.push(text as Hex);
    // Some nodes answer "Reverted 0x…", some libraries put the body of the answer into one text.
    else for (const [found] of text.matchAll(IN_TEXT)) texts.push(found);
  }
  return [...new Set([...data, ...texts.filter((text) => HEX_DATA.test(text)).map((text) => text as Hex)])];
}

/** What was asked: the data of the call that failed, when what was thrown tells it. */
export function callIn(thrown: unknown): Hex | undefined {
  for (let error = thrown, depth = 0; depth < 8 && typeof error === "object" && error !== null; ++depth) {
    const { transaction } = error as { transaction?: unknown };
    const { data } = (transaction ?? {}) as { data?: unknown };
    if (typeof data === "string" && HEX_DATA.test(data)) return data as Hex;
    error = (error as { cause?: unknown }).cause;
  }
  return undefined;
}
