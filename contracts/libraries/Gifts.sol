// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ZeroAmount} from "../interfaces/Errors.sol";
import {IIssuance} from "../interfaces/IIssuance.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {BondingCurve} from "./BondingCurve.sol";
import {Market} from "./Market.sol";

/// @title Gifts
/// @notice What the reserve is given without a mint. The rules are those of {ILiquidityReserve}. Amounts in asset units.
library Gifts {
    using Market for Market.Book;

    /// @notice Takes a gift of `amount`. In an open market, where w is `ratioBps`, it drips, with its credit; in a closed one
    /// gifts gather, in a dissolved one they are redeemed. Errors: ZeroAmount.
    function take(Market.Book storage book, uint256 amount, uint256 ratioBps, address issuance) internal {
        require(amount > 0, ZeroAmount());
        if (book.state != ILiquidityReserve.MarketState.Open) return book.count(amount);
        uint256 part = IIssuance(issuance).giftIssuanceBps();
        // An open market's R is never 0: sells are paid less than all.
        book.join(amount, BondingCurve.giftCredit(book.total, amount, ratioBps, part));
    }

    /// @notice What the caller holds of `asset` past its books, where it owes `owed` besides; no more than the books can take.
    function strays(Market.Book storage book, IERC20 asset, uint256 owed) internal view returns (uint256) {
        uint256 total = book.total;
        uint256 past = Math.saturatingSub(asset.balanceOf(address(this)), total + owed);
        return Math.min(past, BondingCurve.MAX_AMOUNT - total);
    }
}
