// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {GovernorUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/GovernorUpgradeable.sol";
import {TimelockControllerUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/TimelockControllerUpgradeable.sol";
import {GovernorCountingSimpleUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorCountingSimpleUpgradeable.sol";
import {GovernorSettingsUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorSettingsUpgradeable.sol";
import {GovernorTimelockControlUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorTimelockControlUpgradeable.sol";
import {GovernorVotesQuorumFractionUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/extensions/GovernorVotesQuorumFractionUpgradeable.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ZeroAddress} from "../interfaces/Errors.sol";
import {ICdpoGovernor} from "../interfaces/ICdpoGovernor.sol";
import {IPresale} from "../interfaces/IPresale.sol";

/// @title CdpoGovernor
/// @notice Decisions of the holders. Documentation: {ICdpoGovernor}.
contract CdpoGovernor is
    ICdpoGovernor,
    GovernorSettingsUpgradeable,
    GovernorCountingSimpleUpgradeable,
    GovernorVotesQuorumFractionUpgradeable,
    GovernorTimelockControlUpgradeable
{
    uint48 private constant MAX_VOTING_DELAY = 30 days;
    uint32 private constant MAX_VOTING_PERIOD = 30 days;
    uint256 private constant MIN_QUORUM = 100; // 1 %
    uint256 private constant MAX_QUORUM = 5_000; // 50 %
    uint256 private constant WHOLE_BPS = 10_000; // 100 %

    address public presale;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc ICdpoGovernor
    function initialize(
        address token_,
        address presale_,
        address timelock_,
        Terms calldata terms
    ) external initializer {
        require(token_ != address(0) && timelock_ != address(0), ZeroAddress());
        presale = presale_;
        __Governor_init(string.concat(IERC20Metadata(token_).name(), " governor"));
        __GovernorSettings_init(terms.votingDelay, terms.votingPeriod, terms.proposalThreshold);
        __GovernorVotes_init(IVotes(token_));
        __GovernorVotesQuorumFraction_init(terms.quorumBps);
        __GovernorTimelockControl_init(TimelockControllerUpgradeable(payable(timelock_)));
    }

    // ---------------------------------------------------------------- views

    /// @notice Votes that must take part in a proposal whose snapshot is in the hour of `timepoint`, which must be over
    /// (18 decimals, rounded up). Errors: ERC5805FutureLookup.
    function quorum(
        uint256 timepoint
    ) public view override(GovernorUpgradeable, GovernorVotesQuorumFractionUpgradeable) returns (uint256) {
        uint256 supply = token().getPastTotalSupply(timepoint);
        if (presale != address(0)) {
            // Supply and votes of an hour are those of its last second. Before a release nothing vests yet.
            uint256 lastSecond = timepoint - (timepoint % 1 hours) + 1 hours - 1;
            supply = Math.saturatingSub(supply, IPresale(presale).tokensVestingAt(lastSecond));
        }
        return Math.mulDiv(supply, quorumNumerator(timepoint), WHOLE_BPS, Math.Rounding.Ceil);
    }

    /// @notice The quorum is in bps.
    function quorumDenominator() public pure override returns (uint256) {
        return WHOLE_BPS;
    }

    // ---------------------------------------------------------------- bounds of settings

    function _setVotingDelay(uint48 newDelay) internal override {
        require(newDelay <= MAX_VOTING_DELAY && newDelay % 1 hours == 0, VotingDelayOutOfRange(newDelay));
        super._setVotingDelay(newDelay);
    }

    function _setVotingPeriod(uint32 newPeriod) internal override {
        require(
            newPeriod > 0 && newPeriod <= MAX_VOTING_PERIOD && newPeriod % 1 hours == 0,
            VotingPeriodOutOfRange(newPeriod)
        );
        super._setVotingPeriod(newPeriod);
    }

    function _setProposalThreshold(uint256 newThreshold) internal override {
        require(newThreshold <= type(uint112).max, ProposalThresholdOutOfRange(newThreshold));
        super._setProposalThreshold(newThreshold);
    }

    function _updateQuorumNumerator(uint256 newBps) internal override {
        require(newBps >= MIN_QUORUM && newBps <= MAX_QUORUM, QuorumOutOfRange(newBps));
        super._updateQuorumNumerator(newBps);
    }

    // ---------------------------------------------------------------- what Solidity wants said of several bases

    function proposalThreshold()
        public
        view
        override(GovernorUpgradeable, GovernorSettingsUpgradeable)
        returns (uint256)
    {
        return super.proposalThreshold();
    }

    function state(
        uint256 id
    ) public view override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (ProposalState) {
        return super.state(id);
    }

    function proposalNeedsQueuing(
        uint256 id
    ) public view override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (bool) {
        return super.proposalNeedsQueuing(id);
    }

    function _queueOperations(
        uint256 id,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) returns (uint48) {
        return super._queueOperations(id, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 id,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(GovernorUpgradeable, GovernorTimelockControlUpgradeable) {
        super._executeOperations(id, targets, values, calldatas, descriptionHash);
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
