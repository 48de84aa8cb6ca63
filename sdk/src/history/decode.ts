/** Logs of contracts as events: by the contract's name, typed by its ABI. */
import * as AbiEvent from "ox/AbiEvent";
import type { Abi } from "../state/read.ts";
import { valueOf, type Parameter, type ValueOf } from "../state/values.ts";
import type { Address, Hex } from "../types.ts";

/** The contracts whose events are read, by names that the reader chooses; those that are undefined are left out. */
export type Contracts = Readonly<
  Record<string, { readonly address: Address; readonly abi: Abi } | undefined>
>;

/** Where an event is in the chain. */
export interface Place {
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  /** Its number in the block. */
  readonly logIndex: number;
}

/** An event of one of the contracts: `contract` and `event` tell which, and so what its `args` are. */
export type EventOf<C extends Contracts> = {
  readonly [Name in keyof C]: C[Name] extends infer At | undefined
    ? At extends { readonly abi: infer A extends Abi }
      ? EventOfAbi<Name, A>
      : never
    : never;
}[keyof C];

type EventOfAbi<Name, A extends Abi> =
  Extract<A[number], { readonly type: "event" }> extends infer E
    ? E extends { readonly name: infer Event; readonly inputs: infer Inputs extends readonly Parameter[] }
      ? Place & {
          readonly contract: Name;
          readonly address: Address;
          readonly event: Event;
          readonly args: {
            readonly [
              P in Inputs[number] as P extends { readonly name: infer N extends string } ? N : never
            ]: P extends { readonly indexed: true; readonly type: "string" | "bytes" } ? Hex : ValueOf<P>;
          };
        }
      : never
    : never;

/** A log as nodes give it. */
export interface Log {
  readonly address: Address;
  readonly topics: readonly [Hex, ...Hex[]];
  readonly data: Hex;
  readonly blockNumber: Hex;
  readonly blockHash: Hex;
  readonly transactionHash: Hex;
  readonly logIndex: Hex;
}

/** What to ask a node for, and how to read what it answers. */
export interface Decoder<C extends Contracts> {
  readonly addresses: readonly Address[];
  /** The events that are meant; undefined for all. */
  readonly topics: readonly (readonly Hex[])[] | undefined;
  /** The event of a log; none when it is not of those that are meant. */
  decode(log: Log): readonly EventOf<C>[];
}

interface EventFragment {
  readonly type: string;
  readonly name: string;
  readonly inputs: readonly (Parameter & { readonly indexed?: boolean })[];
}

/** A decoder of the events of these contracts, or of those with one of the names `events`. */
export function decoderOf<const C extends Contracts>({
  contracts,
  events,
}: {
  readonly contracts: C;
  readonly events?: readonly string[] | undefined;
}): Decoder<C> {
  const byAddress = new Map<string, { readonly name: string; readonly byTopic: Map<Hex, EventFragment> }>();
  const addresses: Address[] = [];
  const topics = new Set<Hex>();
  for (const [name, at] of Object.entries(contracts)) {
    if (at === undefined) continue;
    const byTopic = new Map<Hex, EventFragment>();
    for (const fragment of at.abi as readonly EventFragment[]) {
      if (fragment.type !== "event" || (events !== undefined && !events.includes(fragment.name))) continue;
      const topic = topicOf(fragment);
      byTopic.set(topic, fragment);
      topics.add(topic);
    }
    if (byTopic.size === 0) continue;
    addresses.push(at.address);
    byAddress.set(at.address.toLowerCase(), { name, byTopic });
  }
  return {
    addresses,
    topics: events === undefined ? undefined : [[...topics]],
    decode(log) {
      const contract = byAddress.get(log.address.toLowerCase());
      const fragment = contract?.byTopic.get(log.topics[0]);
      if (contract === undefined || fragment === undefined) return [];
      const decoded: unknown = AbiEvent.decode(fragment as never, log, { checksumAddress: true });
      const values = (decoded ?? {}) as Readonly<Record<string, unknown>>;
      const args = Object.fromEntries(
        fragment.inputs.map((input, i) => {
          const key = input.name ?? String(i);
          return [key, valueOf(input, values[key])];
        }),
      );
      const event = {
        contract: contract.name,
        address: contracts[contract.name]?.address,
        event: fragment.name,
        args,
        ...placeOf(log),
      };
      return [event as unknown as EventOf<C>];
    },
  };
}

/** Where a log is. */
export function placeOf({ blockNumber, blockHash, transactionHash, logIndex }: Log): Place {
  return { blockNumber: BigInt(blockNumber), blockHash, transactionHash, logIndex: Number(logIndex) };
}

const topicsOf = new WeakMap<object, Hex>();

function topicOf(fragment: EventFragment): Hex {
  let topic = topicsOf.get(fragment);
  if (topic === undefined) {
    topic = AbiEvent.getSelector(fragment as never);
    topicsOf.set(fragment, topic);
  }
  return topic;
}
