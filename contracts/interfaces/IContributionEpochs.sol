// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title IContributionEpochs
/// @notice Recognition of many at once: a curator proposes a ledger of awards as a Merkle root, curators and stakeholders
/// may challenge it, the budget funds it, and everyone in it claims. The supply shows the whole award from the moment it
/// is funded; a claim is a transfer.
/// @dev Status moves only along these edges:
///
/// | from | call | to |
/// |---|---|---|
/// | None | propose | Proposed |
/// | Proposed | object, the quorum's objection; veto that reaches its share; withdraw | Rejected |
/// | Proposed | activate, after the challenge window | Active |
/// | Active | fund, not yet whole | Active |
/// | Active | fund, whole | Open |
/// | Active, Open | expire | Expired |
///
/// Leaves are `(uint256 index, address account, uint256 amount)`, hashed as OpenZeppelin's StandardMerkleTree does:
/// `keccak256(bytes.concat(keccak256(abi.encode(index, account, amount))))`, parents of sorted pairs. An index stands once
/// in an epoch; amounts have 18 decimals.
///
/// An index is best kept from epoch to epoch: `index >> 4` and `epoch >> 4` share a word of the claims' bitmap, which makes
/// further epochs in {claimMany} cheaper. Nothing else depends on it.
///
/// Warning: nothing on chain can tell whether the leaves add up to `total`. Whoever checks the published ledger can; that
/// is what the challenge window is for. If they are more, those who claim last find nothing left ({EpochExhausted}); if
/// they are less, the rest is burned at expiry. No other epoch is touched, and never is more than `total` minted.
interface IContributionEpochs {
    /// @notice See the table of {IContributionEpochs}.
    enum Status {
        None,
        Proposed,
        Rejected,
        Active,
        Open,
        Expired
    }

    /// @param challengeWindow Seconds in which a proposed epoch may be challenged, 1 hour to 90 days.
    /// @param objectionQuorum Objections of curators that reject an epoch, at least 1.
    /// @param claimPeriod Seconds that a claim has, from when claims open; also those that funding has, from activation:
    /// 180 to 3,650 days.
    struct Terms {
        uint24 challengeWindow;
        uint8 objectionQuorum;
        uint32 claimPeriod;
    }

    /// @param root Merkle root over all leaves.
    /// @param total Sum of all leaves (18 decimals).
    /// @param funded Part of `total` minted so far (18 decimals).
    /// @param count How many leaves there are.
    /// @param status See {Status}.
    /// @param objectionQuorum Objections that reject it.
    /// @param objections Objections so far.
    /// @param proposer The curator who proposed it.
    /// @param proposedAt When (seconds).
    /// @param challengeWindow Seconds from `proposedAt` in which it may be challenged; activated from then on.
    /// @param claimPeriod Seconds for funding, and again for claiming.
    /// @param expiresAt When what is left can be burned (seconds); 0 before activation. Set anew when claims open.
    struct Epoch {
        bytes32 root;
        uint96 total;
        uint96 funded;
        uint32 count;
        Status status;
        uint8 objectionQuorum;
        uint16 objections;
        address proposer;
        uint40 proposedAt;
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
    /// @notice An epoch was rejected: by objections, by veto, or its proposer took it back.
    event EpochRejected(uint256 indexed epoch);
    /// @notice Nobody stopped the epoch in time: it may be funded until `expiresAt` (seconds).
    event EpochActivated(uint256 indexed epoch, uint256 expiresAt);
    /// @notice `amount` was minted for an epoch, `funded` of its total so far (both 18 decimals).
    event EpochFunded(uint256 indexed epoch, uint256 amount, uint256 funded);
    /// @notice The epoch is fully funded: claims are open until `expiresAt` (seconds), or later until it is expired.
    event EpochOpened(uint256 indexed epoch, uint256 expiresAt);
    /// @notice The leaf `index` of an epoch was paid to its `account` (18 decimals).
    event AwardClaimed(uint256 indexed epoch, address indexed account, uint256 index, uint256 amount);
    /// @notice What nobody claimed of an epoch was burned (18 decimals).
    event EpochExpired(uint256 indexed epoch, uint256 burned);

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
    /// @notice `account` proposed epoch `epoch`: to stop it he withdraws it.
    error ProposerObjects(uint256 epoch, address account);
    /// @notice `account` objected to epoch `epoch` before.
    error AlreadyObjected(uint256 epoch, address account);
    /// @notice `account` did not propose epoch `epoch`.
    error NotProposer(uint256 epoch, address account);
    /// @notice No claims are open under the root that proof and leaf lead to: the proof, the leaf or the epoch is another
    /// than published, or the epoch is not open.
    error InvalidProof(uint256 epoch, uint256 index);
    /// @notice The leaf `index` of epoch `epoch` was paid before.
    error AlreadyClaimed(uint256 epoch, uint256 index);
    /// @notice Of epoch `epoch` only `left` is unclaimed, less than `amount` (18 decimals): its leaves sum to more than its
    /// total.
    error EpochExhausted(uint256 epoch, uint256 amount, uint256 left);
    /// @notice Epoch `epoch` does not expire before `expiresAt` (seconds).
    error NotExpired(uint256 epoch, uint256 expiresAt);
    /// @notice A list of claims is empty.
    error NoClaims();

