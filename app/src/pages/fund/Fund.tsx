/** Proposals: calls for new production that stakeholders back with tokens. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { Proposal as ProposalOf } from "cdpo-sdk/state";
import { useState } from "react";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Section } from "../../parts/states.tsx";
import { Table } from "../../parts/Table.tsx";
import { Amount, Time } from "../../parts/words.tsx";
import { useStateNames } from "./names.ts";
import { Open } from "./Open.tsx";
import { Proposal } from "./Proposal.tsx";
import { useOpened } from "./terms.ts";
import { Older } from "../../parts/Older.tsx";

const LIVE: readonly ProposalOf["state"][] = ["Open", "Funded", "Delivered", "Accepted"];

/** The page. */
export default function Fund(props: PageProps) {
  const { t } = useLingui();
  const { organisation, state, account } = props;
  const names = useStateNames();
  const opened = useOpened(organisation, state.proposals);
  const [asked, ask] = useState<bigint>();
  const all = [...state.proposals].reverse();
  // What somebody has tokens in stays in sight.
  const isLive = ({ state: how, backing, claimable }: ProposalOf) =>
    LIVE.includes(how) || claimable > 0n || (backing > 0n && how !== "Completed");
  const live = all.filter(isLive);
  const over = all.filter((each) => !isLive(each));
  const one = over.find(({ id }) => id === asked);
  const looking = live.filter(({ state: how }) => how === "Open").length;
  return (
    <>
      <Section title={<Trans>Work that looks for backing, or is under way</Trans>}>
        <p>
          {looking === 0 ? (
            <Trans>No proposal looks for backing now.</Trans>
          ) : (
            <Plural
              value={looking}
              one="# proposal looks for backing."
              other="# proposals look for backing."
            />
          )}{" "}
          <Trans>
            Who backs one puts tokens on it. If the work is delivered and accepted, its deliverers get the
            backing, and the backers a part of what is issued for it; if not, every backer gets their tokens
            back.
          </Trans>
        </p>
        {live.map((proposal) => (
          <Proposal
            key={String(proposal.id)}
            {...props}
            proposal={proposal}
            opened={opened.get(proposal.id)}
          />
        ))}
      </Section>
      <Section title={<Trans>Propose new work</Trans>} id="open">
        <Open {...props} key={account?.account} />
      </Section>
      {over.length > 0 && (
        <Section title={<Trans>Earlier proposals</Trans>}>
          <Table
            caption={t`Proposals that are over`}
            rows={over}
            keyOf={({ id }) => String(id)}
            file="proposals"
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
                title: t`What`,
                cell: ({ id }) => <span className="told">{opened.get(id)?.terms.uri}</span>,
                text: ({ id }) => opened.get(id)?.terms.uri ?? "",
              },
              {
                title: t`Backing`,
                isNumber: true,
                cell: ({ proposal }) => <Amount units={proposal.raised} symbol={organisation.symbol} />,
                text: ({ proposal }) => String(proposal.raised),
              },
              {
                title: t`To be delivered by`,
                cell: ({ proposal }) => <Time at={proposal.deliverBy} />,
                text: ({ proposal }) => String(proposal.deliverBy),
              },
              {
                title: t`State`,
                cell: ({ state: how }) => names[how],
                text: ({ state: how }) => names[how],
              },
            ]}
          />
          {one && <Proposal {...props} proposal={one} opened={opened.get(one.id)} />}
        </Section>
      )}
      <Older list="proposals" of={state.contracts.proposals.proposalCount} />
    </>
  );
}
