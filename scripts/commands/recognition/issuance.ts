/** Commands of issuance: batches of awards that are paid, and issuers whom the treasury named. */
import { z } from "zod";
import { issuanceAbi } from "../../../sdk/src/abi/Issuance.ts";
import { recognition } from "../../../sdk/src/calls/index.ts";
import { ask } from "../../../sdk/src/reading.ts";
import { accountArgument, numberArgument, tokenAmount } from "../../frame/arguments.ts";
import { acting } from "../../frame/command.ts";
import { moment, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";

const group = "issuance";

/** What pays awards, and what an issuer beside registry and epochs does. */
export const ISSUANCE = [
  acting({
    ...{ name: "settle-batch", group: "contributions" },
    summary: "pays the batches of awards whose windows are over; anyone may",
    schema: () => z.object({}),
    async plan(context) {
      const { addresses, contracts, rpc } = context;
      const [due] = await ask({ rpc, abi: issuanceAbi, address: addresses.issuance, functionName: "settle" });
      if (due === 0n) {
        const { end } = await contracts.issuance.runningBatch();
        throw new ChainError(`no batch pays anything now: the running one ends ${moment(end)}`);
      }
      return {
        words: "Pay the batches whose windows are over",
        calls: recognition.settleBatch({ organisation: context.addresses }),
        tell: (outcome) => {
          const paid = outcome.events("issuance", "BatchPaid").reduce((sum, each) => sum + each.paid, 0n);
          const words = `Paid the batches whose windows are over: ${tokens(context, paid)}.`;
          return { words, data: { paid } };
        },
      };
    },
  }),

  acting({
    ...{ name: "award enter", group },
    summary: "enters an award into the running batch; named issuers only",
    arguments: { amount: "of tokens" },
    schema: () => z.object({ amount: tokenAmount() }),
    plan: (context, { amount }) => ({
      words: `Enter an award of ${tokens(context, amount)}`,
      calls: recognition.enterAward({ organisation: context.addresses, amount }),
      tell: (outcome) => {
        const { award, entered } = outcome.event("issuance", "AwardEntered");
        const words = `Entered award ${award}: ${tokens(context, entered)} wait for this batch and the next two.`;
        return { words, data: { award, entered } };
      },
    }),
  }),

  acting({
    ...{ name: "award take", group },
    summary: "takes what an award was paid; its issuer only",
    arguments: { award: "its number" },
    options: { to: "who gets it (default: the sender)" },
    schema: (context) =>
      z.object({ award: numberArgument("the number of an award"), to: accountArgument(context).optional() }),
    async plan(context, { award, to = context.sender }) {
      const { addresses: organisation, rpc, sender: from } = context;
      const take = { rpc, from, abi: issuanceAbi, address: organisation.issuance, functionName: "take" };
      const [due] = await ask({ ...take, args: [award, to] });
      if (due === 0n) throw new ChainError(`nothing more was paid for award ${award} by now`);
      return {
        words: `Take what award ${award} was paid`,
        calls: recognition.takeAward({ organisation, award, to }),
        tell: (outcome) => {
          const { amount } = outcome.event("issuance", "AwardTaken");
          return { words: `Took ${tokens(context, amount)} of award ${award} for ${to}.`, data: { amount } };
        },
      };
    },
  }),
];
