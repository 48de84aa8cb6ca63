/** Commands of the market and its end. */
import { z } from "zod";
import { testAssetAbi } from "../tools/test-asset.ts";
import { callOf, market } from "../../../sdk/src/calls/index.ts";
import {
  accountArgument,
  assetAmount,
  atLeast,
  part,
  slippage,
  tokenAmount,
  WHOLE_BPS,
} from "../../frame/arguments.ts";
import { allowingMoney, balanceAt, taking, tradeDeadline } from "../../frame/checks.ts";
import { acting, reading, type Context } from "../../frame/command.ts";
import { money, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";

const group = "market";
const SLIPPAGE = "how much less than quoted is accepted (default: 1 %)";
const TO = "who gets it (default: the sender)";

export const MARKET = [
  acting({
    ...{ name: "buy", group },
    summary: "buys tokens for an amount of the asset",
    arguments: { amount: "of the asset" },
    options: { slippage: SLIPPAGE, to: TO },
    schema: (context) =>
      z.object({
        amount: assetAmount(context),
        slippage: slippage(),
        to: accountArgument(context).optional(),
      }),
    async plan(context, { amount, slippage: allowed, to }) {
      const { addresses: organisation, contracts, sender } = context;
      const { reserve: spender } = organisation;
      const { asset: token, allowance } = await allowingMoney(context, spender, amount);
      const [quoted] = await contracts.reserve.quoteBuy(amount);
      const minimum = atLeast(quoted, allowed);
      const order = { recipient: to ?? sender, deadline: tradeDeadline(context) };
      return {
        words: `Buy ${organisationSymbol(context)} for ${money(context, amount)}`,
        ...taking({ token, spender, amount, allowance, deadline: order.deadline }, (allowing) =>
          market.buy({ organisation, asset: token, amount, ...allowing, ...order, minimum }),
        ),
        tell: (outcome) => {
          const { assetIn, tokensOut, tribute } = outcome.event("reserve", "Bought");
          const words = `Bought ${tokens(context, tokensOut)} for ${money(context, assetIn)}, ${money(context, tribute)} of it tribute.`;
          return { words, data: { tokensOut, assetIn, tribute } };
        },
      };
    },
  }),

  acting({
    ...{ name: "buy-exact", group },
    summary: "buys exactly so many tokens",
    arguments: { amount: "of tokens" },
    options: { slippage: "how much more than quoted is accepted (default: 1 %)", to: TO },
    schema: (context) =>
      z.object({ amount: tokenAmount(), slippage: slippage(), to: accountArgument(context).optional() }),
    async plan(context, { amount: wanted, slippage: allowed, to }) {
      const { addresses: organisation, contracts, sender } = context;
      const [quoted] = await contracts.reserve.quoteBuyExact(wanted);
      const maximum = (quoted * (WHOLE_BPS + allowed)) / WHOLE_BPS;
      const { asset, allowance } = await allowingMoney(context, organisation.reserve, maximum);
      const order = { recipient: to ?? sender, deadline: tradeDeadline(context) };
      return {
        words: `Buy ${tokens(context, wanted)} for ${money(context, maximum)} at most`,
        calls: market.buyExact({ organisation, asset, allowance, ...order, tokens: wanted, maximum }),
        tell: (outcome) => {
          const { assetIn, tokensOut, tribute } = outcome.event("reserve", "Bought");
          const words = `Bought ${tokens(context, tokensOut)} for ${money(context, assetIn)}, ${money(context, tribute)} of it tribute.`;
          return { words, data: { tokensOut, assetIn, tribute } };
        },
      };
    },
  }),

  acting({
    ...{ name: "sell", group },
    summary: "sells tokens to the reserve",
    arguments: { amount: "of tokens" },
    options: { slippage: SLIPPAGE, to: TO },
    schema: (context) =>
      z.object({ amount: tokenAmount(), slippage: slippage(), to: accountArgument(context).optional() }),
    async plan(context, { amount, slippage: allowed, to }) {
      const { addresses: organisation, contracts, sender } = context;
      const [quoted] = await contracts.reserve.quoteSell(amount);
      const order = { recipient: to ?? sender, deadline: tradeDeadline(context) };
      return {
        words: `Sell ${tokens(context, amount)}`,
        calls: market.sell({ organisation, tokens: amount, ...order, minimum: atLeast(quoted, allowed) }),
        tell: (outcome) => {
          const { tokensIn, assetOut, tribute } = outcome.event("reserve", "Sold");
          const words = `Sold ${tokens(context, tokensIn)} for ${money(context, assetOut)}, after ${money(context, tribute)} of tribute.`;
          return { words, data: { tokensIn, assetOut, tribute } };
        },
      };
    },
  }),

  acting({
    ...{ name: "open", group },
    summary: "opens the market, once enough was given and issued",
    schema: () => z.object({}),
    plan: (context) => ({
      words: "Open the market",
      calls: market.open({ organisation: context.addresses }),
      tell: (outcome) => {
        const { reserve, supply } = outcome.event("reserve", "MarketOpened");
        const words = `The market is open, with ${money(context, reserve)} behind ${tokens(context, supply)}.`;
        return { words, data: { reserve, supply } };
      },
    }),
  }),

  acting({
    ...{ name: "dissolve", group },
    summary: "dissolves the organisation, once stakeholders consented and their notice has passed; anyone",
    schema: () => z.object({}),
    plan: (context) => ({
      words: `Dissolve ${context.organisation.name}`,
      calls: market.dissolve({ organisation: context.addresses }),
      tell: (outcome) => {
        const { reserve, supply } = outcome.event("reserve", "Dissolved");
        const words = `${context.organisation.name} is dissolved: ${money(context, reserve)} for ${tokens(context, supply)}.`;
        return { words, data: { reserve, supply } };
      },
    }),
  }),

  acting({
    ...{ name: "redeem", group },
    summary: "gives tokens back for their part of a dissolved reserve; all if no amount is given",
    arguments: { "[amount]": "of tokens" },
    options: { to: TO },
    schema: (context) =>
      z.object({ amount: tokenAmount().optional(), to: accountArgument(context).optional() }),
    async plan(context, { amount, to }) {
      const { sender, addresses: organisation } = context;
      const all = amount ?? (await balanceAt(context, organisation.token, sender));
      if (all === 0n) throw new ChainError(`${sender} has no ${organisationSymbol(context)} to redeem`);
      return {
        words: `Redeem ${tokens(context, all)}`,
        calls: market.redeem({ organisation, tokens: all, recipient: to ?? sender }),
        tell: (outcome) => {
          const { tokensIn, assetOut } = outcome.event("reserve", "Redeemed");
          const words = `Redeemed ${tokens(context, tokensIn)} for ${money(context, assetOut)}.`;
          return { words, data: { tokensIn, assetOut } };
        },
      };
    },
  }),

  reading({
    ...{ name: "quote", group },
    summary: "tells what buying for an amount, or selling so many tokens, would give now",
    arguments: { "buy|sell": "which", amount: "of the asset, or of tokens" },
    schema: (context) =>
      z.union([
        z.object({ "buy|sell": z.literal("buy"), amount: assetAmount(context) }),
        z.object({ "buy|sell": z.literal("sell", { error: "expected buy or sell" }), amount: tokenAmount() }),
      ]),
    async read(context, args) {
      const { reserve } = context.contracts;
      if (args["buy|sell"] === "buy") {
        const [tokensOut, tribute] = await reserve.quoteBuy(args.amount);
        const words = `${money(context, args.amount)} buy ${tokens(context, tokensOut)}, ${money(context, tribute)} of it tribute.`;
        return { words, value: { assetIn: args.amount, tokensOut, tribute } };
      }
      const [assetOut, tribute] = await reserve.quoteSell(args.amount);
      const words = `${tokens(context, args.amount)} sell for ${money(context, assetOut)}, after ${money(context, tribute)} of tribute.`;
      return { words, value: { tokensIn: args.amount, assetOut, tribute } };
    },
  }),

  acting({
    ...{ name: "set-tributes", group, by: "treasury" },
    summary: "sets what of buys and of sells goes to the treasury, 10 % each at most",
    arguments: { entry: 'of buys, such as "0.5 %"', exit: "of sells" },
    schema: () => z.object({ entry: part({ max: 1_000n }), exit: part({ max: 1_000n }) }),
    plan: ({ addresses: organisation }, { entry, exit }) => ({
      words: "Set the tributes",
      calls: market.setTributes({ organisation, entryBps: Number(entry), exitBps: Number(exit) }),
    }),
  }),

  acting({
    ...{ name: "mint-asset", group },
    summary: "mints a test asset to the sender, on test networks",
    arguments: { amount: "of the asset" },
    schema: (context) => z.object({ amount: assetAmount(context) }),
    plan(context, { amount }) {
      const { chain, sender, organisation } = context;
      if (!chain.forTests)
        throw new ChainError("test assets are for test networks: get the real asset elsewhere");
      const { address } = organisation.asset;
      return {
        words: `Mint ${money(context, amount)}`,
        calls: [callOf({ abi: testAssetAbi, address, functionName: "mint", args: [sender, amount] })],
        tell: () => `Minted ${money(context, amount)} to ${sender}.`,
      };
    },
  }),
];

function organisationSymbol({ organisation }: Context): string {
  return organisation.symbol;
}
