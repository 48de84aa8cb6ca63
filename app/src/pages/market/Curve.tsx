/** The curve: what the price would be with more or fewer tokens, and what leaving takes. */
import { Trans, useLingui } from "@lingui/react/macro";
import { reserveAt, runRisk, spotPriceAt, type Market } from "cdpo-sdk/market";
import { formatAmount } from "cdpo-sdk/units";
import { useLanguage } from "../../frame/language.tsx";
import { Share } from "../../parts/words.tsx";

const [WIDTH, HEIGHT, LEFT, BOTTOM] = [440, 240, 64, 28];
const POINTS = 60;
/** The supplies that are drawn, from none to twice what there is. */
const TIMES = 2;

/** The picture, with its meaning in words. */
export function Curve({
  market,
  time,
  asset,
  symbol,
}: {
  readonly market: Market;
  readonly time: bigint;
  readonly asset: { readonly symbol: string; readonly decimals: number };
  readonly symbol: string;
}) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const price = spotPriceAt(market, time);
  const reserve = reserveAt(market, time);
  const ratio = Number(market.ratioBps) / 10_000;
  // Along the curve the price grows with the supply to the power of 1/w - 1; a drawing needs no more digits.
  const relative = (part: number) => part ** (1 / ratio - 1);
  const highest = Math.max(relative(TIMES), 1);
  const x = (part: number) => LEFT + (part / TIMES) * (WIDTH - LEFT - 8);
  const y = (value: number) => HEIGHT - BOTTOM - (value / highest) * (HEIGHT - BOTTOM - 14);
  const points = Array.from({ length: POINTS + 1 }, (_, at) => {
    const part = (at / POINTS) * TIMES;
    return `${x(part).toFixed(1)},${y(relative(part)).toFixed(1)}`;
  });
  const told = (units: bigint) => formatAmount(units, asset.decimals, { language, digits: 4 });
  const supplyAt = (part: number) =>
    formatAmount((market.supply * BigInt(Math.round(part * 100))) / 100n, 18, { language, digits: 0 });
  const tenth = runRisk(market.ratioBps, 1_000n);
  const half = runRisk(market.ratioBps, 5_000n);
  return (
    <>
      <svg
        className="picture"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t`The price over the number of tokens: now ${told(price)} ${asset.symbol} with ${supplyAt(1)} ${symbol}.`}
      >
        <polygon
          className="area"
          points={`${x(0)},${y(0)} ${points.slice(0, POINTS / 2 + 1).join(" ")} ${x(1)},${y(0)}`}
        />
        <polyline className="line" points={points.join(" ")} />
        <line className="axis" x1={LEFT} y1={y(0)} x2={WIDTH} y2={y(0)} />
        <line className="axis" x1={LEFT} y1={0} x2={LEFT} y2={y(0)} />
        <line className="axis" x1={LEFT} y1={y(1)} x2={x(1)} y2={y(1)} strokeDasharray="3 4" />
        <circle className="here" cx={x(1)} cy={y(1)} r="6" />
        <text x={x(1) + 10} y={y(1) + 16}>{t`you are here`}</text>
        <text x={LEFT - 6} y={y(1) + 4} textAnchor="end">
          {told(price)}
        </text>
        {[0.5, 1, 1.5, 2].map((part) => (
          <text key={part} x={x(part)} y={HEIGHT - 8} textAnchor={part === TIMES ? "end" : "middle"}>
            {supplyAt(part)}
          </text>
        ))}
      </svg>
      <p>
        <Trans>
          Buying moves to the right, selling to the left. The coloured area is the reserve: {told(reserve)}{" "}
          {asset.symbol}.
        </Trans>
      </p>
      <p>
        <Trans>
          If a tenth of all tokens were sold at once, it would take{" "}
          <Share bps={(tenth * 10_000n) / 10n ** 18n} /> of the reserve; half of them{" "}
          <Share bps={(half * 10_000n) / 10n ** 18n} />. Who leaves first gets more: the lower the reserve
          ratio, the more.
        </Trans>
      </p>
    </>
  );
}
