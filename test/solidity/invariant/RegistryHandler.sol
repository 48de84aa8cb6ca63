// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {InvalidShare, NotCurator, SharesNotWhole} from "../../../contracts/interfaces/Errors.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IIssuance} from "../../../contracts/interfaces/IIssuance.sol";
import {ILiquidityReserve} from "../../../contracts/interfaces/ILiquidityReserve.sol";
import {IStakeLock} from "../../../contracts/interfaces/IStakeLock.sol";
import {Share} from "../../../contracts/interfaces/Share.sol";
import {Handler} from "./Handler.sol";
import {IssuanceGhost} from "./IssuanceGhost.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title RegistryHandler
/// @notice Producers, curators, issuers and owner of a growing organisation, before and after its market opens.
contract RegistryHandler is IssuanceGhost {
    /// @dev What a contribution must look like by now.
    /// @param minted Tokens that its producers got.
    /// @param settled The part of the reward that is covered.
    /// @param reviewers Who reviewed it, one entry a review.
    /// @param vetoed What vetoes it, each token once.
    struct Work {
        uint256 reward;
        address submitter;
        Share[] shares;
        uint256 submittedAt;
        uint256 reviewWindow;
        uint256 quorum;
        uint256 approvals;
        uint256 objections;
        uint256 minted;
        uint256 settled;
        IContributionRegistry.Status status;
        address[] reviewers;
        uint256 deposit;
        uint256 reviewerRewardBps;
        uint256 vetoed;
    }

    /// @dev What an account has locked.
    struct Locked {
        uint256 amount;
        uint256 since;
        uint256 heldUntil;
    }

    uint8 private constant UNNAMED_KIND = 9;
    uint256 private constant MUCH = 1e24; // asset units in the reserve after which gifts are small, far below 2^112
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;

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
    mapping(address account => Locked) private _stakes;
    mapping(uint256 id => mapping(address account => uint256)) private _vetoes;
    mapping(uint256 id => mapping(address account => uint256)) private _paid;

    /// @notice What the registry must hold: deposits not returned, reviewers' rewards not collected.
    uint256 public registryHolds;

    /// @notice All tokens bought, burned (those sold included), and minted at opening.
    uint256 public bought;
    uint256 public burned;
    uint256 public openingSupply;
    /// @notice Asset units given before the opening.
    uint256 public given;

    constructor(
        Organisation memory org,
        address[] memory actors_,
        IContributionRegistry.Terms memory terms,
        uint256 curatorsSince
    ) Handler(actors_) IssuanceGhost(org) {
        _reviewWindow = terms.reviewWindow;
        _quorum = terms.quorum;
        _curationStake = terms.curationStake;
        _curationStakeSince = curatorsSince;
        _deposit = terms.deposit;
        _reviewerRewardBps = terms.reviewerRewardBps;
        (_maxReward[0], _maxReward[1], _maxReward[2]) = (terms.maxProduction, terms.maxUse, terms.maxMaintenance);
        for (uint256 i = 0; i < terms.curators.length; ++i) _curatorSince[terms.curators[i]] = curatorsSince;
    }

    // ---------------------------------------------------------------- contributions

    function submit(uint256 submitterSeed, uint256 kindSeed, uint256 rewardSeed, uint256 sharesSeed) external action {
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

        vm.prank(submitter);
        uint256 id = _org.registry.submit(kind, reward, shares, 0, "");
        Work storage work = _works.push();
        _check(10, id == _works.length, "an id was skipped or used twice");
        work.reward = reward;
        work.submitter = submitter;
        work.submittedAt = block.timestamp;
        work.reviewWindow = _reviewWindow;
        work.quorum = _quorum;
        work.status = IContributionRegistry.Status.Submitted;
        for (uint256 i = 0; i < shares.length; ++i) work.shares.push(shares[i]);
        work.deposit = _deposit;
        work.reviewerRewardBps = _reviewerRewardBps;
        registryHolds += _deposit;
        _did("submit");
        if (_deposit > 0) _did("deposit");
    }

    function review(uint256 idSeed, uint256 reviewerSeed, uint256 vote) external action {
        if (_works.length == 0) return;
        uint256 id = _prefer(idSeed, IContributionRegistry.Status.Submitted, false);
        if (_review(id, _reviewer(id, reviewerSeed), vote % 8 != 0)) _did("review");
    }

    /// @notice All actors try to review one contribution, mostly in favour, at times all against: some may, some are no curators or involved.
    /// It is decided as soon as it may be.
    function reviewByAll(uint256 idSeed, uint256 votes) external action {
        if (_works.length == 0) return;
        uint256 id = _prefer(idSeed, IContributionRegistry.Status.Submitted, false);
        uint256 before = _works[id - 1].reviewers.length;
        for (uint256 i = 0; i < actors.length; ++i) {
            _review(id, actors[i], votes % 5 != 0 && (votes >> (3 * i)) & 7 != 0);
        }
        uint256 until = _works[id - 1].submittedAt + _works[id - 1].reviewWindow;
        if (until > block.timestamp) vm.warp(until);
        _decide(id, actors[0]);
        if (_works[id - 1].reviewers.length > before) _did("reviewByAll");
    }

    function decide(uint256 idSeed, uint256 senderSeed) external action {
        if (_works.length == 0) return;
        _decide(_prefer(idSeed, IContributionRegistry.Status.Submitted, true), _pick(senderSeed));
    }

    function settle(uint256 idSeed, uint256 senderSeed, uint256 wrong) external action {
        if (_works.length == 0) return;
        uint256 id = _prefer(idSeed, IContributionRegistry.Status.Accepted, false);
        Work storage work = _works[id - 1];
        Share[] memory shares = work.shares;
        if (wrong % 8 == 0) shares[0].account = address(0xBAD);
        uint256 covered = _covered(work);
        bytes memory expected;
        if (work.status != IContributionRegistry.Status.Accepted) {
            expected = abi.encodeWithSelector(IContributionRegistry.WrongStatus.selector, id, work.status);
        } else if (wrong % 8 == 0) {
            bytes32 right = keccak256(abi.encode(work.shares));
            bytes32 got = keccak256(abi.encode(shares));
            expected = abi.encodeWithSelector(IContributionRegistry.SharesMismatch.selector, id, right, got);
        } else if (covered <= work.settled) {
            uint256 open = work.reward + _pot(work, work.reward) - _mintedFor(work);
            expected = abi.encodeWithSelector(IIssuance.BudgetExceeded.selector, open, _left());
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.settle, (id, shares));
        if (expected.length > 0) return _mustRevert(_pick(senderSeed), address(_org.registry), data, expected);
        _settle(id, _pick(senderSeed), covered);
    }

    /// @notice The submitter takes his contribution back, or another tries to.
    function withdraw(uint256 idSeed, uint256 senderSeed) external action {
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

    /// @notice Collects for one reviewer what all contributions owe him.
    function collect(uint256 reviewerSeed) external action {
        address reviewer = _pick(reviewerSeed);
        uint256[] memory ids = new uint256[](_works.length);
        uint256 due;
        for (uint256 i = 0; i < ids.length; ++i) {
            ids[i] = i + 1;
            Work storage work = _works[i];
            if (!_reviewed(work, reviewer)) continue;
            uint256 part = _owed(work) / work.reviewers.length - _paid[i + 1][reviewer];
            bool same = _org.registry.reviewRewardOf(i + 1, reviewer) == part;
            _check(8, same, "another reviewer's reward than his part");
            _paid[i + 1][reviewer] += part;
            if (_isAccepted(work)) recognised[reviewer] += part;
            due += part;
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.collectReviewRewards, (reviewer, ids));
        if (due == 0) {
            bytes memory expected = abi.encodeWithSelector(IContributionRegistry.NoReviewReward.selector, reviewer);
            return _mustRevert(_pick(reviewerSeed / 8), address(_org.registry), data, expected);
        }
        uint256 held = _org.token.balanceOf(reviewer);
        vm.prank(_pick(reviewerSeed / 8));
        _org.registry.collectReviewRewards(reviewer, ids);
        _check(8, _org.token.balanceOf(reviewer) - held == due, "a reviewer got another sum than his parts");
        registryHolds -= due;
        _did("collect");
    }

    // ---------------------------------------------------------------- stakes and vetoes

    /// @notice Locks a part of what someone has, or all of it.
    function lock(uint256 holderSeed, uint256 amountSeed) external action {
        address holder = _pick(holderSeed);
        uint256 held = _org.token.balanceOf(holder);
        if (held == 0) return;
        uint256 amount = amountSeed % 2 == 0 ? held : _scaled(amountSeed, held);
        vm.prank(holder);
        _org.stakeLock.lock(amount);
        _stakes[holder].amount += amount;
        _stakes[holder].since = block.timestamp;
        _did("lock");
    }

    /// @notice Unlocks, at times more than there is, or while it is held.
    function unlock(uint256 holderSeed, uint256 amountSeed) external action {
        address holder = _pick(holderSeed);
        Locked storage stake = _stakes[holder];
        uint256 amount = amountSeed % 8 == 0 ? stake.amount + 1 : _scaled(amountSeed, stake.amount + 1);
        bytes memory expected;
        if (block.timestamp < stake.heldUntil) {
            expected = abi.encodeWithSelector(IStakeLock.StakeHeld.selector, holder, stake.heldUntil);
        } else if (amount > stake.amount) {
            expected = abi.encodeWithSelector(IStakeLock.StakeTooSmall.selector, holder, amount, stake.amount);
        }
        bytes memory data = abi.encodeCall(IStakeLock.unlock, (amount));
        if (expected.length > 0) return _mustRevert(holder, address(_org.stakeLock), data, expected);
        vm.prank(holder);
        _org.stakeLock.unlock(amount);
        stake.amount -= amount;
        _did("unlock");
    }

    /// @notice Vetoes a contribution, mostly one under review; every third time with all who have a stake.
    function veto(uint256 idSeed, uint256 holderSeed) external action {
        if (_works.length == 0) return;
        uint256 id = _prefer(idSeed, IContributionRegistry.Status.Submitted, false);
        _veto(id, _stakeholder(holderSeed));
        for (uint256 i = 0; holderSeed % 3 == 0 && i < actors.length; ++i) _veto(id, actors[i]);
    }

    // ---------------------------------------------------------------- issuance

    /// @notice Issues as an issuer named beside the registry, at times more than there is room for.
    function issue(uint256 toSeed, uint256 amountSeed) external action {
        uint256 left = _left();
        uint256 amount = amountSeed % 8 == 0 ? left + 1 : _scaled(amountSeed, left / 2 + 1);
        bytes memory data = abi.encodeCall(IIssuance.issue, (_pick(toSeed), amount));
        if (amount > left) {
            bytes memory expected = abi.encodeWithSelector(IIssuance.BudgetExceeded.selector, amount, left);
            return _mustRevert(address(this), address(_org.issuance), data, expected);
        }
        _org.issuance.issue(_pick(toSeed), amount);
        _noteIssued(amount);
        _did("issue");
    }

    function issueAsStranger(uint256 senderSeed, uint256 amountSeed) external action {
        address sender = senderSeed % 4 == 0 ? _org.timelock : _pick(senderSeed);
        bytes memory data = abi.encodeCall(IIssuance.issue, (sender, _scaled(amountSeed, 1e21)));
        _mustRevert(sender, address(_org.issuance), data, abi.encodeWithSelector(IIssuance.NotIssuer.selector, sender));
        _mustNotMint(_org, sender, _scaled(amountSeed, 1e21));
        _did("issueAsStranger");
    }

    // ---------------------------------------------------------------- market and tokens

    /// @notice Gives what is needed and opens the market, once enough was issued.
    function openMarket(uint256 donorSeed, uint256 chance) external action {
        ILiquidityReserve reserve = _org.reserve;
        bytes memory data = abi.encodeCall(ILiquidityReserve.open, ());
        uint256 supply = _org.token.totalSupply();
        uint256 minimum = reserve.terms().minimumReserve;
        bytes memory expected;
        if (_openedAt != 0) {
            expected = abi.encodeWithSelector(
                ILiquidityReserve.WrongMarketState.selector,
                ILiquidityReserve.MarketState.Open,
                ILiquidityReserve.MarketState.Closed
            );
        } else if (given < minimum) {
            expected = abi.encodeWithSelector(ILiquidityReserve.ReserveTooSmall.selector, given, minimum);
        } else if (supply < _baseAmount) {
            expected = abi.encodeWithSelector(ILiquidityReserve.SupplyTooSmall.selector, supply, _baseAmount);
        }
        if (expected.length > 0) {
            _mustRevert(_pick(donorSeed), address(reserve), data, expected);
            if (_openedAt != 0) return;
        }
        if (given < minimum) {
            vm.prank(_pick(donorSeed));
            reserve.donate(minimum, "");
            given += minimum;
        }
        // Not at once in each run: half of the campaign belongs to the closed market.
        if (supply < _baseAmount || chance % 4 != 0) return;
        // In the very second in which a window starts, its issuance would count against the market's first one, too.
        if (_window().start == block.timestamp) _pass(1);
        reserve.open();
        _openedAt = block.timestamp;
        _supplyAtOpening = _org.token.totalSupply();
        openingSupply = _supplyAtOpening - supply;
        _noteSupply();
        _did("openMarket");
    }

    function trade(uint256 traderSeed, uint256 amountSeed, uint256 side) external action {
        if (_openedAt == 0) return;
        bool buying = side % 2 == 0;
        address trader = _pick(traderSeed);
        uint256 held = _org.token.balanceOf(trader);
        uint256 most = buying ? _org.reserve.reserveBalance() : held;
        if (most == 0) return;
        // Sells of all are common: what they take from the reserve makes what dripped a larger part of it.
        uint256 amount = !buying && side % 3 == 0 ? held : _scaled(amountSeed, most);
        if (buying) _org.asset.mint(trader, amount);
        (, , uint256 roomBefore, ) = _org.issuance.currentWindow();
        bytes memory data =
            buying
                ? abi.encodeCall(ILiquidityReserve.buy, (amount, 0, trader, block.timestamp))
                : abi.encodeCall(ILiquidityReserve.sell, (amount, 0, trader, block.timestamp));
        vm.prank(trader);
        (bool ok, ) = address(_org.reserve).call(data);
        if (!ok) return; // MarketHandler looks at these
        if (buying) bought += _org.token.balanceOf(trader) - held;
        else burned += amount;
        _noteSupply();
        (, , uint256 room, ) = _org.issuance.currentWindow();
        _check(7, room <= roomBefore || room <= _window().ceiling, "a trade raised the room");
        _did("trade");
    }

    /// @notice Gives to the reserve, as a donation or otherwise: once the market is open up to ten times what is in it.
    function gift(uint256 donorSeed, uint256 amountSeed) external action {
        address donor = _pick(donorSeed);
        uint256 total = _total();
        uint256 most = _openedAt == 0 ? _org.reserve.terms().minimumReserve / 4 : 10 * total;
        if (total > MUCH) most = total / 1_000;
        uint256 amount = _scaled(amountSeed, most);
        _org.asset.mint(donor, amount);
        vm.prank(donor);
        if (amountSeed % 2 == 0) _org.reserve.donate(amount, "");
        else _org.reserve.receiveGift(amount);
        if (_openedAt == 0) given += amount;
        else _noteGift(amount, total);
        _did("gift");
    }

    /// @notice Issues all that a window has room for on account of gifts, or one more.
    function issueOnGifts(uint256 toSeed, uint256 more) external action {
        Window memory window = _window();
        uint256 amount = _left();
        if (amount == 0 || window.room == window.byGrowth) return;
        if (more % 4 == 0) {
            bytes memory data = abi.encodeCall(IIssuance.issue, (_pick(toSeed), amount + 1));
            bytes memory expected = abi.encodeWithSelector(IIssuance.BudgetExceeded.selector, amount + 1, amount);
            return _mustRevert(address(this), address(_org.issuance), data, expected);
        }
        _org.issuance.issue(_pick(toSeed), amount);
        _noteIssued(amount);
        _did("issueOnGifts");
    }

    function burn(uint256 holderSeed, uint256 amountSeed) external action {
        address holder = _pick(holderSeed);
        uint256 held = _org.token.balanceOf(holder);
        if (held == 0) return;
        uint256 amount = _scaled(amountSeed, held);
        vm.prank(holder);
        _org.token.burn(amount);
        burned += amount;
        _noteSupply();
        _did("burn");
    }

    // ---------------------------------------------------------------- owner and time

    /// @notice The owner changes a rule, or a stranger tries to.
    function govern(uint256 senderSeed, uint256 ruleSeed, uint256 valueSeed) external action {
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
        if (rule == 0) (_closedGrowthBps, _openGrowthBps, _giftIssuanceBps) = _growth(valueSeed);
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

    /// @notice Goes to the second before, at or after the start of the next window.
    function warpToWindow(uint256 offset) external action {
        uint256 next = _window().start + _period;
        if (next <= block.timestamp + 1) return;
        vm.warp(next - 1 + (offset % 3));
        _did("warpToWindow");
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

    // ---------------------------------------------------------------- internals

    function _review(uint256 id, address reviewer, bool approve) private returns (bool done) {
        Work storage work = _works[id - 1];
        uint256 until = work.submittedAt + work.reviewWindow;
        (bool eligible, bool byStake) = _mayReview(reviewer, work.submittedAt);
        bytes memory expected;
        if (work.status != IContributionRegistry.Status.Submitted) {
            expected = abi.encodeWithSelector(IContributionRegistry.WrongStatus.selector, id, work.status);
        } else if (block.timestamp >= until) {
            expected = abi.encodeWithSelector(IContributionRegistry.ReviewOver.selector, id, until);
        } else if (!eligible) {
            expected = abi.encodeWithSelector(NotCurator.selector, id, reviewer);
        } else if (isInvolved(id, reviewer)) {
            expected = abi.encodeWithSelector(IContributionRegistry.ReviewerInvolved.selector, id, reviewer);
        } else if (_reviewed(work, reviewer)) {
            expected = abi.encodeWithSelector(IContributionRegistry.AlreadyReviewed.selector, id, reviewer);
        }
        vm.prank(reviewer);
        (bool ok, bytes memory got) = address(_org.registry).call(
            abi.encodeCall(IContributionRegistry.review, (id, approve, ""))
        );
        if (!ok) {
            _check(NAMED_ERRORS, keccak256(got) == keccak256(expected), "a review failed with another error");
            return false;
        }
        _check(11, eligible && block.timestamp < until, "a review that should not count");
        if (byStake) _hold(reviewer, until);
        if (byStake) _did("reviewByStake");
        work.reviewers.push(reviewer);
        if (approve) ++work.approvals;
        else ++work.objections;
        return true;
    }

    function _decide(uint256 id, address sender) private {
        Work storage work = _works[id - 1];
        uint256 until = work.submittedAt + work.reviewWindow;
        bytes memory expected;
        if (work.status != IContributionRegistry.Status.Submitted) {
            expected = abi.encodeWithSelector(IContributionRegistry.WrongStatus.selector, id, work.status);
        } else if (block.timestamp < until) {
            expected = abi.encodeWithSelector(IContributionRegistry.ReviewOngoing.selector, id, until);
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.decide, (id));
        if (expected.length > 0) return _mustRevert(sender, address(_org.registry), data, expected);

        uint256 held = _org.token.balanceOf(work.submitter);
        vm.prank(sender);
        bool accepted = _org.registry.decide(id);
        bool approved = work.approvals >= work.quorum && work.approvals > work.objections;
        _check(11, accepted == approved, "decided against the reviews");
        work.status = approved ? IContributionRegistry.Status.Accepted : IContributionRegistry.Status.Rejected;
        _returnDeposit(work, held);
        _did("decide");
        if (approved) _did("accept");
    }

    /// @dev Property 8: what a settlement mints, to whom, and no more than the window has left.
    function _settle(uint256 id, address sender, uint256 settled) private {
        Work storage work = _works[id - 1];
        uint256 left = _left();
        uint256[] memory held = _balances(work.shares);
        Share[] memory shares = work.shares;
        vm.prank(sender);
        uint256 amount = _org.registry.settle(id, shares);
        uint256[] memory holds = _balances(work.shares);
        uint256 sum;
        for (uint256 i = 0; i < shares.length; ++i) {
            uint256 part = (settled * shares[i].bps) / WHOLE_BPS - (work.settled * shares[i].bps) / WHOLE_BPS;
            bool last = i == shares.length - 1;
            if (last && settled == work.reward) part += settled - _partsOf(work, settled);
            _check(8, holds[i] - held[i] == part, "a producer got another part than his");
            recognised[shares[i].account] += part;
            sum += holds[i] - held[i];
        }
        _check(8, amount == sum, "settled another amount than minted");
        uint256 pot = _pot(work, settled) - _pot(work, work.settled);
        registryHolds += pot;
        _check(6, sum + pot <= left, "settled more than the window had left");
        work.minted += sum;
        work.settled = settled;
        if (settled == work.reward) work.status = IContributionRegistry.Status.Settled;
        _noteIssued(sum + pot);
        _did("settle");
        if (pot > 0) _did("rewardReviewers");
        if (settled < work.reward) _did("settleInPart");
    }

    /// @dev A call that changes `rule`, and the curator concerned.
    function _ruleCall(uint256 rule, uint256 seed) private view returns (bytes memory data, address curator) {
        if (rule == 0) {
            (uint256 closedBps, uint256 openBps, uint256 giftBps) = _growth(seed);
            data = abi.encodeCall(IIssuance.setGrowth, (uint16(closedBps), uint16(openBps), uint16(giftBps)));
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

    function _growth(uint256 seed) private pure returns (uint256 closedBps, uint256 openBps, uint256 giftBps) {
        return (seed % 5_001, (seed / 5_001) % 1_001, (seed >> 128) % 5_001);
    }

    function _reviewTerms(uint256 seed) private pure returns (uint256 reviewWindow, uint256 quorum) {
        return (1 hours + (seed % 4 days), 1 + ((seed / 4 days) % 2));
    }

    /// @dev Every fourth time curation by stake is off.
    function _newStake(uint256 seed) private pure returns (uint256) {
        return seed % 4 == 0 ? 0 : 1 + (seed % 50e18);
    }

    /// @dev Every fourth time without a deposit.
    function _newIncentives(uint256 seed) private pure returns (uint256 deposit, uint256 bps) {
        return (seed % 4 == 0 ? 0 : 1 + (seed % 20e18), (seed / 4) % 2_001);
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
            bool over = block.timestamp >= work.submittedAt + work.reviewWindow;
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
            if (eligible && !isInvolved(id, account) && !_reviewed(work, account)) return account;
        }
        return _pick(seed / 4);
    }

    function _reviewed(Work storage work, address reviewer) private view returns (bool) {
        for (uint256 i = 0; i < work.reviewers.length; ++i) {
            if (work.reviewers[i] == reviewer) return true;
        }
        return false;
    }

    /// @dev Whether and why `account` may review what was submitted at `submittedAt`.
    function _mayReview(address account, uint256 submittedAt) private view returns (bool eligible, bool byStake) {
        if (_curatorSince[account] != 0 && _curatorSince[account] < submittedAt) return (true, false);
        Locked storage stake = _stakes[account];
        bool inForce = _curationStake > 0 && _curationStakeSince < submittedAt;
        byStake = inForce && stake.amount >= _curationStake && stake.since < submittedAt;
        return (byStake, byStake);
    }

    function _veto(uint256 id, address holder) private {
        Work storage work = _works[id - 1];
        Locked storage stake = _stakes[holder];
        uint256 until = work.submittedAt + work.reviewWindow;
        bytes memory expected;
        if (work.status != IContributionRegistry.Status.Submitted) {
            expected = abi.encodeWithSelector(IContributionRegistry.WrongStatus.selector, id, work.status);
        } else if (block.timestamp >= until) {
            expected = abi.encodeWithSelector(IContributionRegistry.ReviewOver.selector, id, until);
        } else if (stake.amount == 0) {
            expected = abi.encodeWithSelector(IStakeLock.NothingToVetoWith.selector, holder);
        }
        bytes memory data = abi.encodeCall(IContributionRegistry.veto, (id));
        if (expected.length > 0) return _mustRevert(holder, address(_org.registry), data, expected);
        uint256 held = _org.token.balanceOf(work.submitter);
        vm.prank(holder);
        bool rejected = _org.registry.veto(id);
        _hold(holder, block.timestamp + work.reviewWindow);
        work.vetoed += stake.amount - _vetoes[id][holder];
        _vetoes[id][holder] = stake.amount;
        _check(10, rejected == (work.vetoed >= _vetoThreshold()), "a veto rejected below its share, or not at it");
        if (rejected) {
            work.status = IContributionRegistry.Status.Rejected;
            _returnDeposit(work, held);
            _did("vetoed");
        }
        _did("veto");
    }

    /// @dev Mostly someone with a stake, when there is one.
    function _stakeholder(uint256 seed) private view returns (address) {
        for (uint256 i = 0; seed % 8 != 0 && i < actors.length; ++i) {
            address account = _pick(seed / 8 + i);
            if (_stakes[account].amount > 0) return account;
        }
        return _pick(seed / 8);
    }

    function _hold(address account, uint256 until) private {
        if (_stakes[account].heldUntil < until) _stakes[account].heldUntil = until;
    }

    /// @dev Where the deposit of a contribution that ended is now; `held` is what the submitter had before.
    function _returnDeposit(Work storage work, uint256 held) private {
        bool forfeited = _isObjected(work);
        uint256 due = forfeited ? 0 : work.deposit;
        _check(8, _org.token.balanceOf(work.submitter) - held == due, "another deposit came back than due");
        registryHolds -= due;
        if (forfeited && work.deposit > 0) _did("forfeit");
    }

    function _isObjected(Work storage work) private view returns (bool) {
        return work.objections >= work.quorum && work.objections > work.approvals;
    }

    function _isAccepted(Work storage work) private view returns (bool) {
        return
            work.status == IContributionRegistry.Status.Accepted || work.status == IContributionRegistry.Status.Settled;
    }

    /// @dev What all reviewers of a contribution together have earned so far.
    function _owed(Work storage work) private view returns (uint256) {
        if (_isAccepted(work)) return _pot(work, work.settled);
        if (work.status == IContributionRegistry.Status.Submitted || !_isObjected(work)) return 0;
        return work.deposit;
    }

    function _pot(Work storage work, uint256 settled) private view returns (uint256) {
        return (settled * work.reviewerRewardBps) / WHOLE_BPS;
    }

    function _mintedFor(Work storage work) private view returns (uint256) {
        return _partsOf(work, work.settled) + _pot(work, work.settled);
    }

    /// @dev The part of the reward that what is left of the window covers, with the reviewers' part on top of it.
    function _covered(Work storage work) private view returns (uint256) {
        uint256 money = _mintedFor(work) + _left();
        if (money >= work.reward + _pot(work, work.reward)) return work.reward;
        return (money * WHOLE_BPS) / (WHOLE_BPS + work.reviewerRewardBps);
    }

    /// @dev A tenth of what circulates, rounded up: of the present supply, or of that before this hour when it was less.
    function _vetoThreshold() private view returns (uint256) {
        uint256 circulating = _org.token.totalSupply() - _org.token.balanceOf(DEAD);
        uint256 past = _supplyBefore(block.timestamp - (block.timestamp % 1 hours));
        if (past > 0 && past < circulating) circulating = past;
        uint256 threshold = (circulating + 9) / 10;
        return threshold == 0 ? 1 : threshold;
    }

    function stakeAt(address account) external view returns (Locked memory) {
        return _stakes[account];
    }

    function _partsOf(Work storage work, uint256 total) private view returns (uint256 sum) {
        for (uint256 i = 0; i < work.shares.length; ++i) sum += (total * work.shares[i].bps) / WHOLE_BPS;
    }

    function _balances(Share[] storage shares) private view returns (uint256[] memory balances) {
        balances = new uint256[](shares.length);
        for (uint256 i = 0; i < balances.length; ++i) balances[i] = _org.token.balanceOf(shares[i].account);
    }
}
