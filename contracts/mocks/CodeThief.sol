// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestAsset} from "./TestAsset.sol";

/// @title CodeThief
/// @notice Wants to know of the factory what code to install, or to be installed itself: asks in the middle of a launch, as
/// the asset whose decimals are asked for, and creates the factory's init code itself. For tests only.
contract CodeThief is TestAsset {
    address private immutable _factory;
    bytes4 private immutable _refusal;

    /// @notice The factory answered `answer`.
    error Answered(bytes answer);

    /// @param refusal What the factory answers nobody with.
    constructor(address factory, bytes4 refusal) TestAsset("Thief", "THIEF", 18) {
        (_factory, _refusal) = (factory, refusal);
    }

    /// @dev What its own creations ask for: the question goes on to the factory, a refusal becomes the code.
    // solhint-disable-next-line no-complex-fallback
    fallback(bytes calldata) external returns (bytes memory answer) {
        // solhint-disable-next-line avoid-low-level-calls
        (, answer) = _factory.staticcall("");
    }

    /// @notice Creates `initCode` with `salt`.
    function create(bytes calldata initCode, bytes32 salt) external returns (address created) {
        bytes memory code = initCode;
        assembly ("memory-safe") {
            created := create2(0, add(code, 32), mload(code), salt)
        }
    }

    function decimals() public view override returns (uint8) {
        // The constructor of ERC-20 asks nothing; who asks here is a launch, or somebody who looks.
        // solhint-disable-next-line avoid-low-level-calls
        (bool ok, bytes memory answer) = _factory.staticcall("");
        require(!ok && bytes4(answer) == _refusal, Answered(answer));
        return 18;
    }
}
