/** Commands of contributions, and of the stakes that go with them. */
import { readFile } from "node:fs/promises";
import { keccak256, ZeroHash } from "ethers";
import { z } from "zod";
import { ChainError } from "../chain.ts";
import { formatBps, percentage, text } from "../fields.ts";
import {
  accountArgument,
  command,
  eventOf,
  eventsSince,
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
      const { id } = await eventOf(receipt, cdpo.registry, "ContributionSubmitted");
      const parts = share.map(({ account, bps }) => `${formatBps(bps)} to ${account}`).join(", ");
      return `Submitted contribution ${id} for ${tokens(context, reward)}: ${parts}.`;
    },
  }),

  review: command({
    summary: "approves a contribution or objects to it; curators only",
    positionals: ["id", "approve|object"],
    options: { note: "why" },
    schema: () =>
      z.object({
        ...contribution,
        "approve|object": z.enum(["approve", "object"], { error: 'expected "approve" or "object"' }),
        note: note(),
      }),
    async run(context, { id, "approve|object": verdict, note: why }) {
      const { cdpo } = context;
      const approves = verdict === "approve";
      await send(context, cdpo.registry.review.populateTransaction(id, approves, why));
      const { approvals, objections } = await cdpo.registry.contribution(id);
      return `${approves ? "Approved" : "Objected to"} contribution ${id}: ${approvals} for it, ${objections} against.`;
    },
  }),

  veto: command({
    summary: "uses the sender's locked tokens against a contribution",
    positionals: ["id"],
    options: {},
    schema: () => z.object(contribution),
    async run(context, { id }) {
      const { cdpo } = context;
      await send(context, cdpo.registry.veto.populateTransaction(id));
      const total = await cdpo.stakeLock.vetoTotalOf(cdpo.addresses.registry, id);
      const needed = await cdpo.stakeLock.vetoThreshold();
      return `Vetoed contribution ${id} with others by ${tokens(context, total)}, of ${tokens(context, needed)} needed.`;
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
      const { accepted } = await eventOf(receipt, cdpo.registry, "ContributionDecided");
      return `Contribution ${id} is ${accepted ? "accepted" : "rejected"}.`;
    },
  }),

  settle: command({
    summary: "pays an accepted contribution, as far as the budget allows",
    positionals: ["id"],
    options: {},
    schema: () => z.object(contribution),
    async run(context, { id }) {
      const { cdpo } = context;
      const shares = await sharesOf(context, id);
      const receipt = await send(context, cdpo.registry.settle.populateTransaction(id, shares));
      const { amount, settled } = await eventOf(receipt, cdpo.registry, "ContributionSettled");
      const { reward } = await cdpo.registry.contribution(id);
      const rest = settled < reward ? `; ${tokens(context, reward - settled)} wait for the next window` : "";
      return `Settled ${tokens(context, amount)} of contribution ${id}${rest}.`;
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

  lock: command({
    summary: "locks tokens to curate and to veto",
    positionals: ["amount"],
    options: {},
    schema: () => z.object({ amount: tokenAmount() }),
    async run(context, { amount }) {
      const { chain, cdpo } = context;
      await send(context, cdpo.token.approve.populateTransaction(cdpo.addresses.stakeLock, amount));
      await send(context, cdpo.stakeLock.lock.populateTransaction(amount));
      const { amount: stake } = await cdpo.stakeLock.stakeOf(chain.signer.address);
      return `Locked ${tokens(context, amount)}; the stake is ${tokens(context, stake)}.`;
    },
  }),

  unlock: command({
    summary: "takes locked tokens back",
    positionals: ["amount"],
    options: {},
    schema: () => z.object({ amount: tokenAmount() }),
    async run(context, { amount }) {
      const { chain, cdpo } = context;
      await send(context, cdpo.stakeLock.unlock.populateTransaction(amount));
      const { amount: stake } = await cdpo.stakeLock.stakeOf(chain.signer.address);
      return `Unlocked ${tokens(context, amount)}; the stake is ${tokens(context, stake)}.`;
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
