/** What the organisation decides about licences: new kinds, what is still sold, whose word counts. */
import { Trans, useLingui } from "@lingui/react/macro";
import { licences, textHash } from "cdpo-sdk/calls";
import { parseAddress } from "cdpo-sdk/config";
import type { Address, Hex, LicenceTier, OrganisationState } from "cdpo-sdk/state";
import { DAY, formatAmount, formatBps } from "cdpo-sdk/units";
import { useId, useState } from "react";
import { useLanguage } from "../../frame/language.tsx";
import {
  AmountInput,
  Choice,
  Input,
  Tick,
  useAmountField,
  useShareField,
  useSpanField,
  useTextField,
} from "../../parts/forms/fields.tsx";
import { TreasuryAct } from "../../parts/act/TreasuryAct.tsx";

const NO_HASH: Hex = `0x${"0".repeat(64)}`;
const LONGEST = 3_650n * DAY;
const MOST_SOURCES = 4;

interface Of {
  readonly state: OrganisationState;
}

export function AddTier({ state }: Of) {
  const { t } = useLingui();
  const { asset, symbol, addresses } = state.organisation;
  const id = useId();
  const name = useTextField({ pattern: /^.{1,64}$/, hint: t`At most 64 characters.` });
  const uri = useTextField({
    pattern: /^(https|ipfs):\/\/\S{1,240}$/,
    hint: t`Write a link that begins with https:// or ipfs://.`,
  });
  const price = useAmountField({ decimals: asset.decimals });
  const duration = useSpanField();
  const freeFrom = useAmountField();
  const makers = useShareField("0 %");
  const [hash, setHash] = useState<Hex>(NO_HASH);
  const [added, count] = useState(0);
  const wrongSpan =
    duration.value !== undefined && (duration.value < DAY || duration.value > LONGEST)
      ? t`Between a day and ten years.`
      : undefined;
  const isReady =
    name.value !== undefined &&
    uri.value !== undefined &&
    price.value !== undefined &&
    duration.value !== undefined &&
    wrongSpan === undefined &&
    freeFrom.problem === undefined &&
    makers.value !== undefined;
  return (
    <>
      <h3>
        <Trans>Add a kind</Trans>
      </h3>
      <p className="hint">
        <Trans>Its name, length and terms never change; price, free use and sale can be set later.</Trans>
      </p>
      <div className="fields">
        <Input label={t`Name`} field={name} />
        <AmountInput label={t`Price`} field={price} symbol={asset.symbol} decimals={asset.decimals} />
        <Input
          label={t`How long a licence runs`}
          field={{ ...duration, problem: duration.problem ?? wrongSpan }}
          placeholder={t`1 year`}
        />
        <Input label={t`The makers' part of the price`} field={makers} />
        <AmountInput
          label={t`Free from so many recognised tokens`}
          field={freeFrom}
          symbol={symbol}
          hint={t`Leave it empty: it is free for nobody.`}
        />
        <Input label={t`Where its terms can be read`} field={uri} placeholder="https://…" />
        <div className="field">
          <label htmlFor={id}>{t`The text of its terms`}</label>
          <input
            key={added}
            id={id}
            type="file"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file === undefined) setHash(NO_HASH);
              else {
                void file.arrayBuffer().then((bytes) => {
                  setHash(textHash(new Uint8Array(bytes)));
                });
              }
            }}
          />
          <p className="hint">
            {hash === NO_HASH ? (
              t`Only its hash is kept, so that anyone can compare it.`
            ) : (
              <code>{hash}</code>
            )}
          </p>
        </div>
      </div>
      <TreasuryAct
        state={state}
        calls={
          isReady
            ? licences.addTier({
                organisation: addresses,
                terms: {
                  ...{ name: name.value, termsURI: uri.value, termsHash: hash, price: price.value },
                  ...{ commonsMinimum: freeFrom.value ?? 0n, duration: duration.value },
                  ...{ makersBps: Number(makers.value), active: true },
                },
              })
            : undefined
        }
        onDone={() => {
          for (const field of [name, uri, price, duration, freeFrom]) field.write("");
          // The next kind has terms of its own; browsers empty a field of a file only by another one.
          setHash(NO_HASH);
          count(added + 1);
        }}
      />
    </>
  );
}

export function SetTier({ state }: Of) {
  const { t } = useLingui();
  const [chosen, choose] = useState("");
  const tier = state.tiers.find(({ id }) => String(id) === chosen) ?? state.tiers[0];
  if (tier === undefined) return null;
  return (
    <>
      <h3>
        <Trans>Change what is sold of a kind</Trans>
      </h3>
      <Choice
        label={t`Which`}
        value={String(tier.id)}
        choose={choose}
        among={state.tiers.map(({ id, name }) => [String(id), name] as const)}
      />
      <TierOffer key={String(tier.id)} state={state} tier={tier} />
    </>
  );
}

function TierOffer({ state, tier }: Of & { readonly tier: LicenceTier }) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const { asset, symbol, addresses } = state.organisation;
  const price = useAmountField({
    decimals: asset.decimals,
    initial: formatAmount(tier.price, asset.decimals, { language }),
  });
  const freeFrom = useAmountField({
    initial: tier.commonsMinimum === 0n ? "" : formatAmount(tier.commonsMinimum, 18, { language }),
  });
  const makers = useShareField(formatBps(tier.makersBps, language));
  const [active, setActive] = useState(tier.active);
  return (
    <>
      <div className="fields">
        <AmountInput label={t`Price`} field={price} symbol={asset.symbol} decimals={asset.decimals} />
        <AmountInput label={t`Free from so many recognised tokens`} field={freeFrom} symbol={symbol} />
        <Input label={t`The makers' part of the price`} field={makers} />
      </div>
      <Tick label={t`It is sold`} value={active} tick={setActive} />
      <TreasuryAct
        state={state}
        calls={
          price.value === undefined || makers.value === undefined || freeFrom.problem !== undefined
            ? undefined
            : licences.setTierOffer({
                organisation: addresses,
                ...{ tier: tier.id, price: price.value, commonsMinimum: freeFrom.value ?? 0n },
                ...{ makersBps: Number(makers.value), active },
              })
        }
      />
    </>
  );
}

function isAddress(line: string): boolean {
  try {
    parseAddress(line);
    return true;
  } catch {
    return false;
  }
}

export function SetSources({ state }: Of) {
  const { t } = useLingui();
  const { contracts, organisation } = state;
  const now = contracts.licenceOffice.recognitionSources;
  const sources = useTextField({ initial: now.join("\n") });
  const lines = (sources.value ?? "").split(/\s+/).filter((line) => line !== "");
  const problem = lines.every(isAddress)
    ? lines.length > MOST_SOURCES
      ? t`At most ${MOST_SOURCES}.`
      : undefined
    : t`Write one address a line.`;
  return (
    <>
      <h3>
        <Trans>Whose word on contributions counts for free licences</Trans>
      </h3>
      <Input
        rows={3}
        label={t`Contracts, one a line`}
        field={{ ...sources, problem }}
        hint={t`At first it is the organisation's registry. None may count awards of epochs: they are shown when a licence is claimed.`}
      />
      <TreasuryAct
        state={state}
        calls={
          problem !== undefined || lines.join() === now.join()
            ? undefined
            : licences.setRecognitionSources({
                organisation: organisation.addresses,
                sources: lines as Address[],
              })
        }
      />
    </>
  );
}
