/**
 * The canonical ledger of an epoch: a text in UTF-8 of one JSON object a line, without spaces, with keys in a fixed order
 * and a line feed after each. The first line is the header, then a line for each row, then one for each leaf.
 */
import { ZeroAddress } from "ethers";
import { z } from "zod";
import { fieldErrorOf } from "../../sdk/src/text.ts";
import { isChecksummed } from "../contributors.ts";
import { FULL_BPS, type Kind } from "../history/model.ts";
import type { Leaf } from "../../sdk/src/ledger.ts";
import { malformed } from "../sources/activity.ts";
import { FORMULAS, type Formula } from "../formulas/formulas.ts";
import type { Part, Rule } from "../formulas/rules.ts";

/** Name and version of the format; another text is another version. */
export const FORMAT = "cdpo-epoch/2";
/** The contract keeps totals in 96 bits. */
export const MAX_TOTAL = 2n ** 96n - 1n;

/** Where the rows come from and how they were valued. */
export interface Header {
  readonly name: string;
  /** Seconds since 1970, both inclusive. */
  readonly since: number;
  readonly until: number;
  readonly sources: readonly SourceSummary[];
  readonly rules: readonly Rule[];
  /** Rows and leaves that follow. */
  readonly rows: number;
  readonly leaves: number;
  /** Token wei of all leaves. */
  readonly total: bigint;
  /** Content hash of the epoch that the indices go on from; null when they begin at 0. */
  readonly previous: string | null;
  /** Content hashes of the epochs whose work is not recognised again. */
  readonly earlier: readonly string[];
  /** Greater than all indices so far. */
  readonly nextIndex: number;
}

