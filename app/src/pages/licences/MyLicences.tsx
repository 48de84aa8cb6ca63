/** One's licences, until when they are valid, and ending them. */
import { Trans, useLingui } from "@lingui/react/macro";
import { licences } from "cdpo-sdk/calls";
import {
  contractsAt,
  listOf,
  mapped,
  one,
  read,
  type AccountState,
  type OrganisationState,
} from "cdpo-sdk/state";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { usePart } from "../../parts/money/use-part.ts";
import { Time } from "../../parts/words.tsx";

export function MyLicences({
  state,
  account,
}: {
  readonly state: OrganisationState;
  readonly account: AccountState;
}) {
  const { t } = useLingui();
  const { organisation, tiers } = state;
  const { licenceOffice } = contractsAt(organisation.addresses);
  const ends = usePart(
    listOf(
      account.licences.map(({ id }) =>
        mapped(
          one(read({ ...licenceOffice, functionName: "licence", args: [id] })),
          ({ expires }) => [id, expires] as const,
        ),
      ),
    ),
  );
  const until = new Map(ends.data ?? []);
  return (
    <ul className="rows">
      {account.licences.map(({ id, tier, isValid }) => {
        const end = until.get(id);
        const name = tiers.find((each) => each.id === tier)?.name ?? `#${tier}`;
        return (
          <li key={String(id)}>
            <span>
              <strong>{name}</strong> <small>#{String(id)}</small>:{" "}
              {isValid ? <Trans>✓ valid</Trans> : <Trans>✗ over</Trans>}
              {end !== undefined && (
                <>
                  {", "}
                  <Trans>until</Trans> <Time at={end} />
                </>
              )}
            </span>
            {isValid && (
              <details>
                <summary>
                  <Trans>End it</Trans>
                </summary>
                <p>
                  <Trans>It ends at once, and nothing is paid back.</Trans>
                </p>
                <Act
                  isMinor
                  label={t`End the licence`}
                  organisation={organisation}
                  deed={plain(licences.cancel({ organisation: organisation.addresses, id }))}
                />
              </details>
            )}
          </li>
        );
      })}
    </ul>
  );
}
