/** Commands of the presale. */
import { z } from "zod";
import { ChainError } from "../chain.ts";
import type { Presale } from "../../../typechain-types/index.ts";
import { approve, assetAmount, command, eventOf, money, send, tokens, type Context } from "./command.ts";

export const PRESALE = {
  contribute: command({
    summary: "takes part in the presale with an amount of the asset",
    positionals: ["amount"],
    options: { proof: "a hash of the proof that the sender is on the allowlist" },
    repeated: ["proof"],
    schema: (context) =>
      z.object({
        amount: assetAmount(context),
        proof: z.array(z.string().regex(/^0x[0-9a-fA-F]{64}$/, "is no hash")).default([]),
      }),
    async run(context, { amount, proof }) {
      const presale = presaleOf(context);
      await approve(context, await presale.getAddress(), amount);
      const receipt = await send(context, presale.contribute.populateTransaction(amount, proof));
      const { amount: taken, raised } = await eventOf(receipt, presale, "Contributed");
      const rest = taken < amount ? `, the rest would be above the maximum` : "";
      return `Contributed ${money(context, taken)}${rest}; raised so far: ${money(context, raised)}.`;
    },
  }),

  release: command({
    summary: "releases the presale's money and opens the market; its trustee only",
    positionals: [],
    options: {},
    schema: () => z.object({}),
    async run(context) {
      const presale = presaleOf(context);
      const receipt = await send(context, presale.release.populateTransaction());
      const { soldTokens, founderTokens, toReserve } = await eventOf(receipt, presale, "Released");
      return (
        `Released: ${tokens(context, soldTokens)} sold, ${tokens(context, founderTokens)} for the founders; ` +
        `${money(context, toReserve)} opened the market.`
      );
    },
  }),

  claim: command({
    summary: "claims what has vested of the sender's tokens from the presale",
    positionals: [],
    options: {},
    schema: () => z.object({}),
    async run(context) {
      const presale = presaleOf(context);
      const receipt = await send(context, presale.claim.populateTransaction(context.chain.signer.address));
      const { amount } = await eventOf(receipt, presale, "Claimed");
      return `Claimed ${tokens(context, amount)}.`;
    },
  }),

  refund: command({
    summary: "takes the sender's money back from a presale that failed",
    positionals: [],
    options: {},
    schema: () => z.object({}),
    async run(context) {
      const presale = presaleOf(context);
      const receipt = await send(context, presale.refund.populateTransaction(context.chain.signer.address));
      const { amount } = await eventOf(receipt, presale, "Refunded");
      return `Refunded ${money(context, amount)}.`;
    },
  }),
};

function presaleOf({ cdpo, organisation }: Context): Presale {
  if (cdpo.presale !== undefined) return cdpo.presale;
  throw new ChainError(
    `${organisation.name} was launched without a presale: it grows its liquidity by gifts`,
  );
}
