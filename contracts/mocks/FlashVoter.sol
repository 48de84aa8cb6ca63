// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IStake} from "../interfaces/IStake.sol";

/// @title FlashVoter
/// @notice Borrows project tokens, stakes them, calls whom it is told to, unstakes them and pays them back, in one
/// transaction. For tests only.
contract FlashVoter {
    /// @notice Votes that it had while it held the loan (18 decimals).
    uint256 public votesHeld;

    /// @notice Borrows `amount` of `token` from `lender`, who allowed it, and calls `target` with `data` meanwhile.
    function borrowAndCall(
        IERC20 token,
        IStake stake,
        address lender,
        uint256 amount,
        address target,
        bytes calldata data
    ) external {
        token.transferFrom(lender, address(this), amount);
        token.approve(address(stake), amount);
        stake.stake(amount);
        votesHeld = stake.getVotes(address(this));
        call(target, data);
        stake.unstake(amount, lender);
    }

    /// @notice Calls `target` with `data`, for anyone; passes on what fails.
    function call(address target, bytes calldata data) public {
        // solhint-disable-next-line avoid-low-level-calls
        (bool ok, bytes memory result) = target.call(data);
        if (ok) return;
        assembly ("memory-safe") {
            revert(add(result, 32), mload(result))
        }
    }
}
