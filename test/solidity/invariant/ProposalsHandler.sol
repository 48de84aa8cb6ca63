// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IProductionProposals} from "../../../contracts/interfaces/IProductionProposals.sol";
import {Share} from "../../../contracts/interfaces/Share.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title ProposalsHandler
/// @notice Backers, deliverers and curators, the same accounts in turn, at proposals in every state.
contract ProposalsHandler is Handler {
    /// @dev What must have happened to one proposal.
    /// @param backed Tokens put on it and not withdrawn before it was funded.
    /// @param paid Tokens of them sent to deliverers, or reclaimed.
    /// @param minted Tokens that arrived for its backers.
    /// @param claimed Tokens of them sent on.
    /// @param contribution The last delivery.
    /// @param rejectedAt When that was rejected.
    /// @param status What the handler saw happen to it.
    struct Ghost {
        uint256 goal;
        uint256 reward;
        uint256 deadline;
        uint256 deliverBy;
        uint256 backed;
        uint256 paid;
        uint256 minted;
        uint256 claimed;
        uint256 contribution;
        uint256 rejectedAt;
        IContributionRegistry.Status status;
        bool completed;
        bool released;
        uint256 declinedBps;
        bytes32 termsHash;
    }

    /// @dev A deposit that a delivery brought: who paid it, and whether it came back to them.
    struct Deposit {
        address payer;
        bool settled;
        uint256 amount;
    }

    /// @dev The first of four curators who neither back nor deliver.
    uint160 public constant OTHER_CURATORS = 0xC0A70000;

    Organisation private _org;
    Ghost[] private _ghosts;
    Share[][] private _deliverers;
    mapping(uint256 id => mapping(address account => uint256)) public backingOf;
    mapping(uint256 contribution => Deposit) private _deposits;
    mapping(uint256 contribution => uint256) private _vetoes;
    mapping(uint256 contribution => mapping(address backer => bool)) private _vetoed;
    mapping(uint256 id => mapping(address deliverer => bool)) private _declined;
    uint256[] private _deliveries;
    /// @notice Deposits that the registry returned and that were not passed on.
    uint256 public depositsHeld;
    /// @notice Tokens sent to the proposals past their functions.
    uint256 public forced;

    constructor(address[] memory actors_, Organisation memory org) Handler(actors_) {
        _org = org;
        for (uint256 i = 0; i < actors_.length; ++i) {
            vm.prank(actors_[i]);
            org.token.approve(address(org.proposals), type(uint256).max);
        }
    }

    function ghostCount() external view returns (uint256) {
        return _ghosts.length;
    }

    function ghostOf(uint256 id) external view returns (Ghost memory) {
        return _ghosts[id - 1];
    }

    // ---------------------------------------------------------------- stakes

    function open(uint256 seed, uint256 goalSeed, uint256 rewardSeed, uint256 termSeed) external action {
        IProductionProposals.Terms memory t;
        t.goal = uint112(_scaled(goalSeed, 600e18));
        t.reward = uint112(_scaled(rewardSeed, 5_000e18));
        t.deadline = uint64(block.timestamp + _bound(termSeed, 1 hours, 30 days));
        t.deliverBy = uint64(t.deadline + _bound(termSeed >> 64, 1 hours, 40 days));
        t.backersBps = uint16(_bound(seed >> 16, 1, 5_000));
        t.deliverers = _someDeliverers(seed, 10_000 - t.backersBps);
        vm.prank(_pick(seed));
        uint256 id = _org.proposals.open(t);
        _check(10, id == _ghosts.length + 1, "another number of proposals");
        _ghosts.push();
        Ghost storage g = _ghosts[id - 1];
        (g.goal, g.reward, g.deadline, g.deliverBy) = (t.goal, t.reward, t.deadline, t.deliverBy);
        g.termsHash = keccak256(abi.encode(t));
        _deliverers.push();
        for (uint256 i = 0; i < t.deliverers.length; ++i) _deliverers[id - 1].push(t.deliverers[i]);
        _did("open");
    }

    function back(uint256 idSeed, uint256 backerSeed, uint256 amountSeed) external action {
        if (_ghosts.length == 0) return;
        _back(_prefer(idSeed, IProductionProposals.ProposalState.Open), _pick(backerSeed), _scaled(amountSeed, 300e18));
    }

    /// @notice One to three backers stake together what is missing.
    function fill(uint256 idSeed, uint256 seed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IProductionProposals.ProposalState.Open);
        if (expectedState(id) != IProductionProposals.ProposalState.Open) return;
        Ghost storage g = _ghosts[id - 1];
        address[] memory order = _shuffledActors(seed);
        uint256 count = 1 + (seed % 3);
        for (uint256 i = 0; i < count && g.backed < g.goal; ++i) {
            uint256 part = i == count - 1 ? g.goal : 1 + (g.goal - g.backed) / 2;
            _back(id, order[i], part);
        }
        _did("fill");
    }

    /// @notice Takes a stake back, by the call that the state asks for, mostly.
    function withdraw(uint256 idSeed, uint256 backerSeed, uint256 amountSeed) external action {
        if (_ghosts.length == 0) return;
        IProductionProposals.ProposalState wanted =
            idSeed % 2 == 0 ? IProductionProposals.ProposalState.Failed : IProductionProposals.ProposalState.Lapsed;
        uint256 id = _prefer(idSeed >> 8, wanted);
        Ghost storage g = _ghosts[id - 1];
        IProductionProposals.ProposalState state = expectedState(id);
        address backer = _backerOf(id, backerSeed);
        uint256 stake = backingOf[id][backer];
        uint256 funds = _org.token.balanceOf(backer);
        if (g.backed == g.goal) {
            bytes memory call = abi.encodeCall(IProductionProposals.reclaim, (id));
            if (state != IProductionProposals.ProposalState.Failed) return _refused(backer, call, _wrongState(id));
            if (stake == 0) {
                return
                    _refused(backer, call, abi.encodeWithSelector(IProductionProposals.NotBacker.selector, id, backer));
            }
            vm.prank(backer);
            _org.proposals.reclaim(id);
            g.paid += stake;
            backingOf[id][backer] = 0;
        } else {
            uint256 amount = _scaled(amountSeed, stake + 1);
            if (amount > stake) {
                return
                    _refused(
                        backer,
                        abi.encodeCall(IProductionProposals.withdraw, (id, amount)),
                        abi.encodeWithSelector(IProductionProposals.BackingTooSmall.selector, id, backer, amount, stake)
                    );
            }
            vm.prank(backer);
            _org.proposals.withdraw(id, amount);
            (stake, g.backed) = (amount, g.backed - amount);
            backingOf[id][backer] -= amount;
        }
        _check(38, _org.token.balanceOf(backer) == funds + stake, "a backer got another sum than their stake");
        _did("withdraw");
    }

    // ---------------------------------------------------------------- deliveries

    /// @notice Delivers, or takes a delivery back, by a deliverer or by another.
    function deliver(uint256 idSeed, uint256 callerSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(
            idSeed,
            idSeed % 5 == 0 ? IProductionProposals.ProposalState.Delivered : IProductionProposals.ProposalState.Funded
        );
        Ghost storage g = _ghosts[id - 1];
        address caller = _pick(callerSeed);
        Share[] memory list = _deliverers[id - 1];
        IProductionProposals.ProposalState state = expectedState(id);
        bool back_ = state == IProductionProposals.ProposalState.Delivered;
        if (back_ && g.status != IContributionRegistry.Status.Submitted) return; // the registry has decided
        bytes memory call =
            back_
                ? abi.encodeCall(IProductionProposals.withdrawDelivery, (id, list))
                : abi.encodeCall(IProductionProposals.deliver, (id, list, bytes32(0), ""));
        if (!back_ && state != IProductionProposals.ProposalState.Funded)
            return _refused(caller, call, _wrongState(id));
        if (!_isListed(list, caller)) {
            return
                _refused(caller, call, abi.encodeWithSelector(IProductionProposals.NotDeliverer.selector, id, caller));
        }
        if (back_) _takeBack(g, caller, id, list);
        else _deliver(g, caller, id, list);
        _did("deliver");
    }

    /// @notice A curator reviews a delivery: an approval is refused when they back or deliver it.
    function review(uint256 idSeed, uint256 curatorSeed, uint256 approveSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IProductionProposals.ProposalState.Delivered);
        Ghost storage g = _ghosts[id - 1];
        if (g.status != IContributionRegistry.Status.Submitted) return;
        if (block.timestamp >= _org.registry.contribution(g.contribution).reviewEnd) return;
        address curator = _curatorFor(id, curatorSeed);
        bool approve = approveSeed % 4 != 0;
        bool involved = backingOf[id][curator] > 0 || _isListed(_deliverers[id - 1], curator);
        vm.prank(curator);
        // solhint-disable-next-line avoid-low-level-calls
        (bool ok, bytes memory got) = address(_org.registry).call(
            abi.encodeCall(IContributionRegistry.review, (g.contribution, approve, ""))
        );
        if (ok) {
            _check(9, !involved || !approve, "a backer or deliverer approved");
            _did("review");
            return;
        }
        bool isReviewed = bytes4(got) == IContributionRegistry.AlreadyReviewed.selector;
        bool isRefused = bytes4(got) == IContributionRegistry.InvolvedApproves.selector && involved && approve;
        _check(9, isReviewed || isRefused, "a review was refused for another reason");
        ++refusals;
    }

    /// @notice Ends a review, mostly with the approval of two who may; sometimes as it stands.
    function decide(uint256 idSeed, uint256 approveSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IProductionProposals.ProposalState.Delivered);
        Ghost storage g = _ghosts[id - 1];
        if (g.status != IContributionRegistry.Status.Submitted) return;
        if (approveSeed % 4 != 0) _approveByStrangers(g.contribution);
        uint256 until = _org.registry.contribution(g.contribution).reviewEnd;
        if (block.timestamp < until) vm.warp(until);
        uint256 held = _org.token.balanceOf(address(_org.proposals));
        bool accepted = _org.registry.decide(g.contribution);
        g.status = accepted ? IContributionRegistry.Status.Accepted : IContributionRegistry.Status.Rejected;
        if (!accepted) g.rejectedAt = block.timestamp;
        _noteDeposit(g.contribution, _org.token.balanceOf(address(_org.proposals)) - held);
        _did("decide");
    }

    /// @notice A backer vetoes a delivery; more than half of the goal rejects it and frees nothing.
    function veto(uint256 idSeed, uint256 backerSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IProductionProposals.ProposalState.Delivered);
        Ghost storage g = _ghosts[id - 1];
        address backer = _backerOf(id, backerSeed);
        for (uint256 i = 0; i < actors.length && _vetoed[g.contribution][backer] && backerSeed % 4 > 0; ++i) {
            if (backingOf[id][actors[i]] > 0) backer = actors[i];
        }
        bytes memory call = abi.encodeCall(IProductionProposals.vetoDelivery, (id));
        if (expectedState(id) != IProductionProposals.ProposalState.Delivered) {
            return _refused(backer, call, _wrongState(id));
        }
        uint256 weight = backingOf[id][backer];
        if (weight == 0) {
            return _refused(backer, call, abi.encodeWithSelector(IProductionProposals.NotBacker.selector, id, backer));
        }
        if (_vetoed[g.contribution][backer]) {
            return
                _refused(
                    backer,
                    call,
                    abi.encodeWithSelector(IProductionProposals.AlreadyVetoed.selector, g.contribution, backer)
                );
        }
        bool rejects = 2 * (_vetoes[g.contribution] + weight) > g.goal;
        if (rejects) {
            // Most backers want what they backed.
            if (backerSeed % 3 > 0) return;
            // The registry refuses what it has decided, or what is due to be decided.
            if (g.status != IContributionRegistry.Status.Submitted) return;
            if (block.timestamp >= _org.registry.contribution(g.contribution).reviewEnd) return;
        }
        address payer = _deposits[g.contribution].payer;
        uint256 funds = _org.token.balanceOf(payer);
        vm.prank(backer);
        bool rejected = _org.proposals.vetoDelivery(id);
        _check(38, rejected == rejects, "a veto rejected with another weight");
        _vetoed[g.contribution][backer] = true;
        _vetoes[g.contribution] += weight;
        _did("veto");
        if (!rejected) return;
        (g.status, g.rejectedAt) = (IContributionRegistry.Status.Rejected, block.timestamp);
        uint256 returned = _org.token.balanceOf(payer) - funds;
        _check(38, returned == 0 || returned == _deposits[g.contribution].amount, "another deposit came back");
        _deposits[g.contribution].settled = true;
    }

    /// @notice A deliverer declines; enough of them free the backing.
    function decline(uint256 idSeed, uint256 callerSeed) external action {
        if (_ghosts.length == 0) return;
        // Most deliverers mean what they said.
        if (callerSeed % 3 > 0) return;
        uint256 id = _prefer(idSeed, IProductionProposals.ProposalState.Funded);
        Ghost storage g = _ghosts[id - 1];
        Share[] memory list = _deliverers[id - 1];
        Share memory share = list[callerSeed % list.length];
        bytes memory call = abi.encodeCall(IProductionProposals.decline, (id, list));
        IProductionProposals.ProposalState state = expectedState(id);
        if (state != IProductionProposals.ProposalState.Open && state != IProductionProposals.ProposalState.Funded) {
            return _refused(share.account, call, _wrongState(id));
        }
        if (_declined[id][share.account]) {
            return
                _refused(
                    share.account,
                    call,
                    abi.encodeWithSelector(IProductionProposals.AlreadyDeclined.selector, id, share.account)
                );
        }
        vm.prank(share.account);
        _org.proposals.decline(id, list);
        _declined[id][share.account] = true;
        g.declinedBps += share.bps;
        uint256 all = 10_000 - uint256(_org.proposals.proposal(id).backersBps);
        g.released = g.contribution == 0 ? 2 * g.declinedBps > all : g.declinedBps == all;
        _did("decline");
    }

    /// @notice The owner accepts what was rejected last: then the stakes are the deliverers', whatever the time.
    function overrule(uint256 idSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = 1 + (idSeed % _ghosts.length);
        for (uint256 i = 0; i < _ghosts.length && !_isOverrulable(id); ++i) id = 1 + (id % _ghosts.length);
        if (!_isOverrulable(id)) return;
        vm.prank(_org.timelock);
        _org.registry.overrule(_ghosts[id - 1].contribution);
        _ghosts[id - 1].status = IContributionRegistry.Status.Accepted;
        _did("overrule");
    }

    function complete(uint256 idSeed, uint256 callerSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IProductionProposals.ProposalState.Accepted);
        Ghost storage g = _ghosts[id - 1];
        Share[] memory list = _deliverers[id - 1];
        if (expectedState(id) != IProductionProposals.ProposalState.Accepted) {
            return
                _refused(_pick(callerSeed), abi.encodeCall(IProductionProposals.complete, (id, list)), _wrongState(id));
        }
        uint256 deposit = _due(g.contribution);
        uint256[] memory before = new uint256[](list.length);
        for (uint256 i = 0; i < list.length; ++i) before[i] = _org.token.balanceOf(list[i].account);
        vm.prank(_pick(callerSeed));
        _org.proposals.complete(id, list);
        uint256 left = g.goal;
        uint256 all = 10_000 - uint256(_org.proposals.proposal(id).backersBps);
        for (uint256 i = 0; i < list.length; ++i) {
            uint256 part = i == list.length - 1 ? left : (g.goal * list[i].bps) / all;
            left -= part;
            if (deposit > 0 && list[i].account == _deposits[g.contribution].payer) part += deposit;
            uint256 got = _org.token.balanceOf(list[i].account) - before[i];
            _check(38, got == part, "a deliverer got another part of the backing");
        }
        _settleDeposit(g.contribution, deposit);
        g.paid += g.goal;
        g.completed = true;
        _did("complete");
    }

    /// @notice Settles what the budget allows, and a backer claims.
    function settleAndClaim(uint256 idSeed, uint256 backerSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(
            idSeed,
            idSeed % 2 == 0 ? IProductionProposals.ProposalState.Accepted : IProductionProposals.ProposalState.Completed
        );
        Ghost storage g = _ghosts[id - 1];
        _settle(id);
        address backer = _backerOf(id, backerSeed);
        uint256 due = _org.proposals.claimable(id, backer);
        if (due == 0) {
            return
                _refused(
                    backer,
                    abi.encodeCall(IProductionProposals.claim, (id, backer)),
                    abi.encodeWithSelector(IProductionProposals.NothingToClaim.selector, id, backer)
                );
        }
        uint256 funds = _org.token.balanceOf(backer);
        uint256 claimed = _org.proposals.overview(id, backer).claimed;
        _org.proposals.claim(id, backer);
        _check(38, _org.token.balanceOf(backer) == funds + due, "a backer got another reward than was due");
        _check(
            38,
            claimed + due == (g.minted * backingOf[id][backer]) / g.goal,
            "a backer's total is not their stake's part of what was minted"
        );
        g.claimed += due;
        _did("settleAndClaim");
    }

    function returnDeposit(uint256 seed) external action {
        if (_deliveries.length == 0) return;
        uint256 contribution = _deliveries[seed % _deliveries.length];
        for (uint256 i = 0; i < _deliveries.length && _due(contribution) == 0; ++i) contribution = _deliveries[i];
        uint256 due = _due(contribution);
        if (due == 0) {
            return
                _refused(
                    _pick(seed),
                    abi.encodeCall(IProductionProposals.returnDeposit, (contribution)),
                    abi.encodeWithSelector(IProductionProposals.NoDepositDue.selector, contribution)
                );
        }
        address payer = _deposits[contribution].payer;
        uint256 funds = _org.token.balanceOf(payer);
        _org.proposals.returnDeposit(contribution);
        _check(38, _org.token.balanceOf(payer) == funds + due, "a deposit went elsewhere");
        _settleDeposit(contribution, due);
        _did("returnDeposit");
    }

    // ---------------------------------------------------------------- the rest of the world

    /// @notice Time passes, and someone sends tokens by mistake.
    function warp(uint256 seed) external action {
        _pass(_bound(seed, 1, 4 days));
        address giver = _pick(seed >> 8);
        if (seed % 4 == 0 && _org.token.balanceOf(giver) > 0) {
            vm.prank(giver);
            _org.token.transfer(address(_org.proposals), 1);
            ++forced;
        }
        _did("warp");
    }

    /// @notice After a dissolution every stake that is not the deliverers' leaves, and what remains is rounding. Simulated.
    function everyoneLeaves(uint256 seed) external action {
        uint256 time = block.timestamp;
        try this.simulateLeaving(seed) {
            return;
        } catch (bytes memory reason) {
            vm.warp(time); // a revert does not turn back the clock
            string memory problem = _problem(reason);
            _check(38, bytes(problem).length == 0, problem);
            _did("everyoneLeaves");
        }
    }

    /// @dev Always reverts, with what it found.
    function simulateLeaving(uint256 seed) external {
        vm.prank(_org.timelock);
        _org.reserve.dissolve();
        vm.warp(block.timestamp + 91 days); // beyond every review
        uint256 dust = forced;
        for (uint256 k = 0; k < _ghosts.length; ++k) {
            uint256 id = 1 + ((k + (seed % _ghosts.length)) % _ghosts.length);
            _leave(id);
            dust += _ghosts[id - 1].minted == 0 ? 0 : actors.length - 1;
        }
        for (uint256 i = 0; i < _deliveries.length; ++i) {
            if (_org.proposals.depositDue(_deliveries[i]) > 0) _org.proposals.returnDeposit(_deliveries[i]);
        }
        uint256 left = _org.token.balanceOf(address(_org.proposals));
        if (left < forced || left > dust) revert Simulated("something else than rounding stayed behind");
        revert Simulated("");
    }

    // ---------------------------------------------------------------- what must be

    function expectedState(uint256 id) public view returns (IProductionProposals.ProposalState) {
        Ghost storage g = _ghosts[id - 1];
        if (g.completed) return IProductionProposals.ProposalState.Completed;
        if (g.backed < g.goal) {
            return
                block.timestamp < g.deadline && !g.released
                    ? IProductionProposals.ProposalState.Open
                    : IProductionProposals.ProposalState.Lapsed;
        }
        if (g.released) return IProductionProposals.ProposalState.Failed;
        if (g.status == IContributionRegistry.Status.Submitted) return IProductionProposals.ProposalState.Delivered;
        if (g.status == IContributionRegistry.Status.Accepted) return IProductionProposals.ProposalState.Accepted;
        if (block.timestamp < g.deliverBy) return IProductionProposals.ProposalState.Funded;
        return
            _isOverrulable(id)
                ? IProductionProposals.ProposalState.Delivered
                : IProductionProposals.ProposalState.Failed;
    }

    function _isOverrulable(uint256 id) private view returns (bool) {
        Ghost storage g = _ghosts[id - 1];
        bool rejected = g.status == IContributionRegistry.Status.Rejected;
        return rejected && !g.released && block.timestamp < g.rejectedAt + 30 days;
    }

    function _back(uint256 id, address backer, uint256 amount) private {
        Ghost storage g = _ghosts[id - 1];
        bytes memory call = abi.encodeCall(IProductionProposals.back, (id, amount, g.termsHash));
        if (expectedState(id) != IProductionProposals.ProposalState.Open)
            return _refused(backer, call, _wrongState(id));
        uint256 expected = amount < g.goal - g.backed ? amount : g.goal - g.backed;
        uint256 funds = _org.token.balanceOf(backer);
        if (funds < expected) return;
        vm.prank(backer);
        uint256 taken = _org.proposals.back(id, amount, g.termsHash);
        _check(
            38,
            taken == expected && _org.token.balanceOf(backer) == funds - taken,
            "another sum was staked than fits"
        );
        g.backed += taken;
        backingOf[id][backer] += taken;
        _did("back");
    }

    function _deliver(Ghost storage g, address caller, uint256 id, Share[] memory list) private {
        (, uint112 deposit, ) = _org.registry.incentives();
        uint256 funds = _org.token.balanceOf(caller);
        if (funds < deposit) return;
        vm.prank(caller);
        uint256 contribution = _org.proposals.deliver(id, list, bytes32(0), "");
        _check(38, _org.token.balanceOf(caller) == funds - deposit, "another deposit was taken");
        (g.contribution, g.status) = (contribution, IContributionRegistry.Status.Submitted);
        _deposits[contribution] = Deposit(caller, false, deposit);
        _deliveries.push(contribution);
    }

    function _takeBack(Ghost storage g, address caller, uint256 id, Share[] memory list) private {
        IContributionRegistry.Contribution memory c = _org.registry.contribution(g.contribution);
        bool lost = c.objections >= c.quorum && c.objections > c.approvals;
        address payer = _deposits[g.contribution].payer;
        uint256 funds = _org.token.balanceOf(payer);
        vm.prank(caller);
        _org.proposals.withdrawDelivery(id, list);
        uint256 returned = _org.token.balanceOf(payer) - funds;
        _check(
            38,
            returned == (lost ? 0 : _deposits[g.contribution].amount),
            "a deposit was not returned as it must be"
        );
        _deposits[g.contribution].settled = true;
        g.status = IContributionRegistry.Status.Withdrawn;
    }

    function _settle(uint256 id) private {
        Ghost storage g = _ghosts[id - 1];
        if (g.status != IContributionRegistry.Status.Accepted) return;
        uint256 held = _org.token.balanceOf(address(_org.proposals));
        try _org.registry.settle(g.contribution, _sharesOf(id)) {
            g.minted += _org.token.balanceOf(address(_org.proposals)) - held;
        } catch (bytes memory got) {
            bool nothing = bytes4(got) == IContributionRegistry.NothingDue.selector;
            _check(8, nothing, "a delivery could not be settled");
        }
    }

    /// @dev The list as the registry must have got it.
    function _sharesOf(uint256 id) private view returns (Share[] memory shares) {
        Share[] storage list = _deliverers[id - 1];
        uint256 bps = _org.proposals.proposal(id).backersBps;
        shares = new Share[](list.length + 1);
        shares[0] = Share(address(_org.proposals), uint16(bps));
        for (uint256 i = 0; i < list.length; ++i) shares[i + 1] = list[i];
    }

    function _leave(uint256 id) private {
        Ghost storage g = _ghosts[id - 1];
        Share[] memory list = _deliverers[id - 1];
        if (g.status == IContributionRegistry.Status.Submitted) _org.registry.decide(g.contribution);
        IProductionProposals.ProposalState state = _org.proposals.state(id);
        if (state == IProductionProposals.ProposalState.Accepted) _org.proposals.complete(id, list);
        for (uint256 i = 0; i < actors.length; ++i) {
            address backer = actors[i];
            if (_org.proposals.claimable(id, backer) > 0) _org.proposals.claim(id, backer);
            uint256 stake = backingOf[id][backer];
            if (stake == 0) continue;
            uint256 funds = _org.token.balanceOf(backer);
            vm.prank(backer);
            if (state == IProductionProposals.ProposalState.Lapsed) _org.proposals.withdraw(id, stake);
            else if (state == IProductionProposals.ProposalState.Failed) _org.proposals.reclaim(id);
            else continue;
            if (_org.token.balanceOf(backer) != funds + stake) revert Simulated("a backer left with another sum");
        }
        if (
            state != IProductionProposals.ProposalState.Lapsed &&
            state != IProductionProposals.ProposalState.Failed &&
            _org.proposals.state(id) != IProductionProposals.ProposalState.Completed
        ) revert Simulated("a proposal is stuck");
    }

    /// @dev What the registry sent with its decision: the deposit, or nothing.
    function _noteDeposit(uint256 contribution, uint256 received) private {
        Deposit storage d = _deposits[contribution];
        _check(38, received == 0 || received == d.amount, "the registry returned another deposit");
        if (received == 0) d.settled = true;
        else depositsHeld += received;
    }

    function _due(uint256 contribution) private view returns (uint256) {
        Deposit storage d = _deposits[contribution];
        if (d.settled) return 0;
        for (uint256 i = 0; i < _ghosts.length; ++i) {
            if (
                _ghosts[i].contribution == contribution && _ghosts[i].status == IContributionRegistry.Status.Submitted
            ) {
                return 0;
            }
        }
        return d.amount;
    }

    function _settleDeposit(uint256 contribution, uint256 amount) private {
        if (amount == 0) return;
        _deposits[contribution].settled = true;
        depositsHeld -= amount;
    }

    /// @dev Approvals by four curators who do nothing else, so that acceptance does not wait for luck.
    function _approveByStrangers(uint256 contribution) private {
        IContributionRegistry.Contribution memory c = _org.registry.contribution(contribution);
        if (block.timestamp >= c.reviewEnd) return;
        for (uint256 i = 0; i < 4; ++i) {
            vm.prank(address(uint160(OTHER_CURATORS + i)));
            _org.registry.review(contribution, true, "");
        }
    }

    function _someDeliverers(uint256 seed, uint256 whole) private view returns (Share[] memory list) {
        address[] memory order = _shuffledActors(seed);
        list = new Share[](1 + (seed % 3));
        uint256 left = whole;
        for (uint256 i = 0; i < list.length; ++i) {
            uint256 bps = i == list.length - 1 ? left : _bound(seed >> (32 * i), 1, 2_000);
            left -= bps;
            list[i] = Share(order[i], uint16(bps));
        }
    }

    function _isListed(Share[] memory list, address account) private pure returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) if (list[i].account == account) return true;
        return false;
    }

    /// @dev Every other time one who may review, if there is one.
    function _curatorFor(uint256 id, uint256 seed) private view returns (address curator) {
        for (uint256 i = 0; i < 3; ++i) {
            curator = actors[((seed >> 8) + i) % 3];
            bool free =
                backingOf[id][curator] == 0 &&
                    _org.registry.standingOf(_ghosts[id - 1].contribution, curator) ==
                        IContributionRegistry.Standing.None;
            if (seed % 2 == 0 || free) return curator;
        }
    }

    /// @dev Mostly someone with a stake, if there is one.
    function _backerOf(uint256 id, uint256 seed) private view returns (address) {
        for (uint256 i = 0; i < actors.length; ++i) {
            address candidate = actors[((seed % actors.length) + i) % actors.length];
            if (backingOf[id][candidate] > 0 && seed % 6 != 0) return candidate;
        }
        return _pick(seed);
    }

    /// @dev Mostly a proposal in `state`, if there is one.
    function _prefer(uint256 seed, IProductionProposals.ProposalState state) private view returns (uint256 id) {
        uint256 count = _ghosts.length;
        id = 1 + (seed % count);
        if (seed % 4 == 0) return id;
        for (uint256 i = 0; i < count; ++i) {
            uint256 candidate = 1 + (((seed % count) + i) % count);
            if (expectedState(candidate) == state) return candidate;
        }
    }

    function _refused(address caller, bytes memory call, bytes memory expected) private {
        _mustRevert(caller, address(_org.proposals), call, expected);
    }

    function _wrongState(uint256 id) private view returns (bytes memory) {
        return abi.encodeWithSelector(IProductionProposals.WrongProposalState.selector, id, expectedState(id));
    }
}