    /// @notice Sets up a clone, once.
    /// @param token_ The project token.
    /// @param issuance_ Mints what epochs are funded with, within its budget.
    /// @param registry_ Says who is a curator.
    /// @param stakeLock_ Counts vetoes.
    /// @param owner_ The organisation's timelock.
    /// @param terms_ Windows and quorum of the first epochs.
    function initialize(
        address token_,
        address issuance_,
        address registry_,
        address stakeLock_,
        address owner_,
        Terms calldata terms_
    ) external;

    /// @notice Proposes an epoch. Only who is a curator since an earlier second; a curator by stake has it held until the
    /// challenge window ends.
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
    /// is a curator since before the proposal; a curator by stake has it held until the window ends.
    /// Errors: WrongEpochStatus, ChallengeOver, ProposerObjects, AlreadyObjected, NotCurator.
    function object(uint256 epoch, string calldata note) external;

    /// @notice Vetoes an epoch during its challenge window with what the caller has in {IStakeLock}, where the rules stand;
    /// the veto that reaches its share of the circulating supply rejects the epoch at once. Never paused.
    /// Errors: WrongEpochStatus, ChallengeOver, NothingToVetoWith.
    /// @return rejected Whether it did.
    function veto(uint256 epoch) external returns (bool rejected);

    /// @notice Takes an epoch back before it is activated. Only its proposer. Never paused.
    /// Errors: WrongEpochStatus, NotProposer.
    function withdraw(uint256 epoch) external;

    /// @notice Activates an epoch that nobody stopped in its challenge window; anyone may.
    /// Errors: WrongEpochStatus, ChallengeOngoing.
    function activate(uint256 epoch) external;

    /// @notice Mints what the budget allows of an active epoch's total to this contract; anyone may. When the total is whole
    /// claims open; what is missing stays payable in later windows until the epoch expires.
    /// Errors: WrongEpochStatus, BudgetExceeded when there is no room.
    /// @return amount Tokens minted now (18 decimals).
    function fund(uint256 epoch) external returns (uint256 amount);

    /// @notice Pays one leaf to its account; anyone may call. Open until the epoch is expired by a call, never paused.
    /// Errors: InvalidProof, AlreadyClaimed, EpochExhausted.
    function claim(uint256 epoch, uint256 index, address account, uint256 amount, bytes32[] calldata proof) external;

    /// @notice Pays leaves of several epochs to the one account that all are for, in one transfer; anyone may call.
    /// Nothing is paid when one of them fails. Errors: NoClaims and those of {claim}.
    /// @return amount Tokens paid in all (18 decimals).
    function claimMany(address account, Claim[] calldata claims) external returns (uint256 amount);

    /// @notice Burns what is left of an epoch after it expired; anyone may. An epoch that the budget did not fill in time
    /// ends likewise, and nothing of it is ever paid. Errors: WrongEpochStatus, NotExpired.
    /// @return burned Tokens burned (18 decimals).
    function expire(uint256 epoch) external returns (uint256 burned);

    /// @notice Sets the terms of later epochs. Only the owner.
    /// Errors: ChallengeWindowOutOfRange, ZeroObjectionQuorum, ClaimPeriodOutOfRange.
    function setTerms(Terms calldata terms_) external;

    /// @notice How many epochs were proposed; numbers run from 1.
    function epochCount() external view returns (uint256);

    /// @notice All that is stored of epoch `epoch`; status None when it does not exist.
    function epochAt(uint256 epoch) external view returns (Epoch memory);

    /// @notice What claims have left of an open epoch (18 decimals); 0 in every other status.
    function leftOf(uint256 epoch) external view returns (uint256);

    /// @notice Whether the leaf `index` of epoch `epoch` was paid.
    function isClaimed(uint256 epoch, uint256 index) external view returns (bool);

    /// @notice Whether a leaf was recognised: it stands in epoch `epoch`, which was funded whole, paid or not.
    function isAwarded(
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
