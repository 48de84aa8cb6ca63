// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Burnable} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Burnable.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AlreadyDissolved, InvalidRecipient, InvalidShare, ZeroAddress, ZeroAmount} from "../interfaces/Errors.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {Share} from "../interfaces/Share.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {Pause} from "../libraries/Pause.sol";
import {Shares} from "../libraries/Shares.sol";

/// @title Presale
/// @notice The sale of partnership. Documentation: {IPresale}.
contract Presale is IPresale, OwnableUpgradeable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using Checkpoints for Checkpoints.Trace208;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;
    using Shares for Share[];

    uint256 private constant WHOLE_TOKEN = 1e18;
    uint16 private constant MAX_FOUNDER_BPS = 5_000; // 50 % of the sold tokens, a third of all
    uint64 private constant MAX_SALE = 366 days;
    uint64 private constant MAX_RELEASE_DELAY = 180 days;
    uint64 private constant MIN_FOUNDER_VESTING = 180 days;
    uint64 private constant MAX_VESTING = 3_650 days; // 10 years

    // One slot: what each contribution reads and writes. 40 bits of seconds last for 34,000 years.
    uint40 private _releasedAt;
    uint40 private _dissolvedAt;
    uint32 private _pausedUntil;
    uint112 private _raised;
    bool private _full; // stays, also when partners are refunded while the trustee changes
    bool private _trusteeChanging;

    IERC20 private _asset;
    ICdpoToken private _token;
    ILiquidityReserve private _reserve;
    IEscrow private _escrow;
    uint112 public resourceTokens;
    Terms private _terms;
    mapping(address account => Position) private _positions;
    mapping(address account => mapping(address operator => bool)) public isOperator;
    Checkpoints.Trace208 private _surrendered; // by the second

    modifier onlyEscrow() {
        require(msg.sender == address(_escrow), NotEscrow(msg.sender));
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
        Terms calldata terms_
    ) external initializer {
        require(
            token_ != address(0) && reserve_ != address(0) && treasury_ != address(0) && escrow_ != address(0),
            ZeroAddress()
        );
        _token = ICdpoToken(token_);
        _reserve = ILiquidityReserve(reserve_);
        _escrow = IEscrow(escrow_);
        _asset = IERC20(_reserve.asset());
        __Ownable_init(treasury_);
        _checkSale(terms_);
        _checkVesting(terms_.partnerVesting, 0);
        _setFounders(terms_);
        _terms = terms_;
    }

    // ---------------------------------------------------------------- owner and reserve

    /// @inheritdoc IPausable
    function pause() external onlyOwner {
        _setPausedUntil(Pause.start(_pausedUntil));
    }

    /// @inheritdoc IPausable
    function unpause() external onlyOwner {
        if (Pause.isOn(_pausedUntil)) _setPausedUntil(uint32(block.timestamp));
    }

    /// @inheritdoc IPresale
    function dissolve() external {
        require(msg.sender == address(_reserve), ICdpoToken.NotReserve(msg.sender));
        require(_dissolvedAt == 0, AlreadyDissolved(_dissolvedAt));
        _dissolvedAt = uint40(block.timestamp);
        uint256 burned;
        if (_releasedAt != 0) {
            (, uint256 founderTokens) = tokensForSale();
            burned = founderTokens - _vested(founderTokens, _terms.founderVesting, block.timestamp);
        }
        emit SaleDissolved(burned);
        if (burned > 0) ERC20Burnable(address(_token)).burn(burned);
        if (_releasedAt != 0) _escrow.dissolve();
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
    function claim(address recipient) external nonReentrant returns (uint256 amount) {
        _requireState(State.Released);
        _checkRecipient(recipient);
        amount = claimableOf(msg.sender);
        require(amount > 0, NothingToTake(msg.sender));
        _positions[msg.sender].claimed += uint112(amount); // below the token's supply cap of 112 bits
        emit Claimed(msg.sender, recipient, amount);
        IERC20(_token).safeTransfer(recipient, amount);
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
        require(msg.sender == _escrow.trustee(), NotTrustee(msg.sender));
        _requireState(State.Ended);
        (uint256 soldTokens, uint256 founderTokens) = tokensForSale();
        uint256 allowed = Math.mulDiv(soldTokens, _escrow.maxResourceBps(), Shares.WHOLE_BPS);
        require(resourceTokens <= allowed, ResourcesAboveLimit(resourceTokens, allowed));
        _releasedAt = uint40(block.timestamp);
        _trusteeChanging = false;
        _token.mint(address(this), soldTokens + founderTokens);
        _asset.forceApprove(address(_reserve), _raised);
        uint256 toReserve = _reserve.openAtPresalePrice(_terms.price);
        _asset.forceApprove(address(_reserve), 0);
        uint256 toEscrow = _raised - toReserve;
        emit Released(soldTokens, founderTokens, toReserve, toEscrow);
        _asset.forceApprove(address(_escrow), toEscrow);
        _escrow.receiveBudget(toEscrow);
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

    /// @inheritdoc IPresale
    function surrender(address account, uint256 max) external onlyEscrow returns (uint256 amount) {
        Position storage position = _positions[account];
        // Claims of founders do not say which of their tokens they were.
        if (position.founderBps > 0) return 0;
        uint256 claimed = position.claimed;
        amount = Math.min(max, _ownedBy(position) - claimed);
        // First what can be claimed, as if it were; then what vests, with the claims that belong to it, so that the rest
        // vests by the schedule.
        uint256 whole = _wholeOf(Math.saturatingSub(amount, claimableOf(account)));
        whole = Math.min(whole, claimed + amount);
        // All at most the account's tokens, below the supply's cap of 112 bits.
        position.claimed = uint112(claimed + amount - whole);
        position.surrendered += uint112(whole);
        _surrendered.push(uint48(block.timestamp), _surrendered.latest() + uint112(whole));
        emit Surrendered(account, amount);
        if (amount > 0) IERC20(_token).safeTransfer(msg.sender, amount);
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IPresale
    function state() public view returns (State) {
        if (_releasedAt != 0) return State.Released;
        if (_dissolvedAt != 0) return State.Refunding;
        if (block.timestamp < _terms.opens) return State.Upcoming;
        if (block.timestamp < _terms.closes && !_full) return State.Open;
        if (block.timestamp >= _terms.releaseBy || _raised < _terms.minimum) return State.Refunding;
        return State.Ended;
    }

    /// @inheritdoc IPresale
    function failed() external view returns (bool) {
        return state() == State.Refunding;
    }

    /// @inheritdoc IPresale
    function terms() external view returns (Terms memory) {
        return _terms;
    }

    /// @inheritdoc IPresale
    function raised() external view returns (uint256) {
        return _raised;
    }

    /// @inheritdoc IPresale
    function releasedAt() external view returns (uint64) {
        return _releasedAt;
    }

    /// @inheritdoc IPresale
    function dissolvedAt() external view returns (uint64) {
        return _dissolvedAt;
    }

    /// @inheritdoc IPausable
    function pausedUntil() external view returns (uint64) {
        return _pausedUntil;
    }

    /// @inheritdoc IPresale
    function positionOf(address account) external view returns (Position memory) {
        return _positions[account];
    }

    /// @inheritdoc IPresale
    function vestedOf(address account) public view returns (uint256 vested) {
        if (_releasedAt == 0) return 0;
        Position storage position = _positions[account];
        vested = _vested(_ownedBy(position), _terms.partnerVesting, block.timestamp);
        uint256 founderBps = position.founderBps;
        if (founderBps == 0) return vested;
        (, uint256 founderTokens) = tokensForSale();
        uint256 asFounder = Math.mulDiv(founderTokens, founderBps, Shares.WHOLE_BPS);
        // What had not vested at dissolution was burned.
        uint256 until = _dissolvedAt == 0 ? block.timestamp : _dissolvedAt;
        vested += _vested(asFounder, _terms.founderVesting, until);
    }

    /// @inheritdoc IPresale
    function vestingOf(address account, uint256 timestamp) external view returns (uint256) {
        if (_releasedAt == 0) return 0;
        uint256 asPartner = _ownedBy(_positions[account]);
        return asPartner - _vested(asPartner, _terms.partnerVesting, timestamp);
    }

    /// @inheritdoc IPresale
    function founderTokensVesting() external view returns (uint256) {
        if (_releasedAt == 0 || _dissolvedAt != 0) return 0;
        (, uint256 founderTokens) = tokensForSale();
        return founderTokens - _vested(founderTokens, _terms.founderVesting, block.timestamp);
    }

    /// @inheritdoc IPresale
    function tokensVestingAt(uint256 timestamp) external view returns (uint256 vesting) {
        if (_releasedAt == 0) return 0;
        (uint256 soldTokens, uint256 founderTokens) = tokensForSale();
        soldTokens -= _surrendered.upperLookupRecent(uint48(Math.min(timestamp, type(uint48).max)));
        vesting = soldTokens - _vested(soldTokens, _terms.partnerVesting, timestamp);
        if (_dissolvedAt != 0 && timestamp >= _dissolvedAt) return vesting;
        vesting += founderTokens - _vested(founderTokens, _terms.founderVesting, timestamp);
    }

    /// @inheritdoc IPresale
    function claimableOf(address account) public view returns (uint256) {
        // Of what is left to who surrendered tokens a unit less may have vested than he has claimed.
        return Math.saturatingSub(vestedOf(account), _positions[account].claimed);
    }

    /// @inheritdoc IPresale
    function tokensForSale() public view returns (uint256 soldTokens, uint256 founderTokens) {
        soldTokens = tokensFor(_raised) + resourceTokens;
        founderTokens = Math.mulDiv(soldTokens, _terms.founderBps, Shares.WHOLE_BPS);
    }

    /// @inheritdoc IPresale
    function tokensFor(uint256 amount) public view returns (uint256) {
        return Math.mulDiv(amount, WHOLE_TOKEN, _terms.price);
    }

    /// @inheritdoc IPresale
    function priceOf(uint256 tokens) external view returns (uint256) {
        return Math.mulDiv(tokens, _terms.price, WHOLE_TOKEN);
    }

    /// @inheritdoc IPresale
    function moneyForMajority() external view returns (uint256) {
        return Math.max(_raised, _terms.minimum);
    }

    /// @inheritdoc IPresale
    function escrow() external view returns (address) {
        return address(_escrow);
    }

    // ---------------------------------------------------------------- internals

    /// @dev The caller pays; `account` is credited, and is whom list and limits are for.
    function _contribute(address account, uint256 amount, bytes32[] calldata proof) private returns (uint256 taken) {
        _requireState(State.Open);
        Pause.check(_pausedUntil);
        if (_trusteeChanging) revert IEscrow.ChangePending(_escrow.pendingChange().candidate);
        require(amount > 0, ZeroAmount());
        bytes32 root = _terms.allowlistRoot;
        if (root != 0) {
            bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(account))));
            require(MerkleProof.verifyCalldata(proof, root, leaf), NotAllowed(account));
        }
        Position storage position = _positions[account];
        uint256 contributed = position.contributed;
        uint256 partnerMaximum = _terms.perPartnerMaximum;
        require(contributed < partnerMaximum, PartnerMaximumReached(account, partnerMaximum));
        uint256 raisedBefore = _raised;
        // An open sale has room left: at its maximum it has ended.
        uint256 left = _terms.maximum - raisedBefore;
        taken = Math.min(amount, Math.min(partnerMaximum - contributed, left));
        if (taken == left) _full = true;
        contributed += taken;
        require(tokensFor(contributed) > 0, ContributionTooSmall(contributed, _terms.price));
        position.contributed = uint112(contributed); // at most `maximum`, which is 112 bits
        _raised = uint112(raisedBefore + taken); // at most `maximum`, too
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
        if (actual != State.Refunding) _raised -= uint112(amount); // a part of it
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

    /// @dev Tokens of a partner, for money and resources, that were not surrendered.
    function _ownedBy(Position storage position) private view returns (uint256) {
        return tokensFor(position.contributed) + position.resourceTokens - position.surrendered;
    }

    function _setPausedUntil(uint32 until) private {
        _pausedUntil = until;
        emit PausedUntilSet(until);
    }

    function _vested(uint256 total, Vesting storage vesting, uint256 until) private view returns (uint256) {
        uint256 elapsed = Math.saturatingSub(until, _releasedAt);
        if (elapsed < vesting.cliff) return 0;
        if (elapsed >= vesting.duration) return total;
        return Math.mulDiv(total, elapsed, vesting.duration);
    }

    /// @dev Partners' tokens of which `tokens` have not vested yet, rounded down.
    function _wholeOf(uint256 tokens) private view returns (uint256) {
        uint256 elapsed = block.timestamp - _releasedAt;
        uint256 duration = _terms.partnerVesting.duration;
        if (tokens == 0 || elapsed < _terms.partnerVesting.cliff) return tokens;
        return Math.mulDiv(tokens, duration, duration - elapsed);
    }

    function _checkSale(Terms calldata t) private view {
        require(t.trustee != address(0), ZeroAddress());
        require(t.trustee != owner(), TrusteeNotIndependent(t.trustee));
        require(t.price > 0, ZeroPrice());
        require(
            t.minimum > 0 && t.minimum <= t.maximum && t.perPartnerMaximum > 0 && t.perPartnerMaximum <= t.maximum,
            LimitsOutOfOrder(t.minimum, t.maximum, t.perPartnerMaximum)
        );
        require(
            t.closes > block.timestamp &&
                t.closes <= block.timestamp + MAX_SALE &&
                t.opens < t.closes &&
                t.releaseBy > t.closes &&
                t.releaseBy - t.closes <= MAX_RELEASE_DELAY,
            TimesOutOfOrder(t.opens, t.closes, t.releaseBy)
        );
        uint64 window = _escrow.challengeWindow();
        require(t.closes + window < t.releaseBy, ReleaseTooEarly(t.closes, window, t.releaseBy));
        // The opening reserve is at most ⌈w·(1 + founders)/(1 − resources)·raised + w·price·0.001⌉ (last term: the tokens
        // minted to a dead address). If the minimum pays for it, every greater sum does, as then the factor is at most 1.
        uint256 moneyBps = Shares.WHOLE_BPS - _escrow.maxResourceBps();
        uint256 scaled = t.minimum * (Shares.WHOLE_BPS + t.founderBps) * 1_000 + uint256(t.price) * moneyBps;
        uint256 required = Math.ceilDiv(_reserve.reserveRatioBps() * scaled, 1_000 * Shares.WHOLE_BPS * moneyBps);
        require(required <= t.minimum, ReserveUnderfunded(required, t.minimum));
    }

    function _setFounders(Terms calldata t) private {
        require(
            t.founderBps <= MAX_FOUNDER_BPS && (t.founderBps > 0) == (t.founders.length > 0),
            FounderShareOutOfRange(t.founderBps, t.founders.length)
        );
        if (t.founderBps == 0) return;
        t.founders.validate();
        _checkVesting(t.founderVesting, MIN_FOUNDER_VESTING);
        for (uint256 i = 0; i < t.founders.length; ++i) {
            Share calldata share = t.founders[i];
            require(share.account != t.trustee, TrusteeNotIndependent(t.trustee));
            require(_positions[share.account].founderBps == 0, InvalidShare(share.account, share.bps));
            _positions[share.account].founderBps = share.bps;
        }
    }

    function _checkVesting(Vesting calldata vesting, uint64 minimum) private pure {
        require(
            vesting.cliff <= vesting.duration && vesting.duration >= minimum && vesting.duration <= MAX_VESTING,
            VestingOutOfRange(vesting.cliff, vesting.duration)
        );
    }
}
