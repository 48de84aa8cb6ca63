// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Share} from "./Share.sol";

/// @title IContributionRegistry
/// @notice Recognition: anyone submits a contribution with the reward asked for and who made it; curators review it
/// during a window; an accepted one is settled by minting within the issuance budget, in parts when it is short.
/// @dev Status moves only along these edges:
///
/// | from | call | to |
/// |---|---|---|
/// | None | submit | Submitted |
/// | Submitted | decide, approvals ≥ quorum and approvals > objections | Accepted |
/// | Submitted | decide, otherwise | Rejected |
/// | Accepted | settle, reward not yet whole | Accepted |
/// | Accepted | settle, reward whole | Settled |
///
/// Window and quorum of a contribution are those in force when it was submitted, and so is its kind's limit.
/// Texts and shares live in events and as hashes.
interface IContributionRegistry {
    /// @notice See the table of {IContributionRegistry}.
    enum Status {
        None,
        Submitted,
        Accepted,
        Rejected,
        Settled
    }

    /// @notice What an account is to a contribution: its submitter or a producer may not review it, a reviewer may once.
    enum Standing {
        None,
        Involved,
        Reviewed
    }

    /// @param reviewWindow Seconds in which curators review, 1 hour to 90 days.
    /// @param quorum Approvals needed, at least 1.
    /// @param maxProduction Greatest reward of a production contribution (18 decimals).
    /// @param maxUse Greatest reward of a use contribution (18 decimals).
    /// @param maxMaintenance Greatest reward of a maintenance contribution (18 decimals).
    /// @param curators Accounts that may review from launch on, without doubles.
    struct Terms {
        uint24 reviewWindow;
        uint8 quorum;
        uint112 maxProduction;
        uint112 maxUse;
        uint112 maxMaintenance;
        address[] curators;
    }

    /// @param reward Tokens asked for (18 decimals).
    /// @param settled Part of `reward` covered so far (18 decimals); until the whole is, what was minted may be less by
    /// up to 1 wei for each producer.
    /// @param kind 0 production, 1 use, 2 maintenance, others as the owner named them.
    /// @param status See {Status}.
    /// @param quorum Approvals needed.
    /// @param sharesHash keccak256 of the ABI-encoded `Share[]`.
    /// @param submitter Who submitted it.
    /// @param submittedAt When (seconds).
    /// @param reviewWindow Seconds from `submittedAt` in which it may be reviewed; decided from then on.
    /// @param approvals Reviews in favour.
    /// @param objections Reviews against.
    struct Contribution {
        uint112 reward;
        uint112 settled;
        uint8 kind;
        Status status;
        uint8 quorum;
        bytes32 sharesHash;
        address submitter;
        uint40 submittedAt;
        uint24 reviewWindow;
        uint16 approvals;
        uint16 objections;
    }

    /// @notice The owner named or changed a kind of contribution.
    event KindSet(uint8 indexed kind, string name, uint112 maxReward, bool active);
    /// @notice The owner named (`allowed`) or removed a curator.
    event CuratorSet(address indexed curator, bool allowed);
    /// @notice The owner set window (seconds) and quorum of later submissions.
    event ReviewTermsSet(uint24 reviewWindow, uint8 quorum);
    /// @notice A contribution waits for review. `shares` are what {settle} asks for.
    event ContributionSubmitted(
        uint256 indexed id,
        address indexed submitter,
        uint8 indexed kind,
        uint112 reward,
        Share[] shares,
        bytes32 contentHash,
        string uri
    );
    /// @notice A curator approved of or objected to a contribution, and says why in `note`.
    event ContributionReviewed(uint256 indexed id, address indexed curator, bool approve, string note);
    /// @notice The review ended.
    event ContributionDecided(uint256 indexed id, bool accepted, uint16 approvals, uint16 objections);
    /// @notice `amount` (18 decimals) was minted for a contribution; `settled` of its reward is covered so far.
    event ContributionSettled(uint256 indexed id, uint256 amount, uint256 settled);

