// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VotesUpgradeable} from "@openzeppelin/contracts-upgradeable/governance/utils/VotesUpgradeable.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC6372} from "@openzeppelin/contracts/interfaces/IERC6372.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";
import {AlreadyDissolved, InvalidRecipient, ZeroAmount} from "../interfaces/Errors.sol";
import {ICdpoTimelock} from "../interfaces/ICdpoTimelock.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {IStake} from "../interfaces/IStake.sol";
import {Circulation} from "../libraries/Circulation.sol";
import {DissolutionRounds} from "../libraries/DissolutionRounds.sol";
import {Forfeits} from "../libraries/Forfeits.sol";
import {Holds} from "../libraries/Holds.sol";

/// @title Stake
/// @notice Stakeholders' tokens and voice. Documentation: {IStake}.
/// @dev Assumes that token, presale, reserve and forums are those of one launch. A dissolution is final.
contract Stake is IStake, VotesUpgradeable {
    using Circulation for Parties;
    using DissolutionRounds for DissolutionRounds.Book;
    using Forfeits for Forfeits.Book;
    using Holds for Holds.Book;
    using SafeERC20 for IERC20;

    Parties private _parties;
    uint16 public vetoBps;
    bool private _matured;
    uint112 private _baseAmount;
    Holds.Book private _holds;
    DissolutionRounds.Book private _rounds;
    Forfeits.Book private _forfeits;

    modifier onlyPresale() {
        require(msg.sender == _parties.presale, ILiquidityReserve.NotPresale(msg.sender));
        _;
    }

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IStake
    function initialize(Parties calldata parties, uint16 vetoBps_, uint112 baseAmount) external initializer {
        parties.check(vetoBps_);
        _parties = parties;
        vetoBps = vetoBps_;
        _baseAmount = baseAmount;
    }

    // ---------------------------------------------------------------- stakeholders

    /// @inheritdoc IStake
    function stake(uint256 amount) external {
        _stake(msg.sender, amount);
    }

    /// @inheritdoc IStake
    function stakeWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        // A permit that someone else sent first has done its work: what counts is the allowance.
        try IERC20Permit(_parties.token).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _stake(msg.sender, amount);
    }

    /// @inheritdoc IStake
    function stakeFor(address account, uint256 amount) external {
        _stake(account, amount);
    }

    /// @inheritdoc IStake
    function unstake(uint256 amount, address recipient) external {
        require(amount > 0, ZeroAmount());
        require(
            recipient != address(0) && recipient != address(this) && recipient != _parties.token,
            InvalidRecipient(recipient)
        );
        forfeit(msg.sender);
        uint256 free = unstakable(msg.sender);
        require(amount <= free, StakeHeld(msg.sender, amount, free));
        _transferVotingUnits(msg.sender, address(0), amount);
        emit Unstaked(msg.sender, recipient, amount, getVotes(msg.sender));
        IERC20(_parties.token).safeTransfer(recipient, amount);
    }

    /// @inheritdoc IStake
    function close(address forum, uint256 id, uint8 tag, address account) external {
        _holds.close(forum, id, tag, account);
    }

    /// @inheritdoc IStake
    function vetoDecision(bytes32 id) external returns (bool reached) {
        ICdpoTimelock timelock = ICdpoTimelock(_parties.timelock);
        (uint256 matter, uint64 proposedAt, uint256 bps, uint256 minimum) = timelock.vetoTerms(id);
        uint256 threshold;
        (reached, threshold) = _veto(address(timelock), matter, msg.sender, proposedAt, bps, minimum);
        if (reached) timelock.onVetoed(id, threshold);
    }

    /// @inheritdoc IStake
    function takeBackVeto(address forum, uint256 id) external {
        _holds.takeBackVeto(forum, id, msg.sender);
    }

    /// @inheritdoc IStake
    function consentToDissolve() external {
        require(!_isDissolved(), AlreadyDissolved(_reserve().dissolvedAt()));
        mature();
        uint256 present = circulating();
        uint256 round = _rounds.running(present);
        uint48 past = _rounds.rounds[round].openedAt - DissolutionRounds.LOOKBACK;
        uint256 weight = Math.min(getVotes(msg.sender), getPastVotes(msg.sender, past));
        bool first = _rounds.consent(round, msg.sender, weight, present, _reserve().dissolveBps());
        if (first) ++_holds.accounts[msg.sender].wholeHolds;
    }

    /// @inheritdoc IStake
    function takeBackConsent() external {
        _rounds.takeBack(msg.sender);
        --_holds.accounts[msg.sender].wholeHolds;
    }

    /// @inheritdoc IStake
    function lowerDissolution() external {
        _rounds.measure(_rounds.count, circulating(), _reserve().dissolveBps());
    }

    /// @inheritdoc IStake
    function closeConsent(uint256 round, address account) external {
        _rounds.close(round, account);
        --_holds.accounts[account].wholeHolds;
    }

    /// @inheritdoc IStake
    function sweep() external returns (uint256 amount) {
        IERC20 token_ = IERC20(_parties.token);
        amount = Math.saturatingSub(token_.balanceOf(address(this)), _getTotalSupply() + _forfeits.waiting);
        require(amount > 0, ZeroAmount());
        emit Swept(amount);
        token_.safeTransfer(_parties.timelock, amount);
    }

    /// @inheritdoc IStake
    function forfeit(address account) public returns (uint256 amount) {
        amount = _lossOf(account);
        if (amount == 0) return 0;
        _forfeits.take(account, amount, _isDissolved());
        _transferVotingUnits(account, address(0), amount);
    }

    /// @inheritdoc IStake
    function mature() public {
        if (_matured) return;
        uint256 present = circulating();
        require(present >= floor(), NotMatured(present, floor()));
        _matured = true;
        emit Matured(present);
    }

    /// @notice Reverts: an account votes with its own stake. Errors: DelegationUnsupported.
    function delegate(address) public pure override(VotesUpgradeable, IVotes) {
        revert DelegationUnsupported();
    }

    /// @notice Reverts, like {delegate}.
    function delegateBySig(
        address,
        uint256,
        uint256,
        uint8,
        bytes32,
        bytes32
    ) public pure override(VotesUpgradeable, IVotes) {
        revert DelegationUnsupported();
    }

    // ---------------------------------------------------------------- presale and forums

    /// @inheritdoc IStake
    function stakeVesting(address account, uint256 amount) external onlyPresale {
        _holds.accounts[account].vesting = true;
        _stake(account, amount);
    }

    /// @inheritdoc IStake
    function moveVesting(address from, address to, uint256 amount) external onlyPresale {
        forfeit(from);
        _holds.moveVesting(from, to, amount);
        _forfeits.move(from, to);
        _transferVotingUnits(from, to, amount);
    }

    /// @inheritdoc IStake
    function burnVesting(uint256 amount) external onlyPresale {
        _forfeits.waiting = 0;
        ERC20Burnable(_parties.token).burn(amount);
    }

    /// @inheritdoc IStake
    function hold(uint256 id, address account, uint8 tag, uint256 amount, uint256 atMost) external {
        require(_parties.isForum(msg.sender), NotForum(msg.sender));
        _holds.begin(id, account, tag, amount, atMost);
    }

    /// @inheritdoc IStake
    function castVeto(
        uint256 id,
        address account,
        uint64 proposedAt,
        uint256 bps,
        uint256 minimum
    ) external returns (bool reached) {
        require(_parties.isRecognition(msg.sender), NotForum(msg.sender));
        (reached, ) = _veto(msg.sender, id, account, proposedAt, bps, minimum);
    }

    // ---------------------------------------------------------------- views

    /// @notice The stake of `account`, without what was forfeited of it.
    function getVotes(address account) public view override(VotesUpgradeable, IVotes) returns (uint256) {
        return super.getVotes(account) - _lossOf(account);
    }

    /// @notice The present second.
    function clock() public view override(VotesUpgradeable, IERC6372) returns (uint48) {
        return Time.timestamp();
    }

    /// @notice Timepoints are timestamps in seconds.
    function CLOCK_MODE() public pure override(VotesUpgradeable, IERC6372) returns (string memory) {
        return "mode=timestamp";
    }

    /// @notice Each account is its own delegate.
    function delegates(address account) public pure override(VotesUpgradeable, IVotes) returns (address) {
        return account;
    }

    /// @inheritdoc IStake
    function unstakable(address account) public view returns (uint256) {
        uint256 staked = getVotes(account);
        Account memory a = _holds.accounts[account];
        if (a.wholeHolds == 0 && a.partHolds == 0 && !a.vesting) return staked;
        if (_isDissolved()) return staked;
        if (a.wholeHolds > 0) return 0;
        uint256 barred = a.vesting ? Forfeits.barredOf(_parties.presale, account) : 0;
        return Math.saturatingSub(staked, Math.max(a.partHeld, barred));
    }

    /// @inheritdoc IStake
    function vetoThreshold(
        address forum,
        uint256 id,
        uint64 proposedAt,
        uint256 bps,
        uint256 minimum
    ) external view returns (uint256) {
        return _threshold(Holds.leastCirculating(_holds.tallyOf(forum, id), circulating()), proposedAt, bps, minimum);
    }

    /// @inheritdoc IStake
    function circulating() public view returns (uint256) {
        return _parties.circulating();
    }

    /// @inheritdoc IStake
    function floor() public view returns (uint256) {
        return _parties.floor(_baseAmount);
    }

    /// @inheritdoc IStake
    function electorate() external view returns (uint256) {
        return Math.max(floor(), circulating());
    }

    /// @inheritdoc IStake
    function matured() external view returns (bool) {
        return _matured || circulating() >= floor();
    }

    /// @inheritdoc IStake
    function dissolutionDue() external view returns (bool) {
        return _rounds.isDue();
    }

    /// @inheritdoc IStake
    function noticeEnds() external view returns (uint64) {
        return _rounds.noticeEnds();
    }

    /// @inheritdoc IStake
    function roundCount() external view returns (uint256) {
        return _rounds.count;
    }

    /// @inheritdoc IStake
    function roundOf(uint256 round) external view returns (Round memory) {
        return _rounds.rounds[round];
    }

    /// @inheritdoc IStake
    function consentOf(uint256 round, address account) external view returns (uint256) {
        return _rounds.consentOf[round][account];
    }

    /// @inheritdoc IStake
    function accountOf(address account) external view returns (Account memory) {
        return _holds.accounts[account];
    }

    /// @inheritdoc IStake
    function holdOf(address forum, uint256 id, uint8 tag, address account) external view returns (uint256) {
        return _holds.holds[Holds.keyOf(forum, id, tag)][account].atMost;
    }

    /// @inheritdoc IStake
    function vetoTally(address forum, uint256 id) external view returns (VetoTally memory) {
        return _holds.tallyOf(forum, id);
    }

    /// @inheritdoc IStake
    function vetoOf(address forum, uint256 id, address account) external view returns (uint256) {
        return _holds.vetoOf[Holds.keyOf(forum, id, Holds.VETO)][account];
    }

    /// @inheritdoc IStake
    function token() external view returns (address) {
        return _parties.token;
    }

    // ---------------------------------------------------------------- internals

    function _stake(address account, uint256 amount) private {
        require(amount > 0, ZeroAmount());
        require(
            account != address(0) && account != address(this) && account != _parties.timelock,
            CannotStake(account)
        );
        forfeit(account);
        _transferVotingUnits(address(0), account, amount);
        emit Staked(account, msg.sender, amount, getVotes(account));
        IERC20(_parties.token).safeTransferFrom(msg.sender, address(this), amount);
    }

    function _veto(
        address forum,
        uint256 id,
        address account,
        uint64 proposedAt,
        uint256 bps,
        uint256 minimum
    ) private returns (bool reached, uint256 threshold) {
        uint256 weight = Math.min(getVotes(account), getPastVotes(account, proposedAt - 1));
        if (forum == _parties.timelock && _holds.accounts[account].vesting) {
            weight = Math.saturatingSub(weight, IPresale(_parties.presale).tokensOf(account).founderVesting);
        }
        VetoTally storage tally = _holds.tallyOf(forum, id);
        weight = _holds.veto(forum, id, account, weight, circulating());
        threshold = _threshold(tally.circulating, proposedAt, bps, minimum);
        reached = tally.total >= threshold;
        if (reached) tally.reachedAt = uint32(block.timestamp); // 32 bits of seconds last until 2106
        emit VetoCast(forum, id, account, weight, tally.total, threshold);
    }

    function _threshold(
        uint256 circulating_,
        uint64 proposedAt,
        uint256 bps,
        uint256 minimum
    ) private view returns (uint256) {
        uint256 staked = Math.min(
            getPastTotalSupply(proposedAt - 1),
            getPastTotalSupply(proposedAt - DissolutionRounds.LOOKBACK)
        );
        return Math.max(Circulation.partOf(staked, floor(), circulating_, bps == 0 ? vetoBps : bps), minimum);
    }

    function _lossOf(address account) private view returns (uint256) {
        if (!_holds.accounts[account].vesting) return 0;
        return Math.min(super.getVotes(account), _forfeits.lossOf(_parties.presale, account));
    }

    function _isDissolved() private view returns (bool) {
        return _reserve().marketState() == ILiquidityReserve.MarketState.Dissolved;
    }

    function _reserve() private view returns (ILiquidityReserve) {
        return ILiquidityReserve(_parties.reserve);
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return super.getVotes(account);
    }
}
