// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPausable} from "./IPausable.sol";
import {Share} from "./Share.sol";

/// @title IPresale
/// @notice The sale of partnership in the project before it works. Partners' money waits here until an independent
/// trustee releases it into the reserve and, as production budget, into the escrow ({IEscrow}); otherwise each partner takes
/// back all of it, for ever. After the release each account claims its tokens once: what has vested is sent, and what has
/// not is staked in its name ({IStake}), where it has a voice at once and only cannot be unstaked yet.
/// @dev States follow from time, money and one call; no other edge exists:
///
/// | from | when | to |
/// |---|---|---|
/// | Upcoming | `opens` reached | Open |
/// | Open | `maximum` raised | Ended, also when partners are refunded after that |
/// | Open | `closes` reached, raised ≥ minimum | Ended |
/// | Open | `closes` reached, raised < minimum | Refunding |
/// | Ended | trustee calls release before `releaseBy` | Released |
/// | Ended | `releaseBy` reached, or refunds while the trustee changes leave less than the minimum | Refunding |
/// | Upcoming, Open, Ended | the organisation is dissolved | Refunding |
///
/// | call | Upcoming | Open | Ended | Released | Refunding |
/// |---|---|---|---|---|---|
/// | contribute | – | anyone on the list, unless the trustee changes | – | – | – |
/// | release | – | – | trustee | – | – |
/// | claim | – | – | – | partner, founder, once | – |
/// | refund, the trustee changes | partner | partner | partner | – | partner |
/// | refund, otherwise | – | – | – | – | partner |
/// | setTrusteeChanging, creditResource, uncreditResource | escrow | escrow | escrow | – | – |
/// | pause, unpause | owner | owner | owner | owner | owner |
/// | dissolve | reserve, once | reserve, once | reserve, once | reserve, once | reserve, once |
///
/// A pause stops contributions only: never a release, claim or refund.
///
/// **A dissolution** after the release ends all vesting: nothing of partners' tokens is barred any more, and founders' tokens
/// that have not vested are burned, here those that were not claimed, in the stake those that were.
/// @dev Assumes that {IStake} keeps at least {unvestedOf} of each account staked, until a dissolution.
interface IPresale is IPausable {
    /// @notice See the tables of {IPresale}.
    enum State {
        Upcoming,
        Open,
        Ended,
        Released,
        Refunding
    }

    /// @notice Nothing before `cliff`, then linear since release, all at `duration`; both in seconds from release. Vested is
    /// rounded down.
    struct Vesting {
        uint64 cliff;
        uint64 duration;
    }

    /// @param trustee The first independent third party who may release; an account or a contract, no founder. Who it is
    /// now says the escrow.
    /// @param price Asset units per whole token.
    /// @param perPartnerMaximum Asset units one account may give; `maximum` when there is no further limit.
    /// @param minimum Asset units below which everyone is refunded.
    /// @param maximum Asset units above which nothing is taken.
    /// @param opens When contributions are taken (seconds).
    /// @param closes When they end (seconds), at most 366 days after launch.
    /// @param releaseBy When a sale that was not released turns to refunding (seconds), at most 180 days after `closes`.
    /// @param founderBps Founders' tokens on top of the sold ones, in bps of those, at most 5,000.
    /// @param founders Who gets them; empty exactly when `founderBps` is 0.
    /// @param founderVesting Founders' schedule, at least 180 days when there are founders' tokens.
    /// @param partnerVesting Partners' schedule; zeros for none.
    /// @param allowlistRoot Root of an OpenZeppelin StandardMerkleTree over `(address)`, or zero for everyone.
    struct Terms {
        address trustee;
        uint112 price;
        uint112 perPartnerMaximum;
        uint112 minimum;
        uint112 maximum;
        uint64 opens;
        uint64 closes;
        uint64 releaseBy;
        uint16 founderBps;
        Share[] founders;
        Vesting founderVesting;
        Vesting partnerVesting;
        bytes32 allowlistRoot;
    }

    /// @param contributed Asset units given and not refunded.
    /// @param founderBps The account's part of the founders' tokens in bps.
    /// @param claimed Whether the account has claimed.
    /// @param staked Whether its claim staked something that had not vested.
    /// @param resourceTokens Tokens for resources (18 decimals), on top of those for money.
    struct Position {
        uint112 contributed;
        uint16 founderBps;
        bool claimed;
        bool staked;
        uint112 resourceTokens;
    }

    /// @notice `partner` was credited `amount` asset units; `raised` in all so far. Who paid stands in the asset's event.
    event Contributed(address indexed partner, uint256 amount, uint256 raised);
    /// @notice The trustee released: tokens minted for partners and founders (18 decimals), asset units to the reserve
    /// and to the escrow.
    event Released(uint256 soldTokens, uint256 founderTokens, uint256 toReserve, uint256 toEscrow);
    /// @notice `account` had `vested` tokens sent to `recipient` and `vesting` staked in its name (18 decimals).
    event Claimed(address indexed account, address indexed recipient, uint256 vested, uint256 vesting);
    /// @notice `partner` had `amount` asset units sent back to `recipient`.
    event Refunded(address indexed partner, address indexed recipient, uint256 amount);
    /// @notice `account` allowed `operator` to have it refunded, or no longer.
    event OperatorSet(address indexed account, address indexed operator, bool allowed);
    /// @notice The organisation was dissolved; `founderTokensBurned` (18 decimals), here and in the stake, had not vested.
    event SaleDissolved(uint256 founderTokensBurned);

