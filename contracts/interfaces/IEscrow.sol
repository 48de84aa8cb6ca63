// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IEscrow
/// @notice What partners gave and a trustee watches over: resources given instead of money, and the production budget,
/// which reaches the treasury milestone by milestone. Exists beside a presale only.
/// @dev The trustee may be any account or contract; nothing needs their signature. Whatever waits for them has a time-out.
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
/// | Approved | payMilestone, anyone, after the window | Paid (to the treasury) |
/// | Refused | failMilestone, anyone | Failed (to the reserve) |
/// | Planned, due + grace reached | failMilestone, anyone | Failed (to the reserve) |
/// | Approved, not paid for 90 days after the window | failMilestone, anyone | Failed (to the reserve) |
///
/// A milestone brings its part of what is left: `left · bps / bps not settled`, rounded down, so that the last one brings
/// all. A dissolution sends what is left to the reserve.
///
/// **Another trustee** (before the release only; after it there is none: a trustee who is gone means milestones that fail):
///
/// | step | by | when |
/// |---|---|---|
/// | announceTrustee: a notice of 14 days begins, each partner may refund in the presale until the change ends | owner | no change pending |
/// | cancelTrustee | owner | change pending |
/// | completeTrustee | anyone | change pending, notice over |
///
/// A release makes an announcement void. A pause stops nothing here.
/// Warning: partners who do not refund in a notice trust the new trustee with their part. Partners who hold more than half
/// of the money can, together with a trustee, do what the others do not want.
/// Warning: an asset that refuses to move from or to this contract holds up milestones and the dissolution as long as it
/// does. The market goes on.
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
    /// @param round Announcements of a trustee before it was accepted; a later one makes its challenge void.
    /// @param nftContract ERC-721 contract of what is in custody, or the zero address.
    /// @param nftId Its id.
    struct Resource {
        address offerer;
        ResourceState state;
        uint64 challengeEnds;
        uint112 value;
        uint112 rejecting;
        uint32 round;
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
    /// @param noticeEnds When it can be completed (seconds).
    struct Change {
        address candidate;
        uint64 noticeEnds;
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
    /// @notice The owner wants `candidate` as trustee, from `noticeEnds` (seconds) on; until then partners may refund.
    event TrusteeAnnounced(address indexed candidate, uint64 noticeEnds);
    /// @notice The owner gave up `candidate`.
    event TrusteeCancelled(address indexed candidate);
    /// @notice `trustee` is the trustee now.
    event TrusteeSet(address indexed trustee);

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
    /// @notice The notice ends at `until` (seconds), which has not been reached.
    error NoticeOngoing(uint64 until);

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

    /// @notice Rejects a resource with all the money that the caller gave; again when they gave more since. More than half of
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
    /// stops it.
    /// Errors: WrongState, AlreadyDissolved, UnknownMilestone, WrongMilestoneState, ObjectionsClosed, NothingToObjectWith.
    function stopMilestone(uint256 index) external;

    /// @notice Pays an approved milestone to the treasury; anyone. Errors: WrongState, AlreadyDissolved, UnknownMilestone,
    /// WrongMilestoneState, ObjectionsOpen.
    /// @return amount Asset units.
    function payMilestone(uint256 index) external returns (uint256 amount);

    /// @notice Sends the part of a milestone that failed to the reserve as a gift; anyone. Errors: WrongState,
    /// AlreadyDissolved, UnknownMilestone, WrongMilestoneState, NotFailedYet.
    /// @return amount Asset units.
    function failMilestone(uint256 index) external returns (uint256 amount);

    /// @notice Announces a new trustee before the release: not the owner, a proposer of the timelock, nor one with founders'
    /// tokens. The notice of 14 days begins, in which partners may refund and nobody contribute. Only the owner.
    /// Errors: ZeroAddress, TrusteeNotIndependent, ChangePending, WrongState.
    function announceTrustee(address candidate) external;

    /// @notice Gives up a pending change; only the owner. Errors: NoChangePending.
    function cancelTrustee() external;

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

    /// @notice The presale that this escrow is for.
    function presale() external view returns (address);

    /// @notice The liquidity reserve.
    function reserve() external view returns (address);
}
