// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IERC4824
/// @notice Metadata of an organisation (ERC-4824: common interfaces for DAOs).
interface IERC4824 {
    /// @notice The metadata of `daoAddress` are now at `daoURI`.
    event DAOURIUpdate(address daoAddress, string daoURI);

    /// @notice URI of the organisation's metadata, a JSON-LD document; may be empty.
    function daoURI() external view returns (string memory);
}
