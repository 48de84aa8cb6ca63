// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {InvalidShare, NotCurator, ZeroAddress} from "../interfaces/Errors.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IIssuance} from "../interfaces/IIssuance.sol";
import {IProductionProposals} from "../interfaces/IProductionProposals.sol";
import {IStakeLock} from "../interfaces/IStakeLock.sol";
import {Share} from "../interfaces/Share.sol";
import {Shares} from "../libraries/Shares.sol";

/// @title ContributionRegistry
/// @notice Recognition of contributions by review. Documentation: {IContributionRegistry}.
contract ContributionRegistry is IContributionRegistry, OwnableUpgradeable {
    using SafeERC20 for IERC20;
    using Shares for Share[];

    uint24 private constant MIN_REVIEW_WINDOW = 1 hours;
    uint24 private constant MAX_REVIEW_WINDOW = 90 days;
    uint16 private constant MAX_REVIEWER_REWARD_BPS = 2_000; // 20 %
    uint8 private constant PRODUCTION = 0;
    uint8 private constant USE = 1;
    uint8 private constant MAINTENANCE = 2;

    struct Kind {
        uint112 maxReward;
        bool active;
        uint32 version;
    }

    IIssuance private _issuance;
    uint24 private _reviewWindow;
    uint8 private _quorum;
    uint16 private _reviewerRewardBps;
    /// @dev When the owner set the curation stake (seconds).
    uint40 private _curationStakeSince;
    uint112 private _curationStake;
    uint112 private _deposit;
    IStakeLock private _stakeLock;
    IERC20 private _token;
    /// @dev Beside the count, which every submission reads anyway.
    IProductionProposals private _proposals;
    uint96 public contributionCount;
    uint128 public totalRecognised;
    mapping(uint8 kind => Kind) public kindOf;
    mapping(address account => uint64) public curatorSince;
    mapping(address account => uint256) public recognisedOf;
    mapping(uint256 id => Contribution) private _contributions;
    mapping(uint256 id => mapping(address account => Standing)) public standingOf;
    mapping(uint256 id => mapping(address account => uint256)) private _reviewPaid;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IContributionRegistry
    function initialize(
        address token_,
        address issuance_,
        address stakeLock_,
        address proposals_,
        address owner_,
        Terms calldata terms_
    ) external initializer {
        require(
            token_ != address(0) && issuance_ != address(0) && stakeLock_ != address(0) && proposals_ != address(0),
            ZeroAddress()
        );
        __Ownable_init(owner_);
        _token = IERC20(token_);
        _issuance = IIssuance(issuance_);
        _stakeLock = IStakeLock(stakeLock_);
        _proposals = IProductionProposals(proposals_);
        _setReviewTerms(terms_.reviewWindow, terms_.quorum);
        _setCurationStake(terms_.curationStake);
        _setIncentives(terms_.deposit, terms_.reviewerRewardBps);
        _setKind(PRODUCTION, "production", terms_.maxProduction, true);
        _setKind(USE, "use", terms_.maxUse, true);
        _setKind(MAINTENANCE, "maintenance", terms_.maxMaintenance, true);
        for (uint256 i = 0; i < terms_.curators.length; ++i) _setCurator(terms_.curators[i], true);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc IContributionRegistry
    function setKind(uint8 kind, string calldata name, uint112 maxReward, bool active) external onlyOwner {
        _setKind(kind, name, maxReward, active);
    }

    /// @inheritdoc IContributionRegistry
    function setCurator(address curator, bool allowed) external onlyOwner {
        _setCurator(curator, allowed);
    }

    /// @inheritdoc IContributionRegistry
    function setReviewTerms(uint24 reviewWindow_, uint8 quorum_) external onlyOwner {
        _setReviewTerms(reviewWindow_, quorum_);
    }

    /// @inheritdoc IContributionRegistry
    function setCurationStake(uint112 curationStake_) external onlyOwner {
        _setCurationStake(curationStake_);
    }

    /// @inheritdoc IContributionRegistry
    function setIncentives(uint112 deposit_, uint16 reviewerRewardBps_) external onlyOwner {
        _setIncentives(deposit_, reviewerRewardBps_);
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
        c.reviewWindow = _reviewWindow;
        c.deposit = _deposit;
        c.reviewerRewardBps = _reviewerRewardBps;
        c.backed = msg.sender == address(_proposals);
        emit ContributionSubmitted(id, msg.sender, kind, reward, shares, contentHash, uri, k.version);
        if (c.deposit > 0) _token.safeTransferFrom(msg.sender, address(this), c.deposit);
    }

    /// @inheritdoc IContributionRegistry
    function review(uint256 id, bool approve, string calldata note) external {
        (Contribution storage c, uint256 until) = _underReview(id);
        (bool eligible, bool byStake) = isCurator(msg.sender, c.submittedAt);
        require(eligible, NotCurator(id, msg.sender));
        Standing standing = standingOf[id][msg.sender];
        bool involved = standing == Standing.Involved || (c.backed && _proposals.isBacker(id, msg.sender));
        require(!involved, ReviewerInvolved(id, msg.sender));
        require(standing != Standing.Reviewed, AlreadyReviewed(id, msg.sender));
        standingOf[id][msg.sender] = Standing.Reviewed;
        if (approve) ++c.approvals;
        else ++c.objections;
        emit ContributionReviewed(id, msg.sender, approve, note);
        if (byStake) _stakeLock.hold(msg.sender, until);
    }

    /// @inheritdoc IContributionRegistry
    function veto(uint256 id) external returns (bool rejected) {
        (Contribution storage c, ) = _underReview(id);
        rejected = _stakeLock.castVeto(id, msg.sender, block.timestamp + c.reviewWindow);
        if (rejected) _decide(id, c, false);
    }

    /// @inheritdoc IContributionRegistry
    function withdraw(uint256 id) external {
        Contribution storage c = _inStatus(id, Status.Submitted);
        require(msg.sender == c.submitter, NotSubmitter(id, msg.sender));
        c.status = Status.Withdrawn;
        emit ContributionWithdrawn(id);
        _releaseDeposit(id, c);
    }

    /// @inheritdoc IContributionRegistry
    function decide(uint256 id) external returns (bool accepted) {
        Contribution storage c = _inStatus(id, Status.Submitted);
        uint256 until = _reviewEnd(c);
        require(block.timestamp >= until, ReviewOngoing(id, until));
        accepted = c.approvals >= c.quorum && c.approvals > c.objections;
        _decide(id, c, accepted);
    }

    /// @inheritdoc IContributionRegistry
    function settle(uint256 id, Share[] calldata shares) external returns (uint256 amount) {
        Contribution storage c = _inStatus(id, Status.Accepted);
        bytes32 sharesHash = keccak256(abi.encode(shares));
        require(sharesHash == c.sharesHash, SharesMismatch(id, c.sharesHash, sharesHash));
        uint256 before = c.settled;
        (uint256 settled, uint256 reviewPart) = _settleable(c, shares);
        c.settled = uint112(settled); // at most `reward`, which is 112 bits
        uint256 dust;
        if (settled == c.reward) {
            c.status = Status.Settled;
            dust = settled - shares.sumOfParts(settled);
        }
        amount = shares.sumOfParts(settled) + dust - shares.sumOfParts(before);
        totalRecognised += uint128(amount); // at most `reward`
        emit ContributionSettled(id, amount, settled);
        _pay(shares, before, settled, dust);
        if (reviewPart == 0) return amount;
        emit ReviewRewardFunded(id, reviewPart);
        _issuance.issue(address(this), reviewPart);
    }

    /// @inheritdoc IContributionRegistry
    function collectReviewRewards(address reviewer, uint256[] calldata ids) external returns (uint256 amount) {
        for (uint256 i = 0; i < ids.length; ++i) {
            uint256 id = ids[i];
            uint256 part = reviewRewardOf(id, reviewer);
            if (part == 0) continue;
            _reviewPaid[id][reviewer] += part;
            if (_isAccepted(_contributions[id])) {
                recognisedOf[reviewer] += part;
                totalRecognised += uint128(part); // at most a part of `reward`
            }
            amount += part;
            emit ReviewRewardPaid(id, reviewer, part);
        }
        require(amount > 0, NoReviewReward(reviewer));
        _token.safeTransfer(reviewer, amount);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IContributionRegistry
    function contribution(uint256 id) external view returns (Contribution memory) {
        return _contributions[id];
    }

    /// @inheritdoc IContributionRegistry
    function isDepositReturned(uint256 id) external view returns (bool) {
        Contribution storage c = _contributions[id];
        return c.status > Status.Submitted && !_isObjected(c);
    }

    /// @inheritdoc IContributionRegistry
    function reviewTerms() external view returns (uint24 reviewWindow, uint8 quorum) {
        return (_reviewWindow, _quorum);
    }

    /// @inheritdoc IContributionRegistry
    function incentives() external view returns (uint112 curationStake, uint112 deposit, uint16 reviewerRewardBps) {
        return (_curationStake, _deposit, _reviewerRewardBps);
    }

    /// @inheritdoc IContributionRegistry
    function isCurator(address account, uint256 submittedAt) public view returns (bool eligible, bool byStake) {
        uint64 since = curatorSince[account];
        if (since != 0 && since < submittedAt) return (true, false);
        if (_curationStake == 0 || _curationStakeSince >= submittedAt) return (false, false);
        IStakeLock.Stake memory stake = _stakeLock.stakeOf(account);
        byStake = stake.amount >= _curationStake && stake.since < submittedAt;
        return (byStake, byStake);
    }

    /// @inheritdoc IContributionRegistry
    function reviewRewardOf(uint256 id, address reviewer) public view returns (uint256) {
        if (standingOf[id][reviewer] != Standing.Reviewed) return 0;
        Contribution storage c = _contributions[id];
        uint256 total;
        if (_isAccepted(c)) total = _reviewPartOf(c, c.settled);
        else if (c.status != Status.Submitted && _isObjected(c)) total = c.deposit;
        uint256 reviewers = uint256(c.approvals) + c.objections;
        return Math.mulDiv(total, 1, reviewers) - _reviewPaid[id][reviewer];
    }

    // ---------------------------------------------------------------- internals

    /// @dev Also a veto's end of a review.
    function _decide(uint256 id, Contribution storage c, bool accepted) private {
        c.status = accepted ? Status.Accepted : Status.Rejected;
        emit ContributionDecided(id, accepted, c.approvals, c.objections);
        _releaseDeposit(id, c);
    }

    function _releaseDeposit(uint256 id, Contribution storage c) private {
        uint256 amount = c.deposit;
        if (amount == 0) return;
        if (_isObjected(c)) {
            emit DepositForfeited(id, amount);
        } else {
            emit DepositReturned(id, c.submitter, amount);
            _token.safeTransfer(c.submitter, amount);
        }
    }

    /// @dev How far the budget covers the reward now, and what of the reviewers' reward comes with it. For a settled sum s at
    /// most s + ⌊s·bps⌋ is minted, so that both parts together stay within the room.
    function _settleable(
        Contribution storage c,
        Share[] calldata shares
    ) private view returns (uint256 settled, uint256 reviewPart) {
        uint256 reward = c.reward;
        uint256 reviewBefore = _reviewPartOf(c, c.settled);
        uint256 minted = shares.sumOfParts(c.settled) + reviewBefore;
        uint256 whole = reward + _reviewPartOf(c, reward);
        uint256 room = _issuance.available();
        settled =
            minted + room >= whole
                ? reward
                : Math.mulDiv(minted + room, Shares.WHOLE_BPS, Shares.WHOLE_BPS + c.reviewerRewardBps);
        require(settled > c.settled, IIssuance.BudgetExceeded(whole - minted, room));
        reviewPart = _reviewPartOf(c, settled) - reviewBefore;
    }

    /// @dev What all reviewers together have of a settled sum.
    function _reviewPartOf(Contribution storage c, uint256 settled) private view returns (uint256) {
        return Shares.partOf(settled, c.reviewerRewardBps);
    }

    function _isAccepted(Contribution storage c) private view returns (bool) {
        return c.status == Status.Accepted || c.status == Status.Settled;
    }

    /// @dev Whether the reviews reject by themselves, and not for want of approvals.
    function _isObjected(Contribution storage c) private view returns (bool) {
        return c.objections >= c.quorum && c.objections > c.approvals;
    }

    /// @dev Mints each producer's part of what lies between two running totals, and `dust` to the last.
    function _pay(Share[] calldata shares, uint256 before, uint256 settled, uint256 dust) private {
        for (uint256 i = 0; i < shares.length; ++i) {
            (address account, uint16 bps) = (shares[i].account, shares[i].bps);
            uint256 part = Shares.partOf(settled, bps) - Shares.partOf(before, bps);
            if (i == shares.length - 1) part += dust;
            if (part == 0) continue;
            recognisedOf[account] += part;
            _issuance.issue(account, part);
        }
    }

    function _inStatus(uint256 id, Status status) private view returns (Contribution storage c) {
        c = _contributions[id];
        require(c.status == status, WrongStatus(id, c.status));
    }

    function _underReview(uint256 id) private view returns (Contribution storage c, uint256 until) {
        c = _inStatus(id, Status.Submitted);
        until = _reviewEnd(c);
        require(block.timestamp < until, ReviewOver(id, until));
    }

    function _reviewEnd(Contribution storage c) private view returns (uint256) {
        return uint256(c.submittedAt) + c.reviewWindow;
    }

    function _setKind(uint8 kind, string memory name, uint112 maxReward, bool active) private {
        uint32 version = kindOf[kind].version + 1;
        kindOf[kind] = Kind(maxReward, active, version);
        emit KindSet(kind, name, maxReward, active, version);
    }

    function _setCurator(address curator, bool allowed) private {
        require(curator != address(0), ZeroAddress());
        require((curatorSince[curator] != 0) != allowed, CuratorUnchanged(curator));
        curatorSince[curator] = allowed ? uint64(block.timestamp) : 0;
        emit CuratorSet(curator, allowed);
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

    function _setCurationStake(uint112 curationStake_) private {
        _curationStake = curationStake_;
        _curationStakeSince = uint40(block.timestamp); // 40 bits of seconds last until the year 36,812
        emit CurationStakeSet(curationStake_);
    }

    function _setIncentives(uint112 deposit_, uint16 reviewerRewardBps_) private {
        require(reviewerRewardBps_ <= MAX_REVIEWER_REWARD_BPS, ReviewerRewardOutOfRange(reviewerRewardBps_));
        _deposit = deposit_;
        _reviewerRewardBps = reviewerRewardBps_;
        emit IncentivesSet(deposit_, reviewerRewardBps_);
    }
}
