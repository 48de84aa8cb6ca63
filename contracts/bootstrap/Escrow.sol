// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {AlreadyDissolved, InvalidRecipient, ZeroAddress} from "../interfaces/Errors.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {Milestones} from "../libraries/Milestones.sol";

/// @title Escrow
/// @notice Resources, production budget and trustee of a presale. Documentation: {IEscrow}.
contract Escrow is IEscrow, OwnableUpgradeable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using Milestones for Milestones.Entry;
    using Milestones for Milestones.Plan;
    using SafeERC20 for IERC20;

    uint16 private constant MAX_RESOURCE_BPS = 5_000; // 50 % of the sold tokens
    uint64 private constant MAX_WINDOW = 30 days;
    uint64 private constant MAX_GRACE = 365 days;
    uint64 private constant NOTICE = 14 days;
    bytes32 private constant PROPOSER_ROLE = keccak256("PROPOSER_ROLE"); // TimelockController's

    IPresale private _presale;
    uint64 public challengeWindow;
    uint16 public maxResourceBps;
    address public reserve;
    uint64 public gracePeriod;
    IERC20 private _asset;
    address public trustee;
    uint256 public resourceCount;
    uint256 public undecidedResources;
    Milestones.Plan private _plan;
    Change private _change;
    uint32 private _round; // announcements so far: challenges of an earlier one are void
    mapping(uint256 id => Resource) private _resources;
    mapping(bytes32 challenge => mapping(address partner => uint256)) private _objections;

    modifier onlyTrustee() {
        require(msg.sender == trustee, IPresale.NotTrustee(msg.sender));
        _;
    }

    modifier onlyPresale() {
        require(msg.sender == address(_presale), ILiquidityReserve.NotPresale(msg.sender));
        _;
    }

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IEscrow
    function initialize(
        address presale_,
        address reserve_,
        address treasury_,
        address trustee_,
        Terms calldata terms_
    ) external initializer {
        require(presale_ != address(0) && reserve_ != address(0) && treasury_ != address(0), ZeroAddress());
        require(terms_.maxResourceBps <= MAX_RESOURCE_BPS, ResourceShareOutOfRange(terms_.maxResourceBps));
        (uint64 window, uint64 grace) = (terms_.challengeWindow, terms_.gracePeriod);
        require(window >= 1 days && window <= MAX_WINDOW, EscrowWindowOutOfRange(window));
        require(grace >= 1 days && grace <= MAX_GRACE, GracePeriodOutOfRange(grace));
        __Ownable_init(treasury_);
        _presale = IPresale(presale_);
        reserve = reserve_;
        _asset = IERC20(ILiquidityReserve(reserve_).asset());
        (maxResourceBps, challengeWindow, gracePeriod) = (terms_.maxResourceBps, window, grace);
        trustee = trustee_;
        _plan.set(terms_.milestones);
    }

    // ---------------------------------------------------------------- resources

    /// @inheritdoc IEscrow
    function offerResource(
        uint112 value,
        bytes32 deedHash,
        string calldata uri,
        address nftContract,
        uint256 nftId
    ) external nonReentrant returns (uint256 id) {
        IPresale.State sale = _presale.state();
        require(
            sale == IPresale.State.Upcoming || sale == IPresale.State.Open,
            IPresale.WrongState(sale, IPresale.State.Open)
        );
        if (_presale.tokensFor(value) == 0) revert IPresale.ContributionTooSmall(value, _presale.terms().price);
        id = ++resourceCount;
        Resource storage r = _resources[id];
        r.offerer = msg.sender;
        r.state = ResourceState.Offered;
        r.value = value;
        r.nftContract = nftContract;
        r.nftId = nftId;
        emit ResourceOffered(id, msg.sender, value, deedHash, uri, nftContract, nftId);
        if (nftContract == address(0)) return id;
        IERC721(nftContract).transferFrom(msg.sender, address(this), nftId);
        require(IERC721(nftContract).ownerOf(nftId) == address(this), NotInCustody(nftContract, nftId));
    }

    /// @inheritdoc IEscrow
    function acceptResource(uint256 id) external onlyTrustee {
        _requireUnreleased();
        uint64 closes = _presale.terms().closes;
        require(block.timestamp < closes, AcceptanceOver(closes));
        require(_change.candidate == address(0), ChangePending(_change.candidate));
        Resource storage r = _inState(id, ResourceState.Offered);
        r.state = ResourceState.Challenged;
        r.round = _round;
        r.rejecting = 0;
        r.challengeEnds = uint64(block.timestamp) + challengeWindow;
        ++undecidedResources;
        emit ResourceAccepted(id, r.challengeEnds);
    }

    /// @inheritdoc IEscrow
    function rejectResource(uint256 id) external {
        Resource storage r = _inState(id, ResourceState.Challenged);
        bytes32 challenge = keccak256(abi.encode(ResourceState.Challenged, id, r.round));
        (uint256 weight, uint256 total, bool majority) = _object(challenge, r.challengeEnds, r.rejecting);
        r.rejecting = uint112(total); // at most what was raised, which is 112 bits
        emit ResourceObjected(id, msg.sender, weight, total);
        if (!majority) return;
        r.state = ResourceState.Rejected;
        --undecidedResources;
        emit ResourceRejected(id);
    }

    /// @inheritdoc IEscrow
    function confirmResource(uint256 id) external nonReentrant {
        Resource storage r = _inState(id, ResourceState.Challenged);
        require(block.timestamp >= r.challengeEnds, ObjectionsOpen(r.challengeEnds));
        _requireUnreleased();
        r.state = ResourceState.Confirmed;
        --undecidedResources;
        emit ResourceConfirmed(id, r.offerer, _presale.creditResource(r.offerer, r.value));
    }

    /// @inheritdoc IEscrow
    function returnResource(uint256 id) external onlyTrustee nonReentrant {
        _requireUnreleased();
        ResourceState current = _resourceState(id);
        if (current == ResourceState.Challenged) --undecidedResources;
        else if (current == ResourceState.Confirmed) {
            _presale.uncreditResource(_resources[id].offerer, _resources[id].value);
        } else require(current == ResourceState.Offered, WrongResourceState(id, current));
        _resources[id].state = ResourceState.Returned;
        emit ResourceReturned(id);
    }

    /// @inheritdoc IEscrow
    function withdrawResource(uint256 id, address recipient) external nonReentrant {
        Resource storage r = _resources[id];
        require(msg.sender == r.offerer, NotOfferer(id, msg.sender));
        require(recipient != address(0) && recipient != address(this), InvalidRecipient(recipient));
        ResourceState current = _resourceState(id);
        bool free = current < ResourceState.Confirmed || current == ResourceState.Returned;
        require(free || (current == ResourceState.Confirmed && _presale.failed()), WrongResourceState(id, current));
        if (current == ResourceState.Challenged) --undecidedResources;
        r.state = ResourceState.Withdrawn;
        emit ResourceWithdrawn(id, recipient);
        _sendCustody(r, recipient);
    }

    /// @inheritdoc IEscrow
    function deliverResource(uint256 id) external nonReentrant {
        _requireReleased();
        Resource storage r = _inState(id, ResourceState.Confirmed);
        require(r.nftContract != address(0), NotInCustody(address(0), 0));
        r.state = ResourceState.Delivered;
        emit ResourceDelivered(id, owner());
        _sendCustody(r, owner());
    }

    // ---------------------------------------------------------------- milestones

    /// @inheritdoc IEscrow
    function approveMilestone(uint256 index) external onlyTrustee {
        Milestones.Entry storage entry = _milestone(index, MilestoneState.Planned);
        uint64 until = _graceEnds(entry);
        require(block.timestamp < until, ApprovalOver(until));
        entry.state = MilestoneState.Approved;
        entry.challengeEnds = uint40(block.timestamp + challengeWindow); // 40 bits of seconds last for 34,000 years
        emit MilestoneApproved(index, entry.challengeEnds);
    }

    /// @inheritdoc IEscrow
    function refuseMilestone(uint256 index) external onlyTrustee {
        Milestones.Entry storage entry = _unsettled(index);
        require(entry.state != MilestoneState.Refused, WrongMilestoneState(index, MilestoneState.Refused));
        entry.state = MilestoneState.Refused;
        emit MilestoneRefused(index);
    }

    /// @inheritdoc IEscrow
    function stopMilestone(uint256 index) external {
        Milestones.Entry storage entry = _milestone(index, MilestoneState.Approved);
        bytes32 challenge = keccak256(abi.encode(MilestoneState.Approved, index, "milestone"));
        (uint256 weight, uint256 total, bool majority) = _object(challenge, entry.challengeEnds, entry.stopping);
        entry.stopping = uint112(total); // at most what was raised, which is 112 bits
        emit MilestoneObjected(index, msg.sender, weight, total);
        if (!majority) return;
        entry.state = MilestoneState.Refused;
        emit MilestoneRefused(index);
    }

    /// @inheritdoc IEscrow
    function payMilestone(uint256 index) external nonReentrant returns (uint256 amount) {
        Milestones.Entry storage entry = _milestone(index, MilestoneState.Approved);
        require(block.timestamp >= entry.challengeEnds, ObjectionsOpen(entry.challengeEnds));
        amount = _plan.settle(entry, MilestoneState.Paid);
        emit MilestonePaid(index, amount);
        if (amount > 0) _asset.safeTransfer(owner(), amount);
    }

    /// @inheritdoc IEscrow
    function failMilestone(uint256 index) external nonReentrant returns (uint256 amount) {
        Milestones.Entry storage entry = _unsettled(index);
        uint64 from = entry.failsFrom(_graceEnds(entry));
        require(block.timestamp >= from, NotFailedYet(from));
        amount = _plan.settle(entry, MilestoneState.Failed);
        emit MilestoneFailed(index, amount);
        if (amount == 0) return 0;
        _asset.forceApprove(reserve, amount);
        ILiquidityReserve(reserve).receiveGift(amount);
    }

    // ---------------------------------------------------------------- another trustee

    /// @inheritdoc IEscrow
    function announceTrustee(address candidate) external onlyOwner {
        _requireUnreleased();
        require(candidate != address(0), ZeroAddress());
        bool independent =
            candidate != owner() &&
                _presale.positionOf(candidate).founderBps == 0 &&
                !IAccessControl(owner()).hasRole(PROPOSER_ROLE, candidate);
        require(independent, IPresale.TrusteeNotIndependent(candidate));
        require(_change.candidate == address(0), ChangePending(_change.candidate));
        _change = Change(candidate, uint64(block.timestamp) + NOTICE);
        ++_round;
        undecidedResources = 0;
        emit TrusteeAnnounced(candidate, _change.noticeEnds);
        _presale.setTrusteeChanging(true);
    }

    /// @inheritdoc IEscrow
    function cancelTrustee() external onlyOwner {
        emit TrusteeCancelled(_endChange());
    }

    /// @inheritdoc IEscrow
    function completeTrustee() external {
        require(block.timestamp >= _change.noticeEnds, NoticeOngoing(_change.noticeEnds));
        trustee = _endChange();
        emit TrusteeSet(trustee);
    }

    // ---------------------------------------------------------------- presale

    /// @inheritdoc IEscrow
    function receiveBudget(uint256 amount) external onlyPresale nonReentrant {
        require(undecidedResources == 0, ResourcesUndecided(undecidedResources));
        delete _change;
        _plan.left = uint112(amount); // a part of what was raised, which is 112 bits
        emit BudgetReceived(amount);
        if (amount > 0) _asset.pull(msg.sender, amount);
    }

    /// @inheritdoc IEscrow
    function dissolve() external onlyPresale nonReentrant {
        uint256 amount = _plan.left;
        _plan.left = 0;
        emit BudgetReturned(amount);
        if (amount > 0) _asset.safeTransfer(reserve, amount);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IEscrow
    function terms() external view returns (Terms memory) {
        return Terms(maxResourceBps, challengeWindow, gracePeriod, _plan.milestones());
    }

    /// @inheritdoc IEscrow
    function resourceOf(uint256 id) external view returns (Resource memory resource) {
        resource = _resources[id];
        resource.state = _resourceState(id);
    }

    /// @inheritdoc IEscrow
    function milestoneOf(uint256 index) external view returns (MilestoneStatus memory) {
        return _plan.statusAt(index, _presale.releasedAt());
    }

    /// @inheritdoc IEscrow
    function milestoneCount() external view returns (uint256) {
        return _plan.entries.length;
    }

    /// @inheritdoc IEscrow
    function budgetLeft() external view returns (uint256) {
        return _plan.left;
    }

    /// @inheritdoc IEscrow
    function pendingChange() external view returns (Change memory) {
        return _change;
    }

    /// @inheritdoc IEscrow
    function presale() external view returns (address) {
        return address(_presale);
    }

    // ---------------------------------------------------------------- internals

    /// @dev Adds all the money that the caller gave to those who object.
    function _object(
        bytes32 challenge,
        uint64 until,
        uint256 total
    ) private returns (uint256 weight, uint256 newTotal, bool majority) {
        require(block.timestamp < until, ObjectionsClosed(until));
        weight = _presale.positionOf(msg.sender).contributed;
        uint256 before = _objections[challenge][msg.sender];
        require(weight > before, NothingToObjectWith(msg.sender));
        _objections[challenge][msg.sender] = weight;
        newTotal = total + weight - before;
        majority = newTotal * 2 > _presale.moneyForMajority();
    }

    function _sendCustody(Resource storage r, address recipient) private {
        if (r.nftContract != address(0)) IERC721(r.nftContract).transferFrom(address(this), recipient, r.nftId);
    }

    function _endChange() private returns (address candidate) {
        candidate = _change.candidate;
        require(candidate != address(0), NoChangePending());
        delete _change;
        _presale.setTrusteeChanging(false);
    }

    function _resourceState(uint256 id) private view returns (ResourceState) {
        Resource storage r = _resources[id];
        if (r.state == ResourceState.Challenged && r.round != _round) return ResourceState.Offered;
        return r.state;
    }

    function _inState(uint256 id, ResourceState needed) private view returns (Resource storage) {
        ResourceState current = _resourceState(id);
        require(current == needed, WrongResourceState(id, current));
        return _resources[id];
    }

    function _milestone(uint256 index, MilestoneState needed) private view returns (Milestones.Entry storage entry) {
        _requireBudget();
        entry = _plan.entryAt(index);
        require(entry.state == needed, WrongMilestoneState(index, entry.state));
    }

    function _unsettled(uint256 index) private view returns (Milestones.Entry storage entry) {
        _requireBudget();
        entry = _plan.entryAt(index);
        require(entry.state < MilestoneState.Paid, WrongMilestoneState(index, entry.state));
    }

    function _graceEnds(Milestones.Entry storage entry) private view returns (uint64) {
        return _presale.releasedAt() + entry.dueAfter + gracePeriod;
    }

    function _requireUnreleased() private view {
        IPresale.State sale = _presale.state();
        require(sale < IPresale.State.Released, IPresale.WrongState(sale, IPresale.State.Ended));
    }

    function _requireReleased() private view {
        IPresale.State sale = _presale.state();
        require(sale == IPresale.State.Released, IPresale.WrongState(sale, IPresale.State.Released));
    }

    function _requireBudget() private view {
        _requireReleased();
        uint64 since = _presale.dissolvedAt();
        require(since == 0, AlreadyDissolved(since));
    }
}
