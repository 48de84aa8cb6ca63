// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {IContributionEpochs} from "../../../contracts/interfaces/IContributionEpochs.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {vm} from "../lib/Vm.sol";
import {EpochsHandler} from "./EpochsHandler.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {Properties} from "./Properties.sol";

/// @notice Epochs of recognition in the growing flow, with a budget that most of them exceed.
contract EpochsInvariants is Properties {
    uint256 private constant LEAVES = 4;

    Organisation private _org;
    EpochsHandler private _epochs;

    function setUp() public {
        vm.warp(START);
        ICdpoFactory.LaunchConfig memory config = _growingConfig(
            address(new TestAsset("Euro", "EUR", 6)),
            1e6,
            5_000,
            0
        );
        config.issuance.period = 7 days;
        config.issuance.baseAmount = uint112(3_000 * WHOLE);
        _org = _launch(TestAsset(config.reserve.asset), config);
        address[] memory actors = _actors();
        for (uint256 i = 0; i < actors.length; ++i) {
            vm.prank(actors[i]);
            _org.token.approve(address(_org.stake), type(uint256).max);
        }
        _epochs = new EpochsHandler(_org, actors);
        vm.prank(_org.timelock);
        _org.issuance.setIssuer(address(_epochs), true);
        vm.warp(START + 1 hours);
        _warmUp(0);
    }

    function _allHold() internal view override {
        property_01_BalancesSumToSupply();
        property_02_SupplyIsMintedLessBurned();
        property_10_EpochsMoveAlongDeclaredEdges();
        property_12_ClaimsStayWithinTheTotal();
        property_13_AnIndexIsPaidOnceToItsAccount();
        property_06_BatchesPayWhatTheyHaveRoomFor();
        property_14_ChangedClaimsAreRefused();
        property_46_EachAwardHasItsPart();
    }

    function property_01_BalancesSumToSupply() public view {
        uint256 sum = _org.token.balanceOf(address(_org.epochs)) + _org.token.balanceOf(address(_org.stake));
        sum += _org.token.balanceOf(address(_org.issuance)) + _org.token.balanceOf(_org.timelock);
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) sum += _org.token.balanceOf(_actor(i));
        require(sum == _org.token.totalSupply(), PropertyViolated(1, "balances do not sum to the supply"));
    }

    function property_02_SupplyIsMintedLessBurned() public view {
        require(_org.token.totalSupply() == _epochs.issued(), PropertyViolated(2, "supply is not what batches minted"));
        bool same = _org.token.balanceOf(_org.timelock) == _epochs.unclaimed();
        require(same, PropertyViolated(2, "the treasury has another sum than nobody claimed"));
    }

    function property_10_EpochsMoveAlongDeclaredEdges() public view {
        _holds(10);
        uint256 count = _epochs.ledgerCount();
        require(_org.epochs.epochCount() == count, PropertyViolated(10, "another number of epochs"));
        for (uint256 epoch = 0; epoch <= count + 1; ++epoch) {
            IContributionEpochs.Status expected =
                epoch == 0 || epoch > count ? IContributionEpochs.Status.None : _epochs.ledgerAt(epoch).status;
            // Nobody has to say so: what was not activated in time is void.
            bool late =
                expected == IContributionEpochs.Status.Proposed &&
                    block.timestamp >= _epochs.ledgerAt(epoch).proposedAt + 33 days;
            if (late) expected = IContributionEpochs.Status.Void;
            bool same = _org.epochs.epochAt(epoch).status == expected;
            require(same, PropertyViolated(10, "a status that no declared edge leads to"));
        }
    }

    function property_12_ClaimsStayWithinTheTotal() public view {
        _holds(12);
        uint256 backing;
        for (uint256 epoch = 1; epoch <= _epochs.ledgerCount(); ++epoch) {
            EpochsHandler.Ledger memory ledger = _epochs.ledgerAt(epoch);
            IContributionEpochs.Epoch memory e = _org.epochs.epochAt(epoch);
            require(
                ledger.claimed <= ledger.total && ledger.funded <= ledger.total,
                PropertyViolated(12, "more than the total")
            );
            require(e.paid == ledger.funded && e.total == ledger.total, PropertyViolated(12, "other sums than paid"));
            bool open = ledger.status == IContributionEpochs.Status.Open;
            uint256 left = open ? ledger.funded - ledger.claimed : 0;
            require(_org.epochs.leftOf(epoch) == left, PropertyViolated(12, "another sum is left than unclaimed"));
            require(_org.epochs.claimedOf(epoch) == ledger.claimed, PropertyViolated(12, "another sum was claimed"));
            require(e.unclaimed == ledger.unclaimed, PropertyViolated(12, "another sum was unclaimed"));
            backing += left;
        }
        bool backed = _org.token.balanceOf(address(_org.epochs)) == backing;
        require(backed, PropertyViolated(12, "the tokens held are not what open epochs owe"));
    }

    function property_13_AnIndexIsPaidOnceToItsAccount() public view {
        _holds(13);
        for (uint256 epoch = 1; epoch <= _epochs.ledgerCount(); ++epoch) {
            EpochsHandler.Ledger memory ledger = _epochs.ledgerAt(epoch);
            for (uint256 i = 0; i < LEAVES; ++i) {
                bool same = _org.epochs.isClaimed(epoch, ledger.indexes[i]) == ledger.paid[i];
                require(same, PropertyViolated(13, "a leaf is marked that was not paid, or not marked"));
            }
        }
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
            address account = _actor(i);
            uint256 holds = _org.token.balanceOf(account) + _org.stake.getVotes(account);
            uint256 due = _epochs.claimedBy(account) + _epochs.othersTookBy(account);
            require(holds == due, PropertyViolated(13, "an account has more than its leaves"));
        }
    }

    function property_06_BatchesPayWhatTheyHaveRoomFor() public view {
        _holds(6);
    }

    function property_14_ChangedClaimsAreRefused() public view {
        _holds(14);
    }

    function property_46_EachAwardHasItsPart() public view {
        _holds(46);
    }

    function _handler() internal view override returns (Handler) {
        return _epochs;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](14);
        selectors[0] = EpochsHandler.propose.selector;
        selectors[1] = EpochsHandler.object.selector;
        selectors[2] = EpochsHandler.veto.selector;
        selectors[3] = EpochsHandler.withdraw.selector;
        selectors[4] = EpochsHandler.activate.selector;
        selectors[5] = EpochsHandler.open.selector;
        selectors[6] = EpochsHandler.claim.selector;
        selectors[7] = EpochsHandler.claimAll.selector;
        selectors[8] = EpochsHandler.claimChanged.selector;
        selectors[9] = EpochsHandler.expire.selector;
        selectors[10] = EpochsHandler.warp.selector;
        selectors[11] = EpochsHandler.overrule.selector;
        selectors[12] = EpochsHandler.setCurator.selector;
        selectors[13] = EpochsHandler.others.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](16);
        actions[0] = "propose";
        actions[1] = "object";
        actions[2] = "veto";
        actions[3] = "withdraw";
        actions[4] = "activate";
        actions[5] = "open";
        actions[6] = "openInPart";
        actions[7] = "claim";
        actions[8] = "exhausted";
        actions[9] = "claimChanged";
        actions[10] = "expire";
        actions[11] = "warp";
        actions[12] = "overrule";
        actions[13] = "setCurator";
        actions[14] = "others";
        actions[15] = "void";
    }
}
