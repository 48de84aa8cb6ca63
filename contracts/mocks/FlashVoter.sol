// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title FlashVoter
/// @notice Borrows a votes token, delegates it to itself, calls whom it is told to and pays it back, in one transaction.
/// For tests only.
contract FlashVoter {
    /// @notice Votes that it had while it held the loan (18 decimals).
    uint256 public votesHeld;

    /// @notice Borrows `amount` of `token` from `lender`, who allowed it, and calls `target` with `data` meanwhile.
    function borrowAndCall(IERC20 token, address lender, uint256 amount, address target, bytes calldata data) external {
        token.transferFrom(lender, address(this), amount);
        IVotes(address(token)).delegate(address(this));
        votesHeld = IVotes(address(token)).getVotes(address(this));
        call(target, data);
        token.transfer(lender, amount);
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
