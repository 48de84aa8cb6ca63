/** Parts of a whole as one bar, with its legend: what it shows stands in words beside it. */
import { useId, type ReactNode } from "react";

/** A part; each tone has a pattern of its own, too. */
export interface BarPart {
  readonly label: ReactNode;
  readonly value: bigint;
  readonly shown: ReactNode;
  readonly tone: "first" | "second" | "third" | "rest";
}

/** A line across the bar, such as a quorum. */
export interface BarMark {
  readonly label: ReactNode;
  readonly at: bigint;
  readonly shown: ReactNode;
}

const WIDTH = 600;
const HEIGHT = 34;
const TOP = 6;

/** The bar; as long as the largest of `whole`, its parts and marks. */
export function Bar({
  caption,
  parts,
  marks = [],
  whole = 0n,
}: {
  readonly caption: string;
  readonly parts: readonly BarPart[];
  readonly marks?: readonly BarMark[];
  readonly whole?: bigint;
}) {
  const id = useId();
  const sum = parts.reduce((all, { value }) => all + value, 0n);
  const most = [whole, sum, ...marks.map(({ at }) => at)].reduce((a, b) => (a > b ? a : b), 0n);
  const along = (value: bigint): number =>
    most === 0n ? 0 : Number((value * BigInt(WIDTH) * 100n) / most) / 100;
  let before = 0n;
  const placed = parts.map((part) => {
    const from = before;
    before += part.value;
    return { ...part, from };
  });
  return (
    <figure className="bar">
      <figcaption>{caption}</figcaption>
      <svg
        className="picture"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <defs>
          <pattern id={`${id}second`} width="8" height="8" patternUnits="userSpaceOnUse">
            <rect className="fill second" width="8" height="8" />
            <path className="hatch" d="M0 8 8 0" />
          </pattern>
          <pattern id={`${id}third`} width="8" height="8" patternUnits="userSpaceOnUse">
            <rect className="fill third" width="8" height="8" />
            <circle className="dot" cx="4" cy="4" r="1.6" />
          </pattern>
        </defs>
        <rect className="frame" x="0.5" y={TOP} width={WIDTH - 1} height={HEIGHT - 2 * TOP} />
        {placed.map(({ from, value, tone }, at) => (
          <rect
            key={at}
            className={`fill ${tone}`}
            fill={tone === "second" || tone === "third" ? `url(#${id}${tone})` : undefined}
            x={along(from)}
            y={TOP}
            width={along(value)}
            height={HEIGHT - 2 * TOP}
          />
        ))}
        {marks.map(({ at }, index) => (
          <path key={index} className="mark" d={`M${Math.min(along(at), WIDTH - 1)} 0 v${HEIGHT}`} />
        ))}
      </svg>
      <ul className="legend">
        {parts.map(({ label, shown, tone }, at) => (
          <li key={at}>
            <span className={`swatch ${tone}`} aria-hidden="true" />
            {label}: {shown}
          </li>
        ))}
        {marks.map(({ label, shown }, at) => (
          <li key={`mark${at}`}>
            <span className="swatch mark" aria-hidden="true" />
            {label}: {shown}
          </li>
        ))}
      </ul>
    </figure>
  );
}
