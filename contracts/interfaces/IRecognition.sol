// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IRecognition
/// @notice Whatever knows how much of an account's work was recognised: the contribution registry, and later ledgers.
interface IRecognition {
    /// @notice Tokens that `account` was awarded for contributions (18 decimals).
    function recognisedOf(address account) external view returns (uint256);
}
