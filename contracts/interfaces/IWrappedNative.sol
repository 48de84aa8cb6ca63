// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title IWrappedNative
/// @notice Native currency as an ERC-20 (WETH9), 1 : 1, 18 decimals.
interface IWrappedNative is IERC20 {
    /// @notice Wraps what is sent for the caller.
    function deposit() external payable;

    /// @notice Unwraps `amount` (wei) of the caller and sends it to them.
    function withdraw(uint256 amount) external;
}
