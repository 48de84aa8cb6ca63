/** Commands of the market, its gifts and its end. */
import { z } from "zod";
import { ChainError } from "../chain.ts";
import {
  approve,
  assetAmount,
  command,
  eventOf,
  money,
  note,
  send,
  slippage,
  tokenAmount,
  tokens,
  type Context,
} from "./command.ts";

/** Seconds within which a trade is in a block, or not at all. */
const DEADLINE = 3_600n;
const WHOLE_BPS = 10_000n;

export const MARKET = {
  buy: command({
    summary: "buys tokens for an amount of the asset",
    positionals: ["amount"],
    options: { slippage: "how much less than quoted is accepted (default: 1 %)" },
    schema: (context) => z.object({ amount: assetAmount(context), slippage: slippage() }),
    async run(context, { amount, slippage: allowed }) {
      const { chain, cdpo } = context;
      await approve(context, cdpo.addresses.reserve, amount);
      const [quoted] = await cdpo.reserve.quoteBuy(amount);
      const minimum = (quoted * (WHOLE_BPS - allowed)) / WHOLE_BPS;
      const to = chain.signer.address;
      const receipt = await send(
        context,
        cdpo.reserve.buy.populateTransaction(amount, minimum, to, await deadline(context)),
      );
      const { assetIn, tokensOut, tribute } = await eventOf(receipt, (block) =>
        cdpo.reserve.queryFilter(cdpo.reserve.filters.Bought(), block, block),
      );
      return `Bought ${tokens(context, tokensOut)} for ${money(context, assetIn)}, ${money(context, tribute)} of it tribute.`;
    },
  }),

  sell: command({
    summary: "sells tokens to the reserve",
    positionals: ["amount"],
    options: { slippage: "how much less than quoted is accepted (default: 1 %)" },
    schema: () => z.object({ amount: tokenAmount(), slippage: slippage() }),
    async run(context, { amount, slippage: allowed }) {
      const { chain, cdpo } = context;
      const [quoted] = await cdpo.reserve.quoteSell(amount);
      const minimum = (quoted * (WHOLE_BPS - allowed)) / WHOLE_BPS;
      const to = chain.signer.address;
      const receipt = await send(
        context,
        cdpo.reserve.sell.populateTransaction(amount, minimum, to, await deadline(context)),
      );
      const { tokensIn, assetOut, tribute } = await eventOf(receipt, (block) =>
        cdpo.reserve.queryFilter(cdpo.reserve.filters.Sold(), block, block),
      );
      return `Sold ${tokens(context, tokensIn)} for ${money(context, assetOut)}, after ${money(context, tribute)} of tribute.`;
    },
  }),

  donate: command({
    summary: "gives an amount of the asset to all holders",
    positionals: ["amount"],
    options: { note: "what for" },
    schema: (context) => z.object({ amount: assetAmount(context), note: note() }),
    async run(context, { amount, note: why }) {
      const { cdpo } = context;
      await approve(context, cdpo.addresses.reserve, amount);
      await send(context, cdpo.reserve.donate.populateTransaction(amount, why));
      return `Donated ${money(context, amount)} to the holders of ${context.organisation.symbol}.`;
    },
  }),

  open: command({
    summary: "opens the market, once enough was given and issued",
    positionals: [],
    options: {},
    schema: () => z.object({}),
    async run(context) {
      const { cdpo } = context;
      const receipt = await send(context, cdpo.reserve.open.populateTransaction());
      const { reserve, supply } = await eventOf(receipt, (block) =>
        cdpo.reserve.queryFilter(cdpo.reserve.filters.MarketOpened(), block, block),
      );
      return `The market is open, with ${money(context, reserve)} behind ${tokens(context, supply)}.`;
    },
  }),

  dissolve: command({
    summary: "dissolves the organisation, once stakeholders consented and their notice has passed; anyone",
    positionals: [],
    options: {},
    schema: () => z.object({}),
    async run(context) {
      const { cdpo, organisation } = context;
      const receipt = await send(context, cdpo.reserve.dissolve.populateTransaction());
      const { reserve, supply } = await eventOf(receipt, (block) =>
        cdpo.reserve.queryFilter(cdpo.reserve.filters.Dissolved(), block, block),
      );
      return `${organisation.name} is dissolved: ${money(context, reserve)} for ${tokens(context, supply)}.`;
    },
  }),

  redeem: command({
    summary: "gives tokens back for their part of a dissolved reserve; all if no amount is given",
    positionals: ["[amount]"],
    options: {},
    schema: () => z.object({ amount: tokenAmount().optional() }),
    async run(context, { amount }) {
      const { chain, cdpo } = context;
      const to = chain.signer.address;
      const all = amount ?? (await cdpo.token.balanceOf(to));
      if (all === 0n) throw new ChainError(`${to} has no ${context.organisation.symbol} to redeem`);
      const receipt = await send(context, cdpo.reserve.redeem.populateTransaction(all, to));
      const { tokensIn, assetOut } = await eventOf(receipt, (block) =>
        cdpo.reserve.queryFilter(cdpo.reserve.filters.Redeemed(), block, block),
      );
      return `Redeemed ${tokens(context, tokensIn)} for ${money(context, assetOut)}.`;
    },
  }),

  "mint-asset": command({
    summary: "mints a test asset to the sender, on test networks",
    positionals: ["amount"],
    options: {},
    schema: (context) => z.object({ amount: assetAmount(context) }),
    async run(context, { amount }) {
      const { chain, organisation } = context;
      if (!chain.forTests)
        throw new ChainError("test assets are for test networks: get the real asset elsewhere");
      const asset = await chain.ethers.getContractAt("TestAsset", organisation.asset.address, chain.signer);
      await send(context, asset.mint.populateTransaction(chain.signer.address, amount));
      return `Minted ${money(context, amount)} to ${chain.signer.address}.`;
    },
  }),
};

async function deadline({ chain }: Context): Promise<bigint> {
  const latest = await chain.ethers.provider.getBlock("latest");
  return BigInt(latest?.timestamp ?? 0) + DEADLINE;
}
