// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// Calls that fail are looked at, not passed on.
// solhint-disable avoid-low-level-calls

import {IPresale} from "../../../contracts/interfaces/IPresale.sol";
import {IProductionBudget} from "../../../contracts/interfaces/IProductionBudget.sol";
import {IResourceCustody} from "../../../contracts/interfaces/IResourceCustody.sol";
import {IStake} from "../../../contracts/interfaces/IStake.sol";
import {TestDeed} from "../../../contracts/mocks/TestDeed.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title BootstrapHandler
/// @notice Sale, custody and budget of several organisations: partners give, leave, move and fetch; trustee and owner do
/// whatever they may, with their friends; anyone calls anything. A model of its own says what may be had and when.
contract BootstrapHandler is Handler {
    uint256 private constant WHOLE_TOKEN = 1e18;
    address private constant DEPUTY = address(0xDE9);

    /// @dev What the model needs of a launch's terms; `dueAfter` of each milestone.
    struct Terms {
        uint256 price;
        uint256 minimum;
        uint256 maximum;
        uint256 perPartnerMaximum;
        uint256 opens;
        uint256 closes;
        uint256 releaseBy;
        uint256 maxResourceBps;
        uint256 challengeWindow;
        bool foundersVestWithBudget;
        address trustee;
        uint256 gracePeriod;
        uint256[] dueAfter;
    }

    /// @param given Asset units that came in, and that went back before the release.
    /// @param base, gone, until The refunds that are open, as IPresale's text says.
    /// @param round Number of the newest refunds.
    /// @param budget Asset units that the release brought.
    /// @param paid, owed Of the budget.
    /// @param fetched Of what is owed.
    /// @param forced Asset units sent past the functions to presale and budget.
    /// @param seenState The last state seen.
    /// @param changing Whether a change of the trustee is pending.
    struct World {
        Organisation org;
        TestDeed deed;
        Terms terms;
        uint256 given;
        uint256 refunded;
        uint256 base;
        uint256 gone;
        uint256 until;
        uint256 round;
        uint256 releasedAt;
        uint256 budget;
        uint256 paid;
        uint256 owed;
        uint256 fetched;
        uint256 turn;
        uint256 turnSince;
        uint256 forcedPresale;
        uint256 forcedBudget;
        uint256 resources;
        address trustee;
        bool changing;
        bool dissolved;
        IPresale.State seenState;
    }

    /// @dev One position, by the number of its person: moves change only its account.
    // solhint-disable-next-line gas-struct-packing
    struct Person {
        address account;
        uint256 contributed;
        uint256 late;
        uint256 round;
        uint256 resourceTokens;
        uint256 founderBps;
        uint256 fetched;
        bool claimed;
        uint256 vested;
    }

    /// @dev One resource by its id.
    struct Deed {
        uint256 person;
        uint256 value;
        uint256 round;
        IResourceCustody.ResourceState state;
        bool kept;
    }

    World[] private _worlds;
    mapping(uint256 world => Person[]) private _people;
    mapping(uint256 world => Deed[]) private _deeds;
    mapping(uint256 world => mapping(address account => uint256)) private _personOf; // plus 1
    mapping(uint256 world => mapping(address account => bool)) private _passedOn;
    mapping(uint256 world => mapping(uint256 approval => mapping(uint256 person => uint256))) private _objections;
    uint256 private _moves;

    constructor(address[] memory actors_) Handler(actors_) {}

    /// @notice Takes up an organisation; each actor has `funds` asset units for it.
    function add(Organisation calldata org, uint256 funds) external {
        World storage w = _worlds.push();
        w.org = org;
        w.deed = new TestDeed();
        IPresale.Terms memory t = org.presale.terms();
        _keep(w.terms, t, org.budget.terms());
        w.trustee = t.trustee;
        uint256 id = _worlds.length - 1;
        for (uint256 i = 0; i < actors.length; ++i) {
            Person storage p = _people[id].push();
            p.account = actors[i];
            _personOf[id][actors[i]] = i + 1;
            for (uint256 k = 0; k < t.founders.length; ++k) {
                if (t.founders[k].account == actors[i]) p.founderBps = t.founders[k].bps;
            }
            _fund(w, actors[i], funds);
        }
    }

    // ---------------------------------------------------------------- partners

    function contribute(uint256 seed, uint256 who, uint256 amountSeed) public action {
        (uint256 id, World storage w) = _prefer(seed, IPresale.State.Open);
        Person storage p = _person(id, who);
        uint256 amount = _scaled(amountSeed, w.terms.maximum / 3);
        bool may = expectedState(id) == IPresale.State.Open && !w.changing && p.contributed < w.terms.perPartnerMaximum;
        uint256 taken = _min(amount, w.terms.perPartnerMaximum - p.contributed);
        taken = _min(taken, w.terms.maximum - (w.given - w.refunded));
        may = may && ((p.contributed + taken) * WHOLE_TOKEN) / w.terms.price > 0;
        bytes memory data = abi.encodeCall(IPresale.contribute, (amount, new bytes32[](0)));
        if (!_try(p.account, address(w.org.presale), data, may, 17)) return;
        w.given += taken;
        p.contributed += taken;
        p.late = p.round == w.round ? p.late + taken : taken;
        p.round = w.round;
        _did("contribute");
    }

    function refund(uint256 seed, uint256 who) public action {
        (uint256 id, World storage w) = _pickWorld(seed);
        Person storage p = _person(id, who);
        uint256 due = expectedRefund(id, who % _people[id].length);
        uint256 before = w.org.asset.balanceOf(p.account);
        bytes memory data = abi.encodeCall(IPresale.refund, (p.account));
        bool failing = expectedState(id) == IPresale.State.Refunding;
        if (!_try(p.account, address(w.org.presale), data, due > 0, 20)) return;
        _check(20, w.org.asset.balanceOf(p.account) - before == due, "a refund paid another sum than is due");
        p.contributed -= due;
        w.refunded += due;
        if (!failing) _noteGone(w, due);
        _did(failing ? "refundOfAFailedSale" : "refundWhileOpen");
    }

    /// @notice A position moves to an account of its own that nobody used before, with a stake of its own.
    function move(uint256 seed, uint256 who) public action {
        (uint256 id, World storage w) = _pickWorld(seed);
        Person storage p = _person(id, who);
        address from = p.account;
        bool exists = p.contributed + p.resourceTokens + p.founderBps > 0;
        address to = address(uint160(0x30BE000 + ++_moves));
        bytes memory offered = abi.encodeCall(IPresale.offerPosition, (to));
        if (!_try(from, address(w.org.presale), offered, exists && !w.dissolved, 19)) return;
        IStake.Account memory held = w.org.stake.accountOf(from);
        bool free =
            w.org.presale.positionOf(from).standing != IPresale.Standing.Staked ||
                held.wholeHolds + held.partHolds == 0;
        bytes memory take = abi.encodeCall(IPresale.takePosition, (from, new bytes32[](0)));
        // Not by {_try}: states are noted once the model knows the new account.
        vm.prank(to);
        (bool ok, ) = address(w.org.presale).call(take);
        _check(19, ok == free, ok ? "a position moved that is held" : "a position did not move");
        if (!ok) return;
        p.account = to;
        _passedOn[id][from] = true;
        _personOf[id][to] = (who % _people[id].length) + 1;
        delete _personOf[id][from];
        _fund(w, to, w.terms.maximum);
        _check(19, w.org.presale.refundableOf(from) == 0, "what moved can be refunded where it was");
        _did("move");
    }

    function claim(uint256 seed, uint256 who) public action {
        (uint256 id, World storage w) = _prefer(seed, IPresale.State.Released);
        Person storage p = _person(id, who);
        (uint256 vested, uint256 vesting) = w.org.presale.previewClaim(p.account);
        bool may = expectedState(id) == IPresale.State.Released && vested + vesting > 0;
        _check(24, !(p.claimed && vested + vesting > 0), "a position could be claimed twice");
        if (!_try(p.account, address(w.org.presale), abi.encodeCall(IPresale.claim, (p.account)), may, 24)) return;
        p.claimed = true;
        _did("claim");
    }

    function stake(uint256 seed, uint256 who, uint256 amountSeed) public action {
        (uint256 id, World storage w) = _prefer(seed, IPresale.State.Released);
        address account = _person(id, who).account;
        uint256 funds = w.org.token.balanceOf(account);
        if (funds == 0) return;
        vm.prank(account);
        w.org.stake.stake(amountSeed % 3 == 0 ? _scaled(amountSeed, funds) : funds);
        _did("stake");
    }

    function fetch(uint256 seed, uint256 who) public action {
        (uint256 id, World storage w) = _prefer(seed, IPresale.State.Released);
        Person storage p = _person(id, who);
        uint256 due = expectedFetch(id, who % _people[id].length);
        uint256 before = w.org.asset.balanceOf(p.account);
        bytes memory data = abi.encodeCall(IProductionBudget.fetch, (p.account));
        if (!_try(p.account, address(w.org.budget), data, due > 0, 47)) return;
        _check(47, w.org.asset.balanceOf(p.account) - before == due, "another sum was fetched than is due");
        p.fetched += due;
        w.fetched += due;
        _did("fetch");
    }

    function object(uint256 seed, uint256 who) public action {
        (uint256 id, World storage w) = _prefer(seed, IPresale.State.Released);
        uint256 person = who % _people[id].length;
        Person storage p = _people[id][person];
        if (w.releasedAt == 0 || w.turn == w.terms.dueAfter.length) return;
        IProductionBudget budget = w.org.budget;
        IProductionBudget.MilestoneStatus memory m = budget.milestoneOf(w.turn);
        uint256 approval = budget.approvalCount();
        uint256 weight = budget.objectionWeightOf(p.account);
        bool open = m.state == IProductionBudget.MilestoneState.Approved && block.timestamp < m.objectionsEnd;
        bool may = open && weight > 0 && _objections[id][approval][person] == 0;
        bytes memory data = abi.encodeCall(IProductionBudget.objectToMilestone, (w.turn));
        uint256 deadline = budget.deadline();
        if (!_try(p.account, address(budget), data, may, 47)) return;
        _check(47, weight <= p.contributed, "an objection weighs more than was given");
        _objections[id][approval][person] = weight;
        _returnOrRefuse(id, w, m, deadline);
        _did("object");
    }

    // ---------------------------------------------------------------- resources

    function offer(uint256 seed, uint256 who, uint256 valueSeed) public action {
        (uint256 id, World storage w) = _prefer(seed, IPresale.State.Open);
        Person storage p = _person(id, who);
        uint256 value = _scaled(valueSeed, w.terms.maximum / 5);
        IPresale.State state = expectedState(id);
        bool may = state == IPresale.State.Upcoming || state == IPresale.State.Open;
        may = may && (value * WHOLE_TOKEN) / w.terms.price > 0;
        bool withDeed = valueSeed % 2 == 0;
        uint256 nft = _deeds[id].length + 1;
        if (withDeed && may) {
            w.deed.mint(p.account, nft);
            vm.prank(p.account);
            w.deed.approve(address(w.org.custody), nft);
        }
        bytes memory data = abi.encodeCall(
            IResourceCustody.offerResource,
            (uint112(value), "deed", "", withDeed ? address(w.deed) : address(0), nft)
        );
        if (!_try(p.account, address(w.org.custody), data, may, 23)) return;
        _deeds[id].push(Deed(who % _people[id].length, value, 0, IResourceCustody.ResourceState.Offered, withDeed));
        _did("offer");
    }

    /// @notice What may happen to a resource: accepted, returned, taken back, delivered; by whom it may and by others.
    function resource(uint256 seed, uint256 idSeed, uint256 kind, uint256 who) public action {
        (uint256 id, World storage w) = _pickWorld(seed);
        if (_deeds[id].length == 0) return;
        uint256 index = idSeed % _deeds[id].length;
        Deed storage d = _deeds[id][index];
        bool byTrustee = who % 4 != 0;
        address trustee = byTrustee ? w.trustee : _person(id, who).account;
        if (kind % 4 == 0) _accept(id, w, d, index, trustee);
        else if (kind % 4 == 1) _return(id, w, d, index, trustee);
        else if (kind % 4 == 2) _withdraw(id, w, d, index, who % 3 == 0 ? _person(id, who).account : address(0));
        else _deliver(id, w, d, index);
    }

    // ---------------------------------------------------------------- trustee, owner, time

    function change(uint256 seed, uint256 kind, uint256 who) public action {
        (uint256 id, World storage w) = _pickWorld(seed);
        IPresale presale = w.org.presale;
        if (kind % 3 != 0 && !w.changing) return;
        if (!w.changing) {
            bool may = expectedState(id) < IPresale.State.Released;
            address next = w.trustee == DEPUTY ? w.terms.trustee : DEPUTY;
            bytes memory data = abi.encodeCall(IPresale.announceTrustee, (next));
            if (
                !_try(
                    who % 5 == 0 ? _person(id, who).account : w.org.timelock,
                    address(presale),
                    data,
                    may && who % 5 != 0,
                    41
                )
            ) return;
            w.changing = true;
            _open(w, 14 days);
            return _did("announce");
        }
        if (kind % 3 == 0) {
            if (!_try(w.org.timelock, address(presale), abi.encodeCall(IPresale.cancelTrustee, ()), true, 41)) return;
            w.changing = false;
            return _did("cancel");
        }
        bool due = block.timestamp >= w.until;
        if (!_try(_person(id, who).account, address(presale), abi.encodeCall(IPresale.completeTrustee, ()), due, 41))
            return;
        w.changing = false;
        w.trustee = presale.trustee();
        _did("complete");
    }

    function release(uint256 seed, uint256 who) public action {
        (uint256 id, World storage w) = _prefer(seed, IPresale.State.Ended);
        address sender = who % 4 == 0 ? _person(id, who).account : w.trustee;
        (uint256 sold, uint256 ofResources, ) = w.org.presale.tokensForSale();
        bool may = sender == w.trustee && expectedState(id) == IPresale.State.Ended && !w.changing;
        may = may && block.timestamp >= w.until && ofResources <= (sold * w.terms.maxResourceBps) / 10_000;
        if (!_try(sender, address(w.org.presale), abi.encodeCall(IPresale.release, ()), may, 21)) return;
        w.releasedAt = block.timestamp;
        w.budget = w.org.asset.balanceOf(address(w.org.budget)) - w.forcedBudget;
        w.turnSince = block.timestamp + 14 days;
        uint256 inReserve = w.org.asset.balanceOf(address(w.org.reserve));
        _check(21, inReserve + w.budget == w.given - w.refunded, "a release lost money");
        _did("release");
    }

    function milestone(uint256 seed, uint256 kind, uint256 who) public action {
        (uint256 id, World storage w) = _prefer(seed, IPresale.State.Released);
        if (w.releasedAt == 0 || w.turn == w.terms.dueAfter.length) return;
        IProductionBudget budget = w.org.budget;
        IProductionBudget.MilestoneStatus memory m = budget.milestoneOf(w.turn);
        bool planned = m.state == IProductionBudget.MilestoneState.Planned;
        uint256 deadline = _max(w.releasedAt + w.terms.dueAfter[w.turn], w.turnSince) + w.terms.gracePeriod;
        address sender = who % 5 == 0 ? _person(id, who).account : w.trustee;
        bool isTrustee = sender == w.trustee;
        if (kind % 8 < 3) {
            bool may = isTrustee && planned && block.timestamp >= w.releasedAt + 14 days && block.timestamp < deadline;
            bytes memory data = abi.encodeCall(IProductionBudget.approveMilestone, (w.turn));
            if (_try(sender, address(budget), data, may, 18)) _did("approve");
        } else if (kind % 8 == 3 && who % 3 == 0) {
            bytes memory data = abi.encodeCall(IProductionBudget.refuseMilestone, (w.turn));
            if (!_try(sender, address(budget), data, isTrustee, 18)) return;
            _settle(w, m.amount, false);
            _did("refuse");
        } else if (kind % 8 < 7) {
            uint256 before = w.org.asset.balanceOf(w.org.timelock);
            bytes memory data = abi.encodeCall(IProductionBudget.payMilestone, (w.turn));
            if (!_try(sender, address(budget), data, !planned && block.timestamp >= m.objectionsEnd, 21)) return;
            _check(21, w.org.asset.balanceOf(w.org.timelock) - before == m.amount, "the treasury got another sum");
            _settle(w, m.amount, true);
            _did("pay");
        } else {
            uint256 from = planned ? deadline : uint256(m.objectionsEnd) + 90 days;
            bytes memory data = abi.encodeCall(IProductionBudget.failMilestone, (w.turn));
            if (!_try(sender, address(budget), data, block.timestamp >= from, 22)) return;
            if (planned && m.timesReturned == 0) {
                w.owed = w.budget - w.paid;
                w.turn = w.terms.dueAfter.length;
            } else _settle(w, m.amount, false);
            _did("fail");
        }
    }

    /// @notice Sends money past the functions, and has it swept.
    function stray(uint256 seed, uint256 who, uint256 kind) public action {
        (uint256 id, World storage w) = _pickWorld(seed);
        address account = _person(id, who).account;
        bool toBudget = kind % 2 == 0;
        address target = toBudget ? address(w.org.budget) : address(w.org.presale);
        uint256 forced = toBudget ? w.forcedBudget : w.forcedPresale;
        if (kind % 4 < 2) {
            uint256 amount = 1 + (w.org.asset.balanceOf(account) / 1_000_000);
            if (w.org.asset.balanceOf(account) < amount) return;
            vm.prank(account);
            assert(w.org.asset.transfer(target, amount));
            forced += amount;
            _did("force");
        } else {
            uint256 before = w.org.asset.balanceOf(w.org.timelock);
            bytes memory data = abi.encodeWithSignature("sweep(address)", address(w.org.asset));
            if (!_try(account, target, data, forced > 0, 16)) return;
            _check(
                16,
                w.org.asset.balanceOf(w.org.timelock) - before == forced,
                "another sum than was astray was swept"
            );
            forced = 0;
            _did("sweep");
        }
        if (toBudget) w.forcedBudget = forced;
        else w.forcedPresale = forced;
    }

    function warp(uint256 secondsAhead) public action {
        _pass(_scaled(secondsAhead, 5 days));
        _noteStates();
        _did("warp");
    }

    /// @notice Goes to the second before, at or after the next moment at which something changes.
    function warpToEdge(uint256 seed, uint256 offset) public action {
        (uint256 id, World storage w) = _pickWorld(seed);
        uint256[6] memory edges = [w.terms.opens, w.terms.closes, w.terms.releaseBy, w.until, 0, 0];
        if (w.releasedAt != 0 && w.turn < w.terms.dueAfter.length) {
            edges[4] = w.org.budget.deadline();
            edges[5] = w.org.budget.milestoneOf(w.turn).objectionsEnd;
        }
        uint256 next = type(uint256).max;
        for (uint256 i = 0; i < edges.length; ++i) {
            if (edges[i] > block.timestamp + 1 && edges[i] < next) next = edges[i];
        }
        if (next > block.timestamp + 20 days) _pass(5 days);
        else vm.warp(next - 1 + (offset % 3));
        _noteStates();
        _did(id == 0 ? "warpToEdge" : "warpToEdge");
    }

    /// @notice Property 22, simulated: the trustee never acts again; after all time-outs every partner has all that is theirs.
    function timeOut(uint256 seed) public action {
        (uint256 id, ) = _pickWorld(seed);
        uint256 time = block.timestamp; // which no revert takes back
        try this.simulateTimeOut(id, false) {
            _check(22, false, "the simulation was kept");
        } catch (bytes memory reason) {
            string memory problem = _problem(reason);
            _check(22, bytes(problem).length == 0, problem);
        }
        vm.warp(time);
        _did("timeOut");
    }

    /// @notice Property 47, simulated: the organisation is dissolved now; every partner has all that is theirs.
    function dissolution(uint256 seed) public action {
        (uint256 id, ) = _pickWorld(seed);
        uint256 time = block.timestamp; // which no revert takes back
        try this.simulateTimeOut(id, true) {
            _check(47, false, "the simulation was kept");
        } catch (bytes memory reason) {
            string memory problem = _problem(reason);
            _check(47, bytes(problem).length == 0, problem);
        }
        vm.warp(time);
        _did("dissolution");
    }

    /// @notice Always reverts: with Simulated(""), or what went wrong.
    function simulateTimeOut(uint256 id, bool dissolves) external {
        World storage w = _worlds[id];
        if (dissolves) {
            uint256 inReserve = w.org.asset.balanceOf(address(w.org.reserve));
            vm.prank(w.org.timelock);
            (bool ok, bytes memory why) = address(w.org.reserve).call(abi.encodeWithSignature("dissolve()"));
            if (!ok) revert Simulated(_problem(why));
            if (w.org.asset.balanceOf(address(w.org.reserve)) != inReserve) revert Simulated("the reserve got money");
        }
        vm.warp(block.timestamp + 600 days);
        IProductionBudget budget = w.org.budget;
        uint256 count = w.terms.dueAfter.length;
        while (w.releasedAt != 0 && budget.turn() < count) {
            budget.failMilestone(budget.turn());
            vm.warp(block.timestamp + 365 days + 365 days);
        }
        (, uint256 paid, uint256 owed) = budget.progress();
        if (w.releasedAt != 0 && paid + owed != w.budget) revert Simulated("a part of the budget is nobody's");
        uint256 sum;
        for (uint256 i = 0; i < _people[id].length; ++i) sum += _recover(w, _people[id][i], owed);
        uint256 left = w.releasedAt == 0 ? 0 : owed - sum;
        if (left > _people[id].length) revert Simulated("more than dust is left");
        revert Simulated("");
    }

    // ---------------------------------------------------------------- views for the properties

    function worldCount() external view returns (uint256) {
        return _worlds.length;
    }

    function worldAt(uint256 id) external view returns (World memory) {
        return _worlds[id];
    }

    function personCount(uint256 id) external view returns (uint256) {
        return _people[id].length;
    }

    function personAt(uint256 id, uint256 person) external view returns (Person memory) {
        return _people[id][person];
    }

    function deedCount(uint256 id) external view returns (uint256) {
        return _deeds[id].length;
    }

    function deedAt(uint256 id, uint256 index) external view returns (Deed memory) {
        return _deeds[id][index];
    }

    /// @notice The state by the table of IPresale.
    function expectedState(uint256 id) public view returns (IPresale.State) {
        World storage w = _worlds[id];
        uint256 raised = w.given - w.refunded;
        if (w.releasedAt != 0) return IPresale.State.Released;
        if (w.seenState == IPresale.State.Refunding) return IPresale.State.Refunding;
        if (block.timestamp < w.terms.opens) return IPresale.State.Upcoming;
        if (block.timestamp < w.terms.closes)
            return raised < w.terms.maximum ? IPresale.State.Open : IPresale.State.Ended;
        if (block.timestamp >= w.terms.releaseBy || raised < w.terms.minimum) return IPresale.State.Refunding;
        return IPresale.State.Ended;
    }

    function expectedRefund(uint256 id, uint256 person) public view returns (uint256) {
        World storage w = _worlds[id];
        Person storage p = _people[id][person];
        IPresale.State state = expectedState(id);
        if (state == IPresale.State.Refunding) return p.contributed;
        if (state == IPresale.State.Released || block.timestamp >= w.until) return 0;
        return p.round == w.round ? p.contributed - p.late : p.contributed;
    }

    function expectedFetch(uint256 id, uint256 person) public view returns (uint256) {
        World storage w = _worlds[id];
        if (w.releasedAt == 0) return 0;
        Person storage p = _people[id][person];
        return (w.owed * p.contributed) / (w.given - w.refunded) - p.fetched;
    }

    // ---------------------------------------------------------------- internals

    function _accept(uint256 id, World storage w, Deed storage d, uint256 index, address sender) private {
        IPresale.State state = expectedState(id);
        bool may = sender == w.trustee && d.state == IResourceCustody.ResourceState.Offered && !w.changing;
        may =
            may &&
            (state == IPresale.State.Open || state == IPresale.State.Ended) &&
            block.timestamp < w.terms.closes;
        bytes memory data = abi.encodeCall(IResourceCustody.acceptResource, (index + 1));
        if (!_try(sender, address(w.org.custody), data, may, 23)) return;
        uint256 tokens = (d.value * WHOLE_TOKEN) / w.terms.price;
        d.state = IResourceCustody.ResourceState.Accepted;
        _open(w, w.terms.challengeWindow);
        d.round = w.round;
        _people[id][d.person].resourceTokens += tokens;
        w.resources += tokens;
        _did("accept");
    }

    function _return(uint256 id, World storage w, Deed storage d, uint256 index, address sender) private {
        bool accepted = d.state == IResourceCustody.ResourceState.Accepted;
        bool may = sender == w.trustee && expectedState(id) < IPresale.State.Released;
        may = may && (accepted || d.state == IResourceCustody.ResourceState.Offered);
        bytes memory data = abi.encodeCall(IResourceCustody.returnResource, (index + 1));
        if (!_try(sender, address(w.org.custody), data, may, 23)) return;
        if (accepted) _uncredit(id, w, d);
        d.state = IResourceCustody.ResourceState.Returned;
        _did("return");
    }

    function _withdraw(uint256 id, World storage w, Deed storage d, uint256 index, address stranger) private {
        Person storage p = _people[id][d.person];
        address sender = stranger == address(0) ? p.account : stranger;
        bool accepted = d.state == IResourceCustody.ResourceState.Accepted;
        bool failing = expectedState(id) == IPresale.State.Refunding;
        bool open = block.timestamp < w.until && expectedState(id) < IPresale.State.Released;
        bool may =
            d.state == IResourceCustody.ResourceState.Offered || d.state == IResourceCustody.ResourceState.Returned;
        may = sender == p.account && (may || (accepted && (failing || (open && d.round < w.round))));
        bytes memory data = abi.encodeCall(IResourceCustody.withdrawResource, (index + 1, sender));
        if (!_try(sender, address(w.org.custody), data, may, 23)) return;
        if (accepted && !failing) {
            _uncredit(id, w, d);
            _noteGone(w, d.value);
        }
        d.state = IResourceCustody.ResourceState.Withdrawn;
        _did("withdraw");
    }

    function _deliver(uint256 id, World storage w, Deed storage d, uint256 index) private {
        bool may = expectedState(id) == IPresale.State.Released && d.kept;
        may = may && d.state == IResourceCustody.ResourceState.Accepted;
        bytes memory data = abi.encodeCall(IResourceCustody.deliverResource, (index + 1));
        if (!_try(address(this), address(w.org.custody), data, may, 23)) return;
        d.state = IResourceCustody.ResourceState.Delivered;
        _did("deliver");
    }

    function _uncredit(uint256 id, World storage w, Deed storage d) private {
        uint256 tokens = (d.value * WHOLE_TOKEN) / w.terms.price;
        _people[id][d.person].resourceTokens -= tokens;
        w.resources -= tokens;
    }

    /// @dev Refunds are opened: the text of IPresale, once more.
    function _open(World storage w, uint256 length) private {
        ++w.round;
        (w.base, w.gone) = (w.given - w.refunded, 0);
        w.until = _max(w.until, block.timestamp + length);
    }

    function _noteGone(World storage w, uint256 amount) private {
        w.gone += amount;
        if (w.gone * 10 < w.base) return;
        (w.base, w.gone) = (w.given - w.refunded, 0);
        w.until = _max(w.until, _min(block.timestamp + 3 days, w.terms.releaseBy - 7 days));
    }

    /// @dev What objections of more than half of the money do to the milestone whose turn it is.
    function _returnOrRefuse(
        uint256 id,
        World storage w,
        IProductionBudget.MilestoneStatus memory m,
        uint256 deadline
    ) private {
        uint256 sum;
        uint256 approval = w.org.budget.approvalCount();
        for (uint256 i = 0; i < _people[id].length; ++i) sum += _objections[id][approval][i];
        IProductionBudget.MilestoneState expected = IProductionBudget.MilestoneState.Approved;
        uint256 index = w.turn;
        if (sum * 2 > w.given - w.refunded) {
            if (m.timesReturned > 0 || block.timestamp >= deadline) {
                expected = IProductionBudget.MilestoneState.Refused;
                _settle(w, m.amount, false);
            } else expected = IProductionBudget.MilestoneState.Planned;
        }
        bool same = w.org.budget.milestoneOf(index).state == expected;
        _check(18, same, "objections did something else to a milestone than they weigh");
    }

    function _settle(World storage w, uint256 amount, bool paid) private {
        if (paid) w.paid += amount;
        else w.owed += amount;
        ++w.turn;
        w.turnSince = block.timestamp;
    }

    /// @dev All money that is `p`'s after all time-outs, fetched before or now.
    function _recover(World storage w, Person storage p, uint256 owed) private returns (uint256) {
        uint256 before = w.org.asset.balanceOf(p.account);
        if (w.releasedAt == 0) {
            if (p.contributed == 0) return 0;
            vm.prank(p.account);
            if (w.org.presale.refund(p.account) != p.contributed) revert Simulated("a refund is not whole");
            return p.contributed;
        }
        uint256 due = (owed * p.contributed) / (w.given - w.refunded);
        if (due > p.fetched) {
            vm.prank(p.account);
            w.org.budget.fetch(p.account);
        }
        uint256 got = w.org.asset.balanceOf(p.account) - before;
        if (got + p.fetched != due) revert Simulated("a partner's part of the budget is not whole");
        return due;
    }

    /// @dev Calls as `sender`: succeeds exactly when `may`.
    function _try(
        address sender,
        address target,
        bytes memory data,
        bool may,
        uint256 property
    ) private returns (bool ok) {
        vm.prank(sender);
        (ok, ) = target.call(data);
        _check(property, ok == may, may ? "a call was refused that may be made" : "a call went through that may not");
        if (!ok) ++refusals;
        _noteStates();
    }

    /// @dev Properties 18 and 24 over time.
    function _noteStates() private {
        for (uint256 id = 0; id < _worlds.length; ++id) {
            World storage w = _worlds[id];
            IPresale.State state = w.org.presale.state();
            if (state != w.seenState) {
                bool back = w.seenState == IPresale.State.Ended && state == IPresale.State.Open;
                bool final_ = w.seenState >= IPresale.State.Released;
                _check(18, !final_ && (back || state > w.seenState), "a sale went along no declared edge");
                w.seenState = state;
            }
            if (state != IPresale.State.Released) continue;
            for (uint256 i = 0; i < _people[id].length; ++i) {
                Person storage p = _people[id][i];
                uint256 vested = w.org.presale.tokensOf(p.account).vested;
                _check(24, vested >= p.vested, "vested tokens became fewer");
                p.vested = vested;
            }
        }
    }

    function _keep(Terms storage kept, IPresale.Terms memory t, IProductionBudget.Terms memory plan) private {
        (kept.price, kept.minimum, kept.maximum) = (t.price, t.minimum, t.maximum);
        kept.perPartnerMaximum = t.perPartnerMaximum;
        (kept.opens, kept.closes, kept.releaseBy) = (t.opens, t.closes, t.releaseBy);
        (kept.maxResourceBps, kept.challengeWindow) = (t.maxResourceBps, t.challengeWindow);
        (kept.foundersVestWithBudget, kept.trustee) = (t.foundersVestWithBudget, t.trustee);
        kept.gracePeriod = plan.gracePeriod;
        for (uint256 i = 0; i < plan.milestones.length; ++i) kept.dueAfter.push(plan.milestones[i].dueAfter);
    }

    function _fund(World storage w, address account, uint256 funds) private {
        w.org.asset.mint(account, funds);
        vm.prank(account);
        w.org.asset.approve(address(w.org.presale), type(uint256).max);
        vm.prank(account);
        w.org.token.approve(address(w.org.stake), type(uint256).max);
    }

    function _pickWorld(uint256 seed) private view returns (uint256 id, World storage w) {
        id = seed % _worlds.length;
        w = _worlds[id];
    }

    /// @dev Mostly an organisation whose sale is in `wanted`, when there is one.
    function _prefer(uint256 seed, IPresale.State wanted) private view returns (uint256 id, World storage w) {
        uint256 count = _worlds.length;
        for (uint256 i = 0; i < count && seed % 4 != 0; ++i) {
            id = (seed / 4 + i) % count;
            if (expectedState(id) == wanted) return (id, _worlds[id]);
        }
        return _pickWorld(seed / 4);
    }

    function _person(uint256 id, uint256 who) private view returns (Person storage) {
        return _people[id][who % _people[id].length];
    }

    function _max(uint256 a, uint256 b) private pure returns (uint256) {
        return a > b ? a : b;
    }

    function _min(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }
}
