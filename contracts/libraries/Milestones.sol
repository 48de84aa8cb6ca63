// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IProductionBudget} from "../interfaces/IProductionBudget.sol";

/// @title Milestones
/// @notice The plan of a production budget, settled in order: parts of what is left, so that they sum to it exactly. See
/// {IProductionBudget}.
library Milestones {
    uint256 internal constant WHOLE_BPS = 10_000; // 100 %
    uint256 internal constant MAX_COUNT = 32;
    uint64 internal constant MAX_DUE = 3_650 days; // 10 years

    /// @param bps Part of the budget.
    /// @param dueAfter Seconds from the release.
    /// @param state See the table of {IProductionBudget}.
    /// @param timesReturned How often partners returned it.
    /// @param objectionsEnd When the window of its last approval ends (seconds).
    /// @param objecting Asset units that object to its last approval.
    /// @param descriptionHash What must be reached.
    // solhint-disable-next-line gas-struct-packing
    struct Entry {
        uint16 bps;
        uint40 dueAfter;
        IProductionBudget.MilestoneState state;
        uint8 timesReturned;
        uint40 objectionsEnd;
        uint112 objecting;
        bytes32 descriptionHash;
    }

    /// @param entries All milestones.
    /// @param left Asset units that no milestone has settled.
    /// @param openBps Milestones not settled.
    /// @param turn The one whose turn it is.
    /// @param turnSince When its turn came (seconds).
    struct Plan {
        Entry[] entries;
        uint112 left;
        uint16 openBps;
        uint8 turn;
        uint40 turnSince;
    }

    /// @notice Checks and keeps the milestones of a launch.
    /// Errors: MilestoneCountOutOfRange, InvalidMilestone, MilestonesNotWhole.
    function set(Plan storage plan, IProductionBudget.Milestone[] calldata list) internal {
        uint256 count = list.length;
        require(count > 0 && count <= MAX_COUNT, IProductionBudget.MilestoneCountOutOfRange(count, MAX_COUNT));
        uint256 sumBps;
        uint64 earliest;
        for (uint256 i = 0; i < count; ++i) {
            IProductionBudget.Milestone calldata m = list[i];
            require(
                m.bps > 0 && m.dueAfter >= earliest && m.dueAfter <= MAX_DUE,
                IProductionBudget.InvalidMilestone(i)
            );
            earliest = m.dueAfter;
            sumBps += m.bps;
            Entry storage entry = plan.entries.push();
            entry.bps = m.bps;
            entry.dueAfter = uint40(m.dueAfter); // at most ten years
            entry.descriptionHash = m.descriptionHash;
        }
        require(sumBps == WHOLE_BPS, IProductionBudget.MilestonesNotWhole(sumBps));
        plan.openBps = uint16(WHOLE_BPS);
    }

    /// @notice Ends the milestone whose turn it is as `state`, takes its part out of what is left, and gives the turn on.
    function settle(
        Plan storage plan,
        Entry storage entry,
        IProductionBudget.MilestoneState state
    ) internal returns (uint256 amount) {
        amount = partOf(plan, entry);
        entry.state = state;
        plan.left -= uint112(amount); // a part of `left`
        plan.openBps -= entry.bps;
        ++plan.turn; // at most 32
        plan.turnSince = uint40(block.timestamp); // 40 bits of seconds last for 34,000 years
    }

    /// @notice Ends the plan from the milestone on whose turn it is.
    /// @return amount What was left.
    function end(Plan storage plan) internal returns (uint256 amount) {
        amount = plan.left;
        plan.left = 0;
        uint256 count = plan.entries.length;
        for (uint256 i = plan.turn; i < count; ++i) plan.entries[i].state = IProductionBudget.MilestoneState.Missed;
        plan.turn = uint8(count); // at most 32
    }

    /// @notice The entry at `index`, whose turn it is. Errors: UnknownMilestone, MilestoneOutOfTurn.
    function inTurn(Plan storage plan, uint256 index) internal view returns (Entry storage) {
        uint256 count = plan.entries.length;
        require(index < count, IProductionBudget.UnknownMilestone(index, count));
        require(index == plan.turn, IProductionBudget.MilestoneOutOfTurn(index, plan.turn));
        return plan.entries[index];
    }

    /// @notice The entry at `index`, as {IProductionBudget} shows it; the release was at `releasedAt` (seconds), or 0.
    /// Errors: UnknownMilestone.
    function statusAt(
        Plan storage plan,
        uint256 index,
        uint64 releasedAt
    ) internal view returns (IProductionBudget.MilestoneStatus memory) {
        uint256 count = plan.entries.length;
        require(index < count, IProductionBudget.UnknownMilestone(index, count));
        Entry storage e = plan.entries[index];
        return
            IProductionBudget.MilestoneStatus({
                bps: e.bps,
                state: e.state,
                timesReturned: e.timesReturned,
                dueAt: releasedAt == 0 ? 0 : releasedAt + e.dueAfter,
                objectionsEnd: e.objectionsEnd,
                objecting: e.objecting,
                descriptionHash: e.descriptionHash,
                amount: partOf(plan, e)
            });
    }

    /// @notice All milestones, as they were launched.
    function milestones(Plan storage plan) internal view returns (IProductionBudget.Milestone[] memory list) {
        uint256 count = plan.entries.length;
        list = new IProductionBudget.Milestone[](count);
        for (uint256 i = 0; i < count; ++i) {
            Entry storage entry = plan.entries[i];
            list[i] = IProductionBudget.Milestone(entry.bps, entry.dueAfter, entry.descriptionHash);
        }
    }

    /// @notice Asset units that an open entry would bring now, rounded down; 0 for a settled one.
    function partOf(Plan storage plan, Entry storage entry) internal view returns (uint256) {
        if (entry.state > IProductionBudget.MilestoneState.Approved) return 0;
        return Math.mulDiv(plan.left, entry.bps, plan.openBps);
    }
}
