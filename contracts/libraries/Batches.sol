// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Batches
/// @notice How batches of awards are paid in proportion. Pure maths on a copy in memory, so that views tell what a call would
/// do. The rules are those of {IIssuance}; amounts in tokens (18 decimals), credit in parts of the supply.
library Batches {
    uint256 internal constant WHOLE = 1e18; // the whole supply
    uint256 private constant MAX_SUPPLY = type(uint112).max; // the token's cap

    /// @param entered What the awards of a batch were entered with.
    /// @param paid What this and the next two batches paid of it.
    struct Cohort {
        uint128 entered;
        uint128 paid;
    }

    /// @param missing What a batch would have paid if there had been room for all.
    /// @param paid What it paid.
    struct Payment {
        uint256 missing;
        uint256 paid;
    }

    /// @param first Number of the batch that ran when the copy was made.
    /// @param number Number of the batch that runs now.
    /// @param end When its window ends (seconds).
    /// @param supply S now.
    /// @param giftCredit Gift credit not used.
    /// @param seen Gift credit that had ever dripped when it was last looked at.
    /// @param cohorts Of batches `first` − 2 to `first`: later ones are still empty.
    /// @param payments Of batches `first` to `number` − 1.
    struct Run {
        uint256 first;
        uint256 number;
        uint256 end;
        uint256 supply;
        uint256 giftCredit;
        uint256 seen;
        Cohort[3] cohorts;
        Payment[4] payments;
    }

    /// @notice What the running batch would pay if there were room for all: its own awards and those of the two before it.
    function missing(Run memory run) internal pure returns (uint256 sum) {
        for (uint256 i = run.number - run.first; i < 3; ++i) sum += run.cohorts[i].entered - run.cohorts[i].paid;
    }

    /// @notice Pays the running batch from `room`, each cohort rounded down, and goes on to the next.
    function pay(Run memory run, uint256 room) internal pure returns (uint256 paid) {
        uint256 asked = missing(run);
        uint256 step = run.number - run.first;
        if (asked > 0) {
            uint256 most = Math.min(asked, Math.min(room, MAX_SUPPLY - run.supply));
            for (uint256 i = step; i < 3; ++i) {
                Cohort memory cohort = run.cohorts[i];
                uint256 part = Math.mulDiv(cohort.entered - cohort.paid, most, asked);
                cohort.paid += uint128(part); // at most what is missing
                paid += part;
            }
        }
        run.payments[step] = Payment(asked, paid);
        run.supply += paid;
        ++run.number;
    }

    /// @notice Pays the running batch from what its window allows, `windowCredit`, first, and from gift credit then. What is
    /// issued takes its part of the supply, rounded up.
    function payFromCredit(Run memory run, uint256 windowCredit) internal pure {
        uint256 supply = run.supply;
        uint256 paid = pay(run, Math.mulDiv(supply, windowCredit + run.giftCredit, WHOLE));
        uint256 used = Math.mulDiv(paid, WHOLE, supply, Math.Rounding.Ceil); // an open market has a supply
        run.giftCredit -= Math.saturatingSub(used, windowCredit);
    }

    /// @notice What an award of `entered` has of its cohort, rounded down.
    function share(Cohort memory cohort, uint256 entered) internal pure returns (uint256) {
        return cohort.paid == 0 ? 0 : Math.mulDiv(entered, cohort.paid, cohort.entered);
    }
}
