// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IForum} from "./IForum.sol";

/// @title IContributionEpochs
/// @notice Recognition of many at once: a curator proposes a ledger of awards as a Merkle root, curators and stakeholders
/// may challenge it, its total enters the budget of issuance as an award like any other, and what batches pay for that is
/// everyone's in it, each in proportion.
/// @dev Status moves only along these edges:
///
/// | from | call | to |
/// |---|---|---|
/// | None | propose | Proposed |
/// | Proposed | object, the quorum's objection; veto that reaches its threshold | Rejected |
/// | Proposed | withdraw | Withdrawn |
/// | Proposed | activate, after the challenge window | Active |
/// | Proposed | 30 days after the challenge window, without a call | Void |
/// | Rejected | overrule, by the owner, within 30 days | Active |
/// | Active | open, once the award is final and something was paid | Open |
/// | Active | open, once the award is final and nothing was paid | Void |
/// | Open | expire | Expired |
///
/// The award is final when it is fully paid, after its third batch, or at dissolution. Each leaf then has
/// ⌊amount · ratio / 2^159⌋ with ratio = ⌊paid · 2^159 / total⌋: its part rounded down, all of it when all was paid.
///
/// Leaves are `(uint256 index, address account, uint256 amount)`, hashed as OpenZeppelin's StandardMerkleTree does:
/// `keccak256(bytes.concat(keccak256(abi.encode(index, account, amount))))`, parents of sorted pairs. An index stands once
/// in an epoch; amounts have 18 decimals.
///
/// An index is best kept from epoch to epoch: `index >> 4` and `epoch >> 4` share a word of the claims' bitmap, which makes
/// further epochs in {claimMany} cheaper. Nothing else depends on it.
///
/// A curator by stake who proposes or objects is held with the registry's `curationStake` until the epoch's award is final or
/// the epoch has ended without one. {IForum} tags: 0 for an objection, 1 for proposing.
///
/// Warning: nothing on chain can tell whether the leaves add up to `total`, or whether an index stands twice. Whoever checks
/// the published ledger can; that is what the challenge window is for. If they are more, those who claim last find nothing
/// left ({EpochExhausted}); if they are less, the rest goes to the treasury at expiry. No other epoch is touched, and never
/// is more paid than issuance paid for the epoch.
interface IContributionEpochs is IForum {
    /// @notice See the table of {IContributionEpochs}.
    enum Status {
        None,
        Proposed,
        Rejected,
        Withdrawn,
        Void,
        Active,
        Open,
        Expired
    }

    /// @param challengeWindow Seconds in which a proposed epoch may be challenged, 1 hour to 90 days.
    /// @param objectionQuorum Objections of curators that reject an epoch, at least 1.
    /// @param claimPeriod Seconds that claims have from when they open: 180 to 3,650 days.
    struct Terms {
        uint24 challengeWindow;
        uint8 objectionQuorum;
        uint32 claimPeriod;
    }

    /// @param root Merkle root over all leaves.
    /// @param total Sum of all leaves (18 decimals).
    /// @param paid What issuance paid for it, once it is open (18 decimals).
    /// @param count How many leaves there are.
    /// @param status See {Status}.
    /// @param objectionQuorum Objections that reject it.
    /// @param objections Objections so far.
    /// @param unclaimed What nobody had claimed when it expired (18 decimals).
    /// @param award Number of its award in {IIssuance}, once active.
    /// @param proposer The curator who proposed it.
    /// @param proposedAt When (seconds).
    /// @param rejectedAt When it was rejected or vetoed (seconds), 0 before.
    /// @param challengeWindow Seconds from `proposedAt` in which it may be challenged; activated from then on.
    /// @param claimPeriod Seconds that claims have.
    /// @param expiresAt When what is left can go to the treasury (seconds); 0 before it opens.
    struct Epoch {
        bytes32 root;
        uint96 total;
        uint96 paid;
        uint32 count;
        Status status;
        uint8 objectionQuorum;
        uint16 objections;
        uint96 unclaimed;
        uint96 award;
        address proposer;
        uint40 proposedAt;
        uint40 rejectedAt;
        uint24 challengeWindow;
        uint32 claimPeriod;
        uint40 expiresAt;
    }

    /// @notice One leaf of {claimMany}: what `account` was awarded in `epoch` at `index`, and the proof of it.
    struct Claim {
        uint256 epoch;
        uint256 index;
        uint256 amount;
        bytes32[] proof;
    }

