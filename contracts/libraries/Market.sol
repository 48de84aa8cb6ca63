// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {DeadlineExpired, InvalidRecipient, ZeroAmount} from "../interfaces/Errors.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {BondingCurve} from "./BondingCurve.sol";
import {Drip} from "./Drip.sol";
import {OneBlock} from "./OneBlock.sol";
import {ReserveTerms} from "./ReserveTerms.sol";

/// @title Market
/// @notice The books of the market, and its quotes: curve, one-block rule, dripping gifts and tribute together.
library Market {
    using Drip for Drip.Flow;
    using SafeCast for uint256;

    uint256 internal constant WHOLE_BPS = 10_000; // 100 %
    uint256 private constant WHOLE_TOKEN = 1e18;
    uint256 internal constant DEAD_SUPPLY = 1e15; // 0.001 token
    address internal constant DEAD = 0x000000000000000000000000000000000000dEaD;

    /// @dev Two slots that every trade reads, of which it writes the first; `drip` is read only while something drips.
    /// `total` is R + P. `firstPrice` is R0/S0 at `firstAt`, in the form of {OneBlock}.
    // The enum takes one byte, not the slot that the linter counts.
    // solhint-disable-next-line gas-struct-packing
    struct Book {
        uint112 total;
        uint112 firstPrice;
        uint32 firstAt;
        uint16 entryTributeBps;
        uint16 exitTributeBps;
        ILiquidityReserve.MarketState state;
        uint32 pausedUntil;
        uint32 dripSince;
        uint32 dripEnd;
        uint32 dripPeriod;
        uint32 openedAt;
        uint32 dissolvedAt;
        uint16 dissolveBps;
        Drip.Flow drip;
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

    /// @notice The open market at this timestamp, when `supply` tokens exist and w is `ratioBps`.
    function current(Book storage book, uint256 supply, uint256 ratioBps) internal view returns (State memory m) {
        m.supply = supply;
        m.ratioBps = ratioBps;
        m.entryTributeBps = book.entryTributeBps;
        m.exitTributeBps = book.exitTributeBps;
        m.pending = _dripping(book);
        m.reserve = book.total - m.pending;
        if (book.firstAt == block.timestamp) m.firstPrice = book.firstPrice;
    }

    /// @notice P now, asset units: all that was given while the market is closed, nothing once it is dissolved.
    function pending(Book storage book) internal view returns (uint256) {
        if (book.state == ILiquidityReserve.MarketState.Open) return _dripping(book);
        return book.state == ILiquidityReserve.MarketState.Closed ? book.total : 0;
    }

    /// @notice Credit of issuance that has dripped ever, and that has not; once dissolved all has.
    function giftCredit(Book storage book) internal view returns (uint256 dripped, uint256 left) {
        bool dissolved = book.state == ILiquidityReserve.MarketState.Dissolved;
        return book.drip.credit(book.dripSince, dissolved ? 0 : book.dripEnd);
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

    /// @notice Opens the market with R = `reserve` behind `supply` tokens.
    function open(Book storage book, uint256 reserve, uint256 supply) internal {
        book.state = ILiquidityReserve.MarketState.Open;
        book.openedAt = uint32(block.timestamp);
        book.drip.setRho(reserve);
        State memory m;
        (m.reserve, m.supply) = (reserve, supply);
        settle(book, m, reserve);
        emit ILiquidityReserve.MarketOpened(reserve, supply);
    }

    /// @notice Adds a gift of `amount` that does not drip.
    function count(Book storage book, uint256 amount) internal {
        book.total = (book.total + amount).toUint112();
    }

    /// @notice Adds a gift of `amount`, which carries `credit`, to what drips in the open market.
    function join(Book storage book, uint256 amount, uint256 credit) internal {
        uint256 total = book.total;
        uint256 reserve = total - _dripping(book);
        _setDrip(book, book.drip.join(amount, credit, reserve, book.dripPeriod, book.dripSince, book.dripEnd));
        book.total = (total + amount).toUint112();
    }

    /// @notice Brings the rate of the drip in line with ρ. Errors: RenewedTooSoon.
    function renew(Book storage book) internal {
        uint256 period = book.dripPeriod;
        uint256 notBefore = book.drip.renewedAt + period;
        require(block.timestamp >= notBefore, ILiquidityReserve.RenewedTooSoon(uint64(notBefore)));
        uint256 reserve = book.total - _dripping(book);
        _setDrip(book, book.drip.renew(reserve, period, book.dripSince, book.dripEnd));
    }

    /// @notice How what is pending drips.
    function dripState(Book storage book) internal view returns (ILiquidityReserve.DripState memory d) {
        d.pending = pending(book);
        if (book.state != ILiquidityReserve.MarketState.Open) return d;
        uint256 period = book.dripPeriod;
        if (d.pending > 0) (d.rate, d.end) = (book.drip.rate, book.dripEnd);
        d.rho = book.drip.currentRho(book.total - d.pending, period);
        d.renewable = uint64(book.drip.renewedAt + period);
    }

    /// @dev P of an open market.
    function _dripping(Book storage book) private view returns (uint256) {
        if (block.timestamp >= book.dripEnd) return 0;
        return book.drip.pendingSince(book.dripSince);
    }

    function _setDrip(Book storage book, uint256 end) private {
        book.dripSince = uint32(block.timestamp);
        book.dripEnd = end.toUint32();
        emit ILiquidityReserve.DripRateSet(end > block.timestamp ? book.drip.rate : 0, uint64(end));
    }

    /// @notice R0 = ⌈w · price · supply⌉, asset units, at `price` asset units per whole token.
    function openingReserve(uint256 price, uint256 supply, uint256 ratioBps) internal pure returns (uint256) {
        return Math.mulDiv(price * ratioBps, supply, WHOLE_TOKEN * WHOLE_BPS, Math.Rounding.Ceil);
    }

    /// @notice Errors: WrongMarketState.
    function requireState(Book storage book, ILiquidityReserve.MarketState needed) internal view {
        require(book.state == needed, ILiquidityReserve.WrongMarketState(book.state, needed));
    }

    // ---------------------------------------------------------------- owner

    /// @notice Errors: TributeOutOfRange.
    function setTributes(Book storage book, uint16 entryBps, uint16 exitBps) internal {
        ReserveTerms.checkTribute(entryBps);
        ReserveTerms.checkTribute(exitBps);
        (book.entryTributeBps, book.exitTributeBps) = (entryBps, exitBps);
        emit ILiquidityReserve.TributesSet(entryBps, exitBps);
    }

    /// @notice Pauses the entrances until `until` (seconds).
    function setPausedUntil(Book storage book, uint32 until) internal {
        book.pausedUntil = until;
        emit IPausable.PausedUntilSet(until);
    }

    /// @notice The terms of a market, as they stand in its books and besides.
    function terms(
        Book storage book,
        address asset,
        uint16 ratioBps,
        uint112 minimumReserve
    ) internal view returns (ILiquidityReserve.Terms memory) {
        return
            ILiquidityReserve.Terms({
                asset: asset,
                reserveRatioBps: ratioBps,
                minimumReserve: minimumReserve,
                entryTributeBps: book.entryTributeBps,
                exitTributeBps: book.exitTributeBps,
                dripPeriod: book.dripPeriod,
                dissolveBps: book.dissolveBps
            });
    }

    // ---------------------------------------------------------------- quotes

    /// @notice Errors: DeadlineExpired, InvalidRecipient.
    function checkOrder(address token, address recipient, uint256 deadline) internal view {
        require(block.timestamp <= deadline, DeadlineExpired(deadline, block.timestamp));
        require(
            recipient != address(0) && recipient != address(this) && recipient != token,
            InvalidRecipient(recipient)
        );
    }

    /// @notice R·1e18/(w·S) of an open market, 0 otherwise.
    function spotPrice(Book storage book, uint256 supply, uint256 ratioBps) internal view returns (uint256) {
        if (book.state != ILiquidityReserve.MarketState.Open) return 0;
        return BondingCurve.spotPrice(supply, book.total - _dripping(book), ratioBps);
    }

    /// @notice R·1e18/S; while the market is closed of what was given, 0 without a supply.
    function backing(Book storage book, uint256 supply) internal view returns (uint256) {
        if (supply == 0) return 0;
        uint256 reserve = book.total;
        if (book.state == ILiquidityReserve.MarketState.Open) reserve -= _dripping(book);
        return Math.mulDiv(reserve, WHOLE_TOKEN, supply);
    }

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
