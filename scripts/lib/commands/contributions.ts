/** Commands of contributions. */
import { readFile } from "node:fs/promises";
import { keccak256, ZeroHash } from "ethers";
import { z } from "zod";
import { ChainError } from "../chain.ts";
import { percentage, text } from "../../../sdk/src/config/index.ts";
import { formatBps } from "../../../sdk/src/units.ts";
import {
  accountArgument,
  command,
  eventOf,
  eventsSince,
  moment,
  note,
  numberArgument,
  send,
  tokenAmount,
  tokens,
  type Context,
} from "./command.ts";

/** The numbers that every registry has for these from its launch. */
const KINDS: Readonly<Record<string, number>> = { production: 0, use: 1, maintenance: 2 };
const WHOLE_BPS = 10_000n;

interface ShareOf {
  readonly account: string;
  readonly bps: bigint;
}

const contribution = { id: numberArgument("the number of a contribution") };

export const CONTRIBUTIONS = {
  submit: command({
    summary: "submits a contribution for review",
    positionals: ["reward"],
    options: {
      kind: "production, use, maintenance, or the number of another kind (default: production)",
      share: "account and part, such as 0x…=60%; once for each producer (default: the sender, all)",
      uri: "where the contribution is described",
      content: "a file whose hash is recorded",
    },
    repeated: ["share"],
    schema: (context) =>
      z.object({
        reward: tokenAmount(),
        kind: z
          .string()
          .default("production")
          .transform((written, issue) => {
            const kind = KINDS[written] ?? (/^\d{1,3}$/.test(written) ? Number(written) : undefined);
            if (kind !== undefined) return kind;
            issue.addIssue({
              code: "custom",
              message: `expected ${Object.keys(KINDS).join(", ")} or a number`,
            });
            return z.NEVER;
          }),
        share: z
          .array(shareArgument(context))
          .default([{ account: context.chain.signer.address, bps: WHOLE_BPS }]),
        uri: note(),
        content: z.string().optional(),
      }),
    async run(context, { reward, kind, share, uri, content }) {
      const { cdpo } = context;
      const hash = content === undefined ? ZeroHash : keccak256(await readContent(content));
      const receipt = await send(
        context,
        cdpo.registry.submit.populateTransaction(kind, reward, share, hash, uri),
      );
      const { id } = await eventOf(receipt, (block) =>
        cdpo.registry.queryFilter(cdpo.registry.filters.ContributionSubmitted(), block, block),
      );
      const parts = share.map(({ account, bps }) => `${formatBps(bps)} to ${account}`).join(", ");
      return `Submitted contribution ${id} for ${tokens(context, reward)}: ${parts}.`;
    },
  }),

  review: command({
    summary: "approves contributions or objects to them, 3 or 3,4,5 with one note; curators only",
    positionals: ["id", "approve|object"],
    options: { note: "why" },
    schema: () =>
      z.object({
        id: z
          .string({ error: "is missing, expected the number of a contribution" })
          .regex(/^\d{1,28}(,\d{1,28})*$/, "expected the number of a contribution, or several as 3,4,5")
          .transform((written) => written.split(",").map(BigInt)),
        "approve|object": z.enum(["approve", "object"], { error: 'expected "approve" or "object"' }),
        note: note(),
      }),
    async run(context, { id: ids, "approve|object": verdict, note: why }) {
      const { registry } = context.cdpo;
      const approves = verdict === "approve";
      const [first] = ids;
      await send(
        context,
        first !== undefined && ids.length === 1
          ? registry.review.populateTransaction(first, approves, why)
          : registry.reviewMany.populateTransaction(ids, approves, why),
      );
      const said: string[] = [];
      for (const id of ids) {
        const { approvals, objections, reviewEnd } = await registry.contribution(id);
        said.push(
          `${approves ? "Approved" : "Objected to"} contribution ${id}: ${approvals} for it, ${objections} against; it can be decided from ${moment(reviewEnd)} on.`,
        );
      }
      return said.join("\n");
    },
  }),

  decide: command({
    summary: "decides a contribution whose review is over",
    positionals: ["id"],
    options: {},
    schema: () => z.object(contribution),
    async run(context, { id }) {
      const { cdpo } = context;
      const receipt = await send(context, cdpo.registry.decide.populateTransaction(id));
      const { accepted } = await eventOf(receipt, (block) =>
        cdpo.registry.queryFilter(cdpo.registry.filters.ContributionDecided(), block, block),
      );
      if (!accepted) return `Contribution ${id} is rejected.`;
      const { award } = await cdpo.registry.contribution(id);
      const { end } = await cdpo.issuance.runningBatch();
      return `Contribution ${id} is accepted: award ${award}, in the batch that is paid from ${moment(end)} on.`;
    },
  }),

  settle: command({
    summary: "pays an accepted contribution what batches paid for it: all who made it, or one account",
    positionals: ["id", "[account]"],
    options: {},
    schema: (context) => z.object({ ...contribution, account: accountArgument(context).optional() }),
    async run(context, { id, account }) {
      const { registry, issuance } = context.cdpo;
      const shares = await sharesOf(context, id);
      const { award } = await registry.contribution(id);
      const receipt = await send(
        context,
        account === undefined
          ? registry.settle.populateTransaction(id, shares)
          : registry.claimFor.populateTransaction(id, shares, account),
      );
      const block = receipt.blockNumber;
      const paid = [
        ...(await registry.queryFilter(registry.filters.ContributionPaid(id), block, block)),
        ...(await registry.queryFilter(registry.filters.ReviewRewardPaid(id), block, block)),
      ].reduce(
        (sum, { transactionHash, args }) => (transactionHash === receipt.hash ? sum + args.amount : sum),
        0n,
      );
      const { entered } = await issuance.awardOf(award);
      const { paid: soFar, isFinal } = await issuance.paidOf(award);
      const rest = isFinal
        ? "; no more will come"
        : `; ${tokens(context, entered - soFar)} wait for the next batches`;
      return `Paid ${tokens(context, paid)} of contribution ${id}${rest}.`;
    },
  }),

  withdraw: command({
    summary: "withdraws a contribution before its decision; its submitter only",
    positionals: ["id"],
    options: {},
    schema: () => z.object(contribution),
    async run(context, { id }) {
      await send(context, context.cdpo.registry.withdraw.populateTransaction(id));
      return `Withdrew contribution ${id}.`;
    },
  }),
};

