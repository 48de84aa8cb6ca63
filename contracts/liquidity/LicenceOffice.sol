// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {ERC721Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC721/ERC721Upgradeable.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {InvalidRecipient, ZeroAddress, ZeroAmount} from "../interfaces/Errors.sol";
import {IContributionEpochs} from "../interfaces/IContributionEpochs.sol";
import {IERC5643} from "../interfaces/IERC5643.sol";
import {IERC7572} from "../interfaces/IERC7572.sol";
import {ILicenceOffice} from "../interfaces/ILicenceOffice.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IRecognition} from "../interfaces/IRecognition.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {CloneArguments} from "../libraries/CloneArguments.sol";
import {CountedAwards} from "../libraries/CountedAwards.sol";
import {LicenceTiers} from "../libraries/LicenceTiers.sol";
import {Pause} from "../libraries/Pause.sol";
import {PublicText} from "../libraries/PublicText.sol";
import {LicenceMetadata} from "./LicenceMetadata.sol";

/// @title LicenceOffice
/// @notice Licences for outsiders and commoners. Documentation: {ILicenceOffice}.
contract LicenceOffice is ILicenceOffice, ERC721Upgradeable, OwnableUpgradeable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using CountedAwards for CountedAwards.Book;
    using LicenceTiers for LicenceTiers.Book;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint256 private constant MAX_SOURCES = 4;
    bytes4 private constant ERC4906_ID = 0x49064906;
    bytes4 private constant ERC5192_ID = 0xb45a3c0e;

    LicenceMetadata private immutable _metadata;

    uint32 private _pausedUntil;
    uint256 public licenceCount;
    address[] private _sources;
    LicenceTiers.Book private _tiers;
    mapping(uint256 id => Licence) private _licences;
    mapping(address account => mapping(uint256 tier => uint256)) public licenceOf;
    mapping(address contributor => mapping(uint256 tier => CommonsUse)) private _commonsUse;
    CountedAwards.Book private _counted;

    /// @notice Deploys what writes the metadata, once for all clones.
    constructor() {
        _metadata = new LicenceMetadata();
        _disableInitializers();
    }

    /// @inheritdoc ILicenceOffice
    function initialize(address registry_) external initializer {
        require(registry_ != address(0) && address(_reserve()) != address(0), ZeroAddress());
        __Ownable_init(treasury());
        _sources.push(registry_);
        emit RecognitionSourcesSet(_sources);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc ILicenceOffice
    function addTier(Tier calldata terms) external onlyOwner returns (uint256 tier) {
        PublicText.checkName(terms.name);
        PublicText.checkLink(terms.termsURI);
        tier = _tiers.add(terms);
    }

    /// @inheritdoc ILicenceOffice
    function setTierOffer(
        uint256 tier,
        uint112 price,
        uint112 commonsMinimum,
        uint16 makersBps,
        bool active
    ) external onlyOwner {
        _tiers.setOffer(tier, price, commonsMinimum, makersBps, active);
    }

    /// @inheritdoc ILicenceOffice
    function setRecognitionSources(address[] calldata sources) external onlyOwner {
        require(sources.length <= MAX_SOURCES, TooManySources(sources.length, MAX_SOURCES));
        for (uint256 i = 0; i < sources.length; ++i) {
            require(sources[i] != address(0), ZeroAddress());
            for (uint256 j = 0; j < i; ++j) require(sources[j] != sources[i], SourceNamedTwice(sources[i]));
        }
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
        try IERC20Permit(address(_asset())).permit(msg.sender, address(this), maxPrice, deadline, v, r, s) {} catch {}
        id = _buy(tier, licensee, maxPrice);
    }

    /// @inheritdoc IERC5643
    function renewSubscription(uint256 id, uint64 duration) external nonReentrant {
        address licensee = _requireOwned(id);
        uint256 tier = _licences[id].tier;
        require(duration == _tiers.get(tier).duration, NotTierDuration(duration, _tiers.get(tier).duration));
        _buy(tier, licensee, type(uint256).max);
    }

    /// @inheritdoc ILicenceOffice
    function claimCommons(
        uint256 tier,
        address licensee,
        IContributionEpochs.Claim[] calldata awards
    ) external nonReentrant returns (uint256 id) {
        uint256 minimum = _tiers.get(tier).commonsMinimum;
        require(minimum > 0, TierNotForCommons(tier));
        _counted.count(_epochs(), awards);
        uint256 recognised = recognisedOf(msg.sender);
        require(recognised >= minimum, NotEnoughRecognised(msg.sender, recognised, minimum));
        CommonsUse memory use = _commonsUse[msg.sender][tier];
        require(
            use.licensee == licensee || block.timestamp >= use.until,
            CommonsLicenceInUse(msg.sender, use.licensee, use.until)
        );
        uint64 until = uint64(block.timestamp) + _tiers.get(tier).duration; // far below 64 bits
        _commonsUse[msg.sender][tier] = CommonsUse(licensee, until);
        id = licenceOf[licensee][tier];
        uint64 expires = uint64(Math.max(_licences[id].expires, until));
        (id, ) = _give(tier, licensee, expires);
        emit CommonsLicenceClaimed(id, tier, licensee, msg.sender, recognised, expires);
    }

    /// @inheritdoc IERC5643
    function cancelSubscription(uint256 id) external {
        address licensee = _requireOwned(id);
        require(msg.sender == licensee, NotLicensee(id, msg.sender));
        uint64 expires = uint64(Math.min(_licences[id].expires, block.timestamp));
        _give(_licences[id].tier, licensee, expires);
    }

    // ---------------------------------------------------------------- makers

    /// @inheritdoc ILicenceOffice
    function collectMakersPart(address recipient) external nonReentrant returns (uint256 amount) {
        require(recipient == treasury() || msg.sender == treasury(), NotTreasury(msg.sender));
        require(recipient != address(0) && recipient != address(this), InvalidRecipient(recipient));
        amount = makersDue();
        require(amount > 0, ZeroAmount());
        emit MakersPartCollected(recipient, amount);
        _asset().safeTransfer(recipient, amount);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IPausable
    function pausedUntil() external view returns (uint64) {
        return _pausedUntil;
    }

    /// @inheritdoc ILicenceOffice
    function isLicensed(address account, uint256 tier) external view returns (bool) {
        return block.timestamp < _licences[licenceOf[account][tier]].expires;
    }

    /// @inheritdoc ILicenceOffice
    function licencesOf(address account, uint256 from, uint256 count) external view returns (uint256[] memory ids) {
        from = Math.max(from, 1);
        ids = new uint256[](Math.min(count, Math.saturatingSub(_tiers.count + 1, from)));
        for (uint256 i = 0; i < ids.length; ++i) ids[i] = licenceOf[account][from + i];
    }

    /// @inheritdoc ILicenceOffice
    function commonsUseOf(address contributor, uint256 tier) external view returns (CommonsUse memory) {
        return _commonsUse[contributor][tier];
    }

    /// @inheritdoc ILicenceOffice
    function licence(uint256 id) external view returns (Licence memory) {
        return _licences[id];
    }

    /// @inheritdoc ILicenceOffice
    function tierOf(uint256 tier) external view returns (Tier memory) {
        return _tiers.get(tier);
    }

    /// @inheritdoc ILicenceOffice
    function tierCount() external view returns (uint256) {
        return _tiers.count;
    }

    /// @inheritdoc ILicenceOffice
    function quote(uint256 tier) external view returns (uint256 price, uint256 toMakers, uint256 toReserve) {
        (price, toMakers) = _tiers.split(tier);
        toReserve = price - toMakers;
    }

    /// @inheritdoc ILicenceOffice
    function recognisedOf(address account) public view returns (uint256 recognised) {
        recognised = _counted.sumOf[account];
        for (uint256 i = 0; i < _sources.length; ++i) recognised += IRecognition(_sources[i]).recognisedOf(account);
    }

    /// @inheritdoc ILicenceOffice
    function isAwardCounted(uint256 epoch, uint256 index) external view returns (bool) {
        return _counted.isCounted[epoch][index];
    }

    /// @inheritdoc ILicenceOffice
    function recognitionSources() external view returns (address[] memory) {
        return _sources;
    }

    /// @inheritdoc IERC5643
    function expiresAt(uint256 id) external view returns (uint64) {
        _requireOwned(id);
        return _licences[id].expires;
    }

    /// @inheritdoc IERC5643
    function isRenewable(uint256 id) external view returns (bool) {
        _requireOwned(id);
        Tier storage t = _tiers.get(_licences[id].tier);
        return t.active && !Pause.isOn(_pausedUntil) && _extended(id, t.duration) <= _latest(t.duration);
    }

    /// @inheritdoc ILicenceOffice
    function locked(uint256 id) external view returns (bool) {
        _requireOwned(id);
        return true;
    }

    /// @inheritdoc ILicenceOffice
    function treasury() public view returns (address) {
        return CloneArguments.addressAt(40);
    }

    /// @inheritdoc ILicenceOffice
    function makersDue() public view returns (uint256) {
        return _asset().balanceOf(address(this));
    }

    /// @notice The token's name and "licence".
    function name() public view override returns (string memory) {
        return string.concat(_token().name(), " licence");
    }

    /// @notice The token's symbol and "-L".
    function symbol() public view override returns (string memory) {
        return string.concat(_token().symbol(), "-L");
    }

    /// @inheritdoc IERC7572
    function contractURI() external view returns (string memory) {
        return _metadata.collection(name(), symbol());
    }

    /// @notice Name, tier, terms and expiry of licence `id` as a data URI of JSON, with a picture.
    function tokenURI(uint256 id) public view override returns (string memory) {
        _requireOwned(id);
        Licence storage given = _licences[id];
        Tier storage t = _tiers.get(given.tier);
        return _metadata.uri(LicenceMetadata.Facts(id, name(), t.name, t.termsURI, t.termsHash, given.expires));
    }

    /// @notice Reverts, as there is nothing that who is approved could do.
    function approve(address, uint256 id) public pure override(ERC721Upgradeable, IERC721) {
        revert LicenceNotTransferable(id);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC721Upgradeable, IERC165) returns (bool) {
        return
            interfaceId == ERC4906_ID ||
            interfaceId == ERC5192_ID ||
            interfaceId == type(IERC5643).interfaceId ||
            super.supportsInterface(interfaceId);
    }

    // ---------------------------------------------------------------- internals

    /// @dev Licences are given, and never move.
    function _update(address to, uint256 id, address auth) internal override returns (address) {
        require(_ownerOf(id) == address(0), LicenceNotTransferable(id));
        return super._update(to, id, auth);
    }

    function _buy(uint256 tier, address licensee, uint256 maxPrice) private returns (uint256 id) {
        (uint256 price, uint256 toMakers) = _priceOf(tier, maxPrice);
        uint64 duration = _tiers.get(tier).duration;
        id = licenceOf[licensee][tier];
        uint64 expires = _extended(id, duration);
        require(expires <= _latest(duration), ExtensionTooLong(id, expires, _latest(duration)));
        bool isNew;
        (id, isNew) = _give(tier, licensee, expires);
        if (isNew) emit LicenceBought(id, tier, licensee, msg.sender, price, toMakers, expires);
        else emit LicenceRenewed(id, tier, licensee, msg.sender, price, toMakers, expires);
        _takePrice(price, toMakers);
    }

    /// @dev Makes the licence of `licensee` end at `expires`, and gives one to who has none.
    function _give(uint256 tier, address licensee, uint64 expires) private returns (uint256 id, bool isNew) {
        id = licenceOf[licensee][tier];
        isNew = id == 0;
        if (isNew) {
            id = ++licenceCount;
            licenceOf[licensee][tier] = id;
            _licences[id] = Licence(tier.toUint32(), expires);
            _mint(licensee, id);
            emit Locked(id);
        } else {
            _licences[id].expires = expires;
            emit IERC4906.MetadataUpdate(id);
        }
        emit SubscriptionUpdate(id, expires);
    }

    /// @dev When a licence ends that is extended now: licence 0, which is none, begins now.
    function _extended(uint256 id, uint64 duration) private view returns (uint64) {
        return uint64(Math.max(_licences[id].expires, block.timestamp)) + duration; // at most two durations from now
    }

    function _latest(uint64 duration) private view returns (uint64) {
        return uint64(block.timestamp) + 2 * duration; // 20 years from now at most
    }

    function _priceOf(uint256 tier, uint256 maxPrice) private view returns (uint256 price, uint256 toMakers) {
        Pause.check(_pausedUntil);
        require(_tiers.get(tier).active, TierNotActive(tier));
        (price, toMakers) = _tiers.split(tier);
        require(price <= maxPrice, PriceAboveMaximum(price, maxPrice));
    }

    /// @dev What is the makers' stays here until it is collected, so that nothing of theirs can stop a sale.
    function _takePrice(uint256 price, uint256 toMakers) private {
        uint256 toReserve = price - toMakers;
        IERC20 asset = _asset();
        asset.pull(msg.sender, price);
        if (toReserve == 0) return;
        asset.forceApprove(address(_reserve()), toReserve);
        _reserve().receiveGift(toReserve);
    }

    function _setPausedUntil(uint32 until) private {
        _pausedUntil = until;
        emit PausedUntilSet(until);
    }

    // ---------------------------------------------------------------- fixed at launch

    function _reserve() private view returns (ILiquidityReserve) {
        return ILiquidityReserve(CloneArguments.addressAt(0));
    }

    function _epochs() private view returns (IContributionEpochs) {
        return IContributionEpochs(CloneArguments.addressAt(20));
    }

    function _asset() private view returns (IERC20) {
        return IERC20(_reserve().asset());
    }

    function _token() private view returns (IERC20Metadata) {
        return IERC20Metadata(_reserve().token());
    }
}
