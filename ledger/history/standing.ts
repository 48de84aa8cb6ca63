/** Which commits' work stands, when some repeat others or take them back. */
import { identityOf, type Entry, type Fingerprint, type Reason } from "./commits.ts";

/** What a commit is found to be. */
export interface Judgement {
  /** Null while the work stands. */
  reason: Reason | null;
  /** When it began to stand: seconds since 1970. */
  since: number;
}

/** What stood longer was used meanwhile, and counts whoever removes it: 90 days, in seconds. */
export const STOOD = 90 * 86_400;

/** A change that several commits make or take back. */
interface Work {
  /** The commit that made it first. */
  readonly first: Judgement;
  standing: boolean;
  /** What tells that another commit means this work: hashes, and authors with the second. */
  readonly marks: Set<string>;
}

interface Known {
  readonly work: Work;
  /** Whether the fingerprint is that of making it, else of taking it back. */
  readonly makes: boolean;
}

/**
 * Judges commits in the order in which they entered. Who makes a change first has made it; making it again adds nothing; and
 * what takes it back leaves neither, unless it stood for {@link STOOD}, until a commit makes it anew, which restores the first. Changes are the same by their
 * lines and those around, or by their lines alone when a commit's message names the other or their author and date are one.
 */
export function createStanding(): {
  judge(commit: {
    readonly entry: Entry;
    readonly entered: number;
    readonly fingerprint: Fingerprint;
  }): Judgement;
} {
  const known = new Map<string, Known>();
  const key = (patch: string, bare: boolean): string => (bare ? `bare ${patch}` : patch);

  return {
    judge({ entry, entered, fingerprint: { patch, inverse, bare, bareInverse } }) {
      const judgement: Judgement = { reason: null, since: entered };
      const marks = [entry.hash, `${identityOf(entry.author)} ${entry.date}`];
      const likely = known.get(key(bare, true));
      const isMeant = [...entry.names, ...marks].some((mark) => likely?.work.marks.has(mark) === true);
      const found = known.get(key(patch, false)) ?? (isMeant ? likely : undefined);
      const work = found?.work ?? { first: judgement, standing: true, marks: new Set<string>() };
      const makes = found?.makes ?? true;
      for (const mark of marks) work.marks.add(mark);
      for (const [fingerprint, isBare, side] of [
        [patch, false, makes],
        [inverse, false, !makes],
        [bare, true, makes],
        [bareInverse, true, !makes],
      ] as const) {
        if (!known.has(key(fingerprint, isBare))) known.set(key(fingerprint, isBare), { work, makes: side });
      }
      if (found === undefined) return judgement;
      if (makes === work.standing) judgement.reason = "the same work again";
      else if (makes) {
        judgement.reason = "restores what was taken back";
        if (work.first.reason !== null) work.first.since = entered;
        work.first.reason = null;
      } else {
        judgement.reason = "takes other work back";
        if (entered - work.first.since < STOOD) work.first.reason = "taken back later";
      }
      work.standing = makes;
      return judgement;
    },
  };
}
