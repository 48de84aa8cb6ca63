// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ISweepable
/// @notice What holds money of others, and saves what was sent to it past its functions.
interface ISweepable {
    /// @notice `amount` of `token`, which was sent here past the functions, went to the treasury.
    event StraySwept(address indexed token, uint256 amount);

    /// @notice Sends to the treasury what this contract holds of `token` beyond what it keeps for others: what was sent here
    /// past the functions. The organisation decides about it, so that it can send it back. Anyone. Errors: ZeroAmount.
    /// @param token An ERC-20.
    /// @return amount Units of `token` sent.
    function sweep(address token) external returns (uint256 amount);
}
