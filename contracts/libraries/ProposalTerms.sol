// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DeadlineOutOfRange, ZeroAmount} from "../interfaces/Errors.sol";
import {IContributionRegistry} from "../interfaces/IContributionRegistry.sol";
import {ILiquidityReserve} from "../interfaces/ILiquidityReserve.sol";
import {IProductionProposals} from "../interfaces/IProductionProposals.sol";
import {Share} from "../interfaces/Share.sol";
import {Deliverers} from "./Deliverers.sol";

/// @title ProposalTerms
/// @notice What a proposal may say: see {IProductionProposals-open}.
library ProposalTerms {
    using Deliverers for Share[];

    uint64 private constant MAX_FUNDING = 366 days;
    uint64 private constant MAX_DELIVERY = 1_825 days; // 5 years
    uint16 private constant MAX_BACKERS_BPS = 5_000; // 50 %

    /// @notice Errors: see {IProductionProposals-open}, without Paused.
    function check(
        IProductionProposals.Terms calldata terms,
        ILiquidityReserve reserve,
        IContributionRegistry registry
    ) internal view {
        ILiquidityReserve.MarketState market = reserve.marketState();
        require(
            market != ILiquidityReserve.MarketState.Dissolved,
            ILiquidityReserve.WrongMarketState(market, ILiquidityReserve.MarketState.Open)
        );
        require(terms.goal > 0, ZeroAmount());
        uint16 bps = terms.backersBps;
        require(bps > 0 && bps <= MAX_BACKERS_BPS, IProductionProposals.BackersShareOutOfRange(bps, MAX_BACKERS_BPS));
        uint64 timestamp = uint64(block.timestamp); // 64 bits of seconds never overflow
        _requireBetween(terms.deadline, timestamp + 1, timestamp + MAX_FUNDING);
        _requireBetween(terms.deliverBy, terms.deadline + 1, terms.deadline + MAX_DELIVERY);
        (uint112 maxReward, bool active, ) = registry.kindOf(terms.kind);
        require(active, IContributionRegistry.KindNotActive(terms.kind));
        require(
            terms.reward > 0 && terms.reward <= maxReward,
            IContributionRegistry.RewardOutOfRange(terms.reward, maxReward)
        );
        terms.deliverers.validate(bps, address(this));
    }

    function _requireBetween(uint64 deadline, uint64 earliest, uint64 latest) private pure {
        require(deadline >= earliest && deadline <= latest, DeadlineOutOfRange(deadline, earliest, latest));
    }
}
