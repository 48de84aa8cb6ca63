// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ZeroAddress, ZeroAmount} from "./interfaces/Errors.sol";
import {ICdpoToken} from "./interfaces/ICdpoToken.sol";
import {IIssuance} from "./interfaces/IIssuance.sol";
import {ILiquidityReserve} from "./interfaces/ILiquidityReserve.sol";
import {IPausable} from "./interfaces/IPausable.sol";
import {Pause} from "./libraries/Pause.sol";

/// @title Issuance
/// @notice The budget of recognition. Documentation: {IIssuance}.
contract Issuance is IIssuance, OwnableUpgradeable {
    using SafeCast for uint256;

    uint64 private constant MIN_PERIOD = 7 days;
    uint64 private constant MAX_PERIOD = 90 days;
    uint112 private constant MIN_BASE_AMOUNT = 1e18; // one whole token
    uint16 private constant MAX_CLOSED_GROWTH_BPS = 5_000; // 50 %
    uint16 private constant MAX_OPEN_GROWTH_BPS = 1_000; // 10 %
    uint16 private constant MAX_GIFT_ISSUANCE_BPS = 5_000; // 50 %
    uint256 private constant ONE = 1e18;
    uint256 private constant WHOLE_BPS = 10_000; // 100 %

    ICdpoToken private _token;
    uint64 public launchedAt;
    ILiquidityReserve private _reserve;
    /// @dev Start of the window that `_issued` counts; once the window is another, `_issued` is void.
    uint64 private _windowStart;
    uint32 private _pausedUntil;
    Terms private _terms;
    uint112 private _issued;
    mapping(address account => bool) public isIssuer;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IIssuance
    function initialize(
        address token_,
        address reserve_,
        address owner_,
        address[] calldata issuers_,
        Terms calldata terms_
    ) external initializer {
        require(token_ != address(0) && reserve_ != address(0), ZeroAddress());
        require(terms_.period >= MIN_PERIOD && terms_.period <= MAX_PERIOD, PeriodOutOfRange(terms_.period));
        require(terms_.baseAmount >= MIN_BASE_AMOUNT, BaseAmountTooSmall(terms_.baseAmount));
        __Ownable_init(owner_);
        _token = ICdpoToken(token_);
        _reserve = ILiquidityReserve(reserve_);
        launchedAt = uint64(block.timestamp); // 64 bits of seconds never overflow
        _terms.period = terms_.period;
        _terms.baseAmount = terms_.baseAmount;
        _setGrowth(terms_.closedGrowthBps, terms_.openGrowthBps, terms_.giftIssuanceBps);
        for (uint256 i = 0; i < issuers_.length; ++i) _setIssuer(issuers_[i], true);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc IIssuance
    function setIssuer(address issuer, bool allowed) external onlyOwner {
        _setIssuer(issuer, allowed);
    }

    /// @inheritdoc IIssuance
    function setGrowth(uint16 closedGrowthBps_, uint16 openGrowthBps_, uint16 giftIssuanceBps_) external onlyOwner {
        _setGrowth(closedGrowthBps_, openGrowthBps_, giftIssuanceBps_);
    }

    /// @inheritdoc IPausable
    function pause() external onlyOwner {
        _setPausedUntil(Pause.start(_pausedUntil));
    }

    /// @inheritdoc IPausable
    function unpause() external onlyOwner {
        if (Pause.isOn(_pausedUntil)) _setPausedUntil(uint32(block.timestamp));
    }

    // ---------------------------------------------------------------- issuers

    /// @inheritdoc IIssuance
    function issue(address to, uint256 amount) external {
        require(isIssuer[msg.sender], NotIssuer(msg.sender));
        Pause.check(_pausedUntil);
        require(amount > 0, ZeroAmount());
        (uint64 start, , uint256 room, uint256 issued) = currentWindow();
        uint256 left = Math.saturatingSub(room, issued);
        require(amount <= left, BudgetExceeded(amount, left));
        _windowStart = start;
        _issued = (issued + amount).toUint112();
        emit Issued(msg.sender, to, amount);
        _token.mint(to, amount);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IIssuance
    function available() external view returns (uint256) {
        (, , uint256 room, uint256 issued) = currentWindow();
        return Math.saturatingSub(room, issued);
    }

    /// @inheritdoc IIssuance
    function currentWindow() public view returns (uint64 start, uint64 end, uint256 room, uint256 issued) {
        (uint64 openedAt, uint112 supplyAtOpening) = _reserve.opening();
        uint64 anchor = openedAt == 0 ? launchedAt : openedAt;
        uint64 timestamp = uint64(block.timestamp);
        start = timestamp - ((timestamp - anchor) % _terms.period);
        end = start + _terms.period;
        issued = start == _windowStart ? _issued : 0;

        // The supply at the start: of the first window what there was at launch (nothing) or at opening, of later ones
        // what there was when the last hour before it ended, as the token's clock moves in hours.
        uint256 supply = start == anchor ? supplyAtOpening : _token.getPastTotalSupply(_lastHourBefore(start));
        supply = Math.min(supply, _token.totalSupply());
        ILiquidityReserve.MarketState market = _reserve.marketState();
        if (market == ILiquidityReserve.MarketState.Open) {
            room = Math.mulDiv(supply, _terms.openGrowthBps, WHOLE_BPS) + _giftRoom(supply, start);
        } else if (market == ILiquidityReserve.MarketState.Closed && !_reserve.awaitsPresale()) {
            room = Math.max(_terms.baseAmount, Math.mulDiv(supply, _terms.closedGrowthBps, WHOLE_BPS));
        }
    }

    /// @inheritdoc IPausable
    function pausedUntil() external view returns (uint64) {
        return _pausedUntil;
    }

    /// @inheritdoc IIssuance
    function terms() external view returns (Terms memory) {
        return _terms;
    }

    // ---------------------------------------------------------------- internals

    /// @dev Rounded down.
    function _giftRoom(uint256 supply, uint64 start) private view returns (uint256) {
        (uint256 amount, uint256 weight) = _reserve.drippedAt(block.timestamp);
        (uint256 amountBefore, uint256 weightBefore) = _reserve.drippedAt(start);
        uint256 grown = weight - weightBefore;
        // An open market's R is never 0: sells are paid less than all.
        uint256 part = Math.mulDiv(amount - amountBefore, ONE, _reserve.reserveBalance());
        part = Math.min(part, Math.mulDiv(grown, ONE, ONE + grown));
        return Math.mulDiv(supply * _terms.giftIssuanceBps, part, ONE * WHOLE_BPS);
    }

    function _lastHourBefore(uint64 timestamp) private pure returns (uint64) {
        return timestamp - (timestamp % 1 hours) - 1;
    }

    function _setIssuer(address issuer, bool allowed) private {
        require(issuer != address(0), ZeroAddress());
        isIssuer[issuer] = allowed;
        emit IssuerSet(issuer, allowed);
    }

    function _setPausedUntil(uint32 until) private {
        _pausedUntil = until;
        emit PausedUntilSet(until);
    }

    function _setGrowth(uint16 closedGrowthBps_, uint16 openGrowthBps_, uint16 giftIssuanceBps_) private {
        require(closedGrowthBps_ <= MAX_CLOSED_GROWTH_BPS, GrowthOutOfRange(closedGrowthBps_, MAX_CLOSED_GROWTH_BPS));
        require(openGrowthBps_ <= MAX_OPEN_GROWTH_BPS, GrowthOutOfRange(openGrowthBps_, MAX_OPEN_GROWTH_BPS));
        require(giftIssuanceBps_ <= MAX_GIFT_ISSUANCE_BPS, GrowthOutOfRange(giftIssuanceBps_, MAX_GIFT_ISSUANCE_BPS));
        _terms.closedGrowthBps = closedGrowthBps_;
        _terms.openGrowthBps = openGrowthBps_;
        _terms.giftIssuanceBps = giftIssuanceBps_;
        emit GrowthSet(closedGrowthBps_, openGrowthBps_, giftIssuanceBps_);
    }
}
