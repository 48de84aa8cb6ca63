// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IForum} from "./IForum.sol";
import {ISweepable} from "./ISweepable.sol";

/// @title IProductionBudget
/// @notice The money of a presale that did not go into the reserve. It reaches the treasury milestone by milestone, in
/// order; what does not belongs to the partners again, by what each gave, and is fetched by each. None of it ever touches the
/// market. Exists beside a presale only.
/// @dev Milestones are settled one after the other. The one whose turn it is:
///
/// | from | call, by whom, when | to |
/// |---|---|---|
/// | Planned | approveMilestone, trustee, from 14 days after the release, before its deadline | Approved |
/// | Planned, Approved | refuseMilestone, trustee | Refused |
/// | Approved | objectToMilestone, partners with more than half of all money given, within the window: the first time, before its deadline | Planned |
/// | Approved | the same, the second time, or from its deadline on | Refused |
/// | Approved | payMilestone, anyone, after the window, no dissolution notice | Paid, to the treasury |
/// | Approved | failMilestone, anyone, from 90 days after the window on, no dissolution notice within 14 days | Refused |
/// | Planned, returned once | failMilestone, anyone, from its deadline on | Missed |
/// | Planned, never approved | failMilestone, anyone, from its deadline on | Missed, with all that come after it: the plan is over |
/// | Planned, Approved | the organisation is dissolved | Missed, with all that come after it |
///
/// Each row settles the milestone but the first and the third; then it is the next one's turn. Every other call reverts: with
/// MilestoneOutOfTurn for any other milestone, also once the plan is over; with BudgetNotReceived before the release.
///
/// The *deadline* is `gracePeriod` after the later of when the milestone is due and when its turn came (the first one's: 14
/// days after the release, so that people can stake before anything is approved); and at least 14 days after the term of a
/// dissolution notice. A trustee who is gone means a plan that ends by itself; one who is there refuses instead. While a
/// notice and its term run nothing is paid; then, and 14 days longer, nothing fails.
///
/// **Amounts.** A milestone is its part of what is left, `left · bps / bps not settled`, rounded down, so that the last one is
/// all. What was not Paid is *owed* to the partners: each may fetch `⌊owed · given / all that was given⌋` less what they fetched,
/// ever, also after a dissolution. Rounding leaves less than one asset unit a partner here.
///
/// **Objections.** Each weighs the least of the money that its partner gave and the presale value of their stake, one second
/// before the approval and now (rounded up, so that all bought tokens weigh all money). The stake that it needs is held until
/// the window ends. It cannot be taken back. Fetching changes no weight, as it is only of what failed.
/// Warning: partners who did not stake before an approval cannot object to it. Together with partners who gave more than half
/// of the money, or while those do not stake, the trustee can bring all of the budget to the treasury.
/// Warning: an asset that refuses to move from or to this contract holds up payments and fetching as long as it does. A
/// milestone that cannot be paid for 90 days is owed to the partners.
/// @dev Assumes that presale, stake and asset are those of the same launch.
interface IProductionBudget is IForum, ISweepable {
    /// @notice See the table of {IProductionBudget}. Refused and Missed milestones are owed to the partners.
    enum MilestoneState {
        Planned,
        Approved,
        Paid,
        Refused,
        Missed
    }

    /// @param bps Part of the budget; all together 10,000.
    /// @param dueAfter Seconds from the release, not before the milestone listed before it, at most ten years.
    /// @param descriptionHash What must be reached, as the hash of a document.
    struct Milestone {
        uint16 bps;
        uint64 dueAfter;
        bytes32 descriptionHash;
    }

    /// @param objectionWindow Seconds in which partners can object to an approval, 7 to 30 days.
    /// @param gracePeriod Seconds after a milestone is due in which it can still be approved, 14 to 365 days.
    /// @param milestones 1 to 32, ascending in time.
    struct Terms {
        uint64 objectionWindow;
        uint64 gracePeriod;
        Milestone[] milestones;
    }

    /// @param bps Part of the budget.
    /// @param state See the table.
    /// @param timesReturned How often partners returned it.
    /// @param dueAt When it is due (seconds); 0 before the release.
    /// @param objectionsEnd When the window of its last approval ends (seconds); 0 without one.
    /// @param objecting Asset units that object to its last approval.
    /// @param descriptionHash What must be reached.
    /// @param amount Asset units that it would bring now; 0 once settled.
    // solhint-disable-next-line gas-struct-packing
    struct MilestoneStatus {
        uint16 bps;
        MilestoneState state;
        uint8 timesReturned;
        uint64 dueAt;
        uint64 objectionsEnd;
        uint112 objecting;
        bytes32 descriptionHash;
        uint256 amount;
    }

