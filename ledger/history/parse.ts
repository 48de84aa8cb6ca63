/** Reads a ledger that was written as text, and refuses one that contradicts itself. */
import { z } from "zod";
import { parseJson } from "../../sdk/src/config/index.ts";
import { fieldErrorOf, messageOf } from "../../sdk/src/text.ts";
import { isChecksummed } from "../contributors.ts";
import { ImportError } from "../import-error.ts";
import { FORMULA, FULL_BPS, type Ledger } from "./model.ts";

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

/** Reads what `ledgerToJson` wrote. Throws {@link ImportError} with the name of the first wrong field. */
export function parseLedger(json: string): Ledger {
  let content: unknown;
  try {
    content = parseJson(json);
  } catch (error) {
    throw new ImportError(`The ledger ${messageOf(error)}.`);
  }
  const parsed = ledgerShape.safeParse(content);
  if (!parsed.success) throw new ImportError(`The ledger is refused, ${fieldErrorOf(parsed.error)}.`);
  return parsed.data;
}
