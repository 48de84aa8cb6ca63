// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {IProductionBudget} from "../interfaces/IProductionBudget.sol";
import {Sale} from "./Sale.sol";
import {SaleTerms} from "./SaleTerms.sol";
import {Shares} from "./Shares.sol";

/// @title Vestings
/// @notice What of a presale's tokens has vested after the release: see {IPresale}. A dissolution ends partners' vesting, and
/// stops founders'.
library Vestings {
    using Sale for Sale.Book;

    /// @notice The tokens of a position, zeros before the release; each kind is rounded down where it has vested.
    function tokensOf(
        Sale.Book storage book,
        IPresale.Position storage position,
        address budget
    ) internal view returns (IPresale.Tokens memory p) {
        if (book.releasedAt == 0) return p;
        SaleTerms.Kept storage t = book.terms;
        (uint256 money, uint256 resources) = (book.tokensFor(position.contributed), position.resourceTokens);
        p.vested = money + resources;
        if (book.dissolvedAt == 0) {
            uint256 elapsed = _elapsed(book);
            p.vesting = money - SaleTerms.vested(money, elapsed, t.partnerCliff, t.partnerDuration);
            p.vesting += resources - SaleTerms.vested(resources, elapsed, t.resourceCliff, t.resourceDuration);
            p.vested -= p.vesting;
        }
        if (position.founderBps == 0) return p;
        uint256 asFounder = founderTokensOf(book, position);
        uint256 vested;
        (vested, p.forfeited) = ofFounders(book, asFounder, budget);
        p.vested += vested;
        p.founderVesting = asFounder - vested - p.forfeited;
    }

    /// @notice What a claim of a position would send and stake now; zeros once claimed.
    function previewClaim(
        Sale.Book storage book,
        IPresale.Position storage position,
        address budget
    ) internal view returns (uint256 vested, uint256 vesting) {
        if (position.standing != IPresale.Standing.Unclaimed) return (0, 0);
        IPresale.Tokens memory p = tokensOf(book, position, budget);
        // What was forfeited before a dissolution is staked, too, without a voice: it is burned there then.
        return (p.vested, book.dissolvedAt == 0 ? p.vesting + p.founderVesting + p.forfeited : 0);
    }

    /// @notice At a dissolution: founders' tokens that have not vested, of those not claimed and of those `claimed`. Each at most the
    /// sum of what its founders lack, as those parts are rounded up one by one.
    function endFounders(
        Sale.Book storage book,
        uint256 claimed,
        address budget
    ) internal view returns (uint256 waiting, uint256 staked) {
        if (book.releasedAt == 0) return (0, 0);
        (, uint256 founders) = book.tokensToMint();
        (, waiting) = ofFounders(book, founders - claimed, budget);
        (, staked) = ofFounders(book, claimed, budget);
    }

    /// @notice All founders' tokens that never can vest and are not burned yet, rounded up.
    function forfeited(Sale.Book storage book, address budget) internal view returns (uint256 amount) {
        if (book.releasedAt == 0 || book.dissolvedAt != 0) return 0;
        (, uint256 founders) = book.tokensToMint();
        (, amount) = ofFounders(book, founders, budget);
    }

    /// @notice A position's part of the founders' tokens, rounded down.
    function founderTokensOf(
        Sale.Book storage book,
        IPresale.Position storage position
    ) internal view returns (uint256) {
        if (position.founderBps == 0) return 0;
        (, uint256 founders) = book.tokensToMint();
        return Math.mulDiv(founders, position.founderBps, Shares.WHOLE_BPS);
    }

    /// @notice What of `total` founders' tokens has vested, rounded down, and what never can, rounded up. Together they are at most
    /// `total`: paid and owed are at most what was received.
    function ofFounders(
        Sale.Book storage book,
        uint256 total,
        address budget
    ) internal view returns (uint256 vested, uint256 lost) {
        SaleTerms.Kept storage t = book.terms;
        vested = SaleTerms.vested(total, _elapsed(book), t.founderCliff, t.founderDuration);
        if (t.foundersVestWithBudget) {
            (uint256 received, uint256 paid, uint256 owed) = IProductionBudget(budget).progress();
            if (received > 0) {
                vested = Math.min(vested, Math.mulDiv(total, paid, received));
                lost = Math.mulDiv(total, owed, received, Math.Rounding.Ceil);
            }
        }
        if (book.dissolvedAt != 0) lost = total - vested;
    }

    function _elapsed(Sale.Book storage book) private view returns (uint256) {
        return (book.dissolvedAt == 0 ? block.timestamp : book.dissolvedAt) - book.releasedAt;
    }
}
