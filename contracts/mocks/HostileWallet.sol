// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";

/// @title HostileWallet
/// @notice A holder whose code answers questions about signatures as badly as it can. For tests only.
contract HostileWallet is ERC1155Holder {
    /// @notice What it does when asked: burn all gas, revert, or answer a megabyte.
    enum Answer {
        Burn,
        Revert,
        Flood
    }

    Answer public answer;

    /// @notice From now on it answers so.
    function setAnswer(Answer answer_) external {
        answer = answer_;
    }

    /// @notice Never says yes.
    function isValidSignature(bytes32, bytes calldata) external view returns (bytes4) {
        // solhint-disable-next-line gas-custom-errors
        if (answer == Answer.Revert) revert();
        if (answer == Answer.Burn) while (true) {}
        assembly ("memory-safe") {
            return(0, 1000000)
        }
    }
}
