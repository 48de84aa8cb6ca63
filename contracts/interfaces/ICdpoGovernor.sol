// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IForum} from "./IForum.sol";

/// @title ICdpoGovernor
/// @notice OpenZeppelin's Governor for an organisation: stakeholders propose decisions and vote on them with what they have
/// staked ({IStake}); what they decide goes through the timelock, which carries it out as the owner of everything. A decision
/// is what the Governor decides; proposals are those of production ({IProductionProposals}).
///
/// **Weight.** A vote weighs the lesser of the stake at the snapshot and at casting, and holds that stake: on the losing side
/// until voting ends, on the winning side a week longer (votes for: a week after the decision was carried out), see {IStake}.
/// A vote that weighs nothing is refused.
///
/// **Quorum.** Only votes for fill it (COUNTING_MODE `support=bravo&quorum=for`), and there must be more for than against. It
/// is `quorumBps` of the electorate (the larger of floor and what circulates, see {IStake}), recorded when the decision is
/// proposed; until voting starts anyone may lower it to the present figure. When the quorum is reached late, voting goes on for
/// two days more (`lateQuorumVoteExtension`, 1 to 7 days, not longer than the voting period when it is set).
///
/// **Proposing** takes `proposalThresholdBps` of the electorate, holds like a vote for, and an account has one live decision at
/// a time. Nothing can be proposed before the floor has once circulated.
///
/// **Polls.** What was proposed while the Governor was no proposer of the timelock is a poll: it can never be queued.
///
/// **Expiry.** What succeeded and is not queued within 7 days, or was ready for 14 days and not carried out, has expired.
///
/// **Carrying out.** Anyone queues and executes. The operations in the timelock have ids that nobody else can occupy, run
/// through this contract only, and nobody but the stakeholders' veto can cancel them.
///
/// Signed ballots carry keyed nonces: `nonces(voter, uint192(id))`, so that ballots on several decisions do not void each
/// other. A signature by an account's own key counts when its code does not answer ERC-1271 (EIP-7702).
///
/// Settings change by decisions only. `relay` and `updateTimelock` revert: this contract acts through its timelock alone.
///
/// Tags of {IForum-heldUntil}: 0 against, 1 for, 2 abstained, 3 proposed.
interface ICdpoGovernor is IForum {
    /// @param votingDelay Seconds from proposing to the snapshot, 1 to 30 days: who disagrees can leave or stake.
    /// @param votingPeriod Seconds of voting, 3 to 30 days.
    /// @param proposalThresholdBps Part of the electorate needed to propose, 50 to 200 bps.
    /// @param quorumBps Part of the electorate that has to vote for, 100 to 2,000 bps.
    struct Terms {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint16 proposalThresholdBps;
        uint16 quorumBps;
    }

    /// @param quorum Votes for (18 decimals) that it needs.
    /// @param proposedAt When it was proposed (seconds).
    /// @param executedAt When it was carried out (seconds), 0 before.
    /// @param poll Whether it can never be queued.
    /// @param operation Its operation in the timelock, 0 before it is queued.
    struct Decision {
        uint112 quorum;
        uint48 proposedAt;
        uint48 executedAt;
        bool poll;
        bytes32 operation;
    }

    /// @notice The quorum of decision `id` was lowered to `quorum` (18 decimals).
    event QuorumLowered(uint256 indexed id, uint256 quorum);
    /// @notice The quorum of decisions to come is `quorumBps` of the electorate.
    event QuorumBpsSet(uint16 quorumBps);

    /// @notice A delay of `delay` seconds is outside 1 to 30 days.
    error VotingDelayOutOfRange(uint48 delay);
    /// @notice A voting period of `period` seconds is outside 3 to 30 days.
    error VotingPeriodOutOfRange(uint32 period);
    /// @notice A threshold of `bps` of the electorate is outside 50 to 200 bps.
    error ProposalThresholdOutOfRange(uint256 bps);
    /// @notice A quorum of `quorumBps` is outside 100 to 2,000.
    error QuorumOutOfRange(uint256 quorumBps);
    /// @notice An extension of `extension` seconds is outside 1 to 7 days.
    error VoteExtensionOutOfRange(uint48 extension);
    /// @notice `account` has proposed decision `id`, which is live.
    error DecisionLive(address account, uint256 id);
    /// @notice Decision `id` was proposed while the Governor was no proposer of the timelock.
    error PollOnly(uint256 id);
    /// @notice `account` has no stake that weighs in decision `id`.
    error NothingToVoteWith(uint256 id, address account);
    /// @notice The quorum of decision `id`, `quorum`, is not above the present one (`present`).
    error QuorumNotLower(uint256 id, uint256 quorum, uint256 present);
    /// @notice Voting on decision `id` started at `snapshot`: its quorum stands.
    error QuorumFixed(uint256 id, uint256 snapshot);
    /// @notice The Governor acts through its own timelock alone.
    error TimelockFixed();

    /// @notice Sets up a clone, once. Errors: ZeroAddress and those of the bounds above.
    /// @param token_ The organisation's token, set up before: its name is part of this contract's.
    /// @param stake_ Where votes are staked.
    /// @param timelock_ What carries decisions out: the owner of all contracts.
    function initialize(address token_, address stake_, address timelock_, Terms calldata terms) external;

    /// @notice Lowers the quorum of decision `id` to the present figure, until voting starts. Anyone.
    /// Errors: GovernorNonexistentProposal, QuorumFixed, QuorumNotLower.
    function lowerQuorum(uint256 id) external returns (uint256 quorum);

    /// @notice Sets the quorum of decisions to come, in bps of the electorate. Only by a decision. Errors: QuorumOutOfRange.
    function setQuorumBps(uint16 newQuorumBps) external;

    /// @notice The quorum of decisions proposed now, in bps of the electorate.
    function quorumBps() external view returns (uint16);

    /// @notice The proposal threshold in bps of the electorate; `proposalThreshold()` is that many votes now.
    function proposalThresholdBps() external view returns (uint256);

    /// @notice What is kept of decision `id` besides what OpenZeppelin's Governor tells.
    function decisionOf(uint256 id) external view returns (Decision memory);

    /// @notice The decision whose operation in the timelock is `operation`, and when it was proposed; 0 if there is none.
    function decisionBehind(bytes32 operation) external view returns (uint256 id, uint64 proposedAt);

    /// @notice The decision that `account` proposed last; 0 if none.
    function lastDecisionOf(address account) external view returns (uint256 id);
}
