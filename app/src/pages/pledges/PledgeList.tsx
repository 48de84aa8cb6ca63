/** Pledges with their conditions in words, and what can be done about each. */
import { Trans, useLingui } from "@lingui/react/macro";
import { gifts } from "cdpo-sdk/calls";
import { contractsAt, one, read, type Address, type OrganisationState, type Pledge } from "cdpo-sdk/state";
import { useState } from "react";
import { useChain } from "../../chain/context.tsx";
import { plain } from "../../chain/deeds.ts";
import { Act } from "../../parts/act/Act.tsx";
import { Tick } from "../../parts/forms/fields.tsx";
import { isSame, Money, Tokens } from "../../parts/money/money.tsx";
import { usePart } from "../../parts/money/use-part.ts";
import { Account, Time } from "../../parts/words.tsx";
import { minimumIn } from "./condition.ts";
import type { PledgeNote } from "./notes.ts";
import { Older } from "../../parts/Older.tsx";

export function PledgeList({
  state,
  notes,
}: {
  readonly state: OrganisationState;
  readonly notes: ReadonlyMap<bigint, PledgeNote>;
}) {
  const { t } = useLingui();
  const [all, showAll] = useState(false);
  const isOver = (pledge: Pledge) => pledge.state === "Fulfilled" || pledge.state === "Returned";
  const over = state.pledges.filter(isOver).length;
  const shown = state.pledges.filter((pledge) => all || !isOver(pledge)).toReversed();
  return (
    <>
      {state.pledges.length === 0 && (
        <p>
          <Trans>Nobody has pledged anything yet.</Trans>
        </p>
      )}
      <ul className="cards offers">
        {shown.map((pledge) => (
          <li key={String(pledge.id)} className="card">
            <PledgeCard {...{ pledge, state }} note={notes.get(pledge.id)} />
          </li>
        ))}
      </ul>
      {over > 0 && <Tick label={t`Show also those that are over (${over})`} value={all} tick={showAll} />}
      <Older list="pledges" of={state.contracts.pledgeBook.pledgeCount} />
    </>
  );
}

interface OfPledge {
  readonly pledge: Pledge;
  readonly state: OrganisationState;
  readonly note: PledgeNote | undefined;
}

function PledgeCard({ pledge, state, note }: OfPledge) {
  const { t } = useLingui();
  const { actor } = useChain();
  const { organisation } = state;
  const { addresses } = organisation;
  const { id, amount, passedOn, donor, arbiter, form, deadline } = pledge;
  const words: Readonly<Record<Pledge["state"], string>> = {
    None: t`unknown`,
    Open: t`open`,
    Owed: t`its condition was met: it is owed to the reserve`,
    Fulfilled: t`went to the reserve`,
    Returnable: t`over: its donor can take back what is left`,
    Returned: t`taken back`,
  };
  const isDonor = isSame(actor?.address, donor);
  const isVerifier = form === "Verified" && isSame(actor?.address, arbiter);
  const of = { organisation: addresses, id };
  return (
    <>
      <h3>
        {note === undefined || note.uri === "" ? <Trans>Pledge</Trans> : note.uri}{" "}
        <small>#{String(id)}</small>
      </h3>
      <p className="price">
        <Money of={organisation} units={amount} />
      </p>
      <p>
        <Condition {...{ pledge, state, note }} />
      </p>
      <p>
        {words[pledge.state]}
        {pledge.state === "Open" && (
          <>
            {" "}
            · <Trans>until</Trans> <Time at={deadline} />
          </>
        )}
        {passedOn > 0n && passedOn < amount && (
          <>
            {" "}
            ·{" "}
            <Trans>
              <Money of={organisation} units={passedOn} /> went to the reserve
            </Trans>
          </>
        )}
        <br />
        <Trans>
          by <Account address={donor} />
        </Trans>
      </p>
      {pledge.state === "Open" && (form === "Goal" || form === "Conditional") && (
        <Act
          isMinor
          label={t`Check whether it is met`}
          organisation={organisation}
          deed={
            form === "Conditional" && note === undefined
              ? undefined
              : plain(gifts.fulfil({ ...of, ...(form === "Conditional" && note && { data: note.data }) }))
          }
        />
      )}
      {pledge.state === "Open" && isVerifier && (
        <>
          <Act
            label={t`Confirm: it has come true`}
            organisation={organisation}
            deed={plain(gifts.confirm(of))}
          />
          <Act
            isMinor
            label={t`Decline: it will not`}
            organisation={organisation}
            deed={plain(gifts.decline(of))}
          />
        </>
      )}
      {pledge.state === "Owed" && (
        <Act
          isMinor
          label={t`Pass it on to the reserve`}
          organisation={organisation}
          deed={plain(gifts.passOn(of))}
        />
      )}
      {pledge.state === "Returnable" && isDonor && (
        <Act
          label={t`Take back what is left`}
          organisation={organisation}
          deed={actor && plain(gifts.reclaim({ ...of, recipient: actor.address }))}
        />
      )}
    </>
  );
}

function Condition({ pledge: { form, arbiter, goal, donor }, state, note }: OfPledge) {
  const { organisation, contracts } = state;
  if (form === "Verified") {
    return (
      <Trans>
        Goes to the reserve when <Account address={arbiter} /> confirms that it has come true.
      </Trans>
    );
  }
  if (form === "Goal") return <Goal {...{ state, donor, goal }} />;
  if (form === "Matching") return <Trans>Doubles gifts of donors who choose it.</Trans>;
  const minimum = minimumIn(organisation, arbiter, note?.data);
  if (minimum !== undefined) {
    return (
      <Trans>
        Goes to the reserve once contributions worth <Tokens of={organisation} units={minimum} /> have been
        recognised; it is <Tokens of={organisation} units={contracts.registry.totalRecognised} /> now.
      </Trans>
    );
  }
  return (
    <Trans>
      Goes to the reserve once the contract <Account address={arbiter} /> says that its condition holds.
    </Trans>
  );
}

/** The goal counts what others than the donor have donated, ever. */
function Goal({
  state: { organisation, contracts },
  donor,
  goal,
}: {
  readonly state: OrganisationState;
  readonly donor: Address;
  readonly goal: bigint;
}) {
  const { reserve } = contractsAt(organisation.addresses);
  const own = usePart(one(read({ ...reserve, functionName: "donatedBy", args: [donor] })));
  if (own.data === undefined) return <Trans>Goes to the reserve once others have donated enough.</Trans>;
  const missing = goal - (contracts.reserve.donationsReceived - own.data);
  return missing > 0n ? (
    <Trans>
      Goes to the reserve once others have donated <Money of={organisation} units={missing} /> more.
    </Trans>
  ) : (
    <Trans>Others have donated enough: anyone can have that found, and it goes to the reserve.</Trans>
  );
}
