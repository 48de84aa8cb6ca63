/** A line over time, as a picture; what it is made of stands in a table beside it. */

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP] = [720, 240, 110, 28, 12];

/** Points of one line, in the order of x. */
export function LineChart({
  label,
  points,
  sayX,
  sayY,
}: {
  readonly label: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly sayX: (x: number) => string;
  readonly sayY: (y: number) => string;
}) {
  const [first, last] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 1];
  const values = points.map(([, y]) => y);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [from, to] = low === high ? [low * 0.9, high * 1.1 || 1] : [low, high];
  const x = (at: number) => LEFT + ((at - first) / (last - first || 1)) * (WIDTH - LEFT - 8);
  const y = (value: number) => HEIGHT - BOTTOM - ((value - from) / (to - from)) * (HEIGHT - BOTTOM - TOP);
  const line = points.map(([at, value]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  return (
    <svg
      className="picture"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${label}: ${sayY(low)} – ${sayY(high)}`}
    >
      <line className="axis" x1={LEFT} y1={HEIGHT - BOTTOM} x2={WIDTH} y2={HEIGHT - BOTTOM} />
      {[from, (from + to) / 2, to].map((value) => (
        <text key={value} x={LEFT - 8} y={y(value) + 4} textAnchor="end">
          {sayY(value)}
        </text>
      ))}
      <text x={LEFT} y={HEIGHT - 8}>
        {sayX(first)}
      </text>
      <text x={WIDTH} y={HEIGHT - 8} textAnchor="end">
        {sayX(last)}
      </text>
      <polyline className="line" points={line} />
    </svg>
  );
}
