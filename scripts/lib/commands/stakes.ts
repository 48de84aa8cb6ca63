/** Commands of those who have a voice: stake, veto, what holds a stake, and whatever anyone should do. */
import { z } from "zod";
import { ChainError, isRefusedCall } from "../chain.ts";
import { isDue, KINDS, readChoices } from "./due.ts";
import {
  accountArgument,
  command,
  eventOf,
  moment,
  numberArgument,
  send,
  tokenAmount,
  tokens,
  type Context,
} from "./command.ts";
import { describeHold, readHolds } from "./holds.ts";
import { operationOf } from "./operations.ts";

const MATTERS = ["contribution", "epoch", "decision"] as const;
/** After so many rounds whatever is left can wait. */
const MOST_ROUNDS = 5;

const matter = {
  "contribution|epoch|decision": z.enum(MATTERS, { error: "expected contribution, epoch or decision" }),
  id: numberArgument("its number, or the id of what founders scheduled"),
};

export const STAKES = {
  stake: command({
    summary: "stakes tokens, for a voice: votes, reviews, vetoes",
    positionals: ["amount"],
    options: { for: "whose the stake is (default: the sender)" },
    schema: (context) => z.object({ amount: tokenAmount(), for: accountArgument(context).optional() }),
    async run(context, { amount, for: account }) {
      const { chain, cdpo } = context;
      const { token, stake } = cdpo;
      const sender = chain.signer.address;
      const balance = await token.balanceOf(sender);
      if (balance < amount) {
        throw new ChainError(
          `${sender} has ${tokens(context, balance)} at hand, not ${tokens(context, amount)}`,
        );
      }
      if ((await token.allowance(sender, cdpo.addresses.stake)) < amount) {
        await send(context, token.approve.populateTransaction(cdpo.addresses.stake, amount));
        console.log(`Approved ${tokens(context, amount)}.`);
      }
      const whose = account ?? sender;
      await send(
        context,
        whose === sender
          ? stake.stake.populateTransaction(amount)
          : stake.stakeFor.populateTransaction(whose, amount),
      );
      return `Staked ${tokens(context, amount)}; the stake of ${whose} is ${tokens(context, await stake.getVotes(whose))}.`;
    },
  }),

  unstake: command({
    summary: "takes staked tokens back that nothing holds; all of them if no amount is given",
    positionals: ["[amount]"],
    options: { to: "who gets them (default: the sender)" },
    schema: (context) =>
      z.object({ amount: tokenAmount().optional(), to: accountArgument(context).optional() }),
    async run(context, { amount, to }) {
      const { chain, cdpo } = context;
      const sender = chain.signer.address;
      const free = await cdpo.stake.unstakable(sender);
      const wanted = amount ?? free;
      if (wanted === 0n || wanted > free) throw new ChainError(await whyHeld(context, wanted, free));
      await send(context, cdpo.stake.unstake.populateTransaction(wanted, to ?? sender));
      return `Unstaked ${tokens(context, wanted)}; the stake is ${tokens(context, await cdpo.stake.getVotes(sender))}.`;
    },
  }),

  close: command({
    summary: "ends what held an account's stake and is over; of the sender if no account is given",
    positionals: ["[account]"],
    options: {},
    schema: (context) => z.object({ account: accountArgument(context).optional() }),
    async run(context, { account }) {
      const { chain, cdpo } = context;
      const whose = account ?? chain.signer.address;
      const holds = await readHolds(context, whose);
      let closed = 0;
      for (const hold of holds) {
        const args = [hold.forum, hold.id, hold.tag, hold.account] as const;
        const isOver = await isDue({
          ...{ words: "", transaction: () => cdpo.stake.close.populateTransaction(...args) },
          probe: () => cdpo.stake.close.staticCall(...args),
        });
        if (!isOver) continue;
        await send(context, cdpo.stake.close.populateTransaction(...args));
        console.log(`Closed ${describeHold(cdpo, hold)}.`);
        closed++;
      }
      const free = await cdpo.stake.unstakable(whose);
      const left = holds.length - closed;
      return `${whose} can unstake ${tokens(context, free)}${left === 0 ? "" : `; ${left} of what they did ${left === 1 ? "goes" : "go"} on`}.`;
    },
  }),

  veto: command({
    summary: "vetoes a contribution, an epoch or what is queued with the sender's stake",
    positionals: ["contribution|epoch|decision", "id"],
    options: {},
    schema: () => z.object(matter),
    async run(context, { "contribution|epoch|decision": kind, id }) {
      const { cdpo } = context;
      const { stake } = cdpo;
      const transaction =
        kind === "contribution"
          ? cdpo.registry.veto.populateTransaction(id)
          : kind === "epoch"
            ? cdpo.epochs.veto.populateTransaction(id)
            : stake.vetoDecision.populateTransaction(await operationOf(context, id));
      const receipt = await send(context, transaction);
      const { weight, total, threshold } = await eventOf(receipt, (block) =>
        stake.queryFilter(stake.filters.VetoCast(), block, block),
      );
      const said = `Vetoed with ${tokens(context, weight)}; all vetoes together have ${tokens(context, total)}, and ${tokens(context, threshold)} stop it`;
      return total >= threshold
        ? `${said}: it is stopped. The stake is held for a week.`
        : `${said}. "npm run cdpo -- take-back ${kind} ${id}" takes it back.`;
    },
  }),

  "take-back": command({
    summary: "takes a veto back, or the consent to dissolve",
    positionals: ["contribution|epoch|decision|consent", "[id]"],
    options: {},
    schema: () =>
      z.object({
        "contribution|epoch|decision|consent": z.enum([...MATTERS, "consent"], {
          error: "expected contribution, epoch, decision or consent",
        }),
        id: matter.id.optional(),
      }),
    async run(context, { "contribution|epoch|decision|consent": kind, id }) {
      const { stake, timelock, addresses } = context.cdpo;
      if (kind === "consent") {
        await send(context, stake.takeBackConsent.populateTransaction());
        return "Took the consent to dissolve back.";
      }
      if (id === undefined) throw new ChainError(`which ${kind}? write its number after it`);
      const [forum, number] =
        kind === "decision"
          ? [addresses.timelock, await timelock.matterOf(await operationOf(context, id))]
          : [kind === "epoch" ? addresses.epochs : addresses.registry, id];
      await send(context, stake.takeBackVeto.populateTransaction(forum, number));
      return `Took the veto of ${kind} ${id} back.`;
    },
  }),

  consent: command({
    summary: "consents to dissolve the organisation, with the sender's stake",
    positionals: [],
    options: {},
    schema: () => z.object({}),
    async run(context) {
      const { organisation } = context;
      const { stake } = context.cdpo;
      const receipt = await send(context, stake.consentToDissolve.populateTransaction());
      const { round, weight, consented, needed } = await eventOf(receipt, (block) =>
        stake.queryFilter(stake.filters.DissolutionConsented(), block, block),
      );
      const said = `Consented to dissolve ${organisation.name} with ${tokens(context, weight)}; ${tokens(context, consented)} consent`;
      const { noticeAt } = await stake.roundOf(round);
      if (noticeAt === 0n) return `${said}, more than ${tokens(context, needed)} are needed.`;
      const [notice] = await stake.queryFilter(
        stake.filters.DissolutionNotice(round),
        Number(organisation.block),
      );
      if (notice === undefined) throw new ChainError(`round ${round} has a notice without an event`);
      const { from, until } = notice.args;
      return `${said}: it can be dissolved from ${moment(from)} to ${moment(until)}.`;
    },
  }),

  tend: command({
    summary: "makes every call that is due and open to anyone: pays, closes, opens, queues, carries out",
    positionals: [],
    options: {},
    schema: () => z.object({}),
    async run(context) {
      let done = 0;
      for (let round = 0; round < MOST_ROUNDS; ++round) {
        const before = done;
        for (const kind of KINDS) {
          for (const candidate of await kind(context)) {
            if (!(await isDue(candidate))) continue;
            try {
              await send(context, candidate.transaction());
            } catch (thrown) {
              // Somebody else was faster, or it changed meanwhile.
              if (!isRefusedCall(thrown)) throw thrown;
              continue;
            }
            console.log(`Done: ${candidate.words}.`);
            done++;
          }
        }
        if (done === before) break;
      }
      for (const choice of await readChoices(context)) console.log(`Not done, as it is a choice: ${choice}.`);
      if (done === 0) return `Nothing is due in ${context.organisation.name}.`;
      return `Made ${done} ${done === 1 ? "call" : "calls"} that ${done === 1 ? "was" : "were"} due.`;
    },
  }),
};

/** Why an amount cannot be unstaked, and how to go on. */
async function whyHeld(context: Context, wanted: bigint, free: bigint): Promise<string> {
  const { chain, cdpo } = context;
  const account = chain.signer.address;
  const stake = await cdpo.stake.getVotes(account);
  if (stake === 0n) return `${account} has staked nothing`;
  const holds = await readHolds(context, account);
  const acts = holds.slice(0, 3).map((hold) => describeHold(cdpo, hold));
  const more = holds.length > acts.length ? ` and ${holds.length - acts.length} more` : "";
  const reasons = [
    ...(acts.length > 0
      ? [`held by ${acts.join(", ")}${more} ("npm run cdpo -- close" ends what is over)`]
      : []),
    ...((await cdpo.stake.accountOf(account)).vesting ? ["still vesting"] : []),
  ];
  const why = reasons.length === 0 ? "" : `; the rest is ${reasons.join(", or ")}`;
  const asked = wanted === 0n ? "" : `, not ${tokens(context, wanted)}`;
  return `${account} has staked ${tokens(context, stake)} and can unstake ${tokens(context, free)}${asked}${why}`;
}
