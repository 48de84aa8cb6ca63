// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {InvalidShare, ShareCountOutOfRange} from "../interfaces/Errors.sol";
import {Share} from "../interfaces/Share.sol";
import {Shares} from "./Shares.sol";

/// @title Deliverers
/// @notice Who delivers a proposal, and what each one's part is beside the backers'.
library Deliverers {
    using Shares for Share[];

    uint256 internal constant MAX_COUNT = Shares.MAX_COUNT - 1; // the backers are one entry of the contribution's shares

    /// @notice Checks that a contribution of `backers` and these deliverers will be taken by the registry.
    /// Errors: ShareCountOutOfRange, ZeroAddress, InvalidShare, SharesNotWhole.
    function validate(Share[] calldata deliverers, uint16 backersBps, address backers) internal pure {
        require(deliverers.length <= MAX_COUNT, ShareCountOutOfRange(deliverers.length, MAX_COUNT));
        deliverers.validate();
        Share[] memory shares = withBackers(deliverers, backersBps, backers);
        for (uint256 i = 1; i < shares.length; ++i) {
            (address account, uint16 bps) = (shares[i].account, shares[i].bps);
            require(bps > 0, InvalidShare(account, 0));
            for (uint256 j = 0; j < i; ++j) require(shares[j].account != account, InvalidShare(account, bps));
        }
    }

    /// @notice The shares of the contribution: the backers first, then the deliverers' parts of the rest, rounded down; the
    /// last one has what is left.
    function withBackers(
        Share[] calldata deliverers,
        uint16 backersBps,
        address backers
    ) internal pure returns (Share[] memory shares) {
        uint256 count = deliverers.length;
        shares = new Share[](count + 1);
        shares[0] = Share(backers, backersBps);
        uint16 rest = uint16(Shares.WHOLE_BPS) - backersBps; // 10,000 fits in 16 bits
        uint16 left = rest;
        for (uint256 i = 0; i < count; ++i) {
            // At most `rest`.
            uint16 bps = i == count - 1 ? left : uint16(Shares.partOf(rest, deliverers[i].bps));
            shares[i + 1] = Share(deliverers[i].account, bps);
            left -= bps;
        }
    }

    /// @notice Whether `account` is one of them.
    function include(Share[] calldata deliverers, address account) internal pure returns (bool) {
        for (uint256 i = 0; i < deliverers.length; ++i) if (deliverers[i].account == account) return true;
        return false;
    }
}
