// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ICdpoFactory} from "../../contracts/interfaces/ICdpoFactory.sol";
import {IPresale} from "../../contracts/interfaces/IPresale.sol";
import {ISaleTerms} from "../../contracts/interfaces/ISaleTerms.sol";
import {TestAsset} from "../../contracts/mocks/TestAsset.sol";
import {Launch, Organisation} from "./lib/Launch.sol";
import {vm} from "./lib/Vm.sol";

// Failing tests are read by people: plain reasons.
// solhint-disable gas-custom-errors

/// @title PresaleTest
/// @notice What holds on any terms: every price, reserve ratio and founders' share that a launch accepts, 6 to 18
/// decimals. Numbers are those of the invariants.
contract PresaleTest is Launch {
    uint256 private constant PARTNERS = 3;

    Organisation private _org;

    function setUp() public {
        vm.warp(START);
    }

    /// @notice R0 is the least whole sum that puts the market at the presale's price, and the money always suffices.
    /// hardhat-config: fuzz.runs = 400
    function testFuzz_ReleaseOpensAtThePresalePrice(uint256 seed, uint256 money) public {
        _launchSale(seed);
        uint256 raised = _sell(money, _terms().minimum);
        _giveResources(raised);
        _release();
        uint256 reserve = _org.reserve.reserveBalance();
        uint256 exact = uint256(_terms().price) * _org.reserve.reserveRatioBps() * _org.token.totalSupply();
        require(reserve * 1e22 >= exact && (reserve - 1) * 1e22 < exact, "R0 is not the price times w times S");
        require(_org.reserve.spotPrice() >= _terms().price, "the market opened below the presale's price");
        require(_org.asset.balanceOf(address(_org.reserve)) == reserve, "R0 was not paid in");
        require(_org.asset.balanceOf(address(_org.budget)) == raised - reserve, "the rest is no budget");
    }

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_20_EachPartnerAloneRecoversAll(uint256 seed, uint256 money, uint256 order) public {
        _launchSale(seed);
        _sell(money, 1);
        uint256[] memory given = new uint256[](PARTNERS);
        for (uint256 i = 0; i < PARTNERS; ++i) given[i] = _org.presale.positionOf(_actor(i)).contributed;
        vm.warp(_terms().releaseBy);
        for (uint256 i = 0; i < PARTNERS; ++i) {
            uint256 who = ((order % PARTNERS) + i) % PARTNERS;
            if (given[who] == 0) continue;
            address recipient = address(uint160(0xBEEF0000 + who));
            vm.prank(_actor(who));
            require(_org.presale.refund(recipient) == given[who], "refunded another sum than given");
            require(_org.asset.balanceOf(recipient) == given[who], "received another sum than given");
        }
        require(_org.asset.balanceOf(address(_org.presale)) == 0, "money stayed behind");
    }

    /// hardhat-config: fuzz.runs = 200
    function testFuzz_24_VestingIsMonotoneAndWhole(uint256 seed, uint256 money, uint256 first, uint256 second) public {
        _launchSale(seed);
        _sell(money, _terms().minimum);
        _release();
        uint256 released = block.timestamp;
        (first, second) = (first % 4_000 days, second % 4_000 days);
        if (first > second) (first, second) = (second, first);
        (uint256 sold, , uint256 founders) = _org.presale.tokensForSale();
        uint256 part = (founders * 7_000) / 10_000;

        vm.warp(released + first);
        uint256 earlier = _org.presale.tokensOf(FOUNDER).vested;
        require(earlier == _linear(part, first, _terms().founderVesting), "another amount vested");
        require(first >= _terms().founderVesting.cliff || earlier == 0, "vested before the cliff");
        vm.prank(FOUNDER);
        (uint256 sent, uint256 staked) = _org.presale.claim(FOUNDER);
        require(sent == earlier && sent + staked == part, "a claim is not the whole part");
        require(_org.stake.getVotes(FOUNDER) == staked, "what vests does not vote");
        vm.warp(released + second);
        uint256 later = _org.presale.tokensOf(FOUNDER).vested;
        require(later >= earlier && later <= part, "vested tokens became fewer, or too many");
        require(_org.stake.unstakable(FOUNDER) == later - earlier, "another amount than vested can be unstaked");

        vm.warp(released + 4_000 days);
        require(_org.stake.unstakable(FOUNDER) == staked, "something is barred at the end");
        uint256 all;
        for (uint256 i = 0; i < PARTNERS; ++i) all += _org.presale.tokensOf(_actor(i)).vested;
        require(all <= sold && all + PARTNERS > sold, "partners' tokens are not all vested at the end");
        require(_org.presale.tokensOf(FOUNDER).vested == part, "the founder's tokens are not all vested at the end");
    }

    // ---------------------------------------------------------------- internals

    function _launchSale(uint256 seed) private {
        uint8 decimals = uint8(6 + (seed % 13));
        uint256 unit = 10 ** decimals;
        uint256 founderBps = 1 + ((seed >> 8) % 5_000);
        uint256 moneyBps = 10_000 - ((seed >> 224) % 5_001);
        // The highest ratio at which the money still suffices is (1 − resources)/(1 + founders), less the tokens minted at
        // opening.
        uint256 ratioBps = 100 + ((seed >> 24) % ((99_999 * moneyBps) / (10 * (10_000 + founderBps)) - 100));
        uint256 price = 1 + ((seed >> 48) % (1_000 * unit)) / 10 ** ((seed >> 96) % (decimals + 3));
        price += unit / 1e9; // so that the maximum fits under the token's cap of 2^112
        TestAsset asset = new TestAsset("Asset", "AST", decimals);
        ICdpoFactory.LaunchConfig memory config = _presaleConfig(
            address(asset),
            unit,
            uint16(ratioBps),
            uint16(founderBps),
            uint112(price)
        );
        config.presale.founderVesting.duration = uint64(180 days + ((seed >> 128) % 3_400 days));
        config.presale.founderVesting.cliff = uint64((seed >> 160) % config.presale.founderVesting.duration);
        config.presale.partnerVesting.duration = uint64((seed >> 192) % 3_600 days);
        config.presale.maxResourceBps = uint16(10_000 - moneyBps);
        config.presale.resourceVesting.duration = 180 days;
        config.presale.minimum = uint112(10_000 * unit);
        config.presale.maximum = uint112(1_000_000 * unit);
        config.presale.perPartnerMaximum = config.presale.maximum;
        _org = _launch(asset, config);
    }

    /// @dev Three partners give `least` to the maximum in all.
    function _sell(uint256 seed, uint256 least) private returns (uint256 raised) {
        vm.warp(_terms().opens);
        for (uint256 i = 0; i < PARTNERS; ++i) {
            if (_org.presale.state() != IPresale.State.Open) break;
            uint256 amount = uint256(keccak256(abi.encode(seed, i))) % (_terms().maximum / 2);
            if (i == 0 && amount < least) amount += least;
            // What buys no token at all is refused.
            if (amount * 1e18 < _terms().price) continue;
            _org.asset.mint(_actor(i), amount);
            vm.prank(_actor(i));
            _org.asset.approve(address(_org.presale), amount);
            vm.prank(_actor(i));
            raised += _org.presale.contribute(amount, new bytes32[](0));
        }
    }

    function _terms() private view returns (IPresale.Terms memory) {
        return _org.presale.terms();
    }

    /// @dev As many resources as may be, but for a token or two.
    function _giveResources(uint256 raised) private {
        if (_org.presale.state() != IPresale.State.Open) return;
        uint256 limit = _terms().maxResourceBps;
        uint256 value = (raised * limit) / (10_000 - limit);
        uint256 margin = 2 + (2 * _terms().price) / 1e18;
        if (value < margin || _org.presale.tokensFor(value - margin) == 0) return;
        vm.prank(_actor(3));
        uint256 id = _org.custody.offerResource(uint112(value - margin), "deed", "", address(0), 0);
        vm.prank(TRUSTEE);
        _org.custody.acceptResource(id);
    }

    function _release() private {
        vm.warp(_terms().closes);
        vm.prank(TRUSTEE);
        _org.presale.release();
    }

    function _linear(uint256 total, uint256 elapsed, ISaleTerms.Vesting memory v) private pure returns (uint256) {
        if (elapsed < v.cliff) return 0;
        return elapsed >= v.duration ? total : (total * elapsed) / v.duration;
    }
}
