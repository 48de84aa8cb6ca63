/** What an epoch says of itself in `epoch.json`, and comparing it with what was computed. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { parseJson } from "../../sdk/src/config/index.ts";
import { fieldErrorOf, messageOf } from "../../sdk/src/text.ts";
import { ImportError } from "../import-error.ts";
import { FORMAT } from "./format.ts";

export const SUMMARY = "epoch.json";

/** What follows from a ledger. */
export interface Facts {
  readonly name: string;
  readonly root: string;
  /** Token wei. */
  readonly total: bigint;
  /** Leaves. */
  readonly count: number;
  readonly contentHash: string;
  readonly cid: string;
  readonly formula: string;
  readonly rows: number;
}

/** Facts to compare with; of what is undefined nothing is known. */
export type Expected = { readonly [fact in keyof Facts]?: Facts[fact] | undefined };

const hash = z.string().regex(/^0x[0-9a-f]{64}$/, "is not a hash");
const count = z.int("is not a whole number").min(0, "is negative");

const shape = z.strictObject({
  format: z.literal(FORMAT, `is not ${FORMAT}`),
  name: z.string(),
  root: hash,
  total: z
    .string()
    .regex(/^\d{1,30}$/, "is not a string of digits")
    .transform(BigInt),
  count,
  contentHash: hash,
  cid: z.string(),
  formula: z.string(),
  rows: count,
  ledgerBytes: count,
  shardDigits: count,
});

export type Summary = z.output<typeof shape>;

export async function readSummary(folder: string): Promise<Summary> {
  const file = join(folder, SUMMARY);
  const text = await readFile(file, "utf8").catch(() => {
    throw new ImportError(`${file} cannot be read: name the folder of an epoch, or its ledger alone.`);
  });
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (error) {
    throw new ImportError(`${file} ${messageOf(error)}; build the epoch again.`);
  }
  const parsed = shape.safeParse(json);
  if (!parsed.success) {
    throw new ImportError(`${file} is refused, ${fieldErrorOf(parsed.error)}: build the epoch again.`);
  }
  return parsed.data;
}

/** The text of `epoch.json`. */
export function summaryText(summary: Summary): string {
  return `${JSON.stringify({ ...summary, total: summary.total.toString() }, null, 2)}\n`;
}

const FACTS = ["name", "root", "total", "count", "contentHash", "cid", "formula", "rows"] as const;

/** Throws {@link ImportError} with the first fact that is not as computed. */
export function compareWith({
  computed,
  expected,
  where,
}: {
  readonly computed: Facts;
  readonly expected: Expected;
  readonly where: string;
}): void {
  for (const fact of FACTS) {
    const said = expected[fact];
    if (said !== undefined && said !== computed[fact]) {
      throw new ImportError(
        `The ledger's ${fact} is ${computed[fact]}, but ${where} says ${said}: this is not the ledger that was meant, or one of the two was changed.`,
      );
    }
  }
}
