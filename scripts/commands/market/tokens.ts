/** Commands of tokens: sending and burning them, and calls that anyone may make for the organisation's order. */
import { z } from "zod";
import { budget, custody, licences, market, presale, stake, token } from "../../../sdk/src/calls/index.ts";
import type { Address, Hex } from "../../../sdk/src/types.ts";
import { accountArgument, assetAmount, numberArgument, oneOf, tokenAmount } from "../../frame/arguments.ts";
import { presaleOf } from "../../frame/checks.ts";
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

const order = "order, which anyone keeps (cdpo tend makes these calls when they are due)";

/** Calls that `tend` makes, too. */
export const ORDER = [
  acting({
    ...{ name: "absorb", group: order },
    summary: "makes a gift of what was sent to the reserve past its functions",
    schema: () => z.object({}),
    plan: ({ addresses: organisation }) => ({
      words: "Make a gift of what was sent to the reserve",
      calls: market.absorb({ organisation }),
      tell: () => "What was sent to the reserve past its functions is a gift now.",
    }),
  }),

  acting({
    ...{ name: "renew-drip", group: order },
    summary: "brings the rate at which gifts drip in line with the reserve",
    schema: () => z.object({}),
    plan: ({ addresses: organisation }) => ({
      words: "Renew the rate at which gifts drip",
      calls: market.renewDrip({ organisation }),
      tell: () => "Renewed the rate at which gifts drip.",
    }),
  }),

  acting({
    ...{ name: "collect-tribute", group: order },
    summary: "sends the tribute that has gathered to the treasury",
    schema: () => z.object({}),
    plan: ({ addresses: organisation }) => ({
      words: "Send the tribute to the treasury",
      calls: market.collectTribute({ organisation }),
      tell: () => "Sent the tribute to the treasury.",
    }),
  }),

  acting({
    ...{ name: "burn-treasury", group: order },
    summary: "burns what reached the treasury after a dissolution",
    schema: () => z.object({}),
    plan: ({ addresses: organisation }) => ({
      words: "Burn the tokens of the dissolved treasury",
      calls: market.burnTreasury({ organisation }),
      tell: () => "Burned the tokens of the dissolved treasury.",
    }),
  }),

  acting({
    ...{ name: "collect-makers-part", group: order },
    summary: "sends the makers' part of licences to the treasury",
    schema: () => z.object({}),
    plan: ({ addresses: organisation }) => ({
      words: "Send the makers' part of licences to the treasury",
      calls: licences.collectMakersPart({ organisation, recipient: organisation.timelock }),
      tell: () => "Sent the makers' part of licences to the treasury.",
    }),
  }),

  acting({
    ...{ name: "sweep", group: order },
    summary: "sends what came to a contract past its functions to the treasury",
    arguments: { contract: "stake, presale, custody or budget" },
    options: { token: "asset or project (default), where the contract holds either" },
    schema: () => z.object({ contract: oneOf(["stake", "presale", "custody", "budget"]), token: which }),
    plan(context, { contract, token: kind }) {
      const { addresses: organisation } = context;
      const swept = kind === "asset" ? context.organisation.asset.address : organisation.token;
      if (contract !== "stake") presaleOf(context);
      const calls = {
        stake: () => stake.sweep({ organisation }),
        presale: () => presale.sweep({ organisation, token: swept }),
        custody: () => custody.sweep({ organisation, token: swept }),
        budget: () => budget.sweep({ organisation, token: swept }),
      }[contract]();
      return {
        words: `Sweep ${contract}`,
        calls,
        tell: () => `Sent what came to the ${contract} past its functions to the treasury.`,
      };
    },
  }),

  acting({
    ...{ name: "forfeit", group: order },
    summary: "takes out of a founder's stake what they lost by milestones that failed",
    arguments: { founder: "who" },
    schema: (context) => z.object({ founder: accountArgument(context) }),
    plan: ({ addresses: organisation }, { founder: account }) => ({
      words: `Take out of the stake of ${account} what they lost`,
      calls: stake.forfeit({ organisation, account }),
      tell: () => `Took out of the stake of ${account} what they lost as a founder.`,
    }),
  }),

  acting({
    ...{ name: "mature", group: order },
    summary: "records that enough circulates to decide",
    schema: () => z.object({}),
    plan: ({ addresses: organisation }) => ({
      words: "Record that enough circulates to decide",
      calls: stake.mature({ organisation }),
      tell: () => "Recorded that enough circulates to decide.",
    }),
  }),

  acting({
    ...{ name: "lower-dissolution", group: order },
    summary: "measures the consent to dissolve by what circulates now",
    schema: () => z.object({}),
    plan: ({ addresses: organisation }) => ({
      words: "Measure the consent to dissolve by what circulates now",
      calls: stake.lowerDissolution({ organisation }),
      tell: () => "The consent to dissolve is measured by what circulates now.",
    }),
  }),

  acting({
    ...{ name: "close-consent", group: order },
    summary: "ends the hold of a consent to dissolve whose round is over",
    arguments: { round: "its number", "[account]": "whose (default: the sender)" },
    schema: (context) =>
      z.object({
        round: numberArgument("the number of a round"),
        account: accountArgument(context).optional(),
      }),
    plan: ({ addresses: organisation, sender }, { round, account = sender }) => ({
      words: `Free the stake of ${account} from the consent to dissolve`,
      calls: stake.closeConsent({ organisation, round, account }),
      tell: () => `Freed the stake of ${account} from the consent to dissolve.`,
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
        return JSON.parse(written);
      } catch {
        issue.addIssue({ code: "custom", message: "expected JSON with owner, value, deadline, v, r and s" });
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
