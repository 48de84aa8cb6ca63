/** Commands of governance: proposals that holders vote on, and what founders schedule in the timelock. */
import { id as hashOf, ZeroHash } from "ethers";
import { z } from "zod";
import { ChainError } from "../chain.ts";
import { formatDuration, text } from "../fields.ts";
import { describeAction, parseAction, type Action } from "./actions.ts";
import {
  accountArgument,
  command,
  eventOf,
  eventsSince,
  moment,
  numberArgument,
  send,
  tokens,
  type Context,
} from "./command.ts";

const SUPPORT = { against: 0n, for: 1n, abstain: 2n } as const;
/** OpenZeppelin's states of a proposal, in their order. */
const PROPOSAL_STATES = [
  "pending",
  "active",
  "canceled",
  "defeated",
  "succeeded",
  "queued",
  "expired",
  "executed",
] as const;

const proposal = { id: numberArgument("the number of a proposal") };
const operation = {
  id: z.string().regex(/^0x[0-9a-fA-F]{64}$/, "expected the id of an operation, as schedule prints it"),
};

const calls = {
  options: {
    call: "what is to be done, such as 'reserve.setTributes(100, 50)'; once for each call, in their order",
    description: "what for; part of its identity",
  },
  repeated: ["call"],
  schema: () =>
    z.object({
      call: z
        .array(z.string(), { error: "is missing, expected a call such as 'reserve.setTributes(100, 50)'" })
        .min(1),
      description: text("what this is for"),
    }),
} as const;

export const GOVERNANCE = {
  delegate: command({
    summary: "gives the sender's votes to an account, to the sender if none is named",
    positionals: ["[account]"],
    options: {},
    schema: (context) => z.object({ account: accountArgument(context).optional() }),
    async run(context, { account }) {
      const { chain, cdpo } = context;
      const to = account ?? chain.signer.address;
      await send(context, cdpo.token.delegate.populateTransaction(to));
      return `${to} has ${tokens(context, await cdpo.token.getVotes(to))} of votes now.`;
    },
  }),

  propose: command({
    summary: "proposes calls to the holders",
    positionals: [],
    ...calls,
    async run(context, { call, description }) {
      const { governor } = context.cdpo;
      const actions = await actionsOf(context, call);
      const receipt = await send(
        context,
        governor.propose.populateTransaction(...columns(actions), description),
      );
      const { proposalId, voteStart, voteEnd } = await eventOf(receipt, governor, "ProposalCreated");
      return `Proposed as ${proposalId}; votes of ${moment(voteStart)} count, until ${moment(voteEnd)}.`;
    },
  }),

  vote: command({
    summary: "votes on a proposal",
    positionals: ["id", "for|against|abstain"],
    options: { reason: "why" },
    schema: () =>
      z.object({
        ...proposal,
        "for|against|abstain": z.enum(["for", "against", "abstain"], {
          error: "expected for, against or abstain",
        }),
        reason: text("why", { empty: true }).default(""),
      }),
    async run(context, { id, "for|against|abstain": choice, reason }) {
      const { governor } = context.cdpo;
      const receipt = await send(
        context,
        governor.castVoteWithReason.populateTransaction(id, SUPPORT[choice], reason),
      );
      const { weight } = await eventOf(receipt, governor, "VoteCast");
      return `Voted ${choice} with ${tokens(context, weight)}.`;
    },
  }),

  queue: command({
    summary: "passes a proposal that has succeeded on to the timelock",
    positionals: ["id"],
    options: {},
    schema: () => z.object(proposal),
    async run(context, { id }) {
      const { governor } = context.cdpo;
      const { actions, description } = await contentOf(context, id);
      const receipt = await send(
        context,
        governor.queue.populateTransaction(...columns(actions), hashOf(description)),
      );
      const { etaSeconds } = await eventOf(receipt, governor, "ProposalQueued");
      return `Queued; it can be executed from ${moment(etaSeconds)} on.`;
    },
  }),

  execute: command({
    summary: "executes a proposal whose delay is over",
    positionals: ["id"],
    options: {},
    schema: () => z.object(proposal),
    async run(context, { id }) {
      const { governor } = context.cdpo;
      const { actions, description } = await contentOf(context, id);
      await send(context, governor.execute.populateTransaction(...columns(actions), hashOf(description)));
      return `Executed: ${await describeAll(context, actions)}.`;
    },
  }),

  schedule: command({
    summary: "schedules calls in the timelock; its proposers (founders) only",
    positionals: [],
    ...calls,
    async run(context, { call, description }) {
      const { cdpo } = context;
      const actions = await actionsOf(context, call);
      const salt = hashOf(description);
      const delay = await cdpo.timelock.getMinDelay();
      const operationId = await cdpo.timelock.hashOperationBatch(...columns(actions), ZeroHash, salt);
      await send(
        context,
        cdpo.timelock.scheduleBatch.populateTransaction(...columns(actions), ZeroHash, salt, delay),
      );
      return `Scheduled as ${operationId}; anyone can run it in ${formatDuration(delay)}.`;
    },
  }),

  run: command({
    summary: "runs what was scheduled in the timelock, after its delay; anyone",
    positionals: ["id"],
    options: {},
    schema: () => z.object(operation),
    async run(context, { id }) {
      const { cdpo } = context;
      const { actions, predecessor, salt } = await scheduledOf(context, id);
      await send(
        context,
        cdpo.timelock.executeBatch.populateTransaction(...columns(actions), predecessor, salt),
      );
      return `Executed: ${await describeAll(context, actions)}.`;
    },
  }),
};

