/** The charts about what is limited: the sales of partnership, and what batches can pay. */
import type { TopLevelSpec } from "vega-lite";
import { milliseconds, timeAxis, type Words } from "./axes.ts";
import { day, decimal, percent, toPicture, tokens } from "../format.ts";
import type { Chart, Size, Table } from "../model.ts";
import { COLOURS } from "../theme.ts";

/** One batch: token wei, seconds. */
interface Batch {
  /** When it was paid. */
  readonly time: number;
  /** What it could pay, as it was last seen before. */
  readonly room: bigint;
  /** What it would have paid with room for all. */
  readonly missing: bigint;
  readonly paid: bigint;
}

/** What was due in each batch, what was paid of it, and what the room for it was. */
export function batchChart({ batches, ...words }: Words & { readonly batches: readonly Batch[] }): Chart {
  const domain = ["Paid", "Not paid in this batch"];
  const dateOf = ({ time }: Batch): string => day(time).replace(/ \d+$/, "");
  const labels = batches.map(dateOf);
  const values = batches.flatMap((batch) => {
    const window = dateOf(batch);
    return [
      { window, tokens: toPicture(batch.paid, 18), what: domain[0], order: 1 },
      { window, tokens: toPicture(batch.missing - batch.paid, 18), what: domain[1], order: 2 },
    ];
  });
  const rooms = batches.map((batch) => ({
    window: dateOf(batch),
    tokens: toPicture(batch.room, 18),
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
    id: "batches",
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
            mark: {
              ...{ type: "tick", thickness: 3, opacity: 1 },
              bandSize: size.width / Math.max(1, batches.length),
            },
            encoding: {
              x,
              y: { field: "tokens", type: "quantitative" },
              color: { field: "what" },
            },
          },
        ],
      }) as TopLevelSpec,
    table: {
      caption: "What was due in each batch, and what everyone in it got of theirs",
      columns: [
        { title: "Paid on" },
        { title: "Room", align: "right" },
        { title: "Due", align: "right" },
        { title: "Paid", align: "right" },
        { title: "Of each award", align: "right" },
      ],
      rows: batches.map(({ time, room, missing, paid }) => [
        day(time),
        tokens(room),
        tokens(missing),
        tokens(paid),
        percent(paid, missing),
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
