/**
 * The contribution ledger: what each commit of a git history is worth in tokens, and to whom.
 *
 * The same history, accounts and parameters give the same ledger, byte for byte, so that everyone can check an
 * import, and a hash on chain says which text was meant.
 */
import { keccak256 } from "ethers";
import { z } from "zod";
import { fieldErrorOf, messageOf } from "./cli.ts";
import { createDirectory, isChecksummed, type AccountMap, type Contributor } from "./contributors.ts";
import { ImportError, openHistory, type Commit } from "./git.ts";

/** Name and version of the formula; another rule is another version. */
export const FORMULA = "git-capped-sqrt/1";

const TOKEN = 10n ** 18n;
const FULL_BPS = 10_000;
/** People who share one commit at most; a contribution on chain writes each of them. */
const MAX_SHARES = 50;
/** Characters of a subject that the ledger keeps. */
const MAX_SUBJECT = 300;

/** What the formula depends on. Awards are in token wei (18 decimals), lines are added plus removed. */
export interface FormulaParameters {
  /** For every commit. */
  readonly base: bigint;
  /** Times the square root of the lines. */
  readonly unit: bigint;
  /** Lines of one commit beyond it count nothing. */
  readonly lineCap: number;
  /** For one commit, shared by its authors. */
  readonly maxAward: bigint;
  /** Globs of files that count nothing: generated, locked, vendored. See {@link matcherOf}. */
  readonly ignored: readonly string[];
  /** Globs of documentation, tests and continuous integration. */
  readonly maintenance: readonly string[];
}