    /// @notice The sale is `actual`, the call needs `needed`.
    error WrongState(State actual, State needed);
    /// @notice `account` is not the trustee.
    error NotTrustee(address account);
    /// @notice `account` is not the escrow.
    error NotEscrow(address account);
    /// @notice Resources bought `tokens`, at most `allowed` of the sold ones may be theirs (18 decimals): the trustee returns
    /// some.
    error ResourcesAboveLimit(uint256 tokens, uint256 allowed);
    /// @notice A resource accepted right before `closes` could still be challenged at `releaseBy` (seconds).
    error ReleaseTooEarly(uint64 closes, uint64 challengeWindow, uint64 releaseBy);
    /// @notice The trustee is one of the founders or the treasury.
    error TrusteeNotIndependent(address trustee);
    /// @notice `account` is not on the allowlist, or the proof is wrong.
    error NotAllowed(address account);
    /// @notice `account` gave all that one partner may give, `max` asset units.
    error PartnerMaximumReached(address account, uint256 max);
    /// @notice `amount` asset units buy no token at `price`.
    error ContributionTooSmall(uint256 amount, uint256 price);
    /// @notice `operator` may not act for `account`.
    error NotOperator(address account, address operator);
    /// @notice `account` has nothing to take now.
    error NothingToTake(address account);
    /// @notice The price is zero.
    error ZeroPrice();
    /// @notice Needed: 0 < minimum ≤ maximum and 0 < perPartnerMaximum ≤ maximum.
    error LimitsOutOfOrder(uint112 minimum, uint112 maximum, uint112 perPartnerMaximum);
    /// @notice Needed: now < closes ≤ now + 366 days, opens < closes, closes < releaseBy ≤ closes + 180 days.
    error TimesOutOfOrder(uint64 opens, uint64 closes, uint64 releaseBy);
    /// @notice `founderBps` is above 5,000, or does not fit the `founders` listed.
    error FounderShareOutOfRange(uint16 founderBps, uint256 founders);
    /// @notice The cliff is after the end, or a founders' schedule is shorter than 180 days, or one is above 10 years.
    error VestingOutOfRange(uint64 cliff, uint64 duration);
    /// @notice The `minimum` would not pay for the `required` opening reserve: lower the reserve ratio, the founders' share
    /// or the part for resources, or raise the minimum. Both in asset units.
    error ReserveUnderfunded(uint256 required, uint256 minimum);

    /// @notice Sets up a clone, once.
    /// @param token_ The project token.
    /// @param reserve_ The liquidity reserve, already set up.
    /// @param treasury_ The organisation's timelock.
    /// @param escrow_ The escrow, already set up.
    /// @param stake_ Where claims stake what still vests.
    /// @param terms_ All terms, fixed for ever.
    function initialize(
        address token_,
        address reserve_,
        address treasury_,
        address escrow_,
        address stake_,
        Terms calldata terms_
    ) external;

    /// @notice Gives up to `amount` asset units for partnership. What exceeds the sale's or the partner's maximum is not
    /// taken. Tokens at release: `contributed · 1e18 / price`, rounded down over all a partner gave.
    /// @param amount Asset units offered; approve them first.
    /// @param proof Merkle proof when there is an allowlist, otherwise empty.
    /// @return taken Asset units taken.
    /// Errors: WrongState, Paused, ChangePending, ZeroAmount, NotAllowed, PartnerMaximumReached, ContributionTooSmall,
    /// UnsupportedAsset.
    function contribute(uint256 amount, bytes32[] calldata proof) external returns (uint256 taken);

    /// @notice As {contribute}, paid by the caller and credited to `account`, whom list and limits are for: the tokens are
    /// its own, and so is a refund. Errors: as {contribute}, and InvalidRecipient.
    /// @return taken Asset units taken.
    function contributeFor(address account, uint256 amount, bytes32[] calldata proof) external returns (uint256 taken);

    /// @notice As {contribute}, with the caller's ERC-2612 permit of exactly `amount` instead of an approval. A permit that
    /// someone else has used already does no harm. Errors: as {contribute}, and the asset's without allowance.
    /// @param deadline Of the permit (seconds).
    /// @return taken Asset units taken.
    function contributeWithPermit(
        uint256 amount,
        bytes32[] calldata proof,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 taken);

    /// @notice Mints partners' and founders' tokens, opens the market at exactly the presale price, and sends the rest
    /// of the money to the escrow as production budget. Only the trustee, before `releaseBy`.
    /// Errors: NotTrustee, WrongState, ResourcesAboveLimit, ResourcesUndecided, UnsupportedAsset.
    function release() external;

