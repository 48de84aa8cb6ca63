// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
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
    ZeroAddress,
    ZeroAmount
} from "../interfaces/Errors.sol";
import {ICdpoTimelock} from "../interfaces/ICdpoTimelock.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {IIssuance} from "../interfaces/IIssuance.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {IStake} from "../interfaces/IStake.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {BondingCurve} from "../libraries/BondingCurve.sol";
import {CloneArguments} from "../libraries/CloneArguments.sol";
import {Market} from "../libraries/Market.sol";
import {Pause} from "../libraries/Pause.sol";
import {ReserveTerms} from "../libraries/ReserveTerms.sol";

/// @title LiquidityReserve
/// @notice The common reserve and its market. Documentation: {ILiquidityReserve}.
contract LiquidityReserve is ILiquidityReserve, OwnableUpgradeable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using Market for Market.Book;
    using Market for Market.State;
    using ReserveTerms for Terms;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint256 private constant MAX_AMOUNT = type(uint112).max; // the curve's domain
    uint256 private constant WHOLE_TOKEN = 1e18;
    uint256 private constant DEAD_SUPPLY = 1e15; // 0.001 token
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;

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
        terms_.check(token());
        __Ownable_init(owner_);
        _book.dripPeriod = terms_.dripPeriod;
        _book.dissolveBps = terms_.dissolveBps;
        (treasury, presale, stake) = (owner_, presale_, stake_);
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
        uint256 supply = _supplyAtOpening();
        require(supply >= _minimumSupply, SupplyTooSmall(supply, _minimumSupply));
        _open(reserve, supply + DEAD_SUPPLY, 0);
    }

    /// @inheritdoc ILiquidityReserve
    function openAtPresalePrice(uint256 price) external nonReentrant returns (uint256 taken) {
        require(msg.sender == presale, NotPresale(msg.sender));
        _requireState(MarketState.Closed);
        uint256 supply = _supplyAtOpening() + DEAD_SUPPLY;
        taken = Math.mulDiv(price * reserveRatioBps(), supply, WHOLE_TOKEN * Market.WHOLE_BPS, Math.Rounding.Ceil);
        _open(taken, supply, _book.total);
        _asset().pull(msg.sender, taken);
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
        Market.State memory m = _checkedMarket(recipient, deadline);
        uint256 tribute;
        (assetOut, tribute) = m.quoteSell(tokensIn);
        require(assetOut >= minAssetOut, SlippageExceeded(assetOut, minAssetOut));
        _book.settle(m, m.reserve + m.pending - assetOut - tribute);
        _owe(tribute);
        emit Sold(msg.sender, recipient, tokensIn, assetOut, tribute);
        _token().redeemFrom(msg.sender, tokensIn);
        _asset().safeTransfer(recipient, assetOut);
    }

    // ---------------------------------------------------------------- gifts

    /// @inheritdoc ILiquidityReserve
    function donate(uint256 amount, string calldata note) external nonReentrant {
        Pause.check(_book.pausedUntil);
        _receiveGift(amount);
        donationsReceived += uint128(amount); // below 2^112
        donatedBy[msg.sender] += amount;
        emit Donated(msg.sender, amount, note);
        _asset().pull(msg.sender, amount);
    }

    /// @inheritdoc ILiquidityReserve
    function receiveGift(uint256 amount) external nonReentrant {
        _receiveGift(amount);
        emit GiftReceived(msg.sender, amount);
        _asset().pull(msg.sender, amount);
    }

    /// @inheritdoc ILiquidityReserve
    function absorb() external nonReentrant returns (uint256 amount) {
        uint256 total = _book.total;
        amount = Math.min(_heldPast(total), MAX_AMOUNT - total);
        if (_book.state == MarketState.Dissolved) _count(amount, total);
        else _receiveGift(amount);
        emit Absorbed(msg.sender, amount);
    }

    /// @inheritdoc ILiquidityReserve
    function renewDrip() external nonReentrant {
        _requireState(MarketState.Open);
        _book.renew();
    }

    /// @inheritdoc ILiquidityReserve
    function collectTribute() external nonReentrant returns (uint256 amount) {
        amount = tributeOwed;
        require(amount > 0, ZeroAmount());
        tributeOwed = 0;
        emit TributeCollected(treasury, amount);
        _asset().safeTransfer(treasury, amount);
    }

    // ---------------------------------------------------------------- dissolution

    /// @inheritdoc ILiquidityReserve
    function dissolve() external nonReentrant {
        _requireNotDissolved();
        IIssuance(_token().issuance()).settle();
        if (!IStake(stake).dissolutionDue()) {
            require(msg.sender == owner(), NotDissolvable());
            require(ICdpoTimelock(msg.sender).foundersPropose(), OnlyByConsent());
        }
        _book.state = MarketState.Dissolved;
        _book.dissolvedAt = uint32(block.timestamp); // 32 bits of seconds last until 2106
        if (presale != address(0)) IPresale(presale).dissolve();
        _burnTreasury();
        // What the presale returned and what was sent past the functions counts, too; never more than the books hold.
        uint256 total = _book.total;
        total = Math.min(total + _heldPast(total), MAX_AMOUNT);
        _book.total = uint112(total);
        uint256 supply = _supply();
        require(total == 0 || supply > _token().balanceOf(DEAD), NobodyToRedeem(total));
        emit Dissolved(msg.sender, total, supply);
    }

    /// @inheritdoc ILiquidityReserve
    function burnTreasury() external nonReentrant returns (uint256 amount) {
        _requireState(MarketState.Dissolved);
        amount = _burnTreasury();
        emit TreasuryBurned(amount);
    }

    /// @inheritdoc ILiquidityReserve
    function redeem(uint256 tokensIn, address recipient) external nonReentrant returns (uint256 assetOut) {
        _requireState(MarketState.Dissolved);
        require(block.timestamp > _book.dissolvedAt, DissolvedThisSecond(_book.dissolvedAt));
        require(tokensIn > 0, ZeroAmount());
        require(msg.sender != treasury, TreasuryCannotRedeem(msg.sender));
        _checkRecipient(recipient);
        uint256 total = _book.total;
        uint256 supply = _supply();
        require(tokensIn <= supply, BondingCurve.AmountAboveSupply(tokensIn, supply));
        assetOut = Math.mulDiv(total, tokensIn, supply);
        require(assetOut > 0, TradeTooSmall(tokensIn));
        _book.total = uint112(total - assetOut); // less than it was
        emit Redeemed(msg.sender, recipient, tokensIn, assetOut);
        _token().redeemFrom(msg.sender, tokensIn);
        _asset().safeTransfer(recipient, assetOut);
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
        return BondingCurve.spotPrice(_supply(), reserveBalance(), reserveRatioBps());
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
        DripState memory d = _book.dripState();
        return (d.pending, d.end);
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
        return
            Terms({
                asset: asset(),
                reserveRatioBps: reserveRatioBps(),
                minimumReserve: _minimumReserve,
                entryTributeBps: _book.entryTributeBps,
                exitTributeBps: _book.exitTributeBps,
                dripPeriod: _book.dripPeriod,
                dissolveBps: _book.dissolveBps
            });
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

    /// @dev Before anything counts the supply, awards that wait are paid.
    function _supplyAtOpening() private returns (uint256) {
        IIssuance(_token().issuance()).onOpening();
        return _supply();
    }

    function _open(uint256 reserve, uint256 supply, uint256 gifts) private {
        _book.open(reserve, supply, gifts);
        emit MarketOpened(reserve, supply);
        _token().mint(DEAD, DEAD_SUPPLY);
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
        _owe(tribute);
        emit Bought(msg.sender, recipient, assetIn, tokensOut, tribute);
        _token().mint(recipient, tokensOut);
        _asset().pull(msg.sender, assetIn);
    }

    function _receiveGift(uint256 amount) private {
        _requireNotDissolved();
        uint256 total = _book.total;
        // While the market is closed gifts only gather.
        if (_book.state == MarketState.Closed) return _count(amount, total);
        _noteGift(amount);
        uint256 part = IIssuance(_token().issuance()).giftIssuanceBps();
        // An open market's R is never 0: sells are paid less than all.
        _book.join(amount, BondingCurve.giftCredit(total, amount, reserveRatioBps(), part));
    }

    /// @dev Adds a gift that does not drip.
    function _count(uint256 amount, uint256 total) private {
        _noteGift(amount);
        _book.total = (total + amount).toUint112();
    }

    function _noteGift(uint256 amount) private {
        require(amount > 0, ZeroAmount());
        giftsReceived += amount.toUint112();
    }

    /// @dev Of asset units that the reserve holds, those that are in no book.
    function _heldPast(uint256 total) private view returns (uint256) {
        return Math.saturatingSub(_asset().balanceOf(address(this)), total + tributeOwed);
    }

    function _burnTreasury() private returns (uint256 amount) {
        amount = _token().balanceOf(treasury);
        if (amount > 0) _token().redeemFrom(treasury, amount);
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
        return _book.current(_supply(), reserveRatioBps());
    }

    function _checkRecipient(address recipient) private view {
        require(
            recipient != address(0) && recipient != address(this) && recipient != token(),
            InvalidRecipient(recipient)
        );
    }

    function _requireState(MarketState needed) private view {
        require(_book.state == needed, WrongMarketState(_book.state, needed));
    }

    function _requireNotDissolved() private view {
        require(_book.state != MarketState.Dissolved, AlreadyDissolved(_book.dissolvedAt));
    }

    function _supply() private view returns (uint256) {
        return _token().totalSupply();
    }

    function _token() private view returns (ICdpoToken) {
        return ICdpoToken(token());
    }

    function _asset() private view returns (IERC20) {
        return IERC20(asset());
    }

    function _setPausedUntil(uint32 until) private {
        _book.pausedUntil = until;
        emit PausedUntilSet(until);
    }

    function _setTributes(uint16 entryTributeBps_, uint16 exitTributeBps_) private {
        ReserveTerms.checkTribute(entryTributeBps_);
        ReserveTerms.checkTribute(exitTributeBps_);
        _book.entryTributeBps = entryTributeBps_;
        _book.exitTributeBps = exitTributeBps_;
        emit TributesSet(entryTributeBps_, exitTributeBps_);
    }
}
