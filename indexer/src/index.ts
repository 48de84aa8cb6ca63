/** Hands every event to what handles it, and keeps it as history. */
import { ponder, type EventNames, type IndexingFunctionArgs } from "ponder:registry";
import { HANDLERS } from "./handlers.ts";
import { NOBODY } from "./handling.ts";
import { activity, activityAccount } from "./schema/history.ts";
import { eventsOf, SOURCES, whyLeftOut } from "./sources.ts";

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
  const args = event.args as Readonly<Record<string, unknown>>;
  await db.insert(activity).values({
    id: event.id,
    contract: event.log.address,
    source,
    event: name,
    args: plain(args),
    block: event.block.number,
    time: event.block.timestamp,
    transaction: event.transaction.hash,
    logIndex: event.log.logIndex,
  });
  const accounts = Object.values(args).filter(
    (value): value is `0x${string}` => typeof value === "string" && /^0x[0-9a-fA-F]{40}$/.test(value),
  );
  for (const account of new Set(accounts.map((each) => each.toLowerCase() as `0x${string}`))) {
    if (account !== NOBODY) await db.insert(activityAccount).values({ account, activity: event.id });
  }
}

/** JSON has no large whole numbers. */
function plain(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? String(each) : each)),
  );
}
