/** One proposal: what it says, how far it is, and what backers and deliverers may do. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { Proposal as ProposalOf } from "cdpo-sdk/state";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Bar } from "../../parts/pictures/Bar.tsx";
import { isAmong } from "../../parts/same.ts";
import { Source } from "../../parts/Source.tsx";
import { Facts } from "../../parts/states.tsx";
import { Account, Amount, Share, Time } from "../../parts/words.tsx";
import { Back, Claim, TakeBack } from "./Backing.tsx";
import { Delivery, Deliverers } from "./Delivery.tsx";
import { useStateNames } from "./names.ts";
import type { Opened } from "./terms.ts";

/** What a card of a proposal is given. */
export interface ProposalProps extends PageProps {
  readonly proposal: ProposalOf;
  /** Undefined while it is read, or where the node tells others than the chain has the hash of. */
  readonly opened: Opened | undefined;
}

/** It. */
export function Proposal(props: ProposalProps) {
  const { t } = useLingui();
  const { organisation, account, proposal: overview, opened } = props;
  const { id, state: how, proposal } = overview;
  const { symbol } = organisation;
  const names = useStateNames();
  const number = String(id);
  const tokens = (units: bigint) => <Amount units={units} symbol={symbol} />;
  const missing = proposal.goal > proposal.raised ? proposal.goal - proposal.raised : 0n;
  const isDeliverer = isAmong(
    account?.account,
    opened?.terms.deliverers.map((each) => each.account),
  );
  const isUnderWay = how === "Open" || how === "Funded" || how === "Delivered";
  return (
    <article className="matter">
      <h3>
        <Trans>
          Proposal {number}: {tokens(proposal.reward)} for the work
        </Trans>{" "}
        <span className="state">{names[how]}</span>
      </h3>
      {opened && (
        <p className="told">
          <Source uri={opened.terms.uri} />
        </p>
      )}
      <Now {...props} />
      <Bar
        caption={t`Backing`}
        whole={proposal.goal}
        parts={[
          {
            label: <Trans>yours</Trans>,
            value: overview.backing,
            shown: tokens(overview.backing),
            tone: "second",
          },
          {
            label: <Trans>of others</Trans>,
            value: proposal.raised > overview.backing ? proposal.raised - overview.backing : 0n,
            shown: tokens(proposal.raised > overview.backing ? proposal.raised - overview.backing : 0n),
            tone: "first",
          },
          ...(how === "Open"
            ? [
                {
                  label: <Trans>still missing</Trans>,
                  value: missing,
                  shown: tokens(missing),
                  tone: "rest" as const,
                },
              ]
            : []),
        ]}
      />
      {how === "Open" && <Back {...props} />}
      <TakeBack {...props} />
      <Claim {...props} />
      {(how === "Delivered" || how === "Accepted") && <Delivery {...props} />}
      {isUnderWay &&
        (isDeliverer ? (
          <Deliverers {...props} />
        ) : (
          <details>
            <summary>
              <Trans>For its deliverers</Trans>
            </summary>
            <Deliverers {...props} />
          </details>
        ))}
      <details>
        <summary>
          <Trans>Its terms</Trans>
        </summary>
        <Facts
          facts={[
            opened && [t`Opened by`, <Account key="by" address={opened.proposer} />],
            [t`Backing that it takes`, tokens(proposal.goal)],
            [t`Asked for the work`, tokens(proposal.reward)],
            [t`The backers' part of that`, <Share key="share" bps={proposal.backersBps} />],
            [t`Can be backed until`, <Time key="deadline" at={proposal.deadline} />],
            [t`To be delivered by`, <Time key="by" at={proposal.deliverBy} />],
            proposal.declinedBps > 0n
              ? [t`Deliverers who declined have`, <Share key="declined" bps={proposal.declinedBps} />]
              : undefined,
            [t`Hash of the terms`, <code key="hash">{proposal.termsHash}</code>],
          ]}
        />
        {opened && (
          <ul>
            {opened.terms.deliverers.map(({ account: who, bps }) => (
              <li key={who}>
                <Account address={who} />: <Share bps={bps} />
              </li>
            ))}
          </ul>
        )}
      </details>
    </article>
  );
}

/** The window that runs, and what may be done in it. */
function Now({ proposal: { state: how, proposal } }: ProposalProps) {
  switch (how) {
    case "Open":
      return (
        <p>
          <Trans>
            It can be backed until <Time at={proposal.deadline} />; until then backing can be taken back.
          </Trans>
        </p>
      );
    case "Lapsed":
      return (
        <p>
          <Trans>It did not find its backing: what was put on it can be taken back.</Trans>
        </p>
      );
    case "Funded":
      return (
        <p>
          <Trans>
            Its deliverers may deliver it until <Time at={proposal.deliverBy} />. Its backing waits until
            then.
          </Trans>
        </p>
      );
    case "Delivered":
      return (
        <p>
          <Trans>Curators review what was delivered, and backers of more than half may veto it.</Trans>
        </p>
      );
    case "Failed":
      return (
        <p>
          <Trans>It was not delivered: every backer gets their tokens back.</Trans>
        </p>
      );
    case "Accepted":
      return (
        <p>
          <Trans>The work was accepted: anyone may send its backing to those who made it.</Trans>
        </p>
      );
    default:
      return null;
  }
}
