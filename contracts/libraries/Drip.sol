// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Drip
/// @notice Gifts on their way into the reserve: linear until an end, joined by later gifts. Pure maths, no storage.
/// Amounts in asset units below 2^112, times in seconds.
/// @dev Between two gifts all is linear in time, so one point a gift tells what had dripped at any time, and trades need
/// not write anything. Beside its amount each gift carries a weight, by how much it made all that was in the reserve
/// larger, as a fraction of 1e18; it drips along, and {Issuance} meters by it what may be issued.
library Drip {
    using SafeCast for uint256;

    uint256 private constant ONE = 1e18;
    uint256 private constant MAX_WEIGHT = 1e23; // 100,000 times: more is the same to {Issuance}

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
        uint144 drippedWeight;
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
    /// All is out a whole `period` later, or earlier where the rate would otherwise fall below what it was; that earlier end
    /// is rounded up to a second. Rounded down, gifts of dust within the last seconds of a drip would make it ever faster.
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
            // `timestamp` is before the end.
            uint256 atOldRate = Math.mulDiv(pending + gift, point.end - timestamp, pending, Math.Rounding.Ceil);
            period = Math.min(period, atOldRate);
        }
        joined.since = timestamp.toUint32(); // until the year 2106
        joined.end = (timestamp + period).toUint32();
        joined.pending = (pending + gift).toUint112();
        uint256 weight = total == 0 ? MAX_WEIGHT : Math.min(Math.mulDiv(gift, ONE, total), MAX_WEIGHT);
        joined.pendingWeight = uint80(Math.min(pendingWeight + weight, type(uint80).max));
        joined.dripped = (uint256(point.dripped) + point.pending - pending).toUint112();
        joined.drippedWeight = (uint256(point.drippedWeight) + point.pendingWeight - pendingWeight).toUint144();
    }

    /// @dev What of `amount` has not come out at `timestamp`, rounded up.
    function _left(uint256 amount, uint256 since, uint256 end, uint256 timestamp) private pure returns (uint256) {
        if (timestamp >= end) return 0;
        return Math.mulDiv(amount, end - timestamp, end - since, Math.Rounding.Ceil);
    }
}
