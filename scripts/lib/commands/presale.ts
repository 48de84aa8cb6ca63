/** Commands of the presale. */
import { z } from "zod";
import { ChainError } from "../chain.ts";
import type { Presale } from "../../../typechain-types/index.ts";
import {
  accountArgument,
  approve,
  assetAmount,
  command,
  eventOf,
  money,
  send,
  tokens,
  type Context,
} from "./command.ts";

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
      const { amount: taken, raised } = await eventOf(receipt, (block) =>
        presale.queryFilter(presale.filters.Contributed(), block, block),
      );
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
      const { soldTokens, founderTokens, toReserve } = await eventOf(receipt, (block) =>
        presale.queryFilter(presale.filters.Released(), block, block),
      );
      return (
        `Released: ${tokens(context, soldTokens)} sold, ${tokens(context, founderTokens)} for the founders; ` +
        `${money(context, toReserve)} opened the market.`
      );
    },
  }),

  claim: command({
    summary: "claims the sender's tokens from the presale: what vests is staked in their name",
    positionals: [],
    options: { to: "who gets what has vested (default: the sender)" },
    schema: (context) => z.object({ to: accountArgument(context).optional() }),
    async run(context, { to }) {
      const presale = presaleOf(context);
      const receipt = await send(
        context,
        presale.claim.populateTransaction(to ?? context.chain.signer.address),
      );
      const { vested, vesting } = await eventOf(receipt, (block) =>
        presale.queryFilter(presale.filters.Claimed(), block, block),
      );
      const staked =
        vesting === 0n
          ? ""
          : `; ${tokens(context, vesting)} that vest are staked: they have a voice, and can be unstaked as they vest`;
      return `Claimed ${tokens(context, vested)}${staked}.`;
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
      const { amount } = await eventOf(receipt, (block) =>
        presale.queryFilter(presale.filters.Refunded(), block, block),
      );
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
