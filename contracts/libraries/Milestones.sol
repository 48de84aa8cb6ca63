// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IEscrow} from "../interfaces/IEscrow.sol";

/// @title Milestones
/// @notice The plan by which a production budget is settled: parts of what is left, so that they sum to it exactly
/// whatever order they are settled in.
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
    struct Plan {
        Entry[] entries;
        uint112 left;
        uint16 openBps;
    }

    /// @notice Checks and keeps the milestones of a launch.
    /// Errors: MilestoneCountOutOfRange, InvalidMilestone, MilestonesNotWhole.
    function set(Plan storage plan, IEscrow.Milestone[] calldata list) internal {
        uint256 count = list.length;
        require(count > 0 && count <= MAX_COUNT, IEscrow.MilestoneCountOutOfRange(count, MAX_COUNT));
        uint256 sumBps;
        uint64 earliest;
        for (uint256 i = 0; i < count; ++i) {
            IEscrow.Milestone calldata m = list[i];
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

    /// @notice The entry at `index`. Errors: UnknownMilestone.
    function entryAt(Plan storage plan, uint256 index) internal view returns (Entry storage) {
        require(index < plan.entries.length, IEscrow.UnknownMilestone(index, plan.entries.length));
        return plan.entries[index];
    }

    /// @notice The entry at `index`, as {IEscrow} shows it; the release was at `releasedAt` (seconds), or 0.
    /// Errors: UnknownMilestone.
    function statusAt(
        Plan storage plan,
        uint256 index,
        uint64 releasedAt
    ) internal view returns (IEscrow.MilestoneStatus memory) {
        Entry storage e = entryAt(plan, index);
        return
            IEscrow.MilestoneStatus({
                bps: e.bps,
                state: e.state,
                dueAt: releasedAt == 0 ? 0 : releasedAt + e.dueAfter,
                challengeEnds: e.challengeEnds,
                stopping: e.stopping,
                descriptionHash: e.descriptionHash,
                amount: partOf(plan, e)
            });
    }

    /// @notice All milestones, as they were launched.
    function milestones(Plan storage plan) internal view returns (IEscrow.Milestone[] memory list) {
        uint256 count = plan.entries.length;
        list = new IEscrow.Milestone[](count);
        for (uint256 i = 0; i < count; ++i) {
            Entry storage entry = plan.entries[i];
            list[i] = IEscrow.Milestone(entry.bps, entry.dueAfter, entry.descriptionHash);
        }
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
