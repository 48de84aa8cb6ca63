// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ZeroAmount} from "../interfaces/Errors.sol";
import {ISweepable} from "../interfaces/ISweepable.sol";

/// @title Stray
/// @notice Saves what was sent to a contract past its functions: see {ISweepable}.
library Stray {
    using SafeERC20 for IERC20;

    /// @notice Sends what this contract holds of `token` beyond `booked` to `treasury`. Errors: ZeroAmount.
    function sweep(address token, uint256 booked, address treasury) internal returns (uint256 amount) {
        amount = Math.saturatingSub(IERC20(token).balanceOf(address(this)), booked);
        require(amount > 0, ZeroAmount());
        emit ISweepable.StraySwept(token, amount);
        IERC20(token).safeTransfer(treasury, amount);
    }
}
