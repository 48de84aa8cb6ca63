/** Sending the makers' part where it belongs: anyone may. */
import { useLingui } from "@lingui/react/macro";
import { licences } from "cdpo-sdk/calls";
import type { OrganisationState } from "cdpo-sdk/state";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";

export function Collect({ state }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const { organisation, contracts } = state;
  const { addresses } = organisation;
  if (contracts.licenceOffice.makersDue === 0n) return null;
  return (
    <Act
      isMinor
      label={t`Send it to the treasury`}
      organisation={organisation}
      deed={plain(
        licences.collectMakersPart({ organisation: addresses, recipient: contracts.licenceOffice.treasury }),
      )}
    />
  );
}
