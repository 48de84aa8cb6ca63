// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ZeroAddress, ZeroAmount} from "../interfaces/Errors.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {IStakeLock} from "../interfaces/IStakeLock.sol";

/// @title StakeLock
/// @notice Stakeholders' locked tokens and their vetoes. Documentation: {IStakeLock}.
contract StakeLock is IStakeLock, Initializable {
    using SafeERC20 for IERC20;

    uint16 private constant MIN_VETO_BPS = 100; // 1 %
    uint16 private constant MAX_VETO_BPS = 5_000; // 50 %
    uint256 private constant WHOLE_BPS = 10_000; // 100 %
    address private constant DEAD = 0x000000000000000000000000000000000000dEaD;

    ICdpoToken private _token;
    uint16 public vetoBps;
    IPresale private _presale;
    address private _registry;
    address private _epochs;
    mapping(address account => Stake) private _stakes;
    mapping(address forum => mapping(uint256 id => uint256)) public vetoTotalOf;
    mapping(address forum => mapping(uint256 id => mapping(address account => uint256))) public vetoOf;

    modifier onlyForum() {
        require(msg.sender == _registry || msg.sender == _epochs, NotForum(msg.sender));
        _;
    }

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IStakeLock
    function initialize(
        address token_,
        address presale_,
        address registry_,
        address epochs_,
        uint16 vetoBps_
    ) external initializer {
        require(token_ != address(0) && registry_ != address(0) && epochs_ != address(0), ZeroAddress());
        require(vetoBps_ >= MIN_VETO_BPS && vetoBps_ <= MAX_VETO_BPS, VetoShareOutOfRange(vetoBps_));
        _token = ICdpoToken(token_);
        _presale = IPresale(presale_);
        _registry = registry_;
        _epochs = epochs_;
        vetoBps = vetoBps_;
    }

    // ---------------------------------------------------------------- stakeholders

    /// @inheritdoc IStakeLock
    function lock(uint256 amount) external {
        require(amount > 0, ZeroAmount());
        IERC20(_token).safeTransferFrom(msg.sender, address(this), amount);
        Stake storage stake = _stakes[msg.sender];
        stake.amount += uint112(amount); // what was transferred is below the supply's cap of 112 bits
        stake.since = uint40(block.timestamp); // 40 bits of seconds last until the year 36,812
        emit StakeLocked(msg.sender, amount, stake.amount);
    }

    /// @inheritdoc IStakeLock
    function unlock(uint256 amount) external {
        require(amount > 0, ZeroAmount());
        Stake storage stake = _stakes[msg.sender];
        require(block.timestamp >= stake.heldUntil, StakeHeld(msg.sender, stake.heldUntil));
        require(amount <= stake.amount, StakeTooSmall(msg.sender, amount, stake.amount));
        stake.amount -= uint112(amount); // at most the stake
        emit StakeUnlocked(msg.sender, amount, stake.amount);
        IERC20(_token).safeTransfer(msg.sender, amount);
    }

    // ---------------------------------------------------------------- forums

    /// @inheritdoc IStakeLock
    function hold(address account, uint256 until) external onlyForum {
        _hold(account, until);
    }

    /// @inheritdoc IStakeLock
    function castVeto(uint256 id, address account, uint256 until) external onlyForum returns (bool reached) {
        uint256 weight = _stakes[account].amount;
        if (weight > 0) _hold(account, until);
        if (address(_presale) != address(0)) weight += _presale.vestingOf(account, until);
        uint256 before = vetoOf[msg.sender][id][account];
        weight = Math.max(weight, before);
        require(weight > 0, NothingToVetoWith(account));
        uint256 total = vetoTotalOf[msg.sender][id] + weight - before;
        vetoTotalOf[msg.sender][id] = total;
        vetoOf[msg.sender][id][account] = weight;
        uint256 threshold = vetoThreshold();
        emit VetoCast(msg.sender, id, account, weight, total, threshold);
        return total >= threshold;
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IStakeLock
    function stakeOf(address account) external view returns (Stake memory) {
        return _stakes[account];
    }

    /// @inheritdoc IStakeLock
    function vetoThreshold() public view returns (uint256) {
        return Math.max(1, Math.mulDiv(circulatingSupply(), vetoBps, WHOLE_BPS, Math.Rounding.Ceil));
    }

    /// @inheritdoc IStakeLock
    function circulatingSupply() public view returns (uint256) {
        // The three parts lie with different accounts, so that their sum is at most the supply.
        uint256 idle = _token.balanceOf(DEAD) + _token.balanceOf(_epochs);
        if (address(_presale) != address(0)) idle += _presale.founderTokensVesting();
        uint256 present = _token.totalSupply() - idle;
        uint256 past = _token.getPastTotalSupply(_token.clock() - 1);
        return past == 0 ? present : Math.min(present, past);
    }

    // ---------------------------------------------------------------- internals

    function _hold(address account, uint256 until) private {
        Stake storage stake = _stakes[account];
        if (until <= stake.heldUntil) return;
        stake.heldUntil = uint40(until); // at most 90 days from now
        emit HoldExtended(account, until);
    }
}
