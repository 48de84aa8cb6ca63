/** Locking a gift on a condition. */
import { Trans, useLingui } from "@lingui/react/macro";
import { gifts } from "cdpo-sdk/calls";
import type { AccountState, Hex, OrganisationState } from "cdpo-sdk/state";
import { useState } from "react";
import type { Deed } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import {
  AddressInput,
  AmountInput,
  Choice,
  Input,
  useAddressField,
  useAmountField,
  useTextField,
  useTimeField,
} from "../../parts/forms/fields.tsx";
import { Time } from "../../parts/words.tsx";
import { recognisedData } from "./condition.ts";

type Form = "verifier" | "goal" | "match" | "recognised" | "contract";

export function MakePledge({
  state,
  account,
}: {
  readonly state: OrganisationState;
  readonly account: AccountState | undefined;
}) {
  const { t } = useLingui();
  const { organisation } = state;
  const { addresses, asset, symbol, suite } = organisation;
  const [form, choose] = useState<Form>("verifier");
  const amount = useAmountField({ decimals: asset.decimals, most: account?.asset });
  const deadline = useTimeField("+90 days");
  const note = useTextField();
  const verifier = useAddressField();
  const goal = useAmountField({ decimals: asset.decimals });
  const minimum = useAmountField();
  const condition = useAddressField();
  const data = useTextField({
    pattern: /^0x([0-9a-fA-F]{2})*$/,
    hint: t`Write hexadecimal digits after 0x.`,
  });
  const units = amount.value;
  const goalTooLow =
    goal.value !== undefined && units !== undefined && goal.value < units
      ? t`It must be at least what you pledge.`
      : undefined;
  const shared =
    units === undefined || deadline.value === undefined
      ? undefined
      : {
          organisation: addresses,
          ...{ asset: asset.address, amount: units, deadline: deadline.value, uri: note.value ?? "" },
        };
  const calls = ((): Deed["calls"] | undefined => {
    if (shared === undefined) return undefined;
    const of = { verifier: verifier.value, goal: goal.value, condition: condition.value };
    if (form === "match") return (allowing) => gifts.pledgeMatching({ ...shared, ...allowing });
    if (form === "verifier") {
      const { verifier: chosen } = of;
      return chosen && ((allowing) => gifts.pledge({ ...shared, ...allowing, verifier: chosen }));
    }
    if (form === "goal") {
      const { goal: sum } = of;
      if (sum === undefined || goalTooLow !== undefined) return undefined;
      return (allowing) => gifts.pledgeOnDonations({ ...shared, ...allowing, goal: sum });
    }
    const at = form === "recognised" ? suite?.totalRecognised : of.condition;
    const asked: Hex | undefined =
      form === "recognised"
        ? minimum.value === undefined
          ? undefined
          : recognisedData(organisation, minimum.value)
        : data.problem === undefined
          ? ((data.value ?? "0x") as Hex)
          : undefined;
    if (at === undefined || asked === undefined) return undefined;
    return (allowing) => gifts.pledgeOn({ ...shared, ...allowing, condition: at, data: asked });
  })();
  const money = { symbol: asset.symbol, decimals: asset.decimals };
  return (
    <>
      <p>
        <Trans>
          You lock money now. When what it is promised for has come true before the deadline, it is a gift to
          all holders; otherwise you take it back.
        </Trans>
      </p>
      <Choice
        label={t`When it goes to the reserve`}
        value={form}
        choose={choose}
        among={[
          ["verifier", t`somebody whom you name confirms it`],
          ["goal", t`others have donated so much`],
          ["match", t`donors choose it: it doubles their gifts (a grant)`],
          ...(suite === undefined
            ? []
            : [["recognised", t`contributions worth so much have been recognised`] as const]),
          ["contract", t`a contract says that its condition holds`],
        ]}
      />
      <div className="fields">
        <AmountInput label={t`How much you lock`} field={amount} {...money} has={account?.asset} />
        {form === "verifier" && (
          <AddressInput
            label={t`Who confirms`}
            field={verifier}
            hint={t`They can also decline, and then you can take it back at once.`}
          />
        )}
        {form === "goal" && (
          <AmountInput
            label={t`How much others donate before`}
            field={{ ...goal, problem: goal.problem ?? goalTooLow }}
            {...money}
          />
        )}
        {form === "recognised" && (
          <AmountInput label={t`Recognised in all, ever`} field={minimum} symbol={symbol} />
        )}
        {form === "contract" && (
          <>
            <AddressInput label={t`The contract`} field={condition} hint={t`It must answer isMet(bytes).`} />
            <Input label={t`What it is asked with`} field={data} placeholder="0x" />
          </>
        )}
        <Input
          label={t`Until when`}
          field={deadline}
          hint={
            deadline.value === undefined ? (
              t`A date, or a time from now such as +90 days.`
            ) : (
              <Time at={deadline.value} />
            )
          }
        />
      </div>
      <Input label={t`What for, for all to read`} field={note} rows={2} />
      <Act
        label={form === "match" ? t`Lock the grant` : t`Pledge it`}
        organisation={organisation}
        deed={
          calls && units !== undefined
            ? { calls, spend: { token: asset.address, spender: addresses.pledgeBook, amount: units } }
            : undefined
        }
        onDone={() => {
          for (const field of [amount, note, verifier, goal, minimum, condition, data]) field.write("");
        }}
      />
    </>
  );
}
