/** What was traded, as a picture and a table, and the prices of all days. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Organisation } from "cdpo-sdk/state";
import { formatAmount, formatTime } from "cdpo-sdk/units";
import { useChain } from "../../chain/context.tsx";
import { useLanguage } from "../../frame/language.tsx";
import { LineChart } from "../../parts/pictures/LineChart.tsx";
import { Section, Trouble, Waiting } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { Account, Amount, Time } from "../../parts/words.tsx";
import { tradesOf, usePriceDays, useTrades } from "./trades.ts";

/** Trades, the newest first. */
export function History({
  organisation,
  block,
}: {
  readonly organisation: Organisation;
  readonly block: bigint;
}) {
  const { t } = useLingui();
  const { chain } = useChain();
  const { language, timeZone } = useLanguage();
  const { asset, symbol } = organisation;
  const found = useTrades(organisation, block);
  const pages = found.data?.pages ?? [];
  const [first] = pages;
  const rows = tradesOf(pages);
  const isByChain = pages.some(({ by }) => by === "chain");
  const days = usePriceDays(organisation, first?.by === "indexer" ? first.asOf : undefined) ?? [];
  const told = (units: bigint) =>
    `${formatAmount(units, asset.decimals, { language, digits: 4 })} ${asset.symbol}`;
  const sayX = (time: number) =>
    formatTime(BigInt(Math.round(time)), { language, timeZone }).split(/ \d\d:| klo/)[0] ?? "";
  const sayY = (price: number) => told(BigInt(Math.round(price)));
  const price = (units: bigint) => <Amount units={units} decimals={asset.decimals} symbol={asset.symbol} />;
  return (
    <Section title={<Trans>What was traded</Trans>}>
      {first === undefined ? (
        found.isError ? (
          <Trouble thrown={found.error} />
        ) : (
          <Waiting />
        )
      ) : (
        <>
          <p className="hint" role="status">
            {first.by === "indexer" ? (
              <Trans>From the indexer, as of block {String(first.asOf)}.</Trans>
            ) : (
              <Trans>From the chain, as of block {String(first.asOf)}.</Trans>
            )}{" "}
            {isByChain && chain.indexer !== undefined && (
              <Trans>The indexer does not answer, so the chain is read instead.</Trans>
            )}
          </p>
          {days.length > 1 ? (
            <>
              <LineChart
                label={t`Prices at the end of ${days.length} days with trades`}
                points={days.map(({ day, last }) => [Number(day), Number(last)])}
                {...{ sayX, sayY }}
              />
              <details>
                <summary>
                  <Plural value={days.length} one="Day by day: # day" other="Day by day: # days" />
                </summary>
                <Table
                  caption={t`Prices of each day (UTC), the newest first; tributes apart`}
                  file={`${symbol}-prices`}
                  rows={days.toReversed()}
                  keyOf={({ day }) => String(day)}
                  columns={[
                    {
                      title: t`Day`,
                      cell: ({ day }) => dateOf(day),
                      text: ({ day }) => dateOf(day),
                    },
                    ...(
                      [
                        ["first", t`First`],
                        ["highest", t`Highest`],
                        ["lowest", t`Lowest`],
                        ["last", t`Last`],
                      ] as const
                    ).map(([name, title]) => ({
                      ...{ title, isNumber: true },
                      cell: (day: (typeof days)[number]) => price(day[name]),
                      text: (day: (typeof days)[number]) => formatAmount(day[name], asset.decimals),
                    })),
                    {
                      ...{ title: t`Trades`, isNumber: true },
                      cell: ({ trades }) => trades,
                      text: ({ trades }) => String(trades),
                    },
                  ]}
                />
              </details>
            </>
          ) : (
            rows.length > 1 && (
              <LineChart
                label={t`Prices of the last ${rows.length} trades`}
                points={rows.toReversed().map((trade) => [Number(trade.time), Number(trade.price)])}
                {...{ sayX, sayY }}
              />
            )
          )}
          <Table
            caption={t`Trades, the newest first`}
            file={`${symbol}-trades`}
            rows={rows}
            keyOf={({ key }) => key}
            columns={[
              {
                title: t`When`,
                cell: ({ time }) => <Time at={time} />,
                text: ({ time }) => new Date(Number(time) * 1_000).toISOString(),
              },
              {
                title: t`What`,
                cell: ({ isBuy }) => (isBuy ? t`bought` : t`sold`),
                text: ({ isBuy }) => (isBuy ? "bought" : "sold"),
              },
              { title: t`Who`, cell: ({ who }) => <Account address={who} />, text: ({ who }) => who },
              {
                title: t`Tokens`,
                isNumber: true,
                cell: ({ tokens }) => <Amount units={tokens} symbol={symbol} />,
                text: ({ tokens }) => formatAmount(tokens, 18),
              },
              {
                title: t`Money`,
                isNumber: true,
                cell: ({ money }) => <Amount units={money} decimals={asset.decimals} symbol={asset.symbol} />,
                text: ({ money }) => formatAmount(money, asset.decimals),
              },
              {
                title: t`Price`,
                isNumber: true,
                cell: (trade) => price(trade.price),
                text: (trade) => formatAmount(trade.price, asset.decimals),
              },
            ]}
          />
          {found.isError && <Trouble thrown={found.error} />}
          {found.hasNextPage && (
            <div className="buttons">
              <button
                type="button"
                className="minor"
                aria-disabled={found.isFetchingNextPage}
                onClick={() => {
                  if (!found.isFetchingNextPage) void found.fetchNextPage();
                }}
              >
                <Trans>Older trades</Trans>
              </button>
            </div>
          )}
        </>
      )}
    </Section>
  );
}

/** A day of UTC, as files have it. */
function dateOf(day: bigint): string {
  return new Date(Number(day) * 1_000).toISOString().slice(0, 10);
}
