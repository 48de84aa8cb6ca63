// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IForum} from "./IForum.sol";
import {Share} from "./Share.sol";

/// @title IContributionRegistry
/// @notice Recognition: anyone submits a contribution with the reward asked for and who made it; curators review it while
/// stakeholders may veto it; an accepted one enters the budget of issuance as an award, and what batches pay for that is
/// divided here.
/// @dev Status moves only along these edges:
///
/// | from | call | to |
/// |---|---|---|
/// | None | submit | Submitted |
/// | Submitted | decide, approvals ≥ quorum and approvals > objections | Accepted |
/// | Submitted | decide, otherwise | Rejected |
/// | Submitted | veto that reaches its threshold | Rejected |
/// | Submitted | withdraw | Withdrawn |
/// | Rejected | overrule, by the owner, within 30 days | Accepted |
///
/// Window, quorum, deposit and reviewers' reward of a contribution are those in force when it was submitted, and so are its
/// kind's limit and version. Texts and shares live in events and as hashes.
///
/// **Curators** are accounts that the owner named before the submission, and accounts whose stake in {IStake} both a second
/// before the submission and now is at least `curationStake`. Who reviews by stake is held with `curationStake` until the
/// award is final or the contribution was not accepted ({IForum} tag 0). Who submitted a contribution, is named in it, or backed the proposal
/// that it delivers may object to it, not approve: naming somebody silences nobody.
///
/// **A review ends** with its window, unless an approval decides: one after which approvals are a quorum and more than
/// objections, and before which they were not. The first such approval sets the end to a third of the window later, before
/// or after the window's end, so that agreed work need not wait. Each later one leaves at least a third of the window, but no
/// review lasts longer than its window and four thirds of it: what three extensions after the first would take. (To count
/// extensions instead would let two who pull together use them up in the first minutes.)
///
/// **Payment.** The award is the reward and, on top, `reviewerRewardBps` of it for the reviewers. Of what Issuance has paid
/// for it by now, p, the reviewers have r = ⌊p · bps / (10,000 + bps)⌋, each alike whatever they said, and the producers
/// s = p − r: each ⌊s · share / 10,000⌋. What rounding leaves is the last producer's once the award is final. The whole award
/// gives exactly the reward to producers. What three batches did not pay has lapsed.
///
/// **Deposits** are in the project token, which cannot block or tax a transfer. One goes to the treasury when the review ends
/// with objections ≥ quorum and objections > approvals, and back in every other case. Without a presale there are none:
/// newcomers have no tokens.
///
/// Warning: curators who work together can accept each other's contributions. What bounds that is the kind's limit, the
/// three windows' room of an award, and the veto of stakeholders, who judge what was submitted; waiting for reviews can be
/// too late: the first quorum of approvals leaves a third of the window. Objections are one each, whatever was staked: a
/// quorum of minimal stakes can reject, and the owner overrules.
interface IContributionRegistry is IForum {
    /// @notice See the table of {IContributionRegistry}.
    enum Status {
        None,
        Submitted,
        Accepted,
        Rejected,
        Withdrawn
    }

    /// @notice What an account is to a contribution: its submitter or named in it, so that it may not approve; and whether it
    /// reviewed, as each may once.
    enum Standing {
        None,
        Involved,
        Reviewed,
        InvolvedReviewed
    }

