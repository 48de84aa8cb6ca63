/** Decisions of stakeholders, what founders scheduled, and who may do what. */
import { Plural, Trans } from "@lingui/react/macro";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Section } from "../../parts/states.tsx";
import { Amount, Span } from "../../parts/words.tsx";
import { BringIn } from "./Ballot.tsx";
import { Decision, LIVE } from "./Decision.tsx";
import { foundersOperations, Operation } from "./Operations.tsx";
import { Propose } from "./Propose.tsx";
import { Guardian, Roles } from "./Roles.tsx";

/** The page. */
export default function Decide(props: PageProps) {
  const { organisation, state } = props;
  const { symbol } = organisation;
  const { governor, timelock, stake } = state.contracts;
  const newestFirst = [...state.decisions].reverse();
  const live = newestFirst.filter((decision) => LIVE.includes(decision.state));
  const past = newestFirst.filter((decision) => !LIVE.includes(decision.state));
  const operations = foundersOperations(state);
  return (
    <>
      <Section title={<Trans>What is being decided</Trans>}>
        <p>
          {live.length === 0 ? (
            <Trans>No decision is under way.</Trans>
          ) : (
            <Plural value={live.length} one="# decision is under way." other="# decisions are under way." />
          )}{" "}
          <Trans>
            A decision waits <Span seconds={governor.votingDelay} />, is voted on for{" "}
            <Span seconds={governor.votingPeriod} />, and once agreed on waits{" "}
            <Span seconds={timelock.getMinDelay} /> in the timelock, in which everybody can leave or veto it.
            It needs <Amount units={state.voice.quorum} symbol={symbol} /> in favour now.
          </Trans>
        </p>
        {!stake.matured && (
          <p className="warning">
            <Trans>
              Nothing can be decided before <Amount units={stake.floor} symbol={symbol} /> have circulated
              once.
            </Trans>
          </p>
        )}
        {live.map((decision) => (
          <Decision key={String(decision.id)} {...props} decision={decision} />
        ))}
      </Section>
      {operations.length > 0 && (
        <Section title={<Trans>What founders scheduled</Trans>}>
          {operations.map((operation) => (
            <Operation key={operation.id} {...props} operation={operation} />
          ))}
        </Section>
      )}
      <Section title={<Trans>Propose a decision</Trans>} id="propose">
        <Propose {...props} />
      </Section>
      <div className="columns">
        <Section title={<Trans>A ballot that was handed to you</Trans>}>
          <BringIn {...props} />
        </Section>
        <Section title={<Trans>Pauses</Trans>}>
          <Guardian {...props} />
        </Section>
      </div>
      <Section title={<Trans>Who may do what</Trans>}>
        <Roles {...props} />
      </Section>
      {past.length > 0 && (
        <Section title={<Trans>Earlier decisions</Trans>}>
          {past.map((decision) => (
            <Decision key={String(decision.id)} {...props} decision={decision} />
          ))}
        </Section>
      )}
    </>
  );
}
