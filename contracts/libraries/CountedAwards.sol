// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IContributionEpochs} from "../interfaces/IContributionEpochs.sol";
import {ILicenceOffice} from "../interfaces/ILicenceOffice.sol";

/// @title CountedAwards
/// @notice What contributors showed of their claimed awards of epochs, for free licences: see {ILicenceOffice-claimCommons}.
library CountedAwards {
    /// @param sumOf What counts for an account (18 decimals).
    /// @param sumIn What counts of an epoch (18 decimals).
    /// @param isCounted Whether a leaf counts already.
    struct Book {
        mapping(address account => uint256) sumOf;
        mapping(uint256 epoch => uint256) sumIn;
        mapping(uint256 epoch => mapping(uint256 index => bool)) isCounted;
    }

    /// @notice Counts what the caller claimed in epochs. No epoch counts for more than was claimed of it: of two leaves with the
    /// same index both seem claimed when one is. Errors: AwardNotClaimed, AwardsExceedClaims.
    function count(
        Book storage book,
        IContributionEpochs epochs,
        IContributionEpochs.Claim[] calldata awards
    ) internal {
        for (uint256 i = 0; i < awards.length; ++i) {
            IContributionEpochs.Claim calldata award = awards[i];
            (uint256 epoch, uint256 index) = (award.epoch, award.index);
            if (book.isCounted[epoch][index]) continue;
            require(
                epochs.isClaimedAward(epoch, index, msg.sender, award.amount, award.proof),
                ILicenceOffice.AwardNotClaimed(msg.sender, epoch, index)
            );
            uint256 payout = epochs.payoutOf(epoch, award.amount);
            (uint256 counted, uint256 claimed) = (book.sumIn[epoch] + payout, epochs.claimedOf(epoch));
            require(counted <= claimed, ILicenceOffice.AwardsExceedClaims(epoch, counted, claimed));
            book.isCounted[epoch][index] = true;
            book.sumIn[epoch] = counted;
            book.sumOf[msg.sender] += payout;
            emit ILicenceOffice.AwardCounted(msg.sender, epoch, index, payout);
        }
    }
}
