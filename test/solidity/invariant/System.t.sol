// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {ILicenceOffice} from "../../../contracts/interfaces/ILicenceOffice.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {Properties} from "./Properties.sol";
import {SystemHandler} from "./SystemHandler.sol";
import {vm} from "../lib/Vm.sol";

/// @title SystemInvariants
/// @notice A grown and a bootstrapped organisation with the same people, each other's treasuries among them.
contract SystemInvariants is Properties {
    SystemHandler private _system;

    function setUp() public {
        vm.warp(START);
        Organisation[2] memory orgs;
        orgs[0] = _grown();
        orgs[1] = _bootstrapped();
        for (uint256 o = 0; o < 2; ++o) {
            vm.prank(orgs[o].timelock);
            orgs[o].licenceOffice.addTier(
                ILicenceOffice.Tier("Use", "https://example.org", 0, uint112(1e5), 0, 365 days, 5_000, true)
            );
        }
        _system = new SystemHandler(_actors(), orgs, [FOUNDER, TRUSTEE, GUARDIAN]);
        _warmUp(0, 40);
    }

    function _allHold() internal view override {
        property_40_WhatThereIsIsSomewhere();
        property_42_NobodyLowersWhatIsAnothers();
        property_43_EveryoneLeavesInAPause();
        property_44_OnlyDustRemains();
    }

    function property_40_WhatThereIsIsSomewhere() public view {
        _holds(40);
    }

    function property_42_NobodyLowersWhatIsAnothers() public view {
        _holds(41);
        _holds(42);
    }

    function property_43_EveryoneLeavesInAPause() public view {
        _holds(43);
    }

    function property_44_OnlyDustRemains() public view {
        _holds(44);
    }

    function _grown() private returns (Organisation memory org) {
        TestAsset asset = new TestAsset("Asset", "AST", 18);
        org = _launch(asset, _growingConfig(address(asset), 1e18, 5_000, 100));
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
            vm.prank(address(org.issuance));
            org.token.mint(_actor(i), 3_000 * WHOLE);
        }
        asset.mint(address(this), 5_000e18);
        asset.approve(address(org.reserve), 5_000e18);
        org.reserve.donate(5_000e18, "");
        org.reserve.open();
    }

    function _bootstrapped() private returns (Organisation memory org) {
        TestAsset asset = new TestAsset("Euro", "EUR", 6);
        ICdpoFactory.LaunchConfig memory config = _presaleConfig(address(asset), 1e6, 5_000, 2_000, 1e6);
        config.presale.foundersVestWithBudget = true;
        config.presale.partnerVesting.duration = 60 days;
        config.budget.gracePeriod = 90 days;
        config.budget.milestones[1].dueAfter = 150 days;
        config.budget.milestones[2].dueAfter = 300 days;
        org = _launch(asset, config);
        vm.warp(config.presale.opens);
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
            asset.mint(_actor(i), 4_000e6);
            vm.prank(_actor(i));
            asset.approve(address(org.presale), 4_000e6);
            vm.prank(_actor(i));
            org.presale.contribute((2_000 + 300 * i) * 1e6, new bytes32[](0));
        }
        vm.warp(config.presale.closes);
        vm.prank(TRUSTEE);
        org.presale.release();
        // Two have claimed already.
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(_actor(i));
            org.presale.claim(_actor(i));
        }
    }

    function _handler() internal view override returns (Handler) {
        return _system;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](13);
        selectors[0] = SystemHandler.trade.selector;
        selectors[1] = SystemHandler.voice.selector;
        selectors[2] = SystemHandler.recognise.selector;
        selectors[3] = SystemHandler.give.selector;
        selectors[4] = SystemHandler.bootstrap.selector;
        selectors[5] = SystemHandler.license.selector;
        selectors[6] = SystemHandler.accept.selector;
        selectors[7] = SystemHandler.back.selector;
        selectors[8] = SystemHandler.own.selector;
        selectors[9] = SystemHandler.trespass.selector;
        selectors[10] = SystemHandler.warp.selector;
        selectors[11] = SystemHandler.leaveInPause.selector;
        selectors[12] = SystemHandler.windDown.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](26);
        (actions[0], actions[1], actions[2], actions[3]) = ("trade", "transfer", "stake", "unstake");
        (actions[4], actions[5], actions[6], actions[7]) = ("submit", "review", "decide", "settle");
        (actions[8], actions[9], actions[10], actions[11]) = ("donate", "pledge", "confirm", "match");
        (actions[12], actions[13], actions[14], actions[15]) = ("claim", "approve", "pay", "fetch");
        (actions[16], actions[17], actions[18], actions[19]) = ("license", "publish", "purchase", "redeem");
        (actions[20], actions[21], actions[22], actions[23]) = ("open", "back", "own", "trespass");
        (actions[24], actions[25]) = ("leaveInPause", "windDown");
    }
}
