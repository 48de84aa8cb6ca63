// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {IContributionRegistry} from "../../../contracts/interfaces/IContributionRegistry.sol";
import {IProductionProposals} from "../../../contracts/interfaces/IProductionProposals.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {Properties} from "./Properties.sol";
import {ProposalsHandler} from "./ProposalsHandler.sol";
import {vm} from "../lib/Vm.sol";

/// @title ProposalsInvariants
/// @notice A growing organisation in which stakeholders stake on proposals, with deposits, through the real registry.
contract ProposalsInvariants is Properties {
    Organisation private _org;
    ProposalsHandler private _work;

    function setUp() public {
        vm.warp(START);
        TestAsset asset = new TestAsset("Asset", "AST", 18);
        // A sale that failed, as deposits are taken where there was one.
        ICdpoFactory.LaunchConfig memory config = _presaleConfig(address(asset), 1e18, 5_000, 0, 1e18);
        config.registry.deposit = uint112(3 * WHOLE);
        config.registry.reviewerRewardBps = 500;
        _org = _launch(asset, config);
        vm.warp(config.presale.closes);
        vm.startPrank(_org.timelock);
        for (uint160 i = 0; i < 4; ++i) _org.registry.setCurator(address(0xC0A70000 + i), true);
        vm.stopPrank();
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
            vm.prank(address(_org.issuance));
            _org.token.mint(_actor(i), 1_900 * WHOLE);
        }
        vm.warp(block.timestamp + 1 hours);
        _work = new ProposalsHandler(_actors(), _org);
        _warmUp(0);
    }

    function _allHold() internal view override {
        property_38_StakesAreCovered();
        property_38_BackersGetWhatIsTheirs();
        property_08_NothingElseIsMintedForProposals();
        property_09_NoBackerReviews();
        property_10_ProposalsMoveAlongDeclaredEdges();
    }

    function property_38_StakesAreCovered() public view {
        uint256 owed;
        for (uint256 id = 1; id <= _work.ghostCount(); ++id) {
            ProposalsHandler.Ghost memory g = _work.ghostOf(id);
            owed += g.backed - g.paid + g.minted - g.claimed;
        }
        require(
            _org.token.balanceOf(address(_org.proposals)) == owed + _work.depositsHeld() + _work.forced(),
            PropertyViolated(38, "other tokens are held than stakes, rewards and deposits")
        );
    }

    function property_38_BackersGetWhatIsTheirs() public view {
        _holds(38);
        address[] memory actors = _actors();
        for (uint256 id = 1; id <= _work.ghostCount(); ++id) {
            ProposalsHandler.Ghost memory g = _work.ghostOf(id);
            uint256 backed;
            uint256 due;
            for (uint256 i = 0; i < actors.length; ++i) {
                uint256 stake = _org.proposals.backingOf(id, actors[i]);
                require(stake == _work.backingOf(id, actors[i]), PropertyViolated(38, "another stake than was staked"));
                backed += stake;
                due += _org.proposals.claimable(id, actors[i]);
            }
            require(g.claimed + due <= g.minted, PropertyViolated(38, "backers are due more than was minted"));
            require(
                g.minted == 0 || g.minted - g.claimed - due < actors.length,
                PropertyViolated(38, "rounding keeps more than a wei of each backer")
            );
            require(g.completed || backed == g.backed - g.paid, PropertyViolated(38, "stakes are not their sum"));
        }
    }

    function property_08_NothingElseIsMintedForProposals() public view {
        uint256 minted;
        for (uint256 id = 1; id <= _work.ghostCount(); ++id) {
            ProposalsHandler.Ghost memory g = _work.ghostOf(id);
            minted += g.minted;
            uint256 bps = _org.proposals.proposal(id).backersBps;
            require(
                g.minted <= (g.reward * bps) / 10_000,
                PropertyViolated(8, "more was minted than the backers' part")
            );
        }
        require(
            _org.registry.recognisedOf(address(_org.proposals)) == minted,
            PropertyViolated(8, "the backers' part is not what was minted here")
        );
    }

    function property_09_NoBackerReviews() public view {
        _holds(9);
    }

    function property_10_ProposalsMoveAlongDeclaredEdges() public view {
        _holds(10);
        for (uint256 id = 1; id <= _work.ghostCount(); ++id) {
            require(
                _org.proposals.state(id) == _work.expectedState(id),
                PropertyViolated(10, "another state than the table says")
            );
            IProductionProposals.Proposal memory p = _org.proposals.proposal(id);
            if (p.contributionId == 0) continue;
            IContributionRegistry.Contribution memory c = _org.registry.contribution(p.contributionId);
            require(
                c.backed && c.submitter == address(_org.proposals) && c.reward == p.reward,
                PropertyViolated(10, "a proposal was delivered by something else")
            );
        }
    }

    function _handler() internal view override returns (Handler) {
        return _work;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](15);
        selectors[0] = ProposalsHandler.open.selector;
        selectors[1] = ProposalsHandler.back.selector;
        selectors[2] = ProposalsHandler.fill.selector;
        selectors[3] = ProposalsHandler.withdraw.selector;
        selectors[4] = ProposalsHandler.deliver.selector;
        selectors[5] = ProposalsHandler.review.selector;
        selectors[6] = ProposalsHandler.veto.selector;
        selectors[7] = ProposalsHandler.decline.selector;
        selectors[8] = ProposalsHandler.decide.selector;
        selectors[9] = ProposalsHandler.complete.selector;
        selectors[10] = ProposalsHandler.settleAndClaim.selector;
        selectors[11] = ProposalsHandler.returnDeposit.selector;
        selectors[12] = ProposalsHandler.warp.selector;
        selectors[13] = ProposalsHandler.everyoneLeaves.selector;
        selectors[14] = ProposalsHandler.overrule.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](15);
        actions[0] = "open";
        actions[1] = "back";
        actions[2] = "fill";
        actions[3] = "withdraw";
        actions[4] = "deliver";
        actions[5] = "review";
        actions[6] = "veto";
        actions[7] = "decline";
        actions[8] = "decide";
        actions[9] = "complete";
        actions[10] = "settleAndClaim";
        actions[11] = "returnDeposit";
        actions[12] = "warp";
        actions[13] = "everyoneLeaves";
        actions[14] = "overrule";
    }
}
