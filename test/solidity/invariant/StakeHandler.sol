// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {ZeroAmount} from "../../../contracts/interfaces/Errors.sol";
import {IPresale} from "../../../contracts/interfaces/IPresale.sol";
import {IStake} from "../../../contracts/interfaces/IStake.sol";
import {Share} from "../../../contracts/interfaces/Share.sol";
import {Handler} from "./Handler.sol";
import {IDecisions, ITimelock} from "../lib/Deployed.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title StakeHandler
/// @notice Partners and founders whose claims vest, who stake, vote, veto, consent and leave, in whatever order. What holds
/// whom is kept here by the table of {IStake}, from the states that Governor, timelock and registry tell.
contract StakeHandler is Handler {
    /// @dev What must have happened to one decision.
    struct Decision {
        uint256 id;
        bytes32 operation;
        uint256 quorum;
        uint256 snapshot;
        uint256 executedAt;
        uint256 inFavour;
        uint256 against;
        bool vetoed;
    }

    /// @dev What an account did in a decision: tags 0 to 3 of the Governor.
    struct Act {
        uint256 decision;
        uint256 weight;
        uint256 atMost;
        address account;
        uint8 tag;
        bool open;
    }

    /// @dev What is vetoed: a contribution, or an operation as it was scheduled.
    struct Matter {
        address forum;
        uint256 id;
        bytes32 operation;
        uint256 proposedAt;
        uint256 least;
        uint256 total;
        uint256 reachedAt;
    }

    /// @dev What was true of the past when it was looked at.
    struct Sample {
        address account;
        uint256 timepoint;
        uint256 votes;
        uint256 total;
    }

    uint256 private constant MOST = 24; // decisions and matters of a run
    uint256 private constant SAMPLES = 48;
    uint16 private constant QUORUM_BPS = 1_000;
    uint16 private constant VETO_BPS = 2_000;
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;

    Organisation private _org;
    IDecisions private _governor;
    ITimelock private _timelock;
    address private _founder;
    Decision[] private _decisions;
    Act[] private _acts;
    Matter[] private _matters;
    Sample[] private _samples;
    uint256 private _sampled;
    mapping(uint256 matter => mapping(address account => uint256 weight)) private _vetoes;
    mapping(uint256 round => mapping(address account => uint256 weight)) private _consents;
    mapping(address account => uint256) public staked;
    mapping(address account => uint256) private _wholeHolds;
    /// @notice Tokens sent to Stake past its functions.
    uint256 public forced;

    constructor(address[] memory actors_, Organisation memory org, address founder) Handler(actors_) {
        _org = org;
        _governor = IDecisions(org.governor);
        _timelock = ITimelock(org.timelock);
        _founder = founder;
        for (uint256 i = 0; i < actors_.length; ++i) {
            staked[actors_[i]] = org.stake.getVotes(actors_[i]);
            vm.prank(actors_[i]);
            org.token.approve(address(org.stake), type(uint256).max);
        }
    }

    /// @dev After each action the past is looked at again: property 4, and what holds, 45.
    modifier watched() {
        ++attempts;
        _;
        _look();
    }

    // ---------------------------------------------------------------- stakes

    function stake(uint256 seed, uint256 amountSeed) external watched {
        address account = _pick(seed);
        uint256 amount = _tokensFor(account, amountSeed);
        address payer = account;
        if (seed % 3 == 0) account = _pick(seed >> 8);
        vm.prank(payer);
        if (account == payer) _org.stake.stake(amount);
        else _org.stake.stakeFor(account, amount);
        staked[account] += amount;
        _did("stake");
    }

    function unstake(uint256 seed, uint256 amountSeed, uint256 recipientSeed) external watched {
        address account = _pick(seed);
        uint256 free = freeOf(account);
        _check(49, _org.stake.unstakable(account) == free, "another part of a stake is free than the table says");
        uint256 amount = free == 0 || amountSeed % 4 == 0 ? free + 1 : _scaled(amountSeed, free);
        address recipient = _pick(recipientSeed);
        if (amount > free) {
            return
                _mustRevert(
                    account,
                    address(_org.stake),
                    abi.encodeCall(IStake.unstake, (amount, recipient)),
                    abi.encodeWithSelector(IStake.StakeHeld.selector, account, amount, free)
                );
        }
        uint256 funds = _org.token.balanceOf(recipient);
        vm.prank(account);
        _org.stake.unstake(amount, recipient);
        staked[account] -= amount;
        _check(49, _org.token.balanceOf(recipient) == funds + amount, "another sum was unstaked");
        // What was closed was so when the table allowed it: see {close}.
        for (uint256 i = 0; i < _acts.length; ++i) {
            _check(45, _acts[i].account != account || !_acts[i].open, "who voted got tokens back while that holds");
        }
        for (uint256 i = 0; i < _matters.length; ++i) {
            uint256 reachedAt = _matters[i].reachedAt;
            if (_vetoes[i][account] == 0 || reachedAt == 0) continue;
            _check(45, block.timestamp >= reachedAt + 7 days, "who vetoed got tokens back within a week");
        }
        _did("unstake");
    }

    /// @notice Sends tokens to Stake past its functions.
    function force(uint256 seed, uint256 amountSeed) external watched {
        address account = _pick(seed);
        uint256 amount = _tokensFor(account, amountSeed);
        forced += amount;
        vm.prank(account);
        _org.token.transfer(address(_org.stake), amount);
        _did("force");
    }

    function sweep() external watched {
        if (forced == 0) {
            bytes memory nothing = abi.encodeWithSelector(ZeroAmount.selector);
            return _mustRevert(actors[0], address(_org.stake), abi.encodeCall(IStake.sweep, ()), nothing);
        }
        uint256 expected = _org.token.balanceOf(_org.timelock) + forced;
        forced = 0;
        _org.stake.sweep();
        _check(49, _org.token.balanceOf(_org.timelock) == expected, "another sum was swept than was sent");
        _did("sweep");
    }

    // ---------------------------------------------------------------- decisions

    function propose(uint256 seed) external watched {
        if (_decisions.length >= MOST) return;
        address account = _pick(seed);
        (address[] memory targets, uint256[] memory values, bytes[] memory calls, string memory description) = _calls(
            _decisions.length
        );
        uint256 votes = _org.stake.getVotes(account);
        uint256 before = _org.stake.getPastVotes(account, block.timestamp - 1);
        uint256 electorate = _electorate();
        bool enough = (votes < before ? votes : before) * 10_000 >= electorate * 100;
        vm.prank(account);
        try _governor.propose(targets, values, calls, description) returns (uint256 id) {
            _check(50, enough, "proposed with less than the threshold");
            Decision storage d = _decisions.push();
            d.id = id;
            d.snapshot = block.timestamp + 1 days;
            d.quorum = _ceil(electorate * QUORUM_BPS, 10_000);
            d.operation = _timelock.hashOperationBatch(targets, values, calls, 0, _salt(description));
            _hold(_decisions.length - 1, account, 3, 0);
            _did("propose");
        } catch {
            ++refusals; // too little stake, or a live decision of its own
        }
    }

    function lowerQuorum(uint256 seed) external watched {
        if (_decisions.length == 0) return;
        Decision storage d = _decisions[_latest(seed)];
        address seller = _pick(seed >> 16);
        uint256 funds = _org.token.balanceOf(seller);
        // Something leaves beforehand, mostly.
        if (seed % 4 != 0 && funds > 1e15) {
            vm.prank(seller);
            _org.reserve.sell(funds / 2, 0, seller, type(uint256).max);
        }
        uint256 present = _ceil(_electorate() * QUORUM_BPS, 10_000);
        bool possible = block.timestamp <= d.snapshot && present < d.quorum;
        vm.prank(_pick(seed >> 8));
        try _governor.lowerQuorum(d.id) {
            _check(50, possible, "a quorum was lowered while voting, or raised");
            d.quorum = present;
            _did("lowerQuorum");
        } catch {
            _check(50, !possible, "a quorum could not be lowered");
            ++refusals;
        }
    }

    function vote(uint256 seed, uint256 decisionSeed) external watched {
        if (_decisions.length == 0) return;
        uint256 index = _latest(decisionSeed);
        Decision storage d = _decisions[index];
        uint8 support = uint8((seed >> 16) % 5);
        if (support > 2) support = 1; // mostly for
        if ((seed >> 24) % 2 == 0 && _governor.state(d.id) == IGovernor.ProposalState.Pending) vm.warp(d.snapshot + 1);
        if (_governor.state(d.id) != IGovernor.ProposalState.Active) return;
        address account;
        uint256 weight;
        for (uint256 i = 0; i < actors.length && weight == 0; ++i) {
            account = actors[((seed % actors.length) + i) % actors.length];
            if (_governor.hasVoted(d.id, account)) continue;
            weight = _org.stake.getPastVotes(account, d.snapshot);
            if (_org.stake.getVotes(account) < weight) weight = _org.stake.getVotes(account);
        }
        if (weight == 0) return;
        vm.prank(account);
        uint256 counted = _governor.castVote(d.id, support);
        _check(45, counted == weight, "a vote weighs more or less than the lesser of snapshot and present");
        if (support == 1) d.inFavour += weight;
        if (support == 0) d.against += weight;
        _hold(index, account, support, weight);
        _did("vote");
    }

    /// @notice Queues or carries out what can be; every other time it waits until it can be.
    function carryOn(uint256 seed) external watched {
        if (_decisions.length == 0) return;
        uint256 index = _waiting(seed);
        Decision storage d = _decisions[index];
        (address[] memory targets, uint256[] memory values, bytes[] memory calls, string memory description) = _calls(
            index
        );
        IGovernor.ProposalState state = _governor.state(d.id);
        if ((seed >> 128) % 2 == 0) {
            if (state == IGovernor.ProposalState.Pending) vm.warp(d.snapshot + 1);
            if (state == IGovernor.ProposalState.Active) vm.warp(_governor.proposalDeadline(d.id) + 1);
            if (state == IGovernor.ProposalState.Queued && block.timestamp < _governor.proposalEta(d.id)) {
                vm.warp(_governor.proposalEta(d.id));
            }
            state = _governor.state(d.id);
        }
        if (state == IGovernor.ProposalState.Succeeded) {
            _governor.queue(targets, values, calls, keccak256(bytes(description)));
            _remember(address(_timelock), _timelock.matterOf(d.operation), d.operation, d.snapshot - 1 days);
            return _did("queue");
        }
        if (state != IGovernor.ProposalState.Queued || block.timestamp < _governor.proposalEta(d.id)) return;
        _governor.execute(targets, values, calls, keccak256(bytes(description)));
        d.executedAt = block.timestamp;
        _did("execute");
    }

    /// @notice Ends the hold of an act, by anyone: when the table says so, and never before.
    function close(uint256 seed, uint256 callerSeed) external watched {
        if (_acts.length == 0) return;
        Act storage a = _acts[_acts.length - 1 - (seed % (_acts.length < 24 ? _acts.length : 24))];
        Decision storage d = _decisions[a.decision];
        address caller = _pick(callerSeed);
        bytes memory data = abi.encodeCall(IStake.close, (address(_governor), d.id, a.tag, a.account));
        if (!a.open) {
            return
                _mustRevert(
                    caller,
                    address(_org.stake),
                    data,
                    abi.encodeWithSelector(IStake.NothingHeld.selector, a.account, address(_governor), d.id, a.tag)
                );
        }
        uint256 until = _freeAt(d, a.tag);
        if (until > a.atMost) until = a.atMost;
        if (block.timestamp < until) {
            return
                _mustRevert(
                    caller,
                    address(_org.stake),
                    data,
                    abi.encodeWithSelector(IStake.StillHeld.selector, a.account, until)
                );
        }
        vm.prank(caller);
        _org.stake.close(address(_governor), d.id, a.tag, a.account);
        a.open = false;
        --_wholeHolds[a.account];
        _did("close");
    }

    // ---------------------------------------------------------------- vetoes

    /// @notice Something to veto: a contribution, or an operation of the founder.
    function begin(uint256 seed) external watched {
        if (_matters.length >= MOST) return;
        if (seed % 2 == 0) {
            vm.prank(_founder);
            bytes32 salt = bytes32(_matters.length);
            bytes memory call = abi.encodeCall(IERC20.totalSupply, ());
            _timelock.schedule(address(_org.token), 0, call, 0, salt, 2 days);
            bytes32 operation = _timelock.hashOperation(address(_org.token), 0, call, 0, salt);
            _remember(address(_timelock), _timelock.matterOf(operation), operation, block.timestamp);
        } else {
            Share[] memory shares = new Share[](1);
            shares[0] = Share(_pick(seed), 10_000);
            vm.prank(_pick(seed >> 8));
            uint256 id = _org.registry.submit(0, 1e18, shares, 0, "");
            _remember(address(_org.registry), id, 0, block.timestamp);
        }
        _did("begin");
    }

    function veto(uint256 seed, uint256 matterSeed) external watched {
        if (_matters.length == 0) return;
        (bool found, uint256 index) = _vetoable(matterSeed, (seed >> 64) % 4 == 0);
        if (!found) return;
        Matter storage m = _matters[index];
        address account;
        uint256 weight;
        uint256 before;
        for (uint256 i = 0; i < actors.length && weight == 0; ++i) {
            account = actors[((seed % actors.length) + i) % actors.length];
            weight = _org.stake.getPastVotes(account, m.proposedAt - 1);
            if (staked[account] < weight) weight = staked[account];
            if (m.operation != 0) {
                uint256 vesting = _vestingOf(account).founderVesting;
                weight = weight < vesting ? 0 : weight - vesting;
            }
            before = _vetoes[index][account];
            if (weight < before) weight = before;
        }
        if (weight == 0) return;
        vm.prank(account);
        bool reached = m.operation == 0 ? _org.registry.veto(m.id) : _org.stake.vetoDecision(m.operation);
        if (before == 0) ++_wholeHolds[account];
        _vetoes[index][account] = weight;
        m.total += weight - before;
        uint256 circulating = _circulating();
        if (m.least == 0 || circulating < m.least) m.least = circulating;
        _check(45, reached == (m.total >= _threshold(m)), "a veto succeeded below its threshold, or failed above it");
        _check(45, _org.stake.vetoOf(m.forum, m.id, account) == weight, "a veto weighs more than was staked before");
        if (reached) {
            m.reachedAt = block.timestamp;
            for (uint256 i = 0; i < _decisions.length; ++i) {
                if (_decisions[i].operation == m.operation) _decisions[i].vetoed = true;
            }
            return _did("vetoed");
        }
        _did("veto");
    }

    /// @notice Takes a veto back, or has another close it.
    function endVeto(uint256 seed, uint256 callerSeed) external watched {
        if (_matters.length == 0) return;
        uint256 index = _matters.length - 1 - (seed % (_matters.length < 12 ? _matters.length : 12));
        Matter storage m = _matters[index];
        address account = _pick(seed >> 8);
        for (uint256 i = 0; i < actors.length && _vetoes[index][account] == 0; ++i) account = actors[i];
        if (_vetoes[index][account] == 0) return;
        bool byOthers = callerSeed % 2 == 0;
        uint256 until = m.reachedAt + 7 days;
        if (m.reachedAt == 0) until = byOthers && _isOpen(m) ? type(uint256).max : 0;
        bytes memory data =
            byOthers
                ? abi.encodeCall(IStake.close, (m.forum, m.id, 255, account))
                : abi.encodeCall(IStake.takeBackVeto, (m.forum, m.id));
        address caller = byOthers ? _pick(callerSeed) : account;
        if (block.timestamp < until) {
            bytes memory expected = abi.encodeWithSelector(IStake.StillHeld.selector, account, until);
            return _mustRevert(caller, address(_org.stake), data, expected);
        }
        vm.prank(caller);
        (bool ok, ) = address(_org.stake).call(data);
        _check(45, ok, "a veto that is over cannot be ended");
        m.total -= _vetoes[index][account];
        _vetoes[index][account] = 0;
        --_wholeHolds[account];
        _did("endVeto");
    }

    // ---------------------------------------------------------------- consent

    function consent(uint256 seed) external watched {
        address account = _pick(seed);
        vm.prank(account);
        try _org.stake.consentToDissolve() {
            uint256 round = _org.stake.roundCount();
            uint256 past = _org.stake.getPastVotes(account, _org.stake.roundOf(round).openedAt - 30 days);
            uint256 weight = past < staked[account] ? past : staked[account];
            _check(
                45,
                _org.stake.consentOf(round, account) == weight,
                "a consent weighs more than was staked long ago"
            );
            if (_consents[round][account] == 0) ++_wholeHolds[account];
            _consents[round][account] = weight;
            _did("consent");
        } catch {
            ++refusals; // nothing more to consent with, or a rest
        }
    }

    function endConsent(uint256 seed, uint256 roundSeed) external watched {
        uint256 last = _org.stake.roundCount();
        if (last == 0) return;
        uint256 round = last - (roundSeed % (last < 3 ? last : 3));
        address account = _pick(seed);
        for (uint256 i = 0; i < actors.length && _consents[round][account] == 0; ++i) account = actors[i];
        if (_consents[round][account] == 0) return;
        IStake.Round memory r = _org.stake.roundOf(round);
        uint256 until = r.noticeAt == 0 ? r.openedAt + 14 days : r.noticeAt + 28 days;
        if (seed % 2 == 0 && round == last && r.noticeAt == 0) {
            vm.prank(account);
            _org.stake.takeBackConsent();
        } else {
            bytes memory data = abi.encodeCall(IStake.closeConsent, (round, account));
            bytes memory expected = abi.encodeWithSelector(IStake.RoundRunning.selector, round);
            if (block.timestamp < until) return _mustRevert(_pick(roundSeed), address(_org.stake), data, expected);
            _org.stake.closeConsent(round, account);
        }
        _consents[round][account] = 0;
        --_wholeHolds[account];
        _did("endConsent");
    }

    // ---------------------------------------------------------------- market and time

    /// @notice Supply comes and goes, so that quorums and thresholds do.
    function trade(uint256 seed, uint256 amountSeed) external watched {
        address account = _pick(seed);
        uint256 funds = _org.token.balanceOf(account);
        if (seed % 3 == 0 && funds > 1e15) {
            vm.prank(account);
            _org.reserve.sell(1e14 + _scaled(amountSeed, funds - 1e14), 0, account, type(uint256).max);
            return _did("sell");
        }
        vm.prank(account);
        _org.reserve.buy(1e18 + _scaled(amountSeed, 2_000e18), 0, account, type(uint256).max);
        _did("buy");
    }

    function warp(uint256 seed) external watched {
        uint256 kind = seed % 4;
        if (kind == 0) _pass(_bound(seed >> 8, 1, 12 hours));
        else if (kind == 1) _pass(_bound(seed >> 8, 1 days, 5 days));
        else _toEdge(seed >> 8);
        _did("warp");
    }

    /// @notice Dissolves, and lets everyone leave with all that is theirs; nothing of it stays.
    function everyoneLeaves(uint256 seed) external watched {
        (, bytes memory reason) = address(this).call(abi.encodeCall(this.simulateDissolution, (seed)));
        string memory problem = _problem(reason);
        _check(49, bytes(problem).length == 0, problem);
        _did("everyoneLeaves");
    }

    function simulateDissolution(uint256 seed) external {
        vm.prank(_org.timelock);
        _org.reserve.dissolve();
        address[] memory order = _shuffledActors(seed);
        for (uint256 i = 0; i < order.length; ++i) {
            uint256 lost = _vestingOf(order[i]).forfeited;
            uint256 left = staked[order[i]] < lost ? 0 : staked[order[i]] - lost;
            if (_org.stake.unstakable(order[i]) != left) revert Simulated("a dissolution frees another part");
            if (left == 0) continue;
            vm.prank(order[i]);
            (bool ok, ) = address(_org.stake).call(abi.encodeCall(IStake.unstake, (left, order[i])));
            if (!ok) revert Simulated("somebody cannot leave after a dissolution");
            if (_org.stake.getVotes(order[i]) != 0) revert Simulated("votes are left of what was lost");
        }
        revert Simulated("");
    }

    // ---------------------------------------------------------------- expected

    /// @dev What still vests of what the claim of `account` staked.
    function _vestingOf(address account) private view returns (IPresale.Tokens memory t) {
        if (_org.presale.positionOf(account).standing == IPresale.Standing.Staked) t = _org.presale.tokensOf(account);
    }

    /// @notice What of the stake of `account` is free by the table, were nothing forgotten to be closed.
    function freeOf(address account) public view returns (uint256) {
        if (_wholeHolds[account] > 0) return 0;
        IPresale.Tokens memory t = _vestingOf(account);
        uint256 unvested = t.vesting + t.founderVesting;
        return staked[account] > unvested ? staked[account] - unvested : 0;
    }

    /// @notice Property 50 for decision number `index`; empty when it holds.
    function problemOf(uint256 index) external view returns (string memory) {
        Decision storage d = _decisions[index];
        if (_governor.decisionOf(d.id).quorum != d.quorum) return "another quorum than was recorded or lowered";
        uint256 least = _ceil(_org.stake.floor() * QUORUM_BPS, 10_000);
        if (d.quorum < least) return "a quorum below that of the floor";
        IGovernor.ProposalState state = _governor.state(d.id);
        (uint256 against, uint256 inFavour, ) = _governor.proposalVotes(d.id);
        if (against != d.against || inFavour != d.inFavour) return "another sum than was voted";
        bool won = d.inFavour >= d.quorum && d.inFavour > d.against;
        if (state == IGovernor.ProposalState.Defeated) return won ? "a decision that won was defeated" : "";
        bool decided = state != IGovernor.ProposalState.Pending && state != IGovernor.ProposalState.Active;
        if (decided && !won) return "decided without the quorum";
        bool executed = state == IGovernor.ProposalState.Executed;
        if (executed != (d.executedAt != 0)) return "carried out by another way";
        return executed && d.vetoed ? "carried out though it was vetoed" : "";
    }

    function decisionCount() external view returns (uint256) {
        return _decisions.length;
    }

    /// @dev When the table frees who did `tag` in a decision.
    function _freeAt(Decision storage d, uint8 tag) private view returns (uint256) {
        IGovernor.ProposalState state = _governor.state(d.id);
        if (state == IGovernor.ProposalState.Pending || state == IGovernor.ProposalState.Active)
            return type(uint256).max;
        if (tag == 2) return 0;
        bool defeated = state == IGovernor.ProposalState.Defeated;
        if (tag == 0) return defeated ? _governor.proposalDeadline(d.id) + 7 days : 0;
        if (d.executedAt != 0) return d.executedAt + 7 days;
        bool waits = state == IGovernor.ProposalState.Succeeded || state == IGovernor.ProposalState.Queued;
        return waits ? type(uint256).max : 0;
    }

    function _threshold(Matter storage m) private view returns (uint256) {
        uint256 base = _org.stake.getPastTotalSupply(m.proposedAt - 1);
        uint256 before = _org.stake.getPastTotalSupply(m.proposedAt - 30 days);
        if (before < base) base = before;
        uint256 floor = _org.stake.floor();
        if (floor > base) base = floor;
        if (m.least / 5 > base) base = m.least / 5;
        return _ceil(base * VETO_BPS, 10_000);
    }

    /// @dev Others can end a veto below its threshold once the matter is decided.
    function _isOpen(Matter storage m) private view returns (bool) {
        if (m.operation != 0) return _timelock.isOperationPending(m.operation);
        return _org.registry.contribution(m.id).status == IContributionRegistry.Status.Submitted;
    }

    function _canBeVetoed(Matter storage m) private view returns (bool) {
        return _isOpen(m) && (m.operation != 0 || block.timestamp < _org.registry.contribution(m.id).reviewEnd);
    }

    /// @dev A matter that can be vetoed, from the one that `seed` picks among the last on; decisions only if asked for, so
    /// that they get through, mostly.
    function _vetoable(uint256 seed, bool alsoDecisions) private view returns (bool found, uint256 index) {
        uint256 recent = _matters.length < 6 ? _matters.length : 6;
        for (uint256 i = 0; i < recent; ++i) {
            index = _matters.length - 1 - (((seed % recent) + i) % recent);
            if (!_canBeVetoed(_matters[index])) continue;
            if (alsoDecisions || !_timelock.isDecision(_matters[index].operation)) return (true, index);
        }
    }

    function _circulating() private view returns (uint256) {
        uint256 out = _org.token.balanceOf(DEAD) + _org.token.balanceOf(address(_org.epochs));
        out += _org.token.balanceOf(address(_org.issuance)) + _org.token.balanceOf(_org.timelock);
        return _org.token.totalSupply() - out;
    }

    function _electorate() private view returns (uint256) {
        uint256 circulating = _circulating();
        uint256 floor = _org.stake.floor();
        return circulating > floor ? circulating : floor;
    }

    // ---------------------------------------------------------------- internals

    /// @dev Properties 4 and 45 after an action.
    function _look() private {
        // A few at a time, each of them often.
        for (uint256 i = 0; i < 3 && i < _samples.length; ++i) {
            Sample storage s = _samples[(_sampled * 3 + i) % _samples.length];
            bool same =
                _org.stake.getPastVotes(s.account, s.timepoint) == s.votes &&
                    _org.stake.getPastTotalSupply(s.timepoint) == s.total;
            _check(4, same, "votes of the past changed");
        }
        address account = actors[_sampled % actors.length];
        uint256 timepoint = block.timestamp - 1 - (_sampled % 5) * 12 hours;
        Sample memory sample = Sample(
            account,
            timepoint,
            _org.stake.getPastVotes(account, timepoint),
            _org.stake.getPastTotalSupply(timepoint)
        );
        if (_samples.length < SAMPLES) _samples.push(sample);
        else _samples[_sampled % SAMPLES] = sample;
        ++_sampled;
        for (uint256 i = 0; i < _acts.length; ++i) {
            if (_acts[i].open)
                _check(45, staked[_acts[i].account] >= _acts[i].weight, "a vote counts more than is held");
        }
        for (uint256 i = 0; i < _matters.length; ++i) {
            for (uint256 j = 0; j < actors.length; ++j) {
                _check(45, staked[actors[j]] >= _vetoes[i][actors[j]], "a veto counts more than is held");
            }
        }
    }

    function _hold(uint256 decision, address account, uint8 tag, uint256 weight) private {
        _acts.push(Act(decision, weight, block.timestamp + 150 days, account, tag, true));
        ++_wholeHolds[account];
    }

    function _remember(address forum, uint256 id, bytes32 operation, uint256 proposedAt) private {
        _matters.push(Matter(forum, id, operation, proposedAt, 0, 0, 0));
    }

    /// @dev The last decisions more often than those before.
    function _latest(uint256 seed) private view returns (uint256) {
        uint256 recent = _decisions.length < 5 ? _decisions.length : 5;
        return _decisions.length - 1 - (seed % recent);
    }

    /// @dev A decision that waits to be queued or carried out, if one of the last does.
    function _waiting(uint256 seed) private view returns (uint256 index) {
        for (uint256 i = 0; i < 8 && i < _decisions.length; ++i) {
            index = _decisions.length - 1 - i;
            IGovernor.ProposalState state = _governor.state(_decisions[index].id);
            if (state == IGovernor.ProposalState.Queued || state == IGovernor.ProposalState.Succeeded) return index;
        }
        return _latest(seed);
    }

    /// @dev An amount that `account` has, bought where it has nothing.
    function _tokensFor(address account, uint256 seed) private returns (uint256) {
        if (_org.token.balanceOf(account) < 1e15) {
            vm.prank(account);
            _org.reserve.buy(100e18, 0, account, type(uint256).max);
        }
        return _scaled(seed, _org.token.balanceOf(account));
    }

    /// @dev To a second before, at or after an end of something.
    function _toEdge(uint256 seed) private {
        uint256 edge;
        if (seed % 2 == 0 && _decisions.length > 0) {
            Decision storage d = _decisions[_latest(seed >> 8)];
            uint256 kind = (seed >> 16) % 4;
            if (kind == 0) edge = d.snapshot;
            else if (kind == 1) edge = _governor.proposalDeadline(d.id);
            else if (kind == 2) edge = _governor.proposalEta(d.id);
            else edge = _governor.proposalDeadline(d.id) + 7 days;
        } else if (_matters.length > 0) {
            edge =
                _matters[_matters.length - 1 - ((seed >> 8) % (_matters.length < 6 ? _matters.length : 6))].reachedAt +
                7 days;
        }
        edge += (seed >> 32) % 3;
        if (edge <= block.timestamp + 1) return _pass(1 days);
        vm.warp(edge - 1);
    }

    function _calls(
        uint256 index
    )
        private
        view
        returns (address[] memory targets, uint256[] memory values, bytes[] memory calls, string memory description)
    {
        targets = new address[](1);
        values = new uint256[](1);
        calls = new bytes[](1);
        targets[0] = address(_org.token);
        // Each of other content, so that none is proposed again.
        calls[0] = abi.encodeCall(IERC20.balanceOf, (address(uint160(index + 1))));
        description = "read";
    }

    function _salt(string memory description) private view returns (bytes32) {
        return bytes20(address(_governor)) ^ keccak256(bytes(description));
    }

    function _ceil(uint256 a, uint256 b) private pure returns (uint256) {
        return (a + b - 1) / b;
    }
}
