// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ICdpoGovernor
/// @notice OpenZeppelin's Governor for an organisation: holders propose, vote for, against or abstain with the votes
/// delegated to them, and what they decide goes through the timelock, which executes it as the owner of everything. Votes
/// of the hour-clock token, a quorum by fraction, and nothing else of our own.
///
/// Time. The clock is the token's ({ICdpoToken}): it moves in whole hours. What is proposed in hour H with a delay of d
/// hours has its snapshot in hour H + d and is voted on in the p whole hours after that one, p being the voting period.
///
/// - The snapshot is what accounts hold when the snapshot's hour ends, and voting begins then. Tokens bought or delegated
///   within that hour count if they are still held at its end; what came and went within it (a flash loan in one
///   transaction always does) does not. Warning: votes borrowed over the turn of the hour count. Choose a delay and a
///   quorum with which others see a proposal coming and can answer it.
/// - The proposal threshold is measured by the last hour that is over: who delegates and proposes in the same hour has
///   no votes for it (GovernorInsufficientProposerVotes). With a threshold of 0 anyone may propose at once.
///
/// Quorum. For plus abstaining votes must reach the quorum, and more must be for than against. The quorum is a fraction of
/// the supply at the snapshot without what was still vesting in the presale then, rounded up. Everything else of the
/// supply counts, also tokens that nobody votes with: the 0.001 of the dead address, awards that wait in the epochs,
/// tokens vested but not claimed, locked stakes, the treasury's own, and those of holders who never delegated.
///
/// Settings change only by proposals here: the calls below are the timelock's, and only while it executes a proposal of
/// this contract; founders' own actions in the timelock cannot reach them. Each keeps to the bounds of {Terms}.
///
/// Proposing. Anyone with the threshold proposes; the proposer may cancel until voting begins, so whoever fears that
/// someone else proposes his text first, to cancel it, ends the description with `#proposer=` and his address. Cancellers
/// of the timelock can cancel what is queued. Queuing and executing is for everyone. A Governor that is no proposer of the timelock can
/// still decide, but not queue: until founders grant it the role its votes are advice.
///
/// Assumptions: token and timelock are the organisation's own and harmless. Warning: `updateTimelock` and `relay` are
/// OpenZeppelin's: another timelock than the owner of the contracts leaves this Governor without power.
interface ICdpoGovernor {
    /// @param votingDelay Seconds from proposing to the snapshot: whole hours, 0 to 30 days.
    /// @param votingPeriod Seconds of voting after the snapshot's hour: whole hours, 1 hour to 30 days.
    /// @param proposalThreshold Votes (18 decimals) needed to propose; 0 for none.
    /// @param quorumBps Fraction of the supply that has to take part, in bps, 100 to 5,000.
    struct Terms {
        uint48 votingDelay;
        uint32 votingPeriod;
        uint112 proposalThreshold;
        uint16 quorumBps;
    }

    /// @notice A delay of `delay` seconds is not a number of whole hours up to 30 days.
    error VotingDelayOutOfRange(uint48 delay);
    /// @notice A voting period of `period` seconds is not a number of whole hours from 1 to 720 (30 days).
    error VotingPeriodOutOfRange(uint32 period);
    /// @notice A threshold of `threshold` votes is above the greatest possible supply.
    error ProposalThresholdOutOfRange(uint256 threshold);
    /// @notice A quorum of `quorumBps` is outside 100 to 5,000.
    error QuorumOutOfRange(uint256 quorumBps);

    /// @notice Sets up a clone, once.
    /// Errors: ZeroAddress, VotingDelayOutOfRange, VotingPeriodOutOfRange, QuorumOutOfRange.
    /// @param token_ The organisation's token, set up before: its name is part of this contract's.
    /// @param presale_ Its presale, or the zero address without one.
    /// @param timelock_ What executes decisions: the owner of all contracts.
    function initialize(address token_, address presale_, address timelock_, Terms calldata terms) external;

    /// @notice Whose vesting tokens the quorum leaves out; the zero address without one.
    function presale() external view returns (address);
}