function shareArgument(context: Context) {
  const expected = "an account and its part, such as 0x5FbDB2315678afecb367f032d93F642f64180aa3=60%";
  return text(expected).transform((written, issue): ShareOf => {
    const [who = "", part = ""] = written.split("=");
    const account = accountArgument(context).safeParse(who);
    const bps = percentage({ min: 1n, max: WHOLE_BPS }).safeParse(part.replace(/%$/, " %"));
    if (account.success && bps.success) return { account: account.data, bps: bps.data };
    const message = account.error?.issues[0]?.message ?? bps.error?.issues[0]?.message ?? expected;
    issue.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}

async function readContent(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new ChainError(`${file} cannot be read: check the path after --content`);
  }
}

/** The shares that were submitted; the chain keeps only their hash. */
async function sharesOf({ chain, cdpo, organisation }: Context, id: bigint): Promise<ShareOf[]> {
  const filter = cdpo.registry.filters.ContributionSubmitted(id);
  const [event] = await eventsSince({
    ethers: chain.ethers,
    from: organisation.block,
    query: (from, to) => cdpo.registry.queryFilter(filter, from, to),
  });
  if (event === undefined)
    throw new ChainError(`there is no contribution ${id}: "npm run status" lists them`);
  return event.args.shares.map(({ account, bps }) => ({ account, bps }));
}
