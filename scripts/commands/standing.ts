/** Commands of gifts that repeat. */
import { z } from "zod";
import { gifts, token } from "../../sdk/src/calls/index.ts";
import { duration } from "../../sdk/src/config/index.ts";
import { DAY, formatDuration } from "../../sdk/src/units.ts";
import { assetAmount, countArgument, note, numberArgument } from "../frame/arguments.ts";
import { allowanceAt, suiteOf } from "../frame/checks.ts";
import { acting } from "../frame/command.ts";
import { money } from "../frame/words.ts";

const group = "gifts";
const YEAR = 366n * DAY;
const gift = numberArgument("the standing gift's number");

export const STANDING = [
  acting({
    ...{ name: "standing-gift", group },
    summary: "gives an amount now and once each interval, as long as the allowance lasts",
    arguments: { amount: "of the asset" },
    options: {
      every: 'how often, such as "30 days" (default)',
      payments: "how many payments to allow, with the first (default: 12)",
      note: "what for",
    },
    schema: (context) =>
      z.object({
        amount: assetAmount(context),
        every: duration({ min: DAY, max: YEAR }).default(30n * DAY),
        payments: countArgument({ min: 1, max: 1_000 }).default(12n),
        note: note(),
      }),
    async plan(context, { amount, every, payments, note: why }) {
      const { addresses: organisation } = context;
      const { standingGifts } = suiteOf(context);
      const asset = context.organisation.asset.address;
      const start = gifts
        .startStanding({ organisation, standingGifts, asset, amount, interval: every, payments, note: why })
        .at(-1);
      if (start === undefined) throw new Error("a standing gift is begun by a call");
      // Beside what other standing gifts of the sender may take.
      const before = await allowanceAt(context, asset, standingGifts);
      const allow = (allowed: bigint) =>
        token.approve({ token: asset, spender: standingGifts, amount: allowed });
      return {
        words: `Give ${money(context, amount)} every ${formatDuration(every)}`,
        // Some tokens (USDT) refuse to change an allowance that is not zero.
        calls: [...(before === 0n ? [] : allow(0n)), ...allow(before + amount * payments), start],
        tell: (outcome) => {
          const { id } = outcome.event("standingGifts", "StandingGiftStarted");
          const words = `Standing gift ${id} gave ${money(context, amount)}, and can give as much every ${formatDuration(every)}, ${payments} times in all.`;
          return { words, data: { gift: id } };
        },
      };
    },
  }),

  acting({
    ...{ name: "end-standing-gift", group },
    summary: "ends a standing gift of the sender at once",
    arguments: { gift: "its number" },
    schema: () => z.object({ gift }),
    plan: (context, { gift: id }) => ({
      words: `End standing gift ${id}`,
      calls: gifts.cancelStanding({ standingGifts: suiteOf(context).standingGifts, id }),
      tell: () => `Ended standing gift ${id}.`,
    }),
  }),

  acting({
    ...{ name: "pay-standing-gift", group },
    summary: "has a payment of a standing gift made that is due; anyone may",
    arguments: { gift: "its number" },
    schema: () => z.object({ gift }),
    plan: (context, { gift: id }) => ({
      words: `Pay standing gift ${id}`,
      calls: gifts.payStanding({ standingGifts: suiteOf(context).standingGifts, id }),
      tell: () => `Paid standing gift ${id}.`,
    }),
  }),
];
