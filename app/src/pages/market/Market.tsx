/** The market: what the token costs, where on the curve one is, buying and selling, what is on its way to the reserve. */
import { Trans, useLingui } from "@lingui/react/macro";
import { market as marketCalls } from "cdpo-sdk/calls";
import { backingAt, pendingAt, readMarket, reserveAt, spotPriceAt } from "cdpo-sdk/market";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Facts, Section, Trouble, Waiting } from "../../parts/states.tsx";
import { Amount, Share, Time } from "../../parts/words.tsx";
import { Curve } from "./Curve.tsx";
import { History } from "./History.tsx";
import { Trade } from "./Trade.tsx";

/** The page. */
export default function Market({ organisation, state, account }: PageProps) {
  const { t } = useLingui();
  const { rpc, chain } = useChain();
  const { asset, symbol, addresses } = organisation;
  const reading = useQuery({
    queryKey: [chain.chainId, "market", addresses.reserve, String(state.block)],
    queryFn: () => {
      if (rpc === undefined) throw new Error("there is no node to ask");
      return readMarket({ rpc, reserve: addresses.reserve, block: state.block });
    },
    placeholderData: (previous) =>
      previous?.token.toLowerCase() === addresses.token.toLowerCase() ? previous : undefined,
    structuralSharing: false,
  });
  if (reading.data === undefined) return reading.isError ? <Trouble thrown={reading.error} /> : <Waiting />;
  const { market, time } = reading.data;
  const money = (units: bigint) => <Amount units={units} decimals={asset.decimals} symbol={asset.symbol} />;
  const pending = pendingAt(market, time);
  const { reserve } = state.contracts;
  return (
    <>
      <Section title={<Trans>The market</Trans>}>
        {market.state === "Closed" && (
          <p>
            <Trans>
              The market is not open yet. It opens once the reserve has {money(reserve.terms.minimumReserve)}{" "}
              and enough tokens exist; what is given until then waits in the reserve.
            </Trans>
          </p>
        )}
        {market.state === "Dissolved" && (
          <p>
            <Trans>
              The organisation is dissolved: tokens are redeemed for their part of the reserve, at any time.
            </Trans>{" "}
            <a href={`#/o/${organisation.index}/exit`}>
              <Trans>Redeem</Trans>
            </a>
          </p>
        )}
        <Facts
          facts={[
            market.state === "Open"
              ? [t`Price of one ${symbol}`, money(spotPriceAt(market, time))]
              : undefined,
            [t`Behind each ${symbol} in the reserve`, money(backingAt(market, time))],
            [t`Reserve`, money(market.state === "Open" ? reserveAt(market, time) : market.total)],
            market.state === "Open" && pending > 0n
              ? [t`Gifts still on their way into it`, money(pending)]
              : undefined,
            [t`Tokens that exist`, <Amount key="supply" units={market.supply} symbol={symbol} />],
            [t`Reserve ratio`, <Share key="ratio" bps={market.ratioBps} />],
            [t`Kept of a buy, for the treasury`, <Share key="in" bps={market.entryTributeBps} />],
            [t`Kept of a sale, for the treasury`, <Share key="out" bps={market.exitTributeBps} />],
            pending > 0n && market.state === "Open"
              ? [t`The last gift has arrived by`, <Time key="end" at={market.drip.end} />]
              : undefined,
          ]}
        />
        {market.state === "Closed" && (
          <Act
            label={t`Open the market`}
            organisation={organisation}
            deed={plain(marketCalls.open({ organisation: addresses }))}
            isMinor
          />
        )}
      </Section>
      {market.state === "Open" && (
        <div className="columns">
          <Trade {...{ organisation, account, market, time }} />
          <Section title={<Trans>The curve, and you are here</Trans>}>
            <Curve {...{ market, time, asset, symbol }} />
          </Section>
        </div>
      )}
      {market.state !== "Closed" && <History {...{ organisation, block: state.block }} />}
      <p>
        <a href={`#/o/${organisation.index}/pledges`}>
          <Trans>Gifts, standing gifts and grants to the reserve</Trans>
        </a>
      </p>
    </>
  );
}
