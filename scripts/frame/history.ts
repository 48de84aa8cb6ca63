/** What happened in an organisation before: decisions, operations and holds keep only hashes on chain, events have the rest. */
import { standingGiftsAbi } from "../../sdk/src/abi/StandingGifts.ts";
import { executionOf as executing } from "../../sdk/src/due/index.ts";
import { writeAction } from "../../sdk/src/calls/index.ts";
import type { EventOf } from "../../sdk/src/history/decode.ts";
import { readEvents } from "../../sdk/src/history/read.ts";
import { blockOf, contractsAt, readHolds, type Hold } from "../../sdk/src/state/index.ts";
import type { Address, Call, Hex } from "../../sdk/src/types.ts";
import { ChainError } from "../lib/chain.ts";
import type { Emitters, ReadingContext } from "./command.ts";

type EventName<Name> = Extract<EventOf<Emitters>, { readonly contract: Name }>["event"];
type Args<Name, Event> = Extract<
  EventOf<Emitters>,
  { readonly contract: Name; readonly event: Event }
>["args"];

type Of = Pick<ReadingContext, "rpc" | "organisation" | "addresses">;

/** The values of all events of a kind, the oldest first. */
export async function eventsOf<
  Name extends Exclude<keyof Emitters, "gateway">,
  Event extends EventName<Name> & string,
>({ rpc, organisation, addresses }: Of, contract: Name, event: Event): Promise<readonly Args<Name, Event>[]> {
  const { suite } = organisation;
  const all = {
    ...contractsAt(addresses),
    standingGifts: suite && { address: suite.standingGifts, abi: standingGiftsAbi },
  };
  const { number: to } = await blockOf(rpc);
  const contracts = { [contract]: all[contract] };
  const found = await readEvents({ rpc, contracts, events: [event], from: organisation.block, to });
  return found.map(({ args }) => args as unknown as Args<Name, Event>);
}

// ---------------------------------------------------------------- decisions and operations

/** A decision of the Governor. */
export interface ProposedDecision {
  readonly id: bigint;
  readonly calls: readonly Call[];
  readonly description: string;
}

/** An operation of the timelock. */
export interface Scheduled {
  readonly id: Hex;
  readonly calls: readonly Call[];
  readonly predecessor: Hex;
  readonly salt: Hex;
}

const NO_SALT: Hex = `0x${"0".repeat(64)}`;

/** All decisions that were ever proposed, the oldest first. */
export async function readProposed(context: Of): Promise<ProposedDecision[]> {
  const events = await eventsOf(context, "governor", "ProposalCreated");
  return events.map(({ proposalId: id, targets, values, calldatas, description }) => ({
    ...{ id, description },
    calls: targets.map((to, at) => ({ to, value: values[at] ?? 0n, data: calldatas[at] ?? "0x" })),
  }));
}

/** What was proposed as decision `id`. */
export async function proposedAs(context: Of, id: bigint): Promise<ProposedDecision> {
  const found = (await readProposed(context)).find((decision) => decision.id === id);
  if (found !== undefined) return found;
  throw new ChainError(`there is no decision ${id}: "cdpo status" lists them`);
}

/** All operations that were ever scheduled, with their last salt, the oldest first. */
export async function readScheduled(context: Of): Promise<Scheduled[]> {
  const [events, salted] = await Promise.all([
    eventsOf(context, "timelock", "CallScheduled"),
    eventsOf(context, "timelock", "CallSalt"),
  ]);
  const salts = new Map(salted.map(({ id, salt }) => [id, salt]));
  const byId = new Map<Hex, { predecessor: Hex; calls: Map<bigint, Call> }>();
  for (const { id, index, target: to, value, data, predecessor } of events) {
    const known = byId.get(id) ?? { predecessor, calls: new Map<bigint, Call>() };
    known.calls.set(index, { to, value, data });
    byId.set(id, known);
  }
  return [...byId].map(([id, { predecessor, calls }]) => ({
    ...{ id, predecessor, calls: [...calls.values()], salt: salts.get(id) ?? NO_SALT },
  }));
}

/** What was scheduled as operation `id`. */
export async function scheduledAs(context: Of, id: Hex): Promise<Scheduled> {
  const found = (await readScheduled(context)).find((operation) => operation.id === id);
  if (found !== undefined) return found;
  throw new ChainError(`nothing is scheduled as ${id}: "cdpo status" lists what is`);
}

/** The calls that run an operation of founders, scheduled as one call or as several. */
export function executionOf(
  { rpc, addresses: organisation }: Pick<ReadingContext, "rpc" | "addresses">,
  { calls, ...operation }: Scheduled,
): Promise<Call[]> {
  const pending = calls.map(({ to: target, ...rest }) => ({ target, ...rest }));
  return executing({ rpc, organisation, operation: { ...operation, calls: pending } });
}

/** The operation of the timelock behind a decision's number, or an operation's own id. */
export async function operationOf(
  { contracts }: Pick<ReadingContext, "contracts">,
  id: bigint,
): Promise<Hex> {
  const { operation } = await contracts.governor.decisionOf(id);
  if (BigInt(operation) !== 0n) return operation as Hex;
  return `0x${id.toString(16).padStart(64, "0")}`;
}

/** What is to be done, as people write it for decisions. */
export function writeAll({ addresses }: Pick<ReadingContext, "addresses">, calls: readonly Call[]): string {
  return calls.map((call) => writeAction({ call, addresses })).join("; ");
}

// ---------------------------------------------------------------- holds

export { holdInWords } from "../../sdk/src/due/index.ts";

/** All holds that nobody has closed, of one account or of all. */
export async function openHolds({ rpc, organisation }: Of, account?: Address): Promise<readonly Hold[]> {
  const { number: block } = await blockOf(rpc);
  return readHolds({ rpc, organisation, account, block });
}
