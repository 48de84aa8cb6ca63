// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {vm} from "../lib/Vm.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {MarketHandler} from "./MarketHandler.sol";
import {Properties} from "./Properties.sol";

/// @title MarketProperties
/// @notice The growing flow: tokens are issued first, a donation opens the market, then anything happens.
abstract contract MarketProperties is Properties {
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
        _org = _launch(asset, _growingConfig(address(asset), unit, ratioBps, tributeBps));
        _nameIssuer(_org, address(this));

        for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
            _org.issuance.issue(_actor(i), (10_000 * WHOLE) / ACTOR_COUNT);
            asset.mint(_actor(i), FUNDS * unit);
            vm.prank(_actor(i));
            asset.approve(address(_org.reserve), type(uint256).max);
        }
        asset.mint(address(this), GIVEN * unit);
        asset.approve(address(_org.reserve), GIVEN * unit);
        _org.reserve.donate(GIVEN * unit, "so that it may open");
        _org.reserve.open();
        _market = new MarketHandler(_org, _actors(), GIVEN * unit, 10_000 * WHOLE);
        _nameIssuer(_org, address(_market));
        _warmUp(0);
    }

    function invariant_01_BalancesSumToSupply() external view {
        uint256 sum = _org.token.balanceOf(DEAD) + _org.token.balanceOf(_org.timelock);
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) sum += _org.token.balanceOf(_actor(i));
        require(sum == _org.token.totalSupply(), PropertyViolated(1, "balances do not sum to the supply"));
    }

    function invariant_02_SupplyIsMintedLessBurned() external view {
        _holds(2);
        MarketHandler.Ghost memory ghost = _market.ghost();
        uint256 expected = DEAD_SUPPLY + ghost.bought + ghost.issued - ghost.burned;
        require(_org.token.totalSupply() == expected, PropertyViolated(2, "supply is not minted less burned"));
    }

    function invariant_03_OnlyMintersMint() external view {
        _holds(3);
        bool fixed_ =
            _org.token.isMinter(address(_org.reserve)) &&
                _org.token.isMinter(address(_org.issuance)) &&
                !_org.token.isMinter(_org.timelock) &&
                !_org.token.isMinter(address(_org.registry)) &&
                !_org.token.isMinter(address(0));
        require(fixed_, PropertyViolated(3, "the minters changed"));
    }

    function invariant_25_ReserveIsBacked() external view {
        _holds(25);
        MarketHandler.Ghost memory ghost = _market.ghost();
        uint256 reserve = _org.reserve.reserveBalance();
        uint256 owed = _org.reserve.tributeOwed();
        uint256 real = _org.asset.balanceOf(address(_org.reserve));
        require(real >= reserve + owed, PropertyViolated(25, "the reserve holds less than it owes"));
        require(real == reserve + owed + ghost.forced, PropertyViolated(25, "money appeared or vanished"));
        require(
            reserve + ghost.paidOut + ghost.tributes == ghost.given + ghost.paidIn,
            PropertyViolated(25, "R is not what came in less what went out")
        );
    }

    function invariant_26_TradesNeverLowerTheCurve() external view {
        _holds(26);
    }

    function invariant_27_NoTradeSequenceProfits() external view {
        _holds(27);
        require(
            _market.jointWealth() <= _market.ghost().wealth,
            PropertyViolated(27, "the actors together gained by trades")
        );
    }

    function invariant_28_SplittingGainsNothing() external view {
        _holds(28);
    }

    function invariant_29_QuoteIsExecution() external view {
        _holds(29);
    }

    function invariant_30_AllCanSellInAnyOrder() external view {
        _holds(30);
    }

    function invariant_31_TributePlusNetIsGross() external view {
        _holds(31);
        MarketHandler.Ghost memory ghost = _market.ghost();
        uint256 owed = ghost.tributes - ghost.collected;
        require(_org.reserve.tributeOwed() == owed, PropertyViolated(31, "tribute owed is not what trades left"));
    }

    function invariant_32_ForcedTransfersMoveNoQuote() external view {
        _holds(32);
    }

    /// @dev Reserve ratio (bps), decimals of the asset, tributes (bps).
    function _terms() internal pure virtual returns (uint16 ratioBps, uint8 decimals, uint16 tributeBps);

    function _handler() internal view override returns (Handler) {
        return _market;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](17);
        selectors[0] = MarketHandler.buy.selector;
        selectors[1] = MarketHandler.sell.selector;
        selectors[2] = MarketHandler.splitBuy.selector;
        selectors[3] = MarketHandler.splitSell.selector;
        selectors[4] = MarketHandler.roundTrip.selector;
        selectors[5] = MarketHandler.bankRun.selector;
        selectors[6] = MarketHandler.wrongCall.selector;
        selectors[7] = MarketHandler.donate.selector;
        selectors[8] = MarketHandler.forceTransfer.selector;
        selectors[9] = MarketHandler.burn.selector;
        selectors[10] = MarketHandler.transfer.selector;
        selectors[11] = MarketHandler.issue.selector;
        selectors[12] = MarketHandler.recognise.selector;
        selectors[13] = MarketHandler.warp.selector;
        selectors[14] = MarketHandler.setTributes.selector;
        selectors[15] = MarketHandler.collectTribute.selector;
        selectors[16] = MarketHandler.mintAsStranger.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](17);
        actions[0] = "buy";
        actions[1] = "sell";
        actions[2] = "splitBuy";
        actions[3] = "splitSell";
        actions[4] = "roundTrip";
        actions[5] = "bankRun";
        actions[6] = "wrongCall";
        actions[7] = "donate";
        actions[8] = "forceTransfer";
        actions[9] = "burn";
        actions[10] = "transfer";
        actions[11] = "issue";
        actions[12] = "recognise";
        actions[13] = "warp";
        actions[14] = "setTributes";
        actions[15] = "collectTribute";
        actions[16] = "mintAsStranger";
    }
}

/// @notice A reserve that backs every token in full, an asset of 18 decimals, no tribute at first.
contract MarketAt100PercentInvariants is MarketProperties {
    function _terms() internal pure override returns (uint16, uint8, uint16) {
        return (10_000, 18, 0);
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
}
