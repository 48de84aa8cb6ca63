/**
 * Calls and events by their interface, with what follows from the interface alone kept: ethers hashes the signature of a function
 * at each call, and those of all events at each log, which takes more than the rest of a simulated transaction.
 */
import { AbiCoder, Result, type EventFragment, type Interface, type ParamType } from "ethers";

const coder = AbiCoder.defaultAbiCoder();

interface KnownFunction {
  readonly selector: string;
  readonly inputs: readonly ParamType[];
}

interface KnownEvent {
  readonly fragment: EventFragment;
  readonly indexed: readonly ParamType[];
  readonly others: readonly ParamType[];
  readonly names: readonly string[];
}

const functions = new WeakMap<Interface, Map<string, KnownFunction>>();
const events = new WeakMap<Interface, ReadonlyMap<string, KnownEvent>>();

/** The data of a call. Throws for a function that the interface does not have. */
export function encodeCall(target: Interface, name: string, args: readonly unknown[]): string {
  let known = functions.get(target);
  if (known === undefined) functions.set(target, (known = new Map<string, KnownFunction>()));
  let called = known.get(name);
  if (called === undefined) {
    const fragment = target.getFunction(name);
    if (fragment === null) throw new Error(`there is no function ${name}`);
    known.set(name, (called = { selector: fragment.selector, inputs: fragment.inputs }));
  }
  return called.selector + coder.encode(called.inputs, args).slice(2);
}

/** An event's fragment and arguments, indexed ones as they are in their topic; undefined for one that the interface does not have. */
export function decodeEvent(
  target: Interface,
  { topics, data }: { readonly topics: readonly string[]; readonly data: string },
): { readonly fragment: EventFragment; readonly args: Result } | undefined {
  let known = events.get(target);
  if (known === undefined) events.set(target, (known = eventsOf(target)));
  const event = known.get(topics[0] ?? "");
  if (event === undefined) return undefined;
  const { fragment, indexed, others, names } = event;
  const fromTopics = coder.decode(indexed, `0x${topics.slice(1).join("").replaceAll("0x", "")}`);
  const fromData = coder.decode(others, data);
  let [topic, value] = [0, 0];
  const items: unknown[] = fragment.inputs.map((input): unknown =>
    input.indexed === true ? fromTopics[topic++] : fromData[value++],
  );
  return { fragment, args: Result.fromItems(items, [...names]) };
}

function eventsOf(target: Interface): ReadonlyMap<string, KnownEvent> {
  const known = new Map<string, KnownEvent>();
  target.forEachEvent((fragment) => {
    const { inputs, topicHash } = fragment;
    const indexed = inputs.filter((input) => input.indexed === true);
    // Of what takes more than a word the topic is a hash: its arguments cannot be known.
    if (indexed.some(({ baseType }) => ["array", "tuple", "string", "bytes"].includes(baseType))) return;
    const others = inputs.filter((input) => input.indexed !== true);
    known.set(topicHash, { fragment, indexed, others, names: inputs.map(({ name }) => name) });
  });
  return known;
}
