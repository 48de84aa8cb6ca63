// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPresale} from "../interfaces/IPresale.sol";

/// @title RefundWindow
/// @notice The time before the release in which partners may leave: see {IPresale}.
library RefundWindow {
    uint256 private constant TENTH = 10; // what has to go so that the window is extended, as a divisor
    uint256 private constant EXTENSION = 3 days;
    uint256 private constant RELEASE_TIME = 7 days; // what no extension takes from the release

    /// @param base Asset units raised when the window was opened or last extended.
    /// @param gone Asset units that have gone since.
    /// @param until Its end (seconds; 32 bits last until 2106).
    struct Window {
        uint112 base;
        uint112 gone;
        uint32 until;
    }

    /// @notice Opens number `round` for `length` seconds, or longer if it is open longer; `raised` counts anew.
    function open(Window storage window, uint256 round, uint256 raised, uint256 length) internal {
        window.base = uint112(raised); // at most the sale's maximum, 112 bits
        window.gone = 0;
        window.until = uint32(Math.max(window.until, block.timestamp + length));
        emit IPresale.RefundsOpened(round, window.until);
    }

    /// @notice Counts `amount` that has gone, `raised` is left; a tenth of the base extends the window.
    function note(Window storage window, uint256 round, uint256 amount, uint256 raised, uint256 releaseBy) internal {
        uint256 gone = window.gone + amount;
        if (gone * TENTH < window.base) {
            window.gone = uint112(gone); // less than a tenth of 112 bits
            return;
        }
        (window.base, window.gone) = (uint112(raised), 0); // 112 bits as above
        uint256 until = Math.min(block.timestamp + EXTENSION, releaseBy - RELEASE_TIME);
        if (until <= window.until) return;
        window.until = uint32(until);
        emit IPresale.RefundsOpened(round, window.until);
    }
}
