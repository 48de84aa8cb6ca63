import { and, eq, ne } from "ponder";
import { db } from "ponder:api";
import { proposal } from "../../schema/governance.ts";
import { contribution, epoch } from "../../schema/recognition.ts";
import type { OrganisationRow, Window } from "./window.ts";

export async function recognitionWindows(of: OrganisationRow): Promise<Window[]> {
  const reviewed = await db
    .select()
    .from(contribution)
    .where(and(eq(contribution.registry, of.registry), ne(contribution.status, "Withdrawn")));
  const epochs = await db
    .select()
    .from(epoch)
    .where(and(eq(epoch.epochs, of.epochs), ne(epoch.status, "Withdrawn")));
  return [
    ...reviewed.map(({ id, submittedAt, reviewEnd }) => ({
      ...{ uid: `${of.registry}-${id}`, from: submittedAt, until: reviewEnd },
      title: `Review of contribution ${id}`,
      what: "Curators review it and stakeholders veto; afterwards anyone has it decided.",
    })),
    ...epochs.map(({ id, proposedAt, challengeEnd }) => ({
      ...{ uid: `${of.epochs}-${id}`, from: proposedAt, until: challengeEnd },
      title: `Challenge of epoch ${id}`,
      what: "Curators object and stakeholders veto; afterwards anyone activates it.",
    })),
    ...epochs.flatMap(({ id, openedAt, expiresAt }) =>
      openedAt === null || expiresAt === null
        ? []
        : [
            {
              ...{ uid: `${of.epochs}-${id}-claims`, from: openedAt, until: expiresAt },
              title: `Claims of epoch ${id}`,
              what: "Who is in its ledger claims; afterwards what is left goes to the treasury.",
            },
          ],
    ),
  ];
}

export async function proposalWindows(of: OrganisationRow): Promise<Window[]> {
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
