/** Turns the history of a git repository into a contribution ledger: who made what, and its award in tokens. */
import { open, rename, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { formatUnits, parseUnits } from "ethers";
import { z } from "zod";
import { createProgress, fail, fieldErrorOf, formatTable, messageOf } from "./lib/cli.ts";
import { readAccounts, type Contributor } from "../ledger/contributors.ts";
import { withDrafts } from "../ledger/drafts.ts";
import { ImportError } from "../ledger/import-error.ts";
import { totalsByAccount } from "../ledger/history/formula.ts";
import { importLedger } from "../ledger/history/import.ts";
import { DEFAULT_PARAMETERS, type Ledger } from "../ledger/history/model.ts";
import { ledgerCsvChunks, ledgerJsonChunks } from "../ledger/history/text.ts";

const HELP = `Turns the history of a git repository into a contribution ledger.

Usage: tsx scripts/import-contributions.ts [options]

  --git PATH          a folder in the repository (default: .)
  --out FILE.json     write the ledger here
  --csv FILE.csv      write its rows as a table here
  --accounts FILE     JSON: {"email or name": "0x... address with checksum"}; everyone else gets a demo
                      account, whose key everyone can compute: never send value to those
  --source NAME       what the ledger calls the repository (default: the name of its folder)
  --since DATE        only commits written on this day or later, UTC (2024-01-31, or 2024-01-31T12:00:00Z)
  --until DATE        only commits written on this day or earlier, UTC
  --base N            tokens for every commit (default: 1)
  --unit N            tokens times the square root of the lines added and removed (default: 1)
  --line-cap N        lines of one commit that count at most (default: 2500)
  --max-award N       tokens for one commit at most (default: 51)
  --ignore GLOB       files that count nothing, besides lock files, generated and vendored ones; repeatable
  --maintenance GLOB  files that are maintenance, besides documentation, tests and CI; repeatable
  --top N             contributors in the summary (default: 10)
  --help              this text

Co-authors ("Co-authored-by: Name <email>") share a commit's award equally; .mailmap is applied; merge commits
do not count. The same history and options give the same files, byte for byte.`;

const DAY = 86_400;

const tokens = z
  .string()
  .regex(/^\d{1,18}(?:\.\d{1,18})?$/, "is not a number of tokens such as 25 or 0.5")
  .transform((text) => parseUnits(text, 18));
const whole = z
  .string()
  .regex(/^\d{1,9}$/, "is not a whole number below a billion")
  .transform(Number);
const file = z.string().min(1, "is empty");

/** Seconds since 1970; for a day without a time its first second, plus `offset`. */
const dateWith = (offset: number) =>
  z.union(
    [
      z.iso.date().transform((day) => Date.parse(day) / 1_000 + offset),
      z.iso.datetime({ offset: true }).transform((time) => Math.floor(Date.parse(time) / 1_000)),
    ],
    "is not a date such as 2024-01-31 or 2024-01-31T12:00:00Z",
  );
const notBefore1970 = (seconds: number): boolean => seconds >= 0;

const optionsShape = z
  .object({
    git: file.default("."),
    out: file.optional(),
    csv: file.optional(),
    accounts: file.optional(),
    source: file.optional(),
    since: dateWith(0).refine(notBefore1970, "is before 1970").optional(),
    until: dateWith(DAY - 1)
      .refine(notBefore1970, "is before 1970")
      .optional(),
    base: tokens.default(DEFAULT_PARAMETERS.base),
    unit: tokens.default(DEFAULT_PARAMETERS.unit),
    "line-cap": whole.default(DEFAULT_PARAMETERS.lineCap),
    "max-award": tokens.default(DEFAULT_PARAMETERS.maxAward),
    ignore: z.array(file).default([]),
    maintenance: z.array(file).default([]),
    top: whole.default(10),
  })
  .refine(({ since, until }) => since === undefined || until === undefined || since <= until, {
    message: "is later than --until",
    path: ["since"],
  })
  .refine(({ out, csv }) => out === undefined || csv === undefined || resolve(out) !== resolve(csv), {
    message: "is the same file as --out",
    path: ["csv"],
  });

type Options = z.output<typeof optionsShape>;

/** The command line's options, or null when it asks for help. */
function readOptions(args: readonly string[]): Options | null {
  const one = { type: "string" } as const;
  const many = { type: "string", multiple: true } as const;
  let values;
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: {
        ...{ git: one, out: one, csv: one, accounts: one, source: one, since: one, until: one },
        ...{ base: one, unit: one, "line-cap": one, "max-award": one, ignore: many, maintenance: many },
        ...{ top: one, help: { type: "boolean" } },
      },
    }));
  } catch (error) {
    throw new ImportError(`${messageOf(error).split(/\. |\.$/, 1)[0]}; --help lists the options.`);
  }
  if (values.help === true) return null;
  const parsed = optionsShape.safeParse(values);
  if (!parsed.success) throw new ImportError(`--${fieldErrorOf(parsed.error).replace(":", "")}.`);
  return parsed.data;
}

function explainWrite(path: string, error: unknown): ImportError {
  return new ImportError(`${path} cannot be written: ${messageOf(error)}.`);
}

