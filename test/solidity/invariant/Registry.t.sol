// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IStakeLock} from "../../../contracts/interfaces/IStakeLock.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {vm} from "../lib/Vm.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {Properties} from "./Properties.sol";
import {RegistryHandler} from "./RegistryHandler.sol";

/// @title RegistryProperties
/// @notice Recognition and its budget in the growing flow. Windows of a week and a small base amount, so that budgets run
/// short and rewards are settled in parts.
abstract contract RegistryProperties is Properties {
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;
    uint256 private constant REGISTRY_ACTORS = 7;

    Organisation private _org;
    RegistryHandler internal _registry;

    function setUp() public virtual {
        vm.warp(START);
        TestAsset asset = new TestAsset("Euro", "EUR", 6);
        ICdpoFactory.LaunchConfig memory config = _growingConfig(address(asset), 1e6, 5_000, 0);
        config.issuance.period = 7 days;
        config.issuance.baseAmount = uint112(3_000 * WHOLE);
        config.registry.curators = new address[](4);
        for (uint256 i = 0; i < 4; ++i) config.registry.curators[i] = _actor(i);
        config.registry.curationStake = uint112(10 * WHOLE);
        config.registry.deposit = uint112(2 * WHOLE);
        config.registry.reviewerRewardBps = 700;
        config.registry.maxProduction = uint112(30_000 * WHOLE);
        config.registry.maxUse = uint112(8_000 * WHOLE);
        config.registry.maxMaintenance = uint112(20_000 * WHOLE);
        _org = _launch(asset, config);
        address[] memory actors = new address[](REGISTRY_ACTORS);
        for (uint256 i = 0; i < REGISTRY_ACTORS; ++i) {
            actors[i] = _actor(i);
            asset.mint(actors[i], 1_000_000e6);
            vm.prank(actors[i]);
            asset.approve(address(_org.reserve), type(uint256).max);
            vm.prank(actors[i]);
            _org.token.approve(address(_org.registry), type(uint256).max);
            vm.prank(actors[i]);
            _org.token.approve(address(_org.stakeLock), type(uint256).max);
        }
        _registry = new RegistryHandler(_org, actors, config.registry, START);
        _nameIssuer(_org, address(_registry));
    }

    function invariant_01_BalancesSumToSupply() external view {
        uint256 sum = _org.token.balanceOf(DEAD) + _org.token.balanceOf(address(_org.registry));
        sum += _org.token.balanceOf(address(_org.stakeLock));
        for (uint256 i = 0; i < REGISTRY_ACTORS; ++i) sum += _org.token.balanceOf(_actor(i));
        require(sum == _org.token.totalSupply(), PropertyViolated(1, "balances do not sum to the supply"));
    }

    function invariant_02_SupplyIsMintedLessBurned() external view {
        uint256 minted = _registry.issued() + _registry.bought() + _registry.openingSupply();
        uint256 expected = minted - _registry.burned();
        require(_org.token.totalSupply() == expected, PropertyViolated(2, "supply is not minted less burned"));
    }

    function invariant_03_OnlyMintersMint() external view {
        _holds(3);
        require(!_org.token.isMinter(address(_org.registry)), PropertyViolated(3, "the minters changed"));
    }

    function invariant_06_IssuedWithinTheWindowsRoom() external view {
        _holds(6);
        RegistryHandler.Window memory expected = _registry.expectedWindow();
        (uint64 start, uint64 end, uint256 room, uint256 issued) = _org.issuance.currentWindow();
        require(start == expected.start && end == start + 7 days, PropertyViolated(6, "another window than due"));
        require(room == expected.room, PropertyViolated(6, "another room than the rules give"));
        require(issued == expected.issued, PropertyViolated(6, "another sum than was issued in the window"));
        uint256 left = room > issued ? room - issued : 0;
        require(_org.issuance.available() == left, PropertyViolated(6, "available is not what is left"));
    }

    function invariant_07_TradesDoNotRaiseTheRoom() external view {
        _holds(7);
        (, , uint256 room, ) = _org.issuance.currentWindow();
        uint256 ceiling = _registry.expectedWindow().ceiling;
        require(room <= ceiling, PropertyViolated(7, "more room than the supply at the start and the gifts allow"));
    }

    function invariant_08_AnIdMintsAtMostItsReward() external view {
        _holds(8);
        for (uint256 id = 1; id <= _registry.workCount(); ++id) {
            RegistryHandler.Work memory work = _registry.workAt(id);
            IContributionRegistry.Contribution memory c = _org.registry.contribution(id);
            require(work.minted <= work.reward, PropertyViolated(8, "minted more than the reward"));
            require(c.reward == work.reward, PropertyViolated(8, "the reward changed"));
            require(c.settled == work.settled, PropertyViolated(8, "settled another part than covered"));
            bool whole = work.minted == work.reward;
            bool settled = c.status == IContributionRegistry.Status.Settled;
            require(settled == whole, PropertyViolated(8, "settled and whole disagree"));
            require(work.settled - work.minted < work.shares.length, PropertyViolated(8, "rounding took too much"));
        }
        uint256 held = _org.token.balanceOf(address(_org.registry));
        require(held == _registry.registryHolds(), PropertyViolated(8, "holds other deposits and rewards than due"));
        uint256 total;
        for (uint256 i = 0; i < REGISTRY_ACTORS; ++i) {
            uint256 recognised = _org.registry.recognisedOf(_actor(i));
            total += recognised;
            require(
                recognised == _registry.recognised(_actor(i)),
                PropertyViolated(8, "recognised is not what was minted")
            );
        }
        require(_org.registry.totalRecognised() == total, PropertyViolated(8, "the total is not the sum"));
    }

    function invariant_09_ReviewersAreUninvolvedAndReviewOnce() external view {
        _holds(9);
        for (uint256 id = 1; id <= _registry.workCount(); ++id) {
            RegistryHandler.Work memory work = _registry.workAt(id);
            IContributionRegistry.Contribution memory c = _org.registry.contribution(id);
            bool counted = c.approvals == work.approvals && c.objections == work.objections;
            require(counted, PropertyViolated(9, "reviews are not counted one by one"));
            for (uint256 i = 0; i < work.reviewers.length; ++i) {
                require(!_registry.isInvolved(id, work.reviewers[i]), PropertyViolated(9, "a reviewer has a part"));
                for (uint256 j = 0; j < i; ++j) {
                    require(work.reviewers[i] != work.reviewers[j], PropertyViolated(9, "one account reviewed twice"));
                }
            }
        }
    }

    function invariant_10_StatusMovesAlongDeclaredEdges() external view {
        _holds(10);
        uint256 count = _registry.workCount();
        require(_org.registry.contributionCount() == count, PropertyViolated(10, "another number of contributions"));
        for (uint256 id = 0; id <= count + 1; ++id) {
            IContributionRegistry.Status expected =
                id == 0 || id > count ? IContributionRegistry.Status.None : _registry.workAt(id).status;
            bool same = _org.registry.contribution(id).status == expected;
            require(same, PropertyViolated(10, "a status that no declared edge leads to"));
        }
    }

    function invariant_11_AcceptedByEligibleCurators() external view {
        _holds(11);
        for (uint256 id = 1; id <= _registry.workCount(); ++id) {
            RegistryHandler.Work memory work = _registry.workAt(id);
            IContributionRegistry.Status status = _org.registry.contribution(id).status;
            bool accepted =
                status == IContributionRegistry.Status.Accepted || status == IContributionRegistry.Status.Settled;
            bool approved = work.approvals >= work.quorum && work.approvals > work.objections;
            require(!accepted || approved, PropertyViolated(11, "accepted without a quorum"));
        }
    }

    function invariant_StakesAreWholeAndBacked() external view {
        uint256 sum;
        for (uint256 i = 0; i < REGISTRY_ACTORS; ++i) {
            RegistryHandler.Locked memory expected = _registry.stakeAt(_actor(i));
            IStakeLock.Stake memory stake = _org.stakeLock.stakeOf(_actor(i));
            bool same =
                stake.amount == expected.amount &&
                    stake.since == expected.since &&
                    stake.heldUntil == expected.heldUntil;
            require(same, PropertyViolated(11, "a stake is not what its owner locked, or is held longer"));
            sum += stake.amount;
        }
        bool backed = _org.token.balanceOf(address(_org.stakeLock)) == sum;
        require(backed, PropertyViolated(11, "the tokens locked are not the sum of the stakes"));
    }

    function _handler() internal view override returns (Handler) {
        return _registry;
    }

    /// @dev The last four are those that an open market needs.
    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](20);
        selectors[0] = RegistryHandler.submit.selector;
        selectors[1] = RegistryHandler.lock.selector;
        selectors[2] = RegistryHandler.veto.selector;
        selectors[3] = RegistryHandler.withdraw.selector;
        selectors[4] = RegistryHandler.review.selector;
        selectors[5] = RegistryHandler.reviewByAll.selector;
        selectors[6] = RegistryHandler.decide.selector;
        selectors[7] = RegistryHandler.settle.selector;
        selectors[8] = RegistryHandler.issue.selector;
        selectors[9] = RegistryHandler.issueAsStranger.selector;
        selectors[10] = RegistryHandler.burn.selector;
        selectors[11] = RegistryHandler.govern.selector;
        selectors[12] = RegistryHandler.warp.selector;
        selectors[13] = RegistryHandler.warpToWindow.selector;
        selectors[14] = RegistryHandler.collect.selector;
        selectors[15] = RegistryHandler.unlock.selector;
        selectors[16] = RegistryHandler.openMarket.selector;
        selectors[17] = RegistryHandler.trade.selector;
        selectors[18] = RegistryHandler.gift.selector;
        selectors[19] = RegistryHandler.issueOnGifts.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](27);
        actions[0] = "submit";
        actions[1] = "review";
        actions[2] = "reviewByAll";
        actions[3] = "decide";
        actions[4] = "accept";
        actions[5] = "settle";
        actions[6] = "settleInPart";
        actions[7] = "issue";
        actions[8] = "issueAsStranger";
        actions[9] = "burn";
        actions[10] = "govern";
        actions[11] = "warp";
        actions[12] = "warpToWindow";
        actions[13] = "withdraw";
        actions[14] = "collect";
        actions[15] = "lock";
        actions[16] = "unlock";
        actions[17] = "veto";
        actions[18] = "vetoed";
        actions[19] = "reviewByStake";
        actions[20] = "rewardReviewers";
        actions[21] = "deposit";
        actions[22] = "forfeit";
        actions[23] = "openMarket";
        actions[24] = "trade";
        actions[25] = "gift";
        actions[26] = "issueOnGifts";
    }
}

/// @notice From a closed market on; it may open at any time.
contract RegistryFromClosedInvariants is RegistryProperties {
    function setUp() public override {
        super.setUp();
        _warmUp(4);
    }
}

/// @notice With an open market from the start.
contract RegistryWhileOpenInvariants is RegistryProperties {
    function setUp() public override {
        super.setUp();
        for (uint256 i = 1; _registry.calls("openMarket") == 0; ++i) {
            _registry.issue(i, 8 * i + 1);
            _registry.openMarket(0, 0);
            _registry.warpToWindow(1);
        }
        _warmUp(0);
    }
}
