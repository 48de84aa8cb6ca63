// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {InvalidShare, ShareCountOutOfRange, SharesNotWhole, ZeroAddress} from "../interfaces/Errors.sol";
import {Share} from "../interfaces/Share.sol";

/// @title Shares
/// @notice What all lists of shares have in common. Doubles are for the caller to refuse, who keeps a mapping anyway.
library Shares {
    uint256 internal constant WHOLE_BPS = 10_000; // 100 %
    uint256 internal constant MAX_COUNT = 64;

    /// @notice Checks count, accounts and sum.
    /// Errors: ShareCountOutOfRange, ZeroAddress, InvalidShare (a part of zero), SharesNotWhole.
    function validate(Share[] calldata shares) internal pure {
        require(shares.length > 0 && shares.length <= MAX_COUNT, ShareCountOutOfRange(shares.length, MAX_COUNT));
        uint256 sumBps;
        for (uint256 i = 0; i < shares.length; ++i) {
            require(shares[i].account != address(0), ZeroAddress());
            require(shares[i].bps > 0, InvalidShare(shares[i].account, 0));
            sumBps += shares[i].bps;
        }
        require(sumBps == WHOLE_BPS, SharesNotWhole(sumBps));
    }

    /// @notice A part of `total`, rounded down, so that it never falls while `total` grows.
    function partOf(uint256 total, uint16 bps) internal pure returns (uint256) {
        return Math.mulDiv(total, bps, WHOLE_BPS);
    }

    /// @notice The part of number `i` of `total`, rounded down; of a total that is `final_` the last one has what is left.
    function partAt(
        Share[] calldata shares,
        uint256 i,
        uint256 total,
        bool final_
    ) internal pure returns (uint256 part) {
        part = partOf(total, shares[i].bps);
        if (final_ && i == shares.length - 1) part += total - sumOfParts(shares, total);
    }

    /// @notice What of `total` came on top, when `bps` of the rest were put there; rounded down.
    function partOnTop(uint256 total, uint16 bps) internal pure returns (uint256) {
        return Math.mulDiv(total, bps, WHOLE_BPS + bps);
    }

    /// @notice One of `count` equal parts of `total`, rounded down.
    function equalPart(uint256 total, uint256 count) internal pure returns (uint256) {
        return total / count;
    }

    /// @notice All parts of `total` together, each rounded down.
    function sumOfParts(Share[] calldata shares, uint256 total) internal pure returns (uint256 sum) {
        for (uint256 i = 0; i < shares.length; ++i) sum += partOf(total, shares[i].bps);
    }
}
