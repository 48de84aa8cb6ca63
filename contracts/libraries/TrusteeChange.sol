// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";

/// @title TrusteeChange
/// @notice A pending change of the trustee and the partners' consent to it: see {IEscrow}.
library TrusteeChange {
    uint64 internal constant NOTICE = 14 days;
    uint64 internal constant CONSENT_TERM = 14 days;
    uint64 internal constant REST = 14 days;

    /// @param change The last change announced; kept until it is completed, cancelled or void.
    /// @param round Number of announcements so far: consents and acceptances of an earlier one do not count.
    /// @param restUntil No new change after release before this (seconds).
    /// @param weightOf Tokens (18 decimals) with which an account consents.
    /// @param forMoney Those of all of them that were sold for money.
    /// @param lockedOf Tokens (18 decimals) that an account has locked.
    struct Book {
        IEscrow.Change change;
        uint32 round;
        uint64 restUntil;
        mapping(uint32 round => mapping(address account => uint256)) weightOf;
        mapping(uint32 round => uint256) forMoney;
        mapping(address account => uint256) lockedOf;
    }

    /// @notice Errors: ChangePending, ChangeTooSoon.
    function announce(Book storage book, address candidate) internal {
        require(!isPending(book), IEscrow.ChangePending(book.change.candidate));
        require(block.timestamp >= book.restUntil, IEscrow.ChangeTooSoon(book.restUntil));
        ++book.round;
        book.change = IEscrow.Change(candidate, uint64(block.timestamp), 0, 0);
        emit IEscrow.TrusteeAnnounced(candidate);
    }

    function beginNotice(Book storage book) internal returns (uint64 noticeEnds) {
        noticeEnds = uint64(block.timestamp) + NOTICE;
        book.change.noticeEnds = noticeEnds;
        emit IEscrow.TrusteeNotice(book.change.candidate, noticeEnds);
    }

    /// @notice Sets what `account` consents with, of which first count the `soldForMoney`, and returns what all do.
    function setWeight(
        Book storage book,
        address account,
        uint256 weight,
        uint256 soldForMoney
    ) internal returns (uint256 consented, uint256 forMoney) {
        mapping(address account => uint256) storage weightOf = book.weightOf[book.round];
        uint256 before = weightOf[account];
        consented = book.change.consented + weight - before;
        forMoney = book.forMoney[book.round] + Math.min(weight, soldForMoney) - Math.min(before, soldForMoney);
        weightOf[account] = weight;
        book.forMoney[book.round] = forMoney;
        book.change.consented = uint112(consented); // at most the sold tokens, below the supply's cap of 112 bits
    }

    /// @notice Whether the last change can still come about.
    function isPending(Book storage book) internal view returns (bool) {
        IEscrow.Change storage change = book.change;
        if (change.candidate == address(0)) return false;
        return change.noticeEnds != 0 || block.timestamp < change.announcedAt + CONSENT_TERM;
    }

    /// @notice Whether the time of a notice runs.
    function isNotice(Book storage book) internal view returns (bool) {
        return block.timestamp < book.change.noticeEnds;
    }

    /// @notice What `account` consents with to the pending change.
    function consentOf(Book storage book, address account) internal view returns (uint256) {
        return isPending(book) ? book.weightOf[book.round][account] : 0;
    }

    /// @notice Errors: NoChangePending.
    function requirePending(Book storage book) internal view {
        require(isPending(book), IEscrow.NoChangePending());
    }
}
