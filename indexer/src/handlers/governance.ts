import type { Context, Event } from "ponder:registry";
import type { Handlers } from "../handling.ts";
import { backing, decision, operation, operationCall, proposal, vote } from "../schema/governance.ts";

type Hex = `0x${string}`;

async function back(
  { db }: Context,
  event: {
    readonly log: { readonly address: Hex };
    readonly args: { readonly id: bigint; readonly backer: Hex };
  },
  how: (row: { amount: bigint; claimed: bigint }) => { amount?: bigint; claimed?: bigint },
): Promise<void> {
  const { id, backer } = event.args;
  const none = { amount: 0n, claimed: 0n };
  await db
    .insert(backing)
    .values({ proposals: event.log.address, proposal: id, backer, ...none, ...how(none) })
    .onConflictDoUpdate(how);
}

function at(event: { readonly log: { readonly address: Hex }; readonly args: { readonly id: bigint } }) {
  return { proposals: event.log.address, id: event.args.id };
}

export const proposalsHandlers: Handlers<"proposals"> = {
  ProposalOpened: ({ event, context: { db } }) => {
    const { proposer, terms, termsHash } = event.args;
    const { deliverers, ...said } = terms;
    return db.insert(proposal).values({
      ...{ ...at(event), proposer, ...said, termsHash, openedAt: event.block.timestamp },
      deliverers: deliverers.map(({ account, bps }) => ({ account: account.toLowerCase(), bps })),
      ...{ raised: 0n, declinedBps: 0, completed: false, released: false },
    });
  },
  ProposalBacked: async ({ event, context }) => {
    const { amount, raised } = event.args;
    await context.db.update(proposal, at(event)).set({ raised });
    await back(context, event, (row) => ({ amount: row.amount + amount }));
  },
  BackingWithdrawn: async ({ event, context }) => {
    const { amount, raised } = event.args;
    await context.db.update(proposal, at(event)).set({ raised });
    await back(context, event, (row) => ({ amount: row.amount - amount }));
  },
  BackingReclaimed: ({ event, context }) => back(context, event, () => ({ amount: 0n })),
  BackerRewardClaimed: ({ event, context }) =>
    back(context, event, ({ claimed }) => ({ claimed: claimed + event.args.amount })),
  ProposalFunded: ({ event, context: { db } }) =>
    db.update(proposal, at(event)).set({ fundedAt: event.block.timestamp }),
  ProposalDelivered: ({ event, context: { db } }) =>
    db.update(proposal, at(event)).set({ contribution: event.args.contributionId }),
  DelivererDeclined: ({ event, context: { db } }) =>
    db.update(proposal, at(event)).set({ declinedBps: event.args.declinedBps }),
  ProposalReleased: ({ event, context: { db } }) => db.update(proposal, at(event)).set({ released: true }),
  ProposalCompleted: ({ event, context: { db } }) => db.update(proposal, at(event)).set({ completed: true }),
};

type Cast = Pick<Event<"governor:VoteCast" | "governor:VoteCastWithParams">, "args" | "log" | "block">;

async function count({ db }: Context, { args, log: { address: governor }, block }: Cast): Promise<void> {
  const { voter, proposalId: id, support, weight, reason } = args;
  const time = block.timestamp;
  await db.insert(vote).values({ governor, decision: id, voter, support, weight, reason, time });
  await db.update(decision, { governor, id }).set((row) => {
    if (support === 0) return { votesAgainst: row.votesAgainst + weight };
    return support === 1 ? { votesFor: row.votesFor + weight } : { votesAbstain: row.votesAbstain + weight };
  });
}

function decided(event: {
  readonly log: { readonly address: Hex };
  readonly args: { readonly proposalId: bigint };
}) {
  return { governor: event.log.address, id: event.args.proposalId };
}

export const governorHandlers: Handlers<"governor"> = {
  ProposalCreated: ({ event, context: { db } }) => {
    const { proposer, targets, values, calldatas, voteStart, voteEnd, description } = event.args;
    return db.insert(decision).values({
      ...{ ...decided(event), proposer, voteStart, voteEnd, description },
      ...{ targets: [...targets], values: [...values], calldatas: [...calldatas] },
      ...{ proposedAt: event.block.timestamp, votesFor: 0n, votesAgainst: 0n, votesAbstain: 0n },
    });
  },
  VoteCast: ({ event, context }) => count(context, event),
  VoteCastWithParams: ({ event, context }) => count(context, event),
  ProposalExtended: ({ event, context: { db } }) =>
    db.update(decision, decided(event)).set({ voteEnd: event.args.extendedDeadline }),
  ProposalQueued: ({ event, context: { db } }) =>
    db.update(decision, decided(event)).set({ readyAt: event.args.etaSeconds }),
  ProposalExecuted: ({ event, context: { db } }) =>
    db.update(decision, decided(event)).set({ executedAt: event.block.timestamp }),
  ProposalCanceled: ({ event, context: { db } }) =>
    db.update(decision, decided(event)).set({ cancelledAt: event.block.timestamp }),
  QuorumLowered: ({ event, context: { db } }) =>
    db
      .update(decision, { governor: event.log.address, id: event.args.id })
      .set({ loweredQuorum: event.args.quorum }),
};

export const operationHandlers: Handlers<"timelock"> = {
  CallScheduled: async ({ event, context: { db } }) => {
    const { id, index, target, value, data, predecessor, delay } = event.args;
    const timelock = event.log.address;
    const scheduledAt = event.block.timestamp;
    const times = { scheduledAt, readyAt: scheduledAt + delay, predecessor };
    await db
      .insert(operation)
      .values({ timelock, id, ...times, vetoed: false })
      // Cancelled, it can be scheduled again.
      .onConflictDoUpdate({ ...times, cancelledAt: null, vetoed: false });
    await db
      .insert(operationCall)
      .values({ timelock, scheduled: id, index, target, value, data })
      .onConflictDoNothing();
  },
  CallExecuted: ({ event, context: { db } }) =>
    db
      .update(operation, { timelock: event.log.address, id: event.args.id })
      .set({ executedAt: event.block.timestamp }),
  Cancelled: ({ event, context: { db } }) =>
    db
      .update(operation, { timelock: event.log.address, id: event.args.id })
      .set({ cancelledAt: event.block.timestamp }),
  OperationVetoed: ({ event, context: { db } }) =>
    db.update(operation, { timelock: event.log.address, id: event.args.id }).set({ vetoed: true }),
};
