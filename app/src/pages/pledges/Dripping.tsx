/** Gifts move into the reserve little by little: how much has, and when all will have. */
import { Trans, useLingui } from "@lingui/react/macro";
import { market } from "cdpo-sdk/calls";
import type { OrganisationState } from "cdpo-sdk/state";
import { DAY, formatDuration, WHOLE_BPS } from "cdpo-sdk/units";
import { plain } from "../../chain/deeds.ts";
import { useLanguage } from "../../frame/language.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Money, moneyText } from "../../parts/money/money.tsx";
import { Facts } from "../../parts/states.tsx";
import { Share, Time } from "../../parts/words.tsx";

const RATE_BITS = 24n;
const WIDTH = 600;
const HEIGHT = 160;
const LEFT = 8;
const BASE = 130;
const TOP = 20;

export function Dripping({ state }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const { organisation, contracts, time } = state;
  const { drip, giftsReceived, marketState, terms } = contracts.reserve;
  if (marketState === "Closed") {
    return (
      <p>
        <Trans>
          The market is not open yet: gifts gather, <Money of={organisation} units={giftsReceived} /> by now,
          and count whole at its opening.
        </Trans>
      </p>
    );
  }
  if (drip.pending === 0n) {
    return (
      <p>
        <Trans>
          Nothing is on its way. Of <Money of={organisation} units={giftsReceived} /> given so far, all has
          arrived in the reserve.
        </Trans>
      </p>
    );
  }
  const arrived = giftsReceived - drip.pending;
  return (
    <>
      <p>
        <Trans>
          <Money of={organisation} units={drip.pending} /> drip into the reserve until <Time at={drip.end} />,
          so that nobody gains by buying just before a gift and selling after it.
        </Trans>
      </p>
      <DripPicture state={state} />
      <Facts
        facts={[
          [t`Given in all, ever`, <Money key="all" of={organisation} units={giftsReceived} />],
          [
            t`Of these has arrived`,
            <span key="arrived">
              <Money of={organisation} units={arrived} /> (
              <Share bps={giftsReceived === 0n ? 0n : (arrived * WHOLE_BPS) / giftsReceived} />)
            </span>,
          ],
          [
            t`Arrives each day now`,
            <Money key="day" of={organisation} units={(drip.rate * DAY) >> RATE_BITS} />,
          ],
          [t`All will have arrived`, <Time key="end" at={drip.end} />],
        ]}
      />
      {drip.renewable <= time ? (
        <Act
          isMinor
          label={t`Renew the rate: large gifts arrive sooner`}
          organisation={organisation}
          deed={plain(market.renewDrip({ organisation: organisation.addresses }))}
        />
      ) : (
        drip.end > drip.renewable && (
          <p className="hint">
            <Trans>
              A large gift arrives at no more than a quarter of the reserve in a period. Anyone can have the
              rate renewed from <Time at={drip.renewable} /> on; the period is{" "}
              {String(terms.dripPeriod / DAY)} days.
            </Trans>
          </p>
        )
      )}
    </>
  );
}

/** What has arrived as an area, what is to come as a line: the same stands in words below. */
function DripPicture({ state: { organisation, contracts, time } }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const { drip, giftsReceived } = contracts.reserve;
  const arrived = giftsReceived - drip.pending;
  const part = giftsReceived === 0n ? 0 : Number((arrived * 10_000n) / giftsReceived) / 10_000;
  const here = LEFT + (WIDTH - 2 * LEFT) * 0.35;
  const end = WIDTH - LEFT;
  const level = (share: number) => BASE - share * (BASE - TOP);
  const left = drip.end > time ? drip.end - time : 0n;
  const label = t`Of ${moneyText(organisation, giftsReceived, language)} given, ${moneyText(organisation, arrived, language)} have arrived; the rest arrives evenly within ${formatDuration(left, language)}.`;
  return (
    <svg className="picture" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <path className="area" d={`M${LEFT} ${BASE}V${level(part)}H${here}V${BASE}z`} />
      <path className="line" d={`M${LEFT} ${level(part)}H${here}`} />
      <path className="line second dashed" d={`M${here} ${level(part)}L${end} ${level(1)}`} />
      <path className="axis" d={`M${LEFT} ${BASE}H${end}M${here} ${BASE}V${TOP}`} />
      <circle className="here" cx={here} cy={level(part)} r="5" />
      <text x={LEFT + 4} y={Math.max(level(part) - 8, 14)}>
        {t`arrived`} {moneyText(organisation, arrived, language)}
      </text>
      <text x={end} y={level(1) - 6} textAnchor="end">
        {t`all`} {moneyText(organisation, giftsReceived, language)}
      </text>
      <text x={here} y={BASE + 18} textAnchor="middle">
        {t`now`}
      </text>
      <text x={end} y={BASE + 18} textAnchor="end">
        {t`in ${formatDuration(left, language)}`}
      </text>
    </svg>
  );
}
