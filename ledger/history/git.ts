/**
 * Reads the history of a git repository as a stream of commits.
 *
 * Assumptions:
 * - Nothing here writes to the repository, opens a network connection, or runs a program that a configuration
 *   names; and no configuration changes what is counted: lines by the Myers algorithm, renames at git's default
 *   of 50 %, no replaced objects. Which files are binary follows the repository's own `.gitattributes`.
 * - Identities go through the repository's `.mailmap`, authors and co-authors alike.
 * - Two passes: the first keeps a hash and a date per commit, the second streams the changes in the order of
 *   those. So memory grows by about a hundred bytes per commit, whatever the commits hold.
 */
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { ImportError } from "../import-error.ts";
import { identityOf, type Commit, type FileChange, type History, type Person } from "./commits.ts";
import { ask, explain, linesOf, stream } from "./run-git.ts";

/** Later than this JavaScript has no date, in seconds. */
const LATEST_DATE = 8_640_000_000_000;

const CO_AUTHORS = "%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x0A)";

function parseDate(text: string): number {
  const date = Number(text);
  return date <= LATEST_DATE ? date : 0;
}

/** The people of `Co-authored-by:` values, one a line; null for a line that is not `Name <email>`. */
function parseCoAuthors(values: string): (Person | null)[] {
  const lines = values.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const [, name, email] = /^([^<>]*)<([^<>\s]+)>/.exec(line) ?? [];
    return email === undefined ? null : { name: (name ?? "").trim(), email };
  });
}

function contactOf({ name, email }: Person): string {
  return name === "" ? `<${email}>` : `${name} <${email}>`;
}

/** What `.mailmap` makes of each contact. */
async function mapContacts(path: string, contacts: ReadonlySet<string>): Promise<Map<string, Person>> {
  const mapped = new Map<string, Person>();
  if (contacts.size === 0) return mapped;
  const waiting = contacts.values();
  const args = ["check-mailmap", "--stdin"];
  for await (const line of stream({ path, args, input: linesOf(contacts), separator: "\n" })) {
    const contact = waiting.next().value;
    const [, name, email] = /^(.*?) ?<([^<>]*)>$/.exec(line) ?? [];
    if (contact === undefined || email === undefined)
      throw explain(path, `unexpected mailmap answer ${line}`);
    mapped.set(contact, { name: name ?? "", email });
  }
  return mapped;
}

async function folderName(path: string): Promise<string> {
  const gitFolder = await ask(path, ["rev-parse", "--absolute-git-dir"]);
  if (basename(gitFolder) === ".git") return basename(dirname(gitFolder));
  const bare = (await ask(path, ["rev-parse", "--is-bare-repository"])) === "true";
  return bare ? basename(gitFolder, ".git") : basename(await ask(path, ["rev-parse", "--show-toplevel"]));
}

/** The commits whose parents a shallow clone left behind; null when the history is whole. */
async function shallowEdge(path: string): Promise<Set<string> | null> {
  if ((await ask(path, ["rev-parse", "--is-shallow-repository"])) !== "true") return null;
  const file = resolve(path, await ask(path, ["rev-parse", "--git-path", "shallow"]));
  return new Set((await readFile(file, "utf8")).split("\n").filter((line) => line !== ""));
}

async function checkFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new ImportError(
      code === "ENOENT" ? `${path} does not exist.` : `${path} cannot be read (${code}).`,
    );
  });
  if (!found.isDirectory()) throw new ImportError(`${path} is not a folder.`);
}

/**
 * Looks through the history that leads to HEAD, without reading changes yet.
 * `since` and `until` are author dates in seconds since 1970, both inclusive.
 * Throws {@link ImportError} for a missing path, a path in no repository, no git, and a history without commits.
 */
