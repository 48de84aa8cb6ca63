import { eq } from "ponder";
import { db } from "ponder:api";
import { budget, milestone, presale } from "../../schema/bootstrap.ts";
import { pledge } from "../../schema/gifts.ts";
import { DAY, type OrganisationRow, type Window } from "./window.ts";

export async function saleWindows(of: OrganisationRow): Promise<Window[]> {
  if (of.presale === null) return [];
  const [sale] = await db.select().from(presale).where(eq(presale.presale, of.presale));
  if (sale === undefined) return [];
  const { opens, closes, releaseBy, releasedAt, refundsFrom, refundsUntil } = sale;
  const windows: Window[] = [
    {
      ...{ uid: `${of.presale}-sale`, from: opens, until: closes, title: "Presale" },
      what: "Partners give; afterwards the trustee releases, or everyone is refunded.",
    },
  ];
  if (releasedAt === null) {
    windows.push({
      ...{ uid: `${of.presale}-release`, from: closes, until: releaseBy, title: "Release of the presale" },
      what: "The trustee releases what was given; if not, everyone is refunded afterwards.",
    });
  }
  if (refundsFrom !== null && refundsUntil !== null && refundsUntil > refundsFrom) {
    windows.push({
      uid: `${of.presale}-refunds-${String(sale.refundRound)}`,
      ...{ from: refundsFrom, until: refundsUntil, title: "Refunds" },
      what: "Partners who gave before may take their money back.",
    });
  }
  return windows;
}

/** Of Milestones.sol: the first milestone's turn comes so long after the release. */
const FIRST_TURN = 14n * DAY;

export async function milestoneWindows(of: OrganisationRow): Promise<Window[]> {
  if (of.budget === null) return [];
  const [account] = await db.select().from(budget).where(eq(budget.budget, of.budget));
  if (account === undefined) return [];
  const { receivedAt, gracePeriod } = account;
  const rows = await db
    .select()
    .from(milestone)
    .where(eq(milestone.budget, of.budget))
    .orderBy(milestone.index);
  return rows.flatMap(({ index, state, dueAt, approvedAt, objectionsEnd }, at): Window[] => {
    const uid = `${String(of.budget)}-milestone-${index}`;
    const name = `milestone ${index + 1n}`;
    if (state === "Planned") {
      const turn = rows[at - 1]?.settledAt ?? receivedAt + FIRST_TURN;
      const until = (dueAt > turn ? dueAt : turn) + gracePeriod;
      const what =
        `It is due ${new Date(Number(dueAt) * 1_000).toISOString().slice(0, 10)}: its producers reach it and the trustee ` +
        "approves it; afterwards anyone ends it, and its money is the partners'.";
      return [{ uid, from: receivedAt, until, title: `Approval of ${name}`, what }];
    }
    if (state !== "Approved" || approvedAt === null) return [];
    return [
      {
        ...{ uid: `${uid}-objections`, from: approvedAt, until: objectionsEnd },
        title: `Objections to ${name}`,
        what: "Partners may object; afterwards anyone has it paid to the treasury.",
      },
    ];
  });
}

export async function pledgeWindows(of: OrganisationRow): Promise<Window[]> {
  const rows = await db.select().from(pledge).where(eq(pledge.pledgeBook, of.pledgeBook));
  return rows
    .filter(({ returned, declined }) => !returned && !declined)
    .map(({ id, form, pledgedAt, deadline }) => ({
      ...{ uid: `${of.pledgeBook}-${id}`, from: pledgedAt, until: deadline, title: `Pledge ${id} (${form})` },
      what: "What it was promised for may come true; afterwards its donor takes back what is left.",
    }));
}
