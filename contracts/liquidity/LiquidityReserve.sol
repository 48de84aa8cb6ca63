// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {AlreadyDissolved, SlippageExceeded, ZeroAddress, ZeroAmount} from "../interfaces/Errors.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {IIssuance} from "../interfaces/IIssuance.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {CloneArguments} from "../libraries/CloneArguments.sol";
import {Dissolution} from "../libraries/Dissolution.sol";
import {Gifts} from "../libraries/Gifts.sol";
import {Market} from "../libraries/Market.sol";
import {Pause} from "../libraries/Pause.sol";
import {ReserveTerms} from "../libraries/ReserveTerms.sol";

/// @title LiquidityReserve
/// @notice The common reserve and its market. Documentation: {ILiquidityReserve}.
contract LiquidityReserve is ILiquidityReserve, OwnableUpgradeable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using Dissolution for Market.Book;
    using Gifts for Market.Book;
    using Market for Market.Book;
    using Market for Market.State;
    using SafeERC20 for IERC20;

    Market.Book private _book;
    uint112 public tributeOwed;
    uint112 private _minimumReserve;
    uint112 private _minimumSupply;
    address public presale;
    address public stake;
    address public treasury;
    uint128 public giftsReceived;
    uint128 public donationsReceived;
    mapping(address account => uint256) public donatedBy;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc ILiquidityReserve
    function initialize(
        address owner_,
        address presale_,
        address stake_,
        uint112 minimumSupply_,
        Terms calldata terms_
    ) external initializer {
        require(stake_ != address(0), ZeroAddress());
        ReserveTerms.check(terms_, token());
        __Ownable_init(owner_);
        (_book.dripPeriod, _book.dissolveBps) = (terms_.dripPeriod, terms_.dissolveBps);
        (treasury, presale, stake) = (owner_, presale_, stake_);
        (_minimumReserve, _minimumSupply) = (terms_.minimumReserve, minimumSupply_);
        _book.setTributes(terms_.entryTributeBps, terms_.exitTributeBps);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc ILiquidityReserve
    function setTributes(uint16 entryTributeBps_, uint16 exitTributeBps_) external onlyOwner {
        _book.setTributes(entryTributeBps_, exitTributeBps_);
    }

    /// @inheritdoc IPausable
    function pause() external onlyOwner {
        _book.setPausedUntil(Pause.start(_book.pausedUntil));
    }

    /// @inheritdoc IPausable
    function unpause() external onlyOwner {
        if (Pause.isOn(_book.pausedUntil)) _book.setPausedUntil(uint32(block.timestamp));
    }

    // ---------------------------------------------------------------- market

    /// @inheritdoc ILiquidityReserve
    function open() external nonReentrant {
        _book.requireState(MarketState.Closed);
        require(!awaitsPresale(), PresalePending(presale));
        uint256 reserve = _book.total;
        require(reserve >= _minimumReserve, ReserveTooSmall(reserve, _minimumReserve));
        IIssuance(ICdpoToken(token()).issuance()).onOpening(); // awards that wait are paid before the supply counts
        uint256 supply = _supply();
        require(supply >= _minimumSupply, SupplyTooSmall(supply, _minimumSupply));
        _open(reserve, supply + Market.DEAD_SUPPLY);
    }

    /// @inheritdoc ILiquidityReserve
    function openAtPresalePrice(uint256 price) external nonReentrant returns (uint256 taken) {
        require(msg.sender == presale, NotPresale(msg.sender));
        _book.requireState(MarketState.Closed);
        IIssuance(ICdpoToken(token()).issuance()).onOpening(); // as above
        uint256 supply = _supply() + Market.DEAD_SUPPLY;
        taken = Market.openingReserve(price, supply, reserveRatioBps());
        _open(taken, supply); // no gift was taken before
        IERC20(asset()).pull(msg.sender, taken);
    }

    /// @inheritdoc ILiquidityReserve
    function buy(
        uint256 assetIn,
        uint256 minTokensOut,
        address recipient,
        uint256 deadline
    ) public nonReentrant returns (uint256 tokensOut) {
        Market.checkOrder(token(), recipient, deadline);
        Market.State memory m = _market();
        Pause.check(_book.pausedUntil);
        uint256 tribute;
        (tokensOut, tribute) = m.quoteBuy(assetIn);
        require(tokensOut >= minTokensOut, SlippageExceeded(tokensOut, minTokensOut));
        _buy(m, assetIn, tribute, tokensOut, recipient);
    }

    /// @inheritdoc ILiquidityReserve
    function buyExact(
        uint256 tokensOut,
        uint256 maxAssetIn,
        address recipient,
        uint256 deadline
    ) external nonReentrant returns (uint256 assetIn) {
        Market.checkOrder(token(), recipient, deadline);
        Market.State memory m = _market();
        Pause.check(_book.pausedUntil);
        uint256 tribute;
        (assetIn, tribute) = m.quoteBuyExact(tokensOut);
        require(assetIn <= maxAssetIn, CostExceeded(assetIn, maxAssetIn));
        _buy(m, assetIn, tribute, tokensOut, recipient);
    }

    /// @inheritdoc ILiquidityReserve
    function buyWithPermit(
        uint256 assetIn,
        uint256 minTokensOut,
        address recipient,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 tokensOut) {
        // A permit that someone else sent first has done its work: what counts is the allowance.
        try IERC20Permit(asset()).permit(msg.sender, address(this), assetIn, deadline, v, r, s) {} catch {}
        return buy(assetIn, minTokensOut, recipient, deadline);
    }

    /// @inheritdoc ILiquidityReserve
    function sell(
        uint256 tokensIn,
        uint256 minAssetOut,
        address recipient,
        uint256 deadline
    ) external nonReentrant returns (uint256 assetOut) {
        Market.checkOrder(token(), recipient, deadline);
        Market.State memory m = _market();
        uint256 tribute;
        (assetOut, tribute) = m.quoteSell(tokensIn);
        require(assetOut >= minAssetOut, SlippageExceeded(assetOut, minAssetOut));
        _book.settle(m, m.reserve + m.pending - assetOut - tribute);
        if (tribute > 0) tributeOwed += uint112(tribute); // a part of amounts below 2^112
        emit Sold(msg.sender, recipient, tokensIn, assetOut, tribute);
        ICdpoToken(token()).redeemFrom(msg.sender, tokensIn);
        IERC20(asset()).safeTransfer(recipient, assetOut);
    }

    // ---------------------------------------------------------------- gifts

    /// @inheritdoc ILiquidityReserve
    function donate(uint256 amount, string calldata note) external {
        donateFor(msg.sender, amount, note);
    }

    /// @inheritdoc ILiquidityReserve
    function donateFor(address donor, uint256 amount, string calldata note) public nonReentrant {
        require(donor != address(0), ZeroAddress());
        Pause.check(_book.pausedUntil);
        _receiveGift(amount);
        donationsReceived += uint128(amount); // it was taken, so it is below 2^112
        donatedBy[donor] += amount;
        emit Donated(donor, msg.sender, amount, note);
        IERC20(asset()).pull(msg.sender, amount);
    }

    /// @inheritdoc ILiquidityReserve
    function receiveGift(uint256 amount) external nonReentrant {
        _receiveGift(amount);
        emit GiftReceived(msg.sender, amount);
        IERC20(asset()).pull(msg.sender, amount);
    }

    /// @inheritdoc ILiquidityReserve
    function absorb() external nonReentrant returns (uint256 amount) {
        if (awaitsPresale()) revert PresalePending(presale); // `require` would read the address always
        amount = _book.strays(IERC20(asset()), tributeOwed);
        _take(amount);
        emit Absorbed(msg.sender, amount);
    }

    /// @inheritdoc ILiquidityReserve
    function renewDrip() external nonReentrant {
        _book.requireState(MarketState.Open);
        _book.renew();
    }

    /// @inheritdoc ILiquidityReserve
    function collectTribute() external nonReentrant returns (uint256 amount) {
        amount = tributeOwed;
        require(amount > 0, ZeroAmount());
        tributeOwed = 0;
        emit TributeCollected(treasury, amount);
        IERC20(asset()).safeTransfer(treasury, amount);
    }

    // ---------------------------------------------------------------- dissolution

    /// @inheritdoc ILiquidityReserve
    function dissolve() external nonReentrant {
        _requireNotDissolved();
        IIssuance(ICdpoToken(token()).issuance()).settle();
        Dissolution.check(stake, treasury);
        uint256 total = _book.end(_book.strays(IERC20(asset()), tributeOwed));
        if (presale != address(0)) IPresale(presale).dissolve();
        Dissolution.burnTreasury(ICdpoToken(token()), treasury);
        uint256 supply = _supply();
        require(total == 0 || supply > ICdpoToken(token()).balanceOf(Market.DEAD), NobodyToRedeem(total));
        emit Dissolved(msg.sender, total, supply);
    }

    /// @inheritdoc ILiquidityReserve
    function burnTreasury() external nonReentrant returns (uint256 amount) {
        _book.requireState(MarketState.Dissolved);
        amount = Dissolution.burnTreasury(ICdpoToken(token()), treasury);
        emit TreasuryBurned(amount);
    }

    /// @inheritdoc ILiquidityReserve
    function redeem(uint256 tokensIn, address recipient) external nonReentrant returns (uint256 assetOut) {
        _book.requireState(MarketState.Dissolved);
        require(msg.sender != treasury, TreasuryCannotRedeem(msg.sender));
        Market.checkOrder(token(), recipient, block.timestamp);
        assetOut = _book.redeem(tokensIn, _supply());
        emit Redeemed(msg.sender, recipient, tokensIn, assetOut);
        ICdpoToken(token()).redeemFrom(msg.sender, tokensIn);
        IERC20(asset()).safeTransfer(recipient, assetOut);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc ILiquidityReserve
    function quoteBuy(uint256 assetIn) external view returns (uint256 tokensOut, uint256 tribute) {
        Pause.check(_book.pausedUntil);
        return _market().quoteBuy(assetIn);
    }

    /// @inheritdoc ILiquidityReserve
    function quoteBuyExact(uint256 tokensOut) external view returns (uint256 assetIn, uint256 tribute) {
        Pause.check(_book.pausedUntil);
        return _market().quoteBuyExact(tokensOut);
    }

    /// @inheritdoc ILiquidityReserve
    function quoteSell(uint256 tokensIn) external view returns (uint256 assetOut, uint256 tribute) {
        return _market().quoteSell(tokensIn);
    }

    /// @inheritdoc ILiquidityReserve
    function spotPrice() external view returns (uint256) {
        return _book.spotPrice(_supply(), reserveRatioBps());
    }

    /// @inheritdoc ILiquidityReserve
    function backing() external view returns (uint256) {
        return _book.backing(_supply());
    }

    /// @inheritdoc ILiquidityReserve
    function awaitsPresale() public view returns (bool) {
        return _book.state == MarketState.Closed && presale != address(0) && !IPresale(presale).failed();
    }

    /// @inheritdoc ILiquidityReserve
    function opening() external view returns (uint64) {
        return _book.openedAt;
    }

    /// @inheritdoc ILiquidityReserve
    function dissolvedAt() external view returns (uint64) {
        return _book.dissolvedAt;
    }

    /// @inheritdoc ILiquidityReserve
    function dissolveBps() external view returns (uint16) {
        return _book.dissolveBps;
    }

    /// @inheritdoc ILiquidityReserve
    function reserveBalance() public view returns (uint256) {
        return _book.total - _book.pending();
    }

    /// @inheritdoc ILiquidityReserve
    function pendingGifts() external view returns (uint256 pending, uint64 end) {
        return (_book.pending(), _book.dripState().end);
    }

    /// @inheritdoc ILiquidityReserve
    function drip() external view returns (DripState memory) {
        return _book.dripState();
    }

    /// @inheritdoc ILiquidityReserve
    function giftCredit() external view returns (uint256 dripped, uint256 pending) {
        return _book.giftCredit();
    }

    /// @inheritdoc ILiquidityReserve
    function terms() external view returns (Terms memory) {
        return _book.terms(asset(), reserveRatioBps(), _minimumReserve);
    }

    /// @inheritdoc ILiquidityReserve
    function marketState() external view returns (MarketState) {
        return _book.state;
    }

    /// @inheritdoc ILiquidityReserve
    function token() public view returns (address) {
        return CloneArguments.addressAt(0);
    }

    /// @inheritdoc ILiquidityReserve
    function asset() public view returns (address) {
        return CloneArguments.addressAt(20);
    }

    /// @inheritdoc ILiquidityReserve
    function reserveRatioBps() public view returns (uint16) {
        return CloneArguments.uint16At(40);
    }

    /// @inheritdoc IPausable
    function pausedUntil() external view returns (uint64) {
        return _book.pausedUntil;
    }

    // ---------------------------------------------------------------- internals

    function _open(uint256 reserve, uint256 supply) private {
        _book.open(reserve, supply);
        ICdpoToken(token()).mint(Market.DEAD, Market.DEAD_SUPPLY);
    }

    /// @dev Tokens are minted before the asset comes in: a hook of the asset sees R and S of one moment.
    function _buy(
        Market.State memory m,
        uint256 assetIn,
        uint256 tribute,
        uint256 tokensOut,
        address recipient
    ) private {
        _book.settle(m, m.reserve + m.pending + assetIn - tribute);
        if (tribute > 0) tributeOwed += uint112(tribute); // a part of amounts below 2^112
        emit Bought(msg.sender, recipient, assetIn, tokensOut, tribute);
        ICdpoToken(token()).mint(recipient, tokensOut);
        IERC20(asset()).pull(msg.sender, assetIn);
    }

    function _receiveGift(uint256 amount) private {
        _requireNotDissolved();
        if (awaitsPresale()) revert PresalePending(presale); // as above
        _take(amount);
    }

    function _requireNotDissolved() private view {
        require(_book.state != MarketState.Dissolved, AlreadyDissolved(_book.dissolvedAt));
    }

    function _take(uint256 amount) private {
        _book.take(amount, reserveRatioBps(), ICdpoToken(token()).issuance());
        giftsReceived += uint128(amount); // it was taken, so it is below 2^112
    }

    function _market() private view returns (Market.State memory) {
        _book.requireState(MarketState.Open);
        return _book.current(_supply(), reserveRatioBps());
    }

    function _supply() private view returns (uint256) {
        return ICdpoToken(token()).totalSupply();
    }
}
