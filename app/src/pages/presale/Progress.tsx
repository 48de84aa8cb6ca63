/** How far a sale came: in words, and as a bar with its minimum. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Money, moneyText, Tokens } from "../../parts/money/money.tsx";
import { Facts, Section } from "../../parts/states.tsx";
import { Account, Share, Time } from "../../parts/words.tsx";
import { useLanguage } from "../../frame/language.tsx";
import type { SaleProps } from "./sale.ts";

export function Progress({ sale }: SaleProps) {
  const { t } = useLingui();
  const { organisation, presale, state } = sale;
  const { terms, raised, tokensForSale: sold } = presale;
  const percent = (raised * 10_000n) / terms.maximum;
  return (
    <Section title={t`The presale now`}>
      <p>
        <StateInWords sale={sale} />
      </p>
      <Bar sale={sale} />
      <Facts
        facts={[
          [t`Raised`, <Money key="r" of={organisation} units={raised} />],
          [t`Of the maximum`, <Share key="p" bps={percent} />],
          raised < terms.minimum
            ? [t`Missing to the minimum`, <Money key="m" of={organisation} units={terms.minimum - raised} />]
            : undefined,
          [t`Tokens sold so far`, <Tokens key="s" of={organisation} units={sold.soldTokens} />],
          sold.resourceTokens > 0n
            ? [t`Of them for resources`, <Tokens key="e" of={organisation} units={sold.resourceTokens} />]
            : undefined,
        ]}
      />
      {presale.refunds.open && presale.state !== "Released" && (
        <p className="warning">
          <Trans>
            Refunds are open until <Time at={presale.refunds.until} />: whoever gave before they opened can
            take all of it back, and nothing is released meanwhile.
          </Trans>
        </p>
      )}
      {BigInt(presale.refunds.candidate) !== 0n && presale.state !== "Released" && (
        <p className="warning">
          <Trans>
            Another trustee is announced: <Account address={presale.refunds.candidate} />. Until this is
            decided nobody contributes.
          </Trans>
        </p>
      )}
      {presale.pausedUntil > state.time && (
        <p className="warning">
          <Trans>
            The guardian paused contributions until <Time at={presale.pausedUntil} />. Refunds, claims and the
            release go on.
          </Trans>
        </p>
      )}
    </Section>
  );
}

function StateInWords({ sale: { presale, state } }: SaleProps) {
  const { terms, failedAt, releasedAt } = presale;
  switch (presale.state) {
    case "Upcoming":
      return (
        <Trans>
          The presale opens <Time at={terms.opens} />.
        </Trans>
      );
    case "Open":
      return (
        <Trans>
          The presale is open until <Time at={terms.closes} />. If it stays below its minimum, everybody gets
          all of their money back.
        </Trans>
      );
    case "Ended":
      return state.time < terms.closes ? (
        <Trans>
          All that can be raised was raised. The trustee can release it until <Time at={terms.releaseBy} />;
          otherwise everybody gets all of their money back.
        </Trans>
      ) : (
        <Trans>
          The presale has closed with its minimum reached. The trustee can release the money until{" "}
          <Time at={terms.releaseBy} />; otherwise everybody gets all of it back.
        </Trans>
      );
    case "Released":
      return (
        <Trans>
          The trustee released the money <Time at={releasedAt} />: the market opened at the price of the
          presale, and the rest is paid by milestones.
        </Trans>
      );
    default:
      return (
        <Trans>
          The presale failed <Time at={failedAt} />: every partner takes back all they gave, whenever they
          like.
        </Trans>
      );
  }
}

const WIDTH = 400;
const LEFT = 5;
const LENGTH = WIDTH - 2 * LEFT;

function Bar({ sale: { organisation, presale } }: SaleProps) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const { terms, raised } = presale;
  const at = (units: bigint) => LEFT + (Number((units * 10_000n) / terms.maximum) / 10_000) * LENGTH;
  const [now, least, most] = [raised, terms.minimum, terms.maximum].map((units) =>
    moneyText(organisation, units, language),
  );
  const isLate = at(terms.minimum) > WIDTH / 2;
  return (
    <svg
      className="picture presale-bar"
      viewBox={`0 0 ${WIDTH} 62`}
      role="img"
      aria-label={t`Raised ${now}, of at least ${least} and at most ${most}`}
    >
      <rect className="frame" x={LEFT} y={20} width={LENGTH} height={18} rx={5} />
      {raised > 0n && (
        <rect className="filled" x={LEFT} y={20} width={at(raised) - LEFT} height={18} rx={5} />
      )}
      <line className="axis" x1={at(terms.minimum)} x2={at(terms.minimum)} y1={14} y2={44} />
      <text x={at(terms.minimum)} y={11} textAnchor={isLate ? "end" : "start"}>
        {t`minimum ${least}`}
      </text>
      <text x={WIDTH - LEFT} y={56} textAnchor="end">
        {t`maximum ${most}`}
      </text>
      <text x={LEFT} y={56}>
        {t`raised ${now}`}
      </text>
    </svg>
  );
}