    /// @notice The owner set the terms of later epochs.
    event EpochTermsSet(uint24 challengeWindow, uint8 objectionQuorum, uint32 claimPeriod);
    /// @notice A curator proposed an epoch.
    /// @param contentHash Hash of the canonical ledger file.
    /// @param uri Where to read that file.
    /// @param formula Name and version of the formula that valued it, such as "git-capped-sqrt/1".
    event EpochProposed(
        uint256 indexed epoch,
        address indexed proposer,
        bytes32 root,
        uint256 total,
        uint256 count,
        bytes32 contentHash,
        string uri,
        string formula
    );
    /// @notice A curator objected to an epoch, and says why in `note`.
    event EpochObjected(uint256 indexed epoch, address indexed curator, string note);
    /// @notice An epoch was rejected, by objections or by veto.
    event EpochRejected(uint256 indexed epoch);
    /// @notice The proposer of an epoch took it back.
    event EpochWithdrawn(uint256 indexed epoch);
    /// @notice The owner activated an epoch that was rejected or vetoed.
    event EpochOverruled(uint256 indexed epoch);
    /// @notice An epoch entered issuance as award number `award` with `entered` of its total (18 decimals); the rest is void,
    /// as three windows could not pay it.
    event EpochActivated(uint256 indexed epoch, uint256 indexed award, uint256 entered);
    /// @notice Issuance paid `paid` (18 decimals) for an epoch, and no more will come: claims are open until `expiresAt`
    /// (seconds), or later until it is expired.
    event EpochOpened(uint256 indexed epoch, uint256 paid, uint256 expiresAt);
    /// @notice Issuance paid nothing for an epoch, and no more will come.
    event EpochVoided(uint256 indexed epoch);
    /// @notice `account` got `amount` (18 decimals) for the leaf `index` of an epoch.
    event AwardClaimed(uint256 indexed epoch, address indexed account, uint256 index, uint256 amount);
    /// @notice What nobody claimed of an epoch, `unclaimed`, went to the treasury (18 decimals).
    event EpochExpired(uint256 indexed epoch, uint256 unclaimed);

    /// @notice An epoch needs a root, a total and at least one leaf.
    error EmptyEpoch(bytes32 root, uint256 total, uint256 count);
    /// @notice A challenge window of `challengeWindow` seconds is outside 1 hour to 90 days.
    error ChallengeWindowOutOfRange(uint24 challengeWindow);
    /// @notice An objection quorum of zero would reject without objection.
    error ZeroObjectionQuorum();
    /// @notice A claim period of `claimPeriod` seconds is outside 180 to 3,650 days.
    error ClaimPeriodOutOfRange(uint32 claimPeriod);
    /// @notice Epoch `epoch` has status `status`, which the call does not allow.
    error WrongEpochStatus(uint256 epoch, Status status);
    /// @notice Epoch `epoch` may be challenged until `until` (seconds).
    error ChallengeOngoing(uint256 epoch, uint256 until);
    /// @notice The challenge window of epoch `epoch` ended at `until` (seconds).
    error ChallengeOver(uint256 epoch, uint256 until);
    /// @notice `account` proposed epoch `epoch`: to stop it they withdraw it.
    error ProposerObjects(uint256 epoch, address account);
    /// @notice `account` objected to epoch `epoch` before.
    error AlreadyObjected(uint256 epoch, address account);
    /// @notice `account` did not propose epoch `epoch`.
    error NotProposer(uint256 epoch, address account);
    /// @notice No claims are open under the root that proof and leaf lead to: the proof, the leaf or the epoch is another
    /// than published, or the epoch is not open.
    error InvalidProof(uint256 epoch, uint256 index);
    /// @notice The owner could overrule epoch `epoch` before `until` (seconds).
    error EpochOverruleOver(uint256 epoch, uint256 until);
    /// @notice The award of epoch `epoch` is not final: issuance may still pay more for it.
    error AwardNotFinal(uint256 epoch);
    /// @notice The leaf `index` of epoch `epoch` was paid before.
    error AlreadyClaimed(uint256 epoch, uint256 index);
    /// @notice Of epoch `epoch` only `left` is unclaimed, too little for a leaf of `amount` (18 decimals): its leaves sum to
    /// more than its total.
    error EpochExhausted(uint256 epoch, uint256 amount, uint256 left);
    /// @notice Epoch `epoch` does not expire before `expiresAt` (seconds).
    error NotExpired(uint256 epoch, uint256 expiresAt);
    /// @notice A list of claims is empty.
    error NoClaims();

    /// @notice Sets up a clone, once, that was created with the project token's address (20 bytes) as its argument.
    /// Errors: ZeroAddress, and those of {setTerms}.
    /// @param issuance_ The budget that pays awards.
    /// @param registry_ Says who is a curator.
    /// @param stake_ Where stakes are, held for proposals and objections and counted in vetoes.
    /// @param owner_ The organisation's timelock: owner, and for ever the treasury that unclaimed awards go to.
    /// @param terms_ Windows and quorum of the first epochs.
    function initialize(
        address issuance_,
        address registry_,
        address stake_,
        address owner_,
        Terms calldata terms_
    ) external;

    /// @notice Proposes an epoch. Only who is a curator since an earlier second.
    /// @param root Merkle root over all leaves.
    /// @param total Sum of all leaves (18 decimals), at most 2^96 − 1: 79 billion whole tokens.
    /// @param count How many leaves there are.
    /// @param contentHash Hash of the canonical ledger file.
    /// @param uri Where to read that file.
    /// @param formula Name and version of the formula that valued it.
    /// @return epoch Its number, from 1.
    /// Errors: NotCurator, EmptyEpoch.
    function propose(
        bytes32 root,
        uint96 total,
        uint32 count,
        bytes32 contentHash,
        string calldata uri,
        string calldata formula
    ) external returns (uint256 epoch);

