/** What holds an account's stake, until when, and what frees it. */
import { Trans, useLingui } from "@lingui/react/macro";
import { decisions, recognition, stake, type Call } from "cdpo-sdk/calls";
import { VETO_TAG, type AccountState, type Hold } from "cdpo-sdk/state";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Time } from "../../parts/words.tsx";

const NEVER = 2n ** 256n - 1n;

type Props = PageProps & { readonly account: AccountState };

/** All of them. */
export function Holds(props: Props) {
  const { t } = useLingui();
  const { organisation, account } = props;
  const { addresses, index } = organisation;
  const { holds, stakeAccount, consent, presale } = account;
  const over = holds.filter(({ until, tag }) => until <= account.time && tag !== VETO_TAG);
  return (
    <>
      {holds.length === 0 && account.stake > 0n && !stakeAccount.vesting && consent === 0n && (
        <p>
          <Trans>Nothing holds it: all of it can be taken out now.</Trans>
        </p>
      )}
      {stakeAccount.vesting && (
        <p>
          <Trans>
            A part still vests from the presale: it votes like the rest, and cannot be taken out yet.
          </Trans>{" "}
          {presale && (
            <a href={`#/o/${index}/presale`}>
              <Trans>When it vests</Trans>
            </a>
          )}
        </p>
      )}
      {consent > 0n && (
        <p>
          <Trans>
            Your consent to dissolve holds all of it: <a href={`#/o/${index}/exit`}>take it back</a> there
            before the notice, or wait for the end of the round.
          </Trans>
        </p>
      )}
      {holds.length > 0 && (
        <>
          <h3>
            <Trans>What holds it</Trans>
          </h3>
          <ul className="holds">
            {holds.map((hold) => (
              <li key={`${hold.forum}${hold.id}${hold.tag}`} className="matter">
                <Held {...props} hold={hold} />
              </li>
            ))}
          </ul>
          {over.length > 1 && (
            <Act
              label={t`Free all that is over`}
              organisation={organisation}
              deed={plain(
                over.flatMap(({ forum, id, tag, account: whose }) =>
                  stake.close({ organisation: addresses, forum, id, tag: Number(tag), account: whose }),
                ),
              )}
            />
          )}
        </>
      )}
    </>
  );
}

function Held({ organisation, state, account, hold }: Props & { readonly hold: Hold }) {
  const { t } = useLingui();
  const { addresses } = organisation;
  const { forum, id, tag, until } = hold;
  const isOver = until <= account.time;
  const isVeto = tag === VETO_TAG;
  const isLive = state.decisions.some(
    (each) =>
      forum === addresses.governor &&
      each.id === id &&
      ["Pending", "Active", "Succeeded", "Queued"].includes(each.state),
  );
  return (
    <>
      <p>
        <strong>
          <Deed {...{ organisation, state, account, hold }} />
        </strong>{" "}
        {isOver ? (
          <Trans>This is over.</Trans>
        ) : until === NEVER ? (
          isVeto ? (
            <Trans>It holds all of your stake until you take it back, or the matter is over.</Trans>
          ) : (
            <Trans>How long depends on how the matter goes on.</Trans>
          )
        ) : isLive ? (
          <Trans>
            Until the decision is over, at the latest <Time at={until} />.
          </Trans>
        ) : (
          <Trans>
            Until <Time at={until} />.
          </Trans>
        )}
      </p>
      <Onward {...{ organisation, state, account, hold }} />
      {isOver ? (
        <Act
          isMinor
          label={t`Free my stake`}
          organisation={organisation}
          deed={plain(
            stake.close({ organisation: addresses, forum, id, tag: Number(tag), account: hold.account }),
          )}
        />
      ) : (
        isVeto && (
          <Act
            isMinor
            label={t`Take my veto back`}
            organisation={organisation}
            deed={plain(stake.takeBackVeto({ organisation: addresses, forum, id }))}
          />
        )
      )}
    </>
  );
}

