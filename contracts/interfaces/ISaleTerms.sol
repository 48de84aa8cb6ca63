// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title ISaleTerms
/// @notice Why the terms of a sale, or amounts under them, are refused, and what schedules of vesting are. The terms: {IPresale-Terms}.
interface ISaleTerms {
    /// @notice Nothing before `cliff`, then linear since release, all at `duration`; both in seconds from release. Vested is
    /// rounded down.
    struct Vesting {
        uint64 cliff;
        uint64 duration;
    }

    /// @notice Needed: closes + challengeWindow + 14 days ≤ releaseBy, so that whatever was accepted can still be released.
    error ReleaseTooEarly(uint64 closes, uint64 challengeWindow, uint64 releaseBy);
    /// @notice `bps` for resources is above 5,000.
    error ResourceShareOutOfRange(uint16 bps);
    /// @notice A challenge window of `window` seconds is outside 3 to 30 days.
    error ResourceWindowOutOfRange(uint64 window);
    /// @notice At its maximum the sale, with resources and founders, would need `tokens`, more than the supply's `cap`
    /// (18 decimals): it could not be released.
    error SaleAboveSupplyCap(uint256 tokens, uint256 cap);
    /// @notice The trustee is one of the founders or the treasury.
    error TrusteeNotIndependent(address trustee);
    /// @notice The price is zero.
    error ZeroPrice();
    /// @notice Needed: 0 < minimum ≤ maximum and 0 < perPartnerMaximum ≤ maximum.
    error LimitsOutOfOrder(uint112 minimum, uint112 maximum, uint112 perPartnerMaximum);
    /// @notice `amount` asset units buy no token at `price`.
    error ContributionTooSmall(uint256 amount, uint256 price);
    /// @notice Needed: now < closes ≤ now + 366 days, opens < closes, closes < releaseBy ≤ closes + 180 days.
    error TimesOutOfOrder(uint64 opens, uint64 closes, uint64 releaseBy);
    /// @notice `founderBps` is above 5,000, or does not fit the `founders` listed.
    error FounderShareOutOfRange(uint16 founderBps, uint256 founders);
    /// @notice The cliff is after the end, or a schedule of founders or resources is shorter than 180
    /// days, or one is above 10 years.
    error VestingOutOfRange(uint64 cliff, uint64 duration);
    /// @notice The `minimum` would not pay for the `required` opening reserve: lower the reserve ratio, the founders' share
    /// or the part for resources, or raise the minimum. Both in asset units.
    error ReserveUnderfunded(uint256 required, uint256 minimum);
}
