/**
 * Reads the history of a git repository: who wrote what, when it entered the branch, and what of it stands.
 *
 * Assumptions:
 * - Nothing here writes to the repository, opens a network connection, or runs a program that a configuration names; and what
 *   is read depends on the commit alone, see {@link withRepository}. Versions of git may find other renames.
 * - Identities go through the commit's `.mailmap`, authors and co-authors alike.
 * - Merges have no work of their own; what somebody changed while merging is not seen.
 * - Memory grows with the number of commits, about a kilobyte each, and not with what they change.
 */
import { createFiles } from "./files.ts";
import type { Commit, History, Reason } from "./commits.ts";
import { readChanges } from "./changes.ts";
import { enteringOf } from "./entering.ts";
import { readLog } from "./log.ts";
import { withRepository, type Repository } from "./repository.ts";
import { createStanding, type Judgement } from "./standing.ts";

/** What {@link readHistory} is told. */
export interface HistoryOptions {
  /** A folder in the repository, or a bare one. */
  readonly path: string;
  /** The commit to read: a branch, a tag, a hash. Without it, what is checked out. */
  readonly revision?: string | undefined;
  /** When work must have entered: seconds since 1970, both inclusive. What came after `until` changes nothing before it. */
  readonly since?: number;
  readonly until?: number;
  /** Globs of files that count nothing, and that are maintenance, see `matcherOf`. */
  readonly ignored: readonly string[];
  readonly maintenance: readonly string[];
  /**
   * Whether somebody knows what earlier ledgers recognised. Then work that was taken back and restored enters when it was
   * restored, as it may be in none of them; else when it first entered, so that nobody is paid for restoring.
   */
  readonly remembered?: boolean;
  readonly onProgress?: ((progress: { readonly done: number; readonly total: number }) => void) | undefined;
}

/** Throws {@link ImportError} for a path that leads to no history, and for what git cannot read. */
export async function readHistory(options: HistoryOptions): Promise<History> {
  return withRepository(options, async (repository) => readInto(repository, options));
}

async function readInto(
  repository: Repository,
  {
    since = 0,
    until = Number.MAX_SAFE_INTEGER,
    remembered = false,
    ignored,
    maintenance,
    onProgress,
  }: HistoryOptions,
): Promise<History> {
  const { name, head, edge } = repository;
  const { entries, malformed } = await readLog(repository);
  const { commits: all, jumps } = enteringOf(entries);
  const single = all.filter(({ entry }) => entry.parents.length < 2);
  const inTime = single.filter(({ entered }) => entered <= until);
  const known = inTime.filter(({ entry }) => edge?.has(entry.hash) !== true);
  const hashes = known.map(({ entry }) => entry.hash);
  const files = await createFiles({ repository, hashes, ignored, maintenance });

  const standing = createStanding();
  const judged: { readonly commit: Commit; readonly judgement: Judgement; readonly entered: number }[] = [];
  const nothing: number[] = [];
  let done = 0;
  for await (const { hash, changes } of readChanges({ place: repository.place, hashes, files })) {
    const { entry, entered } = known[done++] ?? {};
    if (entry?.hash !== hash || entered === undefined) throw new Error(`git answered ${hash} out of turn`);
    onProgress?.({ done, total: hashes.length });
    const { fingerprint, ...measure } = changes;
    if (fingerprint === null) {
      nothing.push(entered);
      continue;
    }
    const judgement = standing.judge({ entry, entered, fingerprint });
    const { author, coAuthors, date, subject } = entry;
    const commit = { hash, author, coAuthors, date, subject, ...measure, entered, patch: fingerprint.patch };
    judged.push({ commit, judgement, entered });
  }

  const leftOut = new Map<Reason, number>();
  const leaveOut = (reason: Reason, entered: number): void => {
    if (entered >= since) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
  };
  for (const entered of nothing) leaveOut("changes nothing that counts", entered);
  for (const { entry, entered } of inTime) {
    if (edge?.has(entry.hash) === true)
      leaveOut("changes unknown, at the edge of a shallow history", entered);
  }
  const commits: Commit[] = [];
  let early = 0;
  for (const { commit, judgement, entered: first } of judged) {
    const entered = remembered ? judgement.since : first;
    if (judgement.reason !== null) leaveOut(judgement.reason, first);
    else if (entered >= since) commits.push({ ...commit, entered });
    if (first < since && (judgement.reason !== null || entered < since)) early++;
  }
  commits.sort((a, b) => a.date - b.date || (a.hash < b.hash ? -1 : 1));
  const before = nothing.filter((entered) => entered < since).length;
  return {
    name,
    head,
    commits,
    leftOut,
    mergesSkipped: all.length - single.length,
    outsideWindow: single.length - inTime.length + early + before,
    warnings: warningsOf({ edge, malformed, jumps, marked: files.marked }),
  };
}

function warningsOf({
  edge,
  malformed,
  jumps,
  marked,
}: {
  readonly edge: ReadonlySet<string> | null;
  readonly malformed: number;
  readonly jumps: number;
  readonly marked: number;
}): string[] {
  return [
    ...(edge === null
      ? []
      : [
          `The history is shallow: what is older is missing, and the commits at its edge are left out, as what they change is unknown ("git fetch --unshallow" completes it).`,
        ]),
    ...(malformed === 0
      ? []
      : [`${malformed} Co-authored-by lines without a name and an <email> were ignored.`]),
    ...(jumps === 0
      ? []
      : [
          `${jumps} commits of the branch say that they were made more than a day before the one that they follow: they entered when that did.`,
        ]),
    ...(marked === 0
      ? []
      : [`${marked} files count nothing, as .gitattributes says that they are generated or vendored.`]),
  ];
}
