/** The batch that runs: what waits, what it can pay, and what part everyone gets. */
import { Trans, useLingui } from "@lingui/react/macro";
import { recognition } from "cdpo-sdk/calls";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Bar } from "../../parts/pictures/Bar.tsx";
import { Amount, Share, Time } from "../../parts/words.tsx";

/** In words and a picture. */
export function Batch({ organisation, state, account }: PageProps) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const { missing, room, end, barred } = state.contracts.issuance.runningBatch;
  const tokens = (units: bigint) => <Amount units={units} symbol={symbol} />;
  const paid = missing < room ? missing : room;
  const part = missing === 0n || missing <= room ? 10_000n : (room * 10_000n) / missing;
  const dissolved = state.contracts.reserve.marketState === "Dissolved";
  if (dissolved)
    return (
      <p className="warning">
        <Trans>The organisation is dissolved: nothing is issued any more, and what waited is void.</Trans>
      </p>
    );
  const owed = account?.owed;
  const sum = (list: readonly { readonly expected: bigint; readonly paid: bigint }[] | undefined) =>
    (list ?? []).reduce((all, { expected, paid: before }) => all + (expected - before), 0n);
  const mine = sum(owed?.awards) + sum(owed?.reviewRewards);
  return (
    <>
      <p>
        {missing === 0n ? (
          <Trans>
            Nothing waits for the running batch. It can pay <Amount units={room} symbol={symbol} />, and ends{" "}
            <Time at={end} />.
          </Trans>
        ) : (
          <Trans>
            <Amount units={missing} symbol={symbol} /> wait for the running batch, which can pay{" "}
            <Amount units={room} symbol={symbol} /> and ends <Time at={end} />. If it ended now, everyone
            would get <Share bps={part} /> of what they wait for; the rest waits for the next two batches.
          </Trans>
        )}
      </p>
      {barred && (
        <p className="warning">
          <Trans>
            Nothing may be issued now: the presale is not released, or issuance is paused. Batches go on
            later.
          </Trans>
        </p>
      )}
      <Bar
        caption={t`The running batch`}
        parts={[
          { label: <Trans>would be paid</Trans>, value: paid, shown: tokens(paid), tone: "first" },
          {
            label: <Trans>would go on waiting</Trans>,
            value: missing - paid,
            shown: tokens(missing - paid),
            tone: "second",
          },
        ]}
        marks={[{ label: <Trans>can pay</Trans>, at: room, shown: tokens(room) }]}
      />
      {mine > 0n && (
        <p>
          <Trans>
            Your part of it would be <strong>{tokens(mine)}</strong>; others may still enter.
          </Trans>
        </p>
      )}
      {end <= state.time && (
        <Act
          label={t`Pay the batches that are due`}
          organisation={organisation}
          deed={plain(recognition.settleBatch({ organisation: addresses }))}
        />
      )}
    </>
  );
}
