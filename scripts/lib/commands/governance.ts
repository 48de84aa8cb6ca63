/** Commands of governance: decisions that stakeholders vote on, and what founders schedule in the timelock. */
import { id as hashOf, ZeroHash } from "ethers";
import { z } from "zod";
import { ActionError, parseAction } from "../../../sdk/src/calls/actions.ts";
import { ChainError } from "../chain.ts";
import { text } from "../../../sdk/src/config/index.ts";
import { formatDuration } from "../../../sdk/src/units.ts";
import { command, eventOf, moment, numberArgument, send, tokens, type Context } from "./command.ts";
import {
  columns,
  describeAll,
  executionOf,
  proposedAs,
  saltOf,
  scheduledAs,
  type Action,
} from "./operations.ts";

const SUPPORT = { against: 0n, for: 1n, abstain: 2n } as const;

const decision = { id: numberArgument("the number of a decision") };
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
  propose: command({
    summary: "proposes a decision to the stakeholders",
    positionals: [],
    ...calls,
    async run(context, { call, description }) {
      const { governor, stake } = context.cdpo;
      const actions = actionsOf(context, call);
      const sender = context.chain.signer.address;
      const [staked, needed] = [await stake.getVotes(sender), await governor.proposalThreshold()];
      if (staked < needed) {
        throw new ChainError(
          `${sender} has staked ${tokens(context, staked)}, and proposing takes ${tokens(context, needed)}: stake more, or ask someone who has`,
        );
      }
      const receipt = await send(
        context,
        governor.propose.populateTransaction(...columns(actions), description),
      );
      const { proposalId, voteStart, voteEnd } = await eventOf(receipt, (block) =>
        governor.queryFilter(governor.filters.ProposalCreated(), block, block),
      );
      const { poll, quorum } = await governor.decisionOf(proposalId);
      const said = `Proposed as ${proposalId}; stakes of ${moment(voteStart)} count, until ${moment(voteEnd)}; ${tokens(context, quorum)} in favour are needed.`;
      return poll ? `${said} As the Governor is no proposer of the timelock, this is a poll.` : said;
    },
  }),

  vote: command({
    summary: "votes on a decision with the sender's stake, which is held until the matter is over",
    positionals: ["id", "for|against|abstain"],
    options: { reason: "why" },
    schema: () =>
      z.object({
        ...decision,
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
      const { weight } = await eventOf(receipt, (block) =>
        governor.queryFilter(governor.filters.VoteCast(), block, block),
      );
      return `Voted ${choice} with ${tokens(context, weight)}.`;
    },
  }),

  queue: command({
    summary: "passes a decision that has succeeded on to the timelock; anyone",
    positionals: ["id"],
    options: {},
    schema: () => z.object(decision),
    async run(context, { id }) {
      const { governor } = context.cdpo;
      const { actions, description } = await proposedAs(context, id);
      const receipt = await send(
        context,
        governor.queue.populateTransaction(...columns(actions), hashOf(description)),
      );
      const { etaSeconds } = await eventOf(receipt, (block) =>
        governor.queryFilter(governor.filters.ProposalQueued(), block, block),
      );
      return `Queued; it can be carried out from ${moment(etaSeconds)} on, unless stakeholders veto it.`;
    },
  }),

  execute: command({
    summary: "carries a queued decision out, once its delay is over; anyone",
    positionals: ["id"],
    options: {},
    schema: () => z.object(decision),
    async run(context, { id }) {
      const { governor } = context.cdpo;
      const { actions, description } = await proposedAs(context, id);
      await send(context, governor.execute.populateTransaction(...columns(actions), hashOf(description)));
      return `Carried out: ${describeAll(context, actions)}.`;
    },
  }),

  schedule: command({
    summary: "schedules calls in the timelock; its proposers (founders) only",
    positionals: [],
    ...calls,
    async run(context, { call, description }) {
      return scheduleActions(context, actionsOf(context, call), description);
    },
  }),

  overrule: command({
    summary: "schedules that a rejected contribution or epoch is accepted; proposers (founders) only",
    positionals: ["contribution|epoch", "id"],
    options: { description: "why; part of its identity" },
    schema: () =>
      z.object({
        "contribution|epoch": z.enum(["contribution", "epoch"], { error: "expected contribution or epoch" }),
        id: numberArgument("its number"),
        description: text("why", { empty: true }).default(""),
      }),
    async run(context, { "contribution|epoch": kind, id, description }) {
      const written = `${kind === "epoch" ? "epochs" : "registry"}.overrule(${id})`;
      const actions = actionsOf(context, [written]);
      const said = await scheduleActions(
        context,
        actions,
        description === "" ? `Overrule ${kind} ${id}` : description,
      );
      return `${said} Stakeholders decide it without founders: "npm run cdpo -- propose --call '${written}' …".`;
    },
  }),

  run: command({
    summary: "runs what founders scheduled in the timelock, after its delay; anyone",
    positionals: ["id"],
    options: {},
    schema: () => z.object(operation),
    async run(context, { id }) {
      const { timelock } = context.cdpo;
      const scheduled = await scheduledAs(context, id);
      if (await timelock.isDecision(id)) {
        throw new ChainError(
          `${id} is a decision of the stakeholders: "npm run cdpo -- execute" and its number carry it out`,
        );
      }
      await send(context, executionOf(context, scheduled));
      return `Carried out: ${describeAll(context, scheduled.actions)}.`;
    },
  }),

  cancel: command({
    summary: "cancels what founders scheduled in the timelock; its cancellers (founders) only",
    positionals: ["id"],
    options: {},
    schema: () => z.object(operation),
    async run(context, { id }) {
      const { actions } = await scheduledAs(context, id);
      await send(context, context.cdpo.timelock.cancel.populateTransaction(id));
      return `Cancelled: ${describeAll(context, actions)}.`;
    },
  }),
};

// ---------------------------------------------------------------- internals

async function scheduleActions(
  context: Context,
  actions: readonly Action[],
  description: string,
): Promise<string> {
  const { timelock } = context.cdpo;
  const delay = await timelock.getMinDelay();
  const batch = [...columns(actions), ZeroHash, saltOf(description)] as const;
  const id = await timelock.hashOperationBatch(...batch);
  await send(context, timelock.scheduleBatch.populateTransaction(...batch, delay));
  return `Scheduled as ${id}; anyone can run it in ${formatDuration(delay)}, unless stakeholders veto it.`;
}

function actionsOf({ organisation: { addresses } }: Context, written: readonly string[]): Action[] {
  return written.map((call) => {
    try {
      const { to: target, value, data } = parseAction({ written: call, addresses });
      return { target, value, data };
    } catch (thrown) {
      if (thrown instanceof ActionError) throw new ChainError(thrown.message, { cause: thrown });
      throw thrown;
    }
  });
}
