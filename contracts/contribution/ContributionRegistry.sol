// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {InvalidShare, ZeroAddress} from "../interfaces/Errors.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IIssuance} from "../interfaces/IIssuance.sol";
import {Share} from "../interfaces/Share.sol";
import {Shares} from "../libraries/Shares.sol";

/// @title ContributionRegistry
/// @notice Recognition of contributions by review. Documentation: {IContributionRegistry}.
contract ContributionRegistry is IContributionRegistry, OwnableUpgradeable {
    using Shares for Share[];

    uint24 private constant MIN_REVIEW_WINDOW = 1 hours;
    uint24 private constant MAX_REVIEW_WINDOW = 90 days;
    uint8 private constant PRODUCTION = 0;
    uint8 private constant USE = 1;
    uint8 private constant MAINTENANCE = 2;

    struct Kind {
        uint112 maxReward;
        bool active;
    }

    IIssuance private _issuance;
    uint24 private _reviewWindow;
    uint8 private _quorum;
    uint256 public contributionCount;
    uint256 public totalRecognised;
    mapping(uint8 kind => Kind) public kindOf;
    mapping(address account => uint64) public curatorSince;
    mapping(address account => uint256) public recognisedOf;
    mapping(uint256 id => Contribution) private _contributions;
    mapping(uint256 id => mapping(address account => Standing)) public standingOf;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IContributionRegistry
    function initialize(address issuance_, address owner_, Terms calldata terms_) external initializer {
        require(issuance_ != address(0), ZeroAddress());
        __Ownable_init(owner_);
        _issuance = IIssuance(issuance_);
        _setReviewTerms(terms_.reviewWindow, terms_.quorum);
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

    // ---------------------------------------------------------------- user actions

    /// @inheritdoc IContributionRegistry
    function submit(
        uint8 kind,
        uint112 reward,
        Share[] calldata shares,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256 id) {
        require(kindOf[kind].active, KindNotActive(kind));
        require(reward > 0 && reward <= kindOf[kind].maxReward, RewardOutOfRange(reward, kindOf[kind].maxReward));
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
        emit ContributionSubmitted(id, msg.sender, kind, reward, shares, contentHash, uri);
    }

    /// @inheritdoc IContributionRegistry
    function review(uint256 id, bool approve, string calldata note) external {
        Contribution storage c = _inStatus(id, Status.Submitted);
        uint256 until = _reviewEnd(c);
        require(block.timestamp < until, ReviewOver(id, until));
        uint64 since = curatorSince[msg.sender];
        require(since != 0 && since < c.submittedAt, NotCurator(id, msg.sender));
        Standing standing = standingOf[id][msg.sender];
        require(standing != Standing.Involved, ReviewerInvolved(id, msg.sender));
        require(standing != Standing.Reviewed, AlreadyReviewed(id, msg.sender));
        standingOf[id][msg.sender] = Standing.Reviewed;
        if (approve) ++c.approvals;
        else ++c.objections;
        emit ContributionReviewed(id, msg.sender, approve, note);
    }

    /// @inheritdoc IContributionRegistry
    function decide(uint256 id) external returns (bool accepted) {
        Contribution storage c = _inStatus(id, Status.Submitted);
        uint256 until = _reviewEnd(c);
        require(block.timestamp >= until, ReviewOngoing(id, until));
        accepted = c.approvals >= c.quorum && c.approvals > c.objections;
        c.status = accepted ? Status.Accepted : Status.Rejected;
        emit ContributionDecided(id, accepted, c.approvals, c.objections);
    }

    /// @inheritdoc IContributionRegistry
    function settle(uint256 id, Share[] calldata shares) external returns (uint256 amount) {
        Contribution storage c = _inStatus(id, Status.Accepted);
        bytes32 sharesHash = keccak256(abi.encode(shares));
        require(sharesHash == c.sharesHash, SharesMismatch(id, c.sharesHash, sharesHash));
        uint256 before = c.settled;
        uint256 reward = c.reward;
        uint256 mintedBefore = _sumOfParts(shares, before);
        uint256 room = _issuance.available();
        uint256 settled = Math.min(reward, mintedBefore + room);
        require(settled > before, IIssuance.BudgetExceeded(reward - mintedBefore, room));
        c.settled = uint112(settled); // at most `reward`, which is 112 bits
        if (settled == reward) c.status = Status.Settled;
        uint256 sum = _sumOfParts(shares, settled);
        uint256 dust = settled == reward ? reward - sum : 0;
        amount = sum + dust - mintedBefore;
        totalRecognised += amount;
        emit ContributionSettled(id, amount, settled);
        _pay(shares, before, settled, dust);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IContributionRegistry
    function contribution(uint256 id) external view returns (Contribution memory) {
        return _contributions[id];
    }

    /// @inheritdoc IContributionRegistry
    function reviewTerms() external view returns (uint24 reviewWindow, uint8 quorum) {
        return (_reviewWindow, _quorum);
    }

    // ---------------------------------------------------------------- internals

    /// @dev Mints each producer's part of what lies between two running totals, and `dust` to the last.
    function _pay(Share[] calldata shares, uint256 before, uint256 settled, uint256 dust) private {
        for (uint256 i = 0; i < shares.length; ++i) {
            (address account, uint16 bps) = (shares[i].account, shares[i].bps);
            uint256 part = _partOf(settled, bps) - _partOf(before, bps);
            if (i == shares.length - 1) part += dust;
            if (part == 0) continue;
            recognisedOf[account] += part;
            _issuance.issue(account, part);
        }
    }

    /// @dev Rounded down, so that a producer's running total never falls while `total` grows.
    function _partOf(uint256 total, uint16 bps) private pure returns (uint256) {
        return Math.mulDiv(total, bps, Shares.WHOLE_BPS);
    }

    function _sumOfParts(Share[] calldata shares, uint256 total) private pure returns (uint256 sum) {
        for (uint256 i = 0; i < shares.length; ++i) sum += _partOf(total, shares[i].bps);
    }

    function _inStatus(uint256 id, Status status) private view returns (Contribution storage c) {
        c = _contributions[id];
        require(c.status == status, WrongStatus(id, c.status));
    }

    function _reviewEnd(Contribution storage c) private view returns (uint256) {
        return uint256(c.submittedAt) + c.reviewWindow;
    }

    function _setKind(uint8 kind, string memory name, uint112 maxReward, bool active) private {
        kindOf[kind] = Kind(maxReward, active);
        emit KindSet(kind, name, maxReward, active);
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
}
