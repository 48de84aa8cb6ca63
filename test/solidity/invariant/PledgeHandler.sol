// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InvalidRecipient} from "../../../contracts/interfaces/Errors.sol";
import {IPledgeBook} from "../../../contracts/interfaces/IPledgeBook.sol";
import {TestCondition} from "../../../contracts/mocks/TestCondition.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title PledgeHandler
/// @notice Donors, verifiers and strangers at a pledge book, with pledges of all forms open at once.
contract PledgeHandler is Handler {
    /// @dev What must have happened to one pledge.
    /// @param othersBefore Donations of others than the donor before it was made.
    /// @param goal What others were to donate after that.
    /// @param met Whether it was found to be met, or confirmed.
    /// @param passedOn Asset units that arrived at the reserve.
    /// @param returned Asset units that arrived at the donor's recipient.
    /// @param ended How often it came to an end.
    // solhint-disable-next-line gas-struct-packing
    struct Ghost {
        address donor;
        IPledgeBook.Form form;
        uint256 deadline;
        uint256 amount;
        uint256 othersBefore;
        uint256 goal;
        bool met;
        uint256 passedOn;
        uint256 returned;
        uint256 ended;
    }

    address public constant VERIFIER = address(0x7E51F1E5);

    Organisation private _org;
    IPledgeBook private _book;
    TestCondition private _condition;
    bool private _conditionHolds;
    Ghost[] private _ghosts;
    uint256 private _donated;
    uint256 private _opened; // when the market opened, 0 before
    uint256[] private _matchedAt;
    uint256[] private _matched;
    mapping(address account => uint256) private _donatedBy;
    /// @notice Asset units sent to the book past its functions.
    uint256 public forced;

    constructor(
        address[] memory actors_,
        Organisation memory org,
        IPledgeBook book,
        TestCondition condition
    ) Handler(actors_) {
        (_org, _book, _condition) = (org, book, condition);
        for (uint256 i = 0; i < actors_.length; ++i) {
            org.asset.mint(actors_[i], 1e30);
            vm.prank(actors_[i]);
            org.asset.approve(address(book), type(uint256).max);
            vm.prank(actors_[i]);
            org.asset.approve(address(org.reserve), type(uint256).max);
        }
    }

    function ghostCount() external view returns (uint256) {
        return _ghosts.length;
    }

    /// @notice What must have happened to pledge `id`.
    function ghostOf(uint256 id) external view returns (Ghost memory) {
        return _ghosts[id - 1];
    }

    /// @notice Asset units given by donations and by pledges.
    function gifts() external view returns (uint256 donations, uint256 pledges) {
        donations = _donated;
        for (uint256 i = 0; i < _ghosts.length; ++i) pledges += _ghosts[i].passedOn;
    }

    // ---------------------------------------------------------------- donors

    function pledge(uint256 donorSeed, uint256 amountSeed, uint256 formSeed, uint256 termSeed) external action {
        address donor = _pick(donorSeed);
        uint256 amount = _scaled(amountSeed, 1e24);
        IPledgeBook.Form form = IPledgeBook.Form(1 + (formSeed % 4));
        uint256 goal = amount + ((formSeed >> 8) % (amount + 1));
        uint64 deadline = uint64(block.timestamp + _bound(termSeed, 1 hours, 40 days));
        vm.prank(donor);
        if (form == IPledgeBook.Form.Verified) _book.pledge(amount, VERIFIER, deadline, "");
        else if (form == IPledgeBook.Form.Conditional) _book.pledgeOn(amount, address(_condition), "", deadline, "");
        else if (form == IPledgeBook.Form.Goal) _book.pledgeOnDonations(amount, goal, deadline, "");
        else _book.pledgeMatching(amount, deadline, "");
        _ghosts.push(Ghost(donor, form, deadline, amount, _donated - _donatedBy[donor], goal, false, 0, 0, 0));
        _did("pledge");
    }

    /// @notice By themselves or in a donor's name.
    function donate(uint256 donorSeed, uint256 payerSeed, uint256 amountSeed) external action {
        (address donor, address payer) = (_pick(donorSeed), _pick(payerSeed));
        uint256 amount = _scaled(amountSeed, 1e23);
        vm.prank(payer);
        if (donor == payer) _org.reserve.donate(amount, "");
        else _org.reserve.donateFor(donor, amount, "");
        _donated += amount;
        _donatedBy[donor] += amount;
        _did("donate");
    }

    /// @notice A donation that chooses a grant: both arrive, or neither. While the market is open all grants together match no
    /// more than 2 % of R at once, and in any time no more than that and as much again in each drip period.
    function donateMatched(uint256 idSeed, uint256 donorSeed, uint256 payerSeed, uint256 amountSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IPledgeBook.PledgeState.Open, IPledgeBook.Form.Matching);
        Ghost storage g = _ghosts[id - 1];
        (address donor, address payer) = (_pick(donorSeed), _pick(payerSeed));
        uint256 left = g.form == IPledgeBook.Form.Matching ? g.amount - g.passedOn : 0;
        uint256 room = _book.matchingLeft();
        if (left > room) left = room;
        // Mostly what can be matched, sometimes a unit more.
        uint256 amount = left == 0 || amountSeed % 5 == 0 ? left + 1 : _scaled(amountSeed, left);
        bytes memory expected;
        if (expectedState(id) != IPledgeBook.PledgeState.Open) {
            expected = _wrongState(id, IPledgeBook.PledgeState.Open);
        } else if (g.form != IPledgeBook.Form.Matching) {
            bytes4 wrong = IPledgeBook.WrongPledgeForm.selector;
            expected = abi.encodeWithSelector(wrong, id, g.form, IPledgeBook.Form.Matching);
        } else if (amount > left) {
            expected = abi.encodeWithSelector(IPledgeBook.MatchUnavailable.selector, id, amount, left);
        }
        bytes memory data = abi.encodeCall(IPledgeBook.donateMatched, (id, amount, donor));
        if (expected.length > 0) return _mustRevert(payer, address(_book), data, expected);

        (uint256 funds, uint256 held) = (_org.asset.balanceOf(payer), _org.asset.balanceOf(address(_org.reserve)));
        vm.prank(payer);
        _book.donateMatched(id, amount, donor);
        bool whole = _org.asset.balanceOf(address(_org.reserve)) - held == 2 * amount;
        _check(
            39,
            whole && funds - _org.asset.balanceOf(payer) == amount,
            "a donation and its match are not the same sum"
        );
        _donated += amount;
        _donatedBy[donor] += amount;
        g.passedOn += amount;
        if (g.passedOn == g.amount) ++g.ended;
        if (_opened != 0) _checkRate(amount);
        _did("donateMatched");
    }

    /// @notice The market opens once enough was given.
    function openMarket(uint256 seed) external action {
        if (_opened != 0 || seed % 4 != 0 || _org.reserve.giftsReceived() < 1_000e18) return;
        _org.reserve.open();
        _opened = block.timestamp;
        _did("openMarket");
    }

    function reclaim(uint256 idSeed, uint256 callerSeed, uint256 recipientSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IPledgeBook.PledgeState.Returnable, IPledgeBook.Form.None);
        Ghost storage g = _ghosts[id - 1];
        address caller = callerSeed % 4 == 0 ? _pick(callerSeed >> 8) : g.donor;
        address recipient = recipientSeed % 8 == 0 ? address(_book) : _pick(recipientSeed);
        bytes memory expected;
        if (expectedState(id) != IPledgeBook.PledgeState.Returnable) {
            expected = _wrongState(id, IPledgeBook.PledgeState.Returnable);
        } else if (caller != g.donor) {
            expected = abi.encodeWithSelector(IPledgeBook.NotDonor.selector, id, caller);
        } else if (recipient == address(_book)) {
            expected = abi.encodeWithSelector(InvalidRecipient.selector, recipient);
        }
        bytes memory data = abi.encodeCall(IPledgeBook.reclaim, (id, recipient));
        if (expected.length > 0) return _mustRevert(caller, address(_book), data, expected);

        uint256 funds = _org.asset.balanceOf(recipient);
        vm.prank(caller);
        uint256 answer = _book.reclaim(id, recipient);
        uint256 received = _org.asset.balanceOf(recipient) - funds;
        _check(39, answer == received && received == g.amount - g.passedOn, "another sum went back than was left");
        g.returned += received;
        ++g.ended;
        _did("reclaim");
    }

    // ---------------------------------------------------------------- to the reserve

    /// @notice Tries to have a pledge met by one of the two calls, mostly the right one by the right caller. With little gas
    /// it stays owed, for {passOnOwed}.
    function passOn(uint256 idSeed, uint256 callSeed, uint256 callerSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IPledgeBook.PledgeState.Open, IPledgeBook.Form.None);
        Ghost storage g = _ghosts[id - 1];
        bool confirming = (callSeed % 5 == 0) != (g.form == IPledgeBook.Form.Verified);
        address caller = callerSeed % 4 == 0 ? _pick(callerSeed >> 8) : VERIFIER;
        bytes memory expected = _expectMet(id, confirming, caller);
        bytes memory data =
            confirming ? abi.encodeCall(IPledgeBook.confirm, (id)) : abi.encodeCall(IPledgeBook.fulfil, (id, ""));
        if (expected.length > 0) return _mustRevert(caller, address(_book), data, expected);

        uint256 before = _org.asset.balanceOf(address(_org.reserve));
        vm.prank(caller);
        bool ok;
        uint256 gas = callSeed % 3 == 0 ? 50_000 + ((callSeed >> 16) % 60_000) : gasleft();
        // solhint-disable-next-line avoid-low-level-calls
        (ok, ) = address(_book).call{gas: gas}(data);
        if (!ok) return _check(39, callSeed % 3 == 0, "a pledge could not be met");
        g.met = true;
        _arrived(g, before, _book.stateOf(id) == IPledgeBook.PledgeState.Owed);
        _did("passOn");
    }

    /// @notice The verifier says that it will not come true: from now on it can be taken back.
    function decline(uint256 idSeed, uint256 callerSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IPledgeBook.PledgeState.Open, IPledgeBook.Form.Verified);
        Ghost storage g = _ghosts[id - 1];
        address caller = callerSeed % 4 == 0 ? _pick(callerSeed >> 8) : VERIFIER;
        bytes memory data = abi.encodeCall(IPledgeBook.decline, (id));
        // Mostly not: declined pledges are of no more use here.
        if (callerSeed % 3 == 0) {
            bytes memory expected = _expectMet(id, true, caller);
            if (expected.length > 0) return _mustRevert(caller, address(_book), data, expected);
            vm.prank(caller);
            _book.decline(id);
            g.deadline = block.timestamp;
            _did("decline");
        }
    }

    /// @notice Whoever calls, whenever: what is owed goes to the reserve, nothing else does.
    function passOnOwed(uint256 idSeed, uint256 callerSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IPledgeBook.PledgeState.Owed, IPledgeBook.Form.None);
        Ghost storage g = _ghosts[id - 1];
        address caller = _pick(callerSeed);
        if (expectedState(id) != IPledgeBook.PledgeState.Owed) {
            bytes memory data = abi.encodeCall(IPledgeBook.passOn, (id));
            return _mustRevert(caller, address(_book), data, _wrongState(id, IPledgeBook.PledgeState.Owed));
        }
        uint256 before = _org.asset.balanceOf(address(_org.reserve));
        vm.prank(caller);
        _book.passOn(id);
        _arrived(g, before, false);
        _did("passOnOwed");
    }

    // ---------------------------------------------------------------- the rest of the world

    function setCondition(uint256 seed) external action {
        _conditionHolds = seed % 2 == 0;
        _condition.behave(_conditionHolds ? TestCondition.Behaviour.Yes : TestCondition.Behaviour.No);
        _did("setCondition");
    }

    function forceTransfer(uint256 seed) external action {
        uint256 amount = _scaled(seed, 1e20);
        _org.asset.mint(address(_book), amount);
        forced += amount;
        _did("forceTransfer");
    }

    function warp(uint256 seed) external action {
        _pass(_bound(seed, 1, 4 days));
        _did("warp");
    }

    /// @notice In the end, in whatever order, each donor gets back what did not go to the reserve. Simulated, by the passing
    /// of time or by dissolution.
    function everyoneLeaves(uint256 seed) external action {
        uint256 time = block.timestamp;
        try this.simulateLeaving(seed) {
            return;
        } catch (bytes memory reason) {
            vm.warp(time); // a revert does not turn back the clock
            string memory problem = _problem(reason);
            _check(39, bytes(problem).length == 0, problem);
            _did("everyoneLeaves");
        }
    }

    /// @dev Always reverts, with what it found.
    function simulateLeaving(uint256 seed) external {
        if (seed % 2 == 0) {
            vm.warp(block.timestamp + 41 days);
            for (uint256 id = 1; id <= _ghosts.length; ++id) {
                if (expectedState(id) == IPledgeBook.PledgeState.Owed) _book.passOn(id);
            }
        } else {
            vm.prank(_org.timelock);
            _org.reserve.dissolve();
        }
        address recipient = address(0xBEEF);
        uint256 paid;
        for (uint256 i = 0; i < _ghosts.length; ++i) {
            uint256 id = 1 + ((i + (seed % _ghosts.length)) % _ghosts.length);
            Ghost storage g = _ghosts[id - 1];
            if (g.ended > 0 || (seed % 2 == 0 && g.met)) continue;
            vm.prank(g.donor);
            try _book.reclaim(id, recipient) returns (uint256 amount) {
                if (amount != g.amount - g.passedOn) revert Simulated("a donor left with another sum than was left");
                paid += amount;
            } catch {
                revert Simulated("a donor could not leave");
            }
        }
        if (_org.asset.balanceOf(recipient) != paid) revert Simulated("the recipient got less");
        if (_org.asset.balanceOf(address(_book)) != forced) revert Simulated("money stayed behind");
        revert Simulated("");
    }

    // ---------------------------------------------------------------- what must be

    function expectedState(uint256 id) public view returns (IPledgeBook.PledgeState) {
        Ghost storage g = _ghosts[id - 1];
        if (g.passedOn == g.amount) return IPledgeBook.PledgeState.Fulfilled;
        if (g.ended > 0) return IPledgeBook.PledgeState.Returned;
        if (g.met) return IPledgeBook.PledgeState.Owed;
        return block.timestamp < g.deadline ? IPledgeBook.PledgeState.Open : IPledgeBook.PledgeState.Returnable;
    }

    function _expectMet(uint256 id, bool confirming, address caller) private view returns (bytes memory expected) {
        Ghost storage g = _ghosts[id - 1];
        IPledgeBook.Form needed = confirming ? IPledgeBook.Form.Verified : IPledgeBook.Form.Conditional;
        if (!confirming && g.form == IPledgeBook.Form.Goal) needed = IPledgeBook.Form.Goal;
        if (expectedState(id) != IPledgeBook.PledgeState.Open) return _wrongState(id, IPledgeBook.PledgeState.Open);
        if (needed != g.form) return abi.encodeWithSelector(IPledgeBook.WrongPledgeForm.selector, id, g.form, needed);
        if (confirming) {
            if (caller == VERIFIER) return expected;
            return abi.encodeWithSelector(IPledgeBook.NotVerifier.selector, id, caller);
        }
        bool met = _conditionHolds;
        if (needed == IPledgeBook.Form.Goal) met = _donated - _donatedBy[g.donor] - g.othersBefore >= g.goal;
        if (!met) return abi.encodeWithSelector(IPledgeBook.ConditionNotMet.selector, id);
    }

    /// @dev All of a pledge went to the reserve, or, owed, nothing did.
    function _arrived(Ghost storage g, uint256 before, bool owed) private {
        uint256 arrived = _org.asset.balanceOf(address(_org.reserve)) - before;
        _check(39, arrived == (owed ? 0 : g.amount), "another sum reached the reserve than was due");
        g.passedOn = arrived;
        if (!owed) ++g.ended;
    }

    /// @dev Matched since each earlier match, this one included, is no more than 2 % of R and as much again a period.
    function _checkRate(uint256 amount) private {
        _matchedAt.push(block.timestamp);
        _matched.push(amount);
        // R only grows here, as nobody sells.
        uint256 cap = _org.reserve.reserveBalance() / 50;
        uint256 sum;
        for (uint256 i = _matched.length; i > 0; --i) {
            sum += _matched[i - 1];
            uint256 most = cap + (cap * (block.timestamp - _matchedAt[i - 1])) / 7 days + 1;
            _check(34, sum <= most, "grants matched more than their bound");
        }
    }

    /// @dev Two times out of three a pledge in `state` and, unless that is None, of `form`, if there is one.
    function _prefer(
        uint256 seed,
        IPledgeBook.PledgeState state,
        IPledgeBook.Form form
    ) private view returns (uint256 id) {
        uint256 count = _ghosts.length;
        id = 1 + (seed % count);
        if (seed % 3 == 0) return id;
        for (uint256 i = 0; i < count; ++i) {
            uint256 candidate = 1 + (((seed % count) + i) % count);
            bool fits = form == IPledgeBook.Form.None || _ghosts[candidate - 1].form == form;
            if (fits && expectedState(candidate) == state) return candidate;
        }
    }

    function _wrongState(uint256 id, IPledgeBook.PledgeState needed) private view returns (bytes memory) {
        return abi.encodeWithSelector(IPledgeBook.WrongPledgeState.selector, id, expectedState(id), needed);
    }
}
