/** Parts of a whole as one bar; the same stands beside it as a table or list. */

const WIDTH = 600;
const HEIGHT = 36;
const TONES = ["first", "second", "third", "fourth", "fifth", "sixth"] as const;

export interface PartOf {
  readonly words: string;
  readonly value: bigint;
}

/** Each part has its own tone and, to be told apart without colours, a number that the list repeats. */
export function PartsPicture({
  label,
  parts,
}: {
  readonly label: string;
  readonly parts: readonly PartOf[];
}) {
  const sum = parts.reduce((all, { value }) => all + value, 0n);
  if (sum === 0n) return null;
  let before = 0n;
  const placed = parts.map((part) => {
    const x = along(before, sum);
    before += part.value;
    return { ...part, x, width: along(before, sum) - x };
  });
  return (
    <svg className="picture parts" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {placed.map(({ words, x, width }, at) => (
        <g key={words}>
          <rect
            className={TONES[at % TONES.length]}
            x={x}
            y={2}
            width={Math.max(width - 1, 0.5)}
            height={HEIGHT - 4}
          />
          {width > 24 && (
            <text x={x + width / 2} y={HEIGHT / 2 + 5} textAnchor="middle">
              {at + 1}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

const along = (value: bigint, sum: bigint): number => (Number((value * 100_000n) / sum) / 100_000) * WIDTH;
