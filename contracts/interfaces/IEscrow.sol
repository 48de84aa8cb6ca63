// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IEscrow
/// @notice What partners gave and a trustee watches over: resources given instead of money, and the production budget,
/// which reaches the treasury milestone by milestone. Exists beside a presale only.
/// @dev The trustee may be any account or contract; nothing needs his signature. Whatever waits for him has a time-out.
///
/// **Resources** (before the release; `Challenged` falls back to `Offered` when a new trustee is announced):
///
/// | from | call, by whom, when | to |
/// |---|---|---|
/// | None | offerResource, anyone, sale Upcoming or Open | Offered |
/// | Offered | acceptResource, trustee, before the sale's `closes`, sale Upcoming, Open or Ended | Challenged |
/// | Challenged | rejectResource, partners with more than half of the money, within the window | Rejected |
/// | Challenged | confirmResource, anyone, after the window, sale Upcoming, Open or Ended | Confirmed |
/// | Offered, Challenged, Confirmed | returnResource, trustee, before release | Returned |
/// | Offered, Challenged, Rejected, Returned | withdrawResource, offerer, ever | Withdrawn |
/// | Confirmed | withdrawResource, offerer, sale Refunding | Withdrawn |
/// | Confirmed, with something in custody | deliverResource, anyone, after release | Delivered |
///
/// A confirmed resource is credited in the presale at its price, adds no money and does not count for the minimum. There
/// is no release while a resource is Challenged, nor while resources are more than `maxResourceBps` of the sold tokens;
/// the trustee can always return some.
///
/// **Milestones** (from the release on, until the organisation is dissolved):
///
/// | from | call, by whom, when | to |
/// |---|---|---|
/// | Planned | approveMilestone, trustee, before due + grace | Approved |
/// | Planned, Approved | refuseMilestone, trustee | Refused |
/// | Approved | stopMilestone, partners with more than half of the money, within the window | Refused |
/// | Approved | payMilestone, anyone, after the window, no notice | Paid (to the treasury) |
/// | Refused | failMilestone, anyone, no notice | Failed (to the reserve) |
/// | Planned, due + grace reached | failMilestone, anyone, no notice | Failed (to the reserve) |
/// | Approved, not paid for 90 days after the window | failMilestone, anyone, no notice | Failed (to the reserve) |
///
/// A milestone brings its part of what is left: `left · bps / bps not settled`, rounded down, so that the last one brings
/// all. A dissolution sends what is left to the reserve.
///
/// **Another trustee**:
///
/// | when | step | by |
/// |---|---|---|
/// | before release | announceTrustee; each partner may refund in the presale until it is completed | owner |
/// | after release | announceTrustee | owner |
/// | after release, within 14 days | consent, with more than half of the sold tokens in all: a notice of 14 days begins | partners |
/// | within that notice | leaveWith: a partner gives up tokens and has back at most what he gave for them | other partners |
/// | notice over (before release: 14 days after the announcement) | completeTrustee | anyone |
/// | before that | cancelTrustee | owner |
///
/// A release makes an announcement void. A pause stops nothing here.
/// Who consents vouches: his part of the budget pays what who leaves would lose. Tokens for resources have no part.
/// Warning: partners who neither refund nor leave in a notice trust the new trustee with their part. Partners who hold more
/// than half of the money can, together with a trustee, do what the others do not want: that is what the notices are for.
/// Warning: an asset that refuses to move from or to this contract holds up milestones, leaving and the dissolution as long
/// as it does. The market goes on.
interface IEscrow {
    /// @notice See the table of {IEscrow}.
    enum ResourceState {
        None,
        Offered,
        Challenged,
        Rejected,
        Confirmed,
        Returned,
        Withdrawn,
        Delivered
    }

    /// @notice See the table of {IEscrow}.
    enum MilestoneState {
        Planned,
        Approved,
        Refused,
        Paid,
        Failed
    }

    /// @param bps Part of the production budget; all together 10,000.
    /// @param dueAfter Seconds from release, not before the milestone listed before it, at most ten years.
    /// @param descriptionHash What must be reached, as the hash of a document.
    struct Milestone {
        uint16 bps;
        uint64 dueAfter;
        bytes32 descriptionHash;
    }

