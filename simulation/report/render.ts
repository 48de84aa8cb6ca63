/** Charts as SVG, drawn in this process without a browser, byte for byte the same for the same chart. */
import { escape } from "./format.ts";
import type { Chart, Size } from "./model.ts";
import { ALONE_STYLE, chartConfig } from "./theme.ts";

/** Plots as wide as a page's column, and as a telephone's. */
export const SIZES: readonly Size[] = [
  { name: "wide", width: 860, height: 320 },
  { name: "narrow", width: 300, height: 230 },
];

/** A chart for within a page. */
export interface Drawing {
  readonly size: Size["name"];
  /** Without XML declaration; its identifiers are the page's own. */
  readonly svg: string;
}

/** Draws a chart in one size. */
export async function draw(chart: Chart, size: Size): Promise<Drawing> {
  // Loaded when there is something to draw: until then the memory is the chain's.
  const [vega, { compile }] = await Promise.all([import("vega"), import("vega-lite")]);
  const { spec } = compile(chart.spec(size), { config: chartConfig(size.name === "narrow") });
  const view = new vega.View(vega.parse(spec), { renderer: "none", logLevel: vega.Error });
  const raw = await view.toSVG();
  view.finalize();
  return { size: size.name, svg: tidy(raw, chart, size) };
}

/** A chart as a file of its own. */
export function alone(drawing: Drawing): string {
  const styled = drawing.svg.replace(/(<svg[^>]*>)/, `$1<style>${ALONE_STYLE}</style>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${styled}\n`;
}

/** Gives the drawing a name, lets it scale, and numbers its identifiers anew, as those count all charts ever drawn. */
function tidy(raw: string, chart: Chart, size: Size): string {
  const names = new Map<string, string>();
  const renamed = raw.replace(/\b(clip|gradient_)(\d+)\b/g, (found) => {
    const known = names.get(found) ?? `${chart.id}-${size.name}-${names.size + 1}`;
    names.set(found, known);
    return known;
  });
  return renamed.replace(/<svg[^>]*>/, (tag) => {
    const viewBox = /viewBox="([^"]+)"/.exec(tag)?.[1] ?? "";
    const [, , width = "", height = ""] = viewBox.split(" ");
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" ` +
      `aria-label="${escape(chart.alt)}" class="chart ${size.name}" viewBox="${viewBox}" width="${width}" height="${height}">`
    );
  });
}
