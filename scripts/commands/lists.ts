/** What an organisation has many of, asked together and shown as a table. */
import { formatTable } from "../lib/cli.ts";
import { shownText } from "../../sdk/src/text.ts";
import { askPart, listOf, type Part } from "../../sdk/src/state/index.ts";
import type { ReadingContext } from "../frame/command.ts";

/** What `each` asks of all numbers up to `count`, from `first` on. */
export async function everyOne<State>(
  { rpc }: Pick<ReadingContext, "rpc">,
  {
    count,
    first = 1n,
    each,
  }: { readonly count: bigint; readonly first?: bigint; readonly each: (id: bigint) => Part<State> },
): Promise<readonly (State & { readonly id: bigint })[]> {
  const ids = Array.from({ length: Number(count) }, (_, at) => first + BigInt(at));
  const states = await askPart(rpc, listOf(ids.map(each)));
  return states.map((state, at) => ({ id: ids[at] ?? first, ...state }));
}

/** A table of texts, or `none` when it would have no row. The first column is a number. */
export function tableOf({
  columns,
  rows,
  none,
}: {
  readonly columns: readonly [string, ...string[]];
  readonly rows: readonly (readonly string[])[];
  readonly none: string;
}): string {
  if (rows.length === 0) return none;
  const [first, ...others] = columns;
  return formatTable({
    columns: [{ title: first, align: "right" }, ...others.map((title) => ({ title }))],
    rows,
  });
}

/** Name and value in a line each, for one thing. */
export function linesOf(entries: readonly (readonly [name: string, value: string])[]): string {
  return entries.map(([name, value]) => `${name}: ${shownText(value)}`).join("\n");
}

/** "OnSale" as "on sale". */
export function stateInWords(state: string): string {
  return state.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}
