// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title CloneArguments
/// @notice What a clone was given for ever when it was launched: values behind its EIP-1167 code, read from the code itself
/// for about 150 gas instead of the 2,100 of a storage slot.
/// @dev `offset` counts bytes from the end of the EIP-1167 code, see {ICdpoFactory} for the layouts.
/// Assumes that the code runs in a clone by delegatecall, so that `address()` is the clone. A locked implementation that is
/// called by itself reads bytes of its own code instead, and behind the end of code there are zeros: harmless, as it has no
/// state, holds nothing, and nobody gives it a right.
library CloneArguments {
    /// @dev Length of the EIP-1167 code.
    uint256 private constant START = 0x2d;

    /// @notice The 20 bytes from `offset` on.
    function addressAt(uint256 offset) internal view returns (address value) {
        assembly ("memory-safe") {
            extcodecopy(address(), 0, add(START, offset), 20)
            value := shr(96, mload(0)) // the scratch space's other bytes are shifted out
        }
    }

    /// @notice The 2 bytes from `offset` on.
    function uint16At(uint256 offset) internal view returns (uint16 value) {
        assembly ("memory-safe") {
            extcodecopy(address(), 0, add(START, offset), 2)
            value := shr(240, mload(0)) // the scratch space's other bytes are shifted out
        }
    }
}
