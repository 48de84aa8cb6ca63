/** A table that can be sorted by its reader's eyes on any screen, and that is the same as a file. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { download } from "../frame/download.ts";
import { More, useMore } from "./More.tsx";

/** A column. */
export interface Column<Row> {
  readonly title: string;
  /** What is shown. */
  readonly cell: (row: Row) => ReactNode;
  /** The same in the file: exact, without units of the reader's language. */
  readonly text: (row: Row) => string;
  readonly isNumber?: boolean | undefined;
}

const PAGE = 25;

/** A table with as many rows as are asked for, and a file of all of them. */
export function Table<Row>({
  caption,
  columns,
  rows,
  keyOf,
  file,
  empty,
}: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Name of the file without its ending; without it there is none. */
  readonly file?: string | undefined;
  readonly empty?: ReactNode;
}) {
  const { t } = useLingui();
  const [shown, more] = useMore(PAGE);
  if (rows.length === 0) return <p className="hint">{empty ?? t`There is nothing yet.`}</p>;
  return (
    <>
      <div className="table">
        <table>
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map(({ title, isNumber }) => (
                <th key={title} scope="col" className={isNumber === true ? "number" : undefined}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, shown).map((row) => (
              <tr key={keyOf(row)}>
                {columns.map(({ title, cell, isNumber }) => (
                  <td key={title} data-label={title} className={isNumber === true ? "number" : undefined}>
                    {cell(row)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="buttons">
        <More shown={shown} of={rows.length} more={more} />
        {file !== undefined && (
          <button
            type="button"
            className="minor"
            onClick={() => {
              download(`${file}.csv`, csvOf(columns, rows), "text/csv");
            }}
          >
            <Trans>All as CSV</Trans>
          </button>
        )}
      </div>
    </>
  );
}

/** Rows as CSV (RFC 4180), with a mark of its encoding for spreadsheets; cells that they would compute are quoted as text. */
export function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const line = (cells: readonly string[]) => cells.map(quoted).join(",");
  return `\ufeff${[line(columns.map(({ title }) => title)), ...rows.map((row) => line(columns.map(({ text }) => text(row))))].join("\r\n")}\r\n`;
}

function quoted(cell: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
