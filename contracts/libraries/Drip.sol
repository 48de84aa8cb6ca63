// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Drip
/// @notice Gifts on their way into the reserve, all at one rate, and the credit of issuance that drips with them. The rules
/// are those of {ILiquidityReserve}. Amounts in asset units below 2^112, times and periods in seconds.
/// @dev Between two calls all is linear in time, so trades need not write anything. Pending amounts and rates carry 24
/// fractional bits (Q24): however often gifts come, nothing of what dripped between them is rounded away. Rates are rounded
/// up: each by less than 2^-24 units a second, half a unit in the longest period.
library Drip {
    using SafeCast for uint256;

    uint256 private constant FRACTION_BITS = 24;
    uint256 private constant MAX_PERIODS = 52; // all is out so many periods after the last gift that asked for it
    uint256 private constant RHO_PARTS = 4; // ρ/4 arrives in a period

    /// @param pending P at `since`, Q24.
    /// @param rate What moves into R, Q24 asset units a second; never below `baseRate` while something drips.
    /// @param since When `pending` was as it says. With `end` it lies beside what trades read (see {Market-Book}).
    /// @param end When all will have dripped.
    struct Flow {
        uint136 pending;
        uint120 rate;
        uint128 drippedCredit; // until `since`, ever; 1e18 = the whole supply
        uint96 pendingCredit; // at `since`
        uint32 renewedAt; // opening, or the last renewal
        uint112 rho; // ρ then
        uint120 baseRate; // the largest P/52T of the gifts since something drips
    }

    /// @notice P now, asset units, rounded up: nothing drips too soon. Before the end.
    function pendingSince(Flow storage flow, uint256 since) internal view returns (uint256) {
        return _units(_left(flow, since));
    }

    /// @notice Credit that has dripped, rounded down, and what has not: in the proportion in which units moved from P to R,
    /// whole units as trades see them.
    function credit(
        Flow storage flow,
        uint256 since,
        uint256 end
    ) internal view returns (uint256 dripped, uint256 pending) {
        uint256 all = flow.pendingCredit;
        if (block.timestamp < end) {
            pending = Math.mulDiv(all, pendingSince(flow, since), _units(flow.pending), Math.Rounding.Ceil);
        }
        dripped = flow.drippedCredit + all - pending;
    }

    /// @notice ρ as a gift or a renewal finds it now, when R is `reserve`.
    function currentRho(Flow storage flow, uint256 reserve, uint256 period) internal view returns (uint256) {
        uint256 rho = flow.rho;
        return Math.min(reserve, rho + Math.mulDiv(rho, block.timestamp - flow.renewedAt, period));
    }

    /// @notice Sets ρ, when the market opens to R, and when the rate is renewed.
    function setRho(Flow storage flow, uint256 rho) internal {
        flow.rho = rho.toUint112();
        flow.renewedAt = uint32(block.timestamp); // 32 bits of seconds last until 2106
    }

    /// @notice Adds `gift` and the `carried` credit to what drips, when R is `reserve`; returns the new end. `gift` raises the
    /// rate by at most what it would drip at alone, so dust moves nothing, and never lowers it.
    function join(
        Flow storage flow,
        uint256 gift,
        uint256 carried,
        uint256 reserve,
        uint256 period,
        uint256 since,
        uint256 end
    ) internal returns (uint256) {
        (uint256 pending, uint256 rate, uint256 base) = _advance(flow, since, end);
        flow.pendingCredit = (flow.pendingCredit + carried).toUint96();
        gift <<= FRACTION_BITS;
        pending += gift;
        base = Math.max(base, Math.ceilDiv(pending, MAX_PERIODS * period));
        uint256 wanted = Math.min(Math.ceilDiv(pending, period), rate + Math.ceilDiv(gift, period));
        uint256 most = Math.max(_rateOf(currentRho(flow, reserve, period), period), base);
        return _set(flow, pending, Math.max(rate, Math.min(wanted, most)), base);
    }

    /// @notice Brings ρ up to date and the rate in line with it, when R is `reserve`; returns the new end.
    function renew(
        Flow storage flow,
        uint256 reserve,
        uint256 period,
        uint256 since,
        uint256 end
    ) internal returns (uint256) {
        setRho(flow, currentRho(flow, reserve, period));
        (uint256 pending, uint256 rate, uint256 base) = _advance(flow, since, end);
        if (pending == 0) return block.timestamp;
        uint256 wanted = Math.max(rate, Math.ceilDiv(pending, period));
        uint256 most = Math.max(_rateOf(flow.rho, period), base);
        return _set(flow, pending, Math.min(wanted, most), base);
    }

    /// @dev Counts the credit that has dripped. Returns what is pending now, its rate and base; nothing once all has dripped.
    function _advance(
        Flow storage flow,
        uint256 since,
        uint256 end
    ) private returns (uint256 pending, uint256 rate, uint256 base) {
        (uint256 dripped, uint256 left) = credit(flow, since, end);
        flow.drippedCredit = dripped.toUint128();
        flow.pendingCredit = uint96(left); // at most what it was
        if (block.timestamp < end) (pending, rate, base) = (_left(flow, since), flow.rate, flow.baseRate);
    }

    function _set(Flow storage flow, uint256 pending, uint256 rate, uint256 base) private returns (uint256 end) {
        flow.pending = pending.toUint136();
        flow.rate = rate.toUint120(); // at most a part of `pending` in 86,400
        flow.baseRate = uint120(base); // at most `rate`
        return block.timestamp + Math.ceilDiv(pending, rate);
    }

    /// @dev Q24. Before the end it is more than nothing.
    function _left(Flow storage flow, uint256 since) private view returns (uint256) {
        return flow.pending - uint256(flow.rate) * (block.timestamp - since);
    }

    function _rateOf(uint256 rho, uint256 period) private pure returns (uint256) {
        return Math.ceilDiv(rho << FRACTION_BITS, RHO_PARTS * period);
    }

    /// @dev Rounded up.
    function _units(uint256 pending) private pure returns (uint256) {
        return (pending + (1 << FRACTION_BITS) - 1) >> FRACTION_BITS;
    }
}
