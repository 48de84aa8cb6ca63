/** Sorts more rows than fit in memory: sorted runs on disk, which are then merged. */
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { readLines } from "../sources/input.ts";

/** Rows of one run; those of all runs together are on disk. */
const RUN = 50_000;

export interface Sorter<T> {
  push(item: T): Promise<void>;
  /** All items in their order, once. */
  sorted(): AsyncGenerator<T, void, void>;
}

/** Items must be the same after JSON. Runs are written to `folder`, and are left there. */
export function createSorter<T>({
  folder,
  compare,
  run = RUN,
}: {
  readonly folder: string;
  readonly compare: (a: T, b: T) => number;
  readonly run?: number;
}): Sorter<T> {
  const files: string[] = [];
  let items: T[] = [];

  function* lines(): Generator<string, void, void> {
    for (const item of items) yield `${JSON.stringify(item)}\n`;
  }

  return {
    async push(item) {
      items.push(item);
      if (items.length < run) return;
      items.sort(compare);
      const file = join(folder, `run-${files.length}`);
      await pipeline(Readable.from(batches(lines())), createWriteStream(file));
      files.push(file);
      items = [];
    },
    async *sorted() {
      items.sort(compare);
      if (files.length === 0) {
        yield* items;
        return;
      }
      const sources = [...files.map((file) => readItems<T>(file)), fromMemory(items)];
      const heads: { item: T; readonly from: AsyncIterator<T> }[] = [];
      for (const from of sources) {
        const next = await from.next();
        if (next.done !== true) heads.push({ item: next.value, from });
      }
      for (;;) {
        const [first, ...others] = heads;
        if (first === undefined) return;
        // A run holds tens of thousands: there are few runs to look at.
        const head = others.reduce(
          (least, other) => (compare(other.item, least.item) < 0 ? other : least),
          first,
        );
        yield head.item;
        const next = await head.from.next();
        if (next.done === true) heads.splice(heads.indexOf(head), 1);
        else head.item = next.value;
      }
    },
  };
}

async function* readItems<T>(file: string): AsyncGenerator<T, void, void> {
  // Written above by `push`.
  for await (const { text } of readLines(file)) yield JSON.parse(text) as T;
}

// eslint-disable-next-line @typescript-eslint/require-await -- as the runs on disk are read
async function* fromMemory<T>(items: readonly T[]): AsyncGenerator<T, void, void> {
  yield* items;
}

/** Joins short texts, since a stream pays for each piece. */
export function* batches(texts: Iterable<string>): Generator<string, void, void> {
  let batch = "";
  for (const text of texts) {
    batch += text;
    if (batch.length >= 1 << 16) {
      yield batch;
      batch = "";
    }
  }
  if (batch !== "") yield batch;
}
