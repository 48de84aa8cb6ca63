// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPausable} from "./IPausable.sol";
import {ISaleTerms} from "./ISaleTerms.sol";
import {ISweepable} from "./ISweepable.sol";
import {Share} from "./Share.sol";

/// @title IPresale
/// @notice The sale of partnership in the project before it works. Partners' money waits here until an independent
/// trustee releases it into the reserve and, as production budget, into {IProductionBudget}; otherwise each partner takes back
/// all of it, for ever. After the release each account claims its tokens once: what has vested is sent, and what has not is
/// staked in its name ({IStake}), where it has a voice at once and only cannot be unstaked yet.
/// @dev States follow from time, money and one call; no other edge exists:
///
/// | from | when | to |
/// |---|---|---|
/// | Upcoming | `opens` reached | Open |
/// | Open | `maximum` raised | Ended |
/// | Ended | a refund before `closes` | Open |
/// | Open | `closes` reached, raised ≥ minimum | Ended |
/// | Open | `closes` reached, raised < minimum | Refunding |
/// | Ended | trustee calls release before `releaseBy` | Released |
/// | Ended | `releaseBy` reached, or a refund after `closes` leaves less than the minimum | Refunding |
/// | Upcoming, Open, Ended | the organisation is dissolved | Refunding |
///
/// | call | Upcoming | Open | Ended | Released | Refunding |
/// |---|---|---|---|---|---|
/// | contribute | – | anyone on the list, no change pending | – | – | – |
/// | refund | refunds open: partner | refunds open: partner | refunds open: partner | – | partner |
/// | release | – | – | trustee, refunds closed, no change pending | – | – |
/// | claim | – | – | – | partner, founder, once | – |
/// | creditResource | – | custody | custody, before `closes` | – | – |
/// | uncreditResource | custody | custody | custody | – | – |
/// | announceTrustee | owner, none pending | owner, none pending | owner, none pending | – | – |
/// | cancelTrustee | owner, pending | owner, pending | owner, pending | – | owner, pending |
/// | completeTrustee, refunds closed | anyone, pending | anyone, pending | anyone, pending | – | anyone, pending |
/// | offerPosition, takePosition, not dissolved | who holds it, who gets it | the same | the same | the same | the same |
/// | pause, unpause | owner | owner | owner | owner | owner |
/// | dissolve | reserve, once | reserve, once | reserve, once | reserve, once | reserve, once |
/// | sweep | anyone | anyone | anyone | anyone | anyone |
///
/// A pause stops contributions only: never a release, claim or refund.
///
/// **Refunds: who may disagree can leave whole.** Before the release they are open for two reasons, and there is no release
/// while they are:
///
/// - *A resource is accepted:* for `challengeWindow`, for what was given before the newest acceptance. Who gives afterwards has
///   seen it. Resources are accepted before `closes` only.
/// - *Another trustee is announced:* for 14 days, for all that was given, also when the announcement is taken back. While it
///   is pending nothing is contributed and no resource accepted; it is completed once refunds are closed.
///
/// Each time a tenth of what was raised when refunds were opened or last extended has gone, they stay open for at least three
/// more days, but by this never beyond 7 days before `releaseBy`. So nobody leaves in the last second alone.
/// Warning: each refund can end a sale that has closed, by leaving less than the minimum: then everybody is refunded. An
/// announcement in the last 14 days before `releaseBy` has the same end.
///
/// **A position moves** whole, with resources and what still vests in the stake, from an account that offers it to one that takes
/// it, which has none, stands on the list if there is one, and is neither trustee, candidate nor treasury; not while something
/// in its stake is held. An account that passed its position on has none again. Inside, a position keeps the account that it
/// began with as its name ({givenBy}), so that nothing counts twice.
///
/// **Founders** get tokens at the presale price on top of the sold ones. They vest by the lesser of time and, if the terms say so,
/// the part of the production budget that was paid; by time alone where the release brought none. What can no longer vest has
/// no voice, does not circulate, and is burned at a dissolution.
///
/// **A dissolution** after the release ends all vesting: nothing of partners' tokens is barred any more, and founders' tokens
/// that have not vested are burned, here those that were not claimed, in the stake those that were.
/// Warning: the trustee and someone who offers junk can take from the partners who stay at most what vests over at least 180
/// days for `maxResourceBps` of the sold tokens; see docs/security.md for figures.
/// Warning: a Safe whose signers change is another trustee that nobody is asked about.
/// @dev Assumes that {IStake} keeps at least what {tokensOf} says still vests of each account that claimed staked, until a dissolution. What is fixed for ever by
/// the launch is read from the clone's code.
interface IPresale is IPausable, ISaleTerms, ISweepable {
    /// @notice See the tables of {IPresale}.
    enum State {
        Upcoming,
        Open,
        Ended,
        Released,
        Refunding
    }

