// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InvalidRecipient} from "../../../contracts/interfaces/Errors.sol";
import {IPledgeBook} from "../../../contracts/interfaces/IPledgeBook.sol";
import {PledgeBook} from "../../../contracts/liquidity/PledgeBook.sol";
import {TestCondition} from "../../../contracts/mocks/TestCondition.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title PledgeHandler
/// @notice Donors, verifiers and strangers at a pledge book, with pledges of all forms open at once.
contract PledgeHandler is Handler {
    /// @dev What must have happened to one pledge.
    /// @param othersBefore Donations of others than the donor before it was made.
    /// @param passedOn Asset units that arrived at the reserve.
    /// @param returned Asset units that arrived at the donor's recipient.
    /// @param ended How often it came to an end.
    struct Ghost {
        address donor;
        IPledgeBook.Form form;
        uint256 deadline;
        uint256 amount;
        uint256 othersBefore;
        uint256 passedOn;
        uint256 returned;
        uint256 ended;
    }

    address public constant VERIFIER = address(0x7E51F1E5);

    Organisation private _org;
    PledgeBook private _book;
    TestCondition private _condition;
    bool private _conditionHolds;
    Ghost[] private _ghosts;
    uint256 private _donated;
    mapping(address account => uint256) private _donatedBy;
    /// @notice Asset units sent to the book past its functions.
    uint256 public forced;

    constructor(
        address[] memory actors_,
        Organisation memory org,
        PledgeBook book,
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
        IPledgeBook.Form form = IPledgeBook.Form(1 + (formSeed % 3));
        uint64 deadline = uint64(block.timestamp + _bound(termSeed, 1 hours, 40 days));
        vm.prank(donor);
        if (form == IPledgeBook.Form.Verified) _book.pledge(amount, VERIFIER, deadline, "");
        else if (form == IPledgeBook.Form.Conditional) _book.pledgeOn(amount, address(_condition), "", deadline, "");
        else _book.pledgeMatching(amount, deadline, "");
        _ghosts.push(Ghost(donor, form, deadline, amount, _donated - _donatedBy[donor], 0, 0, 0));
        _did("pledge");
    }

    function donate(uint256 donorSeed, uint256 amountSeed) external action {
        address donor = _pick(donorSeed);
        uint256 amount = _scaled(amountSeed, 1e23);
        vm.prank(donor);
        _org.reserve.donate(amount, "");
        _donated += amount;
        _donatedBy[donor] += amount;
        _did("donate");
    }

    function reclaim(uint256 idSeed, uint256 callerSeed, uint256 recipientSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IPledgeBook.PledgeState.Returnable);
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

    /// @notice Tries to pass a pledge on by one of the three calls, mostly the right one by the right caller.
    function passOn(uint256 idSeed, uint256 callSeed, uint256 callerSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = _prefer(idSeed, IPledgeBook.PledgeState.Open);
        Ghost storage g = _ghosts[id - 1];
        IPledgeBook.Form form = callSeed % 5 == 0 ? IPledgeBook.Form(1 + ((callSeed >> 8) % 3)) : g.form;
        address caller = callerSeed % 4 == 0 ? _pick(callerSeed >> 8) : VERIFIER;
        (uint256 amount, bytes memory expected) = _expectPassOn(id, form, caller);
        bytes memory data =
            form == IPledgeBook.Form.Verified
                ? abi.encodeCall(IPledgeBook.confirm, (id))
                : form == IPledgeBook.Form.Conditional
                    ? abi.encodeCall(IPledgeBook.fulfil, (id, ""))
                    : abi.encodeCall(IPledgeBook.matchDonations, (id));
        if (expected.length > 0) return _mustRevert(caller, address(_book), data, expected);

        uint256 before = _org.asset.balanceOf(address(_org.reserve));
        vm.prank(caller);
        // solhint-disable-next-line avoid-low-level-calls
        (bool ok, ) = address(_book).call(data);
        uint256 arrived = _org.asset.balanceOf(address(_org.reserve)) - before;
        _check(39, ok && arrived == amount, "another sum reached the reserve than was due");
        g.passedOn += arrived;
        if (g.passedOn == g.amount) ++g.ended;
        _did("passOn");
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
        } else {
            vm.prank(_org.timelock);
            _org.reserve.dissolve();
        }
        address recipient = address(0xBEEF);
        uint256 paid;
        for (uint256 i = 0; i < _ghosts.length; ++i) {
            uint256 id = 1 + ((i + (seed % _ghosts.length)) % _ghosts.length);
            Ghost storage g = _ghosts[id - 1];
            if (g.ended > 0) continue;
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
        return block.timestamp < g.deadline ? IPledgeBook.PledgeState.Open : IPledgeBook.PledgeState.Returnable;
    }

    function _expectPassOn(
        uint256 id,
        IPledgeBook.Form form,
        address caller
    ) private view returns (uint256 amount, bytes memory expected) {
        Ghost storage g = _ghosts[id - 1];
        amount = g.amount;
        if (expectedState(id) != IPledgeBook.PledgeState.Open) {
            expected = _wrongState(id, IPledgeBook.PledgeState.Open);
        } else if (form != g.form) {
            expected = abi.encodeWithSelector(IPledgeBook.WrongPledgeForm.selector, id, g.form, form);
        } else if (form == IPledgeBook.Form.Verified && caller != VERIFIER) {
            expected = abi.encodeWithSelector(IPledgeBook.NotVerifier.selector, id, caller);
        } else if (form == IPledgeBook.Form.Conditional && !_conditionHolds) {
            expected = abi.encodeWithSelector(IPledgeBook.ConditionNotMet.selector, id);
        } else if (form == IPledgeBook.Form.Matching) {
            uint256 others = _donated - _donatedBy[g.donor] - g.othersBefore;
            amount = (others < g.amount ? others : g.amount) - g.passedOn;
            if (amount == 0) expected = abi.encodeWithSelector(IPledgeBook.NothingToMatch.selector, id);
        }
    }

    /// @dev Two times out of three a pledge in `state`, if there is one.
    function _prefer(uint256 seed, IPledgeBook.PledgeState state) private view returns (uint256 id) {
        uint256 count = _ghosts.length;
        id = 1 + (seed % count);
        if (seed % 3 == 0) return id;
        for (uint256 i = 0; i < count; ++i) {
            uint256 candidate = 1 + (((seed % count) + i) % count);
            if (expectedState(candidate) == state) return candidate;
        }
    }

    function _wrongState(uint256 id, IPledgeBook.PledgeState needed) private view returns (bytes memory) {
        return abi.encodeWithSelector(IPledgeBook.WrongPledgeState.selector, id, expectedState(id), needed);
    }
}
