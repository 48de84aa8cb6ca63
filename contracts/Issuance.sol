// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AlreadyDissolved, ZeroAddress, ZeroAmount} from "./interfaces/Errors.sol";
import {ICdpoToken} from "./interfaces/ICdpoToken.sol";
import {IIssuance} from "./interfaces/IIssuance.sol";
import {ILiquidityReserve} from "./interfaces/ILiquidityReserve.sol";
import {IPausable} from "./interfaces/IPausable.sol";
import {IPresale} from "./interfaces/IPresale.sol";
import {Batches} from "./libraries/Batches.sol";
import {Pause} from "./libraries/Pause.sol";

/// @title Issuance
/// @notice The budget of recognition. Documentation: {IIssuance}.
contract Issuance is IIssuance, OwnableUpgradeable {
    using Batches for Batches.Cohort;
    using Batches for Batches.Run;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint64 private constant MIN_PERIOD = 7 days;
    uint64 private constant MAX_PERIOD = 90 days;
    uint112 private constant MIN_BASE_AMOUNT = 1e18; // one whole token
    uint16 private constant MAX_CLOSED_GROWTH_BPS = 5_000; // 50 %
    uint256 private constant MAX_OPEN_GROWTH_BPS = 1_000; // 10 % in 30 days
    uint256 private constant OPEN_GROWTH_DAYS = 30 days;
    uint16 private constant MAX_GIFT_ISSUANCE_BPS = 10_000; // 100 %
    uint256 private constant MAX_GIFT_CREDIT = 0.2e18; // 20 % of the supply
    uint256 private constant MAX_AMOUNT = type(uint112).max; // the token's cap
    uint256 private constant LIVES = 3; // batches that pay an award
    uint256 private constant WHOLE_BPS = 10_000; // 100 %

    ICdpoToken private _token;
    uint64 public launchedAt;
    ILiquidityReserve private _reserve;
    uint64 private _number;
    Terms private _terms;
    uint64 private _end;
    uint64 private _giftCredit;
    uint32 private _pausedAt;
    uint32 private _pausedUntil;
    uint128 private _seen;
    uint64 private _awardCount;
    mapping(uint256 batch => Batches.Cohort) private _cohorts;
    mapping(uint256 award => Award) private _awards;
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
        _number = 1;
        _end = launchedAt + terms_.period;
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
        _settle();
        _setGrowth(closedGrowthBps_, openGrowthBps_, giftIssuanceBps_);
    }

    /// @inheritdoc IPausable
    function pause() external onlyOwner {
        // What is overdue is paid now, so windows that end from now on are the paused ones.
        _settle();
        _pausedAt = uint32(block.timestamp); // 32 bits of seconds last until 2106
        _setPausedUntil(Pause.start(_pausedUntil));
    }

    /// @inheritdoc IPausable
    function unpause() external onlyOwner {
        if (Pause.isOn(_pausedUntil)) _setPausedUntil(uint32(block.timestamp));
    }

    // ---------------------------------------------------------------- issuers

    /// @inheritdoc IIssuance
    function enter(uint256 amount) external returns (uint256 award, uint256 entered) {
        require(isIssuer[msg.sender], NotIssuer(msg.sender));
        require(amount > 0, ZeroAmount());
        ILiquidityReserve.MarketState market = _market();
        require(market != ILiquidityReserve.MarketState.Dissolved, AlreadyDissolved(_reserve.dissolvedAt()));
        _settle();
        entered = Math.min(amount, _mostToEnter(market));
        award = ++_awardCount;
        uint64 batch = _number;
        Batches.Cohort storage cohort = _cohorts[batch];
        cohort.entered = (cohort.entered + entered).toUint128();
        _awards[award] = Award(msg.sender, batch, uint128(entered), 0); // at most the token's cap
        emit AwardEntered(award, msg.sender, batch, amount, entered);
    }

    /// @inheritdoc IIssuance
    function take(uint256 award, address to) external returns (uint256 amount) {
        Award storage own = _awards[award];
        require(own.issuer == msg.sender, NotIssuerOfAward(award, msg.sender));
        _settle();
        uint256 paid = _cohorts[own.batch].share(own.entered);
        amount = paid - own.taken;
        if (amount == 0) return 0;
        own.taken = uint128(paid); // at most what was entered
        emit AwardTaken(award, to, amount);
        IERC20(_token).safeTransfer(to, amount);
    }

    // ---------------------------------------------------------------- batches

    /// @inheritdoc IIssuance
    function settle() external returns (uint256 minted) {
        return _settle();
    }

    /// @inheritdoc IIssuance
    function onOpening() external {
        require(msg.sender == address(_reserve), NotOpeningReserve(msg.sender));
        Batches.Run memory run = _run();
        if (!_isBarred()) run.pay(_closedRoom(run.supply));
        run.end = block.timestamp + _terms.period;
        _store(run);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IIssuance
    function paidOf(uint256 award) external view returns (uint256 paid, bool isFinal) {
        Award memory own = _awards[award];
        Batches.Run memory run = _run();
        Batches.Cohort memory cohort = _cohortIn(run, own.batch);
        paid = cohort.share(own.entered);
        // Whatever was paid in full, was so by a batch that is over.
        isFinal =
            (cohort.paid > 0 && cohort.paid == cohort.entered) ||
            run.number >= own.batch + LIVES ||
            _market() == ILiquidityReserve.MarketState.Dissolved;
    }

    /// @inheritdoc IIssuance
    function previewPaid(uint256 award) external view returns (uint256 paid) {
        Award memory own = _awards[award];
        Batches.Run memory run = _run();
        ILiquidityReserve.MarketState market = _market();
        if (market != ILiquidityReserve.MarketState.Dissolved) run.pay(_room(run, market));
        return _cohortIn(run, own.batch).share(own.entered);
    }

    /// @inheritdoc IIssuance
    function awardOf(uint256 award) external view returns (Award memory) {
        return _awards[award];
    }

    /// @inheritdoc IIssuance
    function awardCount() external view returns (uint256) {
        return _awardCount;
    }

    /// @inheritdoc IIssuance
    function runningBatch() external view returns (Batch memory batch) {
        Batches.Run memory run = _run();
        ILiquidityReserve.MarketState market = _market();
        batch.number = uint64(run.number);
        batch.end = uint64(run.end);
        batch.barred = _isBarred();
        if (market == ILiquidityReserve.MarketState.Dissolved) return batch;
        batch.missing = run.missing();
        batch.room = _room(run, market);
        if (market == ILiquidityReserve.MarketState.Closed) return batch;
        batch.windowCredit = _windowCredit();
        batch.giftCredit = run.giftCredit;
        (, batch.pendingGiftCredit) = _reserve.giftCredit();
    }

    /// @inheritdoc IIssuance
    function cohortOf(uint256 batch) external view returns (uint256 entered, uint256 paid) {
        Batches.Cohort memory cohort = _cohortIn(_run(), batch);
        return (cohort.entered, cohort.paid);
    }

    /// @inheritdoc IIssuance
    function giftIssuanceBps() external view returns (uint16) {
        return _terms.giftIssuanceBps;
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

    function _settle() private returns (uint256 minted) {
        if (block.timestamp < _end) return 0;
        return _store(_run());
    }

    /// @dev Writes what changed, and mints what was paid.
    function _store(Batches.Run memory run) private returns (uint256 minted) {
        for (uint256 i = 0; i < run.number - run.first; ++i) {
            minted += run.payments[i].paid;
            emit BatchPaid(run.first + i, run.payments[i].missing, run.payments[i].paid);
        }
        for (uint256 i = 0; minted > 0 && i < LIVES; ++i) {
            if (run.cohorts[i].paid > 0) _cohorts[run.first + i + 1 - LIVES] = run.cohorts[i];
        }
        _number = uint64(run.number);
        _end = uint64(run.end);
        _giftCredit = uint64(run.giftCredit); // at most 20 %
        _seen = uint128(run.seen); // as the reserve counts it
        if (minted > 0) _token.mint(address(this), minted);
    }

    /// @dev A copy in which all that is overdue has been paid, oldest first.
    function _run() private view returns (Batches.Run memory run) {
        (run.first, run.number, run.end) = (_number, _number, _end);
        for (uint256 i = 0; i < LIVES; ++i) {
            if (run.first + i >= LIVES) run.cohorts[i] = _cohorts[run.first + i + 1 - LIVES];
        }
        run.supply = _token.totalSupply();
        (run.giftCredit, run.seen) = _observe();
        ILiquidityReserve.MarketState market = _market();
        if (market == ILiquidityReserve.MarketState.Dissolved) return run;
        uint256 period = _terms.period;
        for (uint256 i = 0; i < LIVES && run.end <= block.timestamp; ++i) {
            run.end = _firstCounted(run.end, period, market);
            if (run.end > block.timestamp) break;
            if (market == ILiquidityReserve.MarketState.Open) run.payFromCredit(_windowCredit());
            else run.pay(_closedRoom(run.supply));
            run.end += period;
        }
        // By now three batches have paid all awards there are: windows that are still overdue have nothing to pay.
        run.end = _firstFrom(run.end, period, block.timestamp + 1);
    }

    /// @dev The first window's end from `end` on that no presale and no pause bars, or the first after now.
    function _firstCounted(
        uint256 end,
        uint256 period,
        ILiquidityReserve.MarketState market
    ) private view returns (uint256) {
        uint256 next = block.timestamp + 1;
        address presale = _reserve.presale();
        if (market == ILiquidityReserve.MarketState.Closed && presale != address(0)) {
            uint256 failedAt = IPresale(presale).failedAt();
            end = _firstFrom(end, period, failedAt == 0 ? next : failedAt);
        }
        if (end < _pausedAt || end >= _pausedUntil) return end;
        return _firstFrom(end, period, Math.min(_pausedUntil, next));
    }

    /// @dev The first window's end that is neither before `end` nor before `from`.
    function _firstFrom(uint256 end, uint256 period, uint256 from) private pure returns (uint256) {
        return end >= from ? end : end + Math.ceilDiv(from - end, period) * period;
    }

    /// @dev Gift credit that may be used, and what has dripped ever.
    function _observe() private view returns (uint256 usable, uint256 dripped) {
        (dripped, ) = _reserve.giftCredit();
        usable = Math.min(_giftCredit + dripped - _seen, MAX_GIFT_CREDIT);
    }

    /// @dev What the running batch could pay now.
    function _room(Batches.Run memory run, ILiquidityReserve.MarketState market) private view returns (uint256) {
        if (market == ILiquidityReserve.MarketState.Closed) return _closedRoom(run.supply);
        return Math.mulDiv(run.supply, _windowCredit() + run.giftCredit, Batches.WHOLE);
    }

    /// @dev The room of three windows, and all gift credit.
    function _mostToEnter(ILiquidityReserve.MarketState market) private view returns (uint256 most) {
        uint256 supply = _token.totalSupply();
        if (market == ILiquidityReserve.MarketState.Closed) {
            most = LIVES * _closedRoom(supply);
        } else {
            (uint256 usable, ) = _observe();
            (, uint256 pending) = _reserve.giftCredit();
            most = Math.mulDiv(supply, LIVES * _windowCredit() + usable + pending, Batches.WHOLE);
        }
        return Math.min(most, MAX_AMOUNT);
    }

    function _closedRoom(uint256 supply) private view returns (uint256) {
        return Math.max(_terms.baseAmount, Math.mulDiv(supply, _terms.closedGrowthBps, WHOLE_BPS));
    }

    function _windowCredit() private view returns (uint256) {
        return Math.mulDiv(Batches.WHOLE, _terms.openGrowthBps, WHOLE_BPS);
    }

    /// @dev A cohort as the copy has it.
    function _cohortIn(Batches.Run memory run, uint256 batch) private view returns (Batches.Cohort memory) {
        if (batch + LIVES > run.first && batch <= run.first) return run.cohorts[batch + LIVES - 1 - run.first];
        return _cohorts[batch];
    }

    function _isBarred() private view returns (bool) {
        return
            Pause.isOn(_pausedUntil) ||
            _reserve.awaitsPresale() ||
            _market() == ILiquidityReserve.MarketState.Dissolved;
    }

    function _market() private view returns (ILiquidityReserve.MarketState) {
        return _reserve.marketState();
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
        uint256 maxOpen = Math.mulDiv(MAX_OPEN_GROWTH_BPS, _terms.period, OPEN_GROWTH_DAYS);
        require(closedGrowthBps_ <= MAX_CLOSED_GROWTH_BPS, GrowthOutOfRange(closedGrowthBps_, MAX_CLOSED_GROWTH_BPS));
        require(openGrowthBps_ <= maxOpen, GrowthOutOfRange(openGrowthBps_, uint16(maxOpen))); // at most 3,000
        require(giftIssuanceBps_ <= MAX_GIFT_ISSUANCE_BPS, GrowthOutOfRange(giftIssuanceBps_, MAX_GIFT_ISSUANCE_BPS));
        _terms.closedGrowthBps = closedGrowthBps_;
        _terms.openGrowthBps = openGrowthBps_;
        _terms.giftIssuanceBps = giftIssuanceBps_;
        emit GrowthSet(closedGrowthBps_, openGrowthBps_, giftIssuanceBps_);
    }
}
