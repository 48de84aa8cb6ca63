import { and, eq, isNull } from "ponder";
import { db } from "ponder:api";
import { decision, dissolutionRound, operation } from "../../schema/governance.ts";
import { contract, pause } from "../../schema/organisation.ts";
import { DAY, type OrganisationRow, type Window } from "./window.ts";

/** Of CdpoGovernor.sol and the timelock: to queue what was carried, and to carry out what is ready. */
const QUEUING_TERM = 7n * DAY;
const EXECUTION_TERM = 14n * DAY;
/** Of DissolutionRounds.sol: how long a round collects consents. */
const COLLECTING = 14n * DAY;

export async function decisionWindows(of: OrganisationRow): Promise<Window[]> {
  const decisions = await db
    .select()
    .from(decision)
    .where(and(eq(decision.governor, of.governor), isNull(decision.cancelledAt)));
  const operations = await db
    .select()
    .from(operation)
    .where(and(eq(operation.timelock, of.timelock), isNull(operation.cancelledAt)));
  return [
    ...decisions.flatMap(({ id, voteStart, voteEnd, readyAt, description }): Window[] => {
      const uid = `${of.governor}-${id}`;
      const name = description.split("\n", 1)[0] ?? "";
      const ended = voteEnd + 1n;
      const vote = {
        ...{ uid, from: voteStart, until: ended, title: `Vote: ${name}` },
        what: "Stakeholders vote; if it is carried, anyone queues it afterwards.",
      };
      if (readyAt !== null) return [vote];
      const queuing = {
        ...{ uid: `${uid}-queuing`, from: ended, until: ended + QUEUING_TERM, title: `To queue: ${name}` },
        what: "If it was carried, anyone queues it; afterwards it has expired.",
      };
      return [vote, queuing];
    }),
    ...operations.flatMap(({ id, scheduledAt, readyAt, executedAt }): Window[] => {
      const uid = `${of.timelock}-${id}`;
      const name = `operation ${id.slice(0, 10)}`;
      const delay = {
        ...{ uid, from: scheduledAt, until: readyAt, title: `Delay of ${name}` },
        what: "Stakeholders may veto it, founders and the guardian cancel; afterwards it is carried out.",
      };
      const due = {
        ...{ uid: `${uid}-due`, from: readyAt, until: readyAt + EXECUTION_TERM, title: `Ready: ${name}` },
        what: "It is carried out; afterwards it has expired.",
      };
      return [...(readyAt > scheduledAt ? [delay] : []), ...(executedAt === null ? [due] : [])];
    }),
  ];
}

export async function dissolutionWindows(of: OrganisationRow): Promise<Window[]> {
  const rows = await db.select().from(dissolutionRound).where(eq(dissolutionRound.stake, of.stake));
  return rows.flatMap(({ round, openedAt, noticedAt, from, until }): Window[] => {
    const uid = `${of.stake}-dissolution-${round}`;
    const collecting = {
      ...{ uid, from: openedAt, until: noticedAt ?? openedAt + COLLECTING },
      title: `Consent to dissolve, round ${round}`,
      what: "Stakeholders consent to dissolve the organisation, or take their consent back.",
    };
    const isOpen = collecting.until > collecting.from ? [collecting] : [];
    if (noticedAt === null || from === null || until === null) return isOpen;
    return [
      ...isOpen,
      {
        ...{ uid: `${uid}-notice`, from: noticedAt, until: from, title: "Notice of dissolution" },
        what: "Enough consented, and no consent is taken back. Holders sell or stay; afterwards anyone dissolves.",
      },
      {
        ...{ uid: `${uid}-due`, from, until, title: "The organisation can be dissolved" },
        what: "Anyone dissolves the organisation; afterwards the notice is void.",
      },
    ];
  });
}

export async function pauseWindows(of: OrganisationRow): Promise<Window[]> {
  const rows = await db
    .select({ pause, name: contract.name })
    .from(pause)
    .innerJoin(contract, eq(contract.address, pause.contract))
    .where(eq(contract.organisation, of.id));
  return rows
    .filter(({ pause: { since, until } }) => until > since)
    .map(({ pause: { contract: at, since, until }, name }) => ({
      ...{ uid: `${at}-pause-${since}`, from: since, until, title: `Pause: ${name}` },
      what: "The guardian paused it; it ends by itself.",
    }));
}
