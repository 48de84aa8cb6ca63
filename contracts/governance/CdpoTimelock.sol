// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";

/// @title CdpoTimelock
/// @notice OpenZeppelin's TimelockController as a clone: the owner of every contract of an organisation, and its
/// treasury. Founders propose; anyone executes what is due.
contract CdpoTimelock is TimelockControllerUpgradeable {
    constructor() {
        _disableInitializers();
    }
}
