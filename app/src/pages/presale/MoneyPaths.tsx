/** Where the money of a sale goes, in words and as bars: reserve, production, first milestone. */
import { Trans, useLingui } from "@lingui/react/macro";
import { moneyPathOf, type MoneyPath } from "cdpo-sdk/market";
import { formatAmount } from "cdpo-sdk/units";
import { Money } from "../../parts/money/money.tsx";
import { Section } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { MoneyBars } from "../../parts/money/MoneyBars.tsx";
import type { Sale, SaleProps } from "./sale.ts";

interface Named {
  readonly when: string;
  readonly path: MoneyPath;
}

export function MoneyPaths({ sale }: SaleProps) {
  const { t } = useLingui();
  const { organisation, presale } = sale;
  const { terms, raised, tokensForSale } = presale;
  const paths: Named[] = [
    { when: t`Now`, path: pathOf(sale, raised, tokensForSale.resourceTokens) },
    { when: t`At the minimum`, path: pathOf(sale, terms.minimum, 0n) },
    { when: t`At the maximum`, path: pathOf(sale, terms.maximum, 0n) },
  ].flatMap(({ when, path }) => (path === undefined ? [] : [{ when, path }]));
  const shown = presale.state === "Released" ? paths.slice(0, 1) : paths;
  if (presale.state === "Refunding") return null;
  const amount = (units: bigint) => formatAmount(units, organisation.asset.decimals);
  return (
    <Section title={t`Where the money goes`}>
      <ul className="sentences">
        {shown.map(({ when, path }) => (
          <li key={when}>
            <strong>{when}:</strong> <PathInWords sale={sale} path={path} />
          </li>
        ))}
      </ul>
      <MoneyBars
        bars={shown.map(({ when, path }) => ({ words: when, ...path }))}
        words={{
          picture: t`How reserve, first milestone and later milestones divide the money; the amounts stand beside the picture`,
          reserve: t`reserve`,
          first: t`first milestone`,
          later: t`later milestones`,
        }}
      />
      <details>
        <summary>
          <Trans>The same as a table</Trans>
        </summary>
        <Table
          caption={t`Where the money goes`}
          file={`${organisation.symbol}-presale-money`}
          keyOf={({ when }) => when}
          rows={shown}
          columns={[
            { title: t`When`, cell: ({ when }) => when, text: ({ when }) => when },
            ...(
              [
                [t`Raised`, ({ path }) => path.raised],
                [t`Reserve`, ({ path }) => path.reserve],
                [t`Production`, ({ path }) => path.production],
                [t`First milestone`, ({ path }) => path.milestones[0] ?? 0n],
              ] as readonly [string, (named: Named) => bigint][]
            ).map(([title, of]) => ({
              title,
              isNumber: true,
              cell: (named: Named) => <Money of={organisation} units={of(named)} />,
              text: (named: Named) => amount(of(named)),
            })),
          ]}
        />
      </details>
      <p className="hint">
        <Trans>
          The reserve backs the token: the market opens with it at the presale’s price. What is for production
          reaches the treasury by milestones, and what is not spent belongs to the partners again.
        </Trans>
      </p>
    </Section>
  );
}

function PathInWords({ sale: { organisation }, path }: SaleProps & { readonly path: MoneyPath }) {
  const raised = <Money of={organisation} units={path.raised} />;
  const reserve = <Money of={organisation} units={path.reserve} />;
  const production = <Money of={organisation} units={path.production} />;
  const first = <Money of={organisation} units={path.milestones[0] ?? 0n} />;
  return (
    <Trans>
      of {raised}: {reserve} reserve, {production} production, {first} first milestone.
    </Trans>
  );
}

/** Undefined where so little could not be released. */
function pathOf(
  { presale, budget, state }: Sale,
  raised: bigint,
  resourceTokens: bigint,
): MoneyPath | undefined {
  const { price, founderBps } = presale.terms;
  try {
    return moneyPathOf({
      price,
      founderBps,
      raised,
      resourceTokens,
      ratioBps: state.contracts.reserve.reserveRatioBps,
      milestoneBps: budget.terms.milestones.map(({ bps }) => bps),
    });
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}
