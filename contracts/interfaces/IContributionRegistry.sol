// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Share} from "./Share.sol";

/// @title IContributionRegistry
/// @notice Recognition: anyone submits a contribution with the reward asked for and who made it; curators review it
/// during a window in which stakeholders may veto it; an accepted one is settled by minting within the issuance budget, in
/// parts when it is short.
/// @dev Status moves only along these edges:
///
/// | from | call | to |
/// |---|---|---|
/// | None | submit | Submitted |
/// | Submitted | decide, approvals ≥ quorum and approvals > objections | Accepted |
/// | Submitted | decide, otherwise | Rejected |
/// | Submitted | veto that reaches its share of the circulating supply | Rejected |
/// | Submitted | withdraw | Withdrawn |
/// | Accepted | settle, reward not yet whole | Accepted |
/// | Accepted | settle, reward whole | Settled |
///
/// Window, quorum, deposit and reviewers' reward of a contribution are those in force when it was submitted, and so are its
/// kind's limit and version. Texts and shares live in events and as hashes.
///
/// **Curators** are accounts that the owner named, and accounts with at least `curationStake` in {IStakeLock}; either way
/// since before the submission. A curator by stake has it held until the window ends. Who submitted or produced a
/// contribution may not review it, nor who backed the proposal that it delivers.
///
/// **Reviewers** of an accepted contribution share, each alike whatever he said, `reviewerRewardBps` of what is settled, on
/// top of it. Those of a contribution that ends with objections ≥ quorum and objections > approvals share its deposit; in
/// every other case the deposit goes back. The deposit is in the project token, which cannot block or tax a transfer.
///
/// Warning: curators who work together can accept each other's contributions. What bounds that is the kind's limit, the
/// issuance budget and the veto of stakeholders, who judge what was submitted; waiting for reviews can be too late.
interface IContributionRegistry {
    /// @notice See the table of {IContributionRegistry}.
    enum Status {
        None,
        Submitted,
        Accepted,
        Rejected,
        Settled,
        Withdrawn
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
    /// @param curationStake Tokens locked that make a curator (18 decimals); 0 for named curators only.
    /// @param deposit What a submission deposits (18 decimals); 0 for nothing.
    /// @param reviewerRewardBps Reviewers' reward on top of what is settled, in bps of it, at most 2,000.
    /// @param curators Accounts that may review from launch on, without doubles.
    struct Terms {
        uint24 reviewWindow;
        uint8 quorum;
        uint112 maxProduction;
        uint112 maxUse;
        uint112 maxMaintenance;
        uint112 curationStake;
        uint112 deposit;
        uint16 reviewerRewardBps;
        address[] curators;
    }

    /// @param reward Tokens asked for (18 decimals).
    /// @param settled Part of `reward` covered so far (18 decimals); until the whole is, what was minted may be less by
    /// up to 1 wei for each producer.
    /// @param kind 0 production, 1 use, 2 maintenance, others as the owner named them.
    /// @param status See {Status}.
    /// @param quorum Approvals needed.
    /// @param backed Whether {IProductionProposals} submitted it: who backed the proposal may not review it.
    /// @param submitter Who submitted it.
    /// @param submittedAt When (seconds).
    /// @param reviewWindow Seconds from `submittedAt` in which it may be reviewed; decided from then on.
    /// @param approvals Reviews in favour.
    /// @param objections Reviews against.
    /// @param deposit What the submitter deposited (18 decimals).
    /// @param reviewerRewardBps Reviewers' reward on top, in bps of what is settled.
    /// @param sharesHash keccak256 of the ABI-encoded `Share[]`.
    struct Contribution {
        uint112 reward;
        uint112 settled;
        uint8 kind;
        Status status;
        uint8 quorum;
        bool backed;
        address submitter;
        uint40 submittedAt;
        uint24 reviewWindow;
        uint16 approvals;
        uint16 objections;
        uint112 deposit;
        uint16 reviewerRewardBps;
        bytes32 sharesHash;
    }

