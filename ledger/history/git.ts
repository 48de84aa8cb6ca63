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
import { execFile, spawn } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { devNull } from "node:os";
import { basename, dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** What is wrong with what was to be imported, in one sentence for the user. */
export class ImportError extends Error {
  override readonly name = "ImportError";
}

/** Who a commit names; the email may be empty. */
export interface Person {
  readonly name: string;
  readonly email: string;
}

/** What tells two people apart: the email in lower case, or the name of who has no email. */
export function identityOf({ name, email }: Person): string {
  return email.trim().toLowerCase() || name.trim();
}

/** One file that a commit touches. */
export interface FileChange {
  /** Relative to the root of the repository, with `/`; after a rename the new path. */
  readonly path: string;
  /** Only of a rename. */
  readonly previousPath?: string;
  /** Lines; 0 of a binary file. */
  readonly added: number;
  /** Lines; 0 of a binary file. */
  readonly removed: number;
  readonly binary: boolean;
}

/** One commit with at most one parent. */
export interface Commit {
  readonly hash: string;
  readonly author: Person;
  /** From `Co-authored-by:` trailers, in their order, without the author and without repetitions. */
  readonly coAuthors: readonly Person[];
  /** When it was written: seconds since 1970; 0 when the commit has no usable date. */
  readonly date: number;
  /** The message's first paragraph on one line. */
  readonly subject: string;
  /** Empty for a commit at the edge of a shallow history, whose changes are unknown. */
  readonly files: readonly FileChange[];
}

/** A history that was looked through and is ready to be read. */
export interface History {
  /** The name of the repository's folder. */
  readonly name: string;
  /** Hash of the commit that was checked out. */
  readonly head: string;
  /** How many commits {@link commits} yields. */
  readonly total: number;
  readonly mergesSkipped: number;
  /** Commits, merges not counted, older than `since` or younger than `until`. */
  readonly outsideWindow: number;
  /** Sentences about what is missing or was left out. */
  readonly warnings: readonly string[];
  /** Oldest first, by author date and then by hash. */
  commits(): AsyncGenerator<Commit, void, void>;
}

/** Later than this JavaScript has no date, in seconds. */
const LATEST_DATE = 8_640_000_000_000;

const CO_AUTHORS = "%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x0A)";

/** What git's own variables would change is taken away, and fetching what a partial clone lacks is forbidden. */
function gitEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("GIT_") || /^GIT_(?:CONFIG|EXEC_PATH|CEILING_DIRECTORIES)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    LC_ALL: "C",
    GIT_ALLOW_PROTOCOL: "",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
  };
}

function gitArguments(path: string, args: readonly string[]): string[] {
  return ["-C", path, "-c", `core.attributesFile=${devNull}`, "-c", "core.fsmonitor=false", ...args];
}

/** The one sentence for what git wrote to standard error. */
function explain(path: string, stderr: string): ImportError {
  if (/not a git repository/i.test(stderr)) return new ImportError(`${path} is not a git repository.`);
  if (/dubious ownership/i.test(stderr)) {
    return new ImportError(
      `git refuses to read ${path} because it belongs to another user: allow it with "git config --global --add safe.directory".`,
    );
  }
  if (/promisor|transport '.*' not allowed/i.test(stderr)) {
    return new ImportError(
      `${path} is a partial clone without the files of its history: complete it with "git fetch --refetch --no-filter" first.`,
    );
  }
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const fatal = lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines.at(-1) ?? "no reason given";
  return new ImportError(`git cannot read ${path}: ${fatal.replace(/^(?:fatal|error): /, "")}.`);
}

/** Runs git for a short answer, given without its last line break. */
async function ask(path: string, args: readonly string[]): Promise<string> {
  return new Promise((done, refuse) => {
    execFile("git", gitArguments(path, args), { env: gitEnvironment() }, (error, stdout, stderr) => {
      if (error === null) done(stdout.replace(/\n$/, ""));
      else if (error.code === "ENOENT") refuse(new ImportError("git is not installed, or not on the PATH."));
      else refuse(explain(path, stderr));
    });
  });
}

/** Runs git and yields its output in pieces, each ended by `separator`; `input` is what git reads. */
async function* stream({
  path,
  args,
  input = [],
  separator = "\0",
}: {
  readonly path: string;
  readonly args: readonly string[];
  readonly input?: Iterable<string>;
  readonly separator?: "\0" | "\n";
}): AsyncGenerator<string, void, void> {
  const child = spawn("git", gitArguments(path, args), { env: gitEnvironment(), stdio: "pipe" });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-4_096);
  });
  const ended = new Promise<number | null>((done, refuse) => {
    child.once("error", refuse);
    child.once("close", done);
  });
  // Both are looked at again below: a git that fails closes its input early, and its exit code tells why.
  ended.catch(() => undefined);
  pipeline(Readable.from(input), child.stdin).catch(() => undefined);
  const end = separator.charCodeAt(0);
  let pending: Buffer[] = [];
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(end); at !== -1; at = chunk.indexOf(end, from)) {
        pending.push(chunk.subarray(from, at));
        yield Buffer.concat(pending).toString("utf8");
        pending = [];
        from = at + 1;
      }
      if (from < chunk.length) pending.push(chunk.subarray(from));
    }
    if ((await ended) !== 0) throw explain(path, stderr);
    if (pending.length > 0) yield Buffer.concat(pending).toString("utf8");
  } finally {
    if (child.exitCode === null) child.kill();
  }
}

function* linesOf(texts: Iterable<string>): Generator<string, void, void> {
  for (const text of texts) yield `${text}\n`;
}

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
