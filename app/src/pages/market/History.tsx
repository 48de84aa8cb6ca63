/** What was traded last, as a picture and a table. */
import { Trans, useLingui } from "@lingui/react/macro";
import { readEvents } from "cdpo-sdk/history";
import { blockOf, contractsAt, type Organisation } from "cdpo-sdk/state";
import { formatAmount, formatTime } from "cdpo-sdk/units";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";
import { useLanguage } from "../../frame/language.tsx";
import { LineChart } from "../../parts/pictures/LineChart.tsx";
import { Section, Trouble, Waiting } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { Account, Amount, Time } from "../../parts/words.tsx";

/** So many of the newest. */
const MOST = 300;
/** Blocks that are looked through at once, from the newest on. */
const PIECE = 20_000n;
const WHOLE = 10n ** 18n;

interface Traded {
  readonly key: string;
  readonly isBuy: boolean;
  readonly who: string;
  readonly money: bigint;
  readonly tokens: bigint;
  /** Asset units for a whole token, tribute apart. */
  readonly price: bigint;
  readonly time: bigint;
}

/** The newest trades; everything is read from the node. */
export function History({
  organisation,
  block,
}: {
  readonly organisation: Organisation;
  readonly block: bigint;
}) {
  const { t } = useLingui();
  const { rpc, chain } = useChain();
  const { language, timeZone } = useLanguage();
  const { asset, symbol } = organisation;
  const trades = useQuery({
    queryKey: [chain.chainId, "trades", organisation.index, String(block)],
    queryFn: async ({ signal }): Promise<readonly Traded[]> => {
      if (rpc === undefined) throw new Error("there is no node to ask");
      const { reserve } = contractsAt(organisation.addresses);
      const found = [];
      for (let to = block; to >= organisation.block && found.length < MOST; to -= PIECE) {
        const from = to - PIECE + 1n > organisation.block ? to - PIECE + 1n : organisation.block;
        found.unshift(
          ...(await readEvents({
            rpc,
            contracts: { reserve },
            events: ["Bought", "Sold"],
            from,
            to,
            signal,
          })),
        );
      }
      const newest = found.slice(-MOST);
      const numbers = [...new Set(newest.map(({ blockNumber }) => blockNumber))];
      const times = new Map(
        await Promise.all(
          numbers.map(async (number) => [number, (await blockOf(rpc, number)).time] as const),
        ),
      );
      return newest.flatMap((each): Traded[] => {
        const key = `${each.blockNumber}-${each.logIndex}`;
        const time = times.get(each.blockNumber) ?? 0n;
        if (each.event === "Bought") {
          const { assetIn, tokensOut, tribute, buyer } = each.args;
          const price = ((assetIn - tribute) * WHOLE) / tokensOut;
          return [{ key, time, isBuy: true, who: buyer, money: assetIn, tokens: tokensOut, price }];
        }
        if (each.event !== "Sold") return [];
        const { assetOut, tokensIn, tribute, seller } = each.args;
        const price = ((assetOut + tribute) * WHOLE) / tokensIn;
        return [{ key, time, isBuy: false, who: seller, money: assetOut, tokens: tokensIn, price }];
      });
    },
    placeholderData: (previous) => previous,
    structuralSharing: false,
    staleTime: Infinity,
  });
  const rows = trades.data?.toReversed() ?? [];
  const told = (units: bigint) =>
    `${formatAmount(units, asset.decimals, { language, digits: 4 })} ${asset.symbol}`;
  return (
    <Section title={<Trans>What was traded</Trans>}>
      {trades.data === undefined ? (
        trades.isError ? (
          <Trouble thrown={trades.error} />
        ) : (
          <Waiting />
        )
      ) : (
        <>
          {rows.length > 1 && (
            <LineChart
              label={t`Prices of the last ${rows.length} trades`}
              points={trades.data.map(({ time, price }) => [Number(time), Number(price)])}
              sayX={(time) =>
                formatTime(BigInt(Math.round(time)), { language, timeZone }).split(/ \d\d:| klo/)[0] ?? ""
              }
              sayY={(price) => told(BigInt(Math.round(price)))}
            />
          )}
          <Table
            caption={t`The newest ${MOST} at most, newest first`}
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
                cell: ({ price }) => <Amount units={price} decimals={asset.decimals} symbol={asset.symbol} />,
                text: ({ price }) => formatAmount(price, asset.decimals),
              },
            ]}
          />
        </>
      )}
    </Section>
  );
}
