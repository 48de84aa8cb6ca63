/** What every script of the suite shares on the command line: failing, tables, progress. */
import type { z } from "zod";

/** Writes one sentence to standard error and ends the process with exit code 1. */
export function fail(message: string): never {
  console.error(`error: ${message}`);
  process.exit(1);
}

/**
 * The sentence to show for anything thrown: an error's message, or for what is not an error its text.
 * Only the first line, so that a user reads a sentence and not a stack trace.
 */
export function messageOf(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return text.split("\n", 1)[0] ?? "";
}

/** The first thing wrong with what zod refused, with the field's name: `rows[3].award: Invalid input`. */
export function fieldErrorOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return "is refused";
  const keys = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : issue.path;
  const field = keys.map((key) => (typeof key === "number" ? `[${key}]` : `.${String(key)}`)).join("");
  const message = issue.code === "unrecognized_keys" ? "is not a known field" : issue.message;
  return field === "" ? message : `${field.replace(/^\./, "")}: ${message}`;
}

/** Control characters, which a terminal would act on instead of showing. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/gu;

/** Code points, which is what most terminals give one place each. */
const lengthOf = (text: string): number => Array.from(text).length;

/** One column of {@link formatTable}; numbers are aligned right, texts (the default) left. */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/**
 * A plain text table: a title line, a rule, and one line per row, two spaces between columns.
 * Control characters in cells are shown as `?`. Ends without a line break.
 */
export function formatTable({
  columns,
  rows,
}: {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}): string {
  const clean = rows.map((row) => columns.map((_, at) => (row[at] ?? "").replace(CONTROL, "?")));
  const widths = columns.map((column, at) =>
    clean.reduce((width, row) => Math.max(width, lengthOf(row[at] ?? "")), column.title.length),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => {
        const padding = " ".repeat(Math.max(0, (widths[at] ?? 0) - lengthOf(cell)));
        return columns[at]?.align === "right" ? padding + cell : cell + padding;
      })
      .join("  ")
      .trimEnd();
  return [
    line(columns.map((column) => column.title)),
    widths.map((width) => "-".repeat(width)).join("  "),
    ...clean.map(line),
  ].join("\n");
}

/** A line that overwrites itself while something long runs. */
export interface Progress {
  /** Shows the text; drawn at most ten times a second. */
  update(text: string): void;
  /** Clears the line. Safe to call twice. */
  done(): void;
}

/** A progress line on standard error; silent when that is no terminal, or when `CI` is set. */
export function createProgress(): Progress {
  const quiet = !process.stderr.isTTY || Boolean(process.env["CI"]);
  let drawnAt = 0;
  let drawn = false;
  return {
    update(text) {
      const now = Date.now();
      if (quiet || now - drawnAt < 100) return;
      drawnAt = now;
      drawn = true;
      const width = Math.max(1, (process.stderr.columns || 80) - 1);
      process.stderr.write(`\r\u001b[2K${text.replace(CONTROL, "?").slice(0, width)}`);
    },
    done() {
      if (drawn) process.stderr.write("\r\u001b[2K");
      drawn = false;
    },
  };
}
