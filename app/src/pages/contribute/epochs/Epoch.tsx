/** One epoch: how far it is, challenging it, and what of it is whose. */
import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { epochs as building } from "cdpo-sdk/calls";
import type { Epoch as EpochOf } from "cdpo-sdk/state";
import { plain } from "../../../chain/deeds.ts";
import type { PageProps } from "../../../frame/OrganisationPages.tsx";
import { Act } from "../../../parts/act/Act.tsx";
import { Input, useTextField } from "../../../parts/forms/fields.tsx";
import { Source } from "../../../parts/Source.tsx";
import { Facts } from "../../../parts/states.tsx";
import { Veto } from "../../../parts/act/Veto.tsx";
import { Account, Amount, Time } from "../../../parts/words.tsx";
import type { Found } from "./Epochs.tsx";
import { MyAward } from "./MyAward.tsx";
import { useEpochNames } from "../names.ts";
import { useProposedEpochs } from "../records.ts";
import { isSame } from "../../../parts/same.ts";

const ACTIVATION = 30n * 86_400n;

/** What a card of an epoch is given. */
export interface EpochProps extends PageProps {
  readonly epoch: EpochOf;
  /** Leaves of who acts that were found by now. */
  readonly found: readonly Found[];
  readonly onFound: (found: Found) => void;
}

/** It. */
export function Epoch(props: EpochProps) {
  const { t } = useLingui();
  const { organisation, account, epoch } = props;
  const { symbol, addresses } = organisation;
  const { id, status, total, count, proposer, root } = epoch;
  const names = useEpochNames();
  const told = useProposedEpochs(organisation).get(id);
  const number = String(id);
  return (
    <article className="matter">
      <h3>
        <Trans>
          Epoch {number}: <Amount units={total} symbol={symbol} /> for{" "}
          <Plural value={Number(count)} one="# account" other="# accounts" />
        </Trans>{" "}
        <span className="state">{names[status]}</span>
      </h3>
      <Now {...props} />
      {(status === "Open" || status === "Active" || status === "Proposed") && told && (
        <MyAward {...props} proposed={told} />
      )}
      {status === "Proposed" && <Challenge {...props} />}
      <details>
        <summary>
          <Trans>Its ledger and proposer</Trans>
        </summary>
        <Facts
          facts={[
            [t`Proposed by`, <Account key="by" address={proposer} />],
            [t`Proposed`, <Time key="at" at={epoch.proposedAt} />],
            told && [t`Ledger`, <Source key="uri" uri={told.uri} />],
            told && [t`Formulas`, told.formula],
            told && [t`Content hash (SHA-256)`, <code key="hash">{told.contentHash}</code>],
            [t`Root`, <code key="root">{root}</code>],
          ]}
        />
        {status === "Proposed" && isSame(account?.account, proposer) && (
          <Act
            isMinor
            label={t`Take my epoch back`}
            organisation={organisation}
            deed={plain(building.withdraw({ organisation: addresses, epoch: id }))}
          />
        )}
      </details>
    </article>
  );
}

/** The window that runs, and its act that anyone may do. */
function Now({ organisation, state, account, epoch }: EpochProps) {
  const { t } = useLingui();
  const { symbol, addresses } = organisation;
  const { id, status, total, proposedAt, challengeWindow, objections, objectionQuorum, expiresAt } = epoch;
  const challengeEnd = proposedAt + challengeWindow;
  const counts = { objections: String(objections), quorum: String(objectionQuorum) };
  const owed = account?.owed?.epochs.find((each) => each.epoch === id);
  if (status === "Proposed")
    return challengeEnd > state.time ? (
      <p>
        <Trans>
          Curators may object and stakeholders may veto it until <Time at={challengeEnd} />.{" "}
          {counts.objections} of {counts.quorum} objections that reject it.
        </Trans>
      </p>
    ) : (
      <>
        <p>
          <Trans>
            Nobody stopped it. It has to be activated before <Time at={challengeEnd + ACTIVATION} />, by
            anyone.
          </Trans>
        </p>
        <Act
          label={t`Activate it`}
          organisation={organisation}
          deed={plain(building.activate({ organisation: addresses, epoch: id }))}
        />
      </>
    );
  if (status === "Active")
    return (
      <>
        <p>
          <Trans>
            It waits for the batches that pay it; once no more will come, anyone opens its claims. The running
            batch ends <Time at={state.contracts.issuance.runningBatch.end} />.
          </Trans>{" "}
          {owed && (
            <Trans>
              Of <Amount units={total} symbol={symbol} />, <Amount units={owed.paid} symbol={symbol} /> were
              paid so far, and <Amount units={owed.expected} symbol={symbol} /> would be after the running
              batch.
            </Trans>
          )}
        </p>
        <Act
          isMinor
          label={t`Open its claims`}
          organisation={organisation}
          deed={plain(building.open({ organisation: addresses, epoch: id }))}
        />
      </>
    );
  if (status === "Open")
    return (
      <>
        <p>
          <Trans>
            <Amount units={epoch.paid} symbol={symbol} /> of <Amount units={total} symbol={symbol} /> were
            paid for it, <Amount units={epoch.claimed} symbol={symbol} /> are claimed. Claims are open until{" "}
            <Time at={expiresAt} />.
          </Trans>
        </p>
        {expiresAt <= state.time && (
          <Act
            isMinor
            label={t`Send what nobody claimed to the treasury`}
            organisation={organisation}
            deed={plain(building.expire({ organisation: addresses, epoch: id }))}
          />
        )}
      </>
    );
  if (status === "Rejected")
    return (
      <p>
        <Trans>
          Stakeholders can still accept it by a <a href={`#/o/${organisation.index}/decide`}>decision</a>,
          within 30 days after it was rejected.
        </Trans>
      </p>
    );
  return null;
}

/** Objecting and vetoing. */
function Challenge({ organisation, account, epoch }: EpochProps) {
  const { t } = useLingui();
  const note = useTextField();
  const { addresses } = organisation;
  const { id, proposedAt } = epoch;
  return (
    <details>
      <summary>
        <Trans>Object or veto</Trans>
      </summary>
      <Input label={t`Note (public, if you like)`} field={note} />
      <Act
        isMinor
        label={t`Object as a curator`}
        organisation={organisation}
        deed={plain(building.object({ organisation: addresses, epoch: id, note: note.value ?? "" }))}
        onDone={() => {
          note.write("");
        }}
      />
      <Veto
        {...{ organisation, account }}
        forum={addresses.epochs}
        id={id}
        terms={{ proposedAt, bps: 0n, minimum: 0n }}
        calls={building.veto({ organisation: addresses, epoch: id })}
      />
    </details>
  );
}
