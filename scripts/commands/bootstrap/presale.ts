/** Commands of the presale: partners, founders, its trustee, and who chooses the trustee. */
import { z } from "zod";
import { presale } from "../../../sdk/src/calls/index.ts";
import { accountArgument, assetAmount, hashArgument } from "../../frame/arguments.ts";
import { addressOf, allowingMoney, presaleOf, taking, tradeDeadline } from "../../frame/checks.ts";
import { acting } from "../../frame/command.ts";
import { money, tokens } from "../../frame/words.ts";

const group = "presale";

export const PRESALE = [
  acting({
    ...{ name: "contribute", group },
    summary: "takes part in the presale with an amount of the asset",
    arguments: { amount: "of the asset" },
    options: {
      proof: { what: "a hash of the proof that the partner is on the allowlist", repeated: true },
      for: "whose place in the presale it is (default: the sender)",
    },
    schema: (context) =>
      z.object({
        amount: assetAmount(context),
        proof: z.array(hashArgument("a hash of the proof")).default([]),
        for: accountArgument(context).optional(),
      }),
    async plan(context, { amount, proof, for: account }) {
      const { addresses: organisation } = context;
      const spender = addressOf(context, "presale");
      const { asset, allowance } = await allowingMoney(context, spender, amount);
      const taken = { token: asset, spender, amount, allowance, deadline: tradeDeadline(context) };
      const given = { organisation, asset, amount, proof };
      return {
        words: `Contribute ${money(context, amount)} to the presale`,
        ...(account === undefined
          ? taking(taken, (allowing) => presale.contribute({ ...given, ...allowing }))
          : { calls: presale.contributeFor({ ...given, allowance, account }) }),
        tell: (outcome) => {
          const { amount: got, raised } = outcome.event("presale", "Contributed");
          const rest = got < amount ? `, the rest would be above the maximum` : "";
          const words = `Contributed ${money(context, got)}${rest}; raised so far: ${money(context, raised)}.`;
          return { words, data: { taken: got, raised } };
        },
      };
    },
  }),

  acting({
    ...{ name: "release", group },
    summary: "releases the presale's money and opens the market; its trustee only",
    schema: () => z.object({}),
    plan(context) {
      presaleOf(context);
      return {
        words: "Release the presale's money",
        calls: presale.release({ organisation: context.addresses }),
        tell: (outcome) => {
          const { soldTokens, founderTokens, toReserve } = outcome.event("presale", "Released");
          const words =
            `Released: ${tokens(context, soldTokens)} sold, ${tokens(context, founderTokens)} for the founders; ` +
            `${money(context, toReserve)} opened the market.`;
          return { words, data: { soldTokens, founderTokens, toReserve } };
        },
      };
    },
  }),

  acting({
    ...{ name: "claim", group },
    summary: "claims the sender's tokens from the presale: what vests is staked in their name",
    options: { to: "who gets what has vested (default: the sender)" },
    schema: (context) => z.object({ to: accountArgument(context).optional() }),
    plan(context, { to = context.sender }) {
      presaleOf(context);
      return {
        words: "Claim the tokens of the presale",
        calls: presale.claim({ organisation: context.addresses, recipient: to }),
        tell: (outcome) => {
          const { vested, vesting } = outcome.event("presale", "Claimed");
          const staked =
            vesting === 0n
              ? ""
              : `; ${tokens(context, vesting)} that vest are staked: they have a voice, and can be unstaked as they vest`;
          return { words: `Claimed ${tokens(context, vested)}${staked}.`, data: { vested, vesting } };
        },
      };
    },
  }),

  acting({
    ...{ name: "refund", group },
    summary: "takes the sender's money back while that is open, as from a presale that failed",
    options: { to: "who gets it (default: the sender)" },
    schema: (context) => z.object({ to: accountArgument(context).optional() }),
    plan(context, { to = context.sender }) {
      presaleOf(context);
      return {
        words: "Take the money back from the presale",
        calls: presale.refund({ organisation: context.addresses, recipient: to }),
        tell: (outcome) => {
          const { amount } = outcome.event("presale", "Refunded");
          return { words: `Refunded ${money(context, amount)}.`, data: { amount } };
        },
      };
    },
  }),

  acting({
    ...{ name: "trustee announce", group, by: "treasury" },
    summary: "announces another trustee: refunds are open for 14 days",
    arguments: { account: "who" },
    schema: (context) => z.object({ account: accountArgument(context) }),
    plan(context, { account: candidate }) {
      presaleOf(context);
      return {
        words: `Announce ${candidate} as trustee`,
        calls: presale.announceTrustee({ organisation: context.addresses, candidate }),
      };
    },
  }),

  acting({
    ...{ name: "trustee cancel", group, by: "treasury" },
    summary: "takes the announcement of another trustee back",
    schema: () => z.object({}),
    plan(context) {
      presaleOf(context);
      return {
        words: "Keep the trustee",
        calls: presale.cancelTrustee({ organisation: context.addresses }),
      };
    },
  }),

  acting({
    ...{ name: "trustee complete", group },
    summary: "makes the announced candidate the trustee once refunds are closed; anyone may",
    schema: () => z.object({}),
    plan(context) {
      presaleOf(context);
      return {
        words: "Make the announced candidate the trustee",
        calls: presale.completeTrustee({ organisation: context.addresses }),
        tell: (outcome) => {
          const { trustee } = outcome.event("presale", "TrusteeSet");
          return { words: `The trustee is ${trustee}.`, data: { trustee } };
        },
      };
    },
  }),
];
