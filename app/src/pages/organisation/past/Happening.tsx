/** An event as a sentence, on the page and in the file. */
import { formatAmount, formatBps, formatTime, type Language } from "cdpo-sdk/units";
import type { Organisation } from "cdpo-sdk/state";
import type { ReactNode } from "react";
import { Account, Amount } from "../../../parts/words.tsx";
import type { Happened } from "./activity.ts";
import { EVENT_WORDS } from "./event-words.ts";

/** How it is told. */
export interface Telling {
  readonly organisation: Organisation;
  readonly language: Language;
  readonly timeZone: string;
  /** A contract's name in the reader's language. */
  readonly nameOf: (source: string) => string;
}

const PLACEHOLDER = /\{(\w+):(\w)\}/;

/** What happened; what has no sentence is told by its contract and its own name. */
export function tellEvent({ source, name, args }: Happened, telling: Telling): ReactNode {
  return partsOf(source, name, telling).map((part, at) =>
    part.kind === undefined ? (
      part.text
    ) : (
      <Told key={at} value={args[part.text]} kind={part.kind} telling={telling} />
    ),
  );
}

/** The same as a text, with exact amounts and whole addresses. */
export function textOfEvent({ source, name, args }: Happened, telling: Telling): string {
  return partsOf(source, name, telling)
    .map((part) => (part.kind === undefined ? part.text : textOf(args[part.text], part.kind, telling)))
    .join("");
}

interface Part {
  readonly text: string;
  readonly kind: string | undefined;
}

function partsOf(source: string, name: string, { language, nameOf }: Telling): readonly Part[] {
  const pair = EVENT_WORDS[`${source}:${name}`];
  if (pair === undefined) {
    const spaced = name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
    return [{ text: `${nameOf(source)}: ${spaced}`, kind: undefined }];
  }
  const pieces = pair[language === "fi" ? 1 : 0].split(PLACEHOLDER);
  const parts: Part[] = [];
  for (let at = 0; at < pieces.length; at += 3) {
    parts.push({ text: pieces[at] ?? "", kind: undefined });
    const [argument, kind] = [pieces[at + 1], pieces[at + 2]];
    if (argument !== undefined) parts.push({ text: argument, kind });
  }
  return parts;
}

function Told({
  value,
  kind,
  telling,
}: {
  readonly value: unknown;
  readonly kind: string;
  readonly telling: Telling;
}) {
  const { asset, symbol } = telling.organisation;
  if (kind === "a" && typeof value === "string") return <Account address={value} />;
  if (kind === "m") return <Amount units={wholeOf(value)} decimals={asset.decimals} symbol={asset.symbol} />;
  if (kind === "k") return <Amount units={wholeOf(value)} symbol={symbol} />;
  return <>{textOf(value, kind, telling)}</>;
}

function textOf(value: unknown, kind: string, { organisation, language, timeZone }: Telling): string {
  const { asset, symbol } = organisation;
  switch (kind) {
    case "m":
      return `${formatAmount(wholeOf(value), asset.decimals, { language })} ${asset.symbol}`;
    case "k":
      return `${formatAmount(wholeOf(value), 18, { language })} ${symbol}`;
    case "b":
      return formatBps(wholeOf(value), language);
    case "s":
      return formatTime(wholeOf(value), { language, timeZone });
    case "q":
      return value === "" || value === undefined ? "–" : `“${plain(value)}”`;
    default:
      return plain(value);
  }
}

const plain = (value: unknown): string =>
  typeof value === "string" || typeof value === "bigint" || typeof value === "number" ? String(value) : "";

/** The indexer gives whole numbers as texts. */
function wholeOf(value: unknown): bigint {
  if (typeof value === "bigint") return value;
  if (typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value))) return BigInt(value);
  return 0n;
}
