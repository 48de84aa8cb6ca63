// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IAccessControl} from "@openzeppelin/contracts/access/IAccessControl.sol";
import {ZeroAddress} from "../interfaces/Errors.sol";
import {IPresale} from "../interfaces/IPresale.sol";
import {ISaleTerms} from "../interfaces/ISaleTerms.sol";
import {Positions} from "./Positions.sol";
import {Sale} from "./Sale.sol";

/// @title Trustees
/// @notice Who watches over a presale, and another who may take their place before the release: see {IPresale}.
library Trustees {
    using Sale for Sale.Book;

    uint256 private constant NOTICE = 14 days;
    bytes32 private constant PROPOSER_ROLE = keccak256("PROPOSER_ROLE"); // TimelockController's

    /// @param trustee Who it is now.
    /// @param candidate Who was announced, or the zero address.
    struct Seat {
        address trustee;
        address candidate;
    }

    /// @notice Announces `candidate`, and opens refunds. Errors: WrongState, ZeroAddress, TrusteeNotIndependent, ChangePending.
    function announce(
        Seat storage seat,
        Sale.Book storage sale,
        Positions.Book storage positions,
        address candidate,
        address treasury
    ) internal {
        IPresale.State actual = sale.stateOf();
        require(actual < IPresale.State.Released, IPresale.WrongState(actual, IPresale.State.Ended));
        require(candidate != address(0), ZeroAddress());
        bool independent =
            candidate != treasury &&
                positions.byAccount[candidate].founderBps == 0 &&
                !IAccessControl(treasury).hasRole(PROPOSER_ROLE, candidate);
        require(independent, ISaleTerms.TrusteeNotIndependent(candidate));
        requireUnchanging(seat, sale);
        (sale.changing, seat.candidate) = (true, candidate);
        emit IPresale.TrusteeAnnounced(candidate);
        sale.openRefunds(NOTICE);
    }

    /// @notice Makes the candidate trustee. Errors: NoChangePending, RefundsOpen.
    function complete(Seat storage seat, Sale.Book storage sale) internal {
        address next = _end(seat, sale);
        sale.requireRefundsClosed();
        seat.trustee = next;
        emit IPresale.TrusteeSet(next);
    }

    /// @notice Gives the candidate up. Errors: NoChangePending.
    function cancel(Seat storage seat, Sale.Book storage sale) internal {
        emit IPresale.TrusteeCancelled(_end(seat, sale));
    }

    /// @notice Errors: ChangePending.
    function requireUnchanging(Seat storage seat, Sale.Book storage sale) internal view {
        if (sale.changing) revert IPresale.ChangePending(seat.candidate);
    }

    /// @notice Whether `account` is trustee or candidate.
    function watches(Seat storage seat, address account) internal view returns (bool) {
        return account == seat.trustee || account == seat.candidate;
    }

    function _end(Seat storage seat, Sale.Book storage sale) private returns (address candidate) {
        require(sale.changing, IPresale.NoChangePending());
        candidate = seat.candidate;
        (sale.changing, seat.candidate) = (false, address(0));
    }
}
