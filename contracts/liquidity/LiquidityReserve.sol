// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {
    DeadlineExpired,
    InvalidRecipient,
    SlippageExceeded,
    UnsupportedDecimals,
    ZeroAddress,
    ZeroAmount
} from "../interfaces/Errors.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {BondingCurve} from "../libraries/BondingCurve.sol";

/// @title LiquidityReserve
/// @notice The common reserve and its market. Documentation: {ILiquidityReserve}.
contract LiquidityReserve is ILiquidityReserve, OwnableUpgradeable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint16 private constant MIN_RATIO_BPS = 100; // 1 %
    uint16 private constant MAX_RATIO_BPS = 10_000; // 100 %
    uint16 private constant MAX_TRIBUTE_BPS = 1_000; // 10 %
    uint8 private constant MIN_DECIMALS = 6;
    uint8 private constant MAX_DECIMALS = 18;
    uint256 private constant WHOLE_TOKEN = 1e18;
    uint256 private constant WHOLE_BPS = 10_000; // 100 %
    uint256 private constant DEAD_SUPPLY = 1e15; // 0.001 token
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;

    // One slot each: what every trade reads, then what it also writes.
    address public asset;
    uint16 public reserveRatioBps;
    uint16 private _entryTributeBps;
    uint16 private _exitTributeBps;
    MarketState public marketState;
    address public token;
    uint64 private _openedAt;
    uint112 private _reserve;
    uint112 private _tribute;

    address public presale;
    uint112 private _minimumReserve;
    uint112 private _minimumSupply;
    uint112 private _supplyAtOpening;
    uint256 public giftsReceived;
    uint256 public donationsReceived;
    mapping(address account => uint256) public donatedBy;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc ILiquidityReserve
    function initialize(
        address token_,
        address owner_,
        address presale_,
        uint112 minimumSupply_,
        Terms calldata terms_
    ) external initializer {
        require(token_ != address(0) && terms_.asset != address(0), ZeroAddress());
        uint8 decimals = IERC20Metadata(terms_.asset).decimals();
        require(decimals >= MIN_DECIMALS && decimals <= MAX_DECIMALS, UnsupportedDecimals(terms_.asset, decimals));
        require(
            terms_.reserveRatioBps >= MIN_RATIO_BPS && terms_.reserveRatioBps <= MAX_RATIO_BPS,
            BondingCurve.RatioOutOfRange(terms_.reserveRatioBps, MIN_RATIO_BPS, MAX_RATIO_BPS)
        );
        require(terms_.minimumReserve > 0, ZeroMinimumReserve());
        __Ownable_init(owner_);
        token = token_;
        asset = terms_.asset;
        reserveRatioBps = terms_.reserveRatioBps;
        presale = presale_;
        _minimumReserve = terms_.minimumReserve;
        _minimumSupply = minimumSupply_;
        _setTributes(terms_.entryTributeBps, terms_.exitTributeBps);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc ILiquidityReserve
    function setTributes(uint16 entryTributeBps_, uint16 exitTributeBps_) external onlyOwner {
        _setTributes(entryTributeBps_, exitTributeBps_);
    }

    /// @inheritdoc ILiquidityReserve
    function dissolve() external onlyOwner {
        marketState = MarketState.Dissolved;
        emit OrganisationDissolved();
    }

    // ---------------------------------------------------------------- opening

    /// @inheritdoc ILiquidityReserve
    function open() external nonReentrant {
        _requireState(MarketState.Closed);
        require(!awaitsPresale(), PresalePending(presale));
        require(_reserve >= _minimumReserve, ReserveTooSmall(_reserve, _minimumReserve));
        uint256 supply = _supply();
        require(supply >= _minimumSupply, SupplyTooSmall(supply, _minimumSupply));
        _open(_reserve, supply + DEAD_SUPPLY);
    }

    /// @inheritdoc ILiquidityReserve
    function openAtPresalePrice(uint256 price) external nonReentrant returns (uint256 taken) {
        require(msg.sender == presale, NotPresale(msg.sender));
        _requireState(MarketState.Closed);
        uint256 supply = _supply() + DEAD_SUPPLY;
        taken = Math.mulDiv(price * reserveRatioBps, supply, WHOLE_TOKEN * WHOLE_BPS, Math.Rounding.Ceil);
        _open(taken, supply);
        IERC20(asset).pull(msg.sender, taken);
    }

    // ---------------------------------------------------------------- trades and gifts

    /// @inheritdoc ILiquidityReserve
    function buy(
        uint256 assetIn,
        uint256 minTokensOut,
        address recipient,
        uint256 deadline
    ) external nonReentrant returns (uint256 tokensOut) {
        _checkTrade(assetIn, recipient, deadline);
        uint256 tribute;
        (tokensOut, tribute) = quoteBuy(assetIn);
        require(tokensOut >= minTokensOut, SlippageExceeded(tokensOut, minTokensOut));
        _reserve = (_reserve + assetIn - tribute).toUint112();
        _tribute = (_tribute + tribute).toUint112();
        emit Bought(msg.sender, recipient, assetIn, tokensOut, tribute);
        IERC20(asset).pull(msg.sender, assetIn);
        ICdpoToken(token).mint(recipient, tokensOut);
    }

    /// @inheritdoc ILiquidityReserve
    function sell(
        uint256 tokensIn,
        uint256 minAssetOut,
        address recipient,
        uint256 deadline
    ) external nonReentrant returns (uint256 assetOut) {
        _checkTrade(tokensIn, recipient, deadline);
        uint256 tribute;
        (assetOut, tribute) = quoteSell(tokensIn);
        require(assetOut >= minAssetOut, SlippageExceeded(assetOut, minAssetOut));
        _reserve = (_reserve - assetOut - tribute).toUint112();
        _tribute = (_tribute + tribute).toUint112();
        emit Sold(msg.sender, recipient, tokensIn, assetOut, tribute);
        ICdpoToken(token).redeemFrom(msg.sender, tokensIn);
        IERC20(asset).safeTransfer(recipient, assetOut);
    }

    /// @inheritdoc ILiquidityReserve
    function donate(uint256 amount, string calldata note) external nonReentrant {
        donationsReceived += amount;
        donatedBy[msg.sender] += amount;
        emit Donated(msg.sender, amount, note);
        _takeGift(amount);
    }

    /// @inheritdoc ILiquidityReserve
    function receiveGift(uint256 amount) external nonReentrant {
        emit GiftReceived(msg.sender, amount);
        _takeGift(amount);
    }

    /// @inheritdoc ILiquidityReserve
    function collectTribute() external nonReentrant returns (uint256 amount) {
        amount = _tribute;
        require(amount > 0, ZeroAmount());
        _tribute = 0;
        emit TributeCollected(owner(), amount);
        IERC20(asset).safeTransfer(owner(), amount);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc ILiquidityReserve
    function quoteBuy(uint256 assetIn) public view returns (uint256 tokensOut, uint256 tribute) {
        _requireState(MarketState.Open);
        tribute = _tributeOn(assetIn, _entryTributeBps);
        tokensOut = BondingCurve.quoteBuy(_supply(), _reserve, reserveRatioBps, assetIn - tribute);
        require(tokensOut > 0, TradeTooSmall(assetIn));
    }

    /// @inheritdoc ILiquidityReserve
    function quoteSell(uint256 tokensIn) public view returns (uint256 assetOut, uint256 tribute) {
        _requireState(MarketState.Open);
        uint256 gross = BondingCurve.quoteSell(_supply(), _reserve, reserveRatioBps, tokensIn);
        tribute = _tributeOn(gross, _exitTributeBps);
        assetOut = gross - tribute;
        require(assetOut > 0, TradeTooSmall(tokensIn));
    }

    /// @inheritdoc ILiquidityReserve
    function spotPrice() external view returns (uint256) {
        if (marketState == MarketState.Closed) return 0;
        return BondingCurve.spotPrice(_supply(), _reserve, reserveRatioBps);
    }

    /// @inheritdoc ILiquidityReserve
    function backing() external view returns (uint256) {
        uint256 supply = _supply();
        return supply == 0 ? 0 : Math.mulDiv(_reserve, WHOLE_TOKEN, supply);
    }

    /// @inheritdoc ILiquidityReserve
    function awaitsPresale() public view returns (bool) {
        return marketState == MarketState.Closed && presale != address(0) && !IPresale(presale).failed();
    }

    /// @inheritdoc ILiquidityReserve
    function opening() external view returns (uint64 openedAt, uint112 supplyAtOpening) {
        return (_openedAt, _supplyAtOpening);
    }

    /// @inheritdoc ILiquidityReserve
    function reserveBalance() external view returns (uint256) {
        return _reserve;
    }

    /// @inheritdoc ILiquidityReserve
    function tributeOwed() external view returns (uint256) {
        return _tribute;
    }

    /// @inheritdoc ILiquidityReserve
    function terms() external view returns (Terms memory) {
        return Terms(asset, reserveRatioBps, _minimumReserve, _entryTributeBps, _exitTributeBps);
    }

    // ---------------------------------------------------------------- internals

    function _takeGift(uint256 amount) private {
        require(amount > 0, ZeroAmount());
        require(!awaitsPresale(), PresalePending(presale));
        require(marketState != MarketState.Dissolved, WrongMarketState(marketState, MarketState.Open));
        _reserve = (_reserve + amount).toUint112();
        giftsReceived += amount;
        IERC20(asset).pull(msg.sender, amount);
    }

    function _open(uint256 reserve, uint256 supply) private {
        marketState = MarketState.Open;
        _openedAt = uint64(block.timestamp); // 64 bits of seconds never overflow
        _reserve = reserve.toUint112();
        _supplyAtOpening = supply.toUint112();
        emit MarketOpened(reserve, supply);
        ICdpoToken(token).mint(DEAD, DEAD_SUPPLY);
    }

    function _checkTrade(uint256 amountIn, address recipient, uint256 deadline) private view {
        require(block.timestamp <= deadline, DeadlineExpired(deadline, block.timestamp));
        require(amountIn > 0, ZeroAmount());
        require(
            recipient != address(0) && recipient != address(this) && recipient != token,
            InvalidRecipient(recipient)
        );
    }

    function _requireState(MarketState needed) private view {
        require(marketState == needed, WrongMarketState(marketState, needed));
    }

    function _supply() private view returns (uint256) {
        return ICdpoToken(token).totalSupply();
    }

    /// @dev Rounded up: a tribute never rounds to nothing.
    function _tributeOn(uint256 amount, uint16 bps) private pure returns (uint256) {
        return Math.mulDiv(amount, bps, WHOLE_BPS, Math.Rounding.Ceil);
    }

    function _setTributes(uint16 entryTributeBps_, uint16 exitTributeBps_) private {
        require(entryTributeBps_ <= MAX_TRIBUTE_BPS, TributeOutOfRange(entryTributeBps_, MAX_TRIBUTE_BPS));
        require(exitTributeBps_ <= MAX_TRIBUTE_BPS, TributeOutOfRange(exitTributeBps_, MAX_TRIBUTE_BPS));
        _entryTributeBps = entryTributeBps_;
        _exitTributeBps = exitTributeBps_;
        emit TributesSet(entryTributeBps_, exitTributeBps_);
    }
}
