/** What an account has to do with contributions and epochs: who made what is in events only, the chain keeps a hash. */
import { readEvents, topicOfAccount } from "../../history/read.ts";
import type { ProducerShare } from "../../market/rewards.ts";
import type { Address, Rpc } from "../../types.ts";
import { contractsAt } from "../contracts.ts";
import type { Organisation } from "../open.ts";

/** Numbers of contributions, and of epochs. */
export interface Involvement {
  /** Of contributions that it made, alone or with others: everyone's share. */
  readonly shares: ReadonlyMap<bigint, readonly ProducerShare[]>;
  readonly submitted: ReadonlySet<bigint>;
  /** Of proposals. */
  readonly delivered: ReadonlySet<bigint>;
  readonly reviewed: ReadonlySet<bigint>;
  /** What it has claimed, by epoch (18 decimals). */
  readonly claimed: ReadonlyMap<bigint, bigint>;
}

/** Reads the events up to `block` in which an account stands. */
export async function readInvolvement({
  rpc,
  organisation,
  account,
  block,
  signal,
}: {
  readonly rpc: Rpc;
  readonly organisation: Pick<Organisation, "addresses" | "block">;
  readonly account: Address;
  readonly block: bigint;
  readonly signal?: AbortSignal | undefined;
}): Promise<Involvement> {
  const { registry, epochs, proposals } = contractsAt(organisation.addresses);
  const range = { rpc, from: organisation.block, to: block, signal };
  const own = topicOfAccount(account);
  const isOwn = (other: Address): boolean => other.toLowerCase() === account.toLowerCase();
  const [submissions, reviews, claims, deliveries] = await Promise.all([
    readEvents({ ...range, contracts: { registry }, events: ["ContributionSubmitted"] }),
    readEvents({ ...range, contracts: { registry }, events: ["ContributionReviewed"], topics: [null, own] }),
    readEvents({ ...range, contracts: { epochs }, events: ["AwardClaimed"], topics: [null, own] }),
    readEvents({
      ...{ ...range, contracts: { proposals }, events: ["ProposalDelivered"], topics: [null, null, own] },
    }),
  ]);

  const shares = new Map<bigint, readonly ProducerShare[]>();
  const submitted = new Set<bigint>();
  for (const { event, args } of submissions) {
    if (event !== "ContributionSubmitted") continue;
    if (args.shares.some((share) => isOwn(share.account))) shares.set(args.id, args.shares);
    if (isOwn(args.submitter)) submitted.add(args.id);
  }
  const claimed = new Map<bigint, bigint>();
  for (const { event, args } of claims) {
    if (event === "AwardClaimed") claimed.set(args.epoch, (claimed.get(args.epoch) ?? 0n) + args.amount);
  }
  return {
    ...{ shares, submitted, claimed },
    delivered: new Set(
      deliveries.flatMap(({ event, args }) => (event === "ProposalDelivered" ? [args.contributionId] : [])),
    ),
    reviewed: new Set(
      reviews.flatMap(({ event, args }) => (event === "ContributionReviewed" ? [args.id] : [])),
    ),
  };
}
