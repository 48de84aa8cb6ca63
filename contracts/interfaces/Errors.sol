// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Errors that several contracts of the suite share. Each name stands once in the suite.

/// @notice An amount that must be positive is zero.
error ZeroAmount();
/// @notice A required address is the zero address.
error ZeroAddress();
/// @notice `recipient` is the zero address, the contract itself or the token: value sent there would be lost.
error InvalidRecipient(address recipient);
/// @notice `asset` delivered `received` asset units of `expected`: fee-on-transfer and rebasing assets are refused.
error UnsupportedAsset(address asset, uint256 expected, uint256 received);
/// @notice The asset has `decimals` decimals; 6 to 18 are supported.
error UnsupportedDecimals(address asset, uint8 decimals);
/// @notice `got` is less than the `min` that the caller accepts.
error SlippageExceeded(uint256 got, uint256 min);
/// @notice The caller's `deadline` (seconds) has passed at `timestamp`.
error DeadlineExpired(uint256 deadline, uint256 timestamp);
/// @notice A list of shares is empty or has more than `max` entries.
error ShareCountOutOfRange(uint256 count, uint256 max);
/// @notice Shares sum to `sumBps` instead of 10,000.
error SharesNotWhole(uint256 sumBps);
/// @notice `account` stands twice in a list of shares, or its part is zero.
error InvalidShare(address account, uint16 bps);
/// @notice What brings value in or issues tokens is paused until `until` (seconds).
error Paused(uint64 until);
/// @notice After a pause there is none until `notBefore` (seconds).
error PauseTooSoon(uint64 notBefore);
/// @notice The organisation was dissolved at `since` (seconds).
error AlreadyDissolved(uint64 since);
/// @notice `account` was no curator when contribution or epoch `id` was submitted, or is none now.
error NotCurator(uint256 id, address account);
/// @notice `deadline` is not between `earliest` and `latest` (seconds).
error DeadlineOutOfRange(uint64 deadline, uint64 earliest, uint64 latest);
/// @notice The factory launched no organisation with `token`.
error UnknownOrganisation(address token);
/// @notice `left` gas is too little to let an account with code spend `most` on a signature.
error TooLittleGas(uint256 left, uint256 most);
