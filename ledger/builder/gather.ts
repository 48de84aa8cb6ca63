/** Reads all sources of an epoch, and finds the account of everyone in them. */
import { shownText } from "../../sdk/src/text.ts";
import { demoWallet, isChecksummed } from "../contributors.ts";
import { ImportError } from "../import-error.ts";
import { identityOf, type Person } from "../history/commits.ts";
import { equalShares } from "../history/formula.ts";
import type { Share } from "../history/model.ts";
import type { People } from "../people/people.ts";
import { reasonOf } from "../people/types.ts";
import type { Activities, Activity, LeaveOut } from "../sources/activity.ts";
import { readCsv } from "../sources/csv.ts";
import { readGit } from "../sources/git.ts";
import { readGithub } from "../sources/github.ts";
import { readGitlab } from "../sources/gitlab.ts";
import { readDump } from "../sources/mediawiki-dump.ts";
import { readMakers, readPageViews } from "../sources/page-views.ts";
import { readUsercontribs } from "../sources/usercontribs.ts";
import type { EpochConfig, SourceConfig } from "./config.ts";
import type { Row } from "./format.ts";

/** People who share one row at most. */
const MAX_SHARES = 50;
/** Names that a refusal tells, and those that a list of nobodies does. */
const NAMED = 3;
const NAMED_NOBODIES = 20;
/** Characters of a note that the ledger keeps. */
const MAX_NOTE = 200;

/** A row that is not valued yet; without shares it only keeps others with its patch from being paid for its work. */
export interface Gathered extends Omit<Row, "rule" | "parts"> {
  readonly shares: readonly Share[];
}

/** An activity that takes another of its source back. */
export interface Undoing extends Pick<Row, "source" | "id" | "date" | "entered"> {
  readonly undoes: string;
}

/** How a source was read. */
export interface Gathering {
  /** What the sources leave out, by source and reason. */
  readonly leftOut: Map<string, Map<string, number>>;
  /** Sentences about what is missing. */
  readonly warnings: string[];
  /** People with demo accounts. */
  readonly demoPeople: Set<string>;
  /** What takes back something, by whomever, until the period ends; all are known when all rows are read. */
  readonly undoings: Undoing[];
  /** All rows of the period, in no particular order. */
  rows(): AsyncGenerator<Gathered, void, void>;
}

export function gather({
  config,
  people,
  onProgress,
}: {
  readonly config: EpochConfig;
  readonly people: People;
  readonly onProgress?: ((source: string, read: number) => void) | undefined;
}): Gathering {
  const leftOut = new Map<string, Map<string, number>>();
  const warnings: string[] = [];
  const demoPeople = new Set<string>();
  const undoings: Undoing[] = [];
  const unknown = new Set<string>();
  const without = new Set(config.without);
  /** Who is left out as nobody, by the reason. */
  const nobodies = new Map<string, Set<string>>();

  /** Null for someone without an account, who is left out. */
  function accountOf(person: Person): string | null {
    // Of millions of addresses each would be remembered.
    if (person.email === "" && isChecksummed(person.name)) return person.name;
    const account = people.accountOf(person);
    if (account !== null) return account;
    const identity = identityOf(person);
    if (config.unknownPeople === "demo") {
      demoPeople.add(identity);
      return demoWallet(identity).address;
    }
    unknown.add(identity);
    return null;
  }

  function sharesOf(activity: Activity, leaveOut: LeaveOut): readonly Share[] {
    const real = activity.people.filter((person) => people.typeOf(person) === undefined);
    const [nobody] = activity.people;
    const type = nobody && people.typeOf(nobody);
    if (real.length === 0 && type !== undefined) {
      leaveOut(reasonOf(type), nobody);
      return [];
    }
    const wanted = real.filter((person) => !without.has(identityOf(person)) && !without.has(person.name));
    if (wanted.length === 0) {
      leaveOut("of people whom the config leaves out");
      return [];
    }
    const holders = new Set<string>();
    for (const person of wanted) {
      const account = accountOf(person);
      if (account !== null && holders.size < MAX_SHARES) holders.add(account);
    }
    if (holders.size === 0) leaveOut("of people without an account");
    return holders.size === 0 ? [] : equalShares([...holders]);
  }

  async function* rows(): AsyncGenerator<Gathered, void, void> {
    for (const source of config.sources) {
      const reasons = new Map<string, number>();
      leftOut.set(source.name, reasons);
      const leaveOut: LeaveOut = (reason, who) => {
        reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        if (who === undefined) return;
        const named = nobodies.get(reason) ?? new Set();
        nobodies.set(reason, named.add(who.name));
      };
      let read = 0;
      for await (const activity of activitiesOf({ source, config, people, leaveOut, warnings })) {
        onProgress?.(source.name, ++read);
        const { id, kind, date, size, note, entered = date, patch = null, undoes } = activity;
        if (undoes !== undefined && entered <= config.until) {
          undoings.push({ source: source.name, id, date, entered, undoes });
        }
        if (entered < config.since || entered > config.until) {
          leaveOut("outside the period");
          continue;
        }
        const shares = sharesOf(activity, leaveOut);
        if (shares.length === 0 && patch === null) continue;
        yield { source: source.name, id, kind, date, entered, patch, size, note: shorten(note), shares };
      }
    }
    warnings.push(...aboutPeople());
    if (config.unknownPeople === "refuse" && unknown.size > 0) {
      const some = [...unknown].slice(0, NAMED).map((identity) => JSON.stringify(identity));
      throw new ImportError(
        `${unknown.size} people have no account, such as ${some.join(", ")}: write them into the accounts file, or set unknownPeople to "leave-out".`,
      );
    }
  }

  /** Who is probably one, who was left out, and whose address nothing has checked. */
  function aboutPeople(): string[] {
    return [
      ...people.notes(),
      ...people
        .doubles()
        .map(
          ({ names, identities }) =>
            `${names.map((name) => JSON.stringify(shownText(name))).join(" and ")} are probably one person: ${shownText(identities.join(", "))}. Write them into one entry of the file of people, if so.`,
        ),
      ...[...nobodies].map(([reason, names]) => {
        const some = [...names].sort().slice(0, NAMED_NOBODIES).map(shownText);
        const more = names.size > some.length ? ` and ${names.size - some.length} more` : "";
        return `left out ${reason}: ${some.join(", ")}${more}.`;
      }),
    ];
  }
  return { leftOut, warnings, demoPeople, undoings, rows };
}