    /// @param maxResourceBps Largest part of the sold tokens for resources, at most 5,000.
    /// @param challengeWindow Seconds in which partners can reject a resource or stop a milestone, 1 to 30 days.
    /// @param gracePeriod Seconds after a milestone is due in which it can still be approved, 1 to 365 days.
    /// @param milestones 1 to 32, ascending in time.
    struct Terms {
        uint16 maxResourceBps;
        uint64 challengeWindow;
        uint64 gracePeriod;
        Milestone[] milestones;
    }

    /// @param offerer Who gave it, is credited, and takes it back.
    /// @param state See the table.
    /// @param challengeEnds When the window ends (seconds); 0 when it was never accepted.
    /// @param value Asset units.
    /// @param rejecting Asset units given by partners who reject it.
    /// @param nftContract ERC-721 contract of what is in custody, or the zero address.
    /// @param nftId Its id.
    struct Resource {
        address offerer;
        ResourceState state;
        uint64 challengeEnds;
        uint112 value;
        uint112 rejecting;
        address nftContract;
        uint256 nftId;
    }

    /// @param bps Part of the production budget.
    /// @param state See the table.
    /// @param dueAt When it is due (seconds); 0 before release.
    /// @param challengeEnds When the window ends (seconds); 0 when it was not approved.
    /// @param stopping Asset units given by partners who want to stop it.
    /// @param descriptionHash What must be reached.
    /// @param amount Asset units it would bring now; 0 once settled.
    // solhint-disable-next-line gas-struct-packing
    struct MilestoneStatus {
        uint16 bps;
        MilestoneState state;
        uint64 dueAt;
        uint64 challengeEnds;
        uint112 stopping;
        bytes32 descriptionHash;
        uint256 amount;
    }

    /// @param candidate The new trustee, or the zero address when no change is pending.
    /// @param announcedAt Seconds.
    /// @param noticeEnds When it can be completed (seconds); 0 while consent is missing.
    /// @param consented Tokens that consent (18 decimals); 0 before release.
    struct Change {
        address candidate;
        uint64 announcedAt;
        uint64 noticeEnds;
        uint112 consented;
    }

    /// @notice `offerer` offers a resource worth `value` asset units. `deedHash` and `uri` are its deed.
    event ResourceOffered(
        uint256 indexed id,
        address indexed offerer,
        uint256 value,
        bytes32 deedHash,
        string uri,
        address nftContract,
        uint256 nftId
    );
    /// @notice The trustee accepted the resource; partners can reject it until `challengeEnds` (seconds).
    event ResourceAccepted(uint256 indexed id, uint64 challengeEnds);
    /// @notice `partner` rejects the resource with `weight`, in all `rejecting` asset units do.
    event ResourceObjected(uint256 indexed id, address indexed partner, uint256 weight, uint256 rejecting);
    /// @notice Partners with more than half of the money rejected the resource.
    event ResourceRejected(uint256 indexed id);
    /// @notice The resource was credited to `offerer` with `tokens` (18 decimals).
    event ResourceConfirmed(uint256 indexed id, address indexed offerer, uint256 tokens);
    /// @notice The trustee returned the resource.
    event ResourceReturned(uint256 indexed id);
    /// @notice The offerer took the resource back; what was in custody went to `recipient`.
    event ResourceWithdrawn(uint256 indexed id, address indexed recipient);
    /// @notice What was in custody went to `treasury`.
    event ResourceDelivered(uint256 indexed id, address indexed treasury);
    /// @notice The release brought `amount` asset units for production.
    event BudgetReceived(uint256 amount);
    /// @notice The trustee approved the milestone; partners can stop it until `challengeEnds` (seconds).
    event MilestoneApproved(uint256 indexed index, uint64 challengeEnds);
    /// @notice `partner` wants to stop the milestone with `weight`, in all `stopping` asset units do.
    event MilestoneObjected(uint256 indexed index, address indexed partner, uint256 weight, uint256 stopping);
    /// @notice The trustee refused the milestone, or partners with more than half of the money stopped it.
    event MilestoneRefused(uint256 indexed index);
    /// @notice The milestone brought `amount` asset units to the treasury.
    event MilestonePaid(uint256 indexed index, uint256 amount);
    /// @notice The milestone failed; its `amount` asset units went to the reserve.
    event MilestoneFailed(uint256 indexed index, uint256 amount);
    /// @notice The organisation was dissolved; `amount` asset units went to the reserve.
    event BudgetReturned(uint256 amount);
    /// @notice The owner wants `candidate` as trustee.
    event TrusteeAnnounced(address indexed candidate);
    /// @notice `partner` consents with `weight`, in all `consented` tokens do (18 decimals).
    event ConsentGiven(address indexed partner, uint256 weight, uint256 consented);
    /// @notice `partner` took back `amount` locked tokens (18 decimals).
    event ConsentUnlocked(address indexed partner, uint256 amount);
    /// @notice Until `noticeEnds` (seconds) partners may refund, or leave.
    event TrusteeNotice(address indexed candidate, uint64 noticeEnds);
    /// @notice The owner gave up `candidate`.
    event TrusteeCancelled(address indexed candidate);
    /// @notice `trustee` is the trustee now.
    event TrusteeSet(address indexed trustee);
    /// @notice `partner` gave up `tokens` (18 decimals) for `assetOut` asset units to `recipient`, of which `fromBudget` came
    /// from the production budget and the rest from the market.
    event PartnerLeft(
        address indexed partner,
        address indexed recipient,
        uint256 tokens,
        uint256 assetOut,
        uint256 fromBudget
    );

