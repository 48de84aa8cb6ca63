/** What was proposed to the Governor and scheduled in the timelock: both keep only hashes, the events have the rest. */
import { dataSlice, id as hashOf, zeroPadValue, ZeroHash, type ContractTransaction } from "ethers";
import { writeAction } from "../../../sdk/src/calls/actions.ts";
import type { Address, Hex } from "../../../sdk/src/types.ts";
import { ChainError } from "../chain.ts";
import { eventsSince, type Context } from "./command.ts";

/** One call. */
export interface Action {
  readonly target: string;
  readonly value: bigint;
  readonly data: string;
}

/** A decision of the Governor. */
export interface ProposedDecision {
  readonly id: bigint;
  readonly actions: readonly Action[];
  readonly description: string;
}

/** An operation of the timelock. */
export interface Scheduled {
  readonly id: string;
  readonly actions: readonly Action[];
  readonly predecessor: string;
  readonly salt: string;
}

type Reading = Pick<Context, "chain" | "cdpo" | "organisation">;

/** All decisions that were ever proposed, the oldest first. */
export async function readProposed({ chain, cdpo, organisation }: Reading): Promise<ProposedDecision[]> {
  const { governor } = cdpo;
  const events = await eventsSince({
    ethers: chain.ethers,
    from: organisation.block,
    query: (from, to) => governor.queryFilter(governor.filters.ProposalCreated(), from, to),
  });
  return events.map(({ args }) => {
    // By place: "values" is a method of every list.
    const [id, , targets, values, , calldatas, , , description] = args;
    const actions = targets.map((target, at) => ({
      target,
      value: values[at] ?? 0n,
      data: calldatas[at] ?? "0x",
    }));
    return { id, actions, description };
  });
}

/** What was proposed as decision `id`. */
export async function proposedAs(context: Reading, id: bigint): Promise<ProposedDecision> {
  const found = (await readProposed(context)).find((decision) => decision.id === id);
  if (found !== undefined) return found;
  throw new ChainError(`there is no decision ${id}: "npm run status" lists them`);
}

/** All operations that were ever scheduled, with their last salt, the oldest first. */
export async function readScheduled({ chain, cdpo, organisation }: Reading): Promise<Scheduled[]> {
  const { timelock } = cdpo;
  const since = { ethers: chain.ethers, from: organisation.block };
  const events = await eventsSince({
    ...since,
    query: (from, to) => timelock.queryFilter(timelock.filters.CallScheduled(), from, to),
  });
  const salts = new Map(
    (
      await eventsSince({
        ...since,
        query: (from, to) => timelock.queryFilter(timelock.filters.CallSalt(), from, to),
      })
    ).map(({ args }) => [args.id, args.salt]),
  );
  const byId = new Map<string, { predecessor: string; actions: Map<bigint, Action> }>();
  for (const { args } of events) {
    const { id, index, target, value, data, predecessor } = args;
    const known = byId.get(id) ?? { predecessor, actions: new Map<bigint, Action>() };
    known.actions.set(index, { target, value, data });
    byId.set(id, known);
  }
  return [...byId].map(([id, { predecessor, actions }]) => ({
    ...{ id, predecessor, actions: [...actions.values()], salt: salts.get(id) ?? ZeroHash },
  }));
}

/** What was scheduled as operation `id`. */
export async function scheduledAs(context: Reading, id: string): Promise<Scheduled> {
  const found = (await readScheduled(context)).find((operation) => operation.id === id.toLowerCase());
  if (found !== undefined) return found;
  throw new ChainError(`nothing is scheduled as ${id}: "npm run status" lists what is`);
}

/** The transaction that runs an operation of founders, scheduled as one call or as several. */
export async function executionOf(
  { cdpo }: Pick<Context, "cdpo">,
  { id, actions, predecessor, salt }: Scheduled,
): Promise<ContractTransaction> {
  const { timelock } = cdpo;
  const [first] = actions;
  if (first !== undefined && actions.length === 1) {
    const { target, value, data } = first;
    if ((await timelock.hashOperation(target, value, data, predecessor, salt)) === id) {
      return timelock.execute.populateTransaction(target, value, data, predecessor, salt);
    }
  }
  return timelock.executeBatch.populateTransaction(...columns(actions), predecessor, salt);
}

/** The operation of the timelock behind a decision's number, or an operation's own id. */
export async function operationOf({ cdpo }: Pick<Context, "cdpo">, id: bigint): Promise<string> {
  const { operation } = await cdpo.governor.decisionOf(id);
  if (BigInt(operation) !== 0n) return operation;
  return `0x${id.toString(16).padStart(64, "0")}`;
}

/** The salt of founders' operations: the Governor's begin with its address, others with twenty zero bytes. */
export function saltOf(description: string): string {
  return zeroPadValue(dataSlice(hashOf(description), 20), 32);
}

/** Targets, values and data, as timelock and Governor take them. */
export function columns(actions: readonly Action[]): [targets: string[], values: bigint[], data: string[]] {
  return [
    actions.map(({ target }) => target),
    actions.map(({ value }) => value),
    actions.map(({ data }) => data),
  ];
}

/** What is to be done, in words. */
export function describeAll(
  { organisation }: Pick<Context, "organisation">,
  actions: readonly Action[],
): string {
  const { addresses } = organisation;
  return actions
    .map(({ target, value, data }) =>
      writeAction({ call: { to: target as Address, value, data: data as Hex }, addresses }),
    )
    .join("; ");
}