    /// @notice Sends what has vested of the caller's tokens, as partner and founder together, to `recipient`, and stakes the
    /// rest in the caller's name. Once an account: what vests later is unstaked there.
    /// Errors: WrongState, InvalidRecipient (also the stake), NothingToTake.
    /// @return vested Tokens sent (18 decimals).
    /// @return vesting Tokens staked (18 decimals).
    function claim(address recipient) external returns (uint256 vested, uint256 vesting);

    /// @notice Sends all that the caller gave to `recipient`. Never ends, needs nobody else. While the trustee changes before
    /// the release it lowers what was raised.
    /// Errors: WrongState, InvalidRecipient, NothingToTake.
    /// @return amount Asset units sent.
    function refund(address recipient) external returns (uint256 amount);

    /// @notice As {refund}, for `account`, by itself or by an operator that it allowed.
    /// Errors: NotOperator, WrongState, InvalidRecipient, NothingToTake.
    /// @return amount Asset units sent.
    function refundFrom(address account, address recipient) external returns (uint256 amount);

    /// @notice Allows `operator` to have the caller refunded to whatever recipient, or no longer; as in ERC-7540.
    /// Warning: an operator can take all that the caller gave. Allow only contracts that act for their own caller alone.
    function setOperator(address operator, bool allowed) external returns (bool);

    /// @notice Whether `operator` may act for `account`.
    function isOperator(address account, address operator) external view returns (bool);

    /// @notice The organisation is dissolved. A sale that was not released is refunding for ever. After a release founders'
    /// tokens that have not vested are burned and no more of them vest; partners' tokens are all vested at once, and can be
    /// claimed for ever. Only the reserve, once. Errors: NotReserve, AlreadyDissolved.
    function dissolve() external;

    /// @notice Opens or ends the time in which partners may be refunded before the release. Only the escrow.
    /// Errors: NotEscrow.
    function setTrusteeChanging(bool changing) external;

    /// @notice Credits a resource worth `value` asset units at the price, before the release. Only the escrow.
    /// Errors: NotEscrow.
    /// @return tokens Tokens for it (18 decimals, rounded down).
    function creditResource(address account, uint256 value) external returns (uint256 tokens);

    /// @notice Takes such a credit back, before the release. Only the escrow. Errors: NotEscrow.
    function uncreditResource(address account, uint256 value) external;

    /// @notice The state now.
    function state() external view returns (State);

    /// @notice Whether the sale failed for good: money goes back, no token was minted.
    function failed() external view returns (bool);

    /// @notice Since when (seconds) the sale has failed: `closes` without the minimum, `releaseBy`, a dissolution before the
    /// release, or the refund that brought a sale that had ended below its minimum; 0 while it has not failed.
    function failedAt() external view returns (uint64);

    /// @notice The terms fixed at launch.
    function terms() external view returns (Terms memory);

    /// @notice The escrow of resources and production budget, which knows the trustee.
    function escrow() external view returns (address);

    /// @notice Where claims stake what still vests.
    function stake() external view returns (address);

    /// @notice Asset units contributed in all; refunds lower it only while the trustee changes.
    function raised() external view returns (uint112);

    /// @notice When the trustee released (seconds); 0 before.
    function releasedAt() external view returns (uint64);

    /// @notice When the organisation was dissolved (seconds); 0 before.
    function dissolvedAt() external view returns (uint64);

    /// @notice What is stored of `account`.
    function positionOf(address account) external view returns (Position memory);

    /// @notice Tokens of `account` vested so far as partner and founder, claimed or not (18 decimals, rounded down); 0 before
    /// the release. After a dissolution all it has as partner, and as founder what had vested then.
    function vestedOf(address account) external view returns (uint256);

    /// @notice What a claim of `account` would send and stake now (18 decimals); zeros before the release and once claimed.
    function previewClaim(address account) external view returns (uint256 vested, uint256 vesting);

    /// @notice What of the tokens that `account` claimed, as partner and founder together, still bars unstaking (18 decimals,
    /// rounded up); 0 before its claim and after a dissolution.
    function unvestedOf(address account) external view returns (uint256);

    /// @notice Those of {unvestedOf} that the account has as founder (18 decimals, rounded up).
    function founderUnvestedOf(address account) external view returns (uint256);

    /// @notice What of the staked tokens of `account` a dissolution burned, as its founder's tokens had not vested then (18
    /// decimals, rounded up); 0 without a dissolution, and when it claimed only afterwards.
    function forfeitedOf(address account) external view returns (uint256);

    /// @notice Tokens for confirmed resources (18 decimals).
    function resourceTokens() external view returns (uint112);

    /// @notice Tokens that `amount` asset units buy (18 decimals, rounded down).
    function tokensFor(uint256 amount) external view returns (uint256);

    /// @notice Tokens that the minimum buys (18 decimals, rounded down), without founders' and resources' ones.
    function minimumTokens() external view returns (uint256);

    /// @notice Asset units of which partners need more than half to object: what was raised, or the minimum while less was.
    function moneyForMajority() external view returns (uint256);

    /// @notice Tokens sold for money and resources (18 decimals, rounded down), and the founders' on top of them.
    function tokensForSale() external view returns (uint256 soldTokens, uint256 founderTokens);
}
