/** What the importers of MediaWiki's formats share: names of people and pages, and which edits stand. */
import type { Activity } from "./activity.ts";

/** One version of a page. */
export interface Revision {
  readonly id: string;
  /** Null for someone without an account, or hidden. */
  readonly user: string | null;
  readonly date: number;
  readonly title: string;
  /** Bytes by which the page became longer or shorter; null when nobody knows. */
  readonly change: number | null;
  /** Equal for equal texts; empty when unknown. */
  readonly sha1: string;
}

/** A revision that can no longer be reverted within the radius. */
export interface Judged {
  readonly revision: Revision;
  readonly verdict: "edit" | "revert" | "reverted" | "changed nothing" | "reverts only oneself";
}

/** So many revisions later a page may still go back to a text; what research on reverts has settled on. */
export const REVERT_RADIUS = 15;

/** Judges the revisions of one page, in their order. */
export interface Judge {
  /** Takes the next revision; answers those that are decided now. */
  next(revision: Revision): Judged[];
  /** The page ends: answers all that are left. */
  end(): Judged[];
}

interface Pending {
  readonly revision: Revision;
  /** What it is while it stands. */
  readonly own: Judged["verdict"];
  /** The revisions of the radius that stand when this one is the page's last, itself among them. */
  readonly standing: Set<Pending>;
}

/**
 * A revision whose text is one of the {@link REVERT_RADIUS} before the last restores that text: it is a revert, and what
 * stood then stands again, but not those between. Who reverts only himself has done nothing.
 */
export function createJudge(): Judge {
  let recent: Pending[] = [];
  const judged = (pending: Pending): Judged => ({
    revision: pending.revision,
    verdict: recent.at(-1)?.standing.has(pending) === true ? pending.own : "reverted",
  });

  /** What a revision is that leaves the page as it was after `at`; -1 when its text is new. */
  function ownVerdict({ user }: Revision, at: number): Judged["verdict"] {
    if (at === -1) return "edit";
    const between = recent.slice(at + 1);
    if (between.length === 0) return "changed nothing";
    const alone = between.every(({ revision }) => revision.user !== null && revision.user === user);
    return alone ? "reverts only oneself" : "revert";
  }

  return {
    next(revision) {
      const at =
        revision.sha1 === "" ? -1 : recent.findLastIndex(({ revision: { sha1 } }) => sha1 === revision.sha1);
      const standing = new Set(recent.at(at)?.standing);
      const pending: Pending = { revision, own: ownVerdict(revision, at), standing };
      standing.add(pending);
      recent.push(pending);
      const [oldest] = recent;
      if (oldest === undefined || recent.length <= REVERT_RADIUS + 1) return [];
      const decided = judged(oldest);
      recent.shift();
      for (const { standing: still } of recent) still.delete(oldest);
      return [decided];
    },
    end() {
      const rest = recent.map(judged);
      recent = [];
      return rest;
    },
  };
}

/** Edits that stand are production, reverts maintenance, and a size is the bytes changed. */
export function activityOf({ revision, verdict }: Judged, where: string): Activity | string {
  if (verdict === "reverted") return "edits that were reverted";
  if (verdict === "changed nothing") return "edits that changed nothing";
  if (verdict === "reverts only oneself") return "reverts of one's own edits";
  if (revision.user === null) return "of people without an account";
  return {
    id: revision.id,
    kind: verdict === "revert" ? "maintenance" : "production",
    date: revision.date,
    people: [{ name: `${where}:${revision.user}`, email: "" }],
    size: Math.abs(revision.change ?? 0),
    note: revision.title,
  };
}

/** A page's or a user's name as MediaWiki shows it: spaces, not underscores. */
export function displayName(name: string): string {
  return name.replaceAll("_", " ").trim();
}
