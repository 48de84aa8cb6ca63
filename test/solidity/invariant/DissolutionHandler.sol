// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {AlreadyDissolved, ZeroAmount} from "../../../contracts/interfaces/Errors.sol";
import {IIssuance} from "../../../contracts/interfaces/IIssuance.sol";
import {ILiquidityReserve} from "../../../contracts/interfaces/ILiquidityReserve.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title DissolutionHandler
/// @notice An open market with much pending, until it is dissolved at any time, and what holders then redeem.
contract DissolutionHandler is Handler {
    uint256 private constant WHOLE_BPS = 10_000; // 100 %

    Organisation private _org;
    address private _benefactor;
    uint256 private _ratioBps;
    uint256 private _unit;
    uint256 private _number; // of the running batch when an award was last entered
    uint256 private _tradedAt;
    uint256[2] private _before; // R0, S0 of the last timestamp with a trade
    uint256[4] private _flows; // at it: assets in and out, tokens in and out

    /// @notice When it was dissolved (seconds), 0 before.
    uint256 public dissolvedAt;
    /// @notice Asset units that came in and went out, tribute being none.
    uint256 public paidIn;
    uint256 public paidOut;

    constructor(
        Organisation memory organisation,
        address[] memory actors_,
        address benefactor,
        uint256 given
    ) Handler(actors_) {
        _org = organisation;
        _benefactor = benefactor;
        _ratioBps = organisation.reserve.reserveRatioBps();
        _unit = 10 ** organisation.asset.decimals();
        paidIn = given;
        vm.prank(benefactor);
        organisation.asset.approve(address(organisation.reserve), type(uint256).max);
    }

    /// @notice A buy or a sell; after the dissolution none.
    function trade(uint256 traderSeed, uint256 side, uint256 amountSeed) external action {
        address trader = _pick(traderSeed);
        bool buying = side % 2 == 0;
        uint256 most = buying ? _org.asset.balanceOf(trader) : _org.token.balanceOf(trader);
        if (most == 0) return;
        uint256 amount = _scaled(amountSeed, most);
        bytes memory data =
            buying
                ? abi.encodeCall(ILiquidityReserve.buy, (amount, 0, trader, block.timestamp))
                : abi.encodeCall(ILiquidityReserve.sell, (amount, 0, trader, block.timestamp));
        if (dissolvedAt != 0) {
            ILiquidityReserve.MarketState dissolved = ILiquidityReserve.MarketState.Dissolved;
            ILiquidityReserve.MarketState open = ILiquidityReserve.MarketState.Open;
            bytes4 selector = ILiquidityReserve.WrongMarketState.selector;
            return _mustRevert(trader, address(_org.reserve), data, abi.encodeWithSelector(selector, dissolved, open));
        }
        uint256[2] memory before = [_org.reserve.reserveBalance(), _org.token.totalSupply()];
        vm.prank(trader);
        (bool ok, bytes memory got) = address(_org.reserve).call(data);
        if (!ok) return; // MarketHandler looks at these
        uint256 out = abi.decode(got, (uint256));
        if (_tradedAt != block.timestamp) {
            delete _flows;
            (_tradedAt, _before) = (block.timestamp, before);
        }
        if (buying) {
            (_flows[0], _flows[3]) = (_flows[0] + amount, _flows[3] + out);
            paidIn += amount;
        } else {
            (_flows[1], _flows[2]) = (_flows[1] + out, _flows[2] + amount);
            paidOut += out;
        }
        _checkSecond();
        _did("trade");
    }

    /// @notice Gifts of up to a hundred times the reserve; after the dissolution none.
    function give(uint256 kind, uint256 amountSeed) external action {
        uint256 most = 100 * _org.reserve.reserveBalance();
        uint256 limit = 1e9 * _unit;
        if (most > limit) most = limit;
        uint256 amount = most == 0 ? 1 : _scaled(amountSeed, most);
        bytes memory data =
            kind % 2 == 0
                ? abi.encodeCall(ILiquidityReserve.donate, (amount, ""))
                : abi.encodeCall(ILiquidityReserve.receiveGift, (amount));
        _org.asset.mint(_benefactor, amount);
        if (dissolvedAt != 0) return _mustBeOver(_benefactor, address(_org.reserve), data);
        vm.prank(_benefactor);
        (bool ok, ) = address(_org.reserve).call(data);
        assert(ok);
        paidIn += amount;
        _did("give");
    }

    /// @notice Tokens go to the treasury, before the dissolution and after it.
    function donateTokens(uint256 holderSeed, uint256 amountSeed) external action {
        address holder = _pick(holderSeed);
        uint256 held = _org.token.balanceOf(holder) / 10;
        if (held == 0) return;
        vm.prank(holder);
        assert(_org.token.transfer(_org.timelock, _scaled(amountSeed, held)));
        _did("donateTokens");
    }

    /// @notice After the dissolution anyone burns them; the treasury redeems none.
    function burnTreasury(uint256 senderSeed) external action {
        bytes memory data = abi.encodeCall(ILiquidityReserve.burnTreasury, ());
        address sender = _pick(senderSeed);
        if (dissolvedAt == 0) {
            ILiquidityReserve.MarketState dissolved = ILiquidityReserve.MarketState.Dissolved;
            ILiquidityReserve.MarketState open = ILiquidityReserve.MarketState.Open;
            bytes4 wrong = ILiquidityReserve.WrongMarketState.selector;
            return _mustRevert(sender, address(_org.reserve), data, abi.encodeWithSelector(wrong, open, dissolved));
        }
        if (block.timestamp > dissolvedAt) {
            bytes memory redeeming = abi.encodeCall(ILiquidityReserve.redeem, (1, _org.timelock));
            bytes4 refused = ILiquidityReserve.TreasuryCannotRedeem.selector;
            bytes memory expected = abi.encodeWithSelector(refused, _org.timelock);
            _mustRevert(_org.timelock, address(_org.reserve), redeeming, expected);
        }
        uint256 held = _org.token.balanceOf(_org.timelock);
        uint256 supply = _org.token.totalSupply();
        vm.prank(sender);
        bool burned = _org.reserve.burnTreasury() == held && _org.token.totalSupply() == supply - held;
        _check(43, burned && _org.token.balanceOf(_org.timelock) == 0, "the treasury kept tokens");
        _did("burnTreasury");
    }

    /// @notice What is sent past the functions counts once somebody absorbs it, also after the dissolution.
    function absorb(uint256 senderSeed, uint256 amountSeed) external action {
        uint256 amount = _scaled(amountSeed, 1_000 * _unit);
        _org.asset.mint(address(_org.reserve), amount);
        vm.prank(_pick(senderSeed));
        _check(34, _org.reserve.absorb() == amount, "absorbed another sum than was sent past");
        paidIn += amount;
        _did("absorb");
    }

    /// @notice Dissolves, once in a while, with whatever is pending; a second time never.
    function dissolve(uint256 chance) external action {
        bytes memory data = abi.encodeCall(ILiquidityReserve.dissolve, ());
        if (dissolvedAt != 0) return _mustBeOver(_org.timelock, address(_org.reserve), data);
        if (chance % 4 != 0) return;
        uint256 waiting = _org.token.balanceOf(address(_org.issuance));
        uint256 due = _org.issuance.runningBatch().number - _number;
        vm.prank(_org.timelock);
        _org.reserve.dissolve();
        _check(43, _org.token.balanceOf(_org.timelock) == 0, "the treasury kept tokens");
        bool paid = due > 0 || _org.token.balanceOf(address(_org.issuance)) == waiting;
        _check(6, paid, "a batch was paid before its window ended");
        dissolvedAt = block.timestamp;
        _check(34, _org.reserve.reserveBalance() == paidIn - paidOut, "not all that was pending counted at once");
        _did("dissolve");
    }

    /// @notice Before the dissolution, and in its second, nothing is redeemed; after it R·k/S.
    function redeem(uint256 holderSeed, uint256 recipientSeed, uint256 amountSeed) external action {
        address holder = _pick(holderSeed);
        address recipient = _pick(recipientSeed);
        uint256 held = _org.token.balanceOf(holder);
        uint256 amount = held == 0 ? 0 : _scaled(amountSeed, held);
        (uint256 reserve, uint256 supply) = (_org.reserve.reserveBalance(), _org.token.totalSupply());
        bytes memory expected;
        if (dissolvedAt == 0) {
            ILiquidityReserve.MarketState dissolved = ILiquidityReserve.MarketState.Dissolved;
            ILiquidityReserve.MarketState open = ILiquidityReserve.MarketState.Open;
            expected = abi.encodeWithSelector(ILiquidityReserve.WrongMarketState.selector, open, dissolved);
        } else if (block.timestamp == dissolvedAt) {
            expected = abi.encodeWithSelector(ILiquidityReserve.DissolvedThisSecond.selector, dissolvedAt);
        } else if (amount == 0) {
            expected = abi.encodeWithSelector(ZeroAmount.selector);
        } else if ((reserve * amount) / supply == 0) {
            expected = abi.encodeWithSelector(ILiquidityReserve.TradeTooSmall.selector, amount);
        }
        bytes memory data = abi.encodeCall(ILiquidityReserve.redeem, (amount, recipient));
        if (expected.length > 0) return _mustRevert(holder, address(_org.reserve), data, expected);
        uint256 before = _org.asset.balanceOf(recipient);
        vm.prank(holder);
        uint256 answer = _org.reserve.redeem(amount, recipient);
        uint256 received = _org.asset.balanceOf(recipient) - before;
        _check(
            30,
            answer == (reserve * amount) / supply && received == answer,
            "redeemed another sum than the part of the supply"
        );
        paidOut += received;
        // R/S, exactly.
        uint256 left = _org.reserve.reserveBalance();
        _check(26, left * supply >= reserve * _org.token.totalSupply(), "a redemption lowered R/S");
        _did("redeem");
    }

    /// @notice Property 33 over the dissolution: buys, sees it dissolved, redeems in the next second: gains at
    /// most by what was burned of the treasury's. Simulated.
    function rush(uint256 buyerSeed, uint256 amountSeed) external action {
        address buyer = _pick(buyerSeed);
        uint256 funds = _org.asset.balanceOf(buyer);
        if (dissolvedAt != 0 || funds == 0) return;
        uint256 time = block.timestamp;
        try this.simulateRush(buyer, _scaled(amountSeed, funds)) {
            return;
        } catch (bytes memory reason) {
            vm.warp(time); // a revert does not turn back the clock
            string memory problem = _problem(reason);
            _check(33, bytes(problem).length == 0, problem);
            _did("rush");
        }
    }

    /// @dev Always reverts, with what it found.
    function simulateRush(address buyer, uint256 amount) external {
        vm.prank(buyer);
        (bool ok, bytes memory got) = address(_org.reserve).call(
            abi.encodeCall(ILiquidityReserve.buy, (amount, 0, buyer, block.timestamp))
        );
        if (!ok) revert Simulated("");
        (uint256 supply, uint256 burned) = (_org.token.totalSupply(), _org.token.balanceOf(_org.timelock));
        vm.prank(_org.timelock);
        _org.reserve.dissolve();
        _pass(1);
        vm.prank(buyer);
        (ok, got) = address(_org.reserve).call(
            abi.encodeCall(ILiquidityReserve.redeem, (abi.decode(got, (uint256)), buyer))
        );
        // The treasury's tokens are burned, for everybody who is left.
        bool gained = ok && abi.decode(got, (uint256)) * (supply - burned) > amount * supply;
        if (gained) revert Simulated("who bought before a dissolution gained by it");
        revert Simulated("");
    }

    function transfer(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external action {
        address from = _pick(fromSeed);
        uint256 held = _org.token.balanceOf(from);
        if (held == 0) return;
        vm.prank(from);
        assert(_org.token.transfer(_pick(toSeed), _scaled(amountSeed, held)));
        _did("transfer");
    }

    /// @notice An award, which a later window pays; nothing is entered after the dissolution, nor paid.
    function enter(uint256 amountSeed) external action {
        uint256 amount = _scaled(amountSeed, 100e18);
        bytes memory data = abi.encodeCall(IIssuance.enter, (amount));
        if (dissolvedAt != 0) {
            uint256 supply = _org.token.totalSupply();
            _check(6, _org.issuance.settle() == 0 && _org.token.totalSupply() == supply, "a batch was paid too late");
            return _mustBeOver(address(this), address(_org.issuance), data);
        }
        _org.issuance.enter(amount);
        _number = _org.issuance.runningBatch().number;
        _did("enter");
    }

    function warp(uint256 kind, uint256 secondsAhead) external action {
        _pass(
            1 +
                (secondsAhead %
                    (
                        kind % 3 == 0
                            ? 2
                            : kind % 3 == 1
                                ? 12 hours
                                : 5 days
                    ))
        );
        _did("warp");
    }

    // ---------------------------------------------------------------- internals

    function _mustBeOver(address sender, address target, bytes memory data) private {
        _mustRevert(sender, target, data, abi.encodeWithSelector(AlreadyDissolved.selector, dissolvedAt));
    }

    /// @dev Property 33, exactly.
    function _checkSecond() private {
        (uint256 reserve, uint256 supply) = (_before[0] * WHOLE_BPS, _before[1] * _ratioBps);
        uint256 got = _flows[1] * supply + _flows[3] * reserve;
        _check(33, got <= _flows[0] * supply + _flows[2] * reserve, "the actors gained within one timestamp");
    }
}
