// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {vm} from "../lib/Vm.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {Properties} from "./Properties.sol";
import {RegistryHandler} from "./RegistryHandler.sol";

/// @title RegistryProperties
/// @notice Recognition and its budget. Windows of a week and a small base amount, so that budgets run short, awards are paid
/// in parts, and lapse. Seven actors have 1,000 tokens each to begin with.
abstract contract RegistryProperties is Properties {
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;
    uint256 internal constant REGISTRY_ACTORS = 7;

    Organisation internal _org;
    RegistryHandler internal _registry;
    uint256 private _supplyBefore;

    /// @dev Launches as `config` says but for its registry, and gives everybody tokens.
    function _begin(TestAsset asset, ICdpoFactory.LaunchConfig memory config) internal {
        config.issuance.period = 7 days;
        config.issuance.baseAmount = uint112(3_000 * WHOLE);
        config.registry.curators = new address[](4);
        for (uint256 i = 0; i < 4; ++i) config.registry.curators[i] = _actor(i);
        config.registry.curationStake = uint112(10 * WHOLE);
        config.registry.reviewerRewardBps = 700;
        config.registry.maxProduction = uint112(30_000 * WHOLE);
        config.registry.maxUse = uint112(8_000 * WHOLE);
        config.registry.maxMaintenance = uint112(20_000 * WHOLE);
        _org = _launch(asset, config);
        for (uint256 i = 0; i < REGISTRY_ACTORS; ++i) {
            vm.prank(address(_org.issuance));
            _org.token.mint(_actor(i), 1_000 * WHOLE);
            vm.prank(_actor(i));
            _org.token.approve(address(_org.registry), type(uint256).max);
            vm.prank(_actor(i));
            _org.token.approve(address(_org.stake), type(uint256).max);
        }
    }

    /// @dev The campaign begins with what there is now.
    function _watch(IContributionRegistry.Terms memory terms) internal {
        address[] memory actors = new address[](REGISTRY_ACTORS);
        for (uint256 i = 0; i < REGISTRY_ACTORS; ++i) actors[i] = _actor(i);
        _registry = new RegistryHandler(_org, actors, terms, START, _org.registry.takesDeposits());
        vm.prank(_org.timelock);
        _org.issuance.setIssuer(address(_registry), true);
        _supplyBefore = _org.token.totalSupply();
        _warmUp(0);
    }

    function _allHold() internal view virtual override {
        property_01_BalancesSumToSupply();
        property_02_SupplyIsMintedLessBurned();
        property_06_BatchesPayWhatTheyHaveRoomFor();
        property_08_AnIdPaysAtMostItsReward();
        property_09_WhoApprovesHasNoPartAndReviewsOnce();
        property_10_StatusMovesAlongDeclaredEdges();
        property_11_AcceptedByEligibleCuratorsOrOverruled();
        property_45_ReviewsHoldWhatMakesACurator();
        property_46_EachAwardHasItsPart();
    }

    function property_01_BalancesSumToSupply() public view {
        uint256 sum = _org.token.balanceOf(DEAD) + _org.token.balanceOf(address(_org.registry));
        sum += _org.token.balanceOf(address(_org.stake)) + _org.token.balanceOf(address(_org.issuance));
        sum += _org.token.balanceOf(_org.timelock);
        for (uint256 i = 0; i < REGISTRY_ACTORS; ++i) sum += _org.token.balanceOf(_actor(i));
        require(sum == _org.token.totalSupply(), PropertyViolated(1, "balances do not sum to the supply"));
    }

    function property_02_SupplyIsMintedLessBurned() public view {
        uint256 expected = _supplyBefore + _registry.issued() - _registry.burned();
        require(_org.token.totalSupply() == expected, PropertyViolated(2, "supply is not minted less burned"));
        uint256 treasury = _org.token.balanceOf(_org.timelock);
        require(treasury == _registry.forfeited(), PropertyViolated(2, "the treasury has another sum than deposits"));
    }

    function property_06_BatchesPayWhatTheyHaveRoomFor() public view {
        _holds(6);
    }

    function property_08_AnIdPaysAtMostItsReward() public view {
        _holds(8);
        for (uint256 id = 1; id <= _registry.workCount(); ++id) {
            RegistryHandler.Work memory work = _registry.workAt(id);
            IContributionRegistry.Contribution memory c = _org.registry.contribution(id);
            (uint256 producers, uint256 reviewers) = _registry.parts(id);
            require(c.reward == work.reward, PropertyViolated(8, "the reward changed"));
            require(c.award == work.award, PropertyViolated(8, "the award changed"));
            require(producers <= work.reward, PropertyViolated(8, "more for producers than the reward"));
            uint256 most = work.overruled ? 0 : (work.reward * work.reviewerRewardBps) / 10_000;
            require(reviewers <= most, PropertyViolated(8, "more for reviewers than their part"));
            require(work.paid <= producers + reviewers, PropertyViolated(8, "more was paid than issued"));
            for (uint256 i = 0; i < REGISTRY_ACTORS; ++i) {
                bool same = _org.registry.paidTo(id, _actor(i)) == _registry.paidTo(id, _actor(i));
                require(same, PropertyViolated(8, "an account was paid another sum"));
            }
        }
        uint256 held = _org.token.balanceOf(address(_org.registry));
        require(held == _registry.registryHolds(), PropertyViolated(8, "holds other deposits and rewards than due"));
        uint256 total;
        for (uint256 i = 0; i < REGISTRY_ACTORS; ++i) {
            uint256 recognised = _org.registry.recognisedOf(_actor(i));
            total += recognised;
            require(
                recognised == _registry.recognised(_actor(i)),
                PropertyViolated(8, "recognised is not what was paid")
            );
        }
        require(_org.registry.totalRecognised() == total, PropertyViolated(8, "the total is not the sum"));
    }

    function property_09_WhoApprovesHasNoPartAndReviewsOnce() public view {
        _holds(9);
        for (uint256 id = 1; id <= _registry.workCount(); ++id) {
            RegistryHandler.Work memory work = _registry.workAt(id);
            IContributionRegistry.Contribution memory c = _org.registry.contribution(id);
            bool counted = c.approvals == work.approvals && c.objections == work.objections;
            require(counted, PropertyViolated(9, "reviews are not counted one by one"));
            uint256 involved;
            for (uint256 i = 0; i < work.reviewers.length; ++i) {
                if (_registry.isInvolved(id, work.reviewers[i])) ++involved;
                for (uint256 j = 0; j < i; ++j) {
                    require(work.reviewers[i] != work.reviewers[j], PropertyViolated(9, "one account reviewed twice"));
                }
            }
            require(involved <= work.objections, PropertyViolated(9, "who has a part approved"));
        }
    }

    function property_10_StatusMovesAlongDeclaredEdges() public view {
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

    function property_11_AcceptedByEligibleCuratorsOrOverruled() public view {
        _holds(11);
        for (uint256 id = 1; id <= _registry.workCount(); ++id) {
            RegistryHandler.Work memory work = _registry.workAt(id);
            IContributionRegistry.Contribution memory c = _org.registry.contribution(id);
            bool approved = work.approvals >= work.quorum && work.approvals > work.objections;
            bool accepted = c.status == IContributionRegistry.Status.Accepted;
            require(!accepted || approved || work.overruled, PropertyViolated(11, "accepted without a quorum"));
            require(c.isOverruled == work.overruled, PropertyViolated(11, "overruled by nobody"));
            require(c.reviewEnd == work.end, PropertyViolated(11, "the review ends at another time"));
        }
    }

    function property_45_ReviewsHoldWhatMakesACurator() public view {
        _holds(45);
        for (uint256 i = 0; i < REGISTRY_ACTORS; ++i) {
            uint256 staked = _org.stake.getVotes(_actor(i));
            uint256 held = _registry.heldOf(_actor(i));
            bool kept = _org.stake.unstakable(_actor(i)) + held <= staked;
            require(kept, PropertyViolated(45, "what a review holds can be taken back"));
        }
    }

    function property_46_EachAwardHasItsPart() public view {
        _holds(46);
    }

    function _handler() internal view override returns (Handler) {
        return _registry;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](20);
        selectors[0] = RegistryHandler.submit.selector;
        selectors[1] = RegistryHandler.stake.selector;
        selectors[2] = RegistryHandler.veto.selector;
        selectors[3] = RegistryHandler.withdraw.selector;
        selectors[4] = RegistryHandler.review.selector;
        selectors[5] = RegistryHandler.reviewByAll.selector;
        selectors[6] = RegistryHandler.decide.selector;
        selectors[7] = RegistryHandler.settle.selector;
        selectors[8] = RegistryHandler.claimFor.selector;
        selectors[9] = RegistryHandler.collect.selector;
        selectors[10] = RegistryHandler.burn.selector;
        selectors[11] = RegistryHandler.govern.selector;
        selectors[12] = RegistryHandler.warp.selector;
        selectors[13] = RegistryHandler.warpToBatch.selector;
        selectors[14] = RegistryHandler.unstake.selector;
        selectors[15] = RegistryHandler.closeHold.selector;
        selectors[16] = RegistryHandler.overrule.selector;
        selectors[17] = RegistryHandler.enterOther.selector;
        selectors[18] = RegistryHandler.takeOther.selector;
        selectors[19] = RegistryHandler.reviewMany.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](26);
        actions[0] = "submit";
        actions[1] = "review";
        actions[2] = "reviewByAll";
        actions[3] = "decide";
        actions[4] = "accept";
        actions[5] = "settle";
        actions[6] = "settleInPart";
        actions[7] = "claimFor";
        actions[8] = "collect";
        actions[9] = "burn";
        actions[10] = "govern";
        actions[11] = "warp";
        actions[12] = "warpToBatch";
        actions[13] = "withdraw";
        actions[14] = "stake";
        actions[15] = "unstake";
        actions[16] = "closeHold";
        actions[17] = "overrule";
        actions[18] = "enterOther";
        actions[19] = "takeOther";
        actions[20] = "veto";
        actions[21] = "vetoed";
        actions[22] = "reviewByStake";
        actions[23] = "involvedObjects";
        actions[24] = "reviewMany";
        actions[25] = "turnedAgain";
    }
}

