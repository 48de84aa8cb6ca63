/** The phase in words, and what comes next. */
import { Trans } from "@lingui/react/macro";
import type { OrganisationState } from "cdpo-sdk/state";
import { Money } from "../../parts/money/money.tsx";
import { Time } from "../../parts/words.tsx";

export function Phase({ state }: { readonly state: OrganisationState }) {
  const { organisation, contracts } = state;
  const { reserve, presale } = contracts;
  const { index } = organisation;
  const link = (page: string) => `#/o/${index}/${page}`;
  if (reserve.marketState === "Dissolved") {
    return (
      <p>
        <Trans>
          <strong>Dissolved</strong> <Time at={reserve.dissolvedAt} />. Every token can be given back for its
          part of the reserve, for ever: <a href={link("exit")}>exit</a>.
        </Trans>
      </p>
    );
  }
  if (reserve.marketState === "Open") {
    return (
      <p>
        <Trans>
          <strong>Its market is open.</strong> Contributions are recognised with tokens; anyone buys and sells
          at the reserve's price: <a href={link("market")}>market</a>. Stakeholders decide:{" "}
          <a href={link("decide")}>decisions</a>.
        </Trans>
      </p>
    );
  }
  if (presale === undefined) {
    return (
      <p>
        <Trans>
          <strong>It grows.</strong> Contributions are recognised with tokens, and there is no money yet.
          Gifts gather for the reserve: <Money of={organisation} units={reserve.giftsReceived} /> of at least{" "}
          <Money of={organisation} units={reserve.terms.minimumReserve} />. Then anyone can open the market.
        </Trans>
      </p>
    );
  }
  const { terms, state: sale } = presale;
  const raised = <Money of={organisation} units={presale.raised} />;
  const minimum = <Money of={organisation} units={terms.minimum} />;
  return (
    <p>
      {sale === "Upcoming" && (
        <Trans>
          <strong>Its presale begins</strong> <Time at={terms.opens} />. Then partners can take part:{" "}
          <a href={link("presale")}>presale</a>.
        </Trans>
      )}
      {sale === "Open" && (
        <Trans>
          <strong>Its presale is open</strong> until <Time at={terms.closes} />: {raised} of at least{" "}
          {minimum} were given. <a href={link("presale")}>Take part</a>.
        </Trans>
      )}
      {sale === "Ended" && (
        <Trans>
          <strong>Its presale has ended</strong> with {raised}. Next its trustee releases the money, and the
          market opens; otherwise partners take it back from <Time at={terms.releaseBy} /> on.
        </Trans>
      )}
      {sale === "Refunding" && (
        <Trans>
          <strong>Its presale failed:</strong> everyone takes back what they gave.{" "}
          <a href={link("presale")}>Take it back</a>.
        </Trans>
      )}
      {sale === "Released" && <Trans>Its presale was released; the market is about to open.</Trans>}
    </p>
  );
}
