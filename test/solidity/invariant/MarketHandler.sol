// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {
    DeadlineExpired,
    InvalidRecipient,
    Paused,
    PauseTooSoon,
    SlippageExceeded,
    ZeroAmount
} from "../../../contracts/interfaces/Errors.sol";
import {ICdpoToken} from "../../../contracts/interfaces/ICdpoToken.sol";
import {ILiquidityReserve} from "../../../contracts/interfaces/ILiquidityReserve.sol";
import {IPausable} from "../../../contracts/interfaces/IPausable.sol";
import {BondingCurve} from "../../../contracts/libraries/BondingCurve.sol";
import {MarketLens} from "../../../contracts/periphery/MarketLens.sol";
import {BigProduct} from "./BigProduct.sol";
import {Handler} from "./Handler.sol";
import {MarketGhost} from "./MarketGhost.sol";
import {ITimelock} from "../lib/Deployed.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title MarketHandler
/// @notice Trades, gives, issues, pauses and meddles on the open market of a growing organisation. Most actions
/// leave the time as it is, so that many meet at one timestamp.
contract MarketHandler is MarketGhost {
    uint256 private constant PAUSE = 14 days; // and the rest after it
    uint256 private constant MOST_GIVEN = 1e9; // whole asset units
    address private constant BENEFACTOR = address(0xBE4E);

    MarketLens private _lens;
    address private _guardian;
    bool private _guardianMay = true;
    uint256 private _unit;

    constructor(
        Organisation memory organisation,
        address[] memory actors_,
        address guardian,
        uint256 given,
        uint256 issued
    ) Handler(actors_) MarketGhost(organisation, given, issued) {
        _lens = new MarketLens();
        _guardian = guardian;
        _unit = 10 ** organisation.asset.decimals();
        vm.prank(BENEFACTOR);
        organisation.asset.approve(address(organisation.reserve), type(uint256).max);
    }

    // ---------------------------------------------------------------- trades

    function buy(uint256 buyerSeed, uint256 recipientSeed, uint256 amountSeed) external watched {
        address buyer = _pick(buyerSeed);
        uint256 funds = _org.asset.balanceOf(buyer);
        if (funds == 0) return;
        (bool done, ) = _buy(buyer, _pick(recipientSeed), _scaled(amountSeed, funds));
        if (done) _did("buy");
    }

    function sell(uint256 sellerSeed, uint256 recipientSeed, uint256 amountSeed) external watched {
        address seller = _pick(sellerSeed);
        uint256 held = _org.token.balanceOf(seller);
        if (held == 0) return;
        (bool done, ) = _sell(seller, _pick(recipientSeed), _scaled(amountSeed, held));
        if (done) _did("sell");
    }

    function buyExact(uint256 buyerSeed, uint256 recipientSeed, uint256 amountSeed) external watched {
        address buyer = _pick(buyerSeed);
        uint256 most = _affordable(buyer);
        if (most == 0) return;
        (bool done, ) = _buyExact(buyer, _pick(recipientSeed), _scaled(amountSeed, most));
        if (done) _did("buyExact");
    }

    /// @notice Property 28 for buys: the same money in two parts.
    function splitBuy(uint256 buyerSeed, uint256 amountSeed, uint256 cutSeed) external watched {
        address buyer = _pick(buyerSeed);
        uint256 funds = _org.asset.balanceOf(buyer);
        if (funds < 2) return;
        uint256 whole = _bound(_scaled(amountSeed, funds), 2, funds);
        uint256 cut = _bound(cutSeed, 1, whole - 1);
        try _org.reserve.quoteBuy(whole) returns (uint256 atOnce, uint256) {
            (bool first, uint256 a) = _buy(buyer, buyer, cut);
            (bool second, uint256 b) = _buy(buyer, buyer, whole - cut);
            _check(28, a + b <= atOnce + 2, "a split buy got more tokens");
            if (first && second) _did("splitBuy");
        } catch {
            return;
        }
    }

    /// @notice Property 28 for sells: the same tokens in two parts.
    function splitSell(uint256 sellerSeed, uint256 amountSeed, uint256 cutSeed) external watched {
        address seller = _pick(sellerSeed);
        uint256 held = _org.token.balanceOf(seller);
        if (held < 2) return;
        uint256 whole = _bound(_scaled(amountSeed, held), 2, held);
        uint256 cut = _bound(cutSeed, 1, whole - 1);
        try _org.reserve.quoteSell(whole) returns (uint256 atOnce, uint256) {
            (bool first, uint256 a) = _sell(seller, seller, cut);
            (bool second, uint256 b) = _sell(seller, seller, whole - cut);
            _check(28, a + b <= atOnce + 2, "a split sell got more money");
            if (first && second) _did("splitSell");
        } catch {
            return;
        }
    }

    /// @notice Property 28 for exact buys: the same tokens in two parts.
    function splitBuyExact(uint256 buyerSeed, uint256 amountSeed, uint256 cutSeed) external watched {
        address buyer = _pick(buyerSeed);
        uint256 most = _affordable(buyer);
        if (most < 2) return;
        uint256 whole = _bound(_scaled(amountSeed, most), 2, most);
        uint256 cut = _bound(cutSeed, 1, whole - 1);
        (uint256 atOnce, ) = _org.reserve.quoteBuyExact(whole);
        (bool first, uint256 a) = _buyExact(buyer, buyer, cut);
        if (!first) return;
        (bool second, uint256 b) = _buyExact(buyer, buyer, whole - cut);
        if (!second) return;
        _check(28, a + b + 2 >= atOnce, "a split exact buy cost less");
        _did("splitBuyExact");
    }

    /// @notice Property 27 by execution: a few trades of any actors, then the supply is brought back to where it was.
    function roundTrip(uint256 seed, uint256 trades) external watched {
        uint256 assetsBefore = _jointAssets();
        uint256 supplyBefore = _org.token.totalSupply();
        trades = _bound(trades, 1, 4);
        for (uint256 i = 0; i < trades; ++i) _anyTrade(uint256(keccak256(abi.encode(seed, i))));
        _squareUp(supplyBefore);
        if (_org.token.totalSupply() < supplyBefore) return;
        _check(27, _jointAssets() <= assetsBefore, "a round trip made money");
        _did("roundTrip");
    }

    /// @notice Property 30: everyone sells everything, in any order. Simulated, so that the market lives on.
    function bankRun(uint256 seed) external watched {
        try this.simulateBankRun(seed) {
            return;
        } catch (bytes memory reason) {
            string memory problem = _problem(reason);
            _check(30, bytes(problem).length == 0, problem);
            _did("bankRun");
        }
    }

    /// @dev Always reverts, with what it found.
    function simulateBankRun(uint256 seed) external {
        uint256 reserveBefore = _org.reserve.reserveBalance();
        uint256 supplyBefore = _org.token.totalSupply();
        address[] memory sellers = _shuffledActors(seed);
        for (uint256 i = 0; i < sellers.length; ++i) {
            uint256 held = _org.token.balanceOf(sellers[i]);
            if (held == 0) continue;
            vm.prank(sellers[i]);
            bytes memory data = abi.encodeCall(ILiquidityReserve.sell, (held, 0, sellers[i], block.timestamp));
            (bool ok, bytes memory got) = address(_org.reserve).call(data);
            // What is worth less than a unit of the asset cannot be sold; nothing else may stop anyone.
            bool dust =
                keccak256(got) == keccak256(abi.encodeWithSelector(ILiquidityReserve.TradeTooSmall.selector, held));
            if (!ok && !dust) revert Simulated("a holder could not sell");
        }
        uint256 left = _org.reserve.reserveBalance();
        if (_org.asset.balanceOf(address(_org.reserve)) < left + expectedPending() + _org.reserve.tributeOwed()) {
            revert Simulated("paid out more than there was");
        }
        bool covers = BigProduct.curveNotLower(reserveBefore, supplyBefore, left, _org.token.totalSupply(), _n());
        revert Simulated(covers ? "" : "the rest is less than the curve asks for");
    }

    /// @notice Property 34: buys, sees a gift come and drip, sells. Simulated.
    function snipe(uint256 seed, uint256 amountSeed, uint256 giftSeed, uint256 secondsAhead) external watched {
        address buyer = _pick(seed);
        uint256 funds = _org.asset.balanceOf(buyer);
        if (funds == 0 || _paused()) return;
        uint256 gift_ = _scaled(giftSeed, _mostGiven());
        uint256 wait = seed % 4 == 0 ? 0 : _scaled(secondsAhead, 10 days);
        uint256 time = block.timestamp;
        try this.simulateSnipe(buyer, _scaled(amountSeed, funds), gift_, wait) {
            return;
        } catch (bytes memory reason) {
            vm.warp(time); // a revert does not turn back the clock
            string memory problem = _problem(reason);
            if (keccak256(bytes(problem)) == keccak256("too small")) return;
            _check(34, bytes(problem).length == 0, problem);
            _did("snipe");
        }
    }

    /// @dev Always reverts, with what it found.
    function simulateSnipe(address buyer, uint256 amount, uint256 gift_, uint256 wait) external {
        (bool bought, uint256 tokens) = _buy(buyer, buyer, amount);
        if (!bought) revert Simulated("too small");
        uint256 reserve = _org.reserve.reserveBalance();
        _give(BENEFACTOR, gift_, false);
        _pass(wait);
        uint256 dripped = _org.reserve.reserveBalance() - reserve;
        uint256 share =
            dripped == 0 ? 0 : BondingCurve.quoteSell(_org.token.totalSupply(), dripped, _ratioBps, tokens) + 1;
        (bool sold, uint256 received) = _sell(buyer, buyer, tokens);
        if (sold && received > amount + share) revert Simulated("a buyer took more of a gift than their share");
        revert Simulated("");
    }

    /// @notice Property 33: someone trades after trades of the other direction alone, and what was given has dripped.
    /// Simulated; the trades themselves look.
    function opposite(uint256 seed, uint256 amountSeed) external watched {
        uint256 time = block.timestamp;
        if (_paused()) return;
        try this.simulateOpposite(seed, amountSeed) {
            return;
        } catch (bytes memory reason) {
            vm.warp(time); // a revert does not turn back the clock
            string memory problem = _problem(reason);
            if (keccak256(bytes(problem)) == keccak256("too small")) return;
            _check(33, bytes(problem).length == 0, problem);
            _did(seed % 2 == 0 ? "buyAfterSells" : "sellAfterBuys");
        }
    }

    /// @dev Always reverts, with what it found.
    function simulateOpposite(uint256 seed, uint256 amountSeed) external {
        bool buying = seed % 2 == 0;
        vm.warp((_drip.end > block.timestamp ? _drip.end : block.timestamp) + 1);
        for (uint256 i = 0; i < 1 + ((seed >> 8) % 3); ++i) {
            _tradeAs(_pick((seed >> 16) + i), !buying, uint256(keccak256(abi.encode(seed, i))));
        }
        uint256 looked = _oppositesSeen;
        _tradeAs(_pick(seed >> 24), buying, amountSeed);
        if (_oppositesSeen == looked) revert Simulated("too small");
        revert Simulated(violation[33]);
    }

    /// @notice Property 30 of the end: dissolved by the owner, with all that is pending; everyone redeems, in
    /// any order. Simulated.
    function dissolution(uint256 seed) external watched {
        uint256 time = block.timestamp;
        try this.simulateDissolution(seed) {
            return;
        } catch (bytes memory reason) {
            vm.warp(time); // a revert does not turn back the clock
            string memory problem = _problem(reason);
            _check(30, bytes(problem).length == 0, problem);
            _did("dissolution");
        }
    }

    /// @dev Always reverts, with what it found.
    function simulateDissolution(uint256 seed) external {
        _noteSettle();
        vm.prank(_org.timelock);
        _org.reserve.dissolve();
        uint256 total = expectedTotal() + _ghost.forced;
        uint256 supply = _org.token.totalSupply();
        if (_org.reserve.reserveBalance() != total) revert Simulated("not all that was pending counted at once");
        _pass(1);
        address[] memory holders = _shuffledActors(seed);
        uint256 calls_;
        for (uint256 i = 0; i < holders.length; ++i) {
            uint256 held = _org.token.balanceOf(holders[i]);
            uint256 due = (total * held) / supply;
            if (due == 0) continue;
            uint256 before = _org.asset.balanceOf(holders[i]);
            vm.prank(holders[i]);
            uint256 answer = _org.reserve.redeem(held, holders[i]);
            uint256 received = _org.asset.balanceOf(holders[i]) - before;
            if (received != answer) revert Simulated("a redeemer got another sum than told");
            if (received < due || received > due + ++calls_)
                revert Simulated("a redeemer got another sum than their part");
        }
        uint256 real = _org.asset.balanceOf(address(_org.reserve));
        if (real < _org.reserve.reserveBalance() + _org.reserve.tributeOwed()) revert Simulated("paid out too much");
        revert Simulated("");
    }

    /// @notice Limits of trades, and calls that are for others.
    function wrongCall(uint256 actorSeed, uint256 kind, uint256 amountSeed) external watched {
        address sender = _pick(actorSeed);
        uint256 amount = _scaled(amountSeed, 1e18);
        uint256 time = block.timestamp;
        ILiquidityReserve reserve = _org.reserve;
        kind %= 11;
        bytes memory data = abi.encodeCall(reserve.buy, (amount, 0, sender, time));
        bytes memory expected;
        if (kind == 0) {
            data = abi.encodeCall(reserve.buy, (amount, 0, sender, time - 1));
            expected = abi.encodeWithSelector(DeadlineExpired.selector, time - 1, time);
        } else if (kind == 1) {
            data = abi.encodeCall(reserve.sell, (amount, 0, sender, time - 1));
            expected = abi.encodeWithSelector(DeadlineExpired.selector, time - 1, time);
        } else if (kind == 2) {
            data = abi.encodeCall(reserve.sell, (0, 0, sender, time));
            expected = abi.encodeWithSelector(ZeroAmount.selector);
        } else if (kind == 3) {
            address[3] memory swallowing = [address(0), address(reserve), address(_org.token)];
            address recipient = swallowing[amount % 3];
            data = abi.encodeCall(reserve.buy, (amount, 0, recipient, time));
            expected = abi.encodeWithSelector(InvalidRecipient.selector, recipient);
        } else if (kind == 4) {
            data = abi.encodeCall(reserve.open, ());
            expected = abi.encodeWithSelector(
                ILiquidityReserve.WrongMarketState.selector,
                ILiquidityReserve.MarketState.Open,
                ILiquidityReserve.MarketState.Closed
            );
        } else if (kind == 5) {
            data = abi.encodeCall(reserve.openAtPresalePrice, (amount));
            expected = abi.encodeWithSelector(ILiquidityReserve.NotPresale.selector, sender);
        } else if (kind == 6) {
            data = abi.encodeCall(reserve.setTributes, (0, 0));
            expected = abi.encodeWithSelector(OwnableUpgradeable.OwnableUnauthorizedAccount.selector, sender);
        } else if (kind == 7) {
            data = abi.encodeCall(reserve.redeem, (amount, sender));
            expected = abi.encodeWithSelector(
                ILiquidityReserve.WrongMarketState.selector,
                ILiquidityReserve.MarketState.Open,
                ILiquidityReserve.MarketState.Dissolved
            );
        } else if (kind == 8) {
            data = abi.encodeCall(reserve.burnTreasury, ());
            expected = abi.encodeWithSelector(
                ILiquidityReserve.WrongMarketState.selector,
                ILiquidityReserve.MarketState.Open,
                ILiquidityReserve.MarketState.Dissolved
            );
        } else {
            return _wrongSell(sender, kind == 9);
        }
        _mustRevert(sender, address(reserve), data, expected);
        _did("wrongCall");
    }

    /// @notice Dissolution by who may not: nobody has consented.
    function wrongDissolve(uint256 senderSeed) external watched {
        bytes memory expected = abi.encodeWithSelector(ILiquidityReserve.NotDissolvable.selector);
        _mustRevert(_pick(senderSeed), address(_org.reserve), abi.encodeCall(ILiquidityReserve.dissolve, ()), expected);
        _did("wrongDissolve");
    }

    // ---------------------------------------------------------------- gifts, tokens, issuance

    /// @notice Donations and other gifts: mostly small, at times up to a hundred times the reserve.
    function gift(uint256 giverSeed, uint256 kind, uint256 amountSeed) external watched {
        address giver = BENEFACTOR;
        uint256 amount = _scaled(amountSeed, _mostGiven());
        if (kind % 4 != 0) {
            giver = _pick(giverSeed);
            uint256 funds = _org.asset.balanceOf(giver) / 100; // so that gifts do not bury the trades
            if (funds == 0) return;
            amount = _scaled(amountSeed, funds);
        }
        bool donation = (kind >> 2) % 2 == 0;
        if (donation && _paused()) {
            bytes memory data = abi.encodeCall(ILiquidityReserve.donate, (amount, ""));
            return
                _mustRevert(giver, address(_org.reserve), data, abi.encodeWithSelector(Paused.selector, _pausedUntil));
        }
        if (_paused()) _did("giftWhilePaused");
        _give(giver, amount, donation);
        _did(giver == BENEFACTOR ? "greatGift" : "gift");
    }

    function absorb(uint256 senderSeed) external watched {
        address sender = _pick(senderSeed);
        bytes memory data = abi.encodeCall(ILiquidityReserve.absorb, ());
        uint256 forced = _ghost.forced;
        if (forced == 0) {
            bytes memory expected = abi.encodeWithSelector(ZeroAmount.selector);
            return _mustRevert(sender, address(_org.reserve), data, expected);
        }
        uint256 reserve = _org.reserve.reserveBalance();
        vm.prank(sender);
        _check(32, _org.reserve.absorb() == forced, "absorbed another sum than was sent past");
        _ghost.forced = 0;
        _noteGift(forced, reserve);
        _did("absorb");
    }

    /// @notice Property 32.
    function forceTransfer(uint256 donorSeed, uint256 amountSeed) external watched {
        address donor = _pick(donorSeed);
        uint256 funds = _org.asset.balanceOf(donor) / 100;
        if (funds == 0) return;
        uint256 amount = _scaled(amountSeed, funds);
        bytes32 before = _quotes(amount);
        _ghost.forced += amount;
        vm.prank(donor);
        assert(_org.asset.transfer(address(_org.reserve), amount));
        _check(32, _quotes(amount) == before, "a transfer moved a quote");
        _did("forceTransfer");
    }

    function burn(uint256 holderSeed, uint256 amountSeed) external watched {
        address holder = _pick(holderSeed);
        uint256 held = _org.token.balanceOf(holder) / 10;
        if (held == 0) return;
        uint256 amount = _scaled(amountSeed, held);
        State memory before = _state(holder, holder);
        vm.prank(holder);
        _org.token.burn(amount);
        _ghost.burned += amount;
        _moment.disturbed = true;
        _checkCurve(before.reserve, before.supply);
        _did("burn");
    }

    function transfer(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external watched {
        address from = _pick(fromSeed);
        uint256 held = _org.token.balanceOf(from);
        if (held == 0) return;
        vm.prank(from);
        assert(_org.token.transfer(_pick(toSeed), _scaled(amountSeed, held)));
        _did("transfer");
    }

    /// @notice Enters an award as a named issuer: mostly less than a window's room, at times many times that.
    function enter(uint256 kind, uint256 amountSeed) external watched {
        uint256 supply = _org.token.totalSupply();
        uint256 asked = _scaled(amountSeed, kind % 4 == 0 ? 10 * supply : supply / 100 + 1);
        _settle();
        (uint256 award, uint256 entered) = _org.issuance.enter(asked);
        _noteAward(award, asked, entered, true);
        _checkBudget(amountSeed);
        _did("enter");
    }

    /// @notice Anyone pays what is overdue.
    function settle(uint256 senderSeed) external watched {
        uint256 before = issued;
        vm.prank(_pick(senderSeed));
        _settle();
        _checkBudget(senderSeed);
        if (issued > before) _did("settle");
    }

    /// @notice Property 46: takes what an award was paid, in whatever order; no other one's payment changes.
    function take(uint256 awardSeed, uint256 toSeed) external watched {
        if (_awards.length == 0) return;
        GhostAward storage award = _awards[awardSeed % _awards.length];
        GhostAward storage other = _awards[(awardSeed >> 128) % _awards.length];
        _settle();
        (uint256 others, ) = _org.issuance.paidOf(other.number);
        address to = _pick(toSeed);
        uint256 held = _org.token.balanceOf(to);
        uint256 amount = _org.issuance.take(award.number, to);
        _check(46, _org.token.balanceOf(to) - held == amount, "another sum was taken than told");
        award.taken += amount;
        bool whole = award.taken == expectedPaid(award.batch, award.entered);
        _check(46, whole, "taken is not the part of what was paid");
        (uint256 still, ) = _org.issuance.paidOf(other.number);
        _check(46, still == others, "who takes changes what another is paid");
        _restartWealth();
        if (amount > 0) _did("take");
    }

    /// @notice Anyone renews the rate of the drip, once a period.
    function renewDrip(uint256 senderSeed) external watched {
        uint256 notBefore = _drip.renewedAt + 7 days;
        address sender = _pick(senderSeed);
        if (block.timestamp < notBefore) {
            bytes memory tooSoon = abi.encodeWithSelector(ILiquidityReserve.RenewedTooSoon.selector, notBefore);
            bytes memory data = abi.encodeCall(ILiquidityReserve.renewDrip, ());
            return _mustRevert(sender, address(_org.reserve), data, tooSoon);
        }
        vm.prank(sender);
        _org.reserve.renewDrip();
        _noteRenewal();
        _did("renewDrip");
    }

    /// @notice Property 3: anyone but the three minters.
    function mintAsStranger(uint256 senderSeed, uint256 amountSeed) external watched {
        address[6] memory insiders = [
            _org.timelock,
            address(_org.registry),
            address(_org.factory),
            address(_org.token),
            _org.reserve.asset(),
            address(this)
        ];
        uint256 index = senderSeed % (insiders.length + actors.length);
        address sender = index < insiders.length ? insiders[index] : _pick(index);
        _mustNotMint(_org, sender, _scaled(amountSeed, 1e24));
        _did("mintAsStranger");
    }

    // ---------------------------------------------------------------- time and owner

    /// @notice Seconds, hours or days, or to the second before, at or after the end of the drip or of a pause.
    function warp(uint256 kind, uint256 secondsAhead) external watched {
        uint256 edge = (kind >> 3) % 2 == 0 ? _drip.end : _pausedUntil;
        if ((kind >> 4) % 3 == 0) edge = _org.issuance.runningBatch().end;
        if (kind % 4 == 0) _advance(1 + (secondsAhead % 60));
        else if (kind % 4 == 1) _advance(1 + (secondsAhead % 12 hours));
        else if (kind % 4 == 2 || edge <= block.timestamp + 1) _advance(1 + (secondsAhead % 20 days));
        else _advance(edge - 1 + (secondsAhead % 3) - block.timestamp);
        if (kind % 3 == 0) _checkBudgetAhead(secondsAhead);
        _did("warp");
    }

    /// @notice The next second.
    function tick(uint256) external watched {
        _advance(1);
        _did("tick");
    }

    /// @notice The owner pauses, or ends a pause; strangers may do neither.
    function pause(uint256 senderSeed, uint256 kind) external watched {
        address reserve = address(_org.reserve);
        bytes memory data = abi.encodeCall(IPausable.pause, ());
        if (kind % 4 == 0) {
            address stranger = kind % 8 == 0 ? _guardian : _pick(senderSeed);
            bytes4 selector = OwnableUpgradeable.OwnableUnauthorizedAccount.selector;
            bytes memory refused = abi.encodeWithSelector(selector, stranger);
            _mustRevert(stranger, reserve, data, refused);
            return _mustRevert(stranger, reserve, abi.encodeCall(IPausable.unpause, ()), refused);
        }
        if (_paused() && kind % 2 == 1) {
            vm.prank(_org.timelock);
            _org.reserve.unpause();
            _pausedUntil = block.timestamp;
            return _did("unpause");
        }
        uint256 notBefore = _pauseNotBefore(_pausedUntil);
        if (block.timestamp < notBefore) {
            bytes memory tooSoon = abi.encodeWithSelector(PauseTooSoon.selector, notBefore);
            return _mustRevert(_org.timelock, reserve, data, tooSoon);
        }
        vm.prank(_org.timelock);
        _org.reserve.pause();
        _pausedUntil = block.timestamp + PAUSE;
        _did("pause");
    }

    /// @notice The guardian pauses market and issuance at once, which spends the role; the organisation grants it anew.
    function guardianPause(uint256 senderSeed, uint256 kind) external watched {
        ITimelock timelock = ITimelock(_org.timelock);
        bytes32 role = timelock.GUARDIAN_ROLE();
        IPausable[] memory targets = new IPausable[](2);
        (targets[0], targets[1]) = (_org.reserve, _org.issuance);
        bytes memory data = abi.encodeCall(timelock.pause, (targets));
        bytes4 refused = IAccessControl.AccessControlUnauthorizedAccount.selector;
        address stranger = _pick(senderSeed);
        _mustRevert(stranger, address(timelock), data, abi.encodeWithSelector(refused, stranger, role));
        if (!_guardianMay) {
            _mustRevert(_guardian, address(timelock), data, abi.encodeWithSelector(refused, _guardian, role));
            if (kind % 4 != 0) return;
            vm.prank(address(timelock));
            timelock.grantRole(role, _guardian);
            _guardianMay = true;
            return;
        }
        uint256 notBefore = _pauseNotBefore(_pausedUntil);
        if (block.timestamp >= notBefore) notBefore = _pauseNotBefore(_issuancePausedUntil);
        if (block.timestamp < notBefore) {
            bytes memory tooSoon = abi.encodeWithSelector(PauseTooSoon.selector, notBefore);
            return _mustRevert(_guardian, address(timelock), data, tooSoon);
        }
        _noteIssued(_noteSettle());
        vm.prank(_guardian);
        timelock.pause(targets);
        (_issuancePausedFrom, _issuancePausedUntil) = (block.timestamp, block.timestamp + PAUSE);
        _pausedUntil = _issuancePausedUntil;
        _check(43, !timelock.hasRole(role, _guardian), "the guardian kept the role");
        _guardianMay = false;
        _did("guardianPause");
    }

    function setTributes(uint256 entryBps, uint256 exitBps) external watched {
        (entryBps, exitBps) = (_bound(entryBps, 0, 1_050), _bound(exitBps, 0, 1_050));
        bytes memory data = abi.encodeCall(ILiquidityReserve.setTributes, (uint16(entryBps), uint16(exitBps)));
        if (entryBps > 1_000 || exitBps > 1_000) {
            uint256 wrong = entryBps > 1_000 ? entryBps : exitBps;
            bytes memory expected = abi.encodeWithSelector(ILiquidityReserve.TributeOutOfRange.selector, wrong, 1_000);
            return _mustRevert(_org.timelock, address(_org.reserve), data, expected);
        }
        vm.prank(_org.timelock);
        _org.reserve.setTributes(uint16(entryBps), uint16(exitBps));
        (_entryBps, _exitBps) = (entryBps, exitBps);
        _did("setTributes");
    }

    function collectTribute(uint256 senderSeed) external watched {
        uint256 owed = _ghost.tributes - _ghost.collected;
        bytes memory data = abi.encodeCall(ILiquidityReserve.collectTribute, ());
        if (owed == 0) {
            return
                _mustRevert(
                    _pick(senderSeed),
                    address(_org.reserve),
                    data,
                    abi.encodeWithSelector(ZeroAmount.selector)
                );
        }
        uint256 before = _org.asset.balanceOf(_org.timelock);
        vm.prank(_pick(senderSeed));
        uint256 amount = _org.reserve.collectTribute();
        uint256 received = _org.asset.balanceOf(_org.timelock) - before;
        _check(31, amount == owed && received == owed, "the treasury got another sum than the tributes");
        _ghost.collected += received;
        _did("collectTribute");
    }

    // ---------------------------------------------------------------- views for the properties

    function pausedUntil() external view returns (uint256) {
        return _pausedUntil;
    }

    // ---------------------------------------------------------------- internals

    /// @dev Quotes, buys, and compares both with what moved.
    function _buy(address buyer, address recipient, uint256 amount) private returns (bool done, uint256 tokensOut) {
        bytes memory quote = abi.encodeCall(ILiquidityReserve.quoteBuy, (amount));
        (bool quoted, bytes memory answer) = address(_org.reserve).staticcall(quote);
        State memory before = _state(buyer, recipient);
        bytes32 credits = _credits();
        uint256 tribute;
        if (quoted) (tokensOut, tribute) = abi.decode(answer, (uint256, uint256));
        bytes memory data = abi.encodeCall(ILiquidityReserve.buy, (amount, tokensOut, recipient, block.timestamp));
        if (_refusedAsPaused(buyer, data)) return (false, 0);
        _checkPreview(abi.encodeCall(MarketLens.previewBuy, (_org.reserve, amount)), amount, quoted, answer);
        vm.prank(buyer);
        (bool ok, bytes memory got) = address(_org.reserve).call(data);
        if (!quoted || before.supply + tokensOut > MAX_AMOUNT) {
            _check(29, !ok && (!quoted == (keccak256(got) == keccak256(answer))), "bought without a quote");
            return (false, 0);
        }
        _check(29, ok, "quoted, but could not buy");
        if (!ok) return (false, 0);

        State memory after_ = _state(buyer, recipient);
        _check(29, abi.decode(got, (uint256)) == tokensOut, "buy returned another amount than quoted");
        _check(
            29,
            after_.recipientTokens - before.recipientTokens == tokensOut,
            "buyer got another amount than quoted"
        );
        _check(25, before.traderAssets - after_.traderAssets == amount, "buyer paid another sum");
        _check(31, tribute == _tributeOn(amount, _entryBps), "wrong entry tribute");
        _check(31, after_.owed - before.owed == tribute, "entry tribute not put aside");
        _check(31, after_.total - before.total + tribute == amount, "entry tribute + net is not the gross sum");
        _check(7, _credits() == credits, "a buy changed the credit of issuance");
        _noteBuy(before, after_, tribute, false);
        return (true, tokensOut);
    }

    /// @dev As `_buy`, for exactly `tokensOut`; not when the buyer cannot pay for them.
    function _buyExact(
        address buyer,
        address recipient,
        uint256 tokensOut
    ) private returns (bool done, uint256 assetIn) {
        State memory before = _state(buyer, recipient);
        uint256 tribute;
        bytes memory answer;
        {
            bool quoted;
            (quoted, answer) = address(_org.reserve).staticcall(
                abi.encodeCall(ILiquidityReserve.quoteBuyExact, (tokensOut))
            );
            if (!quoted || before.supply + tokensOut > MAX_AMOUNT) return (false, 0);
        }
        (assetIn, tribute) = abi.decode(answer, (uint256, uint256));
        if (assetIn > before.traderAssets) return (false, 0);
        bytes memory data = abi.encodeCall(
            ILiquidityReserve.buyExact,
            (tokensOut, assetIn - 1, recipient, block.timestamp)
        );
        if (_refusedAsPaused(buyer, data)) return (false, 0);
        _mustRevert(
            buyer,
            address(_org.reserve),
            data,
            abi.encodeWithSelector(ILiquidityReserve.CostExceeded.selector, assetIn, assetIn - 1)
        );
        _checkExactPreview(tokensOut, assetIn, tribute);
        _check(29, _quoteBuy(assetIn) >= tokensOut, "the exact cost buys too little");
        _check(29, _quoteBuy(assetIn - 1) < tokensOut, "a lower sum than the exact cost is enough");
        vm.prank(buyer);
        _check(
            29,
            _org.reserve.buyExact(tokensOut, assetIn, recipient, block.timestamp) == assetIn,
            "an exact buy cost another sum than quoted"
        );
        State memory after_ = _state(buyer, recipient);
        _check(29, after_.recipientTokens - before.recipientTokens == tokensOut, "not exactly the tokens asked for");
        _check(25, before.traderAssets - after_.traderAssets == assetIn, "an exact buyer paid another sum");
        _check(31, tribute == _tributeOn(assetIn, _entryBps), "wrong entry tribute of an exact buy");
        _check(31, after_.owed - before.owed == tribute, "entry tribute of an exact buy not put aside");
        _check(31, after_.total - before.total + tribute == assetIn, "tribute + net is not the cost");
        _noteBuy(before, after_, tribute, true);
        return (true, assetIn);
    }

    function _noteBuy(State memory before, State memory after_, uint256 tribute, bool exact) private {
        uint256 amount = before.traderAssets - after_.traderAssets;
        uint256 tokensOut = after_.recipientTokens - before.recipientTokens;
        _checkCurve(before.reserve, before.supply);
        _noteMoment(before);
        _checkOppositeBuy(amount - tribute, tokensOut, before, exact);
        _ghost.bought += tokensOut;
        _ghost.paidIn += amount;
        _ghost.tributes += _tributeOn(amount, _entryBps);
        ++_moment.buys;
        _moment.assetsIn += amount - tribute;
        _moment.tokensOut += tokensOut;
        _checkMoment();
    }

    /// @dev Quotes, sells, and compares both with what moved.
    function _sell(address seller, address recipient, uint256 amount) private returns (bool done, uint256 assetOut) {
        bytes memory quote = abi.encodeCall(ILiquidityReserve.quoteSell, (amount));
        (bool quoted, bytes memory answer) = address(_org.reserve).staticcall(quote);
        State memory before = _state(seller, recipient);
        bytes32 credits = _credits();
        uint256 tribute;
        if (quoted) (assetOut, tribute) = abi.decode(answer, (uint256, uint256));
        bytes memory data = abi.encodeCall(ILiquidityReserve.sell, (amount, assetOut, recipient, block.timestamp));
        _checkPreview(abi.encodeCall(MarketLens.previewSell, (_org.reserve, amount)), amount, quoted, answer);
        vm.prank(seller);
        (bool ok, bytes memory got) = address(_org.reserve).call(data);
        if (!quoted) {
            _check(29, !ok && keccak256(got) == keccak256(answer), "sold without a quote");
            return (false, 0);
        }
        _check(29, ok, "quoted, but could not sell");
        _check(43, ok || !_paused(), "a pause stopped a sell");
        if (!ok) return (false, 0);
        if (_paused()) _did("sellWhilePaused");

        State memory after_ = _state(seller, recipient);
        _check(29, abi.decode(got, (uint256)) == assetOut, "sell returned another amount than quoted");
        _check(
            29,
            after_.recipientAssets - before.recipientAssets == assetOut,
            "seller got another amount than quoted"
        );
        _check(2, before.traderTokens - after_.traderTokens == amount, "seller gave another amount");
        _check(7, _credits() == credits, "a sell changed the credit of issuance");
        uint256 gross = before.reserve - after_.reserve;
        _check(31, tribute == _tributeOn(gross, _exitBps), "wrong exit tribute");
        _check(31, after_.owed - before.owed == tribute, "exit tribute not put aside");
        _check(31, tribute + assetOut == gross, "exit tribute + net is not the gross sum");
        _checkCurve(before.reserve, before.supply);
        _noteMoment(before);
        _checkOppositeSell(amount, gross);
        _ghost.burned += amount;
        _ghost.paidOut += after_.recipientAssets - before.recipientAssets;
        _ghost.tributes += _tributeOn(gross, _exitBps);
        ++_moment.sells;
        _moment.assetsOut += gross;
        _moment.tokensIn += amount;
        _checkMoment();
        return (true, assetOut);
    }

    function _anyTrade(uint256 seed) private {
        _tradeAs(_pick(seed >> 8), seed & 1 == 0, seed >> 16);
    }

    function _tradeAs(address trader, bool buying, uint256 amountSeed) private {
        uint256 most = buying ? _org.asset.balanceOf(trader) : _org.token.balanceOf(trader);
        if (most == 0) return;
        uint256 amount = _scaled(amountSeed, most);
        if (buying) _buy(trader, trader, amount);
        else _sell(trader, trader, amount);
    }

    /// @dev Sells what is too much, or buys what is missing at its exact cost.
    function _squareUp(uint256 target) private {
        for (uint256 i = 0; i < actors.length && _org.token.totalSupply() > target; ++i) {
            uint256 surplus = _org.token.totalSupply() - target;
            uint256 held = _org.token.balanceOf(actors[i]);
            if (held > 0) _sell(actors[i], actors[i], held < surplus ? held : surplus);
        }
        uint256 supply = _org.token.totalSupply();
        for (uint256 i = 0; i < actors.length && supply < target; ++i) {
            (bool done, ) = _buyExact(actors[i], actors[i], target - supply);
            if (done) return;
        }
    }

    function _wrongSell(address sender, bool tooMuch) private {
        uint256 held = _org.token.balanceOf(sender);
        uint256 tokensIn = tooMuch ? held + 1 : held;
        try _org.reserve.quoteSell(tokensIn) returns (uint256 assetOut, uint256) {
            uint256 min = tooMuch ? 0 : assetOut + 1;
            bytes memory data = abi.encodeCall(ILiquidityReserve.sell, (tokensIn, min, sender, block.timestamp));
            bytes memory expected =
                tooMuch
                    ? abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, sender, held, tokensIn)
                    : abi.encodeWithSelector(SlippageExceeded.selector, assetOut, assetOut + 1);
            _mustRevert(sender, address(_org.reserve), data, expected);
            data = abi.encodeCall(ICdpoToken.redeemFrom, (sender, held));
            expected = abi.encodeWithSelector(ICdpoToken.NotReserve.selector, sender);
            _mustRevert(sender, address(_org.token), data, expected);
            _did("wrongCall");
        } catch {
            return;
        }
    }

    // ---------------------------------------------------------------- parts of actions

    function _give(address giver, uint256 amount, bool donation) private {
        if (giver == BENEFACTOR) _org.asset.mint(giver, amount);
        uint256 reserve = _org.reserve.reserveBalance();
        vm.prank(giver);
        if (donation) _org.reserve.donate(amount, "for all");
        else _org.reserve.receiveGift(amount);
        if (donation) _ghost.donated += amount;
        _noteGift(amount, reserve);
    }

    /// @dev A hundred times the reserve, within what the campaign's amounts can hold.
    function _mostGiven() private view returns (uint256) {
        uint256 most = 100 * _org.reserve.reserveBalance();
        uint256 limit = MOST_GIVEN * _unit;
        return most < limit ? most : limit;
    }

    /// @dev Pays what is overdue, as the ghost does.
    function _settle() private {
        uint256 expected = _noteSettle();
        _check(6, _org.issuance.settle() == expected, "batches paid another sum than they had room for");
        _noteIssued(expected);
    }

    /// @dev Property 6: views tell what is overdue as if it had been paid. Pays it.
    function _checkBudgetAhead(uint256 seed) private {
        bytes32 before = _budget();
        _settle();
        _check(6, _budget() == before, "a view told another budget than the call made");
        _checkBudget(seed);
    }

    function _noteIssued(uint256 minted) private {
        if (minted == 0) return;
        _ghost.issued += minted;
        _moment.disturbed = true;
        _restartWealth();
    }

    function _pauseNotBefore(uint256 until) private pure returns (uint256) {
        return until == 0 ? 0 : until + PAUSE;
    }

    /// @dev Property 43: while paused, a buy must be refused as such.
    function _refusedAsPaused(address buyer, bytes memory data) private returns (bool) {
        if (!_paused()) return false;
        _mustRevert(buyer, address(_org.reserve), data, abi.encodeWithSelector(Paused.selector, _pausedUntil));
        return true;
    }

    /// @dev Property 29: for the first trade of a timestamp the lens says what the reserve says.
    function _checkPreview(bytes memory preview, uint256 amount, bool quoted, bytes memory answer) private {
        if (!_isFirst()) return;
        (bool previewed, bytes memory got) = address(_lens).staticcall(preview);
        _check(29, previewed == quoted, "the lens quotes what the reserve refuses, or the other way");
        if (!quoted) return _check(29, keccak256(got) == keccak256(answer), "the lens refuses for another reason");
        MarketLens.Preview memory p = abi.decode(got, (MarketLens.Preview));
        (uint256 out, uint256 tribute) = abi.decode(answer, (uint256, uint256));
        bool same = p.amountIn == amount && p.amountOut == out && p.tribute == tribute;
        _check(29, same, "the lens quotes another amount");
        _did("preview");
    }

    function _checkExactPreview(uint256 tokensOut, uint256 assetIn, uint256 tribute) private {
        if (!_isFirst()) return;
        MarketLens.Preview memory p = _lens.previewBuyExact(_org.reserve, tokensOut);
        bool same = p.amountIn == assetIn && p.amountOut == tokensOut && p.tribute == tribute;
        _check(29, same, "the lens quotes another cost");
        _did("previewExact");
    }

    /// @dev 0 when it is refused.
    function _quoteBuy(uint256 amount) private view returns (uint256 tokensOut) {
        if (amount == 0) return 0;
        try _org.reserve.quoteBuy(amount) returns (uint256 out, uint256) {
            return out;
        } catch {
            return 0;
        }
    }

    /// @dev Tokens that all of the buyer's money would buy.
    function _affordable(address buyer) private view returns (uint256) {
        return _quoteBuy(_org.asset.balanceOf(buyer));
    }

    /// @dev Lets time pass; what drips is nobody's gain by trades.
    function _advance(uint256 secondsAhead) private {
        uint256 reserve = _org.reserve.reserveBalance();
        _pass(secondsAhead);
        _checkCurve(reserve, _org.token.totalSupply());
        _restartWealth();
    }

    /// @dev All that the market says to someone who asks about `amount`.
    function _quotes(uint256 amount) private view returns (bytes32) {
        address reserve = address(_org.reserve);
        (, bytes memory buying) = reserve.staticcall(abi.encodeCall(ILiquidityReserve.quoteBuy, (amount)));
        (, bytes memory selling) = reserve.staticcall(abi.encodeCall(ILiquidityReserve.quoteSell, (amount)));
        (, bytes memory exact) = reserve.staticcall(abi.encodeCall(ILiquidityReserve.quoteBuyExact, (amount)));
        uint256 price = _org.reserve.spotPrice();
        (uint256 pending, ) = _org.reserve.pendingGifts();
        uint256 total = _org.reserve.reserveBalance();
        return keccak256(abi.encode(buying, selling, exact, price, _org.reserve.backing(), total, pending));
    }
}
