// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";

/// @title Reviews
/// @notice What the reviews of a contribution say, and when they end: see {IContributionRegistry}.
library Reviews {
    uint256 internal constant OVERRULE_PERIOD = 30 days;

    /// @notice Counts an approval. One that turns the outcome leaves a third of the window; the first one ends the review then.
    function approve(IContributionRegistry.Contribution storage c, uint256 id) internal {
        bool wasApproved = isApproved(c);
        ++c.approvals;
        if (wasApproved || !isApproved(c)) return;
        uint256 until = Math.min(block.timestamp + c.reviewWindow / 3, latestEnd(c));
        if (c.isTurned && until <= c.reviewEnd) return;
        c.isTurned = true;
        c.reviewEnd = uint40(until); // 40 bits of seconds last until the year 36,812
        emit IContributionRegistry.ReviewEndSet(id, until);
    }

    /// @notice Ends a review, by a decision or by a veto.
    function end(IContributionRegistry.Contribution storage c, uint256 id, bool accepted) internal {
        c.status = accepted ? IContributionRegistry.Status.Accepted : IContributionRegistry.Status.Rejected;
        c.decidedAt = uint40(block.timestamp); // 40 bits of seconds last until the year 36,812
        emit IContributionRegistry.ContributionDecided(id, accepted, c.approvals, c.objections);
    }

    /// @notice Whether the reviews accept.
    function isApproved(IContributionRegistry.Contribution storage c) internal view returns (bool) {
        return c.approvals >= c.quorum && c.approvals > c.objections;
    }

    /// @notice Whether the reviews reject by themselves, and not for want of approvals.
    function isObjected(IContributionRegistry.Contribution storage c) internal view returns (bool) {
        return c.objections >= c.quorum && c.objections > c.approvals;
    }

    /// @notice No review lasts longer (seconds): the window, and four thirds of it, from the submission on.
    function latestEnd(IContributionRegistry.Contribution storage c) internal view returns (uint256) {
        return uint256(c.submittedAt) + c.reviewWindow + 4 * uint256(c.reviewWindow / 3);
    }

    /// @notice Until when the owner may overrule it (seconds); 0 unless it is Rejected.
    function overrulableUntil(IContributionRegistry.Contribution storage c) internal view returns (uint256) {
        return c.status == IContributionRegistry.Status.Rejected ? c.decidedAt + OVERRULE_PERIOD : 0;
    }
}
