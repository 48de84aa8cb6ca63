// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {IPausable} from "../interfaces/IPausable.sol";

/// @title CdpoTimelock
/// @notice OpenZeppelin's TimelockController as a clone: the owner of every contract of an organisation, and its
/// treasury. Founders propose; anyone executes what is due.
///
/// A guardian, if there is one, may pause entrances (see {IPausable}) once, without delay. That spends the role; the
/// organisation grants it anew by a proposal, or to someone else. The guardian can do nothing else.
contract CdpoTimelock is TimelockControllerUpgradeable {
    bytes32 public constant GUARDIAN_ROLE = keccak256("GUARDIAN_ROLE");

    /// @notice `guardian` paused the entrances of `targets`.
    event GuardianPaused(address indexed guardian, IPausable[] targets);

    constructor() {
        _disableInitializers();
    }

    /// @notice Sets up a clone, once.
    /// @param delay Seconds between scheduling and executing.
    /// @param founders First proposers, who may also cancel.
    /// @param guardian Who may pause entrances once, or the zero address.
    function initialize(uint256 delay, address[] calldata founders, address guardian) external initializer {
        address[] memory anyone = new address[](1);
        __TimelockController_init(delay, founders, anyone, address(0));
        if (guardian != address(0)) _grantRole(GUARDIAN_ROLE, guardian);
    }

    /// @notice Pauses the entrances of `targets`. Only the guardian, whose role is spent by it.
    /// Errors: AccessControlUnauthorizedAccount, and those of {IPausable-pause}.
    function pause(IPausable[] calldata targets) external onlyRole(GUARDIAN_ROLE) {
        _revokeRole(GUARDIAN_ROLE, msg.sender);
        emit GuardianPaused(msg.sender, targets);
        for (uint256 i = 0; i < targets.length; ++i) targets[i].pause();
    }
}
