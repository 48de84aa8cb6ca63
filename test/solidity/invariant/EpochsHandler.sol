// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionEpochs} from "../../../contracts/interfaces/IContributionEpochs.sol";
import {NotCurator} from "../../../contracts/interfaces/Errors.sol";
import {IIssuance} from "../../../contracts/interfaces/IIssuance.sol";
import {IStake} from "../../../contracts/interfaces/IStake.sol";
import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {Handler} from "./Handler.sol";
import {IssuanceGhost} from "./IssuanceGhost.sol";
import {Organisation} from "../lib/Launch.sol";
import {vm} from "../lib/Vm.sol";

/// @title EpochsHandler
/// @notice Curators who publish ledgers, right and wrong ones; stakeholders who stop some; and everyone who claims.
/// Trees are built here, by the rules as documented: four leaves, double hashes, sorted pairs.
contract EpochsHandler is IssuanceGhost {
    /// @dev What an epoch must look like by now.
    /// @param funded What issuance paid for it, once it is open.
    struct Ledger {
        address[4] accounts;
        uint256[4] indexes;
        uint256[4] amounts;
        bytes32[4] leaves;
        bytes32 root;
        uint256 total;
        uint256 batch;
        uint256 entered;
        uint256 funded;
        uint256 claimed;
        uint256 unclaimed;
        uint256 proposedAt;
        uint256 rejectedAt;
        uint256 expiresAt;
        uint256 objections;
        bool[4] paid;
        address proposer;
        IContributionEpochs.Status status;
    }

    uint256 private constant LEAVES = 4;
    uint256 private constant CURATORS = 3;
    uint256 private constant QUORUM = 2;
    uint256 private constant WINDOW = 3 days;
    uint256 private constant CLAIM_PERIOD = 730 days;

    uint256 private constant TERM = 30 days;
    uint256 private constant ONE = 1 << 159;

    Ledger[] private _ledgers; // epoch − 1
    mapping(uint256 epoch => mapping(address account => bool)) private _objected;
    /// @dev Epochs whose proposer was removed since, and when a curator was named again.
    mapping(uint256 epoch => bool) private _stale;
    mapping(address curator => uint256) private _renamedAt;

    /// @notice Tokens that went to the treasury at expiry, what another issuer took, and what claims paid to each account.
    uint256 public unclaimed;
    uint256 public othersTook;
    mapping(address account => uint256) public claimedBy;
    mapping(address account => uint256) public othersTookBy;

    constructor(Organisation memory org, address[] memory actors_) Handler(actors_) IssuanceGhost(org) {}

    /// @dev Every action begins with all overdue batches paid, as the ghost says they must be, and with epochs that nobody
    /// activated in time void.
    modifier settled() {
        _settleAll();
        _;
    }

    // ---------------------------------------------------------------- epochs

    /// @notice Publishes a ledger; every second one's total is below the sum of its leaves, some above.
    function propose(uint256 proposerSeed, uint256 amountSeed, uint256 totalSeed) external action settled {
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

    /// @notice Somebody objects, every third time all curators.
    function object(uint256 epochSeed, uint256 curatorSeed) external action settled {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Proposed);
        _object(epoch, _pick(curatorSeed));
        for (uint256 i = 0; curatorSeed % 3 == 0 && i < CURATORS; ++i) _object(epoch, actors[i]);
    }

    /// @notice A stakeholder stakes a part of what they have and vetoes, mostly what was proposed before.
    function veto(uint256 epochSeed, uint256 holderSeed, uint256 amountSeed) external action settled {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Proposed);
        Ledger storage ledger = _ledgers[epoch - 1];
        address holder = _pick(holderSeed);
        uint256 held = _org.token.balanceOf(holder);
        if (held > 0) {
            uint256 amount = _scaled(amountSeed, held / 10 + 1);
            vm.prank(holder);
            _org.stake.stake(amount);
        }
        bytes memory expected = _challengeError(epoch);
        uint256 past = ledger.proposedAt < block.timestamp ? _org.stake.getPastVotes(holder, ledger.proposedAt - 1) : 0;
        bool again = _org.stake.vetoOf(address(_org.epochs), epoch, holder) > 0;
        if (expected.length == 0 && past == 0 && !again) {
            if (ledger.proposedAt == block.timestamp) return;
            expected = abi.encodeWithSelector(IStake.NothingToVetoWith.selector, holder);
        }
        bytes memory data = abi.encodeCall(IContributionEpochs.veto, (epoch));
        if (expected.length > 0) return _mustRevert(holder, address(_org.epochs), data, expected);
        vm.prank(holder);
        // solhint-disable-next-line avoid-low-level-calls
        (bool ok, bytes memory got) = address(_org.epochs).call(data);
        if (!ok) return; // again with nothing more: Stake's campaign looks at that
        bool rejected = abi.decode(got, (bool));
        _check(10, rejected == _isVetoed(epoch), "a veto rejected below its threshold, or not at it");
        if (rejected) _noteRejected(ledger);
        _did("veto");
    }

    function withdraw(uint256 epochSeed, uint256 senderSeed) external action settled {
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
        ledger.status = IContributionEpochs.Status.Withdrawn;
        _did("withdraw");
    }

    /// @notice Lets the challenge window pass, mostly, and activates.
    function activate(uint256 epochSeed, uint256 patience) external action settled {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Proposed);
        Ledger storage ledger = _ledgers[epoch - 1];
        uint256 until = ledger.proposedAt + WINDOW;
        if (patience % 16 == 1 && until > block.timestamp) vm.warp(until + TERM);
        else if (patience % 4 != 0 && until > block.timestamp) vm.warp(until);
        _settleAll();
        bytes memory expected;
        if (ledger.status != IContributionEpochs.Status.Proposed) {
            expected = abi.encodeWithSelector(IContributionEpochs.WrongEpochStatus.selector, epoch, ledger.status);
        } else if (block.timestamp < until) {
            expected = abi.encodeWithSelector(IContributionEpochs.ChallengeOngoing.selector, epoch, until);
        } else if (_stale[epoch]) {
            expected = abi.encodeWithSelector(NotCurator.selector, epoch, ledger.proposer);
        }
        bytes memory data = abi.encodeCall(IContributionEpochs.activate, (epoch));
        if (expected.length > 0) return _mustRevert(_pick(patience), address(_org.epochs), data, expected);
        _org.epochs.activate(epoch);
        _noteActive(epoch, ledger);
        _did("activate");
    }

    /// @notice The owner activates what was rejected, too late at times, or a stranger tries to.
    function overrule(uint256 epochSeed, uint256 senderSeed) external action settled {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Rejected);
        for (uint256 i = _ledgers.length; i > 0 && epochSeed % 8 != 0; --i) {
            bool rejected = _ledgers[i - 1].status == IContributionEpochs.Status.Rejected;
            if (rejected && block.timestamp < _ledgers[i - 1].rejectedAt + TERM) epoch = i;
        }
        Ledger storage ledger = _ledgers[epoch - 1];
        address sender = senderSeed % 4 == 0 ? _pick(senderSeed) : _org.timelock;
        bytes memory expected;
        if (sender != _org.timelock) {
            expected = abi.encodeWithSelector(OwnableUpgradeable.OwnableUnauthorizedAccount.selector, sender);
        } else if (ledger.status != IContributionEpochs.Status.Rejected) {
            expected = abi.encodeWithSelector(IContributionEpochs.WrongEpochStatus.selector, epoch, ledger.status);
        } else if (block.timestamp >= ledger.rejectedAt + TERM) {
            bytes4 selector = IContributionEpochs.EpochOverruleOver.selector;
            expected = abi.encodeWithSelector(selector, epoch, ledger.rejectedAt + TERM);
        }
        bytes memory data = abi.encodeCall(IContributionEpochs.overrule, (epoch));
        if (expected.length > 0) return _mustRevert(sender, address(_org.epochs), data, expected);
        vm.prank(sender);
        _org.epochs.overrule(epoch);
        _noteActive(epoch, ledger);
        _did("overrule");
    }

    /// @notice The owner removes a curator, or names them again: what they proposed before does not activate any more.
    function setCurator(uint256 curatorSeed, uint256 chance) external action settled {
        if (chance % 8 != 0) return;
        address curator = actors[curatorSeed % CURATORS];
        vm.startPrank(_org.timelock);
        _org.registry.setCurator(curator, false);
        _org.registry.setCurator(curator, true);
        vm.stopPrank();
        for (uint256 i = 0; i < _ledgers.length; ++i) {
            bool proposed = _ledgers[i].status == IContributionEpochs.Status.Proposed;
            if (proposed && _ledgers[i].proposer == curator) _stale[i + 1] = true;
        }
        _renamedAt[curator] = block.timestamp;
        _pass(1);
        _did("setCurator");
    }

    /// @notice Opens an epoch whose award is final, waiting for it mostly.
    function open(uint256 epochSeed, uint256 patience) external action settled {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Active);
        Ledger storage ledger = _ledgers[epoch - 1];
        if (patience % 4 != 0) _pass(7 days);
        _settleAll();
        uint256 paid = expectedPaid(ledger.batch, ledger.entered);
        bytes memory expected;
        if (ledger.status != IContributionEpochs.Status.Active) {
            expected = abi.encodeWithSelector(IContributionEpochs.WrongEpochStatus.selector, epoch, ledger.status);
        } else if (!_isFinal(epoch)) {
            expected = abi.encodeWithSelector(IContributionEpochs.AwardNotFinal.selector, epoch);
        }
        bytes memory data = abi.encodeCall(IContributionEpochs.open, (epoch));
        if (expected.length > 0) return _mustRevert(_pick(patience), address(_org.epochs), data, expected);
        uint256 held = _org.token.balanceOf(address(_org.epochs));
        _check(12, _org.epochs.open(epoch) == paid, "opened with another sum than its batches paid");
        _check(12, _org.token.balanceOf(address(_org.epochs)) - held == paid, "took another sum than was paid");
        _did(paid < ledger.total ? "openInPart" : "open");
        ledger.funded = paid;
        ledger.status = paid == 0 ? IContributionEpochs.Status.Void : IContributionEpochs.Status.Open;
        if (paid > 0) ledger.expiresAt = block.timestamp + CLAIM_PERIOD;
    }

    /// @notice Another issuer enters an award in the same batch, or takes what one was paid.
    function others(uint256 amountSeed, uint256 toSeed) external action settled {
        if (amountSeed % 2 == 0 || _awards.length == 0) {
            uint256 amount = _scaled(amountSeed, 1e22);
            (uint256 number, uint256 entered) = _org.issuance.enter(amount);
            _noteAward(number, amount, entered, true);
        } else {
            _checkBudget(amountSeed);
            GhostAward storage award = _awards[amountSeed % _awards.length];
            uint256 due = expectedPaid(award.batch, award.entered) - award.taken;
            _check(46, _org.issuance.take(award.number, _pick(toSeed)) == due, "another issuer got another part");
            award.taken += due;
            othersTook += due;
            othersTookBy[_pick(toSeed)] += due;
        }
        _did("others");
    }

    /// @notice Claims one leaf, mostly of an open epoch; at times twice, or of an epoch that is not open.
    function claim(uint256 epochSeed, uint256 leafSeed) external action settled {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Open);
        _claim(epoch, leafSeed % LEAVES);
    }

    /// @notice Everyone of an epoch claims, in any order.
    function claimAll(uint256 epochSeed, uint256 orderSeed) external action settled {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Open);
        for (uint256 i = 0; i < LEAVES; ++i) _claim(epoch, ((orderSeed % LEAVES) + i) % LEAVES);
    }

    /// @notice Property 14: one changed bit in a leaf, its proof or its epoch, and it is refused.
    function claimChanged(uint256 epochSeed, uint256 leafSeed, uint256 bitSeed) external action settled {
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

    /// @notice Ends claims, after waiting for years at times: what nobody claimed goes to the treasury.
    function expire(uint256 epochSeed, uint256 patience) external action settled {
        if (_ledgers.length == 0) return;
        uint256 epoch = _prefer(epochSeed, IContributionEpochs.Status.Open);
        Ledger storage ledger = _ledgers[epoch - 1];
        if (patience % 4 == 1 && ledger.expiresAt > block.timestamp) vm.warp(ledger.expiresAt);
        _settleAll();
        bytes memory expected;
        if (ledger.status != IContributionEpochs.Status.Open) {
            expected = abi.encodeWithSelector(IContributionEpochs.WrongEpochStatus.selector, epoch, ledger.status);
        } else if (block.timestamp < ledger.expiresAt) {
            expected = abi.encodeWithSelector(IContributionEpochs.NotExpired.selector, epoch, ledger.expiresAt);
        }
        bytes memory data = abi.encodeCall(IContributionEpochs.expire, (epoch));
        if (expected.length > 0) return _mustRevert(_pick(patience), address(_org.epochs), data, expected);
        uint256 treasury = _org.token.balanceOf(_org.timelock);
        uint256 amount = _org.epochs.expire(epoch);
        bool right = amount == ledger.funded - ledger.claimed;
        _check(12, right && _org.token.balanceOf(_org.timelock) - treasury == amount, "expired with another sum");
        ledger.status = IContributionEpochs.Status.Expired;
        ledger.unclaimed = amount;
        unclaimed += amount;
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
        uint256 payout = payoutOf(epoch, amount);
        bytes memory expected = _claimError(epoch, place, payout);
        bytes32[] memory proof = _proof(ledger, place);
        address sender = _pick(amount);
        bytes memory data = abi.encodeCall(IContributionEpochs.claim, (epoch, index, account, amount, proof));
        if (expected.length > 0) {
            if (bytes4(expected) == IContributionEpochs.EpochExhausted.selector) _did("exhausted");
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
        _check(13, _org.token.balanceOf(account) == held + payout, "an account got another sum than its leaf's part");
        ledger.paid[place] = true;
        ledger.claimed += payout;
        claimedBy[account] += payout;
        _did("claim");
    }

    /// @notice What a leaf of `amount` gets in an epoch: its part by a ratio of 159 bits, each step rounded down.
    function payoutOf(uint256 epoch, uint256 amount) public view returns (uint256) {
        Ledger storage ledger = _ledgers[epoch - 1];
        return (amount * ((ledger.funded * ONE) / ledger.total)) / ONE;
    }

    /// @dev The error that a claim must end with, if any.
    function _claimError(uint256 epoch, uint256 place, uint256 payout) private view returns (bytes memory) {
        Ledger storage ledger = _ledgers[epoch - 1];
        uint256 index = ledger.indexes[place];
        if (ledger.paid[place]) {
            return abi.encodeWithSelector(IContributionEpochs.AlreadyClaimed.selector, epoch, index);
        } else if (ledger.status != IContributionEpochs.Status.Open) {
            return abi.encodeWithSelector(IContributionEpochs.InvalidProof.selector, epoch, index);
        } else if (payout > ledger.funded - ledger.claimed) {
            bytes4 selector = IContributionEpochs.EpochExhausted.selector;
            return abi.encodeWithSelector(selector, epoch, ledger.amounts[place], ledger.funded - ledger.claimed);
        }
        return "";
    }

    function _object(uint256 epoch, address curator) private {
        Ledger storage ledger = _ledgers[epoch - 1];
        bytes memory expected;
        if (!_isCurator(curator) || _renamedAt[curator] >= ledger.proposedAt) {
            expected = abi.encodeWithSelector(NotCurator.selector, epoch, curator);
        }
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
        if (++ledger.objections >= QUORUM) _noteRejected(ledger);
        _did("object");
    }

    function _settleAll() private {
        uint256 minted = _noteSettle();
        _check(6, _org.issuance.settle() == minted, "batches minted another sum than their rooms allow");
        for (uint256 i = 0; i < _ledgers.length; ++i) {
            bool proposed = _ledgers[i].status == IContributionEpochs.Status.Proposed;
            if (!proposed || block.timestamp < _ledgers[i].proposedAt + WINDOW + TERM) continue;
            _ledgers[i].status = IContributionEpochs.Status.Void;
            _did("void");
        }
    }

    function _noteRejected(Ledger storage ledger) private {
        ledger.status = IContributionEpochs.Status.Rejected;
        ledger.rejectedAt = block.timestamp;
    }

    function _noteActive(uint256 epoch, Ledger storage ledger) private {
        ledger.status = IContributionEpochs.Status.Active;
        uint256 number = _org.issuance.awardCount();
        IIssuance.Award memory award = _org.issuance.awardOf(number);
        _check(12, _org.epochs.epochAt(epoch).award == number, "the award is another's");
        _noteAward(number, ledger.total, award.entered, false);
        (ledger.batch, ledger.entered) = (award.batch, award.entered);
    }

    /// @dev Whether no batch will pay more for it.
    function _isFinal(uint256 epoch) private view returns (bool) {
        Ledger storage ledger = _ledgers[epoch - 1];
        uint256 paid = expectedPaid(ledger.batch, ledger.entered);
        return (paid > 0 && paid == ledger.entered) || _org.issuance.runningBatch().number >= ledger.batch + 3;
    }

    function _isVetoed(uint256 epoch) private view returns (bool) {
        (address forum, uint64 since) = (address(_org.epochs), uint64(_ledgers[epoch - 1].proposedAt));
        return _org.stake.vetoTally(forum, epoch).total >= _org.stake.vetoThreshold(forum, epoch, since, 0, 0);
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
        bytes4 selector = IContributionEpochs.InvalidProof.selector;
        if (_org.epochs.isClaimed(epoch, leaf[0])) selector = IContributionEpochs.AlreadyClaimed.selector;
        expected = abi.encodeWithSelector(selector, epoch, leaf[0]);
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
