/** The charts about who has a voice: how much is staked, and what an attempt to buy the votes cost whom. */
import type { TopLevelSpec } from "vega-lite";
import { milliseconds, monthly, pointers, timeAxis, type Mark, type Words } from "./axes.ts";
import { day, euros, percent, toPicture, tokens } from "../format.ts";
import type { Chart, Table } from "../model.ts";
import { COLOURS } from "../theme.ts";

/** Token wei, times in seconds. */
interface StakeSample {
  readonly time: number;
  readonly supply: bigint;
  readonly staked: bigint;
}

/** What is staked of all tokens. */
export function stakeChart({
  samples,
  marks,
  ...words
}: Words & { readonly samples: readonly StakeSample[]; readonly marks: readonly Mark[] }): Chart {
  const domain = ["Staked: has a voice", "Money only"];
  const values = samples.flatMap(({ time, supply, staked }) => [
    { time: milliseconds(time), tokens: toPicture(staked, 18), what: domain[0], order: 1 },
    { time: milliseconds(time), tokens: toPicture(supply - staked, 18), what: domain[1], order: 2 },
  ]);
  return {
    id: "stake",
    ...words,
    spec: (size): TopLevelSpec =>
      ({
        ...{ width: size.width, height: size.height },
        layer: [
          {
            data: { values },
            mark: { type: "area", interpolate: "step-after", fillOpacity: 0.85 },
            encoding: {
              x: timeAxis(size, samples),
              y: { field: "tokens", type: "quantitative", title: "tokens", stack: "zero" },
              color: { field: "what", scale: { domain, range: [COLOURS.blue, COLOURS.grid] } },
              order: { field: "order" },
            },
          },
          ...pointers(marks, size, samples, "head"),
        ],
      }) as TopLevelSpec,
    table: {
      caption: "Tokens that are staked at the end of each month",
      columns: [
        { title: "Date" },
        { title: "Staked", align: "right" },
        { title: "Supply", align: "right" },
        { title: "Part", align: "right" },
      ],
      rows: monthly(samples).map(({ time, supply, staked }) => [
        day(time),
        tokens(staked),
        tokens(supply),
        percent(staked, supply),
      ]),
    },
  };
}

/** One bar: asset units. */
export interface Sum {
  readonly label: string;
  readonly what: "Paid" | "Got" | "Untouched";
  readonly amount: bigint;
}

/** Who paid and who got what. */
export function sumsChart({
  id,
  sums,
  table,
  ...words
}: Words & { readonly id: string; readonly sums: readonly Sum[]; readonly table: Table }): Chart {
  const domain = ["Paid", "Got", "Untouched"] as const;
  const range = [COLOURS.vermilion, COLOURS.green, COLOURS.sky];
  const values = sums.map(({ label, what, amount }) => ({
    ...{ label, what, euro: toPicture(amount, 6), text: euros(amount, 0) },
  }));
  const order = values.map(({ label }) => label);
  return {
    id,
    ...words,
    spec: (size): TopLevelSpec => {
      const labelLimit = size.name === "wide" ? 200 : 130;
      const y = {
        field: "label",
        type: "nominal",
        sort: order,
        title: null,
        axis: { labelLimit: labelLimit + 20 },
      };
      const x = {
        ...{ field: "euro", type: "quantitative", title: "€" },
        axis: { grid: true, tickCount: 5, domain: false },
      };
      return {
        width: size.width - labelLimit - 20,
        height: { step: 34 },
        data: { values },
        layer: [
          {
            mark: { type: "bar", height: { band: 0.7 } },
            encoding: { y, x, color: { field: "what", scale: { domain, range } } },
          },
          {
            mark: { type: "text", align: "left", dx: 5 },
            encoding: { y, x, text: { field: "text" } },
          },
        ],
      } as TopLevelSpec;
    },
    table,
  };
}
