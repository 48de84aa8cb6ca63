/** Commands of gifts that repeat. */
import { z } from "zod";
import { gifts } from "../../../sdk/src/calls/index.ts";
import { erc20Abi } from "../../../sdk/src/abi/Erc20.ts";
import { standingGiftsAbi } from "../../../sdk/src/abi/StandingGifts.ts";
import { duration } from "../../../sdk/src/config/index.ts";
import { nextPayment } from "../../../sdk/src/market/index.ts";
import { askPart, listOf, one, read, readOne, together } from "../../../sdk/src/state/index.ts";
import { DAY, formatDuration } from "../../../sdk/src/units.ts";
import { assetAmount, countArgument, note, numberArgument } from "../../frame/arguments.ts";
import { allowanceAt, suiteOf } from "../../frame/checks.ts";
import { acting, reading, type ReadingContext } from "../../frame/command.ts";
import { counted, moment, money } from "../../frame/words.ts";
import { everyOne, stateInWords, tableOf } from "../lists.ts";

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
      const allowance = await allowanceAt(context, asset, standingGifts);
      const gift = { asset, amount, interval: every, payments, note: why, allowance };
      return {
        words: `Give ${money(context, amount)} every ${formatDuration(every)}`,
        calls: gifts.startStanding({ organisation, standingGifts, ...gift }),
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

  reading({
    ...{ name: "standing-gifts", group },
    summary: "lists the gifts that repeat for the organisation, and when each pays next",
    schema: () => z.object({}),
    async read(context) {
      const value = await giftsOf(context);
      const words = tableOf({
        columns: ["gift", "state", "of", "gives", "every", "paid", "next payment", "can pay"],
        rows: value.map(({ id, state, donor, amount, interval, paid, next, covered }) => [
          ...[String(id), stateInWords(state), donor, money(context, amount), formatDuration(interval)],
          counted(Number(paid), "time"),
          next === undefined ? "none" : next <= context.now ? "due now" : moment(next),
          next === undefined ? "" : covered ? "yes" : "no",
        ]),
        none: `Nobody gives to ${context.organisation.name} again and again.`,
      });
      return { value, words };
    },
  }),
];

/** The standing gifts of the organisation; `covered` tells whether money and allowance suffice for the next payment. */
async function giftsOf(context: ReadingContext) {
  const { standingGifts: address } = suiteOf(context);
  const { rpc, addresses, organisation } = context;
  const at = { address, abi: standingGiftsAbi } as const;
  const asset = { address: organisation.asset.address, abi: erc20Abi } as const;
  const all = await everyOne(context, {
    count: await readOne(rpc, read({ ...at, functionName: "giftCount" })),
    each: (id) =>
      together({
        gift: one(read({ ...at, functionName: "giftOf", args: [id] })),
        state: one(read({ ...at, functionName: "stateOf", args: [id] })),
      }),
  });
  const own = all.filter(({ gift }) => gift.reserve === addresses.reserve);
  const covers = await askPart(
    rpc,
    listOf(
      own.map(({ gift: { donor } }) =>
        together({
          balance: one(read({ ...asset, functionName: "balanceOf", args: [donor] })),
          allowance: one(read({ ...asset, functionName: "allowance", args: [donor, address] })),
        }),
      ),
    ),
  );
  return own.map(({ id, state, gift }, at) => {
    const { balance = 0n, allowance = 0n } = covers[at] ?? {};
    const next = state === "Running" ? nextPayment(gift, context.now).from : undefined;
    const covered = balance >= gift.amount && allowance >= gift.amount;
    return { id, state, ...gift, next, allowance, covered };
  });
}
