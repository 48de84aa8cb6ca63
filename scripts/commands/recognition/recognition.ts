/** Commands of contributions: submitted, reviewed, decided and paid. */
import { z } from "zod";
import { recognition, type Allowing } from "../../../sdk/src/calls/index.ts";
import type { Address } from "../../../sdk/src/types.ts";
import { formatBps } from "../../../sdk/src/units.ts";
import {
  accountArgument,
  hashOfFile,
  note,
  numberArgument,
  numbersArgument,
  shareArgument,
  tokenAmount,
  WHOLE_BPS,
  type ShareOf,
} from "../../frame/arguments.ts";
import { allowingTokens } from "../../frame/checks.ts";
import { acting, type Context, type ReadingContext } from "../../frame/command.ts";
import { eventsOf } from "../../frame/history.ts";
import { moment, tokens } from "../../frame/words.ts";
import { ChainError } from "../../lib/chain.ts";

const group = "contributions";
const id = numberArgument("the number of a contribution");
const ID = { id: "the number of a contribution" };
/** The numbers that every registry has for these from its launch. */
const KINDS: Readonly<Record<string, number>> = recognition.KINDS;

/** The number of a kind of contribution, by its name or as it is. */
export const kindArgument = z
  .string()
  .default("production")
  .transform((written, issue) => {
    const kind = KINDS[written] ?? (/^\d{1,3}$/.test(written) ? Number(written) : undefined);
    if (kind !== undefined) return kind;
    issue.addIssue({ code: "custom", message: `expected ${Object.keys(KINDS).join(", ")} or a number` });
    return z.NEVER;
  });

/** What the registry asks for a submission now, and how it is allowed to take it. */
export async function depositFor(
  context: Context,
  spender: Address,
): Promise<Allowing & { readonly deposit: bigint }> {
  const { deposit } = await context.contracts.registry.incentives();
  if (deposit === 0n) return { deposit };
  const { allowance } = await allowingTokens(context, spender, deposit);
  return { deposit, allowance };
}

