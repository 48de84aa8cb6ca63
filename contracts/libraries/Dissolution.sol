// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ZeroAmount} from "../interfaces/Errors.sol";
import {ICdpoTimelock} from "../interfaces/ICdpoTimelock.sol";
import {ICdpoToken} from "../interfaces/ICdpoToken.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IStake} from "../interfaces/IStake.sol";
import {BondingCurve} from "./BondingCurve.sol";
import {Market} from "./Market.sol";

/// @title Dissolution
/// @notice The end of a market: who may bring it about, and what each token is paid afterwards. The rules are those of
/// {ILiquidityReserve}.
library Dissolution {
    using SafeCast for uint256;

    /// @notice Refuses who may not dissolve now. The treasury is the timelock for ever: nobody whom it makes an owner counts,
    /// whatever they would answer. Errors: NotDissolvable, OnlyByConsent.
    function check(address stake, address treasury) internal view {
        if (IStake(stake).dissolutionDue()) return;
        require(msg.sender == treasury, ILiquidityReserve.NotDissolvable());
        require(ICdpoTimelock(treasury).foundersPropose(), ILiquidityReserve.OnlyByConsent());
    }

    /// @notice Ends the market; `strays` asset units besides count at once, like all that is pending.
    /// @return total R from now on.
    function end(Market.Book storage book, uint256 strays) internal returns (uint256 total) {
        total = book.total + strays;
        book.total = total.toUint112();
        book.state = ILiquidityReserve.MarketState.Dissolved;
        book.dissolvedAt = uint32(block.timestamp); // 32 bits of seconds last until 2106
    }

    /// @notice Burns the treasury's own tokens.
    function burnTreasury(ICdpoToken token, address treasury) internal returns (uint256 amount) {
        amount = token.balanceOf(treasury);
        if (amount > 0) token.redeemFrom(treasury, amount);
    }

    /// @notice Takes the part R·k/S for `tokensIn` of `supply` out of the books, rounded down.
    /// Errors: DissolvedThisSecond, ZeroAmount, AmountAboveSupply, TradeTooSmall.
    function redeem(Market.Book storage book, uint256 tokensIn, uint256 supply) internal returns (uint256 assetOut) {
        uint256 since = book.dissolvedAt;
        require(block.timestamp > since, ILiquidityReserve.DissolvedThisSecond(uint64(since)));
        require(tokensIn > 0, ZeroAmount());
        require(tokensIn <= supply, BondingCurve.AmountAboveSupply(tokensIn, supply));
        uint256 total = book.total;
        assetOut = Math.mulDiv(total, tokensIn, supply);
        require(assetOut > 0, ILiquidityReserve.TradeTooSmall(tokensIn));
        book.total = uint112(total - assetOut); // less than it was
    }
}
