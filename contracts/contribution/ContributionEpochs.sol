// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {NotCurator, ZeroAddress} from "../interfaces/Errors.sol";
import {IContributionEpochs} from "../interfaces/IContributionEpochs.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IIssuance} from "../interfaces/IIssuance.sol";
import {IStakeLock} from "../interfaces/IStakeLock.sol";

/// @title ContributionEpochs
/// @notice Recognition of many at once by Merkle roots. Documentation: {IContributionEpochs}.
contract ContributionEpochs is IContributionEpochs, OwnableUpgradeable {
    using SafeERC20 for IERC20;

    uint24 private constant MIN_CHALLENGE_WINDOW = 1 hours;
    uint24 private constant MAX_CHALLENGE_WINDOW = 90 days;
    uint32 private constant MIN_CLAIM_PERIOD = 180 days;
    uint32 private constant MAX_CLAIM_PERIOD = 3_650 days; // 10 years

    /// @dev What claims of an open epoch draw on; one slot, as each claim writes it.
    struct Pool {
        IERC20 token;
        uint96 left;
    }

    IERC20 private _token;
    Terms private _terms;
    IIssuance private _issuance;
    IContributionRegistry private _registry;
    IStakeLock private _stakeLock;
    uint256 public epochCount;
    mapping(uint256 epoch => Epoch) private _epochs;
    mapping(uint256 epoch => mapping(address account => bool)) public hasObjected;
    /// @dev A claim looks up the root that its proof leads to: an entry stands here for the root of an open epoch alone.
    mapping(uint256 epoch => mapping(bytes32 root => Pool)) private _pools;
    /// @dev 16 indexes of 16 epochs in a word, so that who claims one epoch after another, at the same index, finds it used.
    mapping(uint256 epochs => mapping(uint256 indexes => uint256)) private _claimed;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IContributionEpochs
    function initialize(
        address token_,
        address issuance_,
        address registry_,
        address stakeLock_,
        address owner_,
        Terms calldata terms_
    ) external initializer {
        require(
            token_ != address(0) && issuance_ != address(0) && registry_ != address(0) && stakeLock_ != address(0),
            ZeroAddress()
        );
        __Ownable_init(owner_);
        _token = IERC20(token_);
        _issuance = IIssuance(issuance_);
        _registry = IContributionRegistry(registry_);
        _stakeLock = IStakeLock(stakeLock_);
        _setTerms(terms_);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc IContributionEpochs
    function setTerms(Terms calldata terms_) external onlyOwner {
        _setTerms(terms_);
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
        epoch = ++epochCount;
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
        if (byStake) _stakeLock.hold(msg.sender, _challengeEnd(e));
    }

    /// @inheritdoc IContributionEpochs
    function object(uint256 epoch, string calldata note) external {
        (Epoch storage e, uint256 until) = _challenged(epoch);
        require(msg.sender != e.proposer, ProposerObjects(epoch, msg.sender));
        require(!hasObjected[epoch][msg.sender], AlreadyObjected(epoch, msg.sender));
        (bool eligible, bool byStake) = _registry.isCurator(msg.sender, e.proposedAt);
        require(eligible, NotCurator(epoch, msg.sender));
        hasObjected[epoch][msg.sender] = true;
        uint16 objections = ++e.objections;
        emit EpochObjected(epoch, msg.sender, note);
        if (objections >= e.objectionQuorum) _reject(epoch, e);
        if (byStake) _stakeLock.hold(msg.sender, until);
    }

    /// @inheritdoc IContributionEpochs
    function veto(uint256 epoch) external returns (bool rejected) {
        (Epoch storage e, ) = _challenged(epoch);
        rejected = _stakeLock.castVeto(epoch, msg.sender, block.timestamp + e.challengeWindow);
        if (rejected) _reject(epoch, e);
    }

    /// @inheritdoc IContributionEpochs
    function withdraw(uint256 epoch) external {
        Epoch storage e = _inStatus(epoch, Status.Proposed);
        require(msg.sender == e.proposer, NotProposer(epoch, msg.sender));
        _reject(epoch, e);
    }

    // ---------------------------------------------------------------- anyone

    /// @inheritdoc IContributionEpochs
    function activate(uint256 epoch) external {
        Epoch storage e = _inStatus(epoch, Status.Proposed);
        uint256 until = _challengeEnd(e);
        require(block.timestamp >= until, ChallengeOngoing(epoch, until));
        e.status = Status.Active;
        e.expiresAt = _fromNow(e.claimPeriod);
        emit EpochActivated(epoch, e.expiresAt);
    }

    /// @inheritdoc IContributionEpochs
    function fund(uint256 epoch) external returns (uint256 amount) {
        Epoch storage e = _inStatus(epoch, Status.Active);
        uint256 missing = e.total - e.funded;
        uint256 room = _issuance.available();
        amount = Math.min(missing, room);
        require(amount > 0, IIssuance.BudgetExceeded(missing, room));
        uint96 funded = e.funded + uint96(amount); // at most `total`, which is 96 bits
        e.funded = funded;
        emit EpochFunded(epoch, amount, funded);
        if (amount == missing) {
            e.status = Status.Open;
            e.expiresAt = _fromNow(e.claimPeriod);
            _pools[epoch][e.root] = Pool(_token, funded);
            emit EpochOpened(epoch, e.expiresAt);
        }
        _issuance.issue(address(this), amount);
    }

    /// @inheritdoc IContributionEpochs
    function claim(uint256 epoch, uint256 index, address account, uint256 amount, bytes32[] calldata proof) external {
        _take(epoch, index, account, amount, proof).safeTransfer(account, amount);
    }

    /// @inheritdoc IContributionEpochs
    function claimMany(address account, Claim[] calldata claims) external returns (uint256 amount) {
        require(claims.length > 0, NoClaims());
        IERC20 token;
        for (uint256 i = 0; i < claims.length; ++i) {
            Claim calldata c = claims[i];
            token = _take(c.epoch, c.index, account, c.amount, c.proof);
            amount += c.amount;
        }
        token.safeTransfer(account, amount);
    }

    /// @inheritdoc IContributionEpochs
    function expire(uint256 epoch) external returns (uint256 burned) {
        Epoch storage e = _epochs[epoch];
        bool open = e.status == Status.Open;
        require(open || e.status == Status.Active, WrongEpochStatus(epoch, e.status));
        require(block.timestamp >= e.expiresAt, NotExpired(epoch, e.expiresAt));
        burned = open ? _pools[epoch][e.root].left : e.funded;
        e.status = Status.Expired;
        if (open) delete _pools[epoch][e.root];
        emit EpochExpired(epoch, burned);
        if (burned > 0) ERC20Burnable(address(_token)).burn(burned);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IContributionEpochs
    function epochAt(uint256 epoch) external view returns (Epoch memory) {
        return _epochs[epoch];
    }

    /// @inheritdoc IContributionEpochs
    function leftOf(uint256 epoch) external view returns (uint256) {
        return _pools[epoch][_epochs[epoch].root].left;
    }

    /// @inheritdoc IContributionEpochs
    function isClaimed(uint256 epoch, uint256 index) external view returns (bool) {
        return _claimed[epoch >> 4][index >> 4] & _bitOf(epoch, index) != 0;
    }

    /// @inheritdoc IContributionEpochs
    function isAwarded(
        uint256 epoch,
        uint256 index,
        address account,
        uint256 amount,
        bytes32[] calldata proof
    ) external view returns (bool) {
        Epoch storage e = _epochs[epoch];
        return e.total > 0 && e.funded == e.total && _rootOf(index, account, amount, proof) == e.root;
    }

    /// @inheritdoc IContributionEpochs
    function terms() external view returns (Terms memory) {
        return _terms;
    }

    // ---------------------------------------------------------------- internals

    /// @dev Marks a leaf as paid and takes its amount from the epoch's pool; the caller transfers.
    function _take(
        uint256 epoch,
        uint256 index,
        address account,
        uint256 amount,
        bytes32[] calldata proof
    ) private returns (IERC20 token) {
        Pool storage pool = _pools[epoch][_rootOf(index, account, amount, proof)];
        token = pool.token;
        uint256 left = pool.left;
        require(address(token) != address(0), InvalidProof(epoch, index));
        mapping(uint256 indexes => uint256) storage words = _claimed[epoch >> 4];
        uint256 word = words[index >> 4];
        uint256 bit = _bitOf(epoch, index);
        require(word & bit == 0, AlreadyClaimed(epoch, index));
        require(amount <= left, EpochExhausted(epoch, amount, left));
        words[index >> 4] = word | bit;
        pool.left = uint96(left - amount); // below what it was
        emit AwardClaimed(epoch, account, index, amount);
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

    function _reject(uint256 epoch, Epoch storage e) private {
        e.status = Status.Rejected;
        emit EpochRejected(epoch);
    }

    function _inStatus(uint256 epoch, Status status) private view returns (Epoch storage e) {
        e = _epochs[epoch];
        require(e.status == status, WrongEpochStatus(epoch, e.status));
    }

    function _challenged(uint256 epoch) private view returns (Epoch storage e, uint256 until) {
        e = _inStatus(epoch, Status.Proposed);
        until = _challengeEnd(e);
        require(block.timestamp < until, ChallengeOver(epoch, until));
    }

    function _challengeEnd(Epoch storage e) private view returns (uint256) {
        return uint256(e.proposedAt) + e.challengeWindow;
    }

    function _fromNow(uint32 period) private view returns (uint40) {
        return uint40(block.timestamp + period); // 40 bits of seconds last until the year 36,812
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
