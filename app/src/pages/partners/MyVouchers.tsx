/** Vouchers that one has: show, return, give on. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { offers } from "cdpo-sdk/calls";
import type { AccountState, Offer, OrganisationState } from "cdpo-sdk/state";
import { WHOLE_BPS } from "cdpo-sdk/units";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AddressInput, Input, useAddressField, useNumberField } from "../../parts/forms/fields.tsx";
import { KnownPartner } from "../../parts/Outside.tsx";
import { Amount, Time } from "../../parts/words.tsx";
import { KeptCodes, SignCode } from "./VoucherCodes.tsx";
import { useOfferState, usePartnerNames } from "./words.tsx";
import { Older } from "../../parts/Older.tsx";

export function MyVouchers({
  state,
  account,
}: {
  readonly state: OrganisationState;
  readonly account: AccountState;
}) {
  const names = usePartnerNames(state);
  return (
    <>
      <ul className="cards offers">
        {account.vouchers.map(({ offer: id, quantity }) => {
          const offer = state.offers.find((each) => each.id === id);
          return (
            offer && (
              <li key={String(id)} className="card">
                <Held {...{ offer, quantity, state, account }} name={names.get(offer.partner)} />
              </li>
            )
          );
        })}
      </ul>
      {account.vouchers.some(({ offer }) => state.offers.every(({ id }) => id !== offer)) && (
        <Older list="offers" of={state.contracts.partnerAcceptance.offerCount} />
      )}
      <KeptCodes state={state} />
    </>
  );
}

function Held({
  offer,
  quantity,
  state,
  account,
  name,
}: {
  readonly offer: Offer;
  readonly quantity: bigint;
  readonly state: OrganisationState;
  readonly account: AccountState;
  readonly name: string | undefined;
}) {
  const { t } = useLingui();
  const inWords = useOfferState();
  const { organisation } = state;
  const { addresses, symbol } = organisation;
  const { id, terms } = offer;
  const comesBack = offer.state === "Withdrawn" || offer.state === "Expired";
  const paid = quantity * terms.price;
  const fee = offer.state === "Withdrawn" ? 0n : (paid * terms.feeBps) / WHOLE_BPS;
  return (
    <>
      <h3>
        {terms.name} <small>#{String(id)}</small>
      </h3>
      <p className="price">
        <Plural value={Number(quantity)} one="# voucher" other="# vouchers" />
      </p>
      <p>
        {inWords(offer.state)} · <Trans>good until</Trans> <Time at={terms.validUntil} />
        <br />
        <KnownPartner address={offer.partner} name={name} />
      </p>
      {comesBack ? (
        <>
          <p>
            {fee === 0n ? (
              <Trans>
                You get <Amount units={paid} symbol={symbol} /> back, all that was paid for them.
              </Trans>
            ) : (
              <Trans>
                You get <Amount units={paid - fee} symbol={symbol} /> back; a fee of{" "}
                <Amount units={fee} symbol={symbol} /> goes to the treasury.
              </Trans>
            )}
          </p>
          <Act
            label={t`Return them`}
            organisation={organisation}
            deed={plain(
              offers.returnVoucher({
                organisation: addresses,
                ...{ id, quantity, recipient: account.account },
              }),
            )}
          />
        </>
      ) : (
        <SignCode offer={offer} held={quantity} state={state} />
      )}
      <details>
        <summary>
          <Trans>More: give them on, or say that you were served</Trans>
        </summary>
        {terms.bound ? (
          <p>
            <Trans>The offer binds its vouchers: they cannot be given on.</Trans>
          </p>
        ) : (
          <GiveOn {...{ id, quantity, state, account }} />
        )}
        {offer.state !== "Expired" && <Acknowledge {...{ id, quantity, state }} />}
        {!comesBack && (
          <p className="hint">
            <Trans>
              They can be returned once their partner withdraws the offer, or after they have expired.
            </Trans>
          </p>
        )}
      </details>
    </>
  );
}

interface Vouchers {
  readonly id: bigint;
  readonly quantity: bigint;
  readonly state: OrganisationState;
}

function GiveOn({ id, quantity, state, account }: Vouchers & { readonly account: AccountState }) {
  const { t } = useLingui();
  const count = useNumberField({ initial: "1", most: quantity });
  const to = useAddressField();
  return (
    <>
      <Input isNumeric label={t`How many to give on`} field={count} />
      <AddressInput label={t`To whom`} field={to} />
      <Act
        isMinor
        label={t`Give them on`}
        organisation={state.organisation}
        deed={
          count.value === undefined || count.value === 0n || to.value === undefined
            ? undefined
            : plain(
                offers.transfer({
                  organisation: state.organisation.addresses,
                  from: account.account,
                  to: to.value,
                  vouchers: [{ id, quantity: count.value }],
                }),
              )
        }
        onDone={() => {
          to.write("");
        }}
      />
    </>
  );
}

function Acknowledge({ id, quantity, state }: Vouchers) {
  const { t } = useLingui();
  const count = useNumberField({ initial: "1", most: quantity });
  return (
    <>
      <Input
        isNumeric
        label={t`How many you were served for`}
        field={count}
        hint={t`Their tokens go to the partner at once, without a code.`}
      />
      <Act
        isMinor
        label={t`Redeem them myself`}
        organisation={state.organisation}
        deed={
          count.value === undefined || count.value === 0n
            ? undefined
            : plain(offers.redeem({ organisation: state.organisation.addresses, id, quantity: count.value }))
        }
      />
    </>
  );
}
