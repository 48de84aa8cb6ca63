// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import {IERC721Receiver} from "@openzeppelin/contracts/token/ERC721/IERC721Receiver.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title TestWallet
/// @notice An account that is a contract: signs by its owner's key (ERC-1271), receives ERC-721 and ERC-1155 tokens unless
/// told not to, and calls whom it is told to while it does. For tests only.
contract TestWallet is IERC1271, IERC721Receiver, ERC1155Holder {
    address private immutable _owner;
    bool private _refuses;
    address private _hookTarget;
    bytes private _hookData;
    /// @notice Whether the last hook's call succeeded, and what it returned.
    bool public hookSucceeded;
    bytes public hookResult;

    constructor(address owner_) {
        _owner = owner_;
    }

    /// @notice Calls `target` with `data`, for anyone; passes on what fails.
    function execute(address target, bytes calldata data) external returns (bytes memory result) {
        bool ok;
        // solhint-disable-next-line avoid-low-level-calls
        (ok, result) = target.call(data);
        if (!ok) {
            assembly ("memory-safe") {
                revert(add(result, 32), mload(result))
            }
        }
    }

    /// @notice From now on tokens are refused, or taken again.
    function setRefuses(bool refuses) external {
        _refuses = refuses;
    }

    /// @notice When it next receives a token it calls `target` with `data`; once.
    function setHook(address target, bytes calldata data) external {
        (_hookTarget, _hookData) = (target, data);
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        (address signer, , ) = ECDSA.tryRecover(hash, signature);
        return signer == _owner ? IERC1271.isValidSignature.selector : bytes4(0);
    }

    function onERC721Received(address, address, uint256, bytes calldata) external returns (bytes4) {
        return _received(IERC721Receiver.onERC721Received.selector);
    }

    function onERC1155Received(address, address, uint256, uint256, bytes memory) public override returns (bytes4) {
        return _received(this.onERC1155Received.selector);
    }

    function _received(bytes4 magic) private returns (bytes4) {
        address target = _hookTarget;
        _hookTarget = address(0);
        // solhint-disable-next-line avoid-low-level-calls
        if (target != address(0)) (hookSucceeded, hookResult) = target.call(_hookData);
        return _refuses ? bytes4(0) : magic;
    }
}
