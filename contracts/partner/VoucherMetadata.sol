// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

// JSON is full of double quotes.
// solhint-disable quotes

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {MetadataText} from "../libraries/MetadataText.sol";
import {PublicText} from "../libraries/PublicText.sol";

/// @title VoucherMetadata
/// @notice The URI of an offer's vouchers: JSON and a small picture, all on chain. Of an offer by who is not known to the
/// organisation it shows no word and no link of theirs, and says so. Names are escaped for both.
/// @dev A contract of its own, without state, because {PartnerAcceptance} with it would be larger than chains allow.
contract VoucherMetadata {
    using Strings for uint256;
    using Strings for address;

    /// @param id The offer.
    /// @param organisation The name of the project token.
    /// @param symbol Its symbol.
    /// @param name What is offered.
    /// @param uri Where it is described.
    /// @param price Tokens (18 decimals) for a voucher.
    /// @param partnerName Under what name the organisation knows the partner; empty when it does not.
    /// @param partner Who offers it.
    /// @param validUntil The first second in which a voucher is no longer valid.
    /// @param feeBps What a voucher loses that comes back.
    /// @param bound Whether it stays with whom it was bought for.
    // solhint-disable-next-line gas-struct-packing
    struct Facts {
        uint256 id;
        string organisation;
        string symbol;
        string name;
        string uri;
        uint256 price;
        string partnerName;
        address partner;
        uint64 validUntil;
        uint16 feeBps;
        bool bound;
    }

    /// @dev What is written from the facts.
    struct Words {
        bool verified;
        string title;
        string account;
        string by;
        string price;
        string valid;
        string description;
    }

    /// @notice Errors: TextLengthOutOfRange, TextNotPlain, LinkNotAllowed.
    function check(string calldata name, string calldata link) external pure {
        PublicText.checkName(name);
        PublicText.checkLink(link);
    }

    /// @notice Errors: TextLengthOutOfRange, TextNotPlain.
    function checkName(string calldata name) external pure {
        PublicText.checkName(name);
    }

    /// @notice The contract metadata of all vouchers called `name`, in short `symbol` (ERC-7572).
    function collection(string calldata name, string calldata symbol) external pure returns (string memory) {
        return
            MetadataText.collection(
                name,
                symbol,
                "Vouchers for what partners offer. Anyone may offer: each voucher says whether the organisation knows its partner."
            );
    }

    /// @notice The data URI of the JSON that ERC-1155 describes.
    function uri(Facts calldata f) external pure returns (string memory) {
        Words memory w = _wordsOf(f);
        bytes memory head = abi.encodePacked(
            '{"name":"',
            Strings.escapeJSON(w.title),
            '","description":"',
            Strings.escapeJSON(w.description),
            '","decimals":0,',
            w.verified ? string.concat('"external_url":"', Strings.escapeJSON(f.uri), '",') : "",
            '"attributes":',
            _attributesOf(f, w)
        );
        return MetadataText.dataURI(abi.encodePacked(head, ',"image":"', _pictureOf(f, w), '"}'));
    }

    function _wordsOf(Facts calldata f) private pure returns (Words memory w) {
        w.verified = bytes(f.partnerName).length > 0;
        string memory organisation = PublicText.plain(f.organisation);
        w.title = string.concat(organisation, w.verified ? " voucher #" : ": UNVERIFIED offer #", f.id.toString());
        w.account = f.partner.toChecksumHexString();
        w.by = w.verified ? string.concat(f.partnerName, " (", w.account, ")") : w.account;
        w.price = string.concat(MetadataText.amount(f.price), " ", PublicText.plain(f.symbol));
        w.valid = string.concat("valid until ", MetadataText.date(f.validUntil));
        w.description = string.concat(
            w.verified
                ? string.concat(f.name, ", ")
                : "The organisation does not know who offers this, and shows none of their words: ",
            string.concat("offered by ", w.by, ", bought for ", w.price, ", ", w.valid, " (UTC)")
        );
    }

    function _attributesOf(Facts calldata f, Words memory w) private pure returns (bytes memory) {
        bytes memory who = abi.encodePacked(
            '[{"trait_type":"Verified","value":"',
            w.verified ? "yes" : "no",
            '"},{"trait_type":"Partner","value":"',
            Strings.escapeJSON(w.by),
            '"},{"trait_type":"Price","value":"',
            Strings.escapeJSON(w.price)
        );
        return
            abi.encodePacked(
                who,
                '"},{"display_type":"date","trait_type":"Valid until","value":',
                uint256(f.validUntil).toString(),
                '},{"trait_type":"Fee for returning, bps","value":',
                uint256(f.feeBps).toString(),
                '},{"trait_type":"Can be passed on","value":"',
                f.bound ? "no" : "yes",
                '"}]'
            );
    }

    function _pictureOf(Facts calldata f, Words memory w) private pure returns (string memory) {
        if (w.verified) return MetadataText.picture("#12403a", w.title, f.name, f.partnerName, w.valid, w.account);
        return MetadataText.picture("#8c1c13", w.title, "not known to the organisation", "", w.valid, w.account);
    }
}
