// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {InvalidShare, ShareCountOutOfRange, SharesNotWhole, ZeroAddress} from "../interfaces/Errors.sol";
import {Share} from "../interfaces/Share.sol";
import {Shares} from "./Shares.sol";

/// @title Deliverers
/// @notice Who delivers a proposal, and what each one's part is beside the backers'.
library Deliverers {
    uint256 internal constant MAX_COUNT = Shares.MAX_COUNT - 1; // the backers are one entry of the contribution's shares

    /// @notice Checks that a contribution of `backers` and these deliverers will be taken by the registry.
    /// Errors: ShareCountOutOfRange, ZeroAddress, InvalidShare, SharesNotWhole.
    function validate(Share[] calldata deliverers, uint16 backersBps, address backers) internal pure {
        uint256 count = deliverers.length;
        require(count > 0 && count <= MAX_COUNT, ShareCountOutOfRange(count, MAX_COUNT));
        uint256 sumBps = backersBps;
        for (uint256 i = 0; i < count; ++i) {
            (address account, uint16 bps) = (deliverers[i].account, deliverers[i].bps);
            require(account != address(0), ZeroAddress());
            require(bps > 0 && account != backers, InvalidShare(account, bps));
            for (uint256 j = 0; j < i; ++j) require(deliverers[j].account != account, InvalidShare(account, bps));
            sumBps += bps;
        }
        require(sumBps == Shares.WHOLE_BPS, SharesNotWhole(sumBps));
    }

    /// @notice The shares of the contribution: the backers first, then the deliverers.
    function withBackers(
        Share[] calldata deliverers,
        uint16 backersBps,
        address backers
    ) internal pure returns (Share[] memory shares) {
        shares = new Share[](deliverers.length + 1);
        shares[0] = Share(backers, backersBps);
        for (uint256 i = 0; i < deliverers.length; ++i) shares[i + 1] = deliverers[i];
    }

    /// @notice The part of the backing `goal` of deliverer number `i`: what theirs is of all deliverers' parts, rounded down;
    /// the last one has what is left.
    function partAt(
        Share[] calldata deliverers,
        uint256 i,
        uint256 goal,
        uint16 backersBps
    ) internal pure returns (uint256 part) {
        uint256 whole = Shares.WHOLE_BPS - backersBps;
        if (i < deliverers.length - 1) return Math.mulDiv(goal, deliverers[i].bps, whole);
        part = goal;
        for (uint256 j = 0; j < i; ++j) part -= Math.mulDiv(goal, deliverers[j].bps, whole);
    }

    /// @notice The part of `account`, in bps; 0 when it is none of them.
    function bpsOf(Share[] calldata deliverers, address account) internal pure returns (uint16) {
        for (uint256 i = 0; i < deliverers.length; ++i) {
            if (deliverers[i].account == account) return deliverers[i].bps;
        }
        return 0;
    }
}
