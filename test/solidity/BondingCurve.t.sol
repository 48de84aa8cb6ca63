// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BondingCurve} from "../../contracts/libraries/BondingCurve.sol";
import {CurveHarness} from "../../contracts/mocks/CurveHarness.sol";

// Failing tests are read by people: plain reasons.
// solhint-disable gas-custom-errors

/// @title BondingCurveTest
/// @notice Relations that exact, reserve-favouring quotes keep for all inputs. Exact values are compared with the
/// decimal oracle in test/BondingCurve.test.ts.
contract BondingCurveTest {
    uint256 private constant MAX_AMOUNT = type(uint112).max;
    /// @dev What `_quote` returns for a result above 2^112 − 1: above every accepted one, so that order is kept.
    uint256 private constant BEYOND = type(uint256).max;

    CurveHarness private curve;

    function setUp() public {
        curve = new CurveHarness();
    }

    // Monotony

    /// hardhat-config: fuzz.runs = 1500
    function testFuzz_BuyRisesWithAssetInSupplyAndRatioAndFallsWithReserve(
        uint256 a,
        uint256 b,
        uint256 c,
        uint256 d,
        uint256 e
    ) public view {
        (uint256 s, uint256 r, uint256 w, uint256 x) = (_amount(a), _amount(b), _ratio(c), _amount(d));
        uint256 tokens = _buy(s, r, w, x);
        require(_buy(s, r, w, _above(x, e)) >= tokens, "assetIn");
        require(_buy(_above(s, e), r, w, x) >= tokens, "supply");
        require(_buy(s, _above(r, e), w, x) <= tokens, "reserve");
        require(_buy(s, r, w + (e % (10_001 - w)), x) >= tokens, "ratio");
    }

    /// hardhat-config: fuzz.runs = 1500
    function testFuzz_SellRisesWithTokensInAndReserveAndFallsWithSupplyAndRatio(
        uint256 a,
        uint256 b,
        uint256 c,
        uint256 d,
        uint256 e
    ) public view {
        (uint256 s, uint256 r, uint256 w) = (_amount(a), _amount(b), _ratio(c));
        uint256 x = _upTo(s, d);
        uint256 paid = _sell(s, r, w, x);
        require(paid <= r, "more than the reserve");
        require(paid < r || x == s, "the reserve for less than the supply");
        require(_sell(s, r, w, x + (e % (s - x + 1))) >= paid, "tokensIn");
        require(_sell(s, _above(r, e), w, x) >= paid, "reserve");
        require(_sell(_above(s, e), r, w, x) <= paid, "supply");
        require(_sell(s, r, w + (e % (10_001 - w)), x) <= paid, "ratio");
    }

    /// hardhat-config: fuzz.runs = 1500
    function testFuzz_CostRisesWithTokensOutAndReserveAndFallsWithSupplyAndRatio(
        uint256 a,
        uint256 b,
        uint256 c,
        uint256 d,
        uint256 e
    ) public view {
        (uint256 s, uint256 r, uint256 w, uint256 x) = (_amount(a), _amount(b), _ratio(c), _amount(d));
        uint256 cost = _cost(s, r, w, x);
        require(cost > 0, "free");
        require(_cost(s, r, w, _above(x, e)) >= cost, "tokensOut");
        require(_cost(s, _above(r, e), w, x) >= cost, "reserve");
        require(_cost(_above(s, e), r, w, x) <= cost, "supply");
        require(_cost(s, r, w + (e % (10_001 - w)), x) <= cost, "ratio");
    }

    /// hardhat-config: fuzz.runs = 1000
    function testFuzz_SpotPriceRisesWithReserveAndFallsWithSupplyAndRatio(
        uint256 a,
        uint256 b,
        uint256 c,
        uint256 e
    ) public view {
        (uint256 s, uint256 r, uint256 w) = (_amount(a), _amount(b), _ratio(c));
        uint256 price = curve.spotPrice(s, r, w);
        require(curve.spotPrice(s, _above(r, e), w) >= price, "reserve");
        require(curve.spotPrice(_above(s, e), r, w) <= price, "supply");
        require(curve.spotPrice(s, r, w + (e % (10_001 - w))) <= price, "ratio");
    }

    // Round trips

    /// hardhat-config: fuzz.runs = 1500
    function testFuzz_BuyThenSellNeverProfits(uint256 a, uint256 b, uint256 c, uint256 d) public view {
        (uint256 s, uint256 r, uint256 w) = (_amount(a), _amount(b), _ratio(c));
        uint256 x = _upTo(MAX_AMOUNT - r, d);
        uint256 tokens = _buy(s, r, w, x);
        if (tokens > MAX_AMOUNT - s) return; // no market holds that supply
        require(_sell(s + tokens, r + x, w, tokens) <= x, "profit");
    }

    /// hardhat-config: fuzz.runs = 1500
    function testFuzz_SellThenBuyNeverProfits(uint256 a, uint256 b, uint256 c, uint256 d) public view {
        (uint256 s, uint256 r, uint256 w) = (_amount(a), _amount(b), _ratio(c));
        uint256 x = _upTo(s, d);
        if (x == s) return; // an empty market sells nothing
        uint256 paid = _sell(s, r, w, x);
        require(_buy(s - x, r - paid, w, paid) <= x, "profit");
    }

    // Splitting: the bar is 2 wei; exact quotes leave nothing at all

    /// hardhat-config: fuzz.runs = 1500
    function testFuzz_SplittingABuyGainsNothing(uint256 a, uint256 b, uint256 c, uint256 d, uint256 e) public view {
        (uint256 s, uint256 r, uint256 w) = (_amount(a), _amount(b), _ratio(c));
        uint256 x = _upTo(MAX_AMOUNT - r, d);
        uint256 whole = _buy(s, r, w, x);
        if (whole > MAX_AMOUNT - s) return;
        uint256 first = _upTo(x, e);
        uint256 tokens = _buy(s, r, w, first);
        require(tokens + _buy(s + tokens, r + first, w, x - first) <= whole, "gain");
    }

    /// hardhat-config: fuzz.runs = 1500
    function testFuzz_SplittingASellGainsNothing(uint256 a, uint256 b, uint256 c, uint256 d, uint256 e) public view {
        (uint256 s, uint256 r, uint256 w) = (_amount(a), _amount(b), _ratio(c));
        uint256 x = _upTo(s, d);
        uint256 first = _upTo(x, e);
        if (first == s) return;
        uint256 paid = _sell(s, r, w, first);
        require(paid + _sell(s - first, r - paid, w, x - first) <= _sell(s, r, w, x), "gain");
    }

    /// hardhat-config: fuzz.runs = 1500
    function testFuzz_SplittingACostSavesNothing(uint256 a, uint256 b, uint256 c, uint256 d, uint256 e) public view {
        (uint256 s, uint256 r, uint256 w) = (_amount(a), _amount(b), _ratio(c));
        uint256 x = _upTo(MAX_AMOUNT - s, d);
        uint256 whole = _cost(s, r, w, x);
        if (whole > MAX_AMOUNT - r) return;
        uint256 first = _upTo(x, e);
        uint256 cost = _cost(s, r, w, first);
        if (cost > MAX_AMOUNT - r) return; // rounded up by one, at the very limit
        uint256 rest = _cost(s + first, r + cost, w, x - first);
        require(rest == BEYOND || cost + rest >= whole, "saved");
    }

    // Cost and buy are inverse

    /// hardhat-config: fuzz.runs = 1500
    function testFuzz_CostIsTheLeastThatBuysTheTokens(uint256 a, uint256 b, uint256 c, uint256 d) public view {
        (uint256 s, uint256 r, uint256 w, uint256 x) = (_amount(a), _amount(b), _ratio(c), _amount(d));
        uint256 cost = _cost(s, r, w, x);
        if (cost == BEYOND) return;
        require(_buy(s, r, w, cost) >= x, "too little");
        require(_buy(s, r, w, cost - 1) < x, "too much");
    }

    /// hardhat-config: fuzz.runs = 1500
    function testFuzz_BoughtTokensCostNoMoreThanWasPaid(uint256 a, uint256 b, uint256 c, uint256 d) public view {
        (uint256 s, uint256 r, uint256 w, uint256 x) = (_amount(a), _amount(b), _ratio(c), _amount(d));
        uint256 tokens = _buy(s, r, w, x);
        if (tokens >= MAX_AMOUNT) return;
        require(_cost(s, r, w, tokens) <= x, "bought too many");
        require(_cost(s, r, w, tokens + 1) > x, "bought too few");
    }

    // Any input

    /// hardhat-config: fuzz.runs = 3000
    function testFuzz_AnyInputIsQuotedOrRefusedByName(
        uint256 a,
        uint256 b,
        uint256 c,
        uint256 d,
        uint256 shifts
    ) public view {
        // Full words as the fuzzer likes them, and the same cut to any length.
        _quotedOrRefused(a, b, c, d);
        (a, b, d) = (a >> (shifts & 255), b >> ((shifts >> 8) & 255), d >> ((shifts >> 16) & 255));
        _quotedOrRefused(a, b, c, d);
        _quotedOrRefused(a, b, c % 10_200, d);
    }

    function test_ExtremesAreQuotedOrRefusedByName() public view {
        uint256[8] memory edges = [
            0,
            1,
            2,
            MAX_AMOUNT - 1,
            MAX_AMOUNT,
            MAX_AMOUNT + 1,
            type(uint256).max - 1,
            type(uint256).max
        ];
        uint256[8] memory ratios = [uint256(0), 99, 100, 4_999, 5_000, 10_000, 10_001, type(uint256).max];
        for (uint256 i; i < 4096; ++i) {
            _quotedOrRefused(edges[i & 7], edges[(i >> 3) & 7], ratios[(i >> 6) & 7], edges[i >> 9]);
        }
    }

    function _quotedOrRefused(uint256 s, uint256 r, uint256 w, uint256 x) private view {
        _checkOutcome(abi.encodeCall(curve.quoteBuy, (s, r, w, x)), s, r, w, x);
        _checkOutcome(abi.encodeCall(curve.quoteSell, (s, r, w, x)), s, r, w, x);
        _checkOutcome(abi.encodeCall(curve.quoteCost, (s, r, w, x)), s, r, w, x);
        _checkOutcome(abi.encodeCall(curve.spotPrice, (s, r, w)), s, r, w, 0);
    }

    /// @dev A success needs valid inputs; a refusal must be a named error that tells the truth about them.
    function _checkOutcome(bytes memory call, uint256 s, uint256 r, uint256 w, uint256 x) private view {
        (bool success, bytes memory data) = address(curve).staticcall(call);
        bool valid = w >= 100 && w <= 10_000 && s > 0 && s <= MAX_AMOUNT && r <= MAX_AMOUNT && x <= MAX_AMOUNT;
        if (success) {
            require(valid, "quoted on bad input");
            return;
        }
        bytes4 selector = bytes4(data);
        if (selector == BondingCurve.RatioOutOfRange.selector) {
            require(w < 100 || w > 10_000, "ratio in range");
        } else if (selector == BondingCurve.AmountTooLarge.selector) {
            (uint256 amount, uint256 max) = _two(data);
            require(max == MAX_AMOUNT && amount > max, "not too large");
        } else if (selector == BondingCurve.AmountAboveSupply.selector) {
            (uint256 amount, uint256 supply) = _two(data);
            require(amount == x && supply == s && x > s, "not above the supply");
        } else if (selector == BondingCurve.SupplyEmpty.selector) {
            require(s == 0, "supply not empty");
        } else {
            require(selector == BondingCurve.ReserveEmpty.selector && r == 0, "no named error");
        }
    }

    // Inputs and quotes

    /// @dev 1 to 2^112 − 1, every length equally likely.
    function _amount(uint256 seed) private pure returns (uint256) {
        uint256 cut = (seed >> 8) & (MAX_AMOUNT >> (seed % 112));
        return cut == 0 ? 1 : cut;
    }

    /// @dev 0 to `most`, every length equally likely.
    function _upTo(uint256 most, uint256 seed) private pure returns (uint256) {
        return _amount(seed) % (most + 1);
    }

    /// @dev `amount` to 2^112 − 1; near ones as likely as far ones.
    function _above(uint256 amount, uint256 seed) private pure returns (uint256) {
        return amount + _upTo(MAX_AMOUNT - amount, seed);
    }

    /// @dev 1 % to 100 %; every other one a whole percentage.
    function _ratio(uint256 seed) private pure returns (uint256) {
        return seed & 1 == 0 ? 100 + ((seed >> 1) % 9_901) : 100 * (1 + ((seed >> 1) % 100));
    }

    function _buy(uint256 s, uint256 r, uint256 w, uint256 x) private view returns (uint256) {
        return _quote(abi.encodeCall(curve.quoteBuy, (s, r, w, x)));
    }

    function _sell(uint256 s, uint256 r, uint256 w, uint256 x) private view returns (uint256) {
        return _quote(abi.encodeCall(curve.quoteSell, (s, r, w, x)));
    }

    function _cost(uint256 s, uint256 r, uint256 w, uint256 x) private view returns (uint256) {
        return _quote(abi.encodeCall(curve.quoteCost, (s, r, w, x)));
    }

    /// @dev On valid input the only refusal is a result above 2^112 − 1; anything else fails the test.
    function _quote(bytes memory call) private view returns (uint256) {
        (bool success, bytes memory data) = address(curve).staticcall(call);
        if (success) return abi.decode(data, (uint256));
        (uint256 amount, uint256 max) = _two(data);
        require(bytes4(data) == BondingCurve.AmountTooLarge.selector && amount > max, "refused inside the domain");
        return BEYOND;
    }

    /// @dev The two arguments of an error; zeros when it has fewer.
    function _two(bytes memory data) private pure returns (uint256 first, uint256 second) {
        if (data.length != 68) return (0, 0);
        // Past the length word and the four bytes of the selector.
        assembly ("memory-safe") {
            first := mload(add(data, 36))
            second := mload(add(data, 68))
        }
    }
}
