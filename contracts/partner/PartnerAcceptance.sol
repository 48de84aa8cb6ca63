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
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {InvalidRecipient, ZeroAddress, ZeroAmount} from "../interfaces/Errors.sol";
import {IERC7572} from "../interfaces/IERC7572.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPartnerAcceptance} from "../interfaces/IPartnerAcceptance.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {CloneArguments} from "../libraries/CloneArguments.sol";
import {Gates} from "../libraries/Gates.sol";
import {Offers} from "../libraries/Offers.sol";
import {Pause} from "../libraries/Pause.sol";
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
    using Gates for Gates.Book;
    using Offers for Offers.Offer;
    using SafeERC20 for IERC20;

    bytes32 private constant REDEMPTION_TYPEHASH = keccak256(
        "Redemption(address holder,uint256 offer,uint256 quantity,uint256 nonce,uint256 deadline)"
    );

    uint256 private constant NO_NONCE = type(uint256).max;

    VoucherMetadata private immutable _metadata;

    uint32 private _pausedUntil;
    uint256 public offerCount;
    mapping(uint256 id => Offers.Offer) private _offers;
    Gates.Book private _gates;
    mapping(address partner => string) public partnerName;

    /// @notice Deploys what writes the metadata, once for all clones.
    constructor() {
        _metadata = new VoucherMetadata();
        _disableInitializers();
    }

    /// @inheritdoc IPartnerAcceptance
    function initialize() external initializer {
        require(token() != address(0), ZeroAddress());
        __Ownable_init(treasury());
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc IPartnerAcceptance
    function setVerified(address partner, string calldata name_) external onlyOwner {
        require(partner != address(0), ZeroAddress());
        if (bytes(name_).length > 0) _metadata.checkName(name_);
        partnerName[partner] = name_;
        emit PartnerVerified(partner, name_);
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
        _metadata.check(terms.name, terms.uri);
        id = ++offerCount;
        _offers[id].write(terms, msg.sender);
        emit OfferPublished(id, msg.sender, terms);
        emit URI(uri(id), id);
    }

    /// @inheritdoc IPartnerAcceptance
    function withdrawOffer(uint256 id) external {
        Offers.Offer storage o = _known(id);
        require(msg.sender == o.partner, NotPartner(id, msg.sender));
        require(o.isServed(), OfferEnded(id, o.stateOf()));
        o.withdrawn = true;
        emit OfferWithdrawn(id, msg.sender);
    }

    /// @inheritdoc IPartnerAcceptance
    function setGate(address gate, bool allowed) external {
        _gates.set(gate, allowed);
    }

    /// @inheritdoc IPartnerAcceptance
    function refreshURI(uint256 id) external {
        emit URI(uri(id), id);
    }

    // ---------------------------------------------------------------- holders

    /// @inheritdoc IPartnerAcceptance
    function purchase(
        uint256 id,
        uint256 quantity,
        bytes32 termsHash,
        address recipient
    ) external nonReentrant returns (uint256 cost) {
        cost = _purchase(id, quantity, termsHash, recipient);
    }

    /// @inheritdoc IPartnerAcceptance
    function purchaseWithPermit(
        uint256 id,
        uint256 quantity,
        bytes32 termsHash,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256 cost) {
        // A product that wraps fits no permit, and is refused by the stock below.
        unchecked {
            cost = _known(id).price * quantity;
        }
        // Someone may have used the permit before: what counts is the allowance.
        try IERC20Permit(token()).permit(msg.sender, address(this), cost, deadline, v, r, s) {} catch {}
        cost = _purchase(id, quantity, termsHash, recipient);
    }

    /// @inheritdoc IPartnerAcceptance
    function redeemVoucher(uint256 id, uint256 quantity) external nonReentrant {
        Offers.Offer storage o = _known(id);
        require(block.timestamp < o.validUntil, OfferEnded(id, OfferState.Expired));
        require(quantity > 0, ZeroAmount());
        _redeem(id, msg.sender, quantity, NO_NONCE);
    }

    /// @inheritdoc IPartnerAcceptance
    function redeemFor(Redemption calldata code) external nonReentrant {
        Outcome outcome = _redeemCode(code);
        require(outcome == Outcome.Redeemed, CodeRefused(code.holder, code.nonce, outcome));
    }

    /// @inheritdoc IPartnerAcceptance
    function redeemMany(Redemption[] calldata codes) external nonReentrant returns (Outcome[] memory outcomes) {
        outcomes = new Outcome[](codes.length);
        for (uint256 i = 0; i < codes.length; ++i) {
            Redemption calldata code = codes[i];
            outcomes[i] = _redeemCode(code);
            if (outcomes[i] == Outcome.Redeemed) continue;
            emit RedemptionRefused(code.offer, code.holder, msg.sender, code.nonce, outcomes[i]);
        }
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
            recipient != address(0) && recipient != address(this) && recipient != token(),
            InvalidRecipient(recipient)
        );
        require(quantity > 0, ZeroAmount());
        _burn(msg.sender, id, quantity);
        o.returned += uint64(quantity); // taken from those sold, which are 64 bits
        uint256 fee = o.feeOf(quantity);
        amount = o.price * quantity - fee;
        emit VouchersReturned(id, msg.sender, recipient, quantity, amount, fee);
        if (fee > 0) IERC20(token()).safeTransfer(treasury(), fee);
        IERC20(token()).safeTransfer(recipient, amount);
    }

    /// @inheritdoc IPartnerAcceptance
    function cancelNonces(uint256 word, uint256 mask) external {
        _gates.cancel(word, mask);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IPartnerAcceptance
    function dashboard(uint256 id) external view returns (Dashboard memory) {
        Offers.Offer storage o = _known(id);
        return o.dashboard(id, stateOf(id), isVerified(o.partner));
    }

    /// @inheritdoc IPartnerAcceptance
    function stateOf(uint256 id) public view returns (OfferState state) {
        state = _offers[id].stateOf();
        bool ends = state == OfferState.OnSale || state == OfferState.Announced;
        if (ends && _reserve().marketState() == ILiquidityReserve.MarketState.Dissolved) return OfferState.SaleOver;
    }

    /// @inheritdoc IPartnerAcceptance
    function quote(
        uint256 id,
        uint256 quantity,
        address account
    ) external view returns (uint256 cost, uint256 available) {
        Offers.Offer storage o = _known(id);
        cost = o.price * quantity;
        if (stateOf(id) == OfferState.OnSale && !Pause.isOn(_pausedUntil)) available = o.available(account);
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
    function isNonceUsed(address holder, uint256 nonce) external view returns (bool) {
        return _gates.isUsed(holder, nonce);
    }

    /// @inheritdoc IPartnerAcceptance
    function isGate(address partner, address gate) external view returns (bool) {
        return _gates.isGate[partner][gate];
    }

    /// @inheritdoc IPausable
    function pausedUntil() external view returns (uint64) {
        return _pausedUntil;
    }

    /// @inheritdoc IPartnerAcceptance
    function isVerified(address partner) public view returns (bool) {
        return bytes(partnerName[partner]).length > 0;
    }

    /// @inheritdoc IPartnerAcceptance
    function totalSupply(uint256 id) external view returns (uint256) {
        return _offers[id].open();
    }

    /// @inheritdoc IPartnerAcceptance
    function name() public view returns (string memory) {
        return string.concat(IERC20Metadata(token()).name(), " voucher");
    }

    /// @inheritdoc IPartnerAcceptance
    function symbol() public view returns (string memory) {
        return string.concat(IERC20Metadata(token()).symbol(), "-V");
    }

    /// @inheritdoc IERC7572
    function contractURI() external view returns (string memory) {
        return _metadata.collection(name(), symbol());
    }

    /// @inheritdoc IPartnerAcceptance
    function token() public view returns (address) {
        return CloneArguments.addressAt(0);
    }

    /// @inheritdoc IPartnerAcceptance
    function treasury() public view returns (address) {
        return CloneArguments.addressAt(40);
    }

    /// @notice Offer, partner, price and validity of the vouchers of offer `id` as a data URI of JSON, with a picture.
    /// Errors: UnknownOffer.
    function uri(uint256 id) public view override(ERC1155Upgradeable, IERC1155MetadataURI) returns (string memory) {
        Offers.Offer storage o = _known(id);
        IERC20Metadata t = IERC20Metadata(token());
        return
            _metadata.uri(
                VoucherMetadata.Facts({
                    id: id,
                    organisation: t.name(),
                    symbol: t.symbol(),
                    name: o.name,
                    uri: o.uri,
                    price: o.price,
                    partner: o.partner,
                    partnerName: partnerName[o.partner],
                    validUntil: o.validUntil,
                    feeBps: o.feeBps,
                    bound: o.bound
                })
            );
    }

    // ---------------------------------------------------------------- internals

    function _purchase(
        uint256 id,
        uint256 quantity,
        bytes32 termsHash,
        address recipient
    ) private returns (uint256 cost) {
        Pause.check(_pausedUntil);
        require(quantity > 0, ZeroAmount());
        Offers.Offer storage o = _known(id);
        require(termsHash == o.termsHash, OfferTermsMismatch(id, o.termsHash, termsHash));
        OfferState state = stateOf(id);
        require(state == OfferState.OnSale, OfferNotOnSale(id, state));
        o.sell(id, quantity, recipient);
        cost = o.price * quantity;
        emit VouchersBought(id, msg.sender, recipient, quantity, cost);
        IERC20(token()).safeTransferFrom(msg.sender, address(this), cost);
        _mint(recipient, id, quantity, "");
    }

    function _redeemCode(Redemption calldata code) private returns (Outcome outcome) {
        Offers.Offer storage o = _offers[code.offer];
        require(_gates.serves(msg.sender, o.partner), NotGate(code.offer, msg.sender));
        bytes32 hash = redemptionHash(code.holder, code.offer, code.signed, code.nonce, code.deadline);
        outcome = _gates.outcomeOf(o, code, balanceOf(code.holder, code.offer), hash);
        if (outcome != Outcome.Redeemed) return outcome;
        _gates.use(code.holder, code.nonce);
        _redeem(code.offer, code.holder, code.quantity, code.nonce);
    }

    function _redeem(uint256 id, address holder, uint256 quantity, uint256 nonce) private {
        _burn(holder, id, quantity);
        Offers.Offer storage o = _offers[id];
        o.redeemed += uint64(quantity); // taken from those sold, which are 64 bits
        Offers.Split memory parts = o.split(quantity);
        emit VouchersRedeemed(id, holder, msg.sender, quantity, nonce, parts.toPartner, parts.toTreasury, parts.burned);
        if (parts.burned > 0) ERC20Burnable(token()).burn(parts.burned);
        if (parts.toTreasury > 0) IERC20(token()).safeTransfer(treasury(), parts.toTreasury);
        if (parts.toPartner > 0) IERC20(token()).safeTransfer(o.partner, parts.toPartner);
    }

    /// @dev Keeps bound vouchers where they are: they are bought, redeemed and returned, and nothing else.
    function _update(address from, address to, uint256[] memory ids, uint256[] memory values) internal override {
        if (from != address(0) && to != address(0)) {
            for (uint256 i = 0; i < ids.length; ++i) require(!_offers[ids[i]].bound, VoucherBound(ids[i]));
        }
        super._update(from, to, ids, values);
    }

    function _setPausedUntil(uint32 until) private {
        _pausedUntil = until;
        emit PausedUntilSet(until);
    }

    function _known(uint256 id) private view returns (Offers.Offer storage o) {
        o = _offers[id];
        require(o.partner != address(0), UnknownOffer(id));
    }

    function _reserve() private view returns (ILiquidityReserve) {
        return ILiquidityReserve(CloneArguments.addressAt(20));
    }

    /// @dev The same in all clones, so nothing is stored.
    function _EIP712Name() internal pure override returns (string memory) {
        return "PartnerAcceptance";
    }

    function _EIP712Version() internal pure override returns (string memory) {
        return "1";
    }
}
