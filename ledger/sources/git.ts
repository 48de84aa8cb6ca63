/** Commits of a git history: production or maintenance, by the files they touch. */
import { openHistory } from "../history/git.ts";
import { createMeter } from "../history/formula.ts";
import { DEFAULT_PARAMETERS } from "../history/model.ts";
import type { Activities } from "./activity.ts";

/** Reads a history. A size is lines added and removed, without those of ignored files. Merges are left out. */
export async function* readGit({
  path,
  since,
  until,
  ignored,
  maintenance,
  onWarning,
}: {
  /** A folder in the repository. */
  readonly path: string;
  /** Author dates in seconds since 1970, both inclusive. */
  readonly since: number;
  readonly until: number;
  /** Globs besides the usual ones, see `matcherOf`. */
  readonly ignored: readonly string[];
  readonly maintenance: readonly string[];
  readonly onWarning: (sentence: string) => void;
}): Activities {
  const history = await openHistory({ path, since, until });
  for (const warning of history.warnings) onWarning(warning);
  const meter = createMeter({
    ...DEFAULT_PARAMETERS,
    ignored: [...DEFAULT_PARAMETERS.ignored, ...ignored],
    maintenance: [...DEFAULT_PARAMETERS.maintenance, ...maintenance],
  });
  for await (const commit of history.commits()) {
    const { kind, linesAdded, linesRemoved } = meter(commit);
    yield {
      id: commit.hash,
      kind,
      date: commit.date,
      people: [commit.author, ...commit.coAuthors],
      size: linesAdded + linesRemoved,
      note: commit.subject,
    };
  }
}
