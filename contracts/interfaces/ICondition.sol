// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ICondition
/// @notice Something that is true or not, read from chain: when a pledge bound to it goes to the reserve.
/// @dev Asked with a limited amount of gas, and without the right to change anything; whatever is not a clear yes is a no.
interface ICondition {
    /// @notice Whether the condition holds now.
    /// @param data What the condition is about, as the contract that implements it says.
    function isMet(bytes calldata data) external view returns (bool);
}
