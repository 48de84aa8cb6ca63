// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {InvalidRecipient, ZeroAmount} from "../../../contracts/interfaces/Errors.sol";
import {IPartnerAcceptance} from "../../../contracts/interfaces/IPartnerAcceptance.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title PartnerHandler
/// @notice Partners with offers of all kinds, gates, and holders who buy, give away, redeem and return vouchers.
contract PartnerHandler is Handler {
    /// @dev What must have become of one offer.
    /// @param bestPeriod Vouchers sold in its busiest period.
    struct Ghost {
        IPartnerAcceptance.OfferTerms terms;
        address partner;
        bool withdrawn;
        uint256 sold;
        uint256 redeemed;
        uint256 returned;
        uint256 bestPeriod;
        uint256 toPartner;
        uint256 toTreasury;
        uint256 burned;
        uint256 fees;
        bytes32 termsHash;
    }

    address public constant GATE = address(0x6A7E);
    uint256 private constant MAX_OFFERS = 30;
    uint256 private constant MAX_ON_OFFER = 5;
    uint256 private constant WHOLE_BPS = 10_000; // 100 %
    uint256 private constant FIRST_KEY = 0xC0DE;

    Organisation private _org;
    IPartnerAcceptance private _acceptance;
    Ghost[] private _ghosts;
    mapping(uint256 id => mapping(uint256 period => uint256)) private _soldIn;
    mapping(uint256 id => mapping(uint256 period => mapping(address account => uint256))) private _boughtIn;
    mapping(uint256 id => mapping(address account => uint256)) public held;
    mapping(address account => uint256) private _nonces;
    /// @notice Tokens (18 decimals) sent to the contract past its functions.
    uint256 public forced;

    /// @param actors_ Accounts of the keys from FIRST_KEY on, who have tokens.
    constructor(address[] memory actors_, Organisation memory org, IPartnerAcceptance acceptance) Handler(actors_) {
        (_org, _acceptance) = (org, acceptance);
        for (uint256 i = 0; i < actors_.length; ++i) {
            vm.prank(actors_[i]);
            org.token.approve(address(acceptance), type(uint256).max);
            vm.prank(actors_[i]);
            acceptance.setGate(GATE, true);
        }
    }

    function ghostCount() external view returns (uint256) {
        return _ghosts.length;
    }

    /// @notice What must have become of offer `id`.
    function ghostOf(uint256 id) external view returns (Ghost memory) {
        return _ghosts[id - 1];
    }

    /// @notice The state that offer `id` must have: from the table of {IPartnerAcceptance}.
    function expectedState(uint256 id) public view returns (IPartnerAcceptance.OfferState) {
        Ghost storage g = _ghosts[id - 1];
        if (block.timestamp >= g.terms.validUntil) return IPartnerAcceptance.OfferState.Expired;
        if (g.withdrawn) return IPartnerAcceptance.OfferState.Withdrawn;
        if (block.timestamp < g.terms.opens) return IPartnerAcceptance.OfferState.Announced;
        return
            block.timestamp < g.terms.closes
                ? IPartnerAcceptance.OfferState.OnSale
                : IPartnerAcceptance.OfferState.SaleOver;
    }

    /// @notice Vouchers that the quota of offer `id` must leave now.
    function expectedQuota(uint256 id) public view returns (uint256) {
        IPartnerAcceptance.OfferTerms storage t = _ghosts[id - 1].terms;
        if (block.timestamp < t.opens) return 0;
        if (t.periodQuota == 0) return t.stock - _ghosts[id - 1].sold;
        return t.periodQuota - _soldIn[id][_period(id)];
    }

    // ---------------------------------------------------------------- partners

    function publish(uint256 partnerSeed, uint256 kindSeed, uint256 priceSeed, uint256 timeSeed) external action {
        address partner = _pick(partnerSeed);
        IPartnerAcceptance.OfferTerms memory t = _terms(kindSeed, priceSeed, timeSeed);
        if (_ghosts.length == MAX_OFFERS || _onOffer() >= MAX_ON_OFFER || kindSeed % 16 == 0) {
            t.closes = t.opens;
            bytes memory expected = abi.encodeWithSelector(
                IPartnerAcceptance.OfferTimesOutOfOrder.selector,
                t.opens,
                t.opens,
                t.validUntil
            );
            return
                _mustRevert(partner, address(_acceptance), abi.encodeCall(IPartnerAcceptance.publish, (t)), expected);
        }
        vm.prank(partner);
        uint256 id = _acceptance.publish(t);
        _ghosts.push();
        Ghost storage g = _ghosts[id - 1];
        (g.partner, g.terms, g.termsHash) = (partner, t, keccak256(abi.encode(partner, t)));
        _check(36, id == _ghosts.length, "another offer than the next");
        _did("publish");
    }

    function withdrawOffer(uint256 idSeed, uint256 callerSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = 1 + (idSeed % _ghosts.length);
        Ghost storage g = _ghosts[id - 1];
        // Most offers stay a while.
        address caller = callerSeed % 4 > 0 ? GATE : g.partner;
        IPartnerAcceptance.OfferState state = expectedState(id);
        bytes memory expected;
        if (caller != g.partner) {
            expected = abi.encodeWithSelector(IPartnerAcceptance.NotPartner.selector, id, caller);
        } else if (_isOver(state)) {
            expected = abi.encodeWithSelector(IPartnerAcceptance.OfferEnded.selector, id, state);
        }
        bytes memory data = abi.encodeCall(IPartnerAcceptance.withdrawOffer, (id));
        if (expected.length > 0) return _mustRevert(caller, address(_acceptance), data, expected);
        vm.prank(caller);
        _acceptance.withdrawOffer(id);
        g.withdrawn = true;
        _did("withdrawOffer");
    }

    // ---------------------------------------------------------------- holders

    function purchase(uint256 payerSeed, uint256 idSeed, uint256 quantitySeed, uint256 toSeed) external action {
        if (_ghosts.length == 0) return;
        (address payer, address to) = (_pick(payerSeed), _pick(toSeed));
        uint256 id = _recent(idSeed);
        Ghost storage g = _ghosts[id - 1];
        uint256 quantity = quantitySeed % 9;
        uint256 cost = quantity * g.terms.price;
        if (toSeed % 4 != 0 && g.terms.perAccount > 0) to = payer;
        bytes32 meant = toSeed % 16 == 0 ? bytes32(toSeed) : g.termsHash;
        bytes memory expected = _refusal(id, quantity, meant, payer, to);
        bytes memory data = abi.encodeCall(IPartnerAcceptance.purchase, (id, quantity, meant, to));
        if (expected.length > 0) return _mustRevert(payer, address(_acceptance), data, expected);
        _buy(payer, data, cost);
        g.sold += quantity;
        held[id][to] += quantity;
        _boughtIn[id][_period(id)][payer] += quantity;
        uint256 inPeriod = _soldIn[id][_period(id)] += quantity;
        if (inPeriod > g.bestPeriod) g.bestPeriod = inPeriod;
        _did("purchase");
    }

    function redeem(uint256 holderSeed, uint256 idSeed, uint256 quantitySeed) external action {
        (address holder, uint256 id, uint256 quantity) = _voucher(holderSeed, idSeed, quantitySeed);
        if (id == 0) return;
        bytes memory data = abi.encodeCall(IPartnerAcceptance.redeemVoucher, (id, quantity));
        bytes memory expected;
        if (expectedState(id) == IPartnerAcceptance.OfferState.Expired) {
            expected = abi.encodeWithSelector(
                IPartnerAcceptance.OfferEnded.selector,
                id,
                IPartnerAcceptance.OfferState.Expired
            );
        } else expected = _shortage(id, holder, quantity);
        if (expected.length > 0) return _mustRevert(holder, address(_acceptance), data, expected);
        _settled(id, holder, quantity, holder, data);
        _did("redeem");
    }

    function redeemFor(uint256 holderSeed, uint256 idSeed, uint256 quantitySeed, uint256 changeSeed) external action {
        (address holder, uint256 id, uint256 quantity) = _voucher(holderSeed, idSeed, quantitySeed);
        if (id == 0) return;
        address gate = changeSeed % 2 == 0 ? GATE : _ghosts[id - 1].partner;
        // Nonces are used in leaps.
        uint256 nonce = _nonces[holder] += 1 + (changeSeed % 100);
        // A code for more than is redeemed, as many, or altered.
        uint256 signed = quantity + (changeSeed % 3);
        IPartnerAcceptance.Redemption memory code = _signed(holder, id, signed, nonce);
        code.quantity = quantity;
        if (changeSeed % 8 == 0) ++code.signed;
        IPartnerAcceptance.Outcome outcome = IPartnerAcceptance.Outcome.Redeemed;
        if (_isOver(expectedState(id))) outcome = IPartnerAcceptance.Outcome.OfferOver;
        else if (quantity > held[id][holder]) outcome = IPartnerAcceptance.Outcome.TooFewVouchers;
        else if (changeSeed % 8 == 0) outcome = IPartnerAcceptance.Outcome.WrongSignature;
        if (changeSeed % 5 == 0) return _inBatch(code, gate, outcome);
        bytes memory data = abi.encodeCall(IPartnerAcceptance.redeemFor, (code));
        if (outcome != IPartnerAcceptance.Outcome.Redeemed) {
            return _mustRevert(gate, address(_acceptance), data, _refusedCode(code, outcome));
        }
        _settled(id, gate, quantity, holder, data);
        _mustRevert(gate, address(_acceptance), data, _refusedCode(code, IPartnerAcceptance.Outcome.NonceUsed));
        _did("redeemFor");
    }

    /// @dev A batch of the code twice: the second is refused, and a refused code uses nothing.
    function _inBatch(
        IPartnerAcceptance.Redemption memory code,
        address gate,
        IPartnerAcceptance.Outcome outcome
    ) private {
        IPartnerAcceptance.Redemption[] memory codes = new IPartnerAcceptance.Redemption[](2);
        (codes[0], codes[1]) = (code, code);
        bytes memory data = abi.encodeCall(IPartnerAcceptance.redeemMany, (codes));
        bool isGood = outcome == IPartnerAcceptance.Outcome.Redeemed;
        if (isGood) _settled(code.offer, gate, code.quantity, code.holder, data);
        else {
            vm.prank(gate);
            IPartnerAcceptance.Outcome[] memory outcomes = _acceptance.redeemMany(codes);
            _check(36, outcomes[0] == outcome && outcomes[1] == outcome, "a code was refused for another reason");
        }
        _check(36, _acceptance.isNonceUsed(code.holder, code.nonce) == isGood, "a refused code used its nonce");
        _did("redeemMany");
    }

    function giveBack(uint256 holderSeed, uint256 idSeed, uint256 quantitySeed, uint256 toSeed) external action {
        (address holder, uint256 id, uint256 quantity) = _voucher(holderSeed, idSeed, quantitySeed);
        if (id == 0) return;
        Ghost storage g = _ghosts[id - 1];
        address to = toSeed % 8 == 0 ? address(_acceptance) : _pick(toSeed);
        bytes memory expected;
        if (!_isOver(expectedState(id))) {
            expected = abi.encodeWithSelector(IPartnerAcceptance.VoucherStillValid.selector, id, g.terms.validUntil);
        } else if (to == address(_acceptance)) {
            expected = abi.encodeWithSelector(InvalidRecipient.selector, to);
        } else expected = _shortage(id, holder, quantity);
        bytes memory data = abi.encodeCall(IPartnerAcceptance.returnVoucher, (id, quantity, to));
        if (expected.length > 0) return _mustRevert(holder, address(_acceptance), data, expected);
        (uint256 before, uint256 atTreasury) = (_org.token.balanceOf(to), _org.token.balanceOf(_org.timelock));
        vm.prank(holder);
        uint256 amount = _acceptance.returnVoucher(id, quantity, to);
        uint256 fee = _feeOf(id, quantity);
        _check(
            37,
            amount == quantity * g.terms.price - fee && _org.token.balanceOf(to) - before == amount,
            "a return brought another sum than was paid, less the fee"
        );
        _check(37, _org.token.balanceOf(_org.timelock) - atTreasury == fee, "the treasury got another fee");
        g.returned += quantity;
        g.fees += fee;
        held[id][holder] -= quantity;
        _did("giveBack");
    }

    function transfer(uint256 holderSeed, uint256 idSeed, uint256 quantitySeed, uint256 toSeed) external action {
        (address holder, uint256 id, uint256 quantity) = _voucher(holderSeed, idSeed, quantitySeed);
        if (id == 0) return;
        address to = _pick(toSeed);
        bytes memory expected =
            _ghosts[id - 1].terms.bound
                ? abi.encodeWithSelector(IPartnerAcceptance.VoucherBound.selector, id)
                : _shortage(id, holder, quantity);
        if (expected.length > 0) {
            bytes memory data = abi.encodeCall(_acceptance.safeTransferFrom, (holder, to, id, quantity, ""));
            return _mustRevert(holder, address(_acceptance), data, expected);
        }
        vm.prank(holder);
        _acceptance.safeTransferFrom(holder, to, id, quantity, "");
        held[id][holder] -= quantity;
        held[id][to] += quantity;
        _did("transfer");
    }

    // ---------------------------------------------------------------- the world

    function forceTransfer(uint256 senderSeed, uint256 amountSeed) external action {
        uint256 amount = _scaled(amountSeed, 1e20);
        forced += amount;
        vm.prank(_pick(senderSeed));
        _org.token.transfer(address(_acceptance), amount);
        _did("forceTransfer");
    }

    /// @dev Some hours on, or to the second before, at or after something that an offer says.
    function warp(uint256 seed, uint256 idSeed) external action {
        if (seed % 2 == 0 || _ghosts.length == 0) _pass(_bound(seed / 2, 1, 36 hours));
        else {
            IPartnerAcceptance.OfferTerms storage t = _ghosts[idSeed % _ghosts.length].terms;
            uint256 period = t.period == 0 ? 1 days : t.period;
            uint256[4] memory edges = [
                uint256(t.opens),
                t.closes,
                t.validUntil,
                block.timestamp < t.opens ? 0 : block.timestamp + period - ((block.timestamp - t.opens) % period)
            ];
            uint256 edge = edges[(seed / 2) % 4] + ((seed / 8) % 3);
            if (edge <= block.timestamp + 1) return;
            vm.warp(edge - 1);
        }
        _did("warp");
    }

    /// @notice Property 37: whatever happens, with sales paused and the organisation dissolved, everybody has the tokens
    /// of all vouchers back in the end; simulated.
    function everyoneLeaves(uint256 seed) external action {
        uint256 time = block.timestamp;
        try this.simulateEveryoneLeaves(seed) {} catch (bytes memory reason) {
            vm.warp(time); // a revert does not turn back the clock
            string memory problem = _problem(reason);
            _check(37, bytes(problem).length == 0, problem);
        }
        _did("everyoneLeaves");
    }

    function simulateEveryoneLeaves(uint256 seed) external {
        vm.prank(_org.timelock);
        _acceptance.pause();
        if (seed % 2 == 0) {
            vm.prank(_org.timelock);
            _org.reserve.dissolve();
        }
        vm.warp(block.timestamp + 40 days); // beyond every validity
        address[] memory order = _shuffledActors(seed);
        for (uint256 i = 0; i < order.length; ++i) {
            for (uint256 id = 1; id <= _ghosts.length; ++id) {
                uint256 quantity = held[id][order[i]];
                if (quantity == 0) continue;
                uint256 before = _org.token.balanceOf(order[i]);
                vm.prank(order[i]);
                _acceptance.returnVoucher(id, quantity, order[i]);
                uint256 due = quantity * _ghosts[id - 1].terms.price - _feeOf(id, quantity);
                if (_org.token.balanceOf(order[i]) - before != due) {
                    revert Simulated("a holder left with another sum than was paid, less the fee");
                }
            }
        }
        if (_org.token.balanceOf(address(_acceptance)) != forced) revert Simulated("something else stayed");
        revert Simulated("");
    }

    // ---------------------------------------------------------------- internals

    function _terms(
        uint256 kindSeed,
        uint256 priceSeed,
        uint256 timeSeed
    ) private view returns (IPartnerAcceptance.OfferTerms memory t) {
        (t.name, t.uri) = ("Offer", "ipfs://offer");
        t.price = uint112(_scaled(priceSeed, 1e20));
        t.stock = uint64(1 + (kindSeed % 50));
        if (kindSeed % 3 > 0)
            (t.periodQuota, t.period) = (uint64(1 + (priceSeed % 8)), uint32(1 hours + (timeSeed % 2 days)));
        t.settlement = IPartnerAcceptance.Settlement((kindSeed / 3) % 3);
        if (t.settlement == IPartnerAcceptance.Settlement.Share) t.treasuryBps = uint16(1 + (priceSeed % WHOLE_BPS));
        t.opens = uint64(block.timestamp - 6 hours + (timeSeed % 1 days));
        t.closes = uint64(block.timestamp + 1 days + ((timeSeed >> 32) % 10 days));
        t.validUntil = t.closes + uint64((timeSeed >> 64) % 20 days);
        if (timeSeed % 2 == 0) t.perAccount = uint64(1 + (timeSeed % 6));
        t.feeBps = uint16(priceSeed % 501);
        t.bound = kindSeed % 5 == 0;
    }

    /// @dev How many offers are on sale, or will be.
    function _onOffer() private view returns (uint256 count) {
        for (uint256 id = 1; id <= _ghosts.length; ++id) {
            IPartnerAcceptance.OfferState state = expectedState(id);
            if (state <= IPartnerAcceptance.OfferState.OnSale) ++count;
        }
    }

    /// @dev An offer, mostly of those that were published last.
    function _recent(uint256 idSeed) private view returns (uint256) {
        uint256 count = _ghosts.length;
        return count - ((idSeed / 4) % (idSeed % 4 == 0 || count < MAX_ON_OFFER ? count : MAX_ON_OFFER));
    }

    /// @dev Someone, an offer, and as many of its vouchers as they have, or fewer, or one too many; id 0 when there is no offer.
    function _voucher(
        uint256 holderSeed,
        uint256 idSeed,
        uint256 quantitySeed
    ) private view returns (address holder, uint256 id, uint256 quantity) {
        uint256 count = _ghosts.length;
        for (uint256 i = 0; i < count * actors.length; ++i) {
            holder = actors[((holderSeed % actors.length) + i) % actors.length];
            id = 1 + (((idSeed % count) + i / actors.length) % count);
            quantity = held[id][holder];
            if (quantity > 0) return (holder, id, quantitySeed % 8 == 0 ? quantity + 1 : 1 + (quantitySeed % quantity));
        }
        if (count > 0) quantity = 1; // of nothing
    }

    function _signed(
        address holder,
        uint256 id,
        uint256 signed,
        uint256 nonce
    ) private view returns (IPartnerAcceptance.Redemption memory) {
        uint256 key = FIRST_KEY;
        while (vm.addr(key) != holder) ++key;
        bytes32 hash = _acceptance.redemptionHash(holder, id, signed, nonce, block.timestamp);
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, hash);
        bytes memory signature = abi.encodePacked(r, s, v);
        return IPartnerAcceptance.Redemption(holder, id, signed, signed, nonce, block.timestamp, signature);
    }

    function _refusedCode(
        IPartnerAcceptance.Redemption memory code,
        IPartnerAcceptance.Outcome outcome
    ) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPartnerAcceptance.CodeRefused.selector, code.holder, code.nonce, outcome);
    }

    /// @dev Rounded up for each voucher; nothing once the partner withdrew.
    function _feeOf(uint256 id, uint256 quantity) private view returns (uint256) {
        Ghost storage g = _ghosts[id - 1];
        if (g.withdrawn) return 0;
        return quantity * ((uint256(g.terms.price) * g.terms.feeBps + WHOLE_BPS - 1) / WHOLE_BPS);
    }

    /// @dev The number of the period that runs; always 0 without periods.
    function _period(uint256 id) private view returns (uint256) {
        IPartnerAcceptance.OfferTerms storage t = _ghosts[id - 1].terms;
        return t.period == 0 ? 0 : (block.timestamp - t.opens) / t.period;
    }

    /// @dev Property 35: what leaves is price times quantity, and all of it arrives as the terms say.
    function _settled(uint256 id, address caller, uint256 quantity, address holder, bytes memory data) private {
        Ghost storage g = _ghosts[id - 1];
        uint256[4] memory before = _sums(g.partner);
        vm.prank(caller);
        (bool ok, ) = address(_acceptance).call(data);
        _check(NAMED_ERRORS, ok, "a good redemption was refused");
        if (!ok) return;
        uint256[4] memory afterwards = _sums(g.partner);
        uint256 amount = quantity * g.terms.price;
        uint256 burned = g.terms.settlement == IPartnerAcceptance.Settlement.Burn ? amount : 0;
        uint256 toTreasury = quantity * ((uint256(g.terms.price) * g.terms.treasuryBps + WHOLE_BPS - 1) / WHOLE_BPS);
        uint256 toPartner = amount - burned - toTreasury;
        _check(35, before[0] - afterwards[0] == amount, "another sum left than waited");
        _check(35, afterwards[1] - before[1] == toPartner, "the partner got another sum than their part");
        _check(35, afterwards[2] - before[2] == toTreasury, "the treasury got another sum than its part");
        _check(35, before[3] - afterwards[3] == burned, "another sum was burned");
        g.redeemed += quantity;
        held[id][holder] -= quantity;
        g.toPartner += toPartner;
        g.toTreasury += toTreasury;
        g.burned += burned;
    }

    function _sums(address partner) private view returns (uint256[4] memory) {
        return
            [
                _org.token.balanceOf(address(_acceptance)),
                _org.token.balanceOf(partner),
                _org.token.balanceOf(_org.timelock),
                _org.token.totalSupply()
            ];
    }

    function _buy(address payer, bytes memory data, uint256 cost) private {
        uint256 before = _org.token.balanceOf(payer);
        vm.prank(payer);
        (bool ok, bytes memory paid) = address(_acceptance).call(data);
        _check(NAMED_ERRORS, ok, "a good purchase was refused");
        _check(
            37,
            abi.decode(paid, (uint256)) == cost && before - _org.token.balanceOf(payer) == cost,
            "vouchers cost another sum"
        );
    }

    function _refusal(
        uint256 id,
        uint256 quantity,
        bytes32 meant,
        address payer,
        address to
    ) private view returns (bytes memory) {
        Ghost storage g = _ghosts[id - 1];
        if (quantity == 0) return abi.encodeWithSelector(ZeroAmount.selector);
        if (meant != g.termsHash) {
            return abi.encodeWithSelector(IPartnerAcceptance.OfferTermsMismatch.selector, id, g.termsHash, meant);
        }
        IPartnerAcceptance.OfferState state = expectedState(id);
        if (state != IPartnerAcceptance.OfferState.OnSale) {
            return abi.encodeWithSelector(IPartnerAcceptance.OfferNotOnSale.selector, id, state);
        }
        uint256 left = g.terms.stock - g.sold;
        if (quantity > left) {
            return abi.encodeWithSelector(IPartnerAcceptance.StockExceeded.selector, id, quantity, left);
        }
        if (g.terms.perAccount > 0) {
            if (to != payer) return abi.encodeWithSelector(IPartnerAcceptance.LimitedToCaller.selector, id, to);
            left = g.terms.perAccount - _boughtIn[id][_period(id)][payer];
            if (quantity > left) {
                return
                    abi.encodeWithSelector(IPartnerAcceptance.AccountLimitExceeded.selector, id, payer, quantity, left);
            }
        }
        left = expectedQuota(id);
        if (quantity > left) {
            return abi.encodeWithSelector(IPartnerAcceptance.PeriodQuotaExceeded.selector, id, quantity, left);
        }
        return "";
    }

    function _shortage(uint256 id, address holder, uint256 quantity) private view returns (bytes memory) {
        uint256 balance = held[id][holder];
        if (quantity <= balance) return "";
        return
            abi.encodeWithSignature(
                "ERC1155InsufficientBalance(address,uint256,uint256,uint256)",
                holder,
                balance,
                quantity,
                id
            );
    }

    function _isOver(IPartnerAcceptance.OfferState state) private pure returns (bool) {
        return state == IPartnerAcceptance.OfferState.Withdrawn || state == IPartnerAcceptance.OfferState.Expired;
    }
}
