/** Calls of contracts that change nothing, many in few requests. */
import * as AbiItem from "ox/AbiItem";
import * as AbiParameters from "ox/AbiParameters";
import * as Value from "ox/Hex";
import type { Address, Hex, Rpc } from "../types.ts";
import { isRefusal } from "./rpc.ts";
import type { AbiFunction, Parameter } from "./values.ts";

/** The Multicall3 that most chains have, at the same address everywhere. */
export const MULTICALL3: Address = "0xcA11bde05977b3631167028862bE2a173976CA11";

export interface PlainCall {
  readonly to: Address;
  readonly data: Hex;
}

/** What a call returned, or what it was refused with. */
export type Answer = { readonly data: Hex } | { readonly refusal: Hex };

/** The first four bytes of a function's data. */
export function selectorOf(fragment: AbiFunction): Hex {
  let selector = selectors.get(fragment);
  if (selector === undefined) {
    selector = AbiItem.getSelector(fragment as never);
    selectors.set(fragment, selector);
  }
  return selector;
}

const AGGREGATE: AbiFunction & { readonly outputs: readonly Parameter[] } = {
  type: "function",
  name: "aggregate3",
  stateMutability: "payable",
  inputs: [
    {
      name: "calls",
      type: "tuple[]",
      components: [
        { name: "target", type: "address" },
        { name: "allowFailure", type: "bool" },
        { name: "callData", type: "bytes" },
      ],
    },
  ],
  outputs: [
    {
      name: "returnData",
      type: "tuple[]",
      components: [
        { name: "success", type: "bool" },
        { name: "returnData", type: "bytes" },
      ],
    },
  ],
};

const known = new WeakMap<Rpc, Promise<boolean>>();

/** Whether the chain has Multicall3; asked once. */
export async function hasMulticall(rpc: Rpc): Promise<boolean> {
  const asked = known.get(rpc);
  if (asked !== undefined) return asked;
  const asking = rpc
    .request({ method: "eth_getCode", params: [MULTICALL3, "latest"] })
    .then((code) => typeof code === "string" && code.length > 2);
  known.set(rpc, asking);
  asking.catch(() => known.delete(rpc));
  return asking;
}

/** Calls through Multicall3, in parts that a node answers: one that it refuses as a whole is halved. */
export async function aggregate({
  rpc,
  calls,
  tag,
  callsPerRequest,
  concurrency,
}: {
  readonly rpc: Rpc;
  readonly calls: readonly PlainCall[];
  readonly tag: string;
  readonly callsPerRequest: number;
  readonly concurrency: number;
}): Promise<Answer[]> {
  const parts: (readonly PlainCall[])[] = [];
  for (let at = 0; at < calls.length; at += callsPerRequest)
    parts.push(calls.slice(at, at + callsPerRequest));
  const askPart = async (part: readonly PlainCall[]): Promise<Answer[]> => {
    if (part.length === 1) return callEach({ rpc, calls: part, tag, concurrency });
    const tuples = part.map(({ to, data }) => ({ target: to, allowFailure: true, callData: data }));
    const data = Value.concat(
      selectorOf(AGGREGATE),
      AbiParameters.encode(AGGREGATE.inputs, [tuples] as never),
    );
    let answer: Hex = "0x";
    try {
      answer = (await rpc.request({ method: "eth_call", params: [{ to: MULTICALL3, data }, tag] })) as Hex;
    } catch (thrown) {
      if (isRefusal(thrown) === undefined && !isTooMuch(thrown)) throw thrown;
      const half = part.length >> 1;
      return [...(await askPart(part.slice(0, half))), ...(await askPart(part.slice(half)))];
    }
    // At a block from before Multicall3 was there.
    if (answer === "0x") return callEach({ rpc, calls: part, tag, concurrency });
    const [returned] = AbiParameters.decode(AGGREGATE.outputs, answer) as unknown as [
      readonly { readonly success: boolean; readonly returnData: Hex }[],
    ];
    return returned.map(({ success, returnData }) =>
      success ? { data: returnData } : { refusal: returnData },
    );
  };
  return (await mapBounded({ items: parts, concurrency, map: askPart })).flat();
}

/** Calls one by one, `concurrency` of them at a time. */
export async function callEach({
  rpc,
  calls,
  tag,
  concurrency,
}: {
  readonly rpc: Rpc;
  readonly calls: readonly PlainCall[];
  readonly tag: string;
  readonly concurrency: number;
}): Promise<Answer[]> {
  return mapBounded({
    items: calls,
    concurrency,
    map: async ({ to, data }): Promise<Answer> => {
      try {
        return { data: (await rpc.request({ method: "eth_call", params: [{ to, data }, tag] })) as Hex };
      } catch (thrown) {
        const refusal = isRefusal(thrown);
        if (refusal === undefined) throw thrown;
        return { refusal };
      }
    },
  });
}

// ---------------------------------------------------------------- internals

const selectors = new WeakMap<object, Hex>();

/** Maps some at a time. */
async function mapBounded<Item, Mapped>({
  items,
  concurrency,
  map,
}: {
  readonly items: readonly Item[];
  readonly concurrency: number;
  readonly map: (item: Item) => Promise<Mapped>;
}): Promise<Mapped[]> {
  const mapped = new Array<Mapped>(items.length);
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [at, item] of queue) mapped[at] = await map(item);
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work));
  return mapped;
}

/** Whether a node may answer less of the same. */
function isTooMuch(thrown: unknown): boolean {
  return /limit|exceed|too (large|many|big)|size|timed? ?out/i.test(
    String((thrown as { message?: unknown }).message),
  );
}
