/** One look for all charts, for light and dark pages, and for eyes that see few colours (after Okabe and Ito). */
import type { Config } from "vega-lite";

/** Colours of the light look; {@link DARK} says what becomes of each in the dark. */
export const COLOURS = {
  ink: "#1d252c",
  muted: "#56626c",
  grid: "#dde2e6",
  blue: "#0072b2",
  sky: "#56b4e9",
  green: "#009e73",
  orange: "#e69f00",
  vermilion: "#d55e00",
  purple: "#b3548a",
  brown: "#7d5f3c",
  grey: "#8d99a3",
} as const;

const DARK: Readonly<Record<keyof typeof COLOURS, string>> = {
  ink: "#e9edf0",
  muted: "#a3afb9",
  grid: "#343d45",
  blue: "#4aa3e0",
  sky: "#9bd6fb",
  green: "#35c699",
  orange: "#f3bb45",
  vermilion: "#ff8b4d",
  purple: "#e08fbd",
  brown: "#bb9467",
  grey: "#75818b",
};

/** Style rules that turn a light chart into a dark one. */
export const DARK_CHART_RULES = (Object.keys(COLOURS) as (keyof typeof COLOURS)[])
  .map(
    (name) =>
      `svg [fill="${COLOURS[name]}"]{fill:${DARK[name]}}svg [stroke="${COLOURS[name]}"]{stroke:${DARK[name]}}`,
  )
  .join("");

/** Beside the page, a chart alone follows the reader's choice too. */
export const ALONE_STYLE = `@media (prefers-color-scheme:dark){svg{background:#14191d}${DARK_CHART_RULES}}`;

export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

/** The charts' configuration. `small` is for telephones. */
export function chartConfig(small: boolean): Config {
  const size = small ? 11 : 12.5;
  return {
    font: FONT,
    background: "transparent",
    padding: 4,
    aria: false,
    view: { stroke: null },
    axis: {
      labelColor: COLOURS.muted,
      titleColor: COLOURS.muted,
      gridColor: COLOURS.grid,
      domainColor: COLOURS.grey,
      tickColor: COLOURS.grey,
      labelFontSize: size,
      titleFontSize: size,
      titleFontWeight: 500,
      labelPadding: 6,
      titlePadding: 10,
    },
    axisX: { grid: false, labelOverlap: "greedy", tickSize: 5 },
    axisY: {
      domain: false,
      ticks: false,
      titleAngle: 0,
      titleAlign: "left",
      titleAnchor: "start",
      titleX: 0,
      titleY: -12,
      titleBaseline: "bottom",
      tickCount: 5,
    },
    header: { labelColor: COLOURS.ink, labelFontSize: size + 1, labelFontWeight: 600, title: null },
    title: { color: COLOURS.ink, fontSize: size + 1, fontWeight: 600, anchor: "start", offset: 26 },
    legend: {
      orient: "top",
      direction: "horizontal",
      columns: small ? 2 : 4,
      columnPadding: 14,
      rowPadding: 5,
      labelColor: COLOURS.ink,
      labelFontSize: size,
      labelLimit: 320,
      symbolType: "square",
      symbolSize: 110,
      symbolStrokeWidth: 0,
      title: null,
      offset: 38,
    },
    text: { fontSize: size, color: COLOURS.ink },
    line: { strokeWidth: 2.25, strokeJoin: "round" },
  };
}
