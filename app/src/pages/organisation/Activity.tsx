/** What happened in the organisation, the newest first. */
import { Trans, useLingui } from "@lingui/react/macro";
import { CONTRACT_NAMES, type ContractName } from "cdpo-sdk/state";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { useLanguage } from "../../frame/language.tsx";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Follow } from "../../parts/Follow.tsx";
import { AddressInput, Choice, useAddressField } from "../../parts/forms/fields.tsx";
import { Trouble, Waiting } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { Time } from "../../parts/words.tsx";
import { useActivity, type Happened } from "./past/activity.ts";
import { useContractNames } from "./Addresses.tsx";
import { tellEvent, textOfEvent } from "./past/Happening.tsx";

const KINDS = {
  all: [],
  market: ["reserve"],
  gifts: ["pledgeBook", "standingGifts"],
  contributions: ["registry", "epochs", "issuance"],
  decisions: ["stake", "governor", "timelock"],
  presale: ["presale", "custody", "budget"],
  production: ["proposals"],
  partners: ["partnerAcceptance"],
  licences: ["licenceOffice"],
  tokens: ["token"],
} as const satisfies Readonly<Record<string, readonly string[]>>;
type Kind = keyof typeof KINDS;

export default function Activity({ organisation, state }: PageProps) {
  const { t } = useLingui();
  const { actor, chain } = useChain();
  const { language, timeZone } = useLanguage();
  const names = useContractNames();
  const [kind, choose] = useState<Kind>("all");
  const account = useAddressField();
  const activity = useActivity(state, { sources: KINDS[kind], account: account.value });
  const nameOf = (source: string): string =>
    CONTRACT_NAMES.includes(source as ContractName) ? names[source as ContractName] : source;
  const telling = { organisation, language, timeZone, nameOf };
  const pages = activity.data?.pages ?? [];
  const told = pages.flatMap((page) => page.events);
  // Where the chain went on for the indexer, both told the last block.
  const events = [...new Map(told.map((event) => [event.key, event])).values()];
  const [first] = pages;
  const last = pages.at(-1);
  return (
    <section className="card">
      <h2>
        <Trans>What happened, the newest first</Trans>
      </h2>
      <details>
        <summary>
          <Trans>Follow what happens, without looking here</Trans>
        </summary>
        <Follow of={{ organisation }} />
        {actor !== undefined && <Follow of={{ account: actor.address }} />}
      </details>
      <div className="filters">
        <Choice
          label={t`What`}
          value={kind}
          choose={choose}
          among={[
            ["all", t`everything but transfers`],
            ["market", t`market and donations`],
            ["gifts", t`pledges and gifts that repeat`],
            ["contributions", t`contributions`],
            ["decisions", t`stakes and decisions`],
            ["presale", t`presale and budget`],
            ["production", t`proposals for production`],
            ["partners", t`partners' offers`],
            ["licences", t`licences`],
            ["tokens", t`transfers of tokens`],
          ]}
        />
        <AddressInput label={t`Only of this account`} field={account} />
      </div>
      {first && (
        <p className="hint" role="status">
          {first.by === "indexer" ? (
            <Trans>
              From the indexer, as of block {String(first.asOf ?? "?")}, since block{" "}
              {String(last?.since ?? "?")}.
            </Trans>
          ) : (
            <Trans>
              From the chain, as of block {String(first.asOf ?? "?")}, since block{" "}
              {String(last?.since ?? "?")}.
            </Trans>
          )}{" "}
          {last?.by === "chain" && chain.indexer !== undefined && (
            <Trans>The indexer does not answer, so the chain is read instead.</Trans>
          )}
        </p>
      )}
      {activity.isPending && <Waiting />}
      {activity.isError && <Trouble thrown={activity.error} />}
      {first && (
        <Table<Happened>
          caption={t`Events`}
          file={`${organisation.symbol}-activity`}
          rows={events}
          keyOf={({ key }) => key}
          empty={t`Nothing of this kind happened in what was read.`}
          columns={[
            {
              title: t`When`,
              cell: ({ time }) => (time === undefined ? "" : <Time at={time} />),
              text: ({ time }) => (time === undefined ? "" : new Date(Number(time) * 1_000).toISOString()),
            },
            {
              title: t`What`,
              cell: (event) => <span className="event">{tellEvent(event, telling)}</span>,
              text: (event) => textOfEvent(event, telling),
            },
            {
              title: t`Where`,
              cell: ({ source }) => nameOf(source),
              text: ({ source }) => nameOf(source),
            },
            {
              ...{ title: t`Block`, isNumber: true },
              cell: ({ block, hash }) =>
                chain.explorer === undefined ? (
                  <span title={hash}>{String(block)}</span>
                ) : (
                  <a href={`${chain.explorer}/tx/${hash}`} target="_blank" rel="noreferrer">
                    {String(block)}
                  </a>
                ),
              text: ({ block }) => String(block),
            },
          ]}
        />
      )}
      <div className="buttons">
        {activity.hasNextPage && (
          <button
            type="button"
            aria-disabled={activity.isFetchingNextPage}
            onClick={() => {
              if (!activity.isFetchingNextPage) void activity.fetchNextPage();
            }}
          >
            {activity.isFetchingNextPage ? (
              <Trans>Reading further back …</Trans>
            ) : (
              <Trans>Read further back</Trans>
            )}
          </button>
        )}
        {first && (
          <button
            type="button"
            className="minor"
            onClick={() => {
              void activity.refetch();
            }}
          >
            <Trans>Look for new events</Trans>
          </button>
        )}
      </div>
      {first && !activity.hasNextPage && (
        <p className="hint">
          <Trans>This is all since the beginning.</Trans>
        </p>
      )}
    </section>
  );
}