    /// @notice Objects to an epoch, once, during its challenge window; the quorum's objection rejects it at once. Only who
    /// is a curator since before the proposal.
    /// Errors: WrongEpochStatus, ChallengeOver, ProposerObjects, AlreadyObjected, NotCurator.
    function object(uint256 epoch, string calldata note) external;

    /// @notice Vetoes an epoch during its challenge window with the caller's stake, by the rules of {IStake}; the veto that
    /// reaches the threshold rejects it at once. Never paused. Errors: WrongEpochStatus, ChallengeOver, NothingToVetoWith.
    /// @return rejected Whether it did.
    function veto(uint256 epoch) external returns (bool rejected);

    /// @notice Takes an epoch back before it is activated. Only its proposer. Never paused.
    /// Errors: WrongEpochStatus, NotProposer.
    function withdraw(uint256 epoch) external;

    /// @notice Activates an epoch that nobody stopped in its challenge window, within 30 days after it: its total enters
    /// issuance as an award, in a pause, too. Anyone may; its proposer must still be the curator that they were.
    /// Errors: WrongEpochStatus, ChallengeOngoing, NotCurator, NotIssuer, AlreadyDissolved.
    function activate(uint256 epoch) external;

    /// @notice Activates an epoch that was rejected or vetoed, within 30 days, whoever proposed it. Only the owner, whose
    /// decisions stakeholders may veto. Errors: WrongEpochStatus, EpochOverruleOver, NotIssuer, AlreadyDissolved.
    function overrule(uint256 epoch) external;

    /// @notice Takes what issuance paid for an active epoch, once nothing more will come, and opens claims; anyone may.
    /// Never paused. Errors: WrongEpochStatus, AwardNotFinal.
    /// @return paid What issuance paid for it (18 decimals).
    function open(uint256 epoch) external returns (uint256 paid);

    /// @notice Pays one leaf to its account; anyone may call. Open until the epoch is expired by a call, never paused.
    /// Errors: InvalidProof, AlreadyClaimed, EpochExhausted.
    function claim(uint256 epoch, uint256 index, address account, uint256 amount, bytes32[] calldata proof) external;

    /// @notice Pays leaves of several epochs to the one account that all are for, in one transfer; anyone may call.
    /// Nothing is paid when one of them fails. Errors: NoClaims and those of {claim}.
    /// @return amount Tokens paid in all (18 decimals).
    function claimMany(address account, Claim[] calldata claims) external returns (uint256 amount);

    /// @notice Sends what is left of an epoch after it expired to the treasury; anyone may. (A burn that anyone can time would
    /// move the price.) Errors: WrongEpochStatus, NotExpired.
    /// @return unclaimed Tokens sent (18 decimals).
    function expire(uint256 epoch) external returns (uint256 unclaimed);

    /// @notice Sets the terms of later epochs. Only the owner.
    /// Errors: ChallengeWindowOutOfRange, ZeroObjectionQuorum, ClaimPeriodOutOfRange.
    function setTerms(Terms calldata terms_) external;

    /// @notice How many epochs were proposed; numbers run from 1.
    function epochCount() external view returns (uint256);

    /// @notice All that is stored of epoch `epoch`; status None when it does not exist, Void also when its time to be
    /// activated has passed.
    function epochAt(uint256 epoch) external view returns (Epoch memory);

    /// @notice What claims have left of an open epoch (18 decimals); 0 in every other status.
    function leftOf(uint256 epoch) external view returns (uint256);

    /// @notice Whether the leaf `index` of epoch `epoch` was paid.
    function isClaimed(uint256 epoch, uint256 index) external view returns (bool);

    /// @notice What a leaf of `amount` is paid in epoch `epoch` (18 decimals, rounded down); 0 before it opens, and for an
    /// amount above its total.
    function payoutOf(uint256 epoch, uint256 amount) external view returns (uint256);

    /// @notice What was claimed of epoch `epoch` by all accounts (18 decimals).
    function claimedOf(uint256 epoch) external view returns (uint256);

    /// @notice Whether a leaf stands in epoch `epoch` and its index was claimed there.
    /// Warning: of two leaves with the same index, which no honest ledger has, both are claimed when one is. Who counts
    /// claimed awards must not count more of an epoch than {claimedOf}.
    function isClaimedAward(
        uint256 epoch,
        uint256 index,
        address account,
        uint256 amount,
        bytes32[] calldata proof
    ) external view returns (bool);

    /// @notice Whether `account` objected to epoch `epoch`.
    function hasObjected(uint256 epoch, address account) external view returns (bool);

    /// @notice The terms of later epochs.
    function terms() external view returns (Terms memory);
}
