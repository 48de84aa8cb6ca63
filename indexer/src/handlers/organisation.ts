import { CONTRACT_NAMES } from "../../../sdk/src/state/contracts.ts";
import { finite, NOBODY, type Handlers } from "../handling.ts";
import { contract, hold, holder, organisation, staker, token } from "../schema/organisation.ts";

export const factoryHandlers: Handlers<"factory"> = {
  CdpoLaunched: async ({ event, context: { db } }) => {
    const { launcher, index, name, symbol, cdpo } = event.args;
    const id = Number(index);
    const orNull = (address: `0x${string}`) => (address === NOBODY ? null : address);
    await db.insert(organisation).values({
      ...{ id, launcher, name, symbol, ...cdpo },
      presale: orNull(cdpo.presale),
      custody: orNull(cdpo.custody),
      budget: orNull(cdpo.budget),
      block: event.block.number,
      time: event.block.timestamp,
      transaction: event.transaction.hash,
    });
    for (const each of CONTRACT_NAMES) {
      const address = cdpo[each];
      if (address !== NOBODY) await db.insert(contract).values({ address, organisation: id, name: each });
    }
  },
};

export const tokenHandlers: Handlers<"token"> = {
  Transfer: async ({ event, context: { db } }) => {
    const { address } = event.log;
    const { from, to, value } = event.args;
    const add = (account: `0x${string}`, amount: bigint) =>
      account === NOBODY
        ? db
            .insert(token)
            .values({ address, supply: -amount })
            .onConflictDoUpdate(({ supply }) => ({ supply: supply - amount }))
        : db
            .insert(holder)
            .values({ token: address, account, balance: amount })
            .onConflictDoUpdate(({ balance }) => ({ balance: balance + amount }));
    await add(from, -value);
    await add(to, value);
  },
};

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
    await db.delete(hold, { stake: event.log.address, account, forum, matter, tag });
  },
};
