// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ZeroAddress} from "../interfaces/Errors.sol";
import {IPartnerAcceptance} from "../interfaces/IPartnerAcceptance.sol";
import {Offers} from "./Offers.sol";
import {Signatures} from "./Signatures.sol";

/// @title Gates
/// @notice Who redeems vouchers with their holders' codes, and what is to be said of a code: see {IPartnerAcceptance}.
library Gates {
    using Offers for Offers.Offer;

    uint256 private constant SIGNATURE_GAS = 300_000; // what a holder's code may spend on a signature

    /// @param used Nonces of a holder, 256 in a word.
    /// @param isGate Who redeems for a partner beside them.
    struct Book {
        mapping(address holder => mapping(uint256 word => uint256)) used;
        mapping(address partner => mapping(address gate => bool)) isGate;
    }

    /// @notice Errors: ZeroAddress.
    function set(Book storage book, address gate, bool allowed) internal {
        require(gate != address(0), ZeroAddress());
        book.isGate[msg.sender][gate] = allowed;
        emit IPartnerAcceptance.GateSet(msg.sender, gate, allowed);
    }

    /// @notice Uses the nonces of the caller in `word` whose bits are set in `mask`.
    function cancel(Book storage book, uint256 word, uint256 mask) internal {
        book.used[msg.sender][word] |= mask;
        emit IPartnerAcceptance.NoncesCancelled(msg.sender, word, mask);
    }

    /// @notice Uses a nonce.
    function use(Book storage book, address holder, uint256 nonce) internal {
        book.used[holder][nonce >> 8] |= _bitOf(nonce);
    }

    /// @notice Whether a nonce is used.
    function isUsed(Book storage book, address holder, uint256 nonce) internal view returns (bool) {
        return book.used[holder][nonce >> 8] & _bitOf(nonce) != 0;
    }

    /// @notice Whether `account` redeems for `partner`; for nobody's offer nobody does.
    function serves(Book storage book, address account, address partner) internal view returns (bool) {
        return partner != address(0) && (account == partner || book.isGate[partner][account]);
    }

    /// @notice What is to be said of a code whose holder has `held` vouchers. Whoever has none is asked nothing: the signature,
    /// of `hash`, is checked last. Errors: TooLittleGas.
    function outcomeOf(
        Book storage book,
        Offers.Offer storage o,
        IPartnerAcceptance.Redemption calldata code,
        uint256 held,
        bytes32 hash
    ) internal view returns (IPartnerAcceptance.Outcome) {
        if (!o.isServed()) return IPartnerAcceptance.Outcome.OfferOver;
        if (block.timestamp > code.deadline) return IPartnerAcceptance.Outcome.CodeExpired;
        if (isUsed(book, code.holder, code.nonce)) return IPartnerAcceptance.Outcome.NonceUsed;
        if (code.quantity == 0 || code.quantity > code.signed) return IPartnerAcceptance.Outcome.QuantityOutOfRange;
        if (code.quantity > held) return IPartnerAcceptance.Outcome.TooFewVouchers;
        bool isSigned = Signatures.isValidWithin(code.holder, hash, code.signature, SIGNATURE_GAS);
        return isSigned ? IPartnerAcceptance.Outcome.Redeemed : IPartnerAcceptance.Outcome.WrongSignature;
    }

    function _bitOf(uint256 nonce) private pure returns (uint256) {
        return 1 << (nonce & 0xff);
    }
}
