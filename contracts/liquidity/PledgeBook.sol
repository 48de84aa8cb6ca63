// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {DeadlineOutOfRange, InvalidRecipient, ZeroAddress, ZeroAmount} from "../interfaces/Errors.sol";
import {ICondition} from "../interfaces/ICondition.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IPledgeBook} from "../interfaces/IPledgeBook.sol";
import {AssetTransfer} from "../libraries/AssetTransfer.sol";
import {Pause} from "../libraries/Pause.sol";

/// @title PledgeBook
/// @notice Conditional commitments to the reserve. Documentation: {IPledgeBook}.
contract PledgeBook is IPledgeBook, OwnableUpgradeable, ReentrancyGuardTransient {
    using AssetTransfer for IERC20;
    using SafeCast for uint256;
    using SafeERC20 for IERC20;

    uint64 private constant MAX_DURATION = 3_650 days; // 10 years
    uint256 private constant CONDITION_GAS = 200_000;
    uint256 private constant MATCH_BPS = 200; // 2 % of ρ
    uint256 private constant WHOLE_BPS = 10_000; // 100 %

    ILiquidityReserve private _reserve;
    uint32 private _dripPeriod;
    uint32 private _pausedUntil;
    IERC20 private _asset;
    // One slot: what grants matched, less what came free again until then, and when that was.
    uint112 private _matched;
    uint64 private _matchedAt;
    uint256 public pledgeCount;
    mapping(uint256 id => Pledge) private _pledges;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IPledgeBook
    function initialize(address reserve_, address owner_) external initializer {
        require(reserve_ != address(0), ZeroAddress());
        __Ownable_init(owner_);
        _reserve = ILiquidityReserve(reserve_);
        _asset = IERC20(_reserve.asset());
        _dripPeriod = _reserve.terms().dripPeriod;
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc IPausable
    function pause() external onlyOwner {
        _setPausedUntil(Pause.start(_pausedUntil));
    }

    /// @inheritdoc IPausable
    function unpause() external onlyOwner {
        if (Pause.isOn(_pausedUntil)) _setPausedUntil(uint32(block.timestamp));
    }

    // ---------------------------------------------------------------- donors

    /// @inheritdoc IPledgeBook
    function pledge(
        uint256 amount,
        address verifier,
        uint64 deadline,
        string calldata uri
    ) external nonReentrant returns (uint256 id) {
        require(verifier != address(0), ZeroAddress());
        id = _open(Form.Verified, amount, verifier, "", deadline, uri);
    }

    /// @inheritdoc IPledgeBook
    function pledgeOn(
        uint256 amount,
        address condition,
        bytes calldata data,
        uint64 deadline,
        string calldata uri
    ) external nonReentrant returns (uint256 id) {
        require(condition.code.length > 0, ConditionWithoutCode(condition));
        id = _open(Form.Conditional, amount, condition, data, deadline, uri);
    }

    /// @inheritdoc IPledgeBook
    function pledgeOnDonations(
        uint256 amount,
        uint256 goal,
        uint64 deadline,
        string calldata uri
    ) external nonReentrant returns (uint256 id) {
        require(goal >= amount, GoalBelowPledge(goal, amount));
        id = _open(Form.Goal, amount, address(0), "", deadline, uri);
        _pledges[id].goal = _donatedByOthers(msg.sender) + goal;
    }

    /// @inheritdoc IPledgeBook
    function pledgeMatching(
        uint256 amount,
        uint64 deadline,
        string calldata uri
    ) external nonReentrant returns (uint256 id) {
        id = _open(Form.Matching, amount, address(0), "", deadline, uri);
    }

    /// @inheritdoc IPledgeBook
    function donateMatched(uint256 id, uint256 amount, address donor) external nonReentrant {
        _inForm(id, Form.Matching);
        (uint256 cap, uint256 used) = _matching();
        uint256 left = Math.min(_left(id), Math.saturatingSub(cap, used));
        require(amount <= left, MatchUnavailable(id, amount, left));
        if (cap != type(uint256).max) {
            // Both at most 2 % of ρ, which is 112 bits.
            (_matched, _matchedAt) = (uint112(used + amount), uint64(block.timestamp));
        }
        emit DonationMatched(id, donor, msg.sender, amount);
        _asset.pull(msg.sender, amount);
        _asset.forceApprove(address(_reserve), amount);
        _reserve.donateFor(donor, amount, "");
        _passOn(id, amount);
    }

    /// @inheritdoc IPledgeBook
    function reclaim(uint256 id, address recipient) external nonReentrant returns (uint256 amount) {
        Pledge storage p = _pledges[id];
        _requireState(id, PledgeState.Returnable);
        require(msg.sender == p.donor, NotDonor(id, msg.sender));
        require(recipient != address(0) && recipient != address(this), InvalidRecipient(recipient));
        amount = p.amount - p.passedOn;
        p.returned = true;
        emit PledgeReturned(id, msg.sender, recipient, amount);
        _asset.safeTransfer(recipient, amount);
    }

    // ---------------------------------------------------------------- to the reserve

    /// @inheritdoc IPledgeBook
    function confirm(uint256 id) external nonReentrant {
        _checkVerifier(id);
        _meet(id);
    }

    /// @inheritdoc IPledgeBook
    function decline(uint256 id) external {
        _checkVerifier(id);
        _pledges[id].deadline = uint64(block.timestamp); // 64 bits of seconds never overflow
        emit PledgeDeclined(id, msg.sender);
    }

    /// @inheritdoc IPledgeBook
    function fulfil(uint256 id, bytes calldata data) external nonReentrant {
        Form form = _pledges[id].form == Form.Goal ? Form.Goal : Form.Conditional;
        Pledge storage p = _inForm(id, form);
        bytes32 dataHash = keccak256(data);
        require(dataHash == p.dataHash, ConditionDataMismatch(id, p.dataHash, dataHash));
        bool met = form == Form.Goal ? _donatedByOthers(p.donor) >= p.goal : _isMet(p.arbiter, data);
        require(met, ConditionNotMet(id));
        _meet(id);
    }

    /// @inheritdoc IPledgeBook
    function passOn(uint256 id) external {
        // No guard, as this contract calls it, too: its state is written before the reserve is called, which has a guard.
        _requireState(id, PledgeState.Owed);
        _passOn(id, _left(id));
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IPausable
    function pausedUntil() external view returns (uint64) {
        return _pausedUntil;
    }

    /// @inheritdoc IPledgeBook
    function pledgeOf(uint256 id) external view returns (Pledge memory) {
        return _pledges[id];
    }

    /// @inheritdoc IPledgeBook
    function stateOf(uint256 id) public view returns (PledgeState) {
        Pledge storage p = _pledges[id];
        if (p.form == Form.None) return PledgeState.None;
        if (p.returned) return PledgeState.Returned;
        if (p.passedOn == p.amount) return PledgeState.Fulfilled;
        if (!p.met && block.timestamp >= p.deadline) return PledgeState.Returnable;
        if (_reserve.marketState() == ILiquidityReserve.MarketState.Dissolved) return PledgeState.Returnable;
        return p.met ? PledgeState.Owed : PledgeState.Open;
    }

    /// @inheritdoc IPledgeBook
    function pledges(
        uint256 from,
        uint256 count
    ) external view returns (Pledge[] memory page, PledgeState[] memory states) {
        uint256 length = from == 0 ? 0 : Math.min(count, Math.saturatingSub(pledgeCount + 1, from));
        page = new Pledge[](length);
        states = new PledgeState[](length);
        for (uint256 i = 0; i < length; ++i) (page[i], states[i]) = (_pledges[from + i], stateOf(from + i));
    }

    /// @inheritdoc IPledgeBook
    function matchable(uint256 id) external view returns (uint256) {
        if (_pledges[id].form != Form.Matching || stateOf(id) != PledgeState.Open) return 0;
        return Math.min(_left(id), matchingLeft());
    }

    /// @inheritdoc IPledgeBook
    function matchingLeft() public view returns (uint256) {
        (uint256 cap, uint256 used) = _matching();
        return Math.saturatingSub(cap, used);
    }

    /// @inheritdoc IPledgeBook
    function reserve() external view returns (address) {
        return address(_reserve);
    }

    // ---------------------------------------------------------------- internals

    function _open(
        Form form,
        uint256 amount,
        address arbiter,
        bytes memory data,
        uint64 deadline,
        string calldata uri
    ) private returns (uint256 id) {
        Pause.check(_pausedUntil);
        ILiquidityReserve.MarketState market = _reserve.marketState();
        require(
            market != ILiquidityReserve.MarketState.Dissolved,
            ILiquidityReserve.WrongMarketState(market, ILiquidityReserve.MarketState.Open)
        );
        require(amount > 0, ZeroAmount());
        uint64 timestamp = uint64(block.timestamp); // 64 bits of seconds never overflow
        require(
            deadline > timestamp && deadline <= timestamp + MAX_DURATION,
            DeadlineOutOfRange(deadline, timestamp + 1, timestamp + MAX_DURATION)
        );
        id = ++pledgeCount;
        Pledge storage p = _pledges[id];
        p.donor = msg.sender;
        p.deadline = deadline;
        p.form = form;
        p.amount = amount.toUint112();
        p.arbiter = arbiter;
        if (form == Form.Conditional || form == Form.Goal) p.dataHash = keccak256(data);
        emit Pledged(id, msg.sender, arbiter, form, amount, deadline, data, uri);
        _asset.pull(msg.sender, amount);
    }

    /// @dev What the reserve does not take now stays owed: the deadline is no matter any more. Whoever gives this call too
    /// little gas to pass it on makes it wait for {passOn}, no more.
    function _meet(uint256 id) private {
        _pledges[id].met = true;
        emit PledgeMet(id, _left(id));
        try this.passOn(id) {} catch {}
    }

    function _passOn(uint256 id, uint256 amount) private {
        Pledge storage p = _pledges[id];
        p.passedOn += uint112(amount); // at most what is left of `amount`, which is 112 bits
        emit PledgePassedOn(id, amount, p.passedOn);
        _asset.forceApprove(address(_reserve), amount);
        _reserve.receiveGift(amount);
    }

    function _setPausedUntil(uint32 until) private {
        _pausedUntil = until;
        emit PausedUntilSet(until);
    }

    function _inForm(uint256 id, Form form) private view returns (Pledge storage p) {
        p = _pledges[id];
        _requireState(id, PledgeState.Open);
        require(p.form == form, WrongPledgeForm(id, p.form, form));
    }

    function _checkVerifier(uint256 id) private view {
        Pledge storage p = _inForm(id, Form.Verified);
        require(msg.sender == p.arbiter, NotVerifier(id, msg.sender));
    }

    function _requireState(uint256 id, PledgeState needed) private view {
        PledgeState actual = stateOf(id);
        require(actual == needed, WrongPledgeState(id, actual, needed));
    }

    /// @dev A condition can neither change anything, nor use up the caller's gas, nor flood them with an answer.
    function _isMet(address condition, bytes calldata data) private view returns (bool) {
        bytes memory question = abi.encodeCall(ICondition.isMet, (data));
        bool ok;
        uint256 size;
        uint256 answer;
        assembly ("memory-safe") {
            ok := staticcall(CONDITION_GAS, condition, add(question, 32), mload(question), 0, 32)
            size := returndatasize()
            answer := mload(0)
        }
        return ok && size >= 32 && answer == 1;
    }

    function _donatedByOthers(address donor) private view returns (uint256) {
        return _reserve.donationsReceived() - _reserve.donatedBy(donor);
    }

    function _left(uint256 id) private view returns (uint256) {
        return _pledges[id].amount - _pledges[id].passedOn;
    }

    /// @dev What all grants together may match at once, and what of it is used: it comes free again within a drip period.
    function _matching() private view returns (uint256 cap, uint256 used) {
        if (_reserve.marketState() != ILiquidityReserve.MarketState.Open) return (type(uint256).max, 0);
        cap = (_reserve.drip().rho * MATCH_BPS) / WHOLE_BPS;
        used = Math.saturatingSub(_matched, Math.mulDiv(cap, block.timestamp - _matchedAt, _dripPeriod));
    }
}
