/** Putting a decision together from actions in words, and proposing it; founders schedule the same. */
import { Trans, useLingui } from "@lingui/react/macro";
import { decisions, treasury, type Call } from "cdpo-sdk/calls";
import { useId, useState } from "react";
import { plain } from "../../chain/deeds.ts";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Act } from "../../parts/act/Act.tsx";
import { Input, useTextField } from "../../parts/forms/fields.tsx";
import { useSpeech } from "../../parts/speaking.tsx";
import { Amount, Span } from "../../parts/words.tsx";
import { ActionForm } from "./ActionForm.tsx";
import { useGiftActions } from "./actions/gifts.ts";
import { useMoneyActions } from "./actions/money.ts";
import { useOfferActions } from "./actions/offers.ts";
import { usePartnerActions } from "./actions/partners.ts";
import { useDecisionTermsActions, usePowerActions } from "./actions/powers.ts";
import { useRecognitionActions } from "./actions/recognition.ts";
import { Doing } from "./Doing.tsx";
import { Raw } from "./Raw.tsx";
import { isAmong } from "../../parts/same.ts";

/** The form. */
export function Propose(props: PageProps) {
  const { t } = useLingui();
  const { organisation, state } = props;
  const groups = [
    useMoneyActions(props),
    useGiftActions(props),
    useRecognitionActions(props),
    usePartnerActions(props),
    useOfferActions(props),
    useDecisionTermsActions(props),
    usePowerActions(props),
  ];
  const [chosen, choose] = useState("");
  const [added, setAdded] = useState(0);
  const [calls, setCalls] = useState<readonly Call[]>([]);
  const id = useId();
  const { sentences } = useSpeech(organisation);
  const action = groups.flatMap(({ actions }) => actions).find(({ key }) => key === chosen);
  const add = (more: readonly Call[]) => {
    setCalls([...calls, ...more]);
    setAdded(added + 1);
    choose("");
  };
  const told = sentences(calls);
  return (
    <>
      <div className="field">
        <label htmlFor={id}>
          <Trans>What should be done</Trans>
        </label>
        <div className="control">
          <select
            id={id}
            value={chosen}
            onChange={(event) => {
              choose(event.target.value);
            }}
          >
            <option value="">{t`Choose …`}</option>
            {groups.map(({ title, actions }) => (
              <optgroup key={title} label={title}>
                {actions.map(({ key, title: words }) => (
                  <option key={key} value={key}>
                    {words}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
        </div>
      </div>
      {action && <ActionForm key={`${action.key}${added}`} {...{ organisation, action, add }} />}
      <Raw {...props} add={add} />
      {calls.length > 0 && (
        <>
          <h3>
            <Trans>To be done, in this order</Trans>
          </h3>
          <ol className="chosen">
            {told.map((sentence, at) => (
              <li key={at}>
                {sentence}{" "}
                <button
                  type="button"
                  className="icon"
                  aria-label={t`Remove step ${at + 1}`}
                  onClick={() => {
                    setCalls(calls.filter((_, index) => index !== at));
                  }}
                >
                  ×
                </button>
                {at > 0 && (
                  <button
                    type="button"
                    className="icon"
                    aria-label={t`Move step ${at + 1} up`}
                    onClick={() => {
                      const moved = [...calls];
                      moved.splice(at - 1, 0, ...moved.splice(at, 1));
                      setCalls(moved);
                    }}
                  >
                    ↑
                  </button>
                )}
              </li>
            ))}
          </ol>
          <h3>
            <Trans>What it would change</Trans>
          </h3>
          <Doing isTold state={state} calls={calls} />
        </>
      )}
      <Send
        {...props}
        calls={calls}
        onDone={() => {
          setCalls([]);
        }}
      />
    </>
  );
}

function Send({
  organisation,
  state,
  account,
  calls,
  onDone,
}: PageProps & { readonly calls: readonly Call[]; readonly onDone: () => void }) {
  const { t } = useLingui();
  const { addresses, symbol } = organisation;
  const about = useTextField();
  const { governor, timelock } = state.contracts;
  const why = about.value;
  const isReady = why !== undefined && calls.length > 0;
  const done = () => {
    about.write("");
    onDone();
  };
  const isFounder = isAmong(account?.account, state.roles.PROPOSER_ROLE);
  const isPoll = !isAmong(addresses.governor, state.roles.PROPOSER_ROLE);
  const changesTerms = calls.some(({ to }) => to === addresses.governor);
  const founders = (
    <>
      <p className="hint">
        <Trans>
          Anyone can carry it out <Span seconds={timelock.getMinDelay} /> later, unless stakeholders veto it.
        </Trans>
      </p>
      <Act
        isMinor
        label={t`Schedule as a founder`}
        organisation={organisation}
        blocked={
          changesTerms ? t`Only a decision changes the terms of decisions: propose it instead.` : undefined
        }
        deed={
          isReady
            ? plain(
                treasury.schedule({
                  organisation: addresses,
                  calls,
                  delay: timelock.getMinDelay,
                  salt: treasury.saltOf(why),
                }),
              )
            : undefined
        }
        onDone={done}
      />
    </>
  );
  return (
    <>
      <Input
        label={t`What for`}
        field={about}
        rows={3}
        hint={
          <Trans>Everybody reads it before they vote. It is a part of the decision and never changes.</Trans>
        }
      />
      <p className="hint">
        <Trans>
          Proposing takes a stake of <Amount units={governor.proposalThreshold} symbol={symbol} />, and holds
          yours until a week after the decision was carried out. Stakes put down within the next{" "}
          <Span seconds={governor.votingDelay} /> still count; then <Span seconds={governor.votingPeriod} />{" "}
          are for voting.
        </Trans>
      </p>
      {isPoll && (
        <p className="warning">
          <Trans>
            The stakeholders cannot schedule anything here yet: what is proposed is a poll that founders may
            follow.
          </Trans>
        </p>
      )}
      <Act
        label={t`Propose`}
        organisation={organisation}
        blocked={
          account !== undefined && account.stake < governor.proposalThreshold
            ? t`Your stake is too small for proposing: stake more first.`
            : undefined
        }
        deed={
          isReady ? plain(decisions.propose({ organisation: addresses, calls, description: why })) : undefined
        }
        onDone={done}
      />
      {isFounder
        ? founders
        : timelock.foundersPropose && (
            <details>
              <summary>
                <Trans>For founders</Trans>
              </summary>
              {founders}
            </details>
          )}
    </>
  );
}
