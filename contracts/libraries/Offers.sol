// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {DeadlineOutOfRange, ZeroAmount} from "../interfaces/Errors.sol";
import {IPartnerAcceptance} from "../interfaces/IPartnerAcceptance.sol";

/// @title Offers
/// @notice What partners offer: terms, state, stock, quota and split. Documentation: {IPartnerAcceptance}.
library Offers {
    uint64 private constant MAX_VALIDITY = 3_650 days; // 10 years
    uint16 private constant WHOLE_BPS = 10_000; // 100 %
    uint16 private constant MAX_FEE_BPS = 500; // 5 %

    /// @dev What an account bought in the period of that number.
    struct Bought {
        uint64 period;
        uint64 count;
    }

    /// @dev Where the tokens of redeemed vouchers belong.
    struct Split {
        uint256 toPartner;
        uint256 toTreasury;
        uint256 burned;
    }

    /// @dev As {IPartnerAcceptance-OfferTerms}, packed, and counts of vouchers. `lastPeriod` is the number of the period,
    /// from 0, in which `soldInPeriod` were sold.
    struct Offer {
        address partner;
        uint40 opens;
        uint40 closes;
        IPartnerAcceptance.Settlement settlement;
        bool withdrawn;
        uint112 price;
        uint40 validUntil;
        uint32 period;
        uint16 treasuryBps;
        uint64 stock;
        uint64 sold;
        uint64 redeemed;
        uint64 returned;
        uint64 periodQuota;
        uint64 lastPeriod;
        uint64 soldInPeriod;
        uint64 perAccount;
        uint16 feeBps;
        bool bound;
        string name;
        string uri;
        bytes32 termsHash;
        mapping(address account => Bought) boughtBy;
    }

    /// @notice Errors: see {IPartnerAcceptance-publish}.
    function check(IPartnerAcceptance.OfferTerms calldata t) internal view {
        require(t.price > 0 && t.stock > 0, ZeroAmount());
        require(
            t.opens < t.closes && t.closes <= t.validUntil,
            IPartnerAcceptance.OfferTimesOutOfOrder(t.opens, t.closes, t.validUntil)
        );
        uint64 earliest = uint64(block.timestamp) + 1; // 64 bits of seconds never overflow
        uint64 latest = uint64(block.timestamp) + MAX_VALIDITY;
        require(t.closes >= earliest, DeadlineOutOfRange(t.closes, earliest, latest));
        require(t.validUntil <= latest, DeadlineOutOfRange(t.validUntil, earliest, latest));
        require(
            t.period == 0 ? t.periodQuota == 0 : t.periodQuota > 0 || t.perAccount > 0,
            IPartnerAcceptance.QuotaWithoutPeriod(t.periodQuota, t.period)
        );
        bool shares = t.settlement == IPartnerAcceptance.Settlement.Share;
        require(
            shares == (t.treasuryBps > 0) && t.treasuryBps <= WHOLE_BPS,
            IPartnerAcceptance.TreasuryShareOutOfRange(t.settlement, t.treasuryBps)
        );
        require(t.feeBps <= MAX_FEE_BPS, IPartnerAcceptance.FeeOutOfRange(t.feeBps, MAX_FEE_BPS));
    }

    /// @notice Writes checked terms.
    function write(Offer storage o, IPartnerAcceptance.OfferTerms calldata t, address partner) internal {
        o.partner = partner;
        // All times are at most ten years from now, and 40 bits of seconds last for 34,000.
        (o.opens, o.closes, o.validUntil) = (uint40(t.opens), uint40(t.closes), uint40(t.validUntil));
        (o.settlement, o.treasuryBps) = (t.settlement, t.treasuryBps);
        (o.price, o.stock, o.periodQuota, o.period) = (t.price, t.stock, t.periodQuota, t.period);
        (o.perAccount, o.feeBps, o.bound) = (t.perAccount, t.feeBps, t.bound);
        (o.name, o.uri) = (t.name, t.uri);
        o.termsHash = keccak256(abi.encode(partner, t));
    }

    /// @notice Counts `quantity` vouchers of an offer on sale as sold to the caller for `recipient`.
    function sell(Offer storage o, uint256 id, uint256 quantity, address recipient) internal {
        uint256 left = o.stock - o.sold;
        require(quantity <= left, IPartnerAcceptance.StockExceeded(id, quantity, left));
        uint64 count = uint64(quantity); // at most what is left of 64 bits
        o.sold += count;
        if (o.perAccount > 0) {
            require(recipient == msg.sender, IPartnerAcceptance.LimitedToCaller(id, recipient));
            left = limitLeft(o, msg.sender);
            require(quantity <= left, IPartnerAcceptance.AccountLimitExceeded(id, msg.sender, quantity, left));
            o.boughtBy[msg.sender] = Bought(_period(o), o.perAccount - uint64(left) + count); // at most the limit
        }
        if (o.periodQuota == 0) return;
        left = quotaLeft(o);
        require(quantity <= left, IPartnerAcceptance.PeriodQuotaExceeded(id, quantity, left));
        uint64 period = _period(o);
        if (period != o.lastPeriod) (o.lastPeriod, o.soldInPeriod) = (period, 0);
        o.soldInPeriod += count;
    }

    /// @notice The terms as they were published.
    function termsOf(Offer storage o) internal view returns (IPartnerAcceptance.OfferTerms memory) {
        return
            IPartnerAcceptance.OfferTerms({
                name: o.name,
                uri: o.uri,
                price: o.price,
                stock: o.stock,
                periodQuota: o.periodQuota,
                period: o.period,
                opens: o.opens,
                closes: o.closes,
                validUntil: o.validUntil,
                treasuryBps: o.treasuryBps,
                settlement: o.settlement,
                perAccount: o.perAccount,
                feeBps: o.feeBps,
                bound: o.bound
            });
    }

    /// @notice The state by the offer alone: while on sale, a dissolution is left out.
    function stateOf(Offer storage o) internal view returns (IPartnerAcceptance.OfferState) {
        if (o.partner == address(0)) return IPartnerAcceptance.OfferState.None;
        if (block.timestamp >= o.validUntil) return IPartnerAcceptance.OfferState.Expired;
        if (o.withdrawn) return IPartnerAcceptance.OfferState.Withdrawn;
        if (block.timestamp >= o.closes) return IPartnerAcceptance.OfferState.SaleOver;
        if (block.timestamp >= o.opens) return IPartnerAcceptance.OfferState.OnSale;
        return IPartnerAcceptance.OfferState.Announced;
    }

    /// @notice Neither withdrawn nor expired: its partner still honours it.
    function isServed(Offer storage o) internal view returns (bool) {
        IPartnerAcceptance.OfferState state = stateOf(o);
        return state != IPartnerAcceptance.OfferState.Withdrawn && state != IPartnerAcceptance.OfferState.Expired;
    }

    /// @notice All that is known of offer `id`, in a `state` and of a partner known or not.
    function dashboard(
        Offer storage o,
        uint256 id,
        IPartnerAcceptance.OfferState state,
        bool verified
    ) internal view returns (IPartnerAcceptance.Dashboard memory board) {
        (board.id, board.partner, board.verified, board.state) = (id, o.partner, verified, state);
        (board.terms, board.termsHash) = (termsOf(o), o.termsHash);
        (board.sold, board.redeemed, board.returned) = (o.sold, o.redeemed, o.returned);
        board.open = open(o);
        board.stockLeft = o.stock - o.sold;
        board.quotaLeft = quotaLeft(o);
        board.periodEnds = periodEnds(o);
        board.tokensWaiting = uint256(o.price) * board.open;
        Split memory parts = split(o, o.redeemed);
        (board.toPartner, board.toTreasury, board.burned) = (parts.toPartner, parts.toTreasury, parts.burned);
        board.fees = feeOf(o, o.returned);
    }

    /// @notice Vouchers that holders have.
    function open(Offer storage o) internal view returns (uint64) {
        return o.sold - o.redeemed - o.returned;
    }

    /// @notice Vouchers that the quota leaves now; the whole stock left without a quota, 0 before the sale.
    function quotaLeft(Offer storage o) internal view returns (uint64) {
        if (block.timestamp < o.opens) return 0;
        if (o.periodQuota == 0) return o.stock - o.sold;
        return o.periodQuota - (_period(o) == o.lastPeriod ? o.soldInPeriod : 0);
    }

    /// @notice Vouchers that `account` may still buy: in this period, or in all without one; the whole stock left when there is
    /// no limit for accounts. Only from `opens` on.
    function limitLeft(Offer storage o, address account) internal view returns (uint64) {
        if (o.perAccount == 0) return o.stock - o.sold;
        Bought memory bought = o.boughtBy[account];
        return o.perAccount - (bought.period == _period(o) ? bought.count : 0);
    }

    /// @notice Vouchers that `account` can buy now.
    function available(Offer storage o, address account) internal view returns (uint64) {
        if (block.timestamp < o.opens) return 0;
        return uint64(Math.min(o.stock - o.sold, Math.min(quotaLeft(o), limitLeft(o, account)))); // of 64 bits each
    }

    /// @notice What `quantity` vouchers lose that come back: to the treasury, rounded up for each; nothing once the partner
    /// withdrew.
    function feeOf(Offer storage o, uint256 quantity) internal view returns (uint256) {
        return o.withdrawn ? 0 : Math.mulDiv(o.price, o.feeBps, WHOLE_BPS, Math.Rounding.Ceil) * quantity;
    }

    /// @notice When the next period begins (seconds); 0 without a quota and before the sale.
    function periodEnds(Offer storage o) internal view returns (uint64) {
        if (o.period == 0 || block.timestamp < o.opens) return 0;
        return o.opens + (_period(o) + 1) * o.period;
    }

    /// @notice Where the tokens of `quantity` redeemed vouchers belong. The treasury's part is rounded up for each voucher,
    /// so that it is the same however vouchers are redeemed together.
    function split(Offer storage o, uint256 quantity) internal view returns (Split memory parts) {
        uint256 amount = o.price * quantity;
        if (o.settlement == IPartnerAcceptance.Settlement.Burn) return Split(0, 0, amount);
        parts.toTreasury = Math.mulDiv(o.price, o.treasuryBps, WHOLE_BPS, Math.Rounding.Ceil) * quantity;
        parts.toPartner = amount - parts.toTreasury;
    }

    /// @dev The number of the period, from 0; always 0 without periods. Only from `opens` on.
    function _period(Offer storage o) private view returns (uint64) {
        return o.period == 0 ? 0 : uint64((block.timestamp - o.opens) / o.period); // fewer periods than seconds
    }
}
