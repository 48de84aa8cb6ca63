// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Paused, PauseTooSoon} from "../interfaces/Errors.sol";

/// @title Pause
/// @notice A pause that ends by itself and cannot follow on another: see {IPausable}.
library Pause {
    uint32 internal constant LENGTH = 14 days;
    uint32 internal constant REST = 14 days;

    /// @notice The end of a pause that starts now, where the last one ended, or ends, at `until`.
    function start(uint64 until) internal view returns (uint32) {
        uint64 notBefore = until == 0 ? 0 : until + REST;
        require(block.timestamp >= notBefore, PauseTooSoon(notBefore));
        return uint32(block.timestamp) + LENGTH; // 32 bits of seconds last until 2106
    }

    /// @notice Whether a pause until `until` goes on.
    function isOn(uint64 until) internal view returns (bool) {
        return block.timestamp < until;
    }

    /// @notice Errors: Paused.
    function check(uint64 until) internal view {
        require(!isOn(until), Paused(until));
    }
}
