/** The free licence of contributors: what counts already, and awards of epochs that one shows besides. */
import { Trans, useLingui } from "@lingui/react/macro";
import { licences, type EpochClaim } from "cdpo-sdk/calls";
import {
  contractsAt,
  one,
  read,
  together,
  type AccountState,
  type LicenceTier,
  type OrganisationState,
} from "cdpo-sdk/state";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AddressInput, Tick, useAddressField } from "../../parts/forms/fields.tsx";
import { Tokens } from "../../parts/money/money.tsx";
import { usePart } from "../../parts/money/use-part.ts";
import { Time } from "../../parts/words.tsx";
import { LeafFinder } from "./LeafFinder.tsx";

const ZERO = /^0x0*$/;

export function FreeLicence({
  tier,
  state,
  account,
}: {
  readonly tier: LicenceTier;
  readonly state: OrganisationState;
  readonly account: AccountState | undefined;
}) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation } = state;
  const { licenceOffice } = contractsAt(organisation.addresses);
  const [awards, setAwards] = useState<readonly EpochClaim[]>([]);
  const [isOther, setOther] = useState(false);
  const other = useAddressField();
  const known = usePart(
    actor &&
      together({
        recognised: one(read({ ...licenceOffice, functionName: "recognisedOf", args: [actor.address] })),
        use: one(read({ ...licenceOffice, functionName: "commonsUseOf", args: [actor.address, tier.id] })),
      }),
  );
  if (actor === undefined || account === undefined) {
    return (
      <p className="hint">
        <Trans>Connect the wallet that contributed: what was recognised for it is shown then.</Trans>
      </p>
    );
  }
  const recognised = known.data?.recognised ?? 0n;
  const shown = awards.reduce((sum, { amount }) => sum + amount, 0n);
  const use = known.data?.use;
  const licensee = isOther ? other.value : actor.address;
  const lacks = tier.commonsMinimum - recognised;
  return (
    <>
      <p>
        <Trans>
          It needs <Tokens of={organisation} units={tier.commonsMinimum} />; of your contributions{" "}
          <Tokens of={organisation} units={recognised} /> count already.
        </Trans>{" "}
        {lacks > 0n && awards.length === 0 && (
          <Trans>
            <Tokens of={organisation} units={lacks} /> more are needed: show awards of epochs that you
            claimed.
          </Trans>
        )}
      </p>
      {use && !ZERO.test(use.licensee) && (
        <p className="hint">
          <Trans>
            You named {use.licensee} for it, until <Time at={use.until} />.
          </Trans>
        </p>
      )}
      <LeafFinder
        state={state}
        awards={awards}
        add={(award) => {
          setAwards([...awards.filter(({ epoch }) => epoch !== award.epoch), award]);
        }}
      />
      {shown > 0n && (
        <p>
          <Trans>
            Shown besides: awards of up to <Tokens of={organisation} units={shown} />; what was really paid
            for them counts.
          </Trans>
        </p>
      )}
      <Tick label={t`For an account that I name`} value={isOther} tick={setOther} />
      {isOther && <AddressInput label={t`Whose licence it is`} field={other} />}
      <Act
        label={t`Claim the free licence`}
        organisation={organisation}
        deed={
          licensee &&
          plain(
            licences.claimCommons({
              organisation: organisation.addresses,
              ...{ tier: tier.id, licensee, awards },
            }),
          )
        }
        onDone={() => {
          setAwards([]);
          other.write("");
        }}
      />
    </>
  );
}
