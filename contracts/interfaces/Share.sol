// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @notice One account's part of something that is split.
/// @param account Who receives the part; never the zero address, and at most once in a list.
/// @param bps The part in basis points, at least 1; a whole list sums to 10,000.
struct Share {
    address account;
    uint16 bps;
}
