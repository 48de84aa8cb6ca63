/** What the charts share: words, time, and things to point at. */
import type { Size } from "../model.ts";
import { COLOURS } from "../theme.ts";

/** Something to point at on a time axis. */
export interface Mark {
  readonly time: number;
  readonly label: string;
}

export interface Words {
  readonly title: string;
  readonly takeaway: string;
  readonly alt: string;
}

const SHORT_SPAN = 150 * 86_400;

/** A time axis whose dates never depend on where one is. `samples` are what is shown, oldest first. */
export function timeAxis(size: Size, samples: readonly { readonly time: number }[]): object {
  const span = (samples.at(-1)?.time ?? 0) - (samples[0]?.time ?? 0);
  const wide = size.name === "wide";
  const axis = { format: span < SHORT_SPAN ? "%e %b" : wide ? "%b %Y" : "%b", tickCount: wide ? 8 : 5 };
  return { field: "time", type: "temporal", scale: { type: "utc", nice: false }, axis, title: null };
}

export const milliseconds = (seconds: number): number => seconds * 1_000;

/** Vertical lines with labels to their left, at the chart's foot or head, each further from there than the one before. */
export function pointers(
  marks: readonly Mark[],
  size: Size,
  samples: readonly { readonly time: number }[],
  place: "foot" | "head" = "foot",
): object[] {
  const x = timeAxis(size, samples);
  if (marks.length === 0) return [];
  return marks.flatMap(({ time, label }, at) => {
    const data = { values: [{ time: milliseconds(time), label }] };
    const y = place === "foot" ? size.height - 6 - 16 * at : 6 + 16 * at;
    const text = { type: "text", align: "right", baseline: place === "foot" ? "bottom" : "top", dx: -5, y };
    return [
      {
        data,
        mark: { type: "rule", strokeDash: [2, 3], color: COLOURS.grey },
        encoding: { x },
      },
      {
        data,
        mark: { ...text, color: COLOURS.muted },
        encoding: { x, text: { field: "label" } },
      },
    ];
  });
}

/** The last sample of each month. */
export function monthly<T extends { readonly time: number }>(samples: readonly T[]): T[] {
  const byMonth = new Map<string, T>();
  for (const sample of samples) byMonth.set(new Date(sample.time * 1_000).toISOString().slice(0, 7), sample);
  return [...byMonth.values()];
}
