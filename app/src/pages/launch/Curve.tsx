/** What a reserve ratio means: the price along the supply, and what the first to leave take. */
import { Trans, useLingui } from "@lingui/react/macro";
import { describeRunRisk } from "cdpo-sdk/config";
import { useLanguage } from "../../frame/language.tsx";
import { Table } from "../../parts/Table.tsx";
import { percentOf } from "./percent.ts";

const WIDTH = 400;
const HEIGHT = 170;
const EDGE = 10;
const BASE = HEIGHT - 24;
const TOP = 12;
/** The picture shows the supply up to twice that of the opening, and prices up to four times. */
const SUPPLY = 2;
const PRICE = 4;

export function Curve({ ratioBps }: { readonly ratioBps: bigint }) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const exponent = 10_000 / Number(ratioBps);
  const percent = (share: number) => percentOf(share, language);
  const taken = (sold: number) => 1 - (1 - sold) ** exponent;
  const first = percent(taken(0.1));
  const rows = [0.1, 0.2, 0.3, 0.5, 0.75];
  return (
    <>
      <h3>
        <Trans>The first tenth to leave takes {first} of the reserve</Trans>
      </h3>
      <p>{describeRunRisk(ratioBps, language)}</p>
      <Plot
        label={t`What part of the reserve is gone when a part of the tokens was sold; the table below has the same`}
        of={taken}
        most={[1, 1]}
        marks={[0.1, 0.2]}
        words={{ x: t`tokens sold`, y: t`reserve gone` }}
      />
      <details>
        <summary>
          <Trans>The same as a table</Trans>
        </summary>
        <Table
          caption={t`If all sell at once`}
          keyOf={String}
          rows={rows}
          columns={[
            { title: t`Tokens sold`, isNumber: true, cell: percent, text: String },
            {
              title: t`Of the reserve gone`,
              isNumber: true,
              cell: (sold) => percent(taken(sold)),
              text: (sold) => taken(sold).toFixed(4),
            },
            {
              title: t`Price then, of that before`,
              isNumber: true,
              cell: (sold) => percent((1 - sold) ** (exponent - 1)),
              text: (sold) => ((1 - sold) ** (exponent - 1)).toFixed(4),
            },
          ]}
        />
      </details>
      <h3>
        <Trans>How the price follows the supply</Trans>
      </h3>
      <Plot
        label={t`The price along the supply, both as multiples of the opening’s; the point is the opening`}
        of={(supply) => supply ** (exponent - 1)}
        most={[SUPPLY, PRICE]}
        marks={[1]}
        words={{
          x: t({ message: "supply", context: "launch" }),
          y: t({ message: "price", context: "launch" }),
        }}
      />
      <p className="hint">
        <Trans>
          The lower the ratio, the steeper the price: buyers move it more, and the first sellers in a run take
          more.
        </Trans>
      </p>
    </>
  );
}

function Plot({
  label,
  of,
  most: [mostX, mostY],
  marks,
  words,
}: {
  readonly label: string;
  readonly of: (x: number) => number;
  readonly most: readonly [x: number, y: number];
  readonly marks: readonly number[];
  readonly words: { readonly x: string; readonly y: string };
}) {
  const x = (value: number) => EDGE + (value / mostX) * (WIDTH - 2 * EDGE);
  const y = (value: number) => BASE - (Math.min(value, mostY) / mostY) * (BASE - TOP);
  const values = Array.from({ length: 101 }, (_, at) => (at / 100) * mostX).filter(
    (value) => of(value) <= mostY,
  );
  const line = values.map((value) => `${x(value).toFixed(1)},${y(of(value)).toFixed(1)}`).join(" ");
  const last = values.at(-1) ?? 0;
  return (
    <svg className="picture curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <polygon className="area" points={`${x(0)},${BASE} ${line} ${x(last)},${BASE}`} />
      <polyline className="line" points={line} />
      <line className="axis" x1={EDGE} x2={WIDTH - EDGE} y1={BASE} y2={BASE} />
      <line className="axis" x1={EDGE} x2={EDGE} y1={TOP} y2={BASE} />
      {marks.map((value) => (
        <circle key={value} className="here" cx={x(value)} cy={y(of(value))} r={5} />
      ))}
      <text x={WIDTH - EDGE} y={HEIGHT - 8} textAnchor="end">
        {words.x}
      </text>
      <text x={EDGE + 5} y={TOP + 4}>
        {words.y}
      </text>
    </svg>
  );
}
