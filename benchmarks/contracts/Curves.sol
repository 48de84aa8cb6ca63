// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ud} from "@prb/math/src/UD60x18.sol";
import {UD60x18} from "@prb/math/src/ud60x18/ValueType.sol";
import {ABDKMath64x64} from "abdk-libraries-solidity/ABDKMath64x64.sol";
import {ABDKMathQuad} from "abdk-libraries-solidity/ABDKMathQuad.sol";
import {FixedPointMathLib} from "solady/src/utils/FixedPointMathLib.sol";
import {BondingCurve} from "../../contracts/libraries/BondingCurve.sol";

// The same three quotes by the mathematics of each library, written as its documentation suggests: integers in,
// integers out, everything between in the library's own numbers. No rounding is added in anyone's favour.

/// @title Curve
/// @notice Quotes on the constant-reserve-ratio curve and what each costs.
abstract contract Curve {
    uint256 internal constant BPS = 10_000;
    uint256 internal constant WAD = 1e18;

    enum Quote {
        Buy,
        Sell,
        Cost
    }

    /// @param supply S, `reserve` R, `ratioBps` w.
    /// @param amount What goes in for buys and sells, what comes out for costs.
    struct Point {
        uint256 supply;
        uint256 reserve;
        uint256 ratioBps;
        uint256 amount;
    }

    /// @param ok Whether there is an answer; false when the library reverted.
    /// @param gasUsed The quote alone: the difference of two `gasleft()`.
    struct Answer {
        bool ok;
        uint256 amount;
        uint256 gasUsed;
    }

    /// @notice All `points` with the same kind of quote.
    function quoteMany(Quote kind, Point[] calldata points) external view returns (Answer[] memory answers) {
        answers = new Answer[](points.length);
        for (uint256 i; i < points.length; ++i) {
            // Old libraries burn all the gas they have when they fail.
            try this.quote{gas: 1_000_000}(kind, points[i]) returns (uint256 amount, uint256 gasUsed) {
                answers[i] = Answer(true, amount, gasUsed);
            } catch {}
        }
    }

    function quote(Quote kind, Point calldata p) external view virtual returns (uint256 amount, uint256 gasUsed) {
        (uint256 s, uint256 r, uint256 w, uint256 x) = (p.supply, p.reserve, p.ratioBps, p.amount);
        uint256 start = gasleft();
        if (kind == Quote.Buy) amount = _buy(s, r, w, x);
        else if (kind == Quote.Sell) amount = _sell(s, r, w, x);
        else amount = _cost(s, r, w, x);
        gasUsed = start - gasleft();
    }

    /// @dev S·((1 + d/R)^w − 1)
    function _buy(uint256 s, uint256 r, uint256 w, uint256 d) internal view virtual returns (uint256);

    /// @dev R·(1 − (1 − k/S)^(1/w))
    function _sell(uint256 s, uint256 r, uint256 w, uint256 k) internal view virtual returns (uint256);

    /// @dev R·((1 + t/S)^(1/w) − 1)
    function _cost(uint256 s, uint256 r, uint256 w, uint256 t) internal view virtual returns (uint256);
}

/// @title SuiteCurve
/// @notice The library of this suite.
contract SuiteCurve is Curve {
    function _buy(uint256 s, uint256 r, uint256 w, uint256 d) internal pure override returns (uint256) {
        return BondingCurve.quoteBuy(s, r, w, d);
    }

    function _sell(uint256 s, uint256 r, uint256 w, uint256 k) internal pure override returns (uint256) {
        return BondingCurve.quoteSell(s, r, w, k);
    }

    function _cost(uint256 s, uint256 r, uint256 w, uint256 t) internal pure override returns (uint256) {
        return BondingCurve.quoteCost(s, r, w, t);
    }
}

/// @title SoladyCurve
/// @notice Solady's `powWad`: 18 decimals, through ln and exp.
contract SoladyCurve is Curve {
    function _buy(uint256 s, uint256 r, uint256 w, uint256 d) internal pure override returns (uint256) {
        return FixedPointMathLib.mulWad(s, _pow(FixedPointMathLib.divWad(r + d, r), (w * WAD) / BPS) - WAD);
    }

    function _sell(uint256 s, uint256 r, uint256 w, uint256 k) internal pure override returns (uint256) {
        return FixedPointMathLib.mulWad(r, WAD - _pow(FixedPointMathLib.divWad(s - k, s), (BPS * WAD) / w));
    }

    function _cost(uint256 s, uint256 r, uint256 w, uint256 t) internal pure override returns (uint256) {
        return FixedPointMathLib.mulWad(r, _pow(FixedPointMathLib.divWad(s + t, s), (BPS * WAD) / w) - WAD);
    }

    function _pow(uint256 base, uint256 exponent) private pure returns (uint256) {
        return uint256(FixedPointMathLib.powWad(int256(base), int256(exponent)));
    }
}

/// @title PrbCurve
/// @notice PRBMath's UD60x18: 18 decimals, through log2 and exp2.
contract PrbCurve is Curve {
    function _buy(uint256 s, uint256 r, uint256 w, uint256 d) internal pure override returns (uint256) {
        return (ud(s) * (ud(r + d).div(ud(r)).pow(ud((w * WAD) / BPS)) - ud(WAD))).unwrap();
    }

    function _sell(uint256 s, uint256 r, uint256 w, uint256 k) internal pure override returns (uint256) {
        return (ud(r) * (ud(WAD) - ud(s - k).div(ud(s)).pow(ud((BPS * WAD) / w)))).unwrap();
    }

    function _cost(uint256 s, uint256 r, uint256 w, uint256 t) internal pure override returns (uint256) {
        UD60x18 factor = ud(s + t).div(ud(s)).pow(ud((BPS * WAD) / w));
        return (ud(r) * (factor - ud(WAD))).unwrap();
    }
}

