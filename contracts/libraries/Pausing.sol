// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Paused, PauseTooSoon} from "../interfaces/Errors.sol";

/// @title Pausing
/// @notice A pause that ends by itself after 14 days, and is followed by at least as long without one, so that pauses in a
/// row cannot become one without end. For what brings value in; nobody's exit may ask for it.
library Pausing {
    uint64 internal constant LENGTH = 14 days;
    uint64 internal constant INTERVAL = 28 days; // from the start of one pause to the next

    /// @param until When the pause ends (seconds).
    /// @param notBefore When the next one may begin (seconds).
    struct Pause {
        uint64 until;
        uint64 notBefore;
    }

    /// @notice What brings value in rests until `until` (seconds); a time that has come means: no longer.
    event PauseSet(uint64 until);

    /// @notice Begins a pause of 14 days. Errors: PauseTooSoon.
    function begin(Pause storage self) internal {
        uint64 timestamp = uint64(block.timestamp); // 64 bits of seconds never overflow
        require(timestamp >= self.notBefore, PauseTooSoon(self.notBefore));
        (self.until, self.notBefore) = (timestamp + LENGTH, timestamp + INTERVAL);
        emit PauseSet(self.until);
    }

    /// @notice Ends a pause at once; the next one has to wait all the same.
    function end(Pause storage self) internal {
        self.until = uint64(block.timestamp); // 64 bits of seconds never overflow
        emit PauseSet(self.until);
    }

    /// @notice Lets the call through unless paused. Errors: Paused.
    function requireRunning(Pause storage self) internal view {
        require(block.timestamp >= self.until, Paused(self.until));
    }
}
