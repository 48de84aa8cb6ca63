// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IIssuance} from "../../../contracts/interfaces/IIssuance.sol";
import {ILiquidityReserve} from "../../../contracts/interfaces/ILiquidityReserve.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";

/// @title IssuanceGhost
/// @notice What batches must pay, by the words of IIssuance, from what was entered, the supply when a batch is paid, and the
/// credit that the reserve says has dripped; never from the contract's own sums. For organisations without a presale.
/// @dev Before a call that settles: `_noteSettle`. After it: `_checkBudget`. After an award was entered: `_noteAward`.
abstract contract IssuanceGhost is Handler {
    struct GhostCohort {
        uint256 entered;
        uint256 paid;
    }

    struct GhostAward {
        uint256 number;
        uint256 batch;
        uint256 entered;
        uint256 taken;
    }

    uint256 private constant ALL = 1e18; // the whole supply
    uint256 private constant MOST_CREDIT = 0.2e18;
    uint256 private constant BPS = 10_000; // 100 %

    Organisation internal _org;
    /// @dev Awards that the handler itself entered.
    GhostAward[] internal _awards;
    uint256 internal _issuancePausedFrom;
    uint256 internal _issuancePausedUntil;
    IIssuance.Terms private _terms;
    uint256 private _first;
    uint256 private _number;
    uint256 private _end;
    uint256 private _credit;
    uint256 private _seen;
    mapping(uint256 batch => GhostCohort) private _cohorts;

    /// @notice All tokens that batches minted since this ghost looks.
    uint256 public issued;

    /// @dev Begins with the batch that runs, into which nothing was entered yet, when all before it has been paid in full, and
    /// without gift credit.
    constructor(Organisation memory org) {
        _org = org;
        _terms = org.issuance.terms();
        IIssuance.Batch memory batch = org.issuance.runningBatch();
        (_first, _number, _end) = (batch.number, batch.number, batch.end);
        (_seen, ) = org.reserve.giftCredit();
    }

    // ---------------------------------------------------------------- what happened

    /// @dev Pays what is overdue here; returns what the next call must mint.
    function _noteSettle() internal returns (uint256 minted) {
        ILiquidityReserve.MarketState market = _org.reserve.marketState();
        if (block.timestamp < _end || market == ILiquidityReserve.MarketState.Dissolved) return 0;
        bool open = market == ILiquidityReserve.MarketState.Open;
        if (open) (_credit, _seen) = _usable();
        for (uint256 paid = 0; _end <= block.timestamp; _end += _terms.period) {
            if (_end >= _issuancePausedFrom && _end < _issuancePausedUntil) continue;
            if (paid++ < 3) minted += _pay(_org.token.totalSupply() + minted, open);
        }
        issued += minted;
    }

    /// @dev The market is about to open: overdue batches and the running one are paid from the closed room.
    function _noteOpening() internal returns (uint256 minted) {
        minted = _noteSettle();
        if (block.timestamp >= _issuancePausedUntil) {
            uint256 more = _pay(_org.token.totalSupply() + minted, false);
            issued += more;
            minted += more;
        }
        _end = block.timestamp + _terms.period;
    }

    /// @dev Growth was set, after what was overdue was paid.
    function _noteGrowth() internal {
        _terms = _org.issuance.terms();
    }

    /// @dev Award `number` was entered with `entered` of `asked`. `own` if by the handler, which can take it.
    function _noteAward(uint256 number, uint256 asked, uint256 entered, bool own) internal {
        uint256 most = _mostToEnter();
        _check(6, entered == (asked < most ? asked : most), "more or less was entered than three windows could pay");
        _cohorts[_number].entered += entered;
        if (own) _awards.push(GhostAward(number, _number, entered, 0));
    }

    // ---------------------------------------------------------------- what follows

    /// @notice What award `number`, which was entered with `entered` in `batch`, must have been paid.
    function expectedPaid(uint256 batch, uint256 entered) public view returns (uint256) {
        GhostCohort memory cohort = _cohorts[batch];
        return cohort.entered == 0 ? 0 : (entered * cohort.paid) / cohort.entered;
    }

    /// @dev Property 6: batches paid what they had room for, and 46: each award its part, now and if nobody had called.
    function _checkBudget(uint256 seed) internal {
        IIssuance.Batch memory batch = _org.issuance.runningBatch();
        _check(6, batch.number == _number && batch.end == _end, "another batch runs");
        _check(6, batch.missing == _missing(), "the running batch misses another sum");
        for (uint256 i = _number; i >= _first && i + 3 >= _number; --i) {
            (uint256 entered, uint256 paid) = _org.issuance.cohortOf(i);
            bool same = entered == _cohorts[i].entered && paid == _cohorts[i].paid;
            _check(6, same, "a batch was entered or paid otherwise");
            _check(46, paid <= entered, "a batch was paid more than was entered");
        }
        if (_awards.length == 0) return;
        GhostAward memory award = _awards[seed % _awards.length];
        (uint256 got, bool isFinal) = _org.issuance.paidOf(award.number);
        _check(46, got == expectedPaid(award.batch, award.entered), "an award was paid another part than the others");
        bool over = award.batch + 3 <= _number || (got > 0 && got == award.entered);
        bool dissolved = _org.reserve.marketState() == ILiquidityReserve.MarketState.Dissolved;
        _check(46, isFinal || !(over || dissolved), "an award waits though nothing will be paid");
        _check(46, over || dissolved || !isFinal || award.entered == 0, "an award is final too soon");
    }

    /// @dev Property 7: all that trades must leave as it is. What is overdue is paid with the supply of the first call, so
    /// trades before that one count, as they do right before a window's end.
    function _credits() internal view returns (bytes32) {
        return block.timestamp < _end ? _budget() : bytes32(0);
    }

    /// @dev All that views say about the budget.
    function _budget() internal view returns (bytes32) {
        IIssuance.Batch memory b = _org.issuance.runningBatch();
        return keccak256(abi.encode(b.number, b.end, b.missing, b.windowCredit, b.giftCredit, b.pendingGiftCredit));
    }

    function _growthIsZero() internal view returns (bool) {
        return _terms.openGrowthBps == 0;
    }

    function _mostToEnter() private view returns (uint256 most) {
        uint256 supply = _org.token.totalSupply();
        if (_org.reserve.marketState() == ILiquidityReserve.MarketState.Open) {
            (uint256 usable, ) = _usable();
            (, uint256 pending) = _org.reserve.giftCredit();
            most = (supply * (3 * _windowCredit() + usable + pending)) / ALL;
        } else {
            most = 3 * _closedRoom(supply);
        }
        if (most > type(uint112).max) most = type(uint112).max;
    }

    function _pay(uint256 supply, bool open) private returns (uint256 minted) {
        uint256 missing = _missing();
        uint256 room = open ? (supply * (_windowCredit() + _credit)) / ALL : _closedRoom(supply);
        uint256 cap = type(uint112).max - supply;
        uint256 most = missing < room ? missing : room;
        if (most > cap) most = cap;
        for (uint256 i = _number; missing > 0 && i > 0 && i + 2 >= _number; --i) {
            GhostCohort storage cohort = _cohorts[i];
            uint256 part = ((cohort.entered - cohort.paid) * most) / missing;
            cohort.paid += part;
            minted += part;
        }
        if (open) {
            uint256 used = (minted * ALL + supply - 1) / supply;
            if (used > _windowCredit()) _credit -= used - _windowCredit();
        }
        ++_number;
    }

    function _missing() private view returns (uint256 sum) {
        for (uint256 i = _number; i > 0 && i + 2 >= _number; --i) sum += _cohorts[i].entered - _cohorts[i].paid;
    }

    function _usable() private view returns (uint256 usable, uint256 dripped) {
        (dripped, ) = _org.reserve.giftCredit();
        usable = _credit + dripped - _seen;
        if (usable > MOST_CREDIT) usable = MOST_CREDIT;
    }

    function _closedRoom(uint256 supply) private view returns (uint256) {
        uint256 growth = (supply * _terms.closedGrowthBps) / BPS;
        return growth > _terms.baseAmount ? growth : _terms.baseAmount;
    }

    function _windowCredit() private view returns (uint256) {
        return (_terms.openGrowthBps * ALL) / BPS;
    }
}
