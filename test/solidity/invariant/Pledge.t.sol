// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPledgeBook} from "../../../contracts/interfaces/IPledgeBook.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {TestCondition} from "../../../contracts/mocks/TestCondition.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {PledgeHandler} from "./PledgeHandler.sol";
import {Properties} from "./Properties.sol";
import {vm} from "../lib/Vm.sol";

/// @title PledgeInvariants
/// @notice A growing organisation to which donors pledge in all forms.
contract PledgeInvariants is Properties {
    Organisation private _org;
    IPledgeBook private _book;
    PledgeHandler private _pledges;

    function setUp() public {
        vm.warp(START);
        TestAsset asset = new TestAsset("Asset", "AST", 18);
        _org = _launch(asset, _growingConfig(address(asset), 1e18, 5_000, 0));
        // Enough for the market to open, and somebody to redeem, or nobody can dissolve.
        vm.prank(address(_org.issuance));
        _org.token.mint(_actor(0), 10_000 * WHOLE);
        _book = IPledgeBook(address(_org.pledgeBook));
        _pledges = new PledgeHandler(_actors(), _org, _book, new TestCondition());
        _warmUp(0);
    }

    function _allHold() internal view override {
        property_38_PledgesAreCovered();
        property_39_APledgeEndsOnce();
        property_34_GrantsMatchWithinTheirBound();
        property_39_PledgesAreGiftsButNoDonations();
    }

    function property_38_PledgesAreCovered() public view {
        uint256 left;
        for (uint256 id = 1; id <= _pledges.ghostCount(); ++id) {
            PledgeHandler.Ghost memory g = _pledges.ghostOf(id);
            left += g.amount - g.passedOn - g.returned;
        }
        uint256 held = _org.asset.balanceOf(address(_book));
        require(held == left + _pledges.forced(), PropertyViolated(38, "the book holds another sum than is pledged"));
    }

    function property_39_APledgeEndsOnce() public view {
        _holds(39);
        uint256 count = _pledges.ghostCount();
        require(_book.pledgeCount() == count, PropertyViolated(39, "a pledge appeared"));
        for (uint256 id = 1; id <= count; ++id) {
            PledgeHandler.Ghost memory g = _pledges.ghostOf(id);
            require(g.ended <= 1, PropertyViolated(39, "a pledge ended twice"));
            require(g.passedOn + g.returned <= g.amount, PropertyViolated(39, "more came out than was pledged"));
            require(
                g.ended == 0 || g.passedOn + g.returned == g.amount,
                PropertyViolated(39, "a pledge ended and something is left")
            );
            IPledgeBook.PledgeState state = _book.stateOf(id);
            require(state == _pledges.expectedState(id), PropertyViolated(39, "another state than the table says"));
            IPledgeBook.Pledge memory p = _book.pledgeOf(id);
            require(
                p.donor == g.donor && p.amount == g.amount && p.passedOn == g.passedOn && p.deadline == g.deadline,
                PropertyViolated(39, "a pledge is not what was promised")
            );
        }
    }

    function property_34_GrantsMatchWithinTheirBound() public view {
        _holds(34);
    }

    function property_39_PledgesAreGiftsButNoDonations() public view {
        (uint256 donations, uint256 pledges) = _pledges.gifts();
        require(
            _org.reserve.donationsReceived() == donations,
            PropertyViolated(39, "donations are not what was donated")
        );
        require(
            _org.reserve.giftsReceived() == donations + pledges,
            PropertyViolated(39, "gifts are not what was given")
        );
    }

    function _handler() internal view override returns (Handler) {
        return _pledges;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](12);
        selectors[0] = PledgeHandler.pledge.selector;
        selectors[1] = PledgeHandler.donate.selector;
        selectors[2] = PledgeHandler.donateMatched.selector;
        selectors[3] = PledgeHandler.passOn.selector;
        selectors[4] = PledgeHandler.passOnOwed.selector;
        selectors[5] = PledgeHandler.decline.selector;
        selectors[6] = PledgeHandler.reclaim.selector;
        selectors[7] = PledgeHandler.setCondition.selector;
        selectors[8] = PledgeHandler.forceTransfer.selector;
        selectors[9] = PledgeHandler.warp.selector;
        selectors[10] = PledgeHandler.openMarket.selector;
        selectors[11] = PledgeHandler.everyoneLeaves.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](12);
        actions[0] = "pledge";
        actions[1] = "donate";
        actions[2] = "donateMatched";
        actions[3] = "passOn";
        actions[4] = "passOnOwed";
        actions[5] = "decline";
        actions[6] = "reclaim";
        actions[7] = "setCondition";
        actions[8] = "forceTransfer";
        actions[9] = "warp";
        actions[10] = "openMarket";
        actions[11] = "everyoneLeaves";
    }
}
