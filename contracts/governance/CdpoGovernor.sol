// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GovernorUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/GovernorUpgradeable.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {GovernorCountingSimpleUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorCountingSimpleUpgradeable.sol";
import {GovernorPreventLateQuorumUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorPreventLateQuorumUpgradeable.sol";
import {GovernorSettingsUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorSettingsUpgradeable.sol";
import {GovernorTimelockControlUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorTimelockControlUpgradeable.sol";
import {GovernorVotesUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorVotesUpgradeable.sol";
import {NoncesKeyedUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/NoncesKeyedUpgradeable.sol";
import {NoncesUpgradeable} from "@openzeppelin/contracts-upgradeable/utils/NoncesUpgradeable.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ZeroAddress} from "../interfaces/Errors.sol";
import {ICdpoGovernor} from "../interfaces/ICdpoGovernor.sol";
import {IForum} from "../interfaces/IForum.sol";
import {IStake} from "../interfaces/IStake.sol";
import {Signatures} from "../libraries/Signatures.sol";

/// @title CdpoGovernor
/// @notice Decisions of the stakeholders. Documentation: {ICdpoGovernor}.
contract CdpoGovernor is
    ICdpoGovernor,
    GovernorSettingsUpgradeable,
    GovernorCountingSimpleUpgradeable,
    GovernorVotesUpgradeable,
    GovernorPreventLateQuorumUpgradeable,
    NoncesKeyedUpgradeable,
    GovernorTimelockControlUpgradeable
{
    uint48 private constant MIN_VOTING_DELAY = 1 days;
    uint48 private constant MAX_VOTING_DELAY = 30 days;
    uint32 private constant MIN_VOTING_PERIOD = 3 days;
    uint32 private constant MAX_VOTING_PERIOD = 30 days;
    uint48 private constant VOTE_EXTENSION = 2 days;
    uint48 private constant MIN_VOTE_EXTENSION = 1 days;
    uint48 private constant MAX_VOTE_EXTENSION = 7 days;
    uint256 private constant MIN_THRESHOLD = 50; // 0.5 %
    uint256 private constant MAX_THRESHOLD = 200; // 2 %
    uint256 private constant MIN_QUORUM = 100; // 1 %
    uint256 private constant MAX_QUORUM = 2_000; // 20 %
    uint256 private constant WHOLE_BPS = 10_000; // 100 %
    uint256 private constant QUEUING_TERM = 7 days;
    uint256 private constant EXECUTION_TERM = 14 days; // the timelock's
    uint256 private constant WINNERS_HOLD = 7 days;
    /// @dev Above the longest life of a decision: 30 days of delay, 30 + 7 of voting, 7 until it is queued, 30 of the
    /// timelock, 14 until it is carried out, 7 of the winners' hold.
    uint256 private constant LONGEST_HOLD = 150 days;
    uint8 private constant PROPOSED = 3; // beside the vote types 0 to 2
    bytes32 private constant PROPOSER_ROLE = keccak256("PROPOSER_ROLE"); // TimelockController's

    uint16 public quorumBps;
    mapping(uint256 id => Decision) private _decisions;
    mapping(bytes32 operation => uint256 id) private _behind;
    mapping(uint256 snapshot => uint256 id) private _decisionAt;
    mapping(address account => uint256 id) public lastDecisionOf;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc ICdpoGovernor
    function initialize(address token_, address stake_, address timelock_, Terms calldata terms) external initializer {
        require(token_ != address(0) && stake_ != address(0) && timelock_ != address(0), ZeroAddress());
        __Governor_init(string.concat(IERC20Metadata(token_).name(), " governor"));
        __GovernorSettings_init(terms.votingDelay, terms.votingPeriod, terms.proposalThresholdBps);
        __GovernorVotes_init(IVotes(stake_));
        __GovernorPreventLateQuorum_init(VOTE_EXTENSION);
        __GovernorTimelockControl_init(TimelockControllerUpgradeable(payable(timelock_)));
        _setQuorumBps(terms.quorumBps);
    }

    // ---------------------------------------------------------------- quorum

    /// @inheritdoc ICdpoGovernor
    function lowerQuorum(uint256 id) external returns (uint256) {
        uint256 snapshot = proposalSnapshot(id);
        require(snapshot != 0, GovernorNonexistentProposal(id));
        require(clock() <= snapshot, QuorumFixed(id, snapshot));
        uint256 present = _presentQuorum();
        uint256 recorded = _decisions[id].quorum;
        require(present < recorded, QuorumNotLower(id, recorded, present));
        _decisions[id].quorum = uint112(present); // below what it was
        emit QuorumLowered(id, present);
        return present;
    }

    /// @inheritdoc ICdpoGovernor
    function setQuorumBps(uint16 newQuorumBps) external onlyGovernance {
        _setQuorumBps(newQuorumBps);
    }

    // ---------------------------------------------------------------- closed ways

    /// @notice Reverts: what the Governor could call, its timelock calls. Errors: TimelockFixed.
    function relay(address, uint256, bytes calldata) public payable override {
        revert TimelockFixed();
    }

    /// @notice Reverts: another timelock would leave the Governor without power. Errors: TimelockFixed.
    function updateTimelock(TimelockControllerUpgradeable) public pure override {
        revert TimelockFixed();
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc ICdpoGovernor
    function decisionOf(uint256 id) external view returns (Decision memory) {
        return _decisions[id];
    }

    /// @inheritdoc ICdpoGovernor
    function decisionBehind(bytes32 operation) external view returns (uint256 id, uint64 proposedAt) {
        id = _behind[operation];
        proposedAt = _decisions[id].proposedAt;
    }

    /// @inheritdoc IForum
    function heldUntil(uint256 id, uint8 tag) external view returns (uint256) {
        ProposalState current = state(id);
        if (current == ProposalState.Pending || current == ProposalState.Active) return type(uint256).max;
        Decision storage d = _decisions[id];
        if (d.poll || tag == uint8(VoteType.Abstain)) return 0;
        if (tag == uint8(VoteType.Against)) {
            return current == ProposalState.Defeated ? proposalDeadline(id) + WINNERS_HOLD : 0;
        }
        if (current == ProposalState.Succeeded || current == ProposalState.Queued) return type(uint256).max;
        return current == ProposalState.Executed ? d.executedAt + WINNERS_HOLD : 0;
    }

    /// @notice Votes for (18 decimals) that are needed: by the decision whose snapshot is `timepoint`, of several the one
    /// proposed last; for other timepoints what a decision proposed now would need.
    function quorum(uint256 timepoint) public view override returns (uint256) {
        uint256 id = _decisionAt[timepoint];
        return id == 0 ? _presentQuorum() : _decisions[id].quorum;
    }

    /// @notice Votes (18 decimals) that proposing takes now, rounded up.
    function proposalThreshold()
        public
        view
        override(GovernorUpgradeable, GovernorSettingsUpgradeable)
        returns (uint256)
    {
        return _partOfElectorate(proposalThresholdBps());
    }

    /// @inheritdoc ICdpoGovernor
    function proposalThresholdBps() public view returns (uint256) {
        return super.proposalThreshold();
    }

    /// @notice Bravo's support values; only votes for count towards the quorum.
    function COUNTING_MODE()
        public
        pure
        override(IGovernor, GovernorCountingSimpleUpgradeable)
        returns (string memory)
    {
        return "support=bravo&quorum=for";
    }

    /// @notice OpenZeppelin's states; what succeeded and was not queued in 7 days, or was ready and not carried out in 14, has
    /// expired.
    function state(
        uint256 id
    ) public view override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (ProposalState current) {
        current = super.state(id);
        if (current == ProposalState.Succeeded) {
            if (block.timestamp > proposalDeadline(id) + QUEUING_TERM) return ProposalState.Expired;
        } else if (current == ProposalState.Canceled) {
            // An operation that expired is unset in the timelock, but keeps its time; one that was vetoed has none.
            uint256 eta = proposalEta(id);
            if (eta == 0 || block.timestamp < eta + EXECUTION_TERM) return current;
            TimelockControllerUpgradeable executor = TimelockControllerUpgradeable(payable(timelock()));
            if (executor.getTimestamp(_decisions[id].operation) == eta) return ProposalState.Expired;
        }
    }

    // ---------------------------------------------------------------- proposing, voting, carrying out

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override returns (uint256 id) {
        IStake stake = IStake(address(token()));
        stake.mature();
        _requireNoLiveDecision(proposer);
        id = super._propose(targets, values, calldatas, description, proposer);
        lastDecisionOf[proposer] = id;
        Decision storage d = _decisions[id];
        d.quorum = uint112(_presentQuorum()); // a part of the supply, whose cap is 112 bits
        d.proposedAt = clock();
        d.poll = !TimelockControllerUpgradeable(payable(timelock())).hasRole(PROPOSER_ROLE, address(this));
        _decisionAt[proposalSnapshot(id)] = id;
        stake.hold(id, proposer, PROPOSED, type(uint256).max, block.timestamp + LONGEST_HOLD);
    }

    function _castVote(
        uint256 id,
        address account,
        uint8 support,
        string memory reason,
        bytes memory params
    ) internal override returns (uint256 weight) {
        weight = super._castVote(id, account, support, reason, params);
        require(weight > 0, NothingToVoteWith(id, account));
        IStake(address(token())).hold(id, account, support, type(uint256).max, block.timestamp + LONGEST_HOLD);
    }

    function _queueOperations(
        uint256 id,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (uint48) {
        require(!_decisions[id].poll, PollOnly(id));
        bytes32 salt = bytes20(address(this)) ^ descriptionHash;
        bytes32 operation = keccak256(abi.encode(targets, values, calldatas, bytes32(0), salt));
        _decisions[id].operation = operation;
        _behind[operation] = id;
        return super._queueOperations(id, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 id,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) {
        _decisions[id].executedAt = clock();
        super._executeOperations(id, targets, values, calldatas, descriptionHash);
    }

    /// @dev The lesser of the stake at `timepoint` and now.
    function _getVotes(
        address account,
        uint256 timepoint,
        bytes memory params
    ) internal view override(GovernorUpgradeable, GovernorVotesUpgradeable) returns (uint256) {
        return Math.min(super._getVotes(account, timepoint, params), token().getVotes(account));
    }

    function _quorumReached(
        uint256 id
    ) internal view override(GovernorUpgradeable, GovernorCountingSimpleUpgradeable) returns (bool) {
        (, uint256 forVotes, ) = proposalVotes(id);
        return forVotes >= _decisions[id].quorum;
    }

    // ---------------------------------------------------------------- signed ballots

    function _validateVoteSig(
        uint256 id,
        uint8 support,
        address voter,
        bytes memory signature
    ) internal override returns (bool) {
        uint256 nonce = _useNonce(voter, uint192(id));
        bytes32 ballot = keccak256(abi.encode(BALLOT_TYPEHASH, id, support, voter, nonce));
        return Signatures.isValid(voter, _hashTypedDataV4(ballot), signature);
    }

    function _validateExtendedVoteSig(
        uint256 id,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params,
        bytes memory signature
    ) internal override returns (bool) {
        bytes32 ballot = keccak256(
            abi.encode(
                EXTENDED_BALLOT_TYPEHASH,
                id,
                support,
                voter,
                _useNonce(voter, uint192(id)),
                keccak256(bytes(reason)),
                keccak256(params)
            )
        );
        return Signatures.isValid(voter, _hashTypedDataV4(ballot), signature);
    }

    // ---------------------------------------------------------------- bounds of settings

    function _setVotingDelay(uint48 newDelay) internal override {
        require(newDelay >= MIN_VOTING_DELAY && newDelay <= MAX_VOTING_DELAY, VotingDelayOutOfRange(newDelay));
        super._setVotingDelay(newDelay);
    }

    function _setVotingPeriod(uint32 newPeriod) internal override {
        require(newPeriod >= MIN_VOTING_PERIOD && newPeriod <= MAX_VOTING_PERIOD, VotingPeriodOutOfRange(newPeriod));
        super._setVotingPeriod(newPeriod);
    }

    /// @dev In bps of the electorate.
    function _setProposalThreshold(uint256 newBps) internal override {
        require(newBps >= MIN_THRESHOLD && newBps <= MAX_THRESHOLD, ProposalThresholdOutOfRange(newBps));
        super._setProposalThreshold(newBps);
    }

    function _setLateQuorumVoteExtension(uint48 newExtension) internal override {
        require(
            newExtension >= MIN_VOTE_EXTENSION && newExtension <= MAX_VOTE_EXTENSION,
            VoteExtensionOutOfRange(newExtension)
        );
        super._setLateQuorumVoteExtension(newExtension);
    }

    function _setQuorumBps(uint16 newQuorumBps) private {
        require(newQuorumBps >= MIN_QUORUM && newQuorumBps <= MAX_QUORUM, QuorumOutOfRange(newQuorumBps));
        quorumBps = newQuorumBps;
        emit QuorumBpsSet(newQuorumBps);
    }

    function _requireNoLiveDecision(address proposer) private view {
        uint256 last = lastDecisionOf[proposer];
        if (last == 0) return;
        ProposalState current = state(last);
        bool live =
            current == ProposalState.Pending ||
                current == ProposalState.Active ||
                current == ProposalState.Succeeded ||
                current == ProposalState.Queued;
        require(!live, DecisionLive(proposer, last));
    }

    function _presentQuorum() private view returns (uint256) {
        return _partOfElectorate(quorumBps);
    }

    /// @dev Rounded up.
    function _partOfElectorate(uint256 bps) private view returns (uint256) {
        return Math.mulDiv(IStake(address(token())).electorate(), bps, WHOLE_BPS, Math.Rounding.Ceil);
    }

    // ---------------------------------------------------------------- what Solidity wants said of several bases

    function proposalDeadline(
        uint256 id
    ) public view override(GovernorUpgradeable, GovernorPreventLateQuorumUpgradeable) returns (uint256) {
        return super.proposalDeadline(id);
    }

    function proposalNeedsQueuing(
        uint256 id
    ) public view override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (bool) {
        return super.proposalNeedsQueuing(id);
    }

    function _tallyUpdated(uint256 id) internal override(GovernorUpgradeable, GovernorPreventLateQuorumUpgradeable) {
        super._tallyUpdated(id);
    }

    function _useCheckedNonce(
        address owner,
        uint256 nonce
    ) internal override(NoncesUpgradeable, NoncesKeyedUpgradeable) {
        super._useCheckedNonce(owner, nonce);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor()
        internal
        view
        override(GovernorUpgradeable, GovernorTimelockControlUpgradeable)
        returns (address)
    {
        return super._executor();
    }
}
