// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ZeroAmount} from "../interfaces/Errors.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {BondingCurve} from "./BondingCurve.sol";
import {Drip} from "./Drip.sol";
import {OneBlock} from "./OneBlock.sol";

/// @title Market
/// @notice The books of the market, and its quotes: curve, one-block rule, dripping gifts and tribute together.
library Market {
    using Drip for Drip.Point;
    using SafeCast for uint256;

    uint256 internal constant WHOLE_BPS = 10_000; // 100 %

    /// @dev Three slots: two that every trade reads, one that it also writes. P follows from the last gift, which a trade
    /// reads only while something drips. `total` is R + P. `firstPrice` is R0/S0 at `firstAt`, in the form of {OneBlock}.
    struct Book {
        address asset;
        uint16 ratioBps;
        uint16 entryTributeBps;
        uint16 exitTributeBps;
        ILiquidityReserve.MarketState state;
        uint32 pausedUntil;
        address token;
        uint32 openedAt;
        uint32 dripEnd;
        uint32 giftPoints;
        uint112 total;
        uint112 firstPrice;
        uint32 firstAt;
        mapping(uint256 index => Drip.Point) gifts;
    }

    /// @dev The market as one trade finds it: S, R, P, w, tributes, and the price that the one-block rule limits it by, 0
    /// when it is the first of its timestamp.
    struct State {
        uint256 supply;
        uint256 reserve;
        uint256 pending;
        uint256 firstPrice;
        uint256 ratioBps;
        uint256 entryTributeBps;
        uint256 exitTributeBps;
    }

    // ---------------------------------------------------------------- books

    /// @notice The market at this timestamp, when `supply` tokens exist.
    function current(Book storage book, uint256 supply) internal view returns (State memory m) {
        m.supply = supply;
        m.ratioBps = book.ratioBps;
        m.entryTributeBps = book.entryTributeBps;
        m.exitTributeBps = book.exitTributeBps;
        m.pending = pending(book);
        m.reserve = book.total - m.pending;
        if (book.firstAt == block.timestamp) m.firstPrice = book.firstPrice;
    }

    /// @notice P now, asset units: all that was given while the market is closed, nothing once it is dissolved.
    function pending(Book storage book) internal view returns (uint256) {
        if (book.state == ILiquidityReserve.MarketState.Closed) return book.total;
        if (block.timestamp >= book.dripEnd || book.state == ILiquidityReserve.MarketState.Dissolved) return 0;
        return book.gifts[book.giftPoints - 1].pendingAt(block.timestamp);
    }

    /// @notice Writes what a trade left: R + P, and as the first one at this timestamp the price that it found.
    function settle(Book storage book, State memory found, uint256 total) internal {
        uint112 total_ = total.toUint112();
        uint112 price =
            book.firstAt == block.timestamp ? uint112(found.firstPrice) : OneBlock.priceOf(found.reserve, found.supply);
        // One write.
        book.total = total_;
        book.firstPrice = price;
        book.firstAt = uint32(block.timestamp); // 32 bits of seconds last until 2106
    }

    /// @notice Adds a gift of `amount` to what drips; gifts of one timestamp share a point.
    function joinGift(Book storage book, uint256 amount, uint256 dripPeriod) internal {
        uint256 count = book.giftPoints;
        Drip.Point memory point;
        if (count > 0) point = book.gifts[count - 1];
        if (point.since != block.timestamp) book.giftPoints = uint32(++count); // fewer points than seconds
        point = point.join(amount, book.total, dripPeriod, block.timestamp);
        book.gifts[count - 1] = point;
        book.dripEnd = point.end;
        book.total = (book.total + amount).toUint112();
    }

    /// @notice Asset units and weights that had dripped at `timestamp`, see {Drip}.
    function drippedAt(Book storage book, uint256 timestamp) internal view returns (uint256 amount, uint256 weight) {
        // The last point not after `timestamp`: those below `low` are not after it, those from `high` on are.
        uint256 low = 0;
        uint256 high = book.giftPoints;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (book.gifts[middle].since <= timestamp) low = middle + 1;
            else high = middle;
        }
        if (low > 0) (amount, weight) = book.gifts[low - 1].drippedAt(timestamp);
    }

    // ---------------------------------------------------------------- quotes

    /// @notice Tokens for `assetIn` and the tribute of it: the lesser of what curve and rule give, rounded down. The first
    /// trade needs no rule: the curve never gives more than the price before it.
    function quoteBuy(State memory m, uint256 assetIn) internal pure returns (uint256 tokensOut, uint256 tribute) {
        require(assetIn > 0, ZeroAmount());
        tribute = _tributeOn(assetIn, m.entryTributeBps);
        uint256 net = assetIn - tribute;
        tokensOut = BondingCurve.quoteBuy(m.supply, m.reserve + m.pending, m.ratioBps, net);
        if (m.firstPrice != 0) tokensOut = Math.min(tokensOut, OneBlock.buyLimit(m.firstPrice, m.ratioBps, net));
        require(tokensOut > 0, ILiquidityReserve.TradeTooSmall(assetIn));
    }

    /// @notice Asset units, tribute included, for exactly `tokensOut`: on the greater of what curve and rule ask, rounded
    /// up.
    function quoteBuyExact(State memory m, uint256 tokensOut) internal pure returns (uint256 assetIn, uint256 tribute) {
        require(tokensOut > 0, ZeroAmount());
        uint256 net = BondingCurve.quoteCost(m.supply, m.reserve + m.pending, m.ratioBps, tokensOut);
        if (m.firstPrice != 0) net = Math.max(net, OneBlock.costLimit(m.firstPrice, m.ratioBps, tokensOut));
        assetIn = Math.mulDiv(net, WHOLE_BPS, WHOLE_BPS - m.entryTributeBps, Math.Rounding.Ceil);
        tribute = assetIn - net;
    }

    /// @notice Asset units after tribute for `tokensIn`, and the tribute: of the lesser of what curve and rule give, rounded
    /// down.
    function quoteSell(State memory m, uint256 tokensIn) internal pure returns (uint256 assetOut, uint256 tribute) {
        require(tokensIn > 0, ZeroAmount());
        uint256 gross = BondingCurve.quoteSell(m.supply, m.reserve, m.ratioBps, tokensIn);
        if (m.firstPrice != 0) gross = Math.min(gross, OneBlock.sellLimit(m.firstPrice, m.ratioBps, tokensIn));
        tribute = _tributeOn(gross, m.exitTributeBps);
        assetOut = gross - tribute;
        require(assetOut > 0, ILiquidityReserve.TradeTooSmall(tokensIn));
    }

    /// @dev Rounded up: a tribute never rounds to nothing.
    function _tributeOn(uint256 amount, uint256 bps) private pure returns (uint256) {
        return bps == 0 ? 0 : Math.mulDiv(amount, bps, WHOLE_BPS, Math.Rounding.Ceil);
    }
}