    /// @notice The owner named or changed a kind of contribution, for the `version`-th time. The name says what it is and by
    /// which formula and version it is valued.
    event KindSet(uint8 indexed kind, string name, uint112 maxReward, bool active, uint32 version);
    /// @notice The owner named (`allowed`) or removed a curator.
    event CuratorSet(address indexed curator, bool allowed);
    /// @notice The owner set window (seconds) and quorum of later submissions.
    event ReviewTermsSet(uint24 reviewWindow, uint8 quorum);
    /// @notice The owner set the stake (18 decimals) that makes a curator; 0 for named curators only.
    event CurationStakeSet(uint112 curationStake);
    /// @notice The owner set deposit (18 decimals) and reviewers' reward of later submissions.
    event IncentivesSet(uint112 deposit, uint16 reviewerRewardBps);
    /// @notice A contribution waits for review. `shares` are what {settle} asks for; `kindVersion` tells which {KindSet}
    /// event named its kind.
    event ContributionSubmitted(
        uint256 indexed id,
        address indexed submitter,
        uint8 indexed kind,
        uint112 reward,
        Share[] shares,
        bytes32 contentHash,
        string uri,
        uint32 kindVersion
    );
    /// @notice A curator approved of or objected to a contribution, and says why in `note`.
    event ContributionReviewed(uint256 indexed id, address indexed curator, bool approve, string note);
    /// @notice The review ended.
    event ContributionDecided(uint256 indexed id, bool accepted, uint16 approvals, uint16 objections);
    /// @notice The submitter took a contribution back.
    event ContributionWithdrawn(uint256 indexed id);
    /// @notice The deposit of a contribution (18 decimals) went back to its submitter.
    event DepositReturned(uint256 indexed id, address indexed submitter, uint256 amount);
    /// @notice The deposit of a contribution (18 decimals) is for those who reviewed it.
    event DepositForfeited(uint256 indexed id, uint256 amount);
    /// @notice `amount` (18 decimals) was minted for a contribution; `settled` of its reward is covered so far.
    event ContributionSettled(uint256 indexed id, uint256 amount, uint256 settled);
    /// @notice `amount` (18 decimals) was minted on top for the reviewers of a contribution.
    event ReviewRewardFunded(uint256 indexed id, uint256 amount);
    /// @notice `reviewer` got `amount` (18 decimals) for reviewing a contribution.
    event ReviewRewardPaid(uint256 indexed id, address indexed reviewer, uint256 amount);

    /// @notice Kind `kind` does not exist or is not active.
    error KindNotActive(uint8 kind);
    /// @notice `reward` is zero or above the kind's `max` (18 decimals).
    error RewardOutOfRange(uint256 reward, uint256 max);
    /// @notice A review window of `reviewWindow` seconds is outside 1 hour to 90 days.
    error ReviewWindowOutOfRange(uint24 reviewWindow);
    /// @notice A quorum of zero would accept without review.
    error ZeroQuorum();
    /// @notice A reviewers' reward of `bps` is above 2,000.
    error ReviewerRewardOutOfRange(uint16 bps);
    /// @notice `account` is named twice, or is removed without being a curator.
    error CuratorUnchanged(address account);
    /// @notice `account` submitted, produced or backed contribution `id` and may not review it.
    error ReviewerInvolved(uint256 id, address account);
    /// @notice `account` reviewed contribution `id` before.
    error AlreadyReviewed(uint256 id, address account);
    /// @notice Contribution `id` has status `status`, which the call does not allow.
    error WrongStatus(uint256 id, Status status);
    /// @notice Contribution `id` is under review until `until` (seconds).
    error ReviewOngoing(uint256 id, uint256 until);
    /// @notice The review of contribution `id` ended at `until` (seconds).
    error ReviewOver(uint256 id, uint256 until);
    /// @notice `account` did not submit contribution `id`.
    error NotSubmitter(uint256 id, address account);
    /// @notice There is nothing to pay now to `reviewer` for reviewing the contributions listed.
    error NoReviewReward(address reviewer);
    /// @notice The shares passed for contribution `id` are not those submitted.
    error SharesMismatch(uint256 id, bytes32 expected, bytes32 got);

    /// @notice Sets up a clone, once, with the kinds production (0), use (1) and maintenance (2).
    /// @param token_ The project token, in which deposits are made.
    /// @param issuance_ Mints the rewards within its budget.
    /// @param stakeLock_ Holds stakes and counts vetoes.
    /// @param proposals_ The production proposals: asked who backs what they submit.
    /// @param owner_ The organisation's timelock.
    /// @param terms_ Review terms, limits of the three kinds, first curators.
    function initialize(
        address token_,
        address issuance_,
        address stakeLock_,
        address proposals_,
        address owner_,
        Terms calldata terms_
    ) external;

    /// @notice Submits a contribution for review; anyone may, who approves the deposit when there is one.
    /// @param kind Its kind.
    /// @param reward Tokens asked for (18 decimals), at most the kind's limit.
    /// @param shares Who produced it: 1 to 64 accounts, summing to 10,000 bps.
    /// @param contentHash Hash of what was contributed (and of the formula that valued it).
    /// @param uri Where to read it.
    /// Errors: KindNotActive, RewardOutOfRange, ShareCountOutOfRange, InvalidShare, SharesNotWhole, ZeroAddress, and the
    /// token's when the deposit cannot be taken.
    function submit(
        uint8 kind,
        uint112 reward,
        Share[] calldata shares,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256 id);

    /// @notice Reviews a contribution, once. Only who is a curator since before it was submitted, without a part in it.
    /// Errors: WrongStatus, ReviewOver, NotCurator, ReviewerInvolved, AlreadyReviewed.
    function review(uint256 id, bool approve, string calldata note) external;

