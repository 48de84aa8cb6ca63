// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {InvalidShare, NotCurator, ZeroAddress} from "../interfaces/Errors.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IForum} from "../interfaces/IForum.sol";
import {IIssuance} from "../interfaces/IIssuance.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IProductionProposals} from "../interfaces/IProductionProposals.sol";
import {IStake} from "../interfaces/IStake.sol";
import {Share} from "../interfaces/Share.sol";
import {Curation} from "../libraries/Curation.sol";
import {Reviews} from "../libraries/Reviews.sol";
import {Rewards} from "../libraries/Rewards.sol";
import {Shares} from "../libraries/Shares.sol";

/// @title ContributionRegistry
/// @notice Recognition of contributions by review. Documentation: {IContributionRegistry}.
/// @dev Calls nothing but contracts of the same launch, none of which calls anybody else.
contract ContributionRegistry is IContributionRegistry, OwnableUpgradeable {
    using Curation for Curation.Curators;
    using Reviews for Contribution;
    using Rewards for Contribution;
    using Rewards for Rewards.Book;
    using SafeERC20 for IERC20;
    using Shares for Share[];

    uint24 private constant MIN_REVIEW_WINDOW = 1 hours;
    uint24 private constant MAX_REVIEW_WINDOW = 90 days;
    uint16 private constant MAX_REVIEWER_REWARD_BPS = 2_000; // 20 %
    /// @dev Longer than three windows of issuance and a pause: what a review holds is free then, whatever happened.
    uint256 private constant LONGEST_SETTLEMENT = 365 days;
    uint8 private constant REVIEW = 0; // the tag of reviews in {IStake}

    struct Kind {
        uint112 maxReward;
        bool active;
        uint32 version;
    }

    IIssuance private _issuance;
    uint24 private _reviewWindow;
    uint8 private _quorum;
    uint16 private _reviewerRewardBps;
    uint112 private _deposit;
    bool public takesDeposits;
    Curation.Curators private _curators;
    /// @dev Beside the count, which every submission reads anyway.
    IProductionProposals private _proposals;
    uint96 public contributionCount;
    Rewards.Book private _book;
    mapping(uint8 kind => Kind) public kindOf;
    mapping(uint256 id => Contribution) private _contributions;
    mapping(uint256 id => mapping(address account => Standing)) public standingOf;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IContributionRegistry
    function initialize(
        address token_,
        address issuance_,
        address stake_,
        address proposals_,
        address owner_,
        bool takesDeposits_,
        Terms calldata terms_
    ) external initializer {
        require(
            token_ != address(0) && issuance_ != address(0) && stake_ != address(0) && proposals_ != address(0),
            ZeroAddress()
        );
        __Ownable_init(owner_);
        _book.token = IERC20(token_);
        _issuance = IIssuance(issuance_);
        _curators.stake = IStake(stake_);
        _proposals = IProductionProposals(proposals_);
        _book.treasury = owner_;
        takesDeposits = takesDeposits_;
        _setReviewTerms(terms_.reviewWindow, terms_.quorum);
        _curators.setStake(terms_.curationStake);
        _setIncentives(terms_.deposit, terms_.reviewerRewardBps);
        _setKind(0, "production", terms_.maxProduction, true);
        _setKind(1, "use", terms_.maxUse, true);
        _setKind(2, "maintenance", terms_.maxMaintenance, true);
        uint256 count = terms_.curators.length;
        require(count >= terms_.quorum, TooFewCurators(count, terms_.quorum));
        for (uint256 i = 0; i < count; ++i) _curators.set(terms_.curators[i], true);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc IContributionRegistry
    function setKind(uint8 kind, string calldata name, uint112 maxReward, bool active) external onlyOwner {
        _setKind(kind, name, maxReward, active);
    }

    /// @inheritdoc IContributionRegistry
    function setCurator(address curator, bool allowed) external onlyOwner {
        _curators.set(curator, allowed);
    }

    /// @inheritdoc IContributionRegistry
    function setReviewTerms(uint24 reviewWindow_, uint8 quorum_) external onlyOwner {
        _setReviewTerms(reviewWindow_, quorum_);
    }

    /// @inheritdoc IContributionRegistry
    function setCurationStake(uint112 curationStake_) external onlyOwner {
        _curators.setStake(curationStake_);
    }

    /// @inheritdoc IContributionRegistry
    function setIncentives(uint112 deposit_, uint16 reviewerRewardBps_) external onlyOwner {
        _setIncentives(deposit_, reviewerRewardBps_);
    }

    /// @inheritdoc IContributionRegistry
    function overrule(uint256 id) external onlyOwner {
        Contribution storage c = _inStatus(id, Status.Rejected);
        uint256 until = c.overrulableUntil();
        require(block.timestamp < until, OverruleOver(id, until));
        require(!c.backed || _proposals.isLastDelivery(id), DeliveryReplaced(id));
        c.status = Status.Accepted;
        c.isOverruled = true;
        emit ContributionOverruled(id);
        c.enter(id, _issuance);
    }

    // ---------------------------------------------------------------- user actions

    /// @inheritdoc IContributionRegistry
    function submit(
        uint8 kind,
        uint112 reward,
        Share[] calldata shares,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256 id) {
        Kind memory k = kindOf[kind];
        require(k.active, KindNotActive(kind));
        require(reward > 0 && reward <= k.maxReward, RewardOutOfRange(reward, k.maxReward));
        shares.validate();
        id = ++contributionCount;
        for (uint256 i = 0; i < shares.length; ++i) {
            Share calldata share = shares[i];
            require(standingOf[id][share.account] == Standing.None, InvalidShare(share.account, share.bps));
            standingOf[id][share.account] = Standing.Involved;
        }
        standingOf[id][msg.sender] = Standing.Involved;

        Contribution storage c = _contributions[id];
        c.reward = reward;
        c.kind = kind;
        c.status = Status.Submitted;
        c.quorum = _quorum;
        c.sharesHash = keccak256(abi.encode(shares));
        c.submitter = msg.sender;
        c.submittedAt = uint40(block.timestamp); // 40 bits of seconds last until the year 36,812
        c.reviewEnd = uint40(block.timestamp + _reviewWindow);
        c.reviewWindow = _reviewWindow;
        c.deposit = _deposit;
        c.reviewerRewardBps = _reviewerRewardBps;
        c.backed = msg.sender == address(_proposals);
        emit ContributionSubmitted(id, msg.sender, kind, reward, shares, contentHash, uri, k.version);
        if (c.deposit > 0) _book.token.safeTransferFrom(msg.sender, address(this), c.deposit);
    }

    /// @inheritdoc IContributionRegistry
    function review(uint256 id, bool approve, string calldata note) external {
        _review(id, approve, note);
    }

    /// @inheritdoc IContributionRegistry
    function reviewMany(uint256[] calldata ids, bool approve, string calldata note) external {
        for (uint256 i = 0; i < ids.length; ++i) _review(ids[i], approve, note);
    }

    /// @inheritdoc IContributionRegistry
    function veto(uint256 id) external returns (bool rejected) {
        Contribution storage c = _underReview(id);
        rejected = _curators.stake.castVeto(id, msg.sender, c.submittedAt, 0, 0);
        if (rejected) _end(id, c, false);
    }

    /// @inheritdoc IContributionRegistry
    function rejectDelivery(uint256 id) external {
        require(msg.sender == address(_proposals), NotProposals(msg.sender));
        _end(id, _underReview(id), false);
    }

    /// @inheritdoc IContributionRegistry
    function withdraw(uint256 id) external {
        Contribution storage c = _inStatus(id, Status.Submitted);
        require(msg.sender == c.submitter, NotSubmitter(id, msg.sender));
        c.status = Status.Withdrawn;
        emit ContributionWithdrawn(id);
        _book.releaseDeposit(c, id);
    }

    /// @inheritdoc IContributionRegistry
    function decide(uint256 id) external returns (bool accepted) {
        Contribution storage c = _inStatus(id, Status.Submitted);
        require(block.timestamp >= c.reviewEnd, ReviewOngoing(id, c.reviewEnd));
        accepted = c.isApproved();
        _end(id, c, accepted);
        // A review can end after dissolution, so that nothing waits for it for ever, but nothing is issued for it.
        bool isDissolved = ILiquidityReserve(ICdpoToken(address(_book.token)).reserve()).dissolvedAt() != 0;
        if (accepted && !isDissolved) c.enter(id, _issuance);
    }

    /// @inheritdoc IContributionRegistry
    function settle(uint256 id, Share[] calldata shares) external returns (uint256 amount) {
        Rewards.Payment memory payment = _accepted(id, shares).pull(_issuance);
        for (uint256 i = 0; i < shares.length; ++i) amount += _book.payProducer(id, shares, i, payment);
        require(amount > 0, NothingDue(id, address(0)));
    }

    /// @inheritdoc IContributionRegistry
    function claimFor(uint256 id, Share[] calldata shares, address account) external returns (uint256 amount) {
        Contribution storage c = _accepted(id, shares);
        Rewards.Payment memory payment = c.pull(_issuance);
        for (uint256 i = 0; i < shares.length; ++i) {
            if (shares[i].account == account) amount = _book.payProducer(id, shares, i, payment);
        }
        if (_hasReviewed(id, account)) amount += _book.payReviewer(id, account, c.reviewerPart(payment));
        require(amount > 0, NothingDue(id, account));
    }

    /// @inheritdoc IContributionRegistry
    function collectReviewRewards(address reviewer, uint256[] calldata ids) external returns (uint256 amount) {
        for (uint256 i = 0; i < ids.length; ++i) {
            Contribution storage c = _contributions[ids[i]];
            if (c.status != Status.Accepted || !_hasReviewed(ids[i], reviewer)) continue;
            amount += _book.payReviewer(ids[i], reviewer, c.reviewerPart(c.pull(_issuance)));
        }
        require(amount > 0, NoReviewReward(reviewer));
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IForum
    function heldUntil(uint256 id, uint8 tag) external view returns (uint256) {
        Contribution storage c = _contributions[id];
        bool isOpen = c.status == Status.Submitted;
        // Who reviewed is held until the award is final; what the owner overruled was over for them.
        if (tag == REVIEW && c.status == Status.Accepted) isOpen = !c.isOverruled && !isFinal(id);
        return isOpen ? type(uint256).max : 0;
    }

    /// @inheritdoc IContributionRegistry
    function contribution(uint256 id) external view returns (Contribution memory) {
        return _contributions[id];
    }

    /// @inheritdoc IContributionRegistry
    function isFinal(uint256 id) public view returns (bool) {
        Contribution storage c = _contributions[id];
        return c.status == Status.Accepted && c.paymentFor(_issuance).isFinal;
    }

    /// @inheritdoc IContributionRegistry
    function overrulableUntil(uint256 id) external view returns (uint256) {
        return _contributions[id].overrulableUntil();
    }

    /// @inheritdoc IContributionRegistry
    function isDepositReturned(uint256 id) external view returns (bool) {
        Contribution storage c = _contributions[id];
        return c.status > Status.Submitted && !c.isObjected();
    }

    /// @inheritdoc IContributionRegistry
    function reviewTerms() external view returns (uint24 reviewWindow, uint8 quorum) {
        return (_reviewWindow, _quorum);
    }

    /// @inheritdoc IContributionRegistry
    function incentives() external view returns (uint112, uint112 deposit, uint16 reviewerRewardBps) {
        return (_curators.needed, _deposit, _reviewerRewardBps);
    }

    /// @inheritdoc IContributionRegistry
    function isCurator(address account, uint256 submittedAt) external view returns (bool eligible, bool byStake) {
        return _curators.isEligible(account, submittedAt);
    }

    /// @inheritdoc IContributionRegistry
    function curatorSince(address account) external view returns (uint64) {
        return _curators.since[account];
    }

    /// @inheritdoc IContributionRegistry
    function curationStake() external view returns (uint112) {
        return _curators.needed;
    }

    /// @inheritdoc IContributionRegistry
    function reviewRewardOf(uint256 id, address reviewer) external view returns (uint256) {
        Contribution storage c = _contributions[id];
        if (c.status != Status.Accepted || !_hasReviewed(id, reviewer)) return 0;
        return c.reviewerPart(c.paymentFor(_issuance)) - _book.paid[id][reviewer].asReviewer;
    }

    /// @inheritdoc IContributionRegistry
    function paidTo(uint256 id, address account) external view returns (uint256) {
        Rewards.Paid storage paid = _book.paid[id][account];
        return uint256(paid.asProducer) + paid.asReviewer;
    }

    /// @inheritdoc IContributionRegistry
    function recognisedOf(address account) external view returns (uint256) {
        return _book.paidTo[account];
    }

    /// @inheritdoc IContributionRegistry
    function totalRecognised() external view returns (uint128) {
        return _book.total;
    }

    // ---------------------------------------------------------------- reviews

    function _review(uint256 id, bool approve, string calldata note) private {
        Contribution storage c = _underReview(id);
        (bool eligible, bool byStake) = _curators.isEligible(msg.sender, c.submittedAt);
        require(eligible, NotCurator(id, msg.sender));
        Standing standing = standingOf[id][msg.sender];
        require(standing < Standing.Reviewed, AlreadyReviewed(id, msg.sender));
        bool involved = standing == Standing.Involved;
        standingOf[id][msg.sender] = involved ? Standing.InvolvedReviewed : Standing.Reviewed;
        if (approve) {
            involved = involved || (c.backed && _proposals.isBacker(id, msg.sender));
            require(!involved, InvolvedApproves(id, msg.sender));
            c.approve(id);
        } else {
            ++c.objections;
        }
        emit ContributionReviewed(id, msg.sender, approve, note);
        if (byStake) {
            _curators.stake.hold(id, msg.sender, REVIEW, _curators.needed, c.latestEnd() + LONGEST_SETTLEMENT);
        }
    }

    function _end(uint256 id, Contribution storage c, bool accepted) private {
        c.end(id, accepted);
        _book.releaseDeposit(c, id);
    }

    function _underReview(uint256 id) private view returns (Contribution storage c) {
        c = _inStatus(id, Status.Submitted);
        require(block.timestamp < c.reviewEnd, ReviewOver(id, c.reviewEnd));
    }

    function _inStatus(uint256 id, Status status) private view returns (Contribution storage c) {
        c = _contributions[id];
        require(c.status == status, WrongStatus(id, c.status));
    }

    function _accepted(uint256 id, Share[] calldata shares) private view returns (Contribution storage c) {
        c = _inStatus(id, Status.Accepted);
        bytes32 got = keccak256(abi.encode(shares));
        require(got == c.sharesHash, SharesMismatch(id, c.sharesHash, got));
    }

    function _hasReviewed(uint256 id, address account) private view returns (bool) {
        return standingOf[id][account] >= Standing.Reviewed;
    }

    // ---------------------------------------------------------------- terms

    function _setKind(uint8 kind, string memory name, uint112 maxReward, bool active) private {
        uint32 version = kindOf[kind].version + 1;
        kindOf[kind] = Kind(maxReward, active, version);
        emit KindSet(kind, name, maxReward, active, version);
    }

    function _setReviewTerms(uint24 reviewWindow_, uint8 quorum_) private {
        require(
            reviewWindow_ >= MIN_REVIEW_WINDOW && reviewWindow_ <= MAX_REVIEW_WINDOW,
            ReviewWindowOutOfRange(reviewWindow_)
        );
        require(quorum_ > 0, ZeroQuorum());
        _reviewWindow = reviewWindow_;
        _quorum = quorum_;
        emit ReviewTermsSet(reviewWindow_, quorum_);
    }

    function _setIncentives(uint112 deposit_, uint16 reviewerRewardBps_) private {
        require(reviewerRewardBps_ <= MAX_REVIEWER_REWARD_BPS, ReviewerRewardOutOfRange(reviewerRewardBps_));
        require(deposit_ == 0 || takesDeposits, DepositsNotTaken(deposit_));
        _deposit = deposit_;
        _reviewerRewardBps = reviewerRewardBps_;
        emit IncentivesSet(deposit_, reviewerRewardBps_);
    }
}
