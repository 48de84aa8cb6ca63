// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC4824} from "./IERC4824.sol";
import {IForum} from "./IForum.sol";
import {IPausable} from "./IPausable.sol";

/// @title ICdpoTimelock
/// @notice OpenZeppelin's TimelockController as a clone: the owner of every contract of an organisation, and its
/// treasury (native currency, ERC-20, ERC-721 and ERC-1155). Who has a role, and what it is for:
///
/// | role | at launch | may |
/// |---|---|---|
/// | proposer | founders; the Governor if the organisation wants so | schedule an operation |
/// | canceller | founders | cancel what founders scheduled and nobody executed yet |
/// | executor | everyone | execute what is due; what the Governor scheduled only through the Governor |
/// | guardian | one account or none | pause entrances once (see {IPausable}), without delay; nothing else |
/// | admin | the timelock itself, for ever | grant and revoke roles, by an operation that is scheduled like any other |
///
/// Every operation, the Governor's and the founders', can be vetoed by stakeholders while it waits ({IStake-vetoDecision});
/// that is no role and cannot be revoked. An operation waits at most 30 days; one that was ready for 14 days has expired: it
/// can no longer be executed, and can be scheduled again. So nothing outlives those who scheduled it by more than 44 days.
///
/// **Handing over.** Founders give up their role by `renounceRole`, each their own. The last one can only while the Governor is
/// a proposer; from then on the Governor alone can ever propose and cannot lose the role.
///
/// **A veto overruled.** The operations of a decision that was vetoed, proposed by the Governor again within 180 days, need for
/// another veto the larger of the first threshold and the lesser of double and a third of the base; a decision that only
/// overrules rejections of contributions or epochs starts doubled.
///
/// As the account that an organisation acts by, it carries the organisation's metadata (ERC-4824).
interface ICdpoTimelock is IERC4824, IForum {
    /// @param delay Seconds between scheduling and executing, 2 to 30 days; `updateDelay` keeps to the same bounds.
    /// @param founders First proposers and cancellers; may be empty if the Governor proposes.
    /// @param governorProposes Whether the Governor is a proposer from the start.
    /// @param governor The organisation's Governor.
    /// @param guardian Who may pause entrances once, or the zero address.
    /// @param stake Where stakeholders veto.
    /// @param registry Its `overrule` is what a decision only overrules by, like that of the epochs.
    /// @param epochs See `registry`.
    /// @param daoURI ERC-4824 metadata, may be empty.
    struct Setup {
        uint256 delay;
        address[] founders;
        bool governorProposes;
        address governor;
        address guardian;
        address stake;
        address registry;
        address epochs;
        string daoURI;
    }

    /// @notice `guardian` paused the entrances of `targets`.
    event GuardianPaused(address indexed guardian, IPausable[] targets);
    /// @notice Stakeholders vetoed operation `id`; `threshold` (18 decimals) was reached.
    event OperationVetoed(bytes32 indexed id, uint256 threshold);

    /// @notice A delay of `delay` seconds is outside 2 to 30 days, or an operation's above 30.
    error TimelockDelayOutOfRange(uint256 delay);
    /// @notice Salts whose upper 20 bytes are not zero are the Governor's.
    error ReservedSalt(bytes32 salt);
    /// @notice What the Governor scheduled, `id`, only stakeholders can cancel, by their veto.
    error CancelledByVetoOnly(bytes32 id);
    /// @notice Operation `id` does not wait: it was never scheduled, or is done, cancelled or expired.
    error OperationNotPending(bytes32 id);
    /// @notice `account` cannot become a proposer: no founder proposes any more, and the Governor alone does for ever.
    error OnlyGovernorProposes(address account);
    /// @notice Without the role of `account` nobody could propose any more.
    error LastProposer(address account);
    /// @notice `account` cannot become admin or stop to be it: roles change by scheduled operations only.
    error AdminIsTimelock(address account);
    /// @notice What is due, everyone executes: that cannot be taken away.
    error EveryoneExecutes();
    /// @notice `account` is not where stakeholders veto.
    error NotStake(address account);

    /// @notice Sets up a clone, once. Errors: ZeroAddress, TimelockDelayOutOfRange, LastProposer (nobody would propose).
    function initialize(Setup calldata setup) external;

    /// @notice Sets the ERC-4824 metadata; only by an operation of the timelock itself. Errors: TimelockUnauthorizedCaller.
    function setDaoURI(string calldata newURI) external;

    /// @notice Pauses the entrances of `targets`. Only the guardian, whose role is spent by it; the organisation grants it
    /// anew, or to someone else, by an operation. Errors: AccessControlUnauthorizedAccount, and those of {IPausable-pause}.
    function pause(IPausable[] calldata targets) external;

    /// @notice Cancels operation `id`, vetoed by `threshold` (18 decimals). Only {IStake}. Errors: NotStake.
    function onVetoed(bytes32 id, uint256 threshold) external;

    /// @notice By what a veto of operation `id` is measured. Errors: OperationNotPending.
    /// @return matter Number of the operation as it is scheduled now: an id can be scheduled again.
    /// @return proposedAt When the Governor's decision was proposed, or the founders' operation scheduled (seconds).
    /// @return bps Part of the base that rejects, 0 for the usual one.
    /// @return minimum Least threshold (18 decimals).
    function vetoTerms(
        bytes32 id
    ) external view returns (uint256 matter, uint64 proposedAt, uint256 bps, uint256 minimum);

    /// @notice The number under which {IStake} keeps vetoes of operation `id` as it was scheduled last; 0 before.
    function matterOf(bytes32 id) external view returns (uint256);

    /// @notice Whether the Governor scheduled operation `id`.
    function isDecision(bytes32 id) external view returns (bool);

    /// @notice Whether a founder, anyone but the Governor, is a proposer.
    function foundersPropose() external view returns (bool);

    /// @notice The organisation's Governor.
    function governor() external view returns (address);
}
