/** What the organisation is, where it stands, and what is due. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Follow } from "../../parts/Follow.tsx";
import { Section } from "../../parts/states.tsx";
import { Addresses, Roles } from "./Addresses.tsx";
import { Description } from "./Description.tsx";
import { Due } from "./Due.tsx";
import { Figures } from "./Figures.tsx";
import { Holders } from "./Holders.tsx";
import { Origin } from "./Origin.tsx";
import { Phase } from "./Phase.tsx";

export default function Overview({ organisation, state }: PageProps) {
  const { t } = useLingui();
  return (
    <>
      <Description state={state} />
      <Section title={t`Where it stands`}>
        <Phase state={state} />
      </Section>
      <Section title={t`In figures`}>
        <Figures state={state} />
      </Section>
      <Section title={t`What is due, for anyone to do`} id="due">
        <Due state={state} />
      </Section>
      <div className="columns">
        <Section title={t`Who holds ${organisation.symbol}`}>
          <Holders state={state} />
        </Section>
        <Section title={t`Where the tokens came from`}>
          <Origin state={state} />
        </Section>
      </div>
      <Section title={t`Who may do what`}>
        <Roles state={state} />
      </Section>
      <Section title={t`Follow it`}>
        <Follow of={{ organisation }} />
      </Section>
      <details className="card">
        <summary>
          <h2>
            <Trans>Addresses of all contracts</Trans>
          </h2>
        </summary>
        <Addresses organisation={organisation} />
      </details>
    </>
  );
}
