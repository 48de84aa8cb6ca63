/** The charts about what comes from outside, and what tokens are used for. */
import type { TopLevelSpec } from "vega-lite";
import { milliseconds, monthly, timeAxis, type Words } from "./axes.ts";
import { day, euros, toPicture, tokens } from "../format.ts";
import type { Chart, Size, Table } from "../model.ts";
import { COLOURS } from "../theme.ts";

const SOURCES = [
  { key: "donations", label: "Donations", colour: COLOURS.blue },
  { key: "matching", label: "Matching grant", colour: COLOURS.sky },
  { key: "verified", label: "Verified pledges", colour: COLOURS.green },
  { key: "conditions", label: "Conditional pledges", colour: COLOURS.purple },
  { key: "licences", label: "Licences", colour: COLOURS.orange },
  { key: "absorbed", label: "Sent by mistake", colour: COLOURS.brown },
] as const;
const BOUGHT = { label: "Paid by buyers", colour: COLOURS.vermilion };
const SOLD = { label: "Taken by sellers", colour: COLOURS.grey };

interface SourceSample {
  readonly time: number;
  /** Asset units. */
  readonly given: Readonly<Record<(typeof SOURCES)[number]["key"], bigint>>;
  readonly paidIn: bigint;
  readonly paidOut: bigint;
  readonly reserve: bigint;
}

/** What came into the reserve by source above the line, what sellers took below it, and what is in it. */
export function sourcesChart({
  samples,
  ...words
}: Words & { readonly samples: readonly SourceSample[] }): Chart {
  const first = samples.findIndex(({ reserve }) => reserve > 0n);
  const shown = samples.slice(Math.max(0, first - 1));
  const last = shown.at(-1);
  const used = SOURCES.filter(({ key }) => (last?.given[key] ?? 0n) > 0n);
  const areas = shown.flatMap(({ time, given, paidIn, paidOut }) => [
    ...used.map(({ key, label }, order) => ({ time, units: given[key], what: label, order })),
    { time, units: paidIn, what: BOUGHT.label, order: 8 },
    { time, units: -paidOut, what: SOLD.label, order: 9 },
  ]);
  const values = areas.map(({ time, units, what, order }) => ({
    ...{ time: milliseconds(time), euro: toPicture(units, 6), what, order },
  }));
  const line = shown.map(({ time, reserve }) => ({
    ...{ time: milliseconds(time), euro: toPicture(reserve, 6) },
  }));
  const legend = [...used, BOUGHT, SOLD];
  const scale = { domain: legend.map(({ label }) => label), range: legend.map(({ colour }) => colour) };
  const y = { field: "euro", type: "quantitative", title: "€", stack: "zero" };
  const right = (title: string): Table["columns"][number] => ({ title, align: "right" });
  return {
    id: "sources",
    ...words,
    spec: (size): TopLevelSpec =>
      ({
        ...{ width: size.width, height: size.height + 60 },
        layer: [
          {
            data: { values },
            mark: { type: "area", interpolate: "step-after", fillOpacity: 0.85 },
            encoding: {
              x: timeAxis(size, shown),
              y,
              color: { field: "what", scale },
              order: { field: "order" },
            },
          },
          {
            data: { values: line },
            mark: { type: "line", interpolate: "step-after", color: COLOURS.ink, strokeWidth: 2 },
            encoding: { x: timeAxis(size, shown), y: { field: "euro", type: "quantitative" } },
          },
          {
            data: { values: line.slice(-1).map((point) => ({ ...point, label: "reserve" })) },
            mark: { type: "text", align: "left", dx: 6, fontWeight: 600 },
            encoding: {
              x: timeAxis(size, shown),
              y: { field: "euro", type: "quantitative" },
              text: { field: "label" },
            },
          },
        ],
      }) as TopLevelSpec,
    table: {
      caption: "What came into the reserve and went out, by the end of each month",
      columns: [
        { title: "Date" },
        ...used.map(({ label }) => right(label)),
        ...[right(BOUGHT.label), right(SOLD.label), right("Reserve")],
      ],
      rows: monthly(shown).map(({ time, given, paidIn, paidOut, reserve }) => [
        ...[day(time), ...used.map(({ key }) => euros(given[key]))],
        ...[euros(paidIn), euros(paidOut), euros(reserve)],
      ]),
    },
  };
}

const OUTCOMES = [
  { key: "spent", label: "Spent", colour: COLOURS.green },
  { key: "back", label: "Came back", colour: COLOURS.sky },
  { key: "waiting", label: "Waiting", colour: COLOURS.grey },
  { key: "issued", label: "Newly issued", colour: COLOURS.orange },
  { key: "kept", label: "Kept", colour: COLOURS.blue },
  { key: "sold", label: "Sold", colour: COLOURS.vermilion },
] as const;
type Outcome = (typeof OUTCOMES)[number]["key"];

/** One thing that tokens were used for. */
export interface Use {
  readonly label: string;
  /** Token wei by outcome. */
  readonly parts: Readonly<Partial<Record<Outcome, bigint>>>;
}

/** What became of the tokens that people used. */
export function usesChart({
  uses,
  table,
  ...words
}: Words & { readonly uses: readonly Use[]; readonly table: Table }): Chart {
  const present = OUTCOMES.filter(({ key }) => uses.some(({ parts }) => (parts[key] ?? 0n) > 0n));
  const values = uses.flatMap(({ label, parts }) =>
    present.map(({ key, label: what }, order) => ({
      ...{ label, what, order, tokens: toPicture(parts[key] ?? 0n, 18) },
    })),
  );
  const totals = uses.map(({ label, parts }) => {
    const sum = Object.values(parts).reduce((total, part) => total + part, 0n);
    return { label, tokens: toPicture(sum, 18), text: tokens(sum) };
  });
  const scale = { domain: present.map(({ label }) => label), range: present.map(({ colour }) => colour) };
  return {
    id: "uses",
    ...words,
    spec: (size: Size): TopLevelSpec => {
      const labelLimit = size.name === "wide" ? 150 : 120;
      const y = {
        ...{ field: "label", type: "nominal", title: null },
        ...{ sort: uses.map(({ label }) => label), axis: { labelLimit } },
      };
      const x = {
        ...{ field: "tokens", type: "quantitative", title: "tokens", stack: "zero" },
        axis: { grid: true, tickCount: 5, domain: false },
      };
      return {
        width: size.width - labelLimit,
        height: { step: 34 },
        layer: [
          {
            data: { values },
            mark: { type: "bar", height: { band: 0.68 } },
            encoding: { y, x, order: { field: "order" }, color: { field: "what", scale } },
          },
          {
            data: { values: totals },
            mark: { type: "text", align: "left", dx: 5 },
            encoding: { y, x: { ...x, stack: null }, text: { field: "text" } },
          },
        ],
      } as TopLevelSpec;
    },
    table,
  };
}
