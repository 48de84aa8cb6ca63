// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {IStake} from "../interfaces/IStake.sol";

/// @title Forfeits
/// @notice What founders lose of their stakes, as it can no longer vest: see {IStake}. It has no voice from the moment it is lost;
/// whoever touches the account takes it out of the stake. The tokens wait here and are burned at a dissolution.
library Forfeits {
    /// @param waiting Tokens that were taken out of stakes before a dissolution.
    /// @param taken Of each account, ever.
    struct Book {
        uint256 waiting;
        mapping(address account => uint256) taken;
    }

    /// @notice Takes `amount` of `account`; at a dissolution it was burned with all others.
    function take(Book storage book, address account, uint256 amount, bool dissolved) internal {
        book.taken[account] += amount;
        if (!dissolved) book.waiting += amount;
        emit IStake.StakeForfeited(account, amount);
    }

    /// @notice What was taken of a position moves with it.
    function move(Book storage book, address from, address to) internal {
        (book.taken[to], book.taken[from]) = (book.taken[from], 0);
    }

    /// @notice What of the stake of `account` still vests.
    function barredOf(address presale, address account) internal view returns (uint256) {
        IPresale.Tokens memory t = IPresale(presale).tokensOf(account);
        return t.vesting + t.founderVesting;
    }

    /// @notice What `account` lost and what was not taken yet.
    function lossOf(Book storage book, address presale, address account) internal view returns (uint256) {
        return Math.saturatingSub(IPresale(presale).tokensOf(account).forfeited, book.taken[account]);
    }
}
