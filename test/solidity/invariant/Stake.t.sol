// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {ISaleTerms} from "../../../contracts/interfaces/ISaleTerms.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {Properties} from "./Properties.sol";
import {StakeHandler} from "./StakeHandler.sol";
import {vm} from "../lib/Vm.sol";

/// @title StakeInvariants
/// @notice A bootstrapped organisation some months after its release: five partners and two founders have claimed and staked
/// what vests, the market is open, the Governor proposes beside the founder.
contract StakeInvariants is Properties {
    uint256 private constant VOICES = 7;

    Organisation private _org;
    StakeHandler private _stakes;

    function setUp() public {
        vm.warp(START);
        TestAsset asset = new TestAsset("Asset", "AST", 18);
        ICdpoFactory.LaunchConfig memory config = _presaleConfig(address(asset), 1e18, 5_000, 2_000, 0.5e18);
        config.presale.partnerVesting = ISaleTerms.Vesting(30 days, 300 days);
        config.governance.governorProposes = true;
        config.governance.vetoBps = 2_000; // more than most of them have alone
        _org = _launch(asset, config);
        address[] memory voices = new address[](VOICES);
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) voices[i] = _actor(i);
        (voices[5], voices[6]) = (FOUNDER, CO_FOUNDER);
        for (uint256 i = 0; i < VOICES; ++i) {
            asset.mint(voices[i], 1e30);
            vm.prank(voices[i]);
            asset.approve(address(_org.presale), type(uint256).max);
            vm.prank(voices[i]);
            asset.approve(address(_org.reserve), type(uint256).max);
        }
        vm.warp(START + 10 days);
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
            vm.prank(_actor(i));
            _org.presale.contribute((i + 1) * 1_500e18, new bytes32[](0));
        }
        vm.warp(START + 40 days);
        vm.prank(TRUSTEE);
        _org.presale.release();
        for (uint256 i = 0; i < VOICES; ++i) {
            vm.prank(voices[i]);
            _org.presale.claim(voices[i]);
        }
        vm.warp(START + 120 days);
        _stakes = new StakeHandler(voices, _org, FOUNDER);
        _warmUp(0);
    }

    function _allHold() internal view override {
        property_04_PastVotesNeverChange();
        property_45_WhoDecidesStays();
        property_49_StakesAreVotesAndCovered();
        property_50_DecisionsHaveTheirQuorum();
    }

    function property_04_PastVotesNeverChange() public view {
        _holds(4);
    }

    function property_45_WhoDecidesStays() public view {
        _holds(45);
    }

    function property_49_StakesAreVotesAndCovered() public view {
        _holds(49);
        uint256 sum;
        for (uint256 i = 0; i < VOICES; ++i) {
            address account = _stakes.actors(i);
            uint256 votes = _org.stake.getVotes(account);
            require(votes == _stakes.staked(account), PropertyViolated(49, "votes are not what was staked"));
            require(_org.stake.delegates(account) == account, PropertyViolated(49, "somebody votes for another"));
            sum += votes;
        }
        uint256 held = _org.token.balanceOf(address(_org.stake));
        require(held == sum + _stakes.forced(), PropertyViolated(49, "stakes are not what Stake holds"));
    }

    function property_50_DecisionsHaveTheirQuorum() public view {
        _holds(50);
        for (uint256 i = 0; i < _stakes.decisionCount(); ++i) {
            string memory problem = _stakes.problemOf(i);
            require(bytes(problem).length == 0, PropertyViolated(50, problem));
        }
    }

    function _handler() internal view override returns (Handler) {
        return _stakes;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](17);
        selectors[0] = StakeHandler.stake.selector;
        selectors[1] = StakeHandler.unstake.selector;
        selectors[2] = StakeHandler.force.selector;
        selectors[3] = StakeHandler.propose.selector;
        selectors[4] = StakeHandler.lowerQuorum.selector;
        selectors[5] = StakeHandler.vote.selector;
        selectors[6] = StakeHandler.carryOn.selector;
        selectors[7] = StakeHandler.close.selector;
        selectors[8] = StakeHandler.begin.selector;
        selectors[9] = StakeHandler.veto.selector;
        selectors[10] = StakeHandler.endVeto.selector;
        selectors[11] = StakeHandler.consent.selector;
        selectors[12] = StakeHandler.endConsent.selector;
        selectors[13] = StakeHandler.trade.selector;
        selectors[14] = StakeHandler.warp.selector;
        selectors[15] = StakeHandler.sweep.selector;
        selectors[16] = StakeHandler.everyoneLeaves.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](20);
        actions[0] = "stake";
        actions[1] = "unstake";
        actions[2] = "force";
        actions[3] = "sweep";
        actions[4] = "propose";
        actions[5] = "lowerQuorum";
        actions[6] = "vote";
        actions[7] = "queue";
        actions[8] = "execute";
        actions[9] = "close";
        actions[10] = "begin";
        actions[11] = "veto";
        actions[12] = "vetoed";
        actions[13] = "endVeto";
        actions[14] = "consent";
        actions[15] = "endConsent";
        actions[16] = "buy";
        actions[17] = "sell";
        actions[18] = "warp";
        actions[19] = "everyoneLeaves";
    }
}
