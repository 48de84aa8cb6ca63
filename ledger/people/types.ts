/** Accounts that are nobody's in particular: found by what a service says of them, and by their names. */
import { matcherOf } from "../history/globs.ts";
import type { AccountType, Actor } from "../sources/activity.ts";

/**
 * Names of programs, as globs; small and capital letters are the same. They are compared with what follows a prefix such as
 * `github:`, and with what is before the `@` of an address that a service made.
 */
export const USUAL_BOTS: readonly string[] = [
  ...[
    "*[bot]",
    "*-bot",
    "*_bot",
    "*.bot",
    "bot-*",
    "* bot",
    "dependabot*",
    "renovate",
    "renovatebot",
    "greenkeeper*",
  ],
  ...[
    "codecov",
    "codecov-io",
    "codecov-commenter",
    "coveralls",
    "copilot",
    "github-copilot",
    "copilot-swe-agent",
  ],
  ...[
    "github-actions",
    "web-flow",
    "github",
    "github-merge-queue",
    "gitlab-ci",
    "ghost-user",
    "project_*_bot*",
  ],
  ...[
    "group_*_bot*",
    "pyup",
    "pyup-io",
    "snyk",
    "imgbot",
    "allcontributors",
    "mergify",
    "bors",
    "pre-commit-ci",
  ],
  ...[
    "semantic-release",
    "netlify",
    "vercel",
    "travis-ci",
    "travisci",
    "appveyor",
    "circleci",
    "jenkins",
    "hosted weblate",
  ],
];

/** Names that a service gives to accounts that were deleted. */
const GHOSTS: ReadonlySet<string> = new Set(["github:ghost", "gitlab:ghost"]);
/** `ClueBot NG`, and not `Abbot`. */
const WIKI_BOT = /^wiki:.*(?:\p{Ll}Bot(?:\P{L}|$)|\bbot\b)/u;
/** Accounts that MediaWiki makes for who has none: `~2027-12345-6`, and addresses of networks. */
const TEMPORARY = /^wiki:(?:~\d{4}-[\d-]+|\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})$/i;

/** Tells what an account is; undefined for people. */
export type TypeOf = (actor: Actor) => AccountType | undefined;

/** `bots` are globs after the usual ones, so that `!abbot-bot` is somebody. */
export function createTypes(bots: readonly string[] = []): TypeOf {
  // Brackets are letters of globs here, as slashes are none of names.
  const isBot = matcherOf([...USUAL_BOTS, ...bots]);
  const known = new Map<string, AccountType | undefined>();
  return (actor) => {
    const { name, email, type } = actor;
    const key = `${name}\n${email}\n${type ?? ""}`;
    if (known.has(key)) return known.get(key);
    const found = typeOf({ name, email, type, isBot });
    known.set(key, found);
    return found;
  };
}

function typeOf({
  name,
  email,
  type,
  isBot,
}: {
  readonly name: string;
  readonly email: string;
  readonly type: AccountType | undefined;
  readonly isBot: (name: string) => boolean;
}): AccountType | undefined {
  if (GHOSTS.has(name.toLowerCase())) return "ghost";
  if (type !== undefined) return type;
  if (TEMPORARY.test(name)) return "temporary";
  const bare = email === "" ? name.replace(/^[a-z0-9-]{1,32}:/, "") : name;
  // Services write `49699333+dependabot[bot]@users.noreply.github.com`.
  const [, mailed = ""] = /^(?:\d+\+)?([^@]+)@users\.noreply\./i.exec(email) ?? [];
  const names = [bare, mailed].filter((each) => each !== "").map((each) => each.replaceAll("/", "-"));
  return names.some(isBot) || WIKI_BOT.test(name) ? "bot" : undefined;
}

/** The reason under which an account is listed. */
export function reasonOf(type: AccountType): string {
  if (type === "bot") return "of bots";
  return type === "ghost" ? "of deleted users" : "of people without an account of their own";
}
