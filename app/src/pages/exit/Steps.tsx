/** The steps of leaving, in their order, and all of them at once. */
import { Trans, useLingui, Plural } from "@lingui/react/macro";
import { budget as budgets, presale as sales, stake as stakes } from "cdpo-sdk/calls";
import type { ReactNode } from "react";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { Money, Tokens } from "../../parts/money/money.tsx";
import { Section } from "../../parts/states.tsx";
import type { LeavingProps } from "./Holdings.tsx";
import { leavingOf } from "./leaving.ts";
import { SellAll } from "./SellAll.tsx";

export function Steps(props: LeavingProps) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation, state, account } = props;
  const { addresses } = organisation;
  const leaving = leavingOf(state, account);
  const recipient = actor?.address ?? account.account;
  const over = account.holds.filter(({ until }) => until <= state.time);
  const closing = over.flatMap(({ forum, id, tag }) =>
    stakes.close({ organisation: addresses, forum, id, tag: Number(tag), account: account.account }),
  );
  const claiming = leaving.canClaim ? sales.claim({ organisation: addresses, recipient }) : [];
  const unstaking =
    leaving.free > 0n ? stakes.unstake({ organisation: addresses, amount: leaving.free, recipient }) : [];
  const isElsewhere =
    account.vouchers.length > 0 ||
    account.backings.length > 0 ||
    [...(account.owed?.awards ?? []), ...(account.owed?.reviewRewards ?? [])].some(({ due }) => due > 0n);
  const fetchable = account.budget?.fetchable ?? 0n;
  const steps: readonly (readonly [title: string, body: ReactNode])[] = [
    ...(claiming.length > 0
      ? [
          [
            t`Claim what the presale holds for you`,
            <>
              <p>
                <Trans>
                  <Tokens of={organisation} units={leaving.claimable} /> come to you; what still vests is
                  staked.
                </Trans>
              </p>
              <Act label={t`Claim`} isMinor organisation={organisation} deed={plain(claiming)} />
            </>,
          ] as const,
        ]
      : []),
    ...(isElsewhere
      ? [
          [
            t`Take what waits elsewhere`,
            <p key="p">
              <Trans>
                What you earned is taken at <a href={`#/o/${organisation.index}/contribute`}>Contribute</a>,
                vouchers are returned at <a href={`#/o/${organisation.index}/partners`}>Partners</a>, and
                backing is taken back at <a href={`#/o/${organisation.index}/fund`}>Fund work</a>.
              </Trans>
            </p>,
          ] as const,
        ]
      : []),
    ...(closing.length > 0
      ? [
          [
            t`Close holds that are over`,
            <>
              <p>
                <Plural
                  value={closing.length}
                  one="# matter you took part in is over and holds your stake no longer."
                  other="# matters you took part in are over and hold your stake no longer."
                />
              </p>
              <Act label={t`Close them`} isMinor organisation={organisation} deed={plain(closing)} />
            </>,
          ] as const,
        ]
      : []),
    ...(unstaking.length > 0
      ? [
          [
            t`Unstake what is free`,
            <>
              <p>
                <Trans>
                  <Tokens of={organisation} units={leaving.free} /> can be unstaked at once. With them goes
                  your voice.
                </Trans>
              </p>
              <Act label={t`Unstake`} isMinor organisation={organisation} deed={plain(unstaking)} />
            </>,
          ] as const,
        ]
      : []),
    ...(fetchable > 0n
      ? [
          [
            t`Fetch production money that was not spent`,
            <>
              <p>
                <Trans>
                  <Money of={organisation} units={fetchable} /> are yours.
                </Trans>
              </p>
              <Act
                label={t`Fetch my part`}
                isMinor
                organisation={organisation}
                deed={plain(budgets.fetch({ organisation: addresses, recipient }))}
              />
            </>,
          ] as const,
        ]
      : []),
    [
      state.contracts.reserve.marketState === "Dissolved" ? t`Redeem your tokens` : t`Sell your tokens`,
      <SellAll key="s" {...props} leaving={leaving} before={[...claiming, ...unstaking]} />,
    ],
  ];
  return (
    <Section title={t`The steps of leaving`}>
      <ol className="steps">
        {steps.map(([title, body]) => (
          <li key={title}>
            <h3>{title}</h3>
            {body}
          </li>
        ))}
      </ol>
    </Section>
  );
}
