// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Powers
/// @notice Which of two rational powers is larger, told with 255-bit mantissas, and whether they are equal, in integers.
library Powers {
    /// @notice Sign of (n1/d1)^e1 − (n2/d2)^e2: 0 when they are equal exactly, `unknown` when they are too close to tell and
    /// are not. Both fractions > 1, numerators below 2^114, exponents 1 to 1e4.
    function compare(
        uint256 n1,
        uint256 d1,
        uint256 e1,
        uint256 n2,
        uint256 d2,
        uint256 e2,
        int256 unknown
    ) internal pure returns (int256 sign) {
        uint256 common = _gcd(e1, e2);
        (e1, e2) = (e1 / common, e2 / common);
        sign = _sign(n1, d1, e1, n2, d2, e2);
        if (sign == 0 && !_equalPowers(n1, d1, e1, n2, d2, e2)) sign = unknown;
    }

    /// @dev Sign of (n1/d1)^e1 − (n2/d2)^e2, 0 when too close to tell. Both fractions > 1, exponents 1 to 1e4.
    function _sign(
        uint256 n1,
        uint256 d1,
        uint256 e1,
        uint256 n2,
        uint256 d2,
        uint256 e2
    ) private pure returns (int256) {
        (uint256 m1, uint256 x1) = _power(n1, d1, e1);
        (uint256 m2, uint256 x2) = _power(n2, d2, e2);
        if (x1 > x2 + 1) return 1;
        if (x2 > x1 + 1) return -1;
        // To one scale: the mantissa with the larger binary exponent counts double.
        if (x1 <= x2) m1 >>= 1;
        if (x2 <= x1) m2 >>= 1;
        // Each is too small by at most 2e steps of 2^-254 of its value below 2^256, so 8e units, and one for the shift.
        uint256 margin = 8 * (e1 + e2);
        if (m1 > m2 && m1 - m2 > margin) return 1;
        if (m2 > m1 && m2 - m1 > margin) return -1;
        return 0;
    }

    /// @dev (n/d)^e = mantissa·2^(exponent − 255), 2^255 ≤ mantissa < 2^256, by squaring; d < n < 2^114, e ≤ 1e4. The
    /// result holds at most 2e factors and roundings, each at most 2^-254 too small.
    function _power(uint256 n, uint256 d, uint256 e) private pure returns (uint256 mantissa, uint256 exponent) {
        // Exponents stay below 114·1e4. Products of mantissas are in [2^254, 2^256) after dropping 256 bits.
        unchecked {
            uint256 baseExponent = Math.log2(n) - Math.log2(d);
            if (d << baseExponent > n) --baseExponent;
            uint256 base = Math.mulDiv(n, 1 << 255, d << baseExponent);
            (mantissa, exponent) = (base, baseExponent);
            for (uint256 bit = Math.log2(e); bit > 0;) {
                --bit;
                (mantissa, exponent) = _multiply(mantissa, mantissa, exponent + exponent);
                if ((e >> bit) & 1 == 1) (mantissa, exponent) = _multiply(mantissa, base, exponent + baseExponent);
            }
        }
    }

    /// @dev Product of the mantissas a and b, `exponent` raised by one when it reaches 2.
    function _multiply(uint256 a, uint256 b, uint256 exponent) private pure returns (uint256, uint256) {
        unchecked {
            (uint256 high, ) = Math.mul512(a, b);
            uint256 carry = high >> 255;
            return (high << (1 - carry), exponent + carry);
        }
    }

    /// @dev Whether (n1/d1)^e1 = (n2/d2)^e2 exactly: in lowest terms numerators and denominators must agree.
    function _equalPowers(
        uint256 n1,
        uint256 d1,
        uint256 e1,
        uint256 n2,
        uint256 d2,
        uint256 e2
    ) private pure returns (bool) {
        // With coprime exponents x^e = y^f makes x an f-th power, and a number below 2^114 is at most a 113th power.
        if (e1 > 113 || e2 > 113) return false;
        uint256 g1 = _gcd(n1, d1);
        uint256 g2 = _gcd(n2, d2);
        return _equalPowers(n1 / g1, e1, n2 / g2, e2) && _equalPowers(d1 / g1, e1, d2 / g2, e2);
    }

    /// @dev Whether x^e = y^f for x, y from 1 to 2^114 and coprime e, f ≤ 113, by Euclid's algorithm on the exponents:
    /// with k = ⌊f/e⌋, x must be a multiple of y^k, and then (x/y^k)^e = y^(f − k·e).
    function _equalPowers(uint256 x, uint256 e, uint256 y, uint256 f) private pure returns (bool) {
        if (e > f) (x, e, y, f) = (y, f, x, e);
        // y ≥ 2^log2(y): a power above x is noticed before it could reach 2^(113 + 113).
        unchecked {
            while (e != 0 && y != 1) {
                uint256 k = f / e;
                if (Math.log2(y) * k > 113) return false;
                uint256 power = y ** k;
                if (x % power != 0) return false;
                (x, e, y, f) = (y, f - k * e, x / power, e);
            }
        }
        return e == 0 ? y == 1 : x == 1;
    }

    /// @dev Euclid's algorithm; in assembly for the missing check of a division by zero, b ≠ 0 inside the loop.
    function _gcd(uint256 a, uint256 b) private pure returns (uint256 divisor) {
        assembly ("memory-safe") {
            for {} b {} {
                divisor := mod(a, b)
                a := b
                b := divisor
            }
            divisor := a
        }
    }
}