    /// @notice `bps` is above 5,000.
    error ResourceShareOutOfRange(uint16 bps);
    /// @notice A window of `window` seconds is outside 1 to 30 days.
    error EscrowWindowOutOfRange(uint64 window);
    /// @notice A grace period of `gracePeriod` seconds is outside 1 to 365 days.
    error GracePeriodOutOfRange(uint64 gracePeriod);
    /// @notice There are `count` milestones, 1 to `max` are needed.
    error MilestoneCountOutOfRange(uint256 count, uint256 max);
    /// @notice Milestone `index` has no part, is due before the one listed before it, or later than ten years.
    error InvalidMilestone(uint256 index);
    /// @notice Milestones sum to `sumBps` instead of 10,000.
    error MilestonesNotWhole(uint256 sumBps);
    /// @notice Resource `id` is `actual`.
    error WrongResourceState(uint256 id, ResourceState actual);
    /// @notice Milestone `index` is `actual`.
    error WrongMilestoneState(uint256 index, MilestoneState actual);
    /// @notice There is no milestone `index`, only `count`.
    error UnknownMilestone(uint256 index, uint256 count);
    /// @notice ERC-721 `nftId` of `nftContract` did not arrive.
    error NotInCustody(address nftContract, uint256 nftId);
    /// @notice The sale's `closes` (seconds) has passed.
    error AcceptanceOver(uint64 closes);
    /// @notice The challenge ends at `until` (seconds), which must have passed.
    error ObjectionsOpen(uint64 until);
    /// @notice The challenge ended at `until` (seconds).
    error ObjectionsClosed(uint64 until);
    /// @notice `account` gave no money, or no more than it has objected with.
    error NothingToObjectWith(address account);
    /// @notice `account` did not offer resource `id`.
    error NotOfferer(uint256 id, address account);
    /// @notice `count` resources are under challenge or wait for their confirmation.
    error ResourcesUndecided(uint256 count);
    /// @notice The milestone can be approved until `until` (seconds), which has passed.
    error ApprovalOver(uint64 until);
    /// @notice The milestone does not fail before `from` (seconds).
    error NotFailedYet(uint64 from);
    /// @notice A change to `candidate` is pending.
    error ChangePending(address candidate);
    /// @notice No change of the trustee is pending.
    error NoChangePending();
    /// @notice After a notice no other change before `notBefore` (seconds).
    error ChangeTooSoon(uint64 notBefore);
    /// @notice The notice, which ends at `until` (seconds; 0 while it has not begun), is not over.
    error NoticeOngoing(uint64 until);
    /// @notice There is no notice in which partners may leave.
    error NoNotice();
    /// @notice `account` has no tokens to consent with, or consents with them already.
    error NothingToConsentWith(address account);
    /// @notice `account` can leave with `max` tokens (18 decimals), not with `tokens`.
    error TokensAboveLeavable(address account, uint256 tokens, uint256 max);

