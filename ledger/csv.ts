/** Tables for spreadsheets and programs: RFC 4180 with line feeds, in UTF-8. */

/** A cell that no spreadsheet takes for a formula (a `'` goes before one), quoted where any of them needs it. */
function cellOf(text: string): string {
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u.test(text) ? `'${text}` : text;
  return /[",;\s]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line of a table, with its line break. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(cellOf).join(",")}\n`;
}

/** The table as text. */
export function toCsv(columns: readonly string[], rows: Iterable<readonly string[]>): string {
  const lines = [csvLine(columns)];
  for (const row of rows) lines.push(csvLine(row));
  return lines.join("");
}
