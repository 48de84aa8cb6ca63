/** Every window of an organisation that is known from its events: from when until when who may do what. */
import { and, eq, inArray, isNull } from "ponder";
import { db } from "ponder:api";
import { offer } from "../schema/access.ts";
import { milestone, presale } from "../schema/bootstrap.ts";
import { pledge } from "../schema/gifts.ts";
import { decision, operation, proposal } from "../schema/governance.ts";
import type { organisation } from "../schema/organisation.ts";
import { contribution, epoch } from "../schema/recognition.ts";

/** A time in which somebody may do something; seconds. */
export interface Window {
  /** The same for ever. */
  readonly uid: string;
  readonly from: bigint;
  /** The first second after it. */
  readonly until: bigint;
  readonly title: string;
  /** Who may do what in it, and what its end means. */
  readonly what: string;
}

export type OrganisationRow = typeof organisation.$inferSelect;

/** All windows of an organisation, whether they are over or not. */
export async function windowsOf(of: OrganisationRow): Promise<Window[]> {
  const found = await Promise.all([
    saleWindows(of),
    milestoneWindows(of),
    recognitionWindows(of),
    decisionWindows(of),
    proposalWindows(of),
    offerWindows(of),
    pledgeWindows(of),
  ]);
  return found.flat().sort((a, b) => Number(a.from - b.from) || a.uid.localeCompare(b.uid));
}

async function saleWindows(of: OrganisationRow): Promise<Window[]> {
  if (of.presale === null) return [];
  const [sale] = await db.select().from(presale).where(eq(presale.presale, of.presale));
  if (sale === undefined) return [];
  const { opens, closes, releaseBy, releasedAt, refundsUntil } = sale;
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
  if (refundsUntil !== null) {
    windows.push({
      ...{ uid: `${of.presale}-refunds-${String(sale.refundRound)}`, from: opens, until: refundsUntil },
      ...{ title: "Refunds", what: "Partners who gave before may take their money back." },
    });
  }
  return windows;
}

async function milestoneWindows(of: OrganisationRow): Promise<Window[]> {
  if (of.budget === null) return [];
  const rows = await db.select().from(milestone).where(eq(milestone.budget, of.budget));
  return rows.flatMap(({ index, state, dueAt, objectionsEnd }): Window[] => {
    const uid = `${String(of.budget)}-milestone-${index}`;
    const name = `milestone ${index + 1n}`;
    if (state === "Planned") {
      const what = "The producers reach it and the trustee approves it.";
      return [{ uid, from: dueAt, until: dueAt, title: `Due: ${name}`, what }];
    }
    if (state !== "Approved") return [];
    return [
      {
        ...{ uid: `${uid}-objections`, from: objectionsEnd, until: objectionsEnd },
        title: `Last objections to ${name}`,
        what: "Partners may object until then; afterwards anyone has it paid to the treasury.",
      },
    ];
  });
}

async function recognitionWindows(of: OrganisationRow): Promise<Window[]> {
  const reviewed = await db.select().from(contribution).where(eq(contribution.registry, of.registry));
  const epochs = await db.select().from(epoch).where(eq(epoch.epochs, of.epochs));
  return [
    ...reviewed.map(({ id, submittedAt, reviewEnd }) => ({
      ...{ uid: `${of.registry}-${id}`, from: submittedAt, until: reviewEnd },
      title: `Review of contribution ${id}`,
      what: "Curators review it; afterwards anyone has it decided.",
    })),
    ...epochs.map(({ id, proposedAt, challengeEnd }) => ({
      ...{ uid: `${of.epochs}-${id}`, from: proposedAt, until: challengeEnd },
      title: `Challenge of epoch ${id}`,
      what: "Curators object and stakeholders veto; afterwards anyone activates it.",
    })),
    ...epochs.flatMap(({ id, challengeEnd, expiresAt }) =>
      expiresAt === null
        ? []
        : [
            {
              ...{ uid: `${of.epochs}-${id}-claims`, from: challengeEnd, until: expiresAt },
              title: `Claims of epoch ${id}`,
              what: "Who is in its ledger claims; afterwards what is left goes to the treasury.",
            },
          ],
    ),
  ];
}

async function decisionWindows(of: OrganisationRow): Promise<Window[]> {
  const decisions = await db
    .select()
    .from(decision)
    .where(and(eq(decision.governor, of.governor), isNull(decision.cancelledAt)));
  const operations = await db
    .select()
    .from(operation)
    .where(and(eq(operation.timelock, of.timelock), isNull(operation.cancelledAt)));
  return [
    ...decisions.map(({ id, voteStart, voteEnd, description }) => ({
      ...{ uid: `${of.governor}-${id}`, from: voteStart, until: voteEnd + 1n },
      title: `Vote: ${description.split("\n", 1)[0] ?? ""}`,
      what: "Stakeholders vote; if it is carried, anyone queues it afterwards.",
    })),
    ...operations.map(({ id, scheduledAt, readyAt }) => ({
      ...{ uid: `${of.timelock}-${id}`, from: scheduledAt, until: readyAt },
      title: `Delay of operation ${id.slice(0, 10)}`,
      what: "Stakeholders may veto it, founders and the guardian cancel; afterwards it is carried out.",
    })),
  ];
}

async function proposalWindows(of: OrganisationRow): Promise<Window[]> {
  const rows = await db.select().from(proposal).where(eq(proposal.proposals, of.proposals));
  return rows.flatMap(({ id, openedAt, deadline, deliverBy, fundedAt }): Window[] => {
    const uid = `${of.proposals}-${id}`;
    const backed: Window = {
      ...{ uid, from: openedAt, until: deadline, title: `Backing of proposal ${id}` },
      what: "Anyone backs it; if it does not reach its goal, backers take their tokens back.",
    };
    if (fundedAt === null) return [backed];
    const what = "A deliverer delivers it; if not, backers take their tokens back.";
    const title = `Delivery of proposal ${id}`;
    return [backed, { uid: `${uid}-delivery`, from: fundedAt, until: deliverBy, title, what }];
  });
}

async function offerWindows(of: OrganisationRow): Promise<Window[]> {
  const rows = await db
    .select()
    .from(offer)
    .where(and(eq(offer.partnerAcceptance, of.partnerAcceptance), eq(offer.withdrawn, false)));
  return rows.flatMap(({ id, name, opens, closes, validUntil }) => [
    {
      ...{ uid: `${of.partnerAcceptance}-${id}-sale`, from: opens, until: closes, title: `On sale: ${name}` },
      what: "Anyone buys vouchers with tokens.",
    },
    {
      ...{ uid: `${of.partnerAcceptance}-${id}`, from: opens, until: validUntil, title: `Valid: ${name}` },
      what: "Holders redeem their vouchers; afterwards they return them.",
    },
  ]);
}

async function pledgeWindows(of: OrganisationRow): Promise<Window[]> {
  const rows = await db
    .select()
    .from(pledge)
    .where(
      and(
        eq(pledge.pledgeBook, of.pledgeBook),
        inArray(pledge.form, ["Verified", "Conditional", "Goal", "Matching"]),
      ),
    );
  return rows.map(({ id, form, pledgedAt, deadline }) => ({
    ...{ uid: `${of.pledgeBook}-${id}`, from: pledgedAt, until: deadline, title: `Pledge ${id} (${form})` },
    what: "What it was promised for may come true; afterwards its donor takes back what is left.",
  }));
}
