// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC4824} from "./IERC4824.sol";
import {IPausable} from "./IPausable.sol";

/// @title ICdpoTimelock
/// @notice OpenZeppelin's TimelockController as a clone: the owner of every contract of an organisation, and its
/// treasury (native currency, ERC-20, ERC-721 and ERC-1155). Who has a role, and what it is for:
///
/// | role | at launch | may |
/// |---|---|---|
/// | proposer | founders; the Governor if the organisation wants so | schedule an action |
/// | canceller | the same | cancel what is scheduled and not executed yet |
/// | executor | everyone | execute what is due |
/// | guardian | one account or none | pause entrances once (see {IPausable}), without delay; nothing else |
/// | admin | the timelock itself | grant and revoke roles, by an action that is scheduled like any other |
///
/// As the account that an organisation acts by, it carries the organisation's metadata (ERC-4824).
///
/// Founders hand over by `renounceRole` (both roles, each for himself), or by an action that revokes theirs.
///
/// Warning: a canceller can cancel the action that would take his role; only founders who let go leave the
/// organisation to its Governor.
/// Warning: when the last proposer is gone nothing can ever be scheduled again. Founders grant the proposer's role to the
/// Governor, see it proposed and executed once, and give up their own after that.
interface ICdpoTimelock is IERC4824 {
    /// @notice `guardian` paused the entrances of `targets`.
    event GuardianPaused(address indexed guardian, IPausable[] targets);

    /// @notice A delay of `delay` seconds is outside 1 hour to 30 days.
    error TimelockDelayOutOfRange(uint256 delay);

    /// @notice Sets up a clone, once. Errors: TimelockDelayOutOfRange.
    /// @param delay Seconds between scheduling and executing, 1 hour to 30 days; `updateDelay` keeps to the same bounds.
    /// @param founders First proposers and cancellers; may be empty.
    /// @param governor Proposer and canceller beside them, or the zero address for none.
    /// @param guardian Who may pause entrances once, or the zero address.
    /// @param daoURI_ ERC-4824 metadata, may be empty.
    function initialize(
        uint256 delay,
        address[] calldata founders,
        address governor,
        address guardian,
        string calldata daoURI_
    ) external;

    /// @notice Sets the ERC-4824 metadata; only by an action of the timelock itself. Errors: TimelockUnauthorizedCaller.
    function setDaoURI(string calldata newURI) external;

    /// @notice Pauses the entrances of `targets`. Only the guardian, whose role is spent by it; the organisation grants it
    /// anew, or to someone else, by an action. Errors: AccessControlUnauthorizedAccount, and those of {IPausable-pause}.
    function pause(IPausable[] calldata targets) external;
}
