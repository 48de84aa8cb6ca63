/** What can be done when: every window with its end. */
import { Trans, useLingui } from "@lingui/react/macro";
import { DAY } from "cdpo-sdk/units";
import { Section } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { Time } from "../../parts/words.tsx";
import type { SaleProps } from "./sale.ts";

/** After the release partners can stake for so long before anything is approved. */
export const STAKING_TIME = 14n * DAY;

interface Window {
  readonly what: string;
  readonly from: bigint | undefined;
  readonly until: bigint | undefined;
  readonly may: string;
}

export function Windows({ sale }: SaleProps) {
  const { t } = useLingui();
  const { presale, custody, state } = sale;
  const { terms, refunds, releasedAt } = presale;
  const isReleased = releasedAt > 0n;
  const windows: Window[] = [
    {
      what: t`Contributions`,
      from: terms.opens,
      until: terms.closes,
      may: t`Give money, up to the maximum.`,
    },
    ...(terms.maxResourceBps > 0n || custody.resourceCount > 0n
      ? [
          {
            what: t`Resources`,
            from: undefined,
            until: terms.closes,
            may: t`Offer resources; the trustee accepts some of them.`,
          },
        ]
      : []),
    ...(refunds.round > 0n && !isReleased
      ? [{ what: t`Refunds`, from: undefined, until: refunds.until, may: t`Take back what you gave before.` }]
      : []),
    ...(isReleased
      ? [
          {
            what: t`Staking before approvals`,
            from: releasedAt,
            until: releasedAt + STAKING_TIME,
            may: t`Claim, so that your stake can object to a milestone.`,
          },
        ]
      : [
          {
            what: t({ message: "Release", context: "presale" }),
            from: presale.state === "Ended" ? undefined : terms.closes,
            until: terms.releaseBy,
            may: t`The trustee releases the money; after this everybody is refunded.`,
          },
        ]),
  ];
  const now = ({ from = 0n, until = state.time + 1n }: Window): string =>
    state.time < from
      ? t({ message: "later", context: "presale" })
      : state.time < until
        ? t({ message: "now", context: "presale" })
        : t({ message: "over", context: "presale" });
  return (
    <Section title={t`When what can be done`}>
      <Table
        caption={t`Times are those of your place.`}
        keyOf={({ what }) => what}
        rows={windows}
        columns={[
          {
            title: t({ message: "Window", context: "presale" }),
            cell: ({ what }) => what,
            text: ({ what }) => what,
          },
          { title: t({ message: "Is", context: "presale" }), cell: now, text: now },
          {
            title: t({ message: "From", context: "presale" }),
            cell: ({ from }) => (from === undefined ? "" : <Time at={from} />),
            text: ({ from }) => String(from ?? ""),
          },
          {
            title: t({ message: "Until", context: "presale" }),
            cell: ({ until }) => (until === undefined ? "" : <Time at={until} />),
            text: ({ until }) => String(until ?? ""),
          },
          { title: t`What one may do`, cell: ({ may }) => may, text: ({ may }) => may },
        ]}
      />
      {!isReleased && refunds.round > 0n && (
        <p className="hint">
          <Trans>
            Each time a tenth of the money has left, refunds stay open for three more days, so that nobody
            leaves in the last second alone.
          </Trans>
        </p>
      )}
    </Section>
  );
}
