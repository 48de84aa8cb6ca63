/** What is owed to who acts, and having all of it sent. */
import { Trans, useLingui } from "@lingui/react/macro";
import { proposals, recognition, type Call } from "cdpo-sdk/calls";
import type { AccountState, OwedReward } from "cdpo-sdk/state";
import { useState } from "react";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { StakeIt } from "../../parts/act/StakeIt.tsx";
import { Table } from "../../parts/Table.tsx";
import { Amount, Time } from "../../parts/words.tsx";
import { useSubmissions } from "./records.ts";

type Row = OwedReward & { readonly what: string; readonly key: string };

/** The table and the button. */
export function Owed({ organisation, account }: PageProps & { readonly account: AccountState }) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const { submissions } = useSubmissions(organisation);
  const [got, setGot] = useState(0n);
  const { owed, backings, account: who } = account;
  if (owed === undefined) return null;
  const { awards, reviewRewards, deposits } = owed;
  const rows: readonly Row[] = [
    ...awards.map((each) => {
      const number = String(each.contribution);
      return { ...each, what: t`Made contribution ${number}`, key: `made${number}` };
    }),
    ...reviewRewards.map((each) => {
      const number = String(each.contribution);
      return { ...each, what: t`Reviewed contribution ${number}`, key: `reviewed${number}` };
    }),
  ];
  const calls: Call[] = [];
  let due = 0n;
  for (const { contribution, due: part } of awards) {
    const shares = submissions.get(contribution)?.shares;
    if (part === 0n || shares === undefined) continue;
    due += part;
    calls.push(
      ...recognition.claimFor({
        organisation: addresses,
        id: contribution,
        account: who,
        shares: shares.map(({ account: whose, bps }) => ({ account: whose, bps: Number(bps) })),
      }),
    );
  }
  const reviewed = reviewRewards.filter((each) => each.due > 0n);
  if (reviewed.length > 0) {
    due += reviewed.reduce((all, each) => all + each.due, 0n);
    const ids = reviewed.map(({ contribution }) => contribution);
    calls.push(...recognition.collectReviewRewards({ organisation: addresses, reviewer: who, ids }));
  }
  for (const { contribution, amount, state } of deposits) {
    if (state !== "due") continue;
    due += amount;
    calls.push(...proposals.returnDeposit({ organisation: addresses, contribution }));
  }
  for (const { proposal, claimable } of backings) {
    if (claimable === 0n) continue;
    due += claimable;
    calls.push(...proposals.claim({ organisation: addresses, id: proposal, backer: who }));
  }
  const held = deposits.filter(({ state }) => state === "held");
  return (
    <>
      {due > 0n ? (
        <p>
          <Trans>
            <strong>
              <Amount units={due} symbol={symbol} />
            </strong>{" "}
            can be sent to you now.
          </Trans>
        </p>
      ) : (
        <p>
          <Trans>Nothing is due to you now.</Trans>
        </p>
      )}
      {calls.length > 0 && (
        <Act
          label={t`Claim all that is owed`}
          organisation={organisation}
          deed={plain(calls)}
          onDone={() => {
            setGot(due);
          }}
        />
      )}
      {got > 0n && <StakeIt organisation={organisation} amount={got} />}
      {rows.length > 0 && (
        <Table
          caption={t`Awards of yours`}
          rows={rows}
          keyOf={({ key }) => key}
          file="awards"
          columns={[
            { title: t`For`, cell: ({ what }) => what, text: ({ what }) => what },
            ...(
              [
                [t`In all`, "entered"],
                [t`Paid so far`, "paid"],
                [t`Due now`, "due"],
                [t`After the running batch`, "expected"],
              ] as const
            ).map(([title, name]) => ({
              title,
              isNumber: true,
              cell: (row: Row) => <Amount units={row[name]} symbol={symbol} />,
              text: (row: Row) => String(row[name]),
            })),
            {
              title: t`Next payment`,
              cell: ({ nextPayment }) =>
                nextPayment === undefined ? <Trans>no more</Trans> : <Time at={nextPayment} />,
              text: ({ nextPayment }) => String(nextPayment ?? ""),
            },
          ]}
        />
      )}
      {held.map(({ contribution, amount, isAtRisk }) => {
        const number = String(contribution);
        return (
          <p key={number} className="hint">
            <Trans>
              A deposit of <Amount units={amount} symbol={symbol} /> is held until the review of contribution{" "}
              {number} ends.
            </Trans>{" "}
            {isAtRisk && <Trans>As reviews stand, it would go to the treasury.</Trans>}
          </p>
        );
      })}
    </>
  );
}
