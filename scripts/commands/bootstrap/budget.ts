/** Commands of the production budget and its milestones: the trustee, partners, and anyone. */
import { z } from "zod";
import { budget } from "../../../sdk/src/calls/index.ts";
import { contractsAt, one, read, readOne, type Milestone } from "../../../sdk/src/state/index.ts";
import { DAY, formatBps, formatDuration } from "../../../sdk/src/units.ts";
import { accountArgument, numberArgument } from "../../frame/arguments.ts";
import { presaleOf } from "../../frame/checks.ts";
import { acting, reading, type ReadingContext } from "../../frame/command.ts";
import { moment, money } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";
import { everyOne, stateInWords, tableOf } from "../lists.ts";

const group = "production budget";
const milestone = numberArgument("the number of a milestone, from 0").optional();
const MILESTONE = { "[milestone]": "its number, from 0 (default: the one whose turn it is)" };
const schema = () => z.object({ milestone });

export const BUDGET = [
  acting({
    ...{ name: "milestone approve", group },
    summary: "approves the milestone whose turn it is: partners may object for a while; the trustee only",
    arguments: MILESTONE,
    schema,
    async plan(context, { milestone: chosen }) {
      const index = chosen ?? (await turnOf(context));
      return {
        words: `Approve milestone ${index}`,
        calls: budget.approveMilestone({ organisation: context.addresses, index }),
        tell: (outcome) => {
          const { objectionsEnd } = outcome.event("budget", "MilestoneApproved");
          const words = `Approved milestone ${index}: partners can object until ${moment(objectionsEnd)}, then anyone can pay it.`;
          return { words, data: { milestone: index, objectionsEnd } };
        },
      };
    },
  }),

  acting({
    ...{ name: "milestone refuse", group },
    summary: "refuses a milestone for good: its part belongs to the partners again; the trustee only",
    arguments: MILESTONE,
    schema,
    async plan(context, { milestone: chosen }) {
      const index = chosen ?? (await turnOf(context));
      return {
        words: `Refuse milestone ${index}`,
        calls: budget.refuseMilestone({ organisation: context.addresses, index }),
        tell: (outcome) => {
          const { amount } = outcome.event("budget", "MilestoneRefused");
          const words = `Refused milestone ${index}: ${money(context, amount)} are the partners' again.`;
          return { words, data: { milestone: index, amount } };
        },
      };
    },
  }),

  acting({
    ...{ name: "milestone object", group },
    summary: "objects to an approved milestone with what the sender gave and has staked; partners only",
    arguments: MILESTONE,
    schema,
    async plan(context, { milestone: chosen }) {
      const index = chosen ?? (await turnOf(context));
      return {
        words: `Object to milestone ${index}`,
        calls: budget.objectToMilestone({ organisation: context.addresses, index }),
        tell: (outcome) => {
          const { weight, objecting } = outcome.event("budget", "MilestoneObjected");
          const refused = outcome.events("budget", "MilestoneRefused").length > 0;
          const returned = refused || outcome.events("budget", "MilestoneReturned").length > 0;
          const end = refused
            ? "It is refused."
            : returned
              ? "It is the trustee's to approve again."
              : `All objections together: ${money(context, objecting)}.`;
          const words = `Objected to milestone ${index} with ${money(context, weight)}. ${end}`;
          return { words, data: { milestone: index, weight, objecting, returned, refused } };
        },
      };
    },
  }),

  acting({
    ...{ name: "milestone pay", group },
    summary: "pays an approved milestone to the treasury once nobody can object any more; anyone",
    arguments: MILESTONE,
    schema,
    async plan(context, { milestone: chosen }) {
      const index = chosen ?? (await turnOf(context));
      return {
        words: `Pay milestone ${index}`,
        calls: budget.payMilestone({ organisation: context.addresses, index }),
        tell: (outcome) => {
          const { amount } = outcome.event("budget", "MilestonePaid");
          const words = `Paid milestone ${index}: ${money(context, amount)} are the treasury's.`;
          return { words, data: { milestone: index, amount } };
        },
      };
    },
  }),

  acting({
    ...{ name: "milestone fail", group },
    summary: "says that a milestone was missed, or could not be paid for long; anyone",
    arguments: MILESTONE,
    schema,
    async plan(context, { milestone: chosen }) {
      const index = chosen ?? (await turnOf(context));
      return {
        words: `Say that milestone ${index} failed`,
        calls: budget.failMilestone({ organisation: context.addresses, index }),
        tell: (outcome) => {
          const [end] = outcome.events("budget", "PlanEnded");
          const [missed] = outcome.events("budget", "MilestoneMissed");
          const [refused] = outcome.events("budget", "MilestoneRefused");
          const { amount } = end ?? missed ?? refused ?? { amount: 0n };
          const words =
            `Milestone ${index} failed${end === undefined ? "" : ", and with it the plan"}: ` +
            `${money(context, amount)} are the partners' again.`;
          return { words, data: { milestone: index, amount, planEnded: end !== undefined } };
        },
      };
    },
  }),

  acting({
    ...{ name: "budget fetch", group },
    summary: "takes the sender's part of production money that was not spent; partners",
    options: { to: "who gets it (default: the sender)" },
    schema: (context) => z.object({ to: accountArgument(context).optional() }),
    plan(context, { to: recipient = context.sender }) {
      presaleOf(context);
      return {
        words: "Fetch what was not spent",
        calls: budget.fetch({ organisation: context.addresses, recipient }),
        tell: (outcome) => {
          const { amount } = outcome.event("budget", "Fetched");
          return { words: `Fetched ${money(context, amount)}.`, data: { amount } };
        },
      };
    },
  }),

  reading({
    ...{ name: "milestone list", group },
    summary: "lists the milestones with their dates, and tells what can be done about them now",
    schema: () => z.object({}),
    async read(context) {
      const value = await budgetOf(context);
      const { account, milestones, turn, next } = value;
      const table = tableOf({
        columns: ["milestone", "part", "brings", "due", "state", "objections until", "objecting"],
        rows: milestones.map(({ id, bps, amount, dueAt, dueAfter, state, objectionsEnd, objecting }) => [
          String(id),
          formatBps(bps),
          money(context, amount),
          dueAt === 0n ? `${formatDuration(dueAfter)} after the release` : moment(dueAt),
          stateInWords(state),
          objectionsEnd === 0n ? "" : moment(objectionsEnd),
          objecting === 0n ? "" : money(context, objecting),
        ]),
        none: "There are no milestones.",
      });
      const sums = `Received ${money(context, account.received)}: ${money(context, account.paid)} paid, ${money(context, account.owed)} owed to the partners (${money(context, account.fetched)} fetched), ${money(context, account.left)} left.`;
      const whose = turn === undefined ? "" : `Milestone ${turn}: `;
      return { value, words: [table, sums, `${whose}${next}.`].join("\n") };
    },
  }),
];

