/** The charts about what is limited: the sales of partnership, and the issuance budget. */
import type { TopLevelSpec } from "vega-lite";
import { milliseconds, timeAxis, type Words } from "./axes.ts";
import { day, decimal, percent, toPicture, tokens } from "./format.ts";
import type { Chart, Size, Table } from "./model.ts";
import { COLOURS } from "./theme.ts";

/** One window of the issuance budget. */
interface Window {
  readonly start: number;
  readonly room: bigint;
  readonly issued: bigint;
  readonly waiting: bigint;
}

/** What each window allowed, what was issued in it, and what had to wait. */
export function budgetChart({ windows, ...words }: Words & { readonly windows: readonly Window[] }): Chart {
  const rows = windows.toSorted((a, b) => a.start - b.start);
  const domain = ["Issued", "Waiting at the end"];
  const labels = rows.map(({ start }) => day(start).replace(/ \d+$/, ""));
  const values = rows.flatMap(({ issued, waiting, start }) => {
    const window = day(start).replace(/ \d+$/, "");
    return [
      { window, tokens: toPicture(issued, 18), what: domain[0], order: 1 },
      { window, tokens: toPicture(waiting, 18), what: domain[1], order: 2 },
    ];
  });
  const rooms = rows.map(({ start, room }) => ({
    window: day(start).replace(/ \d+$/, ""),
    tokens: toPicture(room, 18),
    what: "Room",
  }));
  const x = {
    field: "window",
    type: "ordinal",
    sort: labels,
    title: null,
    axis: { labelAngle: 0, labelOverlap: "greedy" },
  };
  return {
    id: "budget",
    ...words,
    spec: (size): TopLevelSpec =>
      ({
        ...{ width: size.width, height: size.height },
        layer: [
          {
            data: { values },
            mark: { type: "bar" },
            encoding: {
              x,
              y: { field: "tokens", type: "quantitative", title: "tokens", stack: "zero" },
              order: { field: "order" },
              color: {
                field: "what",
                scale: {
                  domain: [...domain, "Room"],
                  range: [COLOURS.blue, COLOURS.sky, COLOURS.vermilion],
                },
              },
            },
          },
          {
            data: { values: rooms },
            mark: { type: "tick", thickness: 3, opacity: 1, bandSize: size.width / Math.max(1, rows.length) },
            encoding: {
              x,
              y: { field: "tokens", type: "quantitative" },
              color: { field: "what" },
            },
          },
        ],
      }) as TopLevelSpec,
    table: {
      caption: "The issuance budget by window; the room is its largest, as sales within a window narrow it",
      columns: [
        { title: "Window from" },
        { title: "Room", align: "right" },
        { title: "Issued", align: "right" },
        { title: "Used", align: "right" },
        { title: "Waiting at its end", align: "right" },
      ],
      rows: rows.map(({ start, room, issued, waiting }) => [
        day(start),
        tokens(room),
        tokens(issued),
        percent(issued, room),
        tokens(waiting),
      ]),
    },
  };
}

/** One sale of partnership. */
export interface Sale {
  readonly label: string;
  readonly minimum: bigint;
  readonly maximum: bigint;
  /** What the presale held; until it was released, or all was refunded. */
  readonly held: readonly { readonly time: number; readonly held: bigint }[];
}

/** Money in each sale, between its minimum and its maximum. */
export function presaleChart({
  sales,
  table,
  ...words
}: Words & { readonly sales: readonly Sale[]; readonly table: Table }): Chart {
  const colours = [COLOURS.vermilion, COLOURS.blue];
  const panel = (sale: Sale, at: number, size: Size): object => {
    const wide = size.name === "wide";
    const limits = [
      { euro: toPicture(sale.minimum, 6), label: `minimum €${decimal(sale.minimum, 6, 0)}` },
      { euro: toPicture(sale.maximum, 6), label: `maximum €${decimal(sale.maximum, 6, 0)}` },
    ];
    const values = sale.held.map(({ time, held }) => ({
      time: milliseconds(time),
      euro: toPicture(held, 6),
    }));
    // Room above the maximum for its label.
    const domainMax = toPicture(sale.maximum, 6) * 1.12;
    const scale = { domainMin: 0, domainMax, nice: false };
    const y = { field: "euro", type: "quantitative", title: "€ held for partners", scale };
    const x = { ...timeAxis(size, sale.held), axis: { format: "%e %b", tickCount: 5 } };
    const width = wide ? Math.floor((size.width - 80) / 2) : size.width;
    return {
      title: sale.label,
      width,
      height: wide ? size.height - 40 : size.height - 30,
      layer: [
        {
          data: { values },
          mark: {
            type: "area",
            interpolate: "step-after",
            color: colours[at],
            fillOpacity: 0.2,
            line: { color: colours[at], strokeWidth: 2.25 },
          },
          encoding: { x, y },
        },
        {
          data: { values: limits },
          mark: { type: "rule", strokeDash: [6, 4], color: COLOURS.muted },
          encoding: { y },
        },
        {
          data: { values: limits },
          mark: { type: "text", align: "left", x: 6, dy: -8, color: COLOURS.muted },
          encoding: { y, text: { field: "label" } },
        },
      ],
    };
  };
  return {
    id: "presale",
    ...words,
    spec: (size): TopLevelSpec => {
      const panels = sales.map((sale, at) => panel(sale, at, size));
      const spec = size.name === "wide" ? { hconcat: panels, spacing: 70 } : { vconcat: panels, spacing: 40 };
      return spec as unknown as TopLevelSpec;
    },
    table,
  };
}
