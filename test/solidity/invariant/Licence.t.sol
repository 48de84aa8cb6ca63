// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ILicenceOffice} from "../../../contracts/interfaces/ILicenceOffice.sol";
import {Share} from "../../../contracts/interfaces/Share.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {LicenceHandler} from "./LicenceHandler.sol";
import {Properties} from "./Properties.sol";
import {vm} from "../lib/Vm.sol";

/// @title LicenceInvariants
/// @notice A growing organisation that sells licences and gives them to its commoners; two actors are recognised.
contract LicenceInvariants is Properties {
    Organisation private _org;
    ILicenceOffice private _office;
    LicenceHandler private _licences;

    function setUp() public {
        vm.warp(START);
        TestAsset asset = new TestAsset("Asset", "AST", 18);
        _org = _launch(asset, _growingConfig(address(asset), 1e18, 5_000, 0));
        _recognise(_actor(3), 120 * WHOLE);
        _recognise(_actor(4), 80 * WHOLE);
        _office = ILicenceOffice(address(_org.licenceOffice));
        for (uint256 tier = 1; tier <= 3; ++tier) {
            vm.prank(_org.timelock);
            _office.addTier(
                ILicenceOffice.Tier(
                    "Tier",
                    "ipfs://terms",
                    0,
                    uint112(tier * 1e18 + 1),
                    100e18,
                    uint64(tier * 90 days),
                    3_333,
                    true
                )
            );
        }
        _licences = new LicenceHandler(_actors(), _org, _office);
        _warmUp(0);
    }

    function _allHold() internal view override {
        property_35_SplitsSumExactly();
        property_LicencesAreWhatWasPaidOrEarned();
    }

    function property_35_SplitsSumExactly() public view {
        _holds(35);
        require(
            _licences.toMakers() + _licences.toReserve() == _licences.paid(),
            PropertyViolated(35, "parts do not sum to the price")
        );
        require(
            _org.asset.balanceOf(_org.timelock) == _licences.collected() &&
                _org.asset.balanceOf(address(_org.reserve)) == _licences.toReserve() &&
                _org.reserve.giftsReceived() == _licences.toReserve() &&
                _org.reserve.donationsReceived() == 0,
            PropertyViolated(35, "parts are not where they belong")
        );
        uint256 due = _licences.toMakers() - _licences.collected();
        require(
            _org.asset.balanceOf(address(_office)) == due && _office.makersDue() == due,
            PropertyViolated(35, "another sum waits for the makers")
        );
    }

    function property_LicencesAreWhatWasPaidOrEarned() public view {
        uint256 count = _licences.ghostCount();
        require(_office.licenceCount() == count, PropertyViolated(35, "a licence appeared"));
        for (uint256 id = 1; id <= count; ++id) {
            LicenceHandler.Ghost memory g = _licences.ghostOf(id);
            ILicenceOffice.Licence memory given = _office.licence(id);
            require(
                _office.ownerOf(id) == g.holder && given.tier == g.tier && given.expires == g.expires,
                PropertyViolated(35, "a licence is not what was paid or earned")
            );
        }
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
            for (uint256 tier = 1; tier <= _licences.TIERS(); ++tier) _checkRight(_actor(i), tier);
        }
    }

    function _checkRight(address account, uint256 tier) private view {
        uint256 id = _licences.heldBy(account, tier);
        require(_office.licenceOf(account, tier) == id, PropertyViolated(35, "an account has another licence"));
        bool licensed = id > 0 && block.timestamp < _licences.ghostOf(id).expires;
        require(
            _office.isLicensed(account, tier) == licensed,
            PropertyViolated(35, "a right that is none, or missing")
        );
    }

    function _recognise(address account, uint256 reward) private {
        Share[] memory shares = new Share[](1);
        shares[0] = Share(account, 10_000);
        vm.warp(block.timestamp + 1);
        uint256 id = _org.registry.submit(0, uint112(reward), shares, 0, "");
        for (uint256 i = 0; i < 2; ++i) {
            vm.prank(_actor(i));
            _org.registry.review(id, true, "");
        }
        vm.warp(block.timestamp + 3 days);
        _org.registry.decide(id);
        vm.warp(block.timestamp + 30 days);
        _org.registry.settle(id, shares);
    }

    function _handler() internal view override returns (Handler) {
        return _licences;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](8);
        selectors[0] = LicenceHandler.buy.selector;
        selectors[1] = LicenceHandler.renew.selector;
        selectors[2] = LicenceHandler.claim.selector;
        selectors[3] = LicenceHandler.transfer.selector;
        selectors[4] = LicenceHandler.setOffer.selector;
        selectors[5] = LicenceHandler.warp.selector;
        selectors[6] = LicenceHandler.cancel.selector;
        selectors[7] = LicenceHandler.collect.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](9);
        actions[0] = "buy";
        actions[1] = "renew";
        actions[2] = "claim";
        actions[3] = "transfer";
        actions[4] = "setOffer";
        actions[5] = "warp";
        actions[6] = "cancel";
        actions[7] = "collect";
        actions[8] = "extend";
    }
}
