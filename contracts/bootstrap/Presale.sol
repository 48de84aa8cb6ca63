// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AlreadyDissolved, InvalidRecipient, ZeroAddress, ZeroAmount} from "../interfaces/Errors.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {IStake} from "../interfaces/IStake.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {Pause} from "../libraries/Pause.sol";
import {SaleTerms} from "../libraries/SaleTerms.sol";
import {Shares} from "../libraries/Shares.sol";

/// @title Presale
/// @notice The sale of partnership. Documentation: {IPresale}.
contract Presale is IPresale, OwnableUpgradeable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;
    using SaleTerms for Terms;
    using SaleTerms for Vesting;

    uint256 private constant WHOLE_TOKEN = 1e18;

    // Two slots: what each contribution reads and writes.
    uint64 public releasedAt;
    uint64 public dissolvedAt;
    uint112 public raised;
    bool private _full; // stays, also when partners are refunded while the trustee changes
    bool private _trusteeChanging;
    IERC20 private _asset;
    uint64 public pausedUntil;

    ICdpoToken private _token;
    ILiquidityReserve private _reserve;
    address public escrow;
    address public stake;
    // One slot: what release and dissolution ask.
    uint112 public resourceTokens;
    uint112 private _foundersClaimed; // founders' tokens of those who have claimed, vested or not
    uint32 private _fellShortAt; // when refunds brought a sale that had ended below its minimum; lasts until 2106
    Terms private _terms;
    mapping(address account => Position) private _positions;
    mapping(address account => mapping(address operator => bool)) public isOperator;

    modifier onlyEscrow() {
        require(msg.sender == escrow, NotEscrow(msg.sender));
        _;
    }

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IPresale
    function initialize(
        address token_,
        address reserve_,
        address treasury_,
        address escrow_,
        address stake_,
        Terms calldata terms_
    ) external initializer {
        require(token_ != address(0) && reserve_ != address(0) && treasury_ != address(0), ZeroAddress());
        require(escrow_ != address(0) && stake_ != address(0), ZeroAddress());
        _token = ICdpoToken(token_);
        _reserve = ILiquidityReserve(reserve_);
        escrow = escrow_;
        stake = stake_;
        _asset = IERC20(_reserve.asset());
        __Ownable_init(treasury_);
        terms_.validate(treasury_, IEscrow(escrow_), _reserve);
        terms_.enterFounders(_positions);
        _terms = terms_;
    }

    // ---------------------------------------------------------------- owner and reserve

    /// @inheritdoc IPausable
    function pause() external onlyOwner {
        _setPausedUntil(Pause.start(pausedUntil));
    }

    /// @inheritdoc IPausable
    function unpause() external onlyOwner {
        if (Pause.isOn(pausedUntil)) _setPausedUntil(uint32(block.timestamp));
    }

    /// @inheritdoc IPresale
    function dissolve() external {
        require(msg.sender == address(_reserve), ICdpoToken.NotReserve(msg.sender));
        require(dissolvedAt == 0, AlreadyDissolved(dissolvedAt));
        dissolvedAt = uint64(block.timestamp);
        if (releasedAt == 0) {
            emit SaleDissolved(0);
            return;
        }
        (, uint256 founderTokens) = tokensForSale();
        // Each at most the sum of what its founders' parts lack, as those are rounded up one by one.
        uint256 waiting = _vestingOf(founderTokens - _foundersClaimed, _terms.founderVesting);
        uint256 staked = _vestingOf(_foundersClaimed, _terms.founderVesting);
        emit SaleDissolved(waiting + staked);
        if (waiting > 0) ERC20Burnable(address(_token)).burn(waiting);
        if (staked > 0) IStake(stake).burnVesting(staked);
        IEscrow(escrow).dissolve();
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
        try IERC20Permit(address(_asset)).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        return _contribute(msg.sender, amount, proof);
    }

    /// @inheritdoc IPresale
    function claim(address recipient) external nonReentrant returns (uint256 vested, uint256 vesting) {
        _requireState(State.Released);
        _checkRecipient(recipient);
        require(recipient != stake, InvalidRecipient(recipient));
        (vested, vesting) = previewClaim(msg.sender);
        require(vested + vesting > 0, NothingToTake(msg.sender));
        Position storage position = _positions[msg.sender];
        position.claimed = true;
        position.staked = vesting > 0;
        _foundersClaimed += uint112(_founderTokensOf(position)); // a part of what was minted, below the cap of 112 bits
        emit Claimed(msg.sender, recipient, vested, vesting);
        if (vested > 0) IERC20(_token).safeTransfer(recipient, vested);
        if (vesting == 0) return (vested, vesting);
        IERC20(_token).forceApprove(stake, vesting);
        IStake(stake).stakeVesting(msg.sender, vesting);
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

    // ---------------------------------------------------------------- trustee

    /// @inheritdoc IPresale
    function release() external nonReentrant {
        require(msg.sender == IEscrow(escrow).trustee(), NotTrustee(msg.sender));
        _requireState(State.Ended);
        (uint256 soldTokens, uint256 founderTokens) = tokensForSale();
        uint256 allowed = Math.mulDiv(soldTokens, IEscrow(escrow).maxResourceBps(), Shares.WHOLE_BPS);
        require(resourceTokens <= allowed, ResourcesAboveLimit(resourceTokens, allowed));
        releasedAt = uint64(block.timestamp);
        _trusteeChanging = false;
        _token.mint(address(this), soldTokens + founderTokens);
        _asset.forceApprove(address(_reserve), raised);
        uint256 toReserve = _reserve.openAtPresalePrice(_terms.price);
        _asset.forceApprove(address(_reserve), 0);
        uint256 toEscrow = raised - toReserve;
        emit Released(soldTokens, founderTokens, toReserve, toEscrow);
        _asset.forceApprove(escrow, toEscrow);
        IEscrow(escrow).receiveBudget(toEscrow);
    }

    // ---------------------------------------------------------------- escrow

    /// @inheritdoc IPresale
    function setTrusteeChanging(bool changing) external onlyEscrow {
        _trusteeChanging = changing;
    }

    /// @inheritdoc IPresale
    function creditResource(address account, uint256 value) external onlyEscrow returns (uint256 tokens) {
        tokens = tokensFor(value);
        _positions[account].resourceTokens += tokens.toUint112();
        resourceTokens += uint112(tokens); // 112 bits as above
    }

    /// @inheritdoc IPresale
    function uncreditResource(address account, uint256 value) external onlyEscrow {
        uint112 tokens = uint112(tokensFor(value)); // as was credited
        _positions[account].resourceTokens -= tokens;
        resourceTokens -= tokens;
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IPresale
    function state() public view returns (State) {
        if (releasedAt != 0) return State.Released;
        if (dissolvedAt != 0) return State.Refunding;
        if (block.timestamp < _terms.opens) return State.Upcoming;
        if (block.timestamp < _terms.closes && !_full) return State.Open;
        if (block.timestamp >= _terms.releaseBy || raised < _terms.minimum) return State.Refunding;
        return State.Ended;
    }

    /// @inheritdoc IPresale
    function failed() external view returns (bool) {
        return state() == State.Refunding;
    }

    /// @inheritdoc IPresale
    function failedAt() external view returns (uint64) {
        if (state() != State.Refunding) return 0;
        if (_fellShortAt != 0) return _fellShortAt;
        uint64 since = raised < _terms.minimum ? _terms.closes : _terms.releaseBy;
        return dissolvedAt != 0 && dissolvedAt < since ? dissolvedAt : since;
    }

    /// @inheritdoc IPresale
    function terms() external view returns (Terms memory) {
        return _terms;
    }

    /// @inheritdoc IPresale
    function positionOf(address account) external view returns (Position memory) {
        return _positions[account];
    }

    /// @inheritdoc IPresale
    function vestedOf(address account) external view returns (uint256 vested) {
        if (releasedAt != 0) (vested, , ) = _tokensOf(_positions[account]);
    }

    /// @inheritdoc IPresale
    function previewClaim(address account) public view returns (uint256 vested, uint256 vesting) {
        Position storage position = _positions[account];
        if (releasedAt == 0 || position.claimed) return (0, 0);
        uint256 founderVesting;
        (vested, vesting, founderVesting) = _tokensOf(position);
        if (dissolvedAt == 0) vesting += founderVesting;
    }

    /// @inheritdoc IPresale
    function unvestedOf(address account) external view returns (uint256) {
        Position storage position = _positions[account];
        if (!position.staked || dissolvedAt != 0) return 0;
        (, uint256 partnerVesting, uint256 founderVesting) = _tokensOf(position);
        return partnerVesting + founderVesting;
    }

    /// @inheritdoc IPresale
    function founderUnvestedOf(address account) external view returns (uint256 unvested) {
        Position storage position = _positions[account];
        if (position.staked && dissolvedAt == 0) (, , unvested) = _tokensOf(position);
    }

    /// @inheritdoc IPresale
    function forfeitedOf(address account) external view returns (uint256 forfeited) {
        Position storage position = _positions[account];
        if (position.staked && dissolvedAt != 0) (, , forfeited) = _tokensOf(position);
    }

    /// @inheritdoc IPresale
    function tokensForSale() public view returns (uint256 soldTokens, uint256 founderTokens) {
        soldTokens = tokensFor(raised) + resourceTokens;
        founderTokens = Math.mulDiv(soldTokens, _terms.founderBps, Shares.WHOLE_BPS);
    }

    /// @inheritdoc IPresale
    function tokensFor(uint256 amount) public view returns (uint256) {
        return Math.mulDiv(amount, WHOLE_TOKEN, _terms.price);
    }

    /// @inheritdoc IPresale
    function minimumTokens() external view returns (uint256) {
        return tokensFor(_terms.minimum);
    }

    /// @inheritdoc IPresale
    function moneyForMajority() external view returns (uint256) {
        return Math.max(raised, _terms.minimum);
    }

    // ---------------------------------------------------------------- internals

    /// @dev The caller pays; `account` is credited, and is whom list and limits are for.
    function _contribute(address account, uint256 amount, bytes32[] calldata proof) private returns (uint256 taken) {
        _requireState(State.Open);
        Pause.check(pausedUntil);
        if (_trusteeChanging) revert IEscrow.ChangePending(IEscrow(escrow).pendingChange().candidate);
        require(amount > 0, ZeroAmount());
        SaleTerms.requireListed(_terms.allowlistRoot, account, proof);
        Position storage position = _positions[account];
        uint256 contributed = position.contributed;
        uint256 partnerMaximum = _terms.perPartnerMaximum;
        require(contributed < partnerMaximum, PartnerMaximumReached(account, partnerMaximum));
        uint256 raisedBefore = raised;
        // An open sale has room left: at its maximum it has ended.
        uint256 left = _terms.maximum - raisedBefore;
        taken = Math.min(amount, Math.min(partnerMaximum - contributed, left));
        if (taken == left) _full = true;
        contributed += taken;
        require(tokensFor(contributed) > 0, ContributionTooSmall(contributed, _terms.price));
        position.contributed = uint112(contributed); // at most `maximum`, which is 112 bits
        raised = uint112(raisedBefore + taken); // at most `maximum`, too
        emit Contributed(account, taken, raisedBefore + taken);
        _asset.pull(msg.sender, taken);
    }

    function _refund(address account, address recipient) private returns (uint256 amount) {
        State actual = state();
        require(actual == State.Refunding || _trusteeChanging, WrongState(actual, State.Refunding));
        _checkRecipient(recipient);
        amount = _positions[account].contributed;
        require(amount > 0, NothingToTake(account));
        _positions[account].contributed = 0;
        if (actual != State.Refunding) {
            raised -= uint112(amount); // a part of it
            if (actual == State.Ended && raised < _terms.minimum) _fellShortAt = uint32(block.timestamp);
        }
        emit Refunded(account, recipient, amount);
        _asset.safeTransfer(recipient, amount);
    }

    function _requireState(State needed) private view {
        State actual = state();
        require(actual == needed, WrongState(actual, needed));
    }

    function _checkRecipient(address recipient) private view {
        require(
            recipient != address(0) && recipient != address(this) && recipient != address(_token),
            InvalidRecipient(recipient)
        );
    }

    function _setPausedUntil(uint32 until) private {
        pausedUntil = until;
        emit PausedUntilSet(until);
    }

    /// @dev After the release: an account's tokens (18 decimals) that have vested, and those that have not, as partner and as
    /// founder. A dissolution ends partners' vesting, and stops founders'.
    function _tokensOf(
        Position storage position
    ) private view returns (uint256 vested, uint256 partnerVesting, uint256 founderVesting) {
        vested = tokensFor(position.contributed) + position.resourceTokens;
        if (dissolvedAt == 0) partnerVesting = _vestingOf(vested, _terms.partnerVesting);
        vested -= partnerVesting;
        uint256 asFounder = _founderTokensOf(position);
        founderVesting = _vestingOf(asFounder, _terms.founderVesting);
        vested += asFounder - founderVesting;
    }

    function _founderTokensOf(Position storage position) private view returns (uint256) {
        uint256 founderBps = position.founderBps;
        if (founderBps == 0) return 0;
        (, uint256 founderTokens) = tokensForSale();
        return Math.mulDiv(founderTokens, founderBps, Shares.WHOLE_BPS);
    }

    function _vestingOf(uint256 tokens, Vesting storage vesting) private view returns (uint256) {
        uint256 until = dissolvedAt == 0 ? block.timestamp : dissolvedAt;
        return tokens - vesting.vestedOf(tokens, until - releasedAt);
    }
}
