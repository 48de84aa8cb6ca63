/** Terms of contributions and of issuance, which the treasury sets. */
import { z } from "zod";
import { recognition } from "../../../sdk/src/calls/index.ts";
import { duration, text } from "../../../sdk/src/config/index.ts";
import { DAY, formatBps } from "../../../sdk/src/units.ts";
import { accountArgument, countArgument, oneOf, part, tokenAmount } from "../../frame/arguments.ts";
import { acting } from "../../frame/command.ts";
import { tokens } from "../../frame/words.ts";

const terms = "terms, which the treasury sets";

/** What only the treasury does. */
export const RECOGNITION_TERMS = [
  acting({
    ...{ name: "set-curator", group: terms, by: "treasury" },
    summary: "names a curator, or no longer",
    arguments: { account: "who", "yes|no": "whether they are one" },
    schema: (context) => z.object({ account: accountArgument(context), "yes|no": oneOf(["yes", "no"]) }),
    plan: ({ addresses: organisation }, { account: curator, "yes|no": answer }) => ({
      words: answer === "yes" ? `Name ${curator} a curator` : `Name ${curator} a curator no longer`,
      calls: recognition.setCurator({ organisation, curator, allowed: answer === "yes" }),
    }),
  }),

  acting({
    ...{ name: "set-curation-stake", group: terms, by: "treasury" },
    summary: "sets the stake that makes a curator; 0: only who is named",
    arguments: { amount: "of tokens" },
    schema: () => z.object({ amount: tokenAmount(0n) }),
    plan: (context, { amount }) => ({
      words: `Let ${tokens(context, amount)} of stake make a curator`,
      calls: recognition.setCurationStake({ organisation: context.addresses, amount }),
    }),
  }),

  acting({
    ...{ name: "set-incentives", group: terms, by: "treasury" },
    summary: "sets the deposit of a submission and the reviewers' part",
    arguments: { deposit: "of tokens", part: 'of the award, such as "2 %"' },
    schema: () => z.object({ deposit: tokenAmount(0n), part: part() }),
    plan: (context, { deposit, part: bps }) => ({
      words: `Take a deposit of ${tokens(context, deposit)}, and give reviewers ${formatBps(bps)}`,
      calls: recognition.setIncentives({
        ...{ organisation: context.addresses, deposit, reviewerRewardBps: Number(bps) },
      }),
    }),
  }),

  acting({
    ...{ name: "set-kind", group: terms, by: "treasury" },
    summary: "names a kind of contribution, and sets the most that it earns",
    arguments: { kind: "its number", title: "its name", most: "of tokens" },
    options: { closed: { what: "nothing of this kind can be submitted", flag: true } },
    schema: () =>
      z.object({
        kind: countArgument({ min: 0, max: 255 }),
        title: text("a name"),
        most: tokenAmount(0n),
        closed: z.boolean().default(false),
      }),
    plan: (context, { kind, title: name, most: maxReward, closed }) => ({
      words: `Call kind ${kind} of contribution "${name}", up to ${tokens(context, maxReward)}`,
      calls: recognition.setKind({
        ...{ organisation: context.addresses, kind: Number(kind), name, maxReward, active: !closed },
      }),
    }),
  }),

  acting({
    ...{ name: "set-review-terms", group: terms, by: "treasury" },
    summary: "sets how long is reviewed, and how many approvals it takes",
    arguments: { window: 'such as "9 days"', approvals: "how many" },
    schema: () =>
      z.object({
        window: duration({ min: DAY, max: 60n * DAY }),
        approvals: countArgument({ min: 1, max: 255 }),
      }),
    plan: ({ addresses: organisation }, { window, approvals }) => ({
      words: "Set the terms of reviews",
      calls: recognition.setReviewTerms({
        ...{ organisation, window: Number(window), quorum: Number(approvals) },
      }),
    }),
  }),

  acting({
    ...{ name: "set-growth", group: terms, by: "treasury" },
    summary: "sets by how much the supply may grow in a window, and what of gifts may be issued",
    arguments: { closed: "before the market opens", open: "after", gifts: "of gifts" },
    schema: () => z.object({ closed: part(), open: part(), gifts: part() }),
    plan: ({ addresses: organisation }, { closed, open, gifts }) => ({
      words: "Set the growth of the supply",
      calls: recognition.setGrowth({
        ...{ organisation, closedBps: Number(closed), openBps: Number(open), giftBps: Number(gifts) },
      }),
    }),
  }),

  acting({
    ...{ name: "set-issuer", group: terms, by: "treasury" },
    summary: "names a contract that may enter awards, or no longer",
    arguments: { account: "which", "yes|no": "whether it may" },
    schema: (context) => z.object({ account: accountArgument(context), "yes|no": oneOf(["yes", "no"]) }),
    plan: ({ addresses: organisation }, { account, "yes|no": answer }) => ({
      words: answer === "yes" ? `Name ${account} an issuer` : `Name ${account} an issuer no longer`,
      calls: recognition.setIssuer({ organisation, issuer: account, allowed: answer === "yes" }),
    }),
  }),
];
