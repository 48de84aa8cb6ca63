import { finite, type Handlers } from "../handling.ts";
import { dissolutionConsent, dissolutionRound, veto } from "../schema/governance.ts";
import { hold, staker } from "../schema/organisation.ts";

/** The tag of a veto. */
const VETO = 255;

export const stakeHandlers: Handlers<"stake"> = {
  // Each account is its own delegate: its votes are its stake, whatever moved it.
  DelegateVotesChanged: async ({ event, context: { db } }) => {
    const { delegate, newVotes: amount } = event.args;
    await db
      .insert(staker)
      .values({ stake: event.log.address, account: delegate, amount })
      .onConflictDoUpdate({ amount });
  },
  HoldBegun: async ({ event, context: { db } }) => {
    const { account, forum, id: matter, tag, amount, atMost } = event.args;
    const what = { amount: finite(amount), atMost: finite(atMost) };
    await db
      .insert(hold)
      .values({ stake: event.log.address, account, forum, matter, tag, ...what })
      .onConflictDoUpdate(what);
  },
  HoldClosed: async ({ event, context: { db } }) => {
    const { account, forum, id: matter, tag } = event.args;
    const key = { stake: event.log.address, account, forum, matter };
    await db.delete(hold, { ...key, tag });
    if (tag === VETO) await db.delete(veto, key);
  },
  // It holds all of the stake, and no HoldBegun says so.
  VetoCast: async ({ event, context: { db } }) => {
    const { account, forum, id: matter, weight } = event.args;
    const key = { stake: event.log.address, account, forum, matter };
    await db
      .insert(veto)
      .values({ ...key, weight })
      .onConflictDoUpdate({ weight });
    await db
      .insert(hold)
      .values({ ...key, tag: VETO, amount: null, atMost: null })
      .onConflictDoNothing();
  },
  DissolutionConsented: async ({ event, context: { db } }) => {
    const { account, round, weight, consented, needed } = event.args;
    const stake = event.log.address;
    await db
      .insert(dissolutionRound)
      .values({ stake, round, openedAt: event.block.timestamp, consented, needed })
      .onConflictDoUpdate({ consented, needed });
    await db
      .insert(dissolutionConsent)
      .values({ stake, round, account, weight })
      .onConflictDoUpdate({ weight });
  },
  ConsentTakenBack: async ({ event, context: { db } }) => {
    const { account, round, consented } = event.args;
    const stake = event.log.address;
    await db.update(dissolutionRound, { stake, round }).set({ consented });
    await db.delete(dissolutionConsent, { stake, round, account });
  },
  DissolutionNotice: ({ event, context: { db } }) => {
    const { round, from, until } = event.args;
    return db
      .update(dissolutionRound, { stake: event.log.address, round })
      .set({ noticedAt: event.block.timestamp, from, until });
  },
};
