/** Tables for spreadsheets and programs: RFC 4180 with line feeds, in UTF-8. */

/** A cell that no spreadsheet takes for a formula (a `'` goes before one), quoted where CSV needs it. */
function cell(text: string): string {
  const safe = /^\s*[=+\-@]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The table as text. */
export function toCsv(columns: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [columns.join(",")];
  for (const row of rows) lines.push(row.map(cell).join(","));
  return `${lines.join("\n")}\n`;
}

/** Anything that goes into a JSON file. */
export type Json =
  string | number | boolean | null | bigint | readonly Json[] | { readonly [key: string]: Json };

/** JSON with sorted keys, and whole numbers of any size as strings of digits. */
export function toJson(value: Json): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function sorted(value: Json): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(sorted);
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, Json>>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
