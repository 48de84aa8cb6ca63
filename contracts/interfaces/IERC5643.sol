// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IERC5643
/// @notice Subscriptions as ERC-721 tokens: expiry and renewal. Interface id 0x8c65f84d. Implementations here take no native
/// money: the functions that the standard makes payable refuse it.
interface IERC5643 {
    /// @notice Token `tokenId` is good until `expiration` (seconds).
    event SubscriptionUpdate(uint256 indexed tokenId, uint64 expiration);

    /// @notice Extends token `tokenId` by `duration` seconds.
    function renewSubscription(uint256 tokenId, uint64 duration) external;

    /// @notice Ends token `tokenId` now.
    function cancelSubscription(uint256 tokenId) external;

    /// @notice The first second in which token `tokenId` is no longer valid.
    function expiresAt(uint256 tokenId) external view returns (uint64);

    /// @notice Whether token `tokenId` can be extended now.
    function isRenewable(uint256 tokenId) external view returns (bool);
}
