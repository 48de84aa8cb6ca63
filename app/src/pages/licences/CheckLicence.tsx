/** Whether any account has a licence: for who meets somebody that uses the commons. */
import { Trans, useLingui } from "@lingui/react/macro";
import { contractsAt, listOf, mapped, one, read, together, type OrganisationState } from "cdpo-sdk/state";
import { AddressInput, useAddressField } from "../../parts/forms/fields.tsx";
import { Tokens } from "../../parts/money/money.tsx";
import { Trouble, Waiting } from "../../parts/states.tsx";
import { usePart } from "../../parts/money/use-part.ts";

export function CheckLicence({ state }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const account = useAddressField();
  const { licenceOffice } = contractsAt(state.organisation.addresses);
  const whose = account.value;
  const found = usePart(
    whose &&
      together({
        recognised: one(read({ ...licenceOffice, functionName: "recognisedOf", args: [whose] })),
        tiers: listOf(
          state.tiers.map((tier) =>
            mapped(
              one(read({ ...licenceOffice, functionName: "isLicensed", args: [whose, tier.id] })),
              (isValid) => ({ tier, isValid }),
            ),
          ),
        ),
      }),
  );
  return (
    <>
      <AddressInput label={t`Account`} field={account} />
      {whose !== undefined && found.isPending && <Waiting />}
      {found.isError && <Trouble thrown={found.error} />}
      {found.data && (
        <>
          <ul role="status">
            {found.data.tiers.map(({ tier, isValid }) => (
              <li key={String(tier.id)}>
                {tier.name}: {isValid ? <Trans>✓ has a valid licence</Trans> : <Trans>✗ has none</Trans>}
              </li>
            ))}
          </ul>
          <p className="hint">
            <Trans>
              Recognised for <Tokens of={state.organisation} units={found.data.recognised} />, as far as it
              counts for free licences.
            </Trans>
          </p>
        </>
      )}
    </>
  );
}
