/** What a stake gives, and what it takes. */
import { Trans } from "@lingui/react/macro";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Section } from "../../parts/states.tsx";
import { Amount, Share } from "../../parts/words.tsx";

/** The list. */
export function Rights({ organisation, state, account }: PageProps) {
  const { symbol, index } = organisation;
  const { governor, stake, reserve, registry } = state.contracts;
  const { quorum } = state.voice;
  const base = `#/o/${index}`;
  const { curationStake } = registry;
  const isNamed = account !== undefined && account.curatorSince > 0n;
  return (
    <Section title={<Trans>What a stake gives</Trans>}>
      <ul className="rights">
        <li>
          <Trans>
            <a href={`${base}/decide`}>Votes</a>: one for each token that was staked before voting begins. A
            decision needs <Amount units={quorum} symbol={symbol} /> in favour now.
          </Trans>
        </li>
        <li>
          <Trans>
            Proposing a decision, from <Amount units={governor.proposalThreshold} symbol={symbol} /> on.
          </Trans>
        </li>
        <li>
          {curationStake === 0n ? (
            <Trans>
              No <a href={`${base}/contribute`}>reviews</a>: here only curators who were named review.
            </Trans>
          ) : (
            <Trans>
              <a href={`${base}/contribute`}>Reviews</a> of contributions and epochs, from{" "}
              <Amount units={curationStake} symbol={symbol} /> on, staked before they were submitted.
            </Trans>
          )}
          {isNamed && (
            <>
              {" "}
              <Trans>You are a named curator.</Trans>
            </>
          )}
        </li>
        <li>
          <Trans>
            Veto of contributions, epochs and what waits in the timelock: stakes of{" "}
            <Share bps={stake.vetoBps} /> together stop it, of what was staked before it was proposed.
          </Trans>
        </li>
        <li>
          <Trans>
            <a href={`${base}/exit`}>Consent to dissolve</a>: more than <Share bps={reserve.dissolveBps} /> of
            what circulates end the organisation.
          </Trans>
        </li>
      </ul>
      <h3>
        <Trans>What it takes</Trans>
      </h3>
      <p>
        <Trans>
          A vote holds the whole stake until voting ends; on the winning side a week longer, for those in
          favour a week after it was carried out. A review holds only the stake that makes a curator. Nothing
          is taken from a stake, except what founders lose that can never vest any more.
        </Trans>
      </p>
    </Section>
  );
}
