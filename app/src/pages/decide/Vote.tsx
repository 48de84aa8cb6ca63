/** The votes of a decision, and voting: at once, or by a ballot that somebody else brings in. */
import { Trans, useLingui } from "@lingui/react/macro";
import { decisions } from "cdpo-sdk/calls";
import { contractsAt, one, read, together, type Decision, type Organisation } from "cdpo-sdk/state";
import { useState } from "react";
import { useAsk } from "../../chain/asking.ts";
import { plain } from "../../chain/deeds.ts";
import { useEvents } from "../../chain/events.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Bar } from "../../parts/pictures/Bar.tsx";
import { Choice, Input, useTextField } from "../../parts/forms/fields.tsx";
import { Table } from "../../parts/Table.tsx";
import { Account, Amount } from "../../parts/words.tsx";
import { SignBallot } from "./Ballot.tsx";

const NOBODY = "0x0000000000000000000000000000000000000000";

/** How one votes. */
export type Support = "for" | "against" | "abstain";

/** For, against, abstained, and the quorum. */
export function Votes({
  organisation: { symbol },
  decision,
}: {
  readonly organisation: Organisation;
  readonly decision: Decision;
}) {
  const { t } = useLingui();
  const { votesFor, votesAgainst, votesAbstain, quorum } = decision;
  const tokens = (units: bigint) => <Amount units={units} symbol={symbol} />;
  return (
    <Bar
      caption={t`Votes: it needs its quorum in favour, and more for it than against it`}
      parts={[
        { label: <Trans>for</Trans>, value: votesFor, shown: tokens(votesFor), tone: "first" },
        { label: <Trans>against</Trans>, value: votesAgainst, shown: tokens(votesAgainst), tone: "second" },
        { label: <Trans>abstained</Trans>, value: votesAbstain, shown: tokens(votesAbstain), tone: "third" },
      ]}
      marks={[{ label: <Trans>quorum of votes for it</Trans>, at: quorum, shown: tokens(quorum) }]}
    />
  );
}

/** Voting, while it is time. */
export function CastVote({ organisation, account, decision }: PageProps & { readonly decision: Decision }) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const { governor } = contractsAt(addresses);
  const who = account?.account ?? NOBODY;
  const [support, choose] = useState<Support>("for");
  const reason = useTextField();
  const { data } = useAsk(
    ["voted", decision.id, who],
    together({
      hasVoted: one(read({ ...governor, functionName: "hasVoted", args: [decision.id, who] })),
      weight: one(read({ ...governor, functionName: "getVotes", args: [who, decision.voteStart] })),
    }),
  );
  if (data?.hasVoted === true)
    return (
      <p>
        <Trans>You have voted.</Trans>
      </p>
    );
  const weight =
    data === undefined || account === undefined
      ? 0n
      : data.weight < account.stake
        ? data.weight
        : account.stake;
  return (
    <>
      <Choice
        label={t`How do you vote?`}
        value={support}
        choose={choose}
        among={[
          ["for", t`For it`],
          ["against", t`Against it`],
          ["abstain", t`I abstain`],
        ]}
      />
      <Input label={t`Why (if you like; public)`} field={reason} />
      {account && (
        <p className="hint">
          <Trans>
            Your vote weighs <Amount units={weight} symbol={symbol} />: what you had staked when voting began,
            and still have. It holds your whole stake until voting ends; a week longer on the side that wins.
          </Trans>
        </p>
      )}
      <div className="acts">
        <Act
          label={t`Vote`}
          organisation={organisation}
          deed={plain(
            decisions.vote({ organisation: addresses, id: decision.id, support, reason: reason.value }),
          )}
          onDone={() => {
            reason.write("");
          }}
        />
        <SignBallot {...{ organisation, decision, support }} reason={reason.value ?? ""} />
      </div>
    </>
  );
}

/** Who voted how, and why. */
export function VoteList({
  organisation,
  decision,
}: {
  readonly organisation: Organisation;
  readonly decision: Decision;
}) {
  const { t } = useLingui();
  const { governor } = contractsAt(organisation.addresses);
  const { data } = useEvents({
    organisation,
    contracts: { governor },
    events: ["VoteCast", "VoteCastWithParams"],
  });
  const votes = (data ?? []).flatMap((each) =>
    (each.event === "VoteCast" || each.event === "VoteCastWithParams") && each.args.proposalId === decision.id
      ? [each.args]
      : [],
  );
  const words = [t`against`, t`for`, t`abstained`];
  return (
    <Table
      caption={t`Who voted`}
      rows={votes}
      keyOf={({ voter }) => voter}
      empty={t`Nobody has voted yet.`}
      columns={[
        {
          title: t`Who`,
          cell: ({ voter }) => <Account address={voter} />,
          text: ({ voter }) => voter,
        },
        {
          title: t`Vote`,
          cell: ({ support }) => words[Number(support)],
          text: ({ support }) => words[Number(support)] ?? "",
        },
        {
          title: t`Weight`,
          isNumber: true,
          cell: ({ weight }) => <Amount units={weight} symbol={organisation.symbol} />,
          text: ({ weight }) => String(weight),
        },
        {
          title: t`Why`,
          cell: ({ reason }) => <span className="told">{reason}</span>,
          text: ({ reason }) => reason,
        },
      ]}
      file={`votes-${String(decision.id).slice(0, 8)}`}
    />
  );
}
