/** The charts about tokens: where they come from, who has them, and what they are worth. */
import type { TopLevelSpec } from "vega-lite";
import { milliseconds, monthly, timeAxis, type Words } from "./axes.ts";
import { day, euros, percent, toPicture, tokens } from "../format.ts";
import type { Chart, Size } from "../model.ts";
import { COLOURS } from "../theme.ts";

const ORIGINS = [
  { key: "partners", label: "Partners (presale)", colour: COLOURS.blue },
  { key: "founders", label: "Founders (vesting)", colour: COLOURS.sky },
  { key: "production", label: "Production", colour: COLOURS.green },
  { key: "use", label: "Use", colour: COLOURS.orange },
  { key: "maintenance", label: "Maintenance", colour: COLOURS.purple },
  { key: "epochs", label: "Use, in epochs", colour: COLOURS.brown },
  { key: "batches", label: "Paid, not collected yet", colour: COLOURS.muted },
  { key: "market", label: "Bought on the market", colour: COLOURS.vermilion },
] as const;

interface SupplySample {
  readonly time: number;
  readonly supply: bigint;
  readonly burned: bigint;
  readonly minted: Readonly<Record<(typeof ORIGINS)[number]["key"], bigint>>;
}

const SOLD = "Sold back (burned)";

/** Tokens minted by origin above the line, tokens burned below it, and the supply that is left. */
export function supplyChart({
  samples,
  ...words
}: Words & { readonly samples: readonly SupplySample[] }): Chart {
  const last = samples.at(-1);
  const used = ORIGINS.filter(({ key }) => (last?.minted[key] ?? 0n) > 0n);
  const up = samples.flatMap(({ time, minted }) =>
    used.map(({ key, label }, order) => ({
      ...{ time: milliseconds(time), tokens: toPicture(minted[key], 18), origin: label, order },
    })),
  );
  const down = samples.map(({ time, burned }) => ({
    ...{ time: milliseconds(time), tokens: -toPicture(burned, 18), origin: SOLD, order: 9 },
  }));
  const supply = samples.map(({ time, supply: left }) => ({
    ...{ time: milliseconds(time), tokens: toPicture(left, 18) },
  }));
  const labels = samples.filter((_, at) => at === samples.length - 1);
  const burned = (last?.burned ?? 0n) > 0n;
  const scale = {
    domain: [...used.map(({ label }) => label), ...(burned ? [SOLD] : [])],
    range: [...used.map(({ colour }) => colour), ...(burned ? [COLOURS.grey] : [])],
  };
  const y = { field: "tokens", type: "quantitative", title: "tokens", stack: "zero" };
  return {
    id: "supply",
    ...words,
    spec: (size): TopLevelSpec =>
      ({
        ...{ width: size.width, height: size.height + 40 },
        layer: [
          {
            data: { values: burned ? [...up, ...down] : up },
            mark: { type: "area", fillOpacity: 0.85 },
            encoding: {
              x: timeAxis(size, samples),
              y,
              color: { field: "origin", scale },
              order: { field: "order" },
            },
          },
          {
            data: { values: supply },
            mark: { type: "line", color: COLOURS.ink, strokeWidth: 2 },
            encoding: { x: timeAxis(size, samples), y: { field: "tokens", type: "quantitative" } },
          },
          {
            data: {
              values: labels.map(({ time, supply: left }) => ({
                ...{ time: milliseconds(time), tokens: toPicture(left, 18), label: "supply" },
              })),
            },
            mark: { type: "text", align: "left", dx: 6, fontWeight: 600 },
            encoding: {
              x: timeAxis(size, samples),
              y: { field: "tokens", type: "quantitative" },
              text: { field: "label" },
            },
          },
        ],
      }) as TopLevelSpec,
    table: {
      caption: "Tokens by origin at the end of each month",
      columns: [
        { title: "Date" },
        ...used.map(({ label }) => ({ title: label, align: "right" as const })),
        { title: SOLD, align: "right" },
        { title: "Supply", align: "right" },
      ],
      rows: monthly(samples).map((sample) => [
        day(sample.time),
        ...used.map(({ key }) => tokens(sample.minted[key])),
        tokens(sample.burned),
        tokens(sample.supply),
      ]),
    },
  };
}

/** Someone's part of the supply. */
export interface Holding {
  readonly label: string;
  readonly group: string;
  /** Token wei. */
  readonly amount: bigint;
}

