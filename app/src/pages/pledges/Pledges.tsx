/** Gifts to the common reserve: now, on a condition, doubled, or again and again. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Section } from "../../parts/states.tsx";
import { Donate } from "./Donate.tsx";
import { Dripping } from "./Dripping.tsx";
import { Grants } from "./Grants.tsx";
import { MakePledge } from "./MakePledge.tsx";
import { PledgeList } from "./PledgeList.tsx";
import { StandingGifts } from "./StandingGifts.tsx";
import { usePledgeNotes } from "./notes.ts";

export default function Pledges({ organisation, state, account }: PageProps) {
  const { t } = useLingui();
  const notes = usePledgeNotes(state);
  const isDissolved = state.contracts.reserve.marketState === "Dissolved";
  return (
    <>
      <p>
        <Trans>
          What is given to the reserve belongs to all holders of {organisation.symbol}: it recognises what was
          made. Nobody can withdraw it, except by giving tokens back.
        </Trans>
      </p>
      <Section title={t`Gifts on their way`}>
        <Dripping state={state} />
      </Section>
      {isDissolved ? (
        <p className="warning">
          <Trans>The organisation is dissolved: what was pledged can be taken back.</Trans>
        </p>
      ) : (
        <Section title={t`Donate`}>
          <Donate state={state} account={account} />
        </Section>
      )}
      <Section title={t`Grants that double gifts`}>
        <Grants state={state} account={account} notes={notes} />
      </Section>
      <Section title={t`Pledges`}>
        <PledgeList state={state} notes={notes} />
      </Section>
      {!isDissolved && (
        <details className="card">
          <summary>
            <h2>
              <Trans>Make a pledge, or a grant</Trans>
            </h2>
          </summary>
          <MakePledge state={state} account={account} />
        </details>
      )}
      {organisation.suite && (
        <Section title={t`Gifts that repeat`}>
          <StandingGifts state={state} account={account} standingGifts={organisation.suite.standingGifts} />
        </Section>
      )}
    </>
  );
}
