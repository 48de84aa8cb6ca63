/** All state of an organisation, read from the chain. */
import { Contract, Interface, Result, type InterfaceAbi } from "ethers";
import { artifacts } from "hardhat";
import { isRefusedCall, type ChainReader } from "./chain.ts";
import { describeAction } from "./commands/actions.ts";
import { eventsSince } from "./commands/command.ts";
import { proposalStateOf } from "./commands/governance.ts";
import {
  IMPLEMENTATION_NAMES,
  IMPLEMENTATIONS,
  type CdpoContracts,
  type ImplementationName,
} from "./deployment.ts";
import type { FoundOrganisation } from "./organisation.ts";
import { enumMembers } from "./refusals.ts";

/** A value of a contract: numbers as decimal texts, structs as objects. */
export type Value = string | boolean | readonly Value[] | { readonly [key: string]: Value };

/** What a contract's views without arguments say. */
export type ContractState = Readonly<Record<string, Value>>;

/** A contribution that is in review, or whose award batches still pay. */
export interface OpenContribution {
  readonly id: string;
  readonly status: "submitted" | "accepted";
  readonly reward: bigint;
  /** What batches paid for it by now. */
  readonly paid: bigint;
  /** What it would be paid in all if the running batch ended now. */
  readonly expected: bigint;
  readonly approvals: bigint;
  readonly objections: bigint;
  /** When the review ends (seconds). */
  readonly until: bigint;
}

/** What is scheduled in the timelock and not done. */
export interface PendingOperation {
  readonly id: string;
  readonly calls: readonly string[];
  /** From when it can be run (seconds). */
  readonly from: bigint;
}

/** A decision of the Governor; a poll can never be carried out. */
export interface Decision {
  readonly id: string;
  readonly state: string;
  readonly description: string;
  readonly poll: boolean;
  /** Votes for that it needs, and has (18 decimals). */
  readonly quorum: bigint;
  readonly votesFor: bigint;
}

/** What is asked with arguments, so that views without them do not show it. */
export interface Voice {
  /** All stakes, a second before the latest block. */
  readonly totalStake: bigint;
  /** What a decision proposed now needs votes for. */
  readonly quorum: bigint;
}

