// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IPublicText
/// @notice Why a name or a link is refused that would be shown in the organisation's name: see {PublicText}.
interface IPublicText {
    /// @notice A text has `length` bytes instead of 1 to `max`.
    error TextLengthOutOfRange(uint256 length, uint256 max);
    /// @notice The text's byte `position` begins something that is not UTF-8, or a character that is invisible, turns the
    /// direction of writing, or is forbidden in XML.
    error TextNotPlain(uint256 position);
    /// @notice From byte `position` on it is no plain `https://` or `ipfs://` link.
    error LinkNotAllowed(uint256 position);
}
