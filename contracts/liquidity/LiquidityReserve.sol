// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {
    AlreadyDissolved,
    DeadlineExpired,
    InvalidRecipient,
    SlippageExceeded,
    UnsupportedDecimals,
    ZeroAddress,
    ZeroAmount
} from "../interfaces/Errors.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {BondingCurve} from "../libraries/BondingCurve.sol";
import {Market} from "../libraries/Market.sol";
import {Pause} from "../libraries/Pause.sol";

/// @title LiquidityReserve
/// @notice The common reserve and its market. Documentation: {ILiquidityReserve}.
contract LiquidityReserve is ILiquidityReserve, OwnableUpgradeable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using Market for Market.Book;
    using Market for Market.State;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint16 private constant MIN_RATIO_BPS = 100; // 1 %
    uint16 private constant MAX_RATIO_BPS = 10_000; // 100 %
    uint16 private constant MAX_TRIBUTE_BPS = 1_000; // 10 %
    uint32 private constant MIN_DRIP_PERIOD = 1 days;
    uint32 private constant MAX_DRIP_PERIOD = 90 days;
    uint16 private constant MIN_DISSOLVE_BPS = 5_000; // 50 %
    uint16 private constant MAX_DISSOLVE_BPS = 9_500; // 95 %
    uint64 private constant DISSOLUTION_NOTICE = 14 days;
    uint64 private constant DISSOLUTION_TERM = 14 days;
    uint8 private constant MIN_DECIMALS = 6;
    uint8 private constant MAX_DECIMALS = 18;
    uint256 private constant WHOLE_TOKEN = 1e18;
    uint256 private constant DEAD_SUPPLY = 1e15; // 0.001 token
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;

    Market.Book private _book;
    uint112 public tributeOwed;
    uint112 private _minimumReserve;
    uint32 private _dripPeriod;
    uint112 private _minimumSupply;
    uint112 private _supplyAtOpening;
    uint32 private _dissolvedAt;
    uint128 public giftsReceived;
    uint128 public donationsReceived;
    address public presale;
    uint16 private _dissolveBps;
    uint64 private _dissolvableAt;
    uint128 private _locked;
    uint128 private _neededAtNotice;
    mapping(address holder => uint256) public lockedOf;
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
        require(terms_.asset != token_, AssetIsOwnToken(token_));
        uint8 decimals = IERC20Metadata(terms_.asset).decimals();
        require(decimals >= MIN_DECIMALS && decimals <= MAX_DECIMALS, UnsupportedDecimals(terms_.asset, decimals));
        require(
            terms_.reserveRatioBps >= MIN_RATIO_BPS && terms_.reserveRatioBps <= MAX_RATIO_BPS,
            BondingCurve.RatioOutOfRange(terms_.reserveRatioBps, MIN_RATIO_BPS, MAX_RATIO_BPS)
        );
        require(terms_.minimumReserve > 0, ZeroMinimumReserve());
        require(
            terms_.dripPeriod >= MIN_DRIP_PERIOD && terms_.dripPeriod <= MAX_DRIP_PERIOD,
            DripPeriodOutOfRange(terms_.dripPeriod)
        );
        require(
            terms_.dissolveBps >= MIN_DISSOLVE_BPS && terms_.dissolveBps <= MAX_DISSOLVE_BPS,
            DissolveBpsOutOfRange(terms_.dissolveBps)
        );
        __Ownable_init(owner_);
        _book.token = token_;
        _book.asset = terms_.asset;
        _book.ratioBps = terms_.reserveRatioBps;
        _dripPeriod = terms_.dripPeriod;
        _dissolveBps = terms_.dissolveBps;
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

    /// @inheritdoc IPausable
    function pause() external onlyOwner {
        _setPausedUntil(Pause.start(_book.pausedUntil));
    }

    /// @inheritdoc IPausable
    function unpause() external onlyOwner {
        if (Pause.isOn(_book.pausedUntil)) _setPausedUntil(uint32(block.timestamp));
    }

    // ---------------------------------------------------------------- opening

    /// @inheritdoc ILiquidityReserve
    function open() external nonReentrant {
        _requireState(MarketState.Closed);
        require(!awaitsPresale(), PresalePending(presale));
        uint256 reserve = _book.total;
        require(reserve >= _minimumReserve, ReserveTooSmall(reserve, _minimumReserve));
        uint256 supply = _supply();
        require(supply >= _minimumSupply, SupplyTooSmall(supply, _minimumSupply));
        _open(reserve, supply + DEAD_SUPPLY);
    }

    /// @inheritdoc ILiquidityReserve
    function openAtPresalePrice(uint256 price) external nonReentrant returns (uint256 taken) {
        require(msg.sender == presale, NotPresale(msg.sender));
        _requireState(MarketState.Closed);
        uint256 supply = _supply() + DEAD_SUPPLY;
        taken = Math.mulDiv(price * _book.ratioBps, supply, WHOLE_TOKEN * Market.WHOLE_BPS, Math.Rounding.Ceil);
        uint256 gifts = _book.total;
        _book.total = taken.toUint112();
        if (gifts > 0) _book.joinGift(gifts, _dripPeriod);
        _open(taken, supply);
        IERC20(_book.asset).pull(msg.sender, taken);
    }

    // ---------------------------------------------------------------- trades

    /// @inheritdoc ILiquidityReserve
    function buy(
        uint256 assetIn,
        uint256 minTokensOut,
        address recipient,
        uint256 deadline
    ) public nonReentrant returns (uint256 tokensOut) {
        Market.State memory m = _checkedMarket(recipient, deadline);
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
        Market.State memory m = _checkedMarket(recipient, deadline);
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
        try IERC20Permit(_book.asset).permit(msg.sender, address(this), assetIn, deadline, v, r, s) {} catch {}
        return buy(assetIn, minTokensOut, recipient, deadline);
    }

    /// @inheritdoc ILiquidityReserve
    function sell(
        uint256 tokensIn,
        uint256 minAssetOut,
        address recipient,
        uint256 deadline
    ) external nonReentrant returns (uint256 assetOut) {
        Market.State memory m = _checkedMarket(recipient, deadline);
        uint256 tribute;
        (assetOut, tribute) = m.quoteSell(tokensIn);
        require(assetOut >= minAssetOut, SlippageExceeded(assetOut, minAssetOut));
        _book.settle(m, m.reserve + m.pending - assetOut - tribute);
        _owe(tribute);
        emit Sold(msg.sender, recipient, tokensIn, assetOut, tribute);
        ICdpoToken(_book.token).redeemFrom(msg.sender, tokensIn);
        IERC20(_book.asset).safeTransfer(recipient, assetOut);
    }

    // ---------------------------------------------------------------- gifts

    /// @inheritdoc ILiquidityReserve
    function donate(uint256 amount, string calldata note) external nonReentrant {
        Pause.check(_book.pausedUntil);
        _receiveGift(amount);
        donationsReceived += uint128(amount); // below 2^112
        donatedBy[msg.sender] += amount;
        emit Donated(msg.sender, amount, note);
        IERC20(_book.asset).pull(msg.sender, amount);
    }

    /// @inheritdoc ILiquidityReserve
    function receiveGift(uint256 amount) external nonReentrant {
        _receiveGift(amount);
        emit GiftReceived(msg.sender, amount);
        IERC20(_book.asset).pull(msg.sender, amount);
    }

    /// @inheritdoc ILiquidityReserve
    function absorb() external nonReentrant returns (uint256 amount) {
        amount = Math.saturatingSub(IERC20(_book.asset).balanceOf(address(this)), uint256(_book.total) + tributeOwed);
        _receiveGift(amount);
        emit Absorbed(msg.sender, amount);
    }

    /// @inheritdoc ILiquidityReserve
    function collectTribute() external nonReentrant returns (uint256 amount) {
        amount = tributeOwed;
        require(amount > 0, ZeroAmount());
        tributeOwed = 0;
        emit TributeCollected(owner(), amount);
        IERC20(_book.asset).safeTransfer(owner(), amount);
    }

    // ---------------------------------------------------------------- dissolution

    /// @inheritdoc ILiquidityReserve
    function lockToDissolve(uint256 amount) external nonReentrant {
        require(_book.state != MarketState.Dissolved, AlreadyDissolved(_dissolvedAt));
        require(amount > 0, ZeroAmount());
        lockedOf[msg.sender] += amount;
        _locked = (_locked + amount).toUint128();
        emit LockedToDissolve(msg.sender, amount, _locked);
        uint256 needed = _neededToDissolve();
        if (_locked > needed && block.timestamp >= _dissolvableAt + DISSOLUTION_TERM) {
            _neededAtNotice = uint128(needed); // below the supply's cap of 112 bits
            _setNotice(uint64(block.timestamp) + DISSOLUTION_NOTICE);
        }
        IERC20(_book.token).safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc ILiquidityReserve
    function unlock(uint256 amount) external nonReentrant {
        require(amount > 0, ZeroAmount());
        uint256 own = lockedOf[msg.sender];
        require(amount <= own, AmountAboveLocked(msg.sender, amount, own));
        lockedOf[msg.sender] = own - amount;
        _locked -= uint128(amount); // at most what is locked
        emit Unlocked(msg.sender, amount, _locked);
        // Measured by the supply when the notice began: whoever buys for a moment cannot end it.
        if (_dissolvableAt != 0 && _locked <= _neededAtNotice) _setNotice(0);
        IERC20(_book.token).safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc ILiquidityReserve
    function dissolve() external nonReentrant {
        require(_book.state != MarketState.Dissolved, AlreadyDissolved(_dissolvedAt));
        if (msg.sender != owner()) {
            uint256 needed = _neededToDissolve();
            require(_locked > needed, TooFewLocked(_locked, needed));
            uint64 from = _dissolvableAt;
            require(block.timestamp >= from && block.timestamp < from + DISSOLUTION_TERM, OutsideNotice(from));
        }
        _book.state = MarketState.Dissolved;
        _dissolvedAt = uint32(block.timestamp); // 32 bits of seconds last until 2106
        if (presale != address(0)) IPresale(presale).dissolve();
        // What the presale returned and what was sent past the functions counts, too.
        uint256 held = Math.saturatingSub(IERC20(_book.asset).balanceOf(address(this)), tributeOwed);
        uint256 total = Math.max(_book.total, held);
        _book.total = total.toUint112();
        uint256 supply = _supply();
        require(supply > 0 || total == 0, NobodyToRedeem(total));
        emit Dissolved(msg.sender, total, supply);
    }

    /// @inheritdoc ILiquidityReserve
    function redeem(uint256 tokensIn, address recipient) external nonReentrant returns (uint256 assetOut) {
        _requireState(MarketState.Dissolved);
        require(block.timestamp > _dissolvedAt, DissolvedThisSecond(_dissolvedAt));
        require(tokensIn > 0, ZeroAmount());
        _checkRecipient(recipient);
        uint256 total = _book.total;
        uint256 supply = _supply();
        require(tokensIn <= supply, BondingCurve.AmountAboveSupply(tokensIn, supply));
        assetOut = Math.mulDiv(total, tokensIn, supply);
        require(assetOut > 0, TradeTooSmall(tokensIn));
        _book.total = uint112(total - assetOut); // less than it was
        emit Redeemed(msg.sender, recipient, tokensIn, assetOut);
        ICdpoToken(_book.token).redeemFrom(msg.sender, tokensIn);
        IERC20(_book.asset).safeTransfer(recipient, assetOut);
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
        if (_book.state != MarketState.Open) return 0;
        return BondingCurve.spotPrice(_supply(), reserveBalance(), _book.ratioBps);
    }

    /// @inheritdoc ILiquidityReserve
    function backing() external view returns (uint256) {
        uint256 supply = _supply();
        uint256 reserve = _book.state == MarketState.Closed ? _book.total : reserveBalance();
        return supply == 0 ? 0 : Math.mulDiv(reserve, WHOLE_TOKEN, supply);
    }

    /// @inheritdoc ILiquidityReserve
    function awaitsPresale() public view returns (bool) {
        return _book.state == MarketState.Closed && presale != address(0) && !IPresale(presale).failed();
    }

    /// @inheritdoc ILiquidityReserve
    function opening() external view returns (uint64 openedAt, uint112 supplyAtOpening) {
        return (_book.openedAt, _supplyAtOpening);
    }

    /// @inheritdoc ILiquidityReserve
    function reserveBalance() public view returns (uint256) {
        return _book.total - _book.pending();
    }

    /// @inheritdoc ILiquidityReserve
    function pendingGifts() external view returns (uint256 pending, uint64 end) {
        return (_book.pending(), _book.state == MarketState.Open ? _book.dripEnd : 0);
    }

    /// @inheritdoc ILiquidityReserve
    function drippedAt(uint256 timestamp) external view returns (uint256 amount, uint256 weight) {
        return _book.drippedAt(timestamp);
    }

    /// @inheritdoc ILiquidityReserve
    function locked() external view returns (uint256 total, uint256 needed, uint64 dissolvableAt) {
        (total, needed) = (_locked, _neededToDissolve());
        if (total > needed && block.timestamp < _dissolvableAt + DISSOLUTION_TERM) dissolvableAt = _dissolvableAt;
    }

    /// @inheritdoc ILiquidityReserve
    function terms() external view returns (Terms memory) {
        return
            Terms({
                asset: _book.asset,
                reserveRatioBps: _book.ratioBps,
                minimumReserve: _minimumReserve,
                entryTributeBps: _book.entryTributeBps,
                exitTributeBps: _book.exitTributeBps,
                dripPeriod: _dripPeriod,
                dissolveBps: _dissolveBps
            });
    }

    /// @inheritdoc ILiquidityReserve
    function marketState() external view returns (MarketState) {
        return _book.state;
    }

    /// @inheritdoc ILiquidityReserve
    function reserveRatioBps() external view returns (uint16) {
        return _book.ratioBps;
    }

    /// @inheritdoc ILiquidityReserve
    function asset() external view returns (address) {
        return _book.asset;
    }

    /// @inheritdoc ILiquidityReserve
    function token() external view returns (address) {
        return _book.token;
    }

    /// @inheritdoc IPausable
    function pausedUntil() external view returns (uint64) {
        return _book.pausedUntil;
    }

    // ---------------------------------------------------------------- internals

    function _open(uint256 reserve, uint256 supply) private {
        _book.state = MarketState.Open;
        _book.openedAt = uint32(block.timestamp); // 32 bits of seconds last until 2106
        _supplyAtOpening = supply.toUint112();
        Market.State memory m;
        (m.reserve, m.supply) = (reserve, supply);
        _book.settle(m, _book.total);
        emit MarketOpened(reserve, supply);
        ICdpoToken(_book.token).mint(DEAD, DEAD_SUPPLY);
    }

    function _buy(
        Market.State memory m,
        uint256 assetIn,
        uint256 tribute,
        uint256 tokensOut,
        address recipient
    ) private {
        _book.settle(m, m.reserve + m.pending + assetIn - tribute);
        _owe(tribute);
        emit Bought(msg.sender, recipient, assetIn, tokensOut, tribute);
        IERC20(_book.asset).pull(msg.sender, assetIn);
        ICdpoToken(_book.token).mint(recipient, tokensOut);
    }

    function _receiveGift(uint256 amount) private {
        require(_book.state != MarketState.Dissolved, AlreadyDissolved(_dissolvedAt));
        require(amount > 0, ZeroAmount());
        giftsReceived += amount.toUint112();
        // While the market is closed gifts only gather.
        if (_book.state == MarketState.Open) _book.joinGift(amount, _dripPeriod);
        else _book.total = (_book.total + amount).toUint112();
    }

    function _owe(uint256 tribute) private {
        if (tribute > 0) tributeOwed = (tributeOwed + tribute).toUint112();
    }

    function _checkedMarket(address recipient, uint256 deadline) private view returns (Market.State memory) {
        require(block.timestamp <= deadline, DeadlineExpired(deadline, block.timestamp));
        _checkRecipient(recipient);
        return _market();
    }

    function _market() private view returns (Market.State memory) {
        _requireState(MarketState.Open);
        return _book.current(_supply());
    }

    function _checkRecipient(address recipient) private view {
        require(
            recipient != address(0) && recipient != address(this) && recipient != _book.token,
            InvalidRecipient(recipient)
        );
    }

    function _requireState(MarketState needed) private view {
        require(_book.state == needed, WrongMarketState(_book.state, needed));
    }

    function _setNotice(uint64 from) private {
        _dissolvableAt = from;
        emit DissolutionNotice(from);
    }

    function _neededToDissolve() private view returns (uint256) {
        return Math.mulDiv(_supply(), _dissolveBps, Market.WHOLE_BPS);
    }

    function _supply() private view returns (uint256) {
        return ICdpoToken(_book.token).totalSupply();
    }

    function _setPausedUntil(uint32 until) private {
        _book.pausedUntil = until;
        emit PausedUntilSet(until);
    }

    function _setTributes(uint16 entryTributeBps_, uint16 exitTributeBps_) private {
        require(entryTributeBps_ <= MAX_TRIBUTE_BPS, TributeOutOfRange(entryTributeBps_, MAX_TRIBUTE_BPS));
        require(exitTributeBps_ <= MAX_TRIBUTE_BPS, TributeOutOfRange(exitTributeBps_, MAX_TRIBUTE_BPS));
        _book.entryTributeBps = entryTributeBps_;
        _book.exitTributeBps = exitTributeBps_;
        emit TributesSet(entryTributeBps_, exitTributeBps_);
    }
}