    /// @notice Vetoes a contribution during its review window with what the caller has in {IStakeLock}, where the rules
    /// stand; the veto that reaches its share of the circulating supply rejects at once. Never paused.
    /// Errors: WrongStatus, ReviewOver, NothingToVetoWith.
    /// @return rejected Whether it did.
    function veto(uint256 id) external returns (bool rejected);

    /// @notice Takes a contribution back before it is decided. Only its submitter. Never paused. What the objections have
    /// decided by then they keep: a quorum of them takes the deposit. Errors: WrongStatus, NotSubmitter.
    function withdraw(uint256 id) external;

    /// @notice Ends the review after its window; anyone may. Errors: WrongStatus, ReviewOngoing.
    function decide(uint256 id) external returns (bool accepted);

    /// @notice Mints what the budget allows of an accepted contribution's reward; anyone may. What is not covered stays
    /// payable in later windows. Each producer's running total is his share of what is settled, rounded down; the last
    /// one listed gets what rounding left, with the whole. A room of less than a wei for each may mint nothing yet. The
    /// reviewers' reward on top, rounded down, is minted to this contract, and is within the room, too.
    /// Errors: WrongStatus, SharesMismatch, BudgetExceeded when there is no room.
    /// @return amount Tokens minted to producers now (18 decimals).
    function settle(uint256 id, Share[] calldata shares) external returns (uint256 amount);

    /// @notice Sends `reviewer` what is due to him for reviewing the contributions `ids`; anyone may call.
    /// Errors: NoReviewReward.
    /// @return amount Tokens sent (18 decimals), each part rounded down.
    function collectReviewRewards(address reviewer, uint256[] calldata ids) external returns (uint256 amount);

    /// @notice Names or changes a kind; submissions under review keep the limit they were made under. Only the owner.
    function setKind(uint8 kind, string calldata name, uint112 maxReward, bool active) external;

    /// @notice Names or removes a curator. Only the owner. Errors: ZeroAddress, CuratorUnchanged.
    function setCurator(address curator, bool allowed) external;

    /// @notice Sets window (seconds) and quorum for later submissions. Only the owner.
    /// Errors: ReviewWindowOutOfRange, ZeroQuorum.
    function setReviewTerms(uint24 reviewWindow_, uint8 quorum_) external;

    /// @notice Sets the stake that makes a curator (18 decimals), 0 for named curators only. Curators by stake review what
    /// is submitted from the next second on. Only the owner.
    function setCurationStake(uint112 curationStake_) external;

    /// @notice Sets deposit (18 decimals) and reviewers' reward (bps) for later submissions. Only the owner.
    /// Errors: ReviewerRewardOutOfRange.
    function setIncentives(uint112 deposit_, uint16 reviewerRewardBps_) external;

    /// @notice How many contributions were submitted; ids run from 1.
    function contributionCount() external view returns (uint96);

    /// @notice All that is stored of contribution `id`; status None when it does not exist.
    function contribution(uint256 id) external view returns (Contribution memory);

    /// @notice Whether contribution `id` was decided or withdrawn and its deposit, if there was one, went back.
    function isDepositReturned(uint256 id) external view returns (bool);

    /// @notice What `account` is to contribution `id`.
    function standingOf(uint256 id, address account) external view returns (Standing);

    /// @notice Whether `account` may review what was submitted at `submittedAt` (seconds), and whether it is its stake (to be
    /// held then) that makes it a curator. The ledgers' epochs ask the same.
    function isCurator(address account, uint256 submittedAt) external view returns (bool eligible, bool byStake);

    /// @notice Tokens due now to `reviewer` for reviewing contribution `id` (18 decimals, rounded down).
    function reviewRewardOf(uint256 id, address reviewer) external view returns (uint256);

    /// @notice Tokens minted to `account` through this registry as producer and reviewer (18 decimals); reviewers' rewards
    /// count when collected, deposits do not, as nothing is minted for them.
    function recognisedOf(address account) external view returns (uint256);

    /// @notice The sum of {recognisedOf} over all accounts (18 decimals).
    function totalRecognised() external view returns (uint128);

    /// @notice Since when (seconds) `account` is a curator; 0 when it is none.
    function curatorSince(address account) external view returns (uint64);

    /// @notice The greatest reward of kind `kind` (18 decimals), whether submissions of it are taken, and how often it was
    /// set.
    function kindOf(uint8 kind) external view returns (uint112 maxReward, bool active, uint32 version);

    /// @notice Review window (seconds) and quorum of later submissions.
    function reviewTerms() external view returns (uint24 reviewWindow, uint8 quorum);

    /// @notice The stake that makes a curator, the deposit (both 18 decimals) and the reviewers' reward of later submissions.
    function incentives() external view returns (uint112 curationStake, uint112 deposit, uint16 reviewerRewardBps);
}
