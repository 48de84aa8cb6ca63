/** One decision: how far it is, what it does, and what one can do about it now. */
import { Trans, useLingui } from "@lingui/react/macro";
import { decisions, stake } from "cdpo-sdk/calls";
import { contractsAt, one, read, type Decision as DecisionOf } from "cdpo-sdk/state";
import { useAsk } from "../../chain/asking.ts";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Facts } from "../../parts/states.tsx";
import { Account, Time } from "../../parts/words.tsx";
import { Doing } from "./Doing.tsx";
import { useStateNames } from "./names.ts";
import { OperationVeto } from "./Operations.tsx";
import { CastVote, VoteList, Votes } from "./Vote.tsx";
import { isSame } from "../../parts/same.ts";

/** States in which something can still happen. */
export const LIVE: readonly DecisionOf["state"][] = ["Pending", "Active", "Succeeded", "Queued"];

/** It. */
export function Decision(props: PageProps & { readonly decision: DecisionOf }) {
  const { t } = useLingui();
  const names = useStateNames();
  const { organisation, state, account, decision } = props;
  const { addresses } = organisation;
  const { description, voteStart, voteEnd, poll, proposer } = decision;
  const [title, ...rest] = description.split("\n");
  const calls = decision.calls.map(({ target: to, value, data }) => ({ to, value, data }));
  const told = { organisation: addresses, calls, description };
  const isLive = LIVE.includes(decision.state);
  const isOwn = isSame(account?.account, proposer);
  const holds = (account?.holds ?? []).filter(
    ({ forum, id, until }) =>
      forum === addresses.governor && id === decision.id && account !== undefined && until <= account.time,
  );
  return (
    <article className="matter">
      <h3>
        {title} <span className="state">{names[decision.state]}</span>{" "}
        {poll && (
          <span className="state">
            <Trans>a poll</Trans>
          </span>
        )}
      </h3>
      {rest.length > 0 && <p className="told">{rest.join("\n")}</p>}
      <Now {...props} />
      <Votes organisation={organisation} decision={decision} />
      {decision.state === "Active" && <CastVote {...props} />}
      <div className="acts">
        {decision.state === "Pending" && decision.quorum > state.voice.quorum && (
          <Act
            isMinor
            label={t`Lower its quorum to the present figure`}
            organisation={organisation}
            deed={plain(decisions.lowerQuorum({ organisation: addresses, id: decision.id }))}
          />
        )}
        {decision.state === "Pending" && isOwn && (
          <Act
            isMinor
            label={t`Take it back`}
            organisation={organisation}
            deed={plain(decisions.cancel(told))}
          />
        )}
        {decision.state === "Succeeded" && !poll && (
          <Act label={t`Queue it`} organisation={organisation} deed={plain(decisions.queue(told))} />
        )}
        {decision.state === "Queued" && (
          <Act label={t`Carry it out`} organisation={organisation} deed={plain(decisions.execute(told))} />
        )}
        {holds.map(({ forum, id, tag, account: whose }) => (
          <Act
            key={String(tag)}
            isMinor
            label={tag === 3n ? t`Free my stake from having proposed` : t`Free my stake from my vote`}
            organisation={organisation}
            deed={plain(
              stake.close({ organisation: addresses, forum, id, tag: Number(tag), account: whose }),
            )}
          />
        ))}
      </div>
      {decision.state === "Queued" && <QueuedVeto {...props} />}
      <details open={isLive}>
        <summary>
          <Trans>What it does</Trans>
        </summary>
        <Doing state={state} calls={calls} isTried={isLive} />
      </details>
      <details>
        <summary>
          <Trans>Who voted, and more</Trans>
        </summary>
        <Facts
          facts={[
            [t`Proposed by`, <Account key="by" address={proposer} />],
            [t`Stakes count as of`, <Time key="start" at={voteStart} />],
            [t`Voting ends`, <Time key="end" at={voteEnd} />],
            [t`Number`, <code key="id">{String(decision.id)}</code>],
          ]}
        />
        <VoteList organisation={organisation} decision={decision} />
      </details>
    </article>
  );
}

/** The window that runs, and what one may do in it. */
function Now({ organisation, state, decision }: PageProps & { readonly decision: DecisionOf }) {
  const { voteStart, voteEnd, votesFor, votesAgainst, quorum, poll } = decision;
  const operation = useOperation({ organisation, decision });
  const from = state.operations.find(({ id }) => id === operation)?.from;
  switch (decision.state) {
    case "Pending":
      return (
        <p>
          <Trans>
            Voting begins <Time at={voteStart} />: what is staked until then counts.
          </Trans>
        </p>
      );
    case "Active":
      return (
        <p>
          <Trans>
            Voting ends <Time at={voteEnd} />.
          </Trans>{" "}
          {votesFor < quorum ? (
            <Trans>It has not reached its quorum.</Trans>
          ) : votesFor > votesAgainst ? (
            <Trans>It would be agreed on now.</Trans>
          ) : (
            <Trans>It would not be agreed on now.</Trans>
          )}
        </p>
      );
    case "Succeeded":
      return poll ? (
        <p>
          <Trans>It was agreed on. As a poll it is not carried out by itself.</Trans>
        </p>
      ) : (
        <p>
          <Trans>It was agreed on. Anyone may queue it; then it waits, and stakeholders may veto it.</Trans>
        </p>
      );
    case "Queued":
      return from === undefined ? null : from > state.time ? (
        <p>
          <Trans>
            It can be carried out from <Time at={from} />. Until then who disagrees can leave, or veto it.
          </Trans>
        </p>
      ) : (
        <p>
          <Trans>Anyone may carry it out now, or veto it with their stake.</Trans>
        </p>
      );
    case "Defeated":
      return (
        <p>
          {votesFor < quorum ? (
            <Trans>
              Voting ended <Time at={voteEnd} />, without its quorum.
            </Trans>
          ) : (
            <Trans>
              Voting ended <Time at={voteEnd} />, with as many against it.
            </Trans>
          )}
        </p>
      );
    default:
      return null;
  }
}

/** The operation of the timelock behind a decision, once it is queued. */
function useOperation({
  organisation,
  decision,
}: Pick<PageProps, "organisation"> & { decision: DecisionOf }) {
  const { governor } = contractsAt(organisation.addresses);
  const { data } = useAsk(
    ["decision", decision.id],
    decision.state === "Queued"
      ? one(read({ ...governor, functionName: "decisionOf", args: [decision.id] }))
      : undefined,
  );
  return data?.operation;
}

function QueuedVeto(props: PageProps & { readonly decision: DecisionOf }) {
  const operation = useOperation(props);
  return operation === undefined ? null : <OperationVeto {...props} operation={operation} />;
}
