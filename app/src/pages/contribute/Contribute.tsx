/** Contributions and epochs: submitted, reviewed, paid from batches, claimed. */
import { Trans } from "@lingui/react/macro";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Section } from "../../parts/states.tsx";
import { Batch } from "./Batch.tsx";
import { Decided, UnderReview } from "./Contributions.tsx";
import { Epochs } from "./epochs/Epochs.tsx";
import { Owed } from "./Owed.tsx";
import { ProposeEpoch } from "./epochs/ProposeEpoch.tsx";
import { Submit } from "./Submit.tsx";

/** The page. */
export default function Contribute(props: PageProps) {
  const { account } = props;
  const isCurator = account !== undefined && account.curatorSince > 0n;
  return (
    <>
      <Section title={<Trans>What waits to be paid</Trans>}>
        <Batch {...props} />
      </Section>
      {account && (
        <Section title={<Trans>What is owed to me</Trans>}>
          <Owed {...props} account={account} />
        </Section>
      )}
      <Section title={<Trans>Under review</Trans>}>
        <UnderReview {...props} />
      </Section>
      <Section title={<Trans>Submit a contribution</Trans>} id="submit">
        <Submit {...props} key={account?.account} />
      </Section>
      <Section title={<Trans>Epochs: awards of many at once</Trans>} id="epochs">
        <Epochs {...props} />
        {isCurator ? (
          <>
            <h3>
              <Trans>Propose an epoch</Trans>
            </h3>
            <ProposeEpoch {...props} />
          </>
        ) : (
          <details>
            <summary>
              <Trans>For curators: propose an epoch</Trans>
            </summary>
            <ProposeEpoch {...props} />
          </details>
        )}
      </Section>
      <Section title={<Trans>Decided contributions</Trans>}>
        <Decided {...props} />
      </Section>
    </>
  );
}
