// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPausable} from "./IPausable.sol";

/// @title IIssuance
/// @notice The budget for everything that is minted without paying the reserve, and the one way to be paid from it. Issuers
/// (the contribution registry, epochs and later ledgers) enter awards; awards wait in the batch of the running window, and
/// when it ends all of the batch are paid in proportion. So recognition can never drain the backing, and nobody gains by
/// calling first.
/// @dev **Batches.** Awards entered while batch c runs are its cohort. A batch pays cohorts c, c − 1 and c − 2, each the same
/// part min(1, room / missing) of what it still misses; what three batches did not pay has lapsed. The first call after a
/// window's end pays its batch, with the supply S as it is then, and mints its sum to this contract at once; overdue ones
/// oldest first. What a window did not use of its room lapses with it. After three overdue windows nothing is left to pay,
/// so later ones are jumped over, uncounted.
///
/// **Room.** While the market is open room is credit, counted in parts of the supply; issuing t takes t/S of it, rounded
/// up, so trades change none of it:
///
/// | market | room of a batch |
/// |---|---|
/// | closed | max(baseAmount, closedGrowthBps · S) tokens |
/// | open | (openGrowthBps + gift credit) · S |
///
/// Gift credit is what dripped with gifts (see {ILiquidityReserve-giftCredit}) and was not used; at each batch it is cut to
/// 20 % of the supply. What the window itself allows is used first. Whatever is traded, given or issued from gift credit,
/// R/S^(1/w) is never below what it was before the gifts.
///
/// **Windows** start at launch and anew when the market opens; right before, the running batch is paid from a closed
/// window's room. A window that ends while nothing may be issued is not counted, and its batch goes on: before a presale's
/// release or failure, in a pause. A dissolution ends all: what no batch has paid by then is void.
///
/// Warning: who sells before a batch that is known and buys back after it gains a little, as with each mint that can be seen
/// coming: with two thirds of the supply 27 of R = 3,000 at 2 % growth, 132 at 10 %.
/// Warning: an award is paid in proportion to what others entered; what is known of a batch before it ends is no promise.
interface IIssuance is IPausable {
    /// @param period Length of a window in seconds, 7 to 90 days, fixed for ever.
    /// @param baseAmount Room of a window (18 decimals) while the market is closed and growth would give less; fixed for
    /// ever. The market opens no earlier than this much has been issued. At least one whole token.
    /// @param closedGrowthBps Room while the market is closed, in bps of the supply, at most 5,000.
    /// @param openGrowthBps Room while the market is open, in bps of the supply, at most 1,000 in 30 days, in proportion to
    /// the period.
    /// @param giftIssuanceBps Part of what gifts could carry without lowering R/S^(1/w) that may be issued to those whose work
    /// they honour, in bps, at most 10,000.
    struct Terms {
        uint64 period;
        uint112 baseAmount;
        uint16 closedGrowthBps;
        uint16 openGrowthBps;
        uint16 giftIssuanceBps;
    }

    /// @param issuer Who entered it, and alone may take what it is paid.
    /// @param batch Number of its cohort.
    /// @param entered Tokens (18 decimals) that it was entered with.
    /// @param taken Tokens of it that the issuer took.
    struct Award {
        address issuer;
        uint64 batch;
        uint128 entered;
        uint128 taken;
    }

    /// @notice The running batch as of now, overdue windows settled.
    /// @param number Its number, from 1.
    /// @param end When its window ends (seconds), unless the market opens before.
    /// @param barred Whether nothing may be issued now: a pause, a presale neither released nor failed, a dissolution.
    /// @param missing What it would pay if there were room for all (18 decimals).
    /// @param room What it could pay if it ended now (18 decimals), also where nothing may be issued now.
    /// @param windowCredit Credit of this window in parts of the supply (1e18 = all); 0 while closed.
    /// @param giftCredit Gift credit dripped and unused.
    /// @param pendingGiftCredit Gift credit that has not dripped.
    struct Batch {
        uint64 number;
        uint64 end;
        bool barred;
        uint256 missing;
        uint256 room;
        uint256 windowCredit;
        uint256 giftCredit;
        uint256 pendingGiftCredit;
    }

    /// @notice `issuer` entered award `award` with `entered` of the `amount` asked (18 decimals) in batch `batch`; the rest is
    /// void.
    event AwardEntered(
        uint256 indexed award,
        address indexed issuer,
        uint256 indexed batch,
        uint256 amount,
        uint256 entered
    );
    /// @notice Batch `batch` paid `paid` of the `missing` tokens (18 decimals) of its cohorts.
    event BatchPaid(uint256 indexed batch, uint256 missing, uint256 paid);
    /// @notice The issuer had `amount` (18 decimals) of award `award` sent to `to`.
    event AwardTaken(uint256 indexed award, address indexed to, uint256 amount);
    /// @notice The owner named (`allowed`) or removed an issuer.
    event IssuerSet(address indexed issuer, bool allowed);
    /// @notice The owner set the growth of the supply allowed in a window, in bps.
    event GrowthSet(uint16 closedGrowthBps, uint16 openGrowthBps, uint16 giftIssuanceBps);

