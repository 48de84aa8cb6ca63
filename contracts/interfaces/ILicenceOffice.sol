// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IContributionEpochs} from "./IContributionEpochs.sol";
import {IPausable} from "./IPausable.sol";

/// @title ILicenceOffice
/// @notice The peer production licence: outsiders pay for commercial use of the commons, in part to its makers (the
/// treasury), in part to all holders (a gift to the reserve); commoners use it for free. Licences are ERC-721 tokens with
/// an expiry and metadata on chain.
/// @dev A tier's name, duration and terms never change; other terms are another tier. An account holds at most one paid and
/// one commons licence of a tier, so that {isLicensed} is a plain look-up; paid licences may be transferred, commons
/// licences not (ERC-5192). The reserve's part needs a reserve that takes gifts: after dissolution nothing is sold,
/// unless all of the price is the makers'. A pause stops purchases and renewals, and nothing else.
interface ILicenceOffice is IERC721, IPausable {
    /// @param name What the tier is called, 1 to 64 bytes.
    /// @param termsURI Where its terms can be read.
    /// @param termsHash keccak256 of the terms.
    /// @param price Asset units for each `duration`, positive.
    /// @param commonsMinimum Recognised contribution (18 decimals) from which the licence is free; 0 for never.
    /// @param duration Seconds that a licence runs, 1 day to 10 years.
    /// @param makersBps Part of the price for the makers, in bps, at most 10,000.
    /// @param active Whether it is sold.
    struct Tier {
        string name;
        string termsURI;
        bytes32 termsHash;
        uint112 price;
        uint112 commonsMinimum;
        uint64 duration;
        uint16 makersBps;
        bool active;
    }

    /// @param tier Which tier.
    /// @param expires The first second in which it is no longer valid.
    /// @param commons Whether it was free, for recognised contributions.
    struct Licence {
        uint32 tier;
        uint64 expires;
        bool commons;
    }

    /// @notice The owner added tier `tier`.
    event TierAdded(uint256 indexed tier, string name, uint64 duration, bytes32 termsHash, string termsURI);
    /// @notice The owner set on what conditions tier `tier` is to be had from now on.
    event TierOfferSet(uint256 indexed tier, uint112 price, uint112 commonsMinimum, uint16 makersBps, bool active);
    /// @notice `payer` bought licence `id` of tier `tier` for `licensee`: `toMakers` asset units of `price` went to the
    /// treasury, the rest to the reserve.
    event LicenceBought(
        uint256 indexed id,
        uint256 indexed tier,
        address indexed licensee,
        address payer,
        uint256 price,
        uint256 toMakers,
        uint64 expires
    );
    /// @notice `payer` renewed licence `id`; the sums are as in {LicenceBought}.
    event LicenceRenewed(uint256 indexed id, address indexed payer, uint256 price, uint256 toMakers, uint64 expires);
    /// @notice `account`, with `recognised` tokens' worth of contributions (18 decimals), claimed or renewed licence `id`.
    event CommonsLicenceClaimed(
        uint256 indexed id,
        uint256 indexed tier,
        address indexed account,
        uint256 recognised,
        uint64 expires
    );
    /// @notice What `account` claimed in epoch `epoch` for leaf `index`, `amount` (18 decimals), counts for free licences.
    event AwardCounted(address indexed account, uint256 indexed epoch, uint256 index, uint256 amount);
    /// @notice The owner set whose word on recognised contributions counts.
    event RecognitionSourcesSet(address[] sources);
    /// @notice Licence `tokenId` cannot be transferred (ERC-5192).
    event Locked(uint256 tokenId);

    /// @notice There is no tier `tier`.
    error UnknownTier(uint256 tier);
    /// @notice Tier `tier` is not sold.
    error TierNotActive(uint256 tier);
    /// @notice Tier `tier` is never free.
    error TierNotForCommons(uint256 tier);
    /// @notice A tier's name has `length` bytes instead of 1 to `max`.
    error TierNameLength(uint256 length, uint256 max);
    /// @notice A duration of `duration` seconds is outside 1 day to 10 years.
    error LicenceDurationOutOfRange(uint64 duration);
    /// @notice The makers' part `bps` is above `max`, in bps.
    error MakersShareOutOfRange(uint16 bps, uint16 max);
    /// @notice The price is `price` asset units, more than the `max` that the caller accepts.
    error PriceAboveMaximum(uint256 price, uint256 max);
    /// @notice `account` has licence `id` of this tier already: renew it.
    error AlreadyLicensed(address account, uint256 id);
    /// @notice Licence `id` is free: it is renewed by claiming it again.
    error CommonsLicence(uint256 id);
    /// @notice Licence `id` belongs to who contributed and cannot be transferred.
    error LicenceNotTransferable(uint256 id);
    /// @notice `account` has `recognised` of the `minimum` needed for a free licence (both 18 decimals).
    error NotEnoughRecognised(address account, uint256 recognised, uint256 minimum);
    /// @notice `account` did not claim what is said for `index` in epoch `epoch`: the proof or the leaf is another than
    /// published, or it is for another account, or it was not claimed.
    error AwardNotClaimed(address account, uint256 epoch, uint256 index);
    /// @notice With this award epoch `epoch` would count for `counted` here, more than the `claimed` of it (both 18 decimals):
    /// its leaves sum to more than its total.
    error AwardsExceedClaims(uint256 epoch, uint256 counted, uint256 claimed);
    /// @notice There are `count` sources of recognition, at most `max` are allowed.
    error TooManySources(uint256 count, uint256 max);

