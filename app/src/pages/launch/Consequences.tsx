/** What a design leads to: money, dilution, votes, and what of it will be regretted. */
import { Trans, useLingui } from "@lingui/react/macro";
import { adviceOf, moneyPathsOf, voteCostOf, type AdviceTopic, type LaunchConfig } from "cdpo-sdk/config";
import { memo } from "react";
import { useLanguage } from "../../frame/language.tsx";
import { MoneyBars } from "../../parts/money/MoneyBars.tsx";
import { Section } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { Curve } from "./Curve.tsx";
import { percentOf } from "./percent.ts";
import type { Checked } from "./design/use-design.ts";

/** Parts of the supply that vote against. */
const TURNOUTS = [0.1, 0.25, 0.5];

/** Drawn when the design was checked, not with each key. */
export const Consequences = memo(function Consequences({ checked }: { readonly checked: Checked }) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const { lastConfig: config, lastAsset: asset, trusteeHasCode, problems } = checked;
  if (config === undefined || asset === undefined) {
    return (
      <Section title={t`What it leads to`}>
        <p>
          <Trans>This is shown once nothing is wrong with the design.</Trans>
        </p>
      </Section>
    );
  }
  const advice = adviceOf({ config, asset, trusteeHasCode, language });
  const warnings = advice.filter(({ warning }) => warning);
  const told = (...topics: readonly AdviceTopic[]) =>
    advice.filter(({ warning, topic }) => !warning && topics.includes(topic)).map(({ sentence }) => sentence);
  return (
    <>
      {problems.size > 0 && (
        <p className="warning">
          <Trans>Shown for the design as it was when nothing was wrong with it.</Trans>
        </p>
      )}
      <Section title={t`Warnings`}>
        {warnings.length === 0 ? (
          <p>
            <Trans>There is nothing to warn of.</Trans>
          </p>
        ) : (
          warnings.map(({ sentence }) => (
            <p key={sentence} className="warning">
              {sentence}
            </p>
          ))
        )}
      </Section>
      <Section title={t`What it leads to`}>
        <Sentences of={told("floor", "founders", "dilution", "grants")} />
      </Section>
      <Section title={t`The market`}>
        <Curve ratioBps={config.reserve.reserveRatioBps} />
      </Section>
      {config.withPresale && (
        <Section title={t`The money of the presale`}>
          <Sentences of={told("money")} />
          <Paths config={config} />
        </Section>
      )}
      <Section title={t`What buying votes costs`}>
        <Sentences of={told("votes")} />
        <Votes config={config} />
      </Section>
    </>
  );
});

interface Configured {
  readonly config: LaunchConfig;
}

function Sentences({ of }: { readonly of: readonly string[] }) {
  return (
    <ul className="sentences">
      {of.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

function Paths({ config }: Configured) {
  const { t } = useLingui();
  const words = [t`At the minimum`, t`At the maximum`, t`At the maximum, with all resources`];
  const bars = moneyPathsOf(config).map((path, at) => ({ words: words[at] ?? "", ...path }));
  return (
    <MoneyBars
      bars={bars}
      words={{
        picture: t`How reserve, first milestone and later milestones divide the money; the amounts stand above, in words`,
        reserve: t({ message: "reserve", context: "launch" }),
        first: t`first milestone`,
        later: t`later milestones`,
      }}
    />
  );
}

function Votes({ config }: Configured) {
  const { t } = useLingui();
  const { language } = useLanguage();
  const percent = (share: number) => percentOf(share, language);
  const { reserveRatioBps } = config.reserve;
  const format = new Intl.NumberFormat(language === "fi" ? "fi-FI" : "en-GB", {
    maximumSignificantDigits: 3,
  });
  const times = (multiple: number) => `${format.format(Math.abs(multiple) < 1e-9 ? 0 : multiple)} · R`;
  const columns = [
    [t`Paid for as many votes`, "paid"],
    [t`Lost, if all others sell first`, "lostIfAllLeave"],
    [t`Lost, if only the voters sell`, "lostIfVotersLeave"],
  ] as const;
  return (
    <>
      <p>
        <Trans>
          Whoever buys votes on the market is held until a week after what they decided was done; everybody
          else can sell first, into the price that was paid. R is the reserve.
        </Trans>
      </p>
      <Table
        caption={t`To outvote a part of the supply`}
        keyOf={String}
        rows={TURNOUTS}
        columns={[
          { title: t`Votes against`, isNumber: true, cell: percent, text: String },
          ...columns.map(([title, key]) => ({
            title,
            isNumber: true,
            cell: (turnout: number) => times(voteCostOf({ reserveRatioBps, turnout })[key]),
            text: (turnout: number) => String(voteCostOf({ reserveRatioBps, turnout })[key]),
          })),
        ]}
      />
    </>
  );
}
