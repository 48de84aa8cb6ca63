/** Running git so that neither the machine nor the repository's configuration changes what it says. */
import { execFile, spawn } from "node:child_process";
import { devNull } from "node:os";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ImportError } from "../import-error.ts";

/** Where git runs, and the repository that is named when something is wrong with it. */
export interface Place {
  readonly folder: string;
  readonly path: string;
  /** Whether the machine's configuration may say which folders are safe: it may when a repository is found, and then no more. */
  readonly configured: boolean;
}

/** What git's own variables would change is taken away, and fetching what a partial clone lacks is forbidden. */
function environmentOf({ configured }: Place): NodeJS.ProcessEnv {
  const kept = configured ? /^GIT_(?:CONFIG|EXEC_PATH|CEILING_DIRECTORIES)/ : /^GIT_EXEC_PATH$/;
  return {
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_") || kept.test(name)),
    ),
    ...(configured ? {} : { GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: devNull }),
    LC_ALL: "C",
    GIT_ALLOW_PROTOCOL: "",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_NO_REPLACE_OBJECTS: "1",
    GIT_NO_LAZY_FETCH: "1",
  };
}

function argumentsOf({ folder }: Place, args: readonly string[]): string[] {
  return ["-C", folder, "-c", `core.attributesFile=${devNull}`, "-c", "core.fsmonitor=false", ...args];
}

/** The one sentence for what git wrote to standard error. */
export function explain(path: string, stderr: string): ImportError {
  if (/not a git repository/i.test(stderr)) return new ImportError(`${path} is not a git repository.`);
  if (/dubious ownership/i.test(stderr)) {
    return new ImportError(
      `git refuses to read ${path} because it belongs to another user: allow it with "git config --global --add safe.directory".`,
    );
  }
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  const fatal = lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines.at(-1) ?? "no reason given";
  return new ImportError(`git cannot read ${path}: ${fatal.replace(/^(?:fatal|error): /, "")}.`);
}

/** Runs git for a short answer, given without its last line break. */
export async function ask(place: Place, args: readonly string[]): Promise<string> {
  return new Promise((done, refuse) => {
    const options = { env: environmentOf(place), maxBuffer: 1 << 24 };
    execFile("git", argumentsOf(place, args), options, (error, stdout, stderr) => {
      if (error === null) done(stdout.replace(/\n$/, ""));
      else if (error.code === "ENOENT") refuse(new ImportError("git is not installed, or not on the PATH."));
      else refuse(explain(place.path, stderr));
    });
  });
}

/** Runs git and yields its output as it comes; `input` is what git reads. */
export async function* streamBytes({
  place,
  args,
  input = [],
}: {
  readonly place: Place;
  readonly args: readonly string[];
  readonly input?: Iterable<string> | AsyncIterable<string>;
}): AsyncGenerator<Buffer, void, void> {
  const child = spawn("git", argumentsOf(place, args), { env: environmentOf(place), stdio: "pipe" });
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
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) yield chunk;
    if ((await ended) !== 0) throw explain(place.path, stderr);
  } finally {
    if (child.exitCode === null) child.kill();
  }
}

/** As {@link streamBytes}, in pieces that a NUL or a line break ends. */
export async function* stream({
  separator = "\0",
  ...rest
}: Parameters<typeof streamBytes>[0] & {
  readonly separator?: "\0" | "\n";
}): AsyncGenerator<string, void, void> {
  const end = separator.charCodeAt(0);
  let pending: Buffer[] = [];
  for await (const chunk of streamBytes(rest)) {
    let from = 0;
    for (let at = chunk.indexOf(end); at !== -1; at = chunk.indexOf(end, from)) {
      pending.push(chunk.subarray(from, at));
      yield Buffer.concat(pending).toString("utf8");
      pending = [];
      from = at + 1;
    }
    if (from < chunk.length) pending.push(chunk.subarray(from));
  }
  if (pending.length > 0) yield Buffer.concat(pending).toString("utf8");
}

export function* linesOf(texts: Iterable<string>): Generator<string, void, void> {
  for (const text of texts) yield `${text}\n`;
}
