/** What an account has in an organisation, and until when it is held. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { AccountState } from "cdpo-sdk/state";
import { formatAmount } from "cdpo-sdk/units";
import type { ReactNode } from "react";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Money, Tokens } from "../../parts/money/money.tsx";
import { Section } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { Time } from "../../parts/words.tsx";
import { leavingOf } from "./leaving.ts";

export interface LeavingProps extends PageProps {
  readonly account: AccountState;
}

interface Held {
  readonly what: string;
  readonly amount: ReactNode;
  /** Exact, for the file. */
  readonly text: string;
  readonly until: ReactNode;
  readonly untilText: string;
  /** Where something can be done about it. */
  readonly page?: readonly [path: string, words: string];
}

export function Holdings({ organisation, state, account }: LeavingProps) {
  const { t } = useLingui();
  const leaving = leavingOf(state, account);
  const { owed, vouchers, backings, budget, presale } = account;
  const tokens = (units: bigint) => ({
    amount: <Tokens of={organisation} units={units} />,
    text: `${formatAmount(units, 18)} ${organisation.symbol}`,
  });
  const money = (units: bigint) => ({
    amount: <Money of={organisation} units={units} />,
    text: `${formatAmount(units, organisation.asset.decimals)} ${organisation.asset.symbol}`,
  });
  const free = { until: t`free now`, untilText: "" };
  const until = (time: bigint) => ({ until: <Time at={time} />, untilText: String(time) });
  const heldUntil = account.holds.reduce((most, { until: end }) => (end > most ? end : most), 0n);
  const due = [...(owed?.awards ?? []), ...(owed?.reviewRewards ?? [])].reduce(
    (sum, each) => sum + each.due,
    0n,
  );
  const deposits = (owed?.deposits ?? []).reduce((sum, { amount }) => sum + amount, 0n);
  const refundable = presale?.refundable ?? 0n;
  const fetchable = budget?.fetchable ?? 0n;
  const rows: Held[] = [
    { what: t({ message: "At hand", context: "exit" }), ...tokens(leaving.atHand), ...free },
    ...some(leaving.free, { what: t`Staked, and free`, ...tokens(leaving.free), ...free }),
    ...some(leaving.held, {
      what: t`Staked, and held by what you decided`,
      ...tokens(leaving.held),
      ...(heldUntil > state.time
        ? until(heldUntil)
        : { until: t`until the holds are closed`, untilText: "" }),
      page: ["stake", t`Stake`],
    }),
    ...some(leaving.claimable, {
      what: t`Of the presale, vested and not claimed`,
      ...tokens(leaving.claimable),
      ...free,
      page: ["presale", t`Presale`],
    }),
    ...some(leaving.vesting, {
      what: t`Still vesting`,
      ...tokens(leaving.vesting),
      ...until(leaving.vestsUntil ?? 0n),
      page: ["presale", t`Presale`],
    }),
    ...some(due, {
      what: t`Earned, and not taken`,
      ...tokens(due),
      ...free,
      page: ["contribute", t`Contribute`],
    }),
    ...some(deposits, {
      what: t`Deposits`,
      ...tokens(deposits),
      until: t`until the review ends`,
      untilText: "",
      page: ["contribute", t`Contribute`],
    }),
    ...(owed?.epochs ?? []).map(({ epoch, claimsUntil }): Held => {
      const number = String(epoch);
      return {
        what: t`Maybe something of epoch ${number}`,
        amount: t`see its ledger`,
        text: "",
        ...(claimsUntil === undefined ? { until: "", untilText: "" } : until(claimsUntil)),
        page: ["contribute", t`Contribute`],
      };
    }),
    ...vouchers.map(({ offer, quantity }): Held => {
      const terms = state.offers.find(({ id }) => id === offer)?.terms;
      const name = terms?.name ?? String(offer);
      const count = String(quantity);
      return {
        what: t`Vouchers for ${name}`,
        amount: count,
        text: count,
        ...(terms === undefined ? { until: "", untilText: "" } : until(terms.validUntil)),
        page: ["partners", t`Partners`],
      };
    }),
    ...backings.map(({ proposal, backing, claimable }): Held => {
      const number = String(proposal);
      return {
        what: t`Backing of proposal ${number}`,
        ...tokens(backing + claimable),
        until: t`until it is funded or lapses`,
        untilText: "",
        page: ["fund", t`Fund work`],
      };
    }),
    ...some(refundable, {
      what: t`Money in the presale that you can take back`,
      ...money(refundable),
      ...free,
      page: ["presale", t`Presale`],
    }),
    ...some(fetchable, {
      what: t`Production money that was not spent`,
      ...money(fetchable),
      ...free,
      page: ["presale", t`Presale`],
    }),
  ];
  return (
    <Section title={t`What you have here, and until when it is held`}>
      <Table
        caption={t`Your part in ${organisation.name}`}
        file={`${organisation.symbol}-holdings`}
        keyOf={({ what }) => what}
        rows={rows}
        columns={[
          {
            title: t({ message: "What", context: "exit" }),
            cell: ({ what }) => what,
            text: ({ what }) => what,
          },
          {
            title: t({ message: "How much", context: "exit" }),
            isNumber: true,
            cell: ({ amount }) => amount,
            text: ({ text }) => text,
          },
          { title: t`Held until`, cell: (each) => each.until, text: ({ untilText }) => untilText },
          {
            title: t({ message: "Where", context: "exit" }),
            cell: ({ page }) =>
              page === undefined ? "" : <a href={`#/o/${organisation.index}/${page[0]}`}>{page[1]}</a>,
            text: ({ page }) => page?.[1] ?? "",
          },
        ]}
      />
      {leaving.held > 0n && (
        <p className="hint">
          <Trans>
            Who decides, stays: a vote holds its stake until voting ends, on the winning side a week longer.
          </Trans>
        </p>
      )}
    </Section>
  );
}

function some(units: bigint, row: Held): readonly Held[] {
  return units > 0n ? [row] : [];
}
