// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {ERC1155Upgradeable} from "@openzeppelin/contracts-upgradeable/token/ERC1155/ERC1155Upgradeable.sol";
import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {IERC1155MetadataURI} from "@openzeppelin/contracts/token/ERC1155/extensions/IERC1155MetadataURI.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {DeadlineExpired, InvalidRecipient, ZeroAddress, ZeroAmount} from "../interfaces/Errors.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPartnerAcceptance} from "../interfaces/IPartnerAcceptance.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {Offers} from "../libraries/Offers.sol";
import {Pause} from "../libraries/Pause.sol";
import {Signatures} from "../libraries/Signatures.sol";
import {VoucherMetadata} from "./VoucherMetadata.sol";

/// @title PartnerAcceptance
/// @notice Partners' offers and their vouchers. Documentation: {IPartnerAcceptance}.
contract PartnerAcceptance is
    IPartnerAcceptance,
    ERC1155Upgradeable,
    EIP712Upgradeable,
    OwnableUpgradeable,
    ReentrancyGuardTransient
{
    using Offers for Offers.Offer;
    using SafeERC20 for IERC20;

    bytes32 private constant REDEMPTION_TYPEHASH = keccak256(
        "Redemption(address holder,uint256 offer,uint256 quantity,uint256 nonce,uint256 deadline)"
    );

    VoucherMetadata private immutable _metadata;

    IERC20 private _token;
    uint32 private _pausedUntil;
    ILiquidityReserve private _reserve;
    address public treasury;
    uint256 public offerCount;
    mapping(uint256 id => Offers.Offer) private _offers;
    mapping(address partner => uint256[]) private _offersOf;
    mapping(address holder => mapping(uint256 word => uint256)) private _usedNonces;
    mapping(address partner => mapping(address gate => bool)) public isGate;
    mapping(address partner => bool) public isVerified;

    /// @notice Deploys what writes the metadata, once for all clones.
    constructor() {
        _metadata = new VoucherMetadata();
        _disableInitializers();
    }

    /// @inheritdoc IPartnerAcceptance
    function initialize(address token_, address owner_) external initializer {
        require(token_ != address(0), ZeroAddress());
        __Ownable_init(owner_);
        _token = IERC20(token_);
        treasury = owner_;
        _reserve = ILiquidityReserve(ICdpoToken(token_).reserve());
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc IPartnerAcceptance
    function setVerified(address partner, bool verified) external onlyOwner {
        require(partner != address(0), ZeroAddress());
        isVerified[partner] = verified;
        emit PartnerVerified(partner, verified);
    }

    /// @inheritdoc IPausable
    function pause() external onlyOwner {
        _setPausedUntil(Pause.start(_pausedUntil));
    }

    /// @inheritdoc IPausable
    function unpause() external onlyOwner {
        if (Pause.isOn(_pausedUntil)) _setPausedUntil(uint32(block.timestamp));
    }

    // ---------------------------------------------------------------- partners

    /// @inheritdoc IPartnerAcceptance
    function publish(OfferTerms calldata terms) external returns (uint256 id) {
        Offers.check(terms);
        id = ++offerCount;
        _offers[id].write(terms, msg.sender);
        _offersOf[msg.sender].push(id);
        emit OfferPublished(id, msg.sender, terms);
    }

    /// @inheritdoc IPartnerAcceptance
    function withdrawOffer(uint256 id) external {
        Offers.Offer storage o = _known(id);
        require(msg.sender == o.partner, NotPartner(id, msg.sender));
        _requireServed(id, o);
        o.withdrawn = true;
        emit OfferWithdrawn(id, msg.sender);
    }

    /// @inheritdoc IPartnerAcceptance
    function setGate(address gate, bool allowed) external {
        require(gate != address(0), ZeroAddress());
        isGate[msg.sender][gate] = allowed;
        emit GateSet(msg.sender, gate, allowed);
    }

    // ---------------------------------------------------------------- holders

    /// @inheritdoc IPartnerAcceptance
    function purchase(
        uint256 id,
        uint256 quantity,
        uint256 maxCost,
        address recipient
    ) external nonReentrant returns (uint256 cost) {
        cost = _purchase(id, quantity, maxCost, recipient);
    }

    /// @inheritdoc IPartnerAcceptance
    function purchaseWithPermit(
        uint256 id,
        uint256 quantity,
        uint256 maxCost,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256 cost) {
        // Someone may have used the permit before: what counts is the allowance.
        try IERC20Permit(address(_token)).permit(msg.sender, address(this), maxCost, deadline, v, r, s) {} catch {}
        cost = _purchase(id, quantity, maxCost, recipient);
    }

    /// @inheritdoc IPartnerAcceptance
    function redeemVoucher(uint256 id, uint256 quantity) external nonReentrant {
        Offers.Offer storage o = _known(id);
        require(block.timestamp < o.validUntil, OfferEnded(id, OfferState.Expired));
        _redeem(id, o, msg.sender, quantity);
    }

    /// @inheritdoc IPartnerAcceptance
    function redeemFor(
        address holder,
        uint256 id,
        uint256 quantity,
        uint256 nonce,
        uint256 deadline,
        bytes calldata signature
    ) external nonReentrant {
        Offers.Offer storage o = _known(id);
        _requireServed(id, o);
        require(msg.sender == o.partner || isGate[o.partner][msg.sender], NotGate(id, msg.sender));
        require(block.timestamp <= deadline, DeadlineExpired(deadline, block.timestamp));
        require(!isNonceUsed(holder, nonce), NonceAlreadyUsed(holder, nonce));
        _usedNonces[holder][nonce >> 8] |= _bitOf(nonce);
        bytes32 hash = redemptionHash(holder, id, quantity, nonce, deadline);
        require(Signatures.isValid(holder, hash, signature), InvalidRedemptionSignature(holder));
        _redeem(id, o, holder, quantity);
    }

    /// @inheritdoc IPartnerAcceptance
    function returnVoucher(
        uint256 id,
        uint256 quantity,
        address recipient
    ) external nonReentrant returns (uint256 amount) {
        Offers.Offer storage o = _known(id);
        require(o.withdrawn || block.timestamp >= o.validUntil, VoucherStillValid(id, o.validUntil));
        require(
            recipient != address(0) && recipient != address(this) && recipient != address(_token),
            InvalidRecipient(recipient)
        );
        _take(id, msg.sender, quantity);
        o.returned += uint64(quantity); // taken from those sold, which are 64 bits
        amount = o.price * quantity;
        emit VouchersReturned(id, msg.sender, recipient, quantity, amount);
        _token.safeTransfer(recipient, amount);
    }

    /// @inheritdoc IPartnerAcceptance
    function cancelNonces(uint256 word, uint256 mask) external {
        _usedNonces[msg.sender][word] |= mask;
        emit NoncesCancelled(msg.sender, word, mask);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IPartnerAcceptance
    function dashboard(uint256 id) public view returns (Dashboard memory board) {
        Offers.Offer storage o = _known(id);
        board.id = id;
        board.partner = o.partner;
        board.verified = isVerified[o.partner];
        board.state = stateOf(id);
        board.terms = o.termsOf();
        (board.sold, board.redeemed, board.returned) = (o.sold, o.redeemed, o.returned);
        board.open = o.open();
        board.stockLeft = o.stock - o.sold;
        board.quotaLeft = o.quotaLeft();
        board.periodEnds = o.periodEnds();
        board.tokensWaiting = uint256(o.price) * board.open;
        (board.toPartner, board.toTreasury, board.burned) = o.split(o.redeemed);
    }

    /// @inheritdoc IPartnerAcceptance
    function dashboards(uint256 from, uint256 count) external view returns (Dashboard[] memory boards) {
        // Ids run from 1: of id 0 nothing is to be told.
        from = Math.max(from, 1);
        boards = new Dashboard[](_page(from - 1, count, offerCount));
        for (uint256 i = 0; i < boards.length; ++i) boards[i] = dashboard(from + i);
    }

    /// @inheritdoc IPartnerAcceptance
    function offersOf(address partner, uint256 from, uint256 count) external view returns (uint256[] memory ids) {
        ids = new uint256[](_page(from, count, offerCountOf(partner)));
        for (uint256 i = 0; i < ids.length; ++i) ids[i] = _offersOf[partner][from + i];
    }

    /// @inheritdoc IPartnerAcceptance
    function offerCountOf(address partner) public view returns (uint256) {
        return _offersOf[partner].length;
    }

    /// @inheritdoc IPartnerAcceptance
    function stateOf(uint256 id) public view returns (OfferState state) {
        state = _offers[id].stateOf();
        bool ends = state == OfferState.OnSale || state == OfferState.Announced;
        if (ends && _reserve.marketState() == ILiquidityReserve.MarketState.Dissolved) return OfferState.SaleOver;
    }

    /// @inheritdoc IPartnerAcceptance
    function quote(uint256 id, uint256 quantity) external view returns (uint256 cost, uint256 available) {
        Offers.Offer storage o = _known(id);
        cost = o.price * quantity;
        if (stateOf(id) == OfferState.OnSale && !Pause.isOn(_pausedUntil)) {
            available = Math.min(o.stock - o.sold, o.quotaLeft());
        }
    }

    /// @inheritdoc IPartnerAcceptance
    function redemptionHash(
        address holder,
        uint256 id,
        uint256 quantity,
        uint256 nonce,
        uint256 deadline
    ) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(REDEMPTION_TYPEHASH, holder, id, quantity, nonce, deadline)));
    }

    /// @inheritdoc IPartnerAcceptance
    function isNonceUsed(address holder, uint256 nonce) public view returns (bool) {
        return _usedNonces[holder][nonce >> 8] & _bitOf(nonce) != 0;
    }

    /// @inheritdoc IPausable
    function pausedUntil() external view returns (uint64) {
        return _pausedUntil;
    }

    /// @inheritdoc IPartnerAcceptance
    function token() external view returns (address) {
        return address(_token);
    }

    /// @notice Offer, partner, price and validity of the vouchers of offer `id` as a data URI of JSON, with a picture.
    /// Errors: UnknownOffer.
    function uri(uint256 id) public view override(ERC1155Upgradeable, IERC1155MetadataURI) returns (string memory) {
        Offers.Offer storage o = _known(id);
        IERC20Metadata t = IERC20Metadata(address(_token));
        return
            _metadata.uri(
                VoucherMetadata.Facts(id, t.name(), t.symbol(), o.name, o.uri, o.price, o.partner, o.validUntil)
            );
    }

    // ---------------------------------------------------------------- internals

    function _purchase(
        uint256 id,
        uint256 quantity,
        uint256 maxCost,
        address recipient
    ) private returns (uint256 cost) {
        Pause.check(_pausedUntil);
        require(quantity > 0, ZeroAmount());
        Offers.Offer storage o = _known(id);
        OfferState state = stateOf(id);
        require(state == OfferState.OnSale, OfferNotOnSale(id, state));
        o.sell(id, quantity);
        cost = o.price * quantity;
        require(cost <= maxCost, ILiquidityReserve.CostExceeded(cost, maxCost));
        emit VouchersBought(id, msg.sender, recipient, quantity, cost);
        _token.safeTransferFrom(msg.sender, address(this), cost);
        _mint(recipient, id, quantity, "");
    }

    function _redeem(uint256 id, Offers.Offer storage o, address holder, uint256 quantity) private {
        _take(id, holder, quantity);
        o.redeemed += uint64(quantity); // taken from those sold, which are 64 bits
        (uint256 toPartner, uint256 toTreasury, uint256 burned) = o.split(quantity);
        emit VouchersRedeemed(id, holder, msg.sender, quantity, toPartner, toTreasury, burned);
        if (burned > 0) ERC20Burnable(address(_token)).burn(burned);
        if (toTreasury > 0) _token.safeTransfer(treasury, toTreasury);
        if (toPartner > 0) _token.safeTransfer(o.partner, toPartner);
    }

    function _take(uint256 id, address holder, uint256 quantity) private {
        require(quantity > 0, ZeroAmount());
        _burn(holder, id, quantity);
    }

    function _setPausedUntil(uint32 until) private {
        _pausedUntil = until;
        emit PausedUntilSet(until);
    }

    function _known(uint256 id) private view returns (Offers.Offer storage o) {
        o = _offers[id];
        require(o.partner != address(0), UnknownOffer(id));
    }

    /// @dev Neither withdrawn nor expired: its partner still honours it.
    function _requireServed(uint256 id, Offers.Offer storage o) private view {
        OfferState state = o.stateOf();
        require(state != OfferState.Withdrawn && state != OfferState.Expired, OfferEnded(id, state));
    }

    function _page(uint256 from, uint256 count, uint256 total) private pure returns (uint256) {
        return Math.min(count, Math.saturatingSub(total, from));
    }

    function _bitOf(uint256 nonce) private pure returns (uint256) {
        return 1 << (nonce & 0xff);
    }

    /// @dev The same in all clones, so nothing is stored.
    function _EIP712Name() internal pure override returns (string memory) {
        return "PartnerAcceptance";
    }

    function _EIP712Version() internal pure override returns (string memory) {
        return "1";
    }
}
