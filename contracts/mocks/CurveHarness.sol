// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BondingCurve} from "../libraries/BondingCurve.sol";

/// @title CurveHarness
/// @notice Exposes BondingCurve and answers many quotes in one call with the gas of each. For tests only.
contract CurveHarness {
    enum Quote {
        Buy,
        Sell,
        Cost
    }

    /// @dev `amount` is what goes in for buys and sells, what comes out for costs.
    struct Point {
        uint256 supply;
        uint256 reserve;
        uint256 ratioBps;
        uint256 amount;
    }

    /// @dev `gasUsed` is the quote alone, between two `gasleft()`; less than ten of it is the measuring.
    struct Answer {
        uint256 amount;
        uint256 gasUsed;
    }

    function quoteBuy(
        uint256 supply,
        uint256 reserve,
        uint256 ratioBps,
        uint256 assetIn
    ) external pure returns (uint256 tokensOut) {
        return BondingCurve.quoteBuy(supply, reserve, ratioBps, assetIn);
    }

    function quoteSell(
        uint256 supply,
        uint256 reserve,
        uint256 ratioBps,
        uint256 tokensIn
    ) external pure returns (uint256 assetOut) {
        return BondingCurve.quoteSell(supply, reserve, ratioBps, tokensIn);
    }

    function quoteCost(
        uint256 supply,
        uint256 reserve,
        uint256 ratioBps,
        uint256 tokensOut
    ) external pure returns (uint256 assetIn) {
        return BondingCurve.quoteCost(supply, reserve, ratioBps, tokensOut);
    }

    function spotPrice(uint256 supply, uint256 reserve, uint256 ratioBps) external pure returns (uint256 price) {
        return BondingCurve.spotPrice(supply, reserve, ratioBps);
    }

    function giftCredit(
        uint256 total,
        uint256 gift,
        uint256 ratioBps,
        uint256 part
    ) external pure returns (uint256 credit) {
        return BondingCurve.giftCredit(total, gift, ratioBps, part);
    }

    /// @notice All `points` with the same kind of quote, and the gas of each.
    function quoteMany(Quote quote, Point[] calldata points) external view returns (Answer[] memory answers) {
        answers = new Answer[](points.length);
        for (uint256 i; i < points.length; ++i) {
            answers[i] =
                quote == Quote.Buy
                    ? _buy(points[i])
                    : quote == Quote.Sell
                        ? _sell(points[i])
                        : _cost(points[i]);
        }
    }

    function _buy(Point memory p) private view returns (Answer memory) {
        (uint256 s, uint256 r, uint256 w, uint256 x) = (p.supply, p.reserve, p.ratioBps, p.amount);
        uint256 start = gasleft();
        uint256 amount = BondingCurve.quoteBuy(s, r, w, x);
        return Answer(amount, start - gasleft());
    }

    function _sell(Point memory p) private view returns (Answer memory) {
        (uint256 s, uint256 r, uint256 w, uint256 x) = (p.supply, p.reserve, p.ratioBps, p.amount);
        uint256 start = gasleft();
        uint256 amount = BondingCurve.quoteSell(s, r, w, x);
        return Answer(amount, start - gasleft());
    }

    function _cost(Point memory p) private view returns (Answer memory) {
        (uint256 s, uint256 r, uint256 w, uint256 x) = (p.supply, p.reserve, p.ratioBps, p.amount);
        uint256 start = gasleft();
        uint256 amount = BondingCurve.quoteCost(s, r, w, x);
        return Answer(amount, start - gasleft());
    }
}
