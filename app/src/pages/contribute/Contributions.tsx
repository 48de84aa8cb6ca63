/** All contributions: those under review first, with what one may do about them. */
import { Trans, useLingui } from "@lingui/react/macro";
import { recognition } from "cdpo-sdk/calls";
import { useState } from "react";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Choice, Input, useTextField } from "../../parts/forms/fields.tsx";
import { More, useMore } from "../../parts/More.tsx";
import { Table } from "../../parts/Table.tsx";
import { Amount } from "../../parts/words.tsx";
import { Contribution, type ContributionOf } from "./Contribution.tsx";
import { useStatusNames } from "./names.ts";
import { useSubmissions } from "./records.ts";
import { useKindNames } from "../../parts/kinds.ts";
import { Older } from "../../parts/Older.tsx";

const PAGE = 10;

/** The list of those under review. */
export function UnderReview(props: PageProps) {
  const { state } = props;
  const [shown, more] = useMore(PAGE);
  const open = state.contributions.filter(({ status }) => status === "Submitted").reverse();
  return (
    <>
      {open.length === 0 && (
        <p>
          <Trans>Nothing is under review.</Trans>
        </p>
      )}
      {open.length > 1 && <Several {...props} open={open} />}
      {open.slice(0, shown).map((contribution) => (
        <Contribution key={String(contribution.id)} {...props} contribution={contribution} />
      ))}
      <More shown={shown} of={open.length} more={more} />
    </>
  );
}

/** Reviewing several alike. */
function Several({ organisation, open }: PageProps & { readonly open: readonly ContributionOf[] }) {
  const { t } = useLingui();
  const [verdict, choose] = useState<"approve" | "object">("approve");
  const numbers = useTextField({ pattern: /^\d+(?:[\s,]+\d+)*$/, hint: t`Write numbers such as 3, 4, 5.` });
  const note = useTextField();
  const ids = numbers.value?.split(/[\s,]+/).map(BigInt) ?? [];
  const known = ids.filter((each) => open.some(({ id }) => id === each));
  return (
    <details>
      <summary>
        <Trans>For curators: review several alike</Trans>
      </summary>
      <Input label={t`Their numbers`} field={numbers} placeholder="3, 4, 5" />
      <Choice
        label={t`Verdict`}
        value={verdict}
        choose={choose}
        among={[
          ["approve", t`I approve`],
          ["object", t`I object`],
        ]}
      />
      <Input label={t`Note (public)`} field={note} />
      <Act
        label={t`Review them`}
        organisation={organisation}
        deed={
          ids.length === 0 || known.length < ids.length
            ? undefined
            : plain(
                recognition.review({
                  organisation: organisation.addresses,
                  ids,
                  approve: verdict === "approve",
                  note: note.value ?? "",
                }),
              )
        }
        onDone={() => {
          numbers.write("");
          note.write("");
        }}
      />
    </details>
  );
}

/** Those that are decided: a table, and each by itself when it is asked for. */
export function Decided(props: PageProps) {
  const { t } = useLingui();
  const { organisation, state } = props;
  const [asked, ask] = useState<bigint>();
  const nameOf = useKindNames(organisation);
  const names = useStatusNames();
  const { submissions } = useSubmissions(organisation);
  const rows = state.contributions.filter(({ status }) => status !== "Submitted").reverse();
  const one = rows.find(({ id }) => id === asked);
  return (
    <>
      <Table
        caption={t`Contributions that were decided`}
        rows={rows}
        keyOf={({ id }) => String(id)}
        file="contributions"
        empty={t`None was decided yet.`}
        columns={[
          {
            title: t`Number`,
            cell: ({ id }) => (
              <button
                type="button"
                className="icon"
                aria-pressed={id === asked}
                onClick={() => {
                  ask(id === asked ? undefined : id);
                }}
              >
                {String(id)}
              </button>
            ),
            text: ({ id }) => String(id),
          },
          {
            title: t`Kind`,
            cell: ({ kind }) => nameOf(kind),
            text: ({ kind }) => nameOf(kind),
          },
          {
            title: t`What`,
            cell: ({ id }) => <span className="told">{submissions.get(id)?.uri}</span>,
            text: ({ id }) => submissions.get(id)?.uri ?? "",
          },
          {
            title: t`Asked for`,
            isNumber: true,
            cell: ({ reward }) => <Amount units={reward} symbol={organisation.symbol} />,
            text: ({ reward }) => String(reward),
          },
          {
            title: t`Paid so far`,
            isNumber: true,
            cell: ({ payment }) => <Amount units={payment?.paid ?? 0n} symbol={organisation.symbol} />,
            text: ({ payment }) => String(payment?.paid ?? 0n),
          },
          {
            title: t`State`,
            cell: ({ status }) => names[status],
            text: ({ status }) => names[status],
          },
        ]}
      />
      <Older list="contributions" of={state.contracts.registry.contributionCount} />
      {rows.length > 0 && asked === undefined && (
        <p className="hint">
          <Trans>Press a number to see all about it, and what can be done.</Trans>
        </p>
      )}
      {one && <Contribution {...props} contribution={one} />}
    </>
  );
}
