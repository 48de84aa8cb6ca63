/** Feeds as Atom (RFC 4287). */
import type { event } from "../schema/history.ts";

/** A feed of what happened, newest first; of none the beginning of time is told. */
export function feed({
  title,
  url,
  chainId,
  next,
  entries,
}: {
  readonly title: string;
  readonly url: string;
  readonly chainId: number;
  /** Where older entries are. */
  readonly next: string | undefined;
  readonly entries: readonly (typeof event.$inferSelect)[];
}): string {
  const lines = [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${escaped(url)}</id>`,
    `<title>${escaped(title)}</title>`,
    `<updated>${moment(entries[0]?.time ?? 0n)}</updated>`,
    "<author><name>cDPO indexer</name></author>",
    `<link rel="self" href="${escaped(url)}"/>`,
    ...(next === undefined ? [] : [`<link rel="next" href="${escaped(next)}"/>`]),
    ...entries.flatMap(({ transaction, logIndex, name, time, args, block }) => [
      "<entry>",
      `<id>urn:cdpo:${chainId}:${transaction}:${logIndex}</id>`,
      `<title>${escaped(inWords(name))}</title>`,
      `<updated>${moment(time)}</updated>`,
      `<content type="text">${escaped(contentOf({ ...(args as object), block: String(block), transaction }))}</content>`,
      "</entry>",
    ]),
    "</feed>",
  ];
  return `${lines.join("\n")}\n`;
}

/** "ContributionReviewed" as "Contribution reviewed". */
function inWords(name: string): string {
  const [first = "", ...rest] = name.split(/(?=[A-Z])/);
  return [first, ...rest.map((word) => word.toLowerCase())].join(" ");
}

function contentOf(said: Readonly<Record<string, unknown>>): string {
  return Object.entries(said)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("\n");
}

function moment(seconds: bigint): string {
  return new Date(Number(seconds) * 1_000).toISOString().replace(".000Z", "Z");
}

const NAMED: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** A text in XML, where control characters may not even be named. */
function escaped(value: string): string {
  return value
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "?")
    .replace(/[&<>"]/g, (mark) => NAMED[mark] ?? mark);
}
