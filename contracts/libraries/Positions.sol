// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPresale} from "../interfaces/IPresale.sol";

/// @title Positions
/// @notice Positions of a presale, and how one moves whole from account to account: see {IPresale}. A position keeps the account
/// that it began with as its name, so that what others keep about it (resources, objections, what was fetched) moves along.
library Positions {
    /// @param byAccount By who holds it now.
    /// @param origins Of accounts that took a position: what it began as.
    /// @param holders Of positions that moved: who holds them now.
    /// @param offers To whom an account offers its position.
    struct Book {
        mapping(address account => IPresale.Position) byAccount;
        mapping(address account => address) origins;
        mapping(address origin => address) holders;
        mapping(address account => address) offers;
    }

    /// @notice Offers the position of `account` to `recipient`. Errors: NothingToTake.
    function offer(Book storage book, address account, address recipient) internal {
        require(!_isNone(book.byAccount[account]), IPresale.NothingToTake(account));
        book.offers[account] = recipient;
        emit IPresale.PositionOffered(account, recipient);
    }

    /// @notice Moves the position of `account`, offered to `recipient`. Errors: PositionNotOffered, CannotTakePosition.
    function move(Book storage book, address account, address recipient) internal {
        require(book.offers[account] == recipient, IPresale.PositionNotOffered(account, recipient));
        IPresale.Position storage taken = book.byAccount[recipient];
        require(
            _isNone(taken) && taken.standing != IPresale.Standing.PassedOn,
            IPresale.CannotTakePosition(account, recipient)
        );
        address origin = originOf(book, account);
        book.byAccount[recipient] = book.byAccount[account];
        delete book.byAccount[account];
        delete book.offers[account];
        delete book.origins[account];
        book.byAccount[account].standing = IPresale.Standing.PassedOn;
        book.origins[recipient] = origin;
        book.holders[origin] = recipient;
        emit IPresale.PositionMoved(account, recipient, origin);
    }

    /// @notice Who holds the position of `offerer` now, and what it began as. Errors: PositionPassedOn (nobody could claim).
    function creditable(Book storage book, address offerer) internal view returns (address holder, address origin) {
        holder = holderOf(book, offerer);
        require(book.byAccount[holder].standing != IPresale.Standing.PassedOn, IPresale.PositionPassedOn(holder));
        origin = originOf(book, holder);
    }

    /// @notice What the position of `account` began as.
    function originOf(Book storage book, address account) internal view returns (address origin) {
        origin = book.origins[account];
        if (origin == address(0)) origin = account;
    }

    /// @notice Who holds the position that began with `origin`.
    function holderOf(Book storage book, address origin) internal view returns (address holder) {
        holder = book.holders[origin];
        if (holder == address(0)) holder = origin;
    }

    function _isNone(IPresale.Position storage position) private view returns (bool) {
        return position.contributed == 0 && position.resourceTokens == 0 && position.founderBps == 0;
    }
}
