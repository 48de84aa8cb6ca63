/** Commands of those who give: pledges, grants and the donations that choose one, gifts that repeat. */
import { z } from "zod";
import type { StandingGifts } from "../../../typechain-types/index.ts";
import { ChainError } from "../chain.ts";
import { duration } from "../../../sdk/src/config/index.ts";
import { DAY, formatDuration } from "../../../sdk/src/units.ts";
import {
  accountArgument,
  approve,
  assetAmount,
  command,
  countArgument,
  eventOf,
  moment,
  money,
  note,
  numberArgument,
  send,
  type Context,
} from "./command.ts";

const YEAR = 366n * DAY;
const LONGEST_PLEDGE = 3_650n * DAY;
const pledgeId = numberArgument("the pledge's number");
const giftId = numberArgument("the standing gift's number");

export const GIFTS = {
  pledge: command({
    summary: "locks an amount for the reserve until a verifier confirms, others donated, or donors choose it",
    positionals: ["amount"],
    options: {
      verifier: "who says that what it is for has come true",
      goal: "how much others must donate before, at least the amount",
      match: "yes: a grant that doubles donations which choose it",
      for: 'how long, such as "90 days" (default); then the rest comes back',
      note: "what for",
    },
    schema: (context) =>
      z.object({
        amount: assetAmount(context),
        verifier: accountArgument(context).optional(),
        goal: assetAmount(context).optional(),
        match: z.enum(["yes"], { error: "expected yes" }).optional(),
        for: duration({ min: DAY, max: LONGEST_PLEDGE }).default(90n * DAY),
        note: note(),
      }),
    async run(context, { amount, verifier, goal, match, for: length, note: why }) {
      const book = context.cdpo.pledgeBook;
      if ([verifier, goal, match].filter((form) => form !== undefined).length !== 1) {
        throw new ChainError("a pledge has one of --verifier, --goal and --match yes");
      }
      const latest = await context.chain.ethers.provider.getBlock("latest");
      const deadline = BigInt(latest?.timestamp ?? 0) + length;
      await approve(context, context.cdpo.addresses.pledgeBook, amount);
      const transaction =
        verifier !== undefined
          ? book.pledge.populateTransaction(amount, verifier, deadline, why)
          : goal !== undefined
            ? book.pledgeOnDonations.populateTransaction(amount, goal, deadline, why)
            : book.pledgeMatching.populateTransaction(amount, deadline, why);
      const receipt = await send(context, transaction);
      const { id } = await eventOf(receipt, (block) =>
        book.queryFilter(book.filters.Pledged(), block, block),
      );
      return `Pledge ${id} locks ${money(context, amount)} until ${moment(deadline)}.`;
    },
  }),

  "confirm-pledge": command({
    summary: "says, as its verifier, that what a pledge is for has come true",
    positionals: ["pledge"],
    options: {},
    schema: () => z.object({ pledge: pledgeId }),
    async run(context, { pledge }) {
      const book = context.cdpo.pledgeBook;
      await send(context, book.confirm.populateTransaction(pledge));
      const { amount, passedOn } = await book.pledgeOf(pledge);
      return passedOn === amount
        ? `Pledge ${pledge} went to the reserve: ${money(context, passedOn)}.`
        : `Pledge ${pledge} is owed to the reserve, and goes there once that takes it.`;
    },
  }),

  "decline-pledge": command({
    summary: "says, as its verifier, that it will not come true: the donor can take it back",
    positionals: ["pledge"],
    options: {},
    schema: () => z.object({ pledge: pledgeId }),
    async run(context, { pledge }) {
      await send(context, context.cdpo.pledgeBook.decline.populateTransaction(pledge));
      return `Declined pledge ${pledge}.`;
    },
  }),

  "reclaim-pledge": command({
    summary: "takes back what is left of a pledge that is over",
    positionals: ["pledge"],
    options: { to: "who gets it (default: the sender)" },
    schema: (context) => z.object({ pledge: pledgeId, to: accountArgument(context).optional() }),
    async run(context, { pledge, to }) {
      const book = context.cdpo.pledgeBook;
      const recipient = to ?? context.chain.signer.address;
      const receipt = await send(context, book.reclaim.populateTransaction(pledge, recipient));
      const { amount } = await eventOf(receipt, (block) =>
        book.queryFilter(book.filters.PledgeReturned(), block, block),
      );
      return `Pledge ${pledge} gave ${money(context, amount)} back.`;
    },
  }),

  "donate-matched": command({
    summary: "donates an amount that a grant doubles, both or neither",
    positionals: ["amount", "grant"],
    options: { for: "whose donation it is (default: the sender)" },
    schema: (context) =>
      z.object({
        amount: assetAmount(context),
        grant: numberArgument("the grant's number"),
        for: accountArgument(context).optional(),
      }),
    async run(context, { amount, grant, for: donor }) {
      const { cdpo, chain } = context;
      const matchable = await cdpo.pledgeBook.matchable(grant);
      if (matchable < amount) {
        throw new ChainError(`grant ${grant} matches up to ${money(context, matchable)} now`);
      }
      await approve(context, cdpo.addresses.pledgeBook, amount);
      const whose = donor ?? chain.signer.address;
      await send(context, cdpo.pledgeBook.donateMatched.populateTransaction(grant, amount, whose));
      return `Donated ${money(context, amount)}, and grant ${grant} as much again, to the holders of ${context.organisation.symbol}.`;
    },
  }),

  "standing-gift": command({
    summary: "gives an amount now and once each interval, as long as the allowance lasts",
    positionals: ["amount"],
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
    async run(context, { amount, every, payments, note: why }) {
      const { chain, organisation, cdpo } = context;
      const gifts = await standingGifts(context);
      const spender = await gifts.getAddress();
      const asset = await chain.ethers.getContractAt("TestAsset", organisation.asset.address, chain.signer);
      // Beside what other standing gifts of the sender may take.
      const allowed = (await asset.allowance(chain.signer.address, spender)) + amount * payments;
      await send(context, asset.approve.populateTransaction(spender, allowed));
      const receipt = await send(
        context,
        gifts.start.populateTransaction(cdpo.addresses.token, amount, every, why),
      );
      const { id } = await eventOf(receipt, (block) =>
        gifts.queryFilter(gifts.filters.StandingGiftStarted(), block, block),
      );
      return `Standing gift ${id} gave ${money(context, amount)}, and can give as much every ${formatDuration(every)}, ${payments} times in all.`;
    },
  }),

  "end-standing-gift": command({
    summary: "ends a standing gift of the sender at once",
    positionals: ["gift"],
    options: {},
    schema: () => z.object({ gift: giftId }),
    async run(context, { gift }) {
      await send(context, (await standingGifts(context)).cancel.populateTransaction(gift));
      return `Ended standing gift ${gift}.`;
    },
  }),
};

/** The standing gifts of this chain. */
export async function standingGifts(
  context: Pick<Context, "chain" | "organisation">,
): Promise<StandingGifts> {
  const address = context.organisation.periphery.get("standingGifts");
  if (address === undefined) {
    throw new ChainError(
      "the records of this chain list no standing gifts: deploy the suite anew, or name their folder",
    );
  }
  return context.chain.ethers.getContractAt("StandingGifts", address, context.chain.signer);
}