    /// @notice What became of a position: not claimed; claimed when all had vested; claimed with something that was staked, as it
    /// had not; or the account passed it on, and has none again.
    enum Standing {
        Unclaimed,
        Claimed,
        Staked,
        PassedOn
    }

    /// @param trustee The first independent third party who may release; an account or a contract, no founder. Who it is
    /// now says {trustee}.
    /// @param price Asset units per whole token.
    /// @param perPartnerMaximum Asset units one account may give; `maximum` when there is no further limit.
    /// @param minimum Asset units below which everyone is refunded.
    /// @param maximum Asset units above which nothing is taken.
    /// @param opens When contributions are taken (seconds).
    /// @param closes When they end (seconds), at most 366 days after launch.
    /// @param releaseBy When a sale that was not released turns to refunding (seconds): at least `challengeWindow` and 14 days,
    /// at most 180 days after `closes`.
    /// @param founderBps Founders' tokens on top of the sold ones, in bps of those, at most 5,000.
    /// @param founders Who gets them; empty exactly when `founderBps` is 0.
    /// @param foundersVestWithBudget Whether founders vest by the lesser of time and the part of the budget that was paid.
    /// @param founderVesting Founders' schedule, at least 180 days when there are founders' tokens.
    /// @param partnerVesting Partners' schedule for what they gave as money; zeros for none.
    /// @param maxResourceBps Largest part of the sold tokens for resources, at most 5,000.
    /// @param challengeWindow Seconds that refunds are open after a resource was accepted, 3 to 30 days.
    /// @param resourceVesting Schedule of tokens for resources, at least 180 days when there may be any.
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
        bool foundersVestWithBudget;
        Share[] founders;
        Vesting founderVesting;
        Vesting partnerVesting;
        uint16 maxResourceBps;
        uint64 challengeWindow;
        Vesting resourceVesting;
        bytes32 allowlistRoot;
    }

    /// @param contributed Asset units given and not refunded.
    /// @param late Those of them that were given since refunds number `round` were opened.
    /// @param round The newest refunds when it last gave.
    /// @param standing See {Standing}.
    /// @param resourceTokens Tokens for resources (18 decimals), on top of those for money.
    /// @param founderBps The position's part of the founders' tokens in bps.
    struct Position {
        uint112 contributed;
        uint112 late;
        uint24 round;
        Standing standing;
        uint112 resourceTokens;
        uint16 founderBps;
    }

    /// @notice Tokens with 18 decimals. Once claimed, of what is staked `vesting` and `founderVesting` bar unstaking, and
    /// `forfeited` has no voice.
    /// @param vested What has vested, rounded down for money, resources and founders' part.
    /// @param vesting Of money and resources: what has not; 0 after a dissolution.
    /// @param founderVesting Of the founders' part: what has not, and still can.
    /// @param forfeited Of the founders' part: what never can, as a part of the budget is owed to the partners (rounded up), or a
    /// dissolution ended its vesting.
    struct Tokens {
        uint256 vested;
        uint256 vesting;
        uint256 founderVesting;
        uint256 forfeited;
    }

    /// @notice `partner` was credited `amount` asset units; `raised` in all so far. Who paid stands in the asset's event.
    event Contributed(address indexed partner, uint256 amount, uint256 raised);
    /// @notice The trustee released: tokens minted for partners and founders (18 decimals), asset units to the reserve
    /// and to the production budget.
    event Released(uint256 soldTokens, uint256 founderTokens, uint256 toReserve, uint256 toBudget);
    /// @notice `account` had `vested` tokens sent to `recipient` and `vesting` staked in its name (18 decimals).
    event Claimed(address indexed account, address indexed recipient, uint256 vested, uint256 vesting);
    /// @notice `partner` had `amount` asset units sent back to `recipient`.
    event Refunded(address indexed partner, address indexed recipient, uint256 amount);
    /// @notice `account` allowed `operator` to have it refunded, or no longer.
    event OperatorSet(address indexed account, address indexed operator, bool allowed);
    /// @notice Refunds number `round` are open, or stay open, until `until` (seconds).
    event RefundsOpened(uint256 indexed round, uint64 until);
    /// @notice The owner wants `candidate` as trustee.
    event TrusteeAnnounced(address indexed candidate);
    /// @notice The owner gave up `candidate`; refunds stay open as long as they were.
    event TrusteeCancelled(address indexed candidate);
    /// @notice `trustee` is the trustee now.
    event TrusteeSet(address indexed trustee);
    /// @notice `account` offers its position to `recipient`, or to nobody (the zero address).
    event PositionOffered(address indexed account, address indexed recipient);
    /// @notice The position of `account`, which began as that of `origin`, is `recipient`'s now.
    event PositionMoved(address indexed account, address indexed recipient, address indexed origin);
    /// @notice The organisation was dissolved; `founderTokensBurned` (18 decimals), here and in the stake, had not vested.
    event SaleDissolved(uint256 founderTokensBurned);

    /// @notice The sale is `actual`, the call needs `needed`.
    error WrongState(State actual, State needed);
    /// @notice `account` is not the trustee.
    error NotTrustee(address account);
    /// @notice `account` is not the custody of resources.
    error NotCustody(address account);
    /// @notice Refunds are open until `until` (seconds).
    error RefundsOpen(uint64 until);
    /// @notice A change of the trustee to `candidate` is pending.
    error ChangePending(address candidate);
    /// @notice No change of the trustee is pending.
    error NoChangePending();
    /// @notice Resources are accepted until `closes` (seconds), which has passed.
    error AcceptanceOver(uint64 closes);
    /// @notice `account` has passed its position on, and has none again.
    error PositionPassedOn(address account);
    /// @notice `account` did not offer its position to `recipient`.
    error PositionNotOffered(address account, address recipient);
    /// @notice `recipient` cannot take a position: it has one, or passed one on, or is trustee, candidate or treasury; or
    /// `account`, whose position it is, is trustee or candidate.
    error CannotTakePosition(address account, address recipient);
    /// @notice Resources bought `tokens`, more than the `allowed` part of those sold (18 decimals): the trustee returns some.
    error ResourcesAboveLimit(uint256 tokens, uint256 allowed);
    /// @notice `account` is not on the allowlist, or the proof is wrong.
    error NotAllowed(address account);
    /// @notice `account` gave all that one partner may give, `max` asset units.
    error PartnerMaximumReached(address account, uint256 max);
    /// @notice `operator` may not act for `account`.
    error NotOperator(address account, address operator);
    /// @notice `account` has nothing to take now.
    error NothingToTake(address account);

    /// @notice Sets up a clone, once. Reserve and factory are to be of the same launch.
    /// @param terms_ All terms, fixed for ever. Errors: see {SaleTerms-validate}.
    function initialize(Terms calldata terms_) external;

    // ---------------------------------------------------------------- partners

    /// @notice Gives up to `amount` asset units for partnership. What exceeds the sale's or the partner's maximum is not
    /// taken. Tokens at release: `contributed · 1e18 / price`, rounded down over all a partner gave.
    /// @param amount Asset units offered; approve them first.
    /// @param proof Merkle proof when there is an allowlist, otherwise empty.
    /// @return taken Asset units taken.
    /// Errors: WrongState, Paused, ChangePending, ZeroAmount, NotAllowed, PositionPassedOn, PartnerMaximumReached,
    /// ContributionTooSmall, UnsupportedAsset.
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

    /// @notice Sends what has vested of the caller's tokens, as partner and founder together, to `recipient`, and stakes the
    /// rest in the caller's name. Once an account: what vests later is unstaked there.
    /// Errors: WrongState, InvalidRecipient (also the stake), NothingToTake.
    /// @return vested Tokens sent (18 decimals).
    /// @return vesting Tokens staked (18 decimals).
    function claim(address recipient) external returns (uint256 vested, uint256 vesting);

    /// @notice Sends to `recipient` all that the caller gave in a sale that failed, for ever; while refunds are open before the
    /// release, what {refundableOf} says. Lowers what was raised. Needs nobody else.
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

    /// @notice Offers the caller's position to `recipient`, or to nobody (the zero address): see {IPresale}.
    /// Errors: NothingToTake (no position), AlreadyDissolved.
    function offerPosition(address recipient) external;

    /// @notice Takes the position of `account`, which offered it to the caller, with all that belongs to it.
    /// @param proof Merkle proof of the caller when there is an allowlist, otherwise empty.
    /// Errors: PositionNotOffered, AlreadyDissolved, CannotTakePosition, NotAllowed, StakeHeld.
    function takePosition(address account, bytes32[] calldata proof) external;

    // ---------------------------------------------------------------- trustee

    /// @notice Mints partners' and founders' tokens, opens the market at exactly the presale price, and sends the rest of the
    /// money to the production budget. Only the trustee, before `releaseBy`, while no refunds are open and no change pending.
    /// Errors: NotTrustee, WrongState, ChangePending, RefundsOpen, ResourcesAboveLimit, UnsupportedAsset.
    function release() external;

    /// @notice Announces another trustee before the release: not the owner, a proposer of the timelock, nor one with founders'
    /// tokens. Refunds are open for 14 days, and nobody contributes. Only the owner.
    /// Errors: WrongState, ZeroAddress, TrusteeNotIndependent, ChangePending.
    function announceTrustee(address candidate) external;

    /// @notice Gives a pending change up; refunds stay open as long as they were. Only the owner. Errors: NoChangePending.
    function cancelTrustee() external;

    /// @notice Makes the candidate trustee once refunds are closed; anyone. Errors: NoChangePending, RefundsOpen.
    function completeTrustee() external;

    // ---------------------------------------------------------------- custody and reserve

    /// @notice Credits a resource worth `value` asset units at the price, and opens refunds. Only the custody.
    /// Errors: NotCustody, WrongState, AcceptanceOver, ChangePending, PositionPassedOn (nobody could claim the tokens).
    /// @param offerer Who offered it, or what their position began as.
    /// @return holder Who holds that position now, and is credited.
    /// @return origin What that position began as.
    /// @return tokens Tokens for it (18 decimals, rounded down).
    /// @return round Number of the refunds that it opened.
    function creditResource(
        address offerer,
        uint256 value
    ) external returns (address holder, address origin, uint256 tokens, uint24 round);

    /// @notice Takes such a credit back, before the release. Only the custody. Errors: NotCustody.
    /// @param leaves Whether its offerer leaves: what is gone then can extend refunds like money.
    function uncreditResource(address origin, uint256 value, bool leaves) external;

    /// @notice The organisation is dissolved. A sale that was not released is refunding for ever. After a release founders'
    /// tokens that have not vested are burned and no more of them vest, partners' tokens are all vested at once and can be
    /// claimed for ever, and what is left of the production budget is owed to the partners. Only the reserve, once.
    /// Errors: NotReserve, AlreadyDissolved.
    function dissolve() external;

    // ---------------------------------------------------------------- views

    /// @notice The state now.
    function state() external view returns (State);

    /// @notice Whether the sale failed for good: money goes back, no token was minted.
    function failed() external view returns (bool);

    /// @notice Since when (seconds) the sale has failed: `closes` without the minimum, `releaseBy`, a dissolution before the
    /// release, or the refund that brought a sale that had ended below its minimum; 0 while it has not failed.
    function failedAt() external view returns (uint64);

    /// @notice The terms fixed at launch.
    function terms() external view returns (Terms memory);

    /// @notice Who watches over sale, resources and budget now. After the release it is nobody else any more.
    function trustee() external view returns (address);

    /// @notice Refunds before the release: whether they are `open`, `until` when they are or were last (seconds), and the
    /// number of the newest, which counts acceptances and announcements; and the announced trustee, or the zero address.
    function refunds() external view returns (bool open, uint64 until, uint24 round, address candidate);

    /// @notice What a refund would send of what `account` gave now (asset units).
    function refundableOf(address account) external view returns (uint256);

    /// @notice Who holds the position now that began with `origin`.
    function holderOf(address origin) external view returns (address);

    /// @notice The account that the position of `account` began with, itself unless it took one, and what the position gave
    /// (asset units).
    function givenBy(address account) external view returns (address origin, uint256 contributed);

    /// @notice Custody of resources.
    function custody() external view returns (address);

    /// @notice Production budget.
    function budget() external view returns (address);

    /// @notice The organisation's timelock, for ever: owner and treasury.
    function owner() external view returns (address);

    /// @notice Asset units contributed and not refunded.
    function raised() external view returns (uint112);

    /// @notice When the trustee released (seconds); 0 before.
    function releasedAt() external view returns (uint64);

    /// @notice What is stored of `account`.
    function positionOf(address account) external view returns (Position memory);

    /// @notice The tokens of `account` as partner and founder together, claimed or not; zeros before the release.
    function tokensOf(address account) external view returns (Tokens memory);

    /// @notice What a claim of `account` would send and stake now (18 decimals); zeros before the release and once claimed.
    function previewClaim(address account) external view returns (uint256 vested, uint256 vesting);

    /// @notice Founders' tokens, claimed or not, that can never vest and are not burned yet (18 decimals, rounded up): they do not
    /// circulate.
    function forfeitedTokens() external view returns (uint256);

    /// @notice Tokens that `amount` asset units buy (18 decimals, rounded down).
    function tokensFor(uint256 amount) external view returns (uint256);

    /// @notice Tokens that the minimum buys (18 decimals, rounded down), without founders' and resources' ones.
    function minimumTokens() external view returns (uint256);

    /// @notice Asset units that `tokens` (18 decimals) cost at the price, rounded up.
    function valueOf(uint256 tokens) external view returns (uint256);

    /// @notice Tokens sold for money and resources (18 decimals, rounded down), those of them for accepted resources, and the
    /// founders' on top of them.
    function tokensForSale() external view returns (uint256 soldTokens, uint256 resourceTokens, uint256 founderTokens);
}
