// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ZeroAmount} from "../../../contracts/interfaces/Errors.sol";
import {IContributionEpochs} from "../../../contracts/interfaces/IContributionEpochs.sol";
import {ILicenceOffice} from "../../../contracts/interfaces/ILicenceOffice.sol";
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
    }

    /// @dev For whom a contributor has the free licence of a tier, and until when.
    struct Use {
        address licensee;
        uint256 until;
    }

    uint256 public constant TIERS = 3;
    uint256 private constant WHOLE_BPS = 10_000; // 100 %

    Organisation private _org;
    ILicenceOffice private _office;
    mapping(uint256 tier => ILicenceOffice.Tier) private _tiers;
    Ghost[] private _ghosts;
    mapping(address contributor => mapping(uint256 tier => Use)) private _uses;
    /// @notice Asset units that licensees paid, and what of it must have gone where.
    uint256 public paid;
    uint256 public toMakers;
    uint256 public toReserve;
    /// @notice What of the makers' part the treasury has.
    uint256 public collected;

    constructor(address[] memory actors_, Organisation memory org, ILicenceOffice office) Handler(actors_) {
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
    function heldBy(address holder, uint256 tier) public view returns (uint256) {
        for (uint256 i = 0; i < _ghosts.length; ++i) {
            if (_ghosts[i].holder == holder && _ghosts[i].tier == tier) return i + 1;
        }
        return 0;
    }

    function buy(uint256 payerSeed, uint256 licenseeSeed, uint256 tierSeed, uint256 maxSeed) external action {
        (address payer, address licensee) = (_pick(payerSeed), _pick(licenseeSeed));
        uint256 tier = 1 + (tierSeed % TIERS);
        uint256 price = _tiers[tier].price;
        uint256 maxPrice = maxSeed % 8 == 0 ? price - 1 : price + (maxSeed % 1e18);
        bytes memory expected = _refusal(tier, maxPrice);
        if (expected.length == 0) expected = _tooLong(licensee, tier);
        bytes memory data = abi.encodeCall(ILicenceOffice.buy, (tier, licensee, maxPrice));
        if (expected.length > 0) return _mustRevert(payer, address(_office), data, expected);
        uint256[3] memory before = _balances(payer);
        vm.prank(payer);
        uint256 id = _office.buy(tier, licensee, maxPrice);
        bool isNew = heldBy(licensee, tier) == 0;
        _extend(licensee, tier, _extended(licensee, tier));
        _check(35, id == heldBy(licensee, tier), "another licence than the licensee's");
        _checkSplit(payer, before, tier);
        _did(isNew ? "buy" : "extend");
    }

    function renew(uint256 payerSeed, uint256 idSeed, uint256 durationSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = 1 + (idSeed % _ghosts.length);
        Ghost memory g = _ghosts[id - 1];
        address payer = _pick(payerSeed);
        uint64 needed = _tiers[g.tier].duration;
        uint64 duration = durationSeed % 8 == 0 ? needed + 1 : needed;
        bytes memory expected =
            duration == needed
                ? _refusal(g.tier, type(uint256).max)
                : abi.encodeWithSelector(ILicenceOffice.NotTierDuration.selector, duration, needed);
        if (expected.length == 0) expected = _tooLong(g.holder, g.tier);
        bytes memory data = abi.encodeCall(_office.renewSubscription, (id, duration));
        if (expected.length > 0) return _mustRevert(payer, address(_office), data, expected);
        uint256[3] memory before = _balances(payer);
        vm.prank(payer);
        _office.renewSubscription(id, duration);
        _extend(g.holder, g.tier, _extended(g.holder, g.tier));
        _checkSplit(payer, before, g.tier);
        _did("renew");
    }

    function claim(uint256 accountSeed, uint256 tierSeed, uint256 licenseeSeed) external action {
        address account = _pick(accountSeed);
        uint256 tier = 1 + (tierSeed % TIERS);
        Use storage use = _uses[account][tier];
        address licensee = licenseeSeed % 2 == 0 && use.until > 0 ? use.licensee : _pick(licenseeSeed);
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
        } else if (use.licensee != licensee && block.timestamp < use.until) {
            expected = abi.encodeWithSelector(
                ILicenceOffice.CommonsLicenceInUse.selector,
                account,
                use.licensee,
                use.until
            );
        }
        IContributionEpochs.Claim[] memory none = new IContributionEpochs.Claim[](0);
        bytes memory data = abi.encodeCall(ILicenceOffice.claimCommons, (tier, licensee, none));
        if (expected.length > 0) return _mustRevert(account, address(_office), data, expected);
        vm.prank(account);
        uint256 id = _office.claimCommons(tier, licensee, none);
        (use.licensee, use.until) = (licensee, block.timestamp + _tiers[tier].duration);
        uint256 held = heldBy(licensee, tier);
        uint256 expires = held == 0 ? 0 : _ghosts[held - 1].expires;
        _extend(licensee, tier, expires > use.until ? expires : use.until);
        _check(35, id == heldBy(licensee, tier), "a second licence of a tier");
        _did("claim");
    }

    function cancel(uint256 idSeed, uint256 callerSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = 1 + (idSeed % _ghosts.length);
        Ghost storage g = _ghosts[id - 1];
        address caller = callerSeed % 3 > 0 ? _pick(callerSeed) : g.holder;
        bytes memory data = abi.encodeCall(_office.cancelSubscription, (id));
        if (caller != g.holder) {
            bytes memory expected = abi.encodeWithSelector(ILicenceOffice.NotLicensee.selector, id, caller);
            return _mustRevert(caller, address(_office), data, expected);
        }
        vm.prank(caller);
        _office.cancelSubscription(id);
        if (g.expires > block.timestamp) g.expires = block.timestamp;
        _did("cancel");
    }

    function collect(uint256 callerSeed) external action {
        uint256 due = toMakers - collected;
        bytes memory data = abi.encodeCall(ILicenceOffice.collectMakersPart, (_org.timelock));
        if (due == 0) {
            return _mustRevert(_pick(callerSeed), address(_office), data, abi.encodeWithSelector(ZeroAmount.selector));
        }
        vm.prank(_pick(callerSeed));
        uint256 amount = _office.collectMakersPart(_org.timelock);
        _check(35, amount == due, "another sum was collected than was due");
        collected += amount;
        _did("collect");
    }

    function transfer(uint256 idSeed, uint256 toSeed) external action {
        if (_ghosts.length == 0) return;
        uint256 id = 1 + (idSeed % _ghosts.length);
        (address from, address to) = (_ghosts[id - 1].holder, _pick(toSeed));
        _mustRevert(
            from,
            address(_office),
            abi.encodeWithSignature("transferFrom(address,address,uint256)", from, to, id),
            abi.encodeWithSelector(ILicenceOffice.LicenceNotTransferable.selector, id)
        );
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

    /// @dev Whether a purchase for `licensee` would reach beyond two durations.
    function _tooLong(address licensee, uint256 tier) private view returns (bytes memory) {
        uint256 expires = _extended(licensee, tier);
        uint256 latest = block.timestamp + 2 * uint256(_tiers[tier].duration);
        if (expires <= latest) return "";
        return
            abi.encodeWithSelector(ILicenceOffice.ExtensionTooLong.selector, heldBy(licensee, tier), expires, latest);
    }

    function _extended(address licensee, uint256 tier) private view returns (uint256 expires) {
        uint256 held = heldBy(licensee, tier);
        if (held > 0) expires = _ghosts[held - 1].expires;
        if (expires < block.timestamp) expires = block.timestamp;
        expires += _tiers[tier].duration;
    }

    function _extend(address licensee, uint256 tier, uint256 expires) private {
        uint256 held = heldBy(licensee, tier);
        if (held == 0) _ghosts.push(Ghost(tier, expires, licensee));
        else _ghosts[held - 1].expires = expires;
    }

    function _balances(address payer) private view returns (uint256[3] memory) {
        return
            [
                _org.asset.balanceOf(payer),
                _org.asset.balanceOf(address(_office)),
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
