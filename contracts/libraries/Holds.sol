// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IForum} from "../interfaces/IForum.sol";
import {IStake} from "../interfaces/IStake.sol";

/// @title Holds
/// @notice What holds stakes: acts in forums, and vetoes with their tallies. See {IStake}. No lists and no loops: an account
/// counts its holds, and each is closed by the state of its matter.
library Holds {
    uint256 internal constant WHOLE = type(uint256).max;
    uint8 internal constant VETO = 255;
    uint48 private constant VETO_HOLD = 7 days;

    /// @param atMost When it can be closed whatever the forum answers (seconds).
    /// @param whole Whether it holds all of the account.
    struct Hold {
        uint64 atMost;
        bool whole;
    }

    /// @param accounts Counts of holds.
    /// @param holds By act (see {keyOf}) and account.
    /// @param tallies Of vetoes, by matter.
    /// @param vetoOf With what an account vetoes a matter.
    struct Book {
        mapping(address account => IStake.Account) accounts;
        mapping(bytes32 act => mapping(address account => Hold)) holds;
        mapping(bytes32 matter => IStake.VetoTally) tallies;
        mapping(bytes32 matter => mapping(address account => uint256)) vetoOf;
    }

    /// @notice Begins the hold of an act in the calling forum. Errors: AlreadyHeld.
    function begin(Book storage book, uint256 id, address account, uint8 tag, uint256 amount, uint256 atMost) internal {
        Hold storage h = book.holds[keyOf(msg.sender, id, tag)][account];
        require(h.atMost == 0, IStake.AlreadyHeld(account, id, tag));
        h.atMost = uint64(atMost); // forums reckon in seconds from now
        IStake.Account storage a = book.accounts[account];
        if (amount == WHOLE) {
            h.whole = true;
            ++a.wholeHolds;
        } else {
            ++a.partHolds;
            a.partHeld = uint112(Math.max(a.partHeld, amount)); // at most what is staked
        }
        emit IStake.HoldBegun(account, msg.sender, id, tag, amount, atMost);
    }

    /// @notice The stake of `from` that vests, `amount`, becomes `to`'s. Errors: StakeHeld (while anything holds `from`).
    function moveVesting(Book storage book, address from, address to, uint256 amount) internal {
        IStake.Account storage a = book.accounts[from];
        require(a.wholeHolds == 0 && a.partHolds == 0, IStake.StakeHeld(from, amount, 0));
        (a.vesting, book.accounts[to].vesting) = (false, true);
        emit IStake.VestingMoved(from, to, amount);
    }

    /// @notice Ends a hold that is over. Errors: NothingHeld, StillHeld.
    function close(Book storage book, address forum, uint256 id, uint8 tag, address account) internal {
        bytes32 act = keyOf(forum, id, tag);
        if (tag == VETO) return _closeVeto(book, act, forum, id, account);
        Hold memory h = book.holds[act][account];
        require(h.atMost != 0, IStake.NothingHeld(account, forum, id, tag));
        if (block.timestamp < h.atMost) {
            uint256 until = Math.min(_heldUntil(forum, id, tag), h.atMost);
            require(block.timestamp >= until, IStake.StillHeld(account, until));
        }
        delete book.holds[act][account];
        IStake.Account storage a = book.accounts[account];
        if (h.whole) --a.wholeHolds;
        else if (--a.partHolds == 0) a.partHeld = 0;
        emit IStake.HoldClosed(account, forum, id, tag);
    }

    /// @notice Counts `weight` of `account` for a veto, or what it counted before if that is more, and remembers the least that
    /// circulated. Errors: NothingToVetoWith.
    function veto(
        Book storage book,
        address forum,
        uint256 id,
        address account,
        uint256 weight,
        uint256 circulating
    ) internal returns (uint256 counted) {
        bytes32 matter = keyOf(forum, id, VETO);
        IStake.VetoTally storage tally = book.tallies[matter];
        tally.circulating = uint112(leastCirculating(tally, circulating));
        uint256 before = book.vetoOf[matter][account];
        counted = Math.max(weight, before);
        require(counted > 0, IStake.NothingToVetoWith(account));
        if (before == 0) ++book.accounts[account].wholeHolds;
        book.vetoOf[matter][account] = counted;
        // Stakes and supply are below the supply's cap of 112 bits.
        tally.total = uint112(tally.total + counted - before);
    }

    /// @notice Takes the veto of `account` back: below the threshold at once. Errors: NothingHeld, StillHeld.
    function takeBackVeto(Book storage book, address forum, uint256 id, address account) internal {
        bytes32 matter = keyOf(forum, id, VETO);
        IStake.VetoTally storage tally = book.tallies[matter];
        if (tally.reachedAt != 0) return _closeVeto(book, matter, forum, id, account);
        _releaseVeto(book, matter, forum, id, account);
        emit IStake.VetoTakenBack(forum, id, account, tally.total);
    }

    /// @notice The lesser of what circulates and the least seen since a matter's first veto.
    function leastCirculating(IStake.VetoTally storage tally, uint256 circulating) internal view returns (uint256) {
        return tally.circulating == 0 ? circulating : Math.min(tally.circulating, circulating);
    }

    /// @notice The vetoes of a matter.
    function tallyOf(Book storage book, address forum, uint256 id) internal view returns (IStake.VetoTally storage) {
        return book.tallies[keyOf(forum, id, VETO)];
    }

    /// @notice The key of an act of a forum; of a veto also that of its matter.
    function keyOf(address forum, uint256 id, uint8 tag) internal pure returns (bytes32) {
        return keccak256(abi.encode(forum, id, tag));
    }

    function _closeVeto(Book storage book, bytes32 matter, address forum, uint256 id, address account) private {
        _releaseVeto(book, matter, forum, id, account);
        uint256 until = book.tallies[matter].reachedAt;
        until = until == 0 ? _heldUntil(forum, id, VETO) : until + VETO_HOLD;
        require(block.timestamp >= until, IStake.StillHeld(account, until));
    }

    /// @dev A veto that no longer holds no longer counts.
    function _releaseVeto(Book storage book, bytes32 matter, address forum, uint256 id, address account) private {
        uint256 weight = book.vetoOf[matter][account];
        require(weight > 0, IStake.NothingHeld(account, forum, id, VETO));
        book.vetoOf[matter][account] = 0;
        book.tallies[matter].total -= uint112(weight); // a part of it
        --book.accounts[account].wholeHolds;
        emit IStake.HoldClosed(account, forum, id, VETO);
    }

    /// @dev A forum whose state fails holds until the latest end; after that it is not asked.
    function _heldUntil(address forum, uint256 id, uint8 tag) private view returns (uint256) {
        try IForum(forum).heldUntil(id, tag) returns (uint256 until) {
            return until;
        } catch {
            return type(uint256).max;
        }
    }
}
