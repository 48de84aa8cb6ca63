// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IStakeLock
/// @notice Stakeholders' locked tokens: the one mechanism behind curation by stake and behind vetoes, for the contribution
/// registry and the epochs alike. Tokens are locked rather than votes looked up, because votes can be rented for an hour.
/// @dev Nobody owns this contract and nothing in it can be paused. The registry and the epochs, its two forums, can do
/// nothing but hold a stake that its owner just used, for at most one of their windows (90 days), and count it.
///
/// **Curation.** A stake counts for what was submitted after `since`; reviewing holds it until the review ends.
///
/// **Veto.** What counts is the whole stake, and what is still vesting for the account in the presale as a partner once
/// the hold is over; founders' tokens do not. One token so counts once in a decision: it cannot leave before. A veto holds
/// the stake for a whole window from the second it is cast, so that tokens rented for the last second of a window stay
/// beyond it. The threshold is `vetoBps` of {circulatingSupply}, rounded up.
///
/// Warning: locking more moves `since`, so a curator by stake who tops up cannot review what was submitted before that. A
/// hold concerns the whole stake, also what is locked later.
interface IStakeLock {
    /// @param amount Tokens locked (18 decimals).
    /// @param since When the stake last rose (seconds).
    /// @param heldUntil Before this time (seconds) nothing of it can be unlocked.
    struct Stake {
        uint112 amount;
        uint40 since;
        uint40 heldUntil;
    }

    /// @notice `account` locked `amount`, `stake` in all (18 decimals).
    event StakeLocked(address indexed account, uint256 amount, uint256 stake);
    /// @notice `account` unlocked `amount`, `stake` is left (18 decimals).
    event StakeUnlocked(address indexed account, uint256 amount, uint256 stake);
    /// @notice `account` used its stake, which is held until `until` (seconds).
    event HoldExtended(address indexed account, uint256 until);
    /// @notice `account` vetoes number `id` of `forum` with `weight`, `total` of all so far; `threshold` rejects (all with
    /// 18 decimals).
    event VetoCast(
        address indexed forum,
        uint256 indexed id,
        address indexed account,
        uint256 weight,
        uint256 total,
        uint256 threshold
    );

    /// @notice `account` is neither the registry nor the epochs.
    error NotForum(address account);
    /// @notice The stake of `account` is held until `until` (seconds).
    error StakeHeld(address account, uint256 until);
    /// @notice The stake of `account` is `stake`, less than `amount` (18 decimals).
    error StakeTooSmall(address account, uint256 amount, uint256 stake);
    /// @notice `account` has neither a stake nor tokens vesting as a partner.
    error NothingToVetoWith(address account);
    /// @notice `vetoBps` is outside 100 to 5,000.
    error VetoShareOutOfRange(uint16 vetoBps);

    /// @notice Sets up a clone, once.
    /// @param token_ The project token.
    /// @param presale_ The presale, or the zero address in a launch without one.
    /// @param registry_ The contribution registry, a forum.
    /// @param epochs_ The contribution epochs, a forum.
    /// @param vetoBps_ Part of the circulating supply that rejects, 100 to 5,000 bps, fixed for ever.
    function initialize(address token_, address presale_, address registry_, address epochs_, uint16 vetoBps_) external;

    /// @notice Locks `amount` (18 decimals) of the caller's tokens; approve them first. Errors: ZeroAmount, and the token's.
    function lock(uint256 amount) external;

    /// @notice Gives `amount` (18 decimals) of the caller's stake back to him, once nothing holds it. Never paused.
    /// Errors: ZeroAmount, StakeHeld, StakeTooSmall.
    function unlock(uint256 amount) external;

    /// @notice Holds the stake of `account` until `until` (seconds), or longer when it is so already. Only the forums, for
    /// who just reviewed. Errors: NotForum.
    function hold(address account, uint256 until) external;

    /// @notice Counts the veto of `account` in decision `id` of the calling forum, and holds its stake until `until`
    /// (seconds). Cast again, it counts what the account has more by then, and compares anew. Only the forums.
    /// Errors: NotForum, NothingToVetoWith.
    /// @return reached Whether all vetoes together reach the threshold.
    function castVeto(uint256 id, address account, uint256 until) external returns (bool reached);

    /// @notice What is stored of `account`.
    function stakeOf(address account) external view returns (Stake memory);

    /// @notice What vetoes decision `id` of `forum` so far (18 decimals).
    function vetoTotalOf(address forum, uint256 id) external view returns (uint256);

    /// @notice With what `account` vetoes decision `id` of `forum` (18 decimals).
    function vetoOf(address forum, uint256 id, address account) external view returns (uint256);

    /// @notice What rejects now (18 decimals): `vetoBps` of {circulatingSupply}, rounded up, at least 1 wei.
    function vetoThreshold() external view returns (uint256);

    /// @notice The supply that can veto: without the dead address, what waits in the epochs to be claimed, and founders'
    /// tokens that still vest. At most the supply when the last full hour ended, so that a supply bought for a moment
    /// raises no threshold; in the very first hour of tokens the present one. A treasury's tokens count: it could lock them.
    function circulatingSupply() external view returns (uint256);

    /// @notice The part of the circulating supply that rejects, in bps.
    function vetoBps() external view returns (uint16);
}
