// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IContributionEpochs} from "./IContributionEpochs.sol";
import {IERC5643} from "./IERC5643.sol";
import {IERC7572} from "./IERC7572.sol";
import {IPausable} from "./IPausable.sol";
import {IPublicText} from "./IPublicText.sol";

/// @title ILicenceOffice
/// @notice The peer production licence: outsiders pay for commercial use of the commons, in part to its makers (the
/// treasury), in part to all holders (a gift to the reserve); commoners use it for free. Licences are ERC-721 tokens with
/// an expiry (ERC-5643) and metadata on chain (ERC-7572 for all together).
/// @dev A tier's name, duration and terms never change; other terms are another tier. An account has at most one licence of a
/// tier, so that {isLicensed} is a plain look-up, and it stays with its licensee for ever (ERC-5192): buying for who has one
/// extends it. A licence has no states but time:
///
/// | from | call | to |
/// |---|---|---|
/// | none | buy, claimCommons | valid for a duration of the tier |
/// | valid | buy, renewSubscription | ends a duration later, but no later than two durations from now |
/// | valid | claimCommons | ends a duration from now, if that is later |
/// | valid | cancelSubscription, or its time | over |
/// | over | buy, renewSubscription, claimCommons | valid for a duration |
///
/// The makers' part waits here for the treasury, fixed at launch, whoever owns this contract later; neither an owner who is
/// gone nor an asset that refuses the treasury stops a sale. The reserve's part needs a reserve that takes gifts: after
/// dissolution nothing is sold, unless all of the price is the makers'. A pause stops sales and extensions, and nothing else.
/// Asset units sent here past the functions are the makers', too.
///
/// Layout of a clone's arguments: reserve, epochs, treasury, 20 bytes each.
///
/// Assumes that reserve, registry and epochs are those of one launch.
/// Warning: who sees a higher price coming can extend before it, by at most one duration beyond the one that runs. An account
/// with code can be handed to others with its licence. Each contributor licenses one account of a tier at a time, and may
/// name another when the time of the first has run out.
interface ILicenceOffice is IERC721, IERC5643, IERC7572, IPausable, IPublicText {
    /// @param name What the tier is called, 1 to 64 bytes of plain text ({PublicText}).
    /// @param termsURI Where its terms can be read: a link of https or ipfs, at most 256 bytes.
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
    struct Licence {
        uint32 tier;
        uint64 expires;
    }

    /// @notice For whom a contributor has the free licence of a tier.
    /// @param licensee Whose licence it is.
    /// @param until Seconds; from then on the contributor may name another.
    struct CommonsUse {
        address licensee;
        uint64 until;
    }

    /// @notice The owner added tier `tier`.
    event TierAdded(uint256 indexed tier, string name, uint64 duration, bytes32 termsHash, string termsURI);
    /// @notice The owner set on what conditions tier `tier` is to be had from now on.
    event TierOfferSet(uint256 indexed tier, uint112 price, uint112 commonsMinimum, uint16 makersBps, bool active);
    /// @notice `payer` bought licence `id` of tier `tier` for `licensee`, who had none: `toMakers` asset units of `price` are
    /// the makers', the rest went to the reserve.
    event LicenceBought(
        uint256 indexed id,
        uint256 indexed tier,
        address indexed licensee,
        address payer,
        uint256 price,
        uint256 toMakers,
        uint64 expires
    );
    /// @notice `payer` extended licence `id`; the sums are as in {LicenceBought}.
    event LicenceRenewed(
        uint256 indexed id,
        uint256 indexed tier,
        address indexed licensee,
        address payer,
        uint256 price,
        uint256 toMakers,
        uint64 expires
    );
    /// @notice `contributor`, with `recognised` tokens' worth of contributions (18 decimals), has licence `id` for `licensee`
    /// for free.
    event CommonsLicenceClaimed(
        uint256 indexed id,
        uint256 indexed tier,
        address indexed licensee,
        address contributor,
        uint256 recognised,
        uint64 expires
    );
    /// @notice The makers' part that had gathered, `amount` asset units, went to `recipient`.
    event MakersPartCollected(address indexed recipient, uint256 amount);
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
    /// @notice A duration of `duration` seconds is outside 1 day to 10 years.
    error LicenceDurationOutOfRange(uint64 duration);
    /// @notice The makers' part `bps` is above `max`, in bps.
    error MakersShareOutOfRange(uint16 bps, uint16 max);
    /// @notice The price is `price` asset units, more than the `max` that the caller accepts.
    error PriceAboveMaximum(uint256 price, uint256 max);
    /// @notice Licence `id` (0 for none yet) would run until `expires`, beyond two of its tier's durations from now, `latest`.
    error ExtensionTooLong(uint256 id, uint64 expires, uint64 latest);
    /// @notice A licence is extended by its tier's `needed` seconds, not by `duration`.
    error NotTierDuration(uint64 duration, uint64 needed);
    /// @notice Licence `id` stays with its licensee.
    error LicenceNotTransferable(uint256 id);
    /// @notice Licence `id` is not the licence of `account`.
    error NotLicensee(uint256 id, address account);
    /// @notice Until `until` (seconds) the free licence of `contributor` is that of `licensee`.
    error CommonsLicenceInUse(address contributor, address licensee, uint64 until);
    /// @notice `account` is not the treasury, which alone names another recipient than itself.
    error NotTreasury(address account);
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
    /// @notice `source` stands in the list twice, which would count its recognition twice.
    error SourceNamedTwice(address source);

