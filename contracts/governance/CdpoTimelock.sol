// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {ICdpoTimelock} from "../interfaces/ICdpoTimelock.sol";
import {IERC4824} from "../interfaces/IERC4824.sol";
import {IPausable} from "../interfaces/IPausable.sol";

/// @title CdpoTimelock
/// @notice The owner and the treasury. Documentation: {ICdpoTimelock}.
contract CdpoTimelock is ICdpoTimelock, TimelockControllerUpgradeable {
    /// @notice The role that may pause entrances once.
    bytes32 public constant GUARDIAN_ROLE = keccak256("GUARDIAN_ROLE");

    uint256 private constant MIN_DELAY = 1 hours;
    uint256 private constant MAX_DELAY = 30 days;

    /// @inheritdoc IERC4824
    string public daoURI;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc ICdpoTimelock
    function initialize(
        uint256 delay,
        address[] calldata founders,
        address governor,
        address guardian,
        string calldata daoURI_
    ) external initializer {
        _checkDelay(delay);
        address[] memory anyone = new address[](1);
        __TimelockController_init(delay, founders, anyone, address(0));
        if (governor != address(0)) {
            _grantRole(PROPOSER_ROLE, governor);
            _grantRole(CANCELLER_ROLE, governor);
        }
        if (guardian != address(0)) _grantRole(GUARDIAN_ROLE, guardian);
        _setDaoURI(daoURI_);
    }

    // ---------------------------------------------------------------- timelock itself

    /// @notice Changes the delay of what is scheduled from now on; only by an action of the timelock itself.
    /// Errors: TimelockUnauthorizedCaller, TimelockDelayOutOfRange.
    function updateDelay(uint256 newDelay) public override {
        _checkDelay(newDelay);
        super.updateDelay(newDelay);
    }

    /// @inheritdoc ICdpoTimelock
    function setDaoURI(string calldata newURI) external {
        require(msg.sender == address(this), TimelockUnauthorizedCaller(msg.sender));
        _setDaoURI(newURI);
    }

    // ---------------------------------------------------------------- guardian

    /// @inheritdoc ICdpoTimelock
    function pause(IPausable[] calldata targets) external onlyRole(GUARDIAN_ROLE) {
        _revokeRole(GUARDIAN_ROLE, msg.sender);
        emit GuardianPaused(msg.sender, targets);
        for (uint256 i = 0; i < targets.length; ++i) targets[i].pause();
    }

    // ---------------------------------------------------------------- views

    /// @notice ERC-165: OpenZeppelin's timelock, and ERC-4824.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        return interfaceId == type(IERC4824).interfaceId || super.supportsInterface(interfaceId);
    }

    // ---------------------------------------------------------------- internals

    function _setDaoURI(string calldata newURI) private {
        daoURI = newURI;
        emit DAOURIUpdate(address(this), newURI);
    }

    function _checkDelay(uint256 delay) private pure {
        require(delay >= MIN_DELAY && delay <= MAX_DELAY, TimelockDelayOutOfRange(delay));
    }
}
