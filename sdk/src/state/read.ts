/** Reading views of contracts, many at once and all as of one block. */
import * as AbiParameters from "ox/AbiParameters";
import * as Value from "ox/Hex";
import type { Address, Hex, Rpc } from "../types.ts";
import { aggregate, callEach, hasMulticall, selectorOf, type Answer } from "./calls.ts";
import { RefusedError } from "./rpc.ts";
import { resultOf, type AbiFunction, type ArgumentsOf, type ResultOf } from "./values.ts";

/**
 * One call of a view, in the form in which viem's `multicall` and wagmi's `readContracts` take it. {@link ResultOf} its
 * function is what it is decoded to.
 */
export interface Read<F extends AbiFunction = AbiFunction> {
  readonly address: Address;
  /** The function alone. */
  readonly abi: readonly [F];
  readonly functionName: F["name"];
  readonly args: readonly unknown[];
}

/** The answer to a read, in the form in which viem's `multicall` and wagmi's `readContracts` give it. */
export type Outcome<Result = unknown> =
  | { readonly status: "success"; readonly result: Result }
  | { readonly status: "failure"; readonly error: Error };

/** The answers to reads, each decoded. */
export type OutcomesOf<Reads extends readonly Read[]> = {
  readonly [I in keyof Reads]: Reads[I] extends Read<infer F> ? Outcome<ResultOf<F>> : never;
};

type Entry = { readonly type: string };
export type Abi = readonly Entry[];

/** The functions of an ABI that can be read. */
export type ViewOf<A extends Abi> = Extract<
  A[number],
  { readonly type: "function"; readonly stateMutability: "view" | "pure" }
>;

type Named<A extends Abi, Name> = Extract<ViewOf<A>, { readonly name: Name }>;

/** The read of a view. Of several functions of a name, the one that takes as many arguments is meant. */
export function read<
  const A extends Abi,
  Name extends Extract<ViewOf<A>, AbiFunction>["name"],
  const Args extends readonly unknown[] = readonly [],
>({
  address,
  abi,
  functionName,
  args,
}: {
  readonly address: Address;
  readonly abi: A;
  readonly functionName: Name;
} & (Named<A, Name> extends { readonly inputs: readonly [] }
  ? { readonly args?: undefined }
  : { readonly args: Args & ArgumentsOf<Named<A, Name>> })): Read<
  Extract<Named<A, Name>, AbiFunction & { readonly inputs: { readonly length: Args["length"] } }>
> {
  const given: readonly unknown[] = args ?? [];
  const found = (abi as readonly Entry[] as readonly AbiFunction[]).find(
    ({ type, name, inputs }) =>
      (type as string) === "function" && name === functionName && inputs.length === given.length,
  );
  if (found === undefined) {
    throw new Error(`there is no function ${functionName} with ${given.length} arguments in the ABI`);
  }
  return { address, abi: [found as never], functionName: functionName, args: given };
}

/**
 * The answers to all reads, in their order; one that the contract refuses is a failure and spoils no other. They are of
 * one block: `block`, or the latest. Where the chain has Multicall3 they are some few requests, elsewhere one each, at
 * most `concurrency` of them at a time. Throws what the node throws when it does not answer.
 */
export async function readAll<const Reads extends readonly Read[]>(
  rpc: Rpc,
  reads: Reads,
  {
    block,
    callsPerRequest = 300,
    concurrency = 16,
  }: {
    readonly block?: bigint | undefined;
    readonly callsPerRequest?: number | undefined;
    readonly concurrency?: number | undefined;
  } = {},
): Promise<OutcomesOf<Reads>> {
  if (reads.length === 0) return [] as unknown as OutcomesOf<Reads>;
  const calls = reads.map((each) => ({ to: each.address, data: encodeRead(each) }));
  const multicall = await hasMulticall(rpc);
  const fits = multicall && calls.length <= callsPerRequest;
  const at = block ?? (fits ? undefined : await latestBlock(rpc));
  const tag = at === undefined ? "latest" : Value.fromNumber(at);
  const answers = multicall
    ? await aggregate({ rpc, calls, tag, callsPerRequest, concurrency })
    : await callEach({ rpc, calls, tag, concurrency });
  return reads.map((each, i) => outcomeOf(each, answers[i])) as unknown as OutcomesOf<Reads>;
}

/** The answer to one read. Throws {@link RefusedError} when the contract refuses, or is not there. */
export async function readOne<F extends AbiFunction>(
  rpc: Rpc,
  single: Read<F>,
  options: { readonly block?: bigint | undefined } = {},
): Promise<ResultOf<F>> {
  const tag = options.block === undefined ? "latest" : Value.fromNumber(options.block);
  const [answer] = await callEach({
    rpc,
    calls: [{ to: single.address, data: encodeRead(single) }],
    tag,
    concurrency: 1,
  });
  const outcome = outcomeOf(single, answer);
  if (outcome.status === "failure") throw outcome.error;
  return outcome.result as ResultOf<F>;
}

/** Number of the latest block. */
export async function latestBlock(rpc: Rpc): Promise<bigint> {
  return BigInt((await rpc.request({ method: "eth_blockNumber", params: [] })) as Hex);
}

/** What a read is told as, from the answer of viem's `multicall`, wagmi's `readContracts` or {@link readAll}. */
export function resultOfRead<F extends AbiFunction>(read: Read<F>, answer: unknown): ResultOf<F> {
  return resultOf({ outputs: read.abi[0].outputs, answer }) as ResultOf<F>;
}

/** The data of a read's call. */
export function encodeRead({ abi: [fragment], args }: Read): Hex {
  return Value.concat(selectorOf(fragment), AbiParameters.encode(fragment.inputs, args));
}

// ---------------------------------------------------------------- internals

function outcomeOf({ address, abi: [fragment] }: Read, answer: Answer | undefined): Outcome {
  const data = answer !== undefined && "data" in answer ? answer.data : undefined;
  try {
    // Where there is no contract, nothing is answered.
    if (data !== undefined && (data !== "0x" || fragment.outputs.length === 0)) {
      const values = AbiParameters.decode(fragment.outputs, data, {
        checksumAddress: true,
      });
      const decoded = fragment.outputs.length === 1 ? values[0] : values;
      return { status: "success", result: resultOf({ outputs: fragment.outputs, answer: decoded }) };
    }
  } catch {
    // What answered is another contract.
  }
  const refusal = answer !== undefined && "refusal" in answer ? answer.refusal : "0x";
  return {
    status: "failure",
    error: new RefusedError({ address, functionName: fragment.name, data: refusal }),
  };
}
