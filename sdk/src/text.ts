/** Texts for people, wherever they are shown. */
import type { z } from "zod";

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

/** Control characters and marks of direction, which a terminal would act on instead of showing. */
const ACTED_ON = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/gu;

/** A text on one line, with `?` for what a terminal would act on: names on chain are others', and may hide what is told. */
export function shownText(text: string): string {
  return text.replace(ACTED_ON, "?");
}

/** Code points, which is what most terminals give one place each. */
const lengthOf = (text: string): number => Array.from(text).length;

/** One column of {@link formatTable}; numbers are aligned right, texts (the default) left. */
export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
}

/**
 * A plain text table: a title line, a rule, and one line per row, two spaces between columns.
 * Cells are {@link shownText}. Ends without a line break.
 */
export function formatTable({
  columns,
  rows,
}: {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
}): string {
  const clean = rows.map((row) => columns.map((_, at) => shownText(row[at] ?? "")));
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
