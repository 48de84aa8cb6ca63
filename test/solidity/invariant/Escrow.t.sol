// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {IEscrow} from "../../../contracts/interfaces/IEscrow.sol";
import {IPresale} from "../../../contracts/interfaces/IPresale.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {EscrowHandler} from "./EscrowHandler.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {Properties} from "./Properties.sol";
import {vm} from "../lib/Vm.sol";

/// @title EscrowInvariants
/// @notice An escrow whose sale goes on, one whose partners' tokens vest after a release, and one without vesting.
contract EscrowInvariants is Properties {
    EscrowHandler private _held;

    function setUp() public {
        vm.warp(START);
        _held = new EscrowHandler(_actors(), TRUSTEE);
        _add("vesting", IPresale.Vesting(0, 200 days));
        _add("free", IPresale.Vesting(0, 0));
        vm.warp(block.timestamp + 20 days);
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
            _held.contribute(0, i, 1_000e18 + i);
            _held.contribute(1, i, 1_000e18 + i);
        }
        for (uint256 which = 0; which < 2; ++which) {
            for (uint256 i = 0; i < 3; ++i) _give(which, i, 6_000e18);
        }
        vm.warp(block.timestamp + 25 days);
        for (uint256 which = 0; which < 2; ++which) _held.release(which, 0);
        _add("early", IPresale.Vesting(0, 0));
        vm.warp(block.timestamp + 11 days);
        _warmUp(0);
    }

    function invariant_16_EscrowHoldsTheBudgetLeft() external view {
        for (uint256 which = 0; which < _held.orgCount(); ++which) {
            Organisation memory org = _held.orgAt(which);
            EscrowHandler.Ghost memory g = _held.ghostOf(which);
            uint256 left = org.escrow.budgetLeft();
            uint256 held = org.asset.balanceOf(address(org.escrow));
            require(held == left, PropertyViolated(16, "the escrow holds another sum than the budget left"));
            bool whole = left + g.paid + g.failed == g.budget;
            require(whole, PropertyViolated(16, "the budget is not what was paid, failed and left"));
        }
    }

    function invariant_17_RaisedIsTheSumOfPositions() external view {
        for (uint256 which = 0; which < _held.orgCount(); ++which) {
            Organisation memory org = _held.orgAt(which);
            uint256 sum;
            for (uint256 i = 0; i < ACTOR_COUNT; ++i) sum += org.presale.positionOf(_actor(i)).contributed;
            bool failed = org.presale.failed();
            require(sum == org.presale.raised() || failed, PropertyViolated(17, "positions are not what was raised"));
        }
    }

    function invariant_18_StatesMoveAlongDeclaredEdges() external view {
        _holds(18);
    }

    function invariant_20_EachPartnerAloneRecoversAll() external view {
        _holds(20);
    }

    function invariant_21_TheTrusteeGetsNothing() external view {
        _holds(21);
        for (uint256 which = 0; which < _held.orgCount(); ++which) {
            Organisation memory org = _held.orgAt(which);
            uint256 treasury = org.asset.balanceOf(org.timelock);
            require(treasury == _held.ghostOf(which).paid, PropertyViolated(21, "the treasury has another sum"));
            require(org.asset.balanceOf(TRUSTEE) == 0, PropertyViolated(21, "the trustee got money"));
            require(org.token.balanceOf(TRUSTEE) == 0, PropertyViolated(21, "the trustee got tokens"));
        }
    }

    function invariant_22_NoMoneyNeedsTheTrustee() external view {
        _holds(22);
    }

    function invariant_23_ResourceTokensWithinTheirValue() external view {
        for (uint256 which = 0; which < _held.orgCount(); ++which) {
            Organisation memory org = _held.orgAt(which);
            uint256 tokens = org.presale.resourceTokens();
            uint256 price = org.presale.terms().price;
            require(
                tokens * price <= _held.ghostOf(which).credited * WHOLE,
                PropertyViolated(23, "more tokens than confirmed resources are worth")
            );
            uint256 sum;
            for (uint256 i = 0; i < ACTOR_COUNT; ++i) sum += org.presale.positionOf(_actor(i)).resourceTokens;
            require(sum == tokens, PropertyViolated(23, "resource tokens are not the sum of positions"));
            if (org.presale.releasedAt() == 0) continue;
            (uint256 sold, ) = org.presale.tokensForSale();
            bool within = tokens * 10_000 <= sold * org.escrow.maxResourceBps();
            require(within, PropertyViolated(23, "a release with too many resources"));
        }
    }

    function invariant_24_TokensCoverClaims() external view {
        for (uint256 which = 0; which < _held.orgCount(); ++which) {
            Organisation memory org = _held.orgAt(which);
            uint256 due;
            uint256 barred;
            for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
                (uint256 vested, uint256 vesting) = org.presale.previewClaim(_actor(i));
                due += vested + vesting;
                uint256 own = org.presale.unvestedOf(_actor(i));
                barred += own;
                bool kept = org.stake.getVotes(_actor(i)) >= own;
                require(kept, PropertyViolated(24, "a stake is less than what still vests of it"));
            }
            bool covered = org.token.balanceOf(address(org.presale)) >= due;
            require(covered, PropertyViolated(24, "tokens are missing for claims"));
            bool staked = org.token.balanceOf(address(org.stake)) >= barred;
            require(staked, PropertyViolated(24, "tokens that vest are missing in the stake"));
            bool none = org.token.balanceOf(address(org.escrow)) == 0;
            require(none, PropertyViolated(24, "the escrow holds tokens"));
        }
    }

    /// @dev A deed is in custody exactly while its resource has not ended.
    function invariant_CustodyFollowsTheState() external view {
        for (uint256 which = 0; which < _held.orgCount(); ++which) {
            Organisation memory org = _held.orgAt(which);
            for (uint256 id = 1; id <= org.escrow.resourceCount(); ++id) {
                IEscrow.Resource memory r = org.escrow.resourceOf(id);
                if (r.nftContract == address(0)) continue;
                address keeper = address(org.escrow);
                if (r.state == IEscrow.ResourceState.Withdrawn) keeper = r.offerer;
                if (r.state == IEscrow.ResourceState.Delivered) keeper = org.timelock;
                bool right = _held.deed().ownerOf(r.nftId) == keeper;
                require(right, PropertyViolated(18, "a deed is where it should not be"));
            }
        }
    }

    function _give(uint256 which, uint256 i, uint256 amount) private {
        Organisation memory org = _held.orgAt(which);
        vm.prank(_actor(i));
        org.presale.contribute(amount, new bytes32[](0));
    }

    function _add(string memory name, IPresale.Vesting memory vesting) private {
        TestAsset asset = new TestAsset("Asset", "AST", 18);
        ICdpoFactory.LaunchConfig memory config = _presaleConfig(address(asset), 1e18, 5_000, 0, 0.37e18);
        config.name = name;
        config.presale.partnerVesting = vesting;
        config.escrow.maxResourceBps = 3_000;
        _held.add(_launch(asset, config));
    }

    function _handler() internal view override returns (Handler) {
        return _held;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](11);
        selectors[0] = EscrowHandler.contribute.selector;
        selectors[1] = EscrowHandler.offer.selector;
        selectors[2] = EscrowHandler.resource.selector;
        selectors[3] = EscrowHandler.milestone.selector;
        selectors[4] = EscrowHandler.change.selector;
        selectors[5] = EscrowHandler.refund.selector;
        selectors[6] = EscrowHandler.claim.selector;
        selectors[7] = EscrowHandler.release.selector;
        selectors[8] = EscrowHandler.warp.selector;
        selectors[9] = EscrowHandler.timeOut.selector;
        selectors[10] = EscrowHandler.dissolution.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](11);
        actions[0] = "contribute";
        actions[1] = "offer";
        actions[2] = "resource";
        actions[3] = "milestone";
        actions[4] = "change";
        actions[5] = "refund";
        actions[6] = "claim";
        actions[7] = "release";
        actions[8] = "warp";
        actions[9] = "timeOut";
        actions[10] = "dissolution";
    }
}
