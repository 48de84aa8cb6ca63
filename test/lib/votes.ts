/** Decisions of a Governor: what they call, their ids, and their way from proposing to execution. */
import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { AbiCoder, ZeroHash, id as hashOf, keccak256, toBeHex, type BaseContract } from "ethers";
import type { CdpoGovernor } from "../../typechain-types/index.ts";
import type { Connection, Scenario } from "./fixtures.ts";

/** As IGovernor.ProposalState. */
export const State = {
  Pending: 0n,
  Active: 1n,
  Canceled: 2n,
  Defeated: 3n,
  Succeeded: 4n,
  Queued: 5n,
  Expired: 6n,
  Executed: 7n,
} as const;

export const Vote = { Against: 0n, For: 1n, Abstain: 2n } as const;

/** As the tags of ICdpoGovernor and IStake: what was done in a matter. */
export const Tag = { Against: 0n, For: 1n, Abstain: 2n, Proposed: 3n, Veto: 255n } as const;

/** One call of a decision. */
export interface Action {
  readonly to: string;
  readonly value?: bigint;
  readonly data?: string;
}

export interface Proposal {
  readonly actions: readonly Action[];
  readonly description: string;
}

/** The call of a contract as an action. */
export async function actionOf(
  contract: BaseContract,
  name: string,
  ...args: readonly unknown[]
): Promise<Action> {
  return { to: await contract.getAddress(), data: contract.interface.encodeFunctionData(name, args) };
}

/** Targets, values and calls, as the Governor takes them. */
export function callsOf({ actions }: Proposal): [string[], bigint[], string[]] {
  return [
    actions.map(({ to }) => to),
    actions.map(({ value }) => value ?? 0n),
    actions.map(({ data }) => data ?? "0x"),
  ];
}

/** Targets, values, calls and the description's hash. */
export function hashedOf(proposal: Proposal): [string[], bigint[], string[], string] {
  return [...callsOf(proposal), hashOf(proposal.description)];
}

/** A decision's id, encoded here and not by the contract. */
export function idOf(proposal: Proposal): bigint {
  const types = ["address[]", "uint256[]", "bytes[]", "bytes32"];
  return BigInt(keccak256(AbiCoder.defaultAbiCoder().encode(types, hashedOf(proposal))));
}

/** Under which salt the Governor schedules a decision: its address in the upper 20 bytes, and the description's hash. */
export function saltOf(governor: string, { description }: Proposal): string {
  return toBeHex(BigInt(hashOf(description)) ^ (BigInt(governor) << 96n), 32);
}

/** A decision's operation in the timelock, encoded here and not by the contract. */
export function operationOf(governor: string, proposal: Proposal): string {
  const types = ["address[]", "uint256[]", "bytes[]", "bytes32", "bytes32"];
  const values = [...callsOf(proposal), ZeroHash, saltOf(governor, proposal)];
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, values));
}

/** Proposes and returns the id. */
export async function propose(
  governor: CdpoGovernor,
  proposer: HardhatEthersSigner,
  proposal: Proposal,
): Promise<bigint> {
  await governor.connect(proposer).propose(...callsOf(proposal), proposal.description);
  return idOf(proposal);
}

/** To the first second in which a decision can be voted on. */
export async function toVoting(
  { networkHelpers }: Connection,
  governor: CdpoGovernor,
  id: bigint,
): Promise<void> {
  await networkHelpers.time.increaseTo((await governor.proposalSnapshot(id)) + 1n);
}

/** To the first second after the vote. */
export async function toEnd(
  { networkHelpers }: Connection,
  governor: CdpoGovernor,
  id: bigint,
): Promise<void> {
  await networkHelpers.time.increaseTo((await governor.proposalDeadline(id)) + 1n);
}

/** The first of `voters` proposes, all vote for it, and the vote ends; returns the id. */
export async function decided(
  connection: Connection,
  { governor }: Scenario,
  proposal: Proposal,
  voters: readonly [HardhatEthersSigner, ...HardhatEthersSigner[]],
): Promise<bigint> {
  const id = await propose(governor, voters[0], proposal);
  await toVoting(connection, governor, id);
  for (const voter of voters) await governor.connect(voter).castVote(id, Vote.For);
  await toEnd(connection, governor, id);
  return id;
}

/** As {@link decided}, then queues it; it waits in the timelock. */
export async function queued(
  connection: Connection,
  scenario: Scenario,
  proposal: Proposal,
  voters: readonly [HardhatEthersSigner, ...HardhatEthersSigner[]],
): Promise<bigint> {
  const id = await decided(connection, scenario, proposal, voters);
  await scenario.governor.queue(...hashedOf(proposal));
  return id;
}

/** As {@link queued}, and waits for its delay. */
export async function due(
  connection: Connection,
  scenario: Scenario,
  proposal: Proposal,
  voters: readonly [HardhatEthersSigner, ...HardhatEthersSigner[]],
): Promise<bigint> {
  const id = await queued(connection, scenario, proposal, voters);
  await connection.networkHelpers.time.increaseTo(await scenario.governor.proposalEta(id));
  return id;
}