    /// @notice `account` may not issue.
    error NotIssuer(address account);
    /// @notice `account` did not enter award `award`, or there is none of that number.
    error NotIssuerOfAward(uint256 award, address account);
    /// @notice `account` is not the reserve fixed at launch: only it opens windows anew.
    error NotOpeningReserve(address account);
    /// @notice A window of `period` seconds is outside 7 to 90 days.
    error PeriodOutOfRange(uint64 period);
    /// @notice A growth limit is above its bound `max`, in bps.
    error GrowthOutOfRange(uint16 bps, uint16 max);
    /// @notice `baseAmount` is below one whole token.
    error BaseAmountTooSmall(uint112 baseAmount);

    /// @notice Sets up a clone, once.
    /// @param token_ The project token.
    /// @param reserve_ The liquidity reserve, asked for the market's state.
    /// @param owner_ The organisation's timelock.
    /// @param issuers_ The first issuers: the contribution registry and the epochs.
    /// @param terms_ Window, base amount and growth limits.
    /// Errors: ZeroAddress, PeriodOutOfRange, BaseAmountTooSmall, GrowthOutOfRange.
    function initialize(
        address token_,
        address reserve_,
        address owner_,
        address[] calldata issuers_,
        Terms calldata terms_
    ) external;

    /// @notice Enters an award of `amount` (18 decimals) in the running batch, with at most the room of three windows and all
    /// gift credit, dripped and pending, as of now; the rest is void at once. Only issuers; also in a pause and before a
    /// presale's release. Errors: NotIssuer, ZeroAmount, AlreadyDissolved.
    /// @return award Its number, from 1.
    /// @return entered Tokens (18 decimals) entered; may be 0 where nothing can be issued in three windows.
    function enter(uint256 amount) external returns (uint256 award, uint256 entered);

    /// @notice Sends what batches paid for `award` and was not taken yet to `to`. Only the issuer that entered it, also after
    /// it was removed; overdue batches are paid first. Never paused. Errors: NotIssuerOfAward.
    /// @return amount Tokens sent (18 decimals); may be 0.
    function take(uint256 award, address to) external returns (uint256 amount);

    /// @notice Pays overdue batches; anyone may. Does nothing when none is overdue, in a pause, before a presale's release and
    /// after a dissolution.
    /// @return minted Tokens minted to this contract (18 decimals).
    function settle() external returns (uint256 minted);

    /// @notice Pays overdue batches, then the running one from a closed window's room unless nothing may be issued, and starts
    /// windows anew. Only the reserve, when the market opens. Errors: NotOpeningReserve.
    function onOpening() external;

    /// @notice Names or removes an issuer. Only the owner. What a removed issuer entered stays valid. Errors: ZeroAddress.
    function setIssuer(address issuer, bool allowed) external;

    /// @notice Sets growth limits in bps within their bounds; from the running window on, overdue batches are paid first. Only
    /// the owner. Errors: GrowthOutOfRange.
    function setGrowth(uint16 closedGrowthBps_, uint16 openGrowthBps_, uint16 giftIssuanceBps_) external;

    /// @notice What batches paid for `award`, as of now, overdue ones counted.
    /// @return paid Tokens (18 decimals), taken or not, rounded down.
    /// @return isFinal Whether it gets nothing more: it is paid in full, three batches paid it, or a dissolution.
    function paidOf(uint256 award) external view returns (uint256 paid, bool isFinal);

    /// @notice {paidOf} if the running batch were paid now, whether or not something bars that.
    function previewPaid(uint256 award) external view returns (uint256 paid);

    /// @notice Award number `award`; all zero if there is none.
    function awardOf(uint256 award) external view returns (Award memory);

    /// @notice How many awards were entered.
    function awardCount() external view returns (uint256);

    /// @notice The running batch.
    function runningBatch() external view returns (Batch memory);

    /// @notice What batch number `batch` was entered with, and what of it was paid (18 decimals), overdue batches counted.
    function cohortOf(uint256 batch) external view returns (uint256 entered, uint256 paid);

    /// @notice Part of a gift's largest credit that gifts from now on carry, in bps; asked by the reserve.
    function giftIssuanceBps() external view returns (uint16);

    /// @notice Whether `account` may enter awards.
    function isIssuer(address account) external view returns (bool);

    /// @notice The terms now in force.
    function terms() external view returns (Terms memory);

    /// @notice When the organisation was launched (seconds).
    function launchedAt() external view returns (uint64);
}