    /// @notice Sets up a clone, once; the treasury becomes its owner. Errors: ZeroAddress, OwnableInvalidOwner.
    /// @param registry_ The contribution registry: the first source of recognition.
    function initialize(address registry_) external;

    /// @notice Adds a tier. Only the owner.
    /// Errors: TextLengthOutOfRange, TextNotPlain, LinkNotAllowed, LicenceDurationOutOfRange, ZeroAmount,
    /// MakersShareOutOfRange.
    function addTier(Tier calldata terms) external returns (uint256 tier);

    /// @notice Sets price, free use, split and sale of a tier; licences already given stay as they are. Only the owner.
    /// Errors: UnknownTier, ZeroAmount, MakersShareOutOfRange.
    function setTierOffer(uint256 tier, uint112 price, uint112 commonsMinimum, uint16 makersBps, bool active) external;

    /// @notice Sets the contracts whose `recognisedOf(account)` is summed for free licences, at most 4. Only the owner.
    /// None of them may count awards of epochs, which are shown in {claimCommons}, or they count twice.
    /// Errors: TooManySources, ZeroAddress, SourceNamedTwice.
    function setRecognitionSources(address[] calldata sources) external;

    /// @notice Buys a licence for `licensee` at the tier's price (approve it first), or extends theirs by the tier's duration,
    /// from its expiry or, when that has passed, from now. The makers' part is rounded down.
    /// @param maxPrice Most asset units that the caller accepts, whatever the price has become meanwhile.
    /// Errors: Paused, UnknownTier, TierNotActive, PriceAboveMaximum, ExtensionTooLong, UnsupportedAsset,
    /// ERC721InvalidReceiver for the zero address, those of {ILiquidityReserve-receiveGift}.
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

    /// @notice {buy} for the licensee of licence `id`, without a maximum: what the caller accepts is what they approved.
    /// Errors: as {buy}, ERC721NonexistentToken, NotTierDuration.
    function renewSubscription(uint256 id, uint64 duration) external;

    /// @notice Ends licence `id` now, without money back. Only its licensee; never paused.
    /// Errors: ERC721NonexistentToken, NotLicensee.
    function cancelSubscription(uint256 id) external;

    /// @notice Gives the free licence of a tier, for the tier's duration from now, to `licensee`, whom the caller names;
    /// claiming again renews it. Never paused. What counts is {recognisedOf}, with the awards of epochs that the caller shows:
    /// each counts once, with what was really paid for it, and for ever.
    /// @param awards Leaves of epochs that the caller claimed there; those that count already are passed over, and none is
    /// needed when {recognisedOf} is enough.
    /// Errors: UnknownTier, TierNotForCommons, AwardNotClaimed, AwardsExceedClaims, NotEnoughRecognised, CommonsLicenceInUse,
    /// ERC721InvalidReceiver for the zero address.
    function claimCommons(
        uint256 tier,
        address licensee,
        IContributionEpochs.Claim[] calldata awards
    ) external returns (uint256 id);

    /// @notice Sends the makers' part that has gathered: anyone may send it to the treasury, and the treasury anywhere, as an
    /// asset can refuse the treasury. Never paused. Errors: NotTreasury, InvalidRecipient, ZeroAmount.
    function collectMakersPart(address recipient) external returns (uint256 amount);

    /// @notice Whether `account` has a valid licence of tier `tier` now, paid or free.
    function isLicensed(address account, uint256 tier) external view returns (bool);

    /// @notice The licence of `account` of tier `tier`, valid or not; 0 when it has none.
    function licenceOf(address account, uint256 tier) external view returns (uint256 id);

    /// @notice {licenceOf} of `count` tiers from tier `from` on, or of as many as there are.
    function licencesOf(address account, uint256 from, uint256 count) external view returns (uint256[] memory ids);

    /// @notice For whom `contributor` has the free licence of tier `tier`; zeros when they never had one.
    function commonsUseOf(address contributor, uint256 tier) external view returns (CommonsUse memory);

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

    /// @notice Asset units of the makers' part that wait here.
    function makersDue() external view returns (uint256);

    /// @notice Whose the makers' part is: the timelock of the launch, for ever.
    function treasury() external view returns (address);

    /// @notice That licence `id` cannot be transferred (ERC-5192): true. Errors: ERC721NonexistentToken.
    function locked(uint256 id) external view returns (bool);
}