    /// @param reviewWindow Seconds in which curators review, 1 hour to 90 days.
    /// @param quorum Approvals needed, at least 1.
    /// @param maxProduction Greatest reward of a production contribution (18 decimals).
    /// @param maxUse Greatest reward of a use contribution (18 decimals).
    /// @param maxMaintenance Greatest reward of a maintenance contribution (18 decimals).
    /// @param curationStake Stake that makes a curator (18 decimals); 0 for named curators only.
    /// @param deposit What a submission deposits (18 decimals); 0 for nothing, and where no deposits are taken.
    /// @param reviewerRewardBps Reviewers' reward on top of the producers', in bps of it, at most 2,000.
    /// @param curators Accounts that may review from launch on, without doubles; at least as many as the quorum.
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
    /// @param award Number of its award in {IIssuance}, once accepted; 0 when none was entered, as after dissolution.
    /// @param kind 0 production, 1 use, 2 maintenance, others as the owner named them.
    /// @param status See {Status}.
    /// @param quorum Approvals needed.
    /// @param backed Whether {IProductionProposals} submitted it: who backed the proposal may not approve it.
    /// @param submitter Who submitted it.
    /// @param submittedAt When (seconds).
    /// @param reviewEnd The first second in which it can be decided, as things stand.
    /// @param deposit What the submitter deposited (18 decimals).
    /// @param decidedAt When it was accepted, rejected or vetoed (seconds), 0 before.
    /// @param reviewWindow Length of the review (seconds), unless an approval decides.
    /// @param approvals Reviews in favour.
    /// @param objections Reviews against.
    /// @param reviewerRewardBps Reviewers' reward on top, in bps of the producers'.
    /// @param isTurned Whether an approval turned the outcome, so that `reviewEnd` is no longer the window's.
    /// @param isOverruled Whether the owner accepted it after it was rejected: nothing is paid for reviews.
    /// @param sharesHash keccak256 of the ABI-encoded `Share[]`.
    struct Contribution {
        uint112 reward;
        uint96 award;
        uint8 kind;
        Status status;
        uint8 quorum;
        bool backed;
        address submitter;
        uint40 submittedAt;
        uint40 reviewEnd;
        uint112 deposit;
        uint40 decidedAt;
        uint24 reviewWindow;
        uint16 approvals;
        uint16 objections;
        uint16 reviewerRewardBps;
        bool isTurned;
        bool isOverruled;
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
    /// @notice An approval turned the outcome: the review ends at `until` (seconds).
    event ReviewEndSet(uint256 indexed id, uint256 until);
    /// @notice The review ended.
    event ContributionDecided(uint256 indexed id, bool accepted, uint16 approvals, uint16 objections);
    /// @notice The owner accepted what was rejected or vetoed.
    event ContributionOverruled(uint256 indexed id);
    /// @notice An accepted contribution entered issuance as award number `award` with `entered` of `amount` (18 decimals);
    /// the rest is void, as three windows could not pay it.
    event ContributionAwarded(uint256 indexed id, uint256 indexed award, uint256 amount, uint256 entered);
    /// @notice The submitter took a contribution back.
    event ContributionWithdrawn(uint256 indexed id);
    /// @notice The deposit of a contribution (18 decimals) went back to its submitter.
    event DepositReturned(uint256 indexed id, address indexed submitter, uint256 amount);
    /// @notice The deposit of a contribution (18 decimals) went to the treasury.
    event DepositForfeited(uint256 indexed id, uint256 amount);
    /// @notice A producer of a contribution got `amount` (18 decimals), their part of what was issued for it.
    event ContributionPaid(uint256 indexed id, address indexed producer, uint256 amount);
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
    /// @notice There are `count` curators, less than the `quorum` that accepts: nothing could ever be accepted.
    error TooFewCurators(uint256 count, uint8 quorum);
    /// @notice A deposit of `deposit` (18 decimals) is asked for where newcomers can have no tokens.
    error DepositsNotTaken(uint112 deposit);
    /// @notice `account` submitted, produced or backed contribution `id` and may object, not approve.
    error InvolvedApproves(uint256 id, address account);
    /// @notice `account` reviewed contribution `id` before.
    error AlreadyReviewed(uint256 id, address account);
    /// @notice `account` is not the contract of the organisation's proposals.
    error NotProposals(address account);
    /// @notice Contribution `id` has status `status`, which the call does not allow.
    error WrongStatus(uint256 id, Status status);
    /// @notice Contribution `id` is under review until `until` (seconds).
    error ReviewOngoing(uint256 id, uint256 until);
    /// @notice The review of contribution `id` ended at `until` (seconds).
    error ReviewOver(uint256 id, uint256 until);
    /// @notice `account` did not submit contribution `id`.
    error NotSubmitter(uint256 id, address account);
    /// @notice The owner could overrule contribution `id` before `until` (seconds).
    error OverruleOver(uint256 id, uint256 until);
    /// @notice Contribution `id` delivered a proposal that was delivered again since: only the last delivery can be overruled.
    error DeliveryReplaced(uint256 id);
    /// @notice There is nothing to pay now to `account` for contribution `id`; the zero address for all named in it.
    error NothingDue(uint256 id, address account);
    /// @notice There is nothing to pay now to `reviewer` for reviewing the contributions listed.
    error NoReviewReward(address reviewer);
    /// @notice The shares passed for contribution `id` are not those submitted.
    error SharesMismatch(uint256 id, bytes32 expected, bytes32 got);

