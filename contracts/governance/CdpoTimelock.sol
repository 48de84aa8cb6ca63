// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {IERC4824} from "../interfaces/IERC4824.sol";
import {IPausable} from "../interfaces/IPausable.sol";

/// @title CdpoTimelock
/// @notice OpenZeppelin's TimelockController as a clone: the owner of every contract of an organisation, and its
/// treasury. Founders propose; anyone executes what is due.
///
/// A guardian, if there is one, may pause entrances (see {IPausable}) once, without delay. That spends the role; the
/// organisation grants it anew by a proposal, or to someone else. The guardian can do nothing else.
///
/// As the account that an organisation acts by, it carries the organisation's metadata (ERC-4824).
contract CdpoTimelock is TimelockControllerUpgradeable, IERC4824 {
    bytes32 public constant GUARDIAN_ROLE = keccak256("GUARDIAN_ROLE");

    /// @inheritdoc IERC4824
    string public daoURI;

    /// @notice `guardian` paused the entrances of `targets`.
    event GuardianPaused(address indexed guardian, IPausable[] targets);

    constructor() {
        _disableInitializers();
    }

    /// @notice Sets up a clone, once.
    /// @param delay Seconds between scheduling and executing.
    /// @param founders First proposers, who may also cancel.
    /// @param guardian Who may pause entrances once, or the zero address.
    /// @param daoURI_ ERC-4824 metadata, may be empty.
    function initialize(
        uint256 delay,
        address[] calldata founders,
        address guardian,
        string calldata daoURI_
    ) external initializer {
        address[] memory anyone = new address[](1);
        __TimelockController_init(delay, founders, anyone, address(0));
        if (guardian != address(0)) _grantRole(GUARDIAN_ROLE, guardian);
        _setDaoURI(daoURI_);
    }

    /// @notice Sets the ERC-4824 metadata. Only by a proposal of the organisation. Errors: TimelockUnauthorizedCaller.
    function setDaoURI(string calldata newURI) external {
        require(msg.sender == address(this), TimelockUnauthorizedCaller(msg.sender));
        _setDaoURI(newURI);
    }

    /// @notice Pauses the entrances of `targets`. Only the guardian, whose role is spent by it.
    /// Errors: AccessControlUnauthorizedAccount, and those of {IPausable-pause}.
    function pause(IPausable[] calldata targets) external onlyRole(GUARDIAN_ROLE) {
        _revokeRole(GUARDIAN_ROLE, msg.sender);
        emit GuardianPaused(msg.sender, targets);
        for (uint256 i = 0; i < targets.length; ++i) targets[i].pause();
    }

    /// @notice ERC-165: OpenZeppelin's timelock, and ERC-4824.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC4824).interfaceId || super.supportsInterface(interfaceId);
    }

    function _setDaoURI(string calldata newURI) private {
        daoURI = newURI;
        emit DAOURIUpdate(address(this), newURI);
    }
}
