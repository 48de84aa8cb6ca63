// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionEpochs} from "../../../contracts/interfaces/IContributionEpochs.sol";
import {ILicenceOffice} from "../../../contracts/interfaces/ILicenceOffice.sol";
import {LicenceOffice} from "../../../contracts/liquidity/LicenceOffice.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title LicenceHandler
/// @notice Licensees and commoners at a licence office whose owner changes prices and splits.
contract LicenceHandler is Handler {
    /// @dev What must have become of one licence.
    struct Ghost {
        uint256 tier;
        uint256 expires;
        address holder;
        bool commons;
    }

    uint256 public constant TIERS = 3;
    uint256 private constant WHOLE_BPS = 10_000; // 100 %

    Organisation private _org;
    LicenceOffice private _office;
    mapping(uint256 tier => ILicenceOffice.Tier) private _tiers;
    Ghost[] private _ghosts;
    /// @notice Asset units that licensees paid, and what of it must have gone where.
    uint256 public paid;
    uint256 public toMakers;
    uint256 public toReserve;

    constructor(address[] memory actors_, Organisation memory org, LicenceOffice office) Handler(actors_) {
        (_org, _office) = (org, office);
        for (uint256 tier = 1; tier <= TIERS; ++tier) _tiers[tier] = office.tierOf(tier);
        for (uint256 i = 0; i < actors_.length; ++i) {
            org.asset.mint(actors_[i], 1e40);
            vm.prank(actors_[i]);
            org.asset.approve(address(office), type(uint256).max);
        }
    }

    function ghostCount() external view returns (uint256) {
        return _ghosts.length;
    }

    /// @notice What must have become of licence `id`.
    function ghostOf(uint256 id) external view returns (Ghost memory) {
        return _ghosts[id - 1];
    }

    /// @notice The licence that `holder` must have; 0 for none.
    function heldBy(address holder, uint256 tier, bool commons) public view returns (uint256) {
        for (uint256 i = 0; i < _ghosts.length; ++i) {
            Ghost storage g = _ghosts[i];
            if (g.holder == holder && g.tier == tier && g.commons == commons) return i + 1;
        }
        return 0;
    }

    function buy(uint256 payerSeed, uint256 licenseeSeed, uint256 tierSeed, uint256 maxSeed) external action {
        (address payer, address licensee) = (_pick(payerSeed), _pick(licenseeSeed));
        uint256 tier = 1 + (tierSeed % TIERS);
        uint256 price = _tiers[tier].price;
        uint256 maxPrice = maxSeed % 8 == 0 ? price - 1 : price + (maxSeed % 1e18);
        uint256 held = heldBy(licensee, tier, false);
        bytes memory expected = _refusal(tier, maxPrice);
        if (expected.length == 0 && held > 0) {
            expected = abi.encodeWithSelector(ILicenceOffice.AlreadyLicensed.selector, licensee, held);
        }
        bytes memory data = abi.encodeCall(ILicenceOffice.buy, (tier, licensee, maxPrice));
        if (expected.length > 0) return _mustRevert(payer, address(_office), data, expected);
        uint256[3] memory before = _balances(payer);
        vm.prank(payer);
        uint256 id = _office.buy(tier, licensee, maxPrice);
        _ghosts.push(Ghost(tier, block.timestamp + _tiers[tier].duration, licensee, false));
        _check(35, id == _ghosts.length, "another licence than the next");
        _checkSplit(payer, before, tier);
        _did("buy");
    }

    function renew(uint256 payerSeed, uint256 idSeed, uint256 maxSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = 1 + (idSeed % _ghosts.length);
        Ghost storage g = _ghosts[id - 1];
        address payer = _pick(payerSeed);
        uint256 price = _tiers[g.tier].price;
        uint256 maxPrice = maxSeed % 8 == 0 ? price - 1 : price;
        bytes memory expected =
            g.commons ? abi.encodeWithSelector(ILicenceOffice.CommonsLicence.selector, id) : _refusal(g.tier, maxPrice);
        bytes memory data = abi.encodeCall(ILicenceOffice.renew, (id, maxPrice));
        if (expected.length > 0) return _mustRevert(payer, address(_office), data, expected);
        uint256[3] memory before = _balances(payer);
        vm.prank(payer);
        _office.renew(id, maxPrice);
        g.expires = (g.expires > block.timestamp ? g.expires : block.timestamp) + _tiers[g.tier].duration;
        _checkSplit(payer, before, g.tier);
        _did("renew");
    }

    function claim(uint256 accountSeed, uint256 tierSeed) external action {
        address account = _pick(accountSeed);
        uint256 tier = 1 + (tierSeed % TIERS);
        uint256 minimum = _tiers[tier].commonsMinimum;
        uint256 recognised = _org.registry.recognisedOf(account);
        bytes memory expected;
        if (minimum == 0) {
            expected = abi.encodeWithSelector(ILicenceOffice.TierNotForCommons.selector, tier);
        } else if (recognised < minimum) {
            expected = abi.encodeWithSelector(
                ILicenceOffice.NotEnoughRecognised.selector,
                account,
                recognised,
                minimum
            );
        }
        bytes memory data = abi.encodeCall(ILicenceOffice.claimCommons, (tier, new IContributionEpochs.Claim[](0)));
        if (expected.length > 0) return _mustRevert(account, address(_office), data, expected);
        uint256 held = heldBy(account, tier, true);
        vm.prank(account);
        uint256 id = _office.claimCommons(tier, new IContributionEpochs.Claim[](0));
        uint256 expires = block.timestamp + _tiers[tier].duration;
        if (held == 0) _ghosts.push(Ghost(tier, expires, account, true));
        else _ghosts[held - 1].expires = expires;
        _check(35, id == (held == 0 ? _ghosts.length : held), "a second free licence");
        _did("claim");
    }

    function transfer(uint256 idSeed, uint256 toSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = 1 + (idSeed % _ghosts.length);
        Ghost storage g = _ghosts[id - 1];
        (address from, address to) = (g.holder, _pick(toSeed));
        uint256 held = heldBy(to, g.tier, false);
        bytes memory expected;
        if (g.commons) expected = abi.encodeWithSelector(ILicenceOffice.LicenceNotTransferable.selector, id);
        else if (held > 0 && held != id) {
            expected = abi.encodeWithSelector(ILicenceOffice.AlreadyLicensed.selector, to, held);
        }
        bytes memory data = abi.encodeWithSignature("transferFrom(address,address,uint256)", from, to, id);
        if (expected.length > 0) return _mustRevert(from, address(_office), data, expected);
        vm.prank(from);
        _office.transferFrom(from, to, id);
        g.holder = to;
        _did("transfer");
    }

    function setOffer(uint256 tierSeed, uint256 priceSeed, uint256 bpsSeed, uint256 minimumSeed) external action {
        uint256 tier = 1 + (tierSeed % TIERS);
        ILicenceOffice.Tier storage t = _tiers[tier];
        t.price = uint112(_scaled(priceSeed, 1e24));
        t.makersBps = uint16(bpsSeed % (WHOLE_BPS + 1));
        t.commonsMinimum = uint112((minimumSeed % 4) * 50e18);
        t.active = minimumSeed % 5 != 0;
        vm.prank(_org.timelock);
        _office.setTierOffer(tier, t.price, t.commonsMinimum, t.makersBps, t.active);
        _did("setOffer");
    }

    function warp(uint256 seed) external action {
        _pass(_bound(seed, 1, 100 days));
        _did("warp");
    }

    function _refusal(uint256 tier, uint256 maxPrice) private view returns (bytes memory) {
        ILicenceOffice.Tier storage t = _tiers[tier];
        if (!t.active) return abi.encodeWithSelector(ILicenceOffice.TierNotActive.selector, tier);
        if (t.price > maxPrice) {
            return abi.encodeWithSelector(ILicenceOffice.PriceAboveMaximum.selector, uint256(t.price), maxPrice);
        }
        return "";
    }

    function _balances(address payer) private view returns (uint256[3] memory) {
        return
            [
                _org.asset.balanceOf(payer),
                _org.asset.balanceOf(_org.timelock),
                _org.asset.balanceOf(address(_org.reserve))
            ];
    }

    /// @dev Property 35: what the payer lost is the price, and all of it arrived, split as the tier says.
    function _checkSplit(address payer, uint256[3] memory before, uint256 tier) private {
        uint256[3] memory afterwards = _balances(payer);
        uint256 price = _tiers[tier].price;
        uint256 makers = (price * _tiers[tier].makersBps) / WHOLE_BPS;
        _check(35, before[0] - afterwards[0] == price, "a licensee paid another sum than the price");
        _check(35, afterwards[1] - before[1] == makers, "the makers got another sum than their part");
        _check(35, afterwards[2] - before[2] == price - makers, "the reserve got another sum than the rest");
        paid += price;
        toMakers += makers;
        toReserve += price - makers;
    }
}