/// @notice After a presale that failed, so that the market is closed and submissions make deposits.
contract RegistryWithDepositsInvariants is RegistryProperties {
    function setUp() public {
        vm.warp(START);
        TestAsset asset = new TestAsset("Euro", "EUR", 6);
        ICdpoFactory.LaunchConfig memory config = _presaleConfig(address(asset), 1e6, 5_000, 0, 1e6);
        config.registry.deposit = uint112(2 * WHOLE);
        _begin(asset, config);
        vm.warp(config.presale.closes);
        require(_org.presale.failed() && _org.registry.takesDeposits(), PropertyViolated(0, "the sale did not fail"));
        _watch(config.registry);
    }

    function _allHold() internal view override {
        super._allHold();
        property_00_DepositsWereMadeAndForfeited();
    }

    function property_00_DepositsWereMadeAndForfeited() public view {
        require(_registry.calls("deposit") > 0 && _registry.calls("forfeit") > 0, ActionNeverDone("forfeit"));
    }
}

/// @notice With an open market from the start, where budgets are parts of the supply.
contract RegistryWhileOpenInvariants is RegistryProperties {
    function setUp() public {
        vm.warp(START);
        TestAsset asset = new TestAsset("Euro", "EUR", 6);
        ICdpoFactory.LaunchConfig memory config = _growingConfig(address(asset), 1e6, 5_000, 0);
        _begin(asset, config);
        asset.mint(address(this), 10_000e6);
        asset.approve(address(_org.reserve), 10_000e6);
        _org.reserve.donate(10_000e6, "");
        _org.reserve.open();
        _watch(config.registry);
    }
}