    /// @notice Sets up a clone, once.
    /// @param reserve_ The liquidity reserve, already set up: asset and token, and where the holders' part goes.
    /// @param registry_ The contribution registry: the first source of recognition.
    /// @param epochs_ The contribution epochs, in which awards are claimed.
    /// @param owner_ The organisation's timelock: owner and treasury.
    function initialize(address reserve_, address registry_, address epochs_, address owner_) external;

    /// @notice Adds a tier. Only the owner.
    /// Errors: TierNameLength, LicenceDurationOutOfRange, ZeroAmount, MakersShareOutOfRange.
    function addTier(Tier calldata terms) external returns (uint256 tier);

    /// @notice Sets price, free use, split and sale of a tier; licences already given stay as they are. Only the owner.
    /// Errors: UnknownTier, ZeroAmount, MakersShareOutOfRange.
    function setTierOffer(uint256 tier, uint112 price, uint112 commonsMinimum, uint16 makersBps, bool active) external;

    /// @notice Sets the contracts whose `recognisedOf(account)` is summed for free licences, at most 4. Only the owner.
    /// None of them may count awards of epochs, which are shown in {claimCommons}, or they count twice.
    /// Errors: TooManySources, ZeroAddress.
    function setRecognitionSources(address[] calldata sources) external;

    /// @notice Buys a licence for `licensee` at the tier's price (approve it first). The makers' part is rounded down.
    /// @param maxPrice Most asset units that the caller accepts, whatever the price has become meanwhile.
    /// Errors: Paused, UnknownTier, TierNotActive, PriceAboveMaximum, AlreadyLicensed, UnsupportedAsset,
    /// ERC721InvalidReceiver, those of {ILiquidityReserve-receiveGift}.
    function buy(uint256 tier, address licensee, uint256 maxPrice) external returns (uint256 id);

    /// @notice As {buy} with an ERC-2612 permit of the asset for `maxPrice`; a permit used before by another is no matter.
    function buyWithPermit(
        uint256 tier,
        address licensee,
        uint256 maxPrice,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 id);

    /// @notice Extends a paid licence by the tier's duration, from its expiry or, when that has passed, from now; anyone may
    /// pay. Errors: as {buy}, ERC721NonexistentToken, CommonsLicence.
    function renew(uint256 id, uint256 maxPrice) external returns (uint64 expires);

    /// @notice Gives the caller the free licence of a tier, for the tier's duration from now; claiming again renews it.
    /// Never paused. What counts is {recognisedOf}, with the awards of epochs that the caller shows: each counts once, with
    /// what was really paid for it, and for ever.
    /// @param awards Leaves of epochs that the caller claimed there; those that count already are passed over, and none is
    /// needed when {recognisedOf} is enough.
    /// Errors: UnknownTier, TierNotForCommons, AwardNotClaimed, AwardsExceedClaims, NotEnoughRecognised,
    /// ERC721InvalidReceiver.
    function claimCommons(uint256 tier, IContributionEpochs.Claim[] calldata awards) external returns (uint256 id);

    /// @notice Whether `account` has a licence of tier `tier` now, paid or free.
    function isLicensed(address account, uint256 tier) external view returns (bool);

    /// @notice The licence of `account` of tier `tier`, paid or (`commons`) free, valid or not; 0 when it has none.
    function licenceOf(address account, uint256 tier, bool commons) external view returns (uint256 id);

    /// @notice What is stored of licence `id`; zeros when it does not exist.
    function licence(uint256 id) external view returns (Licence memory);

    /// @notice The terms of tier `tier`. Errors: UnknownTier.
    function tierOf(uint256 tier) external view returns (Tier memory);

    /// @notice How many tiers there are; they are numbered from 1.
    function tierCount() external view returns (uint256);

    /// @notice How many licences were given; ids run from 1.
    function licenceCount() external view returns (uint256);

    /// @notice What a licence of `tier` costs now, and how it is split (asset units). Errors: UnknownTier.
    function quote(uint256 tier) external view returns (uint256 price, uint256 toMakers, uint256 toReserve);

    /// @notice What all sources of recognition say of `account`, and what it showed of its claimed awards (18 decimals).
    function recognisedOf(address account) external view returns (uint256);

    /// @notice Whether leaf `index` of epoch `epoch` counts already, for who showed it.
    function isAwardCounted(uint256 epoch, uint256 index) external view returns (bool);

    /// @notice The contracts whose word on recognised contributions counts.
    function recognitionSources() external view returns (address[] memory);

    /// @notice Whether licence `id` cannot be transferred (ERC-5192). Errors: ERC721NonexistentToken.
    function locked(uint256 id) external view returns (bool);
}
