/** What is open to anyone, and due now. */
import { Trans, useLingui } from "@lingui/react/macro";
import { erc20Abi } from "cdpo-sdk/abi";
import { market as markets } from "cdpo-sdk/calls";
import { one, read } from "cdpo-sdk/state";
import type { ReactNode } from "react";
import { plain, type Deed } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Money, Tokens } from "../../parts/money/money.tsx";
import { Section } from "../../parts/states.tsx";
import { usePart } from "../../parts/money/use-part.ts";

interface Due {
  readonly label: string;
  readonly words: ReactNode;
  readonly deed: Deed;
}

export function Anyone({ organisation, state }: PageProps) {
  const { t } = useLingui();
  const { addresses, asset } = organisation;
  const { reserve } = state.contracts;
  const { data: balance = 0n } = usePart(
    one(
      read({ address: asset.address, abi: erc20Abi, functionName: "balanceOf", args: [addresses.reserve] }),
    ),
  );
  const known = reserve.reserveBalance + reserve.pendingGifts.pending + reserve.tributeOwed;
  const stray = balance > known ? balance - known : 0n;
  const inTreasury = state.treasury.tokens;
  const due: Due[] = [
    ...(reserve.marketState === "Dissolved" && inTreasury > 0n
      ? [
          {
            label: t`Burn the treasury’s tokens`,
            words: (
              <Trans>
                <Tokens of={organisation} units={inTreasury} /> reached the treasury; burned, they leave more
                for everybody else.
              </Trans>
            ),
            deed: plain(markets.burnTreasury({ organisation: addresses })),
          },
        ]
      : []),
    ...(stray > 0n
      ? [
          {
            label: t`Count it as a gift`,
            words: (
              <Trans>
                <Money of={organisation} units={stray} /> were sent to the reserve past its functions.
              </Trans>
            ),
            deed: plain(markets.absorb({ organisation: addresses })),
          },
        ]
      : []),
    ...(reserve.tributeOwed > 0n
      ? [
          {
            label: t`Send the tribute to the treasury`,
            words: (
              <Trans>
                <Money of={organisation} units={reserve.tributeOwed} /> of tribute were collected.
              </Trans>
            ),
            deed: plain(markets.collectTribute({ organisation: addresses })),
          },
        ]
      : []),
  ];
  if (due.length === 0) return null;
  return (
    <Section title={t`Due, and open to anyone`}>
      {due.map(({ label, words, deed }) => (
        <div key={label}>
          <p>{words}</p>
          <Act isMinor label={label} organisation={organisation} deed={deed} />
        </div>
      ))}
    </Section>
  );
}
