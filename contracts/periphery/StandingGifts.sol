// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {UnknownOrganisation, ZeroAddress} from "../interfaces/Errors.sol";
import {ICdpoFactory} from "../interfaces/ICdpoFactory.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IStake} from "../interfaces/IStake.sol";
import {IStandingGifts} from "../interfaces/IStandingGifts.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";

/// @title StandingGifts
/// @notice Gifts that repeat. Documentation: {IStandingGifts}.
contract StandingGifts is IStandingGifts, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint32 private constant MIN_INTERVAL = 1 days;
    uint32 private constant MAX_INTERVAL = 366 days;

    address public immutable factory;
    uint256 public giftCount;
    mapping(uint256 id => StandingGift) private _gifts;

    /// @param factory_ The factory whose organisations are given to. Errors: ZeroAddress.
    constructor(address factory_) {
        require(factory_ != address(0), ZeroAddress());
        factory = factory_;
    }

    // ---------------------------------------------------------------- donors

    /// @inheritdoc IStandingGifts
    function start(
        address token,
        uint256 amount,
        uint32 interval,
        string calldata note
    ) external nonReentrant returns (uint256 id) {
        require(ICdpoFactory(factory).isCdpoToken(token), UnknownOrganisation(token));
        require(interval >= MIN_INTERVAL && interval <= MAX_INTERVAL, IntervalOutOfRange(interval));
        address reserve = ICdpoToken(token).reserve();
        id = ++giftCount;
        StandingGift storage gift = _gifts[id];
        gift.donor = msg.sender;
        gift.interval = interval;
        gift.startedAt = uint40(block.timestamp); // 40 bits of seconds last for 34,000 years
        gift.reserve = reserve;
        gift.amount = amount.toUint112();
        // A notice that was given is known to the donor; one that the last round may still bring ends the gift.
        IStake stake = _stakeOf(reserve);
        gift.round = _settledRounds(stake, stake.roundCount());
        emit StandingGiftStarted(id, msg.sender, token, amount, interval, note);
        _pay(id, gift, 0, note);
    }

    /// @inheritdoc IStandingGifts
    function cancel(uint256 id) external {
        StandingGift storage gift = _gifts[id];
        require(msg.sender == gift.donor, NotGiver(id, msg.sender));
        require(stateOf(id) == GiftState.Running, NotRunning(id));
        gift.cancelled = true;
        emit StandingGiftCancelled(id);
    }

    // ---------------------------------------------------------------- anyone

    /// @inheritdoc IStandingGifts
    function pay(uint256 id) external nonReentrant {
        require(stateOf(id) == GiftState.Running, NotRunning(id));
        StandingGift storage gift = _gifts[id];
        uint256 from = _nextFrom(gift);
        require(block.timestamp >= from, NotDueBefore(id, from));
        IStake stake = _stakeOf(gift.reserve);
        gift.round = _settledRounds(stake, stake.roundCount());
        _pay(id, gift, (block.timestamp - gift.startedAt) / gift.interval, "");
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IStandingGifts
    function giftOf(uint256 id) external view returns (StandingGift memory) {
        return _gifts[id];
    }

    /// @inheritdoc IStandingGifts
    function stateOf(uint256 id) public view returns (GiftState) {
        StandingGift storage gift = _gifts[id];
        if (gift.donor == address(0)) return GiftState.None;
        if (gift.cancelled || _isOver(gift)) return GiftState.Ended;
        return GiftState.Running;
    }

    /// @inheritdoc IStandingGifts
    function dueFrom(uint256 id) external view returns (uint256) {
        return stateOf(id) == GiftState.Running ? _nextFrom(_gifts[id]) : type(uint256).max;
    }

    /// @inheritdoc IStandingGifts
    function gifts(
        uint256 from,
        uint256 count
    ) external view returns (StandingGift[] memory page, GiftState[] memory states) {
        uint256 length = from == 0 ? 0 : Math.min(count, Math.saturatingSub(giftCount + 1, from));
        page = new StandingGift[](length);
        states = new GiftState[](length);
        for (uint256 i = 0; i < length; ++i) (page[i], states[i]) = (_gifts[from + i], stateOf(from + i));
    }

    // ---------------------------------------------------------------- internals

    function _pay(uint256 id, StandingGift storage gift, uint256 interval, string memory note) private {
        gift.lastInterval = uint32(interval); // of a day at least: 32 bits last for 11 million years
        ++gift.paid;
        (address donor, uint256 amount, address reserve) = (gift.donor, gift.amount, gift.reserve);
        emit StandingGiftPaid(id, donor, amount, interval);
        IERC20 asset = IERC20(ILiquidityReserve(reserve).asset());
        asset.pull(donor, amount);
        asset.forceApprove(reserve, amount);
        ILiquidityReserve(reserve).donateFor(donor, amount, note);
    }

    /// @dev When the interval after the last one paid in begins.
    function _nextFrom(StandingGift storage gift) private view returns (uint256) {
        return gift.startedAt + (uint256(gift.lastInterval) + 1) * gift.interval;
    }

    /// @dev Whether the organisation is dissolved, or a notice came in any round since the gift last looked.
    function _isOver(StandingGift storage gift) private view returns (bool) {
        address reserve = gift.reserve;
        if (ILiquidityReserve(reserve).marketState() == ILiquidityReserve.MarketState.Dissolved) return true;
        IStake stake = _stakeOf(reserve);
        uint256 rounds = stake.roundCount();
        for (uint256 round = uint256(gift.round) + 1; round <= rounds; ++round) {
            if (stake.roundOf(round).noticeAt != 0) return true;
        }
        return false;
    }

    /// @dev Of `rounds` those whose notice came before now, or never can: all but a last one without a notice.
    function _settledRounds(IStake stake, uint256 rounds) private view returns (uint32) {
        if (rounds > 0 && stake.roundOf(rounds).noticeAt == 0) --rounds;
        return uint32(rounds); // a round lasts for weeks
    }

    function _stakeOf(address reserve) private view returns (IStake) {
        return IStake(ILiquidityReserve(reserve).stake());
    }
}
