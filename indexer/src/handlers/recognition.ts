import type { Context } from "ponder:registry";
import type { Handlers } from "../handling.ts";
import {
  award,
  paidBatch,
  contribution,
  epoch,
  epochClaim,
  epochObjection,
  kind,
  recognitionTerm,
  review,
} from "../schema/recognition.ts";

type Hex = `0x${string}`;
type Db = Context["db"];
type Terms = Omit<typeof recognitionTerm.$inferSelect, "contract">;

const NO_TERMS: Terms = {
  ...{ window: 0n, quorum: 0, claimPeriod: null, deposit: 0n, reviewerRewardBps: 0, curationStake: 0n },
};

async function setTerms(db: Db, address: Hex, terms: Partial<Terms>): Promise<void> {
  await db
    .insert(recognitionTerm)
    .values({ contract: address, ...NO_TERMS, ...terms })
    .onConflictDoUpdate(terms);
}

async function termsOf(db: Db, address: Hex): Promise<Terms> {
  return (await db.find(recognitionTerm, { contract: address })) ?? NO_TERMS;
}

/** A contribution that an event tells of. */
function at(event: { readonly log: { readonly address: Hex }; readonly args: { readonly id: bigint } }) {
  return { registry: event.log.address, id: event.args.id };
}

export const registryHandlers: Handlers<"registry"> = {
  ReviewTermsSet: ({ event, context: { db } }) => {
    const { reviewWindow, quorum } = event.args;
    return setTerms(db, event.log.address, { window: BigInt(reviewWindow), quorum });
  },
  IncentivesSet: ({ event, context: { db } }) => setTerms(db, event.log.address, event.args),
  CurationStakeSet: ({ event, context: { db } }) => setTerms(db, event.log.address, event.args),
  KindSet: ({ event, context: { db } }) => {
    const { kind: number, version, ...rest } = event.args;
    const what = { ...rest, version: BigInt(version) };
    return db
      .insert(kind)
      .values({ registry: event.log.address, kind: number, ...what })
      .onConflictDoUpdate(what);
  },
  ContributionSubmitted: async ({ event, context: { db } }) => {
    const { shares, kindVersion, ...said } = event.args;
    const terms = await termsOf(db, event.log.address);
    const submittedAt = event.block.timestamp;
    await db.insert(contribution).values({
      ...{ registry: event.log.address, ...said, kindVersion: BigInt(kindVersion), status: "Submitted" },
      shares: shares.map(({ account, bps }) => ({ account: account.toLowerCase(), bps })),
      ...{ submittedAt, reviewEnd: submittedAt + terms.window, deposit: terms.deposit },
      ...{ approvals: 0, objections: 0, overruled: false, paid: 0n, paidToReviewers: 0n },
    });
  },
  ContributionReviewed: async ({ event, context: { db } }) => {
    const { id, curator, approve, note } = event.args;
    const registry = event.log.address;
    await db
      .insert(review)
      .values({ registry, contribution: id, curator, approve, note, time: event.block.timestamp });
    await db
      .update(contribution, { registry, id })
      .set((row) => (approve ? { approvals: row.approvals + 1 } : { objections: row.objections + 1 }));
  },
  ReviewEndSet: ({ event, context: { db } }) =>
    db.update(contribution, at(event)).set({ reviewEnd: event.args.until }),
  ContributionDecided: ({ event, context: { db } }) => {
    const { accepted, approvals, objections } = event.args;
    const status = accepted ? "Accepted" : "Rejected";
    return db
      .update(contribution, at(event))
      .set({ status, approvals, objections, decidedAt: event.block.timestamp });
  },
  ContributionOverruled: ({ event, context: { db } }) =>
    db.update(contribution, at(event)).set({ status: "Accepted", overruled: true }),
  ContributionWithdrawn: ({ event, context: { db } }) =>
    db.update(contribution, at(event)).set({ status: "Withdrawn" }),
  ContributionAwarded: ({ event, context: { db } }) =>
    db.update(contribution, at(event)).set({ award: event.args.award, entered: event.args.entered }),
  ContributionPaid: ({ event, context: { db } }) =>
    db.update(contribution, at(event)).set(({ paid }) => ({ paid: paid + event.args.amount })),
  ReviewRewardPaid: ({ event, context: { db } }) =>
    db
      .update(contribution, at(event))
      .set((row) => ({ paidToReviewers: row.paidToReviewers + event.args.amount })),
  DepositReturned: ({ event, context: { db } }) =>
    db.update(contribution, at(event)).set({ depositReturned: true }),
  DepositForfeited: ({ event, context: { db } }) =>
    db.update(contribution, at(event)).set({ depositReturned: false }),
};

