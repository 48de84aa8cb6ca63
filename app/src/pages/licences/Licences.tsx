/** Licences for commercial use: paid by outsiders, free for commoners. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Money } from "../../parts/money/money.tsx";
import { Facts, Section } from "../../parts/states.tsx";
import { CheckLicence } from "./CheckLicence.tsx";
import { MyLicences } from "./MyLicences.tsx";
import { AddTier, SetTier, SetSources } from "./TreasuryOfTiers.tsx";
import { Tiers } from "./Tiers.tsx";
import { Collect } from "./Collect.tsx";
import { Older } from "../../parts/Older.tsx";

export default function Licences({ organisation, state, account }: PageProps) {
  const { t } = useLingui();
  const { licenceCount, makersDue } = state.contracts.licenceOffice;
  return (
    <>
      <p>
        <Trans>
          Who uses what {organisation.name} makes for business pays for a licence: a part goes to its makers,
          the rest is a gift to all holders. Who contributed enough has it for free.
        </Trans>
      </p>
      {account && account.licences.length > 0 && (
        <Section title={t`Your licences`}>
          <MyLicences state={state} account={account} />
        </Section>
      )}
      <Section title={t`Kinds of licences`}>
        <Tiers state={state} account={account} />
        <Older list="tiers" of={state.contracts.licenceOffice.tierCount} />
      </Section>
      {state.tiers.length > 0 && (
        <Section title={t`Does an account have a licence?`}>
          <CheckLicence state={state} />
        </Section>
      )}
      <Section title={t`In figures`}>
        <Facts
          facts={[
            [t`Licences given so far`, String(licenceCount)],
            [t`The makers' part that waits`, <Money key="due" of={organisation} units={makersDue} />],
          ]}
        />
        <Collect state={state} />
      </Section>
      <details className="card">
        <summary>
          <h2>
            <Trans>For the organisation: kinds of licences</Trans>
          </h2>
        </summary>
        <AddTier state={state} />
        {state.tiers.length > 0 && <SetTier state={state} />}
        <SetSources state={state} />
      </details>
    </>
  );
}
