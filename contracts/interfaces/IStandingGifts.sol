// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IStandingGifts
/// @notice Gifts that repeat: a donor lets this contract take `amount` asset units of theirs once an interval, for the
/// reserve of an organisation, as a donation of theirs. One contract per chain, for all organisations of one factory; an
/// organisation is named by its token.
/// @dev It holds nothing: what a payment takes from the donor goes to the reserve in the same call. The donor's allowance of
/// the asset to this contract bounds all that can ever be taken, and each gift no more than its amount an interval.
///
/// Intervals are counted from the gift's first second. In each of them it is paid at most once, by whoever calls; one in
/// which nobody called, the donor had too little, or the reserve took nothing (a pause) has lapsed: it is never made up for.
///
/// States; no other edge exists:
///
/// | from | when | to |
/// |---|---|---|
/// | None | start | Running, with its first payment |
/// | Running | cancel, by the donor, at any time | Ended |
/// | Running | a notice of dissolution begins, whether or not one follows; or the organisation is dissolved | Ended |
///
/// Warning: whoever calls chooses the second of the interval. Who buys just before gains as before any gift that is known
/// ({ILiquidityReserve}): b/(R + b) of what drips while they hold.
/// Warning: only stakeholders' consent gives notice. A timelock that dissolves while founders propose is seen in its queue:
/// a payment in that time is shared by those who redeem.
interface IStandingGifts {
    /// @notice See the table of {IStandingGifts}.
    enum GiftState {
        None,
        Running,
        Ended
    }

    /// @param donor Whose money it is.
    /// @param interval Seconds from payment to payment.
    /// @param startedAt When the first interval began (seconds).
    /// @param cancelled Whether the donor ended it.
    /// @param reserve Who gets it.
    /// @param paid How many payments were made.
    /// @param lastInterval The number of the interval last paid in; the first is 0.
    /// @param round Number of the last round of consent to a dissolution whose notice can no longer end this gift.
    /// @param amount Asset units a payment.
    struct StandingGift {
        address donor;
        uint32 interval;
        uint40 startedAt;
        bool cancelled;
        address reserve;
        uint32 paid;
        uint32 lastInterval;
        uint32 round;
        uint112 amount;
    }

    /// @notice `donor` gives the organisation of `token` `amount` asset units each `interval` seconds from now on.
    event StandingGiftStarted(
        uint256 indexed id,
        address indexed donor,
        address indexed token,
        uint256 amount,
        uint32 interval,
        string note
    );
    /// @notice Standing gift `id` of `donor` paid `amount` asset units for its interval number `interval` (from 0).
    event StandingGiftPaid(uint256 indexed id, address indexed donor, uint256 amount, uint256 interval);
    /// @notice The donor of standing gift `id` ended it.
    event StandingGiftCancelled(uint256 indexed id);

    /// @notice An interval of `interval` seconds is outside 1 to 366 days.
    error IntervalOutOfRange(uint32 interval);
    /// @notice Standing gift `id` is paid again from `from` (seconds) on.
    error NotDueBefore(uint256 id, uint256 from);
    /// @notice Standing gift `id` was never started, or has ended.
    error NotRunning(uint256 id);
    /// @notice `account` is not the donor of standing gift `id`.
    error NotGiver(uint256 id, address account);
    /// @notice Starts a standing gift of the caller, who has approved the asset to this contract, and makes its first payment.
    /// @param token The organisation's token.
    /// @param amount Asset units a payment.
    /// @param interval Seconds, 1 to 366 days.
    /// @param note What for.
    /// Errors: UnknownOrganisation, IntervalOutOfRange, SafeCastOverflowedUintDowncast from 2^112 on, those of
    /// {ILiquidityReserve-donateFor}, and the asset's.
    function start(address token, uint256 amount, uint32 interval, string calldata note) external returns (uint256 id);

    /// @notice Makes the payment of standing gift `id` for the interval that runs; anyone may.
    /// Errors: NotRunning, NotDueBefore, those of {ILiquidityReserve-donateFor}, and the asset's, where the donor has too little
    /// or does not allow it any more.
    function pay(uint256 id) external;

    /// @notice Ends standing gift `id` at once. Only its donor. Errors: NotGiver, NotRunning.
    function cancel(uint256 id) external;

    /// @notice How many standing gifts were started; ids run from 1.
    function giftCount() external view returns (uint256);

    /// @notice All that is stored of standing gift `id`.
    function giftOf(uint256 id) external view returns (StandingGift memory);

    /// @notice The state of standing gift `id` now.
    function stateOf(uint256 id) external view returns (GiftState);

    /// @notice From when on {pay} can pay standing gift `id` again (seconds); type(uint256).max once it has ended. Whether the
    /// donor has the money and the reserve takes it is not asked.
    function dueFrom(uint256 id) external view returns (uint256);

    /// @notice Standing gifts from number `from` on (1 is the first), `count` at most, with their states now: for pages.
    function gifts(
        uint256 from,
        uint256 count
    ) external view returns (StandingGift[] memory page, GiftState[] memory states);

    /// @notice The factory whose organisations are given to.
    function factory() external view returns (address);
}
