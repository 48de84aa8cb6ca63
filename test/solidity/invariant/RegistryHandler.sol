// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {InvalidShare, NotCurator, SharesNotWhole} from "../../../contracts/interfaces/Errors.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IIssuance} from "../../../contracts/interfaces/IIssuance.sol";
import {IStake} from "../../../contracts/interfaces/IStake.sol";
import {Share} from "../../../contracts/interfaces/Share.sol";
import {Handler} from "./Handler.sol";
import {IssuanceGhost} from "./IssuanceGhost.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title RegistryHandler
/// @notice Producers, curators, stakeholders, other issuers and the owner of an organisation, whose recognition this is.
contract RegistryHandler is IssuanceGhost {
    /// @dev What a contribution must look like by now.
    /// @param turned Whether an approval has decided it once.
    /// @param overruled Whether the owner accepted it.
    /// @param end The first second in which it can be decided.
    /// @param decidedAt When it was accepted or rejected.
    /// @param award Number of its award, 0 for none.
    /// @param batch Its batch.
    /// @param entered What it was entered with.
    /// @param paid Tokens that its producers and reviewers got.
    /// @param reviewers Who reviewed it, one entry a review.
    struct Work {
        uint256 reward;
        address submitter;
        bool turned;
        bool overruled;
        IContributionRegistry.Status status;
        Share[] shares;
        uint256 submittedAt;
        uint256 reviewWindow;
        uint256 end;
        uint256 quorum;
        uint256 approvals;
        uint256 objections;
        uint256 decidedAt;
        uint256 award;
        uint256 batch;
        uint256 entered;
        uint256 paid;
        address[] reviewers;
        uint256 deposit;
        uint256 reviewerRewardBps;
    }

    /// @dev From `time` on an account had `amount` staked.
    struct Step {
        uint256 time;
        uint256 amount;
    }

    uint256 internal constant WHOLE_BPS = 10_000; // 100 %
    uint8 private constant UNNAMED_KIND = 9;

    bool private _takesDeposits;
    uint256 private _reviewWindow;
    uint256 private _quorum;
    uint256 private _curationStake;
    uint256 private _curationStakeSince;
    uint256 private _deposit;
    uint256 private _reviewerRewardBps;
    Work[] private _works; // id − 1
    mapping(uint256 kind => uint256) private _maxReward; // 0 when not active
    mapping(address account => uint256) private _curatorSince;
    mapping(address account => uint256) public recognised;
    mapping(address account => Step[]) private _steps;
    mapping(uint256 id => mapping(address account => uint256)) private _asProducer;
    mapping(uint256 id => mapping(address account => uint256)) private _asReviewer;
    mapping(uint256 id => mapping(address account => uint256)) private _heldFor;

    /// @notice What the registry must hold: deposits not returned, and what was fetched for those who have not come.
    uint256 public registryHolds;
    /// @notice Deposits that went to the treasury.
    uint256 public forfeited;
    /// @notice Tokens taken by the handler's own awards, and burned.
    uint256 public othersTook;
    uint256 public burned;

    constructor(
        Organisation memory org,
        address[] memory actors_,
        IContributionRegistry.Terms memory terms,
        uint256 curatorsSince,
        bool takesDeposits
    ) Handler(actors_) IssuanceGhost(org) {
        _takesDeposits = takesDeposits;
        _reviewWindow = terms.reviewWindow;
        _quorum = terms.quorum;
        _curationStake = terms.curationStake;
        _curationStakeSince = curatorsSince;
        _deposit = terms.deposit;
        _reviewerRewardBps = terms.reviewerRewardBps;
        (_maxReward[0], _maxReward[1], _maxReward[2]) = (terms.maxProduction, terms.maxUse, terms.maxMaintenance);
        for (uint256 i = 0; i < terms.curators.length; ++i) _curatorSince[terms.curators[i]] = curatorsSince;
    }

    /// @dev Every action begins with all overdue batches paid, as the ghost says they must be.
    modifier settled() {
        uint256 minted = _noteSettle();
        _check(6, _org.issuance.settle() == minted, "batches minted another sum than their rooms allow");
        _;
    }

    // ---------------------------------------------------------------- contributions

    function submit(
        uint256 submitterSeed,
        uint256 kindSeed,
        uint256 rewardSeed,
        uint256 sharesSeed
    ) external action settled {
        address submitter = _pick(submitterSeed);
        uint8 kind = kindSeed % 12 == 0 ? UNNAMED_KIND : uint8(kindSeed % 3);
        uint256 max = _maxReward[kind];
        uint112 reward = uint112(rewardSeed % 2 == 0 ? _scaled(rewardSeed, max + 1) - 1 : rewardSeed % (max + 2));
        Share[] memory shares = _randomShares(sharesSeed);
        bytes memory expected;
        if (max == 0) {
            expected = abi.encodeWithSelector(IContributionRegistry.KindNotActive.selector, kind);
        } else if (reward == 0 || reward > max) {
            expected = abi.encodeWithSelector(IContributionRegistry.RewardOutOfRange.selector, reward, max);
        } else if (sharesSeed % 16 == 0) {
            ++shares[0].bps;
            expected = abi.encodeWithSelector(SharesNotWhole.selector, WHOLE_BPS + 1);
        } else if (sharesSeed % 16 == 1 && shares.length > 1) {
            shares[1].account = shares[0].account;
            expected = abi.encodeWithSelector(InvalidShare.selector, shares[1].account, shares[1].bps);
        } else if (_org.token.balanceOf(submitter) < _deposit) {
            uint256 held = _org.token.balanceOf(submitter);
            bytes4 selector = IERC20Errors.ERC20InsufficientBalance.selector;
            expected = abi.encodeWithSelector(selector, submitter, held, _deposit);
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.submit, (kind, reward, shares, 0, ""));
        if (expected.length > 0) return _mustRevert(submitter, address(_org.registry), data, expected);

        _submit(submitter, kind, reward, shares);
        _did("submit");
    }

    function review(uint256 idSeed, uint256 reviewerSeed, uint256 vote) external action settled {
        if (_works.length == 0) return;
        uint256 id = _prefer(idSeed, IContributionRegistry.Status.Submitted, false);
        if (_review(id, _reviewer(id, reviewerSeed), vote % 8 != 0)) _did("review");
    }

    /// @notice All actors try to review one contribution, mostly in favour, at times all against: some may, some are no
    /// curators, some have a part in it and may object alone. It is decided as soon as it may be.
    function reviewByAll(uint256 idSeed, uint256 votes) external action settled {
        if (_works.length == 0) return;
        uint256 id = _prefer(idSeed, IContributionRegistry.Status.Submitted, false);
        Work storage work = _works[id - 1];
        uint256 before = work.reviewers.length;
        for (uint256 i = 0; i < actors.length; ++i) {
            _review(id, actors[i], votes % 5 != 0 && (votes >> (3 * i)) & 7 != 0);
        }
        if (work.status == IContributionRegistry.Status.Submitted && work.end > block.timestamp) vm.warp(work.end);
        _check(6, _org.issuance.settle() == _noteSettle(), "batches minted another sum than their rooms allow");
        _decide(id, actors[0]);
        if (work.reviewers.length > before) _did("reviewByAll");
    }

    /// @notice One actor reviews two contributions with one call; all or none.
    function reviewMany(uint256 idSeed, uint256 reviewerSeed, uint256 vote) external action settled {
        if (_works.length < 2) return;
        bool approve = vote % 4 != 0;
        address reviewer = _pick(reviewerSeed);
        uint256[] memory ids = new uint256[](2);
        address submitter = _pick(idSeed);
        bool fresh = vote % 2 == 0 && _maxReward[1] > 0 && _org.token.balanceOf(submitter) >= 2 * _deposit;
        Share[] memory shares = new Share[](1);
        shares[0] = Share(submitter, uint16(WHOLE_BPS));
        for (uint256 i = 0; i < 2; ++i) {
            if (fresh) ids[i] = _submit(submitter, 1, uint112(_maxReward[1]), shares);
            else ids[i] = _reviewable(i == 0 ? idSeed : ids[0], reviewer, approve);
        }
        bytes memory expected = _refusal(ids[0], reviewer, approve);
        if (expected.length == 0) expected = _refusal(ids[1], reviewer, approve);
        if (expected.length == 0 && ids[0] == ids[1]) {
            expected = abi.encodeWithSelector(IContributionRegistry.AlreadyReviewed.selector, ids[1], reviewer);
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.reviewMany, (ids, approve, ""));
        if (expected.length > 0) return _mustRevert(reviewer, address(_org.registry), data, expected);
        vm.prank(reviewer);
        _org.registry.reviewMany(ids, approve, "");
        for (uint256 i = 0; i < 2; ++i) _noteReview(ids[i], reviewer, approve);
        _did("reviewMany");
    }

    function decide(uint256 idSeed, uint256 senderSeed) external action settled {
        if (_works.length == 0) return;
        _decide(_prefer(idSeed, IContributionRegistry.Status.Submitted, true), _pick(senderSeed));
    }

    /// @notice The owner accepts what was rejected, too late at times, or a stranger tries to.
    function overrule(uint256 idSeed, uint256 senderSeed) external action settled {
        if (_works.length == 0) return;
        uint256 id = _prefer(idSeed, IContributionRegistry.Status.Rejected, false);
        Work storage work = _works[id - 1];
        address sender = senderSeed % 4 == 0 ? _pick(senderSeed / 4) : _org.timelock;
        uint256 until = work.decidedAt + 30 days;
        bytes memory expected;
        if (sender != _org.timelock) {
            expected = abi.encodeWithSelector(OwnableUpgradeable.OwnableUnauthorizedAccount.selector, sender);
        } else if (work.status != IContributionRegistry.Status.Rejected) {
            expected = abi.encodeWithSelector(IContributionRegistry.WrongStatus.selector, id, work.status);
        } else if (block.timestamp >= until) {
            expected = abi.encodeWithSelector(IContributionRegistry.OverruleOver.selector, id, until);
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.overrule, (id));
        if (expected.length > 0) return _mustRevert(sender, address(_org.registry), data, expected);
        vm.prank(sender);
        _org.registry.overrule(id);
        work.overruled = true;
        _noteAccepted(id);
        _did("overrule");
    }

    function settle(uint256 idSeed, uint256 senderSeed, uint256 wrong) external action settled {
        if (_works.length == 0) return;
        uint256 id = _prefer(idSeed, IContributionRegistry.Status.Accepted, false);
        Work storage work = _works[id - 1];
        Share[] memory shares = work.shares;
        if (wrong % 8 == 0) shares[0].account = address(0xBAD);
        uint256 sum;
        for (uint256 i = 0; i < shares.length; ++i) sum += _dueAt(id, i);
        bytes memory expected = _unpayable(id, shares);
        if (expected.length == 0 && sum == 0) {
            expected = abi.encodeWithSelector(IContributionRegistry.NothingDue.selector, id, address(0));
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.settle, (id, shares));
        if (expected.length > 0) return _mustRevert(_pick(senderSeed), address(_org.registry), data, expected);
        _fetch(id);
        uint256[] memory held = _balances(work.shares);
        vm.prank(_pick(senderSeed));
        _check(8, _org.registry.settle(id, shares) == sum, "settled another amount than was due");
        for (uint256 i = 0; i < shares.length; ++i) {
            uint256 due = _dueAt(id, i);
            uint256 got = _org.token.balanceOf(shares[i].account) - held[i];
            _check(8, got == due, "a producer got another part than theirs");
            _notePaid(id, shares[i].account, due, 0);
        }
        _did("settle");
        if (!_org.registry.isFinal(id)) _did("settleInPart");
    }

    /// @notice Anyone has one account paid, as producer and as reviewer.
    function claimFor(uint256 idSeed, uint256 accountSeed, uint256 senderSeed) external action settled {
        if (_works.length == 0) return;
        uint256 id = _prefer(idSeed, IContributionRegistry.Status.Accepted, false);
        Work storage work = _works[id - 1];
        Share[] memory shares = work.shares;
        address account = accountSeed % 2 == 0 ? shares[accountSeed % shares.length].account : _pick(accountSeed);
        (uint256 asProducer, uint256 asReviewer) = (0, _dueToReviewer(id, account));
        for (uint256 i = 0; i < shares.length; ++i) {
            if (shares[i].account == account) asProducer = _dueAt(id, i);
        }
        bytes memory expected = _unpayable(id, shares);
        if (expected.length == 0 && asProducer + asReviewer == 0) {
            expected = abi.encodeWithSelector(IContributionRegistry.NothingDue.selector, id, account);
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.claimFor, (id, shares, account));
        if (expected.length > 0) return _mustRevert(_pick(senderSeed), address(_org.registry), data, expected);
        _fetch(id);
        uint256 held = _org.token.balanceOf(account);
        vm.prank(_pick(senderSeed));
        _org.registry.claimFor(id, shares, account);
        uint256 got = _org.token.balanceOf(account) - held;
        _check(46, got == asProducer + asReviewer, "who comes alone gets another part than theirs");
        _notePaid(id, account, asProducer, asReviewer);
        _did("claimFor");
    }

    /// @notice Collects for one reviewer what all contributions owe them.
    function collect(uint256 reviewerSeed) external action settled {
        address reviewer = _pick(reviewerSeed);
        uint256[] memory ids = new uint256[](_works.length);
        uint256 due;
        for (uint256 i = 0; i < ids.length; ++i) {
            ids[i] = i + 1;
            uint256 part = _dueToReviewer(i + 1, reviewer);
            bool same = _org.registry.reviewRewardOf(i + 1, reviewer) == part;
            _check(8, same, "another reviewer's reward than their part");
            due += part;
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.collectReviewRewards, (reviewer, ids));
        if (due == 0) {
            bytes memory expected = abi.encodeWithSelector(IContributionRegistry.NoReviewReward.selector, reviewer);
            return _mustRevert(_pick(reviewerSeed / 8), address(_org.registry), data, expected);
        }
        for (uint256 i = 0; i < ids.length; ++i) {
            if (_works[i].status == IContributionRegistry.Status.Accepted && _reviewed(_works[i], reviewer)) {
                _fetch(i + 1);
            }
        }
        uint256 held = _org.token.balanceOf(reviewer);
        vm.prank(_pick(reviewerSeed / 8));
        _org.registry.collectReviewRewards(reviewer, ids);
        _check(8, _org.token.balanceOf(reviewer) - held == due, "a reviewer got another sum than their parts");
        for (uint256 i = 0; i < ids.length; ++i) _notePaid(i + 1, reviewer, 0, _dueToReviewer(i + 1, reviewer));
        _did("collect");
    }

    /// @notice The submitter takes their contribution back, or another tries to.
    function withdraw(uint256 idSeed, uint256 senderSeed) external action settled {
        if (_works.length == 0) return;
        uint256 id = _prefer(idSeed, IContributionRegistry.Status.Submitted, senderSeed % 4 == 0);
        Work storage work = _works[id - 1];
        address sender = (senderSeed / 4) % 3 == 0 ? work.submitter : _pick(senderSeed / 4);
        bytes memory expected;
        if (work.status != IContributionRegistry.Status.Submitted) {
            expected = abi.encodeWithSelector(IContributionRegistry.WrongStatus.selector, id, work.status);
        } else if (sender != work.submitter) {
            expected = abi.encodeWithSelector(IContributionRegistry.NotSubmitter.selector, id, sender);
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.withdraw, (id));
        if (expected.length > 0) return _mustRevert(sender, address(_org.registry), data, expected);
        uint256 held = _org.token.balanceOf(work.submitter);
        vm.prank(sender);
        _org.registry.withdraw(id);
        work.status = IContributionRegistry.Status.Withdrawn;
        _returnDeposit(work, held);
        _did("withdraw");
    }

    // ---------------------------------------------------------------- stakes and vetoes

    /// @notice Stakes a part of what someone has, or all of it.
    function stake(uint256 holderSeed, uint256 amountSeed) external action settled {
        address holder = _pick(holderSeed);
        uint256 held = _org.token.balanceOf(holder);
        if (held == 0) return;
        uint256 amount = amountSeed % 2 == 0 ? held : _scaled(amountSeed, held);
        vm.prank(holder);
        _org.stake.stake(amount);
        _setStake(holder, _staked(holder) + amount);
        _did("stake");
    }

    /// @notice Unstakes, at times more than is free.
    function unstake(uint256 holderSeed, uint256 amountSeed) external action settled {
        address holder = _pick(holderSeed);
        uint256 free = _org.stake.unstakable(holder);
        _check(45, free + heldOf(holder) <= _staked(holder), "what a review holds can be taken back");
        uint256 amount = amountSeed % 8 == 0 || free == 0 ? free + 1 : _scaled(amountSeed, free);
        bytes memory data = abi.encodeCall(IStake.unstake, (amount, holder));
        if (amount > free) {
            bytes memory expected = abi.encodeWithSelector(IStake.StakeHeld.selector, holder, amount, free);
            return _mustRevert(holder, address(_org.stake), data, expected);
        }
        vm.prank(holder);
        _org.stake.unstake(amount, holder);
        _setStake(holder, _staked(holder) - amount);
        _did("unstake");
    }

    /// @notice Closes the hold of a review once it is over; before it must not be possible.
    function closeHold(uint256 idSeed, uint256 accountSeed, uint256 senderSeed) external action settled {
        if (_works.length == 0) return;
        uint256 id = _heldIn(idSeed, accountSeed % 4 != 0);
        address account = _holderIn(id, accountSeed);
        bytes memory data = abi.encodeCall(IStake.close, (address(_org.registry), id, 0, account));
        bytes memory expected;
        uint256 atMost = _org.stake.holdOf(address(_org.registry), id, 0, account);
        if (_heldFor[id][account] == 0) {
            bytes4 selector = IStake.NothingHeld.selector;
            expected = abi.encodeWithSelector(selector, account, address(_org.registry), id, 0);
        } else if (_isOpen(id) && block.timestamp < atMost) {
            expected = abi.encodeWithSelector(IStake.StillHeld.selector, account, atMost);
        }
        if (expected.length > 0) return _mustRevert(_pick(senderSeed), address(_org.stake), data, expected);
        vm.prank(_pick(senderSeed));
        _org.stake.close(address(_org.registry), id, 0, account);
        _heldFor[id][account] = 0;
        _did("closeHold");
    }

    /// @notice Vetoes a contribution, mostly one under review; every third time with all who have a stake.
    function veto(uint256 idSeed, uint256 holderSeed) external action settled {
        if (_works.length == 0) return;
        uint256 id = _prefer(idSeed, IContributionRegistry.Status.Submitted, false);
        _veto(id, _pick(holderSeed));
        for (uint256 i = 0; holderSeed % 3 == 0 && i < actors.length; ++i) _veto(id, actors[i]);
    }

    // ---------------------------------------------------------------- others, owner and time

    /// @notice Another issuer enters an award in the same batch, of any size.
    function enterOther(uint256 amountSeed) external action settled {
        uint256 amount = _scaled(amountSeed, 1e24);
        (uint256 number, uint256 entered) = _org.issuance.enter(amount);
        _noteAward(number, amount, entered, true);
        _did("enterOther");
    }

    /// @notice What batches paid for another issuer's award goes to somebody.
    function takeOther(uint256 awardSeed, uint256 toSeed) external action settled {
        if (_awards.length == 0) return;
        _checkBudget(awardSeed);
        GhostAward storage award = _awards[awardSeed % _awards.length];
        uint256 due = expectedPaid(award.batch, award.entered) - award.taken;
        address to = _pick(toSeed);
        _check(46, _org.issuance.take(award.number, to) == due, "another issuer got another part");
        award.taken += due;
        othersTook += due;
        _did("takeOther");
    }

    function burn(uint256 holderSeed, uint256 amountSeed) external action settled {
        address holder = _pick(holderSeed);
        uint256 held = _org.token.balanceOf(holder);
        if (held == 0) return;
        uint256 amount = _scaled(amountSeed, held / 16 + 1);
        vm.prank(holder);
        _org.token.burn(amount);
        burned += amount;
        _did("burn");
    }

    /// @notice The owner changes a rule, or a stranger tries to.
    function govern(uint256 senderSeed, uint256 ruleSeed, uint256 valueSeed) external action settled {
        uint256 rule = ruleSeed % 6;
        address target = rule == 0 ? address(_org.issuance) : address(_org.registry);
        (bytes memory data, address curator) = _ruleCall(rule, valueSeed);
        if (senderSeed % 2 == 0) {
            address stranger = _pick(senderSeed / 2);
            bytes4 selector = OwnableUpgradeable.OwnableUnauthorizedAccount.selector;
            return _mustRevert(stranger, target, data, abi.encodeWithSelector(selector, stranger));
        }
        vm.prank(_org.timelock);
        (bool ok, ) = target.call(data);
        assert(ok);
        if (rule == 0) _noteGrowth();
        if (rule == 1) (_reviewWindow, _quorum) = _reviewTerms(valueSeed);
        if (rule == 2) _curatorSince[curator] = _curatorSince[curator] == 0 ? block.timestamp : 0;
        if (rule == 3) _maxReward[valueSeed % 3] = _limit(valueSeed);
        if (rule == 4) (_curationStake, _curationStakeSince) = (_newStake(valueSeed), block.timestamp);
        if (rule == 5) (_deposit, _reviewerRewardBps) = _newIncentives(valueSeed);
        _did("govern");
    }

    function warp(uint256 secondsAhead) external action {
        _pass(_scaled(secondsAhead, 4 days));
        _did("warp");
    }

    /// @notice Goes to the second before, at or after the end of the running batch.
    function warpToBatch(uint256 offset) external action settled {
        uint256 end = _org.issuance.runningBatch().end;
        if (end <= block.timestamp + 1) return;
        vm.warp(end - 1 + (offset % 3));
        _did("warpToBatch");
    }

    // ---------------------------------------------------------------- views for the properties

    function workCount() external view returns (uint256) {
        return _works.length;
    }

    function workAt(uint256 id) external view returns (Work memory) {
        return _works[id - 1];
    }

    /// @notice Whether `account` submitted or produced contribution `id`.
    function isInvolved(uint256 id, address account) public view returns (bool) {
        Work storage work = _works[id - 1];
        if (work.submitter == account) return true;
        for (uint256 i = 0; i < work.shares.length; ++i) {
            if (work.shares[i].account == account) return true;
        }
        return false;
    }

    /// @notice What issuance must have paid for contribution `id`, divided: producers' and reviewers' part.
    function parts(uint256 id) public view returns (uint256 producers, uint256 reviewers) {
        Work storage work = _works[id - 1];
        if (work.award == 0) return (0, 0);
        uint256 paid = expectedPaid(work.batch, work.entered);
        uint256 bps = work.overruled ? 0 : work.reviewerRewardBps;
        reviewers = (paid * bps) / (WHOLE_BPS + bps);
        producers = paid - reviewers;
    }

    /// @notice What open reviews hold of the stake of `account`: the largest of them.
    function heldOf(address account) public view returns (uint256 most) {
        for (uint256 id = 1; id <= _works.length; ++id) {
            if (_heldFor[id][account] > most && _isOpen(id)) most = _heldFor[id][account];
        }
    }

    function paidTo(uint256 id, address account) external view returns (uint256) {
        return _asProducer[id][account] + _asReviewer[id][account];
    }

    // ---------------------------------------------------------------- internals

    function _submit(
        address submitter,
        uint8 kind,
        uint112 reward,
        Share[] memory shares
    ) private returns (uint256 id) {
        vm.prank(submitter);
        id = _org.registry.submit(kind, reward, shares, 0, "");
        Work storage work = _works.push();
        _check(10, id == _works.length, "an id was skipped or used twice");
        work.reward = reward;
        work.submitter = submitter;
        work.submittedAt = block.timestamp;
        work.reviewWindow = _reviewWindow;
        work.end = block.timestamp + _reviewWindow;
        work.quorum = _quorum;
        work.status = IContributionRegistry.Status.Submitted;
        for (uint256 i = 0; i < shares.length; ++i) work.shares.push(shares[i]);
        work.deposit = _deposit;
        work.reviewerRewardBps = _reviewerRewardBps;
        registryHolds += _deposit;
        if (_deposit > 0) _did("deposit");
    }

    /// @dev The error that a review must end with, if any.
    function _refusal(uint256 id, address reviewer, bool approve) private view returns (bytes memory) {
        Work storage work = _works[id - 1];
        (bool eligible, ) = _mayReview(reviewer, work.submittedAt);
        if (work.status != IContributionRegistry.Status.Submitted) {
            return abi.encodeWithSelector(IContributionRegistry.WrongStatus.selector, id, work.status);
        } else if (block.timestamp >= work.end) {
            return abi.encodeWithSelector(IContributionRegistry.ReviewOver.selector, id, work.end);
        } else if (!eligible) {
            return abi.encodeWithSelector(NotCurator.selector, id, reviewer);
        } else if (_reviewed(work, reviewer)) {
            return abi.encodeWithSelector(IContributionRegistry.AlreadyReviewed.selector, id, reviewer);
        } else if (approve && isInvolved(id, reviewer)) {
            return abi.encodeWithSelector(IContributionRegistry.InvolvedApproves.selector, id, reviewer);
        }
        return "";
    }

    function _review(uint256 id, address reviewer, bool approve) private returns (bool done) {
        bytes memory expected = _refusal(id, reviewer, approve);
        vm.prank(reviewer);
        (bool ok, bytes memory got) = address(_org.registry).call(
            abi.encodeCall(IContributionRegistry.review, (id, approve, ""))
        );
        if (!ok) {
            _check(NAMED_ERRORS, keccak256(got) == keccak256(expected), "a review failed with another error");
            return false;
        }
        _check(11, expected.length == 0, "a review that should not count");
        _noteReview(id, reviewer, approve);
        return true;
    }

    function _noteReview(uint256 id, address reviewer, bool approve) private {
        Work storage work = _works[id - 1];
        (, bool byStake) = _mayReview(reviewer, work.submittedAt);
        if (byStake) {
            _heldFor[id][reviewer] = _curationStake;
            _did("reviewByStake");
        }
        if (!approve && isInvolved(id, reviewer)) _did("involvedObjects");
        bool before = _isApproved(work);
        work.reviewers.push(reviewer);
        if (approve) ++work.approvals;
        else ++work.objections;
        if (before || !_isApproved(work)) return;
        uint256 third = work.reviewWindow / 3;
        uint256 latest = work.submittedAt + work.reviewWindow + 4 * third;
        uint256 end = block.timestamp + third < latest ? block.timestamp + third : latest;
        if (!work.turned || end > work.end) work.end = end;
        if (work.turned) _did("turnedAgain");
        work.turned = true;
    }

    function _decide(uint256 id, address sender) private {
        Work storage work = _works[id - 1];
        bytes memory expected;
        if (work.status != IContributionRegistry.Status.Submitted) {
            expected = abi.encodeWithSelector(IContributionRegistry.WrongStatus.selector, id, work.status);
        } else if (block.timestamp < work.end) {
            expected = abi.encodeWithSelector(IContributionRegistry.ReviewOngoing.selector, id, work.end);
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.decide, (id));
        if (expected.length > 0) return _mustRevert(sender, address(_org.registry), data, expected);

        uint256 held = _org.token.balanceOf(work.submitter);
        vm.prank(sender);
        bool accepted = _org.registry.decide(id);
        bool approved = _isApproved(work);
        _check(11, accepted == approved, "decided against the reviews");
        work.status = IContributionRegistry.Status.Rejected;
        work.decidedAt = block.timestamp;
        _returnDeposit(work, held);
        _did("decide");
        if (approved) _noteAccepted(id);
        if (approved) _did("accept");
    }

    /// @dev The award of a contribution just accepted.
    function _noteAccepted(uint256 id) private {
        Work storage work = _works[id - 1];
        work.status = IContributionRegistry.Status.Accepted;
        work.award = _org.issuance.awardCount();
        IIssuance.Award memory award = _org.issuance.awardOf(work.award);
        uint256 bps = work.overruled ? 0 : work.reviewerRewardBps;
        uint256 asked = work.reward + (work.reward * bps) / WHOLE_BPS;
        _check(8, award.issuer == address(_org.registry), "the award is another's");
        _check(8, award.entered <= asked, "entered more than reward and what comes on top");
        _noteAward(work.award, asked, award.entered, false);
        (work.batch, work.entered) = (award.batch, award.entered);
    }

    /// @dev The registry fetches what batches paid since it last came.
    function _fetch(uint256 id) private {
        IIssuance.Award memory award = _org.issuance.awardOf(_works[id - 1].award);
        registryHolds += expectedPaid(_works[id - 1].batch, award.entered) - award.taken;
    }

    function _notePaid(uint256 id, address account, uint256 asProducer, uint256 asReviewer) private {
        _asProducer[id][account] += asProducer;
        _asReviewer[id][account] += asReviewer;
        _works[id - 1].paid += asProducer + asReviewer;
        recognised[account] += asProducer + asReviewer;
        registryHolds -= asProducer + asReviewer;
    }

    /// @dev The error that paying must end with, if any.
    function _unpayable(uint256 id, Share[] memory shares) private view returns (bytes memory) {
        Work storage work = _works[id - 1];
        if (work.status != IContributionRegistry.Status.Accepted) {
            return abi.encodeWithSelector(IContributionRegistry.WrongStatus.selector, id, work.status);
        }
        (bytes32 right, bytes32 got) = (keccak256(abi.encode(work.shares)), keccak256(abi.encode(shares)));
        if (got == right) return "";
        return abi.encodeWithSelector(IContributionRegistry.SharesMismatch.selector, id, right, got);
    }

    /// @dev What number `i` of the producers has not got yet.
    function _dueAt(uint256 id, uint256 i) private view returns (uint256) {
        Work storage work = _works[id - 1];
        if (work.status != IContributionRegistry.Status.Accepted) return 0;
        (uint256 producers, ) = parts(id);
        uint256 part = (producers * work.shares[i].bps) / WHOLE_BPS;
        if (i == work.shares.length - 1 && _org.registry.isFinal(id)) {
            part = producers;
            for (uint256 j = 0; j < i; ++j) part -= (producers * work.shares[j].bps) / WHOLE_BPS;
        }
        return part - _asProducer[id][work.shares[i].account];
    }

    function _dueToReviewer(uint256 id, address account) private view returns (uint256) {
        Work storage work = _works[id - 1];
        if (work.status != IContributionRegistry.Status.Accepted || !_reviewed(work, account)) return 0;
        (, uint256 reviewers) = parts(id);
        return reviewers / work.reviewers.length - _asReviewer[id][account];
    }

    function _veto(uint256 id, address holder) private {
        bytes memory expected = _vetoRefusal(id, holder);
        bytes memory data = abi.encodeCall(IContributionRegistry.veto, (id));
        if (expected.length > 0) return _mustRevert(holder, address(_org.registry), data, expected);
        Work storage work = _works[id - 1];
        uint256 held = _org.token.balanceOf(work.submitter);
        vm.prank(holder);
        (bool ok, bytes memory got) = address(_org.registry).call(data);
        if (!ok) return; // again with nothing more: Stake's campaign looks at that
        bool rejected = abi.decode(got, (bool));
        _check(10, rejected == _isVetoed(id), "a veto rejected below its threshold, or not at it");
        if (rejected) {
            work.status = IContributionRegistry.Status.Rejected;
            work.decidedAt = block.timestamp;
            _returnDeposit(work, held);
            _did("vetoed");
        }
        _did("veto");
    }

    /// @dev The error that a veto must end with, if any.
    function _vetoRefusal(uint256 id, address holder) private view returns (bytes memory) {
        Work storage work = _works[id - 1];
        bool weighs = _staked(holder) > 0 && _stakeBefore(holder, work.submittedAt) > 0;
        if (work.status != IContributionRegistry.Status.Submitted) {
            return abi.encodeWithSelector(IContributionRegistry.WrongStatus.selector, id, work.status);
        } else if (block.timestamp >= work.end) {
            return abi.encodeWithSelector(IContributionRegistry.ReviewOver.selector, id, work.end);
        } else if (!weighs && _org.stake.vetoOf(address(_org.registry), id, holder) == 0) {
            return abi.encodeWithSelector(IStake.NothingToVetoWith.selector, holder);
        }
        return "";
    }

    function _isVetoed(uint256 id) private view returns (bool) {
        address forum = address(_org.registry);
        uint64 since = uint64(_works[id - 1].submittedAt);
        return _org.stake.vetoTally(forum, id).total >= _org.stake.vetoThreshold(forum, id, since, 0, 0);
    }

    /// @dev Where the deposit of a contribution that ended is now; `held` is what the submitter had before.
    function _returnDeposit(Work storage work, uint256 held) private {
        bool lost = work.objections >= work.quorum && work.objections > work.approvals;
        uint256 due = lost ? 0 : work.deposit;
        _check(8, _org.token.balanceOf(work.submitter) - held == due, "another deposit came back than due");
        registryHolds -= work.deposit;
        if (lost) forfeited += work.deposit;
        if (lost && work.deposit > 0) _did("forfeit");
    }

    /// @dev Whether what was done in it is held: it can be decided, or its award is not final.
    function _isOpen(uint256 id) private view returns (bool) {
        Work storage work = _works[id - 1];
        if (work.status == IContributionRegistry.Status.Submitted) return true;
        bool accepted = work.status == IContributionRegistry.Status.Accepted;
        return accepted && !work.overruled && !_org.registry.isFinal(id);
    }

    function _isApproved(Work storage work) private view returns (bool) {
        return work.approvals >= work.quorum && work.approvals > work.objections;
    }

    /// @dev Whether and why `account` may review what was submitted at `submittedAt`.
    function _mayReview(address account, uint256 submittedAt) private view returns (bool eligible, bool byStake) {
        if (_curatorSince[account] != 0 && _curatorSince[account] < submittedAt) return (true, false);
        bool inForce = _curationStake > 0 && _curationStakeSince < submittedAt;
        bool enough = _staked(account) >= _curationStake && _stakeBefore(account, submittedAt) >= _curationStake;
        return (inForce && enough, inForce && enough);
    }

    function _staked(address account) private view returns (uint256) {
        uint256 count = _steps[account].length;
        return count == 0 ? 0 : _steps[account][count - 1].amount;
    }

    /// @dev What `account` had staked in the last second before `time`.
    function _stakeBefore(address account, uint256 time) private view returns (uint256 amount) {
        for (uint256 i = _steps[account].length; i > 0; --i) {
            if (_steps[account][i - 1].time < time) return _steps[account][i - 1].amount;
        }
    }

    function _setStake(address account, uint256 amount) private {
        _steps[account].push(Step(block.timestamp, amount));
    }

    /// @dev The next contribution after `seed` that `reviewer` could review, or any.
    function _reviewable(uint256 seed, address reviewer, bool approve) private view returns (uint256 id) {
        for (uint256 i = 0; i < _works.length; ++i) {
            id = 1 + (((seed % _works.length) + i) % _works.length);
            if (_refusal(id, reviewer, approve).length == 0) return id;
        }
    }

    /// @dev A contribution that holds somebody, over or not, when there is one.
    function _heldIn(uint256 seed, bool over) private view returns (uint256 id) {
        for (uint256 i = 0; i < _works.length; ++i) {
            id = 1 + (((seed % _works.length) + i) % _works.length);
            if (over != _isOpen(id) && _heldFor[id][_holderIn(id, 1)] > 0) return id;
        }
    }

    /// @dev Mostly someone whom a review of `id` holds, when there is one.
    function _holderIn(uint256 id, uint256 seed) private view returns (address) {
        for (uint256 i = 0; seed % 4 != 0 && i < actors.length; ++i) {
            address account = _pick(seed / 4 + i);
            if (_heldFor[id][account] > 0) return account;
        }
        return _pick(seed / 4);
    }

    function _reviewed(Work storage work, address reviewer) private view returns (bool) {
        for (uint256 i = 0; i < work.reviewers.length; ++i) {
            if (work.reviewers[i] == reviewer) return true;
        }
        return false;
    }

    function _balances(Share[] storage shares) private view returns (uint256[] memory balances) {
        balances = new uint256[](shares.length);
        for (uint256 i = 0; i < balances.length; ++i) balances[i] = _org.token.balanceOf(shares[i].account);
    }

    /// @dev A call that changes `rule`, and the curator concerned.
    function _ruleCall(uint256 rule, uint256 seed) private view returns (bytes memory data, address curator) {
        if (rule == 0) {
            (uint16 closedBps, uint16 openBps, uint16 giftBps) = _growth(seed);
            data = abi.encodeCall(IIssuance.setGrowth, (closedBps, openBps, giftBps));
        } else if (rule == 1) {
            (uint256 window, uint256 quorum) = _reviewTerms(seed);
            data = abi.encodeCall(IContributionRegistry.setReviewTerms, (uint24(window), uint8(quorum)));
        } else if (rule == 2) {
            curator = _pick(seed);
            data = abi.encodeCall(IContributionRegistry.setCurator, (curator, _curatorSince[curator] == 0));
        } else if (rule == 4) {
            data = abi.encodeCall(IContributionRegistry.setCurationStake, (uint112(_newStake(seed))));
        } else if (rule == 5) {
            (uint256 deposit, uint256 bps) = _newIncentives(seed);
            data = abi.encodeCall(IContributionRegistry.setIncentives, (uint112(deposit), uint16(bps)));
        } else {
            uint256 max = _limit(seed);
            data = abi.encodeCall(IContributionRegistry.setKind, (uint8(seed % 3), "", uint112(max), max > 0));
        }
    }

    /// @dev Within the bounds for windows of 7 days: 1,000 bps in 30 are 233 in 7.
    function _growth(uint256 seed) private pure returns (uint16 closedBps, uint16 openBps, uint16 giftBps) {
        return (uint16(seed % 5_001), uint16((seed >> 64) % 234), uint16((seed >> 128) % 10_001));
    }

    function _reviewTerms(uint256 seed) private pure returns (uint256 reviewWindow, uint256 quorum) {
        return (1 hours + (seed % 4 days), 1 + ((seed / 4 days) % 2));
    }

    /// @dev Every fourth time curation by stake is off.
    function _newStake(uint256 seed) private pure returns (uint256) {
        return seed % 4 == 0 ? 0 : 1 + (seed % 50e18);
    }

    /// @dev Every fourth time without a deposit, and always where none are taken.
    function _newIncentives(uint256 seed) private view returns (uint256 deposit, uint256 bps) {
        return (seed % 4 == 0 || !_takesDeposits ? 0 : 1 + (seed % 20e18), (seed / 4) % 2_001);
    }

    /// @dev A new limit of a kind; every eighth time the kind is switched off.
    function _limit(uint256 seed) private pure returns (uint256) {
        return (seed / 3) % 8 == 0 ? 0 : 1e18 + (seed % 30_000e18);
    }

    /// @dev One to three different accounts with parts that sum to the whole.
    function _randomShares(uint256 seed) private view returns (Share[] memory shares) {
        address[] memory accounts = _shuffledActors(seed);
        shares = new Share[](1 + ((seed >> 4) % 3));
        uint256 rest = WHOLE_BPS;
        for (uint256 i = 0; i < shares.length; ++i) {
            uint256 others = shares.length - 1 - i;
            uint256 bps = others == 0 ? rest : 1 + (uint256(keccak256(abi.encode(seed, "bps", i))) % (rest - others));
            shares[i] = Share(accounts[i], uint16(bps));
            rest -= bps;
        }
    }

    /// @dev Mostly a contribution in `status` (with its review over, if so asked), when there is one; otherwise any.
    function _prefer(
        uint256 seed,
        IContributionRegistry.Status status,
        bool reviewOver
    ) private view returns (uint256 id) {
        uint256 count = _works.length;
        uint256 first = (seed / 8) % count;
        if (seed % 8 == 0) return first + 1;
        for (uint256 i = 0; i < count; ++i) {
            Work storage work = _works[(first + i) % count];
            bool over = block.timestamp >= work.end;
            bool fits = status != IContributionRegistry.Status.Submitted || over == reviewOver;
            if (work.status == status && fits) return ((first + i) % count) + 1;
        }
        return first + 1;
    }

    /// @dev Mostly someone who may review, when there is one; otherwise any.
    function _reviewer(uint256 id, uint256 seed) private view returns (address) {
        Work storage work = _works[id - 1];
        for (uint256 i = 0; seed % 4 != 0 && i < actors.length; ++i) {
            address account = _pick(seed / 4 + i);
            (bool eligible, ) = _mayReview(account, work.submittedAt);
            if (eligible && !_reviewed(work, account)) return account;
        }
        return _pick(seed / 4);
    }
}
