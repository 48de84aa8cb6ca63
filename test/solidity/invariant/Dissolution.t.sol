// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {Issuer} from "../lib/Issuer.sol";
import {vm} from "../lib/Vm.sol";
import {DissolutionHandler} from "./DissolutionHandler.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {Properties} from "./Properties.sol";

/// @title DissolutionProperties
/// @notice A market that is dissolved at any time, for real: the campaign goes on with what holders redeem.
abstract contract DissolutionProperties is Properties, Issuer {
    uint256 private constant GIVEN = 50_000; // whole asset units at opening
    uint256 private constant FUNDS = 1_000_000; // whole asset units of each actor
    address private constant BENEFACTOR = address(0xBE4E);

    Organisation private _org;
    DissolutionHandler private _market;

    function setUp() public {
        vm.warp(START);
        (uint16 ratioBps, uint8 decimals) = _terms();
        uint256 unit = 10 ** decimals;
        TestAsset asset = new TestAsset("Asset", "AST", decimals);
        _org = _launch(asset, _growingConfig(address(asset), unit, ratioBps, 0));
        _issue(_org, _actors(), (10_000 * WHOLE) / ACTOR_COUNT);
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
            asset.mint(_actor(i), FUNDS * unit);
            vm.prank(_actor(i));
            asset.approve(address(_org.reserve), type(uint256).max);
        }
        asset.mint(address(this), GIVEN * unit);
        asset.approve(address(_org.reserve), GIVEN * unit);
        _org.reserve.donate(GIVEN * unit, "so that it may open");
        _org.reserve.open();
        _market = new DissolutionHandler(_org, _actors(), BENEFACTOR, GIVEN * unit);
        _nameIssuer(_org, address(_market));
        _warmUp(3);
        _begin(_market);
    }

    function _allHold() internal view override {
        property_25_ReserveIsBacked();
        property_26_RedeemNeverLowersTheBacking();
        property_30_AllRedeemTheirPart();
        property_33_NobodyGainsWithinOneTimestampOrByADissolution();
        property_34_AllThatIsPendingCountsAtTheDissolution();
        property_06_NothingIsPaidAfterTheDissolution();
        property_43_TheTreasuryRedeemsNothing();
    }

    function property_25_ReserveIsBacked() public view {
        (uint256 pending, ) = _org.reserve.pendingGifts();
        uint256 total = _org.reserve.reserveBalance() + pending;
        require(total + _market.paidOut() == _market.paidIn(), PropertyViolated(25, "R + P is not what came in"));
        uint256 real = _org.asset.balanceOf(address(_org.reserve));
        require(real == total, PropertyViolated(25, "the reserve holds another sum than R + P"));
        bool over = _market.dissolvedAt() != 0;
        require(!over || pending == 0, PropertyViolated(25, "something is pending after the dissolution"));
    }

    function property_26_RedeemNeverLowersTheBacking() public view {
        _holds(26);
    }

    function property_30_AllRedeemTheirPart() public view {
        _holds(30);
    }

    function property_33_NobodyGainsWithinOneTimestampOrByADissolution() public view {
        _holds(33);
    }

    function property_34_AllThatIsPendingCountsAtTheDissolution() public view {
        _holds(34);
    }

    function property_06_NothingIsPaidAfterTheDissolution() public view {
        _holds(6);
    }

    function property_43_TheTreasuryRedeemsNothing() public view {
        _holds(43);
    }

    /// @dev What happens before the runs.
    function _begin(DissolutionHandler market) internal virtual {}

    /// @dev Reserve ratio (bps), decimals of the asset.
    function _terms() internal pure virtual returns (uint16 ratioBps, uint8 decimals);

    function _handler() internal view override returns (Handler) {
        return _market;
    }

    /// @dev The last three belong to the dissolution, which comes in the runs.
    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](12);
        selectors[0] = DissolutionHandler.redeem.selector;
        selectors[1] = DissolutionHandler.trade.selector;
        selectors[2] = DissolutionHandler.give.selector;
        selectors[3] = DissolutionHandler.rush.selector;
        selectors[4] = DissolutionHandler.transfer.selector;
        selectors[5] = DissolutionHandler.donateTokens.selector;
        selectors[6] = DissolutionHandler.enter.selector;
        selectors[7] = DissolutionHandler.warp.selector;
        selectors[8] = DissolutionHandler.absorb.selector;
        selectors[9] = DissolutionHandler.burnTreasury.selector;
        selectors[10] = DissolutionHandler.dissolve.selector;
        selectors[11] = DissolutionHandler.dissolve.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](11);
        actions[0] = "trade";
        actions[1] = "give";
        actions[2] = "rush";
        actions[3] = "transfer";
        actions[4] = "donateTokens";
        actions[5] = "enter";
        actions[6] = "warp";
        actions[7] = "absorb";
        actions[8] = "redeem";
        actions[9] = "dissolve";
        actions[10] = "burnTreasury";
    }
}

/// @notice A reserve that backs every token in full, an asset of 18 decimals.
contract DissolutionAt100PercentInvariants is DissolutionProperties {
    function _terms() internal pure override returns (uint16, uint8) {
        return (10_000, 18);
    }
}

/// @notice A low ratio, a euro-like asset of 6 decimals.
contract DissolutionAt20PercentInvariants is DissolutionProperties {
    function _terms() internal pure override returns (uint16, uint8) {
        return (2_000, 6);
    }
}

/// @notice Dissolved from the start, right after a gift of many times the reserve.
contract DissolvedWithMuchPendingInvariants is DissolutionProperties {
    function _terms() internal pure override returns (uint16, uint8) {
        return (5_000, 6);
    }

    function _begin(DissolutionHandler market) internal override {
        for (uint256 i = 0; i < 4; ++i) market.give(i, i);
        market.dissolve(0);
        market.warp(0, 0);
        for (uint256 i = 0; market.calls("redeem") == 0 && i < 20; ++i) market.redeem(i, i, i);
        require(market.calls("dissolve") > 0, ActionNeverDone("dissolve"));
        require(market.calls("redeem") > 0, ActionNeverDone("redeem"));
    }
}
