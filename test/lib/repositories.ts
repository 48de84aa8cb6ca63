/** Git repositories that tests make. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export interface Author {
  readonly name: string;
  readonly email: string;
}

export const ANN: Author = { name: "Ann", email: "ann@example.org" };
export const BOB: Author = { name: "Bob", email: "bob@example.org" };

/** A file's content; null when a commit removes it. */
export type Content = string | Buffer | null;

export interface TestRepository {
  readonly path: string;
  readonly git: (...args: string[]) => string;
  /** Writes files and commits everything there is; answers the hash. Committed when it was written, unless it says so. */
  readonly commit: (what: {
    readonly date: number;
    readonly committed?: number;
    readonly by?: Author;
    readonly message?: string;
    readonly files?: Readonly<Record<string, Content>>;
  }) => string;
  /** Runs a git command that commits, such as a merge, at a time; answers the hash. */
  readonly at: (date: number, ...args: string[]) => string;
}

const stamp = (by: Author, date: number, committed: number): NodeJS.ProcessEnv => ({
  GIT_AUTHOR_NAME: by.name,
  GIT_AUTHOR_EMAIL: by.email,
  GIT_AUTHOR_DATE: `@${date} +0000`,
  GIT_COMMITTER_NAME: "Committer",
  GIT_COMMITTER_EMAIL: "committer@example.org",
  GIT_COMMITTER_DATE: `@${committed} +0000`,
});

/** A new repository in a folder that does not exist yet. */
export function createTestRepository(path: string): TestRepository {
  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): string =>
    execFileSync("git", ["-C", path, ...args], {
      env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1", ...env },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    }).trim();
  mkdirSync(path, { recursive: true });
  run(["init", "--quiet", "--initial-branch=main"]);
  return {
    path,
    git: (...args) => run(args),
    commit({ date, committed = date, by = BOB, message = "Change", files = {} }) {
      for (const [name, content] of Object.entries(files)) {
        const file = join(path, name);
        mkdirSync(dirname(file), { recursive: true });
        if (content === null) rmSync(file);
        else writeFileSync(file, content);
      }
      run(["add", "--all"]);
      run(["commit", "--quiet", "--allow-empty", `--message=${message}`], stamp(by, date, committed));
      return run(["rev-parse", "HEAD"]);
    },
    at(date, ...args) {
      // A cherry-pick keeps its author.
      const { GIT_COMMITTER_NAME, GIT_COMMITTER_EMAIL, GIT_COMMITTER_DATE, ...author } = stamp(
        BOB,
        date,
        date,
      );
      const committer = { GIT_COMMITTER_NAME, GIT_COMMITTER_EMAIL, GIT_COMMITTER_DATE };
      run(args, /^(?:cherry-pick|rebase)$/.test(args[0] ?? "") ? committer : { ...author, ...committer });
      return run(["rev-parse", "HEAD"]);
    },
  };
}

/** So many different lines. */
export function textOf(count: number, name = "line"): string {
  return Array.from({ length: count }, (_, at) => `${name} ${at}\n`).join("");
}
