/** A gift to all holders, of the reserve's asset or of the chain's coin. */
import { Trans, useLingui } from "@lingui/react/macro";
import { gateway as throughGateway, gifts } from "cdpo-sdk/calls";
import type { AccountState, OrganisationState } from "cdpo-sdk/state";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { plain, type Deed } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import {
  AddressInput,
  AmountInput,
  Choice,
  Input,
  Tick,
  useAddressField,
  useAmountField,
  useTextField,
} from "../../parts/forms/fields.tsx";
import { Money } from "../../parts/money/money.tsx";
import { useCoins, useGateway } from "../../parts/money/use-gateway.ts";

export function Donate({
  state,
  account,
}: {
  readonly state: OrganisationState;
  readonly account: AccountState | undefined;
}) {
  const { t } = useLingui();
  const { chain } = useChain();
  const { organisation, contracts } = state;
  const { addresses, asset } = organisation;
  const gateway = useGateway(organisation);
  const coins = useCoins();
  const [by, choose] = useState<"asset" | "coin">("asset");
  const isCoin = gateway !== undefined && by === "coin";
  const has = isCoin ? coins : account?.asset;
  const amount = useAmountField({ decimals: asset.decimals, most: has });
  const note = useTextField({ pattern: /^[^]{1,1000}$/, hint: t`At most 1,000 characters.` });
  const donor = useAddressField();
  const [isForOther, setForOther] = useState(false);
  const units = amount.value;
  const isWrong =
    units === undefined || note.problem !== undefined || (isForOther && donor.value === undefined);
  const text = note.value ?? "";
  const gift = { organisation: addresses, asset: asset.address, amount: units ?? 0n, note: text };
  const deed: Deed | undefined = isWrong
    ? undefined
    : isCoin
      ? plain(throughGateway.donate({ organisation: addresses, gateway, amount: units, note: text }))
      : {
          calls: (allowing) =>
            isForOther && donor.value !== undefined
              ? gifts.donateFor({ ...gift, ...allowing, donor: donor.value })
              : gifts.donate({ ...gift, ...allowing }),
          spend: { token: asset.address, spender: addresses.reserve, amount: units },
        };
  return (
    <>
      <p>
        <Trans>
          Donations so far: <Money of={organisation} units={contracts.reserve.donationsReceived} />.
        </Trans>{" "}
        {account !== undefined && account.donated > 0n && (
          <Trans>
            Yours: <Money of={organisation} units={account.donated} />.
          </Trans>
        )}
      </p>
      {gateway !== undefined && (
        <Choice
          label={t`What you give`}
          value={by}
          choose={choose}
          among={[
            ["asset", asset.symbol],
            ["coin", chain.coin],
          ]}
        />
      )}
      <AmountInput
        label={t`Amount`}
        field={amount}
        symbol={isCoin ? chain.coin : asset.symbol}
        decimals={asset.decimals}
        has={isCoin ? undefined : has}
      />
      <Input
        label={t`A note for all to read`}
        field={note}
        rows={2}
        hint={t`It stays on the chain for ever.`}
      />
      {!isCoin && <Tick label={t`In somebody else's name`} value={isForOther} tick={setForOther} />}
      {!isCoin && isForOther && <AddressInput label={t`Whose donation it is`} field={donor} />}
      <Act
        label={t`Donate`}
        organisation={organisation}
        deed={deed}
        onDone={() => {
          amount.write("");
          note.write("");
          donor.write("");
        }}
      />
      <p className="hint">
        <Trans>
          You get no tokens for it, and cannot take it back: it makes everyone's tokens worth more.
        </Trans>
      </p>
    </>
  );
}
