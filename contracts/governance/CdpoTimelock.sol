// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {ZeroAddress} from "../interfaces/Errors.sol";
import {ICdpoGovernor} from "../interfaces/ICdpoGovernor.sol";
import {ICdpoTimelock} from "../interfaces/ICdpoTimelock.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IERC4824} from "../interfaces/IERC4824.sol";
import {IForum} from "../interfaces/IForum.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IStake} from "../interfaces/IStake.sol";

/// @title CdpoTimelock
/// @notice The owner and the treasury. Documentation: {ICdpoTimelock}.
/// @dev Warning: as it calls whatever is scheduled, no contract of the suite may trust it with more than an owner's powers:
/// that is why {IStake} lets vetoes of operations be cast by their accounts only.
contract CdpoTimelock is ICdpoTimelock, TimelockControllerUpgradeable {
    /// @notice The role that may pause entrances once.
    bytes32 public constant GUARDIAN_ROLE = keccak256("GUARDIAN_ROLE");

    uint256 private constant MIN_DELAY = 2 days;
    uint256 private constant MAX_DELAY = 30 days;
    uint256 private constant EXPIRY = 14 days;
    uint256 private constant MEMORY = 180 days;
    uint256 private constant A_THIRD_BPS = 3_333;

    /// @param content What a decision's operation does, whatever its id; 0 for founders' operations.
    /// @param scheduledAt When it was scheduled last (seconds).
    /// @param overrulesOnly Whether it does nothing but overrule rejections.
    struct Operation {
        bytes32 content;
        uint48 scheduledAt;
        bool overrulesOnly;
    }

    /// @param vetoedAt When a decision of this content was vetoed last (seconds).
    /// @param threshold What the first veto had to reach (18 decimals).
    struct Vetoed {
        uint48 vetoedAt;
        uint112 threshold;
    }

    /// @inheritdoc IERC4824
    string public daoURI;
    address public governor;
    uint32 private _founders; // proposers but the Governor
    bool private _handedOver; // no founder proposes, and none ever will
    address private _stake;
    address private _registry;
    address private _epochs;
    mapping(bytes32 id => Operation) private _operations;
    mapping(uint256 matter => bytes32 id) private _ids;
    mapping(bytes32 content => Vetoed) private _vetoed;
    bool private transient _vetoing;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc ICdpoTimelock
    function initialize(Setup calldata setup) external initializer {
        require(
            setup.governor != address(0) &&
                setup.stake != address(0) &&
                setup.registry != address(0) &&
                setup.epochs != address(0),
            ZeroAddress()
        );
        _checkDelay(setup.delay);
        governor = setup.governor;
        _stake = setup.stake;
        _registry = setup.registry;
        _epochs = setup.epochs;
        __TimelockController_init(setup.delay, setup.founders, new address[](1), address(0));
        if (setup.governorProposes) _grantRole(PROPOSER_ROLE, setup.governor);
        else require(_founders > 0, LastProposer(address(0)));
        _handedOver = _founders == 0;
        if (setup.guardian != address(0)) _grantRole(GUARDIAN_ROLE, setup.guardian);
        _setDaoURI(setup.daoURI);
    }

    // ---------------------------------------------------------------- timelock itself

    /// @notice Changes the delay of what is scheduled from now on; only by an operation of the timelock itself.
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

    // ---------------------------------------------------------------- operations

    /// @notice Schedules one call; only proposers. As OpenZeppelin's, but nothing waits longer than 30 days.
    /// Errors: TimelockDelayOutOfRange, and OpenZeppelin's.
    function schedule(
        address target,
        uint256 value,
        bytes calldata data,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) public override {
        _checkWait(delay);
        super.schedule(target, value, data, predecessor, salt, delay);
        _record(hashOperation(target, value, data, predecessor, salt), 0, false);
    }

    /// @notice Schedules several calls; only proposers. As {schedule}, and the Governor's ids are its own.
    /// Errors: ReservedSalt, TimelockDelayOutOfRange, and OpenZeppelin's.
    function scheduleBatch(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) public override {
        _checkSalt(salt);
        _checkWait(delay);
        super.scheduleBatch(targets, values, payloads, predecessor, salt, delay);
        bytes32 id = hashOperationBatch(targets, values, payloads, predecessor, salt);
        if (msg.sender != governor) return _record(id, 0, false);
        _record(id, keccak256(abi.encode(targets, values, payloads)), _overrulesOnly(targets, payloads));
    }

    /// @notice Executes a batch that is due; anyone, but what the Governor scheduled only through the Governor.
    /// Errors: ReservedSalt, and OpenZeppelin's.
    function executeBatch(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata payloads,
        bytes32 predecessor,
        bytes32 salt
    ) public payable override {
        _checkSalt(salt);
        super.executeBatch(targets, values, payloads, predecessor, salt);
    }

    /// @notice Cancels what founders scheduled; only cancellers. Errors: CancelledByVetoOnly, and OpenZeppelin's.
    function cancel(bytes32 id) public override {
        require(_vetoing || !isDecision(id), CancelledByVetoOnly(id));
        super.cancel(id);
    }

    /// @inheritdoc ICdpoTimelock
    function onVetoed(bytes32 id, uint256 threshold) external {
        require(msg.sender == _stake, NotStake(msg.sender));
        Operation storage op = _operations[id];
        if (op.content != 0) {
            Vetoed storage vetoed = _vetoed[op.content];
            // A later veto within the time it is remembered is measured by the first.
            if (vetoed.threshold == 0 || block.timestamp > vetoed.vetoedAt + MEMORY) {
                vetoed.threshold = uint112(threshold); // stakes, below the supply's cap of 112 bits
            }
            vetoed.vetoedAt = uint48(block.timestamp); // 48 bits of seconds last for millions of years
        }
        emit OperationVetoed(id, threshold);
        _vetoing = true;
        cancel(id);
        _vetoing = false;
    }

    // ---------------------------------------------------------------- views

    /// @notice The state of operation `id`: what was ready for 14 days has expired and is unset again.
    function getOperationState(bytes32 id) public view override returns (OperationState state) {
        state = super.getOperationState(id);
        if (state == OperationState.Ready && block.timestamp >= getTimestamp(id) + EXPIRY) return OperationState.Unset;
    }

    /// @inheritdoc ICdpoTimelock
    function vetoTerms(
        bytes32 id
    ) external view returns (uint256 matter, uint64 proposedAt, uint256 bps, uint256 minimum) {
        require(isOperationPending(id), OperationNotPending(id));
        Operation memory op = _operations[id];
        matter = matterOf(id);
        if (op.content == 0) return (matter, op.scheduledAt, 0, 0);
        (, proposedAt) = ICdpoGovernor(governor).decisionBehind(id);
        Vetoed memory vetoed = _vetoed[op.content];
        // What was proposed before the veto is no answer to it.
        bool again = vetoed.vetoedAt != 0 && proposedAt > vetoed.vetoedAt && proposedAt <= vetoed.vetoedAt + MEMORY;
        if (again) minimum = vetoed.threshold;
        if (again || op.overrulesOnly) bps = _doubled();
    }

    /// @inheritdoc IForum
    function heldUntil(uint256 id, uint8) external view returns (uint256) {
        bytes32 operation = _ids[id];
        return matterOf(operation) == id && isOperationPending(operation) ? type(uint256).max : 0;
    }

    /// @inheritdoc ICdpoTimelock
    function matterOf(bytes32 id) public view returns (uint256) {
        uint48 scheduledAt = _operations[id].scheduledAt;
        return scheduledAt == 0 ? 0 : uint256(keccak256(abi.encode(id, scheduledAt)));
    }

    /// @inheritdoc ICdpoTimelock
    function isDecision(bytes32 id) public view returns (bool) {
        return _operations[id].content != 0;
    }

    /// @inheritdoc ICdpoTimelock
    function foundersPropose() external view returns (bool) {
        return _founders > 0;
    }

    /// @notice ERC-165: OpenZeppelin's timelock, and ERC-4824.
    function supportsInterface(bytes4 interfaceId) public view override returns (bool) {
        // OpenZeppelin's answers for the receiver of ERC-1155 only: that one does not pass the question on.
        return
            interfaceId == type(IERC4824).interfaceId ||
            interfaceId == type(IAccessControl).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    // ---------------------------------------------------------------- internals

    function _grantRole(bytes32 role, address account) internal override returns (bool granted) {
        require(role != DEFAULT_ADMIN_ROLE || account == address(this), AdminIsTimelock(account));
        if (role != PROPOSER_ROLE || account == governor) return super._grantRole(role, account);
        require(!_handedOver, OnlyGovernorProposes(account));
        granted = super._grantRole(role, account);
        if (granted) ++_founders;
    }

    function _revokeRole(bytes32 role, address account) internal override returns (bool revoked) {
        require(role != DEFAULT_ADMIN_ROLE, AdminIsTimelock(account));
        require(role != EXECUTOR_ROLE || account != address(0), EveryoneExecutes());
        if (role == PROPOSER_ROLE && hasRole(role, account)) {
            bool last = account == governor ? _handedOver : _founders == 1 && !hasRole(role, governor);
            require(!last, LastProposer(account));
            if (account != governor) _handedOver = --_founders == 0;
        }
        return super._revokeRole(role, account);
    }

    /// @dev A veto cancels with nobody's role.
    function _checkRole(bytes32 role, address account) internal view override {
        if (!_vetoing) super._checkRole(role, account);
    }

    function _record(bytes32 id, bytes32 content, bool overrulesOnly) private {
        _operations[id] = Operation(content, uint48(block.timestamp), overrulesOnly); // 48 bits as above
        _ids[matterOf(id)] = id;
    }

    function _overrulesOnly(address[] calldata targets, bytes[] calldata payloads) private view returns (bool) {
        for (uint256 i = 0; i < targets.length; ++i) {
            bool overrules =
                (targets[i] == _registry || targets[i] == _epochs) &&
                    payloads[i].length >= 4 &&
                    bytes4(payloads[i][:4]) == IContributionRegistry.overrule.selector;
            if (!overrules) return false;
        }
        return true;
    }

    function _doubled() private view returns (uint256) {
        uint256 doubled = uint256(IStake(_stake).vetoBps()) * 2;
        return doubled < A_THIRD_BPS ? doubled : A_THIRD_BPS;
    }

    function _setDaoURI(string calldata newURI) private {
        daoURI = newURI;
        emit DAOURIUpdate(address(this), newURI);
    }

    /// @dev The upper 20 bytes of the Governor's salts are its address, mixed with the description's hash.
    function _checkSalt(bytes32 salt) private view {
        require(msg.sender == governor || uint256(salt) >> 96 == 0, ReservedSalt(salt));
    }

    /// @dev What is scheduled far ahead would outlive those who scheduled it, and those who could veto it.
    function _checkWait(uint256 delay) private pure {
        require(delay <= MAX_DELAY, TimelockDelayOutOfRange(delay));
    }

    function _checkDelay(uint256 delay) private pure {
        require(delay >= MIN_DELAY && delay <= MAX_DELAY, TimelockDelayOutOfRange(delay));
    }
}
