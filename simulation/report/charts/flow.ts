/** Where money went, as a Sankey diagram: the height of a band is its amount. */
import type { TopLevelSpec } from "vega-lite";
import type { Words } from "./axes.ts";
import { euros, toPicture } from "../format.ts";
import type { Chart, Size } from "../model.ts";
import { COLOURS } from "../theme.ts";

/** A place where money was. Those of a column stand below each other, in their order. */
export interface Place {
  readonly id: string;
  readonly label: string;
  /** For telephones. */
  readonly short: string;
  /** From 0, left to right. */
  readonly column: number;
}

/** Money that went from one place to another. */
export interface Flow {
  readonly from: string;
  readonly to: string;
  /** Asset units of 6 decimals. */
  readonly amount: bigint;
  readonly colour: keyof typeof COLOURS;
}

const POINTS = 24;
/** Parts of the greatest column between two of its places, and of a column's width for a place. */
const GAP = 0.07;
const WIDTH = 0.035;
/** Of the room that a column leaves, the part above it. */
const LOWER = 0.75;

interface Box {
  readonly place: Place;
  readonly amount: bigint;
  readonly top: number;
  readonly bottom: number;
}

/** Asset units, of 6 decimals: less is neither seen nor written. */
const CENT = 10_000n;

/** What came in is what went out, unless the place is first or last. */
export function flowChart({
  places,
  flows,
  ...words
}: Words & { readonly places: readonly Place[]; readonly flows: readonly Flow[] }): Chart {
  const known = flows.filter(({ amount }) => amount >= CENT);
  const boxes = boxesOf(places, known);
  return {
    id: "flow",
    ...words,
    spec: (size): TopLevelSpec => specOf({ size, boxes, flows: known }) as TopLevelSpec,
    table: {
      caption: "Where each euro went",
      columns: [{ title: "From" }, { title: "To" }, { title: "Amount", align: "right" }],
      rows: known.map(({ from, to, amount }) => [labelOf(places, from), labelOf(places, to), euros(amount)]),
    },
  };
}

/** All that came into a place, or all that went out of it if that is more. */
function throughOf(id: string, flows: readonly Flow[]): bigint {
  const sum = (side: "from" | "to"): bigint =>
    flows.reduce((total, flow) => (flow[side] === id ? total + flow.amount : total), 0n);
  const [out, into] = [sum("from"), sum("to")];
  return out > into ? out : into;
}

function boxesOf(places: readonly Place[], flows: readonly Flow[]): Box[] {
  const used = places
    .map((place) => ({ place, amount: throughOf(place.id, flows) }))
    .filter(({ amount }) => amount > 0n);
  const columns = new Map<number, typeof used>();
  for (const one of used) columns.set(one.place.column, [...(columns.get(one.place.column) ?? []), one]);
  const heights = [...columns.values()].map((column) =>
    toPicture(
      column.reduce((sum, { amount }) => sum + amount, 0n),
      6,
    ),
  );
  const gap = Math.max(...heights) * GAP;
  const full = [...columns.values()].map((column, at) => (heights[at] ?? 0) + gap * (column.length - 1));
  return [...columns.values()].flatMap((column, at) => {
    // Columns that are not full stand in the lower part, where most of what leaves the others ends.
    let top = (Math.max(...full) - (full[at] ?? 0)) * LOWER;
    return column.map(({ place, amount }) => {
      const bottom = top + toPicture(amount, 6);
      const box = { place, amount, top, bottom };
      top = bottom + gap;
      return box;
    });
  });
}

/** Bands leave and reach a place in the order of the places at their other ends. */
function bandsOf(boxes: readonly Box[], flows: readonly Flow[]): object[] {
  const place = (id: string): number => boxes.findIndex((box) => box.place.id === id);
  const start = (flow: Flow): number => offset(flow, "from", "to");
  const end = (flow: Flow): number => offset(flow, "to", "from");
  const offset = (flow: Flow, side: "from" | "to", other: "from" | "to"): number =>
    flows
      .filter((one) => one[side] === flow[side] && place(one[other]) < place(flow[other]))
      .reduce((sum, { amount }) => sum + toPicture(amount, 6), boxes[place(flow[side])]?.top ?? 0);
  return flows.flatMap((flow, at) => {
    const [x0, x1] = [boxes[place(flow.from)]?.place.column ?? 0, boxes[place(flow.to)]?.place.column ?? 0];
    const [y0, y1, height] = [start(flow), end(flow), toPicture(flow.amount, 6)];
    return Array.from({ length: POINTS + 1 }, (_, point) => {
      const part = point / POINTS;
      const eased = part * part * (3 - 2 * part);
      const y = y0 + (y1 - y0) * eased;
      const x = x0 + WIDTH + (x1 - x0 - WIDTH) * part;
      return { flow: at, x, y, y2: y + height, colour: COLOURS[flow.colour] };
    });
  });
}

function specOf({
  size,
  boxes,
  flows,
}: {
  readonly size: Size;
  readonly boxes: readonly Box[];
  readonly flows: readonly Flow[];
}): object {
  const wide = size.name === "wide";
  const last = Math.max(...boxes.map(({ place }) => place.column));
  const x = {
    field: "x",
    type: "quantitative",
    axis: null,
    scale: { domain: [0, last + WIDTH], nice: false },
  };
  const lowest = Math.max(...boxes.map(({ bottom }) => bottom));
  const y = {
    ...{ field: "y", type: "quantitative", axis: null },
    scale: { domain: [0, lowest], reverse: true, nice: false, zero: false },
  };
  const color = { field: "colour", type: "nominal", scale: null, legend: null };
  const nodes = boxes.map(({ place, top, bottom }) => ({
    ...{ x: place.column, x2: place.column + WIDTH, y: top, y2: bottom },
  }));
  const texts = boxes.map(({ place, amount, top, bottom }) => ({
    ...{ x: place.column === last ? last : place.column + WIDTH, y: (top + bottom) / 2 },
    label: wide ? [place.label, euros(amount, 0)] : [place.short],
    last: place.column === last,
  }));
  const text = (isLast: boolean): object => ({
    data: { values: texts.filter((one) => one.last === isLast) },
    mark: {
      ...{ type: "text", align: isLast ? "right" : "left", dx: isLast ? -6 : 6, baseline: "middle" },
      ...{ dy: wide ? -7 : 0, fontWeight: 600, lineHeight: 15, color: COLOURS.ink },
    },
    encoding: { x, y, text: { field: "label" } },
  });
  return {
    ...{ width: size.width, height: wide ? size.height + 120 : size.height + 110 },
    layer: [
      {
        data: { values: bandsOf(boxes, flows) },
        mark: { type: "area", opacity: 0.45, line: false },
        encoding: { x, y, y2: { field: "y2" }, color, detail: { field: "flow" } },
      },
      {
        data: { values: nodes },
        mark: { type: "rect", color: COLOURS.muted },
        encoding: { x, x2: { field: "x2" }, y, y2: { field: "y2" } },
      },
      text(false),
      text(true),
    ],
  };
}

function labelOf(places: readonly Place[], id: string): string {
  return places.find((place) => place.id === id)?.label ?? id;
}