    /// @notice Sets up a clone, once, with the kinds production (0), use (1) and maintenance (2).
    /// Errors: ZeroAddress, TooFewCurators, DepositsNotTaken, and those of the owner's functions.
    /// @param token_ The project token, in which deposits are made.
    /// @param issuance_ The budget that pays awards.
    /// @param stake_ Where stakes are, held for reviews and counted in vetoes.
    /// @param proposals_ The production proposals: asked who backs what they submit.
    /// @param owner_ The organisation's timelock: owner, and for ever the treasury that forfeited deposits go to.
    /// @param takesDeposits_ Whether submissions may ask for a deposit: with a presale.
    /// @param terms_ Review terms, limits of the three kinds, first curators.
    function initialize(
        address token_,
        address issuance_,
        address stake_,
        address proposals_,
        address owner_,
        bool takesDeposits_,
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

    /// @notice Reviews a contribution, once. Only who is a curator since before it was submitted; to approve it, without a
    /// part in it. An approval that turns the outcome sets the review's end, see {IContributionRegistry}.
    /// Errors: WrongStatus, ReviewOver, NotCurator, InvolvedApproves, AlreadyReviewed.
    function review(uint256 id, bool approve, string calldata note) external;

    /// @notice {review} of several contributions with one note; all or none.
    function reviewMany(uint256[] calldata ids, bool approve, string calldata note) external;

    /// @notice Vetoes a contribution during its review with the caller's stake, by the rules of {IStake}; the veto that
    /// reaches the threshold rejects at once. Never paused. Errors: WrongStatus, ReviewOver, NothingToVetoWith.
    /// @return rejected Whether it did.
    function veto(uint256 id) external returns (bool rejected);

    /// @notice Rejects a delivery that its backers vetoed. Only {IProductionProposals}. Errors: NotProposals, WrongStatus,
    /// ReviewOver.
    function rejectDelivery(uint256 id) external;

    /// @notice Takes a contribution back before it is decided. Only its submitter. Never paused. What the objections have
    /// decided by then they keep: a quorum of them takes the deposit. Errors: WrongStatus, NotSubmitter.
    function withdraw(uint256 id) external;

    /// @notice Ends the review when its time is over; anyone may. What is accepted enters issuance, in a pause, too; after
    /// dissolution nothing does any more. Errors: WrongStatus, ReviewOngoing, NotIssuer.
    function decide(uint256 id) external returns (bool accepted);

    /// @notice Accepts what was rejected or vetoed, within 30 days, without reward for reviewers; so no minority can block
    /// recognition for ever. A forfeited deposit stays forfeited. Only the owner, whose decisions stakeholders may veto.
    /// Errors: WrongStatus, OverruleOver, DeliveryReplaced, NotIssuer, AlreadyDissolved.
    function overrule(uint256 id) external;

    /// @notice Sends all producers what is due to them of what issuance paid by now; anyone may. Never paused.
    /// Errors: WrongStatus, SharesMismatch, NothingDue.
    /// @param shares The shares, as submitted.
    /// @return amount Tokens sent (18 decimals).
    function settle(uint256 id, Share[] calldata shares) external returns (uint256 amount);

    /// @notice As {settle} for `account` alone, as producer and as reviewer; anyone may, and only `account` is paid.
    function claimFor(uint256 id, Share[] calldata shares, address account) external returns (uint256 amount);

    /// @notice Sends `reviewer` what is due to them for reviewing the contributions `ids`; anyone may call. Never paused.
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
    /// Errors: ReviewerRewardOutOfRange, DepositsNotTaken.
    function setIncentives(uint112 deposit_, uint16 reviewerRewardBps_) external;

    /// @notice How many contributions were submitted; ids run from 1.
    function contributionCount() external view returns (uint96);

    /// @notice All that is stored of contribution `id`; status None when it does not exist.
    function contribution(uint256 id) external view returns (Contribution memory);

    /// @notice Whether all that is ever paid for contribution `id` was paid by issuance: accepted, and its award final.
    function isFinal(uint256 id) external view returns (bool);

    /// @notice Until when (seconds) the owner may overrule contribution `id`; 0 unless it is Rejected.
    function overrulableUntil(uint256 id) external view returns (uint256);

    /// @notice Whether contribution `id` was decided or withdrawn and its deposit, if there was one, went back.
    function isDepositReturned(uint256 id) external view returns (bool);

    /// @notice What `account` is to contribution `id`.
    function standingOf(uint256 id, address account) external view returns (Standing);

    /// @notice Whether `account` may review what was submitted at `submittedAt` (seconds), and whether it is its stake (to be
    /// held then) that makes it a curator. The ledgers' epochs ask the same.
    function isCurator(address account, uint256 submittedAt) external view returns (bool eligible, bool byStake);

    /// @notice Tokens due now to `reviewer` for reviewing contribution `id` (18 decimals, rounded down), of what issuance
    /// paid by now.
    function reviewRewardOf(uint256 id, address reviewer) external view returns (uint256);

    /// @notice Tokens sent to `account` for contribution `id`, as producer and reviewer (18 decimals).
    function paidTo(uint256 id, address account) external view returns (uint256);

    /// @notice Tokens sent to `account` by this registry, as producer and reviewer (18 decimals); no deposits.
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

    /// @notice The stake that makes a curator (18 decimals); 0 for named curators only.
    function curationStake() external view returns (uint112);

    /// @notice Whether submissions may ask for a deposit.
    function takesDeposits() external view returns (bool);

    /// @notice The stake that makes a curator, the deposit (both 18 decimals) and the reviewers' reward of later submissions.
    function incentives() external view returns (uint112 curationStake, uint112 deposit, uint16 reviewerRewardBps);
}
