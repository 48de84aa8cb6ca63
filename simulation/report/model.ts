/** What a report consists of, whatever it is about. */
import type { TopLevelSpec } from "vega-lite";

/** A figure to be seen first. */
export interface Tile {
  readonly value: string;
  readonly label: string;
  readonly note: string;
}

/** A step of the flow and what happened in it. */
export interface Step {
  readonly number: string;
  readonly title: string;
  readonly when: string;
  readonly paragraphs: readonly string[];
}

export interface TableColumn {
  readonly title: string;
  readonly align?: "left" | "right";
}

export interface Table {
  readonly caption: string;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** Room for a chart: a page's column, or a telephone's. */
export interface Size {
  readonly name: "wide" | "narrow";
  /** Pixels of the plot, without axes. */
  readonly width: number;
  readonly height: number;
}

export interface Chart {
  /** Name of its file. */
  readonly id: string;
  readonly title: string;
  /** What to see in it, in one sentence. */
  readonly takeaway: string;
  /** What it shows, for those who do not see it. */
  readonly alt: string;
  readonly spec: (size: Size) => TopLevelSpec;
  /** The numbers behind it. */
  readonly table: Table;
}

export interface Section {
  readonly title: string;
  readonly intro: string;
  /** What to run to see for oneself. */
  readonly commands?: readonly string[];
  readonly table: Table;
}

export interface Report {
  readonly eyebrow: string;
  readonly title: string;
  /** The story in one paragraph. */
  readonly story: string;
  readonly tiles: readonly Tile[];
  readonly stepsTitle: string;
  readonly steps: readonly Step[];
  readonly charts: readonly Chart[];
  readonly sections: readonly Section[];
  readonly howToRead: readonly string[];
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** About the input: what is missing, was left out or put together. */
  readonly notes: readonly string[];
  readonly command: string;
}
