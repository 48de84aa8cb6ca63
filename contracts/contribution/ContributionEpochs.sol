// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {NotCurator, ZeroAddress} from "../interfaces/Errors.sol";
import {IContributionEpochs} from "../interfaces/IContributionEpochs.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IForum} from "../interfaces/IForum.sol";
import {IIssuance} from "../interfaces/IIssuance.sol";
import {IStake} from "../interfaces/IStake.sol";
import {CloneArguments} from "../libraries/CloneArguments.sol";

/// @title ContributionEpochs
/// @notice Recognition of many at once by Merkle roots. Documentation: {IContributionEpochs}.
/// @dev Calls nothing but contracts of the same launch, none of which calls anybody else.
contract ContributionEpochs is IContributionEpochs, OwnableUpgradeable {
    using SafeERC20 for IERC20;

    uint24 private constant MIN_CHALLENGE_WINDOW = 1 hours;
    uint24 private constant MAX_CHALLENGE_WINDOW = 90 days;
    uint32 private constant MIN_CLAIM_PERIOD = 180 days;
    uint32 private constant MAX_CLAIM_PERIOD = 3_650 days; // 10 years
    uint256 private constant ACTIVATION_PERIOD = 30 days;
    uint256 private constant OVERRULE_PERIOD = 30 days;
    /// @dev Longer than three windows of issuance and a pause: what an epoch holds is free then, whatever happened.
    uint256 private constant LONGEST_SETTLEMENT = 365 days;
    uint256 private constant RATIO_BITS = 159; // 2^159 is all of a leaf, and fits in a pool's 160 bits
    uint256 private constant LEFT_BITS = 96;
    uint8 private constant OBJECTION = 0; // tags in {IStake}
    uint8 private constant PROPOSAL = 1;

    Terms private _terms;
    IIssuance private _issuance;
    uint96 private _epochCount;
    IContributionRegistry private _registry;
    IStake private _stake;
    address private _treasury;
    mapping(uint256 epoch => Epoch) private _epochs;
    mapping(uint256 epoch => mapping(address account => bool)) public hasObjected;
    /// @dev What claims of an open epoch draw on; one slot, as each claim writes it. The low 96 bits are the tokens left, so
    /// that taking some is a subtraction; above them is the ratio: what of each leaf is paid, as a part of 2^159, positive
    /// while claims are open. A claim looks up the root that its proof leads to: there is a pool for the root of an open
    /// epoch alone.
    mapping(uint256 epoch => mapping(bytes32 root => uint256)) private _pools;
    /// @dev 16 indexes of 16 epochs in a word, so that who claims one epoch after another, at the same index, finds it used.
    mapping(uint256 epochs => mapping(uint256 indexes => uint256)) private _claimed;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IContributionEpochs
    function initialize(
        address issuance_,
        address registry_,
        address stake_,
        address owner_,
        Terms calldata terms_
    ) external initializer {
        require(issuance_ != address(0) && registry_ != address(0) && stake_ != address(0), ZeroAddress());
        __Ownable_init(owner_);
        _issuance = IIssuance(issuance_);
        _registry = IContributionRegistry(registry_);
        _stake = IStake(stake_);
        _treasury = owner_;
        _setTerms(terms_);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc IContributionEpochs
    function setTerms(Terms calldata terms_) external onlyOwner {
        _setTerms(terms_);
    }

    /// @inheritdoc IContributionEpochs
    function overrule(uint256 epoch) external onlyOwner {
        Epoch storage e = _inStatus(epoch, Status.Rejected);
        uint256 until = e.rejectedAt + OVERRULE_PERIOD;
        require(block.timestamp < until, EpochOverruleOver(epoch, until));
        emit EpochOverruled(epoch);
        _enter(epoch, e);
    }

    // ---------------------------------------------------------------- curators and stakeholders

    /// @inheritdoc IContributionEpochs
    function propose(
        bytes32 root,
        uint96 total,
        uint32 count,
        bytes32 contentHash,
        string calldata uri,
        string calldata formula
    ) external returns (uint256 epoch) {
        require(root != 0 && total > 0 && count > 0, EmptyEpoch(root, total, count));
        epoch = ++_epochCount;
        (bool eligible, bool byStake) = _registry.isCurator(msg.sender, block.timestamp);
        require(eligible, NotCurator(epoch, msg.sender));
        Epoch storage e = _epochs[epoch];
        e.root = root;
        e.total = total;
        e.count = count;
        e.status = Status.Proposed;
        e.objectionQuorum = _terms.objectionQuorum;
        e.proposer = msg.sender;
        e.proposedAt = uint40(block.timestamp); // 40 bits of seconds last until the year 36,812
        e.challengeWindow = _terms.challengeWindow;
        e.claimPeriod = _terms.claimPeriod;
        emit EpochProposed(epoch, msg.sender, root, total, count, contentHash, uri, formula);
        if (byStake) _hold(epoch, e, PROPOSAL);
    }

    /// @inheritdoc IContributionEpochs
    function object(uint256 epoch, string calldata note) external {
        Epoch storage e = _challenged(epoch);
        require(msg.sender != e.proposer, ProposerObjects(epoch, msg.sender));
        require(!hasObjected[epoch][msg.sender], AlreadyObjected(epoch, msg.sender));
        (bool eligible, bool byStake) = _registry.isCurator(msg.sender, e.proposedAt);
        require(eligible, NotCurator(epoch, msg.sender));
        hasObjected[epoch][msg.sender] = true;
        uint16 objections = ++e.objections;
        emit EpochObjected(epoch, msg.sender, note);
        if (byStake) _hold(epoch, e, OBJECTION);
        if (objections >= e.objectionQuorum) _reject(epoch, e);
    }

    /// @inheritdoc IContributionEpochs
    function veto(uint256 epoch) external returns (bool rejected) {
        Epoch storage e = _challenged(epoch);
        rejected = _stake.castVeto(epoch, msg.sender, e.proposedAt, 0, 0);
        if (rejected) _reject(epoch, e);
    }

    /// @inheritdoc IContributionEpochs
    function withdraw(uint256 epoch) external {
        Epoch storage e = _inStatus(epoch, Status.Proposed);
        require(msg.sender == e.proposer, NotProposer(epoch, msg.sender));
        e.status = Status.Withdrawn;
        emit EpochWithdrawn(epoch);
    }

    // ---------------------------------------------------------------- anyone

    /// @inheritdoc IContributionEpochs
    function activate(uint256 epoch) external {
        Epoch storage e = _inStatus(epoch, Status.Proposed);
        uint256 until = _challengeEnd(e);
        require(block.timestamp >= until, ChallengeOngoing(epoch, until));
        (bool eligible, ) = _registry.isCurator(e.proposer, e.proposedAt);
        require(eligible, NotCurator(epoch, e.proposer));
        _enter(epoch, e);
    }

    /// @inheritdoc IContributionEpochs
    function open(uint256 epoch) external returns (uint256 paid) {
        Epoch storage e = _inStatus(epoch, Status.Active);
        bool isFinal;
        (paid, isFinal) = _issuance.paidOf(e.award);
        require(isFinal, AwardNotFinal(epoch));
        if (paid == 0) {
            e.status = Status.Void;
            emit EpochVoided(epoch);
            return 0;
        }
        e.status = Status.Open;
        e.paid = uint96(paid); // at most the total, which is 96 bits
        e.expiresAt = uint40(block.timestamp + e.claimPeriod); // 40 bits of seconds last until the year 36,812
        _pools[epoch][e.root] = (_ratioOf(e) << LEFT_BITS) | paid;
        emit EpochOpened(epoch, paid, e.expiresAt);
        _issuance.take(e.award, address(this));
    }

    /// @inheritdoc IContributionEpochs
    function claim(uint256 epoch, uint256 index, address account, uint256 amount, bytes32[] calldata proof) external {
        _token().safeTransfer(account, _take(epoch, index, account, amount, proof));
    }

    /// @inheritdoc IContributionEpochs
    function claimMany(address account, Claim[] calldata claims) external returns (uint256 amount) {
        require(claims.length > 0, NoClaims());
        for (uint256 i = 0; i < claims.length; ++i) {
            Claim calldata c = claims[i];
            amount += _take(c.epoch, c.index, account, c.amount, c.proof);
        }
        _token().safeTransfer(account, amount);
    }

    /// @inheritdoc IContributionEpochs
    function expire(uint256 epoch) external returns (uint256 unclaimed) {
        Epoch storage e = _inStatus(epoch, Status.Open);
        require(block.timestamp >= e.expiresAt, NotExpired(epoch, e.expiresAt));
        unclaimed = leftOf(epoch);
        e.status = Status.Expired;
        e.unclaimed = uint96(unclaimed);
        delete _pools[epoch][e.root];
        emit EpochExpired(epoch, unclaimed);
        _token().safeTransfer(_treasury, unclaimed);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IForum
    function heldUntil(uint256 epoch, uint8 tag) external view returns (uint256) {
        Epoch storage e = _epochs[epoch];
        Status status = _statusOf(e);
        bool isOpen = status == Status.Proposed;
        // Who proposed or objected is held until the award is final; what the owner overruled was over for them.
        if (status == Status.Active && e.rejectedAt == 0 && (tag == PROPOSAL || tag == OBJECTION)) {
            (, bool isFinal) = _issuance.paidOf(e.award);
            isOpen = !isFinal;
        }
        return isOpen ? type(uint256).max : 0;
    }

    /// @inheritdoc IContributionEpochs
    function epochCount() external view returns (uint256) {
        return _epochCount;
    }

    /// @inheritdoc IContributionEpochs
    function epochAt(uint256 epoch) external view returns (Epoch memory e) {
        e = _epochs[epoch];
        e.status = _statusOf(_epochs[epoch]);
    }

    /// @inheritdoc IContributionEpochs
    function leftOf(uint256 epoch) public view returns (uint256) {
        return uint96(_pools[epoch][_epochs[epoch].root]);
    }

    /// @inheritdoc IContributionEpochs
    function claimedOf(uint256 epoch) external view returns (uint256) {
        Epoch storage e = _epochs[epoch];
        return e.paid - leftOf(epoch) - e.unclaimed;
    }

    /// @inheritdoc IContributionEpochs
    function payoutOf(uint256 epoch, uint256 amount) external view returns (uint256) {
        Epoch storage e = _epochs[epoch];
        return e.paid == 0 || amount > e.total ? 0 : _partOf(amount, _ratioOf(e));
    }

    /// @inheritdoc IContributionEpochs
    function isClaimed(uint256 epoch, uint256 index) public view returns (bool) {
        return _claimed[epoch >> 4][index >> 4] & _bitOf(epoch, index) != 0;
    }

    /// @inheritdoc IContributionEpochs
    function isClaimedAward(
        uint256 epoch,
        uint256 index,
        address account,
        uint256 amount,
        bytes32[] calldata proof
    ) external view returns (bool) {
        return isClaimed(epoch, index) && _rootOf(index, account, amount, proof) == _epochs[epoch].root;
    }

    /// @inheritdoc IContributionEpochs
    function terms() external view returns (Terms memory) {
        return _terms;
    }

    // ---------------------------------------------------------------- internals

    /// @dev Marks a leaf as paid and takes its payout from the epoch's pool; the caller transfers.
    function _take(
        uint256 epoch,
        uint256 index,
        address account,
        uint256 amount,
        bytes32[] calldata proof
    ) private returns (uint256 payout) {
        _mark(epoch, index);
        payout = _draw(epoch, index, amount, _rootOf(index, account, amount, proof));
        emit AwardClaimed(epoch, account, index, payout);
    }

    function _mark(uint256 epoch, uint256 index) private {
        mapping(uint256 indexes => uint256) storage words = _claimed[epoch >> 4];
        uint256 word = words[index >> 4];
        uint256 bit = _bitOf(epoch, index);
        require(word & bit == 0, AlreadyClaimed(epoch, index));
        words[index >> 4] = word | bit;
    }

    function _draw(uint256 epoch, uint256 index, uint256 amount, bytes32 root) private returns (uint256 payout) {
        mapping(bytes32 root => uint256) storage pools = _pools[epoch];
        uint256 pool = pools[root];
        (uint256 left, uint256 ratio) = (uint96(pool), pool >> LEFT_BITS);
        require(ratio != 0, InvalidProof(epoch, index));
        // More than 96 bits are more than any total; below, the product fits in 256 bits.
        require(amount <= type(uint96).max, EpochExhausted(epoch, amount, left));
        payout = _partOf(amount, ratio);
        require(payout <= left, EpochExhausted(epoch, amount, left));
        pools[root] = pool - payout;
    }

    /// @dev What of a leaf is paid, rounded down. Assumes an amount of at most 96 bits, so that the product fits in 256.
    function _partOf(uint256 amount, uint256 ratio) private pure returns (uint256) {
        return (amount * ratio) >> RATIO_BITS;
    }

    /// @dev What of each leaf is paid, rounded down, as a part of 2^159; all of it when all was paid.
    function _ratioOf(Epoch storage e) private view returns (uint256) {
        return Math.mulDiv(e.paid, 1 << RATIO_BITS, e.total);
    }

    function _rootOf(
        uint256 index,
        address account,
        uint256 amount,
        bytes32[] calldata proof
    ) private pure returns (bytes32) {
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(index, account, amount))));
        return MerkleProof.processProofCalldata(proof, leaf);
    }

    /// @dev The last four bits of both numbers are the bit's; the rest of them finds the word.
    function _bitOf(uint256 epoch, uint256 index) private pure returns (uint256) {
        return 1 << (((epoch & 15) << 4) | (index & 15));
    }

    /// @dev The project token, the only argument of the clone.
    function _token() private view returns (IERC20) {
        return IERC20(CloneArguments.addressAt(0));
    }

    function _enter(uint256 epoch, Epoch storage e) private {
        e.status = Status.Active;
        (uint256 award, uint256 entered) = _issuance.enter(e.total);
        e.award = uint96(award); // numbers are counted one by one
        emit EpochActivated(epoch, award, entered);
    }

    function _reject(uint256 epoch, Epoch storage e) private {
        e.status = Status.Rejected;
        e.rejectedAt = uint40(block.timestamp); // 40 bits of seconds last until the year 36,812
        emit EpochRejected(epoch);
    }

    /// @dev Holds what makes the caller a curator by stake.
    function _hold(uint256 epoch, Epoch storage e, uint8 tag) private {
        uint256 atMost = _challengeEnd(e) + ACTIVATION_PERIOD + LONGEST_SETTLEMENT;
        _stake.hold(epoch, msg.sender, tag, _registry.curationStake(), atMost);
    }

    function _inStatus(uint256 epoch, Status needed) private view returns (Epoch storage e) {
        e = _epochs[epoch];
        Status actual = _statusOf(e);
        require(actual == needed, WrongEpochStatus(epoch, actual));
    }

    function _challenged(uint256 epoch) private view returns (Epoch storage e) {
        e = _inStatus(epoch, Status.Proposed);
        uint256 until = _challengeEnd(e);
        require(block.timestamp < until, ChallengeOver(epoch, until));
    }

    /// @dev What nobody activated in time is void without a call.
    function _statusOf(Epoch storage e) private view returns (Status) {
        bool isLate = e.status == Status.Proposed && block.timestamp >= _challengeEnd(e) + ACTIVATION_PERIOD;
        return isLate ? Status.Void : e.status;
    }

    function _challengeEnd(Epoch storage e) private view returns (uint256) {
        return uint256(e.proposedAt) + e.challengeWindow;
    }

    function _setTerms(Terms calldata t) private {
        require(
            t.challengeWindow >= MIN_CHALLENGE_WINDOW && t.challengeWindow <= MAX_CHALLENGE_WINDOW,
            ChallengeWindowOutOfRange(t.challengeWindow)
        );
        require(t.objectionQuorum > 0, ZeroObjectionQuorum());
        require(
            t.claimPeriod >= MIN_CLAIM_PERIOD && t.claimPeriod <= MAX_CLAIM_PERIOD,
            ClaimPeriodOutOfRange(t.claimPeriod)
        );
        _terms = t;
        emit EpochTermsSet(t.challengeWindow, t.objectionQuorum, t.claimPeriod);
    }
}
