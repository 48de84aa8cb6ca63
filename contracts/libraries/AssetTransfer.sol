// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {UnsupportedAsset} from "../interfaces/Errors.sol";

/// @title AssetTransfer
/// @notice Takes assets in and refuses those that do not deliver in full.
library AssetTransfer {
    using SafeERC20 for IERC20;

    /// @notice Pulls `amount` asset units from `from` to this contract; `from` has approved them.
    /// Errors: UnsupportedAsset when another amount arrives (fee on transfer, rebasing), SafeERC20FailedOperation.
    function pull(IERC20 asset, address from, uint256 amount) internal {
        uint256 before = asset.balanceOf(address(this));
        asset.safeTransferFrom(from, address(this), amount);
        uint256 balance = asset.balanceOf(address(this));
        uint256 received = balance > before ? balance - before : 0;
        require(received == amount, UnsupportedAsset(address(asset), amount, received));
    }
}
