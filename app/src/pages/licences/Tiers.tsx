/** The kinds of licences, with what they cost and a way to get one. */
import { Trans, useLingui } from "@lingui/react/macro";
import { licences } from "cdpo-sdk/calls";
import type { AccountState, LicenceTier, OrganisationState } from "cdpo-sdk/state";
import { WHOLE_BPS } from "cdpo-sdk/units";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import type { Deed } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AddressInput, Tick, useAddressField } from "../../parts/forms/fields.tsx";
import { Money, Tokens } from "../../parts/money/money.tsx";
import { TextCheck } from "../../parts/Outside.tsx";
import { Source } from "../../parts/Source.tsx";
import { Facts } from "../../parts/states.tsx";
import { Share, Span } from "../../parts/words.tsx";
import { FreeLicence } from "./FreeLicence.tsx";

export function Tiers({
  state,
  account,
}: {
  readonly state: OrganisationState;
  readonly account: AccountState | undefined;
}) {
  const { tiers, organisation } = state;
  if (tiers.length === 0) {
    return (
      <p>
        <Trans>
          There are none yet: everyone may ask {organisation.name} what they may do. The treasury adds kinds
          of licences.
        </Trans>
      </p>
    );
  }
  return (
    <ul className="cards offers">
      {tiers.map((tier) => (
        <li key={String(tier.id)} className="card">
          <TierCard {...{ tier, state, account }} />
        </li>
      ))}
    </ul>
  );
}

interface OfTier {
  readonly tier: LicenceTier;
  readonly state: OrganisationState;
  readonly account: AccountState | undefined;
}

function TierCard({ tier, state, account }: OfTier) {
  const { t } = useLingui();
  const { organisation } = state;
  const toMakers = (tier.price * tier.makersBps) / WHOLE_BPS;
  return (
    <>
      <h3>
        {tier.name} <small>#{String(tier.id)}</small>
      </h3>
      <p className="price">
        <Money of={organisation} units={tier.price} /> / <Span seconds={tier.duration} />
      </p>
      {!tier.active && (
        <p className="warning">
          <Trans>It is not sold now; licences that were given stay valid.</Trans>
        </p>
      )}
      <Facts
        facts={[
          [
            t`Of the price`,
            <Trans key="split">
              <Money of={organisation} units={toMakers} /> to its makers (<Share bps={tier.makersBps} />
              ), the rest a gift to all holders
            </Trans>,
          ],
          [
            t`Free for`,
            tier.commonsMinimum === 0n ? (
              t`nobody`
            ) : (
              <Trans key="free">
                who was recognised for <Tokens of={organisation} units={tier.commonsMinimum} /> or more
              </Trans>
            ),
          ],
          [t`Terms`, <Source key="terms" uri={tier.termsURI} />],
        ]}
      />
      <details>
        <summary>
          <Trans>Check the text of the terms</Trans>
        </summary>
        <TextCheck hash={tier.termsHash} />
      </details>
      {tier.active && <BuyLicence {...{ tier, state, account }} />}
      {tier.commonsMinimum > 0n && (
        <details>
          <summary>
            <Trans>I contributed: the free licence</Trans>
          </summary>
          <FreeLicence {...{ tier, state, account }} />
        </details>
      )}
    </>
  );
}

function BuyLicence({ tier, state, account }: OfTier) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation } = state;
  const { addresses, asset } = organisation;
  const other = useAddressField();
  const [isOther, setOther] = useState(false);
  const licensee = isOther ? other.value : actor?.address;
  const has = account?.licences.some((licence) => licence.tier === tier.id && licence.isValid) === true;
  const deed: Deed | undefined =
    licensee === undefined
      ? undefined
      : {
          calls: (allowing) =>
            licences.buy({
              organisation: addresses,
              ...{ asset: asset.address, tier: tier.id, licensee, maxPrice: tier.price },
              ...allowing,
            }),
          spend: { token: asset.address, spender: addresses.licenceOffice, amount: tier.price },
        };
  return (
    <>
      <Tick label={t`For another account`} value={isOther} tick={setOther} />
      {isOther && <AddressInput label={t`Whose licence it is`} field={other} />}
      <Act
        label={!isOther && has ? t`Extend the licence` : t`Buy the licence`}
        organisation={organisation}
        deed={deed}
        blocked={
          account !== undefined && account.asset < tier.price
            ? t`You have less ${asset.symbol} than it costs.`
            : undefined
        }
        onDone={() => {
          other.write("");
        }}
      />
      <p className="hint">
        <Trans>
          It stays with its account and cannot be passed on. Buying again extends it, by one duration ahead at
          most. You pay the price shown, or nothing happens.
        </Trans>
      </p>
    </>
  );
}
