/** Buying and selling: an exact quote, what it does to the price, and the least that is accepted. */
import { Trans, useLingui } from "@lingui/react/macro";
import { market as calls } from "cdpo-sdk/calls";
import {
  MarketError,
  maximumOf,
  minimumOf,
  previewBuy,
  previewBuyExact,
  previewSell,
  type Market,
  type Preview,
} from "cdpo-sdk/market";
import type { AccountState, Organisation } from "cdpo-sdk/state";
import { formatAmount, formatBps } from "cdpo-sdk/units";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import type { Deed } from "../../chain/deeds.ts";
import { useLanguage } from "../../frame/language.tsx";
import { Act } from "../../parts/act/Act.tsx";
import {
  AmountInput,
  Choice,
  Input,
  useAmountField,
  useNumberField,
  useShareField,
} from "../../parts/forms/fields.tsx";
import { Facts, Section } from "../../parts/states.tsx";
import { Amount, Share } from "../../parts/words.tsx";

type Kind = "buy" | "buyExact" | "sell";

/** Blocks come later than the one that is known: quotes are for then. */
const NEXT_BLOCK = 12n;
const MINUTE = 60n;

/** The form. */
export function Trade({
  organisation,
  account,
  market,
  time,
}: {
  readonly organisation: Organisation;
  readonly account: AccountState | undefined;
  readonly market: Market;
  readonly time: bigint;
}) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const { actor } = useChain();
  const { asset, symbol, addresses } = organisation;
  const [kind, choose] = useState<Kind>("buy");
  const money = useAmountField({ decimals: asset.decimals, most: account?.asset });
  const wanted = useAmountField({});
  const given = useAmountField({ most: account?.tokens });
  const slippage = useShareField(formatBps(50n, language));
  const minutes = useNumberField({ initial: "30", most: 10_080n });
  const field = kind === "buy" ? money : kind === "buyExact" ? wanted : given;
  const quoted = quote({ kind, market, amount: field.value, time: time + NEXT_BLOCK });
  const preview = quoted && "amountIn" in quoted ? quoted : undefined;
  const slip = slippage.value ?? 50n;
  const deadline = time + (minutes.value ?? 30n) * MINUTE;
  const least = preview && kind !== "buyExact" ? minimumOf(preview.amountOut, slip) : undefined;
  const most = preview && kind === "buyExact" ? maximumOf(preview.amountIn, slip) : undefined;
  const recipient = actor?.address;
  const isComplete = slippage.value !== undefined && minutes.value !== undefined;

  let deed: Deed | undefined;
  if (preview && recipient && isComplete && field.value !== undefined) {
    const order = { organisation: addresses, asset: asset.address, recipient, deadline };
    const amount = field.value;
    if (kind === "buy") {
      deed = {
        spend: { token: asset.address, spender: addresses.reserve, amount },
        calls: (allowing) => calls.buy({ ...order, ...allowing, amount, minimum: least ?? 0n }),
      };
    } else if (kind === "buyExact") {
      const maximum = most ?? 0n;
      deed = {
        spend: { token: asset.address, spender: addresses.reserve, amount: maximum },
        calls: (allowing) => calls.buyExact({ ...order, ...allowing, tokens: amount, maximum }),
      };
    } else {
      deed = { calls: () => calls.sell({ ...order, tokens: amount, minimum: least ?? 0n }) };
    }
  }
  const inMoney = (units: bigint) => (
    <Amount units={units} decimals={asset.decimals} symbol={asset.symbol} digits={asset.decimals} />
  );
  const label = kind === "sell" ? t`Sell` : t`Buy`;
  return (
    <Section title={<Trans>Buy or sell</Trans>}>
      <Choice
        label={t`What`}
        value={kind}
        choose={choose}
        among={[
          ["buy", t`Buy for an amount of ${asset.symbol}`],
          ["buyExact", t`Buy an exact amount of ${symbol}`],
          ["sell", t`Sell ${symbol}`],
        ]}
      />
      {kind === "buy" && (
        <AmountInput
          label={t`Spend`}
          field={money}
          symbol={asset.symbol}
          decimals={asset.decimals}
          has={account?.asset}
        />
      )}
      {kind === "buyExact" && <AmountInput label={t`Get exactly`} field={wanted} symbol={symbol} />}
      {kind === "sell" && <AmountInput label={t`Sell`} field={given} symbol={symbol} has={account?.tokens} />}
      {quoted && "problem" in quoted && (
        <p className="reason">
          {quoted.problem === "TradeTooSmall" ? (
            <Trans>That is too little to trade.</Trans>
          ) : (
            <Trans>The market cannot do that: {quoted.problem}</Trans>
          )}
        </p>
      )}
      {preview && (
        <Facts
          facts={[
            kind === "buy"
              ? [t`You get about`, <Amount key="out" units={preview.amountOut} symbol={symbol} />]
              : undefined,
            kind === "buyExact" ? [t`It costs about`, inMoney(preview.amountIn)] : undefined,
            kind === "sell" ? [t`You get about`, inMoney(preview.amountOut)] : undefined,
            least === undefined
              ? undefined
              : [
                  t`At least`,
                  kind === "sell" ? inMoney(least) : <Amount key="least" units={least} symbol={symbol} />,
                ],
            most === undefined ? undefined : [t`At most`, inMoney(most)],
            preview.tribute > 0n ? [t`Of that to the treasury`, inMoney(preview.tribute)] : undefined,
            [t`Worse than the price by`, <Share key="impact" bps={preview.impactBps} />],
            [
              t`Price after it`,
              <span key="after">
                {formatAmount(preview.spotPriceBefore, asset.decimals, { language, digits: 6 })} →{" "}
                {inMoney(preview.spotPriceAfter)}
              </span>,
            ],
          ]}
        />
      )}
      {preview && preview.impactBps >= 500n && (
        <p className="warning">
          <Trans>This trade moves the price a lot. Several smaller ones on different days cost less.</Trans>
        </p>
      )}
      <details>
        <summary>
          <Trans>
            Limits: refused when the price moves by more than {slippage.written}, or after {minutes.written}{" "}
            minutes
          </Trans>
        </summary>
        <Input label={t`The price may move by`} field={slippage} isNumeric />
        <Input label={t`Valid for`} field={minutes} unit={t`minutes`} isNumeric />
      </details>
      <Act
        label={label}
        organisation={organisation}
        deed={deed}
        onDone={() => {
          field.write("");
        }}
      />
      {account && (
        <p className="hint">
          <Trans>
            At hand: {inMoney(account.asset)}, <Amount units={account.tokens} symbol={symbol} />
          </Trans>
        </p>
      )}
    </Section>
  );
}

function quote({
  kind,
  market,
  amount,
  time,
}: {
  readonly kind: Kind;
  readonly market: Market;
  readonly amount: bigint | undefined;
  readonly time: bigint;
}): Preview | { readonly problem: string } | undefined {
  if (amount === undefined) return undefined;
  try {
    const of = kind === "buy" ? previewBuy : kind === "buyExact" ? previewBuyExact : previewSell;
    return of({ market, amount, time });
  } catch (thrown) {
    if (!(thrown instanceof MarketError)) throw thrown;
    return { problem: thrown.error };
  }
}
