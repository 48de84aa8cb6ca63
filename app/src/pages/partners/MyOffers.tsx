/** What a partner sees of their own offers: sales, money, gates. */
import { Trans, useLingui } from "@lingui/react/macro";
import { offers } from "cdpo-sdk/calls";
import { readEvents } from "cdpo-sdk/history";
import {
  askPart,
  contractsAt,
  listOf,
  mapped,
  one,
  read,
  type AccountState,
  type Address,
  type Offer,
  type OrganisationState,
} from "cdpo-sdk/state";
import { useQuery } from "@tanstack/react-query";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AddressInput, useAddressField } from "../../parts/forms/fields.tsx";
import { Trouble, Waiting } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { Account, Amount } from "../../parts/words.tsx";
import { useOfferState } from "./words.tsx";

export function MyOffers({
  state,
  account,
  own,
}: {
  readonly state: OrganisationState;
  readonly account: AccountState;
  readonly own: readonly Offer[];
}) {
  const { t } = useLingui();
  const inWords = useOfferState();
  const { organisation } = state;
  const { symbol, index, addresses } = organisation;
  const brought = own.reduce((sum, { toPartner }) => sum + toPartner, 0n);
  return (
    <>
      <p>
        <Trans>
          Redeemed vouchers brought you <Amount units={brought} symbol={symbol} />; you have{" "}
          <Amount units={account.tokens} symbol={symbol} /> at hand.
        </Trans>{" "}
        <Trans>
          Hold them as a stake in the organisation, or <a href={`#/o/${index}/market`}>sell them</a> to the
          reserve. <a href={`#/o/${index}/stake`}>Staked</a>, they are a voice.
        </Trans>
      </p>
      <Table
        caption={t`Your offers in figures`}
        file="offers"
        rows={own}
        keyOf={({ id }) => String(id)}
        columns={[
          {
            title: t`Offer`,
            cell: ({ id, terms }) => `#${id} ${terms.name}`,
            text: ({ terms }) => terms.name,
          },
          { title: t`State`, cell: (offer) => inWords(offer.state), text: (offer) => offer.state },
          number(t`Sold`, ({ sold }) => sold),
          number(t`Open`, ({ open }) => open),
          number(t`Redeemed`, ({ redeemed }) => redeemed),
          number(t`Returned`, ({ returned }) => returned),
          number(t`Left`, ({ stockLeft }) => stockLeft),
          tokens(t`Tokens waiting`, ({ tokensWaiting }) => tokensWaiting),
          tokens(t`To you`, ({ toPartner }) => toPartner),
          tokens(t`To the treasury`, ({ toTreasury, fees }) => toTreasury + fees),
          tokens(t`Burned`, ({ burned }) => burned),
        ]}
      />
      {own
        .filter((offer) => offer.state !== "Withdrawn" && offer.state !== "Expired")
        .map((offer) => (
          <details key={String(offer.id)}>
            <summary>
              <Trans>Withdraw “{offer.terms.name}” for good</Trans>
            </summary>
            <p>
              <Trans>
                Nothing more is sold, codes that were signed are void, and the {String(offer.open)} vouchers
                that holders have can be returned whole. It cannot be undone.
              </Trans>
            </p>
            <Act
              isMinor
              label={t`Withdraw the offer`}
              organisation={organisation}
              deed={plain(offers.withdraw({ organisation: addresses, id: offer.id }))}
            />
          </details>
        ))}
      <Gates state={state} partner={account.account} />
    </>
  );
}

const number = (title: string, of: (offer: Offer) => bigint) => ({
  ...{ title, isNumber: true },
  cell: (offer: Offer) => String(of(offer)),
  text: (offer: Offer) => String(of(offer)),
});

const tokens = (title: string, of: (offer: Offer) => bigint) => ({
  ...{ title, isNumber: true },
  cell: (offer: Offer) => <Amount units={of(offer)} />,
  text: (offer: Offer) => String(of(offer)),
});

function Gates({ state, partner }: { readonly state: OrganisationState; readonly partner: Address }) {
  const { t } = useLingui();
  const { rpc, chain } = useChain();
  const { organisation, block } = state;
  const gate = useAddressField();
  const gates = useQuery({
    queryKey: [chain.chainId, "gates", organisation.index, partner, String(block)],
    queryFn: async ({ signal }) => {
      if (rpc === undefined) throw new Error("no node");
      const { partnerAcceptance } = contractsAt(organisation.addresses);
      const set = await readEvents({
        ...{
          rpc,
          contracts: { partnerAcceptance },
          events: ["GateSet"],
          from: organisation.block,
          to: block,
        },
        signal,
      });
      const ever = new Set<Address>();
      for (const { event, args } of set) {
        if (event === "GateSet" && args.partner.toLowerCase() === partner.toLowerCase()) ever.add(args.gate);
      }
      const are = listOf(
        [...ever].map((each) =>
          mapped(
            one(read({ ...partnerAcceptance, functionName: "isGate", args: [partner, each] })),
            (is) => ({ gate: each, is }),
          ),
        ),
      );
      return (await askPart(rpc, are, { block })).filter(({ is }) => is).map((each) => each.gate);
    },
    enabled: rpc !== undefined,
    placeholderData: (previous) => previous,
  });
  return (
    <>
      <h3>
        <Trans>Your gates</Trans>
      </h3>
      <p>
        <Trans>
          Accounts that redeem vouchers of all your offers with their holders' codes; you can do so yourself.
          They need a little of the chain's coin, and have no other right.
        </Trans>
      </p>
      {gates.isPending && <Waiting />}
      {gates.isError && <Trouble thrown={gates.error} />}
      {gates.data && gates.data.length === 0 && (
        <p className="hint">
          <Trans>There is none.</Trans>
        </p>
      )}
      <ul className="rows">
        {(gates.data ?? []).map((each) => (
          <li key={each}>
            <Account address={each} />
            <Act
              isMinor
              label={t`End it`}
              organisation={organisation}
              deed={plain(
                offers.setGate({ organisation: organisation.addresses, gate: each, allowed: false }),
              )}
            />
          </li>
        ))}
      </ul>
      <AddressInput label={t`A new gate`} field={gate} />
      <Act
        isMinor
        label={t`Let it redeem`}
        organisation={organisation}
        deed={
          gate.value &&
          plain(offers.setGate({ organisation: organisation.addresses, gate: gate.value, allowed: true }))
        }
        onDone={() => {
          gate.write("");
        }}
      />
    </>
  );
}
