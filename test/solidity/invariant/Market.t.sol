// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {Issuer} from "../lib/Issuer.sol";
import {vm} from "../lib/Vm.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {MarketHandler} from "./MarketHandler.sol";
import {Properties} from "./Properties.sol";

/// @title MarketProperties
/// @notice The growing flow: tokens are issued first, a donation opens the market, then anything happens.
abstract contract MarketProperties is Properties, Issuer {
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;
    uint256 private constant DEAD_SUPPLY = 0.001e18; // minted at opening
    uint256 private constant GIVEN = 50_000; // whole asset units at opening
    uint256 private constant FUNDS = 10_000_000; // whole asset units of each actor

    Organisation private _org;
    MarketHandler private _market;

    function setUp() public {
        vm.warp(START);
        (uint16 ratioBps, uint8 decimals, uint16 tributeBps) = _terms();
        uint256 unit = 10 ** decimals;
        TestAsset asset = new TestAsset("Asset", "AST", decimals);
        ICdpoFactory.LaunchConfig memory config = _growingConfig(address(asset), unit, ratioBps, tributeBps);
        config.issuance.period = 7 days;
        (config.issuance.openGrowthBps, config.issuance.giftIssuanceBps) = _growth();
        _org = _launch(asset, config);
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
        _market = new MarketHandler(_org, _actors(), GUARDIAN, GIVEN * unit, 10_000 * WHOLE);
        _nameIssuer(_org, address(_market));
        _warmUp(0);
    }

    function _allHold() internal view override {
        property_01_BalancesSumToSupply();
        property_02_SupplyIsMintedLessBurned();
        property_03_OnlyMintersMint();
        property_06_BatchesPayNoMoreThanTheirRoom();
        property_07_NoTradeChangesTheCredit();
        property_46_AwardsArePaidInProportion();
        property_48_IssuanceFromGiftsNeverLowersTheCurve();
        property_25_ReserveIsBacked();
        property_26_NothingButIssuanceLowersTheCurve();
        property_27_NoTradeSequenceProfits();
        property_28_SplittingGainsNothing();
        property_29_QuoteIsExecution();
        property_30_AllCanSellInAnyOrder();
        property_31_TributePlusNetIsGross();
        property_32_ForcedTransfersMoveNoQuote();
        property_33_NobodyGainsWithinOneTimestamp();
        property_34_GiftsDripAndBuyersPayForThem();
        property_43_APauseStopsNoExitAndEndsByItself();
    }

    function property_01_BalancesSumToSupply() public view {
        uint256 sum = _org.token.balanceOf(DEAD) + _org.token.balanceOf(address(_org.issuance));
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) sum += _org.token.balanceOf(_actor(i));
        require(sum == _org.token.totalSupply(), PropertyViolated(1, "balances do not sum to the supply"));
    }

    function property_02_SupplyIsMintedLessBurned() public view {
        _holds(2);
        MarketHandler.Ghost memory ghost = _market.ghost();
        uint256 expected = DEAD_SUPPLY + ghost.bought + ghost.issued - ghost.burned;
        require(_org.token.totalSupply() == expected, PropertyViolated(2, "supply is not minted less burned"));
    }

    function property_03_OnlyMintersMint() public view {
        _holds(3);
        bool fixed_ =
            _org.token.isMinter(address(_org.reserve)) &&
                _org.token.isMinter(address(_org.issuance)) &&
                !_org.token.isMinter(_org.timelock) &&
                !_org.token.isMinter(address(_org.registry)) &&
                !_org.token.isMinter(address(0));
        require(fixed_, PropertyViolated(3, "the minters changed"));
    }

    function property_06_BatchesPayNoMoreThanTheirRoom() public view {
        _holds(6);
        uint256 waiting = _org.token.balanceOf(address(_org.issuance));
        require(waiting <= _market.issued(), PropertyViolated(6, "more waits than batches minted"));
    }

    function property_07_NoTradeChangesTheCredit() public view {
        _holds(7);
    }

    function property_46_AwardsArePaidInProportion() public view {
        _holds(46);
    }

    function property_48_IssuanceFromGiftsNeverLowersTheCurve() public view {
        _holds(48);
    }

    function property_25_ReserveIsBacked() public view {
        _holds(25);
        MarketHandler.Ghost memory ghost = _market.ghost();
        (uint256 pending, ) = _org.reserve.pendingGifts();
        uint256 total = _org.reserve.reserveBalance() + pending;
        uint256 owed = _org.reserve.tributeOwed();
        uint256 real = _org.asset.balanceOf(address(_org.reserve));
        require(real >= total + owed, PropertyViolated(25, "the reserve holds less than it owes"));
        require(real == total + owed + ghost.forced, PropertyViolated(25, "money appeared or vanished"));
        require(
            total + ghost.paidOut + ghost.tributes == ghost.given + ghost.paidIn,
            PropertyViolated(25, "R + P is not what came in less what went out")
        );
        bool counted = _org.reserve.giftsReceived() == ghost.given && _org.reserve.donationsReceived() == ghost.donated;
        require(counted, PropertyViolated(25, "gifts are not counted as they came"));
    }

    function property_26_NothingButIssuanceLowersTheCurve() public view {
        _holds(26);
    }

    function property_27_NoTradeSequenceProfits() public view {
        _holds(27);
        require(
            _market.jointWealth() <= _market.ghost().wealth,
            PropertyViolated(27, "the actors together gained by trades")
        );
    }

    function property_28_SplittingGainsNothing() public view {
        _holds(28);
    }

    function property_29_QuoteIsExecution() public view {
        _holds(29);
    }

    function property_30_AllCanSellInAnyOrder() public view {
        _holds(30);
    }

    function property_31_TributePlusNetIsGross() public view {
        _holds(31);
        MarketHandler.Ghost memory ghost = _market.ghost();
        uint256 owed = ghost.tributes - ghost.collected;
        require(_org.reserve.tributeOwed() == owed, PropertyViolated(31, "tribute owed is not what trades left"));
    }

    function property_32_ForcedTransfersMoveNoQuote() public view {
        _holds(32);
    }

    function property_33_NobodyGainsWithinOneTimestamp() public view {
        _holds(33);
    }

    function property_34_GiftsDripAndBuyersPayForThem() public view {
        _holds(34);
        (uint256 pending, ) = _org.reserve.pendingGifts();
        require(pending == _market.expectedPending(), PropertyViolated(34, "P is not what is left of the gifts"));
        bool rest = _org.reserve.reserveBalance() + pending == _market.expectedTotal();
        require(rest, PropertyViolated(34, "R is not what dripped, with trades and opening"));
    }

    function property_43_APauseStopsNoExitAndEndsByItself() public view {
        _holds(43);
        uint256 until = _market.pausedUntil();
        require(_org.reserve.pausedUntil() == until, PropertyViolated(43, "another pause than was begun"));
        require(until <= block.timestamp + 14 days, PropertyViolated(43, "a pause is too long"));
    }

    /// @dev Growth by windows and part of gifts that may be issued (bps).
    function _growth() internal pure virtual returns (uint16 openGrowthBps, uint16 giftIssuanceBps) {
        return (200, 1_000);
    }

    /// @dev Reserve ratio (bps), decimals of the asset, tributes (bps).
    function _terms() internal pure virtual returns (uint16 ratioBps, uint8 decimals, uint16 tributeBps);

    function _handler() internal view override returns (Handler) {
        return _market;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](29);
        selectors[0] = MarketHandler.settle.selector;
        selectors[1] = MarketHandler.sell.selector;
        selectors[2] = MarketHandler.splitBuy.selector;
        selectors[3] = MarketHandler.splitBuyExact.selector;
        selectors[4] = MarketHandler.splitSell.selector;
        selectors[5] = MarketHandler.roundTrip.selector;
        selectors[6] = MarketHandler.opposite.selector;
        selectors[7] = MarketHandler.tick.selector;
        selectors[8] = MarketHandler.buyExact.selector;
        selectors[9] = MarketHandler.snipe.selector;
        selectors[10] = MarketHandler.bankRun.selector;
        selectors[11] = MarketHandler.dissolution.selector;
        selectors[12] = MarketHandler.wrongDissolve.selector;
        selectors[13] = MarketHandler.wrongCall.selector;
        selectors[14] = MarketHandler.gift.selector;
        selectors[15] = MarketHandler.absorb.selector;
        selectors[16] = MarketHandler.forceTransfer.selector;
        selectors[17] = MarketHandler.burn.selector;
        selectors[18] = MarketHandler.transfer.selector;
        selectors[19] = MarketHandler.enter.selector;
        selectors[20] = MarketHandler.buy.selector;
        selectors[21] = MarketHandler.take.selector;
        selectors[22] = MarketHandler.renewDrip.selector;
        selectors[23] = MarketHandler.warp.selector;
        selectors[24] = MarketHandler.guardianPause.selector;
        selectors[25] = MarketHandler.pause.selector;
        selectors[26] = MarketHandler.setTributes.selector;
        selectors[27] = MarketHandler.collectTribute.selector;
        selectors[28] = MarketHandler.mintAsStranger.selector;
    }

    /// @dev Those after the functions are what these must have come to.
    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](36);
        actions[0] = "buy";
        actions[1] = "sell";
        actions[2] = "splitBuy";
        actions[3] = "splitBuyExact";
        actions[4] = "splitSell";
        actions[5] = "roundTrip";
        actions[6] = "tick";
        actions[7] = "buyExact";
        actions[8] = "snipe";
        actions[9] = "bankRun";
        actions[10] = "dissolution";
        actions[11] = "wrongDissolve";
        actions[12] = "wrongCall";
        actions[13] = "gift";
        actions[14] = "absorb";
        actions[15] = "forceTransfer";
        actions[16] = "burn";
        actions[17] = "transfer";
        actions[18] = "enter";
        actions[19] = "settle";
        actions[20] = "take";
        actions[21] = "renewDrip";
        actions[22] = "warp";
        actions[23] = "guardianPause";
        actions[24] = "pause";
        actions[25] = "setTributes";
        actions[26] = "collectTribute";
        actions[27] = "mintAsStranger";
        actions[28] = "greatGift";
        actions[29] = "unpause";
        actions[30] = "sellWhilePaused";
        actions[31] = "giftWhilePaused";
        actions[32] = "preview";
        actions[33] = "previewExact";
        actions[34] = "buyAfterSells";
        actions[35] = "sellAfterBuys";
    }
}

