// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {UnsupportedDecimals, ZeroAddress} from "../interfaces/Errors.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {BondingCurve} from "./BondingCurve.sol";

/// @title ReserveTerms
/// @notice The bounds of a reserve's terms.
library ReserveTerms {
    uint16 private constant MIN_RATIO_BPS = 100; // 1 %
    uint16 private constant MAX_RATIO_BPS = 10_000; // 100 %
    uint16 private constant MAX_TRIBUTE_BPS = 1_000; // 10 %
    uint32 private constant MIN_DRIP_PERIOD = 1 days;
    uint32 private constant MAX_DRIP_PERIOD = 90 days;
    uint16 private constant MIN_DISSOLVE_BPS = 5_000; // 50 %
    uint16 private constant MAX_DISSOLVE_BPS = 9_500; // 95 %
    uint8 private constant MIN_DECIMALS = 6;
    uint8 private constant MAX_DECIMALS = 18;

    /// @notice Checks what is fixed at launch; tributes apart. Errors: ZeroAddress, AssetIsOwnToken, UnsupportedDecimals,
    /// RatioOutOfRange, ZeroMinimumReserve, DripPeriodOutOfRange, DissolveBpsOutOfRange.
    function check(ILiquidityReserve.Terms calldata terms, address token) internal view {
        require(terms.asset != address(0), ZeroAddress());
        require(terms.asset != token, ILiquidityReserve.AssetIsOwnToken(token));
        uint8 decimals = IERC20Metadata(terms.asset).decimals();
        require(decimals >= MIN_DECIMALS && decimals <= MAX_DECIMALS, UnsupportedDecimals(terms.asset, decimals));
        require(
            terms.reserveRatioBps >= MIN_RATIO_BPS && terms.reserveRatioBps <= MAX_RATIO_BPS,
            BondingCurve.RatioOutOfRange(terms.reserveRatioBps, MIN_RATIO_BPS, MAX_RATIO_BPS)
        );
        require(terms.minimumReserve > 0, ILiquidityReserve.ZeroMinimumReserve());
        require(
            terms.dripPeriod >= MIN_DRIP_PERIOD && terms.dripPeriod <= MAX_DRIP_PERIOD,
            ILiquidityReserve.DripPeriodOutOfRange(terms.dripPeriod)
        );
        require(
            terms.dissolveBps >= MIN_DISSOLVE_BPS && terms.dissolveBps <= MAX_DISSOLVE_BPS,
            ILiquidityReserve.DissolveBpsOutOfRange(terms.dissolveBps)
        );
    }

    /// @notice Errors: TributeOutOfRange.
    function checkTribute(uint16 bps) internal pure {
        require(bps <= MAX_TRIBUTE_BPS, ILiquidityReserve.TributeOutOfRange(bps, MAX_TRIBUTE_BPS));
    }
}
