/** Commands with the chain's own coin, for organisations whose asset is its wrapped form. */
import { z } from "zod";
import { gateway, presale, token } from "../../../sdk/src/calls/index.ts";
import type { Address } from "../../../sdk/src/types.ts";
import {
  accountArgument,
  atLeast,
  coinAmount,
  hashArgument,
  note,
  slippage,
  tokenAmount,
  WHOLE_BPS,
} from "../../frame/arguments.ts";
import { allowingTokens, balanceAt, presaleOf, suiteOf, taking, tradeDeadline } from "../../frame/checks.ts";
import { acting, type Context, type ReadingContext } from "../../frame/command.ts";
import { coins, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";

const group = "coins of the chain, through the gateway";
const SLIPPAGE = "how much less than quoted is accepted (default: 1 %)";
const TO = "who gets it (default: the sender)";

/** The gateway, and what it deals in. Throws {@link ChainError} where the asset is another token. */
function gatewayOf(context: ReadingContext): {
  readonly organisation: Context["addresses"];
  readonly gateway: Address;
} {
  const { gateway: at } = suiteOf(context);
  if (at === undefined) {
    throw new ChainError(
      `there is no gateway on network "${context.chain.network}": wrap the coins, and use the commands of the asset`,
    );
  }
  return { organisation: context.addresses, gateway: at };
}

export const COIN = [
  acting({
    ...{ name: "coin buy", group },
    summary: "buys tokens for coins",
    arguments: { amount: "of coins" },
    options: { slippage: SLIPPAGE, to: TO },
    schema: (context) =>
      z.object({ amount: coinAmount(), slippage: slippage(), to: accountArgument(context).optional() }),
    async plan(context, { amount, slippage: allowed, to = context.sender }) {
      const through = gatewayOf(context);
      const [quoted] = await context.contracts.reserve.quoteBuy(amount);
      const order = { recipient: to, deadline: tradeDeadline(context) };
      return {
        words: `Buy tokens for ${coins(context, amount)}`,
        calls: gateway.buy({ ...through, ...order, amount, minimum: atLeast(quoted, allowed) }),
        tell: (outcome) => {
          const { tokensOut } = outcome.event("reserve", "Bought");
          const words = `Bought ${tokens(context, tokensOut)} for ${coins(context, amount)}.`;
          return { words, data: { tokensOut } };
        },
      };
    },
  }),

  acting({
    ...{ name: "coin buy-exact", group },
    summary: "buys exactly so many tokens for coins; what is left comes back",
    arguments: { amount: "of tokens" },
    options: { slippage: "how much more than quoted is accepted (default: 1 %)", to: TO },
    schema: (context) =>
      z.object({ amount: tokenAmount(), slippage: slippage(), to: accountArgument(context).optional() }),
    async plan(context, { amount: wanted, slippage: allowed, to = context.sender }) {
      const through = gatewayOf(context);
      const [quoted] = await context.contracts.reserve.quoteBuyExact(wanted);
      const maximum = (quoted * (WHOLE_BPS + allowed)) / WHOLE_BPS;
      const order = { recipient: to, deadline: tradeDeadline(context) };
      return {
        words: `Buy ${tokens(context, wanted)} for ${coins(context, maximum)} at most`,
        calls: gateway.buyExact({ ...through, ...order, tokens: wanted, maximum }),
        tell: (outcome) => {
          const { assetIn } = outcome.event("reserve", "Bought");
          const words = `Bought ${tokens(context, wanted)} for ${coins(context, assetIn)}.`;
          return { words, data: { assetIn } };
        },
      };
    },
  }),

  acting({
    ...{ name: "coin sell", group },
    summary: "sells tokens for coins",
    arguments: { amount: "of tokens" },
    options: { slippage: SLIPPAGE, to: TO },
    schema: (context) =>
      z.object({ amount: tokenAmount(), slippage: slippage(), to: accountArgument(context).optional() }),
    async plan(context, { amount: sold, slippage: allowed, to = context.sender }) {
      const through = gatewayOf(context);
      const { allowance } = await allowingTokens(context, through.gateway, sold);
      const [quoted] = await context.contracts.reserve.quoteSell(sold);
      const order = { recipient: to, deadline: tradeDeadline(context), minimum: atLeast(quoted, allowed) };
      return {
        words: `Sell ${tokens(context, sold)} for coins`,
        ...taking(
          {
            token: context.addresses.token,
            spender: through.gateway,
            amount: sold,
            allowance,
            deadline: order.deadline,
          },
          (allowing) => gateway.sell({ ...through, ...order, tokens: sold, ...allowing }),
        ),
        tell: (outcome) => {
          const { assetOut } = outcome.event("reserve", "Sold");
          const words = `Sold ${tokens(context, sold)} for ${coins(context, assetOut)}.`;
          return { words, data: { assetOut } };
        },
      };
    },
  }),

  acting({
    ...{ name: "coin redeem", group },
    summary: "gives tokens back for coins after a dissolution; all if no amount is given",
    arguments: { "[amount]": "of tokens" },
    options: { to: TO },
    schema: (context) =>
      z.object({ amount: tokenAmount().optional(), to: accountArgument(context).optional() }),
    async plan(context, { amount, to = context.sender }) {
      const through = gatewayOf(context);
      const { sender, addresses } = context;
      const all = amount ?? (await balanceAt(context, addresses.token, sender));
      if (all === 0n) throw new ChainError(`${sender} has no ${context.organisation.symbol} to redeem`);
      const { allowance } = await allowingTokens(context, through.gateway, all);
      return {
        words: `Redeem ${tokens(context, all)} for coins`,
        calls: gateway.redeem({ ...through, tokens: all, recipient: to, allowance }),
        tell: (outcome) => {
          const { assetOut } = outcome.event("reserve", "Redeemed");
          const words = `Redeemed ${tokens(context, all)} for ${coins(context, assetOut)}.`;
          return { words, data: { assetOut } };
        },
      };
    },
  }),

  acting({
    ...{ name: "coin contribute", group },
    summary: "takes part in the presale with coins; what it does not take comes back",
    arguments: { amount: "of coins" },
    options: {
      proof: { what: "a hash of the proof that the partner is on the allowlist", repeated: true },
      for: "whose place in the presale it is (default: the sender)",
    },
    schema: (context) =>
      z.object({
        amount: coinAmount(),
        proof: z.array(hashArgument("a hash of the proof")).default([]),
        for: accountArgument(context).optional(),
      }),
    plan(context, { amount, proof, for: account = context.sender }) {
      presaleOf(context);
      return {
        words: `Contribute ${coins(context, amount)} to the presale`,
        calls: gateway.contribute({ ...gatewayOf(context), amount, account, proof }),
        tell: (outcome) => {
          const { amount: taken, raised } = outcome.event("presale", "Contributed");
          const words = `Contributed ${coins(context, taken)}; raised so far: ${coins(context, raised)}.`;
          return { words, data: { taken, raised } };
        },
      };
    },
  }),

  acting({
    ...{ name: "coin refund", group },
    summary: "takes the sender's money back from the presale as coins",
    options: { to: TO },
    schema: (context) => z.object({ to: accountArgument(context).optional() }),
    async plan(context, { to = context.sender }) {
      const { presale: sale } = presaleOf(context);
      const through = gatewayOf(context);
      const { organisation } = through;
      const isOperator = await sale.isOperator(context.sender, through.gateway);
      const refund = gateway.refund({ ...through, recipient: to });
      const operator = { organisation, operator: through.gateway };
      return {
        words: "Take the money back from the presale as coins",
        // The gateway may have it refunded for this once.
        calls: isOperator
          ? refund
          : [
              ...presale.setOperator({ ...operator, allowed: true }),
              ...refund,
              ...presale.setOperator({ ...operator, allowed: false }),
            ],
        tell: (outcome) => {
          const { amount } = outcome.event("presale", "Refunded");
          return { words: `Refunded ${coins(context, amount)}.`, data: { amount } };
        },
      };
    },
  }),

  acting({
    ...{ name: "coin donate", group },
    summary: "gives coins to all holders",
    arguments: { amount: "of coins" },
    options: { note: "what for" },
    schema: () => z.object({ amount: coinAmount(), note: note() }),
    plan: (context, { amount, note: why }) => ({
      words: `Donate ${coins(context, amount)}`,
      calls: gateway.donate({ ...gatewayOf(context), amount, note: why }),
      tell: () => `Donated ${coins(context, amount)} to the holders of ${context.organisation.symbol}.`,
    }),
  }),

  acting({
    ...{ name: "coin wrap", group },
    summary: "wraps coins into the asset",
    arguments: { amount: "of coins" },
    schema: () => z.object({ amount: coinAmount() }),
    plan(context, { amount }) {
      gatewayOf(context);
      return {
        words: `Wrap ${coins(context, amount)}`,
        calls: token.wrap({ wrapped: context.organisation.asset.address, amount }),
        tell: () => `Wrapped ${coins(context, amount)}.`,
      };
    },
  }),

  acting({
    ...{ name: "coin unwrap", group },
    summary: "unwraps the asset into coins",
    arguments: { amount: "of the asset" },
    schema: () => z.object({ amount: coinAmount() }),
    plan(context, { amount }) {
      gatewayOf(context);
      return {
        words: `Unwrap ${coins(context, amount)}`,
        calls: token.unwrap({ wrapped: context.organisation.asset.address, amount }),
        tell: () => `Unwrapped ${coins(context, amount)}.`,
      };
    },
  }),
];