/** Everything. */
export interface OrganisationState {
  readonly block: number;
  /** Time of that block (seconds). */
  readonly time: bigint;
  readonly contracts: { readonly [Name in ImplementationName]?: ContractState };
  readonly contributions: readonly OpenContribution[];
  /** Who has a role in the timelock, by the role's name. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly operations: readonly PendingOperation[];
  readonly decisions: readonly Decision[];
  readonly voice: Voice;
}

/** Reads everything as of the latest block. */
export async function readState({
  chain,
  organisation,
  cdpo,
}: {
  readonly chain: ChainReader;
  readonly organisation: FoundOrganisation;
  readonly cdpo: CdpoContracts;
}): Promise<OrganisationState> {
  const latest = await chain.ethers.provider.getBlock("latest");
  const time = BigInt(latest?.timestamp ?? 0);
  const contracts: { [Name in ImplementationName]?: ContractState } = {};
  for (const name of IMPLEMENTATION_NAMES) {
    const address = organisation.addresses[name];
    if (address !== undefined)
      contracts[name] = await readViews({ chain, contract: IMPLEMENTATIONS[name], address });
  }
  return {
    block: latest?.number ?? 0,
    time,
    contracts,
    contributions: await readContributions(cdpo),
    roles: await readRoles({ chain, organisation, cdpo }),
    operations: await readOperations({ chain, organisation, cdpo }),
    decisions: await readDecisions({ chain, organisation, cdpo }),
    voice: {
      totalStake: await cdpo.stake.getPastTotalSupply(time - 1n),
      quorum: await cdpo.governor.quorum(0n),
    },
  };
}

/** Who holds each role of the timelock. */
export async function readRoles({
  chain,
  organisation,
  cdpo,
}: {
  readonly chain: ChainReader;
  readonly organisation: FoundOrganisation;
  readonly cdpo: CdpoContracts;
}): Promise<Record<string, string[]>> {
  const { timelock } = cdpo;
  const granted = await eventsSince({
    ethers: chain.ethers,
    from: organisation.block,
    query: (from, to) => timelock.queryFilter(timelock.filters.RoleGranted(), from, to),
  });
  const roles: Record<string, string[]> = {};
  for (const fragment of timelock.interface.fragments) {
    const { name, type } = fragment as { readonly name?: string; readonly type: string };
    if (type !== "function" || name === undefined || !name.endsWith("_ROLE")) continue;
    const role = (await timelock.getFunction(name).staticCall()) as string;
    const holders = new Set<string>();
    for (const { args } of granted) {
      if (args.role === role && (await timelock.hasRole(role, args.account))) holders.add(args.account);
    }
    roles[name] = [...holders];
  }
  return roles;
}

// ---------------------------------------------------------------- internals

/** What can be asked of a contract without arguments. What it refuses to say now is left out. */
async function readViews({
  chain,
  contract,
  address,
}: {
  readonly chain: ChainReader;
  readonly contract: string;
  readonly address: string;
}): Promise<ContractState> {
  const abi = (await artifacts.readArtifact(contract)).abi as readonly AbiEntry[];
  const asked = new Contract(address, new Interface(abi as InterfaceAbi), chain.ethers.provider);
  const entries: [string, Value][] = [];
  for (const { type, name, stateMutability, inputs = [], outputs = [] } of abi) {
    const isView = type === "function" && (stateMutability === "view" || stateMutability === "pure");
    if (!isView || name === undefined || inputs.length > 0) continue;
    try {
      const value = valueOf(await asked.getFunction(name).staticCall());
      entries.push([name, await inWords({ value, internalType: outputs[0]?.internalType })]);
    } catch (thrown) {
      if (!isRefusedCall(thrown)) throw thrown;
    }
  }
  return Object.fromEntries(entries);
}

/** What is used of an entry of an ABI. */
interface AbiEntry {
  readonly type: string;
  readonly name?: string;
  readonly stateMutability?: string;
  readonly inputs?: readonly unknown[];
  readonly outputs?: readonly { readonly internalType?: string }[];
}

/** The member of an enum instead of its number. */
async function inWords({
  value,
  internalType = "",
}: {
  readonly value: Value;
  readonly internalType: string | undefined;
}): Promise<Value> {
  const [, type] = /^enum (?:\w+\.)?(\w+)$/.exec(internalType) ?? [];
  const members = type === undefined ? undefined : await enumMembers(type);
  return members?.[Number(value)] ?? value;
}

function valueOf(read: unknown): Value {
  if (read instanceof Result) {
    try {
      const named = Object.entries(read.toObject());
      if (named.every(([key]) => key !== "_")) {
        return Object.fromEntries(named.map(([key, value]) => [key, valueOf(value)]));
      }
    } catch {
      // A list, whose entries have no names.
    }
    return [...(read as Iterable<unknown>)].map(valueOf);
  }
  return typeof read === "boolean" ? read : String(read);
}

const STATUS_SUBMITTED = 1n;
const STATUS_ACCEPTED = 2n;

async function readContributions({ registry, issuance }: CdpoContracts): Promise<OpenContribution[]> {
  const open: OpenContribution[] = [];
  const count = await registry.contributionCount();
  for (let id = 1n; id <= count; ++id) {
    const { status, reward, award, approvals, objections, reviewEnd } = await registry.contribution(id);
    const read = { id: String(id), reward, approvals, objections, until: reviewEnd };
    if (status === STATUS_SUBMITTED) open.push({ ...read, status: "submitted", paid: 0n, expected: 0n });
    if (status !== STATUS_ACCEPTED || (await registry.isFinal(id))) continue;
    const { paid } = await issuance.paidOf(award);
    open.push({ ...read, status: "accepted", paid, expected: await issuance.previewPaid(award) });
  }
  return open;
}

/** What is scheduled in the timelock and waits. */
export async function readOperations({
  chain,
  organisation,
  cdpo,
}: {
  readonly chain: ChainReader;
  readonly organisation: FoundOrganisation;
  readonly cdpo: CdpoContracts;
}): Promise<PendingOperation[]> {
  const { timelock } = cdpo;
  const { addresses, block } = organisation;
  const scheduled = await eventsSince({
    ethers: chain.ethers,
    from: block,
    query: (from, to) => timelock.queryFilter(timelock.filters.CallScheduled(), from, to),
  });
  const byId = new Map<string, string[]>();
  for (const { args } of scheduled) {
    const { id, target, value, data } = args;
    if (!(await timelock.isOperationPending(id))) continue;
    const call = await describeAction({ action: { target, value, data }, addresses });
    byId.set(id, [...(byId.get(id) ?? []), call]);
  }
  const operations: PendingOperation[] = [];
  for (const [id, calls] of byId) operations.push({ id, calls, from: await timelock.getTimestamp(id) });
  return operations;
}

/** The decisions of the Governor. */
export async function readDecisions({
  chain,
  organisation,
  cdpo,
}: {
  readonly chain: ChainReader;
  readonly organisation: FoundOrganisation;
  readonly cdpo: CdpoContracts;
}): Promise<Decision[]> {
  const { governor } = cdpo;
  const created = await eventsSince({
    ethers: chain.ethers,
    from: organisation.block,
    query: (from, to) => governor.queryFilter(governor.filters.ProposalCreated(), from, to),
  });
  const decisions: Decision[] = [];
  for (const { args } of created) {
    const id = args.proposalId;
    const { quorum, poll } = await governor.decisionOf(id);
    const { forVotes } = await governor.proposalVotes(id);
    decisions.push({
      id: String(id),
      state: proposalStateOf(await governor.state(id)),
      description: args.description,
      poll,
      quorum,
      votesFor: forVotes,
    });
  }
  return decisions;
}
