// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {AlreadyDissolved, InvalidRecipient, SlippageExceeded, ZeroAddress, ZeroAmount} from "../interfaces/Errors.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {Milestones} from "../libraries/Milestones.sol";
import {TrusteeChange} from "../libraries/TrusteeChange.sol";

/// @title Escrow
/// @notice Resources, production budget and trustee of a presale. Documentation: {IEscrow}.
contract Escrow is IEscrow, OwnableUpgradeable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using Milestones for Milestones.Entry;
    using Milestones for Milestones.Plan;
    using SafeERC20 for IERC20;
    using TrusteeChange for TrusteeChange.Book;

    /// @dev A resource as it is kept; under a later announcement than `round` a challenge is void.
    struct Deposit {
        address offerer;
        ResourceState state;
        uint32 round;
        uint40 challengeEnds;
        uint112 value;
        uint112 rejecting;
        address nftContract;
        uint256 nftId;
    }

    uint16 private constant MAX_RESOURCE_BPS = 5_000; // 50 % of the sold tokens
    uint64 private constant MAX_GRACE = 365 days;
    bytes32 private constant PROPOSER_ROLE = keccak256("PROPOSER_ROLE"); // TimelockController's

    IPresale private _presale;
    uint40 private _challengeWindow;
    uint40 private _gracePeriod;
    uint16 public maxResourceBps;
    ILiquidityReserve private _reserve;
    IERC20 private _asset;
    IERC20 private _token;
    address public trustee;
    uint256 public resourceCount;
    uint256 public undecidedResources;
    uint256 private _moneyTokens; // tokens sold for money whose holders have not left
    Milestones.Plan private _plan;
    TrusteeChange.Book private _book;
    mapping(uint256 id => Deposit) private _deposits;
    mapping(bytes32 challenge => mapping(address partner => uint256)) private _objections;
    mapping(address partner => uint256) private _leftWith;
    mapping(address partner => uint256) private _takenBackOf; // asset units given for what he left with
    uint256 private _takenBack; // sum of those

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
        require(
            terms_.challengeWindow >= 1 days && terms_.challengeWindow <= 30 days,
            EscrowWindowOutOfRange(terms_.challengeWindow)
        );
        require(
            terms_.gracePeriod >= 1 days && terms_.gracePeriod <= MAX_GRACE,
            GracePeriodOutOfRange(terms_.gracePeriod)
        );
        __Ownable_init(treasury_);
        _presale = IPresale(presale_);
        _reserve = ILiquidityReserve(reserve_);
        _asset = IERC20(_reserve.asset());
        _token = IERC20(_reserve.token());
        maxResourceBps = terms_.maxResourceBps;
        _challengeWindow = uint40(terms_.challengeWindow); // at most 30 days
        _gracePeriod = uint40(terms_.gracePeriod); // at most a year
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
        if (_presale.tokensFor(value) == 0) {
            revert IPresale.ContributionTooSmall(value, _presale.terms().price);
        }
        id = ++resourceCount;
        Deposit storage d = _deposits[id];
        d.offerer = msg.sender;
        d.state = ResourceState.Offered;
        d.value = value;
        d.nftContract = nftContract;
        d.nftId = nftId;
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
        require(!_book.isPending(), ChangePending(_book.change.candidate));
        Deposit storage d = _inState(id, ResourceState.Offered);
        d.state = ResourceState.Challenged;
        d.round = _book.round;
        d.rejecting = 0;
        d.challengeEnds = uint40(block.timestamp) + _challengeWindow;
        ++undecidedResources;
        emit ResourceAccepted(id, d.challengeEnds);
    }

    /// @inheritdoc IEscrow
    function rejectResource(uint256 id) external {
        Deposit storage d = _inState(id, ResourceState.Challenged);
        bytes32 challenge = keccak256(abi.encode(ResourceState.Challenged, id, d.round));
        (uint256 weight, uint256 total, bool majority) = _object(challenge, d.challengeEnds, d.rejecting);
        d.rejecting = uint112(total); // at most what was raised, which is 112 bits
        emit ResourceObjected(id, msg.sender, weight, total);
        if (!majority) return;
        d.state = ResourceState.Rejected;
        --undecidedResources;
        emit ResourceRejected(id);
    }

    /// @inheritdoc IEscrow
    function confirmResource(uint256 id) external nonReentrant {
        Deposit storage d = _inState(id, ResourceState.Challenged);
        require(block.timestamp >= d.challengeEnds, ObjectionsOpen(d.challengeEnds));
        _requireUnreleased();
        d.state = ResourceState.Confirmed;
        --undecidedResources;
        emit ResourceConfirmed(id, d.offerer, _presale.creditResource(d.offerer, d.value));
    }

    /// @inheritdoc IEscrow
    function returnResource(uint256 id) external onlyTrustee nonReentrant {
        _requireUnreleased();
        ResourceState current = _resourceState(id);
        if (current == ResourceState.Challenged) --undecidedResources;
        else if (current == ResourceState.Confirmed) {
            _presale.uncreditResource(_deposits[id].offerer, _deposits[id].value);
        } else require(current == ResourceState.Offered, WrongResourceState(id, current));
        _deposits[id].state = ResourceState.Returned;
        emit ResourceReturned(id);
    }

    /// @inheritdoc IEscrow
    function withdrawResource(uint256 id, address recipient) external nonReentrant {
        Deposit storage d = _deposits[id];
        require(msg.sender == d.offerer, NotOfferer(id, msg.sender));
        require(recipient != address(0) && recipient != address(this), InvalidRecipient(recipient));
        ResourceState current = _resourceState(id);
        bool free = current < ResourceState.Confirmed || current == ResourceState.Returned;
        require(free || (current == ResourceState.Confirmed && _presale.failed()), WrongResourceState(id, current));
        if (current == ResourceState.Challenged) --undecidedResources;
        d.state = ResourceState.Withdrawn;
        emit ResourceWithdrawn(id, recipient);
        _sendCustody(d, recipient);
    }

    /// @inheritdoc IEscrow
    function deliverResource(uint256 id) external nonReentrant {
        IPresale.State sale = _presale.state();
        require(sale == IPresale.State.Released, IPresale.WrongState(sale, IPresale.State.Released));
        Deposit storage d = _inState(id, ResourceState.Confirmed);
        require(d.nftContract != address(0), NotInCustody(address(0), 0));
        d.state = ResourceState.Delivered;
        emit ResourceDelivered(id, owner());
        _sendCustody(d, owner());
    }

    // ---------------------------------------------------------------- milestones

    /// @inheritdoc IEscrow
    function approveMilestone(uint256 index) external onlyTrustee {
        Milestones.Entry storage entry = _milestone(index, MilestoneState.Planned);
        uint64 until = _graceEnds(entry);
        require(block.timestamp < until, ApprovalOver(until));
        entry.state = MilestoneState.Approved;
        entry.challengeEnds = uint40(block.timestamp) + _challengeWindow;
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
        _requireNoNotice();
        amount = _plan.settle(entry, MilestoneState.Paid);
        emit MilestonePaid(index, amount);
        if (amount > 0) _asset.safeTransfer(owner(), amount);
    }

    /// @inheritdoc IEscrow
    function failMilestone(uint256 index) external nonReentrant returns (uint256 amount) {
        Milestones.Entry storage entry = _unsettled(index);
        uint64 from = entry.failsFrom(_graceEnds(entry));
        require(block.timestamp >= from, NotFailedYet(from));
        _requireNoNotice();
        amount = _plan.settle(entry, MilestoneState.Failed);
        emit MilestoneFailed(index, amount);
        if (amount == 0) return 0;
        _asset.forceApprove(address(_reserve), amount);
        _reserve.receiveGift(amount);
    }

    // ---------------------------------------------------------------- another trustee

    /// @inheritdoc IEscrow
    function announceTrustee(address candidate) external onlyOwner {
        bool released = _presale.releasedAt() != 0;
        if (released) _requireBudget();
        else _requireUnreleased();
        _checkCandidate(candidate);
        _book.announce(candidate);
        if (released) return;
        undecidedResources = 0;
        _book.beginNotice();
        _presale.setTrusteeChanging(true);
    }

    /// @inheritdoc IEscrow
    function cancelTrustee() external onlyOwner {
        _book.requirePending();
        emit TrusteeCancelled(_book.change.candidate);
        _endChange();
    }

    /// @inheritdoc IEscrow
    function consent(uint256 amount) external nonReentrant {
        _requireBudget();
        _book.requirePending();
        require(_book.change.noticeEnds == 0, NoticeOngoing(_book.change.noticeEnds));
        uint256 locked = _book.lockedOf[msg.sender] + amount;
        _book.lockedOf[msg.sender] = locked;
        // What vests later than any notice that this change can have cannot be sold before it is over.
        uint64 latest = _book.change.announcedAt + TrusteeChange.CONSENT_TERM + TrusteeChange.NOTICE;
        uint256 bound = locked + _presale.vestingOf(msg.sender, latest);
        (uint256 forMoney, uint256 forResources) = _soldTo(msg.sender);
        uint256 weight = Math.min(forMoney + forResources, bound);
        require(weight > _book.consentOf(msg.sender), NothingToConsentWith(msg.sender));
        (uint256 consented, uint256 vouching) = _book.setWeight(msg.sender, weight, forMoney);
        emit ConsentGiven(msg.sender, weight, consented);
        if (consented * 2 > _moneyTokens + _presale.resourceTokens()) {
            _book.restUntil = _book.beginNotice() + TrusteeChange.REST;
            // Resources have no part, and parts used up by an earlier vouching are not those of the others.
            _plan.vouching = uint112(Math.saturatingSub(_plan.parts + vouching, _moneyTokens)); // at most `parts`
        }
        if (amount > 0) _token.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IEscrow
    function unlockConsent() external nonReentrant returns (uint256 amount) {
        amount = _book.lockedOf[msg.sender];
        uint256 weight = _book.consentOf(msg.sender);
        require(amount > 0 || weight > 0, IPresale.NothingToTake(msg.sender));
        if (weight > 0) {
            require(_book.change.noticeEnds == 0, NoticeOngoing(_book.change.noticeEnds));
            (uint256 forMoney, ) = _soldTo(msg.sender);
            _book.setWeight(msg.sender, 0, forMoney);
        }
        _book.lockedOf[msg.sender] = 0;
        emit ConsentUnlocked(msg.sender, amount);
        if (amount > 0) _token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IEscrow
    function leaveWith(
        uint256 tokens,
        uint256 minAssetOut,
        address recipient
    ) external nonReentrant returns (uint256 assetOut) {
        require(_book.isNotice() && _presale.releasedAt() != 0, NoNotice());
        _requireBudget();
        require(recipient != address(0) && recipient != address(this), InvalidRecipient(recipient));
        require(tokens > 0, ZeroAmount());
        uint256 max = leavableOf(msg.sender);
        require(tokens <= max, TokensAboveLeavable(msg.sender, tokens, max));
        _leftWith[msg.sender] += tokens;
        _moneyTokens -= tokens;
        uint256 given = _presale.priceOf(tokens);
        _takenBackOf[msg.sender] += given;
        _takenBack += given;
        assetOut = _sell(tokens);
        uint256 fromBudget = _plan.payOut(tokens, Math.saturatingSub(given, assetOut));
        assetOut += fromBudget;
        require(assetOut >= minAssetOut, SlippageExceeded(assetOut, minAssetOut));
        emit PartnerLeft(msg.sender, recipient, tokens, assetOut, fromBudget);
        _asset.safeTransfer(recipient, assetOut);
    }

    /// @inheritdoc IEscrow
    function completeTrustee() external {
        _book.requirePending();
        uint64 noticeEnds = _book.change.noticeEnds;
        require(noticeEnds != 0 && block.timestamp >= noticeEnds, NoticeOngoing(noticeEnds));
        trustee = _book.change.candidate;
        emit TrusteeSet(trustee);
        _endChange();
    }

    // ---------------------------------------------------------------- presale

    /// @inheritdoc IEscrow
    function receiveBudget(uint256 amount) external onlyPresale nonReentrant {
        require(undecidedResources == 0, ResourcesUndecided(undecidedResources));
        delete _book.change;
        _plan.left = uint112(amount); // a part of what was raised, which is 112 bits
        _moneyTokens = _presale.tokensFor(_presale.raised());
        _plan.parts = uint112(_moneyTokens); // minted, so below the supply's cap of 112 bits
        emit BudgetReceived(amount);
        if (amount > 0) _asset.pull(msg.sender, amount);
    }

    /// @inheritdoc IEscrow
    function dissolve() external onlyPresale nonReentrant {
        uint256 amount = _plan.left;
        _plan.left = 0;
        emit BudgetReturned(amount);
        if (amount > 0) _asset.safeTransfer(address(_reserve), amount);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IEscrow
    function terms() external view returns (Terms memory t) {
        (t.maxResourceBps, t.challengeWindow, t.gracePeriod) = (maxResourceBps, _challengeWindow, _gracePeriod);
        uint256 count = _plan.entries.length;
        t.milestones = new Milestone[](count);
        for (uint256 i = 0; i < count; ++i) {
            Milestones.Entry storage entry = _plan.entries[i];
            t.milestones[i] = Milestone(entry.bps, entry.dueAfter, entry.descriptionHash);
        }
    }

    /// @inheritdoc IEscrow
    function challengeWindow() external view returns (uint64) {
        return _challengeWindow;
    }

    /// @inheritdoc IEscrow
    function gracePeriod() external view returns (uint64) {
        return _gracePeriod;
    }

    /// @inheritdoc IEscrow
    function resourceOf(uint256 id) external view returns (Resource memory) {
        Deposit storage d = _deposits[id];
        ResourceState current = _resourceState(id);
        return Resource(d.offerer, current, d.challengeEnds, d.value, d.rejecting, d.nftContract, d.nftId);
    }

    /// @inheritdoc IEscrow
    function milestoneOf(uint256 index) external view returns (MilestoneStatus memory) {
        Milestones.Entry storage e = _plan.entryAt(index);
        uint64 released = _presale.releasedAt();
        return
            MilestoneStatus({
                bps: e.bps,
                state: e.state,
                dueAt: released == 0 ? 0 : released + e.dueAfter,
                challengeEnds: e.challengeEnds,
                stopping: e.stopping,
                descriptionHash: e.descriptionHash,
                amount: _plan.partOf(e)
            });
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
    function pendingChange() external view returns (Change memory change) {
        if (_book.isPending()) change = _book.change;
    }

    /// @inheritdoc IEscrow
    function consentOf(address account) external view returns (uint256 weight, uint256 locked) {
        return (_book.consentOf(account), _book.lockedOf[account]);
    }

    /// @inheritdoc IEscrow
    function leavableOf(address account) public view returns (uint256) {
        (uint256 forMoney, ) = _soldTo(account);
        return Math.saturatingSub(forMoney, _book.consentOf(account));
    }

    /// @inheritdoc IEscrow
    function presale() external view returns (address) {
        return address(_presale);
    }

    /// @inheritdoc IEscrow
    function reserve() external view returns (address) {
        return address(_reserve);
    }

    // ---------------------------------------------------------------- internals

    /// @dev Adds all the money that the caller gave, and has not left with, to those who object.
    function _object(
        bytes32 challenge,
        uint64 until,
        uint256 total
    ) private returns (uint256 weight, uint256 newTotal, bool majority) {
        require(block.timestamp < until, ObjectionsClosed(until));
        weight = _presale.positionOf(msg.sender).contributed - _takenBackOf[msg.sender];
        uint256 before = _objections[challenge][msg.sender];
        require(weight > before, NothingToObjectWith(msg.sender));
        _objections[challenge][msg.sender] = weight;
        newTotal = total + weight - before;
        majority = newTotal * 2 > _presale.moneyForMajority() - _takenBack;
    }

    /// @dev Takes tokens from what waits for the caller in the presale, then from his account, and sells them.
    function _sell(uint256 tokens) private returns (uint256 received) {
        // What vests late and backs his consent stays where it is.
        bool backed = _book.consentOf(msg.sender) <= _book.lockedOf[msg.sender];
        uint256 waiting = backed ? _presale.surrender(msg.sender, tokens) : 0;
        if (waiting < tokens) _token.safeTransferFrom(msg.sender, address(this), tokens - waiting);
        uint256 before = _asset.balanceOf(address(this));
        _reserve.sell(tokens, 0, address(this), block.timestamp);
        return _asset.balanceOf(address(this)) - before;
    }

    function _sendCustody(Deposit storage d, address recipient) private {
        if (d.nftContract != address(0)) IERC721(d.nftContract).transferFrom(address(this), recipient, d.nftId);
    }

    function _endChange() private {
        delete _book.change;
        if (_presale.releasedAt() == 0) _presale.setTrusteeChanging(false);
    }

    function _checkCandidate(address candidate) private view {
        require(candidate != address(0), ZeroAddress());
        bool independent =
            candidate != owner() &&
                _presale.positionOf(candidate).founderBps == 0 &&
                !IAccessControl(owner()).hasRole(PROPOSER_ROLE, candidate);
        require(independent, IPresale.TrusteeNotIndependent(candidate));
    }

    /// @dev Tokens that `account` was sold (18 decimals) and has not left with.
    function _soldTo(address account) private view returns (uint256 forMoney, uint256 forResources) {
        IPresale.Position memory position = _presale.positionOf(account);
        return (_presale.tokensFor(position.contributed) - _leftWith[account], position.resourceTokens);
    }

    function _resourceState(uint256 id) private view returns (ResourceState) {
        Deposit storage d = _deposits[id];
        if (d.state == ResourceState.Challenged && d.round != _book.round) return ResourceState.Offered;
        return d.state;
    }

    function _inState(uint256 id, ResourceState needed) private view returns (Deposit storage) {
        ResourceState current = _resourceState(id);
        require(current == needed, WrongResourceState(id, current));
        return _deposits[id];
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
        return _presale.releasedAt() + entry.dueAfter + _gracePeriod;
    }

    function _requireUnreleased() private view {
        IPresale.State sale = _presale.state();
        require(sale < IPresale.State.Released, IPresale.WrongState(sale, IPresale.State.Ended));
    }

    function _requireBudget() private view {
        IPresale.State sale = _presale.state();
        require(sale == IPresale.State.Released, IPresale.WrongState(sale, IPresale.State.Released));
        uint64 dissolvedAt = _presale.dissolvedAt();
        require(dissolvedAt == 0, AlreadyDissolved(dissolvedAt));
    }

    function _requireNoNotice() private view {
        require(!_book.isNotice(), NoticeOngoing(_book.change.noticeEnds));
    }
}
