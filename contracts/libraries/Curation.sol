// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ZeroAddress} from "../interfaces/Errors.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {IStake} from "../interfaces/IStake.sol";

/// @title Curation
/// @notice Who may review: see {IContributionRegistry}.
library Curation {
    /// @param stake Where stakes are.
    /// @param neededSince When the owner set `needed` (seconds).
    /// @param needed Stake that makes a curator (18 decimals), 0 for named curators only.
    /// @param since Since when (seconds) an account is a named curator, 0 when it is none.
    struct Curators {
        IStake stake;
        uint40 neededSince;
        uint112 needed;
        mapping(address account => uint64) since;
    }

    /// @notice Names or removes a curator.
    function set(Curators storage curators, address curator, bool allowed) internal {
        require(curator != address(0), ZeroAddress());
        require((curators.since[curator] != 0) != allowed, IContributionRegistry.CuratorUnchanged(curator));
        curators.since[curator] = allowed ? uint64(block.timestamp) : 0;
        emit IContributionRegistry.CuratorSet(curator, allowed);
    }

    /// @notice Sets the stake that makes a curator, for what is submitted from the next second on.
    function setStake(Curators storage curators, uint112 needed) internal {
        curators.needed = needed;
        curators.neededSince = uint40(block.timestamp); // 40 bits of seconds last until the year 36,812
        emit IContributionRegistry.CurationStakeSet(needed);
    }

    /// @notice Whether `account` may review what was submitted at `submittedAt`, and whether by its stake.
    function isEligible(
        Curators storage curators,
        address account,
        uint256 submittedAt
    ) internal view returns (bool eligible, bool byStake) {
        uint64 since = curators.since[account];
        if (since != 0 && since < submittedAt) return (true, false);
        uint256 needed = curators.needed;
        if (needed == 0 || curators.neededSince >= submittedAt) return (false, false);
        IStake stake = curators.stake;
        byStake = stake.getVotes(account) >= needed && stake.getPastVotes(account, submittedAt - 1) >= needed;
        return (byStake, byStake);
    }
}