/** The state of a proposal in a word. */
export function proposalStateOf(state: bigint): string {
  return PROPOSAL_STATES[Number(state)] ?? String(state);
}

// ---------------------------------------------------------------- internals

interface ProposalContent {
  readonly actions: readonly Action[];
  readonly description: string;
}

/** What was proposed: the Governor keeps only its hash. */
async function contentOf({ chain, cdpo, organisation }: Context, id: bigint): Promise<ProposalContent> {
  const { governor } = cdpo;
  const events = await eventsSince({
    ethers: chain.ethers,
    from: organisation.block,
    query: (from, to) => governor.queryFilter(governor.filters.ProposalCreated(), from, to),
  });
  for (const { args } of events) {
    if (args.proposalId !== id) continue;
    // By place: "values" is a method of every list.
    const [, , targets, values, , calldatas, , , description] = args;
    const actions = targets.map((target, at) => ({
      target,
      value: values[at] ?? 0n,
      data: calldatas[at] ?? "0x",
    }));
    return { actions, description };
  }
  throw new ChainError(`there is no proposal ${id}: "npm run status" lists them`);
}

/** What was scheduled: the timelock keeps only its hash. */
async function scheduledOf(
  context: Context,
  id: string,
): Promise<{ actions: Action[]; predecessor: string; salt: string }> {
  const { chain, cdpo, organisation } = context;
  const { timelock } = cdpo;
  const since = { ethers: chain.ethers, from: organisation.block };
  const events = await eventsSince({
    ...since,
    query: (from, to) => timelock.queryFilter(timelock.filters.CallScheduled(id), from, to),
  });
  const [first] = events;
  if (first === undefined)
    throw new ChainError(`nothing is scheduled as ${id}: "npm run status" lists what is`);
  const [salted] = await eventsSince({
    ...since,
    query: (from, to) => timelock.queryFilter(timelock.filters.CallSalt(id), from, to),
  });
  return {
    actions: events.map(({ args: { target, value, data } }) => ({ target, value, data })),
    predecessor: first.args.predecessor,
    salt: salted?.args.salt ?? ZeroHash,
  };
}

async function actionsOf({ organisation }: Context, written: readonly string[]): Promise<Action[]> {
  const actions: Action[] = [];
  for (const call of written) {
    actions.push(await parseAction({ written: call, addresses: organisation.addresses }));
  }
  return actions;
}

/** Targets, values and data, as timelock and Governor take them. */
function columns(actions: readonly Action[]): [targets: string[], values: bigint[], data: string[]] {
  return [
    actions.map(({ target }) => target),
    actions.map(({ value }) => value),
    actions.map(({ data }) => data),
  ];
}

async function describeAll({ organisation }: Context, actions: readonly Action[]): Promise<string> {
  const { addresses } = organisation;
  return (await Promise.all(actions.map((action) => describeAction({ action, addresses })))).join("; ");
}
