/** Commands of those who have a voice: stake, veto, and what holds a stake. */
import { z } from "zod";
import { epochs, recognition, stake } from "../../../sdk/src/calls/index.ts";
import { rehearse } from "../../../sdk/src/rehearsal/index.ts";
import type { Address, Call } from "../../../sdk/src/types.ts";
import { accountArgument, numberArgument, oneOf, tokenAmount } from "../../frame/arguments.ts";
import { allowingTokens, taking, tradeDeadline } from "../../frame/checks.ts";
import { acting, reading, type Context, type ReadingContext } from "../../frame/command.ts";
import { eventsOf, holdInWords, openHolds, operationOf } from "../../frame/history.ts";
import { moment, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";

const group = "stakes";
const MATTERS = ["contribution", "epoch", "decision"] as const;
const id = numberArgument("its number, or the id of what founders scheduled");

export const STAKE = [
  acting({
    ...{ name: "stake", group },
    summary: "stakes tokens, for a voice: votes, reviews, vetoes",
    arguments: { amount: "of tokens" },
    options: { for: "whose the stake is (default: the sender)" },
    schema: (context) => z.object({ amount: tokenAmount(), for: accountArgument(context).optional() }),
    async plan(context, { amount, for: account }) {
      const { addresses: organisation, contracts, sender } = context;
      const { token, stake: spender } = organisation;
      const { allowance } = await allowingTokens(context, spender, amount);
      const whose = account ?? sender;
      const deadline = tradeDeadline(context);
      return {
        words: `Stake ${tokens(context, amount)}`,
        ...(whose === sender
          ? taking({ token, spender, amount, allowance, deadline }, (allowing) =>
              stake.stake({ organisation, amount, ...allowing }),
            )
          : { calls: stake.stakeFor({ organisation, amount, allowance, account: whose }) }),
        tell: async () => {
          const votes = await contracts.stake.getVotes(whose);
          const words = `Staked ${tokens(context, amount)}; the stake of ${whose} is ${tokens(context, votes)}.`;
          return { words, data: { account: whose, stake: votes } };
        },
      };
    },
  }),

  acting({
    ...{ name: "unstake", group },
    summary: "takes staked tokens back that nothing holds; all of them if no amount is given",
    arguments: { "[amount]": "of tokens" },
    options: { to: "who gets them (default: the sender)" },
    schema: (context) =>
      z.object({ amount: tokenAmount().optional(), to: accountArgument(context).optional() }),
    async plan(context, { amount, to }) {
      const { addresses: organisation, contracts, sender } = context;
      const free = await contracts.stake.unstakable(sender);
      const wanted = amount ?? free;
      if (wanted === 0n || wanted > free) throw new ChainError(await whyHeld(context, wanted, free));
      return {
        words: `Unstake ${tokens(context, wanted)}`,
        calls: stake.unstake({ organisation, amount: wanted, recipient: to ?? sender }),
        tell: async () => {
          const left = await contracts.stake.getVotes(sender);
          const words = `Unstaked ${tokens(context, wanted)}; the stake is ${tokens(context, left)}.`;
          return { words, data: { unstaked: wanted, stake: left } };
        },
      };
    },
  }),

  reading({
    ...{ name: "holds", group },
    summary: "lists what holds an account's stake, and until when",
    arguments: { account: "whose stake" },
    schema: (context) => z.object({ account: accountArgument(context) }),
    async read(context, { account }) {
      const { contracts, addresses } = context;
      const [staked, free, holds] = await Promise.all([
        contracts.stake.getVotes(account),
        contracts.stake.unstakable(account),
        openHolds(context, account),
      ]);
      const listed = holds.map((hold) => {
        const words = holdInWords(addresses, hold);
        return { ...hold, words, over: hold.until <= context.now };
      });
      const lines = listed.map(
        ({ words, until, over }) => `held by ${words}, ${over ? "which is over" : `until ${moment(until)}`}`,
      );
      const first = `${account} has staked ${tokens(context, staked)} and can unstake ${tokens(context, free)}`;
      return {
        value: { account, staked, unstakable: free, holds: listed },
        words: [first, ...lines].join("\n"),
      };
    },
  }),

  acting({
    ...{ name: "close", group },
    summary: "ends what held an account's stake and is over; of the sender if no account is given",
    arguments: { "[account]": "whose stake" },
    schema: (context) => z.object({ account: accountArgument(context).optional() }),
    async plan(context, { account }) {
      const { addresses: organisation, contracts, sender } = context;
      const whose = account ?? sender;
      const holds = await openHolds(context, whose);
      const over: { readonly words: string; readonly call: Call }[] = [];
      for (const hold of holds) {
        const [call] = stake.close({ organisation, ...hold, tag: Number(hold.tag) });
        if (call === undefined || !(await isOver(context, call))) continue;
        over.push({ words: `Closed ${holdInWords(organisation, hold)}.`, call });
      }
      return {
        words: `Close what held the stake of ${whose}`,
        calls: over.map(({ call }) => call),
        apart: over.map(({ words }) => words),
        tell: async () => {
          const free = await contracts.stake.unstakable(whose);
          const left = holds.length - over.length;
          const rest = left === 0 ? "" : `; ${left} of what they did ${left === 1 ? "goes" : "go"} on`;
          return {
            words: `${whose} can unstake ${tokens(context, free)}${rest}.`,
            data: { account: whose, unstakable: free, left },
          };
        },
      };
    },
  }),

  acting({
    ...{ name: "veto", group },
    summary: "vetoes a contribution, an epoch or what is queued with the sender's stake",
    arguments: { "contribution|epoch|decision": "what", id: "its number, or the id of an operation" },
    schema: () => z.object({ "contribution|epoch|decision": oneOf(MATTERS), id }),
    async plan(context, { "contribution|epoch|decision": kind, id: number }) {
      const { addresses: organisation } = context;
      const calls =
        kind === "contribution"
          ? recognition.veto({ organisation, id: number })
          : kind === "epoch"
            ? epochs.veto({ organisation, epoch: number })
            : stake.vetoDecision({ organisation, operation: await operationOf(context, number) });
      return {
        words: `Veto ${kind} ${number}`,
        calls,
        tell: (outcome) => {
          const { weight, total, threshold } = outcome.event("stake", "VetoCast");
          const said = `Vetoed with ${tokens(context, weight)}; all vetoes together have ${tokens(context, total)}, and ${tokens(context, threshold)} stop it`;
          const words =
            total >= threshold
              ? `${said}: it is stopped. The stake is held for a week.`
              : `${said}. "cdpo take-back ${kind} ${number}" takes it back.`;
          return { words, data: { weight, total, threshold } };
        },
      };
    },
  }),

  acting({
    ...{ name: "take-back", group },
    summary: "takes a veto back, or the consent to dissolve",
    arguments: { "contribution|epoch|decision|consent": "what", "[id]": "its number" },
    schema: () =>
      z.object({
        "contribution|epoch|decision|consent": oneOf([...MATTERS, "consent"]),
        id: id.optional(),
      }),
    async plan(context, { "contribution|epoch|decision|consent": kind, id: number }) {
      const { addresses: organisation, contracts } = context;
      if (kind === "consent") {
        return {
          words: "Take the consent to dissolve back",
          calls: stake.takeBackConsent({ organisation }),
          tell: () => "Took the consent to dissolve back.",
        };
      }
      if (number === undefined) throw new ChainError(`which ${kind}? write its number after it`);
      const { timelock, epochs: ofEpochs, registry } = organisation;
      const [forum, matter] =
        kind === "decision"
          ? [timelock, await contracts.timelock.matterOf(await operationOf(context, number))]
          : [kind === "epoch" ? ofEpochs : registry, number];
      return {
        words: `Take the veto of ${kind} ${number} back`,
        calls: stake.takeBackVeto({ organisation, forum, id: matter }),
        tell: () => `Took the veto of ${kind} ${number} back.`,
      };
    },
  }),

  acting({
    ...{ name: "consent", group },
    summary: "consents to dissolve the organisation, with the sender's stake",
    schema: () => z.object({}),
    plan: (context) => ({
      words: `Consent to dissolve ${context.organisation.name}`,
      calls: stake.consentToDissolve({ organisation: context.addresses }),
      tell: async (outcome) => {
        const { contracts, organisation } = context;
        const { round, weight, consented, needed } = outcome.event("stake", "DissolutionConsented");
        const said = `Consented to dissolve ${organisation.name} with ${tokens(context, weight)}; ${tokens(context, consented)} consent`;
        const data = { round, weight, consented, needed };
        const { noticeAt } = await contracts.stake.roundOf(round);
        if (noticeAt === 0n) {
          return { words: `${said}, more than ${tokens(context, needed)} are needed.`, data };
        }
        const notices = await eventsOf(context, "stake", "DissolutionNotice");
        const notice = notices.find((each) => each.round === round);
        if (notice === undefined) throw new ChainError(`round ${round} has a notice without an event`);
        const { from, until } = notice;
        const words = `${said}: it can be dissolved from ${moment(from)} to ${moment(until)}.`;
        return { words, data: { ...data, from, until } };
      },
    }),
  }),
];

/** Whether a call would be accepted now. */
async function isOver({ rpc, sender: from }: Context, call: Call): Promise<boolean> {
  return (await rehearse({ rpc, from, calls: [call] })).refused === undefined;
}

/** Why an amount cannot be unstaked, and how to go on. */
async function whyHeld(context: Context, wanted: bigint, free: bigint): Promise<string> {
  const { sender: account, contracts, addresses } = context;
  const staked = await contracts.stake.getVotes(account);
  if (staked === 0n) return `${account} has staked nothing`;
  const holds = await openHolds(context, account);
  const acts = holds.slice(0, 3).map((hold) => holdInWords(addresses, hold));
  const more = holds.length > acts.length ? ` and ${holds.length - acts.length} more` : "";
  const reasons = [
    ...(acts.length > 0 ? [`held by ${acts.join(", ")}${more} ("cdpo close" ends what is over)`] : []),
    ...((await isVesting(context, account)) ? ["still vesting"] : []),
  ];
  const why = reasons.length === 0 ? "" : `; the rest is ${reasons.join(", or ")}`;
  const asked = wanted === 0n ? "" : `, not ${tokens(context, wanted)}`;
  return `${account} has staked ${tokens(context, staked)} and can unstake ${tokens(context, free)}${asked}${why}`;
}

async function isVesting({ contracts }: ReadingContext, account: Address): Promise<boolean> {
  return (await contracts.stake.accountOf(account)).vesting;
}
