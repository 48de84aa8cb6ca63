/** Grants that double gifts of donors who choose them. */
import { Trans, useLingui } from "@lingui/react/macro";
import { gifts } from "cdpo-sdk/calls";
import {
  contractsAt,
  listOf,
  mapped,
  one,
  read,
  type AccountState,
  type OrganisationState,
  type Pledge,
} from "cdpo-sdk/state";
import { useChain } from "../../chain/context.tsx";
import type { Deed } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { AmountInput, useAmountField } from "../../parts/forms/fields.tsx";
import { Money } from "../../parts/money/money.tsx";
import { usePart } from "../../parts/money/use-part.ts";
import { Account, Time } from "../../parts/words.tsx";
import type { PledgeNote } from "./notes.ts";

export function Grants({
  state,
  account,
  notes,
}: {
  readonly state: OrganisationState;
  readonly account: AccountState | undefined;
  readonly notes: ReadonlyMap<bigint, PledgeNote>;
}) {
  const { organisation, contracts } = state;
  const grants = state.pledges.filter((pledge) => pledge.form === "Matching" && pledge.state === "Open");
  const { pledgeBook } = contractsAt(organisation.addresses);
  const matchable = usePart(
    grants.length === 0
      ? undefined
      : listOf(
          grants.map(({ id }) =>
            mapped(
              one(read({ ...pledgeBook, functionName: "matchable", args: [id] })),
              (most) => [id, most] as const,
            ),
          ),
        ),
  );
  const most = new Map(matchable.data ?? []);
  return (
    <>
      <p>
        <Trans>
          A donor chooses the grant: it gives as much again from what an institution has locked, both in one
          call or neither.
        </Trans>{" "}
        {contracts.reserve.marketState === "Open" && grants.length > 0 && (
          <Trans>
            While the market is open, all grants together can match{" "}
            <Money of={organisation} units={contracts.pledgeBook.matchingLeft} /> now, and a little more with
            time.
          </Trans>
        )}
      </p>
      {grants.length === 0 ? (
        <p className="hint">
          <Trans>There is no open grant. Anyone may lock one, below.</Trans>
        </p>
      ) : (
        <ul className="cards offers">
          {grants.map((grant) => (
            <li key={String(grant.id)} className="card">
              <Grant
                {...{ grant, state, account }}
                most={most.get(grant.id)}
                note={notes.get(grant.id)?.uri}
              />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Grant({
  grant,
  most,
  note,
  state,
  account,
}: {
  readonly grant: Pledge;
  /** The largest gift that it doubles now. */
  readonly most: bigint | undefined;
  readonly note: string | undefined;
  readonly state: OrganisationState;
  readonly account: AccountState | undefined;
}) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation } = state;
  const { addresses, asset } = organisation;
  const amount = useAmountField({
    decimals: asset.decimals,
    most,
    tooMuch: t`The grant cannot double that much now.`,
  });
  const units = amount.value;
  const deed: Deed | undefined =
    units === undefined || actor === undefined
      ? undefined
      : {
          calls: (allowing) =>
            gifts.donateMatched({
              organisation: addresses,
              ...{ asset: asset.address, amount: units, id: grant.id, donor: actor.address },
              ...allowing,
            }),
          spend: { token: asset.address, spender: addresses.pledgeBook, amount: units },
        };
  return (
    <>
      <h3>
        {note === undefined || note === "" ? <Trans>Grant</Trans> : note} <small>#{String(grant.id)}</small>
      </h3>
      <p className="price">
        <Trans>
          <Money of={organisation} units={grant.amount - grant.passedOn} /> left
        </Trans>
      </p>
      <p>
        <Trans>
          of <Money of={organisation} units={grant.amount} />, until <Time at={grant.deadline} />, by{" "}
          <Account address={grant.donor} />
        </Trans>
      </p>
      {most !== undefined && (
        <p>
          <Trans>
            It doubles gifts of up to <Money of={organisation} units={most} /> now.
          </Trans>
        </p>
      )}
      <AmountInput
        label={t`Your gift`}
        field={amount}
        symbol={asset.symbol}
        decimals={asset.decimals}
        has={account?.asset}
        hint={
          units !== undefined && (
            <Trans>
              All holders get <Money of={organisation} units={2n * units} />.
            </Trans>
          )
        }
      />
      <Act
        label={t`Donate, doubled`}
        organisation={organisation}
        deed={deed}
        onDone={() => {
          amount.write("");
        }}
      />
    </>
  );
}
