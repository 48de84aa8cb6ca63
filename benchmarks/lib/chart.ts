/** Bar and line charts as SVG. */
import { compile, type TopLevelSpec } from "vega-lite";
import * as vega from "vega";

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** What stands at the bar's end. */
  readonly text: string;
  readonly ours: boolean;
}

export interface Panel {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const OURS = "#0b7a53";
const PEERS = "#9aa5b1";
const FONT = "Helvetica, Arial, sans-serif";
const LABEL_SIZE = 11;

/** Width of a text in pixels: these fonts are a little more than half as wide as high. */
const widthOf = (text: string, fontSize: number): number => 0.56 * fontSize * text.length;

// Without a screen Vega takes letters to be far wider than they are, and leaves that room empty.
(
  vega as unknown as {
    textMetrics: { width: (item: { readonly fontSize?: number }, text: unknown) => number };
  }
).textMetrics.width = ({ fontSize = LABEL_SIZE }, text) => widthOf(String(text), fontSize);

/** Panels of horizontal bars, one below the other, on one scale; bars keep their order. */
export async function drawBars({
  title,
  subtitle,
  panels,
  scale = "linear",
  domain,
}: {
  readonly title: string;
  readonly subtitle: string;
  readonly panels: readonly Panel[];
  readonly scale?: "linear" | "log";
  /** Ends of the scale; from 0 to a little above the greatest value when not given. */
  readonly domain?: readonly [number, number];
}): Promise<string> {
  const greatest = Math.max(...panels.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const [least, most] = domain ?? [0, greatest * 1.15];
  const extent = Math.max(
    ...panels.flatMap(({ bars }) => bars.map(({ label }) => widthOf(label, LABEL_SIZE) + 12)),
  );
  const spec: TopLevelSpec = {
    background: "white",
    padding: 16,
    title: { text: title, subtitle, anchor: "start", frame: "group", offset: 14 },
    spacing: 18,
    vconcat: panels.map((panel) => ({
      title: { text: panel.title, anchor: "start", frame: "group", fontSize: 12, offset: 6 },
      width: 460,
      height: { step: 21 },
      data: { values: panel.bars.map((bar) => ({ ...bar, start: least })) },
      encoding: {
        y: {
          field: "label",
          type: "nominal",
          sort: null,
          axis: {
            title: null,
            ticks: false,
            domain: false,
            labelPadding: 6,
            labelLimit: 0,
            minExtent: extent,
            maxExtent: extent,
          },
        },
      },
      layer: [
        {
          mark: { type: "bar", height: 15 },
          encoding: {
            x: {
              field: "value",
              type: "quantitative",
              scale: { type: scale, domain: [least, most], nice: false },
              axis: null,
            },
            x2: { field: "start" },
            color: { field: "ours", scale: { domain: [true, false], range: [OURS, PEERS] }, legend: null },
          },
        },
        {
          mark: { type: "text", align: "left", dx: 4, fontSize: LABEL_SIZE },
          encoding: {
            x: { field: "value", type: "quantitative" },
            text: { field: "text" },
          },
        },
      ],
    })),
    config: {
      font: FONT,
      view: { stroke: null },
      title: { fontSize: 15, subtitleFontSize: 11, subtitleColor: "#52606d", subtitlePadding: 5 },
      axis: { labelFontSize: LABEL_SIZE, labelColor: "#1f2933" },
    },
  };
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none" });
  return `${await view.toSVG()}\n`;
}

export interface Line {
  readonly label: string;
  readonly color: string;
  /** A value for each x from 0 on. */
  readonly values: readonly number[];
}

/** Lines over the same whole numbers from 0 on, each named at its end. */
export async function drawLines({
  title,
  subtitle,
  x,
  y,
  lines,
}: {
  readonly title: string;
  readonly subtitle: string;
  /** What the axes show. */
  readonly x: string;
  readonly y: string;
  readonly lines: readonly Line[];
}): Promise<string> {
  const rows = lines.flatMap(({ label, values }) => values.map((value, at) => ({ label, at, value })));
  const last = Math.max(...lines.map(({ values }) => values.length - 1));
  const color = {
    field: "label",
    type: "nominal" as const,
    scale: { domain: lines.map(({ label }) => label), range: lines.map((line) => line.color) },
    legend: null,
  };
  const spec: TopLevelSpec = {
    background: "white",
    padding: 16,
    title: { text: title, subtitle, anchor: "start", frame: "group", offset: 14 },
    width: 460,
    height: 260,
    data: { values: rows },
    encoding: {
      x: { field: "at", type: "quantitative", scale: { domain: [0, last] }, axis: { title: x, grid: false } },
      y: { field: "value", type: "quantitative", scale: { domain: [0, 100] }, axis: { title: y } },
      color,
    },
    layer: [
      { mark: { type: "line", strokeWidth: 2.5 } },
      {
        transform: [{ filter: `datum.at == ${last}` }],
        mark: { type: "text", align: "left", dx: 6, fontSize: LABEL_SIZE },
        encoding: { text: { field: "label" } },
      },
    ],
    config: {
      font: FONT,
      view: { stroke: null },
      title: { fontSize: 15, subtitleFontSize: 11, subtitleColor: "#52606d", subtitlePadding: 5 },
      axis: { labelFontSize: LABEL_SIZE, labelColor: "#1f2933", titleFontWeight: "normal" },
    },
  };
  const view = new vega.View(vega.parse(compile(spec).spec), { renderer: "none" });
  return `${await view.toSVG()}\n`;
}
