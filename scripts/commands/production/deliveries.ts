/** Commands of those who deliver what proposals call for, and of who brings a delivery to its end. */
import { z } from "zod";
import { proposals } from "../../../sdk/src/calls/index.ts";
import { text } from "../../../sdk/src/config/index.ts";
import { hashOfFile, numberArgument } from "../../frame/arguments.ts";
import { acting } from "../../frame/command.ts";
import { tokens } from "../../frame/words.ts";
import { deliverersOf } from "./proposal-terms.ts";
import { depositFor } from "../recognition/recognition.ts";
import { group, PROPOSAL, proposal } from "./proposals.ts";

const schema = () => z.object({ proposal });

export const DELIVERIES = [
  acting({
    ...{ name: "proposal deliver", group },
    summary: "delivers a funded proposal: its contribution goes to review; its deliverers only",
    arguments: PROPOSAL,
    options: { uri: "where anyone finds what was made", content: "a file of it, whose hash is kept" },
    schema: () =>
      z.object({
        proposal,
        uri: text("where anyone finds what was made"),
        content: text("a file").optional(),
      }),
    async plan(context, { proposal: id, uri, content }) {
      const { addresses: organisation } = context;
      const [allowing, deliverers, contentHash] = await Promise.all([
        depositFor(context, organisation.proposals),
        deliverersOf(context, id),
        hashOfFile(content, "content"),
      ]);
      const { deposit } = allowing;
      const delivery = { ...allowing, deliverers, contentHash, uri };
      const withDeposit = deposit === 0n ? "" : ` with a deposit of ${tokens(context, deposit)}`;
      return {
        words: `Deliver proposal ${id}${withDeposit}`,
        calls: proposals.deliver({ organisation, id, ...delivery }),
        tell: (outcome) => {
          const { contributionId } = outcome.event("proposals", "ProposalDelivered");
          const words = `Delivered proposal ${id}${withDeposit}: contribution ${contributionId} is under review.`;
          return { words, data: { proposal: id, contribution: contributionId, deposit } };
        },
      };
    },
  }),

  acting({
    ...{ name: "proposal undeliver", group },
    summary: "takes a delivery back before it is decided on; its deliverers only",
    arguments: PROPOSAL,
    schema,
    plan: async (context, { proposal: id }) => ({
      words: `Take the delivery of proposal ${id} back`,
      calls: proposals.withdrawDelivery({
        ...{ organisation: context.addresses, id, deliverers: await deliverersOf(context, id) },
      }),
      tell: (outcome) => {
        const { contributionId } = outcome.event("proposals", "DeliveryWithdrawn");
        const words = `Took the delivery of proposal ${id} back, contribution ${contributionId}.`;
        return { words, data: { proposal: id, contribution: contributionId } };
      },
    }),
  }),

  acting({
    ...{ name: "proposal decline", group },
    summary: "says that the sender, one of the deliverers, will not deliver",
    arguments: PROPOSAL,
    schema,
    plan: async (context, { proposal: id }) => ({
      words: `Decline to deliver proposal ${id}`,
      calls: proposals.decline({
        ...{ organisation: context.addresses, id, deliverers: await deliverersOf(context, id) },
      }),
      tell: (outcome) => {
        const released = outcome.events("proposals", "ProposalReleased").length > 0;
        const words = released
          ? `Declined; with that the backing of proposal ${id} is its backers' again.`
          : `Declined to deliver proposal ${id}; the others still can.`;
        return { words, data: { proposal: id, released } };
      },
    }),
  }),

  acting({
    ...{ name: "proposal complete", group },
    summary: "sends the backing of an accepted proposal to its deliverers; anyone",
    arguments: PROPOSAL,
    schema,
    plan: async (context, { proposal: id }) => ({
      words: `Complete proposal ${id}`,
      calls: proposals.complete({
        ...{ organisation: context.addresses, id, deliverers: await deliverersOf(context, id) },
      }),
      tell: (outcome) => {
        const { amount } = outcome.event("proposals", "ProposalCompleted");
        const words = `Completed proposal ${id}: ${tokens(context, amount)} of backing went to its deliverers.`;
        return { words, data: { proposal: id, amount } };
      },
    }),
  }),

  acting({
    ...{ name: "proposal return-deposit", group },
    summary: "sends a delivery's deposit back to who made it; anyone",
    arguments: { contribution: "the number of the delivery's contribution" },
    schema: () => z.object({ contribution: numberArgument("the number of a contribution") }),
    plan: (context, { contribution }) => ({
      words: `Return the deposit of contribution ${contribution}`,
      calls: proposals.returnDeposit({ organisation: context.addresses, contribution }),
      tell: (outcome) => {
        const { deliverer, amount } = outcome.event("proposals", "DeliveryDepositReturned");
        const words = `Returned ${tokens(context, amount)} to ${deliverer}.`;
        return { words, data: { contribution, deliverer, amount } };
      },
    }),
  }),
];
