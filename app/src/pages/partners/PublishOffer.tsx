/** Publishing an offer: anyone may, and is its partner. Its terms never change. */
import { Trans, useLingui } from "@lingui/react/macro";
import { offers, offerTermsHash } from "cdpo-sdk/calls";
import type { OrganisationState } from "cdpo-sdk/state";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import {
  AmountInput,
  Choice,
  Input,
  Tick,
  useAmountField,
  useNumberField,
  useShareField,
  useSpanField,
  useTextField,
  useTimeField,
} from "../../parts/forms/fields.tsx";

type Settlement = "Keep" | "Burn" | "Share";
const MOST = BigInt(Number.MAX_SAFE_INTEGER);
const MOST_FEE = 500n;

export function PublishOffer({ state }: { readonly state: OrganisationState }) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation } = state;
  const { symbol, addresses } = organisation;
  const name = useTextField({ pattern: /^.{1,64}$/, hint: t`At most 64 characters.` });
  const uri = useTextField({
    pattern: /^(https|ipfs):\/\/\S{1,240}$/,
    hint: t`Write a link that begins with https:// or ipfs://.`,
  });
  const price = useAmountField();
  const stock = useNumberField({ most: MOST });
  const opens = useTimeField("+0 days");
  const closes = useTimeField("+90 days");
  const validUntil = useTimeField("+180 days");
  const perPeriod = useNumberField({ most: MOST });
  const period = useSpanField();
  const perAccount = useNumberField({ most: MOST });
  const fee = useShareField("0 %");
  const share = useShareField();
  const [settlement, settle] = useState<Settlement>("Keep");
  const [bound, bind] = useState(false);

  const outOfOrder =
    opens.value !== undefined &&
    closes.value !== undefined &&
    validUntil.value !== undefined &&
    !(opens.value < closes.value && closes.value <= validUntil.value)
      ? t`The sale must begin before it ends, and vouchers be good at least until then.`
      : undefined;
  const feeTooHigh = fee.value !== undefined && fee.value > MOST_FEE ? t`The fee is 5 % at most.` : undefined;
  const withoutPeriod =
    perPeriod.value !== undefined && period.value === undefined
      ? t`Say of which period the quota is.`
      : undefined;
  const fields = [name, uri, price, stock, opens, closes, validUntil, perPeriod, period, perAccount, fee];
  const isWrong =
    [...fields, ...(settlement === "Share" ? [share] : [])].some(({ problem }) => problem !== undefined) ||
    (outOfOrder ?? feeTooHigh ?? withoutPeriod) !== undefined;
  const terms =
    isWrong ||
    name.value === undefined ||
    uri.value === undefined ||
    price.value === undefined ||
    stock.value === undefined ||
    opens.value === undefined ||
    closes.value === undefined ||
    validUntil.value === undefined ||
    (settlement === "Share" && share.value === undefined)
      ? undefined
      : {
          ...{ name: name.value, uri: uri.value, price: price.value, stock: stock.value },
          ...{ periodQuota: perPeriod.value ?? 0n, period: period.value ?? 0n },
          ...{ perAccount: perAccount.value ?? 0n, feeBps: fee.value ?? 0n, bound, settlement },
          ...{ opens: opens.value, closes: closes.value, validUntil: validUntil.value },
          treasuryBps: settlement === "Share" ? (share.value ?? 0n) : 0n,
        };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <p>
        <Trans>
          You become its partner. Its terms never change; you can withdraw it at any time, and then holders
          get all their tokens back.
        </Trans>
      </p>
      <div className="fields">
        <Input label={t`What you offer`} field={name} />
        <Input label={t`Where it is described`} field={uri} placeholder="https://…" />
        <AmountInput label={t`Price of a voucher`} field={price} symbol={symbol} />
        <Input isNumeric label={t`How many in all`} field={stock} />
        <Input label={t`Sale begins`} field={opens} hint={t`A date, or a time from now such as +7 days.`} />
        <Input label={t`Sale ends`} field={closes} />
        <Input
          label={t`Vouchers are good until`}
          field={{ ...validUntil, problem: validUntil.problem ?? outOfOrder }}
        />
        <Choice
          label={t`Tokens of redeemed vouchers`}
          value={settlement}
          choose={settle}
          among={[
            ["Keep", t`are yours`],
            ["Burn", t`are burned, a gift to all holders`],
            ["Share", t`are shared with the treasury`],
          ]}
        />
        {settlement === "Share" && <Input label={t`The treasury's part`} field={share} placeholder="10 %" />}
      </div>
      <details>
        <summary>
          <Trans>Limits and fee</Trans>
        </summary>
        <div className="fields">
          <Input
            isNumeric
            label={t`Sold at most in a period`}
            field={{ ...perPeriod, problem: perPeriod.problem ?? withoutPeriod }}
          />
          <Input label={t`The period`} field={period} placeholder={t`1 day`} />
          <Input isNumeric label={t`One account buys at most`} field={perAccount} />
          <Input
            label={t`Fee of vouchers returned after they expired`}
            field={{ ...fee, problem: fee.problem ?? feeTooHigh }}
            hint={t`It goes to the treasury, never to you; 5 % at most.`}
          />
        </div>
        <Tick label={t`Vouchers cannot be given on`} value={bound} tick={bind} />
      </details>
      <Act
        label={t`Publish the offer`}
        organisation={organisation}
        deed={terms && plain(offers.publish({ organisation: addresses, terms }))}
        onDone={() => {
          for (const field of [name, uri, price, stock, perPeriod, period, perAccount]) field.write("");
        }}
      >
        {terms && actor && (
          <p className="hint">
            <Trans>
              Hash of the terms: <code>{offerTermsHash(actor.address, terms)}</code>
            </Trans>
          </p>
        )}
      </Act>
    </form>
  );
}
