// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";

/// @title Milestones
/// @notice The plan by which a production budget is settled: parts of what is left, so that they sum to it exactly
/// whatever order they are settled in, and shrink alike when a partner takes his part away.
library Milestones {
    uint256 internal constant WHOLE_BPS = 10_000; // 100 %
    uint256 internal constant MAX_COUNT = 32;
    uint64 internal constant MAX_DUE = 3_650 days; // 10 years
    uint64 internal constant UNPAID_TERM = 90 days;

    /// @param bps Part of the budget.
    /// @param dueAfter Seconds from release.
    /// @param state See the table of {IEscrow}.
    /// @param challengeEnds When the challenge of its approval ends (seconds).
    /// @param stopping Asset units given by partners who want to stop it.
    /// @param descriptionHash What must be reached.
    // solhint-disable-next-line gas-struct-packing
    struct Entry {
        uint16 bps;
        uint40 dueAfter;
        IEscrow.MilestoneState state;
        uint40 challengeEnds;
        uint112 stopping;
        bytes32 descriptionHash;
    }

    /// @param entries All milestones.
    /// @param left Asset units of the budget not settled yet.
    /// @param openBps Milestones not settled yet.
    /// @param parts Tokens (18 decimals) among which what is left is shared when partners leave.
    /// @param vouching Those of them whose holders want another trustee and vouch for who leaves.
    struct Plan {
        Entry[] entries;
        uint112 left;
        uint16 openBps;
        uint112 parts;
        uint112 vouching;
    }

    /// @notice Checks and keeps the milestones of a launch.
    /// Errors: MilestoneCountOutOfRange, InvalidMilestone, MilestonesNotWhole.
    function set(Plan storage plan, IEscrow.Milestone[] calldata milestones) internal {
        uint256 count = milestones.length;
        require(count > 0 && count <= MAX_COUNT, IEscrow.MilestoneCountOutOfRange(count, MAX_COUNT));
        uint256 sumBps;
        uint64 earliest;
        for (uint256 i = 0; i < count; ++i) {
            IEscrow.Milestone calldata m = milestones[i];
            require(m.bps > 0 && m.dueAfter >= earliest && m.dueAfter <= MAX_DUE, IEscrow.InvalidMilestone(i));
            earliest = m.dueAfter;
            sumBps += m.bps;
            Entry storage entry = plan.entries.push();
            entry.bps = m.bps;
            entry.dueAfter = uint40(m.dueAfter); // at most ten years
            entry.descriptionHash = m.descriptionHash;
        }
        require(sumBps == WHOLE_BPS, IEscrow.MilestonesNotWhole(sumBps));
        plan.openBps = uint16(WHOLE_BPS);
    }

    /// @notice Ends an entry as `state` and takes its part out of what is left.
    function settle(
        Plan storage plan,
        Entry storage entry,
        IEscrow.MilestoneState state
    ) internal returns (uint256 amount) {
        amount = partOf(plan, entry);
        entry.state = state;
        plan.left -= uint112(amount); // a part of `left`
        plan.openBps -= entry.bps;
    }

    /// @notice Pays who leaves with `tokens` up to `missing` asset units, out of all open milestones alike: first from the
    /// part of these tokens, then from the parts of those who vouch. What all others have for a token never falls.
    function payOut(Plan storage plan, uint256 tokens, uint256 missing) internal returns (uint256 amount) {
        (uint256 left, uint256 parts, uint256 vouching) = (plan.left, plan.parts, plan.vouching);
        if (left == 0 || parts == 0) return 0;
        uint256 own = Math.min(left, Math.mulDiv(left, tokens, parts));
        amount = Math.min(missing, Math.min(left, own + Math.mulDiv(left, vouching, parts)));
        if (amount > own) {
            uint256 used = Math.min(vouching, Math.mulDiv(amount - own, parts, left, Math.Rounding.Ceil));
            plan.vouching = uint112(vouching - used); // at most `vouching`
            tokens += used;
        }
        plan.parts = uint112(Math.saturatingSub(parts, tokens)); // less than it was
        plan.left = uint112(left - amount); // less than it was
    }

    /// @notice The entry at `index`. Errors: UnknownMilestone.
    function entryAt(Plan storage plan, uint256 index) internal view returns (Entry storage) {
        require(index < plan.entries.length, IEscrow.UnknownMilestone(index, plan.entries.length));
        return plan.entries[index];
    }

    /// @notice Asset units that an open entry would bring now, rounded down; 0 for a settled one.
    function partOf(Plan storage plan, Entry storage entry) internal view returns (uint256) {
        if (entry.state == IEscrow.MilestoneState.Paid || entry.state == IEscrow.MilestoneState.Failed) return 0;
        return Math.mulDiv(plan.left, entry.bps, plan.openBps);
    }

    /// @notice When an open entry fails (seconds), given the end of its grace.
    function failsFrom(Entry storage entry, uint64 graceEnds) internal view returns (uint64) {
        if (entry.state == IEscrow.MilestoneState.Refused) return 0;
        if (entry.state == IEscrow.MilestoneState.Approved) return entry.challengeEnds + UNPAID_TERM;
        return graceEnds;
    }
}