    /// @notice All in asset units; received = paid + owed + left.
    /// @param received What the release brought.
    /// @param paid To the treasury.
    /// @param owed To the partners, fetched or not.
    /// @param left What no milestone has settled.
    /// @param fetched Of what is owed.
    struct Account {
        uint112 received;
        uint112 paid;
        uint112 owed;
        uint112 left;
        uint112 fetched;
    }

    /// @notice The release brought `amount` asset units for production.
    event BudgetReceived(uint256 amount);
    /// @notice The trustee approved the milestone; it is approval number `approval`, and partners can object until
    /// `objectionsEnd` (seconds).
    event MilestoneApproved(uint256 indexed index, uint256 indexed approval, uint64 objectionsEnd);
    /// @notice `partner` objects to the milestone with `weight`; in all `objecting` asset units do.
    event MilestoneObjected(uint256 indexed index, address indexed partner, uint256 weight, uint256 objecting);
    /// @notice Partners with more than half of the money returned the milestone to the trustee.
    event MilestoneReturned(uint256 indexed index);
    /// @notice The milestone brought `amount` asset units to the treasury.
    event MilestonePaid(uint256 indexed index, uint256 amount);
    /// @notice The milestone was refused: its `amount` asset units are owed to the partners.
    event MilestoneRefused(uint256 indexed index, uint256 amount);
    /// @notice The milestone was missed: its `amount` asset units are owed to the partners.
    event MilestoneMissed(uint256 indexed index, uint256 amount);
    /// @notice The plan is over by silence or a dissolution from milestone `index` on: `amount` asset units are owed to the
    /// partners.
    event PlanEnded(uint256 indexed index, uint256 amount);
    /// @notice `partner` had `amount` asset units of what is owed sent to `recipient`.
    event Fetched(address indexed partner, address indexed recipient, uint256 amount);

    /// @notice A window of `window` seconds is outside 7 to 30 days.
    error ObjectionWindowOutOfRange(uint64 window);
    /// @notice A grace period of `gracePeriod` seconds is outside 14 to 365 days.
    error GracePeriodOutOfRange(uint64 gracePeriod);
    /// @notice There are `count` milestones, 1 to `max` are needed.
    error MilestoneCountOutOfRange(uint256 count, uint256 max);
    /// @notice Milestone `index` has no part, is due before the one listed before it, or later than ten years.
    error InvalidMilestone(uint256 index);
    /// @notice Milestones sum to `sumBps` instead of 10,000.
    error MilestonesNotWhole(uint256 sumBps);
    /// @notice Milestone `index` is `actual`.
    error WrongMilestoneState(uint256 index, MilestoneState actual);
    /// @notice There is no milestone `index`, only `count`.
    error UnknownMilestone(uint256 index, uint256 count);
    /// @notice It is not the turn of milestone `index` but of `turn`, or of none when `turn` is the count of all.
    error MilestoneOutOfTurn(uint256 index, uint256 turn);
    /// @notice The sale was not released: there is no budget.
    error BudgetNotReceived();
    /// @notice Nothing is approved before `from` (seconds).
    error ApprovalTooEarly(uint64 from);
    /// @notice The milestone could be approved until `until` (seconds), which has passed.
    error ApprovalOver(uint64 until);
    /// @notice The window goes on until `until` (seconds).
    error ObjectionsOpen(uint64 until);
    /// @notice The window ended at `until` (seconds).
    error ObjectionsClosed(uint64 until);
    /// @notice `account` gave no money, or had no stake one second before the approval, or has none now.
    error NothingToObjectWith(address account);
    /// @notice The position of `account` objects to approval `approval` already.
    error PositionAlreadyObjected(uint256 approval, address account);
    /// @notice A dissolution was noticed: nothing is paid until `until` (seconds).
    error DissolutionNoticed(uint64 until);
    /// @notice The milestone does not fail before `from` (seconds).
    error NotFailedYet(uint64 from);

    /// @notice Sets up a clone, once. Errors: ObjectionWindowOutOfRange, GracePeriodOutOfRange, MilestoneCountOutOfRange,
    /// InvalidMilestone, MilestonesNotWhole.
    /// @param terms_ All terms, fixed for ever.
    function initialize(Terms calldata terms_) external;

