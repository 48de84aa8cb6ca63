/** The examples of the suite, to begin with. */
import bootstrapped from "../../../../../examples/bootstrapped.json?raw";
import growing from "../../../../../examples/growing.json?raw";
import type { JsonObject } from "./draft.ts";

export const EXAMPLES = {
  bootstrapped: JSON.parse(bootstrapped) as JsonObject,
  growing: JSON.parse(growing) as JsonObject,
} as const;

/** One of them. */
export type Example = keyof typeof EXAMPLES;
