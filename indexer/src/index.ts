/** Hands every event to what handles it, and keeps it as history. */
import { ponder, type Context, type EventNames, type IndexingFunctionArgs } from "ponder:registry";
import { HANDLERS } from "./handlers.ts";
import { NOBODY } from "./handling.ts";
import { accountEvent, early, event as told } from "./schema/history.ts";
import { standingGift } from "./schema/gifts.ts";
import { contract } from "./schema/organisation.ts";
import { eventsOf, SOURCES, whyLeftOut } from "./sources.ts";

type Hex = `0x${string}`;
type Args = Readonly<Record<string, unknown>>;
type Handler = (args: IndexingFunctionArgs) => Promise<unknown>;

for (const source of Object.keys(SOURCES) as (keyof typeof SOURCES)[]) {
  const handlers = HANDLERS[source] as Readonly<Record<string, Handler | undefined>>;
  for (const name of eventsOf(source)) {
    if (handlers[name] === undefined && whyLeftOut(source, name) !== undefined) continue;
    ponder.on(`${source}:${name}` as EventNames, async (args) => {
      await handlers[name]?.(args);
      await keep(source, name, args);
    });
  }
}

async function keep(
  source: string,
  name: string,
  { event, context: { db } }: IndexingFunctionArgs,
): Promise<void> {
  const args = event.args as Args;
  const of = await organisationOf(db, { source, address: event.log.address, args });
  await db.insert(told).values({
    ...{ id: event.id, organisation: of, contract: event.log.address, source, name },
    args: plain(args),
    block: event.block.number,
    time: event.block.timestamp,
    transaction: event.transaction.hash,
    logIndex: event.log.logIndex,
  });
  const accounts = accountsOf(args);
  for (const account of accounts)
    await db.insert(accountEvent).values({ account, eventId: event.id, organisation: of, source, name });
  if (of === null && source !== "standingGifts") {
    const said = { id: event.id, accounts };
    await db
      .insert(early)
      .values({ contract: event.log.address, events: [said] })
      .onConflictDoUpdate(({ events }) => ({ events: [...events, said] }));
  }
}

/** The accounts that an event names, each once; also those in its structs and lists. */
function accountsOf(args: Args): Hex[] {
  const all = new Set<Hex>();
  const add = (value: unknown): void => {
    if (typeof value === "string") {
      if (/^0x[0-9a-fA-F]{40}$/.test(value)) all.add(value.toLowerCase() as Hex);
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(add);
  };
  add(args);
  all.delete(NOBODY);
  return [...all];
}

/** Whose event it is; null before the factory has said so. */
async function organisationOf(
  db: Context["db"],
  { source, address, args }: { readonly source: string; readonly address: Hex; readonly args: Args },
): Promise<number | null> {
  if (source === "factory") return Number(args["index"]);
  if (source !== "standingGifts") return (await db.find(contract, { address }))?.organisation ?? null;
  const gift = await db.find(standingGift, { id: args["id"] as bigint });
  const given = gift && (await db.find(contract, { address: gift.token }));
  return given?.organisation ?? null;
}

/** JSON has no large whole numbers. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each)),
  );
}
