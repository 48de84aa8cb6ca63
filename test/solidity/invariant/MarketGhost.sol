// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {ILiquidityReserve} from "../../../contracts/interfaces/ILiquidityReserve.sol";
import {BondingCurve} from "../../../contracts/libraries/BondingCurve.sol";
import {BigProduct} from "./BigProduct.sol";
import {IssuanceGhost} from "./IssuanceGhost.sol";
import {Organisation} from "../lib/Launch.sol";

/// @title MarketGhost
/// @notice What must have happened on a market, by the words of ILiquidityReserve: money and tokens, the drip, and what all
/// actors together did at one timestamp.
abstract contract MarketGhost is IssuanceGhost {
    /// @dev What must have happened to money and tokens, from what was passed and from balances outside the suite.
    /// @param bought Tokens minted by the reserve to buyers.
    /// @param issued Tokens minted by Issuance.
    /// @param burned Tokens burned, those sold included.
    /// @param paidIn Asset units paid by buyers, tribute included.
    /// @param given Asset units given: donations, other gifts, what was absorbed.
    /// @param donated Asset units donated.
    /// @param paidOut Asset units received by sellers.
    /// @param tributes Asset units of tribute on all trades, by the rates the handler set.
    /// @param collected Asset units of tribute that reached the treasury.
    /// @param forced Asset units sent to the reserve past its functions, and not absorbed.
    /// @param wealth The actors' joint wealth after the last gift, issuance or drip, see `jointWealth`.
    struct Ghost {
        uint256 bought;
        uint256 issued;
        uint256 burned;
        uint256 paidIn;
        uint256 given;
        uint256 donated;
        uint256 paidOut;
        uint256 tributes;
        uint256 collected;
        uint256 forced;
        uint256 wealth;
    }

    /// @dev The drip by the words of ILiquidityReserve. `pending` and rates carry 24 fractional bits.
    /// @param base What lets all be out in 52 periods.
    /// @param rho ρ at the opening or the last renewal, at `renewedAt`.
    /// @param credit Credit that had not dripped at `since`.
    /// @param credits All credit that gifts ever carried.
    struct DripGhost {
        uint256 since;
        uint256 end;
        uint256 pending;
        uint256 rate;
        uint256 base;
        uint256 rho;
        uint256 renewedAt;
        uint256 credit;
        uint256 credits;
    }

    /// @dev What happened at one timestamp, from its first trade on, which found `reserve` and `supply`. Flows are before
    /// tribute, which makes the check of property 33 sharper. `disturbed` by what changes the supply without a trade.
    struct Moment {
        uint256 time;
        uint256 reserve;
        uint256 supply;
        uint256 assetsIn;
        uint256 assetsOut;
        uint256 tokensIn;
        uint256 tokensOut;
        uint256 buys;
        uint256 sells;
        bool disturbed;
    }

    /// @dev What a trade changes. `total` is R + P.
    struct State {
        uint256 reserve;
        uint256 total;
        uint256 supply;
        uint256 owed;
        uint256 traderAssets;
        uint256 traderTokens;
        uint256 recipientAssets;
        uint256 recipientTokens;
    }

    uint256 internal constant WHOLE_BPS = 10_000; // 100 %
    uint256 internal constant MAX_AMOUNT = type(uint112).max; // cap of supply and reserve
    uint256 private constant ONE = 1e18; // credit of the whole supply
    uint256 private constant FRACTION = 1 << 24;

    Ghost internal _ghost;
    DripGhost internal _drip;
    Moment internal _moment;
    uint256 internal _ratioBps;
    uint256 internal _entryBps;
    uint256 internal _exitBps;
    uint256 internal _pausedUntil;
    uint256 internal _oppositesSeen;
    uint256 private _dripPeriod;
    uint256 private _giftIssuanceBps;
    uint256 private _reserveAtOpening;
    uint256 private _supplyAtOpening;
    uint256 private _creditSaid;

    /// @param given Asset units donated before, and the whole reserve.
    /// @param issued_ Tokens issued before; with those minted at opening the whole supply.
    constructor(Organisation memory organisation, uint256 given, uint256 issued_) IssuanceGhost(organisation) {
        ILiquidityReserve.Terms memory terms = organisation.reserve.terms();
        _ratioBps = terms.reserveRatioBps;
        _entryBps = terms.entryTributeBps;
        _exitBps = terms.exitTributeBps;
        _dripPeriod = terms.dripPeriod;
        (_ghost.given, _ghost.donated, _ghost.issued) = (given, given, issued_);
        // The opening counts as the first trade of its timestamp.
        uint64 openedAt = organisation.reserve.opening();
        (_moment.time, _moment.reserve, _moment.supply) = (openedAt, given, organisation.token.totalSupply());
        (_reserveAtOpening, _supplyAtOpening) = (given, _moment.supply);
        (_drip.rho, _drip.renewedAt) = (given, openedAt);
        _giftIssuanceBps = organisation.issuance.giftIssuanceBps();
        _restartWealth();
    }

    /// @dev Property 34 before and after each action.
    modifier watched() {
        ++attempts;
        _checkDrip();
        _;
        _checkDrip();
        _checkIssuing();
    }

    // ---------------------------------------------------------------- views for the properties

    function ghost() external view returns (Ghost memory) {
        return _ghost;
    }

    /// @notice P by the words of ILiquidityReserve.
    function expectedPending() public view returns (uint256) {
        return _ceilDiv(_leftOfDrip(), FRACTION);
    }

    /// @notice R + P by what came in and what went out.
    function expectedTotal() public view returns (uint256) {
        return _ghost.given + _ghost.paidIn - _ghost.paidOut - _ghost.tributes;
    }

    /// @notice What the actors own together, in asset units: their money, and what all their tokens would fetch at once
    /// before tribute. Trades can only lower it, as long as nothing is given, issued or drips.
    function jointWealth() public view returns (uint256) {
        uint256 tokens;
        for (uint256 i = 0; i < actors.length; ++i) tokens += _org.token.balanceOf(actors[i]);
        uint256 reserve = _org.reserve.reserveBalance();
        return _jointAssets() + BondingCurve.quoteSell(_org.token.totalSupply(), reserve, _ratioBps, tokens);
    }

    // ---------------------------------------------------------------- gifts

    /// @dev Property 34: P, rate and end are those of the ghost, R is the rest, and credit drips in the same proportion.
    function _checkDrip() internal {
        ILiquidityReserve.DripState memory said = _org.reserve.drip();
        uint256 reserve = _org.reserve.reserveBalance();
        uint256 pending = expectedPending();
        bool same = said.pending == pending && said.end == (pending == 0 ? 0 : _drip.end);
        _check(34, same && said.rate == (pending == 0 ? 0 : _drip.rate), "P is not what is left of the gifts");
        _check(34, reserve + pending == expectedTotal(), "R is not what dripped, with trades and opening");
        _check(34, said.rho == _rho(reserve), "another R that nobody inflates");
        (uint256 dripped, uint256 left) = _org.reserve.giftCredit();
        _check(34, left == _creditLeft(), "credit does not drip with the gifts");
        _check(34, dripped + left == _drip.credits, "credit appeared or vanished");
        _check(34, dripped >= _creditSaid, "less credit has dripped than before");
        _creditSaid = dripped;
    }

    /// @dev Property 48: without growth by windows all that is issued is issued from gifts, so the constant never falls below
    /// what it was when the market opened.
    function _checkIssuing() internal {
        if (!_growthIsZero()) return;
        bool kept = BigProduct.curveNotLower(
            _reserveAtOpening,
            _supplyAtOpening,
            _org.reserve.reserveBalance(),
            _org.token.totalSupply(),
            _n()
        );
        _check(48, kept, "issuance from gifts lowered R/S^(1/w)");
    }

    /// @dev Property 34 at a gift that was just received: it joins what is left, changes no R, never slows the drip, and speeds
    /// it by no more than it would drip at alone.
    function _noteGift(uint256 amount, uint256 reserveBefore) internal {
        uint256 total = expectedTotal();
        (uint256 left, uint256 rate, uint256 base, uint256 credit) = _advanced();
        uint256 pending = left + amount * FRACTION;
        base = _max(base, _ceilDiv(pending, 52 * _dripPeriod));
        {
            uint256 alone = _ceilDiv(amount * FRACTION, _dripPeriod);
            uint256 wanted = _min(_ceilDiv(pending, _dripPeriod), rate + alone);
            uint256 allowed = _max(_quarter(_rho(reserveBefore)), base);
            uint256 next = _max(rate, _min(wanted, allowed));
            _check(34, next >= rate && next <= rate + alone, "dust moved the rate");
            _check(34, next >= base, "not all will be out in 52 periods");
            rate = next;
        }
        _check(34, _org.reserve.reserveBalance() == reserveBefore, "a gift moved R at once");
        _ghost.given += amount;
        _setDrip(pending, rate, base, credit + _carried(amount, total));
        _restartWealth();
    }

    /// @dev Property 34 at a renewal that was just made.
    function _noteRenewal() internal {
        uint256 reserve = _org.reserve.reserveBalance();
        (_drip.rho, _drip.renewedAt) = (_rho(reserve), block.timestamp);
        (uint256 left, uint256 rate, uint256 base, uint256 credit) = _advanced();
        if (left == 0) return;
        uint256 allowed = _max(_quarter(_drip.rho), base);
        _setDrip(left, _min(_max(rate, _ceilDiv(left, _dripPeriod)), allowed), base, credit);
    }

    /// @dev What a gift carries: between part·w·x/(1 + x) and part·w·x, as a logarithm is; to the digit in the tests beside
    /// decimals.
    function _carried(uint256 amount, uint256 total) private returns (uint256 carried) {
        (uint256 dripped, uint256 left) = _org.reserve.giftCredit();
        carried = dripped + left - _drip.credits;
        uint256 part = _giftIssuanceBps * _ratioBps;
        uint256 scale = WHOLE_BPS * WHOLE_BPS;
        _check(34, carried <= (part * amount * ONE) / (scale * total), "a gift carries too much credit");
        uint256 least = (part * amount * ONE) / (scale * (total + amount));
        _check(34, carried + 2 >= least, "a gift carries too little credit");
        _drip.credits += carried;
    }

    function _setDrip(uint256 pending, uint256 rate, uint256 base, uint256 credit) private {
        (_drip.since, _drip.pending, _drip.rate, _drip.base) = (block.timestamp, pending, rate, base);
        _drip.end = block.timestamp + _ceilDiv(pending, rate);
        _drip.credit = credit;
    }

    /// @dev What is left now, and how it drips; nothing once all is out.
    function _advanced() private view returns (uint256 left, uint256 rate, uint256 base, uint256 credit) {
        left = _leftOfDrip();
        credit = _creditLeft();
        if (left > 0) (rate, base) = (_drip.rate, _drip.base);
    }

    function _leftOfDrip() private view returns (uint256) {
        if (block.timestamp >= _drip.end) return 0;
        return _drip.pending - _drip.rate * (block.timestamp - _drip.since);
    }

    function _creditLeft() private view returns (uint256) {
        uint256 pending = expectedPending();
        return pending == 0 ? 0 : _ceilDiv(_drip.credit * pending, _ceilDiv(_drip.pending, FRACTION));
    }

    function _rho(uint256 reserve) private view returns (uint256) {
        uint256 grown = _drip.rho + (_drip.rho * (block.timestamp - _drip.renewedAt)) / _dripPeriod;
        return _min(reserve, grown);
    }

    function _quarter(uint256 rho) private view returns (uint256) {
        return _ceilDiv(rho * FRACTION, 4 * _dripPeriod);
    }

    // ---------------------------------------------------------------- one timestamp

    /// @dev The moment that a trade joins which found `before`; the first one found R0 and S0.
    function _noteMoment(State memory before) internal {
        if (!_isFirst()) return;
        delete _moment;
        (_moment.time, _moment.reserve, _moment.supply) = (block.timestamp, before.reserve, before.supply);
    }

    function _isFirst() internal view returns (bool) {
        return _moment.time != block.timestamp;
    }

    /// @dev Property 33: at the price before the first trade all actors together have gained nothing, exactly:
    /// Σ assets out − Σ assets in ≤ R0/(w·S0) · (Σ tokens in − Σ tokens out), gifts left out, which only cost them.
    function _checkMoment() internal {
        uint256 supply = _moment.supply * _ratioBps;
        uint256 reserve = _moment.reserve * WHOLE_BPS;
        uint256 got = _moment.assetsOut * supply + _moment.tokensOut * reserve;
        uint256 gave = _moment.assetsIn * supply + _moment.tokensIn * reserve;
        _check(33, got <= gave, "the actors gained within one timestamp");
    }

    /// @dev Property 33 for a buy of `net` asset units, after sells alone and with nothing pending: at least the quote at
    /// R0, S0, or at most its cost there when the tokens were asked for. Each sell before left less than two units in the
    /// reserve, which R0/R1 magnifies; the packed price costs a unit, and of large amounts the last bits.
    function _checkOppositeBuy(uint256 net, uint256 tokensOut, State memory before, bool exact) internal {
        bool alone = _moment.time == block.timestamp && _moment.buys == 0 && _moment.sells > 0 && !_moment.disturbed;
        uint256 units = 2 * _moment.sells;
        if (!alone || before.total != before.reserve || before.reserve <= units) return;
        uint256 reserve = _moment.reserve + _ceilDiv(units * _moment.reserve, before.reserve - units);
        if (exact) {
            uint256 cost = BondingCurve.quoteCost(_moment.supply, reserve, _ratioBps, tokensOut);
            _check(33, net <= cost + 1 + _packing(cost), "an exact buy after sells alone cost more than at R0, S0");
        } else {
            uint256 quote = BondingCurve.quoteBuy(_moment.supply, reserve, _ratioBps, net);
            _check(33, tokensOut + 1 + _packing(quote) >= quote, "a buy after sells alone got less than at R0, S0");
        }
        ++_oppositesSeen;
    }

    /// @dev Property 33 for a sell that paid `gross`, after buys alone: at least the quote at R0, S0.
    function _checkOppositeSell(uint256 tokensIn, uint256 gross) internal {
        bool alone = _moment.time == block.timestamp && _moment.sells == 0 && _moment.buys > 0 && !_moment.disturbed;
        if (!alone || tokensIn > _moment.supply) return;
        uint256 quote = BondingCurve.quoteSell(_moment.supply, _moment.reserve, _ratioBps, tokensIn);
        _check(33, gross + _packing(quote) >= quote, "a sell after buys alone got less than at R0, S0");
        ++_oppositesSeen;
    }

    /// @dev What the packed form of R0/S0 may cost: see {OneBlock}. Its digits are fewer where the reserve is less than
    /// 2^-40 of the supply.
    function _packing(uint256 amount) private view returns (uint256) {
        return 1 + (amount >> 102) + (((amount * _moment.supply) / _moment.reserve) >> 143);
    }

    // ---------------------------------------------------------------- internals

    function _paused() internal view returns (bool) {
        return block.timestamp < _pausedUntil;
    }

    function _restartWealth() internal {
        _ghost.wealth = jointWealth();
    }

    /// @dev Property 26.
    function _checkCurve(uint256 reserveBefore, uint256 supplyBefore) internal {
        uint256 reserve = _org.reserve.reserveBalance();
        bool kept = BigProduct.curveNotLower(reserveBefore, supplyBefore, reserve, _org.token.totalSupply(), _n());
        _check(26, kept, "R/S^(1/w) fell");
    }

    /// @dev 1/w, a whole number in all campaigns.
    function _n() internal view returns (uint256) {
        return WHOLE_BPS / _ratioBps;
    }

    function _state(address trader, address recipient) internal view returns (State memory s) {
        s.reserve = _org.reserve.reserveBalance();
        (uint256 pending, ) = _org.reserve.pendingGifts();
        s.total = s.reserve + pending;
        s.supply = _org.token.totalSupply();
        s.owed = _org.reserve.tributeOwed();
        s.traderAssets = _org.asset.balanceOf(trader);
        s.traderTokens = _org.token.balanceOf(trader);
        s.recipientAssets = _org.asset.balanceOf(recipient);
        s.recipientTokens = _org.token.balanceOf(recipient);
    }

    function _jointAssets() internal view returns (uint256 sum) {
        for (uint256 i = 0; i < actors.length; ++i) sum += _org.asset.balanceOf(actors[i]);
    }

    function _tributeOn(uint256 amount, uint256 bps) internal pure returns (uint256) {
        return _ceilDiv(amount * bps, WHOLE_BPS);
    }

    function _min(uint256 a, uint256 b) internal pure returns (uint256) {
        return a < b ? a : b;
    }

    function _max(uint256 a, uint256 b) internal pure returns (uint256) {
        return a > b ? a : b;
    }

    function _ceilDiv(uint256 a, uint256 b) internal pure returns (uint256) {
        return (a + b - 1) / b;
    }
}
