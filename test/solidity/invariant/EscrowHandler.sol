// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {IPresale} from "../../../contracts/interfaces/IPresale.sol";
import {TestDeed} from "../../../contracts/mocks/TestDeed.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title EscrowHandler
/// @notice Partners, offerers, an owner and a trustee as hostile as the functions allow, at an escrow before its release and
/// at one after it. Each call comes from anyone, whoever may make it.
contract EscrowHandler is Handler {
    uint256 public constant MAX_RESOURCES = 16;

    /// @param budget Asset units that the release brought.
    /// @param paid, failed Asset units to the treasury, and to the reserve.
    /// @param credited Asset units of confirmed resources.
    struct Ghost {
        uint256 budget;
        uint256 paid;
        uint256 failed;
        uint256 credited;
    }

    address private immutable _firstTrustee;
    TestDeed public immutable deed;
    Organisation[] private _orgs;
    mapping(uint256 org => Ghost) private _ghosts;
    mapping(uint256 org => mapping(uint256 id => IEscrow.ResourceState)) private _resourceSeen;
    mapping(uint256 org => mapping(uint256 index => IEscrow.MilestoneState)) private _milestoneSeen;

    constructor(address[] memory actors_, address firstTrustee) Handler(actors_) {
        _firstTrustee = firstTrustee;
        deed = new TestDeed();
    }

    function add(Organisation calldata org) external {
        _orgs.push(org);
        for (uint256 i = 0; i < actors.length; ++i) {
            address actor = actors[i];
            org.asset.mint(actor, 50_000e18);
            vm.prank(actor);
            org.asset.approve(address(org.presale), type(uint256).max);
            vm.prank(actor);
            deed.setApprovalForAll(address(org.escrow), true);
        }
    }

    function orgCount() external view returns (uint256) {
        return _orgs.length;
    }

    function orgAt(uint256 which) external view returns (Organisation memory) {
        return _orgs[which];
    }

    function ghostOf(uint256 which) external view returns (Ghost memory) {
        return _ghosts[which];
    }

    // ---------------------------------------------------------------- the sale

    function contribute(uint256 seed, uint256 who, uint256 amount) external action {
        (, Organisation storage org) = _org(seed);
        bytes memory data = abi.encodeCall(IPresale.contribute, (_scaled(amount, 12_000e18), new bytes32[](0)));
        if (_try(_pick(who), address(org.presale), data)) _did("contribute");
    }

    function refund(uint256 seed, uint256 who) external action {
        (, Organisation storage org) = _org(seed);
        address actor = _pick(who);
        uint256 due = org.presale.positionOf(actor).contributed;
        uint256 before = org.asset.balanceOf(actor);
        bool open =
            org.presale.state() == IPresale.State.Refunding ||
                (org.escrow.pendingChange().candidate != address(0) && org.presale.releasedAt() == 0);
        bool ok = _try(actor, address(org.presale), abi.encodeCall(IPresale.refund, (actor)));
        _check(20, ok == (open && due > 0), "a refund was refused, or came too early");
        _check(20, org.asset.balanceOf(actor) - before == (ok ? due : 0), "refunded another sum than given");
        if (ok) _did("refund");
    }

    function claim(uint256 seed, uint256 who) external action {
        (, Organisation storage org) = _org(seed);
        address actor = _pick(who);
        if (_try(actor, address(org.presale), abi.encodeCall(IPresale.claim, (actor)))) _did("claim");
    }

    function release(uint256 seed, uint256 who) external action {
        (uint256 which, Organisation storage org) = _org(seed);
        address sender = who % 2 == 0 ? org.escrow.trustee() : _pick(who);
        uint256 raised = org.presale.raised();
        bool right =
            sender == org.escrow.trustee() &&
                org.presale.state() == IPresale.State.Ended &&
                org.escrow.undecidedResources() == 0;
        if (!_try(sender, address(org.presale), abi.encodeCall(IPresale.release, ()))) return;
        _check(21, right, "a release that was not due");
        _ghosts[which].budget = org.escrow.budgetLeft();
        uint256 out = org.asset.balanceOf(address(org.reserve)) + org.asset.balanceOf(address(org.escrow));
        _check(21, out == raised, "a release lost money");
        _did("release");
    }

    // ---------------------------------------------------------------- resources

    function offer(uint256 seed, uint256 who, uint256 value) external action {
        (, Organisation storage org) = _org(seed);
        if (org.escrow.resourceCount() >= MAX_RESOURCES) return;
        address actor = _pick(who);
        uint256 id = uint256(keccak256(abi.encode(seed, who, value, attempts)));
        deed.mint(actor, id);
        address nft = value % 3 == 0 ? address(0) : address(deed);
        bytes memory data = abi.encodeCall(
            IEscrow.offerResource,
            (uint112(_scaled(value, 4_000e18)), "deed", "", nft, nft == address(0) ? 0 : id)
        );
        if (_try(actor, address(org.escrow), data)) _did("offer");
    }

    function resource(uint256 seed, uint256 idSeed, uint256 kind, uint256 who) external action {
        (uint256 which, Organisation storage org) = _org(seed);
        uint256 count = org.escrow.resourceCount();
        if (count == 0) return;
        uint256 id = 1 + (idSeed % count);
        IEscrow.Resource memory r = org.escrow.resourceOf(id);
        address sender = kind % 8 == 7 ? _pick(who) : org.escrow.trustee();
        bytes memory data;
        kind %= 7;
        if (kind < 2) data = abi.encodeCall(IEscrow.acceptResource, (id));
        else if (kind == 2) data = abi.encodeCall(IEscrow.returnResource, (id));
        else if (kind == 3) (sender, data) = (_pick(who), abi.encodeCall(IEscrow.rejectResource, (id)));
        else if (kind == 4) data = abi.encodeCall(IEscrow.confirmResource, (id));
        else if (kind == 5) data = abi.encodeCall(IEscrow.deliverResource, (id));
        else (sender, data) = (r.offerer, abi.encodeCall(IEscrow.withdrawResource, (id, r.offerer)));
        if (!_try(sender, address(org.escrow), data)) return;
        IEscrow.ResourceState state = org.escrow.resourceOf(id).state;
        bool was = r.state == IEscrow.ResourceState.Confirmed;
        bool isNow = state == IEscrow.ResourceState.Confirmed || state == IEscrow.ResourceState.Delivered;
        if (isNow && !was) _ghosts[which].credited += r.value;
        if (was && state == IEscrow.ResourceState.Returned) _ghosts[which].credited -= r.value;
        _did("resource");
        if (state == IEscrow.ResourceState.Rejected) _did("rejected");
        if (isNow && !was) _did("confirmed");
    }

    // ---------------------------------------------------------------- milestones

    function milestone(uint256 seed, uint256 index, uint256 kind, uint256 who) external action {
        (uint256 which, Organisation storage org) = _org(seed);
        index %= 3;
        address sender = kind % 9 == 8 ? _pick(who) : org.escrow.trustee();
        bytes memory data;
        kind %= 6;
        if (kind < 2) data = abi.encodeCall(IEscrow.approveMilestone, (index));
        else if (kind == 2 && who % 8 == 0) data = abi.encodeCall(IEscrow.refuseMilestone, (index));
        else if (kind == 3 && who % 4 == 0)
            (sender, data) = (_pick(who), abi.encodeCall(IEscrow.stopMilestone, (index)));
        else if (kind == 4) (sender, data) = (_pick(who), abi.encodeCall(IEscrow.failMilestone, (index)));
        else (sender, data) = (_pick(who), abi.encodeCall(IEscrow.payMilestone, (index)));
        uint256 treasury = org.asset.balanceOf(org.timelock);
        uint256 reserve = org.asset.balanceOf(address(org.reserve));
        if (!_try(sender, address(org.escrow), data)) return;
        _ghosts[which].paid += org.asset.balanceOf(org.timelock) - treasury;
        _ghosts[which].failed += org.asset.balanceOf(address(org.reserve)) - reserve;
        _did("milestone");
        IEscrow.MilestoneState state = org.escrow.milestoneOf(index).state;
        if (state == IEscrow.MilestoneState.Paid) _did("paid");
        if (state == IEscrow.MilestoneState.Failed) _did("failed");
    }

    // ---------------------------------------------------------------- another trustee

    function change(uint256 seed, uint256 kind, uint256 who) external action {
        (, Organisation storage org) = _org(seed);
        bytes memory data;
        address sender = org.timelock;
        if (kind % 4 < 2) {
            address candidate = who % 3 == 0 ? _firstTrustee : _pick(who);
            data = abi.encodeCall(IEscrow.announceTrustee, (candidate));
        } else if (kind % 4 == 2 && who % 4 == 0) data = abi.encodeCall(IEscrow.cancelTrustee, ());
        else (sender, data) = (_pick(who), abi.encodeCall(IEscrow.completeTrustee, ()));
        bool before = org.presale.releasedAt() == 0;
        if (!_try(sender, address(org.escrow), data)) return;
        _check(21, before, "the trustee changed after the release");
        _did("change");
    }

    // ---------------------------------------------------------------- time and endings

    function warp(uint256 by) external action {
        _pass(by % 8 == 0 ? _bound(by, 1 days, 20 days) : _bound(by, 1, 2 days));
        _did("warp");
    }

    /// @notice Property 22: by time alone, without trustee and owner, all money leaves presale and escrow; simulated.
    function timeOut(uint256 seed) external action {
        (uint256 which, ) = _org(seed);
        uint256 time = block.timestamp;
        try this.simulateTimeOut(which) {
            _check(22, false, "a simulation stayed");
        } catch (bytes memory reason) {
            string memory problem = _problem(reason);
            _check(22, bytes(problem).length == 0, problem);
        }
        vm.warp(time);
        _did("timeOut");
    }

    function simulateTimeOut(uint256 which) external {
        Organisation storage org = _orgs[which];
        vm.warp(block.timestamp + 15 * 365 days);
        if (org.presale.releasedAt() == 0) {
            for (uint256 i = 0; i < actors.length; ++i) {
                if (org.presale.positionOf(actors[i]).contributed == 0) continue;
                vm.prank(actors[i]);
                org.presale.refund(actors[i]);
            }
        } else {
            for (uint256 i = 0; i < 3; ++i) {
                if (org.escrow.milestoneOf(i).state < IEscrow.MilestoneState.Paid) org.escrow.failMilestone(i);
            }
        }
        bool empty = org.asset.balanceOf(address(org.presale)) + org.asset.balanceOf(address(org.escrow)) == 0;
        revert Simulated(empty ? "" : "money waits for somebody for ever");
    }

    /// @notice A dissolution brings all that is left to the reserve, or back to partners; simulated.
    function dissolution(uint256 seed) external action {
        (uint256 which, ) = _org(seed);
        try this.simulateDissolution(which) {
            _check(22, false, "a simulation stayed");
        } catch (bytes memory reason) {
            string memory problem = _problem(reason);
            _check(22, bytes(problem).length == 0, problem);
        }
        _did("dissolution");
    }

    function simulateDissolution(uint256 which) external {
        Organisation storage org = _orgs[which];
        uint256 all = org.asset.balanceOf(address(org.reserve)) + org.escrow.budgetLeft();
        vm.prank(org.timelock);
        org.reserve.dissolve();
        try org.reserve.absorb() {} catch {} // the budget arrives past the books
        bool whole = org.asset.balanceOf(address(org.escrow)) == 0 && org.reserve.reserveBalance() == all;
        revert Simulated(whole ? "" : "a dissolution lost the budget");
    }

    // ---------------------------------------------------------------- internals

    function _org(uint256 seed) private view returns (uint256 which, Organisation storage org) {
        which = seed % _orgs.length;
        org = _orgs[which];
    }

    function _try(address sender, address target, bytes memory data) private returns (bool ok) {
        vm.prank(sender);
        (ok, ) = target.call(data);
        if (!ok) ++refusals;
        for (uint256 which = 0; which < _orgs.length; ++which) _noteEdges(which);
    }

    /// @dev Property 18: no other edges than the tables of {IEscrow}.
    function _noteEdges(uint256 which) private {
        IEscrow escrow = _orgs[which].escrow;
        uint256 count = escrow.resourceCount();
        for (uint256 id = 1; id <= count; ++id) {
            (IEscrow.ResourceState from, IEscrow.ResourceState to) = (
                _resourceSeen[which][id],
                escrow.resourceOf(id).state
            );
            if (from == to) continue;
            bool declared = _resourceEdges(from) & (1 << uint256(to)) != 0;
            _check(18, declared, "a resource moved along an undeclared edge");
            _resourceSeen[which][id] = to;
        }
        for (uint256 index = 0; index < 3; ++index) {
            IEscrow.MilestoneState from = _milestoneSeen[which][index];
            IEscrow.MilestoneState to = escrow.milestoneOf(index).state;
            if (from == to) continue;
            bool declared = _milestoneEdges(from) & (1 << uint256(to)) != 0;
            _check(18, declared, "a milestone moved along an undeclared edge");
            _milestoneSeen[which][index] = to;
        }
    }

    /// @dev Bits of the states that may follow.
    function _resourceEdges(IEscrow.ResourceState from) private pure returns (uint256) {
        if (from == IEscrow.ResourceState.None) return 0x02;
        if (from == IEscrow.ResourceState.Offered) return 0x64;
        if (from == IEscrow.ResourceState.Challenged) return 0x7a;
        if (from == IEscrow.ResourceState.Confirmed) return 0xe0;
        return from == IEscrow.ResourceState.Rejected || from == IEscrow.ResourceState.Returned ? 0x40 : 0;
    }

    function _milestoneEdges(IEscrow.MilestoneState from) private pure returns (uint256) {
        if (from == IEscrow.MilestoneState.Planned) return 0x16;
        if (from == IEscrow.MilestoneState.Approved) return 0x1c;
        return from == IEscrow.MilestoneState.Refused ? 0x10 : 0;
    }
}