/** What became of a source. */
export interface SourceSummary {
  readonly name: string;
  readonly type: string;
  readonly rows: number;
  /** How many were left out, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/** One thing that people did, and what it is worth. */
export interface Row {
  readonly source: string;
  readonly id: string;
  readonly kind: Kind;
  /** When it was done: seconds since 1970. */
  readonly date: number;
  /** When it became part of what is recognised: in the period. */
  readonly entered: number;
  /** What the same work has wherever it appears again, in hexadecimal; null where sources do not say. */
  readonly patch: string | null;
  readonly size: number;
  readonly note: string;
  /** Name of the rule that valued it. */
  readonly rule: string;
  readonly parts: readonly Part[];
}

/** The order of the rows: by date, source and id, texts by their bytes in UTF-8. */
export function compareRows(
  a: Pick<Row, "date" | "source" | "id">,
  b: Pick<Row, "date" | "source" | "id">,
): number {
  if (a.date !== b.date) return a.date - b.date;
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  return a.id === b.id ? 0 : Buffer.compare(Buffer.from(a.id), Buffer.from(b.id));
}

/** The formulas of an epoch by name and version: what the contract's event says of it. */
export function formulaOf({ rules }: Pick<Header, "rules">): string {
  return [...new Set(rules.map(({ formula }) => formula.name))].join("+");
}

// ---------------------------------------------------------------- writing

export function headerLine(header: Header): string {
  const { name, since, until, sources, rules, rows, leaves, total, previous, earlier, nextIndex } = header;
  return lineOf({
    format: FORMAT,
    name,
    since,
    until,
    sources: sources.map((source) => ({
      name: source.name,
      type: source.type,
      rows: source.rows,
      leftOut: Object.fromEntries(Object.entries(source.leftOut).sort(([a], [b]) => (a < b ? -1 : 1))),
    })),
    rules: rules.map((rule) => ({
      name: rule.name,
      sources: rule.sources,
      kinds: rule.kinds,
      formula: rule.formula.name,
      parameters: Object.fromEntries(
        Object.entries(rule.formula.parameters).map(([key, value]) => [
          key,
          typeof value === "bigint" ? value.toString() : value,
        ]),
      ),
      pool: rule.pool?.toString() ?? null,
      maxPerPerson: rule.maxPerPerson?.toString() ?? null,
    })),
    rows,
    leaves,
    total: total.toString(),
    previous,
    earlier,
    nextIndex,
  });
}

export function rowLine({ source, id, kind, date, entered, patch, size, note, rule, parts }: Row): string {
  const plain = parts.map(({ account, bps, value }) => ({ account, bps, value: value.toString() }));
  return lineOf({ source, id, kind, date, entered, patch, size, note, rule, parts: plain });
}

export function leafLine({ index, account, amount }: Leaf): string {
  return lineOf({ index, account, amount: amount.toString() });
}

function lineOf(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

// ---------------------------------------------------------------- reading

const count = z.int("is not a whole number").min(0, "is negative");
const seconds = count.max(8_640_000_000_000, "is too late a date");
const text = z.string("is not a text");
const kind = z.enum(["production", "use", "maintenance"], "is not production, use or maintenance");
const wei = z
  .string("is not a string of digits")
  .regex(/^(?:0|[1-9]\d{0,77})$/, "is not a whole number of token wei")
  .transform(BigInt);
const account = text
  .refine(isChecksummed, "is not an address with a valid EIP-55 checksum")
  .refine((address) => address !== ZeroAddress, "is the zero address");

const hash = text.regex(/^0x[0-9a-f]{64}$/, "is not a hash");

const ruleShape = z
  .strictObject({
    name: text,
    sources: z.array(text),
    kinds: z.array(kind),
    formula: text,
    parameters: z.unknown(),
    pool: wei.nullable(),
    maxPerPerson: wei.nullable(),
  })
  .refine(({ pool, maxPerPerson }) => pool === null || maxPerPerson === null, "has a pool and maxPerPerson")
  .transform(({ formula: name, parameters, ...rest }, context): Rule => {
    const read = FORMULAS[name]?.({ tokens: wei, whole: count.min(1, "is below 1") }).safeParse(parameters);
    if (read?.success === true) return { ...rest, formula: read.data satisfies Formula };
    const message =
      read === undefined ? `${name} is not a formula that is known here` : fieldErrorOf(read.error);
    context.addIssue({ code: "custom", message, input: name, path: read ? ["parameters"] : ["formula"] });
    return z.NEVER;
  });

const headerShape = z.strictObject({
  format: z.literal(FORMAT, `is not ${FORMAT}`),
  name: text,
  since: seconds,
  until: seconds,
  sources: z.array(z.strictObject({ name: text, type: text, rows: count, leftOut: z.record(text, count) })),
  rules: z.array(ruleShape),
  rows: count,
  leaves: count,
  total: wei,
  previous: z.nullable(hash),
  earlier: z.array(hash),
  nextIndex: count,
});

const rowShape = z.strictObject({
  source: text,
  id: text.min(1, "is empty"),
  kind,
  date: seconds,
  entered: seconds,
  patch: z.nullable(text.regex(/^[0-9a-f]+$/, "is not hexadecimal")),
  size: count,
  note: text,
  rule: text,
  parts: z
    .array(z.strictObject({ account, bps: z.int("is not a whole number").min(1, "is below 1"), value: wei }))
    .refine((parts) => parts.reduce((sum, { bps }) => sum + bps, 0) === FULL_BPS, "do not sum to 10,000 bps")
    .refine(
      (parts) => parts.length === 1 || new Set(parts.map((part) => part.account)).size === parts.length,
      "name an account twice",
    ),
});

const leafShape = z.strictObject({ index: count, account, amount: wei });

/** A line of a ledger file and where it is. */
export interface Place {
  readonly file: string;
  readonly text: string;
  readonly line: number;
}

function readLine<T>(shape: z.ZodType<T>, write: (value: T) => string, place: Place): T {
  const { file, line } = place;
  let json: unknown;
  try {
    json = JSON.parse(place.text);
  } catch {
    throw malformed(file, line, "is not JSON");
  }
  const parsed = shape.safeParse(json);
  if (!parsed.success) throw malformed(file, line, fieldErrorOf(parsed.error));
  // One content has one text, so that a hash stands for one meaning.
  if (write(parsed.data) !== `${place.text}\n`) throw malformed(file, line, "is not written canonically");
  return parsed.data;
}

/** Each throws `ImportError` with file and line for everything that is wrong with it. */
export const readHeader = (place: Place): Header => readLine(headerShape, headerLine, place);
export const readRow = (place: Place): Row => readLine(rowShape, rowLine, place);
export const readLeaf = (place: Place): Leaf => readLine(leafShape, leafLine, place);
