/** Stakes: a token is money, a stake is a voice. */
import { Trans, useLingui } from "@lingui/react/macro";
import type { PageProps } from "../../frame/OrganisationPages.tsx";
import { Bar } from "../../parts/pictures/Bar.tsx";
import { Facts, Section } from "../../parts/states.tsx";
import { Amount, Share } from "../../parts/words.tsx";
import { Holds } from "./Holds.tsx";
import { PutDown, TakeOut } from "./Move.tsx";
import { Rights } from "./Rights.tsx";

/** The page. */
export default function Stake(props: PageProps) {
  return (
    <>
      <All {...props} />
      {props.account && <Mine {...props} account={props.account} />}
      <div className="columns">
        <Section title={<Trans>Stake tokens</Trans>}>
          <PutDown {...props} />
        </Section>
        <Section title={<Trans>Take tokens out</Trans>}>
          <TakeOut {...props} />
        </Section>
      </div>
      <Rights {...props} />
    </>
  );
}

function All({ organisation, state }: PageProps) {
  const { t } = useLingui();
  const { symbol } = organisation;
  const { circulating, floor, matured, electorate } = state.contracts.stake;
  const { totalStake } = state.voice;
  const { marketState } = state.contracts.reserve;
  const rest = circulating > totalStake ? circulating - totalStake : 0n;
  const percent = electorate === 0n ? 0n : (totalStake * 10_000n) / electorate;
  const dissolved = marketState === "Dissolved";
  return (
    <Section title={<Trans>Who has a voice</Trans>}>
      <p>
        <Trans>
          <Amount units={totalStake} symbol={symbol} /> are staked, <Share bps={percent} /> of what decisions
          are measured by. Who stakes, votes, reviews and can veto; who decides, stays until the matter is
          over; who disagrees can leave first.
        </Trans>
      </p>
      {!matured && (
        <p className="warning">
          <Trans>
            Until <Amount units={floor} symbol={symbol} /> exist there is no vote: only{" "}
            <Amount units={circulating} symbol={symbol} /> circulate so far.
          </Trans>
        </p>
      )}
      {dissolved && (
        <p className="warning">
          <Trans>
            The organisation is dissolved: nothing holds stakes any more. Take yours out and redeem it.
          </Trans>
        </p>
      )}
      <Bar
        caption={t`Tokens that circulate, and the floor that shares are measured by at least`}
        parts={[
          {
            label: <Trans>staked</Trans>,
            value: totalStake,
            shown: <Amount units={totalStake} symbol={symbol} />,
            tone: "first",
          },
          {
            label: <Trans>not staked</Trans>,
            value: rest,
            shown: <Amount units={rest} symbol={symbol} />,
            tone: "rest",
          },
        ]}
        marks={[{ label: <Trans>floor</Trans>, at: floor, shown: <Amount units={floor} symbol={symbol} /> }]}
      />
    </Section>
  );
}

function Mine(props: PageProps & { readonly account: NonNullable<PageProps["account"]> }) {
  const { t } = useLingui();
  const { organisation, account } = props;
  const { symbol } = organisation;
  const { stake, unstakable, stakeAccount, tokens } = account;
  const held = stake - unstakable;
  return (
    <Section title={<Trans>My stake</Trans>}>
      <Facts
        facts={[
          [t`Staked`, <Amount key="staked" units={stake} symbol={symbol} />],
          [t`Can be taken out now`, <Amount key="free" units={unstakable} symbol={symbol} />],
          [t`At hand, not staked`, <Amount key="hand" units={tokens} symbol={symbol} />],
        ]}
      />
      {stake > 0n && (
        <Bar
          caption={t`My stake`}
          parts={[
            {
              label: <Trans>free</Trans>,
              value: unstakable,
              shown: <Amount units={unstakable} symbol={symbol} />,
              tone: "first",
            },
            {
              label: stakeAccount.vesting ? <Trans>held or still vesting</Trans> : <Trans>held</Trans>,
              value: held,
              shown: <Amount units={held} symbol={symbol} />,
              tone: "second",
            },
          ]}
        />
      )}
      <Holds {...props} />
    </Section>
  );
}
