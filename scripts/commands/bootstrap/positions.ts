/** Commands of places in a presale, which move whole, and of those who act for their holders. */
import { z } from "zod";
import { presale } from "../../../sdk/src/calls/index.ts";
import { contractsAt, one, askPart, read, together } from "../../../sdk/src/state/index.ts";
import type { Address } from "../../../sdk/src/types.ts";
import { accountArgument, hashArgument } from "../../frame/arguments.ts";
import { presaleOf } from "../../frame/checks.ts";
import { acting, reading } from "../../frame/command.ts";
import { money, tokens } from "../../frame/words.ts";
import { linesOf, stateInWords } from "../lists.ts";

const group = "places in the presale";
const NOBODY: Address = "0x0000000000000000000000000000000000000000";

export const POSITIONS = [
  acting({
    ...{ name: "position offer", group },
    summary: "offers the sender's place in the presale, whole, to an account, which then takes it",
    arguments: { to: 'who may take it, or "nobody" to take the offer back' },
    schema: (context) => z.object({ to: z.literal("nobody").or(accountArgument(context)) }),
    plan(context, { to }) {
      presaleOf(context);
      const recipient = to === "nobody" ? NOBODY : to;
      return {
        words: to === "nobody" ? "Take the offer of a place back" : `Offer a place to ${to}`,
        calls: presale.offerPosition({ organisation: context.addresses, recipient }),
        tell: () =>
          to === "nobody"
            ? "Nobody can take the place any more."
            : `Offered: ${to} takes it with "cdpo position take ${context.sender}".`,
      };
    },
  }),

  acting({
    ...{ name: "position take", group },
    summary: "takes a place in the presale that was offered to the sender, with all that belongs to it",
    arguments: { account: "whose place it is" },
    options: { proof: { what: "a hash of the proof that the sender is on the allowlist", repeated: true } },
    schema: (context) =>
      z.object({
        account: accountArgument(context),
        proof: z.array(hashArgument("a hash of the proof")).default([]),
      }),
    plan(context, { account, proof }) {
      const { presale: sale } = presaleOf(context);
      return {
        words: `Take the place of ${account}`,
        calls: presale.takePosition({ organisation: context.addresses, account, proof }),
        tell: async (outcome) => {
          const { origin } = outcome.event("presale", "PositionMoved");
          const [, contributed] = await sale.givenBy(context.sender);
          const words = `Took the place of ${account}, who gave ${money(context, contributed)} to the presale.`;
          return { words, data: { origin, contributed } };
        },
      };
    },
  }),

  acting({
    ...{ name: "position operator", group },
    summary: "lets an account have the sender refunded, to whomever it likes, or no longer",
    details:
      "An operator can take all that the sender gave: allow only contracts that act for their caller alone.",
    arguments: { account: "the operator" },
    options: { end: { what: "no longer", flag: true } },
    schema: (context) => z.object({ account: accountArgument(context), end: z.boolean().default(false) }),
    plan(context, { account: operator, end }) {
      presaleOf(context);
      return {
        words: end ? `End the right of operator ${operator}` : `Make ${operator} operator`,
        calls: presale.setOperator({ organisation: context.addresses, operator, allowed: !end }),
        tell: () =>
          end
            ? `${operator} can have ${context.sender} refunded no longer.`
            : `${operator} can have ${context.sender} refunded, to any account.`,
      };
    },
  }),

  acting({
    ...{ name: "position refund", group },
    summary: "takes the money of an account back from the presale, whose operator the sender is",
    arguments: { account: "whose money it is" },
    options: { to: "who gets it (default: that account)" },
    schema: (context) =>
      z.object({ account: accountArgument(context), to: accountArgument(context).optional() }),
    plan(context, { account, to: recipient = account }) {
      presaleOf(context);
      return {
        words: `Take the money of ${account} back from the presale`,
        calls: presale.refundFrom({ organisation: context.addresses, account, recipient }),
        tell: (outcome) => {
          const { amount } = outcome.event("presale", "Refunded");
          return {
            words: `Refunded ${money(context, amount)} to ${recipient}.`,
            data: { amount, recipient },
          };
        },
      };
    },
  }),

  reading({
    ...{ name: "position show", group },
    summary: "tells what an account has in the presale",
    arguments: { account: "whose" },
    schema: (context) => z.object({ account: accountArgument(context) }),
    async read(context, { account }) {
      presaleOf(context);
      const { presale: at } = contractsAt(context.addresses);
      if (at === undefined) throw new Error("there is a presale");
      const args = [account] as const;
      const value = await askPart(
        context.rpc,
        together({
          position: one(read({ ...at, functionName: "positionOf", args })),
          tokens: one(read({ ...at, functionName: "tokensOf", args })),
          claimable: one(read({ ...at, functionName: "previewClaim", args })),
          refundable: one(read({ ...at, functionName: "refundableOf", args })),
          given: one(read({ ...at, functionName: "givenBy", args })),
        }),
      );
      const { position, given, claimable, refundable } = value;
      const began = given.origin === account ? [] : ([["began as that of", given.origin]] as const);
      const words = linesOf([
        ["state", stateInWords(position.standing)],
        ...began,
        ["gave", money(context, given.contributed)],
        ["can be refunded now", money(context, refundable)],
        ["a claim sends", tokens(context, claimable.vested)],
        ["a claim stakes, as it still vests", tokens(context, claimable.vesting)],
        ["vested in all", tokens(context, value.tokens.vested)],
        ["still vesting", tokens(context, value.tokens.vesting)],
      ]);
      return { value, words };
    },
  }),
];
