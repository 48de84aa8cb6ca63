// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestAsset} from "./TestAsset.sol";

/// @title HostileAsset
/// @notice An asset that can turn fee-on-transfer, block accounts, and call anyone while it moves (as ERC-777 does).
contract HostileAsset is TestAsset {
    /// @notice The asset refuses to move to or from `account`.
    error Blocked(address account);

    uint16 private _feeBps;
    mapping(address account => bool) private _isBlocked;
    address private _hookTarget;
    bytes private _hookData;
    /// @notice Whether the last hook's call succeeded, and what it returned.
    bool public hookSucceeded;
    bytes public hookResult;

    constructor(uint8 decimals_) TestAsset("Hostile", "HOST", decimals_) {}

    /// @notice From now on `feeBps` of each transfer vanish.
    function setFee(uint16 feeBps) external {
        _feeBps = feeBps;
    }

    /// @notice From now on `account` can neither send nor receive, or can again.
    function setBlocked(address account, bool blocked) external {
        _isBlocked[account] = blocked;
    }

    /// @notice The next transfer calls `target` with `data` before it moves anything; once.
    function setHook(address target, bytes calldata data) external {
        _hookTarget = target;
        _hookData = data;
    }

    function _update(address from, address to, uint256 amount) internal override {
        require(!_isBlocked[from], Blocked(from));
        require(!_isBlocked[to], Blocked(to));
        if (_hookTarget != address(0)) {
            address target = _hookTarget;
            _hookTarget = address(0);
            // solhint-disable-next-line avoid-low-level-calls
            (hookSucceeded, hookResult) = target.call(_hookData);
        }
        super._update(from, to, amount);
        uint256 fee = (amount * _feeBps) / 10_000;
        if (fee > 0 && from != address(0) && to != address(0)) super._update(to, address(0), fee);
    }
}
