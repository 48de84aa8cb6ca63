// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IStake} from "../interfaces/IStake.sol";

/// @title DissolutionRounds
/// @notice Rounds of consent to a dissolution: see {IStake}. The caller holds the stakes of who consents, by what these
/// functions return.
library DissolutionRounds {
    uint256 private constant WHOLE_BPS = 10_000; // 100 %
    uint48 internal constant LOOKBACK = 30 days;
    uint48 private constant COLLECTING = 14 days;
    uint48 private constant NOTICE = 14 days;
    uint48 private constant TERM = 14 days;
    uint48 private constant REST = 14 days;

    /// @param count How many rounds were opened.
    /// @param rounds By number, from 1.
    /// @param consentOf With what an account consents in a round.
    struct Book {
        uint256 count;
        mapping(uint256 round => IStake.Round) rounds;
        mapping(uint256 round => mapping(address account => uint256)) consentOf;
    }

    /// @notice The number of the running round; opens one when none runs, measured by what circulates.
    /// Errors: DissolutionRests.
    function running(Book storage book, uint256 circulating) internal returns (uint256 round) {
        round = book.count;
        IStake.Round storage last = book.rounds[round];
        if (isRunning(last)) return round;
        uint48 rests = last.noticeAt == 0 ? 0 : last.noticeAt + NOTICE + TERM + REST;
        require(block.timestamp >= rests, IStake.DissolutionRests(rests));
        book.count = ++round;
        book.rounds[round].openedAt = uint48(block.timestamp); // 48 bits of seconds last for millions of years
        book.rounds[round].circulating = uint112(circulating); // the supply's cap is 112 bits
    }

    /// @notice Sets the consent of `account` in `round` to `weight`, and compares. Errors: NothingToConsentWith.
    /// @return first Whether it had not consented in it before.
    function consent(
        Book storage book,
        uint256 round,
        address account,
        uint256 weight,
        uint256 circulating,
        uint256 dissolveBps
    ) internal returns (bool first) {
        IStake.Round storage r = book.rounds[round];
        uint256 before = book.consentOf[round][account];
        require(weight > before, IStake.NothingToConsentWith(account));
        book.consentOf[round][account] = weight;
        r.consented = uint112(r.consented + weight - before); // stakes, below the supply's cap of 112 bits
        emit IStake.DissolutionConsented(account, round, weight, r.consented, _needed(r, dissolveBps));
        measure(book, round, circulating, dissolveBps);
        return before == 0;
    }

    /// @notice Lowers what a running round is measured by to what circulates, if that is less, and begins the notice when
    /// enough consent.
    function measure(Book storage book, uint256 round, uint256 circulating, uint256 dissolveBps) internal {
        IStake.Round storage r = book.rounds[round];
        if (!isRunning(r)) return;
        r.circulating = uint112(Math.min(r.circulating, circulating)); // less than it was
        if (r.noticeAt != 0 || r.consented <= _needed(r, dissolveBps)) return;
        r.noticeAt = uint48(block.timestamp); // 48 bits as above
        emit IStake.DissolutionNotice(round, r.noticeAt + NOTICE, r.noticeAt + NOTICE + TERM);
    }

    /// @notice Takes the consent of `account` in the last round back. Errors: NothingToConsentWith, ConsentHeld.
    function takeBack(Book storage book, address account) internal {
        uint256 round = book.count;
        IStake.Round storage r = book.rounds[round];
        _remove(book, round, account);
        require(r.noticeAt == 0, IStake.ConsentHeld(account, round));
        emit IStake.ConsentTakenBack(account, round, r.consented);
    }

    /// @notice Ends the consent of `account` in a round that is over. Errors: NothingToConsentWith, RoundRunning.
    function close(Book storage book, uint256 round, address account) internal {
        _remove(book, round, account);
        require(!isRunning(book.rounds[round]), IStake.RoundRunning(round));
        emit IStake.ConsentTakenBack(account, round, book.rounds[round].consented);
    }

    /// @notice Whether a round collects consents, or its notice and term run.
    function isRunning(IStake.Round storage r) internal view returns (bool) {
        uint256 until = r.noticeAt == 0 ? r.openedAt + COLLECTING : r.noticeAt + NOTICE + TERM;
        return r.openedAt != 0 && block.timestamp < until;
    }

    /// @notice Whether the last round's notice is over and its term runs.
    function isDue(Book storage book) internal view returns (bool) {
        uint48 noticeAt = book.rounds[book.count].noticeAt;
        return noticeAt != 0 && block.timestamp >= noticeAt + NOTICE && block.timestamp < noticeAt + NOTICE + TERM;
    }

    /// @notice When the term of the last round's notice ends, or ended (seconds); 0 without a notice.
    function noticeEnds(Book storage book) internal view returns (uint64) {
        uint48 noticeAt = book.rounds[book.count].noticeAt;
        return noticeAt == 0 ? 0 : noticeAt + NOTICE + TERM;
    }

    function _remove(Book storage book, uint256 round, address account) private {
        uint256 weight = book.consentOf[round][account];
        require(weight > 0, IStake.NothingToConsentWith(account));
        book.consentOf[round][account] = 0;
        book.rounds[round].consented -= uint112(weight); // a part of it
    }

    function _needed(IStake.Round storage r, uint256 dissolveBps) private view returns (uint256) {
        return Math.mulDiv(r.circulating, dissolveBps, WHOLE_BPS);
    }
}
