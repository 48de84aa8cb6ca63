// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {
    DeadlineExpired,
    InvalidRecipient,
    SlippageExceeded,
    ZeroAmount
} from "../../../contracts/interfaces/Errors.sol";
import {ICdpoToken} from "../../../contracts/interfaces/ICdpoToken.sol";
import {IIssuance} from "../../../contracts/interfaces/IIssuance.sol";
import {ILiquidityReserve} from "../../../contracts/interfaces/ILiquidityReserve.sol";
import {Share} from "../../../contracts/interfaces/Share.sol";
import {BondingCurve} from "../../../contracts/libraries/BondingCurve.sol";
import {BigProduct} from "./BigProduct.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title MarketHandler
/// @notice Trades, gives, issues and meddles on the open market of a growing organisation.
contract MarketHandler is Handler {
    /// @dev What must have happened to money and tokens, from what was passed and from balances outside the suite.
    /// @param bought Tokens minted by the reserve to buyers.
    /// @param issued Tokens minted by Issuance.
    /// @param burned Tokens burned, those sold included.
    /// @param paidIn Asset units paid by buyers, tribute included.
    /// @param given Asset units donated.
    /// @param paidOut Asset units received by sellers.
    /// @param tributes Asset units of tribute on all trades, by the rates the handler set.
    /// @param collected Asset units of tribute that reached the treasury.
    /// @param forced Asset units sent to the reserve past its functions.
    /// @param wealth The actors' joint wealth after the last gift or issuance, see `jointWealth`.
    struct Ghost {
        uint256 bought;
        uint256 issued;
        uint256 burned;
        uint256 paidIn;
        uint256 given;
        uint256 paidOut;
        uint256 tributes;
        uint256 collected;
        uint256 forced;
        uint256 wealth;
    }

    /// @dev What a trade changes.
    struct State {
        uint256 reserve;
        uint256 supply;
        uint256 owed;
        uint256 traderAssets;
        uint256 traderTokens;
        uint256 recipientAssets;
        uint256 recipientTokens;
    }

    uint256 private constant WHOLE_BPS = 10_000; // 100 %
    uint256 private constant MAX_AMOUNT = type(uint112).max; // cap of supply and reserve

    Organisation private _org;
    Ghost private _ghost;
    uint256 private _ratioBps;
    uint256 private _entryBps;
    uint256 private _exitBps;
    uint256 private _contributions;

    /// @param given Asset units donated before, and the whole reserve.
    /// @param issued Tokens issued before; with those minted at opening the whole supply.
    constructor(
        Organisation memory organisation,
        address[] memory actors_,
        uint256 given,
        uint256 issued
    ) Handler(actors_) {
        _org = organisation;
        ILiquidityReserve.Terms memory terms = organisation.reserve.terms();
        _ratioBps = terms.reserveRatioBps;
        _entryBps = terms.entryTributeBps;
        _exitBps = terms.exitTributeBps;
        _ghost.given = given;
        _ghost.issued = issued;
        _ghost.wealth = jointWealth();
    }

    // ---------------------------------------------------------------- trades

    function buy(uint256 buyerSeed, uint256 recipientSeed, uint256 amountSeed) external action {
        address buyer = _pick(buyerSeed);
        uint256 funds = _org.asset.balanceOf(buyer);
        if (funds == 0) return;
        (bool done, ) = _buy(buyer, _pick(recipientSeed), _scaled(amountSeed, funds));
        if (done) _did("buy");
    }

    function sell(uint256 sellerSeed, uint256 recipientSeed, uint256 amountSeed) external action {
        address seller = _pick(sellerSeed);
        uint256 held = _org.token.balanceOf(seller);
        if (held == 0) return;
        (bool done, ) = _sell(seller, _pick(recipientSeed), _scaled(amountSeed, held));
        if (done) _did("sell");
    }

    /// @notice Property 28 for buys: the same money in two parts.
    function splitBuy(uint256 buyerSeed, uint256 amountSeed, uint256 cutSeed) external action {
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
    function splitSell(uint256 sellerSeed, uint256 amountSeed, uint256 cutSeed) external action {
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

    /// @notice Property 27 by execution: a few trades of any actors, then the supply is brought back to where it was.
    function roundTrip(uint256 seed, uint256 trades) external action {
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
    function bankRun(uint256 seed) external action {
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
        if (_org.asset.balanceOf(address(_org.reserve)) < left + _org.reserve.tributeOwed()) {
            revert Simulated("paid out more than there was");
        }
        bool covers = BigProduct.curveNotLower(reserveBefore, supplyBefore, left, _org.token.totalSupply(), _n());
        revert Simulated(covers ? "" : "the rest is less than the curve asks for");
    }

    /// @notice Limits of trades, and calls that are for others.
    function wrongCall(uint256 actorSeed, uint256 kind, uint256 amountSeed) external action {
        address sender = _pick(actorSeed);
        uint256 amount = _scaled(amountSeed, 1e18);
        uint256 time = block.timestamp;
        ILiquidityReserve reserve = _org.reserve;
        kind %= 9;
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
        } else {
            return _wrongSell(sender, kind == 7);
        }
        _mustRevert(sender, address(reserve), data, expected);
        _did("wrongCall");
    }

    // ---------------------------------------------------------------- gifts, tokens, issuance

    function donate(uint256 donorSeed, uint256 amountSeed) external action {
        address donor = _pick(donorSeed);
        uint256 funds = _org.asset.balanceOf(donor) / 100; // so that gifts do not bury the trades
        if (funds == 0) return;
        uint256 amount = _scaled(amountSeed, funds);
        vm.prank(donor);
        _org.reserve.donate(amount, "");
        _ghost.given += amount;
        _restartWealth();
        _did("donate");
    }

    /// @notice Property 32.
    function forceTransfer(uint256 donorSeed, uint256 amountSeed) external action {
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

    function burn(uint256 holderSeed, uint256 amountSeed) external action {
        address holder = _pick(holderSeed);
        uint256 held = _org.token.balanceOf(holder) / 10;
        if (held == 0) return;
        uint256 amount = _scaled(amountSeed, held);
        State memory before = _state(holder, holder);
        vm.prank(holder);
        _org.token.burn(amount);
        _ghost.burned += amount;
        _checkCurve(before);
        _did("burn");
    }

    function transfer(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external action {
        address from = _pick(fromSeed);
        uint256 held = _org.token.balanceOf(from);
        if (held == 0) return;
        vm.prank(from);
        assert(_org.token.transfer(_pick(toSeed), _scaled(amountSeed, held)));
        _did("transfer");
    }

    /// @notice Issues as a named issuer, or more than there is room for.
    function issue(uint256 toSeed, uint256 amountSeed) external action {
        uint256 room = _org.issuance.available();
        uint256 amount = _scaled(amountSeed, 2 * room + 1);
        bytes memory data = abi.encodeCall(IIssuance.issue, (_pick(toSeed), amount));
        if (amount > room) {
            bytes memory expected = abi.encodeWithSelector(IIssuance.BudgetExceeded.selector, amount, room);
            return _mustRevert(address(this), address(_org.issuance), data, expected);
        }
        _org.issuance.issue(_pick(toSeed), amount);
        _ghost.issued += amount;
        _restartWealth();
        _did("issue");
    }

    /// @notice Issues along the whole path: a contribution submitted, reviewed, decided and settled.
    function recognise(uint256 producerSeed, uint256 rewardSeed) external action {
        Share[] memory shares = new Share[](1);
        shares[0] = Share(actors[3 + (producerSeed % (actors.length - 3))], 10_000);
        uint256 id = _org.registry.submit(2, uint112(_scaled(rewardSeed, 2_000e18)), shares, 0, "");
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(actors[i]);
            _org.registry.review(id, true, "");
        }
        _pass(3 days);
        assert(_org.registry.decide(id));
        uint256 held = _org.token.balanceOf(shares[0].account);
        if (_org.issuance.available() == 0) return;
        _org.registry.settle(id, shares);
        _ghost.issued += _org.token.balanceOf(shares[0].account) - held;
        _restartWealth();
        _did("recognise");
    }

    /// @notice Property 3: anyone but the three minters.
    function mintAsStranger(uint256 senderSeed, uint256 amountSeed) external action {
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

    function warp(uint256 secondsAhead) external action {
        _pass(_scaled(secondsAhead, 20 days));
        _did("warp");
    }

    function setTributes(uint256 entryBps, uint256 exitBps) external action {
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

    function collectTribute(uint256 senderSeed) external action {
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

    function ghost() external view returns (Ghost memory) {
        return _ghost;
    }

    /// @notice What the actors own together, in asset units: their money, and what all their tokens would fetch at once
    /// before tribute. Trades can only lower it, as long as nothing is given or issued.
    function jointWealth() public view returns (uint256) {
        uint256 tokens;
        for (uint256 i = 0; i < actors.length; ++i) tokens += _org.token.balanceOf(actors[i]);
        uint256 reserve = _org.reserve.reserveBalance();
        return _jointAssets() + BondingCurve.quoteSell(_org.token.totalSupply(), reserve, _ratioBps, tokens);
    }

    /// @notice 1/w, a whole number in all campaigns.
    function _n() private view returns (uint256) {
        return WHOLE_BPS / _ratioBps;
    }

    // ---------------------------------------------------------------- internals

    /// @dev Quotes, buys, and compares both with what moved.
    function _buy(address buyer, address recipient, uint256 amount) private returns (bool done, uint256 tokensOut) {
        bytes memory quote = abi.encodeCall(ILiquidityReserve.quoteBuy, (amount));
        (bool quoted, bytes memory answer) = address(_org.reserve).staticcall(quote);
        State memory before = _state(buyer, recipient);
        uint256 tribute;
        if (quoted) (tokensOut, tribute) = abi.decode(answer, (uint256, uint256));
        bytes memory data = abi.encodeCall(ILiquidityReserve.buy, (amount, tokensOut, recipient, block.timestamp));
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
        _check(31, after_.reserve - before.reserve + tribute == amount, "entry tribute + net is not the gross sum");
        _checkCurve(before);
        _ghost.bought += after_.recipientTokens - before.recipientTokens;
        _ghost.paidIn += before.traderAssets - after_.traderAssets;
        _ghost.tributes += _tributeOn(amount, _entryBps);
        return (true, tokensOut);
    }

    /// @dev Quotes, sells, and compares both with what moved.
    function _sell(address seller, address recipient, uint256 amount) private returns (bool done, uint256 assetOut) {
        bytes memory quote = abi.encodeCall(ILiquidityReserve.quoteSell, (amount));
        (bool quoted, bytes memory answer) = address(_org.reserve).staticcall(quote);
        State memory before = _state(seller, recipient);
        uint256 tribute;
        if (quoted) (assetOut, tribute) = abi.decode(answer, (uint256, uint256));
        bytes memory data = abi.encodeCall(ILiquidityReserve.sell, (amount, assetOut, recipient, block.timestamp));
        vm.prank(seller);
        (bool ok, bytes memory got) = address(_org.reserve).call(data);
        if (!quoted) {
            _check(29, !ok && keccak256(got) == keccak256(answer), "sold without a quote");
            return (false, 0);
        }
        _check(29, ok, "quoted, but could not sell");
        if (!ok) return (false, 0);

        State memory after_ = _state(seller, recipient);
        _check(29, abi.decode(got, (uint256)) == assetOut, "sell returned another amount than quoted");
        _check(
            29,
            after_.recipientAssets - before.recipientAssets == assetOut,
            "seller got another amount than quoted"
        );
        _check(2, before.traderTokens - after_.traderTokens == amount, "seller gave another amount");
        uint256 gross = before.reserve - after_.reserve;
        _check(31, tribute == _tributeOn(gross, _exitBps), "wrong exit tribute");
        _check(31, after_.owed - before.owed == tribute, "exit tribute not put aside");
        _check(31, tribute + assetOut == gross, "exit tribute + net is not the gross sum");
        _checkCurve(before);
        _ghost.burned += amount;
        _ghost.paidOut += after_.recipientAssets - before.recipientAssets;
        _ghost.tributes += _tributeOn(gross, _exitBps);
        return (true, assetOut);
    }

    function _anyTrade(uint256 seed) private {
        address trader = _pick(seed >> 8);
        bool buying = seed & 1 == 0;
        uint256 most = buying ? _org.asset.balanceOf(trader) : _org.token.balanceOf(trader);
        if (most == 0) return;
        uint256 amount = _scaled(seed >> 16, most);
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
        uint256 reserve = _org.reserve.reserveBalance();
        if (supply >= target || reserve == 0) return;
        uint256 net = BondingCurve.quoteCost(supply, reserve, _ratioBps, target - supply);
        uint256 gross = (net * WHOLE_BPS) / (WHOLE_BPS - _entryBps) + 1;
        for (uint256 i = 0; i < actors.length; ++i) {
            if (_org.asset.balanceOf(actors[i]) < gross) continue;
            _buy(actors[i], actors[i], gross);
            return;
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

    function _restartWealth() private {
        _ghost.wealth = jointWealth();
    }

    /// @dev Property 26.
    function _checkCurve(State memory before) private {
        uint256 reserve = _org.reserve.reserveBalance();
        uint256 supply = _org.token.totalSupply();
        bool kept = BigProduct.curveNotLower(before.reserve, before.supply, reserve, supply, _n());
        _check(26, kept, "R/S^(1/w) fell");
    }

    function _state(address trader, address recipient) private view returns (State memory) {
        return
            State({
                reserve: _org.reserve.reserveBalance(),
                supply: _org.token.totalSupply(),
                owed: _org.reserve.tributeOwed(),
                traderAssets: _org.asset.balanceOf(trader),
                traderTokens: _org.token.balanceOf(trader),
                recipientAssets: _org.asset.balanceOf(recipient),
                recipientTokens: _org.token.balanceOf(recipient)
            });
    }

    /// @dev All that the market says to someone who asks about `amount`.
    function _quotes(uint256 amount) private view returns (bytes32) {
        address reserve = address(_org.reserve);
        (, bytes memory buying) = reserve.staticcall(abi.encodeCall(ILiquidityReserve.quoteBuy, (amount)));
        (, bytes memory selling) = reserve.staticcall(abi.encodeCall(ILiquidityReserve.quoteSell, (amount)));
        uint256 price = _org.reserve.spotPrice();
        return keccak256(abi.encode(buying, selling, price, _org.reserve.backing(), _org.reserve.reserveBalance()));
    }

    function _jointAssets() private view returns (uint256 sum) {
        for (uint256 i = 0; i < actors.length; ++i) sum += _org.asset.balanceOf(actors[i]);
    }

    function _tributeOn(uint256 amount, uint256 bps) private pure returns (uint256) {
        return (amount * bps + WHOLE_BPS - 1) / WHOLE_BPS;
    }
}