export const RECOGNITION = [
  acting({
    ...{ name: "submit", group },
    summary: "submits a contribution for review",
    arguments: { reward: "what it should earn, of tokens" },
    options: {
      kind: "production, use, maintenance, or the number of another kind (default: production)",
      share: {
        what: "account and part, such as 0x…=60%; once for each producer (default: the sender, all)",
        repeated: true,
      },
      uri: "where the contribution is described",
      content: "a file whose hash is recorded",
    },
    schema: (context) =>
      z.object({
        reward: tokenAmount(),
        kind: kindArgument,
        share: z.array(shareArgument(context)).default([{ account: context.sender, bps: Number(WHOLE_BPS) }]),
        uri: note(),
        content: z.string().optional(),
      }),
    async plan(context, { reward, kind, share: shares, uri, content }) {
      const { addresses: organisation } = context;
      const contentHash = await hashOfFile(content, "content");
      const deposit = await depositFor(context, organisation.registry);
      const parts = shares.map(({ account, bps }) => `${formatBps(BigInt(bps))} to ${account}`).join(", ");
      return {
        words: `Submit a contribution for ${tokens(context, reward)}`,
        calls: recognition.submit({ organisation, kind, reward, shares, contentHash, uri, ...deposit }),
        tell: (outcome) => {
          const { id: number } = outcome.event("registry", "ContributionSubmitted");
          const words = `Submitted contribution ${number} for ${tokens(context, reward)}: ${parts}.`;
          return { words, data: { contribution: number } };
        },
      };
    },
  }),

  acting({
    ...{ name: "review", group },
    summary: "approves contributions or objects to them, 3 or 3,4,5 with one note; curators only",
    arguments: { id: "the number of a contribution, or several as 3,4,5", "approve|object": "which" },
    options: { note: "why" },
    schema: () =>
      z.object({
        id: numbersArgument("the number of a contribution"),
        "approve|object": z.enum(["approve", "object"], { error: 'expected "approve" or "object"' }),
        note: note(),
      }),
    plan(context, { id: ids, "approve|object": verdict, note: why }) {
      const { addresses: organisation, contracts } = context;
      const approve = verdict === "approve";
      return {
        words: `${approve ? "Approve" : "Object to"} contribution ${ids.join(", ")}`,
        calls: recognition.review({ organisation, ids, approve, note: why }),
        tell: async () => {
          const said: string[] = [];
          for (const each of ids) {
            const { approvals, objections, reviewEnd } = await contracts.registry.contribution(each);
            said.push(
              `${approve ? "Approved" : "Objected to"} contribution ${each}: ${approvals} for it, ${objections} against; it can be decided from ${moment(reviewEnd)} on.`,
            );
          }
          return said.join("\n");
        },
      };
    },
  }),

  acting({
    ...{ name: "decide", group },
    summary: "decides a contribution whose review is over",
    arguments: ID,
    schema: () => z.object({ id }),
    plan: (context, { id: number }) => ({
      words: `Decide contribution ${number}`,
      calls: recognition.decide({ organisation: context.addresses, id: number }),
      tell: async (outcome) => {
        const { accepted } = outcome.event("registry", "ContributionDecided");
        if (!accepted) return { words: `Contribution ${number} is rejected.`, data: { accepted } };
        const { registry, issuance } = context.contracts;
        const { award } = await registry.contribution(number);
        const { end } = await issuance.runningBatch();
        const words = `Contribution ${number} is accepted: award ${award}, in the batch that is paid from ${moment(end)} on.`;
        return { words, data: { accepted, award, paidFrom: end } };
      },
    }),
  }),

  acting({
    ...{ name: "settle", group },
    summary: "pays an accepted contribution what batches paid for it: all who made it, or one account",
    arguments: { ...ID, "[account]": "only this one's part" },
    schema: (context) => z.object({ id, account: accountArgument(context).optional() }),
    async plan(context, { id: number, account }) {
      const { addresses: organisation, contracts } = context;
      const shares = await sharesOf(context, number);
      const { award } = await contracts.registry.contribution(number);
      return {
        words: `Pay contribution ${number}`,
        calls:
          account === undefined
            ? recognition.settle({ organisation, id: number, shares })
            : recognition.claimFor({ organisation, id: number, shares, account }),
        tell: async (outcome) => {
          const paid = [
            ...outcome.events("registry", "ContributionPaid"),
            ...outcome.events("registry", "ReviewRewardPaid"),
          ].reduce((sum, { amount }) => sum + amount, 0n);
          const { entered } = await contracts.issuance.awardOf(award);
          const { paid: soFar, isFinal } = await contracts.issuance.paidOf(award);
          const rest = isFinal
            ? "; no more will come"
            : `; ${tokens(context, entered - soFar)} wait for the next batches`;
          const words = `Paid ${tokens(context, paid)} of contribution ${number}${rest}.`;
          return { words, data: { paid, isFinal } };
        },
      };
    },
  }),

  acting({
    ...{ name: "withdraw", group },
    summary: "withdraws a contribution before its decision; its submitter only",
    arguments: ID,
    schema: () => z.object({ id }),
    plan: ({ addresses: organisation }, { id: number }) => ({
      words: `Withdraw contribution ${number}`,
      calls: recognition.withdraw({ organisation, id: number }),
      tell: () => `Withdrew contribution ${number}.`,
    }),
  }),

  acting({
    ...{ name: "collect-reviews", group },
    summary: "pays a reviewer for contributions, 3 or 3,4,5; anyone may",
    arguments: {
      id: "the number of a contribution, or several as 3,4,5",
      "[account]": "the reviewer (default: the sender)",
    },
    schema: (context) =>
      z.object({
        id: numbersArgument("the number of a contribution"),
        account: accountArgument(context).optional(),
      }),
    plan(context, { id: ids, account }) {
      const reviewer = account ?? context.sender;
      return {
        words: `Pay ${reviewer} for reviews`,
        calls: recognition.collectReviewRewards({ organisation: context.addresses, reviewer, ids }),
        tell: (outcome) => {
          const paid = outcome
            .events("registry", "ReviewRewardPaid")
            .reduce((sum, { amount }) => sum + amount, 0n);
          return { words: `Paid ${reviewer} ${tokens(context, paid)} for reviews.`, data: { paid } };
        },
      };
    },
  }),
];

/** The shares that were submitted; the chain keeps only their hash. */
async function sharesOf(context: ReadingContext, id: bigint): Promise<ShareOf[]> {
  const submitted = await eventsOf(context, "registry", "ContributionSubmitted");
  const found = submitted.find((each) => each.id === id);
  if (found === undefined) throw new ChainError(`there is no contribution ${id}: "cdpo status" lists them`);
  return found.shares.map(({ account, bps }) => ({ account, bps: Number(bps) }));
}
