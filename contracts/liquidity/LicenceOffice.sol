// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {ERC721Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ZeroAddress, ZeroAmount} from "../interfaces/Errors.sol";
import {IContributionEpochs} from "../interfaces/IContributionEpochs.sol";
import {ILicenceOffice} from "../interfaces/ILicenceOffice.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IRecognition} from "../interfaces/IRecognition.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {LicenceMetadata} from "../libraries/LicenceMetadata.sol";
import {Pause} from "../libraries/Pause.sol";

/// @title LicenceOffice
/// @notice Licences for outsiders and commoners. Documentation: {ILicenceOffice}.
contract LicenceOffice is ILicenceOffice, ERC721Upgradeable, OwnableUpgradeable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint256 private constant MAX_NAME_LENGTH = 64; // bytes
    uint256 private constant MAX_SOURCES = 4;
    uint64 private constant MIN_DURATION = 1 days;
    uint64 private constant MAX_DURATION = 3_650 days; // 10 years
    uint16 private constant WHOLE_BPS = 10_000; // 100 %
    bytes4 private constant ERC4906_ID = 0x49064906;
    bytes4 private constant ERC5192_ID = 0xb45a3c0e;

    ILiquidityReserve private _reserve;
    IERC20 private _asset;
    uint32 private _pausedUntil;
    IContributionEpochs private _epochs;
    uint256 public tierCount;
    uint256 public licenceCount;
    address[] private _sources;
    mapping(uint256 tier => Tier) private _tiers;
    mapping(uint256 id => Licence) private _licences;
    mapping(address account => mapping(uint256 tier => mapping(bool commons => uint256))) public licenceOf;
    mapping(address account => uint256) private _countedOf;
    mapping(uint256 epoch => uint256) private _countedIn;
    mapping(uint256 epoch => mapping(uint256 index => bool)) public isAwardCounted;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc ILicenceOffice
    function initialize(address reserve_, address registry_, address epochs_, address owner_) external initializer {
        require(reserve_ != address(0) && registry_ != address(0) && epochs_ != address(0), ZeroAddress());
        _reserve = ILiquidityReserve(reserve_);
        _epochs = IContributionEpochs(epochs_);
        _asset = IERC20(_reserve.asset());
        IERC20Metadata token = IERC20Metadata(_reserve.token());
        __ERC721_init(string.concat(token.name(), " licence"), string.concat(token.symbol(), "-L"));
        __Ownable_init(owner_);
        _sources.push(registry_);
        emit RecognitionSourcesSet(_sources);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc ILicenceOffice
    function addTier(Tier calldata terms) external onlyOwner returns (uint256 tier) {
        uint256 length = bytes(terms.name).length;
        require(length > 0 && length <= MAX_NAME_LENGTH, TierNameLength(length, MAX_NAME_LENGTH));
        require(
            terms.duration >= MIN_DURATION && terms.duration <= MAX_DURATION,
            LicenceDurationOutOfRange(terms.duration)
        );
        tier = ++tierCount;
        _tiers[tier] = terms;
        emit TierAdded(tier, terms.name, terms.duration, terms.termsHash, terms.termsURI);
        _setOffer(tier, terms.price, terms.commonsMinimum, terms.makersBps, terms.active);
    }

    /// @inheritdoc ILicenceOffice
    function setTierOffer(
        uint256 tier,
        uint112 price,
        uint112 commonsMinimum,
        uint16 makersBps,
        bool active
    ) external onlyOwner {
        _requireTier(tier);
        _setOffer(tier, price, commonsMinimum, makersBps, active);
    }

    /// @inheritdoc ILicenceOffice
    function setRecognitionSources(address[] calldata sources) external onlyOwner {
        require(sources.length <= MAX_SOURCES, TooManySources(sources.length, MAX_SOURCES));
        for (uint256 i = 0; i < sources.length; ++i) require(sources[i] != address(0), ZeroAddress());
        _sources = sources;
        emit RecognitionSourcesSet(sources);
    }

    /// @inheritdoc IPausable
    function pause() external onlyOwner {
        _setPausedUntil(Pause.start(_pausedUntil));
    }

    /// @inheritdoc IPausable
    function unpause() external onlyOwner {
        if (Pause.isOn(_pausedUntil)) _setPausedUntil(uint32(block.timestamp));
    }

    // ---------------------------------------------------------------- licensees

    /// @inheritdoc ILicenceOffice
    function buy(uint256 tier, address licensee, uint256 maxPrice) external nonReentrant returns (uint256 id) {
        id = _buy(tier, licensee, maxPrice);
    }

    /// @inheritdoc ILicenceOffice
    function buyWithPermit(
        uint256 tier,
        address licensee,
        uint256 maxPrice,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256 id) {
        // Someone may have used the permit before: what counts is the allowance.
        try IERC20Permit(address(_asset)).permit(msg.sender, address(this), maxPrice, deadline, v, r, s) {} catch {}
        id = _buy(tier, licensee, maxPrice);
    }

    /// @inheritdoc ILicenceOffice
    function renew(uint256 id, uint256 maxPrice) external nonReentrant returns (uint64 expires) {
        _requireOwned(id);
        Licence storage given = _licences[id];
        require(!given.commons, CommonsLicence(id));
        (uint256 price, uint256 toMakers) = _priceOf(given.tier, maxPrice);
        // Far below 64 bits: each ten years cost a call.
        expires = uint64(Math.max(given.expires, block.timestamp)) + _tiers[given.tier].duration;
        given.expires = expires;
        emit LicenceRenewed(id, msg.sender, price, toMakers, expires);
        emit IERC4906.MetadataUpdate(id);
        _takePrice(price, toMakers);
    }

    /// @inheritdoc ILicenceOffice
    function claimCommons(
        uint256 tier,
        IContributionEpochs.Claim[] calldata awards
    ) external nonReentrant returns (uint256 id) {
        _requireTier(tier);
        uint256 minimum = _tiers[tier].commonsMinimum;
        require(minimum > 0, TierNotForCommons(tier));
        _count(awards);
        uint256 recognised = recognisedOf(msg.sender);
        require(recognised >= minimum, NotEnoughRecognised(msg.sender, recognised, minimum));
        id = licenceOf[msg.sender][tier][true];
        bool isNew = id == 0;
        if (isNew) id = ++licenceCount;
        uint64 expires = uint64(block.timestamp) + _tiers[tier].duration; // far below 64 bits
        _licences[id] = Licence(tier.toUint32(), expires, true);
        emit CommonsLicenceClaimed(id, tier, msg.sender, recognised, expires);
        if (isNew) {
            emit Locked(id);
            _safeMint(msg.sender, id);
        } else {
            emit IERC4906.MetadataUpdate(id);
        }
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IPausable
    function pausedUntil() external view returns (uint64) {
        return _pausedUntil;
    }

    /// @inheritdoc ILicenceOffice
    function isLicensed(address account, uint256 tier) external view returns (bool) {
        return
            block.timestamp < _licences[licenceOf[account][tier][false]].expires ||
            block.timestamp < _licences[licenceOf[account][tier][true]].expires;
    }

    /// @inheritdoc ILicenceOffice
    function licence(uint256 id) external view returns (Licence memory) {
        return _licences[id];
    }

    /// @inheritdoc ILicenceOffice
    function tierOf(uint256 tier) external view returns (Tier memory) {
        _requireTier(tier);
        return _tiers[tier];
    }

    /// @inheritdoc ILicenceOffice
    function quote(uint256 tier) external view returns (uint256 price, uint256 toMakers, uint256 toReserve) {
        _requireTier(tier);
        (price, toMakers) = _split(tier);
        toReserve = price - toMakers;
    }

    /// @inheritdoc ILicenceOffice
    function recognisedOf(address account) public view returns (uint256 recognised) {
        recognised = _countedOf[account];
        for (uint256 i = 0; i < _sources.length; ++i) recognised += IRecognition(_sources[i]).recognisedOf(account);
    }

    /// @inheritdoc ILicenceOffice
    function recognitionSources() external view returns (address[] memory) {
        return _sources;
    }

    /// @inheritdoc ILicenceOffice
    function locked(uint256 id) external view returns (bool) {
        _requireOwned(id);
        return _licences[id].commons;
    }

    /// @notice Name, tier, terms and expiry of licence `id` as a data URI of JSON, with a picture.
    function tokenURI(uint256 id) public view override returns (string memory) {
        _requireOwned(id);
        Licence storage given = _licences[id];
        Tier storage t = _tiers[given.tier];
        return
            LicenceMetadata.uri(
                LicenceMetadata.Facts(id, name(), t.name, t.termsURI, t.termsHash, given.expires, given.commons)
            );
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC721Upgradeable, IERC165) returns (bool) {
        return interfaceId == ERC4906_ID || interfaceId == ERC5192_ID || super.supportsInterface(interfaceId);
    }

    // ---------------------------------------------------------------- internals

    /// @dev Counts what the caller claimed in epochs. No epoch counts for more than was claimed of it: of two leaves with the
    /// same index both seem claimed when one is.
    function _count(IContributionEpochs.Claim[] calldata awards) private {
        for (uint256 i = 0; i < awards.length; ++i) {
            IContributionEpochs.Claim calldata award = awards[i];
            (uint256 epoch, uint256 index) = (award.epoch, award.index);
            if (isAwardCounted[epoch][index]) continue;
            require(
                _epochs.isClaimedAward(epoch, index, msg.sender, award.amount, award.proof),
                AwardNotClaimed(msg.sender, epoch, index)
            );
            uint256 payout = _epochs.payoutOf(epoch, award.amount);
            (uint256 counted, uint256 claimed) = (_countedIn[epoch] + payout, _epochs.claimedOf(epoch));
            require(counted <= claimed, AwardsExceedClaims(epoch, counted, claimed));
            isAwardCounted[epoch][index] = true;
            _countedIn[epoch] = counted;
            _countedOf[msg.sender] += payout;
            emit AwardCounted(msg.sender, epoch, index, payout);
        }
    }

    function _buy(uint256 tier, address licensee, uint256 maxPrice) private returns (uint256 id) {
        (uint256 price, uint256 toMakers) = _priceOf(tier, maxPrice);
        id = ++licenceCount;
        uint64 expires = uint64(block.timestamp) + _tiers[tier].duration; // far below 64 bits
        _licences[id] = Licence(tier.toUint32(), expires, false);
        emit LicenceBought(id, tier, licensee, msg.sender, price, toMakers, expires);
        _takePrice(price, toMakers);
        _safeMint(licensee, id);
    }

    function _priceOf(uint256 tier, uint256 maxPrice) private view returns (uint256 price, uint256 toMakers) {
        Pause.check(_pausedUntil);
        _requireTier(tier);
        require(_tiers[tier].active, TierNotActive(tier));
        (price, toMakers) = _split(tier);
        require(price <= maxPrice, PriceAboveMaximum(price, maxPrice));
    }

    /// @dev The makers' part is rounded down, so that the remainder goes to all holders.
    function _split(uint256 tier) private view returns (uint256 price, uint256 toMakers) {
        price = _tiers[tier].price;
        toMakers = Math.mulDiv(price, _tiers[tier].makersBps, WHOLE_BPS);
    }

    function _takePrice(uint256 price, uint256 toMakers) private {
        uint256 toReserve = price - toMakers;
        _asset.pull(msg.sender, price);
        if (toReserve > 0) {
            _asset.forceApprove(address(_reserve), toReserve);
            _reserve.receiveGift(toReserve);
        }
        if (toMakers > 0) _asset.safeTransfer(owner(), toMakers);
    }

    /// @dev Keeps one paid and one commons licence for each account and tier, and commons licences where they are.
    function _update(address to, uint256 id, address auth) internal override returns (address from) {
        from = super._update(to, id, auth);
        Licence storage given = _licences[id];
        if (from != address(0)) {
            require(!given.commons, LicenceNotTransferable(id));
            delete licenceOf[from][given.tier][false];
        }
        uint256 held = licenceOf[to][given.tier][given.commons];
        require(held == 0, AlreadyLicensed(to, held));
        licenceOf[to][given.tier][given.commons] = id;
    }

    function _setPausedUntil(uint32 until) private {
        _pausedUntil = until;
        emit PausedUntilSet(until);
    }

    function _setOffer(uint256 tier, uint112 price, uint112 commonsMinimum, uint16 makersBps, bool active) private {
        require(price > 0, ZeroAmount());
        require(makersBps <= WHOLE_BPS, MakersShareOutOfRange(makersBps, WHOLE_BPS));
        Tier storage t = _tiers[tier];
        (t.price, t.commonsMinimum, t.makersBps, t.active) = (price, commonsMinimum, makersBps, active);
        emit TierOfferSet(tier, price, commonsMinimum, makersBps, active);
    }

    function _requireTier(uint256 tier) private view {
        require(tier > 0 && tier <= tierCount, UnknownTier(tier));
    }
}
