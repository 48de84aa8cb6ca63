// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IForum
/// @notice Where stakeholders decide with what {IStake} holds for them: the Governor, the contribution registry, the epochs
/// and, for vetoes alone, the timelock. Stake asks it when a hold is over, so that the state of the matter ends a hold and
/// not a date written when the hold began.
interface IForum {
    /// @notice Until when what was done in matter `id` under `tag` holds a stake (seconds): `type(uint256).max` while that
    /// is open, a time in the past or 0 when it is free.
    /// @param id The forum's number of the matter: a decision, a contribution, an epoch, or an operation as it was scheduled.
    /// @param tag What was done; each forum says which tags it uses. 255 asks for vetoes below their threshold, which their
    /// accounts can take back at any time: free for others to close once the matter is decided.
    function heldUntil(uint256 id, uint8 tag) external view returns (uint256);
}
