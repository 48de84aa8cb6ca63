/** The organisation says under what name it knows a partner. */
import { Trans, useLingui } from "@lingui/react/macro";
import { offers } from "cdpo-sdk/calls";
import type { OrganisationState } from "cdpo-sdk/state";
import { AddressInput, Input, useAddressField, useTextField } from "../../parts/forms/fields.tsx";
import { TreasuryAct } from "../../parts/act/TreasuryAct.tsx";

export function KnowPartner({ state }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const partner = useAddressField();
  const name = useTextField({ pattern: /^.{1,64}$/, hint: t`At most 64 characters.` });
  const { addresses } = state.organisation;
  return (
    <>
      <p>
        <Trans>
          Anyone may publish offers, and call themselves what they like. A name that the organisation gives is
          shown with a mark, and pictures and links of that partner's vouchers are shown in wallets.
        </Trans>
      </p>
      <AddressInput label={t`Partner`} field={partner} />
      <Input
        label={t`Name`}
        field={name}
        hint={t`Leave it empty to say that the organisation does not know them, or no longer.`}
      />
      <TreasuryAct
        state={state}
        calls={
          partner.value === undefined || name.problem !== undefined
            ? undefined
            : offers.setVerified({
                organisation: addresses,
                partner: partner.value,
                name: name.value ?? "",
              })
        }
        onDone={() => {
          partner.write("");
          name.write("");
        }}
      />
    </>
  );
}
