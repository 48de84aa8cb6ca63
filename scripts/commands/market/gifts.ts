/** Commands of those who give to the common reserve: donations, pledges, grants and the donations that choose one. */
import { z } from "zod";
import { gifts } from "../../../sdk/src/calls/index.ts";
import { duration } from "../../../sdk/src/config/index.ts";
import { DAY } from "../../../sdk/src/units.ts";
import type { Hex } from "../../../sdk/src/types.ts";
import { accountArgument, assetAmount, note, numberArgument, oneOf } from "../../frame/arguments.ts";
import { allowingMoney } from "../../frame/checks.ts";
import { acting, type Context } from "../../frame/command.ts";
import { moment, money } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";

const group = "gifts";
const LONGEST_PLEDGE = 3_650n * DAY;
const pledge = numberArgument("the pledge's number");
const PLEDGE = { pledge: "its number" };
const data = z
  .string()
  .regex(/^0x(?:[0-9a-fA-F]{2})*$/, "expected bytes as 0x…")
  .transform((written) => written as Hex)
  .default("0x");

export const GIFTS = [
  acting({
    ...{ name: "donate", group },
    summary: "gives an amount of the asset to all holders",
    arguments: { amount: "of the asset" },
    options: { note: "what for", for: "whose donation it is (default: the sender)" },
    schema: (context) =>
      z.object({
        amount: assetAmount(context),
        note: note(),
        for: accountArgument(context).optional(),
      }),
    async plan(context, { amount, note: why, for: donor }) {
      const { addresses: organisation } = context;
      const gift = {
        organisation,
        ...(await allowingMoney(context, organisation.reserve, amount)),
        note: why,
      };
      return {
        words: `Donate ${money(context, amount)}`,
        calls: donor === undefined ? gifts.donate(gift) : gifts.donateFor({ ...gift, donor }),
        tell: () => `Donated ${money(context, amount)} to the holders of ${context.organisation.symbol}.`,
      };
    },
  }),

  acting({
    ...{ name: "give-revenue", group },
    summary: "gives an amount of the asset to all holders without a name, as revenue",
    arguments: { amount: "of the asset" },
    schema: (context) => z.object({ amount: assetAmount(context) }),
    async plan(context, { amount }) {
      const { addresses: organisation } = context;
      return {
        words: `Give ${money(context, amount)} as revenue`,
        calls: gifts.giveRevenue({
          ...{ organisation, ...(await allowingMoney(context, organisation.reserve, amount)) },
        }),
        tell: () => `Gave ${money(context, amount)} to the holders of ${context.organisation.symbol}.`,
      };
    },
  }),

  acting({
    ...{ name: "pledge", group },
    summary: "locks an amount for the reserve until a verifier confirms, others donated, or donors choose it",
    arguments: { amount: "of the asset" },
    options: {
      verifier: "who says that what it is for has come true",
      goal: "how much others must donate before, at least the amount",
      match: "yes: a grant that doubles donations which choose it",
      condition: "a contract that says whether it has come true",
      data: "what the contract is asked with",
      for: 'how long, such as "90 days" (default); then the rest comes back',
      note: "what for",
    },
    schema: (context) =>
      z.object({
        amount: assetAmount(context),
        verifier: accountArgument(context).optional(),
        goal: assetAmount(context).optional(),
        match: oneOf(["yes"]).optional(),
        condition: accountArgument(context).optional(),
        data,
        for: duration({ min: DAY, max: LONGEST_PLEDGE }).default(90n * DAY),
        note: note(),
      }),
    async plan(context, { amount, verifier, goal, match, condition, data: asked, for: length, note: uri }) {
      const { addresses: organisation, now } = context;
      if ([verifier, goal, match, condition].filter((form) => form !== undefined).length !== 1) {
        throw new ChainError("a pledge has one of --verifier, --goal, --condition and --match yes");
      }
      const deadline = now + length;
      const allowing = await allowingMoney(context, organisation.pledgeBook, amount);
      const promise = { organisation, ...allowing, deadline, uri };
      const calls =
        verifier !== undefined
          ? gifts.pledge({ ...promise, verifier })
          : goal !== undefined
            ? gifts.pledgeOnDonations({ ...promise, goal })
            : condition !== undefined
              ? gifts.pledgeOn({ ...promise, condition, data: asked })
              : gifts.pledgeMatching(promise);
      return {
        words: `Pledge ${money(context, amount)}`,
        calls,
        tell: (outcome) => {
          const { id } = outcome.event("pledgeBook", "Pledged");
          const words = `Pledge ${id} locks ${money(context, amount)} until ${moment(deadline)}.`;
          return { words, data: { pledge: id, deadline } };
        },
      };
    },
  }),

  acting({
    ...{ name: "confirm-pledge", group },
    summary: "says, as its verifier, that what a pledge is for has come true",
    arguments: PLEDGE,
    schema: () => z.object({ pledge }),
    plan: (context, { pledge: id }) => ({
      words: `Confirm pledge ${id}`,
      calls: gifts.confirm({ organisation: context.addresses, id }),
      tell: () => tellMet(context, id),
    }),
  }),

  acting({
    ...{ name: "decline-pledge", group },
    summary: "says, as its verifier, that it will not come true: the donor can take it back",
    arguments: PLEDGE,
    schema: () => z.object({ pledge }),
    plan: (context, { pledge: id }) => ({
      words: `Decline pledge ${id}`,
      calls: gifts.decline({ organisation: context.addresses, id }),
      tell: () => `Declined pledge ${id}.`,
    }),
  }),

  acting({
    ...{ name: "fulfil-pledge", group },
    summary: "finds that the goal or condition of a pledge is met; anyone may",
    arguments: PLEDGE,
    options: { data: "what its condition is asked with" },
    schema: () => z.object({ pledge, data }),
    plan: (context, { pledge: id, data: asked }) => ({
      words: `Find pledge ${id} met`,
      calls: gifts.fulfil({ organisation: context.addresses, id, data: asked }),
      tell: () => tellMet(context, id),
    }),
  }),

  acting({
    ...{ name: "pass-on-pledge", group },
    summary: "sends a pledge that is owed to the reserve; anyone may",
    arguments: PLEDGE,
    schema: () => z.object({ pledge }),
    plan: (context, { pledge: id }) => ({
      words: `Pass pledge ${id} on`,
      calls: gifts.passOn({ organisation: context.addresses, id }),
      tell: async () => {
        const { passedOn } = await context.contracts.pledgeBook.pledgeOf(id);
        return `Pledge ${id} went to the reserve: ${money(context, passedOn)}.`;
      },
    }),
  }),

  acting({
    ...{ name: "reclaim-pledge", group },
    summary: "takes back what is left of a pledge that is over",
    arguments: PLEDGE,
    options: { to: "who gets it (default: the sender)" },
    schema: (context) => z.object({ pledge, to: accountArgument(context).optional() }),
    plan: (context, { pledge: id, to = context.sender }) => ({
      words: `Take back what is left of pledge ${id}`,
      calls: gifts.reclaim({ organisation: context.addresses, id, recipient: to }),
      tell: (outcome) => {
        const { amount } = outcome.event("pledgeBook", "PledgeReturned");
        return { words: `Pledge ${id} gave ${money(context, amount)} back.`, data: { amount } };
      },
    }),
  }),

  acting({
    ...{ name: "donate-matched", group },
    summary: "donates an amount that a grant doubles, both or neither",
    arguments: { amount: "of the asset", grant: "its number" },
    options: { for: "whose donation it is (default: the sender)" },
    schema: (context) =>
      z.object({
        amount: assetAmount(context),
        grant: numberArgument("the grant's number"),
        for: accountArgument(context).optional(),
      }),
    async plan(context, { amount, grant: id, for: donor = context.sender }) {
      const { addresses: organisation, contracts } = context;
      const matchable = await contracts.pledgeBook.matchable(id);
      if (matchable < amount) {
        throw new ChainError(`grant ${id} matches up to ${money(context, matchable)} now`);
      }
      const allowing = await allowingMoney(context, organisation.pledgeBook, amount);
      return {
        words: `Donate ${money(context, amount)}, doubled by grant ${id}`,
        calls: gifts.donateMatched({ organisation, ...allowing, id, donor }),
        tell: () =>
          `Donated ${money(context, amount)}, and grant ${id} as much again, to the holders of ${context.organisation.symbol}.`,
      };
    },
  }),
];

/** Where the money of a pledge is whose condition is met. */
async function tellMet(context: Context, id: bigint): Promise<string> {
  const { amount, passedOn } = await context.contracts.pledgeBook.pledgeOf(id);
  return passedOn === amount
    ? `Pledge ${id} went to the reserve: ${money(context, passedOn)}.`
    : `Pledge ${id} is owed to the reserve, and goes there once that takes it.`;
}
