/**
 * Ponder 0.16.10 asks a node for the logs of each event alone: it takes "any topic" (null) for a topic that is filtered by, and so
 * sends six times as many requests as it means to (its pull request 2366). Three lines of what is installed are mended before it
 * starts, whoever installed it.
 */
import { readFileSync, renameSync, writeFileSync } from "node:fs";

const TOPICS = [1, 2, 3];
const wrong = (topic: number): string => `const hasTopic${topic} = filter.topic${topic} !== undefined;`;
const right = (topic: number): string => `const hasTopic${topic} = filter.topic${topic} != null;`;

/**
 * Mends the file of Ponder that asks for logs, once; whole or not at all. Throws a sentence where its lines are neither wrong nor
 * mended, as then someone must see whether that is still needed, and where it cannot be written.
 */
export function mendPonder(file: string): void {
  const text = readFileSync(file, "utf8");
  const lines = text.split("\n").map((line) => line.trim());
  const has = (written: (topic: number) => string): boolean =>
    TOPICS.every((topic) => lines.filter((line) => line === written(topic)).length === 1);
  if (has(right)) return;
  if (!has(wrong)) {
    throw new Error(
      "Ponder's requests are no longer what indexer/mend-ponder.ts mends: see whether that is still needed.",
    );
  }
  const mended = TOPICS.reduce((before, topic) => before.replace(wrong(topic), right(topic)), text);
  // Another file put in its place: nobody reads half of it, and copies elsewhere that share it on the disk stay as they are.
  const beside = `${file}.${process.pid}`;
  try {
    writeFileSync(beside, mended);
    renameSync(beside, file);
  } catch (thrown) {
    const { code = "" } = thrown as NodeJS.ErrnoException;
    throw new Error(
      `Ponder cannot be mended (${code}): start the indexer once as the owner of indexer/node_modules.`,
      { cause: thrown },
    );
  }
}
