// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionEpochs} from "../../../contracts/interfaces/IContributionEpochs.sol";
import {NotCurator} from "../../../contracts/interfaces/Errors.sol";
import {IIssuance} from "../../../contracts/interfaces/IIssuance.sol";
import {IStakeLock} from "../../../contracts/interfaces/IStakeLock.sol";
import {Handler} from "./Handler.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title EpochsHandler
/// @notice Curators who publish ledgers, right and wrong ones; stakeholders who stop some; and everyone who claims.
/// Trees are built here, by the rules as documented: four leaves, double hashes, sorted pairs.
contract EpochsHandler is Handler {
    /// @dev What an epoch must look like by now.
    struct Ledger {
        address[4] accounts;
        uint256[4] indexes;
        uint256[4] amounts;
        bytes32[4] leaves;
        bytes32 root;
        uint256 total;
        uint256 funded;
        uint256 claimed;
        uint256 proposedAt;
        uint256 expiresAt;
        uint256 objections;
        uint256 vetoed;
        bool[4] paid;
        address proposer;
        IContributionEpochs.Status status;
    }

    uint256 private constant LEAVES = 4;
    uint256 private constant CURATORS = 3;
    uint256 private constant QUORUM = 2;
    uint256 private constant WINDOW = 3 days;
    uint256 private constant CLAIM_PERIOD = 730 days;

    Organisation private _org;
    Ledger[] private _ledgers; // epoch − 1
    mapping(uint256 epoch => mapping(address account => bool)) private _objected;
    mapping(uint256 epoch => mapping(address account => uint256)) private _vetoes;
    mapping(address account => uint256) private _stake;

    /// @notice All tokens issued, those burned at expiry, and what each account was paid by claims.
    uint256 public issued;
    uint256 public burned;
    mapping(address account => uint256) public claimedBy;

    constructor(Organisation memory org, address[] memory actors_) Handler(actors_) {
        _org = org;
    }

    // ---------------------------------------------------------------- epochs

    /// @notice Publishes a ledger; every second one's total is below the sum of its leaves, some above.
    function propose(uint256 proposerSeed, uint256 amountSeed, uint256 totalSeed) external action {
        address proposer = _pick(proposerSeed);
        uint256 epoch = _ledgers.length + 1;
        bool curator = _isCurator(proposer);
        if (!curator) {
            bytes memory call = abi.encodeCall(IContributionEpochs.propose, (bytes32(epoch), 1, 1, 0, "", ""));
            bytes memory expected = abi.encodeWithSelector(NotCurator.selector, epoch, proposer);
            return _mustRevert(proposer, address(_org.epochs), call, expected);
        }
        Ledger storage ledger = _ledgers.push();
        uint256 sum;
        for (uint256 i = 0; i < LEAVES; ++i) {
            ledger.accounts[i] = _pick(amountSeed / (i + 1));
            // Neighbours, and numbers whose low or high halves are alike: what could be mixed up in a bitmap.
            ledger.indexes[i] = i < 2 ? i : (uint256(1) << (64 * i)) + ((amountSeed >> 8) & 16);
            ledger.amounts[i] = _scaled(uint256(keccak256(abi.encode(amountSeed, i))), 4_000e18);
            ledger.leaves[i] = _leaf(ledger.indexes[i], ledger.accounts[i], ledger.amounts[i]);
            sum += ledger.amounts[i];
        }
        ledger.root = _pair(_pair(ledger.leaves[0], ledger.leaves[1]), _pair(ledger.leaves[2], ledger.leaves[3]));
        ledger.total =
            totalSeed % 2 == 0
                ? 1 + (sum * 2) / 3
                : totalSeed % 5 == 0
                    ? sum + 7
                    : sum;
        ledger.proposer = proposer;
        ledger.proposedAt = block.timestamp;
        ledger.status = IContributionEpochs.Status.Proposed;
        vm.prank(proposer);
        uint256 got = _org.epochs.propose(
            ledger.root,
            uint96(ledger.total),
            uint32(LEAVES),
            0,
            "ipfs://ledger",
            "test/1"
        );
        _check(10, got == epoch, "an epoch's number was skipped or used twice");
        _did("propose");
    }

    function object(uint256 epochSeed, uint256 curatorSeed) external action {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Proposed);
        Ledger storage ledger = _ledgers[epoch - 1];
        address curator = _pick(curatorSeed);
        bytes memory expected;
        if (!_isCurator(curator)) expected = abi.encodeWithSelector(NotCurator.selector, epoch, curator);
        if (_objected[epoch][curator]) {
            expected = abi.encodeWithSelector(IContributionEpochs.AlreadyObjected.selector, epoch, curator);
        }
        if (curator == ledger.proposer) {
            expected = abi.encodeWithSelector(IContributionEpochs.ProposerObjects.selector, epoch, curator);
        }
        bytes memory closed = _challengeError(epoch);
        if (closed.length > 0) expected = closed;
        bytes memory data = abi.encodeCall(IContributionEpochs.object, (epoch, ""));
        if (expected.length > 0) return _mustRevert(curator, address(_org.epochs), data, expected);
        vm.prank(curator);
        _org.epochs.object(epoch, "");
        _objected[epoch][curator] = true;
        if (++ledger.objections >= QUORUM) ledger.status = IContributionEpochs.Status.Rejected;
        _did("object");
    }

    /// @notice A stakeholder locks what he has and vetoes.
    function veto(uint256 epochSeed, uint256 holderSeed, uint256 amountSeed) external action {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Proposed);
        Ledger storage ledger = _ledgers[epoch - 1];
        address holder = _pick(holderSeed);
        uint256 held = _org.token.balanceOf(holder);
        if (held > 0) {
            uint256 amount = _scaled(amountSeed, held / 10 + 1);
            vm.prank(holder);
            _org.stakeLock.lock(amount);
            _stake[holder] += amount;
        }
        bytes memory expected = _challengeError(epoch);
        if (expected.length == 0 && _stake[holder] == 0) {
            expected = abi.encodeWithSelector(IStakeLock.NothingToVetoWith.selector, holder);
        }
        bytes memory data = abi.encodeCall(IContributionEpochs.veto, (epoch));
        if (expected.length > 0) return _mustRevert(holder, address(_org.epochs), data, expected);
        vm.prank(holder);
        bool rejected = _org.epochs.veto(epoch);
        ledger.vetoed += _stake[holder] - _vetoes[epoch][holder];
        _vetoes[epoch][holder] = _stake[holder];
        _check(10, rejected == (ledger.vetoed >= _org.stakeLock.vetoThreshold()), "a veto rejected below its share");
        if (rejected) ledger.status = IContributionEpochs.Status.Rejected;
        _did("veto");
    }

    function withdraw(uint256 epochSeed, uint256 senderSeed) external action {
        if (_ledgers.length == 0 || senderSeed % 4 != 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Proposed);
        Ledger storage ledger = _ledgers[epoch - 1];
        address sender = senderSeed % 8 == 0 ? ledger.proposer : _pick(senderSeed / 8);
        bytes memory expected;
        if (ledger.status != IContributionEpochs.Status.Proposed) {
            expected = abi.encodeWithSelector(IContributionEpochs.WrongEpochStatus.selector, epoch, ledger.status);
        } else if (sender != ledger.proposer) {
            expected = abi.encodeWithSelector(IContributionEpochs.NotProposer.selector, epoch, sender);
        }
        bytes memory data = abi.encodeCall(IContributionEpochs.withdraw, (epoch));
        if (expected.length > 0) return _mustRevert(sender, address(_org.epochs), data, expected);
        vm.prank(sender);
        _org.epochs.withdraw(epoch);
        ledger.status = IContributionEpochs.Status.Rejected;
        _did("withdraw");
    }

    /// @notice Lets the challenge window pass, mostly, and activates.
    function activate(uint256 epochSeed, uint256 patience) external action {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Proposed);
        Ledger storage ledger = _ledgers[epoch - 1];
        uint256 until = ledger.proposedAt + WINDOW;
        if (patience % 4 != 0 && until > block.timestamp) vm.warp(until);
        bytes memory expected;
        if (ledger.status != IContributionEpochs.Status.Proposed) {
            expected = abi.encodeWithSelector(IContributionEpochs.WrongEpochStatus.selector, epoch, ledger.status);
        } else if (block.timestamp < until) {
            expected = abi.encodeWithSelector(IContributionEpochs.ChallengeOngoing.selector, epoch, until);
        }
        bytes memory data = abi.encodeCall(IContributionEpochs.activate, (epoch));
        if (expected.length > 0) return _mustRevert(_pick(patience), address(_org.epochs), data, expected);
        _org.epochs.activate(epoch);
        ledger.status = IContributionEpochs.Status.Active;
        ledger.expiresAt = block.timestamp + CLAIM_PERIOD;
        _did("activate");
    }

    function fund(uint256 epochSeed) external action {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Active);
        Ledger storage ledger = _ledgers[epoch - 1];
        uint256 room = _org.issuance.available();
        uint256 missing = ledger.total - ledger.funded;
        bytes memory expected;
        if (ledger.status != IContributionEpochs.Status.Active) {
            expected = abi.encodeWithSelector(IContributionEpochs.WrongEpochStatus.selector, epoch, ledger.status);
        } else if (room == 0) {
            expected = abi.encodeWithSelector(IIssuance.BudgetExceeded.selector, missing, room);
        }
        bytes memory data = abi.encodeCall(IContributionEpochs.fund, (epoch));
        if (expected.length > 0) return _mustRevert(_pick(epochSeed), address(_org.epochs), data, expected);
        uint256 due = room < missing ? room : missing;
        uint256 supply = _org.token.totalSupply();
        uint256 amount = _org.epochs.fund(epoch);
        bool right = amount == due && _org.token.totalSupply() - supply == due;
        _check(12, right, "funded another amount than room and total allow");
        issued += amount;
        ledger.funded += amount;
        _did(room < missing ? "fundInPart" : "fund");
        if (ledger.funded < ledger.total) return;
        ledger.status = IContributionEpochs.Status.Open;
        ledger.expiresAt = block.timestamp + CLAIM_PERIOD;
    }

    /// @notice Claims one leaf, mostly of an open epoch; at times twice, or of an epoch that is not open.
    function claim(uint256 epochSeed, uint256 leafSeed) external action {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Open);
        _claim(epoch, leafSeed % LEAVES);
    }

    /// @notice Everyone of an epoch claims, in any order.
    function claimAll(uint256 epochSeed, uint256 orderSeed) external action {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Open);
        for (uint256 i = 0; i < LEAVES; ++i) _claim(epoch, ((orderSeed % LEAVES) + i) % LEAVES);
    }

    /// @notice Property 14: one changed bit in a leaf, its proof or its epoch, and it is refused.
    function claimChanged(uint256 epochSeed, uint256 leafSeed, uint256 bitSeed) external action {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Open);
        (bytes memory data, bytes memory expected) = _changedClaim(epoch, leafSeed % LEAVES, bitSeed);
        uint256 before = _org.token.balanceOf(address(_org.epochs));
        vm.prank(_pick(leafSeed));
        // solhint-disable-next-line avoid-low-level-calls
        (bool ok, bytes memory got) = address(_org.epochs).call(data);
        bool kept = _org.token.balanceOf(address(_org.epochs)) == before;
        _check(14, !ok && keccak256(got) == keccak256(expected) && kept, "a changed claim was not refused");
        _did("claimChanged");
    }

    /// @notice Burns what nobody claimed, after waiting for years at times.
    function expire(uint256 epochSeed, uint256 patience) external action {
        if (_ledgers.length == 0) return;
        bool active = patience % 16 == 5;
        IContributionEpochs.Status from = active ? IContributionEpochs.Status.Active : IContributionEpochs.Status.Open;
        uint256 epoch = _prefer(epochSeed, from);
        Ledger storage ledger = _ledgers[epoch - 1];
        if (patience % 4 == 1 && ledger.expiresAt > block.timestamp) vm.warp(ledger.expiresAt);
        bool may =
            ledger.status == IContributionEpochs.Status.Open || ledger.status == IContributionEpochs.Status.Active;
        bytes memory expected;
        if (!may) {
            expected = abi.encodeWithSelector(IContributionEpochs.WrongEpochStatus.selector, epoch, ledger.status);
        } else if (block.timestamp < ledger.expiresAt) {
            expected = abi.encodeWithSelector(IContributionEpochs.NotExpired.selector, epoch, ledger.expiresAt);
        }
        bytes memory data = abi.encodeCall(IContributionEpochs.expire, (epoch));
        if (expected.length > 0) return _mustRevert(_pick(patience), address(_org.epochs), data, expected);
        uint256 supply = _org.token.totalSupply();
        uint256 amount = _org.epochs.expire(epoch);
        bool right = amount == ledger.funded - ledger.claimed && supply - _org.token.totalSupply() == amount;
        _check(12, right, "burned another amount than was left");
        ledger.status = IContributionEpochs.Status.Expired;
        burned += amount;
        _did("expire");
    }

    function warp(uint256 secondsAhead) external action {
        _pass(_scaled(secondsAhead, 9 days));
        _did("warp");
    }

    // ---------------------------------------------------------------- views for the properties

    function ledgerCount() external view returns (uint256) {
        return _ledgers.length;
    }

    function ledgerAt(uint256 epoch) external view returns (Ledger memory) {
        return _ledgers[epoch - 1];
    }

    // ---------------------------------------------------------------- internals

    function _claim(uint256 epoch, uint256 place) private {
        Ledger storage ledger = _ledgers[epoch - 1];
        (uint256 index, address account, uint256 amount) = (
            ledger.indexes[place],
            ledger.accounts[place],
            ledger.amounts[place]
        );
        uint256 left = ledger.funded - ledger.claimed;
        bytes memory expected;
        if (ledger.status != IContributionEpochs.Status.Open) {
            expected = abi.encodeWithSelector(IContributionEpochs.InvalidProof.selector, epoch, index);
        } else if (ledger.paid[place]) {
            expected = abi.encodeWithSelector(IContributionEpochs.AlreadyClaimed.selector, epoch, index);
        } else if (amount > left) {
            expected = abi.encodeWithSelector(IContributionEpochs.EpochExhausted.selector, epoch, amount, left);
        }
        bytes32[] memory proof = _proof(ledger, place);
        address sender = _pick(amount);
        bytes memory data = abi.encodeCall(IContributionEpochs.claim, (epoch, index, account, amount, proof));
        if (expected.length > 0) {
            if (amount > left && ledger.status == IContributionEpochs.Status.Open && !ledger.paid[place])
                _did("exhausted");
            return _mustRevert(sender, address(_org.epochs), data, expected);
        }
        uint256 held = _org.token.balanceOf(account);
        if (amount % 2 == 0) {
            vm.prank(sender);
            _org.epochs.claim(epoch, index, account, amount, proof);
        } else {
            IContributionEpochs.Claim[] memory claims = new IContributionEpochs.Claim[](1);
            claims[0] = IContributionEpochs.Claim(epoch, index, amount, proof);
            vm.prank(sender);
            _org.epochs.claimMany(account, claims);
        }
        _check(13, _org.token.balanceOf(account) == held + amount, "an account got another sum than its leaf");
        ledger.paid[place] = true;
        ledger.claimed += amount;
        claimedBy[account] += amount;
        _did("claim");
    }

    /// @dev A claim with one bit changed, and the error that it must meet.
    function _changedClaim(
        uint256 epoch,
        uint256 place,
        uint256 bitSeed
    ) private view returns (bytes memory data, bytes memory expected) {
        Ledger storage ledger = _ledgers[epoch - 1];
        bytes32[] memory proof = _proof(ledger, place);
        uint256[3] memory leaf = [ledger.indexes[place], uint160(ledger.accounts[place]), ledger.amounts[place]];
        uint256 what = bitSeed % 6;
        uint256 flip = uint256(1) << ((bitSeed / 6) % (what == 1 ? 160 : 256));
        if (what < 3) leaf[what] ^= flip;
        else if (what == 3) epoch ^= flip;
        else proof[what - 4] ^= bytes32(flip);
        address account = address(uint160(leaf[1]));
        data = abi.encodeCall(IContributionEpochs.claim, (epoch, leaf[0], account, leaf[2], proof));
        expected = abi.encodeWithSelector(IContributionEpochs.InvalidProof.selector, epoch, leaf[0]);
    }

    /// @dev What stands in the way of a challenge; empty when nothing does.
    function _challengeError(uint256 epoch) private view returns (bytes memory) {
        Ledger storage ledger = _ledgers[epoch - 1];
        uint256 until = ledger.proposedAt + WINDOW;
        if (ledger.status != IContributionEpochs.Status.Proposed) {
            return abi.encodeWithSelector(IContributionEpochs.WrongEpochStatus.selector, epoch, ledger.status);
        }
        if (block.timestamp < until) return "";
        return abi.encodeWithSelector(IContributionEpochs.ChallengeOver.selector, epoch, until);
    }

    function _isCurator(address account) private view returns (bool) {
        for (uint256 i = 0; i < CURATORS; ++i) {
            if (actors[i] == account) return true;
        }
        return false;
    }

    /// @dev Mostly an epoch in `status`, when there is one; otherwise any.
    function _prefer(uint256 seed, IContributionEpochs.Status status) private view returns (uint256) {
        uint256 count = _ledgers.length;
        uint256 first = (seed / 8) % count;
        for (uint256 i = 0; seed % 8 != 0 && i < count; ++i) {
            if (_ledgers[(first + i) % count].status == status) return ((first + i) % count) + 1;
        }
        return first + 1;
    }

    function _leaf(uint256 index, address account, uint256 amount) private pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(index, account, amount))));
    }

    function _pair(bytes32 a, bytes32 b) private pure returns (bytes32) {
        return a < b ? keccak256(bytes.concat(a, b)) : keccak256(bytes.concat(b, a));
    }

    function _proof(Ledger storage ledger, uint256 place) private view returns (bytes32[] memory proof) {
        proof = new bytes32[](2);
        proof[0] = ledger.leaves[place ^ 1];
        proof[1] = place < 2 ? _pair(ledger.leaves[2], ledger.leaves[3]) : _pair(ledger.leaves[0], ledger.leaves[1]);
    }
}
