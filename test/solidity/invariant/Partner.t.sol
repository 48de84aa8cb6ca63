// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../../contracts/interfaces/ICdpoFactory.sol";
import {IPartnerAcceptance} from "../../../contracts/interfaces/IPartnerAcceptance.sol";
import {TestAsset} from "../../../contracts/mocks/TestAsset.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {PartnerHandler} from "./PartnerHandler.sol";
import {Properties} from "./Properties.sol";
import {vm} from "../lib/Vm.sol";

/// @title PartnerInvariants
/// @notice A growing organisation whose stakeholders are each other's partners, with offers of all settlements.
contract PartnerInvariants is Properties {
    uint256 private constant FIRST_KEY = 0xC0DE;

    Organisation private _org;
    IPartnerAcceptance private _acceptance;
    PartnerHandler private _partners;

    function setUp() public {
        vm.warp(START);
        TestAsset asset = new TestAsset("Asset", "AST", 18);
        ICdpoFactory.LaunchConfig memory config = _growingConfig(address(asset), 1e18, 5_000, 0);
        config.issuance.baseAmount = uint112(1e9 * WHOLE);
        _org = _launch(asset, config);
        _acceptance = IPartnerAcceptance(address(_org.partnerAcceptance));
        // Holders sign, so they have keys.
        address[] memory holders = new address[](ACTOR_COUNT);
        for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
            holders[i] = vm.addr(FIRST_KEY + i);
            vm.prank(address(_org.issuance));
            _org.token.mint(holders[i], 1e8 * WHOLE);
        }
        _partners = new PartnerHandler(holders, _org, _acceptance);
        _warmUp(0);
    }

    function _allHold() internal view override {
        property_35_SplitsSumExactly();
        property_36_VouchersAreWhatWasSold();
        property_37_TokensWaitForOpenVouchers();
    }

    function property_35_SplitsSumExactly() public view {
        _holds(35);
        uint256 toTreasury;
        uint256 burned;
        for (uint256 id = 1; id <= _partners.ghostCount(); ++id) {
            PartnerHandler.Ghost memory g = _partners.ghostOf(id);
            IPartnerAcceptance.Dashboard memory board = _acceptance.dashboard(id);
            require(
                board.toPartner == g.toPartner && board.toTreasury == g.toTreasury && board.burned == g.burned,
                PropertyViolated(35, "a dashboard tells other sums than were paid")
            );
            require(board.fees == g.fees, PropertyViolated(35, "a dashboard tells another fee"));
            toTreasury += g.toTreasury + g.fees;
            burned += g.burned;
        }
        require(
            _org.token.balanceOf(_org.timelock) == toTreasury &&
                _org.token.totalSupply() + burned == ACTOR_COUNT * 1e8 * WHOLE,
            PropertyViolated(35, "parts are not where they belong")
        );
    }

    function property_36_VouchersAreWhatWasSold() public view {
        _holds(36);
        require(_acceptance.offerCount() == _partners.ghostCount(), PropertyViolated(36, "an offer appeared"));
        for (uint256 id = 1; id <= _partners.ghostCount(); ++id) {
            PartnerHandler.Ghost memory g = _partners.ghostOf(id);
            IPartnerAcceptance.Dashboard memory board = _acceptance.dashboard(id);
            require(
                board.redeemed + board.returned + board.open == board.sold && board.sold <= g.terms.stock,
                PropertyViolated(36, "redeemed, returned and open are not what was sold, or more than the stock")
            );
            require(
                board.sold == g.sold && board.redeemed == g.redeemed && board.returned == g.returned,
                PropertyViolated(36, "other counts than of what was done")
            );
            require(
                g.terms.periodQuota == 0 || g.bestPeriod <= g.terms.periodQuota,
                PropertyViolated(36, "more were sold in a period than its quota")
            );
            require(
                board.state == _partners.expectedState(id) &&
                    board.quotaLeft == _partners.expectedQuota(id) &&
                    board.stockLeft == g.terms.stock - g.sold &&
                    keccak256(abi.encode(board.terms)) == keccak256(abi.encode(g.terms)) &&
                    board.partner == g.partner &&
                    board.termsHash == g.termsHash &&
                    _acceptance.totalSupply(id) == board.open,
                PropertyViolated(36, "an offer is not what was published")
            );
            uint256 open;
            for (uint256 i = 0; i < ACTOR_COUNT; ++i) {
                address holder = vm.addr(FIRST_KEY + i);
                uint256 balance = _acceptance.balanceOf(holder, id);
                require(balance == _partners.held(id, holder), PropertyViolated(36, "vouchers went astray"));
                open += balance;
            }
            require(open == board.open, PropertyViolated(36, "holders have other vouchers than are open"));
        }
    }

    function property_37_TokensWaitForOpenVouchers() public view {
        _holds(37);
        uint256 waiting;
        for (uint256 id = 1; id <= _partners.ghostCount(); ++id) {
            PartnerHandler.Ghost memory g = _partners.ghostOf(id);
            uint256 due = (g.sold - g.redeemed - g.returned) * g.terms.price;
            require(
                _acceptance.dashboard(id).tokensWaiting == due,
                PropertyViolated(37, "an offer's tokens are not those of its open vouchers")
            );
            waiting += due;
        }
        require(
            _org.token.balanceOf(address(_acceptance)) == waiting + _partners.forced(),
            PropertyViolated(37, "another sum waits than open vouchers cost")
        );
    }

    function _handler() internal view override returns (Handler) {
        return _partners;
    }

    function _selectors() internal pure override returns (bytes4[] memory selectors) {
        selectors = new bytes4[](10);
        selectors[0] = PartnerHandler.publish.selector;
        selectors[1] = PartnerHandler.purchase.selector;
        selectors[2] = PartnerHandler.redeem.selector;
        selectors[3] = PartnerHandler.redeemFor.selector;
        selectors[4] = PartnerHandler.giveBack.selector;
        selectors[5] = PartnerHandler.transfer.selector;
        selectors[6] = PartnerHandler.withdrawOffer.selector;
        selectors[7] = PartnerHandler.forceTransfer.selector;
        selectors[8] = PartnerHandler.warp.selector;
        selectors[9] = PartnerHandler.everyoneLeaves.selector;
    }

    function _actions() internal pure override returns (string[] memory actions) {
        actions = new string[](11);
        actions[0] = "publish";
        actions[1] = "purchase";
        actions[2] = "redeem";
        actions[3] = "redeemFor";
        actions[4] = "giveBack";
        actions[5] = "transfer";
        actions[6] = "withdrawOffer";
        actions[7] = "forceTransfer";
        actions[8] = "warp";
        actions[9] = "everyoneLeaves";
        actions[10] = "redeemMany";
    }
}