    /// @notice Sets up a clone, once, before its presale.
    /// @param presale_ The presale, not yet set up.
    /// @param reserve_ The liquidity reserve, already set up.
    /// @param treasury_ The organisation's timelock.
    /// @param trustee_ The first trustee, whom the presale checks.
    /// @param terms_ All terms, fixed for ever.
    function initialize(
        address presale_,
        address reserve_,
        address treasury_,
        address trustee_,
        Terms calldata terms_
    ) external;

    /// @notice Offers a resource; anyone, as the trustee decides whether it is accepted.
    /// @param value What it is worth, in asset units: the offerer gets tokens for it at the presale's price, rounded down.
    /// @param deedHash Hash of the deed, a document that says what is given and how.
    /// @param uri Where the deed is.
    /// @param nftContract ERC-721 contract of a token to take into custody (approve it first), or the zero address.
    /// @param nftId Its id.
    /// Errors: WrongState, ContributionTooSmall, NotInCustody, and those of the ERC-721.
    function offerResource(
        uint112 value,
        bytes32 deedHash,
        string calldata uri,
        address nftContract,
        uint256 nftId
    ) external returns (uint256 id);

    /// @notice Accepts a resource at the offered value; only the trustee. The challenge begins.
    /// Errors: NotTrustee, WrongState, AcceptanceOver, ChangePending, WrongResourceState.
    function acceptResource(uint256 id) external;

    /// @notice Rejects a resource with all the money that the caller gave; again when he gave more since. More than half of
    /// the money, or of the minimum while less came in, rejects it.
    /// Errors: WrongResourceState, ObjectionsClosed, NothingToObjectWith.
    function rejectResource(uint256 id) external;

    /// @notice Credits the offerer once the challenge is over; anyone.
    /// Errors: WrongResourceState, ObjectionsOpen, WrongState.
    function confirmResource(uint256 id) external;

    /// @notice Returns a resource, and takes its credit back; only the trustee, before release.
    /// Errors: NotTrustee, WrongState, WrongResourceState.
    function returnResource(uint256 id) external;

    /// @notice Withdraws an offer, and sends what is in custody to `recipient`. A confirmed resource only when the sale failed.
    /// Errors: NotOfferer, InvalidRecipient, WrongResourceState.
    function withdrawResource(uint256 id, address recipient) external;

    /// @notice Sends what is in custody of a confirmed resource to the treasury, after release; anyone.
    /// Errors: WrongState, WrongResourceState, NotInCustody.
    function deliverResource(uint256 id) external;

    /// @notice Approves a milestone; only the trustee. The challenge begins.
    /// Errors: NotTrustee, WrongState, AlreadyDissolved, UnknownMilestone, WrongMilestoneState, ApprovalOver.
    function approveMilestone(uint256 index) external;

    /// @notice Refuses a milestone, also one that was approved and not yet paid; only the trustee. Errors: as above.
    function refuseMilestone(uint256 index) external;

    /// @notice Objects to an approved milestone with all the money that the caller gave. More than half of all that was given
    /// stops it. What partners left with counts on neither side.
    /// Errors: WrongState, AlreadyDissolved, UnknownMilestone, WrongMilestoneState, ObjectionsClosed, NothingToObjectWith.
    function stopMilestone(uint256 index) external;

    /// @notice Pays an approved milestone to the treasury; anyone. Errors: WrongState, AlreadyDissolved, UnknownMilestone,
    /// WrongMilestoneState, ObjectionsOpen, NoticeOngoing.
    /// @return amount Asset units.
    function payMilestone(uint256 index) external returns (uint256 amount);

    /// @notice Sends the part of a milestone that failed to the reserve as a gift; anyone. Errors: WrongState,
    /// AlreadyDissolved, UnknownMilestone, WrongMilestoneState, NotFailedYet, NoticeOngoing.
    /// @return amount Asset units.
    function failMilestone(uint256 index) external returns (uint256 amount);

    /// @notice Announces a new trustee: not the owner, a proposer of the timelock, nor one with founders' tokens. Only the
    /// owner. Before release the notice of 14 days begins, in which partners may refund and nobody contribute.
    /// Errors: ZeroAddress, TrusteeNotIndependent, ChangePending, ChangeTooSoon, WrongState, AlreadyDissolved.
    function announceTrustee(address candidate) external;

