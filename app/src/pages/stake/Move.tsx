/** Putting tokens down, for oneself or another, and taking them out. */
import { Trans, useLingui } from "@lingui/react/macro";
import { stake } from "cdpo-sdk/calls";
import { useState } from "react";
import type { Deed } from "../../chain/deeds.ts";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { useAsked } from "../../parts/asked.ts";
import {
  AddressInput,
  AmountInput,
  Tick,
  useAddressField,
  useAmountField,
} from "../../parts/forms/fields.tsx";
import { useLanguage } from "../../frame/language.tsx";
import { formatAmount, parseAmount, TOKEN_DECIMALS } from "cdpo-sdk/units";

/** Stakes. */
export function PutDown({ organisation, account }: PageProps) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const { addresses, symbol } = organisation;
  // What a claim offers to stake: written in the address as configurations write amounts.
  const asked = parseAmount(useAsked("amount") ?? "", TOKEN_DECIMALS);
  const amount = useAmountField({
    initial: asked === undefined ? "" : formatAmount(asked, TOKEN_DECIMALS, { language }),
    most: account?.tokens,
    tooMuch: t`That is more than you have at hand.`,
  });
  const other = useAddressField();
  const [isForOther, setForOther] = useState(false);
  const value = amount.value;
  const whose = isForOther ? other.value : account?.account;
  let deed: Deed | undefined;
  if (value !== undefined && whose !== undefined) {
    const own = !isForOther;
    deed = {
      calls: (allowing) =>
        own
          ? stake.stake({ organisation: addresses, amount: value, ...allowing })
          : stake.stakeFor({
              organisation: addresses,
              account: whose,
              amount: value,
              ...allowing,
            }),
      spend: { token: addresses.token, spender: addresses.stake, amount: value },
    };
  }
  return (
    <>
      <AmountInput label={t`How many`} field={amount} symbol={symbol} has={account?.tokens} />
      <Tick label={t`For somebody else, whose they are from then on`} value={isForOther} tick={setForOther} />
      {isForOther && (
        <AddressInput
          label={t`For whom`}
          field={other}
          hint={<Trans>Only they can take it out again, to wherever they like.</Trans>}
        />
      )}
      <Act
        label={t`Stake`}
        organisation={organisation}
        deed={deed}
        onDone={() => {
          amount.write("");
        }}
      >
        <p>
          <Trans>
            It can be taken out at any time, except for what holds it: a vote, a review, a veto or a proposal
            of yours.
          </Trans>
        </p>
      </Act>
    </>
  );
}

/** Unstakes. */
export function TakeOut({ organisation, account }: PageProps) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const amount = useAmountField({
    most: account?.unstakable,
    tooMuch: t`That is more than is free now.`,
  });
  const to = useAddressField();
  const [isElsewhere, setElsewhere] = useState(false);
  const recipient = isElsewhere ? to.value : account?.account;
  return (
    <>
      <AmountInput
        label={t`How many to take out`}
        field={amount}
        symbol={symbol}
        has={account?.unstakable}
        hint={account && <Trans>Free now: see “My stake” for what holds the rest.</Trans>}
      />
      <Tick label={t`Send them to another account`} value={isElsewhere} tick={setElsewhere} />
      {isElsewhere && <AddressInput label={t`To whom`} field={to} />}
      <Act
        label={t`Take out`}
        organisation={organisation}
        blocked={account?.unstakable === 0n ? t`Nothing of your stake is free now.` : undefined}
        deed={
          amount.value === undefined || recipient === undefined
            ? undefined
            : plain(stake.unstake({ organisation: addresses, amount: amount.value, recipient }))
        }
        onDone={() => {
          amount.write("");
        }}
      />
    </>
  );
}
