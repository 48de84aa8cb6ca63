/**
 * What an epoch is made of, as people write it: a JSON file with a period, sources and rules. Every key may stand beside a
 * `"$comment"`; no other unknown key is accepted.
 */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { z } from "zod";
import { messageOf } from "../../sdk/src/text.ts";
import {
  amount,
  lineOf,
  list,
  object,
  problemsOf,
  text,
  wholeNumber,
  parseJson,
} from "../../sdk/src/config/index.ts";
import { ImportError } from "../import-error.ts";
import { parseInstant } from "../sources/activity.ts";
import { DELIMITERS } from "../sources/csv-dialect.ts";
import { DEFAULT_COLUMNS } from "../sources/csv.ts";
import { FORMULAS, FORMULA_NAMES, type Fields, type Formula } from "../formulas/formulas.ts";

const DAY = 86_400;
const DECIMALS = 18;

const name = text("a name of up to 32 small letters, digits and hyphens").refine(
  (written) => /^[a-z0-9-]{1,32}$/.test(written),
  "expected a name of up to 32 small letters, digits and hyphens",
);
const path = text("a path, from the folder of this file");
/** A month of hours, and more. */
const MAX_FILES = 10_000;
const paths = z
  .array(path, "expected a list of paths")
  .min(1, "expected a list of paths")
  .max(MAX_FILES, `expected at most ${MAX_FILES} paths`);
const globs = list(text("a glob of files"), { each: "glob" }).default([]);
const kind = z.enum(["production", "use", "maintenance"], "expected production, use or maintenance");
const namespaces = list(wholeNumber({ min: 0, max: 1_000_000 }).transform(Number), {
  each: "number of a namespace",
  min: 1,
}).default([0]);
/** What stands before the names of people in the accounts file. */
const people = (usual: string) => name.default(usual);

/** The first second of a day, UTC. */
const day = text('a day such as "2027-03-01"').transform((written, context) => {
  const seconds = /^\d{4}-\d{2}-\d{2}$/.test(written) ? parseInstant(written) : undefined;
  if (seconds !== undefined) return seconds;
  context.addIssue({ code: "custom", message: 'expected a day such as "2027-03-01"', input: written });
  return z.NEVER;
});

const column = text("the name of a column");

const source = z.discriminatedUnion(
  "type",
  [
    object({
      ...{ name, type: z.literal("git"), path, ignored: globs, maintenance: globs },
      revision: text("a branch, a tag or the hash of a commit").optional(),
      mailmap: text("the hash of a commit").optional(),
    }),
    object({
      name,
      type: z.literal("csv"),
      files: paths,
      kind: kind.optional(),
      people: name.optional(),
      delimiter: z.enum(DELIMITERS, 'expected ",", ";", "|" or a tab').optional(),
      columns: object({
        id: column.default(DEFAULT_COLUMNS.id),
        date: column.default(DEFAULT_COLUMNS.date),
        person: column.default(DEFAULT_COLUMNS.person),
        kind: column.default(DEFAULT_COLUMNS.kind),
        size: column.default(DEFAULT_COLUMNS.size),
        note: column.default(DEFAULT_COLUMNS.note),
      }).default(DEFAULT_COLUMNS),
    }),
    object({
      name,
      type: z.literal("github"),
      pulls: paths,
      reviews: paths.default([]),
      issues: paths.default([]),
      people: people("github"),
    }),
    object({ name, type: z.literal("gitlab"), files: paths, people: people("gitlab") }),
    object({
      ...{ name, type: z.literal("mediawiki-dump"), files: paths, namespaces, people: people("wiki") },
      slots: list(text("the role of a content"), { each: "role of a content", min: 1 }).default(["main"]),
    }),
    object({ name, type: z.literal("usercontribs"), files: paths, namespaces, people: people("wiki") }),
    object({
      name,
      type: z.literal("page-views"),
      files: paths,
      dumps: paths,
      domains: list(text('a domain code such as "en" or "en.m"'), { each: "domain code", min: 1 }),
      namespaces,
      people: people("wiki"),
    }),
  ],
  "expected git, csv, github, gitlab, mediawiki-dump, usercontribs or page-views",
);

const FIELDS: Fields = {
  tokens: amount({ decimals: DECIMALS, min: 0n }),
  whole: wholeNumber({ min: 1, max: 1_000_000_000 }).transform(Number),
};