    // ---------------------------------------------------------------- trustee

    /// @notice Approves a milestone; only the trustee. The window for objections begins.
    /// Errors: NotTrustee, BudgetNotReceived, UnknownMilestone, MilestoneOutOfTurn, WrongMilestoneState, ApprovalTooEarly,
    /// ApprovalOver.
    function approveMilestone(uint256 index) external;

    /// @notice Refuses a milestone, also one that was approved and not yet paid; only the trustee.
    /// Errors: NotTrustee, BudgetNotReceived, UnknownMilestone, MilestoneOutOfTurn.
    function refuseMilestone(uint256 index) external;

    // ---------------------------------------------------------------- partners

    /// @notice Objects to an approved milestone, once an approval, with all that the caller can (see above). More than half of
    /// all money given returns it to the trustee, the second time, or after its deadline, it is refused.
    /// Errors: BudgetNotReceived, UnknownMilestone, MilestoneOutOfTurn, WrongMilestoneState, ObjectionsClosed,
    /// PositionAlreadyObjected, NothingToObjectWith.
    function objectToMilestone(uint256 index) external;

    /// @notice Sends to `recipient` the caller's part of what is owed to partners, less what they fetched. Never ends.
    /// Errors: InvalidRecipient, NothingToTake.
    /// @return amount Asset units.
    function fetch(address recipient) external returns (uint256 amount);

    // ---------------------------------------------------------------- anyone

    /// @notice Pays an approved milestone to the treasury; anyone. Errors: BudgetNotReceived, UnknownMilestone,
    /// MilestoneOutOfTurn, WrongMilestoneState, ObjectionsOpen, DissolutionNoticed.
    /// @return amount Asset units.
    function payMilestone(uint256 index) external returns (uint256 amount);

    /// @notice Settles a milestone that failed, see the table; anyone. Errors: BudgetNotReceived, UnknownMilestone,
    /// MilestoneOutOfTurn, NotFailedYet.
    /// @return amount Asset units owed to the partners by it.
    function failMilestone(uint256 index) external returns (uint256 amount);

    // ---------------------------------------------------------------- presale

    /// @notice Takes the budget from the presale at the release, once. Only the presale.
    /// Errors: NotPresale, UnsupportedAsset.
    /// @param amount Asset units, may be 0.
    /// @param given Asset units that all partners gave.
    function receiveBudget(uint256 amount, uint256 given) external;

    /// @notice The organisation is dissolved: what is left is owed to the partners. Only the presale. Errors: NotPresale.
    function dissolve() external;

    // ---------------------------------------------------------------- views

    /// @notice The terms fixed at launch.
    function terms() external view returns (Terms memory);

    /// @notice What was received, paid, owed, is left, and was fetched.
    function account() external view returns (Account memory);

    /// @notice What of the budget was paid and what is owed to the partners, of what was received: what founders vest by.
    function progress() external view returns (uint256 received, uint256 paid, uint256 owed);

    /// @notice Number of the milestone whose turn it is, from 0; the count of all once the plan is over.
    function turn() external view returns (uint256);

    /// @notice When the milestone whose turn it is can no longer be approved and fails, unless it is approved then (seconds);
    /// 0 before the release and once the plan is over.
    function deadline() external view returns (uint64);

    /// @notice Milestone `index` as it is now, from 0. Errors: UnknownMilestone.
    function milestoneOf(uint256 index) external view returns (MilestoneStatus memory);

    /// @notice How many milestones there are.
    function milestoneCount() external view returns (uint256);

    /// @notice How many approvals there were; the last one's number.
    function approvalCount() external view returns (uint256);

    /// @notice With what the position of `partner` objects to approval number `approval` (asset units).
    function objectionOf(uint256 approval, address partner) external view returns (uint256);

    /// @notice With what `partner` could object to the milestone that is Approved now (asset units); 0 when none is.
    function objectionWeightOf(address partner) external view returns (uint256);

    /// @notice What `partner` could fetch now (asset units).
    function fetchable(address partner) external view returns (uint256);

    /// @notice The presale that this budget comes from.
    function presale() external view returns (address);

    /// @notice The asset of money.
    function asset() external view returns (address);

    /// @notice Where objections hold what they weigh by.
    function stake() external view returns (address);

    /// @notice Where milestones are paid to: the organisation's timelock, for ever.
    function treasury() external view returns (address);
}
