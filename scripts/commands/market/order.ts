/** Calls that anyone may make for the organisation's order; `tend` makes them, too. */
import { z } from "zod";
import { stakeAbi } from "../../../sdk/src/abi/Stake.ts";
import { budget, custody, licences, market, presale, stake } from "../../../sdk/src/calls/index.ts";
import { ask } from "../../../sdk/src/reading.ts";
import { accountArgument, numberArgument, oneOf } from "../../frame/arguments.ts";
import { balanceAt, consentOpen, presaleOf } from "../../frame/checks.ts";
import { acting } from "../../frame/command.ts";
import { eventsOf } from "../../frame/history.ts";
import { money, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";

const group = "order, which anyone keeps (cdpo tend makes these calls when they are due)";

export const ORDER = [
  acting({
    ...{ name: "absorb", group },
    summary: "makes a gift of what was sent to the reserve past its functions",
    schema: () => z.object({}),
    plan: (context) => ({
      words: "Make a gift of what was sent to the reserve",
      calls: market.absorb({ organisation: context.addresses }),
      tell: (outcome) => {
        const { amount } = outcome.event("reserve", "Absorbed");
        const words = `${money(context, amount)} that were sent to the reserve past its functions are a gift now.`;
        return { words, data: { amount } };
      },
    }),
  }),

  acting({
    ...{ name: "renew-drip", group },
    summary: "brings the rate at which gifts drip in line with the reserve",
    schema: () => z.object({}),
    plan: ({ addresses: organisation }) => ({
      words: "Renew the rate at which gifts drip",
      calls: market.renewDrip({ organisation }),
      tell: () => "Renewed the rate at which gifts drip.",
    }),
  }),

  acting({
    ...{ name: "collect-tribute", group },
    summary: "sends the tribute that has gathered to the treasury",
    schema: () => z.object({}),
    plan: (context) => ({
      words: "Send the tribute to the treasury",
      calls: market.collectTribute({ organisation: context.addresses }),
      tell: (outcome) => {
        const { amount } = outcome.event("reserve", "TributeCollected");
        return { words: `Sent ${money(context, amount)} of tribute to the treasury.`, data: { amount } };
      },
    }),
  }),

  acting({
    ...{ name: "burn-treasury", group },
    summary: "burns what reached the treasury after a dissolution",
    schema: () => z.object({}),
    async plan(context) {
      const { addresses: organisation } = context;
      if ((await balanceAt(context, organisation.token, organisation.timelock)) === 0n) {
        throw new ChainError(`the treasury has no ${context.organisation.symbol} to burn`);
      }
      return {
        words: "Burn the tokens of the dissolved treasury",
        calls: market.burnTreasury({ organisation }),
        tell: (outcome) => {
          const { amount } = outcome.event("reserve", "TreasuryBurned");
          return { words: `Burned ${tokens(context, amount)} of the dissolved treasury.`, data: { amount } };
        },
      };
    },
  }),

  acting({
    ...{ name: "collect-makers-part", group },
    summary: "sends the makers' part of licences to the treasury",
    schema: () => z.object({}),
    plan: (context) => ({
      words: "Send the makers' part of licences to the treasury",
      calls: licences.collectMakersPart({
        ...{ organisation: context.addresses, recipient: context.addresses.timelock },
      }),
      tell: (outcome) => {
        const { amount } = outcome.event("licenceOffice", "MakersPartCollected");
        const words = `Sent ${money(context, amount)}, the makers' part of licences, to the treasury.`;
        return { words, data: { amount } };
      },
    }),
  }),

  acting({
    ...{ name: "sweep", group },
    summary: "sends what came to a contract past its functions to the treasury",
    arguments: { contract: "stake, presale, custody or budget" },
    options: { token: "asset or project (default), where the contract holds either" },
    schema: () =>
      z.object({
        contract: oneOf(["stake", "presale", "custody", "budget"]),
        token: oneOf(["asset", "project"]).default("project"),
      }),
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
        tell: (outcome) => {
          const { amount } =
            contract === "stake" ? outcome.event("stake", "Swept") : outcome.event(contract, "StraySwept");
          const sum =
            contract !== "stake" && kind === "asset" ? money(context, amount) : tokens(context, amount);
          const words = `Sent ${sum} that came to the ${contract} past its functions to the treasury.`;
          return { words, data: { amount } };
        },
      };
    },
  }),

  acting({
    ...{ name: "forfeit", group },
    summary: "takes out of a founder's stake what they lost by milestones that failed",
    arguments: { founder: "who" },
    schema: (context) => z.object({ founder: accountArgument(context) }),
    async plan(context, { founder: account }) {
      const { addresses: organisation, rpc } = context;
      const forfeit = { rpc, abi: stakeAbi, address: organisation.stake, functionName: "forfeit" };
      const [lost] = await ask({ ...forfeit, args: [account] });
      if (lost === 0n) throw new ChainError(`${account} has lost nothing as a founder that is still staked`);
      return {
        words: `Take out of the stake of ${account} what they lost`,
        calls: stake.forfeit({ organisation, account }),
        tell: (outcome) => {
          const { amount } = outcome.event("stake", "StakeForfeited");
          const words = `Took ${tokens(context, amount)} out of the stake of ${account}, which they lost as a founder.`;
          return { words, data: { account, amount } };
        },
      };
    },
  }),

  acting({
    ...{ name: "mature", group },
    summary: "records that enough circulates to decide",
    schema: () => z.object({}),
    async plan(context) {
      if ((await eventsOf(context, "stake", "Matured")).length > 0) {
        throw new ChainError("it is recorded already that enough circulates to decide");
      }
      return {
        words: "Record that enough circulates to decide",
        calls: stake.mature({ organisation: context.addresses }),
        tell: (outcome) => {
          const { circulating } = outcome.event("stake", "Matured");
          const words = `Recorded that ${tokens(context, circulating)} circulate, enough to decide.`;
          return { words, data: { circulating } };
        },
      };
    },
  }),

  acting({
    ...{ name: "lower-dissolution", group },
    summary: "measures the consent to dissolve by what circulates now",
    schema: () => z.object({}),
    async plan(context) {
      const { addresses: organisation, contracts } = context;
      const [round, present] = await Promise.all([consentOpen(context), contracts.stake.circulating()]);
      if (round === undefined) throw new ChainError("no consent to dissolve is being collected");
      if (present >= round.circulating) {
        throw new ChainError(
          `the consent to dissolve is measured by ${tokens(context, round.circulating)}, and no less circulates`,
        );
      }
      return {
        words: "Measure the consent to dissolve by what circulates now",
        calls: stake.lowerDissolution({ organisation }),
        tell: async (outcome) => {
          const { circulating } = await contracts.stake.roundOf(round.number);
          const begun = outcome.events("stake", "DissolutionNotice").length > 0;
          const words = `The consent to dissolve is measured by ${tokens(context, circulating)} now${begun ? ", and suffices: its notice has begun" : ""}.`;
          return { words, data: { circulating, begun } };
        },
      };
    },
  }),

  acting({
    ...{ name: "close-consent", group },
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
