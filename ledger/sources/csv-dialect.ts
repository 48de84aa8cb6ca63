/** How a table separates its cells: spreadsheets write commas or semicolons, by the language they are set to. */
import { parse } from "csv-parse/sync";
import { malformed } from "./activity.ts";
import { readLines } from "./input.ts";

/** What may stand between cells; of several that fit the first. */
export const DELIMITERS = [",", ";", "\t", "|"] as const;

export interface Dialect {
  readonly delimiter: string;
  /** The line from which the table begins, from 1: the second where the first is `sep=;`. */
  readonly from: number;
}

/** What spreadsheets write in front of the column names to say what stands between cells. */
const SEPARATOR_LINE = /^"?sep=(.)"?$/i;

/**
 * Finds out what stands between the cells of a table: what the source says, else what the file says by a first line such as
 * `sep=;`, else that by which the column names have all that are needed, else a comma.
 * Throws `ImportError` when source and file contradict each other.
 */
export async function dialectOf({
  file,
  delimiter,
  needed,
}: {
  readonly file: string;
  readonly delimiter: string | undefined;
  readonly needed: readonly string[];
}): Promise<Dialect> {
  for await (const { text, line } of readLines(file)) {
    if (text.trim() === "") continue;
    const said = line === 1 ? SEPARATOR_LINE.exec(text)?.[1] : undefined;
    if (said !== undefined) {
      if (delimiter !== undefined && delimiter !== said) {
        throw malformed(
          file,
          line,
          `says ${text}, but the source has the delimiter ${JSON.stringify(delimiter)}`,
        );
      }
      return { delimiter: said, from: 2 };
    }
    const found = DELIMITERS.find((each) => {
      const names = cellsOf(text, each);
      return needed.every((name) => names.includes(name));
    });
    return { delimiter: delimiter ?? found ?? ",", from: 1 };
  }
  return { delimiter: delimiter ?? ",", from: 1 };
}

/** The cells of one line; none when it cannot be read so. */
function cellsOf(line: string, delimiter: string): readonly string[] {
  try {
    const [cells = []] = parse(line, { delimiter }) as readonly (readonly string[])[];
    return cells;
  } catch {
    return [];
  }
}