export async function openHistory({
  path,
  since = 0,
  until = Number.MAX_SAFE_INTEGER,
}: {
  readonly path: string;
  readonly since?: number;
  readonly until?: number;
}): Promise<History> {
  await checkFolder(path);
  await ask(path, ["rev-parse", "--git-dir"]);
  const head = await ask(path, ["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).catch(() => {
    throw new ImportError(`${path} has no commits on its current branch.`);
  });
  const edge = await shallowEdge(path);

  const found: { hash: string; date: number }[] = [];
  const contacts = new Set<string>();
  let mergesSkipped = 0;
  let outsideWindow = 0;
  let edgeCommits = 0;
  let malformed = 0;
  const format = `--format=%H%x00%at%x00%P%x00${CO_AUTHORS}`;
  const fields: string[] = [];
  for await (const field of stream({
    path,
    args: ["log", "-z", "--no-show-signature", "--encoding=UTF-8", format, head],
  })) {
    if (fields.push(field) < 4) continue;
    const [hash = "", at = "", parents = "", coAuthors = ""] = fields.splice(0);
    const date = parseDate(at);
    if (parents.includes(" ")) mergesSkipped++;
    else if (date < since || date > until) outsideWindow++;
    else {
      found.push({ hash, date });
      if (edge?.has(hash)) edgeCommits++;
      for (const person of parseCoAuthors(coAuthors)) {
        if (person === null) malformed++;
        else contacts.add(contactOf(person));
      }
    }
  }
  found.sort((a, b) => a.date - b.date || (a.hash < b.hash ? -1 : 1));

  const warnings: string[] = [];
  if (edge !== null) {
    warnings.push(
      `The history is shallow: what is older is missing, and ${edgeCommits} commits at its edge count without their changes ("git fetch --unshallow" completes it).`,
    );
  }
  if (malformed > 0) {
    warnings.push(`${malformed} Co-authored-by lines without a name and an <email> were ignored.`);
  }
  const mapped = await mapContacts(path, contacts);
  return {
    name: await folderName(path),
    head,
    total: found.length,
    mergesSkipped,
    outsideWindow,
    warnings,
    commits: () => readCommits({ path, hashes: found.map(({ hash }) => hash), mapped, edge }),
  };
}

/** The author's and the others' identities, each once; the author is left out. */
function distinctCoAuthors(author: Person, people: readonly Person[]): Person[] {
  const seen = new Set([identityOf(author)]);
  return people.filter((person) => {
    const identity = identityOf(person);
    return !seen.has(identity) && seen.add(identity);
  });
}

async function* readCommits({
  path,
  hashes,
  mapped,
  edge,
}: {
  readonly path: string;
  readonly hashes: readonly string[];
  readonly mapped: ReadonlyMap<string, Person>;
  readonly edge: ReadonlySet<string> | null;
}): AsyncGenerator<Commit, void, void> {
  // Plumbing, because `git log` follows the user's log.* and diff.* settings.
  const tokens = stream({
    path,
    args: [
      ...["diff-tree", "--stdin", "-r", "-z", "--root", "--always", "--numstat"],
      ...["--find-renames=50%", "-l1000", "--encoding=UTF-8"],
      `--format=%H%x00%aN%x00%aE%x00%at%x00%s%x00${CO_AUTHORS}`,
    ],
    input: linesOf(hashes),
  });
  const next = async (): Promise<string> => {
    const { value, done } = await tokens.next();
    if (done === true) throw explain(path, "its output ended in the middle of a commit");
    return value;
  };
  let commit: Commit | null = null;
  let files: FileChange[] = [];
  try {
    for (;;) {
      const { value: token, done } = await tokens.next();
      // A line of --numstat; the first of a commit follows a line break. Everything else starts a commit.
      const numbers = done === true ? null : /^\n?(\d+|-)\t(\d+|-)\t([\s\S]*)$/.exec(token);
      if (numbers !== null) {
        const [, added = "", removed = "", path = ""] = numbers;
        const binary = added === "-";
        const lines = { added: binary ? 0 : Number(added), removed: binary ? 0 : Number(removed), binary };
        // Of a rename the path is empty, and the old and the new one follow.
        if (path !== "") files.push({ path, ...lines });
        else files.push({ previousPath: await next(), path: await next(), ...lines });
        continue;
      }
      if (commit !== null) yield { ...commit, files: edge?.has(commit.hash) ? [] : files };
      if (done === true) return;
      const author = { name: await next(), email: await next() };
      const date = parseDate(await next());
      const subject = await next();
      const people = parseCoAuthors(await next()).flatMap((person) =>
        person === null ? [] : [mapped.get(contactOf(person)) ?? person],
      );
      commit = {
        hash: token,
        author,
        coAuthors: distinctCoAuthors(author, people),
        date,
        subject,
        files: [],
      };
      files = [];
    }
  } finally {
    await tokens.return();
  }
}
