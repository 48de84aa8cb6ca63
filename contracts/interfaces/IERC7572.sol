// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IERC7572
/// @notice Metadata of a contract.
interface IERC7572 {
    /// @notice Metadata changed.
    event ContractURIUpdated();

    /// @notice A URI of JSON that describes the contract.
    function contractURI() external view returns (string memory);
}
