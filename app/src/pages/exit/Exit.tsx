/** Leaving: what one would get, what is held, the steps in their order, and the end of the organisation. */
import { Trans, useLingui } from "@lingui/react/macro";
import { useChain } from "../../chain/context.tsx";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { AmountInput, useAmountField } from "../../parts/forms/fields.tsx";
import { Money, Tokens } from "../../parts/money/money.tsx";
import { Facts, Section, Waiting } from "../../parts/states.tsx";
import { Share } from "../../parts/words.tsx";
import { Anyone } from "./Anyone.tsx";
import { Dissolution } from "./Dissolution.tsx";
import { Holdings } from "./Holdings.tsx";
import { leavingOf, proceedsOf } from "./leaving.ts";
import { Steps } from "./Steps.tsx";

export default function Exit(props: PageProps) {
  const { account } = props;
  return (
    <>
      <Now {...props} />
      {account !== undefined && (
        <>
          <Holdings {...props} account={account} />
          <Steps {...props} account={account} />
        </>
      )}
      <Dissolution {...props} />
      <Anyone {...props} />
    </>
  );
}

/** For who has no wallet here: what an amount would bring. */
function Trying({ organisation, state }: Pick<PageProps, "organisation" | "state">) {
  const { t } = useLingui();
  const amount = useAmountField({ most: state.contracts.token.totalSupply });
  const brings = amount.value === undefined ? undefined : proceedsOf(state, amount.value);
  if (state.contracts.reserve.marketState === "Closed") return null;
  return (
    <>
      <AmountInput
        label={t`Tokens that you would leave with`}
        field={amount}
        symbol={organisation.symbol}
        hint={
          brings && (
            <Trans>
              They would bring <Money of={organisation} units={brings.assets} /> in the next block.
            </Trans>
          )
        }
      />
      <p className="hint">
        <Trans>Connect a wallet to see what you have, and what of it is held.</Trans>
      </p>
    </>
  );
}

function Now({ organisation, state, account }: PageProps) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { marketState, backing } = state.contracts.reserve;
  const leaving = account && leavingOf(state, account);
  const now = leaving && proceedsOf(state, leaving.now);
  const all = leaving && proceedsOf(state, leaving.all);
  return (
    <Section title={t`What leaving brings now`}>
      <p>
        {marketState === "Closed" ? (
          <Trans>
            The market is not open, so nothing can be sold yet. <Money of={organisation} units={backing} />{" "}
            were given for each token so far.
          </Trans>
        ) : marketState === "Open" ? (
          <Trans>
            Anyone can sell at any time, and nobody can pause that. Each sale lowers the price for the next
            one.
          </Trans>
        ) : (
          <Trans>
            The organisation is dissolved. Each token can be redeemed for{" "}
            <Money of={organisation} units={backing} />, whoever comes first or last, for ever.
          </Trans>
        )}
      </p>
      {leaving === undefined && actor !== undefined ? (
        <Waiting />
      ) : leaving === undefined ? (
        <Trying organisation={organisation} state={state} />
      ) : leaving.all === 0n ? (
        <p>
          <Trans>This account has no tokens here.</Trans>
        </p>
      ) : (
        <Facts
          facts={[
            [t`You can leave with now`, <Tokens key="t" of={organisation} units={leaving.now} />],
            now && [t`That brings`, <Money key="m" of={organisation} units={now.assets} />],
            now && now.tribute > 0n
              ? [t`After a tribute of`, <Money key="b" of={organisation} units={now.tribute} />]
              : undefined,
            now && now.impactBps > 0n
              ? [t`Your own sale lowers the price by`, <Share key="i" bps={now.impactBps} />]
              : undefined,
            leaving.all > leaving.now && all
              ? [t`If all you have were free`, <Money key="a" of={organisation} units={all.assets} />]
              : undefined,
          ]}
        />
      )}
    </Section>
  );
}