const rule = object({
  name,
  sources: list(name, { each: "name of a source" }).default([]),
  kinds: list(kind, { each: "kind" }).default([]),
  formula: z.enum(FORMULA_NAMES, `expected one of ${FORMULA_NAMES.join(", ")}`),
  parameters: z.unknown().optional(),
  pool: amount({ decimals: DECIMALS, min: 1n }).nullable().default(null),
  maxPerPerson: amount({ decimals: DECIMALS, min: 1n }).nullable().default(null),
}).transform(({ parameters, formula: formulaName, ...rest }, context) => {
  const read = FORMULAS[formulaName]?.(FIELDS).safeParse(parameters ?? {});
  if (read?.success === true) return { ...rest, formula: read.data satisfies Formula };
  for (const issue of read?.error.issues ?? []) {
    context.addIssue({ ...issue, path: ["parameters", ...issue.path], input: parameters } as never);
  }
  return z.NEVER;
});

const config = object({
  name: text("what the epoch is called"),
  since: day,
  until: day.transform((first) => first + DAY - 1),
  accounts: path.optional(),
  unknownPeople: z
    .enum(["refuse", "leave-out", "demo"], "expected refuse, leave-out or demo")
    .default("refuse"),
  without: list(text("the name of someone"), { each: "name" }).default([]),
  previous: path.optional(),
  earlier: list(path, { each: "path" }).default([]),
  sources: list(source, { each: "source", min: 1 }),
  rules: list(rule, { each: "rule", min: 1 }),
}).superRefine(({ since, until, sources, rules }, context) => {
  const wrong = (place: (string | number)[], message: string): void => {
    context.addIssue({ code: "custom", path: place, message });
  };
  if (since > until) wrong(["since"], "is later than until");
  const unique = (key: string, names: readonly string[]): void => {
    names.forEach((each, at) => {
      if (names.indexOf(each) !== at) wrong([key, at, "name"], `there are two of the name "${each}"`);
    });
  };
  const known = sources.map((each) => each.name);
  unique("sources", known);
  unique(
    "rules",
    rules.map((each) => each.name),
  );
  rules.forEach((each, at) => {
    if (each.pool !== null && each.maxPerPerson !== null) {
      wrong(["rules", at, "maxPerPerson"], "is not for a rule with a pool, whose values are points");
    }
    each.sources.forEach((wanted, place) => {
      if (!known.includes(wanted)) wrong(["rules", at, "sources", place], `there is no source "${wanted}"`);
    });
  });
});

/** A configuration that was read; dates in seconds since 1970, both inclusive, paths absolute. */
export type EpochConfig = z.output<typeof config>;
export type SourceConfig = EpochConfig["sources"][number];

/** Reads a configuration. Throws {@link ImportError} with each thing that is wrong, by the name of its field. */
export async function readEpochConfig(file: string): Promise<EpochConfig> {
  const written = await readFile(file, "utf8").catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new ImportError(
      code === "ENOENT" ? `${file} does not exist.` : `${file} cannot be read (${code}).`,
    );
  });
  let json: unknown;
  try {
    json = parseJson(written);
  } catch (error) {
    throw new ImportError(`${file} ${messageOf(error)}.`);
  }
  const parsed = config.safeParse(json);
  if (!parsed.success) {
    const problems = problemsOf(parsed.error).map(lineOf);
    throw new ImportError([`${file} is refused; mend it and run this again:`, ...problems].join("\n  "));
  }
  return withPaths(parsed.data, dirname(resolve(file)));
}

function withPaths(
  { accounts, previous, earlier, sources, ...rest }: EpochConfig,
  folder: string,
): EpochConfig {
  const place = (each: string): string => resolve(folder, each);
  return {
    ...rest,
    ...(accounts === undefined ? {} : { accounts: place(accounts) }),
    ...(previous === undefined ? {} : { previous: place(previous) }),
    earlier: earlier.map(place),
    sources: sources.map((each): SourceConfig => {
      if (each.type === "git") return { ...each, path: place(each.path) };
      if (each.type === "github") {
        const [pulls, reviews, issues] = [each.pulls, each.reviews, each.issues].map((of) => of.map(place));
        return { ...each, pulls: pulls ?? [], reviews: reviews ?? [], issues: issues ?? [] };
      }
      if (each.type === "page-views") {
        return { ...each, files: each.files.map(place), dumps: each.dumps.map(place) };
      }
      return { ...each, files: each.files.map(place) };
    }),
  };
}
