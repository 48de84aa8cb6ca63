// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {IPresale} from "../../../contracts/interfaces/IPresale.sol";
import {ISaleTerms} from "../../../contracts/interfaces/ISaleTerms.sol";
import {IProductionBudget} from "../../../contracts/interfaces/IProductionBudget.sol";
import {IResourceCustody} from "../../../contracts/interfaces/IResourceCustody.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {vm} from "../lib/Vm.sol";
import {BootstrapHandler} from "./BootstrapHandler.sol";
import {Handler} from "./Handler.sol";
import {Properties} from "./Properties.sol";

/// @title BootstrapInvariants
/// @notice Presale, custody and budget together: three organisations, one of which was released; founders who vest with the
/// budget in two of them.
contract BootstrapInvariants is Properties {
    BootstrapHandler private _worlds;

    function setUp() public {
        vm.warp(START);
        address[] memory people = new address[](ACTOR_COUNT + 2);
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) people[i] = _actor(i);
        (people[ACTOR_COUNT], people[ACTOR_COUNT + 1]) = (FOUNDER, CO_FOUNDER);
        _worlds = new BootstrapHandler(people);
        _add(18, 5_000, 2_000, 0.37e18, true);
        vm.warp(block.timestamp + 11 days);
        for (uint256 i = 0; i < 4; ++i) for (uint256 k = 0; k < 3; ++k) _worlds.contribute(0, i, i * 7 + k);
        for (uint256 i = 0; i < 3; ++i) _worlds.offer(0, i, i);
        for (uint256 i = 0; i < 2; ++i) _worlds.resource(0, i, 0, 1);
        _worlds.refund(0, 3);
        vm.warp(START + 41 days);
        // The resources beyond their limit go back.
        _worlds.resource(0, 1, 1, 1);
        _worlds.release(0, 1);
        vm.warp(START + 54 days);
        for (uint256 i = 0; i < 3; ++i) {
            _worlds.claim(0, i);
            _worlds.stake(0, i, 1);
        }
        vm.warp(START + 60 days);
        _worlds.milestone(0, 3, 9); // the first is refused, so that something is owed
        _worlds.milestone(0, 0, 1);
        _worlds.object(0, 0);
        _add(6, 2_500, 1_000, 123_457, true);
        _add(18, 4_500, 1_000, 1e18, true);
        // A change that is taken back, and one that is completed.
        _worlds.change(1, 0, 1);
        _worlds.change(1, 0, 1);
        _worlds.change(2, 0, 1);
        vm.warp(block.timestamp + 14 days);
        _worlds.change(2, 1, 1);
        _warmUp(0);
        _add(6, 3_333, 0, 3e6, false);
        _add(18, 4_000, 1_500, 2e18, true);
    }

    function _allHold() internal view override {
        property_16_MoneyHeldCoversWhatIsOwed();
        property_17_RaisedIsTheSumOfPositions();
        property_18_StatesMoveAlongDeclaredEdges();
        property_19_PositionsMoveWhole();
        property_20_EachPartnerRecoversWhatIsRefundable();
        property_21_TheTrusteeGetsNothing();
        property_22_NoMoneyNeedsTheTrustee();
        property_23_ResourceTokensWithinTheirValue();
        property_24_TokensCoverClaims();
        property_41_OnlyTheOwnerChangesTheTrustee();
        property_47_BudgetIsPaidOwedOrLeft();
    }

    function property_16_MoneyHeldCoversWhatIsOwed() public view {
        _holds(16);
        for (uint256 id = 0; id < _worlds.worldCount(); ++id) {
            BootstrapHandler.World memory w = _worlds.worldAt(id);
            uint256 due = w.releasedAt == 0 ? w.given - w.refunded : 0;
            uint256 inPresale = w.org.asset.balanceOf(address(w.org.presale));
            require(inPresale == due + w.forcedPresale, PropertyViolated(16, "the presale holds another sum"));
            uint256 inBudget = w.org.asset.balanceOf(address(w.org.budget));
            uint256 kept = w.budget - w.paid - w.fetched;
            require(inBudget == kept + w.forcedBudget, PropertyViolated(16, "the budget holds another sum"));
        }
    }

    function property_17_RaisedIsTheSumOfPositions() public view {
        _holds(17);
        for (uint256 id = 0; id < _worlds.worldCount(); ++id) {
            BootstrapHandler.World memory w = _worlds.worldAt(id);
            uint256 sum;
            for (uint256 i = 0; i < _worlds.personCount(id); ++i) {
                BootstrapHandler.Person memory p = _worlds.personAt(id, i);
                IPresale.Position memory position = w.org.presale.positionOf(p.account);
                require(position.contributed == p.contributed, PropertyViolated(17, "a position has another sum"));
                sum += p.contributed;
            }
            uint256 raised = w.org.presale.raised();
            require(raised == sum && raised == w.given - w.refunded, PropertyViolated(17, "raised is not the sum"));
            require(raised <= w.terms.maximum, PropertyViolated(17, "raised more than the maximum"));
        }
    }

    function property_18_StatesMoveAlongDeclaredEdges() public view {
        _holds(18);
        for (uint256 id = 0; id < _worlds.worldCount(); ++id) {
            BootstrapHandler.World memory w = _worlds.worldAt(id);
            IPresale.State state = w.org.presale.state();
            require(state == _worlds.expectedState(id), PropertyViolated(18, "another state than the table says"));
            bool refunding = state == IPresale.State.Refunding;
            require(w.org.presale.failed() == refunding, PropertyViolated(18, "failed and state disagree"));
            uint64 since = w.org.presale.failedAt();
            bool dated = refunding ? since > 0 && since <= block.timestamp : since == 0;
            require(dated, PropertyViolated(18, "failed since another time"));
            (bool open, uint64 until, uint24 round, ) = w.org.presale.refunds();
            bool same = until == w.until && round == w.round;
            require(same, PropertyViolated(18, "refunds are open until another time"));
            same = open == (block.timestamp < w.until && state < IPresale.State.Released);
            require(same, PropertyViolated(18, "refunds are open, or closed, against the table"));
            require(w.org.budget.turn() == w.turn, PropertyViolated(18, "it is another milestone's turn"));
            for (uint256 i = 0; i < _worlds.deedCount(id); ++i) {
                BootstrapHandler.Deed memory d = _worlds.deedAt(id, i);
                IResourceCustody.Resource memory r = w.org.custody.resourceOf(i + 1);
                require(r.state == d.state, PropertyViolated(18, "a resource is in another state"));
                if (!d.kept) continue;
                bool ended =
                    d.state == IResourceCustody.ResourceState.Withdrawn ||
                        d.state == IResourceCustody.ResourceState.Delivered;
                bool inCustody = w.deed.ownerOf(r.nftId) == address(w.org.custody);
                require(inCustody != ended, PropertyViolated(18, "a deed is not where its resource says"));
            }
        }
    }

    function property_19_PositionsMoveWhole() public view {
        _holds(19);
        for (uint256 id = 0; id < _worlds.worldCount(); ++id) {
            BootstrapHandler.World memory w = _worlds.worldAt(id);
            for (uint256 i = 0; i < _worlds.personCount(id); ++i) {
                BootstrapHandler.Person memory p = _worlds.personAt(id, i);
                IPresale.Position memory position = w.org.presale.positionOf(p.account);
                bool whole =
                    position.resourceTokens == p.resourceTokens &&
                        position.founderBps == p.founderBps &&
                        (position.standing != IPresale.Standing.Unclaimed) == p.claimed;
                require(whole, PropertyViolated(19, "a position lost a part"));
                uint256 refundable = w.org.presale.refundableOf(p.account);
                require(refundable == _worlds.expectedRefund(id, i), PropertyViolated(19, "another refund is shown"));
            }
        }
    }

    function property_20_EachPartnerRecoversWhatIsRefundable() public view {
        _holds(20);
    }

    function property_21_TheTrusteeGetsNothing() public view {
        _holds(21);
        for (uint256 id = 0; id < _worlds.worldCount(); ++id) {
            BootstrapHandler.World memory w = _worlds.worldAt(id);
            bool nothing = w.org.asset.balanceOf(w.trustee) == 0 && w.org.asset.balanceOf(TRUSTEE) == 0;
            require(nothing, PropertyViolated(21, "a trustee got money"));
        }
    }

    function property_22_NoMoneyNeedsTheTrustee() public view {
        _holds(22);
    }

    function property_23_ResourceTokensWithinTheirValue() public view {
        _holds(23);
        for (uint256 id = 0; id < _worlds.worldCount(); ++id) {
            BootstrapHandler.World memory w = _worlds.worldAt(id);
            uint256 value;
            for (uint256 i = 0; i < _worlds.deedCount(id); ++i) {
                BootstrapHandler.Deed memory d = _worlds.deedAt(id, i);
                bool counts =
                    d.state == IResourceCustody.ResourceState.Accepted ||
                        d.state == IResourceCustody.ResourceState.Delivered;
                if (counts) value += d.value;
            }
            (uint256 sold, uint256 tokens, ) = w.org.presale.tokensForSale();
            // In a sale that failed, what is withdrawn is credited on without a meaning.
            bool failing = w.seenState == IPresale.State.Refunding;
            bool within = failing || (tokens == w.resources && tokens * w.terms.price <= value * WHOLE);
            require(within, PropertyViolated(23, "more tokens than the resources are worth"));
            bool limited = w.releasedAt == 0 || tokens * 10_000 <= sold * w.terms.maxResourceBps;
            require(limited, PropertyViolated(23, "more resources than are allowed were released"));
        }
    }

    function property_24_TokensCoverClaims() public view {
        _holds(24);
        for (uint256 id = 0; id < _worlds.worldCount(); ++id) {
            BootstrapHandler.World memory w = _worlds.worldAt(id);
            uint256 waiting;
            uint256 lost;
            for (uint256 i = 0; i < _worlds.personCount(id); ++i) {
                BootstrapHandler.Person memory p = _worlds.personAt(id, i);
                (uint256 sends, uint256 stakes) = w.org.presale.previewClaim(p.account);
                waiting += sends + stakes;
                IPresale.Tokens memory t = w.org.presale.tokensOf(p.account);
                lost += t.forfeited;
                _checkVesting(w, p, t);
                if (w.org.presale.positionOf(p.account).standing != IPresale.Standing.Staked) continue;
                uint256 barred = t.vesting + t.founderVesting;
                bool kept = w.org.stake.getVotes(p.account) >= barred;
                require(kept, PropertyViolated(24, "a stake is less than still vests of it"));
            }
            uint256 held = w.org.token.balanceOf(address(w.org.presale));
            require(held >= waiting, PropertyViolated(24, "tokens are missing for claims"));
            uint256 apart = w.org.presale.forfeitedTokens();
            bool same = apart <= lost + 1 && lost <= apart + _worlds.personCount(id);
            require(same, PropertyViolated(24, "other tokens circulate than can be had"));
        }
    }

    function property_41_OnlyTheOwnerChangesTheTrustee() public view {
        _holds(41);
        for (uint256 id = 0; id < _worlds.worldCount(); ++id) {
            BootstrapHandler.World memory w = _worlds.worldAt(id);
            require(w.org.presale.trustee() == w.trustee, PropertyViolated(41, "another trustee than was named"));
        }
    }

    function property_47_BudgetIsPaidOwedOrLeft() public view {
        _holds(47);
        for (uint256 id = 0; id < _worlds.worldCount(); ++id) {
            BootstrapHandler.World memory w = _worlds.worldAt(id);
            IProductionBudget.Account memory a = w.org.budget.account();
            require(a.received == uint256(a.paid) + a.owed + a.left, PropertyViolated(47, "a part of it is nowhere"));
            bool same = a.received == w.budget && a.paid == w.paid && a.owed == w.owed && a.fetched == w.fetched;
            require(same, PropertyViolated(47, "the books are not what happened"));
            require(a.fetched <= a.owed, PropertyViolated(47, "more was fetched than is owed"));
            for (uint256 i = 0; i < _worlds.personCount(id); ++i) {
                BootstrapHandler.Person memory p = _worlds.personAt(id, i);
                uint256 due = _worlds.expectedFetch(id, i);
                bool shown = w.org.budget.fetchable(p.account) == due;
                require(shown, PropertyViolated(47, "another part is shown than is due"));
            }
        }
    }

    /// @dev Founders': no more than the budget's part that was paid; with what never can they are all of it at most.
    function _checkVesting(
        BootstrapHandler.World memory w,
        BootstrapHandler.Person memory p,
        IPresale.Tokens memory t
    ) private view {
        if (w.releasedAt == 0) return;
        (, , uint256 founders) = w.org.presale.tokensForSale();
        uint256 asFounder = (founders * p.founderBps) / 10_000;
        uint256 money = (p.contributed * WHOLE) / w.terms.price;
        uint256 all = money + p.resourceTokens + asFounder;
        bool whole = t.vested + t.vesting + t.founderVesting + t.forfeited == all;
        require(whole, PropertyViolated(24, "the parts are not all tokens of an account"));
        if (!w.terms.foundersVestWithBudget || w.budget == 0) return;
        bool earned = asFounder - t.founderVesting - t.forfeited <= (asFounder * w.paid) / w.budget;
        require(earned, PropertyViolated(24, "founders vested more than was paid"));
        require(t.forfeited * w.budget >= asFounder * w.owed, PropertyViolated(24, "founders kept what failed"));
    }

    function _add(uint8 decimals, uint16 ratioBps, uint16 founderBps, uint112 price, bool withBudget) private {
        uint256 unit = 10 ** decimals;
        TestAsset asset = new TestAsset("Asset", "AST", decimals);
        ICdpoFactory.LaunchConfig memory config = _presaleConfig(address(asset), unit, ratioBps, founderBps, price);
        config.presale.foundersVestWithBudget = withBudget;
        config.presale.maxResourceBps = 2_000;
        config.presale.resourceVesting = ISaleTerms.Vesting(0, 200 days);
        config.presale.partnerVesting = ISaleTerms.Vesting(0, withBudget ? 60 days : 0);
        _worlds.add(_launch(asset, config), 100_000 * unit);
    }

    function _handler() internal view override returns (Handler) {
        return _worlds;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](17);
        selectors[0] = BootstrapHandler.contribute.selector;
        selectors[1] = BootstrapHandler.refund.selector;
        selectors[2] = BootstrapHandler.move.selector;
        selectors[3] = BootstrapHandler.claim.selector;
        selectors[4] = BootstrapHandler.stake.selector;
        selectors[5] = BootstrapHandler.fetch.selector;
        selectors[6] = BootstrapHandler.object.selector;
        selectors[7] = BootstrapHandler.offer.selector;
        selectors[8] = BootstrapHandler.resource.selector;
        selectors[9] = BootstrapHandler.change.selector;
        selectors[10] = BootstrapHandler.release.selector;
        selectors[11] = BootstrapHandler.milestone.selector;
        selectors[12] = BootstrapHandler.stray.selector;
        selectors[13] = BootstrapHandler.warp.selector;
        selectors[14] = BootstrapHandler.warpToEdge.selector;
        selectors[15] = BootstrapHandler.timeOut.selector;
        selectors[16] = BootstrapHandler.dissolution.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](25);
        actions[0] = "contribute";
        actions[1] = "refundWhileOpen";
        actions[2] = "move";
        actions[3] = "claim";
        actions[4] = "stake";
        actions[5] = "fetch";
        actions[6] = "object";
        actions[7] = "offer";
        actions[8] = "accept";
        actions[9] = "return";
        actions[10] = "withdraw";
        actions[11] = "deliver";
        actions[12] = "announce";
        actions[13] = "cancel";
        actions[14] = "complete";
        actions[15] = "release";
        actions[16] = "approve";
        actions[17] = "pay";
        actions[18] = "force";
        actions[19] = "sweep";
        actions[20] = "warp";
        actions[21] = "warpToEdge";
        actions[22] = "timeOut";
        actions[23] = "dissolution";
        actions[24] = "refundOfAFailedSale";
    }
}
