// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title OneBlock
/// @notice The one-block rule: what trades of one timestamp are limited to by the price before its first trade.
/// @dev The rule needs only R0/S0. As a number of 104 significant bits and an exponent it fits in one slot with the
/// reserve and the time, which saves every trade a slot. It is rounded down for sells, and one step higher for buys, so a
/// limit falls short of the exact one by at most a part in 2^103 (of what it limits to), or in 2^143·R0/S0 where the
/// reserve is less than 2^-40 of the supply: by less than a unit for all but fortunes.
library OneBlock {
    uint256 private constant MANTISSA_BITS = 104;
    uint256 private constant MAX_EXPONENT = 143; // a reserve below 2^112 times 2^143 fits
    uint256 private constant WHOLE_BPS = 10_000; // 100 %

    /// @notice R0/S0 in the packed form; 0 for an empty reserve. Both are below 2^112, `supply` is at least 2^8.
    function priceOf(uint256 reserve, uint256 supply) internal pure returns (uint112) {
        // The quotient is below 2^255; shifted it has 104 bits, or fewer when it is small: then the reserve is
        // less than 2^-40 of the supply.
        unchecked {
            uint256 quotient = (reserve << MAX_EXPONENT) / supply;
            uint256 shift = Math.saturatingSub(Math.log2(quotient), MANTISSA_BITS - 1);
            return uint112(((MAX_EXPONENT - shift) << MANTISSA_BITS) | (quotient >> shift));
        }
    }

    /// @notice Most that a sell of `tokensIn` pays: ⌊k·R0/(w·S0)⌋.
    function sellLimit(uint256 price, uint256 ratioBps, uint256 tokensIn) internal pure returns (uint256) {
        (uint256 mantissa, uint256 exponent) = _unpack(price);
        return Math.mulDiv(tokensIn * WHOLE_BPS, mantissa, ratioBps << exponent);
    }

    /// @notice Most that a buy of `assetIn` gives: ⌊d·w·S0/R0⌋.
    function buyLimit(uint256 price, uint256 ratioBps, uint256 assetIn) internal pure returns (uint256) {
        (uint256 mantissa, uint256 exponent) = _unpack(price);
        return Math.mulDiv(assetIn * ratioBps, 1 << exponent, (mantissa + 1) * WHOLE_BPS);
    }

    /// @notice Least that `tokensOut` cost: ⌈t·R0/(w·S0)⌉.
    function costLimit(uint256 price, uint256 ratioBps, uint256 tokensOut) internal pure returns (uint256) {
        (uint256 mantissa, uint256 exponent) = _unpack(price);
        return Math.mulDiv(tokensOut * WHOLE_BPS, mantissa + 1, ratioBps << exponent, Math.Rounding.Ceil);
    }

    function _unpack(uint256 price) private pure returns (uint256 mantissa, uint256 exponent) {
        return (price & ((1 << MANTISSA_BITS) - 1), price >> MANTISSA_BITS);
    }
}
