// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {Initializable} from "@openzeppelin/contracts-upgradeable/proxy/utils/Initializable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {InvalidRecipient, ZeroAmount} from "../interfaces/Errors.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {IProductionBudget} from "../interfaces/IProductionBudget.sol";
import {IStake} from "../interfaces/IStake.sol";
import {ISweepable} from "../interfaces/ISweepable.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {CloneArguments} from "../libraries/CloneArguments.sol";
import {Pause} from "../libraries/Pause.sol";
import {Positions} from "../libraries/Positions.sol";
import {Sale} from "../libraries/Sale.sol";
import {SaleTerms} from "../libraries/SaleTerms.sol";
import {Stray} from "../libraries/Stray.sol";
import {Trustees} from "../libraries/Trustees.sol";
import {Vestings} from "../libraries/Vestings.sol";

/// @title Presale
/// @notice The sale of partnership. Documentation: {IPresale}.
/// @dev Clone arguments: token, reserve, asset, stake, custody, budget, treasury.
contract Presale is IPresale, Initializable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using Positions for Positions.Book;
    using SafeERC20 for IERC20;
    using Sale for Sale.Book;
    using SaleTerms for SaleTerms.Kept;
    using SaleTerms for Terms;
    using Trustees for Trustees.Seat;
    using Vestings for Sale.Book;

    Sale.Book private _sale;
    Positions.Book private _positions;
    uint112 private _foundersClaimed; // founders' tokens of those who have claimed, vested or not
    uint112 private _tokensKept; // project tokens that are here for claims
    Trustees.Seat private _seat;
    mapping(address account => mapping(address operator => bool)) public isOperator;

    modifier onlyOwner() {
        require(msg.sender == owner(), OwnableUpgradeable.OwnableUnauthorizedAccount(msg.sender));
        _;
    }

    modifier onlyCustody() {
        require(msg.sender == custody(), NotCustody(msg.sender));
        _;
    }

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IPresale
    function initialize(Terms calldata terms_) external initializer {
        terms_.validate(owner(), _reserve());
        _sale.terms.keep(terms_);
        _sale.terms.enterFounders(terms_, _positions.byAccount);
        _seat.trustee = terms_.trustee;
    }

    // ---------------------------------------------------------------- owner and reserve

    /// @inheritdoc IPausable
    function pause() external onlyOwner {
        _sale.pauseUntil(Pause.start(_sale.pausedUntil));
    }

    /// @inheritdoc IPausable
    function unpause() external onlyOwner {
        if (Pause.isOn(_sale.pausedUntil)) _sale.pauseUntil(uint32(block.timestamp));
    }

    /// @inheritdoc IPresale
    function announceTrustee(address candidate_) external onlyOwner {
        _seat.announce(_sale, _positions, candidate_, owner());
    }

    /// @inheritdoc IPresale
    function cancelTrustee() external onlyOwner {
        _seat.cancel(_sale);
    }

    /// @inheritdoc IPresale
    function dissolve() external {
        require(msg.sender == address(_reserve()), ICdpoToken.NotReserve(msg.sender));
        _sale.dissolve();
        (uint256 waiting, uint256 staked) = _sale.endFounders(_foundersClaimed, budget());
        _tokensKept -= uint112(waiting); // a part of it
        emit SaleDissolved(waiting + staked);
        if (waiting > 0) ERC20Burnable(address(_token())).burn(waiting);
        if (staked > 0) _stake().burnVesting(staked);
        if (_sale.releasedAt != 0) IProductionBudget(budget()).dissolve();
    }

    // ---------------------------------------------------------------- partners

    /// @inheritdoc IPresale
    function contribute(uint256 amount, bytes32[] calldata proof) external nonReentrant returns (uint256 taken) {
        return _contribute(msg.sender, amount, proof);
    }

    /// @inheritdoc IPresale
    function contributeFor(
        address account,
        uint256 amount,
        bytes32[] calldata proof
    ) external nonReentrant returns (uint256 taken) {
        _checkRecipient(account);
        return _contribute(account, amount, proof);
    }

    /// @inheritdoc IPresale
    function contributeWithPermit(
        uint256 amount,
        bytes32[] calldata proof,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant returns (uint256 taken) {
        // Whoever used the signature before has set the allowance with it; if not, the transfer fails by itself.
        try IERC20Permit(address(_asset())).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        return _contribute(msg.sender, amount, proof);
    }

    /// @inheritdoc IPresale
    function claim(address recipient) external nonReentrant returns (uint256 vested, uint256 vesting) {
        _sale.requireState(State.Released);
        _checkRecipient(recipient);
        require(recipient != address(_stake()), InvalidRecipient(recipient));
        (vested, vesting) = previewClaim(msg.sender);
        require(vested + vesting > 0, NothingToTake(msg.sender));
        Position storage position = _positions.byAccount[msg.sender];
        position.standing = vesting > 0 ? Standing.Staked : Standing.Claimed;
        // Parts of what was minted, below the cap of 112 bits.
        _foundersClaimed += uint112(_sale.founderTokensOf(position));
        _tokensKept -= uint112(vested + vesting);
        emit Claimed(msg.sender, recipient, vested, vesting);
        if (vested > 0) _token().safeTransfer(recipient, vested);
        if (vesting == 0) return (vested, vesting);
        _token().forceApprove(address(_stake()), vesting);
        _stake().stakeVesting(msg.sender, vesting);
    }

    /// @inheritdoc IPresale
    function refund(address recipient) external nonReentrant returns (uint256 amount) {
        return _refund(msg.sender, recipient);
    }

    /// @inheritdoc IPresale
    function refundFrom(address account, address recipient) external nonReentrant returns (uint256 amount) {
        require(msg.sender == account || isOperator[account][msg.sender], NotOperator(account, msg.sender));
        return _refund(account, recipient);
    }

    /// @inheritdoc IPresale
    function setOperator(address operator, bool allowed) external returns (bool) {
        isOperator[msg.sender][operator] = allowed;
        emit OperatorSet(msg.sender, operator, allowed);
        return true;
    }

    /// @inheritdoc IPresale
    function offerPosition(address recipient) external {
        _sale.requireNotDissolved();
        _positions.offer(msg.sender, recipient);
    }

    /// @inheritdoc IPresale
    function takePosition(address account, bytes32[] calldata proof) external nonReentrant {
        _sale.requireNotDissolved();
        SaleTerms.requireListed(_sale.terms.allowlistRoot, msg.sender, proof);
        bool watched = _seat.watches(account) || _seat.watches(msg.sender);
        require(!watched && msg.sender != owner(), CannotTakePosition(account, msg.sender));
        // Before the position moves: what it lost so far is taken out of the stake that it leaves.
        if (_positions.byAccount[account].standing == Standing.Staked) {
            Tokens memory t = tokensOf(account);
            _stake().moveVesting(account, msg.sender, t.vesting + t.founderVesting);
        }
        _positions.move(account, msg.sender);
    }

    // ---------------------------------------------------------------- trustee, custody and anyone

    /// @inheritdoc IPresale
    function release() external nonReentrant {
        require(msg.sender == _seat.trustee, NotTrustee(msg.sender));
        _seat.requireUnchanging(_sale);
        (uint256 soldTokens, uint256 founderTokens) = _sale.release();
        _tokensKept = uint112(soldTokens + founderTokens); // the launch checked that they fit under the supply's cap
        ICdpoToken(address(_token())).mint(address(this), soldTokens + founderTokens);
        uint256 money = _sale.raised;
        _asset().forceApprove(address(_reserve()), money);
        uint256 toReserve = _reserve().openAtPresalePrice(_sale.terms.price);
        _asset().forceApprove(address(_reserve()), 0);
        emit Released(soldTokens, founderTokens, toReserve, money - toReserve);
        _asset().forceApprove(budget(), money - toReserve);
        IProductionBudget(budget()).receiveBudget(money - toReserve, money);
    }

    /// @inheritdoc IPresale
    function completeTrustee() external {
        _seat.complete(_sale);
    }

    /// @inheritdoc IPresale
    function creditResource(
        address offerer,
        uint256 value
    ) external onlyCustody returns (address holder, address origin, uint256 tokens, uint24 round) {
        _seat.requireUnchanging(_sale);
        (holder, origin) = _positions.creditable(offerer);
        tokens = _sale.credit(_positions.byAccount[holder], value);
        round = _sale.round;
    }

    /// @inheritdoc IPresale
    function uncreditResource(address origin, uint256 value, bool leaves) external onlyCustody {
        _sale.uncredit(_positions.byAccount[holderOf(origin)], value, leaves);
    }

    /// @inheritdoc ISweepable
    function sweep(address token) external nonReentrant returns (uint256 amount) {
        uint256 booked = token == address(_token()) ? _tokensKept : 0;
        if (token == address(_asset()) && _sale.releasedAt == 0) booked = _sale.raised;
        return Stray.sweep(token, booked, owner());
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IPresale
    function state() public view returns (State) {
        return _sale.stateOf();
    }

    /// @inheritdoc IPresale
    function failed() external view returns (bool) {
        return state() == State.Refunding;
    }

    /// @inheritdoc IPresale
    function failedAt() external view returns (uint64) {
        return _sale.failedSince();
    }

    /// @inheritdoc IPresale
    function terms() external view returns (Terms memory) {
        return _sale.terms.load();
    }

    /// @inheritdoc IPresale
    function trustee() external view returns (address) {
        return _seat.trustee;
    }

    /// @inheritdoc IPresale
    function raised() external view returns (uint112) {
        return _sale.raised;
    }

    /// @inheritdoc IPresale
    function releasedAt() external view returns (uint64) {
        return _sale.releasedAt;
    }

    /// @inheritdoc IPausable
    function pausedUntil() external view returns (uint64) {
        return _sale.pausedUntil;
    }

    /// @inheritdoc IPresale
    function refunds() external view returns (bool open, uint64 until, uint24 round, address candidate) {
        return (_sale.areRefundsOpen(), _sale.refunds.until, _sale.round, _seat.candidate);
    }

    /// @inheritdoc IPresale
    function refundableOf(address account) external view returns (uint256) {
        return _sale.refundable(_positions.byAccount[account]);
    }

    /// @inheritdoc IPresale
    function positionOf(address account) external view returns (Position memory) {
        return _positions.byAccount[account];
    }

    /// @inheritdoc IPresale
    function holderOf(address origin) public view returns (address) {
        return _positions.holderOf(origin);
    }

    /// @inheritdoc IPresale
    function givenBy(address account) external view returns (address origin, uint256 contributed) {
        return (_positions.originOf(account), _positions.byAccount[account].contributed);
    }

    /// @inheritdoc IPresale
    function tokensOf(address account) public view returns (Tokens memory) {
        return _sale.tokensOf(_positions.byAccount[account], budget());
    }

    /// @inheritdoc IPresale
    function previewClaim(address account) public view returns (uint256 vested, uint256 vesting) {
        return _sale.previewClaim(_positions.byAccount[account], budget());
    }

    /// @inheritdoc IPresale
    function forfeitedTokens() external view returns (uint256) {
        return _sale.forfeited(budget());
    }

    /// @inheritdoc IPresale
    function tokensForSale() external view returns (uint256 soldTokens, uint256 resourceTokens, uint256 founderTokens) {
        (soldTokens, founderTokens) = _sale.tokensToMint();
        resourceTokens = _sale.resourceTokens;
    }

    /// @inheritdoc IPresale
    function tokensFor(uint256 amount) external view returns (uint256) {
        return _sale.tokensFor(amount);
    }

    /// @inheritdoc IPresale
    function valueOf(uint256 tokens) external view returns (uint256) {
        return _sale.valueOf(tokens);
    }

    /// @inheritdoc IPresale
    function minimumTokens() external view returns (uint256) {
        return _sale.tokensFor(_sale.terms.minimum);
    }

    /// @inheritdoc IPresale
    function custody() public view returns (address) {
        return CloneArguments.addressAt(80);
    }

    /// @inheritdoc IPresale
    function budget() public view returns (address) {
        return CloneArguments.addressAt(100);
    }

    /// @inheritdoc IPresale
    function owner() public view returns (address) {
        return CloneArguments.addressAt(120);
    }

    // ---------------------------------------------------------------- internals

    /// @dev The caller pays; `account` is credited, and is whom list and limits are for.
    function _contribute(address account, uint256 amount, bytes32[] calldata proof) private returns (uint256 taken) {
        _sale.requireState(State.Open);
        Pause.check(_sale.pausedUntil);
        _seat.requireUnchanging(_sale);
        require(amount > 0, ZeroAmount());
        SaleTerms.requireListed(_sale.terms.allowlistRoot, account, proof);
        taken = _sale.give(_positions.byAccount[account], account, amount);
        emit Contributed(account, taken, _sale.raised);
        _asset().pull(msg.sender, taken);
    }

    function _refund(address account, address recipient) private returns (uint256 amount) {
        _checkRecipient(recipient);
        amount = _sale.takeBack(_positions.byAccount[account], account);
        emit Refunded(account, recipient, amount);
        _asset().safeTransfer(recipient, amount);
    }

    function _checkRecipient(address recipient) private view {
        require(
            recipient != address(0) && recipient != address(this) && recipient != address(_token()),
            InvalidRecipient(recipient)
        );
    }

    function _token() private view returns (IERC20) {
        return IERC20(CloneArguments.addressAt(0));
    }

    function _reserve() private view returns (ILiquidityReserve) {
        return ILiquidityReserve(CloneArguments.addressAt(20));
    }

    function _asset() private view returns (IERC20) {
        return IERC20(CloneArguments.addressAt(40));
    }

    function _stake() private view returns (IStake) {
        return IStake(CloneArguments.addressAt(60));
    }
}
