/** The offers, and buying their vouchers. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { offers, offerTermsHash } from "cdpo-sdk/calls";
import {
  contractsAt,
  one,
  read,
  type AccountState,
  type Offer,
  type OrganisationState,
} from "cdpo-sdk/state";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import type { Deed } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AddressInput, Input, Tick, useAddressField, useNumberField } from "../../parts/forms/fields.tsx";
import { KnownPartner } from "../../parts/Outside.tsx";
import { usePart } from "../../parts/money/use-part.ts";
import { Amount, Time } from "../../parts/words.tsx";
import { isAsHashed, OfferTermsFacts, useOfferState, usePartnerNames } from "./words.tsx";
import { Older } from "../../parts/Older.tsx";

const LIVE: readonly Offer["state"][] = ["OnSale", "Announced", "SaleOver"];

export function Offers({
  state,
  account,
}: {
  readonly state: OrganisationState;
  readonly account: AccountState | undefined;
}) {
  const { t } = useLingui();
  const names = usePartnerNames(state);
  const [all, showAll] = useState(false);
  const isLive = ({ state: its }: Offer) => LIVE.includes(its);
  const ordered = [...state.offers].sort(
    (a, b) =>
      Number(b.state === "OnSale") - Number(a.state === "OnSale") ||
      Number(b.verified) - Number(a.verified) ||
      Number(b.id - a.id),
  );
  const over = ordered.filter((offer) => !isLive(offer)).length;
  if (ordered.length === 0) {
    return (
      <p>
        <Trans>Nobody offers anything for {state.organisation.symbol} yet. Anyone may be the first.</Trans>
      </p>
    );
  }
  return (
    <>
      {over === ordered.length && (
        <p>
          <Trans>Nothing is offered now.</Trans>
        </p>
      )}
      <ul className="cards offers">
        {ordered
          .filter((offer) => all || isLive(offer))
          .map((offer) => (
            <li key={String(offer.id)} className="card">
              <OfferCard offer={offer} name={names.get(offer.partner)} {...{ state, account }} />
            </li>
          ))}
      </ul>
      {over > 0 && <Tick label={t`Show also what is over (${over})`} value={all} tick={showAll} />}
      <Older list="offers" of={state.contracts.partnerAcceptance.offerCount} />
    </>
  );
}

function OfferCard({
  offer,
  name,
  state,
  account,
}: {
  readonly offer: Offer;
  readonly name: string | undefined;
  readonly state: OrganisationState;
  readonly account: AccountState | undefined;
}) {
  const inWords = useOfferState();
  const { symbol } = state.organisation;
  const { terms } = offer;
  const price = <Amount units={terms.price} symbol={symbol} />;
  return (
    <>
      <h3>
        {terms.name} <small>#{String(offer.id)}</small>
      </h3>
      <p className="price">{price}</p>
      <p>
        {inWords(offer.state)}
        {offer.state === "OnSale" && (
          <>
            {" "}
            · <Trans>until</Trans> <Time at={terms.closes} />
          </>
        )}
        {offer.state === "Announced" && (
          <>
            {" "}
            · <Trans>from</Trans> <Time at={terms.opens} />
          </>
        )}
        <br />
        <Plural value={Number(offer.stockLeft)} one="# left" other="# left" />
        {terms.periodQuota > 0n && (
          <>
            , <Trans>{String(offer.quotaLeft)} of them in this period</Trans>
          </>
        )}
      </p>
      <p>
        <KnownPartner address={offer.partner} name={name} />
      </p>
      <details>
        <summary>
          <Trans>All terms</Trans>
        </summary>
        <OfferTermsFacts {...{ offer, symbol }} />
      </details>
      {offer.state === "OnSale" && <Buy {...{ offer, state, account }} />}
    </>
  );
}

function Buy({
  offer,
  state,
  account,
}: {
  readonly offer: Offer;
  readonly state: OrganisationState;
  readonly account: AccountState | undefined;
}) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation } = state;
  const { addresses, symbol } = organisation;
  const { id, partner, terms } = offer;
  const { partnerAcceptance } = contractsAt(addresses);
  const quote = usePart(
    actor && one(read({ ...partnerAcceptance, functionName: "quote", args: [id, 1n, actor.address] })),
  );
  const available = quote.data?.available;
  const quantity = useNumberField({ initial: "1", ...(available !== undefined && { most: available }) });
  const recipient = useAddressField();
  const [isGift, setGift] = useState(false);
  const count = quantity.value;
  const cost = (count ?? 0n) * terms.price;
  const to = isGift ? recipient.value : actor?.address;
  // A hash of what is shown, never asked of the contract.
  const termsHash = offerTermsHash(partner, terms);
  const isLimited = terms.periodQuota > 0n || terms.perAccount > 0n;
  const deed: Deed | undefined =
    count === undefined || count === 0n || to === undefined || !isAsHashed(offer)
      ? undefined
      : {
          calls: (allowing) =>
            offers.purchase({
              organisation: addresses,
              ...{ id, quantity: count, cost, termsHash, recipient: to },
              ...allowing,
            }),
          spend: { token: addresses.token, spender: addresses.partnerAcceptance, amount: cost },
        };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <Input
        isNumeric
        label={t`How many`}
        field={quantity}
        hint={
          count !== undefined && (
            <Trans>
              They cost <Amount units={cost} symbol={symbol} />.
            </Trans>
          )
        }
      />
      {!isLimited && <Tick label={t`For somebody else`} value={isGift} tick={setGift} />}
      {!isLimited && isGift && <AddressInput label={t`Who gets them`} field={recipient} />}
      <Act
        label={t`Buy vouchers`}
        organisation={organisation}
        deed={deed}
        blocked={
          account !== undefined && account.tokens < cost ? t`You have too few ${symbol} at hand.` : undefined
        }
        onDone={() => {
          quantity.write("1");
          recipient.write("");
        }}
      />
    </form>
  );
}
