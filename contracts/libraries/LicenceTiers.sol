// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ZeroAmount} from "../interfaces/Errors.sol";
import {ILicenceOffice} from "../interfaces/ILicenceOffice.sol";

/// @title LicenceTiers
/// @notice What licences there are to have, and for how much: see {ILicenceOffice}.
library LicenceTiers {
    uint64 private constant MIN_DURATION = 1 days;
    uint64 private constant MAX_DURATION = 3_650 days; // 10 years
    uint16 private constant WHOLE_BPS = 10_000; // 100 %

    /// @param count How many tiers there are; they are numbered from 1.
    /// @param terms By tier.
    struct Book {
        uint256 count;
        mapping(uint256 tier => ILicenceOffice.Tier) terms;
    }

    /// @notice Errors: LicenceDurationOutOfRange, and those of {setOffer}.
    function add(Book storage book, ILicenceOffice.Tier calldata terms) internal returns (uint256 tier) {
        require(
            terms.duration >= MIN_DURATION && terms.duration <= MAX_DURATION,
            ILicenceOffice.LicenceDurationOutOfRange(terms.duration)
        );
        tier = ++book.count;
        book.terms[tier] = terms;
        emit ILicenceOffice.TierAdded(tier, terms.name, terms.duration, terms.termsHash, terms.termsURI);
        setOffer(book, tier, terms.price, terms.commonsMinimum, terms.makersBps, terms.active);
    }

    /// @notice Errors: UnknownTier, ZeroAmount, MakersShareOutOfRange.
    function setOffer(
        Book storage book,
        uint256 tier,
        uint112 price,
        uint112 commonsMinimum,
        uint16 makersBps,
        bool active
    ) internal {
        ILicenceOffice.Tier storage t = get(book, tier);
        require(price > 0, ZeroAmount());
        require(makersBps <= WHOLE_BPS, ILicenceOffice.MakersShareOutOfRange(makersBps, WHOLE_BPS));
        (t.price, t.commonsMinimum, t.makersBps, t.active) = (price, commonsMinimum, makersBps, active);
        emit ILicenceOffice.TierOfferSet(tier, price, commonsMinimum, makersBps, active);
    }

    /// @notice A tier's terms. Errors: UnknownTier.
    function get(Book storage book, uint256 tier) internal view returns (ILicenceOffice.Tier storage) {
        require(tier > 0 && tier <= book.count, ILicenceOffice.UnknownTier(tier));
        return book.terms[tier];
    }

    /// @notice The price and the makers' part, rounded down, so that the remainder goes to all holders. Errors: UnknownTier.
    function split(Book storage book, uint256 tier) internal view returns (uint256 price, uint256 toMakers) {
        ILicenceOffice.Tier storage t = get(book, tier);
        price = t.price;
        toMakers = Math.mulDiv(price, t.makersBps, WHOLE_BPS);
    }
}
