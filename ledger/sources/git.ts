/** Commits of a git history: production or maintenance, by the files they touch. */
import { sizeOf } from "../history/commits.ts";
import { DEFAULT_PARAMETERS } from "../history/model.ts";
import { readHistory } from "../history/read.ts";
import { requireMailmap } from "../people/mailmap.ts";
import { createTypes, reasonOf, type TypeOf } from "../people/types.ts";
import type { Activities, LeaveOut } from "./activity.ts";

/**
 * Reads what stands of a history: see `readHistory`, and for sizes `sizeOf`. Merges, what changes nothing that counts, the
 * same work again and what was taken back are left out.
 */
export async function* readGit({
  path,
  revision,
  since,
  until,
  ignored,
  maintenance,
  remembered = false,
  mailmap,
  typeOf = createTypes(),
  leaveOut = () => undefined,
  onWarning,
}: {
  /** A folder in the repository, or a bare one. */
  readonly path: string;
  /** The commit to read: a branch, a tag, a hash. Without it, what is checked out. */
  readonly revision?: string | undefined;
  /** When work entered the branch, in seconds since 1970, both inclusive. */
  readonly since: number;
  readonly until: number;
  /** Globs after the usual ones, see `matcherOf`: `!*.svg` makes pictures count, `!**` everything. */
  readonly ignored: readonly string[];
  readonly maintenance: readonly string[];
  /** Whether earlier ledgers are known, so that whoever reads this leaves out the patches that they have. */
  readonly remembered?: boolean;
  /**
   * A commit whose `.mailmap` the organisation agreed to: one that makes others of authors since is refused. Null while it agreed
   * to none; without it, whatever is there is taken.
   */
  readonly mailmap?: string | null | undefined;
  readonly typeOf?: TypeOf;
  readonly leaveOut?: LeaveOut;
  readonly onWarning: (sentence: string) => void;
}): Activities {
  if (mailmap !== undefined) await requireMailmap({ path, revision, accepted: mailmap });
  const history = await readHistory({
    ...{ path, revision, since, until, remembered },
    ignored: [...DEFAULT_PARAMETERS.ignored, ...ignored],
    maintenance: [...DEFAULT_PARAMETERS.maintenance, ...maintenance],
  });
  for (const warning of history.warnings) onWarning(warning);
  for (const [reason, commits] of history.leftOut) {
    for (let count = 0; count < commits; count++) leaveOut(reason);
  }
  for (const commit of history.commits) {
    const { hash, kind, date, entered, author, coAuthors, subject, patch } = commit;
    const people = [author, ...coAuthors].filter((person) => typeOf(person) === undefined);
    const type = typeOf(author);
    // What people do together with programs is theirs alone.
    if (people.length === 0 && type !== undefined) {
      leaveOut(reasonOf(type), author);
      continue;
    }
    yield {
      ...{ id: hash, kind, date, entered, patch, note: subject },
      people,
      size: sizeOf(commit),
    };
  }
}
