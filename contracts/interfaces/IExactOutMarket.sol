// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IExactOutMarket
/// @notice The exact-out trade of a reserve.
interface IExactOutMarket {
    /// @notice Buys exactly `tokensOut` (18 decimals) for at most `maxAssetIn` asset units.
    /// @return assetIn Asset units paid.
    function buyExact(
        uint256 tokensOut,
        uint256 maxAssetIn,
        address recipient,
        uint256 deadline
    ) external returns (uint256 assetIn);
}
