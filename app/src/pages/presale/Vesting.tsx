/** How a place in a sale vests, as a picture and as a table. */
import { Trans, useLingui } from "@lingui/react/macro";
import { positionTokens, type Position, type ReleasedSale } from "cdpo-sdk/market";
import { Tokens } from "../../parts/money/money.tsx";
import { Table } from "../../parts/Table.tsx";
import { Time } from "../../parts/words.tsx";
import { formatAmount } from "cdpo-sdk/units";
import type { SaleProps } from "./sale.ts";

const WIDTH = 400;
const HEIGHT = 150;
const EDGE = 8;
const POINTS = 80n;

export function Vesting({ sale, position }: SaleProps & { readonly position: Position }) {
  const { t } = useLingui();
  const { organisation, presale, budget, state } = sale;
  const { terms, releasedAt } = presale;
  const released: ReleasedSale = {
    terms,
    releasedAt,
    raised: presale.raised,
    resourceTokens: presale.tokensForSale.resourceTokens,
    dissolvedAt: state.contracts.reserve.dissolvedAt,
    budget: budget.progress,
  };
  const schedules = [
    ...(position.contributed > 0n ? [terms.partnerVesting] : []),
    ...(position.resourceTokens > 0n ? [terms.resourceVesting] : []),
    ...(BigInt(position.founderBps) > 0n ? [terms.founderVesting] : []),
  ];
  const length = schedules.reduce((most, { duration }) => (duration > most ? duration : most), 0n);
  if (length === 0n) return null;
  const vestedAt = (time: bigint): bigint => positionTokens(released, position, time).vested;
  const { vested, vesting, founderVesting } = positionTokens(released, position, state.time);
  const all = vested + vesting + founderVesting;
  const x = (time: bigint) =>
    EDGE + (Number(((time - releasedAt) * 10_000n) / length) / 10_000) * (WIDTH - 2 * EDGE);
  const y = (units: bigint) =>
    HEIGHT - 22 - (all === 0n ? 0 : Number((units * 10_000n) / all) / 10_000) * (HEIGHT - 34);
  const times = [
    ...Array.from({ length: Number(POINTS) + 1 }, (_, at) => releasedAt + (length * BigInt(at)) / POINTS),
    // A cliff is a step.
    ...schedules.flatMap(({ cliff }) => (cliff > 0n ? [releasedAt + cliff - 1n, releasedAt + cliff] : [])),
  ].sort((a, b) => Number(a - b));
  const line = times.map((time) => `${x(time).toFixed(1)},${y(vestedAt(time)).toFixed(1)}`).join(" ");
  const end = releasedAt + length;
  const now = state.time < end ? state.time : end;
  const rows = [0n, 1n, 2n, 3n, 4n].map((quarter) => releasedAt + (length * quarter) / 4n);
  return (
    <>
      <h3>
        <Trans>How it vests</Trans>
      </h3>
      <svg
        className="picture"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={t`What has vested, from the release to the end of vesting; the table below has the same`}
      >
        <polygon className="area" points={`${x(releasedAt)},${y(0n)} ${line} ${x(end)},${y(0n)}`} />
        <polyline className="line" points={line} />
        <line className="axis" x1={EDGE} x2={WIDTH - EDGE} y1={y(0n)} y2={y(0n)} />
        <circle className="here" cx={x(now)} cy={y(vestedAt(now))} r={5} />
        <text x={EDGE} y={HEIGHT - 6}>
          {t({ message: "release", context: "presale" })}
        </text>
        <text x={WIDTH - EDGE} y={HEIGHT - 6} textAnchor="end">
          {t`all vested`}
        </text>
        <text x={x(now)} y={y(vestedAt(now)) - 9} textAnchor={x(now) > WIDTH * 0.8 ? "end" : "start"}>
          {t({ message: "now", context: "presale" })}
        </text>
      </svg>
      <details>
        <summary>
          <Trans>The same as a table</Trans>
        </summary>
        <Table
          caption={t`What will have vested`}
          keyOf={String}
          rows={rows}
          columns={[
            { title: t`When`, cell: (time) => <Time at={time} />, text: String },
            {
              title: t`Vested`,
              isNumber: true,
              cell: (time) => <Tokens of={organisation} units={vestedAt(time)} />,
              text: (time) => formatAmount(vestedAt(time), 18),
            },
          ]}
        />
      </details>
      {BigInt(position.founderBps) > 0n && terms.foundersVestWithBudget && (
        <p className="hint">
          <Trans>
            Founders’ tokens vest no faster than the production budget is paid; the picture takes it as it is
            paid now.
          </Trans>
        </p>
      )}
    </>
  );
}
