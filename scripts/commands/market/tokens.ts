/** Commands of tokens: sending, allowing and burning them. */
import { z } from "zod";
import { token } from "../../../sdk/src/calls/index.ts";
import { JsonError, parseJson } from "../../../sdk/src/config/index.ts";
import type { Address, Hex } from "../../../sdk/src/types.ts";
import { accountArgument, assetAmount, oneOf, tokenAmount } from "../../frame/arguments.ts";
import { acting, type Context } from "../../frame/command.ts";
import { money, tokens } from "../../frame/words.ts";

const group = "tokens";
const WHICH = { token: "asset or project (default)" };
const which = oneOf(["asset", "project"]).default("project");

interface Sum {
  readonly address: Address;
  readonly units: bigint;
  readonly words: string;
}

/** An amount of the asset or of project tokens, as written. */
function sumOf(context: Context, written: string, kind: "asset" | "project"): Sum {
  const isAsset = kind === "asset";
  const units = (isAsset ? assetAmount(context, 0n) : tokenAmount(0n)).parse(written);
  const address = isAsset ? context.organisation.asset.address : context.addresses.token;
  return { address, units, words: (isAsset ? money : tokens)(context, units) };
}

const sum = (context: Context) =>
  z
    .object({ amount: z.string({ error: "is missing, expected an amount such as 12.5" }), token: which })
    .superRefine(({ amount, token: kind }, issue) => {
      const field = kind === "asset" ? assetAmount(context, 0n) : tokenAmount(0n);
      const parsed = field.safeParse(amount);
      const message = parsed.error?.issues[0]?.message;
      if (message !== undefined) issue.addIssue({ code: "custom", path: ["amount"], message });
    });

export const TOKENS = [
  acting({
    ...{ name: "send", group },
    summary: "sends project tokens, or the asset, of the sender",
    arguments: { amount: "in whole units", to: "who gets it" },
    options: WHICH,
    schema: (context) => sum(context).and(z.object({ to: accountArgument(context) })),
    plan(context, { amount, to, token: kind }) {
      const { address, units, words } = sumOf(context, amount, kind);
      return {
        words: `Send ${words} to ${to}`,
        calls: token.transfer({ token: address, to, amount: units }),
        tell: () => `Sent ${words} to ${to}.`,
      };
    },
  }),

  acting({
    ...{ name: "send-from", group },
    summary: "sends tokens that their holder allowed the sender to take",
    arguments: { amount: "in whole units", holder: "whose", to: "who gets it" },
    options: WHICH,
    schema: (context) =>
      sum(context).and(z.object({ holder: accountArgument(context), to: accountArgument(context) })),
    plan(context, { amount, holder, to, token: kind }) {
      const { address, units, words } = sumOf(context, amount, kind);
      return {
        words: `Send ${words} of ${holder} to ${to}`,
        calls: token.transferFrom({ token: address, from: holder, to, amount: units }),
        tell: () => `Sent ${words} of ${holder} to ${to}.`,
      };
    },
  }),

  acting({
    ...{ name: "allow", group },
    summary: "lets an account take exactly so much of the sender; 0 takes an approval back",
    arguments: { amount: "in whole units", spender: "who may" },
    options: WHICH,
    schema: (context) => sum(context).and(z.object({ spender: accountArgument(context) })),
    plan(context, { amount, spender, token: kind }) {
      const { address, units, words } = sumOf(context, amount, kind);
      return {
        words: `Let ${spender} take ${words}`,
        calls: token.approve({ token: address, spender, amount: units }),
        tell: () => `${spender} may take ${words}.`,
      };
    },
  }),

  acting({
    ...{ name: "allow-signed", group },
    summary: "brings in a permit that a holder signed (ERC-2612); anyone may",
    arguments: { permit: "as JSON with owner, value, deadline, v, r and s", spender: "who may" },
    options: WHICH,
    schema: (context) =>
      z.object({ permit: permitArgument(context), spender: accountArgument(context), token: which }),
    plan(context, { permit, spender, token: kind }) {
      const address = kind === "asset" ? context.organisation.asset.address : context.addresses.token;
      return {
        words: `Bring in the permit of ${permit.owner}`,
        calls: token.permit({ token: address, spender, permit }),
        tell: () => `${spender} may take what ${permit.owner} signed.`,
      };
    },
  }),

  acting({
    ...{ name: "burn", group },
    summary: "burns project tokens of the sender: a gift to all other holders",
    arguments: { amount: "of tokens" },
    schema: () => z.object({ amount: tokenAmount() }),
    plan: (context, { amount }) => ({
      words: `Burn ${tokens(context, amount)}`,
      calls: token.burn({ organisation: context.addresses, amount }),
      tell: () => `Burned ${tokens(context, amount)}.`,
    }),
  }),

  acting({
    ...{ name: "burn-from", group },
    summary: "burns project tokens that their holder allowed the sender to take",
    arguments: { amount: "of tokens", holder: "whose" },
    schema: (context) => z.object({ amount: tokenAmount(), holder: accountArgument(context) }),
    plan: (context, { amount, holder: account }) => ({
      words: `Burn ${tokens(context, amount)} of ${account}`,
      calls: token.burnFrom({ organisation: context.addresses, account, amount }),
      tell: () => `Burned ${tokens(context, amount)} of ${account}.`,
    }),
  }),
];

function permitArgument(context: Context) {
  const digits = z.union([z.string().regex(/^\d{1,78}$/), z.int()]).transform(BigInt);
  const word = z
    .string()
    .regex(/^0x[0-9a-fA-F]{64}$/)
    .transform((written) => written as Hex);
  return z
    .string({ error: "is missing, expected a permit as JSON" })
    .transform((written, issue): unknown => {
      try {
        return parseJson(written);
      } catch (thrown) {
        if (!(thrown instanceof JsonError)) throw thrown;
        const message = `${thrown.message}; expected JSON with owner, value, deadline, v, r and s`;
        issue.addIssue({ code: "custom", message });
        return z.NEVER;
      }
    })
    .pipe(
      z.object({
        owner: accountArgument(context),
        value: digits,
        deadline: digits,
        v: z.int().min(27).max(28),
        r: word,
        s: word,
      }),
    );
}