/** One importer after the other over the files of a source. */
async function* activitiesOf({
  source,
  config,
  people: { typeOf, mailmap },
  leaveOut,
  warnings,
}: {
  readonly source: SourceConfig;
  readonly config: EpochConfig;
  readonly people: People;
  readonly leaveOut: LeaveOut;
  readonly warnings: string[];
}): Activities {
  const onWarning = (sentence: string): void => void warnings.push(`${source.name}: ${sentence}`);
  switch (source.type) {
    case "git": {
      const { path, revision, ignored, maintenance } = source;
      const { since, until } = config;
      const remembered = config.previous !== undefined || config.earlier.length > 0;
      // One line of it could give somebody's work to whoever wrote it; where accounts are made up nothing is to be had.
      const agreed = source.mailmap ?? mailmap ?? (config.unknownPeople === "demo" ? undefined : null);
      yield* readGit({
        ...{ path, revision, ignored, maintenance, since, until, remembered },
        ...{ mailmap: agreed, typeOf, leaveOut, onWarning },
      });
      return;
    }
    case "github": {
      const { pulls, reviews, issues, people: where } = source;
      yield* readGithub({ pulls, reviews, issues, where, typeOf, leaveOut, onWarning });
      return;
    }
    case "gitlab":
      yield* readGitlab({ files: source.files, where: source.people, typeOf, leaveOut, onWarning });
      return;
    case "csv":
      for (const file of source.files) {
        const { kind, columns, delimiter, people = source.name } = source;
        yield* readCsv({ file, where: people, kind, columns, delimiter });
      }
      return;
    case "mediawiki-dump":
      for (const file of source.files) {
        const { namespaces, slots, people: where } = source;
        yield* readDump({ file, namespaces, slots, where, leaveOut, onWarning });
      }
      return;
    case "usercontribs":
      yield* readUsercontribs({ ...source, where: source.people, leaveOut, onWarning });
      return;
    case "page-views": {
      const { files, dumps, namespaces, domains, people } = source;
      const makers = await readMakers({ files: dumps, namespaces });
      for (const file of files) yield* readPageViews({ file, domains, makers, where: people, leaveOut });
    }
  }
}

function shorten(note: string): string {
  if (note.length <= MAX_NOTE) return note;
  return `${Array.from(note)
    .slice(0, MAX_NOTE - 1)
    .join("")}…`;
}
