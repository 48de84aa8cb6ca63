/** What partners accept the token for: offers, one's vouchers, and what partners do. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Section } from "../../parts/states.tsx";
import { MyOffers } from "./MyOffers.tsx";
import { MyVouchers } from "./MyVouchers.tsx";
import { Offers } from "./Offers.tsx";
import { KnowPartner } from "./KnowPartner.tsx";
import { PublishOffer } from "./PublishOffer.tsx";

export default function Partners({ organisation, state, account }: PageProps) {
  const { t } = useLingui();
  const { symbol, index } = organisation;
  const own = state.offers.filter(({ partner }) => partner.toLowerCase() === account?.account.toLowerCase());
  return (
    <>
      <p>
        <Trans>
          Partners accept {symbol} for what they offer: tickets, services, goods. Who buys an offer gets
          vouchers; their tokens wait in the contract until the vouchers are redeemed, and come back if the
          partner withdraws.
        </Trans>
      </p>
      {account && account.vouchers.length > 0 && (
        <Section title={t`Your vouchers`} id="vouchers">
          <MyVouchers state={state} account={account} />
        </Section>
      )}
      <Section title={t`Offers`} id="offers">
        <Offers state={state} account={account} />
      </Section>
      {account && own.length > 0 && (
        <Section title={t`Your offers`} id="own">
          <MyOffers state={state} account={account} own={own} />
        </Section>
      )}
      <section className="card">
        <h2>
          <Trans>At the gate</Trans>
        </h2>
        <p>
          <Trans>
            Partners and their gates read codes of vouchers from telephones, also where there is no network.
          </Trans>
        </p>
        <p>
          <a className="button" href={`#/o/${index}/gate`}>
            <Trans>Open the gate's page</Trans>
          </a>
        </p>
      </section>
      <details className="card">
        <summary>
          <h2>
            <Trans>Offer something for {symbol}</Trans>
          </h2>
        </summary>
        <PublishOffer state={state} />
      </details>
      <details className="card">
        <summary>
          <h2>
            <Trans>For the organisation: say whom it knows</Trans>
          </h2>
        </summary>
        <KnowPartner state={state} />
      </details>
    </>
  );
}
