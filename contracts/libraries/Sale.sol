// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AlreadyDissolved} from "../interfaces/Errors.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {ISaleTerms} from "../interfaces/ISaleTerms.sol";
import {RefundWindow} from "./RefundWindow.sol";
import {SaleTerms} from "./SaleTerms.sol";
import {Shares} from "./Shares.sol";

/// @title Sale
/// @notice The books of a presale: what was given, taken back and credited, and the state that follows. See {IPresale}.
library Sale {
    using RefundWindow for RefundWindow.Window;
    using SafeCast for uint256;

    uint256 private constant WHOLE_TOKEN = 1e18;

    /// @dev Times have 32 bits, enough until 2106. The first slot is all that a contribution writes beside its position.
    /// @param releasedAt When the trustee released; 0 before.
    /// @param failedAt Since when it has failed, written once time and money do not say it any more.
    /// @param pausedUntil End of the last pause.
    /// @param round Number of the newest refunds.
    /// @param changing Whether a change of the trustee is pending.
    /// @param raised Asset units given and not refunded.
    /// @param resourceTokens Tokens for accepted resources.
    /// @param dissolvedAt When the organisation was dissolved; 0 before.
    /// @param refunds The time in which partners may leave.
    /// @param terms As launched.
    struct Book {
        uint32 releasedAt;
        uint32 failedAt;
        uint32 pausedUntil;
        uint24 round;
        bool changing;
        uint112 raised;
        uint112 resourceTokens;
        uint32 dissolvedAt;
        RefundWindow.Window refunds;
        SaleTerms.Kept terms;
    }

    // ---------------------------------------------------------------- money and resources

    /// @notice Takes up to `amount` asset units for `account` into its `position`.
    /// Errors: PositionPassedOn, PartnerMaximumReached, ContributionTooSmall.
    /// @return taken Asset units taken.
    function give(
        Book storage book,
        IPresale.Position storage position,
        address account,
        uint256 amount
    ) internal returns (uint256 taken) {
        require(position.standing != IPresale.Standing.PassedOn, IPresale.PositionPassedOn(account));
        uint256 contributed = position.contributed;
        uint256 partnerMaximum = book.terms.perPartnerMaximum;
        require(contributed < partnerMaximum, IPresale.PartnerMaximumReached(account, partnerMaximum));
        // An open sale has room left: at its maximum it has ended.
        taken = Math.min(amount, Math.min(partnerMaximum - contributed, book.terms.maximum - book.raised));
        contributed += taken;
        require(tokensFor(book, contributed) > 0, ISaleTerms.ContributionTooSmall(contributed, book.terms.price));
        uint24 round = book.round;
        uint256 late = position.round == round ? position.late + taken : taken;
        // All at most `maximum`, which is 112 bits.
        (position.contributed, position.late, position.round) = (uint112(contributed), uint112(late), round);
        book.raised += uint112(taken);
    }

    /// @notice Takes what is refundable out of the `position` of `account`. Errors: WrongState, NothingToTake.
    /// @return amount Asset units.
    function takeBack(
        Book storage book,
        IPresale.Position storage position,
        address account
    ) internal returns (uint256 amount) {
        IPresale.State actual = stateOf(book);
        bool failed = actual == IPresale.State.Refunding;
        require(failed || areRefundsOpen(book), IPresale.WrongState(actual, IPresale.State.Refunding));
        amount = _refundable(book, position, failed);
        require(amount > 0, IPresale.NothingToTake(account));
        if (failed && book.failedAt == 0) book.failedAt = _sinceByTime(book);
        // Parts of them. What is left of a position was given late: it is refundable once there are newer refunds.
        uint112 left = position.contributed - uint112(amount);
        (position.contributed, position.late) = (left, left);
        if (left == 0) position.round = 0;
        book.raised -= uint112(amount);
        if (failed) return amount;
        _note(book, amount);
        if (block.timestamp >= book.terms.closes && book.raised < book.terms.minimum) {
            book.failedAt = uint32(block.timestamp);
        }
    }

    /// @notice Credits a resource to `position`, and opens refunds.
    /// Errors: WrongState, AcceptanceOver.
    /// @return tokens Tokens for it.
    function credit(
        Book storage book,
        IPresale.Position storage position,
        uint256 value
    ) internal returns (uint256 tokens) {
        IPresale.State actual = stateOf(book);
        require(
            actual == IPresale.State.Open || actual == IPresale.State.Ended,
            IPresale.WrongState(actual, IPresale.State.Open)
        );
        require(block.timestamp < book.terms.closes, IPresale.AcceptanceOver(book.terms.closes));
        tokens = tokensFor(book, value);
        position.resourceTokens += tokens.toUint112();
        book.resourceTokens += uint112(tokens); // 112 bits as above
        openRefunds(book, book.terms.challengeWindow);
    }

    /// @notice Takes such a credit back; if its offerer `leaves`, its value has gone like money.
    function uncredit(Book storage book, IPresale.Position storage position, uint256 value, bool leaves) internal {
        uint112 tokens = uint112(tokensFor(book, value)); // as was credited
        position.resourceTokens -= tokens;
        book.resourceTokens -= tokens;
        if (leaves) _note(book, value);
    }

    /// @notice The trustee releases. Errors: WrongState, RefundsOpen, ResourcesAboveLimit.
    function release(Book storage book) internal returns (uint256 sold, uint256 founders) {
        requireState(book, IPresale.State.Ended);
        requireRefundsClosed(book);
        (sold, founders) = tokensToMint(book);
        uint256 allowed = Shares.partOf(sold, book.terms.maxResourceBps);
        require(book.resourceTokens <= allowed, IPresale.ResourcesAboveLimit(book.resourceTokens, allowed));
        book.releasedAt = uint32(block.timestamp);
    }

    /// @notice The organisation is dissolved, once: a sale that was not released has failed. Errors: AlreadyDissolved.
    function dissolve(Book storage book) internal {
        requireNotDissolved(book);
        book.dissolvedAt = uint32(block.timestamp);
        if (book.releasedAt != 0) return;
        uint64 since = failedSince(book);
        book.failedAt = since == 0 ? uint32(block.timestamp) : uint32(since);
    }

    /// @notice Pauses contributions until `until` (seconds).
    function pauseUntil(Book storage book, uint32 until) internal {
        book.pausedUntil = until;
        emit IPausable.PausedUntilSet(until);
    }

    /// @notice Opens the next refunds, for `length` seconds at least.
    function openRefunds(Book storage book, uint256 length) internal {
        book.refunds.open(++book.round, book.raised, length);
    }

    // ---------------------------------------------------------------- views

    /// @notice The state now.
    function stateOf(Book storage book) internal view returns (IPresale.State) {
        if (book.releasedAt != 0) return IPresale.State.Released;
        if (book.failedAt != 0) return IPresale.State.Refunding;
        SaleTerms.Kept storage t = book.terms;
        if (block.timestamp < t.opens) return IPresale.State.Upcoming;
        if (block.timestamp < t.closes) return book.raised < t.maximum ? IPresale.State.Open : IPresale.State.Ended;
        if (block.timestamp >= t.releaseBy || book.raised < t.minimum) return IPresale.State.Refunding;
        return IPresale.State.Ended;
    }

    /// @notice Errors: WrongState.
    function requireState(Book storage book, IPresale.State needed) internal view {
        IPresale.State actual = stateOf(book);
        require(actual == needed, IPresale.WrongState(actual, needed));
    }

    /// @notice Errors: AlreadyDissolved.
    function requireNotDissolved(Book storage book) internal view {
        require(book.dissolvedAt == 0, AlreadyDissolved(book.dissolvedAt));
    }

    /// @notice Errors: RefundsOpen.
    function requireRefundsClosed(Book storage book) internal view {
        uint64 until = book.refunds.until;
        require(block.timestamp >= until, IPresale.RefundsOpen(until));
    }

    /// @notice Since when (seconds) the sale has failed, 0 while it has not.
    function failedSince(Book storage book) internal view returns (uint64) {
        if (stateOf(book) != IPresale.State.Refunding) return 0;
        return book.failedAt != 0 ? book.failedAt : _sinceByTime(book);
    }

    /// @notice Whether refunds are open before the release.
    function areRefundsOpen(Book storage book) internal view returns (bool) {
        return block.timestamp < book.refunds.until && stateOf(book) < IPresale.State.Released;
    }

    /// @notice What a refund would send of what `position` gave: all in a sale that failed; while refunds are open, what was given
    /// before they were opened.
    function refundable(Book storage book, IPresale.Position storage position) internal view returns (uint256) {
        bool failed = stateOf(book) == IPresale.State.Refunding;
        return failed || areRefundsOpen(book) ? _refundable(book, position, failed) : 0;
    }

    /// @notice Tokens sold for money and resources, and the founders' on top of them; rounded down.
    function tokensToMint(Book storage book) internal view returns (uint256 sold, uint256 founders) {
        sold = tokensFor(book, book.raised) + book.resourceTokens;
        founders = Math.mulDiv(sold, book.terms.founderBps, Shares.WHOLE_BPS);
    }

    /// @notice Tokens that `amount` asset units buy, rounded down.
    function tokensFor(Book storage book, uint256 amount) internal view returns (uint256) {
        return Math.mulDiv(amount, WHOLE_TOKEN, book.terms.price);
    }

    /// @notice Asset units that `amount` tokens cost, rounded up.
    function valueOf(Book storage book, uint256 amount) internal view returns (uint256) {
        return Math.mulDiv(amount, book.terms.price, WHOLE_TOKEN, Math.Rounding.Ceil);
    }

    function _refundable(
        Book storage book,
        IPresale.Position storage position,
        bool failed
    ) private view returns (uint256) {
        return position.contributed - (!failed && position.round == book.round ? position.late : 0);
    }

    /// @dev Since when a sale has failed that time and money made fail.
    function _sinceByTime(Book storage book) private view returns (uint32) {
        return book.raised < book.terms.minimum ? book.terms.closes : book.terms.releaseBy;
    }

    function _note(Book storage book, uint256 amount) private {
        book.refunds.note(book.round, amount, book.raised, book.terms.releaseBy);
    }
}
