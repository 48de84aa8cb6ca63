// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @title TestDeed
/// @notice An ERC-721 for tests that anyone may mint. It can pretend to move, and call anyone while it moves.
contract TestDeed is ERC721 {
    bool private _pretends;
    address private _hookTarget;
    bytes private _hookData;
    /// @notice Whether the last hook's call succeeded, and what it returned.
    bool public hookSucceeded;
    bytes public hookResult;

    constructor() ERC721("Deed", "DEED") {}

    function mint(address account, uint256 id) external {
        _mint(account, id);
    }

    /// @notice From now on transfers move nothing, or do again.
    function setPretends(bool pretends) external {
        _pretends = pretends;
    }

    /// @notice The next transfer calls `target` with `data` before it moves anything; once.
    function setHook(address target, bytes calldata data) external {
        (_hookTarget, _hookData) = (target, data);
    }

    function transferFrom(address from, address to, uint256 id) public override {
        if (_hookTarget != address(0)) {
            address target = _hookTarget;
            _hookTarget = address(0);
            // solhint-disable-next-line avoid-low-level-calls
            (hookSucceeded, hookResult) = target.call(_hookData);
        }
        if (!_pretends) super.transferFrom(from, to, id);
    }
}