const GROUP_COLOURS = [
  ["Partners", COLOURS.blue],
  ["Founders", COLOURS.sky],
  ["Producers", COLOURS.green],
  ["Readers", COLOURS.orange],
  ["Curators", COLOURS.purple],
  ["Holders", COLOURS.vermilion],
  ["City", COLOURS.blue],
  ["Everyone else", COLOURS.grey],
  ["Unclaimed", COLOURS.brown],
  ["Vesting", COLOURS.muted],
  ["Lost", COLOURS.muted],
] as const;

/** The largest holders, and all others together. */
export function holdersChart({
  holdings,
  ...words
}: Words & { readonly holdings: readonly Holding[] }): Chart {
  const total = holdings.reduce((sum, { amount }) => sum + amount, 0n);
  const values = holdings.map(({ label, group, amount }) => ({
    label: shortened(label),
    group,
    share: total === 0n ? 0 : Number((amount * 1_000_000n) / total) / 10_000,
    text: percent(amount, total),
  }));
  const groups = GROUP_COLOURS.filter(([group]) => holdings.some((holding) => holding.group === group));
  const order = values.map(({ label }) => label);
  return {
    id: "holders",
    ...words,
    spec: (size): TopLevelSpec => {
      const y = {
        field: "label",
        type: "nominal",
        sort: order,
        title: null,
        axis: { labelLimit: labelWidth(size) },
      };
      const x = {
        ...{ field: "share", type: "quantitative", title: "% of the supply" },
        axis: { grid: true, tickCount: 5, domain: false },
      };
      return {
        width: size.width - labelWidth(size),
        height: { step: 25 },
        data: { values },
        layer: [
          {
            mark: { type: "bar", height: { band: 0.72 } },
            encoding: {
              y,
              x,
              color: {
                field: "group",
                scale: { domain: groups.map(([group]) => group), range: groups.map(([, colour]) => colour) },
              },
            },
          },
          {
            mark: { type: "text", align: "left", dx: 5 },
            encoding: { y, x, text: { field: "text" } },
          },
        ],
      } as TopLevelSpec;
    },
    table: {
      caption: "Who has the tokens",
      columns: [
        { title: "Holder" },
        { title: "Group" },
        { title: "Tokens", align: "right" },
        { title: "Share", align: "right" },
      ],
      rows: holdings.map(({ label, group, amount }) => [
        label,
        group,
        tokens(amount),
        percent(amount, total),
      ]),
    },
  };
}

/** What someone's early tokens are worth. */
export interface EarlyWorth {
  readonly label: string;
  /** Asset units, at the market's price. */
  readonly atOpening: bigint;
  readonly atEnd: bigint;
}

/** What early contributors' tokens were worth when the market opened, and at the end. */
export function worthChart({
  worth,
  table,
  ...words
}: Words & { readonly worth: readonly EarlyWorth[]; readonly table: Chart["table"] }): Chart {
  const domain = ["When the market opened", "At the end"];
  const values = worth.flatMap(({ label, atOpening, atEnd }) => [
    { label: shortened(label), what: domain[0], euro: toPicture(atOpening, 6), text: euros(atOpening, 0) },
    { label: shortened(label), what: domain[1], euro: toPicture(atEnd, 6), text: euros(atEnd, 0) },
  ]);
  const order = worth.map(({ label }) => shortened(label));
  return {
    id: "early-contributors",
    ...words,
    spec: (size): TopLevelSpec => {
      const y = {
        field: "label",
        type: "nominal",
        sort: order,
        title: null,
        axis: { labelLimit: labelWidth(size) },
      };
      const x = {
        ...{ field: "euro", type: "quantitative", title: "€" },
        axis: { grid: true, tickCount: 5, domain: false },
      };
      const yOffset = { field: "what", sort: domain };
      return {
        width: size.width - labelWidth(size),
        height: { step: 18 },
        data: { values },
        layer: [
          {
            mark: { type: "bar" },
            encoding: {
              ...{ y, x, yOffset },
              color: { field: "what", scale: { domain, range: [COLOURS.sky, COLOURS.blue] } },
            },
          },
          {
            mark: { type: "text", align: "left", dx: 5 },
            encoding: { y, x, yOffset, text: { field: "text" } },
          },
        ],
      } as TopLevelSpec;
    },
    table,
  };
}

const LONGEST_LABEL = 26;

/** Pixels for names beside bars. */
function labelWidth(size: Size): number {
  return size.name === "wide" ? 180 : 105;
}

function shortened(label: string): string {
  const characters = Array.from(label);
  return characters.length <= LONGEST_LABEL ? label : `${characters.slice(0, LONGEST_LABEL - 1).join("")}…`;
}
