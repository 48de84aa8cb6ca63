// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IPausable
/// @notice What brings value in or issues tokens can be paused by the organisation's timelock, where the guardian may do
/// so at once (see {CdpoTimelock}). A pause ends by itself after 14 days, and for 14 days after its end there is no
/// other. It never stops an exit: no sell, refund, claim, redeem, unlock, veto, release or failed milestone.
/// Warning: a presale's dates do not move with a pause: one of the last two weeks of a sale can make it fail.
interface IPausable {
    /// @notice Entrances are paused until `until` (seconds), or were until then when the owner ends a pause early.
    event PausedUntilSet(uint64 until);

    /// @notice Pauses the entrances of this contract for 14 days. Only the owner. Errors: PauseTooSoon.
    function pause() external;

    /// @notice Ends a pause now; without one nothing happens. Only the owner.
    function unpause() external;

    /// @notice When the last pause ends or ended (seconds); 0 if there was none.
    function pausedUntil() external view returns (uint64);
}