/// @notice A reserve that backs every token in full, an asset of 18 decimals, no tribute at first.
contract MarketAt100PercentInvariants is MarketProperties {
    function _terms() internal pure override returns (uint16, uint8, uint16) {
        return (10_000, 18, 0);
    }

    /// @dev All that is issued is issued from gifts: property 48.
    function _growth() internal pure override returns (uint16, uint16) {
        return (0, 10_000);
    }
}

/// @notice The default ratio, a euro-like asset of 6 decimals, tributes of 10 % at first.
contract MarketAt50PercentInvariants is MarketProperties {
    function _terms() internal pure override returns (uint16, uint8, uint16) {
        return (5_000, 6, 1_000);
    }
}

/// @notice A low ratio, an asset of 18 decimals, tributes of 10 % at first.
contract MarketAt25PercentInvariants is MarketProperties {
    function _terms() internal pure override returns (uint16, uint8, uint16) {
        return (2_500, 18, 1_000);
    }
}

/// @notice A very low ratio, a euro-like asset of 6 decimals, no tribute at first.
contract MarketAt5PercentInvariants is MarketProperties {
    function _terms() internal pure override returns (uint16, uint8, uint16) {
        return (500, 6, 0);
    }

    /// @dev All that is issued is issued from gifts: property 48.
    function _growth() internal pure override returns (uint16, uint16) {
        return (0, 10_000);
    }
}