/** An epoch that an event tells of. */
function of(event: { readonly log: { readonly address: Hex }; readonly args: { readonly epoch: bigint } }) {
  return { epochs: event.log.address, id: event.args.epoch };
}

export const epochsHandlers: Handlers<"epochs"> = {
  EpochTermsSet: ({ event, context: { db } }) => {
    const { challengeWindow, objectionQuorum: quorum, claimPeriod } = event.args;
    const terms = { window: BigInt(challengeWindow), quorum, claimPeriod: BigInt(claimPeriod) };
    return setTerms(db, event.log.address, terms);
  },
  EpochProposed: async ({ event, context: { db } }) => {
    const { epoch: id, ...said } = event.args;
    const { window } = await termsOf(db, event.log.address);
    const proposedAt = event.block.timestamp;
    await db.insert(epoch).values({
      ...{ epochs: event.log.address, id, ...said, status: "Proposed" },
      ...{ proposedAt, challengeEnd: proposedAt + window, objections: 0, claimed: 0n },
    });
  },
  EpochObjected: async ({ event, context: { db } }) => {
    const { epoch: id, curator, note } = event.args;
    await db
      .insert(epochObjection)
      .values({ epochs: event.log.address, epoch: id, curator, note, time: event.block.timestamp });
    await db.update(epoch, of(event)).set((row) => ({ objections: row.objections + 1 }));
  },
  EpochRejected: ({ event, context: { db } }) => db.update(epoch, of(event)).set({ status: "Rejected" }),
  EpochWithdrawn: ({ event, context: { db } }) => db.update(epoch, of(event)).set({ status: "Withdrawn" }),
  EpochActivated: ({ event, context: { db } }) =>
    db
      .update(epoch, of(event))
      .set({ status: "Active", award: event.args.award, entered: event.args.entered }),
  EpochOpened: ({ event, context: { db } }) =>
    db.update(epoch, of(event)).set({
      ...{ status: "Open", paid: event.args.paid },
      ...{ openedAt: event.block.timestamp, expiresAt: event.args.expiresAt },
    }),
  EpochVoided: ({ event, context: { db } }) => db.update(epoch, of(event)).set({ status: "Void" }),
  EpochExpired: ({ event, context: { db } }) =>
    db.update(epoch, of(event)).set({ status: "Expired", unclaimed: event.args.unclaimed }),
  AwardClaimed: async ({ event, context: { db } }) => {
    const { epoch: id, account, index, amount } = event.args;
    const time = event.block.timestamp;
    await db
      .insert(epochClaim)
      .values({ epochs: event.log.address, epoch: id, index, account, amount, time });
    await db.update(epoch, of(event)).set(({ claimed }) => ({ claimed: claimed + amount }));
  },
};

export const issuanceHandlers: Handlers<"issuance"> = {
  AwardEntered: ({ event, context: { db } }) => {
    const { award: id, issuer, batch: number, amount: asked, entered } = event.args;
    return db
      .insert(award)
      .values({ issuance: event.log.address, id, issuer, batch: number, asked, entered, taken: 0n });
  },
  AwardTaken: ({ event, context: { db } }) =>
    db
      .update(award, { issuance: event.log.address, id: event.args.award })
      .set(({ taken }) => ({ taken: taken + event.args.amount })),
  BatchPaid: ({ event, context: { db } }) => {
    const { batch: id, paid: amount } = event.args;
    return db
      .insert(paidBatch)
      .values({ issuance: event.log.address, id, paid: amount })
      .onConflictDoUpdate(({ paid }) => ({ paid: paid + amount }));
  },
};
