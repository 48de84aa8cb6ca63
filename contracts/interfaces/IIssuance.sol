// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPausable} from "./IPausable.sol";

/// @title IIssuance
/// @notice The budget for everything that is minted without paying the reserve. Issuers (the contribution registry and
/// later ledgers) issue within the room of the current window, so that recognition can never drain the backing.
/// @dev Windows are fixed: they start at launch and begin anew when the market opens. S is the smaller of the supply
/// now and the supply when the window started (looked up in the past, or recorded at opening), so a supply borrowed for
/// a moment widens nothing, and trades never raise the room above what the window began with.
///
/// | market | room of a window |
/// |---|---|
/// | presale not yet released | 0 |
/// | closed | max(baseAmount, closedGrowthBps · S) |
/// | open | openGrowthBps · S + giftIssuanceBps · S · x |
/// | dissolved | 0 |
///
/// x tells of the gifts that dripped into the reserve in the window, so that issuance follows gifts and revenue. It is the
/// lesser of W/(1 + W), where each gift g that came when T was in the reserve adds g/T to W as it drips, and of what
/// dripped in the window as a part of the reserve now. The first is fixed when gifts come, and no larger when one is
/// split; trades cannot raise the room above it. By the second what is issued on account of gifts never lowers R/S below
/// what it was before they dripped.
///
/// Warning: at a window's turn up to twice the limit can come close together.
interface IIssuance is IPausable {
    /// @param period Length of a window in seconds, 7 to 90 days.
    /// @param baseAmount Room of a window (18 decimals) while the market is closed and growth would give less; fixed for
    /// ever. The market opens no earlier than this much has been issued. At least one whole token.
    /// @param closedGrowthBps Room while the market is closed, in bps of the supply, at most 5,000.
    /// @param openGrowthBps Room while the market is open, in bps of the supply, at most 1,000.
    /// @param giftIssuanceBps Part of what gifts add to the reserve that may be issued to those whose work they honour, in
    /// bps, at most 5,000.
    struct Terms {
        uint64 period;
        uint112 baseAmount;
        uint16 closedGrowthBps;
        uint16 openGrowthBps;
        uint16 giftIssuanceBps;
    }

    /// @notice `issuer` had `amount` (18 decimals) minted to `to`.
    event Issued(address indexed issuer, address indexed to, uint256 amount);
    /// @notice The owner named (`allowed`) or removed an issuer.
    event IssuerSet(address indexed issuer, bool allowed);
    /// @notice The owner set the growth of the supply allowed in a window, in bps.
    event GrowthSet(uint16 closedGrowthBps, uint16 openGrowthBps, uint16 giftIssuanceBps);

    /// @notice `account` may not issue.
    error NotIssuer(address account);
    /// @notice `requested` is more than the window's remaining room `available` (both 18 decimals).
    error BudgetExceeded(uint256 requested, uint256 available);
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
    function initialize(
        address token_,
        address reserve_,
        address owner_,
        address[] calldata issuers_,
        Terms calldata terms_
    ) external;

    /// @notice Mints `amount` (18 decimals) to `to` within the room. Only issuers.
    /// Errors: NotIssuer, Paused, ZeroAmount, BudgetExceeded; nothing is lost then, the award stays payable later.
    function issue(address to, uint256 amount) external;

    /// @notice Names or removes an issuer. Only the owner. Errors: ZeroAddress.
    function setIssuer(address issuer, bool allowed) external;

    /// @notice Sets growth limits in bps within their bounds; takes effect at once. Only the owner.
    /// Errors: GrowthOutOfRange.
    function setGrowth(uint16 closedGrowthBps_, uint16 openGrowthBps_, uint16 giftIssuanceBps_) external;

    /// @notice What may still be issued in the current window (18 decimals).
    function available() external view returns (uint256);

    /// @notice The current window.
    /// @return start When it started (seconds).
    /// @return end When the next one starts (seconds), unless the market opens before.
    /// @return room All that may be issued in it (18 decimals, rounded down).
    /// @return issued What was issued in it so far (18 decimals).
    function currentWindow() external view returns (uint64 start, uint64 end, uint256 room, uint256 issued);

    /// @notice Whether `account` may issue.
    function isIssuer(address account) external view returns (bool);

    /// @notice The terms now in force.
    function terms() external view returns (Terms memory);

    /// @notice When the organisation was launched (seconds).
    function launchedAt() external view returns (uint64);
}
