// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {ERC20Votes as SoladyERC20Votes} from "solady/src/tokens/ERC20Votes.sol";

// The least contracts that make peers' abstract tokens usable, with a mint that anyone may call.

/// @title OpenZeppelinPlain
/// @notice OpenZeppelin's ERC-20 as it is.
contract OpenZeppelinPlain is ERC20 {
    constructor() ERC20("Peer", "PEER") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @title OpenZeppelinVotes
/// @notice OpenZeppelin's ERC20Votes as it is: its clock counts blocks.
contract OpenZeppelinVotes is ERC20Votes {
    constructor() ERC20("Peer", "PEER") EIP712("Peer", "1") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @title SoladyVotes
/// @notice Solady's ERC20Votes as it is: its clock counts blocks.
contract SoladyVotes is SoladyERC20Votes {
    function name() public pure override returns (string memory) {
        return "Peer";
    }

    function symbol() public pure override returns (string memory) {
        return "PEER";
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}
