// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IIssuance} from "../../../contracts/interfaces/IIssuance.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";

/// @title IssuanceGhost
/// @notice What a window of issuance has room for, by the words of IIssuance: from supplies and gifts as they were noted
/// when they happened, and from the asset that the reserve holds; never from the contracts' own sums.
abstract contract IssuanceGhost is Handler {
    /// @dev The supply from `time` on.
    struct Supply {
        uint256 time;
        uint256 amount;
    }

    /// @dev The drip from a gift on: `pending` asset units and weights of 1e18 at `since`, linear, none left at `end`; and
    /// what had dripped before.
    struct Drip {
        uint256 since;
        uint256 end;
        uint256 pending;
        uint256 pendingWeight;
        uint256 dripped;
        uint256 drippedWeight;
    }

    /// @dev A window of issuance, computed here from the rules alone.
    /// @param ceiling What no trade may raise its room above: the room by the supply at its start and by the gifts'
    /// weights alone.
    /// @param byGrowth The part of the room that there would be without gifts.
    struct Window {
        uint256 start;
        uint256 room;
        uint256 issued;
        uint256 ceiling;
        uint256 byGrowth;
    }

    uint256 internal constant WHOLE_BPS = 10_000; // 100 %
    uint256 private constant ONE = 1e18; // a weight of 100 %

    Organisation internal _org;
    uint256 internal _period;
    uint256 internal _baseAmount;
    uint256 internal _closedGrowthBps;
    uint256 internal _openGrowthBps;
    uint256 internal _giftIssuanceBps;
    uint256 internal _openedAt;
    uint256 internal _supplyAtOpening;
    uint256 private _launchedAt;
    Supply[] private _history;
    Drip[] private _drips;
    mapping(uint256 anchor => mapping(uint256 index => uint256)) private _issuedIn;

    /// @notice All tokens issued.
    uint256 public issued;

    constructor(Organisation memory org) {
        _org = org;
        IIssuance.Terms memory terms = org.issuance.terms();
        _launchedAt = org.issuance.launchedAt();
        _period = terms.period;
        _baseAmount = terms.baseAmount;
        _closedGrowthBps = terms.closedGrowthBps;
        _openGrowthBps = terms.openGrowthBps;
        _giftIssuanceBps = terms.giftIssuanceBps;
    }

    // ---------------------------------------------------------------- views for the properties

    /// @notice The current window by the rules of IIssuance.
    function expectedWindow() external view returns (Window memory) {
        return _window();
    }

    // ---------------------------------------------------------------- what happened

    function _noteIssued(uint256 amount) internal {
        Window memory window = _window();
        issued += amount;
        _issuedIn[_anchor()][window.start] += amount;
        _check(6, window.issued + amount <= window.room, "issued more in a window than its room");
        _noteSupply();
    }

    function _noteSupply() internal {
        _history.push(Supply(block.timestamp, _org.token.totalSupply()));
    }

    /// @dev A gift to the open market, which had `total` before it. How long a drip lasts is the matter of property 34.
    function _noteGift(uint256 amount, uint256 total) internal {
        Drip memory next;
        if (_drips.length > 0) {
            Drip memory last = _drips[_drips.length - 1];
            next.pending = _left(last.pending, last, block.timestamp);
            next.pendingWeight = _left(last.pendingWeight, last, block.timestamp);
            next.dripped = last.dripped + last.pending - next.pending;
            next.drippedWeight = last.drippedWeight + last.pendingWeight - next.pendingWeight;
        }
        (, next.end) = _org.reserve.pendingGifts();
        next.since = block.timestamp;
        next.pending += amount;
        next.pendingWeight += (amount * ONE) / total;
        _drips.push(next);
    }

    // ---------------------------------------------------------------- what follows

    /// @dev What the current window has left.
    function _left() internal view returns (uint256) {
        Window memory window = _window();
        return window.room > window.issued ? window.room - window.issued : 0;
    }

    function _window() internal view returns (Window memory window) {
        uint256 anchor = _anchor();
        window.start = anchor + ((block.timestamp - anchor) / _period) * _period;
        window.issued = _issuedIn[anchor][window.start];
        // The token remembers whole hours: what the supply was when the last one before the window ended. A market's
        // first window looks at the supply at its opening.
        bool first = _openedAt != 0 && window.start == _openedAt;
        uint256 then = first ? _supplyAtOpening : _supplyBefore(window.start - (window.start % 1 hours));
        uint256 current = _org.token.totalSupply();
        uint256 supply = then < current ? then : current;
        if (_openedAt == 0) {
            window.byGrowth = _atLeastBase((supply * _closedGrowthBps) / WHOLE_BPS);
            window.room = window.byGrowth;
            window.ceiling = _atLeastBase((then * _closedGrowthBps) / WHOLE_BPS);
            return window;
        }
        (uint256 byWeight, uint256 byReserve) = _partsGiven(window.start);
        uint256 part = byWeight < byReserve ? byWeight : byReserve;
        window.byGrowth = (supply * _openGrowthBps) / WHOLE_BPS;
        window.room = window.byGrowth + (supply * _giftIssuanceBps * part) / (WHOLE_BPS * ONE);
        window.ceiling = (then * _openGrowthBps) / WHOLE_BPS + (then * _giftIssuanceBps * byWeight) / (WHOLE_BPS * ONE);
    }

    /// @dev What dripped since `start`, as parts of 1e18: W/(1 + W), and of the reserve now.
    function _partsGiven(uint256 start) private view returns (uint256 byWeight, uint256 byReserve) {
        (uint256 amount, uint256 weight) = _drippedAt(block.timestamp);
        (uint256 amountBefore, uint256 weightBefore) = _drippedAt(start);
        byWeight = ((weight - weightBefore) * ONE) / (ONE + weight - weightBefore);
        byReserve = ((amount - amountBefore) * ONE) / (_total() - _pending());
    }

    /// @dev Asset units and weights that had dripped at `time`.
    function _drippedAt(uint256 time) private view returns (uint256 amount, uint256 weight) {
        for (uint256 i = _drips.length; i > 0; --i) {
            Drip memory drip = _drips[i - 1];
            if (drip.since > time) continue;
            amount = drip.dripped + drip.pending - _left(drip.pending, drip, time);
            weight = drip.drippedWeight + drip.pendingWeight - _left(drip.pendingWeight, drip, time);
            return (amount, weight);
        }
    }

    /// @dev R + P: nobody sends the asset to the reserve past its functions, and there is no tribute.
    function _total() internal view returns (uint256) {
        return _org.asset.balanceOf(address(_org.reserve));
    }

    function _pending() private view returns (uint256) {
        if (_drips.length == 0) return 0;
        Drip memory last = _drips[_drips.length - 1];
        return _left(last.pending, last, block.timestamp);
    }

    /// @dev What of `amount` has not dripped at `time`, rounded up.
    function _left(uint256 amount, Drip memory drip, uint256 time) private pure returns (uint256) {
        if (time >= drip.end || amount == 0) return 0;
        return (amount * (drip.end - time) - 1) / (drip.end - drip.since) + 1;
    }

    function _anchor() private view returns (uint256) {
        return _openedAt == 0 ? _launchedAt : _openedAt;
    }

    function _atLeastBase(uint256 room) private view returns (uint256) {
        return room < _baseAmount ? _baseAmount : room;
    }

    /// @dev The last supply noted before `time`.
    function _supplyBefore(uint256 time) internal view returns (uint256) {
        for (uint256 i = _history.length; i > 0; --i) {
            if (_history[i - 1].time < time) return _history[i - 1].amount;
        }
        return 0;
    }
}
