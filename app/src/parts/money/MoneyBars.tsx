/** Bars of money, each of three parts. */

interface Bar {
  readonly words: string;
  readonly raised: bigint;
  readonly reserve: bigint;
  readonly production: bigint;
  readonly milestones: readonly bigint[];
}

const LENGTH = 390;
const STEP = 34;

/** The parts are told beside the picture, in words and in a table. */
export function MoneyBars({
  bars,
  words: { picture, reserve: ofReserve, first: ofFirst, later },
}: {
  readonly bars: readonly Bar[];
  /** What the picture shows, and what its parts are called. */
  readonly words: {
    readonly picture: string;
    readonly reserve: string;
    readonly first: string;
    readonly later: string;
  };
}) {
  const most = bars.reduce((largest, { raised }) => (raised > largest ? raised : largest), 1n);
  const long = (units: bigint) => (Number((units * 100_000n) / most) / 100_000) * LENGTH;
  return (
    <>
      <svg
        className="picture money-bars"
        viewBox={`0 0 400 ${bars.length * STEP + 4}`}
        role="img"
        aria-label={picture}
      >
        {bars.map(({ words, reserve, production, milestones }, at) => {
          const [first = 0n] = milestones;
          const y = at * STEP + 14;
          return (
            <g key={words}>
              <text x={5} y={y - 3}>
                {words}
              </text>
              <rect className="part" x={5} y={y} width={long(reserve)} height={14} />
              <rect className="part second" x={5 + long(reserve)} y={y} width={long(first)} height={14} />
              <rect
                className="part third"
                x={5 + long(reserve + first)}
                y={y}
                width={long(production - first)}
                height={14}
              />
            </g>
          );
        })}
      </svg>
      <ul className="legend">
        <li className="key">{ofReserve}</li>
        <li className="key second">{ofFirst}</li>
        <li className="key third">{later}</li>
      </ul>
    </>
  );
}
