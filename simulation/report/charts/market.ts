/** The charts about the market: price and backing, and the reserve. */
import type { TopLevelSpec } from "vega-lite";
import { milliseconds, monthly, pointers, timeAxis, type Mark, type Words } from "./axes.ts";
import { day, euros, toPicture } from "../format.ts";
import type { Chart } from "../model.ts";
import { COLOURS } from "../theme.ts";

/** Money in asset units of 6 decimals, tokens in wei, times in seconds. */
interface PriceSample {
  readonly time: number;
  readonly price: bigint;
  readonly backing: bigint;
  readonly reserve: bigint;
}

/** Price and backing while the market is open. */
export function priceChart({
  samples,
  openingPrice,
  openingLabel,
  marks,
  ...words
}: Words & {
  readonly samples: readonly PriceSample[];
  readonly openingPrice: bigint;
  readonly openingLabel: string;
  readonly marks: readonly Mark[];
}): Chart {
  const open = samples.filter(({ price }) => price > 0n);
  const values = open.flatMap(({ time, price, backing }) => [
    { time: milliseconds(time), euro: toPicture(price, 6), what: "Market price" },
    { time: milliseconds(time), euro: toPicture(backing, 6), what: "Backing per token" },
  ]);
  const domain = ["Market price", "Backing per token", openingLabel];
  const scale = { domain, range: [COLOURS.blue, COLOURS.orange, COLOURS.muted] };
  const color = { field: "what", scale, legend: { symbolType: "stroke", symbolStrokeWidth: 3 } };
  const opening = [{ euro: toPicture(openingPrice, 6), what: openingLabel }];
  const euro = {
    field: "euro",
    type: "quantitative",
    title: "€ per token",
    scale: { zero: true, nice: true },
  };
  return {
    id: "price",
    ...words,
    spec: (size): TopLevelSpec =>
      ({
        ...{ width: size.width, height: size.height },
        layer: [
          {
            data: { values: opening },
            mark: { type: "rule", strokeDash: [6, 4] },
            encoding: { y: euro, color },
          },
          {
            data: { values },
            mark: { type: "line" },
            encoding: { x: timeAxis(size, open), y: euro, color },
          },
          ...pointers(marks, size, open),
        ],
      }) as TopLevelSpec,
    table: {
      caption: "Price and backing at the end of each month",
      columns: [
        { title: "Date" },
        { title: "Price", align: "right" },
        { title: "Backing", align: "right" },
        { title: "Reserve", align: "right" },
      ],
      rows: monthly(open).map(({ time, price, backing, reserve }) => [
        day(time),
        euros(price, 4),
        euros(backing, 4),
        euros(reserve),
      ]),
    },
  };
}

/** What is in the reserve. */
export function reserveChart({
  samples,
  marks,
  ...words
}: Words & { readonly samples: readonly PriceSample[]; readonly marks: readonly Mark[] }): Chart {
  const values = samples.map(({ time, reserve }) => ({
    time: milliseconds(time),
    euro: toPicture(reserve, 6),
  }));
  return {
    id: "reserve",
    ...words,
    spec: (size): TopLevelSpec =>
      ({
        ...{ width: size.width, height: size.height },
        layer: [
          {
            data: { values },
            mark: {
              type: "area",
              interpolate: "step-after",
              color: COLOURS.green,
              fillOpacity: 0.22,
              line: { color: COLOURS.green, strokeWidth: 2.25 },
            },
            encoding: {
              x: timeAxis(size, samples),
              y: { field: "euro", type: "quantitative", title: "€ in the common reserve" },
            },
          },
          ...pointers(marks, size, samples),
        ],
      }) as TopLevelSpec,
    table: {
      caption: "The reserve at the end of each month",
      columns: [{ title: "Date" }, { title: "Reserve", align: "right" }],
      rows: monthly(samples).map(({ time, reserve }) => [day(time), euros(reserve)]),
    },
  };
}
