import { Trans } from "@lingui/react/macro";

/** For an address that is no page. */
export function NothingHere() {
  return (
    <section className="card">
      <h1>
        <Trans>There is nothing here</Trans>
      </h1>
      <p>
        <a href="#/">
          <Trans>All organisations</Trans>
        </a>
      </p>
    </section>
  );
}