    /// @notice Gives up a pending change; only the owner. Errors: NoChangePending.
    function cancelTrustee() external;

    /// @notice Consents to the pending change after a release, and locks `amount` more tokens for it (18 decimals; approve
    /// them first). What counts is the lesser of the caller's sold tokens and of those locked here or vesting in the presale
    /// beyond 28 days from the announcement. Once more than half of the sold tokens consent the notice begins.
    /// Errors: WrongState, AlreadyDissolved, NoChangePending, NoticeOngoing, NothingToConsentWith.
    function consent(uint256 amount) external;

    /// @notice Takes back all tokens that the caller locked, and his consent with them; not while the notice runs, nor after
    /// it before the change is completed or cancelled. Errors: NoticeOngoing, NothingToTake.
    /// @return amount Tokens (18 decimals).
    function unlockConsent() external returns (uint256 amount);

    /// @notice Gives up `tokens` (18 decimals) that the caller got for money: first those that wait in the presale, vested or
    /// not, then from his account (approve them). They are sold to the reserve, and what that brings less than he gave for
    /// them is paid from the production budget: from his part of what is left of it, and, where that is too little, from the
    /// parts of the partners who consented. Parts are as the tokens sold for money. Nobody else's part becomes smaller.
    /// Tokens that he consents with stay; if some of them vest in the presale, he leaves with tokens of his account only.
    /// Only while a notice runs after release.
    /// Errors: NoNotice, AlreadyDissolved, ZeroAmount, TokensAboveLeavable, InvalidRecipient, SlippageExceeded.
    /// @param minAssetOut Asset units that the caller wants at least.
    /// @return assetOut Asset units sent to `recipient`.
    function leaveWith(uint256 tokens, uint256 minAssetOut, address recipient) external returns (uint256 assetOut);

    /// @notice Makes the candidate trustee once the notice is over; anyone. Errors: NoChangePending, NoticeOngoing.
    function completeTrustee() external;

    /// @notice Takes the production budget from the presale at release. Only the presale.
    /// Errors: NotPresale, ResourcesUndecided, UnsupportedAsset.
    function receiveBudget(uint256 amount) external;

    /// @notice Sends what is left of the budget to the reserve. Only the presale, once. Errors: NotPresale.
    function dissolve() external;

    /// @notice Who watches over the sale now.
    function trustee() external view returns (address);

    /// @notice The terms fixed at launch.
    function terms() external view returns (Terms memory);

    /// @notice Largest part of the sold tokens for resources.
    function maxResourceBps() external view returns (uint16);

    /// @notice Seconds in which partners can reject a resource or stop a milestone.
    function challengeWindow() external view returns (uint64);

    /// @notice Seconds after a milestone is due in which it can still be approved.
    function gracePeriod() external view returns (uint64);

    /// @notice How many resources were offered; ids start at 1.
    function resourceCount() external view returns (uint256);

    /// @notice How many resources are under challenge or wait for their confirmation.
    function undecidedResources() external view returns (uint256);

    /// @notice Resource `id` as it is now; state None when there is none.
    function resourceOf(uint256 id) external view returns (Resource memory);

    /// @notice Milestone `index` as it is now, from 0. Errors: UnknownMilestone.
    function milestoneOf(uint256 index) external view returns (MilestoneStatus memory);

    /// @notice How many milestones there are.
    function milestoneCount() external view returns (uint256);

    /// @notice Asset units of the production budget not settled yet.
    function budgetLeft() external view returns (uint256);

    /// @notice The pending change of the trustee; empty when there is none.
    function pendingChange() external view returns (Change memory);

    /// @notice Tokens that `account` consents with to the pending change, and tokens it has locked here (18 decimals).
    function consentOf(address account) external view returns (uint256 weight, uint256 locked);

    /// @notice Tokens with which `account` could leave now if a notice ran (18 decimals).
    function leavableOf(address account) external view returns (uint256);

    /// @notice The presale that this escrow is for.
    function presale() external view returns (address);

    /// @notice The liquidity reserve.
    function reserve() external view returns (address);
}
