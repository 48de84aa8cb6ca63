// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title WrappedNative
/// @notice Native currency as an ERC-20, as WETH9 does it: a withdrawal leaves its receiver 2,300 gas, and there is no
/// permit; a call of one ends silently in the fallback.
contract WrappedNative is ERC20 {
    /// @notice `receiver` refused `amount` (wei).
    error WithdrawalRefused(address receiver, uint256 amount);

    constructor() ERC20("Wrapped native", "WNAT") {}

    fallback() external payable {
        deposit();
    }

    receive() external payable {
        deposit();
    }

    /// @notice Unwraps `amount` (wei) of the caller.
    function withdraw(uint256 amount) external {
        _burn(msg.sender, amount);
        // solhint-disable-next-line avoid-low-level-calls
        (bool sent, ) = msg.sender.call{value: amount, gas: 2_300}("");
        require(sent, WithdrawalRefused(msg.sender, amount));
    }

    /// @notice Wraps what is sent for the caller.
    function deposit() public payable {
        _mint(msg.sender, msg.value);
    }
}
