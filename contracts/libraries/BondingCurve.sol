// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Powers} from "./Powers.sol";

/// @title BondingCurve
/// @notice Exact integer quotes on the constant-reserve-ratio curve (Bancor formula): S supply, R reserve, w reserve ratio.
///
///     buy d    tokens = ⌊S·((1 + d/R)^w − 1)⌋          rounded down, for the reserve
///     sell k   paid   = ⌊R·(1 − (1 − k/S)^(1/w))⌋      rounded down, for the reserve
///     cost t   asset  = ⌈R·((1 + t/S)^(1/w) − 1)⌉      rounded up, for the reserve
///
/// @dev Token and asset amounts are integers below 2^112 in their smallest units, whatever their decimals; ratios are bps.
/// All quotes are `total = amount·q^x` with q ≥ 1, rounded one way, minus or from `amount`; see `_scale`. The result is
/// the floor or ceiling of the exact real number, also where that is an integer: an approximation with a proven error
/// bound answers when both ends of its error interval agree, otherwise {Powers} decides with 255-bit precision
/// and, for ties, exact integers.
library BondingCurve {
    /// @notice A reserve ratio outside 1 %–100 %.
    error RatioOutOfRange(uint256 ratioBps, uint256 min, uint256 max);
    /// @notice An input or a result above `max` = 2^112 − 1. `amount` is the largest input, or the result:
    /// approximate from 2^113 on, and type(uint256).max when it is not even computed, growth by 2^113 or more.
    error AmountTooLarge(uint256 amount, uint256 max);
    /// @notice More tokens offered to the curve than there are.
    error AmountAboveSupply(uint256 amount, uint256 supply);
    /// @notice There is no price without a supply.
    error SupplyEmpty();
    /// @notice Buying needs a reserve to buy into.
    error ReserveEmpty();

    uint256 internal constant MAX_AMOUNT = type(uint112).max; // 5.19e33
    uint256 internal constant MIN_RATIO = 100; // 1 %
    uint256 internal constant MAX_RATIO = 10_000; // 100 %
    uint256 private constant BPS = 10_000; // 100 %
    uint256 private constant HALF = 5_000; // 50 %, the suite's default, has closed integer formulas
    uint256 private constant WHOLE_TOKEN = 1e18;

    // Fixed point: a name ends in the number of fractional bits. Each hexadecimal is ⌊value·2^bits + ½⌋ of a value
    // computed to 120 digits; the tests compare quotes with an independent 80-digit oracle over the whole domain.
    int256 private constant ONE_126 = 1 << 126;
    int256 private constant ONE_127 = 1 << 127;
    int256 private constant ONE_128 = 1 << 128;
    int256 private constant ONE_142 = 1 << 142;
    int256 private constant ROOT_1_142 = 0x4c1bf828c6dc54b7a356918c17217b7b2f0a; // 2^(1/4) = 1.18920711500272…
    int256 private constant ROOT_2_142 = 0x5a827999fcef32422cbec4d9baa55f4f8eb8; // 2^(2/4) = 1.41421356237309…
    int256 private constant ROOT_3_142 = 0x6ba27e656b4eb57a1cd345dcc8169fef0eba; // 2^(3/4) = 1.68179283050742…
    int256 private constant ROOT_1_127 = (ROOT_1_142 + (1 << 14)) >> 15;
    int256 private constant ROOT_2_127 = (ROOT_2_142 + (1 << 14)) >> 15;
    int256 private constant ROOT_3_127 = (ROOT_3_142 + (1 << 14)) >> 15;
    int256 private constant LN_2_127 = 0x58b90bfbe8e7bcd5e4f1d9cc01f97b58; // ln 2 = 0.69314718055994…
    int256 private constant TWO_LOG2_E_126 = 0xb8aa3b295c17f0bbbe87fed0691d3e89; // 2/ln 2 = 2.88539008177792…
    // Where the nearest power of 2^(1/4) changes: 2^(1/8), 2^(3/8), 2^(5/8), 2^(7/8), to five digits.
    int256 private constant BORDER_1_142 = (10_905 * ONE_142) / 10_000;
    int256 private constant BORDER_3_142 = (12_968 * ONE_142) / 10_000;
    int256 private constant BORDER_5_142 = (15_422 * ONE_142) / 10_000;
    int256 private constant BORDER_7_142 = (18_340 * ONE_142) / 10_000;

    uint256 private constant LN_2_FLOOR_127 = uint256(LN_2_127) - 1; // ln 2 is rounded up above
    uint256 private constant LOG2_ERROR_192 = 1 << 64; // 2^-128, see `_log2`

    /// @dev The power is exact to a factor 1 ± 2^-121 (4e-37), see `_scale`.
    uint256 private constant ERROR_BITS = 121;

    // Quotes

    /// @notice Tokens minted for `assetIn` asset units: ⌊S·((1 + d/R)^w − 1)⌋. Zero buys zero.
    function quoteBuy(
        uint256 supply,
        uint256 reserve,
        uint256 ratioBps,
        uint256 assetIn
    ) internal pure returns (uint256 tokensOut) {
        _validate(supply, reserve, ratioBps, assetIn);
        if (reserve == 0) revert ReserveEmpty();
        if (assetIn == 0) return 0;
        // Amounts are below 2^112: sums below 2^113, products of two below 2^225; totals are never below `supply`.
        unchecked {
            uint256 after_ = reserve + assetIn;
            if (ratioBps == BPS) {
                tokensOut = (supply * assetIn) / reserve;
            } else if (ratioBps == HALF && after_ >> 32 < reserve) {
                // The quotient is below 2^224·2^32, so mulDiv cannot overflow.
                tokensOut = Math.sqrt(Math.mulDiv(supply * supply, after_, reserve)) - supply;
            } else {
                tokensOut = _scale(supply, after_, reserve, int256(ratioBps), BPS, false) - supply;
            }
        }
        if (tokensOut > MAX_AMOUNT) revert AmountTooLarge(tokensOut, MAX_AMOUNT);
    }

    /// @notice Asset units paid for `tokensIn`: ⌊R·(1 − (1 − k/S)^(1/w))⌋. The whole supply is paid the whole reserve.
    function quoteSell(
        uint256 supply,
        uint256 reserve,
        uint256 ratioBps,
        uint256 tokensIn
    ) internal pure returns (uint256 assetOut) {
        _validate(supply, reserve, ratioBps, tokensIn);
        if (tokensIn > supply) revert AmountAboveSupply(tokensIn, supply);
        if (tokensIn == 0 || reserve == 0) return 0;
        if (tokensIn == supply) return reserve;
        // tokensIn < supply < 2^112: squares fit, and what stays in the reserve, rounded up, is at most `reserve`.
        unchecked {
            uint256 left = supply - tokensIn;
            if (ratioBps == BPS) return (reserve * tokensIn) / supply;
            if (ratioBps == HALF) {
                return reserve - Math.mulDiv(reserve, left * left, supply * supply, Math.Rounding.Ceil);
            }
            return reserve - _scale(reserve, supply, left, -int256(BPS), ratioBps, true);
        }
    }

    /// @notice Asset units to pay for minting `tokensOut`: ⌈R·((1 + t/S)^(1/w) − 1)⌉. Zero costs zero.
    function quoteCost(
        uint256 supply,
        uint256 reserve,
        uint256 ratioBps,
        uint256 tokensOut
    ) internal pure returns (uint256 assetIn) {
        _validate(supply, reserve, ratioBps, tokensOut);
        if (reserve == 0) revert ReserveEmpty();
        if (tokensOut == 0) return 0;
        // Amounts are below 2^112: sums below 2^113, their squares below 2^226; totals are never below `reserve`.
        unchecked {
            uint256 after_ = supply + tokensOut;
            if (ratioBps == BPS) {
                assetIn = Math.ceilDiv(reserve * tokensOut, supply);
            } else if (ratioBps == HALF && after_ >> 64 < supply) {
                // The quotient is below 2^112·(2^64)^2 = 2^240, so mulDiv cannot overflow.
                assetIn = Math.mulDiv(reserve, after_ * after_, supply * supply, Math.Rounding.Ceil) - reserve;
            } else {
                assetIn = _scale(reserve, after_, supply, int256(BPS), ratioBps, true) - reserve;
            }
        }
        if (assetIn > MAX_AMOUNT) revert AmountTooLarge(assetIn, MAX_AMOUNT);
    }

    /// @notice Asset units per whole token (1e18) at the margin: ⌊R·1e18/(w·S)⌋. Not bounded by 2^112.
    function spotPrice(uint256 supply, uint256 reserve, uint256 ratioBps) internal pure returns (uint256 price) {
        _validate(supply, reserve, ratioBps, 0);
        // 2^112·1e22 < 2^186 and 1e4·2^112 < 2^126; ratio and supply are not zero.
        unchecked {
            return (reserve * WHOLE_TOKEN * BPS) / (ratioBps * supply);
        }
    }

    /// @notice Credit of issuance that a gift of `gift` to `total` = R + P > 0 carries, in parts of the supply (1e18 = all):
    /// `part`·w·ln(1 + gift/total), `part` in bps up to 10,000. Never above the exact value, and its floor unless that
    /// value lies less than 2e-18 above an integer, then perhaps 1 below the floor.
    function giftCredit(
        uint256 total,
        uint256 gift,
        uint256 ratioBps,
        uint256 part
    ) internal pure returns (uint256 credit) {
        _validate(1, total, ratioBps, gift);
        if (total == 0) revert ReserveEmpty();
        // log2 is within 2^-128, which is taken off: what is left is at most 2^-127 below exact, and 2^-120 + 2^-127 + 2^-120
        // after the cuts to 120 bits and of the product to 127: 2^-118.9 in all. Times 1e18 that is less than 2e-18.
        // Widths: log2 < 113·2^192, cut to 120 bits below 2^127; times ln 2 below 2^254; ln below 2^134; times 2^87.
        unchecked {
            uint256 log = uint256(_log2(total + gift, total));
            log = (log > LOG2_ERROR_192 ? log - LOG2_ERROR_192 : 0) >> 72;
            uint256 ln = (log * LN_2_FLOOR_127) >> 120;
            return ((ln * ratioBps * part * WHOLE_TOKEN) >> 127) / (BPS * BPS);
        }
    }

    function _validate(uint256 supply, uint256 reserve, uint256 ratioBps, uint256 amount) private pure {
        if (ratioBps < MIN_RATIO || ratioBps > MAX_RATIO) revert RatioOutOfRange(ratioBps, MIN_RATIO, MAX_RATIO);
        // The union of bits exceeds 2^112 − 1 exactly when one of the three does.
        if ((supply | reserve | amount) > MAX_AMOUNT) {
            revert AmountTooLarge(Math.max(amount, Math.max(supply, reserve)), MAX_AMOUNT);
        }
        if (supply == 0) revert SupplyEmpty();
    }

    // Power

    /// @dev `amount·(n/d)^(num/den)`, exact floor or ceiling, for 0 < amount < 2^112, 0 < d < n < 2^113, |num/den| ≤ 100.
    ///
    /// Error bound: `_log2` is within 2^-128 and `_exp2` within a factor 1 ± 3.4·2^-128 of the exact value, so the power
    /// is within 1 ± (3.4 + ln 2·|num/den|)·2^-128, less than 1 ± 74·2^-128; 2^-121 is a safe bound. At totals of 2^112
    /// an integer is that close in one case of 256, at 2^90 (1e9 whole tokens) in one of 2^30, and at every tie.
    function _scale(
        uint256 amount,
        uint256 n,
        uint256 d,
        int256 num,
        uint256 den,
        bool up
    ) private pure returns (uint256 total) {
        uint256 low;
        uint256 high;
        // log2 < 113·2^192, times 1e4 < 2^213. amount·power < 2^112·2^129. shift ≥ 15. margin ≪ product.
        unchecked {
            (uint256 power, int256 exponent) = _exp2((_log2(n, d) * num) / int256(den));
            if (exponent > 113) revert AmountTooLarge(type(uint256).max, MAX_AMOUNT);
            uint256 product = amount * power;
            uint256 margin = (product >> ERROR_BITS) + 1;
            uint256 shift = uint256(128 - exponent);
            low = (product - margin) >> shift;
            high = (product + margin) >> shift;
        }
        // The exact value lies strictly between the two bounds. Too large for any caller: no need to be exact.
        if (low == high || low > 2 * MAX_AMOUNT) return up ? low + 1 : low;
        // The bounds are less than one apart: the only integer between them is `high`.
        int256 sign = _sign(amount, n, d, num, den, high, up);
        if (sign > 0) return up ? high + 1 : high;
        return sign < 0 && !up ? high - 1 : high;
    }

    /// @dev log2(n/d) with 192 fractional bits, within 2^-128, for 0 < d ≤ n < 2^113.
    ///
    /// n/d = 2^e·m, 1 ≤ m < 2; c is the power of 2^(1/4) nearest to m, so that z = (m − c)/(m + c), |z| < 0.0434; and
    /// log2 m = log2 c + 2/ln 2·(z + z^3/3 + z^5/5 + …), of which 14 terms leave less than 2^-134.
    /// Errors in units of 2^-128: z 2^-131 (cut) + 2^-131.6 (divisor), times 2.89: 0.6; the sum 2^-125.4, times z: 0.3.
    function _log2(uint256 n, uint256 d) private pure returns (int256 log) {
        // All values but z and the result are positive; each product stays below 2^255 by the widths beside it.
        unchecked {
            uint256 quotient = (n << 142) / d; // 1 ≤ n < 2^113
            uint256 e = Math.log2(quotient >> 142);
            int256 m = int256(quotient >> e); // 142 bits
            int256 c;
            uint256 quarters = e << 2;
            if (m < BORDER_3_142) {
                if (m < BORDER_1_142) c = ONE_142;
                else (c, quarters) = (ROOT_1_142, quarters + 1);
            } else if (m < BORDER_5_142) {
                (c, quarters) = (ROOT_2_142, quarters + 2);
            } else if (m < BORDER_7_142) {
                (c, quarters) = (ROOT_3_142, quarters + 3);
            } else {
                (c, quarters) = (2 * ONE_142, quarters + 4);
            }
            int256 z = ((m - c) << 115) / ((m + c) >> 16); // |m − c| < 0.167·2^142; 257 − 126 = 131 bits
            int256 u = (z * z) >> 125; // 137 bits: < 2^128
            int256 sum = TWO_LOG2_E_126 / 27;
            sum = TWO_LOG2_E_126 / 25 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 / 23 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 / 21 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 / 19 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 / 17 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 / 15 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 / 13 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 / 11 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 / 9 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 / 7 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 / 5 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 / 3 + ((sum * u) >> 137);
            sum = TWO_LOG2_E_126 + ((sum * u) >> 137);
            return int256(quarters << 190) + ((z * sum) >> 65); // |log2(m/c)| ≤ 1/8: < 2^254.1; 257 − 65 = 192 bits
        }
    }

    /// @dev 2^y as power·2^(exponent − 128), 0.91 < power/2^128 < 1.84, within a factor 1 ± 3.4·2^-128. y has 192 bits.
    ///
    /// y = exponent + i/4 + r, |r| ≤ 1/8, a = r·ln 2, |a| < 0.0867: e^a = (C + a)/(C − a) = 1 + 2a/(C − a) with
    /// C = a·coth(a/2) = Σ 2·B(2n)/(2n)!·a^(2n) (Bernoulli numbers), of which 11 terms leave less than 2^-138 in e^a.
    /// Errors in units of 2^-128: a 0.3; 2a/(C − a) 1 (cut) + 0.1 (divisor), root 0.5, cut of the product 1, over 0.91.
    function _exp2(int256 y) private pure returns (uint256 power, int256 exponent) {
        // |y| < 2^213; a below 2^253.6 with 257 bits; the factor below 2^128.2 times a root below 2^127.8 as uint256.
        unchecked {
            int256 quarters = (y + (1 << 189)) >> 190;
            int256 a = ((y - (quarters << 190)) >> 62) * LN_2_127; // 130 + 127 bits
            exponent = quarters >> 2;
            int256 u = ((a >> 129) * (a >> 129)) >> 128; // 128 bits: < 2^121
            int256 c = (ONE_126 * -174_611) / 401_428_831_349_145_600_000;
            c = (ONE_126 * 43_867) / 2_554_547_108_585_472_000 + ((c * u) >> 128);
            c = (ONE_126 * -3_617) / 5_335_311_421_440_000 + ((c * u) >> 128);
            c = ONE_126 / 37_362_124_800 + ((c * u) >> 128);
            c = (ONE_126 * -691) / 653_837_184_000 + ((c * u) >> 128);
            c = ONE_126 / 23_950_080 + ((c * u) >> 128);
            c = ONE_126 / -604_800 + ((c * u) >> 128);
            c = ONE_126 / 15_120 + ((c * u) >> 128);
            c = ONE_126 / -360 + ((c * u) >> 128);
            c = ONE_126 / 6 + ((c * u) >> 128);
            c = 2 * ONE_126 + ((c * u) >> 128);
            uint256 factor = uint256(ONE_128 + (a >> 2) / (c - (a >> 131))); // 2a: 254 − 126 = 128 bits
            int256 root = ONE_127;
            uint256 i = uint256(quarters) & 3;
            if (i == 1) root = ROOT_1_127;
            else if (i == 2) root = ROOT_2_127;
            else if (i == 3) root = ROOT_3_127;
            power = (factor * uint256(root)) >> 127;
        }
    }

    // Decision between neighbours, rarely needed

    /// @dev Sign of `amount·(n/d)^(num/den) − total`, where `total` lies on the same side of `amount` as the power of 1:
    /// that power differs from 1 by 2^-112·1 % or more, far above the error interval `total` comes from.
    /// Powers with 255-bit mantissas tell neighbours apart down to 2^-124 units, ties are proven in integers. Only who
    /// searches for amounts to nearly tie below that gets 1 + 2^-124 units less than exact: the reserve's side.
    function _sign(
        uint256 amount,
        uint256 n,
        uint256 d,
        int256 num,
        uint256 den,
        uint256 total,
        bool up
    ) private pure returns (int256 sign) {
        bool inverse = num < 0;
        // value ≷ total  ⇔  (n/d)^|num| ≷ (total/amount)^den, or with a negative exponent ≶ (amount/total)^den.
        uint256 exponent = inverse ? uint256(-num) : uint256(num);
        (uint256 big, uint256 small) = inverse ? (amount, total) : (total, amount);
        sign = Powers.compare(n, d, exponent, big, small, den, up == inverse ? int256(-1) : int256(1));
        if (inverse) sign = -sign;
    }
}
