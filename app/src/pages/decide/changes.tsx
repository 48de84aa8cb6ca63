/** What a call of the treasury changes: old and new values, where the state tells them. */
import { useLingui } from "@lingui/react/macro";
import { decodeCall, type Call } from "cdpo-sdk/calls";
import { CONTRACT_NAMES, ORGANISATION_ABIS, type OrganisationState } from "cdpo-sdk/state";
import type { ReactNode } from "react";
import { Amount, Share, Span } from "../../parts/words.tsx";

/** One value. */
export interface Change {
  readonly label: string;
  readonly before: ReactNode;
  readonly after: ReactNode;
  readonly isSame: boolean;
}

/** Tells of calls. */
export function useChanges(state: OrganisationState): (call: Call) => readonly Change[] {
  const { t } = useLingui();
  const { organisation, contracts } = state;
  const { registry, issuance, epochs, governor, timelock, reserve, token } = contracts;
  const of =
    <T,>(show: (value: T) => ReactNode) =>
    (label: string, before: T, after: unknown): Change => ({
      label,
      before: show(before),
      after: show(after as T),
      isSame: before === after,
    });
  const share = of<bigint>((bps) => <Share bps={bps} />);
  const span = of<bigint>((seconds) => <Span seconds={seconds} />);
  const tokens = of<bigint>((units) => <Amount units={units} symbol={organisation.symbol} />);
  const money = of<bigint>((units) => (
    <Amount units={units} decimals={organisation.asset.decimals} symbol={organisation.asset.symbol} />
  ));
  const plain = of<bigint | string>((value) => String(value));
  const yes = of<boolean>((value) => (value ? t`yes` : t`no`));

  type Args = readonly unknown[];
  const known: Readonly<Record<string, (args: Args) => readonly Change[]>> = {
    "reserve.setTributes": ([entry, exit]) => [
      share(t`Tribute of buys`, reserve.terms.entryTributeBps, entry),
      share(t`Tribute of sells`, reserve.terms.exitTributeBps, exit),
    ],
    "registry.setCurationStake": ([amount]) => [
      tokens(t`Stake that makes a curator`, registry.incentives.curationStake, amount),
    ],
    "registry.setIncentives": ([deposit, bps]) => [
      tokens(t`Deposit of a submission`, registry.incentives.deposit, deposit),
      share(t`Reviewers' reward`, registry.incentives.reviewerRewardBps, bps),
    ],
    "registry.setReviewTerms": ([window, quorum]) => [
      span(t`Length of a review`, registry.reviewTerms.reviewWindow, window),
      plain(t`Approvals needed`, registry.reviewTerms.quorum, quorum),
    ],
    "registry.setKind": ([kind, , most, active]) => {
      const before = state.kinds.find((each) => BigInt(each.kind) === kind);
      return [
        tokens(t`The most that it earns`, before?.maxReward ?? 0n, most),
        yes(t`Can be submitted`, before?.active ?? false, active),
      ];
    },
    "issuance.setGrowth": ([closed, open, gift]) => [
      share(t`Growth in a window before the market opens`, issuance.terms.closedGrowthBps, closed),
      share(t`Growth in a window of the open market`, issuance.terms.openGrowthBps, open),
      share(t`Issued of what gifts allow`, issuance.terms.giftIssuanceBps, gift),
    ],
    "epochs.setTerms": ([terms]) => {
      const after = terms as typeof epochs.terms;
      return [
        span(t`Challenge of an epoch`, epochs.terms.challengeWindow, after.challengeWindow),
        plain(t`Objections that reject`, epochs.terms.objectionQuorum, after.objectionQuorum),
        span(t`Claims of an epoch`, epochs.terms.claimPeriod, after.claimPeriod),
      ];
    },
    "governor.setQuorumBps": ([bps]) => [share(t`Quorum`, governor.quorumBps, bps)],
    "governor.setProposalThreshold": ([bps]) => [
      share(t`Stake that proposing takes`, governor.proposalThresholdBps, bps),
    ],
    "governor.setVotingDelay": ([delay]) => [span(t`Time before voting`, governor.votingDelay, delay)],
    "governor.setVotingPeriod": ([period]) => [span(t`Time of voting`, governor.votingPeriod, period)],
    "governor.setLateQuorumVoteExtension": ([extension]) => [
      span(t`Extension by a late quorum`, governor.lateQuorumVoteExtension, extension),
    ],
    "timelock.updateDelay": ([delay]) => [
      span(t`Wait before it is carried out`, timelock.getMinDelay, delay),
    ],
    "timelock.setDaoURI": ([uri]) => [plain(t`Page of data`, timelock.daoURI, uri)],
    "token.setContractURI": ([uri]) => [plain(t`The token's page of data`, token.contractURI, uri)],
    "licenceOffice.setTierOffer": ([tier, price, minimum, makers, active]) => {
      const before = state.tiers.find(({ id }) => id === tier);
      if (before === undefined) return [];
      return [
        money(t`Price`, before.price, price),
        tokens(t`Free from`, before.commonsMinimum, minimum),
        share(t`The makers' part`, before.makersBps, makers),
        yes(t`Sold`, before.active, active),
      ];
    },
  };
  return ({ to, data }) => {
    const name = CONTRACT_NAMES.find(
      (each) => organisation.addresses[each]?.toLowerCase() === to.toLowerCase(),
    );
    const decoded = name && decodeCall(ORGANISATION_ABIS[name], data);
    const tell = decoded && known[`${name}.${decoded.fragment.name}`];
    return tell === undefined ? [] : tell(decoded?.args ?? []);
  };
}
