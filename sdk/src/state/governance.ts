/** Who decides, what is decided and what waits: known from events, checked with the contracts. */
import type { Address, Hex, Rpc } from "../types.ts";
import { readEvents } from "../history/read.ts";
import { contractsAt } from "./contracts.ts";
import type { Organisation } from "./open.ts";
import { askPart, listOf, mapped, one, together } from "./parts.ts";
import { read } from "./read.ts";
import type { enums } from "../abi/enums.ts";

/** A call that an organisation decided on. */
export interface PendingCall {
  readonly target: Address;
  readonly value: bigint;
  readonly data: Hex;
}

/** What is scheduled in the timelock and not done. */
export interface PendingOperation {
  readonly id: Hex;
  readonly calls: readonly PendingCall[];
  /** From when it can be run (seconds). */
  readonly from: bigint;
  /** What has to be done before it; zeros if nothing. */
  readonly predecessor: Hex;
  /** Zeros unless it was scheduled with one. */
  readonly salt: Hex;
}

/** A decision of the Governor; a poll can never be carried out. */
export interface Decision {
  readonly id: bigint;
  readonly state: (typeof enums)["IGovernor.ProposalState"][number];
  readonly description: string;
  readonly proposer: Address;
  readonly poll: boolean;
  readonly calls: readonly PendingCall[];
  /** Voting begins and ends (seconds). */
  readonly voteStart: bigint;
  readonly voteEnd: bigint;
  /** Votes for that it needs, and has (18 decimals). */
  readonly quorum: bigint;
  readonly votesFor: bigint;
  readonly votesAgainst: bigint;
  readonly votesAbstain: bigint;
}

/** Roles of the timelock. */
export const ROLES = [
  "CANCELLER_ROLE",
  "DEFAULT_ADMIN_ROLE",
  "EXECUTOR_ROLE",
  "GUARDIAN_ROLE",
  "PROPOSER_ROLE",
] as const;
/** A role of the timelock. */
export type RoleName = (typeof ROLES)[number];

/** What events tell. */
export interface Governance {
  /** Who has a role in the timelock, by the role's name; the zero address where anyone has it. */
  readonly roles: { readonly [Name in RoleName]?: readonly Address[] };
  readonly operations: readonly PendingOperation[];
  readonly decisions: readonly Decision[];
}

/** Roles, operations and decisions as of `block`, in the order in which they began. */
export async function readGovernance({
  rpc,
  organisation,
  block,
  signal,
}: {
  readonly rpc: Rpc;
  readonly organisation: Pick<Organisation, "addresses" | "block">;
  readonly block: bigint;
  readonly signal?: AbortSignal | undefined;
}): Promise<Governance> {
  const { timelock, governor } = contractsAt(organisation.addresses);
  const events = await readEvents({
    rpc,
    contracts: { timelock, governor },
    events: ["RoleGranted", "CallScheduled", "CallSalt", "ProposalCreated"],
    from: organisation.block,
    to: block,
    signal,
  });
  const granted = unique(
    events.flatMap((e) => (e.event === "RoleGranted" ? [[e.args.role, e.args.account] as const] : [])),
  );
  const scheduled = new Map<Hex, Scheduled>();
  for (const e of events) {
    if (e.event === "CallSalt")
      scheduled.set(e.args.id, { ...start(scheduled, e.args.id), salt: e.args.salt });
    if (e.event !== "CallScheduled") continue;
    const { id, target, value, data, predecessor } = e.args;
    const known = start(scheduled, id);
    // One that was cancelled can be scheduled again.
    const calls = e.args.index === 0n ? [] : known.calls;
    scheduled.set(id, { ...known, predecessor, calls: [...calls, { target, value, data }] });
  }
  const created = events.flatMap((e) => (e.event === "ProposalCreated" ? [e.args] : []));

  const answers = await askPart(
    rpc,
    together({
      names: listOf(
        ROLES.map((name) =>
          mapped(one(read({ ...timelock, functionName: name })), (role) => [name, role] as const),
        ),
      ),
      holders: listOf(
        granted.map(([role, account]) =>
          mapped(one(read({ ...timelock, functionName: "hasRole", args: [role, account] })), (has) => ({
            role,
            account,
            has,
          })),
        ),
      ),
      operations: listOf(
        [...scheduled].map(([id, operation]) =>
          mapped(
            together({
              isPending: one(read({ ...timelock, functionName: "isOperationPending", args: [id] })),
              from: one(read({ ...timelock, functionName: "getTimestamp", args: [id] })),
            }),
            (told) => ({ id, ...operation, ...told }),
          ),
        ),
      ),
      decisions: listOf(
        created.map((decision) => {
          const args = [decision.proposalId] as const;
          return mapped(
            together({
              state: one(read({ ...governor, functionName: "state", args })),
              recorded: one(read({ ...governor, functionName: "decisionOf", args })),
              votes: one(read({ ...governor, functionName: "proposalVotes", args })),
              voteEnd: one(read({ ...governor, functionName: "proposalDeadline", args })),
            }),
            (told) => ({ ...decision, ...told }),
          );
        }),
      ),
    }),
    { block },
  );
  return {
    roles: Object.fromEntries(
      answers.names.map(([name, role]) => [
        name,
        answers.holders.filter((each) => each.role === role && each.has).map(({ account }) => account),
      ]),
    ),
    operations: answers.operations
      .filter(({ isPending }) => isPending)
      .map(({ id, calls, from, predecessor, salt }) => ({ id, calls, from, predecessor, salt })),
    decisions: answers.decisions.map(({ targets, values, calldatas, votes, recorded, ...decision }) => ({
      id: decision.proposalId,
      state: decision.state,
      description: decision.description,
      proposer: decision.proposer,
      poll: recorded.poll,
      calls: targets.map((target, at) => ({ target, value: values[at] ?? 0n, data: calldatas[at] ?? "0x" })),
      voteStart: decision.voteStart,
      voteEnd: decision.voteEnd,
      quorum: recorded.quorum,
      votesFor: votes.forVotes,
      votesAgainst: votes.againstVotes,
      votesAbstain: votes.abstainVotes,
    })),
  };
}

// ---------------------------------------------------------------- internals

const ZEROS: Hex = `0x${"00".repeat(32)}`;

interface Scheduled {
  readonly calls: readonly PendingCall[];
  readonly predecessor: Hex;
  readonly salt: Hex;
}

function start(scheduled: ReadonlyMap<Hex, Scheduled>, id: Hex): Scheduled {
  return scheduled.get(id) ?? { calls: [], predecessor: ZEROS, salt: ZEROS };
}

function unique(pairs: readonly (readonly [Hex, Address])[]): (readonly [Hex, Address])[] {
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).values()];
}
