// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Initializable} from "@openzeppelin/contracts-upgradeable/proxy/utils/Initializable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {InvalidRecipient} from "../interfaces/Errors.sol";
import {IForum} from "../interfaces/IForum.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {IProductionBudget} from "../interfaces/IProductionBudget.sol";
import {IStake} from "../interfaces/IStake.sol";
import {ISweepable} from "../interfaces/ISweepable.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {CloneArguments} from "../libraries/CloneArguments.sol";
import {Milestones} from "../libraries/Milestones.sol";
import {Stray} from "../libraries/Stray.sol";

/// @title ProductionBudget
/// @notice Money for production and the milestones that bring it. Documentation: {IProductionBudget}.
/// @dev Clone arguments: presale, asset, stake, treasury.
contract ProductionBudget is IProductionBudget, Initializable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using Milestones for Milestones.Plan;
    using SafeERC20 for IERC20;

    uint64 private constant MIN_WINDOW = 7 days;
    uint64 private constant MAX_WINDOW = 30 days;
    uint64 private constant MIN_GRACE = 14 days;
    uint64 private constant MAX_GRACE = 365 days;
    uint40 private constant STAKING_TIME = 14 days;
    uint40 private constant UNPAID_TERM = 90 days;
    uint40 private constant REST_AFTER_NOTICE = 14 days;
    uint8 private constant OBJECTION = 0; // what objections hold by in Stake

    Milestones.Plan private _plan;
    uint112 private _received;
    uint112 private _given;
    uint32 private _releasedAt; // 32 bits of seconds last until 2106
    uint112 private _paid;
    uint112 private _owed;
    uint32 private _approvals;
    uint112 private _fetchedTotal;
    uint32 private _objectionWindow;
    uint32 private _gracePeriod;
    /// @dev Both by the account that a position began with, which stays the same when it moves.
    mapping(address origin => uint256) private _fetched;
    mapping(uint256 approval => mapping(address origin => uint256)) private _objections;

    modifier onlyTrustee() {
        require(msg.sender == _presale().trustee(), IPresale.NotTrustee(msg.sender));
        _;
    }

    modifier onlyPresale() {
        require(msg.sender == presale(), ILiquidityReserve.NotPresale(msg.sender));
        _;
    }

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IProductionBudget
    function initialize(Terms calldata terms_) external initializer {
        (uint64 window, uint64 grace) = (terms_.objectionWindow, terms_.gracePeriod);
        require(window >= MIN_WINDOW && window <= MAX_WINDOW, ObjectionWindowOutOfRange(window));
        require(grace >= MIN_GRACE && grace <= MAX_GRACE, GracePeriodOutOfRange(grace));
        (_objectionWindow, _gracePeriod) = (uint32(window), uint32(grace)); // at most a year
        _plan.set(terms_.milestones);
    }

    // ---------------------------------------------------------------- trustee

    /// @inheritdoc IProductionBudget
    function approveMilestone(uint256 index) external onlyTrustee {
        Milestones.Entry storage entry = _inState(index, MilestoneState.Planned);
        uint64 from = _releasedAt + STAKING_TIME;
        require(block.timestamp >= from, ApprovalTooEarly(from));
        uint64 until = deadline();
        require(block.timestamp < until, ApprovalOver(until));
        entry.state = MilestoneState.Approved;
        entry.objecting = 0;
        entry.objectionsEnd = uint40(block.timestamp + _objectionWindow); // 40 bits of seconds last for 34,000 years
        emit MilestoneApproved(index, ++_approvals, entry.objectionsEnd);
    }

    /// @inheritdoc IProductionBudget
    function refuseMilestone(uint256 index) external onlyTrustee {
        _refuse(index, _inTurn(index));
    }

    // ---------------------------------------------------------------- partners

    /// @inheritdoc IProductionBudget
    function objectToMilestone(uint256 index) external {
        Milestones.Entry storage entry = _inState(index, MilestoneState.Approved);
        require(block.timestamp < entry.objectionsEnd, ObjectionsClosed(entry.objectionsEnd));
        (address origin, uint256 given) = _presale().givenBy(msg.sender);
        uint256 approval = _approvals;
        require(_objections[approval][origin] == 0, PositionAlreadyObjected(approval, msg.sender));
        (uint256 weight, uint256 tokens) = _weigh(msg.sender, given, entry.objectionsEnd);
        require(weight > 0, NothingToObjectWith(msg.sender));
        _objections[approval][origin] = weight;
        entry.objecting += uint112(weight); // at most what was given, which is 112 bits
        emit MilestoneObjected(index, msg.sender, weight, entry.objecting);
        uint40 windowEnds = entry.objectionsEnd;
        if (uint256(entry.objecting) * 2 > _given) {
            ++entry.timesReturned; // at most 2
            if (entry.timesReturned > 1 || block.timestamp >= deadline()) _refuse(index, entry);
            else {
                entry.state = MilestoneState.Planned;
                emit MilestoneReturned(index);
            }
        }
        IStake(stake()).hold(approval, msg.sender, OBJECTION, tokens, windowEnds);
    }

    /// @inheritdoc IProductionBudget
    function fetch(address recipient) external nonReentrant returns (uint256 amount) {
        require(
            recipient != address(0) && recipient != address(this) && recipient != presale(),
            InvalidRecipient(recipient)
        );
        (address origin, uint256 given) = _presale().givenBy(msg.sender);
        amount = _fetchable(origin, given);
        require(amount > 0, IPresale.NothingToTake(msg.sender));
        _fetched[origin] += amount;
        _fetchedTotal += uint112(amount); // a part of what is owed
        emit Fetched(msg.sender, recipient, amount);
        IERC20(asset()).safeTransfer(recipient, amount);
    }

    // ---------------------------------------------------------------- anyone

    /// @inheritdoc IProductionBudget
    function payMilestone(uint256 index) external nonReentrant returns (uint256 amount) {
        Milestones.Entry storage entry = _inState(index, MilestoneState.Approved);
        require(block.timestamp >= entry.objectionsEnd, ObjectionsOpen(entry.objectionsEnd));
        uint64 until = IStake(stake()).noticeEnds();
        require(block.timestamp >= until, DissolutionNoticed(until));
        amount = _plan.settle(entry, MilestoneState.Paid);
        _paid += uint112(amount); // a part of what was received
        emit MilestonePaid(index, amount);
        if (amount > 0) IERC20(asset()).safeTransfer(treasury(), amount);
    }

    /// @inheritdoc IProductionBudget
    function failMilestone(uint256 index) external returns (uint256 amount) {
        Milestones.Entry storage entry = _inTurn(index);
        bool approved = entry.state == MilestoneState.Approved;
        uint64 from = approved ? _notBefore(entry.objectionsEnd + UNPAID_TERM) : deadline();
        require(block.timestamp >= from, NotFailedYet(from));
        if (approved) return _refuse(index, entry);
        if (entry.timesReturned == 0) return _end();
        amount = _plan.settle(entry, MilestoneState.Missed);
        _owed += uint112(amount); // a part of what was received
        emit MilestoneMissed(index, amount);
    }

    /// @inheritdoc ISweepable
    function sweep(address token) external nonReentrant returns (uint256 amount) {
        uint256 booked = token == asset() ? _plan.left + _owed - _fetchedTotal : 0;
        return Stray.sweep(token, booked, treasury());
    }

    // ---------------------------------------------------------------- presale

    /// @inheritdoc IProductionBudget
    function receiveBudget(uint256 amount, uint256 given) external onlyPresale nonReentrant {
        // Both at most what was raised, which is 112 bits.
        (_received, _plan.left, _given) = (uint112(amount), uint112(amount), uint112(given));
        _releasedAt = uint32(block.timestamp); // 32 bits as above
        _plan.turnSince = uint40(block.timestamp) + STAKING_TIME;
        emit BudgetReceived(amount);
        if (amount > 0) IERC20(asset()).pull(msg.sender, amount);
    }

    /// @inheritdoc IProductionBudget
    function dissolve() external onlyPresale {
        _end();
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IForum
    /// @dev An objection holds until the latest end that was written when it began: that of its window.
    function heldUntil(uint256, uint8) external pure returns (uint256) {
        return type(uint256).max;
    }

    /// @inheritdoc IProductionBudget
    function terms() external view returns (Terms memory) {
        return Terms(_objectionWindow, _gracePeriod, _plan.milestones());
    }

    /// @inheritdoc IProductionBudget
    function account() external view returns (Account memory) {
        return Account(_received, _paid, _owed, _plan.left, _fetchedTotal);
    }

    /// @inheritdoc IProductionBudget
    function progress() external view returns (uint256 received, uint256 paid, uint256 owed) {
        return (_received, _paid, _owed);
    }

    /// @inheritdoc IProductionBudget
    function turn() external view returns (uint256) {
        return _plan.turn;
    }

    /// @inheritdoc IProductionBudget
    function deadline() public view returns (uint64) {
        if (_releasedAt == 0 || _plan.turn == _plan.entries.length) return 0;
        uint256 due = _releasedAt + _plan.entries[_plan.turn].dueAfter;
        return _notBefore(uint40(Math.max(due, _plan.turnSince)) + _gracePeriod);
    }

    /// @inheritdoc IProductionBudget
    function milestoneOf(uint256 index) external view returns (MilestoneStatus memory) {
        return _plan.statusAt(index, _releasedAt);
    }

    /// @inheritdoc IProductionBudget
    function milestoneCount() external view returns (uint256) {
        return _plan.entries.length;
    }

    /// @inheritdoc IProductionBudget
    function approvalCount() external view returns (uint256) {
        return _approvals;
    }

    /// @inheritdoc IProductionBudget
    function objectionOf(uint256 approval, address partner) external view returns (uint256) {
        (address origin, ) = _presale().givenBy(partner);
        return _objections[approval][origin];
    }

    /// @inheritdoc IProductionBudget
    function objectionWeightOf(address partner) external view returns (uint256 weight) {
        if (_plan.turn == _plan.entries.length) return 0;
        Milestones.Entry storage entry = _plan.entries[_plan.turn];
        if (entry.state != MilestoneState.Approved) return 0;
        (, uint256 given) = _presale().givenBy(partner);
        (weight, ) = _weigh(partner, given, entry.objectionsEnd);
    }

    /// @inheritdoc IProductionBudget
    function fetchable(address partner) external view returns (uint256) {
        (address origin, uint256 given) = _presale().givenBy(partner);
        return _fetchable(origin, given);
    }

    /// @inheritdoc IProductionBudget
    function presale() public view returns (address) {
        return CloneArguments.addressAt(0);
    }

    /// @inheritdoc IProductionBudget
    function asset() public view returns (address) {
        return CloneArguments.addressAt(20);
    }

    /// @inheritdoc IProductionBudget
    function stake() public view returns (address) {
        return CloneArguments.addressAt(40);
    }

    /// @inheritdoc IProductionBudget
    function treasury() public view returns (address) {
        return CloneArguments.addressAt(60);
    }

    // ---------------------------------------------------------------- internals

    function _refuse(uint256 index, Milestones.Entry storage entry) private returns (uint256 amount) {
        amount = _plan.settle(entry, MilestoneState.Refused);
        _owed += uint112(amount); // a part of what was received
        emit MilestoneRefused(index, amount);
    }

    function _end() private returns (uint256 amount) {
        uint256 from = _plan.turn;
        if (from == _plan.entries.length) return 0;
        amount = _plan.end();
        _owed += uint112(amount); // a part of what was received
        emit PlanEnded(from, amount);
    }

    /// @dev What `partner`, who gave `given`, objects with to the approval whose window ends at `windowEnds` (asset units), and
    /// the part of their stake that it takes (18 decimals).
    function _weigh(
        address partner,
        uint256 given,
        uint256 windowEnds
    ) private view returns (uint256 weight, uint256 tokens) {
        IStake stake_ = IStake(stake());
        uint256 approvedAt = windowEnds - _objectionWindow;
        uint256 staked = Math.min(stake_.getVotes(partner), stake_.getPastVotes(partner, approvedAt - 1));
        weight = Math.min(given, _presale().valueOf(staked));
        tokens = Math.min(staked, _presale().tokensFor(weight));
    }

    function _fetchable(address origin, uint256 given) private view returns (uint256) {
        // Of a position that was passed on, what was fetched stays under the name of the account that has none any more.
        return _given == 0 ? 0 : Math.saturatingSub(Math.mulDiv(_owed, given, _given), _fetched[origin]);
    }

    /// @dev Nothing fails while a dissolution notice and its term run, nor within 14 days after.
    function _notBefore(uint40 time) private view returns (uint64) {
        uint64 ends = IStake(stake()).noticeEnds();
        return ends == 0 ? time : uint64(Math.max(time, ends + REST_AFTER_NOTICE));
    }

    function _inTurn(uint256 index) private view returns (Milestones.Entry storage entry) {
        require(_releasedAt != 0, BudgetNotReceived());
        return _plan.inTurn(index);
    }

    function _inState(uint256 index, MilestoneState needed) private view returns (Milestones.Entry storage entry) {
        entry = _inTurn(index);
        require(entry.state == needed, WrongMilestoneState(index, entry.state));
    }

    function _presale() private view returns (IPresale) {
        return IPresale(presale());
    }
}
