// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {TooLittleGas} from "../interfaces/Errors.sol";

/// @title Signatures
/// @notice Whether a signature is an account's: its own key's, or what its code says (ERC-1271).
/// @dev An account with code that does not answer ERC-1271 (EIP-7702 delegation to code without it) signs with its own key;
/// OpenZeppelin's SignatureChecker refuses those. The key of a contract's address is nobody's, so nothing is opened by it.
library Signatures {
    /// @notice Whether `signature` of `hash` is by `account`. Code that answers decides alone; code that reverts or answers
    /// less than a word does not answer.
    function isValid(address account, bytes32 hash, bytes memory signature) internal view returns (bool) {
        return _isValid(account, hash, signature, type(uint256).max);
    }

    /// @notice As {isValid}, and `account` can burn `most` gas at most. Errors: TooLittleGas, so that the answer does not
    /// depend on what the caller sends: an estimate of gas finds the least with which a call succeeds.
    function isValidWithin(
        address account,
        bytes32 hash,
        bytes memory signature,
        uint256 most
    ) internal view returns (bool) {
        // Of what is left 1/64 stays here.
        if (account.code.length > 0) require((gasleft() * 63) / 64 > most + 5_000, TooLittleGas(gasleft(), most));
        return _isValid(account, hash, signature, most);
    }

    function _isValid(address account, bytes32 hash, bytes memory signature, uint256 most) private view returns (bool) {
        if (account.code.length > 0) {
            (bool answered, bool valid) = _ask(account, hash, signature, most);
            if (answered) return valid;
        }
        (address signer, ECDSA.RecoverError err, ) = ECDSA.tryRecover(hash, signature);
        return err == ECDSA.RecoverError.NoError && signer == account;
    }

    function _ask(
        address account,
        bytes32 hash,
        bytes memory signature,
        uint256 most
    ) private view returns (bool answered, bool valid) {
        bytes memory data = abi.encodeCall(IERC1271.isValidSignature, (hash, signature));
        bytes32 word;
        assembly ("memory-safe") {
            answered := staticcall(most, account, add(data, 0x20), mload(data), 0x00, 0x20)
            answered := and(answered, gt(returndatasize(), 0x1f))
            word := mload(0x00)
        }
        valid = answered && bytes4(word) == IERC1271.isValidSignature.selector && uint256(word) << 32 == 0;
    }
}