/** Within these days after the release partners can stake, and nothing is approved. */
const STAKING_TIME = 14n * DAY;
/** What cannot be paid for so long after its objections fails. */
const UNPAID_TERM = 90n * DAY;

/** Number of the milestone whose turn it is. Throws {@link ChainError} when the plan is over. */
async function turnOf(context: ReadingContext): Promise<bigint> {
  const { budget: views } = presaleOf(context);
  const [turn, count] = await Promise.all([views.turn(), views.milestoneCount()]);
  if (turn < count) return turn;
  throw new ChainError(
    'all milestones are settled: "cdpo milestone list" tells how; partners take theirs with "cdpo budget fetch"',
  );
}

/** All about the budget, and what can be done about the milestone whose turn it is. */
async function budgetOf(context: ReadingContext) {
  const { budget: views, presale } = presaleOf(context);
  const { budget: at } = contractsAt(context.addresses);
  if (at === undefined) throw new Error("a presale has a budget");
  const [account, terms, count, current, deadline, releasedAt, noticeEnds] = await Promise.all([
    readOne(context.rpc, read({ ...at, functionName: "account" })),
    readOne(context.rpc, read({ ...at, functionName: "terms" })),
    views.milestoneCount(),
    views.turn(),
    views.deadline(),
    presale.releasedAt(),
    context.contracts.stake.noticeEnds(),
  ]);
  const found = await everyOne(context, {
    count,
    first: 0n,
    each: (index) => one(read({ ...at, functionName: "milestoneOf", args: [index] })),
  });
  const milestones = found.map((each) => ({
    ...each,
    dueAfter: terms.milestones[Number(each.id)]?.dueAfter ?? 0n,
  }));
  const mine = milestones[Number(current)];
  const turn = mine === undefined || releasedAt === 0n ? undefined : current;
  const next =
    releasedAt === 0n
      ? "Nothing is approved or paid before the release"
      : mine === undefined
        ? "All milestones are settled"
        : nextOf({ ...mine, now: context.now, deadline, from: releasedAt + STAKING_TIME, noticeEnds });
  return { account, deadline, turn, next, milestones };
}

function nextOf({
  state,
  objectionsEnd,
  now,
  deadline,
  from,
  noticeEnds,
}: Pick<Milestone, "state" | "objectionsEnd"> & {
  readonly now: bigint;
  readonly deadline: bigint;
  readonly from: bigint;
  readonly noticeEnds: bigint;
}): string {
  if (state !== "Approved") {
    if (now >= deadline) return "it was missed, and anyone can say so (milestone fail)";
    if (now < from) return `the trustee can approve it from ${moment(from)} until ${moment(deadline)}`;
    return `the trustee can approve it until ${moment(deadline)}`;
  }
  if (now < objectionsEnd) return `partners can object until ${moment(objectionsEnd)}`;
  if (now < noticeEnds) return `it is paid after the notice of dissolution, from ${moment(noticeEnds)}`;
  const fails = now >= objectionsEnd + UNPAID_TERM;
  return fails ? "anyone can pay it, or say that it failed" : "anyone can pay it (milestone pay)";
}
