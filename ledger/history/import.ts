/** Reads the history of a git repository as a contribution ledger. */
import { createDirectory, type AccountMap, type Contributor } from "../contributors.ts";
import { ImportError } from "../import-error.ts";
import { sizeOf } from "./commits.ts";
import { readHistory } from "./read.ts";
import { awardFor, equalShares } from "./formula.ts";
import {
  DEFAULT_PARAMETERS,
  FORMULA,
  type FormulaParameters,
  type Header,
  type Ledger,
  type Row,
} from "./model.ts";

/** People who share one commit at most; a contribution on chain writes each of them. */
const MAX_SHARES = 50;
/** Characters of a subject that the ledger keeps. */
const MAX_SUBJECT = 300;

/** A ledger, and the people in it, whom it names only by their accounts. */
export interface Import {
  readonly ledger: Ledger;
  /** In the order of their first contribution. Two identities may have one account. */
  readonly contributors: readonly Contributor[];
}

/**
 * Reads the history of a git repository and values it.
 * Throws {@link ImportError} for everything that is wrong with the repository, and when no commit is left.
 */
export async function importLedger({
  path,
  source,
  accounts = new Map(),
  since,
  until,
  parameters = DEFAULT_PARAMETERS,
  onProgress,
}: {
  /** A folder in the repository. */
  readonly path: string;
  /** What the ledger calls the repository; without it, the name of its folder. */
  readonly source?: string | undefined;
  readonly accounts?: AccountMap;
  /** Author dates in seconds since 1970, both inclusive. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly parameters?: FormulaParameters;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}): Promise<Import> {
  const { ignored, maintenance } = parameters;
  const history = await readHistory({ path, ignored, maintenance, onProgress });
  const commits = history.commits.filter(
    ({ date }) => date >= (since ?? 0) && date <= (until ?? Number.MAX_SAFE_INTEGER),
  );
  const outsideWindow = history.commits.length - commits.length;
  if (commits.length === 0) {
    const left = [...history.leftOut.values()].reduce((sum, count) => sum + count, 0);
    throw new ImportError(
      `${path} has no commit to import: ${history.mergesSkipped} are merges, ${outsideWindow} are outside the dates asked for, and ${left} are left out, as what they change does not count or stand.`,
    );
  }
  const directory = createDirectory(accounts);
  const rows: Row[] = [];
  const holders = new Set<string>();
  let totalAward = 0n;
  let dropped = 0;
  for (const commit of commits) {
    // Two of the authors may be one person with two emails and one account.
    const names = new Map<string, string>();
    for (const person of [commit.author, ...commit.coAuthors]) {
      if (names.size === MAX_SHARES) {
        dropped++;
        continue;
      }
      const { account, name } = directory.contributorOf(person);
      if (!names.has(account)) names.set(account, name);
    }
    const [account = ""] = names.keys();
    const [author = "", ...coAuthors] = names.values();
    const { kind, files, linesAdded, linesRemoved } = commit;
    const award = awardFor({ lines: sizeOf(commit), parameters });
    rows.push({
      index: rows.length,
      id: commit.hash,
      account,
      author,
      coAuthors,
      kind,
      date: commit.date,
      subject: shorten(commit.subject),
      files,
      linesAdded,
      linesRemoved,
      award,
      shares: equalShares([...names.keys()]),
    });
    for (const holder of names.keys()) holders.add(holder);
    totalAward += award;
  }

  const contributors = directory.everyone();
  const warnings = [...history.warnings];
  for (const [reason, left] of history.leftOut) warnings.push(`${left} commits were left out: ${reason}.`);
  if (dropped > 0) warnings.push(`${dropped} co-authors beyond ${MAX_SHARES} of one commit were left out.`);
  const demo = contributors.filter((contributor) => contributor.demo).length;
  if (demo > 0) {
    warnings.push(
      `${demo} of ${contributors.length} contributors have demo accounts, whose keys everyone can compute: never send value to them.`,
    );
  }
  if (directory.unused() > 0) {
    warnings.push(`${directory.unused()} entries of the accounts file match no contributor.`);
  }
  const header: Header = {
    source: source ?? history.name,
    head: history.head,
    formula: FORMULA,
    parameters,
    since: since ?? null,
    until: until ?? null,
    commits: rows.length,
    mergesSkipped: history.mergesSkipped,
    outsideWindow,
    contributors: holders.size,
    totalAward,
    warnings,
  };
  return { ledger: { header, rows }, contributors };
}

function shorten(subject: string): string {
  const characters = Array.from(subject);
  return characters.length <= MAX_SUBJECT ? subject : `${characters.slice(0, MAX_SUBJECT - 1).join("")}…`;
}