    /// @notice Kind `kind` does not exist or is not active.
    error KindNotActive(uint8 kind);
    /// @notice `reward` is zero or above the kind's `max` (18 decimals).
    error RewardOutOfRange(uint256 reward, uint256 max);
    /// @notice A review window of `reviewWindow` seconds is outside 1 hour to 90 days.
    error ReviewWindowOutOfRange(uint24 reviewWindow);
    /// @notice A quorum of zero would accept without review.
    error ZeroQuorum();
    /// @notice `account` was no curator when contribution `id` was submitted, or is none now.
    error NotCurator(uint256 id, address account);
    /// @notice `account` is named twice, or is removed without being a curator.
    error CuratorUnchanged(address account);
    /// @notice `account` submitted or produced contribution `id` and may not review it.
    error ReviewerInvolved(uint256 id, address account);
    /// @notice `account` reviewed contribution `id` before.
    error AlreadyReviewed(uint256 id, address account);
    /// @notice Contribution `id` has status `status`, which the call does not allow.
    error WrongStatus(uint256 id, Status status);
    /// @notice Contribution `id` is under review until `until` (seconds).
    error ReviewOngoing(uint256 id, uint256 until);
    /// @notice The review of contribution `id` ended at `until` (seconds).
    error ReviewOver(uint256 id, uint256 until);
    /// @notice The shares passed for contribution `id` are not those submitted.
    error SharesMismatch(uint256 id, bytes32 expected, bytes32 got);

    /// @notice Sets up a clone, once, with the kinds production (0), use (1) and maintenance (2).
    /// @param issuance_ Mints the rewards within its budget.
    /// @param owner_ The organisation's timelock.
    /// @param terms_ Review terms, limits of the three kinds, first curators.
    function initialize(address issuance_, address owner_, Terms calldata terms_) external;

    /// @notice Submits a contribution for review; anyone may.
    /// @param kind Its kind.
    /// @param reward Tokens asked for (18 decimals), at most the kind's limit.
    /// @param shares Who produced it: 1 to 64 accounts, summing to 10,000 bps.
    /// @param contentHash Hash of what was contributed (and of the formula that valued it).
    /// @param uri Where to read it.
    /// Errors: KindNotActive, RewardOutOfRange, ShareCountOutOfRange, InvalidShare, SharesNotWhole, ZeroAddress.
    function submit(
        uint8 kind,
        uint112 reward,
        Share[] calldata shares,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256 id);

    /// @notice Reviews a contribution, once. Only curators named before it was submitted, without a part in it.
    /// Errors: WrongStatus, ReviewOver, NotCurator, ReviewerInvolved, AlreadyReviewed.
    function review(uint256 id, bool approve, string calldata note) external;

    /// @notice Ends the review after its window; anyone may. Errors: WrongStatus, ReviewOngoing.
    function decide(uint256 id) external returns (bool accepted);

    /// @notice Mints what the budget allows of an accepted contribution's reward; anyone may. What is not covered stays
    /// payable in later windows. Each producer's running total is his share of what is settled, rounded down; the last
    /// one listed gets what rounding left, with the whole. A room of less than a wei for each may mint nothing yet.
    /// Errors: WrongStatus, SharesMismatch, BudgetExceeded when there is no room.
    /// @return amount Tokens minted now (18 decimals).
    function settle(uint256 id, Share[] calldata shares) external returns (uint256 amount);

    /// @notice Names or changes a kind; submissions under review keep the limit they were made under. Only the owner.
    function setKind(uint8 kind, string calldata name, uint112 maxReward, bool active) external;

    /// @notice Names or removes a curator. Only the owner. Errors: ZeroAddress, CuratorUnchanged.
    function setCurator(address curator, bool allowed) external;

    /// @notice Sets window (seconds) and quorum for later submissions. Only the owner.
    /// Errors: ReviewWindowOutOfRange, ZeroQuorum.
    function setReviewTerms(uint24 reviewWindow_, uint8 quorum_) external;

    /// @notice How many contributions were submitted; ids run from 1.
    function contributionCount() external view returns (uint256);

    /// @notice All that is stored of contribution `id`; status None when it does not exist.
    function contribution(uint256 id) external view returns (Contribution memory);

    /// @notice What `account` is to contribution `id`.
    function standingOf(uint256 id, address account) external view returns (Standing);

    /// @notice Tokens minted to `account` through this registry (18 decimals).
    function recognisedOf(address account) external view returns (uint256);

    /// @notice Tokens minted to all accounts through this registry (18 decimals).
    function totalRecognised() external view returns (uint256);

    /// @notice Since when (seconds) `account` is a curator; 0 when it is none.
    function curatorSince(address account) external view returns (uint64);

    /// @notice The greatest reward of kind `kind` (18 decimals) and whether submissions of it are taken.
    function kindOf(uint8 kind) external view returns (uint112 maxReward, bool active);

    /// @notice Review window (seconds) and quorum of later submissions.
    function reviewTerms() external view returns (uint24 reviewWindow, uint8 quorum);
}
