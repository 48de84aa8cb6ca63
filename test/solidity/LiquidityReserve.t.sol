// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../contracts/interfaces/ICdpoFactory.sol";
import {ILiquidityReserve} from "../../contracts/interfaces/ILiquidityReserve.sol";
import {BondingCurve} from "../../contracts/libraries/BondingCurve.sol";
import {TestAsset} from "../../contracts/mocks/TestAsset.sol";
import {Issuer} from "./lib/Issuer.sol";
import {Organisation} from "./lib/Launch.sol";
import {vm} from "./lib/Vm.sol";

// Failing tests are read by people: plain reasons. Sells of dust fail, and are looked at.
// solhint-disable gas-custom-errors, avoid-low-level-calls

/// @title LiquidityReserveTest
/// @notice What holds in any market: every reserve ratio, 6 to 18 decimals, tributes up to 10 %, 1 to 1e9 whole asset
/// units behind 1 to 1e8 tokens. Numbers are those of the invariants.
contract LiquidityReserveTest is Issuer {
    uint256 private constant MAX_GIVEN = 1e9; // whole asset units
    uint256 private constant MAX_SUPPLY = 1e26; // 1e8 tokens

    uint256 private constant MOST_GIFT = 1 << 108; // so that several fit below the cap of 2^112 after any buys
    Organisation private _org;
    ILiquidityReserve private _reserve;

    function setUp() public {
        vm.warp(START);
    }

    /// hardhat-config: fuzz.runs = 400
    function testFuzz_27_BuyThenSellNeverProfits(uint256 market, uint256 amount) public {
        _openMarket(market);
        (uint256 paid, uint256 bought) = _buy(_actor(1), amount);
        (bool sold, uint256 received) = _sell(_actor(1), bought);
        require(!sold || received <= paid, "a round trip made money");
    }

    /// hardhat-config: fuzz.runs = 400
    function testFuzz_27_SellThenBuyBackNeverProfits(uint256 market, uint256 amount) public {
        _openMarket(market);
        uint256 held = _org.token.balanceOf(_actor(0));
        uint256 sold = 1 + (amount % held);
        (bool done, uint256 received) = _sell(_actor(0), sold);
        if (!done) return;
        require(received > 0, "a sell paid nothing");
        vm.prank(_actor(0));
        (bool ok, ) = address(_reserve).call(
            abi.encodeCall(ILiquidityReserve.buy, (received, sold + 1, _actor(0), block.timestamp))
        );
        require(!ok, "the money of a sell bought back more than was sold");
    }

    /// hardhat-config: fuzz.runs = 400
    function testFuzz_28_SplitBuyGainsAtMostTwoWei(uint256 market, uint256 amount, uint256 cut) public {
        _openMarket(market);
        uint256 whole = _fundsFor(_actor(1), amount);
        if (whole < 2) return;
        (bool quoted, uint256 atOnce) = _quote(ILiquidityReserve.quoteBuy.selector, whole);
        if (!quoted) return;
        uint256 first = 1 + (cut % (whole - 1));
        uint256 inParts = _buyPart(_actor(1), first) + _buyPart(_actor(1), whole - first);
        require(inParts <= atOnce + 2, "a split buy got more tokens");
    }

    /// hardhat-config: fuzz.runs = 400
    function testFuzz_28_SplitSellGainsAtMostTwoWei(uint256 market, uint256 amount, uint256 cut) public {
        _openMarket(market);
        uint256 whole = 2 + (amount % (_org.token.balanceOf(_actor(0)) - 1));
        (bool quoted, uint256 atOnce) = _quote(ILiquidityReserve.quoteSell.selector, whole);
        if (!quoted) return;
        uint256 first = 1 + (cut % (whole - 1));
        (, uint256 a) = _sell(_actor(0), first);
        (, uint256 b) = _sell(_actor(0), whole - first);
        require(a + b <= atOnce + 2, "a split sell got more money");
    }

    /// hardhat-config: fuzz.runs = 400
    function testFuzz_29_QuoteIsExecution(uint256 market, uint256 amount) public {
        _openMarket(market);
        uint256 paid = _fundsFor(_actor(1), amount);
        (, uint256 quote) = _quote(ILiquidityReserve.quoteBuy.selector, paid);
        require(_buyPart(_actor(1), paid) == quote, "bought another amount than quoted");
        require(_org.token.balanceOf(_actor(1)) == quote, "got another amount than quoted");

        uint256 sold = 1 + (amount % _org.token.balanceOf(_actor(0)));
        bool quoted;
        (quoted, quote) = _quote(ILiquidityReserve.quoteSell.selector, sold);
        (bool done, uint256 received) = _sell(_actor(0), sold);
        require(done == quoted && received == quote, "sold for another sum than quoted");
    }

    /// hardhat-config: fuzz.runs = 400
    function testFuzz_30_AllSellInAnyOrder(uint256 market, uint256 holdings, uint256 order) public {
        _openMarket(market);
        for (uint256 i = 1; i < ACTOR_COUNT; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(holdings, i)));
            if (seed % 2 == 0) _buy(_actor(i), seed >> 8);
            else _give(_actor(i), (seed >> 8) % (_org.token.balanceOf(_actor(0)) + 1));
        }
        (uint256 reserve, uint256 supply) = (_reserve.reserveBalance(), _org.token.totalSupply());
        address[] memory sellers = _actors();
        for (uint256 left = sellers.length; left > 0; --left) {
            uint256 pick = uint256(keccak256(abi.encode(order, left))) % left;
            uint256 held = _org.token.balanceOf(sellers[pick]);
            if (held > 0) _sell(sellers[pick], held);
            sellers[pick] = sellers[left - 1];
        }
        // Each left with nothing, or with less than a unit of the asset; the rest covers what is left of the supply.
        uint256 gone = supply - _org.token.totalSupply();
        uint256 atOnce = BondingCurve.quoteSell(supply, reserve, _reserve.reserveRatioBps(), gone);
        uint256 rest = _reserve.reserveBalance();
        require(rest >= reserve - atOnce, "one after the other they took more than all at once");
        uint256 real = _org.asset.balanceOf(address(_reserve));
        require(real == rest + _reserve.tributeOwed(), "the reserve does not hold what it owes");
    }

    /// @notice Opening, buys, exact buys, sells, gifts of up to a hundred times the reserve, all in one second: at the price
    /// before the first trade nobody gained, exactly. Half of the time in the second of the opening.
    /// hardhat-config: fuzz.runs = 300
    function testFuzz_33_NobodyGainsWithinOneSecond(uint256 market, uint256 seed) public {
        _openMarket(market);
        if (seed % 2 == 0) _gift(market, seed);
        if ((seed >> 1) % 2 == 0) vm.warp(block.timestamp + 1 + ((seed >> 2) % 3 days));
        uint256 reserve = _reserve.reserveBalance() * 10_000;
        uint256 supply = _org.token.totalSupply() * _reserve.reserveRatioBps();
        uint256 heldBefore = _org.token.balanceOf(_actor(0)) + _org.token.balanceOf(_actor(1));
        uint256 assetsBefore = _org.asset.balanceOf(_actor(0)) + _org.asset.balanceOf(_actor(1));
        for (uint256 i = 0; i < 6; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            address trader = _actor(random % 2);
            if ((random >> 8) % 3 == 0) {
                assetsBefore += _fundsFor(trader, random >> 16);
                _buyPart(trader, 1 + ((random >> 24) % _org.asset.balanceOf(trader)));
            } else if ((random >> 8) % 3 == 1) {
                uint256 held = _org.token.balanceOf(trader);
                if (held > 0) _sell(trader, 1 + ((random >> 16) % held));
            } else if ((random >> 16) % 2 == 0) {
                _gift(market, random >> 24);
            } else {
                assetsBefore += _buyExact(trader, random >> 24);
            }
        }
        uint256 held_ = _org.token.balanceOf(_actor(0)) + _org.token.balanceOf(_actor(1));
        uint256 assets = _org.asset.balanceOf(_actor(0)) + _org.asset.balanceOf(_actor(1));
        require(
            assets * supply + held_ * reserve <= assetsBefore * supply + heldBefore * reserve,
            "they gained within one second"
        );
    }

    /// @notice Property 34: who buys before a gift and sells after it gains at most their share of what dripped.
    /// hardhat-config: fuzz.runs = 300
    function testFuzz_34_ABuyerGainsAtMostTheirShareOfTheDrip(uint256 market, uint256 amount, uint256 wait) public {
        _openMarket(market);
        (uint256 paid, uint256 bought) = _buy(_actor(1), amount);
        uint256 before = _reserve.reserveBalance();
        _gift(market, amount >> 64);
        vm.warp(block.timestamp + (wait % 10 days));
        uint256 dripped = _reserve.reserveBalance() - before;
        uint256 share;
        uint16 ratioBps = _reserve.reserveRatioBps();
        if (dripped > 0 && bought > 0) {
            share = 1 + BondingCurve.quoteSell(_org.token.totalSupply(), dripped, ratioBps, bought);
        }
        (bool sold, uint256 received) = _sell(_actor(1), bought);
        require(!sold || received <= paid + share, "a buyer took more than their share of a gift");
        vm.warp(block.timestamp + 52 * 7 days);
        (uint256 pending, ) = _reserve.pendingGifts();
        require(pending == 0, "not all of a gift dripped in 52 periods");
    }

    // ---------------------------------------------------------------- internals

    function _gift(uint256 market, uint256 seed) private {
        uint256 most = 100 * _reserve.reserveBalance();
        if (most > MOST_GIFT) most = MOST_GIFT;
        uint256 amount = 1 + (uint256(keccak256(abi.encode(market, seed))) % most);
        _org.asset.mint(address(this), amount);
        _org.asset.approve(address(_reserve), amount);
        (uint256 pending, ) = _reserve.pendingGifts();
        if (_reserve.reserveBalance() + pending + amount > type(uint112).max) return; // refused: the cap
        _reserve.receiveGift(amount);
    }

    /// @dev Mints the cost to the buyer first; returns it, 0 when the market refuses.
    function _buyExact(address buyer, uint256 seed) private returns (uint256 cost) {
        uint256 tokens = 1 + (seed % _org.token.totalSupply());
        bytes memory answer;
        bool quoted;
        (quoted, answer) = address(_reserve).staticcall(abi.encodeCall(ILiquidityReserve.quoteBuyExact, (tokens)));
        if (!quoted) return 0;
        (cost, ) = abi.decode(answer, (uint256, uint256));
        _org.asset.mint(buyer, cost);
        vm.prank(buyer);
        _org.asset.approve(address(_reserve), type(uint256).max);
        vm.prank(buyer);
        (bool ok, bytes memory got) = address(_reserve).call(
            abi.encodeCall(ILiquidityReserve.buyExact, (tokens, cost, buyer, block.timestamp))
        );
        require(!ok || abi.decode(got, (uint256)) == cost, "an exact buy cost another sum than quoted");
    }

    /// @dev Launches, issues all to actor 0, gives and opens.
    function _openMarket(uint256 seed) private {
        uint8 decimals = uint8(6 + (seed % 13));
        uint256 unit = 10 ** decimals;
        uint16 ratioBps = uint16(100 + ((seed >> 8) % 9_901));
        TestAsset asset = new TestAsset("Asset", "AST", decimals);
        ICdpoFactory.LaunchConfig memory config = _growingConfig(address(asset), unit, ratioBps, 0);
        config.reserve.entryTributeBps = uint16((seed >> 32) % 1_001);
        config.reserve.exitTributeBps = uint16((seed >> 48) % 1_001);
        config.reserve.minimumReserve = 1;
        config.issuance.baseAmount = uint112(1e18 + (uint256(keccak256(abi.encode(seed, "supply"))) % MAX_SUPPLY));
        _org = _launch(asset, config);
        _reserve = _org.reserve;
        address[] memory first = new address[](1);
        first[0] = _actor(0);
        _issue(_org, first, config.issuance.baseAmount);

        uint256 given = unit + (uint256(keccak256(abi.encode(seed, "given"))) % (MAX_GIVEN * unit));
        asset.mint(address(this), given);
        asset.approve(address(_reserve), given);
        _reserve.donate(given, "");
        _reserve.open();
        vm.prank(_actor(0));
        asset.approve(address(_reserve), type(uint256).max);
    }

    /// @dev A sum from one unit to a thousand times the reserve, minted to `buyer`.
    function _fundsFor(address buyer, uint256 seed) private returns (uint256 funds) {
        uint256 scale = 10 ** (seed % 30);
        uint256 most = 1_000 * _reserve.reserveBalance();
        funds = 1 + (uint256(keccak256(abi.encode(seed))) % (most / scale + 1));
        _org.asset.mint(buyer, funds);
        vm.prank(buyer);
        _org.asset.approve(address(_reserve), type(uint256).max);
    }

    function _buy(address buyer, uint256 seed) private returns (uint256 paid, uint256 bought) {
        paid = _fundsFor(buyer, seed);
        bought = _buyPart(buyer, paid);
    }

    /// @dev 0 when the market refuses.
    function _buyPart(address buyer, uint256 amount) private returns (uint256 bought) {
        vm.prank(buyer);
        (bool ok, bytes memory answer) = address(_reserve).call(
            abi.encodeCall(ILiquidityReserve.buy, (amount, 0, buyer, block.timestamp))
        );
        if (ok) bought = abi.decode(answer, (uint256));
    }

    /// @dev Nothing but worthlessness stops a sell.
    function _sell(address seller, uint256 amount) private returns (bool done, uint256 received) {
        if (amount == 0) return (false, 0);
        vm.prank(seller);
        bytes memory answer;
        (done, answer) = address(_reserve).call(
            abi.encodeCall(ILiquidityReserve.sell, (amount, 0, seller, block.timestamp))
        );
        if (done) return (true, abi.decode(answer, (uint256)));
        bytes memory dust = abi.encodeWithSelector(ILiquidityReserve.TradeTooSmall.selector, amount);
        require(keccak256(answer) == keccak256(dust), "a holder could not sell");
    }

    function _quote(bytes4 selector, uint256 amount) private view returns (bool quoted, uint256 out) {
        bytes memory answer;
        (quoted, answer) = address(_reserve).staticcall(abi.encodeWithSelector(selector, amount));
        if (quoted) (out, ) = abi.decode(answer, (uint256, uint256));
    }

    function _give(address to, uint256 amount) private {
        vm.prank(_actor(0));
        assert(_org.token.transfer(to, amount));
    }
}
