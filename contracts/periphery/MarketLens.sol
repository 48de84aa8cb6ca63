// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {BondingCurve} from "../libraries/BondingCurve.sol";
import {Market} from "../libraries/Market.sol";
import {Pause} from "../libraries/Pause.sol";

/// @title MarketLens
/// @notice What pages and scripts ask of any organisation's market, each in one call. It stores nothing and one is
/// enough for a chain. {ILiquidityReserve} quotes this very timestamp, under the one-block rule; the previews here
/// hold for the first trade of a later one, at the state of now: what a page shows before someone signs.
contract MarketLens {
    using Market for Market.State;
    using SafeCast for uint256;

    uint256 private constant WHOLE_TOKEN = 1e18;

    /// @param amountIn Asset units, with tribute, of a buy; tokens (18 decimals) of a sell.
    /// @param amountOut Tokens of a buy; asset units after tribute of a sell.
    /// @param tribute Asset units that go to the treasury.
    /// @param spotPriceBefore Asset units per whole token before the trade, rounded down.
    /// @param spotPriceAfter Asset units per whole token after it, rounded down; 0 after a sale of all.
    /// @param impactBps By how much the average price of the trade, tribute apart, is worse than the spot price before
    /// it, in bps of that, rounded down; for a buy it contains what is paid for pending gifts.
    struct Preview {
        uint256 amountIn;
        uint256 amountOut;
        uint256 tribute;
        uint256 spotPriceBefore;
        uint256 spotPriceAfter;
        uint256 impactBps;
    }

    /// @param state Closed, open or dissolved.
    /// @param awaitsPresale Whether a presale may still be released.
    /// @param openedAt When the market opened (seconds), or 0.
    /// @param dissolvedAt When the organisation was dissolved (seconds), or 0.
    /// @param pausedUntil When the last pause ends or ended (seconds), or 0.
    /// @param supply S, tokens (18 decimals).
    /// @param reserve R, asset units; 0 while closed.
    /// @param drip P, and how it drips.
    /// @param spotPrice R·1e18/(w·S), asset units per whole token, rounded down; 0 unless open.
    /// @param backing Asset units behind each whole token, rounded down; see {ILiquidityReserve-backing}.
    /// @param tributeOwed Asset units of tribute not yet collected.
    /// @param giftsReceived Asset units given without a mint, ever.
    /// @param donationsReceived Those of them that were donations.
    /// @param giftCreditDripped Credit of issuance that has dripped with gifts, ever, in parts of the supply (1e18 = all).
    /// @param giftCreditPending Credit that is still to drip.
    /// @param terms Asset, ratio, tributes and periods.
    struct Summary {
        ILiquidityReserve.MarketState state;
        bool awaitsPresale;
        uint64 openedAt;
        uint64 dissolvedAt;
        uint64 pausedUntil;
        uint256 supply;
        uint256 reserve;
        ILiquidityReserve.DripState drip;
        uint256 spotPrice;
        uint256 backing;
        uint256 tributeOwed;
        uint256 giftsReceived;
        uint256 donationsReceived;
        uint256 giftCreditDripped;
        uint256 giftCreditPending;
        ILiquidityReserve.Terms terms;
    }

    /// @notice The state of a market.
    function summary(ILiquidityReserve reserve) external view returns (Summary memory s) {
        s.state = reserve.marketState();
        s.supply = IERC20(reserve.token()).totalSupply();
        s.reserve = reserve.reserveBalance();
        s.drip = reserve.drip();
        s.spotPrice = reserve.spotPrice();
        s.backing = reserve.backing();
        s.openedAt = reserve.opening();
        s.dissolvedAt = reserve.dissolvedAt();
        s.pausedUntil = reserve.pausedUntil();
        s.tributeOwed = reserve.tributeOwed();
        s.giftsReceived = reserve.giftsReceived();
        s.donationsReceived = reserve.donationsReceived();
        (s.giftCreditDripped, s.giftCreditPending) = reserve.giftCredit();
        s.awaitsPresale = reserve.awaitsPresale();
        s.terms = reserve.terms();
    }

    /// @notice What {ILiquidityReserve-buy} gives for `assetIn` asset units. Errors: as there, but for the caller's limits.
    function previewBuy(ILiquidityReserve reserve, uint256 assetIn) external view returns (Preview memory) {
        _checkPause(reserve);
        Market.State memory m = _market(reserve);
        (uint256 tokensOut, uint256 tribute) = m.quoteBuy(assetIn);
        return _buy(m, assetIn, tokensOut, tribute);
    }

    /// @notice What {ILiquidityReserve-buyExact} costs for `tokensOut` (18 decimals). Errors: as there, but for the caller's
    /// limits.
    function previewBuyExact(ILiquidityReserve reserve, uint256 tokensOut) external view returns (Preview memory) {
        _checkPause(reserve);
        Market.State memory m = _market(reserve);
        (uint256 assetIn, uint256 tribute) = m.quoteBuyExact(tokensOut);
        return _buy(m, assetIn, tokensOut, tribute);
    }

    /// @notice What {ILiquidityReserve-sell} gives for `tokensIn` (18 decimals). Errors: as there, but for the caller's
    /// limits.
    function previewSell(ILiquidityReserve reserve, uint256 tokensIn) external view returns (Preview memory p) {
        Market.State memory m = _market(reserve);
        (p.amountOut, p.tribute) = m.quoteSell(tokensIn);
        p.amountIn = tokensIn;
        uint256 gross = p.amountOut + p.tribute;
        p.spotPriceBefore = BondingCurve.spotPrice(m.supply, m.reserve, m.ratioBps);
        uint256 left = m.supply - tokensIn;
        if (left > 0) p.spotPriceAfter = BondingCurve.spotPrice(left, m.reserve - gross, m.ratioBps);
        // At the spot price it would be tokensIn·R/(w·S).
        uint256 atSpot = Math.mulDiv(tokensIn * Market.WHOLE_BPS, m.reserve, m.ratioBps * m.supply);
        if (atSpot > gross) p.impactBps = Math.mulDiv(atSpot - gross, Market.WHOLE_BPS, atSpot);
    }

    /// @notice What the first `supplyBps` of the supply sold would take of a reserve at ratio w = `ratioBps`:
    /// 1 − (1 − x)^(1/w), as a fraction of 1e18, rounded down. Errors: those of {BondingCurve}.
    function runRisk(uint256 ratioBps, uint256 supplyBps) external pure returns (uint256) {
        uint256 sold = Math.mulDiv(Math.min(supplyBps, type(uint16).max), WHOLE_TOKEN, Market.WHOLE_BPS);
        return BondingCurve.quoteSell(WHOLE_TOKEN, WHOLE_TOKEN, ratioBps, sold);
    }

    // ---------------------------------------------------------------- internals

    function _buy(
        Market.State memory m,
        uint256 assetIn,
        uint256 tokensOut,
        uint256 tribute
    ) private pure returns (Preview memory p) {
        p.amountIn = assetIn;
        p.amountOut = tokensOut;
        p.tribute = tribute;
        uint256 net = assetIn - tribute;
        _checkCaps(m.reserve + m.pending + net, m.supply + tokensOut);
        p.spotPriceBefore = BondingCurve.spotPrice(m.supply, m.reserve, m.ratioBps);
        p.spotPriceAfter = BondingCurve.spotPrice(m.supply + tokensOut, m.reserve + net, m.ratioBps);
        // At the spot price the tokens would cost tokensOut·R/(w·S).
        uint256 atSpot = Math.mulDiv(tokensOut * Market.WHOLE_BPS, m.reserve, m.ratioBps * m.supply);
        if (net > atSpot && atSpot > 0) p.impactBps = Math.mulDiv(net - atSpot, Market.WHOLE_BPS, atSpot);
    }

    /// @dev What the reserve's books and the token refuse, too.
    function _checkCaps(uint256 total, uint256 supply) private pure {
        total.toUint112();
        require(supply <= BondingCurve.MAX_AMOUNT, ICdpoToken.SupplyCapExceeded(supply, BondingCurve.MAX_AMOUNT));
    }

    function _checkPause(ILiquidityReserve reserve) private view {
        Pause.check(uint32(reserve.pausedUntil())); // stored in 32 bits
    }

    /// @dev The market as the first trade of a timestamp finds it.
    function _market(ILiquidityReserve reserve) private view returns (Market.State memory m) {
        ILiquidityReserve.MarketState state = reserve.marketState();
        require(
            state == ILiquidityReserve.MarketState.Open,
            ILiquidityReserve.WrongMarketState(state, ILiquidityReserve.MarketState.Open)
        );
        ILiquidityReserve.Terms memory terms = reserve.terms();
        m.supply = IERC20(reserve.token()).totalSupply();
        m.reserve = reserve.reserveBalance();
        (m.pending, ) = reserve.pendingGifts();
        m.ratioBps = terms.reserveRatioBps;
        m.entryTributeBps = terms.entryTributeBps;
        m.exitTributeBps = terms.exitTributeBps;
    }
}
