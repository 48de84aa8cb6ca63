import { CONTRACT_NAMES } from "../../../sdk/src/state/contracts.ts";
import { NOBODY, type Handlers } from "../handling.ts";
import { accountEvent, early, event as told } from "../schema/history.ts";
import { contract, holder, organisation, token } from "../schema/organisation.ts";

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
    const names = CONTRACT_NAMES.filter((each) => cdpo[each] !== NOBODY);
    for (const each of names)
      await db.insert(contract).values({ address: cdpo[each], organisation: id, name: each });
    // What its contracts said before the factory said whose they are. Not by SQL: that would empty Ponder's cache.
    for (const each of names) {
      const key = { contract: cdpo[each] };
      for (const { id: eventId, accounts } of (await db.find(early, key))?.events ?? []) {
        await db.update(told, { id: eventId }).set({ organisation: id });
        for (const account of accounts)
          await db.update(accountEvent, { account, eventId }).set({ organisation: id });
      }
      await db.delete(early, key);
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
