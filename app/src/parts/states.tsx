/** What stands where something is not there yet, or cannot be. */
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";

/** While it is read. */
export function Waiting() {
  return (
    <p className="waiting" role="status">
      <Trans>Reading the chain …</Trans>
    </p>
  );
}

/** When it could not be read. */
export function Trouble({ thrown }: { readonly thrown: unknown }) {
  return (
    <p className="reason" role="alert">
      <Trans>This could not be read:</Trans> {thrown instanceof Error ? thrown.message : String(thrown)}
    </p>
  );
}

/** A part of a page with its heading. */
export function Section({
  title,
  children,
  id,
}: {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly id?: string | undefined;
}) {
  return (
    <section className="card" id={id}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Terms and what they are. */
export function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [term: ReactNode, value: ReactNode] | undefined)[];
}) {
  return (
    <dl className="facts">
      {facts.map((fact, at) =>
        fact === undefined ? null : (
          <div key={at}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
