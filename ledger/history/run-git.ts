/** Running git so that neither the machine nor the repository's configuration changes what it says. */
import { execFile, spawn } from "node:child_process";
import { devNull } from "node:os";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ImportError } from "../import-error.ts";

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
export function explain(path: string, stderr: string): ImportError {
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
export async function ask(path: string, args: readonly string[]): Promise<string> {
  return new Promise((done, refuse) => {
    execFile("git", gitArguments(path, args), { env: gitEnvironment() }, (error, stdout, stderr) => {
      if (error === null) done(stdout.replace(/\n$/, ""));
      else if (error.code === "ENOENT") refuse(new ImportError("git is not installed, or not on the PATH."));
      else refuse(explain(path, stderr));
    });
  });
}

/** Runs git and yields its output in pieces, each ended by `separator`; `input` is what git reads. */
export async function* stream({
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

export function* linesOf(texts: Iterable<string>): Generator<string, void, void> {
  for (const text of texts) yield `${text}\n`;
}
