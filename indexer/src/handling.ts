/** What all handlers share. */
import type { EventNames, IndexingFunctionArgs } from "ponder:registry";

/** A contract that is watched, as ponder.config.ts calls it. */
export type Source = EventNames extends infer Name
  ? Name extends `${infer S}:${string}`
    ? S
    : never
  : never;

/** What is done at events of one contract, by their names. */
export type Handlers<S extends Source> = {
  readonly [Name in EventNames as Name extends `${S}:${infer Event}` ? Event : never]?: (
    args: IndexingFunctionArgs<Name>,
  ) => Promise<unknown>;
};

export const NOBODY = "0x0000000000000000000000000000000000000000";

/** The largest uint256: what contracts say for "all" and "without end". */
export const WITHOUT_END = 2n ** 256n - 1n;

/** null for {@link WITHOUT_END}: a database's whole numbers are read by people. */
export function finite(value: bigint): bigint | null {
  return value === WITHOUT_END ? null : value;
}