/** One token, and one for each unit of √lines, up to 51 tokens (2,500 lines and more). */
export const DEFAULT_PARAMETERS: FormulaParameters = {
  base: TOKEN,
  unit: TOKEN,
  lineCap: 2_500,
  maxAward: 51n * TOKEN,
  ignored: [
    ...["package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"],
    ...["deno.lock", "Cargo.lock", "Gemfile.lock", "composer.lock", "poetry.lock", "Pipfile.lock", "uv.lock"],
    ...["pdm.lock", "go.sum", "mix.lock", "pubspec.lock", "Podfile.lock", "flake.lock", "gradle.lockfile"],
    ...["node_modules/", "typechain-types/", "typechain/", "dist/", "vendor/", "vendored/", "third_party/"],
    ...["*.min.js", "*.min.mjs", "*.min.css", "*.bundle.js", "*.map", "*.generated.*", "*.pb.go", "*_pb2.py"],
    "*.snap",
  ],
  maintenance: [
    ...[
      "docs/",
      "doc/",
      "*.md",
      "*.mdx",
      "*.rst",
      "*.adoc",
      "LICENSE",
      "LICENSE.txt",
      "CHANGELOG",
      "AUTHORS",
    ],
    ...["test/", "tests/", "__tests__/", "spec/", "*.test.*", "*.spec.*", "*_test.*", "test_*.py", "*.t.sol"],
    ...[".github/", ".circleci/", ".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "Jenkinsfile"],
  ],
};

/** An account's part of an award, as the contracts' `Share`; the parts of one award sum to 10,000. */
export interface Share {
  readonly account: string;
  readonly bps: number;
}

export type Kind = "production" | "use" | "maintenance";

/** One recognised contribution. */
export interface Row {
  readonly index: number;
  /** The commit's hash. */
  readonly id: string;
  /** Of the author: the first share's. */
  readonly account: string;
  readonly author: string;
  /** Names of the other shares' accounts, in their order. */
  readonly coAuthors: readonly string[];
  readonly kind: Kind;
  /** Seconds since 1970. */
  readonly date: number;
  readonly subject: string;
  /** Files touched, without the ignored ones. */
  readonly files: number;
  readonly linesAdded: number;
  readonly linesRemoved: number;
  /** Token wei, 18 decimals, shared by all the authors. */
  readonly award: bigint;
  readonly shares: readonly Share[];
}

/** Where the rows come from and how they were valued. */
export interface Header {
  /** Name of the repository. */
  readonly source: string;
  /** Hash of the commit whose history this is. */
  readonly head: string;
  readonly formula: typeof FORMULA;
  readonly parameters: FormulaParameters;
  /** First and last author date, in seconds since 1970, both inclusive; null without a limit. */
  readonly since: number | null;
  readonly until: number | null;
  /** Rows. */
  readonly commits: number;
  readonly mergesSkipped: number;
  readonly outsideWindow: number;
  /** Accounts with a share. */
  readonly contributors: number;
  /** Token wei. */
  readonly totalAward: bigint;
  readonly warnings: readonly string[];
}

/** The rows are ordered by date and then by id. */
export interface Ledger {
  readonly header: Header;
  readonly rows: readonly Row[];
}

/**
 * Whether a path matches one of the globs: `*` and `?` stand for anything but `/`, `**` for anything. A glob
 * whose only `/` is at its end is a folder's name, anywhere, with everything in it; one without `/` a file's
 * name, anywhere; every other glob begins at the root. Case does not matter.
 */
export function matcherOf(globs: readonly string[]): (path: string) => boolean {
  if (globs.length === 0) return () => false;
  const patterns = globs.map((glob) => {
    const anywhere = !glob.slice(0, -1).includes("/");
    const body = glob.replace(/\*\*\/|\*\*|\*|\?|[\\^$.|+()[\]{}]/g, (found) => {
      if (found === "**/") return "(?:.*/)?";
      if (found === "**") return ".*";
      if (found === "*") return "[^/]*";
      return found === "?" ? "[^/]" : `\\${found}`;
    });
    return `${anywhere ? "(?:.*/)?" : ""}${body}${glob.endsWith("/") ? ".*" : ""}`;
  });
  const pattern = new RegExp(`^(?:${patterns.join("|")})$`, "isu");
  return (path) => pattern.test(path);
}

/** The square root of a non-negative integer, rounded down. */
export function sqrtDown(value: bigint): bigint {
  if (value < 2n) return value;
  // At least the root to begin with: Newton's steps then only go down.
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * The formula `git-capped-sqrt/1`: what one commit is worth, in token wei, rounded down.
 * min(maxAward, base + unit·√min(lines, lineCap)); the root is what keeps one large file from winning.
 */
export function awardFor({
  lines,
  parameters: { base, unit, lineCap, maxAward },
}: {
  /** Added plus removed, without those of ignored files. */
  readonly lines: number;
  readonly parameters: FormulaParameters;
}): bigint {
  const award = base + sqrtDown(unit * unit * BigInt(Math.min(lines, lineCap)));
  return award < maxAward ? award : maxAward;
}

/** What the formula sees of a commit. */
export type Measure = Pick<Row, "kind" | "files" | "linesAdded" | "linesRemoved">;

/**
 * Counts a commit's files and lines, and tells its kind: it is maintenance when, without the ignored files, it
 * adds nothing (it only removes, moves or renames, or is empty) or touches only documentation, tests or
 * continuous integration; else it is production. A binary file has no lines and counts as an addition.
 * A git history shows no use.
 */
export function createMeter(parameters: FormulaParameters): (commit: Pick<Commit, "files">) => Measure {
  const isIgnored = matcherOf(parameters.ignored);
  const isMaintenance = matcherOf(parameters.maintenance);
  return ({ files }) => {
    const counted = files.filter(({ path }) => !isIgnored(path));
    const adds = counted.some(({ added, binary }) => binary || added > 0);
    const produces = adds && counted.some(({ path }) => !isMaintenance(path));
    return {
      kind: produces ? "production" : "maintenance",
      files: counted.length,
      linesAdded: counted.reduce((sum, { added }) => sum + added, 0),
      linesRemoved: counted.reduce((sum, { removed }) => sum + removed, 0),
    };
  };
}

/** Equal parts that sum to 10,000 bps; the first gets the remainder too. Between 1 and 10,000 accounts. */
export function equalShares(accounts: readonly string[]): Share[] {
  const part = Math.floor(FULL_BPS / accounts.length);
  const first = FULL_BPS - part * (accounts.length - 1);
  return accounts.map((account, at) => ({ account, bps: at === 0 ? first : part }));
}

/** Each share's token wei, rounded down; the first gets the remainder too, so that they sum to the award. */
export function splitAward({ award, shares }: Pick<Row, "award" | "shares">): bigint[] {
  const parts = shares.map(({ bps }) => (award * BigInt(bps)) / BigInt(FULL_BPS));
  const remainder = parts.reduce((rest, part) => rest - part, award);
  return parts.map((part, at) => (at === 0 ? part + remainder : part));
}

/** Token wei and number of contributions of each account, the largest sum first, then by account. */
export function totalsByAccount(
  ledger: Ledger,
): { readonly account: string; readonly award: bigint; readonly contributions: number }[] {
  const totals = new Map<string, { award: bigint; contributions: number }>();
  for (const row of ledger.rows) {
    const parts = splitAward(row);
    row.shares.forEach(({ account }, at) => {
      const total = totals.get(account) ?? { award: 0n, contributions: 0 };
      totals.set(account, {
        award: total.award + (parts[at] ?? 0n),
        contributions: total.contributions + 1,
      });
    });
  }
  return [...totals]
    .map(([account, total]) => ({ account, ...total }))
    .sort((a, b) => (a.award === b.award ? (a.account < b.account ? -1 : 1) : a.award > b.award ? -1 : 1));
}

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
  const history = await openHistory({
    path,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  });
  if (history.total === 0) {
    const { mergesSkipped, outsideWindow } = history;
    throw new ImportError(
      `${path} has no commit to import: ${mergesSkipped} are merges and ${outsideWindow} are outside the dates asked for.`,
    );
  }
  const directory = createDirectory(accounts);
  const meter = createMeter(parameters);
  const rows: Row[] = [];
  const holders = new Set<string>();
  let totalAward = 0n;
  let dropped = 0;
  for await (const commit of history.commits()) {
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
    const { kind, files, linesAdded, linesRemoved } = meter(commit);
    const award = awardFor({ lines: linesAdded + linesRemoved, parameters });
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
    onProgress?.({ done: rows.length, total: history.total });
  }

  const contributors = directory.everyone();
  const warnings = [...history.warnings];
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
    outsideWindow: history.outsideWindow,
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

/** The keys in their canonical order, and money as decimal strings. */
function plainHeader(header: Header): unknown {
  const { base, unit, lineCap, maxAward, ignored, maintenance } = header.parameters;
  return {
    source: header.source,
    head: header.head,
    formula: header.formula,
    parameters: {
      base: base.toString(),
      unit: unit.toString(),
      lineCap,
      maxAward: maxAward.toString(),
      ignored,
      maintenance,
    },
    since: header.since,
    until: header.until,
    commits: header.commits,
    mergesSkipped: header.mergesSkipped,
    outsideWindow: header.outsideWindow,
    contributors: header.contributors,
    totalAward: header.totalAward.toString(),
    warnings: header.warnings,
  };
}

/** As {@link plainHeader}; without the index, which depends on what else was imported. */
function plainContribution(row: Row): Record<string, unknown> {
  return {
    id: row.id,
    account: row.account,
    author: row.author,
    coAuthors: row.coAuthors,
    kind: row.kind,
    date: row.date,
    subject: row.subject,
    files: row.files,
    linesAdded: row.linesAdded,
    linesRemoved: row.linesRemoved,
    award: row.award.toString(),
    shares: row.shares.map(({ account, bps }) => ({ account, bps })),
  };
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * The `contentHash` of the contribution on chain: keccak256 of the row's JSON without `index` and without
 * spaces, in UTF-8. A later import with more commits gives the same contribution the same hash.
 */
export function contentHash(row: Row): string {
  return keccak256(bytesOf(JSON.stringify(plainContribution(row))));
}

/** The canonical text in pieces, for ledgers larger than one string may be. */
export function* ledgerJsonChunks(ledger: Ledger): Generator<string, void, void> {
  yield `{"header":${JSON.stringify(plainHeader(ledger.header), null, 2)},\n"rows":[`;
  for (const [at, row] of ledger.rows.entries()) {
    yield `${at === 0 ? "\n" : ",\n"}${JSON.stringify({ index: row.index, ...plainContribution(row) })}`;
  }
  yield "\n]}\n";
}

/** The canonical text: fixed order of keys, one row a line, money as decimal strings of token wei. */
export function ledgerToJson(ledger: Ledger): string {
  return [...ledgerJsonChunks(ledger)].join("");
}

/** keccak256 of the canonical text in UTF-8: what an epoch of many contributions publishes as its content hash. */
export function ledgerHash(ledger: Ledger): string {
  return keccak256(bytesOf(ledgerToJson(ledger)));
}

/** A cell that no spreadsheet takes for a formula (a `'` goes before one), quoted where CSV needs it. */
function cellOf(text: string): string {
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",;\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const COLUMNS =
  "index,id,date,kind,account,author,coAuthors,shares,subject,files,linesAdded,linesRemoved,awardWei";

/** The table in pieces, a line each. */
export function* ledgerCsvChunks(ledger: Ledger): Generator<string, void, void> {
  yield `${COLUMNS}\n`;
  for (const row of ledger.rows) {
    const cells = [
      row.index.toString(),
      row.id,
      new Date(row.date * 1_000).toISOString(),
      row.kind,
      row.account,
      row.author,
      row.coAuthors.join("; "),
      row.shares.map(({ account, bps }) => `${account}:${bps}`).join(" "),
      row.subject,
      row.files.toString(),
      row.linesAdded.toString(),
      row.linesRemoved.toString(),
      row.award.toString(),
    ];
    yield `${cells.map(cellOf).join(",")}\n`;
  }
}

/** The rows as RFC 4180 text with line feeds, in UTF-8; awards in token wei, dates in UTC. */
export function ledgerToCsv(ledger: Ledger): string {
  return [...ledgerCsvChunks(ledger)].join("");
}

const count = z.int("is not a whole number").min(0, "is negative");
const seconds = count.max(8_640_000_000_000, "is too late a date");
const wei = z
  .string("is not a string of digits")
  .regex(/^(?:0|[1-9]\d{0,77})$/, "is not a whole number of token wei")
  .transform(BigInt);
const text = z.string("is not a text");
const account = text.refine(isChecksummed, "is not an address with a valid EIP-55 checksum");
const globs = z.array(text.min(1, "is empty"), "is not a list").readonly();

const parametersShape = z.strictObject({
  base: wei,
  unit: wei,
  lineCap: count,
  maxAward: wei,
  ignored: globs,
  maintenance: globs,
});

const rowShape = z
  .strictObject({
    index: count,
    id: text.min(1, "is empty"),
    account,
    author: text,
    coAuthors: z.array(text, "is not a list").readonly(),
    kind: z.enum(["production", "use", "maintenance"], "is not production, use or maintenance"),
    date: seconds,
    subject: text,
    files: count,
    linesAdded: count,
    linesRemoved: count,
    award: wei,
    shares: z
      .array(
        z.strictObject({ account, bps: z.int("is not a whole number").min(1, "is below 1") }),
        "is not a list",
      )
      .min(1, "is empty")
      .refine(
        (shares) => shares.reduce((sum, { bps }) => sum + bps, 0) === FULL_BPS,
        "do not sum to 10,000 bps",
      )
      .refine(
        (shares) => new Set(shares.map((share) => share.account)).size === shares.length,
        "name an account twice",
      )
      .readonly(),
  })
  .refine((row) => row.account === row.shares[0]?.account, {
    message: "is not the first share's",
    path: ["account"],
  })
  .refine((row) => row.coAuthors.length === row.shares.length - 1, {
    message: "are not one for each further share",
    path: ["coAuthors"],
  });

const ledgerShape = z
  .strictObject({
    header: z.strictObject({
      source: text,
      head: text,
      formula: z.literal(FORMULA, `is not ${FORMULA}`),
      parameters: parametersShape,
      since: seconds.nullable(),
      until: seconds.nullable(),
      commits: count,
      mergesSkipped: count,
      outsideWindow: count,
      contributors: count,
      totalAward: wei,
      warnings: z.array(text, "is not a list").readonly(),
    }),
    rows: z.array(rowShape, "is not a list").readonly(),
  })
  .superRefine(({ header, rows }, context) => {
    const wrong = (path: (string | number)[], message: string): void => {
      context.addIssue({ code: "custom", path, message });
    };
    const misplaced = rows.findIndex((row, at) => row.index !== at);
    if (misplaced !== -1) wrong(["rows", misplaced, "index"], `is not ${misplaced}`);
    const ids = new Set<string>();
    const repeated = rows.findIndex(({ id }) => ids.has(id) || !ids.add(id));
    if (repeated !== -1) wrong(["rows", repeated, "id"], "is in the ledger twice");
    if (header.commits !== rows.length)
      wrong(["header", "commits"], `is not ${rows.length}, the number of rows`);
    const total = rows.reduce((sum, { award }) => sum + award, 0n);
    if (header.totalAward !== total)
      wrong(["header", "totalAward"], `is not ${total}, the sum of the awards`);
    const holders = new Set(rows.flatMap(({ shares }) => shares.map((share) => share.account))).size;
    if (header.contributors !== holders) {
      wrong(["header", "contributors"], `is not ${holders}, the number of accounts with a share`);
    }
  });

/** Reads what {@link ledgerToJson} wrote. Throws {@link ImportError} with the name of the first wrong field. */
export function parseLedger(json: string): Ledger {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (error) {
    throw new ImportError(`The ledger is not valid JSON: ${messageOf(error)}.`);
  }
  const parsed = ledgerShape.safeParse(content);
  if (!parsed.success) throw new ImportError(`The ledger is refused, ${fieldErrorOf(parsed.error)}.`);
  return parsed.data;
}