/** Refuses a place where no file can be written, before a long history is read for it. */
async function checkPlace(path: string): Promise<void> {
  const kindOf = async (place: string): Promise<"folder" | "other" | "nothing"> =>
    stat(place).then(
      (found) => (found.isDirectory() ? "folder" : "other"),
      () => "nothing",
    );
  if ((await kindOf(path)) === "folder") throw new ImportError(`${path} cannot be written: it is a folder.`);
  if ((await kindOf(dirname(path))) !== "folder") {
    throw new ImportError(`${path} cannot be written: its folder does not exist.`);
  }
}

/** Writes all files or none: first each beside its place, then all into place. A file there is replaced. */
async function writeFiles(
  files: readonly { readonly path: string; readonly chunks: Iterable<string> }[],
): Promise<void> {
  const drafts = files.map(({ path, chunks }) => ({
    path,
    chunks,
    draft: join(dirname(path), `.${basename(path)}.${process.pid}.tmp`),
  }));
  await withDrafts(
    drafts.map(({ draft }) => draft),
    async () => {
      for (const { path, chunks, draft } of drafts) {
        try {
          const handle = await open(draft, "w");
          try {
            for (const chunk of chunks) await handle.appendFile(chunk);
            await handle.sync();
          } finally {
            await handle.close();
          }
        } catch (error) {
          throw explainWrite(path, error);
        }
      }
      for (const { path, draft } of drafts) {
        await rename(draft, path).catch((error: unknown) => {
          throw explainWrite(path, error);
        });
      }
    },
  );
}

/** Tokens with two decimals, rounded down. */
function formatTokens(wei: bigint): string {
  const [integer = "0", decimals = ""] = formatUnits(wei, 18).split(".");
  return `${integer}.${decimals.padEnd(2, "0").slice(0, 2)}`;
}

/** A part of a sum in per cent with two decimals, rounded down. */
function formatShare(part: bigint, sum: bigint): string {
  return sum === 0n ? "-" : `${formatUnits((part * 10_000n) / sum, 2)} %`;
}

function summarise({
  ledger,
  contributors,
  top,
}: {
  readonly ledger: Ledger;
  readonly contributors: readonly Contributor[];
  readonly top: number;
}): string {
  const { header } = ledger;
  const totals = totalsByAccount(ledger);
  const names = new Map(contributors.toReversed().map(({ account, name }) => [account, name]));
  const table = formatTable({
    columns: [
      { title: "Contributor" },
      { title: "Account" },
      { title: "Commits", align: "right" },
      { title: "Award", align: "right" },
      { title: "Share", align: "right" },
    ],
    rows: totals
      .slice(0, top)
      .map(({ account, award, contributions }) => [
        names.get(account) ?? "",
        account,
        contributions.toString(),
        formatTokens(award),
        formatShare(award, header.totalAward),
      ]),
  });
  const more = totals.length - top;
  return [
    `${header.source} at ${header.head.slice(0, 12)}: ${header.commits} contributions by ${header.contributors} contributors, ` +
      `${formatTokens(header.totalAward)} tokens (${header.mergesSkipped} merges skipped, ${header.outsideWindow} commits outside the dates).`,
    "",
    table,
    ...(more > 0 ? [`… and ${more} more`] : []),
    "",
    ...header.warnings.map((warning) => `Warning: ${warning}`),
  ].join("\n");
}

/** Imports as the options say. Throws {@link ImportError} when something is wrong. */
export async function runImport(
  args: readonly string[],
  say: (text: string) => void = console.log,
): Promise<void> {
  const options = readOptions(args);
  if (options === null) {
    say(HELP);
    return;
  }
  const { git, out, csv, source, since, until, top } = options;
  const places = [out, csv].filter((path) => path !== undefined);
  for (const path of places) await checkPlace(path);
  const accounts = options.accounts === undefined ? new Map() : await readAccounts(options.accounts);
  const progress = createProgress();
  const { ledger, contributors } = await importLedger({
    path: git,
    source,
    accounts,
    since,
    until,
    parameters: {
      base: options.base,
      unit: options.unit,
      lineCap: options["line-cap"],
      maxAward: options["max-award"],
      ignored: [...DEFAULT_PARAMETERS.ignored, ...options.ignore],
      maintenance: [...DEFAULT_PARAMETERS.maintenance, ...options.maintenance],
    },
    onProgress: ({ done, total }) => {
      progress.update(`Reading commits: ${done} of ${total}`);
    },
  }).finally(() => {
    progress.done();
  });
  const files = [
    ...(out === undefined ? [] : [{ path: out, chunks: ledgerJsonChunks(ledger) }]),
    ...(csv === undefined ? [] : [{ path: csv, chunks: ledgerCsvChunks(ledger) }]),
  ];
  await writeFiles(files);
  say(summarise({ ledger, contributors, top }));
  if (places.length === 0) say("Nothing was written: --out and --csv name the files.");
  for (const path of places) say(`Written: ${path}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await runImport(process.argv.slice(2));
  } catch (error) {
    fail(messageOf(error));
  }
}
