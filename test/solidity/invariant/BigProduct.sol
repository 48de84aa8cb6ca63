// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title BigProduct
/// @notice Compares products of many amounts exactly, so that no rounding of a test hides or feigns a violation.
library BigProduct {
    uint256 private constant LIMB_BITS = 128;
    uint256 private constant LIMB_MASK = (1 << LIMB_BITS) - 1;

    /// @notice Whether R1/S1^n ≥ R0/S0^n, that is R1·S0^n ≥ R0·S1^n. Amounts are below 2^112.
    function curveNotLower(
        uint256 reserve0,
        uint256 supply0,
        uint256 reserve1,
        uint256 supply1,
        uint256 n
    ) internal pure returns (bool) {
        return compare(timesPower(reserve1, supply0, n), timesPower(reserve0, supply1, n)) >= 0;
    }

    /// @notice amount·base^n as limbs of 128 bits, the lowest first.
    function timesPower(uint256 amount, uint256 base, uint256 n) internal pure returns (uint256[] memory limbs) {
        limbs = new uint256[](n + 1); // each factor is below one limb
        limbs[0] = amount;
        for (uint256 i = 1; i <= n; ++i) {
            uint256 carry;
            for (uint256 j = 0; j <= i; ++j) {
                uint256 product = limbs[j] * base + carry; // < 2^128·2^112 + 2^128
                limbs[j] = product & LIMB_MASK;
                carry = product >> LIMB_BITS;
            }
        }
    }

    /// @notice −1, 0 or 1 as a is less than, equal to or greater than b; both have as many limbs.
    function compare(uint256[] memory a, uint256[] memory b) internal pure returns (int256) {
        for (uint256 i = a.length; i > 0; --i) {
            if (a[i - 1] != b[i - 1]) return a[i - 1] > b[i - 1] ? int256(1) : int256(-1);
        }
        return 0;
    }
}