/// @title Abdk64x64Curve
/// @notice ABDKMath64x64: 64 fractional bits, through log_2 and exp_2.
contract Abdk64x64Curve is Curve {
    using ABDKMath64x64 for int128;

    int128 private constant ONE = 1 << 64;

    function _buy(uint256 s, uint256 r, uint256 w, uint256 d) internal pure override returns (uint256) {
        return _pow(r + d, r, w, BPS).sub(ONE).mulu(s);
    }

    function _sell(uint256 s, uint256 r, uint256 w, uint256 k) internal pure override returns (uint256) {
        return ONE.sub(_pow(s - k, s, BPS, w)).mulu(r);
    }

    function _cost(uint256 s, uint256 r, uint256 w, uint256 t) internal pure override returns (uint256) {
        return _pow(s + t, s, BPS, w).sub(ONE).mulu(r);
    }

    function _pow(uint256 n, uint256 d, uint256 num, uint256 den) private pure returns (int128) {
        return ABDKMath64x64.divu(n, d).log_2().mul(ABDKMath64x64.divu(num, den)).exp_2();
    }
}

/// @title AbdkQuadCurve
/// @notice ABDKMathQuad: IEEE 754 quadruple precision, through log_2 and pow_2.
contract AbdkQuadCurve is Curve {
    using ABDKMathQuad for bytes16;
    using ABDKMathQuad for uint256;

    bytes16 private constant ONE = 0x3fff0000000000000000000000000000;

    function _buy(uint256 s, uint256 r, uint256 w, uint256 d) internal pure override returns (uint256) {
        return _pow(r + d, r, w, BPS).sub(ONE).mul(s.fromUInt()).toUInt();
    }

    function _sell(uint256 s, uint256 r, uint256 w, uint256 k) internal pure override returns (uint256) {
        return ONE.sub(_pow(s - k, s, BPS, w)).mul(r.fromUInt()).toUInt();
    }

    function _cost(uint256 s, uint256 r, uint256 w, uint256 t) internal pure override returns (uint256) {
        return _pow(s + t, s, BPS, w).sub(ONE).mul(r.fromUInt()).toUInt();
    }

    function _pow(uint256 n, uint256 d, uint256 num, uint256 den) private pure returns (bytes16) {
        return n.fromUInt().div(d.fromUInt()).log_2().mul(num.fromUInt().div(den.fromUInt())).pow_2();
    }
}

/// @title IBancorFormula
/// @notice Bancor's contract, as Aragon Fundraising published it; ratios in parts per million.
interface IBancorFormula {
    function calculatePurchaseReturn(uint256 s, uint256 r, uint32 w, uint256 d) external view returns (uint256);

    function calculateSaleReturn(uint256 s, uint256 r, uint32 w, uint256 k) external view returns (uint256);
}

/// @title NoFormula
/// @notice Answers at once: what a call alone costs.
contract NoFormula is IBancorFormula {
    function calculatePurchaseReturn(uint256, uint256, uint32, uint256) external pure returns (uint256) {
        return 0;
    }

    function calculateSaleReturn(uint256, uint256, uint32, uint256) external pure returns (uint256) {
        return 0;
    }
}

/// @title BancorCurve
/// @notice Bancor's formula in the contract that was published: its gas is that of a call less that of an empty one.
contract BancorCurve is Curve {
    /// @notice The formula has no quote for an exact amount out.
    error NoSuchQuote();

    IBancorFormula private immutable _formula;
    IBancorFormula private immutable _nothing;

    constructor(IBancorFormula formula) {
        _formula = formula;
        _nothing = new NoFormula();
    }

    function quote(Quote kind, Point calldata p) external view override returns (uint256 amount, uint256 gasUsed) {
        // Both addresses are accessed for the first time; the formula's tables of constants, in storage, too.
        (, uint256 withoutFormula) = _measure(_nothing, kind, p);
        (amount, gasUsed) = _measure(_formula, kind, p);
        gasUsed -= withoutFormula;
    }

    function _measure(
        IBancorFormula formula,
        Quote kind,
        Point calldata p
    ) private view returns (uint256 amount, uint256 gasUsed) {
        (uint256 s, uint256 r, uint32 w, uint256 x) = (p.supply, p.reserve, uint32(p.ratioBps * 100), p.amount);
        uint256 start = gasleft();
        if (kind == Quote.Buy) amount = formula.calculatePurchaseReturn(s, r, w, x);
        else if (kind == Quote.Sell) amount = formula.calculateSaleReturn(s, r, w, x);
        else revert NoSuchQuote();
        gasUsed = start - gasleft();
    }

    function _buy(uint256, uint256, uint256, uint256) internal pure override returns (uint256) {
        revert NoSuchQuote();
    }

    function _sell(uint256, uint256, uint256, uint256) internal pure override returns (uint256) {
        revert NoSuchQuote();
    }

    function _cost(uint256, uint256, uint256, uint256) internal pure override returns (uint256) {
        revert NoSuchQuote();
    }
}
