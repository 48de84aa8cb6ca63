/** Commands of governance: decisions that stakeholders vote on, and what founders schedule in the timelock. */
import { z } from "zod";
import {
  ActionError,
  decisions,
  epochs,
  parseAction,
  recognition,
  treasury,
} from "../../../sdk/src/calls/index.ts";
import { text } from "../../../sdk/src/config/index.ts";
import type { Call, Hex } from "../../../sdk/src/types.ts";
import { accountArgument, hashArgument, numberArgument, oneOf } from "../../frame/arguments.ts";
import { acting, type Command, type Context } from "../../frame/command.ts";
import { proposing, scheduling } from "../../frame/deciding.ts";
import { executionOf, proposedAs, scheduledAs, writeAll } from "../../frame/history.ts";
import { moment, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";
import { actionsOf } from "./actions.ts";

const group = "decisions";
const id = numberArgument("the number of a decision");
const ID = { id: "the number of a decision" };
const OPERATION = { id: "the id of an operation, as schedule prints it" };
const operation = hashArgument("the id of an operation, as schedule prints it");
const CHOICE = { "for|against|abstain": "how" } as const;
const choice = oneOf(["for", "against", "abstain"]);
const reason = text("why", { empty: true }).optional();

const wantedSpec = {
  options: {
    do: {
      what: "what is to be done as a command, such as 'set-tributes 1% 0.5%'; once for each, in their order",
      repeated: true,
    },
    call: {
      what: "the same as a call, such as 'reserve.setTributes(100, 50)'",
      repeated: true,
    },
    description: "what for; part of its identity",
  },
  schema: () =>
    z
      .object({
        do: z.array(z.string()).default([]),
        call: z.array(z.string()).default([]),
        description: text("what this is for"),
      })
      .refine(({ do: commands, call }) => commands.length + call.length > 0, {
        path: ["do"],
        message:
          "is missing, expected a command such as 'set-tributes 1% 0.5%', or --call 'reserve.setTributes(100, 50)'",
      }),
} as const;

/** The commands; `all` gives all there are, of which the treasury's can be proposed. */
export const decisionCommands = (all: () => readonly Command[]): readonly Command[] => [
  acting({
    ...{ name: "propose", group },
    summary: "proposes a decision to the stakeholders",
    details:
      "Commands of the treasury do the same with --propose: cdpo set-tributes 1% 0.5% --propose 'Lower tributes'.",
    ...wantedSpec,
    plan: async (context, wanted) =>
      proposing(context, {
        calls: await wantedCalls(context, wanted, all()),
        description: wanted.description,
      }),
  }),

  acting({
    ...{ name: "vote", group },
    summary: "votes on a decision with the sender's stake, which is held until the matter is over",
    arguments: { ...ID, ...CHOICE },
    options: { reason: "why" },
    schema: () => z.object({ id, "for|against|abstain": choice, reason }),
    plan: (context, { id: number, "for|against|abstain": support, reason: why }) => ({
      words: `Vote ${support} in decision ${number}`,
      calls: decisions.vote({ organisation: context.addresses, id: number, support, reason: why }),
      tell: (outcome) => {
        const { weight } = outcome.event("governor", "VoteCast");
        return { words: `Voted ${support} with ${tokens(context, weight)}.`, data: { weight } };
      },
    }),
  }),

  acting({
    ...{ name: "vote-for", group },
    summary: "brings in a ballot that a voter signed; anyone may",
    arguments: { ...ID, ...CHOICE, voter: "who signed", signature: "as their wallet gave it" },
    options: { reason: "why, as they signed it" },
    schema: (context) =>
      z.object({
        ...{ id, "for|against|abstain": choice, reason },
        voter: accountArgument(context),
        signature: z
          .string()
          .regex(/^0x(?:[0-9a-fA-F]{2})+$/, "expected a signature as 0x…")
          .transform((written) => written as Hex),
      }),
    plan: (context, { id: number, "for|against|abstain": support, voter, signature, reason: why }) => ({
      words: `Bring in the ballot of ${voter} in decision ${number}`,
      calls: decisions.voteBySignature({
        ...{ organisation: context.addresses, id: number, support, voter, signature, reason: why },
      }),
      tell: (outcome) => {
        const { weight } = outcome.event("governor", "VoteCast");
        return { words: `${voter} voted ${support} with ${tokens(context, weight)}.`, data: { weight } };
      },
    }),
  }),

  acting({
    ...{ name: "lower-quorum", group },
    summary: "lowers the quorum of a decision to the present figure before its vote; anyone may",
    arguments: ID,
    schema: () => z.object({ id }),
    plan: (context, { id: number }) => ({
      words: `Lower the quorum of decision ${number}`,
      calls: decisions.lowerQuorum({ organisation: context.addresses, id: number }),
      tell: async () => {
        const { quorum } = await context.contracts.governor.decisionOf(number);
        return { words: `${tokens(context, quorum)} in favour are needed now.`, data: { quorum } };
      },
    }),
  }),

  acting({
    ...{ name: "queue", group },
    summary: "passes a decision that has succeeded on to the timelock; anyone",
    arguments: ID,
    schema: () => z.object({ id }),
    async plan(context, { id: number }) {
      const decision = await proposedAs(context, number);
      return {
        words: `Queue decision ${number}`,
        calls: decisions.queue({ organisation: context.addresses, ...decision }),
        tell: (outcome) => {
          const { etaSeconds } = outcome.event("governor", "ProposalQueued");
          const words = `Queued; it can be carried out from ${moment(etaSeconds)} on, unless stakeholders veto it.`;
          return { words, data: { from: etaSeconds } };
        },
      };
    },
  }),

  acting({
    ...{ name: "execute", group },
    summary: "carries a queued decision out, once its delay is over; anyone",
    arguments: ID,
    schema: () => z.object({ id }),
    async plan(context, { id: number }) {
      const decision = await proposedAs(context, number);
      return {
        words: `Carry decision ${number} out`,
        calls: decisions.execute({ organisation: context.addresses, ...decision }),
        tell: () => `Carried out: ${writeAll(context, decision.calls)}.`,
      };
    },
  }),

  acting({
    ...{ name: "cancel-decision", group },
    summary: "takes a decision back before its vote; who proposed it only",
    arguments: ID,
    schema: () => z.object({ id }),
    async plan(context, { id: number }) {
      const decision = await proposedAs(context, number);
      return {
        words: `Take decision ${number} back`,
        calls: decisions.cancel({ organisation: context.addresses, ...decision }),
        tell: () => `Took decision ${number} back.`,
      };
    },
  }),

  acting({
    ...{ name: "schedule", group },
    summary: "schedules calls in the timelock; its proposers (founders) only",
    details:
      "Commands of the treasury do the same with --schedule: cdpo set-tributes 1% 0.5% --schedule 'Lower tributes'.",
    ...wantedSpec,
    plan: async (context, wanted) =>
      scheduling(context, {
        calls: await wantedCalls(context, wanted, all()),
        description: wanted.description,
      }),
  }),

  acting({
    ...{ name: "overrule", group },
    summary: "schedules that a rejected contribution or epoch is accepted; proposers (founders) only",
    arguments: { "contribution|epoch": "what", id: "its number" },
    options: { description: "why; part of its identity" },
    schema: () =>
      z.object({
        "contribution|epoch": oneOf(["contribution", "epoch"]),
        id: numberArgument("its number"),
        description: text("why", { empty: true }).default(""),
      }),
    async plan(context, { "contribution|epoch": kind, id: number, description }) {
      const { addresses: organisation } = context;
      const overruling =
        kind === "epoch"
          ? epochs.overrule({ organisation, epoch: number })
          : recognition.overrule({ organisation, id: number });
      const written = writeAll(context, overruling);
      return scheduling(
        context,
        { calls: overruling, description: description === "" ? `Overrule ${kind} ${number}` : description },
        ` Stakeholders decide it without founders: "cdpo propose --call '${written}' …".`,
      );
    },
  }),

  acting({
    ...{ name: "run", group },
    summary: "runs what founders scheduled in the timelock, after its delay; anyone",
    arguments: OPERATION,
    schema: () => z.object({ id: operation }),
    async plan(context, { id: scheduledId }) {
      const scheduled = await scheduledAs(context, scheduledId);
      if (await context.contracts.timelock.isDecision(scheduledId)) {
        throw new ChainError(
          `${scheduledId} is a decision of the stakeholders: "cdpo execute" and its number carry it out`,
        );
      }
      return {
        words: `Run operation ${scheduledId}`,
        calls: await executionOf(context, scheduled),
        tell: () => `Carried out: ${writeAll(context, scheduled.calls)}.`,
      };
    },
  }),

  acting({
    ...{ name: "cancel", group },
    summary: "cancels what founders scheduled in the timelock; its cancellers (founders) only",
    arguments: OPERATION,
    schema: () => z.object({ id: operation }),
    async plan(context, { id: scheduledId }) {
      const scheduled = await scheduledAs(context, scheduledId);
      return {
        words: `Cancel operation ${scheduledId}`,
        calls: treasury.cancel({ organisation: context.addresses, operation: scheduledId }),
        tell: () => `Cancelled: ${writeAll(context, scheduled.calls)}.`,
      };
    },
  }),
];

/** What is to be done: commands first, then calls. */
async function wantedCalls(
  context: Context,
  { do: commands, call: written }: { readonly do: readonly string[]; readonly call: readonly string[] },
  all: readonly Command[],
): Promise<Call[]> {
  const calls: Call[] = [];
  for (const command of commands) calls.push(...(await actionsOf({ context, written: command, all })));
  for (const each of written) {
    try {
      calls.push(parseAction({ written: each, addresses: context.addresses }));
    } catch (thrown) {
      if (thrown instanceof ActionError) throw new ChainError(thrown.message, { cause: thrown });
      throw thrown;
    }
  }
  return calls;
}
