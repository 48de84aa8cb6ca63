/** Contributions from a table: one a line, with a line of column names. */
import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { ZeroAddress } from "ethers";
import { messageOf } from "../../sdk/src/text.ts";
import { isChecksummed } from "../contributors.ts";
import { addressOf } from "../people/addresses.ts";
import { ImportError } from "../import-error.ts";
import type { Kind } from "../history/model.ts";
import { malformed, parseCount, parseInstant, personOf, type Activities } from "./activity.ts";
import { dialectOf } from "./csv-dialect.ts";
import { readText } from "./input.ts";

/** What the columns are called. Only `id`, `date` and `person` must exist. */
export interface Columns {
  readonly id: string;
  readonly date: string;
  readonly person: string;
  readonly kind: string;
  readonly size: string;
  readonly note: string;
}

export const DEFAULT_COLUMNS: Columns = {
  id: "id",
  date: "date",
  person: "person",
  kind: "kind",
  size: "size",
  note: "note",
};

const KINDS: readonly string[] = ["production", "use", "maintenance"] satisfies Kind[];
const isKind = (text: string): text is Kind => KINDS.includes(text);

/**
 * Reads a table, in the dialect that {@link dialectOf} finds when no delimiter is given. Rows without anything in them are
 * skipped. Without a column of kinds every row is of `kind`; without one of sizes every size is 1. A person is an address
 * with its checksum, or the name of someone in the accounts file, after `where` and a colon.
 */
export async function* readCsv({
  file,
  where,
  kind,
  columns = DEFAULT_COLUMNS,
  delimiter,
}: {
  readonly file: string;
  readonly where: string;
  readonly kind?: Kind | undefined;
  readonly columns?: Columns;
  readonly delimiter?: string | undefined;
}): Activities {
  const needed = [columns.id, columns.date, columns.person];
  const dialect = await dialectOf({ file, delimiter, needed });
  const headless = (reason: string): ImportError => malformed(file, dialect.from, reason);
  const names = new Set<string>();
  const parser = parse({
    info: true,
    delimiter: dialect.delimiter,
    from_line: dialect.from,
    skip_records_with_empty_values: true,
    // Rows without anything may have fewer cells or more; others are looked at below.
    relax_column_count: true,
    columns: (header: string[]) => {
      for (const name of header) {
        if (names.has(name)) throw headless(`there are two columns "${name}"`);
        names.add(name);
      }
      for (const name of needed) {
        if (!names.has(name)) throw headless(`there is no column "${name}"`);
      }
      if (!names.has(columns.kind) && kind === undefined) {
        throw headless(`there is no column "${columns.kind}", and the source has no kind`);
      }
      return header;
    },
  });
  const source = Readable.from(readText(file));
  source.once("error", (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      readonly record: Readonly<Record<string, string>>;
      readonly info: { readonly lines: number; readonly error?: CsvError };
    }>) {
      // A record of several lines is reported with its last.
      const wrong = (reason: string): ImportError => malformed(file, info.lines, reason);
      if (info.error !== undefined) throw wrong("the number of cells is not the number of columns");
      const cell = (name: string): string => (record[name] ?? "").trim();
      const id = cell(columns.id);
      if (id === "") throw wrong(`the ${columns.id} is empty`);
      const date = parseInstant(cell(columns.date));
      if (date === undefined) {
        throw wrong(
          `the ${columns.date} ${JSON.stringify(cell(columns.date))} is not a date such as 2027-03-01 or 2027-03-01T12:00:00Z`,
        );
      }
      const person = cell(columns.person);
      if (person === "") throw wrong(`the ${columns.person} is empty`);
      if (person === ZeroAddress) throw wrong("the zero address can receive nothing");
      const isAccount = isChecksummed(person) || isAddress(person, wrong);
      const ownKind = names.has(columns.kind) ? cell(columns.kind) : (kind ?? "");
      if (!isKind(ownKind)) {
        throw wrong(`the ${columns.kind} ${JSON.stringify(ownKind)} is not production, use or maintenance`);
      }
      const size = names.has(columns.size) ? parseCount(cell(columns.size)) : 1;
      if (size === undefined) {
        throw wrong(`the ${columns.size} ${JSON.stringify(cell(columns.size))} is not a whole number`);
      }
      yield {
        id,
        kind: ownKind,
        date,
        people: [isAccount ? { name: person, email: "" } : personOf(where, person)],
        size,
        note: cell(columns.note),
      };
    }
  } catch (error) {
    if (error instanceof ImportError) throw error;
    if (error instanceof CsvError) {
      const { lines } = error as CsvError & { readonly lines?: number };
      throw malformed(file, lines ?? 1, reasonOf(error));
    }
    throw new ImportError(`${file} cannot be read: ${messageOf(error)}.`);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function reasonOf(error: CsvError): string {
  return error.code === "CSV_QUOTE_NOT_CLOSED"
    ? "a quoted cell before the end of the file has no closing quote"
    : messageOf(error).replace(/\.$/, "");
}

/** Whether somebody is named by an address; what looks like one and is none is refused with the right spelling. */
function isAddress(person: string, wrong: (reason: string) => ImportError): boolean {
  try {
    return addressOf(person) !== null;
  } catch (thrown) {
    throw wrong(messageOf(thrown).replace(/\.$/, ""));
  }
}
