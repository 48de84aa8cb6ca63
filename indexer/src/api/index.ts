/** What is asked over HTTP: GraphQL, SQL, feeds and calendars. */
import { Hono } from "hono";
import { and, client, desc, eq, exists, graphql, lt } from "ponder";
import { db, publicClients } from "ponder:api";
import schema from "ponder:schema";
import { accountEvent, event } from "../schema/history.ts";
import { organisation } from "../schema/organisation.ts";
import { calendar } from "./calendar.ts";
import { feed } from "./feed.ts";
import { windowsOf, type OrganisationRow } from "./windows/index.ts";

/** Entries of one page of a feed. */
const PAGE = 100;

const app = new Hono();
app.use("/graphql", graphql({ db, schema }));
app.use("/sql/*", client({ db, schema }));

app.get("/organisations/:id{[0-9]+}/calendar.ics", async (c) => {
  const found = await organisationOf(c.req.param("id"));
  if (found === undefined) return c.notFound();
  return c.body(calendar(found.name, await windowsOf(found)), 200, { "content-type": CALENDAR });
});

app.get("/organisations/:id{[0-9]+}/feed.atom", async (c) => {
  const found = await organisationOf(c.req.param("id"));
  if (found === undefined) return c.notFound();
  const entries = await db
    .select()
    .from(event)
    .where(and(eq(event.organisation, found.id), beforeOf(c.req.query("before"))))
    .orderBy(desc(event.id))
    .limit(PAGE);
  return c.body(await paged(found.name, c.req.url, entries), 200, { "content-type": FEED });
});

app.get("/accounts/:account{0x[0-9a-fA-F]{40}}/calendar.ics", async (c) => {
  const account = c.req.param("account").toLowerCase() as `0x${string}`;
  const own = await organisationsOf(account);
  const windows = await Promise.all(
    own.map(async (each) =>
      (await windowsOf(each, account)).map((window) => ({
        ...window,
        title: `${each.name}: ${window.title}`,
      })),
    ),
  );
  const all = windows.flat().sort((a, b) => Number(a.from - b.from));
  return c.body(calendar(account, all), 200, { "content-type": CALENDAR });
});

app.get("/accounts/:account{0x[0-9a-fA-F]{40}}/feed.atom", async (c) => {
  const account = c.req.param("account").toLowerCase() as `0x${string}`;
  const before = c.req.query("before");
  const rows = await db
    .select({ event })
    .from(accountEvent)
    .innerJoin(event, eq(accountEvent.eventId, event.id))
    .where(
      and(
        eq(accountEvent.account, account),
        before === undefined ? undefined : lt(accountEvent.eventId, before),
      ),
    )
    .orderBy(desc(accountEvent.eventId))
    .limit(PAGE);
  const entries = rows.map((row) => row.event);
  return c.body(await paged(account, c.req.url, entries), 200, { "content-type": FEED });
});

export default app;

// ---------------------------------------------------------------- internals

const CALENDAR = "text/calendar; charset=utf-8";
const FEED = "application/atom+xml; charset=utf-8";

async function organisationOf(id: string): Promise<OrganisationRow | undefined> {
  const number = Number(id);
  if (number >= 2 ** 31) return undefined;
  const [found] = await db.select().from(organisation).where(eq(organisation.id, number));
  return found;
}

/** The organisations of which an event names an account. */
async function organisationsOf(account: `0x${string}`): Promise<OrganisationRow[]> {
  const named = db
    .select()
    .from(accountEvent)
    .where(and(eq(accountEvent.organisation, organisation.id), eq(accountEvent.account, account)));
  return db.select().from(organisation).where(exists(named)).orderBy(organisation.id);
}

function beforeOf(before: string | undefined) {
  return before === undefined ? undefined : lt(event.id, before);
}

async function paged(
  title: string,
  url: string,
  entries: readonly (typeof event.$inferSelect)[],
): Promise<string> {
  const last = entries.length === PAGE ? entries.at(-1) : undefined;
  const next = last && new URL(`?before=${encodeURIComponent(last.id)}`, url).href;
  return feed({ title, url, chainId: await publicClients.cdpo.getChainId(), next, entries });
}
