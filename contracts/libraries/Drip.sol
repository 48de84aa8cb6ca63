// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Drip
/// @notice Gifts on their way into the reserve: linear until an end, joined by later gifts. Pure maths, no storage.
/// Amounts in asset units below 2^112, times in seconds.
/// @dev Between two gifts all is linear in time, so one point a gift tells what had dripped at any time, and trades need
/// not write anything. Beside its amount each gift carries a weight, its part of all that was in the reserve with it,
/// as a fraction of 1e18; it drips along, and {Issuance} meters by it what may be issued.
library Drip {
    using SafeCast for uint256;

    uint256 private constant ONE = 1e18;

    /// @param since When the last gift joined.
    /// @param end When all will have dripped.
    /// @param pending Asset units pending at `since`, the gift included.
    /// @param pendingWeight Their weights at `since`.
    /// @param dripped Asset units that had dripped until `since`, ever.
    /// @param drippedWeight Their weights.
    struct Point {
        uint32 since;
        uint32 end;
        uint112 pending;
        uint80 pendingWeight;
        uint112 dripped;
        uint80 drippedWeight;
    }

    /// @notice What is pending at `timestamp`, not before the point's time; rounded up, so that nothing drips too soon.
    function pendingAt(Point storage point, uint256 timestamp) internal view returns (uint256) {
        return _left(point.pending, point.since, point.end, timestamp);
    }

    /// @notice Asset units and weights that had dripped at `timestamp`, not before the point's time; rounded down.
    function drippedAt(Point memory point, uint256 timestamp) internal pure returns (uint256 amount, uint256 weight) {
        amount = uint256(point.dripped) + point.pending - _left(point.pending, point.since, point.end, timestamp);
        uint256 pendingWeight = _left(point.pendingWeight, point.since, point.end, timestamp);
        weight = uint256(point.drippedWeight) + point.pendingWeight - pendingWeight;
    }

    /// @notice The point after `gift` joined `point` at `timestamp`, when `total` was in the reserve, pending included.
    /// All is out a whole `period` later, or earlier where the rate would otherwise fall below what it was.
    function join(
        Point memory point,
        uint256 gift,
        uint256 total,
        uint256 period,
        uint256 timestamp
    ) internal pure returns (Point memory joined) {
        uint256 pending = _left(point.pending, point.since, point.end, timestamp);
        uint256 pendingWeight = _left(point.pendingWeight, point.since, point.end, timestamp);
        if (pending > 0) {
            // `timestamp` is before the end. Rounded down, so that the rate is never lower.
            period = Math.min(period, Math.mulDiv(pending + gift, point.end - timestamp, pending));
        }
        joined.since = timestamp.toUint32(); // until the year 2106
        joined.end = (timestamp + period).toUint32();
        joined.pending = (pending + gift).toUint112();
        joined.pendingWeight = (pendingWeight + Math.mulDiv(gift, ONE, total + gift)).toUint80();
        joined.dripped = (uint256(point.dripped) + point.pending - pending).toUint112();
        joined.drippedWeight = (uint256(point.drippedWeight) + point.pendingWeight - pendingWeight).toUint80();
    }

    /// @dev What of `amount` has not come out at `timestamp`, rounded up.
    function _left(uint256 amount, uint256 since, uint256 end, uint256 timestamp) private pure returns (uint256) {
        if (timestamp >= end) return 0;
        return Math.mulDiv(amount, end - timestamp, end - since, Math.Rounding.Ceil);
    }
}