/** What was done, in words. */
function Deed({ organisation, state, hold: { forum, id, tag } }: Props & { readonly hold: Hold }) {
  const { addresses, index } = organisation;
  const number = String(id);
  const decide = `#/o/${index}/decide`;
  const contribute = `#/o/${index}/contribute`;
  if (forum === addresses.governor) {
    const about = state.decisions.find((each) => each.id === id)?.description ?? number;
    const title = about.split("\n")[0];
    if (tag === 0n)
      return (
        <Trans>
          Your vote against <a href={decide}>“{title}”</a>.
        </Trans>
      );
    if (tag === 1n)
      return (
        <Trans>
          Your vote for <a href={decide}>“{title}”</a>.
        </Trans>
      );
    if (tag === 2n)
      return (
        <Trans>
          Your abstention on <a href={decide}>“{title}”</a>.
        </Trans>
      );
    return (
      <Trans>
        You proposed <a href={decide}>“{title}”</a>.
      </Trans>
    );
  }
  if (forum === addresses.registry) {
    return tag === VETO_TAG ? (
      <Trans>
        Your veto of <a href={contribute}>contribution {number}</a>.
      </Trans>
    ) : (
      <Trans>
        Your review of <a href={contribute}>contribution {number}</a>.
      </Trans>
    );
  }
  if (forum === addresses.epochs) {
    if (tag === VETO_TAG)
      return (
        <Trans>
          Your veto of <a href={contribute}>epoch {number}</a>.
        </Trans>
      );
    if (tag === 0n)
      return (
        <Trans>
          Your objection to <a href={contribute}>epoch {number}</a>.
        </Trans>
      );
    return (
      <Trans>
        You proposed <a href={contribute}>epoch {number}</a>.
      </Trans>
    );
  }
  if (forum === addresses.timelock)
    return (
      <Trans>
        Your veto of <a href={decide}>what waits in the timelock</a>.
      </Trans>
    );
  if (forum === addresses.budget) return <Trans>Your objection to milestone {number}.</Trans>;
  return <Trans>Something at {forum}.</Trans>;
}

/** What brings the matter to its end, where anyone can. */
function Onward({
  organisation,
  state,
  account,
  hold: { forum, id, until },
}: Props & { readonly hold: Hold }) {
  const { t } = useLingui();
  const { addresses } = organisation;
  if (until <= account.time) return null;
  let label: string | undefined;
  let calls: readonly Call[] = [];
  if (forum === addresses.governor) {
    const decision = state.decisions.find((each) => each.id === id);
    const told = decision && {
      organisation: addresses,
      calls: decision.calls.map(({ target: to, value, data }) => ({ to, value, data })),
      description: decision.description,
    };
    if (told && decision.state === "Succeeded" && !decision.poll) {
      label = t`Queue it`;
      calls = decisions.queue(told);
    }
    if (told && decision.state === "Queued") {
      label = t`Carry it out`;
      calls = decisions.execute(told);
    }
  }
  if (forum === addresses.registry) {
    const contribution = state.contributions.find((each) => each.id === id);
    if (contribution?.status === "Submitted" && contribution.reviewEnd <= state.time) {
      label = t`Decide on it`;
      calls = recognition.decide({ organisation: addresses, id });
    }
    if (contribution?.status === "Accepted") {
      if (state.contracts.issuance.runningBatch.end > state.time)
        return (
          <p className="hint">
            <Trans>
              Its award can be paid until three batches have; the running one ends{" "}
              <Time at={state.contracts.issuance.runningBatch.end} />.
            </Trans>
          </p>
        );
      label = t`Pay the batch that is due`;
      calls = recognition.settleBatch({ organisation: addresses });
    }
  }
  if (label === undefined) return null;
  return <Act isMinor label={label} organisation={organisation} deed={plain(calls)} />;
}
