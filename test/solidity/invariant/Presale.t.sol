// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {IPresale} from "../../../contracts/interfaces/IPresale.sol";
import {ISaleTerms} from "../../../contracts/interfaces/ISaleTerms.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {vm} from "../lib/Vm.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {PresaleHandler} from "./PresaleHandler.sol";
import {Properties} from "./Properties.sol";

/// @title PresaleInvariants
/// @notice The bootstrapped flow: three sales that ended (released, too little, never released) and three to come.
contract PresaleInvariants is Properties {
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;
    uint256 private constant DEAD_SUPPLY = 0.001e18; // minted at opening

    PresaleHandler private _sales;

    function setUp() public {
        vm.warp(START);
        address[] memory partners = new address[](ACTOR_COUNT + 2);
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) partners[i] = _actor(i);
        (partners[ACTOR_COUNT], partners[ACTOR_COUNT + 1]) = (FOUNDER, CO_FOUNDER);
        _sales = new PresaleHandler(partners);

        _add(6, 2_000, 2_500, 3e6, ISaleTerms.Vesting(30 days, 180 days));
        _add(18, 5_000, 0, 0.37e18, ISaleTerms.Vesting(0, 0));
        _add(6, 5_000, 1_000, 123_457, ISaleTerms.Vesting(0, 30 days));
        vm.warp(block.timestamp + 20 days);
        for (uint256 i = 0; i < 3; ++i) {
            _sales.contributeAs(0, partners[i], 7_000e6 + i);
            _sales.contributeAs(1, partners[i], 3_000e18 + i);
            _sales.contributeAs(2, partners[i], 4_000e6 + i);
        }
        _sales.contributeAs(0, FOUNDER, 1_000e6);
        vm.warp(block.timestamp + 25 days);
        _sales.releaseAs(0, TRUSTEE);
        vm.warp(block.timestamp + 30 days);
        _warmUp(0);

        _add(18, 9_999, 0, 5e18, ISaleTerms.Vesting(0, 0));
        vm.warp(block.timestamp + 7 days);
        _add(6, 2_500, 5_000, 1, ISaleTerms.Vesting(0, 90 days));
        vm.warp(block.timestamp + 2 days);
        _add(18, 3_333, 1_000, 77e9, ISaleTerms.Vesting(10 days, 20 days));
    }

    function _allHold() internal view override {
        property_01_BalancesSumToSupply();
        property_02_SupplyIsMintedLessBurned();
        property_03_OnlyMintersMint();
        property_16_MoneyHeldCoversRefunds();
        property_17_RaisedIsContributedAndLimited();
        property_18_SuccessOrRefundingNeverBoth();
        property_19_RefundedPlusConvertedWithinContributed();
        property_20_EachPartnerAloneRecoversAll();
        property_21_ReleasePaysReserveAndBudgetOnly();
        property_24_VestingIsMonotoneAndWhole();
        property_43_APauseStopsNoExitAndEndsByItself();
        property_25_ReserveIsBacked();
        property_OpensAtThePresalePrice();
    }

    function property_01_BalancesSumToSupply() public view {
        for (uint256 id = 0; id < _sales.saleCount(); ++id) {
            Organisation memory org = _sales.saleAt(id).org;
            uint256 sum = org.token.balanceOf(DEAD) + org.token.balanceOf(address(org.presale));
            sum += org.token.balanceOf(address(org.stake));
            for (uint256 i = 0; i < ACTOR_COUNT + 2; ++i) sum += org.token.balanceOf(_sales.actors(i));
            require(sum == org.token.totalSupply(), PropertyViolated(1, "balances do not sum to the supply"));
        }
    }

    function property_02_SupplyIsMintedLessBurned() public view {
        for (uint256 id = 0; id < _sales.saleCount(); ++id) {
            PresaleHandler.Sale memory sale = _sales.saleAt(id);
            uint256 sold = (sale.contributed * WHOLE) / sale.price;
            uint256 minted = sale.releasedAt == 0 ? 0 : sold + (sold * sale.founderBps) / 10_000 + DEAD_SUPPLY;
            require(sale.org.token.totalSupply() == minted, PropertyViolated(2, "supply is not what was sold"));
        }
    }

    function property_03_OnlyMintersMint() public view {
        _holds(3);
        for (uint256 id = 0; id < _sales.saleCount(); ++id) {
            Organisation memory org = _sales.saleAt(id).org;
            bool fixed_ =
                org.token.isMinter(address(org.presale)) &&
                    org.token.isMinter(address(org.reserve)) &&
                    org.token.isMinter(address(org.issuance)) &&
                    !org.token.isMinter(org.timelock) &&
                    !org.token.isMinter(TRUSTEE);
            require(fixed_, PropertyViolated(3, "the minters changed"));
        }
    }

    function property_16_MoneyHeldCoversRefunds() public view {
        _holds(16);
        for (uint256 id = 0; id < _sales.saleCount(); ++id) {
            PresaleHandler.Sale memory sale = _sales.saleAt(id);
            uint256 due = sale.releasedAt == 0 ? sale.contributed - sale.refunded : 0;
            uint256 held = sale.org.asset.balanceOf(address(sale.org.presale));
            require(held >= due, PropertyViolated(16, "a presale holds less than it owes"));
            require(held == due + sale.forced, PropertyViolated(16, "money appeared or vanished"));
        }
    }

    function property_17_RaisedIsContributedAndLimited() public view {
        _holds(17);
        for (uint256 id = 0; id < _sales.saleCount(); ++id) {
            PresaleHandler.Sale memory sale = _sales.saleAt(id);
            uint256 raised = sale.org.presale.raised();
            bool same = raised == sale.contributed - sale.refunded;
            require(same, PropertyViolated(17, "raised is not what was contributed and not refunded"));
            require(raised <= sale.maximum, PropertyViolated(17, "raised more than the maximum"));
            uint256 sum;
            for (uint256 i = 0; i < ACTOR_COUNT + 2; ++i) {
                uint256 given = sale.org.presale.positionOf(_sales.actors(i)).contributed;
                require(given <= sale.perPartnerMaximum, PropertyViolated(17, "one partner gave too much"));
                sum += given;
            }
            require(sum == raised, PropertyViolated(17, "positions do not sum to what was raised"));
        }
    }

    function property_18_SuccessOrRefundingNeverBoth() public view {
        _holds(18);
        for (uint256 id = 0; id < _sales.saleCount(); ++id) {
            PresaleHandler.Sale memory sale = _sales.saleAt(id);
            IPresale.State state = sale.org.presale.state();
            require(state == _sales.expectedState(id), PropertyViolated(18, "another state than the table says"));
            bool refunding = state == IPresale.State.Refunding;
            require(sale.org.presale.failed() == refunding, PropertyViolated(18, "failed and state disagree"));
            uint256 since = sale.contributed < sale.minimum ? sale.closesAt : sale.releaseBy;
            bool dated = sale.org.presale.failedAt() == (refunding ? since : 0);
            require(dated, PropertyViolated(18, "failed since another time"));
            bool released = state == IPresale.State.Released;
            require(released || sale.claimed == 0, PropertyViolated(18, "tokens of a sale that was not released"));
            require(refunding || sale.refunded == 0, PropertyViolated(18, "refunds of a sale that did not fail"));
            uint256 supply = sale.org.token.totalSupply();
            require(released == (supply > 0), PropertyViolated(18, "tokens without a release"));
        }
    }

    function property_19_RefundedPlusConvertedWithinContributed() public view {
        for (uint256 id = 0; id < _sales.saleCount(); ++id) {
            uint256 price = _sales.saleAt(id).price;
            for (uint256 i = 0; i < ACTOR_COUNT + 2; ++i) {
                address account = _sales.actors(i);
                PresaleHandler.Partner memory p = _sales.partnerOf(id, account);
                (uint256 all, uint256 asFounder) = _sales.expectedTokens(id, account);
                uint256 converted = p.claimed ? ((all - asFounder) * price) / WHOLE : 0;
                require(
                    p.refunded + converted <= p.contributed,
                    PropertyViolated(19, "a partner took out more than given")
                );
                require(p.refunded == 0 || !p.claimed, PropertyViolated(19, "a partner has money and tokens"));
                bool bounded = p.sent + int256(p.staked) <= int256(all);
                require(bounded, PropertyViolated(19, "more tokens than an account has"));
            }
        }
    }

    function property_20_EachPartnerAloneRecoversAll() public view {
        _holds(20);
    }

    function property_21_ReleasePaysReserveAndBudgetOnly() public view {
        _holds(21);
        for (uint256 id = 0; id < _sales.saleCount(); ++id) {
            PresaleHandler.Sale memory sale = _sales.saleAt(id);
            uint256 budget = sale.org.asset.balanceOf(address(sale.org.budget));
            require(budget == sale.toBudget, PropertyViolated(21, "the budget has another sum"));
            require(sale.org.asset.balanceOf(sale.org.timelock) == 0, PropertyViolated(21, "the treasury got money"));
            require(sale.org.asset.balanceOf(TRUSTEE) == 0, PropertyViolated(21, "the trustee got money"));
        }
    }

    function property_24_VestingIsMonotoneAndWhole() public view {
        _holds(24);
        for (uint256 id = 0; id < _sales.saleCount(); ++id) {
            PresaleHandler.Sale memory sale = _sales.saleAt(id);
            uint256 waiting;
            for (uint256 i = 0; i < ACTOR_COUNT + 2; ++i) waiting += _checkVesting(id, sale, _sales.actors(i));
            uint256 held = sale.org.token.balanceOf(address(sale.org.presale));
            require(sale.releasedAt == 0 || held >= waiting, PropertyViolated(24, "tokens are missing for claims"));
            bool kept = sale.org.token.balanceOf(address(sale.org.stake)) == sale.staked;
            require(kept, PropertyViolated(24, "the stake holds other tokens than were staked"));
        }
    }

    function property_43_APauseStopsNoExitAndEndsByItself() public view {
        for (uint256 id = 0; id < _sales.saleCount(); ++id) {
            PresaleHandler.Sale memory sale = _sales.saleAt(id);
            bool same = sale.org.presale.pausedUntil() == sale.pausedUntil;
            require(same, PropertyViolated(43, "another pause than was begun"));
            bool bounded = sale.pausedUntil <= block.timestamp + 14 days;
            require(bounded, PropertyViolated(43, "a pause is too long"));
        }
    }

    function property_25_ReserveIsBacked() public view {
        _holds(25);
        for (uint256 id = 0; id < _sales.saleCount(); ++id) {
            PresaleHandler.Sale memory sale = _sales.saleAt(id);
            uint256 paidIn = sale.releasedAt == 0 ? 0 : sale.contributed - sale.toBudget;
            (uint256 pending, ) = sale.org.reserve.pendingGifts();
            uint256 total = sale.org.reserve.reserveBalance() + pending;
            uint256 real = sale.org.asset.balanceOf(address(sale.org.reserve));
            require(total == paidIn + sale.given, PropertyViolated(25, "R + P is not what was paid in and given"));
            require(real == total, PropertyViolated(25, "the reserve holds another sum than R + P"));
        }
    }

    function property_OpensAtThePresalePrice() public view {
        _holds(_sales.OPENING_PRICE());
    }

    /// @dev Returns the tokens that `account` has still to get.
    function _checkVesting(
        uint256 id,
        PresaleHandler.Sale memory sale,
        address account
    ) private view returns (uint256 waiting) {
        PresaleHandler.Partner memory p = _sales.partnerOf(id, account);
        (uint256 all, uint256 asFounder) = _sales.expectedTokens(id, account);
        uint256 vested = sale.org.presale.tokensOf(account).vested;
        require(vested == _sales.expectedVested(id, account), PropertyViolated(24, "vested another amount than due"));
        uint256 vesting = sale.releasedAt == 0 ? 0 : all - vested;
        {
            (uint256 sends, uint256 stakes) = sale.org.presale.previewClaim(account);
            bool shown = sends == (p.claimed ? 0 : vested) && stakes == (p.claimed ? 0 : vesting);
            require(shown, PropertyViolated(24, "a claim is not shown as it would be"));
            uint256 barred = p.vesting == 0 ? 0 : vesting;
            bool exact = (p.vesting == 0 || _barredOf(sale, account) == barred) && p.staked >= barred;
            require(exact, PropertyViolated(24, "other tokens are barred than have not vested"));
            bool votes = sale.org.stake.getVotes(account) == p.staked;
            require(votes, PropertyViolated(24, "a stake that vests votes with another weight"));
        }
        if (sale.releasedAt == 0) return 0;
        uint256 elapsed = block.timestamp - sale.releasedAt;
        uint256 cliff = sale.partnerVesting.cliff;
        if (elapsed < cliff && elapsed < sale.founderVesting.cliff) {
            require(vested == 0, PropertyViolated(24, "vested before the cliff"));
        }
        if (asFounder == 0 && elapsed >= sale.partnerVesting.duration) {
            require(vested == all, PropertyViolated(24, "not all vested at the end"));
        }
        return p.claimed ? 0 : all;
    }

    function _barredOf(PresaleHandler.Sale memory sale, address account) private view returns (uint256) {
        IPresale.Tokens memory t = sale.org.presale.tokensOf(account);
        return t.vesting + t.founderVesting;
    }

    function _add(
        uint8 decimals,
        uint16 ratioBps,
        uint16 founderBps,
        uint112 price,
        ISaleTerms.Vesting memory partnerVesting
    ) private {
        uint256 unit = 10 ** decimals;
        TestAsset asset = new TestAsset("Asset", "AST", decimals);
        ICdpoFactory.LaunchConfig memory config = _presaleConfig(address(asset), unit, ratioBps, founderBps, price);
        config.presale.partnerVesting = partnerVesting;
        _sales.add(_launch(asset, config), 50_000 * unit);
    }

    function _handler() internal view override returns (Handler) {
        return _sales;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](13);
        selectors[0] = PresaleHandler.contribute.selector;
        selectors[1] = PresaleHandler.contributeTogether.selector;
        selectors[2] = PresaleHandler.refund.selector;
        selectors[3] = PresaleHandler.claim.selector;
        selectors[4] = PresaleHandler.release.selector;
        selectors[5] = PresaleHandler.pause.selector;
        selectors[6] = PresaleHandler.everyoneLeaves.selector;
        selectors[7] = PresaleHandler.meddle.selector;
        selectors[8] = PresaleHandler.forceTransfer.selector;
        selectors[9] = PresaleHandler.giveToReserve.selector;
        selectors[10] = PresaleHandler.warp.selector;
        selectors[11] = PresaleHandler.warpToEdge.selector;
        selectors[12] = PresaleHandler.unstake.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](17);
        actions[0] = "contribute";
        actions[1] = "refund";
        actions[2] = "claim";
        actions[3] = "release";
        actions[4] = "pause";
        actions[5] = "unpause";
        actions[6] = "exitWhilePaused";
        actions[7] = "everyoneLeaves";
        actions[8] = "meddle";
        actions[9] = "forceTransfer";
        actions[10] = "giveToReserve";
        actions[11] = "warp";
        actions[12] = "warpToEdge";
        actions[13] = "claimVesting";
        actions[14] = "unstake";
        actions[15] = "stakeMore";
        actions[16] = "dissolvedAndLeft";
    }
}
