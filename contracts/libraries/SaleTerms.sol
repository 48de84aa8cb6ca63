// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {InvalidShare, ZeroAddress} from "../interfaces/Errors.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {ISaleTerms} from "../interfaces/ISaleTerms.sol";
import {Share} from "../interfaces/Share.sol";
import {Shares} from "./Shares.sol";

/// @title SaleTerms
/// @notice What the terms of a presale must be, how they are kept, and what vests by them: see {IPresale}.
library SaleTerms {
    using Shares for Share[];

    uint256 private constant WHOLE_TOKEN = 1e18;
    uint256 private constant SUPPLY_CAP = type(uint112).max; // CdpoToken's
    uint256 private constant DEAD_SUPPLY = 1e15; // what the reserve mints at opening, 0.001 token
    uint16 private constant MAX_FOUNDER_BPS = 5_000; // 50 % of the sold tokens, a third of all
    uint16 private constant MAX_RESOURCE_BPS = 5_000; // 50 % of the sold tokens
    uint64 private constant MIN_CHALLENGE = 3 days;
    uint64 private constant MAX_CHALLENGE = 30 days;
    uint64 private constant RELEASE_TIME = 14 days; // what is left for the release after the last challenge
    uint64 private constant MAX_SALE = 366 days;
    uint64 private constant MAX_RELEASE_DELAY = 180 days;
    uint64 private constant MIN_LONG_VESTING = 180 days; // of founders and resources
    uint64 private constant MAX_VESTING = 3_650 days; // 10 years

    /// @dev As {IPresale-Terms}, packed by what is read together. Times have 32 bits, enough until 2106.
    // solhint-disable-next-line gas-struct-packing
    struct Kept {
        // What says the state.
        uint32 opens;
        uint32 closes;
        uint32 releaseBy;
        uint112 minimum;
        uint16 founderBps;
        uint16 maxResourceBps;
        bool foundersVestWithBudget;
        // What a contribution asks besides.
        uint112 price;
        uint112 maximum;
        uint32 challengeWindow;
        uint112 perPartnerMaximum;
        // What a claim asks besides.
        uint32 partnerCliff;
        uint32 partnerDuration;
        uint32 founderCliff;
        uint32 founderDuration;
        uint32 resourceCliff;
        uint32 resourceDuration;
        address firstTrustee;
        bytes32 allowlistRoot;
        Share[] founders;
    }

    /// @notice Checks the terms of a launch beside what they depend on; that no founder stands twice is for {enterFounders}.
    /// @param treasury The organisation's timelock.
    /// @param reserve Set up already.
    /// Errors: ZeroAddress, TrusteeNotIndependent, ZeroPrice, LimitsOutOfOrder, ContributionTooSmall, TimesOutOfOrder,
    /// ResourceWindowOutOfRange, ReleaseTooEarly, ResourceShareOutOfRange, FounderShareOutOfRange, ReserveUnderfunded,
    /// SaleAboveSupplyCap, VestingOutOfRange, and those of {Shares-validate}.
    function validate(IPresale.Terms calldata t, address treasury, ILiquidityReserve reserve) internal view {
        require(t.trustee != address(0), ZeroAddress());
        require(t.trustee != treasury, ISaleTerms.TrusteeNotIndependent(t.trustee));
        require(t.price > 0, ISaleTerms.ZeroPrice());
        require(
            t.minimum > 0 && t.minimum <= t.maximum && t.perPartnerMaximum > 0 && t.perPartnerMaximum <= t.maximum,
            ISaleTerms.LimitsOutOfOrder(t.minimum, t.maximum, t.perPartnerMaximum)
        );
        require(
            Math.mulDiv(t.perPartnerMaximum, WHOLE_TOKEN, t.price) > 0,
            ISaleTerms.ContributionTooSmall(t.perPartnerMaximum, t.price)
        );
        _validateTimes(t);
        require(t.maxResourceBps <= MAX_RESOURCE_BPS, ISaleTerms.ResourceShareOutOfRange(t.maxResourceBps));
        require(
            t.founderBps <= MAX_FOUNDER_BPS && (t.founderBps > 0) == (t.founders.length > 0),
            ISaleTerms.FounderShareOutOfRange(t.founderBps, t.founders.length)
        );
        _validateSums(t, reserve.reserveRatioBps());
        _checkVesting(t.partnerVesting, 0);
        _checkVesting(t.resourceVesting, t.maxResourceBps > 0 ? MIN_LONG_VESTING : 0);
        if (t.founderBps == 0) return;
        t.founders.validate();
        _checkVesting(t.founderVesting, MIN_LONG_VESTING);
        for (uint256 i = 0; i < t.founders.length; ++i) {
            require(t.founders[i].account != t.trustee, ISaleTerms.TrusteeNotIndependent(t.trustee));
        }
    }

    /// @notice Keeps the terms of a launch.
    function keep(Kept storage kept, IPresale.Terms calldata t) internal {
        // Times are at most two years from now and vesting is at most ten: all fit into 32 bits.
        (kept.opens, kept.closes, kept.releaseBy) = (uint32(t.opens), uint32(t.closes), uint32(t.releaseBy));
        (kept.minimum, kept.founderBps, kept.maxResourceBps) = (t.minimum, t.founderBps, t.maxResourceBps);
        kept.foundersVestWithBudget = t.foundersVestWithBudget;
        (kept.price, kept.maximum, kept.challengeWindow) = (t.price, t.maximum, uint32(t.challengeWindow));
        kept.perPartnerMaximum = t.perPartnerMaximum;
        (kept.partnerCliff, kept.partnerDuration) = _pack(t.partnerVesting);
        (kept.founderCliff, kept.founderDuration) = _pack(t.founderVesting);
        (kept.resourceCliff, kept.resourceDuration) = _pack(t.resourceVesting);
        kept.firstTrustee = t.trustee;
        if (t.allowlistRoot != 0) kept.allowlistRoot = t.allowlistRoot;
    }

    /// @notice The terms as they were launched.
    function load(Kept storage kept) internal view returns (IPresale.Terms memory t) {
        (t.trustee, t.price, t.perPartnerMaximum) = (kept.firstTrustee, kept.price, kept.perPartnerMaximum);
        (t.minimum, t.maximum) = (kept.minimum, kept.maximum);
        (t.opens, t.closes, t.releaseBy) = (kept.opens, kept.closes, kept.releaseBy);
        (t.founderBps, t.foundersVestWithBudget) = (kept.founderBps, kept.foundersVestWithBudget);
        t.founders = kept.founders;
        t.founderVesting = ISaleTerms.Vesting(kept.founderCliff, kept.founderDuration);
        t.partnerVesting = ISaleTerms.Vesting(kept.partnerCliff, kept.partnerDuration);
        (t.maxResourceBps, t.challengeWindow) = (kept.maxResourceBps, kept.challengeWindow);
        t.resourceVesting = ISaleTerms.Vesting(kept.resourceCliff, kept.resourceDuration);
        t.allowlistRoot = kept.allowlistRoot;
    }

    /// @notice Keeps the founders' parts. Errors: InvalidShare (an account that stands twice).
    function enterFounders(
        Kept storage kept,
        IPresale.Terms calldata t,
        mapping(address account => IPresale.Position) storage positions
    ) internal {
        for (uint256 i = 0; i < t.founders.length; ++i) {
            Share calldata share = t.founders[i];
            require(positions[share.account].founderBps == 0, InvalidShare(share.account, share.bps));
            positions[share.account].founderBps = share.bps;
            kept.founders.push(share);
        }
    }

    /// @notice Checks that the allowlist, if there is one, has `account`. Errors: NotAllowed.
    function requireListed(bytes32 root, address account, bytes32[] calldata proof) internal pure {
        if (root == 0) return;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(account))));
        require(MerkleProof.verifyCalldata(proof, root, leaf), IPresale.NotAllowed(account));
    }

    /// @notice What of `total` tokens has vested `elapsed` seconds after the release, rounded down.
    function vested(uint256 total, uint256 elapsed, uint256 cliff, uint256 duration) internal pure returns (uint256) {
        if (elapsed >= duration) return total;
        if (elapsed < cliff) return 0;
        return Math.mulDiv(total, elapsed, duration);
    }

    function _validateTimes(IPresale.Terms calldata t) private view {
        require(
            t.closes > block.timestamp &&
                t.closes <= block.timestamp + MAX_SALE &&
                t.opens < t.closes &&
                t.releaseBy > t.closes &&
                t.releaseBy - t.closes <= MAX_RELEASE_DELAY,
            ISaleTerms.TimesOutOfOrder(t.opens, t.closes, t.releaseBy)
        );
        uint64 window = t.challengeWindow;
        require(window >= MIN_CHALLENGE && window <= MAX_CHALLENGE, ISaleTerms.ResourceWindowOutOfRange(window));
        require(
            t.closes + window + RELEASE_TIME <= t.releaseBy,
            ISaleTerms.ReleaseTooEarly(t.closes, window, t.releaseBy)
        );
    }

    /// @dev The opening reserve is at most ⌈w·(1 + founders)/(1 − resources)·raised + w·price·0.001⌉ (last term: the tokens
    /// minted to a dead address). If the minimum pays for it, every greater sum does, as then the factor is at most 1.
    /// At the maximum, with full resources, all tokens must fit under the supply's cap; rounded up by at most three units.
    function _validateSums(IPresale.Terms calldata t, uint256 ratioBps) private pure {
        uint256 moneyBps = Shares.WHOLE_BPS - t.maxResourceBps;
        uint256 withFounders = Shares.WHOLE_BPS + t.founderBps;
        uint256 scaled = t.minimum * withFounders * 1_000 + uint256(t.price) * moneyBps;
        uint256 required = Math.ceilDiv(ratioBps * scaled, 1_000 * Shares.WHOLE_BPS * moneyBps);
        require(required <= t.minimum, ISaleTerms.ReserveUnderfunded(required, t.minimum));
        uint256 sold = Math.mulDiv(t.maximum, WHOLE_TOKEN * Shares.WHOLE_BPS, t.price * moneyBps, Math.Rounding.Ceil);
        uint256 tokens = Math.mulDiv(sold, withFounders, Shares.WHOLE_BPS, Math.Rounding.Ceil) + DEAD_SUPPLY;
        require(tokens <= SUPPLY_CAP, ISaleTerms.SaleAboveSupplyCap(tokens, SUPPLY_CAP));
    }

    function _checkVesting(ISaleTerms.Vesting calldata vesting, uint64 minimum) private pure {
        require(
            vesting.cliff <= vesting.duration && vesting.duration >= minimum && vesting.duration <= MAX_VESTING,
            ISaleTerms.VestingOutOfRange(vesting.cliff, vesting.duration)
        );
    }

    function _pack(ISaleTerms.Vesting calldata vesting) private pure returns (uint32 cliff, uint32 duration) {
        return (uint32(vesting.cliff), uint32(vesting.duration));
    }
}
