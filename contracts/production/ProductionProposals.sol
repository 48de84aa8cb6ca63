// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ZeroAddress, ZeroAmount} from "../interfaces/Errors.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IPausable} from "../interfaces/IPausable.sol";
import {IProductionProposals} from "../interfaces/IProductionProposals.sol";
import {Share} from "../interfaces/Share.sol";
import {CloneArguments} from "../libraries/CloneArguments.sol";
import {Deliverers} from "../libraries/Deliverers.sol";
import {Pause} from "../libraries/Pause.sol";
import {ProposalTerms} from "../libraries/ProposalTerms.sol";
import {Shares} from "../libraries/Shares.sol";

/// @title ProductionProposals
/// @notice New production that stakeholders back. Documentation: {IProductionProposals}.
/// @dev Calls nothing but the project token, which calls nobody, and the registry and the reserve of the same launch.
contract ProductionProposals is IProductionProposals, OwnableUpgradeable {
    using Deliverers for Share[];
    using SafeERC20 for IERC20;

    struct Backing {
        uint112 amount;
        uint112 claimed;
    }

    /// @dev For each contribution that was submitted here; all but vetoes in one slot.
    struct Delivery {
        address deliverer;
        uint88 proposal;
        bool depositReturned;
        uint112 vetoes;
        mapping(address backer => bool) vetoed;
    }

    uint32 private _pausedUntil;
    uint256 public proposalCount;
    mapping(uint256 id => Proposal) private _proposals;
    mapping(uint256 id => mapping(address account => Backing)) private _backings;
    mapping(uint256 contributionId => Delivery) private _deliveries;
    mapping(uint256 id => mapping(address deliverer => bool)) public hasDeclined;

    constructor() {
        _disableInitializers();
    }

    /// @inheritdoc IProductionProposals
    function initialize(address owner_) external initializer {
        require(
            address(_token()) != address(0) && address(_registry()) != address(0) && address(_reserve()) != address(0),
            ZeroAddress()
        );
        __Ownable_init(owner_);
    }

    // ---------------------------------------------------------------- owner

    /// @inheritdoc IPausable
    function pause() external onlyOwner {
        _setPausedUntil(Pause.start(_pausedUntil));
    }

    /// @inheritdoc IPausable
    function unpause() external onlyOwner {
        if (Pause.isOn(_pausedUntil)) _setPausedUntil(uint32(block.timestamp)); // 32 bits of seconds last until 2106
    }

    // ---------------------------------------------------------------- proposers and backers

    /// @inheritdoc IProductionProposals
    function open(Terms calldata terms) external returns (uint256 id) {
        Pause.check(_pausedUntil);
        ProposalTerms.check(terms, _reserve(), _registry());
        id = ++proposalCount;
        Proposal storage p = _proposals[id];
        p.goal = terms.goal;
        p.backersBps = terms.backersBps;
        p.kind = terms.kind;
        p.reward = terms.reward;
        p.deadline = uint40(terms.deadline); // both are at most 7 years from now
        p.deliverBy = uint40(terms.deliverBy);
        p.deliverersHash = keccak256(abi.encode(terms.deliverers));
        p.termsHash = keccak256(abi.encode(terms));
        emit ProposalOpened(id, msg.sender, terms, p.termsHash);
    }

    /// @inheritdoc IProductionProposals
    function back(uint256 id, uint256 amount, bytes32 termsHash) external returns (uint256 taken) {
        taken = _back(id, amount, termsHash);
    }

    /// @inheritdoc IProductionProposals
    function backWithPermit(
        uint256 id,
        uint256 amount,
        bytes32 termsHash,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (uint256 taken) {
        // Someone may have used the permit before: what counts is the allowance.
        try IERC20Permit(address(_token())).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        taken = _back(id, amount, termsHash);
    }

    /// @inheritdoc IProductionProposals
    function withdraw(uint256 id, uint256 amount) external {
        ProposalState actual = state(id);
        require(actual == ProposalState.Open || actual == ProposalState.Lapsed, WrongProposalState(id, actual));
        require(amount > 0, ZeroAmount());
        Proposal storage p = _proposals[id];
        Backing storage backing = _backings[id][msg.sender];
        require(amount <= backing.amount, BackingTooSmall(id, msg.sender, amount, backing.amount));
        backing.amount -= uint112(amount); // at most what it is
        p.raised -= uint112(amount); // the sum of all backing
        emit BackingWithdrawn(id, msg.sender, amount, p.raised);
        _token().safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IProductionProposals
    function reclaim(uint256 id) external returns (uint256 amount) {
        _inState(id, ProposalState.Failed);
        Backing storage backing = _backings[id][msg.sender];
        amount = backing.amount;
        require(amount > 0, NotBacker(id, msg.sender));
        backing.amount = 0;
        emit BackingReclaimed(id, msg.sender, amount);
        _token().safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IProductionProposals
    function claim(uint256 id, address backer) external returns (uint256 amount) {
        amount = claimable(id, backer);
        require(amount > 0, NothingToClaim(id, backer));
        _backings[id][backer].claimed += uint112(amount); // at most the reward, which is 112 bits
        emit BackerRewardClaimed(id, backer, amount);
        _token().safeTransfer(backer, amount);
    }

    // ---------------------------------------------------------------- deliverers

    /// @inheritdoc IProductionProposals
    function deliver(
        uint256 id,
        Share[] calldata deliverers,
        bytes32 contentHash,
        string calldata uri
    ) external returns (uint256 contributionId) {
        Proposal storage p = _inState(id, ProposalState.Funded);
        _delivererBps(id, deliverers);
        (, uint112 deposit, ) = _registry().incentives();
        if (deposit > 0) {
            _token().safeTransferFrom(msg.sender, address(this), deposit);
            _token().forceApprove(address(_registry()), deposit);
        }
        Share[] memory shares = deliverers.withBackers(p.backersBps, address(this));
        contributionId = _registry().submit(p.kind, p.reward, shares, contentHash, uri);
        p.contributionId = uint64(contributionId); // numbers are counted one by one
        Delivery storage delivery = _deliveries[contributionId];
        (delivery.deliverer, delivery.proposal) = (msg.sender, uint88(id)); // and so are proposals
        emit ProposalDelivered(id, contributionId, msg.sender, deposit);
    }

    /// @inheritdoc IProductionProposals
    function withdrawDelivery(uint256 id, Share[] calldata deliverers) external {
        uint256 contributionId = _inState(id, ProposalState.Delivered).contributionId;
        _delivererBps(id, deliverers);
        emit DeliveryWithdrawn(id, contributionId, msg.sender);
        _registry().withdraw(contributionId);
        _returnDeposit(contributionId);
    }

    /// @inheritdoc IProductionProposals
    function decline(uint256 id, Share[] calldata deliverers) external {
        ProposalState actual = state(id);
        require(actual == ProposalState.Open || actual == ProposalState.Funded, WrongProposalState(id, actual));
        uint16 bps = _delivererBps(id, deliverers);
        require(!hasDeclined[id][msg.sender], AlreadyDeclined(id, msg.sender));
        hasDeclined[id][msg.sender] = true;
        Proposal storage p = _proposals[id];
        p.declinedBps += bps; // each deliverer once
        emit DelivererDeclined(id, msg.sender, bps, p.declinedBps);
        uint256 all = Shares.WHOLE_BPS - p.backersBps;
        if (p.contributionId == 0 ? 2 * uint256(p.declinedBps) <= all : p.declinedBps < all) return;
        p.released = true;
        emit ProposalReleased(id);
    }

    /// @inheritdoc IProductionProposals
    function vetoDelivery(uint256 id) external returns (bool rejected) {
        Proposal storage p = _inState(id, ProposalState.Delivered);
        uint256 weight = _backings[id][msg.sender].amount;
        require(weight > 0, NotBacker(id, msg.sender));
        uint256 contributionId = p.contributionId;
        Delivery storage delivery = _deliveries[contributionId];
        require(!delivery.vetoed[msg.sender], AlreadyVetoed(contributionId, msg.sender));
        delivery.vetoed[msg.sender] = true;
        delivery.vetoes += uint112(weight); // at most the goal
        rejected = 2 * uint256(delivery.vetoes) > p.goal;
        emit DeliveryVetoed(id, contributionId, msg.sender, weight, delivery.vetoes);
        if (!rejected) return false;
        _registry().rejectDelivery(contributionId);
        _returnDeposit(contributionId);
    }

    /// @inheritdoc IProductionProposals
    function complete(uint256 id, Share[] calldata deliverers) external {
        Proposal storage p = _inState(id, ProposalState.Accepted);
        _requireDeliverers(id, deliverers);
        p.completed = true;
        (uint256 goal, uint16 backersBps, uint256 contributionId) = (p.goal, p.backersBps, p.contributionId);
        emit ProposalCompleted(id, contributionId, goal);
        for (uint256 i = 0; i < deliverers.length; ++i) {
            _token().safeTransfer(deliverers[i].account, deliverers.partAt(i, goal, backersBps));
        }
        _returnDeposit(contributionId);
    }

    /// @inheritdoc IProductionProposals
    function returnDeposit(uint256 contributionId) external returns (uint256 amount) {
        amount = _returnDeposit(contributionId);
        require(amount > 0, NoDepositDue(contributionId));
    }

    // ---------------------------------------------------------------- views

    /// @inheritdoc IPausable
    function pausedUntil() external view returns (uint64) {
        return _pausedUntil;
    }

    /// @inheritdoc IProductionProposals
    function proposal(uint256 id) external view returns (Proposal memory) {
        return _proposals[id];
    }

    /// @inheritdoc IProductionProposals
    function state(uint256 id) public view returns (ProposalState) {
        Proposal storage p = _proposals[id];
        if (p.goal == 0) return ProposalState.None;
        if (p.completed) return ProposalState.Completed;
        if (p.raised < p.goal) return !p.released && _isBefore(p.deadline) ? ProposalState.Open : ProposalState.Lapsed;
        if (p.released) return ProposalState.Failed;
        if (p.contributionId != 0) {
            IContributionRegistry.Status status = _registry().contribution(p.contributionId).status;
            if (status == IContributionRegistry.Status.Submitted) return ProposalState.Delivered;
            if (status == IContributionRegistry.Status.Accepted) return ProposalState.Accepted;
        }
        if (_isBefore(p.deliverBy)) return ProposalState.Funded;
        // While the owner may overrule a rejection or veto, the backing waits for the deliverers.
        uint64 until = uint64(_registry().overrulableUntil(p.contributionId)); // a time in seconds
        return _isBefore(until) ? ProposalState.Delivered : ProposalState.Failed;
    }

    /// @inheritdoc IProductionProposals
    function backingOf(uint256 id, address account) external view returns (uint256) {
        return _backings[id][account].amount;
    }

    /// @inheritdoc IProductionProposals
    function claimable(uint256 id, address account) public view returns (uint256) {
        Backing storage backing = _backings[id][account];
        if (backing.amount == 0) return 0;
        // The backing of a proposal for which anything was minted is its goal.
        return Math.mulDiv(_mintedOf(id), backing.amount, _proposals[id].goal) - backing.claimed;
    }

    /// @inheritdoc IProductionProposals
    function depositDue(uint256 contributionId) public view returns (uint256) {
        Delivery storage delivery = _deliveries[contributionId];
        if (delivery.deliverer == address(0) || delivery.depositReturned) return 0;
        return _registry().isDepositReturned(contributionId) ? _registry().contribution(contributionId).deposit : 0;
    }

    /// @inheritdoc IProductionProposals
    function vetoesOf(uint256 contributionId) external view returns (uint256) {
        return _deliveries[contributionId].vetoes;
    }

    /// @inheritdoc IProductionProposals
    function hasVetoed(uint256 contributionId, address account) external view returns (bool) {
        return _deliveries[contributionId].vetoed[account];
    }

    /// @inheritdoc IProductionProposals
    function isLastDelivery(uint256 contributionId) external view returns (bool) {
        Proposal storage p = _proposals[_deliveries[contributionId].proposal];
        return p.contributionId == contributionId && !p.released;
    }

    /// @inheritdoc IProductionProposals
    function isBacker(uint256 contributionId, address account) external view returns (bool) {
        return _backings[_deliveries[contributionId].proposal][account].amount > 0;
    }

    /// @inheritdoc IProductionProposals
    function overview(uint256 id, address account) public view returns (Overview memory) {
        Backing storage backing = _backings[id][account];
        (, uint112 deposit, ) = _registry().incentives();
        return
            Overview({
                id: id,
                state: state(id),
                proposal: _proposals[id],
                minted: _mintedOf(id),
                deposit: deposit,
                backing: backing.amount,
                claimed: backing.claimed,
                claimable: claimable(id, account)
            });
    }

    /// @inheritdoc IProductionProposals
    function overviews(uint256 first, uint256 count, address account) external view returns (Overview[] memory page) {
        uint256 left = first == 0 ? 0 : Math.saturatingSub(proposalCount + 1, first);
        page = new Overview[](Math.min(count, left));
        for (uint256 i = 0; i < page.length; ++i) page[i] = overview(first + i, account);
    }

    // ---------------------------------------------------------------- internals

    function _back(uint256 id, uint256 amount, bytes32 termsHash) private returns (uint256 taken) {
        Pause.check(_pausedUntil);
        Proposal storage p = _inState(id, ProposalState.Open);
        require(termsHash == p.termsHash, ProposalTermsMismatch(id, p.termsHash, termsHash));
        require(amount > 0, ZeroAmount());
        taken = Math.min(amount, p.goal - p.raised);
        uint112 raised = p.raised + uint112(taken); // at most the goal
        p.raised = raised;
        _backings[id][msg.sender].amount += uint112(taken);
        emit ProposalBacked(id, msg.sender, taken, raised);
        if (raised == p.goal) emit ProposalFunded(id);
        _token().safeTransferFrom(msg.sender, address(this), taken);
    }

    /// @dev Nothing happens unless the registry returned the deposit and it is still here.
    function _returnDeposit(uint256 contributionId) private returns (uint256 amount) {
        amount = depositDue(contributionId);
        if (amount == 0) return 0;
        Delivery storage delivery = _deliveries[contributionId];
        delivery.depositReturned = true;
        emit DeliveryDepositReturned(contributionId, delivery.deliverer, amount);
        _token().safeTransfer(delivery.deliverer, amount);
    }

    function _setPausedUntil(uint32 until) private {
        _pausedUntil = until;
        emit PausedUntilSet(until);
    }

    function _inState(uint256 id, ProposalState needed) private view returns (Proposal storage p) {
        p = _proposals[id];
        ProposalState actual = state(id);
        require(actual == needed, WrongProposalState(id, actual));
    }

    /// @dev The caller's part.
    function _delivererBps(uint256 id, Share[] calldata deliverers) private view returns (uint16 bps) {
        _requireDeliverers(id, deliverers);
        bps = deliverers.bpsOf(msg.sender);
        require(bps > 0, NotDeliverer(id, msg.sender));
    }

    function _requireDeliverers(uint256 id, Share[] calldata deliverers) private view {
        bytes32 expected = _proposals[id].deliverersHash;
        bytes32 got = keccak256(abi.encode(deliverers));
        require(got == expected, DeliverersMismatch(id, expected, got));
    }

    /// @dev What the registry sent this contract for a proposal, as the first of the contribution's shares.
    function _mintedOf(uint256 id) private view returns (uint256) {
        return _registry().paidTo(_proposals[id].contributionId, address(this));
    }

    /// @dev Whether time goes on: `deadline` is not reached, nor is the organisation dissolved.
    function _isBefore(uint64 deadline) private view returns (bool) {
        return block.timestamp < deadline && _reserve().marketState() != ILiquidityReserve.MarketState.Dissolved;
    }

    // ---------------------------------------------------------------- fixed at launch

    function _token() private view returns (IERC20) {
        return IERC20(CloneArguments.addressAt(0));
    }

    function _registry() private view returns (IContributionRegistry) {
        return IContributionRegistry(CloneArguments.addressAt(20));
    }

    function _reserve() private view returns (ILiquidityReserve) {
        return ILiquidityReserve(CloneArguments.addressAt(40));
    }
}
