/** How much of what circulates consents, as a bar with what is needed. */
import { useLingui } from "@lingui/react/macro";
import { formatAmount } from "cdpo-sdk/units";
import { useLanguage } from "../../frame/language.tsx";

const LEFT = 5;
const LENGTH = 390;

export function ConsentBar({
  consented,
  needed,
  circulating,
  symbol,
}: {
  readonly consented: bigint;
  readonly needed: bigint;
  readonly circulating: bigint;
  readonly symbol: string;
}) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const most = circulating > consented ? circulating : consented + 1n;
  const at = (units: bigint) => LEFT + (Number((units * 10_000n) / most) / 10_000) * LENGTH;
  const [now, least] = [consented, needed].map(
    (units) => `${formatAmount(units, 18, { language, digits: 2 })} ${symbol}`,
  );
  return (
    <svg
      className="picture presale-bar"
      viewBox="0 0 400 62"
      role="img"
      aria-label={t`${now} consent, more than ${least} are needed`}
    >
      <rect className="frame" x={LEFT} y={20} width={LENGTH} height={18} rx={5} />
      {consented > 0n && (
        <rect className="filled" x={LEFT} y={20} width={at(consented) - LEFT} height={18} rx={5} />
      )}
      <line className="axis" x1={at(needed)} x2={at(needed)} y1={14} y2={44} />
      <text x={at(needed)} y={11} textAnchor="end">
        {t`needed: more than ${least}`}
      </text>
      <text x={LEFT} y={56}>
        {t`consent: ${now}`}
      </text>
    </svg>
  );
}
